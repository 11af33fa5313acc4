//! The whole screen: header, the question or review, the letter beside it, notice, keys.

mod bars;
pub(in crate::app) mod form;
mod keys;
mod letter;
pub(in crate::app) mod month;
mod overlay;
mod pane;
mod peek;

use super::App;
use super::screens::question::field::Field;
use super::screens::{Screen, after, case, edit, log, mine, question, review, run, start};
use crate::config::Colors;
use crate::domain::answers::Answers;
use crate::domain::document::{Document, flow_for};
use crate::domain::flow::walk::Walk;
use crate::input::keymap::Intent;
use crate::ui::page::{Hits, Page};
use crate::ui::painter::area;
use crate::ui::theme::{Palette, Theme};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;

/// Below this nothing useful can be shown.
pub const SMALLEST: (u16, u16) = (36, 10);

#[derive(Debug)]
pub struct Frame {
    pub buffer: Buffer,
    /// The real cursor, where text is typed; the input method draws there.
    pub cursor: Option<Position>,
    /// Where it waits while it is hidden: at what is selected.
    pub parked: Position,
    hits: Hits,
}

impl Frame {
    /// The keys that a click at this place stands for.
    pub fn hit(&self, x: u16, y: u16) -> Option<Vec<Intent>> {
        let found = self.hits.iter().find(|(place, _)| place.contains(Position::new(x, y)));
        found.map(|(_, keys)| keys.clone())
    }
}

impl App {
    /// Whether the screen is too small to show what a key would do.
    pub(super) fn too_small(&self) -> bool {
        self.size.0 < SMALLEST.0 || self.size.1 < SMALLEST.1
    }

    /// Whether what is stored is on the screen, and not the letter of the walk.
    pub(super) fn on_shelf(&self) -> bool {
        match &self.screen {
            Screen::Start(_) | Screen::Case(_) | Screen::Mine(_) | Screen::Run(_) => true,
            Screen::Log(l) => l.case.is_some(),
            _ => false,
        }
    }

    /// The page as it is drawn, and the rows that it has, for what moves through it.
    pub(in crate::app) fn laid_out(&self) -> Option<(Page, usize)> {
        let (body, left, right) = self.places();
        let beside = right > 0 && !self.is_stored();
        let main = if beside { Rect { width: left, ..body } } else { body };
        let theme = Theme::new(&Palette::MONO, self.ambiguous);
        let doc = self.screen.shows_letter().then(|| self.session.reviewed(&self.content));
        let answers = if doc.is_some() { Answers::default() } else { self.preview() };
        let today = self.session.today;
        let bare =
            doc.is_none().then(|| Walk::new(flow_for(&self.content, &answers), &answers, today));
        let walk = bare.as_ref().or(doc.as_ref().map(|doc| &doc.walk))?;
        let (page, place) = self.page(walk, doc.as_ref(), &theme, main, beside)?;
        Some((page, place.height.into()))
    }

    /// Lines by which it can be scrolled.
    pub(in crate::app) fn most_scroll(&self) -> usize {
        self.laid_out().map_or(0, |(page, rows)| page.lines.len().saturating_sub(rows))
    }

    /// These answers completed with what is stored of the sender, if the question is not a form:
    /// values cleared in a form are gone from the letter too.
    fn shown_known(&self, answers: &Answers) -> Option<Answers> {
        let asks = self.screen.field().is_some_and(|f| !matches!(f, Field::Together { .. }));
        asks.then(|| self.session.with_known(answers.clone()))
    }

    fn too_small_frame(&self, mut buffer: Buffer, theme: &Theme) -> Frame {
        let mut page = theme.page(usize::from(self.size.0));
        page.text("", text!("too_small"), theme.plain);
        page.draw(buffer.area, &mut buffer);
        Frame { buffer, cursor: None, parked: Position::ORIGIN, hits: Hits::new() }
    }

