//! What CONTRIBUTING.md tells to write is taken by the program, and by the compiler.

#[path = "support/program.rs"]
mod program;
#[path = "support/ran.rs"]
mod ran;

use ran::Place;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

const TEXT: &str = include_str!("../CONTRIBUTING.md");

/// The blocks of a kind, each with the heading above it.
fn blocks(kind: &str) -> Vec<(&'static str, &'static str)> {
    let fence = format!("```{kind}\n");
    let recipes = TEXT.split("\n### ").skip(1).map(|r| r.split_once('\n').expect("a heading"));
    let of = |(name, text): (&'static str, &'static str)| {
        let blocks: Vec<_> = text.split(&fence).skip(1).map(|b| (name, until(b, "```"))).collect();
        blocks
    };
    recipes.flat_map(of).collect()
}

fn until<'t>(text: &'t str, end: &str) -> &'t str {
    text.split_once(end).expect("an end").0
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A copy of files of the repository: path → text.
type Copy = BTreeMap<String, String>;

/// Makes the changes of a `diff` block.
fn change(copy: &mut Copy, diff: &str) {
    for file in diff.split("--- ").skip(1) {
        let (path, hunks) = file.split_once('\n').expect("a file");
        let there = || fs::read_to_string(root().join(path)).unwrap_or_default();
        let text = copy.entry(path.to_owned()).or_insert_with(there);
        for hunk in hunks.split("@@").skip(1) {
            let (line, hunk) = hunk.split_once('\n').expect("a line");
            *text = changed(text, line.trim(), hunk);
        }
    }
}

/// The text with one hunk in it, below the first line that has these words.
fn changed(text: &str, words: &str, hunk: &str) -> String {
    let side = |other: char| -> Vec<&str> {
        hunk.lines().filter(|l| !l.starts_with(other)).map(|l| l.split_at(1).1).collect()
    };
    let (old, new) = (side('+'), side('-'));
    let mut lines: Vec<&str> = text.lines().collect();
    let at = match words {
        "" => lines.len(),
        _ => 1 + lines.iter().position(|l| l.contains(words)).expect(words),
    };
    let ahead = |n: &usize| lines[*n..].starts_with(&old);
    let at = (at..=lines.len()).find(ahead).unwrap_or_else(|| panic!("{words}: not below {old:?}"));
    lines.splice(at..at + old.len(), new);
    lines.join("\n") + "\n"
}

/// What `kotowari check` says of the assets of a copy.
fn checked(copy: &Copy) -> (i32, String) {
    let place = Place::new();
    place.file("assets/readme.txt", "");
    for (path, text) in copy.iter().filter(|(path, _)| path.starts_with("assets/")) {
        place.file(path, text);
    }
    let (code, out, err) = place.told(&["check", "assets"]);
    (code, out + &err)
}

#[test]
fn what_a_contributor_adds_most_has_a_recipe() {
    let worked: BTreeSet<&str> =
        ["toml", "diff"].iter().flat_map(|kind| blocks(kind)).map(|(name, _)| name).collect();
    let named = [
        "A channel", "A paragraph, or other wording", "A phrase that the linter finds",
        "A question", "A second letter", "A service", "A theme", "An export format",
    ];
    assert_eq!(worked, named.into());
}

#[test]
fn what_a_user_lays_beside_the_configuration_is_taken() {
    let place = Place::new();
    for (_, block) in blocks("toml") {
        let (name, text) = block.split_once('\n').expect("a first line");
        place.file(name.trim_start_matches("# "), text);
    }
    let (code, out, err) = place.told(&["check"]);
    assert_eq!(code, 0, "{out}{err}");
    let (_, services, _) = place.told(&["services", "みなと薬剤師"]);
    assert!(services.contains("minato"), "{services}");
}

#[test]
fn what_the_assets_get_is_taken() {
    let mut copy = Copy::new();
    for (_, diff) in blocks("diff") {
        change(&mut copy, diff);
    }
    let (code, said) = checked(&copy);
    assert_eq!(code, 0, "{said}");
}

