//! What CONTRIBUTING.md tells to write is taken by the program.

#[path = "support/program.rs"]
mod program;

use std::fs;

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
    let config = place.path().join("config.toml");
    fs::write(&config, "[look]\ntheme = \"file\"\n").expect("a configuration");
    for (name, text) in recipes() {
        let path = place.path().join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, text).expect("a file");
    }
    let run = |args: &[&str]| {
        let out = program::program(place.path()).arg("--config").arg(&config).args(args).output();
        let out = out.expect("the program");
        let text = |b: &[u8]| String::from_utf8(b.to_vec()).expect("UTF-8");
        (out.status.code(), text(&out.stdout), text(&out.stderr))
    };
    let (code, out, err) = run(&["check"]);
    assert_eq!(code, Some(0), "{out}{err}");
    let (_, services, _) = run(&["services", "みなと薬剤師"]);
    assert!(services.contains("minato"), "{services}");
    assert_eq!(recipes().len(), 3);
}
