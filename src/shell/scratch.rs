//! What is written outside the folders that we look after: the letter while another program edits
//! it, and files on their way to the name that the user gave them.
//!
//! Each has a folder of its own, for the owner alone. While the program lives it holds a lock on
//! that folder; one that nobody holds was left behind by a program that was killed, and is tidied
//! away by the next one. A file elsewhere has no name until it gets its own; one that takes the
//! place of another, or lies where each file has a name, has to lie beside that name first, so its
//! place is noted in such a folder before there is one. A note lies in the data folder, where it is
//! found whatever the folder for temporary files is then; what another program has to read lies in
//! the latter.

use super::locks::{Taken, exclusive, same};
use super::paths;
use super::trouble::for_the_owner;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::mpsc::channel;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tempfile::TempDir;

/// Prefix of our folders. Long, because folders with it are removed.
pub(super) const PREFIX: &str = "kotowari-scratch-";
/// The prefix of files outside our folders.
pub(super) const HIDDEN: &str = ".kotowari-scratch-";
/// The link to such a file.
const PENDING: &str = "pending";
/// How long a way out waits for the disk.
const PATIENCE: Duration = Duration::from_millis(200);
/// How often to retry if another instance removes a new folder before it is locked.
const TRIES: u32 = 8;

/// A private folder, removed on drop.
#[derive(Debug)]
pub(super) struct Folder {
    /// Closed first: a folder with an open file in it can't be removed everywhere.
    #[expect(dead_code, reason = "held, not used: closing it lets go")]
    lock: Option<File>,
    dir: TempDir,
    /// Held until the folder is gone.
    made: Option<MadeFolders>,
}

impl Folder {
    /// A new folder in the folder for temporary files.
    fn new() -> io::Result<Self> {
        Self::new_in(&std::env::temp_dir())
    }

    fn new_in(place: &Path) -> io::Result<Self> {
        let mut builder = tempfile::Builder::new();
        builder.prefix(PREFIX);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            builder.permissions(fs::Permissions::from_mode(0o700));
        }
        for _ in 0..TRIES {
            let dir = builder.tempdir_in(place)?;
            match hold(dir.path())? {
                Held::Ours(lock) => return Ok(Self { lock: Some(lock), dir, made: None }),
                Held::NoLocks => return Ok(Self { lock: None, dir, made: None }),
                Held::Others => {}
            }
        }
        Err(io::ErrorKind::WouldBlock.into())
    }

    fn new_in_data(data: &Path) -> io::Result<Self> {
        // Set before creating them, so that they are removed in any case.
        let made = data.ancestors().take_while(|folder| !folder.exists());
        let made = MadeFolders(made.map(Path::to_owned).collect());
        paths::prepare_folder(&data.join(PENDING))?;
        let mut folder = Self::new_in(data)?;
        folder.made = Some(made);
        Ok(folder)
    }

    fn noting_folder(other: &Path) -> io::Result<Self> {
        let folder = Self::new_in_data(&notes().ok_or(io::ErrorKind::NotFound)?)?;
        note(&folder.dir.path().join(PENDING), &std::path::absolute(other)?)?;
        Ok(folder)
    }

    /// Records that a temporary file will lie next to `beside`; returns its temporary name.
    pub(super) fn noting(beside: &Path) -> io::Result<(Self, String)> {
        let folder = match notes() {
            Some(data) => Self::new_in_data(&data).or_else(|_| Self::new()),
            None => Self::new(),
        }?;
        let name = hidden(folder.dir.path()).ok_or(io::ErrorKind::InvalidFilename)?;
        note(&folder.dir.path().join(PENDING), &std::path::absolute(beside)?.join(&name))?;
        Ok((folder, name))
    }
}

/// Folders that were made for another one in them, the innermost first; they go with it if empty.
#[derive(Debug)]
struct MadeFolders(Vec<PathBuf>);

impl Drop for MadeFolders {
    fn drop(&mut self) {
        for folder in &self.0 {
            let _ = fs::remove_dir(folder);
        }
    }
}

fn notes() -> Option<PathBuf> {
    paths::data_dir().ok()
}

/// The name of the file elsewhere that belongs to a folder of ours.
fn hidden(folder: &Path) -> Option<String> {
    Some(format!(".{}", folder.file_name()?.to_str()?))
}

enum Held {
    /// Ours, until this is closed.
    Ours(File),
    /// Another process has it, or it is gone.
    Others,
    NoLocks,
}

