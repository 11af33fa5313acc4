//! The arguments of `kotowari cases` and `kotowari due`.

use super::values::{Format, Output, number};
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
#[command(
    after_help = text!("cases.more")
)]
pub struct CasesArgs {
    #[command(subcommand)]
    pub command: Option<CaseCommand>,
    #[arg(long, value_enum, default_value_t = Format::Text, help = text!("cli.format"))]
    pub format: Format,
}

#[derive(Debug, Args)]
pub struct Sent {
    #[arg(help = text!("cases.id"))]
    pub id: String,
    #[arg(
        long, value_name = "HOW", value_parser = words::<Channel>(), help = text!("cases.sent.by")
    )]
    pub by: Option<Channel>,
    #[arg(long, value_name = "NAME", help = text!("cases.sent.with"))]
    pub with: Option<String>,
    #[arg(long, value_name = "TIME", help = text!("cases.sent.at"))]
    pub at: Option<String>,
    #[arg(
        long, value_name = "N", value_parser = number::<usize>,
        help = text!("cases.sent.letter")
    )]
    pub letter: Option<usize>,
    #[arg(long, value_name = "DATE", help = text!("cases.sent.promised_by"))]
    pub promised_by: Option<String>,
    #[arg(long, value_name = "TEXT", help = text!("cases.sent.note"))]
    pub note: Option<String>,
}

#[derive(Debug, Args)]
#[command(group = ArgGroup::new("what")
    .args(["due", "due_days", "no_due", "plan", "no_plan"])
    .required(true)
    .multiple(true))]
pub struct Set {
    #[arg(help = text!("cases.id"))]
    pub id: String,
    #[arg(
        long, value_name = "DATE", conflicts_with_all = ["due_days", "no_due"],
        help = text!("cases.set.due")
    )]
    pub due: Option<String>,
    #[arg(
        long, value_name = "N", conflicts_with = "no_due", value_parser = due_days,
        help = text!("cases.set.due_days")
    )]
    pub due_days: Option<u32>,
    #[arg(long, help = text!("cases.set.no_due"))]
    pub no_due: bool,
    #[arg(long, value_name = "DATE=GOAL", help = text!("cases.set.plan"))]
    pub plan: Vec<String>,
    #[arg(long, value_name = "DATE", help = text!("cases.set.no_plan"))]
    pub no_plan: Vec<String>,
}

#[derive(Debug, Subcommand)]
pub enum CaseCommand {
    #[command(about = text!("cases.list"))]
    List {
        #[arg(long, value_enum, default_value_t = Format::Text, help = text!("cli.format"))]
        format: Format,
    },
    #[command(about = text!("cases.show"))]
    Show {
        #[arg(help = text!("cases.id"))]
        id: String,
        #[arg(
            long, value_name = "N", conflicts_with = "format", value_parser = number::<usize>,
            help = text!("cases.show.letter")
        )]
        letter: Option<usize>,
        #[arg(long, value_enum, default_value_t = Format::Text, help = text!("cli.format"))]
        format: Format,
    },
    #[command(
        after_help = text!("cases.log.more"), about = text!("cases.log"))]
    Log(Log),
    #[command(
        after_help = text!("reply.more"), about = text!("cases.read"))]
    Read(Read),
    #[command(about = text!("cases.sent"))]
    Sent(Sent),
    #[command(about = text!("cases.done"))]
    Done {
        #[arg(help = text!("cases.id"))]
        id: String,
        #[arg(long, value_name = "DATE", help = text!("cases.done.on"))]
        on: Option<String>,
        #[arg(long, value_name = "NAME", help = text!("cases.done.person"))]
        person: Option<String>,
        #[arg(long, value_name = "TEXT", help = text!("cases.sent.note"))]
        note: Option<String>,
    },
    #[command(about = text!("cases.undo"))]
    Undo {
        #[arg(help = text!("cases.id"))]
        id: String,
        #[arg(long, value_parser = kinds(), help = text!("cases.undo.kind"))]
        kind: Option<Kind>,
        #[arg(long, value_name = "DATE", help = text!("cases.undo.on"))]
        on: Option<String>,
    },
    #[command(about = text!("cases.set"))]
    Set(Set),
    #[command(about = text!("cases.remove"))]
    Remove {
        #[arg(help = text!("cases.id"))]
        id: String,
        #[arg(long, help = text!("cli.yes"))]
        yes: bool,
    },
    #[command(about = text!("cases.export"))]
    Export {
        #[arg(required_unless_present = "all", conflicts_with = "all", help = text!("cases.id"))]
        id: Option<String>,
        #[arg(long, help = text!("cases.export.all"))]
        all: bool,
        #[arg(long, conflicts_with = "all", help = text!("cases.export.handover"))]
        handover: bool,
        #[command(flatten)]
        to: Output,
    },
    #[command(about = text!("cases.import"))]
    Import {
        #[arg(help = text!("cases.import.file"))]
        file: PathBuf,
    },
    #[command(about = text!("cases.places"))]
    Places,
}

