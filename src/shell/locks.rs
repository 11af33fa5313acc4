//! Locks, where the file system has them, and what a long-running process learns from one: that
//! `wipe` has removed everything meanwhile, so that nothing is written again.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, ErrorKind};
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

pub(super) enum Taken {
    Ours,
    Theirs,
    NoLocks,
}

pub(super) fn exclusive(file: &File) -> io::Result<Taken> {
    match file.try_lock() {
        Ok(()) => Ok(Taken::Ours),
        Err(TryLockError::WouldBlock) => Ok(Taken::Theirs),
        Err(TryLockError::Error(e)) if e.kind() == ErrorKind::Interrupted => Ok(Taken::Theirs),
        Err(TryLockError::Error(e)) if no_locks(&e) => Ok(Taken::NoLocks),
        Err(TryLockError::Error(e)) => Err(e),
    }
}

fn no_locks(error: &io::Error) -> bool {
    #[cfg(unix)]
    let number = Some(rustix::io::Errno::NOLCK.raw_os_error());
    // ERROR_INVALID_FUNCTION: a file server without locks.
    #[cfg(windows)]
    let number = Some(1);
    error.kind() == ErrorKind::Unsupported || error.raw_os_error() == number
}

/// Nothing that was put in the place of a file of ours is followed, waited for or shared.
#[cfg(unix)]
pub(super) fn no_follow(options: &mut OpenOptions) {
    use rustix::fs::OFlags;
    use std::os::unix::fs::OpenOptionsExt as _;
    options.mode(0o600).custom_flags((OFlags::NONBLOCK | OFlags::NOFOLLOW).bits().cast_signed());
}
#[cfg(windows)]
pub(super) fn no_follow(_: &mut OpenOptions) {}

pub(super) fn open(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true);
    no_follow(&mut options);
    options.open(path)
}

/// Whether an opened file is the one that has this name.
#[cfg(unix)]
pub(super) fn same(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    let id = |m: &std::fs::Metadata| (m.dev(), m.ino());
    matches!((file.metadata(), std::fs::symlink_metadata(path)), (Ok(a), Ok(b)) if id(&a) == id(&b))
}
#[cfg(windows)]
pub(super) fn same(file: &File, path: &Path) -> bool {
    use winapi_util::file::information;
    let id = |file: &File| information(file).map(|i| (i.volume_serial_number(), i.file_index()));
    matches!((id(file), File::open(path).and_then(|f| id(&f))), (Ok(a), Ok(b)) if a == b)
}

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
