//! The list of registrations, and storing one.

use super::App;
use super::effect::{Effect, Private};
use super::screens::Screen;
use super::screens::mine::{AgentRow, Mine};
use super::screens::question::entries::List;
use crate::config::agents::Agent;
use crate::config::{Profile, Save};
use crate::domain::answers::{Entry, Value};
use crate::domain::calendar::format_ja;
use crate::domain::case::{CaseRecord, Event, Kind, Word as _};
use crate::domain::flow::spec::FieldSpec;
use crate::domain::registration::{REGISTRATION, SINCE};
use crate::domain::service::{NAME, OTHER};
use chrono::NaiveDate;

/// Maximum number of letters and calls listed.
const LATER: usize = 4;

impl App {
    /// With what was left half-typed there.
    fn mine(&mut self) -> Mine {
        let mut mine = self.all_of_mine();
        mine.put_back(std::mem::take(&mut self.half_mine));
        mine
    }

    fn all_of_mine(&self) -> Mine {
        let field = |id: &str| FieldSpec {
            id: id.to_owned(),
            label: self.content.text(&format!("mine.{id}")).to_owned(),
            optional: id != NAME,
            instead: self.config.sender.get(id).cloned().map(Value::One),
            ..FieldSpec::default()
        };
        let (mut rows, mut agents) = (Vec::new(), Vec::new());
        for a in self.config.agents(&self.content, &self.shelf.cases) {
            let stored = a.key.and_then(|k| self.config.registration.get(k));
            let mut entry = Entry(stored.cloned().unwrap_or_default());
            entry.0.insert(NAME.to_owned(), a.name.clone());
            let says = self.says_of(&a);
            let urgent = |c: &&&CaseRecord| {
                let due = c.due(self.rules(c));
                (due.is_none(), due.map(|d| d.on))
            };
            let open = a.cases.iter().filter(|c| c.is_open()).min_by_key(urgent);
            let record = open.or(a.cases.last()).map(|c| c.id.clone());
            rows.push(entry);
            agents.push(AgentRow {
                key: a.key.map(str::to_owned),
                service: a.service.to_owned(),
                left: a.left(),
                name: Private(a.name),
                says,
                record,
            });
        }
        let mut list = List::new(rows, REGISTRATION.iter().map(|k| field(k)).collect());
        list.at = 0;
        Mine { list, agents }
    }

    /// The lines about a registration: its own details, and the requests made there.
    fn says_of(&self, a: &Agent<'_>) -> Vec<Private> {
        let mut says = Vec::new();
        let stored = a.key.and_then(|k| self.config.registration.get(k));
        let own = |k: &str| stored.and_then(|r| r.get(k)).cloned().unwrap_or_default();
        let with = |before: &str, value: String, behind: &str| {
            if value.is_empty() { value } else { format!("{before}{value}{behind}") }
        };
        let parts = [
            with(text!("mine.with"), own("handler"), ""),
            own("handler_email"),
            own("email"),
            own("phone"),
            with("", own(SINCE), text!("mine.from")),
        ];
        says.extend(joined(parts));
        for c in &a.cases {
            let due = c.due(self.rules(c)).map_or_else(String::new, |d| {
                text!("sign.next", text = self.due_line(&d) + self.due_mark(&d))
            });
            let made = c
                .letters
                .first()
                .map_or_else(String::new, |l| format!("{} ", format_ja(l.made.date_naive())));
            let goal = c.goal.ja();
            says.push(Private(text!("mine.case", made, goal, state = c.state_ja(), due)));
            says.extend(later(c).map(Private));
        }
        says
    }

    /// The identity used where nothing else was registered.
    pub fn shared_said(&self) -> Option<Private> {
        let of = |k: &str| self.config.sender.get(k).cloned().unwrap_or_default();
        joined([of("email"), of("phone")]).map(|p| Private(text!("mine.shared", words = p.0)))
    }

