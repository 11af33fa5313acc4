//! Paragraphs as they stand in `assets/letters/*.toml`.

use crate::domain::condition::Condition;
use serde::{Deserialize, Serialize};

/// Why a paragraph is there.
#[derive(Debug, Clone, Default, Deserialize, Serialize, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub struct Why {
    /// Question ids.
    #[serde(default)]
    pub answers: Vec<String>,
    /// Guide fact ids.
    #[serde(default)]
    pub facts: Vec<String>,
    /// Keys of `assets/law.toml`.
    #[serde(default)]
    pub law: Vec<String>,
}

/// A section of a letter; the sections stand in order.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Section {
    /// Its id.
    pub id: String,
    /// For which letters the section stands at this place.
    #[serde(default)]
    pub when: Condition,
    /// A line above it, if it has any paragraph.
    #[serde(default)]
    pub heading: String,
}

/// Where a paragraph stands on paper.
#[derive(Debug, Clone, Copy, Default, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub enum Align {
    /// At the left edge.
    #[default]
    Left,
    /// In the middle.
    Center,
    /// At the right edge.
    Right,
}

/// A paragraph: when it appears, why, and its template.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ParagraphSpec {
    /// Its id, unique over all files.
    pub id: String,
    /// The section that it belongs to.
    pub section: String,
    /// Where it stands in a letter by post; elsewhere everything is at the left.
    #[serde(default)]
    pub align: Align,
    /// Counted 1. 2. 3. within its section.
    #[serde(default)]
    pub numbered: bool,
    /// When it appears.
    #[serde(default)]
    pub when: Condition,
    /// Why it is there.
    pub why: Why,
    /// `MiniJinja` template.
    pub text: String,
    /// The same in few words, for a form that counts characters; "" leaves the paragraph out there. None: as `text`.
    #[serde(default)]
    pub short: Option<String>,
}

/// A paragraph of the user's own: the wording alone is theirs.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OwnParagraph {
    /// The id of a built-in paragraph.
    pub id: String,
    /// Its template.
    pub text: String,
    /// The same in few words.
    #[serde(default)]
    pub short: Option<String>,
}

/// A file of paragraphs of the user's own (`letters/` beside the configuration).
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OwnFile {
    /// The paragraphs.
    pub paragraph: Vec<OwnParagraph>,
}

/// One file of paragraphs.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LetterFile {
    /// Holds for every section and paragraph of the file.
    #[serde(default)]
    pub when: Condition,
    /// The order of a letter; in the files of the channels.
    #[serde(default)]
    pub section: Vec<Section>,
    /// The paragraphs, in order within their sections.
    pub paragraph: Vec<ParagraphSpec>,
}
