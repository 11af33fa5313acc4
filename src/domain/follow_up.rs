//! What a second letter is about.

use super::goal::Goal;
use super::word::{Word, words};

words! {
    /// The kinds of second letters. The ids are those of the letters' templates.
    FollowUp {
        NoReceipt "no_receipt" text!("letter.kind.no_receipt"),
        /// Received, but not carried out in time.
        NoCompletion "no_completion" text!("letter.kind.no_completion"),
        /// They contacted again all the same.
        StillContacted "still_contacted" text!("letter.kind.still_contacted"),
        /// They ask to stay, or to wait.
        HeldBack "held_back" text!("letter.kind.held_back"),
        PartlyDone "partly_done" text!("letter.kind.partly_done"),
        OtherProcedure "other_procedure" text!("letter.kind.other_procedure"),
        /// They ask something first: the answers.
        Question "question" text!("letter.kind.question"),
        /// Thanks, and confirms what was done.
        Confirm "confirm" text!("letter.kind.confirm"),
        /// Confirms a phone call in writing.
        AfterCall "after_call" text!("letter.kind.after_call"),
    }
}

impl FollowUp {
    /// The letter about a request of this goal: what cannot be answered so is asked for again.
    pub fn of_goal(self, goal: Goal) -> Self {
        match (goal, self) {
            (Goal::ReduceContact, Self::HeldBack) => Self::PartlyDone,
            (Goal::Resume, Self::HeldBack | Self::PartlyDone | Self::StillContacted)
            | (Goal::Decline, Self::PartlyDone | Self::OtherProcedure | Self::StillContacted) => {
                Self::NoCompletion
            }
            (
                Goal::ReduceContact
                | Goal::ChangeHandler
                | Goal::Pause
                | Goal::Withdraw
                | Goal::Resume
                | Goal::Decline,
                _,
            ) => self,
        }
    }
    /// It only informs: no deadline for an answer, no other request.
    pub fn settled(self) -> bool {
        match self {
            Self::Confirm | Self::AfterCall | Self::Question => true,
            Self::NoReceipt
            | Self::NoCompletion
            | Self::StillContacted
            | Self::HeldBack
            | Self::PartlyDone
            | Self::OtherProcedure => false,
        }
    }
}
