//! A question: its field, its error, its half-typed input.

pub mod address;
pub mod entries;
pub mod field;
pub mod find;
pub mod said;
pub mod typing;
pub mod update;
pub mod view;
pub(in crate::app) mod words;

use crate::app::ctx::Ctx;
use crate::app::session::Session;
use crate::domain::answers::Value;
use crate::domain::channel::Channel;
use crate::domain::content::Content;
use crate::domain::document::flow_for;
use crate::domain::flow::spec::{FieldSpec, Kind, Question as Spec};
use crate::domain::flow::walk::Walk;
use crate::domain::goal::Goal;
use crate::domain::service::Contact;
use crate::domain::triage::{self, GentleStep};
use crate::domain::word::Word as _;
use crate::text::edit::EditBuffer;
use entries::{Form, FormValue, List};
use field::Field;
use std::borrow::Cow;
use std::collections::BTreeSet;

#[derive(Debug)]
pub struct Question {
    pub id: String,
    pub field: Field,
    pub error: Option<String>,
    /// An untouched default: typing or pasting replaces it.
    pub offered: bool,
}

impl Question {
    /// Opens a question, with those that stand on one screen with it.
    ///
    /// # Panics
    /// On an id that no flow has; ids come from the walk.
    pub fn open(session: &Session, ctx: &Ctx<'_>, id: &str) -> Self {
        let ids = session.page(ctx.content, id);
        if ids.len() > 1 {
            return Self::together(session, ctx, id, &ids);
        }
        let (field, offered) = Self::field_of(session, ctx, id);
        Self { id: id.to_owned(), field, error: None, offered }
    }

    /// The field of a question from its draft, else its answer, else the configuration, else its
    /// default; and whether it holds only a default.
    fn field_of(session: &Session, ctx: &Ctx<'_>, id: &str) -> (Field, bool) {
        let fresh = || Self::fresh(session, ctx, id);
        let draft = session.half_typed.get(id).cloned();
        let field = match draft {
            // The rows may have changed.
            Some(Field::Choice { at, of, .. }) => match fresh() {
                Field::Choice { of: now, .. } if now == of => {
                    Field::Choice { at, of, hits: (0..of).collect(), sought: String::new() }
                }
                other => other,
            },
            Some(Field::Choices { at, marked }) => match fresh() {
                Field::Choices { marked: now, .. } if now.len() == marked.len() => {
                    Field::Choices { at, marked }
                }
                other => other,
            },
            Some(draft) => draft,
            None => fresh(),
        };
        let offered = matches!(&field, Field::Typed(kind, _) if *kind != Kind::LongText);
        (field, offered && !session.half_typed.contains_key(id))
    }

    /// Several questions as one form. It starts at a missing answer; if none is, Enter accepts it.
    fn together(session: &Session, ctx: &Ctx<'_>, id: &str, ids: &[String]) -> Self {
        let (mut fields, mut values, mut offered) = (Vec::new(), Vec::new(), BTreeSet::new());
        for (i, id) in ids.iter().enumerate() {
            let spec = spec(session, ctx, id);
            let (field, new) = Self::field_of(session, ctx, id);
            let text = match field {
                Field::Typed(_, b) => b,
                _ => EditBuffer::new("", false),
            };
            if new && !text.text().is_empty() {
                offered.insert(i);
            }
            fields.push(FieldSpec {
                id: id.clone(),
                kind: spec.kind,
                label: spec.label.clone(),
                format: spec.format,
                optional: spec.optional,
                example: spec.example.clone(),
                rule: spec.rule,
                ..FieldSpec::default()
            });
            values.push(FormValue::Text(text));
        }
        let mut list = List::new(Vec::new(), fields);
        let empty = |i: &usize| list.needs(*i, &values);
        let first = (0..ids.len()).find(empty);
        let here = ids.iter().position(|i| i == id).unwrap_or(0);
        // Continues where the user typed last.
        let typed = ids.iter().rposition(|id| session.half_typed.contains_key(id));
        // Enter takes all that is filled in: the cursor begins at what never was.
        let unsaid = |i: &usize| values[*i].text().is_empty() && !session.answers.says(&ids[*i]);
        let open = first.or_else(|| (here..ids.len()).find(unsaid));
        let at = if session.from_review { here } else { typed.or(open).unwrap_or(here) };
        list.form = Some(Form::new(None, at, values, offered));
        let through = first.is_some();
        Self {
            id: ids[at].clone(),
            field: Field::Together { list, through },
            error: None,
            offered: false,
        }
    }

    /// Typing or pasting next replaces the default, if untouched.
    pub fn replace_offer(&mut self) {
        if let Field::Together { list, .. } | Field::List(list) = &mut self.field {
            list.replace_offer();
        } else if std::mem::take(&mut self.offered)
            && let Some(b) = self.field.buffer()
        {
            b.give_way();
        }
    }

    /// Whether none of what can still be to be done is marked.
    pub fn leaves_nothing(&self) -> bool {
        let none = matches!(&self.field, Field::Choices { marked, .. } if !marked.contains(&true));
        none && self.id == UNDONE
    }

    /// After changing or viewing one field of several, the user continues with the empty ones
    /// below.
    pub fn worked_on(&mut self, from_review: bool) {
        if let Field::Together { through, .. } = &mut self.field {
            *through |= !from_review;
        }
    }

    /// Updates the search results for the typed text.
    pub fn look(&mut self, content: &Content) {
        if let Field::Find(f) = &mut self.field {
            f.look(content.finder());
        }
    }

