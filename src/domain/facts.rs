//! Policy: what follows from the answers. The names that letters and conditions may use.
//!
//! Every question gives, by rule and without a line of code here:
//! - `id` – the answer as a letter writes it (a blank while it is missing; choices as their values);
//! - `id_blank` – its blank;
//! - `has_id` – "yes" if there is a non-empty answer, else "" (for `sender.handler`: `has_handler`);
//! - `open_id` – "yes" if the question is on the path and was not answered yet, else "" (an empty answer is an answer);
//! - dates: `id_today` – "yes" if it is the day of writing; months: `id_kind` – `month`, `date`, `when_i_ask` or "".
//!
//! Beyond that, the facts computed here: `service_name`, `desk`, `today`, `today_day` (without its weekday), `answer_days`, `answer_by` (the day until
//! which an answer can be expected), `erasure` (`erase_else_stop`,
//! `erase`, `stop_use` or ""), `data_request` ("yes" if the data itself is spoken of), `plain_procedure` ("yes" unless a firm
//! letter names the article instead), of the selections under way how many are to be `declined`, how many of these are offers
//! (`declined_offers`), `continued` and `held` (numbers as text), `ongoing` ("yes" if any goes on), `tone`, and `law` (key of `assets/law.toml` → law and article by name).

use super::answers::Entry;
use super::calendar::{self, OfficeCalendar};
use super::condition::{Lookup, any_of};
use super::delivery;
use super::flow::graph::Flow;
use super::flow::spec::{FieldSpec, Format, Kind, Question};
use super::flow::walk::{State, Walk};
use super::hours::Span;
use super::letter::blank;
use super::service::{OTHER, Service};
use super::validate::{TODAY, WHEN_I_ASK, both_forms};
use chrono::{Datelike, NaiveDate};
use minijinja::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// Names beyond those that every question gives.
const COMPUTED: [&str; 16] = [
    "answer_by",
    "data_request",
    "plain_procedure",
    "service_name",
    "desk",
    "today",
    "today_day",
    "answer_days",
    "erasure",
    "declined",
    "declined_offers",
    "continued",
    "held",
    "ongoing",
    "tone",
    "law",
];

/// What the letter may say, by name.
#[derive(Clone)]
pub struct Facts {
    context: Value,
    flags: BTreeMap<String, Vec<String>>,
}

impl fmt::Debug for Facts {
    /// Facts hold names and addresses: only their number is printed.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Facts({})", self.flags.len())
    }
}

impl Lookup for Facts {
    fn is_one_of(&self, id: &str, allowed: &[String]) -> bool {
        any_of(self.flags.get(id).map_or(&[], Vec::as_slice), allowed)
    }
}

/// The last part of an id: `sender.handler` → `handler`.
fn short(id: &str) -> &str {
    id.rsplit('.').next().unwrap_or(id)
}

/// Every name that a template or a condition may use with this flow.
#[must_use]
pub fn names(flow: &Flow) -> BTreeSet<String> {
    let mut out: BTreeSet<String> = COMPUTED.iter().map(|s| (*s).to_owned()).collect();
    for q in flow.questions() {
        out.insert(q.id.clone());
        out.insert(format!("{}_blank", q.id));
        out.insert(format!("has_{}", short(&q.id)));
        out.insert(format!("open_{}", short(&q.id)));
        match q.kind {
            Kind::Date => out.insert(format!("{}_today", q.id)),
            Kind::Month => out.insert(format!("{}_kind", q.id)),
            _ => false,
        };
    }
    out
}

/// A day for a letter; "" and unreadable ones stay as they are (they were validated before).
fn day(iso: &str, today: NaiveDate) -> String {
    if iso == TODAY {
        return calendar::format_ja(today);
    }
    iso.parse::<NaiveDate>().map_or_else(|_| iso.to_owned(), calendar::format_ja)
}

/// The day an answer means.
#[must_use]
pub fn date_of(answer: &str, today: NaiveDate) -> Option<NaiveDate> {
    if answer == TODAY { Some(today) } else { answer.parse().ok() }
}

/// The first day that a month answer means (`2027-04` → April 1st); None if it is open.
#[must_use]
pub fn first_day_of(answer: &str) -> Option<NaiveDate> {
    answer.parse().ok().or_else(|| format!("{answer}-01").parse().ok())
}

