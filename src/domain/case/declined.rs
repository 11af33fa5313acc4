//! Whom a case declines, with whom it goes on, and of which day: as its letter was answered.

use super::event::{Event, Kind, Parts, What};
use super::record::CaseRecord;
use crate::domain::answers::{Answers, Entry, Value};
use crate::domain::answers_file;
use crate::domain::calendar::format_ja;
use crate::domain::content::Content;
use crate::domain::goal::Goal;
use crate::domain::validate::{date_of, dated};
use crate::domain::words;
use crate::text::clean::visible;
use chrono::{NaiveDate, NaiveTime};

/// The wish of a selection that goes on.
pub(super) const KEEP: &str = "keep";
/// The questions from which day on a request is to hold.
const ASKED_FROM: [&str; 3] = ["effective", "pause_from", "resume_from"];

/// The selections with this wish, as a file of answers has them.
pub(super) fn wished<'t>(
    answers: &'t toml::Table,
    wish: &'t str,
) -> impl Iterator<Item = &'t toml::Value> {
    let all = answers.get("answers").and_then(|a| a.get("selections")?.as_array());
    let of = move |e: &&toml::Value| e.get("wish").and_then(toml::Value::as_str) == Some(wish);
    all.into_iter().flatten().filter(of)
}

pub(super) fn day_of(value: &toml::Value) -> Option<NaiveDate> {
    let text = match value {
        toml::Value::String(text) => text.clone(),
        toml::Value::Datetime(at) => at.to_string(),
        _ => return None,
    };
    text.get(..10)?.parse().ok()
}

/// A selection that a letter names.
pub struct Selected {
    pub wish: String,
    pub employer: String,
    pub on: Option<NaiveDate>,
    pub time: Option<NaiveTime>,
}

shows!(Debug Selected, it, "Selected({} chars)", it.employer.chars().count());

impl Selected {
    pub fn words(&self) -> String {
        let day = self.on.map(|on| format!(" {}", day_in_words(on, self.time))).unwrap_or_default();
        format!("{}{day}", self.employer)
    }
}

pub(super) fn day_in_words(on: NaiveDate, time: Option<NaiveTime>) -> String {
    format!("{}{}", format_ja(on), time_in_words(time))
}

/// A time if known, else "".
pub(super) fn time_in_words(time: Option<NaiveTime>) -> String {
    time.map(|t| t.format("%-H:%M").to_string()).unwrap_or_default()
}

impl CaseRecord {
    /// The selections, by their wishes in this order; none if only the hash of the letter is kept.
    pub fn selected(&self, by: &[&str], content: &Content, today: NaiveDate) -> Vec<Selected> {
        let Some(answers) = self.answered(content, today) else { return Vec::new() };
        let Some(Value::Entries(all)) = answers.get("selections") else { return Vec::new() };
        // A day without a year is the nearest one to the letter.
        let made = self.made(None).map_or(today, |at| at.date_naive());
        let of = |e: &Entry| Selected {
            wish: e.get("wish").to_owned(),
            employer: visible(e.get("employer")),
            on: date_of(e.get("date"), made),
            time: dated(e.get("date")).and_then(|(_, time)| time),
        };
        by.iter().flat_map(|w| all.iter().filter(move |e| e.get("wish") == *w)).map(of).collect()
    }

    /// What its letter was written from.
    pub(super) fn answered(&self, content: &Content, today: NaiveDate) -> Option<Answers> {
        let text = self.answers.as_deref().unwrap_or_default();
        let mut answers = answers_file::parse("", text, content, today).ok()?.answers;
        if let Some(Value::Entries(mut all)) = answers.get("selections").cloned() {
            all.retain_mut(|e| self.postpone(e));
            answers.set("selections", Value::Entries(all));
        }
        Some(answers)
    }

    /// Puts a selection that goes on on the day on which it is now, as was noted since its letter;
    /// false: its interview is off.
    fn postpone(&self, e: &mut Entry) -> bool {
        let made = self.letters.last().map(|l| l.made);
        let since = |m: &&Event| made.is_none_or(|made| !m.at.before(made));
        for moved in self.in_order().into_iter().filter(since) {
            let Parts { employer, to, .. } = moved.what.parts();
            if e.get("wish") != KEEP || employer != visible(e.get("employer")) {
                continue;
            }
            match moved.what.kind() {
                Kind::Moved => drop(e.0.insert("date".to_owned(), to)),
                Kind::CalledOff => return false,
                _ => {}
            }
        }
        true
    }

