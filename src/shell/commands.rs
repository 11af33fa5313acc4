//! The commands that ask nothing.

use super::cli::{Cli, Command, FlowFormat};
use super::say::{Failure, pretty, print};
use super::{case_commands, check, letter, registrations, services, upkeep, usage};
use crate::domain::content::Content;
use crate::domain::flow::draw;

pub fn run(cli: &Cli, command: &Command) -> Result<u8, Failure> {
    let done = carry_out(cli, command);
    // Leftovers of killed processes are removed first, except before commands that list them.
    if !command.names_leftovers() {
        upkeep::tidy();
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
        Command::Services(args) => services::services(cli, args),
        Command::Cases(args) => case_commands::cases(cli, args),
        Command::Registrations(args) => registrations::registrations(cli, args),
        Command::Due(args) => case_commands::due(cli, args),
        Command::Check { exhaustive: true, .. } => upkeep::prove(cli),
        Command::Check { paths, .. } => check::run(cli, paths),
        Command::Wipe { yes } => upkeep::wipe(*yes),
        Command::Completions { shell } => {
            let mut out = Vec::new();
            clap_complete::generate(*shell, &mut Cli::tree(), "kotowari", &mut out);
            print(&usage::described(&String::from_utf8_lossy(&out)))
        }
        Command::Man => {
            print(&usage::manual(Cli::tree()).map_err(|e| Failure::outside(e.to_string()))?)
        }
    }
}
