//! What the full screen and the lines say in the same words.

use super::App;
use super::screens::question::words::answer_words;
use crate::domain::case::{CaseRecord, PlanStep};
use crate::domain::delivery::AfterFacts;
use crate::domain::document::Document;
use crate::domain::flow::walk::{Step, Walk};

impl App {
    /// What to do once the letter is copied, step by step.
    pub fn after_steps(&self, doc: &Document<'_>) -> Vec<String> {
        let facts = AfterFacts {
            walk: &doc.walk,
            plan: &doc.plan,
            service: doc.service,
            phone_first: doc.findings.iter().any(|f| f.rule == "phone_first"),
            sent: self.session.sent.is_some(),
        };
        facts.lines(self.content.after())
    }
    /// The name of the record that the letter has.
    pub fn stored_as(&self) -> Option<String> {
        let id = self.session.case.as_ref().filter(|_| self.session.recorded.is_some())?;
        Some(format!("{}{id}", text!("after.stored")))
    }
    /// A record by its service and goal.
    pub fn about_case(&self, r: &CaseRecord) -> String {
        format!("{} {}", r.service_name, self.goal_label(&r.goal))
    }
    /// What is planned: the note says more than the goal.
    pub fn planned(&self, p: &PlanStep) -> String {
        if p.note.is_empty() { self.goal_label(&p.goal) } else { p.note.clone() }
    }
    /// An answer in a list of answers; what was added to one stands in rows of its own.
    pub fn listed_answer(&self, walk: &Walk<'_>, step: &Step<'_>) -> String {
        match walk.get(&step.question.id).filter(|_| !step.question.each_detour) {
            Some(value) => answer_words(self, step.question, value),
            None if step.question.optional => text!("plain.none").to_owned(),
            None => text!("review.open").to_owned(),
        }
    }
}

/// Whom the letter goes to.
pub fn goes_to(doc: &Document<'_>) -> Vec<String> {
    let (to, cc) = (text!("review.to"), text!("review.cc"));
    let desk = doc.to_the_desk() && doc.plan.to.is_none();
    let to = doc.plan.to.as_ref().map(|address| format!("{to}{address}"));
    let cc = doc.plan.cc.as_ref().map(|address| format!("{cc}{address}"));
    let desk = desk.then(|| [text!("review.to"), text!("review.to.desk")].concat());
    // Who is registered no longer has no mail of theirs to answer.
    let answers = doc.plan.channel == "mail"
        && doc.plan.to.is_none()
        && desk.is_none()
        && doc.walk.one("data_kept") != Some("erased");
    let answers = answers.then(|| [text!("review.to"), text!("review.to.answer")].concat());
    to.into_iter().chain(cc).chain(desk).chain(answers).collect()
}

/// What is written for a channel, by name.
pub fn sheet_title(channel: &str) -> &'static str {
    match channel {
        "phone" => text!("sheet.phone"),
        "message" => text!("sheet.message"),
        _ => text!("sheet.title"),
    }
}
