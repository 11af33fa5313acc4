//! The layout holds: imports go one way, and the outside is touched in one place.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// From the outside in; each may use those behind it, and `domain` where [`may`] says so.
const ORDER: [&str; 7] = ["main", "shell", "app", "config", "ui", "input", "text"];

/// Lines of a file and of a function, characters of a line.
const FILE: usize = 500;
const FUNCTION: usize = 60;
const LINE: usize = 100;

struct Source {
    /// `src/app/view/`.
    path: String,
    /// The code, without comments and without the test module at its end.
    code: String,
    lines: usize,
    /// The functions that are too long.
    long: Vec<String>,
}

impl Source {
    fn read(path: &Path, root: &Path) -> Self {
        let text = fs::read_to_string(path).expect("a source file");
        let own =
            text.split_once("#[cfg(test)]\nmod tests {").map_or(text.as_str(), |(own, _)| own);
        let own = if path.ends_with("tests.rs") { "" } else { own };
        let code = own
            .lines()
            .filter(|l| !l.trim_start().starts_with("//"))
            .fold(String::new(), |all, l| all + l + "\n");
        let path =
            path.strip_prefix(root).expect("below the root").to_string_lossy().replace('\\', "/");
        Self { long: long_functions(&text), lines: text.lines().count(), path, code }
    }

    /// The module path: `src/app/screens/edit/view.rs` is `app`, `screens`, `edit`, `view`;
    /// `src/lib.rs` has none.
    fn module(&self) -> Vec<&str> {
        let inner = self.path.strip_prefix("src/").unwrap_or(&self.path);
        let names = inner.split('/').map(|p| p.strip_suffix(".rs").unwrap_or(p));
        names.filter(|p| !matches!(*p, "mod" | "lib")).collect()
    }

    /// The paths within the crate that this file names, in `use` or anywhere else, in full: `app`,
    /// `view`, `month`. What is for tests alone is left out. `is_module`: whether there is a file
    /// for a module.
    fn paths(&self, is_module: &dyn Fn(&[&str]) -> bool) -> BTreeSet<Vec<&str>> {
        let tokens = tokens(&self.code);
        let (mut within, mut blocks, mut out) = (self.module(), Vec::new(), BTreeSet::new());
        let mut at = 0;
        while let Some(rest) = tokens.get(at..).filter(|rest| !rest.is_empty()) {
            at += 1;
            match rest {
                ["#", "[", "cfg", "(", "test", ")", "]", item @ ..] => {
                    at = tokens.len() - behind(item).len();
                }
                ["pub", "(", "in", ..] => at += rest.iter().position(|t| *t == ")").unwrap_or(0),
                ["mod", name, "{", ..] => {
                    within.push(name);
                    blocks.push(true);
                    at += 2;
                }
                ["{", ..] => blocks.push(false),
                ["}", ..] if blocks.pop() == Some(true) => {
                    within.pop();
                }
                ["use", ..] => {
                    let end = rest.iter().position(|t| *t == ";").unwrap_or(rest.len());
                    for path in tree(&rest[1..end]) {
                        out.extend(in_full(&within, &path, is_module));
                    }
                    at += end;
                }
                [_, "::", ..] => {
                    let path: Vec<&str> = rest
                        .chunks(2)
                        .take_while(|c| is_name(c[0]))
                        .scan(true, |on, c| {
                            std::mem::replace(on, c.get(1) == Some(&"::")).then_some(c[0])
                        })
                        .collect();
                    out.extend(in_full(&within, &path, is_module));
                    at += (2 * path.len()).saturating_sub(1);
                }
                _ => {}
            }
        }
        out
    }
}

fn is_name(token: &str) -> bool {
    token.starts_with(|c: char| c.is_alphabetic() || c == '_')
}

