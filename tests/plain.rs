//! The program line by line: the core in-process, and the real binary on pipes and in a terminal
//! without a screen.

#[path = "support/counted.rs"]
mod counted;
#[path = "support/lines.rs"]
mod lines;
mod support;

use chrono::DateTime;
use kotowari::app::Start;
use kotowari::app::effect::Exit;
use kotowari::app::msg::{Copied, Msg};
use kotowari::app::plain::MAX_LINE;
use kotowari::app::shelf::Shelf;
use kotowari::config::{Config, Save};
use kotowari::domain::case::State;
use kotowari::domain::case::draft::StoredDraft;
use kotowari::domain::content::Content;
use lines::{Lines, only_text};
use proptest::prelude::*;
use support::{CHANNELS, Driver, GOALS, complete, many, one, only};

/// What the full screen makes of the answers of [`journey`].
fn full_screen(goal: &str, channel: &str) -> String {
    let mut answers = complete(goal, channel);
    if goal == "resume" {
        // Passed over is more than not asked: the letter says that nothing has changed.
        answers.set("changed", one(""));
    }
    Driver::answered(answers).letter()
}

fn text(key: &str) -> String {
    Content::builtin().text(key).to_owned()
}

fn number(of: &[&str], what: &str) -> String {
    (of.iter().position(|x| *x == what).expect("one of them") + 1).to_string()
}

/// The lines that give the answers of [`complete`], up to the review.
fn journey(goal: &str, channel: &str) -> Vec<String> {
    let goals = ["reduce_contact", "change_handler", "pause", "withdraw", "resume", "decline"];
    let mut lines = vec!["1".to_owned(), number(&goals, goal)];
    let own: &[&str] = match goal {
        "withdraw" => &["", ""],
        "pause" => &["2027-04", ""],
        "change_handler" => &["1,2", "", "", "1", "2", ""],
        "reduce_contact" => &["1", "2", "", "1"],
        "resume" => &["", "1", "", "", "1", "2"],
        "decline" => &["a", "みなと薬局", "3", "2026-12-03", "1", "", ""],
        other => panic!("no goal {other}"),
    };
    lines.extend(own.iter().map(|l| (*l).to_owned()));
    lines.push(number(&CHANNELS, channel));
    lines.extend(sender(goal, channel).iter().map(|l| (*l).to_owned()));
    lines
}

fn sender(goal: &str, channel: &str) -> Vec<&'static str> {
    let mut lines = vec!["山田 花子", "ヤマダ ハナコ"];
    if goal == "withdraw" {
        lines.push("H2.4.1");
    }
    lines.extend(["hanako@example.jp", "090-1234-5678", ""]);
    if matches!(channel, "mail" | "form") && goal != "change_handler" {
        lines.push("");
    }
    // Of urgent offers these say nothing unless that is changed.
    match goal {
        "resume" => lines.extend(["2", "1"]),
        "change_handler" => lines.extend(["3", "1"]),
        _ => {}
    }
    // What most people keep is kept.
    lines.push("");
    lines
}

fn agreed() -> Config {
    Config { save: Save::Always, ..Config::default() }
}

/// The number of an answer that was listed.
#[track_caller]
fn listed(p: &Lines, label: &str) -> String {
    let row = |row: &str| {
        let (n, rest) = row.split_once(". ")?;
        rest.starts_with(&format!("{label}：")).then(|| n.to_owned())
    };
    p.said.lines().find_map(row).unwrap_or_else(|| panic!("no {label} in:\n{}", p.said))
}

/// The program at the review.
fn review() -> Lines {
    Lines::answered(complete("withdraw", "mail"))
}

mod walk {
    use super::*;

    #[test]
    fn every_goal_and_channel_gives_the_letter_of_the_full_screen() {
        for goal in GOALS {
            for channel in CHANNELS {
                let mut p = Lines::new();
                for l in journey(goal, channel) {
                    assert_ne!(p.at(), "review", "{goal} {channel}: {l:?} is left over");
                    p.line(&l);
                }
                assert_eq!(p.at(), "review", "{goal} {channel}:\n{}", p.said);
                let full = full_screen(goal, channel);
                assert_eq!(p.letter(), full, "{goal} {channel}");
                for line in full.lines() {
                    assert!(
                        p.said.contains(line),
                        "{goal} {channel}: the review shows the letter: {line}"
                    );
                }
                only_text(&p.all);
            }
        }
    }

    #[test]
    fn the_same_answers_by_keys_and_by_lines() {
        let mut full = Driver::new();
        full.press("=apoplus-pharmacist =pause '2027-04' enter =none =form")
            .type_text("山田 花子")
            .press("enter");
        full.type_text("ヤマダ ハナコ")
            .press("enter")
            .type_text("hanako@example.jp")
            .press("enter");
        full.type_text("090-1234-5678").press("enter enter enter");
        assert_eq!(full.at(), "review");
        let mut p = Lines::new();
        for l in journey("pause", "form") {
            p.line(&l);
        }
        assert_eq!(p.letter(), full.letter());
        assert!(p.plain.app.session.answers == full.app.session.answers);
    }

