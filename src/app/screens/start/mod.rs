//! The first question where something is stored: the services, then the draft and open cases.

pub(in crate::app) mod facts;
pub mod said;
pub mod view;

use crate::app::effect::Private;
use crate::domain::case::CaseId;
use crate::input::keymap::Intent;
use std::ops::Range;

#[derive(Debug, Default)]
pub struct Start {
    pub at: usize,
    /// The rows as of opening the screen: sorting thousands of cases takes longer than a key may.
    pub rows: Vec<Row>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Row {
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

/// The digit of [`Row::Find`], as among all services.
const ZERO: u8 = 10;

impl Start {
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
        let stands = |r: &Row| r.sign().is_some();
        let from = self.rows.iter().position(stands).unwrap_or(self.rows.len());
        from..from + self.rows.iter().skip(from).take_while(|r| stands(r)).count()
    }
    /// What stands before a row and chooses it.
    pub fn mark(&self, i: usize) -> String {
        let sign = self.rows.get(i).and_then(Row::sign).unwrap_or_default();
        self.number(i).map_or_else(|| sign.to_owned(), |n| n.to_string())
    }
    /// The key of a row, for a click on it.
    pub fn key(&self, i: usize) -> Option<Intent> {
        match self.rows.get(i)? {
            Row::Find => Some(Intent::Digit(ZERO)),
            Row::Several => Some(Intent::Add),
            Row::Mine => Some(Intent::Jump),
            // The tenth has no digit.
            _ => Some(Intent::Digit(u8::try_from(self.number(i)?).ok().filter(|n| *n < ZERO)?)),
        }
    }
    /// The row that a key chooses.
    pub fn chosen(&self, intent: Intent) -> Option<&Row> {
        let sign = |row: Row| self.rows.iter().find(|r| **r == row);
        match intent {
            Intent::Next => self.rows.get(self.at),
            Intent::Digit(ZERO) => sign(Row::Find),
            Intent::Digit(d) => self.rows.get(self.numbered(d.into())?),
            Intent::Add => sign(Row::Several),
            Intent::Jump => sign(Row::Mine),
            _ => None,
        }
    }
}

impl Row {
    /// What stands instead of a number.
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
    /// Whether it stands for something that is stored and can be gone on with.
    pub fn stored(&self) -> bool {
        matches!(self, Self::Draft(..) | Self::Case(_))
    }
}
