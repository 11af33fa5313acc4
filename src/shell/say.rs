//! What is said: the result on standard output, what is beside it on standard error, and why a command fails.

use super::trouble;
use crate::domain::problem::Problem;
use crate::text::clean;
use std::fmt::Display;
use std::io::{self, Write as _};
use std::path::Path;

/// Says a line. Nobody may be listening (a closed pipe, a full disk behind a redirection): the work goes on all the same, where
/// `eprintln!` would end the program in the middle of it.
pub fn say(line: impl Display) {
    let _ = writeln!(io::stderr().lock(), "{line}");
}

/// A way to fail: the exit code and what is said on standard error.
#[derive(Debug)]
pub struct Failure {
    /// Exit code.
    pub code: u8,
    /// Lines for standard error.
    pub lines: Vec<String>,
}

impl Failure {
    /// Something outside failed (1).
    pub fn outside(line: String) -> Self {
        Self { code: 1, lines: vec![line] }
    }
    /// Wrong usage or wrong input (2).
    pub fn usage(line: String) -> Self {
        Self { code: 2, lines: vec![line] }
    }
    pub(super) fn problems(problems: &[Problem]) -> Self {
        // A key comes from the file as it is written there; its control characters must not reach the terminal.
        Self { code: 2, lines: problems.iter().map(|p| clean::visible(&p.to_string())).collect() }
    }
}

/// A path as it may be shown: nothing but text.
pub(super) fn shown(path: &Path) -> String {
    clean::visible(&path.display().to_string())
}

/// JSON as it is printed. What shows nothing or does something to a terminal stands there as JSON's own escape, so that a value
/// comes back as it was.
pub(super) fn pretty(v: &serde_json::Value) -> String {
    clean::escaped(&format!("{v:#}\n"))
}

/// Writes to standard output; a reader that has gone away (`| head`) is no failure.
pub(super) fn print(text: &str) -> Result<u8, Failure> {
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(e) if e.kind() != io::ErrorKind::BrokenPipe => {
            Err(Failure::outside(text!("say.no_output", why = trouble::advice(&e))))
        }
        _ => Ok(0),
    }
}

/// Writes a letter, or all that is stored, to standard output; a closed one has to be named, for it must not be lost unseen.
pub(super) fn print_kept(text: &str) -> Result<u8, Failure> {
    if closed_stdout() {
        let words = text!("say.closed");
        return Err(Failure::outside(words.to_owned()));
    }
    print(text)
}

/// Whether standard output was closed when the program started. Something stands in for it then: the null device, opened for
/// reading as well, which no redirection of a shell does.
#[cfg(unix)]
pub(super) fn closed_stdout() -> bool {
    use rustix::fs::{OFlags, fcntl_getfl, fstat, stat};
    let out = rustix::stdio::stdout();
    let both_ways = fcntl_getfl(out).is_ok_and(|flags| flags & OFlags::ACCMODE == OFlags::RDWR);
    both_ways
        && matches!((fstat(out), stat("/dev/null")), (Ok(a), Ok(b)) if a.st_rdev == b.st_rdev && a.st_mode == b.st_mode)
}
#[cfg(windows)]
pub(super) fn closed_stdout() -> bool {
    false
}

/// A file that an option names for what is written; None: standard output, by `-` as well.
pub(super) fn output(path: Option<&Path>) -> Option<&Path> {
    path.filter(|p| *p != Path::new("-"))
}
