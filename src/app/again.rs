//! What follows for a stored case: its next step, and the letter that comes next.

use super::App;
use super::ctx::Ctx;
use super::screens::question::field::Field;
use super::screens::question::{AGREED, GOAL, MEMO, spec};
use super::screens::start::StartRow;
use super::screens::{Screen, case, log};
use super::session::FromCase;
use crate::domain::answers::{Answers, Value};
use crate::domain::case::again::{
    HOURS, after_selection, as_written, contact_rule, hours, hours_said, in_writing, other_letter,
    second_letter,
};
use crate::domain::case::{
    CaseId, CaseRecord, FollowUp, KeptText, Kind, LetterRecord, NextStep, State, Word as _,
};
use crate::domain::channel::Channel;
use crate::domain::goal::Goal;
use crate::domain::manner::{TONES, manner_of};
use crate::text::clean::brief;

impl App {
    pub(super) fn again(&mut self, id: &CaseId, kind: Option<FollowUp>) {
        let Some(record) = self.case(id).cloned() else { return };
        // A letter that goes on with another one says that this was sent.
        if record.can_be_rewritten() {
            return self.rewrite(&record);
        }
        if !record.has_left() {
            self.log_screen(id, Kind::Sent);
            let call = record.is_call();
            let first = if call { text!("notice.call_first") } else { text!("notice.send_first") };
            return self.notice = Some(first.to_owned());
        }
        let mut answers = second_letter(&record, kind, &self.content, self.session.today);
        if kind.is_none() {
            answers.open("follow_up");
        }
        self.begin(answers);
        self.tell_of_round();
        self.session.case = Some(record.id.clone());
        self.offer_memo(kind);
        if kind.is_none() {
            self.open("follow_up");
            self.select(record.likely().id());
        }
        self.begun_at(record.id);
    }

    /// The notes of the last contact, or of the call, are offered where the user's own words are
    /// asked for.
    fn offer_memo(&mut self, kind: Option<FollowUp>) {
        let (of, at, lines) = match kind {
            Some(FollowUp::StillContacted) => (Kind::Contacted, MEMO, 1),
            Some(FollowUp::AfterCall) => (Kind::Sent, AGREED, AGREED_LINES),
            _ => return,
        };
        let record = self.session.case.as_ref().and_then(|id| self.case(id));
        let noted = record.and_then(|c| c.events.iter().rfind(|e| e.what.kind() == of));
        let note = noted.map_or("", |e| e.note.as_str());
        let memo: Vec<_> = note.lines().take(lines).map(|l| brief(l, MEMO_LENGTH)).collect();
        if memo.iter().any(|line| !line.is_empty()) {
            self.session.offers.set(at, Value::One(memo.join("\n")));
        }
    }

    /// Goes on with a case's letter that nobody has sent yet, from its answers.
    fn rewrite(&mut self, record: &CaseRecord) {
        let Some(letter) = record.letters.last() else { return };
        self.begin(as_written(record, &self.content, self.session.today));
        // An abandoned case stays so: the letter begins another one.
        if record.state() != State::GivenUp {
            self.session.case = Some(record.id.clone());
            self.session.is_stored_as(record, record.letters.len(), letter);
        }
        // Answers do not contain manual edits.
        if self.changed_by_hand(letter) {
            self.tell(text!("notice.rewrite"));
        }
        self.begun_at(record.id.clone());
    }

    /// Selects a choice of the question on the screen without answering it.
    fn select(&mut self, value: &str) {
        let ctx = Ctx::new(&self.content, &self.config, self.size, self.ambiguous);
        if let Screen::Question(q) = &mut self.screen
            && let Field::Choice { at, .. } = &mut q.field
            && let Some(i) =
                spec(&self.session, &ctx, &q.id).choice.iter().position(|c| c.value == value)
        {
            *at = i;
        }
    }

