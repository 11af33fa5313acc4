//! Turns the assets into what is read fast: every TOML file into JSON, which is read ten times as
//! fast, the texts of the program into a sorted table, in which one is found without reading the
//! others, the services and what the linter looks for into others.

use domain::spec::{Group, LintFile, Phrase};
use std::collections::BTreeMap;
use std::env;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use toml::Spanned;

/// The form of the linter's files, and what can be wrong with them, as the program knows it.
#[expect(unreachable_pub, reason = "public in the program")]
#[path = "src/domain"]
mod domain {
    pub(crate) mod problem;
    #[path = "letter/lint/spec.rs"]
    pub(crate) mod spec;
}

/// Questions are listed, and paragraphs of one section follow each other, in the order in which
/// files are read: these first, then whatever else the folder has. The entry is read by itself.
const FLOW: [&str; 10] = [
    "entry", "unsure", "follow_up", "withdraw", "pause", "change_handler", "resume", "contact",
    "sender", "extras",
];
const LETTERS: [&str; 15] = [
    "phrases", "common", "mail", "withdraw", "pause", "change_handler", "resume", "contact",
    "reduce_contact", "decline", "selections", "post", "phone", "message", "follow_up",
];

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-changed=assets");
    let out = PathBuf::from(env::var("OUT_DIR").expect("cargo sets it"));
    convert(Path::new("assets"), &out.join("assets"));
    gather_texts(Path::new("assets/ui/ja.toml"), &out);
    gather_assets("flow", &FLOW, &out);
    gather_assets("letters", &LETTERS, &out);
    gather_services(Path::new("assets/services"), &out.join("services.rs"));
    gather_lint(Path::new("assets/lint"), &out);
    gather_settled(&read(Path::new("assets/flow/follow_up.toml")), &out.join("settled.rs"));
}

/// The second letters that say how things stand, as a Rust array of their ids.
fn gather_settled(flow: &str, to: &Path) {
    let flow: serde_json::Value = toml::from_str(flow).unwrap_or_default();
    let list = |of: &serde_json::Value, key: &str| of[key].as_array().cloned().unwrap_or_default();
    let questions = list(&flow, "question").into_iter().filter(|q| q["id"] == "follow_up");
    let settled = questions.flat_map(|q| list(&q, "choice")).filter(|c| c["settled"] == true);
    let ids: Vec<_> = settled.map(|c| c["value"].to_string()).collect();
    fs::write(to, format!("&[{}]", ids.join(", ")))
        .expect("cargo gives a folder that can be written");
}

static LAWS: LazyLock<BTreeMap<String, BTreeMap<String, String>>> = LazyLock::new(|| {
    let text = fs::read_to_string("assets/law.toml").expect("assets are UTF-8");
    toml::from_str(&text).unwrap_or_default()
});

/// A text with the articles of `assets/law.toml` that it names by their keys: `{law.appi-36}` is
/// 第36条. `short` leaves out the 第, `alone` what follows the 条 as well.
fn read(path: &Path) -> String {
    let text = fs::read_to_string(path).expect("assets are UTF-8");
    LAWS.iter().fold(text, |text, (key, law)| {
        let article = law.get("article").map_or("", String::as_str);
        let short = article.replace('第', "");
        let alone = short.split_inclusive('条').next().unwrap_or_default();
        text.replace(&format!("{{law.{key}}}"), article)
            .replace(&format!("{{law.{key}.short}}"), &short)
            .replace(&format!("{{law.{key}.alone}}"), alone)
    })
}

/// Every TOML file of a folder as JSON, the same tree. One that does not parse is left to `kotowari
/// check` and its test, which name file and line: here it becomes `null`.
fn convert(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("cargo gives a folder that can be written");
    for entry in fs::read_dir(from).expect("the assets are part of the source").flatten() {
        let path = entry.path();
        let target = to.join(entry.file_name());
        if path.is_dir() {
            convert(&path, &target);
        } else if path.extension().is_some_and(|e| e == "toml") {
            let text = read(&path);
            let value: serde_json::Value = toml::from_str(&text).unwrap_or_default();
            fs::write(target.with_extension("json"), value.to_string())
                .expect("cargo gives a folder that can be written");
        }
    }
}

