//! What a search says: what was found, and the ways on; and of the service that was chosen.

use super::{Find, Pick, ROWS};
use crate::app::App;
use crate::app::said::Voice;
use crate::domain::flow::spec::{Kind, Question as Spec};
use crate::domain::flow::walk::Walk;
use crate::domain::goal::Goal;
use crate::domain::service::{OTHER, Service, WithoutLetter};
use crate::ui::said::{Choice, Role, Said};
use std::ops::Range;

/// What is chosen by now, and how well what was typed fits.
pub(in crate::app) fn above(app: &App, f: &Find) -> Vec<Said> {
    let picks = f.several.iter();
    let mut out: Vec<Said> =
        picks.map(|picks| Role::Next.says(chosen_so_far(app, picks))).collect();
    out.extend(left_out(app, f).map(|left| Role::Note.says(left)));
    out.extend(f.several.is_some().then(Said::gap));
    let fits = match f.hits.is_empty() {
        _ if f.near => Some(text!("find.near")),
        true => Some(text!("find.none")),
        false => None,
    };
    out.extend(fits.map(|fits| Role::Note.says(fits)));
    out
}

/// The rows that a digit chooses: while nothing is typed, those of the first window.
pub(super) fn digits(f: &Find, shown: &Range<usize>) -> Range<usize> {
    let first = f.is_blank() && shown.start == 0;
    0..if first { shown.end.min(ROWS) } else { 0 }
}

/// What was found, as far as it is shown, and the ways on.
pub(in crate::app) fn rows(
    app: &App,
    spec: &Spec,
    f: &Find,
    shown: Range<usize>,
    voice: Voice,
) -> Vec<Said> {
    let (lines, typed) = (voice == Voice::Lines, f.query.text().trim());
    let row = |key: &str, marked: Option<bool>, label: &str, note: &str| {
        let choice = Choice { marked, ..Choice::default() };
        Said { key: key.to_owned(), ..Role::Choice(choice).says(note).of(label) }
    };
    let hit = |at: usize| {
        let choice = spec.choice.get(*f.hits.get(at)?)?;
        let key = if lines || digits(f, &shown).contains(&at) {
            (at + 1).to_string()
        } else {
            " ".to_owned()
        };
        let picks = f.several.as_ref();
        let marked = picks.map(|picks| picks.iter().any(|p| p.service == choice.value));
        // Records are only read after typing, so that the first screen need not wait.
        let record = if f.is_blank() { None } else { app.content.service(&choice.value) };
        Some(row(&key, marked, &choice.label, record.map_or("", |s| s.operator.as_str())))
    };
    let mut out: Vec<Said> = shown.clone().filter_map(hit).collect();
    let left = f.hits.len() - shown.len();
    let more = if lines { Role::Detail } else { Role::Under(None) };
    out.extend((left > 0).then(|| more.says(text!("find.more", n = left))));
    out.push(Said::gap());
    let sign = |sign| if lines || f.is_blank() { sign } else { " " };
    out.extend(spec.choice.last().map(|other| match (typed, &f.several) {
        ("", _) => row(sign("0"), None, &other.label, &other.note),
        (name, None) => row(sign("0"), None, &text!("find.other", name), ""),
        (name, Some(_)) => row(sign("0"), None, &text!("run.own", name), ""),
    }));
    out.push(row(sign("+"), None, &way_to_several(f), ""));
    out.extend(lines.then(|| Role::Text.says(text!("plain.find"))));
    out
}

/// What is to be minded of the service that was chosen, beside the question `id`. A service is held
/// against what they have of it on the first question after it was chosen on which the page keys
/// look through the page, since it is long. Elsewhere it would push the question away.
pub(in crate::app) fn of_service(app: &App, id: &str, walk: &Walk<'_>) -> Vec<String> {
    chosen(app, walk).filter(|_| first_after(app, id, walk)).map_or_else(Vec::new, mistaken)
}

