//! What is known of a service. Nothing in Rust knows a service by name.

use crate::text::clean::fold;
use serde::Deserialize;

/// The id that stands for "another service, its name is typed in".
pub const OTHER: &str = "other";

/// A way to reach the service, shown with its source and date; never put into a letter.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Contact {
    /// `phone`, `form`, `mail`.
    pub kind: String,
    /// The number or address.
    pub value: String,
    /// Opening hours in words.
    #[serde(default)]
    pub hours: String,
    /// The same for the program, in Japanese time: `weekday 09:00-18:00`. `weekday` leaves out holidays.
    #[serde(default)]
    pub open: Vec<String>,
    /// What to mind.
    #[serde(default)]
    pub note: String,
    /// Where it is from.
    pub source: String,
    /// When it was looked at (ISO date).
    pub checked_on: String,
    /// Whether the operator's own page was seen.
    pub verified: bool,
}

/// A service which is easily mistaken for this one.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Similar {
    /// Its name or what it is.
    pub name: String,
    /// What differs.
    pub note: String,
}

/// One service profile (`assets/services/*.toml`).
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Service {
    /// Id, as in an answers file.
    pub id: String,
    /// Its name as it stands in letters; empty for [`OTHER`].
    pub name: String,
    /// Whom to address if no name is known.
    pub desk: String,
    /// Other spellings, for searching.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// Business days until an answer can be expected.
    pub answer_business_days: u32,
    /// The longest text that its form takes, in characters.
    #[serde(default)]
    pub form_limit: Option<usize>,
    /// What to know before choosing a way.
    #[serde(default)]
    pub note: String,
    /// Guide facts behind the note.
    #[serde(default)]
    pub note_facts: Vec<String>,
    /// Ways to reach it.
    #[serde(default)]
    pub contact: Vec<Contact>,
    /// Names easily mistaken for it.
    #[serde(default)]
    pub similar: Vec<Similar>,
}

/// The services whose id, name or other spelling has the query in it, whichever kana and width either is written in; all for an
/// empty one. [`OTHER`] is none of them.
#[must_use]
pub fn search<'a>(services: &'a [Service], query: &str) -> Vec<&'a Service> {
    let query = fold(query.trim());
    let found = |s: &Service| {
        let mut names = [&s.id, &s.name].into_iter().chain(&s.aliases);
        query.is_empty() || names.any(|n| fold(n).contains(&query))
    };
    services.iter().filter(|s| s.id != OTHER && found(s)).collect()
}
