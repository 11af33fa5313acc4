//! Reads a user's TOML file so that every mistake is found at once, each with its line and key.

use super::problem::{Problem, line_of};
use std::collections::BTreeSet;
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// The deepest nesting that any of our files needs, with room; deeper ones are refused before they are walked.
const MAX_DEPTH: usize = 8;

/// Collects the mistakes of one file.
#[derive(Debug)]
pub struct Reader<'a> {
    file: String,
    text: &'a str,
    /// What was found so far.
    pub problems: Vec<Problem>,
    /// Lines with a syntax error.
    broken: BTreeSet<usize>,
}

impl<'a> Reader<'a> {
    /// Parses `text`; syntax errors are collected, and what could be read around them is returned.
    #[must_use]
    pub fn parse(file: &str, text: &'a str) -> (Self, Spanned<DeTable<'a>>) {
        let mut reader = Self { file: file.to_owned(), text, problems: Vec::new(), broken: BTreeSet::new() };
        if too_deep(text) {
            reader.problem(0..0, "", format!("入れ子が深すぎます（{MAX_DEPTH} 段まで）"));
            return (reader, Spanned::new(0..0, DeTable::new()));
        }
        let (table, errors) = DeTable::parse_recoverable(text);
        for e in errors {
            let span = e.span().unwrap_or(0..0);
            let (key, message) = (key_at(text, span.start), e.message().replace('\n', "、"));
            if message.contains("date") {
                reader.problem(span, &key, "暦にない日付か、日付の書き方ではありません（例: 2026-12-01）");
            } else {
                // The parser's message names what it expected; it does not quote the text.
                reader.problem(span, &key, format!("TOML として読めません（{message}）"));
            }
        }
        reader.broken = reader.problems.iter().map(|p| p.line).collect();
        (reader, table)
    }
    /// Notes a mistake at a place in the text. What could not be read at all is said once: a line with a syntax error gets no
    /// second mistake for the value that stands in for it.
    pub fn problem(&mut self, span: Range<usize>, key: &str, message: impl Into<String>) {
        let line = line_of(self.text, span.start);
        if self.broken.contains(&line) {
            return;
        }
        self.problems.push(Problem {
            file: self.file.clone(),
            line,
            key: key.to_owned(),
            message: message.into(),
        });
    }
    /// The line of a place in the text, from 1.
    #[must_use]
    pub fn line(&self, span: Range<usize>) -> usize {
        line_of(self.text, span.start)
    }
    /// A value as a string; another type is a mistake.
    pub fn string(&mut self, key: &str, v: &Spanned<DeValue<'_>>) -> Option<String> {
        match v.get_ref() {
            DeValue::String(s) => Some(s.to_string()),
            other => {
                self.wrong_type(v.span(), key, "文字列（\"…\"）", other);
                None
            }
        }
    }
    /// A value as a truth value; another type is a mistake.
    pub fn boolean(&mut self, key: &str, v: &Spanned<DeValue<'_>>) -> Option<bool> {
        match v.get_ref() {
            DeValue::Boolean(b) => Some(*b),
            other => {
                self.wrong_type(v.span(), key, "true か false", other);
                None
            }
        }
    }
    /// A date, or a string (which may hold a date or a word).
    pub fn date_or_string(&mut self, key: &str, v: &Spanned<DeValue<'_>>) -> Option<String> {
        match v.get_ref() {
            DeValue::String(s) => Some(s.to_string()),
            DeValue::Datetime(d) => {
                if let (Some(date), None, None) = (d.date, d.time, d.offset) {
                    return Some(date.to_string());
                }
                self.problem(v.span(), key, "日付だけを書いてください（例: 2026-12-01）");
                None
            }
            other => {
                self.wrong_type(v.span(), key, "日付（例: 2026-12-01）", other);
                None
            }
        }
    }
    /// A list of strings; every element of another type is a mistake of its own.
    pub fn strings(&mut self, key: &str, v: &Spanned<DeValue<'_>>) -> Option<Vec<(Range<usize>, String)>> {
        let DeValue::Array(a) = v.get_ref() else {
            self.wrong_type(v.span(), key, "文字列の並び（[\"…\", \"…\"]）", v.get_ref());
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
        self.wrong_type(v.span(), key, "表（[…]）", v.get_ref());
        None
    }
    /// A value of the wrong type, with what was expected.
    pub fn wrong_type(&mut self, span: Range<usize>, key: &str, expected: &str, got: &DeValue<'_>) {
        let got = match got {
            DeValue::String(_) => "文字列",
            DeValue::Integer(_) => "整数",
            DeValue::Float(_) => "小数",
            DeValue::Boolean(_) => "真偽値",
            DeValue::Datetime(_) => "日付・時刻",
            DeValue::Array(_) => "並び",
            DeValue::Table(_) => "表",
        };
        self.problem(span, key, format!("{expected}を書いてください（{got}が書かれています）"));
    }
    /// An unknown key, with the nearest known one.
    pub fn unknown(&mut self, span: Range<usize>, key: &str, known: &[&str]) {
        self.problem(span, key, format!("知らないキーです。使えるのは {} です", known.join(" ")));
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

/// Counts brackets outside of strings and comments; a dotted key counts by its dots.
fn too_deep(text: &str) -> bool {
    let (mut depth, mut quote) = (0_usize, None);
    let mut chars = text.chars().peekable();
    let mut dots = 0;
    while let Some(c) = chars.next() {
        match (quote, c) {
            (None, '"' | '\'') => quote = Some(c),
            (None, '#') => while chars.next_if(|c| *c != '\n').is_some() {},
            (None, '[' | '{') => depth += 1,
            (None, ']' | '}') => depth = depth.saturating_sub(1),
            (None, '.') => dots += 1,
            (None, '\n' | '=') => dots = 0,
            (Some('"'), '\\') => {
                chars.next();
            }
            (Some(q), c) if q == c || (c == '\n') => quote = None,
            _ => {}
        }
        if depth > MAX_DEPTH || dots > MAX_DEPTH {
            return true;
        }
    }
    false
}
