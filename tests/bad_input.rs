//! The program itself, fed with what people and scripts get wrong: exit codes, every mistake at
//! once, nothing on standard output where there is no letter, and no escape sequence of a file on
//! the terminal.

#[path = "support/program.rs"]
mod program;
#[path = "support/ran.rs"]
mod ran;

use ran::{FRIDAY, GOOD, Place, Run, answers, finish};
use std::fs;
#[cfg(unix)]
use std::path::Path;
#[cfg(unix)]
use std::process::{Command, Stdio};

impl Run {
    #[track_caller]
    fn refused(&self, code: i32, says: &[&str]) {
        assert_eq!(self.code, code, "{}", self.err);
        assert_eq!(self.out, "", "nothing on standard output");
        self.says(says);
        self.harmless();
    }
    /// No control character but the line end reaches the terminal.
    #[track_caller]
    fn harmless(&self) {
        for text in [&self.out, &self.err] {
            assert!(!text.chars().any(|c| c.is_control() && c != '\n'), "{text:?}");
            assert!(!text.contains(['\u{202E}', '\u{200B}', '\u{FDD0}']), "{text:?}");
        }
    }
}

#[test]
fn good_answers_give_the_letter_alone() {
    let p = Place::new();
    let run = p.letter(GOOD, &[]);
    assert!(
        run.done().starts_with("件名：選考の辞退と、退会のお願い（山田 花子）\n\n"),
        "{}",
        run.out
    );
    assert!(run.out.contains("hanako@example.jp"), "{}", run.out);
    assert_eq!(run.err, "");
}

#[test]
fn every_mistake_is_named_at_once_with_file_line_and_key() {
    let p = Place::new();
    let run = p.letter(
        r#"service = "nowhere"
goal = "fly"
tone = "loud"
weather = "fine"
[sender]
name = 3
email = "hanako"
phone = "12"
birth_date = 2026-02-30
nick = "x"
[answers]
requests = ["erase", "everything"]
reason = "because"
effective = "some day"
selections = [{ employer = "みなと薬局", stage = "talk", wish = "decline" }]
moon = 1
"#,
        &[],
    );
    run.refused(2, &[]);
    let file = p.path("answers.toml");
    for (line, key) in [
        (1, "service"),
        (2, "goal"),
        (3, "tone"),
        (4, "weather"),
        (6, "sender.name"),
        (7, "sender.email"),
        (8, "sender.phone"),
        (10, "sender.nick"),
        (12, "answers.requests[2]"),
        (13, "answers.reason"),
        (14, "answers.effective"),
        (15, "answers.selections[1].stage"),
        (16, "answers.moon"),
    ] {
        let says = format!("{}:{line}: {key}: ", file.display());
        assert!(run.err.contains(&says), "{says} is not in\n{}", run.err);
    }
    assert!(
        run.err.contains(&format!("{}:9: ", file.display())),
        "a day that does not exist\n{}",
        run.err
    );
    for own in ["hanako", "みなと薬局", "fly", "because"] {
        assert!(
            !run.err.replace(&*file.to_string_lossy(), "").contains(own),
            "{own} is quoted\n{}",
            run.err
        );
    }
}

/// What one of several tables lacks is told beside what can't be read in another of that name.
/// What no letter asks for and what is open are told beside what can't be read.
#[test]
fn what_follows_from_the_answers_is_told_with_their_mistakes() {
    let p = Place::new();
    let bad = r#"service = "doda"
goal = "withdraw"
channel = "mail"
tone = "x"
[sender]
name = "山田：花子"
email = "x"
[answers]
means = "mail_only"
requests = ["foo", "erase"]
effective = "2020-01-01"
form_limit = 7e2
"#;
    let run = p.letter(bad, &[]);
    run.refused(
        2,
        &[
            ":4: tone: ", ":6: sender.name: ", ":7: sender.email: ",
            ":9: answers.means: この手紙では", ":10: answers.requests[1]: ",
            ":12: answers.form_limit: 整数", "未完成：sender.reading: ",
            "未完成：answers.effective: ",
        ],
    );
    assert!(!run.err.contains("未完成：sender.name"), "{}", run.err);
    let several = r#"goal = "withdraw"
channel = "mail"
[[registration]]
service = "doda"
[registration.answers]
means = "mail_only"
[[registration]]
service_name = "デューダ"
[[registration]]
service_name = ""
"#;
    p.letter(several, &[]).refused(
        2,
        &[
            ":6: registration[1].answers.means: ",
            ":7: registration[2]: 同じサービス",
            "3通目：registration[3].service: ",
        ],
    );
    // For programs: what is open, and no text.
    let open = p.letter("service = \"doda\"\n", &["--format", "json"]);
    assert!(open.code == 3 && open.err.contains("未完成：goal"), "{}", open.err);
    assert!(open.out.contains("\"complete\": false"), "{}", open.out);
    assert!(!open.out.contains("body"), "{}", open.out);
}

/// A wrong answer is not a missing one, in a file or beside it.
#[test]
fn a_wrong_answer_is_told_once() {
    let p = Place::new();
    let sender = GOOD.split_once("[sender]").expect("a sender").1;
    let sender = sender.split_once("[answers]").expect("answers").0;
    let of = |goal: &str, answers: &str| {
        let head = format!("service = \"doda\"\ngoal = \"{goal}\"\nchannel = \"mail\"\n");
        format!("{head}[sender]{sender}[answers]\n{answers}\n")
    };
    let any = "means = \"any\"\nfrequency = \"any\"\nurgent_offers = \"any\"";
    for (goal, answers, key, wrong, toml) in [
        ("pause", "", "resume", "2027-02-30", "\"2027-02-30\""),
        ("reduce_contact", any, "no_call", "weekday 25:00-26:00", "[\"weekday 25:00-26:00\"]"),
        ("reduce_contact", "frequency = \"any\"", "means", "pigeon", "\"pigeon\""),
    ] {
        let beside = p.letter(&of(goal, answers), &["--set", &format!("answers.{key}={wrong}")]);
        let inside = p.letter(&of(goal, &format!("{answers}\n{key} = {toml}")), &[]);
        for run in [beside, inside] {
            run.refused(2, &[&format!("answers.{key}: ")]);
            assert_eq!(run.err.lines().count(), 1, "{}", run.err);
        }
    }
}

/// A file where the folder of the configuration would be is named before anything is lost by it.
#[test]
fn a_file_in_the_place_of_the_configuration_is_named() {
    let p = Place::new();
    let file = p.file("kotowari", "no folder");
    let inside = format!("{file}/config.toml");
    let answers = p.file("answers.toml", GOOD);
    let out = p
        .command(FRIDAY, &["letter", "--answers", &answers])
        .env("KOTOWARI_CONFIG", &inside)
        .output()
        .expect("it runs");
    let run = finish(out);
    run.refused(1, &[&format!("{file} を読めません（途中にフォルダーではない")]);
}

/// A file of another kind is said to be one, once; a slip in ours keeps its line.
#[test]
fn json_and_yaml_are_told_from_toml() {
    for other in [
        r#"{"service": "doda", "goal": "withdraw"}"#,
        "{\n  \"service\": \"doda\",\n  \"url\": \"http://example.jp/?a=b\"\n}\n",
        "[{\"service\": \"doda\"}]\n",
        "---\nservice: doda\nsender:\n  name: 山田 花子\n",
        "From: a@example.jp\nSubject: 退会\n\nよろしく\n",
        "<!doctype html>\n<p>x</p>\n",
    ] {
        let p = Place::new();
        for run in [p.letter(other, &[]), p.run(&["check", &p.file("a.toml", other)])] {
            assert!(run.err.contains(":1: TOML という書き方ではありません"), "{}", run.err);
            assert_eq!(run.err.lines().count(), 1, "{}", run.err);
        }
    }
    let p = Place::new();
    let slip = GOOD.replacen("service = ", "service: ", 1);
    p.letter(&slip, &[]).refused(2, &[":1: 項目と値の間に = がありません"]);
    let list = "goal = \"decline\"\n[answers]\nselections = [{ 会社 = \"みなと薬局\" }]\n";
    p.letter(list, &[]).refused(2, &[":3: answers.selections: = の前の項目の名前が読めません"]);
}

/// People write what they have read in the wizard; how a file says it is told.
#[test]
fn a_label_in_place_of_its_word_is_told() {
    let p = Place::new();
    let bad = GOOD
        .replacen("\"withdraw\"", "\"退会する\"", 1)
        .replacen("\"mail\"", "\"MAIL\"", 1)
        .replacen("\"stop_use\"", "\"stop-use\"", 1)
        .replacen("\"first_interview\"", "\"一次面接\"", 1)
        .replacen("\"other_service\"", "\"寿退社\"", 1);
    p.letter(&bad, &[]).refused(
        2,
        &[
            ":2: goal: 「退会する」は withdraw と書いてください",
            ":3: channel: 「メール」は mail と書いてください",
            "は stop_use と書いてください",
            "stage: 「一次面接」は first_interview と書いてください",
            "answers.reason: none other_service",
        ],
    );
    for (word, is) in
        [("毅然", "firm"), ("きっぱり", "firm"), ("柔らかめ", "soft"), ("標準", "standard")]
    {
        let told = format!("は {is} と書いてください");
        p.letter(&format!("tone = \"{word}\"\n{GOOD}"), &[]).refused(2, &[":1: tone: ", &told]);
        p.letter(GOOD, &["--tone", word]).refused(2, &[&told]);
    }
    let said = p.letter(&format!("detail = \"長め\"\ntone = \"FIRM\"\n{GOOD}"), &[]);
    said.refused(2, &["「詳しく」は full と書いてください", "「毅然」は firm と書いてください"]);
}

/// An emptied field takes its usual day, and this is reported.
#[test]
fn a_day_that_was_emptied_is_said() {
    let p = Place::new();
    let emptied = GOOD.replacen("\"today\"", "\" \"", 1);
    for run in [p.letter(&emptied, &[]), p.letter(GOOD, &["--set", "answers.effective="])] {
        assert!(run.code == 0 && run.out.contains("本日11月20日"), "{}{}", run.out, run.err);
        assert!(run.err.contains("answers.effective: 空なので"), "{}", run.err);
    }
    for said in [GOOD.to_owned(), GOOD.replacen("\"today\"", "\"なし\"", 1)] {
        let run = p.letter(&said, &[]);
        assert!(run.code == 0 && !run.err.contains("空なので"), "{}", run.err);
    }
}

#[test]
fn a_missing_heading_and_each_wrong_word_is_named() {
    let p = Place::new();
    let bad = "service = \"doda\"\ngoal = \"withdraw\"\nname = \"山田 花子\"\n\
               effective = \"today\"\nemail = \"a@example.jp\"\n[answers]\n\
               requests = [\"foo\", \"erase\", \"退会\"]\n";
    let run = p.letter(bad, &[]);
    run.refused(
        2,
        &[
            ":3: name email は [sender] の見出しの下に",
            ":4: effective は [answers] の見出しの下に",
            ":7: answers.requests[1]: ",
            ":7: answers.requests[3]: ",
        ],
    );
    assert!(!run.err.contains("退会"), "{}", run.err);
    let below = "[sender]\nname = \"山田 花子\"\nservice = \"doda\"\n[answers]\n\
                 channel = \"mail\"\nreading = \"ヤマダ ハナコ\"\nmoon = 1\n";
    p.letter(below, &[]).refused(
        2,
        &[
            ":3: service は、[sender] などの見出しより上",
            ":5: channel は、[sender]",
            ":6: reading は [sender] の見出しの下に",
            ":7: answers.moon: 知らないキー",
        ],
    );
}

