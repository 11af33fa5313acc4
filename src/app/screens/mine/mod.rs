//! The user's registrations: with whom, since when, requests made, what is due.

pub mod said;
mod update;
pub mod view;

use crate::app::effect::Private;
use crate::app::screens::question::entries::List;
use crate::domain::case::CaseId;

/// The screen's state: a list of entries, each an agent.
#[derive(Debug)]
pub struct Mine {
    pub list: List,
    /// Further data of each, in the same order.
    pub agents: Vec<AgentRow>,
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
