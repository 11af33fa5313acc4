//! All that was stored was removed elsewhere while the program was open.

use super::App;
use super::effect::Leaving;
use super::screens::Screen;
use super::session::Session;
use super::shelf::Shelf;
use crate::config::Save;

impl App {
    /// Data still in memory is not stored again: the program behaves as if nothing had been stored
    /// and asks before storing.
    pub(super) fn forget_stored(&mut self) {
        if self.config.save == Save::Always {
            self.config.save = Save::Ask;
        }
        self.config.sender.clear();
        self.config.registration.clear();
        self.shelf = Shelf::default();
        self.compare_cases();
        self.leaving = Leaving { failed: self.leaving.failed, ..Leaving::default() };
        (self.saving, self.noting) = (None, None);
        self.session.forget_stored();
        if let Some(run) = &mut self.run {
            run.leaving = 0;
            run.legs.iter_mut().for_each(|leg| leg.session.forget_stored());
        }
        let of_case = match &self.screen {
            Screen::Case(_) | Screen::Mine(_) => true,
            Screen::Log(log) => log.case.is_some(),
            _ => false,
        };
        if of_case {
            self.overlay = None;
            self.greet();
        } else {
            self.refresh();
        }
    }
}

impl Session {
    fn forget_stored(&mut self) {
        (self.case, self.stored_draft, self.told_of, self.from_case) = (None, None, None, None);
        (self.stored_letter, self.answered_before) = (None, None);
        self.begun_cases.clear();
    }
}
