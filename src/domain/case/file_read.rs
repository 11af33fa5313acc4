//! Reading the tables of a case, with every mistake at once.

use super::event::{Event, Kind, Parts, What};
use super::plan::PlanStep;
use super::record::{CaseId, CaseRecord, Kept, Letter, OwnDue};
use super::table::{Group, Value};
use crate::domain::channel::Channel;
use crate::domain::content::Content;
use crate::domain::deadline::Deadlines;
use crate::domain::follow_up::FollowUp;
use crate::domain::manner::TONES;
use crate::domain::toml_reader::Reader;
use crate::domain::toml_statement::nameable;
use crate::domain::validate::one_of;
use crate::domain::word::{Word, choose};
use std::ops::Range;
use toml::de::DeTable;

const CASE: [&str; 11] = [
    "version", "id", "service", "service_name", "goal", "due", "due_days", "plan", "event",
    "letter", "answers",
];
const EVENT: [&str; 12] = [
    "at", "kind", "letter", "how", "answer", "means", "on", "promised_by", "deadline", "person",
    "number", "note",
];
const LETTER: [&str; 9] =
    ["made", "channel", "tone", "follow_up", "answer_by", "call_by", "subject", "text", "sha256"];
const PLAN: [&str; 3] = ["on", "goal", "note"];

/// A case in a table. `versioned`: the table has the version too, which is read already.
pub(super) fn case(
    reader: &mut Reader,
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
    let goal = g.must("goal", |r, key, v| listed(r, key, v, &Content::words("goal")));
    let (on, days) = (g.maybe("due", Reader::day), g.maybe("due_days", Reader::number));
    let both = g.table.contains_key("due") && g.table.contains_key("due_days");
    if both {
        g.problem("due", text!("case.two_dues").to_owned());
    }
    let plan = g.rows("plan", plan_step);
    let letters = g.rows("letter", letter);
    // Which letters there are counts by the rows, also by those with a mistake.
    let rows =
        g.table.get("letter").map_or(0, |v| v.get_ref().as_array().map_or(0, |rows| rows.len()));
    let count = if g.reader.lost() { usize::MAX } else { rows };
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
    reader: &mut Reader,
    prefix: &str,
    span: Range<usize>,
    table: &DeTable<'_>,
) -> Option<PlanStep> {
    let mut g = Group::new(reader, prefix, span, table, &PLAN);
    let on = g.must("on", Reader::day);
    let goal = g.maybe("goal", |r, key, v| match v.get_ref().as_str() {
        Some("") => None,
        _ => listed(r, key, v, &Content::words("goal")),
    });
    let (goal, note) = (goal.unwrap_or_default(), g.or_empty("note"));
    Some(PlanStep { on: on?, goal, note })
}

fn letter(
    reader: &mut Reader,
    prefix: &str,
    span: Range<usize>,
    table: &DeTable<'_>,
) -> Option<Letter> {
    let mut g = Group::new(reader, prefix, span, table, &LETTER);
    let made = g.must("made", Reader::moment);
    let channel =
        g.must("channel", |r, key, v| Channel::parse(&listed(r, key, v, &Channel::ids())?));
    let tone = g.must("tone", |r, key, v| listed(r, key, v, &TONES));
    let follow_up = g.word::<FollowUp>("follow_up");
    let deadlines = Deadlines {
        answer_by: g.maybe("answer_by", Reader::day),
        call_by: g.maybe("call_by", Reader::day),
    };
    let subject = g.or_empty("subject");
    let text = g.maybe("text", Reader::string);
    let hash = g.maybe("sha256", |r, key, v| {
        let hash = r.string(key, v)?;
        let good = hash.len() == 64
            && hash.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b));
        if !good {
            r.problem(v.span(), key, text!("case.hash"));
        }
        good.then_some(hash)
    });
    let there = |name: &str| table.contains_key(name);
    if there("sha256") && (there("text") || there("subject")) {
        g.problem("sha256", text!("case.text_or_hash").to_owned());
    } else if !there("sha256") && !there("text") {
        g.absent("text", text!("case.text_needed"));
    }
    let kept = match (text, hash) {
        (Some(text), _) => Kept::Text { subject, text },
        (None, hash) => Kept::Hash(hash?),
    };
    Some(Letter { made: made?, channel: channel?, tone: tone?, follow_up, deadlines, kept })
}

fn event(
    reader: &mut Reader,
    prefix: &str,
    span: Range<usize>,
    table: &DeTable<'_>,
    letters: usize,
) -> Option<Event> {
    let mut g = Group::new(reader, prefix, span, table, &EVENT);
    let at = g.must("at", Reader::when);
    let kind = g.must("kind", |r, key, v| {
        let found = Kind::parse(&r.string(key, v)?);
        if found.is_none() {
            r.problem(v.span(), key, choose::<Kind>());
        }
        found
    });
    let letter = g.maybe("letter", Reader::number).and_then(|n| usize::try_from(n).ok());
    if letter.is_some_and(|n| n == 0 || n > letters.max(1)) {
        g.problem("letter", text!("case.letter", n = letters.max(1)));
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
        deadline: g.maybe("deadline", Reader::day),
    };
    let note = g.or_empty("note");
    let unreadable = g.reader.problems.len() > before;
    match What::new(kind?, parts) {
        Ok(what) => Some(Event { at: at?, what, note }),
        Err(wrong) => {
            for (name, message) in wrong {
                // A word that could not be read is missing too; that was said already.
                match table.contains_key(name) {
                    true if unreadable => {}
                    true => g.problem(name, message),
                    false => g.absent(name, &message),
                }
            }
            None
        }
    }
}

/// One of the words that a letter is asked for with.
fn listed(reader: &mut Reader, key: &str, v: &Value<'_>, known: &[&str]) -> Option<String> {
    let word = reader.string(key, v)?;
    let found = known.contains(&word.as_str());
    if !found {
        let says = one_of(known.iter().copied());
        // What can't be a word of ours may be somebody's own.
        let named = !word.is_empty() && nameable(&word) == word;
        let says = if named { text!("case.unlisted", word, says) } else { says };
        reader.problem(v.span(), key, says);
    }
    found.then_some(word)
}

pub(super) fn case_id(reader: &mut Reader, key: &str, v: &Value<'_>) -> Option<CaseId> {
    let id = CaseId::parse(&reader.string(key, v)?);
    if id.is_none() {
        reader.problem(v.span(), key, text!("case.id_form"));
    }
    id
}
