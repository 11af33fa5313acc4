//! The arguments.

use super::case_cli::{CaseCommand, CasesArgs, DueArgs};
use super::say::{print, say};
use super::usage;
use super::values::{Format, Output};
use crate::config::{Ambiguity, Colors};
use crate::domain::calendar::Year;
use crate::domain::day;
use crate::domain::service::CATEGORIES;
use crate::text::clean::visible;
use chrono::NaiveDate;
use clap::{Args, CommandFactory, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

#[derive(Debug, Default, Parser)]
#[command(
    name = "kotowari",
    bin_name = "kotowari",
    version,
    after_help = text!("cli.more"),
    about = text!("cli.about")
)]
pub struct Cli {
    #[arg(long, value_name = "ID", help = text!("cli.service"))]
    pub service: Option<String>,
    #[arg(
        long,
        value_name = "GOAL",
        help = text!("cli.goal")
    )]
    pub goal: Option<String>,
    #[arg(long, value_name = "FILE", help = text!("cli.answers"))]
    pub answers: Option<PathBuf>,
    #[arg(long, help = text!("cli.plain"))]
    pub plain: bool,
    #[arg(long, help = text!("cli.no_save"))]
    pub no_save: bool,
    #[arg(long, global = true, value_name = "FILE", help = text!("cli.config"))]
    pub config: Option<PathBuf>,
    #[arg(
        long,
        value_name = "auto|always|never",
        value_parser = Colors::read,
        help = text!("cli.color")
    )]
    pub color: Option<Colors>,
    #[arg(
        long, value_name = "auto|narrow|wide", value_parser = Ambiguity::read,
        help = text!("cli.ambiguous")
    )]
    pub ambiguous: Option<Ambiguity>,
    #[arg(long, global = true, value_name = "DATE", value_parser = day, help = text!("cli.today"))]
    pub today: Option<NaiveDate>,
    #[command(subcommand)]
    pub command: Option<Command>,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    #[command(about = text!("cli.letter"))]
    Letter(Letter),
    #[command(about = text!("cli.flow"))]
    Flow {
        #[arg(long, value_enum, default_value_t = FlowFormat::Text, help = text!("cli.format"))]
        format: FlowFormat,
    },
    #[command(about = text!("cli.services"))]
    Services {
        #[arg(help = text!("cli.services.query"))]
        query: Option<String>,
        #[arg(
            long, value_name = "CATEGORY", value_parser = category,
            help = text!("cli.services.category")
        )]
        category: Option<String>,
        #[arg(long, help = text!("cli.services.stale"))]
        stale: bool,
        #[arg(long, value_enum, default_value_t = Format::Text, help = text!("cli.format"))]
        format: Format,
    },
    #[command(about = text!("cli.check"))]
    Check {
        #[arg(help = text!("cli.check.paths"))]
        paths: Vec<PathBuf>,
        #[arg(long, help = text!("cli.check.exhaustive"))]
        exhaustive: bool,
    },
    #[command(about = text!("cli.cases"))]
    Cases(CasesArgs),
    #[command(about = text!("cli.registrations"))]
    Registrations(RegistrationsArgs),
    #[command(about = text!("cli.due"))]
    Due(DueArgs),
    #[command(about = text!("cli.wipe"))]
    Wipe {
        #[arg(long, help = text!("cli.yes"))]
        yes: bool,
    },
    #[command(about = text!("cli.completions"))]
    Completions {
        #[arg(help = text!("cli.completions.shell"))]
        shell: clap_complete::Shell,
    },
    #[command(about = text!("cli.man"))]
    Man,
}

impl Command {
    /// Whether the command lists or removes leftovers of killed processes.
    pub(super) fn names_leftovers(&self) -> bool {
        match self {
            Self::Wipe { .. } => true,
            Self::Cases(args) => matches!(args.command, Some(CaseCommand::Places)),
            _ => false,
        }
    }
}

