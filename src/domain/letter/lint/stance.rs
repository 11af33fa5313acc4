//! What the letter claims, threatens, feels, and takes back.

use super::phrases::{Family, p, unless};
use super::text::{Letter, finding, hits};
use super::{Lint, Weight};

/// The law gives these claims only under conditions (個人情報保護法35条): a letter asks, it doesn't judge.
const CLAIM: Family = Family {
    rule: "legal_claim",
    weight: Weight::Warn,
    message: "「{}」は、法律上の判断を言い切る言葉です",
    why: "消去や利用停止は要件に当たるときの請求で、言い切ると話し合いがこじれます（個人情報保護法35条）",
    written: false,
    deniable: true,
    phrases: &[
        p("違法", "事実だけを書き、「お願いいたします」と結んでください"),
        p("法律違反", "事実だけを書き、「お願いいたします」と結んでください"),
        p("法令違反", "事実だけを書き、「お願いいたします」と結んでください"),
        p("法律に違反", "事実だけを書き、「お願いいたします」と結んでください"),
        p("不法行為", "事実だけを書き、「お願いいたします」と結んでください"),
        p("犯罪", "事実だけを書き、「お願いいたします」と結んでください"),
        p("法的義務", "「お願いいたします」と書いてください"),
        p("法律上の義務", "「お願いいたします」と書いてください"),
        p("義務があり", "「お願いいたします」と書いてください"),
        p("義務がござい", "「お願いいたします」と書いてください"),
        p("義務です", "「お願いいたします」と書いてください"),
        p("義務を負", "「お願いいたします」と書いてください"),
        p("義務違反", "事実だけを書いてください"),
        p("法に違反", "事実だけを書き、「お願いいたします」と結んでください"),
        p("法違反", "事実だけを書き、「お願いいたします」と結んでください"),
        p("条に違反", "事実だけを書き、「お願いいたします」と結んでください"),
        p("条違反", "事実だけを書き、「お願いいたします」と結んでください"),
        p("法的責任", "「お願いいたします」と書いてください"),
        p("法的な責任", "「お願いいたします」と書いてください"),
        p("法律上の責任", "「お願いいたします」と書いてください"),
    ],
};

/// Places are named after courts.
const COURT: &[&str] =
    &["所前", "所通", "所東", "所西", "所南", "所北", "所近", "所そば", "所の近", "所の前"];

const THREAT: Family = Family {
    rule: "threat",
    weight: Weight::Warn,
    message: "「{}」は、威圧と受け取られます",
    why: "威圧は対応を遅らせ、記録にも残ります。相談先がある旨を書くだけで足ります",
    written: false,
    deniable: true,
    phrases: &[
        p("訴えます", "「公的な窓口に相談することも考えております」"),
        p("訴えるこ", "「公的な窓口に相談することも考えております」"),
        p("訴訟", "「公的な窓口に相談することも考えております」"),
        p("提訴", "「公的な窓口に相談することも考えております」"),
        unless("裁判", &[], COURT, "「公的な窓口に相談することも考えております」"),
        p("法的措置", "「公的な窓口に相談することも考えております」"),
        p("法的手段", "「公的な窓口に相談することも考えております」"),
        p("損害賠償", "削ってください"),
        p("慰謝料", "削ってください"),
        p("晒し", "削ってください"),
        p("さらします", "削ってください"),
        p("公表します", "削ってください"),
        p("公開します", "削ってください"),
        p("SNSに書", "削ってください"),
        p("SNSに投稿", "削ってください"),
        p("SNSに載", "削ってください"),
        p("SNSで広", "削ってください"),
        p("SNSへ", "削ってください"),
        p("ネットに書", "削ってください"),
        p("拡散", "削ってください"),
        p("口コミに書", "削ってください"),
        p("通報し", "「公的な窓口に相談することも考えております」"),
        p("被害届", "削ってください"),
        p("ただでは済", "削ってください"),
    ],
};

const CALM: &str = "「ご連絡の回数が多く、対応が難しくなっております」のように、事実を書いてください";

