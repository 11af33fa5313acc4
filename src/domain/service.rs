//! What is known of a service. Nothing in Rust knows a service by name.

pub mod find;

use super::calendar::{first_day, format_day_ja};
use super::channel::Channel;
use super::word::Word as _;
use chrono::NaiveDate;
use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};
use std::fmt;

/// The id that stands for "another service, its name is typed in".
pub const OTHER: &str = "other";
/// The question for that name; a registration has it under the same key.
pub const NAME: &str = "service_name";

/// What a service is for, in the order of the list: the word in files, on the screen.
pub const CATEGORIES: [(&str, &str); 7] = [
    ("pharmacist", text!("category.pharmacist")),
    ("nurse", text!("category.nurse")),
    ("care", text!("category.care")),
    ("doctor", text!("category.doctor")),
    ("engineer", text!("category.engineer")),
    ("general", text!("category.general")),
    ("global", text!("category.global")),
];

/// Days after which a page counts as possibly outdated.
pub const FRESH_DAYS: u64 = 180;

/// Whether a host belongs to a domain, or the other way round. If the record names a page, the path
/// of the domain is ignored.
pub fn is_of(host: &str, domain: &str) -> bool {
    let site = domain.split('/').next().unwrap_or_default();
    let below =
        |a: &str, b: &str| a.strip_suffix(b).is_some_and(|a| a.is_empty() || a.ends_with('.'));
    !site.is_empty() && (below(host, site) || host.contains('.') && below(site, host))
}

fn is_old(day: NaiveDate, today: NaiveDate) -> bool {
    // Nobody has looked on a day to come; a clock may be some days off.
    (day - today).num_days().unsigned_abs() > FRESH_DAYS
}

/// The word on the screen for a category; empty for one that is not known.
pub fn category_label(id: &str) -> &'static str {
    CATEGORIES.iter().find(|(c, _)| *c == id).map_or("", |(_, label)| label)
}

/// Its place among [`CATEGORIES`]; the last for one that is not known.
pub fn category_rank(id: &str) -> usize {
    CATEGORIES.iter().position(|(c, _)| *c == id).unwrap_or(CATEGORIES.len())
}

/// A day written as a string or as a TOML date.
fn date<'de, D: Deserializer<'de>>(from: D) -> Result<String, D::Error> {
    struct Either;
    impl<'de> Visitor<'de> for Either {
        type Value = String;
        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a date")
        }
        fn visit_str<E>(self, s: &str) -> Result<String, E> {
            Ok(s.to_owned())
        }
        // What serde makes of a TOML date: a map of one entry.
        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<String, A::Error> {
            let mut text = String::new();
            while let Some((_, v)) = map.next_entry::<String, String>()? {
                text = v;
            }
            Ok(text)
        }
    }
    from.deserialize_any(Either)
}

/// A way to reach the service, shown with its source and date.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Contact {
    /// `phone`, `form`, `mail`.
    pub kind: String,
    /// What it is for: the `desk` for requests, or `privacy`, questions about personal data alone.
    #[serde(default = "desk_purpose")]
    pub purpose: String,
    pub value: String,
    #[serde(default)]
    pub hours: String,
    /// For the program, in Japanese time: `weekday 09:00-18:00`. `weekday` leaves out holidays.
    #[serde(default)]
    pub open: Vec<String>,
    #[serde(default)]
    pub note: String,
    pub source: String,
    #[serde(default)]
    pub url: String,
    /// `official` (a page of the operator's own domain) or `third_party`. A record of the user's
    /// own need not say it: what they call verified they have seen on the operator's page, on the
    /// day on which they checked it.
    #[serde(default)]
    pub source_kind: String,
    /// When it was looked at (ISO date).
    #[serde(deserialize_with = "date")]
    pub checked_on: String,
    /// The date of the page: a day, a month or a year; empty if it has none.
    #[serde(default, deserialize_with = "date")]
    pub page_date: String,
    pub verified: bool,
}

fn desk_purpose() -> String {
    "desk".to_owned()
}

