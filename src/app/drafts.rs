//! Unfinished walks: what is stored of them and when, and how they are resumed. One file each.

use super::App;
use super::effect::{DraftToSave, Effect, OldDraft, Private, SavedDraft};
use super::half_typed;
use super::msg::Copied;
use super::run::{Leg, Mark, Run};
use super::screens::question::words::answer_words;
use super::screens::{Screen, question};
use super::session::Session;
use crate::domain::answers::{Answers, Value};
use crate::domain::answers_file::several;
use crate::domain::answers_toml;
use crate::domain::case::beside::place;
use crate::domain::case::draft::{Draft, LegDraft, RunDraft, StoredDraft};
use crate::domain::case::{CaseRecord, FollowUp, Word, second};
use crate::domain::document::flow_for;
use crate::domain::flow::graph::START;
use crate::domain::flow::spec::Question;
use crate::domain::flow::walk::{Step, Walk};
use crate::domain::goal::Goal;
use crate::domain::manner::{DETAIL, LIMIT};
use crate::domain::service::NAME;
use std::collections::BTreeMap;

/// The key of the editor's line among the texts of a draft; no question has it.
const EDITED_AT: &str = "edited.line";
/// Cells for the answers in the list of drafts; two drafts for one service differ somewhere.
const INSIDE: usize = 64;

/// Whether two drafts differ in nothing but when they were kept.
fn same(kept: &Draft, draft: &Draft) -> bool {
    Draft { saved: draft.saved, ..kept.clone() } == *draft
}

/// What several letters are about, and how far each is; `complete`: all is answered in it.
fn several_words(
    run: &RunDraft,
    first: &str,
    complete: impl Fn(&LegDraft) -> bool,
) -> (Private, Private) {
    let n = run.legs.len();
    let others = text!("run.others", n = n.saturating_sub(1));
    let about = text!("draft.several", n, name = format!("{first}{others}"));
    let of = |fits: fn(Mark) -> bool| {
        run.legs.iter().filter(|l| fits(Mark::parse(&l.mark).unwrap_or_default())).count()
    };
    let (over, skipped) = (of(Mark::is_over), of(|m| m == Mark::Skipped));
    let open = run.legs.iter().filter(|l| Mark::parse(&l.mark).unwrap_or_default() == Mark::Open);
    let written = open.filter(|l| complete(l)).count();
    let open = n - over - skipped - written;
    let counts = [
        (over, text!("draft.several.over", n = over)),
        (written, text!("draft.several.written", n = written)),
        (open, text!("draft.several.open", n = open)),
        (skipped, text!("draft.several.skipped", n = skipped)),
    ];
    let counts: Vec<String> =
        counts.into_iter().filter(|(n, _)| *n > 0).map(|(_, words)| words).collect();
    (Private(about), Private(counts.join(text!("sign.comma"))))
}

impl App {
    /// Keeps the walk, if the user has agreed to storing.
    pub(super) fn keep_draft(&mut self) {
        let keeping = self.keeping().map(|keeping| Effect::SaveDraft(Box::new(keeping)));
        self.effects.extend(keeping);
    }

    /// The part of the walk that is not stored yet and may be.
    pub fn unkept(&self) -> Option<Box<DraftToSave>> {
        self.keeping()
            .filter(|k| k.over.as_ref().is_none_or(|o| !same(&o.draft, &k.draft)))
            .map(Box::new)
    }

    fn keeping(&self) -> Option<DraftToSave> {
        let draft = self.as_draft()?;
        // An identical draft is not kept twice.
        let twin = || self.shelf.drafts.iter().find(|kept| same(&kept.draft, &draft));
        let over = self.session.stored_draft.as_ref().or_else(twin).cloned();
        Some(DraftToSave { nth: self.session.nth, over, draft })
    }

