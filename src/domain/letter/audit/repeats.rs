//! B: what comes again and again.

use super::letter::{AuditedLetter, LineRole};
use super::text::days;
use super::told::Breaches;
use crate::domain::channel::Channel;
use crate::domain::words::{self, exchanged};
use std::collections::HashMap;

/// Length of a run of characters that counts as a repetition.
const RUN: usize = 11;

/// Placeholder for text that is not compared.
const GAP: char = '\0';

pub(super) fn check(l: &AuditedLetter<'_>, found: &mut Breaches) {
    let most = match l.channel {
        Channel::Message => 1,
        Channel::Phone => 5,
        Channel::Mail | Channel::Form | Channel::Post => 3,
    };
    let requests = l.quoteless.matches(words::REQUEST).count();
    if requests > most {
        found.add("B1", text!("audit.b1", n = requests, most));
    }
    if !l.spoken() {
        endings(l, found);
        if let Some(run) = twice(l) {
            found.add("B4", text!("audit.b4", run));
        }
    }
}

fn endings(l: &AuditedLetter<'_>, found: &mut Breaches) {
    let mut tally = [0; words::MOST_ENDS.len()];
    let (mut last, mut row) = ("", 0);
    for line in &l.said {
        if matches!(line.role, LineRole::Item | LineRole::Identity) {
            (last, row) = ("", 0);
        }
        for s in &line.sentences {
            let s = s.trim_end_matches('。');
            let ending =
                words::SENTENCE_ENDS.iter().copied().find(|e| s.ends_with(e)).unwrap_or_default();
            row = if ending == last && !ending.is_empty() { row + 1 } else { 1 };
            last = ending;
            if row == 3 {
                found.add("B2", text!("audit.b2", ending));
            }
            if let Some(i) = words::MOST_ENDS.iter().position(|m| m.0 == ending) {
                tally[i] += 1;
            }
        }
    }
    for ((ending, most), n) in words::MOST_ENDS.iter().zip(tally) {
        if n > *most {
            found.add("B3", text!("audit.b3", ending, n, most));
        }
    }
}

/// The first run of characters that comes twice; names, own words, formulas and days aside.
fn twice(l: &AuditedLetter<'_>) -> Option<String> {
    let mut text = l.with_gaps();
    for f in words::FORMULAS {
        text = exchanged(text, f, "\0");
    }
    let mut plain = String::with_capacity(text.len());
    let mut at = 0;
    for (d, _) in days(&text).filter(|(d, _)| d.bracketed) {
        plain.push_str(text.get(at..d.at).unwrap_or_default());
        plain.push(GAP);
        at = d.end;
    }
    plain.push_str(text.get(at..).unwrap_or_default());
    let mut seen: HashMap<&str, usize> = HashMap::with_capacity(plain.len() / 3);
    let mut n = 0;
    for part in plain.split(|c: char| c == GAP || c.is_ascii_digit()) {
        let ends: Vec<usize> = part.char_indices().map(|(at, _)| at).chain([part.len()]).collect();
        for run in ends.windows(RUN + 1).filter_map(|w| part.get(w[0]..w[RUN])) {
            n += 1;
            if n - *seen.entry(run).or_insert(n) >= RUN {
                return Some(run.to_owned());
            }
        }
        // Runs of different parts do not overlap.
        n += RUN;
    }
    None
}
