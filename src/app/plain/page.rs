//! Questions of one page: asked one by one, or shown as a whole where all answers are known.

use super::Plain;
use super::words;
use crate::app::effect::Effect;
use crate::app::screens::Screen;
use crate::app::screens::question::entries::{Form, FormValue, List};
use crate::app::screens::question::field::Field;
use crate::app::screens::question::words::{example, together_title};
use crate::domain::flow::spec::FieldSpec;
use crate::input::keymap::Intent;

impl Plain {
    pub(super) fn known_rows(list: &List, form: &Form) -> Vec<String> {
        let none = text!("plain.none").to_owned();
        let row = |(i, (f, v)): (usize, (&FieldSpec, &FormValue))| {
            let text = match v {
                FormValue::Text(b) => b.text().to_owned(),
                FormValue::Choice(_) => String::new(),
            };
            text!(
                "plain.row",
                n = i + 1,
                label = f.label,
                text = if text.is_empty() { &none } else { &text }
            )
        };
        list.fields.iter().zip(&form.values).enumerate().map(row).collect()
    }

    pub(super) fn known(&mut self) {
        let super::place::Place::Known(rows) = self.shown.clone() else { return };
        self.say_all(&[vec![String::new(), text!("together.known").to_owned()], rows].concat());
    }

    /// Says which field is asked; `again`: one of the page was asked before.
    pub(super) fn page_field(&mut self, again: bool) {
        let Some((form, f, FormValue::Text(b))) = self.form() else { return };
        let (f, text, error) = (f.clone(), b.text().to_owned(), form.error.clone());
        let mut lines = vec![String::new()];
        if !again {
            let title = together_title(&self.app.session.walk(&self.app.content));
            lines.extend([title.to_owned(), String::new()]);
        }
        lines.push(self.spec(&f.id).title.clone());
        let example = example(&f.example, f.kind, f.rule, self.app.session.today);
        if text.is_empty() && !example.is_empty() {
            lines.push(format!("{}{example}", text!("example")));
        }
        lines.extend(self.read_as(&f, &text));
        self.say_all(&lines);
        if let Some(why) = error {
            self.wrong(&why);
        }
    }

    pub(super) fn in_page(&mut self, line: &str) -> Vec<Effect> {
        let through = matches!(self.field(), Some(Field::Together { through: true, .. }));
        if through {
            return self.in_form(line);
        }
        if self.changing {
            self.changing = !self.take(line);
            return Vec::new();
        }
        let Screen::Question(q) = &mut self.app.screen else { return Vec::new() };
        let Field::Together { list, .. } = &mut q.field else { return Vec::new() };
        let of = list.fields.len();
        match words::number(line).filter(|n| *n <= of) {
            Some(n) => {
                if let Some(form) = &mut list.form {
                    (form.at, form.error) = (n - 1, None);
                }
                q.id.clone_from(&list.fields[n - 1].id);
                self.changing = true;
                Vec::new()
            }
            None if line.trim().is_empty() => {
                let effects = self.app.intent(Intent::Next);
                // A wrong answer is asked for again at once.
                self.changing = self.form().is_some_and(|(form, ..)| form.error.is_some());
                effects
            }
            None => self.not_a_number(of, line),
        }
    }

    /// Back within a page; None: out of it.
    pub(super) fn back_in_page(&mut self) -> Option<Vec<Effect>> {
        let Some(Field::Together { list, through }) = self.field() else { return None };
        let (through, first) = (*through, list.form.as_ref().is_none_or(|f| f.at == 0));
        if std::mem::take(&mut self.changing) {
            return Some(Vec::new());
        }
        (through && !first).then(|| self.app.intent(Intent::Up))
    }
}
