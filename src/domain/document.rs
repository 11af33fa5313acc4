//! The pipeline as one function: answers → letter, findings, plan. Everything that leaves the program is made here.

use super::answers::Answers;
use super::answers_file::STANDARD;
use super::calendar::OfficeCalendar;
use super::content::Content;
use super::delivery::DeliveryPlan;
use super::facts::Facts;
use super::flow::graph::Flow;
use super::flow::walk::Walk;
use super::gate::{self, Finding};
use super::letter::render::Letter;
use super::letter::{blank, lint, paper};
use super::service::Service;
use chrono::NaiveDate;

/// A letter that was changed by hand.
#[derive(Clone, PartialEq, Eq)]
pub struct Edited {
    /// Subject, "" where the channel has none.
    pub subject: String,
    /// Body.
    pub body: String,
    /// The generated text that it was made from: once the answers give another one, the edit no longer fits them.
    pub base: String,
}

impl std::fmt::Debug for Edited {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Edited({} bytes)", self.body.len())
    }
}

/// All that follows from the answers.
#[derive(Debug)]
pub struct Document<'a> {
    /// The questions that were needed for it.
    pub flow: &'a Flow,
    /// The path.
    pub walk: Walk<'a>,
    /// The service, if one is chosen.
    pub service: Option<&'a Service>,
    /// The letter as generated.
    pub letter: Letter,
    /// The generated text, whatever became of it by hand.
    pub base: String,
    /// What the gate found in what would leave.
    pub findings: Vec<Finding>,
    /// What would leave: as edited, else as generated; blanks as 〔label〕.
    pub plan: DeliveryPlan,
}

/// The flow that these answers need: up to the goal, the entry alone.
#[must_use]
pub fn flow_for<'a>(content: &'a Content, answers: &Answers) -> &'a Flow {
    if answers.get("goal").is_some() { content.flow() } else { content.entry() }
}

/// The tone of the letter.
#[must_use]
pub fn tone_of(answers: &Answers) -> &str {
    answers.one("tone").unwrap_or(STANDARD)
}

impl<'a> Document<'a> {
    /// Computes the document. `today` is the day of writing in the user's zone.
    ///
    /// # Panics
    /// If a built-in template fails on valid facts; the tests render every path.
    #[must_use]
    pub fn new(
        content: &'a Content,
        answers: &'a Answers,
        edited: Option<&Edited>,
        today: NaiveDate,
        office: OfficeCalendar,
    ) -> Self {
        // Before the goal is known there is little to say, and the first frame should not wait for all the rest.
        let (flow, templates) = match answers.get("goal") {
            Some(_) => (content.flow(), content.templates()),
            None => (content.preface(), content.opening()),
        };
        let walk = Walk::new(flow, answers, today);
        let service = walk.one("service").and_then(|id| content.service(id));
        let facts = Facts::new(flow, &walk, service, tone_of(answers), content.law_names());
        let letter =
            templates.render(&facts).expect("built-in templates render on every path (tests/letters.rs)");
        let generated = if walk.one("channel") == Some("post") {
            (String::new(), paper::page(&letter, flow))
        } else {
            (blank::plain(flow, &letter.subject()), blank::plain(flow, &letter.body()))
        };
        let base = format!("{}\n{}", generated.0, generated.1);
        let stale = edited.is_some_and(|e| e.base != base);
        let (subject, body) = edited.map_or(generated, |e| (e.subject.clone(), e.body.clone()));
        let text = gate::Text { subject: &subject, body: &body, edited: edited.is_some(), stale };
        let findings = gate::check(flow, &walk, text, office);
        let plan = DeliveryPlan::new(&walk, service, &subject, &body, office);
        Self { flow, walk, service, letter, base, findings, plan }
    }

    /// The document with what the linter finds in the text that would leave. Not part of [`Document::new`]: the letter is drawn
    /// at every key, and read through only where it is about to leave.
    #[must_use]
    pub fn proofread(mut self, office: OfficeCalendar) -> Self {
        let input = lint::Input {
            subject: self.plan.subject.as_deref(),
            body: &self.plan.body,
            channel: &self.plan.channel,
            goal: self.walk.one("goal").unwrap_or_default(),
            service: self
                .service
                .map(|s| s.name.as_str())
                .filter(|n| !n.is_empty())
                .or(self.walk.one("service_name")),
            sender: self.walk.one("sender.name"),
            requests: self.walk.many("requests"),
            today: self.walk.today,
            office,
            limit: None,
        };
        // What the sender is called or reached by is no sample, whatever it looks like.
        let mut rest = format!("{}\n{}", self.plan.subject.as_deref().unwrap_or_default(), self.plan.body);
        for step in self.walk.steps.iter().filter(|s| s.question.id.starts_with("sender.")) {
            if let Some(own) = self.walk.one(&step.question.id).filter(|v| !v.is_empty()) {
                rest = rest.replace(own, "");
            }
        }
        let quoted =
            |m: &str| m.split_once('「').and_then(|(_, m)| m.split_once('」')).map(|(q, _)| q.to_owned());
        let mut found = gate::proofread(&input);
        found.retain(|f| f.rule != "sample" || quoted(&f.message).is_none_or(|q| rest.contains(&q)));
        // A letter with blanks is not read through yet: half of what it lacks follows from them.
        if self.walk.complete() {
            self.findings.extend(found);
            self.findings.sort_by_key(|f| f.level);
        }
        self
    }
}
