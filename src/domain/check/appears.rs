//! Whether a paragraph can ever appear.

use crate::domain::answers::{Answers, Value};
use crate::domain::calendar::OfficeCalendar;
use crate::domain::condition::Condition;
use crate::domain::exhaustive::{self, samples};
use crate::domain::facts::{Facts, follows_from, short};
use crate::domain::flow::graph::Flow;
use crate::domain::flow::spec::Question;
use crate::domain::flow::spec::asked_of;
use crate::domain::flow::walk::Walk;
use crate::domain::letter::render::Templates;
use crate::domain::letter::spec::ParagraphSpec;
use crate::domain::manner::{DETAIL, DETAILS, Manner, TONES};
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};

/// Any business day.
const DAY: Option<NaiveDate> = NaiveDate::from_ymd_opt(2026, 11, 20);

fn asked<'a>(flow: &'a Flow, file: &'a Condition, p: &'a ParagraphSpec) -> AllowedValues<'a> {
    let mut asked: AllowedValues<'_> = BTreeMap::new();
    for (id, values) in file.0.iter().chain(&p.when.0) {
        let named = values.named.iter().map(String::as_str);
        let values: BTreeSet<&str> = match flow.get(id) {
            _ if !values.not => named.collect(),
            // The values of computed names are not listed; the rendered letter decides.
            None => continue,
            Some(q) => {
                let others = q.choice.iter().map(|c| c.value.as_str()).chain([""]);
                others.filter(|v| values.allow(v)).collect()
            }
        };
        // Both have to hold: the file's condition and the paragraph's own.
        let both = asked.get(id.as_str()).map(|v| v.intersection(&values).copied().collect());
        asked.insert(id, both.unwrap_or(values));
    }
    asked
}

/// Answers that call for this paragraph, if any, and the facts of their letter. Its conditions
/// decide which questions matter; the others get their first answer, unless the path depends on it.
pub(super) fn appears(
    flow: &Flow,
    templates: &Templates,
    file: &Condition,
    p: &ParagraphSpec,
) -> Option<(Answers, Facts)> {
    let asked = asked(flow, file, p);
    let routing: BTreeSet<&str> = flow
        .questions()
        .flat_map(|q| q.next.iter().map(|e| &e.when).chain(q.choice.iter().map(|c| &c.when)))
        .flat_map(|when| when.0.keys().map(|id| asked_of(id)))
        .collect();
    let from: BTreeSet<&str> = asked.keys().flat_map(|name| follows_from(name)).copied().collect();
    let search = Search {
        flow,
        templates,
        id: &p.id,
        asked,
        routing,
        from,
        today: DAY.unwrap_or_default(),
        branches: false,
    };
    // Whether a detour is taken follows from the conditions that mention its question.
    let fits = |start: &&Answers| {
        flow.questions().filter(|q| !q.each_detour).flat_map(|q| &q.detour).all(|d| {
            let taken = start.reaches(&d.to);
            let ruled = |name: &str, open: bool| {
                let name = if open { d.to.clone() } else { format!("{name}{}", d.to) };
                search
                    .asked
                    .get(name.as_str())
                    .is_some_and(|v| v.iter().all(|v| v.is_empty() == taken))
            };
            !ruled("has_", false) && !ruled("", true)
        })
    };
    let starts = exhaustive::starts(flow);
    let fitting: Vec<Answers> = starts.iter().filter(fits).cloned().collect();
    search.any_of(&search.beforehand(fitting))
}

/// The values that the conditions allow, by name.
type AllowedValues<'a> = BTreeMap<&'a str, BTreeSet<&'a str>>;

#[derive(Clone)]
struct Search<'a> {
    flow: &'a Flow,
    templates: &'a Templates,
    id: &'a str,
    asked: AllowedValues<'a>,
    routing: BTreeSet<&'a str>,
    /// The questions that computed facts among the conditions follow from.
    from: BTreeSet<&'a str>,
    today: NaiveDate,
    /// Whether each branch of the path is tried.
    branches: bool,
}

