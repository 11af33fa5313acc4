//! Keys in the editor.

use super::Edit;
use crate::app::screens::question::field::typed;
use crate::input::keymap::Intent;

/// What came of a key.
#[derive(Debug, PartialEq, Eq)]
pub enum Reply {
    /// Draw again.
    Stay,
    /// Done: keep what was edited.
    Close,
    /// Back to the generated text (asked first).
    Regenerate,
}

/// Takes a key. `columns` and `rows` are those of the text on the screen.
pub fn update(e: &mut Edit, intent: Intent, columns: usize, rows: usize) -> Reply {
    let b = &mut e.buffer;
    match intent {
        Intent::Back => return Reply::Close,
        Intent::Regenerate => return Reply::Regenerate,
        Intent::NewLine => {
            b.insert("\n");
        }
        Intent::Up => {
            b.up(columns);
        }
        Intent::Down => {
            b.down(columns);
        }
        Intent::PageUp => {
            b.page(columns, rows, false);
        }
        Intent::PageDown => {
            b.page(columns, rows, true);
        }
        _ => {
            typed(b, intent);
        }
    }
    Reply::Stay
}
