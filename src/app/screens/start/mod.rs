//! The first question where something is stored: the services as ever, and below them the draft and the open cases.

pub mod update;
pub mod view;

use crate::app::App;
use crate::app::effect::Private;
use crate::domain::answers::Answers;
use crate::domain::case::{CaseId, CaseRecord};
use crate::domain::flow::graph::START;
use crate::domain::service::{NAME, OTHER};
use std::collections::BTreeSet;

/// The screen's state.
#[derive(Debug, Default)]
pub struct Start {
    /// The selected row.
    pub at: usize,
    /// The rows, as of when the screen was opened: thousands of cases take longer to put in order than a key may take.
    pub rows: Vec<Row>,
}

/// A row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Row {
    /// A new letter to this service, which has been written to.
    Service(String),
    /// A new letter to one whose name was typed in, which the user is registered with.
    Own(Private),
    /// A new letter to another one, which is looked for.
    Find,
    /// Several letters in one sitting.
    Several,
    /// Where the user is registered, and what was asked there.
    Mine,
    /// An unfinished walk: its number, and what it is about.
    Draft(u32, Private),
    /// An open case.
    Case(CaseId),
}

/// The rows, in order: the services that the user has to do with, and the way to all others, then what is stored.
fn rows(app: &App) -> Vec<Row> {
    let mut used: BTreeSet<&str> = app.config.registration.keys().map(String::as_str).collect();
    used.extend(app.config.offer(START, &Answers::default()));
    used.extend(app.shelf.drafts.iter().filter_map(|d| {
        // As it is written there: to read hundreds of them whole takes too long.
        d.draft.answers.lines().find_map(|l| l.strip_prefix("service = \"")?.strip_suffix('"'))
    }));
    used.extend(app.shelf.cases.iter().map(|c| c.service.as_str()));
    let known = app.content.service_ids().filter(|id| *id != OTHER && used.contains(*id));
    let own = app.config.registration.values().filter_map(|r| r.get(NAME));
    let services = known.map(|id| Row::Service(id.to_owned()));
    let services = services.chain(own.map(|n| Row::Own(Private(n.clone())))).chain([Row::Find]);
    let drafts = app.drafts().into_iter().map(|d| Row::Draft(d.number, app.draft_words(&d.draft)));
    let cases = app.open_cases().into_iter().map(|(c, _)| Row::Case(c.id.clone()));
    // Behind what waits, whose number stays what it was.
    services.chain(drafts).chain(cases).chain([Row::Several, Row::Mine]).collect()
}

impl Row {
    /// The case that it stands for.
    pub(super) fn case<'a>(&self, app: &'a App) -> Option<&'a CaseRecord> {
        match self {
            Self::Case(id) => app.case(id),
            _ => None,
        }
    }
    /// Whether it stands for something that is stored and can be gone on with.
    #[must_use]
    pub fn stored(&self) -> bool {
        matches!(self, Self::Draft(..) | Self::Case(_))
    }
}

impl Start {
    /// The screen with what wants to be seen: the draft, a case that is due, else the service as offered.
    #[must_use]
    pub fn open(app: &App) -> Self {
        let rows = rows(app);
        let due = |id: &CaseId| {
            app.case(id).and_then(|c| c.due(app.rules(c))).is_some_and(|d| d.on <= app.session.today)
        };
        let offered = app.config.offer(START, &Answers::default());
        let at = rows
            .iter()
            .position(|r| matches!(r, Row::Draft(..)))
            .or_else(|| rows.iter().position(|r| matches!(r, Row::Case(id) if due(id))))
            .or_else(|| {
                rows.iter().position(|r| matches!(r, Row::Service(id) if Some(id.as_str()) == offered))
            });
        Self { at: at.unwrap_or(0), rows }
    }
    /// What is stored has changed: the rows anew, the selection where it was as far as there is such a row.
    pub fn refresh(&mut self, app: &App) {
        self.rows = rows(app);
        self.at = self.at.min(self.rows.len().saturating_sub(1));
    }
}
