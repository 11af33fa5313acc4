//! Tables of files, read with every mistake at once.

use crate::domain::problem::Problem;
use crate::domain::toml_group::Group;
use crate::domain::toml_reader::{Reader, TomlText};
use crate::text::clean;
use chrono::NaiveDate;
use std::fmt::Write as _;
use toml::de::DeTable;
use toml_edit::visit_mut::VisitMut;
use toml_edit::{ArrayOfTables, Datetime, DocumentMut, Formatted, Item, Table, Value, value};

/// The version of the file that this program writes, and the newest that it reads.
pub const VERSION: i64 = 1;

/// Why a file can't be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FileError {
    /// It was written by a newer version of this program.
    Newer {
        file: String,
        version: u32,
    },
    Wrong(Vec<Problem>),
}

impl FileError {
    pub fn problems(self) -> Vec<Problem> {
        match self {
            Self::Wrong(problems) => problems,
            Self::Newer { file, version } => {
                vec![Problem::new(&file, 0, "version", text!("toml.newer", version))]
            }
        }
    }
}

/// Reads the text of a file.
/// Errors: a newer version, which is not a mistake of the file; else every mistake.
pub(super) fn read<T>(
    file: &str,
    text: &str,
    made: impl FnOnce(&mut Group<'_, '_, '_>) -> Option<T>,
) -> Result<T, FileError> {
    let source = TomlText::new(text);
    let (mut r, table) = Reader::parse(file, &source);
    version(&mut r, table.get_ref(), file)?;
    let made = made(&mut Group::top(&mut r, &table, ["version"]));
    r.done(made).map_err(FileError::Wrong)
}

fn version(r: &mut Reader, table: &DeTable<'_>, file: &str) -> Result<(), FileError> {
    if table.is_empty() && r.problems.is_empty() {
        return Err(FileError::Wrong(vec![Problem::new(file, 0, "", text!("toml.empty"))]));
    }
    let Some(v) = table.get("version") else {
        r.absent(0..0, "version", text!("toml.no_version", version = VERSION));
        return Ok(());
    };
    match r.number("version", v) {
        Some(found) if i64::from(found) > VERSION => {
            Err(FileError::Newer { file: file.to_owned(), version: found })
        }
        Some(0) => {
            r.problem(v.span(), "version", text!("toml.version", version = VERSION));
            Ok(())
        }
        _ => Ok(()),
    }
}

pub(super) fn table<const N: usize>(rows: [(&str, Option<Item>); N]) -> Table {
    rows.into_iter().filter_map(|(key, v)| Some((key, v?))).collect()
}

/// A table as the text of a file. Invisible and control characters are written as TOML escapes: the
/// file may be printed, and values survive unchanged.
pub(super) fn written(mut table: Table) -> String {
    Escaping.visit_table_mut(&mut table);
    DocumentMut::from(table).to_string()
}

struct Escaping;

impl VisitMut for Escaping {
    fn visit_string_mut(&mut self, string: &mut Formatted<String>) {
        let acts = |c: char| c != '\n' && clean::does_something(c);
        if !string.value().contains(acts) {
            return;
        }
        let mut quoted = "\"\"\"\n".to_owned();
        for c in string.value().chars() {
            match c {
                '"' | '\\' => quoted.extend(['\\', c]),
                // Writing to a String cannot fail.
                c if acts(c) => drop(write!(quoted, "\\U{:08X}", u32::from(c))),
                c => quoted.push(c),
            }
        }
        if let Ok(Value::String(escaped)) = (quoted + "\"\"\"").parse() {
            *string = escaped;
        }
    }
}

pub(super) fn list(rows: impl Iterator<Item = Table>) -> Option<Item> {
    let rows: ArrayOfTables = rows.collect();
    (!rows.is_empty()).then_some(Item::ArrayOfTables(rows))
}

pub(super) fn day(on: NaiveDate) -> Item {
    date(&on.to_string())
}

pub(super) fn date(text: &str) -> Item {
    // TOML dates have four-digit years. Other dates, which nothing here makes, become text.
    text.parse::<Datetime>().map_or_else(|_| value(text), value)
}

pub(super) fn text(v: &str) -> Option<Item> {
    (!v.is_empty()).then(|| value(v))
}
