//! The layout holds: imports go one way, and the outside is touched in one place.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// From the outside in; each may use those behind it, and `domain` where [`may`] says so.
const ORDER: [&str; 7] = ["main", "shell", "app", "config", "ui", "input", "text"];

/// Files past the limit, tests aside, and why each is one file all the same.
const LONG: [(&str, &str); 6] = [
    ("src/app/update.rs", "the one place that folds every reply into state and effects"),
    ("src/domain/exhaustive.rs", "the product of all answers: its samples, its walk and what it tells"),
    ("src/input/keymap.rs", "the table of keys, a row an action"),
    ("src/shell/case_commands.rs", "the commands on cases, a function each"),
    ("src/text/edit.rs", "one buffer, and what can be done to it"),
    (
        "src/shell/terminal.rs",
        "the terminal and its guards: what is changed and what restores it stand together",
    ),
];
const LIMIT: usize = 400;

struct Source {
    /// `src/app/view/`.
    path: String,
    /// The code, without comments and without the test module at its end.
    code: String,
    /// Lines up to the test module.
    lines: usize,
}

impl Source {
    fn read(path: &Path, root: &Path) -> Self {
        let text = fs::read_to_string(path).expect("a source file");
        let own = text.split_once("#[cfg(test)]\nmod tests").map_or(text.as_str(), |(own, _)| own);
        let code = own
            .lines()
            .filter(|l| !l.trim_start().starts_with("//"))
            .fold(String::new(), |all, l| all + l + "\n");
        let path = path.strip_prefix(root).expect("below the root").to_string_lossy().replace('\\', "/");
        Self { path, code, lines: own.lines().count() }
    }

    /// The module path: `src/app/screens/edit/view.rs` is `app`, `screens`, `edit`, `view`.
    fn module(&self) -> Vec<&str> {
        let inner = self.path.strip_prefix("src/").unwrap_or(&self.path);
        inner.split('/').map(|p| p.strip_suffix(".rs").unwrap_or(p)).filter(|p| *p != "mod").collect()
    }

    /// The modules at the top of the crate that this file names, by whatever way.
    fn uses(&self) -> BTreeSet<String> {
        let mut out = BTreeSet::new();
        let mut add = |rest: &str| {
            // `crate::{a, b::c}` names several.
            let group = rest.strip_prefix('{').map(|g| g.split('}').next().unwrap_or(g));
            let names: Vec<&str> = group.map_or_else(|| vec![rest], |g| g.split(',').collect());
            for n in names {
                let name: String =
                    n.trim().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
                out.insert(name);
            }
        };
        for start in ["crate::", "kotowari::"] {
            self.code.split(start).skip(1).for_each(&mut add);
        }
        // `super::` that climbs out of its own top module.
        let depth = self.module().len();
        let climb = "super::".repeat(depth);
        self.code.split(climb.as_str()).skip(1).for_each(&mut add);
        out
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
        for to in s.uses() {
            steps.insert((module[0].to_owned(), to.clone()));
            if !may(module[0], &to) {
                wrong.push(format!("{} uses {to}", s.path));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    // The scan sees the steps that are there.
    for (from, to) in
        [("main", "shell"), ("shell", "app"), ("app", "domain"), ("domain", "text"), ("app", "ui")]
    {
        assert!(steps.contains(&(from.to_owned(), to.to_owned())), "{from} to {to} not found in {steps:?}");
    }
}

#[test]
fn a_step_in_the_wrong_direction_would_be_found() {
    let source = |path: &str, code: &str| Source { path: path.to_owned(), code: code.to_owned(), lines: 1 };
    let found = |path, code| source(path, code).uses().into_iter().collect::<Vec<_>>();
    assert_eq!(found("src/app/view.rs", "use crate::shell::ports;"), ["shell"]);
    assert_eq!(found("src/app/view.rs", "use crate::{ui, shell::ports};"), ["shell", "ui"]);
    assert_eq!(found("src/app/view.rs", "use super::super::shell::ports;"), ["shell"]);
    assert_eq!(found("src/app/view.rs", "use super::shell_like;"), Vec::<String>::new());
    assert_eq!(found("src/domain/mod.rs", "use super::app;"), ["app"]);
    assert!(!may("app", "shell") && !may("domain", "app") && !may("text", "ui") && !may("ui", "domain"));
    assert!(!may("input", "config") && !may("domain", "nowhere"));
}

/// Words that may stand in some files only: (words, what is allowed, a file in which they must be found).
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
            "std::env",
            "std::fs",
            "env::var",
            "File::",
            "SystemTime",
            "Instant",
            "Local::now",
            "Utc::now",
            "std::process",
            "std::thread",
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
        assert!(words.iter().any(|w| there.code.contains(w)), "{words:?} are not even in {example}");
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn long_files_have_a_reason() {
    let long: BTreeSet<String> = sources().into_iter().filter(|s| s.lines > LIMIT).map(|s| s.path).collect();
    let listed: BTreeSet<String> = LONG.iter().map(|(p, _)| (*p).to_owned()).collect();
    assert_eq!(long, listed, "files past {LIMIT} lines, and those that are listed with a reason");
}

/// Nothing in Rust knows a service by name.
#[test]
fn no_service_stands_in_the_code() {
    let ids: Vec<String> = fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/services"))
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

/// A test reads and writes nothing of the developer's own: the program is started with a home of its own (`support/program.rs`,
/// `support/pty.rs`).
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
