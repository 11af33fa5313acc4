//! What of a reply is understood. A sentence counts as understood only if all of it is: what is
//! left beside the words that are known may change whatever the rest says.

use super::days::Now;
use super::kind::Reply;
use super::known::Known;
use super::mail::{Mail, Sentence, introduced};
use super::signs::Signs;
use crate::domain::calendar::add_months;
use crate::domain::letter::lint::spec::Sign;
use crate::domain::words::{self as list, begins, ends, has, without};
use chrono::NaiveDate;

/// So many sentences that are not understood are shown.
const SHOWN: usize = 3;
/// No day that people write is longer, in characters.
const LONGEST: usize = 20;

/// The words of a reply to this case.
pub(super) struct Plain<'a> {
    mail: &'a Mail,
    known: &'a Known<'a>,
    words: Vec<&'static str>,
    names: Vec<String>,
    now: Now,
    /// Nothing that was asked for was done before.
    since: NaiveDate,
    /// Nobody knows whom it may name.
    anybody: bool,
}

/// No name is longer, in characters.
const NAME: usize = 14;

impl<'a> Plain<'a> {
    pub(super) fn new(mail: &'a Mail, known: &'a Known<'a>, goal: &str, now: Now) -> Self {
        let of = list::REPLY_PLAIN_OF.iter().filter(|(g, _)| goal.is_empty() || *g == goal);
        let words = list::REPLY_PLAIN.iter().chain(of.flat_map(|(_, words)| words.iter()));
        let mut names = known.named();
        names.push(mail.person());
        let whom = if goal == list::REPLY_REFUSES { known.declined() } else { known.own() };
        let since = known.made().unwrap_or_else(|| add_months(now.received, -12));
        let (words, anybody) = (words.copied().collect(), whom.is_empty());
        Self { mail, known, words, names, now, since, anybody }
    }

    /// Whether a text consists of what is known, and of nothing else.
    pub(super) fn covers(&self, text: &str) -> bool {
        let mut reached = vec![false; text.len() + 1];
        for at in 0..text.len() {
            // It begins here, or something ends here.
            if (at == 0 || reached.get(at) == Some(&true))
                && let Some(rest) = text.get(at..)
            {
                for length in self.lengths(rest) {
                    if let Some(to) = reached.get_mut(at + length) {
                        *to = true;
                    }
                }
            }
        }
        reached.last() == Some(&true)
    }

    /// Whether it says until when something is.
    fn has_day(&self, s: &Sentence) -> bool {
        let said = |c: &&str| !has(c, list::REPLY_PROMISES_NOT);
        s.clauses().into_iter().filter(said).any(|c| !self.now.until(c).is_empty())
    }

    /// How long what a text begins with may be, in bytes.
    fn lengths(&self, rest: &str) -> Vec<usize> {
        let names = self.names.iter().map(String::as_str);
        let words = self.words.iter().copied().chain(names);
        let mut out: Vec<usize> =
            words.filter(|w| rest.starts_with(w)).map(str::len).filter(|n| *n > 0).collect();
        if rest.starts_with("http") {
            let end = rest.find(|c: char| !c.is_ascii_graphic()).unwrap_or(rest.len());
            out.push(end);
        }
        if self.anybody {
            let places = rest.match_indices(list::HONORIFIC).map(|(at, h)| (at, at + h.len()));
            let name =
                |name: &str| name.chars().count() <= NAME && name.chars().all(char::is_alphabetic);
            out.extend(places.filter(|(at, _)| rest.get(..*at).is_some_and(name)).map(|p| p.1));
        }
        if rest.starts_with(|c: char| c.is_ascii_digit()) || begins(rest, list::REPLY_DAYS) {
            let ends = rest.char_indices().map(|(at, c)| at + c.len_utf8()).take(LONGEST);
            let day = |to: &usize| {
                let day = rest.get(..*to).and_then(|day| self.now.day(day));
                day.is_some_and(|day| (self.since..=self.now.received).contains(&day))
            };
            out.extend(ends.filter(day));
        }
        out
    }

