//! What an item of a list begins with.

/// The text of a line after its list marker: 「1.」, 「（1）」, 「①」, 「・」.
pub(super) fn listed(line: &str) -> Option<&str> {
    let line = line.trim();
    if let Some(rest) = line.strip_prefix(['・', '●', '■', '○', '◆', '◇', '-', '－', '*'])
    {
        return Some(rest.trim()).filter(|rest| rest.starts_with(char::is_alphanumeric));
    }
    let open = line.trim_start_matches(['（', '(']);
    let rest = open.trim_start_matches(char::is_numeric);
    let ringed = open.starts_with(|c| ('\u{2460}'..='\u{2473}').contains(&c));
    let plain = rest.strip_prefix(['.', '．', '、', ')', '）', ':', '：']);
    let number = open.len() > rest.len() && !rest.starts_with(char::is_numeric);
    let rest = plain.or_else(|| Some(rest).filter(|_| ringed))?.trim();
    (number && rest.starts_with(char::is_alphabetic)).then_some(rest)
}
