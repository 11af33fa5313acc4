//! How the form of an event looks.

use super::Log;
use crate::app::App;
use crate::app::view::form::form_page;
use crate::ui::page::Page;
use crate::ui::theme::Theme;
use ratatui::layout::Rect;

pub fn page(app: &App, l: &Log, theme: &Theme, area: Rect) -> Page {
    let mut page = theme.page_in(area);
    page.text("", &l.title(), theme.title);
    page.gap();
    if let Some(form) = &l.list.form {
        form_page(&mut page, app, &l.list, form);
    }
    page.gap();
    // Of the letter that was just copied it depends on more whether it is kept.
    let ends = if l.case.is_some() { "log.hint" } else { "log.hint.letter" };
    page.advice(app.content.text(ends));
    page
}
