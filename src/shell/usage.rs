//! What clap says, in Japanese: its help and its complaints have English words of their own, which
//! no setting of clap changes.

use crate::text::said;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Command, Error};
use clap_mangen::Man;
use std::error::Error as _;
use std::fmt::Write as _;
use std::io;

const OWN_HELP: &str = text!("usage.help");

/// clap's words for its own arguments; longer ones first: the shorter ones are parts of them.
const OWN: [(&str, &str); 5] = [
    ("Print help (see more with '--help')", text!("usage.help.more")),
    ("Print help (see a summary with '-h')", text!("usage.help.short")),
    ("Print this message or the help of the given subcommand(s)", text!("usage.help.command")),
    ("Print help", OWN_HELP),
    ("Print version", text!("usage.version")),
];

/// Headings, each a line of its own.
const HEADINGS: [(&str, &str); 4] = [
    ("Commands:", text!("usage.commands")),
    ("Arguments:", text!("usage.arguments")),
    ("Options:", text!("usage.options")),
    ("Possible values:", text!("usage.values")),
];

/// Words within lines.
const INSIDE: [(&str, &str); 6] = [
    ("Usage: ", text!("usage.usage")),
    ("[OPTIONS]", text!("usage.some_options")),
    ("[COMMAND]", text!("usage.a_command")),
    ("<COMMAND>", text!("usage.the_command")),
    ("[default: ", text!("usage.default")),
    ("[possible values: ", text!("usage.possible")),
];

fn replaced(text: &str, words: &[(&str, &str)]) -> String {
    words.iter().fold(text.to_owned(), |text, (from, to)| text.replace(from, to))
}

/// clap's descriptions of its own arguments in shell completions and in the manual. The additions
/// in brackets are quoted differently by each shell and carry no information.
pub(super) fn described(text: &str) -> String {
    let mut parts = text.split("Print help (see ");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        out += OWN_HELP;
        out += part.split_once(')').map_or(part, |(_, rest)| rest);
    }
    replaced(&out, &OWN)
}

/// The manual: one page for the program and all commands. `clap_mangen` would refer to a page per
/// command, which a package with a single page does not have.
pub(super) fn manual(mut tree: Command) -> io::Result<String> {
    tree.build();
    let mut out = String::new();
    let mut commands = Vec::new();
    commands_below(&tree, &mut commands);
    let main = Man::new(tree);
    out += &roff(|w| main.render_title(w))?;
    out += &roff(|w| main.render_name_section(w))?;
    out += &section(&roff(|w| main.render_synopsis_section(w))?, text!("usage.section.synopsis"));
    out += &section(&roff(|w| main.render_options_section(w))?, text!("usage.section.options"));
    for command in commands {
        let name = command.get_bin_name().unwrap_or_else(|| command.get_name()).to_owned();
        let about = command.get_about().map(ToString::to_string).unwrap_or_default();
        let more = command.get_after_help().is_some();
        let page = Man::new(command);
        let synopsis = section(&roff(|w| page.render_synopsis_section(w))?, &name);
        let _ = write!(out, "{synopsis}.PP\n{about}\n");
        out += &headless(&roff(|w| page.render_options_section(w))?);
        if more {
            let _ = write!(out, ".PP\n{}", headless(&roff(|w| page.render_extra_section(w))?));
        }
    }
    out += &section(&roff(|w| main.render_extra_section(w))?, text!("usage.section.more"));
    out += &section(&roff(|w| main.render_version_section(w))?, text!("usage.section.version"));
    Ok(described(&out))
}

/// All subcommands except `help`, in their order.
fn commands_below(tree: &Command, out: &mut Vec<Command>) {
    for command in tree.get_subcommands().filter(|c| c.get_name() != "help") {
        out.push(command.clone());
        commands_below(command, out);
    }
}

fn roff(render: impl FnOnce(&mut dyn io::Write) -> io::Result<()>) -> io::Result<String> {
    let mut out = Vec::new();
    render(&mut out)?;
    Ok(String::from_utf8_lossy(&out).into_owned())
}

fn section(text: &str, heading: &str) -> String {
    format!(".SH {heading}\n{}", headless(text))
}

