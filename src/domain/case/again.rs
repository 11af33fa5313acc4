//! A stored case → the answers from which its next letter starts.

use super::event::{AnswerKind, Event, What};
use super::questions;
use super::record::{CaseRecord, EventKey, KeptText, LetterRecord};
use super::reply::Rest;
use super::sent::{asked, contacts, first_request, first_sent, fits};
use super::standing::State;
use crate::domain::answers::{Answers, Entry, Value};
use crate::domain::calendar::format_ja;
use crate::domain::channel::Channel;
use crate::domain::content::Content;
use crate::domain::flow::spec::Format;
use crate::domain::follow_up::FollowUp;
use crate::domain::goal::Goal;
use crate::domain::validate::{self, date_of};
use crate::domain::word::Word;
use crate::domain::words;
use chrono::NaiveDate;
use std::cmp::Reverse;

/// The answers of a second letter of that kind: those of earlier letters, and what events add.
pub fn second_letter(
    record: &CaseRecord,
    kind: Option<FollowUp>,
    content: &Content,
    today: NaiveDate,
) -> Answers {
    let mut a = base(record, content, today);
    let mut one = |id: &str, v: &str| a.set(id, Value::One(v.to_owned()));
    one("goal", record.goal.id());
    if let Some(kind) = kind {
        one("follow_up", kind.id());
    }
    // A letter says nothing of a sending that nobody has noted: it is asked for.
    if let Some((day, how, _)) = first_sent(record) {
        one("first_date", &day.to_string());
        one("first_channel", how.id());
    }
    if let Some(title) = first_title(record) {
        one("first_subject", &title);
    }
    // These answers belong to the previous letter; what was said on the phone is repeated.
    let own = if kind == Some(FollowUp::AfterCall) { "" } else { "note" };
    for id in OF_ONE_LETTER.into_iter().chain([own]) {
        a.remove(id);
    }
    let no_day = kind.is_none_or(FollowUp::settled);
    let ahead = record.letters.iter().filter_map(|l| l.deadlines.still_ahead(today)).max();
    if let Some(day) = ahead.filter(|_| !no_day) {
        a.set("reply_by", Value::One(day.to_string()));
    }
    all_noted(record, kind, today, &mut a);
    receipt(kind, &mut a);
    // The second letter is not another call unless the user wants one, so the channel is asked.
    if a.channel().spoken() {
        a.remove("channel");
    }
    days(record, kind, today, &mut a);
    // Hours that the first letter left open are not asked for again.
    if a.get("means").is_some() && a.get("no_call").is_none() {
        a.set("no_call", Value::Many(Vec::new()));
    }
    let asked = asked(record);
    // Of the letters before it.
    for id in ["round", "second_date", "second_channel"] {
        a.remove(id);
    }
    match kind {
        Some(FollowUp::Confirm) => confirmed(record, &mut a),
        Some(FollowUp::Question) => {}
        _ => third(record, &asked, &mut a),
    }
    questions::tell(record, kind, &mut a);
    match contacts(record, &asked, &a) {
        none if none.is_empty() => a.remove("contacts"),
        contacts => a.set("contacts", Value::Entries(contacts)),
    }
    a
}

/// Answers that tell of what came before one letter.
const OF_ONE_LETTER: [&str; 6] =
    ["receipt_kind", "promised_day", "held_date", "reply_by", "replied_by", "undone_reply"];

/// Requests about personal data.
const DATA: [&str; 3] = ["erase", "stop_use", "stop_third_party"];

fn all_noted(record: &CaseRecord, kind: Option<FollowUp>, today: NaiveDate, a: &mut Answers) {
    let again = kind == Some(FollowUp::StillContacted);
    let (mut done, mut begun) = (false, false);
    let made = record.letters.last().map(|l| l.made);
    for e in &record.events {
        match e.what {
            What::Done { .. } => done = true,
            What::Sent { letter, .. } if letter > 1 => done = false,
            // A reply after the completion does not reduce it to a receipt.
            What::Answer { .. } | What::AutoReply | What::Call { .. } if done => continue,
            // A partial completion is more than a receipt, but not a completion.
            What::Answer { answer: AnswerKind::Partly, .. } if again => {
                for id in ["receipt_date", "receipt_kind"] {
                    a.remove(id);
                }
                continue;
            }
            _ => {}
        }
        refused(e, made.is_none_or(|made| !e.at.before(made)), &mut begun, a);
        noted(e, today, a);
    }
}

