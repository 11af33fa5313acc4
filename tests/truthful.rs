//! What the screens say is so: of the clipboard, of what is kept, of what a key does, of days.

mod support;

use chrono::DateTime;
use kotowari::app::effect::Exit;
use kotowari::app::msg::Copied;
use kotowari::app::screens::Screen;
use kotowari::app::shelf::Shelf;
use kotowari::app::{App, Start};
use kotowari::config::{Config, Save};
use kotowari::domain::answers::Value;
use kotowari::domain::calendar::OfficeCalendar;
use kotowari::domain::case::{CaseRecord, Event, State, What, Word as _};
use kotowari::domain::channel::Channel;
use kotowari::domain::content::Content;
use kotowari::domain::document::Document;
use kotowari::domain::gate::Level;
use kotowari::input::key::TermEvent;
use kotowari::text::width::{Ambiguous, width};
use ratatui::style::Modifier;
use support::{Driver, GOALS, SIZE, complete, date, many, one, selection, today};

fn agreed() -> Config {
    Config { save: Save::Always, ..Config::default() }
}

/// The review of a letter; storing was agreed to, is still asked for, or is not wanted.
fn review(goal: &str, channel: &str, config: Config, no_save: bool) -> Driver {
    let start = Start { answers: complete(goal, channel), no_save, ..Start::default() };
    Driver::with(SIZE, start, config)
}

/// The last line: the keys.
fn keys(d: &Driver) -> String {
    d.frame().lines().last().unwrap_or_default().to_owned()
}

/// The program as it starts with these cases.
fn later(cases: &[CaseRecord], day: &str) -> Driver {
    let shelf = Shelf { cases: cases.to_vec(), ..Shelf::default() };
    let mut d = Driver::with(SIZE, Start { shelf, ..Start::default() }, agreed());
    d.app.session.today = day.parse().expect("a day");
    d.world.cases = cases.to_vec();
    d.world.now = DateTime::parse_from_rfc3339(&format!("{day}T09:30:00+09:00")).ok();
    d.app.screen = kotowari::app::screens::Screen::Start(d.app.start());
    d
}

/// Where no mail program opens, what is to be pasted is on the clipboard, whatever was copied
/// before.
#[test]
fn without_a_mail_program_the_body_is_copied_again() {
    let mut answers = complete("withdraw", "mail");
    answers.set("sender.handler_email", one("sato@example.jp"));
    let mut d = Driver::answered(answers);
    d.world.opens = Err("メールソフトを開けませんでした".to_owned());
    d.press("enter n");
    assert_eq!(d.world.copied.last().map(String::as_str), Some("sato@example.jp"));
    d.press("m");
    let body = d.app.session.document(d.app.content()).plan.body.clone();
    assert_eq!(d.world.copied.last(), Some(&body));
    let says = d.frame().replace('\n', "");
    assert!(
        says.contains("メールソフトを開けませんでした。本文：クリップボードにコピーしました"),
        "{says}"
    );
    // The same where that is known only later; what was copied since is left on the clipboard.
    d.world.opens = Ok(());
    for keys in ["m", "m n"] {
        d.press(keys);
        let before = d.world.copied.len();
        d.event(TermEvent::Unopened);
        let says = d.frame().replace('\n', "");
        assert!(says.contains("メールソフトを開けませんでした。"), "{says}");
        assert!(!says.contains("メールソフトを開きます"), "{says}");
        let again = d.world.copied.get(before..).unwrap_or_default().contains(&body);
        assert_eq!(again, keys == "m", "{says}");
    }
}

/// The headline of the last page names what is on the clipboard now; what was not copied is not
/// ticked off.
#[test]
fn the_last_page_names_what_was_copied_last() {
    let mut answers = complete("withdraw", "mail");
    answers.set("sender.handler_email", one("sato@example.jp"));
    let mut d = Driver::answered(answers);
    d.press("enter");
    assert!(d.frame().contains("クリップボードにコピーしました（本文）"), "{}", d.frame());
    d.press("n");
    assert!(d.frame().contains("クリップボードにコピーしました（宛先）"), "{}", d.frame());
    // So does the mark in the list, from the body round to the body.
    d.resize(80, 60);
    let marked = |d: &Driver| {
        let frame = d.frame();
        let parts = frame.split("直前のもの").nth(1).unwrap_or_default().lines();
        parts.filter_map(|l| l.strip_prefix(" > ").map(str::to_owned)).collect::<Vec<_>>()
    };
    for part in ["件名", "本文", "宛先"] {
        d.press("n");
        let rows = marked(&d);
        assert!(rows.len() == 1 && rows[0].contains(part), "{part}: {}", d.frame());
    }
    // What of the body has room is shown.
    let body = |d: &Driver| d.frame().lines().find(|l| l.contains(" 本文  ")).map(width);
    let cut = body(&d).unwrap_or_default();
    assert!((77..=80).contains(&cut), "{cut}: {}", d.frame());
    d.event(TermEvent::Ambiguous(Ambiguous::Narrow));
    assert!(d.frame().contains('…') && !d.frame().contains(".."), "{}", d.frame());
    assert!(
        d.farewell_line().contains(
            "アポプラス薬剤師への手紙の3項目のうち3項目をコピーしました（最後の宛先が、クリップボードに"
        ),
        "{}",
        d.farewell_line()
    );
    let mut d = review("withdraw", "phone", agreed(), false);
    d.press("enter t enter enter enter enter enter");
    assert!(d.at() == "after" && d.frame().contains("コピーしました（台本）"), "{}", d.frame());

    let mut d = review("withdraw", "mail", agreed(), false);
    d.world.copies = Copied::Failed("画面がありません".to_owned());
    d.press("enter n");
    d.resize(80, 60);
    let ticked =
        d.frame().lines().filter(|l| l.trim_start().starts_with("✓ ") || l.contains("OK ")).count();
    assert_eq!(ticked, 0, "{}", d.frame());
    assert!(d.frame().contains("コピーできませんでした（件名）"), "{}", d.frame());
    // One goes through all of them, and what failed comes round again.
    for part in ["本文（2/2）", "件名（1/2）", "本文（2/2）"] {
        d.press("n");
        assert!(d.frame().contains(&format!("{part}：コピーできません")), "{}", d.frame());
    }
    d.world.copies = Copied::Handed;
    d.press("n");
    assert!(d.frame().contains("件名（1/2）：端末に"), "{}", d.frame());
    let says = "アポプラス薬剤師への手紙の件名のコピーを端末に依頼しました";
    assert!(d.farewell_line().contains(says), "{}", d.farewell_line());
    d.world.copies = Copied::Failed("画面がありません".to_owned());
    d.press("n");
    let says = "アポプラス薬剤師への手紙の2項目のうち1項目だけをコピーしました。";
    assert!(d.farewell_line().contains(says), "{}", d.farewell_line());
}

/// What the terminal can't confirm counts as copied in no list, until the user says that it was
/// sent.
#[test]
fn what_was_only_handed_over_is_not_called_done() {
    for (copies, sent, count, mark) in [
        (Copied::Confirmed, false, "1通は済み", "[未送信]"),
        (Copied::Handed, false, "0通は済み", "[未送信]"),
        (Copied::Handed, true, "1通は済み", "[送信済み]"),
    ] {
        let mut more = complete("pause", "form");
        more.set("service", one("doda"));
        let start =
            Start { answers: complete("withdraw", "mail"), more: vec![more], ..Start::default() };
        let mut d = Driver::with(SIZE, start, agreed());
        d.world.copies = copies;
        d.press("enter enter").press(if sent { "y" } else { "" }).press("enter o");
        for says in [count, mark] {
            assert!(d.frame().contains(says), "{says}: {}", d.frame());
        }
    }
}

/// Nor in the record: it may have reached nobody's clipboard.
#[test]
fn the_record_of_a_copy_says_whether_it_was_confirmed() {
    for (copies, kind, state) in
        [(Copied::Confirmed, "copied", "未送信・コピー済み"), (Copied::Handed, "handed", "未送信")]
    {
        let mut d = review("withdraw", "mail", agreed(), false);
        d.world.copies = copies;
        d.press("enter");
        let case = &d.world.cases[0];
        let noted: Vec<_> = case.events.iter().map(|e| e.what.kind().id()).collect();
        assert_eq!((noted.as_slice(), case.state_ja().as_str()), (&[kind][..], state));
        assert_eq!(case.state(), State::Copied);
        d.press("y");
        assert_eq!(d.world.cases[0].state_ja(), "送信済み");
    }
}

/// An interview of today is over once its hour is; nobody phones before it then.
#[test]
fn an_interview_is_over_when_its_hour_is() {
    let rules = |hour: u32, wish: &str| -> Vec<&'static str> {
        let mut answers = complete("decline", "mail");
        let entry = selection("みなと薬局", "first_interview", "2026-11-20 14:00", wish);
        answers.set("selections", Value::Entries(vec![entry]));
        let mut d = Driver::answered(answers);
        d.app.session.clock = date(2026, 11, 20).and_hms_opt(hour, 0, 0);
        let found = d.app.session.reviewed(d.app.content()).findings;
        let of = |rule: &str| ["past_date", "phone_first", "closed_before"].contains(&rule);
        // What is over is not asked for, and does not go on.
        let over = found.iter().filter(|f| f.rule == "past_date");
        assert!(over.clone().all(|f| f.level == Level::Block), "{found:?}");
        found.iter().map(|f| f.rule).filter(|rule| of(rule)).collect()
    };
    assert_eq!(rules(13, "decline"), ["phone_first"]);
    assert_eq!(rules(14, "decline"), ["past_date"]);
    assert_eq!((rules(13, "keep"), rules(15, "keep")), (vec![], vec!["past_date"]));
}

/// Leaving after what goes on settles it: the hint leads to the day, and is gone then.
#[test]
fn what_goes_on_is_settled_by_the_day_of_leaving() {
    let hint = |day: &str| {
        let mut answers = complete("withdraw", "mail");
        let entry = selection("みなと薬局", "first_interview", "2026-12-10", "keep");
        answers.set("selections", Value::Entries(vec![entry]));
        answers.set("effective", one(day));
        let d = Driver::answered(answers);
        let found = d.app.session.reviewed(d.app.content()).findings;
        found.into_iter().find(|f| f.rule == "keep_and_erase").map(|f| f.question)
    };
    for early in ["today", "2026-12-10"] {
        assert_eq!(hint(early).expect("a hint").as_deref(), Some("effective"), "{early}");
    }
    assert_eq!(hint("2026-12-11"), None);
}

/// What is said of the record is said of one that is kept.
#[test]
fn nothing_is_promised_to_be_kept_that_is_not() {
    for channel in ["mail", "phone"] {
        let frame = |config, no_save| {
            let mut d = review("withdraw", channel, config, no_save);
            d.resize(80, 60);
            d.frame()
        };
        let kept = frame(agreed(), false);
        assert!(kept.contains("記録に残る") || kept.contains("約束の日が残る"), "{kept}");
        let asked = frame(Config::default(), false);
        assert!(asked.contains("記録するかは、終わるときに"), "{asked}");
        let never = frame(Config::default(), true);
        assert!(!never.contains("y（") && !never.contains("約束の日が残る"), "{never}");
    }
    // The form of when it was sent belongs to the letter.
    let mut d = review("withdraw", "mail", Config::default(), false);
    d.press("enter t");
    assert!(d.at() == "log" && !d.frame().contains("記録"), "{}", d.frame());
    // Whoever leaves without having been asked is told.
    let mut d = review("withdraw", "mail", Config::default(), false);
    d.press("enter y ctrl+c ctrl+c");
    assert_eq!(d.end, Some(Exit::Left(130)));
    assert!(d.farewell_line().contains("記録は残していません。"), "{}", d.farewell_line());
}

#[test]
fn that_it_was_sent_is_seen_wherever_the_page_is() {
    let mut d = Driver::with(
        (60, 20),
        Start { answers: complete("withdraw", "mail"), ..Start::default() },
        agreed(),
    );
    d.press("enter");
    assert!(keys(&d).contains("y 送った"), "{}", d.frame());
    d.press("pagedown y");
    assert!(d.frame().contains("送った：2026年11月20日"), "{}", d.frame());
    assert!(!keys(&d).contains("y 送った"), "{}", d.frame());
}

