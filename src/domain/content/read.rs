//! Files as people write them: what they say, and on which line.

use crate::domain::condition::WRITTEN;
use crate::domain::problem::Problem;
use crate::domain::toml_reader::{MOST, Reader, Source};
use crate::domain::toml_source::Sound;
use crate::text::clean;
use serde::de::DeserializeOwned;

/// Parses a file; every mistake is collected with its line and key.
pub(in crate::domain) fn parse<T: DeserializeOwned>(
    path: &str,
    text: &str,
    found: &mut Vec<Problem>,
) -> Option<T> {
    let (made, whole) = parse_as_far(path, text, found);
    made.filter(|_| whole)
}

/// The same; what can't be read is left out. Whether that was nothing.
pub(super) fn parse_as_far<T: DeserializeOwned>(
    path: &str,
    text: &str,
    found: &mut Vec<Problem>,
) -> (Option<T>, bool) {
    if let Ok(made) = toml::from_str::<T>(text) {
        return (Some(made), true);
    }
    let (wrong, rest) = mistakes(path, text);
    found.extend(wrong);
    (rest, false)
}

/// So many bytes are read again to find every mistake of a text: hundreds of times somebody's file,
/// a few times one that is made to keep us busy.
const MOST_AGAIN: usize = 1024 * 1024;

/// The mistakes of a text that can't be read: what is no TOML, then one entry after the other that
/// is taken out and read without. And what is left.
fn mistakes<T: DeserializeOwned>(path: &str, text: &str) -> (Vec<Problem>, Option<T>) {
    let source = Source::new(text);
    let (mut reader, _) = Reader::parse(path, &source);
    let mut sound = Sound::of(text);
    let mut rest = None;
    for _ in 0..(MOST_AGAIN / text.len().max(1)).clamp(1, MOST) {
        let e = match toml::from_str::<T>(sound.text()) {
            Ok(made) => {
                rest = Some(made);
                break;
            }
            Err(e) => e,
        };
        let at = e.span().map_or(0, |s| s.start);
        let key = sound.key_at(at);
        if let Some(name) = missing(e.message()) {
            // Of the file itself the place is where it begins, whatever stands there.
            let all = at == 0 && sound.head(at).is_none();
            let of = |table: &str| match table {
                table if all || table.is_empty() => name.to_owned(),
                table => format!("{table}.{name}"),
            };
            if !reader.may_be_there(&of(&sound.place_at(at))) {
                reader.problem(at..at, &of(&key), text!("read.missing", first = name));
            }
            // The rest of the file is read without the table that lacks it.
            if !sound.head(at).is_some_and(|head| sound.take_out(head, true)) {
                break;
            }
        } else {
            reader.problem(at..at, &key, in_words(e.message()));
            if !sound.take_out(at, !e.message().starts_with("unknown field")) {
                break;
            }
        }
        reader.without(&sound);
    }
    let mut problems = reader.problems;
    if problems.is_empty() {
        problems.push(Problem::new(path, 0, "", text!("toml.unread")));
    }
    problems.sort();
    problems.dedup();
    (problems, rest)
}

fn missing(message: &str) -> Option<&str> {
    message.strip_prefix("missing field")?.split('`').nth(1)
}

/// What the parser says, for people. It names what it expected and quotes nothing of the text.
fn in_words(message: &str) -> String {
    let quoted: Vec<&str> = message.split('`').skip(1).step_by(2).collect();
    let rest = quoted.get(1..).unwrap_or_default();
    let known =
        if rest.is_empty() { String::new() } else { text!("read.known", words = rest.join(" ")) };
    match message {
        m if m.contains(WRITTEN) => text!("read.condition").to_owned(),
        m if m.starts_with("unknown field") => text!("read.unknown", known),
        m if m.starts_with("unknown variant") => text!("read.variant", known),
        m if m.starts_with("invalid type")
            || m.starts_with("invalid value:")
            || m.starts_with("invalid length") =>
        {
            text!("read.type").to_owned()
        }
        _ => text!("toml.unread").to_owned(),
    }
}

/// The line on which a key is set, 0 if none is.
pub(in crate::domain) fn line_with(text: &str, key: &str) -> usize {
    let sets =
        |l: &str| l.trim_start().strip_prefix(key).is_some_and(|r| r.trim_start().starts_with('='));
    text.lines().position(sets).map_or(0, |i| i + 1)
}

/// What is said of a text that [`hides`] something.
pub(super) const HIDES: &str = text!("read.hidden");

/// Whether a text has something that a reader does not see: control characters, directions, what
/// has no width.
pub(super) fn hides(text: &str) -> bool {
    text.contains(|c: char| c.is_control() && c != '\n')
        || !clean::clean(text, true).removed.is_empty()
}
