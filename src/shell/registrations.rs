//! `kotowari registrations`: where the user is registered, with what, and what was asked there.

use super::case_commands::said;
use super::case_show::{CaseContext, View};
use super::cases::Cases;
use super::cli::{Add, Cli, RegistrationCommand, RegistrationsArgs};
use super::load::{load_config, load_content, today};
use super::runner::Stores as _;
use super::say::{Failure, complain, pretty_list, print, print_all, say};
use super::upkeep::confirmed;
use super::values::OutputFormat;
use super::wizard_store::WizardStore;
use crate::config::agents::Agent;
use crate::config::values;
use crate::config::{Config, Profile};
use crate::domain::case::CaseRecord;
use crate::domain::content::Content;
use crate::domain::registration::{REGISTRATION, SINCE, of_both};
use crate::domain::service::{NAME, OTHER};
use crate::domain::validate;
use crate::text::clean::{fold, visible};
use crate::text::sound;
use serde_json::json;
use std::collections::BTreeMap;
use std::fmt::Write as _;

pub(super) fn registrations(cli: &Cli, args: &RegistrationsArgs) -> Result<u8, Failure> {
    let content = load_content();
    let (config, path) = load_config(cli, &content)?;
    let store = |profile: &Profile| {
        WizardStore::new().with(path.clone()).save(profile).map_err(Failure::outside)?;
        Ok(())
    };
    match args.command.as_ref().unwrap_or(&RegistrationCommand::List { format: args.format }) {
        RegistrationCommand::List { format } => {
            let (cases, complete) = cases();
            let agents = config.agents(&content, &cases);
            if agents.is_empty() && *format == OutputFormat::Text {
                print(concat!(text!("registrations.none"), "\n"))?;
            }
            show(cli, &config, &content, &agents, *format)?;
            Ok(u8::from(!complete))
        }
        RegistrationCommand::Add(new) => add(cli, &config, &content, new, &store),
        RegistrationCommand::Show { id, format } => {
            let (cases, complete) = cases();
            let agents = config.agents(&content, &cases);
            let all = agents.iter().map(|a| (a.key.unwrap_or(a.service), a.name.as_str()));
            let found: Vec<Agent<'_>> = named(&all.collect::<Vec<_>>(), id).map_or_else(
                || Err(unknown(&config, &content, id)),
                |i| Ok(agents.into_iter().skip(i).take(1).collect()),
            )?;
            show(cli, &config, &content, &found, *format)?;
            Ok(u8::from(!complete))
        }
        RegistrationCommand::Remove { id, yes } => {
            let all = config.registration.keys().map(|key| (key, config.name_of(key, &content)));
            let all: Vec<_> = all.collect();
            let names: Vec<_> = all.iter().map(|(k, n)| (k.as_str(), n.as_str())).collect();
            let key = named(&names, id).map(|i| all[i].0);
            let key = key.ok_or_else(|| unknown(&config, &content, id))?;
            let name = visible(&config.name_of(key, &content));
            if !yes && !confirmed(&text!("registrations.ask_remove", name))? {
                return Err(Failure::outside(text!("registrations.kept").to_owned()));
            }
            store(&Profile { service: key.clone(), gone: true, ..Profile::default() })?;
            print(&(text!("registrations.removed", key, name) + "\n"))
        }
    }
}

fn add(
    cli: &Cli,
    config: &Config,
    content: &Content,
    add: &Add,
    store: &impl Fn(&Profile) -> Result<(), Failure>,
) -> Result<u8, Failure> {
    let key = match (&add.id, &add.name) {
        (Some(id), _) => known(config, content, id)?,
        (None, Some(name)) => {
            let name = values::value(NAME, name).map_err(|e| wrong("name", &e))?;
            refuse!(name.is_empty(), wrong("name", text!("registrations.no_name")));
            match content.named_service(&name) {
                Some(id) => config.key_for(id, ""),
                None => config.key_for(OTHER, &name),
            }
        }
        (None, None) => {
            return Err(Failure::usage(text!("registrations.which").to_owned()));
        }
    };
    let new = !config.registration.contains_key(&key);
    let mut registration = BTreeMap::new();
    if !content.service_ids().any(|id| id == key)
        && let Some(name) = &add.name
    {
        registration.insert(NAME.to_owned(), values::value(NAME, name).unwrap_or_default());
    }
    let given = [
        ("handler", &add.handler),
        ("handler_email", &add.handler_email),
        ("email", &add.email),
        ("phone", &add.phone),
        (SINCE, &add.since),
    ];
    for (k, v) in given {
        let Some(v) = v else { continue };
        let value = values::value_on(k, v, today(cli)).map_err(|e| wrong(k, &e))?;
        if k == "handler"
            && let Some(taken) = validate::title_taken(v, &value)
        {
            say(format!("--handler: {taken}"));
        }
        registration.insert(k.to_owned(), value);
    }
    part_address(config, &key, &mut registration);
    let used = |k: &str| registration.get(k).map(String::as_str).or(config.used_at(Some(&key), k));
    if registration.contains_key("handler_email") && used("handler_email") == used("email") {
        return Err(wrong("handler_email", text!("registrations.own_address")));
    }
    let given = registration.get(NAME).cloned().filter(|_| new);
    let name = given.unwrap_or_else(|| config.name_of(&key, content));
    store(&Profile { service: key.clone(), registration, ..Profile::default() })?;
    let done = if new { text!("registrations.added") } else { text!("registrations.changed") };
    if let Some(id) = near(content, &name).filter(|id| new && *id != key) {
        say(text!("registrations.near", id, key));
    }
    print(&(text!("registrations.done", done, key, name = visible(&name)) + "\n"))
}

