//! Template leftovers: blanks, sample characters, alternatives.

use super::finding::Lint;
use super::spec::Weight;
use super::tables::say;
use super::text::{LintedText, Unit, hits};
use crate::domain::words::{self, begins};

const PAIRS: [(char, char); 9] = [
    ('（', '）'),
    ('(', ')'),
    ('［', '］'),
    ('[', ']'),
    ('【', '】'),
    ('＜', '＞'),
    ('<', '>'),
    ('《', '》'),
    ('〈', '〉'),
];

pub(super) fn check(letter: &LintedText<'_>, out: &mut Vec<Lint>) {
    // Nearly every letter has none: one pass over the whole text spares one per line for each.
    let there =
        |all: &[&'static str]| all.iter().copied().filter(|s| letter.has(s)).collect::<Vec<_>>();
    let (found, markers, asked) =
        (there(words::SAMPLES), there(words::MARKERS), there(words::ASKED));
    for unit in &letter.units {
        blanks(unit, out);
        samples(unit, &found, &markers, &asked, out);
        undecided(unit, out);
    }
}

fn blanks(unit: &Unit, out: &mut Vec<Lint>) {
    let opened =
        hits(&unit.text, "〔").next().filter(|(_, _, after)| after.contains('〕')).map(|h| h.0);
    let marked = || words::BLANKS.iter().find_map(|b| Some((unit.text.find(b)?, (*b).to_owned())));
    // Up to its bracket.
    let whole = |at: usize| {
        let rest = unit.text.get(at..).unwrap_or_default();
        let end = rest.find(['〕', '）', ')', '}', '｝', ']', '］', '】', '＞', '>', '》', '〉']);
        let last = end.and_then(|end| rest.get(end..)?.chars().next().map(|c| end + c.len_utf8()));
        (at, rest.get(..last.unwrap_or(rest.len())).unwrap_or_default().to_owned())
    };
    let at = opened
        .map(whole)
        .or_else(marked)
        .or_else(|| braces(&unit.text).or_else(|| order(&unit.text)).map(whole));
    if let Some((at, word)) = at {
        out.push(say::BLANK.about(unit.place(at), &word));
    }
}

/// `{name}`, `${name}`: a placeholder of another template language.
fn braces(text: &str) -> Option<usize> {
    let field = |inside: &str| {
        !inside.is_empty()
            && inside.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '.' | '-' | ' '))
    };
    let found = |open, close| {
        hits(text, open)
            .find(move |(_, _, after)| after.split_once(close).is_some_and(|(i, _)| field(i)))
    };
    found("{", '}').or_else(|| found("｛", '｝')).map(|h| h.0)
}

/// An instruction to fill in: （ここに氏名を入力）, （氏名を入力してください）.
fn order(text: &str) -> Option<usize> {
    text.char_indices().filter(|(_, c)| PAIRS.iter().any(|p| p.0 == *c)).find_map(|(at, open)| {
        let close = PAIRS.iter().find(|p| p.0 == open)?.1;
        let inside: String =
            text.get(at..)?.chars().skip(1).take(24).take_while(|c| *c != close).collect();
        let closed = inside.chars().count() < 24;
        let order = words::FILL_IN
            .iter()
            .any(|o| inside.ends_with(o) || inside.contains(&format!("{o}{}", words::PLEASE_DO)));
        (closed && (order || inside.starts_with(words::HERE))).then_some(at)
    })
}

fn samples(unit: &Unit, found: &[&str], markers: &[&str], asked: &[&str], out: &mut Vec<Lint>) {
    let mut add = |at: usize, what: &str| out.push(say::SAMPLE.about(unit.place(at), what));
    for sample in found {
        let numeral = |before: &str| {
            sample.starts_with('〇')
                && before.ends_with(|c| c == '〇' || words::NUMERALS.contains(c))
        };
        // XXXビル may be the name of a building.
        let named = |after: &str| {
            sample.starts_with('X')
                && after.trim_start_matches('X').starts_with(|c| ('ァ'..='ヺ').contains(&c))
        };
        if let Some((at, ..)) = hits(&unit.text, sample).find(|(_, b, a)| !numeral(b) && !named(a))
        {
            add(at, sample);
        }
    }
    for word in markers {
        let alone = |before: &str, after: &str| {
            !before.ends_with(|c: char| c.is_ascii_alphanumeric())
                && !after.starts_with(|c: char| c.is_ascii_alphanumeric())
        };
        if let Some((at, ..)) = hits(&unit.text, word).find(|(_, b, a)| alone(b, a)) {
            add(at, word);
        }
    }
    if let Some((at, asked)) = unfilled(&unit.text) {
        add(at, asked);
    }
    for asked in asked {
        for (at, before, after) in hits(&unit.text, asked) {
            if PAIRS.iter().any(|pair| stands_for(before, after, *pair)) {
                add(at, asked);
            }
        }
    }
}

/// A label that repeats itself as the value: 「氏名：氏名」.
fn unfilled(text: &str) -> Option<(usize, &'static str)> {
    let (at, value) = ["：", ":"]
        .iter()
        .find_map(|c| text.find(c).and_then(|at| Some((at, text.get(at + c.len()..)?))))?;
    let value = value.split(['（', '(']).next().unwrap_or_default().trim();
    words::ASKED.iter().copied().find(|a| *a == value).map(|a| (at, a))
}

/// Whether a placeholder is between the two, not a heading (【氏名】山田) or a remark (担当者（氏名）を).
fn stands_for(before: &str, after: &str, (open, close): (char, char)) -> bool {
    let (Some(before), Some(after)) = (before.strip_suffix(open), after.strip_prefix(close)) else {
        return false;
    };
    let kanji = |c: char| ('\u{3400}'..='\u{9FFF}').contains(&c);
    let alone = before.trim().is_empty() && after.trim().is_empty() && open != '【';
    alone
        || before.ends_with(['：', ':'])
        || begins(after, words::BEHIND_BLANK)
        || (!before.ends_with(kanji) && begins(after, words::PARTICLES))
}

fn undecided(unit: &Unit, out: &mut Vec<Lint>) {
    let mut add = |at: usize, weight, what: &str| {
        out.push(say::UNDECIDED.weighing(weight).about(unit.place(at), what));
    };
    for (order, at) in words::ORDERS.iter().filter_map(|o| unit.text.find(o).map(|at| (*o, at))) {
        add(at, Weight::Block, order);
    }
    let mut either: Vec<(usize, &str)> =
        words::EITHER.iter().flat_map(|e| hits(&unit.text, e).map(|(at, ..)| (at, *e))).collect();
    if either.is_empty() {
        return;
    }
    either.sort_unstable();
    let mut either = either.into_iter().peekable();
    // The open brackets, each with the first alternative in it.
    let mut open: Vec<(char, Option<(usize, &str)>)> = Vec::new();
    for (i, c) in unit.text.char_indices() {
        if let Some(found) = either.next_if(|(at, _)| *at == i)
            && let Some((_, inside)) = open.last_mut()
        {
            inside.get_or_insert(found);
        }
        if let Some((_, close)) = PAIRS.iter().find(|p| p.0 == c) {
            open.push((*close, None));
        } else if c == '「' {
            open.push(('」', None));
        } else if open.last().is_some_and(|(close, _)| *close == c)
            && let Some((_, Some((at, what)))) = open.pop()
        {
            // In round brackets alternatives are often meant (メールまたは電話), in quotes seldom.
            match c {
                '）' | ')' => {}
                '」' => add(at, Weight::Hint, what),
                _ => add(at, Weight::Block, what),
            }
        }
    }
}
