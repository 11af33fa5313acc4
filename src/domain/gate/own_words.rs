//! What is said of the user's own words, by the place that they take in the letter.

use super::finding::{Add, Level};
use crate::domain::facts::field;
use crate::domain::flow::walk::Walk;
use crate::domain::words;

pub(super) fn check(walk: &Walk<'_>, add: &mut Add<'_>) {
    texts(walk, add);
    items(walk, add);
}

/// What the user's own words are, beside the sentences of the letter.
fn texts(walk: &Walk<'_>, add: &mut Add<'_>) {
    for (id, example) in
        [("thanks_text", text!("gate.fragment.thanks")), ("note", text!("gate.fragment.note"))]
    {
        if walk.one(id).is_some_and(|t| !t.is_empty() && !is_sentence(t)) {
            let m = text!("gate.fragment", example);
            add(Level::Say, "fragment", Some(id), m);
        }
    }
    if walk.one("thanks_text").is_some_and(|t| words::has(t, words::NO_THANKS)) {
        add(Level::Say, "no_thanks", Some("thanks_text"), text!("gate.no_thanks").to_owned());
    }
}

/// What stands behind a label, or in a list, and a wish that names no field.
fn items(walk: &Walk<'_>, add: &mut Add<'_>) {
    for id in ["must_have", "job_type", "region", "salary"] {
        if let (Some(text), Some(step)) = (walk.one(id), walk.step(id))
            && is_sentence(text)
        {
            let m = text!("gate.item", example = step.question.example);
            add(Level::Say, "fragment", Some(id), m);
        }
    }
    let expert = walk.many("wishes").iter().any(|w| w == "field_expert");
    if expert && walk.step("job_type").is_some() && field(walk).is_none() {
        add(Level::Say, "no_field", Some("job_type"), text!("gate.no_field").to_owned());
    }
}

/// Whether a text ends as sentences do, and not in a noun.
fn is_sentence(text: &str) -> bool {
    text.trim_end_matches(|c: char| !c.is_alphanumeric()).ends_with(|c| words::FINALS.contains(c))
}
