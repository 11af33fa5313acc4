//! The user's own words: how a letter phrases them, and where it puts them.

use super::anyway::{again, cause_said, covers, papers, said_anyway, style};
use super::own_lines::{
    aloud, asked_for, asks, by_me, is_news, joined, sentence, softened, varied,
};
use super::speech;
use super::written::{Names, quotable, yes};
use crate::domain::answers::Entry;
use crate::domain::channel::Channel;
use crate::domain::flow::walk::Walk;
use crate::domain::follow_up::FollowUp;
use crate::domain::goal::Goal;
use crate::domain::letter::lint::spec::Sign;
use crate::domain::words::{self, begins, ends, has};
use minijinja::Value;
use std::collections::{BTreeMap, BTreeSet};

/// The people whose names get a title.
fn known<'a>(walk: &Walk<'a>) -> [&'a str; 2] {
    ["sender.handler", "call_person"].map(|id| walk.one(id).unwrap_or_default())
}

/// Own texts that end like sentences.
pub(super) fn told(out: &mut Names, walk: &Walk<'_>) {
    let own = [
        ("thanks_text", "thanks_text", true, false),
        ("note", "note", true, false),
        ("changed", "changed_told", false, true),
        ("lesson", "lesson_told", true, true),
    ];
    let (thanked, noted) = thanks_apart(walk);
    for (id, name, favours, asks) in own {
        let text = match id {
            "thanks_text" => thanked.clone(),
            "note" => unsaid(walk, noted.clone()),
            id => in_sentences(walk.one(id).unwrap_or_default()),
        };
        let of_refusal = id == "note" && walk.goal() == Some(Goal::Decline);
        let reason = out.flags.contains_key("reasons_told");
        let text = if of_refusal { cause_alone(&text, reason).unwrap_or(text) } else { text };
        let text = speech::written(&sentence(text), style(walk, favours, asks), &known(walk));
        let text = worded(&text, wishes(walk));
        // A script puts spoken text in quotation marks.
        let text = if walk.channel().spoken() { quotable(&text) } else { text };
        out.values.insert(name.to_owned(), text.into());
    }
    out.say("has_thanks_text", yes(!thanked.is_empty()));
    let thanks = out.values.get("thanks_text").map(ToString::to_string).unwrap_or_default();
    // An apology for a refusal stays with it and is not part of the thanks.
    let pardon = refuses(walk) && parts(walk) && pardons(&thanks);
    out.say("pardon", if pardon { &thanks } else { "" });
    if pardon {
        out.say("thanks_text", "");
        out.say("has_thanks_text", "");
    }
}

/// Their questions as a letter quotes them, with the user's answers as sentences.
pub(super) fn answered(out: &mut Names, walk: &Walk<'_>) {
    let style = style(walk, true, true);
    let told = |e: &Entry| {
        let asked = quotable(e.get("question").trim_end_matches('。'));
        let answer = speech::written(&sentence(e.get("answer").to_owned()), style, &known(walk));
        Value::from(BTreeMap::from([("question", asked), ("answer", answer)]))
    };
    let all: Vec<_> = walk.entries("asked").iter().map(told).collect();
    out.say("answered_one", yes(all.len() == 1));
    let says = |sign: Sign, text: &str| {
        words::REPLIES
            .iter()
            .any(|r| r.sign == sign && r.is_said(&(text.to_owned() + text!("sign.stop"))))
    };
    let news = |e: &Entry| {
        let asked = e.get("question").trim_end_matches('。');
        says(Sign::WorkCall, asked) && !says(Sign::Question, asked)
    };
    let one = walk.entries("asked").iter().filter(|_| all.len() == 1);
    out.say("answered_news", yes(one.into_iter().any(news)));
    out.list("answered", all);
}

/// Whether thanks and an apology have places of their own: not in second letters and scripts.
fn parts(walk: &Walk<'_>) -> bool {
    !again(walk) && !walk.channel().spoken()
}

