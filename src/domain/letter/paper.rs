//! A letter on paper: wrapped for A4, with what stands in the middle or at the right edge.

use super::blank;
use super::render::Letter;
use super::spec::Align;
use crate::domain::flow::graph::Flow;
use crate::domain::words;
use crate::text::{
    sound,
    width::width,
    wrap::{chances, never_last, wrap},
};
use std::ops::Range;

/// Cells of a line: 38 full-width characters of 10.5 points with the usual margins of 25 mm on A4.
pub const COLUMNS: usize = 76;

/// The least that may stand on the last line of a paragraph, in cells: five characters.
const LAST: usize = 10;
const INDENT: &str = "\u{3000}";

pub struct PaperLine {
    /// The line of the letter ([`Letter::lines`]) of which it is a part.
    pub of: usize,
    pub text: String,
    /// Where the text has blanks, or parts of them.
    pub blanks: Vec<Range<usize>>,
}

/// The lines of the letter, broken by the rules for line heads and tails.
pub fn lines(letter: &Letter, flow: &Flow) -> Vec<PaperLine> {
    let mut out = Vec::new();
    for (of, line) in letter.lines().iter().enumerate() {
        let (text, blanks) = blank::shown(flow, &line.text);
        let mut add = |lead: &str, text: &str, part: Range<usize>, before: usize| {
            let place = |at: usize| (at.clamp(part.start, part.end) + lead.len()) - part.start;
            let blanks = blanks.iter().map(|b| place(b.start + before)..place(b.end + before));
            let blanks = blanks.filter(|b| !b.is_empty()).collect();
            out.push(PaperLine {
                of,
                text: format!("{lead}{}", text.get(part.clone()).unwrap_or_default()),
                blanks,
            });
        };
        let room = COLUMNS.saturating_sub(width(&text));
        let at = line.paragraph.and_then(|i| letter.paragraphs.get(i));
        match at.map_or(Align::Left, |p| p.align) {
            Align::Left => {
                // Running text begins with a blank; an item of a list does not.
                let number = text
                    .split_once(". ")
                    .is_some_and(|(n, _)| n.bytes().all(|b| b.is_ascii_digit()));
                let item = text.starts_with('・') || number;
                let running = at.is_some()
                    && text.ends_with('。')
                    && !item
                    && !text.starts_with(words::SALUTATION);
                let before = if running && !text.starts_with(INDENT) { INDENT } else { "" };
                let text = format!("{before}{text}");
                for r in broken(&text) {
                    add("", &text, r, before.len());
                }
            }
            // Full-width blanks: they keep their place in any font of a word processor.
            Align::Center => add(&INDENT.repeat(room / 4), &text, 0..text.len(), 0),
            Align::Right => add(&INDENT.repeat(room / 2), &text, 0..text.len(), 0),
        }
    }
    out
}

/// The lines of a text, broken where it costs least: each may be [`SLACK`] cells narrower than it
/// could be, so that it ends with a phrase, and the last one is more than a few characters.
fn broken(text: &str) -> Vec<Range<usize>> {
    if width(text) <= COLUMNS {
        return std::iter::once(0..text.len()).collect();
    }
    let ends = chances(text).chain([text.len()]);
    let places: Vec<usize> = std::iter::once(0).chain(ends).collect();
    let pieces = places.iter().zip(places.iter().skip(1));
    let pieces = pieces.map(|(a, b)| text.get(*a..*b).unwrap_or_default());
    let wide: Vec<(usize, usize)> = pieces.map(|p| (width(p), p.chars().count())).collect();
    let split = places.iter().filter_map(|at| text.split_at_checked(*at));
    let costs: Vec<usize> = split.map(|(before, after)| break_cost(before, after)).collect();
    // For each place, from the last: what the lines from there on cost, and where the first ends.
    let mut best = vec![(0, places.len() - 1); places.len()];
    for from in (0..wide.len()).rev() {
        let (mut cells, mut chars) = (0, 0);
        let ends = wide.iter().enumerate().skip(from).map_while(|(at, piece)| {
            cells += piece.0;
            chars += piece.1;
            (cells <= COLUMNS).then_some((at + 1, cells, chars))
        });
        let lines = ends.filter_map(|(to, cells, chars)| {
            let short = COLUMNS - cells;
            let cost = match to == wide.len() {
                true if from > 0 && cells < LAST => RUNT,
                true => 0,
                false if short > SLACK || chars < SHORTEST => TOO_SHORT + short,
                false => costs.get(to)? + short / 4,
            };
            Some((cost + best.get(to)?.0, to))
        });
        match (lines.min(), best.get_mut(from)) {
            (Some(least), Some(here)) => *here = least,
            // Something without a place to break at is wider than the paper.
            _ => return wrap(text, COLUMNS),
        }
    }
    let next = |from: &usize| best.get(*from).map(|(_, to)| *to).filter(|to| to > from);
    let ends: Vec<usize> = std::iter::successors(Some(0), next).collect();
    let lines = ends.iter().zip(ends.iter().skip(1));
    lines.filter_map(|(a, b)| Some(*places.get(*a)?..*places.get(*b)?)).collect()
}

