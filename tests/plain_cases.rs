//! Stored cases line by line: the whole life of a case, every event, wrong input and the end of
//! input at every prompt.

#[path = "support/lines.rs"]
mod lines;
mod support;

use kotowari::app::effect::Exit;
use kotowari::app::letter_view;
use kotowari::app::msg::{Copied, Msg, Outcome};
use kotowari::app::screens::case::noted;
use kotowari::app::{App, Start};
use kotowari::config::{Config, Save};
use kotowari::domain::case::{CaseRecord, Keep, Kind, State, What, Word};
use kotowari::domain::content::Content;
use kotowari::domain::letter::blank;
use kotowari::domain::letter::render::SUBJECT;
use kotowari::input::keymap::{Intent, Keymap, Mode};
use lines::{Lines, only_text};
use support::{complete, one};

fn text(key: &str) -> String {
    Content::builtin().text(key).to_owned()
}

fn agreed() -> Config {
    Config { save: Save::Always, ..Config::default() }
}

/// The review of a letter on the 20th, a Friday before a long weekend; storing is agreed to.
fn review(goal: &str, channel: &str) -> Lines {
    let mut answers = complete(goal, channel);
    for id in ["sender.handler", "sender.handler_email"] {
        answers.set(id, one(""));
    }
    Lines::with(Start { answers, ..Start::default() }, agreed())
}

/// A case that was copied and sent on the 20th.
fn sent(goal: &str, channel: &str) -> Vec<CaseRecord> {
    let mut p = review(goal, channel);
    p.type_lines(&["c", "y", ""]);
    assert_eq!(p.end, Some(Exit::Done(None)));
    p.world.cases
}

/// The only case, opened.
fn open(cases: &[CaseRecord], day: &str) -> Lines {
    let mut p = Lines::later(cases, None, day);
    p.line("2");
    assert_eq!(p.at(), "case", "{}", p.said);
    p
}

