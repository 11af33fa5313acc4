//! `kotowari services`: the known services, and which of their data needs checking.

use super::cli::{Cli, ServicesArgs};
use super::load::{load_content, say_own_mistakes, today};
use super::say::{Failure, pretty, print, say};
use super::values::OutputFormat;
use crate::domain::channel::Channel;
use crate::domain::service::{Contact, OTHER, Service, category_label};
use crate::domain::word::Word as _;
use crate::text::said;
use chrono::NaiveDate;
use serde_json::{Value, json};

/// Prints the matching services; exit code 1 if there are none.
pub(super) fn services(cli: &Cli, asked: &ServicesArgs) -> Result<u8, Failure> {
    let (content, today) = (load_content(), today(cli));
    say_own_mistakes(&content);
    let all: Vec<&Service> = content.services().filter(|s| s.id != OTHER).collect();
    let found = content.finder().find(asked.query.as_deref().unwrap_or_default());
    let mut shown: Vec<&Service> =
        found.records.iter().filter_map(|i| all.get(*i)).copied().collect();
    shown.retain(|s| asked.category.as_ref().is_none_or(|c| s.category == *c));
    shown.retain(|s| !asked.stale || !s.stale(today).is_empty());
    if found.near && !shown.is_empty() {
        say(text!("services.near"));
    }
    let text = match asked.format {
        OutputFormat::Json => pretty(&shown.iter().map(|s| record(s, today)).collect()),
        OutputFormat::Text if asked.stale => shown.iter().map(|s| stale(s, today)).collect(),
        OutputFormat::Text => shown.iter().map(|s| describe(s, today)).collect(),
    };
    print(&text)?;
    if shown.is_empty() {
        say(text!("services.none"));
        return Ok(1);
    }
    Ok(0)
}

fn record(s: &Service, today: NaiveDate) -> Value {
    let contact = |c: &Contact| {
        json!({
            "kind": c.kind, "purpose": c.purpose, "value": c.value, "hours": c.hours,
            "note": c.note, "source": c.source, "url": c.url, "source_kind": c.source_kind,
            "checked_on": c.checked_on, "page_date": c.page_date, "verified": c.verified,
            "usable": c.usable(), "may_be_old": c.may_be_old(today),
        })
    };
    json!({
        "id": s.id, "name": s.name, "operator": s.operator, "operator_note": s.operator_note,
        "operator_basis": s.operator_basis, "domain": s.domain, "category": s.category,
        "kind": s.kind, "former_names": s.former_names, "aliases": s.aliases,
        "withdraw_ways": s.withdraw_ways,
        "mypage_withdrawal": s.mypage_withdrawal, "withdrawal_form": s.withdrawal_form,
        "privacy_policy": s.privacy_policy, "note": s.note,
        "missing": s.missing, "confidence": s.confidence, "seen_alive": s.seen_alive,
        "checked_on": s.checked_on, "similar": s.similar, "sources": s.source,
        "contacts": s.contact.iter().map(contact).collect::<Vec<_>>(),
        "stale": s.stale(today),
    })
}

/// Why a record should be looked at again.
fn stale(s: &Service, today: NaiveDate) -> String {
    s.stale(today)
        .into_iter()
        .fold(format!("{}  {}\n", s.id, s.name), |out, why| out + "    " + &why + "\n")
}

fn describe(s: &Service, today: NaiveDate) -> String {
    let mut out = format!("{}  {}\n", s.id, s.name);
    let mut line = |lead: &str, text: &str| {
        if !text.is_empty() {
            out.extend(["    ", lead, text, "\n"]);
        }
    };
    line(text!("services.category"), category_label(&s.category));
    let note = said(&s.operator_note, |note| text!("sign.brackets", words = note));
    if !s.operator.is_empty() {
        line(text!("services.operator"), &format!("{}{note}", s.operator));
    }
    line(text!("services.domain"), &s.domain);
    line(text!("services.former"), &s.former_names.join(text!("sign.comma")));
    let known = Service::WAYS.iter().filter(|(id, _)| s.withdraw_ways.iter().any(|w| w == id));
    let ways: Vec<&str> = known.map(|(_, label)| *label).collect();
    line(text!("services.ways"), if ways.is_empty() { text!("services.ways.none") } else { "" });
    line(text!("services.ways"), &ways.join(text!("sign.comma")));
    line("", &s.note);
    line(text!("services.policy"), &s.privacy_policy);
    for c in &s.contact {
        let hours = said(&c.hours, |hours| format!(" {hours}"));
        let kind = Channel::parse(&c.kind).map_or(c.kind.as_str(), |by| by.ja());
        line(
            "",
            &text!("services.contact", kind, value = c.value, hours, seen = c.provenance(today)),
        );
        line("  ", &c.note);
    }
    for near in &s.similar {
        line(text!("service.similar"), &near.says());
    }
    out
}
