//! Sample answers of the proof: every choice, and one sample per kind of text.

use crate::domain::answers::{Answers, Entry, Value};
use crate::domain::calendar::OfficeCalendar;
use crate::domain::flow::spec::{Choice, DateRule, FieldSpec, Format, Kind, Question};
use crate::domain::flow::walk::Walk;
use crate::domain::follow_up::FollowUp;
use crate::domain::goal::Goal;
use crate::domain::words;
use chrono::{Days, NaiveDate};

/// A day so far ahead on which a desk is open: nobody sets one on which it is closed.
fn ahead(today: NaiveDate, days: u64) -> Value {
    let open = OfficeCalendar::default().next_business_day(today + Days::new(days));
    Value::One(open.to_string())
}

/// Every third letter also gets optional texts: thanks, a sentence, a day, an hour.
pub(super) fn extras(answers: &mut Answers, walk: &Walk<'_>, n: usize, today: NaiveDate) {
    let (n, turn) = (n / 3, n % 3);
    if turn != 0 {
        return;
    }
    let one = |s: &str| Value::One(s.to_owned());
    let thanks = ["advice", "interview_prep", "scheduling", "offers"];
    let some =
        thanks.iter().enumerate().filter(|(i, _)| n >> i & 1 == 1).map(|(_, t)| (*t).to_owned());
    answers.set("thanks", Value::Many(some.collect()));
    if n % 5 == 1 {
        answers.remove("thanks");
        answers.set("thanks_text", one(words::PROOF_THANKS[n / 5 % words::PROOF_THANKS.len()]));
    }
    if n % 4 == 2 {
        answers.set("note", one(words::PROOF_NOTE));
    }
    if n % 5 == 2 {
        answers.set("own_requests", one(words::PROOF_REQUESTS));
    }
    if n % 7 == 3 {
        answers.set("reply_by", one("none"));
    } else if n % 7 == 5 {
        answers.set("reply_by", ahead(today, 25));
    }
    if n % 3 == 1 && walk.one("means").is_some() {
        answers.set("from_hour", one("19:00"));
    }
    if n % 4 == 1 && walk.goal() == Some(Goal::ReduceContact) && walk.one("follow_up").is_none() {
        answers.set("contact_from", ahead(today, if n % 8 == 1 { 0 } else { 4 }));
    }
    if n % 6 == 4 && !matches!(walk.goal(), Some(Goal::Withdraw | Goal::Decline) | None) {
        answers.set("requests", Value::Many(vec!["stop_line".to_owned()]));
    }
    if n % 8 == 7
        && matches!(
            walk.follow_up(),
            Some(FollowUp::NoReceipt | FollowUp::NoCompletion | FollowUp::StillContacted)
        )
    {
        answers.set("round", one("3"));
        answers.set("second_date", Value::One((today - Days::new(7)).to_string()));
        answers.set("second_channel", one("mail"));
    }
}

/// The answers to a question that are worth telling apart; `n` turns over mere texts.
pub(in crate::domain) fn variants(q: &Question, n: usize, today: NaiveDate) -> Vec<Value> {
    let one = |s: &str| Value::One(s.to_owned());
    let optional = |v: Vec<Value>| if q.optional { [vec![one("")], v].concat() } else { v };
    match q.kind {
        // Asking for nothing removes a line; in turns, because alone it would double the paths.
        Kind::Choice => {
            let told = |c: &&Choice| c.value != "any" || n.is_multiple_of(4) || n == 1;
            q.distinct().filter(told).map(|c| one(&c.value)).collect()
        }
        Kind::Choices => {
            let all: Vec<String> = q.choice.iter().map(|c| c.value.clone()).collect();
            let single = all.iter().map(|v| Value::Many(vec![v.clone()])).collect();
            let none = vec![Value::Many(Vec::new()); usize::from(q.none_too)];
            [vec![Value::Many(all)], single, none].concat()
        }
        Kind::Date if q.rule == DateRule::Past => vec![one("1990-04-01")],
        Kind::Date if q.rule == DateRule::NotFuture => {
            // The reaction to the first letter is later than it.
            let earlier = if q.id == "first_date" { 50 } else { 0 };
            optional(vec![one(&(today - Days::new(earlier + [9, 1, 40, 15][n % 4])).to_string())])
        }
        // Empty in turns: each alone would double the paths.
        Kind::Date if q.optional && n.is_multiple_of(2) => vec![one("")],
        Kind::Date if q.optional => vec![ahead(today, 14)],
        Kind::Date if n.is_multiple_of(2) => vec![one("today")],
        Kind::Date => vec![ahead(today, 14)],
        Kind::Month => {
            let later = today + Days::new(150);
            vec![
                one(&later.format("%Y-%m").to_string()),
                one(&later.to_string()),
                one("when_i_ask"),
            ]
        }
        Kind::Hours => vec![
            Value::Many(Vec::new()),
            Value::Many(vec!["weekday 09:00-18:00".to_owned(), "sat 13:00-15:30".to_owned()]),
        ],
        Kind::Entries => entries(q, n, today),
        // One line that tells something, and as many requests as there may be.
        Kind::LongText if q.lines.is_some() => {
            let asks = words::PROOF_REQUESTS.lines().next().unwrap_or_default();
            let most = [asks].repeat(q.lines.unwrap_or(1));
            optional(vec![one(words::PROOF_TEXTS[n % 4]), one(&most.join("\n"))])
        }
        // Neighbours don't get the same text in one letter.
        Kind::LongText => optional(vec![one(words::PROOF_TEXTS[n % 2 * 2 + q.id.len() % 2])]),
        Kind::Text => texts(q, n),
    }
}

