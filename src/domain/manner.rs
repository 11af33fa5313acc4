//! How a letter is written, whatever it says: its tone, how much it spells out, how long it may be.
//! None of these is a question of the flow: they are set where the letter is read, or in a file.

use super::answers::Answers;
use super::service::Service;
use super::{validate, words};
use crate::text::clean;

/// The tones of a letter, the middle one unless changed where the letter is read: no question.
pub const TONES: [&str; 3] = ["soft", "standard", "firm"];
/// The tone that nobody has chosen.
pub const STANDARD: &str = "standard";

pub fn tone_of(answers: &Answers) -> &str {
    answers.one("tone").unwrap_or(STANDARD)
}

/// The answer that holds how much is spelled out. It is switched where the letter is read.
pub const DETAIL: &str = "detail";
/// How much can be spelled out; the first unless another is chosen.
pub const DETAILS: [&str; 2] = ["short", "full"];

pub fn detail_of(answers: &Answers) -> &str {
    answers.one(DETAIL).unwrap_or(DETAILS[0])
}

/// The answer to `tone` or [`DETAIL`].
pub fn manner_of<'a>(answers: &'a Answers, id: &str) -> &'a str {
    if id == DETAIL { detail_of(answers) } else { tone_of(answers) }
}

/// The answer that holds the longest text that a form takes. Told where the letter is read.
pub const LIMIT: &str = "form_limit";

/// The longest text of a form: a number of characters.
/// Errors: no number, or one with which no letter can be written.
pub fn limit(raw: &str) -> Result<String, String> {
    let n: Option<usize> = clean::fold(raw.trim()).parse().ok();
    n.filter(|n| (50..=100_000).contains(n))
        .map(|n| n.to_string())
        .ok_or_else(|| text!("answers.limit").to_owned())
}

/// The longest text that the form takes, in characters: as told, else as the service has it.
pub fn limit_of(answers: &Answers, service: Option<&Service>) -> Option<usize> {
    answers.one(LIMIT).and_then(|n| n.parse().ok()).or_else(|| service.and_then(|s| s.form_limit))
}

/// The words that a key takes which says how the letter is written, and answers no question.
pub fn words(key: &str) -> Option<&'static [&'static str]> {
    match key {
        "tone" => Some(&TONES),
        DETAIL => Some(&DETAILS),
        _ => None,
    }
}

/// The correction for an unknown word: the spelling of the one that is probably meant.
pub fn other(among: &[&'static str], raw: &str) -> String {
    let named = among.iter().flat_map(|word| {
        let names = words::MANNERS.iter().filter(move |(of, _)| of == word);
        let names: Vec<&str> = names.flat_map(|(_, names)| names.iter().copied()).collect();
        let label = names.first().copied().unwrap_or(word);
        names.into_iter().chain([*word]).map(move |name| (*word, label, name))
    });
    validate::meant(raw, named).unwrap_or_else(|| validate::one_of(among.iter().copied()))
}

/// How the letter is written, apart from the answers.
#[derive(Debug, Clone, Copy)]
pub struct Manner<'a> {
    pub tone: &'a str,
    pub detail: &'a str,
    /// How much a form that counts characters leaves out: 0 to [`Manner::MOST`], all that may go.
    pub cut: usize,
}

impl Manner<'_> {
    /// The last step of shortening.
    pub const MOST: usize = 7;

    /// One step shorter: details go after everything optional; None if nothing is left to cut.
    pub fn shorter(self) -> Option<Self> {
        if self.cut < Self::MOST {
            return Some(Self { cut: self.cut + 1, ..self });
        }
        (self.detail != DETAILS[0]).then_some(Self { detail: DETAILS[0], cut: 0, ..self })
    }
}
