//! How a case looks.

use super::{Case, plan_title};
use crate::app::App;
use crate::app::view::month;
use crate::domain::calendar::{add_months, format_ja};
use crate::domain::case::{CaseRecord, bundle};
use crate::ui::page::Page;
use crate::ui::theme::Theme;
use ratatui::layout::Rect;
use std::collections::BTreeMap;

/// From this width on the calendar stands beside what happened; and the width of a calendar.
const BESIDE: usize = 100;
const MONTH: usize = 36;

pub fn page(app: &App, c: &Case, theme: &Theme, area: Rect) -> Page {
    let columns = usize::from(area.width).saturating_sub(2).min(88);
    let mut page = Page { scroll: c.scroll, ..theme.page() };
    let Some(r) = app.case(&c.id) else {
        page.text("", text!("case.gone"), theme.dim, columns);
        return page;
    };
    let today = app.session.today;
    let rules = app.rules(r);
    page.text("", &app.about_case(r), theme.title, columns);
    page.text("", &format!("{}{}", text!("case.state"), r.state_ja()), theme.plain, columns);
    let due = r.due(rules);
    if let Some(due) = &due {
        let line = app.due_line(due) + app.due_mark(due.on);
        page.text("", &line, theme.due(due.on, today), columns);
    }
    let next = app.step_words(&r.next_step(rules, today));
    let lead = if app.waits(r) { text!("plain.case.next") } else { text!("case.next") };
    page.text("", &format!("{lead}{next}"), theme.good, columns);
    for line in app.desk_of_case(r) {
        page.text("  ", &line, theme.hint, columns);
    }
    page.gap();
    let mut marks = BTreeMap::new();
    for p in r.open_plan() {
        marks.insert(p.on, '+');
    }
    if let Some(due) = &due {
        marks.insert(due.on, '*');
    }
    // Beside what happened where there is room for both, else below it.
    let beside = usize::from(area.width) >= BESIDE;
    let columns =
        if beside { usize::from(area.width).saturating_sub(MONTH + 5).min(88) } else { columns };
    let mut calendar = theme.page();
    let width = if beside { MONTH } else { columns };
    // What is waited for is what one looks for.
    let month = due.as_ref().map_or(today, |d| d.on.max(today));
    month::draw(&mut calendar, app, add_months(month, c.month), today, &marks, theme, width);
    let first = page.lines.len();
    events(&mut page, r, theme, columns);
    plan(&mut page, app, r, theme, columns);
    page.gap();
    page.text("", &format!("{}{}", text!("case.id"), r.id), theme.dim, columns);
    if beside {
        page.beside(first, columns + 3, calendar.lines);
    } else {
        page.gap();
        page.lines.append(&mut calendar.lines);
    }
    page
}

fn events(page: &mut Page, r: &CaseRecord, theme: &Theme, columns: usize) {
    page.text("", text!("case.events"), theme.title, columns);
    // The newest first: it is what the next step follows from.
    if r.events.is_empty() {
        page.text("  ", text!("case.none"), theme.dim, columns);
    }
    for e in r.in_order().into_iter().rev() {
        for (i, line) in bundle::shown(e, r).iter().enumerate() {
            let (lead, style) = if i == 0 { ("  ", theme.plain) } else { ("      ", theme.dim) };
            page.text(lead, line, style, columns);
        }
    }
}

fn plan(page: &mut Page, app: &App, r: &CaseRecord, theme: &Theme, columns: usize) {
    let open = r.open_plan();
    if open.is_empty() {
        return;
    }
    page.gap();
    page.text("", app.content.text(plan_title(r)), theme.title, columns);
    for p in open {
        let line = format!("{}  {}", format_ja(p.on), app.planned(p));
        page.text("  ", &line, theme.plain, columns);
    }
}