/// Each key of the footer does what it says there.
#[test]
fn keys_say_what_they_do() {
    // A month is moved by months.
    let mut d = Driver::new();
    d.press("=apoplus-pharmacist =pause");
    assert!(keys(&d).contains("1か月後／1か月前"), "{}", d.frame());
    // A row of several is marked; the last one goes on.
    let mut d = Driver::new();
    d.press("+");
    assert!(keys(&d).contains("Enter/Space 選ぶ・外す"), "{}", d.frame());
    d.press("space down enter");
    assert!(d.frame().contains("[x]"), "{}", d.frame());
    d.press("end");
    assert!(keys(&d).contains("Enter 次へ"), "{}", d.frame());
    // Back at the services while two letters are begun.
    d.press("enter esc");
    let header = d.frame().lines().next().unwrap_or_default().to_owned();
    assert!(header.contains("まとめて書く") && !header.contains("1/2"), "{header}");
    // The limit is named by its own name.
    let mut d = review("withdraw", "mail", agreed(), false);
    d.press("l");
    assert!(d.frame().contains("字数の制限は、問い合わせフォームのときだけ"), "{}", d.frame());
    // What fits on the screen is not scrolled.
    let mut d = Driver::sized((120, 40));
    d.press("=apoplus-pharmacist ?");
    assert!(!keys(&d).contains("動かす"), "{}", d.frame());
    d.resize(60, 20);
    assert!(keys(&d).contains("動かす"), "{}", d.frame());
    // A choice in a form is chosen, not typed.
    let mut d = Driver::new();
    d.press("=apoplus-pharmacist =withdraw enter a 'みなと薬局' enter f1");
    let help = d.resize(120, 40).frame();
    assert!(help.contains("1 - 9") && !help.contains("文字の入力"), "{help}");
    assert!(!help.contains("左へ") && help.contains("選ぶ"), "{help}");
    // Two keys for one thing are one row, and the bar names the first of them.
    let mut d = Driver::new();
    d.press("=apoplus-pharmacist =decline");
    assert_eq!(keys(&d).matches("加える").count(), 1, "{}", d.frame());
    d.press("?");
    assert!(d.frame().contains("? / F1"), "{}", d.frame());
    assert_eq!(d.frame().matches("  使えるキー").count(), 1, "{}", d.frame());
    // The form of an entry that stands already.
    let mut d = Driver::new();
    d.press("=apoplus-pharmacist =withdraw enter a 'みなと薬局' enter")
        .press("=first_interview enter enter =decline enter enter");
    assert!(d.frame().contains("1. みなと薬局"), "{}", d.frame());
    d.press("1");
    assert!(keys(&d).contains("Enter 次の欄・決める"), "{}", d.frame());
}

#[test]
fn help_opens_over_a_letter_that_is_read() {
    let mut d = review("withdraw", "mail", agreed(), false);
    d.press("enter y enter");
    let mut d = later(&d.world.cases.clone(), "2026-11-24");
    d.press("=case1 l f1");
    assert!(d.frame().contains("ここで使えるキー"), "{}", d.frame());
    d.press("esc");
    assert!(d.frame().contains("退会"), "{}", d.frame());
    let letter = d.world.cases[0].letters[0].whole();
    d.press("c");
    assert_eq!(
        d.world.copied.last(),
        letter.as_ref(),
        "the letter that is read is the one that is copied"
    );
    d.press("esc");
    assert!(d.at() == "case" && d.end.is_none());
}

/// A day that is over, and one that is today, are told apart, everywhere alike.
#[test]
fn what_is_late_says_so() {
    let mut d = review("withdraw", "mail", agreed(), false);
    d.press("enter y enter");
    let cases = d.world.cases.clone();
    for (day, says) in [
        ("2026-11-25", None),
        ("2026-12-07", Some("（今日まで）")),
        ("2026-12-08", Some("（期限を過ぎています）")),
    ] {
        let mut d = later(&cases, day);
        let start = d.frame();
        d.press("=case1");
        for frame in [start, d.frame()] {
            for mark in ["（今日まで）", "（期限を過ぎています）"] {
                assert_eq!(frame.contains(mark), says == Some(mark), "{day}\n{frame}");
            }
        }
    }
}

/// Of several letters the state says which one is still to be sent; of one minute what was noted
/// last stands first.
#[test]
fn a_case_says_which_letter_waits() {
    let mut d = review("withdraw", "mail", agreed(), false);
    d.press("enter y enter");
    let mut cases = d.world.cases.clone();
    let mut d = later(&cases, "2026-11-24");
    d.resize(120, 60).press("=case1");
    let frame = d.frame();
    let (sent, copied) = (frame.find("送った（手紙 1"), frame.find("コピーした（手紙 1"));
    assert!(sent.is_some() && sent < copied, "{frame}");
    assert_eq!(cases[0].state_ja(), "送信済み");
    let again = cases[0].letters[0].clone();
    let n = cases[0].add_letter(again, None);
    assert_eq!(cases[0].state_ja(), "送信済み・手紙 2 は未送信");
    let sent =
        What::Sent { letter: n, how: Channel::Mail, person: String::new(), promised_by: None };
    cases[0].log(
        DateTime::parse_from_rfc3339("2026-11-24T10:00:00+09:00").expect("a moment"),
        sent,
        "",
    );
    assert_eq!(cases[0].state_ja(), "送信済み");
}

/// Another consultant is asked for at the desk: the way that is offered leads there, and the review
/// says where to.
#[test]
fn another_consultant_is_asked_for_at_the_desk() {
    let mut d = Driver::new();
    d.press("=apoplus-pharmacist =change_handler enter enter =mail_first =monthly enter");
    assert_eq!(d.at(), "channel", "{}", d.frame());
    let frame = d.frame();
    assert!(frame.contains("> 2 問い合わせフォーム"), "{frame}");
    assert!(
        frame.contains("窓口のアドレスへ") && !frame.contains("担当の方へ。届いている"),
        "{frame}"
    );
    let mut d = review("change_handler", "mail", agreed(), false);
    assert!(d.resize(80, 60).frame().contains("宛先：窓口のアドレス"), "{}", d.frame());
    // To whom everything else goes is as before.
    let mut d = Driver::new();
    d.press("=apoplus-pharmacist =withdraw enter enter");
    assert!(d.at() == "channel" && d.is_on("メール"), "{}", d.frame());
    assert!(d.frame().contains("担当の方へ"), "{}", d.frame());
}

/// Whoever declines an interview of the next days is not told to wait until it is over.
#[test]
fn a_near_interview_is_not_waited_past() {
    let content = Content::builtin();
    for (goal, day, by) in [
        // A Friday; the Monday after it is a holiday.
        ("decline", date(2026, 11, 24), "2026-11-20"),
        ("decline", date(2026, 11, 26), "2026-11-25"),
        ("withdraw", date(2026, 11, 24), "2026-11-20"),
    ] {
        for channel in ["mail", "form", "message"] {
            let mut answers = complete(goal, channel);
            let entry = selection("みなと薬局", "first_interview", &day.to_string(), "decline");
            answers.set("selections", Value::Entries(vec![entry]));
            let doc = Document::new(&content, &answers, None, today(), OfficeCalendar::default());
            assert_eq!(
                doc.plan.deadlines.call_by.map(|d| d.to_string()).as_deref(),
                Some(by),
                "{goal} {channel} {day}"
            );
            if goal == "decline" {
                assert_eq!(doc.plan.answer_by().to_string(), by, "{goal} {channel} {day}");
            }
            let mut d = Driver::with(SIZE, Start { answers, ..Start::default() }, agreed());
            d.resize(80, 60);
            assert!(
                d.frame().contains("のうちに返事がなければ、電話で確かめます"),
                "{}",
                d.frame()
            );
            d.press("enter");
            assert!(
                d.frame().contains("のうちに返事がなければ、電話で確かめます"),
                "{}",
                d.frame()
            );
            d.press("y");
            let case = d.world.cases[0].clone();
            let due = case.due(d.app.rules(&case)).expect("a date");
            if goal == "decline" {
                assert_eq!(due.on.to_string(), by, "{channel}");
            }
        }
    }
    // One that is far off is waited for as ever, and watched.
    let mut answers = complete("decline", "mail");
    let far = selection("みなと薬局", "first_interview", "2026-12-20", "decline");
    answers.set("selections", Value::Entries(vec![far]));
    let doc = Document::new(&content, &answers, None, today(), OfficeCalendar::default());
    assert!(doc.plan.calls.is_none() && doc.plan.answer_by() > date(2026, 11, 25));
}

/// Why a selection is declined is asked with it, and once; a reason that the letter does not name
/// says so.
#[test]
fn declining_asks_for_one_reason() {
    let mut d = Driver::new();
    d.press("=apoplus-pharmacist =decline a 'みなと薬局' enter")
        .press("=first_interview enter enter =decline enter enter enter");
    assert_eq!(d.at(), "channel", "{}", d.frame());
    let mut d = review("decline", "mail", agreed(), false);
    d.change("reason");
    assert_eq!(
        d.frame().matches("手紙には「一身上の都合により」とだけ書く").count(),
        2,
        "{}",
        d.frame()
    );
}

/// The bar shows nothing while the length of the way is open, and never goes back while one goes
/// on.
#[test]
fn progress_never_goes_back() {
    for goal in GOALS {
        let mut d = Driver::new();
        d.press("=apoplus-pharmacist");
        assert!(d.app.session.progress.is_none(), "{goal}");
        d.press(&format!("={goal}"));
        let mut before = 0.0;
        for _ in 0..30 {
            if d.at() == "review" {
                break;
            }
            let (_, now) = d.app.session.progress.expect("a way");
            assert!(now >= before && now < 1.0, "{goal} at {}: {before} {now}", d.at());
            before = now;
            let id = d.at().to_owned();
            let given = complete(goal, "mail").get(&id).cloned();
            if let Some(given) = given {
                d.app.session.answers.set(&id, given);
                d.open(&id);
            }
            d.press("enter");
        }
        assert_eq!(d.at(), "review", "{goal}\n{}", d.frame());
    }
}

/// Only what was asked is a reason; what is missing stands on no line.
#[test]
fn reasons_are_those_of_this_letter() {
    let mut d = review("withdraw", "mail", agreed(), false);
    d.press("tab");
    assert!(
        d.frame().contains("この段落がある理由") && !d.frame().contains("その後"),
        "{}",
        d.frame()
    );
    let mut d = review("withdraw", "form", agreed(), false);
    d.press("l '100' enter");
    let frame = d.resize(80, 60).frame();
    assert!(
        frame.contains("上限の100文字を超え") && !frame.contains("本文1行目：本文が"),
        "{frame}"
    );
}

/// In a box the arrows move, and Enter takes what is selected: first the answer that does no harm.
#[test]
fn a_box_is_answered_by_what_is_selected() {
    let selected = |d: &Driver| {
        let frame = d.frame();
        let row = frame.lines().find(|l| l.contains("> ") && l.contains("| ")).unwrap_or_default();
        row.trim_matches(|c| c == ' ' || c == '|').to_owned()
    };
    // Sent: later is no harm, and leaves; it is no circle.
    let mut d = review("withdraw", "mail", agreed(), false);
    d.press("enter enter");
    assert!(selected(&d).contains("あとで送る"), "{}", d.frame());
    d.press("up");
    assert!(selected(&d).contains("y    送った"), "{}", d.frame());
    d.press("down enter");
    assert_eq!(d.end, Some(Exit::Done(None)));
    let case = &d.world.cases[0];
    assert!(case.unsent(), "nobody has said that it was sent");
    // The same request still under way: Enter leads on, not back to where it was asked.
    let mut d = later(&d.world.cases.clone(), "2026-11-24");
    d.press("=apoplus-pharmacist =withdraw");
    assert!(selected(&d).contains("その記録を開く"), "{}", d.frame());
    d.press("enter");
    assert_eq!(d.at(), "case");
    // What is gone for good is not gone by Enter.
    d.press("delete enter");
    assert_eq!((d.at(), d.world.cases.len()), ("case", 1));
    d.press("delete up enter");
    assert!(d.world.cases.is_empty(), "{}", d.frame());
    // Nothing beside a box reads as a part of it.
    let mut d = Driver::sized((60, 20));
    d.press("=apoplus-pharmacist =withdraw 'x'").press("ctrl+c");
    if d.app.overlay.is_some() {
        let frame = d.frame();
        let inside = frame.lines().filter(|l| l.contains('|') && l.contains("終了する"));
        assert!(inside.into_iter().all(|l| l.starts_with("  ")), "{frame}");
    }
}