/// The texts as a Rust array of (key, text), in the order of the keys, for what asks with a key
/// that it puts together; and as a macro: `text!("key")` is the literal, `text!("key", name, day =
/// …)` the text with its placeholders filled. A key or a name that is missing does not compile.
fn gather_texts(from: &Path, out: &Path) {
    let text = read(from);
    let texts: BTreeMap<String, String> =
        toml::from_str(&text).unwrap_or_else(|e| panic!("{}: {e}", from.display()));
    let arm = |(key, text): (&String, &String)| format!("({key:?}) => {{ {text:?} }};");
    let arms: Vec<String> = texts.iter().map(arm).collect();
    let (arms, rows) = (arms.join("\n"), texts.into_iter().collect::<Vec<_>>());
    let code = format!(
        r#"macro_rules! text {{
    (@value $name:ident) => {{ $name }};
    (@value $name:ident $value:expr) => {{ $value }};
    {arms}
    ($key:literal) => {{ compile_error!(concat!("assets/ui/ja.toml has no text ", $key)) }};
    ($key:tt $(, $name:ident $(= $value:expr)?)+ $(,)?) => {{
        format!(text!($key), $($name = text!(@value $name $($value)?)),+)
    }};
}}"#
    );
    for (name, code) in [("texts.rs", format!("&{rows:?}")), ("text.rs", code)] {
        fs::write(out.join(name), code).expect("cargo gives a folder that can be written");
    }
}

/// The files of a folder, so that none is ignored, as a Rust array of `Asset`
/// (`domain/content.rs`).
fn gather_assets(folder: &str, order: &[&str], out: &Path) {
    let mut all = files(&Path::new("assets").join(folder));
    let known = |name: &str| order.iter().position(|o| name.strip_suffix(".toml") == Some(o));
    all.sort_by_key(|(name, _)| known(name).unwrap_or(order.len()));
    let row = |(name, text): &(String, String)| {
        let json = toml::from_str::<serde_json::Value>(text).unwrap_or_default().to_string();
        format!("({:?}, {text:?}, {json:?}),\n", format!("assets/{folder}/{name}"))
    };
    let rows: String = all.iter().map(row).collect();
    fs::write(out.join(format!("{folder}.rs")), format!("&[{rows}]"))
        .expect("cargo gives a folder that can be written");
}

/// The services of the folder, so that a new one is one file and nothing else, as a Rust array of
/// `BuiltIn` (`domain/content/directory.rs`).
fn gather_services(from: &Path, to: &Path) {
    let row = |(file, text): &(String, String)| {
        // A file that does not parse is left to `kotowari check` as well.
        let value: serde_json::Value = toml::from_str(text).unwrap_or_default();
        let field =
            |key: &str| value.get(key).and_then(|v| v.as_str()).unwrap_or_default().to_owned();
        let (category, id, name) = (field("category"), field("id"), field("name"));
        let json = value.to_string();
        format!(
            "BuiltIn {{ file: {file:?}, text: {text:?}, category: {category:?}, \
            id: {id:?}, name: {name:?}, json: {json:?} }},\n"
        )
    };
    let rows: String = files(from).iter().map(row).collect();
    fs::write(to, format!("&[{rows}]")).expect("cargo gives a folder that can be written");
}

/// The TOML files of a folder: name, text.
fn files(from: &Path) -> Vec<(String, String)> {
    let mut paths: Vec<PathBuf> = fs::read_dir(from)
        .expect("the assets are part of the source")
        .flatten()
        .map(|e| e.path())
        .collect();
    paths.retain(|p| p.extension().is_some_and(|e| e == "toml"));
    paths.sort();
    let named = |path: PathBuf| {
        let text = read(&path);
        (path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default(), text)
    };
    paths.into_iter().map(named).collect()
}

