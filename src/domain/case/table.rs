//! Tables of files, read with every mistake at once.

use crate::domain::problem::Problem;
use crate::domain::toml_reader::Reader;
use crate::domain::word::{Word, choose};
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

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

pub(super) type Value<'i> = Spanned<DeValue<'i>>;

/// Reads the version; a newer one is no mistake of the file.
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

/// A table whose keys are visited; what it must have is asked for afterwards.
pub(super) struct Group<'r, 't, 'i> {
    pub(super) reader: &'r mut Reader,
    prefix: String,
    span: Range<usize>,
    pub(super) table: &'t DeTable<'i>,
}

impl<'r, 't, 'i> Group<'r, 't, 'i> {
    pub(super) fn new(
        reader: &'r mut Reader,
        prefix: &str,
        span: Range<usize>,
        table: &'t DeTable<'i>,
        known: &[&str],
    ) -> Self {
        for k in table.keys().filter(|k| !known.contains(&k.get_ref().as_ref())) {
            reader.unknown(k.span(), &format!("{prefix}{}", k.get_ref()), known);
        }
        Self { reader, prefix: prefix.to_owned(), span, table }
    }
    pub(super) fn key(&self, name: &str) -> String {
        format!("{}{name}", self.prefix)
    }
    pub(super) fn problem(&mut self, name: &str, message: String) {
        // Where the key is; where there is none, the table.
        let at = self.table.get(name).map_or_else(|| self.span.clone(), Spanned::span);
        let key = self.key(name);
        self.reader.problem(at, &key, message);
    }
    pub(super) fn absent(&mut self, name: &str, message: &str) {
        let (at, key) = (self.span.clone(), self.key(name));
        self.reader.absent(at, &key, message);
    }
    pub(super) fn maybe<T>(
        &mut self,
        name: &str,
        read: impl FnOnce(&mut Reader, &str, &Value<'i>) -> Option<T>,
    ) -> Option<T> {
        let v = self.table.get(name)?;
        let key = self.key(name);
        read(self.reader, &key, v)
    }
    pub(super) fn must<T>(
        &mut self,
        name: &str,
        read: impl FnOnce(&mut Reader, &str, &Value<'i>) -> Option<T>,
    ) -> Option<T> {
        if !self.table.contains_key(name) {
            self.absent(name, text!("toml.absent"));
            return None;
        }
        self.maybe(name, read)
    }
    /// A text, "" if it is missing.
    pub(super) fn or_empty(&mut self, name: &str) -> String {
        self.maybe(name, Reader::string).unwrap_or_default()
    }
    /// One of the words, if the key is there and not empty.
    pub(super) fn word<W: Word>(&mut self, name: &str) -> Option<W> {
        self.maybe(name, |r, key, v| {
            let text = r.string(key, v)?;
            let found = W::parse(&text);
            if found.is_none() && !text.is_empty() {
                r.problem(v.span(), key, choose::<W>());
            }
            found
        })
    }
    pub(super) fn rows<T>(
        &mut self,
        name: &str,
        read: impl Fn(&mut Reader, &str, Range<usize>, &'t DeTable<'i>) -> Option<T>,
    ) -> Vec<T> {
        let Some(v) = self.table.get(name) else { return Vec::new() };
        let key = self.key(name);
        let Some(rows) = self.reader.tables(&key, name, v) else { return Vec::new() };
        let mut out = Vec::new();
        for (i, row) in rows.iter().enumerate() {
            let here = format!("{key}[{}]", i + 1);
            if let Some(table) = self.reader.table(&here, row) {
                out.extend(read(self.reader, &format!("{here}."), row.span(), table));
            }
        }
        out
    }
}