/// What they will not do or have not done, until they say otherwise; `begun`: a part is done.
fn refused(e: &Event, since: bool, begun: &mut bool, a: &mut Answers) {
    let refuses = match e.what {
        What::Answer { answer, .. } if answer.asks() => return,
        What::Answer { answer, .. } => answer == AnswerKind::Refused,
        What::PartlyDone { .. } | What::Done { .. } => false,
        _ => return,
    };
    let rest = Rest::of(&e.note);
    let answers = matches!(e.what, What::Answer { .. });
    *begun |= !answers || rest.done;
    // A general completion does not withdraw a refusal unless it says so.
    if answers || !rest.parts.is_empty() {
        a.remove("undone_reply");
    }
    let asked = [a.many("requests"), a.many("pause_scope")].concat();
    let part = |id: &str| {
        let of = id.strip_prefix("stop_").unwrap_or(id);
        asked.is_empty() || id == "end" || asked.iter().any(|asked| [id, of].contains(asked))
    };
    let mut parts: Vec<String> =
        rest.parts.iter().filter(|id| part(id)).map(|id| (*id).to_owned()).collect();
    // Data that is kept is not erased, unless everything possible was done.
    let keeps = rest.keeps && e.what.denies() && parts.is_empty() && part("erase");
    parts.extend(keeps.then(|| "erase".to_owned()));
    if refuses || keeps || rest.refused && !parts.is_empty() {
        let reply = if *begun { AnswerKind::Refused.id() } else { ONLY_REFUSED };
        a.set("undone_reply", Value::One(reply.to_owned()));
    }
    // An answer given for a later letter is kept.
    if !parts.is_empty() && (since || a.get("undone").is_none()) {
        a.set("undone", Value::Many(parts));
    }
    if !rest.kept.is_empty() {
        a.set("kept", Value::One(rest.kept));
    }
}

/// They refuse it, and have not said that the rest is done.
const ONLY_REFUSED: &str = "only_refused";

/// Thanks are never firm, and what they would not do, or said nothing of, is not confirmed as done.
fn confirmed(record: &CaseRecord, a: &mut Answers) {
    if a.one("tone") == Some("firm") {
        a.set("tone", Value::One("standard".to_owned()));
    }
    let done = record.events.iter().rev().find(|e| matches!(e.what, What::Done { .. }));
    let only_left = done.is_some_and(|e| Rest::of(&e.note).only_left);
    if only_left || a.one("undone_reply").is_some() {
        let undone = a.many("undone");
        let asked = a.many("requests").into_iter();
        let asked = asked.filter(|r| !DATA.contains(r) && !undone.contains(r));
        let rest = asked.map(str::to_owned).collect();
        a.set("requests", Value::Many(rest));
    }
}

/// The days that the first letter named, as they were meant when it was made.
fn days(record: &CaseRecord, kind: Option<FollowUp>, today: NaiveDate, a: &mut Answers) {
    let made = first_request(record).and_then(|(.., l)| l).map_or(today, |l| l.made.date_naive());
    // The day may be past by now, which a first letter may not ask for; it is told, not asked.
    if let Some(from) = a.one("pause_from").and_then(|from| date_of(from, made)) {
        a.set("first_from", Value::One(from.to_string()));
    }
    // `today` meant another day, and past days are not named again.
    let leaves = a.one("effective").and_then(|on| date_of(on, made));
    if let Some(on) = leaves {
        let on = if on < today { "none".to_owned() } else { on.to_string() };
        a.set("effective", Value::One(on));
    }
    // A refusal is settled once its day is past; other selections continue without the past
    // interview, except those that were over before the day of leaving when a part was done.
    if a.goal() == Some(Goal::Withdraw)
        && let Some(Value::Entries(mut all)) = a.get("selections").cloned()
    {
        let over = |e: &Entry| date_of(e.get("date"), made).is_some_and(|on| on < today);
        let told = |e: &Entry| record.was_told(e.get("employer"));
        let left = |e: &Entry| {
            let before = date_of(e.get("date"), made).zip(leaves);
            kind == Some(FollowUp::PartlyDone)
                && before.is_some_and(|(on, to)| on <= to && to < today)
        };
        all.retain(|e| match e.get("wish") {
            "decline" => !over(e) && !told(e),
            _ => !left(e),
        });
        for e in all.iter_mut().filter(|e| over(e)) {
            e.0.insert("date".to_owned(), String::new());
        }
        a.set("selections", Value::Entries(all));
    }
}

