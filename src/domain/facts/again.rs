//! The facts of a second letter: what happened since the first, what is still open.

use super::written::{Days, Names, entry, word, yes};
use crate::domain::answers::Entry;
use crate::domain::flow::graph::Flow;
use crate::domain::flow::spec::Choice;
use crate::domain::flow::walk::Walk;
use crate::domain::goal::Goal;
use crate::domain::hours::{Span, marked, marked_among, week::takes};
use crate::domain::validate::date_of;
use crate::domain::words;
use minijinja::Value;
use std::collections::BTreeMap;

/// Contact since the first letter. The receipt is listed with it, unless all came later.
pub(super) fn came(out: &mut Names, flow: &Flow, walk: &Walk<'_>) {
    let days = Days::of(walk);
    let day = |e: &Entry| date_of(e.get("date"), walk.today);
    let fields = flow.get("contacts").map_or(&[][..], |q| &q.field);
    let mut all: Vec<Entry> = walk.entries("contacts").to_vec();
    // 「求人紹介の電話」 of a call.
    for contact in &mut all {
        let means = contact.get("means").to_owned();
        let mut ends =
            words::MEANS_SAID.iter().filter(|(id, _)| *id == means).flat_map(|(_, of)| *of);
        let bare = ends.find_map(|end| contact.get("detail").strip_suffix(end));
        if let Some(bare) = bare.map(str::to_owned).filter(|bare| !bare.is_empty()) {
            contact.0.insert("detail".to_owned(), bare);
        }
    }
    let receipt = walk.day("receipt_date");
    let receipt = receipt.filter(|r| all.iter().filter_map(day).any(|d| d <= *r));
    if let Some(on) = receipt {
        all.insert(0, Entry(BTreeMap::from([("date".to_owned(), on.to_string())])));
    }
    all.sort_by_key(|e| (day(e).is_none(), day(e)));
    out.say("receipt_among", yes(receipt.is_some()));
    // A third letter tells earlier contact by its days; a second letter without a day comes last.
    let mut between = vec![("second", walk.day("second_date"))];
    let among = receipt.is_some();
    for (kind, day) in [("receipt", walk.day("receipt_date")), ("held", walk.day("held_date"))] {
        between.extend(day.filter(|_| kind != "receipt" || !among).map(|d| (kind, Some(d))));
    }
    between.sort_by_key(|(_, day)| (day.is_none(), *day));
    between.retain(|_| walk.one("round").is_some());
    out.list("between", between.into_iter().map(|(kind, _)| kind.into()).collect());
    out.say("came_several", yes(all.len() > 1));
    let hour = |e: &Entry| e.get("detail").is_empty() || marked(e.get("detail")).is_some();
    let calls = all.iter().all(|e| e.get("means") == "call" && hour(e));
    out.say("came_calls", yes(calls && all.len() > 1));
    let alone = all.first().filter(|_| all.len() == 1).map_or("", |e| e.get("detail"));
    out.say("came_at", marked(alone).map_or("", |_| alone));
    out.list("came", all.iter().map(|e| entry(fields, e, days)).collect());
}

/// Calls since the first letter at hours that it had closed: "one", "several"; "" where a call has
/// no time of day, or came at another.
pub(super) fn calls_refused(walk: &Walk<'_>) -> &'static str {
    let calls: Vec<_> =
        walk.entries("contacts").iter().filter(|e| e.get("means") == "call").collect();
    if calls.is_empty() {
        return "";
    }
    let closed: Vec<Span> =
        walk.many("no_call").iter().filter_map(|s| Span::parse(s).ok()).collect();
    let refused = |e: &&Entry| {
        // Beside the time a record tells the number and who called.
        let time = marked_among(e.get("detail"));
        let minute = time.and_then(|s| u16::try_from(s / 60).ok());
        let on = date_of(e.get("date"), walk.today);
        on.zip(minute).is_some_and(|(on, minute)| takes(&closed, on, minute))
    };
    match calls.len() {
        _ if !calls.iter().all(refused) => "",
        1 => "one",
        _ => "several",
    }
}

/// The open and the completed parts of a request, in its order: contact in one line, data in two.
pub(super) fn undone(out: &mut Names, flow: &Flow, walk: &Walk<'_>) {
    let choices = flow.get("undone").map_or(&[][..], |q| &q.choice);
    let open: Vec<&str> = walk.many("undone").iter().map(String::as_str).collect();
    let lines = request_lines(choices, &open);
    out.say("undone_count", &lines.len().to_string());
    out.say("undone_several", yes(lines.len() > 1));
    out.list("undone_list", lines);
    let stops = walk.many("pause_scope").iter().map(|scope| format!("stop_{scope}"));
    let leaves = (walk.goal() == Some(Goal::Withdraw)).then(|| "end".to_owned());
    let asked: Vec<String> =
        leaves.into_iter().chain(walk.many("requests").iter().cloned()).chain(stops).collect();
    // A letter that does not repeat the request says nothing about what was done.
    let known = asked.iter().any(|part| part != "end") && !open.is_empty();
    let done: Vec<&str> =
        asked.iter().map(String::as_str).filter(|part| known && !open.contains(part)).collect();
    // Where they only refuse, that is still to come.
    let open = !done.is_empty() && walk.one("undone_reply") == Some("only_refused");
    out.say("others_open", yes(open));
    let done = request_lines(choices, if open { &[] } else { &done });
    out.say("done_count", &done.len().to_string());
    out.list("done_list", done);
}

/// Parts of a request as lines, in the order of the letter.
fn request_lines(choices: &[Choice], parts: &[&str]) -> Vec<Value> {
    let of = |ids: &[&str]| -> Vec<&str> {
        parts.iter().filter(|p| ids.contains(p)).map(|p| word(choices, p)).collect()
    };
    let stops = of(&["stop_offers", "stop_mail", "stop_calls", "stop_line"]);
    let stops =
        stops.join(if stops.len() == 2 { text!("letter.and") } else { text!("sign.comma") });
    let stops = if stops.is_empty() { stops } else { text!("letter.stop_contact", stops) };
    let data = of(&["stop_use", "stop_third_party"]).join(text!("letter.and"));
    let data = if data.is_empty() { data } else { text!("letter.stop_data", data) };
    let rest = |id| of(&[id]).concat();
    let lines = [
        rest("end"),
        stops,
        rest("erase"),
        data,
        rest("handler"),
        rest("contact_means"),
        rest("contact_frequency"),
        rest("contact_hours"),
        rest("notice"),
    ];
    lines.into_iter().filter(|l| !l.is_empty()).map(Value::from).collect()
}
