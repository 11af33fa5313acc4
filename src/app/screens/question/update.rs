//! Keys on a question.

use super::address::take_out;
use super::entries::List;
use super::field::{Field, entry_to_span, span_to_entry};
use super::find::view::numbered;
use super::typing::FieldReply;
use super::{GOAL, Question, Spec, advised, spec};
use crate::app::App;
use crate::app::ctx::Ctx;
use crate::app::overlay::Ask;
use crate::app::screens::Screen;
use crate::app::session::Session;
use crate::domain::answers::Value;
use crate::domain::document::flow_for;
use crate::domain::flow::spec::Kind;
use crate::domain::flow::walk::Walk;
use crate::domain::gate;
use crate::domain::hours::Span;
use crate::domain::validate;
use crate::input::keymap::Intent;
use crate::text::clean::ascii_key;
use chrono::NaiveDate;

#[derive(Debug, PartialEq, Eq)]
pub enum QuestionReply {
    Stay,
    Answered(Value),
    /// All questions of the screen are answered: go on.
    Together(Vec<(String, Value)>),
    /// To another question first, which leads back here.
    Detour(String),
    /// To several choices, or on with them.
    Several,
    Back,
}

pub fn update(q: &mut Question, session: &Session, ctx: &Ctx<'_>, intent: Intent) -> QuestionReply {
    let spec = spec(session, ctx, &q.id);
    let before = q.error.take();
    if matches!(intent, Intent::Insert(_)) {
        q.replace_offer();
    }
    q.offered = false;
    if let (Intent::Seek(c), Field::Choice { .. }) = (intent, &q.field) {
        q.field.seek(c, &spec);
        return QuestionReply::Stay;
    }
    if intent == Intent::Next
        && let Field::List(list) = &mut q.field
        && let Some(wrong) = wrong_here(list, spec.kind, session.today)
        && let Some(form) = &mut list.form
    {
        form.error = Some(wrong);
        return QuestionReply::Stay;
    }
    if intent.edits() || intent.goes_up_or_down() || matches!(intent, Intent::Insert(_)) {
        q.worked_on(session.from_review);
    }
    let reply = q.field.update(intent, ctx.room(4), session.today, spec.rule);
    q.look(ctx.content);
    if let Field::Together { list, .. } = &q.field
        && let Some(f) = list.form.as_ref().and_then(|form| list.fields.get(form.at))
    {
        q.id.clone_from(&f.id);
    }
    // A key without a meaning in a list is reported, not swallowed.
    if let Field::List(l) = &q.field
        && l.form.is_none()
        && matches!(intent, Intent::Seek(_) | Intent::Digit(_) | Intent::Jump)
    {
        let empty = l.rows.is_empty();
        q.error =
            Some(if empty { text!("list.keys.empty") } else { text!("list.keys") }.to_owned());
        return QuestionReply::Stay;
    }
    match reply {
        FieldReply::Taken => QuestionReply::Stay,
        FieldReply::Submit if matches!(q.field, Field::Together { .. }) => {
            together(q, session, ctx)
        }
        FieldReply::Pass if intent == Intent::Back => QuestionReply::Back,
        FieldReply::Pass => {
            q.error = before;
            QuestionReply::Stay
        }
        FieldReply::Submit => submit(q, &spec, session, ctx),
    }
}

/// Enter on the answer or on a row that leads elsewhere.
fn submit(q: &mut Question, spec: &Spec, session: &Session, ctx: &Ctx<'_>) -> QuestionReply {
    if let Field::List(list) = &mut q.field
        && store(list, spec.kind, session.today)
    {
        return QuestionReply::Stay;
    }
    if matches!(&q.field, Field::Find(f) if f.at_several()) {
        return QuestionReply::Several;
    }
    if let Field::Choice { at, .. } = q.field
        && let Some(d) = at.checked_sub(spec.choice.len()).and_then(|i| spec.detour.get(i))
    {
        return QuestionReply::Detour(d.to.clone());
    }
    // In a file this is an error; here the user can say what was meant.
    if let Field::Typed(Kind::Text | Kind::LongText, b) = &q.field
        && spec.optional
        && validate::only_signs(b.text())
    {
        q.error = Some(text!("validate.signs").to_owned());
        return QuestionReply::Stay;
    }
    match q.field.value(spec, session.today).and_then(|v| fits(v, &q.id, session, ctx)) {
        Ok(v) => QuestionReply::Answered(v),
        Err(wrong) => {
            q.error = Some(wrong);
            QuestionReply::Stay
        }
    }
}