/// The cells that a line may leave empty, the characters that it has at least to be seen to go on
/// below, and what it costs to fall short of either.
const SLACK: usize = 18;
const SHORTEST: usize = 30;
const TOO_SHORT: usize = 40;

/// What a last line of a few characters costs.
const RUNT: usize = 60;

/// What a line end costs by what stands before and after it: nothing behind a mark, little behind
/// the particle of a phrase, most within a word.
fn break_cost(before: &str, after: &str) -> usize {
    let polite = |text: &str| {
        let head = |h| text.strip_prefix(h).is_some_and(|rest| rest.starts_with(sound::is_kanji));
        words::HONORIFIC_HEADS.iter().any(head)
    };
    let within = |is: fn(char) -> bool| before.ends_with(is) && after.starts_with(is);
    // お電話・SMS
    if before.ends_with(|c: char| c.is_whitespace() || c == '・') {
        return 12;
    }
    if before.ends_with(|c: char| !c.is_alphanumeric()) {
        let belongs = words::ends(before, words::CLOSING_MARKS);
        return if belongs && after.starts_with(sound::is_hiragana) { 8 } else { 0 };
    }
    // 12月7日（月）
    let number = |c: char| c.is_ascii_alphanumeric();
    if before.ends_with(number)
        || after.starts_with(number) && before.ends_with(sound::is_kanji)
        || within(sound::is_katakana)
        || within(sound::is_kanji)
        || before.ends_with(sound::is_kanji) && after.starts_with(never_last)
        || words::ends(before, words::HONORIFIC_HEADS) && after.starts_with(sound::is_kanji)
    {
        return 30;
    }
    // 申し上げる is one word: its first verb ends with a sound that is no particle.
    let stem = before.strip_suffix(sound::is_hiragana);
    let verb = stem.is_some_and(|s| s.ends_with(sound::is_kanji))
        && !words::ends(before, words::PHRASE_ENDS);
    let inflected = before.ends_with(sound::is_kanji) && after.starts_with(sound::is_hiragana);
    let phrase = stem.is_some() && (!after.starts_with(sound::is_hiragana) || polite(after));
    // A particle behind a noun ends a phrase whatever follows; いたしまし／た is one word.
    let particle = words::ends(before, words::PHRASE_ENDS)
        && stem.is_some_and(|s| !s.ends_with(sound::is_hiragana));
    match phrase {
        true if verb => 20,
        true => 4,
        false if within(sound::is_hiragana) && particle => 8,
        false if inflected || within(sound::is_hiragana) => 20,
        false => 12,
    }
}

pub fn page(letter: &Letter, flow: &Flow) -> String {
    lines(letter, flow).into_iter().map(|l| l.text).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::typed::as_typed;

    #[test]
    fn a_line_ends_with_a_phrase_and_the_last_is_no_runt() {
        as_typed("on_paper", |lines| {
            let text = lines.replace('/', "");
            let lines = broken(&text).into_iter().map(|line| text.get(line).unwrap_or_default());
            Ok::<_, &str>(lines.collect::<Vec<_>>().join("/"))
        });
        // What has no place to break at is broken as on the screen.
        let long = "a".repeat(100);
        assert_eq!(broken(&long), wrap(&long, COLUMNS));
    }
}
