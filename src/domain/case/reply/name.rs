//! What can be a person's name in a reply, and how texts are compared there.

use crate::domain::words::{self, has};
use unicode_normalization::UnicodeNormalization;

/// The lengths, in bytes, at which the beginning of a text can be a name.
pub(super) fn names_at(text: &str) -> Vec<usize> {
    let ends = text.char_indices().take(8).map(|(at, c)| at + c.len_utf8());
    ends.filter(|to| text.get(..*to).and_then(name).is_some()).collect()
}

/// A text, if it can be a surname or a full name.
pub(super) fn name(text: &str) -> Option<&str> {
    ((1..=8).contains(&text.chars().count())
        && text.chars().all(in_name)
        && !has(text, words::REPLY_NO_PERSON)
        && !has(text, words::NO_NAME))
    .then_some(text)
}

pub(super) fn in_name(c: char) -> bool {
    let hiragana = ('ぁ'..='ゖ').contains(&c);
    c.is_alphabetic() && !c.is_ascii() && !hiragana || c == '々'
}

/// NFKC, without white space except between Latin words.
pub(super) fn squeezed(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut gap = false;
    for c in text.nfkc() {
        if c.is_whitespace() {
            gap = true;
            continue;
        }
        if gap && c.is_ascii() && out.ends_with(|c: char| c.is_ascii()) {
            out.push(' ');
        }
        gap = false;
        out.push(c);
    }
    out
}
