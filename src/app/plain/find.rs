//! A question with a search for its choices, in lines.

use super::Plain;
use super::question::rows;
use super::words;
use crate::app::screens::Screen;
use crate::app::screens::question as asked;
use crate::app::screens::question::field::Field;
use crate::app::screens::question::find::ROWS;
use crate::app::screens::question::find::view::{chosen_so_far, left_out, way_to_several};
use crate::domain::flow::spec::Question as Spec;
use crate::input::keymap::Intent;
use crate::text::clean::fold;

impl Plain {
    /// The choices that were found, as many as have a digit, and how to find others.
    pub(super) fn found(&self, spec: &Spec) -> Vec<String> {
        let Screen::Question(asked::Question { field: Field::Find(f), .. }) = &self.app.screen
        else {
            return Vec::new();
        };
        let label = |i: &usize| spec.choice.get(*i).map_or("", |c| c.label.as_str());
        let shown = f.window(ROWS);
        let mut out = Vec::new();
        if f.near {
            out.push(text!("find.near").to_owned());
        }
        let rows = f.hits.iter().enumerate().skip(shown.start).take(shown.len());
        out.extend(rows.map(|(n, i)| format!("{}. {}", n + 1, label(i))));
        let left = f.hits.len() - shown.len();
        if left > 0 {
            out.push(text!("find.more", n = left));
        }
        match f.query.text().trim() {
            "" => out.push(format!("0. {}", spec.choice.last().map_or("", |c| c.label.as_str()))),
            name => out.push(format!("0. {}", text!("find.other", name))),
        }
        if let Some(picks) = &f.several {
            out.push(chosen_so_far(&self.app, picks));
            out.extend(left_out(&self.app, f));
        }
        out.push(format!("+. {}", way_to_several(f)));
        out.push(text!("plain.find").to_owned());
        out
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
                    let says = if f.hits.is_empty() {
                        vec![text!("plain.find.none", name = words::literal(line).trim())]
                    } else {
                        self.found(spec)
                    };
                    return self.say_all(&says);
                }
            }
        }
        self.submit(spec);
    }
}
