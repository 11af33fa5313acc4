//! `assets/lint/*.toml` as Rust, made by `build.rs`: the rules, and what is said, by name in `say`.
//! A name that a rule uses and no file has does not compile.

use super::finding::{Lint, Place};
use super::spec::Weight;
use crate::domain::words::LintPhrase;

include!(concat!(env!("OUT_DIR"), "/lint.rs"));

#[derive(Clone, Copy)]
pub(super) struct Say {
    pub(super) rule: &'static str,
    pub(super) weight: Weight,
    pub(super) missing: bool,
    pub(super) question: &'static str,
    pub(super) message: &'static str,
    pub(super) why: &'static str,
    pub(super) suggestion: &'static str,
}

impl Say {
    pub(super) fn at(&self, place: Place) -> Lint {
        self.with(place, &[])
    }
    pub(super) fn about(&self, place: Place, word: &str) -> Lint {
        self.with(place, &[("{word}", word)])
    }
    /// The finding at a place, with values for the names in braces; `{word}` is what it is about.
    pub(super) fn with(&self, place: Place, values: &[(&str, &str)]) -> Lint {
        let fill = |text: &str| {
            values.iter().fold(text.to_owned(), |text, (name, value)| text.replace(name, value))
        };
        let (message, suggestion) = (fill(self.message), fill(self.suggestion));
        let word = values.iter().find(|(name, _)| *name == "{word}");
        let found = word.map_or_else(String::new, |(_, word)| (*word).to_owned());
        let Self { rule, weight, missing, question, why, .. } = *self;
        Lint { rule, weight, missing, question, place, found, message, why, suggestion }
    }
    pub(super) fn weighing(self, weight: Weight) -> Self {
        Self { weight, ..self }
    }
}

/// Phrases that are wrong for the same reason.
pub(super) struct Family {
    pub(super) say: Say,
    /// Whether they may be spoken.
    pub(super) written: bool,
    /// Whether they say nothing where the sentence denies them: 違法な提供を疑うものではありません.
    pub(super) deniable: bool,
    pub(super) phrases: &'static [LintPhrase],
}

/// One of these words has to be in the sentence.
pub(super) type OneOf = &'static [&'static str];

pub(super) struct Request {
    pub(super) id: &'static str,
    pub(super) name: &'static str,
    pub(super) words: OneOf,
    /// Whether the words alone say it; else something has to be stopped.
    pub(super) alone: bool,
}