/// An answer that is consistent with the others; a contradiction is reported here, too.
fn fits(value: Value, id: &str, session: &Session, ctx: &Ctx<'_>) -> Result<Value, String> {
    let mut answers = session.answers.clone();
    answers.set(id, value.clone());
    let walk = Walk::new(flow_for(ctx.content, &answers), &answers, session.today);
    gate::unfit(&walk, id).map_or(Ok(value), Err)
}

/// Moves the form's entry into the list, or shows its error; false: no form is open.
fn store(list: &mut List, kind: Kind, today: NaiveDate) -> bool {
    let Some(entry) = list.form.as_ref().map(|form| list.read(form)) else { return false };
    let at = list.form.as_ref().map_or(0, |form| form.at);
    let checked = validate::entry(&list.fields, &entry, today).and_then(|e| {
        if kind == Kind::Hours {
            entry_to_span(&e).map(|s| span_to_entry(&s)).map_err(|why| (at, why))
        } else {
            Ok(e)
        }
    });
    match checked {
        Ok(e) => list.store(e),
        Err((at, why)) => list.refuse(Some(at), why),
    }
    true
}

/// The error of the focused field, shown there and not at the end of the form.
fn wrong_here(list: &List, kind: Kind, today: NaiveDate) -> Option<String> {
    let form = list.form.as_ref()?;
    let f = list.fields.get(form.at)?;
    let entry = list.read(form);
    let raw = entry.get(&f.id);
    if let Err(why) = validate::field(f, raw, today) {
        return Some(text!("sign.says", name = f.label, text = why));
    }
    let span = match f.id.as_str() {
        "from" if kind == Kind::Hours => Span::from_parts("everyday", raw, "24:00"),
        "to" if kind == Kind::Hours => Span::from_parts("everyday", "0:00", raw),
        _ => return None,
    };
    span.err()
}

/// Enter in a form of several questions: to the next empty one, else all are answered.
fn together(q: &mut Question, session: &Session, ctx: &Ctx<'_>) -> QuestionReply {
    let before =
        |id: &str| session.answers.one(id).or_else(|| ctx.config.offer(id, &session.answers));
    if let Field::Together { list, .. } = &mut q.field
        && take_out(list, |id| before(id).map(str::to_owned))
        && let Some(f) = list.form.as_ref().and_then(|form| list.fields.get(form.at))
    {
        q.id.clone_from(&f.id);
        return QuestionReply::Stay;
    }
    let checked: Vec<(String, Result<Value, String>)> = q
        .parts()
        .into_iter()
        .map(|(id, field)| {
            let value = field.value(&spec(session, ctx, &id), session.today);
            (id, value)
        })
        .collect();
    let Field::Together { list, through } = &mut q.field else { return QuestionReply::Stay };
    let Some(mut form) = list.form.take() else { return QuestionReply::Stay };
    let at = form.at;
    let typed = |i: usize| form.values.get(i).is_some_and(|v| !v.text().trim().is_empty());
    let wrong = |i: usize| checked.get(i).is_some_and(|(_, v)| v.is_err());
    let count = checked.len();
    // First an error here, then the empty fields below, then errors anywhere.
    let to = wrong(at)
        .then_some(at)
        .or_else(|| (at + 1..count).find(|i| *through && !typed(*i)))
        .or_else(|| (0..count).find(|i| wrong(*i)));
    let reply = match to {
        Some(to) => {
            // Otherwise the user continues with the next empty field.
            if to <= at || typed(to) {
                let why = checked
                    .get(to)
                    .and_then(|(_, v)| v.as_ref().err())
                    .cloned()
                    .unwrap_or_default();
                let label = list.fields.get(to).map_or("", |f| f.label.as_str());
                form.error = Some(text!("sign.says", name = label, text = why));
            }
            form.at = to;
            QuestionReply::Stay
        }
        None => QuestionReply::Together(
            checked.into_iter().filter_map(|(id, v)| Some((id, v.ok()?))).collect(),
        ),
    };
    if let Some(f) = list.fields.get(form.at) {
        q.id.clone_from(&f.id);
    }
    list.form = Some(form);
    reply
}