    #[test]
    fn a_second_letter_from_the_first_line_to_the_copied_letter() {
        let mut p = Lines::new();
        p.type_lines(&["1", "前の手紙の続きを書く"]);
        assert_eq!(p.at(), "follow_up");
        p.line("still_contacted").says("退会する", &["前の手紙では何を頼みましたか"]);
        p.type_lines(&["", "", "11/13"]);
        assert!(p.said.contains("答え：2026年11月13日（金）"), "{}", p.said);
        p.type_lines(&["1", "退会のお願い"]);
        assert_eq!(p.at(), "receipt_date");
        p.line("");
        assert_eq!(p.at(), "contacts");
        p.type_lines(&["a", "11/18", "お電話", "10時ごろ"]);
        assert!(p.said.contains("1. 2026年11月18日（水）／お電話／10時ごろ"), "{}", p.said);
        p.type_lines(&["", "1"]);
        p.type_lines(&sender("withdraw", "mail"));
        assert_eq!(p.at(), "review");
        p.says("c", &["クリップボードにコピーしました", "次にすること", "1. "]);
        assert_eq!(p.copied, [p.letter()]);
        assert!(
            p.copied[0].contains("退会のお願い") && p.copied[0].contains("11月18日"),
            "{}",
            p.copied[0]
        );
        p.says("", &[&text("ask.sent")]).says("n", &[&text("ask.save")]).line("いいえ");
        assert_eq!(p.end, Some(Exit::Done(None)));
        assert!(p.saved.is_empty());
        only_text(&p.all);
    }

    #[test]
    fn not_decided_yet_is_compared_and_advised() {
        let mut p = Lines::new();
        p.type_lines(&["1", "7"]);
        assert_eq!(p.at(), "hurts");
        p.says("1、3", &["答え：電話が多い、メールやSMSが多い", "どの方法にしますか"]);
        p.says(
            "?",
            &[
                "1. 連絡を減らしてもらう（おすすめ）",
                "得られること\n・",
                "手放すこと・気になること\n・",
                "（お困りのことに関わります）",
            ],
        );
        // Off the detour again, with what was marked kept.
        p.line("back");
        assert_eq!(p.at(), "hurts");
        assert!(p.said.contains("[電話が多い、メールやSMSが多い]"), "{}", p.said);
        p.line("back");
        assert_eq!(p.at(), "goal");
    }

    #[test]
    fn what_leaving_gains_and_costs_is_said_where_it_is_asked_for() {
        let mut p = Lines::new();
        p.line("1")
            .says("4", &["得られること\n・", "手放すこと・気になること\n・", "選び直すときは back"])
            .line("")
            .line("back");
        assert!(p.at() == "requests" && p.said.contains("得られること"), "{}", p.said);
    }

    #[test]
    fn what_was_compared_is_not_compared_again() {
        let mut p = Lines::new();
        p.type_lines(&["1", "7", "9", "4"]);
        assert_eq!(p.at(), "requests");
        assert!(!p.said.contains("得られること"), "{}", p.said);
    }

    #[test]
    fn choices_by_number_value_label_and_full_width() {
        for line in ["3", "３", "pause", "ＰＡＵＳＥ", "しばらく休む", " 3. ", "pau", "しばらく"]
        {
            let mut p = Lines::new();
            p.line("１").line(line);
            assert_eq!(p.at(), "resume", "{line}");
            assert!(p.said.contains("答え：しばらく休む"), "{}", p.said);
        }
        for line in ["0", "9", "３３", "p", "paul", "-"] {
            let mut p = Lines::new();
            p.line("1").says(line, &["1 から 8 の番号か、その言葉"]);
            assert_eq!(p.at(), "goal", "{line}");
        }
    }

    #[test]
    fn several_choices_by_every_separator() {
        for line in [
            "1,3",
            "1、３",
            "１　３",
            "erase stop_third_party",
            "個人情報の消去, 第三者への提供の停止",
        ] {
            let mut p = Lines::new();
            p.type_lines(&["1", "4", line]);
            let wanted = many(&["erase", "stop_third_party"]);
            assert_eq!(p.plain.app.session.answers.get("requests"), Some(&wanted), "{line}");
        }
        let mut p = Lines::new();
        p.type_lines(&["1", "4"]);
        p.says("8", &["「8」は一覧にありません。1 から 7 の番号か、その言葉を、コンマか空白で"])
            .says("1、電報、2", &["「電報」は一覧にありません"])
            .says("1,2", &["答え：個人情報の消去、利用の停止"]);
        // Leaving may be all that is asked.
        let mut p = Lines::new();
        p.type_lines(&["1", "4"]).says("なし", &["答え：なし"]);
    }

    #[test]
    fn days_are_read_as_people_write_them_and_said_with_weekday_and_holiday() {
        let mut p = Lines::new();
        p.type_lines(&["1", "5"]);
        p.says("11月23日", &["答え：2026年11月23日（月） 勤労感謝の日", "窓口が休みの日です"]);
        p.line("back").says("2026-01-01", &["過ぎた日付です", "いまの入力：2026-01-01"]);
        assert_eq!(p.at(), "resume_from");
        p.says("明日", &["答え：2026年11月21日（土）"]);
        let mut p = Lines::new();
        p.type_lines(&["1", "3"]).says("来月", &["答え：2026年12月"]);
        p.type_lines(&["back"]).says("なし", &["答え：こちらから連絡するまで"]);
    }

    #[test]
    fn a_longer_text_ends_with_an_empty_line_or_a_dot() {
        for end in ["", ".", "．"] {
            let mut p = Lines::new();
            p.type_lines(&["1", "2", "1"]);
            assert_eq!(p.at(), "must_have");
            p.says("一行目", &["続き（なければ Enter）："]).line("二行目");
            assert_eq!(p.at(), "must_have");
            p.says(end, &["答え：一行目\n二行目"]);
            assert_eq!(p.plain.app.session.answers.get("must_have"), Some(&one("一行目\n二行目")));
            // Enter keeps it, `none` clears it, other lines replace it.
            p.line("back").says("?", &[&text("plain.how.long")]).line("");
            assert_eq!(p.plain.app.session.answers.get("must_have"), Some(&one("一行目\n二行目")));
            p.line("back").line("なし");
            assert_eq!(p.plain.app.session.answers.get("must_have"), Some(&one("")));
            p.line("back").line("別").line("");
            assert_eq!(p.plain.app.session.answers.get("must_have"), Some(&one("別")));
        }
    }

