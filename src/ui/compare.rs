//! What a step gains and costs, side by side.

use super::page::Page;
use super::said::{Role, Said};

/// Below this width of a column the two stand below each other.
const NARROW: usize = 24;

impl Page {
    /// Draws both lists, whole: what weighs most stands first, and `*` marks what speaks to what
    /// hurts.
    pub(super) fn compare(&mut self, all: &[&Said]) {
        // What the mark says, where there is one: above the lists, whose end may be out of sight.
        if all.iter().any(|said| matches!(said.role, Role::Gain(true) | Role::Loss(true))) {
            self.text("", text!("compare.speaks"), self.theme.dim);
        }
        let half = self.columns.saturating_sub(3) / 2;
        let (start, narrow) = (self.lines.len(), half < NARROW);
        self.cramped |= narrow;
        let columns = if narrow { self.columns } else { half };
        for list in all.chunk_by(|a, b| a.label == b.label) {
            let mut page = self.theme.page(columns);
            page.text("", &list[0].label, self.theme.title);
            for said in list {
                let lead = match said.role {
                    Role::Gain(true) => "*+ ",
                    Role::Gain(false) => " + ",
                    Role::Loss(true) => "*- ",
                    _ => " - ",
                };
                page.text(lead, &said.text, self.theme.plain);
            }
            if self.lines.len() == start {
                self.lines.append(&mut page.lines);
            } else if narrow {
                self.gap();
                self.lines.append(&mut page.lines);
            } else {
                self.beside(start, half + 3, page.lines);
            }
        }
        self.compared = self.lines.len();
    }
}
