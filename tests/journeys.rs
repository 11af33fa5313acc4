//! Whole ways through the program, by keyboard: keys in, the last frame and what reached the
//! outside.

mod support;

use kotowari::app::Start;
use kotowari::app::effect::Exit;
use kotowari::app::msg::Copied;
use kotowari::app::shelf::Shelf;
use kotowari::config::{Config, Save};
use kotowari::domain::answers::{Answers, Value};
use kotowari::domain::content::Content;
use kotowari::input::key::TermEvent;
use std::collections::BTreeMap;
use std::path::PathBuf;
use support::{Driver, SIZE, complete, many, one, only, selection, today};

const SENDER: &str = "'山田 花子' enter 'ヤマダ ハナコ' enter";
/// … and whom to write to is not known.
const REACH: &str = "'hanako@example.jp' enter '090-1234-5678' enter enter enter";
/// The same where nobody is mailed beside the desk: by phone, by post, and for a change of
/// consultant.
const REACH_DESK: &str = "'hanako@example.jp' enter '090-1234-5678' enter enter";

/// What is open when the walk is done must be the letter, copied as a whole.
fn copied_whole(d: &mut Driver) -> String {
    assert_eq!(d.at(), "review", "{}", d.frame());
    assert!(!d.app.blocked(), "{}", d.frame());
    d.press("c");
    assert_eq!(d.at(), "after");
    assert_eq!(d.world.copied.len(), 1);
    assert!(d.frame().contains("クリップボードにコピーしました"), "{}", d.frame());
    d.world.copied[0].clone()
}

#[test]
fn a_withdrawal_from_the_first_key_to_the_clipboard() {
    let mut d = Driver::new();
    d.press("enter down down down enter").press("enter"); // service, withdraw, all requests
    d.press("a 'みなと薬局' enter")
        .press("=first_interview enter '11/26' enter =decline enter enter")
        .press("enter");
    d.press("=mail").press(SENDER).press("'H2.4.1' enter").press(REACH);
    // What most people leave as it is can be changed on the review.
    d.change("reason").press("=other_service");
    let letter = copied_whole(&mut d);
    assert!(
        letter.starts_with("件名：11月26日の面接辞退と、退会のお願い（山田 花子）\n\n"),
        "{letter}"
    );
    for says in [
        "本日11月20日（金）付で",
        "別のサービスで",
        "11月26日（木）のみなと薬局様の一次面接を辞退いたしたく",
        "1. 求人のご紹介、メール配信、お電話・SMSの停止",
        "生年月日：1990年4月1日",
    ] {
        assert!(letter.contains(says), "{says}\n{letter}");
    }
    d.finish().press("n");
    assert_eq!(d.end, Some(Exit::Done(None)));
    assert!(d.world.saved.is_empty());
}

#[test]
fn what_was_looked_for_is_cleared_before_the_program_is_left() {
    let mut d = Driver::new();
    d.press("'doda'");
    assert!(d.frame().contains("Esc 入力を消す"), "{}", d.frame());
    d.press("esc");
    assert!(d.end.is_none() && d.frame().contains("1 アポプラス薬剤師"), "{}", d.frame());
    assert!(d.frame().contains("Esc 終了"), "{}", d.frame());
    d.press("esc");
    assert!(d.end.is_some());
}

#[test]
fn a_pause_from_the_first_key_to_the_clipboard() {
    let mut d = Driver::new();
    d.press("=apoplus-pharmacist =pause '2027-04' enter =none =form").press(SENDER).press(REACH);
    d.change("pause_scope").press("space enter").change("exceptions").press("=rare_offers");
    let letter = copied_whole(&mut d);
    // Offers go on, so that nobody rests from looking for work.
    assert!(
        letter.starts_with("【メール配信とお電話の一時停止のお願い（登録は継続）】山田 花子\n"),
        "{letter}"
    );
    assert!(!letter.contains("転職活動"), "{letter}");
    assert!(letter.contains("2027年4月になりましたら、私からご連絡いたします。"), "{letter}");
    assert!(!letter.contains("・求人のご紹介、メール配信"), "unmarked with Space\n{letter}");
    assert!(!letter.contains("生年月日"), "{letter}");
}

#[test]
fn a_change_of_consultant_from_the_first_key_to_the_clipboard() {
    let mut d = Driver::new();
    d.press("=other 'みなとキャリア' enter =change_handler =field_expert =fewer_offers enter")
        .press("'土日のいずれかは休み' enter enter");
    d.press("=mail_first =biweekly a 1 enter '9' enter '18' enter enter =mail")
        .press(SENDER)
        .press(REACH_DESK);
    d.change("region").press("'横浜市内' enter").change("urgent_offers").press("=keep");
    let letter = copied_whole(&mut d);
    for says in [
        "件名：担当者変更のお願い（山田 花子）",
        "みなとキャリア\nご担当者様",
        "希望する分野に詳しい方",
        "・譲れない条件：土日のいずれかは休み\n・勤務地：横浜市内",
        "・お電話：平日9時から18時まではお受けできません",
    ] {
        assert!(letter.contains(says), "{says}\n{letter}");
    }
}

#[test]
fn less_contact_from_the_first_key_to_the_clipboard() {
    let mut d = Driver::new();
    d.press("=apoplus-pharmacist =reduce_contact =mail_only =monthly enter =stop =mail")
        .press(SENDER);
    d.press(
        "'hanako@example.jp' enter '０９０－１２３４－５６７８' enter '佐藤様' enter 'sato@example.jp' enter",
    );
    let letter = copied_whole(&mut d);
    assert!(letter.contains("アポプラス薬剤師\n佐藤 様\n"), "{letter}");
    assert!(letter.contains("登録電話：090-1234-5678"), "{letter}");
    assert!(d.frame().contains("sato@example.jp"), "where to send it\n{}", d.frame());
}

#[test]
fn keys_typed_ahead_in_one_read_are_all_kept() {
    let mut d = Driver::new();
    d.burst(&format!("1 3 '2027-04' enter 1 1 {SENDER} {REACH} enter"));
    assert_eq!((d.at(), d.world.copied.len()), ("after", 1), "{}", d.frame());
}

#[test]
fn esc_goes_back_from_an_invalid_field_and_nothing_is_lost() {
    let mut d = Driver::new();
    d.press("=apoplus-pharmacist =reduce_contact =mail_only =when_i_ask enter =stop =mail")
        .press(SENDER)
        .press("'hanako' enter");
    assert_eq!(d.at(), "sender.email");
    assert!(d.frame().contains("! 登録メールアドレス：メールアドレスを"), "{}", d.frame());
    d.press("esc");
    assert_eq!(d.at(), "channel");
    d.press("enter");
    assert_eq!(d.at(), "sender.email");
    assert!(d.frame().contains("  hanako█"), "{}", d.frame());
    d.press("'@example.jp' enter");
    assert_eq!(d.at(), "sender.phone");
}

#[test]
fn half_typed_text_survives_going_back_and_forth() {
    let mut d = Driver::new();
    d.press("=apoplus-pharmacist =withdraw enter")
        .press("a 'みなと薬局' enter =first_interview esc");
    assert!(
        d.frame().contains("+ 案件を加える（書きかけ。Enter で続き、d で書きかけを取り消し）"),
        "{}",
        d.frame()
    );
    d.press("enter");
    assert_eq!(d.at(), "selections", "a half-typed entry is not passed over");
    d.press("esc");
    assert_eq!(d.at(), "requests");
    d.press("enter up enter");
    assert!(
        d.frame().contains("みなと薬局") && d.frame().contains("< 一次面接 >"),
        "{}",
        d.frame()
    );
    d.press("down enter =keep enter");
    assert!(d.frame().contains("1. みなと薬局／一次面接／続けたい"), "{}", d.frame());
}

#[test]
fn marks_of_a_multiple_choice_survive_going_back_and_forth() {
    let mut d = Driver::new();
    d.press("=apoplus-pharmacist =withdraw space down space esc");
    assert_eq!(d.at(), "goal");
    d.press("enter");
    let frame = d.frame();
    assert!(frame.contains("個人情報の消去") && !d.ticks("個人情報の消去"), "{frame}");
    assert!(d.ticks("第三者") && !d.ticks("利用の停止"), "{frame}");
}

#[test]
fn esc_all_the_way_leads_out_with_0_when_nothing_was_typed() {
    let mut d = Driver::new();
    d.press("=apoplus-pharmacist =withdraw enter enter =mail esc esc esc esc esc");
    assert_eq!(d.at(), "service");
    d.press("esc");
    assert_eq!(d.end, Some(Exit::Left(0)));
}

#[test]
fn another_goal_keeps_the_answers_that_still_apply() {
    let mut d = Driver::new();
    d.press("=apoplus-pharmacist =pause '2027-04' enter =none =mail")
        .press(SENDER)
        .press("'hanako@example.jp' enter");
    assert_eq!(d.at(), "sender.phone");
    while d.at() != "goal" {
        d.press("esc");
    }
    d.press("=reduce_contact =mail_only =when_i_ask enter =stop");
    assert_eq!(d.at(), "channel", "{}", d.frame());
    d.press("enter");
    assert!(d.frame().contains("  山田 花子"), "{}", d.frame());
    assert_eq!(d.at(), "sender.email", "what was typed last");
    assert!(!d.letter().contains("2027年4月"), "the pause is gone\n{}", d.letter());
}

fn reviewed(answers: Answers) -> Driver {
    let mut d = Driver::answered(answers);
    // Something is open, so its question comes first; to the review over Esc of a jump there is no
    // shorter way.
    let open = d.at() != "review";
    if open {
        d.app.screen = kotowari::app::screens::Screen::Review(
            kotowari::app::screens::review::Review::default(),
        );
    }
    d
}

fn with_findings() -> Answers {
    let mut a = complete("withdraw", "mail");
    a.remove("sender.phone");
    a.remove("sender.birth_date");
    a.set("effective", one("2026-11-22"));
    a.set(
        "selections",
        Value::Entries(vec![selection("みなと薬局", "first_interview", "2026-11-24", "decline")]),
    );
    a
}

#[test]
fn the_review_leads_to_the_question_behind_each_finding_and_back() {
    let mut d = reviewed(with_findings());
    // With the row below the findings on the screen: else down scrolls to it first.
    d.resize(80, 32);
    let questions: Vec<String> = d
        .app
        .session
        .reviewed(d.app.content())
        .findings
        .iter()
        .filter_map(|f| f.question.clone())
        .collect();
    assert_eq!(questions, ["sender.birth_date", "sender.phone", "effective", "selections"]);
    for (i, q) in questions.iter().enumerate() {
        d.press(&(i + 1).to_string());
        assert_eq!(d.at(), q);
        // Also out of the form of an entry.
        d.press("esc");
        assert_eq!(d.at(), "review");
        // The same with the selection, which has come back to its row, and Enter or Space.
        d.press("down up");
        d.press(if i % 2 == 0 { "enter" } else { "space" });
        assert_eq!(d.at(), q);
        d.press("esc");
        assert_eq!(d.at(), "review");
    }
    // Mending one leads to what is empty below it, and back to the review.
    d.press("1 '1990-04-01' enter");
    assert_eq!(d.at(), "sender.phone");
    d.press("'090-1234-5678' enter");
    assert_eq!(d.at(), "sender.handler", "optional, and empty");
    d.press("enter");
    assert_eq!(d.at(), "sender.handler_email");
    d.press("enter");
    assert_eq!(d.at(), "review");
    assert!(!d.app.blocked());
    // Once shown, it is not asked again.
    d.press("1 up enter");
    assert_eq!(d.at(), "review", "{}", d.frame());
}

