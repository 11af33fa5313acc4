//! What the program is built from: the rules of deny.toml held over `cargo metadata`, so that they
//! count also where cargo-deny is not installed; and docs/dependencies.md names every dependency
//! with its reason.

use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

const MANIFEST: &str = include_str!("../Cargo.toml");
const DENY: &str = include_str!("../deny.toml");
const DEPENDENCIES: &str = include_str!("../docs/dependencies.md");

/// All packages, also those of other platforms. Where they can't be had without a network that is
/// not there: those of this one.
fn metadata() -> Value {
    let host = {
        let run = Command::new(env!("CARGO")).args(["-vV"]).output().expect("cargo runs");
        let said = String::from_utf8_lossy(&run.stdout).into_owned();
        said.lines().find_map(|l| l.strip_prefix("host: ")).expect("a host").to_owned()
    };
    let asked = |more: &[&str]| {
        let mut c = Command::new(env!("CARGO"));
        c.args(["metadata", "--locked", "--format-version", "1", "--manifest-path"]);
        let run = c
            .arg(concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml"))
            .args(more)
            .output()
            .expect("cargo runs");
        run.status.success().then(|| serde_json::from_slice(&run.stdout).expect("JSON"))
    };
    // Without the network first: it is the same answer, and at once.
    asked(&["--offline"]).or_else(|| asked(&[])).unwrap_or_else(|| {
        let strict = std::env::var_os("KOTOWARI_TEST_STRICT").is_some_and(|v| v == "1");
        assert!(!strict, "not all packages can be had");
        eprintln!("checked for {host} alone: the packages of other platforms are not here");
        asked(&["--offline", "--filter-platform", &host]).expect("what the tests were built from")
    })
}

fn packages(m: &Value) -> &[Value] {
    m["packages"].as_array().expect("packages")
}

fn text<'a>(v: &'a Value, key: &str) -> &'a str {
    v[key].as_str().unwrap_or_default()
}

fn deny() -> toml::Table {
    DENY.parse().expect("deny.toml")
}

/// The strings, or the values of `key`, of a list in deny.toml.
fn listed(table: &str, list: &str, key: Option<&str>) -> BTreeSet<String> {
    let deny = deny();
    let rows = deny[table][list].as_array().expect("a list");
    let of = |r: &toml::Value| {
        key.map_or_else(|| r.as_str(), |k| r[k].as_str()).expect("a text").to_owned()
    };
    rows.iter().map(of).collect()
}

/// Whether an SPDX expression can be met with these licences. `/` is how it was written before
/// SPDX; an exception (`WITH`) only adds rights.
fn met(expression: &str, allowed: &BTreeSet<String>) -> bool {
    fn any(words: &mut Vec<&str>, allowed: &BTreeSet<String>) -> bool {
        let mut found = all(words, allowed);
        while words.pop_if(|w| *w == "OR").is_some() {
            // Not lazily: the words have to be read.
            found |= all(words, allowed);
        }
        found
    }
    fn all(words: &mut Vec<&str>, allowed: &BTreeSet<String>) -> bool {
        let mut found = true;
        loop {
            found &= match words.pop() {
                Some("(") => any(words, allowed) & (words.pop() == Some(")")),
                Some(licence) => allowed.contains(licence),
                None => false,
            };
            if words.pop_if(|w| *w == "WITH").is_some() {
                words.pop();
            }
            if words.pop_if(|w| *w == "AND").is_none() {
                return found;
            }
        }
    }
    let spaced = expression.replace('(', " ( ").replace(')', " ) ").replace('/', " OR ");
    let mut words: Vec<&str> = spaced.split_whitespace().rev().collect();
    any(&mut words, allowed) && words.is_empty()
}

#[test]
fn licence_expressions_are_read() {
    let allowed: BTreeSet<String> = ["MIT", "Zlib"].map(str::to_owned).into();
    let met = |e: &str| met(e, &allowed);
    for good in [
        "MIT", "GPL-3.0 OR MIT", "MIT/GPL-3.0", "MIT AND Zlib", "(GPL-3.0 OR MIT) AND Zlib",
        "GPL-3.0 WITH x OR MIT",
    ] {
        assert!(met(good), "{good}");
    }
    for bad in [
        "", "GPL-3.0", "MIT AND GPL-3.0", "(MIT OR Zlib) AND GPL-3.0", "GPL-3.0 WITH MIT", "MIT )",
        "( MIT",
    ] {
        assert!(!met(bad), "{bad}");
    }
}

