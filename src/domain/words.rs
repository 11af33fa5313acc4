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

/// The text with what stands for its end, by the first of these ends that it has; None without one.
pub(in crate::domain) fn ended(text: &str, ends: &[(&str, &str)]) -> Option<String> {
    ends.iter().find_map(|(end, instead)| Some(text.strip_suffix(end)?.to_owned() + instead))
}

pub(in crate::domain) fn begins(text: &str, any: &[&str]) -> bool {
    any.iter().any(|w| text.starts_with(w))
}

pub(in crate::domain) fn ends(text: &str, any: &[&str]) -> bool {
    any.iter().any(|w| text.ends_with(w))
}

/// What a sentence of a reply can say.
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

/// What a sentence of one's own may wish for, and the answers that it goes against.
pub(in crate::domain) struct Wish {
    pub(in crate::domain) against: &'static [&'static str],
    pub(in crate::domain) said: WordPattern,
}

pub(in crate::domain) struct WordPattern {
    /// Groups of words, each with whether it stands directly behind the one before.
    ways: &'static [&'static [(bool, &'static [&'static str])]],
    unless: &'static [&'static [&'static str]],
}

impl WordPattern {
    pub(in crate::domain) fn is_in(&self, text: &str) -> bool {
        self.ways.iter().any(|way| follows(text, way))
            && !self.unless.iter().any(|any| has(text, any))
    }
}

/// Whether a word of each group stands in the text, one behind the other.
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

/// A phrase that should not stand in a letter.
pub(in crate::domain) struct LintPhrase {
    pub(in crate::domain) find: &'static str,
    pub(in crate::domain) instead: &'static str,
    /// What makes it right when it stands just before.
    pub(in crate::domain) unless_after: &'static [&'static str],
    /// What makes it right when it stands just after.
    pub(in crate::domain) unless_before: &'static [&'static str],
}

impl LintPhrase {
    /// Whether it begins what stands here and nothing makes it right; what comes after it.
    pub(in crate::domain) fn begins<'t>(&self, before: &str, from: &'t str) -> Option<&'t str> {
        from.strip_prefix(self.find)
            .filter(|after| !ends(before, self.unless_after) && !begins(after, self.unless_before))
    }
}