const ANGER: Family = Family {
    rule: "anger",
    weight: Weight::Warn,
    message: "「{}」は、感情的に読める言葉です",
    why: "感情は用件を見えにくくし、相手を身構えさせます",
    written: false,
    deniable: false,
    phrases: &[
        p("最悪", CALM),
        p("最低な", CALM),
        p("最低です", CALM),
        p("最低だ", CALM),
        p("最低でし", CALM),
        p("最低の対応", CALM),
        unless("二度と", &[], &["も"], "「今後のご連絡は不要です」"),
        p("詐欺", CALM),
        unless("迷惑", &["ご", "御"], &[], CALM),
        p("しつこ", CALM),
        p("非常識", CALM),
        p("ひどい", CALM),
        p("ひどく", CALM),
        p("酷い", CALM),
        p("うんざり", CALM),
        p("不愉快", CALM),
        unless("不快", &["ご", "御"], &[], CALM),
        p("頭にき", CALM),
        p("頭に来", CALM),
        p("ムカつ", CALM),
        p("むかつ", CALM),
        p("てくるな", CALM),
        p("てこないで", CALM),
        p("連絡するな", CALM),
        p("電話するな", CALM),
        p("やめろ", CALM),
        p("腹が立", CALM),
        p("腹立た", CALM),
        p("怒り", CALM),
        p("許せな", CALM),
        p("許せま", CALM),
        p("許しませ", CALM),
        p("許さな", CALM),
        p("ふざけ", CALM),
        p("いい加減に", CALM),
        p("いいかげんに", CALM),
        p("無能", CALM),
        p("役に立たな", CALM),
        p("嘘をつ", CALM),
        p("うそをつ", CALM),
        p("嘘つき", CALM),
        p("ありえない", CALM),
        p("ありえませ", CALM),
        p("有り得な", CALM),
        p("信じられな", CALM),
        p("信じられませ", CALM),
        p("呆れ", CALM),
        p("あきれ", CALM),
        // One's own 失礼 is an apology: 失礼な申し出となり.
        p("失礼な対応", CALM),
        p("失礼な態度", CALM),
        p("失礼な電話", CALM),
        p("失礼な連絡", CALM),
        p("失礼な言", CALM),
        p("失礼な担当", CALM),
        p("失礼な人", CALM),
        p("失礼だ", CALM),
        p("失礼では", CALM),
        p("失礼です", CALM),
        p("失礼極ま", CALM),
        p("無礼", CALM),
        p("不誠実", CALM),
        p("悪質", CALM),
        p("悪徳", CALM),
        p("馬鹿", CALM),
        unless("バカ", &[], &["ンス"], CALM),
        p("うるさい", CALM),
        p("怒って", CALM),
    ],
};

/// What a withdrawal or a refusal is about.
const CORE: [&str; 9] =
    ["退会", "辞退", "消去", "削除", "利用の停止", "利用を停止", "利用停止", "提供を停止", "提供の停止"];

/// What takes the edge off it.
const WEAK: [&str; 17] = [
    "できれば",
    "できましたら",
    "できたら",
    "可能であれば",
    "可能でしたら",
    "可能なら",
    "ご検討",
    "検討して",
    "検討し",
    "検討中",
    "幸いです",
    "幸いに存じ",
    "かもしれ",
    "迷って",
    "ひとまず",
    "したいと思",
    "しようと思",
];

/// Reasons, not doubts.
const DECIDED: [&str; 4] = ["検討の結果", "検討した結果", "検討しました結果", "検討いたしました結果"];

/// (goal, what contradicts it).
const AGAINST: [(&str, &[&str]); 2] = [
    (
        "withdraw",
        &[
            "再開を希望",
            "再開希望",
            "再開をお願い",
            "再開したく",
            "再登録を希望",
            "再登録をお願い",
            "再登録したく",
            "一時停止をお願い",
            "休止をお願い",
            "休止を希望",
            "登録は残して",
            "登録は継続",
            "登録はこのまま続け",
        ],
    ),
    (
        "pause",
        &[
            "退会いたします",
            "退会します",
            "退会を希望し",
            "退会を希望いた",
            "退会の手続きをお願い",
            "退会をお願い",
            "退会させて",
        ],
    ),
];

/// The tables, for [`super::phrases`].
pub(super) const FAMILIES: &[Family] = &[CLAIM, THREAT, ANGER];

/// Looks at all of them.
pub(super) fn check(letter: &Letter<'_>, out: &mut Vec<Lint>) {
    law(letter, out);
    if matches!(letter.input.goal, "withdraw" | "decline") {
        wavering(letter, out);
    }
    selections(letter, out);
    for (goal, phrases) in AGAINST {
        let units = letter.units.iter().filter(|_| goal == letter.input.goal);
        for (unit, (at, phrase)) in units.flat_map(|u| {
            phrases.iter().filter_map(|f| Some((u.text.find(f)?, *f))).map(move |found| (u, found))
        }) {
            out.push(finding(
                "contradiction",
                Weight::Block,
                unit.place(at),
                "どちらの手続きをすればよいか、相手が決められません",
                format!("「{phrase}」は、この文面の依頼と食い違います"),
                "退会・休止・再開のうち、一つの依頼だけを書いてください",
            ));
        }
    }
}

