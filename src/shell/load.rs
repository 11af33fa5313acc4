//! What a command begins with: the day, the assets, the configuration, answers.

use super::cli::Cli;
use super::clock::Clock;
use super::say::{Failure, say, shown};
use super::{data_folder, paths, store, user_files};
use crate::config::{self, Config, THEME_FILE};
use crate::domain::answers_file::several::{self, Several};
use crate::domain::content::Content;
use crate::domain::problem::Problem;
use crate::domain::toml_reader::MOST;
use crate::domain::{answers_file, case};
use crate::text::clean;
use chrono::NaiveDate;
use std::io;
use std::path::{Path, PathBuf};

pub(super) fn clock(cli: &Cli) -> Clock {
    Clock { day: cli.today }
}

/// The day of writing: `--today`, else today in Japan.
pub(super) fn today(cli: &Cli) -> NaiveDate {
    clock(cli).today()
}

/// The day by which what a case tells has happened: letters can be tried out for any day.
pub(super) fn so_far(today: NaiveDate) -> NaiveDate {
    today.max(Clock::default().today())
}

/// The assets, with the user's own services and wording over them.
pub(super) fn load_content() -> Content {
    let path = paths::config_file();
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
        Ok(Some(text)) => {
            config.palette = config::theme(&name, &text)?;
            return Ok(());
        }
        Ok(None) => Err(text!("load.no_theme").to_owned()),
        Err(e) => Err(e.to_string()),
    }
    .map_err(|message| vec![Problem::new(&name, 0, "", message)])
}

/// Reports mistakes in the user's own files and that those files are not used.
pub(super) fn say_own_mistakes(content: &Content) {
    for p in content.own_mistakes().iter().take(MOST) {
        say(text!("cli.note.unused", text = clean::visible(&p.to_string())));
    }
}

/// The configuration, and where it is (or would be) stored.
/// Errors: every mistake in the file (2); a file that cannot be read (1).
pub(super) fn load_config(
    cli: &Cli,
    content: &Content,
) -> Result<(Config, Result<PathBuf, String>), Failure> {
    let path = paths::config_file();
    let Ok(file) = &path else { return Ok((Config::default(), path)) };
    // `/dev/null` customarily means none. Nothing is stored there: root could replace it.
    if file == Path::new("/dev/null") {
        let none = text!("load.null").to_owned();
        return Ok((Config::default(), Err(none)));
    }
    let text = store::read_text(file, store::MAX_FILE).map_err(|e| unread(&e))?;
    let Some(text) = text else {
        // There would be no place to save to.
        if let Some(folder) = file.parent().filter(|folder| folder.is_file()) {
            let no_folder = io::Error::from(io::ErrorKind::NotADirectory);
            return Err(unread(&store::StoreError::new(folder, store::Cause::Read(no_folder))));
        }
        refuse!(cli.config.is_some(), Failure::usage(text!("load.no_config", file = shown(file))));
        return Ok((Config::default(), path));
    };
    let mut config = Config::parse(&shown(file), &text)
        .map_err(|p| if_answers(file, &text).unwrap_or_else(|| Failure::problems(&p)))?;
    // Only personal data has to be private.
    if !(config.sender.is_empty() && config.registration.is_empty())
        && let Some(note) = data_folder::private_file(file)
    {
        say(clean::visible(&note));
    }
    load_theme(&mut config, file).map_err(|p| Failure::problems(&p))?;
    let unknown = config.unknown(&shown(file), content);
    if unknown.is_empty() { Ok((config, path)) } else { Err(Failure::problems(&unknown)) }
}

/// The message for an answers file given in place of another kind of file.
pub(super) fn if_answers(file: &Path, text: &str) -> Option<Failure> {
    // Not for archives, which may be large.
    let short = u64::try_from(text.len()).is_ok_and(|n| n <= store::MAX_FILE);
    let ours = || case::file::looks_like_one(text) || case::archive::looks_like_one(text);
    let found = short && answers_file::looks_like_one(text) && !ours();
    found.then(|| Failure::usage(text!("load.is_answers", file = shown(file))))
}

/// An unreadable file: wrong input (2) if its content is at fault, else outside (1).
fn unread(e: &store::StoreError) -> Failure {
    let line = e.to_string();
    if e.is_outside() { Failure::outside(line) } else { Failure::usage(line) }
}

/// The text of a file named on the command line, `-` for standard input.
pub(super) fn read_given(file: &Path) -> Result<String, Failure> {
    let text = if file == Path::new("-") {
        store::read_stream(Path::new(text!("load.stdin")), io::stdin())
    } else {
        store::read_any(file)
    };
    let text = text.map_err(|e| unread(&e))?;
    text.ok_or_else(|| Failure::usage(text!("cli.no_file", file = shown(file))))
}

/// Reads an answers file, of one letter or of several, `-` for standard input.
pub(super) fn read_answers(
    file: &Path,
    content: &Content,
    today: NaiveDate,
) -> Result<Several, Failure> {
    let text = read_given(file)?;
    if file == Path::new("-") && text.trim().is_empty() {
        say(text!("load.empty"));
    }
    if case::file::looks_like_one(&text) || case::archive::looks_like_one(&text) {
        return Err(Failure::usage(text!("load.is_case", file = shown(file))));
    }
    Ok(several::parse_all(&shown(file), &text, content, today))
}