/// What no question stands behind stands in the text: the editor opens there, by digit, by Space
/// and by a click.
#[test]
fn the_review_leads_into_the_text_for_what_the_linter_finds() {
    let mut d = reviewed(complete("pause", "mail"));
    d.press("e down down down '違法な' esc");
    let places = |d: &Driver| -> Vec<(usize, bool, String)> {
        let doc = d.app.session.reviewed(d.app.content());
        let of = |(i, f): (usize, &kotowari::domain::gate::Finding)| {
            f.lint.as_ref().map(|l| (i, f.question.is_some(), l.message.clone()))
        };
        doc.findings.iter().enumerate().filter_map(of).collect()
    };
    let found = places(&d);
    let (at, _, _) = found.iter().find(|f| f.2.contains("違法")).expect("a finding").clone();
    let cursor = |d: &Driver| match &d.app.screen {
        kotowari::app::screens::Screen::Edit(e) => {
            e.buffer.text().get(e.buffer.cursor()..).unwrap_or_default().to_owned()
        }
        _ => panic!("at {}", d.at()),
    };
    for keys in [(at + 1).to_string(), "space".to_owned(), "up down enter".to_owned()] {
        d.press(&keys);
        assert_eq!(d.at(), "edit", "{keys}: {}", d.frame());
        assert!(cursor(&d).starts_with("違法"), "{}", d.frame());
        d.press("esc");
        assert_eq!(d.at(), "review");
    }
    // Every finding leads somewhere.
    for i in 0..d.app.session.reviewed(d.app.content()).findings.len() {
        d.press(&(i + 1).to_string());
        assert_ne!(d.at(), "review", "{i}: {}", d.frame());
        d.press("esc");
        if d.at() == "selections" {
            d.press("esc");
        }
        assert_eq!(d.at(), "review");
    }
    // An empty subject: the cursor stands behind its label.
    d.press("e ctrl+home ctrl+k esc");
    let empty = d
        .app
        .session
        .reviewed(d.app.content())
        .findings
        .iter()
        .position(|f| f.rule == "no_subject");
    d.press(&(empty.expect("no subject") + 1).to_string());
    assert!(cursor(&d).starts_with("\n\n"), "{}", d.frame());
}

#[test]
fn what_an_answer_from_the_review_opens_is_asked_even_if_optional() {
    let mut d = Driver::answered(complete("reduce_contact", "mail"));
    d.press("tab enter");
    assert_eq!(d.at(), "goal", "the subject is there because of the goal");
    d.press("=withdraw");
    assert_eq!(d.at(), "requests");
    d.press("enter");
    assert_eq!(d.at(), "selections", "optional, but its blank keeps the letter back");
    d.press("enter");
    assert_eq!(d.at(), "sender.birth_date");
    d.press("'1990-4-1' enter enter enter");
    assert_eq!(
        d.at(),
        "review",
        "what was shown or given beforehand is not asked again\n{}",
        d.frame()
    );
    assert!(!d.app.blocked(), "{}", d.frame());
}

#[test]
fn a_jump_over_the_letter_still_returns_to_the_review() {
    let mut d = reviewed(with_findings());
    d.press("2");
    assert_eq!(d.at(), "sender.phone");
    // From there through the letter to another question.
    d.press("tab");
    let at = |d: &Driver, id: &str| {
        let doc = d.app.session.document(d.app.content());
        doc.letter.paragraphs.iter().position(|p| p.id == id).expect("a paragraph")
    };
    for _ in 0..at(&d, "identity.email") {
        d.press("down");
    }
    d.press("enter");
    assert_eq!(d.at(), "sender.email", "{}", d.frame());
    d.press("esc");
    assert_eq!(d.at(), "review", "{}", d.frame());
    d.press("2 tab enter esc");
    assert_eq!(d.at(), "review", "{}", d.frame());
}

#[test]
fn a_changed_goal_from_the_review_asks_what_has_become_open() {
    let mut d = Driver::answered(complete("withdraw", "mail"));
    d.press("tab end up up up up");
    assert!(d.frame().contains("> これまで大変お世話になりました。"), "{}", d.frame());
    d.press("enter");
    assert_eq!(d.at(), "goal", "{}", d.frame());
    d.press("=pause");
    assert_eq!(d.at(), "resume");
    d.press("'2027-04' enter =none");
    assert_eq!(d.at(), "review", "what applies to both is not asked again");
    assert!(d.letter().contains("休止"), "{}", d.letter());
}

#[test]
fn copying_past_a_block_takes_more_than_enter() {
    let mut d = reviewed(with_findings());
    d.press("enter enter enter enter enter enter");
    assert!(d.world.copied.is_empty());
    d.press("c c c s s b b");
    assert!(d.world.copied.is_empty(), "{}", d.frame());
    d.press("esc").press("enter");
    assert!(d.frame().contains("まだ送れない文面です"), "{}", d.frame());
    assert!(d.frame().contains("〔登録電話番号〕が空いています"), "{}", d.frame());
    d.press("y");
    assert_eq!(d.world.copied.len(), 1);
    assert!(d.world.copied[0].contains("登録電話：〔登録電話番号〕"));
}

#[test]
fn writing_past_a_block_takes_more_than_enter() {
    let mut d = reviewed(with_findings());
    d.press("w enter");
    assert!(d.world.written.is_empty());
    d.press("w y enter");
    assert_eq!(d.world.written.len(), 1);
}

#[test]
fn a_letter_is_written_to_the_path_that_is_typed() {
    let mut d = Driver::answered(complete("withdraw", "mail"));
    let letter = d.letter();
    d.press("w enter");
    assert_eq!(d.world.written, [(PathBuf::from("letter.txt"), letter.clone() + "\n")]);
    assert!(d.frame().contains("保存しました：letter.txt"), "{}", d.frame());
    d.press("w ctrl+a ctrl+k '手紙/退会.txt' enter");
    assert_eq!(d.world.written[1].0, PathBuf::from("手紙/退会.txt"));
    d.press("w ctrl+a ctrl+k enter");
    assert_eq!(d.world.written.len(), 2, "no path, no file");
    d.press("esc");
    d.world.writes = Err("空き容量がありません".to_owned());
    d.press("w enter");
    assert!(d.frame().contains("空き容量がありません"), "{}", d.frame());
    assert_eq!(d.at(), "after", "what is in a file can be sent");
    let mut d = Driver::answered(complete("withdraw", "mail"));
    d.world.writes = Err("空き容量がありません".to_owned());
    d.press("w enter");
    assert_eq!(d.at(), "review", "what is in none can't");
}

#[test]
fn parts_of_a_mail_are_copied_one_by_one() {
    let mut d = Driver::answered(complete("pause", "mail"));
    d.press("s b");
    assert_eq!(d.world.copied.len(), 2);
    assert_eq!(d.world.copied[0], "転職活動の休止と、ご連絡停止のお願い（山田 花子）");
    assert!(d.world.copied[1].starts_with("アポプラス薬剤師\n"));
    assert_eq!(d.at(), "after", "with the body the letter is copied");
    // One after the other: of nobody in particular, so that there is no address.
    d.press("n");
    assert!(d.frame().contains("件名（1/2）：クリップボードにコピーしました"), "{}", d.frame());
    d.press("n n");
    assert_eq!(
        d.world.copied[2..],
        [d.world.copied[0].clone(), d.world.copied[1].clone(), d.world.copied[0].clone()]
    );
}

/// Where it goes comes first, then the subject, then the body, and the page after copying lists
/// them.
#[test]
fn a_mail_goes_in_part_by_part() {
    let mut answers = complete("pause", "mail");
    answers.set("sender.handler", one("佐藤"));
    answers.set("sender.handler_email", one("sato@example.jp"));
    let mut d = Driver::answered(answers);
    d.press("enter");
    let body = d.world.copied[0].clone();
    assert!(
        body.starts_with("アポプラス薬剤師\n佐藤 様"),
        "Enter copies what is pasted first\n{body}"
    );
    let frame = d.frame();
    assert!(frame.contains("     宛先  sato@example.jp") && frame.contains("> OK 本文"), "{frame}");
    d.press("n n n");
    let subject = "転職活動の休止と、ご連絡停止のお願い（山田 花子）".to_owned();
    assert_eq!(d.world.copied[1..], ["sato@example.jp".to_owned(), subject, body]);
}

#[test]
fn fields_of_a_form_are_copied_in_turn() {
    let mut d = Driver::answered(complete("pause", "form"));
    d.press("n");
    assert!(d.frame().contains("氏名（1/5）：クリップボードにコピーしました"), "{}", d.frame());
    d.press("n n n n n");
    let fields = ["山田 花子", "ヤマダ ハナコ", "hanako@example.jp", "090-1234-5678"];
    assert_eq!(d.world.copied[..4], fields);
    assert_eq!(d.world.copied[4], d.letter());
    assert_eq!(d.world.copied[5], "山田 花子", "and again from the first");
    d.press("s");
    assert_eq!(d.world.copied.len(), 6, "a form has no subject");
}

#[test]
fn a_failed_copy_is_said_and_offers_other_ways_out() {
    let mut d = Driver::answered(complete("pause", "mail"));
    d.world.copies = Copied::Failed("画面がありません".to_owned());
    d.press("s");
    assert_eq!(d.at(), "review");
    assert!(
        d.frame().contains("件名：コピーできませんでした（画面がありません）"),
        "{}",
        d.frame()
    );
    d.press("enter");
    assert!(d.frame().contains("コピーできませんでした"), "{}", d.frame());
    assert!(!d.frame().contains("コピーしました\n"), "{}", d.frame());
    d.press("p");
    let letter = d.letter();
    d.finish().press("n");
    let Some(Exit::Done(Some(printed))) = &d.end else { panic!("{:?}", d.end) };
    assert_eq!(printed.0, letter);
}

#[test]
fn what_is_handed_to_the_terminal_is_not_called_copied() {
    let mut d = Driver::answered(complete("pause", "mail"));
    d.world.copies = Copied::Handed;
    d.press("enter");
    assert!(d.frame().contains("端末にコピーを依頼しました"), "{}", d.frame());
    assert!(!d.frame().contains("クリップボードにコピーしました"), "{}", d.frame());
}

#[test]
fn editing_goes_by_graphemes_and_can_be_taken_back() {
    let mut d = Driver::answered(complete("withdraw", "mail"));
    let before = d.letter();
    d.press("e ctrl+home end").type_text("葛\u{E0100}か\u{3099}").paste("👨\u{200D}👩\u{200D}👧");
    assert!(d.frame().contains("）葛\u{E0100}が👨\u{200D}👩\u{200D}👧█"), "{}", d.frame());
    d.press("backspace");
    assert!(d.frame().contains("）葛\u{E0100}が█"), "the family goes as a whole\n{}", d.frame());
    d.press("backspace backspace");
    assert!(d.frame().contains("）█\n"), "a selector goes with its character\n{}", d.frame());
    d.press("ctrl+_ ctrl+_ ctrl+_ ctrl+_ ctrl+_ ctrl+_ ctrl+_ ctrl+_ esc");
    assert_eq!(d.letter(), before, "all taken back");
    assert!(!d.frame().contains("手を入れた文面"), "{}", d.frame());
}

#[test]
fn the_gate_reads_what_was_edited() {
    let mut d = Driver::answered(complete("withdraw", "mail"));
    d.press("e ctrl+home ctrl+k esc");
    assert!(d.frame().contains("件名が空です"), "{}", d.frame());
    assert!(d.app.blocked());
    d.press("enter enter");
    assert!(d.world.copied.is_empty());
    d.press("g");
    assert!(d.frame().contains("捨てて"), "{}", d.frame());
    d.press("enter");
    assert!(d.app.blocked(), "Enter is no");
    d.press("g y");
    assert!(!d.app.blocked());
    d.press("e end enter '〇〇様' esc");
    assert!(d.frame().contains("見本の文字"), "{}", d.frame());
}

#[test]
fn an_edited_letter_is_what_leaves() {
    let mut d = Driver::answered(complete("withdraw", "mail"));
    d.press("e 'はじめに' esc");
    let edited = d.letter();
    assert!(edited.contains("\n\nはじめにアポプラス薬剤師\n"), "{edited}");
    d.press("s b w enter b");
    assert!(d.world.copied[1].starts_with("はじめに"));
    assert_eq!(d.world.written[0].1, edited.clone() + "\n");
    assert_eq!(format!("件名：{}\n\n{}", d.world.copied[0], d.world.copied[2]), edited);
}

const STALE: &str = "手を入れたあとで答えが変わり";

/// A letter changed by hand for the 23rd, while the answers say the 22nd.
fn stale() -> Driver {
    let mut a = complete("withdraw", "mail");
    a.set("effective", one("2026-11-23"));
    let mut d = Driver::answered(a);
    d.press("e end '改' esc");
    assert!(!d.app.blocked(), "{}", d.frame());
    d.press("1 down enter");
    assert_eq!(d.at(), "review");
    d
}

