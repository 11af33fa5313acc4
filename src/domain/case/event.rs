//! What happened to a case.

use super::stamp::When;
use crate::domain::channel::Channel;
use crate::domain::goal::Goal;
use crate::domain::word::{Word, choose, words};
use chrono::NaiveDate;
use std::fmt;

words! {
    #[derive(Default)]
    Kind {
        Copied "copied" text!("event.copied"),
        /// A letter was handed to the terminal, which does not say whether it was copied.
        Handed "handed" text!("event.handed"),
        Sent "sent" text!("event.sent"),
        /// It came back: nobody has received it.
        Bounced "bounced" text!("event.bounced"),
        AutoReply "auto_reply" text!("event.auto_reply"),
        Answer "answer" text!("event.answer"),
        /// What they asked was answered.
        Replied "replied" text!("event.replied"),
        Call "call" text!("event.call"),
        NotReached "not_reached" text!("event.not_reached"),
        Contacted "contacted" text!("event.contacted"),
        PartlyDone "partly_done" text!("event.partly_done"),
        Done "done" text!("event.done"),
        GivenUp "given_up" text!("event.given_up"),
        PlanDone "plan_done" text!("event.plan_done"),
        #[default]
        Note "note" text!("event.note"),
    }
}

words! {
    AnswerKind {
        /// They will do it.
        Accepted "accepted" text!("answer.accepted"),
        /// They have it, and look into it.
        Receipt "receipt" text!("answer.receipt"),
        /// They ask to stay, or to wait.
        HeldBack "held_back" text!("answer.held_back"),
        /// They point to another procedure.
        OtherProcedure "other_procedure" text!("answer.other_procedure"),
        /// They will do a part of it.
        Partly "partly" text!("answer.partly"),
        /// They ask something first.
        Question "question" text!("answer.question"),
        /// They ask for proof of who one is.
        Identity "identity_wanted" text!("answer.identity_wanted"),
    }
}

impl AnswerKind {
    /// Whether they act next, so that a day they name is waited for; otherwise the user does.
    pub fn waits(self) -> bool {
        !matches!(self, Self::HeldBack | Self::OtherProcedure)
    }
    /// It contradicts that the request was carried out as a whole.
    pub fn denies(self) -> bool {
        !self.waits() || self == Self::Partly
    }
    /// Whether they are waiting for something, whatever they said before.
    pub fn asks(self) -> bool {
        matches!(self, Self::Question | Self::Identity)
    }
}

words! {
    Means {
        Call "call" text!("means.phone"),
        Sms "sms" "SMS",
        Mail "mail" text!("means.mail"),
        Line "line" "LINE",
        Post "post" text!("means.post"),
    }
}

#[derive(Clone, PartialEq, Eq)]
pub enum What {
    Copied {
        letter: usize,
    },
    /// The letter (from 1) was handed to the terminal to be copied.
    Handed {
        letter: usize,
    },
    Sent {
        letter: usize,
        how: Channel,
        person: String,
        /// Until when it will be done, as was said on the phone.
        promised_by: Option<NaiveDate>,
    },
    Bounced,
    AutoReply,
    /// An answer; the note says what.
    Answer {
        answer: AnswerKind,
        person: String,
        /// Until when it will be done, as they wrote.
        promised_by: Option<NaiveDate>,
        /// Until when they want what they ask for.
        deadline: Option<NaiveDate>,
    },
    Replied,
    /// A call; the note holds what was said.
    Call {
        number: String,
        person: String,
        /// Until when it will be done, as was said.
        promised_by: Option<NaiveDate>,
    },
    NotReached,
    Contacted {
        means: Means,
        person: String,
        number: String,
    },
    /// A part was carried out; the note says which.
    PartlyDone {
        person: String,
    },
    Done {
        /// None: they did not say.
        on: Option<NaiveDate>,
        person: String,
    },
    GivenUp,
    /// The step of the plan on that day was taken.
    PlanDone {
        on: NaiveDate,
    },
    Note,
}

#[derive(Clone, PartialEq, Eq)]
pub struct Event {
    pub at: When,
    pub what: What,
    /// In the user's words: what was said, which part.
    pub note: String,
}

// Names, numbers and words stay out.
shows!(Debug What, it, "{}", it.kind().id());

shows!(Debug Event, it, "Event({}, {:?})", it.at.stamp(), it.what);

