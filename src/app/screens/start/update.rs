//! Keys on the first screen.

use super::{Row, Start};
use crate::app::screens::question::typing::{FieldReply, step};
use crate::input::keymap::Intent;

#[derive(Debug, PartialEq, Eq)]
pub enum Reply {
    Stay,
    Chosen(Row),
    Forget(u32),
    Back,
}

pub fn update(s: &mut Start, intent: Intent) -> Reply {
    let chosen = |at: usize| s.rows.get(at).cloned().map_or(Reply::Stay, Reply::Chosen);
    match intent {
        Intent::Next => chosen(s.at),
        Intent::Digit(d) if usize::from(d) <= s.rows.len() => chosen(usize::from(d) - 1),
        Intent::Add => s
            .rows
            .iter()
            .find(|r| **r == Row::Several)
            .map_or(Reply::Stay, |r| Reply::Chosen(r.clone())),
        Intent::Remove => match s.rows.get(s.at) {
            Some(Row::Draft(number, ..)) => Reply::Forget(*number),
            _ => Reply::Stay,
        },
        Intent::Back => Reply::Back,
        _ => {
            let _: FieldReply = step(&mut s.at, s.rows.len(), intent);
            Reply::Stay
        }
    }
}
