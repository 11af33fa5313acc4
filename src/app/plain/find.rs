//! A question with a search for its choices, in lines.

use super::Plain;
use super::question::rows;
use super::words;
use crate::app::said::Voice;
use crate::app::screens::question::field::Field;
use crate::app::screens::question::find::{ROWS, said};
use crate::domain::flow::spec::Question as Spec;
use crate::input::keymap::Intent;
use crate::text::clean::fold;
use crate::ui::said::Said;

impl Plain {
    /// The choices that were found, as many as have a digit, and how to find others.
    pub(super) fn found(&self, spec: &Spec) -> Vec<Said> {
        let Some(Field::Find(f)) = self.app.screen.field() else { return Vec::new() };
        let rows = said::rows(&self.app, spec, f, f.window(ROWS), Voice::Lines);
        [said::above(&self.app, f), rows].concat()
    }

    /// Several services in one line, each searched for on its own.
    fn mark_each(&mut self, line: &str, rows: &[words::Row]) {
        for i in words::picks(line, rows, words::pick).unwrap_or_default() {
            let content = std::rc::Rc::clone(&self.app.content);
            let Some(Field::Find(f)) = self.field() else { break };
            f.query.set_text("");
            f.look(content.finder());
            f.at = f.hits.iter().position(|h| *h == i).unwrap_or(f.hits.len());
            self.app.intent(Intent::Next);
        }
        self.say("");
        self.question_said();
    }

    /// A line of a search: a number, a full name, or a part of one.
    pub(super) fn in_find(&mut self, line: &str, spec: &Spec) {
        let rows = rows(spec);
        self.app.know_near();
        let content = std::rc::Rc::clone(&self.app.content);
        let Some(Field::Find(f)) = self.field() else { return };
        let (of, zero) = (f.hits.len(), fold(line.trim()) == "0");
        // What is not listed is not chosen.
        let shown = f.window(ROWS);
        let several = f.several.is_some() && f.is_blank();
        match words::number(line) {
            _ if fold(line.trim()) == "+" || several && line.trim().is_empty() => f.at = of + 1,
            _ if line.trim().is_empty() => return self.submit(spec),
            _ if zero => f.at = of,
            Some(n) if n.checked_sub(1).is_some_and(|i| shown.contains(&i)) => f.at = n - 1,
            Some(_) if of == 0 => return self.wrong(text!("plain.find.no_rows")),
            Some(_) => return self.not_a_row(shown.end, line),
            None if f.several.is_some()
                && words::picks(line, &rows, words::pick).is_some_and(|all| all.len() > 1) =>
            {
                return self.mark_each(line, &rows);
            }
            None => {
                // A full id or name is one choice, even if other names contain it.
                let whole = words::pick(line, &rows);
                f.query.set_text(if whole.is_some() { "" } else { words::literal(line) });
                f.look(content.finder());
                // Digits alone or a single letter are no search.
                let named = line.chars().filter(|c| c.is_alphabetic()).count() > 1;
                let one = named && f.hits.len() == 1 && !f.near;
                if let Some(i) = whole {
                    f.at = f.hits.iter().position(|h| *h == i).unwrap_or(f.hits.len());
                } else if !one {
                    if f.hits.is_empty() {
                        let name = words::literal(line).trim();
                        return self.say(&text!("plain.find.none", name));
                    }
                    let found = self.found(spec);
                    return self.say_those(found);
                }
            }
        }
        self.submit(spec);
    }
}
