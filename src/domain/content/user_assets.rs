//! The user's own services and wording, checked by the same rules as the built-in ones. A file with
//! a mistake is ignored entirely, since half of it would say something nobody wrote.

use super::law::{Law, misnamed};
use super::read::{HIDES, hides, parse};
use crate::domain::facts;
use crate::domain::flow::graph::Flow;
use crate::domain::letter::render::Templates;
use crate::domain::letter::spec::{LetterFile, OwnFile, OwnParagraph};
use crate::domain::problem::{Problem, line_of};
use std::collections::{BTreeMap, BTreeSet};

/// Reads `letters/*.toml`: paragraphs that replace built-in ones by id.
pub(super) fn letters(
    files: &[(String, String)],
    flow: &Flow,
    law: &BTreeMap<String, Law>,
    built_in: Vec<LetterFile>,
) -> (Vec<OwnParagraph>, Vec<Problem>) {
    let (mut good, mut wrong): (Vec<OwnParagraph>, Vec<Problem>) = (Vec::new(), Vec::new());
    let parsed: Vec<(&String, &String, OwnFile)> = files
        .iter()
        .filter_map(|(path, text)| Some((path, text, parse::<OwnFile>(path, text, &mut wrong)?)))
        .collect();
    let all: Vec<OwnParagraph> = parsed.iter().flat_map(|(_, _, f)| f.paragraph.clone()).collect();
    let known: BTreeSet<String> =
        built_in.iter().flat_map(|f| &f.paragraph).map(|p| p.id.clone()).collect();
    let templates = Templates::new(built_in, &all);
    let unreadable: BTreeMap<String, String> = templates.mistakes().into_iter().collect();
    let phrases = templates.phrases().iter().map(|p| p.id.clone());
    let names: BTreeSet<String> = facts::names(flow).into_iter().chain(phrases).collect();
    let mut seen: BTreeSet<String> = BTreeSet::new();
    for (path, text, file) in parsed {
        let before = wrong.len();
        for p in &file.paragraph {
            let mut add = |message: String| {
                let line = text.find(&format!("\"{}\"", p.id)).map_or(0, |at| line_of(text, at));
                wrong.push(Problem::new(path, line, &p.id, message));
            };
            if !known.contains(&p.id) {
                add(text!("own.no_paragraph").to_owned());
                continue;
            }
            if !seen.insert(p.id.clone()) {
                add(text!("own.twice").to_owned());
                continue;
            }
            if hides(&p.text) {
                add(HIDES.to_owned());
            }
            if let Some(m) = unreadable.get(&p.id) {
                add(m.clone());
            }
            misnamed((&templates, &p.id), &p.text, &names, flow, law).into_iter().for_each(add);
        }
        if wrong.len() == before {
            good.extend(file.paragraph);
        }
    }
    (good, wrong)
}
