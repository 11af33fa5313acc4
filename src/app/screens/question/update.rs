//! Keys on a question.

use super::field::{Field, FieldReply, entry_to_span, span_to_entry};
use super::{Ctx, Question, spec};
use crate::app::session::Session;
use crate::domain::answers::Value;
use crate::domain::flow::spec::{DateRule, Kind};
use crate::domain::validate;
use crate::input::keymap::Intent;

/// What came of a key.
#[derive(Debug, PartialEq, Eq)]
pub enum Reply {
    /// Draw again.
    Stay,
    /// The question is answered: go on.
    Answered(Value),
    /// First to another question, which leads back here.
    Detour(String),
    /// To several choices, or on with them.
    Several,
    /// Back, with the draft kept.
    Back,
}

/// Takes a key.
pub fn update(q: &mut Question, session: &Session, ctx: &Ctx<'_>, intent: Intent) -> Reply {
    let spec = spec(session, ctx, &q.id);
    let before = q.error.take();
    if matches!(intent, Intent::Insert(_)) {
        q.replace_offer();
    }
    q.offered = false;
    let reply = q.field.update(intent, ctx.room(4), session.today, spec.rule == DateRule::Past);
    q.look(ctx.content);
    match reply {
        FieldReply::Taken => Reply::Stay,
        FieldReply::Pass if intent == Intent::Back => Reply::Back,
        FieldReply::Pass => {
            q.error = before;
            Reply::Stay
        }
        FieldReply::Submit => {
            if let Field::List(list) = &mut q.field
                && let Some(form) = &list.form
            {
                let entry = list.read(form);
                let checked = validate::entry(&list.fields, &entry, session.today).and_then(|e| {
                    if spec.kind == Kind::Hours {
                        entry_to_span(&e).map(|s| span_to_entry(&s))
                    } else {
                        Ok(e)
                    }
                });
                match checked {
                    Ok(e) => list.store(e),
                    Err(m) => {
                        if let Some(form) = &mut list.form {
                            // To the field that is wrong, so that it can be mended at once.
                            form.at =
                                list.fields.iter().position(|f| m.starts_with(&f.label)).unwrap_or(form.at);
                            form.error = Some(m);
                        }
                    }
                }
                return Reply::Stay;
            }
            if matches!(&q.field, Field::Find(f) if f.at_several()) {
                return Reply::Several;
            }
            if let Field::Choice { at, .. } = q.field
                && let Some(d) = at.checked_sub(spec.choice.len()).and_then(|i| spec.detour.get(i))
            {
                return Reply::Detour(d.to.clone());
            }
            match q.field.value(&spec, session.today) {
                Ok(v) => Reply::Answered(v),
                Err(m) => {
                    q.error = Some(m);
                    Reply::Stay
                }
            }
        }
    }
}
