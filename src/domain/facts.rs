//! Policy: what follows from the answers. The names that letters and conditions may use.
//!
//! Every question gives, by rule and without a line of code here:
//! - `id` – the answer as a letter writes it (a blank while it is missing; choices as their values);
//! - `id_blank` – its blank;
//! - `has_id` – "yes" if there is a non-empty answer, else "" (for `sender.handler`: `has_handler`);
//! - `open_id` – "yes" if the question is on the path and was not answered yet, else "" (an empty answer is an answer);
//! - dates: `id_date` – without the weekday; `id_today` – "yes" if it is the day of writing; months: `id_kind` – `month`, `date`, `when_i_ask` or "".
//!
//! - choices: `id_word` – how a letter says the choice.
//!
//! Days stand without their year where it is the present one, except on paper; a script to read aloud has neither brackets nor,
//! as a rule, weekdays. Beyond that, the facts computed here are listed in `compute::GROUPS`.

use super::answers::Entry;
use super::calendar::{self, OfficeCalendar};
use super::condition::{Lookup, any_of};
use super::flow::graph::Flow;
use super::flow::spec::{Choice, FieldSpec, Format, Kind, Question};
use super::flow::walk::{State, Walk};
use super::hours::Span;
use super::letter::blank;
use super::service::Service;
use super::validate::{TODAY, WHEN_I_ASK, both_forms};
use chrono::{Datelike, NaiveDate};
use minijinja::Value;
use minijinja::value::merge_maps;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

mod compute;
mod hours;

pub(super) use compute::CONTACT;

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
    let computed = compute::GROUPS.iter().flat_map(|(names, _)| *names);
    let mut out: BTreeSet<String> = computed.map(|s| (*s).to_owned()).collect();
    for q in flow.questions() {
        out.insert(q.id.clone());
        out.insert(format!("{}_blank", q.id));
        out.insert(format!("has_{}", short(&q.id)));
        out.insert(format!("open_{}", short(&q.id)));
        match q.kind {
            Kind::Date => {
                out.insert(format!("{}_date", q.id));
                out.insert(format!("{}_today", q.id))
            }
            Kind::Month => out.insert(format!("{}_kind", q.id)),
            Kind::Choice => out.insert(format!("{}_word", q.id)),
            Kind::Choices => out.insert(format!("{}_words", q.id)),
            _ => false,
        };
    }
    out
}

/// The person whom the letter addresses by name; "" if it goes to the desk.
#[must_use]
pub fn reader<'a>(walk: &Walk<'a>) -> &'a str {
    compute::reader(walk)
}

/// The questions that a computed fact follows from; none for a name that a question gives by itself.
#[must_use]
pub fn follows_from(name: &str) -> &'static [&'static str] {
    compute::GROUPS.iter().find(|(names, _)| names.contains(&name)).map_or(&[], |(_, from)| from)
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
        manner: Manner<'_>,
        law: Value,
        office: OfficeCalendar,
    ) -> Self {
        let mut out = Names::default();
        let days = Days::of(walk);
        for q in flow.questions() {
            let (value, extra) = answer(q, walk, days);
            for (name, v) in extra {
                out.say(name, &v);
            }
            if !walk.values(&q.id).is_empty() {
                out.flags.insert(q.id.clone(), walk.values(&q.id).to_vec());
            }
            let has = match q.kind {
                Kind::Choices | Kind::Hours => !walk.many(&q.id).is_empty(),
                Kind::Entries => !walk.entries(&q.id).is_empty(),
                _ => walk.one(&q.id).is_some_and(|s| !s.is_empty()),
            };
            let open = walk.step(&q.id).is_some_and(|s| matches!(s.state, State::Open | State::Missing));
            out.say(["has_", short(&q.id)].concat(), yes(has));
            out.say(["open_", short(&q.id)].concat(), yes(open));
            out.values.insert([&q.id, "_blank"].concat(), blank::mark(&q.id).into());
            out.values.insert(q.id.clone(), value);
        }
        // The letter has a form before the channel is chosen: the one that the first choice of the question gives.
        if let Some(channel) = flow.get("channel").and_then(|q| q.choice.first())
            && walk.one("channel").is_none()
        {
            out.flags.insert("channel".to_owned(), vec![channel.value.clone()]);
        }
        compute::all(&mut out, flow, walk, service, manner, office);
        out.values.insert("law".to_owned(), law);
        Self { context: nest(out.values), flags: out.flags }
    }

    /// These facts with more names for templates: phrases that were rendered from them.
    #[must_use]
    pub fn with(&self, phrases: BTreeMap<&str, Value>) -> Value {
        merge_maps([self.context.clone(), Value::from(phrases)])
    }

    /// The step of shortening (see [`Manner::cut`]).
    #[must_use]
    pub fn cut(&self) -> usize {
        self.flags.get("cut").and_then(|v| v.first()).and_then(|n| n.parse().ok()).unwrap_or(0)
    }
}

/// How the letter is written, beside what was answered.
#[derive(Debug, Clone, Copy)]
pub struct Manner<'a> {
    /// `soft`, `standard`, `firm`.
    pub tone: &'a str,
    /// `short` or `full`.
    pub detail: &'a str,
    /// How much is left out for a form that counts characters: 0 is nothing, [`Manner::MOST`] all that may go.
    pub cut: usize,
}

impl Manner<'_> {
    /// The last step of shortening.
    pub const MOST: usize = 7;
}

/// The facts while they are computed: what templates see, and what conditions ask.
#[derive(Default)]
struct Names {
    values: BTreeMap<String, Value>,
    flags: BTreeMap<String, Vec<String>>,
}