#[derive(Debug, Default, Args)]
pub struct Log {
    #[arg(help = text!("cases.id"))]
    pub id: String,
    #[arg(long, value_parser = kinds(), help = text!("cases.log.kind"))]
    pub kind: Kind,
    #[arg(long, value_name = "TIME", help = text!("cases.log.at"))]
    pub at: Option<String>,
    #[arg(long, value_name = "NAME", help = text!("cases.log.person"))]
    pub person: Option<String>,
    #[arg(long, value_name = "N", help = text!("cases.log.number"))]
    pub number: Option<String>,
    #[arg(
        long, value_name = "MEANS", value_parser = words::<Means>(), help = text!("cases.log.means")
    )]
    pub means: Option<Means>,
    #[arg(
        long, value_name = "KIND", value_parser = words::<AnswerKind>(),
        help = text!("cases.log.answer")
    )]
    pub answer: Option<AnswerKind>,
    #[arg(
        long, value_name = "HOW", value_parser = words::<Channel>(), help = text!("cases.log.how")
    )]
    pub how: Option<Channel>,
    #[arg(long, value_name = "N", value_parser = number::<usize>, help = text!("cases.log.letter"))]
    pub letter: Option<usize>,
    #[arg(long, value_name = "DATE", help = text!("cases.log.on"))]
    pub on: Option<String>,
    #[arg(long, value_name = "DATE", help = text!("cases.log.promised_by"))]
    pub promised_by: Option<String>,
    #[arg(long, value_name = "DATE", help = text!("cases.log.deadline"))]
    pub deadline: Option<String>,
    #[arg(long, value_name = "TEXT", help = text!("cases.log.note"))]
    pub note: Option<String>,
}

#[derive(Debug, Args)]
pub struct Read {
    #[arg(help = text!("cases.read.id"))]
    pub id: String,
    #[arg(help = text!("cases.read.file"))]
    pub file: Option<PathBuf>,
    #[arg(long, value_name = "DATE", help = text!("cases.read.received"))]
    pub received: Option<String>,
    #[arg(long, help = text!("cases.read.yes"))]
    pub yes: bool,
    #[arg(long, value_enum, default_value_t = Format::Text, help = text!("cli.format"))]
    pub format: Format,
}

#[derive(Debug, Args)]
#[command(
    after_help = text!("cases.due.more")
)]
pub struct DueArgs {
    #[arg(long, help = text!("cases.due.exit_code"))]
    pub exit_code: bool,
    #[arg(long, value_name = "FILE", conflicts_with = "format", help = text!("cases.due.ics"))]
    pub ics: Option<PathBuf>,
    #[arg(long, value_enum, default_value_t = Format::Text, help = text!("cli.format"))]
    pub format: Format,
}