    /// The field as it opens without a draft.
    pub fn fresh(session: &Session, ctx: &Ctx<'_>, id: &str) -> Field {
        let spec = spec(session, ctx, id);
        let advised = advised(session, ctx.content, id).map(|s| s.goal.as_str());
        let set = ctx.config.offer(id, &session.answers).map(of_one);
        let before = session.offers.get(id).cloned();
        // For a choice the previous letter's channel is the better default, else the configuration.
        let offer = if spec.kind == Kind::Choice { before.or(set) } else { set.or(before) };
        let offer = offer.or_else(|| desk_mail(session, ctx.content, id).map(of_one));
        let anew = advised.is_some() && session.advised_anew;
        let offer = advised.map(of_one).or(offer);
        let given = session.answers.get(id).filter(|_| !anew).or(offer.as_ref());
        let mut field = Field::new(&spec, given, session.today);
        if let (Field::List(list), Some(likely)) = (&mut field, &spec.likely)
            && list.rows.is_empty()
            && likely.holds(&session.walk(ctx.content))
        {
            list.at = 0;
        }
        field
    }

    /// The fields on the screen, question by question.
    pub fn parts(&self) -> Vec<(String, Field)> {
        let Field::Together { list, .. } = &self.field else {
            return vec![(self.id.clone(), self.field.clone())];
        };
        let values = list.form.iter().flat_map(|f| &f.values);
        let part = |(f, v): (&FieldSpec, &FormValue)| {
            let text = match v {
                FormValue::Text(b) => b.clone(),
                FormValue::Choice(_) => EditBuffer::new("", false),
            };
            (f.id.clone(), Field::Typed(f.kind, text))
        };
        list.fields.iter().zip(values).map(part).collect()
    }
}

fn of_one(value: &str) -> Value {
    Value::One(value.to_owned())
}

/// Mail, for another consultant, if the desk's address is its only known contact; else the form.
fn desk_mail(session: &Session, content: &Content, id: &str) -> Option<&'static str> {
    let asked = id == "channel" && session.answers.goal() == Some(Goal::ChangeHandler);
    let service =
        session.answers.one("service").filter(|_| asked).and_then(|id| content.service(id))?;
    let mail = service.desk_contact(Channel::Mail).is_some_and(Contact::usable);
    (mail && service.desk_contact(Channel::Form).is_none()).then_some(Channel::Mail.id())
}

/// Answers skipped questions with their usual answers.
pub fn settle(session: &mut Session, ctx: &Ctx<'_>) {
    // What another letter asks for is offered where it is asked; unasked it holds for that alone.
    let offers = std::mem::take(&mut session.offers);
    while let Some(id) = session.unsettled(ctx.content) {
        let value =
            Question::fresh(session, ctx, &id).value(&spec(session, ctx, &id), session.today);
        // An invalid default from the configuration is asked about.
        let Ok(value) = value else {
            session.seen.insert(id);
            continue;
        };
        session.answers.set(&id, value);
        session.settled.insert(id);
    }
    session.offers = offers;
}

/// The mildest step for the complaints given, if the goal is asked after them.
pub fn advised<'a>(session: &Session, content: &'a Content, id: &str) -> Option<&'a GentleStep> {
    if id != "goal" || !session.answers.reaches("hurts") {
        return None;
    }
    triage::mildest(content.steps(), session.walk(content).many("hurts"))
}

/// Gains and costs of the step asked for here: for the goal that the question weighs, unless it was
/// just chosen beside them, and not in letters after the one that asked for it.
pub fn compared<'a>(
    session: &Session,
    content: &'a Content,
    spec: &Spec,
    walk: &Walk<'_>,
) -> Option<&'a GentleStep> {
    let goal = spec.compare.as_deref().filter(|g| walk.one(GOAL) == Some(*g))?;
    let fresh = !session.compared && walk.one("follow_up").is_none();
    content.steps().iter().find(|s| fresh && s.goal == goal)
}

pub(in crate::app) const GOAL: &str = "goal";
/// The field for the user's own words for which a note is offered.
pub(in crate::app) const MEMO: &str = "note";
/// The field for further agreements in a call.
pub(in crate::app) const AGREED: &str = "own_requests";
/// The field for open parts: empty if the case is over.
pub(in crate::app) const UNDONE: &str = "undone";

/// The question as it is asked on the present path.
///
/// # Panics
/// On an id that no flow has; ids come from the walk.
pub fn spec<'a>(session: &'a Session, ctx: &Ctx<'a>, id: &str) -> Cow<'a, Spec> {
    let flow = flow_for(ctx.content, &session.answers);
    let spec = flow.get(id).or_else(|| ctx.content.flow().get(id)).expect("ids come from the flow");
    // A stored case limits what can have become of its request.
    if let ("follow_up", Some(_), Some(goal)) = (id, &session.case, session.answers.one(GOAL)) {
        let mut spec = spec.clone();
        spec.choice.retain(|c| {
            let mut answers = session.answers.clone();
            answers.set(id, Value::One(c.value.clone()));
            let walk = Walk::new(ctx.content.flow(), &answers, session.today);
            let goals = ctx.content.flow().get(GOAL).map(|g| walk.asked(g));
            goals.is_none_or(|g| g.choice.iter().any(|c| c.value == goal))
        });
        return Cow::Owned(spec);
    }
    // Most questions are asked as they are; only for the others the path is walked.
    let plain =
        spec.titled.is_empty() && spec.default_for.is_empty() && spec.default_from.is_none();
    if plain
        && spec.needed.is_none()
        && spec.past_when.is_none()
        && spec.detour.is_empty()
        && spec.choice.iter().all(|c| c.when.0.is_empty() && c.noted.is_empty())
    {
        return Cow::Borrowed(spec);
    }
    session.walk(ctx.content).asked(spec)
}
