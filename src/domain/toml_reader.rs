//! Reads a user's TOML file so that every mistake is found at once, each with its line and key.

use super::problem::Problem;
use super::toml_source::Sound;
pub use super::toml_source::TomlText;
use super::toml_statement::{MAX_DEPTH, heading, key_of, nameable, plain_key};
use crate::domain::case::stamp::{JAPAN, When};
use chrono::{DateTime, FixedOffset, NaiveDate, TimeZone};
use std::collections::BTreeSet;
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeArray, DeTable, DeValue};
use toml::value::{Datetime, Offset};
use toml_parser::lexer::TokenKind;

/// Nobody makes more mistakes by accident: it is the wrong file, or made to keep us busy.
pub const MOST: usize = 200;

/// In a larger text, which only a program writes, only the first syntax error is reported: errors
/// take more memory than the bytes they are about.
const LARGE: usize = 256 * 1024;

/// The largest text that is read, and so is written: reading takes up to seventy times its memory.
pub const LARGEST: usize = 1024 * 1024;

/// A number of bytes as people tell the size of files.
pub fn size(bytes: usize) -> String {
    match bytes {
        0..0x2800 => text!("size.bytes", n = bytes),
        0x2800..0x10_0000 => text!("size.kilo", n = bytes >> 10),
        _ => text!("size.mega", n = bytes >> 20),
    }
}

/// Collects the mistakes of one file.
#[derive(Debug, Default)]
pub struct Reader {
    file: String,
    /// Offsets of line ends, so that each mistake does not count through the file again.
    ends: Vec<usize>,
    /// Mistakes found so far; after 200 only that there are more.
    pub problems: Vec<Problem>,
    broken: BTreeSet<usize>,
    /// Tables of which something could not be read; None: it is not known which.
    hollow: BTreeSet<Option<String>>,
    /// Keys that were reported and removed.
    taken: BTreeSet<String>,
}

