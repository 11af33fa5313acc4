//! Input and output of the audit: the answers, the letter, and the breaches.

use crate::domain::answers::{Entry, Value};
use crate::domain::calendar::OfficeCalendar;
use crate::domain::flow::spec::{Format, Kind};
use crate::domain::flow::walk::Walk;
use chrono::NaiveDate;

/// A source of answers by question id, such as a [`Walk`].
pub trait AnswerSource {
    fn today(&self) -> NaiveDate;
    fn get(&self, id: &str) -> Option<&Value>;
    /// All that the user wrote in words of their own, names too, but no address and no number.
    fn own_words(&self) -> Vec<&str>;

    /// One string; None if it is empty.
    fn one(&self, id: &str) -> Option<&str> {
        self.get(id)?.one().filter(|s| !s.is_empty())
    }
    /// Several choices or hours; empty if unanswered.
    fn many(&self, id: &str) -> &[String] {
        self.get(id).and_then(Value::many).unwrap_or_default()
    }
    /// The entries of a list; empty if unanswered.
    fn entries(&self, id: &str) -> &[Entry] {
        self.get(id).and_then(Value::entries).unwrap_or_default()
    }
}

impl AnswerSource for Walk<'_> {
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
                Kind::Text | Kind::LongText
                    if !matches!(q.format, Format::Email | Format::Phone) =>
                {
                    out.extend(Walk::one(self, &q.id));
                }
                Kind::Entries => {
                    let texts =
                        q.field.iter().filter(|f| matches!(f.kind, Kind::Text | Kind::LongText));
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
pub struct WrittenLetter<'a> {
    pub told: &'a dyn AnswerSource,
    pub tone: &'a str,
    /// Its subject; "" if the channel has none.
    pub subject: &'a str,
    /// Its body; that of a form begins with its title.
    pub body: &'a str,
    pub service: &'a str,
    pub office: OfficeCalendar,
}

/// A rule that a letter does not keep.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Breach {
    pub rule: &'static str,
    pub what: String,
}

#[derive(Default)]
pub(super) struct Breaches(pub(super) Vec<Breach>);

impl Breaches {
    pub(super) fn add(&mut self, rule: &'static str, what: impl Into<String>) {
        self.0.push(Breach { rule, what: what.into() });
    }
}
