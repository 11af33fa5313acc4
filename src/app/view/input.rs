//! A text that is being typed.

use crate::text::edit::EditBuffer;
use crate::ui::page::Page;
use ratatui::text::{Line, Span};

/// The text with the cursor in it; while it is empty, an example below it. `offered`: what is typed
/// replaces it, so it looks selected.
pub(in crate::app) fn input(page: &mut Page, (b, offered): (&EditBuffer, bool), example: &str) {
    let theme = page.theme;
    let layout = b.layout(theme.ambiguous.room(page.columns.saturating_sub(2)));
    let first = page.lines.len();
    for (i, r) in layout.lines.iter().enumerate() {
        let lead = if i == 0 { "> " } else { "  " };
        let text = b.text().get(r.clone()).unwrap_or_default().to_owned();
        let text = Span::styled(text, theme.typed(offered));
        page.push(Line::from(vec![Span::styled(lead, theme.key), text]));
    }
    // Not inside the field, because an input method draws at the cursor.
    if b.text().is_empty() && !example.is_empty() {
        page.text("  ", &format!("{}{example}", text!("example")), theme.dim);
    }
    page.cursor = Some((first + layout.row, layout.col + 2));
    page.focus = first + layout.row..first + layout.row + 1;
}
