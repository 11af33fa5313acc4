//! Titles of the addressee: 様 for a person, 御中 for an office, 各位 for several, one of them at a
//! time.

use super::finding::{Lint, Place};
use super::infer;
use super::tables::say;
use super::text::{LintedText, hits, squeezed};
use crate::domain::words::{self, begins, ends, has};

pub(super) fn check(letter: &LintedText<'_>, out: &mut Vec<Lint>) {
    let addressee = || letter.addressee().map(|(p, l)| (*p, squeezed(l)));
    let title = |after: &str| !begins(after, words::NO_OFFICE_TITLE);
    let titled = |l: &str| hits(l, words::OFFICE_TITLE).any(|(_, _, after)| title(after));
    let onchu = addressee().find(|(_, l)| titled(l));
    let in_addressee = |place| letter.addressee().any(|(p, _)| *p == place);
    let mut both = |place| out.push(say::ONCHU_SAMA.about(place, words::OFFICE_TITLE));
    if let Some((place, _)) = onchu
        && addressee().any(|(_, l)| ends(&l, words::PERSONAL))
    {
        both(place);
    }
    for (place, line) in &letter.lines {
        let l = squeezed(line);
        if hits(&l, words::OFFICE_TITLE).any(|(_, before, after)| {
            ends(before, words::DOUBLED_BY_ONCHU)
                || begins(after, words::PERSONAL)
                || (in_addressee(*place) && title(after) && ends(after, words::PERSONAL))
        }) {
            both(*place);
        }
    }
    for (place, line) in &letter.lines {
        kakui(*place, &squeezed(line), out);
    }
    let mut readers = addressee().filter(|(_, l)| ends(l, words::PERSONAL));
    if let Some((place, _)) = readers.nth(1) {
        out.push(say::TWO_READERS.at(place));
    }
    if let Some(place) = infer::untitled(letter) {
        out.push(say::UNTITLED.at(place));
    }
    for (i, (place, line)) in letter.addressee().enumerate() {
        oneself(letter, *place, line.trim(), out);
        office(letter, *place, line.trim(), out);
        person(letter, *place, line.trim(), i > 0, out);
        let stiff = line.trim_end().strip_suffix(words::STIFF_TITLE);
        if stiff.is_some_and(|name| name.ends_with(char::is_whitespace)) {
            out.push(say::STIFF_TITLE.about(*place, words::STIFF_TITLE));
        }
    }
}

/// The sender's whole name: a surname alone may be the reader's as well.
fn oneself(letter: &LintedText<'_>, place: Place, line: &str, out: &mut Vec<Lint>) {
    let person = words::PERSONAL.iter().find_map(|title| line.strip_suffix(title));
    let is = |own: &str| person.is_some_and(|p| squeezed(p) == squeezed(own));
    // Two parts, or a name as long as two.
    let whole = |own: &str| own.split_whitespace().nth(1).is_some() || own.chars().nth(3).is_some();
    if letter.sender.as_deref().is_some_and(|own| whole(own) && is(own)) {
        out.push(say::TO_ONESELF.at(place));
    }
}

fn kakui(place: Place, line: &str, out: &mut Vec<Lint>) {
    let wrong = hits(line, words::SEVERAL_TITLE).any(|(_, before, after)| {
        begins(after, words::PERSONAL)
            || (ends(before, words::PERSONAL) && !ends(before, words::CUSTOMERS))
    });
    if wrong {
        out.push(say::KAKUI_SAMA.about(place, words::SEVERAL_TITLE));
    }
}

/// 佐藤 御中: the consultant's name, or a short word under the office's name that names no office.
fn person(letter: &LintedText<'_>, place: Place, line: &str, below: bool, out: &mut Vec<Lint>) {
    let Some(name) = line.strip_suffix(words::OFFICE_TITLE).map(str::trim_end) else { return };
    let mut parts = name.split_whitespace();
    let last = parts.next_back().unwrap_or_default();
    let short = (1..=3).contains(&last.chars().count())
        && last.chars().all(|c| ('\u{3400}'..='\u{9FFF}').contains(&c) || c == '々')
        && !ends(last, words::OFFICE_ENDS)
        && (below || parts.next().is_some());
    if short
        || letter.input.handler.is_some_and(|h| squeezed(h) == squeezed(last) && !last.is_empty())
    {
        out.push(say::ONCHU_PERSON.about(place, words::OFFICE_TITLE));
    }
}

fn office(letter: &LintedText<'_>, place: Place, line: &str, out: &mut Vec<Lint>) {
    let whole = squeezed(line);
    if let Some(title) = words::OFFICE_TITLES.iter().find(|t| whole.ends_with(*t)) {
        out.push(say::TITLE_SAMA.about(place, title));
        return;
    }
    let titled = |title: &&'static str| Some((line.strip_suffix(*title)?.trim_end(), *title));
    let Some((name, title)) = words::PERSONAL.iter().find_map(titled) else { return };
    let last = name.split_whitespace().last().unwrap_or_default();
    let company = begins(last, words::COMPANIES) && !has(last, words::PEOPLE);
    let is = |s: &str| squeezed(s) == squeezed(name) || squeezed(s) == squeezed(last);
    let service =
        letter.service.as_deref().is_some_and(is) || words::SERVICES.iter().copied().any(is);
    if company || service || ends(last, words::OFFICES) {
        out.push(say::SAMA_AFTER_OFFICE.about(place, title));
    }
}