/// The address of the consultant before is not that of another one.
fn part_address(config: &Config, key: &str, registration: &mut BTreeMap<String, String>) {
    let own = |k: &str| config.own(Some(key), k).filter(|v| !v.is_empty());
    let Some(was) = own("handler").filter(|_| own("handler_email").is_some()) else { return };
    let other = registration.get("handler").is_some_and(|now| now != was);
    if other && !registration.contains_key("handler_email") {
        say(text!("registrations.other_handler", name = visible(was)));
        registration.insert("handler_email".to_owned(), String::new());
    }
}

/// The service that a name may mean which is like its own.
fn near<'a>(content: &'a Content, name: &str) -> Option<&'a str> {
    let found = content.finder().find(name).records;
    let one = found.first().filter(|_| found.len() == 1)?;
    content.service_ids().nth(*one).filter(|id| *id != OTHER)
}

fn wrong(key: &str, why: &str) -> Failure {
    Failure::usage(format!("--{}: {why}", key.replace('_', "-")))
}

/// The one with this id or name, else the only one whose name has what was typed in it.
fn named(all: &[(&str, &str)], typed: &str) -> Option<usize> {
    let whole = |(id, name): &(&str, &str)| *id == typed || fold(name) == fold(typed);
    let key = sound::key(typed);
    let part = |(_, name): &(&str, &str)| !key.is_empty() && sound::key(name).contains(&key);
    let mut parts = (0..all.len()).filter(|i| part(&all[*i]));
    all.iter().position(whole).or_else(|| parts.next().filter(|_| parts.next().is_none()))
}

fn known(config: &Config, content: &Content, id: &str) -> Result<String, Failure> {
    let registered = config.registration.contains_key(id);
    if registered || id != OTHER && content.service_ids().any(|known| known == id) {
        return Ok(id.to_owned());
    }
    let near = content.unknown_service(id);
    Err(Failure::usage(text!("registrations.unknown", id = visible(id), near)))
}

fn unknown(config: &Config, content: &Content, id: &str) -> Failure {
    let all: Vec<String> = config
        .registration
        .keys()
        .map(|k| text!("sign.with", name = k, words = visible(&config.name_of(k, content))))
        .collect();
    let all = if all.is_empty() {
        text!("registrations.empty").to_owned()
    } else {
        all.join(text!("sign.comma"))
    };
    Failure::usage(text!("registrations.not_there", id = visible(id), all))
}

/// The stored cases; whether all of them could be read.
fn cases() -> (Vec<CaseRecord>, bool) {
    let listing = Cases::open().and_then(|cases| cases.list());
    match listing {
        Ok(listing) => {
            let complete = said(&listing);
            (listing.cases, complete)
        }
        Err(e) => {
            complain(e.lines());
            (Vec::new(), false)
        }
    }
}

fn show(
    cli: &Cli,
    config: &Config,
    content: &Content,
    agents: &[Agent<'_>],
    format: OutputFormat,
) -> Result<u8, Failure> {
    let today = today(cli);
    let cases = agents.iter().flat_map(|a| a.cases.iter().copied());
    let known = CaseContext::new(content, config.office, today, cases);
    let view = |c| View::new(c, &known);
    match format {
        OutputFormat::Json => {
            let all = agents.iter().map(|a| {
                let mut out = json!({ "id": a.key, "service": a.service, "service_name": a.name });
                out["cases"] = a.cases.iter().map(|c| view(c).short_json()).collect();
                for key in REGISTRATION.into_iter().filter(|k| *k != NAME) {
                    out[key] = json!(config.used_at(a.key, key).filter(|v| !v.is_empty()));
                }
                out
            });
            print_all(pretty_list(all))
        }
        OutputFormat::Text => {
            let each = agents.iter().flat_map(|a| {
                let cases = a.cases.iter().map(|c| view(c).brief());
                std::iter::once(lines(config, a)).chain(cases).collect::<Vec<_>>()
            });
            print_all(each.chain(shared(config, agents)))
        }
    }
}

/// A registration and its own values; the sender's defaults are listed once, below all.
fn lines(config: &Config, a: &Agent<'_>) -> String {
    let (id, name) = (a.key.unwrap_or(a.service), visible(&a.name));
    let mut out = format!("{id}  {name}{}\n", a.left());
    for (key, label) in LABELS {
        if let Some(v) = config.own(a.key, key).filter(|v| !v.is_empty()) {
            // Writing to a String cannot fail.
            let _ = writeln!(out, text!("registrations.row"), label = label, value = visible(v));
        }
    }
    out
}

/// The values used where nothing else is registered.
fn shared(config: &Config, agents: &[Agent<'_>]) -> Option<String> {
    let used = |key: &&str| agents.iter().any(|a| config.shared(a.key, key));
    let own = |key: &str| config.sender.get(key).map(|v| visible(v));
    let all: Vec<String> = of_both().filter(used).filter_map(own).collect();
    let words = all.join(text!("sign.slash"));
    (!all.is_empty()).then(|| text!("mine.shared", words) + "\n")
}

/// What a registration says, in the words of the screen.
const LABELS: [(&str, &str); 5] = [
    (SINCE, text!("mine.since")),
    ("handler", text!("registrations.handler")),
    ("handler_email", text!("mine.handler_email")),
    ("email", text!("mine.email")),
    ("phone", text!("mine.phone")),
];