#[test]
fn an_answer_after_an_edit_makes_the_edit_stale() {
    let mut d = stale();
    assert!(d.frame().contains(STALE), "{}", d.frame());
    let rules: Vec<&str> =
        d.app.session.reviewed(d.app.content()).findings.iter().map(|f| f.rule).collect();
    assert_eq!(rules.first(), Some(&"stale_edit"), "{rules:?}");
    assert!(d.app.blocked());
    assert!(d.letter().contains("11月23日（月）付で"), "the edit stays until something is decided");
    // It has come up only now, and so the selection stands on it; above it is the way on.
    d.press("up enter enter c n");
    assert!(d.world.copied.is_empty(), "{}", d.frame());
    // Made anew from the answers.
    d.press("g y");
    assert!(!d.app.blocked() && !d.frame().contains(STALE), "{}", d.frame());
    assert!(d.letter().contains("11月22日（日）付で"), "the answers");
    assert!(!d.letter().contains('改'), "{}", d.letter());
}

#[test]
fn an_edit_that_was_looked_at_again_is_no_longer_stale() {
    let mut d = stale();
    d.press("e end '二' esc");
    assert!(!d.frame().contains(STALE), "{}", d.frame());
    assert!(
        d.letter().contains("11月23日（月）付で") && d.letter().contains("改二"),
        "{}",
        d.letter()
    );
    // The day that was answered anew still stands there; the finding leads to it.
    assert!(
        d.app.blocked() && d.frame().contains("「11月23日」は、手を入れたとき"),
        "{}",
        d.frame()
    );
    d.press("1");
    assert_eq!(d.at(), "edit", "{}", d.frame());
    d.world.edits = Ok(d.letter().replace("11月23日（月）", "11月22日（日）"));
    d.press("esc v");
    assert!(!d.app.blocked(), "{}", d.frame());
    // The answer of before: the edit no longer fits that one either.
    d.press("1 up enter");
    assert_eq!(d.at(), "review");
    assert!(d.app.blocked() && d.frame().contains(STALE), "{}", d.frame());
}

/// Whoever only looks at the text has not said that it fits.
#[test]
fn a_stale_edit_is_settled_by_a_change_or_a_word() {
    let mut d = stale();
    d.press("e esc e down up esc");
    assert!(d.app.blocked() && d.frame().contains(STALE), "{}", d.frame());
    d.press("g esc");
    assert!(d.app.blocked(), "{}", d.frame());
    d.press("g n");
    assert!(!d.frame().contains(STALE), "{}", d.frame());
    assert!(d.frame().contains("「11月23日」は、手を入れたとき"), "{}", d.frame());
    assert!(d.letter().contains("11月23日（月）付で") && d.letter().contains('改'), "as it was");
    // It is meant so: told, and no stop. A later change by hand or of an answer is read anew.
    assert!(!d.app.blocked(), "{}", d.frame());
    d.press("e end '二' esc");
    assert!(d.app.blocked() && !d.frame().contains(STALE), "{}", d.frame());
    d.press("g n 1 up enter");
}

#[test]
fn an_answer_that_changes_nothing_leaves_an_edit_as_it_is() {
    let mut d = Driver::answered(complete("withdraw", "mail"));
    d.press("e end '改' esc tab enter");
    assert_ne!(d.at(), "review");
    d.press("enter");
    assert_eq!(d.at(), "review", "{}", d.frame());
    assert!(!d.app.blocked(), "{}", d.frame());
}

/// Printed in spite of a block: a script that called us can tell.
#[test]
fn a_blocked_letter_that_was_forced_out_ends_as_incomplete() {
    let start = || Start { print: true, no_save: true, ..Start::default() };
    let mut d =
        Driver::with(SIZE, Start { answers: with_findings(), ..start() }, Config::default());
    d.app.screen =
        kotowari::app::screens::Screen::Review(kotowari::app::screens::review::Review::default());
    d.press("c y enter");
    let Some(Exit::Incomplete(letter)) = &d.end else { panic!("{:?}", d.end) };
    assert!(letter.0.contains("〔登録電話番号〕"), "{}", letter.0);
    assert_eq!(letter.0, d.world.copied[0]);

    let mut a = complete("withdraw", "mail");
    a.set("effective", one("2026-11-23"));
    let mut d = Driver::with(SIZE, Start { answers: a, ..start() }, Config::default());
    d.press("e end '改' esc 1 down enter c y enter");
    assert!(
        matches!(&d.end, Some(Exit::Incomplete(l)) if l.0.contains("11月23日（月）付で")),
        "{:?}",
        d.end
    );
    // Without standard output nothing was forced on anybody but the user.
    let mut d = stale();
    d.press("c y").finish().press("n");
    assert_eq!(d.end, Some(Exit::Done(None)));
}

#[test]
fn the_external_editor_gives_and_takes_the_letter() {
    let mut d = Driver::answered(complete("withdraw", "mail"));
    let before = d.letter();
    d.press("v");
    assert_eq!(d.world.edited, std::slice::from_ref(&before));
    assert!(d.frame().contains("no editor"), "{}", d.frame());
    assert_eq!(d.letter(), before, "a failed editor changes nothing");
    d.world.edits = Ok("件名：新しい\u{1b}[31m件名\r\n\r\n本文\u{7}です\u{202E}。\n".to_owned());
    d.press("v");
    assert_eq!(d.letter(), "件名：新しい件名\n\n本文です。");
    assert!(d.app.blocked(), "identity has gone from it");
    assert!(d.frame().contains("氏名が文面からなくなっています"), "{}", d.frame());
    d.world.edits = Ok(before.clone());
    d.press("v");
    assert_eq!(d.letter(), before);
    assert!(!d.app.blocked());
    // Without its label no line of the letter becomes the title.
    let (title, body) = before.split_once("\n\n").expect("a title");
    d.world.edits = Ok(format!("\n{body}追伸\n"));
    d.press("v");
    assert_eq!(d.letter(), format!("{title}\n\n{body}追伸"));
    assert!(d.frame().contains("「件名：」で始まる行がない"), "{}", d.frame());
}

/// The label of the title is no text: the cursor begins in the letter and never goes before it.
#[test]
fn the_label_of_the_title_stays() {
    let mut d = Driver::answered(complete("withdraw", "mail"));
    let before = d.letter();
    let (title, body) = before.split_once("\n\n").expect("a title");
    d.press("e 'あ' esc");
    assert_eq!(d.letter(), format!("{title}\n\nあ{body}"));
    d.press("e ctrl+home home left backspace ctrl+u up pageup '次の' ctrl+end 'い' esc");
    let subject = title.strip_prefix("件名：").expect("its label");
    assert_eq!(d.letter(), format!("件名：次の{subject}\n\nあ{body}い"));
    d.press("e ctrl+home delete delete esc");
    assert_eq!(d.letter(), format!("{title}\n\nあ{body}い"));
    d.press("e");
    assert!(d.frame().contains("F1 使えるキー"), "{}", d.frame());
}

fn to_the_end(start: Start, config: Config) -> Driver {
    let start = Start { answers: complete("withdraw", "mail"), ..start };
    let mut d = Driver::with(SIZE, start, config);
    d.press("c").finish();
    d
}

#[test]
fn the_profile_is_stored_after_a_yes_only() {
    let mut d = to_the_end(Start::default(), Config::default());
    assert!(d.end.is_none() && d.world.saved.is_empty());
    assert!(d.frame().contains("保存しますか"), "{}", d.frame());
    d.press("x space 1");
    assert!(d.end.is_none() && d.world.saved.is_empty(), "only y is yes");
    d.press("y");
    assert_eq!(d.end, Some(Exit::Done(None)));
    assert_eq!(d.world.saved.len(), 1);
    let saved = &d.world.saved[0];
    assert_eq!(saved.sender.get("name").map(String::as_str), Some("山田 花子"));
    assert_eq!(saved.sender.get("birth_date").map(String::as_str), Some("1990-04-01"));
    assert_eq!(saved.service, "apoplus-pharmacist");

    let mut d = to_the_end(Start::default(), Config::default());
    d.press("n");
    assert_eq!((&d.end, d.world.saved.len()), (&Some(Exit::Done(None)), 0));
    // Back is neither yes nor no: the page, with its letter still to be copied.
    for key in ["esc", "up down enter"] {
        let mut d = to_the_end(Start::default(), Config::default());
        d.press(key);
        assert!(d.end.is_none() && d.app.overlay.is_none() && d.world.saved.is_empty(), "{key}");
        assert_eq!(d.at(), "after", "{key}");
        d.press("c").finish().press("y");
        assert_eq!((&d.end, d.world.saved.len()), (&Some(Exit::Done(None)), 1), "{key}");
    }
}

/// However its answers came here, and wherever one leaves, a letter that left is not forgotten in
/// silence.
#[test]
fn a_letter_that_left_is_asked_for_on_every_screen() {
    for keys in ["enter", "c", "s b", "w enter"] {
        for back in ["", "esc", "esc t", "esc d", "esc e", "esc e 'x' esc"] {
            let mut d = Driver::answered(complete("withdraw", "mail"));
            d.press(keys).press(back).press("ctrl+c");
            let what = format!("{keys}, {back}: {}", d.frame());
            assert!(d.end.is_none() && d.frame().contains("保存しますか"), "{what}");
            d.press("y");
            assert!(matches!(d.end, Some(Exit::Left(130))), "{what}");
            assert_eq!(d.world.cases.len(), 1, "{what}");
        }
    }
    let mut d = Driver::answered(complete("withdraw", "mail"));
    d.press("ctrl+c");
    assert_eq!(d.end, Some(Exit::Left(130)), "nothing has left");
}

/// In every question laid over a screen: Enter and Esc close it and decide nothing, `n` is no.
#[test]
fn enter_and_esc_decide_nothing() {
    for key in ["enter", "esc", "n"] {
        let mut d = reviewed(with_findings());
        d.press("c").press(key);
        assert!(d.app.overlay.is_none() && d.world.copied.is_empty(), "{key}");
        d.press("w").press(key);
        assert!(d.app.overlay.is_none() && d.world.written.is_empty(), "{key}");
        d.press("e 'x' esc g").press(key);
        assert!(d.app.overlay.is_none() && d.app.session.edited.is_some(), "{key}");
        // There no is to leave without storing.
        d.press("ctrl+c").press(if key == "n" { "esc" } else { key });
        assert!(d.app.overlay.is_none() && d.end.is_none(), "{key}");
        assert_eq!(d.at(), "review", "{key}");
    }
}

/// Enter takes the row that is selected, also where whether something is kept is not for Enter to
/// say; it then says what ends the program.
#[test]
fn enter_takes_the_row_where_one_says_whether_it_is_kept() {
    for keys in ["enter y enter", "enter enter enter"] {
        let mut d = Driver::answered(complete("withdraw", "mail"));
        d.press(keys);
        assert!(d.frame().contains("保存しますか"), "{}", d.frame());
        let after = |d: &mut Driver| {
            d.press("enter");
            assert!(d.app.overlay.is_none() && d.end.is_none(), "{}", d.frame());
            assert!(d.at() == "after" && d.frame().contains("保存するなら y"), "{}", d.frame());
        };
        after(&mut d);
        // Whether it was sent is not asked again.
        d.press("enter");
        assert!(d.frame().contains("保存しますか"), "{}", d.frame());
        after(&mut d);
        d.press("enter up enter");
        assert_eq!((d.end, d.world.cases.len()), (Some(Exit::Done(None)), 0));
    }
}

