//! The letter linter: every rule with what it finds and what it lets pass, and no finding on the
//! letters of this program.

#[path = "support/spent.rs"]
mod spent;
mod support;

use chrono::NaiveDate;
use encoding_rs::EUC_JP;
use kotowari::domain::answers::{Answers, Value};
use kotowari::domain::calendar::OfficeCalendar;
use kotowari::domain::channel::Channel;
use kotowari::domain::content::Content;
use kotowari::domain::document::Document;
use kotowari::domain::letter::lint::{
    Day, KnownAnswers, Lint, LintInput, Part, RULES, Weight, lint,
};
use kotowari::domain::word::Word as _;
use proptest::prelude::*;
use serde::Deserialize;
use spent::spent;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use support::{REQUESTS, complete, many, one, selection, today};

const OFFICE: OfficeCalendar = OfficeCalendar { year_end: true };
const SERVICE: &str = "アポプラス薬剤師";
const SENDER: &str = "山田 花子";

fn all_requests() -> Vec<String> {
    REQUESTS.map(str::to_owned).to_vec()
}

fn input<'a>(goal: &'a str, body: &'a str) -> LintInput<'a> {
    LintInput { body, goal, today: today(), office: OFFICE, ..LintInput::default() }
}

fn rules(found: &[Lint]) -> Vec<&'static str> {
    found.iter().map(|l| l.rule).collect()
}

/// The rules that a text breaks, without looking for elements of a goal.
fn of(body: &str) -> Vec<&'static str> {
    rules(&lint(&input("", body)))
}

/// Each text of `bad` breaks the rule, and each of `good` doesn't.
#[derive(Deserialize)]
struct Examples {
    bad: Vec<String>,
    good: Vec<String>,
}

fn examples() -> BTreeMap<String, Examples> {
    toml::from_str(include_str!("data/lint.toml")).expect("examples")
}

#[test]
fn rules_find_what_they_are_for() {
    for (id, Examples { bad, good }) in &examples() {
        for text in bad {
            assert!(of(text).contains(&id.as_str()), "{id} not in {text}: {:?}", of(text));
        }
        for text in good {
            let found = lint(&input("", text));
            assert!(!rules(&found).contains(&id.as_str()), "{id} in {text}: {found:?}");
        }
    }
}

/// A letter in other words than the program's that says all that a withdrawal needs.
const WITHDRAWAL: &str = "アポプラス薬剤師\nご担当者様\n\n12月1日付で退会いたします。\n次のことをお願い申し上げます。\n\
・登録データの削除と、利用の停止\n・第三者への提供の停止\n・求人のご紹介の停止\n・メルマガの配信停止\n・お電話の停止\n\n\
選考中のものはありません。必要な書類がございましたらご案内ください。\n完了しましたら、日付とお名前をご連絡願います。\n\n氏名：山田 花子（ヤマダ ハナコ）\n\
登録メールアドレス：hanako@example.jp";

/// The sender as every letter states it.
const IDENTITY: &str =
    "\n\n氏名：山田 花子（ヤマダ ハナコ）\n登録メールアドレス：hanako@example.jp";

fn without(text: &str, part: &str) -> String {
    assert!(text.contains(part), "{part}");
    text.replace(part, "")
}

#[test]
fn a_withdrawal_in_other_words_is_complete() {
    let requests = all_requests();
    let asks = "必要な書類がございましたらご案内ください。";
    assert!(WITHDRAWAL.contains(asks));
    for other in [asks, "手続きのご案内は、メールでお願いいたします。"] {
        let body = WITHDRAWAL.replace(asks, other);
        let whole = LintInput { requests: &requests, ..input("withdraw", &body) };
        assert_eq!(rules(&lint(&whole)), Vec::<&str>::new(), "{:#?}", lint(&whole));
    }
}

#[test]
fn a_withdrawal_says_what_it_needs() {
    let requests = all_requests();
    for (part, missing) in [
        ("12月1日付で退会いたします。", "missing_decision"),
        ("12月1日付で", "missing_date"),
        ("・登録データの削除と、利用の停止\n", "missing_request"),
        ("・第三者への提供の停止\n", "missing_request"),
        ("・求人のご紹介の停止\n", "missing_request"),
        ("・メルマガの配信停止\n", "missing_request"),
        ("・お電話の停止\n", "missing_request"),
        ("選考中のものはありません。", "missing_selections"),
        ("完了しましたら、日付とお名前をご連絡願います。", "missing_completion"),
        ("とお名前", "missing_person"),
    ] {
        let body = without(WITHDRAWAL, part);
        let found = lint(&LintInput { requests: &requests, ..input("withdraw", &body) });
        assert!(rules(&found).contains(&missing), "{missing} without {part}: {:?}", rules(&found));
    }
    // The addressee is known.
    for title in ["様", "殿"] {
        let body = WITHDRAWAL.replace("ご担当者様", &format!("佐藤 {title}"));
        let found = lint(&LintInput {
            requests: &requests,
            ..input("withdraw", &without(&body, "とお名前"))
        });
        assert!(!rules(&found).contains(&"missing_person"), "{title}: {:?}", rules(&found));
    }
    // The greeting thanks for offers: that is no request to stop them.
    let body =
        without(WITHDRAWAL, "・求人のご紹介の停止\n") + "\n求人のご紹介をありがとうございました。";
    let found = lint(&LintInput { requests: &requests, ..input("withdraw", &body) });
    assert_eq!(rules(&found), ["missing_request"]);
}

#[test]
fn erasure_and_mailings_belong_together() {
    let body = without(WITHDRAWAL, "・メルマガの配信停止\n");
    assert_eq!(rules(&lint(&input("withdraw", &body))), ["erase_without_mailings"]);
    let body = without(WITHDRAWAL, "・登録データの削除と、利用の停止\n");
    assert_eq!(rules(&lint(&input("withdraw", &body))), ["mailings_without_erase"]);
    assert!(lint(&input("withdraw", &body)).iter().all(|l| l.weight == Weight::Hint));
}

