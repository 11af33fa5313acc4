//! What a form or a person writes before a value.

/// What parts a label from its value.
pub(super) const COLONS: &[char] = &[':', '：'];
/// The same where no value begins with a label and one of these.
pub(super) const MARKS: &[char] = &[':', '：', '=', '＝'];

/// What stands behind what a form calls it: 「氏名：山田」「【電話】090-…」.
pub(super) fn unlabelled<'a>(
    line: &'a str,
    marks: &[char],
    is_label: impl Fn(&str) -> bool,
) -> &'a str {
    let bracket = line
        .strip_prefix(['【', '（', '(', '[', '［', '〔'])
        .and_then(|rest| rest.split_once(['】', '）', ')', ']', '］', '〕']));
    let parted = [bracket, line.split_once(marks)];
    let found = parted.into_iter().flatten().find(|(label, _)| is_label(label.trim()));
    found.map_or(line, |(_, value)| value.trim_start_matches(marks).trim_start())
}
