//! What they asked, as the next letter answers it.

use super::event::What;
use super::record::CaseRecord;
use super::reply::{is_about_work, questions};
use crate::domain::answers::{Answers, Entry, Value};
use crate::domain::calendar::format_ja;
use crate::domain::follow_up::FollowUp;
use crate::text::clean::brief;

/// Maximum length of a quoted question, in characters.
const QUOTED: usize = 100;

impl CaseRecord {
    /// Whether it answers what they asked: as it was noted, or by a letter.
    pub(super) fn is_reply(&self, what: &What) -> bool {
        let kind = |letter| self.letter(letter).and_then(|l| l.follow_up);
        match what {
            What::Sent { letter, .. } => kind(*letter) == Some(FollowUp::Question),
            what => matches!(what, What::Replied),
        }
    }
}

/// The questions that a letter of this kind answers, with their day; or that all were answered
/// before.
pub(super) fn tell(record: &CaseRecord, kind: Option<FollowUp>, a: &mut Answers) {
    let (mut on, mut all, mut replied) = (String::new(), Vec::new(), None);
    for e in record.in_order() {
        match &e.what {
            What::Answer { answer, .. } if answer.asks() => {
                on = e.at.day().to_string();
                all.extend(questions(&e.note));
            }
            what if record.is_reply(what) => {
                replied = Some(e.at.day());
                all.clear();
            }
            _ => {}
        }
    }
    let entry = |asked: String| {
        let answer = if is_about_work(&asked) { text!("again.no_work_call") } else { "" };
        let of = [("question", brief(&asked, QUOTED)), ("answer", answer.to_owned())];
        Entry(of.map(|(k, v)| (k.to_owned(), v)).into())
    };
    match (kind, replied) {
        (Some(FollowUp::Question), _) => {
            a.set("asked_on", Value::One(on));
            a.set("asked", Value::Entries(all.into_iter().map(entry).collect()));
        }
        (Some(FollowUp::NoReceipt | FollowUp::NoCompletion), Some(day)) => {
            a.set("note", Value::One(text!("again.answered", day = format_ja(day))));
        }
        _ => {}
    }
}
