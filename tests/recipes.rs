//! What CONTRIBUTING.md tells to write is taken by the program.

#[path = "support/program.rs"]
mod program;
#[path = "support/ran.rs"]
mod ran;

use ran::Place;
use std::fs;
use std::path::Path;

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
    let place = Place::new();
    place.file("config.toml", "[look]\ntheme = \"file\"\n");
    for (name, text) in recipes().iter().filter(|(name, _)| !name.starts_with("assets/")) {
        place.file(name, text);
    }
    let (code, out, err) = place.told(&["check"]);
    assert_eq!(code, 0, "{out}{err}");
    let (_, services, _) = place.told(&["services", "みなと薬剤師"]);
    assert!(services.contains("minato"), "{services}");
    assert_eq!(recipes().len(), 4);
}

/// A phrase is a line below the head that the block names; a second time it is one too many.
#[test]
fn a_phrase_is_one_line() {
    let (name, line) =
        recipes().into_iter().find(|(name, _)| name.starts_with("assets/")).expect("a phrase");
    let (file, head) = name.split_once(' ').expect("a file and a table");
    let text =
        fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(file)).expect("the file");
    let (before, after) = text.split_once(head).expect("the table");
    let (own, after) = after.split_once("phrases = [\n").expect("its phrases");
    let before = format!("{before}{head}{own}phrases = [\n");
    let place = Place::new();
    let checked = |lines: &str| {
        place.file(file, format!("{before}{lines}{after}"));
        place.told(&["check", "assets"])
    };
    let (code, out, err) = checked(line);
    assert_eq!(code, 0, "{out}{err}");
    let (code, _, err) = checked(&line.repeat(2));
    let at = before.lines().count() + 2;
    assert!(
        code == 1 && err.contains(&format!("{file}:{at}: わかりました: 二度書かれています")),
        "{err}"
    );
}
