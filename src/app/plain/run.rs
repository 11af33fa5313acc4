//! Several letters in one sitting, in lines.

use super::Plain;
use super::words;
use crate::app::said::Voice;
use crate::app::screens::Screen;
use crate::app::screens::run::said;
use crate::input::keymap::Intent;
use crate::ui::said::Said;

impl Plain {
    pub(super) fn run_said(&self) -> Vec<Said> {
        self.app.run.as_ref().map_or_else(Vec::new, |run| said::page(&self.app, run, Voice::Lines))
    }

    pub(super) fn run_lines(&mut self) {
        self.say("");
        self.say_those(self.run_said());
    }

    pub(super) fn in_run(&mut self, line: &str) {
        let Screen::Run(o) = &mut self.app.screen else { return };
        let of = self.app.run.as_ref().map_or(0, |r| r.legs.len());
        let plain = crate::text::clean::fold(line.trim());
        if plain == "+" {
            return self.app.intent(Intent::Add);
        }
        let (skip, rest) = match plain.strip_prefix('x') {
            Some(rest) => (true, rest.trim().to_owned()),
            None => (false, plain.clone()),
        };
        match words::number(&rest) {
            Some(n) if n <= of => o.at = n - 1,
            _ if !skip && (plain.is_empty() || plain == "0") => o.at = of,
            _ => return self.not_a_row(of, line),
        }
        self.app.intent(if skip { Intent::Remove } else { Intent::Next });
    }
}
