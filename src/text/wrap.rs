//! Breaking text into the lines a terminal shows.

use std::ops::Range;

use unicode_linebreak::linebreaks;

use unicode_segmentation::UnicodeSegmentation as _;

use super::width::{Room, clusters};

/// The lines in which `text` is shown in `room`, as byte ranges in order.
///
/// Every `\n` ends a line and is in no range; an empty line, also the one after a last `\n` and
/// that of an empty text, is an empty range. Longer lines break where Unicode (UAX #14) and the
/// Japanese rules for line ends (禁則) let them, or between any two grapheme clusters if a run
/// without such a place is wider than the line. The ranges of one line meet: nothing is left out.
///
/// Blanks that no longer fit stay at the end of their line, so a range may be wider than `cells`
/// by blanks; otherwise only a single cluster can be too wide. No cells count as one.
pub fn wrap(text: &str, room: impl Into<Room>) -> Vec<Range<usize>> {
    let Room { cells, ambiguous } = room.into();
    let mut lines = Vec::new();
    let mut start = 0;
    for paragraph in text.split('\n') {
        wrap_paragraph(paragraph, start, ambiguous.room(cells.max(1)), &mut lines);
        start += paragraph.len() + 1;
    }
    lines
}

/// Byte offsets at which a single-line text may break, in order; its end is not one of them.
pub fn chances(text: &str) -> impl Iterator<Item = usize> {
    linebreaks(text).map(|(at, _)| at).filter(|at| {
        let around = text.split_at_checked(*at);
        around.is_some_and(|(before, after)| {
            after.starts_with(|c| !never_first(c)) && !before.ends_with(never_last)
        })
    })
}

/// Adds the lines of a text without line ends that begins at byte `offset`.
fn wrap_paragraph(
    text: &str,
    offset: usize,
    Room { cells, ambiguous }: Room,
    lines: &mut Vec<Range<usize>>,
) {
    // Most texts need one line. Looking no further than it reaches, that is found out before any
    // place to break is looked for.
    let mut taken = clusters(text).map(|(_, g, narrow)| ambiguous.taken(g, narrow));
    if taken.try_fold(0, |used, wide| Some(used + wide).filter(|used| *used <= cells)).is_some() {
        lines.push(offset..offset + text.len());
        return;
    }
    let mut breaks = chances(text).peekable();
    let mut line = 0;
    let mut used = 0;
    // The last place in this line to break at, and the cells used since.
    let mut chance = None;
    let mut since = 0;
    for (at, g, narrow) in clusters(text) {
        while breaks.next_if(|&b| b < at).is_some() {}
        if at > line && breaks.peek() == Some(&at) {
            chance = Some(at);
            since = 0;
        }
        let wide = ambiguous.taken(g, narrow);
        if used + wide > cells && at > line && !blank(g) {
            if let Some(end) = chance.take() {
                lines.push(offset + line..offset + end);
                line = end;
                used = since;
            }
            // No place, or what came after it leaves no room either.
            if used + wide > cells && at > line {
                let end;
                (end, used) = forced(
                    text,
                    line..at,
                    g,
                    Room { cells: cells.saturating_sub(wide), ambiguous },
                );
                lines.push(offset + line..offset + end);
                line = end;
            }
            since = used;
        }
        used += wide;
        since += wide;
    }
    lines.push(offset + line..offset + text.len());
}

/// Where a line without a break opportunity is broken: before the last cluster that may start a
/// line after one that may end it, or at the very end if there is none. `next` follows it and
/// leaves `room` for what it pulls along; the cells are returned.
fn forced(text: &str, line: Range<usize>, next: &str, room: Room) -> (usize, usize) {
    let (mut end, mut first, mut used) = (line.end, next, 0);
    for (at, g) in text.get(line.clone()).unwrap_or_default().grapheme_indices(true).rev() {
        let begins = |g: &str| !blank(g) && !g.starts_with(never_first);
        if begins(first) && !g.starts_with(never_last) {
            return (end, used);
        }
        (end, first) = (line.start + at, g);
        used += room.ambiguous.cluster(g);
        if used > room.cells {
            break;
        }
    }
    (line.end, 0)
}

fn blank(g: &str) -> bool {
    matches!(g, " " | "\u{3000}")
}

