//! A question: its field, what is wrong with it, where its draft goes.

pub mod entries;
pub mod field;
pub mod find;
pub mod update;
pub mod view;

use super::Ctx;
use crate::app::session::Session;
use crate::domain::content::Content;
use crate::domain::document::flow_for;
use crate::domain::flow::spec::{Kind, Question as Spec};
use crate::domain::triage::{self, GentleStep};
use field::Field;
use std::borrow::Cow;

/// The screen's state.
#[derive(Debug)]
pub struct Question {
    /// The question's id.
    pub id: String,
    /// What is typed or marked.
    pub field: Field,
    /// What is wrong with it, after Enter.
    pub error: Option<String>,
    /// A line that nobody has touched yet: what is typed or pasted first replaces it.
    pub offered: bool,
}

impl Question {
    /// Opens a question: with its draft, else its answer, else what the configuration offers, else its default.
    ///
    /// # Panics
    /// On an id that no flow has; ids come from the walk.
    #[must_use]
    pub fn open(session: &Session, ctx: &Ctx<'_>, id: &str) -> Self {
        let fresh = || Self::fresh(session, ctx, id);
        let draft = session.drafts.get(id).cloned();
        let field = match draft {
            // The rows may be others now.
            Some(Field::Choice { at, of }) => match fresh() {
                Field::Choice { of: now, .. } if now == of => Field::Choice { at, of },
                other => other,
            },
            Some(draft) => draft,
            None => fresh(),
        };
        let offered = match field {
            Field::Date(_) | Field::Month(_) => true,
            // Not what was typed here before: that is gone back to in order to mend it.
            Field::Text(_) => session.answers.get(id).is_none(),
            _ => false,
        };
        let offered = offered && !session.drafts.contains_key(id);
        Self { id: id.to_owned(), field, error: None, offered }
    }

    /// Empties the field for what is typed or pasted, if nobody has touched what it offers.
    pub fn replace_offer(&mut self) {
        if std::mem::take(&mut self.offered)
            && let Some(b) = self.field.buffer()
        {
            b.set_text("");
        }
    }

    /// Looks for what is typed, where choices are found so.
    pub fn look(&mut self, content: &Content) {
        if let Field::Find(f) = &mut self.field {
            f.look(content.finder());
        }
    }

    /// The field as it opens without a draft.
    #[must_use]
    pub fn fresh(session: &Session, ctx: &Ctx<'_>, id: &str) -> Field {
        let spec = spec(session, ctx, id);
        let advised = advised(session, ctx.content, id).map(|s| s.goal.as_str());
        let (set, before) =
            (ctx.config.offer(id, &session.answers), session.offers.get(id).map(String::as_str));
        // How it was sent before says more than what is usual; which address is used there says the configuration.
        let offer = if spec.kind == Kind::Choice { before.or(set) } else { set.or(before) };
        Field::new(&spec, session.answers.get(id), advised.or(offer), session.today)
    }
}

/// The mildest step for what was said to hurt, where the goal is asked after that.
#[must_use]
pub fn advised<'a>(session: &Session, content: &'a Content, id: &str) -> Option<&'a GentleStep> {
    if id != "goal" || !session.answers.reaches("hurts") {
        return None;
    }
    triage::mildest(content.steps(), session.walk(content).many("hurts"))
}

/// The question as it is asked on the present path.
///
/// # Panics
/// On an id that no flow has; ids come from the walk.
#[must_use]
pub fn spec<'a>(session: &'a Session, ctx: &Ctx<'a>, id: &str) -> Cow<'a, Spec> {
    let flow = flow_for(ctx.content, &session.answers);
    let spec = flow.get(id).or_else(|| ctx.content.flow().get(id)).expect("ids come from the flow");
    // Most questions are asked as they stand; the path is walked for the others only.
    if spec.titled.is_empty() && spec.detour.is_empty() && spec.choice.iter().all(|c| c.when.0.is_empty()) {
        return Cow::Borrowed(spec);
    }
    session.walk(ctx.content).asked(spec)
}