/// The lines of a text as sentences that follow each other.
fn in_sentences(text: &str) -> String {
    let lines = text.lines().map(str::trim).filter(|l| !l.is_empty());
    let lines = lines.map(|line| line.trim_end_matches(['、', '，', ',']));
    lines.fold(String::new(), |told, line| match told.chars().next_back() {
        None | Some('。' | '！' | '？') => told + line,
        Some(end) if words::FINALS.contains(end) => told + text!("sign.stop") + line,
        Some(_) => told + text!("sign.comma") + line,
    })
}

/// The user's thanks, and the note without them: thanks move out of a note if there are no others.
pub(super) fn thanks_apart(walk: &Walk<'_>) -> (String, String) {
    let of = |id| in_sentences(walk.one(id).unwrap_or_default());
    let (thanks, note) = (of("thanks_text"), of("note"));
    if thanks.is_empty() && parts(walk) { thanks_in(&note) } else { (thanks, note) }
}

/// The sentences of a note that say thanks and are not continued, and the rest.
pub(in crate::domain) fn thanks_in(note: &str) -> (String, String) {
    let thankful = |s: &&str| {
        let bare = s.trim_end_matches('。');
        has(bare, words::THANKFUL) && !has(bare, words::THANKS_ASIDE) && !asks(bare)
    };
    let (thanks, rest): (Vec<_>, Vec<_>) = note.split_inclusive('。').partition(thankful);
    if rest.iter().any(|s| begins(s, words::LEADS_ON)) {
        return (String::new(), note.to_owned());
    }
    (thanks.concat(), rest.concat())
}

