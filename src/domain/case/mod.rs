//! A case: what was asked of whom, when, what came of it. Kept until it is done.
//!
//! Only what happened is stored, as letters and events; the state, what is due and the next step
//! follow from it ([`progress`]). *Copied is not sent*: only the user's own word makes a case sent.

pub mod again;
pub mod archive;
pub mod beside;
pub mod bundle;
pub mod dates;
mod declined;
pub mod draft;
pub mod event;
pub mod file;
mod file_read;
pub mod handover;
pub mod moment;
pub mod noted;
pub mod plan;
pub mod progress;
mod questions;
mod record;
pub mod reply;
#[cfg(test)]
mod scenes;
mod sent;
pub mod stamp;
mod standing;
pub mod strange;
pub mod table;
#[cfg(test)]
mod tests_support;

pub use super::follow_up::FollowUp;
pub use super::word::Word;
pub use event::{AnswerKind, Event, Kind, Means, OpenQuestion, Parts, What};
pub use plan::PlanStep;
pub use progress::NextStep;
pub use record::{CaseId, CaseRecord, Keep, KeptText, LetterRecord, OwnDue, sha256};
pub use stamp::{When, in_words, second, stamp};
pub use standing::{Due, DueWhat, Rules, State};
