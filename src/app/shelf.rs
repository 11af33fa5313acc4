//! The stored cases and the draft, as the core sees them: what is kept when, and what a walk starts from.

use super::App;
use super::effect::{CaseOrder, Effect, NewLetter, Sent};
use super::screens::question::Question;
use super::screens::question::field::Field;
use super::screens::{Screen, case, first, log};
use super::session::Session;
use crate::config::Save;
use crate::domain::answers::Answers;
use crate::domain::case::again::{other_letter, second_letter};
use crate::domain::case::draft::Draft;
use crate::domain::case::{
    CaseId, CaseRecord, Due, Event, FollowUp, How, Letter, PlanStep, Rules, Step, What, Word,
};
use crate::domain::facts::first_day_of;
use crate::domain::flow::spec::Kind;
use crate::domain::validate::WHEN_I_ASK;
use crate::domain::{answers_file, answers_toml};
use chrono::{DateTime, Days, FixedOffset, NaiveTime};
use std::collections::BTreeMap;
use std::rc::Rc;

/// Days until one looks whether a milder step has helped.
const LOOK_AGAIN: u64 = 14;

/// What is stored, as it was read at the start and changed since.
#[derive(Debug, Clone, Default)]
pub struct Shelf {
    /// The cases, sorted by id: one is found by halving.
    pub cases: Vec<CaseRecord>,
    /// The unfinished walk.
    pub draft: Option<Draft>,
    /// What could not be read, in lines.
    pub broken: Vec<String>,
}

impl Shelf {
    /// Where a case is, or where it belongs.
    fn find(&self, id: &CaseId) -> Result<usize, usize> {
        self.cases.binary_search_by(|c| c.id.cmp(id))
    }
    /// Whether there is anything to come back to.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.draft.is_none() && self.broken.is_empty() && !self.cases.iter().any(CaseRecord::is_open)
    }
}

impl App {
    /// How the dates of a case are counted.
    #[must_use]
    pub fn rules(&self, record: &CaseRecord) -> Rules {
        Rules::new(self.content.service(&record.service), self.session.office)
    }
    /// The cases that are not over, those with the nearest date first.
    #[must_use]
    pub fn open_cases(&self) -> Vec<(&CaseRecord, Option<Due>)> {
        let mut open: Vec<_> =
            self.shelf.cases.iter().filter(|c| c.is_open()).map(|c| (c, c.due(self.rules(c)))).collect();
        open.sort_by_key(|(c, due)| {
            (due.as_ref().is_none_or(|_| false), due.as_ref().map(|d| d.on), c.id.clone())
        });
        open.sort_by_key(|(_, due)| due.is_none());
        open
    }
    /// A case by id.
    #[must_use]
    pub fn case(&self, id: &CaseId) -> Option<&CaseRecord> {
        self.shelf.find(id).ok().and_then(|at| self.shelf.cases.get(at))
    }
    /// The time in the user's zone; noon of the day before the first key tells it.
    #[must_use]
    pub fn now(&self) -> DateTime<FixedOffset> {
        let noon = self.session.today.and_time(NaiveTime::from_hms_opt(12, 0, 0).unwrap_or_default());
        self.session.now.unwrap_or_else(|| noon.and_utc().fixed_offset())
    }

    /// Whether anything may be stored without asking.
    pub(super) fn stores(&self) -> bool {
        !self.no_save && self.config.save == Save::Always
    }

    /// The order that stores the letter as it is now; None: it is stored already.
    pub(super) fn record(&self, copied: bool) -> Option<CaseOrder> {
        let doc = self.session.document(&self.content);
        let walk = &doc.walk;
        let kind = walk.one("follow_up").and_then(FollowUp::parse);
        let tone = crate::domain::document::tone_of(&self.session.answers);
        let now = self.now();
        let letter = Letter::new(now, &doc.plan, tone, kind, self.config.keep);
        if self.session.recorded.as_ref().is_some_and(|(_, sha)| *sha == letter.sha256()) {
            return None;
        }
        let answers = answers_toml::to_toml(&self.reached(), self.content.flow());
        let new = NewLetter {
            letter,
            answers: Some(answers),
            copied: copied.then_some(now),
            sent: self.session.sent.clone(),
        };
        if let Some(id) = &self.session.case {
            return Some(CaseOrder::Letter(id.clone(), Box::new(new)));
        }
        let one = |id: &str| walk.one(id).unwrap_or_default();
        let service = one("service");
        let name =
            doc.service.map(|s| s.name.as_str()).filter(|n| !n.is_empty()).unwrap_or(one("service_name"));
        let mut record = CaseRecord::new(self.session.today, service, name, one("goal"));
        new.add_to(&mut record);
        record.plan.extend(self.plan());
        Some(CaseOrder::Create(Box::new(record)))
    }

