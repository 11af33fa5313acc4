//! The path through the questions, derived by replaying the answers.

use super::graph::{Flow, START};
use super::spec::{DateRule, DefaultAnswer, Detour, HAS, Kind, NEAR, Question, REVIEW};
use crate::domain::answers::{Answers, Entry, Value};
use crate::domain::calendar::first_day;
use crate::domain::channel::Channel;
use crate::domain::condition::{Condition, Lookup, any_of};
use crate::domain::follow_up::FollowUp;
use crate::domain::goal::Goal;
use crate::domain::periods;
use crate::domain::validate;
use crate::domain::word::Word;
use chrono::{Days, NaiveDate};
use std::borrow::Cow;

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    /// Answered, and the answer is valid today.
    Answered,
    /// No answer yet, and none is needed.
    Open,
    Missing,
    /// The stored answer is not valid (any more): the reason.
    Invalid(String),
}

#[derive(Debug, Clone)]
pub struct Step<'a> {
    pub question: &'a Question,
    pub state: State,
}

/// The path that the answers give. Answers to questions off the path do not exist for it.
#[derive(Debug, Clone)]
pub struct Walk<'a> {
    /// The questions in order; past the first unanswered one, those that do not depend on it.
    pub steps: Vec<Step<'a>>,
    pub ends: bool,
    pub today: NaiveDate,
    answers: &'a Answers,
}

struct Raw<'a>(&'a Answers);

/// What conditions may ask of a value.
fn values(value: Option<&Value>) -> &[String] {
    match value {
        Some(Value::One(s)) => std::slice::from_ref(s),
        Some(Value::Many(v)) => v,
        _ => &[],
    }
}

impl Lookup for Raw<'_> {
    fn is_one_of(&self, id: &str, allowed: &[String]) -> bool {
        match id.strip_prefix(HAS) {
            Some(of) => has(self.0.get(of), allowed),
            None => any_of(values(self.0.get(id)), allowed),
        }
    }
}

fn has(value: Option<&Value>, allowed: &[String]) -> bool {
    let any = value.is_some_and(|v| !v.is_empty());
    allowed.iter().any(|a| a == if any { "yes" } else { "" })
}

fn detours<'a>(
    flow: &'a Flow,
    question: &'a Question,
    answers: &'a Answers,
) -> impl Iterator<Item = &'a Detour> {
    let taken = |d: &&Detour| {
        // An answer from another path that is not offered here does not take the detour.
        let fits = |v: &Value| flow.get(&d.to).is_some_and(|q| offered(q, v, &Raw(answers)));
        d.when.holds(&Raw(answers)) && answers.reaches(&d.to) && answers.get(&d.to).is_none_or(fits)
    };
    question.detour.iter().filter(taken)
}

/// Whether every chosen value is offered, given the other answers.
fn offered(q: &Question, value: &Value, of: &dyn Lookup) -> bool {
    let holds =
        |v: &String| q.choice.iter().find(|c| c.value == *v).is_none_or(|c| c.when.holds(of));
    match value {
        Value::One(v) if q.kind == Kind::Choice => holds(v),
        Value::Many(v) if q.kind == Kind::Choices => v.iter().all(holds),
        _ => true,
    }
}

/// The question under the rules of these answers: allowed days, whether it may be left open.
pub(in crate::domain) fn here<'q>(q: &'q Question, answers: &Answers) -> Cow<'q, Question> {
    bounded(q, &Raw(answers))
}

fn bounded<'q>(q: &'q Question, of: &dyn Lookup) -> Cow<'q, Question> {
    let holds = |c: &Option<Condition>| c.as_ref().is_some_and(|c| c.holds(of));
    let mut here = Cow::Borrowed(q);
    if holds(&q.past_when) {
        here.to_mut().rule = DateRule::Any;
    }
    if q.optional && holds(&q.needed) {
        here.to_mut().optional = false;
    }
    here
}