/// The details of an event as files, options and lists name them; each kind takes some of them.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Parts {
    /// Which letter, from 1.
    pub letter: Option<usize>,
    pub how: Option<Channel>,
    pub answer: Option<AnswerKind>,
    pub means: Option<Means>,
    /// Who; "" if nobody is named.
    pub person: String,
    /// A number; "" if none is.
    pub number: String,
    pub on: Option<NaiveDate>,
    pub promised_by: Option<NaiveDate>,
    pub deadline: Option<NaiveDate>,
}

impl fmt::Debug for Parts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.given()).finish()
    }
}

impl Parts {
    pub fn given(&self) -> Vec<&'static str> {
        let all = [
            ("letter", self.letter.is_some()),
            ("how", self.how.is_some()),
            ("answer", self.answer.is_some()),
            ("means", self.means.is_some()),
            ("person", !self.person.is_empty()),
            ("number", !self.number.is_empty()),
            ("on", self.on.is_some()),
            ("promised_by", self.promised_by.is_some()),
            ("deadline", self.deadline.is_some()),
        ];
        all.into_iter().filter(|(_, there)| *there).map(|(name, _)| name).collect()
    }
}

impl Kind {
    /// Its name in a case with this goal: a refusal is done when the employer knows of it.
    pub fn named(self, goal: Goal) -> &'static str {
        match self {
            Self::Done if goal == Goal::Decline => text!("event.told"),
            kind => kind.ja(),
        }
    }
    pub fn takes(self) -> &'static [&'static str] {
        match self {
            Self::Copied | Self::Handed => &["letter"],
            Self::Sent => &["letter", "how", "person", "promised_by"],
            Self::Answer => &["answer", "person", "promised_by", "deadline"],
            Self::Call => &["number", "person", "promised_by"],
            Self::Contacted => &["means", "person", "number"],
            Self::PartlyDone => &["person"],
            Self::Done => &["on", "person"],
            Self::PlanDone => &["on"],
            Self::Bounced
            | Self::AutoReply
            | Self::Replied
            | Self::NotReached
            | Self::GivenUp
            | Self::Note => &[],
        }
    }
}

