//! Stored cases and drafts from the core's point of view: what is stored when, where a walk starts.

use super::effect::{CaseOrder, Effect, NewLetter, Private, Sent};
use super::overlay::{Ask, Overlay};
use super::screens::log::Log;
use super::screens::question::{Question, settle};
use super::screens::start::{StartList, StartRow};
use super::screens::{Screen, first};
use super::session::Session;
use super::{App, mark_seen};
use crate::config::{Save, agents};
use crate::domain::answers::Answers;
use crate::domain::answers_toml;
use crate::domain::case::beside::{self, Latest};
use crate::domain::case::stamp::JAPAN;
use crate::domain::case::{
    CaseId, CaseRecord, Due, Event, LetterRecord, Rules, State, What, bundle, plan,
};
use crate::domain::document::Document;
use crate::domain::flow::graph::START;
use crate::domain::goal::Goal;
use crate::domain::service::{NAME, OTHER};
use crate::domain::word::Word;
use chrono::{DateTime, FixedOffset, NaiveDate, NaiveTime, TimeZone as _};
use std::collections::BTreeSet;

impl App {
    pub fn rules(&self, record: &CaseRecord) -> Rules {
        let (office, today) = (self.session.office, self.session.today);
        let rules = Rules::new(record, &self.content, office, today);
        rules.beside(self.instead.get(&record.id).copied())
    }
    /// Recomputes which requests were replaced by a later one.
    pub(super) fn compare_cases(&mut self) {
        let (cases, latest) = (&self.shelf.cases, Latest::of(&self.shelf.cases));
        let found = |c: &CaseRecord| Some((c.id.clone(), latest.instead_of(c)?));
        self.instead = cases.iter().filter_map(found).collect();
    }
    /// The open cases, the nearest date first; those of one service are grouped.
    pub fn open_cases(&self) -> Vec<(&CaseRecord, Option<Due>)> {
        let mut open: Vec<_> = self
            .shelf
            .cases
            .iter()
            .filter(|c| c.is_open())
            .map(|c| (c, c.due(self.rules(c))))
            .collect();
        open.sort_by_key(|(c, due)| (due.is_none(), due.as_ref().map(|d| d.on), c.id.clone()));
        agents::together(&mut open, |(c, _)| c);
        open
    }
    pub fn case(&self, id: &CaseId) -> Option<&CaseRecord> {
        self.shelf.find(id).ok().and_then(|at| self.shelf.cases.get(at))
    }
    /// The time in Japan; noon of the day before the first key tells it.
    pub fn now(&self) -> DateTime<FixedOffset> {
        let noon =
            self.session.today.and_time(NaiveTime::from_hms_opt(12, 0, 0).unwrap_or_default());
        self.session
            .now
            .unwrap_or_else(|| JAPAN.from_local_datetime(&noon).single().unwrap_or_default())
    }

    /// Notes in a case what happens now.
    pub(super) fn noting(&self, id: &CaseId, what: What) -> Effect {
        let event = Event { at: self.now().into(), what, note: String::new() };
        Effect::Case(CaseOrder::Log(id.clone(), Box::new(event)))
    }

    /// Whether anything may be stored without asking.
    pub fn stores(&self) -> bool {
        !self.no_save && self.config.save == Save::Always
    }

    /// Whether something is kept of the letter, or may be.
    pub(in crate::app) fn keeps(&self) -> bool {
        self.stores() || self.asks_to_store()
    }

    /// The letter of a walk as it was made: a new day does not change it.
    pub(super) fn letter_now(&self, s: &Session) -> NewLetter {
        self.letter_on(s, s.made().map_or(self.session.today, |at| at.date_naive()))
    }

    fn letter_on(&self, s: &Session, day: NaiveDate) -> NewLetter {
        let doc = Document::new(&self.content, &s.answers, s.edited.as_ref(), day, s.office);
        let kind = doc.walk.follow_up();
        let tone = crate::domain::manner::tone_of(&s.answers);
        // The user may have agreed to storing only later.
        let made = s.made().unwrap_or_else(|| self.now());
        let letter = LetterRecord::new(made, &doc.plan, tone, kind, self.config.keep);
        let answers = answers_toml::to_toml(&self.reached(s), self.content.flow());
        let (copied, sure, sent) = (s.copied_at, s.copied_surely, s.sent.clone());
        NewLetter { letter, answers: Some(answers), copied, sure, sent, over: None }
    }

