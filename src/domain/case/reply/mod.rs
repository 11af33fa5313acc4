//! What an agent's reply is: from its text to an event of the case.
//!
//! Which words say what is data (`assets/lint/replies.toml`). A reply is read sentence by sentence
//! for its signs, and the signs are weighed against each other. That something is done is believed
//! last: whatever speaks against it makes the reading unsure.

mod days;
mod kind;
mod known;
mod mail;
mod plain;
mod signs;

pub use kind::Reply;

use super::event::{AnswerKind, Kind, Means, Parts};
use super::record::{CaseRecord, Kept};
use crate::domain::calendar::OfficeCalendar;
use crate::domain::content::Content;
use crate::domain::letter::lint::spec::Sign;
use crate::domain::word::Word;
use crate::domain::words::{self as list, has};
use chrono::NaiveDate;
use days::{Now, Until};
use known::Known;
use mail::{Mail, Sentence, squeezed};
use plain::{Plain, moves};
use signs::Signs;

#[derive(Default, Clone, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "facts that do not depend on each other")]
pub struct Reading {
    /// In the order of [`Reply`].
    pub kinds: Vec<Reply>,
    /// Whether nothing speaks against it.
    pub sure: bool,
    pub done_on: Option<NaiveDate>,
    /// Until when they say that they do it.
    pub promised_by: Option<NaiveDate>,
    /// Until when they ask for something.
    pub deadline: Option<NaiveDate>,
    /// Who writes, or who has taken their place; "" if nobody says.
    pub person: String,
    /// The sentence that says what is kept.
    pub kept: Option<String>,
    pub kept_until: Option<NaiveDate>,
    /// The sentences that led there.
    pub because: Vec<String>,
    /// They will do it, and do not merely have it.
    pub accepted: bool,
    /// What they refuse is a part of what was asked for, and they hold nobody back.
    pub rest: bool,
    /// The sentence that asks something; "" if none does.
    pub asked: String,
    /// Something is done, but it does not say what.
    pub bare: bool,
    /// Another service that it names, and not that of the case; "" if it does not.
    pub another: String,
    /// The sentence whose day can't be: gone by, of another weekday, or in no calendar; "" if there
    /// is none.
    pub odd_day: String,
    /// Somebody else that it is written to; "" if it is not.
    pub addressee: String,
    /// What is not understood of it, or goes against what was asked.
    pub doubts: Vec<String>,
}

// A reply holds personal data.
shows!(Debug Reading, it, "Reading({:?}, {})", it.kinds, it.sure);

/// What is known of a reply besides its text.
#[derive(Clone, Copy)]
pub struct About<'a> {
    /// The case that it belongs to.
    pub case: Option<&'a CaseRecord>,
    pub office: OfficeCalendar,
    /// Where other services are known by their names.
    pub content: &'a Content,
}

/// A reply that was taken apart.
pub struct Text<'a> {
    mail: Mail,
    about: About<'a>,
    known: Known<'a>,
}

/// Shorter texts don't say what they are about.
const SHORT: usize = 12;

/// Takes a reply apart.
/// Errors: it is coded as mails are sent, which is not read here.
pub fn take<'a>(text: &str, about: About<'a>) -> Result<Text<'a>, String> {
    let letters = about.case.iter().flat_map(|c| &c.letters).filter_map(|l| match &l.kept {
        Kept::Text { subject, text } => Some([subject.as_str(), text.as_str()]),
        Kept::Hash(_) => None,
    });
    let mail = Mail::read(text, &letters.flatten().collect::<Vec<_>>())?;
    Ok(Text { mail, about, known: Known::new(about.case, about.content) })
}

