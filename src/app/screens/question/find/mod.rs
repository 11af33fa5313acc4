//! One of many choices, found by typing a part of its name. The last choice is the one whose name is typed in.

pub mod view;

use super::field::{FieldReply, step, typed};
use crate::domain::flow::spec::Question;
use crate::domain::service::find::Finder;
use crate::input::keymap::Intent;
use crate::text::clean::ascii_key;
use crate::text::edit::EditBuffer;

/// So many rows are shown at once; each has a digit.
pub const ROWS: usize = 9;

/// What is typed, and what was found by it.
#[derive(Debug, Clone)]
pub struct Find {
    /// What is typed.
    pub query: EditBuffer,
    /// The selected row: one of [`Find::hits`], or the one behind them.
    pub at: usize,
    /// The choices that were found, by number.
    pub hits: Vec<usize>,
    /// Nothing fits as it was typed: what was found is alike.
    pub near: bool,
    /// For what was looked last.
    asked: String,
}

impl Find {
    /// All choices, with the one of this value selected.
    #[must_use]
    pub fn new(q: &Question, value: &str) -> Self {
        let others = q.choice.len().saturating_sub(1);
        let at = q.choice.iter().position(|c| c.value == value).unwrap_or(0);
        Self {
            query: EditBuffer::new("", false),
            at,
            hits: (0..others).collect(),
            near: false,
            asked: String::new(),
        }
    }

    /// Whether nothing is typed.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        self.query.text().trim().is_empty()
    }

    /// Looks for what is typed now. The best one is selected; where nothing fits, the row for a name that is typed in.
    pub fn look(&mut self, finder: &Finder) {
        if self.asked == self.query.text() {
            return;
        }
        self.query.text().clone_into(&mut self.asked);
        let found = finder.find(&self.asked);
        (self.hits, self.near) = (found.records, found.near);
        // Enter takes no company of which only a part is like what was typed.
        self.at = if found.likely { 0 } else { self.hits.len() };
    }

    /// The number of the choice that is selected, among `of`.
    #[must_use]
    pub fn choice(&self, of: usize) -> usize {
        self.hits.get(self.at).copied().unwrap_or(of.saturating_sub(1))
    }

    /// The name that was typed for want of a known one.
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        Some(self.query.text().trim()).filter(|t| self.at >= self.hits.len() && !t.is_empty())
    }

    /// Takes a key. While nothing is typed, digits choose.
    pub fn update(&mut self, intent: Intent) -> FieldReply {
        let of = self.hits.len() + 1;
        match intent {
            Intent::Insert(c) if self.is_blank() => {
                let digit = ascii_key(c).to_digit(10).map(|d| d as usize);
                if let Some(d) = digit {
                    self.at = if d == 0 { of - 1 } else { (d - 1).min(of - 1) };
                    return FieldReply::Submit;
                }
                typed(&mut self.query, intent)
            }
            Intent::PageUp => {
                self.at = self.at.saturating_sub(ROWS);
                FieldReply::Taken
            }
            Intent::PageDown => {
                self.at = (self.at + ROWS).min(of - 1);
                FieldReply::Taken
            }
            Intent::Up | Intent::Down | Intent::Home | Intent::End => step(&mut self.at, of, intent),
            _ => typed(&mut self.query, intent),
        }
    }

    /// The rows that are shown in so much room, the selected one among them; the one behind them is always shown.
    #[must_use]
    pub fn window(&self, room: usize) -> std::ops::Range<usize> {
        let room = room.clamp(1, ROWS).min(self.hits.len());
        let at = self.at.min(self.hits.len().saturating_sub(1));
        // As the page numbers of a book: whole windows, so that the rows stand still while one moves through them.
        let first = at.checked_div(room).map_or(0, |n| (n * room).min(self.hits.len() - room));
        first..first + room
    }
}
