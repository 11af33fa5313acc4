//! How a question looks: title, field, what is wrong, one hint.

use super::entries::{FormValue, List};
use super::field::Field;
use super::find::view::{find, of_service, unneeded};
use super::words::{day_words, example, month_note, read_as, row, together_title};
use super::{AGREED, MEMO, Question, UNDONE, advised, compared, spec};
use crate::app::App;
use crate::app::view::compare;
use crate::app::view::form::{form_page, input};
use crate::domain::case::again::HOURS;
use crate::domain::flow::spec::{DateRule, Kind, Question as Spec};
use crate::domain::flow::walk::Walk;
use crate::domain::goal::Goal;
use crate::domain::{triage, validate};
use crate::input::keymap::Intent;
use crate::ui::page::{Page, digit, nth, numbered};
use crate::ui::theme::Theme;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

/// Rows of a screen on which the notes of all steps stand above their comparison.
const TALL: u16 = 34;

pub fn page(app: &App, q: &Question, walk: &Walk<'_>, theme: &Theme, area: Rect) -> Page {
    let ctx = app.ctx();
    let spec = &*spec(&app.session, &ctx, &q.id);
    let mut page = theme.page_in(area);
    let several = matches!(&q.field, Field::Find(f) if f.several.is_some());
    let title = match &q.field {
        Field::Together { through: true, .. } => together_title(walk),
        Field::Together { .. } => text!("together.known"),
        _ if several => text!("run.which"),
        _ => spec.title.as_str(),
    };
    page.text("", title, theme.title);
    page.gap();
    let advised = advised(&app.session, &app.content, &q.id);
    let best = advised.and_then(|s| spec.choice.iter().position(|c| c.value == s.goal));
    field(&mut page, app, q, spec, best, area);
    if let Some(e) = &q.error {
        page.gap();
        page.text("! ", e, theme.error);
        page.focus.end = page.focus.end.max(page.lines.len());
    }
    page.gap();
    // After the triage all steps are compared.
    let compared = match &q.field {
        Field::Choice { at, .. } if advised.is_some() => spec.choice.get(*at),
        _ => None,
    };
    match compared.and_then(|c| app.content.steps().iter().find(|s| s.goal == c.value)) {
        Some(step) => {
            compare::draw(&mut page, step, walk.many("hurts"));
            if !step.plan.is_empty() {
                page.advice(&step.plan);
            }
        }
        None if several => page.advice(text!("run.pick")),
        None => says(&mut page, app, q, spec, walk),
    }
    page
}

/// What is typed, marked or chosen; `best`: the choice that is advised.
fn field(page: &mut Page, app: &App, q: &Question, spec: &Spec, best: Option<usize>, area: Rect) {
    match &q.field {
        Field::Choice { at, hits, .. } => {
            let rows = Rows { at: *at, shown: Some(hits), marked: None, best };
            choices(page, spec, &rows, app, area.height);
        }
        Field::Find(f) => find(page, spec, f, app, area),
        Field::Choices { at, marked } => {
            let rows = Rows { at: *at, shown: None, marked: Some(marked), best: None };
            choices(page, spec, &rows, app, area.height);
        }
        Field::Typed(_, b) => {
            let example = example(&spec.example, spec.kind, spec.rule, app.session.today);
            input(page, (b, q.offered), &example);
            typed(page, app, q, spec, b.text());
        }
        Field::List(l) => match &l.form {
            Some(form) => form_page(page, app, l, form),
            None => list(page, app, spec, l),
        },
        Field::Together { list, .. } => together(page, app, list, spec),
    }
}

fn says(page: &mut Page, app: &App, q: &Question, spec: &Spec, walk: &Walk<'_>) {
    let theme = page.theme;
    let quote = |page: &mut Page, says: &[String], style: Style| {
        for text in says {
            page.quoted(theme.bar(), theme.bar(), text, style);
        }
    };
    quote(page, &of_the_letter(app, &q.id, walk), theme.hint);
    // A choice with gains and costs is compared: here once, after the triage for each step. A hint
    // that no letter is needed comes first.
    if let Some(step) = compared(&app.session, &app.content, spec, walk) {
        compare::draw(page, step, &triage::said(walk));
        page.gap();
    }
    // Notes on the service may be long and must not push away those on the question.
    quote(page, &of_the_question(app, &q.id, spec, walk), theme.hint);
    quote(page, &of_service(app, &q.id, walk), theme.dim);
}

