//! The review: what blocks, what to know, what was answered, and the ways out.

pub mod update;
pub mod view;

use crate::domain::document::Document;
use crate::domain::flow::graph::START;
use crate::domain::flow::walk::Walk;

/// The screen's state.
#[derive(Debug, Default)]
pub struct Review {
    /// The selected row.
    pub at: usize,
    /// The first line that is shown.
    pub scroll: usize,
}

/// A row that can be selected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Row {
    /// The letter is copied.
    Copy,
    /// What was found.
    Found(usize),
    /// The answer to a question.
    Answer(String),
}

/// The rows, in order.
#[must_use]
pub fn rows(doc: &Document<'_>) -> Vec<Row> {
    let found = (0..doc.findings.len()).map(Row::Found);
    let (asked, usual) = answers(&doc.walk);
    let answers = asked.into_iter().chain(usual).map(Row::Answer);
    std::iter::once(Row::Copy).chain(found).chain(answers).collect()
}

/// The questions whose answers can be changed: those that are asked, and those that most people leave as they are.
#[must_use]
pub fn answers(walk: &Walk<'_>) -> (Vec<String>, Vec<String>) {
    let questions = walk.steps.iter().map(|s| s.question).filter(|q| q.id != START);
    let (usual, asked): (Vec<_>, Vec<_>) = questions.partition(|q| walk.is_usual(q));
    let ids = |questions: Vec<&crate::domain::flow::spec::Question>| {
        questions.iter().map(|q| q.id.clone()).collect()
    };
    (ids(asked), ids(usual))
}
