//! The user's own wording, read as it would leave.

use super::appears::appears;
use crate::domain::calendar::{OfficeCalendar, first_day};
use crate::domain::content::Content;
use crate::domain::document::Document;
use crate::domain::gate::{self, Level};
use crate::domain::letter::lint::Weight;
use crate::domain::problem::{Problem, line_of};
use chrono::{Days, NaiveDate};
use std::collections::BTreeSet;

/// What the linter finds in the user's wording: each paragraph in a letter that calls for it,
/// compared with the same letter in the built-in wording. What both have is not the user's doing.
pub fn proof(content: &Content, today: NaiveDate) -> Vec<Problem> {
    let office = OfficeCalendar::default();
    let built_in = Content::builtin();
    let mut out = ahead(content, today);
    for (path, text) in &content.own.letters {
        for id in content.own_paragraphs() {
            let Some(at) = text.find(&format!("\"{id}\"")) else { continue };
            let Some((file, spec)) =
                content.templates().paragraphs().iter().find(|(_, p)| p.id == id)
            else {
                continue;
            };
            let Some((answers, _)) = appears(content.flow(), content.templates(), file, spec)
            else {
                continue;
            };
            let heard = |content: &Content| -> BTreeSet<(&'static str, String)> {
                let doc = Document::new(content, &answers, None, today, office).proofread(office);
                let said = doc.findings.iter().filter(|f| {
                    // Another paragraph is reported when it is checked itself.
                    (f.level == Level::Block && f.rule != gate::NOT_OWN)
                        || gate::not_own(&[id.to_owned()]).any(|own| own == **f)
                        // A letter may lack an element on purpose, but no wording may lose one.
                        || f.lint.as_ref().is_some_and(|l| {
                            l.weight != Weight::Hint || l.missing
                        })
                });
                // The line belongs to a made-up letter, so the paragraph is named instead.
                said.map(|f| {
                    (f.rule, f.lint.as_ref().map_or(f.message.clone(), |l| l.message.clone()))
                })
                .collect()
            };
            for (_, message) in heard(content).difference(&heard(&built_in)) {
                out.push(Problem::new(path, line_of(text, at), id, message.as_str()));
            }
        }
    }
    out
}

/// Days on which somebody looked that are still to come, in the user's own records. The clock of
/// whoever wrote them may be a day ahead.
fn ahead(content: &Content, today: NaiveDate) -> Vec<Problem> {
    let mut out = Vec::new();
    for (path, text) in &content.own.services {
        for (n, line) in (1..).zip(text.lines()) {
            let Some((key, value)) = line.split_once('=') else { continue };
            let value = value.split('#').next().unwrap_or(value).trim().trim_matches(['"', '\'']);
            let looked = ["checked_on", "page_date", "seen_alive"].contains(&key.trim());
            if looked && first_day(value).is_some_and(|on| on > today + Days::new(1)) {
                out.push(Problem::new(path, n, key.trim(), text!("service.ahead")));
            }
        }
    }
    out
}
