//! An unfinished walk, kept so that it can be gone on with.

use super::file::date;
use super::file_read::case_id;
use super::record::CaseId;
use super::stamp::stamp;
use super::table::{FileError, Group, VERSION, Value, finish, version};
use crate::domain::document::Edited;
use crate::domain::toml_reader::{Reader, Source};
use chrono::{DateTime, FixedOffset};
use std::collections::BTreeMap;
use std::ops::Range;
use toml::Spanned;
use toml::de::DeTable;
use toml_edit::{Array, ArrayOfTables, DocumentMut, Item, Table, value};

const DRAFT: [&str; 8] =
    ["version", "saved", "answers", "opened", "texts", "case", "edited", "run"];
/// Keys of the letters of one sitting.
const RUN: [&str; 2] = ["at", "leg"];
/// Keys of one of them, beside those of a draft.
const LEG: [&str; 2] = ["mark", "shared"];
const EDITED: [&str; 3] = ["subject", "body", "base"];
#[derive(Clone, PartialEq, Eq)]
pub struct Draft {
    pub saved: DateTime<FixedOffset>,
    /// The answers as the text of an answers file.
    pub answers: String,
    /// A question beside the straight path that was being asked.
    pub opened: Option<String>,
    /// What was left half-typed, by question id.
    pub texts: BTreeMap<String, String>,
    pub case: Option<CaseId>,
    /// The letter as changed by hand.
    pub edited: Option<Edited>,
    /// The other letters of the same sitting; the one above is among them.
    pub run: Option<Box<RunDraft>>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RunDraft {
    /// Which of them was on the screen, from 0.
    pub at: u32,
    pub legs: Vec<LegDraft>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LegDraft {
    pub draft: Draft,
    /// How far it is, in a word.
    pub mark: String,
    /// Answers that came from those before it.
    pub shared: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored {
    /// The number of its file, from 1.
    pub number: u32,
    /// What was last known to be in it.
    pub draft: Draft,
}

shows!(Debug Draft, it, "Draft({}, {} texts)", stamp(it.saved), it.texts.len());

/// The text of its file; [`parse`] gives the same draft again.
pub fn to_toml(draft: &Draft) -> String {
    let mut doc = DocumentMut::new();
    doc.insert("version", value(VERSION));
    fill(doc.as_table_mut(), draft);
    text!("draft.head", doc)
}

pub(super) fn fill(table: &mut Table, draft: &Draft) {
    table.insert("saved", date(&stamp(draft.saved)));
    table.insert("answers", value(&draft.answers));
    if let Some(id) = &draft.opened {
        table.insert("opened", value(id));
    }
    if let Some(id) = &draft.case {
        table.insert("case", value(id.as_str()));
    }
    if let Some(e) = &draft.edited {
        let rows = [("subject", &e.subject), ("body", &e.body), ("base", &e.base)];
        let edited: Table = rows.into_iter().map(|(k, v)| (k, value(v))).collect();
        table.insert("edited", Item::Table(edited));
    }
    if let Some(run) = &draft.run {
        let legs = run.legs.iter().map(|leg| {
            let mut one = Table::new();
            one.insert("mark", value(&leg.mark));
            one.insert("shared", value(leg.shared.iter().collect::<Array>()));
            fill(&mut one, &leg.draft);
            one
        });
        let mut group = Table::new();
        group.insert("at", value(i64::from(run.at)));
        group.insert("leg", Item::ArrayOfTables(legs.collect::<ArrayOfTables>()));
        table.insert("run", Item::Table(group));
    }
    if !draft.texts.is_empty() {
        let texts: Table = draft.texts.iter().map(|(k, v)| (k.as_str(), value(v))).collect();
        table.insert("texts", Item::Table(texts));
    }
}

/// Reads the file of a draft.
/// Errors: a newer version; else every mistake.
pub fn parse(file: &str, text: &str) -> Result<Draft, FileError> {
    let source = Source::new(text);
    let (mut reader, table) = Reader::parse(file, &source);
    version(&mut reader, table.get_ref(), file)?;
    let draft = draft(&mut reader, "", table.span(), table.get_ref(), true);
    finish(reader, draft)
}

/// A draft in a table. `versioned`: the table has the version too, which is read already.
pub(super) fn draft(
    reader: &mut Reader,
    prefix: &str,
    span: Range<usize>,
    table: &DeTable<'_>,
    versioned: bool,
) -> Option<Draft> {
    let known = DRAFT.get(usize::from(!versioned)..).unwrap_or_default();
    draft_in(&mut Group::new(reader, prefix, span, table, known))
}

fn draft_in<'i>(g: &mut Group<'_, '_, 'i>) -> Option<Draft> {
    let saved = g.must("saved", Reader::moment);
    let answers = g.must("answers", Reader::string);
    let opened = g.maybe("opened", Reader::string);
    let texts = g.maybe("texts", |r, key, v| {
        let table = r.table(key, v)?;
        let row = |(k, v): (&Spanned<_>, &Value<'i>)| {
            let k: &std::borrow::Cow<'_, str> = k.get_ref();
            Some((k.to_string(), r.string(&format!("{key}.{k}"), v)?))
        };
        Some(table.iter().filter_map(row).collect())
    });
    let case = g.maybe("case", case_id);
    let edited = g.maybe("edited", |r, key, v| {
        let table = r.table(key, v)?;
        let mut g = Group::new(r, &format!("{key}."), v.span(), table, &EDITED);
        let mut part = |name| g.must(name, Reader::string);
        let (subject, body, base) = (part("subject"), part("body"), part("base"));
        Some(Edited { subject: subject?, body: body?, base: base? })
    });
    let run = g.maybe("run", |r, key, v| {
        let table = r.table(key, v)?;
        let mut g = Group::new(r, &format!("{key}."), v.span(), table, &RUN);
        let at = g.must("at", Reader::number);
        let legs = g.rows("leg", leg);
        Some(Box::new(RunDraft { at: at?, legs }))
    });
    let texts = texts.unwrap_or_default();
    Some(Draft { saved: saved?, answers: answers?, opened, texts, case, edited, run })
}

fn leg(r: &mut Reader, prefix: &str, span: Range<usize>, table: &DeTable<'_>) -> Option<LegDraft> {
    let known = [DRAFT.get(1..).unwrap_or_default(), &LEG].concat();
    let mut g = Group::new(r, prefix, span, table, &known);
    let draft = draft_in(&mut g);
    let mark = g.must("mark", Reader::string);
    let strings = |r: &mut Reader, key: &str, v: &Value<'_>| {
        Some(r.strings(key, v)?.into_iter().map(|(_, s)| s).collect())
    };
    let shared = g.must("shared", strings);
    Some(LegDraft { draft: draft?, mark: mark?, shared: shared? })
}

#[cfg(test)]
mod tests {
    use super::super::tests_support::draft;
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig {
            cases: 100,
            failure_persistence: None,
            ..ProptestConfig::default()
        })]
        #[test]
        fn what_is_written_is_read(d in draft()) {
            let text = to_toml(&d);
            prop_assert!(parse("x", &text).as_ref() == Ok(&d), "{}", text);
        }
    }

    #[test]
    fn mistakes_have_their_line_and_nothing_personal() {
        let text = "version = 1\nsaved = 1\n[texts]\n\"sender.name\" = 2\nx = \"秘密\"\n";
        let Err(FileError::Wrong(wrong)) = parse("x", text) else { panic!("accepted") };
        let found: Vec<_> = wrong.iter().map(|p| (p.line, p.key.as_str())).collect();
        assert_eq!(found, [(1, "answers"), (2, "saved"), (4, "texts.sender.name")]);
        let secret = || "秘密".to_owned();
        let d = Draft {
            saved: DateTime::default(),
            answers: "秘密".to_owned(),
            opened: None,
            texts: [("x".to_owned(), "秘密".to_owned())].into(),
            case: None,
            edited: Some(Edited { subject: secret(), body: secret(), base: secret() }),
            run: None,
        };
        assert!(!format!("{d:?}{wrong:?}").contains("秘密"));
    }
}
