//! Services and wording of the user's own, held to the rules of the built-in ones. A file with a mistake is left out as a whole:
//! half of somebody's wording would say what nobody wrote.

use super::appears::appears;
use super::{Content, Law, check};
use crate::domain::calendar::OfficeCalendar;
use crate::domain::document::Document;
use crate::domain::facts;
use crate::domain::flow::graph::Flow;
use crate::domain::gate::{self, Level};
use crate::domain::letter::lint::Weight;
use crate::domain::letter::render::Templates;
use crate::domain::letter::spec::{LetterFile, OwnFile, OwnParagraph};
use crate::domain::problem::{Problem, line_of};
use crate::text::clean;
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};

/// What the linter says of the user's wording: each paragraph in one letter that calls for it, beside the same letter as it is
/// built in. What both say is not theirs.
pub(super) fn proof(content: &Content, files: &[(String, String)], today: NaiveDate) -> Vec<Problem> {
    let office = OfficeCalendar::default();
    let built_in = Content::builtin();
    let mut out = Vec::new();
    for (path, text) in files {
        for id in content.own_paragraphs() {
            let Some(at) = text.find(&format!("\"{id}\"")) else { continue };
            let Some((file, spec)) = content.templates().paragraphs().iter().find(|(_, p)| p.id == id) else {
                continue;
            };
            let Some((answers, _)) = appears(content.flow(), content.templates(), file, spec) else {
                continue;
            };
            let heard = |content: &Content| -> BTreeSet<(&'static str, String)> {
                let doc = Document::new(content, &answers, None, today, office).proofread(office);
                let said = doc.findings.iter().filter(|f| {
                    f.level == Level::Block
                        || f.rule == gate::NOT_OWN
                        || f.lint.as_ref().is_some_and(|l| l.weight != Weight::Hint)
                });
                // The place is that of a letter made up for this; the paragraph is named instead.
                said.map(|f| (f.rule, f.lint.as_ref().map_or(f.message.clone(), |l| l.message.clone())))
                    .collect()
            };
            for (_, message) in heard(content).difference(&heard(&built_in)) {
                let (file, line) = (path.clone(), line_of(text, at));
                out.push(Problem { file, line, key: id.to_owned(), message: message.clone() });
            }
        }
    }
    out
}

/// What is said of a text that [`hides`] something.
pub(super) const HIDES: &str = "制御文字や目に見えない文字は使えません";

/// Whether a text has something that a reader does not see: control characters, directions, what has no width.
pub(super) fn hides(text: &str) -> bool {
    text.contains(|c: char| c.is_control() && c != '\n') || !clean::clean(text, true).removed.is_empty()
}

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
        .filter_map(|(path, text)| Some((path, text, check::parse::<OwnFile>(path, text, &mut wrong)?)))
        .collect();
    let all: Vec<OwnParagraph> = parsed.iter().flat_map(|(_, _, f)| f.paragraph.clone()).collect();
    let known: BTreeSet<String> = built_in.iter().flat_map(|f| &f.paragraph).map(|p| p.id.clone()).collect();
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
                wrong.push(Problem { file: path.clone(), line, key: p.id.clone(), message });
            };
            if !known.contains(&p.id) {
                add("この id の段落はありません（kotowari letter --format json に、使われた段落の id が出ます）".to_owned());
                continue;
            }
            if !seen.insert(p.id.clone()) {
                add("同じ id の段落が二つあります".to_owned());
            }
            if hides(&p.text) {
                add(HIDES.to_owned());
            }
            if let Some(m) = unreadable.get(&p.id) {
                add(m.clone());
            }
            for name in templates.names(&p.id).difference(&names) {
                add(format!("知らない名前 {name} を使っています"));
            }
            for message in check::law_mistakes(&p.text, law) {
                add(message);
            }
        }
        if wrong.len() == before {
            good.extend(file.paragraph);
        }
    }
    (good, wrong)
}
