//! A letter on paper: wrapped for A4, with what stands in the middle or at the right edge.

use super::blank;
use super::render::Letter;
use super::spec::Align;
use crate::domain::flow::graph::Flow;
use crate::text::{width::width, wrap::wrap};

/// Cells of a line: 38 full-width characters of 10.5 points with the usual margins of 25 mm on A4.
pub const COLUMNS: usize = 76;

/// Sections that are running text.
const RUNNING: [&str; 4] = ["greeting", "lead", "reply", "closing"];
/// A full-width blank.
const INDENT: &str = "\u{3000}";

/// The whole letter as text, its lines broken by the rules for line heads and tails.
#[must_use]
pub fn page(letter: &Letter, flow: &Flow) -> String {
    let mut out: Vec<String> = Vec::new();
    for line in letter.lines() {
        let text = blank::plain(flow, &line.text);
        let room = COLUMNS.saturating_sub(width(&text));
        let at = line.paragraph.and_then(|i| letter.paragraphs.get(i));
        match at.map_or(Align::Left, |p| p.align) {
            Align::Left => {
                // Running text begins with a blank, as on paper it should; an item of a list hangs.
                let running = at.is_some_and(|p| RUNNING.contains(&p.section.as_str()));
                let text =
                    if running && !text.starts_with(INDENT) { format!("{INDENT}{text}") } else { text };
                let hang = text.starts_with('・') || text.starts_with(|c: char| c.is_ascii_digit());
                let cells = if hang { COLUMNS - 2 } else { COLUMNS };
                for (i, r) in wrap(&text, cells).into_iter().enumerate() {
                    let lead = if hang && i > 0 { INDENT } else { "" };
                    out.push(format!("{lead}{}", text.get(r).unwrap_or_default()));
                }
            }
            // Full-width blanks: they keep their place in any font of a word processor.
            Align::Center => out.push(format!("{}{text}", INDENT.repeat(room / 4))),
            Align::Right => out.push(format!("{}{text}", INDENT.repeat(room / 2))),
        }
    }
    out.join("\n")
}
