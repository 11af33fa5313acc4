//! An unfinished walk, stored so that it can be continued.

use super::file_read::case_id;
use super::record::CaseId;
use super::stamp::stamp;
use super::table::{FileError, VERSION, date, read, table, written};
use crate::domain::document::Edited;
use crate::domain::toml_group::{Group, TomlValue};
use crate::domain::toml_reader::Reader;
use chrono::{DateTime, FixedOffset};
use std::borrow::Cow;
use std::collections::BTreeMap;
use toml::Spanned;
use toml_edit::{Array, ArrayOfTables, Item, Table, value};

#[derive(Clone, Default, PartialEq, Eq)]
pub struct Draft {
    pub saved: DateTime<FixedOffset>,
    /// The answers as the text of an answers file.
    pub answers: String,
    /// The open question, if it is off the straight path.
    pub opened: Option<String>,
    /// Half-typed texts, by question id.
    pub texts: BTreeMap<String, String>,
    pub case: Option<CaseId>,
    /// The letter as changed by hand.
    pub edited: Option<Edited>,
    /// The legs of its run; the walk above is among them.
    pub run: Option<Box<RunDraft>>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RunDraft {
    /// Index of the leg on the screen.
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
pub struct StoredDraft {
    /// The number of its file, from 1.
    pub number: u32,
    /// Its content as last known.
    pub draft: Draft,
}

shows!(Debug Draft, it, "Draft({}, {} texts)", stamp(it.saved), it.texts.len());

pub fn to_toml(draft: &Draft) -> String {
    let mut doc = table([("version", Some(value(VERSION)))]);
    doc.extend(draft_table(draft));
    text!("draft.head", doc = written(doc))
}

/// A draft, everything but the version.
pub(super) fn draft_table(draft: &Draft) -> Table {
    let texts: Table = draft.texts.iter().map(|(k, v)| (k.as_str(), value(v))).collect();
    let edited = draft.edited.as_ref().map(|e| {
        let first = Some(&e.first).filter(|first| **first != e.base);
        let text = |text: &String| Some(value(text));
        Item::Table(table([
            ("subject", text(&e.subject)),
            ("body", text(&e.body)),
            ("base", text(&e.base)),
            ("first", first.and_then(text)),
            ("meant", e.meant.then(|| value(true))),
        ]))
    });
    let run = draft.run.as_ref().map(|run| {
        let at = value(i64::from(run.at));
        let legs: ArrayOfTables = run.legs.iter().map(leg_table).collect();
        Item::Table(table([("at", Some(at)), ("leg", Some(Item::ArrayOfTables(legs)))]))
    });
    table([
        ("saved", Some(date(&stamp(draft.saved)))),
        ("answers", Some(value(&draft.answers))),
        ("opened", draft.opened.as_ref().map(value)),
        ("case", draft.case.as_ref().map(|id| value(id.as_str()))),
        ("edited", edited),
        ("run", run),
        ("texts", (!texts.is_empty()).then_some(Item::Table(texts))),
    ])
}

fn leg_table(leg: &LegDraft) -> Table {
    let shared = value(leg.shared.iter().collect::<Array>());
    let mut out = table([("mark", Some(value(&leg.mark))), ("shared", Some(shared))]);
    out.extend(draft_table(&leg.draft));
    out
}

/// Reads the file of a draft.
/// Errors: a newer version; else every mistake.
pub fn parse(file: &str, text: &str) -> Result<Draft, FileError> {
    read(file, text, draft)
}

pub(super) fn draft(g: &mut Group<'_, '_, '_>) -> Option<Draft> {
    let saved = g.must("saved", Reader::moment);
    let answers = g.must("answers", Reader::string);
    let opened = g.maybe("opened", Reader::string);
    let texts = g.maybe("texts", |r, key, v| {
        let table = r.table(key, v)?;
        let row = |(k, v): (&Spanned<Cow<'_, str>>, &TomlValue<'_>)| {
            let k = k.get_ref();
            Some((k.to_string(), r.string(&format!("{key}.{k}"), v)?))
        };
        Some(table.iter().filter_map(row).collect())
    });
    let case = g.maybe("case", case_id);
    let edited = g.inner("edited", |g| {
        let mut part = |name| g.must(name, Reader::string);
        let (subject, body, base) = (part("subject"), part("body"), part("base"));
        let (base, first) = (base?, g.maybe("first", Reader::string));
        let first = first.unwrap_or_else(|| base.clone());
        let meant = g.maybe("meant", Reader::boolean).unwrap_or_default();
        Some(Edited { subject: subject?, body: body?, base, first, meant })
    });
    let run = g.inner("run", |g| {
        let at = g.must("at", Reader::number);
        let legs = g.rows("leg", leg);
        Some(Box::new(RunDraft { at: at?, legs }))
    });
    let texts = texts.unwrap_or_default();
    let (edited, run) = (edited.flatten(), run.flatten());
    Some(Draft { saved: saved?, answers: answers?, opened, texts, case, edited, run })
}

fn leg(g: &mut Group<'_, '_, '_>) -> Option<LegDraft> {
    let draft = draft(g);
    let mark = g.must("mark", Reader::string);
    let strings = |r: &mut Reader, key: &str, v: &TomlValue<'_>| {
        Some(r.strings(key, v)?.into_iter().map(|(_, s)| s).collect())
    };
    let shared = g.must("shared", strings);
    Some(LegDraft { draft: draft?, mark: mark?, shared: shared? })
}

#[cfg(test)]
mod tests {
    use super::super::tests_support::{draft, drawn};
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(drawn(100))]
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
            answers: "秘密".to_owned(),
            texts: [("x".to_owned(), "秘密".to_owned())].into(),
            edited: Some(Edited {
                subject: secret(),
                body: secret(),
                base: secret(),
                first: secret(),
                meant: false,
            }),
            ..Draft::default()
        };
        assert!(!format!("{d:?}{wrong:?}").contains("秘密"));
    }
}