impl What {
    /// It contradicts that the request was carried out as a whole.
    pub fn denies(&self) -> bool {
        match self {
            Self::Answer { answer, .. } => answer.denies(),
            what => matches!(what, Self::PartlyDone { .. }),
        }
    }
    pub fn kind(&self) -> Kind {
        match self {
            Self::Copied { .. } => Kind::Copied,
            Self::Handed { .. } => Kind::Handed,
            Self::Sent { .. } => Kind::Sent,
            Self::Bounced => Kind::Bounced,
            Self::AutoReply => Kind::AutoReply,
            Self::Answer { .. } => Kind::Answer,
            Self::Replied => Kind::Replied,
            Self::Call { .. } => Kind::Call,
            Self::NotReached => Kind::NotReached,
            Self::Contacted { .. } => Kind::Contacted,
            Self::PartlyDone { .. } => Kind::PartlyDone,
            Self::Done { .. } => Kind::Done,
            Self::GivenUp => Kind::GivenUp,
            Self::PlanDone { .. } => Kind::PlanDone,
            Self::Note => Kind::Note,
        }
    }
    pub fn parts(&self) -> Parts {
        let none = Parts::default();
        match self.clone() {
            Self::Copied { letter } | Self::Handed { letter } => {
                Parts { letter: Some(letter), ..none }
            }
            Self::Sent { letter, how, person, promised_by } => {
                Parts { letter: Some(letter), how: Some(how), person, promised_by, ..none }
            }
            Self::Answer { answer, person, promised_by, deadline } => {
                Parts { answer: Some(answer), person, promised_by, deadline, ..none }
            }
            Self::Call { number, person, promised_by } => {
                Parts { person, number, promised_by, ..none }
            }
            Self::Contacted { means, person, number } => {
                Parts { means: Some(means), person, number, ..none }
            }
            Self::PartlyDone { person } => Parts { person, ..none },
            Self::Done { on, person } => Parts { person, on, ..none },
            Self::PlanDone { on } => Parts { on: Some(on), ..none },
            Self::Bounced
            | Self::AutoReply
            | Self::Replied
            | Self::NotReached
            | Self::GivenUp
            | Self::Note => none,
        }
    }
    /// Puts an event together.
    /// Errors: details that are missing, or that this kind does not take: (name, what is wrong).
    pub fn new(kind: Kind, parts: Parts) -> Result<Self, Vec<(&'static str, String)>> {
        let foreign = parts.given().into_iter().filter(|name| !kind.takes().contains(name));
        let mut wrong: Vec<_> =
            foreign.map(|name| (name, text!("event.not_here", kind = kind.id()))).collect();
        let Parts { letter, how, answer, means, person, number, on, promised_by, deadline } = parts;
        wrong.extend(match kind {
            Kind::Sent if how.is_none() => Some(("how", choose::<Channel>())),
            Kind::Sent if promised_by.is_some() && !how.is_some_and(Channel::spoken) => {
                Some(("promised_by", text!("event.promised_by").to_owned()))
            }
            Kind::Answer if answer.is_none() => Some(("answer", choose::<AnswerKind>())),
            Kind::Answer if promised_by.is_some() && !answer.is_some_and(AnswerKind::waits) => {
                Some(("promised_by", text!("event.promised_by.answer").to_owned()))
            }
            Kind::Answer if deadline.is_some() && !answer.is_some_and(AnswerKind::asks) => {
                Some(("deadline", text!("event.deadline").to_owned()))
            }
            Kind::Contacted if means.is_none() => Some(("means", choose::<Means>())),
            Kind::PlanDone if on.is_none() => Some(("on", text!("event.date").to_owned())),
            _ => None,
        });
        let letter = letter.unwrap_or(1);
        let made = match kind {
            Kind::Copied => Some(Self::Copied { letter }),
            Kind::Handed => Some(Self::Handed { letter }),
            Kind::Sent => how.map(|how| Self::Sent { letter, how, person, promised_by }),
            Kind::Answer => {
                answer.map(|answer| Self::Answer { answer, person, promised_by, deadline })
            }
            Kind::Replied => Some(Self::Replied),
            Kind::Contacted => means.map(|means| Self::Contacted { means, person, number }),
            Kind::Done => Some(Self::Done { on, person }),
            Kind::PlanDone => on.map(|on| Self::PlanDone { on }),
            Kind::Call => Some(Self::Call { number, person, promised_by }),
            Kind::Bounced => Some(Self::Bounced),
            Kind::AutoReply => Some(Self::AutoReply),
            Kind::NotReached => Some(Self::NotReached),
            Kind::PartlyDone => Some(Self::PartlyDone { person }),
            Kind::GivenUp => Some(Self::GivenUp),
            Kind::Note => Some(Self::Note),
        };
        match made {
            Some(made) if wrong.is_empty() => Ok(made),
            _ => Err(wrong),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_says_what_it_needs_and_refuses_the_rest() {
        let all = Parts {
            letter: Some(1),
            how: Some(Channel::Phone),
            answer: Some(AnswerKind::Partly),
            means: Some(Means::Sms),
            person: "p".to_owned(),
            number: "n".to_owned(),
            on: Some(NaiveDate::default()),
            promised_by: Some(NaiveDate::default()),
            deadline: Some(NaiveDate::default()),
        };
        for (kind, id, _) in Kind::ALL {
            let wrong = What::new(*kind, all.clone()).expect_err("too much for any kind");
            let wrong = wrong.iter().filter(|(name, _)| !kind.takes().contains(name));
            assert_eq!(wrong.count(), 9 - kind.takes().len(), "{id}");
        }
        assert_eq!(What::new(Kind::Sent, Parts::default()).expect_err("no way given")[0].0, "how");
        let step = What::new(Kind::PlanDone, Parts::default());
        assert_eq!(step.expect_err("no day given")[0].0, "on");
        let promise = Parts {
            how: Some(Channel::Mail),
            promised_by: Some(NaiveDate::default()),
            ..Parts::default()
        };
        assert_eq!(
            What::new(Kind::Sent, promise).expect_err("nobody was spoken to")[0].0,
            "promised_by"
        );
        for (answer, ..) in AnswerKind::ALL {
            let parts = Parts {
                answer: Some(*answer),
                promised_by: Some(NaiveDate::default()),
                ..Parts::default()
            };
            assert_eq!(What::new(Kind::Answer, parts).is_ok(), answer.waits(), "{answer:?}");
            let parts = Parts {
                answer: Some(*answer),
                deadline: Some(NaiveDate::default()),
                ..Parts::default()
            };
            assert_eq!(What::new(Kind::Answer, parts).is_ok(), answer.asks(), "{answer:?}");
        }
        let note = What::new(Kind::Note, Parts::default()).expect("needs nothing");
        assert_eq!(note.parts(), Parts::default());
    }
}
