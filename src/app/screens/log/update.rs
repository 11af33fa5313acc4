//! Keys in the form of an event.

use super::Log;
use crate::app::App;
use crate::app::effect::{CaseOrder, Effect, Sent};
use crate::app::screens::question::typing::FieldReply;
use crate::app::screens::{Screen, after, case};
use crate::domain::case::moment::{self, Possible};
use crate::domain::case::{CaseId, Event, Kind, Parts, What, When};
use crate::domain::channel::Channel;
use crate::domain::flow::spec::FieldSpec;
use crate::domain::validate;
use crate::input::keymap::Intent;
use crate::text::edit::EditBuffer;
use chrono::{DateTime, FixedOffset};

/// Takes a key; the event, once the form is filled in.
pub fn update(
    l: &mut Log,
    now: DateTime<FixedOffset>,
    real: bool,
    intent: Intent,
) -> Option<Event> {
    let left = l.list.form.as_ref().map(|f| f.at);
    let submitted = l.list.update(intent) == FieldReply::Submit;
    // A wrong field is reported when Enter leaves it, not only at the end.
    if !submitted && intent != Intent::Next {
        return None;
    }
    match read(l, &l.possible(now, real)) {
        Ok(event) => Some(event).filter(|_| submitted),
        Err((field, why)) => {
            let wrong = l.list.place(&field);
            if submitted || wrong == left {
                l.list.refuse(wrong, why);
            }
            None
        }
    }
}

fn read(l: &Log, when: &Possible) -> Result<Event, (String, String)> {
    let Some(form) = &l.list.form else { return Err((String::new(), String::new())) };
    let entry = l.list.read(form);
    // Emptied, it is now.
    let at = match entry.get("at") {
        "" => when.now.into(),
        at => moment::parse(at, when).map_err(|e| ("at".to_owned(), e))?,
    };
    let mut parts = Parts {
        letter: Some(l.letter).filter(|_| l.kind.takes().contains(&"letter")),
        how: Some(Channel::Phone).filter(|_| l.called && l.kind.takes().contains(&"how")),
        ..Parts::default()
    };
    // A note read from a reply keeps its line breaks.
    let note = entry.get("note");
    let read = l.noted.as_ref().filter(|noted| EditBuffer::new(noted, false).text() == note);
    let typed = |f: &&FieldSpec| f.id != "at" && (f.id != "note" || read.is_none());
    for f in l.list.fields.iter().filter(typed) {
        let value = field(f, entry.get(&f.id), at, when);
        let value =
            value.map_err(|e| (f.id.clone(), text!("sign.says", name = f.label, text = e)))?;
        parts.put(&f.id, &value);
    }
    let wrong = |w: Vec<(&str, String)>| {
        let (field, why) = w.into_iter().next().unwrap_or_default();
        let label = l.list.fields.iter().find(|f| f.id == field).map(|f| f.label.as_str());
        let why = label.map_or(why.clone(), |name| text!("sign.says", name, text = why));
        (field.to_owned(), why)
    };
    let what = What::new(l.kind, parts).map_err(wrong)?;
    Ok(Event { at, what, note: read.map_or(note, String::as_str).to_owned() })
}

/// A field in its normal form, of what happened then.
pub fn field(f: &FieldSpec, raw: &str, at: When, when: &Possible) -> Result<String, String> {
    match f.id.as_str() {
        "on" => when.day(raw).map(|d| d.to_string()),
        "promised_by" | "deadline" if !validate::says_nothing(raw) && !raw.trim().is_empty() => {
            Possible::promised(raw, at.day()).map(|d| d.to_string())
        }
        "note" => validate::long(raw, f.optional, None),
        _ => validate::field(f, raw, when.now.date_naive()),
    }
}

impl App {
    pub(in crate::app) fn on_log(&mut self, intent: Intent) {
        let (now, real) = (self.now(), self.session.clock.is_some());
        let Screen::Log(l) = &mut self.screen else { return };
        let case = l.case.clone();
        // Typed text is discarded with the form.
        if intent == Intent::Back {
            return self.leave_form(case.as_ref());
        }
        let event = update(l, now, real, intent);
        if let (Some(kind), Some(id)) = (l.other_kind(), &case) {
            return self.log_other(id, kind);
        }
        let Some(event) = event else { return };
        let Some(id) = case else {
            self.leave_form(None);
            return self.sent_as(&event);
        };
        let case = Screen::Case(case::Case::open(id.clone()));
        // Stays filled in until it is known to be stored.
        if let Screen::Log(form) = std::mem::replace(&mut self.screen, case) {
            self.noting = Some(form);
        }
        self.emit(Effect::Case(CaseOrder::Log(id, Box::new(event))));
    }

    /// Opens the form of another kind with the content of this one.
    fn log_other(&mut self, id: &CaseId, kind: Kind) {
        let here = Screen::Case(case::Case::open(id.clone()));
        let Screen::Log(from) = std::mem::replace(&mut self.screen, here) else { return };
        self.log_screen(id, kind);
        if let Screen::Log(form) = &mut self.screen {
            form.take_over(from);
        }
    }

    fn sent_as(&mut self, event: &Event) {
        let What::Sent { how, person, promised_by, .. } = event.what.clone() else {
            return;
        };
        self.say_sent(Sent { at: event.at, how, person, promised_by, note: event.note.clone() });
    }

    fn leave_form(&mut self, case: Option<&CaseId>) {
        if let Some(id) = case {
            self.show_case(id);
        } else {
            self.screen = Screen::After(after::After::default());
        }
    }
}
