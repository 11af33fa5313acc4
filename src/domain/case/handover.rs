//! A case on one page for a helper: what was asked of whom, what happened when, and the letters
//! with what identifies each. The texts are in the bundle.

use super::bundle::{describe, plain, sealed};
use super::event::Kind;
use super::record::{CaseRecord, KeptText};
use super::stamp::{in_words, stamp};
use super::standing::Rules;
use crate::domain::calendar::format_ja;
use crate::domain::word::Word;
use crate::text::clean::visible;
use chrono::{DateTime, FixedOffset};
use std::fmt::Write as _;

/// Maximum length of a note, in characters; cut at sentences, but the first one is always shown.
const NOTE: usize = 160;

/// The beginning of a note: a sentence cut short may lose what it says.
fn begins(note: &str) -> String {
    let (mut short, mut length) = (String::new(), 0);
    let all = || note.split_inclusive('。');
    for sentence in all() {
        length += sentence.chars().count();
        if !short.is_empty() && length > NOTE {
            return short + "…";
        }
        short.push_str(sentence);
    }
    short
}

pub fn text(record: &CaseRecord, rules: Rules, made: DateTime<FixedOffset>) -> String {
    let mut out = text!(
        "handover.head",
        service = visible(&record.service_name),
        goal = record.goal.ja(),
        state = record.state_ja(),
        made = stamp(made)
    ) + "\n";
    // Writing to a String cannot fail.
    for due in record.all_due(rules) {
        let late = if due.on < made.date_naive() { text!("handover.late") } else { "" };
        let day = format_ja(due.on);
        let other = || text!("handover.due", day, what = due.what.words()) + late;
        let _ = writeln!(out, "{}", due.turn_ja(None).unwrap_or_else(other));
    }
    out.push_str(concat!("\n", text!("handover.days"), "\n"));
    // Copying is not an event for the other side.
    let mut told = record.in_order();
    told.retain(|e| !matches!(e.what.kind(), Kind::Copied | Kind::Handed));
    if told.is_empty() {
        out.push_str(concat!(text!("case.none"), "\n"));
    }
    for e in told {
        let _ = writeln!(out, "{}  {}", e.at.in_words(), describe(e, record));
        let note = plain(&e.note).split_whitespace().collect::<Vec<_>>().join(" ");
        let short = begins(&note);
        if !short.is_empty() {
            let _ = writeln!(out, "    {short}");
        }
    }
    out.push_str(concat!("\n", text!("handover.letters"), "\n"));
    for (i, l) in record.letters.iter().enumerate() {
        let (kind, how) = l.words();
        let _ = writeln!(
            out,
            text!("handover.letter"),
            n = i + 1,
            made = in_words(l.made),
            kind = kind,
            how = how
        );
        if let KeptText::Text { subject, .. } = &l.kept
            && !subject.is_empty()
        {
            let _ = writeln!(out, text!("handover.subject"), subject = visible(subject));
        }
        let _ = writeln!(out, "    sha256: {}", l.sha256());
    }
    if record.letters.iter().any(|l| matches!(l.kept, KeptText::Text { .. })) {
        let _ = write!(out, concat!("\n", text!("handover.more"), "\n"), id = record.id);
    }
    out.push('\n');
    sealed(out)
}

#[cfg(test)]
mod tests {
    use super::super::tests_support::{RULES, drawn, record, sums_fit};
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_note_ends_with_a_sentence() {
        let (long, next) = ("あ".repeat(170) + "。", "い".repeat(20) + "。");
        assert_eq!(begins(&format!("{long}{next}")), format!("{long}…"));
        assert_eq!(begins(&format!("{next}{long}")), format!("{next}…"));
        let whole = format!("{next}{next}週に1回");
        assert_eq!(begins(&whole), whole);
    }

    proptest! {
        #![proptest_config(drawn(50))]
        #[test]
        fn the_sums_fit_and_nothing_reaches_a_terminal(r in record()) {
            let text = text(&r, RULES, DateTime::default());
            sums_fit(&text, &r)?;
        }
    }
}
