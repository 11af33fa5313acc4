//! What a letter is for.

use super::word::{Word, words};

words! {
    /// In the order in which they are offered: the mildest first.
    Goal {
        ReduceContact "reduce_contact" text!("goal.reduce_contact"),
        ChangeHandler "change_handler" text!("goal.change_handler"),
        Pause "pause" text!("goal.pause"),
        Withdraw "withdraw" text!("goal.withdraw"),
        Resume "resume" text!("goal.resume"),
        Decline "decline" text!("goal.decline"),
    }
}

// Every property of a goal; a new goal has to answer each of them.
impl Goal {
    /// A step that may help enough to stay: whether it did is looked at later.
    pub fn milder(self) -> bool {
        match self {
            Self::ReduceContact | Self::ChangeHandler => true,
            Self::Pause | Self::Withdraw | Self::Resume | Self::Decline => false,
        }
    }
    /// The goal of the letter that comes next if this one does not help.
    pub fn next(self) -> Option<Self> {
        match self {
            Self::ReduceContact | Self::ChangeHandler => Some(Self::Pause),
            Self::Pause => Some(Self::Withdraw),
            Self::Withdraw | Self::Resume | Self::Decline => None,
        }
    }
    /// It contradicts a request to leave.
    pub fn stays(self) -> bool {
        self.next().is_some()
    }
    /// Agreeing to the request already fulfils it.
    pub fn by_agreeing(self) -> bool {
        match self {
            Self::Pause | Self::ReduceContact => true,
            Self::ChangeHandler | Self::Withdraw | Self::Resume | Self::Decline => false,
        }
    }
    /// Contact after the request is against it.
    pub fn asks_for_quiet(self) -> bool {
        self.next().is_some() || self == Self::Withdraw
    }
    /// Once sent it takes the place of this request.
    pub fn replaces(self, earlier: Self) -> bool {
        match self {
            Self::Pause | Self::Withdraw => earlier != Self::Decline,
            Self::Resume => matches!(earlier, Self::Pause | Self::Withdraw),
            Self::ReduceContact | Self::ChangeHandler | Self::Decline => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::content::Content;

    #[test]
    fn the_question_offers_each_under_its_name() {
        let content = Content::builtin();
        let asked = content.entry().get("goal").expect("a question");
        let offered: Vec<_> = asked.choice.iter().map(|c| (&*c.value, &*c.label)).collect();
        let known: Vec<_> = Goal::ALL.iter().map(|(_, id, ja)| (*id, *ja)).collect();
        assert_eq!(offered, known);
    }
}
