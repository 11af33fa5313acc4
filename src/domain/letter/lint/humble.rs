//! Humble verbs for the reader's act, after 文化審議会答申「敬語の指針」(2007) p. 36: お(ご)…する raises whom the act reaches, never
//! who acts. The fixed phrases stand in [`super::keigo`]; here are the forms that any verb takes.

use super::text::{Letter, Unit, finding, hits};
use super::{Lint, keigo::HUMBLE};

/// What after お(ご)… makes it humble, and what to write instead; and ご…される, which is no honorific form (p. 36).
const AFTER: [(&str, &str); 15] = [
    ("できますか", "いただけますか"),
    ("できますでしょうか", "いただけますでしょうか"),
    ("できませんか", "いただけませんか"),
    ("できませんでしょうか", "いただけませんでしょうか"),
    ("してください", "ください"),
    ("して下さい", "ください"),
    ("していただ", "いただ"),
    ("して頂", "いただ"),
    ("してくださ", "くださ"),
    ("してもらえ", "いただけ"),
    ("される", "になる"),
    ("されて", "になって"),
    ("されまし", "になりまし"),
    ("されます", "になります"),
    ("された", "になった"),
];

/// お(ご)…できますか asks for one's own act as well: ご相談できますか.
const OWN: [&str; 18] = [
    "願い",
    "会い",
    "話し",
    "話",
    "伺い",
    "相談",
    "借り",
    "支払い",
    "手伝い",
    "一緒",
    "訪問",
    "渡し",
    "預け",
    "任せ",
    "頼み",
    "受け",
    "挨拶",
    "目にかかることが",
];

/// The longest stem: お申し込み.
const STEM: usize = 4;

/// Looks for both.
pub(super) fn check(letter: &Letter<'_>, out: &mut Vec<Lint>) {
    for unit in &letter.units {
        acts(unit, out);
        subjects(unit, out);
    }
}

fn add(unit: &Unit, at: usize, what: &str, instead: String, out: &mut Vec<Lint>) {
    let message = HUMBLE.message.replace("{}", what);
    out.push(finding(HUMBLE.rule, HUMBLE.weight, unit.place(at), HUMBLE.why, message, instead));
}

fn acts(unit: &Unit, out: &mut Vec<Lint>) {
    for (at, before, after) in ["ご", "お", "御"].iter().flat_map(|o| hits(&unit.text, o)) {
        // なお連絡して is no お連絡.
        if before.ends_with('な') {
            continue;
        }
        let Some((stem, (end, instead))) = stem(after) else { continue };
        let own = end.starts_with("でき") && OWN.contains(&stem);
        if !own {
            let o = unit.text.get(at..).and_then(|t| t.chars().next()).unwrap_or('お');
            add(unit, at, &format!("{o}{stem}{end}"), format!("「{o}{stem}{instead}」"), out);
        }
    }
}

/// The stem of お(ご)…, up to the end that makes it humble. It begins with a character of its own (no ごろ, おおく) and holds no
/// particle: ご連絡をしてください, お早めにしてください are none.
fn stem(after: &str) -> Option<(&str, (&'static str, &'static str))> {
    let first = after.chars().next()?;
    if !is_kanji(first)
        && !["たずね", "つたえ", "おくり", "まち", "しらせ"].iter().any(|k| after.starts_with(k))
    {
        return None;
    }
    for (n, (i, c)) in after.char_indices().enumerate().skip(1).take(STEM) {
        let (stem, rest) = (after.get(..i)?, after.get(i..)?);
        let last = stem.chars().next_back()?;
        if "をはがにでともへ、。".contains(last) || (n > 1 && last == 'く') {
            return None;
        }
        if let Some(end) = AFTER.iter().find(|(end, _)| rest.starts_with(end)) {
            return Some((stem, *end));
        }
        if !is_kanji(c) && !('ぁ'..='ゖ').contains(&c) {
            return None;
        }
    }
    None
}

fn is_kanji(c: char) -> bool {
    ('\u{3400}'..='\u{9FFF}').contains(&c) || c == '々'
}

/// Verbs that only lower who acts.
const LOWER: [(&str, &str); 8] = [
    ("申しま", "「おっしゃいま」"),
    ("申して", "「おっしゃって」"),
    ("申した", "「おっしゃった」"),
    ("参りま", "「お越しになりま」"),
    ("参って", "「お越しになって」"),
    ("参った", "「お越しになった」"),
    ("拝見し", "「ご覧になり」"),
    ("存じて", "「ご存じで」"),
];

/// 佐藤様が申しておりました: the reader or one of theirs as the subject of a verb that lowers.
fn subjects(unit: &Unit, out: &mut Vec<Lint>) {
    for (verb, instead) in LOWER {
        for (at, before, _) in hits(&unit.text, verb) {
            let clause = before.rsplit(['、', '。', '「', '」']).next().unwrap_or_default();
            let subject = ["様が", "様は", "様も", "の方が", "貴社が", "御社が"]
                .iter()
                .filter_map(|s| clause.rsplit_once(s))
                .map(|(_, between)| between)
                .min_by_key(|b| b.len());
            // Behind a reason or a condition another one acts: 佐藤様がご不在でしたので参りました.
            let turned =
                |b: &str| ["ので", "ため", "から", "たら", "れば", "と"].iter().any(|t| b.contains(t));
            if subject.is_some_and(|b| b.chars().count() <= 10 && !turned(b)) {
                add(unit, at, verb, instead.to_owned(), out);
            }
        }
    }
}