#[test]
fn the_whole_life_of_a_case() {
    // Written and copied; whether it was sent is left open.
    let mut p = review("withdraw", "mail");
    p.says("c", &["記録しました：アポプラス薬剤師 退会する", "まだ送っていません", "t を入れて"])
        .eof();
    assert_eq!((p.end.clone(), p.cases[0].state()), (Some(Exit::Left(130)), State::Copied));
    only_text(&p.all);

    // What is no row there is the name of a service, as it is typed on the screen.
    for (typed, service) in
        [("どだ", "doda"), ("doda", "doda"), ("マイナビ薬剤師", "mynavi-pharma")]
    {
        let mut p = Lines::later(&p.cases, None, "2026-11-21");
        p.line(typed);
        assert_eq!(p.at(), "goal", "{typed}: {}", p.said);
        assert_eq!(p.plain.app.session.answers.one("service"), Some(service), "{}", p.said);
    }
    let mut p2 = Lines::later(&p.cases, None, "2026-11-21");
    p2.says("看護", &["看護roo!転職"]).says("ない名前", &["「ない名前」は見つかりません"]);

    // The next day: it was sent yesterday.
    let mut p = Lines::later(&p.cases, None, "2026-11-21");
    assert_eq!(p.at(), "start");
    for words in [
        "1. アポプラス薬剤師\n",
        "2. アポプラス薬剤師 退会する（未送信・コピー済み）。次：手紙を送り",
    ] {
        assert!(p.said.contains(words), "{}", p.said);
    }
    p.says(
        "2",
        &[
            "状態：未送信・コピー済み",
            "手紙 1：最初の手紙、メール、2026年11月20日（金）、件名「退会",
        ],
    );
    p.says("", &["送った（4 欄", "\n日時（昨日、11/19", "[2026-11-21 09:30]："]);
    p.says("昨日", &["答え：2026年11月20日（金）", "送り方", "[1]："]);
    p.says("", &["答え：メール", "相手の名前"]).says("", &["答え：なし", "内容・メモ"]);
    p.says(
        "添付なし",
        &["記録しました：2026年11月20日（金） 送った（手紙 1、メール）\nメモ：添付なし"],
    );
    for words in [
        "状態：送信済み",
        "期限：2026年12月7日（月） 返事（あと 10 営業日）",
        "その間の休み：2026年11月23日（月） 勤労感謝の日",
        "2026年12月7日（月）まで待つ",
    ] {
        assert!(p.said.contains(words), "{words}: {}", p.said);
    }
    assert!(!p.said.contains("できること"), "the list is said once: {}", p.said);
    p.says("", &[&text("notice.wait")])
        .says("back", &["サービス", "2. アポプラス薬剤師 退会する（送信済み）"]);
    p.line("quit");
    assert_eq!(p.end, Some(Exit::Left(130)));
    only_text(&p.all);

    // Past the date: two Enters lead to the second letter, everything known filled in.
    let mut p = Lines::later(&p.cases, None, "2026-12-08");
    assert!(p.said.contains("期限：2026年12月7日（月） 返事（期限を過ぎています）"), "{}", p.said);
    assert!(p.said.ends_with("[2]："), "{}", p.said);
    p.line("").says("", &["についての再度のお願い（山田 花子）", "11月20日（金）"]);
    assert_eq!(p.at(), "review");
    p.says("c", &[&text("copied.confirmed")])
        .says("y", &["送った：2026年12月8日（火）09:30、メール"])
        .line("");
    assert_eq!((p.cases.len(), p.cases[0].letters.len(), p.cases[0].state()), (1, 2, State::Sent));

    // They have done it: thanks, and the case is closed.
    let mut p = open(&p.cases, "2026-12-12");
    p.says("完了した", &["完了した（4 欄"]).line("").says("昨日", &["答え：2026年12月11日（金）"]);
    p.line("鈴木")
        .says("", &["記録しました：", "完了した：2026年12月11日（金）、相手 鈴木", "状態：完了"]);
    p.says("", &["残ると言われた情報"]);
    p.line("").says("", &["鈴木 様"]);
    assert!(p.letter().contains("鈴木 様"), "{}", p.letter());
    p.type_lines(&["c", "y", ""]);
    let p = Lines::later(&p.cases, None, "2026-12-13");
    assert_eq!(p.at(), "service", "nothing is left to do");
}

/// What the full screen's keys do with a case, in the order of its table.
fn full_screen() -> Vec<(String, Intent)> {
    use Intent::{Again, Copy, Due, Export, Ics, Next, Plan, Remove, Undo};
    let keys =
        Keymap::default().list(Mode::Case, false).into_iter().map(|(key, _, intent)| (key, intent));
    // Read line by line, a letter is a word at every prompt.
    let other = [Again, Copy, Due, Export, Ics, Next, Plan, Remove, Undo];
    // Nothing was asked here that an answer could be noted for, and no selection goes on.
    let asked = |intent| !matches!(noted(intent), Some(Kind::Replied | Kind::Moved));
    keys.filter(|(_, intent)| noted(*intent).is_some() || other.contains(intent))
        .filter(|(_, intent)| asked(*intent))
        .collect()
}