/// Several questions in one form, and how the text of the one with the focus is read.
fn together(page: &mut Page, app: &App, list: &List, spec: &Spec) {
    let Some(form) = &list.form else { return };
    form_page(page, app, list, form);
    let text = match form.values.get(form.at) {
        Some(FormValue::Text(b)) => b.text(),
        _ => "",
    };
    if let Some(read) = read_as(spec, text).filter(|_| form.error.is_none()) {
        page.gap();
        page.text("= ", &read, page.theme.hint);
    }
}

pub(in crate::app) fn hints(app: &App, id: &str, spec: &Spec, walk: &Walk<'_>) -> Vec<String> {
    [of_the_letter(app, id, walk), of_the_question(app, id, spec, walk), of_service(app, id, walk)]
        .concat()
}

/// What is worth knowing of the letter that is being written: which one of several, if needed.
fn of_the_letter(app: &App, id: &str, walk: &Walk<'_>) -> Vec<String> {
    let mut out = Vec::new();
    let offered = app.session.offers.get(id).is_some() && app.session.answers.get(id).is_none();
    if offered && HOURS.contains(&id) {
        out.push(text!("hours.same").to_owned());
    } else if offered && (id == MEMO || id == AGREED && app.session.case.is_some()) {
        out.push(text!("note.memo").to_owned());
    } else if offered || app.run.as_ref().is_some_and(|r| r.holds_over(id)) {
        out.push(text!("run.same").to_owned());
    }
    if id == UNDONE && app.session.case.is_some() {
        out.push(text!("undone.all").to_owned());
    }
    if id == "goal" {
        out.extend(app.goes_on_here());
    }
    if id == "goal" && app.shares_goal() {
        out.push(text!("run.goal").to_owned());
    }
    out.extend(unneeded(app, id, walk));
    out
}

/// What is worth knowing of the question itself.
fn of_the_question(app: &App, id: &str, spec: &Spec, walk: &Walk<'_>) -> Vec<String> {
    // What no letter says is kept with its record, or nowhere.
    if spec.private && !app.keeps() {
        return vec![text!("plan.unkept").to_owned()];
    }
    let mut out: Vec<String> =
        spec.hint.iter().find(|h| h.when.holds(walk)).map(|h| h.text.clone()).into_iter().collect();
    let leaves = walk.goal() == Some(Goal::Withdraw);
    let service = walk.one("service").filter(|_| leaves).and_then(|id| app.content.service(id));
    let Some(service) = service else { return out };
    match id {
        // What is known of the service belongs where the way is chosen.
        "channel" if !service.note.is_empty() => out.push(service.note.clone()),
        "requests" => {
            out.extend(service.policy().map(|page| format!("{}{page}", text!("policy.at"))));
        }
        _ => {}
    }
    out
}

/// What is selected, marked and advised in a list of choices.
struct Rows<'a> {
    at: usize,
    /// Those that fit what was typed; None: all.
    shown: Option<&'a [usize]>,
    marked: Option<&'a [bool]>,
    best: Option<usize>,
}

