//! Paging through a page with choices that is longer than the screen, to see what is below the last
//! choice, or a whole comparison.

use super::{App, inset};
use crate::app::screens::{Screen, start};
use crate::domain::document::flow_for;
use crate::domain::flow::walk::Walk;
use crate::input::keymap::{Intent, Mode};
use crate::ui::page::Page;
use crate::ui::theme::{Palette, Theme};
use ratatui::layout::Rect;

impl App {
    /// Whether the page keys page through the page; elsewhere they move the input or scroll.
    pub(in crate::app) fn pages(&self) -> bool {
        matches!(self.mode(), Mode::Choice | Mode::Find | Mode::Choices | Mode::List | Mode::Run)
    }

    /// Whether there is more of a question than is shown at a time.
    pub(super) fn is_cut(&self) -> bool {
        self.looked().is_some_and(|(page, rows)| page.lines.len() > rows)
    }

    /// The first line after a page further up or down; None: all of it is there.
    pub(in crate::app) fn paged(&mut self, down: bool) -> Option<usize> {
        let (page, rows) = self.looked()?;
        let top = page.top(rows);
        // Looked through, the page may have more lines.
        self.peek = Some(top);
        let most = self.looked()?.0.lines.len().saturating_sub(rows);
        let step = rows.saturating_sub(2).max(1);
        (most > 0).then(|| if down { (top + step).min(most) } else { top.saturating_sub(step) })
    }

    /// Whether a key would act on a selection that is out of sight: it is scrolled into view first.
    pub(in crate::app) fn takes_unseen(&self, intent: Intent, top: usize) -> bool {
        let takes = match intent {
            // It goes on with what is marked, wherever the selection stands.
            Intent::Next => self.mode() != Mode::Choices,
            intent => matches!(intent, Intent::Toggle | Intent::Remove),
        };
        takes
            && self.looked().is_some_and(|(page, rows)| {
                let seen = page.focus.start < top + rows && page.focus.end > top;
                !page.focus.is_empty() && !seen
            })
    }

    /// Moves the selection of the first screen by the rows that are shown, but for one.
    pub(in crate::app) fn page_rows(&mut self, down: bool) {
        let place = inset(self.places().0);
        let rows = usize::from(place.height);
        let theme = Theme::new(&Palette::MONO, self.ambiguous);
        let Screen::Start(s) = &self.screen else { return };
        let page = start::view::page(self, s, &theme, place);
        let top = page.top(rows);
        let seen = page.targets.iter().filter(|(l, _)| l.start >= top && l.end <= top + rows);
        let by = seen.count().saturating_sub(1).max(1);
        let Screen::Start(s) = &mut self.screen else { return };
        let last = s.rows.len().saturating_sub(1);
        s.at = if down { (s.at + by).min(last) } else { s.at.saturating_sub(by) };
    }

    /// The page of a question or a list as it is drawn, and the rows that it has.
    fn looked(&self) -> Option<(Page, usize)> {
        if !matches!(self.screen, Screen::Question(_) | Screen::Mine(_) | Screen::Run(_)) {
            return None;
        }
        let (body, left, right) = self.places();
        let main = if right > 0 { Rect { width: left, ..body } } else { body };
        let theme = Theme::new(&Palette::MONO, self.ambiguous);
        let answers = self.preview();
        let walk = Walk::new(flow_for(&self.content, &answers), &answers, self.session.today);
        let page = self.listed(&walk, &theme, main);
        Some((self.peeked(page), inset(main).height.into()))
    }

    pub(super) fn peeked(&self, mut page: Page) -> Page {
        if let Some(top) = self.peek {
            page.scroll = top;
            page.focus = 0..0;
        }
        page
    }
}
