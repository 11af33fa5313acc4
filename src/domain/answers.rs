//! Answers by question id: the only thing that is stored.

use super::condition::Lookup;
use crate::domain::channel::Channel;
use crate::domain::follow_up::FollowUp;
use crate::domain::goal::Goal;
use crate::domain::word::Word;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// One row of a list question: field id → value.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Entry(pub BTreeMap<String, String>);

impl Entry {
    pub fn get(&self, field: &str) -> &str {
        self.0.get(field).map_or("", String::as_str)
    }
}

/// The fields of a row, for the conditions of the others.
impl Lookup for Entry {
    fn is_one_of(&self, id: &str, allowed: &[String]) -> bool {
        allowed.iter().any(|a| a == self.get(id))
    }
}

/// An answer in normal form: choices by id, days as `2026-12-01` (or `today`), months as `2027-04`.
#[derive(Clone, PartialEq, Eq)]
pub enum Value {
    /// One choice, a text, a date, a month. Empty: an optional question passed over.
    One(String),
    Many(Vec<String>),
    Entries(Vec<Entry>),
}

impl Value {
    /// Whether it says nothing: a question passed over.
    pub fn is_empty(&self) -> bool {
        match self {
            Self::One(s) => s.is_empty(),
            Self::Many(v) => v.is_empty(),
            Self::Entries(v) => v.is_empty(),
        }
    }
    /// None if the value has another shape; the accessors below do the same.
    pub fn one(&self) -> Option<&str> {
        if let Self::One(s) = self { Some(s) } else { None }
    }
    pub fn many(&self) -> Option<&[String]> {
        if let Self::Many(v) = self { Some(v) } else { None }
    }
    pub fn entries(&self) -> Option<&[Entry]> {
        if let Self::Entries(v) = self { Some(v) } else { None }
    }
}

// Which fields are filled, not with what.
shows!(Debug Entry, it, "{:?}", it.0.keys());

impl fmt::Debug for Value {
    /// Answers are personal: only their shape is printed.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::One(s) => write!(f, "One({} chars)", s.chars().count()),
            Self::Many(v) => write!(f, "Many({})", v.len()),
            Self::Entries(v) => write!(f, "Entries({})", v.len()),
        }
    }
}

/// All answers, including those off the present path.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Answers {
    of: BTreeMap<String, Value>,
    /// A question off the straight path: its detour applies until it is answered.
    opened: Option<String>,
    /// The questions that nobody answered, and that have the answer which is meant by silence.
    silent: BTreeSet<String>,
}

impl Answers {
    pub fn get(&self, id: &str) -> Option<&Value> {
        self.of.get(id)
    }
    /// The answer as one string; None if unanswered or of another shape.
    pub fn one(&self, id: &str) -> Option<&str> {
        self.get(id)?.one()
    }
    pub fn channel(&self) -> Channel {
        self.one("channel").and_then(Word::parse).unwrap_or_default()
    }
    pub fn goal(&self) -> Option<Goal> {
        self.one("goal").and_then(Word::parse)
    }
    /// None: it is the first letter.
    pub fn follow_up(&self) -> Option<FollowUp> {
        self.one("follow_up").and_then(Word::parse)
    }
    /// The choices of an answer; none if unanswered or of another shape.
    pub fn many(&self, id: &str) -> Vec<&str> {
        let many = self.get(id).and_then(Value::many).unwrap_or_default();
        many.iter().map(String::as_str).collect()
    }
    pub fn set(&mut self, id: &str, value: Value) {
        self.silent.remove(id);
        self.of.insert(id.to_owned(), value);
    }
    /// Sets the value that a missing answer stands for.
    pub fn assume(&mut self, id: &str, value: Value) {
        self.set(id, value);
        self.silent.insert(id.to_owned());
    }
    /// Whether the question was answered, even with "nothing".
    pub fn says(&self, id: &str) -> bool {
        self.of.contains_key(id) && !self.silent.contains(id)
    }
    /// Takes the detour to a question, before it has an answer.
    pub fn open(&mut self, id: &str) {
        self.opened = Some(id.to_owned());
    }
    /// The detour that was taken last.
    pub fn opened(&self) -> Option<&str> {
        self.opened.as_deref()
    }
    /// Leaves a detour: its question is not asked any more, and has no answer.
    pub fn close(&mut self, id: &str) {
        self.of.remove(id);
        self.opened.take_if(|o| o == id);
    }
    /// Whether a detour to this question was taken.
    pub fn reaches(&self, id: &str) -> bool {
        self.of.contains_key(id) || self.opened.as_deref() == Some(id)
    }
    pub fn remove(&mut self, id: &str) {
        self.of.remove(id);
    }
    /// Copies the answers of `from` to the questions that `such` accepts, if still open.
    pub fn fill(&mut self, from: &Self, such: impl Fn(&str) -> bool) {
        for (id, value) in from.of.iter().filter(|(id, _)| such(id)) {
            self.of.entry(id.clone()).or_insert_with(|| value.clone());
        }
    }
    pub fn retain(&mut self, such: impl Fn(&str) -> bool) {
        self.of.retain(|id, _| such(id));
    }
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.of.keys().map(String::as_str)
    }
    pub fn is_empty(&self) -> bool {
        self.of.is_empty()
    }
}
