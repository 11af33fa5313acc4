//! The stored form of a case.

use super::event::{Event, What};
use super::plan::PlanStep;
use super::stamp::{When, second, stamp};
use crate::domain::channel::Channel;
use crate::domain::deadline::Deadlines;
use crate::domain::delivery::DeliveryPlan;
use crate::domain::follow_up::FollowUp;
use crate::domain::goal::Goal;
use crate::domain::word::{Word, words};
use chrono::{DateTime, Datelike, FixedOffset, NaiveDate, NaiveTime, Timelike};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fmt::Write as _;

words! {
    #[derive(Default)]
    Keep {
        /// The whole text, and the answers: the next letter can start from them.
        #[default]
        Letter "letter" text!("case.keeps.letter"),
        /// Only the sha256, to show later that a text is the one that was sent.
        Hash "hash" text!("case.keeps.hash"),
    }
}

/// The name of a case: `20261120-some-service-withdraw`. A safe file name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CaseId(String);

const MAX_ID: usize = 96;
/// Longest part taken from the ids of service and goal.
const MAX_PART: usize = 36;

impl CaseId {
    /// From a file or the command line; only small ASCII letters, digits and hyphens are taken.
    pub fn parse(text: &str) -> Option<Self> {
        let safe = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
        let good =
            (1..=MAX_ID).contains(&text.len()) && text.bytes().all(safe) && !text.starts_with('-');
        // It is the name of a file, and these are devices on Windows.
        let port = |kind| text.strip_prefix(kind).is_some_and(|n: &str| n.len() == 1 && n != "-");
        let device = ["con", "prn", "aux", "nul"].contains(&text) || port("com") || port("lpt");
        (good && !device).then(|| Self(text.to_owned()))
    }
    /// The preferred id of a new case; see [`Self::numbered`].
    pub fn propose(on: NaiveDate, service: &str, goal: &str) -> Self {
        let part = Self::part;
        let day = format!("{:04}{:02}{:02}", on.year().clamp(0, 9999), on.month(), on.day());
        Self(format!("{day}-{}-{}", part(service), part(goal)))
    }
    /// The part of a service or goal id that goes into the name.
    pub fn part(id: &str) -> String {
        let safe = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' };
        let words: String = id.chars().map(safe).take(MAX_PART).collect();
        let words: Vec<&str> = words.split('-').filter(|w| !w.is_empty()).collect();
        if words.is_empty() { "x".to_owned() } else { words.join("-") }
    }
    /// The `n`th variant of this name, from 1: unchanged, `…-2`, `…-3`.
    pub fn numbered(&self, n: u32) -> Self {
        if n <= 1 {
            return self.clone();
        }
        let tail = format!("-{n}");
        let head = self.0.get(..self.0.len().min(MAX_ID - tail.len())).unwrap_or(&self.0);
        Self(format!("{head}{tail}"))
    }
    pub fn as_str(&self) -> &str {
        &self.0
    }
    /// The day that the name begins with, if one does.
    pub fn day(&self) -> Option<NaiveDate> {
        let (digits, _) = self.0.split_once('-').filter(|(digits, _)| digits.len() == 8)?;
        NaiveDate::parse_from_str(digits, "%Y%m%d").ok()
    }
}

shows!(Display CaseId, it, "{}", it.0);

#[derive(Clone, PartialEq, Eq)]
pub enum KeptText {
    Text {
        /// "" where the channel has none.
        subject: String,
        text: String,
    },
    /// The sha256 of the whole, in hexadecimal digits.
    Hash(String),
}

#[derive(Clone, PartialEq, Eq)]
pub struct LetterRecord {
    pub made: DateTime<FixedOffset>,
    pub channel: Channel,
    pub tone: String,
    /// None for the first letter.
    pub follow_up: Option<FollowUp>,
    pub deadlines: Deadlines,
    pub kept: KeptText,
}

