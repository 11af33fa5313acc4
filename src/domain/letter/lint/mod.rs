//! The letter linter: what a careful colleague would say about a letter before it is sent, for
//! generated and for edited text.
//!
//! What is looked for and said is data in `assets/lint/*.toml`: `spec` is the form of the files,
//! `tables` what the build makes of them, `phrases` looks phrases up. The other files are small
//! scanners: `leftovers`, `elements` (`seen` and `infer` read the text), `names`, `address`,
//! `keigo`, `lists`, `repeats`, `stance` (law, anger, wavering), `private`, `dates`,
//! `other_day`, `chars`. A
//! finding says where, which rule, why, and what to write instead. Nothing is ever changed, names
//! least of all; a message quotes the offending fixed phrase or a single character, never a name,
//! an address or a number from the letter.
//!
//! **Why no morphological analyser.** Its dictionary (`IPADIC` 50 MB unpacked, `UniDic` several
//! times that) would weigh far more than this program, and start before the first letter is read.
//! It would tell whose act a verb describes no better than the phrases do: the subject of a
//! Japanese sentence is seldom written. The phrases are those that textbooks warn of, and each
//! names where it may stand; what needs understanding is left to the reader.
//!
//! **Why no regular expressions.** All patterns are fixed strings with an exception before or after
//! them, and dates, which are read by hand in one pass. `str` does that in linear time and adds
//! nothing to the program.
//!
//! The rules on honorifics follow 文化審議会答申「敬語の指針」(2007), cited by page.

mod address;
mod chars;
mod dates;
mod elements;
mod finding;
mod infer;
mod keigo;
mod leftovers;
mod lists;
mod names;
mod other_day;
mod phrases;
mod private;
mod repeats;
mod seen;
pub mod spec;
mod stance;
mod tables;
mod text;

pub(super) use dates::{WrittenDay, dates};
pub(in crate::domain) use elements::EVERY;
pub use finding::{Day, FOLLOW_UP, KnownAnswers, Lint, LintInput, Part, Place};
pub(super) use infer::{goal_of, holds};
pub(super) use phrases::by_first;
pub use spec::Weight;
use std::collections::HashSet;
pub(in crate::domain) use tables::FILES;
pub use tables::RULES;

/// Looks at a letter. Findings in order of weight, then of place.
pub fn lint(input: &LintInput<'_>) -> Vec<Lint> {
    let letter = infer::letter(input);
    let mut out = Vec::new();
    leftovers::check(&letter, &mut out);
    elements::check(&letter, &mut out);
    names::check(&letter, &mut out);
    address::check(&letter, &mut out);
    phrases::check(&letter, &mut out);
    keigo::check(&letter, &mut out);
    lists::check(&letter, &mut out);
    repeats::check(&letter, &mut out);
    repeats::torn(&letter, &mut out);
    stance::check(&letter, &mut out);
    private::check(&letter, &mut out);
    dates::check(&letter, &mut out);
    other_day::check(&letter, &mut out);
    chars::check(&letter, &mut out);
    debug_assert!(
        out.iter().all(|l| RULES.iter().any(|(id, _)| *id == l.rule)),
        "a rule without a sentence"
    );
    out.sort_by_key(|l| (l.weight, l.place));
    // The same words twice in a line are one finding.
    let mut seen = HashSet::new();
    out.retain(|l| seen.insert((l.rule, l.place, l.message.clone())));
    out
}
