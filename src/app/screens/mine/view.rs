//! How the registrations look.

use super::{Mine, said};
use crate::app::App;
use crate::app::said::Voice;
use crate::app::view::form::{form_page, list};
use crate::ui::page::Page;
use crate::ui::said::{Role, Said};
use crate::ui::theme::Theme;
use ratatui::layout::Rect;

pub fn page(app: &App, m: &Mine, theme: &Theme, area: Rect) -> Page {
    let mut page = theme.page_in(area);
    if let Some(form) = &m.list.form {
        page.say([Role::Title.says(text!("mine.title")), Said::gap()]);
        form_page(&mut page, app, &m.list, form);
        page.say([Said::gap(), Role::Hint.says(text!("mine.form"))]);
        return page;
    }
    list(&mut page, &m.list, said::page(app, m, Voice::Keys), true);
    page
}
