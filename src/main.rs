//! Arguments → shell → exit code, and one place that says what went wrong.

#![deny(clippy::print_stdout, clippy::print_stderr)]

use kotowari::shell::cli::Cli;
use kotowari::shell::say::complain;
#[cfg(unix)]
use kotowari::shell::terminal;
use kotowari::shell::{clipboard, commands, hardening, paths, wizard};
use std::process::ExitCode;

fn main() -> ExitCode {
    hardening::keep_memory_private();
    if std::env::args_os().nth(1).is_some_and(|a| a == clipboard::KEEPER_ARG) {
        return clipboard::keeper_main();
    }
    #[cfg(unix)]
    terminal::survive_file_limit();
    let cli = Cli::read();
    paths::name_config(cli.config.as_deref());
    let ended = match &cli.command {
        Some(command) => commands::run(&cli, command),
        None => wizard::run(&cli),
    };
    match ended {
        Ok(code) => ExitCode::from(code),
        Err(failure) => {
            complain(&failure.lines);
            ExitCode::from(failure.code)
        }
    }
}
