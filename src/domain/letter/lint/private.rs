//! Personal data that no agent needs for a request. The numbers themselves are never quoted.

use super::finding::Lint;
use super::spec::Weight;
use super::tables::say;
use super::text::{LintedText, Unit, digit, is_digit};
use crate::domain::flow::spec::Format;
use crate::domain::validate;
use crate::domain::words;

pub(super) fn check(letter: &LintedText<'_>, out: &mut Vec<Lint>) {
    let named = letter.has(words::MY_NUMBER) || letter.has(words::MY_NUMBER_TOO);
    for unit in &letter.units {
        let labelled = unit.text.split_once(['：', ':']);
        if let Some((label, number)) = labelled
            && words::ends(label, words::PHONE_LABELS)
            && number.chars().all(|c| is_digit(c) || " -－ー()（）+\u{3000}".contains(c))
            && number.chars().filter(|c| is_digit(*c)).count() > 7
            && validate::text(Format::Phone, number.trim(), false).is_err()
        {
            out.push(say::NO_PHONE.at(unit.place(0)));
        }
        for (at, sign) in unit.text.match_indices('＠') {
            let (before, behind) = unit.text.split_at_checked(at).unwrap_or_default();
            let behind = behind.strip_prefix(sign).unwrap_or_default();
            let part = |c: char| c.is_ascii_alphanumeric();
            if before.ends_with(part) && behind.starts_with(part) {
                out.push(say::WIDE_ADDRESS.about(unit.place(at), sign));
            }
        }
        let numbers = numbers(&unit.text);
        if let Some(at) = unit.text.find(words::MY_NUMBER) {
            out.push(say::MY_NUMBER.at(unit.place(at)));
        }
        for n in numbers {
            check_number(unit, &n, named, out);
        }
    }
}

fn check_number(unit: &Unit, n: &Number, named: bool, out: &mut Vec<Lint>) {
    let groups = n.groups.as_slice();
    if matches!(groups, [12] | [4, 4, 4]) && (named || my_number(&n.digits)) {
        let weight = if named { Weight::Block } else { Weight::Warn };
        out.push(say::MY_NUMBER_DIGITS.weighing(weight).at(unit.place(n.at)));
    }
    if matches!(groups, [14..=16] | [4, 4, 4, 4] | [4, 6, 4 | 5]) && luhn(&n.digits) {
        out.push(say::CARD_NUMBER.at(unit.place(n.at)));
    }
}

struct Number {
    at: usize,
    /// The sizes of the groups: 4, 4, 4.
    groups: Vec<usize>,
    digits: Vec<u32>,
}

/// Groups of digits parted by one space or hyphen, in no word, address or signed number.
fn numbers(text: &str) -> Vec<Number> {
    let mut out = Vec::new();
    let mut chars = text.char_indices().peekable();
    let mut before = ' ';
    while let Some((at, c)) = chars.next() {
        let Some(first) = digit(c) else {
            before = c;
            continue;
        };
        let joined =
            |c: char| c.is_ascii_alphabetic() || matches!(c, '+' | '@' | '_' | '.' | '/' | '#');
        let mut part = joined(before);
        let mut n = Number { at, groups: vec![1], digits: vec![first] };
        let mut gap = false;
        while let Some(&(_, c)) = chars.peek() {
            match digit(c) {
                Some(d) => {
                    if gap {
                        n.groups.push(0);
                    }
                    gap = false;
                    n.digits.push(d);
                    if let Some(g) = n.groups.last_mut() {
                        *g += 1;
                    }
                }
                None if !gap && matches!(c, '-' | ' ' | '－' | '‐' | '−' | '　') => {
                    gap = true;
                }
                None => {
                    part |= !gap && joined(c);
                    break;
                }
            }
            before = c;
            chars.next();
        }
        if !part {
            out.push(n);
        }
    }
    out
}

/// The check digit of an individual number (番号法施行令8条, 総務省令85号5条).
fn my_number(d: &[u32]) -> bool {
    let [body @ .., check] = d else { return false };
    // From the right of the other eleven: weights 2 to 7, then 2 to 6.
    let weights = [2, 3, 4, 5, 6, 7, 2, 3, 4, 5, 6];
    let sum: u32 = body.iter().rev().zip(weights).map(|(d, w)| d * w).sum();
    let rest = sum % 11;
    d.len() == 12 && *check == if rest <= 1 { 0 } else { 11 - rest }
}

/// The check digit of payment cards (ISO/IEC 7812-1, annex B).
fn luhn(d: &[u32]) -> bool {
    let sum: u32 = d
        .iter()
        .rev()
        .enumerate()
        .map(|(i, d)| if i % 2 == 0 { *d } else { (d * 2) / 10 + (d * 2) % 10 })
        .sum();
    sum.is_multiple_of(10) && d.iter().any(|x| *x != 0)
}
