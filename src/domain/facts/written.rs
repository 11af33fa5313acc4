//! Answers as a letter writes them, and the names of those facts.

use super::hours;
use crate::domain::answers::Entry;
use crate::domain::calendar;
use crate::domain::deadline;
use crate::domain::flow::spec::{Choice, DateRule, FieldSpec, Format, Kind, Question};
use crate::domain::flow::walk::Walk;
use crate::domain::hours::{Span, minutes};
use crate::domain::letter::blank;
use crate::domain::validate::{WHEN_I_ASK, both_forms, date_of, day_and_time};
use chrono::{Datelike, NaiveDate};
use minijinja::Value;
use std::collections::BTreeMap;

/// The facts while they are computed: what templates see, and what conditions ask.
#[derive(Default)]
pub(super) struct Names {
    pub(super) values: BTreeMap<String, Value>,
    pub(super) flags: BTreeMap<String, Vec<String>>,
}

impl Names {
    /// Adds a string for templates and conditions. Conditions find "" anyway.
    pub(super) fn say(&mut self, name: impl Into<String>, v: &str) {
        let name = name.into();
        self.flags.remove(&name);
        if !v.is_empty() {
            self.flags.insert(name.clone(), vec![v.to_owned()]);
        }
        self.values.insert(name, v.into());
    }
    /// Adds a list for templates, and whether it is empty for conditions (as "yes" or "").
    pub(super) fn list(&mut self, name: &str, v: Vec<Value>) {
        if !v.is_empty() {
            self.flags.insert(name.to_owned(), vec!["yes".to_owned()]);
        }
        self.values.insert(name.to_owned(), v.into());
    }
}

pub(super) const fn yes(b: bool) -> &'static str {
    if b { "yes" } else { "" }
}

#[derive(Debug, Clone, Copy)]
pub(super) struct Days {
    pub(super) today: NaiveDate,
    pub(super) paper: bool,
    pub(super) spoken: bool,
}

impl Days {
    pub(super) fn of(walk: &Walk<'_>) -> Self {
        let channel = walk.channel();
        Self { today: walk.today, paper: channel.on_paper(), spoken: channel.spoken() }
    }
    /// Without its weekday. Without a year the reader takes the nearest such day.
    pub(super) fn date(self, d: NaiveDate) -> String {
        let far = (d - self.today).num_days().abs() > 180;
        let year = if self.paper || far || d.year() != self.today.year() {
            text!("date.year", year = d.year())
        } else {
            String::new()
        };
        text!("letter.date", year, month = d.month(), day = d.day())
    }
    pub(super) fn day(self, d: NaiveDate) -> String {
        if self.spoken {
            self.date(d)
        } else {
            text!("sign.with", name = self.date(d), words = calendar::weekday_ja(d))
        }
    }
    /// A day that somebody has to keep: aloud with its weekday as well.
    pub(super) fn term(self, d: NaiveDate) -> String {
        if self.spoken {
            text!("letter.term", day = self.date(d), weekday = calendar::weekday_ja(d))
        } else {
            self.day(d)
        }
    }
    /// An answer: "" and unreadable values stay as they are (they were validated before).
    pub(super) fn answer(self, iso: &str) -> String {
        date_of(iso, self.today).map_or_else(|| iso.to_owned(), |d| self.day(d))
    }
}