#[test]
fn every_package_may_be_used_and_comes_from_the_registry() {
    let all = metadata();
    let allowed = listed("licenses", "allow", None);
    let mut wrong = Vec::new();
    for p in packages(&all) {
        let (name, licence) = (text(p, "name"), text(p, "license"));
        if !met(licence, &allowed) {
            wrong.push(format!("{name}: {licence:?}"));
        }
        let source = text(p, "source");
        let here = name == env!("CARGO_PKG_NAME") && p["source"].is_null();
        let registry = source.starts_with("registry+") && source.ends_with("/crates.io-index");
        if !here && !registry {
            wrong.push(format!("{name}: from {source:?}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(packages(&all).len() > 100, "only {} packages", packages(&all).len());
    for key in ["unknown-registry", "unknown-git"] {
        assert_eq!(deny()["sources"][key].as_str(), Some("deny"), "{key}");
    }
}

#[test]
fn what_is_there_twice_has_a_reason_and_what_is_banned_is_not_there() {
    let all = metadata();
    let mut versions: BTreeMap<&str, BTreeSet<(u64, u64, u64)>> = BTreeMap::new();
    for p in packages(&all) {
        let version = text(p, "version").split(['-', '+']).next().unwrap_or_default();
        let mut numbers = version.split('.').map(|n| n.parse().expect("a number"));
        let mut next = || numbers.next().unwrap_or(0);
        versions.entry(text(p, "name")).or_default().insert((next(), next(), next()));
    }
    // The newest is the one to have; the others need a reason.
    let older: BTreeSet<String> = versions
        .iter()
        .flat_map(|(name, v)| {
            v.iter().rev().skip(1).map(move |(a, b, c)| format!("{name}@{a}.{b}.{c}"))
        })
        .collect();
    assert_eq!(
        older,
        listed("bans", "skip", Some("crate")),
        "older versions, and those that deny.toml knows"
    );
    for list in ["skip", "deny"] {
        assert!(listed("bans", list, Some("reason")).iter().all(|r| !r.is_empty()));
    }
    let banned = listed("bans", "deny", Some("crate"));
    assert!(banned.contains("rustls"));
    let there: Vec<&String> = banned.iter().filter(|b| versions.contains_key(b.as_str())).collect();
    assert!(there.is_empty(), "{there:?}");
}

/// The names in the table of dependencies.
fn in_the_table() -> BTreeSet<String> {
    let table = DEPENDENCIES.split("| 依存 | なぜ |\n|---|---|\n").nth(1).expect("the table");
    let rows = table.lines().take_while(|l| l.starts_with('|'));
    let mut out = BTreeSet::new();
    for row in rows {
        let mut cells = row.trim_matches('|').split('|').map(str::trim);
        let (names, why) = (cells.next().unwrap_or_default(), cells.next().unwrap_or_default());
        assert!(!why.is_empty(), "no reason: {row}");
        for name in names.split(", ") {
            assert!(out.insert(name.to_owned()), "twice: {name}");
        }
    }
    out
}

#[test]
fn the_docs_give_the_reason_of_every_dependency() {
    let manifest: toml::Table = MANIFEST.parse().expect("Cargo.toml");
    let mut names = BTreeSet::new();
    let mut add = |t: &toml::Table| {
        for kind in ["dependencies", "build-dependencies", "dev-dependencies"] {
            names.extend(
                t.get(kind)
                    .and_then(toml::Value::as_table)
                    .into_iter()
                    .flat_map(|d| d.keys().cloned()),
            );
        }
    };
    add(&manifest);
    for target in manifest["target"].as_table().expect("targets").values() {
        add(target.as_table().expect("a target"));
    }
    assert!(names.len() > 20);
    assert_eq!(in_the_table(), names, "docs/dependencies.md and Cargo.toml");
}
