//! Private files: read with limits, written whole or not at all, for the owner only.

use super::fresh::{as_the_place_has_it, noted, put, settle, unnamed};
use super::paths::{NameKind, folder_of, is_ours, named, prepare_folder};
use super::trouble::{advice, for_the_owner};
use crate::domain::toml_reader::{LARGEST, size};
use std::fmt;
use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Read as _, Write as _};
use std::path::{Path, PathBuf};

/// What [`read_text`] accepts where the caller has no smaller limit.
pub const MAX_FILE: u64 = LARGEST as u64;

/// How many names [`write_new`] tries.
const MAX_NAMES: u32 = 999;
/// More links in a row count as a cycle.
const MAX_LINKS: u32 = 40;

/// A file that could not be read or written: which one and why, never what is in it. The text is
/// Japanese and says what to do.
#[derive(Debug)]
pub struct StoreError {
    path: PathBuf,
    cause: Cause,
}

#[derive(Debug)]
pub(super) enum Cause {
    Read(io::Error),
    Write(io::Error),
    NotAFile,
    NotOurs,
    Lock(io::Error),
    Busy,
    /// All stored data was wiped after it was read.
    Wiped,
    TooLong {
        max: u64,
    },
    TooLarge {
        max: u64,
    },
    /// The first line that can't be read.
    NotUtf8 {
        line: usize,
    },
    NoFreeName,
    LinkCircle,
    OtherName,
    /// The path is reserved for the configuration or a record.
    Ours,
    /// Windows does not take the name for a file.
    OddName,
}

impl StoreError {
    pub(super) fn new(path: &Path, cause: Cause) -> Self {
        Self { path: path.to_owned(), cause }
    }

    /// The message with a long path shortened, so that the reason behind it is seen.
    pub(super) fn briefly(mut self) -> String {
        const ENDS: usize = 25;
        let name: Vec<char> = self.path.display().to_string().chars().collect();
        if let (Some((head, _)), Some((_, tail)), true) = (
            name.split_at_checked(ENDS),
            name.split_at_checked(name.len().saturating_sub(ENDS)),
            name.len() > 2 * ENDS + 10,
        ) {
            self.path = head.iter().chain(&['…']).chain(tail).collect::<String>().into();
        }
        self.to_string()
    }

    pub(super) fn is_too_large(&self) -> bool {
        matches!(self.cause, Cause::TooLarge { .. })
    }

    /// Whether the file itself is at fault, and not the place or the rights.
    pub fn is_damage(&self) -> bool {
        matches!(self.cause, Cause::TooLarge { .. } | Cause::NotUtf8 { .. })
    }

    /// The system refused to read it; the file itself may be fine.
    pub(super) fn is_outside(&self) -> bool {
        matches!(self.cause, Cause::Read(_))
    }

    pub fn is_busy(&self) -> bool {
        matches!(self.cause, Cause::Busy)
    }

    pub fn is_wiped(&self) -> bool {
        matches!(self.cause, Cause::Wiped)
    }

    pub fn path(&self) -> &Path {
        &self.path
    }
}

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = self.path.display();
        f.write_str(&match &self.cause {
            Cause::Read(e) => text!("store.read", path, why = advice(e)),
            Cause::Write(e) => text!("store.write", path, why = advice(e)),
            Cause::NotAFile => text!("store.not_a_file", path),
            Cause::NotOurs => text!("store.not_ours", path),
            Cause::Lock(e) => text!("store.lock", path, why = advice(e)),
            Cause::Busy => text!("store.busy", path),
            Cause::Wiped => text!("store.wiped").to_owned(),
            Cause::TooLong { max } => text!("store.too_long", path, max = in_words(*max)),
            Cause::TooLarge { max } => text!("store.too_large", path, max = in_words(*max)),
            Cause::NotUtf8 { line } => text!("store.not_text", path, line),
            Cause::NoFreeName => text!("store.no_free_name", path),
            Cause::OtherName => text!("store.other_name", path),
            Cause::Ours => text!("store.ours", path),
            Cause::OddName => text!("store.odd_name", path),
            Cause::LinkCircle => text!("store.link_circle", path),
        })
    }
}

