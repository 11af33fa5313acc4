//! The first question where something is stored: the services, then the draft and open cases.

pub(in crate::app) mod facts;
pub mod said;
mod update;
pub mod view;

use crate::app::effect::Private;
use crate::domain::case::CaseId;
use crate::input::keymap::Intent;
use std::ops::Range;

#[derive(Debug, Default)]
pub struct StartList {
    pub at: usize,
    /// The rows as of opening the screen: sorting thousands of cases takes longer than a key may.
    pub rows: Vec<StartRow>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StartRow {
    /// A new letter to this service, which has been written to.
    Service(String),
    /// A new letter to one whose name was typed in, which the user is registered with.
    Own(Private),
    /// A new letter to another one, which is looked for.
    Find,
    Several,
    /// Where the user is registered, and what was asked there.
    Mine,
    /// An unfinished walk: its number, what it is about, and what was answered.
    Draft(u32, Private, Private),
    Case(CaseId),
    /// A case that is over, to be read once more.
    Over(CaseId),
}

/// The digit of [`StartRow::Find`], as among all services.
const ZERO: u8 = 10;

impl StartList {
    /// The number of a row. What is always there has none: it would be another one with each new
    /// service.
    pub fn number(&self, i: usize) -> Option<usize> {
        let standing = self.standing();
        let before = if i < standing.start { 0 } else { standing.len() };
        (i < self.rows.len() && !standing.contains(&i)).then(|| i + 1 - before)
    }
    /// The row with this number.
    pub fn numbered(&self, n: usize) -> Option<usize> {
        let (i, standing) = (n.checked_sub(1)?, self.standing());
        let i = if i < standing.start { i } else { i + standing.len() };
        (i < self.rows.len()).then_some(i)
    }
    /// How many rows have a number.
    pub fn numbers(&self) -> usize {
        self.rows.len() - self.standing().len()
    }
    /// Where the rows are that are always there.
    fn standing(&self) -> Range<usize> {
        let stands = |r: &StartRow| r.sign().is_some();
        let from = self.rows.iter().position(stands).unwrap_or(self.rows.len());
        from..from + self.rows.iter().skip(from).take_while(|r| stands(r)).count()
    }
    /// The label before a row, which is also the input that selects it.
    pub fn mark(&self, i: usize) -> String {
        let sign = self.rows.get(i).and_then(StartRow::sign).unwrap_or_default();
        self.number(i).map_or_else(|| sign.to_owned(), |n| n.to_string())
    }
    /// The key of a row, for a click on it.
    pub fn key(&self, i: usize) -> Option<Intent> {
        match self.rows.get(i)? {
            StartRow::Find => Some(Intent::Digit(ZERO)),
            StartRow::Several => Some(Intent::Add),
            StartRow::Mine => Some(Intent::Jump),
            // The tenth has no digit.
            _ => Some(Intent::Digit(u8::try_from(self.number(i)?).ok().filter(|n| *n < ZERO)?)),
        }
    }
    /// The row that a key chooses.
    pub fn chosen(&self, intent: Intent) -> Option<&StartRow> {
        let sign = |row: StartRow| self.rows.iter().find(|r| **r == row);
        match intent {
            Intent::Next => self.rows.get(self.at),
            Intent::Digit(ZERO) => sign(StartRow::Find),
            Intent::Digit(d) => self.rows.get(self.numbered(d.into())?),
            Intent::Add => sign(StartRow::Several),
            Intent::Jump => sign(StartRow::Mine),
            _ => None,
        }
    }
}

impl StartRow {
    /// The sign used instead of a number.
    pub fn sign(&self) -> Option<&'static str> {
        match self {
            Self::Find => Some("0"),
            Self::Several => Some("+"),
            Self::Mine => Some("="),
            _ => None,
        }
    }
    pub fn case(&self) -> Option<&CaseId> {
        match self {
            Self::Case(id) | Self::Over(id) => Some(id),
            _ => None,
        }
    }
    /// Whether it is something stored that can be continued.
    pub fn stored(&self) -> bool {
        matches!(self, Self::Draft(..) | Self::Case(_))
    }
}
