//! Keys that every field takes alike.

use crate::input::keymap::Intent;
use crate::text::edit::EditBuffer;
use crate::text::width::Room;
use crate::text::{clean, sound};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FieldReply {
    Taken,
    /// The answer is complete: check it and continue.
    Submit,
    Pass,
}

/// Moves a selection; it stops at the ends.
pub fn step(at: &mut usize, of: usize, intent: Intent) -> FieldReply {
    if !intent.goes_up_or_down() {
        return FieldReply::Pass;
    }
    *at = intent.moved(*at, of, of.saturating_sub(1));
    FieldReply::Taken
}

/// Which of these names, each with its reading, contain the typed text, or have a reading that
/// starts with it; `inside`: contains it.
pub fn named<'a>(
    text: &str,
    inside: bool,
    of: impl Iterator<Item = (&'a str, &'a str)>,
) -> impl Iterator<Item = usize> {
    let part = clean::fold(text);
    // A doubled consonant sounds like one, but begins nothing.
    let mut letters = part.chars();
    let doubled = letters.next().is_some_and(|c| {
        c.is_ascii_alphabetic()
            && !"aiueon".contains(c)
            && part.len() > 1
            && letters.all(|d| d == c)
    });
    let sound = if doubled { String::new() } else { sound::key(text) };
    let read = move |reading: &str| {
        let key = sound::key(reading);
        !sound.is_empty() && if inside { key.contains(&sound) } else { key.starts_with(&sound) }
    };
    of.enumerate()
        .filter(move |(_, (label, reading))| {
            clean::fold(label).contains(&part) || reading.split(' ').any(&read)
        })
        .map(|(row, _)| row)
}

/// Keys that every text field takes.
pub fn typed(b: &mut EditBuffer, intent: Intent) -> FieldReply {
    let _changed = match intent {
        Intent::Insert(c) => b.insert(c.encode_utf8(&mut [0; 4])),
        Intent::Backspace => b.backspace(),
        Intent::Delete => b.delete(),
        Intent::Kill => b.kill_to_end(),
        Intent::KillStart => b.kill_to_start(),
        Intent::Left => b.left(),
        Intent::Right => b.right(),
        Intent::Home => b.home(),
        Intent::End => b.end(),
        Intent::Top => b.top(),
        Intent::Bottom => b.bottom(),
        Intent::Undo => b.undo(),
        Intent::Redo => b.redo(),
        Intent::Next => return FieldReply::Submit,
        _ => return FieldReply::Pass,
    };
    FieldReply::Taken
}

/// Keys that a text of several lines takes, in a place of so much room and so many rows.
pub fn written(b: &mut EditBuffer, intent: Intent, room: Room, rows: usize) -> FieldReply {
    let _changed = match intent {
        Intent::NewLine => b.insert("\n"),
        Intent::Up => b.up(room),
        Intent::Down => b.down(room),
        Intent::PageUp => b.page(room, rows, false),
        Intent::PageDown => b.page(room, rows, true),
        _ => return typed(b, intent),
    };
    FieldReply::Taken
}