/// What the linter says, and the words that texts are read by, as Rust
/// (`domain/letter/lint/tables.rs`, `elements.rs`, `domain/words.rs`): the code names what it uses,
/// so that a file with a mistake can't be left to `kotowari check`.
fn gather_lint(from: &Path, out: &Path) {
    let texts = files(from);
    let read: Vec<(String, &str, LintFile)> = texts
        .iter()
        .map(|(name, text)| {
            let path = format!("assets/lint/{name}");
            let file = toml::from_str(text).unwrap_or_else(|e| panic!("{path}: {e}"));
            (path, text.as_str(), file)
        })
        .collect();
    let all: Vec<(&str, &str, &LintFile)> =
        read.iter().map(|(p, t, f)| (p.as_str(), *t, f)).collect();
    let wrong: Vec<String> = domain::spec::mistakes(&all).iter().map(ToString::to_string).collect();
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));

    let [mut say, mut words, mut families, mut elements, mut requests, mut rules] =
        <[String; 6]>::default();
    for (_, _, file) in &all {
        lint_file(
            file,
            [&mut say, &mut words, &mut families, &mut elements, &mut requests, &mut rules],
        );
    }
    words += &sentences(&all.iter().map(|(.., file)| *file).collect::<Vec<_>>());
    let code = format!(
        "pub(in crate::domain) const FILES: &[(&str, &str)] = &{texts:?};
/// Every rule with one sentence about it.
pub const RULES: &[(&str, &str)] = &[{rules}];
pub(super) const FAMILIES: &[Family] = &[{families}];
pub(super) const REQUESTS: &[Request] = &[{requests}];
pub(super) mod say {{ use super::{{Say, Weight}};\n{say} }}\n"
    );
    fs::write(out.join("lint.rs"), code).expect("cargo gives a folder that can be written");
    fs::write(out.join("lint_words.rs"), words).expect("cargo gives a folder that can be written");
    // Beside the functions that they name.
    let elements = format!("const ELEMENTS: &[Element] = &[{elements}];");
    fs::write(out.join("lint_elements.rs"), elements)
        .expect("cargo gives a folder that can be written");
}

/// Words as a Rust array.
fn plain(words: &[Spanned<String>]) -> String {
    format!("&{:?}", words.iter().map(Spanned::get_ref).collect::<Vec<_>>())
}

/// Phrases as a Rust array; `usual` is what to write instead where a phrase does not say it.
fn phrases(of: &[Phrase], usual: &str) -> String {
    let row = |p: &Phrase| {
        let instead = if p.instead.is_empty() { usual } else { &p.instead };
        let (find, after, before) =
            (p.find.get_ref(), plain(&p.unless_after), plain(&p.unless_before));
        format!(
            "LintPhrase {{ find: {find:?}, instead: {instead:?}, \
            unless_after: {after}, unless_before: {before} }},"
        )
    };
    format!("&[{}]", of.iter().map(row).collect::<String>())
}

/// Adds what a file holds to the tables.
fn lint_file(file: &LintFile, tables: [&mut String; 6]) {
    let [say, words, families, elements, requests, rules] = tables;
    for (id, sentence) in &file.rules {
        _ = write!(rules, "({:?}, {sentence:?}),", id.get_ref());
    }
    let said = |rule: &str, weight, about: (bool, &str), message: &str, why: &str, better: &str| {
        let (missing, question) = about;
        format!(
            "Say {{ rule: {rule:?}, weight: Weight::{weight:?}, missing: {missing}, \
            question: {question:?}, message: {message:?}, why: {why:?}, suggestion: {better:?} }}"
        )
    };
    for (name, s) in &file.says {
        let (rule, upper) =
            (s.rule.as_ref().unwrap_or(name).get_ref(), name.get_ref().to_uppercase());
        let about = (s.missing, s.question.as_str());
        let text = said(rule, s.weight, about, &s.message, &s.why, &s.suggestion);
        _ = writeln!(say, "pub(in super::super) const {upper}: Say = {text};");
        if let Some(of) = &s.phrases {
            let (written, deniable, of) = (s.written, s.deniable, phrases(of, &s.suggestion));
            _ = writeln!(
                families,
                "Family {{ say: say::{upper}, written: {written}, \
                deniable: {deniable}, phrases: {of} }},"
            );
        }
    }
    for e in &file.element {
        let seen = match (&e.said, &e.decided, &e.seen) {
            (Some(w), ..) => format!("Words({})", ways(w)),
            (_, Some(w), _) => format!("Decided({})", ways(w)),
            (.., seen) => {
                format!("By(seen::{})", seen.as_ref().map_or("", |s| s.get_ref().as_str()))
            }
        };
        let (goal, rule) = (e.goal.get_ref(), e.rule.get_ref());
        let text = said(rule, e.weight, (true, ""), &e.message, &e.why, &e.suggestion);
        _ = writeln!(elements, "Element {{ goal: {goal:?}, seen: Seen::{seen}, say: {text} }},");
    }
    for r in &file.request {
        let (id, name, of, alone) = (r.id.get_ref(), &r.name, plain(&r.words), r.alone);
        _ = writeln!(
            requests,
            "Request {{ id: {id:?}, name: {name:?}, words: {of}, alone: {alone} }},"
        );
    }
    lint_words(file, words);
}