/// What the footer leaves out on a small screen is never the key that one needs there.
#[test]
fn a_small_screen_keeps_the_key_that_matters() {
    let mut d = Driver::sized((60, 20));
    d.press("=apoplus-pharmacist =withdraw");
    assert!(
        keys(&d).contains("Space 選ぶ・外す") && keys(&d).contains("Esc 戻る"),
        "{}",
        d.frame()
    );
    d.press("tab");
    assert!(keys(&d).contains("Tab 質問へ戻る"), "{}", d.frame());
    let mut d = review("withdraw", "mail", agreed(), false);
    d.resize(60, 20).press("enter y");
    assert!(keys(&d).contains("Ctrl-U 取り消す"), "{}", d.frame());
    d.press("enter");
    let cases = d.world.cases.clone();
    let mut d = later(&cases, "2026-11-24");
    d.resize(60, 20).press("=case1");
    assert!(keys(&d).contains("r 自動返信"), "{}", d.frame());
    assert!(d.frame().contains("送った（手紙 1"), "what happened comes first\n{}", d.frame());
}

/// A key is named whole or not at all, and the help is a bare key where its name would take the
/// place of another one.
#[test]
fn no_key_of_a_small_screen_stands_without_its_name() {
    let mut d = Driver::sized((60, 20));
    d.press("'あぽ'");
    assert!(keys(&d).ends_with("Esc 入力を消す  Tab 手紙  F1"), "{}", d.frame());
    d.resize(80, 24);
    assert!(keys(&d).ends_with("Tab 手紙  F1 使えるキー"), "{}", d.frame());
    let mut d = review("withdraw", "mail", agreed(), false);
    d.resize(60, 20);
    assert!(keys(&d).contains("c 全文コピー") && keys(&d).ends_with("  ?"), "{}", d.frame());
    d.resize(80, 24);
    assert!(keys(&d).ends_with("? 使えるキー"), "{}", d.frame());
}

/// The companies of what was found stand in one column, cut where a row ends.
#[test]
fn companies_stand_in_one_column() {
    for size in [(80, 24), (120, 40), (200, 60)] {
        let mut d = Driver::sized(size);
        d.press("'ナース'");
        let frame = d.frame();
        let of = |name: &str| {
            // Beside the rows stands the one that is selected.
            let rows = frame.lines().filter_map(|l| l.split(" |").next());
            let row = rows.into_iter().find(|l| l.contains(name)).expect("a row");
            let (head, rest) = row.split_once(name).expect("its name");
            let gap = rest.len() - rest.trim_start().len();
            (width(head) + width(name) + gap, rest.trim_start().to_owned())
        };
        let (nurse, net) = (of("ナースではたらこ"), of("MCナースネット"));
        assert!(nurse.1.starts_with("ディップ") && net.1.starts_with("株式会社"), "{frame}");
        assert_eq!(nurse.0, net.0, "{frame}");
    }
}

/// What was only chosen is asked about once on leaving, as what was typed is.
#[test]
fn what_was_chosen_is_not_dropped_without_a_word() {
    let mut d = Driver::new();
    d.press("=apoplus-pharmacist =withdraw ctrl+c");
    assert!(d.app.overlay.is_none(), "nothing is kept of whom and what for");
    let mut d = Driver::new();
    d.press("=apoplus-pharmacist =withdraw space enter ctrl+c");
    assert!(d.frame().contains("書きかけの内容を、このパソコンに保存しますか"), "{}", d.frame());
    d.press("n");
    assert!(d.end.is_some() && d.world.drafts.is_empty(), "{}", d.frame());
}

/// The sheet of an edited letter is that of a letter: the rule below its title, and a mark at what
/// was changed, which the frame explains.
#[test]
fn an_edited_letter_shows_what_was_changed() {
    let mut d = review("withdraw", "mail", agreed(), false);
    d.resize(120, 40);
    let rule = |d: &Driver| {
        let frame = d.frame();
        let lines: Vec<&str> = frame.lines().collect();
        let at = lines.iter().position(|l| l.contains("件名：")).expect("a title");
        (lines[at + 1].contains("-----"), frame)
    };
    let (ruled, frame) = rule(&d);
    assert!(ruled && !frame.contains("変わった行"), "{frame}");
    d.press("e ctrl+home end '！' esc");
    let (ruled, frame) = rule(&d);
    assert!(ruled && frame.contains("変わった行") && frame.contains("+ 件名："), "{frame}");
}

/// A notice does not hide how much of the page is below.
#[test]
fn a_notice_leaves_the_count_of_what_is_below() {
    for size in [(60, 20), (80, 24)] {
        let mut d = review("withdraw", "mail", agreed(), false);
        d.resize(size.0, size.1);
        assert!(d.frame().contains("下にあと"), "{}", d.frame());
        // A short one, and one that takes the whole row.
        for key in ["d", "t"] {
            d.press(key);
            assert!(d.app.notice.is_some(), "{}", d.frame());
            assert!(d.frame().contains("下にあと"), "{}", d.frame());
        }
    }
}

/// What Enter acts on is on the screen: the selection goes with the page.
#[test]
fn a_page_of_the_review_takes_the_selection_along() {
    let mut d = review("withdraw", "mail", agreed(), false);
    d.resize(60, 20);
    for key in ["pagedown", "pagedown", "pageup", "pageup"] {
        d.press(key);
        let frame = d.frame();
        assert!(frame.lines().any(|l| l.trim_start().starts_with("> ")), "{key}\n{frame}");
    }
    // In the letter below the answers there is nothing to select: Enter first shows where it acts.
    d.press("pagedown pagedown pagedown pagedown pagedown pagedown");
    let shown = |d: &Driver| d.frame().lines().any(|l| l.trim_start().starts_with("> "));
    assert!(!shown(&d), "{}", d.frame());
    d.press("enter");
    assert!(d.at() == "review" && shown(&d), "{}", d.frame());
    d.press("enter");
    assert_eq!(d.at(), "extras");
    // What was added through it is named there.
    d.press("=thanks =advice enter").until("review", "enter").press("end");
    assert!(d.frame().contains("> 書き添え") && d.frame().contains("お礼"), "{}", d.frame());
}

#[test]
fn back_from_a_finding_is_back_at_the_review() {
    let mut answers = complete("withdraw", "mail");
    let near = selection("みなと薬局", "first_interview", "2026-11-24", "decline");
    answers.set("selections", Value::Entries(vec![near]));
    let mut d = Driver::with(SIZE, Start { answers, ..Start::default() }, agreed());
    d.press("down");
    assert!(keys(&d).contains("Enter ここを見る"), "nothing is wrong with it\n{}", d.frame());
    d.press("enter");
    assert_eq!(d.at(), "selections");
    d.press("esc");
    assert_eq!(d.at(), "review", "{}", d.frame());
    // To the ends of a long page.
    d.press("end");
    assert!(d.frame().contains("> 書き添え"), "{}", d.frame());
    d.press("home");
    assert!(d.frame().contains("> 本文をコピーする"), "{}", d.frame());
}

/// What stands in a line and was not touched gives way to what is typed, wherever it came from;
/// taken back, it is there again.
#[test]
fn what_was_not_touched_gives_way() {
    let mut d = review("withdraw", "mail", agreed(), false);
    d.change("sender.name").press("'鈴木 一'");
    assert!(
        d.frame().contains("鈴木 一█") && !d.frame().contains("山田 花子鈴木"),
        "{}",
        d.frame()
    );
    let mut answers = complete("withdraw", "mail");
    let entry = selection("みなと薬局", "first_interview", "2026-12-24", "decline");
    answers.set("selections", Value::Entries(vec![entry]));
    let mut d = Driver::with(SIZE, Start { answers, ..Start::default() }, agreed());
    d.change("selections").press("1 down down '12/25'");
    assert!(d.frame().contains("12/25█") && !d.frame().contains("2026-12-2412"), "{}", d.frame());
    // The cursor comes back with the text.
    let mut d = Driver::new();
    d.press("=other 'みなと' ctrl+u ctrl+_ 'X'");
    assert!(d.frame().contains("みなとX█"), "{}", d.frame());
}

/// So does the name of a file that a box offers, and a number or a day there; who moves in it first
/// goes on with it.
#[test]
fn what_a_box_offers_gives_way() {
    let mut copied = review("withdraw", "mail", agreed(), false);
    copied.press("enter");
    assert!(matches!(copied.app.screen, Screen::After(_)));
    for (keys, name) in [("w", "letter.txt"), ("i", "kotowari-20261120.ics")] {
        for paste in [true, false] {
            copied.press(keys);
            if paste {
                copied.paste("~/書類/x")
            } else {
                copied.type_text("~/書類/x")
            };
            let frame = copied.frame();
            assert!(frame.contains("> ~/書類/x█") && !frame.contains(name), "{frame}");
            copied.press("ctrl+_");
            assert!(copied.frame().contains(&format!("> {name}█")), "{}", copied.frame());
            copied.press("esc");
        }
    }
    let mut d = review("withdraw", "mail", agreed(), false);
    for (keys, shows) in
        [("'x'", "> x█"), ("left end 'x'", "> letter.txtx█"), ("backspace 'x'", "> letter.txx█")]
    {
        d.press("w").press(keys);
        assert!(d.frame().contains(shows), "{}", d.frame());
        d.press("esc");
    }
}

/// A field of an entry that is wrong says so when it is left, and what is declined is declined.
#[test]
fn a_wrong_field_says_so_at_once() {
    let mut d = Driver::new();
    d.press("=apoplus-pharmacist =decline a 'みなと薬局' enter enter");
    assert!(d.frame().contains("! 段階："), "{}", d.frame());
    d.press("=first_interview enter enter");
    assert!(d.frame().contains("< 辞退する >"), "{}", d.frame());
    let mut d = Driver::new();
    d.press("=apoplus-pharmacist =reduce_contact =mail_only =monthly a 1 enter '25' enter");
    assert!(d.frame().contains("! ") && d.frame().contains("25█"), "{}", d.frame());
}

trait Farewell {
    fn farewell_line(&self) -> String;
}
impl Farewell for Driver {
    fn farewell_line(&self) -> String {
        App::farewell(&self.app, false).unwrap_or_default()
    }
}

/// What is told as done lies behind: a call that the clock has not come to yet is none.
#[test]
fn a_call_that_lies_ahead_is_not_told_of() {
    let content = Content::builtin();
    let mut answers = complete("withdraw", "mail");
    for (id, value) in
        [("follow_up", "after_call"), ("call_date", "2026-11-20"), ("call_time", "14:00")]
    {
        answers.set(id, Value::One(value.to_owned()));
    }
    let found = |at: Option<(u32, u32)>| {
        let doc = Document::new(&content, &answers, None, today(), OfficeCalendar::default());
        let doc = doc.at(at.and_then(|(h, m)| today().and_hms_opt(h, m, 0)));
        doc.findings
            .iter()
            .any(|f| f.question.as_deref() == Some("call_time") && f.level == Level::Block)
    };
    assert!(found(Some((13, 59))) && !found(Some((14, 0))) && !found(None));
}

/// What the first key replaces looks selected, until somebody has moved in it or typed.
#[test]
fn what_is_typed_over_looks_selected() {
    let marked = |d: &Driver, label: &str, how: Modifier| {
        let y = d.frame().lines().position(|l| l.contains(label)).expect("it is there");
        let buffer = d.app.view().buffer;
        let row = buffer.content.chunks(usize::from(buffer.area.width)).nth(y).expect("a row");
        row.iter().any(|c| c.modifier.contains(how))
    };
    // In a form the row with the focus is selected anyway.
    let selected = |d: &Driver, label: &str| marked(d, label, Modifier::REVERSED);
    let under = |d: &Driver| marked(d, "日時  ", Modifier::UNDERLINED);
    let mut d = review("withdraw", "mail", agreed(), false);
    d.press("enter t");
    assert!(d.frame().contains("> 日時"), "{}", d.frame());
    assert!(selected(&d, "日時  ") && under(&d), "{}", d.frame());
    d.press("left");
    assert!(selected(&d, "日時  ") && !under(&d), "{}", d.frame());
    // A line that is alone on its screen.
    let mut answers = complete("resume", "mail");
    answers.remove("resume_from");
    let mut d = Driver::answered(answers);
    assert!(selected(&d, "> 2026-11-20"), "{}", d.frame());
    d.press("'1'");
    assert!(!selected(&d, "> 1"), "{}", d.frame());
}