/// Names, `::`, and signs, without comments, texts and lifetimes.
fn tokens(code: &str) -> Vec<&str> {
    let mut out = Vec::new();
    let mut rest = code;
    while let Some(c) = rest.chars().next() {
        let name = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
        let (token, more) = match no_token(rest) {
            Some(length) => ("", rest.split_at(length).1),
            None if name > 0 => rest.split_at(name),
            None if rest.starts_with("::") => rest.split_at(2),
            None => rest.split_at(c.len_utf8()),
        };
        out.extend((!token.trim().is_empty()).then_some(token));
        rest = more;
    }
    out
}

/// The length of a comment, a text, a character or the quote of a lifetime that stands here.
fn no_token(rest: &str) -> Option<usize> {
    let until = |end: &str, from: usize| {
        Some(rest.split_at(from).1.find(end).map_or(rest.len(), |at| from + at + end.len()))
    };
    let raw = rest.strip_prefix('r').map(|r| r.trim_start_matches('#'));
    if let Some(text) = raw.filter(|r| r.starts_with('"')) {
        let hashes = rest.len() - text.len() - 1;
        return until(&format!("\"{}", "#".repeat(hashes)), hashes + 2);
    }
    let mut chars = rest.chars();
    match (chars.next()?, chars.next(), chars.next()) {
        ('/', Some('/'), _) => until("\n", 0),
        ('\'', Some('\\'), _) => until("'", 3),
        ('\'', Some(c), Some('\'')) => Some(c.len_utf8() + 2),
        ('\'', ..) => Some(1),
        ('"', ..) => {
            let mut escaped = false;
            let end = rest.char_indices().skip(1).find(|(_, c)| {
                let ends = *c == '"' && !escaped;
                escaped = *c == '\\' && !escaped;
                ends
            });
            end.map_or(Some(rest.len()), |(at, _)| Some(at + 1))
        }
        _ => None,
    }
}

/// What stands behind an item.
fn behind<'t, 'c>(item: &'t [&'c str]) -> &'t [&'c str] {
    let mut depth = 0;
    for (at, token) in item.iter().enumerate() {
        depth += i32::from(matches!(*token, "{" | "(" | "["))
            - i32::from(matches!(*token, "}" | ")" | "]"));
        // Another attribute, or the arguments of a function, end nothing.
        if depth == 0 && matches!(*token, ";" | "}") {
            return item.get(at + 1..).unwrap_or_default();
        }
    }
    &[]
}

/// The paths of a tree of imports.
fn tree<'c>(tokens: &[&'c str]) -> Vec<Vec<&'c str>> {
    let head: Vec<&str> = tokens.iter().copied().take_while(|t| is_name(t) || *t == "::").collect();
    let names: Vec<&str> =
        head.iter().copied().filter(|t| is_name(t)).take_while(|t| *t != "as").collect();
    let Some(["{", group @ .., "}"]) = tokens.get(head.len()..) else { return vec![names] };
    let (mut depth, mut from, mut out) = (0, 0, Vec::new());
    for (at, token) in group.iter().chain(&[","]).enumerate() {
        depth += i32::from(*token == "{") - i32::from(*token == "}");
        if depth == 0 && *token == "," {
            out.extend(
                tree(&group[from..at]).into_iter().map(|path| [names.clone(), path].concat()),
            );
            from = at + 1;
        }
    }
    out
}

/// A path from the root of the crate on, if it lies in it.
fn in_full<'c>(
    within: &[&'c str],
    path: &[&'c str],
    is_module: &dyn Fn(&[&str]) -> bool,
) -> Option<Vec<&'c str>> {
    let up = path.iter().take_while(|p| **p == "super").count();
    match path {
        ["crate" | "kotowari", rest @ ..] => Some(rest.to_vec()),
        ["super", ..] => Some([within.get(..within.len().checked_sub(up)?)?, &path[up..]].concat()),
        ["self", rest @ ..] => Some([within, rest].concat()),
        [first, ..] => {
            let child = [within, &[*first]].concat();
            is_module(&child).then(|| [within, path].concat())
        }
        [] => None,
    }
}

