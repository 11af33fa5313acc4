//! What can be wrong with the record of a service, and the user's own over the built-in ones.

use super::directory::{self, Directory};
use super::read::{HIDES, hides, joined, line_with, parse_as_far};
use crate::domain::calendar::first_day;
use crate::domain::channel::Channel;
use crate::domain::flow::spec::Format;
use crate::domain::hours::Span;
use crate::domain::problem::Problem;
use crate::domain::service::{CATEGORIES, OTHER, Service};
use crate::domain::toml_reader::{Reader, TomlText};
use crate::domain::validate;
use crate::domain::word::Word as _;
use crate::domain::words::{self, HONORIFICS};
use crate::text::sound;
use std::cell::LazyCell;
use std::collections::BTreeMap;
use toml::Spanned;

/// Longest id of a service: it becomes part of file names.
const LONGEST_ID: usize = 40;

/// A place in a record: the table (`contact`, `similar`, `source`; empty for the record itself),
/// which of them, and the key.
type At = (&'static str, usize, &'static str);

/// Mistakes with their line, or that of their table, and whether the key is present.
fn placed(path: &str, text: &str, found: Vec<(At, String)>) -> Vec<(Problem, bool)> {
    if found.is_empty() {
        return Vec::new();
    }
    let source = TomlText::new(text);
    let (reader, tree) = Reader::parse(path, &source);
    let all = tree.get_ref();
    let place = |((table, nth, key), message): (At, String)| {
        let row = all.get(table).and_then(|rows| rows.get_ref().get(nth));
        let (of, above) = if table.is_empty() {
            (Some(all), String::new())
        } else {
            (row.and_then(|r| r.get_ref().as_table()), format!("{table}[{}]", nth + 1))
        };
        let there = of.and_then(|of| of.get_key_value(key)).map(|(k, _)| k.span());
        let line = there.clone().or(row.map(Spanned::span)).map_or(1, |at| reader.line(at));
        (Problem::new(path, line, &joined(&above, key), message), there.is_some())
    };
    found.into_iter().map(place).collect()
}

fn judged(path: &str, text: &str, s: &Service, own: bool) -> Vec<(Problem, bool)> {
    let mut found = Vec::new();
    mistakes(s, own, &mut |at, message| found.push((at, message)));
    placed(path, text, found)
}

pub(in crate::domain) fn in_file(path: &str, text: &str, s: &Service) -> Vec<Problem> {
    judged(path, text, s, false).into_iter().map(|(p, _)| p).collect()
}

/// Reads the user's own `services/*.toml`. With the id of a built-in one, what differs is enough.
pub(super) fn own(files: &[(String, String)]) -> (Vec<Service>, Vec<Problem>) {
    let (mut good, mut wrong): (Vec<Service>, Vec<Problem>) = (Vec::new(), Vec::new());
    let built_in = LazyCell::new(|| Directory::new(&[]));
    for (path, text) in files {
        let (read, reader) = parse_as_far::<Service>(path, text);
        let read = read.map(|s| if reader.is_none() { over_built_in(s, text) } else { s });
        let Some(service) = read else {
            wrong.extend(reader.into_iter().flat_map(|r| r.problems));
            continue;
        };
        // Every parse error is reported; the rest is checked as far as it could be read.
        let new = |(p, there): (Problem, bool)| {
            let Some(reader) = &reader else { return Some(p) };
            let said = reader.problems.iter().any(|f| (f.line, &f.key) == (p.line, &p.key));
            (!said && (there || !reader.may_be_there(&p.key))).then_some(p)
        };
        let mut found: Vec<_> =
            judged(path, text, &service, true).into_iter().filter_map(new).collect();
        found.extend(reader.into_iter().flat_map(|r| r.problems));
        found.sort();
        let place = |(at, message)| placed(path, text, vec![(at, message)]);
        found.extend(taken(&built_in, &service).flat_map(place).map(|(p, _)| p));
        if good.iter().any(|s| s.id == service.id) {
            found.push(Problem::new(path, line_with(text, "id"), "id", text!("service.twice")));
        }
        if found.is_empty() {
            good.push(service);
        }
        wrong.extend(found);
    }
    (good, wrong)
}

