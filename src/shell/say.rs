//! What is said beside the result, on standard error.

use std::fmt::Display;
use std::io::{self, Write as _};

/// Says a line. Nobody may be listening (a closed pipe, a full disk behind a redirection): the work goes on all the same, where
/// `eprintln!` would end the program in the middle of it.
pub fn say(line: impl Display) {
    let _ = writeln!(io::stderr().lock(), "{line}");
}