fn receipt(kind: Option<FollowUp>, a: &mut Answers) {
    // No receipt is noted, or it is the call itself: nothing to report before the new contact.
    let called = a.one("first_channel").and_then(Channel::parse).is_some_and(Channel::spoken);
    let itself = |d| a.one("first_date") == Some(d) && called;
    if kind == Some(FollowUp::StillContacted) && a.one("receipt_date").is_none_or(itself) {
        a.set("receipt_date", Value::One(String::new()));
    }
    // A letter about open parts does not mention the completion.
    if kind != Some(FollowUp::StillContacted) && a.one("receipt_kind") == Some("done") {
        a.remove("receipt_kind");
    }
}

fn noted(e: &Event, today: NaiveDate, a: &mut Answers) {
    let day = e.at.day().to_string();
    // Normalised as typed input: the letter adds 様 itself.
    let name = |person: &str| validate::text(Format::Handler, person, true).unwrap_or_default();
    // A promised day in the future has not been missed yet.
    let over = |on: Option<NaiveDate>| {
        on.filter(|on| *on <= today).map(|on| on.to_string()).unwrap_or_default()
    };
    let says = match &e.what {
        // An automatic reply confirms the receipt, promises nothing and cancels no answer.
        What::AutoReply if matches!(a.one("receipt_kind"), Some("reply" | "call")) => Vec::new(),
        What::AutoReply => vec![("receipt_date", day), ("receipt_kind", "auto".to_owned())],
        What::Answer { answer, promised_by, person, .. } => {
            let held = (*answer == AnswerKind::HeldBack).then(|| day.clone());
            vec![
                ("receipt_date", day),
                ("receipt_kind", "reply".to_owned()),
                ("promised_day", over(*promised_by)),
                ("held_date", held.unwrap_or_default()),
                ("replied_by", name(person)),
            ]
        }
        What::Call { promised_by: Some(on), person, .. } => vec![
            ("receipt_date", day),
            ("receipt_kind", "call".to_owned()),
            ("call_person", name(person)),
            ("promised_day", over(Some(*on))),
        ],
        What::Sent { how: Channel::Phone, person, promised_by, .. } => {
            let time = e.at.time().map(|time| time.format("%H:%M").to_string());
            let promised = promised_by.map(|on| on.to_string());
            vec![
                ("call_date", day.clone()),
                ("call_time", time.unwrap_or_default()),
                ("call_person", name(person)),
                ("promised_by", promised.unwrap_or_default()),
                ("promised_day", over(*promised_by)),
                ("receipt_kind", "call".to_owned()),
                // Told on the phone means received.
                ("receipt_date", day),
            ]
        }
        What::PartlyDone { person } => vec![("replied_by", name(person))],
        What::Done { on, person } => vec![
            ("done_date", on.map(|on| on.to_string()).unwrap_or_default()),
            ("done_by", name(person)),
            ("receipt_date", day),
            ("receipt_kind", "done".to_owned()),
        ],
        _ => Vec::new(),
    };
    // The person called before has promised nothing in this call; who answered last is addressed.
    let said = |id: &&&str| says.iter().any(|(of, _)| of == *id);
    ["call_person", "replied_by"].iter().filter(said).for_each(|id| a.remove(id));
    for (id, v) in says.into_iter().filter(|(_, v)| !v.is_empty()) {
        a.set(id, Value::One(v));
    }
}

