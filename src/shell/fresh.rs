//! Files before they get their name: unnamed where the system supports it, else next to it.

use super::scratch;
use super::trouble::{for_the_owner, patiently};
use std::fs::{self, File};
use std::io::{self, ErrorKind, Write as _};
use std::path::Path;
use tempfile::NamedTempFile;

/// Whether the folder or its parent is a link: the user chose that place and may share it.
#[cfg(unix)]
pub(super) fn shared(path: &Path) -> bool {
    path.ancestors().skip(1).take(2).any(Path::is_symlink)
}

/// For a place that the user named: its permissions are the user's choice.
#[expect(clippy::unnecessary_wraps, reason = "one signature for both")]
pub(super) fn as_the_place_has_it(_: &File) -> io::Result<()> {
    Ok(())
}

/// Renames a temporary file over `path`, whatever permissions the old file had.
pub(super) fn persist(file: NamedTempFile, path: &Path) -> io::Result<()> {
    let mut file = Some(file);
    patiently(|| {
        let Some(now) = file.take() else { return Ok(()) };
        now.persist(path).map(drop).map_err(|e| {
            file = Some(e.file);
            e.error
        })
    })
}

/// Checks whether a file may hold private data. Called while it is empty, since deleted data can be
/// recovered from many disks.
pub(super) type Passes = fn(&File) -> io::Result<()>;

/// Writes `bytes` to `target`, replacing what is there, if the new file passes.
pub(super) fn put(folder: &Path, bytes: &[u8], target: &Path, passes: Passes) -> io::Result<()> {
    // Only a file that has a name can take the place of another one.
    if fs::symlink_metadata(target).is_err()
        && let Some(file) = unnamed(folder, bytes, passes)?
        && file.name(target).is_ok()
    {
        return settle(folder);
    }
    let (_note, file) = noted(folder, bytes, passes)?;
    persist(file, target)?;
    settle(folder)
}

/// A file with `bytes`, synced to disk, that disappears unless it is given a name. Readable by the
/// owner only. A killed process leaves it behind: in a folder that is cleaned up by prefix, or
/// [`noted`].
/// Errors: the place is not writable, or others can read files there.
pub(super) fn temporary(folder: &Path, prefix: &str, bytes: &[u8]) -> io::Result<NamedTempFile> {
    filled(tempfile::Builder::new().prefix(prefix), folder, bytes, for_the_owner)
}

fn filled(
    name: &mut tempfile::Builder<'_, '_>,
    folder: &Path,
    bytes: &[u8],
    passes: Passes,
) -> io::Result<NamedTempFile> {
    let mut file = name.tempfile_in(folder)?;
    passes(file.as_file())?;
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    Ok(file)
}

/// A file without a name, which disappears if the program is killed.
pub(super) struct Unnamed(
    #[cfg_attr(not(target_os = "linux"), expect(dead_code, reason = "nothing makes one there"))]
    File,
);

/// An unnamed file with `bytes`, synced; None where the system does not support it.
#[cfg(target_os = "linux")]
pub(super) fn unnamed(folder: &Path, bytes: &[u8], passes: Passes) -> io::Result<Option<Unnamed>> {
    use rustix::fs::{Mode, OFlags};
    let flags = OFlags::TMPFILE | OFlags::RDWR | OFlags::CLOEXEC;
    let Ok(file) = rustix::fs::open(folder, flags, Mode::RUSR | Mode::WUSR) else {
        return Ok(None);
    };
    let mut file = File::from(file);
    passes(&file)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    Ok(Some(Unnamed(file)))
}
#[cfg(not(target_os = "linux"))]
#[expect(clippy::unnecessary_wraps, reason = "one signature for all systems")]
pub(super) fn unnamed(_: &Path, _: &[u8], _: Passes) -> io::Result<Option<Unnamed>> {
    Ok(None)
}

impl Unnamed {
    /// Gives it a name; fails if the name is taken.
    #[cfg(target_os = "linux")]
    pub(super) fn name(&self, path: &Path) -> io::Result<()> {
        use rustix::fs::{AtFlags, CWD, linkat};
        use std::os::fd::AsRawFd as _;
        let now = format!("/proc/self/fd/{}", self.0.as_raw_fd());
        Ok(linkat(CWD, now, CWD, path, AtFlags::SYMLINK_FOLLOW)?)
    }
    #[cfg(not(target_os = "linux"))]
    #[expect(clippy::unused_self, reason = "one signature for all systems")]
    pub(super) fn name(&self, _: &Path) -> io::Result<()> {
        Err(ErrorKind::Unsupported.into())
    }
}

/// A temporary file in a folder of the user's; its place is noted until the note is dropped.
/// Without a place for notes it is still written.
pub(super) fn noted(
    folder: &Path,
    bytes: &[u8],
    passes: Passes,
) -> io::Result<(Option<scratch::Folder>, NamedTempFile)> {
    let (note, name) = match scratch::Folder::noting(folder) {
        Ok((note, name)) => (Some(note), name),
        Err(_) => (None, scratch::HIDDEN.to_owned()),
    };
    let random = if note.is_some() { 0 } else { 6 };
    let mut builder = tempfile::Builder::new();
    let file = filled(builder.prefix(&name).rand_bytes(random), folder, bytes, passes)?;
    // In this order, so that the file is dropped before its note.
    Ok((note, file))
}

/// Makes the new name survive a power failure. Ignored on file systems that can't sync folders.
#[cfg_attr(windows, expect(clippy::unnecessary_wraps, reason = "one signature for all systems"))]
pub(super) fn settle(folder: &Path) -> io::Result<()> {
    #[cfg(unix)]
    match File::open(folder)?.sync_all() {
        Err(e) if !matches!(e.kind(), ErrorKind::InvalidInput | ErrorKind::Unsupported) => {
            return Err(e);
        }
        _ => {}
    }
    #[cfg(windows)]
    let _ = folder;
    Ok(())
}