    /// The answers that the walk reaches: what was said of another goal is nobody's business.
    fn reached(&self) -> Answers {
        let walk = self.session.walk(&self.content);
        let mut out = Answers::default();
        let extra = ["tone", crate::domain::document::LIMIT];
        for id in walk.steps.iter().map(|s| s.question.id.as_str()).chain(extra) {
            if let Some(v) = self.session.answers.get(id) {
                out.set(id, v.clone());
            }
        }
        out
    }

    /// What comes later by itself: the end of a pause, and a look at whether a milder step has helped.
    fn plan(&self) -> Option<PlanStep> {
        let walk = self.session.walk(&self.content);
        if walk.one("follow_up").is_some() {
            return None;
        }
        let step = |on, goal: &str, note: &str| PlanStep {
            on,
            goal: goal.to_owned(),
            note: self.content.text(note).to_owned(),
        };
        match walk.one("goal")? {
            "pause" => {
                let on = walk.one("resume").filter(|r| *r != WHEN_I_ASK).and_then(first_day_of)?;
                Some(step(on, "resume", "plan.resume"))
            }
            "reduce_contact" | "change_handler" => {
                let on = self.session.office.next_business_day(self.session.today + Days::new(LOOK_AGAIN));
                Some(step(on, "pause", "plan.pause"))
            }
            _ => None,
        }
    }

    /// The user's word that the letter was sent.
    pub(super) fn say_sent(
        &mut self,
        at: DateTime<FixedOffset>,
        person: &str,
        note: &str,
        how: How,
    ) -> Vec<Effect> {
        let sent = Sent { at, how, person: person.to_owned(), note: note.to_owned() };
        self.session.sent = Some(sent.clone());
        // Stored already: the event is added. Else it comes with the letter.
        let (Some(id), Some((letter, _))) = (&self.session.case, &self.session.recorded) else {
            return Vec::new();
        };
        let what = What::Sent { letter: *letter, how, person: sent.person };
        vec![Effect::Case(CaseOrder::Log(id.clone(), Box::new(Event { at, what, note: sent.note })))]
    }

    /// A case as it is stored now: into the shelf, and what it says of the present letter.
    pub(super) fn stored(&mut self, record: CaseRecord) {
        if matches!(self.screen, Screen::After(_)) {
            let sha = record.letters.last().map(Letter::sha256).unwrap_or_default();
            self.session.recorded = Some((record.letters.len(), sha));
            self.session.case = Some(record.id.clone());
        }
        match self.shelf.find(&record.id) {
            Ok(at) => self.shelf.cases[at] = record,
            Err(at) => self.shelf.cases.insert(at, record),
        }
        self.refresh();
    }

    /// The first screen after a change of what is stored.
    pub(super) fn refresh(&mut self) {
        if let Screen::Start(s) = &mut self.screen {
            let mut start = std::mem::take(s);
            start.refresh(self);
            self.screen = Screen::Start(start);
        }
    }

    /// Keeps the walk, if the user has agreed to storing.
    pub(super) fn keep_draft(&self) -> Vec<Effect> {
        let begun = self.session.answers.get("goal").is_some();
        if !self.stores()
            || !begun
            || matches!(self.screen, Screen::Start(_) | Screen::Case(_) | Screen::Log(_))
        {
            return Vec::new();
        }
        let mut texts = BTreeMap::new();
        let typed = |f: &Field| match f {
            Field::Text(b) | Field::LongText(b) | Field::Date(b) | Field::Month(b) => {
                Some(b.text().to_owned())
            }
            _ => None,
        };
        // What was only offered is offered again.
        let here = match &self.screen {
            Screen::Question(q) if !self.untouched(q) => Some((&q.id, &q.field)),
            _ => None,
        };
        for (id, field) in self.session.drafts.iter().chain(here) {
            if let Some(text) = typed(field).filter(|t| !t.is_empty()) {
                texts.insert(id.clone(), text);
            }
        }
        let answers = answers_toml::to_toml(&self.session.answers, self.content.flow());
        let case = self.session.case.clone();
        vec![Effect::SaveDraft(Draft { saved: self.now(), answers, texts, case })]
    }

