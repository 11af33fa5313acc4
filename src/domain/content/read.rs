//! Files as people write them: what they say, and on which line.

use crate::domain::condition::WRITTEN;
use crate::domain::problem::{Problem, line_of};
use crate::domain::toml_words;
use crate::text::clean;
use serde::de::DeserializeOwned;

/// Parses a file; a mistake is collected with its line.
pub(in crate::domain) fn parse<T: DeserializeOwned>(
    path: &str,
    text: &str,
    found: &mut Vec<Problem>,
) -> Option<T> {
    match toml::from_str::<T>(text) {
        Ok(v) => Some(v),
        Err(e) => {
            let (at, words) = in_words(text, e.span().map_or(0, |s| s.start), e.message());
            let line = e.span().map_or(0, |_| line_of(text, at));
            let message = text!("read.unread", message = words);
            found.push(Problem { file: path.to_owned(), line, key: String::new(), message });
            None
        }
    }
}

/// What the parser says, for people. It names what it expected and quotes nothing of the text but keys.
fn in_words(text: &str, at: usize, message: &str) -> (usize, String) {
    let quoted: Vec<&str> = message.split('`').skip(1).step_by(2).collect();
    let (first, rest) = quoted.split_first().map_or(("", &[][..]), |(first, rest)| (*first, rest));
    let known = if rest.is_empty() { String::new() } else { text!("read.known", words = rest.join(" ")) };
    let words = match message {
        m if m.contains(WRITTEN) => text!("read.condition").to_owned(),
        m if m.starts_with("missing field") => text!("read.missing", first),
        m if m.starts_with("unknown field") => text!("read.unknown", first, known),
        m if m.starts_with("unknown variant") => text!("read.variant", first, known),
        m if m.starts_with("invalid type")
            || m.starts_with("invalid value:")
            || m.starts_with("invalid length") =>
        {
            text!("read.type").to_owned()
        }
        m => return toml_words::in_words(text, at, m),
    };
    (at, words)
}

/// The line on which a key is set, 0 if none is.
pub(in crate::domain) fn line_with(text: &str, key: &str) -> usize {
    let sets = |l: &str| l.trim_start().strip_prefix(key).is_some_and(|r| r.trim_start().starts_with('='));
    text.lines().position(sets).map_or(0, |i| i + 1)
}

/// What is said of a text that [`hides`] something.
pub(super) const HIDES: &str = text!("read.hidden");

/// Whether a text has something that a reader does not see: control characters, directions, what has no width.
pub(super) fn hides(text: &str) -> bool {
    text.contains(|c: char| c.is_control() && c != '\n') || !clean::clean(text, true).removed.is_empty()
}
