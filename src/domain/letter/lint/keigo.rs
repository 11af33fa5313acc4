//! Honorifics, after 文化審議会答申「敬語の指針」(2007). Page numbers are the report's.

use super::phrases::{Family, p, unless};
use super::text::{Letter, Unit, finding, hits};
use super::{Lint, Weight};

/// p. 30. お伺いする・お伺いいたす・お伺い申し上げる・お見えになる・お召し上がりになる have become established and are not here.
const DOUBLE: Family = Family {
    rule: "double_honorific",
    weight: Weight::Warn,
    message: "「{}」は二重敬語です",
    why: "一つの語に同じ種類の敬語を重ねるのは、一般に適切でないとされます（敬語の指針 p.30）",
    written: false,
    deniable: false,
    phrases: &[
        p("おっしゃられ", "「おっしゃる」で足ります"),
        p("仰られ", "「おっしゃる」で足ります"),
        p("いらっしゃられ", "「いらっしゃる」で足ります"),
        p("くださられ", "「くださる」で足ります"),
        p("なさられ", "「なさる」で足ります"),
        p("召し上がられ", "「召し上がる」で足ります"),
        p("ご拝見", "「拝見」で足ります"),
        p("ご拝読", "「拝読」で足ります"),
        p("ご拝受", "「拝受」で足ります"),
        p("ご拝察", "「拝察」で足ります"),
        p("お承り", "「承る」で足ります"),
        p("貴社様", "「貴社」で足ります"),
        p("御社様", "「貴社」で足ります"),
        p("ご芳名様", "「お名前」で足ります"),
    ],
};

/// p. 36: お(ご)…する and its forms raise whom the act reaches, never who acts.
pub(super) const HUMBLE: Family = Family {
    rule: "humble_for_reader",
    weight: Weight::Warn,
    message: "「{}」は、相手の動作に謙譲語を使っています",
    why: "「お（ご）…する」「伺う」「拝見する」などは自分の動作に使う言葉です（敬語の指針 p.36）",
    written: false,
    deniable: false,
    phrases: &[
        p("お伺いください", "「お尋ねください」"),
        p("お伺い下さい", "「お尋ねください」"),
        p("伺ってください", "「お尋ねください」"),
        p("伺って下さい", "「お尋ねください」"),
        p("拝見してください", "「ご覧ください」"),
        p("拝見して下さい", "「ご覧ください」"),
        p("拝見いただ", "「ご覧いただく」"),
        p("拝読ください", "「お読みください」"),
        p("拝読いただ", "「お読みいただく」"),
        p("拝受ください", "「お受け取りください」"),
        p("拝聴ください", "「お聞きください」"),
        p("申してください", "「おっしゃってください」"),
        p("申して下さい", "「おっしゃってください」"),
        p("申され", "「おっしゃる」"),
        p("参ってください", "「お越しください」"),
        p("参って下さい", "「お越しください」"),
        p("参られ", "「いらっしゃる」「お越しになる」"),
        p("存じておりますか", "「ご存じでしょうか」"),
        p("存じていますか", "「ご存じでしょうか」"),
        p("存じ上げていますか", "「ご存じでしょうか」"),
        unless("いたしてください", &["お", "ご"], &[], "「なさってください」"),
        p("いたして下さい", "「なさってください」"),
        p("いたされ", "「なさる」"),
        p("頂戴してください", "「お受け取りください」"),
        p("承ってください", "「お受けください」"),
        p("お目にかかってください", "「お会いください」"),
        p("差し上げてください", "「お渡しください」"),
        p("様はおられますか", "「様はいらっしゃいますか」"),
        p("様はおりますか", "「様はいらっしゃいますか」"),
    ],
};

