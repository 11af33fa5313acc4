//! Moving through the letter: paragraph by paragraph, each with why it is there.

use crate::domain::calendar::format_day_ja;
use crate::domain::content::Content;
use crate::domain::document::Document;
use crate::domain::flow::walk::Walk;
use crate::domain::letter::render::Paragraph;
use crate::input::keymap::Intent;

#[derive(Debug, Clone, Default)]
pub struct LetterView {
    pub at: usize,
}

#[derive(Debug, PartialEq, Eq)]
pub enum Reply {
    Stay,
    Close,
    /// To the question behind the paragraph.
    Jump(String),
}

pub fn update(v: &mut LetterView, doc: &Document<'_>, intent: Intent) -> Reply {
    let last = doc.letter.paragraphs.len().saturating_sub(1);
    match intent {
        Intent::Letter | Intent::Back => return Reply::Close,
        Intent::Up => v.at = v.at.saturating_sub(1),
        Intent::Down => v.at = (v.at + 1).min(last),
        Intent::PageUp => v.at = v.at.saturating_sub(5),
        Intent::PageDown => v.at = (v.at + 5).min(last),
        Intent::Home => v.at = 0,
        Intent::End => v.at = last,
        Intent::Jump => {
            let p = doc.letter.paragraphs.get(v.at);
            let on_path = |id: &&String| doc.walk.step(id).is_some();
            if let Some(id) = p.and_then(|p| p.why.answers.iter().find(on_path)) {
                return Reply::Jump(id.clone());
            }
        }
        _ => {}
    }
    Reply::Stay
}

/// Why a paragraph is there, in lines: the answers, the guide, the law.
pub fn why(content: &Content, walk: &Walk<'_>, p: &Paragraph) -> Vec<String> {
    let mut out = Vec::new();
    // What was not asked has no answer, nor has what was left empty.
    let given = |id: &&String| walk.get(id).is_some_and(|v| !v.is_empty());
    let asked = p.why.answers.iter().filter(given).filter_map(|id| walk.step(id));
    let labels: Vec<&str> = asked.map(|s| s.question.label.as_str()).collect();
    if !labels.is_empty() {
        out.push(format!("{}{}", text!("why.answers"), labels.join(text!("sign.comma"))));
    }
    for says in p.why.facts.iter().filter_map(|f| content.guide().get(f)) {
        out.push(format!("{}{says}", text!("why.guide")));
    }
    for law in p.why.law.iter().filter_map(|l| Content::law().get(l)) {
        out.push(text!(
            "why.law",
            law = law.law,
            article = law.article,
            day = law.checked_on.parse().map_or_else(|_| law.checked_on.clone(), format_day_ja),
            says = law.says
        ));
    }
    out
}
