//! What the core asks of the outside: plain values, compared in tests, obeyed by `shell::runner` alone.

use crate::config::Profile;
use std::fmt;
use std::path::PathBuf;

/// A text of the user's: compared, never printed.
#[derive(Clone, PartialEq, Eq)]
pub struct Private(pub String);

impl fmt::Debug for Private {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Private({} bytes)", self.0.len())
    }
}

/// An order to the outside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// Put a text on the clipboard.
    Copy(Private),
    /// Write a letter to a new file.
    Write(PathBuf, Private),
    /// Let the user edit a text in `$VISUAL` or `$EDITOR`.
    EditExternal(Private),
    /// Store identity.
    Save(Profile),
    /// Stop until the shell continues us.
    Suspend,
    /// End.
    Exit(Exit),
}

/// How the program ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Exit {
    /// Done (0); the letter for standard output, if it is wanted there.
    Done(Option<Private>),
    /// The letter for standard output, taken although the gate blocks it (3).
    Incomplete(Private),
    /// Left before the letter was complete (0: going back from the first question; 130: Ctrl-C).
    Left(u8),
}
