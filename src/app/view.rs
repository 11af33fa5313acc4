//! The whole screen: header, the question or review, the letter beside it, notice, keys.

use super::overlay::{Ask, Overlay};
use super::screens::{Screen, after, edit, question, review};
use super::{App, WIDE, letter_view};
use crate::config::Colors;
use crate::domain::document::{Document, flow_for};
use crate::domain::flow::walk::Walk;
use crate::domain::letter::blank::{self, Piece};
use crate::input::keymap::{Intent, Mode};
use crate::text::{width::truncate, width::width, wrap::wrap};
use crate::ui::page::Page;
use crate::ui::painter::area;
use crate::ui::theme::Theme;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use std::collections::BTreeSet;

/// Below this nothing useful can be shown.
pub const SMALLEST: (u16, u16) = (36, 10);
/// Widest column of the letter: a line of a mail, with its gutter.
const LETTER: u16 = 84;
/// Rows for "why this paragraph".
const WHY: u16 = 7;

/// A frame: cells and cursor.
#[derive(Debug)]
pub struct Frame {
    /// The cells.
    pub buffer: Buffer,
    /// The real cursor, where text is typed; the input method draws there.
    pub cursor: Option<Position>,
}

/// Columns of the question side and of the letter side (0: behind Tab).
#[must_use]
pub fn split((columns, _): (u16, u16)) -> (u16, u16) {
    if columns < WIDE {
        return (columns, 0);
    }
    let left = (columns * 45 / 100).clamp(44, 66);
    (left, (columns - left - 3).min(LETTER))
}

/// The body of the screen, and the columns of [`split`].
fn places(size: (u16, u16)) -> (Rect, u16, u16) {
    let (w, h) = size;
    let top = if h > 16 { 2 } else { 1 };
    let (left, right) = split(size);
    (Rect::new(0, top, w, h.saturating_sub(top + 2)), left, right)
}

impl App {
    /// Lines by which the review or the page after copying can be scrolled.
    #[must_use]
    pub fn most_scroll(&self) -> usize {
        let (body, left, right) = places(self.size);
        let theme = Theme::new(false);
        let doc = self.session.document(&self.content);
        let main = if right > 0 { Rect { width: left, ..body } } else { body };
        let lines = match &self.screen {
            Screen::Review(r) => review::view::page(self, r, &doc, &theme, main, right > 0).lines.len(),
            Screen::After(a) => after::view::page(self, a, &doc, &theme, main).lines.len(),
            _ => 0,
        };
        lines.saturating_sub(usize::from(body.height))
    }