#[test]
fn nothing_is_asked_where_nothing_may_be_stored_or_that_is_decided() {
    let no_save = Start { no_save: true, ..Start::default() };
    assert_eq!(to_the_end(no_save, Config::default()).end, Some(Exit::Done(None)));
    let never = Config { save: Save::Never, ..Config::default() };
    assert_eq!(to_the_end(Start::default(), never).end, Some(Exit::Done(None)));
    let sender: BTreeMap<String, String> =
        support::SENDER.iter().map(|(k, v)| (k.replace("sender.", ""), (*v).to_owned())).collect();
    let known = Config { sender, ..Config::default() };
    // Who is writing is known already; whether letters may be stored nobody has said yet.
    let mut d = to_the_end(Start::default(), known.clone());
    assert!(d.end.is_none() && d.frame().contains("保存しますか"), "{}", d.frame());
    d.press("y");
    assert_eq!((d.end, d.world.cases.len()), (Some(Exit::Done(None)), 1));
    // Ctrl-C asks too, and leaves as it would have.
    for (keys, stored) in
        [("ctrl+c y", 1), ("ctrl+c n", 0), ("ctrl+c ctrl+c", 0), ("t ctrl+c y", 1)]
    {
        let start = Start { answers: complete("withdraw", "mail"), ..Start::default() };
        let mut d = Driver::with(SIZE, start, known.clone());
        d.press("enter").press(keys);
        assert_eq!((d.end, d.world.cases.len()), (Some(Exit::Left(130)), stored), "{keys}");
    }
    // Agreed for good: stored without a question, unless this run may store nothing.
    let always = || Config { save: Save::Always, ..Config::default() };
    let d = to_the_end(Start::default(), always());
    assert_eq!((d.end, d.world.saved.len()), (Some(Exit::Done(None)), 1));
    let no_save = Start { no_save: true, ..Start::default() };
    assert!(to_the_end(no_save, always()).world.saved.is_empty());
}

#[test]
fn what_is_stored_is_offered_and_still_the_users_to_change() {
    let registration = BTreeMap::from([("email".to_owned(), "work@example.jp".to_owned())]);
    let config = Config {
        sender: BTreeMap::from([
            ("name".to_owned(), "山田 花子".to_owned()),
            ("email".to_owned(), "hanako@example.jp".to_owned()),
        ]),
        registration: BTreeMap::from([("apoplus-pharmacist".to_owned(), registration)]),
        ..Config::default()
    };
    let mut d = Driver::with(SIZE, Start::default(), config);
    d.press("=apoplus-pharmacist =reduce_contact =mail_only =when_i_ask enter =stop =mail");
    assert!(d.frame().contains("  山田 花子"), "{}", d.frame());
    assert!(d.frame().contains("  work@example.jp"), "the one of this service\n{}", d.frame());
    assert_eq!(d.at(), "sender.reading", "what is needed");
    d.press("'ヤマダ ハナコ' down 'neu@example.jp' enter");
    assert_eq!(d.at(), "sender.phone");
    d.press("'090-1234-5678' enter enter enter");
    assert!(d.letter().contains("neu@example.jp"));
}

#[test]
fn a_failed_save_is_said_and_does_not_keep_the_user() {
    let mut d = to_the_end(Start::default(), Config::default());
    d.world.saves = Err("権限がありません".to_owned());
    d.press("y");
    assert!(d.end.is_none(), "one reads what went wrong first");
    assert!(d.frame().contains("権限がありません"), "{}", d.frame());
    // The next time whatever can be stored is, and one leaves.
    d.finish();
    assert_eq!(d.end, Some(Exit::Failed(None)), "not asked a second time");
    assert_eq!((d.world.saved.len(), d.world.cases.len()), (2, 1));
    assert!(d.app.farewell(false).is_some_and(|words| words.contains("権限がありません")));
}

#[test]
fn what_could_not_be_stored_on_leaving_is_tried_once_more() {
    const BUSY: &str = "ほかの kotowari が書き込みを";
    let failed = |agreed: Save| {
        let start = Start { answers: complete("withdraw", "mail"), ..Start::default() };
        let mut d = Driver::with(SIZE, start, Config { save: agreed, ..Config::default() });
        d.world.stores = Err(BUSY.to_owned());
        d.press("c").finish();
        if agreed == Save::Ask {
            d.press("y");
        }
        assert!(d.end.is_none() && d.frame().contains(BUSY), "{}", d.frame());
        d
    };
    for agreed in [Save::Ask, Save::Always] {
        let mut d = failed(agreed);
        d.world.stores = Ok(());
        d.finish();
        assert_eq!((d.end, d.world.cases.len()), (Some(Exit::Done(None)), 1), "{agreed:?}");
        let mut d = failed(agreed);
        d.finish();
        assert_eq!((&d.end, d.world.cases.len()), (&Some(Exit::Failed(None)), 0), "{agreed:?}");
        assert!(d.app.farewell(false).is_some_and(|w| w.contains(BUSY)));
        // Ctrl-C leaves too, and tries as well; what was agreed to is not asked again.
        for there in [true, false] {
            let mut d = failed(agreed);
            if there {
                d.world.stores = Ok(());
            }
            d.press("ctrl+c");
            if d.end.is_none() {
                d.press("ctrl+c");
            }
            assert_eq!(d.end, Some(Exit::Left(130)), "{agreed:?}");
            assert_eq!(d.world.cases.len(), usize::from(there), "{agreed:?}");
            let said = d.app.farewell(false).unwrap_or_default();
            assert_eq!(said.contains(BUSY), !there, "{said}");
        }
    }
}

#[test]
fn the_letter_for_standard_output_is_the_one_that_was_copied() {
    let start = Start { print: true, no_save: true, ..Start::default() };
    let d = to_the_end(start, Config::default());
    let Some(Exit::Done(Some(letter))) = &d.end else { panic!("{:?}", d.end) };
    assert_eq!(letter.0, d.world.copied[0]);
}

#[test]
fn ctrl_c_asks_only_where_something_would_be_lost() {
    let mut d = Driver::new();
    d.press("=apoplus-pharmacist =reduce_contact ctrl+c");
    assert_eq!(d.end, Some(Exit::Left(130)), "nothing was answered");

    let mut d = Driver::new();
    d.press("=other 'み' ctrl+c");
    assert!(d.end.is_none() && d.frame().contains("入力した内容が失われます"), "{}", d.frame());
    d.press("enter");
    assert!(d.end.is_none() && d.frame().contains("> み█"), "{}", d.frame());
    d.press("ctrl+c ctrl+c");
    assert_eq!(d.end, Some(Exit::Left(130)), "twice always leaves");

    let mut d = Driver::new();
    d.press("=other 'み' ctrl+c y");
    assert_eq!(d.end, Some(Exit::Left(130)));

    // From any place: over the help, over the letter, while a path is typed.
    for place in ["=other 'み' f1", "=other 'み' tab", "=other 'み' esc esc"] {
        let mut d = Driver::new();
        d.press(place).press("ctrl+c ctrl+c");
        assert_eq!(d.end, Some(Exit::Left(130)), "{place}");
    }

    // What is kept as a draft is not lost, nor is what is half filled in of a list.
    let agreed = || Config { save: Save::Always, ..Config::default() };
    let mut d = Driver::with(SIZE, Start::default(), agreed());
    d.press("=apoplus-pharmacist =change_handler space enter '途中の' ctrl+c");
    assert_eq!(d.end, Some(Exit::Left(130)));
    assert!(
        d.world.draft().is_some_and(|k| k.texts.values().any(|t| t == "途中の")),
        "{}",
        d.frame()
    );
    let mut d = Driver::with(
        SIZE,
        Start { answers: complete("decline", "mail"), ..Start::default() },
        agreed(),
    );
    while d.at() != "selections" {
        d.press("esc");
    }
    d.press("a '丙薬局' ctrl+c");
    assert_eq!(d.end, Some(Exit::Left(130)));
    assert!(d.world.draft().is_some_and(|k| k.texts.values().any(|t| t == "丙薬局")));

    // What was copied is safe: nothing is asked but whether it may be stored.
    let mut d = Driver::answered(complete("pause", "mail"));
    d.press("e 'x' backspace esc enter ctrl+c");
    assert!(d.end.is_none() && d.frame().contains("保存しますか"), "{}", d.frame());
    d.press("n");
    assert_eq!(d.end, Some(Exit::Left(130)));
}

#[test]
fn esc_on_the_first_question_asks_where_typed_text_would_be_lost() {
    let mut d = Driver::new();
    d.press("=other 'み' esc esc");
    assert!(d.end.is_none() && d.frame().contains("入力した内容が失われます"), "{}", d.frame());
    d.press("n");
    assert_eq!(d.at(), "service");
    d.press("enter");
    assert!(d.frame().contains("> み█"), "{}", d.frame());
}

#[test]
fn ctrl_z_suspends_from_everywhere_and_the_frame_is_drawn_anew() {
    let mut d = Driver::new();
    d.press("=other 'み' ctrl+z f1 ctrl+z esc tab ctrl+z");
    assert_eq!(d.world.suspended, 3);
    assert!(d.end.is_none());
    let last = d.world.shown.last().expect("a frame");
    assert!(last.contains("\u{1b}[2J"), "a whole frame after coming back: {last:?}");
}

#[test]
fn pasted_line_ends_become_spaces_in_a_line_and_stay_in_a_text() {
    for ends in ["\r\n", "\n", "\r", "\r\r"] {
        let mut d = Driver::new();
        d.press("=other").paste(&format!("みなと{ends}キャリア{ends}"));
        assert!(d.frame().contains("> みなと キャリア█"), "{ends:?}\n{}", d.frame());
        assert_eq!(d.at(), "service_name", "a pasted line end is no Enter");

        let mut d = Driver::new();
        d.press("=apoplus-pharmacist =change_handler =field_expert enter")
            .paste(&format!("一行目{ends}二行目"));
        assert!(d.frame().contains("> 一行目\n   二行目█"), "{ends:?}\n{}", d.frame());
    }
}

#[test]
fn pasted_sequences_and_control_characters_are_taken_out_and_said() {
    let mut d = Driver::new();
    d.press("=other")
        .paste("み\u{1b}[31mな\u{7}と\u{1b}]0;owned\u{7}\u{9b}2J\u{202E}キャリア\u{0}");
    assert!(d.frame().contains("> みなとキャリア█"), "{}", d.frame());
    assert!(d.frame().contains("表示できない制御文字を取り除きました：␛[31m ␇"), "{}", d.frame());
    d.press("enter =reduce_contact =mail_only =when_i_ask enter =stop =mail")
        .press(SENDER)
        .press(REACH)
        .press("enter");
    assert!(!d.world.copied[0].chars().any(|c| c.is_control() && c != '\n'));
    assert!(d.world.copied[0].contains("みなとキャリア\n"));
    // What reached the terminal: only the sequences that the painter writes.
    for frame in &d.world.shown {
        assert!(
            !frame.contains("[31mな") && !frame.contains('\u{7}') && !frame.contains("\u{1b}]"),
            "{frame:?}"
        );
    }
}

#[test]
fn a_paste_where_nothing_is_typed_does_nothing() {
    let mut d = Driver::new();
    d.paste("\n\n2\n").paste("y");
    assert_eq!(d.at(), "service");
    let mut d = reviewed(with_findings());
    d.press("enter").paste("y");
    assert!(d.world.copied.is_empty(), "a pasted y is no yes");
    d.press("esc").paste("c\n");
    assert!(d.world.copied.is_empty());
}

/// Most people leave it open with another consultant, and it was never shown; with less contact it
/// is a question.
#[test]
fn what_another_goal_passed_over_is_asked_where_it_counts() {
    let mut d = Driver::new();
    d.press("=apoplus-pharmacist =change_handler enter esc esc").until("goal", "esc");
    d.press("=reduce_contact =mail_only =monthly enter");
    assert_eq!(d.at(), "urgent_offers", "{}", d.frame());
    assert!(d.app.session.answers.get("urgent_offers").is_none());
}

#[test]
fn menus_read_full_width_keys() {
    let mut d = Driver::new();
    d.burst("１");
    assert_eq!(d.at(), "goal");
    d.burst("ｊ ｊ");
    assert!(d.is_on("しばらく休む"), "{}", d.frame());
    d.burst("４").burst("'　'");
    assert_eq!(d.at(), "requests");
    assert!(d.is_on("個人情報の消去"), "{}", d.frame());
    d.burst("２");
    // An input method that was left on: kana in a menu do nothing.
    d.burst("た い か い");
    assert_eq!(d.at(), "requests");
    assert!(d.is_on("利用の停止"), "{}", d.frame());
}

#[test]
fn a_burst_of_an_input_method_is_text_in_a_field() {
    let mut d = Driver::new();
    d.press("=other").burst("'みなと転職ｃａｒｅｅｒ１２３'");
    assert!(d.frame().contains("> みなと転職ｃａｒｅｅｒ１２３█"), "{}", d.frame());
    // A kana and its voiced mark that come apart become one.
    d.press("2").burst("'か'").burst("'\u{3099}'").press("backspace");
    assert!(d.frame().contains("１２３2█"), "{}", d.frame());
}