    /// The user has said what became of a stored request: its record answers the next letter.
    pub(super) fn became(&mut self, kind: FollowUp) {
        if let Some(answers) = self.answers_after(kind) {
            self.session.began = answers.clone();
            // It was chosen by the user, not taken from the record.
            self.session.began.remove("follow_up");
            self.session.answers = answers;
            self.offer_memo(Some(kind));
            self.tell_of_round();
        }
    }

    /// The answers of the second letter of that kind, for the stored case.
    fn answers_after(&self, kind: FollowUp) -> Option<Answers> {
        let record = self.session.case.as_ref().and_then(|id| self.case(id))?;
        let known = second_letter(record, Some(kind), &self.content, self.session.today);
        let sender = |id: &str| id.starts_with("sender.");
        let mut answers = self.session.answers.clone();
        answers.retain(sender);
        answers.fill(&known, |id| !sender(id));
        Some(answers)
    }

    /// The same for the selected choice: the letter before it would be a misleading preview.
    pub(super) fn follows_here(&self) -> Option<Answers> {
        let Screen::Question(q) = &self.screen else { return None };
        let Field::Choice { at, .. } = q.field else { return None };
        let spec = spec(&self.session, &self.ctx(), &q.id);
        let kind = spec.choice.get(at).filter(|_| q.id == "follow_up")?;
        self.answers_after(FollowUp::parse(&kind.value)?)
    }

    /// Whether the letter on the screen has a firmer tone than the one before, as third letters do.
    pub fn firmer(&self) -> bool {
        let place = |tone: &str| TONES.iter().position(|t| *t == tone);
        let now = place(manner_of(&self.session.answers, "tone"));
        let was = self.last_of_rounds().and_then(|l| place(&l.tone));
        was.is_some_and(|was| now > Some(was))
    }

    /// The channel of the letter before a third one that goes another way; None: it is the same.
    pub fn other_way(&self) -> Option<Channel> {
        let was = self.last_of_rounds()?.channel;
        (was != self.session.answers.channel()).then_some(was)
    }

    /// The letter before a third or later one.
    fn last_of_rounds(&self) -> Option<&LetterRecord> {
        let s = &self.session;
        s.answers.get("round")?;
        let record = s.case.as_ref().and_then(|id| self.case(id))?;
        // The stored version of this letter does not count as the one before it.
        let before = record.letters.len().saturating_sub(usize::from(s.stored_letter.is_some()));
        record.letters[..before].last()
    }

    /// Points out that a third letter takes another channel and a firmer tone.
    fn tell_of_round(&mut self) {
        if self.session.answers.get("round").is_some() {
            self.tell(text!("notice.round"));
        }
    }

    /// The user chose another goal than planned: the record's answers are computed for that goal.
    pub(super) fn replanned(&mut self, goal: Option<Goal>) {
        let planned = self.session.from_case.as_ref().filter(|_| self.session.case.is_none());
        let Some(record) = planned.and_then(|from| self.case(&from.case)) else { return };
        let known = other_letter(record, goal, &self.content, self.session.today);
        let before = self.session.answers.goal();
        let stale = other_letter(record, before, &self.content, self.session.today);
        // Later changes are the user's own.
        let now = self.session.answers.clone();
        self.session.answers.retain(|id| stale.get(id).is_none() || stale.get(id) != now.get(id));
        self.session.answers.fill(&known, |_| true);
        self.session.began = known;
    }

    /// A letter that resumes quotes the earlier request if it is stored; the service is known.
    pub(super) fn comes_back(&mut self) {
        let s = &self.session;
        if self.run.is_some() || s.case.is_some() || s.from_case.is_some() {
            return;
        }
        let here = s.place();
        let stopped =
            |c: &&CaseRecord| c.place() == here && Goal::Resume.replaces(c.goal) && c.has_left();
        let Some(record) = self.shelf.cases.iter().rfind(stopped) else { return };
        let mut known = other_letter(record, Some(Goal::Resume), &self.content, s.today);
        // The consultant, unless the registration names one.
        let named = self.config.offer(HANDLER, &s.answers).is_some();
        known.retain(|id| OF_RECORD.contains(&id) || id == HANDLER && !named);
        // The contact rules as last requested; how often was for another time, so it is asked
        // again, and a user who comes back wants some offers.
        let rule = self.rule_here();
        self.session.offers.fill(&rule, |id| id == "means");
        known.fill(&rule, |id| HOURS.contains(&id));
        self.session.answers.fill(&known, |_| true);
        self.session.began.fill(&known, |_| true);
    }