/// A goal with a whole letter in other words, and what its parts are there for.
fn element(goal: &str, whole: &str, parts: &[(&str, &str)]) {
    let whole = format!("{whole}{IDENTITY}");
    assert_eq!(rules(&lint(&input(goal, &whole))), Vec::<&str>::new(), "{goal}");
    for (part, missing) in parts {
        let body = without(&whole, part);
        let found = rules(&lint(&input(goal, &body)));
        assert!(found.contains(missing), "{missing} without {part}: {found:?}");
    }
}

#[test]
fn the_other_goals_say_what_they_need() {
    element(
        "pause",
        "来月1日より活動をお休みいたします。登録はそのままでお願いします。\n3月末に再開する予定です。求人のご案内を止めていただけますか。",
        &[
            ("来月1日より", "missing_date"),
            ("登録はそのままでお願いします。", "missing_registration"),
            ("3月末に再開する予定です。", "missing_resume"),
            ("求人のご案内を止めていただけますか。", "missing_scope"),
        ],
    );
    let body = "登録は続けます。求人を拝見するのが楽しみです。";
    assert!(rules(&lint(&input("pause", body))).contains(&"missing_decision"));
    element(
        "change_handler",
        "これまでのご対応には感謝しております。\n在宅の分野に詳しい方にご相談したく、ご担当の変更をお願いいたします。\n新しい方のお名前をお知らせください。",
        &[
            ("これまでのご対応には感謝しております。", "missing_thanks"),
            ("新しい方のお名前をお知らせください。", "missing_person"),
            ("ご担当の変更を", "missing_decision"),
        ],
    );
    element(
        "reduce_contact",
        "12月1日より、ご連絡はメールでお願いします。\n週１回までにしていただけますか。",
        &[("ご連絡はメールでお願いします。", "missing_means"), ("週１回まで", "missing_frequency")],
    );
    element(
        "decline",
        "誠に勝手ながら、みなと薬局様の一次面接を辞退いたします。",
        &[
            ("辞退いたします", "missing_decision"),
            ("みなと薬局様の", "missing_employer"),
            ("一次面接", "missing_stage"),
        ],
    );
    element(
        "resume",
        "改めてご支援をお願いしたく存じます。希望条件は前回と同じです。\nご連絡はメールで受け取ります。\n以前の登録情報をお使いください。",
        &[
            ("改めて", "missing_decision"),
            ("ご連絡はメールで受け取ります。", "missing_contact_rule"),
            ("以前の登録情報をお使いください。", "missing_data"),
        ],
    );
    // A paper letter is wrapped: the words of one sentence stand in two lines.
    let wrapped = "これまで求人のご紹介をいただき、まことにありがとうございました。さて、来月1日付で退\n会いたします。";
    assert!(!rules(&lint(&input("withdraw", wrapped))).contains(&"missing_decision"));
}

#[test]
fn the_sender_can_be_found() {
    let body = without(WITHDRAWAL, "\n登録メールアドレス：hanako@example.jp");
    assert_eq!(rules(&lint(&input("withdraw", &body))), ["missing_identity"]);
    for said in [
        "1990年4月1日生まれ",
        "携帯 090-1234-5678",
        "＋81 90 1234 5678（０９０１２３４５６７８）",
        "E-mail: h@a.jp",
    ] {
        let body = format!("{body}\n{said}");
        assert_eq!(rules(&lint(&input("withdraw", &body))), Vec::<&str>::new(), "{said}");
    }
    let body = without(WITHDRAWAL, "氏名：山田 花子（ヤマダ ハナコ）\n");
    assert_eq!(rules(&lint(&input("withdraw", &body))), ["missing_name"]);
    for said in [
        "薬剤師の山田 花子と申します。",
        "アポプラス薬剤師に登録しております、山田花子（ヤマダハナコ）です。",
    ] {
        let body = format!("{said}\n{body}");
        assert_eq!(rules(&lint(&input("withdraw", &body))), Vec::<&str>::new(), "{said}");
    }
}

#[test]
fn a_form_opens_with_its_request() {
    let form =
        |body: &str| rules(&lint(&LintInput { channel: Channel::Form, ..input("decline", body) }));
    let rest = format!("みなと薬局様の一次面接を辞退いたします。{IDENTITY}");
    assert!(form(&format!("お世話になっております。\n{rest}")).contains(&"missing_opening"));
    assert!(form(&format!("【選考辞退のお願い】\n{rest}")).is_empty());
}

#[test]
fn a_second_letter_names_the_day_of_the_first() {
    let again = |body: &str| rules(&lint(&input("follow_up", &format!("{body}{IDENTITY}"))));
    assert_eq!(
        again("その後のご連絡をまだ拝見しておらず、確かめたくご連絡いたしました。"),
        ["missing_first"]
    );
    assert_eq!(
        again("2026年11月13日（金）付のメール「退会のお願い」で、手続きをお願いいたしました。"),
        Vec::<&str>::new()
    );
}

#[test]
fn the_service_has_one_name() {
    let found = |body: &str| rules(&lint(&LintInput { service: Some(SERVICE), ..input("", body) }));
    assert_eq!(found("アポプラス薬剤師\nご担当者様\n\n登録しております。"), Vec::<&str>::new());
    assert_eq!(found("ご担当者様\n\n登録しております。"), ["service_missing"]);
    assert_eq!(
        found("マイナビ薬剤師\nご担当者様\n\nアポプラス薬剤師に登録しております。"),
        ["service_other"]
    );
    assert_eq!(
        found("アポプラス薬剤師\nご担当者様\n\nアポプラス薬剤士に登録しております。"),
        ["service_variant"]
    );
    assert_eq!(
        found("アポプラス薬剤師\nご担当者様\n\n薬キャリAGENTに登録しております。"),
        ["service_other"]
    );
    let subject = LintInput {
        subject: Some("薬キャリ退会の件"),
        service: Some(SERVICE),
        ..input("", "アポプラス薬剤師")
    };
    let found = lint(&subject);
    assert_eq!(
        (found[0].rule, found[0].weight, found[0].place.part),
        ("service_other", Weight::Block, Part::Subject)
    );
    // The operator's name and the service's are both right.
    let operator = "アポプラスキャリア株式会社 アポプラス薬剤師\nご担当者様";
    assert_eq!(
        rules(&lint(&LintInput { service: Some(SERVICE), ..input("", operator) })),
        Vec::<&str>::new()
    );
}

