//! A run: several letters written in one sitting, each in a walk of its own.

use super::msg::Copied;
use super::session::Session;
use crate::domain::word::{Word, words};
use std::collections::BTreeSet;

#[derive(Debug)]
pub struct Run {
    /// In the order in which they were chosen.
    pub legs: Vec<Leg>,
    /// The walk on the screen: the program's session is its session, and the one here is empty.
    pub at: usize,
    /// What each letter asks for is settled, so their questions follow.
    pub(super) planned: bool,
    /// This many cases of the letter on the screen are being stored; then the next letter follows.
    pub(super) leaving: usize,
}

#[derive(Debug)]
pub struct Leg {
    /// The walk, while another one is on the screen.
    pub session: Session,
    /// Answers that came from the walks before it.
    pub(super) shared: BTreeSet<String>,
    pub mark: Mark,
    pub(super) copied: Copied,
    pub(super) begun: bool,
}

words! {
    #[derive(Default)]
    Mark {
        #[default]
        Open "open",
        /// Left for later, or for another way.
        Skipped "skipped",
        /// Handed to the terminal, which can't say whether it was copied.
        Handed "handed",
        /// Copied, or out some other way.
        Done "done",
    }
}

impl Mark {
    /// The letter is written, as far as is known.
    pub fn is_over(self) -> bool {
        matches!(self, Self::Handed | Self::Done)
    }
}

impl Leg {
    pub fn new(session: Session, mark: Mark, shared: BTreeSet<String>) -> Self {
        Self { session, shared, mark, copied: Copied::Handed, begun: false }
    }
}

impl Run {
    /// The walks, the first one for the screen.
    pub fn new(legs: Vec<Leg>, planned: bool) -> Self {
        Self { legs, at: 0, planned, leaving: 0 }
    }
    /// How a letter was copied; `here`: the one on the screen.
    pub fn copied<'a>(&'a self, i: usize, here: &'a Copied) -> &'a Copied {
        self.legs.get(i).filter(|_| i != self.at).map_or(here, |leg| &leg.copied)
    }
    /// Whether the letter on the screen has this answer from one before it.
    pub fn holds_over(&self, id: &str) -> bool {
        self.legs.get(self.at).is_some_and(|l| l.shared.contains(id))
    }
    /// All is answered in a letter.
    pub fn begun(&self, i: usize) -> bool {
        self.legs.get(i).is_some_and(|l| l.begun)
    }
    pub fn done(&self) -> usize {
        self.legs.iter().filter(|l| l.mark == Mark::Done).count()
    }
    /// The next leg still to be written, cyclically from the current one.
    pub(super) fn next_open(&self) -> Option<usize> {
        let n = self.legs.len();
        (1..=n)
            .map(|d| (self.at + d) % n)
            .find(|i| self.legs.get(*i).is_some_and(|l| l.mark == Mark::Open))
    }
}