/// p. 35: one doesn't raise one's own side.
const SELF: Family = Family {
    rule: "self_honorific",
    weight: Weight::Hint,
    message: "「{}」は、自分の側を立てる言い方です",
    why: "自分の側のことは立てません（敬語の指針 p.35）",
    written: false,
    deniable: false,
    phrases: &[
        p("私のお名前", "「私の氏名」"),
        p("私のご住所", "「私の住所」"),
        p("私のご連絡先", "「私の連絡先」"),
        p("私のお電話番号", "「私の電話番号」"),
        p("私のご希望", "「私の希望」"),
        p("私のご都合", "「私の都合」"),
        p("私がおっしゃ", "「私が申し」"),
        p("私もご存じ", "「私も存じて」"),
        p("私がお越し", "「私が伺」"),
    ],
};

const SA_WHY: &str = "五段活用の動詞には「せる」が付き、「さ」は要りません";

const SA_IRE: Family = Family {
    rule: "sa_ire",
    weight: Weight::Warn,
    message: "「{}」は、さ入れ言葉です",
    why: SA_WHY,
    written: false,
    deniable: false,
    phrases: &[
        p("休まさせ", "「休ませて」"),
        p("読まさせ", "「読ませて」"),
        p("行かさせ", "「行かせて」"),
        p("書かさせ", "「書かせて」"),
        p("聞かさせ", "「聞かせて」"),
        p("続かさせ", "「続かせて」"),
        p("伺わさせ", "「伺わせて」"),
        p("使わさせ", "「使わせて」"),
        p("言わさせ", "「言わせて」"),
        p("願わさせ", "「願わせて」"),
        p("会わさせ", "「会わせて」"),
        p("送らさせ", "「送らせて」"),
        p("帰らさせ", "「帰らせて」"),
        p("終わらさせ", "「終わらせて」"),
        p("取らさせ", "「取らせて」"),
        p("断らさせ", "「断らせて」"),
        p("やらさせ", "「やらせて」"),
        p("待たさせ", "「待たせて」"),
        p("持たさせ", "「持たせて」"),
        p("いただかさせ", "「いただいて」"),
    ],
};

/// Words that grate in a letter.
const PLAIN: Family = Family {
    rule: "plain_words",
    weight: Weight::Hint,
    message: "「{}」は、改まった手紙には向きません",
    why: "受け取る人によっては、くだけた言い方や目上からの言い方に聞こえます",
    written: false,
    deniable: false,
    phrases: &[
        p("了解しました", "「承知いたしました」"),
        p("了解いたしました", "「承知いたしました」"),
        p("了解です", "「承知いたしました」"),
        p("すいません", "「申し訳ございません」「恐れ入ります」"),
        p("すみません", "「申し訳ございません」「恐れ入ります」"),
        p("ごめんなさい", "「申し訳ございません」"),
        p("大丈夫です", "「結構です」「差し支えありません」「不要です」"),
        p("取り急ぎお礼まで", "「まずはお礼申し上げます」"),
        p("取り急ぎご連絡まで", "「まずはご連絡申し上げます」"),
        p("取り急ぎ用件まで", "「まずは用件のみにて失礼いたします」"),
        p("取り急ぎご報告まで", "「まずはご報告申し上げます」"),
        p("取り急ぎ", "「まずは」"),
        p("ご苦労様", "「お世話になっております」"),
        p("ご苦労さま", "「お世話になっております」"),
        p("よろしかったでしょうか", "「よろしいでしょうか」"),
        p("してもらえますか", "「していただけますか」"),
        p("してもらいたい", "「していただきたく」"),
        p("してほしいです", "「していただきたく存じます」"),
        p("とりあえず", "「まずは」"),
    ],
};

/// 御社 is spoken, 貴社 written (facts on addressing: 話し言葉と書き言葉).
const ONSHA: Family = Family {
    rule: "onsha",
    weight: Weight::Hint,
    message: "「{}」は話し言葉です",
    why: "書き言葉では「貴社」を使います",
    written: true,
    deniable: false,
    phrases: &[unless("御社", &[], &["様"], "「貴社」")],
};

const SASETE_WHY: &str = "「させていただく」は、相手の許可を受け、恩恵を受けるときの言い方です。重なるとくどく聞こえます（敬語の指針 p.40-41）";

