//! The gate before every way out: what keeps a letter back, and what the sender should know.

use super::answers::Entry;
use super::calendar::{self, OfficeCalendar};
use super::flow::graph::Flow;
use super::flow::spec::{Kind, Question};
use super::flow::walk::{State, Step, Walk};
use super::hours::{self, minutes, time};
use super::letter::blank::{self, Piece};
use super::letter::form::{characters, pair};
use super::letter::lint::{self, Part, Place, Weight};
use super::periods;
use super::validate::{self, date_of, day_and_time};
use crate::domain::goal::Goal;
use crate::domain::words;
use crate::text::said;
use chrono::{NaiveDateTime, Timelike as _};
use std::collections::BTreeSet;

mod between;
mod changed;
mod finding;
mod own_words;
mod recipient;
mod rows;

pub(in crate::domain) use changed::{CHANGED, EditStatus, changed, lacks};
pub use finding::{Finding, Level};
use finding::{Findings, numbered, of_entry, part_of};
pub(in crate::domain) use own_words::{AT_ODDS, asked_beside};
pub(in crate::domain) use recipient::recipient;
use rows::awaited;

/// What is wrong with the day just answered, in relation to the others on the path.
pub fn out_of_order(walk: &Walk<'_>, id: &str) -> Option<String> {
    between::out_of_order(walk).into_iter().find(|(_, at, _)| *at == id).map(|(.., says)| says)
}

/// The linter's findings; unless the text was edited, a finding in the words of an answer belongs
/// to that answer.
pub fn proofread(walk: &Walk<'_>, input: &lint::LintInput<'_>, by_hand: bool) -> Vec<Finding> {
    let lines: Vec<&str> = input.body.lines().collect();
    let line = |l: &lint::Lint| {
        let made = l.place.part == Part::Body && !by_hand && !l.of_all();
        lines.get(l.place.line.checked_sub(1)?).copied().filter(|_| made)
    };
    let own = |l: &lint::Lint| own_words::stands_in(walk, line(l)?, &l.found);
    // How the program words a line is not for the writer to mend.
    let ours = |l: &lint::Lint| {
        l.weight == Weight::Hint && line(l).is_some_and(|line| own_words::is_ours(walk, line))
    };
    let mut said = BTreeSet::new();
    lint::lint(input)
        .into_iter()
        .filter(|l| !ours(l))
        // A name occurs several times; its mistake is reported at the first place.
        .filter(|l| said.insert((l.rule, l.message.clone())))
        .map(|l| {
            let level = if l.weight == Weight::Block { Level::Block } else { Level::Say };
            // Edited text is corrected in the text itself.
            let of = Some(l.question).filter(|id| !id.is_empty() && (!by_hand || l.of_all()));
            let question = of.or_else(|| own(&l));
            let asked = question.and_then(|id| walk.step(id)).map(|s| s.question.label.clone());
            // A missing element and an answer have no line.
            let place = match l.place.part {
                _ if asked.is_some() => asked,
                _ if l.of_all() => None,
                _ => Some(part_of(l.place)),
            };
            let message = match place {
                Some(place) => text!("gate.found", place, text = l.told()),
                None => l.told(),
            };
            let found = Finding::new(level, l.rule, question, message);
            Finding { place: Some(l.place), lint: Some(l), ..found }
        })
        .collect()
}

/// Subject and body as they would leave the program.
#[derive(Clone, Copy)]
pub struct OutgoingText<'a> {
    /// The subject, "" where the channel has none.
    pub subject: &'a str,
    pub body: &'a str,
    /// Changed by hand, so that what the answers say may have gone from it.
    pub edited: bool,
    /// Changed by hand before the answers changed: those that it has not, if they are known.
    pub stale: Option<&'a str>,
}

