//! The first question where something is stored: services, the unfinished letter, cases.

use super::Plain;
use super::words::{self, Row};
use crate::app::screens::Screen;
use crate::app::screens::start::StartRow as Stored;
use crate::domain::case::stamp::SHOWN;
use crate::domain::case::{CaseId, CaseRecord};
use crate::domain::flow::graph::START;
use crate::domain::service::OTHER;
use crate::input::keymap::Intent;
use crate::text::clean::fold;

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

    fn in_brief(&self, id: &CaseId) -> String {
        let (app, Some(c)) = (&self.app, self.app.case(id)) else { return String::new() };
        let rules = app.rules(c);
        let due = c
            .due_of_step(rules)
            .map_or_else(String::new, |d| app.due_line(&d) + app.due_mark(&d) + text!("sign.stop"));
        let next = app.next_words(c);
        text!("plain.start.state", state = c.state_ja(), due, next)
    }

    pub(super) fn start(&mut self, all: bool) {
        let mut lines = vec![String::new()];
        let question = self.app.content.entry().get(START);
        lines.extend(question.map(|q| q.title.clone()));
        let (mut said, mut over) = (0, 0);
        let Screen::Start(s) = &self.app.screen else { return };
        let marks: Vec<String> = (0..s.rows.len()).map(|i| s.mark(i)).collect();
        let mark = |i: usize| marks.get(i).map_or("", String::as_str);
        let rows = self.start_rows();
        let hidden: Vec<usize> = if all { Vec::new() } else { hidden(&rows) };
        for (i, (stored, (_, label))) in rows.iter().enumerate() {
            let more = match stored {
                _ if hidden.contains(&i) => continue,
                Stored::Service(_)
                | Stored::Own(_)
                | Stored::Find
                | Stored::Several
                | Stored::Mine => String::new(),
                Stored::Draft(..) | Stored::Case(_) if said >= STORED && !all => continue,
                Stored::Over(_) if over >= STORED && !all => continue,
                Stored::Draft(number, _, inside) => {
                    let saved =
                        self.app.draft(*number).map(|d| d.draft.saved.format(SHOWN).to_string());
                    let note = text!("plain.draft.note", n = mark(i));
                    let day = saved.unwrap_or_default();
                    let stop = if inside.0.is_empty() { "" } else { text!("sign.stop") };
                    format!("{stop}{}{}", inside.0, text!("plain.start.saved", day, note))
                }
                Stored::Case(id) => self.in_brief(id),
                Stored::Over(id) => {
                    if over == 0 {
                        lines.push(text!("start.over").to_owned());
                    }
                    over += 1;
                    let state = self.app.case(id).map_or_else(String::new, CaseRecord::state_ja);
                    text!("sign.with", name = "", words = state)
                }
            };
            if stored.stored() {
                lines.extend((said == 0).then(|| text!("start.title").to_owned()));
                said += 1;
            }
            lines.push(format!("{}. {label}{more}", mark(i)));
        }
        let left = rows.iter().filter(|(r, _)| r.stored() || matches!(r, Stored::Over(_))).count();
        let left = left - said - over + hidden.len();
        lines.extend((left > 0).then(|| text!("plain.more_cases", n = left)));
        // Advice on a service is irrelevant when something is continued.
        let at = if let Screen::Start(s) = &self.app.screen { s.at } else { 0 };
        let new = matches!(rows.get(at), Some((Stored::Service(_) | Stored::Find, _)));
        let hint = question.and_then(|q| q.hint.first()).filter(|_| new);
        lines.extend(hint.map(|h| format!("{}{}", text!("plain.hint"), h.text)));
        if !self.app.shelf.broken.is_empty() {
            lines.push(text!("start.broken").to_owned());
            lines.extend(self.app.shelf.broken.iter().take(3).cloned());
        }
        self.say_all(&lines);
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