/// What stands before せていただく; godan verbs by name, as 知らせていただく or 任せていただく are none.
const CAUSATIVE: [&str; 11] =
    ["さ", "行か", "伺わ", "休ま", "送ら", "使わ", "帰ら", "終わら", "書か", "断ら", "取ら"];

const DECIDED: Family = Family {
    rule: "sasete_decision",
    weight: Weight::Hint,
    message: "「{}…」は、許可を求める言い方です",
    why: "自分で決めたことは言い切ると、引き止めの余地が残りません（敬語の指針 p.40-41）",
    written: false,
    deniable: false,
    phrases: &[
        p("退会させていただ", "「退会いたします」"),
        p("退会させて頂", "「退会いたします」"),
        p("辞退させていただ", "「辞退いたします」"),
        p("辞退させて頂", "「辞退いたします」"),
        p("終了させていただ", "「終了いたします」"),
        p("休止させていただ", "「休止いたします」"),
    ],
};

/// Openings of letters and what closes them.
const HEADS: [(&str, &[&str]); 5] = [
    ("拝啓", &["敬具", "敬白", "拝具"]),
    ("謹啓", &["謹言", "敬白", "謹白"]),
    ("拝復", &["敬具", "敬答", "拝答"]),
    ("前略", &["草々", "早々", "かしこ"]),
    ("冠省", &["草々", "早々", "かしこ"]),
];

/// The tables, for [`super::phrases`].
pub(super) const FAMILIES: &[Family] = &[DOUBLE, HUMBLE, SELF, SA_IRE, PLAIN, DECIDED, ONSHA];

/// Looks at the honorifics.
pub(super) fn check(letter: &Letter<'_>, out: &mut Vec<Lint>) {
    for unit in &letter.units {
        ni_narareru(unit, out);
    }
    sasete(letter, out);
    heads(letter, out);
}

/// お(ご)…になられる: the honorific form of a form that is honorific already. 薬剤師になられる is none.
fn ni_narareru(unit: &Unit, out: &mut Vec<Lint>) {
    for (at, before, _) in hits(&unit.text, "になられ") {
        let stem: String = before
            .chars()
            .rev()
            .take(8)
            .take_while(|c| !matches!(c, '、' | '。' | 'を' | 'が' | 'は' | 'に' | 'で' | 'の' | ' ' | '　'))
            .collect();
        if stem.ends_with(['お', 'ご', '御']) && stem.chars().count() > 1 {
            out.push(finding(
                DOUBLE.rule,
                DOUBLE.weight,
                unit.place(at),
                DOUBLE.why,
                "「お（ご）…になられる」は二重敬語です",
                "「お（ご）…になる」で足ります",
            ));
        }
    }
}

fn sasete(letter: &Letter<'_>, out: &mut Vec<Lint>) {
    let found = letter.units.iter().flat_map(|u| {
        hits(&u.text, "せて")
            .filter(|(_, before, after)| {
                CAUSATIVE.iter().any(|c| before.ends_with(c))
                    && ["いただ", "頂", "ください", "下さい"].iter().any(|a| after.starts_with(a))
            })
            .map(|(at, ..)| u.place(at))
    });
    for place in found.skip(1) {
        out.push(finding(
            "sasete_itadaku",
            Weight::Warn,
            place,
            SASETE_WHY,
            "「させていただく」が重なっています",
            "「いたします」に言い換え、1通に一度までにしてください",
        ));
    }
}

fn heads(letter: &Letter<'_>, out: &mut Vec<Lint>) {
    for (head, closes) in HEADS {
        let opened = letter.units.iter().find(|u| u.text.trim_start().starts_with(head));
        if let Some(unit) = opened
            && !letter.units.iter().any(|u| closes.iter().any(|c| u.text.trim_end().ends_with(c)))
        {
            out.push(finding(
                "head_and_close",
                Weight::Warn,
                unit.place(0),
                "頭語と結語は組になっています",
                format!("「{head}」に合う結語がありません"),
                format!("文の終わりに「{}」と書いてください", closes.first().copied().unwrap_or_default()),
            ));
        }
    }
}