    /// The case that the letter of a walk begins, without the letter; None before there is a goal.
    fn case_of(&self, s: &Session) -> Option<CaseRecord> {
        let walk = s.walk(&self.content);
        let goal = walk.goal()?;
        let one = |id: &str| walk.one(id).unwrap_or_default();
        let service = self.content.service(one("service"));
        let name = service.map(|s| s.name.as_str()).filter(|n| !n.is_empty());
        let name = name.unwrap_or(one("service_name"));
        let mut record = CaseRecord::new(self.session.today, one("service"), name, goal);
        record.plan.extend(plan::of(&walk, s.office));
        Some(record)
    }

    /// The stored case that these letters belong to. If the service or goal was changed meanwhile,
    /// the earlier request stays as it is.
    fn filed(&self, s: &Session, new: &CaseRecord) -> Option<CaseId> {
        let second = s.answers.reaches("follow_up");
        let same = |id: &&CaseId| second || self.case(id).is_none_or(|r| r.asks_same(new));
        s.case.iter().chain(&s.begun_cases).find(same).cloned()
    }

    /// Orders that store the current letter, after those already sent; none if it is stored.
    pub(super) fn record(&self, s: &Session) -> Vec<CaseOrder> {
        let new = self.letter_now(s);
        let sha = new.letter.sha256();
        if s.stored_letter.as_ref().is_some_and(|(_, stored)| *stored == sha) {
            return Vec::new();
        }
        let mut letters = s.unstored.clone();
        letters.retain(|(_, said)| said.letter.sha256() != sha);
        if letters.is_empty() || new.sent.is_none() || letters.len() < s.unstored.len() {
            letters.extend(self.case_of(s).map(|case| (case, new)));
        }
        let mut cases: Vec<(CaseRecord, Vec<NewLetter>)> = Vec::new();
        for (case, letter) in letters {
            match cases.iter_mut().find(|(c, _)| c.asks_same(&case)) {
                Some((_, of)) => of.push(letter),
                None => cases.push((case, vec![letter])),
            }
        }
        let order = |(mut case, mut letters): (CaseRecord, Vec<NewLetter>)| {
            if let Some(id) = self.filed(s, &case) {
                // Changed before it was sent, it is still one letter.
                if s.case.as_ref() == Some(&id)
                    && let Some(first) = letters.first_mut()
                {
                    first.over = s.stored_letter.as_ref().map(|(n, _)| *n);
                }
                return CaseOrder::Letters(id, letters);
            }
            for new in letters {
                new.add_to(&mut case);
            }
            CaseOrder::Create(Box::new(case))
        };
        cases.into_iter().map(order).collect()
    }

    /// Whether the letter, as of that day, differs from the stored one or the one said to be sent.
    fn differs_on(&self, day: NaiveDate) -> bool {
        let s = &self.session;
        let said = s.unstored.last().map(|(_, said)| said.letter.sha256());
        let before = s.stored_letter.as_ref().map(|(_, sha)| sha.clone()).or(said);
        before.is_some_and(|before| before != self.letter_on(s, day).letter.sha256())
    }

    /// Whether this is not what the answers say, as of the day on which it was made.
    pub(super) fn changed_by_hand(&self, letter: &LetterRecord) -> bool {
        self.letter_on(&self.session, letter.made.date_naive()).letter.sha256() != letter.sha256()
    }

    /// Whether the letter leaving now differs from the one before.
    pub(super) fn is_another_letter(&self) -> bool {
        self.differs_on(self.session.today)
    }

    /// If the letter equals one that left before another goal was tried, its notes apply.
    pub(super) fn sent_before(&mut self) {
        let sha = self.letter_now(&self.session).letter.sha256();
        let s = &mut self.session;
        if let Some(i) = s.unstored.iter().position(|(_, said)| said.letter.sha256() == sha) {
            let said = s.unstored.remove(i);
            s.sent.clone_from(&said.1.sent);
            (s.copied_at, s.copied_surely) = (said.1.copied, said.1.sure);
            s.unstored.push(said);
            return;
        }
        let id = self.case_of(&self.session).and_then(|new| self.filed(&self.session, &new));
        let Some(record) = id.and_then(|id| self.case(&id)).cloned() else { return };
        if let Some(i) = record.letters.iter().rposition(|l| l.sha256() == sha) {
            self.session.case = Some(record.id.clone());
            self.session.is_stored_as(&record, i + 1, &record.letters[i]);
        }
    }

    pub fn changed_since_sent(&self) -> bool {
        let s = &self.session;
        let made = s.made().map_or(s.today, |at| at.date_naive());
        s.sent.is_some() && self.differs_on(made)
    }