/// A question that nothing leads to, and a phrase that stands there already.
#[test]
fn what_a_recipe_leaves_out_is_named() {
    let diff = |of: &str| blocks("diff").into_iter().find(|(name, _)| *name == of).expect(of).1;
    let (phrase, question) = (diff("A phrase that the linter finds"), diff("A question"));
    let detour = until(question, "@@\n");
    assert!(detour.contains("[[question.detour]]"), "{detour}");
    let mut copy = Copy::new();
    change(&mut copy, &question.replace(detour, "--- assets/flow/extras.toml\n"));
    change(&mut copy, phrase);
    change(&mut copy, phrase);
    let (code, said) = checked(&copy);
    assert_eq!(code, 1, "{said}");
    for line in ["member_number: ", "わかりました: stands here twice"] {
        assert!(said.contains(line), "{line} is not said in {said}");
    }
}

/// What the compiler reads.
const FILES: [&str; 7] =
    ["Cargo.toml", "Cargo.lock", "build.rs", "config.example.toml", "src", "assets", "benches"];

/// The repository, but for the changes that a copy makes.
fn lay(copy: &Copy, to: &Path) {
    let mut todo: Vec<PathBuf> = FILES.map(PathBuf::from).into();
    let mut texts = copy.clone();
    while let Some(path) = todo.pop() {
        let from = root().join(&path);
        if from.is_dir() {
            let inside = fs::read_dir(&from).expect("a folder").flatten();
            todo.extend(inside.map(|e| path.join(e.file_name())));
        } else if let Ok(text) = fs::read_to_string(&from) {
            let name = path.to_string_lossy().replace('\\', "/");
            // Under its own name cargo would take it for the repository, and build over that.
            let text = match name.as_str() {
                "Cargo.toml" | "Cargo.lock" => text.replace("\"kotowari\"", "\"copy\""),
                _ => text,
            };
            texts.entry(name).or_insert(text);
        }
    }
    for (path, text) in texts {
        let to = to.join(path);
        // What stays as it is is not compiled again.
        if fs::read_to_string(&to).ok().as_ref() != Some(&text) {
            fs::create_dir_all(to.parent().expect("a folder")).expect("a folder");
            fs::write(to, text).expect("a file");
        }
    }
}

/// Each mistake that the compiler finds in the copy, a line each.
fn compiled(copy: &Copy) -> Vec<String> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let place = folder.join("recipes");
    lay(copy, &place);
    let mut check = Command::new(env!("CARGO"));
    check.args(["check", "--lib", "--locked", "--offline", "--quiet", "--message-format=short"]);
    // What other checks have compiled of the dependencies is used again.
    check.arg("--target-dir").arg(folder.parent().expect("the target")).current_dir(place);
    let done = check.output().expect("cargo runs");
    let said = String::from_utf8(done.stderr).expect("UTF-8");
    let wrong: Vec<_> =
        said.lines().filter(|l| l.contains(": error")).map(|l| l.replace('\\', "/")).collect();
    assert_eq!(done.status.success(), wrong.is_empty(), "{said}");
    wrong
}

/// What the compiler asks of a new channel and a new situation is all that it finds.
#[test]
fn the_compiler_names_what_is_left_to_say() {
    let mut copy = Copy::new();
    for (_, diff) in blocks("diff") {
        change(&mut copy, diff);
    }
    let wrong = compiled(&copy);
    let asks = |word: &str| {
        let of = wrong.iter().filter(|l| l.contains("error[E0004]") && l.contains(word));
        of.collect::<Vec<_>>()
    };
    let (fax, situation) = (asks("Fax"), asks("NeverArrived"));
    assert_eq!(fax.len() + situation.len(), wrong.len(), "{wrong:#?}");
    assert!(fax.iter().any(|l| l.starts_with("src/domain/channel.rs:")), "{fax:#?}");
    assert!(!situation.is_empty(), "{wrong:#?}");
}