impl Contact {
    /// Whether the operator's own page was seen.
    pub fn official(&self) -> bool {
        self.verified && self.source_kind != "third_party"
    }
    /// As of when it was so: the date of the page.
    pub fn as_of(&self) -> Option<NaiveDate> {
        let own = self.page_date.is_empty() && self.source_kind.is_empty();
        first_day(if own { &self.checked_on } else { &self.page_date })
    }
    /// Whether it may be used as an address: seen on the operator's own page, with a date.
    pub fn usable(&self) -> bool {
        self.official() && self.as_of().is_some()
    }
    /// Whether it may have changed since: older than [`FRESH_DAYS`], or without a date.
    pub fn may_be_old(&self, today: NaiveDate) -> bool {
        self.as_of().is_none_or(|d| is_old(d, today))
    }
    /// Where it is from and how far to trust it, for people.
    pub fn provenance(&self, today: NaiveDate) -> String {
        // The text is already inside brackets.
        let source = self.source.replace('（', text!("sign.comma")).replace('）', "");
        let day = self
            .checked_on
            .parse::<NaiveDate>()
            .map_or_else(|_| self.checked_on.clone(), format_day_ja);
        let seen = if self.official() {
            text!("service.checked", day)
        } else {
            text!("service.unchecked").to_owned()
        };
        let old = if self.may_be_old(today) { text!("service.old") } else { "" };
        text!("service.seen", source, seen, old)
    }
    /// What to do about a number that nobody has seen on the operator's page.
    pub fn confirm(&self) -> &'static str {
        if self.official() { "" } else { text!("service.confirm") }
    }
    /// Number and hours for the head of a script, and whether they still have to be confirmed.
    pub fn noted(&self) -> String {
        let hours = if self.hours.is_empty() { text!("delivery.no_hours") } else { &self.hours };
        let seen = if self.official() {
            String::new()
        } else {
            text!(
                "letter.number.unseen",
                unchecked = text!("service.unchecked"),
                confirm = self.confirm()
            )
        };
        text!("letter.number", number = self.value, hours, seen)
    }
}

/// A service which is easily mistaken for this one.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Similar {
    pub name: String,
    #[serde(default)]
    pub domain: String,
    pub note: String,
}

/// Where something of a record is from.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    pub title: String,
    #[serde(default)]
    pub url: String,
    /// Its date: a day, a month, a year, or empty.
    #[serde(default, deserialize_with = "date")]
    pub date: String,
    /// `official` or `third_party`.
    pub kind: String,
}

/// One service profile (`assets/services/*.toml`).
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default = "Service::unset")]
pub struct Service {
    pub id: String,
    /// Its name in letters; empty for [`OTHER`].
    pub name: String,
    /// Whom to address if no name is known.
    pub desk: String,
    pub operator: String,
    /// What to know about that.
    pub operator_note: String,
    /// From what the company is known: `official`, `third_party`, `inferred`.
    pub operator_basis: String,
    pub domain: String,
    /// One of [`CATEGORIES`]; empty for a record of the user's own that says nothing.
    pub category: String,
    /// `agent`, or `job_board`: there one applies oneself.
    pub kind: String,
    pub former_names: Vec<String>,
    pub aliases: Vec<String>,
    /// By what one can leave, as far as that is known: some of [`Service::WAYS`].
    pub withdraw_ways: Vec<String>,
    /// Whether users can unregister on their own page there: `yes`, `no`, `unknown`.
    pub mypage_withdrawal: String,
    pub withdrawal_form: bool,
    /// Business days until an answer can be expected.
    pub answer_business_days: u32,
    /// The longest text that its form takes, in characters.
    pub form_limit: Option<usize>,
    /// The page of its privacy policy: one of its official sources; empty where none is known.
    pub privacy_policy: String,
    /// What to know before choosing a way.
    pub note: String,
    /// Facts of the guide that the note is based on.
    pub note_facts: Vec<String>,
    /// What nobody has found out yet: `operator`, `domain` or `name`.
    pub missing: String,
    pub confidence: String,
    /// The latest date by which it was seen to be running.
    #[serde(deserialize_with = "date")]
    pub seen_alive: String,
    #[serde(deserialize_with = "date")]
    pub checked_on: String,
    pub contact: Vec<Contact>,
    pub similar: Vec<Similar>,
    pub source: Vec<Source>,
}

/// How one can leave without a letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WithoutLetter {
    MyPage,
    Form,
}

