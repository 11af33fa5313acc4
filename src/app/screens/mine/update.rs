//! Keys on the list of registrations and in its form.

use crate::app::App;
use crate::app::overlay::Ask;
use crate::app::screens::Screen;
use crate::app::screens::question::address::take_out;
use crate::app::screens::question::typing::FieldReply;
use crate::config::Profile;
use crate::config::values;
use crate::domain::flow::graph::START;
use crate::domain::service::{NAME, OTHER};
use crate::input::keymap::Intent;
use std::collections::BTreeMap;

impl App {
    pub(in crate::app) fn on_mine(&mut self, intent: Intent) {
        let Screen::Mine(m) = &mut self.screen else { return };
        if m.list.form.is_some() {
            let reply = m.list.update(intent);
            if reply == FieldReply::Submit {
                self.register();
            }
            return;
        }
        match intent {
            Intent::Back => self.leave_mine(),
            Intent::Jump => {
                if let Some(id) = m.agents.get(m.list.at).and_then(|a| a.record.clone()) {
                    self.half_mine = m.half();
                    self.mine_at = Some(m.list.at);
                    self.show_case(&id);
                }
            }
            Intent::Remove => self.ask_unregister(),
            _ => {
                if m.list.update(intent) == FieldReply::Submit {
                    self.leave_mine();
                }
            }
        }
    }

    /// Stores the content of the form.
    fn register(&mut self) {
        if let Screen::Mine(m) = &mut self.screen {
            let row = m.list.form.as_ref().and_then(|form| m.list.rows.get(form.row?)).cloned();
            if take_out(&mut m.list, |id| row.as_ref().map(|row| row.get(id).to_owned())) {
                return;
            }
        }
        match self.read_registration() {
            Ok(profile) => self.save(profile),
            Err((key, why)) => {
                let Screen::Mine(m) = &mut self.screen else { return };
                m.list.refuse(m.list.place(&key), why);
            }
        }
    }

    fn read_registration(&self) -> Result<Profile, (String, String)> {
        let nothing = || (String::new(), String::new());
        let Screen::Mine(m) = &self.screen else { return Err(nothing()) };
        let form = m.list.form.as_ref().ok_or_else(nothing)?;
        let entry = m.list.read(form);
        let mut registration = BTreeMap::new();
        for f in &m.list.fields {
            let value = values::value_on(&f.id, entry.get(&f.id), self.session.today);
            let value =
                value.map_err(|e| (f.id.clone(), text!("sign.says", name = f.label, text = e)))?;
            registration.insert(f.id.clone(), value);
        }
        let name = registration.remove(NAME).unwrap_or_default();
        let wrong = |why: &str| Err((NAME.to_owned(), why.to_owned()));
        if name.is_empty() {
            return wrong(text!("mine.no_name"));
        }
        let known = self.content.named_service(&name);
        let (service, key) = match form.row.and_then(|i| m.agents.get(i)) {
            Some(row) if row.service != OTHER || known.is_some() => {
                if name != row.name.0 {
                    return wrong(text!("mine.name_stands"));
                }
                (row.service.as_str(), self.config.key_for(&row.service, &row.name.0))
            }
            Some(row) => (OTHER, self.config.key_for(OTHER, &row.name.0)),
            None => {
                let service = known.unwrap_or(OTHER);
                if self.config.registered(service, &name).is_some() {
                    return wrong(text!("mine.there"));
                }
                (service, self.config.key_for(service, &name))
            }
        };
        if service == OTHER {
            registration.insert(NAME.to_owned(), name);
        }
        Ok(Profile { service: key, registration, ..Profile::default() })
    }

    /// Back to the first question; what is half-typed is there again when this is opened.
    fn leave_mine(&mut self) {
        let Screen::Mine(m) = &self.screen else { return };
        self.half_mine = m.half();
        self.open(START);
        if !self.half_mine.is_empty() {
            self.tell(text!("mine.half"));
        }
    }

    /// Asks before a registration is taken out; half-typed text goes first and can be put back.
    fn ask_unregister(&mut self) {
        let Screen::Mine(m) = &mut self.screen else { return };
        if m.list.is_half_typed() {
            m.list.update(Intent::Remove);
        } else if m.agents.get(m.list.at).is_some_and(|a| a.key.is_some()) {
            self.ask(Ask::Unregister);
        } else {
            self.tell(text!("mine.cases_stay"));
        }
    }
}