#[test]
fn the_sender_has_one_name() {
    let found = |sender: &str, subject: Option<&str>, body: &str| {
        let all = lint(&LintInput { subject, sender: Some(sender), ..input("", body) });
        for l in &all {
            let said = format!("{l:?}");
            assert!(!["山田", "花子", "高橋", "髙橋"].iter().any(|n| said.contains(n)), "{said}");
        }
        rules(&all)
    };
    assert_eq!(
        found(SENDER, Some("退会のお願い（山田花子）"), "氏名：山田　花子（ヤマダ ハナコ）"),
        Vec::<&str>::new()
    );
    assert_eq!(
        found(SENDER, Some("退会のお願い（山本 花子）"), "山田 花子です"),
        ["sender_variant", "sender_subject"]
    );
    assert_eq!(found(SENDER, Some("退会のお願い"), "山田 花子です"), ["sender_subject"]);
    assert_eq!(found(SENDER, Some(" "), "山田 花子です"), ["no_subject"]);
    assert_eq!(found(SENDER, None, "氏名：山田 華子"), ["sender_variant"]);
    assert_eq!(found("髙橋 花子", None, "高橋花子です"), ["sender_variant"]);
    assert_eq!(
        found("髙橋 花子", None, "髙橋花子です。\n登録時は「高橋花子」です"),
        Vec::<&str>::new()
    );
    // The consultant's name is another's.
    assert_eq!(found("髙橋 花子", None, "高橋 様\n\n髙橋 花子です"), Vec::<&str>::new());
    assert_eq!(
        found("佐藤 さくら", None, "・さくら調剤薬局\n日本さくら薬局\n佐藤 さくら"),
        Vec::<&str>::new()
    );
}

#[test]
fn titles_of_the_addressee() {
    let service = LintInput {
        service: Some("みなとキャリア"),
        ..input("", "みなとキャリア 様\n\n")
    };
    assert_eq!(rules(&lint(&service)), ["sama_after_office"]);
}

#[test]
fn sasete_itadaku_and_sa() {
    let twice = lint(&input("", "連絡させていただきます。\n\n報告させていただきます。"));
    assert_eq!((twice.len(), twice[0].place.line), (1, 3));
}

#[test]
fn words_for_letters() {
    assert_eq!(
        rules(&lint(&LintInput { channel: Channel::Phone, ..input("", "御社のサービス") })),
        Vec::<&str>::new()
    );
}

#[test]
fn an_employer_without_a_kind_is_one() {
    let body = "次の選考を辞退いたしたく、ご連絡いたしました。\n\n■辞退する選考\nさくら様　内定\nあおば様　内定\n";
    assert!(!rules(&lint(&input("decline", body))).contains(&"missing_employer"));
    let pause = rules(&lint(&input("pause", "登録は退会でお願いします。")));
    assert!(pause.contains(&"contradiction"), "{pause:?}");
}

#[test]
fn a_decision_is_not_taken_back() {
    let found = |goal, body| rules(&lint(&input(goal, body)));
    for bad in [
        "できれば退会したいです。",
        "退会を検討しています。",
        "消去していただけますと幸いです。",
        "退会するかもしれません。",
    ] {
        assert!(found("withdraw", bad).contains(&"wavering"), "{bad}");
    }
    for good in [
        "本日付で退会いたします。",
        "ご返信いただけますと幸いです。退会いたします。",
        "検討の結果、退会いたします。",
        "退会後は、確認のメールだけいただけますと幸いです。",
        "退会までに残りのご案内をいただけますと幸いです。",
        "消去後に、ご連絡いただけますと幸いです。",
    ] {
        assert!(!found("withdraw", good).contains(&"wavering"), "{good}");
    }
    assert!(found("decline", "できれば辞退したいです").contains(&"wavering"));
    assert!(
        found("withdraw", "退会いたします。来年、再開を希望しています。")
            .contains(&"contradiction")
    );
    assert!(
        !found("withdraw", "選考の進行を止めてください。再開するときは、こちらからお伝えします。")
            .contains(&"contradiction")
    );
    assert!(found("pause", "本日付で退会いたします。").contains(&"contradiction"));
    assert!(!found("pause", "登録は退会せず、残してください。").contains(&"contradiction"));
}

