//! A letter on paper: wrapped for A4, with what stands in the middle or at the right edge.

use super::blank;
use super::render::Letter;
use super::spec::Align;
use crate::domain::flow::graph::Flow;
use crate::domain::words;
use crate::text::{width::width, wrap::wrap};
use std::ops::Range;

/// Cells of a line: 38 full-width characters of 10.5 points with the usual margins of 25 mm on A4.
pub const COLUMNS: usize = 76;

/// The least that may stand on the last line of a paragraph, in cells: five characters.
const LAST: usize = 10;
const INDENT: &str = "\u{3000}";

/// A line on the paper.
pub struct Line {
    /// The line of the letter ([`Letter::lines`]) of which it is a part.
    pub of: usize,
    pub text: String,
    /// Where the text has blanks, or parts of them.
    pub blanks: Vec<Range<usize>>,
}

/// The lines of the letter, broken by the rules for line heads and tails.
pub fn lines(letter: &Letter, flow: &Flow) -> Vec<Line> {
    let mut out = Vec::new();
    for (of, line) in letter.lines().iter().enumerate() {
        let (text, blanks) = blank::shown(flow, &line.text);
        let mut add = |lead: &str, text: &str, part: Range<usize>, before: usize| {
            let place = |at: usize| (at.clamp(part.start, part.end) + lead.len()) - part.start;
            let blanks = blanks.iter().map(|b| place(b.start + before)..place(b.end + before));
            let blanks = blanks.filter(|b| !b.is_empty()).collect();
            out.push(Line {
                of,
                text: format!("{lead}{}", text.get(part.clone()).unwrap_or_default()),
                blanks,
            });
        };
        let room = COLUMNS.saturating_sub(width(&text));
        let at = line.paragraph.and_then(|i| letter.paragraphs.get(i));
        match at.map_or(Align::Left, |p| p.align) {
            Align::Left => {
                // Running text begins with a blank, as on paper it should; an item of a list does
                // not.
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
                for r in without_runt(&text, COLUMNS) {
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

/// The lines of a text; a little narrower where that keeps its last line from being a few
/// characters.
fn without_runt(text: &str, cells: usize) -> Vec<Range<usize>> {
    let runt = |lines: &[Range<usize>]| {
        let last = lines.last().and_then(|r| text.get(r.clone())).unwrap_or_default();
        lines.len() > 1 && width(last.trim()) < LAST
    };
    let narrower = (cells - LAST..=cells).rev().map(|c| wrap(text, c)).find(|lines| !runt(lines));
    narrower.unwrap_or_else(|| wrap(text, cells))
}

pub fn page(letter: &Letter, flow: &Flow) -> String {
    lines(letter, flow).into_iter().map(|l| l.text).collect::<Vec<_>>().join("\n")
}
