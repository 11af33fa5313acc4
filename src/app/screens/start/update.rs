//! Keys on the start screen.

use crate::app::App;
use crate::app::overlay::{Ask, Overlay};
use crate::app::screens::Screen;
use crate::app::screens::question::typing::step;
use crate::app::screens::start::StartRow;
use crate::domain::answers::Value;
use crate::domain::service::{NAME, OTHER};
use crate::input::keymap::Intent;

impl App {
    pub(in crate::app) fn on_start(&mut self, intent: Intent) {
        if let Intent::Seek(c) = intent {
            self.find_service();
            return self.on_question(Intent::Insert(c));
        }
        if matches!(intent, Intent::PageUp | Intent::PageDown) {
            return self.page_rows(intent == Intent::PageDown);
        }
        let Screen::Start(s) = &mut self.screen else { return };
        let row = match intent {
            Intent::Next | Intent::Digit(_) | Intent::Add | Intent::Jump => s.chosen(intent),
            Intent::Remove => {
                if let Some(StartRow::Draft(number, ..)) = s.rows.get(s.at) {
                    self.overlay = Some(Overlay::Ask(Ask::Forget(*number)));
                }
                return;
            }
            Intent::Back => return self.leave_with(0),
            _ => {
                step(&mut s.at, s.rows.len(), intent);
                return;
            }
        };
        match row.cloned() {
            None => {}
            Some(StartRow::Service(id)) => self.chose(&id, None),
            Some(StartRow::Own(name)) => self.chose_own(&name.0),
            Some(StartRow::Find) => self.find_service(),
            Some(StartRow::Mine) => self.show_mine(),
            Some(StartRow::Several) => self.find_several(),
            Some(StartRow::Case(id) | StartRow::Over(id)) => self.show_case(&id),
            Some(StartRow::Draft(number, ..)) => {
                if let Some(draft) = self.draft(number).cloned() {
                    self.resume(&draft);
                }
            }
        }
    }

    fn chose_own(&mut self, name: &str) {
        self.chose(OTHER, None);
        self.answered(NAME, Value::One(name.to_owned()));
    }
}
