//! Facts → letter.

use super::blank::{self, Piece};
use super::spec::{Align, LetterFile, Marks, OwnParagraph, ParagraphSpec, Phrase, Section, Why};
use super::syntax;
use crate::domain::condition::Condition;
use crate::domain::facts::Facts;
use minijinja::{Environment, ErrorKind, UndefinedBehavior, Value};
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::mem;
use std::rc::Rc;
use std::sync::Arc;

/// The section whose one paragraph is the subject.
pub const SUBJECT: &str = "subject";

#[derive(Debug)]
pub struct Templates {
    /// The phrases that a template uses, cached.
    used: RefCell<BTreeMap<String, Rc<BTreeSet<usize>>>>,
    sections: Vec<(Arc<Condition>, Section)>,
    sources: Arc<Sources>,
    env: Environment<'static>,
}

/// What the templates are compiled from.
#[derive(Debug)]
struct Sources {
    phrases: Vec<Phrase>,
    /// Each with the condition of its file.
    paragraphs: Vec<(Arc<Condition>, ParagraphSpec)>,
    /// Built-in wording of paragraphs that the user has written anew: for where theirs fails.
    built_in: BTreeMap<String, String>,
}

impl Sources {
    /// The template text by id of a phrase or paragraph; the built-in one with a `#` suffix.
    fn get(&self, name: &str) -> Option<&str> {
        let phrase = || self.phrases.iter().find(|p| p.id == name).map(|p| p.text.as_str());
        match name.rsplit_once('#') {
            None => {
                let spec = self.paragraphs.iter().find(|(_, p)| p.id == name);
                spec.map(|(_, p)| p.text.as_str()).or_else(phrase)
            }
            Some((id, _)) => self.built_in.get(id).map(String::as_str),
        }
    }

    fn is_own(&self, name: &str) -> bool {
        let id = name.split('#').next().unwrap_or_default();
        self.built_in.contains_key(id) && !name.ends_with(BUILT_IN)
    }
}

/// Shortening steps from this one on drop the empty lines.
const DENSE: usize = 6;

/// Steps that one template may take, in `MiniJinja`'s units: many times what our longest one needs
/// for twenty selections. A user's template that never ends stops here.
const FUEL: u64 = 50_000;
/// The longest text that one template may give, in bytes.
const LONGEST: usize = 64 * 1024;

/// Output of a template, limited to [`LONGEST`].
#[derive(Default)]
struct BoundedBuffer(Vec<u8>);

impl io::Write for BoundedBuffer {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        refuse!(self.0.len() + bytes.len() > LONGEST, io::ErrorKind::FileTooLarge);
        self.0.extend_from_slice(bytes);
        Ok(bytes.len())
    }
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Suffix of a paragraph's id for the built-in wording that the user replaced.
const BUILT_IN: &str = "#built-in";

impl Templates {
    /// Takes the paragraphs of all files, and the user's replacements for their texts. Templates
    /// are compiled on first use.
    pub fn new(files: Vec<LetterFile>, own: &[OwnParagraph]) -> Self {
        let (mut sections, mut paragraphs, mut phrases) = (Vec::new(), Vec::new(), Vec::new());
        for file in files {
            let when = Arc::new(file.when);
            phrases.extend(file.phrase);
            sections.extend(file.section.into_iter().map(|s| (Arc::clone(&when), s)));
            paragraphs.extend(file.paragraph.into_iter().map(|p| (Arc::clone(&when), p)));
        }
        let mut sources = Sources { phrases, paragraphs, built_in: BTreeMap::new() };
        for o in own {
            for (_, p) in sources.paragraphs.iter_mut().filter(|(_, p)| p.id == o.id) {
                let before = mem::replace(&mut p.text, o.text.clone());
                // Of two overrides by the user, the first replaced ours.
                sources.built_in.entry(o.id.clone()).or_insert(before);
            }
        }
        let mut env = Environment::empty();
        env.set_undefined_behavior(UndefinedBehavior::Strict);
        env.set_fuel(Some(FUEL));
        // An empty environment has no functions, and the loader knows these paragraphs only: a
        // template can reach nothing but its facts.
        env.add_filter("join", minijinja::filters::join);
        let sources = Arc::new(sources);
        let texts = Arc::clone(&sources);
        env.set_loader(move |name| {
            let Some(text) = texts.get(name) else { return Ok(None) };
            // Before the parser sees it, whose recursion depth follows the expression.
            if texts.is_own(name) {
                syntax::check(text)
                    .map_err(|words| minijinja::Error::new(ErrorKind::SyntaxError, words))?;
            }
            Ok(Some(text.to_owned()))
        });
        Self { used: RefCell::default(), sections, sources, env }
    }

