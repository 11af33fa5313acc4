//! How the editor looks: the text with the real cursor.

use super::Edit;
use crate::app::App;
use crate::ui::page::Page;
use crate::ui::theme::Theme;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

const WIDEST: u16 = 84;
/// Columns for the numbers of the lines of the body, by which the review names them.
const NUMBERS: usize = 4;

/// Columns and rows of the text on a screen of this size.
pub fn text_size((columns, rows): (u16, u16)) -> (usize, usize) {
    (
        usize::from(columns.saturating_sub(2).min(WIDEST)).saturating_sub(NUMBERS).max(2),
        usize::from(rows.saturating_sub(4)),
    )
}

pub fn place(body: Rect) -> Rect {
    Rect { x: body.x + 1, width: body.width.saturating_sub(1).min(WIDEST + 1), ..body }
}

pub fn page(app: &App, e: &Edit, theme: &Theme) -> Page {
    let (columns, _) = text_size(app.size);
    let mut page = theme.page(columns);
    let layout = e.buffer.layout(theme.ambiguous.room(columns));
    // The subject and the empty line below it are none of the body.
    let above = if e.subject { 2 } else { 0 };
    let mut n = 0;
    for (i, r) in layout.lines.iter().enumerate() {
        let text = e.buffer.text().get(r.clone()).unwrap_or_default().to_owned();
        let begins =
            r.start == 0 || e.buffer.text().get(..r.start).is_some_and(|t| t.ends_with('\n'));
        n += usize::from(begins);
        let number =
            if begins && n > above { format!("{:>3} ", n - above) } else { " ".repeat(NUMBERS) };
        let style = if e.subject && i == 0 { theme.title } else { theme.plain };
        page.push(Line::from(vec![Span::styled(number, theme.dim), Span::styled(text, style)]));
    }
    page.cursor = Some((layout.row, layout.col + NUMBERS));
    page.focus = layout.row..layout.row + 1;
    page
}