/// Points out, before a letter is written, that the service can be left without one.
pub(in crate::app) fn unneeded(app: &App, id: &str, walk: &Walk<'_>) -> Option<String> {
    let s = chosen(app, walk)?;
    let asked = walk.position(id).unwrap_or(0);
    // In later letters of a run the goal was chosen elsewhere.
    let later = app.run.as_ref().is_some_and(|r| r.at > 0) && first_after(app, id, walk);
    let leaves = walk.goal() == Some(Goal::Withdraw) && walk.one("follow_up").is_none();
    let here = leaves && (later || asked.checked_sub(1) == walk.position("goal"));
    let name = &s.name;
    Some(match s.without_letter().filter(|_| here)? {
        WithoutLetter::MyPage => text!("service.mypage", name),
        WithoutLetter::Form => text!("service.form", name),
    })
}

fn chosen<'a>(app: &'a App, walk: &Walk<'_>) -> Option<&'a Service> {
    walk.one("service").filter(|id| *id != OTHER).and_then(|id| app.content.service(id))
}

/// Whether this is the first question after the choice of the service with room for its notes.
fn first_after(app: &App, id: &str, walk: &Walk<'_>) -> bool {
    let asked = walk.position(id).unwrap_or(0);
    // A goal shared by several letters is not about one of them.
    let shared = |q: &Spec| q.id == "goal" && app.run.is_some();
    let long = |q: &Spec| matches!(q.kind, Kind::Choice | Kind::Choices) && !shared(q);
    let flow = app.content.flow();
    let other = |seen: &String| seen != id && seen != "service" && flow.get(seen).is_some_and(long);
    // Whoever continues a record saw it when that began.
    app.session.from_case.is_none()
        && asked > 0
        && walk.steps.get(asked).is_some_and(|s| long(s.question))
        && !app.session.seen.iter().any(other)
}

/// This many names are listed beside the one that differs.
const NAMED: usize = 2;

/// How to recognise their mail, and services easily mistaken for it.
pub(in crate::app) fn mistaken(s: &Service) -> Vec<String> {
    let name = s.identity();
    // What is not known cannot be compared.
    let mut out = vec![match s.domain.as_str() {
        "" => text!("service.check.name", name),
        _ => text!("service.check", name),
    }];
    if let Some((near, rest)) = s.similar.split_first() {
        let stop = text!("sign.stop");
        let near = near.says();
        let near = near.strip_suffix(stop).unwrap_or(&near);
        let names: Vec<&str> = rest.iter().map(|s| s.name.as_str()).take(NAMED).collect();
        let names = names.join(text!("sign.comma"));
        let others = match rest.len() {
            0 => String::new(),
            n if n > NAMED => text!("service.similar.many", names, n),
            _ => text!("service.similar.others", names),
        };
        out.push(format!("{}{near}{stop}{others}", text!("service.similar")));
    }
    out
}

fn name_of<'a>(app: &'a App, p: &'a Pick) -> &'a str {
    let known = app.content.service(&p.service).map(|s| s.name.as_str()).filter(|n| !n.is_empty());
    known.unwrap_or(&p.name.0)
}

fn way_to_several(f: &Find) -> String {
    match &f.several {
        None => text!("run.several").to_owned(),
        Some(picks) if picks.is_empty() => text!("run.none.go").to_owned(),
        Some(picks) => text!("run.chosen.go", n = picks.len()),
    }
}

/// Which services are chosen by now.
fn chosen_so_far(app: &App, picks: &[Pick]) -> String {
    let names: Vec<&str> = picks.iter().map(|p| name_of(app, p)).collect();
    let names = names.join(text!("sign.comma"));
    let names = if picks.is_empty() { text!("run.none") } else { &names };
    format!("{}{names}", text!("run.chosen"))
}

/// A registration that the user asked to leave: why it is not among the choices.
pub(in crate::app) fn left_out(app: &App, f: &Find) -> Option<String> {
    let picks = f.several.as_deref()?;
    let left = app.registered(true);
    let names: Vec<&str> =
        left.iter().filter(|p| !picks.contains(p)).map(|p| name_of(app, p)).collect();
    (!names.is_empty()).then(|| text!("run.left", names = names.join(text!("sign.comma"))))
}
