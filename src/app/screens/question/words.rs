//! Answers in words: as they are read, with what there is to say of a day.

use super::field::entry_to_span;
use crate::app::App;
use crate::domain::answers::{Entry, Value};
use crate::domain::calendar;
use crate::domain::flow::spec::{DateRule, FieldSpec, Format, Kind, Question as Spec};
use crate::domain::flow::walk::Walk;
use crate::domain::hours::Span;
use crate::domain::validate;
use chrono::{Days, NaiveDate};

/// How a line is read, if otherwise than typed: a name without its title, a number as dialled.
pub(super) fn read_as(spec: &Spec, text: &str) -> Option<String> {
    let read = validate::text(spec.format, text, true).ok().filter(|_| spec.kind == Kind::Text)?;
    let written = if spec.format == Format::Email { validate::both_forms(&read) } else { read };
    (!written.is_empty() && written != text.trim()).then_some(written)
}

/// An example of the input: that of the question, else a day a week from now, a week ago if it has
/// to be past, or a coming month.
pub(in crate::app) fn example(given: &str, kind: Kind, rule: DateRule, today: NaiveDate) -> String {
    let week = Days::new(7);
    match kind {
        _ if !given.is_empty() => given.to_owned(),
        Kind::Date if rule == DateRule::NotFuture => (today - week).to_string(),
        Kind::Date => (today + week).to_string(),
        Kind::Month => calendar::add_months(today, 4).format("%Y-%m").to_string(),
        _ => String::new(),
    }
}

pub(in crate::app) fn left_open(f: &FieldSpec) -> String {
    match &f.instead {
        Some(Value::One(value)) => text!("form.instead", value),
        _ => text!("form.optional").to_owned(),
    }
}

/// A day as its question shows it: birth dates without the weekday.
pub(in crate::app) fn day_words(
    app: &App,
    rule: DateRule,
    d: NaiveDate,
    office_day: bool,
) -> String {
    if rule == DateRule::Past { calendar::format_day_ja(d) } else { day_note(app, d, office_day) }
}

/// The day in words: weekday, holiday, and (in a line of its own) whether the desk is closed.
pub(in crate::app) fn day_note(app: &App, d: NaiveDate, office_day: bool) -> String {
    let mut out = calendar::format_ja(d);
    if let Some(h) = calendar::holiday(d) {
        out.push(' ');
        out.push_str(h);
    }
    if office_day && !app.session.office.is_business_day(d) {
        let next = calendar::format_ja(app.session.office.next_business_day(d));
        out.push('\n');
        out.push_str(text!("date.closed"));
        out.push_str(&next);
    }
    out
}

pub(in crate::app) fn month_note(app: &App, text: &str) -> Result<String, String> {
    use chrono::Datelike;
    let month = validate::month(text, app.session.today)?;
    Ok(if month == validate::WHEN_I_ASK {
        text!("month.when_i_ask").to_owned()
    } else if month.len() == 7 {
        crate::domain::calendar::first_day(&month)
            .map_or_else(String::new, |d| calendar::format_month_ja(d.year(), d.month()))
    } else {
        month.parse().map_or_else(|_| String::new(), |d| day_note(app, d, false))
    })
}

pub(in crate::app) fn answer_words(app: &App, spec: &Spec, value: &Value) -> String {
    let label = |v: &String| {
        spec.choice.iter().find(|c| c.value == *v).map_or(v.clone(), |c| c.label.clone())
    };
    let said = match (spec.kind, value) {
        (Kind::Choice, Value::One(v)) => label(v),
        (Kind::Choices, Value::Many(v)) => {
            v.iter().map(label).collect::<Vec<_>>().join(text!("sign.comma"))
        }
        (Kind::Date, Value::One(v)) => {
            let today = app.session.today;
            let day =
                if v == validate::TODAY { Ok(today) } else { validate::day(spec.rule, v, today) };
            // A day that the rule now refuses is still the one that was meant.
            let refused = || v.parse().map_or_else(|_| label(v), calendar::format_ja);
            day.map_or_else(|_| refused(), |d| day_words(app, spec.rule, d, spec.office_day))
        }
        (Kind::Month, Value::One(v)) => month_note(app, v).unwrap_or_else(|_| v.clone()),
        (_, Value::Many(v)) => {
            let spans = v.iter().filter_map(|s| Span::parse(s).ok()).map(|s| s.to_ja());
            spans.collect::<Vec<_>>().join(text!("sign.comma"))
        }
        (_, Value::Entries(v)) => v
            .iter()
            .map(|e| row(spec.kind, &spec.field, e))
            .collect::<Vec<_>>()
            .join(text!("sign.comma")),
        (_, Value::One(v)) => v.clone(),
    };
    if said.is_empty() { text!("plain.none").to_owned() } else { said }
}

pub(in crate::app) fn row(kind: Kind, fields: &[FieldSpec], e: &Entry) -> String {
    if let (Kind::Hours, Ok(span)) = (kind, entry_to_span(e)) {
        return span.to_ja();
    }
    let shown = |f: &FieldSpec| {
        let raw = e.get(&f.id);
        match f.kind {
            Kind::Choice => f
                .choice
                .iter()
                .find(|c| c.value == raw)
                .map_or_else(String::new, |c| c.label.clone()),
            Kind::Date => {
                let (day, time) = validate::day_and_time(raw);
                let day = day.parse().map_or_else(|_| day.to_owned(), calendar::format_ja);
                format!("{day} {time}").trim_end().to_owned()
            }
            _ => raw.to_owned(),
        }
    };
    fields.iter().map(shown).filter(|s| !s.is_empty()).collect::<Vec<_>>().join(text!("sign.slash"))
}

/// The title of the questions about the user, also for a user who is no longer registered.
pub(in crate::app) fn together_title(walk: &Walk<'_>) -> &'static str {
    match walk.one("data_kept") {
        Some("erased") => text!("together.erased"),
        _ => text!("together.new"),
    }
}
