//! What CONTRIBUTING.md tells to write is taken by the program.

#[path = "support/program.rs"]
mod program;
#[path = "support/ran.rs"]
mod ran;

use ran::{lay, ran};

const TEXT: &str = include_str!("../CONTRIBUTING.md");

/// The file of each block, as its first line names it, and what it holds.
fn recipes() -> Vec<(&'static str, &'static str)> {
    let blocks = TEXT.split("```toml\n").skip(1).filter_map(|t| t.split("```").next());
    blocks
        .map(|b| b.split_once('\n').expect("a first line"))
        .map(|(name, b)| (name.trim_start_matches("# "), b))
        .collect()
}

#[test]
fn each_recipe_is_taken() {
    let place = tempfile::tempdir().expect("a folder");
    lay(place.path(), "config.toml", "[look]\ntheme = \"file\"\n");
    for (name, text) in recipes() {
        lay(place.path(), name, text);
    }
    let (code, out, err) = ran(place.path(), &["check"]);
    assert_eq!(code, 0, "{out}{err}");
    let (_, services, _) = ran(place.path(), &["services", "みなと薬剤師"]);
    assert!(services.contains("minato"), "{services}");
    assert_eq!(recipes().len(), 3);
}
