//! What lies over a screen, in a box of its own.

use crate::app::App;
use crate::app::overlay::{Ask, Overlay};
use crate::domain::document::Document;
use crate::domain::gate::Level;
use crate::input::keymap::{Intent, Mode};
use crate::ui::theme::Theme;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui::text::{Line, Span};

impl App {
    /// Draws an overlay; returns where its cursor stands.
    pub(super) fn over(
        &self,
        o: &Overlay,
        doc: Option<&Document<'_>>,
        theme: &Theme,
        buf: &mut Buffer,
    ) -> Option<Position> {
        let (w, h) = self.size;
        let columns = w.saturating_sub(4).min(76);
        let mut page = theme.page();
        let room = usize::from(columns).saturating_sub(4);
        match o {
            Overlay::Help { of, scroll } => {
                page.scroll = *scroll;
                page.push(Span::styled(self.content.text("help.title").to_owned(), theme.title));
                page.gap();
                for (keys, action, _) in self.keymap.list(*of, false) {
                    let pad = 22_usize.saturating_sub(theme.ambiguous.width(&keys));
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
                    for f in doc.findings.iter().filter(|f| f.level == Level::Block).take(6) {
                        page.text("! ", &f.message, theme.error, room);
                    }
                }
                page.gap();
                for (keys, action, _) in self
                    .keymap
                    .list(Mode::Ask, false)
                    .iter()
                    .filter(|k| matches!(k.2, Intent::Yes | Intent::No | Intent::Back))
                {
                    let says = self.content.text(&format!("{}.{action}", ask.text())).to_owned();
                    page.push(Line::from(vec![
                        Span::styled(format!("{keys}  "), theme.title),
                        Span::raw(says),
                    ]));
                }
            }
            Overlay::Prompt(prompt, b) => {
                page.text("", self.content.text(prompt.text()), theme.title, room);
                page.gap();
                let layout = b.layout(theme.ambiguous.room(room.saturating_sub(2)));
                for r in &layout.lines {
                    page.push(format!("> {}", b.text().get(r.clone()).unwrap_or_default()));
                }
                let first = page.lines.len() - layout.lines.len();
                page.cursor = Some((first + layout.row, layout.col + 2));
                page.gap();
                page.text("", self.content.text(&format!("{}.note", prompt.text())), theme.dim, room);
            }
        }
        let rows = u16::try_from(page.lines.len()).unwrap_or(h).saturating_add(2).min(h.saturating_sub(2));
        let place = Rect::new((w - columns) / 2, (h - rows) / 2, columns, rows);
        for y in place.y..place.y + place.height {
            // A wide character that reaches into the box would hide its border.
            if let Some(before) = place.x.checked_sub(1)
                && theme.ambiguous.width(buf[(before, y)].symbol()) > 1
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
