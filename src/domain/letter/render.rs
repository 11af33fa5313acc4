//! Facts → letter.

use super::blank::{self, Piece};
use super::spec::{Align, LetterFile, ParagraphSpec, Section, Why};
use crate::domain::condition::Condition;
use crate::domain::facts::Facts;
use minijinja::{Environment, UndefinedBehavior};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// The section whose one paragraph is the subject.
pub const SUBJECT: &str = "subject";

/// All paragraphs, compiled.
#[derive(Debug)]
pub struct Templates {
    sections: Vec<Section>,
    paragraphs: Vec<(Condition, ParagraphSpec)>,
    env: Environment<'static>,
}

impl Templates {
    /// Takes the paragraphs of all files. A template is compiled when it is first rendered: the first frame needs few of them.
    #[must_use]
    pub fn new(files: Vec<LetterFile>) -> Self {
        let (mut sections, mut paragraphs) = (Vec::new(), Vec::new());
        for file in files {
            sections.extend(file.section);
            paragraphs.extend(file.paragraph.into_iter().map(|p| (file.when.clone(), p)));
        }
        let mut env = Environment::empty();
        env.set_undefined_behavior(UndefinedBehavior::Strict);
        // An empty environment has no functions, and the loader knows these paragraphs only: a template can reach nothing
        // but its facts.
        env.add_filter("join", minijinja::filters::join);
        let sources: BTreeMap<String, String> = paragraphs
            .iter()
            .map(|(_, p): &(Condition, ParagraphSpec)| (p.id.clone(), p.text.clone()))
            .collect();
        env.set_loader(move |id| Ok(sources.get(id).cloned()));
        Self { sections, paragraphs, env }
    }

    /// Everything that is wrong with the paragraphs themselves, as (id, what): templates that do not parse, sections that do
    /// not exist, ids that are taken.
    #[must_use]
    pub fn mistakes(&self) -> Vec<(String, String)> {
        let mut wrong = Vec::new();
        let mut ids = BTreeSet::new();
        for (_, p) in &self.paragraphs {
            if !ids.insert(p.id.clone()) {
                wrong.push((p.id.clone(), "同じ id の段落が二つあります".to_owned()));
            }
            if !self.sections.iter().any(|s| s.id == p.section) {
                wrong.push((p.id.clone(), format!("区分 {} がありません", p.section)));
            }
            if let Err(e) = self.env.get_template(&p.id) {
                wrong.push((p.id.clone(), format!("テンプレートとして読めません（{e}）")));
            }
        }
        wrong
    }

    /// The paragraphs with the condition of their file.
    #[must_use]
    pub fn paragraphs(&self) -> &[(Condition, ParagraphSpec)] {
        &self.paragraphs
    }

    /// The names that a paragraph uses (`sender.name` in full).
    #[must_use]
    pub fn names(&self, id: &str) -> BTreeSet<String> {
        self.env
            .get_template(id)
            .map(|t| t.undeclared_variables(true).into_iter().collect())
            .unwrap_or_default()
    }

    /// Renders the letter that the facts give.
    ///
    /// # Errors
    /// A template that fails on these facts: (paragraph id, what), without the facts' content.
    pub fn render(&self, facts: &Facts) -> Result<Letter, (String, String)> {
        let mut letter = Letter::default();
        for section in self.sections.iter().filter(|s| s.when.holds(facts)) {
            let mut number = 0;
            for (file, spec) in self.paragraphs.iter().filter(|(_, p)| p.section == section.id) {
                if !file.holds(facts) || !spec.when.holds(facts) {
                    continue;
                }
                let text = self
                    .env
                    .get_template(&spec.id)
                    .and_then(|t| t.render(facts.context()))
                    .map_err(|e| (spec.id.clone(), format!("{:?}", e.kind())))?;
                number += usize::from(spec.numbered);
                letter.paragraphs.push(Paragraph {
                    id: spec.id.clone(),
                    section: spec.section.clone(),
                    heading: section.heading.clone(),
                    text: if spec.numbered {
                        format!("{number}. {}", text.trim())
                    } else {
                        text.trim_matches('\n').to_owned()
                    },
                    align: spec.align,
                    why: spec.why.clone(),
                });
            }
        }
        Ok(letter)
    }
}

/// A paragraph of a letter. Its text may hold blanks (see [`blank`]).
#[derive(Clone, PartialEq, Eq)]
pub struct Paragraph {
    /// Id of the paragraph in the assets.
    pub id: String,
    /// The section it stands in.
    pub section: String,
    /// The heading of that section, "" for none.
    pub heading: String,
    /// The text.
    pub text: String,
    /// Where it stands on paper.
    pub align: Align,
    /// Why it is there.
    pub why: Why,
}

impl fmt::Debug for Paragraph {
    /// Letters are personal: the id only.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Paragraph({})", self.id)
    }
}

/// A line of the letter as a person reads it.
#[derive(Clone, PartialEq, Eq)]
pub struct Line {
    /// Index of the paragraph; None for headings and empty lines.
    pub paragraph: Option<usize>,
    /// The text, with blanks.
    pub text: String,
}

/// A letter, possibly with blanks.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Letter {
    /// The paragraphs in order, the subject first.
    pub paragraphs: Vec<Paragraph>,
}

impl Letter {
    /// The subject, with blanks; "" while the goal is unknown.
    #[must_use]
    pub fn subject(&self) -> String {
        self.paragraphs.iter().filter(|p| p.section == SUBJECT).map(|p| p.text.as_str()).collect()
    }
    /// The body line by line, with blanks.
    #[must_use]
    pub fn lines(&self) -> Vec<Line> {
        let mut out: Vec<Line> = Vec::new();
        let mut section = "";
        for (i, p) in self.paragraphs.iter().enumerate().filter(|(_, p)| p.section != SUBJECT) {
            if p.section != section {
                if !out.is_empty() {
                    out.push(Line { paragraph: None, text: String::new() });
                }
                if !p.heading.is_empty() {
                    out.push(Line { paragraph: None, text: p.heading.clone() });
                }
                section = &p.section;
            }
            out.extend(
                p.text.split('\n').map(|l| Line { paragraph: Some(i), text: l.trim_end().to_owned() }),
            );
        }
        out
    }
    /// The body, with blanks.
    #[must_use]
    pub fn body(&self) -> String {
        self.lines().into_iter().map(|l| l.text).collect::<Vec<_>>().join("\n")
    }
    /// The questions whose answers are missing, in order of their first place in the letter.
    #[must_use]
    pub fn blanks(&self) -> Vec<String> {
        let mut out: Vec<String> = Vec::new();
        for p in &self.paragraphs {
            for piece in blank::pieces(&p.text) {
                if let Piece::Blank(id) = piece
                    && !out.iter().any(|o| o == id)
                {
                    out.push(id.to_owned());
                }
            }
        }
        out
    }
}
