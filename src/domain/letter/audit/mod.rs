//! The measurable rules of a good letter, from its size to its dates: what `kotowari check --exhaustive` holds every letter to.
//!
//! A rule has an id: a letter for its group (a module below) and a number. A breach says what was found, and may quote the
//! letter: it is meant for generated letters, whose names are nobody's.

mod answered;
mod channel;
mod law;
mod letter;
mod lists;
mod once;
mod order;
mod reader;
mod repeats;
mod size;
mod text;
mod words;

use super::form;
use crate::domain::answers::{Entry, Value};
use crate::domain::calendar::OfficeCalendar;
use crate::domain::flow::spec::{Format, Kind};
use crate::domain::flow::walk::Walk;
use chrono::NaiveDate;
use letter::{Channel, Letter};

/// What was answered. A [`Walk`] is one; so is any other list of answers by question id.
pub trait Told {
    /// The day of writing.
    fn today(&self) -> NaiveDate;
    /// The answer to a question.
    fn get(&self, id: &str) -> Option<&Value>;
    /// All that the user wrote in words of their own, names too, but no address and no number.
    fn own_words(&self) -> Vec<&str>;

    /// One string; None if it is empty.
    fn one(&self, id: &str) -> Option<&str> {
        match self.get(id) {
            Some(Value::One(s)) if !s.is_empty() => Some(s),
            _ => None,
        }
    }
    /// Several choices or hours; empty if unanswered.
    fn many(&self, id: &str) -> &[String] {
        match self.get(id) {
            Some(Value::Many(v)) => v,
            _ => &[],
        }
    }
    /// The entries of a list; empty if unanswered.
    fn entries(&self, id: &str) -> &[Entry] {
        match self.get(id) {
            Some(Value::Entries(v)) => v,
            _ => &[],
        }
    }
}

impl Told for Walk<'_> {
    fn today(&self) -> NaiveDate {
        self.today
    }
    fn get(&self, id: &str) -> Option<&Value> {
        Walk::get(self, id)
    }
    fn own_words(&self) -> Vec<&str> {
        let mut out = Vec::new();
        for q in self.steps.iter().map(|s| s.question) {
            match q.kind {
                Kind::Text | Kind::LongText if !matches!(q.format, Format::Email | Format::Phone) => {
                    out.extend(Walk::one(self, &q.id));
                }
                Kind::Entries => {
                    let texts = q.field.iter().filter(|f| matches!(f.kind, Kind::Text | Kind::LongText));
                    for f in texts {
                        out.extend(Walk::entries(self, &q.id).iter().map(|e| e.get(&f.id)));
                    }
                }
                _ => {}
            }
        }
        out
    }
}

/// A letter as it would leave, and what it was written from.
pub struct Written<'a> {
    /// The answers.
    pub told: &'a dyn Told,
    /// `soft`, `standard`, `firm`.
    pub tone: &'a str,
    /// Its subject; "" if the channel has none.
    pub subject: &'a str,
    /// Its body; that of a form begins with its title.
    pub body: &'a str,
    /// The service by the name that the letter uses.
    pub service: &'a str,
    /// When offices are open.
    pub office: OfficeCalendar,
}

/// A rule that a letter does not keep.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Breach {
    /// Its id: `A1`.
    pub rule: &'static str,
    /// What was found.
    pub what: String,
}

/// How much there is to read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Size {
    /// The kind of letter whose bounds apply: `withdraw mail`, `second mail`, `message`.
    pub kind: &'static str,
    /// Characters without names, the user's own words and quotations.
    pub characters: usize,
    /// Lines that are not empty.
    pub lines: usize,
    /// How often it says 「お願い」.
    pub requests: usize,
}

/// What was found so far.
#[derive(Default)]
struct Found(Vec<Breach>);

impl Found {
    fn add(&mut self, rule: &'static str, what: impl Into<String>) {
        self.0.push(Breach { rule, what: what.into() });
    }
}

/// Every rule that the letter does not keep, and its size. Pure, and quick enough for every letter that can be written.
#[must_use]
pub fn check(letter: &Written<'_>) -> (Vec<Breach>, Size) {
    let channel = Channel::of(letter.told.one("channel"));
    let text = text::unwrapped(letter.body, channel == Channel::Post);
    let l = Letter::new(letter, channel, &text);
    let mut found = Found::default();
    let size = size::check(&l, &mut found);
    repeats::check(&l, &mut found);
    once::check(&l, &mut found);
    order::check(&l, &mut found);
    law::check(&l, &mut found);
    words::check(&l, &mut found);
    reader::check(&l, &mut found);
    lists::check(&l, &mut found);
    answered::check(&l, &mut found);
    channel::check(&l, &mut found);
    (found.0, size)
}
