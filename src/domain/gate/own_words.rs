//! What is said of the user's own words, by the place that they take in the letter.

use super::finding::{Add, Level};
use crate::domain::facts::{CONTACT, asked_for, field};
use crate::domain::flow::spec::Kind;
use crate::domain::flow::walk::{Step, Walk};
use crate::domain::goal::Goal;
use crate::domain::validate::{TODAY, WHEN_I_ASK};
use crate::domain::words;
use crate::text::clean::brief;
use unicode_normalization::UnicodeNormalization as _;

pub(super) fn check(walk: &Walk<'_>, add: &mut Add<'_>) {
    texts(walk, add);
    items(walk, add);
    wishes(walk, add);
}

/// The question whose answer has these words in this line of the letter.
pub(super) fn stands_in<'w>(walk: &'w Walk<'_>, line: &str, found: &str) -> Option<&'w str> {
    let typed = |s: &&Step<'_>| matches!(s.question.kind, Kind::Text | Kind::LongText);
    let there = |s: &&Step<'_>| {
        let value = walk.one(&s.question.id).unwrap_or_default();
        let own = |part: &str| !part.is_empty() && line.contains(part) && part.contains(found);
        value.lines().map(str::trim).any(own)
    };
    walk.steps.iter().filter(typed).find(there).map(|s| s.question.id.as_str())
}

/// So much of a sentence is quoted, in characters.
const QUOTED: usize = 40;

/// Wishes that go against what the letter asks for.
fn wishes(walk: &Walk<'_>, add: &mut Add<'_>) {
    let asked = asked(walk);
    let all = walk.entries("selections").iter().filter(|e| e.get("wish") == "decline");
    let declined = all.map(|e| (e.get("employer"), words::ODDS_DECLINED));
    let handler = walk.one("sender.handler").map(|name| (name, words::ODDS_HANDLER));
    // Declined employers share one placeholder; so does who is to be replaced.
    let named: Vec<_> = declined.chain(handler).filter(|(name, _)| !name.is_empty()).collect();
    for id in ["note", "own_requests", "changed", "must_have"] {
        let text = walk.one(id).unwrap_or_default();
        for said in text.split_inclusive(['。', '！', '？', '!', '?', '\n']) {
            let meant = named.iter().fold(said.to_owned(), |said, (name, placeholder)| {
                words::exchanged(said, name, placeholder)
            });
            if goes_against(&asked, &meant) {
                let m = text!("gate.at_odds", words = brief(said.trim(), QUOTED));
                add(Level::Say, AT_ODDS, Some(id), m);
            }
        }
    }
}

fn goes_against(asked: &[String], sentence: &str) -> bool {
    let bare: String = sentence.nfkc().filter(|c| !c.is_whitespace()).collect();
    let sentence = bare.trim_end_matches(['。', '!', '?']).to_owned() + text!("sign.stop");
    let meant = |w: &words::Wish| w.against.iter().any(|of| asked.iter().any(|a| a == of));
    words::WISHES.iter().any(|w| meant(w) && w.said.is_in(&sentence))
}

/// The rule that says so, here and where a text is read.
pub(in crate::domain) const AT_ODDS: &str = "at_odds";

/// What the letter asks for, by the ids of answers.
fn asked(walk: &Walk<'_>) -> Vec<String> {
    let ids = ["goal", "follow_up", "means", "frequency", "reason"]
        .into_iter()
        .filter_map(|id| walk.one(id));
    let mut out: Vec<String> = ids.map(str::to_owned).collect();
    let goal = walk.one("goal").unwrap_or_default();
    let stops = words::STOPS_TOO.iter().filter(|(g, _)| *g == goal).flat_map(|(_, stops)| *stops);
    out.extend(stops.map(|s| (*s).to_owned()));
    out.extend(asked_beside(walk));
    let selections = walk.entries("selections");
    let declined = selections.iter().filter(|e| e.get("wish") == "decline").count();
    let of = |goal| walk.goal() == Some(goal);
    let none = selections.is_empty() && walk.follow_up().is_none() && of(Goal::Withdraw);
    let is = |id: &str, value: &str| walk.one(id) == Some(value);
    let returns = of(Goal::Pause) && walk.one("resume").is_some_and(|r| r != WHEN_I_ASK);
    for (id, there) in [
        ("leaves_today", of(Goal::Withdraw) && is("effective", TODAY)),
        ("comes_back", returns),
        ("urgent_stops", is("urgent_offers", "stop")),
        ("no_call", !walk.many("no_call").is_empty()),
        ("declines_several", declined > 1),
        ("none_under_way", none),
        ("declines", declined > 0),
        ("declines_all", declined > 0 && declined == selections.len()),
    ] {
        out.extend(there.then(|| id.to_owned()));
    }
    out
}

