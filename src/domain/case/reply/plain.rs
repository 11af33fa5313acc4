//! Which sentences of a reply are understood: those that match a form known for the case.

use super::days::Now;
use super::forms::{Matcher, Pieces};
use super::known::Known;
use super::mail::{Mail, Sentence};
use super::name::names_at;
use crate::domain::calendar::add_months;
use crate::domain::goal::Goal;
use crate::domain::letter::lint::spec::Sign;
use crate::domain::word::Word as _;
use crate::domain::words::{self as list, begins, ended, has};
use crate::text::sound::is_hiragana;
use chrono::NaiveDate;
use std::cell::RefCell;
use std::collections::BTreeMap;

/// The name of a form, and its sign.
pub(super) type SentenceForm = (&'static str, Option<Sign>);
/// A sentence and its form; None: it is not understood.
pub(super) type ReadSentence<'t> = (&'t Sentence, Option<&'static SentenceForm>);

/// In the order in which they are tried.
pub(super) static SAYS: [SentenceForm; 14] = [
    ("done", Some(Sign::Done)),
    ("partly", Some(Sign::Partly)),
    ("open", Some(Sign::Open)),
    ("accepted", Some(Sign::Accepted)),
    (AGREED, Some(Sign::Receipt)),
    ("receipt", Some(Sign::Receipt)),
    ("promised", Some(Sign::Promised)),
    ("kept", Some(Sign::Kept)),
    ("transfer", Some(Sign::Transfer)),
    ("question", Some(Sign::Question)),
    ("auto_reply", Some(Sign::AutoReply)),
    ("polite", None),
    (INTRODUCED, None),
    ("contact", None),
];
/// Only the first sentences introduce the writer: later, a word in its place need not be a name.
const INTRODUCED: &str = "introduced";
/// Agreement: for a pause or for less contact, that is all there is to do.
pub(super) const AGREED: &str = "agreed";

pub(super) const SUBJECT: &str = "subject";

#[cfg(test)]
pub(super) const FILLED: [&str; 18] = [
    "day", "date", "later", "begin", "over", "harmless", "own", "service", "employer", "signer",
    "person", "new", "word", "line", "digits", "phone", "url", "both",
];

/// The longest date, name and signature line, in characters.
const LONGEST: usize = 20;
const NAME: usize = 14;
const LINE: usize = 80;
/// The shortest telephone number or address, in characters.
const SHORTEST: usize = 5;
/// How many months ahead a promise is believed.
const AHEAD: i32 = 12;

pub(super) struct SentenceReader<'a> {
    known: &'a Known<'a>,
    goal: Option<Goal>,
    /// What forms may be limited to; empty: anything.
    for_what: Vec<String>,
    own: Vec<String>,
    service: Vec<String>,
    employers: Vec<String>,
    signers: Vec<String>,
    successor: Option<String>,
    anybody: bool,
    any_employer: bool,
    now: Now,
    /// The first day on which something can have been done.
    since: NaiveDate,
    /// The last day for which something can be promised.
    last: NaiveDate,
    /// The dates at the beginning of a text, with their ends, by that text.
    read: RefCell<BTreeMap<String, Vec<(usize, NaiveDate)>>>,
}

impl<'a> SentenceReader<'a> {
    pub(super) fn new(mail: &'a Mail, known: &'a Known<'a>, goal: Option<Goal>, now: Now) -> Self {
        let own = known.own();
        let mut signers = mail.signers();
        signers.push(known.handler());
        signers.retain(|name| !name.is_empty() && !own.contains(name));
        let successor = mail.successor().map(|(name, _)| name.to_owned());
        let successor = successor.filter(|s| *s != known.handler() && !own.contains(s));
        let interview = known.interview().filter(|_| goal == Some(Goal::Decline));
        let since = known.made().unwrap_or_else(|| add_months(now.received, -12));
        Self {
            known,
            goal,
            for_what: known.for_what(),
            own,
            service: known.service(),
            employers: known.declined(),
            signers,
            successor,
            anybody: known.names_anybody(),
            any_employer: known.names_any_employer(),
            now,
            since,
            last: interview.unwrap_or_else(|| add_months(now.received, AHEAD)),
            read: RefCell::default(),
        }
    }

    pub(super) fn last(&self) -> NaiveDate {
        self.last
    }