    #[test]
    fn hours_and_entries_are_added_changed_and_removed() {
        let mut p = Lines::new();
        p.type_lines(&["1", "1", "1", "2"]);
        assert_eq!(p.at(), "no_call");
        p.says("a", &["曜日", "1. 平日"]).line("平日");
        p.says("25時", &["時刻は 9:00 のように", "いまの入力：25時"]).line("９時");
        p.says("8", &["終わりの時刻を、始まりより後に"])
            .says("18時半", &["1. 平日の9:00から18:30まで"]);
        // Changed: what stood there is offered.
        p.says("1", &["[1]"])
            .line("")
            .says("", &["[18:30]"])
            .says("19", &["平日の9:00から19:00まで"]);
        p.type_lines(&["a", "9", "10", "12"]);
        assert!(p.said.contains("2. 土曜日の10:00から12:00まで"), "{}", p.said);
        p.says("d 1", &["ひとつ消しました", "1. 土曜日"]).says("u", &["2. 土曜日"]);
        p.says("x", &["「x」は使えません。a 加える"]);
        p.says("d 7", &["7 番はありません（いまは 2 件）。a 加える"]);
        // Half-typed: it is named, kept, and can be given up.
        p.type_lines(&["a", "2", "back", "back"]);
        assert!(p.said.contains("書きかけ"), "{}", p.said);
        p.says("", &["書きかけの項目があります"]).says("a", &["[2]"]).line("back").line("d");
        p.says("", &["答え：平日の9:00から19:00まで、土曜日の10:00から12:00まで"]);
        assert_eq!(
            p.plain.app.session.answers.get("no_call"),
            Some(&many(&["weekday 09:00-19:00", "sat 10:00-12:00"]))
        );
    }

    /// As people think of them, without a form; and a goal by any of its names.
    #[test]
    fn hours_and_goals_are_taken_as_they_are_said() {
        let mut p = Lines::new();
        p.type_lines(&["1", "減らす", "1", "2"]);
        assert_eq!(p.at(), "no_call", "{}", p.said);
        p.says(
            "平日 8:30〜19:00、土曜 10時から12時",
            &["1. 平日の8:30から19:00まで", "2. 土曜日の"],
        );
        p.line("");
        assert_eq!(
            p.plain.app.session.answers.get("no_call"),
            Some(&many(&["weekday 08:30-19:00", "sat 10:00-12:00"]))
        );
    }

    #[test]
    fn a_field_of_an_entry_is_checked_at_once() {
        let mut p = Lines::new();
        p.type_lines(&["1", "4", "", "a"]);
        p.says("", &["入力してください"]).says("みなと薬局", &["答え：みなと薬局", "段階"]);
        p.says("8", &["1 から 7"]).says("", &["1 から 7"]).line("内定");
        p.says("13月1日", &["月はありません", "いまの入力：13月1日"])
            .says("なし", &["答え：なし", "希望"]);
        p.line("back")
            .says("11/23 14時", &["2026年11月23日（月） 勤労感謝の日"])
            .says("2", &["1. みなと薬局／内定／2026年11月23日（月） 14:00／続けたい\n"]);
        // Why it is declined is asked where it is.
        p.type_lines(&["1", "", "", ""]);
        p.says("1", &["辞退の理由（なければ空のまま）", "1. 理由は書かない"])
            .says("x", &["「x」は一覧にありません。1 から 7"])
            .says("2", &["14:00／辞退する／条件が合わない\n"]);
        p.type_lines(&["1", "", "", ""]);
        p.says("3", &["14:00／いったん止める\n"]);
        assert_eq!(p.at(), "selections");
    }
}

mod commands {
    use super::*;

    #[test]
    fn back_from_every_question_and_on_again() {
        for goal in GOALS {
            let mut p = Lines::new();
            let mut before: Vec<String> = Vec::new();
            for l in journey(goal, "form") {
                let here = p.at();
                if before.last() != Some(&here) {
                    // Enter on what most people keep leads on, and not back to what was changed
                    // there.
                    let again = here == "usual" && before.contains(&here);
                    if let Some(last) = before.last().filter(|at| *at != "usual" && !again).cloned()
                    {
                        // Back, and on with what stood there.
                        p.line("戻る");
                        assert_eq!(p.at(), last, "{goal}: back from {here}");
                        p.line("");
                        assert_eq!(p.at(), here, "{goal}: on from {last}");
                    }
                    before.push(here);
                }
                p.line(&l);
            }
            assert_eq!(p.at(), "review", "{goal}");
            assert_eq!(p.letter(), full_screen(goal, "form"), "{goal}");
            p.line("back");
            assert!(p.at().starts_with("sender."), "{goal}: {}", p.at());
        }
    }

    #[test]
    fn back_from_the_first_question_does_not_leave() {
        let mut p = Lines::new();
        p.says("back", &["最初の質問です"]);
        assert!(p.end.is_none());
    }

