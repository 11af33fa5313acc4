//! Files in a folder of ours: read and written without following links, under a lock.

use super::locks::{Taken, Watch, exclusive, no_follow, open, same};
use super::paths::{self, prepare_folder};
use super::say::{say, shown};
use super::store::{self, Cause, MAX_FILE, StoreError};
use super::{fresh, trouble};
use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// Prefix of our temporary files. Only these are cleaned up: they are written under the lock, so
/// one that exists while we hold it was left by a killed process.
pub(super) const TEMPORARY: &str = ".kotowari-own-";

pub(super) struct ReadFile {
    pub(super) text: String,
    pub(super) note: Option<String>,
}

/// Reads a file of ours; `None` when there is none. One that others can read is mended to 0600.
/// Errors: a link, a pipe, a folder or a device in its place; too large; not UTF-8; unreadable.
pub(super) fn read(path: &Path) -> Result<Option<ReadFile>, StoreError> {
    let fail = |cause| Err(StoreError::new(path, cause));
    if !is_there(path)? {
        return Ok(None);
    }
    let opened = trouble::patiently(|| open(path)).and_then(|mut file| {
        let bytes = store::read_regular(&mut file, MAX_FILE)?;
        Ok((bytes, private(&file, path, 0o600)))
    });
    match opened {
        Ok((Some(bytes), note)) => {
            Ok(Some(ReadFile { text: store::as_text(path, bytes, MAX_FILE)?, note }))
        }
        Ok((None, _)) => fail(Cause::NotOurs),
        Err(e) if store::absent(&e) => Ok(None),
        Err(e) => fail(Cause::Read(e)),
    }
}

pub(super) fn is_there(path: &Path) -> Result<bool, StoreError> {
    match fs::symlink_metadata(path) {
        Ok(found) if found.is_file() => Ok(true),
        Ok(_) => Err(StoreError::new(path, Cause::NotOurs)),
        Err(e) if store::absent(&e) => Ok(false),
        Err(e) => Err(StoreError::new(path, Cause::Read(e))),
    }
}

/// Removes the permissions of others; returns a note about it, also if that failed.
#[cfg(unix)]
fn private(file: &File, path: &Path, mode: u32) -> Option<String> {
    use std::os::unix::fs::PermissionsExt as _;
    let open = file.metadata().is_ok_and(|m| m.permissions().mode() & 0o077 != 0);
    let mend = || {
        refuse!(fresh::shared(path), ErrorKind::Other);
        file.set_permissions(fs::Permissions::from_mode(mode))
    };
    open.then(|| match mend() {
        Ok(()) => text!("own.closed", file = path.display(), mode),
        Err(_) => readable_by_others(path, mode),
    })
}
#[cfg(windows)]
fn private(_: &File, _: &Path, _: u32) -> Option<String> {
    None
}

/// [`private`] for a file that may be a link, such as the configuration.
pub(super) fn private_file(path: &Path) -> Option<String> {
    private_at(path, 0o600)
}

/// [`private`] for a folder.
pub(super) fn private_folder(path: &Path) -> Option<String> {
    private_at(path, 0o700)
}

/// A link leads to a place that the user chose and may share: reported, its permissions stay.
#[cfg(unix)]
fn private_at(path: &Path, mode: u32) -> Option<String> {
    use std::os::unix::fs::PermissionsExt as _;
    if fs::symlink_metadata(path).ok()?.is_symlink() {
        let open = fs::metadata(path).ok()?.permissions().mode() & 0o077 != 0;
        return open.then(|| readable_by_others(path, mode));
    }
    open(path).ok().and_then(|found| private(&found, path, mode))
}
#[cfg(windows)]
fn private_at(_: &Path, _: u32) -> Option<String> {
    None
}

#[cfg(unix)]
fn readable_by_others(path: &Path, mode: u32) -> String {
    text!("own.open", file = path.display(), mode)
}

/// The right to write, until it is dropped.
#[derive(Debug)]
pub(super) struct Lock(
    #[expect(dead_code, reason = "held, not used: closing it lets go")] Option<File>,
);

/// How often to retry.
pub(super) const GLANCE: Duration = Duration::from_millis(4);
/// After so long a wait is told of; whoever draws a screen waits less.
const SILENT: Duration = Duration::from_millis(600);

