//! Reading the tables of a case, with every mistake at once.

use super::archive::Archive;
use super::draft::{Draft, LegDraft, RunDraft};
use super::event::{Event, Kind, Parts, What, choose};
use super::file::FileError;
use super::{CaseId, CaseRecord, FollowUp, Kept, Letter, OwnDue, PlanStep, VERSION, Word};
use crate::domain::document::Edited;
use crate::domain::problem::Problem;
use crate::domain::toml_reader::Reader;
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

type Value<'i> = Spanned<DeValue<'i>>;

/// Keys of a case.
const CASE: [&str; 11] = [
    "version",
    "id",
    "service",
    "service_name",
    "goal",
    "due",
    "due_days",
    "plan",
    "event",
    "letter",
    "answers",
];
/// Keys of a draft.
const DRAFT: [&str; 8] = ["version", "saved", "answers", "opened", "texts", "case", "edited", "run"];
/// Keys of the letters of one sitting.
const RUN: [&str; 2] = ["at", "leg"];
/// Keys of one of them, beside those of a draft.
const LEG: [&str; 2] = ["mark", "shared"];
/// Keys of a letter that was changed by hand.
const EDITED: [&str; 3] = ["subject", "body", "base"];
/// Keys of an archive.
const ARCHIVE: [&str; 4] = ["version", "kind", "case", "draft"];
/// Keys of an event.
const EVENT: [&str; 11] =
    ["at", "kind", "letter", "how", "answer", "means", "on", "promised_by", "person", "number", "note"];
/// Keys of a letter.
const LETTER: [&str; 7] = ["made", "channel", "tone", "follow_up", "subject", "text", "sha256"];
/// Keys of a step of the plan.
const PLAN: [&str; 3] = ["on", "goal", "note"];

/// Reads the version; a newer one is no mistake of the file.
pub(super) fn version(r: &mut Reader<'_>, table: &DeTable<'_>, file: &str) -> Result<(), FileError> {
    let Some(v) = table.get("version") else {
        r.problem(0..0, "version", format!("version = {VERSION} がありません"));
        return Ok(());
    };
    match r.number("version", v) {
        Some(found) if i64::from(found) > VERSION => {
            Err(FileError::Newer { file: file.to_owned(), version: found })
        }
        Some(0) => {
            r.problem(v.span(), "version", format!("{VERSION} を書いてください"));
            Ok(())
        }
        _ => Ok(()),
    }
}