    pub fn stands_sent(&self) -> bool {
        self.session.sent.is_some() && !self.changed_since_sent()
    }

    /// The answers that the walk reaches, without those given for another goal.
    fn reached(&self, s: &Session) -> Answers {
        let walk = s.walk(&self.content);
        let mut out = Answers::default();
        let extra = ["tone", crate::domain::manner::LIMIT];
        for id in walk.steps.iter().map(|s| s.question.id.as_str()).chain(extra) {
            if let Some(v) = s.answers.get(id) {
                out.set(id, v.clone());
            }
        }
        out
    }

    pub(super) fn say_sent(&mut self, sent: Sent) {
        // More exact details of the same sending replace the earlier ones.
        let sent = match &self.session.sent {
            Some(said) => sent.with(said),
            None => sent,
        };
        self.take_back_sent();
        self.session.sent = Some(sent.clone());
        if self.session.stored_letter.is_none() {
            let letter = self.letter_now(&self.session);
            let said = self.case_of(&self.session).map(|case| (case, letter));
            self.session.unstored.extend(said);
        }
        // For a stored letter the event is added. Otherwise it comes with the letter, which left
        // without the clipboard.
        let (Some(id), Some((letter, _))) = (&self.session.case, &self.session.stored_letter)
        else {
            _ = self.store_letter();
            return;
        };
        let order = CaseOrder::Log(id.clone(), Box::new(sent.event(*letter)));
        self.emit(Effect::Case(order));
    }

    /// Stores the current letter if the user agreed to storing; returns in how many cases.
    pub(super) fn store_letter(&mut self) -> usize {
        let orders = if self.stores() { self.record(&self.session) } else { Vec::new() };
        let of = orders.len();
        self.effects.extend(orders.into_iter().map(Effect::Case));
        of
    }

    /// A case was stored: updates the shelf and the state of the current letter.
    pub(super) fn stored(&mut self, record: CaseRecord) {
        // Another case may be reported too, see below.
        let own = self.session.case.as_ref() == Some(&record.id)
            || self.filed(&self.session, &record).is_none_or(|id| id == record.id)
                && self.case_of(&self.session).is_some_and(|new| record.asks_same(&new));
        let leaves = !self.leaving.todo.is_empty();
        if own && (leaves || matches!(self.screen, Screen::After(_))) {
            if !self.session.begun_cases.contains(&record.id) {
                self.session.begun_cases.push(record.id.clone());
            }
            let sha = record.letters.last().map(LetterRecord::sha256).unwrap_or_default();
            self.session.stored_letter = Some((record.letters.len(), sha));
            self.session.case = Some(record.id.clone());
            self.session.unstored.clear();
        }
        self.stored_of_run(&record);
        match self.shelf.find(&record.id) {
            Ok(at) => {
                let old = std::mem::replace(&mut self.shelf.cases[at], record);
                if own && old.letters.len() < self.shelf.cases[at].letters.len() {
                    self.session.answered_before = old.answers;
                }
            }
            Err(at) => {
                let met = self.plans_met(&record);
                self.effects.extend(met);
                self.shelf.cases.insert(at, record);
            }
        }
        self.compare_cases();
        self.refresh();
        // When leaving, everything is stored at the end.
        if own && !leaves && self.run.is_some() {
            // However it ends from here, the letter is known to be written.
            self.mark_copied();
            self.keep_draft();
        }
    }

    /// Marks the letters of a run that a stored case holds.
    fn stored_of_run(&mut self, record: &CaseRecord) {
        for i in 0..self.run.as_ref().map_or(0, |run| run.legs.len()) {
            let s = self.leg(i);
            let sha = self.letter_now(s).letter.sha256();
            let new =
                s.stored_letter.is_none() && self.case_of(s).is_some_and(|c| record.asks_same(&c));
            let n = record.letters.iter().rposition(|l| new && l.sha256() == sha);
            // A text that differs from the one sent continues that letter's case.
            let sent = new && !s.unstored.is_empty();
            let n = n.or(record.letters.len().checked_sub(1).filter(|_| sent));
            if let (Some(n), Some(run)) = (n, &mut self.run) {
                let s = if run.at == i { &mut self.session } else { &mut run.legs[i].session };
                s.is_stored_as(record, n + 1, &record.letters[n]);
                s.case = Some(record.id.clone());
                s.unstored.clear();
            }
        }
    }