/// Usual working hours, in minutes of the day.
const MORNING: u16 = 7 * 60;
const EVENING: u16 = 22 * 60;
/// A day within this many business days is phoned about first.
const SOON: i64 = 2;
/// Checks the answers and the text. Blocks first.
pub fn check(
    flow: &Flow,
    walk: &Walk<'_>,
    service: &str,
    text: OutgoingText<'_>,
    office: OfficeCalendar,
) -> Vec<Finding> {
    let mut found = Findings::default();
    for step in &walk.steps {
        let q = step.question;
        match &step.state {
            State::Missing => {
                found.block("blank", &q.id, text!("gate.blank", label = q.label));
            }
            State::Invalid(why) => {
                found.block("invalid", &q.id, text!("sign.says", name = q.label, text = why));
            }
            _ => {}
        }
    }
    answers(walk, service, office, &mut found);
    let Findings(mut out) = found;
    out.extend(left_open(flow, walk, text));
    out.extend(wording(flow, walk, text));
    if text.edited {
        out.extend(changed::bare(walk, text.body));
    }
    out.extend(between::twins(walk));
    out.extend(entries(walk, service, office));
    out.extend(rows::odd(walk));
    // The mistake in an answer says more than the blank it leaves.
    let said: Vec<Option<String>> = out
        .iter()
        .filter(|f| f.level == Level::Block && f.rule != "blank")
        .map(|f| f.question.clone())
        .collect();
    out.retain(|f| f.rule != "blank" || !said.contains(&f.question));
    // What follows from another wrong answer is wrong in the same way.
    let mut said = BTreeSet::new();
    out.retain(|f| said.insert(f.message.clone()));
    out.sort_by_key(|f| f.level);
    out
}

/// What became of the text for a form: signs that were replaced, the limit of a short form.
pub fn for_a_form(
    replaced: &[(String, String)],
    short_for: Option<usize>,
    body: &str,
) -> Vec<Finding> {
    let say = |rule, message| Finding::new(Level::Say, rule, None, message);
    let mut out = Vec::new();
    if !replaced.is_empty() {
        let shown = |(sign, with): &(String, String)| match (sign.chars().next(), with.trim()) {
            // An invisible character is named by its code point.
            (Some(c), "") => {
                format!(
                    "U+{:04X}→{}",
                    u32::from(c),
                    if with.is_empty() { text!("plain.none") } else { text!("gate.space") }
                )
            }
            (_, with) => format!("{sign}→{with}"),
        };
        let list = replaced.iter().take(8).map(shown).collect::<Vec<_>>().join(text!("sign.comma"));
        out.push(say("form_replaced", text!("gate.replaced", list)));
    }
    if let Some(limit) = short_for {
        let length = characters(body);
        let pair = pair(body).map_or_else(String::new, |c| text!("gate.pair", sign = c));
        let m = text!("gate.short", limit, pair, length);
        out.push(say("form_short", m));
    }
    out
}

/// Why an answer contradicts the others: it refers to nothing, or comes too early.
pub fn unfit(walk: &Walk<'_>, id: &str) -> Option<String> {
    let nothing = nothing_declined(walk).map(|(at, why)| (at, why.to_owned()));
    let order = between::out_of_order(walk).into_iter();
    // What no letter says stops none, and is put right where it is answered.
    let private = walk.step(id).is_some_and(|s| s.question.private);
    let order = order.filter(|(level, ..)| *level == Level::Block || private);
    let order = order.map(|(_, at, why)| (at, why));
    nothing.into_iter().chain(order).find(|(at, _)| *at == id).map(|(_, why)| why)
}

/// What the clock adds for today: a call that is reported but lies ahead, an interview that is
/// over. For other days the date is enough.
pub fn by_clock(walk: &Walk<'_>, now: NaiveDateTime) -> Vec<Finding> {
    ahead(walk, now).into_iter().chain(over(walk, now)).collect()
}

pub fn beside(one: &Finding, other: &Finding) -> bool {
    (&one.question, one.entry) == (&other.question, other.entry)
}

/// Findings about a selection that apply before its day only.
pub const BEFORE_IT: [&str; 2] = ["phone_first", "closed_before"];
const PAST: &str = "past_date";

fn over(walk: &Walk<'_>, now: NaiveDateTime) -> Vec<Finding> {
    let minute = now.hour() * 60 + now.minute();
    let mut out = Vec::new();
    for (i, e) in walk.entries("selections").iter().enumerate() {
        let on = date_of(e.get("date"), walk.today).filter(|on| *on == now.date());
        let at = minutes(day_and_time(e.get("date")).1).ok().map(u32::from);
        if on.is_some() && at.is_some_and(|at| at <= minute) && awaited(walk, e) {
            // The letter asks to tell them before it.
            let m = text!("gate.hour_past", name = numbered(i));
            out.push(of_entry(Level::Block, PAST, (i, "date"), m));
        }
    }
    out
}

