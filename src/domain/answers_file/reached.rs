//! Answers to questions that are never asked, whatever the open questions are answered with.

use super::{LIMIT, Parsed, manner};
use crate::domain::answers::{Answers, Value};
use crate::domain::flow::graph::Flow;
use crate::domain::flow::spec::Kind;
use crate::domain::flow::walk::{State, Step, Walk};
use crate::domain::problem::Problem;
use chrono::NaiveDate;
use std::collections::BTreeSet;

const MOST_WALKS: usize = 500;

/// Answers that may differ from what was read: unreadable ones and, if part of the file is `lost`,
/// any that seem to be missing.
struct Unread<'a> {
    bad: &'a BTreeSet<String>,
    lost: bool,
}

/// Walks every branch left open by missing or unreadable choices; false: too many of them, or one
/// depends on more.
fn every_walk(
    flow: &Flow,
    answers: &Answers,
    (unread, today): (&Unread<'_>, NaiveDate),
    left: &mut usize,
    each: &mut impl FnMut(&Walk<'_>),
) -> bool {
    let walk = Walk::new(flow, answers, today);
    let open = |s: &&Step<'_>| {
        // Unreadable answers count as an empty list.
        matches!(s.state, State::Missing | State::Open)
            || answers.get(&s.question.id).is_some_and(Value::is_empty)
    };
    let chosen = |s: &&Step<'_>| !s.question.choice.is_empty() && s.question.kind == Kind::Choice;
    // It depends on a missing list of choices, which can't be guessed.
    if unread.lost && walk.steps.iter().filter(open).any(|s| s.question.kind == Kind::Choices) {
        return false;
    }
    let last = walk.steps.last().filter(|_| !walk.ends).filter(open).filter(chosen);
    let wrong = walk
        .steps
        .iter()
        .filter(open)
        .filter(chosen)
        .find(|s| unread.lost || unread.bad.contains(&s.question.id));
    let Some(step) = wrong.or(last) else {
        each(&walk);
        return walk.ends;
    };
    step.question.choice.iter().all(|c| {
        *left = left.saturating_sub(1);
        let mut answers = answers.clone();
        answers.set(&step.question.id, Value::One(c.value.clone()));
        *left > 0 && every_walk(flow, &answers, (unread, today), left, each)
    })
}

fn asks(walk: &Walk<'_>, id: &str) -> bool {
    walk.step(id).is_some()
        || id.starts_with("sender.")
        || manner::words(id).is_some()
        || id == LIMIT
}

impl Parsed {
    /// Answers that the walk does not reach, as mistakes. Details of the sender are exempt: they
    /// are the same table for every letter.
    pub fn unreached(&self, file: &str, flow: &Flow, today: NaiveDate) -> Vec<Problem> {
        let Some(asked) = self.asked(flow, today) else { return Vec::new() };
        let off = |id: &&str| !asked.contains(*id) && !self.shared.contains(*id);
        self.given().filter(off).map(|id| self.not_asked(file, id)).collect()
    }
    /// The ids of all answers, wrong ones included.
    fn given(&self) -> impl Iterator<Item = &str> {
        let bad = self.bad.iter().map(String::as_str);
        self.answers.ids().chain(bad.filter(|id| self.answers.get(id).is_none()))
    }
    /// The ids of answers that are reached whatever the open choices are; None: unknown.
    pub(super) fn asked(&self, flow: &Flow, today: NaiveDate) -> Option<BTreeSet<String>> {
        let mut asked = BTreeSet::new();
        let mut each = |walk: &Walk<'_>| {
            asked.extend(self.given().filter(|id| asks(walk, id)).map(str::to_owned));
        };
        // An answer leads to its question even if it is unreadable.
        let mut answers = self.answers.clone();
        for id in self.bad.iter().filter(|id| self.answers.get(id).is_none()) {
            answers.set(id, Value::Many(Vec::new()));
        }
        let unread = Unread { bad: &self.bad, lost: self.lost };
        let mut left = MOST_WALKS;
        let told = every_walk(flow, &answers, (&unread, today), &mut left, &mut each);
        told.then_some(asked)
    }
    pub(super) fn not_asked(&self, file: &str, id: &str) -> Problem {
        let from = if self.lines.contains_key(id) { file } else { "--set" };
        Problem::new(from, self.line(id), &self.key(id), text!("answers.not_asked"))
    }
}
