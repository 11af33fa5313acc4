//! Answers taken, and the way from question to question.

use crate::app::again::OF_RECORD;
use crate::app::ctx::Ctx;
use crate::app::screens::question::GOAL;
use crate::app::screens::question::field::Field;
use crate::app::screens::{Screen, question};
use crate::app::{App, screens};
use crate::domain::answers::{Answers, Value};
use crate::domain::case::{FollowUp, Word as _};
use crate::domain::flow::graph::START;
use crate::domain::gate;
use crate::domain::goal::Goal;
use crate::domain::registration::{REGISTRATION, SENDER, of_both};
use crate::domain::service::NAME;
use std::collections::{BTreeMap, BTreeSet};

impl App {
    /// A service was found, or a name was typed for one that is not known.
    pub(in crate::app) fn found(&mut self, service: &str, name: Option<&str>) {
        if let Some(Field::Find(f)) = self.screen.field_mut()
            && f.several.is_some()
        {
            self.notice = f.take(service, name, self.content.finder()).err();
        } else {
            self.chose(service, name);
        }
    }

    pub(in crate::app) fn answered(&mut self, id: &str, value: Value) {
        self.take(id, value);
        self.on_from(id);
        // The review repeats it; here it is still fresh.
        let walk = self.session.walk(&self.content);
        if let (Some(says), Screen::Question(_)) = (gate::out_of_order(&walk, id), &self.screen) {
            let name = walk.label(id);
            self.tell(text!("sign.says", name, text = says));
        }
    }

    /// Takes an answer, with what it changes elsewhere.
    pub(in crate::app) fn take(&mut self, id: &str, value: Value) {
        let became = match &value {
            Value::One(v) if id == "follow_up" && self.session.answers.one(id) != Some(v) => {
                FollowUp::parse(v)
            }
            _ => None,
        };
        if let (GOAL, Value::One(goal)) = (id, &value)
            && self.session.answers.one(id) != Some(goal)
        {
            self.replanned(Goal::parse(goal));
        }
        let new = self.session.answers.get(id) != Some(&value);
        self.session.advised_anew &= id != GOAL;
        let before = matches!(id, START | NAME).then(|| self.session.answers.clone());
        self.session.answer(&self.content, id, value);
        if let Some(before) = before.filter(|b| b.get(id) != self.session.answers.get(id)) {
            self.leave_registration(&before);
            if self.session.case.is_none() {
                self.session.answers.retain(|id| !OF_RECORD.contains(&id));
            }
        }
        if id == "hurts" && new {
            // Advice for it is highlighted again.
            self.session.half_typed.remove(GOAL);
            self.session.advised_anew = true;
        }
        match self.session.answers.goal().filter(|_| id == GOAL) {
            Some(Goal::Resume) => self.comes_back(),
            Some(Goal::ChangeHandler | Goal::ReduceContact) => self.keeps_the_rule(),
            _ => {}
        }
        if let Some(kind) = became {
            self.became(kind);
        }
        self.shared(id);
    }

    pub(in crate::app) fn on_from(&mut self, id: &str) {
        if id == "goal" && self.run.as_ref().is_some_and(|r| !r.planned) {
            return self.overview();
        }
        self.go_on(id);
        // While the goal is asked again its old answer means nothing.
        if !matches!(&self.screen, Screen::Question(q) if q.id == "goal") {
            self.tell_of_open_case();
        }
    }

    pub(in crate::app) fn answered_all(&mut self, values: Vec<(String, Value)>) {
        let ids: Vec<String> = values.iter().map(|(id, _)| id.clone()).collect();
        self.session.answer_all(&self.content, values);
        for id in &ids {
            self.shared(id);
        }
        self.go_on(ids.last().map_or("", String::as_str));
    }

    /// Fills in the usual answers of the questions that the full screen skips.
    pub(in crate::app) fn settle(&mut self) {
        let ctx = Ctx::new(&self.content, &self.config, self.size, self.ambiguous);
        question::settle(&mut self.session, &ctx);
    }

