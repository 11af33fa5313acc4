//! What follows from the events of a case: state, due day, next step. Never stored.

use super::beside::Instead;
use super::bundle::CALLED;
use super::event::{AnswerKind, Event, Kind, OpenQuestion, What};
use super::plan::PlanStep;
use super::record::CaseRecord;
use super::standing::{Due, DueWhat, Rules, Standing, State};
use crate::domain::calendar::{OfficeCalendar, format_ja};
use crate::domain::content::Content;
use crate::domain::follow_up::FollowUp;
use crate::domain::periods;
use crate::domain::word::Word;
use chrono::NaiveDate;

/// Unanswered calls after which writing is offered.
pub const TRIES: usize = 3;

impl Rules {
    pub fn new(
        record: &CaseRecord,
        content: &Content,
        office: OfficeCalendar,
        today: NaiveDate,
    ) -> Self {
        let letters =
            content.flow().get("follow_up").map(|q| q.choice.as_slice()).unwrap_or_default();
        Self {
            today,
            answer_days: content
                .service(&record.service)
                .map_or(periods::ANSWER, |s| s.answer_business_days),
            office,
            after_call: letters.iter().any(|c| c.value == FollowUp::AfterCall.id()),
            instead: None,
        }
    }
    /// With the later request that replaced this one, if any.
    pub fn beside(self, instead: Option<Instead>) -> Self {
        Self { instead, ..self }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NextStep {
    Send,
    /// Read it out on the phone.
    Call,
    /// Nobody answers: send the same in writing.
    Write,
    /// Ask on the phone whether the refusal of an interview was passed on.
    Phone,
    /// It is not confirmed that the phone call was understood as meant: ask.
    AskAgain,
    /// Nothing to do up to and including that day.
    Wait(NaiveDate),
    /// Waiting, although contact came: it crossed with the letter.
    Crossed(NaiveDate),
    SecondLetter(FollowUp),
    /// It never arrived: send the same another way.
    Resend,
    /// Leaving would end a selection that is to go on: ask to leave after it.
    Postpone,
    Answer(OpenQuestion),
    Plan(PlanStep),
    /// A later request takes its place: whether it is over is for the user to say.
    Rests(Instead),
    Nothing,
}

impl NextStep {
    pub fn id(&self) -> &'static str {
        match self {
            Self::Send | Self::Call => "send",
            Self::Write => "write",
            Self::Phone | Self::AskAgain => "phone",
            Self::Wait(_) | Self::Crossed(_) => "wait",
            Self::SecondLetter(_) => "second_letter",
            Self::Resend => "resend",
            Self::Postpone => "postpone",
            Self::Answer(_) => "answer",
            Self::Plan(_) => "plan",
            Self::Rests(_) => "rests",
            Self::Nothing => "nothing",
        }
    }
    /// What to do on a day, of a plan what it is for; `day` puts a day in words.
    pub fn words(&self, today: NaiveDate, day: impl Fn(NaiveDate) -> String) -> String {
        match self {
            Self::Plan(PlanStep { goal: Some(goal), .. }) => {
                text!("sign.with", name = self.told(day), words = goal.ja())
            }
            Self::Rests(i) => text!("step.rests", day = day(i.on), goal = i.goal.ja()),
            other => other.on(today, day),
        }
    }
    /// [`Self::ja`] without a plan's goal.
    pub fn ja_on(&self, today: NaiveDate) -> String {
        self.on(today, format_ja)
    }
    /// The last day of a wait says what follows.
    fn on(&self, today: NaiveDate, day: impl Fn(NaiveDate) -> String) -> String {
        match self {
            Self::Wait(until) | Self::Crossed(until) if *until == today => {
                text!("step.wait.today").to_owned()
            }
            other => other.told(day),
        }
    }
    pub fn ja(&self) -> String {
        self.told(format_ja)
    }
    fn told(&self, day: impl Fn(NaiveDate) -> String) -> String {
        match self {
            Self::Send => text!("step.send").to_owned(),
            Self::Call => text!("step.call").to_owned(),
            Self::Write => text!("step.write").to_owned(),
            Self::Phone => text!("step.phone").to_owned(),
            Self::AskAgain => text!("step.ask_again").to_owned(),
            Self::Wait(until) => text!("step.wait", day = day(*until)),
            Self::Crossed(until) => text!("step.crossed", day = day(*until)),
            // All is done; a letter of thanks is optional.
            Self::SecondLetter(FollowUp::Confirm) => text!("step.thanks").to_owned(),
            Self::SecondLetter(kind) => text!("step.second_letter", kind = kind.ja()),
            Self::Resend => text!("step.resend").to_owned(),
            Self::Postpone => text!("step.postpone").to_owned(),
            Self::Answer(asked) => asked.ja(day),
            Self::Plan(p) => text!("step.plan", day = day(p.on)),
            Self::Rests(i) => text!("step.rests.bare", day = day(i.on)),
            Self::Nothing => text!("step.nothing").to_owned(),
        }
    }
}

impl CaseRecord {
    pub fn state(&self) -> State {
        Standing::of(self).state
    }
    pub fn given_up(&self) -> bool {
        self.state() == State::GivenUp
    }
    /// The state in words: a call is made, not sent.
    pub fn state_ja(&self) -> String {
        let s = Standing::of(self);
        let state = match s.state {
            State::Sent if s.call.is_some() => CALLED,
            State::Copied if self.is_call() && s.not_reached > 0 => text!("state.not_reached"),
            State::Copied if self.only_handed() && self.is_call() => text!("state.script_handed"),
            State::Copied if self.only_handed() => text!("state.handed"),
            State::Copied if self.is_call() => text!("state.script_copied"),
            State::Done if self.declines() => text!("event.told"),
            State::GivenUp if self.dropped() && self.is_call() => text!("state.dropped.call"),
            State::GivenUp if self.dropped() => text!("state.dropped"),
            state => state.ja(),
        };
        // The state belongs to an earlier letter than the one to be sent.
        let unsent = self.waits_for_sending(&s) && !self.overtaken();
        if s.state >= State::Sent && s.state < State::GivenUp && unsent {
            return text!("state.and_unsent", state, n = self.letters.len());
        }
        state.to_owned()
    }
    /// No letter of it has left the program.
    fn dropped(&self) -> bool {
        use Kind::{Copied, GivenUp, Handed, NotReached, Note};
        let here =
            |k: Kind| k.of_plan() || [Copied, Handed, NotReached, GivenUp, Note].contains(&k);
        self.events.iter().all(|e| here(e.what.kind()))
    }
    /// No copy was confirmed.
    fn only_handed(&self) -> bool {
        !self.events.iter().any(|e| matches!(e.what, What::Copied { .. }))
    }
    /// The name of a letter by its number, from 1; one that is read out is a script.
    pub fn letter_name(&self, n: usize) -> String {
        let script = self.letter(n).is_some_and(|l| l.channel.spoken());
        if script { text!("bundle.script", n) } else { text!("bundle.letter", n) }
    }
    /// The latest letter is to be read out on the phone.
    pub fn is_call(&self) -> bool {
        self.letters.last().is_some_and(|l| l.channel.spoken())
    }
    /// Whether there is anything left to do or to wait for.
    pub fn is_open(&self) -> bool {
        match self.state() {
            State::GivenUp => false,
            State::Done => {
                // Thanking for a forwarded refusal is not a separate step.
                let thanks = !self.thanked() && !self.declines();
                let again = Standing::of(self).disturbed().is_some();
                let unsent = self.unsent() && !self.overtaken();
                thanks || again || unsent || !self.open_plan().is_empty()
            }
            _ => true,
        }
    }
    pub fn unsent(&self) -> bool {
        let s = Standing::of(self);
        self.waits_for_sending(&s)
    }
    fn waits_for_sending(&self, s: &Standing) -> bool {
        // An answer shows that the first letter arrived, even if the sending was not logged.
        let arrived = if s.state >= State::Sent { s.sent.max(1) } else { s.sent };
        s.state <= State::Copied || self.letters.len() > arrived
    }
    /// They have said more since the letter was copied that is still to be sent: it answers what
    /// they said before. Thanks are due all the same.
    fn overtaken(&self) -> bool {
        let last = self.letters.last().and_then(|l| l.follow_up);
        let Some(kind) = last.filter(|kind| *kind != FollowUp::Confirm) else { return false };
        let copied = |e: &&Event| {
            e.what.parts().letter == Some(self.letters.len())
                && matches!(e.what.kind(), Kind::Copied | Kind::Handed)
        };
        let since = self.events.iter().skip_while(|e| !copied(e));
        since.into_iter().any(|e| match &e.what {
            What::Answer { answer: AnswerKind::Receipt, .. } | What::AutoReply => {
                kind == FollowUp::NoReceipt
            }
            What::Answer { .. } | What::PartlyDone { .. } | What::Done { .. } => true,
            _ => false,
        })
    }
    /// Whether the other side can know of the request: by a letter, a call, or since they answered.
    pub fn has_left(&self) -> bool {
        let s = Standing::of(self);
        let called = |e: &Event| matches!(e.what, What::Call { .. });
        s.sent > 0
            || (State::Sent..State::GivenUp).contains(&s.state)
            || self.events.iter().any(called)
    }
    /// Whether its only letter is still to be sent, or never will, and what it was written from is
    /// known.
    pub fn can_be_rewritten(&self) -> bool {
        let unsent = self.unsent() || self.state() == State::GivenUp;
        unsent && !self.has_left() && self.letters.len() == 1 && self.answers.is_some()
    }
    pub fn planned(&self, event: &Event) -> Option<&PlanStep> {
        let on = event.what.step()?;
        let before = self.events.iter().take_while(|e| *e != event);
        let taken = before.filter(|e| e.what.step() == Some(on));
        self.plan.iter().filter(|p| p.on == on).nth(taken.count())
    }
    /// Whether a step was suggested as the next stronger one with a milder request: the user's own
    /// steps have no note.
    fn suggested(&self, p: &PlanStep) -> bool {
        self.goal.milder() && p.goal == self.goal.next() && !p.note.is_empty()
    }
    /// The steps of the plan that were not taken yet, earliest first.
    pub fn open_plan(&self) -> Vec<&PlanStep> {
        // The fallback pause is dropped once the milder step has worked; other plans stay.
        let helped = self.state() == State::Done;
        let taken =
            |on: NaiveDate| self.events.iter().filter(|e| e.what.step() == Some(on)).count();
        // A day may be planned, dropped and planned again: as many of its steps count as noted.
        let before =
            |i: usize, on: NaiveDate| self.plan.iter().take(i).filter(|p| p.on == on).count();
        let mut open: Vec<_> = self
            .plan
            .iter()
            .enumerate()
            .filter(|(i, p)| before(*i, p.on) >= taken(p.on) && !(helped && self.suggested(p)))
            .map(|(_, p)| p)
            .collect();
        open.sort_by_key(|p| p.on);
        open
    }
    /// What most likely has become of the request.
    pub fn likely(&self) -> FollowUp {
        let s = Standing::of(self);
        match s.contact {
            _ if s.question().is_some() => FollowUp::Question,
            Some(_) => FollowUp::StillContacted,
            _ if s.state == State::Done => FollowUp::Confirm,
            _ if s.to_be_written(self) => FollowUp::AfterCall,
            _ => s.second_letter(false),
        }
    }
    /// The next due day, of the request or of a planned step. None for an abandoned case, or if
    /// nothing was sent and no interviewer is waiting.
    pub fn due(&self, rules: Rules) -> Option<Due> {
        self.all_due(rules).into_iter().next()
    }
    /// The due day that belongs to the next step: the planned one if it comes first.
    pub fn due_of_step(&self, rules: Rules) -> Option<Due> {
        match self.next_step(rules) {
            NextStep::Plan(p) => {
                Some(Due { on: Standing::of(self).moved(p.on), what: DueWhat::Plan(p) })
            }
            // A later letter asks about everything, so a partial answer is no longer expected.
            NextStep::SecondLetter(_) => {
                self.all_due(rules).into_iter().find(|d| d.what != DueWhat::Word)
            }
            NextStep::Phone => self.all_due(rules).into_iter().find(|d| d.what == DueWhat::Told),
            _ => self.due(rules),
        }
    }
    /// Whether what happened speaks against what a second letter of that kind would say.
    pub fn overtakes(&self, kind: FollowUp) -> bool {
        let state = self.state();
        match kind {
            FollowUp::NoReceipt => state == State::Bounced || state >= State::Acknowledged,
            FollowUp::NoCompletion | FollowUp::HeldBack | FollowUp::OtherProcedure => {
                state >= State::PartlyDone
            }
            FollowUp::PartlyDone | FollowUp::AfterCall | FollowUp::Question => state >= State::Done,
            FollowUp::StillContacted | FollowUp::Confirm => state == State::GivenUp,
        }
    }
    /// All that is due, of the request and of the plan, the earliest first.
    pub fn all_due(&self, rules: Rules) -> Vec<Due> {
        let s = Standing::of(self);
        if s.state == State::GivenUp || self.rests(&s, rules).is_some() {
            return Vec::new();
        }
        // Plans count from the sending.
        let sent = s.state >= State::Sent;
        let request = s.due(self.own_due, rules);
        // Whether a milder step has helped is only checked once nothing is being waited for.
        let waited_for = request.is_some();
        let planned = |p: &&PlanStep| sent && !(waited_for && self.suggested(p));
        let plan = self.open_plan().into_iter().filter(planned);
        let plan = plan.map(|p| Due { on: s.moved(p.on), what: DueWhat::Plan(p.clone()) });
        let word = self.word_due(&s, request.as_ref(), rules);
        let told = s.told_due(request.as_ref(), rules);
        let asked = s.asked.clone().map(|asked| asked.at(rules.today));
        let asked = asked.map(|a| Due { on: a.by.unwrap_or(a.on), what: DueWhat::Asked(a) });
        let first = asked.into_iter().chain(word).chain(told);
        let mut all: Vec<Due> = first.chain(request).chain(plan).collect();
        all.sort_by_key(|d| d.on);
        all
    }
    /// After a call, the confirmation in writing is waited for first, then the rest.
    fn word_due(&self, s: &Standing, request: Option<&Due>, rules: Rules) -> Option<Due> {
        let (sent, how) = s.written.filter(|_| self.own_due.is_none())?;
        let on = rules.usual(sent, how);
        let waits = |due: &&Due| due.what == DueWhat::Completion && on < due.on;
        request.filter(waits).map(|_| Due { on, what: DueWhat::Word })
    }
    /// What to do next. The due day itself still belongs to the wait.
    pub fn next_step(&self, rules: Rules) -> NextStep {
        let today = rules.today;
        let s = Standing::of(self);
        if s.state == State::GivenUp {
            return NextStep::Nothing;
        }
        if let Some(instead) = self.rests(&s, rules) {
            return NextStep::Rests(instead);
        }
        if s.state < State::Done && self.ends_kept() {
            return NextStep::Postpone;
        }
        if let Some(asked) = s.question() {
            return NextStep::Answer(asked.at(today));
        }
        if self.waits_for_sending(&s) && !self.overtaken() {
            return match self.is_call() {
                true if s.not_reached >= TRIES => NextStep::Write,
                true => NextStep::Call,
                false => NextStep::Send,
            };
        }
        if s.state == State::Bounced {
            return NextStep::Resend;
        }
        let due = s.due(self.own_due, rules);
        // A milder step has not failed before a third letter was sent and its wait is over.
        let waits = |due: &Due| !matches!(due.what, DueWhat::Letter(_)) && today <= due.on;
        let early = due.as_ref().is_some_and(|due| s.sent < 3 || waits(due));
        let plan = self.open_plan().into_iter().find(|p| !(early && self.suggested(p)));
        // From the last day on which they can be told, to the day on which they wait.
        if s.told_due(due.as_ref(), rules).is_some_and(|told| told.on <= today) {
            return NextStep::Phone;
        }
        if let Some(p) = plan.filter(|p| s.moved(p.on) <= today) {
            return NextStep::Plan(p.clone());
        }
        let word = self.word_due(&s, due.as_ref(), rules).map(|word| word.on);
        match due {
            Some(Due { what: DueWhat::Letter(kind), .. }) => NextStep::SecondLetter(kind),
            // A call is made on the day itself.
            Some(Due { what: DueWhat::Told, on }) if on <= today => NextStep::Phone,
            Some(due) if today <= due.on && rules.after_call && s.to_be_written(self) => {
                NextStep::SecondLetter(FollowUp::AfterCall)
            }
            Some(due) if today <= due.on && s.crossed(rules) => NextStep::Crossed(due.on),
            Some(due) if today <= due.on && word.is_some_and(|on| on < today) => NextStep::AskAgain,
            Some(due) if today <= due.on => NextStep::Wait(word.unwrap_or(due.on)),
            Some(_) => NextStep::SecondLetter(s.next_letter(rules)),
            None if s.state == State::Done && !self.thanked() => {
                NextStep::SecondLetter(FollowUp::Confirm)
            }
            None => plan.map_or(NextStep::Nothing, |p| NextStep::Wait(s.moved(p.on))),
        }
    }
    /// The later request that ends all demands. A date set by the user means going on.
    fn rests(&self, s: &Standing, rules: Rules) -> Option<Instead> {
        rules.instead.filter(|_| s.state < State::Done && self.own_due.is_none())
    }
    /// Thanks were written, or there is nothing to thank for: they agreed, and had nothing to do.
    fn thanked(&self) -> bool {
        self.letters.iter().any(|l| l.follow_up == Some(FollowUp::Confirm))
            || !self.events.iter().any(|e| matches!(e.what, What::Done { .. }))
    }
}

// More cases are in `tests/data/scenes.txt`.
#[cfg(test)]
mod tests {
    use super::super::scenes::{day, scene};
    use super::super::tests_support::RULES;
    use super::*;

