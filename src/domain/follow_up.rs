//! What a second letter is about.

use super::goal::Goal;
use super::word::{Word, words};

/// The choices that say so.
const SETTLED: &[&str] = include!(concat!(env!("OUT_DIR"), "/settled.rs"));

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
        SETTLED.contains(&self.id())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::content::Content;

    #[test]
    fn the_question_offers_each_and_says_which_settle() {
        let content = Content::builtin();
        let asked = content.flow().get("follow_up").expect("a question");
        let offered: Vec<_> = asked.choice.iter().map(|c| (&*c.value, c.settled)).collect();
        let known: Vec<_> =
            FollowUp::ALL.iter().map(|(kind, id, _)| (*id, kind.settled())).collect();
        assert_eq!(offered, known);
    }
}