/// Waits at most `patience` until no other instance is writing; `watch` is what is known of the
/// lock file.
/// Errors: the folder is not writable, another instance holds the lock, or the lock file has been
/// replaced since `watch` was taken.
pub(super) fn lock(path: &Path, patience: Duration, watch: &Watch) -> Result<Lock, StoreError> {
    let fail = |e| StoreError::new(path, Cause::Lock(e));
    let (begun, mut told) = (Instant::now(), false);
    let end = begun + patience;
    let mut wait = || {
        if begun.elapsed() > SILENT && !std::mem::replace(&mut told, true) {
            say(text!("store.waits", path = shown(path), n = patience.as_secs()));
        }
        std::thread::sleep(GLANCE);
    };
    let over = || StoreError::new(path, Cause::Wiped);
    let stands = || (!watch.is_over(path)).then_some(()).ok_or_else(over);
    let ours = |file| {
        stands()?;
        watch.note(path);
        Ok(Lock(file))
    };
    loop {
        stands()?;
        let known = watch.has_any();
        if !known {
            // Every time, because `wipe` removes the folder too.
            prepare_folder(path).map_err(|e| StoreError::new(path, Cause::Write(e)))?;
        }
        is_there(path)?;
        let mut options = OpenOptions::new();
        options.read(true).write(true).create(!known).truncate(false);
        no_follow(&mut options);
        let file = match options.open(path) {
            // One that `wipe` has removed and somebody still holds open can't be opened on Windows;
            // and `wipe` may have removed the folder just now.
            Err(e) if known && store::absent(&e) => continue,
            Err(e) if (trouble::held(&e) || store::absent(&e)) && Instant::now() < end => {
                wait();
                continue;
            }
            opened => opened.map_err(|e| StoreError::new(path, Cause::Write(e)))?,
        };
        loop {
            match exclusive(&file).map_err(fail)? {
                Taken::Ours => break,
                // Every change still reads the file again right before it writes.
                Taken::NoLocks => return ours(None),
                Taken::Theirs if Instant::now() >= end => {
                    return Err(StoreError::new(path, Cause::Busy));
                }
                Taken::Theirs => wait(),
            }
        }
        // While we waited `wipe` may have removed the file: a lock without a name keeps nobody out.
        if same(&file, path) {
            return ours(Some(file));
        }
    }
}

/// Replaces a file of ours, whole or not at all: 0600, whatever it was before.
/// Errors: the place can't be written or can't keep others out, or something else is there. The
/// old file is untouched then.
pub(super) fn replace(path: &Path, text: &str) -> Result<(), StoreError> {
    is_there(path)?;
    store::readable(path, text.as_bytes())?;
    let write = || {
        let folder = prepare_folder(path)?;
        fresh::persist(fresh::temporary(folder, TEMPORARY, text.as_bytes())?, path)?;
        fresh::settle(folder)
    };
    write().map_err(|e| StoreError::new(path, Cause::Write(e)))
}

/// Writes a new file of ours, whole or not at all: 0600. False: there is one of that name.
pub(super) fn create(path: &Path, text: &str) -> Result<bool, StoreError> {
    store::readable(path, text.as_bytes())?;
    // Checked before writing: of many cases of one name most numbers are taken.
    if fs::symlink_metadata(path).is_ok() {
        return Ok(false);
    }
    let write = || {
        let folder = prepare_folder(path)?;
        match fresh::temporary(folder, TEMPORARY, text.as_bytes())?.persist_noclobber(path) {
            Ok(_) => fresh::settle(folder).map(|()| true),
            Err(e) if e.error.kind() == ErrorKind::AlreadyExists => Ok(false),
            Err(e) => Err(e.error),
        }
    };
    write().map_err(|e| StoreError::new(path, Cause::Write(e)))
}

/// Removes a file of ours or anything else with its name, except a folder; false: there is none.
pub(super) fn remove(path: &Path) -> Result<bool, StoreError> {
    let removed = remove_unsettled(path)?;
    if removed {
        fresh::settle(paths::folder_of(path))
            .map_err(|e| StoreError::new(path, Cause::Write(e)))?;
    }
    Ok(removed)
}