#[test]
fn letters_are_text_in_a_field_whatever_they_mean_elsewhere() {
    let mut d = Driver::new();
    d.press("=other 'qjk?cq1234567890yn'");
    assert!(d.frame().contains("> qjk?cq1234567890yn█"), "{}", d.frame());
}

#[test]
fn tab_leads_to_the_letter_and_back_to_what_was_typed() {
    for size in [SIZE, (120, 40)] {
        let mut d = Driver::sized(size);
        d.press("=apoplus-pharmacist =reduce_contact =mail_only =when_i_ask enter =stop");
        d.press("=mail '山田' tab");
        assert!(d.app.letter().is_some());
        assert!(d.frame().contains("> 件名：今後のご連絡方法のお願い（山田）"), "{}", d.frame());
        let at = |d: &Driver| d.app.letter().map(|v| v.at);
        d.press("down down");
        assert_eq!(at(&d), Some(2));
        assert!(d.frame().contains("この段落がある理由"), "{}", d.frame());
        d.press("end pagedown down up up");
        let last = at(&d).expect("the letter is open");
        assert!(last > 5);
        assert!(d.frame().contains("> 山田"), "the signature\n{}", d.frame());
        d.press("pageup");
        assert_eq!(at(&d), Some(last - 5));
        d.press("home up tab");
        assert!(d.app.letter().is_none());
        assert_eq!(d.at(), "sender.name");
        assert!(d.frame().contains("  山田█"), "{}", d.frame());
    }
}

#[test]
fn a_paragraph_leads_to_the_question_behind_it() {
    let mut d = Driver::answered(complete("withdraw", "mail"));
    d.press("tab");
    let target = d
        .app
        .session
        .document(d.app.content())
        .letter
        .paragraphs
        .iter()
        .position(|p| p.id == "identity.phone");
    for _ in 0..target.expect("the telephone number") {
        d.press("down");
    }
    assert!(d.frame().contains("> 登録電話：090-1234-5678"), "{}", d.frame());
    d.press("enter");
    assert_eq!(d.at(), "sender.phone");
    d.press("backspace '9' enter");
    assert_eq!(d.at(), "review");
    assert!(d.letter().contains("090-1234-5679"));
}

#[test]
fn help_lists_the_keys_in_force_and_closes() {
    let config =
        Config::parse("c", "[keys.choice]\ndown = [\"t\"]\n").unwrap_or_else(|p| panic!("{p:?}"));
    let mut d = Driver::with(SIZE, Start::default(), config);
    // Where names are typed, the question mark is a key as long as nothing is.
    d.press("?");
    assert!(d.frame().contains("上 / Ctrl-P           上へ"), "{}", d.frame());
    d.press("esc =apoplus-pharmacist ?");
    assert!(d.frame().contains("t                     下へ"), "{}", d.frame());
    d.press("esc t");
    assert!(d.is_on("担当者を替えてもらう"), "{}", d.frame());
    d.press("f1 ? down");
    assert!(d.app.overlay.is_none());
    assert_eq!(d.at(), "goal");
}

/// A withdrawal at its date.
fn dated() -> Driver {
    let mut d = Driver::new();
    d.press("=apoplus-pharmacist =withdraw enter enter").open("effective");
    d
}

#[test]
fn a_date_is_moved_with_the_arrows_or_typed() {
    let mut d = dated();
    assert!(d.frame().contains("> 2026-11-20█"), "{}", d.frame());
    d.press("up");
    assert!(d.frame().contains("2026年11月21日（土）"), "{}", d.frame());
    d.press("down down");
    assert!(
        d.frame().contains("> 2026-11-19█") && d.frame().contains("? 過ぎた日付です"),
        "{}",
        d.frame()
    );
    d.press("enter");
    assert_eq!(d.at(), "effective");
    assert!(d.frame().contains("! 過ぎた日付です"), "{}", d.frame());
    d.press("pageup");
    assert!(d.frame().contains("2026年12月19日（土）"), "{}", d.frame());
    d.press("ctrl+a ctrl+k '令和8年12月1日' enter");
    assert_eq!(d.at(), "channel");
    assert!(d.letter().contains("12月1日（火）付で"));
}

#[test]
fn the_first_character_replaces_a_date_that_nobody_has_touched() {
    let mut d = dated();
    d.press("'1'");
    assert!(d.frame().contains("> 1█"), "{}", d.frame());
    d.press("'2/1'");
    assert!(
        d.frame().contains("> 12/1█") && d.frame().contains("= 2026年12月1日（火）"),
        "{}",
        d.frame()
    );
    d.press("esc enter");
    assert!(d.frame().contains("> 12/1█"), "{}", d.frame());
    d.press("'5'");
    assert!(d.frame().contains("> 12/15█"), "what was typed is not offered\n{}", d.frame());
    // Touched in another way, it is the user's own too.
    for touch in ["left", "up", "backspace", "end"] {
        let mut d = dated();
        d.press(touch).press("end '7'");
        assert!(!d.frame().contains("> 7█"), "{touch}\n{}", d.frame());
        assert!(d.frame().contains("7█"), "{touch}\n{}", d.frame());
    }
    // A month that was answered is replaced as well when it is opened again.
    let mut d = Driver::new();
    d.press("=apoplus-pharmacist =pause '2027-04' enter esc '2028-01'");
    assert!(d.frame().contains("> 2028-01█"), "{}", d.frame());
}

#[test]
fn a_date_that_the_rule_refuses_says_so_while_it_is_typed() {
    let mut d = dated();
    d.press("'2026-11-19'");
    assert!(d.frame().contains("? 過ぎた日付です"), "{}", d.frame());
    assert!(!d.frame().contains("= 2026年11月19日"), "{}", d.frame());
    d.press("backspace backspace '20'");
    assert!(d.frame().contains("= 2026年11月20日（金）"), "{}", d.frame());
    assert!(!d.frame().contains("? "), "{}", d.frame());
    let mut d = Driver::new();
    d.press("=apoplus-pharmacist =withdraw enter enter =mail").press(SENDER);
    assert_eq!(d.at(), "sender.birth_date");
    for (typed, says) in [
        ("2020-4-1", "15歳になっていない生年月日です"),
        ("2011-11-21", "15歳になっていない生年月日です"),
        ("令和元年5月1日", "15歳になっていない生年月日です"),
        ("2030-4-1", "まだ来ていない日付です"),
        ("1899-4-1", "1900年から今年までの生年月日を入力してください"),
        ("1850-1-1", "1900年から今年までの生年月日を入力してください"),
        ("2300-1-1", "1900年から今年までの生年月日を入力してください"),
        ("1990年4月", "日まで入力してください（例：1990-4-1、H2.4.1、平成2年4月1日）"),
        ("4/1", "年から入力してください（例：1990-4-1、H2.4.1、平成2年4月1日）"),
    ] {
        d.press("ctrl+a ctrl+k").type_text(typed);
        // In the form it may take more than a line.
        let dense = |d: &Driver| d.frame().replace([' ', '\n'], "");
        assert!(dense(&d).contains(&format!("?{says}").replace(' ', "")), "{typed}\n{}", d.frame());
        d.press("enter");
        assert_eq!(d.at(), "sender.birth_date", "{typed}");
        assert!(
            dense(&d).contains(&format!("!生年月日：{says}").replace(' ', "")),
            "{}",
            d.frame()
        );
    }
    d.press("ctrl+a ctrl+k '2011-11-20' enter");
    assert_eq!(d.at(), "sender.email", "fifteen today");
}

#[test]
fn the_hour_of_an_interview_is_shown_as_it_was_read() {
    let mut d = Driver::new();
    d.press(
        "=apoplus-pharmacist =withdraw enter a 'みなと薬局' enter right right enter '12/3 15時'",
    );
    assert!(d.frame().contains("= 2026年12月3日（木） 15:00"), "{}", d.frame());
}

#[test]
fn what_is_typed_where_one_chooses_is_not_swallowed() {
    let mut d = Driver::new();
    d.press("=apoplus-pharmacist =withdraw enter a 'みなと薬局' enter 'い'");
    assert!(d.frame().contains("! ここは、数字か左右の矢印で選びます"), "{}", d.frame());
    d.press("=first_interview");
    assert!(d.frame().contains("< 一次面接 >") && !d.frame().contains("! ここは"), "{}", d.frame());
}

#[test]
fn entries_are_added_changed_and_removed() {
    let mut d = Driver::new();
    d.press("=apoplus-pharmacist =withdraw enter a enter");
    assert!(d.frame().contains("! 応募先：入力してください"), "at once\n{}", d.frame());
    d.press("'みなと薬局' enter right right enter enter left left left enter enter");
    assert!(d.frame().contains("1. みなと薬局／書類選考中／辞退する"), "{}", d.frame());
    d.press("a 'ひかり病院' enter =offer enter '2026-2-30' enter");
    assert!(d.frame().contains("! 面接などの日時："), "{}", d.frame());
    d.press("ctrl+a ctrl+k '12/24' enter =keep enter");
    assert!(
        d.frame().contains("2. ひかり病院／内定／2026年12月24日（木）／続けたい"),
        "{}",
        d.frame()
    );
    d.press("1 end '2号店' enter enter enter enter enter");
    assert!(d.frame().contains("1. みなと薬局2号店"), "{}", d.frame());
    d.press("up up d");
    assert!(!d.frame().contains("ひかり病院"), "{}", d.frame());
    d.press("down enter");
    assert_eq!(d.at(), "channel");
    assert!(d.letter().contains("みなと薬局2号店"), "{}", d.letter());
}

/// A list of these employers, all applied for and declined.
fn listed(employers: &[&str]) -> Driver {
    let mut d = Driver::new();
    d.press("=apoplus-pharmacist =withdraw enter");
    for e in employers {
        d.press("a").type_text(e).press("enter =applied enter enter =decline enter enter");
    }
    d
}

const NO_ROWS: [&str; 0] = [];

fn rows(d: &Driver) -> Vec<String> {
    let frame = d.frame();
    let row = |l: &str| {
        let l = l.trim_start_matches(['>', ' ']);
        let (n, rest) = l.split_once(". ")?;
        n.chars()
            .all(|c| c.is_ascii_digit())
            .then(|| rest.split('／').next().unwrap_or_default().to_owned())
    };
    frame.lines().filter_map(row).collect()
}

#[test]
fn a_removed_entry_is_put_back_where_it_stood() {
    let mut d = listed(&["甲薬局", "乙薬局", "丙薬局"]);
    assert_eq!(rows(&d), ["甲薬局", "乙薬局", "丙薬局"]);
    d.press("up up up d");
    assert_eq!(rows(&d), ["甲薬局", "丙薬局"]);
    assert!(d.frame().contains("u で戻せます"), "{}", d.frame());
    d.press("u");
    assert_eq!(rows(&d), ["甲薬局", "乙薬局", "丙薬局"]);
    assert!(!d.frame().contains("u で戻せます"), "{}", d.frame());
    d.press("u");
    assert_eq!(rows(&d).len(), 3, "once");
    // The last one, and on a list that has become empty.
    let mut d = listed(&["甲薬局"]);
    d.press("up up d");
    assert_eq!(rows(&d), NO_ROWS);
    d.press("u enter");
    assert!(d.frame().contains("> 応募先"), "the row that came back is selected\n{}", d.frame());
}

#[test]
fn a_draft_is_given_up_before_its_entry_is_removed() {
    let mut d = listed(&["甲薬局", "乙薬局"]);
    d.press("1 '改' esc");
    assert!(d.frame().contains("1. 甲薬局／応募済み／辞退する（書きかけ"), "{}", d.frame());
    d.press("up up up d");
    assert_eq!(rows(&d), ["甲薬局", "乙薬局"], "the draft alone");
    assert!(!d.frame().contains("書きかけ"), "{}", d.frame());
    d.press("d");
    assert_eq!(rows(&d), ["乙薬局"]);
}