/// A field that is wrong says so when Enter leaves it.
#[test]
fn a_wrong_hour_is_told_at_its_field() {
    let mut d = review("withdraw", "mail", agreed(), false);
    d.press("enter y enter");
    let mut d = later(&d.world.cases, "2026-11-24");
    d.press("=case1 a '木村' enter");
    assert!(d.frame().contains("> 日時"), "{}", d.frame());
    assert!(d.frame().contains("! "), "{}", d.frame());
    d.press("ctrl+u '9:00' enter");
    assert!(d.frame().contains("> 返事の内容"), "{}", d.frame());
}

/// A slip of `y` is taken back, on the page and in what is stored.
#[test]
fn what_was_said_to_be_sent_can_be_taken_back() {
    let mut d = review("withdraw", "mail", agreed(), false);
    d.press("enter");
    let before = keys(&d);
    for says in ["y 送った", "n 順にコピー", "m メールソフト"] {
        assert!(before.contains(says), "{before}");
    }
    assert!(!before.contains("取り消す"), "{before}");
    d.press("y");
    let sent = |d: &Driver| {
        d.world.cases[0].events.iter().filter(|e| matches!(e.what, What::Sent { .. })).count()
    };
    assert_eq!(sent(&d), 1);
    assert!(keys(&d).contains("取り消す"), "{}", d.frame());
    d.press("ctrl+u");
    assert_eq!(sent(&d), 0);
    assert!(d.frame().contains("まだ送っていません"), "{}", d.frame());
    // It can be said again, and is asked for on leaving.
    assert_eq!(keys(&d), before);
    d.press("enter");
    assert!(d.frame().contains("送りましたか"), "{}", d.frame());
    // What is kept nowhere yet is taken back as well.
    let mut d = review("withdraw", "mail", Config::default(), false);
    d.press("enter y ctrl+u");
    assert!(d.app.session.sent.is_none() && d.frame().contains("取り消しました"), "{}", d.frame());
}

/// A near interview: the call stands first among what comes next, with its number.
#[test]
fn a_call_comes_before_the_letter_where_it_must() {
    let mut answers = complete("decline", "message");
    answers.set(
        "selections",
        Value::Entries(vec![selection("みなと薬局", "first_interview", "2026-11-24", "decline")]),
    );
    let d = Driver::answered(answers);
    let says = "1. 先に電話で伝えます：0120-332-290（平日 9:00〜18:00。";
    assert!(d.frame().contains(says), "{}", d.frame());
    assert!(d.frame().contains("2. いつもの画面に"), "{}", d.frame());
}

/// A number that nobody has seen on the operator's page is said to be so wherever it stands, and
/// with what to do.
#[test]
fn a_number_is_not_more_sure_in_one_place_than_in_another() {
    let says = |d: &Driver, place: &str| {
        let all: String = d.frame().chars().filter(|c| !c.is_whitespace() && *c != '|').collect();
        let (_, behind) =
            all.split_once("0120-332-290").unwrap_or_else(|| panic!("{place}: {}", d.frame()));
        let told: String = behind.chars().take(80).collect();
        let sure = told.contains("公式では未確認") && told.contains("公式サイトで確認を");
        assert!(sure, "{place}: {told}");
    };
    let mut answers = complete("decline", "message");
    answers.set(
        "selections",
        Value::Entries(vec![selection("みなと薬局", "first_interview", "2026-11-24", "decline")]),
    );
    says(&Driver::answered(answers), "what comes before a letter");
    let mut d = review("withdraw", "phone", agreed(), false);
    says(&d, "the review");
    let script = "窓口：0120-332-290（平日 9:00〜18:00。公式では未確認。公式サイトで確認を）";
    d.press("enter");
    assert!(d.world.copied.concat().contains(script), "{}", d.world.copied.concat());
    says(&d, "after copying");
    d.press("enter n");
    let mut d = later(&d.world.cases, "2026-11-20");
    d.press("=case1");
    says(&d, "the case");
    d.press("l");
    says(&d, "the script that is read again");
}

/// What leads on is named as what it is: a script, a text, and where an answer to their mail goes.
#[test]
fn a_script_is_no_letter() {
    for (channel, to) in [("phone", "Tab 台本"), ("message", "Tab 文面"), ("mail", "Tab 手紙")]
    {
        let mut d = review("withdraw", channel, agreed(), false);
        for (size, beside) in [((120, 40), "へ  "), ((80, 24), "  ")] {
            d.resize(size.0, size.1);
            assert!(keys(&d).contains(&format!("{to}{beside}")), "{}", d.frame());
        }
    }
    let mut d = review("withdraw", "phone", agreed(), false);
    d.press("enter enter n");
    let mut d = later(&d.world.cases, "2026-11-20");
    d.press("=case1");
    assert!(d.frame().contains("コピーした（台本 1）"), "{}", d.frame());
    d.resize(120, 40);
    let bar = keys(&d);
    assert!(bar.contains("l 台本を読む") && bar.contains("c 台本をコピー"), "{bar}");
    d.press("f1");
    assert_eq!(d.frame().matches("電話した").count(), 1, "{}", d.frame());
    d.press("esc l");
    assert!(d.frame().contains(" 台本 2026年11月20日"), "{}", d.frame());
    let mut d = review("withdraw", "message", agreed(), false);
    assert!(d.frame().contains("文面ができました"), "{}", d.frame());
    // Nothing answers by itself in a chat.
    d.press("enter y enter");
    let mut d = later(&d.world.cases, "2026-11-20");
    d.press("=case1");
    assert!(!keys(&d).contains("自動返信"), "{}", d.frame());
    let d = review("withdraw", "mail", agreed(), false);
    assert!(d.frame().contains("宛先：担当の方から届いているメールに返信"), "{}", d.frame());
}

/// After the triage a step that was taken by its digit, unseen, is still compared; one that was
/// selected is not compared twice.
#[test]
fn leaving_is_compared_once_and_not_never() {
    for (keys, again) in [("=withdraw", true), ("down down down enter", false)] {
        let mut d = Driver::new();
        d.press("=apoplus-pharmacist =hurts =many_calls enter").press(keys);
        assert_eq!(d.at(), "requests");
        assert_eq!(d.frame().contains("手放すこと"), again, "{keys}: {}", d.frame());
    }
    // A larger screen leaves out nothing of what a smaller one says of the steps.
    let mut d = Driver::sized((120, 40));
    d.press("=apoplus-pharmacist =hurts =many_calls enter");
    assert!(d.frame().contains("登録はそのまま。別の方に相談する"), "{}", d.frame());
}

/// What is kept of a letter that was left in the middle is said on leaving.
#[test]
fn a_draft_is_told_on_leaving() {
    for (config, told) in [(agreed(), true), (Config::default(), false)] {
        let mut d = Driver::with(SIZE, Start::default(), config);
        d.press("=apoplus-pharmacist =withdraw enter ctrl+c ctrl+c");
        assert!(d.end.is_some());
        let says = d.app.farewell(false).unwrap_or_default();
        assert_eq!(says.contains("書きかけを保存しました"), told, "{says}");
    }
}

/// Where an empty list is no answer, it has no line to go on with, in a second letter either.
#[test]
fn an_empty_list_that_is_needed_is_not_gone_on_with() {
    for follow_up in ["", "held_back"] {
        let mut answers = complete("decline", "mail");
        answers.remove("selections");
        answers.set("follow_up", one(follow_up));
        let mut d = Driver::answered(answers);
        let frame = d.open("selections").press("down end").frame();
        assert!(frame.contains("> + ") && !frame.contains("次へ"), "{follow_up}: {frame}");
        d.press("enter 'みなと薬局' enter =first_interview enter enter =decline enter enter");
        assert!(d.frame().contains("これで全部です（次へ）"), "{follow_up}: {}", d.frame());
    }
}

/// A time that is given as an example is one that is taken, and what is too early is told why.
#[test]
fn a_moment_is_explained_with_one_that_fits() {
    let mut d = review("withdraw", "mail", agreed(), false);
    d.press("enter t");
    let frame = d.frame();
    assert!(frame.contains("時刻は 10:00 や 11/20 10:00 のように"), "{frame}");
    assert!(frame.contains("文面を作った10:00からあとの日時にします"), "{frame}");
    for early in ["昨日", "昨日の夜"] {
        d.press("ctrl+u").type_text(early).press("enter");
        assert!(d.frame().contains("文面を作った2026年11月20日"), "{early}: {}", d.frame());
    }
    d.press("ctrl+u").type_text("11/20 10:00").press("enter");
    assert!(!d.frame().contains("! "), "{}", d.frame());
}

/// Declining needs a refusal: that is said at the list.
#[test]
fn a_list_without_a_refusal_is_not_gone_on_with() {
    let mut answers = complete("decline", "mail");
    answers.remove("selections");
    let mut d = Driver::answered(answers);
    d.press("a 'みなと薬局' enter =first_interview enter enter =hold enter enter enter");
    assert_eq!(d.at(), "selections");
    assert!(d.frame().contains("! 「辞退する」にした案件が、まだありません"), "{}", d.frame());
    // Back is possible all the same, and a refusal goes on.
    d.press("a 'ひかり病院' enter =first_interview enter enter enter enter enter");
    assert_ne!(d.at(), "selections");
}

/// A day that nobody chose is not found fault with; a near one before which nobody is there is not
/// to be phoned about first.
#[test]
fn a_closed_office_is_told_where_it_matters() {
    let on = |day: &str, answers: kotowari::domain::answers::Answers| {
        let mut d = Driver::answered(answers);
        d.app.session.today = day.parse().expect("a day");
        let rules = |d: &Driver| -> Vec<&'static str> {
            d.app.session.reviewed(d.app.content()).findings.iter().map(|f| f.rule).collect()
        };
        rules(&d)
    };
    // 2026-11-28 is a Saturday.
    let rules = on("2026-11-28", complete("withdraw", "mail"));
    assert!(!rules.contains(&"closed_day"), "{rules:?}");
    let mut chosen = complete("withdraw", "mail");
    chosen.set("effective", one("2026-12-05"));
    assert!(on("2026-11-28", chosen).contains(&"closed_day"));
    for (interview, rule) in [("2026-11-29", "closed_before"), ("2026-11-30", "phone_first")] {
        let mut answers = complete("decline", "mail");
        let refused = selection("みなと薬局", "first_interview", interview, "decline");
        answers.set("selections", Value::Entries(vec![refused]));
        let rules = on("2026-11-28", answers);
        assert!(rules.contains(&rule), "{interview}: {rules:?}");
    }
    // An offer was made: its day lies behind us.
    for (day, asked) in [("2026-12-13", true), ("2026-11-27", false), ("", false)] {
        let mut answers = complete("decline", "mail");
        let refused = selection("みなと薬局", "offer", day, "decline");
        answers.set("selections", Value::Entries(vec![refused]));
        let rules = on("2026-11-28", answers);
        assert_eq!(rules.contains(&"offer_ahead"), asked, "{day}: {rules:?}");
    }
}

/// A letter that was changed after it was sent was not sent; said again more exactly, one that was
/// sent was sent once.
#[test]
fn what_was_sent_is_that_text_once() {
    let sent = |d: &Driver| {
        let of = |e: &Event| matches!(e.what, What::Sent { .. });
        d.world.cases[0].events.iter().filter(|e| of(e)).count()
    };
    let mut d = review("withdraw", "mail", agreed(), false);
    d.press("enter y");
    assert_eq!(sent(&d), 1);
    d.press("t enter enter enter enter");
    assert_eq!(sent(&d), 1, "{:?}", d.world.cases[0].events);
    d.press("esc t enter");
    assert!(!d.frame().contains("送った："), "{}", d.frame());
    assert_eq!((d.world.cases[0].letters.len(), sent(&d)), (2, 1));
}