impl LetterRecord {
    pub fn new(
        made: DateTime<FixedOffset>,
        plan: &DeliveryPlan,
        tone: &str,
        follow_up: Option<FollowUp>,
        keep: Keep,
    ) -> Self {
        let kept = match keep {
            Keep::Letter => KeptText::Text {
                subject: plan.subject.clone().unwrap_or_default(),
                text: plan.body.clone(),
            },
            Keep::Hash => KeptText::Hash(sha256(&plan.all())),
        };
        let (tone, deadlines) = (tone.to_owned(), plan.deadlines);
        Self { made: second(made), channel: plan.channel, tone, follow_up, deadlines, kept }
    }
    /// What it is and how it leaves, in words.
    pub fn words(&self) -> (&'static str, &'static str) {
        let kind = self.follow_up.map_or(text!("plain.case.first"), Word::ja);
        (kind, self.channel.ja())
    }
    /// The sha256 of the text as copied: subject, empty line and body, or the body alone.
    pub fn sha256(&self) -> String {
        match (&self.kept, self.whole()) {
            (KeptText::Hash(h), _) => h.clone(),
            (_, whole) => sha256(&whole.unwrap_or_default()),
        }
    }
    /// The whole text as copied; None if only its sha256 was kept.
    pub fn whole(&self) -> Option<String> {
        match &self.kept {
            KeptText::Text { subject, text } if subject.is_empty() => Some(text.clone()),
            KeptText::Text { subject, text } => Some(text!("case.letter_text", subject, text)),
            KeptText::Hash(_) => None,
        }
    }
}

pub fn sha256(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().fold(String::with_capacity(64), |mut out, b| {
        // Writing to a String cannot fail.
        let _ = write!(out, "{b:02x}");
        out
    })
}

/// A due date set by the user instead of the computed one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OwnDue {
    On(NaiveDate),
    /// Business days, instead of the usual number.
    Days(u32),
}

/// The sort key of an event, only comparable within its case.
pub(super) type EventKey = (NaiveDate, Option<NaiveTime>, usize);

#[derive(Clone, PartialEq, Eq)]
pub struct CaseRecord {
    pub id: CaseId,
    pub service: String,
    /// Its name as it stood in the letter.
    pub service_name: String,
    pub goal: Goal,
    pub letters: Vec<LetterRecord>,
    /// The answers as the text of an answers file, so that the next letter can start from them.
    pub answers: Option<String>,
    /// What happened, in the order in which it was noted.
    pub events: Vec<Event>,
    pub own_due: Option<OwnDue>,
    pub plan: Vec<PlanStep>,
}

