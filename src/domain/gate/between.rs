//! Contradictions between answers: the order of days, and values that exclude each other.

use super::finding::{Finding, Findings, Level, numbered, of_entry};
use crate::domain::answers::Entry;
use crate::domain::calendar::{self, OfficeCalendar, first_day};
use crate::domain::deadline::{self, NO_DATE};
use crate::domain::facts::CONTACT;
use crate::domain::flow::spec::{DateRule, Kind};
use crate::domain::flow::walk::Walk;
use crate::domain::follow_up::FollowUp;
use crate::domain::goal::Goal;
use crate::domain::hours::{self, Span, week};
use crate::domain::periods;
use crate::domain::validate::{TODAY, date_of};
use chrono::NaiveDate;
use std::collections::BTreeSet;

/// A day that must not precede another: the first, the other, whether they may be equal, the level,
/// the question to ask again, and the message; `{day}` is the first day.
type Order = (&'static str, &'static str, bool, Level, &'static str, &'static str);

const BLOCK: Level = Level::Block;
const ORDERS: [Order; 15] = [
    ("pause_from", "resume", false, BLOCK, "resume", text!("gate.resume.pause_from")),
    // What the first letter said is repeated as it was.
    ("first_from", "resume", false, Level::Say, "resume", text!("gate.resume.first_from")),
    ("resume", "plan_on", true, Level::Say, "plan_on", text!("gate.plan_on.resume")),
    ("reply_by", "resume", false, BLOCK, "reply_by", text!("gate.reply_by.resume")),
    ("effective", "reply_by", true, BLOCK, "reply_by", text!("gate.reply_by.effective")),
    ("call_date", "promised_by", true, BLOCK, "promised_by", text!("gate.before_call")),
    ("call_date", "effective", true, BLOCK, "effective", text!("gate.before_call")),
    ("first_date", "receipt_date", true, BLOCK, "receipt_date", text!("gate.before_first")),
    ("receipt_date", "promised_day", true, BLOCK, "promised_day", text!("gate.before_receipt")),
    ("first_date", "promised_day", true, BLOCK, "promised_day", text!("gate.before_first")),
    ("first_date", "done_date", true, BLOCK, "done_date", text!("gate.before_first")),
    ("first_date", "second_date", true, BLOCK, "second_date", text!("gate.before_first")),
    ("first_date", "held_date", true, BLOCK, "held_date", text!("gate.before_first")),
    ("first_date", "first_from", true, BLOCK, "first_from", text!("gate.before_first")),
    ("first_date", "resume", false, BLOCK, "resume", text!("gate.before_first")),
];

/// Two answers that contradict each other, the level, the question to ask again, the message.
type Clash = (Answer, Answer, Level, &'static str, &'static str);
type Answer = (&'static str, &'static str);

const CLASHES: [Clash; 2] = [
    (
        ("means", "message_only"),
        ("requests", "stop_line"),
        BLOCK,
        "requests",
        text!("gate.clash.line"),
    ),
    (("means", "phone_ok"), ("wishes", "written"), Level::Say, "means", text!("gate.clash.phone")),
];

pub(super) fn check(walk: &Walk<'_>, office: OfficeCalendar, found: &mut Findings) {
    for (level, at, says) in out_of_order(walk) {
        let says = text!("sign.says", name = walk.label(at), text = says);
        found.0.push(Finding::new(level, "contradiction", Some(at), says));
    }
    let said = |(id, value): Answer| walk.values(id).iter().any(|v| v == value);
    for (_, _, level, at, says) in CLASHES.into_iter().filter(|c| said(c.0) && said(c.1)) {
        found.0.push(Finding::new(level, "contradiction", Some(at), says.to_owned()));
    }
    contacts(walk, found);
    calls(walk, found);
    undone(walk, found);
    selections(walk, office, found);
    early(walk, office, found);
    posted(walk, office, found);
    unsaid(walk, office, found);
    far(walk, found);
    short(walk, found);
}