/// What a first letter was weighed by does not lead past the second one.
#[test]
fn a_letter_that_was_weighed_has_a_second_one() {
    let mut answers = complete("reduce_contact", "mail");
    answers.set("hurts", support::many(&["many_calls"]));
    let start = Start { answers, ..Start::default() };
    let mut d = Driver::with(SIZE, start, agreed());
    d.press("enter y enter");
    let mut d = later(&d.world.cases.clone(), "2026-12-02");
    d.press("=case1 enter");
    while !matches!(d.app.screen, Screen::Review(_)) {
        d.press("enter");
    }
    assert!(d.letter().contains("改めて") && d.letter().contains("お返事"), "{}", d.letter());
}

/// A second letter that is not used leaves the case as it was.
#[test]
fn a_letter_that_is_not_used_closes_nothing() {
    let mut d = review("withdraw", "mail", agreed(), false);
    d.press("enter y enter");
    let cases = d.world.cases.clone();
    let mut d = later(&cases, "2026-12-20");
    d.press("=case1 enter");
    while !matches!(d.app.screen, Screen::Review(_)) {
        d.press("enter");
    }
    d.press("enter");
    assert_eq!(d.world.cases[0].letters.len(), 2, "{}", d.frame());
    d.press("enter x");
    let case = &d.world.cases[0];
    assert_eq!((case.letters.len(), case.state()), (1, State::Sent), "{}", d.frame());
}

/// After `y` the review does not tell to send it; a call is not asked how it was made; `b` copies
/// nothing where there is no body apart; a wait has no key.
#[test]
fn what_is_done_is_not_still_to_be_done() {
    let mut d = review("withdraw", "mail", agreed(), false);
    d.press("enter y esc");
    assert!(d.frame().contains("1. 送った："), "{}", d.frame());
    assert!(!d.frame().contains("貼り付けて、ご自身で"), "{}", d.frame());
    let mut d = later(&d.world.cases, "2026-11-20");
    d.press("=case1");
    assert!(d.frame().contains("次にすること：") && !keys(&d).contains("Enter"), "{}", d.frame());

    let mut d = review("withdraw", "phone", agreed(), false);
    d.press("enter");
    let copied = d.world.copied.len();
    d.press("b");
    assert_eq!(d.world.copied.len(), copied, "{}", d.frame());
    d.press("t");
    assert!(!d.frame().contains("送り方"), "{}", d.frame());
    d.press("enter '木村' enter enter enter");
    let sent = d.world.cases[0].events.iter().find_map(|e| match &e.what {
        What::Sent { how, person, .. } => Some((*how, person.clone())),
        _ => None,
    });
    assert_eq!(sent, Some((Channel::Phone, "木村".to_owned())));
}

/// A script of a Saturday is read out on another day: it names its day.
#[test]
fn a_script_for_another_day_does_not_say_today() {
    let script = |day: &str| {
        let mut d = Driver::answered(complete("withdraw", "phone"));
        d.app.session.today = day.parse().expect("a day");
        d.letter()
    };
    assert!(script("2026-11-27").contains("今日、11月27日付で"), "{}", script("2026-11-27"));
    let saturday = script("2026-11-28");
    assert!(!saturday.contains("今日、") && saturday.contains("11月28日"), "{saturday}");
}

/// Where nothing is kept, nothing offers to note that it was sent.
#[test]
fn what_is_not_kept_is_not_offered() {
    for channel in ["mail", "phone"] {
        let mut d = review("withdraw", channel, agreed(), true);
        d.press("enter");
        let (page, keys) = (d.frame(), keys(&d));
        assert!(page.contains("記録は残しません") && !page.contains("なら t"), "{page}");
        assert!(!keys.contains("y ") && !keys.contains("t 日時"), "{keys}");
        d.press("y");
        assert!(d.frame().contains("記録を残さない設定"), "{}", d.frame());
    }
}

/// No box asks for one thing by two keys.
#[test]
fn every_answer_of_a_box_does_something_of_its_own() {
    let mut d = review("pause", "mail", agreed(), false);
    d.app.session.answers.set("sender.name", one(""));
    d.press("c");
    let page = d.frame();
    assert!(page.contains("n    コピーせずに、戻って直す") && !page.contains("Esc  戻"), "{page}");
    d.press("esc");
    assert_eq!((d.at(), d.world.copied.len()), ("review", 0));
}

/// Of a script nobody is told to paste it.
#[test]
fn a_script_is_not_pasted() {
    let mut d = review("withdraw", "phone", agreed(), false);
    d.world.copies = Copied::Handed;
    d.press("enter ctrl+c");
    let says = d.farewell_line();
    assert!(
        says.contains("台本のコピーを端末に依頼しました") && !says.contains("貼り付け"),
        "{says}"
    );
}

/// What was typed for another goal is not dropped without a word, and is there again with it.
#[test]
fn what_no_longer_stands_in_the_letter_is_named() {
    let mut d = Driver::with(SIZE, Start::default(), agreed());
    d.press(
        "=apoplus-pharmacist =withdraw enter a 'みなと薬局' enter =applied enter enter =hold enter",
    )
    .press("enter enter");
    for _ in 0..20 {
        match d.at() {
            "review" => break,
            "sender.name" => d.press(
                "'山田 花子' enter 'ヤマダ ハナコ' enter '1990-04-01' enter 'hanako@example.jp' \
                 enter '090-1234-5678' enter enter enter",
            ),
            _ => d.press("enter"),
        };
    }
    assert!(d.at() == "review" && !d.frame().contains("入りません"), "{}", d.frame());
    d.change("goal").press("=pause enter =none");
    for _ in 0..4 {
        if d.at() != "review" {
            d.press("enter");
        }
    }
    assert_eq!(d.at(), "review", "{}", d.frame());
    let page = d.frame().replace('\n', "");
    assert!(page.contains("入りません：選考中の案件（みなと薬局"), "{page}");
    d.change("goal").press("=withdraw");
    assert!(
        d.letter().contains("みなと薬局") && !d.frame().contains("入りません"),
        "{}",
        d.frame()
    );
}

/// What is typed where one chooses, or in a list, goes where it belongs, or is told to.
#[test]
fn what_is_typed_in_a_list_is_not_swallowed() {
    // Where nothing was added there is nothing to mend by its number.
    let mut d = Driver::answered(complete("withdraw", "mail"));
    d.open("selections").press("2");
    assert!(d.frame().contains("a で加えます") && !d.frame().contains("番号で直"), "{}", d.frame());
    let mut d = Driver::answered(complete("reduce_contact", "mail"));
    d.open("no_call").press("x");
    assert!(d.frame().contains("a で加え"), "{}", d.frame());
    d.press("9");
    assert!(d.frame().contains("a で加え"), "{}", d.frame());
    d.type_text("平日9-18時");
    assert!(d.frame().contains("< 平日 >"), "{}", d.frame());
    assert!(d.frame().contains("選んだあと、次の欄に"), "{}", d.frame());
    d.press("enter");
    assert!(d.frame().contains("> 何時から"), "{}", d.frame());
    // Digits alone still choose, and what follows them is no other choice.
    let mut d = Driver::answered(complete("decline", "mail"));
    d.open("selections").type_text("みなと薬局").press("enter");
    assert!(d.frame().contains("みなと薬局"), "{}", d.frame());
    d.type_text("2/30");
    assert!(d.frame().contains("< 書類選考中 >"), "{}", d.frame());
    d.press("right");
    assert!(!d.frame().contains("次の欄に"), "{}", d.frame());
    // Nothing is written where choices follow, or nothing does.
    for _ in 0..2 {
        d.press("down down").type_text("x");
        let frame = d.frame();
        assert!(frame.contains("左右の矢印で選びます") && !frame.contains("次の欄に"), "{frame}");
    }
    // A second digit is another choice; a time is none, and the form says where to.
    let mut d = Driver::answered(complete("reduce_contact", "mail"));
    d.open("no_call").press("a 8 3");
    assert!(d.frame().contains("< 毎日 >"), "{}", d.frame());
    for (time, hour) in [
        ("830", "8:30"),
        ("1830", "18:30"),
        ("18:30", "18:30"),
        ("18時", "18:00"),
        ("8:30", "8:30"),
    ] {
        let mut d = Driver::answered(complete("reduce_contact", "mail"));
        d.open("no_call").press("a").type_text(time);
        assert!(d.frame().contains("< 平日 >"), "{time}\n{}", d.frame());
        assert!(d.frame().contains("次の欄に"), "{time}\n{}", d.frame());
        d.press("enter").type_text(time).press("enter ctrl+a ctrl+k '2030' enter");
        assert!(d.frame().contains(&format!("{hour}から20:30まで")), "{time}\n{}", d.frame());
    }
    // What is half of a time, likewise.
    let mut d = Driver::answered(complete("reduce_contact", "mail"));
    d.open("no_call").press("a 1 9 :");
    assert!(d.frame().contains("< 平日 >") && d.frame().contains("次の欄に"), "{}", d.frame());
    d.press("enter");
    assert!(
        d.frame().contains("> 何時から  9:00") && !d.frame().contains("次の欄に"),
        "{}",
        d.frame()
    );
    d.press("9 enter 1 8 enter");
    assert!(d.frame().contains("平日の9:00から18:00まで"), "{}", d.frame());
    // Neither a whole time nor any other key blocks what is chosen after it.
    let mut d = Driver::answered(complete("reduce_contact", "mail"));
    d.open("no_call").press("a").type_text("8:45-17:45");
    assert!(d.frame().contains("< 平日 >") && d.frame().contains("次の欄に"), "{}", d.frame());
    for keys in ["1", ":1", "/1", "x1", "2/301", "平日"] {
        d.press("3 left right").type_text(keys);
        assert!(d.frame().contains("< 平日 >"), "{keys}: {}", d.frame());
        assert!(!d.frame().contains("次の欄に"), "{keys}: {}", d.frame());
    }
}

/// What is wrong is said below its field, however long that is.
#[test]
fn a_long_field_does_not_hide_what_is_wrong_with_it() {
    let mut d = Driver::new();
    d.press("=apoplus-pharmacist =pause enter enter =mail");
    assert_eq!(d.at(), "sender.name", "{}", d.frame());
    d.paste(&"あ".repeat(20_000)).press("enter");
    assert!(d.frame().contains("! 氏名：") && d.frame().contains("文字まで"), "{}", d.frame());
}

/// What is needed most stands in the bar of keys on a small screen, too.
#[test]
fn a_narrow_bar_has_the_keys_of_its_screen() {
    let mut d = review("withdraw", "form", agreed(), false);
    d.resize(60, 20);
    for key in ["c 全文コピー", "Esc 戻る", "Tab 手紙"] {
        assert!(keys(&d).contains(key), "{}", keys(&d));
    }
    d.press("enter");
    for key in ["n 順にコピー", "y 送った", "Esc 戻る"] {
        assert!(keys(&d).contains(key), "{}", keys(&d));
    }
}

/// The help of a record names no key that is of no use for it.
#[test]
fn the_help_of_a_record_is_about_it() {
    let help = |d: &mut Driver| {
        d.resize(120, 60).press("=case1 ?");
        d.frame()
    };
    let mut d = review("withdraw", "mail", agreed(), false);
    d.press("enter enter n");
    let unsent = help(&mut later(&d.world.cases, "2026-11-20"));
    assert!(unsent.contains("s                     送った"), "{unsent}");
    // What nobody has sent comes from nobody, nor is it asked after.
    for of_no_use in ["自動返信", "つながらなかった", "届かなかった"] {
        assert!(!unsent.contains(of_no_use), "{unsent}");
    }
    let mut d = review("withdraw", "mail", agreed(), false);
    d.press("enter y enter");
    let sent = help(&mut later(&d.world.cases, "2026-11-20"));
    assert!(sent.contains("自動返信") && sent.contains("つながらなかった"), "{sent}");
    // It may go out by another way as well.
    assert!(sent.contains("s                     送った"), "{sent}");
}

/// Nothing is noted as answered that was not asked, and of what is over it is told what can still
/// be done.
#[test]
fn a_key_that_does_nothing_now_says_why() {
    let mut d = review("withdraw", "mail", agreed(), false);
    d.press("enter y enter");
    let mut d = later(&d.world.cases, "2026-11-24");
    d.press("=case1 w");
    assert!(d.at() == "case" && d.frame().contains("まだ返事をしていない"), "{}", d.frame());
    d.press("d enter enter enter enter");
    assert!(d.at() == "case" && d.world.cases[0].state() == State::Done, "{}", d.frame());
    for key in ["i", "u"] {
        d.press(key);
        assert!(d.frame().contains("予定は立てられます"), "{key}: {}", d.frame());
    }
    d.press("f");
    assert_eq!(d.world.cases[0].plan.len(), 0);
    d.type_text("2027-02-01").press("enter");
    assert_eq!(d.world.cases[0].plan.len(), 1, "{}", d.frame());
}