impl CaseRecord {
    /// The case without the texts of its letters, in as little room as it takes.
    pub fn into_outline(mut self) -> Self {
        for letter in &mut self.letters {
            letter.kept = KeptText::Hash(String::new());
        }
        self.letters.shrink_to_fit();
        self.events.shrink_to_fit();
        self.plan.shrink_to_fit();
        for text in [&mut self.service, &mut self.service_name].into_iter().chain(&mut self.answers)
        {
            text.shrink_to_fit();
        }
        self
    }
    pub fn new(on: NaiveDate, service: &str, service_name: &str, goal: Goal) -> Self {
        Self {
            id: CaseId::propose(on, service, goal.id()),
            service: service.to_owned(),
            service_name: service_name.to_owned(),
            goal,
            letters: Vec::new(),
            answers: None,
            events: Vec::new(),
            own_due: None,
            plan: Vec::new(),
        }
    }
    /// Adds a letter with the answers it was made from; returns its number, from 1. If only a hash
    /// is kept the answers are not kept either, since they would give the text.
    pub fn add_letter(&mut self, letter: LetterRecord, answers: Option<String>) -> usize {
        self.answers = answers.filter(|_| matches!(letter.kept, KeptText::Text { .. }));
        self.letters.push(letter);
        self.letters.len()
    }
    /// Removes an unused last letter and its events. The first letter is the request itself and
    /// stays, as do sent ones. `before`: the answers of the previous letter, if known.
    pub fn drop_letter(&mut self, letter: usize, before: Option<String>) {
        if letter > 1 && self.take_out(letter) && before.is_some() {
            self.answers = before;
        }
    }
    /// Removes the last letter and its events; false if it was sent or is not the last one.
    pub fn take_out(&mut self, letter: usize) -> bool {
        let of = |e: &Event| e.what.parts().letter == Some(letter);
        let sent = self.events.iter().any(|e| of(e) && matches!(e.what, What::Sent { .. }));
        let out = letter == self.letters.len() && !sent;
        if out {
            self.letters.pop();
            self.events.retain(|e| !of(e));
        }
        out
    }
    pub fn log(&mut self, at: impl Into<When>, what: What, note: &str) {
        // An event can't precede its letter, even if the clock was set back.
        let made = self.made(what.parts().letter);
        let at = at.into();
        let at = made.map_or(at, |made| at.not_before(made));
        self.events.push(Event { at, what, note: note.to_owned() });
    }
    /// The sort keys of the events: day, minute, then order of entry. An event without a time comes
    /// after those of its day that were noted before it.
    pub(super) fn places(&self) -> Vec<EventKey> {
        let mut latest: BTreeMap<NaiveDate, NaiveTime> = BTreeMap::new();
        let place = |(i, e): (usize, &Event)| {
            let day = e.at.day();
            let minute = e.at.time().and_then(|t| t.with_second(0));
            let known = latest.get(&day).copied();
            if let Some(minute) = minute {
                latest.insert(day, known.map_or(minute, |k| k.max(minute)));
            }
            (day, minute.or(known), i)
        };
        self.events.iter().enumerate().map(place).collect()
    }
    pub fn in_order(&self) -> Vec<&Event> {
        let mut places = self.places();
        places.sort_unstable();
        places.into_iter().filter_map(|(.., i)| self.events.get(i)).collect()
    }
    /// Removes the last event equal to this one, along with a later letter that has no other
    /// events; false if there is none.
    pub fn take_back(&mut self, event: &Event) -> bool {
        let Some(at) = self.events.iter().rposition(|e| e == event) else { return false };
        let dropped = self.goes_with(event);
        self.events.remove(at);
        if let Some(letter) = dropped {
            self.drop_letter(letter, None);
        }
        true
    }
    /// The letter removed with an event that is taken back: it was only copied and is not the first
    /// one, which is the request itself.
    pub fn goes_with(&self, event: &Event) -> Option<usize> {
        let of = |e: &Event| e.what.parts().letter;
        let copied = matches!(event.what, What::Copied { .. } | What::Handed { .. });
        let letter = of(event).filter(|n| copied && *n > 1 && *n == self.letters.len())?;
        (self.events.iter().filter(|e| of(e) == Some(letter)).count() == 1).then_some(letter)
    }
    /// A letter by its number, from 1.
    pub fn letter(&self, n: usize) -> Option<&LetterRecord> {
        self.letters.get(n.checked_sub(1)?)
    }
    /// When a letter was made; without a number, the first one.
    pub fn made(&self, letter: Option<usize>) -> Option<DateTime<FixedOffset>> {
        let one = letter.and_then(|n| self.letter(n)).map(|l| l.made);
        one.or_else(|| self.letters.iter().map(|l| l.made).min())
    }
    /// The number of the latest letter, from 1; 1 if there is none.
    pub fn latest_letter(&self) -> usize {
        self.letters.len().max(1)
    }
}

// The contents are personal: only the shape is printed.
shows!(
    Debug CaseRecord, it,
    "CaseRecord({}, {} letters, {} events)", it.id, it.letters.len(), it.events.len()
);

shows!(Debug LetterRecord, it, "Letter({}, {}, {:?})", stamp(it.made), it.channel, it.follow_up);

shows!(Debug KeptText, it, "{}", if matches!(it, KeptText::Hash(_)) { "Hash" } else { "Text" });

#[cfg(test)]
mod tests {
    use super::super::tests_support::mailed;
    use super::*;