/// Days that come before what they follow: the level, the question to ask again, the message.
pub(super) fn out_of_order(walk: &Walk<'_>) -> Vec<(Level, &'static str, String)> {
    let day = |id: &str| walk.one(id).filter(|d| *d != NO_DATE).and_then(|d| day_of(d, walk.today));
    let wrong = |(first, then, same, level, at, says): Order| {
        let (first, then) = (day(first)?, day(then)?);
        let wrong = then < first || (!same && then == first);
        wrong.then(|| (level, at, says.replace("{day}", &calendar::format_ja(first))))
    };
    let mut said = BTreeSet::new();
    // One reason to ask again is enough.
    ORDERS.into_iter().filter_map(wrong).filter(|(_, at, _)| said.insert(*at)).collect()
}

/// This far ahead, a day without a year was probably meant for another year.
pub(super) const FAR: i64 = 330;
/// Nobody waits longer for an answer.
const LONG_WAIT: i64 = 92;
/// Maximum number of earlier letters about a matter; after that, another letter does not help.
const ROUNDS: u32 = 9;

/// Reports days almost a year away: a typo in a day without a year ends up there.
fn far(walk: &Walk<'_>, found: &mut Findings) {
    for step in walk
        .steps
        .iter()
        .filter(|s| s.question.kind == Kind::Date && s.question.rule != DateRule::Past)
    {
        let id = step.question.id.as_str();
        let Some(day) = walk.day(id) else { continue };
        let away = (day - walk.today).num_days();
        if id == "reply_by" && (LONG_WAIT..FAR).contains(&away) {
            found.say("far", id, text!("gate.long_wait", day = calendar::format_ja(day)));
        }
        if away.abs() >= FAR {
            let side = if away > 0 { text!("gate.far.ahead") } else { text!("gate.far.back") };
            found.say("far", id, text!("gate.far", day = calendar::format_ja(day), side));
        }
    }
}

/// A pause of fewer days than this is over before anybody has dealt with it.
const SHORT: i64 = 7;

/// Days that are hardly meant: a pause that ends at once, an answer due on the day of writing, a
/// "today" that was the day of the call.
fn short(walk: &Walk<'_>, found: &mut Findings) {
    let shown = calendar::format_ja;
    if let (Some(from), Some(to)) = (walk.day("pause_from"), walk.day("resume"))
        && (1..SHORT).contains(&(to - from).num_days())
    {
        found.say("short", "resume", text!("gate.short_pause", days = (to - from).num_days()));
    }
    if walk.one("round").and_then(|n| n.parse().ok()).is_some_and(|n: u32| n > ROUNDS) {
        found.say("far", "round", text!("gate.rounds"));
    }
    if walk.day("reply_by") == Some(walk.today) {
        found.say("short", "reply_by", text!("gate.reply_today"));
    }
    if let Some(call) = walk.day("call_date").filter(|call| *call < walk.today)
        && walk.one("effective") == Some(TODAY)
    {
        let m = text!("gate.today_of_call", today = shown(walk.today), call = shown(call));
        found.say("short", "effective", m);
    }
}

/// A day, today, or the first day of a month.
fn day_of(answer: &str, today: NaiveDate) -> Option<NaiveDate> {
    date_of(answer, today).or_else(|| first_day(answer))
}

/// What came after the first letter did not come before it.
fn contacts(walk: &Walk<'_>, found: &mut Findings) {
    let Some(first) = walk.day("first_date") else { return };
    for (i, e) in walk.entries("contacts").iter().enumerate() {
        if date_of(e.get("date"), walk.today).is_some_and(|d| d < first) {
            let (n, first) = (i + 1, calendar::format_ja(first));
            found.clash("contacts", text!("gate.contact_before", n, first));
        }
    }
    // Contact that continued came after the completion was reported.
    let done = walk.day("receipt_date").filter(|_| walk.one("receipt_kind") == Some("done"));
    let Some(done) = done else { return };
    let contacts = walk.entries("contacts").iter();
    let days: Vec<_> = contacts.map(|e| date_of(e.get("date"), walk.today)).collect();
    if !days.is_empty() && days.iter().all(|on| on.is_some_and(|on| on < done)) {
        found
            .clash("contacts", text!("gate.contact_before_done", done = calendar::format_ja(done)));
    }
}

