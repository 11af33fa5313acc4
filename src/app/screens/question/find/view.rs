//! How services are looked for, and what is said of the one that was chosen.

use super::{Find, Pick, ROWS};
use crate::app::App;
use crate::app::view::form::input;
use crate::domain::flow::spec::{Kind, Question as Spec};
use crate::domain::flow::walk::Walk;
use crate::domain::goal::Goal;
use crate::domain::service::{OTHER, Service, WithoutLetter};
use crate::input::keymap::Intent;
use crate::ui::page::Page;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use std::ops::Range;

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

/// So many rows hold the question, what is typed, an example and the first row that is found.
const ROWS_FOR_AN_EXAMPLE: u16 = 9;

/// On fewer rows the ways on follow the list without a gap.
const ROWS_FOR_A_GAP: u16 = 17;

/// So many services can be told from each other.
const FEW: usize = 5;

/// Fewer columns tell nothing of a company.
const LEAST: usize = 8;

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

pub(in crate::app) fn way_to_several(f: &Find) -> String {
    match &f.several {
        None => text!("run.several").to_owned(),
        Some(picks) if picks.is_empty() => text!("run.none.go").to_owned(),
        Some(picks) => text!("run.chosen.go", n = picks.len()),
    }
}

/// Which services are chosen by now.
pub(in crate::app) fn chosen_so_far(app: &App, picks: &[Pick]) -> String {
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

/// Who was chosen, and how well what was typed fits.
fn above(page: &mut Page, f: &Find, app: &App, left: Option<&str>) {
    let theme = page.theme;
    let picks = f.several.as_deref().unwrap_or_default();
    if f.several.is_some() {
        page.text("", &chosen_so_far(app, picks), theme.good);
        if let Some(left) = left {
            page.text("", left, theme.hint);
        }
        page.gap();
    }
    if f.near {
        page.text("  ", text!("find.near"), theme.hint);
    } else if f.hits.is_empty() {
        page.text("  ", text!("find.none"), theme.hint);
    }
}

fn hit(
    page: &mut Page,
    spec: &Spec,
    f: &Find,
    app: &App,
    (at, number, label, note): (usize, &str, &str, &str),
    beside: usize,
) {
    let theme = page.theme;
    let picks = f.several.as_deref().unwrap_or_default();
    let here = at == f.at && app.letter.is_none();
    let start = page.lines.len();
    let id = f.hits.get(at).and_then(|i| spec.choice.get(*i)).map(|c| c.value.as_str());
    let mark = match id.filter(|_| f.several.is_some()) {
        Some(id) if picks.iter().any(|p| p.service == id) => "[x] ",
        Some(_) => "[ ] ",
        None => "",
    };
    let lead = format!("{} {mark}{number} ", if here { ">" } else { " " });
    let room = page.columns.saturating_sub(lead.len());
    let label = theme.ambiguous.truncate(label, room);
    let width = |s: &str| theme.ambiguous.width(s);
    let mut line = Line::from(Span::raw(format!("{lead}{label}")));
    // What a row says beside its name is one column, cut at the edge.
    let gap = beside.saturating_sub(width(&label)) + 2;
    let left = room.saturating_sub(width(&label) + gap);
    if !note.is_empty() && left >= LEAST {
        let note = theme.ambiguous.truncate(note, left);
        line.push_span(Span::styled(format!("{}{note}", " ".repeat(gap)), theme.dim));
    }
    page.push(line);
    let to = if at < f.at { Intent::Up } else { Intent::Down };
    let mut keys = vec![to; at.abs_diff(f.at)];
    keys.push(Intent::Next);
    page.row(start, here, keys);
}

/// How many rows fit between the lines above and below and a short hint; on a low screen more.
fn room(f: &Find, height: usize) -> usize {
    match &f.several {
        Some(_) => height.saturating_sub(15).max(height.saturating_sub(11).min(FEW)),
        None => height.saturating_sub(13),
    }
}

/// The rows on a page of this height; `left`: it says what is left out.
fn shown(app: &App, f: &Find, height: u16, left: bool) -> Range<usize> {
    let room = room(f, usize::from(height)).saturating_sub(usize::from(left));
    // More rows than digits, but not at the cost of what is said below them.
    let room = room.min(room.saturating_sub(4).max(ROWS));
    f.window(if app.peek.is_some() { room.max(ROWS) } else { room })
}

/// The rows that a digit chooses: while nothing is typed, those of the first window.
fn digits(f: &Find, shown: &Range<usize>) -> Range<usize> {
    let first = f.is_blank() && shown.start == 0;
    0..if first { shown.end.min(ROWS) } else { 0 }
}

/// How many rows have a digit on a page of this height.
pub(in crate::app) fn numbered(app: &App, f: &Find, height: u16) -> usize {
    digits(f, &shown(app, f, height, left_out(app, f).is_some())).len()
}

pub(in crate::app::screens::question) fn find(
    page: &mut Page,
    spec: &Spec,
    f: &Find,
    app: &App,
    area: Rect,
) {
    // On the smallest screens an example would push the question off.
    let example = if area.height < ROWS_FOR_AN_EXAMPLE { "" } else { text!("find.example") };
    input(page, (&f.query, false), example);
    page.gap();
    let left = left_out(app, f);
    above(page, f, app, left.as_deref());
    let shown = shown(app, f, area.height, left.is_some());
    // One column for all results, so that it stands still while the selection moves.
    let labels = f.hits.iter().filter_map(|i| spec.choice.get(*i)).map(|c| c.label.as_str());
    let beside = labels.map(|l| page.theme.ambiguous.width(l)).max().unwrap_or(0);
    let row = |page: &mut Page, at, number: &str, label: &str, note: &str| {
        let beside = if at < f.hits.len() { beside } else { 0 };
        hit(page, spec, f, app, (at, number, label, note), beside);
    };
    for at in shown.clone() {
        let Some(choice) = f.hits.get(at).and_then(|i| spec.choice.get(*i)) else { continue };
        let digit = digits(f, &shown).contains(&at).then(|| (at + 1).to_string());
        let number = digit.unwrap_or_else(|| " ".to_owned());
        // Records are only read after typing, so that the first screen need not wait.
        let record = if f.is_blank() { None } else { app.content.service(&choice.value) };
        let note = record.map_or("", |s| s.operator.as_str());
        row(page, at, &number, &choice.label, note);
    }
    let left = f.hits.len() - shown.len();
    if left > 0 {
        page.text("    ", &text!("find.more", n = left), page.theme.dim);
    }
    // Where all of it just fits without it, no line is empty.
    let tight = area.height < ROWS_FOR_A_GAP;
    let (Some(other), typed) = (spec.choice.last(), f.query.text().trim()) else { return };
    let number = if f.is_blank() { "0" } else { " " };
    let several = f.several.is_some();
    let own =
        if several { text!("run.own", name = typed) } else { text!("find.other", name = typed) };
    let label = if typed.is_empty() { other.label.as_str() } else { own.as_str() };
    if !tight {
        page.gap();
    }
    let note = if typed.is_empty() { other.note.as_str() } else { "" };
    row(page, f.hits.len(), number, label, note);
    let plus = if f.is_blank() { "+" } else { " " };
    row(page, f.hits.len() + 1, plus, &way_to_several(f), "");
}
