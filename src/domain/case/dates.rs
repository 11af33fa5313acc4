//! The days of a case as a calendar has them.

use super::declined::Selected;
use super::plan::PlanStep;
use super::progress::NextStep;
use super::record::CaseRecord;
use super::standing::{DueWhat, Rules, State};
use crate::domain::content::Content;
use crate::domain::handover::ics::IcsEntry;
use crate::domain::word::Word;
use crate::text::clean::visible;
use chrono::NaiveDate;

impl CaseRecord {
    /// All that is due, the earliest first.
    pub fn dates(&self, rules: Rules) -> Vec<IcsEntry> {
        let service = visible(&self.service_name);
        let mut named = Vec::new();
        let date = |due: super::standing::Due| {
            // A case has one movable date for the request, and one for each planned step.
            let id = match &due.what {
                DueWhat::Plan(step) => self.plan_id(step, &mut named),
                DueWhat::Told => format!("{}-told", self.id),
                _ => self.id.to_string(),
            };
            let what = due.what.words();
            let summary = text!("ics.due", service = service, goal = self.goal.ja(), what = what);
            IcsEntry { id, day: due.on, time: None, summary, description: self.to_do(&due.what) }
        };
        self.all_due(rules).into_iter().map(date).collect()
    }

    /// The days, from today on, of continuing selections.
    pub fn kept_days(&self, content: &Content, today: NaiveDate) -> Vec<IcsEntry> {
        if self.state() == State::GivenUp {
            return Vec::new();
        }
        let service = visible(&self.service_name);
        let day = |(n, s): (usize, Selected)| {
            let day = s.on.filter(|on| *on >= today)?;
            let summary = text!("ics.kept", service = service, name = s.employer);
            let description = text!("ics.kept.note").to_owned();
            let id = format!("{}-kept-{}", self.id, n + 1);
            Some(IcsEntry { id, day, time: s.time, summary, description })
        };
        self.selected(&["keep"], content, today).into_iter().enumerate().filter_map(day).collect()
    }

    /// The calendar id of a planned step. Several may share a day; `named`: those given out.
    fn plan_id(&self, step: &PlanStep, named: &mut Vec<usize>) -> String {
        let at = |(i, p): &(usize, &PlanStep)| *p == step && !named.contains(i);
        let at = self.plan.iter().enumerate().rfind(at).map_or(0, |(i, _)| i);
        named.push(at);
        let before = self.plan.iter().take(at).filter(|p| p.on == step.on).count();
        match before {
            0 => format!("{}-{}", self.id, step.on),
            n => format!("{}-{}-{}", self.id, step.on, n + 1),
        }
    }

    fn to_do(&self, what: &DueWhat) -> String {
        let says = match what {
            DueWhat::Plan(p) if !p.note.is_empty() => visible(&p.note),
            DueWhat::Plan(PlanStep { goal: Some(goal), .. }) => {
                text!("step.plan_letter", goal = goal.ja())
            }
            DueWhat::Plan(_) => text!("ics.plan").to_owned(),
            DueWhat::Letter(kind) => NextStep::SecondLetter(*kind).ja(),
            DueWhat::Resend => NextStep::Resend.ja(),
            DueWhat::Asked(asked) => NextStep::Answer(asked.clone()).ja(),
            DueWhat::Own | DueWhat::Told if self.unsent() && self.is_call() => NextStep::Call.ja(),
            DueWhat::Own | DueWhat::Told if self.unsent() => NextStep::Send.ja(),
            DueWhat::Told => NextStep::Phone.ja(),
            _ => return text!("ics.note").to_owned(),
        };
        text!("ics.to_do", says)
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests_support::RULES;
    use super::*;
    use crate::domain::case::What;
    use crate::domain::channel::Channel;
    use crate::domain::goal::Goal;

    #[test]
    fn each_step_of_a_day_is_an_event_of_its_own_and_keeps_its_name() {
        let day = |text: &str| -> NaiveDate { text.parse().expect("a day") };
        let step =
            |on: &str, goal, note: &str| PlanStep { on: day(on), goal, note: note.to_owned() };
        let mut c = CaseRecord::new(day("2026-11-20"), "s", "S", Goal::Pause);
        let how = Channel::Mail;
        let sent = What::Sent { letter: 1, how, person: String::new(), promised_by: None };
        c.log(super::super::When::On(day("2026-11-20")), sent, "");
        c.plan = vec![
            step("2027-01-08", Some(Goal::Resume), "決める"),
            step("2027-01-08", Some(Goal::Withdraw), ""),
            step("2027-01-08", None, ""),
        ];
        let told = |c: &CaseRecord| -> Vec<(String, String)> {
            let all = c.dates(RULES);
            all.into_iter().map(|e| (e.id, e.description)).collect()
        };
        let of = |id: &str, says: &str| (format!("20261120-s-pause{id}"), says.to_owned());
        let second = of("-2027-01-08-2", "「退会する」の手紙を書く（kotowari）。");
        let third = of("-2027-01-08-3", "この日にと決めたことに取りかかる（kotowari）。");
        let all = [
            of("", text!("ics.note")),
            of("-2027-01-08", "決める（kotowari）。"),
            second.clone(),
            third.clone(),
        ];
        assert_eq!(told(&c), all);
        let done = What::PlanDone { on: day("2027-01-08") };
        c.log(super::super::When::On(day("2027-01-08")), done, "");
        assert_eq!(told(&c).get(1..), Some(&[second, third][..]), "what is left keeps its name");
    }
}
