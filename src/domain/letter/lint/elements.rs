//! What a letter of a goal has to say.
//!
//! Patterns ask for words in one sentence, in whatever order, so that other wordings pass; they can't tell
//! whether the sentence says it well. Only what the letter itself says is looked at: a subject that names the matter asks for
//! nothing yet. A missing decision blocks, the rest warns.

use super::required::{ELEMENTS, Element, OneOf, Seen};
use super::seen::{asks_to_stop, deciding, holds};
use super::text::{Letter, Role, finding, squeezed};
use super::{Lint, Part, Place, Weight};

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
            "利用と第三者",
            "利用も止め",
            "情報の利用を",
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

/// What is said of data that the law keeps is no request for the rest.
const KEPT: OneOf = &["法令により", "保存以外", "保存が必要", "期限が過ぎ"];

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
    // A short message on the screen where both write anyway decides, and leaves the rest to what comes back.
    let short = letter.input.channel == "message";
    let of = |e: &&Element| {
        (e.goal == goal || (e.goal == super::required::EVERY && !goal.is_empty()))
            && (!short || e.weight == Weight::Block)
    };
    for e in ELEMENTS.into_iter().flatten().filter(of) {
        let there = match e.seen {
            Seen::Words(ways) => letter.said().any(|(_, s)| holds(s, ways)),
            Seen::Decided(ways) => deciding(letter).iter().any(|s| holds(s, ways)),
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
    let asks = |words: OneOf| {
        let word = |s: &str| words.iter().any(|w| s.contains(w)) && !KEPT.iter().any(|k| s.contains(k));
        letter.said().any(|(_, s)| word(s))
    };
    let says = |id: &str| {
        REQUESTS.iter().find(|r| r.0 == id).is_some_and(|(_, words, alone, _)| {
            if *alone { asks(words) } else { asks_to_stop(letter, words) }
        })
    };
    // A subject or title that names the erasure promises it.
    let titles = || letter.units.iter().filter(|u| u.role == Role::Name).map(|u| &u.text);
    let promised = |id: &str| id == "erase" && titles().any(|t| t.contains("個人情報の消去"));
    for (id, _, _, name) in REQUESTS {
        let chosen = letter.input.requests.iter().any(|r| r == id);
        if (chosen || promised(id)) && !says(id) {
            out.push(finding(
                "missing_request",
                Weight::Warn,
                place,
                "退会・消去・配信の停止は、別々の手続きとして扱われることがあります",
                format!("{}依頼「{name}」が文面にありません", if chosen { "選んだ" } else { "件名にある" }),
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
