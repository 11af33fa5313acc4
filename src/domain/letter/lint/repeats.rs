//! One sentence twice, one ending three times in a row.

use super::text::{Letter, finding};
use super::{Lint, Part, Weight};
use std::collections::HashSet;

/// A shorter sentence may come twice.
const LONG: usize = 10;

/// Endings that are heard. A sentence with another one breaks the row.
const ENDINGS: [&str; 20] = [
    "お願いいたします",
    "お願い致します",
    "お願いします",
    "お願い申し上げます",
    "ております",
    "いたしました",
    "しました",
    "ください",
    "下さい",
    "くださいませ",
    "と思います",
    "と存じます",
    "でしょうか",
    "幸いです",
    "助かります",
    "いたします",
    "ございます",
    "ありません",
    "いただきたいです",
    "たいです",
];

/// Items of a list are parallel on purpose: they may repeat each other, and they break a row.
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
            // A title stands in the subject and at the head, a name at both ends: only sentences count.
            let ended = prose && place.part == Part::Body;
            if ended && s.chars().nth(LONG - 1).is_some() && !seen.insert(s) {
                out.push(finding(
                    "same_sentence",
                    Weight::Warn,
                    place,
                    "写し間違いに見え、要点がぼやけます",
                    "同じ文が二度出てきます",
                    "どちらか一方を消してください",
                ));
            }
            let ending = ENDINGS.iter().find(|e| s.ends_with(**e)).copied().unwrap_or_default();
            row = if ending == last { row + 1 } else { 1 };
            last = ending;
            if row == 3 && !ending.is_empty() {
                out.push(finding(
                    "same_ending",
                    Weight::Hint,
                    place,
                    "同じ文末が続くと、単調に読めます",
                    format!("「{ending}」で終わる文が三つ続いています"),
                    "どれか一つの文末を変えるか、二つの文を一つにまとめてください",
                ));
            }
        }
    }
}
