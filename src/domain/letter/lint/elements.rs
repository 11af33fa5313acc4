//! What a letter of a goal has to say.
//!
//! Patterns ask for words in one sentence, in whatever order, so that other wordings pass; they
//! can't tell whether the sentence says it well. Only what the letter itself says is looked at: a
//! subject that names the matter asks for nothing yet. A missing decision blocks, the rest warns.

use super::finding::{Lint, Part, Place};
use super::seen::{self, asks_to_stop, deciding, holds};
use super::spec::Weight;
use super::tables::{OneOf, REQUESTS, Request, Say, say};
use super::text::{LintedText, UnitRole, squeezed};
use crate::domain::words::{self, has};

pub(super) enum Seen {
    /// One sentence has a word of each group, for one of these lists of groups.
    Words(&'static [&'static [OneOf]]),
    /// Like [`Self::Words`], but only in decisions and requests, not in questions.
    Decided(&'static [&'static [OneOf]]),
    By(fn(&LintedText<'_>) -> bool),
}

pub(super) struct Element {
    /// The goal, or [`EVERY`].
    pub(super) goal: &'static str,
    pub(super) seen: Seen,
    pub(super) say: Say,
}

include!(concat!(env!("OUT_DIR"), "/lint_elements.rs"));

/// Stands for every goal, second letters too.
pub(in crate::domain) const EVERY: &str = "*";

pub(super) fn check(letter: &LintedText<'_>, out: &mut Vec<Lint>) {
    let (goal, place) = (letter.input.goal, Place { part: Part::Body, line: 1 });
    // In a chat a short message states the decision only; the rest can follow.
    let short = letter.input.channel.chat();
    let of = |e: &&Element| {
        (e.goal == goal || (e.goal == EVERY && !goal.is_empty()))
            && (!short || e.say.weight == Weight::Block)
    };
    for e in ELEMENTS.iter().filter(of) {
        let there = match e.seen {
            Seen::Words(ways) => letter.said().any(|(_, s)| holds(s, ways)),
            Seen::Decided(ways) => deciding(letter).iter().any(|s| holds(s, ways)),
            Seen::By(f) => f(letter),
        };
        if !there {
            out.push(e.say.at(place));
        }
    }
    if goal == "withdraw" {
        requests(letter, place, out);
    }
    opening(letter, out);
}

fn requests(letter: &LintedText<'_>, place: Place, out: &mut Vec<Lint>) {
    let asks = |words: OneOf| {
        let word = |s: &str| has(s, words) && !has(s, words::KEPT);
        letter.said().any(|(_, s)| word(s))
    };
    let says = |id: &str| {
        REQUESTS
            .iter()
            .find(|r| r.id == id)
            .is_some_and(|r| if r.alone { asks(r.words) } else { asks_to_stop(letter, r.words) })
    };
    // A subject or title that names the erasure promises that the text asks for it.
    let titles = || letter.units.iter().filter(|u| u.role == UnitRole::Name).map(|u| &u.text);
    let promised = |id: &str| id == "erase" && titles().any(|t| t.contains(words::ERASURE));
    for Request { id, name, .. } in REQUESTS {
        let chosen = letter.input.requests.iter().any(|r| r == id);
        if (chosen || promised(id)) && !says(id) {
            let how = if chosen { words::CHOSEN } else { words::IN_SUBJECT };
            out.push(say::MISSING_REQUEST.with(place, &[("{how}", how), ("{word}", name)]));
        }
    }
    // Choices that are missing from the text are reported above.
    let asked = |id: &str| says(id) || letter.input.requests.iter().any(|r| r == id);
    let erases = asked("erase");
    if says("erase") && !asked("stop_mail") {
        out.push(say::ERASE_WITHOUT_MAILINGS.at(place));
    }
    if says("stop_mail") && !erases && !asked("stop_use") {
        out.push(say::MAILINGS_WITHOUT_ERASE.at(place));
    }
}

fn opening(letter: &LintedText<'_>, out: &mut Vec<Lint>) {
    if !letter.input.channel.filled_in()
        || letter.input.subject.is_some_and(|s| !squeezed(s).is_empty())
    {
        return;
    }
    let words = words::OPENING.iter().find(|(goal, _)| *goal == letter.input.goal);
    let first = letter.units.first();
    if let (Some((_, words)), Some(first)) = (words, first)
        && !has(&first.text, words)
    {
        out.push(say::MISSING_OPENING.at(first.place(0)));
    }
}
