//! Turns the assets into what is read fast: every TOML file into JSON, which is read ten times as fast, the texts of the program
//! into a sorted table, in which one is found without reading the others, and the services into another.

use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::path::{Path, PathBuf};

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-changed=assets");
    let out = PathBuf::from(env::var("OUT_DIR").expect("cargo sets it"));
    convert(Path::new("assets"), &out.join("assets"));
    sort_texts(Path::new("assets/ui/ja.toml"), &out.join("texts.rs"));
    gather_services(Path::new("assets/services"), &out.join("services.rs"));
}

/// Every TOML file of a folder as JSON, the same tree. One that does not parse is left to `kotowari check` and its test, which
/// name file and line: here it becomes `null`.
fn convert(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("cargo gives a folder that can be written");
    for entry in fs::read_dir(from).expect("the assets are part of the source").flatten() {
        let path = entry.path();
        let target = to.join(entry.file_name());
        if path.is_dir() {
            convert(&path, &target);
        } else if path.extension().is_some_and(|e| e == "toml") {
            let text = fs::read_to_string(&path).expect("assets are UTF-8");
            let value: serde_json::Value = toml::from_str(&text).unwrap_or_default();
            fs::write(target.with_extension("json"), value.to_string())
                .expect("cargo gives a folder that can be written");
        }
    }
}

/// The texts as a Rust array of (key, text), in the order of the keys.
fn sort_texts(from: &Path, to: &Path) {
    let text = fs::read_to_string(from).expect("assets are UTF-8");
    let texts: BTreeMap<String, String> = toml::from_str(&text).unwrap_or_default();
    let rows: Vec<(String, String)> = texts.into_iter().collect();
    fs::write(to, format!("&{rows:?}")).expect("cargo gives a folder that can be written");
}

/// The services of the folder, so that a new one is one file and nothing else, as a Rust array of `BuiltIn`
/// (`domain/content/directory.rs`).
fn gather_services(from: &Path, to: &Path) {
    let mut paths: Vec<PathBuf> =
        fs::read_dir(from).expect("the assets are part of the source").flatten().map(|e| e.path()).collect();
    paths.retain(|p| p.extension().is_some_and(|e| e == "toml"));
    paths.sort();
    let row = |path: &PathBuf| {
        let text = fs::read_to_string(path).expect("assets are UTF-8");
        let file = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        // A file that does not parse is left to `kotowari check` as well.
        let value: serde_json::Value = toml::from_str(&text).unwrap_or_default();
        let field = |key: &str| value.get(key).and_then(|v| v.as_str()).unwrap_or_default().to_owned();
        let (category, id, name) = (field("category"), field("id"), field("name"));
        let json = value.to_string();
        format!(
            "BuiltIn {{ file: {file:?}, text: {text:?}, category: {category:?}, id: {id:?}, name: {name:?}, json: {json:?} }},\n"
        )
    };
    let rows: String = paths.iter().map(row).collect();
    fs::write(to, format!("&[{rows}]")).expect("cargo gives a folder that can be written");
}