/// How a message words wishes.
fn wishes(walk: &Walk<'_>) -> &'static [(&'static str, &'static str)] {
    if walk.channel().chat() { words::TEXTED } else { &[] }
}

/// A text with its wishes worded in these ways.
fn worded(text: &str, ways: &[(&str, &str)]) -> String {
    ways.iter().fold(text.to_owned(), |text, (wish, worded)| words::exchanged(text, wish, worded))
}

/// A note without the sentences that the letter says anyway, if any other is left.
fn unsaid(walk: &Walk<'_>, note: String) -> String {
    let kept: String =
        note.split_inclusive('。').filter(|sentence| !said_anyway(walk, sentence)).collect();
    if kept.is_empty() { note } else { kept }
}

/// Whether own words say the thanks that were chosen: the same is thanked for once.
pub(in crate::domain) fn says_thanks(own: &str, id: &str) -> bool {
    let said = words::THANKS_IN_WORDS.iter().find(|(chosen, _)| *chosen == id);
    !pardons(own) && said.is_some_and(|(_, said)| has(own, said))
}

pub(super) fn thanks(own: &str) -> bool {
    has(own, words::THANKED)
}

/// Whether own words beg pardon, and do not thank.
pub(super) fn pardons(own: &str) -> bool {
    !thanks(own) && has(own, words::PARDONS)
}

/// The cause in a note that ends with the refusal itself. None if another reason is given.
fn cause_alone(note: &str, reason: bool) -> Option<String> {
    let bare = note.trim_end_matches('。');
    let head = words::REFUSED_AGAIN.iter().find_map(|end| bare.strip_suffix(end))?;
    let head = head.trim_end_matches('、');
    let cause = words::ended(head, words::CAUSE_ENDS)?;
    let cause = cause.as_str();
    let polite = ends(cause, words::POLITE_ENDS);
    let noun = cause.strip_suffix(words::ATTRIBUTIVE);
    Some(match noun {
        _ if polite => cause.to_owned(),
        Some(noun) if reason => format!("{noun}{}", words::COPULA),
        None if reason => cause.to_owned(),
        _ => text!("letter.because", cause),
    })
}

fn refuses(walk: &Walk<'_>) -> bool {
    walk.wished("decline").next().is_some()
}

/// Where the note goes: one of these. In a second letter it comes before the repeated request.
const NOTES: [&str; 8] = [
    "note_told", "note_news", "note_last", "note_own", "note_story", "note_contacts",
    "note_before", "note_kept",
];

pub(super) fn note(out: &mut Names, walk: &Walk<'_>) {
    let told = out.values.get("note").map(ToString::to_string).unwrap_or_default();
    let told = pardon_apart(out, walk, told);
    let (told, end) = end_apart(walk, &told);
    out.values.insert("note".to_owned(), told.clone().into());
    let reason = walk.one("reason").unwrap_or_default();
    let leaves = walk.goal() == Some(Goal::Withdraw);
    let of = words::REASONS_IN_WORDS.iter().find(|(id, _)| *id == reason);
    let said = leaves && !again(walk) && of.is_some_and(|(_, of)| has(&told, of));
    // Next to another reason the note is not a second one.
    let free = said || matches!(reason, "" | "none");
    // 「勤め先は、…決まりました」 tells more of what has to be said before it.
    let more = said && begins(&told, words::TELLS_MORE);
    let said = said && !more;
    let cause = cause_said(walk, &told).filter(|_| free && !more);
    let cut = cause.is_some();
    let said = said && (cut || came_about(told.trim_end_matches('。')));
    let told = cause.unwrap_or(told);
    let note = told.trim_end_matches('。');
    let blocks = out.flags.contains_key("blocks");
    let letter = walk.channel().is_letter();
    let place = match walk.channel() {
        _ if note.is_empty() => "",
        // On the phone it is a separate sentence in any place.
        Channel::Phone if !again(walk) && note.split('。').any(asks) => "note_own",
        Channel::Phone if said || is_news(note) || hinders(walk, note) => "note_news",
        Channel::Phone => "note_last",
        _ if again(walk) => again_place(walk, note),
        _ if more => "note_last",
        _ if cut || said => "note_news",
        _ if letter && tells_them(walk, note) => "note_told",
        // About a continuing selection: next to it.
        _ if letter && blocks && names(walk, note, "keep") => "note_kept",
        _ if note.split('。').any(asks) || follows(walk, note) => "note_own",
        _ if is_news(note) || hinders(walk, note) => "note_news",
        _ => "note_last",
    };
    let joins = place == "note_news" && joins_news(walk, note);
    // 忙しいです joins as 忙しいので.
    let plain = note.strip_suffix(words::COPULA).filter(|n| ends(n, words::ADJECTIVE_ENDS));
    let hence = text!("letter.hence", cause = plain.unwrap_or(note));
    let since = if cut { told.clone() } else { hence };
    out.say("note_cut", yes(cut));
    out.say("note_because", if cut || joins { &since } else { "" });
    for name in NOTES {
        out.say(name, if name == place { &told } else { "" });
    }
    out.say("note_end", &end);
    let why = place == "note_news" || has(&told, words::RULE_CAUSES);
    out.say("note_why", yes(why));
    if !matches!(place, "note_news" | "note_last") {
        out.values.insert("note".to_owned(), "".into());
    }
    out.say("reason_said", if said { reason } else { "" });
    // Worded as if no reason had been chosen.
    if said {
        out.values.insert("reason".to_owned(), "none".into());
    }
}

/// A note without the sentences that beg pardon for a refusal: these are said where the refusal is.
fn pardon_apart(out: &mut Names, walk: &Walk<'_>, note: String) -> String {
    let said = out.values.get("pardon").is_some_and(Value::is_true);
    if said || !refuses(walk) || !parts(walk) {
        return note;
    }
    let of_refusal = |s: &str| pardons(s) && !has(s, words::OF_ANSWERING);
    let begs = |s: &&str| of_refusal(s) && !asks(s.trim_end_matches('。'));
    let (pardon, rest): (Vec<_>, Vec<_>) = note.split_inclusive('。').partition(begs);
    if rest.is_empty() || pardon.is_empty() {
        return note;
    }
    out.say("pardon", &pardon.concat());
    rest.concat()
}

/// A note without its last sentence if that closes the letter: looks ahead or apologises.
fn end_apart(walk: &Walk<'_>, note: &str) -> (String, String) {
    let written = walk.channel().is_letter();
    let last = note.split_inclusive('。').next_back().unwrap_or_default();
    let bare = last.trim_end_matches('。');
    let ahead = begins(bare, words::AHEAD) && !begins(bare, words::ADDS_MORE);
    let ahead = ahead && has(bare, words::ONE_DAY) && (has(bare, words::WELL) || !asks(bare));
    let ahead = ahead || has(bare, words::FROM_HERE) && has(bare, words::CLOSES);
    // A refusal of one selection may say that the others continue.
    let ahead = ahead || walk.goal() == Some(Goal::Decline) && has(bare, words::STAYS);
    let ahead = ahead || begins(bare, words::FROM_NOW) && has(bare, words::PLANS) && !asks(bare);
    let pardon = !refuses(walk) || has(bare, words::OF_ANSWERING);
    // Why calls and mails stay unanswered is the reason for asking for fewer.
    let cause = walk.goal() == Some(Goal::ReduceContact) && has(bare, words::OF_ANSWERING);
    let pardon = pardon && pardons(bare) && !asks(bare) && !cause;
    if !written || again(walk) || !(ahead || pardon) {
        return (note.to_owned(), String::new());
    }
    (note.strip_suffix(last).unwrap_or_default().to_owned(), last.to_owned())
}

/// Whether a note asks to tell the employer more than the refusal.
fn tells_them(walk: &Walk<'_>, note: &str) -> bool {
    let asked = !note.contains('。') && asks(note) && has(note, words::TOLD_ON);
    asked && walk.goal() == Some(Goal::Decline) && has(note, words::ABOUT_REFUSALS)
}

/// Whether a note follows from the request: it is about the answer to the letter, or offers
/// something in return for a contact rule.
fn follows(walk: &Walk<'_>, note: &str) -> bool {
    has(note, words::OF_REPLY) && ends(note, words::NO_HURRY)
        || walk.goal() == Some(Goal::ReduceContact) && has(note, words::REASSURES)
}

/// A longer cause does not share a sentence with what follows from it.
const LONGEST_CAUSE: usize = 28;

/// Whether a note shares a sentence with what follows from it. One that was fit for a letter stays
/// as its writer put it.
fn joins_news(walk: &Walk<'_>, note: &str) -> bool {
    let reworded = walk.one("note").is_none_or(|own| own.trim().trim_end_matches('。') != note);
    let short = !note.contains('。') && note.chars().count() <= LONGEST_CAUSE;
    reworded && short && ends(note, words::POLITE_ENDS) && !has(note, words::CAUSE_JOINTS)
}

/// Whether a note tells something that came about, and asks for nothing.
fn came_about(note: &str) -> bool {
    (is_news(note) || ends(note, words::TOLD_ENDS)) && !note.split('。').any(asks)
}

/// Where the note of a second letter goes.
fn again_place(walk: &Walk<'_>, note: &str) -> &'static str {
    let says = |of: &[&str]| has(note, of);
    let kind = walk.follow_up();
    let message = walk.channel().chat();
    let one = !note.contains('。') && !asks(note);
    let story = says(words::STORY) || ends(note, words::GUESSES);
    match kind {
        // The reason for a request made by phone precedes it; what the call left open follows.
        Some(FollowUp::AfterCall) if one && !message && came_about(note) => "note_before",
        Some(FollowUp::AfterCall | FollowUp::Confirm) => "note_own",
        _ if asks(note) => "note_own",
        Some(FollowUp::StillContacted | FollowUp::PartlyDone) if one && story => "note_story",
        Some(FollowUp::StillContacted) if one && says(words::OF_CONTACTS) => "note_contacts",
        _ if one
            && story
            && (message || matches!(kind, Some(FollowUp::NoReceipt | FollowUp::NoCompletion))) =>
        {
            "note_last"
        }
        _ if message => "note_own",
        _ => "note_before",
    }
}

/// Whether the continuing selections explain a pause, less contact, or leaving because of too much.
fn hinders(walk: &Walk<'_>, note: &str) -> bool {
    let from_it =
        matches!(walk.goal(), Some(Goal::Pause | Goal::ChangeHandler | Goal::ReduceContact))
            || walk.one("reason") == Some("too_much_contact");
    from_it && ends(note, words::HINDERED_ENDS) && !ends(note, words::GUESSES)
}

pub(super) fn is_cause(note: &str) -> bool {
    let note = note.trim_end_matches('。');
    !asks(note) && has(note, words::REFUSAL_CAUSES)
}

/// Signs and numbers of a list that one wrote oneself: the letter has its own.
const MARKS: [char; 17] =
    ['・', '-', '*', '＊', '●', '○', '■', '□', '◆', '◇', '•', '−', '–', '※', '★', '☆', '→'];
const BEHIND_NUMBERS: [char; 7] = ['.', '．', ')', '）', '、', '：', ':'];

/// A line without the sign or the number that makes it an item.
fn unmarked(line: &str) -> &str {
    let line = line.trim().trim_start_matches(MARKS).trim_start();
    let inner = line.trim_start_matches(['（', '(']);
    let number = |c: char| c.is_numeric() || words::NUMERALS.contains(c);
    let rest = inner.trim_start_matches(number);
    // ① counts alone; 3.5 and 一、二日 are not list items.
    let circled = inner.starts_with(|c: char| ('①'..='⑳').contains(&c));
    let item = rest.len() < inner.len()
        && rest.starts_with(BEHIND_NUMBERS)
        && !rest.trim_start_matches(BEHIND_NUMBERS).starts_with(number);
    if circled || item { rest.trim_start_matches(BEHIND_NUMBERS).trim_start() } else { line }
}

/// Lines of what else is asked, without what the letter says anyway, each once.
fn lines(walk: &Walk<'_>) -> Vec<String> {
    let more = |line: &str| -> String {
        line.split_inclusive('。').filter(|sentence| !said_anyway(walk, sentence)).collect()
    };
    let mut seen = BTreeSet::new();
    let own = walk.one("own_requests").unwrap_or_default().lines().map(|l| more(unmarked(l)));
    own.filter(|l| !l.is_empty() && seen.insert(l.clone())).collect()
}

/// Further requests in the user's own words, and where they go.
pub(super) fn requests(out: &mut Names, walk: &Walk<'_>, tone: &str) {
    let style = style(walk, true, true);
    let rule = ruled(walk);
    let erases = walk.goal() == Some(Goal::Withdraw) && !again(walk) && style.letter;
    let erases = erases && walk.chose("requests", "erase");
    let (listed, own): (Vec<_>, Vec<_>) =
        lines(walk).into_iter().partition(|line| erases && papers(line).is_some());
    let named: Vec<_> = listed.iter().filter_map(|line| papers(line)).collect();
    out.say("own_papers", &named.join(text!("letter.and")));
    // An item of a rule is worded as rules are.
    let ways = if style.letter && rule { words::RULED } else { wishes(walk) };
    let own: Vec<_> = own
        .iter()
        .map(|l| speech::written(&sentence(asked_for(l)), style, &known(walk)))
        .map(|l| worded(&worded(&l, ways), words::KEPT_AWAY))
        .collect();
    let own = if walk.channel().spoken() { aloud(own) } else { own };
    let own = match tone {
        "soft" if style.letter => softened(&own, words::SOFT_REQUESTS, |_| true),
        // What honours the reader asks kindly enough.
        "standard" if style.letter => {
            softened(&own, words::PLAIN_REQUESTS, |act| ends(act, words::PLAIN_ACTS))
        }
        _ => own,
    };
    let own = if style.letter && tone != "firm" { varied(own) } else { own };
    let own: Vec<_> = own.into_iter().map(|l| (place(out, walk, &l), l)).collect();
    let told = |place: &str| rule && place == "own_rest" || place == "own_withheld";
    let asked: Vec<_> = own.iter().filter(|(p, _)| !told(p)).map(|(_, l)| l.as_str()).collect();
    let apart = out.flags.contains_key("note_own") || own.iter().any(|(p, _)| *p != "own_agreed");
    let cut = out.flags.contains_key("note_cut");
    let note = walk.one("note").unwrap_or_default();
    out.say("own_words", yes(apart));
    out.say("own_text", &asked.concat());
    out.say("own_return", yes(!cut && by_me(note) || asked.iter().any(|l| by_me(l))));
    let rule: String = if rule { asked.concat() } else { String::new() };
    let (times, hours) = covers(walk, &rule);
    out.say("own_times", yes(times));
    if hours {
        out.say("hours_free", "");
    }
    out.list("own_list", asked.into_iter().map(Value::from).collect());
    let settled = |line: String| words::ended(&line, words::SETTLED_ENDS).unwrap_or(line);
    for name in PLACES {
        let lines = own.iter().filter(|(place, _)| *place == name).map(|(_, l)| l.clone());
        let lines: Vec<_> = lines.collect();
        let lines = match name {
            "own_rest" if style.letter => joined(lines),
            // What was settled becomes a list item.
            "own_agreed" => lines.into_iter().map(settled).collect(),
            _ => lines,
        };
        out.list(name, lines.into_iter().map(Value::from).collect());
    }
}

/// Places for the user's own lines, apart from the list of all requests.
const PLACES: [&str; 9] = [
    "own_of_refusal", "own_refusals", "own_kept", "own_further", "own_after", "own_returns",
    "own_agreed", "own_withheld", "own_rest",
];

/// Where a line of the user's goes: one of the places, or "" for a list item.
fn place(out: &Names, walk: &Walk<'_>, line: &str) -> &'static str {
    let (goal, again, letter) = (walk.goal(), again(walk), style(walk, true, true).letter);
    let said = |name: &str| out.flags.contains_key(name);
    let about = |of: &[&str]| has(line, of);
    let any = |is: fn(&str) -> bool| line.split('。').any(is);
    let near = said("urgent") && goal == Some(Goal::Withdraw);
    let blocks = said("blocks") || goal == Some(Goal::Decline) || near;
    // What must not be told is an answer for when somebody asks.
    let aloud = walk.channel().spoken();
    if aloud && about(words::WITHHELD) && !any(asks) {
        return "own_withheld";
    }
    if ruled(walk) {
        // A line that only tells something is not a rule.
        return if aloud || any(asks) || any(is_rule) { "" } else { "own_rest" };
    }
    if blocks && !again && of_refusal(walk, line) {
        let asked = any(asks) || about(words::TOLD_ON);
        return if asked { "own_refusals" } else { "own_of_refusal" };
    }
    if blocks && !again && letter && names(walk, line, "keep") {
        return "own_kept";
    }
    // If the user stays, the note may say for what.
    let stays =
        goal == Some(Goal::Decline) && matches!(walk.one("reason"), None | Some("" | "none"));
    if stays && !again && letter && about(words::OFFERS_SAID) && asks(line.trim_end_matches('。'))
    {
        return "own_further";
    }
    if again && about(words::CONSEQUENCES) {
        return "own_after";
    }
    // A sentence about the next contact belongs to the day of return.
    let pauses = goal == Some(Goal::Pause) && !again && letter && !said("stops_some");
    if pauses && by_me(line) && !any(asks) {
        return "own_returns";
    }
    let call = walk.follow_up() == Some(FollowUp::AfterCall) && letter;
    // Requests were not settled.
    let settled = !about(words::LEFT_OPEN) && !any(asks);
    if call && settled { "own_agreed" } else { "own_rest" }
}

fn names(walk: &Walk<'_>, line: &str, wish: &str) -> bool {
    walk.wished(wish).any(|e| {
        let name = words::without(e.get("employer"), words::COMPANIES);
        !name.trim().is_empty() && line.contains(name.trim())
    })
}

/// Whether a line is about a refused selection: by its name, or by what it tells if none is named.
fn of_refusal(walk: &Walk<'_>, line: &str) -> bool {
    let others = ["keep", "hold"].iter().any(|wish| names(walk, line, wish));
    let told = refuses(walk) && has(line, words::ABOUT_REFUSALS) && !others;
    told || names(walk, line, "decline")
}

/// Whether own lines are items of a rule, as in a letter that only asks for less contact.
fn ruled(walk: &Walk<'_>) -> bool {
    walk.goal() == Some(Goal::ReduceContact) && !again(walk)
}

fn is_rule(sentence: &str) -> bool {
    ends(sentence, words::RULE_ENDS)
}