/// Words of one's own against what is asked for, or against the answer that is asked for; not where
/// they are about another time, or deny it.
#[test]
fn what_is_asked_for_is_not_taken_back_beside_it() {
    let found = |goal, requests: &[&str], body: &str| {
        let requests: Vec<String> = requests.iter().map(|r| (*r).to_owned()).collect();
        let found = rules(&lint(&LintInput { requests: &requests, ..input(goal, body) }));
        found.contains(&"at_odds")
    };
    let (calls, offers, mail) = (&["stop_calls"][..], &["stop_offers"][..], &["stop_mail"][..]);
    for (goal, requests, body) in [
        ("withdraw", &[][..], "本日付で退会いたします。退会しません。"),
        ("withdraw", &[], "退会したくありません。"),
        ("withdraw", &[], "担当を替えていただけますか。"),
        ("withdraw", &[], "選考中の案件が2件あります。応募中・選考中の案件はございません。"),
        ("withdraw", &[], "応募中・選考中の案件はございません。来週の面接は受けます。"),
        ("withdraw", &[], "応募中・選考中の案件はございません。辞退はしません。"),
        ("withdraw", &["stop_calls"], "お電話はこれまでどおりでかまいません。"),
        ("pause", &[], "退会したく存じます。"),
        ("pause", &["stop_calls"], "電話だけは続けてほしいです。"),
        ("pause", &["stop_offers"], "明日からすぐに紹介がほしいです。"),
        ("reduce_contact", &["stop_calls"], "電話で連絡がほしいです。"),
        ("reduce_contact", &[], "今後のご連絡はお控えください。"),
        ("withdraw", &[], "登録を残していただけますと幸いです。"),
        ("withdraw", &[], "求人の紹介は続けてください。"),
        ("decline", &[], "この面接は辞退しません。"),
        ("decline", &[], "辞退を撤回いたします。"),
        ("withdraw", &[], "退会は見合わせます。"),
        ("withdraw", &[], "求人は引き続き送ってください。"),
        ("pause", &[], "休止は見合わせます。"),
        ("resume", &[], "求人は不要です。"),
        ("change_handler", &[], "担当変更はしなくて結構です。"),
        ("pause", calls, "電話でお返事ください。"),
        ("withdraw", &["erase"], "データは消さなくていいです。"),
        ("resume", &[], "以前の登録は消してください。"),
        ("pause", calls, "お電話をお待ちしております。"),
        ("follow_up", calls, "お電話ください。"),
        ("pause", offers, "よい求人があれば、お送りください。"),
        ("withdraw", mail, "メルマガの配信は続けてください。"),
        ("withdraw", &["erase"], "履歴書は消さないでください。"),
        ("withdraw", &["stop_line"], "LINEでお知らせください。"),
        ("", &[], "ご返信は不要です。\n完了日を、12月1日までにお知らせください。"),
        ("", &[], "連絡しないでください。\n完了日を、12月1日までにお知らせください。"),
        ("", &[], "もうご連絡はお控えください。\n完了日を、12月1日までにお知らせください。"),
        ("", &[], "返信不要です。\n完了日を、12月1日までにお知らせください。"),
        ("withdraw", &[], "求人を送ってください。"),
        ("withdraw", &[], "本日付で退会いたします。応募中の案件が2件ございます。"),
        ("withdraw", &[], "本日付で退会いたしたく、お手続きは不要です。"),
        ("withdraw", &[], "退会の手続きは要りません。"),
    ] {
        assert!(found(goal, requests, body), "{goal} {requests:?} {body}");
    }
    for (goal, requests, body) in [
        ("withdraw", calls, "お電話はお控えください。ご返信をお待ちしております。"),
        ("withdraw", calls, "お電話をお待ちしているわけではございません。"),
        ("pause", calls, "再開の際は、お電話ください。"),
        ("pause", offers, "活動を再開しましたら、求人をお送りください。"),
        ("withdraw", offers, "求人を多くご紹介いただき、ありがとうございました。"),
        ("withdraw", &["erase"], "法令により残す情報は、期限をお知らせください。"),
        ("withdraw", mail, "このメールへのご返信をお待ちしております。"),
        ("reduce_contact", &[], "お電話をお待ちしております。"),
        ("decline", &[], "選考は続けてください。"),
        ("pause", &[], "退会したくないため、休止いたします。"),
        ("withdraw", &[], "応募中・選考中の案件はございません。先日の面接は辞退しました。"),
        ("withdraw", &[], "応募中・選考中の案件はございません。他社の面接がありますため急ぎます。"),
        ("withdraw", calls, "お電話はこれまで何度もいただきました。"),
        ("", &[], "お急ぎでしたら、ご返信は不要です。"),
        ("", &[], "電話で連絡しないでください。\n完了日を、12月1日までにお知らせください。"),
        (
            "",
            &[],
            "平日の日中は、ご連絡はお控えください。\n完了日を、12月1日までにお知らせください。",
        ),
        ("", &[], "お電話でのご連絡はお控えください。\n完了日を、12月1日までにお知らせください。"),
        ("", &[], "今後、連絡しないでください。\n完了日を、12月1日までにお知らせください。"),
        ("", &[], "求人のご連絡は不要です。\n完了日を、12月1日までにお知らせください。"),
        ("withdraw", &[], "たくさんの求人を紹介してくださり、ありがとうございました。"),
        ("withdraw", offers, "求人を送っていただきましたが、退会いたします。"),
        ("pause", calls, "お電話をお待ちしておりましたが、休止いたします。"),
        ("", &[], "ご返信は不要です。どうぞよろしくお願いいたします。"),
        ("withdraw", &[], "応募中の案件が2件ございますが、いずれも辞退いたします。"),
        ("withdraw", &[], "応募中の案件がございましたが、先日終わりました。"),
        ("withdraw", &[], "お電話でのお手続きは不要です。"),
        ("pause", &[], "退会のお手続きは不要です。"),
    ] {
        assert!(!found(goal, requests, body), "{goal} {requests:?} {body}");
    }
}