/// A reported call that lies ahead by the clock. A future day is refused when it is answered.
fn ahead(walk: &Walk<'_>, now: NaiveDateTime) -> Option<Finding> {
    let on = walk.day("call_date")?;
    let at = walk.one("call_time").and_then(|t| minutes(t).ok())?;
    let minute = now.hour() * 60 + now.minute();
    (on == now.date() && u32::from(at) > minute).then(|| {
        let says = text!("gate.call_ahead", now = now.format("%-H:%M"));
        Finding::new(Level::Block, "contradiction", Some("call_time"), says)
    })
}

/// The rule that says so where the user's wording of a paragraph could not be used.
pub const NOT_OWN: &str = "own_wording";

/// Names the paragraphs that use the built-in wording although the user replaced them.
pub fn not_own(ids: &[String]) -> impl Iterator<Item = Finding> + '_ {
    ids.iter().map(|id| Finding::new(Level::Say, NOT_OWN, None, text!("gate.own_wording", id)))
}

pub fn blocked(findings: &[Finding]) -> bool {
    findings.iter().any(|f| f.level == Level::Block)
}

fn answers(walk: &Walk<'_>, service: &str, office: OfficeCalendar, found: &mut Findings) {
    between::check(walk, office, found);
    own_words::check(walk, found);
    times(walk, found);
    for (id, own) in [("sender.name", true), ("sender.handler", false), ("done_by", false)] {
        if let Some(m) = walk.one(id).and_then(|name| validate::title_left(name, own)) {
            found.say("title", id, m);
        }
    }
    if walk.one("sender.name").is_some_and(validate::family_name_alone) {
        found.say("title", "sender.name", text!("gate.family_name"));
    }
    if let Some(handler) = walk.one("sender.handler").filter(|_| !service.is_empty())
        && (handler.starts_with(service)
            || handler.chars().count() > 2 && service.starts_with(handler))
    {
        found.say("title", "sender.handler", text!("gate.handler_service"));
    }
    let own = walk.one("sender.name");
    for id in ["sender.handler", "call_person", "done_by"] {
        if own.is_some() && walk.one(id) == own {
            found.say("title", id, text!("gate.own_name"));
        }
    }
    let replaced = walk.goal() == Some(Goal::ChangeHandler) && walk.one("follow_up").is_none();
    if replaced && walk.one("sender.handler").is_none_or(str::is_empty) {
        found.say("no_handler", "sender.handler", text!("gate.no_handler"));
    }
    if let Some((id, why)) = nothing_declined(walk) {
        found.clash(id, why);
    }
    if walk.one("exceptions") == Some("rare_offers") && !walk.chose("pause_scope", "offers") {
        found.say("contradiction", "exceptions", text!("gate.exceptions"));
    }
    closed(walk, office, found);
    for id in ["sender.email", "sender.handler_email"] {
        let typed = walk.one(id).unwrap_or_default().to_lowercase();
        if let Some(meant) = words::ended(&typed, words::MISTYPED) {
            found.say("mistyped", id, text!("gate.mistyped", meant));
        }
    }
    let mail = walk.one("sender.email").unwrap_or_default();
    if !mail.is_empty() && walk.one("sender.handler_email") == Some(mail) {
        found.say("same_address", "sender.handler_email", text!("gate.own_address"));
    }
}

/// A letter that declines, without a refusal in its list: the question, and what to say there.
pub fn nothing_declined(walk: &Walk<'_>) -> Option<(&'static str, &'static str)> {
    let id = "selections";
    let nothing = walk.goal() == Some(Goal::Decline)
        && walk.wished("decline").next().is_none()
        && walk.step(id).is_some_and(|s| s.state != State::Missing);
    nothing.then_some((id, text!("gate.no_decline")))
}