#[test]
fn every_event_of_the_full_screen_can_be_noted_by_number_word_and_letter() {
    let cases = sent("withdraw", "mail");
    let logged: Vec<(usize, String, Kind)> = (1..)
        .zip(full_screen())
        .filter_map(|(n, (key, intent))| Some((n, key, noted(intent)?)))
        .collect();
    // All but what the program notes itself (a copy, whether confirmed or not, and what became
    // of a step of the plan), an answer to what was never asked, and what becomes of what does
    // not go on.
    assert_eq!(logged.len(), Kind::ALL.len() - 7);
    for (n, key, kind) in logged {
        let mut p = open(&cases, "2026-11-24");
        assert!(p.said.contains(&format!("\n{n}. {}\n", kind.ja())), "{}", p.said);
        for way in [n.to_string(), kind.ja().to_owned(), key] {
            p.line(&way);
            assert_eq!(p.at(), "log", "{way}");
            p.line("back");
            assert!(p.said.starts_with("入れかけの出来事は記録していません"), "{}", p.said);
            assert_eq!(
                (p.at(), p.cases[0].events.len()),
                ("case".to_owned(), cases[0].events.len())
            );
        }
        p.line(&n.to_string());
        for name in std::iter::once(&"at").chain(kind.takes()).filter(|n| **n != "letter") {
            p.line(match *name {
                "at" => "11/24 9時",
                "how" | "answer" | "means" => "2",
                // Of a letter only if it was read out.
                "promised_by" if kind == Kind::Sent => continue,
                "promised_by" => "12/20",
                "person" => "佐藤",
                "number" => "03-1234-5678",
                _ => "11/24",
            });
        }
        p.says("こう言われた", &["記録しました：2026年11月24日（火）09:00 ", "メモ：こう言われた"]);
        let event = p.cases[0].events.last().expect("an event");
        assert_eq!((event.what.kind(), event.note.as_str()), (kind, "こう言われた"));
        let parts = event.what.parts();
        assert!(
            kind.takes()
                .iter()
                .filter(|n| **n != "deadline" && (**n != "promised_by" || kind != Kind::Sent))
                .all(|n| *n == "letter" || parts.given().contains(n)),
            "{kind:?}"
        );
        only_text(&p.all);
    }
}

#[test]
fn everything_else_of_the_full_screen_is_there_too() {
    let cases = sent("withdraw", "form");
    let mut p = open(&cases, "2026-11-24");
    assert!(p.said.contains(&format!("{}. この記録を消す\n", full_screen().len())), "{}", p.said);
    // Another date: wrong ones stay to be mended, none is the usual counting again.
    p.says("期限を決める", &["期限（日付か", &text("plain.empty"), "[2026-12-07]："]);
    p.says("いつか", &["[いつか]："]).says("12/1", &["期限：2026年12月1日（火） 自分で決めた日"]);
    p.line("u").says("5", &["期限：2026年11月30日（月）"]);
    p.line("u").says("なし", &["期限：2026年12月7日（月） 返事"]);
    // For others to read, and for a calendar.
    p.line("e").says("", &["保存しました：kotowari-2026"]);
    assert!(p.written[0].1.contains("sha256") && p.written[0].1.contains("出来事"));
    p.line("i").says("", &[".ics"]);
    assert!(p.written[1].1.contains("DTSTART;TZID=Asia/Tokyo:20261207T090000"));
    p.says("i", &["カレンダーに入れる"]).line("back");
    assert_eq!((p.at(), p.written.len()), ("case".to_owned(), 2));
    // What was noted by mistake.
    p.line("メモ")
        .line("back")
        .line("メモ")
        .line("")
        .says("間違い", &["記録しました：2026年11月24日（火）09:30 メモ", "メモ：間違い"]);
    p.says(
        "最後に記録した出来事を取り消す",
        &[&text("ask.take_back"), "2026年11月24日（火）09:30  メモ", "間違い"],
    )
    .line("n");
    assert_eq!(p.cases[0].events.len(), cases[0].events.len() + 1);
    p.line("最後に記録した出来事を取り消す").says("y", &["取り消しました"]);
    assert_eq!(p.cases[0].events, cases[0].events);
    // A step of the plan, which can be dropped once there is one.
    p.says("f", &["次の予定（日付）"])
        .says("2027-02-01 退会", &["予定を立てました：2027年2月1日（月）（退会する）"]);
    assert_eq!(p.cases[0].plan[0].goal_id(), "withdraw");
    p.says("次の予定をやめる", &["予定をやめた：2027年2月1日（月）"]);
    // Another letter, of a kind to be chosen.
    let mut again = open(&cases, "2026-11-24");
    again.line("n");
    assert_eq!(again.at(), "follow_up");
    // Not what was noted last, but what was noted before it.
    let noted = p.cases[0].events.clone();
    p.line("最後に記録した出来事を取り消す")
        .says("?!", &[&text("plain.take_back")])
        .says("x", &[&text("ask.take_back.drop")])
        .says("y", &["取り消しました"]);
    assert_eq!(p.cases[0].events.len() + 1, noted.len());
    assert_eq!(p.cases[0].events.last(), noted.last());
    // Gone, after a yes.
    p.says("delete", &[&text("ask.remove_case")]).says("x", &[&text("plain.yes_or_no")]).line("n");
    assert_eq!((p.at(), p.cases.len()), ("case".to_owned(), 1));
    p.line("この記録を消す").says("はい", &["サービス"]);
    assert!(
        p.at() == "start" && p.cases.is_empty() && !p.said.contains("続きの記録"),
        "{}",
        p.said
    );
}

