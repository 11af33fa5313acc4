//! A question: its field, what is wrong with it, where its draft goes.

pub mod entries;
pub mod field;
pub mod update;
pub mod view;

use super::Ctx;
use crate::app::session::Session;
use crate::domain::document::flow_for;
use crate::domain::flow::spec::Question as Spec;
use field::Field;

/// The screen's state.
#[derive(Debug)]
pub struct Question {
    /// The question's id.
    pub id: String,
    /// What is typed or marked.
    pub field: Field,
    /// What is wrong with it, after Enter.
    pub error: Option<String>,
}

impl Question {
    /// Opens a question: with its draft, else its answer, else what the configuration offers, else its default.
    ///
    /// # Panics
    /// On an id that no flow has; ids come from the walk.
    #[must_use]
    pub fn open(session: &Session, ctx: &Ctx<'_>, id: &str) -> Self {
        let spec = spec(session, ctx, id);
        let field = session.drafts.get(id).cloned().unwrap_or_else(|| {
            let service = session.answers.one("service").unwrap_or_default();
            Field::new(spec, session.answers.get(id), ctx.config.offer(id, service), session.today)
        });
        Self { id: id.to_owned(), field, error: None }
    }
}

/// The question's specification.
///
/// # Panics
/// On an id that no flow has; ids come from the walk.
#[must_use]
pub fn spec<'a>(session: &Session, ctx: &Ctx<'a>, id: &str) -> &'a Spec {
    let flow = flow_for(ctx.content, &session.answers);
    flow.get(id).or_else(|| ctx.content.flow().get(id)).expect("ids come from the flow")
}
