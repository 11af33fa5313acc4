//! Findings about the user's own words, by their place in the letter.

use super::finding::Findings;
use crate::domain::answers::Value;
use crate::domain::facts::{CONTACT, asked_for, field};
use crate::domain::flow::spec::{Format, Kind, Question};
use crate::domain::flow::walk::{Step, Walk};
use crate::domain::goal::Goal;
use crate::domain::validate::{self, TODAY, WHEN_I_ASK};
use crate::domain::words;
use crate::text::clean::brief;
use chrono::NaiveDate;
use unicode_normalization::UnicodeNormalization as _;

pub(super) fn check(walk: &Walk<'_>, found: &mut Findings) {
    texts(walk, found);
    items(walk, found);
    wishes(walk, found);
}

/// The typed lines, each with its question.
fn typed<'w>(walk: &'w Walk<'_>) -> impl Iterator<Item = (&'w str, &'w str)> {
    let typed = |s: &&Step<'_>| matches!(s.question.kind, Kind::Text | Kind::LongText);
    let of = |s: &'w Step<'_>| {
        let lines = walk.one(&s.question.id).unwrap_or_default().lines();
        lines.map(|line| (s.question.id.as_str(), line.trim()))
    };
    walk.steps.iter().filter(typed).flat_map(of).filter(|(_, part)| !part.is_empty())
}

/// The question whose answer has these words in this line of the letter; without words, the line.
pub(super) fn stands_in<'w>(walk: &'w Walk<'_>, line: &str, found: &str) -> Option<&'w str> {
    let found = if found.is_empty() { line.trim() } else { found };
    let there = |part: &str| line.contains(part) && part.contains(found);
    typed(walk).find(|(_, part)| there(part)).map(|(id, _)| id)
}

/// Whether a line of the letter has nothing in it that was typed.
pub(super) fn is_ours(walk: &Walk<'_>, line: &str) -> bool {
    !typed(walk).any(|(_, part)| line.contains(part))
}

/// Maximum length quoted, in characters.
const QUOTED: usize = 40;

/// Wishes that go against what the letter asks for.
fn wishes(walk: &Walk<'_>, found: &mut Findings) {
    let asked = asked(walk);
    let declined = walk.wished("decline").map(|e| (e.get("employer"), words::ODDS_DECLINED));
    let handler = walk.one("sender.handler").map(|name| (name, words::ODDS_HANDLER));
    // Declined employers share one placeholder; so does the consultant to be replaced.
    let named: Vec<_> = declined.chain(handler).filter(|(name, _)| !name.is_empty()).collect();
    for id in ["note", "own_requests", "changed", "must_have"] {
        let text = walk.one(id).unwrap_or_default();
        for said in text.split_inclusive(['。', '！', '？', '!', '?', '\n']) {
            let meant = named.iter().fold(said.to_owned(), |said, (name, placeholder)| {
                words::exchanged(said, name, placeholder)
            });
            let words = || brief(said.trim(), QUOTED);
            if goes_against(&asked, &meant) {
                found.say(AT_ODDS, id, text!("gate.at_odds", words = words()));
            } else if let Some(step) = walk.steps.iter().find(|s| {
                let answer = walk.one(&s.question.id).unwrap_or_default();
                says_other(s.question, answer, said, walk.today)
            }) {
                let label = &step.question.label;
                found.say(AT_ODDS, id, text!("gate.says_other", words = words(), label));
            }
        }
    }
}

fn goes_against(asked: &[String], sentence: &str) -> bool {
    let bare: String = sentence.nfkc().filter(|c| !c.is_whitespace()).collect();
    let sentence = bare.trim_end_matches(['。', '!', '?']).to_owned() + text!("sign.stop");
    let meant = |w: &words::Wish| w.against.iter().any(|of| asked.iter().any(|a| a == of));
    words::WISHES.iter().any(|w| meant(w) && w.said.is_in(&sentence))
}

