//! The wizard: everything is read and checked before the terminal is touched.

use super::cli::Cli;
use super::commands::{Failure, load_config, load_content, now_in_japan, read_answers, today};
use super::ports::Real;
use super::runner;
use super::say::say;
use super::terminal::Tty;
use crate::app::effect::Exit;
use crate::app::{App, Start};
use crate::config::Colors;
use crate::domain::answers::Value;
use crate::domain::answers_file::Parsed;
use crate::domain::content::Content;
use crate::domain::validate;
use crate::text::clean;
use std::io::{self, IsTerminal, Write};
use std::rc::Rc;

/// Runs the wizard; returns the exit code.
///
/// # Errors
/// Wrong input (2), no terminal or a closed one (1).
pub fn run(cli: &Cli) -> Result<u8, Failure> {
    let content = load_content(cli);
    let (mut config, path) = load_config(cli, &content)?;
    if std::env::var_os("NO_COLOR").is_some_and(|v| !v.is_empty()) {
        config.colors = Colors::Never;
    }
    // Without answers the first frame shows no date: the day in Japan stands in until it is drawn, then the user's zone is read.
    let guess = cli.today.is_none() && cli.answers.is_none() && cli.goal.is_none() && cli.service.is_none();
    let today = if guess { now_in_japan().date() } else { today(cli) };
    let mut parsed = Parsed::default();
    if let Some(file) = &cli.answers {
        parsed = read_answers(file, &content, today)?;
        for n in &parsed.notes {
            say(n);
        }
    }
    preset(&mut parsed, "service", cli.service.as_deref(), &content, today)?;
    preset(&mut parsed, "goal", cli.goal.as_deref(), &content, today)?;
    if cli.answers.is_some() {
        parsed.fill_absent(content.flow(), today);
    }
    let print = !io::stdout().is_terminal();
    let start = Start { answers: parsed.answers, no_save: cli.no_save, print, file_name: String::new() };
    let mut tty = Tty::open().map_err(|e| Failure::outside(e.to_string()))?;
    tty.install_guards().map_err(|e| Failure::outside(e.to_string()))?;
    let broken = if content.own_files() > 0 { content.own_mistakes() } else { Vec::new() };
    let mut app = App::new(Rc::new(content), config, today, start, tty.size());
    if let Some(first) = broken.first() {
        let words = app.content.text("notice.own_broken").replace("{n}", &broken.len().to_string());
        app.notice = Some(format!("{words}{}", clean::visible(&first.to_string())));
    }
    let entered = tty.enter();
    let mut ports = Real::new(tty, path, guess, cli.today.is_none());
    let ended = entered.and_then(|()| runner::run(&mut app, &mut ports));
    ports.tty.leave();
    match ended.map_err(|e| Failure::outside(e.to_string()))? {
        Exit::Left(code) => Ok(code),
        Exit::Done(None) => Ok(0),
        Exit::Done(Some(letter)) => print_letter(&letter.0).map(|()| 0),
        Exit::Incomplete(letter) => print_letter(&letter.0).map(|()| 3),
    }
}

fn print_letter(letter: &str) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    let written = writeln!(out, "{letter}").and_then(|()| out.flush());
    written.map_err(|e| Failure::outside(format!("標準出力に書けません（{e}）")))
}

fn preset(
    p: &mut Parsed,
    id: &str,
    value: Option<&str>,
    content: &Content,
    today: chrono::NaiveDate,
) -> Result<(), Failure> {
    let Some(value) = value else { return Ok(()) };
    let q = content.entry().get(id).ok_or_else(|| Failure::usage(format!("--{id} は使えません")))?;
    if !q.choice.iter().any(|c| c.value == value) {
        let m = validate::one_of(q.choice.iter().map(|c| c.value.as_str()));
        return Err(Failure::usage(format!("--{id}: {m}")));
    }
    let v = validate::check(q, &Value::One(value.to_owned()), today)
        .map_err(|m| Failure::usage(format!("--{id}: {m}")))?;
    p.answers.set(id, v);
    Ok(())
}
