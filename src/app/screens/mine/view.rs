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
    let of = m.agents.len();
    let mut line = |at: usize, text: &str, says: &[&str], click: Vec<Intent>| {
        let here = m.list.at == at;
        let start = page.lines.len();
        page.text(if here { "> " } else { "  " }, text, theme.plain);
        for s in says {
            page.text("     ", s, theme.dim);
        }
        page.row(start, here, click);
    };
    for (i, a) in m.agents.iter().enumerate() {
        let parked = if m.list.parked.contains_key(&Some(i)) { text!("list.parked") } else { "" };
        let only = if a.key.is_none() { text!("mine.only_cases") } else { a.left };
        let says: Vec<&str> = a.says.iter().map(|s| s.0.as_str()).collect();
        line(i, &format!("{}{}{only}{parked}", numbered(i), a.name.0), &says, vec![nth(i)]);
    }
    let parked = if m.list.parked.contains_key(&None) { text!("list.parked") } else { "" };
    line(of, &format!("+ {}{parked}", text!("mine.add")), &[], vec![Intent::Add]);
    line(of + 1, text!("mine.back"), &[], vec![Intent::End, Intent::Next]);
    page.tail = m.list.at == of + 1;
    if !m.list.removed.is_empty() {
        page.gap();
        page.text("  ", text!("list.removed"), theme.dim);
    }
    page.gap();
    page.advice(text!("mine.hint"));
    page
}
