//! What a letter of a goal has to say.
//!
//! Patterns ask for words in one sentence, in whatever order, so that other wordings pass; they can't tell
//! whether the sentence says it well. A missing decision blocks, the rest warns.

use super::required::{ELEMENTS, MEANS, OneOf, Seen};
use super::text::{Letter, finding, hits, squeezed};
use super::{Lint, Part, Place, Weight};

/// What stops something.
const STOP: OneOf = &[
    "停止",
    "止め",
    "とめ",
    "やめ",
    "控え",
    "ひかえ",
    "不要",
    "中止",
    "終了",
    "結構",
    "遠慮",
    "休止",
    "休み",
    "休む",
    "解除",
    "希望しません",
    "希望いたしません",
];

/// A request of a withdrawal: its id, what it is about, whether the word alone says it (else something has to be stopped), its name.
const REQUESTS: [(&str, OneOf, bool, &str); 6] = [
    ("erase", &["消去", "削除", "抹消", "破棄"], true, "個人情報の消去"),
    (
        "stop_use",
        &[
            "利用の停止",
            "利用を停止",
            "利用停止",
            "使用の停止",
            "使用を停止",
            "利用をやめ",
            "利用を止め",
            "利用しない",
            "使わない",
            "利用を終",
        ],
        true,
        "個人情報の利用の停止",
    ),
    ("stop_third_party", &["第三者"], true, "第三者への提供の停止"),
    ("stop_offers", &["紹介", "求人"], false, "求人の紹介の停止"),
    (
        "stop_mail",
        &["配信", "メールマガジン", "メルマガ", "案内メール", "ご案内のメール", "ダイレクトメール"],
        false,
        "案内メールの配信の停止",
    ),
    (
        "stop_calls",
        &["お電話", "電話で", "電話や", "電話、", "電話・", "電話に", "電話連絡", "架電", "SMS", "ＳＭＳ"],
        false,
        "電話やSMSの停止",
    ),
];

/// The words of the first line of a form.
const OPENING: [(&str, OneOf); 6] = [
    ("withdraw", &["退会", "登録解除", "登録の解除", "登録の終了"]),
    ("pause", &["休止", "停止", "休み", "休会"]),
    ("change_handler", &["担当"]),
    ("reduce_contact", &["連絡"]),
    ("decline", &["辞退", "取り下げ"]),
    ("resume", &["再開", "再登録"]),
];

/// Looks for what is missing.
pub(super) fn check(letter: &Letter<'_>, out: &mut Vec<Lint>) {
    let (goal, place) = (letter.input.goal, Place { part: Part::Body, line: 1 });
    for e in ELEMENTS.iter().filter(|e| e.goal == goal) {
        let there = match e.seen {
            Seen::Words(ways) => letter
                .sentences()
                .any(|(_, s)| ways.iter().any(|w| w.iter().all(|one| one.iter().any(|x| s.contains(x))))),
            Seen::By(f) => f(letter),
        };
        if !there {
            out.push(finding(e.rule, e.weight, place, e.why, e.message, e.suggestion));
        }
    }
    if goal == "withdraw" {
        requests(letter, place, out);
    }
    opening(letter, out);
}

fn requests(letter: &Letter<'_>, place: Place, out: &mut Vec<Lint>) {
    let says = |id: &str| {
        REQUESTS.iter().find(|r| r.0 == id).is_some_and(|(_, words, alone, _)| {
            if *alone { letter.has_any(words) } else { asks_to_stop(letter, words) }
        })
    };
    for (id, _, _, name) in REQUESTS {
        if letter.input.requests.iter().any(|r| r == id) && !says(id) {
            out.push(finding(
                "missing_request",
                Weight::Warn,
                place,
                "退会・消去・配信の停止は、別々の手続きとして扱われることがあります",
                format!("選んだ依頼「{name}」が文面にありません"),
                "依頼の項目を書き加えるか、選び直してください",
            ));
        }
    }
    let erases = says("erase");
    if erases && !says("stop_mail") {
        out.push(finding(
            "erase_without_mailings",
            Weight::Hint,
            place,
            "消去と配信の停止は別の処理のことが多く、消去が終わるまで案内が続くことがあります",
            "消去を頼んでいますが、案内メールの配信の停止は頼んでいません",
            "配信の停止も、項目を分けて書いておくと確実です",
        ));
    }
    if says("stop_mail") && !erases && !says("stop_use") {
        out.push(finding(
            "mailings_without_erase",
            Weight::Hint,
            place,
            "退会しても、登録した個人情報が残ることがあります",
            "配信の停止を頼んでいますが、個人情報の消去や利用の停止は頼んでいません",
            "個人情報を残してよいか、確かめてください",
        ));
    }
}

/// Whether one of these things is to be stopped: in one sentence, or as an item of a list whose introduction says so.
pub(super) fn asks_to_stop(letter: &Letter<'_>, things: &[&str]) -> bool {
    let names = |s: &str| things.iter().any(|t| s.contains(t));
    let stops = |s: &str| STOP.iter().any(|t| s.contains(t));
    letter.sentences().any(|(_, s)| names(s) && stops(s))
        || (letter.units.iter().any(|u| u.item && names(&u.text))
            && letter.units.iter().any(|u| !u.item && stops(&u.text)))
}

/// Whether a means of contact is named, apart from the sender's own address and number.
pub(super) fn names_means(letter: &Letter<'_>) -> bool {
    letter.sentences().any(|(_, s)| {
        let s = s.replace("メールアドレス", "").replace("電話番号", "");
        MEANS.iter().any(|m| s.contains(m))
    })
}

/// Whether a number of times stands somewhere, or that contact is only in reply.
pub(super) fn counts(letter: &Letter<'_>) -> bool {
    let digit =
        |c: char| c.is_ascii_digit() || ('０'..='９').contains(&c) || "一二三四五六七八九十".contains(c);
    letter.sentences().any(|(_, s)| {
        ["回", "通"].iter().any(|n| hits(s, n).any(|(_, before, _)| before.ends_with(digit)))
            || s.contains("隔週")
            || (["尋ね", "こちらから", "当方から", "私から"].iter().any(|w| s.contains(w))
                && ["限り", "のみ", "だけ"].iter().any(|w| s.contains(w)))
    })
}

fn opening(letter: &Letter<'_>, out: &mut Vec<Lint>) {
    if letter.input.channel != "form" || letter.input.subject.is_some_and(|s| !squeezed(s).is_empty()) {
        return;
    }
    let words = OPENING.iter().find(|(goal, _)| *goal == letter.input.goal);
    let first = letter.units.first();
    if let (Some((_, words)), Some(first)) = (words, first)
        && !words.iter().any(|w| first.text.contains(w))
    {
        out.push(finding(
            "missing_opening",
            Weight::Hint,
            first.place(0),
            "件名のないフォームでは、1行目で用件が分かると早く担当に届きます",
            "1行目から用件が分かりません",
            "1行目を「【退会のお願い】」のような見出しにしてください",
        ));
    }
}