    /// Draws the state. Pure: the same state gives the same frame.
    pub fn view(&self) -> Frame {
        let mut buffer = Buffer::empty(area(self.size));
        let palette =
            if self.config.colors == Colors::Never { Palette::MONO } else { self.config.palette };
        let theme = Theme::new(&palette, self.ambiguous);
        if self.too_small() {
            return self.too_small_frame(buffer, &theme);
        }
        let answers = self.preview();
        let known = self.shown_known(&answers);
        let shown = known.as_ref().unwrap_or(&answers);
        let (body, left, right) = self.places();
        // Stored things have nothing to do with the letter of the walk.
        let right = if self.is_stored() { 0 } else { right };
        let doc = self.document(shown, right > 0);
        // Stored values are not answers yet, so they do not count as progress.
        let bare = (doc.is_none() || known.is_some())
            .then(|| Walk::new(flow_for(&self.content, &answers), &answers, self.session.today));
        let Some(walk) = bare.as_ref().or(doc.as_ref().map(|d| &d.walk)) else {
            return Frame { buffer, cursor: None, parked: Position::ORIGIN, hits: Hits::new() };
        };
        self.header(walk, &theme, &mut buffer);
        let beside = right > 0 && !matches!(self.screen, Screen::Edit(_));
        let main = if beside { Rect { width: left, ..body } } else { body };
        let mut cursor = None;
        let mut parked = Position::new(body.x, body.y);
        let mut hits = Hits::new();
        let mut below = (0, false);
        let letter_only = self.letter.is_some() && !beside;
        if !letter_only
            && let Some((page, place)) = self.page(walk, doc.as_ref(), &theme, main, beside)
        {
            let rows = usize::from(place.height);
            let end = page.top(rows) + rows;
            below = (page.lines.len().saturating_sub(end), page.compared > end);
            hits.extend(page.hits(place));
            (cursor, parked) = (page.draw(place, &mut buffer), page.parked(place));
        }
        if let Some(doc) = doc.as_ref().filter(|_| beside || letter_only) {
            let place = if beside { Rect::new(left + 1, body.y, right, body.height) } else { body };
            let selected = self.letter_pane(doc, &theme, place, &mut buffer);
            if self.letter.is_some() {
                parked = selected;
            }
        }
        // A field without the focus takes neither keys nor clicks.
        cursor = cursor.filter(|_| self.letter.is_none());
        if self.letter.is_some() || self.overlay.is_some() {
            hits.clear();
        }
        if let Some(o) = &self.overlay {
            // What is behind a box is dimmed.
            for cell in &mut buffer.content {
                cell.set_style(Style::reset().patch(theme.dim));
            }
            (cursor, parked) = self.over(o, doc.as_ref(), &theme, &mut buffer, &mut hits);
        }
        self.footer(&theme, (below, right > 0), &mut buffer, &mut hits);
        Frame { buffer, cursor, parked, hits }
    }

    pub(super) fn is_stored(&self) -> bool {
        matches!(
            self.screen,
            Screen::Start(_) | Screen::Case(_) | Screen::Log(_) | Screen::Mine(_) | Screen::Run(_)
        )
    }

    /// The letter of these answers, where the screen shows it or is about it.
    fn document<'a>(&'a self, shown: &'a Answers, beside: bool) -> Option<Document<'a>> {
        if self.is_stored()
            || !beside && self.letter.is_none() && matches!(self.screen, Screen::Question(_))
        {
            return None;
        }
        let edited = self.session.edited.as_ref();
        let doc =
            Document::new(&self.content, shown, edited, self.session.today, self.session.office)
                .at(self.session.clock);
        let leaves = matches!(self.screen, Screen::Review(_) | Screen::After(_));
        Some(if leaves { self.session.read_through(doc, shown) } else { doc })
    }

    /// The page of the screen, and its place in the body.
    fn page(
        &self,
        walk: &Walk<'_>,
        doc: Option<&Document<'_>>,
        theme: &Theme,
        body: Rect,
        beside: bool,
    ) -> Option<(Page, Rect)> {
        let page = match &self.screen {
            Screen::Question(_) | Screen::Start(_) | Screen::Mine(_) | Screen::Run(_) => {
                self.peeked(self.listed(walk, theme, body))
            }
            Screen::Review(r) => review::view::page(self, r, doc?, theme, body, beside),
            Screen::Edit(e) => {
                return Some((edit::view::page(self, e, theme), edit::view::place(body)));
            }
            Screen::Case(c) => case::view::page(self, c, theme, body),
            Screen::Log(l) => log::view::page(self, l, theme, body),
            Screen::After(a) => after::view::page(self, a, doc?, theme, body),
        };
        Some((page, inset(body)))
    }

    /// The page of a screen on which something is chosen.
    fn listed(&self, walk: &Walk<'_>, theme: &Theme, place: Rect) -> Page {
        match &self.screen {
            Screen::Question(q) => question::view::page(self, q, walk, theme, place),
            Screen::Start(s) => start::view::page(self, s, theme, place),
            Screen::Mine(m) => mine::view::page(self, m, theme, place),
            Screen::Run(o) => run::view::page(self, o, theme, place),
            _ => theme.page_in(place),
        }
    }
}

/// One column of space on the left; the free one on the right is for scroll marks.
fn inset(r: Rect) -> Rect {
    Rect { x: r.x + 1, width: r.width.saturating_sub(1), ..r }
}