    /// Another request to whoever was asked how to make contact: that still stands.
    pub(super) fn keeps_the_rule(&mut self) {
        if self.run.is_none() {
            let rule = self.rule_here();
            self.session.offers.fill(&rule, |id| id == "means" || id == "frequency");
        }
    }

    /// The contact rule that was asked for last of the service of the present walk.
    fn rule_here(&self) -> Answers {
        let (s, here) = (&self.session, self.session.place());
        let asked = |c: &&CaseRecord| c.place() == here && c.has_left();
        let rules = self.shelf.cases.iter().rev().filter(asked);
        let mut rules = rules.map(|c| contact_rule(c, &self.content, s.today));
        rules.find(|rule| !rule.is_empty()).unwrap_or_default()
    }

    /// Keeps the hours of the walk on the screen as the default of the letters after it.
    pub(super) fn keep_hours(&mut self) {
        let said = hours(&self.session.walk(&self.content).given());
        if !said.is_empty() {
            self.session.hours = said;
        }
    }

    /// Hours from earlier letters are offered; a letter that goes on with another repeats its own.
    pub(super) fn hours_before(&self, id: &str) -> Answers {
        let s = &self.session;
        if !HOURS.contains(&id) || s.answers.reaches("follow_up") {
            return Answers::default();
        }
        if s.hours.is_empty() {
            return hours_said(&self.shelf.cases, &self.content, s.today);
        }
        s.hours.clone()
    }

    /// The last standing request to the service of the present walk; None among several letters.
    pub(super) fn latest_here(&self) -> Option<CaseId> {
        let here = self.session.place();
        let stands =
            |c: &&CaseRecord| c.place() == here && c.has_left() && c.state() != State::GivenUp;
        let all = self.shelf.cases.iter().filter(|_| self.run.is_none()).filter(stands);
        all.max_by_key(|c| c.letters.iter().map(|l| l.made).max()).map(|c| c.id.clone())
    }

    pub(super) fn begun_at(&mut self, case: CaseId) {
        let at = if let Screen::Question(q) = &self.screen { q.id.clone() } else { String::new() };
        self.session.from_case = Some(FromCase { case, at });
    }

    /// Returns to the case where the walk began; answers are kept as a draft. False if it did not
    /// begin there, or if leaving would lose typed text.
    pub(super) fn back_to_case(&mut self) -> bool {
        let from = self.session.from_case.clone().filter(|_| !self.would_lose());
        let Some(from) = from else { return false };
        let s = &self.session;
        let begun = s.typed || s.stored_draft.is_some() || s.before.is_some() || s.edited.is_some();
        if begun {
            self.keep_draft();
        }
        self.renew(Answers::default());
        self.show_case(&from.case);
        true
    }

