//! How a case looks.

use super::Case;
use crate::app::App;
use crate::app::said::Voice;
use crate::app::view::month;
use crate::domain::calendar::add_months;
use crate::domain::case::{CaseRecord, bundle};
use crate::ui::page::Page;
use crate::ui::said::Role;
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
    let due = r.due(app.rules(r));
    page.say([Role::Title.says(app.about_case(r))], theme, columns);
    page.say(app.standing_said(r, Voice::Keys), theme, columns);
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
    let plan = app.plan_said(r);
    if !plan.is_empty() {
        page.gap();
    }
    page.say(plan, theme, columns);
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