/// A day in own words that is another one than the answers say; not a limit, nothing that was, and
/// not the same day in another way.
#[test]
fn a_day_in_own_words_is_the_one_that_is_asked_for() {
    let on = |y, m, d| NaiveDate::from_ymd_opt(y, m, d).expect("a day");
    let found = |goal, question, on, month, body: &str| {
        let days = [Day { question, label: "退会の日付", on, month }];
        let told = KnownAnswers { days: &days, ..KnownAnswers::default() };
        let found = lint(&LintInput { told, ..input(goal, body) });
        found.into_iter().find(|l| l.rule == "other_day").map(|l| l.message)
    };
    let leaves = |body: &str| found("withdraw", "effective", today(), false, body);
    let first = on(2026, 12, 1);
    let returns = |body: &str| found("pause", "resume", on(2027, 4, 1), true, body);
    let rests = |body: &str| found("pause", "pause_from", first, false, body);
    assert_eq!(
        leaves("退会日は12月20日でお願いいたします。").as_deref(),
        Some("「2026年12月20日（日）」と読めますが、退会の日付は2026年11月20日（金）です")
    );
    for text in [
        "12月20日付で退会いたします。",
        "１２／２０付で退会します。",
        "十二月二十日で退会したいです。",
        "月末で退会します。",
        "12月いっぱいで退会いたします。",
        "12月20日をもって、退会いたします。",
        "12月20日に貴社サービスを退会いたします。",
        "退会は来月の5日を希望しております。",
        "・退会希望日：2026年12月20日",
        "退会日は12月20日で",
    ] {
        assert!(leaves(text).is_some(), "{text}");
    }
    for text in [
        "本日11月20日（金）付で退会いたします。",
        "2026年11月20日をもって退会いたします。",
        "令和8年11月20日付で退会いたします。",
        "今月で退会いたします。",
        "退会の手続きは、12月11日までにお願いいたします。",
        "退会は12月11日までにお済ませください。",
        "12月20日までに退会の手続きをお願いいたします。",
        "10月1日に退会のお願いをお送りしました。",
        "12月20日に退会するつもりでした。",
        "退会日は12月20日ではなく、11月20日です。",
        "12月20日に面接がありますので、退会いたします。",
        "退会の20日ほど前にお電話をいただきました。",
        "退会は3年前から考えておりました。",
        "12月20日に辞退した件のほかは、本日付で退会いたします。",
        "退会後、12月20日に届いたメール",
        "面接の翌日に退会いたします。",
        "毎月20日に退会の案内が届きます。",
    ] {
        assert_eq!(leaves(text), None, "{text}");
    }
    for text in [
        "5月に再開します。",
        "再開は5月ごろを考えております。",
        "来年5月10日から活動を再開する予定です。",
    ] {
        assert!(returns(text).is_some(), "{text}");
    }
    for text in [
        "4月に再開します。",
        "再開は2027年4月を考えており、そのときは私からご連絡いたします。",
        "来年4月ごろに再開の予定です。",
        "3月まで休み、4月10日から再開します。",
        "5月に再開する際は、またお願いいたします。",
        "再開の時期は、5か月ほど先になりそうです。",
    ] {
        assert_eq!(returns(text), None, "{text}");
    }
    assert!(rests("12月10日から活動を休止いたします。").is_some());
    assert_eq!(rests("12月1日から2027年4月まで、活動を休止いたします。"), None);
}

/// A declined selection is not accepted as well; another offer may be. An interviewer is told
/// before the interview, and what a refusal wants to hear by a day is that.
#[test]
fn the_employer_is_told_before_the_interview() {
    let found = |body: &str| {
        let told =
            KnownAnswers { waits: NaiveDate::from_ymd_opt(2026, 12, 8), ..KnownAnswers::default() };
        rules(&lint(&LintInput { told, ..input("decline", body) })).contains(&"deadline_late")
    };
    for (day, late) in [("12月7日（月）", false), ("12月8日（火）", true), ("12月9日（水）", true)]
    {
        let told = format!("遅くとも{day}までに、先方へお伝えいただけますでしょうか。");
        assert_eq!(found(&told), late, "{day}");
        let answer = format!("{day}までに、ご返信いただけますでしょうか。");
        assert_eq!(found(&answer), late, "{day}");
    }
}

#[test]
fn what_is_declined_is_not_taken() {
    let found = |keeps, body: &str| {
        let told =
            KnownAnswers { declined: &["みなと薬局"], keeps, ..KnownAnswers::default() };
        rules(&lint(&LintInput { told, ..input("decline", body) })).contains(&"at_odds")
    };
    for text in [
        "内定をお受けします。",
        "このたびは内定をお受けいたします。",
        "入社します。",
        "みなと薬局様に入社いたします。",
        "みなと薬局の内定をお受けしたく、ご連絡いたします。",
        "みなと薬局様の面接に伺います。",
        "内定はありがたくお受けします。",
        "やはり面接を受けたいです。",
        "やはり面接を受けたく存じます。",
        "選考を進めてください。",
    ] {
        assert!(found(false, text), "{text}");
    }
    for text in [
        "別の会社に入社いたします。",
        "かもめ薬局様の内定をお受けします。",
        "他社の内定を承諾いたします。",
        "4月に入社いたします。",
        "内定をお受けすることができません。",
        "入社いたしませんので、先方へお伝えください。",
        "もし内定をお受けする場合は、ご連絡いたします。",
    ] {
        assert!(!found(false, text), "{text}");
    }
    assert!(!found(true, "面接に伺います。"));
    assert!(found(true, "みなと薬局の面接に伺います。"));
    assert!(!of("内定をお受けします。").contains(&"at_odds"));
}

#[test]
fn private_data() {
    // 123456789018 has a fitting check digit; 123456789012 only with its name.
    for l in lint(&input("", "マイナンバーは123456789018、カードは4111 1111 1111 1111"))
    {
        assert!(!format!("{l:?}").contains("1234") && !format!("{l:?}").contains("4111"), "{l:?}");
    }
}

#[test]
fn dates() {
    let suggestion = |text| lint(&input("", text))[0].suggestion.clone();
    assert!(suggestion("11月23日までにお願いいたします").contains("2026年11月24日（火）"));
    assert!(suggestion("2026年11月26日（水）").contains("2026年11月26日（木）"));
}

#[test]
fn characters_of_forms() {
    let form = |body: &str| {
        lint(&LintInput {
            channel: Channel::Form, sender: Some("葛城 花子"), ..input("", body)
        })
    };
    for c in ["髙", "﨑", "𠮷", "①", "㈱", "ｱ", "🙂", "é"] {
        let found = form(c);
        assert_eq!(rules(&found), ["form_character"], "{c}");
        assert!(found[0].message.contains(c) && found[0].why.contains("「?」"), "{found:?}");
    }
    assert!(form("髙")[0].suggestion.contains("「高」"));
    assert_eq!(rules(&form("9:00〜18:00")), ["form_ambiguous"]);
    assert_eq!(rules(&form("9:00～18:00")), ["form_ambiguous"]);
    assert_eq!(rules(&form("葛\u{E0100}城")), ["form_character"]);
    assert!(
        form("本文、句読点。「引用」（かっこ）・／：；※…―－".trim_end_matches('－')).is_empty()
    );
    assert!(form("髙髙\n髙").len() == 1, "each character once");
    assert_eq!(of("髙﨑𠮷①㈱～"), Vec::<&str>::new(), "mail carries everything");
}

