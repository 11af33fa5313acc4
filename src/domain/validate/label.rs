//! What a form or a person writes before a value.

/// What parts a label from its value, in every form that an input method or a table has of it.
pub(super) const COLONS: &[char] = &[':', '：', '﹕', '︓', '︰', '∶', '꞉', '˸', 'ː', '։'];
/// The same where no value begins with a label and one of these.
pub(super) const MARKS: &[char] =
    &[':', '：', '﹕', '︓', '︰', '∶', '꞉', '˸', 'ː', '։', '=', '＝', '﹦', ';', '；', '﹔'];

/// Brackets and quotes, each with what closes it.
const BRACKETS: [(char, char); 26] = [
    ('（', '）'),
    ('(', ')'),
    ('﹙', '﹚'),
    ('⦅', '⦆'),
    ('｟', '｠'),
    ('[', ']'),
    ('［', '］'),
    ('〔', '〕'),
    ('〘', '〙'),
    ('〚', '〛'),
    ('【', '】'),
    ('〖', '〗'),
    ('{', '}'),
    ('｛', '｝'),
    ('<', '>'),
    ('＜', '＞'),
    ('〈', '〉'),
    ('《', '》'),
    ('≪', '≫'),
    ('«', '»'),
    ('‹', '›'),
    ('「', '」'),
    ('｢', '｣'),
    ('『', '』'),
    ('“', '”'),
    ('"', '"'),
];

/// What stands in brackets at the beginning, and what follows them.
pub(super) fn bracket_first(line: &str) -> Option<(&str, &str)> {
    let open = line.chars().next()?;
    let (_, close) = BRACKETS.iter().find(|(o, _)| *o == open)?;
    line.strip_prefix(open)?.split_once(*close)
}

/// What stands before the brackets at the end, and in them.
pub(super) fn bracket_last(line: &str) -> Option<(&str, &str)> {
    let close = line.chars().next_back()?;
    let (open, _) = BRACKETS.iter().find(|(_, c)| *c == close)?;
    line.strip_suffix(close)?.rsplit_once(*open)
}

/// What stands in brackets that hold the whole.
pub(super) fn within(line: &str) -> Option<&str> {
    let (open, close) = *BRACKETS.iter().find(|(open, _)| line.starts_with(*open))?;
    let inside = line.strip_prefix(open)?.strip_suffix(close)?;
    // Others may stand in them, but these do not end before: （株）みなと（薬局）.
    let ends = inside.find(close);
    ends.is_none_or(|ends| inside.find(open).is_some_and(|o| o < ends)).then_some(inside)
}

/// What stands behind what a form calls it: 「氏名：山田」「【電話】090-…」.
pub(super) fn unlabelled<'a>(
    line: &'a str,
    marks: &[char],
    is_label: impl Fn(&str) -> bool,
) -> &'a str {
    // Quoted is the first half of a mail address as well.
    let bracket = bracket_first(line).filter(|_| !line.starts_with('"'));
    let parted = [bracket, line.split_once(marks)];
    let found = parted.into_iter().flatten().find(|(label, _)| is_label(label.trim()));
    found.map_or(line, |(_, value)| value.trim_start_matches(marks).trim_start())
}