fn choices(page: &mut Page, spec: &Spec, of: &Rows<'_>, app: &App, height: u16) {
    let theme = page.theme;
    let &Rows { at, shown, marked, best } = of;
    let own = spec.choice.iter().map(|c| (&c.label, &c.note));
    let rows: Vec<(&String, &String)> =
        own.chain(spec.detour.iter().map(|d| (&d.label, &d.note))).collect();
    let width = |s: &str| theme.ambiguous.width(s);
    let widest = rows.iter().map(|r| width(r.0)).max().unwrap_or(0);
    let sign = if marked.is_some() { 4 } else { 0 };
    // One layout for the whole list: all notes beside the choices, or each below its own.
    let mark = best.map_or(0, |_| width(text!("compare.best")) + 2);
    let beside = rows.iter().enumerate().all(|(i, (_, note))| {
        let mark = if best == Some(i) { mark } else { 0 };
        4 + sign + widest + 2 + width(note) + mark <= page.columns
    });
    page.tail = at + 1 == rows.len();
    let fits = |i: usize| shown.is_none_or(|shown| shown.contains(&i));
    // If not all notes fit, only the selected choice has its note: every choice is visible.
    let lines = rows.iter().map(|(_, note)| 1 + usize::from(!note.is_empty())).sum::<usize>();
    let tight = !beside && page.lines.len() + lines + spec.detour.len().min(1) > height.into();
    for (i, (label, note)) in rows.into_iter().enumerate().filter(|(i, _)| fits(*i)) {
        if i == spec.choice.len() {
            page.gap();
        }
        // While the letter has the focus, the selection keeps only its mark.
        let here = i == at && app.letter.is_none();
        let on = marked.is_some_and(|m| m.get(i).copied().unwrap_or(false));
        let mark = match marked {
            Some(_) if on => "[x] ",
            Some(_) => "[ ] ",
            None => "",
        };
        let start = page.lines.len();
        let pad = " ".repeat(widest - width(label) + 2);
        let mut line = Line::from(vec![
            Span::raw(if here { "> " } else { "  " }),
            Span::styled(mark, if on { theme.key } else { theme.plain }),
            Span::styled(format!("{} ", digit(i)), theme.dim),
            Span::raw(label.clone()),
        ]);
        if beside && !note.is_empty() {
            line.push_span(Span::styled(format!("{pad}{note}"), theme.dim));
        }
        if best == Some(i) {
            line.push_span(Span::styled(format!("  {}", text!("compare.best")), theme.good));
        }
        page.push(line);
        // After the triage the comparison is worth more than the notes, if both don't fit.
        let told = i == at || !tight && (best.is_none() || app.size.1 >= TALL);
        page.cramped |= !beside && !told;
        if !beside && !note.is_empty() && told {
            page.text(&" ".repeat(sign + 6), note, theme.dim);
        }
        page.row(start, here, vec![nth(i)]);
    }
}

/// How a text is read, a day or a month while it is typed; and what nothing stands for.
fn typed(page: &mut Page, app: &App, q: &Question, spec: &Spec, text: &str) {
    let (theme, right, none) = (page.theme, q.error.is_none(), text.trim().is_empty());
    let read = match spec.kind {
        Kind::Month => Some(month_note(app, text)),
        Kind::Date if right && !none => {
            let day = validate::day(spec.rule, text, app.session.today);
            Some(day.map(|d| day_words(app, spec.rule, d, spec.office_day)))
        }
        _ => read_as(spec, text).filter(|_| right).map(Ok),
    };
    match read {
        Some(Ok(says)) => page.text("  = ", &says, theme.hint),
        // A refused day is reported while typing, not only on Enter.
        Some(Err(e)) if right => page.text("  ? ", &e, theme.dim),
        _ => {}
    }
    match spec.kind {
        Kind::Date if right && none && !spec.optional => {
            let past = spec.rule == DateRule::Past;
            let says = if past { text!("date.empty.past") } else { text!("date.empty") };
            page.text("  ", says, theme.dim);
        }
        Kind::Month if right && !text.is_empty() => {
            page.gap();
            page.text("  ", text!("month.empty"), theme.dim);
        }
        _ => {}
    }
}

fn list(page: &mut Page, app: &App, spec: &Spec, l: &List) {
    let here = |at: usize| l.at == at && app.letter.is_none();
    for (i, e) in l.rows.iter().enumerate() {
        let text = format!("{}{}{}", numbered(i), row(spec.kind, &l.fields, e), l.half(Some(i)));
        page.entry(here(i), &text, &[], vec![nth(i)]);
    }
    let (add, of) = (format!("+ {}{}", spec.add, l.half(None)), l.rows.len());
    page.entry(here(of), &add, &[], vec![Intent::Add]);
    if l.last() > of {
        let done = if l.rows.is_empty() { spec.empty.as_str() } else { text!("list.done") };
        let done = format!("{done}{}", text!("list.go_on"));
        page.entry(here(l.last()), &done, &[], vec![Intent::End, Intent::Next]);
    }
    page.tail = l.at == l.last();
    if !l.removed.is_empty() {
        page.gap();
        page.text("  ", text!("list.removed"), page.theme.dim);
    }
}
