//! Questions as written in `assets/flow/*.toml`.

use crate::domain::answers::{Entry, Value};
use crate::domain::condition::{Condition, Values};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, Default)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    Choice,
    /// Any number of several choices (at least one unless optional).
    Choices,
    #[default]
    Text,
    LongText,
    /// A day, or "today" where the question allows it.
    Date,
    /// A month `2027-04`, a day, or `when_i_ask`.
    Month,
    Entries,
    /// Hours without calls: `weekday 09:00-18:00`.
    Hours,
}

/// Format of a line of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Default)]
#[serde(rename_all = "snake_case")]
pub enum Format {
    #[default]
    Free,
    /// A person's name; never normalised.
    Name,
    Reading,
    /// A consultant's name, written without 様.
    Handler,
    /// A service or an office, written without 御中.
    Office,
    Subject,
    /// An answer to their question, 「ありません」 included.
    Reply,
    Email,
    Phone,
    /// The number of somebody who called, or that it was not shown.
    Caller,
    Time,
    /// The number of a letter, from the third on.
    Third,
}

/// Which days are plausible.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Default)]
#[serde(rename_all = "snake_case")]
pub enum DateRule {
    #[default]
    Any,
    /// Before today (a birth date).
    Past,
    NotPast,
    NotFuture,
}

#[derive(Debug, Clone, Default, Deserialize, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    /// The value that is stored.
    pub value: String,
    pub label: String,
    #[serde(default)]
    pub note: String,
    /// Other remarks; the first whose condition holds is shown.
    #[serde(default)]
    pub noted: Vec<Noted>,
    /// How a letter says it; as `label` if it is empty.
    #[serde(default)]
    pub word: String,
    /// How it is read, and what else people call it, apart by blanks: by that it is found, too.
    #[serde(default)]
    pub reading: String,
    /// When it is offered; an answer that is not offered (any more) is not valid.
    #[serde(default)]
    pub when: Condition,
    /// The question that an edge `by` this one leads to.
    #[serde(default)]
    pub then: String,
    /// Its letter says how things stand: no day is set for its answer, and nothing else is asked.
    #[serde(default)]
    pub settled: bool,
}

impl Choice {
    pub fn new(value: &str, label: &str) -> Self {
        Self { value: value.to_owned(), label: label.to_owned(), ..Self::default() }
    }
}

/// An alternative remark for a choice while a condition holds.
#[derive(Debug, Clone, Deserialize, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub struct Noted {
    pub when: Condition,
    pub note: String,
}

/// Another way through the same question: first to `to`, whose edges lead back here. It is listed
/// below the choices, and is on the path as long as `to` has an answer (or is being asked). Of
/// several one is taken, unless the question says `each_detour`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Detour {
    pub to: String,
    #[serde(default)]
    pub when: Condition,
    pub label: String,
    #[serde(default)]
    pub note: String,
}

/// Another title, for as long as a condition holds, with the lines of a list that belong to it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Titled {
    pub when: Condition,
    pub title: String,
    /// Lists: shown instead while there is no entry.
    #[serde(default)]
    pub empty: String,
    /// Lists: the line which adds one then, if it is something else.
    #[serde(default)]
    pub add: String,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FieldSpec {
    pub id: String,
    /// `text`, `choice` or `date`.
    pub kind: Kind,
    pub label: String,
    /// What it is instead, by the fields above it; the first whose condition holds.
    #[serde(default)]
    pub called: Vec<Called>,
    #[serde(default)]
    pub format: Format,
    #[serde(default)]
    pub optional: bool,
    #[serde(default)]
    pub example: String,
    #[serde(default)]
    pub rule: DateRule,
    /// For `date`: a time after the day is kept, as in `2026-12-03 14:00`.
    #[serde(default)]
    pub timed: bool,
    #[serde(default)]
    pub choice: Vec<Choice>,
    /// Default value of a new entry.
    #[serde(default)]
    pub default: String,
    /// Alternative defaults; the first whose condition holds.
    #[serde(default)]
    pub default_for: Vec<DefaultText>,
    /// When it is asked, by the fields above it.
    #[serde(default)]
    pub when: Condition,
    /// Value assumed while it is empty; not set in files.
    #[serde(skip)]
    pub instead: Option<Value>,
}

