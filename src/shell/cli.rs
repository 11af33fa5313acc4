//! The arguments.

use super::case_cli::{CaseCommand, CasesArgs, DueArgs};
use super::say::{print, say};
use super::usage;
use super::values::{Output, OutputFormat};
use crate::config::{Ambiguity, Colors};
use crate::domain::calendar::Year;
use crate::domain::content::Content;
use crate::domain::day;
use crate::domain::service::CATEGORIES;
use crate::text::clean::visible;
use chrono::NaiveDate;
use clap::builder::{Resettable, StyledStr};
use clap::{Args, CommandFactory as _, FromArgMatches as _, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

#[derive(Debug, Default, Parser)]
#[command(name = "kotowari", bin_name = "kotowari", version)]
pub struct Cli {
    #[arg(long, value_name = "ID")]
    pub service: Option<String>,
    #[arg(long, value_name = "GOAL")]
    pub goal: Option<String>,
    #[arg(long, value_name = "FILE")]
    pub answers: Option<PathBuf>,
    #[arg(long)]
    pub plain: bool,
    #[arg(long)]
    pub no_save: bool,
    #[arg(long, global = true, value_name = "FILE")]
    pub config: Option<PathBuf>,
    #[arg(long, value_name = "auto|always|never", value_parser = Colors::read)]
    pub color: Option<Colors>,
    #[arg(long, value_name = "auto|narrow|wide", value_parser = Ambiguity::read)]
    pub ambiguous: Option<Ambiguity>,
    #[arg(long, global = true, value_name = "DATE", value_parser = day)]
    pub today: Option<NaiveDate>,
    #[command(subcommand)]
    pub command: Option<Command>,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    Letter(LetterArgs),
    Flow {
        #[arg(long, value_enum, default_value_t = FlowFormat::Text)]
        format: FlowFormat,
    },
    Services(ServicesArgs),
    Check {
        paths: Vec<PathBuf>,
        #[arg(long)]
        exhaustive: bool,
    },
    Cases(CasesArgs),
    Registrations(RegistrationsArgs),
    Due(DueArgs),
    Wipe {
        #[arg(long)]
        yes: bool,
    },
    Completions {
        shell: clap_complete::Shell,
    },
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
pub struct LetterArgs {
    #[arg(long, value_name = "FILE")]
    pub answers: PathBuf,
    #[arg(long, value_name = "KEY=VALUE")]
    pub set: Vec<String>,
    #[arg(long)]
    pub channel: Option<String>,
    #[arg(long)]
    pub tone: Option<String>,
    #[arg(long)]
    pub detail: Option<String>,
    #[arg(long, value_enum, default_value_t = LetterFormat::Text)]
    pub format: LetterFormat,
    #[command(flatten)]
    pub to: Output,
}

#[derive(Debug, Args)]
pub struct ServicesArgs {
    pub query: Option<String>,
    #[arg(long, value_name = "CATEGORY", value_parser = category)]
    pub category: Option<String>,
    #[arg(long)]
    pub stale: bool,
    #[arg(long, value_enum, default_value_t = OutputFormat::Text)]
    pub format: OutputFormat,
}

#[derive(Debug, Args)]
pub struct RegistrationsArgs {
    #[command(subcommand)]
    pub command: Option<RegistrationCommand>,
    #[arg(long, value_enum, default_value_t = OutputFormat::Text)]
    pub format: OutputFormat,
}

#[derive(Debug, Subcommand)]
pub enum RegistrationCommand {
    List {
        #[arg(long, value_enum, default_value_t = OutputFormat::Text)]
        format: OutputFormat,
    },
    Add(Add),
    Show {
        id: String,
        #[arg(long, value_enum, default_value_t = OutputFormat::Text)]
        format: OutputFormat,
    },
    Remove {
        id: String,
        #[arg(long)]
        yes: bool,
    },
}

#[derive(Debug, Args)]
pub struct Add {
    #[arg(required_unless_present = "name", conflicts_with = "name")]
    pub id: Option<String>,
    #[arg(long, value_name = "NAME")]
    pub name: Option<String>,
    #[arg(long, value_name = "NAME")]
    pub handler: Option<String>,
    #[arg(long, value_name = "MAIL")]
    pub handler_email: Option<String>,
    #[arg(long, value_name = "MAIL")]
    pub email: Option<String>,
    #[arg(long, value_name = "PHONE")]
    pub phone: Option<String>,
    #[arg(long, value_name = "DATE")]
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
        let read = Self::tree().try_get_matches().and_then(|mut found| {
            let read = Self::from_arg_matches_mut(&mut found);
            read.map_err(|e| e.format(&mut Self::tree()))
        });
        read.unwrap_or_else(|e| {
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
    pub fn tree() -> clap::Command {
        told(Self::command(), "cli", &Content::builtin())
    }
}

/// A command with its words: its own by the path that leads to it (`cli.cases.log`), those of an
/// argument by that path and its name, or by less of the path where several commands share them.
fn told(command: clap::Command, path: &str, content: &Content) -> clap::Command {
    let found = |key: String| {
        Some(content.text(&key)).filter(|t| *t != key).map(|t| StyledStr::from(t.to_owned()))
    };
    let help = |of: clap::Arg| {
        let mut above = std::iter::successors(Some(path), |p| Some(p.rsplit_once('.')?.0));
        let help = above.find_map(|p| found(format!("{p}.{}", of.get_id())));
        of.help(Resettable::from(help))
    };
    command
        .about(Resettable::from(found(path.to_owned())))
        .after_help(Resettable::from(found(format!("{path}.more"))))
        .mut_args(help)
        .mut_subcommands(|c| {
            let path = format!("{path}.{}", c.get_name());
            told(c, &path, content)
        })
}
