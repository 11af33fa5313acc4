//! The letter as it stands beside the question, or behind Tab: what changed, blanks, and why each
//! paragraph is there.

use crate::app::ctx::LETTER;
use crate::app::said::sheet_title;
use crate::app::screens::Screen;
use crate::app::{App, letter_view};
use crate::domain::delivery::{SUBJECT, whole};
use crate::domain::document::Document;
use crate::domain::flow::graph::Flow;
use crate::domain::letter::{blank, paper, render};
use crate::text::width::Room;
use crate::text::wrap::wrap;
use crate::ui::page::{Page, line_width};
use crate::ui::theme::Theme;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use ratatui::widgets::Widget as _;
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::ops::Range;

const GUTTER: usize = 2;
/// Rows for "why this paragraph", and the fewest that are left for the letter above it.
const WHY: u16 = 7;
const SHEET: u16 = 5;

/// Columns of the sheet in which every line of a letter by post fits: no margin is left then.
pub(super) const PAPER: usize = paper::COLUMNS + GUTTER + 2;

/// A text with its blanks, and the parts of it that are its rows.
struct Rows<'a> {
    text: Cow<'a, str>,
    blanks: Cow<'a, [Range<usize>]>,
    parts: Vec<Range<usize>>,
}

/// The rows that a line of the letter takes.
fn rows<'a>(
    flow: &Flow,
    paper: Option<&'a [paper::PaperLine]>,
    i: usize,
    text: &str,
    room: Room,
) -> Vec<Rows<'a>> {
    if let Some(paper) = paper {
        let row = |p: &'a paper::PaperLine| Rows {
            text: Cow::from(&p.text),
            blanks: Cow::from(&p.blanks),
            parts: std::iter::once(0..p.text.len()).collect(),
        };
        return paper.iter().filter(|p| p.of == i).map(row).collect();
    }
    let (text, blanks) = blank::shown(flow, text);
    let parts = wrap(&text, room);
    vec![Rows { text: text.into(), blanks: blanks.into(), parts }]
}

fn has_subject(doc: &Document<'_>) -> bool {
    doc.plan.subject.is_some() && !doc.letter.subject().is_empty()
}

/// The lines of the letter as its sheet shows them; `edited`: as the user has changed it.
fn sheet_lines(doc: &Document<'_>, edited: bool) -> Vec<render::Line> {
    if edited {
        let all = doc.plan.all();
        // The rule stands in the place of the empty line below the subject.
        let below = usize::from(doc.plan.subject.is_some());
        let lines = all.lines().enumerate().filter(|(i, _)| *i != below || below == 0);
        let line = |(_, text): (usize, &str)| render::Line { paragraph: None, text: text.into() };
        return lines.map(line).collect();
    }
    let mut lines = doc.letter.lines();
    if has_subject(doc) {
        let subject = format!("{}{}", SUBJECT, doc.letter.subject());
        lines.insert(0, render::Line { paragraph: Some(0), text: subject });
    }
    lines
}

/// The lines of a letter by post, as they are copied; None: it is none, or there is no room.
fn on_paper(page: &mut Page, doc: &Document<'_>, room: Room) -> Option<Vec<paper::PaperLine>> {
    if !doc.plan.channel.on_paper() {
        return None;
    }
    let paper = paper::lines(&doc.letter, doc.flow);
    let fits = |p: &paper::PaperLine| page.theme.ambiguous.width(p.text.trim_end()) <= room.cells;
    if paper.iter().all(fits) {
        return Some(paper);
    }
    page.text("", text!("letter.narrow"), page.theme.dim);
    page.gap();
    None
}

impl App {
    /// The letter with its marks, and below it why the selected paragraph is there; returns where
    /// that one begins.
    pub(super) fn letter_pane(
        &self,
        doc: &Document<'_>,
        theme: &Theme,
        place: Rect,
        buf: &mut Buffer,
    ) -> Position {
        let place = Rect { width: place.width.min(LETTER), ..place };
        if self.looks_for_service() {
            self.found_pane(theme, place, buf);
            return place.as_position();
        }
        let inner = place.width.saturating_sub(2);
        let margin = u16::from(!doc.plan.channel.on_paper());
        let columns = usize::from(inner.saturating_sub(margin));
        let mut sheet = place;
        if let Some(p) = self.letter.as_ref().and_then(|v| doc.letter.paragraphs.get(v.at)) {
            let mut page = theme.page(columns);
            page.push(Span::styled(text!("why.title").to_owned(), theme.title));
            for line in letter_view::why(&self.content, &doc.walk, p) {
                page.text("- ", &line, theme.hint);
            }
            let needed = u16::try_from(page.lines.len()).unwrap_or(WHY);
            // They take the room they need, and keep their place as long as they fit.
            let rows =
                needed.max(WHY.min(place.height / 4)).min(place.height.saturating_sub(SHEET));
            sheet.height -= rows;
            page.draw(Rect::new(place.x + 1, place.y + sheet.height, place.width - 1, rows), buf);
        }
        let (page, changed) = self.letter_page(doc, theme, columns);
        let mut block = theme.block();
        if self.letter.is_none() {
            block = block.border_style(theme.dim);
        }
        block = block.title(Self::framed(doc, theme));
        block = block.title_bottom(self.legend(doc, changed, theme));
        // The bar of a letter that goes on stands in the frame.
        let text =
            Rect::new(sheet.x + 1, sheet.y + 1, sheet.width - 1, sheet.height.saturating_sub(2));
        block.render(sheet, buf);
        page.draw(text, buf);
        page.parked(text)
    }

