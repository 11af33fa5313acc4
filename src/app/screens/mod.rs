//! One folder a screen: its state, what keys do to it, how it looks.

pub mod after;
pub mod case;
pub mod edit;
pub mod log;
pub mod mine;
pub mod question;
pub mod review;
pub mod run;
pub mod start;

use super::ctx::Ctx;
use super::session::Session;
use crate::domain::flow::walk::{State, Step};
use crate::input::keymap::Mode;
use question::entries::List;
use question::field::Field;
use question::find::Pick;

#[derive(Debug)]
pub enum Screen {
    Question(question::Question),
    Review(review::Review),
    Edit(edit::Edit),
    After(after::After),
    Start(start::StartList),
    Case(case::Case),
    Log(log::Log),
    Mine(mine::Mine),
    Run(run::Overview),
}

impl Screen {
    /// A page that is about one finished letter.
    pub(in crate::app) fn shows_letter(&self) -> bool {
        matches!(self, Self::Review(_) | Self::After(_))
    }
    /// What its question is answered in.
    pub(in crate::app) fn field(&self) -> Option<&Field> {
        if let Self::Question(q) = self { Some(&q.field) } else { None }
    }
    pub(in crate::app) fn field_mut(&mut self) -> Option<&mut Field> {
        if let Self::Question(q) = self { Some(&mut q.field) } else { None }
    }
    /// The services that are chosen on it, where several are looked for.
    pub(in crate::app) fn several(&self) -> Option<&[Pick]> {
        if let Field::Find(f) = self.field()? { f.several.as_deref() } else { None }
    }
    /// The list on it, or whose form it is.
    pub(in crate::app) fn list(&self) -> Option<&List> {
        match self {
            Self::Log(l) => Some(&l.list),
            Self::Mine(m) => Some(&m.list),
            _ => match self.field()? {
                Field::List(list) | Field::Together { list, .. } => Some(list),
                _ => None,
            },
        }
    }
    pub(in crate::app) fn list_mut(&mut self) -> Option<&mut List> {
        match self {
            Self::Log(l) => Some(&mut l.list),
            Self::Mine(m) => Some(&mut m.list),
            _ => match self.field_mut()? {
                Field::List(list) | Field::Together { list, .. } => Some(list),
                _ => None,
            },
        }
    }
    pub fn mode(&self) -> Mode {
        match self {
            Self::Question(q) => q.field.mode(),
            Self::Review(_) => Mode::Review,
            Self::Edit(_) => Mode::Edit,
            Self::After(_) => Mode::After,
            Self::Start(_) => Mode::Start,
            Self::Case(_) => Mode::Case,
            Self::Log(_) => Mode::Form,
            Self::Mine(m) if m.list.form.is_some() => Mode::Form,
            Self::Mine(_) => Mode::List,
            Self::Run(_) => Mode::Run,
        }
    }
}

/// The first screen after given answers: the first unanswered question, or the review if none is
/// needed. An optional question counts as passed over if a later one was answered.
pub fn first(session: &mut Session, ctx: &Ctx<'_>) -> Screen {
    let walk = session.walk(ctx.content);
    let reached = walk.steps.iter().rposition(|s| s.state == State::Answered);
    // Usual answers are filled in below.
    let asks = |(i, s): &(usize, &Step<'_>)| match s.state {
        State::Answered => false,
        State::Open => reached.is_none_or(|last| *i > last) && !walk.is_usual(s.question),
        State::Missing => !walk.is_usual(s.question),
        State::Invalid(_) => true,
    };
    let open = walk.steps.iter().enumerate().find(asks).map(|(_, s)| s.question.id.clone());
    drop(walk);
    question::settle(session, ctx);
    if session.walk(ctx.content).complete() {
        return Screen::Review(review::Review::default());
    }
    let id =
        open.or_else(|| session.first_missing(ctx.content)).unwrap_or_else(|| "service".to_owned());
    Screen::Question(question::Question::open(session, ctx, &id))
}
