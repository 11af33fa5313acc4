//! Looking after what is stored and what is built in: `check --exhaustive`, `wipe`.

use super::cases::{CaseError, Cases};
use super::cli::Cli;
use super::load::{load_content, today};
use super::say::{Failure, print, say, shown};
use super::store::{self, Cause, StoreError};
use super::stored_files::{PlaceKind, StoredFile, copies, leftovers};
use super::trouble::advice;
use super::{data_folder, paths, scratch};
use crate::config::Config;
use crate::domain::exhaustive;
use crate::text::clean;
use std::fmt::Write as _;
use std::io::{self, BufRead, Write as _};
use std::num::NonZero;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

/// Removes what programs that were killed have left: outside the data folder, and in it.
pub(super) fn tidy() {
    scratch::tidy();
    if let Ok(cases) = Cases::open() {
        cases.tidy();
    }
}

/// Walks every path of the flow with every channel and tone and reports the number and length of
/// letters and all faults. One thread per core, each with its own assets, which are loaded lazily
/// and not shareable between threads.
pub(super) fn prove(cli: &Cli) -> Result<u8, Failure> {
    let start = std::time::Instant::now();
    let today = today(cli);
    let pieces = exhaustive::pieces(&load_content(), today);
    let next = AtomicUsize::new(0);
    let work = || {
        let content = load_content();
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
            // The panic message was printed; the check fails.
            report.add(t.join().unwrap_or_else(|p| std::panic::resume_unwind(p)));
        }
    });
    print(
        &(text!(
            "audit.done",
            n = report.letters,
            refused = report.refused,
            seconds = start.elapsed().as_secs_f32(),
            mistakes = report.failures.len()
        ) + "\n"),
    )?;
    print(&sizes(&report))?;
    let beyond = |n: usize| n * exhaustive::SHARE > report.letters;
    let too_many = report.measures.iter().filter(|(_, n)| beyond(**n));
    let too_many: Vec<String> = too_many.map(|(rule, n)| text!("audit.beyond", rule, n)).collect();
    if report.failures.is_empty() && too_many.is_empty() {
        return Ok(0);
    }
    let lines = report.failures.iter().flat_map(|f| {
        let answers = f.answers.lines().map(|l| format!("    {l}"));
        std::iter::once(f.what.clone()).chain(answers).collect::<Vec<_>>()
    });
    Err(Failure { code: 1, lines: too_many.into_iter().chain(lines).collect() })
}

/// Mean and largest size of the letters by kind.
#[expect(clippy::cast_precision_loss, reason = "a mean of some hundred thousand small numbers")]
fn sizes(report: &exhaustive::Report) -> String {
    let mut out = String::new();
    for (kind, s) in &report.sizes {
        let mean = |sum: usize| sum as f64 / s.letters.max(1) as f64;
        let _ = writeln!(
            out,
            text!("audit.sizes"),
            kind = kind,
            n = s.letters,
            mean = mean(s.characters.0),
            most = s.characters.1,
            lines = mean(s.lines.0),
            most_lines = s.lines.1,
            requests = mean(s.requests.0),
            most_requests = s.requests.1
        );
    }
    let measures: Vec<String> =
        report.measures.iter().map(|(rule, n)| format!("{rule} {n}")).collect();
    let _ = writeln!(out, text!("audit.measures"), words = measures.join(text!("sign.comma")));
    out
}

