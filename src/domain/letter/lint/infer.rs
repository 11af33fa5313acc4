//! What can be inferred from a text: the service, the sender, addresses. For letters of unknown
//! origin, and to compare the parts of a letter with each other.

use super::finding::{LintInput, Part, Place};
use super::text::{LintedText, UnitRole, hits, squeezed};
use crate::domain::words::{self, has};

/// Splits the letter; the names of service and sender are the given ones, or else inferred.
pub(super) fn letter<'a>(input: &'a LintInput<'a>) -> LintedText<'a> {
    let mut letter = LintedText::new(input);
    letter.service = given(input.service).or_else(|| service(&letter));
    letter.sender = given(input.sender).or_else(|| sender(&letter));
    letter
}

fn given(name: Option<&str>) -> Option<String> {
    name.map(str::trim).filter(|n| !n.is_empty()).map(str::to_owned)
}

/// The services with which, the body says, the sender is registered.
pub(super) fn registered(letter: &LintedText<'_>) -> Vec<(Place, String)> {
    let mut out = Vec::new();
    for unit in letter.units.iter().filter(|u| u.role == UnitRole::Said) {
        for (at, before, _) in words::REGISTERED.iter().flat_map(|r| hits(&unit.text, r)) {
            let parts =
                before.rsplit(['、', '。', '「', '」', '『', '』', '（', '）', '：', '\u{3000}']);
            let name = parts.into_iter().next().unwrap_or_default().trim();
            let name = words::SINCE.iter().fold(name, |n, w| n.strip_prefix(w).unwrap_or(n));
            let len = name.chars().count();
            if (3..=30).contains(&len)
                && !words::UNNAMED.iter().any(|u| name.contains(u) && len < 12)
            {
                out.push((unit.place(at), name.to_owned()));
            }
        }
    }
    out
}

pub(super) fn service(letter: &LintedText<'_>) -> Option<String> {
    registered(letter).into_iter().next().map(|(_, name)| name)
}

/// The words of the addressee without titles: 「アポプラス薬剤師」「佐藤」.
pub(super) fn addressee(letter: &LintedText<'_>) -> Vec<(Place, String)> {
    let mut out = Vec::new();
    for (place, line) in letter.addressee() {
        for word in line.split_whitespace() {
            let bare = words::HONORIFICS.iter().fold(word, |w, h| w.strip_suffix(h).unwrap_or(w));
            if !bare.is_empty() {
                out.push((*place, bare.to_owned()));
            }
        }
    }
    out
}

pub(super) fn addressed(letter: &LintedText<'_>) -> bool {
    let person = |n: &str| {
        n.chars().all(|c| is_name_character(c) || " 　・".contains(c)) && !has(n, words::NO_NAME)
    };
    let lines = letter.addressee().map(|(_, l)| l.trim());
    lines
        .filter_map(|l| words::PERSONAL.iter().find_map(|t| l.strip_suffix(t)))
        .map(str::trim_end)
        .any(|n| !n.is_empty() && person(n))
}

/// A person whom the letter is addressed to without a title: a surname that ends its first block,
/// which no line of the addressee has a title in.
pub(super) fn untitled(letter: &LintedText<'_>) -> Option<Place> {
    if letter.addressee().next().is_some() {
        return None;
    }
    let body = letter.lines.iter().filter(|(p, _)| p.part == Part::Body);
    let block: Vec<_> = body
        .skip_while(|(_, l)| l.trim().is_empty())
        .take(HEAD)
        .take_while(|(_, l)| !l.trim().is_empty())
        .collect();
    let (place, last) = *block.last().filter(|_| block.len() < HEAD)?;
    let name = last.trim();
    let own = letter.sender.as_deref().is_some_and(|s| same(s, name));
    (is_surname(name) && !own).then_some(*place)
}

/// Whether a text is a common surname, optionally followed by another name after a blank.
pub(super) fn is_surname(name: &str) -> bool {
    words::SURNAMES.iter().any(|s| {
        let rest = name.strip_prefix(s);
        rest.is_some_and(|r| r.is_empty() || r.starts_with(char::is_whitespace) && is_name(name))
    })
}

/// No addressee has more lines, with the empty one below.
const HEAD: usize = 5;

fn is_name(text: &str) -> bool {
    let fits = |c: char| {
        is_name_character(c)
            || c.is_alphabetic() && !c.is_ascii()
            || c.is_ascii_alphabetic()
            || " 　・.".contains(c)
    };
    let (len, kanji) = (
        text.chars().count(),
        text.chars().any(|c| ('\u{3400}'..='\u{9FFF}').contains(&c) || c >= '\u{20000}'),
    );
    (1..=24).contains(&len)
        && text.chars().all(fits)
        && (kanji || text.contains([' ', '　', '・']))
        && !has(text, words::NO_NAME)
        && text != words::LISTING
}

pub(super) fn is_name_character(c: char) -> bool {
    matches!(
        c,
        '々' | 'ぁ'..='ゖ' | 'ァ'..='ヺ' | 'ー' | '\u{3400}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}'
            | '\u{20000}'..='\u{3FFFF}' | '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}'
    )
}

/// The text before a reading or a remark in brackets.
fn bare(text: &str) -> &str {
    text.split(['（', '(', '／', '/']).next().unwrap_or_default().trim()
}

/// The name in a line like 「氏名：山田 花子」.
fn labelled(line: &str) -> Option<&str> {
    let line = line.trim_start_matches(['・', ' ', '　', '■', '●', '-']);
    words::NAME_LABELS.iter().find_map(|l| line.strip_prefix(l)).map(bare).filter(|n| is_name(n))
}

