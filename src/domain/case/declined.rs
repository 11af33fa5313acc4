//! Whom a case declines, and of which day: as its letter was answered.

use super::record::CaseRecord;
use crate::domain::answers::{Entry, Value};
use crate::domain::answers_file;
use crate::domain::calendar::format_ja;
use crate::domain::content::Content;
use crate::domain::validate::date_of;
use crate::text::clean::visible;
use chrono::NaiveDate;

impl CaseRecord {
    /// The selections that are declined, each in words; none, where only a sum of the letter is
    /// kept.
    pub fn declined(&self, content: &Content, today: NaiveDate) -> Vec<String> {
        let text = self.answers.as_deref().unwrap_or_default();
        let Ok(parsed) = answers_file::parse("", text, content, today) else { return Vec::new() };
        let Some(Value::Entries(all)) = parsed.answers.get("selections") else {
            return Vec::new();
        };
        // A day without a year is the nearest one to the letter.
        let made = self.made(None).map_or(today, |at| at.date_naive());
        let words = |e: &Entry| {
            let name = visible(e.get("employer"));
            match date_of(e.get("date"), made) {
                Some(on) => format!("{name} {}", format_ja(on)),
                None => name,
            }
        };
        all.iter().filter(|e| e.get("wish") == "decline").map(words).collect()
    }

    /// That the case is about refusals, and nothing else is asked.
    pub fn declines(&self) -> bool {
        self.goal == "decline"
    }
}