impl Reader {
    /// Parses a text; syntax errors are collected, and what could be read around them is returned.
    pub fn parse<'a>(file: &str, source: &'a TomlText<'_>) -> (Self, Spanned<DeTable<'a>>) {
        let text = source.text;
        let ends =
            text.bytes().enumerate().filter(|(_, b)| *b == b'\n').map(|(at, _)| at).collect();
        let mut reader = Self { file: file.to_owned(), ends, ..Self::default() };
        let nothing = || Spanned::new(0..0, DeTable::new());
        if let Some((at, why)) = too_much(text) {
            reader.refuse(at, &source.key_above(at), why);
            return (reader, nothing());
        }
        if let Ok(table) = DeTable::parse(text) {
            return (reader, table);
        }
        if is_other_kind(text) {
            reader.refuse(text.len() - text.trim_start().len(), "", text!("toml.other_kind"));
            return (reader, nothing());
        }
        let sound = source.sound();
        for slip in &sound.slips {
            reader.broken_at(slip.at, &slip.key, &slip.words);
        }
        reader.hollow.clone_from(&sound.tables);
        let (table, errors) = if text.len() > LARGE {
            DeTable::parse(&sound.text).map_or_else(|e| (nothing(), vec![e]), |t| (t, Vec::new()))
        } else {
            DeTable::parse_recoverable(&sound.text)
        };
        if text.len() > LARGE && !errors.is_empty() {
            reader.hollow.insert(None);
        }
        reader.contradictory(sound, &errors);
        (reader, table)
    }
    /// The result, or every mistake found on the way.
    pub fn done<T>(mut self, made: Option<T>) -> Result<T, Vec<Problem>> {
        self.problems.sort();
        made.filter(|_| self.problems.is_empty()).ok_or(self.problems)
    }
    /// Reports that the text is not read at all.
    fn refuse(&mut self, at: usize, key: &str, why: impl Into<String>) {
        self.problem(at..at, key, why);
        self.hollow.insert(None);
    }
    /// Reports statements that are valid alone but contradict each other.
    fn contradictory(&mut self, sound: &Sound, errors: &[toml::de::Error]) {
        let mut twice = None;
        for e in errors.iter().take(MOST + 1) {
            let at = e.span().map_or(0, |s| s.start);
            // Below a heading that is there twice, everything is.
            let section = sound.head(at);
            if section.is_some() && section == twice {
                continue;
            }
            let line =
                sound.text.get(..at).map_or("", |t| t.rsplit('\n').next().unwrap_or_default());
            let words = match e.message() {
                m if !m.starts_with("duplicate key") && !m.starts_with("cannot") => {
                    text!("toml.unread")
                }
                _ if line.trim_start().starts_with('[') => {
                    twice = section;
                    text!("toml.words.heading_twice")
                }
                _ => text!("toml.words.twice"),
            };
            self.broken_at(at, &sound.key_at(at), words);
        }
    }
    /// A statement that can't be read. One mistake per line: the rest of the line follows from it.
    fn broken_at(&mut self, at: usize, key: &str, words: &str) {
        self.problem(at..at, key, words);
        let line = self.line(at..at);
        self.broken.insert(line);
    }
    /// Whether some tables of the text may be unknown.
    pub fn lost(&self) -> bool {
        self.hollow.contains(&None)
    }
    /// Notes a key that was reported and removed.
    pub(in crate::domain) fn take(&mut self, key: String) {
        self.taken.insert(key);
    }
    /// Something that must be in a table is not there; `key` numbers the tables that have one name.
    pub fn absent(&mut self, span: Range<usize>, key: &str, message: impl Into<String>) {
        if !self.may_be_there(key) {
            self.problem(span, key, message);
        }
    }
    /// Whether a missing key may be in a part of the table that could not be read.
    pub(in crate::domain) fn may_be_there(&self, key: &str) -> bool {
        let table = key.rsplit_once('.').map_or("", |(table, _)| table).to_owned();
        self.lost() || self.taken.contains(key) || self.hollow.contains(&Some(table))
    }
    /// Adds a mistake. A line with a syntax error gets no second one for the stand-in value.
    pub fn problem(&mut self, span: Range<usize>, key: &str, message: impl Into<String>) {
        let line = self.line(span);
        if self.broken.contains(&line) || self.problems.len() > MOST {
            return;
        }
        let mut found =
            Problem { file: self.file.clone(), line, key: nameable(key), message: message.into() };
        if self.problems.len() == MOST {
            found = Problem {
                line: 0,
                key: String::new(),
                message: text!("toml.too_many", most = MOST),
                ..found
            };
        }
        self.problems.push(found);
    }
    /// The line of a place in the text, from 1.
    pub fn line(&self, span: Range<usize>) -> usize {
        self.ends.partition_point(|end| *end < span.start) + 1
    }
    /// The converted value; another type is a mistake.
    fn of_type<'t, 'i, T>(
        &mut self,
        key: &str,
        v: &'t Spanned<DeValue<'i>>,
        expected: &str,
        read: impl FnOnce(&'t DeValue<'i>) -> Option<T>,
    ) -> Option<T> {
        let found = read(v.get_ref());
        if found.is_none() {
            self.wrong_type(v.span(), key, expected, v.get_ref());
        }
        found
    }
    pub fn string(&mut self, key: &str, v: &Spanned<DeValue<'_>>) -> Option<String> {
        self.of_type(key, v, text!("toml.needs.text"), |v| v.as_str().map(str::to_owned))
    }
    /// A text of several lines, or a list of them.
    pub fn lines(&mut self, key: &str, v: &Spanned<DeValue<'_>>) -> Option<String> {
        match v.get_ref() {
            DeValue::Array(_) => {
                let lines = self.strings(key, v)?;
                Some(lines.into_iter().map(|(_, line)| line).collect::<Vec<_>>().join("\n"))
            }
            _ => self.string(key, v),
        }
    }
    pub fn boolean(&mut self, key: &str, v: &Spanned<DeValue<'_>>) -> Option<bool> {
        self.of_type(key, v, text!("toml.needs.bool"), DeValue::as_bool)
    }
    /// A date, or a string (which may hold a date or a word).
    pub fn date_or_string(&mut self, key: &str, v: &Spanned<DeValue<'_>>) -> Option<String> {
        if let DeValue::Datetime(Datetime { date: None, .. }) = v.get_ref() {
            self.problem(v.span(), key, text!("toml.only_date"));
            return None;
        }
        self.of_type(key, v, text!("toml.needs.date"), |v| match v {
            DeValue::String(s) => Some(s.to_string()),
            DeValue::Datetime(d) => Some(d.to_string()),
            _ => None,
        })
    }
    pub fn day(&mut self, key: &str, v: &Spanned<DeValue<'_>>) -> Option<NaiveDate> {
        self.of_type(key, v, text!("toml.needs.date"), |v| match v {
            // The parser has checked that the day exists.
            DeValue::Datetime(Datetime { date: Some(date), time: None, offset: None }) => {
                date.to_string().parse().ok()
            }
            _ => None,
        })
    }
    /// The result of a conversion; its error is a mistake.
    pub fn judge<T, E: Into<String>>(
        &mut self,
        key: &str,
        v: &Spanned<DeValue<'_>>,
        made: Result<T, E>,
    ) -> Option<T> {
        made.map_err(|wrong| self.problem(v.span(), key, wrong)).ok()
    }
    pub fn moment(&mut self, key: &str, v: &Spanned<DeValue<'_>>) -> Option<DateTime<FixedOffset>> {
        let read = |d: &Datetime| {
            let (date, time) = (d.date?.to_string().parse::<NaiveDate>().ok()?, d.time?);
            let second = time.second.unwrap_or(0).into();
            let local = date.and_hms_opt(time.hour.into(), time.minute.into(), second)?;
            let minutes = match d.offset? {
                Offset::Z => 0,
                Offset::Custom { minutes } => i32::from(minutes),
            };
            let found =
                FixedOffset::east_opt(minutes * 60)?.from_local_datetime(&local).single()?;
            // Its day is the one in Japan, whichever clock it was noted by.
            Some(found.with_timezone(&JAPAN))
        };
        let expected = text!("toml.needs.moment");
        let found = read(self.of_type(key, v, expected, DeValue::as_datetime)?);
        if found.is_none() {
            self.problem(v.span(), key, text!("toml.with_offset", expected));
        }
        found
    }
    /// A moment, or a day of which no hour is known.
    pub fn when(&mut self, key: &str, v: &Spanned<DeValue<'_>>) -> Option<When> {
        match v.get_ref() {
            DeValue::Datetime(Datetime { date: Some(_), time: None, offset: None }) => {
                self.day(key, v).map(When::On)
            }
            _ => self.moment(key, v).map(When::from),
        }
    }
    /// A whole number that is not negative; another type is a mistake.
    pub fn number(&mut self, key: &str, v: &Spanned<DeValue<'_>>) -> Option<u32> {
        let i = self.of_type(key, v, text!("toml.is.integer"), DeValue::as_integer)?;
        let found = u32::from_str_radix(i.as_str(), i.radix()).ok();
        if found.is_none() {
            self.problem(v.span(), key, text!("toml.range"));
        }
        found
    }
    /// A list of strings; each element of another type is its own mistake.
    pub fn strings(
        &mut self,
        key: &str,
        v: &Spanned<DeValue<'_>>,
    ) -> Option<Vec<(Range<usize>, String)>> {
        let a = self.of_type(key, v, text!("toml.needs.texts"), DeValue::as_array)?;
        let found: Vec<_> = a.iter().map(|x| self.string(key, x).map(|s| (x.span(), s))).collect();
        found.into_iter().collect()
    }
    /// The tables of one name; `name` is used in messages.
    pub fn tables<'t, 'i>(
        &mut self,
        key: &str,
        name: &str,
        v: &'t Spanned<DeValue<'i>>,
    ) -> Option<&'t DeArray<'i>> {
        self.of_type(key, v, &text!("toml.needs.tables", name), DeValue::as_array)
    }
    pub fn table<'t, 'i>(
        &mut self,
        key: &str,
        v: &'t Spanned<DeValue<'i>>,
    ) -> Option<&'t DeTable<'i>> {
        self.of_type(key, v, text!("toml.needs.table"), DeValue::as_table)
    }
    pub fn wrong_type(&mut self, span: Range<usize>, key: &str, expected: &str, got: &DeValue<'_>) {
        let got = match got {
            DeValue::String(_) => text!("toml.is.text"),
            DeValue::Integer(_) => text!("toml.is.integer"),
            DeValue::Float(_) => text!("toml.is.float"),
            DeValue::Boolean(_) => text!("toml.is.bool"),
            DeValue::Datetime(_) => text!("toml.is.datetime"),
            DeValue::Array(_) => text!("toml.is.array"),
            DeValue::Table(_) => text!("toml.is.table"),
        };
        self.problem(span, key, text!("toml.wrong_type", expected, got));
    }
    /// Keys outside of the table that they are keys of ("": above all): each is said once.
    pub fn headless(&mut self, mut stray: Vec<(&str, Range<usize>, &str)>) {
        stray.sort_by_key(|(_, span, _)| span.start);
        let mut said: Vec<&str> = Vec::new();
        for (heading, span, _) in &stray {
            if !said.contains(heading) {
                said.push(heading);
                let keys: Vec<&str> =
                    stray.iter().filter(|(h, ..)| h == heading).map(|(.., key)| *key).collect();
                let keys = keys.join(" ");
                let message = match *heading {
                    "" => text!("toml.at_top", keys),
                    heading => text!("toml.no_heading", heading, keys),
                };
                self.problem(span.clone(), "", message);
            }
        }
    }
    pub fn unknown(&mut self, span: Range<usize>, key: &str, known: &[&str]) {
        self.problem(span, key, text!("toml.unknown_key", known = known.join(" ")));
    }
}

