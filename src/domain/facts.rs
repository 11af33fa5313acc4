//! Policy: what follows from the answers. The names that letters and conditions may use.
//!
//! Every question gives, by rule and without a line of code here:
//! - `id` – the answer as a letter writes it (a blank while it is missing; choices as their
//!   values);
//! - `id_blank` – its blank;
//! - `has_id` – "yes" if there is a non-empty answer, else "" (for `sender.handler`:
//!   `has_handler`);
//! - `open_id` – "yes" if the question is on the path and was not answered yet, else "" (an empty
//!   answer is an answer);
//! - dates: `id_date` – without the weekday; `id_today` – "yes" if it is the day of writing;
//!   months: `id_kind` – `month`, `date`, `when_i_ask` or "".
//!
//! - choices: `id_word` – how a letter says the choice.
//!
//! Days stand without their year where it is the present one, except on paper; a script to read
//! aloud has neither brackets nor, as a rule, weekdays. Beyond that, the facts computed here are
//! listed in `compute::GROUPS`.

use super::calendar::OfficeCalendar;
use super::condition::{Lookup, any_of};
use super::flow::graph::Flow;
use super::flow::spec::{Choice, Kind, Question};
use super::flow::walk::{State, Walk};
use super::letter::{blank, syntax};
use super::manner::{Manner, words};
use super::service::Service;
use minijinja::Value;
use minijinja::value::merge_maps;
use std::collections::{BTreeMap, BTreeSet};
use written::{Days, Names, answer, yes};

mod again;
mod anyway;
mod compute;
mod hours;
mod own_lines;
pub(in crate::domain) mod own_words;
pub(in crate::domain) mod speech;
mod written;

pub(super) use compute::{CONTACT, field, reader};
pub(super) use own_lines::asked_for;

/// What the letter may say, by name.
#[derive(Clone)]
pub struct Facts {
    context: Value,
    flags: BTreeMap<String, Vec<String>>,
}

// Facts hold names and addresses: only their number is printed.
shows!(Debug Facts, it, "Facts({})", it.flags.len());

impl Lookup for Facts {
    fn is_one_of(&self, id: &str, allowed: &[String]) -> bool {
        any_of(self.flags.get(id).map_or(&[], Vec::as_slice), allowed)
    }
}

/// The last part of an id: `sender.handler` → `handler`.
pub(super) fn short(id: &str) -> &str {
    id.rsplit('.').next().unwrap_or(id)
}

/// Every name that a template or a condition may use with this flow; none is private.
pub fn names(flow: &Flow) -> BTreeSet<String> {
    let computed = compute::GROUPS.iter().flat_map(|(names, _)| *names);
    let mut out: BTreeSet<String> = computed.map(|s| (*s).to_owned()).collect();
    out.extend(flow.questions().filter(|q| !q.private).flat_map(given));
    out
}

/// The questions that each name tells of.
pub fn told_of(flow: &Flow) -> BTreeMap<String, Vec<&str>> {
    let computed = compute::GROUPS.iter();
    let computed =
        computed.flat_map(|(names, from)| names.iter().map(|n| ((*n).to_owned(), from.to_vec())));
    let mut out: BTreeMap<String, Vec<&str>> = computed.collect();
    for (name, id) in flow.questions().flat_map(|q| given(q).into_iter().map(|n| (n, &*q.id))) {
        out.entry(name).or_default().push(id);
    }
    out
}

fn given(q: &Question) -> Vec<String> {
    let (id, short) = (&q.id, short(&q.id));
    let own = [id.clone(), format!("{id}_blank"), format!("has_{short}"), format!("open_{short}")];
    let more: &[&str] = match q.kind {
        Kind::Date => &["_date", "_today"],
        Kind::Month => &["_kind"],
        Kind::Choice => &["_word"],
        Kind::Choices => &["_words"],
        _ => &[],
    };
    own.into_iter().chain(more.iter().map(|end| format!("{id}{end}"))).collect()
}

/// The texts in a template that can never be the value of the name that they are compared with:
/// name and text. Of a part of an entry (`s.stage`) the fields of all entries count.
pub fn never_equal(flow: &Flow, template: &str) -> Vec<(String, String)> {
    let among = |choices: &[Choice], text: &str| choices.iter().any(|c| c.value == text);
    let can = |name: &str, text: &str| {
        if let Some(words) = words(name) {
            return words.contains(&text);
        }
        if let Some(q) = flow.get(name) {
            return q.choice.is_empty() || among(&q.choice, text);
        }
        let Some((_, field)) = name.rsplit_once('.') else { return true };
        let mut fields =
            flow.questions().flat_map(|q| &q.field).filter(|f| f.id == field).peekable();
        fields.peek().is_none() || fields.any(|f| f.choice.is_empty() || among(&f.choice, text))
    };
    let mut found = syntax::compared(template);
    found.retain(|(name, text)| !text.is_empty() && !can(name, text));
    found
}

/// The texts in a template that names are compared with: name and text.
pub fn compared(template: &str) -> Vec<(String, String)> {
    syntax::compared(template)
}

/// The questions that a computed fact follows from; none for one that a question gives.
pub fn follows_from(name: &str) -> &'static [&'static str] {
    compute::GROUPS.iter().find(|(names, _)| names.contains(&name)).map_or(&[], |(_, from)| from)
}

impl Facts {
    /// Computes the facts. Questions off the walk's path exist as empty names only.
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
        // On a day on which nobody answers the phone the script is for another one.
        let later = walk.channel().spoken() && !office.is_business_day(walk.today);
        for q in flow.questions() {
            let (value, extra) = answer(q, walk, days);
            for (name, v) in extra {
                let today = q.office_day && name.ends_with("_today");
                out.say(name, if later && today { "" } else { &v });
            }
            if !walk.values(&q.id).is_empty() {
                out.flags.insert(q.id.clone(), walk.values(&q.id).to_vec());
            }
            let has = match q.kind {
                Kind::Choices | Kind::Hours => !walk.many(&q.id).is_empty(),
                Kind::Entries => !walk.entries(&q.id).is_empty(),
                _ => walk.one(&q.id).is_some_and(|s| !s.is_empty()),
            };
            let open =
                walk.step(&q.id).is_some_and(|s| matches!(s.state, State::Open | State::Missing));
            out.say(["has_", short(&q.id)].concat(), yes(has));
            out.say(["open_", short(&q.id)].concat(), yes(open));
            out.values.insert([&q.id, "_blank"].concat(), blank::mark(&q.id).into());
            out.values.insert(q.id.clone(), value);
        }
        // The letter has a form before the channel is chosen.
        let channel = || vec![walk.channel().to_string()];
        out.flags.entry("channel".to_owned()).or_insert_with(channel);
        compute::all(&mut out, flow, walk, service, manner, office);
        out.values.insert("law".to_owned(), law);
        Self { context: nest(out.values), flags: out.flags }
    }

    /// These facts with more names for templates: phrases that were rendered from them.
    pub fn with(&self, phrases: BTreeMap<&str, Value>) -> Value {
        merge_maps([self.context.clone(), Value::from(phrases)])
    }

    /// The step of shortening (see [`Manner::cut`]).
    pub fn cut(&self) -> usize {
        self.flags.get("cut").and_then(|v| v.first()).and_then(|n| n.parse().ok()).unwrap_or(0)
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