    /// Whether leaving now would lose something that was typed, or a letter that has gone nowhere.
    pub(super) fn would_lose(&self) -> bool {
        if self.finished() {
            return self.nowhere() && !self.lasting;
        }
        let typed = self.run.as_ref().is_some_and(|r| r.legs.iter().any(|l| l.session.typed));
        // Whom to write to and what to ask was chosen one by one.
        let chosen = self.run.is_some() && self.session.answers.get("goal").is_some();
        (typed || chosen || self.session.typed) && self.as_draft().is_none()
    }

    /// The letter is in no clipboard, file, case or other program, and was not said to be sent.
    pub(super) fn nowhere(&self) -> bool {
        let s = &self.session;
        matches!(self.copied, Copied::Failed(_))
            && !s.out
            && !self.print
            && s.stored_letter.is_none()
            && s.sent.is_none()
    }

    /// The mark of a letter that is somewhere now: whether the terminal copied it is unknown unless
    /// the user said that it was sent.
    pub(super) fn written(&self) -> Mark {
        let s = &self.session;
        let sure = s.out || self.print || s.sent.is_some();
        if self.copied == Copied::Handed && !sure { Mark::Handed } else { Mark::Done }
    }

    /// Marks the letter on the screen before another key leaves it: copied, if that just happened;
    /// open again, if it was changed after it was sent.
    pub(super) fn mark_copied(&mut self) {
        let Some(run) = &self.run else { return };
        let (at, sent) = (run.at, self.session.sent.is_some());
        let here = self.copied_last() && !self.nowhere();
        let mark = match run.legs.get(at).map(|l| l.mark) {
            _ if here => self.written(),
            Some(Mark::Handed | Mark::Done) if self.changed_since_sent() => Mark::Open,
            // Changed back, it is the one that was sent.
            Some(Mark::Open) if sent && !self.changed_since_sent() => self.written(),
            _ => return,
        };
        if let Some(leg) = self.run.as_mut().and_then(|r| r.legs.get_mut(at)) {
            leg.mark = mark;
        }
    }

    /// Everything that was to be written is written.
    pub(super) fn finished(&self) -> bool {
        let over = matches!(self.screen, Screen::Run(_))
            && self.run.as_ref().is_some_and(|r| r.legs.iter().any(|l| l.mark.is_over()));
        (over || self.copied_last()) && !self.writes_more()
    }

    /// The page after copying, or the form of when it was sent.
    pub(super) fn copied_last(&self) -> bool {
        matches!(&self.screen, Screen::After(_))
            || matches!(&self.screen, Screen::Log(l) if l.case.is_none())
    }

    /// The walk as it would be kept; None: not agreed to, nothing there, or finished.
    fn as_draft(&self) -> Option<Draft> {
        if self.stores() { self.half() } else { None }
    }

    pub(super) fn half(&self) -> Option<Draft> {
        if self.finished() {
            return None;
        }
        self.legs().find(|s| s.answers.get("goal").is_some())?;
        let whole = self.draft_of(&self.session, true);
        let s = &self.session;
        let typed = whole.edited.is_some() || whole.texts.keys().any(|id| id != EDITED_AT);
        if self.run.is_none() && s.stored_draft.is_none() && !typed && !self.gave(s) {
            // If it is chosen again it comes back.
            return None;
        }
        let run = self.run.as_ref().map(|run| {
            let leg = |(i, leg): (usize, &Leg)| LegDraft {
                draft: self.draft_of(self.leg(i), i == run.at),
                mark: leg.mark.id().to_owned(),
                shared: leg.shared.iter().cloned().collect(),
            };
            let at = u32::try_from(run.at).unwrap_or_default();
            Box::new(RunDraft { at, legs: (0..).zip(&run.legs).map(leg).collect() })
        });
        Some(Draft { run, ..whole })
    }

