//! Where the user is registered: who has what, since when, what was asked there, what is due.

pub mod said;
pub mod view;

use crate::app::effect::Private;
use crate::app::screens::question::entries::List;
use crate::domain::case::CaseId;

/// The screen's state: a list of entries, each an agent.
#[derive(Debug)]
pub struct Mine {
    pub list: List,
    /// What else is known of each, in the same order.
    pub agents: Vec<Row>,
}

/// What is known of an agent beside what can be changed.
#[derive(Debug)]
pub struct Row {
    /// The key of the registration; None: it is known from the cases alone.
    pub key: Option<String>,
    pub service: String,
    pub name: Private,
    /// That the user has left it, in words; "" if not.
    pub left: &'static str,
    /// What it has of the user, and what was asked of it, in lines.
    pub says: Vec<Private>,
    /// The case that wants something first, else the latest.
    pub record: Option<CaseId>,
}