#[test]
fn wrong_input_is_said_and_kept_at_every_prompt() {
    let mut p = Lines::later(&sent("withdraw", "mail"), None, "2026-11-24");
    p.says("9", &["1 から 2"]).says("だれか", &["「だれか」は見つかりません"]);
    p.type_lines(&["back", "2"]);
    let rows = format!("1 から {}", full_screen().len());
    for wrong in ["99", "0", "z", "送りました"] {
        p.says(wrong, &[&rows]);
        assert_eq!(p.at(), "case");
    }
    p.line("送った");
    for (wrong, why) in [
        ("あす", "までの日時にしてください"),
        ("11/19", "文面を作った2026年11月20日"),
        ("25:00", "のように書いて"),
        ("ｘ", "のように書いて"),
        ("なし", "実際の内容を"),
    ] {
        p.says(wrong, &[why]);
        assert!(p.said.contains(&format!("いまの入力：{wrong}")), "{}", p.said);
    }
    p.says("11/20 17:30", &["送り方", "[1]"]);
    p.says("6", &["1 から 5"]).says("はと", &["1 から 5"]).says("郵便", &["相手の名前"]);
    p.says(&"あ".repeat(2000), &["文字まで"]).line("佐藤");
    // Back through the fields: all is as it was typed.
    p.says("back", &["[佐藤]"]).says("back", &["[4]"]).says("back", &["[11/20 17:30]"]);
    p.type_lines(&["", "", "", ""]);
    assert!(p.said.contains("送った（手紙 1、郵便、相手 佐藤）"), "{}", p.said);
    // A choice without an offer has to be made.
    p.line("返事が届いた").line("").says("", &["1 から 9"]).says("引き止められた", &["相手の名前"]);
    // A day to wait for is none where it is the user's turn.
    p.says("", &["求められた期限"]).says("", &["内容・メモ"]).line("");
    assert!(p.said.contains("引き止めへの返事の手紙を書く"), "{}", p.said);
    // A day that is still to come can't be one on which it was done.
    p.line("d")
        .line("")
        .says("2026-12-24", &["いまの入力：2026-12-24"])
        .says("今日", &["相手の名前"]);
}

#[test]
fn help_the_letter_and_quitting_work_everywhere() {
    let cases = sent("withdraw", "mail");
    let mut p = Lines::later(&cases, None, "2026-11-24");
    p.says("?", &["2. アポプラス", &text("plain.help.always")])
        .says("letter", &[&text("plain.no_letter")]);
    p.says("why", &[&text("plain.no_letter")]).says("back", &[&text("plain.first")]).line("2");
    p.says("?", &["できること", "2. 送った\n", &text("plain.help.always")]);
    p.says(
        "letter",
        &["手紙 1：最初の手紙", "手紙はここから", "件名：退会と個人情報の消去", "手紙はここまで"],
    );
    p.says("手紙１", &["手紙はここから"]).says("letter 2", &["この記録の手紙は 1 通です"]);
    p.says("why", &[&text("plain.no_letter")]).line("t");
    p.says("?", &["電話のメモ（5 欄", "日時（", &text("plain.help.always")])
        .says("letter", &["件名：退会"]);
    assert_eq!(p.at(), "log");
    p.line("quit");
    assert_eq!(p.end, Some(Exit::Left(130)));
    // Of a letter that was not kept only its sum is known.
    let config = Config { keep: Keep::Hash, ..agreed() };
    let mut p =
        Lines::with(Start { answers: complete("withdraw", "mail"), ..Start::default() }, config);
    p.line("c").line("y").line("");
    let sum = p.cases[0].letters[0].sha256();
    open(&p.cases, "2026-11-24").says("letter", &["文面は残していません", &sum]);
}

