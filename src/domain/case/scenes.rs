//! Cases as text, `tests/data/scenes.txt`: one event per line, and after `? ` what follows from it.
//! Indented lines apply to a copy. Days are in 2026 unless the line has a year.

use super::again::second_letter;
use super::event::{AnswerKind, Kind, Means, Parts, What};
use super::plan::PlanStep;
use super::progress::NextStep;
use super::record::{CaseRecord, LetterRecord, OwnDue};
use super::standing::Due;
use super::tests_support::{RULES, mailed};
use crate::domain::answers::{Entry, Value};
use crate::domain::channel::Channel;
use crate::domain::content::Content;
use crate::domain::deadline::Deadlines;
use crate::domain::goal::Goal;
use crate::domain::word::Word;
use chrono::{DateTime, FixedOffset, NaiveDate};
use std::collections::BTreeMap;

const YEAR: &str = "2026-";

fn dated(text: &str) -> String {
    let year = if text.matches('-').count() == 1 { YEAR } else { "" };
    format!("{year}{text}")
}
pub(super) fn day(text: &str) -> NaiveDate {
    dated(text).parse().expect(text)
}
fn at(text: &str) -> DateTime<FixedOffset> {
    DateTime::parse_from_rfc3339(&format!("{}:00+09:00", dated(text))).expect(text)
}
fn word<W: Word>(id: &str) -> W {
    W::parse(id).expect(id)
}

/// The named details of a line; its other words are under "".
type Given<'l> = BTreeMap<&'l str, &'l str>;

fn letter(of: &Given<'_>, before: &CaseRecord) -> LetterRecord {
    let days = |name: &str| of.get(name).map(|on| day(on));
    let made = of.get("").map_or_else(|| before.letters.first().expect("a letter").made, |m| at(m));
    LetterRecord {
        follow_up: of.get("kind").map(|id| word(id)),
        channel: of.get("by").map_or(Channel::Mail, |id| word(id)),
        deadlines: Deadlines { answer_by: days("answer_by"), call_by: days("call_by") },
        ..mailed(made)
    }
}

fn what(kind: Kind, of: &Given<'_>) -> What {
    let takes = |name: &str| kind.takes().contains(&name);
    let text = |name: &str| (*of.get(name).unwrap_or(&"")).to_owned();
    let days = |name: &str| of.get(name).map(|on| day(on));
    let parts = Parts {
        letter: takes("letter")
            .then(|| of.get("letter").map_or(1, |n| n.parse().expect("a number"))),
        how: takes("how").then(|| of.get("how").map_or(Channel::Mail, |id| word(id))),
        answer: takes("answer").then(|| word::<AnswerKind>(of[""])),
        means: takes("means").then_some(Means::Call),
        person: text("person"),
        number: text("number"),
        employer: text("employer"),
        to: of.get("to").map_or_else(String::new, |to| dated(to).replace('T', " ")),
        on: days("on"),
        promised_by: days("promised_by"),
        deadline: days("deadline"),
    };
    What::new(kind, parts).unwrap_or_else(|wrong| panic!("{kind:?}: {wrong:?}"))
}

/// A selection that the letter names, of the stage of a first interview.
fn selected(c: &mut CaseRecord, of: &Given<'_>) {
    let (goal, on) = (c.goal.id(), dated(of["date"]));
    let answers = c.answers.get_or_insert_with(|| format!("goal = \"{goal}\"\n"));
    let row = format!("employer = \"{}\"\ndate = {on}\nwish = \"{}\"\n", of["name"], of[""]);
    *answers += "[[answers.selections]]\nstage = \"first_interview\"\n";
    *answers += &row;
}