/// The last day of a wait says what follows.
#[test]
fn the_last_day_of_a_wait_is_today() {
    let mut d = review("withdraw", "mail", agreed(), false);
    d.press("enter y enter");
    let mut d = later(&d.world.cases, "2026-12-07");
    d.press("=case1");
    assert!(d.frame().contains("返事（今日まで）"), "{}", d.frame());
    assert!(d.frame().contains("今日いっぱい待つ"), "{}", d.frame());
}

/// What stands behind a label is no sentence, and who wishes for an expert says of what.
#[test]
fn items_are_items() {
    let mut answers = complete("change_handler", "mail");
    answers.set("must_have", one("土日は休みたいです"));
    let mut d = Driver::answered(answers.clone());
    assert!(d.frame().contains("項目になります"), "{}", d.frame());
    assert!(!d.app.blocked());
    answers.set("must_have", one("土日のいずれかは休みであること"));
    answers.set("wishes", Value::Many(vec!["field_expert".to_owned()]));
    answers.set("job_type", one(""));
    d = Driver::answered(answers.clone());
    assert!(!d.frame().contains("項目になります"), "{}", d.frame());
    assert!(d.frame().contains("分野がありません"), "{}", d.frame());
    // It is asked for where it is wished for.
    d = Driver::new();
    d.press("=apoplus-pharmacist =change_handler =field_expert enter enter");
    assert_eq!(d.at(), "job_type");
    assert!(d.frame().contains("どの分野に詳しい方"), "{}", d.frame());
}

/// Whoever leaves the means open can still settle how often and when.
#[test]
fn less_contact_is_no_dead_end() {
    let mut answers = complete("reduce_contact", "mail");
    answers.set("means", one("any"));
    let mut d = Driver::answered(answers);
    d.resize(80, 40);
    assert!(!d.app.blocked() && d.frame().contains("月に1回まで"), "{}", d.frame());
    d.change("frequency").press("=any").change("urgent_offers").press("=any");
    assert!(
        d.app.blocked() && d.frame().contains("手段、回数、時間帯、急ぎの求人"),
        "{}",
        d.frame()
    );
    d.press("1");
    assert_eq!(d.at(), "frequency", "{}", d.frame());
    d.press("=weekly");
    assert!(d.at() == "review" && !d.app.blocked(), "{}", d.frame());
    // Asked one by one: what was not said is asked of nobody.
    let mut d = Driver::new();
    d.press("=apoplus-pharmacist =reduce_contact");
    d.press("=any");
    assert_eq!(d.at(), "frequency", "{}", d.frame());
    d.press("=monthly");
    assert_eq!(d.at(), "no_call", "{}", d.frame());
    d.press("enter");
    assert_eq!(d.at(), "urgent_offers", "{}", d.frame());
    d.press("enter");
    assert_eq!(d.app.session.answers.one("urgent_offers"), Some("any"), "{}", d.frame());
}

/// Nothing is said to stand in a letter that does not: what stays by law is asked for in the long
/// form alone, so that it is looked for in the answer.
#[test]
fn what_stays_by_law_is_looked_for_where_it_matters() {
    for (requests, looks) in [(&["erase", "stop_mail"][..], true), (&["stop_mail"], false)] {
        let mut answers = complete("withdraw", "mail");
        answers.set("requests", many(requests));
        let mut d = Driver::answered(answers);
        d.resize(80, 60);
        d.press("enter");
        assert_eq!(d.frame().contains("法令で残る情報があるときは"), looks, "{}", d.frame());
    }
}

/// How often nobody answered says nothing of the copy, which the events tell of.
#[test]
fn who_was_not_reached_has_no_copy_confirmed() {
    let mut d = review("withdraw", "phone", agreed(), false);
    d.world.copies = Copied::Handed;
    d.press("enter enter n");
    let mut d = later(&d.world.cases.clone(), "2026-11-20");
    d.press("=case1 b enter enter");
    assert!(d.frame().contains("まだ話せていない"), "{}", d.frame());
    assert!(!d.frame().contains("コピー済み"), "{}", d.frame());
}

/// On leaving it is said until when an answer is due, also where nothing is kept that could say it
/// later.
#[test]
fn the_day_of_an_answer_is_told_on_leaving() {
    let due = "返事の目安は、2026年12月7日（月）までです";
    // Sent, and kept although nothing could be copied.
    let mut d = review("withdraw", "mail", agreed(), false);
    d.world.copies = Copied::Failed("画面がありません".to_owned());
    d.press("enter y enter");
    let says = d.farewell_line();
    assert!(says.contains("記録は、") && says.contains(due), "{says}");
    // Sent, and nothing is kept.
    let mut d = review("withdraw", "mail", Config::default(), false);
    d.press("enter enter y n");
    let says = d.farewell_line();
    assert!(says.contains("記録は残していません") && says.contains(due), "{says}");
    // Nothing is asked.
    let mut d = review("withdraw", "mail", Config::default(), true);
    d.press("enter enter");
    let says = d.farewell_line();
    assert!(says.contains("きょう送ったときの返事の目安は、"), "{says}");
}

/// Whoever has never been asked about storing is asked before what was typed is lost, and goes on
/// with it the next time.
#[test]
fn what_is_half_done_can_be_kept() {
    let mut d = Driver::new();
    d.press("=apoplus-pharmacist =pause '2027-04' enter =none =form '山田 花子' ctrl+c");
    assert!(d.end.is_none() && d.frame().contains("書きかけの内容を"), "{}", d.frame());
    d.press("y");
    assert_eq!(d.end, Some(Exit::Left(130)));
    assert!(d.world.cases.is_empty() && d.world.saved.iter().all(|p| p.agreed));
    let draft = d.world.draft().expect("a draft");
    assert!(draft.texts.values().any(|t| t == "山田 花子"));
    assert!(d.farewell_line().contains("書きかけを保存しました"), "{}", d.farewell_line());
    // A letter that has gone nowhere is no record yet.
    let mut d = review("withdraw", "mail", Config::default(), false);
    d.app.session.typed = true;
    d.press("ctrl+c y");
    assert!(d.world.cases.is_empty() && d.world.draft().is_some());
}

/// What is written to a file can be sent from there: it leads where a copy does.
#[test]
fn a_letter_in_a_file_is_asked_about_and_recorded() {
    let mut d = review("withdraw", "post", agreed(), false);
    d.press("w enter");
    assert_eq!((d.at(), d.world.cases.len()), ("after", 1), "{}", d.frame());
    assert!(d.frame().contains("保存しました"), "{}", d.frame());
    assert!(!d.frame().contains("コピーしました"), "{}", d.frame());
    d.press("enter");
    assert!(d.frame().contains("送りましたか"), "{}", d.frame());
    d.press("y");
    let says = d.farewell_line();
    assert!(says.contains("に保存しました。") && says.contains("返事の目安は"), "{says}");
}

/// Looking at the next step more than once leaves one draft.
#[test]
fn looking_twice_leaves_one_draft() {
    let mut d = review("withdraw", "mail", agreed(), false);
    d.press("enter enter y");
    let mut d = later(&d.world.cases.clone(), "2026-12-20");
    for _ in 0..2 {
        d.press("=case1 enter t ctrl+c");
        let drafts = d.world.drafts.clone();
        let shelf = Shelf { cases: d.world.cases.clone(), drafts, ..Shelf::default() };
        let mut again = Driver::with(SIZE, Start { shelf, ..Start::default() }, agreed());
        (again.world.cases, again.world.drafts) = (d.world.cases.clone(), d.world.drafts.clone());
        again.app.session.today = d.app.session.today;
        d = again;
    }
    assert_eq!(d.world.drafts.len(), 1);
}

/// Esc throws no choice away.
#[test]
fn services_that_were_marked_stay_marked() {
    let mut d = Driver::new();
    d.press("+ =apoplus-pharmacist =apuro esc");
    assert!(!d.frame().contains("選んだもの"), "{}", d.frame());
    d.press("+");
    assert!(!d.frame().contains("まだ選んでいません"), "{}", d.frame());
    // Back is back to where it was called up.
    let mut sent = review("withdraw", "mail", agreed(), false);
    sent.press("enter y enter");
    for (keys, at) in [("'+'", "start"), ("0 '+'", "service")] {
        let mut d = later(&sent.world.cases, "2026-11-24");
        assert!(d.frame().contains("   + いくつかのサービスに"), "{}", d.frame());
        d.press(keys);
        assert!(d.frame().contains("どのサービスに書きますか"), "{keys}: {}", d.frame());
        // With none chosen it is said how to choose.
        assert!(!d.frame().contains("0件"), "{keys}: {}", d.frame());
        d.press("end enter");
        assert!(d.frame().contains("Space で選"), "{keys}: {}", d.frame());
        d.press("=apoplus-pharmacist esc");
        assert_eq!(
            (d.at(), d.frame().contains("選んだもの")),
            (at, false),
            "{keys}: {}",
            d.frame()
        );
    }
}

/// The selection goes with its row: what was mended must not hand it to another.
#[test]
fn the_selection_goes_with_its_row() {
    let mut answers = complete("withdraw", "form");
    answers.set("form_limit", one("300"));
    let mut d = Driver::answered(answers);
    assert!(!d.app.session.reviewed(d.app.content()).findings.is_empty());
    d.press("1 esc l ctrl+u '800' enter enter");
    assert_eq!(d.at(), "after", "{}", d.frame());
}

/// Where a service is asked for, its name can be typed.
#[test]
fn a_service_is_typed_on_the_first_screen_too() {
    let mut d = review("withdraw", "mail", agreed(), false);
    d.press("enter enter y");
    for name in ["doda", "びずりーち"] {
        let mut d = later(&d.world.cases.clone(), "2026-11-21");
        d.press(&format!("'{name}'"));
        assert_eq!(d.at(), "service", "{name}: {}", d.frame());
        assert!(d.frame().contains(name), "{}", d.frame());
    }
    // Where nothing can be given up, no key for it is listed.
    let mut d = later(&d.world.cases.clone(), "2026-11-21");
    d.press("?");
    assert!(!d.frame().contains("書きかけを消す"), "{}", d.frame());
}

/// The page to stay on during a call leads to the script.
#[test]
fn the_script_is_a_key_away_during_the_call() {
    let mut d = review("withdraw", "phone", agreed(), false);
    d.press("enter tab");
    assert!(d.frame().contains("お世話になって"), "{}", d.frame());
    d.press("tab");
    assert!(d.at() == "after" && d.frame().contains("次にすること"), "{}", d.frame());
}

/// After a call the words are of a call.
#[test]
fn a_call_is_recorded_as_one() {
    let mut d = review("withdraw", "phone", Config::default(), false);
    d.resize(80, 60);
    d.press("enter");
    assert!(d.frame().contains("つながらないときは"), "{}", d.frame());
    d.press("y");
    assert!(!d.frame().contains("つながらないときは"), "{}", d.frame());
    d.press("enter");
    assert!(d.frame().contains("この電話の記録"), "{}", d.frame());
}

/// What is spelled out goes before a letter is said not to fit.
#[test]
fn a_long_letter_becomes_a_short_one_where_it_must() {
    let fits = |detail: &str| {
        let mut answers = complete("withdraw", "form");
        answers.set("form_limit", one("400"));
        answers.set("detail", one(detail));
        !Driver::answered(answers).app.blocked()
    };
    assert!(fits("short") && fits("full"));
}

/// The mail to the consultant beside a form goes to them.
#[test]
fn the_mail_beside_a_form_has_a_recipient() {
    let mut answers = complete("withdraw", "form");
    answers.set("sender.handler_email", one("sato@example.jp"));
    let mut d = Driver::answered(answers);
    d.press("enter m");
    let opened = d.world.opened.last().cloned().unwrap_or_default();
    assert!(opened.starts_with("mailto:sato@example.jp?subject="), "{opened}");
}

