//! A stored case: where it stands, its calendar, what happened, what to do next.

pub mod update;
pub mod view;

use crate::domain::case::CaseId;

/// The screen's state.
#[derive(Debug)]
pub struct Case {
    /// Which case.
    pub id: CaseId,
    /// Lines scrolled.
    pub scroll: usize,
    /// Months that the calendar was turned, from that of the day that is due, else from the present one.
    pub month: i32,
}

impl Case {
    /// A case from its top.
    #[must_use]
    pub fn open(id: CaseId) -> Self {
        Self { id, scroll: 0, month: 0 }
    }
}
