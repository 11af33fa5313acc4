//! The reading of a reply in words, and as the event to note.

use super::event::{AnswerKind, Event, What};
use super::record::CaseRecord;
use super::reply::{Reading, ReplyKind};
use super::stamp::When;
use crate::domain::calendar::format_ja;
use crate::domain::flow::spec::Format;
use crate::domain::validate;
use crate::domain::word::Word as _;
use crate::text::clean::clean;

pub fn line(name: &str, value: &str) -> String {
    text!("reply.line", name, value)
}

/// Whether the named person writes or takes over.
pub fn person_ja(r: &Reading) -> &'static str {
    let follows = r.kinds.contains(&ReplyKind::Transfer);
    if follows { text!("reply.successor") } else { text!("reply.person") }
}

impl Reading {
    pub fn said(&self) -> String {
        let name = |k: &ReplyKind| match k {
            ReplyKind::Question if self.work_call => text!("reply.work_call"),
            ReplyKind::Receipt if self.accepted => text!("reply.accepted"),
            k => k.ja(),
        };
        let kinds: Vec<&str> = self.kinds.iter().map(name).collect();
        let kinds = kinds.join(text!("sign.dot"));
        match (self.kinds.is_empty(), self.sure) {
            (true, _) => text!("reply.unread").to_owned(),
            (false, true) => text!("reply.sure", kinds),
            (false, false) => text!("reply.unsure", kinds),
        }
    }
    pub fn noted(&self, at: When, record: Option<&CaseRecord>) -> Option<Event> {
        let (kind, mut parts) = self.event()?;
        // Only what could be typed there.
        parts.person = validate::text(Format::Handler, &parts.person, true).unwrap_or_default();
        let made = record.and_then(|c| c.made(None)).map(|made| made.date_naive());
        parts.on = parts.on.map(|on| made.map_or(on, |made| on.max(made)));
        let asks = parts.answer.is_some_and(AnswerKind::asks);
        // A question is listed with its subject.
        let asked = Some(&self.asked).filter(|_| asks);
        let mut note: Vec<String> = Vec::new();
        for s in self.says.iter().chain(asked.filter(|asked| !asked.is_empty())) {
            let line = asked.filter(|asked| asked.contains(s.as_str())).unwrap_or(s);
            if !note.contains(line) {
                note.push(line.clone());
            }
        }
        if self.kinds.contains(&ReplyKind::Transfer) && !self.person.is_empty() {
            note.push(line(person_ja(self), &self.person));
        }
        if let Some(on) = self.deadline.filter(|_| parts.deadline.is_none()) {
            note.push(line(text!("reply.deadline"), &format_ja(on)));
        }
        let mut length = 0;
        let fits = note.iter().take_while(|line| {
            length += line.chars().count() + 1;
            length <= validate::MAX_TEXT
        });
        let note = clean(&fits.cloned().collect::<Vec<_>>().join("\n"), true).text;
        let what = What::new(kind, parts).ok()?;
        Some(Event { at, what, note })
    }
}
