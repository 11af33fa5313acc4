//! What was answered anew after the text was changed by hand, and stands in it as before.

use super::finding::{Finding, Level, part_of};
use crate::domain::answers::Value;
use crate::domain::flow::walk::Walk;
use crate::domain::letter::lint::{Part, Place};
use unicode_normalization::UnicodeNormalization as _;

/// What is found so is not found again by a reader of the text alone.
pub(in crate::domain) const CHANGED: &str = "changed";

/// `text`: subject and body. `first`: the generated text that was changed by hand; `now`: the one
/// that the answers give.
pub(in crate::domain) fn changed(
    walk: &Walk<'_>,
    first: &str,
    now: &str,
    text: [&str; 2],
) -> Vec<Finding> {
    if first == now {
        return Vec::new();
    }
    let (were, are) = (moments(first), moments(now));
    let gone: Vec<&String> = were.iter().filter(|m| !are.contains(m)).collect();
    let new: Vec<&String> = are.iter().filter(|m| !were.contains(m)).collect();
    let subject = std::iter::once((Place { part: Part::Subject, line: 1 }, text[0]));
    let body = text[1].lines().zip(1..).map(|(l, line)| (Place { part: Part::Body, line }, l));
    let lines: Vec<(Place, Vec<String>)> =
        subject.chain(body).map(|(place, line)| (place, moments(line))).collect();
    let mut out = Vec::new();
    for (i, old) in gone.iter().enumerate() {
        let Some((place, _)) = lines.iter().find(|(_, here)| here.contains(old)) else { continue };
        // Paragraphs keep their order, and so do the days in them.
        let is = new.get(i).filter(|_| new.len() == gone.len());
        let says = match is {
            Some(is) => text!("gate.changed.to", old, is),
            None => text!("gate.changed", old),
        };
        let says = text!("gate.found", place = part_of(*place), text = says);
        let found = Finding::new(Level::Block, CHANGED, None, says);
        out.push(Finding { place: Some(*place), ..found });
    }
    out.extend(unsaid(walk, first, now, text));
    out
}

/// Names and words of answers that the letter would have by now, and this text has not.
fn unsaid(walk: &Walk<'_>, first: &str, now: &str, text: [&str; 2]) -> Vec<Finding> {
    let lost = |value: &str| {
        !value.is_empty()
            && now.contains(value)
            && !first.contains(value)
            && !text.iter().any(|t| t.contains(value))
    };
    // Of the sender the gate tells anyway.
    let told = |id: &str, optional: bool| id.starts_with("sender.") && !optional;
    let asked = walk.steps.iter().filter(|s| !told(&s.question.id, s.question.optional));
    let gone = asked.filter(|s| match walk.get(&s.question.id) {
        Some(Value::One(value)) => lost(value),
        Some(Value::Entries(all)) => all.iter().any(|e| e.0.values().any(|v| lost(v))),
        _ => false,
    });
    gone.map(|s| {
        let says = text!("gate.changed.unsaid", label = s.question.label);
        Finding::new(Level::Say, CHANGED, Some(&s.question.id), says)
    })
    .collect()
}

/// The days and times in a text, without years: in the order of the text, each once.
fn moments(text: &str) -> Vec<String> {
    let text: String = text.nfkc().collect();
    let mut out: Vec<String> = Vec::new();
    for run in text
        .split(|c: char| !c.is_ascii_digit() && !['年', '月', '日', '時', '分', ':'].contains(&c))
    {
        let of_year = run.rsplit('年').next().unwrap_or(run);
        let moment = of_year.trim_start_matches(|c: char| !c.is_ascii_digit());
        if moment.contains(['月', '日', '時', ':']) && !out.iter().any(|m| m == moment) {
            out.push(moment.to_owned());
        }
    }
    out
}
