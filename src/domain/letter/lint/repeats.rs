//! One sentence twice, one ending three times in a row.

use super::finding::{Lint, Part};
use super::tables::say;
use super::text::Letter;
use crate::domain::words::{self, ends};
use std::collections::HashSet;

/// Shorter sentences may be repeated.
const LONG: usize = 10;

/// List items are parallel on purpose: they may repeat each other, and they end a row.
pub(super) fn check(letter: &Letter<'_>, out: &mut Vec<Lint>) {
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
