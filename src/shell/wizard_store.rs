//! Storage for a running wizard: after a wipe nothing is written again unless the user agrees to
//! storing anew.

use super::cases::{CaseError, Cases};
use super::runner::Stores;
use super::store;
use crate::app::effect::{CaseOrder, DraftToSave};
use crate::config::{Profile, with_profile};
use crate::domain::case::CaseRecord;
use std::path::PathBuf;
use std::time::Duration;

#[derive(Debug)]
pub struct WizardStore {
    /// Err: why there is no data folder.
    cases: Result<Cases, String>,
    /// The configuration file; Err: why there is none.
    config: Result<PathBuf, String>,
}

impl WizardStore {
    /// Starts watching for a wipe. Nothing is created yet.
    pub(super) fn new() -> Self {
        // A person is waiting, so the lock is tried only briefly.
        let cases = Cases::open().map(|c| c.waiting(Duration::from_millis(400)).watching());
        Self { cases: cases.map_err(|e| e.to_string()), config: Err(String::new()) }
    }

    /// Sets the configuration file; Err: why there is none.
    pub(super) fn with(self, config: Result<PathBuf, String>) -> Self {
        Self { config, ..self }
    }

    fn cases(&self) -> Result<&Cases, String> {
        self.cases.as_ref().map_err(Clone::clone)
    }

    /// If storing was `agreed` to earlier, creates the lock file so that a wipe is noticed even
    /// before anything is stored. Failure is ignored: storing will fail too.
    pub(super) fn begin(self, agreed: bool) -> Self {
        if let (true, Ok(cases)) = (agreed, &self.cases) {
            drop(cases.lock());
        }
        self
    }
}

impl Stores for WizardStore {
    fn is_wiped(&self) -> bool {
        self.cases.as_ref().is_ok_and(Cases::is_wiped)
    }

    /// Stores identity in the configuration file, if there is a place for one. The file is read
    /// again under the lock of the stored cases: what another instance adds meanwhile stays, and
    /// what `wipe` has taken does not come back. Where no lock can be had it is written all the
    /// same.
    /// Errors: the file can't be read or written; another instance holds on to the lock; all was
    /// wiped, and storing is not agreed to with this.
    fn save(&mut self, profile: &Profile) -> Result<(), String> {
        if let (true, Ok(cases)) = (profile.agreed, &self.cases) {
            cases.begin_anew();
        }
        let path = self.config.as_ref().map_err(Clone::clone)?;
        let lock = self.cases.as_ref().map(Cases::lock);
        if let Ok(Err(CaseError::Store(e))) = &lock
            && (e.is_busy() || e.is_wiped())
        {
            return Err(e.to_string());
        }
        let old =
            store::read_text(path, store::MAX_FILE).map_err(|e| e.to_string())?.unwrap_or_default();
        let new = with_profile(&old, profile)?;
        store::write_private(path, new.as_bytes()).map_err(|e| e.to_string())
    }

    fn case(&mut self, order: CaseOrder) -> Result<Option<Box<CaseRecord>>, String> {
        let cases = self.cases()?;
        let stored = match order {
            CaseOrder::Create(record) => cases.create(&record).map(Some),
            CaseOrder::Remove(id) => cases.remove(&id).map(|_| None),
            order => match order.changes().cloned() {
                Some(id) => cases.change(&id, |record| order.apply(record)).map(Some),
                None => Ok(None),
            },
        };
        stored.map(|r| r.map(Box::new)).map_err(|e| e.to_string())
    }

    fn keep_draft(&mut self, k: &DraftToSave) -> Result<u32, String> {
        self.cases()?.save_draft(k.over.as_ref(), &k.draft).map_err(|e| e.to_string())
    }

    fn remove_draft(&mut self, number: u32) -> Result<(), String> {
        self.cases()?.remove_draft(number).map(|_| ()).map_err(|e| e.to_string())
    }
}