impl<'a> Walk<'a> {
    /// Replays the answers. `today` decides what is past.
    pub fn new(flow: &'a Flow, answers: &'a Answers, today: NaiveDate) -> Self {
        let mut steps: Vec<Step<'a>> = Vec::new();
        let (mut at, mut ends) = (START, false);
        let mut strayed: Vec<&str> = Vec::new();
        // A path longer than the number of questions would be a cycle.
        while steps.len() <= flow.questions().len() {
            let Some(question) = flow.get(at) else { break };
            if let Some(d) =
                detours(flow, question, answers).find(|d| !strayed.contains(&d.to.as_str()))
                && (question.each_detour
                    || !question.detour.iter().any(|d| strayed.contains(&d.to.as_str())))
            {
                strayed.push(&d.to);
                at = &d.to;
                continue;
            }
            let checked = here(question, answers);
            let state = match answers.get(at) {
                // Private answers never block a letter.
                None if checked.optional || checked.private => State::Open,
                None => State::Missing,
                Some(v) => match validate::check(&checked, v, today) {
                    Ok(_) if !offered(question, v, &Raw(answers)) => {
                        State::Invalid(text!("flow.choice_gone").to_owned())
                    }
                    Ok(_) => State::Answered,
                    Err(e) => State::Invalid(e),
                },
            };
            steps.push(Step { question, state });
            match question.next.iter().find(|e| e.when.holds(&Raw(answers))) {
                Some(e) if e.to == REVIEW => {
                    ends = true;
                    break;
                }
                Some(e) => at = &e.to,
                None => break,
            }
        }
        Self { steps, ends, today, answers }
    }