    /// Goes on with the unfinished walk.
    pub(super) fn resume(&mut self, draft: &Draft) {
        let content = Rc::clone(&self.content);
        let parsed = answers_file::parse("", &draft.answers, &content, self.session.today);
        self.begin(parsed.map(|p| p.answers).unwrap_or_default());
        // Removed meanwhile: the letter is the first one of another case.
        self.session.case = draft.case.clone().filter(|id| self.case(id).is_some());
        for (id, text) in &draft.texts {
            let Some(q) = content.flow().get(id) else { continue };
            if matches!(q.kind, Kind::Text | Kind::LongText | Kind::Date | Kind::Month) {
                let value = crate::domain::answers::Value::One(text.clone());
                let field = Field::new(q, Some(&value), None, self.session.today);
                self.session.drafts.insert(id.clone(), field);
            }
        }
        // Opened without its draft, a question would count as passed over, and what was typed there would be lost.
        self.session.seen.clear();
        self.open_first();
    }

    /// A new walk with these answers.
    pub(super) fn begin(&mut self, answers: Answers) {
        let (now, clock) = (self.session.now, self.session.clock);
        self.session = Session::new(answers, self.session.today, self.session.office);
        (self.session.now, self.session.clock) = (now, clock);
        self.session.compared = self.session.answers.get("goal").is_some();
        self.letter = None;
        self.open_first();
    }

    fn open_first(&mut self) {
        let content = Rc::clone(&self.content);
        let ctx = super::screens::Ctx {
            content: &content,
            config: &self.config,
            size: self.size,
            ambiguous: self.ambiguous,
        };
        // Also what may stay open is asked: nobody has passed it over yet.
        self.screen = match self.session.first_missing(&content) {
            Some(id) => Screen::Question(Question::open(&self.session, &ctx, &id)),
            None => first(&self.session, &ctx),
        };
        if let Screen::Question(q) = &self.screen {
            self.session.seen.extend([q.id.clone()]);
        } else {
            let walk = self.session.walk(&content);
            self.session.seen = walk.steps.iter().map(|s| s.question.id.clone()).collect();
        }
    }

    /// Writes another letter of a case.
    pub(super) fn again(&mut self, id: &CaseId, kind: Option<FollowUp>) {
        let Some(record) = self.case(id).cloned() else { return };
        let mut answers = second_letter(&record, kind, &self.content, self.session.today);
        if kind.is_none() {
            answers.open("follow_up");
        }
        self.begin(answers);
        self.session.case = Some(record.id);
    }

    /// The next step of a case.
    pub(super) fn next_of(&mut self, id: &CaseId) -> Vec<Effect> {
        let Some(record) = self.case(id).cloned() else { return Vec::new() };
        match record.next_step(self.rules(&record), self.session.today) {
            Step::Send => self.log_screen(id, crate::domain::case::Kind::Sent),
            Step::SecondLetter(kind) => self.again(id, Some(kind)),
            Step::Plan(p) => {
                self.begin(other_letter(&record, &p.goal, &self.content, self.session.today));
                let what = What::PlanDone { on: p.on };
                let event = Event { at: self.now(), what, note: String::new() };
                return vec![Effect::Case(CaseOrder::Log(record.id, Box::new(event)))];
            }
            Step::Wait(_) => self.notice = Some(self.content.text("notice.wait").to_owned()),
            Step::Nothing => self.notice = Some(self.content.text("notice.nothing").to_owned()),
        }
        Vec::new()
    }

    /// The form of an event of a case.
    pub(super) fn log_screen(&mut self, id: &CaseId, kind: crate::domain::case::Kind) {
        let Some(record) = self.case(id) else { return };
        let how = record.letters.last().and_then(|l| How::parse(&l.channel));
        let letter = record.latest_letter();
        self.screen =
            Screen::Log(log::Log::open(Some(id.clone()), kind, letter, how, self.now(), &self.content));
    }

    /// Back to the cases, or to the case.
    pub(super) fn show_case(&mut self, id: &CaseId) {
        self.screen = Screen::Case(case::Case::open(id.clone()));
    }
}
