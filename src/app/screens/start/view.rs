//! How the first screen looks.

use super::{Row, Start, facts};
use crate::app::App;
use crate::app::view::month;
use crate::domain::calendar::format_ja;
use crate::domain::case::CaseRecord;
use crate::domain::case::stamp::in_words;
use crate::domain::flow::graph::START;
use crate::domain::word::Word;
use crate::input::keymap::Intent;
use crate::ui::page::Page;
use crate::ui::theme::Theme;
use ratatui::layout::Rect;

/// The most columns of what stands beside the rows.
const WIDEST: u16 = 66;

/// The page with the visible rows and as many above and below, so that it can scroll; the other
/// rows' cases are not evaluated at every key.
pub fn page(app: &App, s: &Start, theme: &Theme, area: Rect) -> Page {
    let mut page = theme.page_in(area);
    let question = app.content.entry().get(START);
    let seen = usize::from(area.height) + 1;
    let (first, end) = (s.at.saturating_sub(seen), s.rows.len().min(s.at + seen));
    if first == 0 {
        if let Some(q) = question {
            page.text("", &q.title, theme.title);
        }
        page.gap();
    }
    let beside = (area.width >= month::BESIDE).then(|| (page.lines.len(), column(&mut page, area)));
    page.tail = s.at + 1 == s.rows.len();
    let stored = s.rows.iter().position(Row::stored);
    let over = s.rows.iter().position(|r| matches!(r, Row::Over(_)));
    for i in first..end {
        for (first, title) in [(stored, text!("start.title")), (over, text!("start.over"))] {
            if Some(i) == first {
                page.gap();
                page.text("", title, theme.title);
            }
        }
        let here = i == s.at;
        let start = page.lines.len();
        entry(&mut page, app, s, i);
        page.target(start, s.key(i).map_or_else(|| click(i), |key| vec![key]));
        if here {
            page.select(start..page.lines.len(), theme.selected);
        }
    }
    below(&mut page, app);
    if let (Some((top, mut right)), Some(row)) = (beside, s.rows.get(s.at)) {
        let cases = s.rows.get(first..end).unwrap_or_default().iter().filter_map(Row::case);
        let days = month::marks(app, cases.filter_map(|id| app.case(id)));
        let today = app.session.today;
        let here = row.case().and_then(|id| app.case(id));
        let here = here.and_then(|c| month::first(&month::marks(app, [c]), today));
        if let Some(day) = here.or_else(|| month::first(&days, today)) {
            month::draw(&mut right, app, day, today, &days);
            right.gap();
        }
        facts::draw(&mut right, app, row, usize::from(area.height).saturating_sub(top));
        page.beside(top, page.columns + 3, right.lines);
    }
    page
}

/// What stands beside the rows takes two fifths, as far as its lines can be read.
fn column(page: &mut Page, area: Rect) -> Page {
    let columns = usize::from((area.width * 2 / 5).clamp(month::COLUMNS, WIDEST));
    page.columns = usize::from(area.width).saturating_sub(columns + 5).min(page.columns);
    page.theme.page(columns)
}

/// The hint of the question, and what could not be read.
fn below(page: &mut Page, app: &App) {
    page.gap();
    if let Some(h) = app.content.entry().get(START).and_then(|q| q.hint.first()) {
        page.advice(&h.text);
    }
    if !app.shelf.broken.is_empty() {
        page.gap();
        page.text("! ", text!("start.broken"), page.theme.error);
        for line in app.shelf.broken.iter().take(3) {
            page.text("  ", line, page.theme.dim);
        }
    }
}

/// The keys that open a row without a digit.
fn click(i: usize) -> Vec<Intent> {
    let down = std::iter::repeat_n(Intent::Down, i);
    std::iter::once(Intent::Home).chain(down).chain([Intent::Next]).collect()
}

fn entry(page: &mut Page, app: &App, s: &Start, i: usize) {
    let Some(row) = s.rows.get(i) else { return };
    let mark = s.mark(i);
    let number = if mark.len() > 1 { " " } else { &mark };
    let lead = format!("{} {number} ", if i == s.at { ">" } else { " " });
    if let Row::Case(id) = row {
        if let Some(c) = app.case(id) {
            case(page, app, s, (i, c), &lead);
        }
        return;
    }
    let words = match row {
        // And how it ended.
        Row::Over(id) => {
            let state = app.case(id).map_or_else(String::new, CaseRecord::state_ja);
            text!("sign.with", name = app.start_row(row), words = state)
        }
        _ => app.start_row(row),
    };
    page.text(&lead, &words, page.theme.plain);
    if let Row::Draft(number, _, inside) = row
        && let Some(d) = app.draft(*number)
    {
        let saved = text!("start.saved", day = in_words(d.draft.saved));
        let indent = " ".repeat(lead.len());
        if !inside.0.is_empty() {
            page.text(&indent, &inside.0, page.theme.dim);
        }
        page.text(&indent, &format!("{saved}{}", text!("start.forget")), page.theme.dim);
    }
}

fn case(page: &mut Page, app: &App, s: &Start, (i, c): (usize, &CaseRecord), lead: &str) {
    let (theme, indent) = (page.theme, " ".repeat(lead.len()));
    let rules = app.rules(c);
    let of = |i: Option<usize>| {
        i.and_then(|i| s.rows.get(i)).and_then(|r| match r {
            Row::Case(id) => app.case(id),
            _ => None,
        })
    };
    let same = |other: Option<&CaseRecord>| {
        other.is_some_and(|o| o.service == c.service && o.service_name == c.service_name)
    };
    let (before, after) = (same(of(i.checked_sub(1))), same(of(Some(i + 1))));
    // Requests to one service are listed below its name.
    if after && !before {
        page.text("  ", &c.service_name, theme.plain);
    }
    let name = if after || before { String::new() } else { format!("{} ", c.service_name) };
    let name = format!("{name}{}", c.goal.ja());
    page.text(lead, &text!("sign.with", name, words = c.state_ja()), theme.plain);
    if let Some(due) = c.due_of_step(rules) {
        let line = if due.is_turn() {
            app.due_line(&due)
        } else {
            let mark = app.due_mark(&due);
            format!("{} {}{mark}", format_ja(due.on), due.what.words())
        };
        page.text(&indent, &line, theme.due(due.compared(app.session.today)));
    }
    page.text(&indent, &text!("start.next", next = app.next_words(c)), theme.dim);
    for (_, line) in c.kept_ahead(&app.content, app.session.today) {
        page.text(&indent, &line, theme.dim);
    }
}
