//! The facts that follow from several answers, or from an answer and the calendar.

use super::written::{Days, Names, entry, quotable, word, yes};
use super::{again, hours, own_words};
use crate::domain::answers::Entry;
use crate::domain::calendar::OfficeCalendar;
use crate::domain::channel::Channel;
use crate::domain::deadline;
use crate::domain::flow::graph::Flow;
use crate::domain::flow::walk::Walk;
use crate::domain::follow_up::FollowUp;
use crate::domain::goal::Goal;
use crate::domain::hours::minutes;
use crate::domain::letter::blank;
use crate::domain::manner::Manner;
use crate::domain::service::{Contact, OTHER, Service};
use crate::domain::validate::date_of;
use crate::domain::words;
use crate::text::{clean::fold, sound::is_katakana};
use minijinja::Value;
use std::collections::BTreeMap;
use unicode_segmentation::UnicodeSegmentation;

/// Their names, beyond those that questions give, each group with what it follows from.
pub(super) const GROUPS: &[(&[&str], &[&str])] = &[
    // The reader's name or "", the name of the person thanked or "".
    (
        &["reader", "thanked"],
        &["sender.handler", "call_person", "done_by", "replied_by", "follow_up", "goal"],
    ),
    // The service by name, its desk, and where to call it or "".
    (&["service_name", "desk", "desk_number"], &["service"]),
    // The day of writing without its weekday; until when an answer is asked for.
    (
        &["today", "today_day", "reply_day"],
        &["reply_by", "effective", "goal", "follow_up", "channel"],
    ),
    // A refusal that can't wait: whether, whether within three days, the same of one that was asked
    // for before, until when the employer is told, the day itself. Selections by wish, the dated
    // ones first, and how many (as text). They stand in blocks of their own, or the declined ones
    // in a sentence of theirs; a refusal has a reason of its own, or all share one; several are
    // declined and none goes on; there are several; a second letter tells them again as a list, or
    // was answered that there are none.
    (
        &[
            "urgent", "near", "pressing", "tell_day", "urgent_date", "declined_list", "kept_list",
            "held_list", "declined", "declined_offers", "declined_dated", "continued", "held",
            "ongoing", "blocks", "declines_apart", "reasons_told", "reason_shared",
            "declined_alone", "selections_several", "selections_count", "told_again",
            "no_selections_said",
        ],
        &["selections", "goal", "follow_up"],
    ),
    // What is to stop (offers, mail, calls, line), what goes on of it in a pause, whether nothing
    // goes on, whether one thing stops.
    (
        &["stops", "goes_on", "stops_all", "stops_some"],
        &["requests", "pause_scope", "exceptions", "contacts"],
    ),
    // A withdrawal: whether anything is asked of the data, of how many kinds; whether the list has
    // several lines; how many things a call asks for (一つ, 二つ, 三つ).
    (&["data_request", "data_lines", "listed", "spoken_asks"], &["requests", "selections"]),
    // What came since the first letter, in order of time; whether it is nothing but calls, told by
    // their days and hours; whether its receipt is one of them, and not before them all; what came
    // between the letters of a third one (receipt, held, second).
    (
        &["came", "came_several", "came_calls", "came_at", "receipt_among", "between"],
        &["contacts", "receipt_date", "held_date", "second_date", "round"],
    ),
    // All calls since then came at hours for which none were wanted: "one", "several".
    (&["calls_refused"], &["contacts", "no_call"]),
    // What they asked, each with its answer as a letter says it; whether it is one thing,
    // and that no question but what they are going to do.
    (&["answered", "answered_one", "answered_news"], &["asked"]),
    // What is still open, in words, how much of it (as text), more than one; what is done.
    (&["undone_list", "undone_count", "undone_several"], &["undone"]),
    (
        &["done_list", "done_count", "others_open"],
        &["undone", "undone_reply", "requests", "pause_scope"],
    ),
    // Another consultant: the wishes in words, how many (as text), the field, the conditions.
    (
        &["wish_list", "wish_count", "condition_lines"],
        &["wishes", "job_type", "must_have", "region", "salary"],
    ),
    // Calls: when they are welcome, when not, which can be said in a bracket.
    (&["hours_free", "hours_not"], &["no_call", "from_hour"]),
    // A pause begins after the day of the answer.
    (&["pause_later"], &["pause_from", "reply_by"]),
    // The promised day has gone by.
    (&["promise_over"], &["promised_by"]),
    // The time of a call as a letter says it.
    (&["call_clock"], &["call_time"]),
    (&["first_long_ago"], &["first_date"]),
    // The first letter's subject without the sender's name.
    (&["subject_bare"], &["first_subject", "sender.name"]),
    // The reason of a leaving that the note tells already.
    (&["reason_said"], &["note", "reason", "goal"]),
    // Thanks on a line of their own before the news; whether the user's words thank already.
    (&["general_thanks", "own_thanks"], &["thanks", "thanks_text", "follow_up", "goal"]),
    // One sentence that tells a change leads to the news, any other stands behind it; more than
    // one, what asks for something, and what is no part of the story of a second letter, in a
    // paragraph of its own; before a list of what came, in the story, and behind it where it is
    // about what came.
    (
        &[
            "note_news", "note_last", "note_own", "note_story", "note_contacts", "note_before",
            "note_kept", "note_end", "note_told", "note_why",
        ],
        &["note", "goal", "follow_up"],
    ),
    // What is asked besides, in the user's own words: sentences, how many (as text), and whether
    // they or such a note are there.
    (&["own_list"], &["own_requests"]),
    // Those of them that tell something of the refusals, that ask something of them, that stand at
    // the end of a second letter, with the day of coming back, that were settled in a call, that
    // are told only if somebody asks, and the others; and all in one text, to look for words in.
    (
        &[
            "own_of_refusal", "own_refusals", "own_kept", "own_further", "own_after",
            "own_returns", "own_agreed", "own_withheld", "own_rest",
        ],
        &["own_requests", "channel", "selections", "goal", "follow_up", "pause_scope"],
    ),
    (&["own_text"], &["own_requests"]),
    // Documents that they ask to erase with the rest; whether they say how often, as the rule does.
    (&["own_papers"], &["own_requests", "requests"]),
    (&["own_times"], &["own_requests", "frequency"]),
    // A note as the cause of what the letter says; whether that is all of it that the letter says.
    (&["note_because", "note_cut"], &["note", "goal", "resume"]),
    // Whether they say that the writer will be in touch; one's own apology beside a refusal.
    (&["own_return"], &["own_requests", "note"]),
    (&["pardon"], &["thanks_text", "selections", "follow_up"]),
    (&["own_words"], &["own_requests", "note"]),
    // Own texts that end like sentences.
    (&["changed_told", "lesson_told"], &["changed", "lesson"]),
    // The name: its first part, whether its reading says more, its characters, variants marked.
    (&["surname", "reading_told", "name_marks"], &["sender.name", "sender.reading"]),
    // How it is written, and the articles of law by key.
    (&["tone", "detail", "cut", "law"], &[]),
];

