//! Claims, threats, emotions, and wavering.

use super::finding::{KnownAnswers, Lint, LintInput};
use super::infer::{goal_of, holds};
use super::tables::{REQUESTS, say};
use super::text::{LintedText, UnitRole, digit, hits};
use crate::domain::words::{self, LintPhrase, begins, ends, has};

pub(super) fn check(letter: &LintedText<'_>, out: &mut Vec<Lint>) {
    law(letter, out);
    if matches!(letter.input.goal, "withdraw" | "decline") {
        wavering(letter, out);
    }
    selections(letter, out);
    for (goal, phrases) in words::AGAINST {
        let units = letter.units.iter().filter(|_| *goal == letter.input.goal);
        for (unit, (at, phrase)) in units.flat_map(|u| {
            phrases.iter().filter_map(|f| Some((u.text.find(f)?, *f))).map(move |found| (u, found))
        }) {
            out.push(say::CONTRADICTION.about(unit.place(at), phrase));
        }
    }
    at_odds(letter, out);
    matter(letter, out);
}

/// A subject or a title that names another matter, and not the one that is asked for.
fn matter(letter: &LintedText<'_>, out: &mut Vec<Lint>) {
    let LintInput { goal, subject, channel, .. } = letter.input;
    let titled = subject.is_some() || channel.filled_in();
    let Some(head) = letter.units.first().filter(|u| titled && u.role == UnitRole::Name) else {
        return;
    };
    let own = |(pattern, of): &(&str, &str)| of == goal && holds(&head.text, pattern);
    let known = words::GOALS.iter().any(|(_, of)| of == goal);
    if known && goal_of(&head.text).is_some() && !words::GOALS.iter().any(own) {
        out.push(say::OTHER_MATTER.at(head.place(0)));
    }
}

/// Contradictions to the request: in sentences about the present that revoke nothing.
fn at_odds(letter: &LintedText<'_>, out: &mut Vec<Lint>) {
    let LintInput { goal, requests, .. } = letter.input;
    let stops = words::STOPS_TOO.iter().filter(|(g, _)| g == goal).flat_map(|(_, stops)| *stops);
    let stops: Vec<&str> = stops.copied().chain(requests.iter().map(String::as_str)).collect();
    let asked = |id: &str| id == *goal || stops.contains(&id);
    let tells = |s: &str| has(s, words::TELL) && has(s, words::ASKING_ENDS);
    let answered = letter.said().any(|(_, s)| tells(s) && phrase(s, words::NO_REPLY).is_none());
    let against = words::AT_ODDS.iter().filter(|(id, _)| asked(id));
    let against: Vec<&str> = against.flat_map(|(_, phrases)| phrases.iter().copied()).collect();
    let now = |p: &str, s: &str| {
        let aside = [words::DENIED, words::PAST_ENDS, words::THANKED];
        hits(s, p).any(|(_, _, after)| !aside.iter().any(|words| has(after, words)))
    };
    for (place, s) in letter.said().filter(|(_, s)| !has(s, words::ANOTHER_TIME)) {
        let reply = || phrase(s, words::NO_REPLY).filter(|_| !has(s, words::LATER_ON));
        let found = against
            .iter()
            .copied()
            .find(|p| now(p, s))
            .or_else(|| reply().filter(|_| answered).map(|(_, p)| p))
            .or_else(|| {
                phrase(s, words::NO_PROCEDURE).filter(|_| *goal == "withdraw").map(|(_, p)| p)
            })
            .or_else(|| accepted(letter, s))
            .or_else(|| not_to_stop(&stops, s));
        out.extend(found.map(|p| say::AT_ODDS.about(place, p)));
    }
}

/// 「お電話の停止は不要」 where just that is asked for.
fn not_to_stop(stops: &[&str], s: &str) -> Option<&'static str> {
    let asked =
        |clause: &str| REQUESTS.iter().any(|r| stops.contains(&r.id) && has(clause, r.words));
    s.split('、')
        .filter(|clause| asked(clause))
        .find_map(|clause| words::NOT_TO_STOP.iter().copied().find(|w| clause.contains(w)))
}

/// The first of these phrases in a sentence, and the text before it.
fn phrase<'t>(s: &'t str, phrases: &'static [LintPhrase]) -> Option<(&'t str, &'static str)> {
    s.char_indices().find_map(|(at, _)| {
        let (before, from) = s.split_at_checked(at)?;
        let found = phrases.iter().find(|p| p.begins(before, from).is_some())?;
        Some((before, found.find))
    })
}

