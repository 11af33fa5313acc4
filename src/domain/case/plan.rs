//! Planned steps after a letter: the end of a pause, a planned withdrawal, and checking whether a
//! milder step has helped.

use crate::domain::calendar::{OfficeCalendar, first_day};
use crate::domain::flow::walk::Walk;
use crate::domain::goal::Goal;
use crate::domain::periods;
use crate::domain::validate::WHEN_I_ASK;
use crate::domain::word::Word;
use crate::text::clean::visible;
use chrono::{Days, NaiveDate};

/// A day on which something else is due, long after the letter has left: after the pause, withdraw.
#[derive(Clone, PartialEq, Eq)]
pub struct PlanStep {
    pub on: NaiveDate,
    /// The letter due then, if any.
    pub goal: Option<Goal>,
    pub note: String,
}

shows!(Debug PlanStep, it, "PlanStep({}, {})", it.on, it.goal_id());

impl PlanStep {
    /// "" if no letter is due.
    pub fn goal_id(&self) -> &'static str {
        self.goal.map_or("", Goal::id)
    }
    /// The note says more than the goal.
    pub fn words(&self) -> String {
        if self.note.is_empty() {
            self.goal.map_or("", Goal::ja).to_owned()
        } else {
            visible(&self.note)
        }
    }
}

/// The plan that comes with a first letter.
pub fn of(walk: &Walk<'_>, office: OfficeCalendar) -> Vec<PlanStep> {
    if walk.one("follow_up").is_some() {
        return Vec::new();
    }
    let step = |on, goal, note: &str| PlanStep { on, goal: Some(goal), note: note.to_owned() };
    match walk.goal() {
        Some(Goal::Pause) => {
            let back = walk.one("resume").filter(|r| *r != WHEN_I_ASK).and_then(first_day);
            let leave = walk.day("plan_on");
            // No reminder to come back on the day on which the user plans to leave.
            let back = back.filter(|on| leave != Some(*on));
            let back = back.map(|on| step(on, Goal::Resume, text!("plan.resume")));
            back.into_iter()
                .chain(leave.map(|on| step(on, Goal::Withdraw, text!("plan.withdraw"))))
                .collect()
        }
        Some(goal) if goal.milder() => {
            let on = office.next_business_day(walk.today + Days::new(periods::LOOK_AGAIN));
            vec![step(on, Goal::Pause, text!("plan.pause"))]
        }
        _ => Vec::new(),
    }
}
