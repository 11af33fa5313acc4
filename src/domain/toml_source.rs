//! Reads a text that may have syntax errors: if parsing fails, it is parsed statement by statement,
//! so that each mistake is reported once, on its own line, and everything else is still read.

use super::toml_statement::{
    heading, is_row, key_of, open_text, plain_key, statement, statement_at,
};
use super::toml_words::in_words;
use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use toml::de::DeTable;

/// More slips than anybody makes.
const MOST: usize = 200;

/// A text to be parsed, and, if that failed, its slips and the rest without them.
#[derive(Debug)]
pub struct TomlText<'a> {
    pub(super) text: &'a str,
    sound: OnceCell<Sound>,
}

/// A text without its slips.
#[derive(Debug, Default)]
pub(super) struct Sound {
    /// Mistakes are blanked out; all other offsets stay the same.
    pub(super) text: String,
    pub(super) slips: Vec<Slip>,
    /// The tables in which something can't be read; None: it is not known which.
    pub(super) tables: BTreeSet<Option<String>>,
    headings: Vec<Heading>,
}

#[derive(Debug)]
struct Heading {
    at: usize,
    /// The name of the table, as it may be named.
    name: String,
}

#[derive(Debug)]
pub(super) struct Slip {
    pub(super) at: usize,
    pub(super) key: String,
    pub(super) words: String,
}

impl<'a> TomlText<'a> {
    pub fn new(text: &'a str) -> Self {
        Self { text, sound: OnceCell::new() }
    }
    /// The dotted key that a place belongs to in a text that is too deep to be read there.
    pub(super) fn key_above(&self, at: usize) -> String {
        let from = self.text.get(..at).and_then(|t| t.rfind('\n')).map_or(0, |n| n + 1);
        let (above, line) =
            (self.text.get(..from), self.text.get(from..).and_then(|t| t.lines().next()));
        let above = Sound::of(above.unwrap_or_default());
        let table = above.headings.last().map_or("", |h| &h.name);
        joined(table, line.and_then(key_of).as_deref())
    }
    pub(super) fn sound(&self) -> &Sound {
        self.sound.get_or_init(|| Sound::of(self.text))
    }
}

impl Sound {
    pub(super) fn of(text: &str) -> Self {
        let mut out = Self::default();
        let (mut bytes, mut at) = (text.as_bytes().to_vec(), 0);
        // What follows an unreadable heading belongs to no known table.
        let (mut table, mut place, mut lost) = (String::new(), String::new(), false);
        let mut rows = BTreeMap::new();
        while at < text.len() && out.slips.len() <= MOST {
            let range = statement(text, at);
            let said = text.get(range.clone()).unwrap_or_default();
            // A byte order mark is only valid at the beginning.
            let marked = at > 0 && said.starts_with('\u{feff}');
            let wrong = if marked {
                Some(String::new())
            } else {
                DeTable::parse(said).err().map(|e| e.message().to_owned())
            };
            let heading = heading(said.trim_start_matches('\u{feff}'));
            if let Some(name) = heading {
                table = plain_key(name).unwrap_or_default();
                place = numbered(&table, is_row(said), &mut rows);
                out.headings.push(Heading { at, name: table.clone() });
                lost = wrong.is_some();
            }
            if let Some(e) = &wrong {
                let (offset, words) = in_words(said, e);
                let key = if heading.is_some() { None } else { key_of(said) };
                out.slips.push(Slip {
                    at: at + offset,
                    key: joined(&table, key.as_deref()),
                    words,
                });
                out.tables.insert((!lost && !open_text(said)).then(|| place.clone()));
            }
            if lost || wrong.is_some() {
                blank(&mut bytes, range.clone());
            }
            at = range.end;
        }
        out.text = String::from_utf8(bytes).unwrap_or_default();
        out
    }

    /// The dotted key that a place in the text belongs to, as far as it may be named.
    pub(super) fn key_at(&self, at: usize) -> String {
        let range = statement_at(&self.text, at);
        let said = self.text.get(range).unwrap_or_default();
        let key = if heading(said).is_some() { None } else { key_of(said) };
        joined(self.above(at).map_or("", |h| &h.name), key.as_deref())
    }

    fn above(&self, at: usize) -> Option<&Heading> {
        self.headings.get(self.headings.partition_point(|h| h.at <= at).checked_sub(1)?)
    }

    /// Start of the heading of the section around a position.
    pub(super) fn head(&self, at: usize) -> Option<usize> {
        self.above(at).map(|h| h.at)
    }
}

/// The table that a heading opens; `row`: one more of its name. `rows` counts them.
fn numbered(table: &str, row: bool, rows: &mut BTreeMap<String, usize>) -> String {
    let mut place = String::new();
    let last = table.split('.').count();
    for (part, n) in table.split('.').zip(1..) {
        place = joined(&place, Some(part));
        if row && n == last {
            *rows.entry(place.clone()).or_default() += 1;
        }
        if let Some(n) = rows.get(&place) {
            place = format!("{place}[{n}]");
        }
    }
    place
}

/// Overwrites a range with blanks, keeping line ends.
fn blank(bytes: &mut [u8], range: Range<usize>) {
    for b in bytes.get_mut(range).into_iter().flatten().filter(|b| **b != b'\n') {
        *b = b' ';
    }
}

fn joined(table: &str, key: Option<&str>) -> String {
    [table, key.unwrap_or_default()]
        .into_iter()
        .filter(|s| !s.is_empty())
        .collect::<Vec<_>>()
        .join(".")
}
