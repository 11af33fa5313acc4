//! The letter as it stands beside the question, or behind Tab: what changed, blanks, and why each paragraph is there.

use crate::app::screens::edit;
use crate::app::{App, letter_view};
use crate::domain::document::Document;
use crate::domain::flow::graph::Flow;
use crate::domain::letter::blank::{self, Piece};
use crate::domain::letter::render;
use crate::text::wrap::wrap;
use crate::ui::page::Page;
use crate::ui::theme::Theme;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use std::collections::BTreeSet;

/// Widest column of the letter: a line of a mail, with its gutter.
pub(super) const LETTER: u16 = 84;
/// Rows for "why this paragraph".
const WHY: u16 = 7;

impl App {
    /// The letter with its marks, and below it why the selected paragraph is there.
    pub(super) fn letter_pane(&self, doc: &Document<'_>, theme: &Theme, place: Rect, buf: &mut Buffer) {
        let place = Rect { width: place.width.min(LETTER), ..place };
        let columns = usize::from(place.width).saturating_sub(1);
        let mut text = place;
        if let Some(p) = self.letter.as_ref().and_then(|v| doc.letter.paragraphs.get(v.at)) {
            let rows = WHY.min(place.height / 2);
            text.height -= rows;
            let mut page = theme.page();
            page.push(Span::styled("-".repeat(columns), theme.dim));
            page.push(Span::styled(self.content.text("why.title").to_owned(), theme.title));
            for line in letter_view::why(&self.content, p) {
                page.text("- ", &line, theme.hint, columns);
            }
            page.draw(Rect::new(place.x, place.y + text.height, place.width, rows), buf);
        }
        self.letter_page(doc, theme, columns).draw(text, buf);
    }

    /// The letter as lines. Gutter: `+` changed by the last answer, `>` the selected paragraph.
    #[must_use]
    pub fn letter_page(&self, doc: &Document<'_>, theme: &Theme, columns: usize) -> Page {
        let mut page = theme.page();
        let flow = doc.flow;
        if self.session.edited.is_some() {
            page.text("", self.content.text("letter.edited"), theme.hint, columns);
            page.gap();
            let whole = edit::join(doc.plan.subject.as_deref(), &doc.plan.body);
            page.text("  ", &whole, theme.plain, columns);
            return page;
        }
        let blanks = doc.blank_labels();
        if !blanks.is_empty() {
            let list = format!("{}{}", self.content.text("letter.blanks"), blanks.join("、"));
            page.text("", &list, theme.blank, columns);
            page.gap();
        }
        let selected = self.letter.as_ref().map(|v| v.at);
        let mut lines = doc.letter.lines();
        if doc.plan.subject.is_some() && !doc.letter.subject().is_empty() {
            let subject = format!("{}{}", edit::SUBJECT, doc.letter.subject());
            lines.insert(0, render::Line { paragraph: Some(0), text: subject });
            lines.insert(1, render::Line { paragraph: None, text: String::new() });
        }
        let mut changed_at = None;
        for l in lines {
            let here = selected.is_some() && l.paragraph == selected;
            let bare = l.text.strip_prefix(edit::SUBJECT).unwrap_or(&l.text);
            let changed = l.paragraph.is_some() && is_new(self.session.before.as_ref(), bare);
            let gutter = if here {
                "> "
            } else if changed {
                "+ "
            } else {
                "  "
            };
            let style = if changed && !here { theme.changed } else { theme.plain };
            let start = page.lines.len();
            letter_line(&mut page, (gutter, style), &l.text, flow, theme, columns);
            if here {
                page.focus = if page.focus.is_empty() {
                    start..page.lines.len()
                } else {
                    page.focus.start..page.lines.len()
                };
            }
            if changed && changed_at.is_none() {
                changed_at = Some(start..page.lines.len());
            }
        }
        // Without a selection the letter scrolls to what has just changed.
        if page.focus.is_empty() && selected.is_none() {
            page.focus = changed_at.unwrap_or_default();
        }
        page
    }
}

fn is_new(before: Option<&BTreeSet<String>>, line: &str) -> bool {
    before.is_some_and(|b| !b.contains(line))
}

/// One line of the letter, wrapped, its blanks in their own style.
fn letter_line(
    page: &mut Page,
    (gutter, mark): (&str, Style),
    marked: &str,
    flow: &Flow,
    theme: &Theme,
    columns: usize,
) {
    let mut plain = String::new();
    let mut blanks = Vec::new();
    for piece in blank::pieces(marked) {
        match piece {
            Piece::Text(t) => plain.push_str(t),
            Piece::Blank(id) => {
                let start = plain.len();
                plain.push_str(&blank::label(flow, id));
                blanks.push(start..plain.len());
            }
        }
    }
    let room = theme.ambiguous.room(columns.saturating_sub(2).max(2));
    for (i, r) in wrap(&plain, room).into_iter().enumerate() {
        let mut line =
            Line::from(Span::styled(if i == 0 { gutter.to_owned() } else { "  ".to_owned() }, mark));
        let style = theme.plain;
        let mut at = r.start;
        for b in blanks.iter().filter(|b| b.start < r.end && b.end > r.start) {
            let (from, to) = (b.start.max(r.start), b.end.min(r.end));
            line.push_span(Span::styled(plain.get(at..from).unwrap_or_default().to_owned(), style));
            line.push_span(Span::styled(plain.get(from..to).unwrap_or_default().to_owned(), theme.blank));
            at = to;
        }
        line.push_span(Span::styled(plain.get(at..r.end).unwrap_or_default().to_owned(), style));
        page.push(line);
    }
}
