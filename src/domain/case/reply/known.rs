//! What is known of a reply before it is read: whom it is for, and what was asked for.

use super::mail::{Mail, squeezed};
use crate::domain::case::declined::wished;
use crate::domain::case::record::CaseRecord;
use crate::domain::content::Content;
use crate::domain::word::Word;
use crate::domain::words::{self as list, HONORIFIC};
use chrono::NaiveDate;

pub(super) struct Known<'a> {
    case: Option<&'a CaseRecord>,
    content: &'a Content,
    answers: toml::Table,
}

impl<'a> Known<'a> {
    pub(super) fn new(case: Option<&'a CaseRecord>, content: &'a Content) -> Self {
        let answers = case.and_then(|c| c.answers.as_deref()).unwrap_or_default();
        Self { case, content, answers: answers.parse().unwrap_or_default() }
    }

    fn answer(&self, key: &str) -> Option<&toml::Value> {
        self.answers.get("answers")?.get(key)
    }

    fn sender(&self, key: &str) -> &str {
        let said = || self.answers.get("sender")?.get(key)?.as_str();
        said().unwrap_or_default()
    }

    /// Whoever is to be written to there, or is to be replaced; "" if nobody is known.
    pub(super) fn handler(&self) -> String {
        squeezed(self.sender("handler"))
    }

    /// The names of who asked, whole and in their parts, in both spellings.
    pub(super) fn own(&self) -> Vec<String> {
        let mut out = Vec::new();
        for said in [self.sender("name"), self.sender("reading")] {
            out.extend([said].into_iter().chain(said.split_whitespace()).map(squeezed));
            // Nobody knows where a surname ends that is not set apart.
            let chars = said.chars().count();
            if chars > 2 && !said.contains(char::is_whitespace) {
                let ends = said.char_indices().skip(1).take((chars - 2).min(3));
                out.extend(ends.filter_map(|(at, _)| said.get(..at)).map(squeezed));
            }
        }
        out.retain(|name| !name.is_empty());
        out
    }

    /// What stands for itself in a reply: who asked and where, and whom it is about.
    pub(super) fn named(&self) -> Vec<String> {
        let mut out: Vec<String> = self
            .own()
            .iter()
            .flat_map(|n| [HONORIFIC, list::SPOKEN_HONORIFIC].map(|h| format!("{n}{h}")))
            .collect();
        out.extend(self.own());
        out.extend([self.handler(), squeezed(self.sender("email"))]);
        let declined = self.declined();
        out.extend(declined.iter().map(|name| format!("{name}{HONORIFIC}")));
        out.extend(
            list::REPLY_BOTH.iter().filter(|_| declined.len() == 2).map(|w| (*w).to_owned()),
        );
        out.extend(declined);
        if let Some(case) = self.case {
            out.push(squeezed(&case.service_name));
            let service = self.content.services().find(|s| s.id == case.service);
            out.extend(
                service.into_iter().flat_map(|s| {
                    s.aliases.iter().chain([&s.name, &s.operator]).map(|n| squeezed(n))
                }),
            );
        }
        out.retain(|name| !name.is_empty());
        out
    }

    /// Somebody else that it is written to, by a name at its head or an address in it; "" if it is
    /// not.
    pub(super) fn addressee(&self, mail: &Mail) -> String {
        let own = self.own();
        let named = mail.addressed().filter(|name| !own.is_empty() && !own.contains(name));
        let email = self.sender("email").to_ascii_lowercase();
        let to = mail.to.to_ascii_lowercase();
        let sent = !email.is_empty() && to.contains('@') && !to.contains(&email);
        named.or_else(|| sent.then(|| mail.to.clone())).unwrap_or_default()
    }