/// Removes everything that the program stores: sender and registrations in the configuration, the
/// data folder, leftovers of killed processes. Errors are reported one by one and do not stop the
/// rest.
pub(super) fn wipe(yes: bool) -> Result<u8, Failure> {
    let config = paths::config_file();
    let mut failed = Vec::new();
    let profile = config
        .as_ref()
        .map_err(|why| Failure::outside(why.clone()))
        .and_then(|p| profile_to_wipe(p));
    let profile = profile.unwrap_or_else(|f| {
        failed.extend(f.lines);
        Wanted::Nothing
    });
    let cases = Cases::open().map_err(|e| failed.extend(e.lines())).ok();
    let config = config.ok();
    // The lock file holds no data and goes with the rest.
    let mut stored = leftovers(config.as_deref());
    if let Some(cases) = &cases {
        stored.extend(cases.places().0);
    }
    stored.retain(not_the_lock);
    let wiped = || cases.as_ref().map(Cases::wipe).unwrap_or_default();
    if !yes && (profile != Wanted::Nothing || !stored.is_empty()) {
        tell(&stored, config.as_deref(), &profile, &failed);
        refuse!(!confirmed(text!("wipe.ask"))?, Failure::outside(text!("cli.kept").to_owned()));
    }
    // Printed at the end, so that a failing output does not stop the removal.
    let mut done = String::new();
    let mut removed = |what: &str, path: &str| done.extend([what, path, "\n"]);
    if let (Some(path), true) = (&config, profile != Wanted::Nothing) {
        let taken = take_profile(path, profile, cases.as_ref(), &mut removed);
        failed.extend(taken.err().map(|e| e.to_string()));
    }
    for p in leftovers(config.as_deref()) {
        match scratch::remove(&p.path) {
            Ok(()) => removed(text!("wipe.removed"), &shown(&p.path)),
            Err(e) => failed.push(StoreError::new(&p.path, Cause::Write(e)).to_string()),
        }
    }
    let wiped = wiped();
    for gone in by_folder(wiped.gone.iter().filter(|p| not_the_lock(p)), false) {
        removed(text!("wipe.removed"), &gone);
    }
    for (what, p) in stays(wiped.foreign, config.as_deref()) {
        removed(what, &shown(&p));
    }
    if wiped.unlocked && wiped.failed.is_empty() {
        failed.push(text!("wipe.again").to_owned());
    }
    failed.extend(wiped.failed.iter().flat_map(CaseError::lines));
    if done.is_empty() && failed.is_empty() {
        done.push_str(concat!(text!("cli.nothing_stored"), "\n"));
    }
    if let Err(unsaid) = print(&done) {
        failed.extend(unsaid.lines);
    }
    if failed.is_empty() { Ok(0) } else { Err(Failure { code: 1, lines: failed }) }
}

fn stays(foreign: Vec<PathBuf>, config: Option<&Path>) -> Vec<(&'static str, PathBuf)> {
    let theirs = foreign.into_iter().chain(copies(config)).map(|p| (text!("wipe.kept"), p));
    theirs.chain(elsewhere().into_iter().map(|p| (text!("wipe.elsewhere"), p))).collect()
}

/// Data in the default place while `--config` or variables point elsewhere: reported as kept, since
/// the other place may have been just a trial.
pub(super) fn elsewhere() -> Vec<PathBuf> {
    let (configs, data) = paths::elsewhere();
    let personal = |c: &PathBuf| !matches!(profile_to_wipe(c), Ok(Wanted::Nothing));
    let filled = |d: &PathBuf| data_folder::names(d).is_ok_and(|names| !names.is_empty());
    configs.into_iter().filter(personal).chain(data.filter(filled)).collect()
}

fn not_the_lock(p: &StoredFile) -> bool {
    p.kind != PlaceKind::Lock
}

/// Files by the folder that they are in, which is said once: whole paths would break over lines.
fn by_folder<'p>(files: impl Iterator<Item = &'p StoredFile>, kind: bool) -> Vec<String> {
    let mut out: Vec<(String, String)> = Vec::new();
    for p in files {
        let folder = shown(paths::folder_of(&p.path));
        let name = p.path.file_name().map(Path::new).map(shown).unwrap_or_default();
        let name = if kind { text!("sign.with", name, words = p.kind.ja()) } else { name };
        let line = format!("\n  {name}");
        match out.iter_mut().find(|(f, _)| *f == folder) {
            Some((_, names)) => names.push_str(&line),
            None => out.push((folder, line)),
        }
    }
    out.into_iter().map(|(folder, names)| folder + &names).collect()
}