/// The names of an own record that a built-in one has: whoever types them would get either.
fn taken<'a>(built_in: &'a Directory, own: &'a Service) -> impl Iterator<Item = (At, String)> + 'a {
    let named = [("name", &own.name)].into_iter();
    let named = named.chain(own.aliases.iter().map(|name| ("aliases", name)));
    let named = named.chain(own.former_names.iter().map(|name| ("former_names", name)));
    named.filter_map(|(key, name)| {
        let other = built_in.listed().get(built_in.finder().named(name)?)?;
        (other.id != own.id)
            .then(|| (("", 0, key), text!("service.same", id = other.id, given = name)))
    })
}

/// The built-in record with the fields of `text` replaced; a record that is not built in stays
/// unchanged.
fn over_built_in(own: Service, text: &str) -> Service {
    let merged = directory::built_in(&own.id).filter(|_| own.id != OTHER).and_then(|json| {
        let mut all: serde_json::Map<String, serde_json::Value> =
            serde_json::from_str(json).ok()?;
        let fields: serde_json::Map<String, serde_json::Value> = toml::from_str(text).ok()?;
        all.extend(fields);
        serde_json::from_value(all.into()).ok()
    });
    merged.unwrap_or(own)
}

/// Conflicts between records: (index, position, message).
fn between(all: &[&Service]) -> Vec<(usize, At, String)> {
    let mut out = Vec::new();
    let mut by_name: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    let mut by_domain: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    let mut by_id: BTreeMap<&str, usize> = BTreeMap::new();
    for (i, s) in all.iter().enumerate() {
        if let Some(first) = by_id.insert(&s.id, i) {
            by_id.insert(&s.id, first);
            out.push((i, ("", 0, "id"), text!("service.twice").to_owned()));
            continue;
        }
        for (key, known) in [
            ("name", by_name.entry(sound::key(&s.name)).or_default()),
            ("domain", by_domain.entry(&s.domain).or_default()),
        ] {
            let given = if key == "name" { &s.name } else { &s.domain };
            if given.is_empty() {
                continue;
            }
            if let Some(other) = known.first().and_then(|o| all.get(*o)) {
                out.push((i, ("", 0, key), text!("service.same", id = other.id, given)));
            }
            known.push(i);
        }
    }
    for (i, s) in all.iter().enumerate() {
        for (nth, near) in s.similar.iter().enumerate() {
            let named = by_name.get(&sound::key(&near.name)).into_iter().flatten();
            let there = by_domain
                .get(near.domain.as_str())
                .filter(|_| !near.domain.is_empty())
                .into_iter()
                .flatten();
            let mut of: Vec<&str> =
                named.chain(there).filter_map(|n| all.get(*n)).map(|s| s.id.as_str()).collect();
            of.sort_unstable();
            of.dedup();
            if of.len() > 1 {
                let message = text!(
                    "service.two",
                    name = near.name,
                    services = of.join(text!("service.and"))
                );
                out.push((i, ("similar", nth, "name"), message));
            }
        }
    }
    out
}

/// The mistakes between records, each with the file that it is in.
pub(in crate::domain) fn across(records: &[(&(String, String), &Service)]) -> Vec<Problem> {
    let all: Vec<&Service> = records.iter().map(|(_, s)| *s).filter(|s| s.id != OTHER).collect();
    let files: Vec<&(String, String)> =
        records.iter().filter(|(_, s)| s.id != OTHER).map(|(f, _)| *f).collect();
    let problem = |(i, at, message): (usize, At, String)| {
        let (path, text) = files.get(i)?;
        Some(placed(path, text, vec![(at, message)]))
    };
    between(&all).into_iter().filter_map(problem).flatten().map(|(p, _)| p).collect()
}

/// The names that a letter is addressed to; it adds how the reader is addressed.
fn named(s: &Service, add: &mut impl FnMut(At, String)) {
    let name = s.name.trim();
    if s.id == OTHER {
        return;
    }
    for (key, text) in [("name", &s.name), ("desk", &s.desk)] {
        if words::has(text, words::BLANKS) {
            add(("", 0, key), text!("service.unfilled").to_owned());
        }
    }
    match validate::text(Format::Office, name, true) {
        _ if name.is_empty() => add(("", 0, "name"), text!("service.name").to_owned()),
        Ok(bare) if bare == name => {}
        Ok(_) => add(("", 0, "name"), text!("service.titled").to_owned()),
        Err(message) => add(("", 0, "name"), message),
    }
    let stem = HONORIFICS.iter().find_map(|title| s.desk.trim().strip_suffix(title));
    if stem.is_none_or(|stem| stem.trim().is_empty()) {
        add(("", 0, "desk"), text!("service.desk").to_owned());
    }
}