    #[test]
    fn back_keeps_what_was_typed() {
        let mut p = Lines::new();
        p.type_lines(&["1", "2", "1", "途中", "back"]);
        assert_eq!(p.at(), "wishes");
        p.says("", &["そのまま Enter：途中"]).line("");
        assert_eq!(p.plain.app.session.answers.get("must_have"), Some(&one("途中")));
        // An invalid answer does not block the way and stays open.
        let mut p = Lines::answered(complete("pause", "mail"));
        p.line("back")
            .says("back", &["この内容でよいですか", "3. 登録メールアドレス：hanako@example.jp"])
            .line("3");
        assert_eq!(p.at(), "sender.email");
        p.line("hanako＠").says("back", &["3. 登録メールアドレス：hanako＠"]);
        p.says("", &["ご確認ください：登録メールアドレス：", "もう一度："]);
        assert_eq!(p.at(), "sender.email");
    }

    #[test]
    fn errors_keep_the_input() {
        let mut p = Lines::answered(complete("pause", "mail"));
        p.line("back").line("back").line("4");
        assert_eq!(p.at(), "sender.phone");
        p.says("12", &["電話番号を", "いまの入力：12", "もう一度："]);
        p.says("", &["電話番号を", "いまの入力：12"]);
        p.says("０９０－１２３４－５６７８", &["答え：090-1234-5678", "この内容でよいですか"]);
        p.says("9", &["「9」は一覧にありません。1 から 6 の番号を"]).line("");
        // Nothing else is lost.
        assert_eq!(
            p.plain.app.session.answers.get("sender.email"),
            Some(&one("hanako@example.jp"))
        );
    }

    #[test]
    fn help_everywhere_changes_nothing() {
        let mut p = Lines::new();
        for l in journey("decline", "form") {
            let (here, answers) = (p.at(), p.plain.app.session.answers.clone());
            p.says("?", &[&text("plain.help.always")]);
            assert!(p.at() == here && p.plain.app.session.answers == answers, "{here}");
            p.line("ヘルプ").line("手紙").line(&l);
        }
        p.says("?", &["c 全文をコピー", "n フォームの次の欄をコピー"])
            .line("c")
            .says("?", &["Enter"]);
        assert_eq!(p.at(), "after");
    }

    #[test]
    fn the_letter_so_far_names_its_blanks() {
        let mut p = Lines::new();
        p.type_lines(&["1", "4"]);
        p.says("letter", &["手紙はここから", "空欄：", "氏名", "〔氏名〕", "手紙はここまで"]);
        assert_eq!(p.at(), "requests");
        assert!(
            p.said.ends_with("求人の紹介の停止、メール配信の停止、電話・SMSの停止]："),
            "{}",
            p.said
        );
    }

    #[test]
    fn quitting_asks_once_where_something_would_be_lost() {
        let mut p = Lines::new();
        assert_eq!(p.line("quit").end, Some(Exit::Left(130)));
        for last in [&["はい"][..], &["quit"], &["x", "y"]] {
            let mut p = Lines::new();
            p.type_lines(&["1", "2", "1", "途中"]);
            p.says("終了", &["書きかけの内容を", "y 保存して終わる"]).line("back");
            assert_eq!(p.at(), "must_have");
            p.line("").says("back", &["途中"]).line("ｑｕｉｔ").type_lines(last);
            assert_eq!(p.end, Some(Exit::Left(130)));
        }
    }

    #[test]
    fn the_end_of_input_leaves() {
        assert_eq!(Lines::new().eof().end, Some(Exit::Left(130)));
        assert_eq!(review().eof().end, Some(Exit::Left(130)));
        assert_eq!(review().line("c").eof().end, Some(Exit::Left(130)));
        // The letter was asked for and is printed; only storing was declined.
        let mut p = review();
        let letter = p.letter();
        p.line("p").eof();
        assert!(matches!(&p.end, Some(Exit::Done(Some(l))) if l.0 == letter) && p.saved.is_empty());
    }

    #[test]
    fn words_can_be_meant_as_text() {
        for (typed, text) in [("\\back", "back"), ("￥終了", "終了")] {
            let mut p = Lines::answered(complete("change_handler", "mail"));
            p.line("a");
            let n = listed(&p, "職種・働き方");
            p.line(&n).line(typed);
            assert_eq!(p.at(), "usual", "{typed}");
            assert_eq!(p.plain.app.session.answers.get("job_type"), Some(&one(text)));
        }
        // Signs alone say nothing, and are not left out without a word.
        let mut p = Lines::answered(complete("change_handler", "mail"));
        p.line("a");
        let n = listed(&p, "職種・働き方");
        p.line(&n).says("\\?", &[&text("validate.signs")]);
        assert_eq!(p.at(), "job_type");
        let mut p = Lines::new();
        p.type_lines(&["1", "2", "1", "\\quit", "\\.", "."]);
        assert_eq!(p.plain.app.session.answers.get("must_have"), Some(&one("quit\n.")));
        p.line("back");
        assert!(p.line("?").said.contains(&text("plain.help.literal")));
    }

    #[test]
    fn what_is_no_text_goes_and_is_said_once() {
        let mut p = review();
        p.line("back").line("back").line("1");
        assert_eq!(p.at(), "sender.name");
        p.says(
            "山\u{1b}[31m田\u{7} 花\u{202e}子\r",
            &["取り除きました：␛[31m ␇ U+202E", "答え：山田 花子"],
        );
        assert_eq!(p.said.matches("取り除きました").count(), 1);
        p.line("ヤマダ");
        assert!(!p.said.contains("取り除きました"));
    }