#[test]
fn the_end_of_input_at_every_prompt_keeps_what_was_noted() {
    let cases = sent("withdraw", "mail");
    let all =
        ["2", "送った", "昨日", "1", "佐藤", "話した", "返事が届いた", "", "2", "", "", "", "", ""];
    for n in 0..=all.len() {
        let mut p = Lines::later(&cases, None, "2026-11-24");
        p.type_lines(&all[..n]);
        let noted = p.cases.clone();
        assert_eq!(
            noted[0].events.len() - cases[0].events.len(),
            usize::from(n >= 6) + usize::from(n >= 13)
        );
        p.eof();
        assert_eq!(p.end, Some(Exit::Left(130)), "{n}");
        assert!(p.cases == noted);
    }
    // Also what is asked over the case.
    for over in ["u", "e", "i", "delete"] {
        let mut p = Lines::later(&cases, None, "2026-11-24");
        p.type_lines(&["2", over]).eof();
        assert!(
            p.end == Some(Exit::Left(130)) && p.cases == cases && p.written.is_empty(),
            "{over}"
        );
    }
    // The second letter that was begun is kept as a draft, at every question behind the first.
    let mut p = Lines::later(&cases, None, "2026-11-27");
    p.type_lines(&["2", "n"]);
    let mut asked = 0;
    while p.at() != "review" {
        asked += 1;
        let mut q = Lines::later(&p.cases, None, "2026-11-27");
        q.type_lines(&["2", "n"]);
        q.type_lines(&vec![""; asked - 1]).eof();
        let case = q.draft().and_then(|d| d.case);
        // Who has not said yet which one it is to be has only looked.
        let kept = (asked > 1).then_some(&cases[0].id);
        assert!(q.end == Some(Exit::Left(130)) && case.as_ref() == kept, "{asked}");
        p.line("");
        assert!(asked < 40, "{}", p.said);
    }
    // After copying, and in the form for when it was sent.
    for lines in [
        &["c"][..],
        &["c", "r"],
        &["c", "w"],
        &["c", "t"],
        &["c", "t", "13時"],
        &["c", "t", "13時", "", "", "x"],
    ] {
        let mut p = review("pause", "mail");
        p.type_lines(lines).eof();
        assert_eq!(p.end, Some(Exit::Left(130)));
        let state = if lines.len() == 6 { State::Sent } else { State::Copied };
        assert_eq!(p.cases[0].state(), state, "{lines:?}");
    }
}

