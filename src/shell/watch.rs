//! What a program that stays open knows of the stored things: that `wipe` has taken all of them
//! meanwhile, so that nothing of it comes back.

use super::locks::{open, same};
use std::fs::File;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// The lock file as it was first seen. It goes with all that is stored, and lies there as long as
/// anything is: another one in its place, or none, tells of a wipe. It stays open, so that no other
/// file can be taken for it.
#[derive(Debug, Clone, Default)]
pub(super) struct Watch(Arc<Mutex<Option<File>>>);

impl Watch {
    fn seen(&self) -> MutexGuard<'_, Option<File>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
    /// Remembers the lock file, unless one is known already.
    pub(super) fn note(&self, lock: &Path) {
        let mut seen = self.seen();
        if seen.is_none() {
            *seen = open(lock).ok().filter(|file| same(file, lock));
        }
    }
    /// Whether one is known; no other is created then.
    pub(super) fn has_any(&self) -> bool {
        self.seen().is_some()
    }
    pub(super) fn is_over(&self, lock: &Path) -> bool {
        self.seen().as_ref().is_some_and(|file| !same(file, lock))
    }
    /// Starts again after the user has agreed to storing anew.
    pub(super) fn forget(&self) {
        *self.seen() = None;
    }
}
