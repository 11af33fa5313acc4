//! What can happen to the program.

use super::effect::{Private, SavedDraft};
use crate::domain::case::CaseRecord;
use crate::input::key::TermEvent;
use chrono::{DateTime, FixedOffset, NaiveDate};
use std::path::PathBuf;

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Msg {
    Term(TermEvent),
    Done(Outcome),
    /// The time in Japan; `real`: the day was not given, so the hours of a desk can be told.
    Time {
        now: DateTime<FixedOffset>,
        real: bool,
    },
    /// The day that the machine shows, where it is not Japan's.
    OtherDay(NaiveDate),
    /// The state is on the screen.
    Shown,
}

/// How a text got to the clipboard.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Copied {
    /// Read back: it is there, and stays when the program ends.
    Confirmed,
    /// Given to the terminal, which does not answer.
    Handed,
    Failed(String),
}

impl Copied {
    pub fn says(&self) -> &'static str {
        match self {
            Self::Confirmed => text!("copied.confirmed"),
            Self::Handed => text!("copied.handed"),
            Self::Failed(_) => text!("copied.failed"),
        }
    }
    pub fn note(&self) -> &'static str {
        match self {
            Self::Confirmed => text!("copied.confirmed.note"),
            Self::Handed => text!("copied.handed.note"),
            Self::Failed(_) => text!("copied.failed.note"),
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    Copied(Copied),
    /// Of writing the letter: the path used, or what went wrong.
    Written(Result<PathBuf, String>),
    /// Of the external editor: the text, or what went wrong.
    Edited(Result<Private, String>),
    /// Of storing the profile: what went wrong.
    Saved(Result<(), String>),
    /// A case: its stored form (None: removed), or an error.
    Case(Result<Option<Box<CaseRecord>>, String>),
    /// A draft: its stored form (None: removed), or an error.
    Draft(Result<Option<Box<SavedDraft>>, String>),
    /// Nothing could be stored: all that was stored is gone; that, in words.
    Wiped(String),
    /// Of opening an address: what went wrong.
    Opened(Result<(), String>),
    Resumed,
}

impl Outcome {
    /// The same, where nothing could be stored because all that was stored is gone.
    pub fn unless_wiped(self, mut is_wiped: impl FnMut() -> bool) -> Self {
        match self {
            Self::Saved(Err(why)) | Self::Case(Err(why)) | Self::Draft(Err(why)) if is_wiped() => {
                Self::Wiped(why)
            }
            other => other,
        }
    }
}