/// A section without its heading and what every piece of the page begins with.
fn headless(text: &str) -> String {
    let lines =
        text.lines().filter(|l| ![".SH ", ".ie ", ".el "].iter().any(|head| l.starts_with(head)));
    lines.fold(String::new(), |all, l| all + l + "\n")
}

fn line(text: &str) -> String {
    let bare = text.trim();
    match HEADINGS.iter().find(|(from, _)| bare == *from) {
        Some((from, to)) => text.replace(from, to),
        None => replaced(&replaced(text, &OWN), &INSIDE),
    }
}

/// What to print for this parse result: help, version, or the error.
pub(super) fn says(e: &Error) -> String {
    if !e.use_stderr() {
        return e.render().to_string().lines().map(line).collect::<Vec<_>>().join("\n");
    }
    let mut out = format!("kotowari: {}", wrong(e));
    for kind in
        [ContextKind::SuggestedArg, ContextKind::SuggestedSubcommand, ContextKind::SuggestedValue]
    {
        let near = words(e, kind);
        if !near.is_empty() {
            let _ = write!(out, concat!("\n", text!("usage.near")), words = near.join(" "));
        }
    }
    if let Some(usage) = e.get(ContextKind::Usage) {
        let _ = write!(out, "\n{}", line(usage.to_string().trim_end()));
    }
    out + concat!("\n", text!("usage.see_help"))
}

fn words(e: &Error, kind: ContextKind) -> Vec<String> {
    match e.get(kind) {
        Some(ContextValue::String(one)) => vec![one.clone()],
        Some(ContextValue::Strings(many)) => many.clone(),
        _ => Vec::new(),
    }
}

/// Characters of the input that are quoted at most.
const LONGEST: usize = 60;

fn short(text: String) -> String {
    match text.char_indices().nth(LONGEST) {
        Some((at, _)) => text.get(..at).unwrap_or_default().to_owned() + "…",
        None => text,
    }
}

/// The name of an argument without its value placeholder.
fn name(argument: &str) -> &str {
    argument.split_once(' ').map_or(argument, |(name, _)| name)
}

fn wrong(e: &Error) -> String {
    let first = |kind| short(words(e, kind).into_iter().next().unwrap_or_default());
    let argument = first(ContextKind::InvalidArg);
    let (argument, value) = (name(&argument), first(ContextKind::InvalidValue));
    let valid = |kind| said(&words(e, kind).join(" "), |words| text!("usage.choices", words));
    match e.kind() {
        ErrorKind::UnknownArgument => text!("usage.unknown", argument),
        ErrorKind::InvalidSubcommand => {
            text!("usage.no_command", command = first(ContextKind::InvalidSubcommand))
        }
        ErrorKind::InvalidValue if value.is_empty() => {
            text!("usage.needs_value", argument, choices = valid(ContextKind::ValidValue))
        }
        ErrorKind::InvalidValue => {
            text!("usage.bad_value", argument, value, choices = valid(ContextKind::ValidValue))
        }
        ErrorKind::ValueValidation => {
            let why = e.source().map(|s| text!("sign.brackets", words = s)).unwrap_or_default();
            text!("usage.bad_value", argument, value, choices = why)
        }
        ErrorKind::TooManyValues => text!("usage.too_many", argument, value),
        ErrorKind::MissingRequiredArgument => {
            text!("usage.missing", words = words(e, ContextKind::InvalidArg).join(" "))
        }
        ErrorKind::MissingSubcommand => {
            let command = first(ContextKind::InvalidSubcommand);
            text!("usage.needs_command", command, choices = valid(ContextKind::ValidSubcommand))
        }
        ErrorKind::ArgumentConflict => {
            let others = words(e, ContextKind::PriorArg);
            let others: Vec<&str> = others.iter().map(|o| name(o)).collect();
            if others.is_empty() || others == [argument] {
                text!("usage.once", argument)
            } else {
                text!("usage.conflict", argument, others = others.join(" "))
            }
        }
        ErrorKind::InvalidUtf8 => text!("usage.not_text").to_owned(),
        _ => text!("usage.unread").to_owned(),
    }
}