/// Words that accept what is declined, unless they may refer to something else.
fn accepted(letter: &LintedText<'_>, s: &str) -> Option<&'static str> {
    let KnownAnswers { declined, keeps, .. } = letter.input.told;
    let named = has(s, declined);
    let nobody =
        |before: &str| !keeps && !has(s, words::ELSEWHERE) && !ends(before, words::OF_SOMEBODY);
    phrase(s, words::ACCEPTS)
        .filter(|(before, _)| !declined.is_empty() && (named || nobody(before)))
        .map(|(_, p)| p)
}

/// 「選考中の案件はありません」 although a selection is declined or continues, unless about others.
fn selections(letter: &LintedText<'_>, out: &mut Vec<Lint>) {
    let says = |s: &str| {
        words::UNDER_WAY.iter().any(|u| {
            hits(s, u)
                .any(|(_, before, after)| has(after, words::NONE) && !has(before, words::BESIDES))
        })
    };
    let Some((none, _)) = letter.said().find(|(_, s)| says(s)) else {
        return left_open(letter, out);
    };
    let told = letter.input.told;
    // Refusals made before and only reported now do not count.
    let declines = |s: &str| {
        let now = |d: &&str| hits(s, d).any(|(_, _, after)| !begins(after, words::DECLINED_BEFORE));
        words::DECLINED.iter().any(now)
    };
    if told.keeps {
        out.push(say::KEPT_AND_NONE.at(none));
    } else if !told.declined.is_empty() || letter.said().any(|(_, s)| declines(s)) {
        out.push(say::DECLINED_AND_NONE.at(none));
    }
    let aside = [words::NONE, words::PAST_ENDS, words::DENIED];
    let goes_on = |p: &&&str, s: &str| {
        hits(s, p).any(|(_, _, after)| !aside.iter().any(|words| has(after, words)))
    };
    let other = |s: &str| has(s, words::ANOTHER_TIME) || has(s, words::ELSEWHERE);
    for (place, s) in letter.said().filter(|(_, s)| !other(s)) {
        if let Some(p) = words::GOES_ON.iter().find(|p| goes_on(p, s)) {
            out.push(say::AT_ODDS.with(place, &[("{word}", p)]));
        }
    }
}

/// 「応募中の案件が2件ございます」 in a withdrawal that does not say what happens to them.
fn left_open(letter: &LintedText<'_>, out: &mut Vec<Lint>) {
    if letter.input.goal != "withdraw" || letter.has_any(words::COMES_OF_IT) {
        return;
    }
    for (place, s) in letter.said() {
        let under_way = words::UNDER_WAY.iter().find(|u| s.contains(**u));
        if let Some(word) = under_way
            && has(s, words::UNDER_WAY_THERE)
        {
            out.push(say::UNDER_WAY.about(place, word));
        }
    }
}

fn law(letter: &LintedText<'_>, out: &mut Vec<Lint>) {
    if !letter.has_any(words::OCCASIONS) {
        return;
    }
    for (place, s) in letter.sentences() {
        let has = |w: &[&str]| words::has(s, w);
        let digits: String = s
            .chars()
            .filter(|c| !c.is_whitespace() && *c != '第')
            .map(|c| digit(c).and_then(|d| char::from_digit(d, 10)).unwrap_or(c))
            .collect();
        let cites = |article: &[&str]| words::has(&digits, article);
        for (wrong, say) in [
            (has(words::BY_LAW) && has(words::WITHIN), say::LEGAL_DAYS),
            (has(words::AT_ONCE) && has(words::EVERYTHING) && has(words::ERASED), say::LEGAL_ALL),
            (has(words::FROM_ARRIVAL) && has(words::WITHIN), say::NO_DAY),
            (has(words::MUST) && has(words::DUTIES), say::MUST),
            (has(words::TRADE_LAW), say::ARTICLE_TRADE),
            (cites(words::THIRD_PARTY_ARTICLE), say::ARTICLE_THIRD_PARTY),
            (cites(words::CORRECTION_ARTICLE) && has(words::CORRECTED), say::ARTICLE_CORRECTION),
        ] {
            if wrong {
                out.push(say.at(place));
            }
        }
    }
}

fn wavering(letter: &LintedText<'_>, out: &mut Vec<Lint>) {
    let there: Vec<&str> = words::WEAK.iter().copied().filter(|w| letter.has(w)).collect();
    for (place, s) in letter.sentences().filter(|_| !there.is_empty()) {
        let weak = there.iter().find(|w| s.contains(**w));
        let reason = has(s, words::REASONS);
        if let Some(weak) = weak
            && !reason
            && !has(s, words::BESIDE_THE_CORE)
            && has(&words::without(s, words::CORE_TIMES), words::CORE)
        {
            out.push(say::WAVERING.about(place, weak));
        }
    }
}
