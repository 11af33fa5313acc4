//! All assets: loaded when first asked for, cross-checked as a whole by `check`; and the user's own
//! services and wording over them.

mod directory;
pub mod law;
pub(super) mod read;
pub(super) mod services;
mod user_assets;

use super::deadline;
use super::delivery::AfterFile;
use super::flow::graph::Flow;
use super::flow::spec::{Choice, FlowFile, Hint, Question};
use super::letter::lint;
use super::letter::render::Templates;
use super::letter::spec::OwnParagraph;
use super::problem::Problem;
use super::service::find::Finder;
use super::service::{OTHER, Service};
use super::triage::{GentleStep, StepsFile};
use crate::text::said;
use directory::{CHECKED, Directory};
use law::Law;
use serde::de::DeserializeOwned;
use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// An asset: its path, its text, and the JSON that `build.rs` made of it and that is parsed.
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

/// The questions: first those up to the goal.
const FLOW: &[Asset] = include!(concat!(env!("OUT_DIR"), "/flow.rs"));
const LETTERS: &[Asset] = include!(concat!(env!("OUT_DIR"), "/letters.rs"));
const STEPS: Asset = asset!("steps");
const LAW: Asset = asset!("law");
const GUIDE: Asset = asset!("guide");
const AFTER: Asset = asset!("ui/after");
const TEXTS: Asset = asset!("ui/ja");
const SORTED_TEXTS: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/texts.rs"));

/// Files of the user's own, beside the configuration: (path as it is shown, text).
#[derive(Debug, Clone, Default)]
pub struct UserAssets {
    pub services: Vec<(String, String)>,
    pub letters: Vec<(String, String)>,
    pub unread: Vec<Problem>,
}

/// The assets. Cheap to create: files are read when needed, two before the first frame.
#[derive(Debug, Default)]
pub struct Content {
    pub(super) own: UserAssets,
    entry: OnceCell<Flow>,
    flow: OnceCell<Flow>,
    templates: OnceCell<Templates>,
    own_services: OnceCell<(Vec<Service>, Vec<Problem>)>,
    own_letters: OnceCell<(Vec<OwnParagraph>, Vec<Problem>)>,
    services: OnceCell<Directory>,
    steps: OnceCell<Vec<GentleStep>>,
    guide: OnceCell<BTreeMap<String, String>>,
    after: OnceCell<Vec<Hint>>,
}

fn load<T: DeserializeOwned>(asset: Asset) -> T {
    serde_json::from_str(asset.2).expect(CHECKED)
}

impl Content {
    pub fn builtin() -> Self {
        Self::default()
    }
    /// The built-in assets with services and wording of the user's own. A file of theirs with a
    /// mistake is left out, see [`Content::own_mistakes`].
    pub fn with_own(own: UserAssets) -> Self {
        Self { own, ..Self::default() }
    }
    /// The questions up to the goal: all that the first screens ask.
    pub fn entry(&self) -> &Flow {
        self.entry.get_or_init(|| Flow::new(self.questions(&FLOW[..1])))
    }
    pub fn flow(&self) -> &Flow {
        self.flow.get_or_init(|| self.entry().followed_by(self.questions(&FLOW[1..])))
    }
    fn questions(&self, files: &[Asset]) -> Vec<Question> {
        let mut all: Vec<Question> =
            files.iter().flat_map(|a| load::<FlowFile>(*a).question).collect();
        for hint in all.iter_mut().flat_map(|q| &mut q.hint) {
            hint.text = deadline::told(&hint.text);
        }
        for q in all.iter_mut().filter(|q| q.choices_from.is_some()) {
            let listed = self.directory().listed().iter();
            q.choice = listed.map(|l| service_choice(&l.id, &l.name)).collect();
        }
        all
    }
    fn directory(&self) -> &Directory {
        self.services.get_or_init(|| Directory::new(&self.own_services().0))
    }
    /// The services, [`OTHER`] last; every record is read.
    pub fn services(&self) -> impl Iterator<Item = &Service> {
        self.directory().all()
    }
    pub fn service_ids(&self) -> impl Iterator<Item = &str> {
        self.directory().listed().iter().map(|l| l.id.as_str())
    }
    /// The search over [`Content::services`]; it returns their indices.
    pub fn finder(&self) -> &Finder {
        self.directory().finder()
    }
    /// The id of the only service with exactly this name, among all its names.
    pub fn named_service(&self, name: &str) -> Option<&str> {
        self.finder().named(name).and_then(|i| self.service_ids().nth(i)).filter(|id| *id != OTHER)
    }
    /// The message for an unknown service id, with similar ones.
    pub fn unknown_service(&self, id: &str) -> String {
        let found = self.finder().find(id).records;
        let near: Vec<&str> =
            found.into_iter().filter_map(|i| self.service_ids().nth(i)).take(5).collect();
        let near = said(&near.join(" "), |ids| text!("service.near", ids));
        text!("service.unknown", near)
    }
    fn own_services(&self) -> &(Vec<Service>, Vec<Problem>) {
        self.own_services.get_or_init(|| services::own(&self.own.services))
    }
    fn own_letters(&self) -> &(Vec<OwnParagraph>, Vec<Problem>) {
        self.own_letters.get_or_init(|| {
            if self.own.letters.is_empty() {
                return (Vec::new(), Vec::new());
            }
            user_assets::letters(
                &self.own.letters,
                self.flow(),
                Self::law(),
                LETTERS.iter().copied().map(load).collect(),
            )
        })
    }
    /// Every mistake in the user's own services and wording, file by file; none of it is used.
    pub fn own_mistakes(&self) -> Vec<Problem> {
        [self.own.unread.clone(), self.own_services().1.clone(), self.own_letters().1.clone()]
            .concat()
    }
    pub fn own_files(&self) -> usize {
        self.own.services.len() + self.own.letters.len()
    }
    /// The ids of the paragraphs that the user has written anew.
    pub fn own_paragraphs(&self) -> impl Iterator<Item = &str> {
        self.own_letters().0.iter().map(|p| p.id.as_str())
    }
    pub fn service(&self, id: &str) -> Option<&Service> {
        self.directory().get(id)
    }
    pub fn templates(&self) -> &Templates {
        self.templates.get_or_init(|| {
            Templates::new(LETTERS.iter().copied().map(load).collect(), &self.own_letters().0)
        })
    }
    /// What each gentle step gains and costs, mildest first.
    pub fn steps(&self) -> &[GentleStep] {
        self.steps.get_or_init(|| load::<StepsFile>(STEPS).step)
    }
    pub fn law() -> &'static BTreeMap<String, Law> {
        static READ: LazyLock<BTreeMap<String, Law>> = LazyLock::new(|| load(LAW));
        &READ
    }
    /// Law and article by key, for the templates; read when a letter names a law, as few do.
    pub fn law_names() -> minijinja::Value {
        let [law, article] = Law::IN_TEMPLATES;
        let names =
            move |l: &Law| BTreeMap::from([(law, l.law.clone()), (article, l.article.clone())]);
        minijinja::Value::make_object_map(
            (),
            |()| Box::new(Self::law().keys().map(minijinja::Value::from)),
            move |(), key| Self::law().get(key.as_str()?).map(|l| names(l).into()),
        )
    }
    pub fn guide(&self) -> &BTreeMap<String, String> {
        self.guide.get_or_init(|| load(GUIDE))
    }
    pub fn after(&self) -> &[Hint] {
        self.after.get_or_init(|| load::<AfterFile>(AFTER).item)
    }
    /// A text of the program itself; the key stands in for one that is missing.
    pub fn text<'a>(&self, key: &'a str) -> &'a str {
        SORTED_TEXTS.binary_search_by_key(&key, |(k, _)| k).map_or(key, |at| SORTED_TEXTS[at].1)
    }
    /// All texts of the program, parsed: for the tests that hold them to the code.
    ///
    /// # Panics
    /// If the built-in file does not parse; `check::mistakes` would say so.
    pub fn texts() -> BTreeMap<String, String> {
        load(TEXTS)
    }
}

