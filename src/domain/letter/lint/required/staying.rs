//! What a letter says that goes on with a service: another consultant, less contact, a new beginning.

use super::super::Weight;
use super::super::seen::{self, STOP};
use super::{Element, PERSON, Seen, THROUGHOUT, VERB};

pub(super) const ELEMENTS: &[Element] = &[
    Element {
        goal: "change_handler",
        rule: "missing_decision",
        weight: Weight::Block,
        seen: Seen::Decided(&[&[
            &["担当"],
            &["変更", "交代", "交替", "替え", "変え", "代え", "代わ", "別の", "かえ", "見直"],
            VERB,
        ]]),
        message: "担当変更の依頼がはっきり書かれていません",
        why: THROUGHOUT,
        suggestion: "「担当の変更をお願いいたします」と書いてください",
    },
    Element {
        goal: "change_handler",
        rule: "missing_thanks",
        weight: Weight::Hint,
        seen: Seen::By(seen::thanks),
        message: "これまでへのお礼がありません",
        why: "今の担当の方への評価と受け取られにくくなります",
        suggestion: "「これまでのご対応には感謝しております」のような一文を添えてください",
    },
    Element {
        goal: "change_handler",
        rule: "missing_person",
        weight: Weight::Warn,
        seen: Seen::Words(&[&[PERSON]]),
        message: "新しい担当の方の名前を尋ねていません",
        why: "次の連絡先が分かります",
        suggestion: "「新しいご担当の方のお名前をお知らせください」と書き添えてください",
    },
    Element {
        goal: "reduce_contact",
        rule: "missing_decision",
        weight: Weight::Block,
        seen: Seen::Decided(&[
            &[&["連絡"], VERB],
            &[&["連絡"], STOP],
            &[&["電話", "メール"], &["控え", "のみで", "だけで", "回まで", "通まで", "件まで"]],
        ]),
        message: "連絡の仕方の依頼がはっきり書かれていません",
        why: THROUGHOUT,
        suggestion: "「今後のご連絡を、次のとおりにお願いいたします」のように書いてください",
    },
    Element {
        goal: "reduce_contact",
        rule: "missing_means",
        weight: Weight::Warn,
        seen: Seen::By(seen::names_means),
        message: "連絡の手段が書かれていません",
        why: "手段を書いておくと、守られたかどうかを確かめられます",
        suggestion: "「メールのみでお願いいたします」のように書いてください",
    },
    Element {
        goal: "reduce_contact",
        rule: "missing_frequency",
        weight: Weight::Warn,
        seen: Seen::By(seen::counts),
        message: "連絡の回数が数字で書かれていません",
        why: "「控えめに」では、人によって受け取り方がちがいます",
        suggestion: "「月に1回まで」のように数字で書いてください",
    },
    Element {
        goal: "resume",
        rule: "missing_decision",
        weight: Weight::Block,
        seen: Seen::Decided(&[
            &[&["再開", "再登録", "復帰"], VERB],
            &[
                &["改めて", "あらためて", "再び", "再度"],
                &["支援", "相談", "紹介", "力添え", "登録を", "活動"],
                &["願", "たく", "を希望", "いたします", "いただ", "ください"],
            ],
        ]),
        message: "再開の依頼がはっきり書かれていません",
        why: THROUGHOUT,
        suggestion: "「改めてご支援をお願いしたく」のように書いてください",
    },
    Element {
        goal: "resume",
        rule: "missing_contact_rule",
        weight: Weight::Warn,
        seen: Seen::By(seen::names_means),
        message: "連絡の取り方が書かれていません",
        why: "はじめに決めておくと、同じことで困りません",
        suggestion: "「ご連絡はメールでお願いいたします」のように書いてください",
    },
    Element {
        goal: "resume",
        rule: "missing_data",
        weight: Weight::Hint,
        seen: Seen::Words(&[&[&[
            "登録情報",
            "登録の情報",
            "登録内容",
            "以前の登録",
            "前回の登録",
            "以前の情報",
            "個人情報",
        ]]]),
        message: "以前の登録情報の扱いが書かれていません",
        why: "前の情報が残っているか、使ってよいかが分からないと、登録からやり直すことがあります",
        suggestion: "「以前の登録情報が残っておりましたら、お知らせください」のように書いてください",
    },
];