impl Text<'_> {
    /// When it was sent, as its head says; "" if it does not.
    pub fn date(&self) -> &str {
        &self.mail.date
    }
    /// Whether nothing that somebody wrote is left of it.
    pub fn is_empty(&self) -> bool {
        self.mail.sentences.is_empty()
    }
    /// Reads it as it came on that day.
    pub fn reading(&self, received: NaiveDate) -> Reading {
        let now = Now { received, office: self.about.office };
        let mut signs = Signs::new(self.found());
        if self.is_unrelated(&signs) {
            return Reading { kinds: vec![Reply::Unrelated], sure: true, ..Reading::default() };
        }
        let mut r = Reading { person: self.mail.person(), ..Reading::default() };
        self.days(now, &mut signs, &mut r);
        self.done(now, &mut signs, &mut r);
        self.undone(&mut signs);
        self.against(&mut signs);
        Self::kept(now, &signs, &mut r);
        signs.weigh();
        (r.kinds, r.sure, r.because) = (signs.kinds(), signs.sure(), signs.because());
        // Taken from its header.
        let said = [Sign::AutoReply, Sign::OutOfOffice, Sign::Bounce];
        if self.mail.auto && !said.iter().any(|s| signs.has(*s)) {
            r.kinds.insert(0, Reply::AutoReply);
        }
        r.accepted = signs.has(Sign::Accepted) || self.agrees(&signs);
        r.rest = self.refuses_a_part(&signs);
        let asked = [Sign::IdentityWanted, Sign::Question].into_iter().flat_map(|s| signs.of(s));
        r.asked = asked.map(|s| s.raw.clone()).next().unwrap_or_default();
        if signs.has(Sign::Own) {
            r.person.clear();
        }
        let any = |of: &[Reply]| r.kinds.iter().any(|k| of.contains(k));
        let (done, done_or_part) = (any(&[Reply::Done]), any(&[Reply::Done, Reply::PartlyDone]));
        r.done_on = r.done_on.filter(|_| done_or_part);
        self.known.another(&self.mail).unwrap_or_default().clone_into(&mut r.another);
        r.addressee = self.known.addressee(&self.mail);
        let plain = Plain::new(&self.mail, &self.known, self.goal(), now);
        r.doubts = plain.doubts(&signs, &r.kinds);
        r.sure &= r.doubts.is_empty() || !moves(&r.kinds);
        let contrary = plain.contrary();
        r.sure &= contrary.is_empty();
        r.doubts.extend(contrary);
        r.doubts.dedup();
        r.sure &= [&r.addressee, &r.another, &r.odd_day].iter().all(|s| s.is_empty());
        // A completed action has no future day.
        r.sure &= !done || r.promised_by.is_none_or(|on| on <= received);
        // Completed actions are not promises, and automatic replies promise nothing.
        let promises = !done && !any(&[Reply::Bounce, Reply::OutOfOffice, Reply::Sales]);
        r.promised_by = r.promised_by.filter(|_| promises && !r.kinds.is_empty());
        if any(&[Reply::Bounce]) {
            let Reading { kinds, sure, because, .. } = r;
            return Reading { kinds, sure, because, ..Reading::default() };
        }
        r
    }

    fn found(&self) -> Vec<(Sign, &Sentence)> {
        let mut out = Vec::new();
        for s in &self.mail.sentences {
            let clauses = s.clauses();
            let said = |r: &&list::Reply| {
                if r.clause { clauses.iter().any(|c| r.is_said(c)) } else { r.is_said(&s.text) }
            };
            out.extend(list::REPLIES.iter().filter(said).map(|r| (r.sign, s)));
        }
        out
    }

    /// Whether it has nothing to do with any of this.
    fn is_unrelated(&self, signs: &Signs<'_>) -> bool {
        let service = self.about.case.map_or("", |c| c.service_name.as_str());
        let related = |s: &Sentence| {
            has(&s.text, list::REPLY_RELATED)
                || !service.is_empty() && s.text.contains(&squeezed(service))
        };
        let all = &self.mail.sentences;
        let length: usize = all.iter().map(|s| s.text.chars().count()).sum();
        let kana = |s: &Sentence| s.text.contains(|c| ('ぁ'..='ゖ').contains(&c));
        let business = |s: &Sentence| has(&s.text, list::REPLY_BUSINESS);
        !all.iter().any(related)
            && !signs.has(Sign::Bounce)
            && (all.iter().any(|s| has(&s.text, list::REPLY_FOREIGN))
                || signs.is_empty()
                    && length >= SHORT
                    && all.iter().any(kana)
                    && !all.iter().any(business))
    }

    fn days<'t>(&'t self, now: Now, signs: &mut Signs<'t>, r: &mut Reading) {
        let pauses = self.goal() == list::REPLY_RESTS_GOAL;
        // What was done, how long something is kept, and when they call is promised by nobody, nor
        // is what they deny, and that a rest ends.
        let other = |clause: &&str| {
            !(is_said(clause, &[Sign::Done, Sign::Kept, Sign::Calls])
                || has(clause, list::REPLY_PROMISES_NOT)
                || pauses && has(clause, list::REPLY_RESUMES))
        };
        for s in &self.mail.sentences {
            for until in s.clauses().into_iter().filter(other).flat_map(|c| now.until(c)) {
                match until {
                    Until::They(on) => r.promised_by = r.promised_by.max(Some(on)),
                    Until::You(_) if has(&s.text, list::REPLY_ADVERTS) => {}
                    Until::You(on) => {
                        r.deadline = Some(r.deadline.map_or(on, |d| d.min(on)));
                        signs.asks(s);
                    }
                    Until::GoneBy => r.odd_day.clone_from(&s.raw),
                }
            }
            if now.misnames(&s.text) {
                r.odd_day.clone_from(&s.raw);
            }
        }
    }

    /// What is done: of which matter, and when. It is what was asked for, or it is doubted.
    fn done(&self, now: Now, signs: &mut Signs<'_>, r: &mut Reading) {
        let goal = self.goal();
        let made = self.known.made();
        let mut named = false;
        let of = |s: &Sentence| {
            let clauses = s.clauses().into_iter().filter(|c| is_said(c, &[Sign::Done]));
            clauses.map(|c| self.matter(goal, c, &s.text)).min().unwrap_or(Matter::Other)
        };
        let all = signs.of(Sign::Done).into_iter().any(|s| of(s) == Matter::All);
        for s in signs.of(Sign::Done) {
            let (matter, on) = (of(s), now.on(&s.text));
            let ahead = on.is_some_and(|on| on > now.received);
            match matter {
                Matter::Other => signs.exchange(Sign::Done, s, Sign::Other),
                // Completion on a future day is a promise.
                _ if ahead => {
                    r.promised_by = r.promised_by.max(on);
                    signs.exchange(Sign::Done, s, Sign::Accepted);
                    signs.weak = true;
                }
                _ => {
                    r.done_on = r.done_on.max(on);
                    // An unrequested pause keeps the registration.
                    let part = matter == Matter::Part && !all;
                    if part && has(&s.text, list::REPLY_RESTS) {
                        signs.exchange(Sign::Done, s, Sign::HeldBack);
                        signs.weak = true;
                    } else if part || has(&s.text, list::REPLY_IN_PART) {
                        signs.exchange(Sign::Done, s, Sign::Partly);
                    }
                    let before = on.zip(made).is_some_and(|(on, made)| on < made);
                    signs.weak |= before || matter == Matter::Unnamed;
                    named |= matter != Matter::Unnamed;
                    r.bare = !named;
                }
            }
        }
    }

    /// What speaks against it that all is done: what was asked for is announced beside a part of
    /// it, or something is said of the data that nobody here understands.
    fn undone(&self, signs: &mut Signs<'_>) {
        let done = signs.of(Sign::Done);
        if done.is_empty() {
            return;
        }
        for of in [list::REPLY_CORE, list::REPLY_DATA] {
            let names = |s: &Sentence| has(&s.text, of);
            if self.goal() != list::REPLY_LEAVES || done.iter().any(|s| names(s)) {
                continue;
            }
            for sign in [Sign::Accepted, Sign::Promised] {
                for s in signs.of(sign).into_iter().filter(|s| names(s)) {
                    signs.exchange(sign, s, Sign::Open);
                }
            }
        }
        self.parts(&done, signs);
        let of_data =
            |s: &Sentence| has(&s.text, list::REPLY_DATA) && !has(&s.text, list::REPLY_DATA_NOT);
        let silent = |s: &&Sentence| of_data(s) && !signs.says(s);
        let beside = |s: &Sentence| has(&s.text, list::REPLY_BESIDE);
        signs.weak |= self.mail.sentences.iter().any(|s| silent(&s) || beside(s));
    }

    /// They call whoever wants no calls, or beside what they say is done.
    fn against(&self, signs: &mut Signs<'_>) {
        let calls = signs.of(Sign::Calls);
        signs.weak |= !calls.is_empty() && signs.has(Sign::Done);
        let possible = |s: &Sentence| has(&s.text, list::REPLY_POSSIBLE);
        signs.weak |= signs.has(Sign::Refused) && self.mail.sentences.iter().any(possible);
        if self.known.without_calls() {
            signs.weak |= !calls.is_empty();
            for s in calls {
                signs.exchange(Sign::Calls, s, Sign::Refused);
            }
        }
    }

    /// Which parts of what was asked for are done: of those who are declined, who was told, and of
    /// what is to rest, what does. Of others it is doubted.
    fn parts(&self, done: &[&Sentence], signs: &mut Signs<'_>) {
        let (declined, scope) = (self.known.declined(), self.known.scope());
        let says = |of: &[&str]| done.iter().any(|s| has(&s.text, of));
        let told = |name: &&String| says(&[name.as_str()]);
        let n = declined.iter().filter(told).count();
        let rest = scope.iter().filter(|of| says(of)).count();
        let part = |n: usize, of: usize| n > 0 && n < of;
        let rests = part(rest, scope.len()) && !says(list::REPLY_RESTS);
        if rests || part(n, declined.len()) {
            for s in done {
                signs.exchange(Sign::Done, s, Sign::Partly);
            }
        }
        let strange = |s: &&Sentence| {
            list::WORKPLACES.iter().any(|place| {
                let titled = format!("{place}{}", list::HONORIFIC);
                let before = s.text.split_once(&titled).and_then(|(b, _)| b.chars().next_back());
                before.is_some_and(|c| {
                    c.is_alphabetic()
                        && !['の', 'お', 'ご', 'は', 'を', 'に', 'へ', 'も'].contains(&c)
                })
            })
        };
        signs.weak |= !declined.is_empty() && n == 0 && done.iter().any(strange);
    }

    /// Whether they agree to what they name: to rest, or to write less, that is all there is to do.
    fn agrees(&self, signs: &Signs<'_>) -> bool {
        let named = |s: &Sentence| matter(self.goal(), &s.text) == Some(Matter::All);
        let agrees = |s: &&Sentence| named(s) && has(&s.text, list::REPLY_AGREED);
        !signs.has(Sign::Promised)
            && self.about.case.is_some_and(|case| case.goal.by_agreeing())
            && signs.of(Sign::Receipt).iter().any(agrees)
    }

    /// Whether what is refused is not the request itself: of leaving, what becomes of the data, or
    /// what is to stop.
    fn refuses_a_part(&self, signs: &Signs<'_>) -> bool {
        let core = |s: &&Sentence| has(&s.text, list::REPLY_CORE);
        let part = |s: &&Sentence| matter(self.goal(), &s.text).is_some() && !core(s);
        let refused = signs.of(Sign::Refused);
        self.goal() == list::REPLY_LEAVES
            && !signs.has(Sign::HeldBack)
            && !refused.is_empty()
            && refused.iter().all(part)
    }

    /// What a clause that says that something is done is about: what it names itself, else what its
    /// sentence, else what the reply.
    fn matter(&self, goal: &str, clause: &str, sentence: &str) -> Matter {
        let behind = |w: &&str| Some(clause.rsplit_once(*w)?.1);
        // 「退会に伴い、配信を停止しました」
        let clause = list::REPLY_IN_VIEW.iter().find_map(behind).unwrap_or(clause);
        let own = |s: &Sentence| matter(goal, &s.text) == Some(Matter::All);
        let anywhere = || self.mail.sentences.iter().any(own).then_some(Matter::All);
        let asked = || has(sentence, list::REPLY_ASKED).then_some(Matter::All);
        let named = matter(goal, clause).or_else(|| matter(goal, sentence));
        named.or_else(asked).or_else(anywhere).unwrap_or(Matter::Unnamed)
    }

    /// What was asked for; without a case what the reply is about, if it says so.
    fn goal(&self) -> &str {
        let leaves = |s: &Sentence| has(&s.text, matters(list::REPLY_LEAVES));
        match self.about.case {
            Some(case) => case.goal.id(),
            None if self.mail.sentences.iter().any(leaves) => list::REPLY_LEAVES,
            None => "",
        }
    }

    fn kept(now: Now, signs: &Signs<'_>, r: &mut Reading) {
        let Some(s) = signs.of(Sign::Kept).into_iter().next() else { return };
        r.kept = Some(s.raw.clone());
        r.kept_until = now.kept(&s.text, r.done_on);
    }
}