    #[test]
    fn a_line_without_end_is_refused() {
        let mut p = review();
        p.line("back").line("back").line("1");
        p.says(&"あ".repeat(MAX_LINE), &["一行が長すぎる", "100 kB"]);
        assert_eq!(p.at(), "sender.name");
        p.says(&"a".repeat(MAX_LINE), &["120 文字まで"]);
        let turn = p.plain.no_text();
        assert!(turn.says.contains("UTF-8") && turn.effects.is_empty());
        // Of a longer text, too.
        let mut p = Lines::new();
        p.type_lines(&["1", "2", "1", &"a".repeat(MAX_LINE), "b", ""]);
        assert!(p.said.contains("600 文字まで"));
    }
}

/// A letter alone chooses nothing, also where it stands in one name only.
#[test]
fn one_letter_names_no_service() {
    let mut p = Lines::with(Start::default(), Config::default());
    p.says("q", &["1. ナースロビー"]);
    assert_eq!(p.at(), "service");
    p.line("1");
    assert_eq!(p.at(), "goal");
}

#[test]
fn several_letters_are_written_in_one_sitting() {
    let mut p = Lines::with(Start::default(), Config::default());
    p.says("+", &["どのサービスに書きますか", "まだ選んでいません"]);
    p.says("doda", &["選んだもの：doda\n"]);
    p.says("みなとキャリア", &["この名前のまま"]).says("", &["選んだもの：doda、みなとキャリア"]);
    p.line("");
    assert_eq!(p.at(), "goal", "{}", p.said);
    p.says(
        "退会する",
        &["2通の手紙で", "1. [これから] doda（退会する）", "0. この内容で質問へ進む"],
    );
    p.line("2");
    p.says("連絡を減らしてもらう", &["2. [これから] みなとキャリア（連絡を減らしてもらう）"]);
    p.line("");
    let given = [
        ("sender.name", "山田 花子"),
        ("sender.reading", "ヤマダ ハナコ"),
        ("sender.birth_date", "1990-04-01"),
        ("sender.email", "hanako@example.jp"),
        ("sender.phone", "090-1234-5678"),
    ];
    let mut seen = Vec::new();
    for _ in 0..60 {
        let at = p.at();
        if at == "review" {
            break;
        }
        let known = given.iter().find(|(id, _)| *id == at && !seen.contains(&at));
        seen.push(at.clone());
        p.line(known.map_or("", |(_, v)| v));
    }
    assert_eq!(seen.iter().filter(|id| *id == "sender.name").count(), 1, "{seen:?}");
    assert_eq!(seen.iter().filter(|id| *id == "channel").count(), 2, "{seen:?}");
    p.says("o", &["1. [コピー前] doda（退会する、メール）"]).line("1");
    p.says("c", &["Enter で次の手紙へ"]).line("").says("n", &["おまかせにしたこと"]).line("");
    assert!(p.said.contains("みなとキャリア"), "the next letter is read out: {}", p.said);
    p.says("x", &["2. [飛ばす] みなとキャリア", "0. 終わる"]).line("0");
    assert_eq!(p.copied.len(), 1);
}

mod ways_out {
    use super::*;

    #[test]
    fn a_finding_leads_to_its_question_and_back() {
        let mut answers = complete("withdraw", "mail");
        answers.remove("sender.phone");
        let mut p = Lines::answered(answers.clone());
        // Complete but for one answer, that one is asked; back from there the review is reached by
        // the last question.
        assert_eq!(p.at(), "sender.phone");
        answers.set("sender.phone", one("090-1234-5678"));
        answers.set("effective", one("2026-11-22"));
        p = Lines::answered(answers);
        assert!(p.said.contains("1. 参考："), "{}", p.said);
        p.line("１");
        assert_eq!(p.at(), "effective", "{}", p.all);
        p.says("今日", &["答え：2026年11月20日", "手紙はここから"]);
        assert_eq!(p.at(), "review");
        p.says("99", &["ご確認ください"]).says("z", &["一覧にある文字"]);
        review().says("9", &["一覧にある文字"]);
    }

    #[test]
    fn parts_are_copied() {
        let mut p = review();
        p.says("s", &["件名：クリップボードにコピーしました"])
            .says("l", &["フォームのときだけ"])
            .says("本文", &["クリップボードにコピーしました（本文）"]);
        assert!(p.copied[0].starts_with("退会") && p.copied[1].starts_with("アポプラス"));
        p.says("n", &["件名（1/2）：クリップボードに"]);
        let mut p = Lines::answered(complete("withdraw", "form"));
        p.says("n", &["氏名（1/5）："]).says("n", &["フリガナ（2/5）："]);
        assert_eq!(p.copied, ["山田 花子", "ヤマダ ハナコ"]);
        p.says("c", &["1. 氏名", "5. 本文"]).says("n", &["メールアドレス（3/5）"]);
        // What can't be copied is shown to be taken by hand, one after the other.
        let mut p = Lines::answered(complete("withdraw", "form"));
        p.copies = Copied::Failed("画面がありません".to_owned());
        p.says("n", &["氏名（1/5）："]).says("n", &["フリガナ（2/5）：", "ヤマダ ハナコ"]);
    }

    #[test]
    fn figures_and_arrow_keys_choose_no_service() {
        let mut p = Lines::new();
        p.line("1 2").line("\u{1b}[A");
        assert_eq!(p.plain.app.session.answers.one("service"), None);
    }

