//! The commands that ask nothing.

use super::cli::{Cli, Command, FlowFormat};
use super::clock::Clock;
use super::say::say;
use super::{
    case_commands, check, letter, own, paths, registrations, scratch, services, store, trouble, upkeep,
    usage, user_files,
};
use crate::config::{Config, THEME_FILE};
use crate::domain::answers_file::{self, Several};
use crate::domain::content::Content;
use crate::domain::flow::draw;
use crate::domain::problem::Problem;
use crate::text::clean;
use chrono::NaiveDate;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// A way to fail: the exit code and what is said on standard error.
#[derive(Debug)]
pub struct Failure {
    /// Exit code.
    pub code: u8,
    /// Lines for standard error.
    pub lines: Vec<String>,
}

impl Failure {
    /// Something outside failed (1).
    #[must_use]
    pub fn outside(line: String) -> Self {
        Self { code: 1, lines: vec![line] }
    }
    /// Wrong usage or wrong input (2).
    #[must_use]
    pub fn usage(line: String) -> Self {
        Self { code: 2, lines: vec![line] }
    }
    pub(super) fn problems(problems: &[Problem]) -> Self {
        // A key comes from the file as it is written there; its control characters must not reach the terminal.
        Self { code: 2, lines: problems.iter().map(|p| clean::visible(&p.to_string())).collect() }
    }
}

/// The clock of this run.
#[must_use]
pub fn clock(cli: &Cli) -> Clock {
    Clock { day: cli.today }
}

/// The day of writing: as given, else today in Japan.
#[must_use]
pub fn today(cli: &Cli) -> NaiveDate {
    clock(cli).today()
}

/// The assets, with the user's own services and wording over them.
#[must_use]
pub fn load_content(cli: &Cli) -> Content {
    let path = cli.config.clone().map_or_else(paths::config_file, Ok);
    path.map_or_else(|_| Content::builtin(), |p| Content::with_own(user_files::read(&p)))
}

/// Reads the theme file beside the configuration `file`, if the configuration names it.
pub(super) fn load_theme(config: &mut Config, file: &Path) -> Result<(), Vec<Problem>> {
    if !config.own_theme {
        return Ok(());
    }
    let path = file.with_file_name(THEME_FILE);
    let name = shown(&path);
    match store::read_text(&path, store::MAX_FILE) {
        Ok(Some(text)) => return config.theme(&name, &text),
        Ok(None) => Err("ファイルがありません（[look] theme = \"file\" が使うもの）".to_owned()),
        Err(e) => Err(e.to_string()),
    }
    .map_err(|message| vec![Problem { file: name, line: 0, key: String::new(), message }])
}

/// The configuration, and where it is (or would be) stored.
///
/// # Errors
/// Every mistake in the file (2); a file that cannot be read (1).
pub fn load_config(cli: &Cli, content: &Content) -> Result<(Config, Result<PathBuf, String>), Failure> {
    let path = cli.config.clone().map_or_else(paths::config_file, Ok);
    let Ok(file) = &path else { return Ok((Config::default(), path)) };
    // The customary way to say: none. Nor is anything ever stored there; root could put a file in its place.
    if file == Path::new("/dev/null") {
        let none = "設定ファイルに /dev/null が指定されているので、保存できません".to_owned();
        return Ok((Config::default(), Err(none)));
    }
    let text = store::read_text(file, store::MAX_FILE).map_err(|e| Failure::usage(e.to_string()))?;
    let Some(text) = text else {
        if cli.config.is_some() {
            return Err(Failure::usage(format!("{}: 設定ファイルがありません", shown(file))));
        }
        return Ok((Config::default(), path));
    };
    let mut config = Config::parse(&shown(file), &text).map_err(|p| Failure::problems(&p))?;
    // Only what is personal has to be for the user alone.
    if !(config.sender.is_empty() && config.registration.is_empty())
        && let Some(note) = own::private_file(file)
    {
        say(clean::visible(&note));
    }
    load_theme(&mut config, file).map_err(|p| Failure::problems(&p))?;
    let unknown = config.unknown(&shown(file), content);
    if unknown.is_empty() { Ok((config, path)) } else { Err(Failure::problems(&unknown)) }
}

/// A path as it may be shown: nothing but text.
pub(super) fn shown(path: &Path) -> String {
    clean::visible(&path.display().to_string())
}

