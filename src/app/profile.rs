//! Identity as it would be stored, and whether there is anything new in it.

use super::App;
use crate::config::{Profile, REGISTRATION, SENDER};
use crate::domain::service::OTHER;
use crate::domain::validate::TODAY;
use std::collections::BTreeMap;

impl App {
    /// What was given of the sender and their registration, for storing.
    pub(super) fn profile(&self) -> Profile {
        let walk = self.session.walk(&self.content);
        let service = walk.one("service").unwrap_or_default();
        let one = |k: &str| Some((k.to_owned(), walk.one(&format!("sender.{k}"))?.to_owned()));
        let mut sender: BTreeMap<_, _> = SENDER.iter().filter_map(|k| one(k)).collect();
        let mut registration: BTreeMap<_, _> = REGISTRATION.iter().filter_map(|k| one(k)).collect();
        registration.retain(|_, v| !v.is_empty());
        sender.retain(|_, v| !v.is_empty() && v != TODAY);
        // E-mail and phone belong to the registration; the sender's own are set once and stay.
        for k in ["email", "phone"] {
            if let Some(own) = self.config.sender.get(k) {
                sender.insert(k.to_owned(), own.clone());
            }
            if registration.get(k) == sender.get(k) && !self.has_registration(service, k) {
                registration.remove(k);
            }
        }
        // A consultant of a service without an id of its own would be offered for any other one.
        if service == OTHER {
            registration.clear();
        }
        Profile { service: service.to_owned(), sender, registration, agreed: false }
    }

    fn has_registration(&self, service: &str, key: &str) -> bool {
        self.config.registration.get(service).is_some_and(|r| r.contains_key(key))
    }

    /// Whether storing would add anything.
    pub(super) fn profile_is_new(&self) -> bool {
        let p = self.profile();
        let stored = self.config.registration.get(&p.service);
        p.sender.iter().any(|(k, v)| self.config.sender.get(k) != Some(v))
            || p.registration.iter().any(|(k, v)| stored.and_then(|r| r.get(k)) != Some(v))
    }
}
