//! Characters that forms lose, and the length of the text.
//!
//! Mail and paper carry all of Unicode. Older forms store JIS X 0208 (`Shift_JIS`, `EUC-JP`, `ISO-2022-JP` proper) and turn the rest
//! into `?`, among it the vendors' extensions ① ㈱ 髙 﨑, which only some products know.
//!
//! **Why a table of our own** (`jis0208.txt`, a row of the standard a line; 8 kB in the program): an encoder from `encoding_rs` takes all
//! of that crate's tables with it (one `Encoder` type serves every encoding), and follows the WHATWG, where ①, 髙 and ～ belong to
//! `EUC-JP` and 〜 doesn't. `tests/lint.rs` holds the table against that crate, so that the two can't drift apart.

use super::text::{Letter, finding};
use super::{Lint, Part, Place, Weight};
use crate::domain::document::pair;
use std::collections::HashSet;

/// A bit for each character of the first plane that JIS X 0208 has.
static JIS: [u64; 1024] = bits(include_bytes!("jis0208.txt"));

/// Reads three-byte and two-byte UTF-8 at compile time; the table has no other.
const fn bits(text: &[u8]) -> [u64; 1024] {
    let mut out = [0; 1024];
    let mut i = 0;
    while i < text.len() {
        let b = text[i] as usize;
        let (code, len) = if b < 0x80 {
            (0, 1)
        } else if b < 0xE0 {
            ((b & 0x1F) << 6 | (text[i + 1] as usize & 0x3F), 2)
        } else {
            ((b & 0x0F) << 12 | (text[i + 1] as usize & 0x3F) << 6 | (text[i + 2] as usize & 0x3F), 3)
        };
        if code > 0 {
            out[code / 64] |= 1 << (code % 64);
        }
        i += len;
    }
    out
}

fn in_jis(c: char) -> bool {
    usize::try_from(u32::from(c))
        .ok()
        .and_then(|c| JIS.get(c / 64).map(|w| w >> (c % 64) & 1 == 1))
        .unwrap_or(false)
}

/// Characters of JIS X 0208 that products read as two different ones.
const AMBIGUOUS: [(&str, &str); 7] = [
    ("〜～", "「から」と書く"),
    ("−－", "半角の「-」にする"),
    ("‖∥", "別の記号にする"),
    ("—", "「―」（U+2015）にする"),
    ("¢￠", "「セント」と書く"),
    ("£￡", "「ポンド」と書く"),
    ("¬￢", "言葉で書く"),
];

/// What to write instead. Characters of names are given as the form's other spelling, to be added and not to replace.
const INSTEAD: [(&str, &str); 23] = [
    ("①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳", "「1.」「（1）」のように書く"),
    ("㈱", "「株式会社」と書く"),
    ("㈲", "「有限会社」と書く"),
    ("㈹", "「代表」と書く"),
    ("ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩⅰⅱⅲⅳⅴⅵⅶⅷⅸⅹ", "英字や算用数字で書く"),
    ("№", "「No.」と書く"),
    ("℡☎📞", "「電話」と書く"),
    ("✉📧", "「メール」と書く"),
    ("㎡", "「平方メートル」と書く"),
    ("㎜㎝㎞㎎㎏㏄㍉㌔㌢㍍㌘㌧㌃㌶㍑㍗㌍㌦㌣㌫㍊㌻", "「mm」「kg」のように書く"),
    ("㍻㍼㍽㍾㋿", "「令和」のように書く"),
    ("㊤㊥㊦㊧㊨", "かな漢字で書く"),
    ("–‐‑", "半角の「-」にする"),
    ("•‣◦▪", "「・」にする"),
    ("✓✔☑", "「済」と書く"),
    ("←→⇒➡", "「から」「へ」と書く"),
    ("\u{A0}\u{2002}\u{2003}\u{2009}\u{202F}", "ふつうの空白にする"),
    ("\u{200B}\u{200C}\u{200D}\u{2060}\u{FEFF}\u{AD}", "見えない文字なので消す"),
    ("©®™", "消すか、かっこ書きにする"),
    ("〝〟", "「」にする"),
    ("€", "「ユーロ」と書く"),
    ("゠", "「＝」にする"),
    ("\t", "空白にする"),
];

