//! Whom a case declines, with whom it goes on, and of which day: as its letter was answered.

use super::event::{Event, What};
use super::record::CaseRecord;
use crate::domain::answers::{Entry, Value};
use crate::domain::answers_file;
use crate::domain::calendar::format_ja;
use crate::domain::content::Content;
use crate::domain::goal::Goal;
use crate::domain::validate::{date_of, day_and_time};
use crate::domain::words;
use crate::text::clean::visible;
use chrono::{NaiveDate, NaiveTime};

/// The selections with this wish, as a file of answers has them.
pub(super) fn wished<'t>(
    answers: &'t toml::Table,
    wish: &'t str,
) -> impl Iterator<Item = &'t toml::Value> {
    let all = answers.get("answers").and_then(|a| a.get("selections")?.as_array());
    let of = move |e: &&toml::Value| e.get("wish").and_then(toml::Value::as_str) == Some(wish);
    all.into_iter().flatten().filter(of)
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
        let time = self.time.map(|t| t.format("%-H:%M").to_string()).unwrap_or_default();
        let day = self.on.map(|on| format!(" {}{time}", format_ja(on))).unwrap_or_default();
        format!("{}{day}", self.employer)
    }
}

impl CaseRecord {
    /// The selections, by their wishes in this order; none if only the hash of the letter is kept.
    pub fn selected(&self, by: &[&str], content: &Content, today: NaiveDate) -> Vec<Selected> {
        let text = self.answers.as_deref().unwrap_or_default();
        let Ok(parsed) = answers_file::parse("", text, content, today) else { return Vec::new() };
        let Some(Value::Entries(all)) = parsed.answers.get("selections") else {
            return Vec::new();
        };
        // A day without a year is the nearest one to the letter.
        let made = self.made(None).map_or(today, |at| at.date_naive());
        let of = |e: &Entry| Selected {
            wish: e.get("wish").to_owned(),
            employer: visible(e.get("employer")),
            on: date_of(e.get("date"), made),
            time: NaiveTime::parse_from_str(day_and_time(e.get("date")).1, "%H:%M").ok(),
        };
        by.iter().flat_map(|w| all.iter().filter(move |e| e.get("wish") == *w)).map(of).collect()
    }

    /// What becomes of each selection, a line each: what is declined first.
    pub fn named(&self, content: &Content, today: NaiveDate) -> Vec<String> {
        let line = |s: Selected| match s.wish.as_str() {
            "decline" => text!("case.declined", declined = s.words()),
            _ => text!("case.kept", kept = s.words()),
        };
        self.selected(&["decline", "keep"], content, today).into_iter().map(line).collect()
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
        wished(&answers, "keep").next().is_some()
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

    /// That the case is about refusals, and nothing else is asked.
    pub fn declines(&self) -> bool {
        self.goal == Goal::Decline
    }
}
