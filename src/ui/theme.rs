//! The few styles of the program. Colour is never the only sign: every coloured thing has a mark or a place of its own.

use super::page::Page;
use crate::text::width::Ambiguous;
use ratatui::style::{Color, Modifier, Style};

/// Styles by role; all from the terminal's own 16 colours, so that light and dark backgrounds both work.
#[derive(Debug, Clone, Copy)]
pub struct Theme {
    /// The line at the top.
    pub header: Style,
    /// The question.
    pub title: Style,
    /// The selected line.
    pub selected: Style,
    /// Advice.
    pub hint: Style,
    /// What is wrong.
    pub error: Style,
    /// What went well.
    pub good: Style,
    /// A blank in the letter.
    pub blank: Style,
    /// What the last answer changed.
    pub changed: Style,
    /// Remarks, keys.
    pub dim: Style,
    /// Everything else.
    pub plain: Style,
    /// How wide the terminal draws ambiguous characters.
    pub ambiguous: Ambiguous,
}

impl Theme {
    /// With or without colours, for a terminal that draws ambiguous characters so.
    #[must_use]
    pub const fn new(colors: bool, ambiguous: Ambiguous) -> Self {
        let plain = Style::new();
        let bold = plain.add_modifier(Modifier::BOLD);
        let dim = plain.add_modifier(Modifier::DIM);
        let selected = plain.add_modifier(Modifier::REVERSED);
        if colors {
            Self {
                header: selected,
                title: bold,
                selected,
                hint: plain,
                error: bold.fg(Color::Red),
                good: bold,
                blank: bold.fg(Color::Magenta),
                changed: bold.fg(Color::Green),
                dim,
                plain,
                ambiguous,
            }
        } else {
            let under = plain.add_modifier(Modifier::UNDERLINED);
            Self {
                header: selected,
                title: bold,
                selected,
                hint: plain,
                error: bold,
                good: bold,
                blank: under,
                changed: plain,
                dim: plain,
                plain,
                ambiguous,
            }
        }
    }
    /// An empty page for such a terminal.
    #[must_use]
    pub fn page(&self) -> Page {
        Page { ambiguous: self.ambiguous, ..Page::default() }
    }
}