/// The hours without calls, the hour from which they are welcome, and whether there may be any.
fn calls(walk: &Walk<'_>, found: &mut Findings) {
    let spans: Vec<Span> =
        walk.many("no_call").iter().filter_map(|s| Span::parse(s).ok()).collect();
    let never = week::never(&spans);
    let means = walk.one("means");
    let says =
        means.and_then(|value| walk.step("means")?.question.label(value)).unwrap_or_default();
    if let (Some("phone_ok" | "mail_first"), true) = (means, never) {
        found.clash("no_call", text!("gate.no_call", says));
    }
    let given = |id: &str| walk.values(id).iter().any(|v| !v.is_empty());
    let rule = ["no_call", "from_hour", "requests", "own_requests"];
    let open = [("frequency", "any"), ("urgent_offers", "any")];
    if walk.goal() == Some(Goal::ReduceContact)
        && matches!(means, Some("phone_ok" | "any"))
        && open.iter().all(|(id, v)| walk.one(id) == Some(*v))
        && !rule.iter().any(|id| given(id))
    {
        found.clash("frequency", text!("gate.nothing_less"));
    }
    let from = walk.one("from_hour").and_then(|t| hours::minutes(t).ok());
    if from.is_some_and(|from| !week::free_from(&spans, from)) {
        found.clash("from_hour", text!("gate.no_hours"));
    }
    // From midnight on means any hour.
    if let (Some("mail_only" | "message_only"), Some(0)) = (means, from) {
        found.clash("from_hour", text!("gate.all_hours", says));
    }
}

/// Only what was requested can still be open.
fn undone(walk: &Walk<'_>, found: &mut Findings) {
    let Some(step) = walk.step("undone") else { return };
    for open in walk.many("undone") {
        let scope = CONTACT.iter().find(|c| c.1 == open).map_or("", |c| c.2);
        let asked = match open.as_str() {
            "erase" | "stop_use" | "stop_third_party" => walk.chose("requests", open),
            "contact_hours" => {
                !walk.many("no_call").is_empty()
                    || walk.one("from_hour").is_some_and(|h| !h.is_empty())
            }
            _ => {
                let chose = walk.chose("requests", open) || walk.chose("pause_scope", scope);
                scope.is_empty() || chose
            }
        };
        if !asked {
            let label = step.question.label(open).unwrap_or_default();
            found.clash("undone", text!("gate.not_asked", label));
        }
    }
}

pub(super) fn twins(walk: &Walk<'_>) -> Vec<Finding> {
    let all = walk.entries("selections");
    let same = |a: &Entry, b: &Entry, id: &str| a.get(id) == b.get(id);
    let twin = |(k, e): (usize, &Entry)| {
        let dated =
            |o: &Entry| same(o, e, "date") || o.get("date").is_empty() || e.get("date").is_empty();
        let i = all.iter().take(k).position(|o| {
            same(o, e, "employer")
                && same(o, e, "stage")
                && dated(o)
                && (o == e || !same(o, e, "wish"))
        })?;
        let (first, n) = (numbered(i), numbered(k));
        let (field, m) = if same(&all[i], e, "wish") {
            ("employer", text!("gate.twin", n, first))
        } else {
            ("wish", text!("gate.twin.wish", n, first))
        };
        Some(of_entry(BLOCK, "contradiction", (k, field), m))
    };
    all.iter().enumerate().filter_map(twin).collect()
}

