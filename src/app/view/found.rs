//! What stands beside the list of services, where there is room: what is known of the one that is
//! selected, and what a letter can be for. Of the letter itself nothing is known yet.

use super::App;
use crate::app::screens::question::Question;
use crate::app::screens::question::field::Field;
use crate::app::screens::question::find::view::mistaken;
use crate::app::screens::{Screen, start};
use crate::domain::flow::graph::START;
use crate::domain::service::{OTHER, Service};
use crate::ui::theme::Theme;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::widgets::Widget as _;

impl App {
    /// Whether a service is looked for, and the letter has not the focus.
    pub(super) fn looks_for_service(&self) -> bool {
        let find = matches!(&self.screen, Screen::Question(q) if matches!(q.field, Field::Find(_)));
        find && self.letter.is_none()
    }

    fn found_service(&self) -> Option<&Service> {
        let Screen::Question(Question { field: Field::Find(f), .. }) = &self.screen else {
            return None;
        };
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