/// Whether a sentence contradicts an answer: 「担当は鈴木さんです」. A name contradicts if it starts with
/// another surname.
fn says_other(question: &Question, answer: &str, sentence: &str, today: NaiveDate) -> bool {
    let of = words::TOLD_OF.iter().find(|(id, _)| *id == question.id);
    let Some((_, labels)) = of.filter(|_| !answer.is_empty()) else { return false };
    let bare: String = sentence.nfkc().filter(|c| !c.is_whitespace()).collect();
    let bare = bare.trim_end_matches(['。', '!', '?']);
    let bare = words::TOLD_BY_ME.iter().find_map(|l| bare.strip_prefix(l)).unwrap_or(bare);
    let told = labels
        .iter()
        .filter_map(|label| bare.strip_prefix(label)?.strip_prefix('は'))
        .find_map(|rest| words::INTRODUCED.iter().find_map(|end| rest.strip_suffix(end)));
    let Some(Ok(Value::One(told))) =
        told.map(|told| validate::check(question, &Value::One(told.to_owned()), today))
    else {
        return false;
    };
    let key = |text: &str| -> String {
        let folded = text.nfkc().flat_map(char::to_lowercase);
        folded.filter(|c| c.is_alphanumeric()).collect()
    };
    let (told, answer) = (key(&told), key(answer));
    let name = matches!(question.format, Format::Name | Format::Handler);
    let known = !name || words::begins(&told, words::SURNAMES);
    let same = answer == told || name && (answer.starts_with(&told) || told.starts_with(&answer));
    known && !told.is_empty() && !same
}

/// The rule that says so, here and where a text is read.
pub(in crate::domain) const AT_ODDS: &str = "at_odds";

/// What the letter asks for, by the ids of answers.
fn asked(walk: &Walk<'_>) -> Vec<String> {
    let ids = ["goal", "follow_up", "means", "frequency", "reason"]
        .into_iter()
        .filter_map(|id| walk.one(id));
    let mut out: Vec<String> = ids.map(str::to_owned).collect();
    let goal = walk.one("goal").unwrap_or_default();
    let stops = words::STOPS_TOO.iter().filter(|(g, _)| *g == goal).flat_map(|(_, stops)| *stops);
    out.extend(stops.map(|s| (*s).to_owned()));
    out.extend(asked_beside(walk));
    let selections = walk.entries("selections");
    let declined = walk.wished("decline").count();
    let of = |goal| walk.goal() == Some(goal);
    let none = selections.is_empty() && walk.follow_up().is_none() && of(Goal::Withdraw);
    let is = |id: &str, value: &str| walk.one(id) == Some(value);
    let returns = of(Goal::Pause) && walk.one("resume").is_some_and(|r| r != WHEN_I_ASK);
    for (id, there) in [
        ("leaves_today", of(Goal::Withdraw) && is("effective", TODAY)),
        ("comes_back", returns),
        ("urgent_stops", is("urgent_offers", "stop")),
        ("no_call", !walk.many("no_call").is_empty()),
        ("declines_several", declined > 1),
        ("none_under_way", none),
        ("no_job_told", none && walk.one("reason").is_some_and(|r| r != "job_found")),
        ("declines", declined > 0),
        ("declines_all", declined > 0 && declined == selections.len()),
    ] {
        out.extend(there.then(|| id.to_owned()));
    }
    out
}

/// Requests beside the goal: requests, and what a pause or a contact rule stops.
pub(in crate::domain) fn asked_beside(walk: &Walk<'_>) -> Vec<String> {
    let written = matches!(walk.one("means"), Some("mail_only" | "message_only"));
    let stopped = CONTACT.iter().filter(|(_, stop, scope)| {
        walk.chose("pause_scope", scope) || written && *stop == "stop_calls"
    });
    let stopped = stopped.map(|(_, stop, _)| (*stop).to_owned());
    walk.many("requests").iter().cloned().chain(stopped).collect()
}

