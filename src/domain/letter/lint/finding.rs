//! The linter's input and its findings.

use super::spec::Weight;
use crate::domain::calendar::OfficeCalendar;
use crate::domain::channel::Channel;
use chrono::NaiveDate;
use serde::Serialize;

/// The goal of second letters: they ask for the next step only.
pub const FOLLOW_UP: &str = "follow_up";

#[derive(Clone, Copy, Default)]
pub struct LintInput<'a> {
    pub subject: Option<&'a str>,
    pub body: &'a str,
    pub channel: Channel,
    /// `withdraw`, `pause`, `change_handler`, `reduce_contact`, `decline`, `resume`, [`FOLLOW_UP`].
    /// Another id has no required elements.
    pub goal: &'a str,
    pub service: Option<&'a str>,
    /// Without it and the service's name, the text is compared with itself.
    pub sender: Option<&'a str>,
    pub handler: Option<&'a str>,
    /// Further requests: `erase`, `stop_use`, `stop_third_party`, `stop_offers`, `stop_mail`,
    /// `stop_calls`, `stop_line`.
    pub requests: &'a [String],
    pub told: KnownAnswers<'a>,
    pub today: NaiveDate,
    pub office: OfficeCalendar,
    /// The longest text that the channel takes, in characters.
    pub limit: Option<usize>,
}

/// Answers that a text may contradict; empty where only the text is known.
#[derive(Clone, Copy, Default)]
pub struct KnownAnswers<'a> {
    pub days: &'a [Day<'a>],
    pub declined: &'a [&'a str],
    /// Whether another selection continues.
    pub keeps: bool,
    /// The last day by which the interviewer has to know of the refusal.
    pub waits: Option<NaiveDate>,
}

/// A day, or a month, from which something holds.
#[derive(Clone, Copy)]
pub struct Day<'a> {
    pub question: &'a str,
    pub label: &'a str,
    pub on: NaiveDate,
    pub month: bool,
}

// Letters are personal: sizes only.
shows!(Debug LintInput<'_>, it, "Input({}, {}, {} bytes)", it.goal, it.channel, it.body.len());

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    Subject,
    Body,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Place {
    pub part: Part,
    /// From 1. Missing elements are reported at line 1 of the body.
    pub line: usize,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Lint {
    /// Its rule, one of `RULES`.
    pub rule: &'static str,
    pub weight: Weight,
    /// It is about a missing element.
    #[serde(skip)]
    pub missing: bool,
    /// The question whose answer it is about; "" if it is about the text.
    #[serde(skip)]
    pub question: &'static str,
    pub place: Place,
    /// The words that it is about; empty: the whole line.
    #[serde(skip)]
    pub found: String,
    pub message: String,
    pub why: &'static str,
    pub suggestion: String,
}

impl Lint {
    /// What was found, the consequence unless it is only a hint, and what to do.
    pub fn told(&self) -> String {
        let better = match self.suggestion.as_str() {
            "" => String::new(),
            words => text!("sign.brackets", words),
        };
        match self.weight {
            Weight::Hint => format!("{}{better}", self.message),
            _ => text!("lint.told", message = self.message, why = self.why, better),
        }
    }
    /// Whether it is about the whole text: a missing element has no place.
    pub fn of_all(&self) -> bool {
        self.missing || self.rule == "length"
    }
}
