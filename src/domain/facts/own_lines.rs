//! Lines and sentences in the user's own words, as texts alone: what they ask, how they join.

use super::speech;
use crate::domain::words::{self, begins, ends, has};

/// Whether a text says who will be in touch: the writer.
pub(super) fn by_me(text: &str) -> bool {
    has(text, words::FROM_ME)
}

/// Whether a sentence tells a change that what the letter asks for follows from.
pub(super) fn is_news(sentence: &str) -> bool {
    let act = words::NEWS_ACT_ENDS.iter().find_map(|end| sentence.strip_suffix(end));
    let act = act.map(|act| act.strip_suffix('を').unwrap_or(act));
    ends(sentence, words::NEWS_ENDS) && !ends(sentence, words::NO_NEWS_ENDS)
        || act.is_some_and(|act| ends(act, words::NEWS_ACTS))
}

/// A request in the user's words as a sentence: a bare noun (履歴書の返却) is turned into a request.
pub(in crate::domain) fn asked_for(line: &str) -> String {
    if let Some(asked) =
        words::ended(line.trim_end_matches(['。', '！', '!']), words::LISTED_REQUESTS)
    {
        return asked;
    }
    if ends(line, words::SHORT_REQUESTS) && !ends(line, words::NO_REQUESTS) {
        return line.to_owned() + words::ORDER_ENDS.first().unwrap_or(&"");
    }
    if ends(line, words::REQUESTED_ACTS) && line.contains('を') {
        return format!("{line}{}", words::ORDERED_ACT);
    }
    let too = if ends(line, words::REQUESTED_ACTS) && !line.contains(['は', 'が']) {
        text!("letter.too")
    } else if ends(line, words::REQUESTED_PAPERS) {
        text!("letter.object")
    } else if line.ends_with('方') {
        text!("letter.to")
    } else if line.ends_with(['で', 'を']) {
        ""
    } else {
        return line.to_owned();
    };
    line.to_owned() + too + text!("letter.please")
}

/// Requests that end as an order does, each asked for in another way.
pub(super) fn softened(own: &[String], ways: &[&str], of: fn(&str) -> bool) -> Vec<String> {
    let mut ways = ways.iter().cycle();
    let mut soft = |told: &str| {
        let act = speech::without_order(told);
        // What the reader may do should a case arise is not a favour.
        let offers = has(told, words::CASES_TO_COME);
        let permits = ends(act, words::PERMITS);
        let asks = act != told.trim_end_matches('。') && !offers && !permits && of(act);
        match Some(act).filter(|_| asks).and_then(|_| ways.next()) {
            Some(way) => sentence(format!("{act}{way}")),
            None => told.to_owned(),
        }
    };
    own.iter().map(|line| line.split_inclusive('。').map(&mut soft).collect()).collect()
}

/// Lines that do not wish in the same words one after the other.
pub(super) fn varied(own: Vec<String>) -> Vec<String> {
    let mut before = false;
    let vary = |line: String| {
        let (other, again) = (words::ended(&line, words::ASKED_AGAIN), before);
        before = other.is_some() && !again;
        other.filter(|_| again).unwrap_or(line)
    };
    own.into_iter().map(vary).collect()
}

/// Requests as one makes them in a call.
pub(super) fn aloud(own: Vec<String>) -> Vec<String> {
    let said = |line: String| {
        let asked = words::ended(line.trim_end_matches('。'), words::ASKED_ALOUD);
        asked.map_or(line, sentence)
    };
    own.into_iter().map(said).collect()
}

/// Lines of the user's; the last one is marked as a further request if it is one.
pub(super) fn joined(mut own: Vec<String>) -> Vec<String> {
    if let [_, .., last] = own.as_mut_slice()
        && asks(last.trim_end_matches('。'))
        && !begins(last, words::JOINED_OPENINGS)
    {
        *last = format!("{}{last}", text!("letter.also"));
    }
    own
}

pub(super) fn sentence(text: String) -> String {
    let ends = text.is_empty() || text.ends_with(['。', '！', '？', '!', '?', '.']);
    if ends { text } else { text + text!("sign.stop") }
}

/// Whether a sentence asks the reader for something, rather than telling something.
pub(super) fn asks(sentence: &str) -> bool {
    let wish = ends(sentence, words::OWN_WISH_ENDS) && !ends(sentence, words::ASKED_WISH_ENDS);
    ends(sentence, words::ASKING_ENDS) && !wish
}
