//! All questions as a graph, and the mistakes that a graph can have.

use super::spec::{HAS, Kind, Question, REVIEW, asked_of};
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

/// The question every walk begins with.
pub const START: &str = "service";

/// Fields whose conditions name no field above them, or none of its choices.
fn field_mistakes(q: &Question) -> Vec<String> {
    let mut found = Vec::new();
    for (at, f) in q.field.iter().enumerate() {
        let called = f.called.iter().flat_map(|c| &c.when.0);
        for (id, values) in f.when.0.iter().chain(called) {
            let Some(above) = q.field.iter().take(at).find(|f| f.id == *id) else {
                found.push(text!("flow.no_field", field = f.id, id));
                continue;
            };
            let known = |v: &&String| {
                v.is_empty()
                    || above.choice.is_empty()
                    || above.choice.iter().any(|c| c.value == **v)
            };
            let unknown = values.named.iter().filter(|v| !known(v));
            found.extend(unknown.map(|value| text!("check.no_choice", id, value)));
        }
    }
    found
}

/// The questions; few enough for a linear search. Shared: several flows start with the same ones.
#[derive(Debug, Clone, Default)]
pub struct Flow {
    questions: Vec<Rc<Question>>,
}

impl Flow {
    /// Takes questions in reading order. Of two with one id the first counts.
    pub fn new(questions: Vec<Question>) -> Self {
        Self::default().followed_by(questions)
    }
    /// These questions and more behind them.
    pub fn followed_by(&self, mut more: Vec<Question>) -> Self {
        let choosing = more.iter().filter(|q| q.choice.iter().any(|c| !c.then.is_empty()));
        let ways: BTreeMap<_, _> = choosing.map(|q| (q.id.clone(), q.ways())).collect();
        for q in &mut more {
            let next = std::mem::take(&mut q.next).into_iter();
            q.next = next.flat_map(|e| e.each(&ways)).collect();
        }
        let mut all = self.clone();
        all.questions.extend(more.into_iter().map(Rc::new));
        all
    }
    pub fn get(&self, id: &str) -> Option<&Question> {
        self.questions.iter().find(|q| q.id == id).map(|q| &**q)
    }
    pub fn questions(&self) -> impl ExactSizeIterator<Item = &Question> {
        self.questions.iter().map(|q| &**q)
    }
    /// Whether a letter with this goal can ask the question, not only report an answer.
    pub fn may_ask(&self, goal: &str, id: &str) -> bool {
        let answered = format!("{HAS}{id}");
        let edges = self.questions().flat_map(|q| q.next.iter().map(|e| (&e.to, &e.when)));
        let detours = self.questions().flat_map(|q| q.detour.iter().map(|d| (&d.to, &d.when)));
        edges
            .chain(detours)
            .filter(|(to, when)| *to == id && !when.0.contains_key(&answered))
            .any(|(_, when)| when.0.get("goal").is_none_or(|goals| goals.allow(goal)))
    }
    /// Everything that is wrong with the graph, as (question id, what): double ids, edges to
    /// nowhere, no edge that always holds at the end (unless every choice has its own), cycles,
    /// unreachable questions, questions from which the review cannot be reached.
    pub fn mistakes(&self) -> Vec<(String, String)> {
        let mut found = Vec::new();
        let mut seen = BTreeSet::new();
        for q in &self.questions {
            if !seen.insert(&q.id) {
                found.push((q.id.clone(), text!("flow.twice").to_owned()));
            }
            for e in &q.next {
                let to = Some(&e.to).filter(|to| *to != REVIEW && self.get(to).is_none());
                for id in e.by.iter().chain(to) {
                    found.push((q.id.clone(), text!("flow.no_next", id)));
                }
            }
            for d in &q.detour {
                if self.get(&d.to).is_none() {
                    found.push((q.id.clone(), text!("flow.no_detour", id = d.to)));
                }
            }
            let told = [&q.past_when, &q.needed, &q.usual, &q.absent_when, &q.likely].into_iter();
            for id in q
                .choice
                .iter()
                .flat_map(|c| c.when.0.keys().chain(c.noted.iter().flat_map(|n| n.when.0.keys())))
                .chain(q.titled.iter().flat_map(|t| t.when.0.keys()))
                .chain(q.detour.iter().flat_map(|d| d.when.0.keys()))
                .chain(q.next.iter().flat_map(|e| e.when.0.keys()))
                .chain(told.flatten().flat_map(|w| w.0.keys()))
                .chain(q.default_for.iter().flat_map(|d| d.when.0.keys()))
                .chain(q.field.iter().flat_map(|f| &f.default_for).flat_map(|d| d.when.0.keys()))
                .chain(&q.default_from)
            {
                if self.get(asked_of(id)).is_none() {
                    found.push((q.id.clone(), text!("flow.no_condition", id)));
                }
            }
            found.extend(field_mistakes(q).into_iter().map(|m| (q.id.clone(), m)));
            if q.usual.is_some() && !q.optional && q.default.is_none() && q.absent.is_none() {
                found.push((q.id.clone(), text!("flow.usual").to_owned()));
            }
            if !Self::leaves_always(q) {
                found.push((q.id.clone(), text!("flow.dead_end").to_owned()));
            }
            if matches!(q.kind, Kind::Choice | Kind::Choices)
                && q.choice.is_empty()
                && q.choices_from.is_none()
            {
                found.push((q.id.clone(), text!("flow.no_choices").to_owned()));
            }
        }
        let mut state = BTreeMap::new();
        self.visit(START, &mut state, &mut found);
        for q in &self.questions {
            if !state.contains_key(q.id.as_str()) {
                found.push((q.id.clone(), text!("flow.unreached").to_owned()));
            }
        }
        found
    }

    fn leaves_always(q: &Question) -> bool {
        let last_is_open = q.next.last().is_some_and(|e| e.when.0.is_empty());
        // The open edge may be missing if every value of a choice has an edge of its own.
        last_is_open
            || (!q.choice.is_empty()
                && q.choice.iter().all(|c| {
                    q.next.iter().any(|e| {
                        e.when.0.len() == 1
                            && e.when.0.get(&q.id).is_some_and(|v| v.allow(&c.value))
                    })
                }))
    }

    /// Depth first; `false` = on the present path (meeting it again is a cycle), `true` = done.
    fn visit<'a>(
        &'a self,
        id: &'a str,
        state: &mut BTreeMap<&'a str, bool>,
        found: &mut Vec<(String, String)>,
    ) {
        let Some(q) = self.get(id) else { return };
        // A detour returns to its start once, which is not a cycle.
        if !state.contains_key(id) {
            for d in &q.detour {
                if state.get(d.to.as_str()) != Some(&false) {
                    self.visit(&d.to, state, found);
                }
            }
        }
        match state.get(id) {
            Some(true) => return,
            Some(false) => {
                found.push((id.to_owned(), text!("flow.circle").to_owned()));
                return;
            }
            None => {}
        }
        state.insert(id, false);
        for e in &q.next {
            if e.to != REVIEW {
                self.visit(&e.to, state, found);
            }
        }
        state.insert(id, true);
    }
}
