//! What comes after a letter: the end of a pause, leaving where that was planned, and a look at
//! whether a milder step has helped.

use crate::domain::calendar::{OfficeCalendar, first_day};
use crate::domain::flow::walk::Walk;
use crate::domain::validate::{WHEN_I_ASK, date_of};
use crate::text::clean::visible;
use chrono::{Days, NaiveDate};

/// A day on which something else is to be done: after the pause, withdraw.
#[derive(Clone, PartialEq, Eq)]
pub struct PlanStep {
    pub on: NaiveDate,
    /// The goal of the letter that is then due; "" if none is.
    pub goal: String,
    pub note: String,
}

shows!(Debug PlanStep, it, "PlanStep({}, {})", it.on, it.goal);

impl PlanStep {
    /// What is planned: the note says more than the goal.
    pub fn words(&self, goal: impl FnOnce(&str) -> String) -> String {
        if self.note.is_empty() { goal(&self.goal) } else { visible(&self.note) }
    }
}

/// Milder steps, checked later for success.
const MILDER: [&str; 2] = ["reduce_contact", "change_handler"];

/// Days until a milder step is checked.
const LOOK_AGAIN: u64 = 14;

/// Whether a plan is over once the request was carried out: a milder step has helped then. A pause
/// that is to end in leaving goes on.
pub(super) fn ends_with_it(goal: &str) -> bool {
    MILDER.contains(&goal)
}

/// The plan that comes with a first letter.
pub fn of(walk: &Walk<'_>, office: OfficeCalendar) -> Vec<PlanStep> {
    if walk.one("follow_up").is_some() {
        return Vec::new();
    }
    let step =
        |on, goal: &str, note: &str| PlanStep { on, goal: goal.to_owned(), note: note.to_owned() };
    match walk.one("goal") {
        Some("pause") => {
            let back = walk.one("resume").filter(|r| *r != WHEN_I_ASK).and_then(first_day);
            let leave = walk.one("plan_on").and_then(|d| date_of(d, walk.today));
            // On the day on which one wants to leave nobody is reminded of coming back.
            let back = back.filter(|on| leave != Some(*on));
            let back = back.map(|on| step(on, "resume", text!("plan.resume")));
            back.into_iter()
                .chain(leave.map(|on| step(on, "withdraw", text!("plan.withdraw"))))
                .collect()
        }
        Some(goal) if MILDER.contains(&goal) => {
            let on = office.next_business_day(walk.today + Days::new(LOOK_AGAIN));
            vec![step(on, "pause", text!("plan.pause"))]
        }
        _ => Vec::new(),
    }
}