fn in_words(bytes: u64) -> String {
    size(usize::try_from(bytes).unwrap_or(usize::MAX))
}

impl std::error::Error for StoreError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &self.cause {
            Cause::Read(e) | Cause::Write(e) | Cause::Lock(e) => Some(e),
            _ => None,
        }
    }
}

/// Refuses a path that Windows does not take for a file.
fn is_file_name(path: &Path) -> Result<(), StoreError> {
    match named(path) {
        NameKind::File => Ok(()),
        NameKind::Device => Err(StoreError::new(path, Cause::NotAFile)),
        NameKind::Stream => Err(StoreError::new(path, Cause::OddName)),
    }
}

/// Refuses a place of our own: a letter there would be taken for what belongs there.
fn is_free(path: &Path) -> Result<(), StoreError> {
    if is_ours(path) { Err(StoreError::new(path, Cause::Ours)) } else { Ok(()) }
}

/// Whether the file does not exist. Below something that is not a folder (`HOME=/dev/null`) nothing
/// does.
pub(super) fn absent(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory)
}

/// Reads the text of `path`, at most `max_bytes`; `None` when there is no such file. Never waits
/// for a pipe or device.
/// Errors: not a regular file, larger than `max_bytes`, not UTF-8 (the byte offset, from 0, is
/// named), or unreadable.
pub fn read_text(path: &Path, max_bytes: u64) -> Result<Option<String>, StoreError> {
    let fail = |cause| Err(StoreError::new(path, cause));
    is_file_name(path)?;
    // Checked before opening, since opening a device has effects, and after: it may have changed.
    match fs::metadata(path) {
        Ok(found) if !found.is_file() => return fail(Cause::NotAFile),
        Ok(_) => {}
        Err(e) if absent(&e) => return Ok(None),
        Err(e) => return fail(Cause::Read(e)),
    }
    let mut options = OpenOptions::new();
    options.read(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.custom_flags(rustix::fs::OFlags::NONBLOCK.bits().cast_signed());
    }
    match options.open(path).and_then(|mut file| read_regular(&mut file, max_bytes)) {
        Ok(Some(bytes)) => as_text(path, bytes, max_bytes).map(Some),
        Ok(None) => fail(Cause::NotAFile),
        Err(e) if absent(&e) => Ok(None),
        Err(e) => fail(Cause::Read(e)),
    }
}

/// Reads what the user names to be read, like [`read_text`], and a stream that this process was
/// given open as well: a pipe of the shell (`<(…)`), `/dev/stdin`. It is read to its end, as
/// standard input is.
pub(super) fn read_any(path: &Path) -> Result<Option<String>, StoreError> {
    let given =
        ["/dev/fd", "/proc/self/fd"].iter().any(|folder| path.parent() == Some(Path::new(folder)));
    let standard =
        ["/dev/stdin", "/dev/fd/0", "/proc/self/fd/0"].iter().any(|p| path == Path::new(p));
    let stream = fs::metadata(path).is_ok_and(|found| !found.is_file() && !found.is_dir());
    if stream && standard {
        return read_stream(path, io::stdin());
    }
    if stream && given {
        let file = File::open(path).map_err(|e| StoreError::new(path, Cause::Read(e)))?;
        return read_stream(path, file);
    }
    read_text(path, MAX_FILE)
}

/// Reads a stream to its end, [`MAX_FILE`] at most.
pub(super) fn read_stream(name: &Path, from: impl io::Read) -> Result<Option<String>, StoreError> {
    let mut bytes = Vec::new();
    from.take(MAX_FILE + 1)
        .read_to_end(&mut bytes)
        .map_err(|e| StoreError::new(name, Cause::Read(e)))?;
    // The size is checked first: a truncated text may not be UTF-8.
    as_text(name, bytes, MAX_FILE).map(Some)
}