    #[test]
    fn the_words_of_a_copy() {
        let mut p = review();
        p.copies = Copied::Handed;
        p.says("", &["端末にコピーを依頼しました"]);
        let mut p = review();
        p.copies = Copied::Failed("画面がありません".to_owned());
        let body = p.plain.app.session.document(p.plain.app.content()).plan.body;
        p.says(
            "c",
            &[
                "コピーできませんでした", "画面がありません", "w でファイルに", "写して使って",
                &body,
            ],
        );
        p.says("p", &[&text("notice.print")]).type_lines(&["", "n", "n"]);
        assert!(matches!(p.end, Some(Exit::Done(Some(_)))));
    }

    #[test]
    fn tone_limit_file_and_editor() {
        let mut p = review();
        let standard = p.letter();
        p.says("t", &["調子：丁寧", "手紙はここから"]);
        assert_ne!(p.letter(), standard);
        p.says("w", &["文面を書き込むファイル", "[letter.txt]"])
            .says("", &["保存しました：letter.txt"]);
        p.line("w").says("\\letter", &["保存しました：letter"]);
        p.line("w").line("back");
        assert_eq!(p.written.len(), 2);
        assert_eq!(p.written[0].1, p.letter() + "\n");
        // A file can be sent: back to the text.
        p.line("back");
        p.says("e", &["no editor"]);
        p.edits = Ok(format!(
            "件名：別の件名\n\n{}",
            p.plain.app.session.document(p.plain.app.content()).plan.body
        ));
        p.says("e", &[&text("notice.edited"), "件名：別の件名", "g 元の文面に戻す"]);
        p.says("t", &["手を入れた文面の調子は"])
            .says("g", &["捨てて"])
            .says("y", &[&text("notice.regenerated")]);
        let mut p = Lines::answered(complete("withdraw", "form"));
        let long = p.letter();
        p.says("l", &["字数"]).says("abc", &[]).line("400");
        assert!(p.letter().chars().count() < long.chars().count());
        p.says("l", &["[400]"]).line("なし");
        assert_eq!(p.letter(), long);
    }

    #[test]
    fn a_letter_that_is_blocked_leaves_only_after_a_yes() {
        let mut answers = complete("withdraw", "mail");
        answers.set("sender.name", one("山田"));
        let mut p = Lines::answered(answers);
        p.edits = Ok("件名：お願い\n\n〔氏名〕".to_owned());
        p.says("e", &["要修正："]);
        for (line, ask) in
            [("c", "ask.copy_anyway"), ("w", "ask.write_anyway"), ("p", "ask.print_anyway")]
        {
            p.says(line, &[&text(ask), "要修正："]).says("", &["y（はい）か n"]).line("n");
            assert_eq!(p.at(), "review");
        }
        assert!(p.copied.is_empty() && p.written.is_empty() && p.end.is_none());
        p.line("p").says("はい", &[&text("ask.save")]).line("n");
        assert!(matches!(p.end, Some(Exit::Incomplete(_))), "{:?}", p.end);
    }

    #[test]
    fn storing_is_asked_for_and_obeys_the_configuration() {
        let mut p = review();
        p.type_lines(&["c", "", "n", "y"]);
        assert!(p.saved.len() == 1 && p.end == Some(Exit::Done(None)));
        for (save, no_save, stored) in
            [(Save::Always, false, 1), (Save::Always, true, 0), (Save::Never, false, 0)]
        {
            let start = Start { answers: complete("pause", "mail"), no_save, ..Start::default() };
            let mut p = Lines::with(start, Config { save, ..Config::default() });
            p.type_lines(&["c", ""]);
            if stored > 0 {
                p.line("n");
            }
            assert_eq!(
                (p.saved.len(), &p.end),
                (stored, &Some(Exit::Done(None))),
                "{save:?} {no_save}"
            );
        }
    }

    #[test]
    fn a_call_is_noted_only_where_it_is_kept() {
        for (no_save, says, never) in [
            (true, "記録は残しません", "話し終えたら"),
            (false, "話し終えたら t", "記録は残しません"),
        ] {
            let start = Start { answers: complete("pause", "phone"), no_save, ..Start::default() };
            let mut p = Lines::with(start, Config::default());
            p.line("c");
            assert!(p.said.contains(says) && !p.said.contains(never), "{no_save}: {}", p.said);
        }
    }

