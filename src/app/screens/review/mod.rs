//! The review: what blocks, what to know, what was answered, and the ways out.

pub mod update;
pub mod view;

use crate::domain::document::Document;
use crate::domain::flow::graph::START;
use crate::domain::flow::walk::Walk;

#[derive(Debug, Default)]
pub struct Review {
    pub at: usize,
    pub scroll: usize,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Row {
    Copy,
    Found(usize),
    Answer(String),
}

/// Where the review was left, and how things stood.
#[derive(Debug)]
pub struct Left {
    pub row: Row,
    pub scroll: usize,
    /// Something kept the letter back.
    pub blocked: bool,
    /// So much was found.
    pub found: usize,
}

/// The row to return to. A fixed finding is gone, so the next finding is selected, at the end the
/// way on. A new finding comes first.
pub fn row_again(rows: &[Row], left: &Left, blocked: bool) -> usize {
    let found = rows.iter().filter(|r| matches!(r, Row::Found(_))).count();
    let row = match &left.row {
        Row::Answer(_) if blocked && !left.blocked || found > left.found => Row::Found(0),
        Row::Found(i) if *i >= found => found.checked_sub(1).map_or(Row::Copy, Row::Found),
        row => row.clone(),
    };
    rows.iter().position(|r| *r == row).unwrap_or(0)
}

pub fn rows(doc: &Document<'_>) -> Vec<Row> {
    let found = (0..doc.findings.len()).map(Row::Found);
    let (asked, usual) = answers(&doc.walk);
    let answers = asked.into_iter().chain(usual).map(Row::Answer);
    std::iter::once(Row::Copy).chain(found).chain(answers).collect()
}

/// The questions whose answers can be changed: all that are asked or usually left as they are.
pub fn answers(walk: &Walk<'_>) -> (Vec<String>, Vec<String>) {
    let questions = walk.steps.iter().map(|s| s.question).filter(|q| q.id != START);
    let (usual, asked): (Vec<_>, Vec<_>) = questions.partition(|q| walk.is_usual(q));
    let ids = |questions: Vec<&crate::domain::flow::spec::Question>| {
        questions.iter().map(|q| q.id.clone()).collect()
    };
    (ids(asked), ids(usual))
}
