//! How the registrations look.

use super::{Mine, said};
use crate::app::App;
use crate::app::said::Voice;
use crate::app::view::form::form_page;
use crate::input::keymap::Intent;
use crate::ui::page::{Page, nth};
use crate::ui::said::{Role, Said};
use crate::ui::theme::Theme;
use ratatui::layout::Rect;
use std::cmp::Ordering;

pub fn page(app: &App, m: &Mine, theme: &Theme, area: Rect) -> Page {
    let mut page = theme.page_in(area);
    if let Some(form) = &m.list.form {
        page.say([Role::Title.says(text!("mine.title")), Said::gap()]);
        form_page(&mut page, app, &m.list, form);
        page.say([Said::gap(), Role::Hint.says(text!("mine.form"))]);
        return page;
    }
    let (at, of) = (m.list.at, m.agents.len());
    for (i, (_, lines)) in page.rows(said::page(app, m, Voice::Keys)).into_iter().enumerate() {
        let keys = match i.cmp(&of) {
            Ordering::Less => vec![nth(i)],
            Ordering::Equal => vec![Intent::Add],
            Ordering::Greater => vec![Intent::End, Intent::Next],
        };
        page.choice(lines, at == i, keys);
    }
    page.tail = at == of + 1;
    page
}
