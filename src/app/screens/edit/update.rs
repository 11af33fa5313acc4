//! Keys in the editor.

use super::Edit;
use crate::app::screens::question::typing::typed;
use crate::input::keymap::Intent;
use crate::text::width::Room;

#[derive(Debug, PartialEq, Eq)]
pub enum Reply {
    Stay,
    /// Done: keep what was edited.
    Close,
    Regenerate,
}

/// Takes a key. `room` and `rows` are those of the text on the screen.
pub fn update(e: &mut Edit, intent: Intent, room: Room, rows: usize) -> Reply {
    let b = &mut e.buffer;
    match intent {
        Intent::Back => return Reply::Close,
        Intent::Regenerate => return Reply::Regenerate,
        Intent::NewLine => {
            b.insert("\n");
        }
        Intent::Up => {
            b.up(room);
        }
        Intent::Down => {
            b.down(room);
        }
        Intent::PageUp => {
            b.page(room, rows, false);
        }
        Intent::PageDown => {
            b.page(room, rows, true);
        }
        _ => {
            typed(b, intent);
        }
    }
    Reply::Stay
}
