//! All assets: loaded when first asked for, cross-checked as a whole by [`Content::mistakes`].

use super::condition::Condition;
use super::delivery::{AfterFile, AfterItem};
use super::facts;
use super::flow::graph::Flow;
use super::flow::spec::{Choice, FlowFile, Question};
use super::letter::render::Templates;
use super::letter::spec::LetterFile;
use super::problem::{Problem, line_of};
use super::service::{OTHER, Service};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::cell::OnceCell;
use std::collections::BTreeMap;

/// An article of law, in our words.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Law {
    /// The law by its full name.
    pub law: String,
    /// The article.
    pub article: String,
    /// What it says.
    pub says: String,
    /// A day on which it was in force (the date of the copy).
    pub in_force_on: String,
    /// Where it was read.
    pub source: String,
    /// When it was read.
    pub checked_on: String,
}

/// A file of the assets: its path, its text, and the same as JSON (made by `build.rs`), which is what is read.
type Asset = (&'static str, &'static str, &'static str);

macro_rules! asset {
    ($path:literal) => {
        (
            concat!("assets/", $path, ".toml"),
            include_str!(concat!("../../assets/", $path, ".toml")),
            include_str!(concat!(env!("OUT_DIR"), "/assets/", $path, ".json")),
        )
    };
}

/// The questions up to the goal.
const ENTRY: Asset = asset!("flow/entry");
/// Who sends it, and how.
const SENDER: Asset = asset!("flow/sender");
const FLOW: [Asset; 6] = [
    asset!("flow/withdraw"),
    asset!("flow/pause"),
    asset!("flow/change_handler"),
    asset!("flow/resume"),
    asset!("flow/contact"),
    SENDER,
];
/// What all letters share.
const COMMON: Asset = asset!("letters/common");
const LETTERS: [Asset; 12] = [
    COMMON,
    asset!("letters/tone"),
    asset!("letters/withdraw"),
    asset!("letters/pause"),
    asset!("letters/change_handler"),
    asset!("letters/contact"),
    asset!("letters/reduce_contact"),
    asset!("letters/resume"),
    asset!("letters/decline"),
    asset!("letters/selections"),
    asset!("letters/post"),
    asset!("letters/phone"),
];
const SERVICES: [Asset; 2] = [asset!("services/apoplus-pharmacist"), asset!("services/_generic")];
const LAW: Asset = asset!("law");
const GUIDE: Asset = asset!("guide");
const AFTER: Asset = asset!("ui/after");
const TEXTS: Asset = asset!("ui/ja");

/// The assets. Cheap to make: every file is read when it is first needed, so that the first frame waits for two of them only.
#[derive(Debug, Default)]
pub struct Content {
    entry: OnceCell<Flow>,
    preface: OnceCell<Flow>,
    flow: OnceCell<Flow>,
    opening: OnceCell<Templates>,
    templates: OnceCell<Templates>,
    services: OnceCell<Vec<Service>>,
    law: OnceCell<BTreeMap<String, Law>>,
    law_names: OnceCell<minijinja::Value>,
    guide: OnceCell<BTreeMap<String, String>>,
    after: OnceCell<Vec<AfterItem>>,
}

/// The built-in files are held to this by a test, so a user never meets it.
const CHECKED: &str = "built-in assets are checked by tests/assets.rs";

fn load<T: DeserializeOwned>(asset: Asset) -> T {
    serde_json::from_str(asset.2).expect(CHECKED)
}

impl Content {
    /// The built-in assets.
    #[must_use]
    pub fn builtin() -> Self {
        Self::default()
    }
    /// The questions up to the goal: all that the first screens ask.
    pub fn entry(&self) -> &Flow {
        self.entry.get_or_init(|| Flow::new(self.questions([ENTRY])))
    }
    /// The same and the sender's, whom every letter names: all that a letter without a goal says.
    pub fn preface(&self) -> &Flow {
        self.preface.get_or_init(|| Flow::new(self.questions([ENTRY, SENDER])))
    }
    /// All questions.
    pub fn flow(&self) -> &Flow {
        self.flow.get_or_init(|| Flow::new(self.questions(std::iter::once(ENTRY).chain(FLOW))))
    }
    fn questions(&self, files: impl IntoIterator<Item = Asset>) -> Vec<Question> {
        let mut all: Vec<Question> = files.into_iter().flat_map(|a| load::<FlowFile>(a).question).collect();
        for q in all.iter_mut().filter(|q| q.choices_from.is_some()) {
            q.choice = self.service_choices();
        }
        all
    }
    fn service_choices(&self) -> Vec<Choice> {
        let choice = |s: &Service| {
            let other = s.id == OTHER;
            Choice {
                value: s.id.clone(),
                label: if other { "ほかのサービス".to_owned() } else { s.name.clone() },
                note: if other { "名前を入力します".to_owned() } else { String::new() },
            }
        };
        self.services().iter().map(choice).collect()
    }
    /// The services, [`OTHER`] last.
    pub fn services(&self) -> &[Service] {
        self.services.get_or_init(|| SERVICES.into_iter().map(load).collect())
    }
    /// A service by id.
    #[must_use]
    pub fn service(&self, id: &str) -> Option<&Service> {
        self.services().iter().find(|s| s.id == id)
    }
    /// The paragraphs that all letters share: the letter before its goal is known.
    pub fn opening(&self) -> &Templates {
        self.opening.get_or_init(|| Templates::new(vec![load(COMMON)]))
    }
    /// The letters' paragraphs.
    pub fn templates(&self) -> &Templates {
        self.templates.get_or_init(|| Templates::new(LETTERS.into_iter().map(load).collect()))
    }
    /// The articles of law by key.
    pub fn law(&self) -> &BTreeMap<String, Law> {
        self.law.get_or_init(|| load(LAW))
    }
    /// Law and article by key, for the templates.
    pub fn law_names(&self) -> &minijinja::Value {
        self.law_names.get_or_init(|| {
            let names: BTreeMap<String, BTreeMap<&str, String>> = self
                .law()
                .iter()
                .map(|(k, l)| {
                    (k.clone(), BTreeMap::from([("law", l.law.clone()), ("article", l.article.clone())]))
                })
                .collect();
            minijinja::Value::from(names)
        })
    }
    /// What the guide facts say, by id.
    pub fn guide(&self) -> &BTreeMap<String, String> {
        self.guide.get_or_init(|| load(GUIDE))
    }
    /// The lines of the page after copying.
    pub fn after(&self) -> &[AfterItem] {
        self.after.get_or_init(|| load::<AfterFile>(AFTER).item)
    }
    /// A text of the program itself; the key stands in for one that is missing (a test finds those).
    ///
    /// Looked up in the file's own text, one `"key" = "value"` a line without escapes (a test holds the file to that):
    /// the first frame needs eight of the texts, and parsing all of them takes longer than drawing it.
    pub fn text<'a>(&self, key: &'a str) -> &'a str {
        let line = format!("\n\"{key}\" = \"");
        let value = TEXTS.1.find(&line).and_then(|at| TEXTS.1.get(at + line.len()..));
        value.and_then(|v| v.split_once("\"\n")).map_or(key, |(v, _)| v)
    }
    /// All texts of the program, parsed: for the tests that hold them to the code.
    ///
    /// # Panics
    /// If the built-in file does not parse; [`Content::mistakes`] would say so.
    #[must_use]
    pub fn texts() -> BTreeMap<String, String> {
        load(TEXTS)
    }

    /// Every mistake in the built-in assets: files that do not parse, and everything that one file says of another.
    #[must_use]
    pub fn mistakes() -> Vec<Problem> {
        let mut found = Vec::new();
        for a in [ENTRY].into_iter().chain(FLOW) {
            parse::<FlowFile>(a, &mut found);
        }
        for a in LETTERS {
            parse::<LetterFile>(a, &mut found);
        }
        for a in SERVICES {
            parse::<Service>(a, &mut found);
        }
        parse::<BTreeMap<String, Law>>(LAW, &mut found);
        parse::<BTreeMap<String, String>>(GUIDE, &mut found);
        parse::<AfterFile>(AFTER, &mut found);
        parse::<BTreeMap<String, String>>(TEXTS, &mut found);
        if !found.is_empty() {
            return found;
        }
        let content = Self::builtin();
        content.cross_check(&mut found);
        found
    }

    fn cross_check(&self, found: &mut Vec<Problem>) {
        let mut add = |files: &[Asset], id: &str, message: String| {
            let at = files.iter().find_map(|a| Some((a, a.1.find(&format!("id = \"{id}\""))?)));
            let (file, line) = at.map_or(("assets", 0), |(a, offset)| (a.0, line_of(a.1, offset)));
            found.push(Problem { file: file.to_owned(), line, key: id.to_owned(), message });
        };
        let flow_files: Vec<Asset> = std::iter::once(ENTRY).chain(FLOW).collect();
        let flow = self.flow();
        for (id, message) in flow.mistakes() {
            add(&flow_files, &id, message);
        }
        for q in flow.questions() {
            if q.hint.is_empty() {
                add(&flow_files, &q.id, "助言（hint）がありません".to_owned());
            }
            for fact in q.hint.iter().flat_map(|h| &h.facts) {
                if !self.guide().contains_key(fact) {
                    add(&flow_files, &q.id, format!("guide.toml に {fact} がありません"));
                }
            }
        }
        let templates = self.templates();
        for (id, message) in templates.mistakes() {
            add(&LETTERS, &id, message);
        }
        self.check_letters(templates, &mut add);
    }

    fn check_letters(&self, templates: &Templates, add: &mut impl FnMut(&[Asset], &str, String)) {
        let names = facts::names(self.flow());
        for (file_when, p) in templates.paragraphs() {
            for name in templates.names(&p.id) {
                if !names.contains(&name) {
                    add(&LETTERS, &p.id, format!("知らない名前 {name} を使っています"));
                }
            }
            for id in file_when.0.keys().chain(p.when.0.keys()) {
                if !names.contains(id) {
                    add(&LETTERS, &p.id, format!("条件の {id} は知らない名前です"));
                }
            }
            for (id, values) in file_when.0.iter().chain(&p.when.0) {
                for v in values.iter().filter(|v| !v.is_empty()) {
                    let known = self
                        .flow()
                        .get(id)
                        .is_none_or(|q| q.choice.is_empty() || q.choice.iter().any(|c| c.value == *v));
                    if !known {
                        add(&LETTERS, &p.id, format!("条件の {id} に {v} という選択肢はありません"));
                    }
                }
            }
            for a in p.why.answers.iter().filter(|a| *a != "tone" && self.flow().get(a).is_none()) {
                add(&LETTERS, &p.id, format!("why の質問 {a} がありません"));
            }
            for f in p.why.facts.iter().filter(|f| !self.guide().contains_key(*f)) {
                add(&LETTERS, &p.id, format!("guide.toml に {f} がありません"));
            }
            for l in p.why.law.iter().filter(|l| !self.law().contains_key(*l)) {
                add(&LETTERS, &p.id, format!("law.toml に {l} がありません"));
            }
        }
    }

    /// Ids that conditions of the after page may ask beyond the questions; held together with the code by a test.
    pub fn after_conditions(&self) -> impl Iterator<Item = &Condition> {
        self.after().iter().map(|i| &i.when)
    }
}

fn parse<T: DeserializeOwned>(asset: Asset, found: &mut Vec<Problem>) {
    if let Err(e) = toml::from_str::<T>(asset.1) {
        let line = e.span().map_or(0, |s| line_of(asset.1, s.start));
        found.push(Problem {
            file: asset.0.to_owned(),
            line,
            key: String::new(),
            message: e.message().to_owned(),
        });
    }
}