/// What can be wrong with a record beyond its form. Of the user's own records no sources are asked.
fn mistakes(s: &Service, own: bool, add: &mut impl FnMut(At, String)) {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if s.id.is_empty() {
        add(("", 0, "id"), text!("read.missing", first = "id"));
    } else if s.id == OTHER && !s.name.is_empty()
        || s.id.len() > LONGEST_ID
        || !s.id.chars().all(plain)
        // The ids of registrations that have no record.
        || s.id.strip_prefix("own-").is_some_and(|n| n.chars().all(|c| c.is_ascii_digit()))
        || s.id.starts_with('-')
    {
        add(("", 0, "id"), text!("service.id", longest_id = LONGEST_ID, other = OTHER));
    }
    named(s, add);
    hidden(s, add);
    if !(1..=30).contains(&s.answer_business_days) {
        add(("", 0, "answer_business_days"), text!("service.answer_days").to_owned());
    }
    if s.form_limit.is_some_and(|n| n < 50) {
        add(("", 0, "form_limit"), text!("service.form_limit").to_owned());
    }
    let may_lack = own || s.id == OTHER;
    let categories = CATEGORIES.map(|(c, _)| c);
    let ways = Service::WAYS.map(|(w, _)| w);
    word("category", &s.category, &categories, may_lack, add);
    word("kind", &s.kind, &["agent", "job_board"], false, add);
    word("operator_basis", &s.operator_basis, &["official", "third_party", "inferred"], true, add);
    word("mypage_withdrawal", &s.mypage_withdrawal, &["yes", "no", "unknown"], false, add);
    word("missing", &s.missing, &["operator", "domain", "name"], true, add);
    word("confidence", &s.confidence, &["high", "medium", "low"], true, add);
    for way in &s.withdraw_ways {
        word("withdraw_ways", way, &ways, false, add);
    }
    host(("", 0, "domain"), &s.domain, add);
    let seen = own || s.source.iter().any(|f| f.kind == "official" && f.url == s.privacy_policy);
    if !(s.privacy_policy.is_empty() || seen && s.privacy_policy.starts_with("https://")) {
        let m = text!("service.official");
        add(("", 0, "privacy_policy"), m.to_owned());
    }
    for (key, day) in [("seen_alive", &s.seen_alive), ("checked_on", &s.checked_on)] {
        if !day.is_empty() && first_day(day).is_none() {
            add(("", 0, key), NO_DAY.to_owned());
        }
    }
    if !may_lack {
        lacking(s, add);
    }
    for (n, c) in s.contact.iter().enumerate() {
        contact(n, c, may_lack, add);
    }
    beside(s, add);
}

fn lacking(s: &Service, add: &mut impl FnMut(At, String)) {
    let lacks = |key: &str, value: &str| value.is_empty() && s.missing != key;
    for (key, value) in [("operator", &s.operator), ("domain", &s.domain)] {
        if lacks(key, value) {
            add(("", 0, "id"), text!("service.missing", key));
        }
    }
    if s.source.is_empty() {
        add(("", 0, "id"), text!("service.no_source").to_owned());
    }
    if s.checked_on.is_empty() {
        add(("", 0, "id"), text!("service.no_checked_on").to_owned());
    }
}

/// Names that are easily mistaken, and where the record is from.
fn beside(s: &Service, add: &mut impl FnMut(At, String)) {
    for (n, near) in s.similar.iter().enumerate() {
        if near.name.trim().is_empty() {
            add(("similar", n, "name"), text!("registrations.no_name").to_owned());
        }
        host(("similar", n, "domain"), &near.domain, add);
    }
    for (n, from) in s.source.iter().enumerate() {
        if from.title.trim().is_empty() {
            add(("source", n, "title"), text!("service.source_title").to_owned());
        }
        if !KINDS_OF_SOURCE.contains(&from.kind.as_str()) {
            add(("source", n, "kind"), one_of(&KINDS_OF_SOURCE));
        }
        if !from.date.is_empty() && first_day(&from.date).is_none() {
            add(("source", n, "date"), NO_DAY.to_owned());
        }
    }
}

const NO_DAY: &str = text!("service.day");
const KINDS_OF_SOURCE: [&str; 2] = ["official", "third_party"];

fn one_of(known: &[&str]) -> String {
    text!("cli.one_of", words = known.join(" "))
}

fn word(
    key: &'static str,
    given: &str,
    known: &[&str],
    may_lack: bool,
    add: &mut impl FnMut(At, String),
) {
    if !(known.contains(&given) || may_lack && given.is_empty()) {
        add(("", 0, key), one_of(known));
    }
}