/// Whether it was sent is asked once, also where the answer could not be stored.
#[test]
fn whether_it_was_sent_is_asked_once() {
    let mut d = review("withdraw", "mail", agreed(), false);
    d.world.stores = Err("満杯です".to_owned());
    d.press("enter enter");
    assert!(d.frame().contains("送りましたか"), "{}", d.frame());
    d.press("n");
    assert!(d.end.is_none() && d.frame().contains("満杯です"), "{}", d.frame());
    d.press("enter");
    assert_eq!(d.end, Some(Exit::Failed(None)), "{}", d.frame());
}

/// A draft that could not be kept on the way out is told of where one lands.
#[test]
fn a_draft_that_is_lost_is_said() {
    let mut d = Driver::with(SIZE, Start::default(), agreed());
    d.world.stores = Err("満杯です".to_owned());
    d.press("=apoplus-pharmacist =withdraw enter");
    // At once, and not only by the time one leaves; a key later it was seen.
    assert!(d.frame().contains("満杯です"), "{}", d.frame());
    d.press("down");
    assert!(!d.frame().contains("満杯です"), "{}", d.frame());
    d.press("ctrl+c");
    // Once it stays, so that what is wrong can be mended.
    let says = "書きかけを保存できません：満杯です";
    assert!(d.end.is_none() && d.frame().contains(says), "{:?} {}", d.end, d.frame());
    let mut mended = Driver::with(SIZE, Start::default(), agreed());
    mended.world.stores = Err("満杯です".to_owned());
    mended.press("=apoplus-pharmacist =withdraw enter ctrl+c");
    mended.world.stores = Ok(());
    mended.press("ctrl+c");
    assert_eq!((mended.end.clone(), mended.world.drafts.len()), (Some(Exit::Left(130)), 1));
    assert!(
        mended.farewell_line().contains("書きかけを保存しました"),
        "{}",
        mended.farewell_line()
    );
    d.press("ctrl+c");
    assert_eq!(d.end, Some(Exit::Left(130)), "{}", d.frame());
    let says = "書きかけは保存できませんでした（満杯です）。";
    assert!(d.farewell_line().contains(says), "{}", d.farewell_line());
    // An earlier state of it is there.
    let mut d = Driver::with(SIZE, Start::default(), agreed());
    d.press("=apoplus-pharmacist =withdraw enter");
    d.world.stores = Err("満杯です".to_owned());
    d.press("enter ctrl+c ctrl+c");
    let says = "書きかけの最後の変更は、保存できませんでした（満杯です）。";
    assert!(d.farewell_line().contains(says), "{}", d.farewell_line());
    assert!(!d.farewell_line().contains("書きかけを保存しました"), "{}", d.farewell_line());
}

/// A declined interview that is far ahead is watched, and nothing is urgent.
#[test]
fn a_far_interview_is_watched_without_haste() {
    for (goal, day, urgent) in [
        ("withdraw", "2026-12-03", false),
        ("decline", "2026-12-03", false),
        ("decline", "2026-11-26", true),
    ] {
        let mut answers = complete(goal, "mail");
        let row = selection("みなと薬局", "first_interview", day, "decline");
        answers.set("selections", Value::Entries(vec![row]));
        let start = Start { answers, ..Start::default() };
        let mut d = Driver::with(SIZE, start, agreed());
        assert_eq!(d.frame().contains("電話で確かめます"), urgent, "{}", d.frame());
        d.press("c");
        assert_eq!(d.frame().contains("待っている先方"), urgent, "{}", d.frame());
        let watched = d.world.cases[0].letters[0].deadlines.call_by.map(|d| d.to_string());
        let day = if urgent { "2026-11-25" } else { "2026-12-02" };
        assert_eq!(watched.as_deref(), Some(day), "{goal}");
    }
}

/// The review knows that its letter was sent, and that a changed one was not.
#[test]
fn the_review_knows_what_was_sent() {
    for (channel, says) in [("mail", "この手紙は、送ってあります"), ("phone", "伝えてあります")]
    {
        let mut d = review("withdraw", channel, agreed(), false);
        d.press("enter y esc");
        let ready = d.frame().contains("読み直して");
        assert!(d.frame().contains(says) && !ready, "{}", d.frame());
        d.change("reason").press("=resting home");
        assert!(!d.frame().contains(says) && d.frame().contains("変えた"), "{}", d.frame());
        assert!(!d.frame().contains("1. 送った") && !d.frame().contains("1. 話した"));
    }
}

/// A day is promised where they agree to something, and a moment that was emptied is now.
#[test]
fn the_form_of_an_answer_asks_for_what_it_takes() {
    let mut d = review("withdraw", "mail", agreed(), false);
    d.press("enter y enter");
    let mut d = later(&d.world.cases, "2026-11-24");
    d.press("=case1 a ctrl+u enter right");
    assert!(d.frame().contains("約束された日"), "{}", d.frame());
    d.press("right right");
    assert!(d.frame().contains("引き止め") && !d.frame().contains("約束された日"), "{}", d.frame());
    d.press("enter enter enter enter");
    assert!(matches!(d.app.screen, Screen::Case(_)), "{}", d.frame());
    let last = d.world.cases[0].events.last().expect("an event");
    assert!(matches!(last.what, What::Answer { .. }) && last.at.day() == date(2026, 11, 24));
}

/// A goal alone is no draft; of what is one, the list says what is in it.
#[test]
fn a_draft_is_told_from_others() {
    let mut d = Driver::with(SIZE, Start::default(), agreed());
    d.press("=apoplus-pharmacist =pause esc esc ctrl+c");
    assert_eq!((d.end.clone(), d.world.drafts.len()), (Some(Exit::Left(130)), 0));
    let mut d = Driver::with(SIZE, Start::default(), agreed());
    d.press("=apoplus-pharmacist =pause '2027-05' enter ctrl+c");
    let shelf = Shelf { drafts: d.world.drafts.clone(), ..Shelf::default() };
    let d = Driver::with(SIZE, Start { shelf, ..Start::default() }, agreed());
    assert!(d.frame().contains("再開の時期：2027年5月"), "{}", d.frame());
    // Not by the last answer alone.
    let mut d = Driver::with(SIZE, Start::default(), agreed());
    d.press("=apoplus-pharmacist =pause '2027-05' enter")
        .until("channel", "enter")
        .press("enter ctrl+c");
    let shelf = Shelf { drafts: d.world.drafts.clone(), ..Shelf::default() };
    let d = Driver::with(SIZE, Start { shelf, ..Start::default() }, agreed());
    let frame = d.frame();
    assert!(frame.contains("送り方：メール、") && frame.contains("再開の時期：2027年"), "{frame}");
}

/// What is needed is not passed over, and a name that is half of one is said.
#[test]
fn a_name_is_asked_for_whole() {
    let mut d = Driver::new();
    d.press("=apoplus-pharmacist =decline").open("sender.name").press("enter");
    assert_eq!(d.at(), "sender.name");
    assert!(d.frame().contains("! 氏名："), "{}", d.frame());
    for (name, says) in [("髙橋", true), ("髙橋 美咲", false), ("金 一", false)] {
        let mut answers = complete("withdraw", "mail");
        answers.set("sender.name", one(name));
        let d = Driver::answered(answers);
        assert_eq!(d.frame().contains("姓だけのようです"), says, "{}", d.frame());
    }
}

/// On a small screen every choice is seen, with the note of the one that is selected.
#[test]
fn no_choice_is_out_of_sight() {
    let mut d = Driver::sized((60, 20));
    d.press("=apoplus-pharmacist");
    for (keys, note) in [("home", "手段・回数・時間帯を決める"), ("down", "別の方に相談する")]
    {
        d.press(keys);
        let frame = d.frame();
        for words in ["1 連絡を減らしてもらう", "8 前の手紙の続きを書く", note]
        {
            assert!(frame.contains(words), "{words}\n{frame}");
        }
    }
    // Who is unsure which method it should be is not asked to come back.
    let mut d = Driver::new();
    d.press("=apoplus-pharmacist");
    assert!(d.frame().contains("また利用する"), "{}", d.frame());
    d.press("=hurts =many_calls enter");
    assert!(!d.frame().contains("また利用する"), "{}", d.frame());
    // What is asked of all letters stands under no single one of them.
    let mut d = Driver::new();
    d.press("+ =apoplus-pharmacist =apuro end enter");
    assert!(d.frame().contains("まとめて書く › 共通の目的"), "{}", d.frame());
}

/// What to do without a promise, or without a record, is said only where there is none.
#[test]
fn what_is_known_is_not_told_as_if_it_were_not() {
    let mut d = review("withdraw", "phone", agreed(), false);
    d.press("enter y").resize(100, 60);
    assert!(d.frame().contains("約束がなかったときは"), "{}", d.frame());
    d.app.session.sent.as_mut().expect("said").promised_by = Some(date(2026, 12, 4));
    let frame = d.frame();
    assert!(frame.contains("約束された2026年12月4日（金）まで"), "{frame}");
    assert!(!frame.contains("約束がなかったときは"), "{frame}");
    for (config, kept) in [(agreed(), true), (Config::default(), false)] {
        let mut answers = complete("pause", "mail");
        answers.set("plan", one("withdraw"));
        answers.set("plan_on", one("2027-06-01"));
        let start = Start { answers, ..Start::default() };
        let mut d = Driver::with((100, 60), start, config);
        d.press("enter");
        assert!(d.frame().contains("退会の予定は"), "{}", d.frame());
        assert_eq!(d.frame().contains("手帳"), !kept, "{}", d.frame());
    }
}

/// The rows of a case name each day once.
#[test]
fn a_row_of_a_case_names_its_day_once() {
    let mut d = review("withdraw", "mail", agreed(), false);
    d.press("enter y enter");
    let frame = later(&d.world.cases, "2026-11-24").frame();
    assert!(frame.contains("次：この日まで待つ"), "{frame}");
    assert_eq!(frame.matches("2026年12月7日").count(), 1, "{frame}");
    let mut d = later(&d.world.cases, "2026-11-24");
    d.press("=case1");
    assert_eq!(d.frame().matches("2026年12月7日").count(), 1, "{}", d.frame());
    // What happened stands in columns, also where nobody said the hour.
    d.press("r ctrl+u '11/23' enter enter").resize(80, 40);
    let starts = d.frame();
    let starts: Vec<_> = ["自動返信が届いた", "送った（"]
        .map(|what| {
            starts.lines().find_map(|l| l.split_once(what).map(|(before, _)| width(before)))
        })
        .into();
    assert!(starts[0].is_some() && starts[0] == starts[1], "{starts:?} {}", d.frame());
    // No bracket stands behind a bracket, and what is wrapped goes on in its column.
    let mut d = review("withdraw", "form", agreed(), false);
    d.world.copies = Copied::Handed;
    d.press("enter");
    let mut d = later(&d.world.cases, "2026-11-24");
    d.resize(52, 20).press("=case1");
    let frame = d.frame();
    assert!(!frame.contains("）（手紙"), "{frame}");
    let (first, rest) = frame.split_once("コピーした").expect("handed");
    let column = width(first.lines().last().unwrap_or_default());
    let next = rest.lines().nth(1).unwrap_or_default();
    assert_eq!(next.len() - next.trim_start().len(), column, "{frame}");
}

/// Back on the first day of a pause is no pause: said where it is answered.
#[test]
fn a_pause_ends_after_it_begins() {
    for day in ["'今日'", "'2026-11-20'"] {
        let mut d = Driver::new();
        d.press(&format!("=apoplus-pharmacist =pause {day} enter"));
        assert!(
            d.at() == "resume" && d.frame().contains("より後になっていません"),
            "{}",
            d.frame()
        );
    }
}

/// A declined interview is watched by the second letter as by the first.
#[test]
fn a_second_letter_watches_the_interview_too() {
    let mut answers = complete("decline", "mail");
    let row = selection("みなと薬局", "first_interview", "2026-12-17", "decline");
    answers.set("selections", Value::Entries(vec![row]));
    let start = Start { answers, ..Start::default() };
    let mut d = Driver::with(SIZE, start, agreed());
    d.press("enter y enter");
    let mut d = later(&d.world.cases, "2026-12-01");
    d.press("=case1 enter");
    d.until("review", "enter");
    d.press("c");
    let watched: Vec<_> = d.world.cases[0].letters.iter().map(|l| l.deadlines.call_by).collect();
    assert_eq!(watched, vec![Some(date(2026, 12, 16)); 2], "{}", d.frame());
}

