//! Where the user is registered: who has what, since when, what was asked there and what is still due.

pub mod view;

use crate::app::App;
use crate::app::effect::Private;
use crate::app::screens::question::entries::List;
use crate::config::agents::SINCE;
use crate::config::{Profile, REGISTRATION};
use crate::domain::answers::Entry;
use crate::domain::calendar::format_ja;
use crate::domain::flow::spec::{DateRule, FieldSpec, Format, Kind};
use crate::domain::service::NAME;

/// The screen's state: a list of entries, each an agent.
#[derive(Debug)]
pub struct Mine {
    /// The registrations, and the form of one.
    pub list: List,
    /// What else is known of each, in the same order.
    pub agents: Vec<Row>,
    /// The registration that was taken away last, as it would stand there again.
    pub removed: Option<Profile>,
}

/// What is known of an agent beside what can be changed.
#[derive(Debug)]
pub struct Row {
    /// The key of the registration; None: it is known from the cases alone.
    pub key: Option<String>,
    /// The id of the service.
    pub service: String,
    /// Its name.
    pub name: Private,
    /// What it has of the user, and what was asked of it, in lines.
    pub says: Vec<Private>,
}

impl Mine {
    /// The screen as things stand now.
    #[must_use]
    pub fn open(app: &App) -> Self {
        let t = |k: &str| app.content.text(k).to_owned();
        let field = |id: &str| FieldSpec {
            id: id.to_owned(),
            kind: Kind::Text,
            label: t(&format!("mine.{id}")),
            format: Format::Free,
            example: String::new(),
            optional: id != NAME,
            rule: DateRule::Any,
            choice: Vec::new(),
        };
        let (mut rows, mut agents) = (Vec::new(), Vec::new());
        for a in app.config.agents(&app.content, &app.shelf.cases) {
            let stored = a.key.and_then(|k| app.config.registration.get(k));
            let mut entry = Entry(stored.cloned().unwrap_or_default());
            entry.0.insert(NAME.to_owned(), a.name.clone());
            let mut says = Vec::new();
            if a.key.is_some() {
                let used = |k: &str| app.config.used(a.service, &a.name, k).unwrap_or_default();
                let own = |k: &str| entry.get(k).to_owned();
                let handler = own("handler");
                let parts = [
                    if handler.is_empty() { handler } else { format!("{}{handler}", t("mine.with")) },
                    own("handler_email"),
                    used("email").to_owned(),
                    used("phone").to_owned(),
                    if own(SINCE).is_empty() { String::new() } else { own(SINCE) + &t("mine.from") },
                ];
                let parts: Vec<String> = parts.into_iter().filter(|p| !p.is_empty()).collect();
                says.extend((!parts.is_empty()).then(|| Private(parts.join("／"))));
            }
            for c in &a.cases {
                let due = c.due(app.rules(c)).map_or_else(String::new, |d| {
                    format!("。{}{} {}", t("case.due"), format_ja(d.on), d.what.ja())
                });
                let made = c
                    .letters
                    .first()
                    .map_or_else(String::new, |l| format!("{} ", format_ja(l.made.date_naive())));
                says.push(Private(format!("{made}{}（{}）{due}", app.goal_label(&c.goal), c.state_ja())));
            }
            rows.push(entry);
            agents.push(Row {
                key: a.key.map(str::to_owned),
                service: a.service.to_owned(),
                name: Private(a.name),
                says,
            });
        }
        let mut list = List::new(rows, REGISTRATION.iter().map(|k| field(k)).collect());
        list.at = 0;
        Self { list, agents, removed: None }
    }
}
