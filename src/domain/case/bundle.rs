//! A case as one readable text to show to somebody: the letters, what happened when, and the sha256
//! of each letter and of the whole.

use super::declined::day_in_words;
use super::event::{Event, Kind, Means, Parts};
use super::record::{CaseRecord, KeptText, sha256};
use super::stamp::stamp;
use crate::domain::calendar::format_ja;
use crate::domain::channel::Channel;
use crate::domain::goal::Goal;
use crate::domain::validate::dated;
use crate::domain::word::Word;
use crate::text::clean::visible;
use crate::text::said;
use chrono::{DateTime, FixedOffset};
use std::fmt::Write as _;

/// How the last line begins; it ends with the sha256 of everything above it.
pub const SEAL: &str = text!("bundle.seal");

/// Says that a letter was read out on the phone.
pub const CALLED: &str = text!("bundle.called");

/// An event of a case in a line, without its time and its note.
pub fn describe(e: &Event, record: &CaseRecord) -> String {
    let Parts {
        letter,
        how,
        answer,
        means,
        person,
        number,
        employer,
        to,
        on,
        promised_by,
        deadline,
    } = e.what.parts();
    let kind = e.what.kind();
    let called = kind == Kind::Sent && how.is_some_and(Channel::spoken);
    let parts = [
        letter
            .filter(|_| matches!(kind, Kind::Copied | Kind::Handed | Kind::Sent))
            .map(|n| record.letter_name(n)),
        how.filter(|_| !called).map(|h: Channel| h.ja().to_owned()),
        answer.map(|a| a.ja().to_owned()),
        means.map(|m: Means| m.ja().to_owned()),
        on.map(format_ja),
        Some(number),
        Some(employer),
        dated(&to).map(|(on, time)| day_in_words(on, time)),
        Some(said(&person, |person| text!("bundle.with", person))),
        promised_by.map(|on| text!("bundle.promised", day = format_ja(on))),
        deadline.map(|on| text!("bundle.deadline", day = format_ja(on))),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().filter(|p| !p.is_empty()).collect();
    let details = parts.join(text!("sign.comma"));
    let kind = match kind {
        _ if called => CALLED,
        kind => kind.named(record.goal),
    };
    let details = match details.contains('（') || kind.ends_with('）') {
        _ if details.is_empty() => String::new(),
        // Avoids nested brackets: a date brings its own.
        true => text!("sign.then", text = details),
        false => text!("sign.brackets", words = details),
    };
    visible(&format!("{kind}{details}"))
}

pub fn event(e: &Event, record: &CaseRecord) -> String {
    let mut out = format!("{}  {}\n", e.at.stamp(), describe(e, record));
    for line in plain(&e.note).lines() {
        let _ = writeln!(out, "    {line}");
    }
    out
}

/// An event in lines as the program displays it, followed by its note.
pub fn shown(e: &Event, record: &CaseRecord) -> Vec<String> {
    let mut out = vec![format!("{}  {}", e.at.in_words(), describe(e, record))];
    out.extend(plain(&e.note).lines().map(str::to_owned));
    out
}

/// A text of several lines with nothing in it that could do anything to a terminal.
pub fn plain(text: &str) -> String {
    text.split('\n').map(visible).collect::<Vec<_>>().join("\n")
}

pub fn text(record: &CaseRecord, made: DateTime<FixedOffset>) -> String {
    let mut out = String::new();
    // Writing to a String cannot fail.
    let _ = write!(
        out,
        concat!(text!("bundle.head"), "\n"),
        id = record.id,
        service = visible(&record.service_name),
        goal = record.goal.ja(),
        state = record.state_ja(),
        made = stamp(made)
    );
    out.push_str(concat!("\n", text!("bundle.events"), "\n"));
    for e in record.in_order() {
        out += &event(e, record);
    }
    if !record.plan.is_empty() {
        out.push_str(concat!("\n", text!("bundle.plans"), "\n"));
        for p in &record.plan {
            let goal = p.goal.map_or("", Goal::ja);
            let _ = writeln!(out, "{}  {goal} {}", p.on, visible(&p.note));
        }
    }
    for (i, l) in record.letters.iter().enumerate() {
        let (kind, how) = l.words();
        let _ = write!(
            out,
            concat!("\n", text!("bundle.one_letter"), "\n"),
            n = i + 1,
            made = stamp(l.made),
            kind = kind,
            how = how,
            sha256 = l.sha256()
        );
        match &l.kept {
            KeptText::Hash(_) => out.push_str(concat!(text!("bundle.no_text"), "\n")),
            KeptText::Text { .. } => {
                let whole = l.whole().unwrap_or_default();
                let _ = writeln!(out, text!("bundle.text"), whole = plain(&whole));
            }
        }
    }
    out.push('\n');
    sealed(out)
}

/// Appends the checksum as the last line.
pub fn sealed(mut text: String) -> String {
    let seal = sha256(&text);
    let _ = writeln!(text, "{SEAL}{seal}");
    text
}

#[cfg(test)]
mod tests {
    use super::super::tests_support::{drawn, record, sums_fit};
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn nobody_is_told_an_hour_that_nobody_said() {
        let day = chrono::NaiveDate::from_ymd_opt(2026, 11, 25).expect("a day");
        let what = super::super::What::AutoReply;
        let e = Event { at: super::super::When::On(day), what, note: String::new() };
        let r = CaseRecord::new(day, "apoplus-pharmacist", "", Goal::Withdraw);
        assert_eq!(event(&e, &r), "2026-11-25  自動返信が届いた\n");
        assert_eq!(shown(&e, &r), ["2026年11月25日（水）  自動返信が届いた"]);
    }

    proptest! {
        #![proptest_config(drawn(50))]
        #[test]
        fn the_seal_fits_and_nothing_reaches_a_terminal(r in record()) {
            let text = text(&r, DateTime::default());
            sums_fit(&text, &r)?;
        }
    }
}
