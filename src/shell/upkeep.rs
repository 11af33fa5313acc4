//! Looking after what is stored and what is built in: `check`, `check --exhaustive`, `wipe`.

use super::case_commands::{self, case_failure};
use super::cases::Cases;
use super::cli::Cli;
use super::commands::{Failure, shown, today};
use super::places::PlaceKind;
use super::{paths, store};
use crate::config::Config;
use crate::domain::answers_file;
use crate::domain::case;
use crate::domain::content::Content;
use crate::domain::exhaustive;
use crate::domain::problem::Problem;
use crate::text::clean;
use std::io::{self, BufRead};
use std::path::{Path, PathBuf};

/// `kotowari check`: the built-in assets, and the files given or the configuration.
pub(super) fn check(cli: &Cli, paths: &[PathBuf]) -> Result<u8, Failure> {
    let mut problems = Content::mistakes();
    let (content, today) = (Content::builtin(), today(cli));
    let mut checked = 0;
    let mut files: Vec<PathBuf> = paths.to_vec();
    if files.is_empty() {
        files.extend(cli.config.clone().map_or_else(paths::config_file, Ok).ok());
    }
    for file in &files {
        let name = shown(file);
        let text = match store::read_text(file, store::MAX_FILE) {
            Ok(Some(t)) => t,
            Ok(None) if paths.is_empty() && cli.config.is_none() => continue,
            Ok(None) => {
                problems.push(Problem {
                    file: name,
                    line: 0,
                    key: String::new(),
                    message: "ファイルがありません".to_owned(),
                });
                continue;
            }
            Err(e) => {
                problems.push(Problem { file: name, line: 0, key: String::new(), message: e.to_string() });
                continue;
            }
        };
        checked += 1;
        // A configuration and a case have tables of their own; everything else is an answers file.
        let is_answers = answers_file::looks_like_one(&text);
        let found = if case::file::looks_like_one(&text) {
            Some(case::file::check(&name, &text, &content, today))
        } else if is_answers {
            answers_file::parse(&name, &text, &content, today).err()
        } else {
            match Config::parse(&name, &text) {
                Ok(config) => Some(config.unknown(&name, &content)),
                Err(found) => Some(found),
            }
        };
        problems.extend(found.unwrap_or_default());
    }
    if paths.is_empty() {
        checked += case_commands::check(&content, today, &mut problems);
    }
    if problems.is_empty() {
        println!("間違いはありません（組み込みの文面と、ファイル {checked} 個）");
        return Ok(0);
    }
    let mut f = Failure::problems(&problems);
    f.code = 1;
    Err(f)
}

/// Every path of the flow, with every channel and tone: says how many letters, how long, and what is wrong with which.
pub(super) fn prove(cli: &Cli) -> Result<u8, Failure> {
    let content = Content::builtin();
    let start = std::time::Instant::now();
    let report = exhaustive::run(&content, today(cli));
    println!(
        "手紙 {} 通（うち矛盾として止めたもの {} 通）、{:.1} 秒、間違い {} 件",
        report.letters,
        report.refused,
        start.elapsed().as_secs_f32(),
        report.failures.len()
    );
    if report.failures.is_empty() {
        return Ok(0);
    }
    let lines = report.failures.iter().flat_map(|f| {
        let answers = f.answers.lines().map(|l| format!("    {l}"));
        std::iter::once(f.what.clone()).chain(answers).collect::<Vec<_>>()
    });
    Err(Failure { code: 1, lines: lines.collect() })
}

/// Everything that the program stores: the sender and the registrations in the configuration, and the data folder.
pub(super) fn wipe(cli: &Cli, yes: bool) -> Result<u8, Failure> {
    let path = cli.config.clone().map_or_else(paths::config_file, Ok).map_err(Failure::outside)?;
    let profile = profile_to_wipe(&path)?;
    // Without a place for data nothing can be stored there.
    let cases = Cases::open().ok();
    let places = cases.as_ref().map_or(Ok(Vec::new()), Cases::places).map_err(|e| case_failure(&e))?;
    let wiped = || cases.as_ref().map_or(Ok(Vec::new()), Cases::wipe).map_err(|e| case_failure(&e));
    // The lock alone holds nothing; it goes with the rest.
    let stored: Vec<_> = places.iter().filter(|p| p.kind != PlaceKind::Lock).collect();
    if profile.is_none() && stored.is_empty() {
        wiped()?;
        println!("保存されているものはありません");
        return Ok(0);
    }
    if !yes {
        for p in &stored {
            eprintln!("{}（{}）", shown(&p.path), p.kind.ja());
        }
        if profile.is_some() {
            eprintln!("{}（氏名や登録情報）", shown(&path));
        }
        if !confirmed("これらを消します。よろしいですか")? {
            println!("消していません");
            return Ok(0);
        }
    }
    if let Some(left) = profile {
        store::write_private(&path, left.as_bytes()).map_err(|e| Failure::outside(e.to_string()))?;
        println!("消しました: {}", shown(&path));
    }
    for p in wiped()?.iter().filter(|p| p.kind != PlaceKind::Lock) {
        println!("消しました: {}", shown(&p.path));
    }
    Ok(0)
}

/// The text of the configuration without the profile; None: there is none in it.
fn profile_to_wipe(path: &Path) -> Result<Option<String>, Failure> {
    let text = store::read_text(path, store::MAX_FILE).map_err(|e| Failure::outside(e.to_string()))?;
    let Some(text) = text else { return Ok(None) };
    let left = crate::config::without_profile(&text).map_err(|_| {
        // Said line by line, so that it can be mended; deleting the file is a way out too.
        let mut f = Failure::problems(&Config::parse(&shown(path), &text).err().unwrap_or_default());
        f.code = 1;
        f.lines.push(format!("{} を直してからもう一度実行するか、ファイルごと消してください", shown(path)));
        f
    })?;
    Ok((left != text).then_some(left))
}

/// Asks on the terminal; anything but a yes is a no.
pub(super) fn confirmed(question: &str) -> Result<bool, Failure> {
    eprint!("{question} [y/N] ");
    let mut line = String::new();
    io::stdin().lock().read_line(&mut line).map_err(|e| Failure::outside(e.to_string()))?;
    Ok(matches!(clean::fold(line.trim()).as_str(), "y" | "yes" | "はい"))
}
