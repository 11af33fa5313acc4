//! Labels that forms and people write before a value.

/// Separators between a label and its value, in all variants of input methods and tables.
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

/// The brackets at the start of a line, and the rest.
pub(super) fn bracket_first(line: &str) -> Option<(&str, &str)> {
    let open = line.chars().next()?;
    let (_, close) = BRACKETS.iter().find(|(o, _)| *o == open)?;
    line.strip_prefix(open)?.split_once(*close)
}

/// The text before the brackets at the end, and their content.
pub(super) fn bracket_last(line: &str) -> Option<(&str, &str)> {
    let close = line.chars().next_back()?;
    let (open, _) = BRACKETS.iter().find(|(_, c)| *c == close)?;
    line.strip_suffix(close)?.rsplit_once(*open)
}

/// The content of brackets around the whole line.
pub(super) fn within(line: &str) -> Option<&str> {
    let (open, close) = *BRACKETS.iter().find(|(open, _)| line.starts_with(*open))?;
    let inside = line.strip_prefix(open)?.strip_suffix(close)?;
    // Nested brackets are allowed, but this pair must not end early: （株）みなと（薬局）.
    let ends = inside.find(close);
    ends.is_none_or(|ends| inside.find(open).is_some_and(|o| o < ends)).then_some(inside)
}

/// The value after a label: 「氏名：山田」「【電話】090-…」.
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
