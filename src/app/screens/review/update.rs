//! Keys on the review.

use super::Review;
use crate::app::screens::scroll;
use crate::domain::answers_file::TONES;
use crate::domain::document::Document;
use crate::domain::document::{DETAIL, DETAILS};
use crate::domain::gate;
use crate::domain::letter::lint::Lint;
use crate::input::keymap::Intent;

/// Which part is copied.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// Everything.
    All,
    /// The subject.
    Subject,
    /// The body.
    Body,
    /// The next field of the form.
    Field,
}

/// What came of a key.
#[derive(Debug, PartialEq, Eq)]
pub enum Reply {
    /// Draw again.
    Stay,
    /// To the question behind a finding.
    Jump(String),
    /// Copy this part.
    Copy(Part),
    /// Something blocks: ask for an explicit yes before this part.
    Confirm(Part),
    /// Write to a file (something blocks: false).
    Write(bool),
    /// Edit in place, at what was found.
    Edit(Option<Lint>),
    /// Edit outside.
    EditExternal,
    /// Back to the generated text.
    Regenerate,
    /// The next of the words that an answer about the manner of the letter can have: its id, the words.
    Switch(&'static str, &'static [&'static str]),
    /// How many characters the form takes.
    Limit,
    /// To the next letter of the run, or the one before.
    Turn(bool),
    /// To all letters of the run.
    Overview,
    /// Without this letter.
    Skip,
    /// To the last question.
    Back,
}

/// Takes a key.
pub fn update(r: &mut Review, doc: &Document<'_>, intent: Intent) -> Reply {
    let blocked = gate::blocked(&doc.findings);
    let copy = |part| if blocked { Reply::Confirm(part) } else { Reply::Copy(part) };
    // What no question stands behind is in the text.
    let jump = |i: usize| match doc.findings.get(i) {
        Some(f) => f.question.clone().map_or_else(|| Reply::Edit(f.lint.clone()), Reply::Jump),
        None => Reply::Stay,
    };
    match intent {
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
        Intent::Digit(d) => jump(usize::from(d) - 1),
        Intent::Jump => jump(r.at),
        // The findings first, then the rest of the page; the caller keeps the scroll within the page.
        Intent::Up if r.scroll > 0 => scrolled(r, intent),
        Intent::Down if r.at + 1 >= doc.findings.len() => scrolled(r, intent),
        Intent::Up => {
            r.at = r.at.saturating_sub(1);
            Reply::Stay
        }
        Intent::Down => {
            r.at += 1;
            Reply::Stay
        }
        Intent::PageUp | Intent::PageDown => scrolled(r, intent),
        _ => Reply::Stay,
    }
}

fn scrolled(r: &mut Review, intent: Intent) -> Reply {
    scroll(&mut r.scroll, intent, 2);
    Reply::Stay
}