/// The table holds what `encoding_rs` has for the rows of JIS X 0208 in EUC-JP, except where the
/// WHATWG maps a sign to its double.
#[test]
fn the_table_of_characters_is_that_of_the_standard() {
    let doubles = "〜～‖∥−－—―¢￠£￡¬￢";
    let one = |c: char| {
        let text = c.to_string();
        lint(&LintInput { channel: Channel::Form, ..input("", &text) }).is_empty()
    };
    let mut kanji = 0;
    for c in ('\u{A1}'..='\u{FFFF}').filter(|c| {
        !c.is_whitespace() && !doubles.contains(*c) && !matches!(c, '\u{FDD0}' | '\u{FDD1}')
    }) {
        let text = c.to_string();
        let (bytes, _, lost) = EUC_JP.encode(&text);
        // Row 13 is NEC's, rows above 84 are IBM's; 0x8E leads half-width kana.
        let jis = !lost && bytes.len() == 2 && matches!(bytes[0], 0xA1..=0xA8 | 0xB0..=0xF4);
        // Samples and blanks have findings of their own; alone none of these is one.
        assert_eq!(one(c), jis, "U+{:04X} {c}", u32::from(c));
        kanji += usize::from(jis && bytes[0] >= 0xB0);
    }
    assert_eq!(kanji, 2965 + 3390, "levels 1 and 2");
}

#[test]
fn length() {
    let found = |limit, body: &str| {
        lint(&LintInput { limit: Some(limit), ..input("", body) })
            .iter()
            .map(|l| (l.rule, l.weight))
            .collect::<Vec<_>>()
    };
    assert_eq!(found(3, "あいうえ"), [("length", Weight::Block)]);
    assert_eq!(found(3, "あ\nい"), [("length", Weight::Warn)]);
    assert_eq!(found(4, "あ\r\nい"), []);
    assert_eq!(found(3, "あいう"), []);
}

#[test]
fn places_and_order() {
    let found = lint(&LintInput {
        subject: Some("〇〇の件"),
        ..input("", "一行目です\r\n\r\n御社の〔欄〕\n了解しました")
    });
    let seen: Vec<_> = found.iter().map(|l| (l.rule, l.place.part, l.place.line)).collect();
    assert_eq!(
        seen,
        [
            ("sample", Part::Subject, 1),
            ("blank", Part::Body, 3),
            ("onsha", Part::Body, 3),
            ("plain_words", Part::Body, 4)
        ]
    );
    // In a wrapped paragraph the place is the line of the phrase.
    let wrapped = "これまで求人のご紹介をいただき、まことにありがとうございました。それはそれとして本件\nは了解しました。";
    assert_eq!(lint(&input("", wrapped))[0].place.line, 2);
}

#[test]
fn every_rule_has_one_sentence() {
    let ids: BTreeSet<&str> = RULES.iter().map(|(id, _)| *id).collect();
    assert_eq!(ids.len(), RULES.len());
    assert!(ids.iter().all(|id| id.chars().all(|c| c.is_ascii_lowercase() || c == '_')));
    assert!(RULES.iter().all(|(_, s)| s.ends_with('す')));
    // Every rule has an example, in this file or beside it.
    let (here, beside) = (include_str!("lint.rs"), examples());
    for id in ids {
        let named = beside.contains_key(id) || here.contains(&format!("\"{id}\""));
        assert!(named, "no example of {id}");
    }
}

/// Correct findings in the letters of this program: (rule, letters).
fn known(rule: &str, file: &str) -> bool {
    match rule {
        // Chosen by the sender; said as a hint.
        "erase_without_mailings" => file == "withdraw-mail-only-erase",
        "mailings_without_erase" => file == "withdraw-form-no-data",
        // ております three times: who is in charge, thanks, the wish.
        "same_ending" => matches!(file, "change-form-handler" | "change-mail-everything"),
        _ => false,
    }
}