#[test]
fn two_drafts_at_once_survive_each_other_and_going_back() {
    let mut d = listed(&["甲薬局", "乙薬局"]);
    d.press("1 end '一' esc 2 end '二' esc a '新' esc");
    assert_eq!(d.frame().matches("（書きかけ").count(), 3, "{}", d.frame());
    d.press("down down down enter");
    assert_eq!(d.at(), "selections");
    assert!(d.frame().contains("! 書きかけの項目があります"), "{}", d.frame());
    d.press("esc enter");
    assert_eq!(d.frame().matches("（書きかけ").count(), 3, "{}", d.frame());
    d.press("2");
    assert!(d.frame().contains("乙薬局二█"), "{}", d.frame());
    d.press("enter enter enter enter enter");
    assert_eq!(rows(&d), ["甲薬局", "乙薬局二"]);
    d.press("1");
    assert!(d.frame().contains("甲薬局一█"), "{}", d.frame());
    d.press("enter enter enter enter enter");
    assert_eq!(rows(&d), ["甲薬局一", "乙薬局二"]);
    d.press("a");
    assert!(d.frame().contains("新█"), "{}", d.frame());
    d.press("enter =applied enter enter =decline enter enter enter");
    assert_eq!(d.at(), "channel");
}

#[test]
fn a_draft_stays_with_its_row_when_others_are_removed_or_put_back() {
    let mut d = listed(&["甲薬局", "乙薬局", "丙薬局"]);
    d.press("2 end '改' esc up up d");
    assert_eq!(rows(&d), ["乙薬局", "丙薬局"]);
    d.press("1");
    assert!(d.frame().contains("乙薬局改█"), "{}", d.frame());
    d.press("enter enter enter enter enter");
    assert_eq!(rows(&d), ["乙薬局改", "丙薬局"], "not over the wrong one");

    let mut d = listed(&["甲薬局", "乙薬局", "丙薬局"]);
    d.press("2 end '改' esc up up d u");
    assert_eq!(rows(&d), ["甲薬局", "乙薬局", "丙薬局"]);
    d.press("2 enter enter enter enter enter");
    assert_eq!(rows(&d), ["甲薬局", "乙薬局改", "丙薬局"]);

    // A row behind the draft goes: the draft stays where it is.
    let mut d = listed(&["甲薬局", "乙薬局", "丙薬局"]);
    d.press("2 end '改' esc down d");
    assert_eq!(rows(&d), ["甲薬局", "乙薬局"]);
    d.press("2 enter enter enter enter enter");
    assert_eq!(rows(&d), ["甲薬局", "乙薬局改"]);
}

#[test]
fn a_resize_keeps_everything() {
    let mut d = Driver::new();
    d.press("=other 'みなと'").resize(10, 3).resize(0, 0).resize(130, 45).press("'駅' enter");
    assert_eq!(d.at(), "goal");
    assert!(d.frame().contains("みなと駅"), "{}", d.frame());
}

#[test]
fn nothing_changed_draws_nothing() {
    let mut d = Driver::new();
    let frames = d.world.shown.len();
    d.press("f12");
    let after = d.world.shown.len() - frames;
    assert_eq!(after, 1, "the runner's first frame, and none for an event that changes nothing");
    // Its size may have changed and changed back meanwhile, and with it what the terminal shows.
    d.event(TermEvent::Resize(SIZE.0, SIZE.1));
    assert!(d.world.shown.last().is_some_and(|frame| frame.contains("\u{1b}[2J")));
}

#[test]
fn a_moved_selection_takes_few_bytes() {
    let mut d = Driver::new();
    d.press("=apoplus-pharmacist =withdraw");
    d.press("down");
    let bytes = d.world.shown.last().map_or(0, String::len);
    assert!((1..=400).contains(&bytes), "{bytes} bytes");
}

#[test]
fn complete_answers_open_at_the_review_and_the_day_is_that_of_the_test() {
    let d = Driver::answered(complete("withdraw", "form"));
    assert_eq!(d.at(), "review");
    assert_eq!(d.app.session.today, today());
    let mut a = complete("withdraw", "form");
    a.set("requests", many(&["stop_mail"]));
    assert!(Driver::answered(a).letter().starts_with("【退会のお願い】"));
}

/// What the terminal was told about the cursor last.
fn cursor_shown(d: &Driver) -> bool {
    let all: String = d.world.shown.concat();
    let (shown, hidden) = (all.rfind("\u{1b}[?25h"), all.rfind("\u{1b}[?25l"));
    shown > hidden
}

#[test]
fn a_window_that_has_become_too_small_hides_the_cursor() {
    let mut d = Driver::new();
    d.press("=other 'み'");
    assert!(cursor_shown(&d));
    d.resize(35, 9);
    assert!(d.frame().contains("小さすぎます"), "{}", d.frame());
    assert!(!cursor_shown(&d), "{:?}", d.world.shown.last());
    d.resize(80, 24);
    assert!(cursor_shown(&d));
}

#[test]
fn an_address_of_one_registration_is_no_draft_for_another() {
    let registration = |mail: &str| BTreeMap::from([("email".to_owned(), mail.to_owned())]);
    let config = Config {
        sender: BTreeMap::from([("email".to_owned(), "own@example.jp".to_owned())]),
        registration: BTreeMap::from([(
            "apoplus-pharmacist".to_owned(),
            registration("work@example.jp"),
        )]),
        ..Config::default()
    };
    let mut d = Driver::with(SIZE, Start::default(), config);
    d.press("=apoplus-pharmacist =reduce_contact =mail_only =when_i_ask enter =stop =mail")
        .press(SENDER);
    assert!(d.frame().contains("  work@example.jp"), "{}", d.frame());
    while d.at() != "start" {
        d.press("esc");
    }
    d.press("=other 'みなとキャリア' enter");
    if d.at() == "service_name" {
        d.press("enter");
    }
    d.press("=reduce_contact =mail_only =when_i_ask enter =stop =mail");
    assert!(d.frame().contains("  own@example.jp"), "only offered, so not kept\n{}", d.frame());
    // What was typed is kept, whatever the service.
    while d.at() != "sender.email" {
        d.press("down");
    }
    d.press("end 'x' esc enter");
    assert!(d.frame().contains("  own@example.jpx█"), "{}", d.frame());
}

/// Who looks after one at a service, and under which address one is known there, is no other
/// service's business.
#[test]
fn another_service_hears_nothing_of_a_registration() {
    let text = "[sender]\nname = \"山田 花子\"\nreading = \"ヤマダ ハナコ\"\nbirth_date = 1990-04-01\n\
        email = \"own@example.jp\"\n\
                phone = \"090-1111-1111\"\n[registration.apoplus-pharmacist]\n\
                email = \"work@example.jp\"\nphone = \"090-2222-2222\"\n\
                handler = \"佐藤\"\nhandler_email = \"sato@example.jp\"\n[registration.doda]\n\
                email = \"doda@example.jp\"\n\
                handler = \"鈴木\"\n";
    let mut d = Driver::with(
        SIZE,
        Start::default(),
        Config::parse("config.toml", text).expect("a configuration"),
    );
    let walk = |d: &mut Driver, service: &str| {
        d.press(&format!("={service} 4"));
        for _ in 0..30 {
            if d.at() != "review" {
                d.press("enter");
            }
        }
        assert_eq!(d.at(), "review", "{}", d.frame());
    };
    let said = |d: &Driver| {
        let one = |id: &str| d.app.session.answers.one(id).unwrap_or_default().to_owned();
        ["sender.email", "sender.phone", "sender.handler", "sender.handler_email"].map(one)
    };
    walk(&mut d, "apoplus-pharmacist");
    assert_eq!(said(&d), ["work@example.jp", "090-2222-2222", "佐藤", "sato@example.jp"]);
    while d.at() != "start" {
        d.press("esc");
    }
    walk(&mut d, "doda");
    assert_eq!(said(&d), ["doda@example.jp", "090-1111-1111", "鈴木", ""]);
    assert!(d.letter().contains("鈴木 様") && !d.frame().contains("sato@"), "{}", d.letter());
}

/// What was emptied stays empty: on the letter beside the questions, and in the walk that is gone
/// on with.
#[test]
fn an_emptied_field_stays_empty() {
    let text = "[privacy]\nsave = \"always\"\n[sender]\nname = \"山田 花子\"\nreading = \"ヤマダ ハナコ\"\n\
        birth_date = 1990-04-01\n\
                email = \"own@example.jp\"\nphone = \"090-1111-1111\"\n\
                [registration.apoplus-pharmacist]\nhandler = \"佐藤\"\n\
                handler_email = \"tanto@agent.example.jp\"\n";
    let config = || Config::parse("config.toml", text).expect("a configuration");
    let mut d = Driver::with((120, 40), Start::default(), config());
    d.press("=apoplus-pharmacist");
    assert!(d.frame().contains("佐藤 様") || d.at() == "goal", "{}", d.frame());
    d.press("=withdraw enter enter enter");
    for id in ["sender.phone", "sender.handler", "sender.handler_email"] {
        for _ in 0..10 {
            if d.at() != id {
                d.press("down");
            }
        }
        d.press("end ctrl+a ctrl+k");
        assert_eq!(d.at(), id);
    }
    d.press("esc");
    assert!(!d.frame().contains("佐藤"), "{}", d.frame());
    d.press("enter ctrl+c y");
    let draft = d.world.draft().expect("a draft");
    let shelf = Shelf { drafts: only(Some(&draft)), ..Shelf::default() };
    let mut d = Driver::with((120, 40), Start { shelf, ..Start::default() }, config());
    d.press("=draft");
    assert!(!d.frame().contains("佐藤") && !d.frame().contains("tanto@"), "{}", d.frame());
    assert!(!d.frame().contains("090-1111"), "{}", d.frame());
    assert!(d.frame().contains("山田 花子"), "{}", d.frame());
}

/// Who writes and to whom is known from the first frame on.
#[test]
fn what_is_stored_shows_from_the_first_frame() {
    let text = "[privacy]\nsave = \"always\"\n[sender]\nname = \"山田 花子\"\n\
        [registration.apoplus-pharmacist]\nhandler = \"佐藤\"\n";
    let config = || Config::parse("config.toml", text).expect("a configuration");
    let shows = |d: &Driver| {
        assert!(
            d.frame().contains("佐藤 様")
                && d.frame().contains("お世話になっております。山田 花子です"),
            "{}",
            d.frame()
        );
    };
    let mut answers = Answers::default();
    for (id, value) in [("service", "apoplus-pharmacist"), ("goal", "withdraw")] {
        answers.set(id, Value::One(value.to_owned()));
    }
    let mut d = Driver::with((120, 40), Start { answers, ..Start::default() }, config());
    shows(&d);
    d.press("enter ctrl+c");
    let draft = d.world.draft().expect("a draft");
    let shelf = Shelf { drafts: only(Some(&draft)), ..Shelf::default() };
    let mut d = Driver::with((120, 40), Start { shelf, ..Start::default() }, config());
    d.press("=draft");
    shows(&d);
}

#[test]
fn an_address_is_no_sample_text_but_a_name_may_be() {
    let mut a = complete("withdraw", "mail");
    a.set("sender.handler", one("YYYY"));
    let d = Driver::answered(a.clone());
    assert!(d.app.blocked() && d.frame().contains("見本の文字「YYYY」"), "{}", d.frame());
    a.set("sender.handler", one("佐藤"));
    a.set("sender.email", one("xxx@example.jp"));
    let mut d = Driver::answered(a);
    assert!(!d.app.blocked(), "{}", d.frame());
    d.press("e end ' xxx' esc");
    assert!(d.app.blocked() && d.frame().contains("見本の文字「xxx」"), "{}", d.frame());
}

#[test]
fn a_consultants_name_is_taken_without_its_title() {
    for typed in [
        "佐藤", "佐藤様", "佐藤さん", "佐藤さま", "佐藤 殿", "担当の佐藤様", " 佐藤 様 ",
        "担当者の佐藤さん",
    ] {
        let mut d = Driver::answered(complete("withdraw", "form"));
        d.press("esc esc up");
        assert_eq!(d.at(), "sender.handler");
        d.type_text(typed).press("enter enter");
        assert!(d.letter().contains("アポプラス薬剤師\n佐藤 様\n"), "{typed}\n{}", d.letter());
    }
    let mut d = Driver::answered(complete("withdraw", "form"));
    d.press("esc esc up 'さん' enter");
    assert_eq!(d.at(), "sender.handler");
    assert!(d.frame().contains("! 担当者名：「様」の前に"), "{}", d.frame());
}

/// The blocks of the gate for these answers: rule and question.
fn blocks(a: Answers) -> Vec<(&'static str, Option<String>)> {
    let d = Driver::answered(a);
    let doc = d.app.session.reviewed(d.app.content());
    let block =
        |f: &kotowari::domain::gate::Finding| f.level == kotowari::domain::gate::Level::Block;
    doc.findings.iter().filter(|f| block(f)).map(|f| (f.rule, f.question.clone())).collect()
}