impl Service {
    /// The default of a field that the record leaves out.
    fn unset() -> Self {
        Self {
            desk: text!("letter.desk_unnamed").to_owned(),
            kind: "agent".to_owned(),
            mypage_withdrawal: "unknown".to_owned(),
            answer_business_days: super::periods::ANSWER,
            ..Self::default()
        }
    }
    /// Its name in letters: without remarks in brackets, which are for the user.
    pub fn plain_name(&self) -> &str {
        self.name.split('（').next().unwrap_or_default()
    }
    /// The words of `withdraw_ways`, and what they mean.
    pub const WAYS: [(&'static str, &'static str); 7] = [
        ("mypage", text!("way.mypage")),
        ("form", text!("way.form")),
        ("consultant", text!("way.consultant")),
        ("phone", text!("means.phone")),
        ("mail", text!("means.mail")),
        ("privacy_request", text!("way.privacy")),
        ("site_procedure", text!("way.site")),
    ];

    /// The contact of the desk by a channel: one that may stand in an address line, else the first.
    pub fn desk_contact(&self, by: Channel) -> Option<&Contact> {
        let mut of = self.contact.iter().filter(|c| c.kind == by.id() && c.purpose == "desk");
        let first = of.clone().next();
        of.find(|c| c.usable()).or(first)
    }
    /// Whether leaving takes no letter, as far as is known.
    pub fn without_letter(&self) -> Option<WithoutLetter> {
        match (self.mypage_withdrawal.as_str(), self.withdrawal_form) {
            ("yes", _) => Some(WithoutLetter::MyPage),
            (_, true) => Some(WithoutLetter::Form),
            _ => None,
        }
    }
    /// The URL and date of its privacy policy, for people; None: unknown.
    pub fn policy(&self) -> Option<String> {
        let page = Some(&self.privacy_policy).filter(|p| !p.is_empty())?;
        let date = self.source.iter().find(|s| s.url == *page).map(|s| s.date.as_str());
        let date = date
            .filter(|d| !d.is_empty())
            .map_or_else(String::new, |d| text!("service.policy_of", date = d));
        Some(format!("{page}{date}"))
    }
    /// What should be looked at again: old contacts, an old record, gaps.
    pub fn stale(&self, today: NaiveDate) -> Vec<String> {
        let mut out = Vec::new();
        for c in self.contact.iter().filter(|c| c.may_be_old(today)) {
            let date = if c.page_date.is_empty() { text!("service.no_date") } else { &c.page_date };
            out.push(text!(
                "service.contact.stale",
                kind = c.kind,
                value = c.value,
                source = c.source,
                date
            ));
        }
        let checked = first_day(&self.checked_on);
        if checked.is_none_or(|d| is_old(d, today)) {
            let on = if self.checked_on.is_empty() {
                text!("service.no_date")
            } else {
                &self.checked_on
            };
            out.push(text!("service.record.stale", day = on));
        }
        if !self.missing.is_empty() {
            out.push(text!("service.missing.listed", missing = self.missing));
        }
        out
    }
    /// What to hold against a mail from them: name, domain, company, former names.
    pub fn identity(&self) -> String {
        let former = self.former_names.join(text!("sign.comma"));
        let parts = [
            self.domain.clone(),
            self.operator.clone(),
            if former.is_empty() { former } else { text!("service.was", names = former) },
        ];
        let parts: Vec<String> = parts.into_iter().filter(|p| !p.is_empty()).collect();
        if parts.is_empty() {
            self.name.clone()
        } else {
            text!("sign.with", name = self.name, words = parts.join(text!("sign.comma")))
        }
    }
}

impl Similar {
    pub fn says(&self) -> String {
        let domain = if self.domain.is_empty() || self.domain == self.name {
            String::new()
        } else {
            text!("sign.brackets", words = self.domain)
        };
        let stop = if self.note.is_empty() { "" } else { text!("sign.stop") };
        format!("{}{domain}{stop}{}", self.name, self.note)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_is_of_a_domain_whatever_page_is_named() {
        for (host, domain, is) in [
            ("mail.pcareer.m3.com", "pcareer.m3.com/shokubanavi", true),
            ("m3.com", "pcareer.m3.com", true),
            ("com", "pcareer.m3.com", false),
            ("am3.com", "m3.com", false),
            ("m3.com", "", false),
        ] {
            assert_eq!(is_of(host, domain), is, "{host} {domain}");
        }
    }
}
