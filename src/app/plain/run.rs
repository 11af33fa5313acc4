//! Several letters in one sitting, in lines.

use super::Plain;
use super::words;
use crate::app::screens::Screen;
use crate::app::screens::run::view::{title, way_on, words as letter};
use crate::input::keymap::Intent;

impl Plain {
    pub(super) fn run_rows(&self) -> Vec<String> {
        let Some(run) = &self.app.run else { return Vec::new() };
        let row = |i: usize| {
            let (about, mark) = letter(&self.app, run, i);
            format!("{}. {}{about}", i + 1, mark)
        };
        (0..run.legs.len()).map(row).collect()
    }

    pub(super) fn run_lines(&mut self) {
        let Some(run) = &self.app.run else { return };
        let title = title(run);
        let way = format!("0. {}", way_on(run));
        let hint = if run.planned { text!("plain.run.hint") } else { text!("plain.run.hint.plan") };
        let mut lines = vec![String::new(), title];
        lines.extend(self.run_rows());
        lines.extend([way, format!("{}{hint}", text!("plain.hint"))]);
        self.say_all(&lines);
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
