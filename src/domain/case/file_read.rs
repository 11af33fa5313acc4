//! Reading the tables of a case, with every mistake at once.

use super::event::{Event, Kind, Parts, What};
use super::plan::PlanStep;
use super::record::{CaseId, CaseRecord, KeptText, LetterRecord, OwnDue};
use crate::domain::channel::Channel;
use crate::domain::deadline::Deadlines;
use crate::domain::follow_up::FollowUp;
use crate::domain::goal::Goal;
use crate::domain::manner::TONES;
use crate::domain::toml_group::{Group, TomlValue, judged, word};
use crate::domain::toml_reader::Reader;
use crate::domain::toml_statement::nameable;
use crate::domain::validate::one_of;
use crate::domain::word::Word;
use crate::domain::words;

pub(super) fn case(g: &mut Group<'_, '_, '_>) -> Option<CaseRecord> {
    let id = g.must("id", case_id);
    let service = g.must("service", Reader::string);
    let service_name = g.or_empty("service_name");
    let goal = g.must("goal", judged(goal_of));
    let (on, days) = (g.maybe("due", Reader::day), g.maybe("due_days", Reader::number));
    let both = g.table.contains_key("due") && g.table.contains_key("due_days");
    if both {
        g.problem("due", text!("case.two_dues").to_owned());
    }
    let plan = g.rows("plan", plan_step);
    // All rows count as letters, including those with mistakes.
    let rows =
        g.table.get("letter").map_or(0, |v| v.get_ref().as_array().map_or(0, |rows| rows.len()));
    let count = if g.reader.lost() { usize::MAX } else { rows };
    let events = g.rows("event", |g| event(g, count));
    let letters = g.rows("letter", letter);
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

fn plan_step(g: &mut Group<'_, '_, '_>) -> Option<PlanStep> {
    let on = g.must("on", Reader::day);
    let goal = g.maybe(
        "goal",
        judged(|goal| match goal {
            "" => Ok(None),
            word => goal_of(word).map(Some),
        }),
    );
    let (goal, note) = (goal.unwrap_or_default(), g.or_empty("note"));
    Some(PlanStep { on: on?, goal, note })
}

fn letter(g: &mut Group<'_, '_, '_>) -> Option<LetterRecord> {
    let made = g.must("made", Reader::moment);
    let channel = g.must("channel", judged(|word| listed(&Channel::ids(), word)));
    let tone = g.must("tone", judged(|word| listed(&TONES, word)));
    let follow_up = g.word::<FollowUp>("follow_up");
    let deadlines = Deadlines {
        answer_by: g.maybe("answer_by", Reader::day),
        call_by: g.maybe("call_by", Reader::day),
    };
    let subject = g.or_empty("subject");
    let text = g.maybe("text", Reader::string);
    let is_hash = |hash: &str| {
        let digit = |b: u8| b.is_ascii_digit() || (b'a'..=b'f').contains(&b);
        let good = hash.len() == 64 && hash.bytes().all(digit);
        good.then(|| hash.to_owned()).ok_or(text!("case.hash"))
    };
    let hash = g.maybe("sha256", judged(is_hash));
    let there = |name: &str| g.table.contains_key(name);
    if there("sha256") && (there("text") || there("subject")) {
        g.problem("sha256", text!("case.text_or_hash").to_owned());
    } else if !there("sha256") && !there("text") {
        g.absent("text", text!("case.text_needed"));
    }
    let kept = match (text, hash) {
        (Some(text), _) => KeptText::Text { subject, text },
        (None, hash) => KeptText::Hash(hash?),
    };
    let channel = Channel::parse(&channel?)?;
    Some(LetterRecord { made: made?, channel, tone: tone?, follow_up, deadlines, kept })
}

fn event(g: &mut Group<'_, '_, '_>, letters: usize) -> Option<Event> {
    let at = g.must("at", Reader::when);
    let kind = g.must("kind", word::<Kind>);
    let note = g.or_empty("note");
    let before_dropped = kind == Some(Kind::PlanDone) && note == words::STEP_DROPPED;
    let (kind, note) =
        if before_dropped { (Some(Kind::PlanDropped), String::new()) } else { (kind, note) };
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
        on: g.maybe("on", Reader::day),
        promised_by: g.maybe("promised_by", Reader::day),
        deadline: g.maybe("deadline", Reader::day),
        person: g.or_empty("person"),
        number: g.or_empty("number"),
        employer: g.or_empty("employer"),
        to: g.or_empty("to"),
    };
    let unreadable = g.reader.problems.len() > before;
    match What::new(kind?, parts) {
        Ok(what) => Some(Event { at: at?, what, note }),
        Err(wrong) => {
            for (name, message) in wrong {
                // An unreadable word counts as missing too; that was reported already.
                match g.table.contains_key(name) {
                    true if unreadable => {}
                    true => g.problem(name, message),
                    false => g.absent(name, &message),
                }
            }
            None
        }
    }
}

fn goal_of(word: &str) -> Result<Goal, String> {
    Goal::parse(word).ok_or_else(|| unlisted(&Goal::ids(), word))
}

fn listed(known: &[&str], word: &str) -> Result<String, String> {
    let good = known.contains(&word).then(|| word.to_owned());
    good.ok_or_else(|| unlisted(known, word))
}

fn unlisted(known: &[&str], word: &str) -> String {
    let says = one_of(known.iter().copied());
    // Anything that can't be a keyword may be personal and is not quoted.
    let named = !word.is_empty() && nameable(word) == word;
    if named { text!("case.unlisted", word, says) } else { says }
}

pub(super) fn case_id(reader: &mut Reader, key: &str, v: &TomlValue<'_>) -> Option<CaseId> {
    judged(|id| CaseId::parse(id).ok_or(text!("case.id_form")))(reader, key, v)
}