impl Facts {
    /// Computes the facts. Questions off the walk's path exist as empty names only.
    #[must_use]
    pub fn new(
        flow: &Flow,
        walk: &Walk<'_>,
        service: Option<&Service>,
        tone: &str,
        law: Value,
        office: OfficeCalendar,
    ) -> Self {
        let mut values: BTreeMap<String, Value> = BTreeMap::new();
        let mut flags: BTreeMap<String, Vec<String>> = BTreeMap::new();
        let today = walk.today;
        // Names are joined and not formatted, which is cheaper: this runs at every key that shows a letter.
        for q in flow.questions() {
            let (value, extra) = answer(q, walk, today);
            if let Some((name, v)) = extra {
                state(&mut flags, &mut values, name, &v);
            }
            if !walk.values(&q.id).is_empty() {
                flags.insert(q.id.clone(), walk.values(&q.id).to_vec());
            }
            let has = match q.kind {
                Kind::Choices | Kind::Hours => !walk.many(&q.id).is_empty(),
                Kind::Entries => !walk.entries(&q.id).is_empty(),
                _ => walk.one(&q.id).is_some_and(|s| !s.is_empty()),
            };
            let has = if has { "yes" } else { "" };
            let open = walk.step(&q.id).is_some_and(|s| matches!(s.state, State::Open | State::Missing));
            let open = if open { "yes" } else { "" };
            state(&mut flags, &mut values, ["has_", short(&q.id)].concat(), has);
            state(&mut flags, &mut values, ["open_", short(&q.id)].concat(), open);
            values.insert([&q.id, "_blank"].concat(), blank::mark(&q.id).into());
            values.insert(q.id.clone(), value);
        }
        // The letter has a form before the channel is chosen: the one that the first choice of the question gives.
        if let Some(channel) = flow.get("channel").and_then(|q| q.choice.first())
            && walk.one("channel").is_none()
        {
            flags.insert("channel".to_owned(), vec![channel.value.clone()]);
        }
        let mut compute = |name: &str, v: String| {
            state(&mut flags, &mut values, name.to_owned(), &v);
        };
        let service_name = match (service, walk.one("service")) {
            (Some(s), Some(id)) if id != OTHER => s.name.clone(),
            (_, Some(_)) => {
                walk.one("service_name").map_or_else(|| blank::mark("service_name"), str::to_owned)
            }
            _ => blank::mark("service"),
        };
        compute("service_name", service_name);
        compute("desk", service.map_or("ご担当者様", |s| s.desk.as_str()).to_owned());
        compute("today", calendar::format_ja(today));
        compute("today_day", format!("{}年{}月{}日", today.year(), today.month(), today.day()));
        compute("answer_days", service.map_or(3, |s| s.answer_business_days).to_string());
        compute("answer_by", calendar::format_ja(delivery::answer_by(walk, service, office)));
        let asked = |r: &str| walk.many("requests").iter().any(|v| v == r);
        let erasure = match (asked("erase"), asked("stop_use")) {
            (true, true) => "erase_else_stop",
            (true, false) => "erase",
            (false, true) => "stop_use",
            (false, false) => "",
        };
        compute("erasure", erasure.to_owned());
        // Whether anything is asked of the data itself; only then does a firm letter lean on the law.
        let data = !erasure.is_empty() || asked("stop_third_party");
        let yes = |b: bool| if b { "yes" } else { "" }.to_owned();
        compute("data_request", yes(data));
        compute("plain_procedure", yes(!(data && tone == "firm")));
        let wished = |w: &str| walk.entries("selections").iter().filter(|e| e.get("wish") == w).count();
        let offers = |e: &&Entry| e.get("wish") == "decline" && e.get("stage") == "offer";
        compute("declined", wished("decline").to_string());
        compute("declined_offers", walk.entries("selections").iter().filter(offers).count().to_string());
        compute("continued", wished("keep").to_string());
        compute("held", wished("hold").to_string());
        compute("ongoing", yes(wished("keep") + wished("hold") > 0));
        compute("tone", tone.to_owned());
        values.insert("law".to_owned(), law);
        Self { context: nest(values), flags }
    }

    /// What templates see.
    #[must_use]
    pub fn context(&self) -> &Value {
        &self.context
    }
}

