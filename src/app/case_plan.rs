//! Another step of a case's plan.

use super::App;
use super::effect::{CaseOrder, Effect};
use super::overlay::{Overlay, Prompt};
use crate::domain::calendar::format_ja;
use crate::domain::case::{PlanStep, moment};
use crate::domain::goal::Goal;
use crate::domain::validate::one_of;
use crate::domain::word::Word;
use crate::text::edit::EditBuffer;

impl App {
    /// A day, and the letter that is then due; without one, that of the next step.
    pub(super) fn set_plan(&mut self, text: &str, b: EditBuffer) {
        let Some(record) = self.shown_case().filter(|_| !text.is_empty()) else {
            return;
        };
        let (id, next) = (record.id.clone(), record.goal.next());
        let day = |text: &str| moment::ahead(text.trim_end(), self.session.today);
        let step = match (day(text), text.rsplit_once(char::is_whitespace)) {
            (Err(_), Some((head, goal))) => {
                day(head).and_then(|on| Ok((on, Some(goal_named(goal)?))))
            }
            (on, _) => on.map(|on| (on, next)),
        };
        match step {
            Ok((on, goal)) => {
                let bracketed = |goal: Goal| text!("sign.brackets", words = goal.ja());
                let words = goal.map_or_else(String::new, bracketed);
                self.tell(text!("notice.planned", day = format_ja(on), goal = words));
                let step = PlanStep { on, goal, note: String::new() };
                self.emit(Effect::Case(CaseOrder::Plan(id, Box::new(step))));
            }
            Err(e) => {
                self.notice = Some(e);
                self.overlay = Some(Overlay::Prompt(Prompt::Plan, b));
            }
        }
    }
}

/// The goal that is meant by a part of its name, or by its id.
fn goal_named(words: &str) -> Result<Goal, String> {
    let found = Goal::ALL.iter().find(|(_, id, ja)| *id == words || ja.contains(words));
    found.map(|(goal, ..)| *goal).ok_or_else(|| one_of(Goal::ALL.iter().map(|(.., ja)| *ja)))
}