/// 行頭禁則: closing marks, small kana, repeat and long-vowel marks. Unicode knows most of them;
/// this list makes it certain, also for the half-width forms.
const NEVER_FIRST: [char; 74] = [
    '、', '。', '，', '．', ',', '.', '､', '｡', '・', '･', '：', '；', '！', '？', '!', '?', '」',
    '』', '）', '】', '〕', '〉', '》', '］', '｝', '｣', ')', ']', '}', '”', '’', '〟', 'ぁ', 'ぃ',
    'ぅ', 'ぇ', 'ぉ', 'っ', 'ゃ', 'ゅ', 'ょ', 'ゎ', 'ゕ', 'ゖ', 'ァ', 'ィ', 'ゥ', 'ェ', 'ォ', 'ッ',
    'ャ', 'ュ', 'ョ', 'ヮ', 'ヵ', 'ヶ', 'ｰ', 'ー', '々', '〻', 'ゝ', 'ゞ', 'ヽ', 'ヾ', '゛', '゜',
    'ﾞ', 'ﾟ', '…', '‥', '～', '〜', '％', '℃',
];

fn never_first(c: char) -> bool {
    NEVER_FIRST.contains(&c) || matches!(c, 'ㇰ'..='ㇿ' | 'ｧ'..='ｯ')
}

/// 行末禁則: opening brackets.
const NEVER_LAST: [char; 16] =
    ['「', '『', '（', '【', '〔', '〈', '《', '［', '｛', '｢', '(', '[', '{', '“', '‘', '〝'];

pub fn never_last(c: char) -> bool {
    NEVER_LAST.contains(&c)
}

#[cfg(test)]
mod tests {
    use super::super::width::{Ambiguous, width};
    use super::*;
    use crate::domain::typed::as_typed;
    use proptest::prelude::*;

    fn lines(text: &str, cells: usize) -> Vec<&str> {
        wrap(text, cells).into_iter().map(|r| text.get(r).expect("on a border")).collect()
    }

    #[test]
    fn lines_break_where_they_may() {
        as_typed("wrapped", |typed| {
            let (cells, text) = typed.split_once(' ').ok_or("no columns")?;
            Ok::<_, &str>(lines(text, cells.parse().expect("columns")).join("|"))
        });
    }

    #[test]
    fn ambiguous_characters_take_the_terminals_width() {
        assert_eq!(wrap("①②③④", Ambiguous::Wide.room(4)), [0..6, 6..12]);
    }

    #[test]
    fn long_texts_take_no_time() {
        for unit in [
            "お世話になっております。", "ーーーー", "a", "hello world ", " ", "「「「「",
            "か\u{3099}\n",
        ] {
            let text = unit.repeat(100_000 / unit.len());
            let start = std::time::Instant::now();
            assert!(!wrap(&text, 40).is_empty());
            // Far above what it takes; a quadratic run would take minutes.
            assert!(start.elapsed().as_secs() < 5, "{unit:?}");
        }
    }

    proptest! {
        #[test]
        fn holds_for_any_text(
            text in "([a-z .,()]|[ぁ-ん]|[ァ-ヶ]|[一-三]|[、。「」（）っー々]|\n\
                |　|\u{E0100}|\u{3099}|👨|\u{200D}|\\PC){0,40}",
            cells in 0usize..12,
        ) {
            let ranges = wrap(&text, cells);
            let mut end = 0;
            for (i, r) in ranges.iter().enumerate() {
                if i > 0 {
                    // Meets the line before, or only the line end lies between.
                    prop_assert!(
                        (r.start == end && !r.is_empty()) || text.get(end..r.start) == Some("\n")
                    );
                }
                let line = text.get(r.clone()).expect("on a border");
                prop_assert!(!line.contains('\n'));
                let line = line.trim_end_matches([' ', '　']);
                prop_assert!(width(line) <= cells.max(1) || line.graphemes(true).count() == 1);
                end = r.end;
            }
            prop_assert_eq!(ranges.first().map(|r| r.start), Some(0));
            prop_assert_eq!(end, text.len());
        }

        #[test]
        fn nor_where_a_run_without_a_place_to_break_is_wider_than_the_line(
            text in "([a-z0-9]{1,60}|[あ-お]|[、。」！]漢字|「漢字){0,12}",
            cells in 8usize..40,
        ) {
            let all = wrap(&text, cells);
            for (i, r) in all.iter().enumerate() {
                let line = text.get(r.clone()).expect("on a border");
                prop_assert!(i == 0 || !line.starts_with(never_first), "{line:?} begins a line");
                let last = i + 1 == all.len();
                prop_assert!(last || !line.ends_with(never_last), "{line:?} ends one");
            }
        }

        #[test]
        fn no_line_starts_or_ends_wrong(text in "([あ-お]|[一-三]|[、。「」]){0,40}") {
            // Wide enough that no run of marks fills a line, once they are thinned out.
            let mut thin = String::new();
            for c in text.chars() {
                thin.push(c);
                thin.push_str("漢字");
            }
            let all = wrap(&thin, 20);
            for (i, r) in all.iter().enumerate() {
                let line = thin.get(r.clone()).expect("on a border");
                prop_assert!(i == 0 || !line.starts_with(never_first));
                prop_assert!(i + 1 == all.len() || !line.ends_with(never_last));
            }
        }
    }
}
