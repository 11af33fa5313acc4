//! How the review looks: whether it is ready, what was found, what comes next, the answers, the
//! letter (where it does not stand beside them).

use super::{Review, said};
use crate::app::App;
use crate::app::said::{Voice, sheet_title};
use crate::domain::document::Document;
use crate::domain::gate::Level;
use crate::input::keymap::Intent;
use crate::ui::page::{Page, nth};
use crate::ui::said::Role;
use crate::ui::theme::Theme;
use ratatui::layout::Rect;

/// Most lines of the letter's beginning, and the rows that are left to all else before it.
const MOST: usize = 6;
const REST: usize = 15;

/// The page of the review. Its targets are the rows, in order.
pub fn page(
    app: &App,
    r: &Review,
    doc: &Document<'_>,
    theme: &Theme,
    area: Rect,
    beside: bool,
) -> Page {
    let height = usize::from(area.height);
    let mut page = above(app, r, doc, theme, area, (beside, 0));
    if beside {
        return page;
    }
    // Answers can be changed here and the letter can't, so if both don't fit side by side the
    // letter comes below, with its beginning shown before Enter copies it.
    let blocked = doc.findings.iter().any(|f| f.level == Level::Block);
    let rows = height.saturating_sub(REST).min(MOST);
    if !blocked && page.lines.len() + MOST > height {
        page = above(app, r, doc, theme, area, (beside, rows));
    }
    page.lines.extend(app.sheet(doc, theme, page.columns));
    page
}

/// All but the whole letter, with so many lines of its beginning.
fn above(
    app: &App,
    r: &Review,
    doc: &Document<'_>,
    theme: &Theme,
    area: Rect,
    (beside, begins): (bool, usize),
) -> Page {
    let mut page = Page { scroll: r.scroll, ..theme.page_in(area) };
    let said = said::page(app, doc, Voice::Keys, beside);
    let letter = said.iter().position(|said| said.role == Role::Field).unwrap_or(said.len());
    let (before, after) = said.split_at(letter);
    let mut rows = page.rows(before.to_vec());
    beginning(&mut page, app, doc, begins);
    rows.extend(page.rows(after.to_vec()));
    let at = r.at.min(rows.len() - 1);
    for (n, (role, lines)) in rows.into_iter().enumerate() {
        let way = if n < at { Intent::Up } else { Intent::Down };
        let keys = match role {
            Role::Found { n, .. } => vec![nth(n - 1)],
            _ => [vec![way; n.abs_diff(at)], vec![Intent::Next]].concat(),
        };
        page.choice(lines, n == at && app.letter.is_none(), keys);
    }
    page.focus = 0..0;
    debug_assert_eq!(page.targets.len(), super::rows(doc).len());
    page
}

/// How the letter begins, a paragraph after the other.
fn beginning(page: &mut Page, app: &App, doc: &Document<'_>, rows: usize) {
    if rows == 0 {
        return;
    }
    let theme = page.theme;
    let title = text!("review.begins", what = sheet_title(doc.plan.channel));
    page.text("  ", &title, theme.title);
    let end = page.lines.len() + rows;
    let lead = format!("  {}", theme.bar());
    let text = app.letter_text(doc);
    for paragraph in text.split("\n\n").filter(|p| !p.trim().is_empty()).take(rows) {
        let lines: Vec<&str> = paragraph.lines().map(str::trim).collect();
        page.quoted(&lead, &lead, &lines.join(" "), theme.plain);
    }
    page.lines.truncate(end);
    page.gap();
}
