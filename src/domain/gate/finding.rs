//! What the gate says.

use crate::domain::flow::walk::Walk;
use crate::domain::letter::lint::{Lint, Part, Place};
use serde::Serialize;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    Block,
    Say,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    pub level: Level,
    pub rule: &'static str,
    /// The related question, if there is one on the path.
    pub question: Option<String>,
    /// Index of the entry in that question, and its field.
    #[serde(skip)]
    pub entry: Option<(usize, &'static str)>,
    /// What is wrong or worth knowing, in Japanese; quotes labels, never answers.
    pub message: String,
    /// Where in the text it is, if it is not about an answer.
    #[serde(skip)]
    pub place: Option<Place>,
    /// Why, and what would be better, if the linter found it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lint: Option<Lint>,
}

/// Findings about answers, in this order.
#[derive(Default)]
pub(super) struct Findings(pub(super) Vec<Finding>);

impl Findings {
    pub(super) fn say(&mut self, rule: &'static str, at: &str, message: impl Into<String>) {
        self.0.push(Finding::new(Level::Say, rule, Some(at), message.into()));
    }
    pub(super) fn block(&mut self, rule: &'static str, at: &str, message: impl Into<String>) {
        self.0.push(Finding::new(Level::Block, rule, Some(at), message.into()));
    }
    pub(super) fn clash(&mut self, at: &str, message: impl Into<String>) {
        self.block("contradiction", at, message);
    }
}

impl Finding {
    pub(super) fn new(
        level: Level,
        rule: &'static str,
        question: Option<&str>,
        message: String,
    ) -> Self {
        let question = question.map(str::to_owned);
        Self { level, rule, question, entry: None, message, place: None, lint: None }
    }
    /// The message for who wrote the answers, not to be passed on: it names employers.
    pub fn shown(&self, walk: &Walk<'_>) -> String {
        let Some((at, _)) = self.entry else { return self.message.clone() };
        let all = walk.entries("selections");
        let name = all.get(at).map_or("", |e| e.get("employer"));
        if name.is_empty() {
            return self.message.clone();
        }
        let number = numbered(at);
        let alone = all.iter().filter(|e| e.get("employer") == name).count() == 1;
        let called = if alone { name.to_owned() } else { text!("sign.with", name, words = number) };
        self.message.replacen(&number, &called, 1)
    }
}

pub(super) fn numbered(at: usize) -> String {
    text!("gate.selection", n = at + 1)
}

/// About this entry, and this field of it.
pub(super) fn of_entry(
    level: Level,
    rule: &'static str,
    entry: (usize, &'static str),
    message: String,
) -> Finding {
    Finding { entry: Some(entry), ..Finding::new(level, rule, Some("selections"), message) }
}

/// A place in the text, in words.
pub(super) fn part_of(place: Place) -> String {
    match place.part {
        Part::Subject => text!("part.subject").to_owned(),
        Part::Body => text!("gate.line", line = place.line),
    }
}
