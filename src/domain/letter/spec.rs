//! Paragraphs as written in `assets/letters/*.toml`.

use crate::domain::condition::Condition;
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, Default, Deserialize, Serialize, PartialEq, Eq)]
#[serde(default, deny_unknown_fields)]
pub struct Why {
    pub answers: Vec<String>,
    pub facts: Vec<String>,
    /// Keys of `assets/law.toml`.
    pub law: Vec<String>,
}

impl Why {
    /// Adds the reasons of others in the same paragraph.
    pub fn extend(&mut self, other: &Self) {
        for (mine, more) in [
            (&mut self.answers, &other.answers),
            (&mut self.facts, &other.facts),
            (&mut self.law, &other.law),
        ] {
            for id in more {
                if !mine.contains(id) {
                    mine.push(id.clone());
                }
            }
        }
    }
}

/// A section of a letter; the file has them in order.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Section {
    pub id: String,
    /// Letters in which the section has this position.
    #[serde(default)]
    pub when: Condition,
    /// A line above it, if it has any paragraph.
    #[serde(default)]
    pub heading: String,
    /// No empty line before it.
    #[serde(default)]
    pub tight: bool,
    #[serde(default)]
    pub marks: Marks,
}

/// Markers of list items.
#[derive(Debug, Clone, Copy, Default, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub enum Marks {
    /// ・.
    #[default]
    Dots,
    Numbers,
}

/// A text with a name of its own, for paragraphs and later phrases to use.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Phrase {
    pub id: String,
    pub text: String,
}

#[derive(Debug, Clone, Copy, Default, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub enum Align {
    #[default]
    Left,
    Center,
    Right,
}

/// A paragraph: when it appears, why, and its template.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ParagraphSpec {
    /// Its id, unique over all files.
    pub id: String,
    pub section: String,
    /// Alignment in a letter by post; elsewhere everything is left-aligned.
    #[serde(default)]
    pub align: Align,
    /// An item of the list that its section is.
    #[serde(default)]
    pub item: bool,
    /// Continues the line of the previous paragraph in its section, if there is one.
    #[serde(default)]
    pub joined: bool,
    /// Left out from this step of shortening on (`cut` in templates).
    pub cut_at: Option<usize>,
    #[serde(default)]
    pub when: Condition,
    pub why: Why,
    /// `MiniJinja` template. A paragraph that says nothing is left out.
    pub text: String,
}

/// A paragraph of the user's own: the wording alone is theirs.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OwnParagraph {
    pub id: String,
    pub text: String,
}

/// A file of paragraphs of the user's own (`letters/` beside the configuration).
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OwnFile {
    pub paragraph: Vec<OwnParagraph>,
}

#[derive(Debug, Clone, Deserialize, Default)]
#[serde(default, deny_unknown_fields)]
pub struct LetterFile {
    pub when: Condition,
    /// The order of a letter; in the files of the channels.
    pub section: Vec<Section>,
    /// Texts that paragraphs of any file use by name, in order: one may use those before it.
    pub phrase: Vec<Phrase>,
    pub paragraph: Vec<ParagraphSpec>,
}