    /// Continues with the question after this one.
    pub(in crate::app) fn go_on(&mut self, id: &str) {
        self.settle();
        let next = if self.session.from_review {
            // Back to the review, unless the new answer opened questions not asked yet.
            self.session.first_missing(&self.content)
        } else {
            self.session.after(&self.content, id)
        };
        if let Some(next) = next {
            self.open(&next);
        } else if !self.next_walk() {
            self.session.from_review = false;
            self.back_to_review();
        }
    }

    pub(in crate::app) fn open(&mut self, id: &str) {
        self.session.seen.insert(id.to_owned());
        if id == START && self.greets() {
            return self.greet();
        }
        let hours = self.hours_before(id);
        self.session.offers.fill(&hours, |_| true);
        let question = question::Question::open(&self.session, &self.ctx(), id);
        self.session.known = self.known();
        self.session.seen.extend(question.parts().into_iter().map(|(id, _)| id));
        self.session.progress_at(&self.content, id);
        self.screen = Screen::Question(question);
    }

    /// Whether an answer belongs to the registration named by `before` rather than to the sender:
    /// another service must not learn the consultant or address used elsewhere. An address stored
    /// nowhere is the sender's own.
    pub(in crate::app) fn of_registration(
        &self,
        id: &str,
        before: &Answers,
        now: &Answers,
    ) -> bool {
        match id.strip_prefix("sender.") {
            Some(key) if of_both().any(|both| both == key) => {
                self.config.offer(id, now).is_some()
                    || before.one(id) == self.config.offer(id, before)
            }
            Some(key) => REGISTRATION.contains(&key),
            None => false,
        }
    }

    /// Another service was chosen: what belongs to the registration is asked again.
    fn leave_registration(&mut self, before: &Answers) {
        for id in REGISTRATION.iter().map(|k| format!("sender.{k}")) {
            if self.of_registration(&id, before, &self.session.answers) {
                self.session.answers.remove(&id);
                self.session.half_typed.remove(&id);
                self.session.seen.remove(&id);
            }
        }
    }

    /// Takes a detour first. A letter that continues a case asks nothing that its record knows.
    pub(in crate::app) fn detour(&mut self, from: &str, to: &str) {
        if to == "follow_up"
            && let Some(id) = self.latest_here()
        {
            return self.again(&id, None);
        }
        // The question is then asked again, perhaps with other choices.
        self.session.half_typed.remove(from);
        self.session.answers.remove(from);
        self.session.answers.open(to);
        self.open(to);
    }

    /// Stored details of the sender and the registration, by question id.
    pub(in crate::app) fn known(&self) -> BTreeMap<String, String> {
        let ids = SENDER.iter().chain(&REGISTRATION).map(|k| format!("sender.{k}"));
        ids.filter_map(|id| {
            Some((id.clone(), self.config.offer(&id, &self.session.answers)?.to_owned()))
        })
        .collect()
    }

    /// Whether the first question comes with stored data.
    pub(in crate::app) fn greets(&self) -> bool {
        let registered = !self.no_save && !self.config.registration.is_empty();
        (registered || !self.shelf.is_empty())
            && (self.run.is_some() || self.session.case.is_none())
    }

    /// Opens the search among all services, those the user deals with first.
    pub(in crate::app) fn find_service(&mut self) {
        let found = question::Question::open(&self.session, &self.ctx(), START);
        self.screen = Screen::Question(found);
    }

    /// Sorts the services: those with a registration or records, then those of like professions.
    pub(in crate::app) fn know_near(&mut self) {
        let Some(Field::Find(f)) = self.screen.field_mut() else { return };
        if !f.far.is_empty() {
            return;
        }
        let agents = self.config.agents(&self.content, &self.shelf.cases);
        let own: BTreeSet<&str> = agents.iter().map(|a| a.service).collect();
        let of = |id: &str| self.content.service(id).map(|s| s.category.clone());
        let professions: BTreeSet<String> = own.iter().filter_map(|id| of(id)).collect();
        let far = |id: &str| match of(id) {
            _ if own.contains(id) => 0,
            Some(category) if professions.contains(&category) => 1,
            _ => 2,
        };
        f.far = self.content.service_ids().map(far).collect();
    }

    /// Whether a question still shows what it showed when it was opened without a draft.
    pub(in crate::app) fn untouched(&self, id: &str, field: &Field) -> bool {
        let ctx = self.ctx();
        question::Question::fresh(&self.session, &ctx, id).same(field)
    }

