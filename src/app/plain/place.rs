//! Where the program is, as far as lines tell it.

use super::Plain;
use crate::app::screens::Screen;
use crate::app::screens::question::field::Field;
use crate::domain::answers::Entry;
use crate::domain::case::{CaseId, Kind};
use chrono::{DateTime, FixedOffset};

/// What was shown last: only what is new is said again.
#[derive(Clone, Default, PartialEq, Eq)]
pub(super) enum Place {
    #[default]
    Nowhere,
    Question(String),
    List(String, Vec<Entry>, Vec<Option<usize>>),
    Form(String, Option<usize>, usize),
    /// The letter and what was found in it.
    Review(String, Vec<String>),
    /// When it was sent, as far as that was said.
    After(Option<DateTime<FixedOffset>>),
    /// How many drafts there are, and how much could not be read.
    Start(usize, usize),
    /// A case: its events, and where it stands in words.
    Case(CaseId, usize, Vec<String>),
    /// An event of this case, or of the letter just copied, and the field that is asked.
    Log(Option<CaseId>, Kind, usize),
    /// Several services are chosen, so many by now.
    Several(usize),
    /// The letters of a run, in lines.
    Run(Vec<String>),
    /// The registrations, and what can be put back.
    Mine(Vec<Entry>, bool),
    /// One of them, and the field that is asked.
    Registration(Option<usize>, usize),
}

impl Place {
    /// The question that is asked.
    pub(super) fn id(&self) -> Option<&str> {
        match self {
            Self::Question(id) | Self::List(id, ..) | Self::Form(id, ..) => Some(id),
            _ => None,
        }
    }
}

impl Plain {
    pub(super) fn place(&self) -> Place {
        match &self.app.screen {
            Screen::Question(q) => match &q.field {
                Field::List(l) => match &l.form {
                    Some(form) => Place::Form(q.id.clone(), form.row, form.at),
                    None => Place::List(q.id.clone(), l.rows.clone(), l.parked.keys().copied().collect()),
                },
                Field::Find(f) if f.several.is_some() => {
                    Place::Several(f.several.as_ref().map_or(0, Vec::len))
                }
                _ => Place::Question(q.id.clone()),
            },
            Screen::Review(_) => {
                let doc = self.app.session.reviewed(&self.app.content);
                let found = doc.findings.iter().map(|f| f.message.clone()).collect();
                Place::Review(doc.plan.all(), found)
            }
            Screen::After(_) => Place::After(self.app.session.sent.as_ref().map(|s| s.at)),
            Screen::Start(_) => Place::Start(self.app.shelf.drafts.len(), self.app.shelf.broken.len()),
            Screen::Case(c) => {
                let events = self.app.case(&c.id).map_or(0, |r| r.events.len());
                Place::Case(c.id.clone(), events, self.standing(&c.id))
            }
            Screen::Run(_) => Place::Run(self.run_rows()),
            Screen::Mine(m) => match &m.list.form {
                Some(form) => Place::Registration(form.row, form.at),
                None => Place::Mine(m.list.rows.clone(), m.removed.is_some()),
            },
            Screen::Log(l) => Place::Log(l.case.clone(), l.kind, l.list.form.as_ref().map_or(0, |f| f.at)),
            // Letters are edited outside.
            Screen::Edit(_) => Place::Nowhere,
        }
    }
}
