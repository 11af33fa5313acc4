//! What the core asks of the outside: plain values, compared in tests, obeyed by `shell::runner`.

use crate::config::Profile;
use crate::domain::case::draft::{Draft, StoredDraft};
use crate::domain::case::{CaseId, CaseRecord, Event, LetterRecord, OwnDue, PlanStep, What, When};
use crate::domain::channel::Channel;
use chrono::{DateTime, FixedOffset, NaiveDate};
use std::path::PathBuf;

/// A text of the user's: compared, never printed.
#[derive(Clone, PartialEq, Eq)]
pub struct Private(pub String);

shows!(Debug Private, it, "Private({} bytes)", it.0.len());

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// The path as typed.
    pub path: PathBuf,
    /// The offered name: used if the typed path is a folder.
    pub name: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CaseOrder {
    Create(Box<CaseRecord>),
    /// More letters of a case: copied at that time, and sent, if the user says so.
    Letters(CaseId, Vec<NewLetter>),
    Log(CaseId, Box<Event>),
    /// It did not happen after all, or not like that.
    TakeBack(CaseId, Box<Event>),
    /// The last letter, with this number, is not used after all; the answers of the one before it.
    Unused(CaseId, usize, Option<Private>),
    Due(CaseId, Option<OwnDue>),
    Plan(CaseId, Box<PlanStep>),
    Remove(CaseId),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewLetter {
    pub letter: LetterRecord,
    pub answers: Option<String>,
    /// When it was copied; None: it was not.
    pub copied: Option<DateTime<FixedOffset>>,
    /// The copy was confirmed.
    pub sure: bool,
    pub sent: Option<Sent>,
    /// The number of the letter of the same walk that it takes the place of, unless that was sent.
    pub over: Option<usize>,
}

/// A statement by the user that a letter was sent.
#[derive(Clone, PartialEq, Eq)]
pub struct Sent {
    pub at: When,
    pub how: Channel,
    /// With whom, on the phone.
    pub person: String,
    /// Until when it will be done, as was said on the phone.
    pub promised_by: Option<NaiveDate>,
    pub note: String,
}

impl Sent {
    /// With details that were given before.
    pub fn with(mut self, before: &Self) -> Self {
        if self.person.is_empty() {
            self.person.clone_from(&before.person);
        }
        if self.note.is_empty() {
            self.note.clone_from(&before.note);
        }
        self.promised_by = self.promised_by.or(before.promised_by);
        self
    }
    pub fn event(self, letter: usize) -> Event {
        let Self { at, how, person, promised_by, note } = self;
        Event { at, what: What::Sent { letter, how, person, promised_by }, note }
    }
}

shows!(Debug Sent, it, "Sent({:?})", it.how);

impl NewLetter {
    pub fn add_to(self, record: &mut CaseRecord) {
        if let Some(n) = self.over {
            record.take_out(n);
        }
        let n = record.add_letter(self.letter, self.answers);
        if let Some(at) = self.copied {
            let what =
                if self.sure { What::Copied { letter: n } } else { What::Handed { letter: n } };
            record.log(at, what, "");
        }
        if let Some(s) = self.sent {
            let e = s.event(n);
            record.log(e.at, e.what, &e.note);
        }
    }
}

impl CaseOrder {
    /// The case that is changed; None: it is made, or removed.
    pub fn changes(&self) -> Option<&CaseId> {
        match self {
            Self::Letters(id, _)
            | Self::Log(id, _)
            | Self::TakeBack(id, _)
            | Self::Unused(id, ..)
            | Self::Due(id, _)
            | Self::Plan(id, _) => Some(id),
            Self::Create(_) | Self::Remove(_) => None,
        }
    }
    pub fn apply(self, record: &mut CaseRecord) {
        match self {
            Self::Letters(_, new) => new.into_iter().for_each(|new| new.add_to(record)),
            Self::Log(_, e) => record.log(e.at, e.what, &e.note),
            Self::TakeBack(_, e) => {
                record.take_back(&e);
            }
            Self::Unused(_, letter, before) => record.drop_letter(letter, before.map(|b| b.0)),
            Self::Due(_, due) => record.own_due = due,
            Self::Plan(_, step) => record.plan.push(*step),
            Self::Create(_) | Self::Remove(_) => {}
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftToSave {
    /// Index of the leg.
    pub nth: u32,
    /// The last stored version, if any.
    pub over: Option<StoredDraft>,
    pub draft: Draft,
}

impl DraftToSave {
    /// What there is to know once it is stored.
    pub fn kept(self, number: u32) -> SavedDraft {
        SavedDraft { nth: self.nth, stored: StoredDraft { number, draft: self.draft } }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SavedDraft {
    /// Index of the leg.
    pub nth: u32,
    pub stored: StoredDraft,
}

/// An unfinished walk of which nothing shall be left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OldDraft {
    /// Index of the leg; None: of an earlier run.
    pub nth: Option<u32>,
    /// The number of its file, if it has one.
    pub number: Option<u32>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    Copy(Private),
    Write(Target, Private),
    /// Let the user edit a text in `$VISUAL` or `$EDITOR`.
    EditExternal(Private),
    Save(Profile),
    Case(CaseOrder),
    /// Keep the unfinished walk; done after the next frame, which does not wait for the disk.
    SaveDraft(Box<DraftToSave>),
    RemoveDraft(OldDraft),
    /// Open an address in the program that is there for it (`mailto:`).
    Open(Private),
    Suspend,
    Exit(Exit),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Exit {
    /// Done (0); the letter for standard output, if it is wanted there.
    Done(Option<Private>),
    /// Done, but the letter went nowhere or something could not be stored (1); the letter for
    /// standard output, if it is wanted there.
    Failed(Option<Private>),
    /// The letter for standard output, taken although the gate blocks it (3).
    Incomplete(Private),
    /// Left before the letter was complete (0: going back from the first question; 130: Ctrl-C).
    Left(u8),
}

/// What remains to be stored before the program ends.
#[derive(Debug, Default)]
pub struct Leaving {
    /// Done in order; the last one ends the program.
    pub todo: Vec<Effect>,
    /// The user agreed to storing only now.
    pub agreed: bool,
    /// It could not be stored once.
    pub failed: bool,
    /// The unfinished walk could not be stored on the way out.
    pub draft_lost: bool,
}