#[test]
fn accepted_letters_are_clean() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/letters");
    let requests = all_requests();
    let (mut count, mut wrong) = (0, String::new());
    for entry in fs::read_dir(folder).expect("the letters") {
        let path = entry.expect("a file").path();
        let file = path.file_stem().and_then(|s| s.to_str()).expect("a name");
        let Some(goal) =
            ["withdraw", "pause", "change", "reduce"].iter().find(|g| file.starts_with(*g))
        else {
            continue;
        };
        let goal = match *goal {
            "change" => "change_handler",
            "reduce" => "reduce_contact",
            g => g,
        };
        let text = fs::read_to_string(&path).expect("a letter");
        let (head, body) = text.split_once("\n\n").expect("an empty line below the head");
        let subject = head.lines().find_map(|l| l.strip_prefix("Subject: "));
        let given = LintInput {
            subject,
            channel: if subject.is_some() { Channel::Mail } else { Channel::Form },
            service: Some(if file.ends_with("other-service") && !file.contains("reason") {
                "みなとキャリア"
            } else {
                SERVICE
            }),
            sender: Some(SENDER),
            requests: if file.contains("only") || file.contains("no-data") {
                &[]
            } else {
                &requests
            },
            ..input(goal, body)
        };
        count += 1;
        for l in lint(&given).iter().filter(|l| !known(l.rule, file)) {
            let _ = writeln!(wrong, "{file}: {l:?}");
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
    assert!(count >= 30, "{count} letters");
}

fn check_document(answers: &Answers, content: &Content, hints: &[&str]) {
    let doc = Document::new(content, answers, None, today(), OFFICE);
    let found: Vec<_> =
        doc.read_through(OFFICE).into_iter().filter(|f| !hints.contains(&f.rule)).collect();
    assert!(found.is_empty(), "{found:#?}\n{}", doc.plan.body);
}

#[test]
fn generated_letters_are_clean() {
    let content = Content::builtin();
    for channel in ["mail", "form"] {
        // All sets of requests.
        for set in 1_usize..64 {
            let chosen: Vec<&str> = REQUESTS
                .iter()
                .enumerate()
                .filter(|(i, _)| set >> i & 1 == 1)
                .map(|(_, r)| *r)
                .collect();
            let mut a = complete("withdraw", channel);
            a.set("requests", many(&chosen));
            check_document(&a, &content, &["erase_without_mailings", "mailings_without_erase"]);
        }
        for wish in ["decline", "keep", "hold"] {
            for reason in [
                "none", "other_service", "job_found", "too_much_contact", "resting", "privacy",
                "staying",
            ] {
                let mut a = complete("withdraw", channel);
                let rows = ["applied", "first_interview", "offer"]
                    .map(|s| selection("みなと薬局", s, "2026-12-03", wish));
                a.set("selections", Value::Entries(rows.to_vec()));
                a.set("reason", one(reason));
                a.set("effective", one("2026-12-25"));
                a.set("sender.handler", one("佐藤"));
                check_document(&a, &content, &[]);
            }
        }
        for scope in [&["offers"][..], &["mail"], &["calls"], &["offers", "calls"]] {
            for resume in ["2027-04", "2027-04-05", "when_i_ask"] {
                for exceptions in ["none", "rare_offers"] {
                    let mut a = complete("pause", channel);
                    a.set("pause_scope", many(scope));
                    a.set("resume", one(resume));
                    a.set("exceptions", one(exceptions));
                    check_document(&a, &content, &[]);
                }
            }
        }
        for goal in ["change_handler", "reduce_contact"] {
            for means in ["mail_only", "mail_first", "phone_ok"] {
                for often in ["when_i_ask", "monthly", "biweekly", "weekly"] {
                    for handler in [false, true] {
                        let mut a = complete(goal, channel);
                        a.set("means", one(means));
                        a.set("frequency", one(often));
                        a.set("no_call", many(&["weekday 09:00-18:00"]));
                        if handler {
                            a.set("sender.handler", one("佐藤"));
                        }
                        check_document(&a, &content, &["same_ending"]);
                    }
                }
            }
        }
    }
}

/// Every goal through every channel in every tone.
#[test]
fn every_tone_and_channel_is_clean() {
    let content = Content::builtin();
    for goal in ["withdraw", "pause", "change_handler", "reduce_contact", "resume", "decline"] {
        for channel in ["mail", "form", "phone", "post"] {
            for tone in ["soft", "standard", "firm"] {
                for (handler, data) in [(false, "unknown"), (true, "kept"), (true, "erased")] {
                    let like =
                        if matches!(goal, "resume" | "decline") { "reduce_contact" } else { goal };
                    let mut a = complete(like, channel);
                    a.set("goal", one(goal));
                    a.set("tone", one(tone));
                    a.set("resume_from", one("today"));
                    a.set("data_kept", one(data));
                    a.set("changed", one("勤務地の希望"));
                    if goal == "decline" {
                        let row =
                            selection("みなと薬局", "first_interview", "2026-12-03", "decline");
                        a.set("selections", Value::Entries(vec![row]));
                        a.set("reason", one("resting"));
                    }
                    if handler {
                        a.set("sender.handler", one("佐藤"));
                    }
                    check_document(&a, &content, &["same_ending", "missing_thanks"]);
                }
            }
        }
    }
}

#[test]
fn findings_say_all_that_is_needed() {
    let bad = "株式会社みなと様\n\n〇〇です。御社に違法なご連絡できますか。2026年2月30日（月）までにご返信ください。〜①";
    for l in lint(&LintInput { channel: Channel::Form, limit: Some(1), ..input("withdraw", bad) }) {
        assert!(!l.message.is_empty() && !l.why.is_empty() && !l.suggestion.is_empty(), "{l:?}");
        assert!(l.place.line >= 1);
        assert!(!l.message.contains("みなと"), "{l:?}");
    }
    assert_eq!(format!("{:?}", input("withdraw", "秘密")), "Input(withdraw, mail, 6 bytes)");
}

proptest! {
    /// No text makes it panic, and every place is a line of the text.
    #[test]
    fn any_text_is_looked_at(
        subject in proptest::option::of(any::<String>()),
        body in "(\\PC|[\\n\\r 0-9０-９月日年/（）()お御ご様中〔〕〇「」または・]){0,200}",
        channel in "mail|form|post|phone",
        goal in "withdraw|pause|change_handler|reduce_contact|decline|resume|",
        name in "\\PC{0,8}",
    ) {
        let requests = all_requests();
        let given = LintInput {
            subject: subject.as_deref(),
            channel: Channel::parse(&channel).expect("one of them"),
            service: Some(&name),
            sender: Some(&name),
            requests: &requests,
            limit: Some(100),
            ..input(&goal, &body)
        };
        for l in lint(&given) {
            let lines = if l.place.part == Part::Subject { 1 } else { body.lines().count().max(1) };
            prop_assert!((1..=lines).contains(&l.place.line), "{:?}", l);
            prop_assert!(RULES.iter().any(|(id, _)| *id == l.rule));
        }
    }
}

/// Ten times the text takes about ten times the work, also where everything is wrong, in one line
/// or in many. By the processor time of this thread, which no other program's work adds to; what is
/// quadratic (a hundred times) is so each time.
#[test]
fn work_is_linear() {
    let pieces = [
        "退会いたします。御社に違法な「または」2026年11月26日（水）までに",
        "1234-",
        "御中様\n",
        "お世話に\n",
        "あ",
        "〇",
        "1",
        "（",
        "「または",
        "アポプラス薬剤",
        "ご",
        "拝啓\n",
        "お",
        "になられ",
        "あ！",
        "〔",
        "12/1までに",
    ];
    for piece in pieces {
        let time = |bytes: usize, runs: usize| {
            let body = piece.repeat(bytes / piece.len());
            let given = LintInput {
                channel: Channel::Form,
                service: Some(SERVICE),
                sender: Some(SENDER),
                ..input("withdraw", &body)
            };
            (0..runs)
                .map(|_| {
                    let start = spent();
                    let _ = lint(&given);
                    spent().saturating_sub(start)
                })
                .min()
                .unwrap_or_default()
        };
        let grows = || {
            let (small, large) = (time(10_000, 3), time(100_000, 1));
            (large > small * 35).then_some((small, large))
        };
        let seen: Vec<_> = (0..3).map_while(|_| grows()).collect();
        assert!(seen.len() < 3, "{piece:?}: {seen:?}");
    }
}

/// A letter of whomever, with everything in one place that names differ in.
fn alone(subject: &str, body: &str) -> Vec<&'static str> {
    let found = lint(&LintInput { subject: Some(subject), ..input("", body) });
    for l in &found {
        let said = format!("{l:?}");
        assert!(!["山田", "鈴木", "花子", "佐藤"].iter().any(|n| said.contains(n)), "{said}");
    }
    rules(&found)
}

