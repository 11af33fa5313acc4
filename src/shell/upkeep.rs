//! Looking after what is stored and what is built in: `check --exhaustive`, `wipe`.

use super::case_commands::case_failure;
use super::cases::Cases;
use super::cli::Cli;
use super::commands::{Failure, load_content, print, shown, today};
use super::places::{PlaceKind, Wiped};
use super::say::say;
use super::{own, paths, store};
use crate::config::Config;
use crate::domain::exhaustive;
use crate::text::clean;
use std::io::{self, BufRead, Write as _};
use std::num::NonZero;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Every path of the flow, with every channel and tone: says how many letters, how long, and what is wrong with which. On as many
/// threads as the machine has; each has its own assets, which are read as they are needed and so belong to one thread.
pub(super) fn prove(cli: &Cli) -> Result<u8, Failure> {
    let start = std::time::Instant::now();
    let today = today(cli);
    let pieces = exhaustive::pieces(&load_content(cli), today);
    let next = AtomicUsize::new(0);
    let work = || {
        let content = load_content(cli);
        let mut report = exhaustive::Report::default();
        while let Some(piece) = pieces.get(next.fetch_add(1, Ordering::Relaxed)) {
            report.add(exhaustive::run(&content, today, piece));
        }
        report
    };
    let threads = std::thread::available_parallelism().map_or(1, NonZero::get);
    let mut report = exhaustive::Report::default();
    std::thread::scope(|s| {
        let all: Vec<_> = (0..threads).map(|_| s.spawn(work)).collect();
        for t in all {
            // A panic has said what happened; the proof fails with it.
            report.add(t.join().unwrap_or_else(|p| std::panic::resume_unwind(p)));
        }
    });
    print(&format!(
        "手紙 {} 通（うち矛盾として止めたもの {} 通）、{:.1} 秒、間違い {} 件\n",
        report.letters,
        report.refused,
        start.elapsed().as_secs_f32(),
        report.failures.len()
    ))?;
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
    // A configuration that can't be read keeps nothing else from being removed.
    let (profile, mut failed) = match profile_to_wipe(&path) {
        Ok(profile) => (profile, Vec::new()),
        Err(f) => (None, f.lines),
    };
    // Without a place for data nothing can be stored there.
    let cases = Cases::open().ok();
    let places = cases.as_ref().map_or(Ok(Vec::new()), Cases::places).map_err(|e| case_failure(&e))?;
    let wiped = || cases.as_ref().map_or(Ok(Wiped::default()), Cases::wipe).map_err(|e| case_failure(&e));
    // The lock alone holds nothing; it goes with the rest.
    let stored: Vec<_> = places.iter().filter(|p| p.kind != PlaceKind::Lock).collect();
    if profile.is_none() && stored.is_empty() && failed.is_empty() {
        wiped()?;
        return print("保存されているものはありません\n");
    }
    if !yes {
        for p in &stored {
            say(format_args!("{}（{}）", shown(&p.path), p.kind.ja()));
        }
        if profile.is_some() {
            say(format_args!("{}（氏名や登録情報）", shown(&path)));
        }
        for line in &failed {
            say(line);
        }
        if !confirmed("これらを消します。よろしいですか")? {
            return print("消していません\n");
        }
    }
    // Said at the end: what can't be said must not keep anything from being removed.
    let mut done = String::new();
    let mut removed = |what: &str, path: &Path| done.extend([what, &shown(path), "\n"]);
    match profile {
        None => {}
        // Nothing else was in it. Where it is a link, what it leads to is not ours to remove.
        Some(left) if left.trim().is_empty() && own::remove(&path).is_ok() => removed("消しました: ", &path),
        Some(left) => match store::write_private(&path, left.as_bytes()) {
            Ok(()) => removed("氏名や登録情報を消しました: ", &path),
            Err(e) => failed.push(e.to_string()),
        },
    }
    let wiped = wiped()?;
    for p in wiped.gone.iter().filter(|p| p.kind != PlaceKind::Lock) {
        removed("消しました: ", &p.path);
    }
    failed.extend(wiped.failed.iter().map(|e| clean::visible(&e.to_string())));
    print(&done)?;
    if failed.is_empty() { Ok(0) } else { Err(Failure { code: 1, lines: failed }) }
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
    let mut line = String::new();
    // A question that nobody sees has no answer.
    let asked = write!(io::stderr(), "{question} [y/N] ");
    asked
        .and_then(|()| io::stdin().lock().read_line(&mut line))
        .map_err(|e| Failure::outside(e.to_string()))?;
    Ok(matches!(clean::fold(line.trim()).as_str(), "y" | "yes" | "はい"))
}