/// The value of a question for templates, and its extra fact by kind.
pub(super) fn answer(q: &Question, walk: &Walk<'_>, days: Days) -> WrittenAnswer {
    let open = || Value::from(blank::mark(&q.id));
    match q.kind {
        Kind::Text | Kind::LongText => match walk.one(&q.id) {
            // List items stay together: no empty lines, later lines indented.
            Some(s) if s.contains('\n') => {
                let lines: Vec<&str> = s.lines().map(str::trim).filter(|l| !l.is_empty()).collect();
                (lines.join(concat!("\n", text!("letter.indent"))).into(), vec![])
            }
            Some(s) if q.format == Format::Subject => (quotable(s).into(), vec![]),
            Some(s) if q.format == Format::Email => (both_forms(s).into(), vec![]),
            Some(s) => (s.into(), vec![]),
            // A number selects a wording, as a choice does, and is not printed by itself.
            None if q.optional || q.format == Format::Third => ("".into(), vec![]),
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
        Kind::Date => date(q, walk, days),
        Kind::Month => month(q, walk, days),
        Kind::Entries => {
            (walk.entries(&q.id).iter().map(|e| entry(&q.field, e, days)).collect(), vec![])
        }
    }
}

type WrittenAnswer = (Value, Vec<(String, String)>);

fn date(q: &Question, walk: &Walk<'_>, days: Days) -> WrittenAnswer {
    let today = days.today;
    let open = || Value::from(blank::mark(&q.id));
    let a = walk.one(&q.id);
    let d = a.and_then(|a| date_of(a, today));
    let is_today = if d == Some(today) { "yes" } else { "" };
    // A birth date goes without its weekday.
    let shown = match (q.rule, d) {
        (DateRule::Past, Some(d)) => calendar::format_day_ja(d).into(),
        _ if a.is_none() && q.optional => "".into(),
        _ => a.map_or_else(open, |a| days.answer(a).into()),
    };
    let date = d.map_or_else(String::new, |d| days.date(d));
    (
        shown,
        vec![(format!("{}_today", q.id), is_today.to_owned()), (format!("{}_date", q.id), date)],
    )
}

fn month(q: &Question, walk: &Walk<'_>, days: Days) -> WrittenAnswer {
    let open = || Value::from(blank::mark(&q.id));
    let a = walk.one(&q.id);
    let kind = match a {
        None => "",
        Some(WHEN_I_ASK) => WHEN_I_ASK,
        Some(a) if a.parse::<NaiveDate>().is_ok() => "date",
        Some(_) => "month",
    };
    let shown = match (kind, a) {
        ("date", Some(a)) => days.answer(a).into(),
        ("month", Some(a)) => calendar::first_day(a)
            .map_or_else(open, |d| calendar::format_month_ja(d.year(), d.month()).into()),
        (WHEN_I_ASK, _) => "".into(),
        _ => open(),
    };
    (shown, vec![(format!("{}_kind", q.id), kind.to_owned())])
}

/// A title for use in quotation marks: inner marks become the other kind.
pub(super) fn quotable(title: &str) -> String {
    // A form's heading already has quotation marks, followed by the name.
    if let Some((head, name)) = title.strip_prefix('【').and_then(|t| t.split_once('】')) {
        return quotable(format!("{head} {name}").trim());
    }
    if !title.contains(['「', '」']) {
        return title.to_owned();
    }
    let turned = |c: char| match c {
        '「' => '『',
        '」' => '』',
        '『' => '「',
        '』' => '」',
        c => c,
    };
    title.chars().map(turned).collect()
}

pub(super) fn word<'a>(choices: &'a [Choice], value: &str) -> &'a str {
    let of = |c: &'a Choice| if c.word.is_empty() { c.label.as_str() } else { c.word.as_str() };
    choices.iter().find(|c| c.value == value).map_or("", of)
}

/// An entry for templates: choices as value and `…_word`, days written out (and `…_date` without
/// the weekday), the first text also as `name` with the title it may already have.
pub(super) fn entry(fields: &[FieldSpec], e: &Entry, days: Days) -> Value {
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
                let (day, time) = day_and_time(raw);
                let given = deadline::received(e, days.today);
                // Until then an offer is answered; it is not made on that day.
                let day = if e.get("stage") == "offer" && !given { "" } else { day };
                let time = if day.is_empty() { "" } else { time };
                let day = days.answer(day);
                let hour = minutes(time).map_or_else(
                    |_| String::new(),
                    |m| text!("letter.since", hour = hours::clock(m)),
                );
                out.insert("at".to_owned(), (day.clone() + &hour).into());
                out.insert("given".to_owned(), yes(given).into());
                day.into()
            }
            _ => {
                let title = if raw.ends_with('様') { "" } else { text!("letter.title") };
                out.entry("name".to_owned()).or_insert_with(|| format!("{raw}{title}").into());
                raw.into()
            }
        };
        out.insert(f.id.clone(), value);
    }
    Value::from(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::typed::as_typed;
    use crate::domain::validate;

    #[test]
    fn a_subject_is_quoted_as_it_stood_on_the_letter() {
        as_typed("subject", |typed| {
            validate::text(Format::Subject, typed, false).map(|s| quotable(&s))
        });
    }
}
