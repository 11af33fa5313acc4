//! `kotowari check`: the built-in assets and the user's own files, or what is given.

use super::cases::{CaseError, Cases};
use super::cli::Cli;
use super::load::{load_content, load_theme, so_far, today};
use super::say::{Failure, print, say, shown};
use super::{data_folder, paths, store, user_files};
use crate::config::Config;
use crate::domain::answers_file;
use crate::domain::calendar::OfficeCalendar;
use crate::domain::case;
use crate::domain::check;
use crate::domain::content::{Content, UserAssets};
use crate::domain::document::Document;
use crate::domain::gate::{Finding, Level};
use crate::domain::letter::foreign;
use crate::domain::letter::lint::{self, Part, Weight};
use crate::domain::problem::Problem;
use crate::domain::toml_reader::{self, size};
use crate::text::clean;
use chrono::NaiveDate;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Folders of an asset tree (`kotowari check assets`).
const TREE: [&str; 6] = ["flow", "letters", "services", "lint", "ui", ""];

#[derive(Default)]
struct CheckResult {
    problems: Vec<Problem>,
    hints: Vec<Problem>,
    files: usize,
}

/// Checks the files and folders given, else the built-in assets, and the configuration with the
/// user's own files beside it.
pub(super) fn run(cli: &Cli, paths: &[PathBuf]) -> Result<u8, Failure> {
    let (content, today) = (load_content(), today(cli));
    let mut found = CheckResult::default();
    if paths.is_empty() {
        found.problems.extend(check::mistakes());
        // Sample answers need a day on which the desk is open.
        let day = OfficeCalendar::default().next_business_day(today);
        found.problems.extend(content.own_mistakes());
        found.problems.extend(check::proof(&content, day));
        found.files += content.own_files();
        if let Ok(config) = paths::config_file() {
            if let Some(note) = data_folder::private_file(&config) {
                say(clean::visible(&note));
            }
            file(&config, cli.config.is_none(), &content, today, &mut found);
        }
        found.files += stored(&content, today, &mut found.problems);
    }
    for path in paths {
        if path.is_dir() {
            folder(path, &content, today, &mut found);
        } else {
            file(path, false, &content, today, &mut found);
        }
    }
    for hint in &found.hints {
        say(text!("cli.note", text = clean::visible(&hint.to_string())));
    }
    if found.problems.is_empty() {
        let n = found.files;
        let whole = paths.is_empty();
        let fine = if whole { text!("check.fine", n) } else { text!("check.fine.files", n) };
        return print(&(fine + "\n"));
    }
    let mut f = Failure::problems(&found.problems);
    f.code = 1;
    Err(f)
}

/// A folder of assets replaces the built-in files it has, and the whole set is checked. Other files
/// in it are checked by themselves.
fn folder(path: &Path, content: &Content, today: NaiveDate, found: &mut CheckResult) {
    let (mut files, looked) = (BTreeMap::new(), found.files);
    for name in TREE {
        let inside = if name.is_empty() { path.to_owned() } else { path.join(name) };
        for (file, text) in user_files::files(&inside, &mut found.problems) {
            let stem = Path::new(&file)
                .file_name()
                .map(|n| n.to_string_lossy().into_owned())
                .unwrap_or_default();
            if name.is_empty() && !check::is_asset(&stem) {
                self::file(&path.join(&stem), false, content, today, found);
                continue;
            }
            files.insert(if name.is_empty() { stem } else { format!("{name}/{stem}") }, text);
        }
    }
    found.files += files.len();
    let folder = shown(path);
    if found.files == looked && found.problems.is_empty() {
        return found.problems.push(Problem::new(&folder, 0, "", text!("check.empty_folder")));
    }
    if files.is_empty() {
        return;
    }
    found.problems.extend(check::mistakes_in(&files).into_iter().map(|mut p| {
        if let Some(inside) = p.file.strip_prefix("assets/").filter(|f| files.contains_key(*f)) {
            p.file = format!("{folder}/{inside}");
        }
        p
    }));
}

