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
    /// A date that nobody has touched yet: the first character typed replaces it.
    pub offered: bool,
}

impl Question {
    /// Opens a question: with its draft, else its answer, else what the configuration offers, else its default.
    ///
    /// # Panics
    /// On an id that no flow has; ids come from the walk.
    #[must_use]
    pub fn open(session: &Session, ctx: &Ctx<'_>, id: &str) -> Self {
        let field = session.drafts.get(id).cloned().unwrap_or_else(|| Self::fresh(session, ctx, id));
        let offered = matches!(field, Field::Date(_) | Field::Month(_)) && !session.drafts.contains_key(id);
        Self { id: id.to_owned(), field, error: None, offered }
    }

    /// The field as it opens without a draft.
    #[must_use]
    pub fn fresh(session: &Session, ctx: &Ctx<'_>, id: &str) -> Field {
        let service = session.answers.one("service").unwrap_or_default();
        let spec = spec(session, ctx, id);
        Field::new(spec, session.answers.get(id), ctx.config.offer(id, service), session.today)
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