/// 「選考中の案件はありません」 beside a selection that is declined.
fn selections(letter: &Letter<'_>, out: &mut Vec<Lint>) {
    let under_way = ["選考中", "応募中", "進行中", "応募・選考"];
    let none = ["ありません", "ございません", "おりません", "なし", "無し", "ない"];
    let declined = ["選考を辞退", "内定を辞退", "選考の辞退", "内定の辞退", "面接を辞退", "応募を取り下げ"];
    if !letter.said().any(|(_, s)| declined.iter().any(|d| s.contains(d))) {
        return;
    }
    let says = |s: &str| {
        under_way.iter().any(|u| hits(s, u).any(|(_, _, after)| none.iter().any(|n| after.contains(n))))
    };
    if let Some((place, _)) = letter.said().find(|(_, s)| says(s)) {
        out.push(finding(
            "contradiction",
            Weight::Block,
            place,
            "先方への連絡が要るのかどうか、相手が決められません",
            "「選考中の案件はない」と書きながら、辞退も書いています",
            "どちらか一方を消してください",
        ));
    }
}

fn law(letter: &Letter<'_>, out: &mut Vec<Lint>) {
    const OCCASIONS: [&str; 9] =
        ["以内", "直ちに", "ただちに", "即刻", "今すぐ", "条", "なければな", "べきです", "商取引法"];
    if !letter.has_any(&OCCASIONS) && !letter.has("特商法") {
        return;
    }
    for (place, s) in letter.sentences() {
        let has = |w: &[&str]| w.iter().any(|w| s.contains(w));
        if has(&["義務", "法律で", "法律上", "法定", "法的", "法により", "法で"])
            && ["日以内", "週間以内", "時間以内", "か月以内", "ヶ月以内"].iter().any(|d| s.contains(d))
        {
            out.push(finding(
                "legal_days",
                Weight::Warn,
                place,
                "利用停止などの請求に、法定の回答日数はありません（個人情報保護法35条7項は「遅滞なく」。39条の2週間は訴えの前の期間です）",
                "日数を、法律上の期限のように書いています",
                "「○営業日以内を目安に」と、お願いとして書いてください",
            ));
        }
        if has(&["直ちに", "ただちに", "即刻", "今すぐ"])
            && has(&["全て", "すべて", "全部", "一切", "全データ"])
            && has(&["消去", "削除", "破棄", "抹消"])
        {
            out.push(finding(
                "legal_all",
                Weight::Warn,
                place,
                "職業紹介事業者には、法令により一定の期間の保存が求められる記録があります（職業安定法32条の15）",
                "すべてのデータの即時の消去を求めています",
                "「法令により保存が必要なものは、項目・根拠・期限をお知らせください」と書き添えてください",
            ));
        }
        let must = ["なければなりませ", "なければならな", "ねばなりませ", "べきです", "べきである"];
        if has(&must) && has(&["消去", "削除", "破棄", "抹消", "停止", "回答", "通知"]) {
            out.push(finding(
                "legal_claim",
                Weight::Warn,
                place,
                CLAIM.why,
                "相手の義務のように書いています",
                "「お願いいたします」と書いてください",
            ));
        }
        if has(&["特定商取引法", "特定商取引に関する法律", "特商法"]) {
            article(
                out,
                place,
                "特定商取引法は有償の契約の勧誘についての法律で、求職者に無料の職業紹介には通常当てはまりません",
                "条文を引かず、「お電話はお控えください」とお願いしてください",
            );
        }
        let digits: String = s
            .chars()
            .filter(|c| !c.is_whitespace() && *c != '第')
            .map(|c| match c {
                '０'..='９' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
                c => c,
            })
            .collect();
        if digits.contains("35条3項") || digits.contains("三十五条三項") {
            article(
                out,
                place,
                "35条3項は、違法な第三者提供があったという主張になります",
                "違反を主張しないなら、35条5項を引いてください",
            );
        }
        if (digits.contains("34条") || digits.contains("三十四条")) && has(&["削除", "消去"]) {
            article(
                out,
                place,
                "34条は、内容が事実でないときの訂正・追加・削除の請求です",
                "退会に伴う消去には、35条5項を引いてください",
            );
        }
    }
}

fn article(out: &mut Vec<Lint>, place: super::Place, message: &str, suggestion: &str) {
    out.push(finding(
        "legal_article",
        Weight::Warn,
        place,
        "条文が依頼に合わないと、請求の趣旨が変わります",
        message,
        suggestion,
    ));
}

fn wavering(letter: &Letter<'_>, out: &mut Vec<Lint>) {
    let there: Vec<&str> = WEAK.into_iter().filter(|w| letter.has(w)).collect();
    for (place, s) in letter.sentences().filter(|_| !there.is_empty()) {
        let weak = there.iter().find(|w| s.contains(**w));
        let reason = DECIDED.iter().any(|d| s.contains(d));
        if let Some(weak) = weak
            && !reason
            && CORE.iter().any(|c| s.contains(c))
        {
            out.push(finding(
                "wavering",
                Weight::Warn,
                place,
                "言い切らないと、引き止めや「検討中」の扱いになることがあります",
                format!("「{weak}」が、依頼の中心を弱めています"),
                "「退会いたします」「消去をお願いいたします」と言い切ってください",
            ));
        }
    }
}
