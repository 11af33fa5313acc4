//! What an agent's reply is: from its text to an event of the case.
//!
//! What is read is data (`assets/lint/replies.toml`). A sentence that is a known form from its
//! beginning to its end says what the form says; of any other one its words are signs that make a
//! guess. The signs are weighed against each other. That something is done, or received, is sure
//! only where every sentence is known.

mod about;
mod chat;
mod days;
mod event;
mod forms;
mod items;
mod kind;
mod known;
mod later;
mod mail;
mod marks;
mod name;
mod plain;
mod sentence;
mod signs;
mod until;

pub use about::{About, MailAgent};
pub(super) use items::{Rest, is_about_work, questions};
pub use kind::ReplyKind;

use super::record::KeptText;
use crate::domain::goal::Goal;
use crate::domain::letter::lint::spec::Sign;
use crate::domain::words::{self as list, has};
use ReplyKind as R;
use chrono::NaiveDate;
use days::Now;
use known::Known;
use mail::{Mail, Sentence};
use marks::listed;
use plain::{AGREED, ReadSentence, SentenceForm, SentenceReader};
use signs::{MOVES, Signs, is_said};
use until::days;

#[derive(Default, Clone, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "facts that do not depend on each other")]
pub struct Reading {
    /// In the order of [`ReplyKind`].
    pub kinds: Vec<ReplyKind>,
    /// Nothing speaks against these kinds.
    pub sure: bool,
    pub done_on: Option<NaiveDate>,
    /// The day by which they promise to act.
    pub promised_by: Option<NaiveDate>,
    /// The day by which they want an answer.
    pub deadline: Option<NaiveDate>,
    /// The writer, or the successor; "" if nobody is named.
    pub person: String,
    pub kept: Option<String>,
    pub kept_until: Option<NaiveDate>,
    /// The sentences that show the kinds.
    pub because: Vec<String>,
    /// All that it says, but for greetings and the signature.
    pub says: Vec<String>,
    /// They will do it, and do not only confirm that they have it.
    pub accepted: bool,
    /// They refuse only a part of the request, and do not ask to stay.
    pub rest: bool,
    /// The sentence with their question; "" if there is none.
    pub asked: String,
    /// They are going to call where the user works; `asked` has the sentence.
    pub work_call: bool,
    /// They ask whether they may; `asked` has the sentence.
    pub work_asked: bool,
    /// Whose interview is on another day or off, and that day with its time; "" if it does not say.
    pub employer: String,
    pub to: String,
    /// Something is done, but it does not say what.
    pub bare: bool,
    /// An agent that it names instead of the case's; "" if it does not.
    pub another: String,
    /// The sentence with an impossible day: past, wrong weekday, or not in the calendar; "" if
    /// none.
    pub odd_day: String,
    /// An addressee who is not the user; "" if none.
    pub addressee: String,
    /// The sentences that are not understood, or contradict the request.
    pub doubts: Vec<String>,
}

// A reply holds personal data.
shows!(Debug Reading, it, "Reading({:?}, {})", it.kinds, it.sure);

pub struct ReplyText<'a> {
    mail: Mail,
    about: About<'a>,
    known: Known<'a>,
}

/// Questions of so many characters do not say what they are about.
const BARE_QUESTION: usize = 20;
/// Sentences that are not understood, shown at most.
const SHOWN: usize = 3;
const ASKS: [Sign; 4] =
    [Sign::HeldBack, Sign::OtherProcedure, Sign::IdentityWanted, Sign::Question];
/// Shorter texts can't be called unrelated.
const SHORT: usize = 12;