    /// Ends the planned steps for the same service that a new case carries out.
    fn plans_met(&self, new: &CaseRecord) -> Vec<Effect> {
        let same = |c: &&CaseRecord| {
            c.is_open() && c.service == new.service && c.service_name == new.service_name
        };
        let met = |c: &CaseRecord| {
            let plan = c.open_plan();
            // On the planned day the step counts as decided, whatever the decision.
            let here = self.session.from_case.as_ref().is_some_and(|from| from.case == c.id);
            let step = plan.iter().find(|p| {
                p.goal == Some(new.goal) || (p.goal.is_none() || here) && p.on <= self.session.today
            })?;
            Some(self.noting(&c.id, What::PlanDone { on: step.on }))
        };
        self.shelf.cases.iter().filter(same).filter_map(met).collect()
    }

    /// Rebuilds the rows of the first screen; the selection stays on its row if that still exists.
    pub(super) fn refresh(&mut self) {
        if matches!(self.screen, Screen::Start(_)) {
            let fresh = self.start();
            if let Screen::Start(start) = &mut self.screen {
                let row = start.rows.get(start.at);
                let same = row.and_then(|row| fresh.rows.iter().position(|r| r == row));
                *start = StartList { at: same.unwrap_or(fresh.at), ..fresh };
            }
        }
    }

    /// The first screen if something is stored; the selection is on the draft, a due case, or the
    /// usual service.
    pub fn start(&self) -> StartList {
        let rows = self.start_rows();
        let offer = self.config.offer(START, &Answers::default());
        let offered =
            |r: &StartRow| matches!(r, StartRow::Service(id) if Some(id.as_str()) == offer);
        let current =
            |r: &StartRow| matches!(r, StartRow::Draft(number, ..) if self.is_current(*number));
        // Among stored rows, due ones come first.
        let from = rows.iter().position(StartRow::stored).unwrap_or(rows.len());
        let mut due = rows[from..].iter().take_while(|r| self.is_due(r));
        let at = due
            .position(|r| current(r) || matches!(r, StartRow::Case(_)))
            .map(|at| from + at)
            .or_else(|| rows.iter().position(current))
            .or_else(|| rows.iter().position(offered));
        StartList { at: at.unwrap_or(0), rows }
    }

    /// The rows, in order: the user's services, the way to all others, then what is stored.
    fn start_rows(&self) -> Vec<StartRow> {
        let mut used: BTreeSet<&str> =
            self.config.registration.keys().map(String::as_str).collect();
        used.extend(self.config.offer(START, &Answers::default()));
        let drafts: Vec<_> =
            self.drafts().into_iter().map(|d| (d, self.answers_of(&d.draft))).collect();
        used.extend(drafts.iter().filter_map(|(_, answers)| answers.one("service")));
        used.extend(self.shelf.cases.iter().map(|c| c.service.as_str()));
        let known = self.content.service_ids().filter(|id| *id != OTHER && used.contains(*id));
        let mut own: Vec<&String> =
            self.config.registration.values().filter_map(|r| r.get(NAME)).collect();
        for c in self.shelf.cases.iter().filter(|c| c.service == OTHER) {
            if !own.contains(&&c.service_name) {
                own.push(&c.service_name);
            }
        }
        let own = own.into_iter().map(|n| StartRow::Own(Private(n.clone())));
        let services = known.map(|id| StartRow::Service(id.to_owned()));
        let services = services.chain(own).chain([StartRow::Find]);
        let drafts = drafts.iter().map(|(d, answers)| {
            let (about, inside) = self.draft_words(&d.draft, answers);
            StartRow::Draft(d.number, about, inside)
        });
        let cases = self.open_cases().into_iter().map(|(c, _)| StartRow::Case(c.id.clone()));
        let mut stored: Vec<StartRow> = drafts.chain(cases).collect();
        // Due cases do not come after unfinished letters, nor open ones after what was overtaken.
        let overtaken = |r: &StartRow| matches!(r, StartRow::Draft(n, ..) if !self.is_current(*n));
        stored.sort_by_cached_key(|r| (overtaken(r), !self.is_due(r)));
        // The latest first.
        let over = self.shelf.cases.iter().rev().filter(|c| !c.is_open());
        let over = over.map(|c| StartRow::Over(c.id.clone()));
        // Before the part that grows, so that their numbers and places stay.
        services.chain([StartRow::Several, StartRow::Mine]).chain(stored).chain(over).collect()
    }