impl FieldSpec {
    /// What it is called in this entry, and which of its days make sense.
    pub fn named(&self, entry: &Entry) -> (&str, DateRule) {
        let other = self.called.iter().find(|c| c.when.holds(entry));
        other.map_or((&self.label, self.rule), |c| (&c.label, c.rule))
    }
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Called {
    pub when: Condition,
    pub label: String,
    #[serde(default)]
    pub rule: DateRule,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DefaultText {
    pub when: Condition,
    pub value: String,
}

/// Advice: beside a question the first whose condition holds is shown, after copying all of them.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Hint {
    #[serde(default)]
    pub when: Condition,
    pub text: String,
    /// Ids of the guide facts it carries.
    #[serde(default)]
    pub facts: Vec<String>,
}

/// Where to go; the first edge whose condition holds is taken.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Edge {
    #[serde(default)]
    pub when: Condition,
    /// A question id, or [`REVIEW`].
    pub to: String,
    /// The question whose choices say where to go instead (`then`).
    pub by: Option<String>,
}

impl Edge {
    /// The edges that it stands for, where the choices of questions lead so.
    pub(super) fn each(mut self, ways: &BTreeMap<String, Vec<(String, Values)>>) -> Vec<Self> {
        let known = self.by.as_ref().and_then(|by| ways.get_key_value(by));
        let Some((by, ways)) = known else { return vec![self] };
        self.by = None;
        let edge = |(to, values): &(String, Values)| {
            let mut edge = Self { to: to.clone(), ..self.clone() };
            edge.when.0.insert(by.clone(), values.clone());
            edge
        };
        ways.iter().map(edge).chain([self.clone()]).collect()
    }
}

/// The end of every path.
pub const REVIEW: &str = "review";
/// `has_ID` asks whether a question has any answer: "yes" or "".
pub const HAS: &str = "has_";
/// `near_ID`: whether the list contains a refusal that is due within days: "yes" or "".
pub const NEAR: &str = "near_";

