//! The first question where something is stored: services, the unfinished letter, cases.

use super::Plain;
use super::words::{self, Row};
use crate::app::said::Voice;
use crate::app::screens::Screen;
use crate::app::screens::start::StartRow as Stored;
use crate::app::screens::start::said::{below, row};
use crate::domain::flow::graph::START;
use crate::domain::service::OTHER;
use crate::input::keymap::Intent;
use crate::text::clean::fold;
use crate::ui::said::{Role, Said};

/// Services, and stored items by due date, that are listed; the rest on demand.
const SERVICES: usize = 5;
const STORED: usize = 7;

/// The services that are left out where there is something to go on with.
fn hidden(rows: &[(Stored, Row)]) -> Vec<usize> {
    let service = |r: &Stored| matches!(r, Stored::Service(_) | Stored::Own(_));
    let stored = rows.iter().any(|(r, _)| r.stored());
    (SERVICES..rows.len()).filter(|i| stored && service(&rows[*i].0)).collect()
}

impl Plain {
    /// What can be chosen, in the order and with the numbers of the screen.
    fn start_rows(&self) -> Vec<(Stored, Row)> {
        let Screen::Start(s) = &self.app.screen else { return Vec::new() };
        let row = |r: &Stored| {
            let value = match r {
                Stored::Service(id) => id.clone(),
                Stored::Several => "several".to_owned(),
                Stored::Mine => "mine".to_owned(),
                Stored::Own(name) => name.0.clone(),
                Stored::Find => OTHER.to_owned(),
                Stored::Draft(..) => "draft".to_owned(),
                Stored::Case(id) | Stored::Over(id) => id.to_string(),
            };
            (r.clone(), (value, self.app.start_row(r)))
        };
        s.rows.iter().map(row).collect()
    }

    pub(super) fn start(&mut self, all: bool) {
        let Screen::Start(s) = &self.app.screen else { return };
        let question = self.app.content.entry().get(START);
        let mut out: Vec<Said> = question.map(|q| Role::Title.says(&q.title)).into_iter().collect();
        let (mut said, mut over) = (0, 0);
        let rows = self.start_rows();
        let hidden: Vec<usize> = if all { Vec::new() } else { hidden(&rows) };
        for (i, (stored, _)) in rows.iter().enumerate().filter(|(i, _)| !hidden.contains(i)) {
            let (n, title) = match stored {
                Stored::Over(_) => (&mut over, text!("start.over")),
                _ => (&mut said, text!("start.title")),
            };
            if stored.stored() || matches!(stored, Stored::Over(_)) {
                if *n >= STORED && !all {
                    continue;
                }
                out.extend((*n == 0).then(|| Role::Title.says(title)));
                *n += 1;
            }
            out.extend(row(&self.app, s, i, Voice::Lines));
        }
        let left = rows.iter().filter(|(r, _)| r.stored() || matches!(r, Stored::Over(_))).count();
        let left = left - said - over + hidden.len();
        out.extend((left > 0).then(|| Role::Note.says(text!("plain.more_cases", n = left))));
        // Advice on a service is irrelevant when something is continued.
        let new = matches!(rows.get(s.at), Some((Stored::Service(_) | Stored::Find, _)));
        let hint = |said: &Said| new || said.role != Role::Hint;
        out.extend(below(&self.app).into_iter().filter(hint));
        self.say("");
        self.say_those(out);
    }

    pub(super) fn in_start(&mut self, line: &str) {
        if words::is_all(line) {
            return self.start(true);
        }
        let rows = self.start_rows();
        let labels: Vec<Row> = rows.iter().map(|(_, row)| row.clone()).collect();
        let Screen::Start(s) = &mut self.app.screen else { return };
        let numbers = s.numbers();
        let drafts: Vec<usize> = (0..)
            .zip(&rows)
            .filter(|(_, (r, _))| matches!(r, Stored::Draft(..)))
            .map(|(i, _)| i)
            .collect();
        let entry = words::list(line);
        let named = entry.is_none() && line.chars().any(char::is_alphabetic);
        let forget = match entry {
            Some(words::Entry::Remove(Some(i))) => s.numbered(i + 1).filter(|i| drafts.contains(i)),
            // A single one needs no name.
            Some(words::Entry::Remove(None)) if drafts.len() == 1 => drafts.first().copied(),
            _ => None,
        };
        if let Some(i) = forget {
            s.at = i;
            return self.app.intent(Intent::Remove);
        }
        let sign = |(r, _): &(Stored, Row)| r.sign() == Some(fold(line.trim()).as_str());
        let picked = match words::number(line) {
            Some(n) => s.numbered(n),
            None => rows.iter().position(sign).or_else(|| words::begun(line, &labels)),
        };
        match picked {
            Some(i) => s.at = i,
            None if line.trim().is_empty() => {}
            // As on the screen, anything else is the name of a service.
            None if named => {
                self.app.find_service();
                let spec = self.spec(START);
                return self.in_find(line, &spec);
            }
            None => return self.not_a_row(numbers, line),
        }
        // A case prints its own name.
        if let Some((stored, (_, label))) = rows.get(s.at)
            && stored.case().is_none()
        {
            self.say(&format!("{}{label}", text!("plain.answer")));
        }
        self.app.intent(Intent::Next);
    }
}
