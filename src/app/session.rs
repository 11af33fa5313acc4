//! Where the two flows meet: the answers, and the document that follows from them.

use super::effect::{NewLetter, Sent};
use super::screens::question::field::Field;
use super::screens::review;
use crate::domain::answers::{Answers, Value};
use crate::domain::calendar::OfficeCalendar;
use crate::domain::case::beside::place;
use crate::domain::case::draft::StoredDraft;
use crate::domain::case::{CaseId, CaseRecord, LetterRecord, What};
use crate::domain::content::Content;
use crate::domain::document::{Document, Edited, flow_for};
use crate::domain::flow::graph::START;
use crate::domain::flow::spec::Question;
use crate::domain::flow::walk::{State, Step, Walk};
use crate::domain::gate::Finding;
use crate::domain::manner::{DETAIL, DETAILS};
use crate::domain::service::NAME;
use chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime};
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

/// Everything that the user gave. The rest is derived.
#[derive(Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "facts that do not depend on each other")]
pub struct Session {
    /// The answers, also those off the present path.
    pub answers: Answers,
    /// Fields left half-typed, by question id.
    pub half_typed: BTreeMap<String, Field>,
    /// The answers of the letter before this one; they are offered.
    pub(super) offers: Answers,
    /// The hours without calls that were last given in this sitting.
    pub(super) hours: Answers,
    /// The answers that the walk started with, from a record.
    pub(super) began: Answers,
    /// Stored details of the sender and the registration, by question id; the letter shows them
    /// before they are confirmed.
    pub(super) known: BTreeMap<String, String>,
    pub edited: Option<Edited>,
    /// The editor's line when an unfinished walk was left; it opens there again.
    pub(super) edited_at: Option<usize>,
    /// The day of writing; one of the years that dates may be written with (the shell sees to it).
    pub today: NaiveDate,
    /// The time in Japan, as of the last key; None before the first.
    pub now: Option<DateTime<FixedOffset>>,
    /// The time in Japan, for the desk's hours; None while it is not known.
    pub clock: Option<NaiveDateTime>,
    pub office: OfficeCalendar,
    /// The lines of the letter before the last answer, to mark changes; None: nothing to mark yet.
    pub(super) before: Option<BTreeSet<String>>,
    /// The number of screens completed before the last opened one, and the fraction of the way.
    pub progress: Option<(usize, f64)>,
    /// The user jumped here from the review: Enter leads back to it.
    pub from_review: bool,
    /// Where the review was left for a question or for the text.
    pub(super) left_review: Option<review::Left>,
    /// Questions that were shown. An optional one is asked if new, not if passed over.
    pub seen: BTreeSet<String>,
    /// Questions that were not asked: they have their usual answers.
    pub(super) settled: BTreeSet<String>,
    pub(super) copied_part: Option<&'static str>,
    pub(super) copied_parts: BTreeSet<&'static str>,
    /// The stored case that this walk goes on with.
    pub case: Option<CaseId>,
    /// Index of its leg in the run.
    pub(super) nth: u32,
    /// The last stored version of the walk while it is unfinished.
    pub(super) stored_draft: Option<StoredDraft>,
    /// The case with the same request that the user was told of.
    pub(super) told_of: Option<CaseId>,
    pub(super) from_case: Option<FromCase>,
    /// The letter as it was last stored in that case: its number, from 1, and its sha256.
    pub stored_letter: Option<(usize, String)>,
    /// The answers of the letter before it in its case.
    pub(super) answered_before: Option<String>,
    /// The sending, if the user has noted one.
    pub sent: Option<Sent>,
    /// The user answered whether it was sent.
    pub(super) asked_sent: bool,
    /// The user does not send it at all.
    pub(super) dropped: bool,
    /// Letters noted as sent while nothing is stored of them, as they were then, each with the case
    /// it would begin.
    pub(super) unstored: Vec<(CaseRecord, NewLetter)>,
    /// The cases that this walk has begun: one for each service and goal.
    pub(super) begun_cases: Vec<CaseId>,
    /// The goal was chosen with its gains and costs in view; the next question does not repeat
    /// them.
    pub(super) compared: bool,
    /// What hurts was said anew, and no goal was chosen since.
    pub(super) advised_anew: bool,
    /// Text was typed that leaving would lose, unless it is kept.
    pub typed: bool,
    pub(super) copied_at: Option<DateTime<FixedOffset>>,
    /// At least one copy of it was confirmed.
    pub(super) copied_surely: bool,
    /// When it was first to be copied: without a clipboard the user writes it by hand from then on.
    pub(super) shown_at: Option<DateTime<FixedOffset>>,
    /// The letter is in a file, or in the mail program.
    pub(super) out: bool,
    /// What the linter found the last time.
    read: RefCell<Option<ReadThrough>>,
    /// Whether there are two lengths, for these answers on that day.
    lengths: RefCell<Option<(Answers, NaiveDate, bool)>>,
}

