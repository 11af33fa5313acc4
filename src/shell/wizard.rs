//! The wizard: everything is read and checked before the terminal is touched.

use super::Tty;
use super::case_commands::say_notes;
use super::cases::Cases;
use super::cli::Cli;
use super::display::ClipboardOptions;
use super::letter::complete;
use super::load::{clock, load_config, load_content, read_answers};
use super::plain::{self, LineMode};
use super::ports::Real;
use super::runner;
use super::say::{Failure, print_kept, say, shown};
use super::trouble::says;
use super::wizard_store::WizardStore;
use crate::app::effect::Exit;
use crate::app::plain::SIZE;
use crate::app::shelf::Shelf;
use crate::app::{App, Start};
use crate::config::{Ambiguity, Config, Save};
use crate::domain::answers::Value;
use crate::domain::answers_file::several::Several;
use crate::domain::answers_file::{Parsed, service_or_choice};
use crate::domain::content::Content;
use crate::text::clean;
use crate::text::wrap::wrap;
use chrono::NaiveDate;
use std::io::{self, IsTerminal};
use std::rc::Rc;

/// Runs the wizard; returns the exit code.
/// Errors: wrong input (2), no terminal or a closed one (1).
pub fn run(cli: &Cli) -> Result<u8, Failure> {
    let content = load_content();
    // Before anything is read, so that data wiped later is not written again.
    let keeper = WizardStore::new();
    let (mut config, path) = load_config(cli, &content)?;
    config.colors = cli.color.unwrap_or(config.colors).decide(|name| std::env::var(name).ok());
    config.ambiguous = cli.ambiguous.unwrap_or(config.ambiguous);
    let clock = clock(cli);
    let today = clock.today();
    let given = given(cli, &content, &config, today)?;
    let mut answers = given.into_iter().map(|p| p.answers);
    let print = !io::stdout().is_terminal();
    let asked = cli.plain || plain::without_screen();
    let tty = if asked { None } else { screen()? };
    if asked && !cli.plain && !plain::can_ask() {
        let words = text!("terminal.none_or_plain");
        return Err(Failure::outside(words.to_owned()));
    }
    let keeper = keeper.with(path).begin(config.save == Save::Always && !cli.no_save);
    // With `--no-save` no stored case can be changed.
    let shelf = if cli.no_save { Shelf::default() } else { shelf() };
    let start = Start {
        answers: answers.next().unwrap_or_default(),
        more: answers.collect(),
        no_save: cli.no_save,
        print,
        shelf,
        file_name: String::new(),
        lines: tty.is_none(),
    };
    let wish = ClipboardOptions {
        clear: config.clear_clipboard.map(|m| std::time::Duration::from_secs(u64::from(m) * 60)),
        tcp_display: config.tcp_display,
    };
    let size = tty.as_ref().map_or(SIZE, Tty::size);
    let mut app = App::new(Rc::new(content), config, today, start, size);
    let Some(mut tty) = tty else {
        let lines = LineMode { keeper, clock, wish, fallback: !asked };
        return finish(plain::run(app, lines)?);
    };
    // The first frame shows whether the desk is open.
    app.update(clock.told());
    if app.config.mouse {
        tty.use_mouse();
    }
    let entered = tty.enter();
    if app.config.ambiguous == Ambiguity::Auto {
        tty.ask_width();
    }
    let mut ports = Real::new(tty, keeper, clock, wish);
    let ended = entered.and_then(|()| runner::run(&mut app, &mut ports));
    ports.tty.leave();
    tell(&app, &ended, ports.tty.size().0);
    finish(ended.map_err(|e| Failure::outside(says(&e)))?)
}

fn tell(app: &App, ended: &io::Result<Exit>, columns: u16) {
    // Not into a redirected standard error, unless something failed.
    let read = io::stderr().is_terminal();
    let told = match ended {
        Ok(Exit::Done(_)) => read,
        Ok(Exit::Left(_)) => read || app.unstored_said().is_some(),
        Ok(Exit::Failed(_)) => app.unstored_said().is_some(),
        _ => false,
    };
    let midway = matches!(ended, Ok(Exit::Left(_)));
    if let (true, Some(words)) = (told, app.farewell(midway)) {
        // Wrapped here, because a terminal breaks lines anywhere.
        let columns = if read { columns } else { u16::MAX };
        for line in wrap(&words, app.ctx().ambiguous.room(columns.into())) {
            // A trailing blank on a full line would wrap.
            say(words.get(line).unwrap_or_default().trim_end());
        }
    }
}