pub(super) fn all(
    out: &mut Names,
    flow: &Flow,
    walk: &Walk<'_>,
    service: Option<&Service>,
    manner: Manner<'_>,
    office: OfficeCalendar,
) {
    let days = Days::of(walk);
    people(out, walk, service);
    out.say("today", &days.day(walk.today));
    out.say("today_day", &days.date(walk.today));
    let answered = deadline::reply_by(walk, office);
    out.say("reply_day", &answered.map_or_else(String::new, |d| days.term(d)));
    let begins = walk.day("pause_from");
    out.say("pause_later", yes(begins.zip(answered).is_some_and(|(from, by)| from > by)));
    selections(out, flow, walk, office);
    stops(out, walk);
    data(out, walk, manner.detail);
    again::came(out, flow, walk);
    out.say("calls_refused", again::calls_refused(walk));
    again::undone(out, flow, walk);
    wishes(out, flow, walk);
    let calls = hours::call_hours(walk.many("no_call"), walk.one("from_hour").unwrap_or_default());
    out.say("hours_free", &calls.free);
    out.say("hours_not", &calls.not);
    let promised = walk.day("promised_by");
    out.say("promise_over", yes(promised.is_some_and(|d| d < walk.today)));
    let call = walk.one("call_time").and_then(|t| minutes(t).ok());
    out.say("call_clock", &call.map_or_else(String::new, hours::clock));
    let first = walk.day("first_date");
    let old = first.is_some_and(|d| (walk.today - d).num_days() > LONG_AGO);
    out.say("first_long_ago", yes(old));
    thanks(out, walk, manner.tone);
    own_words::told(out, walk);
    own_words::answered(out, walk);
    own_words::note(out, walk);
    own_words::requests(out, walk, manner.tone);
    name(out, walk);
    out.say("tone", manner.tone);
    out.say("detail", manner.detail);
    out.say("cut", &manner.cut.to_string());
    out.values.insert("cut".to_owned(), manner.cut.into());
}

