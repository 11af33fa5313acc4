//! The words that texts are read by: the lists of `assets/lint/*.toml` as Rust, made by `build.rs`,
//! by name. A name that is used and that no file has does not compile; a list that nothing reads is
//! dead code to the compiler.

use super::letter::lint::spec::Sign;

include!(concat!(env!("OUT_DIR"), "/lint_words.rs"));

pub(in crate::domain) fn has(text: &str, any: &[&str]) -> bool {
    any.iter().any(|w| text.contains(w))
}

pub(in crate::domain) fn without(text: &str, words: &[&str]) -> String {
    words.iter().fold(text.to_owned(), |text, w| exchanged(text, w, ""))
}

/// The text with one word replaced. Most texts don't have it: checking first is much cheaper.
pub(in crate::domain) fn exchanged(text: String, word: &str, instead: &str) -> String {
    if text.contains(word) { text.replace(word, instead) } else { text }
}

/// The text with the first matching suffix replaced; None if none matches.
pub(in crate::domain) fn ended(text: &str, ends: &[(&str, &str)]) -> Option<String> {
    ends.iter().find_map(|(end, instead)| Some(text.strip_suffix(end)?.to_owned() + instead))
}

pub(in crate::domain) fn begins(text: &str, any: &[&str]) -> bool {
    any.iter().any(|w| text.starts_with(w))
}

pub(in crate::domain) fn ends(text: &str, any: &[&str]) -> bool {
    any.iter().any(|w| text.ends_with(w))
}

/// The words by which a sentence of a reply is given its sign.
pub(in crate::domain) struct SignWords {
    pub(in crate::domain) sign: Sign,
    pub(in crate::domain) clause: bool,
    said: WordPattern,
}

impl SignWords {
    pub(in crate::domain) fn is_said(&self, text: &str) -> bool {
        self.said.is_in(text)
    }
}

/// A wish in the user's own words, and the answers that contradict it.
pub(in crate::domain) struct Wish {
    pub(in crate::domain) against: &'static [&'static str],
    pub(in crate::domain) said: WordPattern,
}

pub(in crate::domain) struct WordPattern {
    /// Groups of words, each with whether it must directly follow the previous one.
    ways: &'static [&'static [(bool, &'static [&'static str])]],
    unless: &'static [&'static [&'static str]],
}

impl WordPattern {
    pub(in crate::domain) fn is_in(&self, text: &str) -> bool {
        self.ways.iter().any(|way| follows(text, way))
            && !self.unless.iter().any(|any| has(text, any))
    }
}

/// Whether the text has a word of each group, in order.
fn follows(text: &str, groups: &[(bool, &[&str])]) -> bool {
    let Some(((joined, any), rest)) = groups.split_first() else { return true };
    any.iter().any(|word| {
        if *joined {
            return text.strip_prefix(word).is_some_and(|behind| follows(behind, rest));
        }
        let mut places = text.match_indices(word);
        places.any(|(at, w)| follows(text.get(at + w.len()..).unwrap_or_default(), rest))
    })
}

/// A phrase that should not be in a letter.
pub(in crate::domain) struct LintPhrase {
    pub(in crate::domain) find: &'static str,
    pub(in crate::domain) instead: &'static str,
    /// Words just before it that make it right.
    pub(in crate::domain) unless_after: &'static [&'static str],
    /// Words just after it that make it right.
    pub(in crate::domain) unless_before: &'static [&'static str],
}

impl LintPhrase {
    /// Whether the text at `from` starts with it and nothing makes it right; returns the rest.
    pub(in crate::domain) fn begins<'t>(&self, before: &str, from: &'t str) -> Option<&'t str> {
        from.strip_prefix(self.find)
            .filter(|after| !ends(before, self.unless_after) && !begins(after, self.unless_before))
    }
}