impl Search<'_> {
    /// One branch of the path usually suffices; all are searched only for the rest.
    fn any_of(&self, starts: &[Answers]) -> Option<(Answers, Facts)> {
        let first = starts.iter().find_map(|start| self.from(start, 0));
        first.or_else(|| {
            let all = Search { branches: true, ..self.clone() };
            starts.iter().find_map(|start| all.from(start, 0))
        })
    }

    /// Detours are answered beforehand or not taken at all.
    fn beforehand(&self, mut fitting: Vec<Answers>) -> Vec<Answers> {
        for d in self.flow.questions().filter(|q| q.each_detour).flat_map(|q| &q.detour) {
            let Some(q) = self.flow.get(&d.to).filter(|q| self.matters(q)) else { continue };
            let answers = samples::variants(q, 1, self.today);
            // The fullest answer first: what follows from it is found at once.
            let more: Vec<Answers> = answers
                .iter()
                .rev()
                .flat_map(|v| fitting.iter().map(|a| (a.clone(), v.clone())))
                .map(|(mut a, v)| {
                    a.set(&q.id, v);
                    a
                })
                .collect();
            let short = short(&q.id);
            let mut ruled = [q.id.clone(), format!("has_{short}")]
                .into_iter()
                .filter_map(|n| self.asked.get(n.as_str()));
            if ruled.any(|v| !v.contains("")) {
                fitting = more;
            } else if self.from.contains(q.id.as_str()) {
                fitting = [more, fitting].concat();
            } else {
                fitting.extend(more);
            }
        }
        fitting
    }

    /// Whether the conditions speak of the question, by themselves or by what follows from it.
    fn matters(&self, q: &Question) -> bool {
        let short = short(&q.id);
        let named = [q.id.clone(), format!("{}_kind", q.id), format!("has_{short}")];
        named.iter().any(|n| self.asked.contains_key(n.as_str()))
            || self.from.contains(q.id.as_str())
    }

    fn from(&self, answers: &Answers, at: usize) -> Option<(Answers, Facts)> {
        let walk = Walk::new(self.flow, answers, self.today);
        let Some(step) = walk.steps.get(at) else { return self.found(answers) };
        let q = step.question;
        let of = |prefix: &str| {
            let short = short(&q.id);
            self.asked.get(format!("{prefix}{short}").as_str())
        };
        let wants =
            |values: Option<&BTreeSet<&str>>, v: &str| values.is_some_and(|all| all.contains(v));
        let own = self.asked.get(q.id.as_str());
        // Open on purpose: the paragraph appears when an answer is missing.
        let kind = self.asked.get(format!("{}_kind", q.id).as_str());
        let may_lack =
            wants(own, "") || wants(of("open_"), "yes") || wants(of("has_"), "") || wants(kind, "");
        if may_lack && let Some(found) = self.from(answers, at + 1) {
            return Some(found);
        }
        let values = samples::every_variant(&walk.asked(q), self.today);
        let fits = |v: &Value| {
            let given: Vec<&String> = match v {
                Value::One(s) => vec![s],
                Value::Many(all) => all.iter().collect(),
                Value::Entries(_) => Vec::new(),
            };
            let empty = v.is_empty();
            let has = of("has_").is_none_or(|_| wants(of("has_"), if empty { "" } else { "yes" }));
            has && (own.is_none()
                || q.choice.is_empty()
                || wants(own, "")
                || given.iter().any(|g| wants(own, g)))
        };
        // No letter says what the user keeps to themselves.
        let routes = self.branches && self.routing.contains(q.id.as_str()) && !q.private;
        let matters = self.matters(q) || routes;
        let mut fitting = values.into_iter().filter(fits);
        let mut try_one = |v: Value| {
            let mut next = answers.clone();
            next.set(&q.id, v);
            self.from(&next, at + 1)
        };
        if matters { fitting.find_map(&mut try_one) } else { fitting.next().and_then(&mut try_one) }
    }

    fn found(&self, answers: &Answers) -> Option<(Answers, Facts)> {
        let walk = Walk::new(self.flow, answers, self.today);
        let fits = |tone: &&&str| self.asked.get("tone").is_none_or(|t| t.contains(**tone));
        let details = if self.asked.contains_key("detail") { &DETAILS[..] } else { &DETAILS[..1] };
        let mut each = TONES.iter().filter(fits).flat_map(|t| details.iter().map(move |d| (t, d)));
        each.find_map(|(tone, detail)| {
            let law = minijinja::Value::UNDEFINED;
            let manner = Manner { tone, detail, cut: 0 };
            let facts = Facts::new(self.flow, &walk, None, manner, law, OfficeCalendar::default());
            self.templates.called_for(self.id, &facts).then(|| {
                let mut answers = answers.clone();
                answers.set("tone", Value::One((*tone).to_owned()));
                answers.set(DETAIL, Value::One((*detail).to_owned()));
                (answers, facts)
            })
        })
    }
}