#[test]
fn what_a_table_lacks_is_told_whatever_is_wrong_in_the_one_before() {
    let p = Place::new();
    let head = GOOD.split_once("[answers]").expect("its answers").0;
    let line = head.lines().count();
    let text = format!(
        "{head}[[answers.selections]]\nemployer = みなと\nstage = \"offer\"\nwish = \"decline\"\n\
         [[answers.selections]]\nstage = \"offer\"\nwish = \"decline\"\n"
    );
    let run = p.letter(&text, &[]);
    run.refused(
        2,
        &[
            &format!("answers.toml:{}: answers.selections.employer: ", line + 2),
            &format!("answers.toml:{}: answers.selections[2].employer: ", line + 5),
        ],
    );
    assert_eq!(run.err.lines().count(), 2, "{}", run.err);
    // Nor does what is wrong in a row hide what else it lacks.
    let text = format!(
        "{head}[answers]\nrequests = []\n[[answers.selections]]\nemployr = \"みなと\"\nstage = \"lunch\"\ndate = \"13/1\"\n"
    );
    let run = p.letter(&text, &[]);
    let row = [(1, "employer"), (2, "employr"), (3, "stage"), (4, "date"), (1, "wish")];
    let row = row.map(|(n, key)| format!("toml:{}: answers.selections[1].{key}: ", line + 2 + n));
    run.refused(2, &row.each_ref().map(String::as_str));
    assert_eq!(run.err.lines().count(), 5, "{}", run.err);
}

#[test]
fn days_that_do_not_exist_are_refused_in_every_spelling() {
    let p = Place::new();
    for day in [
        "\"2026-02-29\"", "\"2026/13/1\"", "\"令和8年2月30日\"", "\"11月31日\"", "2026-04-31",
        "20261120", "\"\u{1b}[2J\"",
    ] {
        let run =
            p.letter(&GOOD.replace("effective = \"today\"", &format!("effective = {day}")), &[]);
        run.refused(2, &["answers.toml:15: "]);
    }
    let run = p.letter(&GOOD.replace("date = 2026-12-03", "date = \"2026-12-32\""), &[]);
    run.refused(2, &["answers.toml:20: answers.selections[1].date: "]);
}

#[test]
fn none_of_several_is_not_all_of_them() {
    let p = Place::new();
    let head = GOOD.split("[answers]").next().unwrap_or_default();
    let pause = head.replace("\"withdraw\"", "\"pause\"")
        + "[answers]\npause_from = \"today\"\nresume = \"when_i_ask\"\npause_scope = []\n";
    p.letter(&pause, &[]).refused(2, &["answers.pause_scope: ひとつ以上選んでください"]);
    let more = ["--set", "answers.pause_scope="];
    p.letter(&pause.replace("[]", "[\"mail\"]"), &more).refused(2, &["answers.pause_scope"]);
}

#[test]
fn a_day_that_makes_no_sense_is_an_incomplete_letter() {
    let p = Place::new();
    let run = p.letter(&GOOD.replace("effective = \"today\"", "effective = 2026-11-19"), &[]);
    run.refused(3, &["未完成：answers.effective: "]);
    // The same inside of a list: a clock that was wrong must not make a stored file unreadable.
    let contacted = GOOD.split("[answers]").next().unwrap_or_default().to_owned()
        + "[answers]\nfollow_up = \"still_contacted\"\nfirst_date = 2026-11-10\n\
            first_channel = \"mail\"\n\
           first_subject = \"退会のお願い\"\ncontacts = [{ date = 2026-11-21, means = \"call\" }]\n";
    p.letter(&contacted, &[])
        .refused(3, &["未完成：answers.contacts: 届いた連絡：日付：まだ来ていない日付です"]);
    // What came on after it was done is asked about, not what came before.
    let done = contacted.replace("2026-11-21", "2026-11-13")
        + "receipt_date = 2026-11-16\nreceipt_kind = \"done\"\n";
    p.letter(&done, &[]).refused(3, &["完了の知らせ（2026年11月16日（月））より前のもの"]);
    let after = p.letter(&done.replace("2026-11-13", "2026-11-17"), &[]);
    assert!(!after.err.contains("完了の知らせ"), "{}", after.err);
}

/// Thanks are kept as thanks; "nothing to say" is left out.
#[test]
fn own_words_are_what_they_stand_for() {
    let p = Place::new();
    let with = |id: &str, text: &str| {
        let own = format!("effective = \"today\"\n{id} = \"{text}\"");
        p.letter(&GOOD.replace("effective = \"today\"", &own), &[])
    };
    for none in ["感謝していません", "親切ではありませんでした", "何もしてくれませんでした"]
    {
        assert!(with("thanks_text", none).err.contains("お礼になっていないようです"), "{none}");
    }
    let thanks = "残念な結果のときも、励ましていただきました";
    assert!(!with("thanks_text", thanks).err.contains("お礼になっていない"));
    let bare = p.letter(GOOD, &[]);
    for nothing in
        ["特に言うことはありません", "以上です", "？", "なしでお願いします", "特にありません。"]
    {
        for id in ["thanks_text", "note"] {
            assert_eq!(with(id, nothing).done(), bare.done(), "{id} {nothing}");
        }
    }
}

/// An answers file for a second letter about a withdrawal.
fn again(answers: &str) -> String {
    GOOD.split("[answers]").next().unwrap_or_default().to_owned() + "[answers]\n" + answers
}

#[test]
fn words_for_none_are_none() {
    let p = Place::new();
    let sender = |key: &str, value: &str| {
        GOOD.replace("[answers]", &format!("{key} = \"{value}\"\n\n[answers]"))
    };
    let plain = p.letter(GOOD, &[]).done().to_owned();
    for word in ["なし", "不明", "わからない", "特になし", "－", "N/A"] {
        assert_eq!(p.letter(&sender("handler", word), &[]).done(), plain, "{word}");
        for key in ["note", "thanks_text", "reply_by"] {
            let with = GOOD.replace("effective =", &format!("{key} = \"{word}\"\neffective ="));
            let run = p.letter(&with, &[]);
            assert!(
                !run.done().contains(&format!("「{word}」"))
                    && !run.out.contains(&format!("{word}。")),
                "{key} {word}"
            );
        }
    }
    // Where something is needed, they are refused in words.
    let needed = |old: &str, new: &str, key: &str| {
        p.letter(&GOOD.replace(old, new), &[]).refused(2, &[key, "「なし」や「不明」などではなく"]);
    };
    needed("employer = \"みなと薬局\"", "employer = \"非公開\"", "answers.selections[1].employer");
    needed("name = \"山田 花子\"", "name = \"なし\"", "sender.name");
    needed("reading = \"ヤマダ ハナコ\"", "reading = \"なし\"", "sender.reading");
    let confirm = again(
        "follow_up = \"confirm\"\nfirst_date = 2026-11-10\nfirst_channel = \"mail\"\n\
            first_subject = \"退会のお願い\"\n\
         requests = [\"erase\"]\ndone_date = 2026-11-19\ndone_by = \"不明\"\nkept = \"なし\"\n",
    );
    let text = p.letter(&confirm, &[]).done().to_owned();
    assert!(!text.contains("不明") && !text.contains("なし"), "{text}");
    let untold = p.letter(&confirm.replace("退会のお願い", "なし"), &[]).done().to_owned();
    assert!(!untold.contains("なし") && untold.contains("お願い"), "{untold}");
}

#[test]
fn names_are_names() {
    let p = Place::new();
    let refused = |old: &str, new: &str, says: &str| {
        p.letter(&GOOD.replace(old, new), &[]).refused(2, &[says]);
    };
    let sender = "phone = \"090-1234-5678\"";
    for (handler, says) in [
        ("sato@example.jp", "お名前だけを入力してください"),
        ("佐藤 03-1234-5678", "お名前だけを入力してください"),
        ("CA", "「様」の前にお名前を"),
        ("佐藤様・鈴木様", "おひとりのお名前だけ"),
        (r"佐藤\n鈴木", "おひとりのお名前だけ"),
        (r"John\nMary", "おひとりのお名前だけ"),
    ] {
        refused(sender, &format!("{sender}\nhandler = \"{handler}\""), says);
    }
    refused("山田 花子", "a@b", "メールアドレスではなく、お名前を");
    for (employer, says) in
        [("株式会社", "名前を入力"), ("A様B様", "ひとつの名前だけ"), ("〔会社名〕", "空いたまま")]
    {
        refused("みなと薬局", employer, says);
    }
    // Likely mix-ups of persons are asked about.
    for (more, says) in [
        (["--set", "sender.handler=山田 花子"], "ご自分のお名前と同じです"),
        (
            [
                "--set",
                "answers.selections=[{ employer = \"アポプラス薬剤師\", \
            stage = \"applied\", wish = \"decline\" }]",
            ],
            "サービスの名前と同じです",
        ),
    ] {
        let run = p.letter(GOOD, &more);
        assert!(run.code == 0 && run.err.contains(says), "{}", run.err);
    }
    let shop = p.letter(&GOOD.replace("みなと薬局", "みなと薬局さん"), &[]);
    assert!(shop.done().contains("みなと薬局様の選考"), "{}", shop.out);
}

