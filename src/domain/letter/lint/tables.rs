//! `assets/lint/*.toml` as Rust, made by `build.rs`: what is said, by name in `say`, and the words that are looked for, in `words`.
//! A name that a rule uses and no file has does not compile; a list that no rule reads is dead code to the compiler.

use super::elements::{Element, Request, Seen};
use super::phrases::{Family, Phrase};
use super::{Lint, Place, Weight, seen};

include!(concat!(env!("OUT_DIR"), "/lint.rs"));

/// What a finding says.
#[derive(Clone, Copy)]
pub(super) struct Say {
    pub(super) rule: &'static str,
    pub(super) weight: Weight,
    pub(super) message: &'static str,
    pub(super) why: &'static str,
    pub(super) suggestion: &'static str,
}

impl Say {
    /// The finding at a place.
    pub(super) fn at(&self, place: Place) -> Lint {
        self.with(place, &[])
    }
    /// The finding at a place, with values for the names in braces (`{word}`).
    pub(super) fn with(&self, place: Place, values: &[(&str, &str)]) -> Lint {
        let fill =
            |text: &str| values.iter().fold(text.to_owned(), |text, (name, value)| text.replace(name, value));
        let (message, suggestion) = (fill(self.message), fill(self.suggestion));
        Lint { rule: self.rule, weight: self.weight, place, message, why: self.why, suggestion }
    }
    /// The same, of another weight.
    pub(super) fn weighing(self, weight: Weight) -> Self {
        Self { weight, ..self }
    }
}