fn tell(stored: &[StoredFile], config: Option<&Path>, profile: &Wanted, failed: &[String]) {
    by_folder(stored.iter(), true).into_iter().for_each(say);
    if let Some(path) = config {
        match profile {
            Wanted::Nothing => {}
            Wanted::Profile(_) => say(text!("wipe.profile.at", file = with_target(path))),
            Wanted::File => {
                say(text!("sign.with", name = with_target(path), words = UNREADABLE));
            }
        }
    }
    for line in failed {
        say(clean::visible(line));
    }
}

/// Removes personal data from the configuration, which is read again under the lock: another
/// instance may have added to it. A held lock is reported with the cases.
fn take_profile(
    path: &Path,
    profile: Wanted,
    cases: Option<&Cases>,
    removed: &mut impl FnMut(&str, &str),
) -> Result<(), StoreError> {
    let _lock = cases.map(Cases::lock);
    let wanted = profile_to_wipe(path).unwrap_or(profile);
    let (left, why) = match &wanted {
        Wanted::Nothing => return Ok(()),
        Wanted::Profile(left) => (left.as_str(), String::new()),
        Wanted::File => ("", text!("sign.brackets", words = UNREADABLE)),
    };
    let name = with_target(path);
    // For a link, the target is changed.
    let real = store::behind_links(path)?;
    let other = data_folder::with_other_names(&real);
    let empty = left.trim().is_empty() && real == path;
    if empty {
        data_folder::remove(path)?;
    } else {
        store::write_private(path, left.as_bytes())?;
    }
    // The file was replaced: the old one still exists under other names.
    refuse!(
        other.as_ref().is_some_and(data_folder::has_a_name),
        StoreError::new(&real, Cause::OtherName)
    );
    let done = match &wanted {
        _ if empty => text!("wipe.removed"),
        Wanted::Profile(_) => text!("wipe.profile"),
        _ => text!("wipe.emptied"),
    };
    removed(done, &format!("{name}{why}"));
    Ok(())
}

pub(super) fn with_target(path: &Path) -> String {
    match store::behind_links(path) {
        Ok(real) if real != path => format!("{} → {}", shown(path), shown(&real)),
        _ => shown(path),
    }
}

#[derive(PartialEq, Eq)]
enum Wanted {
    /// It holds nothing personal.
    Nothing,
    /// The text without personal data.
    Profile(String),
    /// The whole file: personal data cannot be told apart from the rest.
    File,
}

/// Why a configuration is removed as a whole.
const UNREADABLE: &str = text!("wipe.unreadable");

/// The personal data in the configuration.
/// Errors: it is not a regular file.
fn profile_to_wipe(path: &Path) -> Result<Wanted, Failure> {
    // `/dev/null` customarily means none.
    if path == Path::new("/dev/null") {
        return Ok(Wanted::Nothing);
    }
    let text = match store::read_text(path, store::MAX_FILE) {
        Ok(Some(text)) => text,
        Ok(None) => return Ok(Wanted::Nothing),
        // Not UTF-8, too large, or not readable.
        Err(_) if path.metadata().is_ok_and(|m| m.is_file()) => return Ok(Wanted::File),
        Err(e) => return Err(Failure::outside(e.to_string())),
    };
    // A table by a name that nobody knows may be the one of the sender, mistyped.
    let strange = |left: &str| {
        Config::parse("", left).is_err_and(|wrong| wrong.iter().any(|p| !p.key.contains('.')))
    };
    Ok(match crate::config::without_profile(&text) {
        Ok(left) if strange(&left) => Wanted::File,
        Ok(left) if left == text => Wanted::Nothing,
        Ok(left) => Wanted::Profile(left),
        Err(_) => Wanted::File,
    })
}

/// Asks on the terminal; anything but a yes is a no.
pub(super) fn confirmed(question: &str) -> Result<bool, Failure> {
    let mut line = String::new();
    // A question that nobody sees has no answer.
    let asked = write!(io::stderr(), "{question}{} ", text!("cli.yes_or_no"));
    asked
        .and_then(|()| io::stdin().lock().read_line(&mut line))
        .map_err(|e| Failure::outside(advice(&e)))?;
    Ok(matches!(clean::fold(line.trim()).as_str(), "y" | "yes" | text!("key.yes")))
}