#[test]
fn what_came_of_a_letter_fits_the_letter() {
    let p = Place::new();
    let first =
        "first_date = 2026-11-10\nfirst_channel = \"mail\"\nfirst_subject = \"退会のお願い\"\n";
    let undone = again(&format!(
        "follow_up = \"partly_done\"\n{first}requests = [\"erase\"]\nundone = [\"stop_mail\"]\n"
    ));
    p.letter(&undone, &[])
        .refused(3, &["「メール配信の停止」は、前の手紙で頼んだことに入っていません"]);
    let third = again(&format!(
        "follow_up = \"no_receipt\"\n{first}requests = [\"erase\"]\nround = \"3\"\n\
            second_date = 2026-11-05\n"
    ));
    p.letter(&third, &[]).refused(3, &["最初に送った日（2026年11月10日（火））より前の日付です"]);
    // Whatever else is wrong with it, a promise is not older than what it answers, nor than its
    // receipt; that is said once.
    let promised = again(&format!(
        "follow_up = \"no_completion\"\n{first}requests = [\"erase\"]\n\
            receipt_date = 2026-11-12\npromised_day = 2026-11-01\n"
    ));
    let whole = p.letter(&promised, &[]);
    whole.refused(3, &["受け付けのご連絡があった2026年11月12日（木）より前の日付です"]);
    assert_eq!(whole.err.matches("answers.promised_day").count(), 1, "{}", whole.err);
    p.letter(&promised.replace("receipt_date = 2026-11-12\n", ""), &[])
        .refused(3, &["最初に送った日（2026年11月10日（火））より前の日付です"]);
    let held = again(&format!(
        "follow_up = \"no_receipt\"\n{first}requests = [\"erase\"]\nround = 3\n\
            second_date = 2026-11-15\nsecond_channel = \"mail\"\nheld_date = 2026-11-05\n"
    ));
    p.letter(&held, &[]).refused(3, &["held_date", "（2026年11月10日（火））より前の日付です"]);
    // Nobody is late on the day that they named.
    let due = promised.replace("2026-11-01", "2026-11-20");
    let due = p.letter(&due, &[]);
    assert!(due.err.contains("明日まで待ってから"), "{}", due.err);
    // However many came before it.
    for round in ["7", "\"7\"", "\"七通目\"", "\"７回目\""] {
        let later = third.replace("\"3\"", round).replace("2026-11-05", "2026-11-15");
        assert!(p.letter(&later, &[]).done().contains("（7度目のご連絡）"), "{round}");
    }
    for round in ["2", "\"たくさん\"", "100"] {
        let later = third.replace("\"3\"", round);
        p.letter(&later, &[]).refused(2, &["answers.round: 三通目からの番号"]);
    }
    let early = again(&format!("follow_up = \"no_receipt\"\n{first}requests = [\"erase\"]\n"))
        .replace("2026-11-10", "2026-11-19");
    let run = p.letter(&early, &[]);
    assert!(
        run.done().contains("お返事をまだ確認できて") && run.err.contains("間がありません"),
        "{}",
        run.err
    );
    // The time has a field of its own: beside the day it would be lost, and nobody would hold it
    // against the clock.
    for day in ["\"今日 23:59\"", "2026-11-20T23:59:00", "\"11/19 14時\"", "\"今日の夜\""] {
        let said =
            format!("follow_up = \"after_call\"\nrequests = [\"erase\"]\ncall_date = {day}\n");
        p.letter(&again(&said), &[]).refused(2, &["answers.call_date: 日付だけを書いてください"]);
    }
    let call = "follow_up = \"after_call\"\nrequests = [\"erase\"]\ncall_date = 2026-11-17\n";
    let promised = |day: &str| again(&format!("{call}promised_by = {day}\n"));
    p.letter(&promised("2026-11-16"), &[])
        .refused(3, &["電話した日（2026年11月17日（火））より前の日付です"]);
    // A promise that has passed is why somebody writes; a day of leaving is told if it was named.
    let run = p.letter(&promised("2026-11-18"), &[]);
    assert!(run.done().contains("・退会\n"), "{}", run.out);
    // However it is written, in the file or beside it.
    for day in ["昨日", "11/19", "11/19（木）", "2026年11月19日", "令和8年11月19日"] {
        let run = p.letter(&promised(&format!("\"{day}\"")), &[]);
        assert!(run.done().contains("お知らせは11月19日（木）との"), "{day} {}", run.out);
        let set = ["--set", &format!("promised_by={day}"), "--set", &format!("effective={day}")];
        let run = p.letter(&again(call), &set);
        for said in ["お知らせは11月19日（木）との", "・11月19日（木）付での退会"]
        {
            assert!(run.done().contains(said), "{day} {}", run.out);
        }
    }
    p.letter(&promised("\"11/16\""), &[]).refused(3, &["より前の日付です"]);
}

/// Every mistake at once: what no way leads to is known although a choice beside it is wrong.
#[test]
fn what_is_never_asked_is_told_beside_a_wrong_choice() {
    let p = Place::new();
    let wrong = GOOD
        .replace("reason = \"other_service\"", "reason = \"othr\"")
        .replace("effective =", "pause_from = 2026-12-01\nmeans = \"any\"\neffective =");
    assert!(wrong.contains("othr"));
    let asked = "この手紙では使いません";
    let run = p.letter(&wrong, &[]);
    for key in ["answers.pause_from: ", "answers.means: "] {
        assert!(run.err.lines().any(|l| l.contains(key)), "{key} {asked} {}", run.err);
    }
    run.refused(2, &["answers.reason: "]);
    // Of another goal they may be part.
    let open = wrong.replace("goal = \"withdraw\"", "goal = \"witdraw\"");
    let run = p.letter(&open, &[]);
    assert!(!run.err.contains("answers.means: "), "{}", run.err);
}

/// A day for the answer stands in the letter, or it is said that it does not.
#[test]
fn a_day_that_the_letter_does_not_name_is_told() {
    let p = Place::new();
    let with = GOOD.replace("effective =", "reply_by = 2026-12-18\neffective =");
    let run = p.letter(&with, &[]);
    assert!(run.done().contains("12月18日") && !run.err.contains("期限"), "{}", run.err);
    let run = p.letter(&with, &["--channel", "message"]);
    assert!(!run.done().contains("12月18日"), "{}", run.out);
    assert!(
        run.err.contains("返事の期限（2026年12月18日（金））は、この文面には入りません"),
        "{}",
        run.err
    );
    let confirm = again(
        "follow_up = \"confirm\"\nfirst_date = 2026-11-10\nfirst_channel = \"mail\"\n\
         requests = [\"erase\"]\ndone_date = 2026-11-19\nreply_by = 2026-12-18\n",
    );
    let run = p.letter(&confirm, &[]);
    assert!(!run.done().contains("12月18日"), "{}", run.out);
    assert!(run.err.contains("は、この文面には入りません"), "{}", run.err);
}

#[test]
fn own_thanks_are_sentences_and_follow_what_was_chosen() {
    let p = Place::new();
    let with = |answers: &str| {
        p.letter(&GOOD.replace("effective =", &format!("{answers}\neffective =")), &[])
    };
    let run = with("thanks = [\"advice\"]\nthanks_text = \"面接対策\"");
    assert!(run.done().contains("転職の相談に乗っていただきました。面接対策。"), "{}", run.out);
    assert!(run.err.contains("文になっていない"), "{}", run.err);
    assert!(
        !with("thanks_text = \"夜遅くまで練習にお付き合いいただきました\"")
            .err
            .contains("文になって")
    );
}

#[test]
fn each_missing_item_is_named() {
    let p = Place::new();
    let run = p.letter(
        "service = \"apoplus-pharmacist\"\ngoal = \"withdraw\"\n[sender]\n\
        name = \"山田 花子\"\nemail = \"\"\n",
        &[],
    );
    run.refused(3, &[]);
    let keys: Vec<&str> = run
        .err
        .lines()
        .filter_map(|l| l.strip_prefix("kotowari: 未完成："))
        .filter_map(|l| l.split(": ").next())
        .collect();
    let expected = [
        "answers.requests", "channel", "sender.reading", "sender.birth_date", "sender.email",
        "sender.phone",
    ];
    assert_eq!(keys, expected, "{}", run.err);
    p.letter("", &[]).refused(3, &["未完成：service: "]);
    p.letter("goal = \"pause\"", &[])
        .refused(3, &["未完成：service: ", "未完成：answers.resume: "]);
}

#[test]
fn answers_that_the_walk_does_not_reach_are_mistakes() {
    let p = Place::new();
    let run = p.letter(&GOOD.replace("goal = \"withdraw\"", "goal = \"pause\""), &[]);
    run.refused(
        2,
        &[
            "answers.toml:13: answers.requests: ", "answers.toml:14: answers.reason: ",
            "answers.toml:17: answers.selections: ",
        ],
    );
    assert!(!run.err.contains("sender."), "the sender is the same for every letter\n{}", run.err);
    p.letter(&GOOD.replace("goal", "service_name = \"みなと\"\ngoal"), &[])
        .refused(2, &["answers.toml:2: service_name: "]);
}

#[test]
fn what_is_no_toml_is_said_with_its_lines() {
    let p = Place::new();
    p.letter("goal = \"withdraw\ngoal = 1\n[sender\n", &[])
        .refused(2, &["answers.toml:1: ", "answers.toml:3: "]);
    p.letter("a = 1\na = 2\n", &[]).refused(2, &["answers.toml:2: "]);
    p.letter(&"[".repeat(50_000), &[]).refused(2, &["深すぎます"]);
    p.letter(&format!("x = {}1{}", "[".repeat(5_000), "]".repeat(5_000)), &[])
        .refused(2, &["深すぎます"]);
    p.letter(&format!("{}x = 1", "a.".repeat(5_000)), &[]).refused(2, &["深すぎます"]);
    let (jis, ..) = encoding_rs::SHIFT_JIS.encode("[sender]\nname = \"山田\"\n");
    let wide: Vec<u8> = GOOD.encode_utf16().flat_map(u16::to_le_bytes).collect();
    for (bytes, line) in
        [(&*jis, 2), (&wide, 1), (b"name = \"\x1b$B;3ED\x1b(B\"", 1), (&[0; 100], 1)]
    {
        let file = p.file("other.toml", bytes);
        let says = format!("other.toml は UTF-8 ではありません（{line}行目");
        p.run(&["letter", "--answers", &file]).refused(2, &[&says]);
        assert_eq!(fs::read(&file).expect("still there"), bytes);
    }
}

#[test]
fn files_that_can_not_be_read_are_named() {
    let p = Place::new();
    p.run(&["letter", "--answers", "gone.toml"]).refused(2, &["gone.toml: ファイルがありません"]);
    p.run(&["letter", "--answers", "."]).refused(2, &["普通のファイルではありません"]);
    let huge = p.file("huge.toml", " ".repeat(5 * 1024 * 1024));
    p.run(&["letter", "--answers", &huge]).refused(2, &["大きすぎます"]);
    p.run(&["--config", "gone.toml", "letter", "--answers", &huge])
        .refused(2, &["gone.toml: 設定ファイルがありません"]);
}

#[cfg(unix)]
#[test]
fn a_pipe_and_a_device_are_refused_without_waiting() {
    let p = Place::new();
    let pipe = p.path("pipe");
    assert!(Command::new("mkfifo").arg(&pipe).status().expect("mkfifo").success());
    let pipe = pipe.to_str().expect("a name");
    p.run(&["letter", "--answers", pipe]).refused(2, &["普通のファイルではありません"]);
    p.run(&["--config", pipe, "letter", "--answers", pipe])
        .refused(2, &["普通のファイルではありません"]);
    p.run(&["letter", "--answers", "/dev/zero"]).refused(2, &["普通のファイルではありません"]);
    p.run(&["check", pipe]).refused(1, &["普通のファイルではありません"]);
}

#[test]
fn escape_sequences_in_values_reach_neither_the_letter_nor_the_terminal() {
    let p = Place::new();
    let evil = GOOD
        .replace("山田 花子", "山田\\u001b[31m 花子\\u0007")
        .replace("みなと薬局", "みなと\\u001b]0;owned\\u0007薬局\\u202e\\u009b2J\\ufdd0");
    let run = p.letter(&evil, &[]);
    assert!(
        run.done().contains("（山田 花子）") && run.out.contains("みなと薬局様"),
        "{}",
        run.out
    );
    run.harmless();
    for says in
        ["answers.toml:6: sender.name: ", "␛[31m", "answers.selections[1].employer: ", "U+202E"]
    {
        assert!(run.err.contains(says), "{says}\n{}", run.err);
    }
    let json = p.letter(&evil, &["--format", "json"]);
    json.harmless();
    assert!(!json.done().contains("\\u001b"), "{}", json.out);
}

