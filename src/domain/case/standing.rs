//! What the events of a case add up to.

use super::beside::Instead;
use super::event::{ASKED, AnswerKind, Event, OpenQuestion, What};
use super::plan::PlanStep;
use super::record::{CaseRecord, OwnDue};
use super::reply::questions;
use crate::domain::calendar::{OfficeCalendar, format_ja};
use crate::domain::channel::Channel;
use crate::domain::deadline::Deadlines;
use crate::domain::follow_up::FollowUp;
use crate::domain::goal::Goal;
use crate::domain::periods::{COMPLETION, CROSSING, POST};
use crate::domain::word::{Word, words};
use crate::text::clean::brief;
use chrono::{Days, NaiveDate};
use std::cmp::Ordering;

words! {
    /// How far a case has come. Later ones are further.
    #[derive(Default, PartialOrd, Ord)]
    State {
        /// Nothing has left the program.
        #[default]
        Draft "draft" text!("state.draft"),
        /// Copied; nobody has said that it was sent.
        Copied "copied" text!("state.copied"),
        /// It was sent and has come back.
        Bounced "bounced" text!("state.bounced"),
        Sent "sent" text!("state.sent"),
        Acknowledged "acknowledged" text!("state.acknowledged"),
        Answered "answered" text!("state.answered"),
        PartlyDone "partly_done" text!("state.partly_done"),
        Done "done" text!("state.done"),
        GivenUp "given_up" text!("state.given_up"),
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rules {
    pub today: NaiveDate,
    pub answer_days: u32,
    pub office: OfficeCalendar,
    pub after_call: bool,
    /// A later request to the same service that replaces it.
    pub instead: Option<Instead>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DueWhat {
    /// The last day on which an answer can be expected.
    Reply,
    /// The last day on which the completion can be expected.
    Completion,
    /// The last day to expect the short written confirmation of a call.
    Word,
    /// The day by which whoever waits for a declined interview must have been told.
    Told,
    /// The user should write a second letter of that kind, since that day.
    Letter(FollowUp),
    /// It never arrived; the user should send it another way, since that day.
    Resend,
    /// They asked or want something: due on the day they named, else since they asked.
    Asked(OpenQuestion),
    Plan(PlanStep),
    Own,
}

impl DueWhat {
    pub fn id(&self) -> &'static str {
        self.named().0
    }
    pub fn ja(&self) -> &'static str {
        self.named().1
    }
    /// Its id in what programs read, and what people read.
    fn named(&self) -> (&'static str, &'static str) {
        match self {
            Self::Reply => ("receipt", text!("due.reply")),
            Self::Completion => ("completion", text!("due.completion")),
            Self::Word => ("receipt", text!("due.word")),
            Self::Told => ("told", text!("due.told")),
            Self::Letter(kind) => ("letter", kind.ja()),
            Self::Resend => ("resend", text!("due.resend")),
            Self::Asked(asked) => ("asked", asked.due_ja()),
            Self::Plan(_) => ("plan", text!("due.plan")),
            Self::Own => ("own", text!("due.own")),
        }
    }
    /// The same, of a plan with what it is for.
    pub fn words(&self) -> String {
        match self {
            Self::Plan(PlanStep { goal: Some(goal), .. }) => {
                text!("due.plan.of", goal = goal.ja())
            }
            what => what.ja().to_owned(),
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Due {
    pub on: NaiveDate,
    pub what: DueWhat,
}

impl Due {
    /// The day is that of the event since which the user should act; nothing is overdue.
    pub fn is_turn(&self) -> bool {
        matches!(
            self.what,
            DueWhat::Letter(_) | DueWhat::Resend | DueWhat::Asked(OpenQuestion { by: None, .. })
        )
    }
    /// How its day compares to today; what the user can do since then counts as today.
    pub fn compared(&self, today: NaiveDate) -> Ordering {
        if self.is_turn() { Ordering::Equal } else { self.on.cmp(&today) }
    }
    /// Whether to act on it today; questions should be answered at once, whatever time they allow.
    pub fn is_for(&self, today: NaiveDate) -> bool {
        matches!(self.what, DueWhat::Asked(_)) || self.compared(today).is_le()
    }
    /// Says that it is the user's turn; None if it is not, or not since a due day.
    pub fn turn_ja(&self, today: Option<NaiveDate>) -> Option<String> {
        let day = || format_ja(self.on);
        Some(match (&self.what, today) {
            _ if !self.is_turn() => return None,
            (DueWhat::Asked(asked), _) => {
                text!("case.turn.asked", day = day(), what = asked.due_ja())
            }
            (DueWhat::Resend, _) => text!("case.turn.resend", day = day()),
            (_, None) => text!("case.turn", day = day()),
            (_, Some(today)) if self.on == today => text!("case.turn.today").to_owned(),
            _ => text!("case.turn.now").to_owned(),
        })
    }
}

#[derive(Default)]
pub(super) struct Standing {
    pub(super) state: State,
    /// The number of the latest letter that was sent; 0: none.
    pub(super) sent: usize,
    pub(super) how: Channel,
    /// It was read out on the phone: the number of the letter.
    pub(super) call: Option<usize>,
    /// The phone call was confirmed in writing on that day by this channel, without an answer so
    /// far.
    pub(super) written: Option<(NaiveDate, Channel)>,
    /// The latest day that they promised since then.
    promised: Option<NaiveDate>,
    pub(super) answer: Option<AnswerKind>,
    pub(super) asked: Option<OpenQuestion>,
    /// The day of the event that led to the present state.
    pub(super) since: Option<NaiveDate>,
    /// The day on which the letter that is waited for was sent.
    sent_on: Option<NaiveDate>,
    /// The latest day on which they made contact since the letter.
    pub(super) contact: Option<NaiveDate>,
    /// Calls that nobody answered since the latest letter was made.
    pub(super) not_reached: usize,
    /// The days that the letter names which is waited for.
    deadlines: Deadlines,
    /// The day on which somebody waits for whom that letter declines, if it is known.
    interview: Option<NaiveDate>,
    /// What that letter is about: nothing of a first one.
    about: Option<FollowUp>,
    /// Somebody answered, or was phoned, since it was sent, and did not only promise.
    spoken: bool,
    /// None only before the record is read.
    goal: Option<Goal>,
}

impl Standing {
    pub(super) fn of(record: &CaseRecord) -> Self {
        let deadlines = record.letters.last().map(|l| l.deadlines).unwrap_or_default();
        let interview = deadlines.call_by.and_then(|from| record.declined_day(from));
        let mut s = Self { deadlines, interview, goal: Some(record.goal), ..Self::default() };
        for e in record.in_order() {
            s.fold(e, record);
        }
        s
    }

    fn fold(&mut self, e: &Event, record: &CaseRecord) {
        let day = e.at.day();
        self.hear(if record.is_reply(&e.what) { &What::Replied } else { &e.what });
        if let What::Answer { answer, deadline, .. } = &e.what
            && (answer.asks() || deadline.is_some())
        {
            let words = brief(questions(&e.note).first().map_or("", |q| q), ASKED);
            self.asked = Some(OpenQuestion { kind: *answer, on: day, by: *deadline, words });
        }
        match &e.what {
            What::Copied { .. } | What::Handed { .. } => self.state = self.state.max(State::Copied),
            What::NotReached if record.letters.last().is_some_and(|l| !e.at.before(l.made)) => {
                self.not_reached += 1;
            }
            What::Sent { letter, how, promised_by, .. } => {
                self.send(*letter, *how, *promised_by, day, record);
            }
            What::AutoReply if self.state < State::Acknowledged => {
                self.reach(State::Acknowledged, day);
            }
            What::Answer { answer, promised_by, .. } if answer.asks() => {
                self.promised = promised_by.or(self.promised);
                // A question confirms the receipt; earlier statements and due dates stay.
                if self.state < State::Answered {
                    self.reach(State::Answered, day);
                }
            }
            What::Replied => self.reply(day),
            // A receipt does not revoke what they said before.
            What::Answer { answer: AnswerKind::Receipt, .. } if self.is_turn(day, record) => {}
            What::Answer { answer, promised_by, .. } if self.counts(&e.what, day) => {
                self.answered(*answer, *promised_by, day);
                // Neither a receipt nor a promise informs the employer.
                self.spoken |= *answer != AnswerKind::Receipt && promised_by.is_none();
            }
            // A promised day is an answer, whoever called.
            What::Call { promised_by: on @ Some(_), .. } if self.state < State::Done => {
                self.answered(AnswerKind::Accepted, *on, day);
            }
            What::PartlyDone { .. } if self.counts(&e.what, day) => {
                self.contact = None;
                self.reach(State::PartlyDone, day);
            }
            What::Done { on, .. } => self.reach(State::Done, on.unwrap_or(day)),
            What::Bounced if self.state <= State::Sent => {
                self.sent = self.sent.max(1);
                self.reach(State::Bounced, day);
            }
            What::GivenUp => self.reach(State::GivenUp, day),
            What::Contacted { .. } if record.goal.asks_for_quiet() => self.contact = Some(day),
            What::Call { .. } => self.spoken = true,
            _ => {}
        }
        self.spoken |= self.state >= State::PartlyDone;
    }

    /// Whether an answer changes anything: after it was done only what shows that it is not.
    fn counts(&self, what: &What, day: NaiveDate) -> bool {
        let done_before = self.since.is_none_or(|done| done <= day);
        self.state < State::Done || what.denies() && self.state == State::Done && done_before
    }

    /// What it ends that was asked, or is waited for.
    fn hear(&mut self, what: &What) {
        let over = ends_asking(what);
        // What they want by a day they want until they have it, whatever else they say or hear.
        let given = matches!(what, What::Replied | What::Done { .. });
        self.asked = self.asked.take().filter(|a| !given && (!over || a.by.is_some()));
        // An automatic reply does not count as read.
        if matches!(what, What::Answer { .. }) || over {
            self.written = None;
        }
    }

    /// What they asked that a letter of answers is to answer: a second letter answers those who do
    /// not do it.
    pub(super) fn question(&self) -> Option<OpenQuestion> {
        self.asked.clone().filter(|asked| asked.kind.waits())
    }

    /// On that day they hold one back, or send one elsewhere, and nobody has written back.
    fn is_turn(&self, day: NaiveDate, record: &CaseRecord) -> bool {
        let since = |on: NaiveDate| self.since.is_some_and(|since| (since..=day).contains(&on));
        let replied = |e: &Event| record.is_reply(&e.what) && since(e.at.day());
        self.answer.is_some_and(|a| !a.waits())
            && self.state == State::Answered
            && !record.events.iter().any(replied)
    }

    fn answered(&mut self, answer: AnswerKind, promised: Option<NaiveDate>, day: NaiveDate) {
        self.answer = Some(answer);
        self.promised = promised.or(self.promised);
        // An answer after it shows that they took note.
        self.contact = None;
        // A request that is fulfilled by agreeing holds from then on.
        let agreed = answer == AnswerKind::Accepted && self.goal.is_some_and(Goal::by_agreeing);
        let over = agreed && self.promised.is_none() && self.asked.is_none();
        self.reach(if over { State::Done } else { State::Answered }, day);
    }

    /// If they have said nothing else, waiting starts with the user's reply.
    fn reply(&mut self, day: NaiveDate) {
        if self.state == State::Answered && self.answer.is_none() {
            self.since = Some(day);
        }
    }

    fn reach(&mut self, state: State, day: NaiveDate) {
        self.state = state;
        self.since = Some(day);
    }

    fn send(
        &mut self,
        letter: usize,
        how: Channel,
        promised_by: Option<NaiveDate>,
        day: NaiveDate,
        record: &CaseRecord,
    ) {
        let again = self.sent > 0 && letter > self.sent;
        self.sent = self.sent.max(letter);
        let sent = record.letter(letter);
        let kind = sent.and_then(|l| l.follow_up);
        // Thanks change nothing, but that the rest is let be, nor does a letter after a call: the
        // promise is still waited for.
        let repeats = kind == Some(FollowUp::AfterCall) && self.call.is_some();
        if repeats {
            self.written = Some((day, how));
        }
        if kind == Some(FollowUp::Question) {
            return self.reply(day);
        }
        // A second letter starts a new wait. The first one, or a copy of it, never overrides an
        // answer: people often note the answer first and the sending afterwards.
        if kind == Some(FollowUp::Confirm) && self.state == State::PartlyDone {
            self.reach(State::Done, day);
        }
        if kind == Some(FollowUp::Confirm) || repeats || (!again && self.state > State::Sent) {
            return;
        }
        *self = Self {
            state: State::Sent,
            sent: self.sent,
            how,
            call: how.spoken().then_some(letter),
            promised: promised_by,
            since: Some(day),
            sent_on: Some(day),
            deadlines: sent.map(|l| l.deadlines).unwrap_or_default(),
            interview: self.interview,
            about: kind,
            spoken: how.spoken() && promised_by.is_none(),
            goal: self.goal,
            ..Self::default()
        };
    }

    /// The phone call still has to be confirmed in writing.
    pub(super) fn to_be_written(&self, record: &CaseRecord) -> bool {
        let written = |letter| {
            record.letters.iter().skip(letter).any(|l| l.follow_up == Some(FollowUp::AfterCall))
        };
        self.state == State::Sent && self.call.is_some_and(|letter| !written(letter))
    }

    /// Contact came before anybody can have acted on the letter.
    pub(super) fn crossed(&self, rules: Rules) -> bool {
        let waits = matches!(self.state, State::Sent | State::Acknowledged);
        let days = CROSSING.saturating_add(on_the_way(self.how));
        let soon = |sent| rules.office.add_business_days(sent, days);
        let sent = self.sent_on.or(self.since);
        waits && self.contact.zip(sent).is_some_and(|(on, sent)| on <= soon(sent))
    }

    /// The second letter to write when the wait is over; `disturbed`: by further contact.
    pub(super) fn second_letter(&self, disturbed: bool) -> FollowUp {
        let kind = match (self.state, self.answer) {
            (State::Done, _) => FollowUp::StillContacted,
            (State::Answered, Some(AnswerKind::HeldBack)) => FollowUp::HeldBack,
            (State::Answered, Some(AnswerKind::OtherProcedure)) => FollowUp::OtherProcedure,
            // Renewed contact shows that the request was not acted on.
            _ if disturbed => FollowUp::StillContacted,
            // What that letter named as left still is.
            _ if self.left() || self.about == Some(FollowUp::PartlyDone) => FollowUp::PartlyDone,
            (State::Acknowledged | State::Answered, _) => FollowUp::NoCompletion,
            // Told on the phone means received.
            _ if self.call.is_some() => FollowUp::NoCompletion,
            _ => FollowUp::NoReceipt,
        };
        self.goal.map_or(kind, |goal| kind.of_goal(goal))
    }

    /// Their latest answer is that only a part is done or will be done.
    fn left(&self) -> bool {
        let rest = [AnswerKind::Partly, AnswerKind::Refused].map(Some);
        self.state == State::PartlyDone || rest.contains(&self.answer)
    }

    pub(super) fn next_letter(&self, rules: Rules) -> FollowUp {
        self.second_letter(self.contact.is_some() && !self.crossed(rules))
    }

    /// When they made contact after all was done.
    pub(super) fn disturbed(&self) -> Option<NaiveDate> {
        self.contact.filter(|c| self.since.is_some_and(|done| *c > done))
    }

    /// When a planned step is due: not before a later day that they promised.
    pub(super) fn moved(&self, planned: NaiveDate) -> NaiveDate {
        let promised = self.promised.filter(|_| self.state < State::Done);
        promised.map_or(planned, |promised| planned.max(promised))
    }

    /// The last day to tell whoever waits for a declined interview, if nobody confirmed that and
    /// something else is due before.
    pub(super) fn told_due(&self, request: Option<&Due>, rules: Rules) -> Option<Due> {
        let waits = (State::Sent..State::PartlyDone).contains(&self.state) && !self.spoken;
        let on = self.call_by(rules).filter(|_| waits)?;
        request.filter(|due| due.on < on).map(|_| Due { on, what: DueWhat::Told })
    }

    /// That day, until the interview is over: nobody is told after that.
    fn call_by(&self, rules: Rules) -> Option<NaiveDate> {
        let after = |on: NaiveDate| rules.office.next_business_day(on + Days::new(1));
        let late = |on: NaiveDate| self.since.map_or(on, |since| on.max(since));
        let ends = |on| self.interview.unwrap_or_else(|| after(late(on)));
        self.deadlines.call_by.filter(|on| rules.today <= ends(*on))
    }

    /// What the request itself waits for; the plan is apart.
    pub(super) fn due(&self, own: Option<OwnDue>, rules: Rules) -> Option<Due> {
        match self.state {
            State::GivenUp => return None,
            State::Done => {
                let on = self.disturbed()?;
                return Some(Due { on, what: DueWhat::Letter(FollowUp::StillContacted) });
            }
            _ => {}
        }
        // The user's own date holds until a later event, but an answer still counts as one.
        if let Some(OwnDue::On(on)) = own
            && self.since.is_none_or(|since| since <= on)
        {
            let kind = self.next_letter(rules);
            let answers = matches!(kind, FollowUp::HeldBack | FollowUp::OtherProcedure);
            let what = if answers { DueWhat::Letter(kind) } else { DueWhat::Own };
            return Some(Due { on, what });
        }
        let Some(since) = self.since else {
            // The interviewer waits even if the sending was not noted.
            return self.call_by(rules).map(|on| Due { on, what: DueWhat::Told });
        };
        if self.state == State::Bounced {
            return Some(Due { on: since, what: DueWhat::Resend });
        }
        let what = match self.next_letter(rules) {
            FollowUp::NoReceipt => DueWhat::Reply,
            FollowUp::NoCompletion => DueWhat::Completion,
            again @ FollowUp::StillContacted => {
                let on = self.contact.unwrap_or(since);
                return Some(Due { on, what: DueWhat::Letter(again) });
            }
            FollowUp::PartlyDone if self.state == State::Sent && self.call.is_none() => {
                DueWhat::Reply
            }
            // The rest was promised too, or asked for.
            FollowUp::PartlyDone if self.promised.is_some_and(|on| on >= since) || !self.left() => {
                DueWhat::Completion
            }
            theirs => return Some(Due { on: since, what: DueWhat::Letter(theirs) }),
        };
        if let Some(OwnDue::Days(own)) = own {
            return Some(Due { on: rules.office.add_business_days(since, own), what });
        }
        let on = if what == DueWhat::Reply {
            self.deadlines.silence_until(rules.usual(since, self.how))
        } else {
            // The promised day or the letter's own: a receipt changes neither.
            let named = self.promised.or(self.deadlines.answer_by).filter(|on| *on >= since);
            named.unwrap_or_else(|| rules.office.add_business_days(since, COMPLETION))
        };
        // An automatic reply tells no interviewer anything.
        let told = self.call_by(rules).filter(|d| !self.spoken && *d <= on);
        Some(told.map_or(Due { on, what }, |d| Due { on: d.max(since), what: DueWhat::Told }))
    }
}

/// Business days that the letter itself takes.
fn on_the_way(how: Channel) -> u32 {
    if how.on_paper() { POST } else { 0 }
}

impl Rules {
    /// The day by which an answer to a letter usually is there.
    pub(super) fn usual(&self, sent: NaiveDate, how: Channel) -> NaiveDate {
        let days = self.answer_days.saturating_add(on_the_way(how));
        self.office.add_business_days(sent, days)
    }
}

/// Whether earlier questions no longer matter.
fn ends_asking(what: &What) -> bool {
    match what {
        What::Replied | What::Call { .. } | What::PartlyDone { .. } | What::Done { .. } => true,
        What::Answer { answer, .. } => !answer.asks(),
        _ => false,
    }
}
