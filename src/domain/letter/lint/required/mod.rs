//! The elements of each goal, as data. See [`super::elements`].

mod leaving;
mod staying;

use super::text::Letter;
use super::{FOLLOW_UP, Weight, seen};

/// Words of which one has to stand in the sentence.
pub(super) type OneOf = &'static [&'static str];

/// How it is seen that an element is there.
pub(super) enum Seen {
    /// One sentence has a word of each group, for one of these lists of groups.
    Words(&'static [&'static [OneOf]]),
    /// The same, in what is decided or asked for: not in a question about it.
    Decided(&'static [&'static [OneOf]]),
    /// By a function.
    By(fn(&Letter<'_>) -> bool),
}

/// Something that has to be said.
pub(super) struct Element {
    pub(super) goal: &'static str,
    pub(super) rule: &'static str,
    pub(super) weight: Weight,
    pub(super) seen: Seen,
    pub(super) message: &'static str,
    pub(super) why: &'static str,
    pub(super) suggestion: &'static str,
}

const ASK: OneOf = &[
    "案内",
    "知らせ",
    "教え",
    "教示",
    "連絡",
    "指示",
    "返信",
    "回答",
    "申し付け",
    "聞かせ",
    "一報",
    "ください",
    "下さい",
];
pub(super) const MEANS: OneOf =
    &["メール", "電話", "SMS", "ＳＭＳ", "LINE", "ＬＩＮＥ", "書面", "郵送", "チャット"];
pub(super) const PERSON: OneOf = &[
    "お名前",
    "担当者名",
    "担当名",
    "担当者の氏名",
    "ご芳名",
    "担当された方",
    "対応くださった方",
    "対応いただいた方",
    "ご氏名",
];

/// What decides or asks.
const VERB: OneOf = &[
    "いたし",
    "致し",
    "します",
    "させて",
    "希望",
    "願",
    "たく",
    "たい",
    "ください",
    "下さい",
    "いただ",
    "頂",
    "こととし",
    "ことにし",
    "申し",
    "存じ",
    "求め",
];

const THROUGHOUT: &str = "相手が動くために要る内容です";

/// Stands for every goal, second letters too.
pub(super) const EVERY: &str = "*";

/// What is looked for.
pub(super) const ELEMENTS: [&[Element]; 3] = [leaving::ELEMENTS, staying::ELEMENTS, COMMON];

const COMMON: &[Element] = &[
    Element {
        goal: FOLLOW_UP,
        rule: "missing_first",
        weight: Weight::Warn,
        seen: Seen::By(seen::names_the_first),
        message: "前の手紙の日付が書かれていません",
        why: "いつの何の件かが分かると、相手はすぐに探せます",
        suggestion: "「11月20日付のメール「（件名）」で、…をお願いいたしました」のように書いてください",
    },
    Element {
        goal: EVERY,
        rule: "missing_name",
        weight: Weight::Warn,
        seen: Seen::By(seen::names_sender),
        message: "差出人の氏名が本文にありません",
        why: "だれの登録の件か、相手には分かりません",
        suggestion: "「氏名：○○（フリガナ）」の行か、名乗りの一文を書いてください",
    },
    Element {
        goal: EVERY,
        rule: "missing_identity",
        weight: Weight::Warn,
        seen: Seen::By(seen::identifies),
        message: "登録を探す手がかり（生年月日、登録したメールアドレスか電話番号）が本文にありません",
        why: "氏名だけでは登録と照合できず、本人確認の連絡が来ることがあります",
        suggestion: "「登録メールアドレス：…」「登録電話番号：…」のように書き添えてください",
    },
];
