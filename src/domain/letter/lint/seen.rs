//! How the elements are recognised that words in one sentence don't show.

use super::dates;
use super::infer;
use super::tables::OneOf;
use super::text::{LintedText, UnitRole, hits, is_digit, squeezed};
use crate::domain::words::{self, begins, has, without};

/// Whether the sentence has a word of each group, for one of these lists of groups.
pub(super) fn holds(s: &str, ways: &[&[OneOf]]) -> bool {
    ways.iter().any(|w| w.iter().all(|one| has(s, one)))
}

/// The decisions and requests: sentences, or clauses where the sentence asks to be told something.
pub(super) fn deciding(letter: &LintedText<'_>) -> Vec<String> {
    let mut out = Vec::new();
    // A condition for another request: 再開は、次の内容を前提にお願いいたします.
    for (_, s) in letter.said().filter(|(_, s)| !s.contains(words::CONDITION)) {
        let s = without(s, words::GRANTED);
        if has(&s, words::TELL) {
            out.extend(s.split('、').map(str::to_owned));
        } else {
            out.push(s);
        }
    }
    out
}

/// Whether the letter asks to stop one of these things, in a sentence or a list item below one.
pub(super) fn asks_to_stop(letter: &LintedText<'_>, things: &[&str]) -> bool {
    // 次のご連絡 announces the list that names them.
    let names = |s: &str| {
        let s = without(s, words::ANNOUNCED);
        has(&s, things)
    };
    // Items about an end date, an exception or a procedure stop nothing; nor do prepared answers.
    let item = |s: &str| names(s) && !has(s, words::NOT_STOPPED) && !has(s, words::TELL);
    let said = || letter.units.iter().filter(|u| u.role == UnitRole::Said);
    let stops = deciding(letter).iter().any(|s| names(s) && has(s, words::STOP));
    stops
        || (said().any(|u| u.item && item(&u.text))
            && said().any(|u| !u.item && has(&u.text, words::STOP) && !has(&u.text, words::TELL)))
}

pub(super) fn names_scope(letter: &LintedText<'_>) -> bool {
    asks_to_stop(letter, words::CONTACT)
}

/// Whether it says which means of contact are wanted, the sender's address and exceptions aside.
pub(super) fn names_means(letter: &LintedText<'_>) -> bool {
    letter.said().filter(|(_, s)| !has(s, words::MEANS_ASIDE)).any(|(_, s)| {
        let s = without(s, words::OWN_CONTACT);
        has(&s, words::MEANS) && has(&s, words::MANNER)
    })
}

/// Whether it says how often, or that contact is for replies only.
pub(super) fn counts(letter: &LintedText<'_>) -> bool {
    let digit = |c: char| is_digit(c) || words::NUMERALS.contains(c);
    letter.said().any(|(_, s)| {
        words::COUNTED.iter().any(|n| hits(s, n).any(|(_, before, _)| before.ends_with(digit)))
            || s.contains(words::EVERY_OTHER_WEEK)
            || words::ENOUGH_FROM_ME.iter().all(|w| s.contains(w))
            || (has(s, words::WHEN_I_ASK)
                && words::ONLY.iter().any(|w| s.replace(words::CAN_YOU, "").contains(w)))
    })
}

/// Whether the rest begins like the text after a start date; `weak`: also by ambiguous words.
fn follows(rest: &str, weak: bool) -> bool {
    let rest = rest.trim_start();
    begins(rest, words::FROM_THEN_ON)
        || rest.starts_with(words::AS_OF_FORMAL)
        || (weak && begins(rest, words::FROM_WEAKLY))
}

