//! Tables of fixed phrases and how they are looked up.

use super::text::{Letter, finding};
use super::{Lint, Weight, keigo, private, stance};
use std::collections::HashMap;
use std::sync::LazyLock;

/// A phrase that should not stand in a letter.
pub(super) struct Phrase {
    /// The phrase.
    pub(super) find: &'static str,
    /// What makes it right when it stands just before.
    pub(super) unless_after: &'static [&'static str],
    /// What makes it right when it stands just after.
    pub(super) unless_before: &'static [&'static str],
    /// What to write instead.
    pub(super) instead: &'static str,
}

/// A phrase without exceptions.
pub(super) const fn p(find: &'static str, instead: &'static str) -> Phrase {
    Phrase { find, unless_after: &[], unless_before: &[], instead }
}

/// A phrase that is right after or before certain words.
pub(super) const fn unless(
    find: &'static str,
    unless_after: &'static [&'static str],
    unless_before: &'static [&'static str],
    instead: &'static str,
) -> Phrase {
    Phrase { find, unless_after, unless_before, instead }
}

/// Phrases that are wrong for the same reason.
pub(super) struct Family {
    /// The rule.
    pub(super) rule: &'static str,
    /// How much it weighs.
    pub(super) weight: Weight,
    /// What is said; `{}` is the phrase.
    pub(super) message: &'static str,
    /// Why.
    pub(super) why: &'static str,
    /// Whether they may be spoken.
    pub(super) written: bool,
    /// Whether they say nothing where the sentence denies them: 違法な提供を疑うものではありません.
    pub(super) deniable: bool,
    /// The phrases.
    pub(super) phrases: &'static [Phrase],
}

/// The phrases of all families by their first character: one pass over the text finds them all, however many there are.
static INDEX: LazyLock<HashMap<char, Vec<(&Family, &Phrase)>>> = LazyLock::new(|| {
    let mut index: HashMap<char, Vec<(&Family, &Phrase)>> = HashMap::new();
    for family in [keigo::FAMILIES, stance::FAMILIES, private::FAMILIES].into_iter().flatten() {
        for phrase in family.phrases {
            index.entry(phrase.find.chars().next().unwrap_or_default()).or_default().push((family, phrase));
        }
    }
    index
});

/// Takes back what stands before it in the sentence.
const DENIED: [&str; 8] = [
    "ではありませ",
    "ではござい",
    "わけではな",
    "ものではな",
    "とは考えて",
    "とは申し",
    "つもりはあ",
    "ではなく",
];

/// Finds the phrases of all families. Of one family's phrases that begin at the same place the first of its table is named.
pub(super) fn check(letter: &Letter<'_>, out: &mut Vec<Lint>) {
    for unit in &letter.units {
        for (at, c) in unit.text.char_indices() {
            let Some(phrases) = INDEX.get(&c) else { continue };
            let (Some(before), Some(from)) = (unit.text.get(..at), unit.text.get(at..)) else { continue };
            let mut last = "";
            for (family, phrase) in phrases {
                let spoken = family.written && letter.input.channel == "phone";
                let Some(after) = from.strip_prefix(phrase.find).filter(|_| !spoken && family.rule != last)
                else {
                    continue;
                };
                let rest = after.split('。').next().unwrap_or_default();
                let denied = family.deniable && DENIED.iter().any(|d| rest.contains(d));
                if denied
                    || phrase.unless_after.iter().any(|x| before.ends_with(x))
                    || phrase.unless_before.iter().any(|x| after.starts_with(x))
                {
                    continue;
                }
                last = family.rule;
                out.push(finding(
                    family.rule,
                    family.weight,
                    unit.place(at),
                    family.why,
                    family.message.replace("{}", phrase.find),
                    phrase.instead,
                ));
            }
        }
    }
}
