//! What line mode has printed.

use crate::domain::answers::Entry;
use crate::domain::case::{CaseId, Kind, When};
use crate::ui::said::Said;

/// What was printed last: only changes are printed again.
#[derive(Clone, Default, PartialEq, Eq)]
pub(super) enum Place {
    #[default]
    Nowhere,
    Question(String),
    /// Several questions on one page, all of which are known: their answers.
    Known(Vec<String>),
    Field(String),
    /// Answers that were filled in, in lines: they are shown before the review.
    Usual(Vec<String>),
    List(String, Vec<Entry>, Vec<Option<usize>>),
    Form(String, Option<usize>, usize),
    /// The letter and what was found in it.
    Review(String, Vec<String>),
    /// When it was sent, as far as that was said.
    After(Option<When>),
    /// How many drafts there are, and how much could not be read.
    Start(usize, usize),
    /// A case: its events, and where it stands.
    Case(CaseId, usize, Vec<Said>),
    /// An event of this case, or of the letter just copied, and the field that is asked.
    Log(Option<CaseId>, Kind, usize),
    /// Several services are chosen, so many by now.
    Several(usize),
    Run(Vec<Said>),
    /// The registrations, and what can be put back.
    Mine(Vec<Entry>, bool),
    /// One of them, and the field that is asked.
    Registration(Option<usize>, usize),
}

impl Place {
    pub(super) fn id(&self) -> Option<&str> {
        match self {
            Self::Question(id) | Self::List(id, ..) | Self::Form(id, ..) => Some(id),
            _ => None,
        }
    }
}

/// Which answers are looked over, until nothing of them is to be changed.
#[derive(Default, Clone, Copy, PartialEq, Eq)]
pub(super) enum Looks {
    /// What was answered by itself.
    #[default]
    Usual,
    All,
    /// None, in this walk, and this one of a run.
    Done(u32, usize),
}