    /// What a dialog is about, in lines below its text.
    pub fn about(&self, ask: &Ask) -> Vec<String> {
        match ask {
            Ask::TakeBack(event, _) => self.shown_case().map_or_else(Vec::new, |r| {
                let with = r.goes_with(event).map(|n| r.letter_name(n));
                let with = with.map(|letter| text!("take_back.letter", letter));
                bundle::shown(event, r).into_iter().chain(with).collect()
            }),
            Ask::OpenCase { case, .. } | Ask::SkipFor { case, .. } => self.brief(case),
            Ask::OtherAgent(name) => {
                let Screen::Log(Log { case: Some(id), .. }) = &self.screen else {
                    return Vec::new();
                };
                let here = self.named(id);
                vec![text!("reply.other.there", name = name.0), text!("reply.other.here", here)]
            }
            Ask::Unregister => self.selected_agent().map_or_else(Vec::new, |a| {
                [&a.name].into_iter().chain(&a.says).map(|line| line.0.clone()).collect()
            }),
            _ => Vec::new(),
        }
    }

    pub(super) fn begin(&mut self, answers: Answers) {
        self.renew(answers);
        self.open_first();
    }

    /// Starts over with these answers; only stored parts of the previous walk remain.
    pub(super) fn renew(&mut self, answers: Answers) {
        let (now, clock, nth) = (self.session.now, self.session.clock, self.session.nth + 1);
        self.keep_hours();
        self.session = self.session.beside(answers.clone());
        self.session.began = answers;
        (self.session.now, self.session.clock, self.session.nth) = (now, clock, nth);
        self.run = None;
        self.letter = None;
    }

    /// Tells the user once that the same request is still open there, or one against it.
    pub(super) fn tell_of_open_case(&mut self) {
        let found = self.open_case();
        if let Some((case, leaves)) =
            found.filter(|(id, _)| self.session.told_of.as_ref() != Some(id))
        {
            self.session.told_of = Some(case.clone());
            self.overlay = Some(Overlay::Ask(match self.run {
                Some(_) => Ask::SkipFor { case, leaves },
                None => Ask::OpenCase { case, leaves },
            }));
        }
    }

    /// The latest open case with the same request to the same service; or, with `true`, the request
    /// to leave that this one contradicts. None for a second letter, which belongs to a case.
    pub(super) fn open_case(&self) -> Option<(CaseId, bool)> {
        let s = &self.session;
        if s.case.is_some() || s.answers.reaches("follow_up") {
            return None;
        }
        let (goal, here) = (s.answers.goal(), s.place());
        let beside = self.shelf.cases.iter().filter(|c| c.place() == here);
        let same = beside.clone().rfind(|c| Some(c.goal) == goal && c.state() < State::Done);
        let left = || beside::leaving(beside).filter(|_| goal.is_some_and(Goal::stays));
        same.map(|c| (c, false)).or_else(|| Some((left()?, true))).map(|(c, l)| (c.id.clone(), l))
    }

    /// Opens the case instead of the walk, of which only typed text is kept.
    pub(super) fn rather_open(&mut self, id: &CaseId) {
        let gone = self.end_of_walk();
        if self.session.typed {
            self.keep_draft();
        } else {
            self.emit(Effect::RemoveDraft(gone));
            self.shelf.drafts.retain(|d| Some(d.number) != gone.number);
        }
        self.renew(Answers::default());
        self.show_case(id);
    }

    /// A case in lines: subject, state, due day, next step.
    pub fn brief(&self, id: &CaseId) -> Vec<String> {
        let Some(c) = self.case(id) else { return Vec::new() };
        let rules = self.rules(c);
        let due = c.due_of_step(rules).map(|d| self.due_line(&d));
        let next = self.next_words(c);
        let goal = c.goal.ja();
        let about = text!("case.about", service = c.service_name, goal, state = c.state_ja());
        [Some(about), due, Some(text!("start.next", next))].into_iter().flatten().collect()
    }

    pub(super) fn open_first(&mut self) {
        let ctx = super::ctx::Ctx::new(&self.content, &self.config, self.size, self.ambiguous);
        // Optional questions are asked too: nobody has passed over them yet.
        settle(&mut self.session, &ctx);
        self.session.known = self.known();
        let missing = self.session.first_missing(&self.content);
        let hours = self.hours_before(missing.as_deref().unwrap_or_default());
        self.session.offers.fill(&hours, |_| true);
        self.screen = match missing {
            Some(id) => Screen::Question(Question::open(&self.session, &ctx, &id)),
            None => first(&mut self.session, &ctx),
        };
        mark_seen(&mut self.session, &self.screen, &self.content);
    }
}