/// The question that a condition asks about.
pub fn asked_of(id: &str) -> &str {
    [HAS, NEAR].iter().find_map(|ask| id.strip_prefix(ask)).unwrap_or(id)
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "the keys of a file, each of which says one thing"
)]
pub struct Question {
    /// Id, as in an answers file (`sender.name` is `name` in the table `sender`).
    pub id: String,
    pub kind: Kind,
    pub title: String,
    /// Its short name: in the header, and between 〔〕 while it is unanswered.
    pub label: String,
    #[serde(default)]
    pub optional: bool,
    /// For `choices`: an empty selection is valid, but has to be given explicitly.
    #[serde(default)]
    pub none_too: bool,
    /// When it may not, although it is optional.
    pub needed: Option<Condition>,
    /// When the default is usually kept: the full screen skips the question, the review lists it.
    pub usual: Option<Condition>,
    /// For the user alone: no letter says the answer.
    #[serde(default)]
    pub private: bool,
    /// About one particular service: the answer is not shared with other letters of a run.
    #[serde(default)]
    pub of_one: bool,
    /// Asked anew in each letter of a run, although it is not about the service.
    #[serde(default)]
    pub apart: bool,
    /// Consecutive questions with the same page share one screen.
    #[serde(default)]
    pub page: String,
    #[serde(default)]
    pub format: Format,
    /// For a long text: how many lines it may have.
    pub lines: Option<usize>,
    #[serde(default)]
    pub example: String,
    /// For dates: `today` may be answered as such.
    #[serde(default)]
    pub today: bool,
    /// For dates: the time is asked for by itself.
    #[serde(default)]
    pub only_day: bool,
    #[serde(default)]
    pub rule: DateRule,
    /// For dates: when the day may be in the past, whatever the rule.
    pub past_when: Option<Condition>,
    /// For dates: an office must act on that day, so weekends and holidays are pointed out.
    #[serde(default)]
    pub office_day: bool,
    /// Default value when the question opens.
    pub default: Option<DefaultAnswer>,
    /// Alternative defaults; the first whose condition holds.
    #[serde(default)]
    pub default_for: Vec<DefaultFor>,
    /// The question whose answer is filled in, once it has one; a month as its first day.
    pub default_from: Option<String>,
    /// What an answers file that leaves the question out means.
    pub absent: Option<String>,
    /// When it means that; always, unless this is there.
    pub absent_when: Option<Condition>,
    /// Lists: when earlier answers suggest that there are entries: it then opens on the line that
    /// adds one.
    pub likely: Option<Condition>,
    /// Lists: shown while there is no entry.
    #[serde(default)]
    pub empty: String,
    #[serde(default)]
    pub add: String,
    /// Where the choices come from if they are not listed: `services`.
    pub choices_from: Option<String>,
    #[serde(default)]
    pub choice: Vec<Choice>,
    /// Other ways through this question.
    #[serde(default)]
    pub detour: Vec<Detour>,
    /// Each of the detours can be taken, one after the other.
    #[serde(default)]
    pub each_detour: bool,
    /// Other titles; the first whose condition holds is shown.
    #[serde(default)]
    pub titled: Vec<Titled>,
    /// The question beside which the gains and costs of a decision are compared: the goal of
    /// `assets/steps.toml`.
    pub compare: Option<String>,
    #[serde(default)]
    pub field: Vec<FieldSpec>,
    #[serde(default)]
    pub hint: Vec<Hint>,
    pub next: Vec<Edge>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DefaultFor {
    pub when: Condition,
    pub value: DefaultAnswer,
}

/// A default: one value, or several.
#[derive(Debug, Clone, Deserialize, PartialEq, Eq)]
#[serde(untagged)]
pub enum DefaultAnswer {
    One(String),
    Many(Vec<String>),
}

impl From<&DefaultAnswer> for Value {
    fn from(default: &DefaultAnswer) -> Self {
        match default {
            DefaultAnswer::One(s) => Self::One(s.clone()),
            DefaultAnswer::Many(v) => Self::Many(v.clone()),
        }
    }
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FlowFile {
    pub question: Vec<Question>,
}

impl Question {
    /// The label of a choice; None for an unknown value.
    pub fn label(&self, value: &str) -> Option<&str> {
        self.choice.iter().find(|c| c.value == value).map(|c| c.label.as_str())
    }
    /// The questions that its choices lead to, each with those choices.
    pub(super) fn ways(&self) -> Vec<(String, Values)> {
        let mut ways: Vec<(String, Values)> = Vec::new();
        for c in self.choice.iter().filter(|c| !c.then.is_empty()) {
            let named = vec![c.value.clone()];
            match ways.iter_mut().find(|(to, _)| *to == c.then) {
                Some((_, values)) => values.named.extend(named),
                None => ways.push((c.then.clone(), Values { named, not: false })),
            }
        }
        ways
    }
    /// One choice for each way that leads on from here: what else differs is data.
    pub fn distinct(&self) -> impl Iterator<Item = &Choice> {
        let routes = |c: &Choice| {
            let mut when = self.next.iter().filter_map(|e| e.when.0.get(&self.id));
            when.any(|values| values.allow(&c.value))
        };
        let free = self.choice.iter().position(|c| !routes(c));
        let all = self.choices_from.is_none();
        self.choice
            .iter()
            .enumerate()
            .filter(move |(i, c)| all || Some(*i) == free || routes(c))
            .map(|(_, c)| c)
    }
}