/// A third letter quotes both earlier ones, in another channel and a firmer tone.
fn third(record: &CaseRecord, sent: &[(EventKey, NaiveDate, Channel)], a: &mut Answers) {
    let Some((at, day, how)) = sent.last().filter(|_| sent.len() > 1) else { return };
    let mut one = |id: &str, v: &str| a.set(id, Value::One(v.to_owned()));
    one("round", &(sent.len() + 1).to_string());
    one("second_date", &day.to_string());
    one("second_channel", how.id());
    // A refusal is answered in the same tone, no firmer.
    let refused = |(e, p): (&Event, &EventKey)| {
        p > at && matches!(e.what, What::Answer { answer: AnswerKind::Refused, .. })
    };
    if record.events.iter().zip(&record.places()).any(refused) {
        return;
    }
    one("channel", if how.mailed() { Channel::Form } else { Channel::Mail }.id());
    let tone = record.letters.last().map_or("", |l| l.tone.as_str());
    one("tone", if tone == "soft" { "standard" } else { "firm" });
}

/// What the first letter was called, if it is known and can be quoted.
fn first_title(record: &CaseRecord) -> Option<String> {
    first_request(record)?.2.and_then(title).filter(|t| fits(t))
}

/// Answers for a letter with another goal to the same service: the sender, but not the requests. A
/// letter that resumes quotes the earlier request if everything needed for it is known.
pub fn other_letter(
    record: &CaseRecord,
    goal: Option<Goal>,
    content: &Content,
    today: NaiveDate,
) -> Answers {
    let known = base(record, content, today);
    let mut a = Answers::default();
    a.fill(&known, |id| id.starts_with("sender.") || id.starts_with("service"));
    if let Some(goal) = goal {
        a.set("goal", Value::One(goal.id().to_owned()));
    }
    let asked = first_sent(record);
    // Leaving after a pause mentions the pause.
    if let Some((day, ..)) =
        asked.filter(|_| goal == Some(Goal::Withdraw) && record.goal == Goal::Pause)
    {
        a.set("note", Value::One(text!("again.paused", day = format_ja(day))));
    }
    let comes_back = goal == Some(Goal::Resume) && Goal::Resume.replaces(record.goal);
    // A pause keeps the registered data; erased data is known once everything was done.
    let erased = || known.many("requests").contains(&"erase") && record.state() == State::Done;
    match record.goal {
        Goal::Pause if comes_back => {
            a.set("data_kept", Value::One("kept".to_owned()));
            // The consultant stays during a pause; whoever answered it is known.
            if a.one("sender.handler").is_none_or(str::is_empty)
                && let Some(person) = answered_by(record)
            {
                a.set("sender.handler", Value::One(person));
            }
        }
        Goal::Withdraw if comes_back && erased() => {
            a.set("data_kept", Value::One("erased".to_owned()));
        }
        _ => {}
    }
    if let Some((day, how, _)) = asked.filter(|_| comes_back) {
        // A call has no subject.
        let called = first_title(record).filter(|_| !how.spoken());
        if how.spoken() || called.is_some() {
            a.set("first_date", Value::One(day.to_string()));
            a.set("first_channel", Value::One(how.id().to_owned()));
        }
        if let Some(title) = called {
            a.set("first_subject", Value::One(title));
        }
    }
    a
}

/// The name of the last person who answered.
fn answered_by(record: &CaseRecord) -> Option<String> {
    let person = |e: &&Event| match &e.what {
        What::Answer { person, .. } | What::PartlyDone { person } | What::Done { person, .. } => {
            Some(person.clone()).filter(|p| !p.is_empty())
        }
        _ => None,
    };
    let all = record.in_order();
    let last = all.iter().rev().find_map(person)?;
    validate::text(Format::Handler, &last, true).ok()
}

/// How a record asked to be contacted; nothing where it asked nothing of that.
pub fn contact_rule(record: &CaseRecord, content: &Content, today: NaiveDate) -> Answers {
    let known = base(record, content, today);
    let mut rule = Answers::default();
    if known.get("means").is_some() {
        rule.fill(&known, |id| {
            HOURS.contains(&id) || ["means", "frequency", "urgent_offers"].contains(&id)
        });
    }
    rule
}

/// Hours without calls are the same for every service.
pub const HOURS: [&str; 2] = ["no_call", "from_hour"];