fn selections(walk: &Walk<'_>, office: OfficeCalendar, found: &mut Findings) {
    let Some(first) = deadline::first_declined(walk) else { return };
    let shown = calendar::format_ja(first);
    // Forwarded from there by the date in the letter.
    let there = office.add_business_days(walk.today, periods::LEAST_POST);
    let told = deadline::urgency(walk, office).and_then(|u| u.tell_by);
    let late = office.business_days_between(there, first) <= 0 || told.is_some_and(|d| d < there);
    if walk.channel().on_paper() && late {
        found.clash("channel", text!("gate.post_late", day = shown));
    }
    // An urgent refusal has its own date in the letter.
    let asked = walk.day("reply_by");
    let refusal = walk.goal() == Some(Goal::Decline) && deadline::urgency(walk, office).is_none();
    if refusal && asked.is_some_and(|d| d >= first) {
        found.clash("reply_by", text!("gate.reply_late", day = shown));
    }
}

/// A letter by post changes nothing before it is there, and is not answered before it was read.
fn posted(walk: &Walk<'_>, office: OfficeCalendar, found: &mut Findings) {
    let after = |days| office.add_business_days(walk.today, days);
    for (id, days, rule) in [
        ("pause_from", periods::LEAST_POST, "post_late"),
        ("resume_from", periods::LEAST_POST, "post_late"),
        ("reply_by", periods::POST + 1, "post_reply"),
    ] {
        let day = walk.day(id);
        // 「本日より」 is how one writes it.
        let named = day.filter(|day| rule == "post_reply" || *day > walk.today);
        if walk.channel().on_paper() && named.is_some_and(|day| day < after(days)) {
            let label = walk.label(id);
            let day = calendar::format_ja(after(days));
            found.say(rule, id, text!("gate.post_soon", label, day));
        }
    }
}

/// A chosen deadline that the letter does not state, or not as chosen.
fn unsaid(walk: &Walk<'_>, office: OfficeCalendar, found: &mut Findings) {
    let Some(asked) = walk.one("reply_by").filter(|d| !d.is_empty()) else { return };
    let asked = date_of(asked, walk.today);
    let named = deadline::reply_by(walk, office);
    let urgent = deadline::urgency(walk, office);
    // For an urgent refusal the date is the one until which the employer is told.
    let told = urgent.as_ref().and_then(|u| u.tell_by);
    if asked.is_some() && [named, told].contains(&asked) {
        return;
    }
    let day = |on: NaiveDate| calendar::format_ja(on);
    let m = match (named, asked, urgent) {
        (Some(named), Some(_), _) => text!("gate.reply_other", day = day(named)),
        (None, Some(asked), Some(_)) => text!("gate.reply_soon", day = day(asked)),
        (None, Some(asked), None) => text!("gate.reply_unsaid", day = day(asked)),
        (_, None, _) => match told {
            Some(told) => text!("gate.reply_none", day = day(told)),
            None => return,
        },
    };
    found.say("reply_unsaid", "reply_by", m);
}

/// The reader gets a few days for an answer, and the whole day if they promised one.
fn early(walk: &Walk<'_>, office: OfficeCalendar, found: &mut Findings) {
    for id in ["promised_day", "receipt_date"] {
        let today = walk.day(id) == Some(walk.today);
        if walk.follow_up() == Some(FollowUp::NoCompletion) && today {
            found.say("early", id, text!("gate.early.today"));
        }
    }
    // An urgent refusal may be followed up at once.
    if walk.follow_up() != Some(FollowUp::NoReceipt) || deadline::is_urgent(walk) {
        return;
    }
    let Some(last) = walk.day("first_date").max(walk.day("second_date")) else { return };
    if office.business_days_between(last, walk.today) < i64::from(periods::ANSWER) {
        let [last, due] =
            [last, office.add_business_days(last, periods::ANSWER)].map(calendar::format_ja);
        found.say("early", "first_date", text!("gate.early", last, due));
    }
}
