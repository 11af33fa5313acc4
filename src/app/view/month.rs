//! A month: days off, today, and the days that matter.

use crate::app::App;
use crate::app::screens::Screen;
use crate::domain::calendar;
use crate::domain::case::CaseRecord;
use crate::ui::page::Page;
use chrono::{Datelike, NaiveDate};
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use std::collections::BTreeMap;

/// From this width on a calendar stands beside a page; and its own.
pub(in crate::app) const BESIDE: u16 = 100;
pub(in crate::app) const COLUMNS: u16 = 36;

/// A calendar for the end of the rows in `area`, where the page leaves it room; else one as wide as
/// the page, to stand below.
pub(in crate::app) fn of(page: &mut Page, area: Rect) -> Page {
    if area.width >= BESIDE {
        page.columns = usize::from(area.width - COLUMNS - 5).min(88);
        return page.theme.page(COLUMNS.into());
    }
    page.theme.page(page.columns)
}

/// The days that matter in these cases.
pub(in crate::app) fn marks<'a>(
    app: &App,
    cases: impl IntoIterator<Item = &'a CaseRecord>,
) -> BTreeMap<NaiveDate, char> {
    let (mut ahead, mut due) = (BTreeMap::new(), BTreeMap::new());
    for r in cases {
        let days = r.days_ahead(&app.content, app.session.today);
        ahead.extend(days.into_iter().map(|on| (on, '+')));
        let first = r.due(app.rules(r)).filter(|d| !d.is_turn());
        due.extend(first.map(|d| (d.on, '*')));
    }
    ahead.extend(due);
    ahead
}

/// The day to look at first: what is due, today if that is past, else what comes next.
pub(in crate::app) fn first(
    days: &BTreeMap<NaiveDate, char>,
    today: NaiveDate,
) -> Option<NaiveDate> {
    let due = days.iter().find(|(_, sign)| **sign == '*').map(|(day, _)| (*day).max(today));
    due.or_else(|| days.range(today..).next().map(|(day, _)| *day))
}

/// Draws the month of a day. `marks`: a sign beside each day that matters. Today stands in
/// brackets.
pub(in crate::app) fn draw(
    page: &mut Page,
    app: &App,
    of: NaiveDate,
    today: NaiveDate,
    marks: &BTreeMap<NaiveDate, char>,
) {
    let theme = page.theme;
    let Some(first) = of.with_day(1) else { return };
    page.text("", &calendar::format_month_ja(of.year(), of.month()), theme.title);
    page.text("", text!("month.days"), theme.dim);
    let mut line = Line::default();
    let empty = first.weekday().num_days_from_sunday() as usize;
    line.push_span(Span::raw("     ".repeat(empty)));
    let mut named = Vec::new();
    for day in first.iter_days().take_while(|d| d.month() == first.month()) {
        let sign = marks.get(&day).copied().unwrap_or(' ');
        let number = day.day();
        let cell = if day == today {
            format!("[{number:>2}]{sign}")
        } else {
            format!(" {number:>2} {sign}")
        };
        let style = if marks.get(&day) == Some(&'*') {
            theme.warn
        } else if marks.contains_key(&day) {
            theme.key
        } else if app.session.office.is_business_day(day) {
            theme.plain
        } else {
            theme.dim
        };
        line.push_span(Span::styled(cell, style));
        if let Some(name) = calendar::holiday(day) {
            named.push(text!("month.named", day = number, name));
        }
        if day.weekday() == chrono::Weekday::Sat {
            page.push(std::mem::take(&mut line));
        }
    }
    page.push(line);
    // Among the cases there is no other month.
    let all = matches!(app.screen, Screen::Case(_));
    let signs = if all { text!("month.signs") } else { text!("month.signs.due") };
    page.text("", signs, theme.dim);
    if !named.is_empty() {
        page.text("", &named.join(text!("sign.comma")), theme.dim);
    }
}
