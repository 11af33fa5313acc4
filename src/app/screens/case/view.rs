//! How a case looks.

use super::Case;
use crate::app::App;
use crate::app::said::Voice;
use crate::app::view::month;
use crate::domain::calendar::add_months;
use crate::domain::case::{CaseRecord, bundle};
use crate::input::keymap::{Intent, Mode};
use crate::text::width::width;
use crate::ui::page::{Page, line_width};
use crate::ui::said::Role;
use crate::ui::theme::Theme;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

/// Below this width an event does not fit beside its time.
const EVEN: usize = 50;
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
    page.say([Role::Title.says(app.about_case(r))]);
    page.say(app.standing_said(r, Voice::Keys));
    page.gap();
    let marks = month::marks(app, [r]);
    let mut calendar = month::of(&mut page, area);
    // The month of what is waited for.
    let month = due.as_ref().map_or(today, |d| d.on.max(today));
    month::draw(&mut calendar, app, add_months(month, c.month), today, &marks);
    let first = page.lines.len();
    let keys = app.keymap.list(Mode::Case, true);
    let key_of = |intent| keys.iter().find(|k| k.2 == intent).map(|k| k.0.as_str());
    let undo = key_of(Intent::Undo).map(|key| text!("case.take_back", key));
    events(&mut page, r, undo.as_deref());
    let plan = app.plan_said(r);
    if !plan.is_empty() {
        page.gap();
    }
    page.say(plan);
    page.gap();
    page.text("", &format!("{}{}", text!("case.id"), r.id), theme.dim);
    if area.width >= month::BESIDE {
        page.beside(first, page.columns + 3, calendar.lines);
        let read = key_of(Intent::Read).map(|key| text!("case.whole", key));
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

/// What happened; `undo`: how the latest of it is taken back.
pub(in crate::app::screens) fn events(page: &mut Page, r: &CaseRecord, undo: Option<&str>) {
    let theme = page.theme;
    page.text("", text!("case.events"), theme.title);
    // The newest first, since the next step follows from it.
    if r.events.is_empty() {
        page.text("  ", text!("case.none"), theme.dim);
    }
    let all = r.in_order();
    let widest = all.iter().map(|e| width(&e.at.in_words())).max().unwrap_or(0);
    for e in all.into_iter().rev() {
        let at = e.at.in_words();
        let lead = format!("  {at}{}  ", " ".repeat(widest - width(&at)));
        if page.columns < EVEN {
            page.text("  ", &format!("{at}  {}", bundle::describe(e, r)), theme.plain);
        } else {
            page.text(&lead, &bundle::describe(e, r), theme.plain);
        }
        // The last noted event, which need not be the latest.
        if let Some(undo) =
            undo.filter(|_| r.events.last().is_some_and(|last| std::ptr::eq(last, e)))
        {
            let fits = |l: &&mut Line<'_>| {
                line_width(l, theme.ambiguous) + theme.ambiguous.width(undo) <= page.columns
            };
            match page.lines.last_mut().filter(fits) {
                Some(line) => line.push_span(Span::styled(undo.to_owned(), theme.dim)),
                None => page.text("     ", undo, theme.dim),
            }
        }
        for line in bundle::plain(&e.note).lines() {
            page.text("      ", line, theme.dim);
        }
    }
}
