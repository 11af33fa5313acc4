//! Names of the service and the sender that differ within the letter. Never quoted.

use super::finding::{FOLLOW_UP, Lint, Part, Place};
use super::infer;
use super::spec::Weight;
use super::tables::say;
use super::text::{LintedText, hits, squeezed};
use crate::domain::words::{self, begins, has};
use std::collections::HashMap;
use std::sync::LazyLock;

pub(super) fn check(letter: &LintedText<'_>, out: &mut Vec<Lint>) {
    if let Some(name) = &letter.service {
        service(letter, name, out);
    }
    if let Some(name) = &letter.sender {
        sender(letter, name, out);
    }
    if letter.input.channel.mailed() && letter.input.subject.is_some_and(|s| s.trim().is_empty()) {
        out.push(say::NO_SUBJECT.at(Place { part: Part::Subject, line: 1 }));
    }
    two_services(letter, out);
    mails(letter, out);
    handler(letter, out);
}

fn service(letter: &LintedText<'_>, name: &str, out: &mut Vec<Lint>) {
    // The reader of a short message knows which service it is about.
    let known = letter.input.channel.chat() && letter.input.handler.is_some_and(|h| !h.is_empty());
    let given = letter.input.service.is_some() && !known;
    if given
        && !letter.lines.iter().any(|(p, l)| p.part == Part::Body && l.contains(name))
        && !letter.has(name)
    {
        out.push(say::SERVICE_MISSING.at(Place { part: Part::Body, line: 1 }));
    }
    let others: Vec<&str> = words::SERVICES
        .iter()
        .copied()
        .filter(|o| letter.has(o) && !name.contains(o) && !o.contains(name))
        .collect();
    for (place, line) in &letter.lines {
        // Of names with a common beginning the longest comes first.
        let other = others.iter().find(|o| line.contains(*o));
        if let Some(other) = other {
            let weight = if place.part == Part::Subject || in_addressee(letter, *place) {
                Weight::Block
            } else {
                Weight::Warn
            };
            out.push(say::SERVICE_OTHER.weighing(weight).about(*place, other));
        }
        if nearly(line, name) {
            out.push(say::SERVICE_VARIANT.at(*place));
        }
    }
}

/// The service in the addressee and in the body, where they differ.
fn two_services(letter: &LintedText<'_>, out: &mut Vec<Lint>) {
    let registered = infer::registered(letter);
    let Some((_, first)) = registered.first() else { return };
    if let Some((place, _)) = registered.iter().find(|(_, other)| !infer::same(first, other)) {
        out.push(say::SERVICES_DIFFER.at(*place));
    }
    // A given name was checked everywhere already.
    let words = infer::addressee(letter);
    if letter.input.service.is_some() || words.iter().any(|(_, w)| infer::same(w, first)) {
        return;
    }
    let office = |w: &str| has(w, words::OFFICE_WORDS);
    // The first of several words is the service; a single word is a person.
    if let [(place, word), _, ..] = words.as_slice()
        && !office(word)
        && word.chars().count() > 3
    {
        out.push(say::SERVICES_DIFFER.at(*place));
    }
}

/// A signature with another address than the registered one.
fn mails(letter: &LintedText<'_>, out: &mut Vec<Lint>) {
    let own = letter.lines.iter().find_map(|(p, l)| {
        (p.part == Part::Body && has(l, words::MAIL_LABELS)).then(|| infer::address(l))?
    });
    let Some(own) = own else { return };
    let end = letter.lines.iter().rev().filter(|(_, l)| !l.trim().is_empty()).take(5);
    let alone = |l: &str, a: &str| {
        let rest = l.replacen(a, "", 1);
        rest.chars().count() <= 8 && !has(l, words::MAIL_LABELS) && !l.contains(words::CHARGE)
    };
    for (place, line) in end {
        if let Some(other) = infer::address(line)
            && alone(line, other)
            && !other.eq_ignore_ascii_case(own)
        {
            out.push(say::MAIL_OTHER.at(*place));
        }
    }
}