/// Reads an answers file, of one letter or of several, `-` for standard input.
///
/// # Errors
/// Every mistake in it (2).
pub fn read_answers(file: &Path, content: &Content, today: NaiveDate) -> Result<Several, Failure> {
    let text = if file == Path::new("-") {
        store::read_stream(Path::new("標準入力"), io::stdin())
    } else {
        store::read_any(file)
    };
    let text = text.map_err(|e| Failure::usage(e.to_string()))?;
    let text = text.ok_or_else(|| Failure::usage(format!("{}: ファイルがありません", shown(file))))?;
    answers_file::parse_all(&shown(file), &text, content, today).map_err(|p| Failure::problems(&p))
}

/// Runs a command; returns the exit code.
///
/// # Errors
/// See [`Failure`].
pub fn run(cli: &Cli, command: &Command) -> Result<u8, Failure> {
    let done = carry_out(cli, command);
    // What a killed program has left is tidied by the next one, but not before those that name it.
    if !command.names_leftovers() {
        scratch::tidy();
    }
    done
}

fn carry_out(cli: &Cli, command: &Command) -> Result<u8, Failure> {
    match command {
        Command::Letter(l) => letter::letter(cli, l),
        Command::Flow { format } => {
            let content = Content::builtin();
            let flow = content.flow();
            print(&match format {
                FlowFormat::Text => draw::text(flow),
                FlowFormat::Mermaid => draw::mermaid(flow),
                FlowFormat::Json => pretty(&draw::json(flow)),
            })
        }
        Command::Services { query, category, stale, format } => {
            let asked =
                services::Asked { query: query.as_deref(), category: category.as_deref(), stale: *stale };
            services::services(cli, &asked, *format)
        }
        Command::Cases(args) => case_commands::cases(cli, args),
        Command::Registrations(args) => registrations::registrations(cli, args),
        Command::Due(args) => case_commands::due(cli, args),
        Command::Check { exhaustive: true, .. } => upkeep::prove(cli),
        Command::Check { paths, .. } => check::run(cli, paths),
        Command::Wipe { yes } => upkeep::wipe(cli, *yes),
        Command::Completions { shell } => {
            let mut out = Vec::new();
            clap_complete::generate(*shell, &mut Cli::tree(), "kotowari", &mut out);
            print(&usage::described(&String::from_utf8_lossy(&out)))
        }
        Command::Man => print(&usage::manual(Cli::tree()).map_err(|e| Failure::outside(e.to_string()))?),
    }
}

/// JSON as it is printed. What shows nothing or does something to a terminal stands there as JSON's own escape, so that a value
/// comes back as it was.
pub(super) fn pretty(v: &serde_json::Value) -> String {
    clean::escaped(&format!("{v:#}\n"))
}

/// Writes to standard output; a reader that has gone away (`| head`) is no failure.
pub(super) fn print(text: &str) -> Result<u8, Failure> {
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(e) if e.kind() != io::ErrorKind::BrokenPipe => {
            Err(Failure::outside(format!("標準出力に書けません（{}）", trouble::advice(&e))))
        }
        _ => Ok(0),
    }
}

/// Writes a letter, or all that is stored, to standard output; a closed one has to be named, for it must not be lost unseen.
pub(super) fn print_kept(text: &str) -> Result<u8, Failure> {
    if closed_stdout() {
        let words =
            "標準出力が閉じているので、渡せません。--output でファイルを指定するか、閉じずに実行してください";
        return Err(Failure::outside(words.to_owned()));
    }
    print(text)
}

/// Whether standard output was closed when the program started. Something stands in for it then: the null device, opened for
/// reading as well, which no redirection of a shell does.
#[cfg(unix)]
pub(super) fn closed_stdout() -> bool {
    use rustix::fs::{OFlags, fcntl_getfl, fstat, stat};
    let out = rustix::stdio::stdout();
    let both_ways = fcntl_getfl(out).is_ok_and(|flags| flags & OFlags::ACCMODE == OFlags::RDWR);
    both_ways
        && matches!((fstat(out), stat("/dev/null")), (Ok(a), Ok(b)) if a.st_rdev == b.st_rdev && a.st_mode == b.st_mode)
}
#[cfg(windows)]
pub(super) fn closed_stdout() -> bool {
    false
}

/// A file that an option names for what is written; None: standard output, by `-` as well.
pub(super) fn output(path: Option<&Path>) -> Option<&Path> {
    path.filter(|p| *p != Path::new("-"))
}