impl Names {
    /// Adds what is one string to templates and conditions alike. For a condition, "" is what it finds anyway.
    fn say(&mut self, name: impl Into<String>, v: &str) {
        let name = name.into();
        if !v.is_empty() {
            self.flags.insert(name.clone(), vec![v.to_owned()]);
        }
        self.values.insert(name, v.into());
    }
    /// Adds a list for templates, and whether it is empty for conditions (as "yes" or "").
    fn list(&mut self, name: &str, v: Vec<Value>) {
        if !v.is_empty() {
            self.flags.insert(name.to_owned(), vec!["yes".to_owned()]);
        }
        self.values.insert(name.to_owned(), v.into());
    }
}

const fn yes(b: bool) -> &'static str {
    if b { "yes" } else { "" }
}

/// How days are written in a letter.
#[derive(Debug, Clone, Copy)]
struct Days {
    today: NaiveDate,
    paper: bool,
    spoken: bool,
}

impl Days {
    fn of(walk: &Walk<'_>) -> Self {
        let channel = walk.one("channel");
        Self { today: walk.today, paper: channel == Some("post"), spoken: channel == Some("phone") }
    }
    /// Without its weekday. Without a year the reader takes the nearest such day.
    fn date(self, d: NaiveDate) -> String {
        let far = (d - self.today).num_days().abs() > 180;
        let year = if self.paper || far || d.year() != self.today.year() {
            format!("{}年", d.year())
        } else {
            String::new()
        };
        format!("{year}{}月{}日", d.month(), d.day())
    }
    fn day(self, d: NaiveDate) -> String {
        if self.spoken { self.date(d) } else { format!("{}（{}）", self.date(d), calendar::weekday_ja(d)) }
    }
    /// A day that somebody has to keep: aloud with its weekday as well.
    fn term(self, d: NaiveDate) -> String {
        if self.spoken {
            format!("{}の{}曜日", self.date(d), calendar::weekday_ja(d))
        } else {
            self.day(d)
        }
    }
    /// An answer: "" and what is unreadable stay as they are (they were validated before).
    fn answer(self, iso: &str) -> String {
        date_of(iso, self.today).map_or_else(|| iso.to_owned(), |d| self.day(d))
    }
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
fn answer(q: &Question, walk: &Walk<'_>, days: Days) -> (Value, Vec<(String, String)>) {
    let today = days.today;
    let open = || Value::from(blank::mark(&q.id));
    match q.kind {
        Kind::Text | Kind::LongText => match walk.one(&q.id) {
            // An item of a list stays together: no empty lines, the others indented.
            Some(s) if s.contains('\n') => {
                let lines: Vec<&str> = s.lines().map(str::trim).filter(|l| !l.is_empty()).collect();
                (lines.join("\n　").into(), vec![])
            }
            Some(s) if q.format == Format::Email => (both_forms(s).into(), vec![]),
            Some(s) => (s.into(), vec![]),
            None if q.optional => ("".into(), vec![]),
            None => (open(), vec![]),
        },
        Kind::Choice => {
            let v = walk.one(&q.id).unwrap_or("");
            (v.into(), vec![(format!("{}_word", q.id), word(&q.choice, v).to_owned())])
        }
        Kind::Choices => (walk.many(&q.id).iter().map(String::as_str).collect(), vec![]),
        Kind::Hours => (
            walk.many(&q.id)
                .iter()
                .map(|s| Span::parse(s).map_or_else(|_| s.clone(), |s| s.to_ja()))
                .collect(),
            vec![],
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
                _ if a.is_none() && q.optional => "".into(),
                _ => a.map_or_else(open, |a| days.answer(a).into()),
            };
            let date = d.map_or_else(String::new, |d| days.date(d));
            (shown, vec![(format!("{}_today", q.id), is_today.to_owned()), (format!("{}_date", q.id), date)])
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
                ("date", Some(a)) => days.answer(a).into(),
                ("month", Some(a)) => first_day_of(a)
                    .map_or_else(open, |d| calendar::format_month_ja(d.year(), d.month()).into()),
                (WHEN_I_ASK, _) => "".into(),
                _ => open(),
            };
            (shown, vec![(format!("{}_kind", q.id), kind.to_owned())])
        }
        Kind::Entries => (walk.entries(&q.id).iter().map(|e| entry(&q.field, e, days)).collect(), vec![]),
    }
}

/// How a letter says a choice.
fn word<'a>(choices: &'a [Choice], value: &str) -> &'a str {
    let of = |c: &'a Choice| if c.word.is_empty() { c.label.as_str() } else { c.word.as_str() };
    choices.iter().find(|c| c.value == value).map_or("", of)
}

/// An entry for templates: choices as value and `…_word`, days written out (and `…_date`, without the weekday), the first text
/// also as a `name` with the title that it may have already.
fn entry(fields: &[FieldSpec], e: &Entry, days: Days) -> Value {
    let mut out: BTreeMap<String, Value> = BTreeMap::new();
    for f in fields {
        let raw = e.get(&f.id);
        let value = match f.kind {
            Kind::Choice => {
                out.insert(format!("{}_word", f.id), word(&f.choice, raw).into());
                raw.into()
            }
            Kind::Date => {
                let date = date_of(raw, days.today).map_or_else(String::new, |d| days.date(d));
                out.insert(format!("{}_date", f.id), date.into());
                days.answer(raw).into()
            }
            _ => {
                let title = if raw.ends_with('様') { "" } else { "様" };
                out.entry("name".to_owned()).or_insert_with(|| format!("{raw}{title}").into());
                raw.into()
            }
        };
        out.insert(f.id.clone(), value);
    }
    Value::from(out)
}