fn entries(q: &Question, n: usize, today: NaiveDate) -> Vec<Value> {
    let none = vec![Value::Entries(Vec::new()); usize::from(q.optional)];
    let some: Vec<Value> = if q.field.iter().any(|f| f.id == "wish") {
        // Each wish alone, then one of the shapes that a letter tells apart.
        let shapes = SELECTIONS.iter().skip(3).collect::<Vec<_>>();
        let turned = shapes[n % shapes.len()];
        SELECTIONS
            .iter()
            .take(3)
            .chain([turned])
            .map(|rows| selections(&q.field, rows, n, today))
            .collect()
    } else {
        (1..=2)
            .map(|rows| Value::Entries((0..rows).map(|i| entry(&q.field, n + i, today)).collect()))
            .collect()
    };
    [none, some].concat()
}

fn texts(q: &Question, n: usize) -> Vec<Value> {
    let one = |s: &str| Value::One(s.to_owned());
    // Chosen by the letter's number: all occur with all questions, and paths do not multiply.
    let turn = |of: &[&str]| vec![one(of[n % of.len()])];
    let optional = |v: Vec<Value>| if q.optional { [vec![one("")], v].concat() } else { v };
    match q.format {
        Format::Name => turn(words::PROOF_NAMES),
        Format::Reading => turn(words::PROOF_READINGS),
        Format::Email if q.optional => {
            vec![one(["", "sato@example.jp", "s@a.example.jp", ""][n % 4])]
        }
        Format::Email => turn(&[
            "hanako@example.jp", "h@a.jp", "hanako+job@mail.example.co.jp", "h_1@example.jp",
        ]),
        Format::Time => optional(turn(&["19:00", "14:00", "09:30", "12:00"])),
        Format::Third => turn(&["3", "4", "10"]),
        Format::Phone | Format::Caller => {
            turn(&["090-1234-5678", "0312345678", "060-1234-5678", "+81 90 1234 5678"])
        }
        Format::Handler => optional(turn(words::PROOF_HANDLERS)),
        // Each alone would double the paths; the letter treats them alike.
        Format::Free if q.optional => {
            vec![one((n % 4).checked_sub(1).map_or("", |i| words::PROOF_TEXTS[i]))]
        }
        Format::Free | Format::Reply | Format::Office | Format::Subject => {
            turn(words::PROOF_SERVICES)
        }
    }
}

/// All values, with every shape of selections.
pub(in crate::domain) fn every_variant(q: &Question, today: NaiveDate) -> Vec<Value> {
    if q.kind == Kind::Entries && q.field.iter().any(|f| f.id == "wish") {
        let none = vec![Value::Entries(Vec::new()); usize::from(q.optional)];
        none.into_iter()
            .chain(SELECTIONS.iter().map(|rows| selections(&q.field, rows, 0, today)))
            .collect()
    } else {
        variants(q, 1, today)
    }
}

/// Selections under way, as (wish, days from now; None: no day): every kind, alone and mixed.
const SELECTIONS: [&[(&str, Option<u64>)]; 12] = [
    &[("decline", Some(20)), ("decline", None)],
    &[("keep", Some(20)), ("keep", None)],
    &[("hold", None)],
    &[("decline", None)],
    &[("decline", Some(5))],
    &[("decline", Some(3))],
    &[("decline", Some(1))],
    &[("decline", Some(3)), ("keep", Some(10))],
    &[("keep", None), ("hold", Some(12)), ("decline", None)],
    &[("decline", Some(7)), ("decline", Some(2)), ("decline", None)],
    &[("decline", Some(8))],
    &[("keep", Some(10)), ("hold", None)],
];

fn selections(
    fields: &[FieldSpec],
    rows: &[(&str, Option<u64>)],
    n: usize,
    today: NaiveDate,
) -> Value {
    let row = |(i, (wish, days)): (usize, &(&str, Option<u64>))| {
        let time = ["", " 14:00", " 09:30"][(n + i) % 3];
        let day = days.map_or_else(String::new, |d| format!("{}{time}", today + Days::new(d)));
        let mut e = entry(fields, n + i, today);
        e.0.insert("wish".to_owned(), (*wish).to_owned());
        e.0.insert("date".to_owned(), day);
        e
    };
    Value::Entries(rows.iter().enumerate().map(row).collect())
}

/// A past list entry: contacts that were received.
fn entry(fields: &[FieldSpec], n: usize, today: NaiveDate) -> Entry {
    let value = |f: &FieldSpec| match f.kind {
        Kind::Choice => {
            f.choice.get(n % f.choice.len().max(1)).map(|c| c.value.clone()).unwrap_or_default()
        }
        Kind::Date => (today - Days::new(1 + (n % 5) as u64)).to_string(),
        _ if f.optional => ["", words::PROOF_CONTACT][n % 2].to_owned(),
        _ => words::PROOF_EMPLOYERS[n % words::PROOF_EMPLOYERS.len()].to_owned(),
    };
    Entry(fields.iter().map(|f| (f.id.clone(), value(f))).collect())
}