    #[test]
    fn at_the_end_of_the_year_an_office_may_be_open() {
        let c = scene("letter 11-20T10:00\n12-25T10:00 sent how=form");
        let open = Rules { office: OfficeCalendar { year_end: false }, ..RULES };
        assert_eq!(c.due(open).map(|d| d.on), Some(day("12-30")));
    }

    #[test]
    fn what_is_to_be_told_stands_in_a_calendar_before_it_is_sent() {
        let c = scene("letter 11-20T10:00 answer_by=12-08 call_by=11-25\n11-20T10:00 copied");
        let date = c.dates(RULES).into_iter().next().map(|d| (d.day, d.description));
        assert_eq!(date, Some((day("11-25"), format!("{}（kotowari）。", NextStep::Send.ja()))));
    }

    #[test]
    fn what_they_ask_is_said_in_their_words_and_is_for_today() {
        let words = "ご登録のメールアドレスをお知らせください。";
        let asked = format!("{words}生年月日もお願いします。").replacen('。', "。\n", 1);
        let mut c = scene("letter 11-20T10:00\n11-20T10:00 sent");
        let deadline = Some(day("12-04"));
        let (answer, person) = (super::super::AnswerKind::Identity, String::new());
        let asks = What::Answer { answer, person, promised_by: None, deadline };
        c.log(super::super::When::On(day("11-25")), asks, &asked);
        let to_do = c.next_step(RULES.on(day("11-25"))).ja();
        for part in ["本人確認", "12月4日", words] {
            assert!(to_do.contains(part), "{to_do}");
        }
        assert!(c.due(RULES).is_some_and(|d| d.is_for(day("11-25"))));
    }
}