/// The bytes of a regular file, one more than `max_bytes` at most; `None` if it is something else.
pub(super) fn read_regular(file: &mut File, max_bytes: u64) -> io::Result<Option<Vec<u8>>> {
    let found = file.metadata()?;
    if !found.is_file() {
        return Ok(None);
    }
    // One byte more than the file, so that a single read sees the end.
    let room = usize::try_from(found.len().min(max_bytes)).unwrap_or_default().saturating_add(1);
    let mut bytes = Vec::with_capacity(room);
    file.take(max_bytes.saturating_add(1)).read_to_end(&mut bytes)?;
    Ok(Some(bytes))
}

/// Refuses to write what [`read_text`] would refuse to read: one limit for both.
/// Errors: it is larger than [`MAX_FILE`].
pub(super) fn readable(path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    refuse!(bytes.len() as u64 > MAX_FILE, StoreError::new(path, Cause::TooLong { max: MAX_FILE }));
    Ok(())
}

pub(super) fn as_text(path: &Path, bytes: Vec<u8>, max_bytes: u64) -> Result<String, StoreError> {
    if bytes.len() as u64 > max_bytes {
        return Err(StoreError::new(path, Cause::TooLarge { max: max_bytes }));
    }
    let wrong = |before: &[u8]| {
        let line = before.split(|b| *b == b'\n').count();
        Err(StoreError::new(path, Cause::NotUtf8 { line }))
    };
    // The start of Japanese in ISO-2022-JP, and mostly zeros (UTF-16, or an interrupted write), are
    // valid UTF-8 but not text. A single zero is reported by the reader.
    if let Some(at) = bytes.windows(3).position(|w| w == b"\x1b$B") {
        return wrong(&bytes[..at]);
    }
    if bytes.split(|b| *b == 0).skip(1).count() * 8 > bytes.len().max(32) {
        return wrong(&[]);
    }
    match String::from_utf8(bytes) {
        Ok(text) => Ok(plain_lines(text)),
        // The error holds the bytes, so only the position is kept.
        Err(e) => wrong(&e.as_bytes()[..e.utf8_error().valid_up_to()]),
    }
}

/// A text as it was before an editor of another system saved it: without a byte order mark, and
/// with LF at the end of each line, whether it got CR LF, once or again, or CR alone. What is
/// counted, compared or hashed must not depend on the system on which a file was last saved.
pub(super) fn plain_lines(mut text: String) -> String {
    if let Some(rest) = text.strip_prefix('\u{feff}') {
        text = String::from(rest);
    }
    if !text.contains('\r') {
        return text;
    }
    if !text.contains('\n') {
        return text.replace('\r', "\n");
    }
    while text.contains("\r\n") {
        text = text.replace("\r\n", "\n");
    }
    text
}

/// Replaces the content of `path` atomically: file 0600, missing folders created with 0700. A link
/// (a configuration kept elsewhere) stays a link; its target is replaced and restricted to the
/// owner.
/// Errors: the place is not writable or not private, or there is something other than a regular
/// file. The old file is untouched then.
pub fn write_private(path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    is_file_name(path)?;
    let target = behind_links(path)?;
    readable(&target, bytes)?;
    match fs::symlink_metadata(&target) {
        Ok(found) if !found.is_file() => return Err(StoreError::new(&target, Cause::NotAFile)),
        _ => {}
    }
    let write = || {
        let folder = prepare_folder(&target)?;
        put(folder, bytes, &target, for_the_owner)
    };
    write().map_err(|e| StoreError::new(&target, Cause::Write(e)))
}

/// Writes `bytes` to `path`, as `--output` names it: whole or not at all, and for the owner only; a
/// device or a pipe is written to. A script knows the name it gave, so a file of this name is
/// replaced. Folders are the user's own to make.
pub fn write_output(path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    is_free(path)?;
    let fail = |e| StoreError::new(path, Cause::Write(e));
    let named = named(path);
    refuse!(named == NameKind::Stream, StoreError::new(path, Cause::OddName));
    match fs::metadata(path) {
        Ok(m) if m.is_dir() => Err(StoreError::new(path, Cause::NotAFile)),
        found if named == NameKind::Device || found.as_ref().is_ok_and(|m| !m.is_file()) => {
            let mut file = open_stream(path).map_err(|e| match e.raw_os_error() {
                Some(NO_READER) => StoreError::new(path, Cause::NotAFile),
                _ => fail(e),
            })?;
            file.write_all(bytes).map_err(fail)
        }
        _ => {
            let target = behind_links(path)?;
            let folder = folder_of(&target);
            // Checked first for a precise error.
            fs::metadata(folder).map_err(fail)?;
            put(folder, bytes, &target, as_the_place_has_it).map_err(fail)
        }
    }
}