    pub(super) fn said<'t>(&self, all: &'t [Sentence]) -> Vec<ReadSentence<'t>> {
        let mut begun = false;
        let mut out = Vec::new();
        for s in all {
            let form = self.form(s.bare(), begun).or_else(|| Self::below(s));
            begun |= form.is_none_or(|(_, sign)| sign.is_some());
            out.push((s, form));
        }
        out
    }

    fn form(&self, text: &str, begun: bool) -> Option<&'static SentenceForm> {
        let mut reader = Matcher::new(text, self);
        let mut open = SAYS.iter().filter(|(name, _)| !(begun && *name == INTRODUCED));
        open.find(|(name, _)| reader.is(name))
    }

    /// What stands in every signature says nothing.
    fn below(s: &Sentence) -> Option<&'static SentenceForm> {
        let usual = has(&s.text, list::REPLY_BELOW) || has(&s.text, list::REPLY_FOOTERS);
        let says = || list::REPLIES.iter().any(|r| r.is_said(&s.text));
        SAYS.last().filter(|_| s.below && usual && !says())
    }

    /// Whether a text can be the subject of the request.
    pub(super) fn is_subject(&self, text: &str) -> bool {
        Matcher::new(text, self).is(SUBJECT)
    }

    /// Whether each clause is understood, or has a sign of something not done.
    pub(super) fn is_rest(&self, s: &Sentence, says: impl Fn(&str) -> bool) -> bool {
        let bare = |clause: &str| {
            let joined = list::REPLY_BREAKS.iter().find_map(|b| clause.strip_suffix(b));
            joined.unwrap_or(clause).trim_end_matches('。').to_owned()
        };
        let clauses = s.clauses();
        clauses.iter().any(|c| says(c))
            && clauses.iter().all(|c| says(c) || self.form(&bare(c), true).is_some())
    }

    /// The ends, in bytes, of the prefixes that have such characters only.
    fn run(text: &str, most: usize, fits: impl Fn(char) -> bool) -> Vec<usize> {
        let ends = text.char_indices().take(most).take_while(|(_, c)| fits(*c));
        ends.map(|(at, c)| at + c.len_utf8()).collect()
    }

    fn days(&self, text: &str, fits: impl Fn(NaiveDate) -> bool) -> Vec<usize> {
        if !(text.starts_with(|c: char| c.is_ascii_digit()) || begins(text, list::REPLY_DAYS)) {
            return Vec::new();
        }
        let ends = Self::run(text, LONGEST, |_| true);
        let Some(near) = ends.last().and_then(|to| text.get(..*to)) else { return Vec::new() };
        let day = |to: usize| {
            let day = near.get(..to)?;
            let span = ended(day, list::REPLY_SPANS);
            Some((to, self.now.day(span.as_deref().unwrap_or(day))?))
        };
        let mut read = self.read.borrow_mut();
        // Reading a date is slow, and several pieces try the same text.
        let days = read
            .entry(near.to_owned())
            .or_insert_with(|| ends.into_iter().filter_map(day).collect());
        days.iter().filter(|(_, day)| fits(*day)).map(|(to, _)| *to).collect()
    }

    fn one_of(text: &str, of: &[impl AsRef<str>]) -> Vec<usize> {
        let of = of.iter().map(AsRef::as_ref);
        of.filter(|name| !name.is_empty() && text.starts_with(name)).map(str::len).collect()
    }

    /// Prefixes that can be a name by their characters, and end no sentence.
    fn names(text: &str) -> Vec<usize> {
        let mut ends = Self::run(text, NAME, char::is_alphabetic);
        let name = |t: &str| !list::ends(t, list::REPLY_ENDED) && !has(t, list::REPLY_NOT_BELOW);
        ends.retain(|to| text.get(..*to).is_some_and(name));
        ends
    }
}

impl Pieces for SentenceReader<'_> {
    fn lengths(&self, piece: &str, text: &str) -> Option<Vec<usize>> {
        let known = |of: &[String]| match of {
            [] if self.anybody => Self::names(text),
            of => Self::one_of(text, of),
        };
        Some(match piece {
            "day" => self.days(text, |day| (self.since..=self.now.received).contains(&day)),
            "date" => self.days(text, |day| (self.now.received..=self.last).contains(&day)),
            "later" => self.days(text, |day| day > self.now.received),
            "begin" => self.days(text, |day| {
                (self.since..=self.now.received).contains(&day) || self.known.rests() == Some(day)
            }),
            "over" => self.days(text, |day| self.known.rested().is_some_and(|last| last == day)),
            "own" => known(&self.own),
            "service" => known(&self.service),
            "employer" if self.any_employer => {
                let mut ends = Self::names(text);
                ends.retain(|to| text.get(..*to).is_some_and(|t| has(t, list::WORKPLACES)));
                ends
            }
            "employer" => Self::one_of(text, &self.employers),
            "both" if self.employers.len() == 2 => Self::one_of(text, list::REPLY_BOTH),
            "both" => Vec::new(),
            "signer" => Self::one_of(text, &self.signers),
            "person" => names_at(text),
            "new" => Self::one_of(text, self.successor.as_slice()),
            "word" => {
                let mut ends = Self::names(text);
                ends.retain(|to| text.get(..*to).is_some_and(|t| !t.contains(is_hiragana)));
                ends
            }
            "line" => {
                let mut ends = Self::run(text, LINE, |c| !is_hiragana(c));
                ends.retain(|to| text.get(..*to).is_some_and(|t| !has(t, list::REPLY_NOT_BELOW)));
                ends
            }
            "harmless" => {
                let mut ends = Self::run(text, LINE, |_| true);
                ends.retain(|to| text.get(..*to).is_some_and(|t| !has(t, list::REPLY_WEIGHTY)));
                ends
            }
            "digits" => Self::run(text, 3, |c| c.is_ascii_digit()),
            "phone" => at_once(Self::run(text, NAME + LONGEST, |c| {
                c.is_ascii_digit() || ['(', ')', '-', '+', ' '].contains(&c)
            })),
            "url" => at_once(Self::run(text, usize::MAX, |c| c.is_ascii_graphic())),
            _ => return None,
        })
    }

    fn fits(&self, whose: &str) -> bool {
        whose.is_empty()
            || self.goal.is_none_or(|goal| goal.id() == whose)
            || self.for_what.iter().any(|of| of == whose)
    }
}

/// Only the longest one, if it is long enough.
fn at_once(ends: Vec<usize>) -> Vec<usize> {
    ends.into_iter().skip(SHORTEST).next_back().into_iter().collect()
}
