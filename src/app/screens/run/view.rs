//! How the letters of a run look.

use super::{Overview, said};
use crate::app::App;
use crate::app::said::Voice;
use crate::input::keymap::Intent;
use crate::ui::page::{Page, nth};
use crate::ui::said::Role;
use crate::ui::theme::Theme;
use ratatui::layout::Rect;

pub fn page(app: &App, o: &Overview, theme: &Theme, area: Rect) -> Page {
    let mut page = theme.page_in(area);
    let Some(run) = &app.run else { return page };
    for (i, (role, lines)) in page.rows(said::page(app, run, Voice::Keys)).into_iter().enumerate() {
        let on = vec![Intent::End, Intent::Next];
        page.choice(lines, o.at == i, if role == Role::Way { on } else { vec![nth(i)] });
    }
    page.tail = o.at == run.legs.len();
    page
}