/// Adds what is one string to templates and conditions alike. For a condition, "" is what it finds anyway.
fn state(
    flags: &mut BTreeMap<String, Vec<String>>,
    values: &mut BTreeMap<String, Value>,
    name: String,
    v: &str,
) {
    if !v.is_empty() {
        flags.insert(name.clone(), vec![v.to_owned()]);
    }
    values.insert(name, v.into());
}

/// `sender.name` becomes an attribute of `sender`.
fn nest(values: BTreeMap<String, Value>) -> Value {
    let mut top: BTreeMap<String, Value> = BTreeMap::new();
    let mut groups: BTreeMap<String, BTreeMap<String, Value>> = BTreeMap::new();
    for (name, v) in values {
        match name.split_once('.') {
            Some((group, rest)) => {
                groups.entry(group.to_owned()).or_default().insert(rest.to_owned(), v);
            }
            None => {
                top.insert(name, v);
            }
        }
    }
    top.extend(groups.into_iter().map(|(k, v)| (k, Value::from(v))));
    Value::from(top)
}

/// The value of a question for templates, and its extra fact by kind.
fn answer(q: &Question, walk: &Walk<'_>, today: NaiveDate) -> (Value, Option<(String, String)>) {
    let open = || Value::from(blank::mark(&q.id));
    match q.kind {
        Kind::Text | Kind::LongText => match walk.one(&q.id) {
            // An item of a list stays together: no empty lines, the others indented.
            Some(s) if s.contains('\n') => {
                let lines: Vec<&str> = s.lines().map(str::trim).filter(|l| !l.is_empty()).collect();
                (lines.join("\n　").into(), None)
            }
            Some(s) if q.format == Format::Email => (both_forms(s).into(), None),
            Some(s) => (s.into(), None),
            None if q.optional => ("".into(), None),
            None => (open(), None),
        },
        Kind::Choice => (walk.one(&q.id).unwrap_or("").into(), None),
        Kind::Choices => (walk.many(&q.id).iter().map(String::as_str).collect(), None),
        Kind::Hours => (
            walk.many(&q.id)
                .iter()
                .map(|s| Span::parse(s).map_or_else(|_| s.clone(), |s| s.to_ja()))
                .collect(),
            None,
        ),
        Kind::Date => {
            let a = walk.one(&q.id);
            let d = a.and_then(|a| date_of(a, today));
            let is_today = if d == Some(today) { "yes" } else { "" };
            // A birth date goes without its weekday.
            let shown = match (q.rule, d) {
                (super::flow::spec::DateRule::Past, Some(d)) => {
                    Value::from(format!("{}年{}月{}日", d.year(), d.month(), d.day()))
                }
                _ => a.map_or_else(open, |a| day(a, today).into()),
            };
            (shown, Some((format!("{}_today", q.id), is_today.to_owned())))
        }
        Kind::Month => {
            let a = walk.one(&q.id);
            let kind = match a {
                None => "",
                Some(WHEN_I_ASK) => WHEN_I_ASK,
                Some(a) if a.parse::<NaiveDate>().is_ok() => "date",
                Some(_) => "month",
            };
            let shown = match (kind, a) {
                ("date", Some(a)) => day(a, today).into(),
                ("month", Some(a)) => first_day_of(a)
                    .map_or_else(open, |d| calendar::format_month_ja(d.year(), d.month()).into()),
                (WHEN_I_ASK, _) => "".into(),
                _ => open(),
            };
            (shown, Some((format!("{}_kind", q.id), kind.to_owned())))
        }
        Kind::Entries => (walk.entries(&q.id).iter().map(|e| entry(&q.field, e, today)).collect(), None),
    }
}

/// An entry for templates: choices as value and `…_label`, days written out.
fn entry(fields: &[FieldSpec], e: &Entry, today: NaiveDate) -> Value {
    let mut out: BTreeMap<String, Value> = BTreeMap::new();
    for f in fields {
        let raw = e.get(&f.id);
        match f.kind {
            Kind::Choice => {
                let label = f.choice.iter().find(|c| c.value == raw).map_or("", |c| c.label.as_str());
                out.insert(format!("{}_label", f.id), label.into());
                out.insert(f.id.clone(), raw.into());
            }
            Kind::Date => {
                out.insert(f.id.clone(), day(raw, today).into());
            }
            _ => {
                out.insert(f.id.clone(), raw.into());
            }
        }
    }
    Value::from(out)
}
