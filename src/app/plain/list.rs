//! A list of entries, the form of one, field by field, and questions of one page: asked one by one,
//! or shown as a whole where all answers are known.

use super::words::{self, Entry as Said, Row};
use super::{Place, Plain};
use crate::app::said::Voice;
use crate::app::screens::Screen;
use crate::app::screens::question::entries::{Form, FormValue, List};
use crate::app::screens::question::field::{Field, span_to_entry};
use crate::app::screens::question::said;
use crate::app::screens::question::words::{day_words, left_open, together_title};
use crate::domain::flow::spec::{FieldSpec, Kind, Question as Spec};
use crate::domain::hours::{self, Span};
use crate::domain::validate;
use crate::input::keymap::Intent;

fn choices(f: &FieldSpec) -> Vec<Row> {
    f.choice.iter().map(|c| (c.value.clone(), c.label.clone())).collect()
}

impl Plain {
    pub(super) fn form(&self) -> Option<(&Form, &FieldSpec, &FormValue)> {
        let l = self.app.screen.list()?;
        let form = l.form.as_ref()?;
        Some((form, l.fields.get(form.at)?, form.values.get(form.at)?))
    }

    pub(super) fn rows(&mut self, id: &str) {
        let spec = self.spec(id);
        let list = self.app.screen.list();
        self.say_those(list.map_or_else(Vec::new, |l| said::list(&spec, l, Voice::Lines)));
    }

    pub(super) fn ask_list(&mut self) {
        let now = match self.form() {
            Some((form, _, _)) if form.error.is_some() => {
                return self.ask(text!("plain.ask.again"), "");
            }
            Some((_, _, FormValue::Choice(at))) => (
                text!("plain.ask.choice").to_owned(),
                at.map_or_else(String::new, |i| (i + 1).to_string()),
            ),
            Some((_, f, FormValue::Text(b))) => {
                let key = match f.kind {
                    _ if self.log().is_some() => self.log_prompt(f),
                    Kind::Date => text!("plain.ask.date").to_owned(),
                    _ => text!("plain.ask.text").to_owned(),
                };
                (key, b.text().to_owned())
            }
            None => (self.list_ways(), String::new()),
        };
        self.ask(&now.0, &now.1);
    }

    fn list_ways(&mut self) -> String {
        let needed = !self.spec(&self.asked()).optional;
        let empty = self.app.screen.list().is_some_and(|l| l.rows.is_empty());
        match (empty, needed) {
            (true, true) => text!("plain.ask.list.needed"),
            (true, false) => text!("plain.ask.list.empty"),
            (false, _) => text!("plain.ask.list"),
        }
        .to_owned()
    }

    pub(super) fn in_list(&mut self, line: &str) {
        let spec = self.spec(&self.asked());
        let Some(l) = self.app.screen.list_mut() else { return };
        let of = l.rows.len();
        let said = match words::list(line) {
            None if words::is_none(line) && of == 0 => Some(Said::Done),
            said => said,
        };
        match said {
            Some(Said::Add) => self.app.intent(Intent::Add),
            Some(Said::Undo) => self.app.intent(Intent::Undo),
            Some(Said::Change(i)) if i < of => {
                l.at = i;
                self.app.intent(Intent::Next);
            }
            Some(Said::Remove(Some(i))) if i < of => {
                l.at = i;
                self.app.intent(Intent::Remove);
                if self.app.screen.list().is_some_and(|l| l.rows.len() < of) {
                    self.say(text!("list.removed"));
                }
            }
            Some(Said::Remove(None)) if l.parked.contains_key(&None) => {
                l.at = of;
                self.app.intent(Intent::Remove);
            }
            // At least one is required.
            Some(Said::Done) if of == 0 && !spec.optional && l.parked.is_empty() => {
                self.app.intent(Intent::Add);
            }
            Some(Said::Done) => {
                l.at = of + 1;
                self.submit(&spec);
            }
            None if self.takes_hours(line, &spec) => {}
            said => {
                let why = match said {
                    Some(Said::Change(i) | Said::Remove(Some(i))) => {
                        let n = (i + 1).to_string();
                        text!("plain.no_such_row", n, of)
                    }
                    Some(Said::Remove(None)) => text!("plain.which_row").to_owned(),
                    _ => text!("plain.not_here", part = words::part(line)),
                };
                let words = format!("{why}{}", self.list_ways());
                self.wrong(&words);
            }
        }
    }

