//! Facts → letter.

use super::blank::{self, Piece};
use super::spec::{Align, LetterFile, OwnParagraph, ParagraphSpec, Section, Why};
use crate::domain::condition::Condition;
use crate::domain::facts::Facts;
use minijinja::{Environment, UndefinedBehavior};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::mem;
use std::sync::Arc;

/// The section whose one paragraph is the subject.
pub const SUBJECT: &str = "subject";

/// All paragraphs, compiled.
#[derive(Debug)]
pub struct Templates {
    sections: Vec<(Arc<Condition>, Section)>,
    sources: Arc<Sources>,
    env: Environment<'static>,
}

/// What the templates are compiled from.
#[derive(Debug)]
struct Sources {
    /// Each with the condition of its file.
    paragraphs: Vec<(Arc<Condition>, ParagraphSpec)>,
    /// Built-in wording of the paragraphs that the user has written anew: taken where theirs can't be rendered.
    built_in: BTreeMap<String, String>,
}

impl Sources {
    /// The text of a template: of a paragraph by its id, or one of its other texts, named behind a `#`.
    fn get(&self, name: &str) -> Option<&str> {
        let spec = |id: &str| self.paragraphs.iter().find(|(_, p)| p.id == id).map(|(_, p)| p);
        match name.rsplit_once('#') {
            None => spec(name).map(|p| p.text.as_str()),
            Some((id, SHORT)) => spec(id)?.short.as_deref(),
            Some((id, _)) => self.built_in.get(id).map(String::as_str),
        }
    }
}

/// What one template may do, in `MiniJinja`'s units: the longest of ours takes 700 of them, on twenty selections. One that the
/// user has written ends here instead of running for ever.
const FUEL: u64 = 50_000;

const SHORT: &str = "short";

/// The name under which the short form of a paragraph is compiled.
fn short_name(id: &str) -> String {
    format!("{id}#{SHORT}")
}

impl Templates {
    /// Takes the paragraphs of all files, and those that the user has written anew: their text stands in for the built-in one.
    /// A template is compiled when it is first rendered: the first frame needs few of them.
    #[must_use]
    pub fn new(files: Vec<LetterFile>, own: &[OwnParagraph]) -> Self {
        let (mut sections, mut paragraphs) = (Vec::new(), Vec::new());
        for file in files {
            let when = Arc::new(file.when);
            sections.extend(file.section.into_iter().map(|s| (Arc::clone(&when), s)));
            paragraphs.extend(file.paragraph.into_iter().map(|p| (Arc::clone(&when), p)));
        }
        let mut sources = Sources { paragraphs, built_in: BTreeMap::new() };
        for o in own {
            for (_, p) in sources.paragraphs.iter_mut().filter(|(_, p)| p.id == o.id) {
                sources.built_in.insert(o.id.clone(), mem::replace(&mut p.text, o.text.clone()));
                p.short.clone_from(&o.short);
            }
        }
        let mut env = Environment::empty();
        env.set_undefined_behavior(UndefinedBehavior::Strict);
        env.set_fuel(Some(FUEL));
        // An empty environment has no functions, and the loader knows these paragraphs only: a template can reach nothing
        // but its facts.
        env.add_filter("join", minijinja::filters::join);
        let sources = Arc::new(sources);
        let texts = Arc::clone(&sources);
        env.set_loader(move |name| Ok(texts.get(name).map(str::to_owned)));
        Self { sections, sources, env }
    }

    /// Everything that is wrong with the paragraphs themselves, as (id, what): templates that do not parse, sections that do
    /// not exist, ids that are taken.
    #[must_use]
    pub fn mistakes(&self) -> Vec<(String, String)> {
        let mut wrong = Vec::new();
        let mut ids = BTreeSet::new();
        for (_, p) in self.paragraphs() {
            if !ids.insert(p.id.clone()) {
                wrong.push((p.id.clone(), "同じ id の段落が二つあります".to_owned()));
            }
            if !self.sections.iter().any(|(_, s)| s.id == p.section) {
                wrong.push((p.id.clone(), format!("区分 {} がありません", p.section)));
            }
            let short = p.short.as_ref().map(|_| short_name(&p.id));
            for name in std::iter::once(p.id.clone()).chain(short) {
                if let Err(e) = self.env.get_template(&name) {
                    wrong.push((p.id.clone(), format!("テンプレートとして読めません（{e}）")));
                }
            }
        }
        wrong
    }

    /// The paragraphs with the condition of their file.
    #[must_use]
    pub fn paragraphs(&self) -> &[(Arc<Condition>, ParagraphSpec)] {
        &self.sources.paragraphs
    }

    /// The names that a paragraph uses (`sender.name` in full), in either form.
    #[must_use]
    pub fn names(&self, id: &str) -> BTreeSet<String> {
        [id.to_owned(), short_name(id)]
            .iter()
            .filter_map(|name| self.env.get_template(name).ok())
            .flat_map(|t| t.undeclared_variables(true))
            .collect()
    }

    /// The sections of the letter that these facts give.
    fn standing(&self, facts: &Facts) -> impl Iterator<Item = &Section> {
        let stand = self.sections.iter().filter(|(file, s)| file.holds(facts) && s.when.holds(facts));
        stand.map(|(_, s)| s)
    }

    /// Whether these facts call for the paragraph.
    #[must_use]
    pub fn called_for(&self, id: &str, facts: &Facts) -> bool {
        let stands = |p: &ParagraphSpec| self.standing(facts).any(|s| s.id == p.section);
        self.paragraphs()
            .iter()
            .any(|(file, p)| p.id == id && file.holds(facts) && p.when.holds(facts) && stands(p))
    }

    fn paragraph(
        &self,
        spec: &ParagraphSpec,
        facts: &Facts,
        short: bool,
    ) -> Result<(String, bool), (String, String)> {
        let render = |name: &str| self.env.get_template(name).and_then(|t| t.render(facts.context()));
        let name = if short && spec.short.is_some() { short_name(&spec.id) } else { spec.id.clone() };
        let text = match render(&name) {
            Err(_) if self.sources.built_in.contains_key(&spec.id) => {
                render(&format!("{}#built-in", spec.id)).map(|t| (t, true))
            }
            text => text.map(|t| (t, false)),
        };
        text.map_err(|e| (spec.id.clone(), format!("{:?}", e.kind())))
    }

    /// Renders the letter that the facts give; `short`: in few words, for a form that counts characters.
    ///
    /// # Errors
    /// A template that fails on these facts: (paragraph id, what), without the facts' content.
    pub fn render(&self, facts: &Facts, short: bool) -> Result<Letter, (String, String)> {
        let mut letter = Letter { short, ..Letter::default() };
        for section in self.standing(facts) {
            let mut number = 0;
            for (file, spec) in self.paragraphs().iter().filter(|(_, p)| p.section == section.id) {
                if !file.holds(facts) || !spec.when.holds(facts) {
                    continue;
                }
                let (text, fell_back) = self.paragraph(spec, facts, short)?;
                if fell_back {
                    letter.not_own.push(spec.id.clone());
                }
                if short && text.trim().is_empty() {
                    continue;
                }
                number += usize::from(spec.numbered);
                letter.paragraphs.push(Paragraph {
                    id: spec.id.clone(),
                    section: spec.section.clone(),
                    heading: if short { String::new() } else { section.heading.clone() },
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
    /// In few words: without headings and without empty lines.
    pub short: bool,
    /// Paragraphs whose wording by the user could not be rendered on these facts: the built-in one stands there.
    pub not_own: Vec<String>,
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
                if !out.is_empty() && !self.short {
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
