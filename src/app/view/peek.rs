//! Paging through a page with choices that is longer than the screen, to see what is below the last
//! choice, or a whole comparison.

use super::App;
use crate::app::screens::Screen;
use crate::input::keymap::{Intent, Mode};
use crate::ui::page::Page;

impl App {
    /// Whether the page keys page through the page; elsewhere they move the input or scroll.
    pub(in crate::app) fn pages(&self) -> bool {
        matches!(self.mode(), Mode::Choice | Mode::Find | Mode::Choices | Mode::List | Mode::Run)
    }

    /// Whether there is more of a question than is shown at a time.
    pub(super) fn is_cut(&self) -> bool {
        self.most_scroll() > 0
    }

    /// The first line after a page further up or down; None: all of it is there.
    pub(in crate::app) fn paged(&mut self, down: bool) -> Option<usize> {
        let (page, rows) = self.laid_out()?;
        let top = page.top(rows);
        // Looked through, the page may have more lines.
        self.peek = Some(top);
        let most = self.most_scroll();
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
            && self.laid_out().is_some_and(|(page, rows)| {
                let seen = page.focus.start < top + rows && page.focus.end > top;
                !page.focus.is_empty() && !seen
            })
    }

    /// Moves the selection of the first screen by the rows that are shown, but for one.
    pub(in crate::app) fn page_rows(&mut self, down: bool) {
        let Some((page, rows)) = self.laid_out() else { return };
        let top = page.top(rows);
        let seen = page.targets.iter().filter(|(l, _)| l.start >= top && l.end <= top + rows);
        let by = seen.count().saturating_sub(1).max(1);
        let Screen::Start(s) = &mut self.screen else { return };
        let last = s.rows.len().saturating_sub(1);
        s.at = if down { (s.at + by).min(last) } else { s.at.saturating_sub(by) };
    }

    pub(super) fn peeked(&self, mut page: Page) -> Page {
        if let Some(top) = self.peek {
            page.scroll = top;
            page.focus = 0..0;
        }
        page
    }
}