pub(super) type File = (String, String);

pub(super) struct Tree {
    pub(super) flow: Vec<File>,
    pub(super) letters: Vec<File>,
    pub(super) services: Vec<File>,
    pub(super) lint: Vec<File>,
    pub(super) steps: File,
    pub(super) law: File,
    pub(super) guide: File,
    pub(super) after: File,
    pub(super) texts: File,
}

/// The built-in assets, replaced and extended by those of a folder: path within it → text.
pub(super) fn tree(folder: &BTreeMap<String, String>) -> Tree {
    let over = |(path, text): File| {
        let inside = path.strip_prefix("assets/").unwrap_or(&path);
        let text = folder.get(inside).cloned().unwrap_or(text);
        (path, text)
    };
    let one = |a: &Asset| over((a.0.to_owned(), a.1.to_owned()));
    let group = |name: &str, built_in: Vec<File>| {
        let mut all: Vec<File> = built_in.into_iter().map(over).collect();
        for (path, text) in folder.iter().filter(|(p, _)| p.starts_with(&format!("{name}/"))) {
            let path = format!("assets/{path}");
            if !all.iter().any(|(known, _)| *known == path) {
                all.push((path, text.clone()));
            }
        }
        all
    };
    let lint = |(file, text): &(&str, &str)| (format!("assets/lint/{file}"), (*text).to_owned());
    Tree {
        flow: group("flow", FLOW.iter().map(one).collect()),
        letters: group("letters", LETTERS.iter().map(one).collect()),
        services: group("services", directory::files().collect()),
        lint: group("lint", lint::FILES.iter().map(lint).collect()),
        steps: one(&STEPS),
        law: one(&LAW),
        guide: one(&GUIDE),
        after: one(&AFTER),
        texts: one(&TEXTS),
    }
}

pub(super) fn service_choice(id: &str, name: &str) -> Choice {
    let other = id == OTHER;
    Choice {
        value: id.to_owned(),
        label: if other { text!("service.other").to_owned() } else { name.to_owned() },
        note: if other { text!("service.other.note").to_owned() } else { String::new() },
        ..Choice::default()
    }
}

#[cfg(test)]
mod tests {
    use super::{FLOW, LETTERS};

    #[test]
    fn every_file_of_a_folder_is_read() {
        for (folder, read) in [("assets/flow", FLOW), ("assets/letters", LETTERS)] {
            let here = std::fs::read_dir(folder).expect("a folder").flatten();
            let mut here: Vec<String> =
                here.map(|e| format!("{folder}/{}", e.file_name().to_string_lossy())).collect();
            let mut read: Vec<&str> = read.iter().map(|a| a.0).collect();
            here.sort();
            read.sort_unstable();
            assert_eq!(here, read);
        }
        assert_eq!(FLOW[0].0, "assets/flow/entry.toml");
    }
}