/// What is said of an answer names it and leads to it, not to a line of the letter; from there it
/// goes back to the review.
#[test]
fn a_finding_about_an_answer_names_it() {
    let without = |left_out: &[&str]| {
        let mut a = complete("withdraw", "mail");
        let kept: Vec<&str> =
            support::REQUESTS.into_iter().filter(|r| !left_out.contains(r)).collect();
        a.set("requests", many(&kept));
        a
    };
    for (answers, says) in [
        (without(&["stop_mail"]), "依頼の内容：消去を頼んでいますが"),
        (without(&["erase", "stop_use"]), "依頼の内容：配信の停止を頼んでいますが"),
    ] {
        for channel in ["mail", "form", "phone", "post"] {
            let mut answers = answers.clone();
            answers.set("channel", one(channel));
            let mut d = Driver::answered(answers);
            d.resize(120, 60);
            let frame = d.frame();
            assert!(frame.contains(says) && !frame.contains("行目"), "{channel}: {frame}");
            d.press("1");
            assert_eq!(d.at(), "requests", "{channel}: {frame}");
            d.press("enter");
            assert_eq!(d.at(), "review", "{channel}");
        }
    }
    // Words of an answer, too: where they can be put right.
    let mut a = complete("reduce_contact", "mail");
    a.set("note", one("次に電話が来たら、訴えます。"));
    let mut d = Driver::answered(a);
    d.resize(120, 60);
    assert!(!d.frame().contains("行目"), "{}", d.frame());
    d.press("1");
    assert_eq!(d.at(), "note", "{}", d.frame());
    // What is missing in a text stands on no line of it.
    let mut d = Driver::answered(complete("withdraw", "mail"));
    d.world.edits = Ok("件名：退会のお願い\n\n退会いたします。".to_owned());
    d.press("v");
    d.resize(120, 60);
    let found = d.app.session.reviewed(d.app.content()).findings;
    let missing = |l: &kotowari::domain::letter::lint::Lint| l.of_all();
    let all = found.iter().filter(|f| f.lint.as_ref().is_some_and(missing));
    let all: Vec<&str> = all.map(|f| f.message.as_str()).collect();
    assert!(all.len() > 3 && all.iter().all(|m| !m.contains("行目")), "{all:?}");
}

/// What a text changed by hand lacks or still has is said with what is at stake and what to do, and
/// leads to its place in the text, not to a question that is answered.
#[test]
fn what_is_wrong_in_an_edited_text_leads_there() {
    let mut d = Driver::answered(complete("withdraw", "mail"));
    let text = d.letter();
    for (edited, says, line) in [
        (
            text.replace("山田 花子（ヤマダ", "〔氏名〕（ヤマダ"),
            "欄「〔氏名〕」が残っています",
            "〔氏名〕",
        ),
        (text.replace("山田 花子", ""), "氏名が文面から", "登録電話"),
        (text.replace("退会と個人情報の消去のお願い（山田 花子）", ""), "件名が空です", "件名："),
        ("件名：退会のお願い（山田 花子）\n\n".to_owned(), "本文が空です", ""),
    ] {
        d.world.edits = Ok(edited);
        d.press("v");
        d.resize(120, 60);
        let found = d.app.session.reviewed(d.app.content()).findings;
        let at = found.iter().position(|f| f.message.contains(says));
        let at = at.unwrap_or_else(|| panic!("{says}\n{}", d.frame()));
        let message = found[at].message.clone();
        assert!(message.contains("ください") && message.chars().count() > 25, "{message}");
        drop(found);
        d.press(&(at + 1).to_string());
        let Screen::Edit(e) = &d.app.screen else { panic!("{says}\n{}", d.frame()) };
        let there = e.buffer.text().lines().nth(e.line()).unwrap_or_default();
        assert!(there.contains(line), "{says}: {there}");
        d.press("esc");
    }
}

/// Whoever has not been asked about storing is asked also where the letter is not used; nothing is
/// kept of that.
#[test]
fn storing_is_asked_for_once_where_nothing_is_sent() {
    for (keys, saved) in [("y", 1), ("n", 0)] {
        for channel in ["mail", "phone"] {
            let mut d = review("withdraw", channel, Config::default(), false);
            d.press("enter enter x");
            let frame = d.frame().replace([' ', '|', '\n'], "");
            assert!(frame.contains("この文面の記録は残しません"), "{frame}");
            // Back it is open again whether it was sent.
            d.press("esc enter");
            assert!(d.frame().contains("送らない") || d.frame().contains("電話しない"));
            d.press("x").press(keys);
            assert_eq!(d.end, Some(Exit::Done(None)), "{channel}");
            let kept = (d.world.saved.len(), d.world.cases.len(), d.world.drafts.len());
            assert_eq!(kept, (saved, 0, 0), "{channel}");
            assert!(d.farewell_line().contains("使わないことに"), "{}", d.farewell_line());
        }
    }
    for (config, no_save) in [(agreed(), false), (Config::default(), true)] {
        let mut d = review("withdraw", "mail", config, no_save);
        d.press("enter enter");
        if !no_save {
            d.press("x");
        }
        assert_eq!(d.end, Some(Exit::Done(None)));
    }
}

/// A call is spoken of as a call, from the review to the record.
#[test]
fn a_call_has_the_words_of_a_call() {
    let mut answers = complete("withdraw", "phone");
    answers.set("service", one("doda"));
    let mut d = Driver::with((120, 60), Start { answers, ..Start::default() }, agreed());
    let mut seen = String::new();
    let look = |d: &Driver, of: &str, seen: &mut String| {
        let frame = d.frame().replace("書いて送る手紙", "");
        for line in frame.lines().filter(|l| l.contains("手紙")) {
            *seen += of;
            *seen += line;
        }
    };
    look(&d, "review", &mut seen);
    d.press("e");
    assert!(d.frame().contains("台本を直す"), "{}", d.frame());
    look(&d, "edit", &mut seen);
    d.press("esc w");
    look(&d, "path", &mut seen);
    d.press("esc enter");
    look(&d, "after", &mut seen);
    d.press("y");
    look(&d, "told", &mut seen);
    d.press("esc");
    look(&d, "review of a call", &mut seen);
    let mut d = later(&d.world.cases.clone(), "2026-11-24");
    d.resize(120, 60);
    d.press("=case1 delete");
    let asked: Vec<String> =
        d.frame().lines().filter(|l| l.contains("記録を消し")).map(str::to_owned).collect();
    assert!(!asked.is_empty() && asked.iter().all(|l| !l.contains("手紙")), "{asked:?}");
    assert!(seen.is_empty(), "{seen}");
}

/// What goes on while the rest is to be erased is settled by the day of leaving: there the finding
/// leads.
#[test]
fn what_the_day_of_leaving_settles_leads_to_it() {
    let mut a = complete("withdraw", "mail");
    let row = selection("あおば薬局", "second_interview", "2026-12-10", "keep");
    a.set("selections", Value::Entries(vec![row]));
    let mut d = Driver::answered(a);
    let found = d.app.session.reviewed(d.app.content()).findings;
    let at = found.iter().position(|f| f.rule == "keep_and_erase").expect("it is said");
    d.press(&(at + 1).to_string());
    assert_eq!(d.at(), "effective", "{}", d.frame());
    assert!(d.frame().contains("退会の日付"), "{}", d.frame());
}

/// Copied as a whole, a mail is copied with its subject. A length that changes nothing is not
/// offered.
#[test]
fn what_is_copied_whole_is_marked_whole() {
    let mut d = review("withdraw", "mail", agreed(), false);
    d.resize(80, 60).press("c");
    let marked = |d: &Driver, part: &str| {
        d.frame().lines().any(|l| l.contains("OK") && l.contains(&format!(" {part} ")))
    };
    assert!(marked(&d, "件名") && marked(&d, "本文") && !marked(&d, "宛先"), "{}", d.frame());
    let offers = |goal, channel| {
        review(goal, channel, agreed(), false).resize(80, 60).frame().contains("d で替える")
    };
    assert!(offers("withdraw", "mail") && !offers("pause", "phone"));
}

/// What is answered anew after a change by hand, and stands in the text as before, is named until
/// it is mended; it is a stop until the text is said to be meant so.
#[test]
fn an_answer_changed_after_a_change_by_hand_is_looked_for_in_the_text() {
    let mut a = complete("decline", "mail");
    a.set("effective", one("today"));
    let mut d = Driver::answered(a);
    d.press("e ctrl+end enter '追伸です。' esc");
    assert!(!d.app.blocked(), "{}", d.frame());
    let mut row = support::declined("みなと薬局", "first_interview", "2026-12-04 18:30", "");
    d.app.session.answers.set("selections", Value::Entries(vec![row.clone()]));
    d.press("tab tab");
    let found = |d: &Driver| {
        let doc = d.app.session.reviewed(d.app.content());
        let all = doc.findings.iter().filter(|f| f.rule == "changed");
        all.map(|f| (f.level, f.message.clone())).collect::<Vec<_>>()
    };
    let levels = |d: &Driver| found(d).into_iter().map(|(level, _)| level).collect::<Vec<_>>();
    assert!(d.app.blocked() && levels(&d).contains(&Level::Block), "{}", d.frame());
    d.press("g n");
    assert!(!d.app.blocked() && !levels(&d).contains(&Level::Block), "{}", d.frame());
    let says = found(&d);
    assert!(says.iter().any(|(_, m)| m.contains("「12月3日」は、手を入れたとき")), "{says:?}");
    // Mended in the text.
    let mended = d.letter().replace("12月3日（木）", "12月4日（金）18時30分");
    d.world.edits = Ok(mended);
    d.press("v");
    assert_eq!(found(&d), [], "{}", d.frame());
    // A name is no day: that it is missing is said, and stops nothing.
    row.0.insert("employer".to_owned(), "あおば薬局".to_owned());
    d.app.session.answers.set("selections", Value::Entries(vec![row]));
    d.press("tab tab g n");
    let says = found(&d);
    assert!(matches!(&says[..], [(Level::Say, m)] if m.contains("選考")), "{says:?}");
    assert!(!says[0].1.contains("あおば"), "{says:?}");
}

/// A day that no calendar has is a stop, also behind a slip of the keyboard; no other one is named
/// in its place.
#[test]
fn an_impossible_day_is_not_read_as_another_one() {
    let mut a = complete("withdraw", "mail");
    a.set("effective", one("2026-12-14"));
    let mut d = Driver::answered(a);
    let before = d.letter();
    for slip in ["12月54日", "x12月54日"] {
        d.world.edits = Ok(before.replace("12月14日", slip));
        d.press("v");
        let doc = d.app.session.reviewed(d.app.content());
        let rules: Vec<&str> = doc.findings.iter().map(|f| f.rule).collect();
        assert!(rules.contains(&"no_such_day"), "{slip}: {rules:?}");
        assert!(!rules.contains(&"other_day"), "{slip}: {rules:?}");
    }
}

/// A day of a selection that was changed by hand alone is asked about; the editor opens where the
/// selected finding is.
#[test]
fn a_day_that_only_the_text_has_is_asked_about() {
    let mut a = complete("decline", "mail");
    let row = support::declined("みなと薬局", "first_interview", "2026-12-04 18:30", "");
    a.set("selections", Value::Entries(vec![row]));
    let mut d = Driver::answered(a);
    let before = d.letter();
    let asked = |d: &Driver| {
        let doc = d.app.session.reviewed(d.app.content());
        doc.findings.iter().any(|f| f.rule == "changed" && f.entry == Some((0, "date")))
    };
    for (old, new, is) in [
        ("12月4日（金）", "12月5日（土）", true),
        ("みなと薬局", "あおば薬局", false),
        ("よろしく", "どうぞよろしく", false),
    ] {
        assert!(before.contains(old), "{before}");
        d.world.edits = Ok(before.replace(old, new));
        d.press("v");
        assert_eq!(asked(&d), is, "{new}: {}", d.frame());
    }
    d.world.edits = Ok(before.replace("よろしく", "うんざりです。よろしく"));
    d.press("v");
    let doc = d.app.session.reviewed(d.app.content());
    let nth = doc.findings.iter().position(|f| f.message.contains("うんざり")).expect("found");
    drop(doc);
    d.press("home").press(&"down ".repeat(nth + 1)).press("e");
    let Screen::Edit(e) = &d.app.screen else { panic!("{}", d.frame()) };
    let there = e.buffer.text().lines().nth(e.line()).unwrap_or_default();
    assert!(there.contains("うんざり"), "{there}");
}
