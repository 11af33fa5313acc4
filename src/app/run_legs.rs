//! The legs of a run: an answer holds for the later ones that ask for the same until it is
//! answered there, and is offered in the others.

use super::App;
use super::effect::Private;
use super::run::{Leg, Mark, Run};
use super::screens::question::find::Pick;
use super::screens::{Screen, review};
use super::session::Session;
use crate::config::agents::Agent;
use crate::domain::answers::{Answers, Value};
use crate::domain::case::beside::leaving;
use crate::domain::case::{CaseRecord, State};
use crate::domain::document::flow_for;
use crate::domain::flow::graph::{Flow, START};
use crate::domain::flow::spec::Question;
use crate::domain::flow::walk::Walk;
use crate::domain::manner::LIMIT;
use crate::domain::registration;
use crate::domain::service::{NAME, OTHER};
use std::collections::BTreeSet;

/// Whether an answer is asked for each of several letters.
fn of_one(flow: &Flow, id: &str) -> bool {
    // The length limit of a form is not a question of the flow.
    id == LIMIT || registration::of_one(id) || flow.get(id).is_some_and(|q| q.of_one || q.apart)
}

/// The questions for which the previous answer is offered.
fn as_before() -> impl Iterator<Item = String> {
    std::iter::once("channel".to_owned())
        .chain(registration::of_both().map(|k| format!("sender.{k}")))
}

fn chosen(pick: &Pick) -> Answers {
    let mut answers = Answers::default();
    answers.set(START, Value::One(pick.service.clone()));
    if pick.service == OTHER {
        answers.set(NAME, Value::One(pick.name.0.clone()));
    }
    answers
}

fn last<'a>(before: &[(Walk<'a>, &Session)], id: &str) -> Option<&'a str> {
    before.iter().rev().find_map(|(w, _)| w.one(id))
}

/// Whether a question offers the same choices in both walks: ticking one of several says more than
/// ticking the only one.
fn asked_alike(q: &Question, one: &Walk<'_>, other: &Walk<'_>) -> bool {
    q.choice.iter().all(|c| c.when.holds(one) == c.when.holds(other))
}

/// Whether this walk has a usual answer for its goal that the other has not.
fn is_own_rule(q: &Question, other: &Walk<'_>, here: &Walk<'_>) -> bool {
    let usual = |w: &Walk<'_>| {
        let mut by_goal = q.default_for.iter().filter(|d| d.when.0.contains_key("goal"));
        by_goal.find(|d| d.when.holds(w)).map(|d| d.value.clone())
    };
    usual(here).is_some() && usual(here) != usual(other)
}

