//! What screens may read, and the room they have.

use crate::config::Config;
use crate::domain::content::Content;
use crate::text::width::{Ambiguous, Room};

/// Minimum width at which the letter is shown beside the question.
pub const WIDE: u16 = 100;

/// Widest sheet: a line of a mail, with its gutter, its margin and its frame.
pub const LETTER: u16 = 86;
/// Columns of the question and of the letter (0: behind Tab). The column between them is free: a
/// scrolling page has its bar there.
pub fn split((columns, _): (u16, u16)) -> (u16, u16) {
    if columns < WIDE {
        return (columns, 0);
    }
    let left = (columns * 45 / 100).clamp(44, 90);
    (left, (columns - left - 1).min(LETTER))
}

#[derive(Debug, Clone, Copy)]
pub struct Ctx<'a> {
    pub content: &'a Content,
    pub config: &'a Config,
    pub size: (u16, u16),
    pub ambiguous: Ambiguous,
}

impl<'a> Ctx<'a> {
    pub fn new(
        content: &'a Content,
        config: &'a Config,
        size: (u16, u16),
        ambiguous: Ambiguous,
    ) -> Self {
        Self { content, config, size, ambiguous }
    }
    /// Room for text on the question side of the screen, without `less` columns.
    pub fn room(&self, less: usize) -> Room {
        self.ambiguous.room(usize::from(split(self.size).0).saturating_sub(less))
    }
}
