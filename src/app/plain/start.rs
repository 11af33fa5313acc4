//! The first question where an unfinished letter is stored.

use super::Plain;
use super::words::{self, Row};
use crate::app::effect::Effect;
use crate::app::screens::Screen;
use crate::app::screens::start::{self, Row as Stored};
use crate::domain::case::moment::SHOWN;
use crate::domain::flow::graph::START;
use crate::input::keymap::Intent;

impl Plain {
    /// What can be chosen, in the order of the screen; for the cases there are commands.
    fn start_rows(&self) -> Vec<(Stored, Row)> {
        let app = &self.app;
        let choices = app.content.entry().get(START).map(|q| q.choice.as_slice()).unwrap_or_default();
        let row = |r: Stored| match &r {
            Stored::Service(id) => {
                let label = choices.iter().find(|c| c.value == *id).map_or(id.as_str(), |c| &c.label);
                let row = (id.clone(), label.to_owned());
                Some((r, row))
            }
            Stored::Draft => Some((r, ("draft".to_owned(), self.t("plain.draft")))),
            Stored::Case(_) => None,
        };
        start::rows(app).into_iter().filter_map(row).collect()
    }

    /// Says the first question and what is stored.
    pub(super) fn start(&mut self) {
        let mut lines = vec![String::new()];
        let question = self.app.content.entry().get(START);
        lines.extend(question.map(|q| q.title.clone()));
        for (i, (_, (_, label))) in self.start_rows().into_iter().enumerate() {
            lines.push(format!("{}. {label}", i + 1));
        }
        if let Some(d) = &self.app.shelf.draft {
            lines.push(format!(
                "{}{}{}",
                self.t("start.saved"),
                d.saved.format(SHOWN),
                self.t("plain.draft.note")
            ));
        }
        let hint =
            question.and_then(|q| q.hint.first()).map(|h| format!("{}{}", self.t("plain.hint"), h.text));
        lines.extend(hint);
        if !self.app.shelf.broken.is_empty() {
            lines.push(self.t("start.broken"));
            lines.extend(self.app.shelf.broken.iter().take(3).cloned());
        }
        self.say_all(&lines);
    }

    /// Takes a line on the first question.
    pub(super) fn in_start(&mut self, line: &str) -> Vec<Effect> {
        let rows = self.start_rows();
        let labels: Vec<Row> = rows.iter().map(|(_, row)| row.clone()).collect();
        let Screen::Start(s) = &mut self.app.screen else { return Vec::new() };
        let forget = words::list(line) == Some(words::Entry::Remove(None));
        let draft = rows.iter().position(|(r, _)| *r == Stored::Draft);
        match words::pick(line, &labels) {
            _ if forget && draft.is_some() => {
                s.at = draft.unwrap_or_default();
                return self.app.intent(Intent::Remove);
            }
            Some(i) => s.at = i,
            None if line.trim().is_empty() => {}
            None => return self.not_a_row(labels.len()),
        }
        let said = labels.get(s.at).map(|(_, label)| label.clone()).unwrap_or_default();
        let words = format!("{}{said}", self.t("plain.answer"));
        self.say(&words);
        self.app.intent(Intent::Next)
    }
}