/// Checks free texts against the sentences of the letter.
fn texts(walk: &Walk<'_>, found: &mut Findings) {
    for (id, example) in
        [("thanks_text", text!("gate.fragment.thanks")), ("note", text!("gate.fragment.note"))]
    {
        if walk.one(id).is_some_and(|t| !t.is_empty() && !is_sentence(t)) {
            found.say("fragment", id, text!("gate.fragment", example));
        }
    }
    let wishes = walk.one("own_requests").unwrap_or_default().lines();
    if wishes.filter(|l| !l.trim().is_empty()).any(|l| !is_sentence(&asked_for(l.trim()))) {
        let example = text!("gate.fragment.request");
        found.say("fragment", "own_requests", text!("gate.fragment", example));
    }
    if walk.one("thanks_text").is_some_and(|t| words::has(t, words::NO_THANKS)) {
        found.say("no_thanks", "thanks_text", text!("gate.no_thanks"));
    }
}

/// Checks values after labels and in lists, and wishes without a field.
fn items(walk: &Walk<'_>, found: &mut Findings) {
    for id in ["must_have", "job_type", "region", "salary"] {
        if let (Some(text), Some(step)) = (walk.one(id), walk.step(id))
            && is_sentence(text)
        {
            found.say("fragment", id, text!("gate.item", example = step.question.example));
        }
    }
    for (id, says) in odd_items(walk) {
        found.say("odd_item", id, says);
    }
    let expert = walk.chose("wishes", "field_expert");
    if expert && walk.step("job_type").is_some() && field(walk).is_none() {
        found.say("no_field", "job_type", text!("gate.no_field"));
    }
}

/// Conditions that say the contrary of one, or nothing.
fn odd_items(walk: &Walk<'_>) -> Vec<(&'static str, &'static str)> {
    let of = |id: &str| walk.step(id).and(walk.one(id)).unwrap_or_default();
    let mut out = Vec::new();
    let salary: String = of("salary").nfkc().filter(|c| !c.is_whitespace()).collect();
    let figures: String = salary.chars().filter(char::is_ascii_digit).collect();
    if !figures.is_empty() {
        let none = figures.chars().all(|c| c == '0') || salary.starts_with('-');
        out.extend(match () {
            () if none => Some(("salary", text!("gate.no_salary"))),
            () if words::has(&salary, words::AT_MOST) => Some(("salary", text!("gate.at_most"))),
            () if !words::has(&salary, words::MONEY) => Some(("salary", text!("gate.no_unit"))),
            () => None,
        });
    }
    for id in ["job_type", "region"] {
        if words::has(of(id), words::NOT_WANTED) {
            out.push((id, text!("gate.not_wanted")));
        }
    }
    let handler = walk.one("sender.handler").filter(|name| !name.is_empty());
    if handler.is_some_and(|name| of("must_have").contains(name)) {
        out.push(("must_have", text!("gate.of_handler")));
    }
    out
}

/// Whether a text ends as sentences do, and not in a noun.
fn is_sentence(text: &str) -> bool {
    text.trim_end_matches(|c: char| !c.is_alphanumeric()).ends_with(|c| words::FINALS.contains(c))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::content::Content;
    use crate::domain::typed::as_typed;

    #[test]
    fn a_wish_against_the_letter_is_found_and_what_is_sound_beside_it_is_not() {
        as_typed("own_words", |line| {
            let (asked, sentence) = line.split_once(": ").ok_or("no sentence")?;
            let asked: Vec<String> = asked.split(' ').map(str::to_owned).collect();
            let against = goes_against(&asked, sentence);
            Ok::<_, &str>(if against { "against" } else { "beside" }.to_owned())
        });
    }

    #[test]
    fn a_sentence_that_names_another_one_than_the_answer_is_found() {
        let content = Content::builtin();
        let today = NaiveDate::from_ymd_opt(2026, 11, 30).expect("a day");
        as_typed("told_other", |line| {
            let (of, sentence) = line.split_once(": ").ok_or("no sentence")?;
            let (id, answer) = of.split_once(' ').ok_or("no answer")?;
            let question = content.flow().get(id).ok_or("no question")?;
            let other = says_other(question, answer, sentence, today);
            Ok::<_, &str>(if other { "other" } else { "not" }.to_owned())
        });
    }
}
