//! Stored cases and drafts in memory.

use crate::domain::case::draft::StoredDraft;
use crate::domain::case::{CaseId, CaseRecord};

/// Stored data as read at the start and changed since.
#[derive(Debug, Clone, Default)]
pub struct Shelf {
    /// The cases, sorted by id for a binary search.
    pub cases: Vec<CaseRecord>,
    pub drafts: Vec<StoredDraft>,
    pub broken: Vec<String>,
}

impl Shelf {
    pub(super) fn find(&self, id: &CaseId) -> Result<usize, usize> {
        self.cases.binary_search_by(|c| c.id.cmp(id))
    }
    pub fn is_empty(&self) -> bool {
        self.drafts.is_empty()
            && self.broken.is_empty()
            && !self.cases.iter().any(CaseRecord::is_open)
    }
}
