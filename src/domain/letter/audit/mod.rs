//! The measurable rules of a good letter, from its size to its dates: what `kotowari check
//! --exhaustive` holds every letter to.
//!
//! A rule has an id: a letter for its group (a module below) and a number. A breach says what was
//! found, and may quote the letter: it is meant for generated letters, whose names are nobody's.

mod answered;
mod channel;
mod law;
mod letter;
mod lists;
mod once;
mod order;
mod reader;
mod repeats;
mod size;
mod text;
mod told;
mod words;

use crate::domain::channel::Channel;
use crate::domain::word::Word as _;
use letter::AuditedLetter;
use told::Breaches;

pub use size::Size;
pub use told::{AnswerSource, Breach, WrittenLetter};

/// Every rule that the letter does not keep, and its size. Quick: every letter is checked.
pub fn check(letter: &WrittenLetter<'_>) -> (Vec<Breach>, Size) {
    let channel = letter.told.one("channel").and_then(Channel::parse).unwrap_or_default();
    let text = text::unwrapped(letter.body, channel.on_paper());
    let l = AuditedLetter::new(letter, channel, &text);
    let mut found = Breaches::default();
    let size = size::check(&l, &mut found);
    repeats::check(&l, &mut found);
    once::check(&l, &mut found);
    order::check(&l, &mut found);
    law::check(&l, &mut found);
    words::check(&l, &mut found);
    reader::check(&l, &mut found);
    lists::check(&l, &mut found);
    answered::check(&l, &mut found);
    channel::check(&l, &mut found);
    (found.0, size)
}