    /// Hours are typed as free text, without a form; false: unreadable.
    fn takes_hours(&mut self, line: &str, spec: &Spec) -> bool {
        let spans = Some(line).filter(|_| spec.kind == Kind::Hours).map(Span::parse_all);
        let (Some(Ok(spans)), Some(l)) = (spans, self.app.screen.list_mut()) else { return false };
        l.rows.extend(spans.iter().map(span_to_entry));
        l.at = l.rows.len() + 1;
        self.app.session.typed = true;
        true
    }

    /// Says which field of a form or a page is asked, what can be chosen, and how what stands there
    /// is read; `again`: one of the page was asked before.
    pub(super) fn form_field(&mut self, again: bool) {
        let Some((form, f, value)) = self.form() else { return };
        let entry = self.app.screen.list().map(|l| l.read(form)).unwrap_or_default();
        let ((label, rule), error) = (f.named(&entry), form.error.clone());
        // For an event the prompt suffices, apart from its choices.
        let brief = self.log().is_some();
        let mut lines = if brief { Vec::new() } else { vec![String::new()] };
        if matches!(self.place(), Place::Field(_)) {
            let title = together_title(&self.app.session.walk(&self.app.content));
            lines.extend((!again).then(|| [title.to_owned(), String::new()]).into_iter().flatten());
            lines.push(self.spec(&f.id).title.clone());
        } else if !brief || !f.choice.is_empty() {
            let optional = if f.optional { left_open(f) } else { String::new() };
            lines.push(format!("{label}{optional}"));
        }
        let mut said = said::field(&self.app, f, rule, value, Voice::Lines);
        said.retain(|_| !brief || !f.choice.is_empty());
        self.say_all(&lines);
        self.say_those(said);
        if let Some(why) = error {
            self.wrong(&why);
        }
    }

    /// Takes a line as the answer to a field of the form, and goes on to the next one.
    pub(super) fn in_form(&mut self, line: &str) {
        let Some(at) = self.form().map(|(form, ..)| form.at) else { return };
        if !self.take(line) {
            return;
        }
        // The error was about the previous input.
        if let Some(form) = self.app.screen.list_mut().and_then(|l| l.form.as_mut()) {
            form.error = None;
        }
        self.app.intent(Intent::Next);
        // The same field once more: the entry as a whole is wrong.
        if let Some((form, _, _)) = self.form()
            && form.at == at
            && let Some(why) = form.error.clone()
        {
            self.wrong(&why);
        }
    }

    /// Puts a line into the field of the form that is asked, and reads it back; false: no answer.
    pub(super) fn take(&mut self, line: &str) -> bool {
        let Some((form, f, value)) = self.form() else { return false };
        let (at, f) = (form.at, f.clone());
        let question = matches!(self.app.screen, Screen::Question(_));
        let page = matches!(self.place(), Place::Field(_));
        let spans = question && !page && self.spec(&self.asked()).kind == Kind::Hours;
        let (empty, none) = (line.trim().is_empty(), f.optional && words::is_none(line));
        let (raw, said) = match value {
            FormValue::Choice(chosen) => {
                let rows = choices(&f);
                let picked = words::begun(line, &rows).or(chosen.filter(|_| empty));
                let label = picked.and_then(|i| rows.get(i)).map(|(_, label)| label.clone());
                // An optional field stays open, unless something was chosen before.
                if label.is_none() && !(none || empty && f.optional) {
                    self.not_a_row(rows.len(), line);
                    return false;
                }
                if let Some(FormValue::Choice(c)) = self.form_value(at) {
                    *c = picked;
                }
                (None, label.unwrap_or_default())
            }
            FormValue::Text(b) => {
                let raw = match line {
                    _ if none => String::new(),
                    _ if empty => b.text().to_owned(),
                    _ => words::literal(line).to_owned(),
                };
                (Some(raw.clone()), raw)
            }
        };
        let (mut read, mut said) = (None, said);
        if let Some(raw) = raw {
            // Half-typed input for an event is dropped with its form, as on the full screen.
            self.app.session.typed |= !raw.is_empty() && question;
            if let Some(FormValue::Text(b)) = self.form_value(at) {
                b.set_text(&raw);
            }
            let checked = self.checked(&f, &raw, spans).map(|v| {
                if self.log().is_some() && f.id == "at" {
                    read = Some(v.clone());
                }
                // As it was understood.
                if f.kind == Kind::Date || page {
                    said.clone_from(&v);
                }
            });
            if let Err(why) = checked {
                self.refuse(&raw, why);
                return false;
            }
        }
        let said = self.read_back(&f, read, said);
        self.say(&format!("{}{said}", text!("plain.answer")));
        true
    }