fn closed(walk: &Walk<'_>, office: OfficeCalendar, found: &mut Findings) {
    let asked = walk.steps.iter().map(|s| s.question);
    for q in asked.filter(|q| q.kind == Kind::Date && q.office_day) {
        // Today is the default, and the answer itself shows that the office is closed.
        let day = walk.day(&q.id).filter(|d| *d != walk.today && !office.is_business_day(*d));
        let Some(d) = day else { continue };
        let why = match calendar::holiday(d) {
            Some(name) => name,
            None if office.year_end => text!("gate.closed.year_end"),
            None => text!("gate.closed.weekend"),
        };
        let [day, open] = [d, office.next_business_day(d)].map(calendar::format_ja);
        found.say("closed_day", &q.id, text!("gate.closed", label = q.label, day, why, open));
    }
}

/// Times that may be meant otherwise, and a promise that was not kept.
fn times(walk: &Walk<'_>, found: &mut Findings) {
    for id in ["call_time", "from_hour"] {
        let at = walk.one(id).and_then(|t| minutes(t).ok());
        // From midnight on means any hour.
        let at = at.filter(|at| *at > 0 || id == "call_time");
        if let Some(m) = at.and_then(at_night) {
            found.say("night", id, m);
        }
    }
    let promised = walk.day("promised_by");
    if promised.is_some_and(|d| d < walk.today) {
        found.say("promise_over", "promised_by", text!("gate.promise_over"));
    }
}

/// A question about a time outside working hours: 2時半 usually means 14:30.
fn at_night(minutes: u16) -> Option<String> {
    let night = !(MORNING..EVENING).contains(&minutes);
    let other = (minutes + 12 * 60) % hours::DAY_END;
    let day = (MORNING..EVENING).contains(&other);
    (night && day).then(|| text!("gate.night", time = time(minutes), other = time(other)))
}

/// The selections under way: dates that are past or near, wishes that contradict the rest.
fn entries(walk: &Walk<'_>, service: &str, office: OfficeCalendar) -> Vec<Finding> {
    let mut out = Vec::new();
    for (i, e) in walk.entries("selections").iter().enumerate() {
        let name = numbered(i);
        let mut add = |level, rule, field, message| {
            out.push(of_entry(level, rule, (i, field), message));
        };
        if let Some(m) = minutes(day_and_time(e.get("date")).1).ok().and_then(at_night) {
            add(Level::Say, "night", "date", text!("sign.says", name, text = m));
        }
        if !service.is_empty() && e.get("employer") == service {
            add(Level::Say, "title", "employer", text!("gate.employer_service", name));
        }
        dated(walk, office, (e, &name), &mut add);
        if e.get("stage") == "applied" && !e.get("date").is_empty() {
            add(Level::Say, "dated_application", "stage", text!("gate.applied", name));
        }
        let on = date_of(e.get("date"), walk.today);
        if e.get("stage") == "offer" && on.is_some_and(|on| on > walk.today) {
            add(Level::Say, "offer_ahead", "date", text!("gate.offer_ahead", name));
        }
        if e.get("wish") != "decline" && !matches!(e.get("reason"), "" | "none") {
            add(Level::Say, "reason_unsaid", "reason", text!("gate.reason_unsaid", name));
        }
        let ends = matches!(walk.one("reason"), Some("job_found" | "resting" | "staying"));
        // An accepted offer continues.
        let taken = e.get("wish") == "keep" && e.get("stage") == "offer";
        if e.get("wish") != "decline"
            && ends
            && !taken
            && matches!(walk.goal(), Some(Goal::Withdraw | Goal::Decline))
        {
            let m = text!("gate.keep_and_end", name);
            add(Level::Block, "contradiction", "wish", m);
        }
        out.extend(kept_and_erased(walk, i, e));
    }
    out
}

/// A selection that continues needs the data to be erased, unless the user leaves after it.
fn kept_and_erased(walk: &Walk<'_>, i: usize, e: &Entry) -> Option<Finding> {
    let erases = ["erase", "stop_use"].iter().any(|r| walk.chose("requests", r));
    let leaves = walk.day("effective");
    let over = date_of(e.get("date"), walk.today).zip(leaves).is_some_and(|(on, end)| end > on);
    if e.get("wish") == "decline" || !erases || over {
        return None;
    }
    let m = text!("gate.keep_and_erase", name = numbered(i));
    let found = of_entry(Level::Say, "keep_and_erase", (i, "wish"), m);
    let to = walk.step("effective").map(|s| s.question.id.clone());
    Some(Finding { question: to.or(found.question), ..found })
}