#[test]
fn sent_at_another_time_after_copying() {
    let mut p = review("withdraw", "phone");
    p.says("c", &["まだ電話していません"]).says("送りました", &[&text("plain.not_a_way")]);
    p.says("t", &["電話で伝えた（4 欄", "[2026-11-20 12:00]"])
        .says("back", &["入れかけの出来事は記録していません", "まだ"]);
    assert_eq!(p.at(), "after");
    p.line("いつ").says("おととい", &["文面を作った2026年11月20日（金）12:00から"]);
    p.says("15時", &["答え：2026年11月20日（金）15:00"]);
    p.line("佐藤").says("11/30", &["答え：2026年11月30日（月）"]).says(
        "月末までに、とのこと",
        &["電話で伝えた：2026年11月20日（金）15:00、相手 佐藤、約束 2026年11月30日（月）"],
    );
    assert_eq!(p.said.matches("次にすること").count(), 0, "said once: {}", p.said);
    // Taken back, and said again.
    p.says("u", &["取り消しました"]);
    assert_eq!(p.cases[0].state(), State::Copied);
    p.line("t")
        .line("15時")
        .type_lines(&["佐藤", "11/30"])
        .says("月末までに、とのこと", &["相手 佐藤"]);
    // Corrected.
    p.line("t")
        .line("午後4時")
        .type_lines(&["佐藤", ""])
        .says("", &["電話で伝えた：2026年11月20日（金）16:00"])
        .line("");
    assert_eq!((p.end.clone(), p.cases[0].state()), (Some(Exit::Done(None)), State::Sent));
    let noted = |e: &kotowari::domain::case::Event| {
        matches!(&e.what, What::Sent { person, .. } if person == "佐藤") && e.note.contains("月末")
    };
    assert!(p.cases[0].events.iter().any(noted));
    // Nothing is stored without a yes, also this.
    let mut p = Lines::answered(complete("withdraw", "mail"));
    p.type_lines(&["c", "t", "13時", "", "", ""]).says("", &[&text("ask.save")]).line("n");
    assert!(p.cases.is_empty() && p.end == Some(Exit::Done(None)));
}

#[test]
fn what_could_not_be_stored_is_said_after_copying() {
    let mut p = Lines::answered(complete("withdraw", "mail"));
    p.plain.app.update(Msg::Done(Outcome::Case(Err("満杯です".to_owned()))));
    p.says("c", &["コピーしました（全文）", "記録は残っていません（満杯です）。"]);
}

#[test]
fn only_what_fits_the_letter_is_offered_after_copying() {
    for (channel, there, not) in [
        (
            "mail",
            &["s 件名をコピー", "m メールソフト", ".eml", "r 電話番号のQR"][..],
            &["n フォーム"][..],
        ),
        ("form", &["n フォームの次の欄", "r 電話番号のQR"], &["s 件名", "m メール"]),
        ("phone", &["話し終えたら t", "i 返事の目安"], &["s 件名", "n フォーム", "m メール"]),
    ] {
        let mut p = review("withdraw", channel);
        p.says("c", there);
        assert!(not.iter().all(|w| !p.said.contains(w)), "{channel}: {}", p.said);
    }
    let mut p = review("withdraw", "mail");
    p.copies = Copied::Failed("x".to_owned());
    p.says("c", &[&text("copied.failed.note")])
        .says("w", &[".eml"])
        .says("下書き.eml", &["保存しました"]);
    assert!(p.written[0].1.contains("X-Unsent: 1"));
}

#[test]
fn the_code_of_the_number_is_said_in_words_and_drawn_only_if_wanted() {
    let mut p = review("withdraw", "mail");
    p.line("c").says("r", &["0120-332-290", "図です", "Enter 出さずに戻る"]);
    assert!(!p.said.contains(['█', '▀']), "{}", p.said);
    p.says("x", &["1 黒い背景", "Enter"]).line("");
    assert!(p.at() == "after" && !p.said.contains('▀'), "{}", p.said);
    p.line("qr").line("1");
    let dark = p.said.clone();
    assert!(dark.contains('█') && dark.ends_with("Enter で終える："), "{dark}");
    p.line("r").line("２");
    assert!(p.said.contains('▀') && p.said != dark, "{}", p.said);
    p.line("r").line("back");
    assert_eq!(p.at(), "after");
    // Where nobody looks at a screen it is there for who asks.
    let mut p = review("withdraw", "mail");
    p.plain.pictures = false;
    p.line("c");
    assert!(!p.said.contains("QR"), "{}", p.said);
    p.says("r", &["0120-332-290"]);
    // No number, no code.
    let mut answers = complete("withdraw", "mail");
    answers.set("service", one("other"));
    answers.set("service_name", one("みなと薬剤師ナビ"));
    let mut p = Lines::with(Start { answers, ..Start::default() }, agreed());
    p.line("c");
    assert!(p.at() == "after" && !p.said.contains("QR"), "{} {}", p.at(), p.said);
    p.says("r", &[&text("notice.no_phone")]);
}

