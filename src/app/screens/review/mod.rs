//! The review: blocking findings, notes, answers, and the ways out; moving through it.

pub mod said;
mod update;
pub mod view;

use crate::domain::document::Document;
use crate::domain::flow::graph::START;
use crate::domain::flow::walk::Walk;
use crate::input::keymap::Intent;
use crate::ui::page::Page;
use std::ops::Range;

#[derive(Debug, Default)]
pub struct Review {
    pub at: usize,
    pub scroll: usize,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReviewRow {
    Copy,
    Found(usize),
    Answer(String),
}

/// Where the review was left, and how things stood.
#[derive(Debug)]
pub struct Left {
    pub row: ReviewRow,
    pub scroll: usize,
    /// Something kept the letter back.
    pub blocked: bool,
    /// The number of findings.
    pub found: usize,
}

/// The row to return to. A fixed finding is gone, so the next finding is selected, at the end the
/// way on. A new finding comes first.
pub fn row_again(rows: &[ReviewRow], left: &Left, blocked: bool) -> usize {
    let found = rows.iter().filter(|r| matches!(r, ReviewRow::Found(_))).count();
    let row = match &left.row {
        ReviewRow::Answer(_) if blocked && !left.blocked || found > left.found => {
            ReviewRow::Found(0)
        }
        ReviewRow::Found(i) if *i >= found => {
            found.checked_sub(1).map_or(ReviewRow::Copy, ReviewRow::Found)
        }
        row => row.clone(),
    };
    rows.iter().position(|r| *r == row).unwrap_or(0)
}

pub fn rows(doc: &Document<'_>) -> Vec<ReviewRow> {
    let found = (0..doc.findings.len()).map(ReviewRow::Found);
    let (asked, usual) = answers(&doc.walk);
    let answers = asked.into_iter().chain(usual).map(ReviewRow::Answer);
    std::iter::once(ReviewRow::Copy).chain(found).chain(answers).collect()
}

/// The questions whose answers can be changed: all that are asked or usually left as they are.
pub fn answers(walk: &Walk<'_>) -> (Vec<String>, Vec<String>) {
    let questions = walk.steps.iter().map(|s| s.question).filter(|q| q.id != START);
    let (usual, asked): (Vec<_>, Vec<_>) = questions.partition(|q| walk.is_usual(q));
    let ids = |questions: Vec<&crate::domain::flow::spec::Question>| {
        questions.iter().map(|q| q.id.clone()).collect()
    };
    (ids(asked), ids(usual))
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CopyPart {
    /// What goes in first: the body, which of all but a mail is everything.
    Main,
    All,
    Subject,
    Body,
    /// The next of the parts that go in one after the other.
    Field,
    /// The body again, because the mail program did not take it.
    Again,
}

/// Whether any of it is shown.
fn seen(row: &Range<usize>, top: usize, height: usize) -> bool {
    row.end > top && row.start < top + height
}

/// Brings the selected row into sight; false: it is.
pub fn show(r: &mut Review, page: &Page, height: usize) -> bool {
    let top = r.scroll.min(page.lines.len().saturating_sub(height));
    let hidden = page.targets.get(r.at).filter(|(row, _)| !seen(row, top, height));
    if let Some((row, _)) = hidden {
        r.scroll = row.start;
    }
    hidden.is_some()
}

/// Moves to the next row if it is visible, else scrolls the page, so that all lines are read.
pub fn step(r: &mut Review, page: &Page, height: usize, intent: Intent) {
    let rows: Vec<&Range<usize>> = page.targets.iter().map(|(lines, _)| lines).collect();
    let most = page.lines.len().saturating_sub(height);
    let top = r.scroll.min(most);
    let by = height.saturating_sub(2).max(1);
    r.scroll = match intent {
        Intent::Down => match rows.get(r.at + 1).filter(|next| next.start < top + height) {
            Some(next) => {
                r.at += 1;
                top.max(next.end.saturating_sub(height))
            }
            None => top + 2,
        },
        Intent::Up => {
            match r.at.checked_sub(1).and_then(|at| rows.get(at)).filter(|before| before.end > top)
            {
                Some(before) => {
                    r.at -= 1;
                    if r.at == 0 { 0 } else { top.min(before.start) }
                }
                None => top.saturating_sub(2),
            }
        }
        Intent::Home => {
            r.at = 0;
            0
        }
        Intent::End => {
            r.at = rows.len().saturating_sub(1);
            rows.last().map_or(0, |last| last.end.saturating_sub(height))
        }
        Intent::PageDown => top + by,
        Intent::PageUp => top.saturating_sub(by),
        _ => top,
    }
    .min(most);
    // The selection moves with the page, to the first row in that direction or the nearest one.
    if matches!(intent, Intent::PageDown | Intent::PageUp)
        && rows.get(r.at).is_some_and(|row| !seen(row, r.scroll, height))
    {
        let down = intent == Intent::PageDown;
        let (above, below) = (
            rows.iter().rposition(|row| row.start < r.scroll + height),
            rows.iter().position(|row| row.end > r.scroll),
        );
        r.at = if down { below.or(above) } else { above.or(below) }.unwrap_or(r.at);
    }
}
