//! What is known of a reply before it is read: whom it is for, and what was asked for.

use super::mail::{Mail, shown, squeezed};
use crate::domain::case::declined::wished;
use crate::domain::case::record::CaseRecord;
use crate::domain::content::Content;
use crate::domain::words as list;
use chrono::NaiveDate;
use std::collections::BTreeSet;

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

    /// The names of the service.
    pub(super) fn service(&self) -> Vec<String> {
        let Some(case) = self.case else { return Vec::new() };
        let service = self.content.service(&case.service);
        let names =
            service.into_iter().flat_map(|s| s.aliases.iter().chain([&s.name, &s.operator]));
        let mut out: Vec<String> =
            [&case.service_name].into_iter().chain(names).map(|n| squeezed(n)).collect();
        out.retain(|name| !name.is_empty());
        out
    }

    /// Whether it may name anybody, since no case says for whom it is.
    pub(super) fn names_anybody(&self) -> bool {
        self.case.is_none()
    }

    /// Whether it may name any employer: nothing says which ones it is about.
    pub(super) fn names_any_employer(&self) -> bool {
        self.case.is_none_or(|c| c.answers.is_some()) && self.declined().is_empty()
    }

    /// Somebody else that it is written to, by a name at its head or an address in it; "" if it is
    /// not.
    pub(super) fn addressee(&self, mail: &Mail) -> String {
        if self.case.is_none() {
            return String::new();
        }
        let own = self.own();
        let named = mail.addressed().filter(|name| !own.contains(name));
        let email = self.sender("email").to_ascii_lowercase();
        let to = mail.to.to_ascii_lowercase();
        let name = squeezed(shown(&mail.to));
        let named_else = !name.is_ascii() && !own.iter().any(|own| name.contains(own));
        let other = !email.is_empty() && !to.contains(&email) || own.is_empty();
        let sent = to.contains('@') && (named_else || other);
        named.or_else(|| sent.then(|| mail.to.clone())).unwrap_or_default()
    }

    /// Whoever is in its head and neither of the service nor a person there; "" if nobody is.
    pub(super) fn stranger(&self, mail: &Mail) -> String {
        let Some(case) = self.case.filter(|_| !mail.from.is_empty()) else { return String::new() };
        let service = self.content.service(&case.service);
        let shown = squeezed(shown(&mail.from));
        let (own, email) = (self.own(), self.sender("email").to_ascii_lowercase());
        let mine = own.contains(&shown)
            || !email.is_empty() && mail.from.to_ascii_lowercase().contains(&email);
        let domain = service.map_or("", |s| s.domain.as_str());
        let theirs = self.service().iter().any(|name| shown.contains(name.as_str()))
            || sent_from(mail, domain)
            || shown.is_empty() && domain.is_empty();
        let katakana = |c: char| ('ァ'..='ヺ').contains(&c) || c == 'ー';
        let person = mail.sender().is_some_and(|name| !name.chars().all(katakana));
        let known = !mine && (theirs || person);
        if known { String::new() } else { mail.from.clone() }
    }

    /// Another service that it comes from or names, where it does not name that of the case.
    pub(super) fn another(&self, mail: &Mail) -> Option<&str> {
        let case = self.case?;
        let services = || self.content.services();
        let own = self.content.service(&case.service);
        let from = |domain: &str| sent_from(mail, domain);
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

    /// When it was asked for.
    pub(super) fn made(&self) -> Option<NaiveDate> {
        self.case.and_then(|c| c.made(None)).map(|made| made.date_naive())
    }

    /// When a rest is to begin.
    pub(super) fn rests(&self) -> Option<NaiveDate> {
        day_of(self.answer("pause_from")?)
    }

    /// The day of the first interview that is declined: told later, nobody is told in time.
    pub(super) fn interview(&self) -> Option<NaiveDate> {
        wished(&self.answers, "decline").filter_map(|e| day_of(e.get("date")?)).min()
    }

    /// What forms can be for besides all: the goal, what was answered, and where selections are.
    pub(super) fn for_what(&self) -> Vec<String> {
        let said = ["means", "frequency"].into_iter().filter_map(|key| self.answer(key)?.as_str());
        let stages: BTreeSet<&str> = wished(&self.answers, "decline")
            .map(|e| e.get("stage").and_then(toml::Value::as_str).unwrap_or_default())
            .collect();
        let stage = stages.first().filter(|_| stages.len() == 1).copied();
        said.chain(stage).map(str::to_owned).collect()
    }
}

/// The day of an answer, with or without a time.
fn day_of(value: &toml::Value) -> Option<NaiveDate> {
    let text = match value {
        toml::Value::String(text) => text.clone(),
        toml::Value::Datetime(at) => at.to_string(),
        _ => return None,
    };
    text.get(..10)?.parse().ok()
}

fn sent_from(mail: &Mail, domain: &str) -> bool {
    let host = mail.from.rsplit_once('@').map(|(_, host)| host.trim_end_matches(['>', ' ']));
    host.is_some_and(|host| within(host, domain))
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