/// Days ago from which a date is no longer described relative to today.
const LONG_AGO: i64 = 90;

/// The person who is addressed by name; "" if the letter goes to the desk.
pub(in crate::domain) fn reader<'a>(walk: &Walk<'a>) -> &'a str {
    let first = |ids: &[&str]| {
        ids.iter().filter_map(|id| walk.one(id)).find(|n| !n.is_empty()).unwrap_or_default()
    };
    let handler = first(&["sender.handler"]);
    // The letter goes to whoever called or answered, whoever is in charge.
    let answered = match walk.follow_up() {
        Some(FollowUp::AfterCall) => first(&["call_person"]),
        Some(FollowUp::Confirm) => first(&["done_by"]),
        Some(FollowUp::NoCompletion) => first(&["call_person", REPLIED_BY]),
        Some(
            FollowUp::HeldBack
            | FollowUp::PartlyDone
            | FollowUp::OtherProcedure
            | FollowUp::Question,
        ) => first(&[REPLIED_BY]),
        _ => "",
    };
    let confirms = walk.follow_up() == Some(FollowUp::Confirm);
    match walk.goal() {
        // A request for another consultant goes to the desk, which is also asked who takes over.
        Some(Goal::ChangeHandler) if answered == handler || confirms => "",
        Some(Goal::ChangeHandler) => answered,
        _ if answered.is_empty() => handler,
        _ => answered,
    }
}

/// The question after who answered in writing.
const REPLIED_BY: &str = "replied_by";

fn people(out: &mut Names, walk: &Walk<'_>, service: Option<&Service>) {
    let handler = walk.one("sender.handler").unwrap_or_default();
    let reader = reader(walk);
    // The person who answers such a request is not the previous consultant.
    let alone = handler.is_empty() && walk.goal() != Some(Goal::ChangeHandler);
    out.say("thanked", if alone { reader } else { handler });
    out.say("reader", reader);
    let named = |id: &str| walk.one(id).map_or_else(|| blank::mark(id), str::to_owned);
    let name = match (service, walk.one("service")) {
        (Some(s), Some(id)) if id != OTHER => s.plain_name().into(),
        (_, Some(_)) => named("service_name"),
        _ => blank::mark("service"),
    };
    out.say("service_name", &name);
    out.say("desk", service.map_or(text!("letter.desk_unnamed"), |s| s.desk.as_str()));
    let number = service.and_then(|s| s.desk_contact(Channel::Phone));
    out.say("desk_number", &number.map_or_else(String::new, Contact::noted));
}