    /// What the frame of the letter says above it.
    fn framed(doc: &Document<'_>, theme: &Theme) -> Span<'static> {
        Span::styled(format!(" {} ", sheet_title(doc.plan.channel)), theme.title)
    }

    /// What the frame of the letter says below it: what its marks mean, how much is missing.
    fn legend(&self, doc: &Document<'_>, changed: bool, theme: &Theme) -> Line<'static> {
        let mut legend = Line::default();
        if changed {
            legend.push_span(Span::styled(" + ", theme.changed));
            legend.push_span(Span::styled(format!("{} ", text!("sheet.changed")), theme.dim));
        }
        let of = |l: &render::Line| blank::shown(doc.flow, &l.text).1.len();
        let blanks: usize = sheet_lines(doc, false).iter().map(of).sum();
        if blanks > 0 && self.session.edited.is_none() {
            let says = text!("sheet.blanks", n = blanks);
            legend.push_span(Span::styled(format!(" {says} "), self.blank_style(theme)));
        }
        legend
    }

    pub(in crate::app) fn sheet(
        &self,
        doc: &Document<'_>,
        theme: &Theme,
        columns: usize,
    ) -> Vec<Line<'static>> {
        // The lines of a letter by post stand as they are; without room the frame has no sides.
        let sides = !doc.plan.channel.on_paper() || columns >= PAPER;
        let inner = if sides { columns.saturating_sub(2) } else { columns };
        let (page, changed) = self.letter_page(doc, theme, inner);
        let signs = theme.border();
        let width = |l: &Line<'_>| line_width(l, theme.ambiguous);
        let edge = |left: &'static str, says: Line<'static>, right: &'static str, rule: &str| {
            let rest = columns.saturating_sub(3 + width(&says));
            let mut line = Line::from(Span::styled(format!("{left}{rule}"), theme.frame));
            line.spans.extend(says.spans);
            line.push_span(Span::styled(rule.repeat(rest) + right, theme.frame));
            line
        };
        let title = Line::from(Self::framed(doc, theme));
        let legend = self.legend(doc, changed, theme);
        let mut out = vec![edge(signs.top_left, title, signs.top_right, signs.horizontal_top)];
        for mut line in page.lines {
            if sides {
                let pad = " ".repeat(inner.saturating_sub(width(&line)));
                line.spans.insert(0, Span::styled(signs.vertical_left, theme.frame));
                line.push_span(Span::raw(pad));
                line.push_span(Span::styled(signs.vertical_right, theme.frame));
            }
            out.push(line);
        }
        out.push(edge(signs.bottom_left, legend, signs.bottom_right, signs.horizontal_bottom));
        out
    }

    /// What the letter says, as the user has edited it.
    pub(in crate::app) fn letter_text(&self, doc: &Document<'_>) -> String {
        if self.session.edited.is_some() {
            return doc.plan.all();
        }
        let subject = Some(doc.letter.subject()).filter(|_| has_subject(doc));
        let lines: Vec<String> = doc.letter.lines().into_iter().map(|l| l.text).collect();
        blank::shown(doc.flow, &whole(subject.as_deref(), &lines.join("\n"))).0
    }

    /// Blanks are subdued until the review: before that, everything not asked yet is one.
    fn blank_style(&self, theme: &Theme) -> Style {
        if matches!(self.screen, Screen::Question(_)) { theme.dim } else { theme.blank }
    }

    /// That it was edited, or what is open in it.
    fn above_letter(&self, page: &mut Page, doc: &Document<'_>) {
        if self.session.edited.is_some() {
            // The review says so above it.
            let reviews = matches!(self.screen, Screen::Review(_));
            if !reviews || self.letter.is_some() {
                let says = if reviews { text!("review.edited") } else { text!("letter.edited") };
                page.text("", says, page.theme.hint);
                page.gap();
            }
            return;
        }
        let blanks = doc.blank_labels();
        if !blanks.is_empty() && !matches!(self.screen, Screen::Question(_)) {
            let blanks = blanks.join(text!("sign.comma"));
            let list = format!("{}{blanks}", text!("letter.blanks"));
            page.text("", &list, page.theme.blank);
            page.gap();
        }
    }