#[test]
fn escape_sequences_in_keys_and_raw_bytes_are_shown_as_marks() {
    let p = Place::new();
    let run = p.letter(
        "\"\\u001b[31mkey\\u0007\" = 1\n[sender]\n\"na\\u009bme\" = 2\n\
            [answers]\n\"\\u202ex\" = 3\n",
        &[],
    );
    // What can't be a key of ours may be anything, and is not said at all.
    run.refused(
        2,
        &[
            "answers.toml:1: 知らないキー", "answers.toml:3: sender: 知らない",
            "answers.toml:5: answers: 知らない",
        ],
    );
    p.letter("\u{1b}[31m = 1\n", &[]).refused(2, &["answers.toml:1: "]);
    p.letter("goal = \"\u{1b}]0;x\u{7}\"\n", &[]).refused(2, &["answers.toml:1: "]);
    let config = p.file("evil.toml", "[\"\\u001b[2J\"]\nx = 1\n[sender]\n\"\\u0007\" = 1\n");
    p.run(&["check", &config])
        .refused(1, &["evil.toml:1: 知らないキー", "evil.toml:4: sender: 知らない"]);
}

#[test]
fn escape_sequences_on_the_command_line_are_shown_as_marks() {
    let p = Place::new();
    let file = p.file("answers.toml", GOOD);
    for args in [
        ["--set", "\u{1b}[31mx=1"],
        ["--set", "goal=\u{1b}[31m"],
        ["--set", "\u{1b}[2J"],
        ["--channel", "\u{1b}[31m"],
        ["--tone", "\u{1b}]0;x\u{7}"],
    ] {
        p.run(&[&["letter", "--answers", &file], &args[..]].concat()).refused(2, &["kotowari: "]);
    }
    p.run(&["letter", "--answers", "\u{1b}[31mgone"]).refused(2, &["␛[31mgone"]);
    p.run(&["--goal", "\u{1b}[31m"]).refused(2, &["--goal"]);
}

#[test]
fn a_configuration_is_checked_before_anything_else() {
    let p = Place::new();
    let config = p.file(
        "bad.toml",
        "[sender]\nname = 3\nemail = \"nobody\"\nbirth_date = 1990-02-30\n[look]\n\
            colors = \"pink\"\n[privacy]\nsave = true\n[keys.review]\ncopy = [\"e\"]\n\
            fly = [\"f\"]\n[keys.text]\nnext = [\"x\"]\n[hat]\n",
    );
    let says = [
        "bad.toml:2: sender.name: ", "bad.toml:3: sender.email: ", "bad.toml:4: ",
        "bad.toml:6: look.colors: ", "bad.toml:8: privacy.save: ",
        "bad.toml:10: keys.review.copy: ", "bad.toml:11: keys.review.fly: ",
        "bad.toml:13: keys.text.next: ", "bad.toml:14: hat: ",
    ];
    let file = p.file("answers.toml", GOOD);
    p.run(&["--config", &config, "letter", "--answers", &file]).refused(2, &says);
    p.run(&["--config", &config]).refused(2, &says);
    p.run(&["check", &config]).refused(1, &says);
    p.run(&["--config", &config, "check"]).refused(1, &says);
}

#[test]
fn a_configuration_fills_in_the_sender() {
    let p = Place::new();
    let config = p.file(
        "mine.toml",
        "[sender]\nname = \"山田 花子\"\nreading = \"ヤマダ ハナコ\"\nbirth_date = 1990-04-01\n\
            email = \"hanako@example.jp\"\nphone = \"090-1234-5678\"\n\
            [registration.apoplus-pharmacist]\nemail = \"work@example.jp\"\nhandler = \"佐藤\"\n\
            [defaults]\nchannel = \"form\"\n",
    );
    let file = p.file(
        "answers.toml",
        "service = \"apoplus-pharmacist\"\ngoal = \"withdraw\"\n[answers]\n\
            requests = [\"erase\"]\n",
    );
    let run = p.run(&["--config", &config, "letter", "--answers", &file]);
    assert!(run.done().starts_with("【退会と個人情報の消去のお願い】山田 花子\n"), "{}", run.out);
    assert!(
        run.out.contains("佐藤 様") && run.out.contains("登録メール：work@example.jp"),
        "{}",
        run.out
    );
    assert!(run.err.contains("設定から補いました：sender.name\n"), "{}", run.err);
    // A file that names somebody else is not filled up with what belongs to the first.
    let other = p.file(
        "other.toml",
        "service = \"apoplus-pharmacist\"\ngoal = \"withdraw\"\n[sender]\nname = \"鈴木 一郎\"\n\
            [answers]\nrequests = [\"erase\"]\n",
    );
    let run = p.run(&["--config", &config, "letter", "--answers", &other]);
    run.refused(3, &["sender.reading", "sender.email", "sender.phone"]);
    assert!(!run.err.contains("補いました：sender"), "{}", run.err);
}

#[test]
fn check_names_the_mistakes_of_every_file() {
    let p = Place::new();
    let good = p.file("good.toml", GOOD);
    let bad = p.file("bad.toml", "goal = \"fly\"\n");
    let worse = p.file("worse.toml", "[look]\ncolors = 1\n");
    let run = p.run(&["check", &good]);
    assert!(run.done().contains("間違いはありません"), "{}", run.out);
    p.run(&["check"]).done();
    p.run(&["check", &good, &bad, &worse, "gone.toml"]).refused(
        1,
        &["bad.toml:1: goal: ", "worse.toml:2: look.colors: ", "gone.toml: ファイルがありません"],
    );
}

#[test]
fn set_replaces_answers_and_names_what_it_does_not_know() {
    let p = Place::new();
    let run = p.letter(
        GOOD,
        &[
            "--set", "sender.name=山田　太郎", "--set", "reason=privacy", "--set",
            "requests=erase,stop_mail", "--channel", "form",
        ],
    );
    let out = run.done();
    assert!(out.starts_with("【選考の辞退と、退会のお願い】山田　太郎\n"), "{out}");
    assert!(out.contains("メール配信"), "{out}");
    p.letter(GOOD, &["--set", "answers.effective=2026-12-01"]).done();
    // Quotes around nothing are nothing, as in a file; signs alone are, and that is said.
    let plain = p.letter(GOOD, &["--set", "requests="]).done().to_owned();
    for none in ["requests=\"\"", "requests=''", "requests=[]"] {
        assert_eq!(p.letter(GOOD, &["--set", none]).done(), plain, "{none}");
    }
    for (note, said) in [("…", true), ("「」", true), ("？", true), ("なし", false)] {
        let run = p.letter(GOOD, &["--set", &format!("note={note}")]);
        assert!(!run.done().contains(note), "{note} {}", run.out);
        assert_eq!(run.err.contains("note: 記号だけ"), said, "{note} {}", run.err);
    }
    for own in ["早く", "至急", "至急！", "今すぐ"] {
        let run = p.letter(GOOD, &["--set", &format!("own_requests={own}")]);
        assert!(!run.done().contains(&format!("{own}。")), "{own} {}", run.out);
    }
    p.letter(GOOD, &["--tone", "standard"]).done();
    let run = p.letter(
        GOOD,
        &[
            "--set", "nothing=1", "--set", "goal", "--set", "effective=2026-2-30", "--set",
            "selections=x", "--channel", "pigeon", "--tone", "loud",
        ],
    );
    run.refused(
        2,
        &[
            "--set: nothing: ", "KEY=VALUE", "--set: effective: ", "--set: selections: ",
            "--channel: channel: ", "--tone: tone: ",
        ],
    );
}

#[test]
fn json_holds_what_the_contract_names() {
    let p = Place::new();
    let answers = GOOD
        .replace("phone = ", "handler = \"佐藤\"\nhandler_email = \"sato@example.jp\"\nphone = ");
    let read = |more: &[&str]| -> serde_json::Value {
        serde_json::from_str(p.letter(&answers, &[&["--format", "json"], more].concat()).done())
            .expect("JSON")
    };
    let mail = read(&[]);
    for (key, value) in [
        ("service", "apoplus-pharmacist"),
        ("goal", "withdraw"),
        ("channel", "mail"),
        ("tone", "standard"),
        ("today", "2026-11-20"),
        ("to", "sato@example.jp"),
        ("subject", "選考の辞退と、退会のお願い（山田 花子）"),
        ("answer_by", "2026-12-07"),
    ] {
        assert_eq!(mail[key], value, "{key}");
    }
    assert_eq!(mail["complete"], true);
    assert_eq!(mail["cc"], serde_json::Value::Null);
    let text = p.letter(&answers, &[]);
    let whole = format!(
        "件名：{}\n\n{}\n",
        mail["subject"].as_str().expect("a subject"),
        mail["body"].as_str().expect("a body")
    );
    assert_eq!(text.done(), whole, "the same letter in both forms");
    let paragraphs = mail["paragraphs"].as_array().expect("paragraphs");
    assert!(
        paragraphs.len() > 10
            && paragraphs.iter().all(|p| p["id"].is_string() && p["why"].is_object())
    );

    let form = read(&["--channel", "form"]);
    assert_eq!((&form["cc"], &form["to"]), (&"sato@example.jp".into(), &serde_json::Value::Null));
    assert_eq!(form["subject"], serde_json::Value::Null);
    let ids: Vec<&str> = form["fields"]
        .as_array()
        .expect("fields")
        .iter()
        .filter_map(|f| f["id"].as_str())
        .collect();
    assert_eq!(ids, ["name", "reading", "email", "phone", "text"]);
    assert_eq!(form["fields"][4]["value"], form["body"]);
}

#[cfg(unix)]
fn mode(path: &Path) -> u32 {
    use std::os::unix::fs::PermissionsExt as _;
    fs::metadata(path).expect("a file").permissions().mode() & 0o777
}