/// Why selections are declined: whether it is told, and once for them all.
fn reasons(out: &mut Names, walk: &Walk<'_>, declined: &[&Entry]) {
    let has = |e: &&Entry| !matches!(e.get("reason"), "" | "none");
    // A note about a single refusal explains it better than a choice.
    let note = walk.one("note").unwrap_or_default();
    let why = walk.goal() == Some(Goal::Decline) && declined.len() == 1;
    let why = why && !walk.channel().spoken() && own_words::is_cause(note);
    out.say("reasons_told", yes(declined.iter().any(has) && !why));
    let same = declined.iter().all(|e| has(e) && e.get("reason") == declined[0].get("reason"));
    out.say("reason_shared", yes(declined.len() > 1 && same));
}

fn selections(out: &mut Names, flow: &Flow, walk: &Walk<'_>, office: OfficeCalendar) {
    let days = Days::of(walk);
    let all = walk.entries("selections");
    let day = |e: &&Entry| date_of(e.get("date"), walk.today);
    let of = |wish: &str| {
        let mut some: Vec<&Entry> = walk.wished(wish).collect();
        some.sort_by_key(|e| (day(e).is_none(), day(e)));
        some
    };
    let fields = flow.get("selections").map_or(&[][..], |q| &q.field);
    let shown =
        |some: &[&Entry]| some.iter().map(|e| entry(fields, e, days)).collect::<Vec<Value>>();
    let (declined, kept, held) = (of("decline"), of("keep"), of("hold"));
    for (name, list) in [("declined_list", &declined), ("kept_list", &kept), ("held_list", &held)] {
        out.list(name, shown(list));
    }
    let count = |n: usize| n.to_string();
    out.say("declined", &count(declined.len()));
    out.say(
        "declined_offers",
        &count(declined.iter().filter(|e| e.get("stage") == "offer").count()),
    );
    reasons(out, walk, &declined);
    out.say("declined_dated", &count(declined.iter().filter(|e| day(e).is_some()).count()));
    out.say("continued", &count(kept.len()));
    out.say("held", &count(held.len()));
    let ongoing = !kept.is_empty() || !held.is_empty();
    out.say("ongoing", yes(ongoing));
    let alone = walk.goal() == Some(Goal::Decline) && declined.len() > 1 && !ongoing;
    out.say("declined_alone", yes(alone));
    let urgent = deadline::urgency(walk, office);
    out.say("urgent", yes(urgent.is_some()));
    out.say("near", yes(urgent.is_some_and(|u| u.near)));
    out.say("pressing", yes(deadline::pressing(walk)));
    let tell = urgent.and_then(|u| u.tell_by).map_or_else(String::new, |d| days.term(d));
    out.say("tell_day", &tell);
    out.say("urgent_date", &urgent.map_or_else(String::new, |u| days.date(u.first)));
    // Different wishes get separate paragraphs, and more than two of a kind would crowd out the
    // rest.
    let mixed = [&declined, &kept, &held].iter().filter(|l| !l.is_empty()).count() > 1;
    let blocks = mixed
        || kept.len().max(held.len()) > 2
        || declined.len() > if walk.goal() == Some(Goal::Decline) { 1 } else { 2 }
        || (urgent.is_some() && declined.len() > 1);
    out.say("blocks", yes(blocks));
    let apart = !blocks && !declined.is_empty() && urgent.is_none();
    out.say("declines_apart", yes(apart));
    out.say("selections_several", yes(all.len() > 1));
    out.say("selections_count", &count(all.len()));
    let told = match walk.goal() {
        Some(Goal::Decline) => declined.len() > 1,
        goal => goal != Some(Goal::Resume),
    };
    out.say("told_again", yes(told));
    let none = walk.says("selections") && all.is_empty();
    out.say("no_selections_said", yes(walk.follow_up().is_some() && none));
}

/// The kinds of contact, with the ids under which a withdrawal and a pause ask to stop them.
pub(in crate::domain) const CONTACT: [(&str, &str, &str); 4] = [
    ("offers", "stop_offers", "offers"),
    ("mail", "stop_mail", "mail"),
    ("calls", "stop_calls", "calls"),
    ("line", "stop_line", "line"),
];