const ALONE: &str = "アポプラス薬剤師\n佐藤 様\n\nお世話になっております。\nアポプラス薬剤師に登録しております、山田 花子（ヤマダ ハナコ）です。\n\
本日付で、アポプラス薬剤師を退会いたします。\n\n【登録情報】\n氏名：山田 花子（ヤマダ ハナコ）\n登録メールアドレス：hanako@example.jp\n担当：佐藤 様\n\n\
よろしくお願いいたします。\n\n山田 花子\nhanako@example.jp";

#[test]
fn a_text_is_compared_with_itself() {
    let subject = "退会のお願い（山田 花子）";
    assert_eq!(alone(subject, ALONE), Vec::<&str>::new());
    for (old, new, rule) in [
        // The addressee's service, known and unknown; the body's.
        ("アポプラス薬剤師\n佐藤", "マイナビ薬剤師\n佐藤", "service_other"),
        ("アポプラス薬剤師\n佐藤", "みなとキャリア\n佐藤", "service_other"),
        ("、アポプラス薬剤師を退会", "、みなとキャリアを退会", "service_other"),
        ("アポプラス薬剤師\n佐藤", "アポプラス薬剤士\n佐藤", "service_variant"),
        // The name: label, greeting, signature.
        ("氏名：山田 花子", "氏名：山本 花子", "sender_variant"),
        ("、山田 花子（", "、鈴木 一郎（", "sender_variant"),
        (
            "アポプラス薬剤師に登録しております、山田 花子（ヤマダ ハナコ）です。",
            "鈴木 一郎です。",
            "sender_variant",
        ),
        ("\n\n山田 花子\nhanako", "\n\n鈴木 一郎\nhanako", "sender_variant"),
        // The address, the consultant.
        ("花子\nhanako@example.jp", "花子\nyamada@example.jp", "mail_other"),
        ("担当：佐藤 様", "担当：斉藤 様", "handler_other"),
    ] {
        assert!(ALONE.contains(old), "{old}");
        let found = alone(subject, &ALONE.replace(old, new));
        assert!(found.contains(&rule), "{old} → {new}: {found:?}");
    }
    assert!(alone("退会のお願い（鈴木 一郎）", ALONE).contains(&"sender_variant"));
    assert!(alone("退会のお願い／鈴木 一郎", ALONE).contains(&"sender_variant"));
    assert!(alone("マイナビ薬剤師退会のお願い（山田 花子）", ALONE).contains(&"service_other"));
    // Text that is not a name, a part of one, or not a service's name is not compared.
    for subject in [
        "退会のお願い（再送）",
        "【至急】退会のお願い",
        "退会のお願い（山田）",
        "退会のお願い（登録は継続）",
    ] {
        assert!(!alone(subject, ALONE).contains(&"sender_variant"), "{subject}");
    }
    for (old, new) in [
        ("アポプラス薬剤師\n佐藤", "アポプラスキャリア株式会社\n佐藤"),
        ("アポプラス薬剤師\n佐藤 様", "佐藤 様"),
        ("アポプラス薬剤師\n佐藤 様", "アポプラスキャリア株式会社 アポプラス薬剤師 佐藤 様"),
        ("本日付で、アポプラス薬剤師を退会", "本日付で、貴社サービスを退会"),
        ("山田 花子（ヤマダ ハナコ）です", "山田です"),
        ("\n\n山田 花子\nhanako@example.jp", ""),
        ("氏名：山田 花子（ヤマダ ハナコ）\n", "氏名：山田花子（旧姓 鈴木）\n"),
    ] {
        let body = ALONE.replace(old, new);
        assert_ne!(body, ALONE, "{old}");
        assert_eq!(alone(subject, &body), Vec::<&str>::new(), "{old} → {new}");
    }
}

/// What the answers have, and what a hand has made of it.
#[test]
fn the_consultant_has_one_name() {
    let found =
        |body: &str| rules(&lint(&LintInput { handler: Some("佐藤"), ..input("", body) }));
    assert_eq!(found("みなとキャリア\n斉藤 様\n\nお世話になっております。"), ["handler_other"]);
    assert_eq!(found("みなとキャリア\n佐藤 御中\n\nお世話になっております。"), ["onchu_sama"]);
    assert_eq!(
        found("「お忙しいところ恐れ入ります。斉藤様をお願いできますでしょうか。」"),
        ["handler_other"]
    );
    for good in [
        "【承知した内容】\n・ご対応くださった方：斉藤 様",
        "みなとキャリア\n佐藤 様\n\nお世話に",
        "みなとキャリア\n佐藤 太郎 様\n\nお世話に",
        "みなとキャリア\nご担当者様\n\nお世話に",
    ] {
        assert_eq!(found(good), Vec::<&str>::new(), "{good}");
    }
}

#[test]
fn more_that_no_letter_needs() {
    // The second 「ない」 is nobody's.
}
