//! The sentences of a text, and how its lines are joined to them.

use super::marks::listed;
use super::name::squeezed;
use crate::domain::words::{self, begins, ends};
use crate::text::sound::is_hiragana;
use std::collections::BTreeSet;

/// Longer sentences are cut into pieces of so many characters.
const LONGEST: usize = 400;
/// What stands before a colon is no longer, in characters.
const LABEL: usize = 8;
/// A line that begins with one of these continues a sentence.
const OPENS: [char; 12] = ['「', '（', '(', '『', '、', '。', '）', ')', '」', '』', '〜', '～'];
/// A line that ends with one of these is complete.
pub(super) const ENDS: [char; 8] = ['。', '】', '：', ':', '!', '！', '?', '？'];

pub(super) struct Sentence {
    /// As it was written.
    pub(super) raw: String,
    /// Normalised for comparison.
    pub(super) text: String,
    /// It belongs to the signature.
    pub(super) below: bool,
}

impl Sentence {
    pub(super) fn new(raw: &str) -> Self {
        let raw = raw.trim().to_owned();
        Self { text: unlinked(squeezed(raw.trim_end_matches('。'))) + "。", raw, below: false }
    }
    /// Without the punctuation at its end, and without what only makes it friendly.
    pub(super) fn bare(&self) -> &str {
        let bare = self.text.trim_end_matches(|c| ['。', '!', '〜', '~'].contains(&c) || smiles(c));
        let friendly = ends(bare, words::REPLY_TAILS);
        let last = bare.char_indices().next_back().filter(|_| friendly);
        last.and_then(|(at, _)| bare.get(..at)).unwrap_or(bare)
    }
    pub(super) fn clauses(&self) -> Vec<&str> {
        let breaks = words::REPLY_BREAKS.iter();
        let places = breaks.flat_map(|b| self.text.match_indices(b)).map(|(at, b)| at + b.len());
        let mut out = Vec::new();
        let mut from = 0;
        for at in places.collect::<BTreeSet<_>>().into_iter().chain([self.text.len()]) {
            out.extend(self.text.get(from..at).filter(|clause| !clause.is_empty()));
            from = at;
        }
        out
    }
}

/// Pictures at the end of a sentence.
fn smiles(c: char) -> bool {
    matches!(c, '\u{1f300}'..='\u{1faff}' | '♪' | '✨' | '☺' | '\u{fe0f}' | '\u{200d}')
}

/// Without what an address asks of its page.
fn unlinked(text: String) -> String {
    let address = |(before, rest): (&str, &str)| {
        let asks = rest.find('?').filter(|at| rest.get(..*at).is_some_and(str::is_ascii))?;
        let behind = rest.get(asks..)?.trim_start_matches(|c: char| c.is_ascii_graphic());
        Some(format!("{before}://{}{behind}", rest.get(..asks)?))
    };
    text.split_once("://").and_then(address).unwrap_or(text)
}

pub(super) fn is_rule(plain: &str) -> bool {
    plain.chars().count() >= 4 && plain.chars().all(|c| !c.is_alphanumeric())
}

/// 「開始日：12月14日」.
fn is_labelled(line: &str) -> bool {
    let label = line.split_once(['：', ':']).map(|(label, _)| label);
    label.is_some_and(|l| l.chars().count() <= LABEL && !l.starts_with(|c: char| c.is_ascii()))
}

/// Joins lines to sentences: a negation may stand in the next line. A line is complete by its end,
/// or by the beginning of the next one.
pub(super) fn sentences(lines: &[&str]) -> Vec<Sentence> {
    let mut paragraphs: Vec<String> = Vec::new();
    let mut goes_on = false;
    for line in lines.iter().map(|l| l.trim()) {
        if line.is_empty() {
            // After a comma a sentence continues even below an empty line.
            goes_on &= paragraphs.last().is_some_and(|p| p.ends_with('、'));
            continue;
        }
        let apart = line.starts_with(|c: char| !c.is_alphanumeric() && !OPENS.contains(&c));
        let apart = apart || listed(line).is_some();
        let over = |p: &str| {
            let item = listed(p).is_some();
            is_labelled(p) && is_labelled(line)
                || (ends(p, words::REPLY_ENDED) || item) && begins(line, words::REPLY_OPENS)
                || item && ends(p, words::REPLY_ASKED)
        };
        // What begins with a particle is the rest of a sentence.
        let first = paragraphs.len() == 1;
        let opens = begins(line, words::REPLY_OPENS) || !line.starts_with(is_hiragana);
        let titled = |p: &str| first && opens && ends(p, words::REPLY_TITLES);
        match paragraphs.last_mut().filter(|p| goes_on && !apart && !over(p) && !titled(p)) {
            Some(before) => before.push_str(line),
            None => paragraphs.push(line.to_owned()),
        }
        let ended = line.ends_with(ENDS)
            || ends(line, words::HONORIFICS)
            || ends(line, words::REPLY_GREETINGS);
        goes_on = !ended && !is_rule(line);
    }
    let mut out = Vec::new();
    let mut link = false;
    let stops = move |c: char| {
        // In an address it ends nothing.
        link = c.is_ascii_graphic() && (link || c == '/');
        !link && ['。', '！', '？', '!', '?'].contains(&c) || smiles(c)
    };
    for part in paragraphs.iter().flat_map(|p| p.split_inclusive(stops)) {
        let chars: Vec<char> = part.trim().chars().collect();
        let pieces = chars.chunks(LONGEST).map(|c| Sentence::new(&c.iter().collect::<String>()));
        out.extend(pieces.filter(|s| s.text.chars().any(char::is_alphanumeric)));
    }
    out
}