/// Whether a sentence names a start date. 「到着から3営業日」 is not one.
fn starts(s: &str, weak: bool) -> bool {
    let dated =
        dates::ends(s).into_iter().any(|end| follows(s.get(end..).unwrap_or_default(), weak));
    let rest =
        |after: &str| after.trim_start_matches(|c: char| words::WITHIN_DAY.contains(c)).to_owned();
    let month = || {
        hits(s, words::MONTH)
            .any(|(_, before, after)| before.ends_with(is_digit) && follows(&rest(after), weak))
    };
    dated
        || month()
        || words::DAYS.iter().any(|d| hits(s, d).any(|(_, _, after)| follows(&rest(after), weak)))
}

fn has_day(s: &str) -> bool {
    !dates::ends(s).is_empty() || has(s, words::DAYS) || s.contains('月')
}

pub(super) fn ends_on(letter: &LintedText<'_>) -> bool {
    letter
        .said()
        .any(|(_, s)| starts(s, has(s, words::ENDING)) || (has(s, words::END_LABELS) && has_day(s)))
}

pub(super) fn pauses_on(letter: &LintedText<'_>) -> bool {
    letter.said().any(|(_, s)| {
        let pause = has(s, words::RESTING);
        let end = has(s, words::RESUMING);
        ((pause || !end) && starts(s, pause)) || (has(s, words::REST_LABELS) && has_day(s))
    })
}

/// Mentioning data handed in for selections does not count as mentioning selections.
pub(super) fn names_selections(letter: &LintedText<'_>) -> bool {
    letter.said().any(|(_, s)| {
        let s = s.replace(words::HANDED_IN, "");
        has(&s, words::SELECTION)
    })
}

/// Whether it asks for the person in charge, or is addressed to one.
pub(super) fn knows_who(letter: &LintedText<'_>) -> bool {
    letter.input.handler.is_some_and(|h| !h.is_empty())
        || infer::addressed(letter)
        || infer::untitled(letter).is_some()
        || letter.said().any(|(_, s)| has(s, words::PERSON))
}

pub(super) fn names_the_first(letter: &LintedText<'_>) -> bool {
    let dated = |s: &str| !dates::ends(s).is_empty() || has(s, words::ON_THIS_DAY);
    letter.said().any(|(_, s)| dated(s) && has(s, words::SENT))
}

/// The service's own name is not an employer.
pub(super) fn names_employer(letter: &LintedText<'_>) -> bool {
    let service = letter.service.as_deref().unwrap_or("\u{FDD0}");
    letter.said().any(|(_, s)| {
        let s = s.replace(service, "");
        has(&s, words::KINDS)
    })
}

/// In a script also in the answers to possible questions.
pub(super) fn thanks(letter: &LintedText<'_>) -> bool {
    letter.has_any(words::THANKS)
}

pub(super) fn names_sender(letter: &LintedText<'_>) -> bool {
    let Some(name) = letter.sender.as_deref() else { return false };
    let name = squeezed(name);
    letter.units.iter().any(|u| u.in_body() && squeezed(&u.text).contains(&name))
}

/// Whether the body identifies the registration: a birth date, or the sender's address or number.
pub(super) fn identifies(letter: &LintedText<'_>) -> bool {
    // The desk's number at the head of a script is not the sender's.
    let desk = |text: &str| begins(text, words::SCRIPT_HEADS);
    let body = letter.units.iter().filter(|u| u.in_body() && u.role != UnitRole::Aside);
    body.into_iter().filter(|u| !desk(&u.text)).any(|u| {
        let t = u.text.as_str();
        (has(t, words::BORN) && has_day(t))
            || (has(t, words::MAIL_WORDS) && infer::address(t).is_some())
            || phone(t)
    })
}

fn phone(text: &str) -> bool {
    let sign = |c: char| is_digit(c) || "-－‐−ー+() ".contains(c);
    text.split(|c| !sign(c)).any(|run| {
        let digits: Vec<char> = run.chars().filter(|c| !"-－‐−ー+() ".contains(*c)).collect();
        let plus = run.trim_start().starts_with('+');
        digits.len() >= 10 && (plus || matches!(digits.first(), Some('0' | '０')))
    })
}