/// Errors: it is encoded (base64, quoted-printable), which is not decoded here.
pub fn take<'a>(text: &str, about: About<'a>) -> Result<ReplyText<'a>, String> {
    let letters = about.case.iter().flat_map(|c| &c.letters).filter_map(|l| match &l.kept {
        KeptText::Text { subject, text } => Some([subject.as_str(), text.as_str()]),
        KeptText::Hash(_) => None,
    });
    let known = Known::new(about.case, about.content);
    let mail = Mail::read(text, &letters.flatten().collect::<Vec<_>>(), &known.own())?;
    Ok(ReplyText { mail, about, known })
}

impl ReplyText<'_> {
    /// The date of its header; "" without one.
    pub fn date(&self) -> &str {
        &self.mail.date
    }
    /// Whether nothing but quotations was in it.
    pub fn is_empty(&self) -> bool {
        self.mail.sentences.is_empty()
    }
    pub fn reading(&self, received: NaiveDate) -> Reading {
        let now = Now { received, office: self.about.office };
        let plain = SentenceReader::new(&self.mail, &self.known, self.goal(), now);
        let said = plain.said(&self.mail.sentences);
        let mut signs = Signs::new(self.found(now, &said));
        let addressee = self.known.addressee(&self.mail);
        let mut r = Reading { addressee, ..Reading::default() };
        if self.is_unrelated(&signs) {
            let (kinds, sure) = (vec![R::Unrelated], self.about.case.is_none());
            let unclear = self.mail.sentences.iter().take(if sure { 0 } else { SHOWN });
            let doubts = unclear.map(|s| s.raw.clone()).collect();
            return Reading { kinds, sure, doubts, ..r };
        }
        (r.promised_by, r.deadline, r.odd_day) = days(now, &self.of_now(now, &said), &mut signs);
        self.done(now, &said, &mut signs, &mut r);
        self.calls(now, &mut signs, &mut r);
        self.against(now, &mut signs);
        self.oftener(&mut signs);
        Self::kept(now, &signs, &mut r);
        signs.weigh();
        (r.kinds, r.sure, r.because) = (signs.kinds(), signs.sure(), signs.because(&said));
        let tells = |(s, form): &&ReadSentence<'_>| {
            let polite = form.is_some_and(|(_, sign)| sign.is_none());
            r.because.contains(&s.raw) || !(s.below || polite || self.is_subject(&s.raw))
        };
        r.says = said.iter().filter(tells).map(|(s, _)| s.raw.clone()).collect();
        // Taken from its header.
        let automatic = [Sign::AutoReply, Sign::OutOfOffice, Sign::Bounce];
        if self.mail.auto && !automatic.iter().any(|s| signs.has(*s)) {
            r.kinds.insert(0, R::AutoReply);
        }
        let agrees = said.iter().any(|(_, form)| form.is_some_and(|(name, _)| *name == AGREED));
        let all = signs.has(Sign::Accepted) && !self.rests_in_part(&signs.of(Sign::Accepted));
        r.accepted = all || agrees && !signs.has(Sign::Promised);
        r.asked = self.asked(&said, &signs);
        r.rest = self.refuses_a_part(&signs);
        let any = |of: &[R]| r.kinds.iter().any(|k| of.contains(k));
        if any(&[R::Bounce]) {
            let Reading { kinds, sure, because, .. } = r;
            return Reading { kinds, sure, because, ..Reading::default() };
        }
        let (done, done_or_part) = (any(&[R::Done]), any(&[R::Done, R::PartlyDone]));
        r.done_on = r.done_on.filter(|_| done_or_part);
        // Completed actions are not promises, and automatic replies promise nothing.
        let promises = !done && !any(&[R::OutOfOffice, R::Sales]) && !r.kinds.is_empty();
        let last = if done { received } else { plain.last() };
        r.sure &= !(done || promises) || r.promised_by.is_none_or(|on| on <= last);
        r.promised_by = r.promised_by.filter(|on| promises && *on <= last);
        if !signs.has(Sign::Own) {
            r.person = self.person(now, any(&[R::Transfer]));
        }
        let another = self.known.another(&self.mail, self.about.beside);
        another.unwrap_or_default().clone_into(&mut r.another);
        r.doubts = self.doubts(now, &plain, &said, &signs, &r.kinds);
        r.sure &= [&r.addressee, &r.another, &r.odd_day].iter().all(|s| s.is_empty());
        r.sure &= r.doubts.is_empty();
        // The subject is not a place to look at.
        r.doubts.retain(|s| !self.is_subject(s));
        r
    }

    fn is_subject(&self, text: &str) -> bool {
        !text.is_empty() && [&self.mail.subject, &self.mail.answered].iter().any(|of| *of == text)
    }

    /// The sentence with their question, or with what they want to see, with the one before it
    /// where that says what it is about. One that asks for reasons, if one likes, needs no answer.
    fn asked(&self, said: &[ReadSentence<'_>], signs: &Signs<'_>) -> String {
        if let Some(announced) = signs.of(Sign::WorkCall).first() {
            return announced.raw.clone();
        }
        let needs = |at: &&Sentence| {
            signs.says_any(at, &[Sign::IdentityWanted])
                || !said.iter().any(|(s, form)| std::ptr::eq(*s, *at) && form.is_some())
        };
        let asked = [Sign::IdentityWanted, Sign::Question].into_iter().flat_map(|s| signs.of(s));
        let Some(asks) = asked.into_iter().find(needs) else { return String::new() };
        let all = &self.mail.sentences;
        let at = all.iter().position(|s| std::ptr::eq(s, asks)).unwrap_or_default();
        let before = at.checked_sub(1).and_then(|at| said.get(at));
        let before = before.filter(|(s, form)| {
            let short = asks.text.chars().count() <= BARE_QUESTION;
            short && form.is_none() && !self.is_subject(&s.raw) && listed(&asks.raw).is_none()
        });
        let before = before.map_or("", |(s, _)| s.raw.as_str());
        format!("{before}{}", asks.raw)
    }

    /// The signs of the sentences: by their forms, or else by their words.
    fn found<'t>(&self, now: Now, said: &[ReadSentence<'t>]) -> Vec<(Sign, &'t Sentence)> {
        let mut out = Vec::new();
        let changes = self.goal() == Some(Goal::ChangeHandler);
        for (s, form) in said {
            if self.is_later(now, s) {
                out.push((Sign::Receipt, *s));
                continue;
            }
            if let Some((_, sign)) = form {
                // A transfer is what the user requested.
                let done = Some(Sign::Done).filter(|_| changes && *sign == Some(Sign::Transfer));
                out.extend(done.into_iter().chain(*sign).map(|sign| (sign, *s)));
                continue;
            }
            let clauses = s.clauses();
            // The change concerns an interview.
            let is_said = |r: &&list::SignWords| {
                if r.clause {
                    clauses.iter().any(|c| r.is_said(c) && !s.moves(c))
                } else {
                    r.is_said(&s.text)
                }
            };
            let signs = list::REPLIES.iter().filter(is_said);
            out.extend(signs.filter_map(|r| Some((self.meant(r.sign, s)?, *s))));
        }
        out
    }

    /// What a sign means in this case.
    fn meant(&self, sign: Sign, at: &Sentence) -> Option<Sign> {
        let goal = self.goal();
        let once = has(&at.text, list::REPLY_ONCE_ANSWERED);
        match sign {
            Sign::Stays => Some(sign).filter(|_| goal == Some(Goal::ChangeHandler)),
            Sign::Succeeded => Some(Sign::Done).filter(|_| goal == Some(Goal::ChangeHandler)),
            // The offers that whoever comes back has asked for.
            Sign::Sales if goal.is_none_or(|g| g == Goal::Resume) && once => None,
            // A talk does not keep whoever comes back.
            Sign::HeldBack if goal == Some(Goal::Resume) => Some(Sign::Question),
            // That employers are told, or mails are stopped, is a part of leaving.
            Sign::Done if goal == Some(Goal::Withdraw) => {
                let part = has(&at.text, list::REPLY_PARTLY) && !has(&at.text, list::REPLY_CORE);
                Some(if part { Sign::Partly } else { sign })
            }
            sign => Some(sign),
        }
    }

    /// A call that is announced is answered before its day, if at all; and whose interview is on
    /// which day now.
    fn calls(&self, now: Now, signs: &mut Signs<'_>, r: &mut Reading) {
        if let Some(s) = MOVES.iter().flat_map(|sign| signs.of(*sign)).next() {
            self.known.interviewer(&s.text).clone_into(&mut r.employer);
            r.to = now.moved(&s.text);
        }
        // A call to the workplace has to be stopped before it is made.
        for s in signs.of(Sign::WorkCall) {
            r.deadline = [now.later(&s.text), r.deadline].into_iter().flatten().min();
            let asks = signs.says_any(s, &[Sign::Question]);
            (r.work_asked, r.work_call) = (r.work_asked || asks, r.work_call || !asks);
            signs.asks(s);
            signs.weak |= r.work_call;
        }
        for s in signs.of(Sign::Calls) {
            let on = now.later(&s.text).filter(|_| !self.after_rest(now, s));
            let Some(on) = on else { continue };
            r.deadline = Some(r.deadline.map_or(on, |d| d.min(on)));
            // An unanswered call requests nothing.
            if !signs.has(Sign::Called) && !self.known.without_calls() {
                signs.asks(s);
            }
            signs.weak = true;
        }
    }

    /// The successor, or else the writer. A later successor is not the writer.
    fn person(&self, now: Now, follows: bool) -> String {
        let own = self.known.own();
        let writer = self.mail.person(&self.known.service());
        let writer = Some(writer).filter(|name| !own.contains(name));
        let writer = writer.unwrap_or_default();
        let later = |s: &str| has(s, list::REPLY_AHEAD) || now.later(s).is_some();
        let follower = self.mail.successor().filter(|_| follows || writer.is_empty());
        // A successor that the user asked for is named, from whatever day.
        let asked = self.goal() == Some(Goal::ChangeHandler);
        let follower = follower.filter(|(_, s)| asked || writer.is_empty() || !later(s));
        follower.map_or(writer, |(name, _)| name.to_owned())
    }

    /// The sentences that are not understood, where they could change how far the case is.
    fn doubts(
        &self,
        now: Now,
        plain: &SentenceReader<'_>,
        said: &[ReadSentence<'_>],
        signs: &Signs<'_>,
        kinds: &[R],
    ) -> Vec<String> {
        let any = |of: &[R]| kinds.iter().any(|k| of.contains(k));
        let answered = &self.mail.answered;
        let strange = !answered.is_empty() && !plain.is_subject(answered);
        let stranger = self.known.stranger(&self.mail);
        let mut out: Vec<String> = Some(stranger).filter(|s| !s.is_empty()).into_iter().collect();
        out.extend(strange.then(|| answered.clone()));
        out.extend(self.mail.unread.iter().map(|why| (*why).to_owned()));
        let read = [R::Sales, R::Bounce, R::AutoReply, R::OutOfOffice];
        let transfer = any(&[R::Transfer]) && self.goal() == Some(Goal::ChangeHandler);
        // What a machine says of a receipt decides nothing.
        let machine = any(&[R::AutoReply]);
        let of = |k: &R| match k {
            R::Receipt => machine,
            R::Transfer => !transfer,
            k => read.contains(k),
        };
        let none = kinds.iter().all(of);
        let moved = any(&[R::Done, R::PartlyDone]);
        let turn = signs.theirs() && !moved;
        if !kinds.is_empty() && (none || turn) || signs.has(Sign::Own) {
            return out;
        }
        let part = any(&[R::PartlyDone]) && !any(&[R::Done]);
        let open = [Sign::Open, Sign::Kept, Sign::Refused];
        let rest = |s: &Sentence| {
            signs.says_any(s, &ASKS) || plain.is_rest(s, |clause| is_said(clause, &open))
        };
        // After a completion, nothing is left to be accepted or promised.
        let later = [Some(Sign::Accepted), Some(Sign::Promised)];
        let ahead = |says: &SentenceForm| any(&[R::Done]) && later.contains(&says.1);
        let strange = |(s, form): &&ReadSentence<'_>| {
            !self.is_later(now, s) && form.map_or(!(part && rest(s)), ahead)
        };
        let strange = said.iter().filter(strange);
        out.extend(strange.take(SHOWN).map(|(s, _)| s.raw.clone()));
        out
    }

    /// Whether it has nothing to do with any of this.
    fn is_unrelated(&self, signs: &Signs<'_>) -> bool {
        let service = self.about.case.map_or("", |c| c.service_name.as_str());
        let related = |s: &Sentence| {
            has(&s.text, list::REPLY_RELATED)
                || !service.is_empty() && s.text.contains(&name::squeezed(service))
        };
        let all = &self.mail.sentences;
        let length: usize = all.iter().map(|s| s.text.chars().count()).sum();
        let kana = |s: &Sentence| s.text.contains(|c| ('ぁ'..='ゖ').contains(&c));
        let business = |s: &Sentence| has(&s.text, list::REPLY_BUSINESS);
        self.known.is_to_another(&self.mail)
            || !all.iter().any(related)
                && !signs.has(Sign::Bounce)
                && (all.iter().any(|s| has(&s.text, list::REPLY_FOREIGN))
                    || self.about.case.is_none()
                        && signs.is_empty()
                        && length >= SHORT
                        && all.iter().any(kana)
                        && !all.iter().any(business))
    }

    /// What is completed, and when.
    fn done(&self, now: Now, said: &[ReadSentence<'_>], signs: &mut Signs<'_>, r: &mut Reading) {
        let made = self.known.made();
        for s in [signs.of(Sign::Done), signs.of(Sign::Partly)].concat() {
            let on = now.on(&s.text);
            // Completion on a future day is a promise.
            if on.is_some_and(|on| on > now.received) {
                r.promised_by = r.promised_by.max(on);
                signs.exchange(Sign::Done, s, Sign::Accepted);
                signs.weak = true;
                continue;
            }
            r.done_on = r.done_on.max(on);
            signs.weak |= on.zip(made).is_some_and(|(on, made)| on < made);
        }
        let known = said.iter().any(|(s, form)| form.is_some() && signs.says_any(s, &[Sign::Done]));
        r.bare = signs.has(Sign::Done) && !known;
        // Beside the whole, a part adds nothing.
        if known {
            signs.rename(Sign::Partly, Sign::Done);
        }
        self.parts(said, signs);
    }

    /// They announce calls although the user wants none, or with a completion.
    fn against(&self, now: Now, signs: &mut Signs<'_>) {
        // The person who stays is named, the change is not.
        signs.weak |= signs.has(Sign::Stays);
        signs.rename(Sign::Stays, Sign::Refused);
        let calls = signs.of(Sign::Calls);
        signs.weak |= !calls.is_empty() && signs.has(Sign::Done);
        let possible = |s: &Sentence| has(&s.text, list::REPLY_POSSIBLE);
        signs.weak |= signs.has(Sign::Refused) && self.mail.sentences.iter().any(possible);
        if self.known.without_calls() {
            signs.weak |= !calls.is_empty();
            for s in calls.into_iter().filter(|s| !self.after_rest(now, s)) {
                signs.exchange(Sign::Calls, s, Sign::Refused);
            }
        }
    }

    /// They agree to less contact, and go on oftener than was asked for: that grants a part.
    fn oftener<'t>(&'t self, signs: &mut Signs<'t>) {
        let asked = self.known.for_what();
        let wanted = |of: &str| asked.iter().any(|a| a == of);
        let Some((_, times)) = list::REPLY_OFTENER.iter().find(|(of, _)| wanted(of)) else {
            return;
        };
        let less_contact = self.goal() == Some(Goal::ReduceContact);
        let goes_on = |s: &&Sentence| {
            has(&s.text, times)
                && has(&s.text, list::REPLY_MAILED)
                && !has(&s.text, list::REPLY_LESS)
        };
        for s in self.mail.sentences.iter().filter(|s| less_contact && goes_on(s)) {
            if !signs.says_any(s, &[Sign::Question, Sign::Refused]) {
                signs.add(Sign::Partly, s);
            }
        }
    }

    /// Turns a completion into a partial one if only some employers were told, or only some
    /// services are paused.
    fn parts(&self, said: &[ReadSentence<'_>], signs: &mut Signs<'_>) {
        let done = signs.of(Sign::Done);
        let declined = self.known.declined();
        let known = || said.iter().filter(|(_, form)| form.is_some());
        let named = |name: &&String| known().any(|(s, _)| s.text.contains(*name));
        let told = declined.iter().filter(named).count();
        if self.rests_in_part(&done) || told > 0 && told < declined.len() {
            for s in done {
                signs.exchange(Sign::Done, s, Sign::Partly);
            }
        }
    }

    /// Whether these sentences name some of the paused services, but not all.
    fn rests_in_part(&self, of: &[&Sentence]) -> bool {
        let says = |any: &[&str]| of.iter().any(|s| has(&s.text, any));
        let scope = self.known.scope();
        let n = scope.iter().filter(|any| says(any)).count();
        n > 0 && n < scope.len() && !says(list::REPLY_RESTS)
    }

    /// Whether they refuse only what goes with leaving: to erase the data, or to stop something.
    fn refuses_a_part(&self, signs: &Signs<'_>) -> bool {
        let stops = |s: &Sentence| list::REPLY_SCOPE.iter().any(|(_, of)| has(&s.text, of));
        let part = |s: &&Sentence| {
            !has(&s.text, list::REPLY_CORE) && (has(&s.text, list::REPLY_DATA) || stops(s))
        };
        let (refused, held) = (signs.of(Sign::Refused), signs.of(Sign::HeldBack));
        // Keeping data is not an attempt to keep the user.
        self.goal() == Some(Goal::Withdraw)
            && held.iter().all(|s| signs.says_any(s, &[Sign::Kept]))
            && !(refused.is_empty() && held.is_empty())
            && refused.iter().all(part)
    }

    /// The goal of the case; without a case the one that the reply is about, if it says so.
    fn goal(&self) -> Option<Goal> {
        let leaves =
            |s: &Sentence| has(&s.text, list::REPLY_CORE) || has(&s.text, list::REPLY_DATA);
        match self.about.case {
            Some(case) => Some(case.goal),
            None => self.mail.sentences.iter().any(leaves).then_some(Goal::Withdraw),
        }
    }

    fn kept(now: Now, signs: &Signs<'_>, r: &mut Reading) {
        let Some(s) = signs.of(Sign::Kept).into_iter().next() else {
            // 「…は、法令により保管が必要なものを除き、削除いたしました」
            let except = |s: &Sentence| {
                let at = list::REPLY_EXCEPT.iter().find_map(|w| s.raw.find(w))?;
                let before = s.raw.get(..at)?.trim_end_matches('を');
                let kept = before.rsplit('、').next()?;
                has(kept, list::REPLY_STORED).then(|| kept.to_owned())
            };
            let erased = signs.of(Sign::Done).into_iter().chain(signs.of(Sign::Partly));
            r.kept = erased.into_iter().find_map(except);
            return;
        };
        r.kept = Some(s.raw.clone());
        r.kept_until = now.kept(&s.text, r.done_on);
    }
}