    /// Whose interviews can be put on another day.
    pub fn kept_employers(&self, content: &Content, today: NaiveDate) -> Vec<String> {
        let all = self.selected(&[KEEP], content, today);
        let mut names: Vec<String> = all.into_iter().map(|s| s.employer).collect();
        names.dedup();
        names
    }

    /// The later days from which the request is to hold, each with the question that asked for it.
    fn asked_days(&self, content: &Content, today: NaiveDate) -> Vec<(String, NaiveDate)> {
        let Some(answers) = self.answered(content, today) else { return Vec::new() };
        let made = self.made(None).map_or(today, |at| at.date_naive());
        let day = |id: &&str| {
            let on = answers.one(id)?.parse().ok().filter(|on| *on > made)?;
            Some((content.flow().get(id)?.label.clone(), on))
        };
        ASKED_FROM.iter().filter_map(day).collect()
    }

    /// The days of planned steps, of the selections named in the letter, and of the start of the
    /// request.
    pub fn days_ahead(&self, content: &Content, today: NaiveDate) -> Vec<NaiveDate> {
        if self.given_up() {
            return Vec::new();
        }
        let plan = self.open_plan().into_iter().map(|p| p.on);
        let selected = self.selected(&["decline", "keep"], content, today);
        let selected = selected.into_iter().filter_map(|s| s.on);
        let asked = self.asked_days(content, today).into_iter().map(|(_, on)| on);
        plan.chain(selected).chain(asked).collect()
    }

    /// The outcome of each selection, one per line, refusals first; and the start of the request,
    /// unless it is the day of the letter.
    pub fn named(&self, content: &Content, today: NaiveDate) -> Vec<String> {
        let line = |s: Selected| match s.wish.as_str() {
            "decline" => text!("case.declined", declined = s.words()),
            _ => text!("case.kept", kept = s.words()),
        };
        let asked = self.asked_days(content, today);
        let asked = asked
            .into_iter()
            .map(|(label, on)| text!("case.asked_day", label, day = format_ja(on)));
        let selected = self.selected(&["decline", "keep"], content, today).into_iter();
        selected.map(line).chain(asked).collect()
    }

    /// The selections that go on, with their days, as far as these are not over.
    pub fn kept_ahead(
        &self,
        content: &Content,
        today: NaiveDate,
    ) -> impl Iterator<Item = (NaiveDate, String)> {
        let given_up = self.given_up();
        let all = if given_up { Vec::new() } else { self.selected(&[KEEP], content, today) };
        let line = |s: Selected| Some((s.on?, text!("case.kept", kept = s.words())));
        all.into_iter().filter_map(line).filter(move |(on, _)| *on >= today)
    }

    /// They said that leaving ends a selection that goes on, and no letter was sent since.
    pub fn ends_kept(&self) -> bool {
        let sent = |e: &Event| matches!(e.what, What::Sent { .. });
        let since = self.in_order().into_iter().rev().take_while(|e| !sent(e));
        let says = |line: &str| {
            [words::REPLY_IF_LEFT, words::REPLY_SELECTION, words::REPLY_ENDS_SELECTION]
                .iter()
                .all(|of| words::has(line, of))
        };
        let said = |e: &Event| e.note.lines().any(says);
        self.goal == Goal::Withdraw && since.into_iter().any(said) && self.keeps()
    }

    fn keeps(&self) -> bool {
        let answers = self.answers.as_deref().unwrap_or_default().parse().unwrap_or_default();
        let off = |e: &Event| e.what.kind() == Kind::CalledOff;
        wished(&answers, KEEP).nth(self.events.iter().filter(|e| off(e)).count()).is_some()
    }

    /// The first day, from this one on, on which somebody waits whom it declines.
    pub(super) fn declined_day(&self, from: NaiveDate) -> Option<NaiveDate> {
        let answers = self.answers.as_deref()?.parse().ok()?;
        wished(&answers, "decline")
            .filter_map(|e| day_of(e.get("date")?))
            .filter(|on| *on >= from)
            .min()
    }

    pub fn was_told(&self, employer: &str) -> bool {
        let says = |line: &str| {
            line.contains(employer)
                && words::has(line, words::REPLY_TOLD)
                && !words::has(line, words::REPLY_NOT_YET)
        };
        let theirs = |e: &&Event| {
            matches!(e.what, What::Answer { .. } | What::PartlyDone { .. } | What::Done { .. })
        };
        let mut notes = self.events.iter().filter(theirs).flat_map(|e| e.note.lines());
        !employer.is_empty() && notes.any(says)
    }

    /// Whether the case is only about refusals.
    pub fn declines(&self) -> bool {
        self.goal == Goal::Decline
    }
}