    /// The agents the user deals with, each with its name.
    pub(super) fn known_agents(&self) -> impl Iterator<Item = (Private, Agent<'_>)> {
        let agents = self.config.agents(&self.content, &self.shelf.cases).into_iter();
        agents.map(|a| (Private(a.name.clone()), a))
    }

    pub(super) fn known_of(&self, service: &str, name: &str) -> Vec<Private> {
        let mut agents = self.known_agents().map(|(_, a)| a);
        let here = |a: &Agent<'_>| a.service == service && (service != OTHER || a.name == name);
        agents.find(here).map_or_else(Vec::new, |a| self.says_of(&a))
    }

    pub(super) fn show_mine(&mut self) {
        self.screen = Screen::Mine(self.mine());
    }

    /// Back from a case: to the registrations if it was opened there.
    pub(super) fn leave_case(&mut self) {
        let Some(at) = self.mine_at else { return self.greet() };
        let mut mine = self.mine();
        mine.list.at = at.min(mine.agents.len() + 1);
        self.mine_at = None;
        self.screen = Screen::Mine(mine);
    }

    pub(super) fn unregister(&mut self) {
        if let Some(service) = self.selected_agent().and_then(|a| a.key.clone()) {
            self.save(Profile { service, gone: true, ..Profile::default() });
        }
    }

    pub(super) fn selected_agent(&self) -> Option<&AgentRow> {
        let Screen::Mine(m) = &self.screen else { return None };
        m.agents.get(m.list.at)
    }

    /// Stores a registration: asked for by filling in its form.
    pub(super) fn save(&mut self, profile: Profile) {
        if self.no_save || self.config.save == Save::Never {
            return self.tell(text!("mine.no_save"));
        }
        self.saving = Some(profile.clone());
        self.emit(Effect::Save(profile));
    }

    pub(super) fn saved(&mut self, profile: &Profile, result: Result<(), String>) {
        if let Err(why) = result {
            return self.notice = Some(why);
        }
        self.config.take(profile);
        let Screen::Mine(old) = &self.screen else { return };
        let at = old.list.at;
        self.half_mine = old.half();
        let mut now = self.mine();
        now.list.at = at.min(now.agents.len() + 1);
        if !profile.gone {
            let here = |a: &AgentRow| a.key.as_ref() == Some(&profile.service);
            now.list.at = now.agents.iter().position(here).unwrap_or(now.list.at);
            self.tell(text!("mine.saved"));
        }
        self.screen = Screen::Mine(now);
    }
}

/// The non-empty parts in one line.
fn joined<const N: usize>(parts: [String; N]) -> Option<Private> {
    let parts: Vec<String> = parts.into_iter().filter(|p| !p.is_empty()).collect();
    (!parts.is_empty()).then(|| Private(parts.join(text!("sign.slash"))))
}

/// The letters of a case after its first one, and the calls, in order of time; the last ones.
fn later(c: &CaseRecord) -> Option<String> {
    let letters = c.letters.iter().enumerate().skip(1);
    let letters = letters.map(|(i, l)| (l.made.date_naive(), c.letter_name(i + 1)));
    let called = |e: &&Event| matches!(e.what.kind(), Kind::Call | Kind::NotReached);
    let calls = c.events.iter().filter(called).map(|e| (e.at.day(), e.what.kind().ja().to_owned()));
    let mut all: Vec<(NaiveDate, String)> = letters.chain(calls).collect();
    all.sort_by_key(|(day, _)| *day);
    let cut = all.len().saturating_sub(LATER);
    let more = (cut > 0).then(|| text!("mine.later.more", n = cut));
    let shown = all.iter().skip(cut).map(|(day, what)| format!("{} {what}", format_ja(*day)));
    let words = more.into_iter().chain(shown).collect::<Vec<_>>().join(text!("sign.comma"));
    (!all.is_empty()).then(|| text!("mine.later", words))
}
