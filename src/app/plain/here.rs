//! Where the program is now, and what it asks for there.

use super::Plain;
use super::place::Place;
use crate::app::screens::Screen;
use crate::app::screens::question::field::Field;

impl Plain {
    pub(super) fn place(&self) -> Place {
        match &self.app.screen {
            Screen::Question(q) => match &q.field {
                Field::List(l) => match &l.form {
                    Some(form) => Place::Form(q.id.clone(), form.row, form.at),
                    None => Place::List(
                        q.id.clone(),
                        l.rows.clone(),
                        l.parked.keys().copied().collect(),
                    ),
                },
                Field::Together { list, through } => match &list.form {
                    Some(form) if !through && !self.changing => {
                        Place::Known(Self::known_rows(list, form))
                    }
                    _ => Place::Field(q.id.clone()),
                },
                _ => match self.app.screen.several() {
                    Some(picks) => Place::Several(picks.len()),
                    None => Place::Question(q.id.clone()),
                },
            },
            Screen::Review(_) if self.unsettled() => Place::Usual(self.answer_rows()),
            Screen::Review(_) => {
                let doc = self.app.session.reviewed(&self.app.content);
                let found = doc.findings.iter().map(|f| f.message.clone()).collect();
                Place::Review(doc.plan.all(), found)
            }
            Screen::After(_) => Place::After(self.app.session.sent.as_ref().map(|s| s.at)),
            Screen::Start(_) => {
                Place::Start(self.app.shelf.drafts.len(), self.app.shelf.broken.len())
            }
            Screen::Case(c) => {
                let events = self.app.case(&c.id).map_or(0, |r| r.events.len());
                Place::Case(c.id.clone(), events, self.standing(&c.id))
            }
            Screen::Run(_) => Place::Run(self.run_said()),
            Screen::Mine(m) => match &m.list.form {
                Some(form) => Place::Registration(form.row, form.at),
                None => Place::Mine(m.list.rows.clone(), m.list.parked.is_empty()),
            },
            Screen::Log(l) => {
                Place::Log(l.case.clone(), l.kind, l.list.form.as_ref().map_or(0, |f| f.at))
            }
            // Letters are edited in an editor.
            Screen::Edit(_) => Place::Nowhere,
        }
    }

    pub(super) fn prompt(&mut self) {
        match &self.app.screen {
            Screen::Question(_) if matches!(self.shown, Place::Known(_)) => {
                self.ask(text!("plain.ask.known"), "");
            }
            Screen::Question(_) => self.ask_question(),
            Screen::Review(_) if matches!(self.shown, Place::Usual(_)) => {
                self.ask(text!("plain.ask.usual"), "");
            }
            Screen::Review(_) => {
                let fine = self.app.session.reviewed(&self.app.content).findings.is_empty();
                let menu = match (fine, self.copies) {
                    (true, true) => text!("plain.ask.menu"),
                    (true, false) => text!("plain.ask.menu.by_hand"),
                    (false, true) => text!("plain.ask.menu.found"),
                    (false, false) => text!("plain.ask.menu.found.by_hand"),
                };
                self.ask(menu, "");
            }
            Screen::Start(s) => {
                let now = s.mark(s.at);
                self.ask(text!("plain.ask.find"), &now);
            }
            Screen::Case(_) => self.ask(text!("plain.ask.case"), "1"),
            Screen::Run(o) => {
                let now = (o.at + 1).to_string();
                self.ask(text!("plain.ask.run"), &now);
            }
            Screen::Mine(m) if m.list.form.is_none() => {
                let asks = m.asks();
                self.ask(&asks, "");
            }
            Screen::Log(_) if self.long.is_some() => self.ask(text!("plain.ask.paste"), ""),
            Screen::Log(_) | Screen::Mine(_) => self.ask_list(),
            Screen::After(_) | Screen::Edit(_) => {
                let run = self.app.run.is_some();
                self.ask(
                    if run { text!("plain.ask.after.run") } else { text!("plain.ask.after") },
                    "",
                );
            }
        }
    }
}
