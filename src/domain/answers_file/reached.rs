//! What was answered and is never asked, whatever the answers come to that are still open.

use super::{LIMIT, Parsed, manner};
use crate::domain::answers::{Answers, Value};
use crate::domain::flow::graph::Flow;
use crate::domain::flow::spec::Kind;
use crate::domain::flow::walk::{State, Step, Walk};
use crate::domain::problem::Problem;
use chrono::NaiveDate;
use std::collections::BTreeSet;

/// So many ways are followed to see what none of them asks.
const MOST_WALKS: usize = 500;

/// Follows every way that is left open by choices that are missing, or in `bad`; false: there are
/// too many, or one of them depends on more.
fn every_walk(
    flow: &Flow,
    answers: &Answers,
    (bad, today): (&BTreeSet<String>, NaiveDate),
    left: &mut usize,
    each: &mut impl FnMut(&Walk<'_>),
) -> bool {
    let walk = Walk::new(flow, answers, today);
    let open = |s: &&Step<'_>| {
        let q = s.question;
        matches!(s.state, State::Missing | State::Open)
            && !q.choice.is_empty()
            && q.kind == Kind::Choice
    };
    let last = walk.steps.last().filter(|_| !walk.ends).filter(open);
    let wrong = walk.steps.iter().filter(open).find(|s| bad.contains(&s.question.id));
    let Some(step) = wrong.or(last) else {
        each(&walk);
        return walk.ends;
    };
    step.question.choice.iter().all(|c| {
        *left = left.saturating_sub(1);
        let mut answers = answers.clone();
        answers.set(&step.question.id, Value::One(c.value.clone()));
        *left > 0 && every_walk(flow, &answers, (bad, today), left, each)
    })
}

/// Whether an answer has a place in the letter of a walk.
fn asks(walk: &Walk<'_>, id: &str) -> bool {
    walk.step(id).is_some()
        || id.starts_with("sender.")
        || manner::words(id).is_some()
        || id == LIMIT
}

impl Parsed {
    /// Answers to questions that the walk does not reach, as mistakes. What the sender said of
    /// themselves is no mistake: it is the same table for every letter.
    pub fn unreached(&self, file: &str, flow: &Flow, today: NaiveDate) -> Vec<Problem> {
        let Some(asked) = self.asked(flow, today) else { return Vec::new() };
        let off = |id: &&str| !asked.contains(*id) && !self.shared.contains(*id);
        self.given().filter(off).map(|id| self.not_asked(file, id)).collect()
    }
    /// What was answered, also where the answer is wrong.
    fn given(&self) -> impl Iterator<Item = &str> {
        let bad = self.bad.iter().map(String::as_str);
        self.answers.ids().chain(bad.filter(|id| self.answers.get(id).is_none()))
    }
    /// What was answered and has a place, whatever the choices come to that are wrong or missing;
    /// None: nobody can tell.
    pub(super) fn asked(&self, flow: &Flow, today: NaiveDate) -> Option<BTreeSet<String>> {
        let mut asked = BTreeSet::new();
        let mut each = |walk: &Walk<'_>| {
            asked.extend(self.given().filter(|id| asks(walk, id)).map(str::to_owned));
        };
        let told = !self.lost
            && every_walk(
                flow,
                &self.answers,
                (&self.bad, today),
                &mut MOST_WALKS.clone(),
                &mut each,
            );
        told.then_some(asked)
    }
    pub(super) fn not_asked(&self, file: &str, id: &str) -> Problem {
        Problem::new(file, self.line(id), &self.key(id), text!("answers.not_asked"))
    }
}