/// The signs of a reply and the wishes of one's own words, as Rust arrays.
fn sentences(files: &[&LintFile]) -> String {
    let names = |of: &[Spanned<String>]| {
        of.iter().map(|w| w.get_ref().to_uppercase()).collect::<Vec<_>>().join(", ")
    };
    let group = |g: &Group| match g {
        Group::Named(name) => match name.strip_prefix('+') {
            Some(name) => format!("(true, {})", name.to_uppercase()),
            None => format!("(false, {})", name.to_uppercase()),
        },
        Group::Words(words) => format!("(false, &{words:?})"),
    };
    let way = |w: &Vec<Group>| format!("&[{}]", w.iter().map(group).collect::<Vec<_>>().join(", "));
    let said = |ways: &[Vec<Group>], unless: &[Spanned<String>]| {
        let ways = ways.iter().map(way).collect::<Vec<_>>().join(", ");
        format!("said: WordPattern {{ ways: &[{ways}], unless: &[{}] }}", names(unless))
    };
    let mut replies = String::new();
    let mut wishes = String::new();
    for file in files {
        for r in &file.reply {
            let (sign, clause, said) = (r.sign.get_ref(), r.clause, said(&r.said, &r.unless));
            _ = writeln!(
                replies,
                "SignWords {{ sign: Sign::{sign:?}, clause: {clause}, {said} }},"
            );
        }
        for w in &file.wish {
            let against: Vec<_> = w.against.iter().map(Spanned::get_ref).collect();
            let said = said(&w.said, &w.unless);
            _ = writeln!(wishes, "Wish {{ against: &{against:?}, {said} }},");
        }
    }
    let list = |name: &str, of: &str, rows: &str| {
        format!("pub(in crate::domain) const {name}: &[{of}] = &[{rows}];\n")
    };
    list("REPLIES", "SignWords", &replies) + &list("WISHES", "Wish", &wishes)
}

/// The groups of an element.
fn ways(ways: &[Vec<Group>]) -> String {
    let group = |g: &Group| match g {
        Group::Named(name) => format!("words::{}", name.to_uppercase()),
        Group::Words(words) => format!("&{words:?}"),
    };
    let way = |w: &Vec<Group>| format!("&[{}]", w.iter().map(group).collect::<Vec<_>>().join(", "));
    format!("&[{}]", ways.iter().map(way).collect::<Vec<_>>().join(", "))
}

/// Adds the lists that the rules ask for by name.
fn lint_words(file: &LintFile, words: &mut String) {
    let mut add = |name: &Spanned<String>, of: &str, value: String| {
        let name = name.get_ref().to_uppercase();
        _ = writeln!(words, "pub(in crate::domain) const {name}: &{of} = {value};");
    };
    for (name, text) in &file.texts {
        add(name, "str", format!("{text:?}"));
    }
    for (name, of) in &file.words {
        add(name, "[&str]", plain(of));
    }
    for (name, of) in &file.phrases {
        add(name, "[LintPhrase]", phrases(of, ""));
    }
    for (name, of) in &file.pairs {
        let of: Vec<_> = of.iter().map(|(a, b)| (a.get_ref(), b.get_ref())).collect();
        add(name, "[(&str, &str)]", format!("&{of:?}"));
    }
    for (name, of) in &file.counts {
        let of: Vec<_> = of.iter().map(|(word, n)| (word.get_ref(), n)).collect();
        add(name, "[(&str, usize)]", format!("&{of:?}"));
    }
    for (name, of) in &file.keyed {
        let of: Vec<String> =
            of.iter().map(|(k, w)| format!("({:?}, {})", k.get_ref(), plain(w))).collect();
        add(name, "[(&str, &[&str])]", format!("&[{}]", of.join(", ")));
    }
}
