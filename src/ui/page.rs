//! A page: lines that may be more than fit, a part that must be seen, a place for the cursor.

use super::theme::Theme;
use crate::input::keymap::Intent;
use crate::text::width::{Ambiguous, clusters};
use crate::text::wrap::wrap;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::{Modifier, Style};
use ratatui::symbols::line;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Scrollbar, ScrollbarOrientation, ScrollbarState, StatefulWidget as _};
use std::ops::Range;

/// Columns in which text can be read; a selected row is no wider.
const WIDEST: u16 = 90;

#[derive(Debug)]
pub struct Page {
    pub lines: Vec<Line<'static>>,
    /// These lines are kept in view.
    pub focus: Range<usize>,
    /// The focus stands on the last of its kind: what is below it is shown as far as there is room.
    pub tail: bool,
    /// Behind the last line of a comparison; 0: there is none.
    pub compared: usize,
    /// Something is left out, or stands below what it belongs beside, for want of columns.
    pub cramped: bool,
    /// The cursor: line, column in cells.
    pub cursor: Option<(usize, usize)>,
    pub scroll: usize,
    /// What a click on some lines stands for.
    pub targets: Vec<(Range<usize>, Vec<Intent>)>,
    pub theme: Theme,
    /// Texts are wrapped to so many cells.
    pub columns: usize,
}

/// Places on the screen, and the keys that a click there stands for.
pub type Hits = Vec<(Rect, Vec<Intent>)>;

/// The digit that chooses a row, counted from 0: that of the tenth is 0, rows past it have none.
pub fn digit(row: usize) -> &'static str {
    ["1", "2", "3", "4", "5", "6", "7", "8", "9", "0"].get(row).copied().unwrap_or(" ")
}

/// The key that chooses a row, also one past the digits: a click stands for it.
pub fn nth(row: usize) -> Intent {
    Intent::Digit(u8::try_from(row + 1).unwrap_or(u8::MAX))
}

/// Draws a text on at most `columns`, with room behind each ambiguous character that the terminal
/// draws wide; returns the column behind it. As ratatui does, but without asking the tables of
/// Unicode for text that is sure.
pub fn put(
    buf: &mut Buffer,
    (mut x, y): (u16, u16),
    text: &str,
    style: Style,
    columns: u16,
    ambiguous: Ambiguous,
) -> u16 {
    let end = buf.area.right().min(x.saturating_add(columns));
    for (_, g, narrow) in clusters(text) {
        let room = usize::from(end.saturating_sub(x));
        if narrow > room {
            break;
        }
        for i in 0..ambiguous.taken(g, narrow).min(room) {
            let cell = &mut buf[(x, y)];
            match i {
                0 => _ = cell.set_symbol(g).set_style(style),
                _ if i < narrow => cell.reset(),
                _ => _ = cell.set_symbol(" ").set_style(style),
            }
            x += 1;
        }
    }
    x
}

/// Draws a line of at most `columns`, likewise.
pub fn put_line(
    buf: &mut Buffer,
    (mut x, y): (u16, u16),
    line: &Line<'_>,
    columns: u16,
    ambiguous: Ambiguous,
) {
    let end = x.saturating_add(columns);
    for span in line {
        x = put(buf, (x, y), &span.content, line.style.patch(span.style), end - x, ambiguous);
    }
}

pub fn line_width(line: &Line<'_>, ambiguous: Ambiguous) -> usize {
    line.spans.iter().map(|s| ambiguous.width(&s.content)).sum()
}

impl Theme {
    /// An empty page on which texts are wrapped to so many cells.
    pub fn page(&self, columns: usize) -> Page {
        Page {
            lines: Vec::new(),
            focus: 0..0,
            tail: false,
            compared: 0,
            cramped: false,
            cursor: None,
            scroll: 0,
            targets: Vec::new(),
            theme: *self,
            columns,
        }
    }
    /// One for a place on the screen.
    pub fn page_in(&self, area: Rect) -> Page {
        self.page(usize::from(area.width).saturating_sub(2).min(88))
    }
}

