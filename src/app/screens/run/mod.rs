//! The letters of a run: to whom, what is asked, how far each is.

pub mod said;
pub mod view;

use crate::app::run::Run;
use crate::app::screens::question::typing::step;
use crate::input::keymap::Intent;

#[derive(Debug)]
pub struct Overview {
    /// The selected row: a letter, or the way on behind them.
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
