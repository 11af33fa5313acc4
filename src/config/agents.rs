//! Where the user is registered, from the configuration and the stored cases.

use super::Config;
use crate::domain::answers::Answers;
use crate::domain::case::beside::{leaving, place};
use crate::domain::case::{CaseRecord, State, reply};
use crate::domain::content::Content;
use crate::domain::flow::graph::START;
use crate::domain::goal::Goal;
use crate::domain::service::{NAME, OTHER};
use std::collections::BTreeMap;

/// The prefix of keys for services typed in by name.
const OWN: &str = "own";

#[derive(Debug)]
pub struct Agent<'a> {
    /// Its id; [`OTHER`] for one whose name was typed in.
    pub service: &'a str,
    pub name: String,
    /// Its key under `[registration]`; None: it is known from the cases alone.
    pub key: Option<&'a str>,
    /// The user's requests to it, earliest first.
    pub cases: Vec<&'a CaseRecord>,
}

impl Agent<'_> {
    /// Says that the user has left or paused, or asked for that; "" otherwise.
    pub fn left(&self) -> &'static str {
        match leaving(self.cases.iter().copied()).map(CaseRecord::state) {
            Some(State::Done) => text!("mine.left"),
            Some(_) => text!("mine.leaving"),
            None => match self.pausing().map(CaseRecord::state) {
                Some(State::Done) => text!("mine.paused"),
                Some(_) => text!("mine.pausing"),
                None => "",
            },
        }
    }

    /// The request to pause after which nobody asked to resume.
    fn pausing(&self) -> Option<&CaseRecord> {
        let stands = |c: &&&CaseRecord| {
            matches!(c.goal, Goal::Pause | Goal::Resume)
                && c.has_left()
                && c.state() != State::GivenUp
        };
        let last = self.cases.iter().rfind(stands)?;
        (last.goal == Goal::Pause).then_some(last)
    }
}

/// Groups the cases of a service at the place of the first one.
pub fn together<T>(all: &mut [T], case: impl Fn(&T) -> &CaseRecord) {
    let name = |t: &T| {
        let (service, name) = case(t).place();
        (service.to_owned(), name.to_owned())
    };
    let mut first = BTreeMap::new();
    for (i, t) in all.iter().enumerate() {
        first.entry(name(t)).or_insert(i);
    }
    all.sort_by_cached_key(|t| first.get(&name(t)).copied());
}

impl Config {
    pub fn registered(&self, service: &str, name: &str) -> Option<&str> {
        let found = if service == OTHER {
            self.registration.iter().find(|(_, values)| values.get(NAME).is_some_and(|n| n == name))
        } else {
            self.registration.get_key_value(service)
        };
        found.map(|(k, _)| k.as_str())
    }
    /// The key of the service that is being answered.
    pub fn registered_of(&self, answers: &Answers) -> Option<&str> {
        let one = |id| answers.one(id).unwrap_or_default();
        self.registered(one(START), one(NAME))
    }
    /// The value used at a service: its own, else the sender's. `key` is one of `SENDER`.
    pub fn used(&self, service: &str, name: &str, key: &str) -> Option<&str> {
        self.used_at(self.registered(service, name), key)
    }
    /// A value under a key of `[registration]`, else the sender's.
    pub fn used_at(&self, at: Option<&str>, key: &str) -> Option<&str> {
        self.own(at, key).or_else(|| self.sender.get(key)).map(String::as_str)
    }
    /// Whether the sender's value is used there because the registration has none.
    pub fn shared(&self, at: Option<&str>, key: &str) -> bool {
        self.own(at, key).is_none() && self.sender.get(key).is_some_and(|v| !v.is_empty())
    }
    /// What the registration alone says.
    pub fn own(&self, at: Option<&str>, key: &str) -> Option<&String> {
        self.registration.get(at?)?.get(key)
    }
    /// The key under which it is registered, or would be.
    pub fn key_for(&self, service: &str, name: &str) -> String {
        if let Some(key) = self.registered(service, name) {
            return key.to_owned();
        }
        if service != OTHER {
            return service.to_owned();
        }
        let free = |n: &usize| !self.registration.contains_key(&format!("{OWN}-{n}"));
        format!("{OWN}-{}", (1..=self.registration.len() + 1).find(free).unwrap_or_default())
    }
    pub fn name_of(&self, key: &str, content: &Content) -> String {
        let own = self.registration.get(key).and_then(|r| r.get(NAME)).cloned();
        own.or_else(|| content.service(key).map(|s| s.name.clone()))
            .unwrap_or_else(|| key.to_owned())
    }
    /// The other agents than that of a case, by what their mails show.
    pub fn beside(
        &self,
        case: &CaseRecord,
        content: &Content,
        cases: &[CaseRecord],
    ) -> Vec<reply::MailAgent> {
        let here = |a: &Agent<'_>| place(a.service, &a.name) == case.place();
        let others = self.agents(content, cases).into_iter().filter(|a| !here(a));
        let address = |a: &Agent<'_>| self.own(a.key, "handler_email").cloned().unwrap_or_default();
        others.map(|a| reply::MailAgent { address: address(&a), name: a.name }).collect()
    }
    /// All services of the user: as services are listed, then those whose names were typed in.
    pub fn agents<'a>(&'a self, content: &Content, cases: &'a [CaseRecord]) -> Vec<Agent<'a>> {
        let mut out: Vec<Agent<'a>> = Vec::new();
        for (key, values) in &self.registration {
            let service = if values.contains_key(NAME) { OTHER } else { key.as_str() };
            out.push(Agent {
                service,
                name: self.name_of(key, content),
                key: Some(key),
                cases: Vec::new(),
            });
        }
        // Thousands of cases: each is looked up once.
        let mut at: BTreeMap<(&str, String), usize> =
            out.iter().enumerate().map(|(i, a)| ((a.service, a.name.clone()), i)).collect();
        for case in cases {
            let known = content.service(&case.service).filter(|_| case.service != OTHER);
            let name = known.map_or_else(|| case.service_name.clone(), |s| s.name.clone());
            let i = *at.entry((&case.service, name.clone())).or_insert_with(|| {
                out.push(Agent { service: &case.service, name, key: None, cases: Vec::new() });
                out.len() - 1
            });
            out[i].cases.push(case);
        }
        let order: BTreeMap<&str, usize> = content.service_ids().zip(0..).collect();
        out.sort_by_key(|a| (order.get(a.service).copied().unwrap_or(usize::MAX), a.name.clone()));
        out
    }
}
