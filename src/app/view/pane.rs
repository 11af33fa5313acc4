//! Where the letter stands beside a page. A larger terminal never shows less: the letter takes what
//! the page leaves, and stays behind Tab until there is enough room. Of a letter to nobody yet
//! nothing is known: beside the list of services stands what is known of the one that is selected,
//! and what a letter can be for.

use super::{App, letter};
use crate::app::ctx::{LETTER, WIDE, split};
use crate::app::screens::question::field::Field;
use crate::app::screens::question::find::said::mistaken;
use crate::app::screens::question::{Question, view};
use crate::app::screens::{Screen, after, start};
use crate::domain::document::flow_for;
use crate::domain::flow::graph::START;
use crate::domain::flow::spec::Kind;
use crate::domain::flow::walk::Walk;
use crate::domain::service::{OTHER, Service};
use crate::ui::page::Page;
use crate::ui::theme::{Palette, Theme};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::widgets::Widget as _;

/// The fewest columns of a letter beside a page that needs more than its share, the fewest of a
/// list of services with their companies, and the most that a page uses.
const NARROWEST: u16 = 49;
const COMPANIES: u16 = 70;
const WIDEST: u16 = 90;

impl App {
    /// The rows between the header and the notice, which takes so many.
    pub(super) fn body(&self, notice: u16) -> Rect {
        let (w, h) = self.size;
        let top = match h {
            0..=16 => 1,
            17..=27 => 2,
            _ => 3,
        };
        Rect::new(0, top, w, h.saturating_sub(top + 1 + notice))
    }

    /// The body of the screen, the columns of the page and those of the letter (0: behind Tab). The
    /// one between them is left free: at the edge of a page stands the bar of one that goes on.
    pub(in crate::app) fn places(&self) -> (Rect, u16, u16) {
        let (w, _) = self.size;
        let left = if w < WIDE || self.too_small() { None } else { self.pane() };
        let right = left.map_or(0, |left| (w - left - 1).min(LETTER));
        // The notice's line is reserved even if there is none, so that nothing jumps.
        (self.body(self.notice_rows().max(1)), left.unwrap_or(w), right)
    }

    /// The columns of the page, where the letter has room beside it.
    fn pane(&self) -> Option<u16> {
        let (left, right) = split(self.size);
        let theme = Theme::new(&Palette::MONO, self.ambiguous);
        match &self.screen {
            // Columns don't depend on what is typed and found.
            Screen::Question(Question { field: Field::Find(_), .. }) => {
                Some(self.widest()).filter(|left| *left >= COMPANIES)
            }
            // The lines of a longer text are those through which its cursor moves.
            Screen::Question(q) if !matches!(q.field, Field::Typed(Kind::LongText, _)) => {
                let answers = self.preview();
                let flow = flow_for(&self.content, &answers);
                let walk = Walk::new(flow, &answers, self.session.today);
                self.whole(left, |place| view::page(self, q, &walk, &theme, place))
            }
            Screen::After(a) => {
                let doc = self.session.reviewed(&self.content);
                self.whole(left, |place| after::view::page(self, a, &doc, &theme, place))
            }
            // The review shows a letter by post in lines as copied, below if they don't fit beside.
            Screen::Review(_) => {
                let post = self.session.answers.channel().on_paper();
                (!post || usize::from(right) >= letter::PAPER).then_some(left)
            }
            _ => Some(left),
        }
    }

    /// The columns that a page has beside a narrow letter.
    fn widest(&self) -> u16 {
        self.size.0.saturating_sub(1 + NARROWEST).min(WIDEST)
    }

    /// The fewest columns in which a page shows all that it shows in those of the whole screen.
    fn whole(&self, share: u16, page: impl Fn(Rect) -> Page) -> Option<u16> {
        // Columns don't move when a notice comes or goes.
        let body = self.body(1);
        let rows = usize::from(body.height);
        [share, share.max(self.widest())].into_iter().find(|left| {
            let narrow = page(Rect { width: *left, ..body });
            let as_wide = || narrow.columns == page(body).columns;
            !narrow.cramped && (narrow.lines.len() <= rows || as_wide())
        })
    }
}

impl App {
    /// Whether a service is looked for, and the letter has not the focus.
    pub(super) fn looks_for_service(&self) -> bool {
        matches!(self.screen.field(), Some(Field::Find(_))) && self.letter.is_none()
    }

    fn found_service(&self) -> Option<&Service> {
        let Some(Field::Find(f)) = self.screen.field() else { return None };
        let choice = self.content.entry().get(START)?.choice.get(*f.hits.get(f.at)?)?;
        self.content.service(&choice.value).filter(|_| choice.value != OTHER)
    }

    pub(super) fn found_pane(&self, theme: &Theme, place: Rect, buf: &mut Buffer) {
        let mut page = theme.page(usize::from(place.width.saturating_sub(4)));
        if let Some(s) = self.found_service() {
            for (line, style) in mistaken(s).iter().zip([theme.plain, theme.dim]) {
                page.text("", line, style);
            }
            page.gap();
        }
        start::facts::goals(&mut page, self);
        theme.block().border_style(theme.dim).render(place, buf);
        let inner = Rect::new(place.x + 2, place.y + 1, place.width - 2, place.height - 2);
        page.lines.truncate(inner.height.into());
        page.draw(inner, buf);
    }
}