/// The domain of an address or URL, with or without a path.
fn host(at: At, given: &str, add: &mut impl FnMut(At, String)) {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "-.".contains(c);
    let name = given.split('/').next().unwrap_or_default();
    let good =
        name.contains('.') && name.chars().all(plain) && given.is_ascii() && !given.contains(' ');
    if !given.is_empty() && !good {
        add(at, text!("service.domain").to_owned());
    }
}

fn contact(
    n: usize,
    c: &crate::domain::service::Contact,
    own: bool,
    add: &mut impl FnMut(At, String),
) {
    let mut at = |key: &'static str, message: String| add(("contact", n, key), message);
    let kind = Channel::parse(&c.kind);
    if !matches!(kind, Some(Channel::Phone | Channel::Form | Channel::Mail)) {
        at("kind", text!("service.contact_kind").to_owned());
    }
    if !["desk", "privacy"].contains(&c.purpose.as_str()) {
        at("purpose", one_of(&["desk", "privacy"]));
    }
    let value = c.value.trim();
    let good = match kind {
        Some(Channel::Mail) => {
            validate::text(Format::Email, value, false).is_ok_and(|read| read == value)
        }
        Some(Channel::Phone) => {
            value.chars().filter(char::is_ascii_digit).count() > 3 && !value.contains('@')
        }
        Some(Channel::Form) => ["https://", "http://"].iter().any(|lead| value.starts_with(lead)),
        _ => !value.is_empty(),
    };
    if !good {
        at("value", text!("service.contact_value").to_owned());
    }
    for m in c.open.iter().filter_map(|o| Span::parse(o).err()) {
        at("open", m);
    }
    if c.source.trim().is_empty() {
        at("source", text!("service.contact_source").to_owned());
    }
    if !(KINDS_OF_SOURCE.contains(&c.source_kind.as_str()) || own && c.source_kind.is_empty()) {
        at("source_kind", one_of(&KINDS_OF_SOURCE));
    }
    if c.verified && c.source_kind == "third_party" {
        let m = text!("service.verified");
        at("verified", m.to_owned());
    }
    let checked = if c.checked_on.len() == 10 { first_day(&c.checked_on) } else { None };
    if checked.is_none() {
        at("checked_on", text!("toml.bad_date").to_owned());
    }
    let page = first_day(&c.page_date);
    if !c.page_date.is_empty() && page.is_none() {
        at("page_date", NO_DAY.to_owned());
    }
    if page.zip(checked).is_some_and(|(page, checked)| page > checked) {
        at("page_date", text!("service.page_date").to_owned());
    }
}

/// The longest line of a record, and the longest note, in characters.
const LONGEST_LINE: usize = 300;
const LONGEST_NOTE: usize = 1000;

/// Names go into letters, other fields are displayed. Neither may contain invisible characters or
/// exceed the room in a letter.
fn hidden(s: &Service, add: &mut impl FnMut(At, String)) {
    let mut look = |at: At, text: &str| {
        // The limit for typed text; only notes are sentences.
        let most = if at.2.ends_with("note") { LONGEST_NOTE } else { LONGEST_LINE };
        if text.chars().count() > most {
            add(at, text!("service.too_long", most));
        }
        if text.contains('\n') && at.2 != "note" || hides(text) {
            add(at, HIDES.to_owned());
        }
    };
    for (key, text) in [
        ("name", &s.name),
        ("desk", &s.desk),
        ("note", &s.note),
        ("operator", &s.operator),
        ("operator_note", &s.operator_note),
        ("privacy_policy", &s.privacy_policy),
    ] {
        look(("", 0, key), text);
    }
    for (key, texts) in [("aliases", &s.aliases), ("former_names", &s.former_names)] {
        for text in texts {
            look(("", 0, key), text);
        }
    }
    for (n, c) in s.contact.iter().enumerate() {
        let texts = [
            ("value", &c.value),
            ("hours", &c.hours),
            ("note", &c.note),
            ("source", &c.source),
            ("url", &c.url),
            ("checked_on", &c.checked_on),
        ];
        for (key, text) in texts {
            look(("contact", n, key), text);
        }
    }
    for (n, near) in s.similar.iter().enumerate() {
        for (key, text) in [("name", &near.name), ("note", &near.note)] {
            look(("similar", n, key), text);
        }
    }
    for (n, from) in s.source.iter().enumerate() {
        for (key, text) in [("title", &from.title), ("url", &from.url)] {
            look(("source", n, key), text);
        }
    }
}