    /// Another service that it comes from or names, where it does not name that of the case.
    pub(super) fn another(&self, mail: &Mail) -> Option<&str> {
        let case = self.case?;
        let services = || self.content.services();
        let own = services().find(|s| s.id == case.service);
        let host = mail.from.rsplit_once('@').map(|(_, host)| host.trim_end_matches(['>', ' ']));
        let from = |domain: &str| host.is_some_and(|host| within(host, domain));
        if own.is_none_or(|own| !from(&own.domain))
            && let Some(sent) = services().find(|s| s.id != case.service && from(&s.domain))
        {
            return Some(&sent.name);
        }
        let head = squeezed(&mail.from);
        let texts = || mail.sentences.iter().map(|s| s.text.as_str()).chain([head.as_str()]);
        let named = |name: &str| texts().any(|text| names(text, &squeezed(name)));
        if named(&case.service_name) {
            return None;
        }
        let others = services().filter(|s| s.id != case.service).map(|s| s.name.as_str());
        let similar = own.into_iter().flat_map(|s| s.similar.iter().map(|s| s.name.as_str()));
        others.chain(similar).find(|name| named(name))
    }

    /// The employers that the case declines, as names are compared.
    pub(super) fn declined(&self) -> Vec<String> {
        let names = wished(&self.answers, "decline").filter_map(|e| e.get("employer")?.as_str());
        names.map(squeezed).filter(|name| !name.is_empty()).collect()
    }

    fn paused(&self) -> Vec<&str> {
        let ids = self.answer("pause_scope").and_then(toml::Value::as_array);
        ids.into_iter().flatten().filter_map(toml::Value::as_str).collect()
    }

    /// What the case wants to rest, each as replies call it.
    pub(super) fn scope(&self) -> Vec<&'static [&'static str]> {
        let called = |id: &&str| list::REPLY_SCOPE.iter().find(|(of, _)| of == id);
        self.paused().iter().filter_map(called).map(|(_, words)| *words).collect()
    }

    /// Whether whoever asked wants no calls.
    pub(super) fn without_calls(&self) -> bool {
        let means = self.answer("means").and_then(toml::Value::as_str);
        means.is_some_and(|means| list::REPLY_WITHOUT_CALLS.contains(&means))
            || self.paused().contains(&list::REPLY_CALLS_REST)
    }

    /// What the case asked for; "" without one.
    pub(super) fn goal(&self) -> &str {
        self.case.map_or("", |c| c.goal.id())
    }

    /// When it was asked for.
    pub(super) fn made(&self) -> Option<NaiveDate> {
        self.case.and_then(|c| c.made(None)).map(|made| made.date_naive())
    }

    /// When a rest is to end.
    pub(super) fn resumes(&self) -> Option<NaiveDate> {
        let day = match self.answer("resume")? {
            toml::Value::String(day) => day.clone(),
            toml::Value::Datetime(day) => day.to_string(),
            _ => return None,
        };
        day.parse().ok()
    }

    /// How often they may not write, as replies say it.
    pub(super) fn too_often(&self) -> &'static [&'static str] {
        let asked = self.answer("frequency").and_then(toml::Value::as_str).unwrap_or_default();
        list::REPLY_FREQUENCY.iter().find(|(id, _)| *id == asked).map_or(&[], |(_, words)| words)
    }
}

/// Whether a host is one of a domain, or the domain one of it.
fn within(host: &str, domain: &str) -> bool {
    let below = |a: &str, b: &str| a == b || a.strip_suffix(b).is_some_and(|a| a.ends_with('.'));
    !domain.is_empty() && (below(host, domain) || host.contains('.') && below(domain, host))
}

/// Whether a name stands in a text, and not within a Latin word.
fn names(text: &str, name: &str) -> bool {
    let latin = |c: char| c.is_ascii_alphanumeric() && name.is_ascii();
    let whole = |at: usize| {
        let (before, behind) = (text.get(..at), text.get(at + name.len()..));
        !before.is_some_and(|t| t.ends_with(latin)) && !behind.is_some_and(|t| t.starts_with(latin))
    };
    !name.is_empty() && text.match_indices(name).any(|(at, _)| whole(at))
}