/// Variants of characters in names and the one that JIS X 0208 has.
const NAMES: [(&str, char); 17] = [
    ("髙", '高'),
    ("﨑", '崎'),
    ("𠮷", '吉'),
    ("德", '徳'),
    ("濵", '浜'),
    ("嶌", '島'),
    ("桒", '桑'),
    ("栁", '柳'),
    ("閒", '間'),
    ("\u{FA10}", '塚'),
    ("\u{FA19}", '神'),
    ("\u{FA1A}", '祥'),
    ("\u{FA1B}", '福'),
    ("\u{FA1C}", '靖'),
    ("\u{FA1D}", '精'),
    ("\u{FA22}", '諸'),
    ("\u{FA26}", '都'),
];

const WHY: &str =
    "フォームによっては JIS X 0208 の文字しか受け付けず、そのまま送ると「?」になることがあります";

/// Looks at the characters of a form's text, and at the length of any.
pub(super) fn check(letter: &Letter<'_>, out: &mut Vec<Lint>) {
    if letter.input.channel == "form" {
        let mut seen = HashSet::new();
        for (place, line) in &letter.lines {
            for c in line.chars().filter(|c| !matches!(c, ' '..='~')) {
                // A blank's mark has a finding of its own.
                if !matches!(c, '\u{FDD0}' | '\u{FDD1}') && seen.insert(c) {
                    character(letter, *place, c, out);
                }
            }
        }
    }
    length(letter, out);
}

fn character(letter: &Letter<'_>, place: Place, c: char, out: &mut Vec<Lint>) {
    let code = format!("U+{:04X}", u32::from(c));
    // What can't be seen is named by its code alone.
    let shown = if c.is_control() || c.is_whitespace() || invisible(c) {
        "見えない文字".to_owned()
    } else {
        format!("「{c}」")
    };
    if let Some((_, instead)) = AMBIGUOUS.iter().find(|(all, _)| all.contains(c)) {
        let why = "同じ記号に二つの符号があり、フォームの作りによっては「?」になることがあります";
        out.push(finding(
            "form_ambiguous",
            Weight::Hint,
            place,
            why,
            format!("{shown}（{code}）は、化けることのある記号です"),
            format!("{instead}と確実です"),
        ));
        return;
    }
    if in_jis(c) {
        return;
    }
    let in_name = letter.input.sender.is_some_and(|s| s.contains(c));
    let suggestion = if let Some((_, common)) = NAMES.iter().find(|(all, _)| all.contains(c)) {
        format!("名前の字は変えません。登録時に「{common}」の字を使ったなら、その表記も書き添えてください")
    } else if in_name {
        "名前の字は変えません。フリガナを添え、送ったあとの控えで化けていないか確かめてください".to_owned()
    } else if matches!(c, '\u{FF61}'..='\u{FF9F}') {
        "全角のカタカナにしてください".to_owned()
    } else if let Some((_, instead)) = INSTEAD.iter().find(|(all, _)| all.contains(c)) {
        format!("{instead}と確実です")
    } else if matches!(c, '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}') {
        "字形を選ぶ見えない符号です。なくても読めるか確かめてください".to_owned()
    } else if u32::from(c) >= 0x1F000 {
        "絵文字は消してください".to_owned()
    } else {
        "ほかの字で書けるか、かなで書けるか確かめてください".to_owned()
    };
    out.push(finding(
        "form_character",
        Weight::Warn,
        place,
        WHY,
        format!("{shown}（{code}）は、JIS X 0208 にない文字です"),
        suggestion,
    ));
}

fn invisible(c: char) -> bool {
    matches!(
        c,
        '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{E0100}'..='\u{E01EF}' | '\u{300}'..='\u{36F}' | '\u{3099}' | '\u{309A}'
    )
}

fn length(letter: &Letter<'_>, out: &mut Vec<Lint>) {
    let Some(limit) = letter.input.limit else { return };
    let body = letter.input.body;
    // As browsers count: a character like 𠮷 is two.
    let chars = body.encode_utf16().count();
    // Forms count an end of line as one character or as two (CR LF).
    let most = chars + body.matches('\n').count() - body.matches("\r\n").count();
    let place = Place { part: Part::Body, line: 1 };
    let suggestion = "依頼や案件を分けて送るか、メールなど、ほかの送り方を選んでください";
    let why = "上限を超えると、送れないか、途中で切れます";
    if chars > limit {
        let pair = pair(body).map_or_else(String::new, |c| format!("（「{c}」などは2文字と数えて）"));
        let message = format!("本文が{chars}文字あり{pair}、上限の{limit}文字を超えています");
        out.push(finding("length", Weight::Block, place, why, message, suggestion));
    } else if most > limit {
        let message = format!("改行を2文字と数えるフォームでは{most}文字になり、上限の{limit}文字を超えます");
        out.push(finding("length", Weight::Warn, place, why, message, suggestion));
    }
}