impl App {
    pub(in crate::app) fn on_question(&mut self, intent: Intent) {
        self.know_near();
        if self.is_beyond(intent) {
            return self.tell(text!("find.no_row"));
        }
        if intent == Intent::Next && self.asks_whether_done() {
            return;
        }
        let ctx = Ctx::new(&self.content, &self.config, self.size, self.ambiguous);
        let several = self.screen.several().is_some();
        let Screen::Question(q) = &mut self.screen else { return };
        // Search text is not worth keeping.
        let finds = matches!(q.field, Field::Find(_));
        if let (Field::Find(f), Intent::Insert('?' | '\u{ff1f}')) = (&q.field, intent)
            && f.is_blank()
        {
            return self.intent(Intent::Help);
        }
        // A goal chosen by its digit was not compared, unless it was selected.
        if let (Field::Choice { at, .. }, Intent::Next | Intent::Digit(_)) = (&q.field, intent)
            && q.id == GOAL
        {
            let selected = intent == Intent::Next
                || u8::try_from(at + 1).is_ok_and(|d| intent == Intent::Digit(d));
            let advised = advised(&self.session, &self.content, &q.id).is_some();
            self.session.compared = selected && advised;
        }
        let seeks = matches!(intent, Intent::Seek(_)) && matches!(q.field, Field::List(_));
        self.session.typed |= seeks || matches!(intent, Intent::Insert(_)) && !finds;
        match update(q, &self.session, &ctx, intent) {
            QuestionReply::Stay => {
                // Where it is seen, however far the list is scrolled.
                self.notice = q.field.sought().or(self.notice.take());
            }
            QuestionReply::Answered(v) => {
                let id = q.id.clone();
                match (&q.field, &v) {
                    (Field::Find(f), Value::One(service)) => {
                        let name = f.name().map(str::to_owned);
                        self.found(&service.clone(), name.as_deref());
                    }
                    _ => self.answered(&id, v),
                }
                self.keep_draft();
            }
            QuestionReply::Together(values) => {
                self.answered_all(values);
                self.keep_draft();
            }
            QuestionReply::Detour(to) => {
                let from = q.id.clone();
                self.detour(&from, &to);
            }
            QuestionReply::Several => self.several(),
            QuestionReply::Back if several => self.not_several(),
            QuestionReply::Back => self.back(),
        }
    }

    /// Whether it is a digit that no row of the search has: what is not seen is not chosen.
    fn is_beyond(&self, intent: Intent) -> bool {
        let (Intent::Insert(c), Screen::Question(Question { field: Field::Find(f), .. })) =
            (intent, &self.screen)
        else {
            return false;
        };
        let digit = ascii_key(c).to_digit(10).filter(|_| f.is_blank());
        let of = || numbered(self, f, self.places().0.height);
        !self.lasting && digit.is_some_and(|d| d as usize > of())
    }

    /// If nothing of a stored request is left open, asks whether it is done.
    fn asks_whether_done(&mut self) -> bool {
        let Screen::Question(q) = &self.screen else { return false };
        let case = self.session.case.clone().filter(|_| q.leaves_nothing());
        let asks = case.is_some();
        if let Some(case) = case {
            self.ask(Ask::AllDone(case));
        }
        asks
    }
}