    /// Everything that is wrong with the paragraphs themselves, as (id, what): templates that do
    /// not parse, sections that do not exist, ids that are taken.
    pub fn mistakes(&self) -> Vec<(String, String)> {
        let mut wrong = Vec::new();
        let mut ids = BTreeSet::new();
        for (_, p) in self.paragraphs() {
            if !ids.insert(p.id.clone()) {
                wrong.push((p.id.clone(), text!("own.twice").to_owned()));
            }
            if !self.sections.iter().any(|(_, s)| s.id == p.section) {
                wrong.push((p.id.clone(), text!("render.no_section", section = p.section)));
            }
        }
        let phrases = self.sources.phrases.iter().map(|p| &p.id);
        for id in self.paragraphs().iter().map(|(_, p)| &p.id).chain(phrases.clone()) {
            if let Err(e) = self.env.get_template(id) {
                let why = syntax::why(self.sources.get(id).unwrap_or_default(), &e);
                wrong.push((id.clone(), text!("render.unread", why)));
            }
        }
        let twice = phrases.filter(|id| !ids.insert((*id).clone()));
        wrong.extend(twice.map(|id| (id.clone(), text!("render.twice").to_owned())));
        wrong
    }

    pub fn paragraphs(&self) -> &[(Arc<Condition>, ParagraphSpec)] {
        &self.sources.paragraphs
    }

    pub fn phrases(&self) -> &[Phrase] {
        &self.sources.phrases
    }

    /// The names that a paragraph or a phrase uses (`sender.name` in full).
    pub fn names(&self, id: &str) -> BTreeSet<String> {
        let used = self.env.get_template(id).map(|t| t.undeclared_variables(true));
        used.into_iter().flatten().collect()
    }

    /// The sections of the letter that these facts give.
    fn standing(&self, facts: &Facts) -> impl Iterator<Item = &Section> {
        let stand =
            self.sections.iter().filter(|(file, s)| file.holds(facts) && s.when.holds(facts));
        stand.map(|(_, s)| s)
    }

    pub fn called_for(&self, id: &str, facts: &Facts) -> bool {
        let stands = |p: &ParagraphSpec| self.standing(facts).any(|s| s.id == p.section);
        self.paragraphs()
            .iter()
            .any(|(file, p)| p.id == id && file.holds(facts) && p.when.holds(facts) && stands(p))
    }

    /// The phrases that a template uses, directly or by way of others, as places in their order.
    fn uses(&self, id: &str) -> Rc<BTreeSet<usize>> {
        if let Some(known) = self.used.borrow().get(id) {
            return Rc::clone(known);
        }
        let mut names = self.names(id);
        // The built-in wording is used if the user's fails, with its phrases.
        if self.sources.built_in.contains_key(id) {
            names.extend(self.names(&format!("{id}{BUILT_IN}")));
        }
        let mut all = BTreeSet::new();
        for (at, phrase) in
            self.sources.phrases.iter().enumerate().filter(|(_, p)| names.contains(&p.id))
        {
            all.insert(at);
            all.extend(self.uses(&phrase.id).iter().copied());
        }
        let all = Rc::new(all);
        self.used.borrow_mut().insert(id.to_owned(), Rc::clone(&all));
        all
    }

