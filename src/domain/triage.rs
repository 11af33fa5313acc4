//! "Not sure yet": what hurts → the mildest step, what it gains and costs (`assets/steps.toml`).

use super::flow::walk::Walk;
use serde::Deserialize;

/// Something that a step gains or costs.
#[derive(Debug, Clone, Deserialize, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub struct Point {
    pub text: String,
    #[serde(default)]
    pub facts: Vec<String>,
    /// What hurts (values of the question `hurts`) that it speaks to: such a point is named first.
    #[serde(default)]
    pub speaks_to: Vec<String>,
}

/// One step, with what it gains and costs.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GentleStep {
    pub goal: String,
    pub solves: Vec<String>,
    /// An intention of the user that no other step fulfils, whatever else is wrong.
    #[serde(default)]
    pub decided_by: Vec<String>,
    /// The next step if this one does not help.
    #[serde(default)]
    pub plan: String,
    #[serde(default)]
    pub plan_facts: Vec<String>,
    pub gain: Vec<Point>,
    pub loss: Vec<Point>,
}

/// The file of the steps, mildest first.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StepsFile {
    pub step: Vec<GentleStep>,
}

/// The step that the answers decide; else the mildest that solves everything; if none does, the
/// mildest of those that solve most. None without any answer.
pub fn mildest<'a>(steps: &'a [GentleStep], hurts: &[String]) -> Option<&'a GentleStep> {
    let decided = |s: &&GentleStep| s.decided_by.iter().any(|h| hurts.contains(h));
    if let Some(step) = steps.iter().rfind(decided) {
        return Some(step);
    }
    let solved = |s: &GentleStep| hurts.iter().filter(|h| s.solves.contains(h)).count();
    let most = steps.iter().map(solved).max().filter(|n| *n > 0)?;
    steps.iter().find(|s| solved(s) == most)
}

/// The complaints given; for a reason given instead, what it implies.
pub fn said(walk: &Walk<'_>) -> Vec<String> {
    let hurts = walk.many("hurts");
    if !hurts.is_empty() {
        return hurts.to_vec();
    }
    let says: &[&str] = match walk.one("reason") {
        Some("other_service") => &["other_service"],
        Some("job_found") => &["job_found"],
        Some("too_much_contact") => &["many_calls", "mails"],
        Some("resting" | "staying") => &["resting"],
        Some("privacy") => &["data_worry"],
        _ => &[],
    };
    says.iter().map(|h| (*h).to_owned()).collect()
}

/// The points in the order of their weight: those about what hurts first.
pub fn weighed<'a>(points: &'a [Point], hurts: &[String]) -> Vec<(&'a Point, bool)> {
    let speaks = |p: &Point| p.speaks_to.iter().any(|h| hurts.contains(h));
    let mut all: Vec<_> = points.iter().map(|p| (p, speaks(p))).collect();
    all.sort_by_key(|(_, first)| !first);
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::content::Content;
    use crate::domain::typed::as_typed;

    #[test]
    fn the_mildest_step_that_solves_everything() {
        let content = Content::builtin();
        as_typed("mildest", |typed| {
            let hurts: Vec<String> = typed.split_whitespace().map(str::to_owned).collect();
            mildest(content.steps(), &hurts).map(|s| s.goal.clone()).ok_or("no step")
        });
    }

    #[test]
    fn what_speaks_to_it_comes_first() {
        let content = Content::builtin();
        let hurts = ["data_worry".to_owned()];
        for step in content.steps() {
            for points in [&step.gain, &step.loss] {
                let flags: Vec<bool> = weighed(points, &hurts).iter().map(|(_, f)| *f).collect();
                assert!(flags.is_sorted_by(|a, b| a >= b), "{}: {flags:?}", step.goal);
            }
        }
    }
}