fn is_said(clause: &str, any: &[Sign]) -> bool {
    list::REPLIES.iter().any(|r| any.contains(&r.sign) && r.is_said(clause))
}

/// What something that is done is to what was asked for.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Matter {
    All,
    Part,
    Unnamed,
    Other,
}

/// The matter that a text names.
fn matter(goal: &str, text: &str) -> Option<Matter> {
    let named: Vec<&str> =
        list::REPLY_MATTERS.iter().filter(|(_, of)| has(text, of)).map(|(g, _)| *g).collect();
    let part = named.iter().any(|g| list::REPLY_PARTS.contains(g));
    match goal {
        _ if named.is_empty() => None,
        goal if named.contains(&goal) => Some(Matter::All),
        "" if part => Some(Matter::All),
        list::REPLY_LEAVES if part => Some(Matter::Part),
        _ => Some(Matter::Other),
    }
}

/// What a goal is about.
fn matters(goal: &str) -> &'static [&'static str] {
    list::REPLY_MATTERS.iter().find(|(g, _)| *g == goal).map_or(&[], |(_, words)| words)
}

impl Reading {
    /// What is noted of it; None: there is nothing to note.
    pub fn event(&self) -> Option<(Kind, Parts)> {
        let has = |kind: Reply| self.kinds.contains(&kind);
        let person = self.person.clone();
        let answer = |answer: AnswerKind| {
            let promised_by = self.promised_by.filter(|_| answer.waits());
            let deadline = self.deadline.filter(|_| answer.asks());
            let (answer, person) = (Some(answer), person.clone());
            (Kind::Answer, Parts { answer, person, promised_by, deadline, ..Parts::default() })
        };
        let bare = |kind| (kind, Parts::default());
        let refuses = has(Reply::HeldBack) || has(Reply::Refused) || has(Reply::OtherProcedure);
        Some(match () {
            // The user has to find out first what is complete.
            () if has(Reply::Done) && self.bare => answer(AnswerKind::Accepted),
            // What they wait for comes first.
            () if has(Reply::Done) && self.deadline.is_some() => answer(AnswerKind::Question),
            () if has(Reply::Done) => {
                (Kind::Done, Parts { person, on: self.done_on, ..Parts::default() })
            }
            () if has(Reply::PartlyDone) => {
                let promised = self.promised_by.map(|_| answer(AnswerKind::Partly));
                promised.unwrap_or((Kind::PartlyDone, Parts { person, ..Parts::default() }))
            }
            // An automatic reply may ask for identification; otherwise it changes nothing.
            () if has(Reply::IdentityWanted) && !refuses => answer(AnswerKind::Identity),
            () if has(Reply::AutoReply) && has(Reply::Receipt) => bare(Kind::AutoReply),
            // What they do not do of it is no proposal to stay.
            () if has(Reply::Refused) && self.rest => answer(AnswerKind::Partly),
            () if has(Reply::HeldBack) || has(Reply::Refused) => answer(AnswerKind::HeldBack),
            () if has(Reply::OtherProcedure) => answer(AnswerKind::OtherProcedure),
            () if has(Reply::AutoReply) || has(Reply::OutOfOffice) => bare(Kind::AutoReply),
            () if has(Reply::Question) => answer(AnswerKind::Question),
            () if self.accepted => answer(AnswerKind::Accepted),
            () if has(Reply::Receipt) => answer(AnswerKind::Receipt),
            () if has(Reply::Bounce) => bare(Kind::Bounced),
            () if has(Reply::Transfer) => bare(Kind::Note),
            () if has(Reply::Sales) => {
                let means = Some(Means::Mail);
                (Kind::Contacted, Parts { means, person, ..Parts::default() })
            }
            () => return None,
        })
    }
}
