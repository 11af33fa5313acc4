//! System errors: their messages, and which of them are temporary.

use std::fs::File;
use std::io::{self, ErrorKind};
use std::time::{Duration, Instant};

pub(super) fn advice(error: &io::Error) -> String {
    match error.kind() {
        _ if matches!(error.get_ref(), Some(e) if e.is::<Exposed>()) => {
            text!("trouble.exposed").into()
        }
        _ if in_use(error) => text!("trouble.in_use").into(),
        // Windows also reports this for a file that is open elsewhere.
        ErrorKind::PermissionDenied if cfg!(windows) => {
            text!("trouble.no_permission_or_in_use").into()
        }
        ErrorKind::PermissionDenied => text!("trouble.no_permission").into(),
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => text!("trouble.full").into(),
        ErrorKind::FileTooLarge => text!("trouble.too_large").into(),
        ErrorKind::ReadOnlyFilesystem => text!("trouble.read_only").into(),
        ErrorKind::NotFound => text!("trouble.no_place").into(),
        ErrorKind::NotADirectory | ErrorKind::AlreadyExists => text!("trouble.no_folder").into(),
        ErrorKind::IsADirectory => text!("trouble.is_folder").into(),
        ErrorKind::BrokenPipe | ErrorKind::ConnectionReset => text!("trouble.closed").into(),
        ErrorKind::InvalidData => text!("trouble.not_text").into(),
        ErrorKind::WouldBlock
        | ErrorKind::TimedOut
        | ErrorKind::ResourceBusy
        | ErrorKind::Interrupted => text!("trouble.not_now").into(),
        ErrorKind::OutOfMemory => text!("trouble.no_memory").into(),
        ErrorKind::Unsupported => text!("trouble.unsupported").into(),
        ErrorKind::InvalidFilename => text!("trouble.bad_name").into(),
        _ => error.raw_os_error().map_or_else(
            || text!("trouble.unknown").into(),
            |number| match number {
                #[cfg(unix)]
                LOOP => text!("trouble.links").into(),
                #[cfg(unix)]
                NO_FILES => text!("trouble.too_many_files").into(),
                number => text!("trouble.number", number),
            },
        ),
    }
}

/// A file can be read by others although it was made for the owner only.
#[derive(Debug)]
struct Exposed;

impl std::fmt::Display for Exposed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(text!("trouble.exposed"))
    }
}

impl std::error::Error for Exposed {}

/// Refuses a file that others can read although it was made for the owner: not every file system
/// knows an owner.
#[cfg(unix)]
pub(super) fn for_the_owner(file: &File) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    let open = file.metadata()?.permissions().mode() & 0o077 != 0;
    if open { Err(io::Error::other(Exposed)) } else { Ok(()) }
}
#[cfg(windows)]
#[expect(clippy::unnecessary_wraps, reason = "one signature for all systems")]
pub(super) fn for_the_owner(_: &File) -> io::Result<()> {
    Ok(())
}

#[cfg(unix)]
const LOOP: i32 = rustix::io::Errno::LOOP.raw_os_error();
#[cfg(unix)]
const NO_FILES: i32 = rustix::io::Errno::MFILE.raw_os_error();

/// The message of an error; our own errors bring theirs.
pub(super) fn says(error: &io::Error) -> String {
    match error.get_ref().map(ToString::to_string) {
        Some(words) if !words.is_ascii() => words,
        _ => advice(error),
    }
}

/// Whether another program keeps a file for itself, as on Windows: a sharing or a lock violation.
fn in_use(error: &io::Error) -> bool {
    cfg!(windows) && matches!(error.raw_os_error(), Some(32 | 33))
}

/// Whether a file may be held for a moment by another program: on Windows by those that look for
/// viruses or make an index.
pub(super) fn held(error: &io::Error) -> bool {
    in_use(error) || (cfg!(windows) && error.kind() == ErrorKind::PermissionDenied)
}

/// How long to wait for such a program.
const PATIENCE: Duration = Duration::from_secs(2);
const GLANCE: Duration = Duration::from_millis(20);

/// Retries while the file is held by another program.
pub(super) fn patiently<T>(mut work: impl FnMut() -> io::Result<T>) -> io::Result<T> {
    let end = Instant::now() + PATIENCE;
    loop {
        match work() {
            Err(e) if held(&e) && Instant::now() < end => std::thread::sleep(GLANCE),
            done => return done,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_error_of_the_system_is_said_in_its_own_words() {
        let numbers = (1..=133).map(io::Error::from_raw_os_error);
        // Crates wrap them with a path.
        let wrapped = (1..=133).map(|n| {
            let kind = io::Error::from_raw_os_error(n).kind();
            io::Error::new(kind, "No space left on device at path \"/x/.kotowari-scratch-abc\"")
        });
        for e in numbers.chain(wrapped) {
            let said = says(&e);
            let foreign = said.replace("ulimit -f", "").replace("UTF-8", "");
            assert!(!foreign.contains(|c: char| c.is_ascii_alphabetic()), "{e:?}: {said}");
            assert_eq!(said, advice(&e));
        }
        assert_eq!(says(&io::Error::other("端末が見つかりません")), "端末が見つかりません");
    }
}
