//! Files on their way to a name: without one where the system can, else beside the name they will
//! get.

use super::scratch;
use super::trouble::{for_the_owner, patiently};
use std::fs::{self, File};
use std::io::{self, ErrorKind, Write as _};
use std::path::Path;
use tempfile::NamedTempFile;

/// Whether its folder, or that of all our data, is a link: behind it is a place that the user
/// chose, and may share.
#[cfg(unix)]
pub(super) fn shared(path: &Path) -> bool {
    path.ancestors().skip(1).take(2).any(Path::is_symlink)
}

/// Where the user named the place: what others may do there is known.
#[expect(clippy::unnecessary_wraps, reason = "one signature for both")]
pub(super) fn as_the_place_has_it(_: &File) -> io::Result<()> {
    Ok(())
}

/// Gives a temporary file its name, in place of what has it, whatever the rights of that were.
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

/// Whether a file may hold what is to be written. Asked while it is empty: what was written, and
/// removed again, can be found on many disks.
pub(super) type Passes = fn(&File) -> io::Result<()>;

/// Writes `bytes` and gives them the name `target`, in place of what has it, if the new file
/// passes.
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

/// A file with `bytes`, safely on the disk, that disappears unless it gets its name. It is made for
/// the owner only. A killed program leaves it behind: in a folder that somebody tidies, where its
/// prefix tells it, or [`noted`].
/// Errors: the place can't be written, or others can read what lies there.
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

/// A file without a name: a program that is killed leaves nothing of it.
pub(super) struct Unnamed(
    #[cfg_attr(not(target_os = "linux"), expect(dead_code, reason = "nothing makes one there"))]
    File,
);

/// Such a file with `bytes`, safely on the disk; None where the system or the file system has none.
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
    /// Gives it a name that nothing has.
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

/// The same in a folder of the user's own: where it lies is noted until the note is dropped.
/// Without a place for notes it is written all the same.
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

/// Makes the new name survive a power cut. Some file systems can't do that for folders: the file is
/// there anyway.
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