#[test]
fn an_output_file_is_replaced_whole_and_private() {
    let p = Place::new();
    let run = p.letter(GOOD, &["--output", "letter.txt"]);
    assert_eq!(run.done(), "", "the letter is in the file");
    assert!(run.err.contains("letter.txt"), "{}", run.err);
    let first = fs::read_to_string(p.path("letter.txt")).expect("the letter");
    assert_eq!(first, p.letter(GOOD, &[]).done());
    fs::write(p.path("letter.txt"), "older ".repeat(9999)).expect("a file");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        fs::set_permissions(p.path("letter.txt"), fs::Permissions::from_mode(0o644))
            .expect("permissions");
    }
    p.letter(GOOD, &["--output", "letter.txt"]).done();
    let now = fs::read_to_string(p.path("letter.txt")).expect("the letter");
    assert!(now == first, "the older text is still there");
    #[cfg(unix)]
    assert_eq!(mode(&p.path("letter.txt")), 0o600);
    assert!(!p.path("letter-2.txt").exists(), "a script knows the name it gave");
    p.letter(GOOD, &["--output=~/home.txt"]).done();
    fs::remove_file(p.path("home.txt")).expect("a file in the home folder");

    p.letter(GOOD, &["--output", "answers.toml/letter.txt"]).refused(1, &["answers.toml"]);
    // A folder gets a new file, whatever is in it.
    let names = ["kotowari-20261120.txt", "kotowari-20261120-2.txt"];
    for name in names {
        p.letter(GOOD, &["--output", "./"]).done();
        assert_eq!(fs::read_to_string(p.path(name)).expect("the letter"), first);
    }
    for name in names {
        fs::remove_file(p.path(name)).expect("a file");
    }
    #[cfg(unix)]
    {
        let made =
            std::process::Command::new("mkfifo").arg(p.path("pipe")).status().expect("mkfifo");
        assert!(made.success());
        p.letter(GOOD, &["--output", "pipe"]).refused(1, &["普通のファイルではありません"]);
        fs::remove_file(p.path("pipe")).expect("a pipe");
    }
    p.letter(GOOD, &["--output", "none/letter.txt"]).refused(1, &["場所がありません"]);
    assert!(!p.path("none").exists(), "folders are the user's own to make");
    p.letter("", &["--output", "none.txt"]).refused(3, &[]);
    assert!(!p.path("none.txt").exists(), "no letter, no file");
    // The existing file stays if there is no letter.
    p.letter("", &["--output", "letter.txt"]).refused(3, &[]);
    assert_eq!(fs::read_to_string(p.path("letter.txt")).expect("the letter"), first);
    let names: Vec<_> = fs::read_dir(p.0.path())
        .expect("the folder")
        .map(|e| e.expect("a file").file_name())
        .collect();
    assert_eq!(names.len(), 2, "nothing is left beside it: {names:?}");
}

/// The input, the configuration and the records are unchanged.
#[test]
fn a_letter_takes_no_place_of_our_own() {
    let p = Place::new();
    p.letter(GOOD, &["--output", "./answers.toml"]).refused(2, &["いま読む答えのファイル"]);
    assert_eq!(fs::read_to_string(p.path("answers.toml")).expect("the answers"), GOOD);
    fs::create_dir_all(p.path("data/cases")).expect("a folder");
    let case = p.file("data/cases/x.toml", "version = 1\n");
    for own in ["services", "letters"] {
        fs::create_dir(p.path(own)).expect("a folder");
    }
    let own = ["services/x.toml", "letters/x.txt", "services", "letters/", "theme.toml"];
    for place in ["config.toml", &case, "data/cases/y.toml"].into_iter().chain(own) {
        p.letter(GOOD, &["--output", place]).refused(1, &["設定や記録が置かれます"]);
    }
    assert_eq!(fs::read_to_string(&case).expect("the case"), "version = 1\n");
    assert!(!p.path("config.toml").exists());
    // Nor one of the configuration that the command line names.
    fs::create_dir_all(p.path("other/services")).expect("a folder");
    let other = p.file("other/mine.toml", "");
    for place in [other.as_str(), "other/services/x.toml", "other/theme.toml", "config.toml"] {
        p.letter(GOOD, &["--config", &other, "--output", place])
            .refused(1, &["設定や記録が置かれます"]);
    }
    assert_eq!(fs::read_to_string(&other).expect("the configuration"), "");
    // A leftover next to it is reported before anything is written.
    fs::remove_file(&other).expect("removed");
    p.file("other/.kotowari-scratch-1", "山田");
    let places = p.run(&["--config", &other, "cases", "places"]);
    assert!(places.done().contains("other/.kotowari-scratch-1"), "{}", places.out);
}

#[cfg(unix)]
#[test]
fn an_output_that_is_no_file_is_written_into() {
    let p = Place::new();
    let letter = p.letter(GOOD, &[]).out;
    // By links of our own, so that nothing could ever be put beside the devices.
    for (name, device, out) in
        [("out", "/dev/stdout", letter.as_str()), ("nowhere", "/dev/null", "")]
    {
        std::os::unix::fs::symlink(device, p.path(name)).expect("a link");
        let run = p.letter(GOOD, &["--output", name]);
        assert_eq!(run.done(), out, "{device}");
        assert!(!p.path(&format!("{name}-2")).exists(), "{device}");
        assert!(fs::symlink_metadata(p.path(name)).expect("a link").is_symlink(), "{device}");
    }
    // A link stays a link; what it points to is replaced.
    fs::write(p.path("real.txt"), "older").expect("a file");
    std::os::unix::fs::symlink("real.txt", p.path("link.txt")).expect("a link");
    p.letter(GOOD, &["--output", "link.txt"]).done();
    assert!(fs::symlink_metadata(p.path("link.txt")).expect("a link").is_symlink());
    for (link, to) in [("ring", "round"), ("round", "ring")] {
        std::os::unix::fs::symlink(to, p.path(link)).expect("a link");
    }
    p.letter(GOOD, &["--output", "ring/x"]).refused(1, &["リンクが輪になっています"]);
    assert_eq!(fs::read_to_string(p.path("real.txt")).expect("the letter"), letter);
    assert_eq!(mode(&p.path("real.txt")), 0o600);
}

#[test]
fn answers_come_from_standard_input_too() {
    let p = Place::new();
    let run = p.fed(FRIDAY, &["letter", "--answers", "-"], GOOD.as_bytes());
    assert!(run.done().starts_with("件名："), "{}", run.out);
    // Input and output are separate streams.
    p.fed(FRIDAY, &["letter", "--answers", "-", "--output", "-"], GOOD.as_bytes()).done();
    p.fed(FRIDAY, &["letter", "--answers", "-"], b"goal = \"fly\"").refused(2, &["-:1: goal: "]);
    p.fed(FRIDAY, &["letter", "--answers", "-"], b"\xff\xfe")
        .refused(2, &["標準入力 は UTF-8 ではありません"]);
    p.fed(FRIDAY, &["letter", "--answers", "-"], b"")
        .refused(3, &["標準入力から何も届いていません", "未完成：service"]);
    let huge = GOOD.to_owned() + &"# 長い\n".repeat(500_000);
    assert!(huge.len() > 1024 * 1024);
    p.fed(FRIDAY, &["letter", "--answers", "-"], huge.as_bytes())
        .refused(2, &["標準入力 が大きすぎます"]);
}

/// Where a text is set on the command line, it is cleaned as in a file, and that is said.
#[test]
fn control_characters_in_a_set_text_are_taken_out_and_said() {
    let p = Place::new();
    let run = p.letter(
        GOOD,
        &["--set", "sender.name=山田\u{1b}[31m 花子\u{7}", "--set", "handler=佐\u{202e}藤"],
    );
    run.refused(2, &["--set: handler: "]);
    let run = p.letter(
        GOOD,
        &[
            "--set",
            "sender.name=山田\u{1b}[31m 花子\u{7}",
            "--set",
            "sender.handler=佐\u{202e}藤様",
        ],
    );
    assert!(run.done().contains("（山田 花子）") && run.out.contains("\n佐藤 様\n"), "{}", run.out);
    run.harmless();
    for says in ["--set: sender.name: ", "␛[31m", "␇", "--set: sender.handler: ", "U+202E"] {
        assert!(run.err.contains(says), "{says}\n{}", run.err);
    }
}

#[test]
fn an_option_that_is_wrong_is_named_itself() {
    let p = Place::new();
    let run = p.letter(GOOD, &["--channel", "fax", "--tone", "x"]);
    run.refused(
        2,
        &[
            "--channel: channel: mail form phone post message のどれか",
            "--tone: tone: soft standard firm のどれか",
        ],
    );
    assert!(!run.err.contains("--set"), "{}", run.err);
    assert!(!run.err.contains("fax"), "{}", run.err);
    p.run(&["--plain", "--service", "apopurasu"])
        .refused(2, &["--service: この id のサービスはありません。近いものは apoplus-pharmacist"]);
    for channel in ["mail", "form", "phone", "post"] {
        for tone in ["soft", "standard", "firm"] {
            let run = p.letter(GOOD, &["--channel", channel, "--tone", tone, "--format", "json"]);
            let json: serde_json::Value = serde_json::from_str(run.done()).expect("JSON");
            assert_eq!((&json["channel"], &json["tone"]), (&channel.into(), &tone.into()));
            assert_eq!(json["subject"].is_string(), channel == "mail");
        }
    }
}

#[test]
fn a_configuration_names_only_what_exists() {
    let p = Place::new();
    let config = p.file(
        "mine.toml",
        "[defaults]\nservice = \"nowhere\"\nchannel = \"fax\"\n[registration.nope]\n\
            email = \"a@example.jp\"\n",
    );
    let says = [
        "mine.toml:2: defaults.service: ",
        "mine.toml:3: defaults.channel: mail form phone post",
        "mine.toml:4: registration.nope: ",
    ];
    p.run(&["check", &config]).refused(1, &says);
    p.run(&["--config", &config]).refused(2, &says);
    let file = p.file("answers.toml", GOOD);
    p.run(&["--config", &config, "letter", "--answers", &file]).refused(2, &says);
}

/// A date that TOML itself refuses is one mistake with its place and key, in Japanese.
#[test]
fn a_bare_date_that_does_not_exist_is_one_mistake() {
    let p = Place::new();
    for (from, to, line, key) in [
        ("birth_date = 1990-04-01", "birth_date = 1990-02-30", 8, "sender.birth_date"),
        ("effective = \"today\"", "effective = 2026-13-01", 15, "answers.effective"),
        ("date = 2026-12-03", "date = 2026-11-31", 20, "answers.selections.date"),
    ] {
        let run = p.letter(&GOOD.replace(from, to), &[]);
        run.refused(2, &[&format!("answers.toml:{line}: {key}: ")]);
        let lines: Vec<&str> = run.err.lines().collect();
        assert_eq!(lines.len(), 1, "{}", run.err);
        let words = lines[0].rsplit(": ").next().unwrap_or_default();
        assert!(!words.chars().any(|c| c.is_ascii_alphabetic()), "in Japanese: {words}");
    }
}