/// What is asked for beside the goal: requests, and what a pause or a rule of contact stops.
pub(in crate::domain) fn asked_beside(walk: &Walk<'_>) -> Vec<String> {
    let rests = |scope: &str| walk.many("pause_scope").iter().any(|s| s == scope);
    let written = matches!(walk.one("means"), Some("mail_only" | "message_only"));
    let stopped =
        CONTACT.iter().filter(|(_, stop, scope)| rests(scope) || written && *stop == "stop_calls");
    let stopped = stopped.map(|(_, stop, _)| (*stop).to_owned());
    walk.many("requests").iter().cloned().chain(stopped).collect()
}

/// What the user's own words are, beside the sentences of the letter.
fn texts(walk: &Walk<'_>, add: &mut Add<'_>) {
    for (id, example) in
        [("thanks_text", text!("gate.fragment.thanks")), ("note", text!("gate.fragment.note"))]
    {
        if walk.one(id).is_some_and(|t| !t.is_empty() && !is_sentence(t)) {
            let m = text!("gate.fragment", example);
            add(Level::Say, "fragment", Some(id), m);
        }
    }
    let wishes = walk.one("own_requests").unwrap_or_default().lines();
    if wishes.filter(|l| !l.trim().is_empty()).any(|l| !is_sentence(&asked_for(l.trim()))) {
        let m = text!("gate.fragment", example = text!("gate.fragment.request"));
        add(Level::Say, "fragment", Some("own_requests"), m);
    }
    if walk.one("thanks_text").is_some_and(|t| words::has(t, words::NO_THANKS)) {
        add(Level::Say, "no_thanks", Some("thanks_text"), text!("gate.no_thanks").to_owned());
    }
}

/// What stands behind a label, or in a list, and a wish that names no field.
fn items(walk: &Walk<'_>, add: &mut Add<'_>) {
    for id in ["must_have", "job_type", "region", "salary"] {
        if let (Some(text), Some(step)) = (walk.one(id), walk.step(id))
            && is_sentence(text)
        {
            let m = text!("gate.item", example = step.question.example);
            add(Level::Say, "fragment", Some(id), m);
        }
    }
    for (id, says) in odd_items(walk) {
        add(Level::Say, "odd_item", Some(id), says.to_owned());
    }
    let expert = walk.many("wishes").iter().any(|w| w == "field_expert");
    if expert && walk.step("job_type").is_some() && field(walk).is_none() {
        add(Level::Say, "no_field", Some("job_type"), text!("gate.no_field").to_owned());
    }
}

/// Conditions that say the contrary of one, or nothing.
fn odd_items(walk: &Walk<'_>) -> Vec<(&'static str, &'static str)> {
    let of = |id: &str| walk.step(id).and(walk.one(id)).unwrap_or_default();
    let mut out = Vec::new();
    let salary: String = of("salary").nfkc().filter(|c| !c.is_whitespace()).collect();
    let figures: String = salary.chars().filter(char::is_ascii_digit).collect();
    if !figures.is_empty() {
        let none = figures.chars().all(|c| c == '0') || salary.starts_with('-');
        out.extend(match () {
            () if none => Some(("salary", text!("gate.no_salary"))),
            () if words::has(&salary, words::AT_MOST) => Some(("salary", text!("gate.at_most"))),
            () if !words::has(&salary, words::MONEY) => Some(("salary", text!("gate.no_unit"))),
            () => None,
        });
    }
    for id in ["job_type", "region"] {
        if words::has(of(id), words::NOT_WANTED) {
            out.push((id, text!("gate.not_wanted")));
        }
    }
    let handler = walk.one("sender.handler").filter(|name| !name.is_empty());
    if handler.is_some_and(|name| of("must_have").contains(name)) {
        out.push(("must_have", text!("gate.of_handler")));
    }
    out
}

