//! How a case looks.

use super::{Case, said};
use crate::app::App;
use crate::app::said::Voice;
use crate::app::view::month;
use crate::domain::calendar::add_months;
use crate::domain::case::CaseRecord;
use crate::input::keymap::{Intent, Mode};
use crate::ui::page::Page;
use crate::ui::said::Role;
use crate::ui::theme::Theme;
use ratatui::layout::Rect;
use ratatui::text::Span;

/// Fewer rows show nothing of a letter.
const LETTER: usize = 8;

pub fn page(app: &App, c: &Case, theme: &Theme, area: Rect) -> Page {
    let mut page = Page { scroll: c.scroll, ..theme.page_in(area) };
    let Some(r) = app.case(&c.id) else {
        page.text("", text!("case.gone"), theme.dim);
        return page;
    };
    let today = app.session.today;
    let due = r.due(app.rules(r));
    let marks = month::marks(app, [r]);
    let mut calendar = month::of(&mut page, area);
    // The month of what is waited for.
    let month = due.as_ref().map_or(today, |d| d.on.max(today));
    month::draw(&mut calendar, app, add_months(month, c.month), today, &marks);
    let said = said::page(app, r, Voice::Keys, usize::MAX);
    let happened = said.iter().position(|said| said.role == Role::Field);
    let drawn = page.say(said);
    let first = happened.and_then(|i| drawn.get(i)).map_or(0, |lines| lines.start);
    let key = app.keymap.list(Mode::Case, true).into_iter().find(|k| k.2 == Intent::Read);
    let read = key.map(|k| text!("case.whole", key = k.0));
    if area.width >= month::BESIDE {
        page.beside(first, page.columns + 3, calendar.lines);
        latest(&mut page, app, r, (usize::from(area.height), read));
    } else {
        page.gap();
        page.lines.append(&mut calendar.lines);
    }
    page
}

/// The beginning of the latest letter, where rows are free; `read`: how all of it is shown.
pub(in crate::app::screens) fn latest(
    page: &mut Page,
    app: &App,
    r: &CaseRecord,
    (rows, read): (usize, Option<String>),
) {
    if page.lines.len() + LETTER > rows {
        return;
    }
    let Some((_, title, text)) = app.kept_letter(&r.id, usize::MAX) else { return };
    page.gap();
    let at = page.lines.len();
    page.text("", &title, page.theme.title);
    page.text("  ", &text.0, page.theme.dim);
    if let Some(read) = read.filter(|_| page.lines.len() > rows) {
        page.lines[at].push_span(Span::styled(read, page.theme.dim));
    }
    page.lines.truncate(rows);
}