/// [`remove`] for one of many; the caller syncs the folder once.
pub(super) fn remove_unsettled(path: &Path) -> Result<bool, StoreError> {
    match trouble::patiently(|| fs::remove_file(path)) {
        Ok(()) => Ok(true),
        Err(e) if e.kind() == ErrorKind::NotFound => Ok(false),
        Err(e) => Err(StoreError::new(path, Cause::Write(e))),
    }
}

/// A file of ours that has other names as well, opened: it is left under those. None: no file.
pub(super) fn with_other_names(path: &Path) -> Option<File> {
    if !fs::symlink_metadata(path).is_ok_and(|m| m.is_file()) {
        return None;
    }
    let mut options = OpenOptions::new();
    options.read(true);
    no_follow(&mut options);
    // Works without read permission.
    #[cfg(target_os = "linux")]
    {
        use rustix::fs::OFlags;
        use std::os::unix::fs::OpenOptionsExt as _;
        options.custom_flags((OFlags::PATH | OFlags::NOFOLLOW).bits().cast_signed());
    }
    options.open(path).ok().filter(|file| names_of(file) > 1)
}

pub(super) fn has_a_name(file: &File) -> bool {
    names_of(file) > 0
}

fn names_of(file: &File) -> u64 {
    #[cfg(unix)]
    let names = file.metadata().map(|m| std::os::unix::fs::MetadataExt::nlink(&m));
    #[cfg(windows)]
    let names = winapi_util::file::information(file).map(|i| i.number_of_links());
    names.unwrap_or(0)
}

/// Renames an unreadable file to `x.toml.broken-1` and returns the new name.
/// Errors: the folder can't be written, or it is not a file.
pub(super) fn set_aside(path: &Path) -> Result<PathBuf, StoreError> {
    is_there(path)?;
    let fail = |e| StoreError::new(path, Cause::Write(e));
    for n in 1.. {
        let mut name = path.as_os_str().to_owned();
        name.push(format!("{BROKEN}{n}"));
        let aside = PathBuf::from(name);
        // A link first: unlike renaming it never replaces anything.
        match fs::hard_link(path, &aside) {
            Ok(()) => {
                fs::remove_file(path).map_err(fail)?;
                return Ok(aside);
            }
            Err(e) if e.kind() == ErrorKind::AlreadyExists => {}
            // Some file systems have no hard links; there the lock has to do.
            Err(_) if fs::symlink_metadata(&aside).is_err() => {
                fs::rename(path, &aside).map_err(fail)?;
                return Ok(aside);
            }
            Err(_) => {}
        }
    }
    unreachable!("there is always a next number")
}

/// Between a file's name and the number under which it was set aside.
pub(super) const BROKEN: &str = ".broken-";

pub(super) fn set_aside_from(name: &str) -> Option<&str> {
    let (of, number) = name.rsplit_once(BROKEN)?;
    (!number.is_empty() && number.bytes().all(|b| b.is_ascii_digit())).then_some(of)
}

/// The names in a folder; none if there is no such folder.
pub(super) fn names(folder: &Path) -> Result<Vec<String>, StoreError> {
    let read = || -> io::Result<Vec<String>> {
        // Systems report a file in its place differently.
        refuse!(!fs::metadata(folder)?.is_dir(), ErrorKind::NotADirectory);
        let mut out = Vec::new();
        for entry in fs::read_dir(folder)? {
            // A name that is not UTF-8 is not ours; it is shown lossily.
            out.push(entry?.file_name().to_string_lossy().into_owned());
        }
        out.sort();
        Ok(out)
    };
    match read() {
        // A file in place of the folder is an error, not an empty folder.
        Err(e) if store::absent(&e) && fs::symlink_metadata(folder).is_err() => Ok(Vec::new()),
        other => other.map_err(|e| StoreError::new(folder, Cause::Read(e))),
    }
}