/// Error messages may end up in bug reports: of a birth date they state the kind, never the day.
#[test]
fn a_birth_date_is_not_said_back() {
    let p = Place::new();
    for (typed, kind) in [
        ("1990-02-30", "暦にない日付"),
        ("1990年4月31日", "暦にない日付"),
        ("1990年13月1日", "暦にない日付"),
        ("1990/4/1（月）", "曜日が合いません"),
        ("平成元年1月7日", "「昭和64年」の間違い"),
        ("昭和64年1月8日", "「平成元年」の間違い"),
        ("昭和1年1月1日", "「大正15年」の間違い"),
        ("昭和元年12月24日", "「大正15年」の間違い"),
        ("大正15年12月26日", "「昭和元年」の間違い"),
        ("大正元年7月29日", "「明治45年」の間違い"),
        ("令和元年4月30日", "「平成31年」の間違い"),
        ("昭和70年4月1日", "「平成7年」の間違い"),
    ] {
        let option = p.letter(GOOD, &["--set", &format!("sender.birth_date={typed}")]);
        let birth = format!("birth_date = \"{typed}\"");
        let file = p.letter(&GOOD.replace("birth_date = 1990-04-01", &birth), &[]);
        let mine = p.file("mine.toml", format!("[sender]\n{birth}\n"));
        for run in [option, file, p.run(&["--config", &mine, "check", &mine])] {
            assert_ne!(run.code, 0, "{typed}");
            assert!(
                run.err.contains("sender.birth_date: ") && run.err.contains(kind),
                "{}",
                run.err
            );
            let said_all = run.err.rsplit("sender.birth_date: ").next().unwrap_or_default();
            // Of an era it says where it begins and ends, and which year is meant.
            let said =
                ["までです。", "からです。"].into_iter().find_map(|end| said_all.split_once(end));
            let said = said.map_or(said_all, |(_, rest)| rest);
            let parts =
                ["1990", "4月", "13月", "12月", "7月", "1月", "31日", "30日", "26日", "24日"];
            assert!(!parts.iter().any(|part| said.contains(part)), "{}", run.err);
        }
    }
}

#[test]
fn control_characters_in_paths_and_options_are_shown_as_marks() {
    let p = Place::new();
    let file = p.file("answers.toml", GOOD);
    let evil = "no\u{1b}[31m\u{7}ne\u{202e}";
    for args in [
        &["letter", "--answers", evil][..],
        &["letter", "--answers", &file, "--output", &format!("{evil}/x")],
        &["letter", "--answers", &file, evil],
        &["letter", "--answers", &file, "--format", evil],
        &["--config", evil, "letter", "--answers", &file],
        &["check", evil],
        &["--today", evil, "check"],
        &[&format!("--{evil}")],
        &[evil],
        &["--service", evil],
        &["services", evil],
    ] {
        let run = p.run(args);
        run.harmless();
        assert!(run.code != 0 || args[0] == "services", "{args:?}");
        assert_eq!(run.out, "", "{args:?}");
    }
    // A letter in a file of such a name, where there can be one: the name is a mark, the file is
    // real.
    if cfg!(windows) {
        return;
    }
    let run = p.letter(GOOD, &["--output", "a\u{1b}[31mb"]);
    run.done();
    run.harmless();
    assert!(run.err.contains("a␛[31mb") && p.path("a\u{1b}[31mb").exists(), "{}", run.err);
}

#[test]
fn rows_given_as_a_text_are_told_of_their_own_table() {
    let p = Place::new();
    for id in ["selections", "contacts"] {
        let rows = format!("{id} = \"昨日の電話\"\neffective =");
        let text = GOOD.split("[[answers.selections]]").next().expect("the rest");
        let run = p.letter(&text.replace("effective =", &rows), &[]);
        assert!(run.code == 2 && run.err.contains(&format!("[[answers.{id}]]")), "{}", run.err);
    }
}

#[test]
fn answers_that_leave_selections_out_mean_none() {
    let p = Place::new();
    let without = GOOD.split("[[answers.selections]]").next().expect("the rest").to_owned();
    assert!(p.letter(&without, &[]).done().contains("選考中のところはございません"));
    let empty = without.replace("effective =", "selections = []\neffective =");
    assert_eq!(p.letter(&empty, &[]).done(), p.letter(&without, &[]).done());
    let decline = without.replace("withdraw", "decline").replace("effective = \"today\"\n", "");
    let decline: String =
        decline.lines().filter(|l| !l.starts_with("requests")).flat_map(|l| [l, "\n"]).collect();
    p.letter(&decline, &[]).refused(3, &["未完成：answers.selections: "]);
}

#[test]
fn wrong_usage_is_2() {
    let p = Place::new();
    for args in [
        &["letter"][..],
        &["fly"],
        &["--fly"],
        &["letter", "--answers", "x", "--format", "poem"],
        &["--today", "2026-02-30", "check"],
        &["--goal", "fly"],
        &["--service", "nowhere"],
        &["--answers", "gone.toml"],
    ] {
        p.run(args).refused(2, &[]);
    }
}

#[test]
fn today_is_as_given() {
    let p = Place::new();
    let file = p.file("answers.toml", GOOD);
    let mut c = program::program(p.0.path());
    c.args(["letter", "--answers", &file, "--today", "2026-12-01"]);
    let run = finish(c.output().expect("the program runs"));
    assert!(run.done().contains("12月1日（火）"), "{}", run.out);
}

/// `kotowari letter | head -1` is no failure.
#[test]
fn a_reader_that_goes_away_is_no_failure() {
    let p = Place::new();
    let file = p.file("answers.toml", GOOD);
    let mut child =
        p.command(FRIDAY, &["letter", "--answers", &file]).spawn().expect("the program runs");
    drop(child.stdout.take());
    let run = finish(child.wait_with_output().expect("it ends"));
    assert_eq!((run.code, run.err.as_str()), (0, ""));
}

/// What people really have is taken, in one form, wherever it is given; what cannot exist is said.
#[test]
fn names_numbers_and_addresses_as_people_have_them() {
    let p = Place::new();
    let set = |pair: &str, more: &[&str]| p.letter(GOOD, &[&["--set", pair], more].concat());
    for (pair, line) in [
        ("sender.handler=鵜殿", "\n鵜殿 様\n"),
        ("sender.handler=水殿さん", "\n水殿 様\n"),
        ("sender.handler=担当者：佐藤", "\n佐藤 様\n"),
        ("sender.handler=ご担当の佐藤様", "\n佐藤 様\n"),
        ("sender.handler=佐藤 様 （CA）", "\n佐藤 様\n"),
        ("sender.phone=+81 (0)90-1234-5678", "090-1234-5678\n"),
        ("sender.phone=090.1234.5678", "090-1234-5678\n"),
        ("sender.phone=03-1234-5678 内線12", "03-1234-5678 内線12\n"),
        ("sender.phone=+1 415 555 2671", "+1 415 555 2671\n"),
        ("sender.reading=ﾏﾘｱ･ﾛﾍﾟｽ", "マリア・ロペス"),
        ("sender.reading=ジョ－ンズ", "ジョーンズ"),
        ("sender.reading=José", "José"),
        ("sender.email=\"a..b.\"@docomo.ne.jp", "：a..b.@docomo.ne.jp\n"),
        ("sender.email=hanako@例え.jp", "：hanako@例え.jp（hanako@xn--r8jz45g.jp）\n"),
        ("sender.birth_date=平成二年四月一日", "1990年4月1日\n"),
        ("sender.birth_date=1990 4 1", "1990年4月1日\n"),
        ("sender.birth_date=昭和60年4月1日生", "1985年4月1日\n"),
        ("sender.birth_date=1990年（平成2年）4月1日", "1990年4月1日\n"),
        ("sender.birth_date=平成2(1990)年4月1日", "1990年4月1日\n"),
        ("sender.reading=ヤマダ ハナコ（旧姓スズキ）", "ヤマダ ハナコ（旧姓スズキ）"),
        ("answers.own_requests=[\"履歴書を返してください\"]", "履歴書"),
        ("answers.effective=1日", "12月1日（火）付で"),
        ("answers.effective=火曜日", "11月24日（火）付で"),
        ("answers.effective=12月1日～", "12月1日（火）付で"),
        ("answers.effective=元日", "2027年1月1日（金）付で"),
        ("answers.effective=1週間後", "11月27日（金）付で"),
        ("answers.effective=来週火曜日", "11月24日（火）付で"),
    ] {
        let run = set(pair, &[]);
        assert!(run.done().contains(line) && !run.out.contains('['), "{pair}\n{}", run.out);
    }
    let mail = set("sender.email=hanako@例え.jp", &["--format", "eml"]);
    assert!(mail.done().contains("<hanako@xn--r8jz45g.jp>"), "{}", mail.out);
    // Removed titles are reported, and a title that stays has its correction.
    let titled = set("sender.handler=佐藤先生 様", &[]);
    assert!(titled.done().contains("\n佐藤先生 様\n"), "{}", titled.out);
    for (typed, taken) in [
        ("佐藤先生 様", "「様」"),
        ("担当者：佐藤", "「担当者：」"),
        ("ご担当の佐藤様（CA）", "「ご担当の」「様（CA）」"),
        ("佐藤殿", "「殿」"),
        ("みなと株式会社　佐藤 花子 氏", "「みなと株式会社」「氏」"),
    ] {
        let run = set(&format!("sender.handler={typed}"), &[]);
        let says = format!("--set: sender.handler: 名前だけを読みました（{taken}は外しました。");
        assert!(run.err.contains(&says), "{}", run.err);
    }
    let other = GOOD.replace("apoplus-pharmacist", "other");
    for typed in ["みなとキャリア さん", "みなとキャリアさん", "みなとキャリア様"]
    {
        let run = p.letter(&other, &["--set", &format!("service_name={typed}")]);
        assert!(run.done().contains("みなとキャリアに"), "{}", run.out);
        assert!(run.err.contains("service_name: 名前だけを読みました（「"), "{}", run.err);
    }
    let whole = set("sender.handler=足利尊氏", &[]);
    assert!(whole.done().contains("\n足利尊氏 様\n"), "{}", whole.out);
    assert!(!whole.err.contains("名前だけを読みました"), "{}", whole.err);
    for name in ["山田 花子様", "山田 花子さん"] {
        let own = set(&format!("sender.name={name}"), &[]);
        own.done();
        assert!(
            own.err.contains("ご自分のお名前に") && own.err.contains("外してください"),
            "{}",
            own.err
        );
    }
    for (pair, code, says) in [
        ("sender.phone=090-1234-567", 2, "11桁です"),
        ("sender.phone=0000000000", 2, "電話番号はありません"),
        ("sender.phone=020-1234-5678", 2, "通話できません"),
        ("sender.phone=0-90-1234-5678", 2, "0 だけが離れています"),
        ("sender.phone=+999 12345678", 2, "国番号"),
        ("sender.birth_date=1990年（平成3年）4月1日", 2, "西暦と元号の年が合いません"),
        ("sender.birth_date=来月1日", 3, "年から"),
        ("sender.email=hanako@example..jp", 2, "ドメイン"),
        ("sender.email=花子@example.jp", 2, "半角"),
        ("sender.reading=山田 花子", 2, "カタカナかひらがな"),
        ("sender.birth_date=2012-02-29", 3, "15歳になっていない"),
        ("sender.birth_date=2030-04-01", 3, "まだ来ていない"),
        ("sender.birth_date=1990年4月", 2, "日まで入力してください"),
        ("sender.birth_date=平成元年1月7日", 2, "「昭和64年」の間違い"),
        ("sender.birth_date=90/4/1", 2, "年から入力してください（例：1990-4-1"),
        ("sender.email=https://hanako@example.jp", 2, "使えない記号"),
        ("answers.effective=12月1日頃", 2, "何日か決められません"),
        ("answers.effective=連休明け", 2, "何日か決められません"),
        ("answers.effective=2週間以内", 2, "何日か決められません"),
        ("answers.resume=2027-04", 2, "kotowari: --set: answers.resume: この手紙では尋ねない"),
    ] {
        set(pair, &[]).refused(code, &[says]);
    }
    let other = GOOD.replace("apoplus-pharmacist", "other");
    let run = p.letter(&other, &["--set", "service_name=株式会社みなと 御中"]);
    assert!(
        run.done().contains("株式会社みなとに") && !run.out.contains("みなと 御中に"),
        "{}",
        run.out
    );
}

