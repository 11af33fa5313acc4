//! Identity as it would be stored, and whether there is anything new in it.

use super::App;
use super::session::Session;
use crate::config::Profile;
use crate::domain::flow::graph::START;
use crate::domain::registration::{REGISTRATION, SENDER, of_both};
use crate::domain::service::{NAME, OTHER};
use crate::domain::validate::TODAY;
use std::collections::BTreeMap;

impl App {
    /// The given details of sender and registration, for storing.
    pub(super) fn profile(&self, s: &Session) -> Profile {
        let walk = s.walk(&self.content);
        let (service, name) =
            (walk.one(START).unwrap_or_default(), walk.one(NAME).unwrap_or_default());
        let key = self.config.key_for(service, name);
        let one = |k: &str| Some((k.to_owned(), walk.one(&format!("sender.{k}"))?.to_owned()));
        let mut sender: BTreeMap<_, _> = SENDER.iter().filter_map(|k| one(k)).collect();
        let mut registration: BTreeMap<_, _> = REGISTRATION.iter().filter_map(|k| one(k)).collect();
        // Emptied values are emptied where they are stored.
        registration.retain(|k, v| !v.is_empty() || self.has_registration(&key, k));
        sender.retain(|_, v| !v.is_empty() && v != TODAY);
        // E-mail and phone belong to the registration; the sender's own are set once and kept.
        for k in of_both() {
            if let Some(own) = self.config.sender.get(k) {
                sender.insert(k.to_owned(), own.clone());
            }
            if registration.get(k) == sender.get(k) && !self.has_registration(&key, k) {
                registration.remove(k);
            }
        }
        // Where it was not asked for, the address is that of whoever was the consultant before.
        let was = self.config.own(Some(&key), "handler");
        if was.is_some_and(|was| registration.get("handler").is_some_and(|now| now != was))
            && self.has_registration(&key, "handler_email")
        {
            registration.entry("handler_email".to_owned()).or_default();
        }
        if service == OTHER {
            registration.insert(NAME.to_owned(), name.to_owned());
        }
        Profile { service: key, sender, registration, ..Profile::default() }
    }

    fn has_registration(&self, key: &str, value: &str) -> bool {
        self.config.registration.get(key).is_some_and(|r| r.contains_key(value))
    }

    /// Whether storing would add anything.
    pub(super) fn is_new(&self, s: &Session) -> bool {
        let p = self.profile(s);
        let stored = self.config.registration.get(&p.service);
        p.sender.iter().any(|(k, v)| self.config.sender.get(k) != Some(v))
            || stored.is_none()
            || p.registration.iter().any(|(k, v)| stored.and_then(|r| r.get(k)) != Some(v))
    }
}
