//! Keys in the editor.

use super::Edit;
use crate::app::screens::question::typing::typed;
use crate::input::keymap::Intent;
use crate::text::width::Room;

/// Takes a key. `room` and `rows` are those of the text on the screen.
pub fn update(e: &mut Edit, intent: Intent, room: Room, rows: usize) {
    let b = &mut e.buffer;
    match intent {
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
}