/// A day without a year lies where the question looks; a weekday is that of the year that is
/// written.
#[test]
fn days_without_a_year_and_weekdays_with_one() {
    let p = Place::new();
    let interview = |date: &str| GOOD.replace("date = 2026-12-03", &format!("date = \"{date}\""));
    let run = p.letter(&interview("2026/4/1（水）"), &[]);
    assert!(
        run.done().contains("2026年4月1日（水）") && !run.err.contains("この日は"),
        "{}",
        run.err
    );
    p.letter(&interview("2026/4/1（木）"), &[]).refused(2, &["木曜日ではなく水曜日です"]);
    // Its time is that of the appointment, and no letter says it.
    for date in [
        "12月3日 14:00", "12月3日（木）14時〜15時", "2026-12-03 午後2時", "12/3 14時から",
        "12/3 朝", "12月3日の夜", "12/3 お昼", "12/3 終日",
    ] {
        let run = p.letter(&interview(date), &[]);
        assert!(run.done().contains("12月3日（木）"), "{date}\n{}", run.out);
    }
    // The nearest, here the one that was yesterday.
    let run = p.letter(&interview("11/19"), &[]);
    assert!(
        run.err.contains("2026年11月19日") || run.out.contains("11月19日"),
        "{}\n{}",
        run.err,
        run.out
    );
    let head = GOOD.split_once("[answers]").expect("its answers").0;
    let again = format!(
        "{head}[answers]\nfollow_up = \"no_receipt\"\nrequests = [\"erase\"]\n\
            first_date = \"2/29\"\n\
         first_channel = \"form\"\nfirst_subject = \"お願い\"\n"
    );
    let file = p.file("again.toml", &again);
    for (today, right) in [("2028-03-05", "\n2月29日（火）に"), ("2026/11/20", "2024年2月29日")]
    {
        let mut c = program::program(p.0.path());
        let run = finish(
            c.args(["letter", "--answers", &file, "--today", today]).output().expect("it runs"),
        );
        assert!(run.done().contains(right), "{today}\n{}", run.out);
    }
}

/// Nobody plans to come back in fifty years: the year is a slip.
#[test]
fn a_return_is_not_farther_than_any_other_day() {
    let p = Place::new();
    let (head, rest) = GOOD.split_once("[answers]").expect("its answers");
    assert!(rest.contains("effective"));
    let head = head.replace("withdraw", "pause");
    let pause = |until: &str| format!("{head}[answers]\nresume = \"{until}\"\n");
    for far in ["2072-04", "2099-01-01", "R99.4"] {
        p.letter(&pause(far), &[]).refused(3, &["5年より先の日付です"]);
    }
    assert!(p.letter(&pause("2031-11"), &[]).done().contains("再開は2031年11月"));
}

/// One rule for a value in a file and on the command line.
#[test]
fn set_reads_a_value_as_a_file_does() {
    let p = Place::new();
    p.letter(GOOD, &["--set", "sender.name="]).refused(3, &["sender.name: 〔氏名〕が空いています"]);
    p.letter(&GOOD.replace("name = \"山田 花子\"", "name = \"\""), &[])
        .refused(3, &["sender.name: 〔氏名〕"]);
    p.letter(GOOD, &["--set", "effective=2020-01-01"]).refused(3, &["過ぎた日付です"]);
    let entry = "{ employer = \"葵薬局\", stage = \"offer\", wish = \"decline\" }";
    let run = p.letter(GOOD, &["--set", &format!("answers.selections=[{entry}]")]);
    assert!(run.done().contains("葵薬局") && !run.out.contains("みなと薬局"), "{}", run.out);
    let run = p.letter(GOOD, &["--set", "answers.selections="]);
    assert!(!run.done().contains("みなと薬局"), "{}", run.out);
    p.letter(
        GOOD,
        &[
            "--set",
            "answers.selections=[{ employer = \"葵\", stage = \"talk\", wish = \"decline\" }]",
        ],
    )
    .refused(2, &["--set: answers.selections[1].stage: "]);
    let run = p.letter(GOOD, &["--set", "requests=[\"erase\", \"stop_mail\"]"]);
    assert!(run.done().contains("メール配信"), "{}", run.out);
}

/// Distant days are reported; a day just past is not taken for next year.
#[test]
fn a_day_that_is_almost_a_year_away_is_said() {
    let p = Place::new();
    let run = p.letter(GOOD, &["--set", "effective=2027-11-19"]);
    assert!(run.err.contains("2027年11月19日（金）は1年近く先"), "{}", run.err);
    for day in ["11/19", "11/19 14:00", "10月末"] {
        p.letter(GOOD, &["--set", &format!("effective={day}")]).refused(3, &["過ぎた日付です"]);
    }
    let run = p.letter(GOOD, &["--set", "effective=12/1"]);
    assert!(!run.err.contains("1年近く"), "{}", run.err);
    let head = GOOD.split_once("[answers]").expect("its answers").0;
    let again = format!(
        "{head}[answers]\nfollow_up = \"no_receipt\"\nrequests = [\"erase\"]\n\
            first_date = \"11/21\"\n\
         first_channel = \"form\"\nfirst_subject = \"お願い\"\n"
    );
    for day in ["\"11/21\"", "2025-11-21"] {
        let run = p.letter(&again.replace("\"11/21\"", day), &[]);
        assert!(run.err.contains("2025年11月21日（金）は1年近く前"), "{}", run.err);
    }
    p.letter(&again.replace("\"11/21\"", "2026-11-21"), &[])
        .refused(3, &["まだ来ていない日付です"]);
    // An interview of a weekday comes; contact of one came.
    let coming = GOOD.replace("date = 2026-12-03", "date = \"木曜日\"");
    let run = p.letter(&coming, &[]);
    assert!(run.done().contains("11月26日（木）"), "{}", run.out);
    // In a list too.
    let contacted = again.replace("no_receipt", "still_contacted")
        + "contacts = [{ date = \"12/1\", means = \"call\" }]\n";
    let run = p.letter(&contacted, &[]);
    assert!(run.out.contains("12月1日") && !run.err.contains("まだ来ていない"), "{}", run.err);
}

/// A day that is given without a year is the nearest one.
#[test]
fn a_day_of_writing_is_the_nearest_one() {
    let p = Place::new();
    let file = p.file("answers.toml", GOOD);
    let mut c = program::program(p.0.path());
    let yesterday = chrono::Utc::now().date_naive() - chrono::TimeDelta::days(1);
    let given = yesterday.format("%-m/%-d").to_string();
    let run =
        c.args(["letter", "--answers", &file, "--today", &given, "--format", "json"]).output();
    let run = finish(run.expect("it runs"));
    assert!(run.out.contains(&format!("\"today\": \"{yesterday}\"")), "{}\n{}", run.out, run.err);
}

/// Streams are read and written as streams; what was lost is said.
#[cfg(target_os = "linux")]
#[test]
fn streams_are_streams() {
    let p = Place::new();
    p.file("answers.toml", GOOD);
    let exe = env!("CARGO_BIN_EXE_kotowari");
    let sh = |script: &str| {
        let mut c = program::at_home("bash", p.0.path());
        c.args(["-c", script, "bash", exe]).current_dir(p.0.path()).stdin(Stdio::null());
        finish(c.output().expect("bash runs"))
    };
    let subject = "件名：";
    for script in [
        "\"$1\" letter --answers <(cat answers.toml)",
        "\"$1\" letter --answers /dev/stdin < answers.toml",
        "cat answers.toml | \"$1\" letter --answers /dev/stdin",
        "cat answers.toml | \"$1\" letter --answers /dev/fd/0 --output -",
        "\"$1\" letter --answers answers.toml --output -",
    ] {
        let run = sh(script);
        assert!(run.done().starts_with(subject), "{script}\n{}", run.out);
    }
    assert!(!p.path("-").exists());
    let lost = sh("\"$1\" letter --answers answers.toml >&-");
    lost.refused(1, &["標準出力が閉じている"]);
    assert_eq!(sh("\"$1\" letter --answers answers.toml >/dev/null").code, 0);
    let full = sh("\"$1\" letter --answers answers.toml >/dev/full");
    full.refused(1, &["空き容量がありません"]);
    for script in [
        "ulimit -f 0; \"$1\" letter --answers answers.toml --output out.txt 2>&1 | cat",
        "\"$1\" letter --answers answers.toml --output none/out.txt 2>&1 | cat",
    ] {
        let run = sh(script);
        assert!(run.out.contains("ません") && !run.out.contains("os error"), "{}", run.out);
        assert!(!run.out.contains("scratch"), "{}", run.out);
    }
}

/// Lines end as the editor of some system has ended them.
#[test]
fn every_end_of_a_line_is_one() {
    let p = Place::new();
    let right = p.letter(GOOD, &[]).out;
    for end in ["\r\n", "\r\r\n", "\r"] {
        let run = p.letter(&GOOD.replace('\n', end), &[]);
        assert_eq!(run.done(), right, "{end:?}");
    }
    let wrong = p.letter("goal = \rchannel = \r", &[]);
    assert_eq!(wrong.code, 2);
    let mut lines: Vec<&str> = wrong.err.lines().collect();
    lines.dedup();
    assert_eq!(lines.len(), wrong.err.lines().count(), "{}", wrong.err);
}

/// Personal data is removed even if it cannot be told apart from the rest.
#[cfg(unix)]
#[test]
fn a_configuration_that_can_not_be_read_is_wiped_whole() {
    use std::os::unix::fs::PermissionsExt as _;
    let p = Place::new();
    let config = p.path("config.toml");
    let said = "設定として読めない";
    for text in [
        "[sender]\nname = \"山田 花子\n".as_bytes(),
        b"[sender]\nname = \"\xff\"\n",
        "[sendr]\nname = \"山田 花子\"\n[look]\ntheme = \"mono\"\n".as_bytes(),
        &vec![b'#'; 2_000_000],
    ] {
        fs::write(&config, text).expect("a file");
        let run = p.run(&["wipe", "--yes"]);
        assert!(run.done().contains(said), "{}", run.out);
        assert!(!config.exists());
    }
    p.file("config.toml", "[sender]\nname = \"山田 花子\"\n");
    fs::set_permissions(&config, fs::Permissions::from_mode(0o000)).expect("rights");
    p.run(&["wipe", "--yes"]).done();
    assert!(!config.exists());
    // Behind a link the file is emptied where it lies.
    let real = p.file("real.toml", "[sender]\nname = \"山田 花子\n");
    std::os::unix::fs::symlink(&real, &config).expect("a link");
    assert!(p.run(&["wipe", "--yes"]).done().contains("中身を消しました"));
    assert_eq!(fs::read_to_string(&real).expect("there"), "");
    // What can be read keeps what is not personal.
    fs::remove_file(&config).expect("removed");
    p.file("config.toml", "[sender]\nname = \"山田 花子\"\n[look]\ntheme = \"mono\"\n");
    p.run(&["wipe", "--yes"]).done();
    assert_eq!(fs::read_to_string(&config).expect("there"), "[look]\ntheme = \"mono\"\n");
}

