//! Honorifics, after 文化審議会答申「敬語の指針」(2007). Page numbers are the report's.

use super::finding::Lint;
use super::tables::say;
use super::text::{Letter, Unit, hits};
use crate::domain::words::{self, begins, ends};

pub(super) fn check(letter: &Letter<'_>, out: &mut Vec<Lint>) {
    for unit in &letter.units {
        ni_narareru(unit, out);
    }
    sasete(letter, out);
    heads(letter, out);
}

/// お(ご)…になられる: a double honorific. 薬剤師になられる is not one.
fn ni_narareru(unit: &Unit, out: &mut Vec<Lint>) {
    for (at, before, _) in hits(&unit.text, words::NI_NARARE) {
        let stem: String = before
            .chars()
            .rev()
            .take(8)
            .take_while(|c| {
                !matches!(c, '、' | '。' | 'を' | 'が' | 'は' | 'に' | 'で' | 'の' | ' ' | '　')
            })
            .collect();
        if stem.ends_with(['お', 'ご', '御']) && stem.chars().count() > 1 {
            out.push(say::NI_NARARERU.at(unit.place(at)));
        }
    }
}

fn sasete(letter: &Letter<'_>, out: &mut Vec<Lint>) {
    let found = letter.units.iter().flat_map(|u| {
        hits(&u.text, words::SETE)
            .filter(|(_, before, after)| {
                ends(before, words::CAUSATIVE) && begins(after, words::SETE_AFTER)
            })
            .map(|(at, ..)| u.place(at))
    });
    out.extend(found.skip(1).map(|place| say::SASETE_ITADAKU.at(place)));
}

fn heads(letter: &Letter<'_>, out: &mut Vec<Lint>) {
    for (head, closes) in words::HEADS {
        let opened = letter.units.iter().find(|u| u.text.trim_start().starts_with(head));
        if let Some(unit) = opened
            && !letter.units.iter().any(|u| ends(u.text.trim_end(), closes))
        {
            let close = closes.first().copied().unwrap_or_default();
            out.push(
                say::HEAD_AND_CLOSE.with(unit.place(0), &[("{word}", head), ("{close}", close)]),
            );
        }
    }
}
