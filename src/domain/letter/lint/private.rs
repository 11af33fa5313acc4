//! Personal data that no agent needs for a request. The numbers themselves are never quoted.

use super::phrases::{Family, p, unless};
use super::text::{Letter, Unit, finding};
use super::{Lint, Weight};

const WHY: &str = "依頼の照合には、氏名・生年月日・登録したメールアドレスと電話番号で足ります";
const CUT: &str = "消してください。求められてから、窓口の案内に従って伝えれば足ります";

/// Papers may be asked after: 運転免許証が必要でしたら.
const IF: &[&str] =
    &["が必要", "は必要", "の提示が必要", "の写しが必要", "など、必要", "などが必要", "は不要", "は要"];

const WORDS: Family = Family {
    rule: "private_word",
    weight: Weight::Warn,
    message: "「{}」は、この依頼に要らない個人情報です",
    why: WHY,
    written: false,
    deniable: false,
    phrases: &[
        p("個人番号", CUT),
        p("免許番号", CUT),
        p("免許証番号", CUT),
        p("名簿登録番号", CUT),
        p("口座番号", CUT),
        p("普通預金", CUT),
        p("暗証番号", CUT),
        p("パスワードは", CUT),
        p("パスワード：", CUT),
        p("カード番号", CUT),
        p("保険者番号", CUT),
        p("被保険者番号", CUT),
        p("基礎年金番号", CUT),
        p("パスポート番号", CUT),
        p("旅券番号", CUT),
        p("本籍", CUT),
        unless("運転免許証", &[], IF, CUT),
        unless("保険証", &[], IF, CUT),
        unless("パスポート", &[], IF, CUT),
        unless("住民票", &[], IF, CUT),
        unless("在留カード", &[], IF, CUT),
    ],
};

const REASON: &str = "消すか、「一身上の都合により」としてください";

/// Special care-required personal information (個人情報保護法2条3項) in the first place. Fields of pharmacy (がん、精神科門前) are none.
const HEALTH: Family = Family {
    rule: "health",
    weight: Weight::Warn,
    message: "「{}」は、健康に関わる情報です",
    why: "病歴などは要配慮個人情報で（個人情報保護法2条3項）、依頼の理由に書く必要がありません",
    written: false,
    deniable: false,
    phrases: &[
        p("病名", REASON),
        p("うつ病", REASON),
        p("鬱病", REASON),
        p("双極性障害", REASON),
        p("適応障害", REASON),
        p("パニック障害", REASON),
        p("発達障害", REASON),
        p("障害者手帳", REASON),
        p("妊娠", REASON),
        p("不妊治療", REASON),
        p("流産", REASON),
        p("持病", REASON),
        p("通院し", REASON),
        p("通院中", REASON),
        p("通院の", REASON),
        p("入院し", REASON),
        p("入院中", REASON),
        p("入院する", REASON),
        unless("手術を受", &[], &["けた患者", "ける患者"], REASON),
        p("診断書", REASON),
        p("診断され", REASON),
        p("診断を受", REASON),
        p("病気療養", REASON),
        p("病気のため", REASON),
        p("病気で", REASON),
        p("病気により", REASON),
        p("体調不良", REASON),
        p("体調を崩", REASON),
        p("体調が悪", REASON),
        p("体調がすぐれ", REASON),
        p("精神科に通", REASON),
        p("精神科を受", REASON),
        p("心療内科に", REASON),
        p("心療内科を", REASON),
        unless("がんの治療中", &[], &["の患者", "の方"], REASON),
        p("がんの治療のた", REASON),
        p("がんと診断", REASON),
        unless("治療中", &["の"], &["の患者", "の方"], REASON),
        p("抗がん剤治療を", REASON),
        p("闘病", REASON),
    ],
};

/// The tables, for [`super::phrases`].
pub(super) const FAMILIES: &[Family] = &[WORDS, HEALTH];

/// Looks for words and for numbers.
pub(super) fn check(letter: &Letter<'_>, out: &mut Vec<Lint>) {
    let named = letter.has("マイナンバー") || letter.has("個人番号");
    for unit in &letter.units {
        let numbers = numbers(&unit.text);
        if let Some(at) = unit.text.find("マイナンバー") {
            out.push(finding(
                "my_number",
                Weight::Warn,
                unit.place(at),
                WHY,
                "マイナンバーについて書かれています",
                CUT,
            ));
        }
        for n in numbers {
            check_number(unit, &n, named, out);
        }
    }
}

fn check_number(unit: &Unit, n: &Number, named: bool, out: &mut Vec<Lint>) {
    let groups = n.groups.as_slice();
    if matches!(groups, [12] | [4, 4, 4]) && (named || my_number(&n.digits)) {
        out.push(finding(
            "my_number",
            if named { Weight::Block } else { Weight::Warn },
            unit.place(n.at),
            WHY,
            "マイナンバーと思われる12桁の数字があります",
            CUT,
        ));
    }
    if matches!(groups, [14..=16] | [4, 4, 4, 4] | [4, 6, 4 | 5]) && luhn(&n.digits) {
        out.push(finding(
            "card_number",
            Weight::Block,
            unit.place(n.at),
            WHY,
            "カード番号と思われる数字があります",
            CUT,
        ));
    }
}

struct Number {
    at: usize,
    /// How many digits stand together: 4, 4, 4.
    groups: Vec<usize>,
    digits: Vec<u32>,
}

fn digit(c: char) -> Option<u32> {
    match c {
        '0'..='9' => c.to_digit(10),
        '０'..='９' => Some(u32::from(c) - 0xFF10),
        _ => None,
    }
}

/// Digits in groups parted by one space or hyphen, none of them part of a word, an address or a number with a sign.
fn numbers(text: &str) -> Vec<Number> {
    let mut out = Vec::new();
    let mut chars = text.char_indices().peekable();
    let mut before = ' ';
    while let Some((at, c)) = chars.next() {
        let Some(first) = digit(c) else {
            before = c;
            continue;
        };
        let joined = |c: char| c.is_ascii_alphabetic() || matches!(c, '+' | '@' | '_' | '.' | '/' | '#');
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
                None if !gap && matches!(c, '-' | ' ' | '－' | '‐' | '−' | '　') => gap = true,
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
