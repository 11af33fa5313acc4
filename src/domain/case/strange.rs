//! What cannot be so in a case that reads well: its file was written by hand, or by a clock that
//! was wrong. The commands refuse the same. Events in an impossible order are said and kept: the
//! earlier one may be wrong.

use super::event::{Event, What};
use super::moment::AHEAD;
use super::record::{CaseRecord, KeptText};
use super::stamp::in_words;
use crate::domain::calendar::{add_months, format_ja};
use crate::domain::content::Content;
use crate::domain::flow::spec::Format;
use crate::domain::validate;
use crate::text::clean;
use chrono::{DateTime, Datelike as _, Days, FixedOffset, NaiveDate};

/// No letter of this program is older.
const FIRST_YEAR: i32 = 2020;

/// A value that cannot be so.
pub struct Strange {
    /// The table and the index of its row; None: the case itself.
    pub row: Option<(&'static str, usize)>,
    pub field: &'static str,
    pub why: String,
}

impl Strange {
    pub fn key(&self) -> String {
        match self.row {
            Some((table, i)) => format!("{table}[{}].{}", i + 1, self.field),
            None => self.field.to_owned(),
        }
    }
}

/// Every value of a case that cannot be so on that day.
pub fn strange(record: &CaseRecord, content: &Content, today: NaiveDate) -> Vec<Strange> {
    let mut out = Vec::new();
    let named = content.named_service(&record.service_name).filter(|id| *id != record.service);
    if let Some(id) = named {
        let why = text!("case.other_service", id);
        out.push(Strange { row: None, field: "service_name", why });
    }
    if record.service_name.contains(clean::does_something) {
        out.push(Strange {
            row: None,
            field: "service_name",
            why: text!("read.hidden").to_owned(),
        });
    }
    // The day in an id is that of the first letter, or of the answers before it.
    let first = record.letters.iter().map(|l| l.made.date_naive()).min();
    let named = record.id.day().zip(first).filter(|(day, made)| *day > *made + Days::new(1));
    if let Some((_, made)) = named {
        let why = text!("case.id_later", made = format_ja(made));
        out.push(Strange { row: None, field: "id", why });
    }
    for (i, e) in record.events.iter().enumerate() {
        if record.letters.is_empty() && matches!(e.what, What::Sent { .. }) {
            let why = text!("case.no_letter").to_owned();
            out.push(Strange { row: Some(("event", i)), field: "letter", why });
        }
        let made = record.made(e.what.parts().letter);
        let row = Some(("event", i));
        out.extend(event(e, made, today).map(|(field, why)| Strange { row, field, why }));
    }
    for (i, letter) in record.letters.iter().enumerate() {
        let mut say = |field, why: &str| {
            out.push(Strange { row: Some(("letter", i)), field, why: why.to_owned() });
        };
        let day = letter.made.date_naive();
        if day > today + Days::new(1) {
            say("made", text!("case.not_yet"));
        } else if day.year() < FIRST_YEAR {
            say("made", text!("case.long_ago"));
        }
        if matches!(&letter.kept, KeptText::Text { text, .. } if text.trim().is_empty()) {
            say("text", text!("case.empty_text"));
        }
        let days = letter.deadlines;
        for (field, day) in [("answer_by", days.answer_by), ("call_by", days.call_by)] {
            if day.is_some_and(|day| day < letter.made.date_naive()) {
                let why = text!("case.before_letter", made = in_words(letter.made));
                out.push(Strange { row: Some(("letter", i)), field, why });
            }
        }
    }
    out
}

fn event(
    e: &Event,
    made: Option<DateTime<FixedOffset>>,
    today: NaiveDate,
) -> impl Iterator<Item = (&'static str, String)> {
    let (on, parts) = (e.at.day(), e.what.parts());
    let done = parts.on.filter(|_| matches!(e.what, What::Done { .. }));
    let early = |day: NaiveDate| made.is_some_and(|made| day < made.date_naive());
    let before =
        || made.map_or_else(String::new, |m| text!("case.before_letter", made = in_words(m)));
    let later = |day: NaiveDate| text!("case.before_event", day = format_ja(day));
    // To the minute, as displayed and typed.
    let at = made.filter(|made| e.at.before(*made)).map(|_| ("at", before()));
    let at = at.or_else(|| (on > today).then(|| ("at", text!("case.not_yet").to_owned())));
    let done = done.and_then(|day| match day {
        day if early(day) => Some(("on", before())),
        day if day > on => Some(("on", text!("case.after_event", day = format_ja(on)))),
        _ => None,
    });
    let far = add_months(on, AHEAD);
    let promised = parts.promised_by.and_then(|day| match day {
        day if day < on => Some(("promised_by", later(on))),
        day if day > far => Some(("promised_by", text!("case.far").to_owned())),
        _ => None,
    });
    let named = validate::text(Format::Handler, &parts.person, true);
    let person = named.err().map(|why| ("person", why));
    let deadline = parts.deadline.filter(|day| *day < on).map(|_| ("deadline", later(on)));
    [at, done, promised, deadline, person].into_iter().flatten()
}

fn day(e: &Event) -> NaiveDate {
    let on = if let What::Done { on, .. } = e.what { on } else { None };
    on.unwrap_or(e.at.day())
}

impl CaseRecord {
    /// Contradictions between the last event and those before it.
    pub fn odd(&self) -> Vec<String> {
        let Some((last, before)) = self.events.split_last() else { return Vec::new() };
        let sent = |e: &&Event| matches!(e.what, What::Sent { .. });
        let reply = |e: &&Event| {
            matches!(
                e.what,
                What::AutoReply | What::Answer { .. } | What::PartlyDone { .. } | What::Done { .. }
            )
        };
        let first_sent = self.events.iter().filter(sent).map(day).min();
        let first_reply = self.events.iter().filter(reply).map(day).min();
        let early = match &last.what {
            What::Sent { .. } => first_reply,
            _ => Some(day(last)).filter(|_| reply(&last)),
        };
        let mut out = Vec::new();
        if let (Some(sent), Some(reply)) = (first_sent, early)
            && reply < sent
        {
            out.push(text!("cases.odd.sent", sent = format_ja(sent), reply = format_ja(reply)));
        }
        let over = before.iter().any(|e| matches!(e.what, What::GivenUp));
        if over && matches!(last.what, What::Answer { .. } | What::PartlyDone { .. }) {
            out.push(text!("cases.odd.given_up").to_owned());
        }
        let done = before.iter().filter(|e| matches!(e.what, What::Done { .. })).map(day).max();
        let Some(done) = done else { return out };
        match &last.what {
            What::Sent { letter, .. } => {
                // Thanks and new requests are written after the completion.
                let old = self.letter(*letter).is_some_and(|l| l.made.date_naive() < done);
                if old && day(last) > done {
                    out.push(text!("cases.odd.after_done", done = format_ja(done)));
                }
            }
            What::Done { .. } if day(last) != done => {
                // A restarted request can end again.
                let again =
                    |e: &Event| matches!(e.what, What::Sent { .. } | What::Contacted { .. });
                if !before.iter().any(|e| again(e) && day(e) >= done) {
                    out.push(text!("cases.odd.done_twice", done = format_ja(done)));
                }
            }
            what if what.denies() && day(last) >= done => {
                out.push(text!("cases.odd.reopened", done = format_ja(done)));
            }
            What::Contacted { .. } if day(last) == done && self.goal.asks_for_quiet() => {
                out.push(text!("cases.odd.same_day", done = format_ja(done)));
            }
            _ => {}
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests_support::mailed;
    use super::*;
    use crate::domain::case::When;
    use crate::domain::goal::Goal;
    use chrono::DateTime;

    #[test]
    fn a_clock_that_was_set_back_puts_nothing_before_the_letter() {
        let at = |text: &str| DateTime::parse_from_rfc3339(text).expect("a moment");
        let mut case = CaseRecord::new(NaiveDate::default(), "s", "S", Goal::Withdraw);
        let made = at("2026-11-20T13:50:00+09:00");
        case.letters.push(mailed(made));
        case.log(at("2026-11-20T13:40:00+09:00"), What::Note, "");
        case.log(at("2026-11-20T13:55:00+09:00"), What::Note, "");
        let noted: Vec<_> = case.events.iter().map(|e| e.at).collect();
        assert_eq!(noted, [When::At(made), When::At(at("2026-11-20T13:55:00+09:00"))]);
    }
}