/// The hours among these answers, without empty ones.
pub fn hours(of: &Answers) -> Answers {
    let mut hours = Answers::default();
    hours.fill(of, |id| HOURS.contains(&id) && of.get(id).is_some_and(|v| !v.is_empty()));
    hours
}

/// The hours of the latest record that names some.
pub fn hours_said(all: &[CaseRecord], content: &Content, today: NaiveDate) -> Answers {
    // Of thousands of records, only those that may have some are parsed.
    let may = |c: &&CaseRecord| {
        c.answers.as_deref().is_some_and(|text| HOURS.iter().any(|id| text.contains(id)))
    };
    let mut with: Vec<&CaseRecord> = all.iter().filter(may).collect();
    with.sort_by_key(|c| Reverse(c.letters.last().map(|l| l.made)));
    let said = with.into_iter().map(|c| hours(&contact_rule(c, content, today)));
    said.into_iter().find(|h| !h.is_empty()).unwrap_or_default()
}

/// The answers of the latest letter, to repeat it in writing; the channel is asked.
pub fn in_writing(record: &CaseRecord, content: &Content, today: NaiveDate) -> Answers {
    let kind = record.letters.last().and_then(|l| l.follow_up);
    let mut a = match kind {
        Some(_) => second_letter(record, kind, content, today),
        None => as_written(record, content, today),
    };
    a.set("goal", Value::One(record.goal.id().to_owned()));
    a.remove("channel");
    a
}

/// The answers of a first letter that was not sent yet, to be written anew.
pub fn as_written(record: &CaseRecord, content: &Content, today: NaiveDate) -> Answers {
    let mut a = base(record, content, today);
    a.set("goal", Value::One(record.goal.id().to_owned()));
    a
}

/// Answers for a first letter that leaves once the continuing selections are over: on the day after
/// the last interview, or on a day that is asked. Employers already told are not declined again.
pub fn after_selection(record: &CaseRecord, content: &Content, today: NaiveDate) -> Answers {
    let mut a = base(record, content, today);
    let made = first_request(record).and_then(|(.., l)| l).map_or(today, |l| l.made.date_naive());
    if let Some((day, ..)) = first_sent(record) {
        a.set("note", Value::One(text!("again.postponed", day = format_ja(day))));
    }
    let mut last = None;
    if let Some(Value::Entries(mut all)) = a.get("selections").cloned() {
        all.retain(|e| e.get("wish") != "decline" || !record.was_told(e.get("employer")));
        let kept = all.iter().filter(|e| e.get("wish") == "keep");
        last = kept.filter_map(|e| date_of(e.get("date"), made)).max();
        a.set("selections", Value::Entries(all));
    }
    match last.and_then(|on| on.succ_opt()).filter(|on| *on > today) {
        Some(on) => a.set("effective", Value::One(on.to_string())),
        None => a.remove("effective"),
    }
    for id in ["reply_by", "round"] {
        a.remove(id);
    }
    a
}

fn base(record: &CaseRecord, content: &Content, today: NaiveDate) -> Answers {
    let mut a = record.answered(content, today).unwrap_or_default();
    if a.one("service").is_none() && content.service(&record.service).is_some() {
        a.set("service", Value::One(record.service.clone()));
        if !record.service_name.is_empty() && record.service == crate::domain::service::OTHER {
            a.set("service_name", Value::One(record.service_name.clone()));
        }
    }
    // How the first goal was chosen does not matter here, nor does a second letter.
    for id in ["follow_up", "hurts"] {
        a.remove(id);
    }
    a
}

/// The title of a letter: its subject, else the line that names the request.
fn title(letter: &LetterRecord) -> Option<String> {
    let KeptText::Text { subject, text } = &letter.kept else { return None };
    if !subject.is_empty() {
        return Some(subject.clone());
    }
    if letter.channel.spoken() {
        return None;
    }
    let names = |l: &&str| words::REQUEST_NAMES.iter().any(|w| l.contains(w)) && !l.contains('。');
    text.lines().map(str::trim).find(names).map(str::to_owned)
}

#[cfg(test)]
mod tests;