/// All reasons of a letter, as the full screen has them.
fn reasons(app: &App) -> Vec<(String, Vec<String>)> {
    let doc = app.session.document(app.content());
    let reason = |p| letter_view::why(app.content(), &doc.walk, p);
    let there =
        doc.letter.paragraphs.iter().filter(|p| doc.plan.subject.is_some() || p.section != SUBJECT);
    there.map(|p| (blank::plain(doc.flow, &p.text), reason(p))).collect()
}

#[test]
fn every_paragraph_says_why_it_is_there() {
    for (goal, channel) in [("withdraw", "mail"), ("reduce_contact", "form"), ("decline", "post")] {
        let mut p = review(goal, channel);
        let all = reasons(&p.plain.app);
        p.says("why", &[&text("plain.why.list")]);
        assert!(!p.said.contains("手引き"), "a list: {}", p.said);
        for (n, (text, _)) in (1..).zip(&all) {
            let first = format!("段落 {n}：{}", text.lines().next().unwrap_or_default());
            assert!(p.said.contains(&first), "{first}: {}", p.said);
        }
        p.line("why all");
        assert!(all.iter().flat_map(|(_, why)| why).all(|w| p.said.contains(w)), "{}", p.said);
        assert_eq!(p.at(), "review");
        for (i, (text, why)) in all.iter().enumerate() {
            p.line(&format!("why {}", i + 1));
            assert!(
                p.said.contains(text.as_str()) && why.iter().all(|w| p.said.contains(w)),
                "{}",
                p.said
            );
        }
        p.says("なぜ 99", &[&format!("段落は {} まで", all.len())]);
        only_text(&p.all);
    }
    // Also while it grows, with its blanks named; and as a word that is meant.
    let mut p = Lines::new();
    p.type_lines(&["1", "4"]).says("why", &["〔"]);
    assert_eq!(p.at(), "requests");
    let mut p = Lines::new();
    p.type_lines(&["1", "2", "1", "\\why", "."]);
    assert_eq!(p.plain.app.session.answers.get("must_have"), Some(&one("why")));
}

#[test]
fn many_cases_are_not_all_read_out() {
    let one_case = sent("withdraw", "mail").remove(0);
    let copy = |n| CaseRecord { id: one_case.id.numbered(n), ..one_case.clone() };
    let cases: Vec<CaseRecord> = (1..=12).map(copy).collect();
    let mut p = Lines::later(&cases, None, "2026-11-27");
    assert!(
        p.said.contains("8. ") && !p.said.contains("9. ") && p.said.contains("ほか 5 件"),
        "{}",
        p.said
    );
    p.says("all", &["13. アポプラス薬剤師 退会する（送信済み）"]).line("13");
    assert_eq!(p.at(), "case");
    // By its name, as it stands in the commands.
    p.line("back").line(cases[3].id.as_str());
    assert!(p.at() == "case" && p.said.contains("退会する"), "{}", p.said);
    // Of a long history the latest is said.
    let mut p = open(&cases[..1], "2026-11-24");
    for n in 0..6 {
        p.type_lines(&["電話のメモ", "", "", "", "", &format!("{n} 回目")]);
    }
    p.line("back").says("2", &["これより前の 3 件は all", "メモ：5 回目"]);
    assert!(!p.said.contains("メモ：0 回目"), "{}", p.said);
    p.says(
        "全部",
        &[
            "状態：", "次にすること：", "手紙 1：", "コピーした（手紙 1）", "メモ：0 回目",
            "メモ：5 回目",
        ],
    );
}