/// The day of a selection that is past or near.
fn dated(
    walk: &Walk<'_>,
    office: OfficeCalendar,
    (e, name): (&Entry, &str),
    add: &mut impl FnMut(Level, &'static str, &'static str, String),
) {
    let today = walk.today;
    let day = date_of(e.get("date"), today);
    let Some(d) = day.filter(|_| awaited(walk, e)) else { return };
    // What continues as planned needs no call, nor does a letter that is itself a call.
    let call = e.get("wish") != "keep" && !walk.channel().spoken();
    // A letter by post is read days later.
    let posted = if walk.channel().on_paper() { i64::from(periods::POST) } else { 0 };
    if d < today {
        // What goes on lies ahead.
        let (level, m) = match e.get("wish") {
            "decline" => (Level::Say, text!("gate.past", name)),
            _ => (Level::Block, text!("gate.past_kept", name)),
        };
        add(level, PAST, "date", m);
    } else if call && office.business_days_between(today, d) <= SOON + posted {
        let day = calendar::format_ja(d);
        let (rule, m) = if d < office.next_business_day(today) {
            ("closed_before", text!("gate.closed_before", name, day))
        } else {
            ("phone_first", text!("gate.phone_first", name, day))
        };
        add(Level::Say, rule, "date", m);
    }
}

/// Blanks of answers that are given but say nothing. Blanks in an edited text are the linter's:
/// they are in the text, and their question may be answered.
fn left_open(flow: &Flow, walk: &Walk<'_>, text: OutgoingText<'_>) -> Vec<Finding> {
    let whole = format!("{}\n{}", text.subject, text.body).replace('\n', "");
    let missing = |s: &Step<'_>| matches!(s.state, State::Missing | State::Invalid(_));
    let open = flow.questions().filter(|q| {
        !walk.step(&q.id).is_some_and(missing) && whole.contains(&blank::label(flow, &q.id))
    });
    let says = |q: &Question| {
        let m = text!("gate.blank", label = q.label);
        Finding::new(Level::Block, "blank", Some(&q.id), m)
    };
    open.filter(|_| walk.ends && !text.edited).map(says).collect()
}

fn wording(flow: &Flow, walk: &Walk<'_>, text: OutgoingText<'_>) -> Vec<Finding> {
    let mut out = Vec::new();
    let mut add = |rule, place: Option<Place>, message: String| {
        out.push(Finding { place, ..Finding::new(Level::Block, rule, None, message) });
    };
    // On paper, words may be split over two lines.
    let whole = format!("{}\n{}", text.subject, text.body).replace('\n', "");
    if let Some(what) = text.stale {
        let of = said(what, |words| text!("sign.brackets", words));
        add("stale_edit", None, text!("gate.outdated", of));
    }
    let first = Place { part: Part::Body, line: 1 };
    if text.body.trim().is_empty() {
        add("empty", Some(first), text!("gate.no_body").into());
    }
    if text.edited {
        for step in walk
            .steps
            .iter()
            .filter(|s| s.question.id.starts_with("sender.") && !s.question.optional)
        {
            let q = step.question;
            // Dates and phone numbers have many spellings: only their digits are compared.
            let Some(value) = walk.one(&q.id) else { continue };
            let digits = |s: &str| s.chars().filter(char::is_ascii_digit).collect::<String>();
            let present = match q.kind {
                Kind::Date => date_of(value, walk.today).is_some_and(|d| {
                    whole.contains(&calendar::format_day_ja(d)) || whole.contains(value)
                }),
                _ if q.id == "sender.phone" => digits(&whole).contains(&digits(value)),
                _ => whole.contains(value),
            };
            if !present {
                // Where it is named, else where a letter ends.
                let named = text.body.lines().position(|l| l.contains(&q.label));
                let line = named.map_or(text.body.lines().count(), |at| at + 1);
                add("identity", Some(Place { line, ..first }), text!("gate.lost", label = q.label));
            }
        }
    }
    debug_assert!(
        text.edited
            || blank::pieces(text.body).iter().all(|p| match p {
                Piece::Blank(id) => flow.get(id).is_some(),
                Piece::Text(_) => true,
            }),
        "a blank of an unknown question"
    );
    out
}
