//! Keys in the editor of the letter.

use crate::app::App;
use crate::app::overlay::{Ask, Overlay};
use crate::app::screens::question::typing::written;
use crate::app::screens::{Screen, edit};
use crate::input::keymap::Intent;

impl App {
    pub(in crate::app) fn on_edit(&mut self, intent: Intent) {
        let Screen::Edit(e) = &mut self.screen else { return };
        let (columns, rows) = edit::view::text_size(self.size);
        match intent {
            Intent::Back => {
                let edited = e.read();
                self.keep_edit(edited);
                self.back_to_review();
            }
            Intent::Regenerate => self.overlay = Some(Overlay::Ask(Ask::Regenerate)),
            _ => {
                written(&mut e.buffer, intent, self.ambiguous.room(columns), rows);
                self.session.typed = true;
            }
        }
    }
}