#[derive(Debug, Args)]
#[command(
    after_help = text!("cli.letter.more")
)]
pub struct Letter {
    #[arg(long, value_name = "FILE", help = text!("cli.letter.answers"))]
    pub answers: PathBuf,
    #[arg(long, value_name = "KEY=VALUE", help = text!("cli.letter.set"))]
    pub set: Vec<String>,
    #[arg(long, help = text!("cli.letter.channel"))]
    pub channel: Option<String>,
    #[arg(long, help = text!("cli.letter.tone"))]
    pub tone: Option<String>,
    #[arg(long, help = text!("cli.letter.detail"))]
    pub detail: Option<String>,
    #[arg(long, value_enum, default_value_t = LetterFormat::Text, help = text!("cli.format"))]
    pub format: LetterFormat,
    #[command(flatten)]
    pub to: Output,
}

#[derive(Debug, Args)]
#[command(
    after_help = text!("cli.registrations.more")
)]
pub struct RegistrationsArgs {
    #[command(subcommand)]
    pub command: Option<RegistrationCommand>,
    #[arg(long, value_enum, default_value_t = Format::Text, help = text!("cli.format"))]
    pub format: Format,
}

#[derive(Debug, Subcommand)]
pub enum RegistrationCommand {
    #[command(about = text!("cli.registrations.list"))]
    List {
        #[arg(long, value_enum, default_value_t = Format::Text, help = text!("cli.format"))]
        format: Format,
    },
    #[command(about = text!("cli.registrations.add"))]
    Add(Add),
    #[command(about = text!("cli.registrations.show"))]
    Show {
        #[arg(help = text!("cli.registrations.show.id"))]
        id: String,
        #[arg(long, value_enum, default_value_t = Format::Text, help = text!("cli.format"))]
        format: Format,
    },
    #[command(about = text!("cli.registrations.remove"))]
    Remove {
        #[arg(help = text!("cli.registrations.show.id"))]
        id: String,
        #[arg(long, help = text!("cli.registrations.remove.yes"))]
        yes: bool,
    },
}

#[derive(Debug, Args)]
pub struct Add {
    #[arg(
        required_unless_present = "name", conflicts_with = "name",
        help = text!("cli.registrations.add.id")
    )]
    pub id: Option<String>,
    #[arg(long, value_name = "NAME", help = text!("cli.registrations.add.name"))]
    pub name: Option<String>,
    #[arg(long, value_name = "NAME", help = text!("cli.registrations.add.handler"))]
    pub handler: Option<String>,
    #[arg(long, value_name = "MAIL", help = text!("cli.registrations.add.handler_email"))]
    pub handler_email: Option<String>,
    #[arg(long, value_name = "MAIL", help = text!("cli.registrations.add.email"))]
    pub email: Option<String>,
    #[arg(long, value_name = "PHONE", help = text!("cli.registrations.add.phone"))]
    pub phone: Option<String>,
    #[arg(long, value_name = "DATE", help = text!("cli.registrations.add.since"))]
    pub since: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum LetterFormat {
    #[value(help = text!("cli.letter.format.text"))]
    Text,
    Json,
    #[value(help = text!("cli.letter.format.eml"))]
    Eml,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum FlowFormat {
    #[value(help = text!("cli.letter.format.text"))]
    Text,
    #[value(help = text!("cli.flow.format.mermaid"))]
    Mermaid,
    Json,
}

fn category(word: &str) -> Result<String, String> {
    let known = CATEGORIES.map(|(c, _)| c);
    if known.contains(&word) {
        return Ok(word.to_owned());
    }
    Err(text!("cli.one_of", words = known.join(" ")))
}

fn day(word: &str) -> Result<NaiveDate, String> {
    day::read(word, super::clock::Clock::default().today(), Year::Nearest)
        .map_err(|e| e.to_string())
}

impl Cli {
    /// Reads the arguments; wrong ones end the program with 2. Without arguments clap is skipped:
    /// building its command tree takes longer than drawing the first frame.
    pub fn read() -> Self {
        if std::env::args_os().nth(1).is_none() {
            return Self::default();
        }
        Self::try_parse().unwrap_or_else(|e| {
            // clap quotes arguments as they are; nothing but text may reach the terminal.
            let text: Vec<String> = usage::says(&e).lines().map(visible).collect();
            let mut code = e.exit_code();
            if e.use_stderr() {
                say(text.join("\n"));
            } else if let Err(failure) = print(&(text.join("\n") + "\n")) {
                failure.lines.iter().for_each(say);
                code = failure.code.into();
            }
            std::process::exit(code)
        })
    }
    /// The command tree, for completions and the manual.
    pub fn tree() -> clap::Command {
        Self::command()
    }
}
