//! Tables of files, read with every mistake at once.

use crate::domain::problem::Problem;
use crate::domain::toml_reader::Reader;
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

/// Reads the version. A newer one is not a mistake of the file.
pub(super) fn version(r: &mut Reader, table: &DeTable<'_>, file: &str) -> Result<(), FileError> {
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

/// The record, or every mistake found on the way.
pub(super) fn finish<T>(r: Reader, made: Option<T>) -> Result<T, FileError> {
    let mut problems: Vec<Problem> = r.problems;
    match made {
        Some(made) if problems.is_empty() => Ok(made),
        _ => {
            problems.sort();
            Err(FileError::Wrong(problems))
        }
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