/// The consultant, where the addressee or the body names somebody else.
fn handler(letter: &LintedText<'_>, out: &mut Vec<Lint>) {
    let said = letter.lines.iter().find_map(|(_, l)| {
        let name = l.trim().trim_start_matches('・').strip_prefix(words::IN_CHARGE_OF)?.trim();
        name.strip_suffix('様').map(str::trim_end)
    });
    let Some(handler) = letter.input.handler.map(str::trim).filter(|h| !h.is_empty()).or(said)
    else {
        return;
    };
    let known = |name: &str| {
        let title = has(name, words::IN_CHARGE);
        title
            || infer::same(name, handler)
            || letter.service.as_deref().is_some_and(|s| infer::same(name, s))
    };
    for (place, line) in letter.lines.iter().filter(|(p, _)| p.part == Part::Body) {
        let line = line.trim();
        let addressed = in_addressee(letter, *place) || line.starts_with(words::IN_CHARGE_OF);
        let person =
            line.strip_suffix(words::PERSON_TITLE).map(str::trim_end).filter(|_| addressed);
        let person = person.map(|n| n.rsplit('：').next().unwrap_or_default().trim());
        let asked = || {
            hits(line, words::ASKED_FOR)
                .next()
                .map(|(_, before, _)| before.rsplit(['。', '、', '「']).next().unwrap_or_default())
        };
        if let Some(person) = person.or_else(asked)
            && !person.is_empty()
            && !known(person)
        {
            out.push(say::HANDLER_OTHER.at(*place));
        }
    }
    // Recipients of thanks; someone other than the consultant may have answered a letter.
    for (place, s) in letter.said().filter(|_| letter.input.goal != FOLLOW_UP) {
        let thanked = hits(s, words::THANKED_PERSON).next();
        let person =
            thanked.and_then(|(_, before, _)| before.rsplit('、').next()).unwrap_or_default();
        if infer::is_surname(person.trim()) && !known(person) && has(s, words::THANKED_ALWAYS) {
            out.push(say::PERSON_OTHER.at(place));
        }
    }
}

fn in_addressee(letter: &LintedText<'_>, place: Place) -> bool {
    letter.addressee().any(|(p, _)| *p == place)
}

/// Whether the line has the name with one character or its spaces changed. No short names.
fn nearly(line: &str, name: &str) -> bool {
    let name: Vec<char> = squeezed(name).chars().collect();
    if !(5..=40).contains(&name.len()) {
        return false;
    }
    let line: Vec<char> = line.chars().filter(|c| !c.is_whitespace()).collect();
    let apart = |w: &[char]| w.iter().zip(&name).filter(|(a, b)| a != b).take(2).count();
    // Next to a correct occurrence, overlapping windows do not count.
    let mut exact: Vec<bool> = vec![false; line.len()];
    for (i, w) in line.windows(name.len()).enumerate() {
        if apart(w) == 0 {
            exact.iter_mut().skip(i).take(name.len()).for_each(|e| *e = true);
        }
    }
    line.windows(name.len())
        .enumerate()
        .any(|(i, w)| apart(w) == 1 && !exact.iter().skip(i).take(name.len()).any(|e| *e))
}

/// The usual variant of a character in surnames.
fn common(c: char) -> char {
    static COMMON: LazyLock<HashMap<char, char>> = LazyLock::new(|| {
        let of = |(all, common): &(&'static str, &'static str)| {
            let common = common.chars().next();
            all.chars().filter_map(move |c| Some((c, common?)))
        };
        words::VARIANTS.iter().rev().flat_map(of).collect()
    });
    COMMON.get(&c).copied().unwrap_or(c)
}

fn sender(letter: &LintedText<'_>, name: &str, out: &mut Vec<Lint>) {
    let whole = squeezed(name);
    let folded: String = whole.chars().map(common).collect();
    // Surname and given name, if a space separates them.
    let parts: Vec<&str> = name.split_whitespace().collect();
    let parted = match parts.as_slice() {
        [surname, given] if given.chars().count() > 1 => Some((*surname, *given)),
        _ => None,
    };
    let places = infer::names(letter);
    for (place, line) in &letter.lines {
        // Intended: 登録時は「高橋」.
        if has(line, words::TOLD) {
            continue;
        }
        let line = squeezed(line);
        let other_variant = || {
            let f: String = line.chars().map(common).collect();
            f.matches(&folded).count() > line.matches(&whole).count()
        };
        let named = || places.iter().any(|(p, n)| p == place && !infer::same(n, name));
        let other_surname = parted.is_some_and(|(surname, given)| {
            hits(&line, given).any(|(_, before, after)| {
                let ends = after.is_empty() || begins(after, words::BEHIND_NAME);
                // A given name in katakana is repeated in its reading.
                let read = before.rsplit_once(&whole).is_some_and(|(_, b)| b.starts_with('（'));
                ends && !read
                    && !before.ends_with(surname)
                    && before.ends_with(infer::is_name_character)
            })
        });
        if other_variant() || other_surname || named() {
            out.push(say::SENDER_VARIANT.at(*place));
        }
    }
    if letter.input.channel.mailed()
        && letter
            .input
            .subject
            .is_some_and(|s| !s.trim().is_empty() && !squeezed(s).contains(&whole))
    {
        out.push(say::SENDER_SUBJECT.at(Place { part: Part::Subject, line: 1 }));
    }
}
