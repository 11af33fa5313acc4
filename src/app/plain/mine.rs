//! The registrations, in lines.

use super::Plain;
use super::words::{self, Entry as Said};
use crate::app::said::Voice;
use crate::app::screens::Screen;
use crate::app::screens::mine::{Mine, said};
use crate::input::keymap::Intent;

impl Mine {
    /// What can be typed there; what is not to be taken back is not offered.
    pub(super) fn asks(&self) -> String {
        let undo = if self.list.removed.is_empty() { "" } else { text!("plain.ask.mine.undo") };
        text!("plain.ask.mine", undo)
    }
}

impl Plain {
    /// Says where the user is registered, and what was asked there.
    pub(super) fn mine(&mut self) {
        let Screen::Mine(m) = &self.app.screen else { return };
        let said = said::page(&self.app, m, Voice::Lines);
        self.say("");
        self.say_those(said);
    }

    pub(super) fn in_mine(&mut self, line: &str) {
        let Screen::Mine(m) = &mut self.app.screen else { return };
        let of = m.agents.len();
        let record = words::record(line);
        if let Some(i) = record.filter(|i| m.agents.get(*i).is_some_and(|a| a.record.is_some())) {
            m.list.at = i;
            return self.app.intent(Intent::Jump);
        }
        let intent = match words::list(line) {
            Some(Said::Add) => Intent::Add,
            Some(Said::Undo) => Intent::Undo,
            Some(Said::Done) => Intent::Back,
            Some(Said::Change(i)) if i < of => {
                m.list.at = i;
                Intent::Next
            }
            Some(Said::Remove(Some(i))) if i < of => {
                m.list.at = i;
                Intent::Remove
            }
            _ => {
                let asks = m.asks();
                return self.wrong(&asks);
            }
        };
        self.app.intent(intent);
    }
}
