//! How the editor looks: the text with the real cursor.

use super::Edit;
use crate::app::App;
use crate::ui::page::Page;
use crate::ui::theme::Theme;
use ratatui::layout::Rect;
use ratatui::text::Span;

/// Widest line of the text.
const WIDEST: u16 = 80;

/// Columns and rows of the text on a screen of this size.
#[must_use]
pub fn text_size((columns, rows): (u16, u16)) -> (usize, usize) {
    (usize::from(columns.saturating_sub(2).min(WIDEST)), usize::from(rows.saturating_sub(4)))
}

/// Where the text is drawn.
#[must_use]
pub fn place(body: Rect) -> Rect {
    Rect { x: body.x + 1, width: body.width.saturating_sub(1).min(WIDEST + 1), ..body }
}

/// The page of the editor.
#[must_use]
pub fn page(app: &App, e: &Edit, theme: &Theme) -> Page {
    let (columns, _) = text_size(app.size);
    let mut page = theme.page();
    let layout = e.buffer.layout(theme.ambiguous.room(columns));
    for (i, r) in layout.lines.iter().enumerate() {
        let text = e.buffer.text().get(r.clone()).unwrap_or_default().to_owned();
        let style = if e.subject && i == 0 { theme.title } else { theme.plain };
        page.push(Span::styled(text, style));
    }
    page.cursor = Some((layout.row, layout.col));
    page.focus = layout.row..layout.row + 1;
    page
}
