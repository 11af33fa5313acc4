//! One of many choices, found by typing a part of its name. The last choice is the one whose name
//! is typed in.

pub mod said;
pub mod view;

use super::typing::{FieldReply, typed};
use crate::app::effect::Private;
use crate::domain::flow::spec::{Format, Question};
use crate::domain::service::OTHER;
use crate::domain::service::find::Finder;
use crate::domain::validate;
use crate::input::keymap::Intent;
use crate::text::clean::ascii_key;
use crate::text::edit::EditBuffer;

/// Number of rows that have a digit.
pub const ROWS: usize = 9;

#[derive(Debug, Clone, Default)]
pub struct Find {
    pub query: EditBuffer,
    /// The selected row: one of [`Find::hits`], or the one after them.
    pub at: usize,
    /// The choices that were found, by number.
    pub hits: Vec<usize>,
    /// Nothing matches exactly: the results are similar.
    pub near: bool,
    /// The services that are chosen, where several are looked for.
    pub several: Option<Vec<Pick>>,
    /// Opened from another screen, to which back returns.
    pub direct: bool,
    /// How far each choice is from the user's services, by number.
    pub far: Vec<u8>,
    /// The last query.
    asked: String,
}

/// One of several services: its id, and its name where that was typed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pick {
    pub service: String,
    /// The name; empty where the id says it.
    pub name: Private,
}

impl Find {
    /// All choices, with the one of this value selected.
    pub fn new(q: &Question, value: &str) -> Self {
        let others = q.choice.len().saturating_sub(1);
        let at = q.choice.iter().position(|c| c.value == value).unwrap_or(0);
        Self { at, hits: (0..others).collect(), ..Self::default() }
    }

    pub fn is_blank(&self) -> bool {
        self.query.text().trim().is_empty()
    }

    /// Runs the search. The best result is selected; without one, the row for a typed name.
    pub fn look(&mut self, finder: &Finder) {
        if self.asked == self.query.text() {
            return;
        }
        self.query.text().clone_into(&mut self.asked);
        let found = finder.find_near(&self.asked, &self.far);
        (self.hits, self.near) = (found.records, found.near);
        // Enter must not accept a company that only resembles the typed text in part.
        self.at = if found.likely { 0 } else { self.hits.len() };
    }

    pub fn mark_several(&mut self, picks: Vec<Pick>) {
        self.at = if picks.is_empty() { 0 } else { self.hits.len() + 1 };
        self.several = Some(picks);
    }

    /// Marks or unmarks one of several; the next one can be typed.
    pub fn take(
        &mut self,
        service: &str,
        name: Option<&str>,
        finder: &Finder,
    ) -> Result<(), String> {
        let name = match name.filter(|_| service == OTHER) {
            Some(name) => validate::text(Format::Office, name, false)?,
            None => String::new(),
        };
        let Some(picks) = self.several.as_mut().filter(|_| service != OTHER || !name.is_empty())
        else {
            return Ok(());
        };
        let pick = Pick { service: service.to_owned(), name: Private(name) };
        // Typing the name of a marked service keeps it.
        let typed = !self.query.text().trim().is_empty();
        match picks.iter().position(|p| *p == pick) {
            Some(i) if !typed => _ = picks.remove(i),
            Some(_) => {}
            None => picks.push(pick),
        }
        if typed {
            self.query.set_text("");
            self.look(finder);
            self.at = self.hits.len() + 1;
        }
        Ok(())
    }

    /// Whether the row after all choices is selected: to several services, or on with those marked.
    pub fn at_several(&self) -> bool {
        self.at > self.hits.len()
    }

    /// The number of the choice that is selected, among `of`.
    pub fn choice(&self, of: usize) -> usize {
        self.hits.get(self.at).copied().unwrap_or(of.saturating_sub(1))
    }

    /// The name that was typed for want of a known one.
    pub fn name(&self) -> Option<&str> {
        Some(self.query.text().trim()).filter(|t| self.at == self.hits.len() && !t.is_empty())
    }

    /// Takes a key. While nothing is typed, digits choose.
    pub fn update(&mut self, intent: Intent) -> FieldReply {
        let of = self.hits.len() + 2;
        match intent {
            // Esc first clears the search text; once more leaves.
            Intent::Back if !self.is_blank() => {
                self.query.set_text("");
                FieldReply::Taken
            }
            Intent::Insert('+' | '\u{ff0b}') if self.is_blank() => {
                self.at = of - 1;
                FieldReply::Submit
            }
            // In a list of marks a blank marks, since no name begins with one.
            Intent::Insert(' ' | '\u{3000}') if self.is_blank() && self.several.is_some() => {
                FieldReply::Submit
            }
            Intent::Backspace if self.is_blank() && self.several.is_some() => {
                _ = self.several.as_mut().and_then(Vec::pop);
                FieldReply::Taken
            }
            Intent::Insert(c) if self.is_blank() => {
                let digit = ascii_key(c).to_digit(10).map(|d| d as usize);
                if let Some(d) = digit {
                    self.at = if d == 0 { of - 2 } else { (d - 1).min(of - 2) };
                    return FieldReply::Submit;
                }
                typed(&mut self.query, intent)
            }
            _ if intent.goes_up_or_down() => {
                self.at = intent.moved(self.at, ROWS, of - 1);
                FieldReply::Taken
            }
            _ => typed(&mut self.query, intent),
        }
    }

    /// The rows shown in this much room, with the selected one; the row after them always is.
    pub fn window(&self, room: usize) -> std::ops::Range<usize> {
        let room = room.max(1).min(self.hits.len());
        // On the last row the list starts over.
        let at = if self.several.is_some() && self.at_several() { 0 } else { self.at };
        let at = at.min(self.hits.len().saturating_sub(1));
        // Whole pages, so that rows keep their place while the selection moves.
        let first = at.checked_div(room).map_or(0, |n| (n * room).min(self.hits.len() - room));
        first..first + room
    }
}