/// Whether a text is not TOML but JSON, YAML or a mail: it has none of our headings.
fn is_other_kind(text: &str) -> bool {
    let ours = |line: &str| key_of(line).or_else(|| heading(line).and_then(plain_key)).is_some();
    text.contains([':', '<', '{']) && !text.lines().any(ours)
}

/// More tables, lists and dots in keys are refused: each takes more than a kilobyte of memory.
const MOST_TABLES: usize = 25_000;
/// Most values separated by commas: each takes two hundred bytes.
const MOST_VALUES: usize = 200_000;

/// Where a text becomes more than is read, and why: nested too deep, or of too much. Counts
/// brackets outside of strings and comments; a dotted key counts by its dots.
fn too_much(text: &str) -> Option<(usize, String)> {
    let (mut depth, mut dots, mut tables, mut values) = (0_usize, 0_usize, 0_usize, 0_usize);
    toml_parser::Source::new(text).lex().find_map(|token| {
        use TokenKind as T;
        match token.kind() {
            T::LeftSquareBracket | T::LeftCurlyBracket => (depth, tables) = (depth + 1, tables + 1),
            T::RightSquareBracket | T::RightCurlyBracket => depth = depth.saturating_sub(1),
            T::Dot => (dots, tables) = (dots + 1, tables + 1),
            T::Newline | T::Equals => dots = 0,
            T::Comma => values += 1,
            _ => return None,
        }
        let why = if depth > MAX_DEPTH || dots > MAX_DEPTH {
            text!("toml.too_deep", most = MAX_DEPTH)
        } else if tables > MOST_TABLES {
            text!("toml.too_many_tables", most = MOST_TABLES)
        } else if values > MOST_VALUES {
            text!("toml.too_many_values", most = MOST_VALUES)
        } else {
            return None;
        };
        Some((token.span().start(), why))
    })
}

#[cfg(test)]
mod tests;
