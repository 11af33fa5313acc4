//! A text for a contact form: characters that forms break are replaced by what everyone can read,
//! each of them named.
//!
//! Names stay as they are: 髙 or 𠮷 is somebody's name, and the linter says what to do about it. What
//! is replaced here are signs (①, ㈱, ㎡, half-width kana, invisible characters), which have another
//! spelling that means the same.

use crate::domain::words;
use unicode_normalization::UnicodeNormalization;

/// The replacement for a character; None if it stays.
fn instead(c: char) -> Option<String> {
    if let Some((_, with)) = words::REPLACED_SIGNS.iter().find(|(sign, _)| sign.starts_with(c)) {
        return Some((*with).to_owned());
    }
    match c {
        // Circled and parenthesised numbers.
        '①'..='⑳' => Some(format!("({})", u32::from(c) - u32::from('①') + 1)),
        '⑴'..='⒇' => Some(format!("({})", u32::from(c) - u32::from('⑴') + 1)),
        // Roman numbers, square units, era names: their compatibility spelling is what they mean.
        'Ⅰ'..='ⅿ' | '㌀'..='㏿' | '㋿' => Some(c.to_string().nfkc().collect()),
        _ => None,
    }
}

/// The text for a form, and the replacements made, each once: (before, after). `names` stay
/// untouched.
pub fn replace(text: &str, names: &[&str]) -> (String, Vec<(String, String)>) {
    let mut out = String::with_capacity(text.len());
    let mut replaced: Vec<(String, String)> = Vec::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        if let Some(name) = names.iter().find(|n| !n.is_empty() && rest.starts_with(**n)) {
            out.push_str(name);
            rest = rest.get(name.len()..).unwrap_or_default();
            continue;
        }
        // A run of half-width kana as a whole: their voiced marks are characters of their own.
        let run: String =
            rest.chars().take_while(|c| matches!(c, '\u{FF61}'..='\u{FF9F}')).collect();
        let (taken, with) = if run.is_empty() {
            (c.len_utf8(), instead(c))
        } else {
            (run.len(), Some(run.nfkc().collect()))
        };
        if let Some(with) = &with {
            let sign = rest.get(..taken).unwrap_or_default();
            if !replaced.iter().any(|(known, _)| known == sign) {
                replaced.push((sign.to_owned(), with.clone()));
            }
            out.push_str(with);
        } else {
            out.push(c);
        }
        rest = rest.get(taken..).unwrap_or_default();
    }
    (out, replaced)
}

/// The length of a text as the strictest forms count it: in UTF-16 units, as browsers do
/// (`maxlength`), so that a character like 𠮷 is two, and an end of line as two, as it is sent.
pub fn characters(text: &str) -> usize {
    text.encode_utf16().count() + text.matches('\n').count()
}

/// The first character that counts as two in a form.
pub fn pair(text: &str) -> Option<char> {
    text.chars().find(|c| c.len_utf16() == 2)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::typed::as_typed;

    #[test]
    fn signs_are_replaced_and_named_once_and_names_stay() {
        as_typed("form", |text| Ok::<_, &str>(replace(text, &["髙﨑①"]).0));
        let (_, replaced) = replace("①か②、㈱みなと　Ⅲ ㎡ ㌔ ㍻ ﾊﾞｽ①\u{200B}", &[]);
        let signs: String = replaced.iter().map(|(sign, _)| sign.as_str()).collect();
        assert_eq!(signs, "①②㈱Ⅲ㎡㌔㍻ﾊﾞｽ\u{200B}");
    }
}
