//! Answers with a usual value: shown once before the review, and changed by number.

use super::Plain;
use super::place::Looks;
use super::words;
use crate::app::screens::review::answers;
use crate::domain::flow::spec::Kind;

impl Plain {
    /// Nothing in this walk is to be changed any more.
    pub(super) fn looked_over(&mut self) {
        self.looks = self.this_walk();
    }
    fn this_walk(&self) -> Looks {
        Looks::Done(self.app.session.nth, self.app.run.as_ref().map_or(0, |r| r.at))
    }

    fn listed(&self) -> Vec<String> {
        let walk = self.app.session.walk(&self.app.content);
        let (asked, usual) = answers(&walk);
        if self.looks == Looks::All { [asked, usual].concat() } else { usual }
    }

    /// Whether something that was answered by itself is still to be looked at.
    pub fn unsettled(&self) -> bool {
        let seen = |id: &String| self.app.session.seen.contains(id);
        self.looks != self.this_walk()
            && (self.looks == Looks::All || !self.listed().iter().all(seen))
    }

    pub(super) fn answer_rows(&self) -> Vec<String> {
        let app = &self.app;
        let walk = app.session.walk(&app.content);
        let row = |(i, id): (usize, &String)| {
            let step = walk.step(id)?;
            let (q, words) = (step.question, app.listed_answer(&walk, step));
            // That the desk is closed on a day is a sentence of its own.
            let apart = if q.kind == Kind::Date { text!("sign.stop") } else { " " };
            Some(text!("plain.row", n = i + 1, label = q.label, text = words.replace('\n', apart)))
        };
        self.listed().iter().enumerate().filter_map(row).collect()
    }

    pub(super) fn usual(&mut self, rows: &[String]) {
        let all = self.looks == Looks::All;
        let title = if all { text!("plain.answers") } else { text!("plain.usual") };
        self.say_all(&[vec![String::new(), title.to_owned()], rows.to_vec()].concat());
    }

    pub(super) fn list_answers(&mut self) {
        self.looks = Looks::All;
    }

    /// Takes a line about what was answered: a number changes it, nothing keeps it.
    pub(super) fn in_usual(&mut self, line: &str) {
        let ids = self.listed();
        match words::number(line).and_then(|n| ids.get(n - 1)) {
            Some(id) => self.app.jump(id, None),
            None if line.trim().is_empty() => self.looked_over(),
            None => self.not_a_number(ids.len(), line),
        }
    }
}
