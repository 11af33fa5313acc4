//! One sentence twice, one ending three times in a row, one that is torn.

use super::finding::{Lint, Part};
use super::tables::say;
use super::text::{LintedText, UnitRole};
use crate::domain::words::{self, begins, ends};
use std::collections::HashSet;

/// Shorter sentences may be repeated.
const LONG: usize = 10;

/// Paragraphs that begin or end within a sentence: what lines of one follow each other is wrapped.
pub(super) fn torn(letter: &LintedText<'_>, out: &mut Vec<Lint>) {
    let said = |place| {
        letter
            .units
            .iter()
            .any(|u| u.in_body() && u.role == UnitRole::Said && !u.item && u.holds(place))
    };
    let blank = |at: Option<usize>| {
        at.and_then(|at| letter.lines.get(at)).is_none_or(|(_, line)| line.trim().is_empty())
    };
    for (i, (place, line)) in letter.lines.iter().enumerate().filter(|(_, (p, _))| said(*p)) {
        let line = line.trim();
        let over = blank(Some(i + 1)) && ends(line, words::TORN_ENDS);
        if over || blank(i.checked_sub(1)) && begins(line, words::TORN_BEGINS) {
            out.push(say::TORN.about(*place, line));
        }
    }
}

/// List items are parallel on purpose: they may repeat each other, and they end a row.
pub(super) fn check(letter: &LintedText<'_>, out: &mut Vec<Lint>) {
    let mut seen: HashSet<&str> = HashSet::new();
    let (mut last, mut row) = ("", 0);
    for unit in &letter.units {
        if unit.item {
            (last, row) = ("", 0);
            continue;
        }
        let prose = unit.text.contains('。');
        for (at, sentence) in unit.sentences() {
            let s = sentence.trim();
            let place = unit.place(at + sentence.len() - sentence.trim_start().len());
            // Titles and names legitimately occur twice: only sentences count.
            let ended = prose && place.part == Part::Body;
            // Reasons under their refusals are parallel too.
            let parallel = ends(s.trim_end_matches('。'), words::PARALLEL_ENDS);
            let long = s.chars().nth(LONG - 1).is_some();
            if ended && long && !parallel && !seen.insert(s) {
                out.push(say::SAME_SENTENCE.at(place));
            }
            let ending =
                words::ENDINGS.iter().find(|e| s.ends_with(**e)).copied().unwrap_or_default();
            row = if ending == last { row + 1 } else { 1 };
            last = ending;
            if row == 3 && !ending.is_empty() {
                out.push(say::SAME_ENDING.about(place, ending));
            }
        }
    }
}