    /// Says why a line is no answer; it is not what Enter takes then.
    fn refuse(&mut self, raw: &str, why: String) {
        self.wrong(&why);
        if !raw.is_empty() {
            self.say(&format!("{}{raw}", text!("plain.now")));
        }
        if let Some(form) = self.app.screen.list_mut().and_then(|l| l.form.as_mut()) {
            form.error = Some(why);
        }
    }

    /// An answer as it was understood; `read`: a moment.
    fn read_back(&self, f: &FieldSpec, read: Option<String>, said: String) -> String {
        match validate::day(f.rule, &said, self.app.session.today) {
            _ if read.is_some() => read.unwrap_or_default(),
            Ok(d) if f.kind == Kind::Date => {
                day_words(&self.app, f.rule, d, false) + validate::day_and_time(&said).1
            }
            _ if said.is_empty() => text!("plain.none").to_owned(),
            _ => said,
        }
    }

    /// Typed input as it is stored; `spans`: hours, whose times stand alone.
    fn checked(&self, f: &FieldSpec, raw: &str, spans: bool) -> Result<String, String> {
        let noted = self.noted(f, raw);
        let read = noted.unwrap_or_else(|| validate::field(f, raw, self.app.session.today))?;
        if spans && f.kind == Kind::Text {
            hours::minutes(&read)?;
        }
        Ok(read)
    }

    /// To the field before; from the first one out of the form.
    pub(super) fn back_in_form(&mut self) {
        let first = self.form().is_none_or(|(form, ..)| form.at == 0);
        if first && self.log().is_some() {
            self.say(text!("plain.not_logged"));
        }
        self.app.intent(if first { Intent::Back } else { Intent::Up });
    }

    fn form_value(&mut self, at: usize) -> Option<&mut FormValue> {
        self.app.screen.list_mut()?.form.as_mut()?.values.get_mut(at)
    }
}

impl Plain {
    pub(super) fn known_rows(list: &List, form: &Form) -> Vec<String> {
        let none = text!("plain.none");
        let row = |(i, (f, v)): (usize, (&FieldSpec, &FormValue))| {
            let text = if v.text().is_empty() { none } else { v.text() };
            text!("plain.row", n = i + 1, label = f.label, text)
        };
        list.fields.iter().zip(&form.values).enumerate().map(row).collect()
    }

    pub(super) fn known(&mut self) {
        let Place::Known(rows) = self.shown.clone() else { return };
        self.say_all(&[vec![String::new(), text!("together.known").to_owned()], rows].concat());
    }

    pub(super) fn in_page(&mut self, line: &str) {
        let through = matches!(self.field(), Some(Field::Together { through: true, .. }));
        if through {
            return self.in_form(line);
        }
        if self.changing {
            self.changing = !self.take(line);
            return;
        }
        let Screen::Question(q) = &mut self.app.screen else { return };
        let Field::Together { list, .. } = &mut q.field else { return };
        let of = list.fields.len();
        match words::number(line).filter(|n| *n <= of) {
            Some(n) => {
                if let Some(form) = &mut list.form {
                    (form.at, form.error) = (n - 1, None);
                }
                q.id.clone_from(&list.fields[n - 1].id);
                self.changing = true;
            }
            None if line.trim().is_empty() => {
                self.app.intent(Intent::Next);
                // A wrong answer is asked for again at once.
                self.changing = self.form().is_some_and(|(form, ..)| form.error.is_some());
            }
            None => self.not_a_number(of, line),
        }
    }

    /// Back within a page; false: out of it.
    pub(super) fn back_in_page(&mut self) -> bool {
        let Some(Field::Together { list, through }) = self.field() else { return false };
        let (through, first) = (*through, list.form.as_ref().is_none_or(|f| f.at == 0));
        if std::mem::take(&mut self.changing) {
            return true;
        }
        let within = through && !first;
        if within {
            self.app.intent(Intent::Up);
        }
        within
    }
}
