//! Events of a case, and the question among them that is still unanswered.

use super::stamp::When;
use crate::domain::channel::Channel;
use crate::domain::goal::Goal;
use crate::domain::validate::dated;
use crate::domain::word::{Word, choose, words};
use crate::text::said;
use chrono::NaiveDate;
use std::fmt;
use std::str::FromStr;

/// What can happen, a row each: its kind, the details that it takes by their names in [`Parts`] (an
/// `Option` may be missing), its words.
macro_rules! happenings {
    ($($(#[$of:meta])* $kind:ident $({ $($part:ident: $type:ty),+ })? $id:literal $ja:expr,)+) => {
        words! {
            #[derive(Default)]
            Kind { $($(#[$of])* $kind $id $ja,)+ }
        }

        #[derive(Clone, PartialEq, Eq)]
        pub enum What {
            $($kind $({ $($part: $type),+ })?,)+
        }

        impl Kind {
            pub fn takes(self) -> &'static [&'static str] {
                match self {
                    $(Self::$kind => &[$($(stringify!($part)),+)?],)+
                }
            }
        }

        impl What {
            pub fn kind(&self) -> Kind {
                match self {
                    $(Self::$kind { .. } => Kind::$kind,)+
                }
            }
            pub fn parts(&self) -> Parts {
                let mut parts = Parts::default();
                match self.clone() {
                    $(Self::$kind $({ $($part),+ })? => {
                        $($(parts.$part = $part.into();)+)?
                    })+
                }
                parts
            }
            /// None: a detail is missing.
            fn of(kind: Kind, parts: Parts) -> Option<Self> {
                Some(match kind {
                    $(Kind::$kind => {
                        Self::$kind $({ $($part: Detail::taken(parts.$part)?),+ })?
                    })+
                })
            }
        }
    };
}

happenings! {
    Copied { letter: usize } "copied" text!("event.copied"),
    /// A letter was handed to the terminal, which does not say whether it was copied.
    Handed { letter: usize } "handed" text!("event.handed"),
    /// `promised_by`: as was said on the phone.
    Sent { letter: usize, how: Channel, person: String, promised_by: Option<NaiveDate> }
        "sent" text!("event.sent"),
    /// It came back: nobody has received it.
    Bounced "bounced" text!("event.bounced"),
    AutoReply "auto_reply" text!("event.auto_reply"),
    /// The note says what they answer.
    Answer {
        answer: AnswerKind,
        person: String,
        promised_by: Option<NaiveDate>,
        deadline: Option<NaiveDate>
    } "answer" text!("event.answer"),
    /// What they asked was answered.
    Replied "replied" text!("event.replied"),
    /// The note has what was said.
    Call { number: String, person: String, promised_by: Option<NaiveDate> }
        "call" text!("event.call"),
    NotReached "not_reached" text!("event.not_reached"),
    Contacted { means: Means, person: String, number: String } "contacted" text!("event.contacted"),
    /// The interview of a selection that goes on is on another day.
    Moved { employer: String, to: String } "moved" text!("event.moved"),
    /// That interview is cancelled.
    CalledOff { employer: String } "called_off" text!("event.called_off"),
    /// The note says which part was carried out.
    PartlyDone { person: String } "partly_done" text!("event.partly_done"),
    /// `on` is None if they did not say.
    Done { on: Option<NaiveDate>, person: String } "done" text!("event.done"),
    GivenUp "given_up" text!("event.given_up"),
    /// The step of the plan on that day was taken.
    PlanDone { on: NaiveDate } "plan_done" text!("event.plan_done"),
    /// The step of the plan on that day was called off.
    PlanDropped { on: NaiveDate } "plan_dropped" text!("event.plan_dropped"),
    #[default]
    Note "note" text!("event.note"),
}

words! {
    AnswerKind {
        /// They will do it.
        Accepted "accepted" text!("answer.accepted"),
        /// They have it, and look into it.
        Receipt "receipt" text!("answer.receipt"),
        /// They ask to stay, or to wait.
        HeldBack "held_back" text!("answer.held_back"),
        /// They will not do it, or a part of it.
        Refused "refused" text!("answer.refused"),
        /// They point to another procedure.
        OtherProcedure "other_procedure" text!("answer.other_procedure"),
        /// They will do a part of it.
        Partly "partly" text!("answer.partly"),
        /// They ask something first.
        Question "question" text!("answer.question"),
        /// They ask for proof of who one is.
        Identity "identity_wanted" text!("answer.identity_wanted"),
        /// They announce a call to where the user works.
        WorkCall "work_call" text!("answer.work_call"),
    }
}

impl AnswerKind {
    /// Whether they act next, so that a day they name is waited for; otherwise the user does.
    pub fn waits(self) -> bool {
        !matches!(self, Self::HeldBack | Self::Refused | Self::OtherProcedure)
    }
    /// It contradicts that the request was carried out as a whole.
    pub fn denies(self) -> bool {
        !self.waits() || self == Self::Partly
    }
    /// Whether they are waiting for something, whatever they said before.
    pub fn asks(self) -> bool {
        matches!(self, Self::Question | Self::Identity | Self::WorkCall)
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
pub struct Event {
    pub at: When,
    pub what: What,
    /// In the user's words: what was said, which part.
    pub note: String,
}

// Names, numbers and words stay out.
shows!(Debug What, it, "{}", it.kind().id());

shows!(Debug Event, it, "Event({}, {:?})", it.at.stamp(), it.what);

/// The details that events can have, each with its type.
macro_rules! details {
    ($($(#[$of:meta])* $part:ident: $type:ty,)+) => {
        /// Details of an event as named by files, options and lists; each kind takes some of them.
        #[derive(Clone, Default, PartialEq, Eq)]
        pub struct Parts {
            $($(#[$of])* pub $part: $type,)+
        }

        impl Parts {
            /// A detail as files and forms have it; "" if it is not given.
            pub fn text(&self, name: &str) -> String {
                match name {
                    $(stringify!($part) => self.$part.written(),)+
                    _ => String::new(),
                }
            }
            /// Takes a detail by its name; others are no detail.
            pub fn put(&mut self, name: &str, text: &str) {
                match name {
                    $(stringify!($part) => self.$part = Written::read(text),)+
                    _ => {}
                }
            }
            pub fn given(&self) -> Vec<&'static str> {
                let all = [$(stringify!($part)),+].into_iter();
                all.filter(|name| !self.text(name).is_empty()).collect()
            }
        }
    };
}

details! {
    /// From 1.
    letter: Option<usize>,
    how: Option<Channel>,
    answer: Option<AnswerKind>,
    means: Option<Means>,
    /// Who; "" if nobody is named.
    person: String,
    /// A number; "" if none is.
    number: String,
    /// Whose interview it is.
    employer: String,
    /// A day, with its time if known, as in answers.
    to: String,
    on: Option<NaiveDate>,
    promised_by: Option<NaiveDate>,
    deadline: Option<NaiveDate>,
}

/// A detail as a text.
trait Written {
    fn written(&self) -> String;
    fn read(text: &str) -> Self;
}

impl Written for String {
    fn written(&self) -> String {
        self.clone()
    }
    fn read(text: &str) -> Self {
        text.to_owned()
    }
}

impl<T: fmt::Display + FromStr> Written for Option<T> {
    fn written(&self) -> String {
        self.as_ref().map_or_else(String::new, T::to_string)
    }
    fn read(text: &str) -> Self {
        text.parse().ok()
    }
}

impl fmt::Debug for Parts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.given()).finish()
    }
}

impl Kind {
    /// Whether it settles a step of the plan.
    pub fn of_plan(self) -> bool {
        matches!(self, Self::PlanDone | Self::PlanDropped)
    }
    /// Its label in a case with this goal: a refusal is done when the employer knows of it.
    pub fn named(self, goal: Goal) -> &'static str {
        match self {
            Self::Done if goal == Goal::Decline => text!("event.told"),
            kind => kind.ja(),
        }
    }
}

impl What {
    /// The day of the step of the plan that it settles.
    pub fn step(&self) -> Option<NaiveDate> {
        self.parts().on.filter(|_| self.kind().of_plan())
    }
    /// It contradicts that the request was carried out as a whole.
    pub fn denies(&self) -> bool {
        match self {
            Self::Answer { answer, .. } => answer.denies(),
            what => matches!(what, Self::PartlyDone { .. }),
        }
    }
    /// Builds an event.
    /// Errors: missing details, or ones that this kind does not take: (name, message).
    pub fn new(kind: Kind, parts: Parts) -> Result<Self, Vec<(&'static str, String)>> {
        let foreign = parts.given().into_iter().filter(|name| !kind.takes().contains(name));
        let mut wrong: Vec<_> =
            foreign.map(|name| (name, text!("event.not_here", kind = kind.id()))).collect();
        let Parts { how, answer, means, on, promised_by, .. } = parts;
        wrong.extend(match kind {
            Kind::Sent if how.is_none() => Some(("how", choose::<Channel>())),
            Kind::Sent if promised_by.is_some() && !how.is_some_and(Channel::spoken) => {
                Some(("promised_by", text!("event.promised_by").to_owned()))
            }
            Kind::Answer if answer.is_none() => Some(("answer", choose::<AnswerKind>())),
            Kind::Answer if promised_by.is_some() && !answer.is_some_and(AnswerKind::waits) => {
                Some(("promised_by", text!("event.promised_by.answer").to_owned()))
            }
            Kind::Contacted if means.is_none() => Some(("means", choose::<Means>())),
            kind if kind.of_plan() && on.is_none() => Some(("on", text!("event.date").to_owned())),
            Kind::Moved if dated(&parts.to).is_none() => {
                Some(("to", text!("event.date").to_owned()))
            }
            _ => None,
        });
        let letter = parts.letter.or(Some(1));
        Self::of(kind, Parts { letter, ..parts }).filter(|_| wrong.is_empty()).ok_or(wrong)
    }
}

/// A required detail, taken from [`Parts`], where all are optional.
trait Detail<P>: Sized {
    fn taken(from: P) -> Option<Self>;
}

impl Detail<Self> for String {
    fn taken(from: Self) -> Option<Self> {
        Some(from)
    }
}

impl<T> Detail<Option<T>> for T {
    fn taken(from: Option<T>) -> Option<Self> {
        from
    }
}

impl<T> Detail<Self> for Option<T> {
    fn taken(from: Self) -> Option<Self> {
        Some(from)
    }
}

/// What they asked, or want by a day, and nobody has answered yet.
#[derive(Clone, PartialEq, Eq)]
pub struct OpenQuestion {
    pub kind: AnswerKind,
    /// The day on which they said so.
    pub(super) on: NaiveDate,
    /// Until when they want it, if they said.
    pub by: Option<NaiveDate>,
    /// The start of their question in their words; "" if it was not noted.
    pub(super) words: String,
}

shows!(Debug OpenQuestion, it, "Asked({:?}, {:?})", it.kind, it.by);

/// Maximum length of their question when repeated, in characters.
pub(super) const ASKED: usize = 40;

impl OpenQuestion {
    /// As it stands on a day: a call that was announced is over with its own, and the wish not to
    /// be called there is not.
    pub(super) fn at(mut self, today: NaiveDate) -> Self {
        self.by = self.by.filter(|on| self.kind != AnswerKind::WorkCall || *on >= today);
        self
    }
    /// What to do about it; `day` puts a day in words.
    pub(super) fn ja(&self, day: impl Fn(NaiveDate) -> String) -> String {
        let by = self.by.map_or_else(String::new, |on| text!("step.answer.by", day = day(on)));
        let words = said(&self.words, |text| text!("sign.quoted", text));
        if self.kind == AnswerKind::WorkCall {
            return text!("step.work_call", by, words);
        }
        text!("step.answer", what = self.due_ja(), by, words)
    }
    pub(super) fn due_ja(&self) -> &'static str {
        match self.kind {
            AnswerKind::Identity => text!("due.asked.identity"),
            AnswerKind::WorkCall => text!("due.work_call"),
            AnswerKind::Question => text!("due.asked"),
            _ => text!("due.asked.wanted"),
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
            employer: "e".to_owned(),
            to: "2026-12-10 14:00".to_owned(),
            on: Some(NaiveDate::default()),
            promised_by: Some(NaiveDate::default()),
            deadline: Some(NaiveDate::default()),
        };
        for (kind, id, _) in Kind::ALL {
            let wrong = What::new(*kind, all.clone()).expect_err("too much for any kind");
            let wrong = wrong.iter().filter(|(name, _)| !kind.takes().contains(name));
            assert_eq!(wrong.count(), 11 - kind.takes().len(), "{id}");
        }
        assert_eq!(What::new(Kind::Sent, Parts::default()).expect_err("no way given")[0].0, "how");
        let step = What::new(Kind::PlanDone, Parts::default());
        assert_eq!(step.expect_err("no day given")[0].0, "on");
        let other = What::new(Kind::Moved, Parts::default());
        assert_eq!(other.expect_err("no day given")[0].0, "to");
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
        }
        let note = What::new(Kind::Note, Parts::default()).expect("needs nothing");
        assert_eq!(note.parts(), Parts::default());
    }
}
