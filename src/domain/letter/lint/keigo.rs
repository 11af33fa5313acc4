//! Honorifics, after 文化審議会答申「敬語の指針」(2007), also humble verbs for what the reader does (p. 36):
//! お(ご)…する is for acts towards the reader, not by the reader. Fixed phrases stand in
//! `assets/lint/keigo.toml`; here are the forms that any verb can take.

use super::finding::Lint;
use super::tables::say;
use super::text::{LintedText, Unit, hits};
use crate::domain::words::{self, begins, ends, has};
use crate::text::sound::is_kanji;

pub(super) fn check(letter: &LintedText<'_>, out: &mut Vec<Lint>) {
    for unit in &letter.units {
        ni_narareru(unit, out);
        acts(unit, out);
        subjects(unit, out);
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

fn sasete(letter: &LintedText<'_>, out: &mut Vec<Lint>) {
    let found = letter.units.iter().flat_map(|u| {
        hits(&u.text, words::SETE)
            .filter(|(_, before, after)| {
                ends(before, words::CAUSATIVE) && begins(after, words::SETE_AFTER)
            })
            .map(|(at, ..)| u.place(at))
    });
    out.extend(found.skip(1).map(|place| say::SASETE_ITADAKU.at(place)));
}

fn heads(letter: &LintedText<'_>, out: &mut Vec<Lint>) {
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

/// The longest stem: お申し込み.
const STEM: usize = 4;

fn add(unit: &Unit, at: usize, what: &str, instead: String, out: &mut Vec<Lint>) {
    let found = say::HUMBLE_FOR_READER.about(unit.place(at), what);
    out.push(Lint { suggestion: instead, ..found });
}

fn acts(unit: &Unit, out: &mut Vec<Lint>) {
    for (at, before, after) in words::HONORIFIC_HEADS.iter().flat_map(|o| hits(&unit.text, o)) {
        // なお連絡して does not contain お連絡.
        if before.ends_with('な') {
            continue;
        }
        let Some((stem, (end, instead))) = stem(after) else { continue };
        let own = end.starts_with(words::IS_ABLE) && words::OWN_ACTS.contains(&stem);
        if !own {
            let o = unit.text.get(at..).and_then(|t| t.chars().next()).unwrap_or('お');
            add(unit, at, &format!("{o}{stem}{end}"), format!("「{o}{stem}{instead}」"), out);
        }
    }
}

/// The stem of お(ご)…, up to the humble ending. Words like ごろ and おおく, and stems with a particle
/// (ご連絡をしてください), are no such forms.
fn stem(after: &str) -> Option<(&str, (&'static str, &'static str))> {
    let first = after.chars().next()?;
    if !is_kanji(first) && !begins(after, words::KANA_STEMS) {
        return None;
    }
    for (n, (i, c)) in after.char_indices().enumerate().skip(1).take(STEM) {
        let (stem, rest) = (after.get(..i)?, after.get(i..)?);
        let last = stem.chars().next_back()?;
        if words::NO_STEM.contains(last) || (n > 1 && last == 'く') {
            return None;
        }
        if let Some(end) = words::HUMBLE_AFTER.iter().find(|(end, _)| rest.starts_with(end)) {
            return Some((stem, *end));
        }
        if !is_kanji(c) && !('ぁ'..='ゖ').contains(&c) {
            return None;
        }
    }
    None
}

/// 佐藤様が申しておりました: the reader or a colleague as the subject of a humble verb.
fn subjects(unit: &Unit, out: &mut Vec<Lint>) {
    for (verb, instead) in words::HUMBLE_VERBS {
        for (at, before, _) in hits(&unit.text, verb) {
            let clause = before.rsplit(['、', '。', '「', '」']).next().unwrap_or_default();
            let subject = words::LOFTY_SUBJECTS
                .iter()
                .filter_map(|s| clause.rsplit_once(s))
                .map(|(_, between)| between)
                .min_by_key(|b| b.len());
            // After a reason or a condition the subject changes: 佐藤様がご不在でしたので参りました.
            let turned = |b: &str| has(b, words::TURNED_BY);
            if subject.is_some_and(|b| b.chars().count() <= 10 && !turned(b)) {
                add(unit, at, verb, (*instead).to_owned(), out);
            }
        }
    }
}
