//! Stored cases on the screen: choosing a service, noting that a letter was sent, writing files.

use super::App;
use super::effect::{CaseOrder, Effect, Private, Sent, Target};
use super::overlay::{Overlay, Prompt};
use super::screens::question::field::Field;
use super::screens::{Screen, log};
use crate::domain::answers::Value;
use crate::domain::calendar::format_ja;
use crate::domain::case::moment;
use crate::domain::case::{CaseRecord, Due, Event, Kind, NextStep, OwnDue, What, Word, bundle};
use crate::domain::channel::Channel;
use crate::domain::flow::graph::START;
use crate::domain::flow::spec::{self, Format};
use crate::domain::handover::ics;
use crate::domain::service::NAME;
use crate::domain::validate;
use crate::text::edit::EditBuffer;
use std::path::PathBuf;

impl App {
    pub fn step_words(&self, step: &NextStep) -> String {
        step.words(self.session.today, format_ja)
    }
    /// The next step of a case below its due day, which is not said again.
    pub fn next_words(&self, r: &CaseRecord) -> String {
        let (today, rules) = (self.session.today, self.rules(r));
        let due = r.due_of_step(rules);
        let above = due.filter(|due| !due.is_turn()).map(|due| due.on);
        let day =
            |on| if above == Some(on) { text!("start.that_day").into() } else { format_ja(on) };
        r.next_step(rules).words(today, day)
    }

    pub fn due_line(&self, due: &Due) -> String {
        let other = || text!("case.due", day = format_ja(due.on), what = due.what.words());
        due.turn_ja(Some(self.session.today)).unwrap_or_else(other)
    }

    /// The first question, with what is stored.
    pub(super) fn greet(&mut self) {
        self.mine_at = None;
        self.screen = Screen::Start(self.start());
    }

    /// A service was chosen, or a name for one that is not known was typed.
    pub(super) fn chose(&mut self, service: &str, name: Option<&str>) {
        let beside = match &self.run {
            // A different service for one of several letters, or a letter besides them.
            Some(_) => !self.session.from_review,
            None => self.session.case.is_none() && self.is_kept_for_another(service),
        };
        if beside {
            self.begin_beside(service);
        } else {
            // The walk so far is kept: choosing the same service again loses nothing.
            self.session.seen.insert(START.to_owned());
            self.take(START, Value::One(service.to_owned()));
        }
        match name.map(|name| (name, validate::text(Format::Office, name, false))) {
            // A name typed once is not asked for again.
            Some((_, Ok(name))) => {
                let notice = text!("notice.named", name);
                self.session.seen.insert(NAME.to_owned());
                self.answered(NAME, Value::One(name));
                self.notice = self.notice.take().or(Some(notice));
            }
            Some((name, Err(_))) => {
                let field = Field::Typed(spec::Kind::Text, EditBuffer::new(name, false));
                self.session.half_typed.insert(NAME.to_owned(), field);
                self.open(NAME);
            }
            None if beside => {}
            None => self.on_from(START),
        }
    }

    /// Whether the draft of the present walk is a letter to another service.
    fn is_kept_for_another(&self, service: &str) -> bool {
        self.session.stored_draft.is_some() && self.session.answers.one(START) != Some(service)
    }

    /// Whether somebody else has noted something as well since the case that is shown was read.
    pub(super) fn noted_elsewhere(&self, record: &CaseRecord) -> bool {
        let shown = matches!(&self.screen, Screen::Case(c) if c.id == record.id);
        let known = self.case(&record.id).filter(|_| shown);
        // One event is that which was noted here.
        known.is_some_and(|known| {
            record.events.iter().filter(|e| !known.events.contains(e)).count() > 1
        })
    }

    /// Notes the sending now. Once noted, another time or a name is entered in the form.
    pub(super) fn sent_now(&mut self) {
        if let Some(said) = self.sent_words() {
            return self.tell(format!("{said}{}", text!("notice.sent_already")));
        }
        let (person, note) = (String::new(), String::new());
        self.say_sent(Sent {
            at: self.now().into(),
            how: self.how(),
            person,
            promised_by: None,
            note,
        });
        // The page says it at its top.
        if matches!(&self.screen, Screen::After(a) if a.scroll > 0) {
            self.notice = self.sent_words();
        }
    }

    /// It was not sent after all; the stored event is taken back too.
    pub(super) fn unsay_sent(&mut self) {
        if self.session.sent.is_some() {
            self.tell(text!("plain.taken_back"));
        }
        self.take_back_sent();
    }

    /// What takes back that it was sent, where that is stored.
    pub(super) fn take_back_sent(&mut self) {
        if self.session.sent.take().is_none() {
            return;
        }
        self.session.unstored.pop();
        let (Some(id), Some((n, _))) = (&self.session.case, &self.session.stored_letter) else {
            return;
        };
        let said = |e: &&Event| matches!(&e.what, What::Sent { letter, .. } if letter == n);
        let event = self.case(id).and_then(|r| r.events.iter().rev().find(said)).cloned();
        let order = event.map(|e| CaseOrder::TakeBack(id.clone(), Box::new(e)));
        self.effects.extend(order.map(Effect::Case));
    }

