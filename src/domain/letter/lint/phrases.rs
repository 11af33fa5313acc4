//! Looking up phrases; their meaning is documented in `assets/lint/`.

use super::finding::Lint;
use super::tables::{FAMILIES, Family};
use super::text::LintedText;
use crate::domain::words::{self, LintPhrase, has};
use std::collections::HashMap;
use std::sync::LazyLock;

/// Phrases by their first character, so that one pass over a text finds all.
type ByFirst<T> = HashMap<char, Vec<(T, &'static LintPhrase)>>;

pub(in crate::domain::letter) fn by_first<T>(
    all: impl Iterator<Item = (T, &'static LintPhrase)>,
) -> ByFirst<T> {
    let mut index = ByFirst::new();
    for (of, phrase) in all {
        index.entry(phrase.find.chars().next().unwrap_or_default()).or_default().push((of, phrase));
    }
    index
}

static INDEX: LazyLock<ByFirst<&Family>> =
    LazyLock::new(|| by_first(FAMILIES.iter().flat_map(|f| f.phrases.iter().map(move |p| (f, p)))));

/// Of a family's phrases that begin at the same place, the first in its table is reported.
pub(super) fn check(letter: &LintedText<'_>, out: &mut Vec<Lint>) {
    for unit in &letter.units {
        for (at, c) in unit.text.char_indices() {
            let Some(phrases) = INDEX.get(&c) else { continue };
            let (Some(before), Some(from)) = (unit.text.get(..at), unit.text.get(at..)) else {
                continue;
            };
            let mut last = "";
            for (family, phrase) in phrases {
                let spoken = family.written && letter.input.channel.spoken();
                if spoken || family.say.rule == last {
                    continue;
                }
                let Some(after) = phrase.begins(before, from) else { continue };
                let rest = after.split('。').next().unwrap_or_default();
                if family.deniable && has(rest, words::DENIED) {
                    continue;
                }
                last = family.say.rule;
                let mut found = family.say.about(unit.place(at), phrase.find);
                phrase.instead.clone_into(&mut found.suggestion);
                out.push(found);
            }
        }
    }
}