#[cfg(unix)]
fn hold(folder: &Path) -> io::Result<Held> {
    use rustix::fs::OFlags;
    use std::os::unix::fs::OpenOptionsExt as _;
    let mut options = OpenOptions::new();
    options.read(true).custom_flags((OFlags::DIRECTORY | OFlags::NOFOLLOW).bits().cast_signed());
    held(options.open(folder), folder)
}
/// Windows can't lock a folder, so a file in it is locked.
#[cfg(windows)]
fn hold(folder: &Path) -> io::Result<Held> {
    let path = folder.join("lock");
    held(OpenOptions::new().write(true).create(true).truncate(false).open(&path), &path)
}

fn held(opened: io::Result<File>, at: &Path) -> io::Result<Held> {
    let file = match opened {
        Ok(file) => file,
        Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(Held::Others),
        Err(e) => return Err(e),
    };
    Ok(match exclusive(&file)? {
        Taken::NoLocks => Held::NoLocks,
        // Another instance may have locked and removed it before us.
        Taken::Ours if same(&file, at) => Held::Ours(file),
        Taken::Ours | Taken::Theirs => Held::Others,
    })
}

/// Notes where a file will lie.
#[cfg(unix)]
fn note(at: &Path, to: &Path) -> io::Result<()> {
    std::os::unix::fs::symlink(to, at)
}
/// Links need a privilege on Windows.
#[cfg(windows)]
fn note(at: &Path, to: &Path) -> io::Result<()> {
    fs::write(at, to.to_str().ok_or(io::ErrorKind::InvalidFilename)?)
}

#[cfg(unix)]
fn read_note(at: &Path) -> Option<PathBuf> {
    fs::read_link(at).ok()
}
#[cfg(windows)]
fn read_note(at: &Path) -> Option<PathBuf> {
    fs::read_to_string(at).ok().map(PathBuf::from)
}

/// Our folders and the files they record elsewhere: those in use and those left behind.
pub(super) fn left() -> Vec<PathBuf> {
    let mut out = Vec::new();
    let places = notes().into_iter().chain([std::env::temp_dir()]);
    for entry in places.filter_map(|place| fs::read_dir(place).ok()).flatten().flatten() {
        let name = entry.file_name();
        if name.to_str().is_some_and(|n| n.starts_with(PREFIX)) && own_folder(&entry.path()) {
            out.extend(noted(&entry.path()));
            out.push(entry.path());
        }
    }
    out.sort();
    out.dedup();
    out
}

/// The file or folder elsewhere that a folder notes, if it is there.
fn noted(folder: &Path) -> Option<PathBuf> {
    let to = read_note(&folder.join(PENDING))?;
    // Somebody may have put a link there; nothing but what can only be ours is ever touched.
    let name = to.file_name()?.to_str()?;
    if name.starts_with(PREFIX) {
        return own_folder(&to).then_some(to);
    }
    let named = name == hidden(folder)?;
    (named && fs::symlink_metadata(&to).is_ok_and(|m| m.is_file())).then_some(to)
}

/// Whether it is a folder of this user's; others may write where temporary files are.
fn own_folder(path: &Path) -> bool {
    let Ok(found) = fs::symlink_metadata(path) else { return false };
    #[cfg(unix)]
    let ours = {
        use std::os::unix::fs::MetadataExt as _;
        found.uid() == rustix::process::geteuid().as_raw()
    };
    // The folder for temporary files is the user's own there.
    #[cfg(windows)]
    let ours = true;
    found.is_dir() && ours
}

pub(super) fn remove(path: &Path) -> io::Result<()> {
    let removed = if own_folder(path) { fs::remove_dir_all(path) } else { fs::remove_file(path) };
    match removed {
        // Its process has ended meanwhile.
        Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(()),
        other => other,
    }
}

/// Removes what killed programs left behind; what can't be removed stays, and `cases places` names
/// it.
pub(super) fn tidy() {
    for folder in left().iter().filter(|p| own_folder(p)) {
        if let Ok(Held::Ours(lock)) = hold(folder) {
            if let Some(file) = noted(folder) {
                // The note is removed only after the file.
                if remove(&file).is_err() {
                    continue;
                }
            }
            // Windows can't remove a folder with an open file.
            let _lock = cfg!(unix).then_some(lock);
            let _ = fs::remove_dir_all(folder);
            // It may have been created for this folder.
            if let Some(data) = notes().filter(|data| folder.parent() == Some(data)) {
                let _ = fs::remove_dir(data);
            }
        }
    }
}

