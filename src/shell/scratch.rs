//! The letter while another program edits it: in a folder of its own, for the owner alone.
//!
//! A whole folder, because editors put swap files and backups beside a file, and because what an editor writes after the
//! folder is gone goes nowhere.

use std::fs::OpenOptions;
use std::io::{self, Write as _};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tempfile::TempDir;

/// The folder, while there is one. Shared with the ways out that run no destructors.
#[derive(Clone, Debug, Default)]
pub(super) struct Scratch(Arc<Mutex<Option<TempDir>>>);

impl Scratch {
    /// Writes `text` into a new file; its path.
    pub(super) fn write(&self, text: &str) -> io::Result<PathBuf> {
        let folder = tempfile::Builder::new().prefix("kotowari-").tempdir()?;
        let path = folder.path().join("letter.txt");
        *self.folder() = Some(folder);
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        options.open(&path)?.write_all(text.as_bytes())?;
        Ok(path)
    }

    /// Removes the folder with all that is in it. Harmless when repeated.
    pub(super) fn remove(&self) {
        let folder = self.folder().take();
        drop(folder);
    }

    fn folder(&self) -> MutexGuard<'_, Option<TempDir>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_that_lies_beside_the_letter_goes_with_it() {
        let scratch = Scratch::default();
        let path = scratch.write("件名").expect("a file");
        assert_eq!(std::fs::read_to_string(&path).expect("the text"), "件名");
        std::fs::write(path.with_extension("swp"), "件名").expect("a swap file");
        scratch.clone().remove();
        assert!(!path.parent().expect("a folder").exists());
        scratch.remove();
    }
}