    /// Draws the state. Pure: the same state gives the same frame.
    #[must_use]
    pub fn view(&self) -> Frame {
        let mut buffer = Buffer::empty(area(self.size));
        let theme = Theme::new(self.config.colors == Colors::Auto);
        let (w, h) = self.size;
        if w < SMALLEST.0 || h < SMALLEST.1 {
            let mut page = Page::default();
            page.text("", self.content.text("too_small"), theme.plain, usize::from(w));
            page.draw(buffer.area, &mut buffer);
            return Frame { buffer, cursor: None };
        }
        let answers = self.preview();
        let (body, left, right) = places(self.size);
        let needs_doc = right > 0 || self.letter.is_some() || !matches!(self.screen, Screen::Question(_));
        let doc = needs_doc.then(|| {
            Document::new(
                &self.content,
                &answers,
                self.session.edited.as_ref(),
                self.session.today,
                self.session.office,
            )
        });
        let bare =
            doc.is_none().then(|| Walk::new(flow_for(&self.content, &answers), &answers, self.session.today));
        let Some(walk) = doc.as_ref().map(|d| &d.walk).or(bare.as_ref()) else {
            return Frame { buffer, cursor: None };
        };
        self.header(walk, &theme, &mut buffer);

        let beside = right > 0 && !matches!(self.screen, Screen::Edit(_));
        let main = if beside { Rect { width: left, ..body } } else { body };
        let mut cursor = None;
        let letter_only = self.letter.is_some() && !beside;
        if !letter_only {
            cursor = match &self.screen {
                Screen::Question(q) => {
                    question::view::page(self, q, walk, &theme, main).draw(inset(main), &mut buffer)
                }
                Screen::Review(r) => {
                    let doc = doc.as_ref();
                    doc.and_then(|d| {
                        review::view::page(self, r, d, &theme, main, beside).draw(inset(main), &mut buffer)
                    })
                }
                Screen::Edit(e) => {
                    edit::view::page(self, e, &theme).draw(edit::view::place(body), &mut buffer)
                }
                Screen::After(a) => {
                    let doc = doc.as_ref();
                    doc.and_then(|d| {
                        after::view::page(self, a, d, &theme, main).draw(inset(main), &mut buffer)
                    })
                }
            };
        }
        if let Some(doc) = doc.as_ref().filter(|_| beside || letter_only) {
            let place = if beside { Rect::new(left + 2, body.y, right + 1, body.height) } else { body };
            if beside {
                for y in body.y..body.y + body.height {
                    buffer.set_string(left, y, "|", theme.dim);
                }
            }
            self.letter_pane(doc, &theme, place, &mut buffer);
        }
        if self.letter.is_some() {
            cursor = None;
        }
        self.footer(&theme, &mut buffer);
        if let Some(o) = &self.overlay {
            cursor = self.over(o, doc.as_ref(), &theme, &mut buffer);
        }
        Frame { buffer, cursor }
    }

    fn header(&self, walk: &Walk<'_>, theme: &Theme, buf: &mut Buffer) {
        let t = |k| self.content.text(k);
        let label = |id: &str, v: &str| {
            let q = walk.step(id).map(|s| s.question);
            q.and_then(|q| q.choice.iter().find(|c| c.value == v)).map(|c| c.label.clone())
        };
        let mut path = vec!["kotowari".to_owned()];
        path.extend(
            walk.one("service_name")
                .map(str::to_owned)
                .or_else(|| walk.one("service").and_then(|v| label("service", v))),
        );
        path.extend(walk.one("goal").and_then(|v| label("goal", v)));
        let mut count = String::new();
        match &self.screen {
            Screen::Question(q) => {
                if let Some(i) = walk.position(&q.id) {
                    path.push(walk.steps[i].question.label.clone());
                    let more = if walk.ends { "" } else { "+" };
                    count = format!("{}/{}{more}", i + 1, walk.steps.len());
                }
            }
            Screen::Review(_) => path.push(t("review.title").to_owned()),
            Screen::Edit(_) => path.push(t("edit.title").to_owned()),
            Screen::After(_) => path.push(t("after.title").to_owned()),
        }
        let w = usize::from(self.size.0);
        let room = w.saturating_sub(width(&count) + 3);
        // Where it is tight, the question matters more than what leads to it.
        while path.len() > 1 && width(&path.join(" › ")) > room {
            path.remove(0);
        }
        let path = truncate(&path.join(" › "), room);
        let gap = " ".repeat(w.saturating_sub(width(&path) + width(&count) + 2));
        buf.set_string(0, 0, format!(" {path}{gap}{count} "), theme.header);
    }

