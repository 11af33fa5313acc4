//! The user's registrations: with whom, since when, requests made, what is due.

pub mod said;
mod update;
pub mod view;

use crate::app::effect::Private;
use crate::app::screens::question::entries::List;
use crate::domain::answers::Entry;
use crate::domain::case::CaseId;

/// The screen's state: a list of entries, each an agent.
#[derive(Debug)]
pub struct Mine {
    pub list: List,
    /// Further data of each, in the same order.
    pub agents: Vec<AgentRow>,
}

/// Half-typed registrations: the name of the agent that is changed (None: a new one), and its
/// fields.
pub type HalfMine = Vec<(Option<Private>, Entry)>;

impl Mine {
    /// What is half-typed in forms that were left.
    pub fn half(&self) -> HalfMine {
        let of = |row: &Option<usize>| row.and_then(|i| self.agents.get(i)).map(|a| a.name.clone());
        self.list.parked.iter().map(|(row, form)| (of(row), self.list.read(form))).collect()
    }

    /// Puts that back, as far as its agents are still there.
    pub fn put_back(&mut self, half: HalfMine) {
        for (name, entry) in half {
            let row =
                name.as_ref().and_then(|name| self.agents.iter().position(|a| a.name.0 == name.0));
            if name.is_some() == row.is_some() {
                self.list.park(row, &entry);
            }
        }
        self.list.parked.values_mut().for_each(|form| form.typed = true);
    }
}

/// What is known of an agent besides the editable fields.
#[derive(Debug)]
pub struct AgentRow {
    /// The key of the registration; None: it is known from the cases alone.
    pub key: Option<String>,
    pub service: String,
    pub name: Private,
    /// Says that the user has left it; "" if not.
    pub left: &'static str,
    /// The user's details there, and the requests made, in lines.
    pub says: Vec<Private>,
    /// The case that wants something first, else the latest.
    pub record: Option<CaseId>,
}
