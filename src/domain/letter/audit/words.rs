//! F: words that no letter uses.

use super::letter::AuditedLetter;
use super::told::Breaches;
use crate::domain::letter::lint::by_first;
use crate::domain::words::{self, LintPhrase};
use std::collections::HashMap;
use std::sync::LazyLock;

static BY_FIRST: LazyLock<HashMap<char, Vec<((), &LintPhrase)>>> =
    LazyLock::new(|| by_first(words::FORBIDDEN.iter().map(|p| ((), p))));

pub(super) fn check(l: &AuditedLetter<'_>, found: &mut Breaches) {
    let heading = l.without_own(l.heading());
    let mut said: Vec<&str> = Vec::new();
    for text in [&l.counted, &heading] {
        for (at, c) in text.char_indices() {
            let Some(phrases) = BY_FIRST.get(&c) else { continue };
            let (before, from) =
                (text.get(..at).unwrap_or_default(), text.get(at..).unwrap_or_default());
            for ((), phrase) in phrases {
                let word = phrase.find;
                if phrase.begins(before, from).is_some() && !said.contains(&word) {
                    said.push(word);
                    found.add("F1", text!("audit.f1", word));
                }
            }
        }
    }
}
