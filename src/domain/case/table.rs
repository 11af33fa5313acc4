//! Tables of files, read with every mistake at once.

use crate::domain::problem::Problem;
use crate::domain::toml_group::Group;
use crate::domain::toml_reader::{Reader, Source};
use chrono::NaiveDate;
use toml::de::DeTable;
use toml_edit::{ArrayOfTables, Datetime, Item, Table, value};

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
    let source = Source::new(text);
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