fn sources() -> Vec<Source> {
    fn walk(folder: &Path, root: &Path, out: &mut Vec<Source>) {
        for entry in fs::read_dir(folder).expect("a folder of sources") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                walk(&path, root, out);
            } else if path.extension().is_some_and(|e| e == "rs") {
                out.push(Source::read(&path, root));
            }
        }
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut out = Vec::new();
    walk(&root.join("src"), root, &mut out);
    assert!(out.len() > 40, "only {} files", out.len());
    out
}

/// Whether a module at the top may use another.
fn may(from: &str, to: &str) -> bool {
    let place = |m: &str| ORDER.iter().position(|o| *o == m);
    match (from, to) {
        ("domain", to) => matches!(to, "domain" | "text"),
        ("main" | "shell" | "app" | "config", "domain") => true,
        (_, "domain") => false,
        (from, to) => match (place(from), place(to)) {
            (Some(from), Some(to)) => from <= to,
            _ => false,
        },
    }
}

#[test]
fn imports_go_one_way() {
    let mut wrong = Vec::new();
    let mut steps = BTreeSet::new();
    for s in sources().iter().filter(|s| s.path != "src/lib.rs") {
        let module = s.module();
        for to in s.paths(&|_| false).iter().filter_map(|path| path.first()) {
            steps.insert((module[0].to_owned(), (*to).to_owned()));
            if !may(module[0], to) {
                wrong.push(format!("{} uses {to}", s.path));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    // The scan sees the steps that are there.
    for (from, to) in
        [("main", "shell"), ("shell", "app"), ("app", "domain"), ("domain", "text"), ("app", "ui")]
    {
        assert!(
            steps.contains(&(from.to_owned(), to.to_owned())),
            "{from} to {to} not found in {steps:?}"
        );
    }
}

/// Files that import each other, whatever lies between them.
fn circles(sources: &[Source]) -> BTreeSet<Vec<&str>> {
    let files: BTreeMap<Vec<&str>, &str> =
        sources.iter().map(|s| (s.module(), s.path.as_str())).collect();
    let file = |path: &[&str]| (0..=path.len()).rev().find_map(|n| files.get(&path[..n]).copied());
    let uses: BTreeMap<&str, BTreeSet<&str>> = sources
        .iter()
        .map(|s| {
            let paths = s.paths(&|module| files.contains_key(module));
            (
                s.path.as_str(),
                paths.iter().filter_map(|p| file(p)).filter(|to| *to != s.path).collect(),
            )
        })
        .collect();
    let reached = |from| {
        let (mut seen, mut next) = (BTreeSet::new(), vec![from]);
        while let Some(to) = next.pop() {
            next.extend(uses[to].iter().filter(|to| seen.insert(**to)));
        }
        seen
    };
    let reached: BTreeMap<&str, BTreeSet<&str>> =
        uses.keys().map(|from| (*from, reached(from))).collect();
    let around = |from: &&str| {
        reached[from].iter().copied().filter(|to| reached[to].contains(from)).collect()
    };
    reached.keys().map(around).filter(|circle: &Vec<&str>| !circle.is_empty()).collect()
}

#[test]
fn no_file_imports_in_a_circle() {
    let all = sources();
    let found = circles(&all);
    assert!(found.is_empty(), "files that import each other: {found:#?}");
}

fn source(path: &str, code: &str) -> Source {
    Source { path: path.to_owned(), code: code.to_owned(), lines: 1, long: Vec::new() }
}

#[test]
fn a_circle_would_be_found() {
    let found = |a: &str, b: &str| {
        let all = [
            source("src/app/mod.rs", a),
            source("src/app/b.rs", b),
            source("src/c.rs", "use crate::app::b;"),
        ];
        circles(&all).into_iter().map(|circle| circle.join(" ")).collect::<Vec<_>>()
    };
    for (a, b) in [
        ("pub use b::B;", "use super::A;"),
        ("fn a() { b::b() }", "fn b() -> super::A { super::A }"),
        ("mod b; use self::b::{B, c::{D, E as F}};", "use crate::{text, app::A};"),
        ("impl From<b::B> for A {}", "mod inner { fn b() { super::super::a() } }"),
        (
            "const A: &str = \"\\\"use \"; use crate::app::b;",
            "fn b<'a>(c: char) { c == '\"' || crate::app::a() }",
        ),
    ] {
        assert_eq!(found(a, b), ["src/app/b.rs src/app/mod.rs"], "{a} {b}");
    }
    for (a, b) in [
        ("use b::B;", "mod inner { use super::A; }"),
        ("use b::B;", "pub(in crate::app) struct B; const B: &str = r#\"use super::A;\"#;"),
        (
            "use b::B;",
            "#[cfg(test)] use super::A; #[cfg(test)] mod more { fn b() { crate::app::a() } }",
        ),
        ("#[cfg(test)]\nuse b::{B, C};\nmod b;", "use super::A;"),
    ] {
        assert_eq!(found(a, b), [""; 0], "{a} {b}");
    }
    assert_eq!(
        found("use crate::c::C;", "use super::A;"),
        ["src/app/b.rs src/app/mod.rs src/c.rs"]
    );
}

#[test]
fn a_step_in_the_wrong_direction_would_be_found() {
    let found = |path: &str, code: &str| {
        let source = source(path, code);
        source.paths(&|_| false).iter().map(|path| path[0].to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(found("src/app/view.rs", "use crate::shell::ports;"), ["shell"]);
    assert_eq!(found("src/app/view.rs", "use crate::{ui, shell::ports};"), ["shell", "ui"]);
    assert_eq!(found("src/app/view.rs", "use super::super::shell::ports;"), ["shell"]);
    assert_eq!(found("src/app/view.rs", "use super::shell_like;"), ["app"]);
    assert_eq!(found("src/domain/mod.rs", "use super::app;"), ["app"]);
    assert!(
        !may("app", "shell") && !may("domain", "app") && !may("text", "ui") && !may("ui", "domain")
    );
    assert!(!may("input", "config") && !may("domain", "nowhere"));
}

/// Words that may stand in some files only: (words, what is allowed, a file in which they must be
/// found).
type Rule = (&'static [&'static str], fn(&str) -> bool, &'static str);

const RULES: [Rule; 3] = [
    (&["crossterm", "arboard"], |p| p.starts_with("src/shell/"), "src/shell/clipboard.rs"),
    (
        &["ratatui"],
        |p| {
            p.starts_with("src/ui/")
                || p.starts_with("src/app/view/")
                || (p.starts_with("src/app/") && p.ends_with("/view.rs"))
        },
        "src/app/view/mod.rs",
    ),
    (
        &[
            "std::env", "std::fs", "env::var", "File::", "SystemTime", "Instant", "Local::now",
            "Utc::now", "std::process", "std::thread",
        ],
        |p| p.starts_with("src/shell/") || p == "src/main.rs",
        "src/main.rs",
    ),
];

#[test]
fn the_outside_is_touched_in_its_own_place() {
    let mut wrong = Vec::new();
    let all = sources();
    for (words, allowed, example) in RULES {
        for s in &all {
            for w in words.iter().filter(|w| s.code.contains(**w)) {
                if !allowed(&s.path) {
                    wrong.push(format!("{} names {w}", s.path));
                }
            }
        }
        let there = all.iter().find(|s| s.path == example).expect("the example");
        assert!(
            words.iter().any(|w| there.code.contains(w)),
            "{words:?} are not even in {example}"
        );
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// Functions past the limit, with their lines; rustfmt closes each where it begins.
fn long_functions(code: &str) -> Vec<String> {
    let lines: Vec<&str> = code.lines().collect();
    let end = |from: usize, margin: usize| {
        let closes = |l: &&str| l.trim_end() == format!("{}}}", " ".repeat(margin));
        lines[from..].iter().position(closes).map_or(0, |at| at + 1)
    };
    let mut out = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let margin = line.len() - line.trim_start().len();
        let begins = tokens(line).contains(&"fn") && !line.trim_start().starts_with("//");
        let opens = begins && !line.ends_with(['}', ';', ',']);
        let length = if opens { end(at, margin) } else { 0 };
        out.extend((length > FUNCTION).then(|| format!("{} ({length})", line.trim())));
    }
    out
}

#[test]
fn files_and_functions_are_short() {
    let all = sources();
    let files: Vec<_> = all.iter().filter(|s| s.lines > FILE).map(|s| &s.path).collect();
    assert!(files.is_empty(), "files past {FILE} lines: {files:#?}");
    let functions: Vec<_> =
        all.iter().filter(|s| !s.long.is_empty()).map(|s| (&s.path, &s.long)).collect();
    assert!(functions.is_empty(), "functions past {FUNCTION} lines: {functions:#?}");
    let code = format!("fn a() {{\n{}}}\nfn b() {{}}\n", "    c();\n".repeat(FUNCTION - 1));
    assert_eq!(long_functions(&code), ["fn a() { (61)"]);
}

#[test]
fn lines_are_short() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = vec![root.join("build.rs")];
    let mut folders: Vec<_> = ["src", "tests", "benches", "examples"].map(|f| root.join(f)).into();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("a folder of sources") {
            let path = entry.expect("an entry").path();
            match path.extension() {
                _ if path.is_dir() => folders.push(path),
                Some(rs) if rs == "rs" => files.push(path),
                _ => {}
            }
        }
    }
    assert!(files.len() > 300, "only {} files", files.len());
    let mut wrong = Vec::new();
    for file in files {
        let text = fs::read_to_string(&file).expect("a source file");
        // A text that stands alone on its line can't be broken.
        let alone = |l: &str| {
            let text = l.trim().trim_end_matches(',');
            text.starts_with('"') && no_token(text) == Some(text.len())
        };
        let long = |l: &&str| l.chars().count() > LINE && !alone(l);
        wrong.extend(text.lines().filter(long).map(|l| format!("{}: {l}", file.display())));
    }
    assert!(wrong.is_empty(), "lines past {LINE} characters: {wrong:#?}");
}

/// Nothing in Rust knows a service by name.
#[test]
fn no_service_stands_in_the_code() {
    let ids: Vec<String> =
        fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/services"))
            .expect("the services")
            .map(|e| e.expect("a file").path())
            .filter_map(|p| p.file_stem().map(|s| s.to_string_lossy().into_owned()))
            .filter(|s| !s.starts_with('_'))
            .collect();
    assert!(!ids.is_empty());
    for s in &sources() {
        // A colour, too.
        for id in ids.iter().filter(|id| *id != "green") {
            assert!(!s.code.contains(&format!("\"{id}\"")), "{} names {id}", s.path);
        }
    }
}

/// Files that may hold Japanese words, by how their paths begin, and why: they read what is
/// Japanese whatever language the program speaks, a character at a time. Text for people is in
/// `assets/ui/ja.toml`, what is looked for in a text in `assets/lint/`.
const READERS: [(&str, &str); 6] = [
    ("src/domain/calendar/", "dates and eras as people write them"),
    ("src/domain/hours.rs", "days as people write them"),
    ("src/domain/hours/time.rs", "hours as people write them"),
    ("src/domain/letter/lint/dates.rs", "dates as people write them, wherever they stand"),
    ("src/domain/validate/names.rs", "kana that a reading has, and what they are in others"),
    ("src/text/sound.rs", "the sounds of kana"),
];

/// Files that may hold Japanese marks (brackets, stops, blanks), likewise.
const MARKS: [(&str, &str); 4] = [
    ("src/domain/case/reply/", "what divides a text"),
    ("src/domain/exhaustive.rs", "what a template leaves where something is missing"),
    ("src/domain/letter/", "what divides a text"),
    ("src/domain/validate/phone.rs", "what divides a number"),
];

/// Files that may ask for a single character that is a word or a part of one, likewise. The ends of
/// a script (`'ァ'..='ヺ'`) are none.
const CHARACTERS: [(&str, &str); 15] = [
    ("src/app/plain/words.rs", "the number of a choice as people write it"),
    ("src/app/screens/question/entries.rs", "a time as people write it"),
    ("src/domain/case/moment.rs", "a time as people write it"),
    ("src/domain/case/reply/", "particles, and units of days, in what an agent writes"),
    ("src/domain/day.rs", "days as people write them"),
    ("src/domain/facts/", "particles, in what the user writes"),
    ("src/domain/gate/changed.rs", "units of days and hours"),
    ("src/domain/gate/own_words.rs", "particles, in what the user writes"),
    ("src/domain/letter/audit/", "particles, units of days and of articles"),
    ("src/domain/letter/lint/", "particles, units of days and hours"),
    ("src/domain/toml_words.rs", "days as people write them, where TOML has another form"),
    ("src/domain/validate.rs", "the number of a letter as people write it"),
    ("src/domain/validate/office.rs", "particles and counters"),
    ("src/domain/validate/phone.rs", "the number of an extension as people write it"),
    ("src/text/", "what a line begins with, and kana with their marks"),
];

/// The strings of a code, and the characters but for the ends of a range, with their quotes.
fn literals(code: &str) -> Vec<&str> {
    let (mut rest, mut before, mut out) = (code, "", Vec::new());
    while let Some(c) = rest.chars().next() {
        let length = no_token(rest);
        let (token, more) = rest.split_at(length.unwrap_or(c.len_utf8()));
        let range = before.ends_with("..=") || more.starts_with("..=");
        let literal = match token.as_bytes() {
            [b'"' | b'r', ..] => length.is_some(),
            [b'\'', _, ..] => !range,
            _ => false,
        };
        out.extend(Some(token).filter(|_| literal));
        before = code.split_at(code.len() - more.len()).0;
        rest = more;
    }
    out
}

/// What a string has of Japanese.
#[derive(Debug, PartialEq, PartialOrd)]
enum Japanese {
    None,
    Marks,
    Words,
}

fn japanese(text: &str) -> Japanese {
    let word = |c| {
        matches!(
            c,
            '々'..='〇' | 'ぁ'..='ゖ' | 'ァ'..='ヺ' | '\u{3400}'..='\u{9FFF}'
                | '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' | 'ｦ'..='ﾟ'
        )
    };
    let mark = |c| matches!(c, '\u{3000}'..='\u{30FF}' | '\u{FF00}'..='\u{FFEF}');
    match () {
        () if text.contains(word) => Japanese::Words,
        () if text.contains(mark) => Japanese::Marks,
        () => Japanese::None,
    }
}

/// A second language is a file.
#[test]
fn no_text_for_people_stands_in_the_code() {
    let all = sources();
    let tests = |path: &str| path.rsplit('/').next().is_some_and(|name| name.starts_with("tests"));
    let mut found: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    let mut used: BTreeSet<&str> = BTreeSet::new();
    for s in all.iter().filter(|s| !tests(&s.path)) {
        for text in literals(&s.code) {
            let character = text.starts_with('\'');
            let listed: &[(&str, &str)] = match japanese(text) {
                Japanese::None => continue,
                // One mark alone divides a text.
                Japanese::Marks if character => continue,
                Japanese::Words if character => &[&READERS[..], &CHARACTERS].concat(),
                Japanese::Marks => &[&MARKS[..], &READERS].concat(),
                Japanese::Words => &READERS,
            };
            match listed.iter().find(|(path, _)| s.path.starts_with(path)) {
                Some((path, _)) => _ = used.insert(path),
                None => found.entry(s.path.as_str()).or_default().push(text),
            }
        }
    }
    assert!(found.is_empty(), "Japanese belongs in assets/ui/ja.toml or assets/lint/: {found:#?}");
    let listed = READERS.iter().chain(&MARKS).chain(&CHARACTERS);
    let unused: Vec<_> = listed.filter(|(path, _)| !used.contains(path)).collect();
    assert!(unused.is_empty(), "listed without Japanese: {unused:?}");
}

#[test]
fn a_text_in_the_code_would_be_found() {
    let code = "// \"あ\"\nlet a = ('\"', \"b\\\"い\", r#\"う\"#); fn f<'a>(_: &'a str) {} // 「え」\n\
        let c = ['お', 'か'..='き', 'く'];";
    assert_eq!(literals(code), ["'\"'", "\"b\\\"い\"", "r#\"う\"#", "'お'", "'く'"]);
    assert!(literals(code).into_iter().skip(1).all(|t| japanese(t) == Japanese::Words));
    assert_eq!(
        ["\"a…\"", "「{}」　", "（株）"].map(japanese),
        [Japanese::None, Japanese::Marks, Japanese::Words]
    );
}

/// Methods that look for a text in another.
const LOOKS_FOR: [&str; 14] = [
    "contains", "starts_with", "ends_with", "strip_prefix", "strip_suffix", "find", "rfind",
    "split", "split_once", "rsplit", "rsplit_once", "trim_start_matches", "trim_end_matches", "eq",
];

/// How often a code compares something with a text for people, or looks for one.
fn compared_texts(code: &str) -> usize {
    let tokens = tokens(code);
    let is_compared = |at: usize| {
        let before = tokens[..at].strip_suffix(&["&"]).unwrap_or(&tokens[..at]);
        let depth = |token: &str| i32::from(token == "(") - i32::from(token == ")");
        let rest = tokens[at + 2..].iter().scan(0, |open, token| {
            *open += depth(token);
            Some(*open)
        });
        let end = at + 2 + rest.take_while(|open| *open > 0).count() + 1;
        let behind = tokens.get(end..end + 2).unwrap_or_default();
        matches!(before, [.., "=" | "!", "="])
            || matches!(before, [.., method, "("] if LOOKS_FOR.contains(method))
            || matches!(behind, ["=" | "!", "="] | ["=", ">"])
    };
    (0..tokens.len())
        .filter(|at| tokens[*at..].starts_with(&["text", "!"]) && is_compared(*at))
        .count()
}

/// State is a value: who rewords a text changes nothing else.
#[test]
fn nothing_is_found_again_in_a_text_for_people() {
    let all = sources();
    let found: Vec<_> =
        all.iter().filter(|s| compared_texts(&s.code) > 0).map(|s| &s.path).collect();
    assert!(found.is_empty(), "compares a text of assets/ui/ja.toml: {found:#?}");
    for code in [
        "if *part == text!(\"a\") {}", "text!(\"a\", b = c(d)) != e",
        "line.strip_suffix(&text!(\"a\", b))", "list.split(text!(\"a\"))",
        "match a { text!(\"a\") => 1 }",
    ] {
        assert_eq!(compared_texts(code), 1, "{code}");
    }
    for code in ["let a = text!(\"a\");", "b => text!(\"a\"),", "join(text!(\"a\"))"] {
        assert_eq!(compared_texts(code), 0, "{code}");
    }
}

/// A test reads and writes nothing of the developer's own: the program is started with a home of
/// its own (`support/program.rs`, `support/pty.rs`).
#[test]
fn tests_start_the_program_at_a_home_of_its_own() {
    // In two parts, so that this file has none of it.
    let bare = concat!("Command::new(env!(\"CARGO_BIN_", "EXE_kotowari\"))");
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    let files = fs::read_dir(folder).expect("the tests").map(|e| e.expect("an entry").path());
    let mut seen = 0;
    for file in files.filter(|f| f.extension().is_some_and(|e| e == "rs")) {
        let text = fs::read_to_string(&file).expect("a test file");
        assert!(!text.contains(bare), "{}", file.display());
        seen += 1;
    }
    assert!(seen > 20, "{seen}");
}
