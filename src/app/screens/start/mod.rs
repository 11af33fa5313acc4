//! The first question where something is stored: the services, then the draft and open cases.

pub(in crate::app) mod facts;
pub mod view;

use crate::app::effect::Private;
use crate::domain::case::CaseId;

#[derive(Debug, Default)]
pub struct Start {
    pub at: usize,
    /// The rows as of opening the screen: sorting thousands of cases takes longer than a key may.
    pub rows: Vec<Row>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Row {
    /// A new letter to this service, which has been written to.
    Service(String),
    /// A new letter to one whose name was typed in, which the user is registered with.
    Own(Private),
    /// A new letter to another one, which is looked for.
    Find,
    Several,
    /// Where the user is registered, and what was asked there.
    Mine,
    /// An unfinished walk: its number, what it is about, and what was answered.
    Draft(u32, Private, Private),
    Case(CaseId),
    /// A case that is over, to be read once more.
    Over(CaseId),
}

impl Row {
    pub fn case(&self) -> Option<&CaseId> {
        match self {
            Self::Case(id) | Self::Over(id) => Some(id),
            _ => None,
        }
    }
    /// Whether it stands for something that is stored and can be gone on with.
    pub fn stored(&self) -> bool {
        matches!(self, Self::Draft(..) | Self::Case(_))
    }
}