/// The questions for which the previous answer is offered, with that answer.
fn offered_again(before: &[(Walk<'_>, &Session)], offers: &mut Answers) {
    for id in as_before() {
        if let Some(v) = last(before, &id) {
            offers.set(&id, Value::One(v.to_owned()));
        }
    }
}

impl App {
    pub fn leg(&self, i: usize) -> &Session {
        match &self.run {
            Some(run) if run.at != i => run.legs.get(i).map_or(&self.session, |l| &l.session),
            _ => &self.session,
        }
    }

    /// All letters, the one on the screen among them.
    pub(super) fn legs(&self) -> impl Iterator<Item = &Session> {
        (0..self.run.as_ref().map_or(1, |run| run.legs.len())).map(|i| self.leg(i))
    }

    /// The registered services; `left`: those that the user asked to leave, else the others.
    pub(super) fn registered(&self, left: bool) -> Vec<Pick> {
        let mine = self.config.agents(&self.content, &self.shelf.cases);
        // A continuing request has its next letter in its record; a refusal is a separate matter.
        let goes_on = |c: &&CaseRecord| !c.declines() && c.has_left() && c.state() < State::Done;
        let asked = |a: &Agent<'_>| {
            leaving(a.cases.iter().copied()).is_some() || a.cases.iter().any(goes_on)
        };
        let here = |a: &&Agent<'_>| a.key.is_some() && asked(a) == left;
        let pick = |a: &Agent<'_>| {
            let name = if a.service == OTHER { a.name.clone() } else { String::new() };
            Pick { service: a.service.to_owned(), name: Private(name) }
        };
        mine.iter().filter(here).map(pick).collect()
    }

    /// The services of the run; without a run all registered ones, if there are several.
    pub(super) fn picks(&self) -> Vec<Pick> {
        if self.run.is_none() {
            let several = self.config.registration.len() > 1;
            return if several { self.registered(false) } else { Vec::new() };
        }
        let pick = |s: &Session| {
            let one = |id| s.answers.one(id).unwrap_or_default().to_owned();
            Pick { service: one(START), name: Private(one(NAME)) }
        };
        self.legs().map(pick).collect()
    }

    /// Starts a walk for each of these; answers given in one before are kept.
    pub(super) fn begin_run(&mut self, picks: &[Pick]) {
        if let [one] = picks {
            let name = (one.service == OTHER).then_some(one.name.0.as_str());
            self.run = None;
            self.chose(&one.service.clone(), name);
            return self.keep_draft();
        }
        let (mut sender, flow) = (Answers::default(), self.content.flow());
        sender.fill(&self.session.answers, |id| id.starts_with("sender.") && !of_one(flow, id));
        // A separate walk begun earlier is kept.
        if self.run.is_none() {
            self.renew(Answers::default());
        }
        self.put_away();
        let mut old = self.run.take().map(|r| r.legs).unwrap_or_default();
        let planned = old.iter().any(|l| l.begun);
        let mut legs = Vec::new();
        for pick in picks {
            let answers = chosen(pick);
            let same = |l: &Leg| {
                [START, NAME].iter().all(|id| l.session.answers.one(id) == answers.one(id))
            };
            legs.push(match old.iter().position(same) {
                Some(i) => old.remove(i),
                None => Leg::new(self.session.beside(answers), Mark::Open, BTreeSet::new()),
            });
        }
        if let Some(first) = legs.first_mut() {
            first.session.answers.fill(&sender, |_| true);
        }
        self.take_up(Run::new(legs, planned));
        if self.session.answers.get("goal").is_some() {
            self.overview();
        } else {
            self.open("goal");
        }
        self.keep_draft();
    }

    /// Puts the session on the screen back into its walk before the walks are reordered.
    fn put_away(&mut self) {
        let Some(at) = self.run.as_ref().map(|r| r.at) else { return };
        let old = self.onto(self.session.beside(Answers::default()));
        if let Some(leg) = self.run.as_mut().and_then(|r| r.legs.get_mut(at)) {
            leg.session = old;
        }
    }

    /// A run, with its walk `at` on the screen.
    pub(super) fn take_up(&mut self, mut run: Run) {
        let Some(leg) = run.legs.get_mut(run.at) else { return };
        let session = std::mem::replace(&mut leg.session, self.session.beside(Answers::default()));
        self.copied = leg.copied.clone();
        self.onto(session);
        self.run = Some(run);
    }

    /// Replaces the session on the screen; time and storing are unaffected.
    pub(super) fn onto(&mut self, session: Session) -> Session {
        let old = std::mem::replace(&mut self.session, session);
        let s = &mut self.session;
        (s.today, s.now, s.clock) = (old.today, old.now, old.clock);
        (s.nth, s.stored_draft) = (old.nth, old.stored_draft.clone());
        self.letter = None;
        old
    }

    pub(super) fn switch(&mut self, to: usize) {
        self.park();
        let Some(run) = &mut self.run else { return };
        let from = run.at;
        if from == to || to >= run.legs.len() {
            return;
        }
        run.at = to;
        let fresh = self.session.beside(Answers::default());
        let session = std::mem::replace(&mut run.legs[to].session, fresh);
        run.legs[from].copied = std::mem::replace(&mut self.copied, run.legs[to].copied.clone());
        let old = self.onto(session);
        if let Some(run) = &mut self.run {
            run.legs[from].session = old;
        }
    }

    /// Answers that this walk inherits from the ones before: not specific to a service, not
    /// answered here, and asked here in the same way. Detours that were left don't count.
    pub(super) fn share(&mut self, i: usize) {
        let Some(run) = &self.run else { return };
        let Some(leg) = run.legs.get(i) else { return };
        let mut answers = self.leg(i).answers.clone();
        answers.retain(|id| !leg.shared.contains(id));
        let goal = answers.one("goal").map(str::to_owned);
        let asked = |j: &usize| *j < i || *j > i && run.legs.get(*j).is_some_and(|l| l.begun);
        let walks = (0..run.legs.len()).filter(asked).map(|j| self.leg(j));
        let before: Vec<(Walk<'_>, &Session)> = walks.map(|s| (s.walk(&self.content), s)).collect();
        let said = before.iter().map(|(w, s)| {
            let mut given = w.given();
            // Nobody was asked: here it may be.
            given.retain(|id| !s.settled.contains(id));
            (w, given)
        });
        let mut sources: Vec<_> = said.collect();
        // Those with the same goal come first.
        sources.sort_by_key(|(w, _)| goal.is_some() && w.one("goal") != goal.as_deref());
        let key = self.config.registered_of(&answers);
        let stored = key.and_then(|k| self.config.registration.get(k));
        let flow = self.content.flow();
        let own = |id: &str| {
            let key = id.strip_prefix("sender.");
            of_one(flow, id) || key.is_some_and(|k| stored.is_some_and(|r| r.contains_key(k)))
        };
        let given = answers.clone();
        for (_, said) in &sources {
            answers.fill(said, |id| id == "goal" && !own(id));
        }
        let now = answers.clone();
        let here = Walk::new(flow_for(&self.content, &now), &now, self.session.today);
        // Nobody would read here what only another letter asks for.
        let goal = now.one("goal");
        let asked =
            |id: &str| goal.is_none_or(|goal| flow.get(id).is_none() || flow.may_ask(goal, id));
        let mut offers = Answers::default();
        for (from, said) in &sources {
            let alike = |id: &str| flow.get(id).is_none_or(|q| asked_alike(q, from, &here));
            let holds = |id: &str| !own(id) && alike(id) && asked(id);
            // Sender details are shared by all; requests are, if the goal is the same.
            let same = from.one("goal") == goal;
            answers.fill(said, |id| holds(id) && (same || id.starts_with("sender.")));
            let says = |id: &str| said.get(id).is_some_and(|v| !v.is_empty());
            let rule = |id: &str| flow.get(id).is_some_and(|q| is_own_rule(q, from, &here));
            offers.fill(said, |id| says(id) && holds(id) && (same || !rule(id)));
        }
        let shared: BTreeSet<String> =
            answers.ids().filter(|id| given.get(id).is_none()).map(str::to_owned).collect();
        offered_again(&before, &mut offers);
        let shown = run.at == i;
        let Some(run) = &mut self.run else { return };
        let Some(leg) = run.legs.get_mut(i) else { return };
        leg.shared = shared;
        let session = if shown { &mut self.session } else { &mut leg.session };
        (session.answers, session.offers) = (answers, offers);
    }

    /// A first answer also holds for later walks; one changed on the review only for this walk.
    pub(super) fn shared(&mut self, id: &str) {
        let Some(run) = &mut self.run else { return };
        let (at, of) = (run.at, run.legs.len());
        if let Some(leg) = run.legs.get_mut(at) {
            leg.shared.remove(id);
        }
        if self.session.from_review {
            return;
        }
        for i in at + 1..of {
            let open = self
                .run
                .as_ref()
                .is_some_and(|r| r.legs.get(i).is_some_and(|l| l.begun && l.mark == Mark::Open));
            if open {
                self.share(i);
            }
        }
    }

    /// All questions of a walk are answered: go on with the next walk's, then with the letters.
    /// False: this letter is shown.
    pub(super) fn next_walk(&mut self) -> bool {
        if self.session.from_review {
            return false;
        }
        let Some(run) = &mut self.run else { return false };
        let again =
            run.legs.get_mut(run.at).is_some_and(|leg| std::mem::replace(&mut leg.begun, true));
        let next = run.legs.iter().position(|l| !l.begun && l.mark == Mark::Open);
        if let Some(next) = next {
            self.open_leg(next);
            return true;
        }
        let first = run.legs.iter().position(|l| l.mark == Mark::Open);
        if let Some(first) = first.filter(|_| !again) {
            self.show_letter(first);
            return true;
        }
        false
    }

    /// The questions of a walk that are still to be asked.
    fn open_leg(&mut self, i: usize) {
        self.switch(i);
        self.share(i);
        self.settle();
        match self.session.first_missing(&self.content) {
            Some(id) => {
                self.open(&id);
                self.tell_of_open_case();
            }
            None if !self.next_walk() => self.screen = Screen::Review(review::Review::default()),
            None => {}
        }
    }

    /// Shows a letter of the run; missing answers are asked first.
    pub(super) fn show_letter(&mut self, i: usize) {
        let begun = self.run.as_ref().and_then(|r| r.legs.get(i)).is_some_and(|l| l.begun);
        if !begun {
            return self.open_leg(i);
        }
        self.switch(i);
        self.settle();
        let missing =
            self.session.walk(&self.content).missing().next().map(|s| s.question.id.clone());
        match missing {
            Some(id) => self.open(&id),
            None => self.screen = Screen::Review(review::Review::default()),
        }
    }

    /// Several letters whose answers were given beforehand: the session's and these.
    pub(super) fn begin_with(&mut self, more: Vec<Answers>) {
        if more.is_empty() {
            return;
        }
        let first = self.session.answers.clone();
        let leg = |a| {
            let mut session = self.session.beside(a);
            // Everything was given: nothing optional is asked again.
            let seen = {
                let walk = session.walk(&self.content);
                walk.complete().then(|| walk.steps.iter().map(|s| s.question.id.clone()).collect())
            };
            session.seen = seen.unwrap_or_default();
            Leg::new(session, Mark::Open, BTreeSet::new())
        };
        let legs = std::iter::once(first).chain(more).map(leg).collect();
        self.take_up(Run::new(legs, true));
        self.show_letter(0);
    }
}
