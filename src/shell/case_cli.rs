//! The arguments of `kotowari cases` and `kotowari due`.

use super::values::{Output, OutputFormat, number};
use crate::domain::case::{AnswerKind, Kind, Means, Word};
use crate::domain::channel::Channel;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{ArgGroup, Args, Subcommand};
use std::path::PathBuf;

/// As on the screen: a year of office days is more than anybody waits.
fn due_days(word: &str) -> Result<u32, String> {
    number(word)
        .ok()
        .filter(|n| (1..=365).contains(n))
        .ok_or_else(|| text!("cases.days").to_owned())
}

fn words<W: Word + Send + Sync>() -> impl TypedValueParser<Value = W> {
    these(W::ids())
}

/// What may be noted with `log`; that a letter was copied is noted by the wizard.
fn kinds() -> impl TypedValueParser<Value = Kind> {
    let copied = [Kind::Copied, Kind::Handed].map(Word::id);
    these(Kind::ids().into_iter().filter(|id| !copied.contains(id)).collect())
}

fn these<W: Word + Send + Sync>(ids: Vec<&'static str>) -> impl TypedValueParser<Value = W> {
    PossibleValuesParser::new(ids).map(|id| W::parse(&id).expect("clap takes no other"))
}

#[derive(Debug, Args)]
pub struct CasesArgs {
    #[command(subcommand)]
    pub command: Option<CaseCommand>,
    #[arg(long, value_enum, default_value_t = OutputFormat::Text)]
    pub format: OutputFormat,
}

#[derive(Debug, Args)]
pub struct SentArgs {
    pub id: String,
    #[arg(long, value_name = "HOW", value_parser = words::<Channel>())]
    pub by: Option<Channel>,
    #[arg(long, value_name = "NAME")]
    pub with: Option<String>,
    #[arg(long, value_name = "TIME")]
    pub at: Option<String>,
    #[arg(long, value_name = "N", value_parser = number::<usize>)]
    pub letter: Option<usize>,
    #[arg(long, value_name = "DATE")]
    pub promised_by: Option<String>,
    #[arg(long, value_name = "TEXT")]
    pub note: Option<String>,
}

#[derive(Debug, Args)]
#[command(group = ArgGroup::new("what")
    .args(["due", "due_days", "no_due", "plan", "no_plan"])
    .required(true)
    .multiple(true))]
pub struct Set {
    pub id: String,
    #[arg(long, value_name = "DATE", conflicts_with_all = ["due_days", "no_due"])]
    pub due: Option<String>,
    #[arg(long, value_name = "N", conflicts_with = "no_due", value_parser = due_days)]
    pub due_days: Option<u32>,
    #[arg(long)]
    pub no_due: bool,
    #[arg(long, value_name = "DATE=GOAL")]
    pub plan: Vec<String>,
    #[arg(long, value_name = "DATE")]
    pub no_plan: Vec<String>,
}

#[derive(Debug, Subcommand)]
pub enum CaseCommand {
    List {
        #[arg(long, value_enum, default_value_t = OutputFormat::Text)]
        format: OutputFormat,
    },
    Show {
        id: String,
        #[arg(long, value_name = "N", conflicts_with = "format", value_parser = number::<usize>)]
        letter: Option<usize>,
        #[arg(long, value_enum, default_value_t = OutputFormat::Text)]
        format: OutputFormat,
    },
    Log(LogArgs),
    Read(Read),
    Sent(SentArgs),
    Done {
        id: String,
        #[arg(long, value_name = "DATE")]
        on: Option<String>,
        #[arg(long, value_name = "NAME")]
        person: Option<String>,
        #[arg(long, value_name = "TEXT")]
        note: Option<String>,
    },
    Undo {
        id: String,
        #[arg(long, value_parser = kinds())]
        kind: Option<Kind>,
        #[arg(long, value_name = "DATE")]
        on: Option<String>,
    },
    Set(Set),
    Remove {
        id: String,
        #[arg(long)]
        yes: bool,
    },
    Export {
        #[arg(required_unless_present = "all", conflicts_with = "all")]
        id: Option<String>,
        #[arg(long)]
        all: bool,
        #[arg(long, conflicts_with = "all")]
        handover: bool,
        #[command(flatten)]
        to: Output,
    },
    Import {
        file: PathBuf,
    },
    Places,
}

#[derive(Debug, Default, Args)]
pub struct LogArgs {
    pub id: String,
    #[arg(long, value_parser = kinds())]
    pub kind: Kind,
    #[arg(long, value_name = "TIME")]
    pub at: Option<String>,
    #[arg(long, value_name = "NAME")]
    pub person: Option<String>,
    #[arg(long, value_name = "N")]
    pub number: Option<String>,
    #[arg(long, value_name = "MEANS", value_parser = words::<Means>())]
    pub means: Option<Means>,
    #[arg(long, value_name = "KIND", value_parser = words::<AnswerKind>())]
    pub answer: Option<AnswerKind>,
    #[arg(long, value_name = "HOW", value_parser = words::<Channel>())]
    pub how: Option<Channel>,
    #[arg(long, value_name = "N", value_parser = number::<usize>)]
    pub letter: Option<usize>,
    #[arg(long, value_name = "DATE")]
    pub on: Option<String>,
    #[arg(long, value_name = "DATE")]
    pub promised_by: Option<String>,
    #[arg(long, value_name = "DATE")]
    pub deadline: Option<String>,
    #[arg(long, value_name = "NAME")]
    pub employer: Option<String>,
    #[arg(long, value_name = "DATE")]
    pub to: Option<String>,
    #[arg(long, value_name = "TEXT")]
    pub note: Option<String>,
    /// What the command that was typed calls some of these options instead.
    #[arg(skip)]
    pub named: &'static [(&'static str, &'static str)],
}

#[derive(Debug, Args)]
pub struct Read {
    pub id: String,
    pub file: Option<PathBuf>,
    #[arg(long, value_name = "DATE")]
    pub received: Option<String>,
    #[arg(long)]
    pub yes: bool,
    #[arg(long, value_enum, default_value_t = OutputFormat::Text)]
    pub format: OutputFormat,
}

#[derive(Debug, Args)]
pub struct DueArgs {
    #[arg(long)]
    pub exit_code: bool,
    #[arg(long, value_name = "FILE", conflicts_with = "format")]
    pub ics: Option<PathBuf>,
    #[arg(long, value_enum, default_value_t = OutputFormat::Text)]
    pub format: OutputFormat,
}
