//! How a question looks: title, field, what is wrong, one hint.

use super::entries::{FormValue, List};
use super::field::Field;
use super::find::view::find;
use super::words::{day_words, example, month_note, read_as};
use super::{Question, said, spec};
use crate::app::App;
use crate::app::said::Voice;
use crate::app::view::form::{form_page, input, list};
use crate::domain::flow::spec::{DateRule, Kind, Question as Spec};
use crate::domain::flow::walk::Walk;
use crate::domain::validate;
use crate::ui::page::{Page, nth};
use crate::ui::said::{Choice, Role, Said};
use crate::ui::theme::Theme;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

/// Rows of a screen on which the notes of all steps stand above their comparison.
const TALL: u16 = 34;

pub fn page(app: &App, q: &Question, walk: &Walk<'_>, theme: &Theme, area: Rect) -> Page {
    let ctx = app.ctx();
    let spec = &*spec(&app.session, &ctx, &q.id);
    let mut page = theme.page_in(area);
    let said = said::page(app, q, walk, Voice::Keys);
    let kind = |said: &Said| match said.role {
        Role::Choice(_) => 0,
        Role::Field => 1,
        Role::Warning => 2,
        _ => 3,
    };
    for some in said.chunk_by(|a, b| kind(a) == kind(b)) {
        match some[0].role {
            Role::Choice(_) => choices(&mut page, some, q, app, area.height),
            Role::Field => field(&mut page, app, q, spec, area),
            _ => _ = page.say(some.to_vec()),
        }
        if some[0].role == Role::Warning {
            page.focus.end = page.focus.end.max(page.lines.len());
        }
    }
    page
}

/// What is typed or listed.
fn field(page: &mut Page, app: &App, q: &Question, spec: &Spec, area: Rect) {
    match &q.field {
        Field::Choice { .. } | Field::Choices { .. } => {}
        Field::Find(f) => find(page, spec, f, app, area),
        Field::Typed(_, b) => {
            let example = example(&spec.example, spec.kind, spec.rule, app.session.today);
            input(page, (b, q.offered), &example);
            typed(page, app, q, spec, b.text());
        }
        Field::List(l) => match &l.form {
            Some(form) => form_page(page, app, l, form),
            None => list(page, l, said::list(spec, l, Voice::Keys), app.letter.is_none()),
        },
        Field::Together { list, .. } => together(page, app, list, spec),
    }
}

fn choices(page: &mut Page, rows: &[Said], q: &Question, app: &App, height: u16) {
    let theme = page.theme;
    let (at, shown) = match &q.field {
        Field::Choice { at, hits, .. } => (*at, Some(hits)),
        Field::Choices { at, .. } => (*at, None),
        _ => return,
    };
    let choice = |row: &Said| match row.role {
        Role::Choice(choice) => choice,
        _ => Choice::default(),
    };
    let rows: Vec<(Choice, &Said)> = rows.iter().map(|row| (choice(row), row)).collect();
    let width = |s: &str| theme.ambiguous.width(s);
    let widest = rows.iter().map(|(_, row)| width(&row.label)).max().unwrap_or(0);
    let sign = if rows.iter().any(|(c, _)| c.marked.is_some()) { 4 } else { 0 };
    // One layout for the whole list: all notes beside the choices, or each below its own.
    let best = rows.iter().any(|(c, _)| c.best);
    let beside = rows.iter().all(|(c, row)| {
        let mark = if c.best { width(text!("compare.best")) + 2 } else { 0 };
        4 + sign + widest + 2 + width(&row.text) + mark <= page.columns
    });
    page.tail = at + 1 == rows.len();
    let fits = |i: usize| shown.is_none_or(|shown| shown.contains(&i));
    let around = rows.iter().position(|(c, _)| c.around);
    // If not all notes fit, only the selected choice has its note: every choice is visible.
    let lines = rows.iter().map(|(_, row)| 1 + usize::from(!row.text.is_empty())).sum::<usize>();
    let lines = lines + usize::from(around.is_some());
    let tight = !beside && page.lines.len() + lines > height.into();
    for (i, (c, row)) in rows.into_iter().enumerate().filter(|(i, _)| fits(*i)) {
        if Some(i) == around {
            page.gap();
        }
        // While the letter has the focus, the selection keeps only its mark.
        let here = i == at && app.letter.is_none();
        let start = page.lines.len();
        let pad = " ".repeat(widest - width(&row.label) + 2);
        let mut line = Line::from(row.look(&theme, "").0);
        if beside && !row.text.is_empty() {
            line.push_span(Span::styled(format!("{pad}{}", row.text), theme.dim));
        }
        if c.best {
            line.push_span(Span::styled(format!("  {}", text!("compare.best")), theme.good));
        }
        page.push(line);
        // After the triage the comparison is worth more than the notes, if both don't fit.
        let told = i == at || !tight && (!best || app.size.1 >= TALL);
        page.cramped |= !beside && !told;
        if !beside && !row.text.is_empty() && told {
            page.text(&" ".repeat(sign + 6), &row.text, theme.dim);
        }
        page.choice(start..page.lines.len(), here, vec![nth(i)]);
    }
}

/// Several questions in one form, and how the text of the one with the focus is read.
fn together(page: &mut Page, app: &App, list: &List, spec: &Spec) {
    let Some(form) = &list.form else { return };
    form_page(page, app, list, form);
    let text = form.values.get(form.at).map_or("", FormValue::text);
    if let Some(read) = read_as(spec, text).filter(|_| form.error.is_none()) {
        page.gap();
        page.text("= ", &read, page.theme.hint);
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
