//! What requests to one service mean for each other.

use super::event::{Event, What};
use super::record::CaseRecord;
use crate::domain::goal::Goal;
use crate::domain::service::OTHER;
use chrono::{DateTime, FixedOffset, NaiveDate};
use std::collections::BTreeMap;

/// A sent request that replaces an earlier one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Instead {
    pub goal: Goal,
    pub on: NaiveDate,
    made: DateTime<FixedOffset>,
}

impl Instead {
    fn of(c: &CaseRecord) -> Option<Self> {
        let sent = |e: &&Event| matches!(e.what, What::Sent { .. });
        let on = c.events.iter().find(sent)?.at.day();
        let made = c.letters.first().filter(|_| !given_up(c))?.made;
        Some(Self { goal: c.goal, on, made })
    }
}

fn given_up(c: &CaseRecord) -> bool {
    c.events.iter().any(|e| matches!(e.what, What::GivenUp))
}

/// The latest sent request per goal and service; with thousands of cases each is looked at once.
#[derive(Debug, Default)]
pub struct Latest<'a>(BTreeMap<(&'a str, &'a str), Vec<Instead>>);

impl<'a> Latest<'a> {
    pub fn of(cases: impl IntoIterator<Item = &'a CaseRecord>) -> Self {
        let mut all: BTreeMap<_, Vec<Instead>> = BTreeMap::new();
        for c in cases {
            let Some(new) = Instead::of(c) else { continue };
            let there = all.entry(c.place()).or_default();
            match there.iter_mut().find(|i| i.goal == new.goal) {
                Some(old) if old.made < new.made => *old = new,
                Some(_) => {}
                None => there.push(new),
            }
        }
        Self(all)
    }
    /// The request sent to the same service after this case's last letter that replaces it.
    pub fn instead_of(&self, c: &CaseRecord) -> Option<Instead> {
        let last = c.letters.last()?.made;
        let there = self.0.get(&c.place())?.iter();
        there.filter(|i| i.made > last && i.goal.replaces(c.goal)).max_by_key(|i| i.made).copied()
    }
}

/// The latest request to leave that no later request replaces.
pub fn leaving<'a>(
    cases: impl IntoIterator<Item = &'a CaseRecord> + Clone,
) -> Option<&'a CaseRecord> {
    let latest = Latest::of(cases.clone());
    let stands = |c: &&CaseRecord| {
        let other = latest.instead_of(c).is_some_and(|i| i.goal != c.goal);
        // A letter that was only copied has not reached anybody.
        c.goal == Goal::Withdraw && Instead::of(c).is_some() && !other
    };
    cases.into_iter().filter(stands).last()
}

pub fn place<'a>(service: &'a str, name: &'a str) -> (&'a str, &'a str) {
    (service, if service == OTHER { name } else { "" })
}

impl CaseRecord {
    /// The service, and its name if the id is [`OTHER`].
    pub fn place(&self) -> (&str, &str) {
        place(&self.service, &self.service_name)
    }
    pub fn asks_same(&self, other: &Self) -> bool {
        self.place() == other.place() && self.goal == other.goal
    }
}

#[cfg(test)]
mod tests;
