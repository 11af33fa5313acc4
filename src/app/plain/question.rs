//! A question in lines, and a line as its answer.

use super::words::{self, Row};
use super::{Place, Plain};
use crate::app::said::Voice;
use crate::app::screens::Screen;
use crate::app::screens::question::field::Field;
use crate::app::screens::question::typing::named;
use crate::app::screens::question::words::{answer_words, example};
use crate::app::screens::question::{self as asked};
use crate::domain::answers::Value;
use crate::domain::flow::spec::{Kind, Question as Spec};
use crate::input::keymap::Intent;
use crate::text::said;

/// The rows of a question, detours last.
pub(super) fn rows(spec: &Spec) -> Vec<Row> {
    let own = spec.choice.iter().map(|c| (c.value.clone(), c.label.clone()));
    own.chain(spec.detour.iter().map(|d| (d.to.clone(), d.label.clone()))).collect()
}

/// The row that a line means: as it is listed, else as it is found by typing on the full screen.
fn meant(line: &str, spec: &Spec, rows: &[Row]) -> Option<usize> {
    let line = line.trim();
    let names = || spec.choice.iter().map(|c| (&*c.label, &*c.reading));
    let long = line.chars().nth(1).is_some() && words::number(line).is_none();
    words::begun(line, rows).or_else(|| {
        let mut all = named(line, false, names()).filter(|_| long);
        all.next().filter(|_| all.next().is_none())
    })
}

impl Plain {
    /// Says a question, from its title to what is worth knowing about it.
    pub(super) fn question(&mut self, id: &str) {
        self.say("");
        self.question_said();
        let spec = self.spec(id);
        if matches!(spec.kind, Kind::Entries | Kind::Hours) {
            self.rows(id);
        }
        self.enter_takes(&spec);
    }

    pub(super) fn question_said(&mut self) {
        let Screen::Question(q) = &self.app.screen else { return };
        let walk = self.app.session.walk(&self.app.content);
        let said = asked::said::page(&self.app, q, &walk, Voice::Lines);
        drop(walk);
        self.say_those(said);
    }

    /// Says what Enter alone takes, where the prompt has no room for it, or an example.
    fn enter_takes(&mut self, spec: &Spec) {
        let Some(Field::Typed(_, b)) = self.field() else { return };
        let now = b.text().to_owned();
        let lead = text!("plain.enter");
        if !now.trim().is_empty() {
            let words = self.words(spec, &Value::One(now.clone()));
            // A short text is shown in the prompt.
            if spec.kind == Kind::LongText || words != now {
                self.say(&format!("{lead}{words}"));
            }
            return;
        }
        let example = example(&spec.example, spec.kind, spec.rule, self.app.session.today);
        if !example.is_empty() {
            self.say(&format!("{}{example}", text!("example")));
        }
        let takes = match spec.kind {
            Kind::Month => text!("month.when_i_ask").to_owned(),
            _ if spec.optional => text!("plain.none").to_owned(),
            _ => return,
        };
        self.say(&format!("{lead}{takes}"));
    }

    pub(super) fn ask_question(&mut self) {
        let Screen::Question(q) = &self.app.screen else { return };
        let (key, now) = match &q.field {
            Field::Choice { at, .. } => (text!("plain.ask.choice"), (at + 1).to_string()),
            Field::Find(f) => {
                let now = if f.at < f.hits.len() { f.at + 1 } else { 0 };
                (text!("plain.ask.find"), now.to_string())
            }
            Field::Choices { marked, .. } => {
                let spec = self.spec(&q.id);
                let on: Vec<&str> = spec
                    .choice
                    .iter()
                    .zip(marked)
                    .filter(|(_, m)| **m)
                    .map(|(c, _)| c.label.as_str())
                    .collect();
                (text!("plain.ask.choices"), on.join(text!("sign.comma")))
            }
            Field::Typed(Kind::LongText, _) if self.long.is_some() => {
                (text!("plain.ask.more"), String::new())
            }
            Field::Typed(Kind::LongText, _) => (text!("plain.ask.long"), String::new()),
            Field::Typed(Kind::Date, b) => (text!("plain.ask.date"), b.text().to_owned()),
            Field::Typed(Kind::Month, b) => (text!("plain.ask.month"), b.text().to_owned()),
            Field::Typed(_, b) => (text!("plain.ask.text"), b.text().to_owned()),
            Field::List(_) | Field::Together { .. } => return self.ask_list(),
        };
        if let Field::Typed(kind, _) = q.field
            && q.error.is_some()
        {
            let day = matches!(kind, Kind::Date | Kind::Month);
            return self.ask(text!("plain.ask.again"), if day { &now } else { "" });
        }
        self.ask(key, &now);
    }

    pub(super) fn in_question(&mut self, line: &str) {
        let id = self.asked();
        let spec = self.spec(&id);
        let rows = rows(&spec);
        let none = words::is_none(line)
            && (spec.optional || matches!(spec.kind, Kind::Month | Kind::Choices));
        let empty = line.trim().is_empty();
        match self.field() {
            Some(Field::Find(_)) => return self.in_find(line, &spec),
            Some(Field::Choice { at, .. }) => match meant(line, &spec, &rows) {
                Some(i) => *at = i,
                None if empty => {}
                None => return self.not_a_row(rows.len(), line),
            },
            Some(Field::Choices { marked, .. }) => match words::picks(line, &rows, words::begun) {
                _ if empty => {}
                _ if none => marked.fill(false),
                Some(on) => marked.iter_mut().enumerate().for_each(|(i, m)| *m = on.contains(&i)),
                None => return self.not_rows(&rows, line),
            },
            Some(Field::Typed(Kind::LongText, _)) => return self.in_long_text(line, none, &spec),
            Some(Field::Typed(kind, b)) if !empty => {
                let day = matches!(kind, Kind::Date | Kind::Month);
                let offered = Some(b.text().to_owned()).filter(|t| day && !t.is_empty());
                b.set_text(if none { "" } else { words::literal(line) });
                self.app.session.typed |= !none;
                self.submit(&spec);
                // After a wrong date Enter alone takes the day that was offered.
                if let Screen::Question(q) = &mut self.app.screen
                    && q.id == spec.id
                    && q.error.is_some()
                    && let (Some(b), Some(offered)) = (q.field.buffer(), offered)
                {
                    b.set_text(&offered);
                }
                return;
            }
            _ => {}
        }
        self.submit(&spec);
    }

