//! The signs of a reply, weighed against each other.

use super::kind::ReplyKind;
use super::mail::Sentence;
use super::plain::ReadSentence;
use crate::domain::letter::lint::spec::Sign;
use crate::domain::words::{self, has};
use std::ptr;

pub(super) struct Signs<'t> {
    /// In order of finding, form by form and rule by rule.
    found: Vec<(Sign, &'t Sentence)>,
    /// The same, before they were weighed.
    said: Vec<(Sign, &'t Sentence)>,
    /// Something about the completion is missing or does not fit.
    pub(super) weak: bool,
}

/// Sentences quoted at most.
const QUOTED: usize = 4;

const THEIRS: [Sign; 5] =
    [Sign::HeldBack, Sign::OtherProcedure, Sign::IdentityWanted, Sign::Refused, Sign::Question];

/// What becomes of an interview.
pub(super) const MOVES: [Sign; 2] = [Sign::Moved, Sign::CalledOff];

/// The kind of reply that a sign makes.
const KINDS: [(Sign, ReplyKind); 19] = [
    (Sign::AutoReply, ReplyKind::AutoReply),
    (Sign::Receipt, ReplyKind::Receipt),
    (Sign::Promised, ReplyKind::Receipt),
    (Sign::Accepted, ReplyKind::Receipt),
    (Sign::Done, ReplyKind::Done),
    (Sign::Partly, ReplyKind::PartlyDone),
    (Sign::HeldBack, ReplyKind::HeldBack),
    (Sign::OtherProcedure, ReplyKind::OtherProcedure),
    (Sign::IdentityWanted, ReplyKind::IdentityWanted),
    (Sign::Refused, ReplyKind::Refused),
    (Sign::Question, ReplyKind::Question),
    (Sign::Sales, ReplyKind::Sales),
    (Sign::Bounce, ReplyKind::Bounce),
    (Sign::OutOfOffice, ReplyKind::OutOfOffice),
    (Sign::Transfer, ReplyKind::Transfer),
    (Sign::Called, ReplyKind::Called),
    (Sign::Moved, ReplyKind::Moved),
    (Sign::CalledOff, ReplyKind::CalledOff),
    (Sign::Survey, ReplyKind::Unrelated),
];

impl<'t> Signs<'t> {
    pub(super) fn new(found: Vec<(Sign, &'t Sentence)>) -> Self {
        Self { said: found.clone(), found, weak: false }
    }
    pub(super) fn has(&self, sign: Sign) -> bool {
        self.any(&[sign])
    }
    /// Whether it is the user's turn.
    pub(super) fn theirs(&self) -> bool {
        self.any(&THEIRS)
    }
    fn any(&self, of: &[Sign]) -> bool {
        self.found.iter().any(|(s, _)| of.contains(s))
    }
    pub(super) fn says_any(&self, at: &Sentence, of: &[Sign]) -> bool {
        let mut all = self.said.iter().chain(&self.found);
        all.any(|(sign, s)| std::ptr::eq(*s, at) && of.contains(sign))
    }
    /// Notes that a sentence asks for something by a day and has no more specific sign.
    pub(super) fn asks(&mut self, at: &'t Sentence) {
        if !self.theirs() {
            self.found.push((Sign::Question, at));
        }
    }
    /// Notes a sign that says less than, or something other than, what was requested.
    pub(super) fn add(&mut self, sign: Sign, at: &'t Sentence) {
        self.found.push((sign, at));
        self.weak = true;
    }
    pub(super) fn is_empty(&self) -> bool {
        self.found.is_empty()
    }
    pub(super) fn of(&self, sign: Sign) -> Vec<&'t Sentence> {
        self.found.iter().filter(|(s, _)| *s == sign).map(|(_, at)| *at).collect()
    }
    pub(super) fn exchange(&mut self, sign: Sign, at: &Sentence, other: Sign) {
        for found in self.found.iter_mut().filter(|(s, t)| *s == sign && std::ptr::eq(*t, at)) {
            found.0 = other;
        }
    }
    fn drop(&mut self, of: &[Sign]) {
        self.found.retain(|(s, _)| !of.contains(s));
    }
    pub(super) fn rename(&mut self, sign: Sign, other: Sign) {
        for found in self.found.iter_mut().filter(|(s, _)| *s == sign) {
            found.0 = other;
        }
    }

    /// Drops what is said to everybody: what stands behind the heading of a survey, offers of a
    /// machine, and beside an absence how whoever likes gets on.
    fn for_everybody(&mut self) {
        let mut behind = false;
        self.found.retain(|(sign, at)| {
            behind |= has(&at.text, words::REPLY_SURVEYS);
            !(behind && *sign == Sign::Question)
        });
        if self.found.iter().any(|(s, _)| *s != Sign::Survey) {
            self.drop(&[Sign::Survey]);
        }
        if self.has(Sign::OutOfOffice) {
            let all = |at: &Sentence| has(&at.text, words::REPLY_WHOEVER);
            self.found.retain(|(s, at)| *s != Sign::OtherProcedure || !all(at));
        }
        // A machine advertises in all that it sends.
        if self.has(Sign::AutoReply) && self.any(&[Sign::Receipt, Sign::Promised]) {
            self.drop(&[Sign::Sales]);
        }
    }

    /// That it is done, said behind all that they proposed instead, is their last word.
    fn last_word(&mut self) {
        let last = |of: Sign| self.found.iter().rposition(|(s, _)| *s == of);
        if last(Sign::HeldBack).is_some_and(|held| last(Sign::Done) > Some(held)) {
            let held = self.of(Sign::HeldBack);
            let of = [Sign::HeldBack, Sign::Question];
            let kept = |at: &Sentence| held.iter().any(|s| ptr::eq(*s, at));
            self.found.retain(|(s, at)| !(of.contains(s) && kept(at)));
            self.weak = true;
        }
    }

    /// What they need comes before what would do as well, and before what follows it.
    fn needs(&mut self) {
        if self.theirs() {
            let once = |at: &Sentence| has(&at.text, words::REPLY_ONCE_ANSWERED);
            let ahead = [Sign::Accepted, Sign::Promised];
            self.found.retain(|(s, at)| !(ahead.contains(s) && once(at)));
        }
        if self.has(Sign::IdentityWanted) {
            let also = |at: &Sentence| has(&at.text, words::REPLY_ALSO);
            self.found.retain(|(s, at)| *s != Sign::OtherProcedure || !also(at));
        }
        // Pointing to another procedure explains the refusal.
        if self.has(Sign::OtherProcedure) {
            self.drop(&[Sign::Refused]);
        }
    }

    /// Drops signs that occur in every mailing, unless they concern the reader.
    fn mailing(&mut self) {
        self.drop(&[Sign::AutoReply, Sign::OtherProcedure]);
        let of_you = |at: &Sentence| has(&at.text, words::REPLY_OF_YOU);
        self.found.retain(|(s, at)| *s != Sign::Question || of_you(at));
    }

    /// Drops signs that stronger ones cover, and combines pairs.
    pub(super) fn weigh(&mut self) {
        use Sign::{
            Accepted, Bounce, Done, HeldBack, IdentityWanted, Kept, Open, OtherProcedure,
            OutOfOffice, Own, Partly, Promised, Question, Receipt, Refused, Sales,
        };
        if self.has(Bounce) {
            // The rest is the returned letter.
            self.found.retain(|(s, _)| *s == Bounce);
            return;
        }
        self.for_everybody();
        self.last_word();
        self.needs();
        if self.any(&[Done, Partly]) {
            // Keeping what the law demands does not make it a partial completion.
            for (sign, _) in self.found.iter_mut().filter(|(s, at)| *s == Refused && lawful(at)) {
                *sign = Kept;
            }
            let open = |(sign, at): &(Sign, &Sentence)| match sign {
                Kept => !(lawful(at) || excepts(at)),
                sign => [Open, Refused, Partly].contains(sign),
            };
            if self.found.iter().any(open) {
                for of in [Done, Open, Kept, Refused] {
                    self.rename(of, Partly);
                }
            }
            self.drop(&[Receipt, Promised, Accepted, OutOfOffice, Sales]);
        }
        let theirs = [HeldBack, OtherProcedure, IdentityWanted, Refused];
        if self.any(&theirs) {
            // It is the user's turn, whatever they do afterwards.
            self.drop(&[Promised]);
            if !self.has(Refused) {
                self.drop(&[Accepted]);
            }
        }
        if self.has(Own) {
            self.drop(&[Accepted, Promised]);
        }
        if self.any(&theirs) || self.any(&[Receipt, Question]) {
            self.drop(&[OutOfOffice]);
        } else if self.has(OutOfOffice) {
            self.drop(&[Promised, Accepted]);
        }
        let answers = [Receipt, Promised, Accepted, Done, Partly, HeldBack];
        if self.has(Sales) && !self.any(&answers) {
            self.mailing();
        }
        // They keep it and do not say that the rest goes.
        if self.has(Kept) && !self.any(&answers) {
            self.rename(Kept, HeldBack);
        }
        if self.has(Open) && self.kinds().is_empty() {
            self.rename(Open, Receipt);
        }
    }

    pub(super) fn kinds(&self) -> Vec<ReplyKind> {
        let mut out: Vec<ReplyKind> = Vec::new();
        for (sign, kind) in KINDS {
            if self.has(sign) && !out.contains(&kind) {
                out.push(kind);
            }
        }
        out
    }

    pub(super) fn sure(&self) -> bool {
        use Sign::{Accepted, Done, HeldBack, IdentityWanted, OtherProcedure, Own, Refused};
        let against = [HeldBack, OtherProcedure, IdentityWanted, Refused];
        let torn = self.has(Done) && self.any(&against);
        let both = self.has(Accepted) && self.has(Refused);
        !self.kinds().is_empty() && !self.weak && !torn && !both && !self.has(Own)
    }

    /// The sentences that make it what it is, in the order of the mail.
    pub(super) fn because(&self, said: &[ReadSentence<'_>]) -> Vec<String> {
        let mut out: Vec<String> = Vec::new();
        let tells = |sign: &Sign| {
            KINDS.iter().any(|(s, _)| s == sign)
                || [Sign::Kept, Sign::Calls, Sign::WorkCall].contains(sign)
        };
        let told =
            |s: &Sentence| self.found.iter().any(|(sign, at)| tells(sign) && ptr::eq(*at, s));
        for (at, _) in said.iter().filter(|(s, _)| told(s)) {
            if !out.contains(&at.raw) && out.len() < QUOTED {
                out.push(at.raw.clone());
            }
        }
        out
    }
}

impl Sentence {
    /// Whether this clause changes an interview.
    pub(super) fn moves(&self, clause: &str) -> bool {
        has(clause, words::REPLY_MOVES) && is_said(&self.text, &MOVES)
    }
}

/// Whether it leaves what the law has them keep out of what they say of the rest.
fn excepts(at: &Sentence) -> bool {
    let before = words::REPLY_EXCEPT.iter().find_map(|w| Some(at.text.split_once(w)?.0));
    before.is_some_and(|kept| has(kept, words::REPLY_STATUTES) && has(kept, words::REPLY_STORED))
}

/// Whether the law demands that they keep it, and it is not all that was to be erased.
fn lawful(at: &Sentence) -> bool {
    // The topic comes first: 「個人情報の消去は、管理簿の…」 is about all of it.
    let about = words::REPLY_TOPICS.iter().filter_map(|w| Some(at.text.split_once(w)?.0));
    let whole = |text: &str| has(text, words::REPLY_DATA) || has(text, words::REPLY_ERASES);
    let about = about.min_by_key(|text| text.len()).filter(|text| whole(text));
    let about = about.unwrap_or(&at.text);
    has(&at.text, words::REPLY_STATUTES) && (has(about, words::REPLY_RECORDS) || !whole(about))
}

pub(super) fn is_said(clause: &str, any: &[Sign]) -> bool {
    words::REPLIES.iter().any(|r| any.contains(&r.sign) && r.is_said(clause))
}
