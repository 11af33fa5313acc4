//! Looking after what is stored and what is built in: `check --exhaustive`, `wipe`.

use super::cli::Cli;
use super::commands::{Failure, load_content, shown, today};
use super::{paths, store};
use crate::config::Config;
use crate::domain::exhaustive;
use crate::text::clean;
use std::io::{self, BufRead};

/// Every path of the flow, with every channel and tone: says how many letters, how long, and what is wrong with which.
pub(super) fn prove(cli: &Cli) -> Result<u8, Failure> {
    let content = load_content(cli);
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

/// Everything that the program stores is in the configuration: the sender and the registrations.
pub(super) fn wipe(cli: &Cli, yes: bool) -> Result<u8, Failure> {
    let path = cli.config.clone().map_or_else(paths::config_file, Ok).map_err(Failure::outside)?;
    let text = store::read_text(&path, store::MAX_FILE).map_err(|e| Failure::outside(e.to_string()))?;
    let Some(text) = text else {
        println!("保存されているものはありません");
        return Ok(0);
    };
    let left = crate::config::without_profile(&text).map_err(|_| {
        // Said line by line, so that it can be mended; deleting the file is a way out too.
        let mut f = Failure::problems(&Config::parse(&shown(&path), &text).err().unwrap_or_default());
        f.code = 1;
        f.lines.push(format!("{} を直してからもう一度実行するか、ファイルごと消してください", shown(&path)));
        f
    })?;
    if left == text {
        println!("保存されているものはありません");
        return Ok(0);
    }
    if !yes {
        eprint!("{} から、氏名や登録情報を消します。よろしいですか [y/N] ", shown(&path));
        let mut line = String::new();
        io::stdin().lock().read_line(&mut line).map_err(|e| Failure::outside(e.to_string()))?;
        if !matches!(clean::fold(line.trim()).as_str(), "y" | "yes" | "はい") {
            println!("消していません");
            return Ok(0);
        }
    }
    store::write_private(&path, left.as_bytes()).map_err(|e| Failure::outside(e.to_string()))?;
    println!("消しました: {}", shown(&path));
    Ok(0)
}