#[test]
fn the_days_until_a_date_are_accounted_for() {
    let cases = sent("pause", "mail");
    let standing = |due: &str, day: &str| {
        let mut p = open(&cases, day);
        p.line("u").line(due);
        p.said.clone()
    };
    let said = standing("2027-01-05", "2026-12-28");
    assert!(
        said.contains("（あと 2 営業日）\nその間の休み：年末年始、2027年1月1日（金） 元日\n"),
        "{said}"
    );
    // Not where nobody counts on the fingers any more.
    let said = standing("2027-03-31", "2026-12-28");
    assert!(said.contains("営業日）") && !said.contains("その間の休み"), "{said}");
}

#[test]
fn a_plan_is_taken_up() {
    let cases = sent("pause", "mail");
    let mut p = open(&cases, "2027-04-01");
    assert!(p.said.contains("2027年4月1日（木）の予定に取りかかる（また利用する）"), "{}", p.said);
    assert!(
        p.said.contains("これからの予定\n2027年4月1日（木） 再開するか、もう少し休むかを決める"),
        "{}",
        p.said
    );
    p.line("1");
    assert_eq!(p.at(), "goal");
    p.line("");
    assert_eq!(p.at(), "resume_from");
    assert!(
        !p.cases[0].events.iter().any(|e| matches!(e.what, What::PlanDone { .. })),
        "only looked at"
    );
}

#[test]
fn what_cannot_be_stored_is_said_and_can_be_tried_again() {
    let mut p = open(&sent("withdraw", "mail"), "2026-11-24");
    p.stores = Err("ディスクがいっぱいです".to_owned());
    p.type_lines(&["電話のメモ", "9時", "03-1234-5678", "佐藤", ""]);
    p.says("折り返す", &["ディスクがいっぱいです", "内容・メモ（なければ Enter） [折り返す]："]);
    assert!(p.at() == "log" && !p.said.contains("記録しました"), "{}", p.said);
    p.says("", &["ディスクがいっぱいです"]).stores = Ok(());
    p.says(
        "",
        &["記録しました：2026年11月24日（火）09:00 電話のメモ（03-1234-5678、相手 佐藤）\nメモ：折り返す"],
    );
    // Or let go.
    p.stores = Err("ディスクがいっぱいです".to_owned());
    p.type_lines(&["自動返信が届いた", "", "", "back", "back"]);
    assert_eq!(p.at(), "case");
    p.line("back").line("quit");
    assert_eq!(p.end, Some(Exit::Left(130)));
}

/// The letter is read by the key of the full screen, and the latest event stands first.
#[test]
fn a_case_is_read_as_on_the_screen() {
    let mut p = open(&sent("withdraw", "mail"), "2026-11-24");
    p.says("l", &["山田 花子", "退会いたしたく"]);
    p.says("a", &[]);
    p.type_lines(&["", "", ""]);
    let said = &p.all;
    let (sent, copied) = (said.rfind("送った（手紙"), said.rfind("コピーした（手紙"));
    assert!(sent.is_some() && sent < copied, "{said}");
}

/// A reply of several lines is pasted behind a word, and read; what was refused is no default.
#[test]
fn a_pasted_reply_is_read_and_what_was_refused_is_not_offered() {
    let cases = sent("withdraw", "mail");
    let mut p = open(&cases, "2026-11-24");
    p.says("返事が届いた", &["paste と打って"]);
    p.says("ｘ", &["のように書いて", "もう一度："]);
    assert!(!p.said.contains("[ｘ]"), "{}", p.said);
    p.says("paste", &["返信の行"]);
    p.line("お世話になっております。").line("").line("承知いたしました。");
    p.line("手続きのため、12月10日までに本人確認書類をお送りください。");
    p.says(
        ".",
        &[
            "読み取り：",
            "返事の内容：本人確認を求められた",
            "求められた期限：2026-12-10",
            "内容・メモ",
        ],
    );
    p.says("", &["記録しました：", "本人確認"]);
    assert_eq!(p.cases[0].events.len(), cases[0].events.len() + 1);
    // What is no reply is not taken.
    p.says("返事が届いた", &[]).line("paste").says(".", &["ご確認ください："]);
    assert_eq!(p.at(), "log");
}
