//! A text to be read that may have slips: once it could not be read, it is read statement by statement. So each mistake is told
//! once, from its own line, and what is right beside it is read all the same.

use super::toml_statement::{heading, key_of, open_text, plain_key, statement, statement_at};
use super::toml_words::in_words;
use std::cell::OnceCell;
use std::collections::BTreeSet;
use std::ops::Range;
use toml::de::DeTable;

/// More slips than anybody makes.
const MOST: usize = 200;

/// A text to be read, and once it could not be: its slips, and what is left without them.
#[derive(Debug)]
pub struct Source<'a> {
    /// As it was written.
    pub(super) text: &'a str,
    sound: OnceCell<Sound>,
}

/// A text without its slips.
#[derive(Debug, Default)]
pub(in crate::domain) struct Sound {
    /// Blanks stand where a slip was; every other place is where it was.
    pub(super) text: String,
    pub(super) slips: Vec<Slip>,
    /// The tables in which something can't be read; None: it is not known which.
    pub(super) tables: BTreeSet<Option<String>>,
    /// The headings: where each begins, and the name of its table.
    headings: Vec<(usize, String)>,
}

/// One mistake.
#[derive(Debug)]
pub(super) struct Slip {
    pub(super) at: usize,
    pub(super) key: String,
    pub(super) words: String,
}

impl<'a> Source<'a> {
    /// A text.
    pub fn new(text: &'a str) -> Self {
        Self { text, sound: OnceCell::new() }
    }
    /// The dotted key that a place belongs to in a text that is too deep to be read there.
    pub(super) fn key_above(&self, at: usize) -> String {
        let from = self.text.get(..at).and_then(|t| t.rfind('\n')).map_or(0, |n| n + 1);
        let (above, line) = (self.text.get(..from), self.text.get(from..).and_then(|t| t.lines().next()));
        let above = Sound::of(above.unwrap_or_default());
        let table = above.headings.last().map_or("", |(_, name)| name);
        joined(table, line.and_then(key_of).as_deref())
    }
    /// What is left of it without its slips.
    pub(super) fn sound(&self) -> &Sound {
        self.sound.get_or_init(|| Sound::of(self.text))
    }
}

impl Sound {
    pub(in crate::domain) fn of(text: &str) -> Self {
        let mut out = Self::default();
        let (mut bytes, mut at) = (text.as_bytes().to_vec(), 0);
        // What stands below a heading that can't be read belongs to no table that is known.
        let (mut table, mut lost) = (String::new(), false);
        while at < text.len() && out.slips.len() <= MOST {
            let range = statement(text, at);
            let said = text.get(range.clone()).unwrap_or_default();
            // A mark of the byte order stands at the beginning of a text and nowhere else.
            let marked = at > 0 && said.starts_with('\u{feff}');
            let wrong = if marked {
                Some(String::new())
            } else {
                DeTable::parse(said).err().map(|e| e.message().to_owned())
            };
            let heading = heading(said);
            if let Some(name) = heading {
                table = plain_key(name).unwrap_or_default();
                out.headings.push((at, table.clone()));
                lost = wrong.is_some();
            }
            if let Some(e) = &wrong {
                let (offset, words) = in_words(said, e);
                let key = if heading.is_some() { None } else { key_of(said) };
                out.slips.push(Slip { at: at + offset, key: joined(&table, key.as_deref()), words });
                out.tables.insert((!lost && !open_text(said)).then(|| table.clone()));
            }
            if lost || wrong.is_some() {
                blank(&mut bytes, range.clone());
            }
            at = range.end;
        }
        out.text = String::from_utf8(bytes).unwrap_or_default();
        out
    }

    /// The text with blanks for what was taken out.
    pub(in crate::domain) fn text(&self) -> &str {
        &self.text
    }

    /// The dotted key that a place in the text belongs to, as far as it may be named.
    pub(in crate::domain) fn key_at(&self, at: usize) -> String {
        let range = statement_at(&self.text, at);
        let said = self.text.get(range).unwrap_or_default();
        let before = self.headings.partition_point(|(from, _)| *from <= at);
        let table = before.checked_sub(1).and_then(|i| self.headings.get(i)).map_or("", |(_, t)| t);
        let key = if heading(said).is_some() { None } else { key_of(said) };
        joined(table, key.as_deref())
    }

    /// Takes out the statement at a place, a heading with all that stands below it; false: there is none.
    pub(in crate::domain) fn take_out(&mut self, at: usize) -> bool {
        let mut range = statement_at(&self.text, at);
        let said = self.text.get(range.clone()).unwrap_or_default();
        if said.trim().is_empty() {
            return false;
        }
        let headed = heading(said).is_some();
        let key = self.key_at(range.start);
        if headed {
            let next = self.headings.iter().map(|(from, _)| *from).find(|from| *from > range.start);
            range.end = next.unwrap_or(self.text.len());
            self.tables.insert(Some(key.clone()));
        }
        let parent = key.rsplit_once('.').map_or("", |(parent, _)| parent);
        self.tables.insert(Some(parent.to_owned()));
        let mut bytes = std::mem::take(&mut self.text).into_bytes();
        blank(&mut bytes, range);
        self.text = String::from_utf8(bytes).unwrap_or_default();
        true
    }

    /// The section that a place stands in: where its heading begins.
    pub(in crate::domain) fn head(&self, at: usize) -> Option<usize> {
        self.headings.iter().rev().map(|(from, _)| *from).find(|from| *from <= at)
    }
}

/// Blanks instead of what stands there; the lines stay.
fn blank(bytes: &mut [u8], range: Range<usize>) {
    for b in bytes.get_mut(range).into_iter().flatten().filter(|b| **b != b'\n') {
        *b = b' ';
    }
}

fn joined(table: &str, key: Option<&str>) -> String {
    [table, key.unwrap_or_default()].into_iter().filter(|s| !s.is_empty()).collect::<Vec<_>>().join(".")
}