    /// The answers besides service and goal.
    fn answers_on_way<'a>(&'a self, answers: &'a Answers) -> Vec<(&'a Question, &'a Value)> {
        let of = Walk::new(flow_for(&self.content, answers), answers, self.session.today);
        let own = |s: &&Step<'_>| {
            let id = s.question.id.as_str();
            !matches!(id, START | NAME | "goal")
                && !id.starts_with("sender.")
                && !of.is_usual(s.question)
        };
        let own = of.steps.iter().filter(own).map(|s| s.question);
        own.filter_map(|q| Some((q, answers.get(&q.id)?))).collect()
    }

    fn answered_in(&self, answers: &Answers) -> Vec<String> {
        let words = |(q, value): (&Question, &Value)| {
            let words = answer_words(self, q, value);
            text!("sign.says", name = q.label, text = words.replace('\n', " "))
        };
        // The letter before is quoted; it says nothing of this one.
        let own = |(q, _): &(&Question, &Value)| !q.id.starts_with("first_");
        self.answers_on_way(answers).into_iter().filter(own).map(words).collect()
    }

    /// Whether any of the answers come from the user, not only from a record.
    fn gave(&self, s: &Session) -> bool {
        let differs = |id: &str| s.answers.get(id) != s.began.get(id);
        self.answers_on_way(&s.answers).iter().any(|(q, _)| differs(&q.id))
            || s.case.is_some() && ["tone", DETAIL, LIMIT].into_iter().any(differs)
    }

    /// A walk as it would be kept; `here`: it is the one on the screen.
    fn draft_of(&self, s: &Session, here: bool) -> Draft {
        let mut texts = BTreeMap::new();
        // Untouched suggestions are computed anew.
        let shown = match &self.screen {
            Screen::Question(q) if here => q.parts(),
            _ => Vec::new(),
        };
        let left = s.half_typed.iter().filter(|(id, _)| shown.iter().all(|(here, _)| here != *id));
        let touched = shown.iter().filter(|(id, field)| !self.untouched(id, field));
        for (id, field) in left.chain(touched.map(|(id, field)| (id, field))) {
            // An emptied field too: its default must not come back.
            texts.extend(half_typed::texts(&question::spec(s, &self.ctx(), id), field));
        }
        let answers = answers_toml::to_toml(&s.answers, self.content.flow());
        let case = s.case.clone();
        let (edited, line) = match &self.screen {
            Screen::Edit(e) if here => (self.edited(e.read()), Some(e.line())),
            _ => (s.edited.clone(), s.edited_at),
        };
        texts.extend(line.map(|line| (EDITED_AT.to_owned(), line.to_string())));
        let opened = s.answers.opened().map(str::to_owned);
        Draft { saved: second(self.now()), answers, opened, texts, case, edited, run: None }
    }

    pub(super) fn kept(&mut self, kept: SavedDraft) {
        let SavedDraft { nth, stored } = kept;
        if std::mem::take(&mut self.leaving.draft_lost) {
            (self.store_error, self.leaving.failed) = (None, false);
        }
        if nth == self.session.nth {
            self.session.stored_draft = Some(stored.clone());
        }
        match self.shelf.drafts.iter_mut().find(|d| d.number == stored.number) {
            Some(old) => *old = stored,
            None => self.shelf.drafts.push(stored),
        }
        self.refresh();
    }

    /// Deletes this unfinished walk completely.
    pub(super) fn forget(&mut self, number: u32) {
        let own = self.session.stored_draft.as_ref().is_some_and(|k| k.number == number);
        let nth = own.then_some(self.session.nth);
        if own {
            // Discarded: leaving must not store what is still in memory.
            self.renew(Answers::default());
        }
        self.shelf.drafts.retain(|d| d.number != number);
        self.refresh();
        self.emit(Effect::RemoveDraft(OldDraft { nth, number: Some(number) }));
    }

    /// The unfinished walks, the latest first.
    pub fn drafts(&self) -> Vec<&StoredDraft> {
        let mut drafts: Vec<_> = self.shelf.drafts.iter().collect();
        drafts.sort_by_key(|d| (std::cmp::Reverse(d.draft.saved), d.number));
        drafts
    }

    pub fn draft(&self, number: u32) -> Option<&StoredDraft> {
        self.shelf.drafts.iter().find(|d| d.number == number)
    }

    /// What an unfinished walk is about (the service, the goal or kind of letter), and its answers.
    pub(super) fn draft_words(&self, draft: &Draft, answers: &Answers) -> (Private, Private) {
        // A run is named after its first leg, whichever is on the screen.
        let first = draft.run.as_ref().and_then(|run| run.legs.first());
        let first = first.map(|leg| self.answers_of(&leg.draft));
        let answers = first.as_ref().unwrap_or(answers);
        let service = answers.one("service").and_then(|id| self.content.service(id));
        let name = service
            .map(|s| s.name.as_str())
            .filter(|n| !n.is_empty())
            .or(answers.one("service_name"));
        let again = || {
            let opened = draft.opened.as_deref() == Some("follow_up");
            opened.then(|| text!("key.again").to_owned())
        };
        let kind = answers.follow_up();
        let overtaken = self.overtakes(draft, kind) || self.asked_since(draft, answers);
        let overtaken = if overtaken { text!("draft.overtaken") } else { "" };
        let kind = kind.map(|kind| kind.ja().to_owned()).or_else(again);
        let about = kind.unwrap_or_else(|| answers.goal().map_or("", Goal::ja).to_owned());
        let about = format!("{about}{overtaken}");
        let inside = self.answered_in(answers);
        // The latest of them, each complete.
        let mut answers = String::new();
        for words in inside.iter().rev() {
            let comma = if answers.is_empty() { "" } else { text!("sign.comma") };
            if self.ambiguous.width(&answers) + self.ambiguous.width(words) > INSIDE {
                break;
            }
            answers = format!("{answers}{comma}{words}");
        }
        let name = name.unwrap_or_default();
        match &draft.run {
            Some(run) => several_words(run, name, |leg| {
                let answers = self.answers_of(&leg.draft);
                let flow = flow_for(&self.content, &answers);
                Walk::new(flow, &answers, self.session.today).complete()
            }),
            None => (Private(format!("{name} {about}").trim().to_owned()), Private(answers)),
        }
    }

    pub(super) fn answered_of(&self, number: u32) -> Vec<Private> {
        let answers = self.draft(number).map(|d| self.answers_of(&d.draft));
        let words = answers.map_or_else(Vec::new, |a| self.answered_in(&a));
        words.into_iter().map(Private).collect()
    }

    /// The answers of an unfinished walk; none if they can't be read.
    pub(super) fn answers_of(&self, draft: &Draft) -> Answers {
        several::parse_draft(&draft.answers, &self.content, self.session.today)
    }

    /// Whether later events make the letter of a draft obsolete.
    fn overtakes(&self, draft: &Draft, kind: Option<FollowUp>) -> bool {
        let record = draft.case.as_ref().and_then(|id| self.case(id));
        let rests = |record: &CaseRecord| self.rules(record).instead.is_some();
        record.is_some_and(rests)
            || record.zip(kind).is_some_and(|(record, kind)| record.overtakes(kind))
    }

    /// Whether a first letter was begun anew and is stored since then, or one that takes its place
    /// was sent.
    fn asked_since(&self, draft: &Draft, answers: &Answers) -> bool {
        let one = |id| answers.one(id).unwrap_or_default();
        let here = place(one(START), one(NAME));
        let since = |c: &CaseRecord| c.made(None).is_some_and(|made| made > draft.saved);
        let replaced = |c: &CaseRecord| {
            c.has_left() && answers.goal().is_some_and(|goal| c.goal.replaces(goal))
        };
        let same =
            |c: &CaseRecord| c.place() == here && (Some(c.goal) == answers.goal() || replaced(c));
        let first = draft.case.is_none() && draft.run.is_none();
        first && self.shelf.cases.iter().any(|c| same(c) && since(c))
    }

    pub(super) fn is_current(&self, number: u32) -> bool {
        let current = |d: &Draft| {
            let answers = self.answers_of(d);
            !self.overtakes(d, answers.follow_up()) && !self.asked_since(d, &answers)
        };
        self.draft(number).is_some_and(|d| current(&d.draft))
    }

    pub(super) fn resume(&mut self, stored: &StoredDraft) {
        let draft = &stored.draft;
        self.renew(Answers::default());
        self.session.stored_draft = Some(stored.clone());
        if let Some(run) = &draft.run {
            let legs: Vec<Leg> = run.legs.iter().map(|l| self.leg_of(l)).collect();
            let mut back = Run::new(legs, true);
            back.at =
                usize::try_from(run.at).unwrap_or_default().min(back.legs.len().saturating_sub(1));
            // Its questions are answered, though an optional one may lead to more.
            let last = back.legs.iter().rposition(|l| l.begun).is_some_and(|i| i <= back.at);
            if last && back.at + 1 < back.legs.len() && !back.legs[back.at].mark.is_over() {
                back.legs[back.at].begun = false;
            }
            self.take_up(back);
            return self.overview();
        }
        let session = self.session_of(draft);
        self.onto(session);
        self.open_first();
        if let Some(case) = self.session.case.clone() {
            self.begun_at(case);
        }
        let kind = self.session.answers.follow_up();
        if self.overtakes(draft, kind) {
            self.tell(text!("notice.overtaken"));
        }
        // The user knows of the case already.
        self.session.told_of = self.open_case().map(|(id, _)| id);
    }

    /// A leg as it was left: with the data of its case, and its questions marked as asked.
    fn leg_of(&self, l: &LegDraft) -> Leg {
        // A letter without a known mark is still to be written.
        let mark = Mark::parse(&l.mark).unwrap_or_default();
        let shared = l.shared.iter().cloned().collect();
        let mut leg = Leg::new(self.session_of(&l.draft), mark, shared);
        let s = &mut leg.session;
        if let Some(r) = s.case.as_ref().and_then(|id| self.case(id))
            && let Some(letter) = r.letters.last()
        {
            s.is_stored_as(r, r.letters.len(), letter);
        }
        let walk = s.walk(&self.content);
        let begun = mark.is_over() || walk.complete();
        let all = walk.steps.iter().map(|s| s.question.id.clone()).filter(|_| begun).collect();
        drop(walk);
        (s.seen, leg.begun) = (all, begun);
        leg
    }

    fn session_of(&self, draft: &Draft) -> Session {
        let mut answers = self.answers_of(draft);
        if let Some(id) = draft.opened.as_deref().filter(|id| self.content.flow().get(id).is_some())
        {
            answers.open(id);
        }
        let mut session = self.session.beside(answers);
        session.edited.clone_from(&draft.edited);
        session.edited_at = draft.texts.get(EDITED_AT).and_then(|line| line.parse().ok());
        // Without its case the letter starts another one.
        session.case = draft.case.clone().filter(|id| self.case(id).is_some());
        for id in draft.texts.keys().filter(|id| self.content.flow().get(id).is_some()) {
            let asked = question::spec(&session, &self.ctx(), id);
            let field = half_typed::field(&asked, &draft.texts, self.session.today);
            session.half_typed.extend(field.map(|field| (id.clone(), field)));
        }
        session
    }

    /// A letter to another service: this walk is stored, and the new one only knows the sender.
    pub(super) fn begin_beside(&mut self, service: &str) {
        let before = &self.session.answers;
        let mut chosen = Answers::default();
        chosen.set(START, Value::One(service.to_owned()));
        let mut answers = chosen.clone();
        answers.fill(before, |id| {
            id.starts_with("sender.") && !self.of_registration(id, before, &chosen)
        });
        self.begin(answers);
    }
}