    /// Sent at another time, or told somebody on the phone: the form asks.
    pub(super) fn sent_form(&mut self) {
        let letter = self.session.stored_letter.as_ref().map_or(1, |(n, _)| *n);
        let letters = vec![(letter, String::new())];
        let made = self.session.made().or_else(|| Some(self.now()));
        let (now, how) = (self.now(), Some(self.how()));
        let form = log::Log::open(None, Kind::Sent, letters, how, now, |_| made, &self.content);
        self.screen = Screen::Log(form);
    }

    /// Says that the letter was sent, or told on the phone, according to the user; None if it was
    /// not.
    pub fn sent_words(&self) -> Option<String> {
        let s = self.session.sent.as_ref()?;
        let called = s.how.spoken();
        let who = Some(&s.person)
            .filter(|p| !p.is_empty())
            .map(|p| format!("{}{p}", text!("after.with")));
        let until = s.promised_by.map(|on| format!("{}{}", text!("after.promised"), format_ja(on)));
        let how = (!called).then(|| s.how.ja().to_owned());
        let at = Some(s.at.in_words());
        let details: Vec<String> = at.into_iter().chain(how).chain(who).chain(until).collect();
        let lead = if called { text!("after.is_sent.phone") } else { text!("after.is_sent") };
        Some(format!("{lead}{}", details.join(text!("sign.comma"))))
    }

    fn how(&self) -> Channel {
        self.session.document(&self.content).plan.channel
    }

    pub(super) fn ask_file(&mut self, prompt: Prompt) {
        self.overlay = Some(Overlay::Prompt(prompt, EditBuffer::offering(&self.offered(prompt))));
    }

    fn offered(&self, prompt: Prompt) -> String {
        let day = self.session.today.format("%Y%m%d");
        let of = match &self.screen {
            Screen::Case(c) => c.id.to_string(),
            _ => day.to_string(),
        };
        match prompt {
            Prompt::Path if !self.file_name.is_empty() => self.file_name.clone(),
            Prompt::Ics => format!("kotowari-{of}.ics"),
            _ => format!("kotowari-{of}.txt"),
        }
    }

    pub(super) fn target(&self, prompt: Prompt, typed: &str) -> Target {
        Target { path: PathBuf::from(typed), name: self.offered(prompt) }
    }

    /// Handles the input of a prompt about a case.
    pub(super) fn prompted(&mut self, prompt: Prompt, b: EditBuffer) {
        let text = b.text().trim().to_owned();
        if text.is_empty() && matches!(prompt, Prompt::Export | Prompt::Ics) {
            // A file needs a name: ask until there is one.
            return self.overlay = Some(Overlay::Prompt(prompt, b));
        }
        match prompt {
            Prompt::Due => self.set_due(&text, b),
            Prompt::Plan => self.set_plan(&text, b),
            Prompt::Export | Prompt::Ics => {
                let body = if prompt == Prompt::Ics { self.ics() } else { self.export() };
                let to = self.target(prompt, &text);
                self.effects.extend(body.map(|body| Effect::Write(to, Private(body))));
            }
            Prompt::Path | Prompt::Limit => {}
        }
    }

    fn set_due(&mut self, text: &str, b: EditBuffer) {
        let Screen::Case(c) = &self.screen else { return };
        let id = c.id.clone();
        let due = match moment::business_days(text) {
            Some(days) => Ok(Some(OwnDue::Days(days))),
            None if text.is_empty() => Ok(None),
            None => moment::ahead(text, self.session.today).map(|d| Some(OwnDue::On(d))),
        };
        match due {
            Ok(due) => self.emit(Effect::Case(CaseOrder::Due(id, due))),
            Err(e) => {
                self.notice = Some(e);
                self.overlay = Some(Overlay::Prompt(Prompt::Due, b));
            }
        }
    }

    fn export(&self) -> Option<String> {
        let Screen::Case(c) = &self.screen else { return None };
        Some(bundle::text(self.case(&c.id)?, self.now()))
    }

    fn ics(&self) -> Option<String> {
        // After sending, the case is more current than the letter: a day may have been promised by
        // phone.
        let case = match &self.screen {
            Screen::Case(c) => Some(&c.id),
            _ => self.session.case.as_ref().filter(|_| self.session.stored_letter.is_some()),
        };
        let record = case.and_then(|id| self.case(id));
        let date = match record.and_then(|r| r.dates(self.rules(r)).into_iter().next()) {
            Some(date) => date,
            None if matches!(self.screen, Screen::Case(_)) => return None,
            None => {
                let doc = self.session.document(&self.content);
                let sum = crate::domain::case::sha256(&doc.plan.body);
                let (name, text) = (doc.service_name(), text!("ics.answer"));
                ics::IcsEntry {
                    id: format!("{}-{sum}", self.session.today),
                    day: doc.plan.answer_by(),
                    time: None,
                    summary: text!("sign.says", name, text),
                    description: text!("ics.note").to_owned(),
                }
            }
        };
        let goes_on = record.map(|r| r.kept_days(&self.content, self.session.today));
        let all: Vec<_> = std::iter::once(date).chain(goes_on.into_iter().flatten()).collect();
        Some(ics::ics(&all, self.now().to_utc()))
    }
}
