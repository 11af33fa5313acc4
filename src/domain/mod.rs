//! What the product knows: questions, answers, what follows from them, and the letter. Pure: no
//! clock, files, terminal.
//!
//! The document pipeline runs through here, one file an arrow: [`answers`] → [`flow::walk`] →
//! [`facts`] → [`letter`] → [`delivery`] → [`case`]. Only the answers (and a hand edit) are stored,
//! and of a case what was sent and what happened; the rest is computed again whenever it is needed.

pub mod answers;
pub mod answers_file;
pub mod answers_toml;
pub mod calendar;
pub mod case;
pub mod channel;
pub mod check;
pub mod condition;
pub mod content;
pub mod day;
pub mod deadline;
pub mod delivery;
pub mod desk_hours;
pub mod document;
pub mod exhaustive;
pub mod facts;
pub mod flow;
pub mod follow_up;
pub mod gate;
pub mod goal;
pub mod handover;
pub mod hours;
pub mod letter;
pub mod manner;
pub mod periods;
pub mod problem;
pub mod registration;
pub mod service;
pub mod toml_group;
pub mod toml_reader;
pub(in crate::domain) mod toml_source;
mod toml_statement;
mod toml_words;
pub mod triage;
#[cfg(test)]
pub(crate) mod typed;
pub mod validate;
pub mod word;
#[expect(clippy::unicode_not_nfc, reason = "what forms lose is written as it is")]
mod words;