    fn footer(&self, theme: &Theme, buf: &mut Buffer) {
        let (w, h) = self.size;
        if let Some(n) = &self.notice {
            buf.set_string(1, h - 2, truncate(n, usize::from(w).saturating_sub(2)), theme.good);
        }
        let mail = self.session.answers.one("channel") != Some("form");
        let wide = self.wide();
        let keys = self.keymap.list(self.mode(), true).into_iter().filter(|(_, _, i)| match i {
            Intent::CopySubject => mail,
            Intent::CopyField => !mail,
            _ => true,
        });
        let keys: Vec<_> = keys.collect();
        let mut line = Line::default();
        let mut used = 1;
        for (key, action, intent) in &keys {
            // The two directions of a movement are one entry.
            let other = |i| keys.iter().find(|k| k.2 == i).map(|k| format!("{key}/{}", k.0));
            let (key, action) = match intent {
                Intent::Down | Intent::Right => continue,
                Intent::Up => (other(Intent::Down).unwrap_or_default(), "move"),
                Intent::Left => (other(Intent::Right).unwrap_or_default(), "pick"),
                Intent::Letter if wide && self.letter.is_none() => (key.clone(), "letter_beside"),
                _ => (key.clone(), *action),
            };
            let says = self.key_text(self.mode(), action);
            let cells = width(&key) + 1 + width(&says) + 2;
            if used + cells > usize::from(w) {
                break;
            }
            used += cells;
            line.push_span(Span::styled(key, theme.title));
            line.push_span(Span::styled(format!(" {says}  "), theme.dim));
        }
        buf.set_line(1, h - 1, &line, w - 1);
    }

    /// What a key does, in words: those of the mode, else those that hold everywhere.
    fn key_text(&self, mode: Mode, action: &str) -> String {
        let name = Mode::NAMES.iter().find(|(m, _)| *m == mode).map_or("", |(_, n)| n);
        let own = format!("key.{name}.{action}");
        let general = format!("key.{action}");
        let text = self.content.text(&own);
        if text == own { self.content.text(&general).to_owned() } else { text.to_owned() }
    }

