//! Keys after copying.

use super::After;
use crate::app::screens::review::update::Part;
use crate::app::screens::scroll;
use crate::input::keymap::Intent;

/// What came of a key.
#[derive(Debug, PartialEq, Eq)]
pub enum Reply {
    /// Draw again.
    Stay,
    /// Copy this part.
    Copy(Part),
    /// Write to a file.
    Write,
    /// Print on leaving, or not.
    Print,
    /// To the review.
    Back,
    /// Done.
    Finish,
}

/// Takes a key.
pub fn update(a: &mut After, intent: Intent) -> Reply {
    match intent {
        Intent::Next => Reply::Finish,
        Intent::Back => Reply::Back,
        Intent::Copy => Reply::Copy(Part::All),
        Intent::CopySubject => Reply::Copy(Part::Subject),
        Intent::CopyBody => Reply::Copy(Part::Body),
        Intent::CopyField => Reply::Copy(Part::Field),
        Intent::Write => Reply::Write,
        Intent::Print => Reply::Print,
        _ => {
            scroll(&mut a.scroll, intent, 1);
            Reply::Stay
        }
    }
}
