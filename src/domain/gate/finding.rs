//! What the gate says.

use crate::domain::letter::lint::Lint;
use serde::Serialize;

/// How much a finding weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// The letter is not complete.
    Block,
    /// The sender should know.
    Say,
}

/// One finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// How much it weighs.
    pub level: Level,
    /// Its rule.
    pub rule: &'static str,
    /// The question behind it, if there is one on the path.
    pub question: Option<String>,
    /// What is wrong or worth knowing, in Japanese; labels, never the answers themselves.
    pub message: String,
    /// Where in the text, why, and what would be better, if the linter found it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lint: Option<Lint>,
}