    /// What these templates see: the facts, and of the phrases those that they use.
    fn context<'a>(
        &self,
        facts: &Facts,
        ids: impl Iterator<Item = &'a str>,
    ) -> Result<Value, (String, String)> {
        let used: BTreeSet<usize> =
            ids.flat_map(|id| self.uses(id).iter().copied().collect::<Vec<_>>()).collect();
        let mut said: BTreeMap<&str, Value> = BTreeMap::new();
        for p in used.into_iter().filter_map(|at| self.sources.phrases.get(at)) {
            let text = self.text(&p.id, &facts.with(said.clone()))?;
            said.insert(&p.id, text.trim_matches('\n').into());
        }
        Ok(facts.with(said))
    }

    fn text(&self, name: &str, context: &Value) -> Result<String, (String, String)> {
        let render = || {
            let mut out = BoundedBuffer::default();
            self.env.get_template(name)?.render_captured_to(context, &mut out)?;
            String::from_utf8(out.0).map_err(|_| minijinja::Error::from(ErrorKind::WriteFailure))
        };
        render().map_err(|e| (name.to_owned(), format!("{:?}", e.kind())))
    }

    /// The text of a paragraph, and whether the user's wording of it failed.
    fn paragraph(&self, id: &str, context: &Value) -> Result<(String, bool), (String, String)> {
        match self.text(id, context) {
            Err(_) if self.sources.built_in.contains_key(id) => {
                self.text(&format!("{id}{BUILT_IN}"), context).map(|t| (t, true))
            }
            text => text.map(|t| (t, false)),
        }
    }

    /// Renders the letter that the facts give.
    /// Errors: a template that fails on these facts: (id, what), without the facts' content.
    pub fn render(&self, facts: &Facts) -> Result<Letter, (String, String)> {
        let stands = |(file, spec): &&(Arc<Condition>, ParagraphSpec)| {
            let cut = spec.cut_at.is_some_and(|at| facts.cut() >= at);
            !cut && file.holds(facts) && spec.when.holds(facts)
        };
        let standing: Vec<&ParagraphSpec> =
            self.paragraphs().iter().filter(stands).map(|(_, p)| p).collect();
        let context = self.context(facts, standing.iter().map(|p| p.id.as_str()))?;
        let mut letter = Letter { dense: facts.cut() >= DENSE, ..Letter::default() };
        for section in self.standing(facts) {
            let (from, mut items) = (letter.paragraphs.len(), Vec::new());
            let mut begun = false;
            for spec in standing.iter().filter(|p| p.section == section.id) {
                let (text, fell_back) = self.paragraph(&spec.id, &context)?;
                if fell_back {
                    letter.not_own.push(spec.id.clone());
                }
                let text = text.trim_matches('\n');
                if text.trim().is_empty() {
                    continue;
                }
                if spec.joined
                    && begun
                    && let Some(before) = letter.paragraphs.last_mut()
                {
                    before.text.push_str(text);
                    before.why.extend(&spec.why);
                    continue;
                }
                if spec.item {
                    items.push(letter.paragraphs.len() - from);
                }
                letter.paragraphs.push(Paragraph {
                    id: spec.id.clone(),
                    section: spec.section.clone(),
                    heading: section.heading.clone(),
                    tight: section.tight,
                    text: text.to_owned(),
                    align: spec.align,
                    why: spec.why.clone(),
                });
                begun = true;
            }
            mark(&mut letter.paragraphs[from..], &items, section.marks);
        }
        Ok(letter)
    }
}

/// Adds list markers to the items of a section. A single item gets none, unless its paragraph has
/// marked lines.
fn mark(section: &mut [Paragraph], items: &[usize], marks: Marks) {
    let dot = text!("sign.dot");
    let by_hand = || section.iter().flat_map(|p| p.text.lines()).any(|l| l.starts_with(dot));
    if items.len() == 1 && !by_hand() {
        return;
    }
    for (n, i) in items.iter().enumerate() {
        let mark = match marks {
            Marks::Dots => dot.to_owned(),
            Marks::Numbers => format!("{}. ", n + 1),
        };
        section[*i].text.insert_str(0, &mark);
    }
}

/// A paragraph of a letter. Its text may hold blanks (see [`blank`]).
#[derive(Clone, PartialEq, Eq)]
pub struct Paragraph {
    pub id: String,
    pub section: String,
    /// The heading of that section, "" for none.
    pub heading: String,
    /// No empty line before that section.
    pub tight: bool,
    pub text: String,
    pub align: Align,
    pub why: Why,
}

// Letters are personal: the id only.
shows!(Debug Paragraph, it, "Paragraph({})", it.id);

#[derive(Clone, PartialEq, Eq)]
pub struct Line {
    /// Index of the paragraph; None for headings and empty lines.
    pub paragraph: Option<usize>,
    pub text: String,
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Letter {
    /// The paragraphs in order, the subject first.
    pub paragraphs: Vec<Paragraph>,
    /// Without empty lines: shortened for a form that counts characters.
    pub dense: bool,
    /// Paragraphs in the built-in wording because the user's could not be rendered here.
    pub not_own: Vec<String>,
}

impl Letter {
    /// The subject, with blanks; "" while the goal is unknown.
    pub fn subject(&self) -> String {
        self.paragraphs.iter().filter(|p| p.section == SUBJECT).map(|p| p.text.as_str()).collect()
    }
    pub fn lines(&self) -> Vec<Line> {
        let mut out: Vec<Line> = Vec::new();
        let mut section = "";
        for (i, p) in self.paragraphs.iter().enumerate().filter(|(_, p)| p.section != SUBJECT) {
            if p.section != section {
                if !out.is_empty() && !p.tight && !self.dense {
                    out.push(Line { paragraph: None, text: String::new() });
                }
                if !p.heading.is_empty() {
                    out.push(Line { paragraph: None, text: p.heading.clone() });
                }
                section = &p.section;
            }
            out.extend(
                p.text
                    .split('\n')
                    .map(|l| Line { paragraph: Some(i), text: l.trim_end().to_owned() }),
            );
        }
        out
    }
    pub fn body(&self) -> String {
        self.lines().into_iter().map(|l| l.text).collect::<Vec<_>>().join("\n")
    }
    /// The questions whose answers are missing, in order of their first place in the letter.
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