/// Removes leftovers of killed processes in a folder. Call it under the lock; some may stay.
pub(super) fn tidy(folder: &Path) -> Result<(), StoreError> {
    for name in names(folder)?.iter().filter(|n| n.starts_with(TEMPORARY)) {
        let _ = fs::remove_file(folder.join(name));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    type Outcome = Result<(), Box<dyn std::error::Error>>;

    #[test]
    fn nothing_is_replaced_that_should_stay() -> Outcome {
        let place = tempfile::tempdir()?;
        let path = place.path().join("a/x.toml");
        assert!(read(&path)?.is_none());
        assert!(create(&path, "1")?);
        assert!(!create(&path, "2")?);
        assert_eq!(read(&path)?.map(|o| (o.text, o.note)), Some(("1".to_owned(), None)));
        replace(&path, "3")?;
        assert_eq!(set_aside(&path)?, place.path().join("a/x.toml.broken-1"));
        assert!(create(&path, "4")?);
        assert_eq!(set_aside(&path)?, place.path().join("a/x.toml.broken-2"));
        let folder = place.path().join("a");
        fs::write(folder.join(format!("{TEMPORARY}abc")), "left behind")?;
        fs::write(folder.join(".kotowari-abc"), "somebody else's")?;
        tidy(&folder)?;
        assert_eq!(names(&folder)?, [".kotowari-abc", "x.toml.broken-1", "x.toml.broken-2"]);
        assert_eq!(fs::read_to_string(folder.join("x.toml.broken-1"))?, "3");
        assert_eq!(set_aside_from("x.toml.broken-12"), Some("x.toml"));
        for other in ["x.toml", "x.toml.broken-", "x.toml.broken-a"] {
            assert_eq!(set_aside_from(other), None);
        }
        assert!(
            remove(&folder.join("x.toml.broken-1"))? && !remove(&folder.join("x.toml.broken-1"))?
        );
        Ok(())
    }

    #[cfg(unix)]
    #[test]
    fn what_is_no_file_of_ours_is_refused_and_left() -> Outcome {
        use std::os::unix::fs::{PermissionsExt as _, symlink};
        let place = tempfile::tempdir()?;
        let target = place.path().join("target");
        fs::write(&target, "theirs")?;
        let (link, pipe, folder) =
            (place.path().join("link"), place.path().join("pipe"), place.path().join("folder"));
        symlink(&target, &link)?;
        assert!(std::process::Command::new("mkfifo").arg(&pipe).status()?.success());
        fs::create_dir(&folder)?;
        for path in [&link, &pipe, &folder] {
            for refused in [
                read(path).err(),
                replace(path, "x").err(),
                set_aside(path).err(),
                lock(path, Duration::ZERO, &Watch::default()).err(),
            ] {
                assert!(
                    refused.is_some_and(|e| e.to_string().contains("普通のファイルではありません")),
                    "{path:?}"
                );
            }
            assert!(!create(path, "x")?);
        }
        assert_eq!(fs::read_to_string(&target)?, "theirs");
        fs::set_permissions(&target, fs::Permissions::from_mode(0o644))?;
        let note = read(&target)?.and_then(|o| o.note).ok_or("not mended")?;
        assert!(note.contains("0600"), "{note}");
        assert_eq!(fs::metadata(&target)?.permissions().mode() & 0o777, 0o600);
        assert!(read(&target)?.is_some_and(|o| o.note.is_none()));
        Ok(())
    }

    #[test]
    fn a_removed_lock_file_is_noticed() -> Outcome {
        let place = tempfile::tempdir()?;
        let path = place.path().join("lock");
        let watch = Watch::default();
        let held = lock(&path, Duration::ZERO, &watch)?;
        fs::remove_file(&path)?;
        // A long-running process neither creates a new lock nor mistakes another one for its own.
        let over = |watch: &Watch| lock(&path, Duration::ZERO, watch).is_err_and(|e| e.is_wiped());
        assert!(cfg!(windows) || over(&watch) && !path.exists());
        let again = lock(&path, Duration::ZERO, &Watch::default());
        // Where an open file keeps its name nobody gets past it.
        let again = if cfg!(windows) && again.is_err() {
            drop(held);
            lock(&path, Duration::ZERO, &Watch::default())
        } else {
            again
        };
        assert!(again.is_ok() && path.exists());
        // Wine opens what is removed again as long as anybody holds it.
        assert!(cfg!(windows) || over(&watch));
        watch.forget();
        drop(again);
        assert!(lock(&path, Duration::ZERO, &watch).is_ok());
        Ok(())
    }
}
