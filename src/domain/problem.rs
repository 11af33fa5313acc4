//! A mistake in a file, said so that it can be found and mended.

use std::fmt;

/// One mistake: which file, line (from 1; 0 where there is none) and key, what was expected.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    pub file: String,
    /// Line, counted from 1; 0 if the mistake belongs to no line.
    pub line: usize,
    /// Dotted key, empty if the mistake belongs to none.
    pub key: String,
    /// What is wrong and what was expected, in Japanese. Never the user's own text.
    pub message: String,
}

impl Problem {
    pub fn new(file: &str, line: usize, key: &str, message: impl Into<String>) -> Self {
        Self { file: file.to_owned(), line, key: key.to_owned(), message: message.into() }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // A problem of the whole file names the file.
        if self.line == 0 && self.key.is_empty() && self.message.starts_with(&self.file) {
            return f.write_str(&self.message);
        }
        f.write_str(&self.file)?;
        if self.line > 0 {
            write!(f, ":{}", self.line)?;
        }
        f.write_str(": ")?;
        if !self.key.is_empty() {
            write!(f, "{}: ", self.key)?;
        }
        f.write_str(&self.message)
    }
}

/// The line (from 1) of a byte offset.
pub fn line_of(text: &str, offset: usize) -> usize {
    text.bytes().take(offset).filter(|b| *b == b'\n').count() + 1
}