#[test]
fn answers_that_contradict_each_other_block() {
    for (wish, reason, blocked) in [
        ("hold", "job_found", true),
        ("keep", "resting", true),
        ("decline", "job_found", false),
        ("hold", "other_service", false),
    ] {
        let mut a = complete("withdraw", "mail");
        a.set("selections", Value::Entries(vec![selection("みなと薬局", "applied", "", wish)]));
        a.set("reason", one(reason));
        let expected: &[_] =
            if blocked { &[("contradiction", Some("selections".to_owned()))] } else { &[] };
        assert_eq!(blocks(a), expected, "{wish} {reason}");
    }
    // The offer that was taken goes on where everything else ends.
    let mut a = complete("withdraw", "mail");
    a.set("selections", Value::Entries(vec![selection("みなと薬局", "offer", "", "keep")]));
    a.set("reason", one("job_found"));
    assert_eq!(blocks(a), []);
    for (means, hours, blocked) in [
        ("phone_ok", "everyday 00:00-24:00", true),
        ("phone_ok", "everyday 00:00-23:00", false),
        ("mail_first", "everyday 00:00-24:00", true),
        ("mail_only", "everyday 00:00-24:00", false),
    ] {
        let mut a = complete("reduce_contact", "mail");
        a.set("means", one(means));
        a.set("no_call", many(&[hours]));
        let expected: &[_] =
            if blocked { &[("contradiction", Some("no_call".to_owned()))] } else { &[] };
        assert_eq!(blocks(a), expected, "{means} {hours}");
    }
}

/// Which question is asked again, of answers that cannot stand side by side.
#[test]
fn days_have_an_order_and_answers_exclude_each_other() {
    // What is answered, and the question that is asked again for it.
    let table = [
        "pause mail: pause_from 2027-04-10, resume 2027-04 -> resume",
        "pause mail: pause_from today, resume 2026-11 -> resume",
        "pause mail: pause_from 2027-04-10, resume 2027-05 -> none",
        "pause mail: pause_from today, resume 2026-11-30 -> none",
        "pause mail: resume 2026-12-04, reply_by 2027-01-20 -> reply_by",
        "withdraw mail: effective 2027-04-30, reply_by 2026-12-01 -> reply_by",
        "withdraw mail: effective 2026-12-01, reply_by 2026-12-01 -> none",
        "reduce_contact mail: means message_only, requests stop_line -> requests",
        "reduce_contact mail: no_call weekday 09:00-18:00, from_hour 10:00 -> from_hour",
        "reduce_contact mail: means mail_only, from_hour 00:00 -> from_hour",
        "reduce_contact mail: no_call weekday 09:00-18:00, from_hour 07:00 -> from_hour",
        "reduce_contact mail: no_call weekday 09:00-18:00, from_hour 19:00 -> none",
        "withdraw mail: selections 2026-12-03 decline + 2026-12-03 keep -> selections",
        "withdraw mail: selections 2026-12-03 decline + 2026-12-03 decline -> selections",
        "withdraw mail: selections 2026-12-03 decline + 2026-12-10 keep -> none",
        "withdraw post: selections 2026-11-21 decline -> channel",
        "withdraw post: selections 2026-11-26 decline -> none",
        "decline mail: selections 2026-12-10 decline, reply_by 2026-12-10 -> reply_by",
    ];
    let pair = |text: &'static str, at: &str| text.split_once(at).expect("two parts");
    let interview = |text: &'static str| {
        let (date, wish) = pair(text, " ");
        selection("みなと薬局", "first_interview", date, wish)
    };
    for line in table {
        let (given, at) = pair(line, " -> ");
        let (to, answers) = pair(given, ": ");
        let (goal, channel) = pair(to, " ");
        let mut a = complete(goal, channel);
        for answer in answers.split(", ") {
            let (id, value) = pair(answer, " ");
            a.set(
                id,
                match id {
                    "selections" => Value::Entries(value.split(" + ").map(interview).collect()),
                    "no_call" | "requests" => many(&[value]),
                    _ => one(value),
                },
            );
        }
        let expected = Some(at).filter(|at| *at != "none");
        let expected: Vec<_> =
            expected.iter().map(|at| ("contradiction", Some((*at).to_owned()))).collect();
        assert_eq!(blocks(a), expected, "{line}");
    }
}

/// What is only asked about: rule and question.
#[test]
fn what_may_be_meant_otherwise_is_asked_about() {
    let table = [
        ("change_handler", "post", "reply_by", "2026-11-25", Some("post_reply")),
        ("change_handler", "post", "reply_by", "2026-11-27", None),
        ("change_handler", "mail", "reply_by", "2026-11-25", None),
        ("pause", "post", "pause_from", "2026-11-24", Some("post_late")),
        ("pause", "post", "pause_from", "2026-11-25", None),
        ("pause", "mail", "pause_from", "2026-11-24", None),
        ("pause", "mail", "plan_on", "2027-02-10", Some("contradiction")),
        ("pause", "mail", "plan_on", "2027-05-10", None),
        ("pause", "mail", "resume", "2026-11-24", Some("short")),
        ("pause", "mail", "resume", "2026-11-27", None),
        ("change_handler", "mail", "reply_by", "2026-11-20", Some("short")),
        ("reduce_contact", "mail", "from_hour", "02:00", Some("night")),
        ("reduce_contact", "mail", "from_hour", "19:00", None),
    ];
    for (goal, channel, id, value, rule) in table {
        let mut a = complete(goal, channel);
        a.set("plan", one("withdraw"));
        a.set(id, one(value));
        let d = Driver::answered(a);
        let doc = d.app.session.reviewed(d.app.content());
        let asked = ["post_reply", "post_late", "night", "contradiction", "short"];
        let rules = doc.findings.iter().filter(|f| asked.contains(&f.rule));
        let found: Vec<_> = rules.map(|f| (f.rule, f.question.as_deref().unwrap_or(""))).collect();
        let asked = rule.map(|rule| (rule, id));
        assert_eq!(found, Vec::from_iter(asked), "{goal} {channel} {value}");
    }
}

#[test]
fn the_tone_goes_round_on_the_review() {
    let mut d = Driver::answered(complete("withdraw", "mail"));
    let standard = d.letter();
    assert!(!standard.contains("第35条"));
    // The milder one first.
    d.press("t");
    assert!(d.frame().contains("調子：丁寧"), "{}", d.frame());
    assert!(d.letter().contains("心よりありがたく"), "{}", d.letter());
    d.press("t");
    assert!(d.frame().contains("調子：毅然"), "{}", d.frame());
    assert!(d.letter().contains(&Content::law()["appi-35-5"].article), "{}", d.letter());
    d.press("t");
    assert!(d.frame().contains("調子：標準"), "{}", d.frame());
    assert_eq!(d.letter(), standard);
    assert_eq!(d.at(), "review");

    // By hand it was written in one tone; another one would lose that.
    d.press("e end '改' esc");
    let edited = d.letter();
    d.press("t");
    assert!(d.frame().contains("手を入れた文面の調子は変えられません"), "{}", d.frame());
    d.press("d");
    assert!(d.frame().contains("手を入れた文面の長さは変えられません"), "{}", d.frame());
    assert_eq!(d.letter(), edited);
    assert!(!d.app.blocked(), "{}", d.frame());
    d.press("g y t t");
    assert!(d.letter().contains(&Content::law()["appi-35-5"].article), "{}", d.letter());
}

#[test]
fn a_script_and_a_letter_on_paper_from_the_first_key_to_the_clipboard() {
    let mut d = Driver::new();
    d.press("=apoplus-pharmacist =pause enter =none =phone")
        .press(SENDER)
        .press("'hanako@example.jp' enter '090-1234-5678' enter");
    assert_eq!(d.at(), "sender.handler");
    d.press("'佐藤' enter");
    let script = copied_whole(&mut d);
    // It may be read far from the screen that names the number.
    let head = "窓口：0120-332-290（平日 9:00〜18:00。公式では未確認。公式サイトで確認を）\n\n\
                【つながったら】\n「お忙しいところ";
    assert!(script.starts_with(head), "{script}");
    assert!(
        script.contains("担当の佐藤様はいらっしゃいますか") && script.contains("【切る前に】"),
        "{script}"
    );

    let mut d = Driver::new();
    d.press("=apoplus-pharmacist =decline enter 'みなと薬局' enter")
        .press("=applied enter enter =decline enter =terms enter")
        .press("enter =post")
        .press(SENDER)
        .press(REACH_DESK);
    let page = copied_whole(&mut d);
    assert!(page.trim_start().starts_with("2026年11月20日\n"), "{page}");
    assert!(page.contains("\n拝啓　") && page.ends_with("以上"), "{page}");
    assert!(d.frame().contains("A4"), "{}", d.frame());
}

#[test]
fn a_return_from_the_first_key_to_the_clipboard() {
    let mut d = Driver::new();
    d.press("=apoplus-pharmacist =resume enter =kept '勤務地は横浜市内に限ります' enter enter")
        .press("=mail_only =monthly =mail")
        .press(SENDER)
        .press(REACH);
    let letter = copied_whole(&mut d);
    for says in [
        "件名：転職活動の再開と、ご支援のお願い（山田 花子）",
        "本日11月20日（金）から転職活動を再開したく",
        "\n勤務地は横浜市内に限ります。以前の登録情報は、この内容を加えたうえで、引き続きお使いください。",
    ] {
        assert!(letter.contains(says), "{says}\n{letter}");
    }
    assert!(!letter.contains("【希望する支援】"), "{letter}");
}

#[test]
fn unanswered_selections_are_a_blank_in_the_letter_and_block_the_review() {
    let mut a = complete("withdraw", "mail");
    a.remove("selections");
    let mut d = Driver::answered(a);
    assert_eq!(d.at(), "review", "an optional question does not come first");
    assert!(d.app.blocked());
    assert!(d.frame().contains("〔選考中の案件〕が空いています"), "{}", d.frame());
    d.press("1");
    assert_eq!(d.at(), "selections");
    d.press("enter");
    assert_eq!(d.at(), "review");
    assert!(!d.app.blocked(), "{}", d.frame());
    assert!(d.letter().contains("ところはございません"), "{}", d.letter());
}

#[test]
fn only_a_mail_has_a_subject_to_copy() {
    for channel in support::CHANNELS {
        let mut d = Driver::with(
            (120, 40),
            Start { answers: complete("pause", channel), ..Start::default() },
            Config::default(),
        );
        let offered = d.frame().lines().last().is_some_and(|l| l.contains("s 件名"));
        assert_eq!(offered, channel == "mail", "{channel}\n{}", d.frame());
        d.press("s");
        assert_eq!(d.world.copied.len(), usize::from(channel == "mail"), "{channel}");
        // What is said instead speaks of the channel that was chosen.
        if channel != "form" {
            assert!(!d.frame().contains("フォームには"), "{channel}\n{}", d.frame());
        }
        d.press("n");
        if channel != "mail" {
            assert!(!d.frame().contains("メールでは"), "{channel}\n{}", d.frame());
        }
    }
}

#[test]
fn a_letter_that_went_nowhere_is_not_left_behind_silently() {
    let failed = || {
        let mut d = Driver::answered(complete("pause", "mail"));
        d.world.copies = Copied::Failed("だめです".to_owned());
        d.press("enter");
        assert_eq!(d.at(), "after");
        d
    };
    let mut d = failed();
    d.press("enter");
    assert!(
        d.end.is_none() && d.frame().contains("コピーにもファイルにもなっていません"),
        "{}",
        d.frame()
    );
    d.press("n");
    assert_eq!(d.at(), "after");
    d.press("enter y n");
    assert_eq!(d.end, Some(Exit::Failed(None)), "{}", d.frame());
    let mut d = failed();
    d.press("ctrl+c");
    assert!(d.end.is_none(), "{}", d.frame());
    // A date for the calendar is no letter; a file, the mail program and standard output are.
    let mut d = failed();
    d.press("i enter enter");
    assert!(d.end.is_none() && d.frame().contains("コピーにもファイルにも"), "{}", d.frame());
    for keys in ["w enter", "m"] {
        let mut d = failed();
        d.press(keys).finish().press("n");
        assert_eq!(d.end, Some(Exit::Done(None)), "{keys}");
    }
    let mut d = failed();
    d.press("p").finish().press("n");
    assert!(matches!(d.end, Some(Exit::Done(Some(_)))), "{:?}", d.end);
}

