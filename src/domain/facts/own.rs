//! What the user writes in words of their own: as a letter says it, and where it stands.

use super::speech::{self, Style};
use super::written::{Names, yes};
use crate::domain::flow::walk::Walk;
use crate::domain::words;
use minijinja::Value;

/// How a text of this letter is worded.
fn style(walk: &Walk<'_>, favours: bool) -> Style {
    Style { letter: !matches!(walk.one("channel"), Some("phone" | "message")), favours }
}

/// Who goes by a title in the letter.
fn known<'a>(walk: &Walk<'a>) -> [&'a str; 2] {
    ["sender.handler", "call_person"].map(|id| walk.one(id).unwrap_or_default())
}

/// Own texts that end like sentences.
pub(super) fn told(out: &mut Names, walk: &Walk<'_>) {
    let own = [
        ("thanks_text", "thanks_text", true),
        ("note", "note", false),
        ("changed", "changed_told", false),
        ("lesson", "lesson_told", true),
    ];
    for (id, name, favours) in own {
        let text =
            walk.one(id).unwrap_or_default().lines().map(str::trim).filter(|l| !l.is_empty());
        let text = text.map(|line| line.trim_end_matches(['、', '，', ',']));
        let text = text.fold(String::new(), |told, line| match told.chars().next_back() {
            None | Some('。' | '！' | '？') => told + line,
            Some(end) if words::FINALS.contains(end) => told + text!("sign.stop") + line,
            Some(_) => told + text!("sign.comma") + line,
        });
        let text = speech::written(&sentence(text), style(walk, favours), &known(walk));
        out.values.insert(name.to_owned(), text.into());
    }
}

/// What the user adds to a letter in words of their own, and where it stands.
pub(super) fn placed(out: &mut Names, walk: &Walk<'_>, tone: &str) {
    let told = out.values.get("note").map(ToString::to_string).unwrap_or_default();
    let note = told.trim_end_matches('。');
    // Aloud it is a breath of its own wherever it stands.
    let lists = walk.step("follow_up").is_some_and(|s| {
        s.question.choice.iter().any(|c| c.lists && walk.one("follow_up") == Some(&c.value))
    });
    let lists = lists && !note.is_empty();
    // A refusal says why at once, however many sentences that takes.
    let several = note.contains('。') && walk.one("goal") != Some("decline");
    let written = walk.one("channel") != Some("phone");
    let again = walk.one("follow_up").is_some_and(|f| !f.is_empty());
    // In a second letter only what is part of the story stands in it.
    let story = words::STORY.iter().any(|w| note.contains(w));
    let apart = written && (several && !lists || asks(note) || again && !story);
    let place = match note {
        _ if written && lists && !apart => "note_story",
        _ if apart => "note_own",
        _ if is_news(note) => "note_news",
        _ => "note_last",
    };
    for name in ["note_news", "note_last", "note_own", "note_story"] {
        out.say(name, if name == place { &told } else { "" });
    }
    if apart || place == "note_story" {
        out.values.insert("note".to_owned(), "".into());
    }
    let own = walk.one("own_requests").unwrap_or_default();
    let own = own.lines().map(str::trim).filter(|l| !l.is_empty());
    let style = style(walk, true);
    let own: Vec<String> =
        own.map(|l| speech::written(&sentence(asked_for(l)), style, &known(walk))).collect();
    // Of less contact alone they are items of the rule, which is worded as rules are.
    let rule = walk.one("goal") == Some("reduce_contact") && !again;
    let own = if tone == "soft" && style.letter && !rule { softened(own) } else { own };
    out.say("own_words", yes(apart && !note.is_empty() || !own.is_empty()));
    out.say("own_count", &own.len().to_string());
    out.say("own_text", &own.concat());
    let placed = out.flags.contains_key("blocks")
        || out.flags.contains_key("urgent") && walk.one("goal") == Some("withdraw");
    let refuses = walk.entries("selections").iter().any(|e| e.get("wish") == "decline");
    let about = |line: &str, of: &[&str]| of.iter().any(|w| line.contains(w));
    let (refusals, rest): (Vec<_>, Vec<_>) = own
        .iter()
        .cloned()
        .partition(|l| placed && refuses && !again && about(l, words::ABOUT_REFUSALS));
    let (after, rest): (Vec<_>, Vec<_>) =
        rest.into_iter().partition(|l| again && about(l, words::CONSEQUENCES));
    let rest = if style.letter { joined(rest) } else { rest };
    let lists =
        [("own_list", own), ("own_refusals", refusals), ("own_after", after), ("own_rest", rest)];
    for (name, lines) in lists {
        out.list(name, lines.into_iter().map(Value::from).collect());
    }
}

/// Whether a sentence tells a change that what the letter asks for follows from.
fn is_news(sentence: &str) -> bool {
    let act = words::NEWS_ACT_ENDS.iter().find_map(|end| sentence.strip_suffix(end));
    let act = act.map(|act| act.strip_suffix('を').unwrap_or(act));
    words::NEWS_ENDS.iter().any(|end| sentence.ends_with(end))
        || act.is_some_and(|act| words::NEWS_ACTS.iter().any(|noun| act.ends_with(noun)))
}

/// A request of one's own as a sentence: a thing alone (履歴書の返却) is asked for.
fn asked_for(line: &str) -> String {
    let ends = |of: &[&str]| of.iter().any(|end| line.ends_with(end));
    let too = if ends(words::REQUESTED_ACTS) && !line.contains(['は', 'が']) {
        text!("letter.too")
    } else if line.ends_with('方') {
        text!("letter.to")
    } else if line.ends_with('で') && !line.ends_with(words::NOT_DOING) {
        ""
    } else {
        return line.to_owned();
    };
    line.to_owned() + too + text!("letter.please")
}

/// Requests that end as an order does, each asked for in another way.
fn softened(own: Vec<String>) -> Vec<String> {
    let mut ways = words::SOFT_REQUESTS.iter().cycle();
    let soft = |line: String| {
        let bare = line.trim_end_matches('。');
        let order = words::ORDER_ENDS.iter().find_map(|end| bare.strip_suffix(end));
        match order.zip(ways.next()) {
            Some((act, way)) => sentence(format!("{act}{way}")),
            None => line,
        }
    };
    own.into_iter().map(soft).collect()
}

/// Lines of which the last is another request than what stands above it: it begins as one.
fn joined(mut own: Vec<String>) -> Vec<String> {
    let opened = |line: &str| words::JOINED_OPENINGS.iter().any(|o| line.starts_with(o));
    if let [_, .., last] = own.as_mut_slice()
        && asks(last.trim_end_matches('。'))
        && !opened(last)
    {
        *last = format!("{}{last}", text!("letter.also"));
    }
    own
}

/// A text with the mark that ends a sentence.
fn sentence(text: String) -> String {
    let ends = text.is_empty() || text.ends_with(['。', '！', '？', '!', '?', '.']);
    if ends { text } else { text + text!("sign.stop") }
}

/// Whether a sentence asks the reader for something, rather than telling something.
fn asks(sentence: &str) -> bool {
    words::ASKING_ENDS.iter().any(|end| sentence.ends_with(end))
}