    #[test]
    fn what_was_begun_is_kept_if_that_was_agreed_to_and_gone_on_with() {
        let mut p = Lines::with(Start::default(), agreed());
        p.type_lines(&["1", "2"]);
        // Each question is asked once, however the draft is stored in between.
        assert_eq!(p.said.matches("番号（いくつでも").count(), 1, "{}", p.said);
        p.type_lines(&["1", "途中の", "文章"]).eof();
        assert_eq!(p.end, Some(Exit::Left(130)));
        let draft = p.draft().expect("a draft");
        assert!(draft.answers.contains("goal = \"change_handler\""), "{}", draft.answers);
        assert_eq!(draft.texts.get("must_have").map(String::as_str), Some("途中の\n文章"));
        let turn = p.plain.line("秘密");
        assert!(!format!("{:?}{turn:?}", p.plain).contains("秘密"));

        let shelf = Shelf { drafts: only(Some(&draft)), ..Shelf::default() };
        let mut p = Lines::with(Start { shelf: shelf.clone(), ..Start::default() }, agreed());
        assert_eq!(p.at(), "start");
        assert!(
            p.said.contains("2. 書きかけを続ける：アポプラス薬剤師 担当者を替えてもらう")
                && p.said.ends_with("[2]："),
            "{}",
            p.said
        );
        p.says("9", &["1 から 2"])
            .says("back", &["最初の質問です"])
            .says("?", &["2. 書きかけを続ける"]);
        p.says("", &["そのまま Enter：途中の\n文章"]);
        assert_eq!(p.at(), "must_have");
        p.line("");
        assert_eq!(p.plain.app.session.answers.get("must_have"), Some(&one("途中の\n文章")));

        let mut p = Lines::with(Start { shelf, ..Start::default() }, agreed());
        p.says("d", &[&text("ask.forget")]).line("はい");
        assert!(!p.said.contains("書きかけを続ける"), "{}", p.said);
        // Nothing is stored of any service now: it is looked for among all.
        p.line("０");
        assert_eq!(p.at(), "service");
        p.line("１");
        assert_eq!(p.at(), "goal");

        // Of several, which one goes has to be said.
        let mut drafts = only(Some(&draft));
        drafts.push(StoredDraft { number: 2, ..drafts[0].clone() });
        let shelf = Shelf { drafts, ..Shelf::default() };
        let mut p = Lines::with(Start { shelf, ..Start::default() }, agreed());
        p.says("d", &["1 から 3"])
            .says("d 1", &["1 から 3"])
            .says("d 3", &[&text("ask.forget")])
            .line("y");
        assert!(
            p.said.contains("\n2. 書きかけ") && !p.said.contains("\n3. 書きかけ"),
            "{}",
            p.said
        );

        // Not agreed to: nothing is kept.
        let mut p = Lines::new();
        p.type_lines(&["1", "2", "1", "途中の"]).eof();
        assert!(p.draft().is_none());
        // What can't be kept is said once, and the walk goes on.
        let mut p = Lines::with(Start::default(), agreed());
        p.stores = Err("ディスクがいっぱいです".to_owned());
        p.line("1").line("2").says("1", &["ディスクがいっぱいです"]);
        assert_eq!(p.at(), "must_have", "{}", p.said);
        p.line("文章").line(".");
        assert!(p.at() != "must_have" && !p.said.contains("ディスク"), "{}", p.said);
    }

    #[test]
    fn what_could_not_be_stored_on_leaving_is_tried_once_more() {
        for there in [true, false] {
            let start = Start { answers: complete("pause", "mail"), ..Start::default() };
            let mut p = Lines::with(start, agreed());
            p.stores = Err("ディスクがいっぱいです".to_owned());
            p.type_lines(&["c", ""]).says("n", &["ディスクがいっぱいです"]);
            assert!(p.end.is_none(), "one reads what went wrong first");
            p.says("送った", &[&text("after.is_sent")]);
            if there {
                p.stores = Ok(());
            }
            p.line("");
            let end = if there { Exit::Done(None) } else { Exit::Failed(None) };
            assert_eq!((p.end.clone(), p.cases.len()), (Some(end), usize::from(there)));
        }
    }

    #[test]
    fn copied_is_not_sent() {
        let start = Start { answers: complete("pause", "mail"), ..Start::default() };
        let mut p = Lines::with(start, agreed());
        p.says("c", &["クリップボードにコピーしました", "まだ送っていません"]);
        assert_eq!(p.said.matches("次にすること").count(), 1, "{}", p.said);
        p.says("送った", &[&text("after.is_sent")]).line("");
        assert_eq!(p.end, Some(Exit::Done(None)));
        assert_eq!((p.cases.len(), p.draft().is_none()), (1, true));
        let mut p = review();
        p.line("c").line("m").line("i").line("");
        assert!(
            p.opened[0].starts_with("mailto:") && p.written[0].1.starts_with("BEGIN:VCALENDAR")
        );
    }
}

/// A line that somebody, or something, might send.
fn some_line() -> impl Strategy<Value = String> {
    let words = [
        "", "1", "2", "３", "4", "5", "6", "7", "8", "12", "1,2", "a", "d", "d 1", "u", "back",
        "戻る", "?", "letter", "quit", "n", "y", "はい", "いいえ", "なし", ".", "c", "s", "b", "e",
        "g", "t", "l", "400", "w", "p", "2027-04", "今日", "12/1", "9:00", "18時", "山田 花子",
        "ヤマダ", "hanako@example.jp", "090-1234-5678", "H2.4.1", "\\back", "昨日", "why", "why 2",
        "all", "r", "i", "o", "delete",
    ];
    prop_oneof![
        8 => proptest::sample::select(words.to_vec()).prop_map(str::to_owned),
        2 => any::<String>(),
        1 => "[\\x00-\\x1f\\x7f-\\u{9f}]{0,5}\\PC{0,20}",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 60,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]
    #[test]
    fn any_lines_neither_panic_nor_say_anything_but_text(
        start in 0..4_usize,
        lines in proptest::collection::vec(some_line(), 0..40),
    ) {
        let mut p = match start {
            0 => Lines::new(),
            1 => review(),
            2 => {
                let answers = complete("pause", "mail");
                let mut p = Lines::with(Start { answers, ..Start::default() }, agreed());
                p.type_lines(&["c", "y", ""]);
                Lines::later(&p.cases, None, "2026-11-27")
            }
            _ => Lines::answered(complete("reduce_contact", "form")),
        };
        p.edits = Ok("\u{1b}]0;x\u{7}本文\u{9b}".to_owned());
        for l in lines {
            if p.end.is_some() {
                break;
            }
            p.line(&l);
        }
        if p.end.is_none() {
            p.eof();
        }
        prop_assert!(p.end.is_some());
        prop_assert!(!p.all.chars().any(|c| c.is_control() && c != '\n'), "{:?}", p.all);
    }
}

/// Whole ways through the program, what is typed among what is said: to be read aloud.
mod aloud {
    use super::*;
    use support::SENDER;

