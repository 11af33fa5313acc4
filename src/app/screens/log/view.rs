//! How the form of an event looks.

use super::Log;
use crate::app::App;
use crate::app::screens::case::said::events;
use crate::app::screens::case::view::latest;
use crate::app::view::form::form_page;
use crate::app::view::month;
use crate::domain::case::Kind;
use crate::domain::case::moment::as_now;
use crate::ui::page::Page;
use crate::ui::said::Role;
use crate::ui::theme::Theme;
use ratatui::layout::Rect;

/// Fewer rows show nothing of what happened before.
const BEFORE: usize = 8;

pub fn page(app: &App, l: &Log, theme: &Theme, area: Rect) -> Page {
    let mut page = theme.page_in(area);
    page.text("", &l.title(), theme.title);
    page.gap();
    if let Some(form) = &l.list.form {
        form_page(&mut page, app, &l.list, form);
    }
    page.gap();
    let paste = l.case.is_some() && l.kind == Kind::Answer;
    let pasted = (l.was_read() || paste).then(|| {
        Role::Hint.says(if l.was_read() { text!("log.read") } else { text!("log.paste") })
    });
    page.say(pasted);
    // Whether a letter just copied is stored does not depend on this form alone.
    let ends = if l.case.is_some() { text!("log.hint") } else { text!("log.hint.letter") };
    let now = app.now();
    // For a letter made today, only the hours since then are possible.
    let made = l.possible(now, true).made;
    let made = made.filter(|made| made.date_naive() == now.date_naive());
    let since = made.map(|m| text!("log.since", made = m.format("%-H:%M")));
    page.say([Role::Hint.says(as_now(ends, now) + &since.unwrap_or_default())]);
    // Earlier events of the case, and its letter, for context.
    let rows = usize::from(area.height);
    if let Some(r) = l.case.as_ref().and_then(|id| app.case(id))
        && area.width >= month::BESIDE
        && page.lines.len() + BEFORE < rows
    {
        page.gap();
        page.say(events(r, "", usize::MAX));
        latest(&mut page, app, r, (rows, None));
        page.lines.truncate(rows);
    }
    page
}