/// Where a walk started that began at a case.
#[derive(Debug, Clone)]
pub struct FromCase {
    pub case: CaseId,
    /// The question that was asked first; "" if none was.
    pub at: String,
}

/// The linter's findings and their input. A letter of 100 kB takes longer to lint than a frame may,
/// and moving about on the review changes nothing.
struct ReadThrough {
    answers: Answers,
    edited: Option<Edited>,
    today: NaiveDate,
    found: Vec<Finding>,
}

// Findings quote the letter: only their number is shown.
shows!(Debug ReadThrough, it, "ReadThrough({})", it.found.len());

impl Session {
    /// One that begins with these answers, on the same day.
    pub(super) fn beside(&self, answers: Answers) -> Self {
        Self { hours: self.hours.clone(), ..Self::new(answers, self.today, self.office) }
    }
    pub fn new(answers: Answers, today: NaiveDate, office: OfficeCalendar) -> Self {
        Self { answers, today, office, ..Self::default() }
    }
    /// Takes over what a case has noted of this letter.
    pub(super) fn is_stored_as(&mut self, record: &CaseRecord, n: usize, letter: &LetterRecord) {
        self.stored_letter = Some((n, letter.sha256()));
        if !self.begun_cases.contains(&record.id) {
            self.begun_cases.push(record.id.clone());
        }
        self.shown_at = Some(letter.made);
        for e in record.events.iter().filter(|e| e.what.parts().letter == Some(n)) {
            match e.what.clone() {
                What::Sent { how, person, promised_by, .. } => {
                    let (at, note) = (e.at, e.note.clone());
                    self.sent = Some(Sent { at, how, person, promised_by, note });
                }
                what => {
                    self.copied_at = Some(letter.made);
                    self.copied_surely |= matches!(what, What::Copied { .. });
                }
            }
        }
    }
    /// The path. Until the goal is known only the entry questions are read.
    pub fn walk<'a>(&'a self, content: &'a Content) -> Walk<'a> {
        Walk::new(flow_for(content, &self.answers), &self.answers, self.today)
    }
    /// The service that is written to, as [`CaseRecord::place`].
    pub(super) fn place(&self) -> (&str, &str) {
        let one = |id| self.answers.one(id).unwrap_or_default();
        place(one(START), one(NAME))
    }
    pub fn document<'a>(&'a self, content: &'a Content) -> Document<'a> {
        Document::new(content, &self.answers, self.edited.as_ref(), self.today, self.office)
            .at(self.clock)
    }
    /// When the letter was made: no event is noted before that.
    pub fn made(&self) -> Option<DateTime<FixedOffset>> {
        self.copied_at.or(self.shown_at)
    }
    /// The document, read through by the linter: what the review shows and what may leave.
    pub fn reviewed<'a>(&'a self, content: &'a Content) -> Document<'a> {
        self.read_through(self.document(content), &self.answers)
    }
    /// The document of these answers with what the linter finds in it. Read anew only on a change.
    pub fn read_through<'a>(&self, doc: Document<'a>, answers: &Answers) -> Document<'a> {
        let mut last = self.read.borrow_mut();
        let same = last.as_ref().filter(|r| {
            r.answers == *answers && r.edited == self.edited && r.today == doc.walk.today
        });
        if let Some(same) = same {
            let found = same.found.clone();
            return doc.with(found);
        }
        let found = doc.read_through(self.office);
        let (answers, edited) = (answers.clone(), self.edited.clone());
        *last = Some(ReadThrough { answers, edited, today: doc.walk.today, found: found.clone() });
        doc.with(found)
    }
    /// Whether the other length changes the letter of these answers. Both are written only if
    /// something has changed: every frame of the review asks.
    pub fn has_lengths(&self, content: &Content) -> bool {
        let mut last = self.lengths.borrow_mut();
        if let Some((answers, today, has)) = last.as_ref()
            && (answers, *today) == (&self.answers, self.today)
        {
            return *has;
        }
        let mut texts = DETAILS.iter().map(|detail| {
            let mut answers = self.answers.clone();
            answers.set(DETAIL, Value::One((*detail).to_owned()));
            Document::new(content, &answers, None, self.today, self.office).plan.all()
        });
        let first = texts.next();
        let has = texts.any(|other| Some(other) != first);
        *last = Some((self.answers.clone(), self.today, has));
        has
    }
    /// Whether the letter has been copied, written to a file, or is said to be sent.
    pub(super) fn is_somewhere(&self) -> bool {
        self.copied_at.is_some() || self.out || self.sent.is_some()
    }
    /// Stores an answer and keeps the previous letter, so that changes can be marked.
    pub fn answer(&mut self, content: &Content, id: &str, value: Value) {
        if self.answers.get(id) != Some(&value) {
            self.before = Some(self.lines(content));
            self.answers.set(id, value);
            // Sender details asked for by another goal are dropped if this goal never asks for
            // them; optional ones skipped there may be asked here.
            if let ("goal", Some(goal)) = (id, self.answers.one(id).map(str::to_owned)) {
                let asked = |id: &str| content.flow().may_ask(&goal, id);
                let settled = std::mem::take(&mut self.settled);
                self.answers.retain(|id| {
                    !settled.contains(id) && (!id.starts_with("sender.") || asked(id))
                });
            }
        }
        self.settled.remove(id);
        self.half_typed.remove(id);
    }
    pub fn answer_all(&mut self, content: &Content, values: Vec<(String, Value)>) {
        let before = self.lines(content);
        for (id, value) in values {
            self.answers.set(&id, value);
            self.settled.remove(&id);
            self.half_typed.remove(&id);
        }
        if before != self.lines(content) {
            self.before = Some(before);
        }
    }
    /// These answers, completed with stored details; an unconfirmed change is not used.
    pub fn with_known(&self, mut answers: Answers) -> Answers {
        for (id, value) in &self.known {
            if answers.get(id).is_none() && !self.half_typed.contains_key(id) {
                answers.set(id, Value::One(value.clone()));
            }
        }
        answers
    }
    pub(super) fn lines(&self, content: &Content) -> BTreeSet<String> {
        let answers = self.with_known(self.answers.clone());
        let letter = Document::new(content, &answers, None, self.today, self.office).letter;
        std::iter::once(letter.subject())
            .chain(letter.lines().into_iter().map(|l| l.text))
            .collect()
    }
    /// Whether a question is skipped: answered beforehand or usual, and never shown.
    fn passed(&self, walk: &Walk<'_>, s: &Step<'_>) -> bool {
        let idle = match s.state {
            State::Answered => true,
            State::Open => walk.is_usual(s.question),
            _ => false,
        };
        idle && !self.seen.contains(&s.question.id)
    }
    /// The question after `id` on the path that is asked; None: the review.
    pub fn after(&self, content: &Content, id: &str) -> Option<String> {
        let walk = self.walk(content);
        let i = walk.position(id)?;
        walk.steps
            .iter()
            .skip(i + 1)
            .find(|s| !self.passed(&walk, s))
            .map(|s| s.question.id.clone())
    }
    /// The number of screens still to come, including that of `id`.
    pub fn to_come(&self, walk: &Walk<'_>, id: &str) -> usize {
        let from = walk.position(id).unwrap_or(0);
        let rest = walk.steps.iter().skip(from);
        let asked: Vec<&Step<'_>> = rest
            .enumerate()
            .filter(|(i, s)| *i == 0 || !self.passed(walk, s))
            .map(|(_, s)| s)
            .collect();
        let new = |(i, s): &(usize, &&Step<'_>)| {
            let page = &s.question.page;
            let before = i.checked_sub(1).and_then(|i| asked.get(i));
            page.is_empty() || before.is_none_or(|b| b.question.page != *page)
        };
        asked.iter().enumerate().filter(new).count()
    }
    pub fn gone(&self, walk: &Walk<'_>, id: &str) -> usize {
        let all = walk.steps.first().map_or(0, |s| self.to_come(walk, &s.question.id));
        all.saturating_sub(self.to_come(walk, id))
    }
    /// The fraction of the way before the screen of `id`; None while the goal decides its length.
    pub fn done(&self, walk: &Walk<'_>, id: &str) -> Option<f64> {
        let (gone, left) = (self.gone(walk, id), self.to_come(walk, id));
        let known = self.progress.filter(|(at, _)| *at == gone).map(|(_, done)| done);
        let share = |n: usize| f64::from(u32::try_from(n).unwrap_or(u32::MAX));
        (walk.ends && walk.position(id).is_some())
            .then(|| known.unwrap_or_else(|| share(gone) / share((gone + left).max(1))))
    }
    /// Stores that fraction. Going on never decreases it, though answers may add questions, and
    /// going back never increases it.
    pub fn progress_at(&mut self, content: &Content, id: &str) {
        let walk = self.walk(content);
        let (gone, now) = (self.gone(&walk, id), self.done(&walk, id));
        drop(walk);
        self.progress = now.map(|now| match self.progress {
            Some((before, was)) if before < gone => (gone, now.max(was)),
            Some((before, was)) if before > gone => (gone, now.min(was)),
            _ => (gone, now),
        });
    }
    /// The questions that share a screen with `id`.
    pub fn page(&self, content: &Content, id: &str) -> Vec<String> {
        let walk = self.walk(content);
        let alone = vec![id.to_owned()];
        let Some(at) = walk.position(id) else { return alone };
        let page = &walk.steps[at].question.page;
        if page.is_empty() {
            return alone;
        }
        let pages = walk.steps.chunk_by(|a, b| a.question.page == b.question.page);
        let ids =
            |steps: &[Step<'_>]| steps.iter().map(|s| s.question.id.clone()).collect::<Vec<_>>();
        pages.map(ids).find(|ids| ids.iter().any(|i| i == id)).unwrap_or(alone)
    }
    /// A question that is passed over and has no answer yet.
    pub fn unsettled(&self, content: &Content) -> Option<String> {
        let walk = self.walk(content);
        let open = |s: &&Step<'_>| {
            s.state == State::Missing
                && walk.is_usual(s.question)
                && !self.seen.contains(&s.question.id)
        };
        walk.steps.iter().find(open).map(|s| s.question.id.clone())
    }
    pub fn detour_from(&self, content: &Content, id: &str) -> Option<String> {
        let (flow, walk) = (flow_for(content, &self.answers), self.walk(content));
        let leads = |q: &&Question| q.detour.iter().any(|d| d.to == id && d.when.holds(&walk));
        flow.questions().find(leads).map(|q| q.id.clone())
    }
    /// The question before `id` on the path, on another screen; None: it is the first.
    pub fn before_question(&self, content: &Content, id: &str) -> Option<String> {
        let page = self.page(content, id);
        let walk = self.walk(content);
        let i = walk.position(page.first().map_or(id, String::as_str))?;
        self.last_asked(&walk, i)
    }
    pub fn last_question(&self, content: &Content) -> Option<String> {
        let walk = self.walk(content);
        self.last_asked(&walk, walk.steps.len())
    }
    /// The last of the first `n` questions that one goes back to.
    fn last_asked(&self, walk: &Walk<'_>, n: usize) -> Option<String> {
        // Answers from a stored case were never on the screen.
        let known = |id: &str| self.from_case.is_some() && self.began.get(id).is_some();
        let left = |s: &&Step<'_>| {
            let id = s.question.id.as_str();
            self.seen.contains(id) || !walk.is_usual(s.question) && !known(id)
        };
        walk.steps.iter().take(n).rfind(left).map(|s| s.question.id.clone())
    }
    /// The first question that keeps the letter from being complete, or that was never shown.
    pub fn first_missing(&self, content: &Content) -> Option<String> {
        let walk = self.walk(content);
        walk.steps
            .iter()
            .find(|s| match s.state {
                State::Missing | State::Invalid(_) => true,
                State::Open => !self.seen.contains(&s.question.id) && !walk.is_usual(s.question),
                State::Answered => false,
            })
            .map(|s| s.question.id.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::answers_file;

    const ANSWERS: &str = "service = \"apoplus-pharmacist\"\ngoal = \"reduce_contact\"\n\
        channel = \"mail\"\n[sender]\n\
        name = \"山田 花子\"\nreading = \"ヤマダ ハナコ\"\nemail = \"hanako@example.jp\"\n\
        phone = \"090-1234-5678\"\n\
        [answers]\nmeans = \"mail_only\"\nfrequency = \"monthly\"\nurgent_offers = \"stop\"\n";

    /// What the session says that was found, and what a reading of its own finds.
    fn found(session: &Session, content: &Content) -> (Vec<Finding>, Vec<Finding>) {
        let fresh = session.document(content).proofread(session.office).findings;
        (session.reviewed(content).findings, fresh)
    }

    #[test]
    fn a_letter_that_has_changed_is_read_anew() {
        let content = Content::builtin();
        let day = |d| NaiveDate::from_ymd_opt(2026, 11, d).expect("a day");
        let mut parsed =
            answers_file::parse("x", ANSWERS, &content, day(20)).expect("good answers");
        parsed.fill_absent(content.flow(), day(20));
        let mut session = Session::new(parsed.answers, day(20), OfficeCalendar::default());
        let (first, fresh) = found(&session, &content);
        assert_eq!(first, fresh);

        let rude = "担当者様\n\nもう電話してこないでください。11月20日までに〇〇してください。";
        let base = session.document(&content).plan.all();
        session.edited = Some(Edited {
            subject: "お願い".to_owned(),
            body: rude.to_owned(),
            first: base.clone(),
            base,
            meant: false,
        });
        let (by_hand, fresh) = found(&session, &content);
        assert_eq!(by_hand, fresh);
        assert_ne!(by_hand, first, "the hand edit brings findings of its own");

        session.answers.set("sender.name", Value::One("鈴木 一".to_owned()));
        let (renamed, fresh) = found(&session, &content);
        assert_eq!(renamed, fresh);

        session.today = day(24);
        let (later, fresh) = found(&session, &content);
        assert_eq!(later, fresh);
        // And once more, with nothing changed.
        assert_eq!(session.reviewed(&content).findings, later);
    }
}