    pub(super) fn next_of(&mut self, id: &CaseId) {
        let Some(record) = self.case(id).cloned() else { return };
        match record.next_step(self.rules(&record)) {
            // The script is needed for the call; the call is noted afterwards.
            NextStep::Call if is_text_kept(&record) => self.read_letter(id, usize::MAX),
            NextStep::Send | NextStep::Call => self.log_screen(id, Kind::Sent),
            NextStep::Answer(_) if record.unsent() => self.log_screen(id, Kind::Sent),
            NextStep::Phone | NextStep::AskAgain => {
                self.log_screen(id, Kind::Call);
                let desk = self
                    .content
                    .service(&record.service)
                    .and_then(|s| s.desk_contact(Channel::Phone));
                if let (Screen::Log(log), Some(desk)) = (&mut self.screen, desk) {
                    log.offer("number", &desk.value);
                }
            }
            NextStep::SecondLetter(kind) => self.again(id, Some(kind)),
            NextStep::Answer(_) => self.again(id, Some(FollowUp::Question)),
            step @ (NextStep::Write | NextStep::Resend | NextStep::Postpone) => {
                let write = if step == NextStep::Postpone { after_selection } else { in_writing };
                self.begin(write(&record, &self.content, self.session.today));
                self.session.case = Some(record.id.clone());
                self.begun_at(record.id);
            }
            NextStep::Plan(p) => {
                self.begin(other_letter(&record, p.goal, &self.content, self.session.today));
                // The user decides on the day itself whether to do as planned.
                if p.goal.is_some() {
                    self.open(GOAL);
                    self.tell(text!("notice.planned_day"));
                }
                self.begun_at(record.id);
            }
            // Only the user can say that it is over.
            NextStep::Rests(_) => self.log_screen(id, Kind::GivenUp),
            NextStep::Wait(_) | NextStep::Crossed(_) => {
                self.notice = Some(text!("notice.wait").to_owned());
            }
            NextStep::Nothing => {
                self.notice = Some(match (record.can_be_rewritten(), record.has_left()) {
                    (true, _) => text!("notice.nothing.unsent").to_owned(),
                    (_, true) => text!("notice.nothing").to_owned(),
                    _ => text!("notice.over").to_owned(),
                });
            }
        }
    }

    pub(super) fn show_case(&mut self, id: &CaseId) {
        self.screen = Screen::Case(case::Case::open(id.clone()));
    }

    /// Whether a case, or that of an unfinished letter, needs action today.
    pub(super) fn is_due(&self, row: &StartRow) -> bool {
        let id = match row {
            StartRow::Case(id) => Some(id),
            StartRow::Draft(number, ..) => self.draft(*number).and_then(|d| d.draft.case.as_ref()),
            _ => None,
        };
        let today = self.session.today;
        // A phone call is confirmed in writing at once, although no day is set for it.
        let writes = |c: &CaseRecord| {
            matches!(c.next_step(self.rules(c)), NextStep::SecondLetter(_) | NextStep::Write)
        };
        let due = |c: &CaseRecord| c.due(self.rules(c)).is_some_and(|d| d.is_for(today));
        id.and_then(|id| self.case(id)).is_some_and(|c| due(c) || writes(c))
    }

    pub(super) fn log_screen(&mut self, id: &CaseId, kind: Kind) {
        let Some(record) = self.case(id) else { return };
        let how = record.letters.last().map(|l| l.channel);
        let letters = log::letters(record, kind);
        let (now, made) = (self.now(), |letter| record.made(letter));
        let form = log::Log::open(Some(id.clone()), kind, letters, how, now, made, &self.content);
        let kept = record.kept_employers(&self.content, self.session.today);
        let mut form = form.of_goal(record.goal).of_selections(&kept);
        // What became of an interview is asked in any case.
        if kind.takes().contains(&"employer") {
            form.asks_kind();
        }
        self.screen = Screen::Log(form);
    }
}

/// Maximum length of an offered line of a note, in characters; and lines of a call.
const MEMO_LENGTH: usize = 100;
const AGREED_LINES: usize = 3;

const HANDLER: &str = "sender.handler";

/// Answers that a letter on return takes from the record: they are about one service.
pub(super) const OF_RECORD: [&str; 4] =
    ["data_kept", "first_date", "first_channel", "first_subject"];

/// Whether the latest letter can be read, and is not only known by its sum.
fn is_text_kept(record: &CaseRecord) -> bool {
    record.letters.last().is_some_and(|l| matches!(l.kept, KeptText::Text { .. }))
}
