//! Whether a paragraph can ever appear.

use crate::domain::answers::{Answers, Value};
use crate::domain::answers_file::TONES;
use crate::domain::calendar::OfficeCalendar;
use crate::domain::condition::Condition;
use crate::domain::exhaustive;
use crate::domain::facts::Facts;
use crate::domain::flow::graph::Flow;
use crate::domain::flow::spec::Kind;
use crate::domain::flow::walk::Walk;
use crate::domain::letter::render::Templates;
use crate::domain::letter::spec::ParagraphSpec;
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};

/// A business day for the walks; which one does not matter.
const DAY: Option<NaiveDate> = NaiveDate::from_ymd_opt(2026, 11, 20);

/// Facts that are computed from lists of choices.
const COMPUTED: [&str; 3] = ["erasure", "data_request", "plain_procedure"];

/// Answers that call for this paragraph, if there are any. Its own conditions say which questions matter; of the others, the first answer
/// stands for all, unless the path depends on it.
pub(in crate::domain) fn appears(
    flow: &Flow,
    templates: &Templates,
    file: &Condition,
    p: &ParagraphSpec,
) -> Option<Answers> {
    let mut asked: Asked<'_> = BTreeMap::new();
    for (id, values) in file.0.iter().chain(&p.when.0) {
        let values: BTreeSet<&str> = values.iter().map(String::as_str).collect();
        // Both have to hold: the file's condition and the paragraph's own.
        let both = asked.get(id.as_str()).map(|v| v.intersection(&values).copied().collect());
        asked.insert(id, both.unwrap_or(values));
    }
    let routing: BTreeSet<&String> = flow
        .questions()
        .flat_map(|q| q.next.iter().map(|e| &e.when).chain(q.choice.iter().map(|c| &c.when)))
        .flat_map(|when| when.0.keys())
        .collect();
    let search = Search { flow, templates, id: &p.id, asked, routing, today: DAY.unwrap_or_default() };
    // A detour whose question the conditions speak of is taken, or not, accordingly.
    let fits = |start: &&Answers| {
        flow.questions().flat_map(|q| &q.detour).all(|d| {
            let taken = start.reaches(&d.to);
            let ruled = |name: &str, open: bool| {
                let name = if open { d.to.clone() } else { format!("{name}{}", d.to) };
                search.asked.get(name.as_str()).is_some_and(|v| v.iter().all(|v| v.is_empty() == taken))
            };
            !ruled("has_", false) && !ruled("", true)
        })
    };
    exhaustive::starts(flow).iter().filter(fits).find_map(|start| search.from(start, 0))
}

/// The values that the conditions allow, by name.
type Asked<'a> = BTreeMap<&'a str, BTreeSet<&'a str>>;

struct Search<'a> {
    flow: &'a Flow,
    templates: &'a Templates,
    id: &'a str,
    asked: Asked<'a>,
    routing: BTreeSet<&'a String>,
    today: NaiveDate,
}

impl Search<'_> {
    fn from(&self, answers: &Answers, at: usize) -> Option<Answers> {
        let walk = Walk::new(self.flow, answers, self.today);
        let Some(step) = walk.steps.get(at) else { return self.found(answers) };
        let q = step.question;
        let of = |prefix: &str| {
            let short = q.id.rsplit('.').next().unwrap_or(&q.id);
            self.asked.get(format!("{prefix}{short}").as_str())
        };
        let wants = |values: Option<&BTreeSet<&str>>, v: &str| values.is_some_and(|all| all.contains(v));
        let own = self.asked.get(q.id.as_str());
        // Open on purpose: the paragraph stands where an answer is missing.
        let kind = self.asked.get(format!("{}_kind", q.id).as_str());
        let may_lack =
            wants(own, "") || wants(of("open_"), "yes") || wants(of("has_"), "") || wants(kind, "");
        if may_lack && let Some(found) = self.from(answers, at + 1) {
            return Some(found);
        }
        let values = exhaustive::variants(&walk.asked(q), 1, self.today);
        let fits = |v: &Value| {
            let given: Vec<&String> = match v {
                Value::One(s) => vec![s],
                Value::Many(all) => all.iter().collect(),
                Value::Entries(_) => Vec::new(),
            };
            let empty = matches!(v, Value::One(s) if s.is_empty())
                || matches!(v, Value::Many(all) if all.is_empty())
                || matches!(v, Value::Entries(all) if all.is_empty());
            let has = of("has_").is_none_or(|_| wants(of("has_"), if empty { "" } else { "yes" }));
            has && (own.is_none()
                || q.choice.is_empty()
                || wants(own, "")
                || given.iter().any(|g| wants(own, g)))
        };
        // Facts are computed from lists.
        let computed = || COMPUTED.iter().any(|f| self.asked.contains_key(*f));
        let matters = own.is_some()
            || of("has_").is_some()
            || kind.is_some()
            || self.routing.contains(&q.id)
            || (q.kind == Kind::Choices && computed());
        let mut fitting = values.into_iter().filter(fits);
        let mut try_one = |v: Value| -> Option<Answers> {
            let mut next = answers.clone();
            next.set(&q.id, v);
            self.from(&next, at + 1)
        };
        if matters { fitting.find_map(&mut try_one) } else { fitting.next().and_then(&mut try_one) }
    }

    fn found(&self, answers: &Answers) -> Option<Answers> {
        let walk = Walk::new(self.flow, answers, self.today);
        let fits = |tone: &&&str| self.asked.get("tone").is_none_or(|t| t.contains(**tone));
        TONES.iter().filter(fits).find_map(|tone| {
            let law = minijinja::Value::UNDEFINED;
            let facts = Facts::new(self.flow, &walk, None, tone, law, OfficeCalendar::default());
            self.templates.called_for(self.id, &facts).then(|| {
                let mut answers = answers.clone();
                answers.set("tone", Value::One((*tone).to_owned()));
                answers
            })
        })
    }
}
