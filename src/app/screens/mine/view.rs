//! How the registrations look.

use super::Mine;
use crate::app::App;
use crate::app::view::form::form_page;
use crate::input::keymap::Intent;
use crate::ui::page::{Page, nth, numbered};
use crate::ui::theme::Theme;
use ratatui::layout::Rect;

pub fn page(app: &App, m: &Mine, theme: &Theme, area: Rect) -> Page {
    let mut page = theme.page_in(area);
    page.text("", text!("mine.title"), theme.title);
    page.gap();
    if let Some(form) = &m.list.form {
        form_page(&mut page, app, &m.list, form);
        page.gap();
        page.advice(text!("mine.form"));
        return page;
    }
    if let Some(shared) = app.shared_said().filter(|_| !m.agents.is_empty()) {
        page.text("", &shared.0, theme.dim);
        page.gap();
    }
    let (list, of) = (&m.list, m.agents.len());
    for (i, a) in m.agents.iter().enumerate() {
        let only = if a.key.is_none() { text!("mine.only_cases") } else { a.left };
        let says: Vec<&str> = a.says.iter().map(|s| s.0.as_str()).collect();
        let text = format!("{}{}{only}{}", numbered(i), a.name.0, list.half(Some(i)));
        page.entry(list.at == i, &text, &says, vec![nth(i)]);
    }
    let add = format!("+ {}{}", text!("mine.add"), list.half(None));
    page.entry(list.at == of, &add, &[], vec![Intent::Add]);
    page.tail = list.at == of + 1;
    page.entry(page.tail, text!("mine.back"), &[], vec![Intent::End, Intent::Next]);
    if !m.list.removed.is_empty() {
        page.gap();
        page.text("  ", text!("list.removed"), theme.dim);
    }
    page.gap();
    page.advice(text!("mine.hint"));
    page
}