/// Whether a text ends as sentences do, and not in a noun.
fn is_sentence(text: &str) -> bool {
    text.trim_end_matches(|c: char| !c.is_alphanumeric()).ends_with(|c| words::FINALS.contains(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn against(asked: &str, sentence: &str) -> bool {
        let asked: Vec<String> = asked.split(' ').map(str::to_owned).collect();
        goes_against(&asked, sentence)
    }

    #[test]
    fn a_wish_against_the_letter_is_found() {
        for (asked, sentence) in [
            ("withdraw", "やっぱり続けたい"),
            ("withdraw held_back", "やっぱり残ります"),
            ("withdraw", "もう少し利用したいです"),
            ("withdraw", "退会したのは昨日です"),
            ("withdraw", "担当者さんを変えてもらえますか"),
            ("withdraw", "一時停止でお願いします"),
            ("decline declines_all", "退会もしたい"),
            ("pause", "もう退会したい"),
            ("decline declines_all", "面接は受けたい"),
            ("decline declines_all", "日程を変えてほしい"),
            ("decline declines_all", "12月10日に変更してほしい"),
            ("decline declines_all", "面接の日時をずらしていただけませんか"),
            ("stop_calls", "完了したら電話ください"),
            ("stop_calls", "電話は今まで通りで大丈夫です"),
            ("stop_calls", "電話で連絡がほしい"),
            ("stop_calls", "電話だけは続けてほしい"),
            ("stop_mail", "配信メールは続けてほしい"),
            ("stop_mail", "メルマガだけは続けてください"),
            ("stop_offers", "明日からすぐに紹介がほしい"),
            ("erase", "履歴書のデータは残しておいてください"),
            ("reduce_contact monthly", "毎週メールがほしい"),
            ("reduce_contact monthly", "月に2回くらいがいい"),
            ("reduce_contact", "もう連絡しないでください"),
            ("no_receipt", "返事はもらいました"),
            ("confirm", "まだ終わっていません"),
            ("confirm", "電話がまだ来ます"),
            ("withdraw", "退会を保留にしてください"),
            ("withdraw no_completion", "退会を取り消します"),
            ("withdraw", "本日付ではなく来週でお願いします"),
            ("none_under_way", "面接の結果を待っています"),
            ("none_under_way", "選考が続いています"),
            ("stop_offers", "いい求人があれば教えてください"),
            ("stop_calls", "いつでも電話に出ます"),
            ("stop_calls", "返事は電話でください"),
            ("stop_calls", "電話のほうがいい"),
            ("stop_third_party", "第三者提供には同意します"),
            ("declines", "〔先〕は受けます"),
            ("declines", "先方には伝えないでください"),
            ("declines_all", "日程調整をお願いします"),
            ("declines_all", "面接は予定どおりでお願いします"),
            ("pause", "登録は消してください"),
            ("pause", "来週から再開します"),
            ("reduce_contact monthly", "月2回でお願いします"),
            ("reduce_contact", "連絡は一切不要です"),
            ("mail_only", "メールは読めません"),
            ("change_handler", "佐藤さんのままでいいです"),
            ("no_receipt", "もう退会できました"),
            ("no_completion", "完了の知らせは届きました"),
            ("still_contacted", "電話は来ていません"),
            ("held_back", "少し考えさせてください"),
            ("other_procedure", "ログインできました"),
            ("partly_done", "全部終わりました"),
            ("confirm", "退会していません"),
            ("after_call", "電話はしていません"),
        ] {
            assert!(against(asked, sentence), "{asked}: {sentence}");
        }
    }

    #[test]
    fn more_ways_to_say_the_contrary_are_found() {
        for (asked, sentence) in [
            ("withdraw", "貴社で活動を続けたいです"),
            ("withdraw", "退会の取りやめ"),
            ("withdraw leaves_today", "年明けに退会します"),
            ("job_found", "まだ仕事は決まっていません"),
            ("resting", "新しい職場に決まりました"),
            ("none_under_way", "面接の結果待ちです"),
            ("erase", "消去の取り消し"),
            ("stop_calls", "電話で詳しく話したいです"),
            ("stop_calls", "返事は電話で"),
            ("stop_mail", "メールは送ってください"),
            ("stop_offers", "求人の紹介"),
            ("urgent_stops", "急ぎの求人は送ってください"),
            ("change_handler", "〔担〕さんがいいです"),
            ("change_handler", "〔担〕さんに戻してください"),
            ("change_handler", "新しい担当は要りません"),
            ("reduce_contact", "転職活動をやめます"),
            ("declines", "〔先〕だけは残してください"),
            ("declines", "先方には自分で伝えます"),
            ("declines_several", "〔先〕だけ辞退します"),
            ("declines_all", "日程が合えば受けます"),
            ("pause", "登録を消したい"),
            ("pause", "急いで転職したい"),
            ("comes_back", "再開は未定です"),
            ("mail_only", "LINEで連絡ください"),
            ("mail_only", "メールも要りません"),
            ("reduce_contact", "求人をたくさん送ってください"),
            ("resume", "登録情報は全部変わりました"),
            ("no_call", "電話はいつでも出ます"),
            ("held_back", "休止にします"),
            ("held_back", "条件が良ければ残ります"),
            ("no_receipt", "受付の連絡はありました"),
            ("no_completion", "受付の連絡も来ていません"),
            ("confirm", "まだ退会できていません"),
            ("after_call", "お電話がつながりませんでした"),
        ] {
            assert!(against(asked, sentence), "{asked}: {sentence}");
        }
    }

    #[test]
    fn what_is_sound_beside_the_letter_is_not_found() {
        for (asked, sentence) in [
            ("withdraw", "やはり今の職場に残ることにしました"),
            ("withdraw", "このまま現職を続けることにいたしました"),
            ("withdraw held_back", "このまま手続きを進めてください"),
            ("withdraw", "しばらく転職活動を休みます"),
            ("withdraw", "担当の佐藤様には大変お世話になりました"),
            ("decline declines_all", "日程を調整していただいたのに申し訳ありません"),
            ("decline declines_all", "他社の選考を受けたいと思っております"),
            ("decline declines_all", "今後は別の業種の面接を受けたいです"),
            ("stop_calls", "電話番号も消してください"),
            ("stop_calls", "お電話ではなくメールでお願いします"),
            ("stop_calls", "仕事中は電話に出られないので、控えていただけると助かります"),
            ("stop_calls", "急ぎのときだけ電話してください"),
            ("stop_calls", "何度もお電話をくださり、ありがとうございました"),
            ("stop_mail", "配信が続けて届いており、困っています"),
            ("stop_offers", "たくさんの求人をご紹介くださり、ありがとうございました"),
            ("stop_offers", "求人の案内を止めてほしいです"),
            ("erase", "情報が残らないようお願いします"),
            ("erase", "残る情報があれば教えてください"),
            ("reduce_contact monthly", "毎週メールが届いて困っています"),
            ("reduce_contact", "夜は電話で連絡しないでください"),
            ("reduce_contact", "職場には連絡しないでください"),
            ("no_receipt", "まだ返事をいただいていません"),
            ("no_receipt", "自動返信のメールは届きました"),
            ("confirm", "まだ寒い日が続きますので、ご自愛ください"),
            ("pause", "退会したいわけではありません"),
            ("held_back", "よく考えた結果ですので、気持ちは変わりません"),
            ("no_completion", "まだ完了のお知らせが届いていません"),
            ("no_completion", "手続きが完了しましたら、お知らせください"),
            ("none_under_way", "他社の面接の結果を待っています"),
            ("none_under_way", "応募中の案件はありません"),
            ("declines", "〔先〕の面接は受けられません"),
            ("declines", "〔先〕には申し訳なく思っております"),
            ("pause", "4月になったら再開します"),
            ("stop_calls", "電話はかけないでもらいたい"),
            ("stop_calls", "なぜ電話したのか説明してください"),
            ("stop_mail", "完了のメールは送ってください"),
            ("declines", "〔先〕の方々によろしくお伝えください"),
            ("job_found", "勤務先が決まりました"),
            ("change_handler", "〔担〕様には大変お世話になりました"),
            ("mail_only", "LINEではなくメールでお願いします"),
            ("held_back", "迷いましたが、考えは変わりません"),
        ] {
            assert!(!against(asked, sentence), "{asked}: {sentence}");
        }
    }
}
