//! The letter as it stands beside the question, or behind Tab: what changed, blanks, and why each paragraph is there.

use crate::app::screens::edit;
use crate::app::{App, letter_view};
use crate::domain::document::Document;
use crate::domain::letter::{blank, paper, render};
use crate::text::wrap::wrap;
use crate::ui::page::Page;
use crate::ui::theme::Theme;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use std::collections::BTreeSet;
use std::ops::Range;

/// Widest column of the letter: a line of a mail, with its gutter.
pub(super) const LETTER: u16 = 84;
/// Columns for the marks before each line.
const GUTTER: usize = 2;
/// Rows for "why this paragraph".
const WHY: u16 = 7;

/// Columns of the letter side in which every line of a letter by post fits.
pub(super) const PAPER: usize = paper::COLUMNS + GUTTER;

impl App {
    /// The letter with its marks, and below it why the selected paragraph is there; returns where that one begins.
    pub(super) fn letter_pane(
        &self,
        doc: &Document<'_>,
        theme: &Theme,
        place: Rect,
        buf: &mut Buffer,
    ) -> Position {
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
        let page = self.letter_page(doc, theme, columns);
        page.draw(text, buf);
        page.parked(text)
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
        let room = theme.ambiguous.room(columns.saturating_sub(GUTTER).max(2));
        // A letter by post has lines of its own, which are those that are copied.
        let paper = (doc.plan.channel == "post").then(|| paper::lines(&doc.letter, flow));
        let cells = |p: &paper::Line| theme.ambiguous.width(p.text.trim_end());
        let paper = paper.filter(|p| p.iter().all(|p| cells(p) <= room.cells));
        if doc.plan.channel == "post" && paper.is_none() {
            page.text("", self.content.text("letter.narrow"), theme.dim, columns);
            page.gap();
        }
        let mut changed_at = None;
        for (i, l) in lines.iter().enumerate() {
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
            let mut first = Some(gutter);
            if let Some(paper) = &paper {
                for p in paper.iter().filter(|p| p.of == i) {
                    let gutter = first.take().unwrap_or("  ");
                    page.push(part((gutter, style), &p.text, 0..p.text.len(), &p.blanks, theme));
                }
            } else {
                let (plain, blanks) = blank::shown(flow, &l.text);
                for r in wrap(&plain, room) {
                    page.push(part((first.take().unwrap_or("  "), style), &plain, r, &blanks, theme));
                }
            }
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

/// A part of a line of the letter, its blanks in their own style.
fn part(
    (gutter, mark): (&str, Style),
    text: &str,
    r: Range<usize>,
    blanks: &[Range<usize>],
    theme: &Theme,
) -> Line<'static> {
    let piece = |r: Range<usize>| text.get(r).unwrap_or_default().to_owned();
    let mut line = Line::from(Span::styled(gutter.to_owned(), mark));
    let mut at = r.start;
    for b in blanks.iter().filter(|b| b.start < r.end && b.end > r.start) {
        let (from, to) = (b.start.max(r.start), b.end.min(r.end));
        line.push_span(Span::styled(piece(at..from), theme.plain));
        line.push_span(Span::styled(piece(from..to), theme.blank));
        at = to;
    }
    line.push_span(Span::styled(piece(at..r.end), theme.plain));
    line
}
