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
    // A mark of the byte order says nothing, and is no place for what is lent.
    let mut sound =
        Sound::of(&text.replacen('\u{feff}', "   ", usize::from(text.starts_with('\u{feff}'))));
    let (mut rest, mut lent) = (None, Lent::default());
    for _ in 0..(MOST_AGAIN / text.len().max(1)).clamp(1, MOST) {
        let e = match toml::from_str::<T>(&lent.text(sound.text())) {
            Ok(made) => {
                rest = Some(made);
                break;
            }
            Err(e) => e,
        };
        let (at, all) = match lent.place(e.span().map_or(0, |s| s.start)) {
            Ok(place) => place,
            // Not of that kind: another is lent, or the table is left out.
            Err(n) => match lent.another(n) {
                Ok(()) => continue,
                Err(Some(head)) if sound.take_out(head, true) => continue,
                Err(_) => break,
            },
        };
        let key = sound.key_at(at);
        if let Some(name) = missing(e.message()) {
            let of = |table: &str| match table {
                table if all || table.is_empty() => name.to_owned(),
                table => format!("{table}.{name}"),
            };
            if !reader.may_be_there(&of(&sound.place_at(at))) {
                reader.problem(at..at, &of(&key), text!("read.missing", first = name));
            }
            // The rest is read as if it were there, or without the table that lacks it.
            if lent.lend(sound.text(), (at, all), name) {
                continue;
            }
            if !sound.head(at).is_some_and(|head| sound.take_out(head, true)) {
                break;
            }
        } else {
            reader.problem(at..at, &key, in_words(e.message()));
            if !sound.take_out(at, !e.message().starts_with("unknown field")) {
                break;
            }
        }
        lent.keep(sound.text());
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

/// What is lent to a text so that the rest of it is read: fields that are not there.
#[derive(Default)]
struct Lent(Vec<Field>);

struct Field {
    /// Where it stands in the text: behind a heading, or at the beginning.
    at: usize,
    /// Where that heading is.
    head: Option<usize>,
    name: String,
    /// Which of [`KINDS`] its value is.
    kind: usize,
}

const KINDS: [&str; 4] = ["''", "false", "0", "[]"];

impl Field {
    fn text(&self) -> String {
        format!("\n{} = {}\n", self.name, KINDS.get(self.kind).unwrap_or(&"''"))
    }
}

impl Lent {
    /// The text with what is lent; it begins with a line of its own, so that the place of the file
    /// itself is none of anything in it.
    fn text(&self, text: &str) -> String {
        let (mut out, mut at) = ("\n".to_owned(), 0);
        for field in &self.0 {
            out.push_str(text.get(at..field.at).unwrap_or_default());
            out.push_str(&field.text());
            at = field.at;
        }
        out + text.get(at..).unwrap_or_default()
    }
    /// Where a place of that text is without what is lent, and whether it is the file itself.
    /// Errors: it is in what is lent, the so-manieth.
    fn place(&self, at: usize) -> Result<(usize, bool), usize> {
        let Some(mut at) = at.checked_sub(1) else { return Ok((0, true)) };
        for (n, field) in self.0.iter().enumerate() {
            let Some(inside) = at.checked_sub(field.at) else { break };
            let length = field.text().len();
            if inside < length {
                return Err(n);
            }
            at -= length;
        }
        Ok((at, false))
    }
    /// Lends the text a field that the table at a place lacks; false: it can't be.
    fn lend(&mut self, text: &str, (at, all): (usize, bool), name: &str) -> bool {
        let table = text.get(at..).filter(|t| t.starts_with('[') && !all);
        let head = table.map(|_| at);
        let at = table.map_or(0, |t| at + t.find('\n').unwrap_or(t.len()));
        if (head.is_none() && !all) || self.0.iter().any(|f| f.head == head && f.name == name) {
            return false;
        }
        self.0.push(Field { at, head, name: name.to_owned(), kind: 0 });
        self.0.sort_by_key(|f| f.at);
        true
    }
    /// Lends a value of another kind; the table that takes none is told.
    fn another(&mut self, n: usize) -> Result<(), Option<usize>> {
        let Some(field) = self.0.get_mut(n) else { return Err(None) };
        field.kind += 1;
        if field.kind < KINDS.len() { Ok(()) } else { Err(self.0.remove(n).head) }
    }
    /// Keeps what belongs to the headings that still stand.
    fn keep(&mut self, text: &str) {
        let stands = |at: usize| text.get(at..).is_some_and(|t| t.starts_with('['));
        self.0.retain(|f| f.head.is_none_or(stands));
    }
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