fn given(
    cli: &Cli,
    content: &Content,
    config: &Config,
    today: NaiveDate,
) -> Result<Vec<Parsed>, Failure> {
    let mut given = Several { letters: vec![Parsed::default()], ..Several::default() };
    if let Some(file) = &cli.answers {
        given = read_answers(file, content, today)?;
        refuse!(!given.problems.is_empty(), Failure::problems(&given.problems));
    }
    if given.letters.len() > 1 && cli.service.is_some() {
        return Err(Failure::usage(text!("cli.many_services").to_owned()));
    }
    for parsed in &mut given.letters {
        for n in &parsed.notes {
            say(n);
        }
        preset(parsed, "service", cli.service.as_deref(), content, today)?;
        preset(parsed, "goal", cli.goal.as_deref(), content, today)?;
        if cli.answers.is_some() {
            complete(parsed, config, content, today, true);
        }
    }
    if let Some(file) = &cli.answers {
        let off = given.unreached(&shown(file), content.flow(), today);
        refuse!(!off.is_empty(), Failure::problems(&off));
    }
    Ok(given.letters)
}

/// The terminal to draw on; None: there is none, but standard input is usable.
fn screen() -> Result<Option<Tty>, Failure> {
    match Tty::open() {
        Ok(tty) => Ok(Some(tty)),
        Err(_) if plain::can_ask() => Ok(None),
        Err(e) => Err(Failure::outside(says(&e))),
    }
}

/// The exit code, once the letter is where it was asked for.
fn finish(exit: Exit) -> Result<u8, Failure> {
    match exit {
        Exit::Left(code) => Ok(code),
        Exit::Done(None) => Ok(0),
        Exit::Done(Some(letter)) => print_letter(&letter.0).map(|()| 0),
        Exit::Failed(None) => Ok(1),
        Exit::Failed(Some(letter)) => print_letter(&letter.0).map(|()| 1),
        Exit::Incomplete(letter) => print_letter(&letter.0).map(|()| 3),
    }
}

/// The stored cases and drafts. Unreadable ones are reported.
fn shelf() -> Shelf {
    let Ok(cases) = Cases::open() else { return Shelf::default() };
    let (mut shelf, mut notes) = (Shelf::default(), Vec::new());
    match cases.newest() {
        Ok((listing, older)) => {
            if older > 0 {
                notes.push(text!("cli.older", older));
            }
            notes.extend(listing.notes);
            shelf.cases = listing.cases;
            shelf.broken = listing.broken.iter().map(ToString::to_string).collect();
        }
        Err(e) => shelf.broken.extend(e.lines()),
    }
    match cases.drafts() {
        Ok(found) => {
            notes.extend(found.notes);
            shelf.drafts = found.found;
            shelf.broken.extend(found.broken.iter().map(ToString::to_string));
        }
        Err(e) => shelf.broken.extend(e.lines()),
    }
    // Printed before the first frame, so that they are still there afterwards.
    say_notes(&notes);
    shelf.broken = shelf.broken.iter().map(|l| clean::visible(l)).collect();
    shelf
}

fn print_letter(letter: &str) -> Result<(), Failure> {
    print_kept(&format!("{letter}\n")).map(drop)
}

fn preset(
    p: &mut Parsed,
    id: &str,
    value: Option<&str>,
    content: &Content,
    today: chrono::NaiveDate,
) -> Result<(), Failure> {
    let Some(value) = value else { return Ok(()) };
    let q = content.entry().get(id).ok_or_else(|| Failure::usage(text!("cli.not_there", id)))?;
    let v = service_or_choice(q, &Value::One(value.to_owned()), content, today)
        .map_err(|m| Failure::usage(format!("--{id}: {m}")))?;
    p.answers.set(id, v);
    Ok(())
}
