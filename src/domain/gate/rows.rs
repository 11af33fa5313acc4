//! Implausible selections: duplicate employers, and the order of their days.

use super::between::FAR;
use super::finding::{Finding, Level, numbered, of_entry};
use crate::domain::answers::Entry;
use crate::domain::calendar::format_ja;
use crate::domain::deadline;
use crate::domain::flow::walk::Walk;
use crate::domain::follow_up::FollowUp;
use crate::domain::validate::date_of;
use crate::domain::words;
use chrono::{Datelike as _, NaiveDate};

/// The stages with the first and last rank that each can have. An interview without details may
/// have any.
const STAGES: [(&str, [u8; 2]); 7] = [
    ("applied", [0, 0]),
    ("document_screening", [1, 1]),
    ("first_interview", [2, 2]),
    ("second_interview", [3, 3]),
    ("final_interview", [4, 4]),
    ("interview", [2, 4]),
    ("offer", [5, 5]),
];

/// Whether the day of a selection is an appointment: no offer's, and none that is only reported.
pub(super) fn awaited(walk: &Walk<'_>, e: &Entry) -> bool {
    let told = walk.follow_up().is_some_and(FollowUp::settled);
    !told && !deadline::received(e, walk.today)
}

pub(super) fn odd(walk: &Walk<'_>) -> Vec<Finding> {
    let mut out = Vec::new();
    let all = walk.entries("selections");
    let names: Vec<String> = all.iter().map(|e| bare(e.get("employer"))).collect();
    let day = |e: &Entry| date_of(e.get("date"), walk.today);
    for (i, (e, name)) in all.iter().zip(&names).enumerate() {
        let mut say = |rule, field, message| {
            out.push(of_entry(Level::Say, rule, (i, field), message));
        };
        if let Some(m) = somebody(walk, name, i) {
            say("title", "employer", m);
        }
        if let Some(on) = day(e).filter(|on| awaited(walk, e) && never_open(*on)) {
            let m = text!("gate.row_closed", name = numbered(i), day = format_ja(on));
            say("closed_day", "date", m);
        }
        if let Some(on) = day(e).filter(|on| (*on - walk.today).num_days().abs() >= FAR) {
            let m = text!("gate.row_far", name = numbered(i), day = format_ja(on));
            say("far", "date", m);
        }
        for (k, (o, _)) in all.iter().zip(&names).enumerate().take(i).filter(|(_, o)| o.1 == name) {
            let names = (numbered(k), numbered(i));
            if o.get("stage") == e.get("stage") {
                // Identical entries are rejected elsewhere.
                let alike = o.get("employer") == e.get("employer");
                if !alike && day(o) == day(e) {
                    say("twin", "employer", text!("gate.row_twin", o = names.0, e = names.1));
                }
            } else if backwards((o, day(o)), (e, day(e)), walk.today) {
                say("twin", "stage", text!("gate.row_order", o = names.0, e = names.1));
            }
        }
    }
    out
}

/// The employer is the writer, or the reader.
fn somebody(walk: &Walk<'_>, employer: &str, i: usize) -> Option<String> {
    let is = |id: &str| {
        let name = walk.one(id).map(bare).filter(|name| !name.is_empty());
        name.is_some_and(|name| {
            let rest = employer.strip_prefix(&name);
            rest.is_some_and(|rest| rest.is_empty() || words::PERSONAL.contains(&rest))
        })
    };
    let name = numbered(i);
    if is("sender.name") {
        return Some(text!("gate.row_own", name));
    }
    is("sender.handler").then(|| text!("gate.row_handler", name))
}

/// A name without what companies are called by, and without spaces.
fn bare(name: &str) -> String {
    words::without(name, words::COMPANIES).split_whitespace().collect()
}

/// Whether two selections of one employer are in the wrong order: the later stage is past and the
/// earlier one ahead.
fn backwards(
    (a, on_a): (&Entry, Option<NaiveDate>),
    (b, on_b): (&Entry, Option<NaiveDate>),
    today: NaiveDate,
) -> bool {
    let stage = |e: &Entry| STAGES.iter().find(|s| s.0 == e.get("stage")).map(|s| s.1);
    let [Some(first), Some(other)] = [stage(a), stage(b)] else { return false };
    let ((early, on_early), (late, on_late)) = if first[1] < other[0] {
        ((a, on_a), (b, on_b))
    } else if other[1] < first[0] {
        ((b, on_b), (a, on_a))
    } else {
        return false;
    };
    match (on_early, on_late) {
        (Some(early), Some(late)) => late < early,
        (Some(ahead), None) => {
            late.get("stage") == "offer" && ahead >= today && early.get("stage") != "applied"
        }
        _ => false,
    }
}

/// The days of New Year, on which nobody sits with an applicant.
fn never_open(on: NaiveDate) -> bool {
    matches!((on.month(), on.day()), (1, 1..=3))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::content::Content;

    /// Each stage that can be chosen has its place, and only those.
    #[test]
    fn the_order_knows_every_stage() {
        let content = Content::builtin();
        let question = content.flow().get("selections").expect("the question");
        let field = question.field.iter().find(|f| f.id == "stage").expect("its field");
        let mut chosen: Vec<&str> = field.choice.iter().map(|c| c.value.as_str()).collect();
        let mut known = STAGES.map(|s| s.0).to_vec();
        chosen.sort_unstable();
        known.sort_unstable();
        assert_eq!(chosen, known);
        assert!(STAGES.is_sorted_by_key(|s| s.1[1]), "in their order");
    }

    #[test]
    fn stages_of_one_employer_have_an_order() {
        let today = NaiveDate::from_ymd_opt(2026, 11, 20).expect("a day");
        let turned = |stages: [&str; 2]| {
            let of =
                |stage: &str| Entry([("stage".to_owned(), stage.to_owned())].into_iter().collect());
            let [a, b] = stages.map(of);
            let day = |d| NaiveDate::from_ymd_opt(2026, 12, d);
            // The first that is named comes first, then last.
            let turned = |(on_a, on_b)| backwards((&a, day(on_a)), (&b, day(on_b)), today);
            [(5, 12), (12, 5)].map(turned)
        };
        let order =
            ["document_screening", "first_interview", "second_interview", "final_interview"];
        for (i, early) in order.iter().enumerate() {
            for late in order.iter().skip(i + 1).chain(&["offer"]) {
                assert_eq!(turned([early, late]), [false, true], "{early} {late}");
                assert_eq!(turned([late, early]), [true, false], "{late} {early}");
            }
        }
        for other in ["first_interview", "second_interview", "final_interview", "interview"] {
            assert_eq!(turned(["interview", other]), [false, false], "{other}");
            assert_eq!(turned([other, "interview"]), [false, false], "{other}");
        }
        assert_eq!(turned(["interview", "offer"]), [false, true]);
        assert_eq!(turned(["applied", "interview"]), [false, true]);
    }
}