    /// Lines are parted by bars.
    fn heard(mut p: Lines, lines: &str) -> String {
        let mut out = p.all.clone();
        for l in lines.split('|') {
            p.line(l);
            out.push_str(l);
            out.push('\n');
            out.push_str(&p.said);
        }
        counted::uncounted(&out)
    }

    /// Somebody who has agreed to storing, and has written before.
    fn known() -> Lines {
        let sender =
            SENDER.map(|(id, v)| (id.trim_start_matches("sender.").to_owned(), v.to_owned()));
        Lines::with(Start::default(), Config { sender: sender.into(), ..agreed() })
    }

    #[test]
    fn leaving_by_mail_with_what_is_known() {
        let lines = "1|4|||1||||n|n|y|";
        insta::assert_snapshot!("plain_known", heard(known(), lines));
    }

    #[test]
    fn a_pause_by_form_with_slips_and_changes() {
        let lines = "1|3|2027-04|2||2|山田 花子|山田|ヤマダ ハナコ|hanako@example.jp|12|\
            090-1234-5678|||9|2|1、9|1,2||a|3|1||n|c||n|n";
        insta::assert_snapshot!("plain_pause", heard(Lines::new(), lines));
    }

    #[test]
    fn a_decline_with_its_list() {
        let lines = "1|6|d|3||みなと薬局|3|12/3|1|9|3|d 4|x|d||3|back";
        insta::assert_snapshot!("plain_decline", heard(Lines::new(), lines));
    }
}

/// Whether it was sent is asked at the end as on the full screen, also where nothing could be
/// copied.
#[test]
fn whether_it_was_sent_is_asked_as_on_the_full_screen() {
    let at_the_end = |copies: Copied| {
        let start = Start { answers: complete("pause", "mail"), ..Start::default() };
        let mut p = Lines::with(start, agreed());
        p.copies = copies;
        p.line("");
        assert_eq!(p.at(), "after", "{}", p.said);
        p.says(
            "",
            &["送りましたか", "y 送った", "n あとで送る", "x 送らない", "y か n か x [n]："],
        );
        p
    };
    for copies in [Copied::Confirmed, Copied::Failed("届きません".to_owned())] {
        let mut p = at_the_end(copies.clone());
        p.says("q", &[&text("plain.yes_no_or_drop")]).line("y");
        assert_eq!((p.end.clone(), p.cases.len()), (Some(Exit::Done(None)), 1), "{}", p.said);
        assert_eq!(p.cases[0].state(), State::Sent);
        let mut p = at_the_end(copies.clone());
        p.line("back");
        assert_eq!((p.at().as_str(), p.end.clone()), ("after", None), "{}", p.said);
        p.type_lines(&["", "n"]);
        assert_eq!((p.end.clone(), p.cases.len()), (Some(Exit::Done(None)), 1), "{}", p.said);
        assert!(p.cases[0].state() < State::Sent);
        // As on the screen, an empty line says the same.
        let mut p = at_the_end(copies.clone());
        p.line("");
        assert_eq!((p.end.clone(), p.cases.len()), (Some(Exit::Done(None)), 1), "{}", p.said);
        assert!(p.cases[0].state() < State::Sent);
        assert!(p.plain.app.farewell(false).unwrap_or_default().contains("最初の画面から"));
        let mut p = at_the_end(copies.clone());
        p.line("x");
        assert!(p.cases.iter().all(|c| c.state() == State::GivenUp), "{}", p.said);
        // The input ends: nobody has said that it was sent.
        let mut p = at_the_end(copies);
        p.eof();
        assert_eq!(p.end.clone(), Some(Exit::Done(None)), "{}", p.said);
        assert!(p.cases[0].state() < State::Sent);
    }
}

/// Where line mode reaches no clipboard, none is offered: the text is shown instead.
#[test]
fn without_a_clipboard_the_text_is_shown() {
    let mut p = review();
    p.plain.copies = false;
    p.copies = Copied::Failed("ありません".to_owned());
    p.says("t", &["Enter 次へ（ここではコピーできない", "文字か、Enter で次へ："]);
    let body = p.plain.app.session.document(p.plain.app.content()).plan.body;
    // The letter stands above, and nothing has failed; a part that is asked for is shown.
    p.says("", &["上の文面を写して使って"]);
    assert!(!p.said.contains(&body) && !p.said.contains("できませんでした"), "{}", p.said);
    p.says("n", &["件名（1/2）：写して使って"]).says("n", &["本文（2/2）", &body]);
    assert!(!p.all.contains("できませんでした"), "{}", p.all);
}

/// A letter that midnight changed is printed anew before it goes anywhere.
#[test]
fn a_letter_of_another_day_is_printed_before_it_leaves() {
    let at = |t: &str| DateTime::parse_from_rfc3339(t).expect("a moment");
    for line in ["", "c", "n", "p", "w"] {
        let mut p = Lines::answered(complete("withdraw", "mail"));
        let time = |p: &mut Lines, t| p.plain.time(Msg::Time { now: at(t), real: false });
        assert_eq!(time(&mut p, "2026-11-20T23:58:00+09:00"), "");
        let said = time(&mut p, "2026-11-21T00:05:00+09:00");
        assert!(said.contains("文面の日付も変わった"), "{said}");
        p.says(line, &["11月21日", "手紙はここまで"]);
        assert!(p.end.is_none() && p.copied.is_empty() && p.plain.app.overlay.is_none(), "{line}");
        p.says("c", &["クリップボードにコピーしました"]);
    }
}