/// The record, or every mistake found on the way.
pub(super) fn finish<T>(r: Reader<'_>, made: Option<T>) -> Result<T, FileError> {
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
struct Group<'r, 'a, 't, 'i> {
    reader: &'r mut Reader<'a>,
    prefix: String,
    span: Range<usize>,
    table: &'t DeTable<'i>,
}

impl<'r, 'a, 't, 'i> Group<'r, 'a, 't, 'i> {
    fn new(
        reader: &'r mut Reader<'a>,
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
    fn key(&self, name: &str) -> String {
        format!("{}{name}", self.prefix)
    }
    fn problem(&mut self, name: &str, message: String) {
        // Where the key is; where there is none, the table.
        let at = self.table.get(name).map_or_else(|| self.span.clone(), Spanned::span);
        let key = self.key(name);
        self.reader.problem(at, &key, message);
    }
    /// A value that may be missing.
    fn maybe<T>(
        &mut self,
        name: &str,
        read: impl FnOnce(&mut Reader<'a>, &str, &Value<'i>) -> Option<T>,
    ) -> Option<T> {
        let v = self.table.get(name)?;
        let key = self.key(name);
        read(self.reader, &key, v)
    }
    /// A value that must be there.
    fn must<T>(
        &mut self,
        name: &str,
        read: impl FnOnce(&mut Reader<'a>, &str, &Value<'i>) -> Option<T>,
    ) -> Option<T> {
        if !self.table.contains_key(name) {
            self.problem(name, "ありません".to_owned());
            return None;
        }
        self.maybe(name, read)
    }
    /// A text, "" if it is missing.
    fn or_empty(&mut self, name: &str) -> String {
        self.maybe(name, Reader::string).unwrap_or_default()
    }
    /// One of the words, if the key is there and not empty.
    fn word<W: Word>(&mut self, name: &str) -> Option<W> {
        self.maybe(name, |r, key, v| {
            let text = r.string(key, v)?;
            let found = W::parse(&text);
            if found.is_none() && !text.is_empty() {
                r.problem(v.span(), key, choose::<W>());
            }
            found
        })
    }
    /// The tables of a list.
    fn rows<T>(
        &mut self,
        name: &str,
        read: impl Fn(&mut Reader<'a>, &str, Range<usize>, &'t DeTable<'i>) -> Option<T>,
    ) -> Vec<T> {
        let Some(v) = self.table.get(name) else { return Vec::new() };
        let key = self.key(name);
        let DeValue::Array(rows) = v.get_ref() else {
            self.reader.wrong_type(v.span(), &key, &format!("表の並び（[[{name}]]）"), v.get_ref());
            return Vec::new();
        };
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

/// A case in a table. `versioned`: the table has the version too, which is read already.
pub(super) fn case(
    reader: &mut Reader<'_>,
    prefix: &str,
    span: Range<usize>,
    table: &DeTable<'_>,
    versioned: bool,
) -> Option<CaseRecord> {
    let known = CASE.get(usize::from(!versioned)..).unwrap_or_default();
    let mut g = Group::new(reader, prefix, span, table, known);
    let id = g.must("id", case_id);
    let service = g.must("service", Reader::string);
    let service_name = g.or_empty("service_name");
    let goal = g.must("goal", Reader::string);
    let (on, days) = (g.maybe("due", Reader::day), g.maybe("due_days", Reader::number));
    let both = g.table.contains_key("due") && g.table.contains_key("due_days");
    if both {
        g.problem("due", "due と due_days は、どちらかだけを書いてください".to_owned());
    }
    let plan = g.rows("plan", plan_step);
    let letters = g.rows("letter", letter);
    // Which letters there are counts by the rows, also by those with a mistake.
    let count = g.table.get("letter").map_or(0, |v| v.get_ref().as_array().map_or(0, |rows| rows.len()));
    let events = g.rows("event", |r, prefix, span, table| event(r, prefix, span, table, count));
    let answers = g.maybe("answers", Reader::string);
    Some(CaseRecord {
        id: id?,
        service: service?,
        service_name,
        goal: goal?,
        letters,
        answers,
        events,
        own_due: on.map(OwnDue::On).or(days.map(OwnDue::Days)),
        plan,
    })
}

fn plan_step(
    reader: &mut Reader<'_>,
    prefix: &str,
    span: Range<usize>,
    table: &DeTable<'_>,
) -> Option<PlanStep> {
    let mut g = Group::new(reader, prefix, span, table, &PLAN);
    let on = g.must("on", Reader::day);
    let (goal, note) = (g.or_empty("goal"), g.or_empty("note"));
    Some(PlanStep { on: on?, goal, note })
}

fn letter(reader: &mut Reader<'_>, prefix: &str, span: Range<usize>, table: &DeTable<'_>) -> Option<Letter> {
    let mut g = Group::new(reader, prefix, span, table, &LETTER);
    let made = g.must("made", Reader::moment);
    let channel = g.must("channel", Reader::string);
    let tone = g.must("tone", Reader::string);
    let follow_up = g.word::<FollowUp>("follow_up");
    let subject = g.or_empty("subject");
    let text = g.maybe("text", Reader::string);
    let hash = g.maybe("sha256", |r, key, v| {
        let hash = r.string(key, v)?;
        let good = hash.len() == 64 && hash.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b));
        if !good {
            r.problem(v.span(), key, "64桁の16進数（小文字）を書いてください");
        }
        good.then_some(hash)
    });
    let there = |name: &str| table.contains_key(name);
    if there("sha256") && (there("text") || there("subject")) {
        g.problem("sha256", "text と sha256 は、どちらかだけを書いてください".to_owned());
    } else if !there("sha256") && !there("text") {
        g.problem("text", "text か sha256 を書いてください".to_owned());
    }
    let kept = match (text, hash) {
        (Some(text), _) => Kept::Text { subject, text },
        (None, hash) => Kept::Hash(hash?),
    };
    Some(Letter { made: made?, channel: channel?, tone: tone?, follow_up, kept })
}

fn event(
    reader: &mut Reader<'_>,
    prefix: &str,
    span: Range<usize>,
    table: &DeTable<'_>,
    letters: usize,
) -> Option<Event> {
    let mut g = Group::new(reader, prefix, span, table, &EVENT);
    let at = g.must("at", Reader::moment);
    let kind = g.must("kind", |r, key, v| {
        let found = Kind::parse(&r.string(key, v)?);
        if found.is_none() {
            r.problem(v.span(), key, choose::<Kind>());
        }
        found
    });
    let letter = g.maybe("letter", Reader::number).and_then(|n| usize::try_from(n).ok());
    if letter.is_some_and(|n| n == 0 || n > letters.max(1)) {
        g.problem("letter", format!("1 から {} までの手紙の番号を書いてください", letters.max(1)));
    }
    let before = g.reader.problems.len();
    let parts = Parts {
        letter,
        how: g.word("how"),
        answer: g.word("answer"),
        means: g.word("means"),
        person: g.or_empty("person"),
        number: g.or_empty("number"),
        on: g.maybe("on", Reader::day),
        promised_by: g.maybe("promised_by", Reader::day),
    };
    let note = g.or_empty("note");
    let unreadable = g.reader.problems.len() > before;
    match What::new(kind?, parts) {
        Ok(what) => Some(Event { at: at?, what, note }),
        Err(wrong) => {
            for (name, message) in wrong {
                // A word that could not be read is missing too; that was said already.
                if !(unreadable && table.contains_key(name)) {
                    g.problem(name, message);
                }
            }
            None
        }
    }
}

fn case_id(reader: &mut Reader<'_>, key: &str, v: &Value<'_>) -> Option<CaseId> {
    let id = CaseId::parse(&reader.string(key, v)?);
    if id.is_none() {
        reader.problem(v.span(), key, "半角の小文字・数字・ハイフンだけで書いてください");
    }
    id
}

/// A draft in a table. `versioned`: the table has the version too, which is read already.
pub(super) fn draft(
    reader: &mut Reader<'_>,
    prefix: &str,
    span: Range<usize>,
    table: &DeTable<'_>,
    versioned: bool,
) -> Option<Draft> {
    let known = DRAFT.get(usize::from(!versioned)..).unwrap_or_default();
    draft_in(&mut Group::new(reader, prefix, span, table, known))
}

fn draft_in<'i>(g: &mut Group<'_, '_, '_, 'i>) -> Option<Draft> {
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

/// One of the letters of a sitting.
fn leg(r: &mut Reader<'_>, prefix: &str, span: Range<usize>, table: &DeTable<'_>) -> Option<LegDraft> {
    let known = [DRAFT.get(1..).unwrap_or_default(), &LEG].concat();
    let mut g = Group::new(r, prefix, span, table, &known);
    let draft = draft_in(&mut g);
    let mark = g.must("mark", Reader::string);
    let strings = |r: &mut Reader<'_>, key: &str, v: &Value<'_>| {
        Some(r.strings(key, v)?.into_iter().map(|(_, s)| s).collect())
    };
    let shared = g.must("shared", strings);
    Some(LegDraft { draft: draft?, mark: mark?, shared: shared? })
}

/// An archive, whose version is read already.
pub(super) fn archive(reader: &mut Reader<'_>, span: Range<usize>, table: &DeTable<'_>) -> Option<Archive> {
    let mut g = Group::new(reader, "", span, table, &ARCHIVE);
    let kind = g.must("kind", |r, key, v| {
        let good = r.string(key, v)? == super::archive::KIND;
        if !good {
            r.problem(v.span(), key, format!("{} ではありません", super::archive::KIND));
        }
        good.then_some(())
    });
    let cases = g.rows("case", |r, prefix, span, table| case(r, prefix, span, table, false));
    let drafts = g.rows("draft", |r, prefix, span, table| draft(r, prefix, span, table, false));
    kind.map(|()| Archive { cases, drafts })
}
