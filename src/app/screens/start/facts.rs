//! What stands beside the rows of the first screen where there is room: facts of the selected one.

use super::StartRow;
use crate::app::App;
use crate::app::screens::case::said::events;
use crate::app::screens::case::view::latest;
use crate::domain::service::OTHER;
use crate::ui::page::Page;

/// Adds details of the selected row, using the lines that are free.
pub(super) fn draw(page: &mut Page, app: &App, row: &StartRow, rows: usize) {
    let theme = page.theme;
    match row {
        StartRow::Case(id) | StartRow::Over(id) => {
            if let Some(r) = app.case(id) {
                page.say(events(r, "", usize::MAX));
                latest(page, app, r, (rows, None));
            }
        }
        StartRow::Draft(number, ..) => {
            page.text("", text!("start.answered"), theme.title);
            for answer in app.answered_of(*number) {
                page.text("  ", &answer.0, theme.dim);
            }
        }
        StartRow::Mine => {
            page.text("", text!("mine.header"), theme.title);
            for (name, _) in app.known_agents() {
                page.text("  ", &name.0, theme.dim);
            }
        }
        StartRow::Service(_) | StartRow::Own(_) | StartRow::Find | StartRow::Several => {
            let of = match row {
                StartRow::Service(id) => app.known_of(id, ""),
                StartRow::Own(name) => app.known_of(OTHER, &name.0),
                _ => Vec::new(),
            };
            if !of.is_empty() {
                page.text("", &app.start_row(row), theme.title);
                for line in of {
                    page.text("  ", &line.0, theme.dim);
                }
                page.gap();
            }
            goals(page, app);
        }
    }
    page.lines.truncate(rows);
}

pub(in crate::app) fn goals(page: &mut Page, app: &App) {
    let theme = page.theme;
    page.text("", text!("start.goals"), theme.title);
    let choices = app.content.entry().get("goal").map(|q| q.choice.as_slice());
    for choice in choices.unwrap_or_default() {
        page.text("", &choice.label, theme.plain);
        page.text("  ", &choice.note, theme.dim);
    }
}