    /// Which lines differ from the letter before, an edited one from the generated one.
    fn changed_lines(&self, lines: &[render::Line]) -> Vec<bool> {
        let edited = self.session.edited.as_ref();
        let bare = |line: &str| line.strip_prefix(SUBJECT).unwrap_or(line).to_owned();
        let made: Option<BTreeSet<String>> = edited.map(|e| e.base.lines().map(bare).collect());
        let before = made.as_ref().or(self.session.before.as_ref());
        let is_changed = |l: &render::Line| {
            let counts = l.paragraph.is_some() || edited.is_some() && !l.text.is_empty();
            counts && is_new(before, &bare(&l.text))
        };
        let mut changed: Vec<bool> = lines.iter().map(is_changed).collect();
        // Another channel or goal makes another letter, in which nothing counts as changed.
        if edited.is_none() && changed.iter().filter(|c| **c).count() * 2 > lines.len() {
            changed.fill(false);
        }
        changed
    }

    /// The letter as lines. Gutter: `+` changed by the last answer, `>` the selected paragraph.
    /// Also returns whether a line has a `+`.
    fn letter_page(&self, doc: &Document<'_>, theme: &Theme, columns: usize) -> (Page, bool) {
        let mut page = theme.page(columns);
        self.above_letter(&mut page, doc);
        let edited = self.session.edited.as_ref();
        let selected = self.letter.as_ref().map(|v| v.at);
        let lines = sheet_lines(doc, edited.is_some());
        let room = theme.ambiguous.room(columns.saturating_sub(GUTTER).max(2));
        let paper = edited.is_none().then(|| on_paper(&mut page, doc, room)).flatten();
        let (mut changed_at, mut shows_changes) = (None, false);
        let subject = usize::from(match edited {
            Some(_) => doc.plan.subject.is_some(),
            None => has_subject(doc),
        });
        let quiet = self.blank_style(theme);
        let changed = self.changed_lines(&lines);
        for (i, l) in lines.iter().enumerate() {
            let here = selected.is_some() && l.paragraph == selected;
            let marked = changed[i];
            shows_changes |= marked && !here;
            let gutter = match (here, marked) {
                (true, _) => "> ",
                (_, true) => "+ ",
                _ => "  ",
            };
            let style = if marked && !here { theme.changed } else { theme.plain };
            let start = page.lines.len();
            let rows = rows(doc.flow, paper.as_deref(), i, &l.text, room);
            let text_style = if i < subject { theme.title } else { theme.plain };
            let parts = rows.iter().flat_map(|row| row.parts.iter().map(move |r| (row, r)));
            for (n, (row, r)) in parts.enumerate() {
                let lead = if n == 0 { gutter } else { "  " };
                page.push(part((lead, style), row, r.clone(), (text_style, quiet)));
            }
            if i + 1 == subject {
                let rule = theme.rule().0.repeat(columns.saturating_sub(GUTTER));
                page.push(Line::from(vec![Span::raw("  "), Span::styled(rule, theme.dim)]));
            }
            if here {
                let from = if page.focus.is_empty() { start } else { page.focus.start };
                page.focus = from..page.lines.len();
            }
            if marked && changed_at.is_none() {
                changed_at = Some(start..page.lines.len());
            }
        }
        // Without a selection the letter scrolls to the latest change.
        if page.focus.is_empty() && selected.is_none() {
            page.focus = changed_at.unwrap_or_default();
        }
        (page, shows_changes)
    }
}

fn is_new(before: Option<&BTreeSet<String>>, line: &str) -> bool {
    before.is_some_and(|b| !b.contains(line))
}

/// A part of a line of the letter, its blanks in their own style.
fn part(
    (gutter, mark): (&str, Style),
    Rows { text, blanks, .. }: &Rows<'_>,
    r: Range<usize>,
    (plain, blank): (Style, Style),
) -> Line<'static> {
    let piece = |r: Range<usize>| text.get(r).unwrap_or_default().to_owned();
    let mut line = Line::from(Span::styled(gutter.to_owned(), mark));
    let mut at = r.start;
    for b in blanks.iter().filter(|b| b.start < r.end && b.end > r.start) {
        let (from, to) = (b.start.max(r.start), b.end.min(r.end));
        line.push_span(Span::styled(piece(at..from), plain));
        line.push_span(Span::styled(piece(from..to), blank));
        at = to;
    }
    line.push_span(Span::styled(piece(at..r.end), plain));
    line
}
