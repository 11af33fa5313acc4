//! How the first screen looks.

use super::{StartList, StartRow, facts, said};
use crate::app::App;
use crate::app::said::Voice;
use crate::app::view::month;
use crate::domain::flow::graph::START;
use crate::input::keymap::Intent;
use crate::ui::page::Page;
use crate::ui::theme::Theme;
use ratatui::layout::Rect;

/// The most columns of what stands beside the rows.
const WIDEST: u16 = 66;

/// The page with the visible rows and as many above and below, so that it can scroll; the other
/// rows' cases are not evaluated at every key.
pub fn page(app: &App, s: &StartList, theme: &Theme, area: Rect) -> Page {
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
    let stored = s.rows.iter().position(StartRow::stored);
    let over = s.rows.iter().position(|r| matches!(r, StartRow::Over(_)));
    for i in first..end {
        for (first, title) in [(stored, text!("start.title")), (over, text!("start.over"))] {
            if Some(i) == first {
                page.gap();
                page.text("", title, theme.title);
            }
        }
        let rows = page.rows(said::row(app, s, i, Voice::Keys));
        let Some((_, lines)) = rows.into_iter().next() else { continue };
        let keys = s.key(i).map_or_else(|| click(i), |key| vec![key]);
        page.choice(lines, i == s.at, keys);
    }
    page.say(said::below(app));
    if let (Some((top, mut right)), Some(row)) = (beside, s.rows.get(s.at)) {
        let cases = s.rows.get(first..end).unwrap_or_default().iter().filter_map(StartRow::case);
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

/// The keys that open a row without a digit.
fn click(i: usize) -> Vec<Intent> {
    let down = std::iter::repeat_n(Intent::Down, i);
    std::iter::once(Intent::Home).chain(down).chain([Intent::Next]).collect()
}
