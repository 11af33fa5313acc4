//! Everything in one file (TOML), to be kept elsewhere or taken to another machine: the cases and the drafts. The
//! configuration is a file of its own and not part of it.

use super::draft::{self, Draft};
use super::file::{self, FileError};
use super::{CaseRecord, VERSION, file_read};
use crate::domain::toml_reader::Reader;
use toml_edit::{ArrayOfTables, DocumentMut, Item, Table, value};

/// What the file says it is.
pub const KIND: &str = "kotowari-cases";

/// The cases and the drafts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Archive {
    /// The cases.
    pub cases: Vec<CaseRecord>,
    /// The unfinished walks.
    pub drafts: Vec<Draft>,
}

/// The text of the file; [`parse`] gives the same again.
#[must_use]
pub fn to_toml(archive: &Archive) -> String {
    let mut doc = DocumentMut::new();
    doc.insert("version", value(VERSION));
    doc.insert("kind", value(KIND));
    rows(&mut doc, "draft", &archive.drafts, draft::fill);
    rows(&mut doc, "case", &archive.cases, file::fill);
    format!("# kotowari の記録の書き出しです。kotowari cases import で読み込めます。\n{doc}")
}

fn rows<T>(doc: &mut DocumentMut, name: &str, of: &[T], fill: impl Fn(&mut Table, &T)) {
    let row = |one: &T| {
        let mut table = Table::new();
        fill(&mut table, one);
        table
    };
    let rows: ArrayOfTables = of.iter().map(row).collect();
    if !rows.is_empty() {
        doc.insert(name, Item::ArrayOfTables(rows));
    }
}

/// Reads an archive, or the file of a single case.
///
/// # Errors
/// A newer version; else every mistake.
pub fn parse(name: &str, text: &str) -> Result<Archive, FileError> {
    let (mut reader, table) = Reader::parse(name, text);
    file_read::version(&mut reader, table.get_ref(), name)?;
    let keys = table.get_ref();
    if keys.contains_key("id") && !keys.contains_key("kind") {
        let case = file_read::case(&mut reader, "", table.span(), keys, true);
        return file_read::finish(reader, case.map(|c| Archive { cases: vec![c], drafts: Vec::new() }));
    }
    let archive = file_read::archive(&mut reader, table.span(), keys);
    file_read::finish(reader, archive)
}

#[cfg(test)]
mod tests {
    use super::super::tests_support::{draft, record};
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig { cases: 50, failure_persistence: None, ..ProptestConfig::default() })]
        #[test]
        fn what_is_written_is_read(
            cases in prop::collection::vec(record(), 0..4),
            drafts in prop::collection::vec(draft(), 0..3),
        ) {
            let archive = Archive { cases, drafts };
            let text = to_toml(&archive);
            prop_assert!(parse("x", &text).as_ref() == Ok(&archive), "{}", text);
            for c in archive.cases {
                let one = parse("x", &file::to_toml(&c)).map(|a| a.cases);
                prop_assert!(one == Ok(vec![c]));
            }
        }
    }

    #[test]
    fn mistakes_name_the_case_they_are_in() {
        let text = "version = 1\nkind = \"pictures\"\n[[case]]\nid = \"a\"\nservice = \"s\"\ngoal = \"g\"\n\
                    [[case]]\nid = \"b\"\nservice = \"s\"\ngoal = \"g\"\n[[case.event]]\nkind = \"fly\"\n";
        let Err(FileError::Wrong(wrong)) = parse("x", text) else { panic!("accepted") };
        let found: Vec<_> = wrong.iter().map(|p| (p.line, p.key.as_str())).collect();
        assert_eq!(found, [(2, "kind"), (11, "case[2].event[1].at"), (12, "case[2].event[1].kind")]);
        let newer = parse("x", "version = 9\nkind = \"kotowari-cases\"\n").expect_err("newer");
        assert!(matches!(newer, FileError::Newer { version: 9, .. }));
    }
}
