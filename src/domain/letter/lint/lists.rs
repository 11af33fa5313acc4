//! Lists: gaps in their numbers, and wrong counts of their items.

use super::finding::Lint;
use super::tables::say;
use super::text::LintedText;
use crate::domain::calendar::digits;
use crate::domain::words;
use unicode_normalization::UnicodeNormalization as _;

pub(super) fn check(letter: &LintedText<'_>, out: &mut Vec<Lint>) {
    numbers(letter, out);
    let mut units = letter.units.iter().peekable();
    while let Some(unit) = units.next() {
        let Some((at, said)) = count(&unit.text).filter(|_| !unit.item) else { continue };
        let mut rest = units.clone().take_while(|u| u.item).map(|u| u.text.as_str());
        let Some(first) = rest.next() else { continue };
        // Indented lines belong to the item above.
        let numbered = number(first).is_some();
        let alike = |text: &&str| number(text).is_some() == numbered;
        let there = 1 + rest.filter(alike).filter(|t| !t.starts_with([' ', '\u{3000}'])).count();
        if there != said {
            out.push(say::ITEM_COUNT.about(unit.place(at), &there.to_string()));
        }
    }
}

fn numbers(letter: &LintedText<'_>, out: &mut Vec<Lint>) {
    let mut last: Option<usize> = None;
    for unit in letter.units.iter().filter(|u| u.in_body()) {
        let Some(n) = number(&unit.text) else { continue };
        if n != 1 && last.is_none_or(|last| n != last + 1) {
            out.push(say::NUMBERING.about(unit.place(0), &n.to_string()));
        }
        last = Some(n);
    }
}

/// The number that an item begins with: 「2. 」.
fn number(text: &str) -> Option<usize> {
    let text = plain(&text.trim_start().chars().take(4).collect::<String>());
    let (n, rest) = text.split_once('.')?;
    let n = n.parse().ok().filter(|n| (1..=20).contains(n))?;
    (!rest.starts_with(|c: char| c.is_ascii_digit())).then_some(n)
}

fn plain(text: &str) -> String {
    digits(&text.nfkc().collect::<String>())
}

/// The number of items that a sentence announces, and its place.
fn count(text: &str) -> Option<(usize, usize)> {
    words::LIST_HEADS.iter().find_map(|head| {
        let (before, behind) = text.split_once(head)?;
        let behind = plain(&behind.chars().take(4).collect::<String>());
        let end = words::LIST_COUNTS.iter().filter_map(|end| behind.find(end)).min()?;
        let n = behind.get(..end)?.parse().ok().filter(|n| *n > 0)?;
        Some((before.len(), n))
    })
}
