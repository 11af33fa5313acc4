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

impl LetterView {
    pub(super) fn scroll(&mut self, doc: &Document<'_>, intent: Intent) {
        let last = doc.letter.paragraphs.len().saturating_sub(1);
        self.at = intent.moved(self.at, 5, last);
    }

    pub(super) fn question(&self, doc: &Document<'_>) -> Option<String> {
        let p = doc.letter.paragraphs.get(self.at)?;
        p.why.answers.iter().find(|id| doc.walk.step(id).is_some()).cloned()
    }
}

/// Why a paragraph is there, in lines: the answers, the guide, the law.
pub fn why(content: &Content, walk: &Walk<'_>, p: &Paragraph) -> Vec<String> {
    let mut out = Vec::new();
    // Skips questions that were not asked or were left empty.
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