fn stops(out: &mut Names, walk: &Walk<'_>) {
    let asked_to = |request: &str, scope: &str| {
        walk.chose("requests", request) || walk.chose("pause_scope", scope)
    };
    // If LINE messages came after a request for no calls, the letter asks to stop those too.
    let line = walk.entries("contacts").iter().any(|e| e.get("means") == "line")
        && asked_to("stop_calls", "calls");
    let stopped = |(name, request, scope): &&(&str, &str, &str)| {
        asked_to(request, scope) || line && *name == "line"
    };
    let ids = |some: Vec<&(&'static str, &str, &str)>| {
        some.into_iter().map(|c| Value::from(c.0)).collect()
    };
    let (stop, on): (Vec<_>, Vec<_>) = CONTACT.iter().partition(stopped);
    // A pause is a pause of offers; without offers only that kind of contact stops.
    let rests = stop.is_empty() || stop.iter().any(|c: &&(&str, &str, &str)| c.0 == "offers");
    out.say("stops_some", yes(stop.len() == 1 || !rests));
    out.list("stops", ids(stop));
    // Nobody said that messages go on.
    let on: Vec<_> = on.into_iter().filter(|c| c.0 != "line").collect();
    out.say("stops_all", yes(on.is_empty() && walk.one("exceptions") != Some("rare_offers")));
    out.list("goes_on", ids(on));
}

fn data(out: &mut Names, walk: &Walk<'_>, detail: &str) {
    let asked = |request: &str| walk.chose("requests", request);
    let (erase, stop_use, provision) =
        (asked("erase"), asked("stop_use"), asked("stop_third_party"));
    let kinds = [erase, stop_use, provision].iter().filter(|b| **b).count();
    out.say("data_request", yes(kinds > 0));
    out.say("data_lines", &kinds.to_string());
    let contact = ["stop_offers", "stop_mail", "stop_calls", "stop_line"];
    let contact = contact.iter().filter(|r| asked(r)).count();
    // In short: contact on one line, erasure on one, and what goes on until then on one.
    let lines = if detail == "full" {
        contact + kinds
    } else {
        usize::from(contact > 0) + usize::from(erase) + usize::from(stop_use || provision)
    };
    out.say("listed", yes(lines > 1));
    let spoken = usize::from(erase || stop_use) + usize::from(provision) + usize::from(contact > 0);
    out.say(
        "spoken_asks",
        ["", text!("letter.one"), text!("letter.two"), text!("letter.three")][spoken],
    );
}

fn wishes(out: &mut Names, flow: &Flow, walk: &Walk<'_>) {
    let choices = flow.get("wishes").map_or(&[][..], |q| &q.choice);
    let wishes: Vec<Value> = walk.many("wishes").iter().map(|w| word(choices, w).into()).collect();
    out.say("wish_count", &wishes.len().to_string());
    out.list("wish_list", wishes);
    let given = |id: &&str| walk.one(id).is_some_and(|s| !s.is_empty());
    let lines = ["must_have", "job_type", "region", "salary"].iter().filter(|id| given(id)).count();
    out.say("condition_lines", &lines.to_string());
}

/// The field of work: the first part that names one. 「正社員、調剤薬局」 also says how somebody works.
pub(in crate::domain) fn field(walk: &Walk<'_>) -> Option<String> {
    let parts = || {
        let job = walk.one("job_type").unwrap_or_default();
        job.split(['、', '（', '）', '／', '・', ',', '，', '/']).map(str::trim)
    };
    let alone = parts().find(|part| !part.is_empty() && !is_manner(part)).map(str::to_owned);
    // 「病院の常勤薬剤師」 is a field as well, with a manner in it.
    let within = |part: &str| {
        let what = words::without(part, words::WORK_MANNER);
        let named = what.split_once('の').is_some_and(|(place, work)| {
            !place.is_empty() && !work.is_empty() && !is_manner(&what)
        });
        named.then_some(what)
    };
    alone.or_else(|| parts().find_map(within))
}