/// The name in a subject or a title: 「退会のお願い（山田 花子）」「【退会のお願い】山田 花子」「退会のお願い／山田 花子」.
pub(super) fn titled(line: &str) -> Option<&str> {
    let line = line.trim();
    let inside = line.strip_suffix(['）', ')']).and_then(|l| l.rsplit(['（', '(']).next());
    let after = line.rsplit_once(['】', '／', '/']).map(|(_, n)| n);
    inside.or(after).map(str::trim).filter(|n| is_name(n))
}

/// A speaker who introduces themselves: 「…、山田 花子（ヤマダ ハナコ）です」「…、山田 花子と申します」「山田 花子です」.
fn introduced(sentence: &str) -> Option<&str> {
    let said = sentence.split_once(words::CALLED).map(|(n, _)| n);
    let read = || {
        let before = sentence.trim_end().strip_suffix(words::SAYS_WHO)?;
        let name = before.strip_suffix(['）', ')'])?.rsplit_once(['（', '('])?;
        let kana =
            |c: char| matches!(c, 'ァ'..='ヺ' | 'ぁ'..='ゖ' | 'ー' | ' ' | '　' | '・' | 'ｦ'..='ﾟ');
        name.1.chars().all(kana).then_some(name.0)
    };
    let Some(before) = said.or_else(read) else {
        // A sentence of nothing but a name.
        let name = sentence.trim().trim_end_matches('。').strip_suffix(words::SAYS_WHO)?;
        return is_surname(name).then_some(name);
    };
    let name = before.rsplit(['、', '。', '「', '」', ',']).next().unwrap_or_default().trim();
    let name = name.rsplit_once('の').map_or(name, |(w, n)| {
        if is_name(w) && !w.ends_with(words::REGISTRANT) { name } else { n }
    });
    Some(bare(name)).filter(|n| is_name(n))
}

/// The name in the signature: above the address, else in the last line; on paper at the right.
fn signed<'l>(letter: &LintedText<'l>) -> Option<(Place, &'l str)> {
    let mut body =
        letter.lines.iter().filter(|(p, l)| p.part == Part::Body && !l.trim().is_empty()).rev();
    let (mut place, mut line) = *body.next()?;
    let mut below = 0;
    for _ in 0..8 {
        let contact = address(line).is_some()
            || line.chars().filter(char::is_ascii_digit).count() >= 10
            || line.contains(words::BIRTH)
            // Whatever follows it: 「登録電話：なし」.
            || line.split_once(['：', ':']).is_some_and(|(l, _)| has(l, words::CONTACT_LABELS))
            || line.starts_with('※');
        if !contact || line.contains('。') {
            break;
        }
        (place, line) = *body.next()?;
        below += 1;
    }
    let right = |l: &str| l.starts_with("\u{3000}\u{3000}\u{3000}\u{3000}\u{3000}\u{3000}");
    let name = bare(line.trim());
    // Without an address below it, the name needs an empty line above.
    let apart = || {
        let above = place.line.checked_sub(1).filter(|n| *n > 2)?;
        letter
            .lines
            .iter()
            .find(|(p, _)| p.part == Part::Body && p.line == above)
            .filter(|(_, l)| l.trim().is_empty())
    };
    if is_name(name) && (below > 0 || apart().is_some()) {
        return Some((place, name));
    }
    let paper = letter.lines.iter().filter(|(p, _)| p.part == Part::Body).take(14);
    paper
        .into_iter()
        .find_map(|(p, l)| Some((*p, bare(l.trim()))).filter(|(_, n)| right(l) && is_name(n)))
}

/// The places that name the sender, the most reliable first.
pub(super) fn names<'l>(letter: &'l LintedText<'_>) -> Vec<(Place, &'l str)> {
    let lines = || letter.lines.iter().filter(|(p, _)| p.part == Part::Body);
    let mut out: Vec<(Place, &str)> =
        lines().filter_map(|(p, l)| Some((*p, labelled(l)?))).collect();
    out.extend(signed(letter));
    out.extend(letter.said().take(8).filter_map(|(p, s)| Some((p, introduced(s)?))));
    let title = letter.units.iter().filter(|u| u.role == UnitRole::Name).take(3);
    let title = title.filter(|u| !u.in_body() || u.text.trim_start().starts_with('【'));
    out.extend(title.filter_map(|u| Some((u.place(0), titled(&u.text)?))));
    out
}

pub(super) fn sender(letter: &LintedText<'_>) -> Option<String> {
    names(letter).into_iter().find(|(p, _)| p.part == Part::Body).map(|(_, n)| n.to_owned())
}

/// Whether two names are equal, or one is a part of the other (the surname alone).
pub(super) fn same(a: &str, b: &str) -> bool {
    let (a, b) = (squeezed(a), squeezed(b));
    a.contains(&b) || b.contains(&a)
}

pub(super) fn address(text: &str) -> Option<&str> {
    let sign = |c: char| c.is_ascii_alphanumeric() || "@._+-/!#$%&'*=?^`{|}~".contains(c);
    text.split(|c| !sign(c)).find(|w| {
        w.split_once('@').is_some_and(|(user, host)| {
            !user.is_empty() && host.contains('.') && !host.contains('@')
        })
    })
}

pub(in crate::domain::letter) fn goal_of(line: &str) -> Option<&'static str> {
    let line = words::without(line, words::NO_GOAL);
    words::GOALS.iter().find(|(pattern, _)| holds(&line, pattern)).map(|(_, goal)| *goal)
}

/// Whether the parts of a pattern occur in a line, in order.
pub(in crate::domain::letter) fn holds(line: &str, pattern: &str) -> bool {
    let mut rest = Some(line);
    for part in pattern.split('…') {
        rest = rest.and_then(|r| r.split_once(part)).map(|(_, after)| after);
    }
    rest.is_some()
}