    /// Keeps half-typed input of the screen that is left.
    pub(in crate::app) fn park(&mut self) {
        let Screen::Question(q) = &self.screen else { return };
        for (id, field) in q.parts() {
            // Defaults are computed again later: another service has another address.
            if self.untouched(&id, &field) {
                self.session.half_typed.remove(&id);
            } else {
                self.session.half_typed.insert(id, field);
            }
        }
    }

    pub(in crate::app) fn back(&mut self) {
        self.park();
        if self.session.from_review {
            self.session.from_review = false;
            return self.back_to_review();
        }
        let Screen::Question(q) = &self.screen else { return };
        let (id, field) = (q.id.clone(), q.field.clone());
        let before = self.session.before_question(&self.content, &id);
        let began = self.session.from_case.as_ref().is_some_and(|f| f.at == id);
        if self.run.is_some()
            && id != START
            && before.as_deref().is_none_or(|b| b == START || b == NAME)
        {
            if self.session.answers.get("goal").is_some() {
                self.overview();
            } else {
                self.find_several();
            }
            return;
        }
        if (began || before.is_none()) && self.back_to_case() {
            return;
        }
        if let Some(from) = self.off_detour(&id, field) {
            return self.open(&from);
        }
        match before {
            Some(id) => {
                self.open(&id);
                // Typed text is offered in its current form.
                if matches!(self.screen, Screen::Start(_)) {
                    self.keep_draft();
                }
            }
            None if id == START && self.greets() => {
                self.greet();
                self.keep_draft();
            }
            // Esc on the first question leaves, unless something would be lost.
            None => self.leave_with(0),
        }
    }

    /// Where back leads from a detour: to its start. A detour that was answered keeps its answer
    /// and is then an ordinary question.
    fn off_detour(&mut self, id: &str, field: Field) -> Option<String> {
        let from = self.session.detour_from(&self.content, id)?;
        let several = self.content.flow().get(&from).is_some_and(|q| q.each_detour);
        if several && self.session.answers.get(id).is_some() {
            return None;
        }
        // Marked choices are kept.
        self.session.half_typed.insert(id.to_owned(), field);
        self.session.answers.close(id);
        Some(from)
    }

    pub(in crate::app) fn jump(&mut self, id: &str, entry: Option<(usize, &str)>) {
        self.park();
        self.leave_review();
        self.session.from_review |= matches!(self.screen, Screen::Review(_) | Screen::After(_));
        self.letter = None;
        self.open(id);
        // In line mode an entry is called up by its number.
        if let (Some((at, field)), Some(Field::List(list)), false) =
            (entry, self.screen.field_mut(), self.lasting)
        {
            list.go_to(at, field);
        }
    }

    /// The answers with valid input that is still being typed: the letter grows while typing.
    pub fn preview(&self) -> crate::domain::answers::Answers {
        if let Some(answers) = self.follows_here() {
            return answers;
        }
        let mut answers = self.session.answers.clone();
        let Screen::Question(q) = &self.screen else { return answers };
        if matches!(q.field, Field::Choice { .. } | Field::Find(_)) || answers.get("goal").is_none()
        {
            return answers;
        }
        let ctx = self.ctx();
        // A default counts only if the whole field is visible.
        let shown = match &q.field {
            Field::Choices { .. } | Field::Together { .. } => true,
            Field::List(list) => !list.rows.is_empty(),
            _ => false,
        };
        let adds = |field: &Field| matches!(field, Field::List(list) if list.form.is_some());
        for (id, field) in q.parts() {
            if !shown && self.untouched(&id, &field) {
                continue;
            }
            let spec = screens::question::spec(&self.session, &ctx, &id);
            let value = |field: &Field| field.value(&spec, self.session.today);
            let entered = field.entered();
            match entered.as_ref().map(value).and_then(Result::ok).or_else(|| value(&field).ok()) {
                // An entry that is begun is more than none.
                Some(v) if v.is_empty() && (entered.is_some() || adds(&field)) => {
                    answers.remove(&id);
                }
                Some(v) => answers.set(&id, v),
                None => {}
            }
        }
        answers
    }
}