/// A letter that asks for another consultant goes to the desk, by no name of the old one.
#[test]
fn a_change_of_consultant_is_not_addressed_to_the_old_one() {
    let p = Place::new();
    fs::create_dir(p.path("services")).expect("a folder");
    p.file(
        "services/minato.toml",
        "id = \"minato\"\nname = \"みなと薬剤師ナビ\"\ndesk = \"登録窓口 御中\"\nanswer_business_days = 5\n\
         [[contact]]\nkind = \"mail\"\nvalue = \"desk@minato.example\"\nsource = \"手元のメール\"\n\
         checked_on = \"2026-11-01\"\nverified = true\n",
    );
    let head = GOOD.split_once("[answers]").expect("its answers").0;
    let head = head.replace("apoplus-pharmacist", "minato").replace("withdraw", "change_handler");
    let answers = format!(
        "{head}handler = \"佐藤\"\n[answers]\nmeans = \"mail_only\"\nfrequency = \"monthly\"\n\
            urgent_offers = \"stop\"\n"
    );
    let run = p.letter(&answers, &["--format", "eml"]);
    let to = run.done().lines().find(|l| l.starts_with("To: ")).map(str::trim_end);
    assert_eq!(to, Some("To: desk@minato.example"), "{}", run.out);
    // A consultant who stays is named.
    let run = p.letter(
        GOOD,
        &[
            "--format", "eml", "--set", "sender.handler=佐藤", "--set",
            "sender.handler_email=s@example.jp",
        ],
    );
    assert!(run.done().contains("To: =?utf-8?b?5L2Q6Jek5qeY?= <s@example.jp>"), "{}", run.out);
}

/// Next to a mistake everything certain is reported, and nothing else.
#[test]
fn a_mistake_hides_no_other_one() {
    const NOT_ASKED: &str = "この手紙では尋ねない";
    let p = Place::new();
    let off = GOOD.replace("effective =", "resume = \"2027-04\"\neffective =");
    p.letter(&off, &[]).refused(2, &["answers.toml:15: answers.resume: "]);
    for beside in [
        format!("nai = 1\n{off}"),
        off.replace("[sender]\n", "[sender]\nnai = 1\n"),
        format!("{off}bad bad\n"),
        format!("{off}wish = 「x」\n[[answers.selections\nemployer = \"x\"\n"),
    ] {
        let run = p.letter(&beside, &[]);
        run.refused(2, &["answers.resume: この手紙では尋ねない"]);
        assert!(run.err.lines().count() > 1, "{}", run.err);
    }
    // The mistake may have removed what was meant.
    for unknown in [
        off.replace("goal =", "gaol ="),
        off.replace("goal = \"withdraw\"", "goal = 退会"),
        off.replace("goal = \"withdraw\"", "goal = \"withdraw\"\ngoal = \"pause\""),
        GOOD.replace("channel =", "chanel =").replace("[answers]", "[answers]\nform_limit = 400"),
    ] {
        let run = p.letter(&unknown, &[]);
        assert!(run.code == 2 && !run.err.contains(NOT_ASKED), "{}", run.err);
    }
}

/// An answer of the wrong kind is that, and not one to a question that is not asked.
#[test]
fn a_list_where_a_text_belongs_is_told_as_one() {
    let p = Place::new();
    for key in ["reply_by", "thanks_text"] {
        let text = GOOD.replace("effective =", &format!("{key} = [\"a\", \"b\"]\neffective ="));
        let run = p.letter(&text, &[]);
        run.refused(2, &[&format!("answers.toml:15: answers.{key}: "), "並びが書かれています"]);
        assert_eq!(run.err.lines().count(), 1, "{}", run.err);
    }
    // A text of several lines may be a list.
    let own = "own_requests = [\"職務経歴書の返却\", \"手続きの控えの送付\"]\neffective =";
    let run = p.letter(&GOOD.replace("effective =", own), &[]);
    for line in ["職務経歴書の返却", "手続きの控えの送付"] {
        assert!(run.out.contains(line), "{}{}", run.err, run.out);
    }
}

#[test]
fn an_answer_above_its_heading_is_one_mistake() {
    let p = Place::new();
    let asked = GOOD.split("reason =").next().expect("the answers up to the reason");
    let text = asked.replace("[sender]", "follow_up = \"no_receipt\"\n[sender]")
        + "first_date = 2026-11-10\nfirst_channel = \"mail\"\n";
    let run = p.letter(&text, &[]);
    run.refused(2, &["follow_up は [answers] の見出しの下に書いてください"]);
    assert_eq!(run.err.lines().count(), 1, "{}", run.err);
}

/// Selections are with an employer, one after the other, and what goes on lies ahead.
#[test]
fn selections_that_cannot_be_so_are_said() {
    let p = Place::new();
    let head = answers("doda", "decline", "reason = \"none\"\n");
    let head = head.replace("phone =", "handler = \"佐藤\"\nphone =");
    let row = |employer: &str, stage: &str, date: &str, wish: &str| {
        let date = if date.is_empty() { String::new() } else { format!("date = {date}\n") };
        format!(
            "[[answers.selections]]\nemployer = \"{employer}\"\nstage = \"{stage}\"\n{date}\
             wish = \"{wish}\"\n"
        )
    };
    let one = |employer, date| row(employer, "first_interview", date, "decline");
    let minato = one("みなと薬局", "2026-12-10");
    let offer = row("みなと薬局", "offer", "", "decline");
    let last = row("みなと薬局", "final_interview", "2026-12-01", "decline");
    for (rows, code, why) in [
        (minato.clone() + &one("みなと薬局株式会社", "2026-12-10"), 0, "名前が似ていて"),
        (minato.clone() + &offer, 0, "段階の順と日付が合いません"),
        (minato.clone() + &last, 0, "段階の順と日付が合いません"),
        (one("山田花子", "2026-12-10"), 0, "ご自分のお名前です"),
        (one("佐藤様", "2026-12-10"), 0, "担当者のお名前です"),
        (one("みなと薬局", "2028-12-10"), 0, "またはそれより離れています"),
        (one("みなと薬局", "2027-01-01"), 0, "三が日です"),
        (row("みなと薬局", "offer", "2025-11-20", "decline"), 0, "またはそれより離れています"),
        (
            minato.clone() + &row("あおば薬局", "first_interview", "2026-11-10", "keep"),
            3,
            "続けたい",
        ),
    ] {
        let run = p.letter(&(head.clone() + &rows), &[]);
        assert!(run.code == code && run.err.contains(why), "{why}: {} {}", run.code, run.err);
    }
    // Valid entries are not mentioned.
    let then = row("みなと薬局", "final_interview", "2026-12-20", "decline");
    for rows in [minato.clone() + &then, minato + &one("あおば薬局", "2026-12-10")] {
        let run = p.letter(&(head.clone() + &rows), &[]);
        let odd = ["合いません", "似て", "離れて"].iter().any(|w| run.err.contains(w));
        assert!(run.code == 0 && !odd, "{}", run.err);
    }
}

/// Conditions are wishes, and a day or a number that can hardly be meant is said.
#[test]
fn what_can_hardly_be_meant_is_said() {
    let p = Place::new();
    let file = answers("doda", "change_handler", "wishes = [\"listens\"]\nmeans = \"any\"\n");
    let file = file.replace("phone =", "handler = \"佐藤\"\nphone =");
    for (pair, why) in [
        ("salary=0円", "読めない金額"),
        ("salary=-100万円", "読めない金額"),
        ("salary=600万円以下", "上限の金額"),
        ("salary=500", "単位がありません"),
        ("salary=年収500万円以上", ""),
        ("job_type=病院は嫌", "避けたいこと"),
        ("job_type=調剤薬局", ""),
        ("region=http://a.jp", "避けたいこと"),
        ("must_have=佐藤さん以外の人", "担当者のお名前"),
        ("must_have=残業が月10時間以内であること", ""),
        ("reply_by=2027-06-01", "3か月以上先"),
        ("note=佐藤さんがいいです", "逆のようです"),
    ] {
        let run = p.letter(&file, &["--set", &format!("answers.{pair}")]);
        let said = ["金額", "避けたい", "担当者のお名前", "3か月", "逆のよう"];
        let none = why.is_empty() && !said.iter().any(|w| run.err.contains(w));
        assert!(none || !why.is_empty() && run.err.contains(why), "{pair}: {}", run.err);
    }
    // A time that no letter tells would be lost.
    for pair in
        ["reply_by=12月10日17時", "effective=2026-12-01T10:00", "effective=12月1日（火）午後3時"]
    {
        let run = p.letter(GOOD, &["--set", &format!("answers.{pair}")]);
        assert!(run.err.contains("時刻は入りません"), "{pair}: {}", run.err);
    }
    for note in ["内定をもらいました", "内定をいただきました", "内定が出ました"]
    {
        let none = GOOD.split("[[answers.selections]]").next().expect("the rest");
        let run = p.letter(none, &["--set", &format!("answers.note={note}")]);
        assert!(run.err.contains("逆のようです"), "{note}: {}", run.err);
    }
    let own = |line: &str| {
        let pair = format!("answers.own_requests=[\"{line}\"]");
        p.letter(GOOD, &["--set", &pair])
    };
    assert!(!own("個人情報の消去").done().contains("消去も"), "it is in the list");
    let run = own("退会証明書を発行してください");
    assert!(run.done().contains("退会証明書") && !run.err.contains("弱めて"), "{}", run.err);
    let run = own("昨日までに返事がほしい");
    assert!(run.err.contains("過ぎた日"), "{}", run.err);
    let run = own("12月1日までに返事がほしい");
    assert!(run.err.contains("期限が二つ"), "{}", run.err);
    let run = p.letter(GOOD, &["--set", "sender.handler=アポプラス"]);
    assert!(run.err.contains("サービス名があります"), "{}", run.err);
}

/// What goes in by a form has a mail beside it, with a title, to whoever looks after one.
#[test]
fn the_mail_beside_a_form_is_whole() {
    let p = Place::new();
    let file = GOOD
        .replace("\"mail\"", "\"form\"")
        .replace("phone =", "handler = \"佐藤\"\nhandler_email = \"sato@example.jp\"\nphone =");
    let mail = p.letter(&file, &["--format", "eml"]);
    let has = |head: &str| mail.out.lines().any(|l| l.starts_with(head));
    assert!(mail.code == 0 && has("Subject: =?"), "{}{}", mail.out, mail.err);
    assert!(mail.out.contains("<sato@example.jp>") && has("Cc: ") && !has("To: "), "{}", mail.out);
}
