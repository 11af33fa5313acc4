//! Looking through a page with choices that is longer than the screen: what stands below the last
//! one, and a comparison whole.

use super::{App, inset};
use crate::app::screens::{Screen, question, start};
use crate::domain::document::flow_for;
use crate::domain::flow::walk::Walk;
use crate::input::keymap::Mode;
use crate::ui::page::Page;
use crate::ui::theme::{Palette, Theme};
use ratatui::layout::Rect;

impl App {
    /// Whether the page keys look through the page; elsewhere they move what is typed or scroll on
    /// their own.
    pub(in crate::app) fn pages(&self) -> bool {
        matches!(
            self.mode(),
            Mode::Choice | Mode::Find | Mode::Choices | Mode::List | Mode::Start | Mode::Run
        )
    }

    /// The first line after a page further up or down; None: all of it is there.
    pub(in crate::app) fn paged(&mut self, down: bool) -> Option<usize> {
        let (body, left, right) = self.places();
        let main = if right > 0 { Rect { width: left, ..body } } else { body };
        let rows = usize::from(inset(main).height);
        let theme = Theme::new(&Palette::MONO, self.ambiguous);
        let top = self.looked(main, body, &theme)?.top(rows);
        // Looked through, the page may have more lines.
        self.peek = Some(top);
        let most = self.looked(main, body, &theme)?.lines.len().saturating_sub(rows);
        let step = rows.saturating_sub(2).max(1);
        (most > 0).then(|| if down { (top + step).min(most) } else { top.saturating_sub(step) })
    }

    fn looked(&self, main: Rect, body: Rect, theme: &Theme) -> Option<Page> {
        let page = match &self.screen {
            Screen::Question(q) => {
                let answers = self.preview();
                let walk =
                    Walk::new(flow_for(&self.content, &answers), &answers, self.session.today);
                question::view::page(self, q, &walk, theme, main)
            }
            Screen::Start(s) => start::view::page(self, s, theme, body),
            _ => return None,
        };
        Some(self.peeked(page))
    }

    /// The page as the user has paged through it.
    pub(super) fn peeked(&self, mut page: Page) -> Page {
        if let Some(top) = self.peek {
            page.scroll = top;
            page.focus = 0..0;
        }
        page
    }
}
