//! When a request was sent, and what contact came since, as a letter lists it.

use super::declined::time_in_words;
use super::event::{Event, What};
use super::record::{CaseRecord, EventKey, LetterRecord};
use crate::domain::answers::{Answers, Entry};
use crate::domain::channel::Channel;
use crate::domain::flow::spec::Format;
use crate::domain::validate;
use crate::domain::word::Word;
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// When and how it was asked for: the first request, and any after the latest completion.
pub(super) fn asked(record: &CaseRecord) -> Vec<(EventKey, NaiveDate, Channel)> {
    let done = completed(record);
    let kind = |letter: usize| record.letter(letter)?.follow_up;
    let mut first = BTreeMap::new();
    for (e, at) in record.events.iter().zip(record.places()) {
        let What::Sent { letter, how, .. } = e.what else { continue };
        // The first request once more, another way or for another day, does not ask again; nor
        // do thanks, or a call that is confirmed. What was noted twice was sent once.
        let n = match kind(letter) {
            None => 0,
            Some(kind) if kind.settled() => continue,
            Some(_) => letter,
        };
        if n == 0 || done.is_none_or(|done| at > done) {
            first.entry(n).or_insert((at, e.at.day(), how));
        }
    }
    first.into_values().collect()
}

/// When it was last noted that all was carried out.
fn completed(record: &CaseRecord) -> Option<EventKey> {
    let places = record.events.iter().zip(record.places());
    places.filter(|(e, _)| matches!(e.what, What::Done { .. })).map(|(_, at)| at).max()
}

/// When and how the first letter went out, and which it was, if that was noted.
pub(super) fn first_sent(
    record: &CaseRecord,
) -> Option<(NaiveDate, Channel, Option<&LetterRecord>)> {
    let first = |n: usize| record.letter(n).is_none_or(|l| l.follow_up.is_none());
    let (mut sent, mut latest) = (None, false);
    for e in &record.events {
        match &e.what {
            What::Sent { letter, how, .. } => {
                latest = first(*letter) && sent.is_none();
                sent = sent.or_else(|| {
                    first(*letter).then_some((e.at.day(), *how, record.letter(*letter)))
                });
            }
            // A returned letter has reached nobody.
            What::Bounced if latest => sent = None,
            _ => {}
        }
    }
    sent
}

/// When and how the first letter went out, and which it was: as it was noted, else as it was made.
pub(super) fn first_request(
    record: &CaseRecord,
) -> Option<(NaiveDate, Channel, Option<&LetterRecord>)> {
    let made = || record.letters.first().map(|l| (l.made.date_naive(), l.channel, Some(l)));
    first_sent(record).or_else(made)
}

/// Contact since the request that no letter has mentioned yet.
pub(super) fn contacts(
    record: &CaseRecord,
    asked: &[(EventKey, NaiveDate, Channel)],
    a: &Answers,
) -> Vec<Entry> {
    // The reader knows of their own call.
    let reader = [a.one("replied_by"), a.one("call_person"), a.one("sender.handler")];
    let reader = reader.into_iter().flatten().find(|name| !name.is_empty());
    // Contact before the request is nothing to complain about.
    let since = first_request(record).map(|(day, ..)| day);
    // Contacts that the letter before mentioned are left out.
    let places = record.places();
    let told = asked.iter().skip(1).map(|(at, ..)| *at).chain(completed(record)).max();
    let new = |(e, at): &(&Event, &EventKey)| {
        since.is_none_or(|since| e.at.day() >= since) && told.is_none_or(|told| **at > told)
    };
    record.events.iter().zip(&places).filter(new).filter_map(|(e, _)| contact(e, reader)).collect()
}

pub(super) fn contact(e: &Event, reader: Option<&str>) -> Option<Entry> {
    let What::Contacted { means, person, number } = &e.what else { return None };
    let time = time_in_words(e.at.time());
    // A surname is enough to identify the reader.
    let reads = reader.is_some_and(|r| r.starts_with(person) || person.starts_with(r));
    let person = if person.is_empty() || reads {
        String::new()
    } else {
        format!("{person}{}", text!("letter.title"))
    };
    let parts = [time.as_str(), number.as_str(), person.as_str()];
    let parts: Vec<&str> = parts.into_iter().filter(|p| !p.is_empty()).collect();
    // Each part may fill a line; parts that don't fit are dropped from the end.
    let detail = (0..=parts.len())
        .rev()
        .map(|n| parts[..n].join(text!("sign.comma")))
        .find(|d| fits(d))
        .unwrap_or_default();
    let fields =
        [("date", e.at.day().to_string()), ("means", means.id().to_owned()), ("detail", detail)];
    Some(Entry(fields.map(|(k, v)| (k.to_owned(), v)).into()))
}

pub(super) fn fits(line: &str) -> bool {
    validate::text(Format::Free, line, true).is_ok()
}