impl Page {
    pub fn push(&mut self, line: impl Into<Line<'static>>) {
        self.lines.push(line.into());
    }
    pub fn gap(&mut self) {
        self.lines.push(Line::default());
    }
    /// Adds a text, wrapped after `first` (the first line) or as many spaces (the others).
    pub fn text(&mut self, first: &str, text: &str, style: Style) {
        let lead = self.theme.ambiguous.width(first);
        self.quoted(first, &" ".repeat(lead), text, style);
    }
    /// The same behind a beginning in styles of its own.
    pub fn led(&mut self, lead: Vec<Span<'static>>, text: &str, style: Style) {
        let taken = lead.iter().map(|s| self.theme.ambiguous.width(&s.content)).sum();
        let (start, blank) = (self.lines.len(), " ".repeat(taken));
        self.text(&blank, text, style);
        if let Some(line) = self.lines.get_mut(start) {
            let whole: String = line.spans.iter().map(|s| s.content.as_ref()).collect();
            let rest = whole.strip_prefix(&blank).unwrap_or_default().to_owned();
            *line = Line::from([lead, vec![Span::styled(rest, style)]].concat());
        }
    }
    /// Adds a text, wrapped, with its own beginning of the first and of the other lines.
    pub fn quoted(&mut self, first: &str, rest: &str, text: &str, style: Style) {
        let ambiguous = self.theme.ambiguous;
        let room = self.columns.saturating_sub(ambiguous.width(first)).max(2);
        for (i, r) in wrap(text, ambiguous.room(room)).into_iter().enumerate() {
            let lead = if i == 0 { first } else { rest };
            let part = text.get(r).unwrap_or_default();
            self.push(Span::styled(format!("{lead}{part}"), style));
        }
    }
    /// Puts lines beside those from `start` on, in this column.
    pub fn beside(&mut self, start: usize, column: usize, lines: Vec<Line<'static>>) {
        let rows = self.lines.len().max(start + lines.len());
        self.lines.resize(rows, Line::default());
        for (line, right) in self.lines.iter_mut().skip(start).zip(lines) {
            let taken = line_width(line, self.theme.ambiguous);
            // A selected row ends with the page, and not where they begin.
            let own = (self.columns + 1).max(taken).min(column);
            line.push_span(Span::raw(" ".repeat(own.saturating_sub(taken))));
            line.push_span(Span::styled(" ".repeat(column - own), Style::reset()));
            let apart = |s: Span<'static>| Span::styled(s.content, Style::reset().patch(s.style));
            line.spans.extend(right.spans.into_iter().map(apart));
        }
    }
    /// These lines are selected: their whole rows show it.
    pub fn select(&mut self, lines: Range<usize>, style: Style) {
        for line in self.lines.iter_mut().take(lines.end).skip(lines.start) {
            line.style = style;
            for span in &mut line.spans {
                span.style = Style::new();
            }
        }
        self.focus = lines;
    }
    /// A row that can be chosen by these keys, or by a click, with a mark where it is selected.
    pub fn choice(&mut self, lines: Range<usize>, here: bool, keys: Vec<Intent>) {
        if here {
            self.select(lines.clone(), self.theme.selected);
            if let Some(first) = self.lines.get_mut(lines.start).and_then(|l| l.spans.first_mut()) {
                let text = first.content.strip_prefix(' ').map(|rest| format!(">{rest}"));
                first.content = text.unwrap_or_else(|| first.content.to_string()).into();
            }
        }
        self.targets.push((lines, keys));
    }
    /// A click on the lines from `start` on stands for these keys.
    pub fn target(&mut self, start: usize, keys: Vec<Intent>) {
        self.targets.push((start..self.lines.len(), keys));
    }
    pub fn top(&self, rows: usize) -> usize {
        let most = self.lines.len().saturating_sub(rows);
        let mut top = self.scroll.min(most);
        if self.focus.end > top + rows {
            top = self.focus.end - rows;
        }
        if self.tail && !self.focus.is_empty() {
            top = top.max(most.min(self.focus.start));
        }
        if self.focus.is_empty() {
            top
        } else {
            top.min(self.focus.start.max(self.focus.end.saturating_sub(rows)))
        }
    }
    /// Where the targets stand on the screen, drawn in `area`.
    pub fn hits(&self, area: Rect) -> Hits {
        let rows = usize::from(area.height);
        let top = self.top(rows);
        let row =
            |line: usize| area.y + u16::try_from(line.clamp(top, top + rows) - top).unwrap_or(0);
        let place = |r: &Range<usize>| {
            let (y, end) = (row(r.start), row(r.end));
            Rect { y, height: end - y, ..area }
        };
        self.targets.iter().map(|(r, keys)| (place(r), keys.clone())).collect()
    }
    /// Where the hidden cursor waits where nothing is typed: at the line with the focus, else at
    /// the first one that is shown.
    pub fn parked(&self, area: Rect) -> Position {
        let rows = usize::from(area.height);
        let top = self.top(rows);
        let row = self.focus.start.clamp(top, top + rows.saturating_sub(1)) - top;
        Position::new(area.x, area.y + u16::try_from(row).unwrap_or(0))
    }
    /// Shows in the last column of the area that the page goes on: by a bar, or signs at its ends.
    fn edge(&self, area: Rect, top: usize, buf: &mut Buffer) {
        let rows = usize::from(area.height);
        let most = self.lines.len().saturating_sub(rows);
        if most == 0 {
            return;
        }
        let edge = area.right() - 1;
        if self.theme.lines() {
            let bar = Scrollbar::new(ScrollbarOrientation::VerticalRight)
                .begin_symbol(None)
                .end_symbol(None)
                .track_symbol(Some(line::VERTICAL))
                .track_style(Style::new().add_modifier(Modifier::DIM))
                .thumb_symbol(line::THICK_VERTICAL);
            let mut state =
                ScrollbarState::new(most + 1).position(top).viewport_content_length(rows);
            bar.render(area, buf, &mut state);
            return;
        }
        let mut mark = |y: u16, sign: &str| {
            put(buf, (edge, y), sign, Style::new(), 1, self.theme.ambiguous);
        };
        if top > 0 {
            mark(area.y, "^");
        }
        if top < most {
            mark(area.y + area.height - 1, "v");
        }
    }
    /// Draws the page and returns where the cursor stands.
    pub fn draw(&self, area: Rect, buf: &mut Buffer) -> Option<Position> {
        let rows = usize::from(area.height);
        if rows == 0 || area.width == 0 {
            return None;
        }
        let top = self.top(rows);
        // A wide blank that hangs over its row would cover what shows that the page goes on.
        let goes_on = u16::from(self.lines.len() > rows);
        let own = u16::try_from(self.columns + 1).unwrap_or(WIDEST);
        let columns = area.width.min(WIDEST).saturating_sub(1).min(own);
        for (y, line) in (area.y..).zip(self.lines.iter().skip(top).take(rows)) {
            if line.style != Style::new() {
                buf.set_style(Rect::new(area.x, y, columns, 1), line.style);
            }
            put_line(buf, (area.x, y), line, area.width - goes_on, self.theme.ambiguous);
        }
        self.edge(area, top, buf);
        let (line, column) = self.cursor?;
        let row = line.checked_sub(top).filter(|r| *r < rows)?;
        let x = u16::try_from(column).ok()?.min(area.width - 1);
        Some(Position::new(area.x + x, area.y + u16::try_from(row).ok()?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::theme::Palette;

    #[test]
    fn a_wide_blank_leaves_its_column_to_the_scrollbar() {
        let ambiguous = Ambiguous::default();
        for palette in [Palette::MONO, Palette::default()] {
            let mut page = Theme::new(&palette, ambiguous).page(8);
            for _ in 0..3 {
                page.push("\u{3042}\u{3042}\u{3042}\u{3042}\u{3000}");
            }
            let area = Rect::new(0, 0, 10, 2);
            let mut buf = Buffer::empty(area);
            page.draw(area, &mut buf);
            assert_eq!(buf[(6, 1)].symbol(), "\u{3042}", "{palette:?}");
            assert_ne!(buf[(9, 1)].symbol(), " ", "{palette:?}");
            assert!(!(0..9).any(|x| buf[(x, 1)].symbol() == "\u{3000}"), "{palette:?}");
        }
        // Where nothing is scrolled, it is drawn as far as it goes.
        let mut page = Theme::new(&Palette::MONO, ambiguous).page(8);
        page.push("\u{3042}\u{3042}\u{3042}\u{3000}\u{3042}");
        let mut buf = Buffer::empty(Rect::new(0, 0, 10, 2));
        page.draw(buf.area, &mut buf);
        assert_eq!(buf[(8, 0)].symbol(), "\u{3042}");
    }
}