#[cfg(unix)]
const NO_READER: i32 = rustix::io::Errno::NXIO.raw_os_error();
#[cfg(windows)]
const NO_READER: i32 = i32::MAX;

/// Opens a device or a pipe without waiting for somebody to read it.
fn open_stream(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true);
    #[cfg(unix)]
    {
        use rustix::fs::{OFlags, fcntl_getfl, fcntl_setfl};
        use std::os::unix::fs::OpenOptionsExt as _;
        options.custom_flags(OFlags::NONBLOCK.bits().cast_signed());
        let file = options.open(path)?;
        // With a reader, writing may block.
        fcntl_setfl(&file, fcntl_getfl(&file)?.difference(OFlags::NONBLOCK))?;
        Ok(file)
    }
    #[cfg(windows)]
    options.open(path)
}

/// Writes `bytes` to a new file, whole or not at all: file 0600. Folders are the user's own to
/// make. Never replaces anything: if the name of a file, `name.txt`, is taken it becomes
/// `name-2.txt`, `name-3.txt` and so on. Returns the path used.
/// Errors: the place can't be written, is a folder or a device, or 999 names are taken.
pub fn write_new(path: &Path, bytes: &[u8]) -> Result<PathBuf, StoreError> {
    let fail = |e| StoreError::new(path, Cause::Write(e));
    is_file_name(path)?;
    is_free(path)?;
    // An explicit folder or device is meant literally: nobody would find a numbered file next to
    // it.
    behind_links(path)?;
    if path.file_name().is_none() || fs::metadata(path).is_ok_and(|m| !m.is_file()) {
        return Err(StoreError::new(path, Cause::NotAFile));
    }
    let folder = folder_of(path);
    if let Some(file) = unnamed(folder, bytes, as_the_place_has_it).map_err(fail)? {
        for number in 1..=MAX_NAMES {
            let name = numbered(path, number);
            match file.name(&name) {
                Ok(()) => {
                    settle(folder).map_err(fail)?;
                    return Ok(name);
                }
                Err(e) if e.kind() == ErrorKind::AlreadyExists => {}
                // The file system can't name it.
                Err(_) => break,
            }
        }
    }
    let (_note, mut file) = noted(folder, bytes, as_the_place_has_it).map_err(fail)?;
    for number in 1..=MAX_NAMES {
        let name = numbered(path, number);
        match file.persist_noclobber(&name) {
            Ok(_) => {
                settle(folder).map_err(fail)?;
                return Ok(name);
            }
            Err(e) if e.error.kind() == ErrorKind::AlreadyExists => file = e.file,
            Err(e) => return Err(fail(e.error)),
        }
    }
    Err(StoreError::new(path, Cause::NoFreeName))
}

/// `dir/name.txt` and 2 → `dir/name-2.txt`; 1 → as it is.
fn numbered(path: &Path, number: u32) -> PathBuf {
    if number == 1 {
        return path.to_owned();
    }
    let mut name = path.file_stem().unwrap_or_default().to_owned();
    name.push(format!("-{number}"));
    if let Some(extension) = path.extension() {
        name.push(".");
        name.push(extension);
    }
    path.with_file_name(name)
}

/// The place that a chain of links ends at; it need not exist.
/// Errors: the links lead in a circle.
pub(super) fn behind_links(path: &Path) -> Result<PathBuf, StoreError> {
    let mut target = path.to_owned();
    for _ in 0..MAX_LINKS {
        match fs::read_link(&target) {
            // A relative link counts from its own folder.
            Ok(next) => target = target.parent().unwrap_or(Path::new("")).join(next),
            // No link, nothing there, or no links on this system; writing will report errors.
            Err(_) => return Ok(target),
        }
    }
    Err(StoreError::new(path, Cause::LinkCircle))
}

#[cfg(test)]
mod tests;