    /// The sentences that nobody here understands, or that are about somebody else.
    pub(super) fn doubts(&self, signs: &Signs<'_>, kinds: &[Reply]) -> Vec<String> {
        let read =
            [Reply::Sales, Reply::Bounce, Reply::AutoReply, Reply::OutOfOffice, Reply::Transfer];
        if kinds.iter().all(|k| read.contains(k)) || signs.has(Sign::Own) {
            return Vec::new();
        }
        let done = kinds.contains(&Reply::Done);
        let strange = |s: &&Sentence| {
            !(self.is_polite(s)
                || self.covers(&s.text)
                || if done {
                    Self::is_harmless(s, signs)
                } else {
                    is_light(s) || signs.says(s) || self.has_day(s)
                })
        };
        let found = self.mail.sentences.iter().filter(strange).map(|s| s.raw.clone());
        found.take(SHOWN).collect()
    }

    /// The sentences that say something else than what was asked for.
    pub(super) fn contrary(&self) -> Vec<String> {
        let goal = self.known.goal();
        let successor = self.mail.successor().filter(|name| *name == self.known.handler());
        let against = |s: &&Sentence| {
            let names = |of: &[&str]| has(&s.text, of);
            names(list::REPLY_TAKEN_BACK)
                || !goal.is_empty() && goal != list::REPLY_LEAVES && names(list::REPLY_CORE)
                || names(self.known.too_often())
                || successor.is_some_and(|name| s.text.contains(name) && names(list::REPLY_NEW))
                || goal == list::REPLY_RESTS_GOAL
                    && names(list::REPLY_RESUMES)
                    && s.text.contains(|c: char| c.is_ascii_digit())
                    && !self.known.resumes().is_some_and(|on| self.now.names(&s.text, on))
        };
        self.mail.sentences.iter().filter(against).map(|s| s.raw.clone()).collect()
    }

    /// Whether it is nothing but what every mail has: who is addressed, who writes, thanks and
    /// wishes, what stands below it.
    fn is_polite(&self, s: &Sentence) -> bool {
        let text = s.text.as_str();
        if s.below || has(text, list::REPLY_HARMLESS) {
            return true;
        }
        if let Some(name) = list::HONORIFICS.iter().find_map(|h| s.bare().strip_suffix(h)) {
            let own = self.known.own();
            return own.is_empty()
                || has(name, list::REPLY_ANYBODY)
                || own.iter().any(|o| o == name);
        }
        let bare = || without(text, list::REPLY_LIGHT);
        introduced(&s.raw).is_some() && !has(&bare(), list::REPLY_WEIGHTY)
            || ends(s.bare(), list::REPLY_COURTESY) && !has(text, list::REPLY_WEIGHTY)
            || ends(s.bare(), list::REPLY_AT_WILL_ENDS)
                && has(text, list::REPLY_AT_WILL)
                && !has(&bare(), list::REPLY_WEIGHTY)
    }

    /// Whether a sentence beside something that is done takes nothing from it, whatever it says.
    fn is_harmless(s: &Sentence, signs: &Signs<'_>) -> bool {
        let says = |of: &[Sign]| signs.says_any(s, of);
        says(&[Sign::AutoReply, Sign::OutOfOffice, Sign::Transfer, Sign::Kept])
            || says(&[Sign::Question]) && has(&s.text, list::REPLY_SURVEYS)
    }
}

/// Whether a reply of these kinds changes how far it is, and leaves nothing to the user.
pub(super) fn moves(kinds: &[Reply]) -> bool {
    let any = |of: &[Reply]| kinds.iter().any(|k| of.contains(k));
    let turn = any(&[
        Reply::HeldBack,
        Reply::OtherProcedure,
        Reply::IdentityWanted,
        Reply::Refused,
        Reply::Question,
    ]);
    any(&[Reply::Done]) || any(&[Reply::PartlyDone, Reply::Receipt]) && !turn
}

/// Whether a sentence names nothing that a reply is about, and asks for nothing.
fn is_light(s: &Sentence) -> bool {
    !has(&s.text, list::REPLY_WEIGHTY) && !has(&s.text, list::REPLY_YOU)
}
