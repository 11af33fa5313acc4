//! The letters of a run: to whom, what is asked, how far each is.

pub mod view;

use crate::app::run::Run;
use crate::app::screens::question::typing::step;
use crate::input::keymap::Intent;

#[derive(Debug)]
pub struct Overview {
    /// The selected row: a letter, or the way on behind them.
    pub at: usize,
    of: usize,
}

#[derive(Debug, PartialEq, Eq)]
pub enum Reply {
    Stay,
    /// This letter; while nothing is settled, what is asked in it.
    Open(usize),
    /// This one is left out, or taken in again.
    Skip(usize),
    Go,
    /// To the services, to take another one in.
    Services,
    /// Back to the letter from which it was called up, else to the services.
    Back,
}

impl Overview {
    pub fn open(run: &Run) -> Self {
        Self { at: run.legs.len(), of: run.legs.len() }
    }

    pub fn update(&mut self, intent: Intent) -> Reply {
        match intent {
            Intent::Next if self.at < self.of => Reply::Open(self.at),
            Intent::Next => Reply::Go,
            Intent::Digit(d) if usize::from(d) <= self.of => {
                self.at = usize::from(d) - 1;
                Reply::Open(self.at)
            }
            Intent::Remove if self.at < self.of => Reply::Skip(self.at),
            Intent::Add => Reply::Services,
            Intent::Back => Reply::Back,
            _ => {
                step(&mut self.at, self.of + 1, intent);
                Reply::Stay
            }
        }
    }
}
