//! Reads a user's TOML file so that every mistake is found at once, each with its line and key.

use super::problem::Problem;
use super::toml_words::{self, MAX_DEPTH};
use crate::domain::case::stamp::JAPAN;
use chrono::{DateTime, FixedOffset, NaiveDate, TimeZone};
use std::collections::BTreeSet;
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, DeValue};
use toml::value::{Datetime, Offset};

/// More mistakes than this are not somebody's slips: the file is another one, or made to keep us busy.
pub const MOST: usize = 200;

/// In a larger text, which only a machine writes, the first syntax error is the last: an error takes more room than the byte that
/// is one.
const LARGE: usize = 256 * 1024;

/// The largest text that is read, and so the largest that is written: reading takes up to seventy times that in memory.
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
#[derive(Debug)]
pub struct Reader<'a> {
    file: String,
    text: &'a str,
    /// Where the lines end: a file of mistakes must not be counted through for each of them.
    ends: Vec<usize>,
    /// What was found so far; past 200 mistakes only that there is more.
    pub problems: Vec<Problem>,
    /// Lines with a syntax error.
    broken: BTreeSet<usize>,
}

impl<'a> Reader<'a> {
    /// Parses `text`; syntax errors are collected, and what could be read around them is returned.
    pub fn parse(file: &str, text: &'a str) -> (Self, Spanned<DeTable<'a>>) {
        let ends = text.bytes().enumerate().filter(|(_, b)| *b == b'\n').map(|(at, _)| at).collect();
        let mut reader =
            Self { file: file.to_owned(), text, ends, problems: Vec::new(), broken: BTreeSet::new() };
        if too_deep(text) {
            reader.problem(0..0, "", text!("toml.too_deep", most = MAX_DEPTH));
            return (reader, Spanned::new(0..0, DeTable::new()));
        }
        let (table, errors) = if text.len() > LARGE {
            DeTable::parse(text)
                .map_or_else(|e| (Spanned::new(0..0, DeTable::new()), vec![e]), |t| (t, Vec::new()))
        } else {
            DeTable::parse_recoverable(text)
        };
        let mut swallowed = false;
        let mut errors = errors;
        errors.sort_by_key(|e| e.span().map_or(0, |s| s.start));
        for e in errors.into_iter().take(MOST + 1) {
            let span = e.span().unwrap_or(0..0);
            let (at, words) = toml_words::in_words(text, span.start, e.message());
            reader.problem(at..at, &key_at(reader.text, at), words);
            // One line, one mistake: what else the parser stumbles over there follows from it.
            let lines = [reader.line(span.clone()), reader.line(at..at)];
            reader.broken.extend(lines);
            if toml_words::swallows(text, span.start, e.message()) {
                swallowed = true;
                break;
            }
        }
        // What stands behind a heading or a list that has no end is read as part of it.
        (reader, if swallowed { Spanned::new(0..0, DeTable::new()) } else { table })
    }
    /// Notes a mistake at a place in the text. What could not be read at all is said once: a line with a syntax error gets no
    /// second mistake for the value that stands in for it.
    pub fn problem(&mut self, span: Range<usize>, key: &str, message: impl Into<String>) {
        let line = self.line(span);
        if self.broken.contains(&line) || self.problems.len() > MOST {
            return;
        }
        let mut found =
            Problem { file: self.file.clone(), line, key: key.to_owned(), message: message.into() };
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
    /// A value as a string; another type is a mistake.
    pub fn string(&mut self, key: &str, v: &Spanned<DeValue<'_>>) -> Option<String> {
        match v.get_ref() {
            DeValue::String(s) => Some(s.to_string()),
            other => {
                self.wrong_type(v.span(), key, text!("toml.needs.text"), other);
                None
            }
        }
    }
    /// A value as a truth value; another type is a mistake.
    pub fn boolean(&mut self, key: &str, v: &Spanned<DeValue<'_>>) -> Option<bool> {
        match v.get_ref() {
            DeValue::Boolean(b) => Some(*b),
            other => {
                self.wrong_type(v.span(), key, text!("toml.needs.bool"), other);
                None
            }
        }
    }
    /// A date, or a string (which may hold a date or a word).
    pub fn date_or_string(&mut self, key: &str, v: &Spanned<DeValue<'_>>) -> Option<String> {
        match v.get_ref() {
            DeValue::String(s) => Some(s.to_string()),
            DeValue::Datetime(d) => {
                if d.date.is_some() {
                    return Some(d.to_string());
                }
                self.problem(v.span(), key, text!("toml.only_date"));
                None
            }
            other => {
                self.wrong_type(v.span(), key, text!("toml.needs.date"), other);
                None
            }
        }
    }
    /// A day; another type is a mistake.
    pub fn day(&mut self, key: &str, v: &Spanned<DeValue<'_>>) -> Option<NaiveDate> {
        if let DeValue::Datetime(d) = v.get_ref()
            && let (Some(date), None, None) = (d.date, d.time, d.offset)
        {
            // The parser has checked that the day exists.
            return date.to_string().parse().ok();
        }
        self.wrong_type(v.span(), key, text!("toml.needs.date"), v.get_ref());
        None
    }
    /// Visits the keys of a table; unknown ones are mistakes.
    pub fn each(
        &mut self,
        group: &str,
        v: &Spanned<DeValue<'_>>,
        known: &[&str],
        mut visit: impl FnMut(&mut Self, &str, &str, &Spanned<DeValue<'_>>),
    ) {
        let Some(table): Option<&DeTable<'_>> = self.table(group, v) else { return };
        for (k, v) in table {
            let key = format!("{group}.{}", k.get_ref());
            if known.contains(&k.get_ref().as_ref()) {
                visit(self, &key, k.get_ref(), v);
            } else {
                self.unknown(k.span(), &key, known);
            }
        }
    }
    /// A moment with its offset; another type is a mistake.
    pub fn moment(&mut self, key: &str, v: &Spanned<DeValue<'_>>) -> Option<DateTime<FixedOffset>> {
        let read = |d: &Datetime| {
            let (date, time) = (d.date?.to_string().parse::<NaiveDate>().ok()?, d.time?);
            let second = time.second.unwrap_or(0).into();
            let local = date.and_hms_opt(time.hour.into(), time.minute.into(), second)?;
            let minutes = match d.offset? {
                Offset::Z => 0,
                Offset::Custom { minutes } => i32::from(minutes),
            };
            let found = FixedOffset::east_opt(minutes * 60)?.from_local_datetime(&local).single()?;
            // Its day is the one in Japan, whichever clock it was noted by.
            Some(found.with_timezone(&JAPAN))
        };
        let expected = text!("toml.needs.moment");
        match v.get_ref() {
            DeValue::Datetime(d) => {
                let found = read(d);
                if found.is_none() {
                    self.problem(v.span(), key, text!("toml.with_offset", expected));
                }
                found
            }
            other => {
                self.wrong_type(v.span(), key, expected, other);
                None
            }
        }
    }
    /// A whole number that is not negative; another type is a mistake.
    pub fn number(&mut self, key: &str, v: &Spanned<DeValue<'_>>) -> Option<u32> {
        let DeValue::Integer(i) = v.get_ref() else {
            self.wrong_type(v.span(), key, text!("toml.is.integer"), v.get_ref());
            return None;
        };
        let found = u32::from_str_radix(i.as_str(), i.radix()).ok();
        if found.is_none() {
            self.problem(v.span(), key, text!("toml.range"));
        }
        found
    }
    /// A list of strings; every element of another type is a mistake of its own.
    pub fn strings(&mut self, key: &str, v: &Spanned<DeValue<'_>>) -> Option<Vec<(Range<usize>, String)>> {
        let DeValue::Array(a) = v.get_ref() else {
            self.wrong_type(v.span(), key, text!("toml.needs.texts"), v.get_ref());
            return None;
        };
        let found: Vec<_> = a.iter().map(|x| self.string(key, x).map(|s| (x.span(), s))).collect();
        found.into_iter().collect()
    }
    /// A table; another type is a mistake.
    pub fn table<'t, 'i>(&mut self, key: &str, v: &'t Spanned<DeValue<'i>>) -> Option<&'t DeTable<'i>> {
        if let DeValue::Table(t) = v.get_ref() {
            return Some(t);
        }
        self.wrong_type(v.span(), key, text!("toml.needs.table"), v.get_ref());
        None
    }
    /// A value of the wrong type, with what was expected.
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
    /// An unknown key, with the nearest known one.
    pub fn unknown(&mut self, span: Range<usize>, key: &str, known: &[&str]) {
        self.problem(span, key, text!("toml.unknown_key", known = known.join(" ")));
    }
}

/// The key that a place in the text belongs to: the table above it and what stands before the `=` of its line.
fn key_at(text: &str, at: usize) -> String {
    let before = text.get(..at.min(text.len())).unwrap_or(text);
    let line = before.rfind('\n').map_or(0, |i| i + 1);
    let bare = |s: &str| s.trim().trim_matches(['[', ']', '"', ' ']).to_owned();
    let key =
        text.get(line..).and_then(|l| l.lines().next()).and_then(|l| l.split_once('=')).map(|(k, _)| bare(k));
    let table = before.lines().rev().find(|l| l.trim_start().starts_with('[')).map(bare);
    [table, key].into_iter().flatten().filter(|s| s.len() < 80 && !s.is_empty()).collect::<Vec<_>>().join(".")
}

/// Counts brackets outside of strings and comments; a dotted key counts by its dots. All that matters is ASCII, so bytes do.
fn too_deep(text: &str) -> bool {
    let (mut depth, mut dots) = (0_usize, 0_usize);
    let mut rest = text.as_bytes();
    while let Some(b) = rest.first() {
        let mut step = 1;
        match b {
            b'"' | b'\'' => step = string_length(rest, *b),
            b'#' => step = rest.iter().position(|b| *b == b'\n').unwrap_or(rest.len()),
            b'[' | b'{' => depth += 1,
            b']' | b'}' => depth = depth.saturating_sub(1),
            b'.' => dots += 1,
            b'\n' | b'=' => dots = 0,
            _ => {}
        }
        if depth > MAX_DEPTH || dots > MAX_DEPTH {
            return true;
        }
        rest = rest.get(step..).unwrap_or_default();
    }
    false
}

/// The length of the string that `text` begins with; one that is not closed ends with its line, or with the text if it may have
/// several.
fn string_length(text: &[u8], quote: u8) -> usize {
    // Up to two quotes may stand before the closing three.
    let quotes = |at: usize| text.iter().skip(at).take(5).take_while(|b| **b == quote).count();
    let several = quotes(0) >= 3;
    let mut at = if several { 3 } else { 1 };
    while let Some(b) = text.get(at) {
        match b {
            b if *b == quote && !several => return at + 1,
            b if *b == quote => match quotes(at) {
                n if n >= 3 => return at + n,
                n => at += n,
            },
            b'\n' if !several => return at,
            b'\\' if quote == b'"' => at += 2,
            _ => at += 1,
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::{Reader, too_deep};

    /// The usual mistakes of somebody who types Japanese: the line, the key, and what to write instead.
    #[test]
    fn each_mistake_is_told_from_its_line() {
        for (text, line, key, words) in [
            ("name = 山田花子", 1, "name", "値が \" で囲まれていません"),
            ("name = “山田花子”", 1, "name", "全角の引用符"),
            ("name = 「山田花子」", 1, "name", "全角の引用符"),
            ("name = “山田花子\"", 1, "name", "全角の引用符"),
            ("name ＝ \"山田\"", 1, "", "全角の「＝」があります。半角の = に"),
            ("name\u{3000}= \"山田\"", 1, "name", "全角の空白"),
            ("name = \"山田\nreading = \"x\"", 1, "name", "引用符が閉じていません"),
            ("name = '山田", 1, "name", "引用符が閉じていません"),
            ("name = \"山田\" 花子", 1, "name", "ほかの文字があります"),
            ("a = 1\na = 2", 2, "a", "二度書かれています"),
            ("a = 1\n[sender\nname = \"x\"", 2, "sender", "見出しの括弧が閉じていません"),
            ("［sender］\nname = \"x\"", 1, "", "全角の「［」"),
            ("＃ comment", 1, "", "全角の「＃」"),
            ("a = [\"x\" \"y\"]", 1, "a", "半角の , で区切って"),
            ("b = 1\na = [\"x\", \"y\"\n[sender]\nname = \"x\"", 2, "a", "] で閉じてください"),
            ("a = [\"x\"、\"y\"]", 1, "a", "全角の「、」"),
            ("b = 1\na = \"\"\"x\n[sender]\nname = \"x\"", 2, "a", "\"\"\" で閉じてください"),
            ("a = \"C:\\home\"", 1, "a", "\\\\ と重ねて"),
            ("a = \"\\u12\"", 1, "a", "\\\\ と重ねて"),
            ("a = \"x\u{7}\"", 1, "a", "U+0007"),
            ("name \"山田\"", 1, "", "= がありません"),
            ("goal : withdraw", 1, "", "= がありません"),
            ("name =", 1, "name", "値がありません"),
            ("名前 = \"山田\"", 1, "名前", "項目の名前が読めません"),
            ("birth_date = 1990-13-01", 1, "birth_date", "暦にない日付"),
            ("phone = 090-1234-5678", 1, "phone", "値が \" で囲まれていません"),
        ] {
            let (reader, _) = Reader::parse("x", text);
            let found: Vec<_> = reader.problems.iter().map(|p| (p.line, p.key.as_str())).collect();
            assert_eq!(found, [(line, key)], "{text}: {:?}", reader.problems);
            assert!(reader.problems[0].message.contains(words), "{text}: {}", reader.problems[0]);
        }
    }

    #[test]
    fn only_nesting_counts_as_depth() {
        let deep = "[".repeat(20);
        let dots = ".".repeat(20);
        for text in [
            format!("a = \"{deep}{dots}\""),
            format!("a = '{deep}'"),
            format!("a = \"\"\"\n{deep}\n{dots}\\\"\"\"\"\"\"\nb = 1"),
            format!("a = '''\n\"{deep}\n{dots}'''''\nb = \"{dots}\""),
            format!("# {deep}\na = 1"),
        ] {
            assert!(!too_deep(&text), "{text}");
        }
        for text in [
            deep.clone(),
            format!("a = \"\"\"x\"\"\"\"\"\nb = {deep}"),
            format!("a = \"open\n b = {deep}"),
            format!("a = \"\"\nb = {deep}"),
            format!("a{dots}b = 1"),
        ] {
            assert!(too_deep(&text), "{text}");
        }
    }
}