    /// The answer to a question on the path; one that is off it has none.
    pub fn get(&self, id: &str) -> Option<&'a Value> {
        self.step(id).and_then(|s| match s.state {
            State::Answered => self.answers.get(id),
            _ => None,
        })
    }
    /// The answers that count on the path.
    pub fn given(&self) -> Answers {
        let mut given = self.answers.clone();
        given.retain(|id| self.get(id).is_some());
        given
    }
    /// Whether the question is on the path and was answered, even with "nothing".
    pub fn says(&self, id: &str) -> bool {
        self.get(id).is_some() && self.answers.says(id)
    }
    pub fn one(&self, id: &str) -> Option<&'a str> {
        self.get(id)?.one()
    }
    /// The day that was answered.
    pub fn day(&self, id: &str) -> Option<NaiveDate> {
        validate::date_of(self.one(id)?, self.today)
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
    /// Several choices or hours; empty if unanswered.
    pub fn many(&self, id: &str) -> &'a [String] {
        self.get(id).and_then(Value::many).unwrap_or_default()
    }
    pub fn chose(&self, id: &str, value: &str) -> bool {
        self.many(id).iter().any(|v| v == value)
    }
    /// The selections that are to become this: `decline`, `keep`, `hold`.
    pub fn wished(&self, wish: &str) -> impl Iterator<Item = &'a Entry> {
        self.entries("selections").iter().filter(move |e| e.get("wish") == wish)
    }
    /// The entries of a list; empty if unanswered.
    pub fn entries(&self, id: &str) -> &'a [Entry] {
        self.get(id).and_then(Value::entries).unwrap_or_default()
    }
    /// Whether a refusal has to be known today or within [`periods::NEAR`] days; on the day of an
    /// offer it does not.
    fn declines_near(&self, id: &str) -> bool {
        let last = self.today + Days::new(periods::NEAR);
        let near = |e: &&Entry| {
            let day = validate::date_of(e.get("date"), self.today);
            e.get("stage") != "offer" && day.is_some_and(|on| (self.today..=last).contains(&on))
        };
        self.entries(id).iter().filter(|e| e.get("wish") == "decline").any(|e| near(&e))
    }
    /// The question as asked on this path: its title, and only the choices on offer.
    pub fn asked(&self, q: &'a Question) -> Cow<'a, Question> {
        let mut asked = bounded(q, self);
        let default = q.default_for.iter().find(|d| d.when.holds(self)).map(|d| d.value.clone());
        if let Some(default) = self.default_from(q).map(DefaultAnswer::One).or(default) {
            asked.to_mut().default = Some(default);
        }
        if let Some(t) = q.titled.iter().find(|t| t.when.holds(self)) {
            let asked = asked.to_mut();
            asked.title.clone_from(&t.title);
            for (own, then) in [(&mut asked.empty, &t.empty), (&mut asked.add, &t.add)] {
                if !then.is_empty() {
                    own.clone_from(then);
                }
            }
        }
        for (i, f) in q.field.iter().enumerate() {
            if let Some(d) = f.default_for.iter().find(|d| d.when.holds(self)) {
                asked.to_mut().field[i].default.clone_from(&d.value);
            }
        }
        for (i, c) in q.choice.iter().enumerate() {
            if let Some(n) = c.noted.iter().find(|n| n.when.holds(self)) {
                asked.to_mut().choice[i].note.clone_from(&n.note);
            }
        }
        if q.choice.iter().any(|c| !c.when.holds(self)) {
            asked.to_mut().choice.retain(|c| c.when.holds(self));
        }
        // A detour that returns to an existing answer keeps its number.
        let taken = !q.each_detour && q.detour.iter().any(|d| self.step(&d.to).is_some());
        let gone = |d: &Detour| taken || !d.when.holds(self);
        if q.detour.iter().any(gone) {
            asked.to_mut().detour.retain(|d| !gone(d));
        }
        let given = |d: &Detour| q.each_detour && self.get(&d.to).is_some_and(|v| !v.is_empty());
        if q.detour.iter().any(given) {
            for d in asked.to_mut().detour.iter_mut().filter(|d| given(d)) {
                text!("flow.detour.given").clone_into(&mut d.note);
            }
        }
        asked
    }
    /// What another answer of the path fills in.
    pub fn default_from(&self, q: &Question) -> Option<String> {
        let given =
            q.default_from.as_ref().and_then(|id| self.one(id)).filter(|v| !v.is_empty())?;
        if q.kind != Kind::Date || given == validate::TODAY {
            return Some(given.to_owned());
        }
        let day = first_day(given)?;
        let past =
            q.rule != DateRule::NotPast || q.past_when.as_ref().is_some_and(|p| p.holds(self));
        Some(if past { day } else { day.max(self.today) }.to_string())
    }
    /// Whether the default is usually kept.
    pub fn is_usual(&self, q: &Question) -> bool {
        q.usual.as_ref().is_some_and(|u| u.holds(self))
    }
    /// The usual answer: it counts as given if skipped, or missing in an answers file.
    pub fn usual_answer(&self, q: &'a Question) -> Option<Value> {
        self.asked(q).default.as_ref().filter(|_| self.is_usual(q)).map(Value::from)
    }
    pub fn step(&self, id: &str) -> Option<&Step<'a>> {
        self.steps.iter().find(|s| s.question.id == id)
    }
    /// The label of a question on the path.
    pub fn label(&self, id: &str) -> &'a str {
        self.step(id).map_or("", |s| &s.question.label)
    }
    pub fn position(&self, id: &str) -> Option<usize> {
        self.steps.iter().position(|s| s.question.id == id)
    }
    /// The steps that keep the letter from being complete.
    pub fn missing(&self) -> impl Iterator<Item = &Step<'a>> {
        self.steps.iter().filter(|s| matches!(s.state, State::Missing | State::Invalid(_)))
    }
    /// The answer to a question on the path, as conditions see it: without list entries.
    pub fn values(&self, id: &str) -> &[String] {
        values(self.get(id))
    }
    /// The path reaches the review and nothing on it is missing.
    pub fn complete(&self) -> bool {
        self.ends && self.missing().next().is_none()
    }
}

impl Lookup for Walk<'_> {
    fn is_one_of(&self, id: &str, allowed: &[String]) -> bool {
        if let Some(of) = id.strip_prefix(NEAR) {
            let near = if self.declines_near(of) { "yes" } else { "" };
            return allowed.iter().any(|a| a == near);
        }
        match id.strip_prefix(HAS) {
            Some(of) => has(self.get(of), allowed),
            None => any_of(self.values(id), allowed),
        }
    }
}

/// Answers the open questions on the path, each as it comes, as far as there is an answer to it;
/// returns which.
pub fn answer_open(
    answers: &mut Answers,
    flow: &Flow,
    today: NaiveDate,
    answer: impl Fn(&Answers, &Walk<'_>, &Question) -> Option<Value>,
    take: fn(&mut Answers, &str, Value),
) -> Vec<String> {
    let mut out = Vec::new();
    loop {
        let walk = Walk::new(flow, answers, today);
        let mut open =
            walk.steps.iter().filter(|s| matches!(s.state, State::Missing | State::Open));
        let found =
            open.find_map(|s| Some((s.question.id.clone(), answer(answers, &walk, s.question)?)));
        let Some((id, value)) = found else { return out };
        take(answers, &id, value);
        out.push(id);
    }
}