    /// The letter with its marks, and below it why the selected paragraph is there.
    fn letter_pane(&self, doc: &Document<'_>, theme: &Theme, place: Rect, buf: &mut Buffer) {
        let place = Rect { width: place.width.min(LETTER), ..place };
        let columns = usize::from(place.width).saturating_sub(1);
        let mut text = place;
        if let Some(p) = self.letter.as_ref().and_then(|v| doc.letter.paragraphs.get(v.at)) {
            let rows = WHY.min(place.height / 2);
            text.height -= rows;
            let mut page = Page::default();
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
        let mut page = Page::default();
        let flow = doc.flow;
        let blanks: Vec<&str> =
            doc.letter.blanks().iter().filter_map(|id| flow.get(id)).map(|q| q.label.as_str()).collect();
        if self.session.edited.is_some() {
            page.text("", self.content.text("letter.edited"), theme.hint, columns);
            page.gap();
            let whole = edit::join(doc.plan.subject.as_deref(), &doc.plan.body);
            page.text("  ", &whole, theme.plain, columns);
            return page;
        }
        if !blanks.is_empty() {
            let list = format!("{}{}", self.content.text("letter.blanks"), blanks.join("、"));
            page.text("", &list, theme.blank, columns);
            page.gap();
        }
        let selected = self.letter.as_ref().map(|v| v.at);
        let mut lines = doc.letter.lines();
        if doc.plan.subject.is_some() && !doc.letter.subject().is_empty() {
            let subject = format!("{}{}", edit::SUBJECT, doc.letter.subject());
            lines.insert(0, crate::domain::letter::render::Line { paragraph: Some(0), text: subject });
            lines.insert(1, crate::domain::letter::render::Line { paragraph: None, text: String::new() });
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
            let style = if changed { theme.changed } else { theme.plain };
            let start = page.lines.len();
            letter_line(&mut page, gutter, &l.text, flow, style, theme, columns);
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

    fn over(
        &self,
        o: &Overlay,
        doc: Option<&Document<'_>>,
        theme: &Theme,
        buf: &mut Buffer,
    ) -> Option<Position> {
        let (w, h) = self.size;
        let columns = w.saturating_sub(4).min(76);
        let mut page = Page::default();
        let room = usize::from(columns).saturating_sub(4);
        match o {
            Overlay::Help { of, scroll } => {
                page.scroll = *scroll;
                page.push(Span::styled(self.content.text("help.title").to_owned(), theme.title));
                page.gap();
                for (keys, action, _) in self.keymap.list(*of, false) {
                    let pad = 22_usize.saturating_sub(width(&keys));
                    let says = self.key_text(*of, action);
                    page.push(Line::from(vec![
                        Span::styled(format!("{keys}{}", " ".repeat(pad)), theme.title),
                        Span::raw(says),
                    ]));
                }
                if *of == Mode::Choice || *of == Mode::Choices {
                    page.push(Span::raw(self.content.text("help.digits").to_owned()));
                }
                page.gap();
                page.text("", self.content.text("help.more"), theme.dim, room);
            }
            Overlay::Ask(ask) => {
                page.text("", self.content.text(ask.text()), theme.title, room);
                if let (Ask::CopyAnyway(_) | Ask::WriteAnyway, Some(doc)) = (ask, doc) {
                    page.gap();
                    for f in
                        doc.findings.iter().filter(|f| f.level == crate::domain::gate::Level::Block).take(6)
                    {
                        page.text("! ", &f.message, theme.error, room);
                    }
                }
                page.gap();
                for (keys, action, _) in self
                    .keymap
                    .list(Mode::Ask, false)
                    .iter()
                    .filter(|k| matches!(k.2, Intent::Yes | Intent::No))
                {
                    let says = self.content.text(&format!("{}.{action}", ask.text())).to_owned();
                    page.push(Line::from(vec![
                        Span::styled(format!("{keys}  "), theme.title),
                        Span::raw(says),
                    ]));
                }
            }
            Overlay::Path(b) => {
                page.text("", self.content.text("prompt.path"), theme.title, room);
                page.gap();
                let layout = b.layout(room.saturating_sub(2));
                for r in &layout.lines {
                    page.push(format!("> {}", b.text().get(r.clone()).unwrap_or_default()));
                }
                let first = page.lines.len() - layout.lines.len();
                page.cursor = Some((first + layout.row, layout.col + 2));
                page.gap();
                page.text("", self.content.text("prompt.path.note"), theme.dim, room);
            }
        }
        let rows = u16::try_from(page.lines.len()).unwrap_or(h).saturating_add(2).min(h.saturating_sub(2));
        let place = Rect::new((w - columns) / 2, (h - rows) / 2, columns, rows);
        for y in place.y..place.y + place.height {
            // A wide character that reaches into the box would hide its border.
            if let Some(before) = place.x.checked_sub(1)
                && width(buf[(before, y)].symbol()) > 1
            {
                buf[(before, y)].set_symbol(" ");
            }
            buf.set_string(place.x, y, " ".repeat(usize::from(place.width)), Style::new());
            buf.set_string(place.x, y, "|", theme.title);
            buf.set_string(place.x + place.width - 1, y, "|", theme.title);
        }
        let rule = format!("+{}+", "-".repeat(usize::from(place.width) - 2));
        buf.set_string(place.x, place.y, &rule, theme.title);
        buf.set_string(place.x, place.y + place.height - 1, &rule, theme.title);
        page.draw(Rect::new(place.x + 2, place.y + 1, columns - 4, rows - 2), buf)
    }
}

/// One column of air on both sides.
fn inset(r: Rect) -> Rect {
    Rect { x: r.x + 1, width: r.width.saturating_sub(2), ..r }
}

fn is_new(before: Option<&BTreeSet<String>>, line: &str) -> bool {
    before.is_some_and(|b| !b.contains(line))
}

/// One line of the letter, wrapped, its blanks in their own style.
fn letter_line(
    page: &mut Page,
    gutter: &str,
    marked: &str,
    flow: &crate::domain::flow::graph::Flow,
    style: Style,
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
    for (i, r) in wrap(&plain, columns.saturating_sub(2).max(2)).into_iter().enumerate() {
        let mut line =
            Line::from(Span::styled(if i == 0 { gutter.to_owned() } else { "  ".to_owned() }, style));
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