    #[test]
    fn ids_are_safe_file_names() {
        let on = NaiveDate::from_ymd_opt(2026, 11, 20).expect("a day");
        let id = |service, goal| CaseId::propose(on, service, goal).0;
        assert_eq!(id("some-service", "reduce_contact"), "20261120-some-service-reduce-contact");
        assert_eq!(id("../../etc", "転職 A"), "20261120-etc-a");
        assert_eq!(id("", "転職"), "20261120-x-x");
        for good in [id("a".repeat(500).as_str(), "b"), "x".to_owned(), "20261120-a-2".to_owned()] {
            assert!(CaseId::parse(&good).is_some(), "{good}");
        }
        for bad in
            ["", "-a", "..", "a/b", "a.toml", "A", "a b", "a\0", "あ", "../a", &"a".repeat(97)]
        {
            assert_eq!(CaseId::parse(bad), None, "{bad}");
        }
        let long = CaseId("a".repeat(MAX_ID));
        assert_eq!(long.numbered(1), long);
        assert_eq!(long.numbered(12).0.len(), MAX_ID);
        assert!(long.numbered(12).0.ends_with("a-12"));
    }

    #[test]
    fn an_event_without_an_hour_stands_where_it_was_noted() {
        let on = |day| NaiveDate::from_ymd_opt(2026, 11, day).expect("a day");
        let at = |text: &str| DateTime::parse_from_rfc3339(text).expect("a moment");
        let mut c = CaseRecord::new(on(20), "s", "S", Goal::Withdraw);
        let mut log = |at: When, note: &str| c.log(at, What::Note, note);
        log(When::On(on(21)), "3");
        log(at("2026-11-20T18:00:40+09:00").into(), "1");
        log(When::On(on(20)), "2");
        log(at("2026-11-20T09:00:00+09:00").into(), "0");
        log(at("2026-11-21T00:00:10+09:00").into(), "4");
        log(at("2026-11-21T00:00:00+09:00").into(), "5");
        let order: String = c.in_order().iter().map(|e| e.note.as_str()).collect();
        assert_eq!(order, "012345");
        assert_eq!(c.events[0].at.stamp(), "2026-11-21");
        assert_eq!(
            (c.events[2].at.shown(), c.events[2].at.time()),
            ("2026-11-20".to_owned(), None)
        );
    }

    #[test]
    fn the_sha256_is_that_of_what_is_copied() {
        // The example of FIPS 180-2.
        assert_eq!(
            sha256("abc"),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
        let made = DateTime::parse_from_rfc3339("2026-11-20T10:00:00.5+09:00").expect("a moment");
        let plan = DeliveryPlan {
            channel: Channel::Mail,
            to: None,
            cc: None,
            subject: Some("退会".to_owned()),
            body: "本文\n".to_owned(),
            fields: Vec::new(),
            deadlines: Deadlines::default(),
            calls: None,
            usual: made.date_naive(),
            waits: true,
        };
        let all = LetterRecord::new(made, &plan, "standard", None, Keep::Letter);
        let hash = LetterRecord::new(made, &plan, "standard", None, Keep::Hash);
        assert_eq!(all.whole().as_deref(), Some(plan.all().as_str()));
        assert_eq!(hash.whole(), None);
        assert_eq!((all.sha256(), hash.sha256()), (sha256(&plan.all()), sha256(&plan.all())));
        assert_eq!(stamp(all.made), "2026-11-20T10:00:00+09:00");
    }

    #[test]
    fn nothing_personal_is_printed_for_debugging() {
        let mut c = CaseRecord::new(NaiveDate::default(), "other", "秘密サービス", Goal::Withdraw);
        let kept = KeptText::Text { subject: "秘密".to_owned(), text: "秘密".to_owned() };
        let made = DateTime::default();
        c.add_letter(LetterRecord { kept, ..mailed(made) }, Some("秘密".to_owned()));
        let (number, person) = ("秘密".to_owned(), "秘密".to_owned());
        let call = What::Call { number, person, promised_by: None };
        c.log(made, call, "秘密");
        c.plan.push(PlanStep { on: NaiveDate::default(), goal: None, note: "秘密".to_owned() });
        let shown =
            format!("{c:?} {:?} {:?} {:?} {:?}", c.letters, c.letters[0].kept, c.events, c.plan);
        assert!(!shown.contains("秘密"), "{shown}");
    }
}
