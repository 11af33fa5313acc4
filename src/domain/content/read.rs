//! Files as people write them: what they say, and on which line.

use crate::domain::condition::WRITTEN;
use crate::domain::problem::Problem;
use crate::domain::toml_reader::{MOST, Reader, TomlText};
use crate::text::clean;
use crate::text::said;
use serde::de::DeserializeOwned;
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeValue, ValueDeserializer};

/// Parses a file; every mistake is collected with its line and key.
pub(in crate::domain) fn parse<T: DeserializeOwned>(
    path: &str,
    text: &str,
    found: &mut Vec<Problem>,
) -> Option<T> {
    let (made, reader) = parse_as_far(path, text);
    let whole = reader.is_none();
    found.extend(reader.into_iter().flat_map(|r| r.problems));
    made.filter(|_| whole)
}

/// The readable part of a file; its reader has all mistakes. None: nothing was readable.
pub(super) fn parse_as_far<T: DeserializeOwned>(
    path: &str,
    text: &str,
) -> (Option<T>, Option<Reader>) {
    match toml::from_str(text) {
        Ok(made) => (Some(made), None),
        Err(_) => mistakes(path, text),
    }
}

/// At most this many bytes are parsed again to find every mistake: hundreds of passes over a normal
/// file, few over one made to keep us busy.
const MOST_AGAIN: usize = 1024 * 1024;

/// The mistakes of an unreadable text, and the rest: first syntax errors, then repeatedly one value
/// that is removed, or added if missing.
fn mistakes<T: DeserializeOwned>(path: &str, text: &str) -> (Option<T>, Option<Reader>) {
    let source = TomlText::new(text);
    let (mut reader, table) = Reader::parse(path, &source);
    let mut tree = Spanned::new(table.span(), DeValue::Table(table.into_inner()));
    let (mut rest, mut lent) = (None, AddedFields { after: text.len() + 1, fields: Vec::new() });
    for _ in 0..(MOST_AGAIN / text.len().max(1)).clamp(1, MOST) {
        let e = match T::deserialize(ValueDeserializer::from(tree.clone())) {
            Ok(made) => {
                rest = Some(made);
                break;
            }
            Err(e) => e,
        };
        let at = e.span().unwrap_or_default();
        let missing = e.message().strip_prefix("missing field").and_then(|m| m.split('`').nth(1));
        let mut mend = Mend { at: lent.instead_of(&at), missing, lent: &mut lent, place: None };
        let mended = mend.value(String::new(), &(0..0), tree);
        let Some((place, next)) = mend.place.zip(mended) else { break };
        tree = next;
        if let Some(name) = missing {
            reader.absent(at, &joined(&place, name), text!("read.missing", first = name));
        } else if at.start < lent.after {
            reader.problem(at, &place, in_words(e.message()));
            reader.take(place);
        }
    }
    if reader.problems.is_empty() {
        reader.problem(0..0, "", text!("toml.unread"));
    }
    reader.problems.sort();
    reader.problems.dedup();
    (rest, Some(reader))
}

/// Stand-ins for a missing field: the first of the right kind is used.
const KINDS: [&str; 4] = ["''", "false", "0", "[]"];

/// The fields that were added: which of [`KINDS`] each has, and its table. They lie past the text.
struct AddedFields {
    after: usize,
    fields: Vec<(usize, Range<usize>)>,
}

impl AddedFields {
    /// Where to apply the fix: the table itself if no stand-in has the right kind.
    fn instead_of(&mut self, at: &Range<usize>) -> Range<usize> {
        let field = at.start.checked_sub(self.after).and_then(|n| self.fields.get_mut(n));
        match field {
            Some((kind, table)) if *kind + 1 == KINDS.len() => table.clone(),
            Some((kind, _)) => {
                *kind += 1;
                at.clone()
            }
            None => at.clone(),
        }
    }
}

struct Mend<'a> {
    at: Range<usize>,
    /// The missing field to add; None removes the value.
    missing: Option<&'a str>,
    lent: &'a mut AddedFields,
    /// The key that was fixed, with the numbers of tables that share a name.
    place: Option<String>,
}

impl Mend<'_> {
    fn value<'i>(
        &mut self,
        place: String,
        key: &Range<usize>,
        v: Spanned<DeValue<'i>>,
    ) -> Option<Spanned<DeValue<'i>>> {
        let span = v.span();
        let mut v = match v.into_inner() {
            DeValue::Table(t) => {
                let inside = t.into_iter().filter_map(|(k, v)| {
                    let v = self.value(joined(&place, k.get_ref()), &k.span(), v)?;
                    Some((k, v))
                });
                DeValue::Table(inside.collect())
            }
            DeValue::Array(a) => {
                let inside = a
                    .into_iter()
                    .zip(1..)
                    .filter_map(|(v, n)| self.value(format!("{place}[{n}]"), &v.span(), v));
                DeValue::Array(inside.collect())
            }
            v => v,
        };
        let here = self.place.is_none() && (span == self.at || *key == self.at);
        let lent = self.at.start.checked_sub(self.lent.after);
        match (here, self.missing, &mut v) {
            (false, ..) => {}
            (_, Some(name), DeValue::Table(t)) => {
                let at = self.lent.after + self.lent.fields.len();
                self.lent.fields.push((0, span.clone()));
                t.insert(Spanned::new(at..at, name.to_owned().into()), Self::lend(at, 0)?);
                self.place = Some(place);
            }
            // A list that begins where its first table does.
            (_, Some(_), _) => {}
            (_, None, _) => {
                self.place = Some(place);
                let at = lent?;
                return Self::lend(at + self.lent.after, self.lent.fields.get(at)?.0);
            }
        }
        Some(Spanned::new(span, v))
    }
    fn lend(at: usize, kind: usize) -> Option<Spanned<DeValue<'static>>> {
        let value = DeValue::parse(KINDS.get(kind)?).ok()?;
        Some(Spanned::new(at..at, value.into_inner()))
    }
}

pub(super) fn joined(table: &str, key: &str) -> String {
    if table.is_empty() { key.to_owned() } else { format!("{table}.{key}") }
}
/// The parser's message in Japanese. It names what was expected and quotes nothing.
/// Serde gives an error's kind in its message alone; `tests/bad_input.rs` notices other wording.
fn in_words(message: &str) -> String {
    let quoted: Vec<&str> = message.split('`').skip(1).step_by(2).collect();
    let rest = quoted.get(1..).unwrap_or_default();
    let known = said(&rest.join(" "), |words| text!("read.known", words));
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

/// The message for a text that [`hides`] something.
pub(super) const HIDES: &str = text!("read.hidden");

/// Whether a text has invisible characters: controls, directional marks, zero width.
pub(super) fn hides(text: &str) -> bool {
    text.contains(|c: char| c.is_control() && c != '\n')
        || !clean::clean(text, true).removed.is_empty()
}