    fn in_long_text(&mut self, line: &str, none: bool, spec: &Spec) {
        let end = words::is_end(line);
        match &mut self.long {
            None if end => {}
            None if none => {
                if let Some(Field::Typed(_, b)) = self.field() {
                    b.set_text("");
                }
            }
            None => {
                self.long = Some(vec![words::literal(line).to_owned()]);
                self.app.session.typed = true;
                return;
            }
            Some(_) if end => self.keep_long(),
            Some(lines) => {
                if lines.iter().map(String::len).sum::<usize>() + line.len() > super::MAX_LINE {
                    self.wrong(text!("plain.too_long"));
                } else {
                    lines.push(words::literal(line).to_owned());
                }
                return;
            }
        }
        self.submit(spec);
    }

    /// Puts the lines typed so far into the field.
    pub(super) fn keep_long(&mut self) {
        if let Some(lines) = self.long.take()
            && let Some(Field::Typed(Kind::LongText, b)) = self.field()
        {
            b.set_text(&lines.join("\n"));
        }
    }

    /// Goes on with what stands in the field, and reads the answer back.
    pub(super) fn submit(&mut self, spec: &Spec) {
        let around = match self.field() {
            Some(Field::Choice { at, .. }) => at
                .checked_sub(spec.choice.len())
                .and_then(|i| spec.detour.get(i))
                .map(|d| d.label.clone()),
            _ => None,
        };
        self.app.intent(Intent::Next);
        let error = match &self.app.screen {
            Screen::Question(q) if q.id == spec.id => q.error.clone(),
            _ => None,
        };
        if let Some(why) = error {
            self.wrong(&why);
            let now = self.field().and_then(Field::buffer).map(|b| b.text().to_owned());
            if let Some(now) = now.filter(|now| !now.is_empty()) {
                self.say(&format!("{}{now}", text!("plain.now")));
            }
            return;
        }
        let said = match (around, self.app.session.answers.get(&spec.id)) {
            (Some(label), _) => label,
            (None, Some(value)) => self.words(spec, &value.clone()),
            (None, None) => return,
        };
        self.say(&format!("{}{said}", text!("plain.answer")));
    }

    pub(super) fn not_a_row(&mut self, of: usize, line: &str) {
        self.not_listed(&text!("plain.not_a_row", n = of), line);
    }

    /// The same where only its number says which one is meant.
    pub(super) fn not_a_number(&mut self, of: usize, line: &str) {
        self.not_listed(&text!("plain.not_a_number", n = of), line);
    }

    /// Says which of several items is none of these rows.
    fn not_rows(&mut self, rows: &[Row], line: &str) {
        self.not_listed(&text!("plain.not_rows", n = rows.len()), words::no_row(line, rows));
    }

    fn not_listed(&mut self, says: &str, part: &str) {
        let part = said(part.trim(), |part| text!("plain.not_listed", part = words::part(part)));
        self.wrong(&format!("{part}{says}"));
    }

    fn words(&self, spec: &Spec, value: &Value) -> String {
        answer_words(&self.app, spec, value)
    }

    pub(super) fn help(&mut self) {
        self.say("");
        self.say(text!("plain.help"));
        if self.app.overlay.is_none() {
            match &self.app.screen {
                Screen::Question(q) => {
                    let id = q.id.clone();
                    self.question_said();
                    let how = self.how(&id);
                    self.say(&how);
                    if self.takes_text() {
                        self.say(text!("plain.help.literal"));
                    }
                }
                Screen::Review(_) if !self.unsettled() => self.menu(),
                Screen::After(_) => {
                    self.say_those([self.app.sent_said(Voice::Lines)]);
                    self.after_menu();
                }
                Screen::Case(_) => {
                    self.case_menu();
                    self.say(text!("plain.how.case"));
                }
                _ => self.show_place(&self.place(), &Place::Nowhere),
            }
        }
        self.say(text!("plain.help.always"));
        self.say("");
    }

    fn takes_text(&mut self) -> bool {
        match self.field() {
            Some(Field::List(l) | Field::Together { list: l, .. }) => l.buffer().is_some(),
            field => matches!(field, Some(Field::Typed(..))),
        }
    }

    fn how(&self, id: &str) -> String {
        match self.spec(id).kind {
            Kind::Choice if self.spec(id).choices_from.is_some() => {
                text!("plain.how.find").to_owned()
            }
            Kind::Choice => text!("plain.how.choice").to_owned(),
            Kind::Choices => text!("plain.how.choices").to_owned(),
            Kind::Text => text!("plain.how.text").to_owned(),
            Kind::LongText => text!("plain.how.long").to_owned(),
            Kind::Date => text!("plain.how.date").to_owned(),
            Kind::Month => text!("plain.how.month").to_owned(),
            Kind::Entries | Kind::Hours => text!("plain.how.list").to_owned(),
        }
    }
}