/// The letter while another program edits it. A whole folder, because editors put swap files and
/// backups beside a file, and because what an editor writes after the folder is gone goes nowhere.
/// Shared with the ways out that run no destructors.
#[derive(Clone, Debug, Default)]
pub(super) struct Scratch(Arc<Mutex<Option<LentFolder>>>);

/// The folder, and the note of where it is.
#[derive(Debug)]
struct LentFolder {
    #[expect(dead_code, reason = "held, not used: what is in it goes with it")]
    folder: Folder,
    #[expect(dead_code, reason = "held, not used: it goes after what it notes")]
    note: Option<Folder>,
}

impl Scratch {
    /// Writes `text` into a new file; its path.
    /// Errors: it can't be written, or others could read it.
    pub(super) fn write(&self, text: &str) -> io::Result<PathBuf> {
        let folder = Folder::new()?;
        let note = Folder::noting_folder(folder.dir.path()).ok();
        let path = folder.dir.path().join("letter.txt");
        *self.folder() = Some(LentFolder { folder, note });
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(&path)?;
        // The folder's permissions mean nothing on file systems without owners.
        for_the_owner(&file)?;
        file.write_all(&as_edited(text))?;
        Ok(path)
    }

    /// Removes the folder with its contents. Idempotent.
    pub(super) fn remove(&self) {
        let folder = self.folder().take();
        drop(folder);
    }

    /// As above, but does not wait for an unresponsive disk.
    pub(super) fn remove_soon(&self) {
        let (scratch, (tell, told)) = (self.clone(), channel());
        let started = std::thread::Builder::new().spawn(move || {
            scratch.remove();
            let _ = tell.send(());
        });
        match started {
            Ok(_) => drop(told.recv_timeout(PATIENCE)),
            Err(_) => self.remove(),
        }
    }

    fn folder(&self) -> MutexGuard<'_, Option<LentFolder>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The text as editors of the system expect it: those of Windows want the mark of UTF-8 and CR LF.
fn as_edited(text: &str) -> Vec<u8> {
    if cfg!(windows) {
        return format!("\u{feff}{}", text.replace('\n', "\r\n")).into_bytes();
    }
    text.as_bytes().to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_that_lies_beside_the_letter_goes_with_it() {
        let scratch = Scratch::default();
        let path = scratch.write("件名").expect("a file");
        let folder = path.parent().expect("a folder");
        let read = super::super::store::read_text(&path, 100).expect("readable");
        assert_eq!(read.as_deref(), Some("件名"), "whatever marks the system's editors want");
        fs::write(path.with_extension("swp"), "件名").expect("a swap file");
        assert!(left().iter().any(|p| p == folder), "known while it is there");
        tidy();
        assert!(path.exists(), "in use");
        scratch.clone().remove();
        assert!(!folder.exists());
        scratch.remove();
    }

    #[cfg(unix)]
    #[test]
    fn what_was_left_behind_is_known_and_tidied() {
        use std::os::unix::fs::{PermissionsExt as _, symlink};
        let place = tempfile::tempdir().expect("a folder");
        // As after a kill: nobody holds it any more, and nothing has cleaned up.
        let (mut folder, name) = Folder::noting(place.path()).expect("a folder");
        folder.dir.disable_cleanup(true);
        let path = folder.dir.path().to_owned();
        assert_eq!(fs::metadata(&path).expect("there").permissions().mode() & 0o7777, 0o700);
        let pending = place.path().join(&name);
        assert!(name.starts_with(HIDDEN) && !left().contains(&pending));
        fs::write(&pending, "件名").expect("a file");
        assert!(left().contains(&pending) && left().contains(&path));
        drop(folder);
        // A record that points at somebody's file must not remove it.
        let (mut planted, _) = Folder::noting(place.path()).expect("a folder");
        planted.dir.disable_cleanup(true);
        let (link, theirs) = (planted.dir.path().join(PENDING), place.path().join("theirs"));
        fs::write(&theirs, "theirs").expect("a file");
        fs::remove_file(&link).and_then(|()| symlink(&theirs, &link)).expect("another link");
        drop(planted);
        tidy();
        assert!(!pending.exists() && !path.exists() && !link.exists() && theirs.exists());
    }
}
