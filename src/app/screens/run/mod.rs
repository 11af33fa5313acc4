//! The letters of a run: recipient, goal, progress of each.

pub mod said;
mod update;
pub mod view;

use crate::app::run::Run;
use crate::app::screens::question::typing::step;
use crate::input::keymap::Intent;

#[derive(Debug)]
pub struct Overview {
    /// The selected row: a letter, or the line for continuing after them.
    pub at: usize,
    pub of: usize,
}

impl Overview {
    pub fn open(run: &Run) -> Self {
        Self { at: run.legs.len(), of: run.legs.len() }
    }

    /// A key that does nothing but move.
    pub fn step(&mut self, intent: Intent) {
        step(&mut self.at, self.of + 1, intent);
    }
}
