//! How the page after copying looks.

use super::{After, said};
use crate::app::App;
use crate::app::said::Voice;
use crate::domain::document::Document;
use crate::ui::page::Page;
use crate::ui::said::Role;
use crate::ui::theme::Theme;
use ratatui::layout::Rect;

pub fn page(app: &App, a: &After, doc: &Document<'_>, theme: &Theme, area: Rect) -> Page {
    let mut page = Page { scroll: a.scroll, ..theme.page_in(area) };
    page.say(app.copy_said());
    let written = a.path.as_ref().map(|path| format!("{}{path}", text!("notice.written")));
    page.say(written.map(|words| Role::Success.says(words)));
    page.say(said::page(app, doc, Voice::Keys));
    page
}