/// Whether a part of the wish says how to work, not in which field: part time has no experts.
fn is_manner(part: &str) -> bool {
    let what = words::WORK_ENDS.iter().find_map(|end| part.strip_suffix(end)).unwrap_or(part);
    what.is_empty() || words::has(part, words::WORK_MANNER)
}

fn thanks(out: &mut Names, walk: &Walk<'_>, tone: &str) {
    let (own, _) = own_words::thanks_apart(walk);
    let own = own.as_str();
    // An apology is quoted unchanged, and the letter thanks as usual.
    let pardons = own_words::pardons(own);
    out.say("own_thanks", yes(pardons || own_words::thanks(own)));
    let chosen = walk.many("thanks").iter().filter(|id| !own_words::says_thanks(own, id));
    let chosen: Vec<String> = chosen.cloned().collect();
    out.say("has_thanks", yes(!chosen.is_empty()));
    out.values.insert("thanks".to_owned(), chosen.clone().into());
    out.flags.insert("thanks".to_owned(), chosen);
    let personal = !own.is_empty() && !pardons || !walk.many("thanks").is_empty();
    // A firm letter thanks at its end.
    let told = walk.one("note").is_some_and(own_words::thanks);
    let general = !personal && !told && tone != "firm";
    let general = general && walk.one("follow_up").is_none();
    out.say("general_thanks", yes(general));
}

/// The family name, which comes first in Japanese names; the whole of any other name or one with a
/// remark, because the name of use is unknown.
fn family(name: &str) -> Option<&str> {
    let latin = |c: char| c.is_alphabetic() && c < '\u{250}' || ('Ａ'..='ｚ').contains(&c);
    let first = name.split_whitespace().next()?;
    let parted = name.contains(latin) || words::has(name, words::NAME_REMARKS);
    let whole = parted || first.chars().all(is_katakana);
    Some(if whole { name } else { first })
}

fn name(out: &mut Names, walk: &Walk<'_>) {
    let (name, reading) = (
        walk.one("sender.name").unwrap_or_default(),
        walk.one("sender.reading").unwrap_or_default(),
    );
    let surname = family(name);
    out.say("surname", &surname.map_or_else(|| blank::mark("sender.name"), str::to_owned));
    let subject = walk.one("first_subject").unwrap_or_default();
    let bare = subject.strip_suffix('）').and_then(|s| s.strip_suffix(name)?.strip_suffix('（'));
    let bare = bare.unwrap_or(subject);
    out.say("subject_bare", &quotable(bare));
    // For a name in kana the reading adds nothing, in either script.
    let bare = |s: &str| fold(s).split_whitespace().collect::<String>();
    out.say("reading_told", yes(bare(name) != bare(reading) || name.is_empty()));
    // A character with a variation selector is told by the character alone.
    let variant = |c: char| matches!(c, '\u{E0100}'..='\u{E01EF}');
    let mark = |g: &str| {
        let alone: String = g.chars().filter(|c| !variant(*c)).collect();
        let of = [("variant", Value::from(g.contains(variant))), ("character", Value::from(alone))];
        Value::from(BTreeMap::from(of))
    };
    let mut seen = Vec::new();
    for g in name.graphemes(true).filter(|g| !g.trim().is_empty()) {
        if !seen.contains(&g) {
            seen.push(g);
        }
    }
    out.list("name_marks", seen.into_iter().map(mark).collect());
}

#[cfg(test)]
mod tests {
    use super::family;
    use crate::domain::typed::as_typed;

    #[test]
    fn a_family_name_is_told_only_where_it_is_known_to_be_one() {
        as_typed("family", |name| family(name).map(str::to_owned).ok_or("none"));
    }
}
