//! The pipeline as one function: answers → letter, findings, plan. Everything that leaves the program is made here.

use super::answers::Answers;
use super::calendar::OfficeCalendar;
use super::content::Content;
use super::delivery::DeliveryPlan;
use super::facts::Facts;
use super::flow::graph::Flow;
use super::flow::walk::Walk;
use super::gate::{self, Finding};
use super::letter::blank;
use super::letter::render::Letter;
use super::service::Service;
use chrono::NaiveDate;

/// A letter that was changed by hand.
#[derive(Clone, PartialEq, Eq)]
pub struct Edited {
    /// Subject, "" where the channel has none.
    pub subject: String,
    /// Body.
    pub body: String,
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
            None => (content.entry(), content.opening()),
        };
        let walk = Walk::new(flow, answers, today);
        let service = walk.one("service").and_then(|id| content.service(id));
        let facts = Facts::new(flow, &walk, service);
        let letter =
            templates.render(&facts).expect("built-in templates render on every path (tests/letters.rs)");
        let (subject, body) = match edited {
            Some(e) => (e.subject.clone(), e.body.clone()),
            None => (blank::plain(flow, &letter.subject()), blank::plain(flow, &letter.body())),
        };
        let text = gate::Text { subject: &subject, body: &body, edited: edited.is_some() };
        let findings = gate::check(flow, &walk, text, office);
        let plan = DeliveryPlan::new(&walk, service, &subject, &body, office);
        Self { flow, walk, service, letter, findings, plan }
    }
}
