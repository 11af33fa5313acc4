//! Which of the user's own sentences the letter already says.

use super::hours;
use super::speech::{self, Rewriting};
use crate::domain::flow::walk::Walk;
use crate::domain::follow_up::FollowUp as K;
use crate::domain::goal::Goal;
use crate::domain::hours::minutes;
use crate::domain::words::{self, ends, has};

/// How a text of this letter is worded.
pub(super) fn style(walk: &Walk<'_>, favours: bool, asks: bool) -> Rewriting {
    Rewriting { letter: walk.channel().is_letter(), favours, asks }
}

pub(super) fn again(walk: &Walk<'_>) -> bool {
    walk.follow_up().is_some()
}

/// Whether a sentence in the user's words only repeats what the letter says without it.
pub(super) fn said_anyway(walk: &Walk<'_>, sentence: &str) -> bool {
    let sentence = sentence.trim_end_matches('。');
    let goes_on = |rest: &str, of: &[&str], ends: &[&str]| {
        of.iter().any(|w| rest.strip_prefix(w).is_some_and(|end| ends.contains(&end)))
    };
    let asked = |rest: &str| {
        let rest = rest.trim_start_matches('、');
        let rest = words::ANYWAY_MEANS.iter().find_map(|m| rest.strip_prefix(m)).unwrap_or(rest);
        goes_on(rest, words::ANYWAY_VERBS, words::ANYWAY_VERB_ENDS)
            || goes_on(rest, words::ANYWAY_NOUNS, words::ANYWAY_NOUN_ENDS)
    };
    let asks =
        |openings: &[&str]| openings.iter().filter_map(|o| sentence.strip_prefix(o)).any(asked);
    let asks_when_done = || {
        let subjects = words::DONE_SUBJECTS.iter().filter_map(|s| sentence.strip_prefix(s));
        let subjects = subjects.chain([sentence]);
        let rest =
            subjects.flat_map(|s| words::DONE_VERBS.iter().filter_map(|v| s.strip_prefix(v)));
        rest.into_iter().any(&asked)
    };
    let goal = walk.goal();
    let (first, replies) = (!again(walk), walk.one("reply_by") != Some("none"));
    let kind = walk.follow_up();
    let completed = kind.is_some_and(|kind| match kind {
        K::NoReceipt | K::NoCompletion | K::StillContacted | K::PartlyDone => true,
        K::HeldBack | K::OtherProcedure | K::Question | K::Confirm | K::AfterCall => false,
    });
    let told = replies || first && matches!(goal, Some(Goal::Withdraw | Goal::Decline));
    let done = (first || completed)
        && told
        && matches!(goal, Some(Goal::Withdraw | Goal::Pause | Goal::Decline));
    let names = first && replies && goal == Some(Goal::ChangeHandler);
    let call = kind.is_some_and(K::settled);
    let erases = walk.chose("requests", "erase");
    let kept = goal == Some(Goal::Withdraw) && erases && replies;
    let kept = kept && matches!(kind, None | Some(K::NoCompletion));
    let remains = has(sentence, words::REMAINS_SAID) && has(sentence, words::REMAINS_ASKED);
    let stops = erases || walk.chose("requests", "stop_use");
    let goes_on = first && stops && walk.wished("keep").next().is_some();
    let needed = has(sentence, words::NEEDED_SAID) && ends(sentence, words::NEEDED_ALLOWED);
    let stays = first && goal != Some(Goal::Withdraw);
    let stays = stays && matches!(walk.one("reason"), None | Some("" | "none"));
    let bare = words::REQUESTS_ENDS.iter().find_map(|end| sentence.strip_suffix(end));
    let bare = bare.unwrap_or(sentence);
    let listed = first
        && words::REQUESTS_IN_WORDS
            .iter()
            .any(|(id, said)| said.contains(&bare) && walk.chose("requests", id));
    style(walk, true, true).letter
        && (listed
            || done && asks_when_done()
            || kept && remains
            || goal == Some(Goal::Withdraw) && goes_on && needed
            || names && asks(words::NAMES_OPENINGS)
            || call && asks(words::DIFFERS_OPENINGS)
            || stays && stays_on(sentence))
}

/// Whether a sentence says that the registration stays, and nothing else.
fn stays_on(sentence: &str) -> bool {
    let rest = |of: &[&str], s: &str| -> String {
        of.iter().find_map(|head| s.strip_prefix(head)).unwrap_or(s).to_owned()
    };
    let said = rest(words::STAYS_OPENINGS, sentence);
    let of = words::STAYS_SUBJECTS.iter().find_map(|subject| said.strip_prefix(subject));
    of.is_some_and(|of| {
        let of = rest(words::STAYS_ADVERBS, of.trim_start_matches('、'));
        words::STAYS_VERBS.contains(&of.as_str())
    }) || words::STAYS_LINES.contains(&said.as_str())
}

/// The documents that a line asks to erase along with the rest; None if it asks for something else.
pub(super) fn papers(line: &str) -> Option<&str> {
    let bare = line.trim_end_matches('。');
    let named = words::ERASE_ENDS.iter().find_map(|end| bare.strip_suffix(end))?;
    let all = named.split(['と', 'や', '、', '・']).all(|one| words::PAPERS.contains(&one));
    all.then_some(named)
}

/// The part of a note before what the letter says anyway (a pause, later contact): a cause.
pub(super) fn cause_said(walk: &Walk<'_>, note: &str) -> Option<String> {
    let bare = note.trim_end_matches('。');
    if again(walk) || bare.contains('。') || walk.channel().spoken() {
        return None;
    }
    let acts = match walk.goal() {
        Some(Goal::Pause) => words::PAUSES_ANYWAY,
        Some(Goal::Withdraw) => words::LEAVES_ANYWAY,
        Some(Goal::Resume) => words::RETURNS_ANYWAY,
        _ => return None,
    };
    // Anything else in the sentence is covered only if it just names the month of return.
    let month = walk.one("resume").and_then(|month| month.get(5..7)?.parse::<u32>().ok());
    let month = month.map_or_else(String::new, |month| text!("letter.month", month));
    let empty = |rest: &str| {
        let rest = rest.replacen(&month, "", 1);
        let mut rest = rest.as_str();
        while let Some(less) = words::ANYWAY_FILLS.iter().find_map(|fill| rest.strip_prefix(fill)) {
            rest = less;
        }
        rest.is_empty()
    };
    words::CAUSE_JOINTS.iter().find_map(|joint| {
        let (cause, rest) = bare.rsplit_once(joint)?;
        let said = acts.iter().filter_map(|act| rest.strip_suffix(act)).any(empty);
        let joint = joint.trim_end_matches('、');
        let cause = format!("{cause}{joint}{}", text!("sign.comma"));
        said.then(|| speech::clauses(&cause))
    })
}

/// Whether own lines already say how often, or from when on the phone, as the rule would.
pub(super) fn covers(walk: &Walk<'_>, own: &str) -> (bool, bool) {
    let of = |id: &str| walk.one(id).unwrap_or_default();
    let times = words::TIMES_SAID.iter().find(|(id, _)| *id == of("frequency"));
    let times = times.is_some_and(|(_, said)| has(own, said));
    let hour = minutes(of("from_hour")).ok().is_some_and(|t| {
        let half = text!("letter.half", hour = t / 60);
        let half = Some(half).filter(|_| t % 60 == 30);
        half.into_iter()
            .chain([hours::clock(t), of("from_hour").to_owned()])
            .any(|h| own.contains(&h))
    });
    (times, hour && has(own, words::CALLS_SAID))
}