fn file(path: &Path, may_lack: bool, content: &Content, today: NaiveDate, found: &mut CheckResult) {
    let name = shown(path);
    let mut say = |message: String| found.problems.push(Problem::new(&name, 0, "", message));
    // Archives may be larger than files written by hand.
    let text = match store::read_text(path, case::archive::LARGEST as u64) {
        Ok(Some(text)) => text,
        Ok(None) if may_lack => return,
        Ok(None) => return say(text!("check.no_file").to_owned()),
        Err(e) => return say(e.to_string()),
    };
    found.files += 1;
    if path.extension().is_none_or(|e| e != "toml") {
        return letter(&name, &text, today, found);
    }
    if case::archive::looks_like_one(&text) {
        return found.problems.extend(case::archive::check(&name, &text, content, so_far(today)));
    }
    if text.len() as u64 > store::MAX_FILE {
        let message = text!("archive.too_large", max = size(toml_reader::LARGEST));
        return found.problems.push(Problem::new(&name, 0, "", message));
    }
    if case::file::looks_like_one(&text) {
        return found.problems.extend(case::file::check(&name, &text, content, so_far(today)));
    }
    if answers_file::looks_like_one(&text) {
        return answers(&name, &text, content, today, found);
    }
    let top = |key: &str| text.lines().any(|l| l.trim_start().starts_with(key));
    let mut own = UserAssets::default();
    if top("[[paragraph]]") {
        own.letters.push((name, text));
    } else if top("desk") && top("id") {
        own.services.push((name, text));
    } else {
        match Config::parse(&name, &text) {
            Ok(mut config) => {
                found.problems.extend(config.unknown(&name, content));
                found.problems.extend(load_theme(&mut config, path).err().unwrap_or_default());
            }
            Err(wrong) => found.problems.extend(wrong),
        }
        return;
    }
    let own = Content::with_own(own);
    found.problems.extend(own.own_mistakes());
    found.problems.extend(check::proof(&own, today));
}

/// An answers file: its own mistakes, and the lint of its letter. Open questions are not mistakes.
fn answers(name: &str, text: &str, content: &Content, today: NaiveDate, found: &mut CheckResult) {
    let mut given = answers_file::several::parse_all(name, text, content, today);
    let sound = given.problems.is_empty();
    found.problems.append(&mut given.problems);
    let office = OfficeCalendar::default();
    for parsed in &mut given.letters {
        parsed.fill_absent(content.flow(), today);
        let doc = Document::new(content, &parsed.answers, None, today, office).proofread(office);
        let line = |f: &Finding| f.question.as_deref().map_or(0, |q| parsed.line(q));
        // An incomplete letter is not linted.
        let told = |f: &&Finding| match f.question.as_deref() {
            _ if f.rule == "blank" => false,
            Some(id) => parsed.leaves_open(id),
            None => sound,
        };
        for f in doc.findings.iter().filter(told) {
            let key = f.question.as_deref().map_or_else(String::new, |id| parsed.key(id));
            let p = Problem::new(name, line(f), &key, f.message.as_str());
            let wrong = f.level == Level::Block
                || f.lint.as_ref().is_some_and(|l| l.weight == Weight::Warn);
            if wrong { found.problems.push(p) } else { found.hints.push(p) }
        }
    }
    found.problems.extend(given.unreached(name, content.flow(), today));
}

fn letter(name: &str, text: &str, today: NaiveDate, found: &mut CheckResult) {
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    if text.trim().is_empty() {
        return found.problems.push(Problem::new(name, 0, "empty", text!("check.empty")));
    }
    let read = foreign::read(text);
    if read.goal.is_empty() {
        found.hints.push(Problem::new(name, 0, "", text!("check.no_goal")));
    }
    let input = read.input(today, OfficeCalendar::default());
    for l in lint::lint(&input) {
        let line = if l.place.part == Part::Subject {
            read.subject_line
        } else {
            l.place.line + read.skipped
        };
        let p = Problem::new(name, line, l.rule, l.told());
        if l.weight == Weight::Hint { found.hints.push(p) } else { found.problems.push(p) }
    }
}

/// Checks the stored cases and drafts; returns the number of files.
fn stored(content: &Content, today: NaiveDate, problems: &mut Vec<Problem>) -> usize {
    let mut looked = 0;
    let mut failed = |path: &Path, e: CaseError| problems.extend(e.problems(path));
    // Without a place for data there is nothing to check.
    let Ok(cases) = Cases::open() else { return 0 };
    let ids = cases.ids().unwrap_or_else(|e| {
        failed(cases.data(), e);
        Vec::new()
    });
    let mut inner = Vec::new();
    for id in ids {
        looked += 1;
        let (text, loaded) = (cases.text(&id), cases.load(&id));
        match (text, loaded) {
            (Ok(Some((text, _))), Ok(_)) => {
                inner.extend(case::file::check(
                    &shown(&cases.path(&id)),
                    &text,
                    content,
                    so_far(today),
                ));
            }
            (_, Err(e)) | (Err(e), _) => failed(&cases.path(&id), e),
            (Ok(None), _) => {}
        }
    }
    match cases.drafts() {
        Ok(found) => {
            looked += found.found.len() + found.broken.len();
            problems.extend(found.broken);
        }
        Err(e) => failed(cases.data(), e),
    }
    // An unreadable folder is reported once.
    problems.dedup();
    problems.extend(inner);
    looked
}
