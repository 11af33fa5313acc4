//! Output: results on standard output, messages on standard error, and why a command fails.

use super::trouble;
use crate::domain::problem::Problem;
use crate::domain::toml_reader::MOST;
use crate::text::clean;
use std::fmt::Display;
use std::io::{self, BufWriter, Write as _};
use std::path::Path;

/// Prints a line on standard error. Failures (a closed pipe, a full disk) are ignored, where
/// `eprintln!` would panic in the middle of the work.
pub fn say(line: impl Display) {
    let _ = writeln!(io::stderr().lock(), "{line}");
}

/// Prints what is wrong, up to a number of lines.
pub fn complain(lines: impl IntoIterator<Item = impl AsRef<str>>) {
    for (n, line) in lines.into_iter().enumerate() {
        // One more line, which says that there are more.
        if n > MOST {
            return say(format_args!("kotowari: {}", text!("toml.too_many", most = MOST)));
        }
        // A path or a key may hold anything; nothing but text reaches the terminal.
        say(format_args!("kotowari: {}", clean::visible(line.as_ref())));
    }
}

/// A way to fail: the exit code and what is said on standard error.
#[derive(Debug)]
pub struct Failure {
    pub code: u8,
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
        // Keys are quoted as they stand in the file; their control characters must not reach the
        // terminal.
        Self { code: 2, lines: problems.iter().map(|p| clean::visible(&p.to_string())).collect() }
    }
}

/// A path as it may be shown: nothing but text.
pub(super) fn shown(path: &Path) -> String {
    clean::visible(&path.display().to_string())
}

/// JSON for output. Invisible and control characters are written as JSON escapes, so that values
/// survive unchanged.
pub(super) fn pretty(v: &serde_json::Value) -> String {
    clean::escaped(&format!("{v:#}\n"))
}

/// [`pretty`] for the values of a list, one piece each.
pub(super) fn pretty_list(
    values: impl Iterator<Item = serde_json::Value>,
) -> impl Iterator<Item = String> {
    let mut values = values.enumerate().peekable();
    let some = values.peek().is_some();
    let each = values.map(|(n, v)| {
        let (lead, v) = (if n == 0 { "[" } else { "," }, format!("{v:#}"));
        clean::escaped(&format!("{lead}\n  {}", v.replace('\n', "\n  ")))
    });
    each.chain(std::iter::once(if some { "\n]\n" } else { "[]\n" }.to_owned()))
}

/// Writes to standard output; a closed pipe (`| head`) is not an error.
pub(super) fn print(text: &str) -> Result<u8, Failure> {
    print_all(std::iter::once(text))
}

/// [`print()`] for what comes in pieces.
pub(super) fn print_all(texts: impl IntoIterator<Item = impl AsRef<str>>) -> Result<u8, Failure> {
    let mut out = BufWriter::new(io::stdout().lock());
    let written = texts.into_iter().try_for_each(|text| out.write_all(text.as_ref().as_bytes()));
    match written.and_then(|()| out.flush()) {
        Err(e) if e.kind() != io::ErrorKind::BrokenPipe => {
            Err(Failure::outside(text!("say.no_output", why = trouble::advice(&e))))
        }
        _ => Ok(0),
    }
}

/// Writes a letter or an archive to standard output. A closed one is an error: the output must not
/// be lost silently.
pub(super) fn print_kept(text: &str) -> Result<u8, Failure> {
    if closed_stdout() {
        let words = text!("say.closed");
        return Err(Failure::outside(words.to_owned()));
    }
    print(text)
}

/// Whether standard output was closed at the start. The null device then stands in for it, opened
/// for reading as well, which no shell redirection does.
#[cfg(unix)]
pub(super) fn closed_stdout() -> bool {
    use rustix::fs::{OFlags, fcntl_getfl, fstat, stat};
    let out = rustix::stdio::stdout();
    let both_ways = fcntl_getfl(out).is_ok_and(|flags| flags & OFlags::ACCMODE == OFlags::RDWR);
    both_ways
        && matches!(
            (fstat(out), stat("/dev/null")),
            (Ok(a), Ok(b)) if a.st_rdev == b.st_rdev && a.st_mode == b.st_mode
        )
}
#[cfg(windows)]
pub(super) fn closed_stdout() -> bool {
    false
}