/// What nobody has touched is replaced by what is typed or pasted, in every field that offers
/// something.
#[test]
fn a_paste_replaces_what_was_only_offered() {
    let config = Config {
        sender: BTreeMap::from([("name".to_owned(), "山田 花子".to_owned())]),
        ..Config::default()
    };
    let mut d = Driver::with(SIZE, Start::default(), config);
    d.press("=apoplus-pharmacist =withdraw enter enter").open("effective");
    d.paste("2026年12月1日");
    assert!(
        d.frame().contains("> 2026年12月1日█") && d.frame().contains("= 2026年12月1日（火）"),
        "{}",
        d.frame()
    );
    d.press("enter =mail");
    assert_eq!(d.at(), "sender.reading", "what is needed");
    d.press("up").paste("葵 太郎");
    assert!(d.frame().contains("  葵 太郎█"), "{}", d.frame());
    // A second one is put in where the cursor is, and what was answered is gone back to in order to
    // mend it.
    d.press("esc enter").paste("様");
    assert!(d.frame().contains("  葵 太郎様█"), "{}", d.frame());
}

/// A line that is read otherwise than it is typed says so before it goes.
#[test]
fn what_is_taken_off_a_line_is_shown_while_it_is_typed() {
    let mut d = Driver::answered(complete("withdraw", "form"));
    d.press("esc esc up");
    for (typed, read) in
        [("ご担当の佐藤様", "= 佐藤"), ("鵜殿 様", "= 鵜殿"), ("佐藤 様 （CA）", "= 佐藤")]
    {
        d.press("ctrl+a ctrl+k").type_text(typed);
        assert!(d.frame().lines().any(|l| l.trim() == read), "{typed}\n{}", d.frame());
    }
    d.press("ctrl+a ctrl+k").type_text("鵜殿");
    assert!(!d.frame().contains("= 鵜"), "{}", d.frame());
}

/// The row with the mark, as it stands on the screen.
fn selected(d: &Driver) -> String {
    d.frame()
        .lines()
        .find(|l| l.starts_with(" >"))
        .unwrap_or_default()
        .trim_start_matches([' ', '>'])
        .to_owned()
}

/// Who mends something from the review comes back to where that was, and it stands on the screen,
/// also far down.
#[test]
fn the_review_is_come_back_to_at_its_row() {
    for size in [(60, 20), SIZE, (120, 40)] {
        let start = Start { answers: complete("withdraw", "mail"), ..Start::default() };
        let mut d = Driver::with(size, start, Config::default());
        for (id, keys, shown) in [
            ("channel", "esc", "送り方"),
            ("channel", "2", "送り方"),
            ("sender.phone", "ctrl+a ctrl+k '080-1111-2222' enter", "登録電話番号"),
            ("reason", "2", "理由"),
        ] {
            d.change(id);
            assert_eq!(d.at(), id);
            d.press(keys);
            assert_eq!(d.at(), "review", "{id}: {}", d.frame());
            assert!(selected(&d).starts_with(shown), "{id} at {size:?}: {}", d.frame());
        }
        // Enter copies on the first row alone, and the line of keys says so.
        assert!(d.frame().contains("Enter ここを直す"), "{}", d.frame());
        for _ in 0..60 {
            d.press("up");
        }
        assert!(d.frame().contains("Enter コピー"), "{}", d.frame());
    }
}

/// A finding about a selection calls it by its employer, and leads to the field that it is about.
#[test]
fn a_finding_about_a_selection_leads_into_it() {
    let mut a = complete("withdraw", "mail");
    let rows = vec![
        selection("みなと薬局", "first_interview", "2026-12-24", "decline"),
        selection("ひかり病院", "final_interview", "2026-11-24", "decline"),
        selection("あおば薬局", "offer", "", "keep"),
    ];
    a.set("selections", Value::Entries(rows));
    let mut d = Driver::answered(a);
    let frame = d.frame();
    assert!(frame.contains("ひかり病院は2026年11月24日（火）と間近で、"), "{frame}");
    assert!(frame.contains("あおば薬局を残しながら") && !frame.contains("案件2"), "{frame}");
    // What goes to a script names no employer.
    let said: Vec<String> = d
        .app
        .session
        .reviewed(d.app.content())
        .findings
        .iter()
        .map(|f| f.message.clone())
        .collect();
    assert!(said.iter().any(|m| m.starts_with("案件2は")), "{said:?}");
    d.press("1");
    assert!(
        d.frame().contains("ひかり病院") && d.frame().contains("> 面接などの日時"),
        "{}",
        d.frame()
    );
    d.press("ctrl+u '12/20' enter enter enter enter");
    assert_eq!(d.at(), "review", "{}", d.frame());
    assert!(!d.frame().contains("と間近で"), "{}", d.frame());
    assert!(selected(&d).contains("あおば薬局を残しながら"), "the next one\n{}", d.frame());
    d.press("enter");
    assert_eq!(d.at(), "effective", "to the day that settles it: {}", d.frame());
}

/// Two of one employer are told apart by their numbers.
#[test]
fn selections_of_one_employer_keep_their_numbers() {
    let mut a = complete("withdraw", "mail");
    let row = |wish| selection("みなと薬局", "first_interview", "2026-12-24", wish);
    a.set("selections", Value::Entries(vec![row("decline"), row("keep")]));
    let d = Driver::answered(a);
    assert!(
        d.frame().contains("みなと薬局（案件2）は、案件1と応募先も段階も同じなのに"),
        "{}",
        d.frame()
    );
}

/// From the review one question is opened: nothing is still to come.
#[test]
fn a_question_opened_from_the_review_counts_no_others() {
    let mut d = Driver::answered(complete("withdraw", "mail"));
    d.change("channel");
    assert!(
        !d.frame().contains("あと約") && d.frame().contains("直したら確認へ戻る"),
        "{}",
        d.frame()
    );
}

/// What is pasted or typed over an offer is taken back as one step.
#[test]
fn undo_brings_back_what_was_offered() {
    for typed in [true, false] {
        let mut d = Driver::new();
        d.press("=apoplus-pharmacist =pause '2027-04' enter").open("pause_from");
        assert!(d.frame().contains("> 2026-11-20"), "{}", d.frame());
        if typed {
            d.press("'12/1'");
        } else {
            d.paste("2026-12-01");
        }
        assert!(d.frame().contains("= 2026年12月1日（火）"), "{}", d.frame());
        d.press("ctrl+_");
        assert!(d.frame().contains("> 2026-11-20"), "{}", d.frame());
        d.press("ctrl+r");
        assert!(d.frame().contains("= 2026年12月1日（火）"), "{}", d.frame());
    }
}

/// The help can be called up from a box, says what its keys do, and leads back to it.
#[test]
fn help_opens_over_a_box() {
    let mut d = Driver::answered(complete("withdraw", "mail"));
    d.press("w f1");
    assert!(d.frame().contains("ここで使えるキー"), "{}", d.frame());
    d.press("f1");
    assert!(d.frame().contains("文面を書き込むファイル"), "{}", d.frame());
    d.press("esc e '！' esc g ?");
    assert!(d.frame().contains("元の文面に戻す"), "{}", d.frame());
    d.press("esc y");
    assert!(d.app.session.edited.is_none(), "{}", d.frame());
    // Ctrl-C twice leaves, whatever lies over the box.
    let mut d = Driver::new();
    d.press("=apoplus-pharmacist =pause '2027' ctrl+c ? ctrl+c");
    assert_eq!(d.end, Some(Exit::Left(130)));
}

/// What is typed to find a choice and fits none is said to.
#[test]
fn a_choice_that_is_not_there_is_said() {
    let mut d = Driver::new();
    d.press("=apoplus-pharmacist").burst("'x'");
    assert!(d.frame().contains("「x」に合うものはありません"), "{}", d.frame());
    // The letters that move still do.
    d.press("j");
    assert!(!d.frame().contains("合うものはありません"), "{}", d.frame());
    d.burst("'やすむ'");
    assert!(d.is_on("しばらく休む"), "{}", d.frame());
}

/// Forms ask for フリガナ: what is typed in hiragana is read so, in sight.
#[test]
fn a_reading_is_in_katakana() {
    let mut d = Driver::answered(complete("withdraw", "mail"));
    d.change("sender.reading").press("ctrl+u 'やまだ はなこ'");
    assert!(d.frame().contains("= ヤマダ ハナコ\n"), "{}", d.frame());
    d.press("enter");
    assert_eq!(d.at(), "review");
    assert!(d.letter().contains("山田 花子（ヤマダ ハナコ）"), "{}", d.letter());
    // Of a name in kana it says nothing more.
    d.change("sender.name").press("ctrl+u 'やまだ はなこ' enter");
    assert!(!d.letter().contains("ヤマダ"), "{}", d.letter());
}

/// Nobody asks on what weekday somebody was born.
#[test]
fn a_birth_date_has_no_weekday() {
    let mut d = Driver::answered(complete("withdraw", "mail"));
    d.resize(80, 40);
    let line = |d: &Driver| {
        d.frame().lines().find(|l| l.contains("生年月日")).unwrap_or_default().to_owned()
    };
    assert!((line(&d) + " ").contains("1990年4月1日 "), "{}", d.frame());
    d.change("sender.birth_date").press("ctrl+u '1990-02-12'");
    assert!(d.frame().contains("= 1990年2月12日\n"), "{}", d.frame());
}

/// Leaving is weighed by what was said, also where only the reason tells it, and what does not fit
/// on the screen is announced.
#[test]
fn the_comparison_is_announced_and_weighed() {
    for size in [(60, 20), SIZE] {
        let mut answers = Answers::default();
        answers.set("service", one("apoplus-pharmacist"));
        answers.set("goal", one("withdraw"));
        answers.set("reason", one("privacy"));
        let mut d = Driver::with(size, Start { answers, ..Start::default() }, Config::default());
        assert_eq!(d.at(), "requests", "{}", d.frame());
        let frame = d.frame();
        assert!(
            frame.contains("得られること ") && frame.contains("手放すこと・気になること"),
            "{frame}"
        );
        assert!(frame.contains("得られること・手放すことの続き。下にあと"), "{frame}");
        assert!(frame.contains("*+ 個人情報の心配が減る"), "{frame}");
        // All of it comes into view, page by page.
        let mut seen = frame;
        while d.frame().contains("手放すことの続き") {
            seen += &d.press("pagedown").frame();
        }
        seen.retain(|c| !" \n".contains(c));
        for end in ["難しくなく、もう", "始められる", "分かれる"] {
            assert!(seen.contains(end), "{end}: {seen}");
        }
    }
}

/// A warning says what is wrong, what is at stake, and what to do.
#[test]
fn a_warning_says_what_is_at_stake() {
    let mut d = Driver::answered(complete("withdraw", "mail"));
    d.resize(200, 60);
    d.press("e end '11月27日（月）にお話しします。' esc");
    let said = d.frame().replace(['|', ' ', '\n'], "");
    for words in ["曜日が「月」になっていますが", "日付が正しければ"] {
        assert!(said.contains(words), "{words}: {}", d.frame());
    }
}

/// Back to the goal and forth again, nothing typed: the letter is the one that it was.
#[test]
fn what_was_added_is_still_there_after_going_back() {
    let added = [
        ("thanks_text", one("面接の練習にお付き合いいただきました")),
        ("note", one("家の事情で、しばらく遠方へ移ることになりました")),
        ("own_requests", one("最初のご連絡は、午前中にお願いいたします")),
        ("reply_by", one("2026-12-21")),
        ("from_hour", one("19:00")),
    ];
    for goal in ["reduce_contact", "withdraw", "pause"] {
        let mut answers = complete(goal, "mail");
        for (id, value) in added.clone() {
            answers.set(id, value);
        }
        let mut d = Driver::answered(answers);
        let letter = d.letter();
        for n in 1..12 {
            for _ in 0..n {
                d.press("esc");
                assert!(d.app.overlay.is_none(), "{goal}: {}", d.frame());
            }
            d.until("review", "enter");
            assert_eq!(d.letter(), letter, "{goal}, {n} times");
        }
    }
}