fn happens(c: &mut CaseRecord, line: &str) {
    let (first, rest) = line.split_once(' ').unwrap_or((line, ""));
    let given = |part| match str::split_once(part, '=') {
        Some(pair) => pair,
        None => ("", part),
    };
    let event = first.contains('T').then(|| rest.split_once(' ').unwrap_or((rest, "")));
    let (kind, rest) = event.unwrap_or(("", rest));
    let of: Given<'_> = rest.split_whitespace().map(given).collect();
    match first {
        // Back to the state before the indented lines.
        "or" => {}
        "case" => *c = CaseRecord::new(day("11-20"), "service", "service", word(rest)),
        "letter" => c.letters.push(letter(&of, c)),
        "first" => c.letters[0] = letter(&of, c),
        "goal" => c.goal = word(rest),
        "selected" => selected(c, &of),
        "planless" => c.plan.clear(),
        "plan" => c.plan.push(PlanStep {
            on: day(of[""]),
            goal: of.get("goal").map(|id| word(id)),
            note: (*of.get("note").unwrap_or(&"")).to_owned(),
        }),
        "own" if rest.contains('-') => c.own_due = Some(OwnDue::On(day(rest))),
        "own" => c.own_due = Some(OwnDue::Days(rest.parse().expect("days"))),
        moment => c.log(at(moment), what(word(kind), &of), of.get("note").unwrap_or(&"")),
    }
}

/// A withdrawal to which this happens.
pub(super) fn scene(lines: &str) -> CaseRecord {
    let mut c = CaseRecord::new(day("11-20"), "service", "service", Goal::Withdraw);
    lines.lines().for_each(|line| happens(&mut c, line));
    c
}

fn said(step: &NextStep) -> String {
    match step {
        NextStep::Answer(_) => step.id().to_owned(),
        NextStep::Plan(p) => format!("plan {}", p.on),
        NextStep::SecondLetter(kind) => kind.id().to_owned(),
        step => format!("{step:?}"),
    }
}

fn follows(c: &CaseRecord, of: &str, content: &Content) -> String {
    let dues = |all: Vec<Due>| {
        let all = all.iter().map(|d| format!("{} {}", d.on, d.what.id()));
        all.collect::<Vec<_>>().join(", ")
    };
    let on_day = |on: &str| if on.is_empty() { RULES } else { RULES.on(day(on)) };
    match of.split_once(' ').unwrap_or((of, "")) {
        ("state", _) => c.state().id().to_owned(),
        ("words", _) => c.state_ja(),
        ("due", on) => dues(c.due(on_day(on)).into_iter().collect()),
        ("all", on) => dues(c.all_due(on_day(on))),
        ("shown", on) => dues(c.due_of_step(on_day(on)).into_iter().collect()),
        ("likely", _) => c.likely().id().to_owned(),
        ("open", _) => c.is_open().to_string(),
        ("unsent", _) => c.unsent().to_string(),
        ("named", on) => c.named(content, day(on)).join(", "),
        ("kept", on) => c.kept_ahead(content, day(on)).map(|(on, _)| on.to_string()).collect(),
        ("planned", _) => c.open_plan().len().to_string(),
        ("odd", _) => c.odd().len().to_string(),
        ("again", of) => {
            let (on, rest) = of.split_once(' ').expect("a kind");
            let (kind, ids) = rest.split_once(' ').expect("answers");
            let kind = if kind == "likely" { c.likely() } else { word(kind) };
            let a = second_letter(c, Some(kind), content, day(on));
            let told = |id| match a.get(id) {
                Some(Value::One(one)) if one.is_empty() => "''".to_owned(),
                Some(Value::One(one)) => one.clone(),
                Some(Value::Entries(all)) => {
                    let of = |e: &Entry| [e.get("date"), e.get("question")].concat();
                    all.iter().map(of).collect::<Vec<_>>().join("+")
                }
                _ => "-".to_owned(),
            };
            ids.split(' ').map(told).collect::<Vec<_>>().join(" ")
        }
        (on, _) => said(&c.next_step(on_day(on))),
    }
}

#[test]
fn what_follows_from_what_happened() {
    let content = Content::builtin();
    // The case at each depth of indentation.
    let mut all = vec![scene("")];
    let mut wrong = Vec::new();
    for (n, line) in (1..).zip(include_str!("../../../tests/data/scenes.txt").lines()) {
        let told = line.trim_start();
        let depth = (line.len() - told.len()) / 2;
        if told.is_empty() || told.starts_with('#') {
            continue;
        }
        all.truncate(depth + 1);
        while all.len() <= depth {
            all.push(all.last().expect("a case").clone());
        }
        let c = all.last_mut().expect("a case");
        match told.split_once("? ") {
            Some((of, expected)) => {
                let found = follows(c, of, &content).replace(YEAR, "");
                if found != expected.replace("nothing", "") {
                    wrong.push(format!("line {n}: {of}? {found}"));
                }
            }
            None => happens(c, told),
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
