//! Keys on the review.

use super::{Review, Row};
use crate::domain::document::Document;
use crate::domain::gate;
use crate::domain::letter::lint::Lint;
use crate::domain::manner::{DETAIL, DETAILS, TONES};
use crate::input::keymap::Intent;
use std::ops::Range;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
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

#[derive(Debug, PartialEq, Eq)]
pub enum Reply {
    Stay,
    /// To this question, and of its entries to this one and its field.
    Jump(String, Option<(usize, &'static str)>),
    Copy(Part),
    /// Something blocks: ask for an explicit yes before this part.
    Confirm(Part),
    /// Write to a file (something blocks: false).
    Write(bool),
    /// Edit in place, at what was found.
    Edit(Option<Lint>),
    EditExternal,
    /// Back to the generated text.
    Regenerate,
    /// The next of the words that an answer about the manner of the letter can have: its id, the
    /// words.
    Switch(&'static str, &'static [&'static str]),
    Limit,
    /// To the next letter of the run, or the one before.
    Turn(bool),
    Overview,
    Skip,
    Back,
}

pub fn update(r: &mut Review, doc: &Document<'_>, intent: Intent) -> Reply {
    let blocked = gate::blocked(&doc.findings);
    let copy = |part| if blocked { Reply::Confirm(part) } else { Reply::Copy(part) };
    // What no question stands behind is in the text.
    let found = |i: usize| match doc.findings.get(i) {
        Some(f) => match f.question.clone().filter(|id| doc.walk.step(id).is_some()) {
            Some(id) => Reply::Jump(id, f.entry),
            None => Reply::Edit(f.lint.clone()),
        },
        None => Reply::Stay,
    };
    let rows = super::rows(doc);
    // Who comes back stands where it was called up.
    if let Intent::Digit(d) = intent
        && let Some(at) = rows.iter().position(|row| *row == Row::Found(usize::from(d) - 1))
    {
        r.at = at;
    }
    let row = rows.into_iter().nth(r.at).unwrap_or(Row::Copy);
    match intent {
        Intent::Next | Intent::Jump => match row {
            Row::Copy if intent == Intent::Next => copy(Part::Main),
            Row::Copy => Reply::Stay,
            Row::Found(i) => found(i),
            Row::Answer(id) => Reply::Jump(id, None),
        },
        Intent::Copy => copy(Part::All),
        Intent::CopySubject => copy(Part::Subject),
        Intent::CopyBody => copy(Part::Body),
        Intent::CopyField => copy(Part::Field),
        Intent::Write => Reply::Write(!blocked),
        Intent::Edit => Reply::Edit(None),
        Intent::EditExternal => Reply::EditExternal,
        Intent::Regenerate => Reply::Regenerate,
        Intent::Tone => Reply::Switch("tone", &TONES),
        Intent::Detail => Reply::Switch(DETAIL, &DETAILS),
        Intent::Limit => Reply::Limit,
        Intent::NextLetter => Reply::Turn(true),
        Intent::LastLetter => Reply::Turn(false),
        Intent::Letters => Reply::Overview,
        Intent::Skip => Reply::Skip,
        Intent::Back => Reply::Back,
        Intent::Digit(d) => found(usize::from(d) - 1),
        _ => Reply::Stay,
    }
}

/// Moves to the next row if it can be seen, else through the page: what stands between two rows is
/// read on the way.
pub fn step(r: &mut Review, rows: &[Range<usize>], lines: usize, height: usize, intent: Intent) {
    let most = lines.saturating_sub(height);
    let top = r.scroll.min(most);
    let page = height.saturating_sub(2).max(1);
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
        Intent::PageDown => top + page,
        Intent::PageUp => top.saturating_sub(page),
        _ => top,
    }
    .min(most);
}
