//! `kotowari cases` and `kotowari due`, through the program itself: what was asked, what came of
//! it, what is due.

#[path = "support/program.rs"]
mod program;
#[path = "support/ran.rs"]
mod ran;

use ran::{FRIDAY, Place, Run, finish};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Child;

/// A case as it is when its letter has just been copied.
const COPIED: &str = r#"version = 1
id = "20261120-apoplus-pharmacist-withdraw"
service = "apoplus-pharmacist"
service_name = "アポプラス薬剤師"
goal = "withdraw"
answers = '''
service = "apoplus-pharmacist"
goal = "withdraw"
channel = "mail"
'''

[[event]]
at = 2026-11-20T10:00:10+09:00
kind = "copied"
letter = 1

[[letter]]
made = 2026-11-20T10:00:00+09:00
channel = "mail"
tone = "standard"
follow_up = ""
subject = "退会のお願い（山田 花子）"
text = """
佐藤 様

退会いたします。
山田 花子
"""
"#;

/// The message when nothing is due.
const NONE_DUE: &str = "今日までに期限の来たものはありません";
const ID: &str = "20261120-apoplus-pharmacist-withdraw";

impl Run {
    #[track_caller]
    fn ended(&self, code: i32, says: &[&str]) {
        assert_eq!(self.code, code, "{}\n{}", self.out, self.err);
        self.says(says);
        for text in [&self.out, &self.err] {
            assert!(!text.chars().any(|c| c.is_control() && c != '\n'), "{text:?}");
        }
    }
}

impl Place {
    /// With [`COPIED`] in it.
    fn with_a_case() -> Self {
        let p = Self::new();
        let file = p.file("in.toml", COPIED);
        p.run(&["cases", "import", &file]).done();
        p
    }
    fn case(&self, id: &str) -> PathBuf {
        self.path("data/cases").join(format!("{id}.toml"))
    }
    fn json(&self, today: &str, args: &[&str]) -> serde_json::Value {
        serde_json::from_str(self.on(today, args).done()).expect("JSON")
    }
}

fn names(folder: &Path) -> BTreeSet<String> {
    let Ok(read) = fs::read_dir(folder) else { return BTreeSet::new() };
    read.map(|e| e.expect("an entry").file_name().into_string().expect("UTF-8")).collect()
}

#[test]
fn what_was_noted_last_can_be_taken_back() {
    let p = Place::with_a_case();
    let before = fs::read(p.case(ID)).expect("a case");
    p.run(&["cases", "done", ID, "--on", "11/20", "--person", "佐藤", "--note", "電話で\n聞いた"])
        .done();
    let undone = p.run(&["cases", "undo", "2026"]);
    let said = undone.done();
    assert!(
        said.starts_with(&format!("取り消しました：{ID}（未送信・コピー済み）\n次：")),
        "{said}"
    );
    assert!(said.contains("取り消したもの：2026-11-20T") && said.contains("相手 佐藤"), "{said}");
    assert!(said.ends_with("    電話で\n    聞いた\n"), "{said}");
    assert_eq!(fs::read(p.case(ID)).expect("a case"), before);
    p.run(&["cases", "undo", ID]).done();
    p.run(&["cases", "undo", ID]).ended(2, &["出来事はまだ記録していません"]);
    p.run(&["cases", "undo", "nothing"]).ended(2, &["その id やサービス名の記録はありません"]);
}

/// A case is called by its service where an id is taken, if it is the only one of it.
#[test]
fn a_case_is_found_by_the_name_of_its_service() {
    let p = Place::with_a_case();
    let service = "apoplus-pharmacist";
    for name in ["アポプラス", "アポプラス薬剤師", "あぽぷらす", service] {
        assert!(p.run(&["cases", "show", name]).done().contains(ID), "{name}");
    }
    for command in [&["cases", "sent", "アポプラス"][..], &["cases", "done", "アポプラス薬剤師"]]
    {
        p.run(command).done();
    }
    p.run(&["cases", "show", "doda"]).ended(2, &["その id やサービス名の記録はありません"]);
    p.run(&["cases", "show", ""]).ended(2, &["その id やサービス名の記録はありません"]);
    // Of several each is named.
    let text = fs::read_to_string(p.case(ID)).expect("a case");
    let other = ID.replace("withdraw", "pause");
    fs::write(p.case(&other), text.replace(ID, &other)).expect("a place for another");
    p.run(&["cases", "show", "アポプラス"])
        .ended(2, &["当てはまる記録がいくつもあります", ID, &other]);
    assert!(p.run(&["cases", "show", &other]).done().contains(&other));
}

/// Corrections are selected by kind or day, and later events stay.
#[test]
fn what_was_noted_earlier_can_be_taken_back_alone() {
    let p = Place::with_a_case();
    let on = |args: &[&str]| p.on("2026-12-01", args);
    on(&["cases", "sent", ID, "--at", "11/25"]).done();
    let answer = ["cases", "log", ID, "--kind", "answer", "--answer", "held_back"];
    on(&[&answer[..], &["--at", "11/26", "--note", "別の件"]].concat()).done();
    on(&["cases", "log", ID, "--kind", "contacted", "--means", "call", "--at", "11/27"]).done();
    let undone = on(&["cases", "undo", ID, "--kind", "answer"]);
    assert!(undone.done().contains("取り消したもの：2026-11-26"), "{}", undone.out);
    assert!(undone.out.ends_with("    別の件\n"), "{}", undone.out);
    let shown = on(&["cases", "show", ID]);
    assert!(shown.done().contains("2026-11-27") && !shown.out.contains("2026-11-26"));
    on(&["cases", "undo", ID, "--kind", "answer"])
        .ended(2, &["その出来事は記録されていません", "cases show"]);
    on(&["cases", "undo", ID, "--on", "11/26"]).ended(2, &["その出来事は記録されていません"]);
    on(&["cases", "undo", ID, "--on", "いつか"]).ended(2, &["--on: "]);
    on(&["cases", "undo", ID, "--on", "11/25"]).done();
    assert!(on(&["cases", "show", ID]).done().contains("2026-11-27"));
}

/// On a day that was given nothing can have happened before the letter; an order that can't be is
/// kept and said.
#[test]
fn what_cannot_have_happened_is_said() {
    let p = Place::with_a_case();
    p.on("2026-11-10", &["cases", "sent", ID])
        .ended(2, &["--today: ", "2026年11月20日（金）10:00）より前です"]);
    let on = |args: &[&str]| p.on("2026-12-01", args);
    assert_eq!(on(&["cases", "sent", ID, "--at", "11/25"]).err, "");
    let early =
        on(&["cases", "log", ID, "--kind", "answer", "--answer", "accepted", "--at", "11/24"]);
    early.ended(0, &["返事など（2026年11月24日（火））が、送った日（2026年11月25日（水））より前"]);
    on(&["cases", "undo", ID]).done();
    // An event noted late is sorted by its day.
    assert_eq!(on(&["cases", "done", ID, "--on", "11/26"]).err, "");
    on(&["cases", "done", ID, "--on", "11/27"]).ended(0, &["完了は2026年11月26日（木）とも"]);
    on(&["cases", "undo", ID]).done();
    on(&["cases", "sent", ID, "--at", "11/28"]).ended(0, &["完了（2026年11月26日（木））のあと"]);
    p.run(&["check"]).done();
}

/// What no command takes is said of a file as well, at its place.
#[test]
fn what_cannot_be_so_in_a_file_is_said() {
    let done = |on: &str, more: &str| {
        let event = "[[event]]\nat = 2026-11-25T10:00:00+09:00\n";
        COPIED.replace("[[letter]]", &format!("{event}{on}\n{more}\n[[letter]]"))
    };
    let later = "より前です";
    for (text, key, why) in [
        (COPIED.replacen("\"withdraw\"", "\"pause\"", 1), "5: goal", "answers では"),
        (COPIED.replacen("apoplus-pharmacist\"\ns", "doda\"\ns", 1), "3: service", "answers では"),
        (
            COPIED.replace("= \"アポプラス薬剤師\"", "= \"ビズリーチ\""),
            "4: service_name",
            "bizreach",
        ),
        (done("kind = \"done\"", "on = 2020-01-01"), "20: event[2].on", later),
        (done("kind = \"done\"", "on = 2026-11-26"), "20: event[2].on", "よりあとです"),
        (
            done("kind = \"answer\"\nanswer = \"receipt\"", "promised_by = 2026-11-24"),
            "21: event[2].promised_by",
            later,
        ),
        (
            done("kind = \"answer\"\nanswer = \"question\"", "deadline = 2026-11-24"),
            "21: event[2].deadline",
            later,
        ),
        (
            COPIED.replace("tone =", "answer_by = 2026-11-19\ntone ="),
            "20: letter[1].answer_by",
            later,
        ),
        (
            done("kind = \"answer\"\nanswer = \"receipt\"", "promised_by = 9999-12-31"),
            "21: event[2].promised_by",
            "先",
        ),
        (
            done("kind = \"answer\"\nanswer = \"receipt\"", "person = \"鈴木、佐藤\""),
            "21: event[2].person",
            "おひとり",
        ),
        (COPIED.replace("at = 2026", "at = 2126"), "13: event[1].at", "まだ来ていない"),
        (COPIED.replacen("id = \"2026", "id = \"2099", 1), "2: id", "後の日付"),
    ] {
        let p = Place::new();
        let file = p.file("x.toml", &text);
        p.run(&["check", &file]).ended(1, &[&format!(":{key}: "), why]);
        // What a backup holds is taken, and said where it costs nothing to look.
        let import = p.run(&["cases", "import", &file]);
        let says = [why];
        import.ended(0, if why.contains("answers") { &[] } else { &says });
    }
}

/// An event after a completion reopens the case, and a second plan for a day is reported.
#[test]
fn what_ends_and_begins_again_is_said() {
    let p = Place::with_a_case();
    let on = |args: &[&str]| p.on("2026-11-27", args);
    on(&["cases", "sent", ID, "--at", "11/21"]).done();
    on(&["cases", "done", ID, "--on", "11/26"]).done();
    let held = on(&["cases", "log", ID, "--kind", "answer", "--answer", "held_back"]);
    held.ended(0, &["まだ済んでいない"]);
    assert!(
        held.out.contains("（返事あり）") && held.out.contains("引き止めへの返事"),
        "{}",
        held.out
    );
    let set = |args: &[&str]| p.run(&[&["cases", "set", ID][..], args].concat());
    set(&["--plan", "2027-04-01=resume"]).done();
    set(&["--plan", "2027-04-01=withdraw"]).ended(0, &["「また利用する」の予定もあります"]);
    set(&["--no-plan", "2027-04-01"]).ended(0, &["やめました：また利用する、退会する"]);
}

/// A letter can be tried out for any day; what happened has happened by the clock.
#[test]
fn nothing_is_noted_of_a_day_that_is_years_ahead() {
    let p = Place::with_a_case();
    for args in [&["cases", "sent", ID][..], &["cases", "done", ID, "--on", "2101-01-01"]] {
        p.on("2101-01-01", args).ended(2, &["--today: 今日（", "一年以上先"]);
    }
    assert!(p.run(&["cases", "show", ID]).done().contains("未送信"));
}

/// All that is due as one calendar, and a case as one page without the texts of its letters.
#[test]
fn what_is_due_and_what_happened_can_be_handed_over() {
    let p = Place::with_a_case();
    let on = |args: &[&str]| p.on("2026-11-30", args);
    let empty = on(&["due", "--ics", "-"]);
    assert!(empty.done().ends_with("END:VCALENDAR\r\n") && !empty.out.contains("VEVENT"));
    assert!(empty.err.contains("カレンダーは空です"), "{}", empty.err);
    on(&["cases", "sent", ID, "--at", "11/25"]).done();
    on(&[
        "cases", "set", ID, "--plan", "2026-12-01=withdraw", "--plan", "2027-01-08", "--plan",
        "2027-01-08=pause", "--plan", "2027-01-08",
    ])
    .done();
    let calendar = fs::read_to_string({
        let file = p.path("due.ics");
        let path = file.to_str().expect("a name in UTF-8").to_owned();
        on(&["due", "--ics", &path]).done();
        path
    })
    .expect("a calendar");
    assert_eq!(calendar.matches("BEGIN:VCALENDAR\r\n").count(), 1, "{calendar}");
    let days: Vec<&str> = calendar.lines().filter(|l| l.starts_with("DTSTART;")).collect();
    let at = |day: &str| format!("DTSTART;TZID=Asia/Tokyo:{day}T090000");
    let plan = at("20270108");
    assert_eq!(days, [&at("20261130"), &at("20261201"), &plan, &plan], "{calendar}");
    let uids: std::collections::BTreeSet<&str> =
        calendar.lines().filter(|l| l.starts_with("UID:")).collect();
    assert_eq!(uids.len(), 4, "a UID of its own for each: {calendar}");
    // No answer is waited for on a day that was only planned.
    let unfolded = calendar.replace("\r\n ", "");
    assert_eq!(unfolded.matches("返事が届いていなければ").count(), 1, "{calendar}");
    // A calendar is made anew every day.
    p.on("2026-12-01", &["due", "--ics", "due.ics"]).done();
    let page = on(&["cases", "export", ID, "--handover"]);
    let page = page.done();
    let told = ["2026年11月25日（水）  送った", "sha256: ", "次の期限：2026年11月30日（月） 返事"];
    assert!(told.iter().all(|t| page.contains(t)), "{page}");
    assert!(!page.contains("本文") && !page.contains("コピー"), "{page}");
    on(&["cases", "export", "--all", "--handover"]).ended(2, &[]);
}

#[test]
fn each_day_that_is_due_is_listed() {
    let p = Place::with_a_case();
    let on = |args: &[&str]| p.on("2026-11-30", args);
    on(&["cases", "sent", ID, "--at", "11/25"]).done();
    // Of a day nobody said the hour of: none is made up, in what is shown, kept or handed over.
    for (args, says) in [
        (&["cases", "show", ID][..], "\n2026-11-25  送った"),
        (&["cases", "export", ID], "\n2026-11-25  送った"),
        (&["cases", "show", ID, "--format", "json"], "\"at\": \"2026-11-25\""),
    ] {
        assert!(on(args).done().contains(says), "{args:?}");
    }
    assert!(fs::read_to_string(p.case(ID)).expect("a case").contains("\nat = 2026-11-25\n"));
    let plan = ["cases", "set", ID, "--plan", "2026-12-01=withdraw", "--due", "2026-12-04"];
    on(&plan).done();
    on(&plan).done();
    let due = p.on("2026-12-05", &["due"]);
    let days: Vec<&str> =
        due.done().lines().filter(|l| !l.starts_with(' ')).filter_map(|l| l.get(..10)).collect();
    assert_eq!(days, ["2026-12-01", "2026-12-04"], "{}", due.out);
    assert_eq!(due.out.matches("次：").count(), 1, "once a case: {}", due.out);
    assert!(p.on("2026-12-02", &["due"]).done().contains("2026-12-01"));
    // What to do next stands below its own day, and ids on lines of their own.
    let due = p.on("2026-12-08", &["due"]);
    let below = |day: &str| {
        let rows: Vec<&str> = due.done().lines().skip_while(|l| !l.starts_with(day)).collect();
        rows.into_iter().skip(1).take_while(|l| l.starts_with(' ')).map(str::trim).collect()
    };
    let (plan, letter): (Vec<&str>, Vec<&str>) = (below("2026-12-01"), below("2026-12-04"));
    assert_eq!((plan.len(), letter.as_slice()), (2, &[ID][..]), "{}", due.out);
    assert!(plan[0] == ID && plan[1].starts_with("次："), "{}", due.out);
    on(&["cases", "set", ID, "--no-plan", "2026-12-02"])
        .ended(2, &["--no-plan: その日の予定はありません"]);
}

/// A letter under a name of ours stays where a program was killed; a command that only reads
/// removes it too, but those that name it, and not while another program writes.
#[test]
fn what_a_killed_program_left_is_removed_by_any_command() {
    let p = Place::with_a_case();
    let left = p.path("data/cases/.kotowari-own-abc");
    let beside = p.path("data/.kotowari-own-abc");
    for command in [&["cases"][..], &["due"], &["services", "doda"], &["check"]] {
        for file in [&left, &beside] {
            fs::write(file, "山田 花子").expect("a file");
        }
        let named = p.run(&["cases", "places"]);
        assert!(named.done().contains(".kotowari-own-abc"), "{}", named.out);
        assert!(left.exists() && beside.exists(), "named, and not removed");
        let lock = fs::File::create(p.path("data/.lock")).expect("a lock");
        lock.lock().expect("held");
        p.run(command);
        assert!(left.exists(), "{command:?}: somebody may be writing it");
        drop(lock);
        p.run(command).done();
        assert!(!left.exists() && !beside.exists(), "{command:?}");
    }
}

#[test]
fn a_backup_is_checked_as_one() {
    let p = Place::with_a_case();
    let file = p.path("b.toml");
    let file = file.to_str().expect("UTF-8");
    p.run(&["cases", "export", "--all", "--output", file]).done();
    p.run(&["check", file]).done();
    let text = fs::read_to_string(file).expect("a backup");
    fs::write(file, text.replace("at = 2026-11-20T10:00:10", "at = 2026-11-19T10:00:10"))
        .expect("a file");
    p.run(&["check", file]).ended(1, &["case[1].event[1].at: ", "より前です"]);
    fs::write(file, text.replace("goal = ", "gaol = ")).expect("a file");
    p.run(&["check", file]).ended(1, &["gaol"]);
}

#[test]
fn a_file_of_another_kind_is_said_to_be_one() {
    let p = Place::with_a_case();
    let case = p.case(ID);
    let case = case.to_str().expect("UTF-8");
    let answers = p.file("a.toml", "service = \"doda\"\ngoal = \"withdraw\"\n");
    for (args, says) in [
        (&["letter", "--answers", case][..], "頼んだことの記録です"),
        (&["cases", "import", &answers], "答えのファイルです"),
        (&["cases", "--config", &answers], "答えのファイルです"),
    ] {
        let run = p.run(args);
        run.ended(2, &[says]);
        assert_eq!(run.err.lines().count(), 1, "{}", run.err);
    }
    p.run(&["cases", "log", ID, "--kind", "note", "--note", " "]).ended(2, &["--note: メモの内容"]);
}

#[test]
fn without_cases_that_is_said_and_nothing_made() {
    let p = Place::new();
    assert!(p.run(&["due"]).done().contains(NONE_DUE));
    // The exit code on request.
    assert_eq!(p.run(&["due", "--exit-code"]).done(), "");
    assert_eq!(p.run(&["due", "--format", "json"]).done(), "[]\n");
    assert_eq!(p.run(&["cases"]).done(), "記録はまだありません\n");
    assert_eq!(p.run(&["cases", "--format", "json"]).done(), "[]\n");
    p.run(&["cases", "places"]).done();
    p.run(&["check"]).done();
    p.run(&["wipe", "--yes"]).done();
    assert!(!p.path("data").exists());
}

#[test]
fn a_case_from_the_copy_to_the_end() {
    let p = Place::with_a_case();
    assert!(
        p.run(&["cases"])
            .done()
            .contains("期限なし  未送信・コピー済み  アポプラス薬剤師 退会する")
    );
    // Copied is not sent, however long ago.
    assert!(p.on("2027-06-01", &["due"]).done().contains(NONE_DUE));
    let sent = p.run(&["cases", "sent", "2026", "--at", "2026-11-20 10:05"]);
    assert!(
        sent.done().contains("送信済み") && sent.out.contains("2026年11月26日（木）まで待つ"),
        "{}",
        sent.out
    );
    // Friday, then a Monday that is a holiday: the third business day is Thursday.
    assert!(p.on("2026-11-25", &["due"]).done().contains(NONE_DUE));
    p.on("2026-11-25", &["due", "--exit-code"]).done();
    let due = p.on("2026-11-26", &["due", "--exit-code"]);
    assert_eq!(due.code, 1);
    assert!(
        due.out.starts_with("2026-11-26  返事  送信済み") && due.out.contains(ID),
        "{}",
        due.out
    );
    assert_eq!(p.on("2026-11-26", &["due"]).code, 0);
    let next = |today| p.json(today, &["cases", "show", ID, "--format", "json"])["next"].clone();
    assert_eq!(next("2026-11-26")["step"], "wait");
    assert_eq!(next("2026-11-27")["follow_up"], "no_receipt");
    p.on("2026-11-27", &["cases", "log", ID, "--kind", "auto_reply"]).done();
    let list = p.json("2026-11-27", &["cases", "--format", "json"]);
    assert_eq!(list[0]["state"], "acknowledged");
    assert_eq!(
        (&list[0]["due"]["on"], &list[0]["due"]["what"]),
        (&"2026-12-11".into(), &"completion".into())
    );
    let call = [
        "--kind", "call", "--number", "03-1234-5678", "--person", "佐藤", "--note",
        "確認すると\n言われた",
    ];
    p.on("2026-12-01", &[&["cases", "log", ID][..], &call].concat()).done();
    p.on(
        "2026-12-14",
        &["cases", "log", ID, "--kind", "contacted", "--means", "sms", "--at", "9時半"],
    )
    .done();
    assert_eq!(next("2026-12-14")["follow_up"], "still_contacted");
    p.on("2026-12-15", &["cases", "done", ID, "--person", "佐藤"]).done();
    assert_eq!(next("2026-12-15")["follow_up"], "confirm");
    assert!(p.on("2027-12-15", &["due"]).done().contains(NONE_DUE));
    let shown = p.on("2026-12-15", &["cases", "show", ID]);
    for line in [
        "状態：完了",
        "2026-11-20 10:05  送った（手紙 1、メール）",
        "電話のメモ（03-1234-5678、相手 佐藤）",
        "    言われた",
        "2026-12-14 09:30  また連絡が来た（SMS）",
        "完了した：2026年12月15日（火）、相手 佐藤",
    ] {
        assert!(shown.done().contains(line), "{line} is not in\n{}", shown.out);
    }
    let letter = p.run(&["cases", "show", ID, "--letter", "1"]);
    assert_eq!(
        letter.done(),
        "件名：退会のお願い（山田 花子）\n\n佐藤 様\n\n退会いたします。\n山田 花子\n\n"
    );
    p.run(&["cases", "show", ID, "--letter", "2"]).ended(2, &["手紙は 1 通"]);
}

#[test]
fn each_answer_leads_to_its_second_letter() {
    for (options, follow_up) in [
        (&["--kind", "answer", "--answer", "held_back"][..], "held_back"),
        (&["--kind", "answer", "--answer", "other_procedure"], "other_procedure"),
        (&["--kind", "answer", "--answer", "partly"], "partly_done"),
        (&["--kind", "partly_done", "--note", "メールだけ止まった"], "partly_done"),
    ] {
        let p = Place::with_a_case();
        p.run(&["cases", "sent", ID]).done();
        p.on("2026-11-24", &[&["cases", "log", ID][..], options].concat()).done();
        let due = p.json("2026-11-24", &["due", "--format", "json"]);
        assert_eq!(due[0]["due"]["follow_up"], follow_up, "{options:?}");
        assert_eq!(due[0]["next"]["follow_up"], follow_up, "{options:?}");
    }
    let p = Place::with_a_case();
    p.run(&["cases", "sent", ID, "--by", "post"]).done();
    p.on("2026-12-01", &["cases", "log", ID, "--kind", "given_up"]).done();
    assert!(p.on("2027-12-01", &["due"]).done().contains(NONE_DUE));
}

#[test]
fn dates_and_plans_of_ones_own() {
    let p = Place::with_a_case();
    p.run(&["cases", "sent", ID, "--by", "phone", "--with", "佐藤"]).done();
    let set = |args: &[&str]| p.run(&[&["cases", "set", ID][..], args].concat());
    set(&["--due", "2026-12-10", "--plan", "2027-04-01=withdraw", "--plan", "2027-05-01"]).done();
    let due = || p.json("2026-11-20", &["cases", "--format", "json"])[0]["due"].clone();
    assert_eq!((due()["on"].as_str(), due()["what"].as_str()), (Some("2026-12-10"), Some("own")));
    set(&["--due-days", "1"]).done();
    assert_eq!(due()["on"], "2026-11-24");
    set(&["--no-due", "--no-plan", "2027-05-01"]).done();
    // Told on the phone means informed: what is waited for is completion.
    assert_eq!(
        (due()["on"].as_str(), due()["what"].as_str()),
        (Some("2026-12-07"), Some("completion"))
    );
    p.on("2026-11-25", &["cases", "done", ID]).done();
    assert!(p.on("2027-03-31", &["due"]).done().contains(NONE_DUE));
    let due = p.on("2027-04-01", &["due"]);
    assert!(due.done().contains("2027-04-01  退会するかを決める日"), "{}", due.out);
    assert!(due.done().contains("予定に取りかかる（退会する）"), "{}", due.out);
    let plan_done = ["cases", "log", ID, "--kind", "plan_done", "--on", "2027-04-01"];
    p.on("2027-04-01", &plan_done).done();
    let undone = p.on("2027-04-01", &["cases", "undo", ID]);
    assert!(undone.done().ends_with("予定：2027-04-01 退会する\n"), "{}", undone.out);
    p.on("2027-04-01", &plan_done).done();
    assert!(p.on("2027-06-01", &["due"]).done().contains(NONE_DUE));
    set(&["--plan", "2027-04-01＝withdraw"]).done();
    set(&["--plan", "2027-04-01=fly"]).ended(2, &["--plan", "withdraw"]);
    set(&["--plan", "2027-04-01="]).ended(2, &["--plan", "withdraw"]);
    set(&[]).ended(2, &["--plan"]);
    set(&["--due", "2026-02-30"]).ended(2, &["--due"]);
}

#[test]
fn a_file_in_the_place_of_the_records_is_no_empty_folder() {
    let p = Place::new();
    let mut c = p.command(FRIDAY, &["cases"]);
    c.env("KOTOWARI_DATA_DIR", p.file("records", "not a folder"));
    finish(c.output().expect("the program runs")).ended(1, &["フォルダーではないもの"]);
    let p = Place::with_a_case();
    let records = p.path("data/cases");
    fs::remove_dir_all(&records).expect("removed");
    p.file("data/cases", "not a folder");
    for args in [&["cases"][..], &["cases", "places"], &["due"], &["check"], &["wipe", "--yes"]] {
        let run = p.run(args);
        run.ended(1, &["cases を読めません（途中にフォルダーではないもの"]);
        assert_eq!(run.err.matches("を読めません").count(), 1, "{}", run.err);
    }
    assert!(records.exists());
}

/// What a power cut leaves of a record is said in a line, not key by key.
#[test]
fn an_empty_record_is_said_to_be_empty() {
    for empty in ["", "\n\n# \n"] {
        let p = Place::with_a_case();
        fs::write(p.case("20261121-doda-pause"), empty).expect("written");
        for args in [&["cases"][..], &["check"], &["cases", "show", "20261121-doda-pause"]] {
            let run = p.run(args);
            run.ended(1, &["20261121-doda-pause.toml: 中に何も書かれていません"]);
            assert_eq!(run.err.matches(".toml").count(), 1, "{}", run.err);
        }
        let file = p.file("in.toml", empty);
        p.run(&["cases", "import", &file]).ended(2, &["in.toml: 中に何も書かれていません"]);
    }
}

/// Of a call, the day that was promised is the day that is due.
#[test]
fn a_call_is_waited_for_until_the_promised_day() {
    let p = Place::with_a_case();
    let called =
        ["cases", "sent", ID, "--by", "phone", "--with", "佐藤", "--at", "14:00", "--promised-by"];
    let sent = p.run(&[&called[..], &["12月1日"]].concat());
    assert!(sent.done().contains("電話で伝えた"), "{}", sent.out);
    let case = p.json("2026-11-20", &["cases", "show", ID, "--format", "json"]);
    assert_eq!(
        (&case["due"]["on"], &case["due"]["what"]),
        (&"2026-12-01".into(), &"completion".into())
    );
    let event = case["events"].as_array().and_then(|e| e.last()).expect("an event").clone();
    assert_eq!((&event["promised_by"], &event["person"]), (&"2026-12-01".into(), &"佐藤".into()));
    let shown = p.run(&["cases", "show", ID]);
    assert!(
        shown.done().contains("電話で伝えた：手紙 1、相手 佐藤、約束 2026年12月1日（火）"),
        "{}",
        shown.out
    );
    let late = p.json("2026-12-02", &["cases", "show", ID, "--format", "json"]);
    assert_eq!(late["next"]["follow_up"], "no_completion");
    // By mail nobody promises anything.
    p.run(&["cases", "sent", ID, "--by", "mail", "--promised-by", "2026-12-01"])
        .ended(2, &["--promised-by: 電話で伝えたときだけ"]);
    p.run(&["cases", "log", ID, "--kind", "note", "--promised-by", "2026-12-01"])
        .ended(2, &["--promised-by"]);
    p.run(&["check"]).done();
}

#[test]
fn wrong_usage_is_named_and_changes_nothing() {
    let p = Place::with_a_case();
    let before = fs::read(p.case(ID)).expect("the case");
    let log = |args: &[&str]| p.run(&[&["cases", "log", ID][..], args].concat());
    log(&["--kind", "answer", "--means", "call"])
        .ended(2, &["--means: answer では", "--answer: accepted"]);
    log(&["--kind", "contacted"]).ended(2, &["--means: call sms"]);
    log(&["--kind", "copied"]).ended(2, &["copied"]);
    log(&["--kind", "done", "--on", "2026-12-01"])
        .ended(2, &["--on: 文面を作った2026年11月20日（金）から"]);
    log(&["--kind", "plan_done", "--on", "2026-12-01"]).ended(2, &["予定はありません"]);
    log(&["--kind", "sent", "--letter", "2"]).ended(2, &["--letter"]);
    for at in
        ["2026-11-21", "そのうち", "2026-11-20 25:00", "\u{1b}[2J", "2026-13-01T10:00:00+09:00"]
    {
        log(&["--kind", "note", "--at", at]).ended(2, &["--at"]);
    }
    for id in ["../../etc/passwd", "", "x", "2026\u{1b}[2J", "."] {
        p.run(&["cases", "show", id]).ended(2, &["記録はありません"]);
        p.run(&["cases", "remove", id, "--yes"]).ended(2, &["記録はありません"]);
    }
    p.file("config.toml", "[look]\ncolors = 1\n");
    log(&["--kind", "note", "--note", "x"]).ended(2, &["config.toml:2"]);
    assert_eq!(fs::read(p.case(ID)).expect("the case"), before);
}

/// A letter names the hour of a call: where nobody said it, that of the logging is none.
#[test]
fn the_hour_of_a_call_is_the_one_that_was_said() {
    let p = Place::with_a_case();
    let call = ["cases", "log", ID, "--kind", "contacted", "--means", "call"];
    p.run(&call).done();
    p.run(&["cases", "sent", ID, "--by", "phone"]).done();
    p.run(&[&call[..], &["--at", "2026-11-20 10:30"]].concat()).done();
    let shown = p.json("2026-12-02", &["cases", "show", ID, "--format", "json"]);
    let hour = |kind: &str| -> Vec<bool> {
        let events = shown["events"].as_array().expect("events").iter();
        let of = events.filter(|e| e["kind"] == kind);
        of.map(|e| e["at"].as_str().is_some_and(|at| at.contains('T'))).collect()
    };
    assert_eq!((hour("contacted"), hour("sent")), (vec![false, true], vec![false]), "{shown}");
}

#[test]
fn ids_may_be_short_but_not_ambiguous() {
    let p = Place::with_a_case();
    let other = p.file("b.toml", COPIED.replace("佐藤 様", "鈴木 様"));
    let import = p.run(&["cases", "import", &other]);
    assert!(
        import.done().contains("新しい id") && import.out.contains("withdraw-2"),
        "{}",
        import.out
    );
    p.run(&["cases", "show", "2026"]).ended(2, &["いくつもあります", ID, &format!("{ID}-2")]);
    assert!(p.run(&["cases", "show", ID]).done().starts_with(&format!("{ID}\n")));
    assert!(p.run(&["cases", "show", &format!("{ID}-")]).done().starts_with(&format!("{ID}-2\n")));
    p.run(&["cases", "remove", &format!("{ID}-2"), "--yes"]).done();
    assert_eq!(names(&p.path("data/cases")), BTreeSet::from([format!("{ID}.toml")]));
    // Nobody says yes on an empty standard input.
    p.run(&["cases", "remove", ID]).ended(1, &["消していません"]);
    assert!(p.case(ID).exists());
}

#[test]
fn the_evidence_can_be_checked_with_other_tools() {
    let p = Place::with_a_case();
    p.run(&["cases", "sent", ID]).done();
    let out = p.path("evidence.txt");
    p.run(&["cases", "export", "2026", "--output", "evidence.txt"]).done();
    let text = fs::read_to_string(&out).expect("the bundle");
    let (above, seal) = text.rsplit_once("この行より上の sha256: ").expect("a seal");
    assert_eq!(seal.trim_end(), kotowari::domain::case::sha256(above));
    let letter = "件名：退会のお願い（山田 花子）\n\n佐藤 様\n\n退会いたします。\n山田 花子\n";
    assert!(
        text.contains(letter) && text.contains(&kotowari::domain::case::sha256(letter)),
        "{text}"
    );
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        assert_eq!(fs::metadata(&out).expect("the bundle").permissions().mode() & 0o777, 0o600);
    }
}

#[test]
fn everything_goes_to_another_machine_and_back() {
    let p = Place::with_a_case();
    let draft = "version = 1\nsaved = 2026-11-20T10:00:00+09:00\nanswers = \"goal = 'pause'\"\n\
        [texts]\n\"sender.name\" = \"山\"\n";
    fs::write(p.path("data/draft.toml"), draft).expect("a draft");
    p.run(&["cases", "export", "--all", "--output", "all.toml"]).done();
    // The sender's details stay where they are; the output says how to take them along.
    p.file("config.toml", "[sender]\nname = \"山田 花子\"\n");
    let run = p.run(&["cases", "export", "--all", "--output", "all.toml"]);
    run.ended(0, &["入れていません", "config.toml"]);
    assert!(!fs::read_to_string(p.path("all.toml")).expect("a backup").contains("[sender]"));
    let all = p.path("all.toml").to_str().expect("UTF-8").to_owned();
    let q = Place::new();
    let import = q.run(&["cases", "import", &all]);
    assert!(
        import.done().contains("加えました") && import.out.contains("書きかけを加えました"),
        "{}",
        import.out
    );
    assert_eq!(fs::read(q.case(ID)).expect("there"), fs::read(p.case(ID)).expect("here"));
    assert_eq!(
        q.run(&["cases", "export", "--all"]).done(),
        fs::read_to_string(&all).expect("the archive")
    );
    let again = q.run(&["cases", "import", &all]);
    assert!(
        again.done().contains("同じものがあります") && again.out.contains("同じ書きかけ"),
        "{}",
        again.out
    );
    q.run(&["cases", "log", ID, "--kind", "note", "--note", "x"]).done();
    let third = q.run(&["cases", "import", &all]);
    assert!(third.done().contains("別の記録があるので"), "{}", third.out);
    assert_eq!(names(&q.path("data/cases")).len(), 2);
    // Every mistake at once, and nothing is stored.
    let bad = q.file(
        "bad.toml",
        "version = 1\nkind = \"kotowari-cases\"\n[[case]]\nid = \"../x\"\nservice = 1\n",
    );
    q.run(&["cases", "import", &bad])
        .ended(2, &["bad.toml:4: case[1].id", "bad.toml:5: case[1].service", "case[1].goal"]);
    let newer = q.file("new.toml", "version = 7\nkind = \"kotowari-cases\"\n");
    q.run(&["cases", "import", &newer]).ended(2, &["新しい kotowari"]);
    q.run(&["cases", "import", "gone.toml"]).ended(2, &["gone.toml"]);
    assert_eq!(names(&q.path("data/cases")).len(), 2);
}

/// An editor on Windows ends lines with CR and LF, and may put a byte order mark first: the same
/// case, the same letter.
#[test]
fn the_ends_of_lines_say_nothing() {
    let p = Place::with_a_case();
    let windows = |text: &str| format!("\u{feff}{}", text.replace('\n', "\r\n"));
    let shown = |p: &Place| {
        let case = p.json("2026-11-20", &["cases", "show", ID, "--format", "json"]);
        (case, p.run(&["cases", "show", ID, "--letter", "1"]).done().to_owned())
    };
    let before = shown(&p);
    let all = p.run(&["cases", "export", "--all"]).done().to_owned();
    let case = fs::read_to_string(p.case(ID)).expect("a case");
    fs::write(p.case(ID), windows(&case)).expect("a case");
    assert_eq!(shown(&p), before);
    p.run(&["check"]).done();
    assert_eq!(p.run(&["cases", "export", "--all"]).done(), all);
    for (name, text) in
        [("all.toml", windows(&all)), ("one.toml", windows(&case)), ("lf.toml", all)]
    {
        let import = p.run(&["cases", "import", &p.file(name, &text)]);
        assert!(import.done().contains("同じものがあります"), "{name}: {}", import.out);
    }
    assert_eq!(names(&p.path("data/cases")).len(), 1);
    // Whatever is noted next puts it right.
    p.run(&["cases", "log", ID, "--kind", "note", "--note", "x"]).done();
    assert!(!fs::read_to_string(p.case(ID)).expect("a case").contains('\r'));
    let answers = "service = \"apoplus-pharmacist\"\ngoal = \"pause\"\n[answers]\n\
        pause_scope = [\"mail\"]\nnote = \"\"\"\n一行\n\"\"\"\n";
    let read = |text: &str| p.run(&["letter", "--answers", &p.file("a.toml", text)]);
    let (plain, other) = (read(answers), read(&windows(answers)));
    assert_eq!((&plain.out, &plain.err, plain.code), (&other.out, &other.err, other.code));
}

#[test]
fn a_damaged_case_is_named_and_the_rest_goes_on() {
    let p = Place::with_a_case();
    let b = p.file("b.toml", COPIED.replace("apoplus-pharmacist-withdraw", "b"));
    p.run(&["cases", "import", &b]).done();
    p.run(&["cases", "sent", "20261120-b"]).done();
    let damaged = COPIED
        .replace("kind = \"copied\"", "kind = \"flown\"")
        .replace("goal = \"withdraw\"\nanswers", "answers");
    fs::write(p.case(ID), &damaged).expect("damage");
    let newer = p.case("20261120-newer");
    fs::write(&newer, "version = 2\nid = 5\n").expect("a newer one");
    for args in [&["cases"][..], &["due"], &["cases", "export", "--all"]] {
        let run = p.on("2026-12-01", args);
        run.ended(
            1,
            &[
                &format!("{ID}.toml:13: event[1].kind: "),
                "goal",
                "20261120-newer.toml: version: 新しい kotowari",
            ],
        );
        assert!(run.out.contains("20261120-b"), "{}", run.out);
        assert!(!run.err.contains("山田"), "{}", run.err);
    }
    p.on("2026-12-01", &["due", "--exit-code"]).ended(2, &[]);
    p.run(&["check"]).ended(1, &[&format!("{ID}.toml:13: event[1].kind: ")]);
    p.run(&["cases", "log", ID, "--kind", "note"]).ended(1, &["event[1].kind"]);
    assert_eq!(fs::read_to_string(p.case(ID)).expect("left alone"), damaged);
    // The backup needs its name.
    let file = p.file("in.toml", COPIED);
    let import = p.run(&["cases", "import", &file]);
    assert!(
        import.done().contains("加えました") && import.err.contains(".broken-1"),
        "{}",
        import.err
    );
    let aside = p.path("data/cases").join(format!("{ID}.toml.broken-1"));
    assert_eq!(fs::read_to_string(&aside).expect("set aside"), damaged);
    assert!(p.run(&["cases", "places"]).done().contains("読めずによけたファイル"));
    // Mistakes in the answers have their line too.
    fs::write(
        p.case(ID),
        COPIED.replace("goal = \"withdraw\"\nchannel", "goal = \"fly\"\nchannel"),
    )
    .expect("a file");
    p.run(&["check"]).ended(1, &[&format!("{ID}.toml:8: goal: ")]);
    p.run(&["check", p.case(ID).to_str().expect("UTF-8")])
        .ended(1, &[&format!("{ID}.toml:8: goal: ")]);
    p.run(&["cases", "show", ID]).done();
}

#[cfg(unix)]
#[test]
fn what_is_no_file_of_ours_is_refused_with_a_reason() {
    use std::os::unix::fs::{PermissionsExt as _, symlink};
    let p = Place::with_a_case();
    let folder = p.path("data/cases");
    fs::write(p.path("theirs.toml"), "secret").expect("a file");
    symlink(p.path("theirs.toml"), folder.join("20261120-link.toml")).expect("a link");
    assert!(
        std::process::Command::new("mkfifo")
            .arg(folder.join("20261120-pipe.toml"))
            .status()
            .expect("mkfifo")
            .success()
    );
    fs::create_dir(folder.join("20261120-dir.toml")).expect("a folder");
    let list = p.run(&["cases"]);
    list.ended(
        1,
        &[
            "20261120-link.toml",
            "20261120-pipe.toml",
            "20261120-dir.toml",
            "普通のファイルではありません",
        ],
    );
    assert!(list.out.contains(ID));
    for id in ["20261120-link", "20261120-pipe", "20261120-dir"] {
        p.run(&["cases", "log", id, "--kind", "note"]).ended(1, &["普通のファイルではありません"]);
        let file = p.file("in.toml", COPIED.replace(ID, id));
        p.run(&["cases", "import", &file]).ended(1, &["普通のファイルではありません"]);
    }
    assert_eq!(fs::read_to_string(p.path("theirs.toml")).expect("untouched"), "secret");
    // Rights that are too wide are put right, and said.
    fs::set_permissions(p.case(ID), fs::Permissions::from_mode(0o644)).expect("rights");
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o755)).expect("rights");
    let shown = p.run(&["cases"]);
    shown.ended(1, &["0600 に直しました", "0700 に直しました"]);
    let mode = |path: &Path| fs::metadata(path).expect("there").permissions().mode() & 0o777;
    assert_eq!((mode(&p.case(ID)), mode(&folder), mode(&p.path("data"))), (0o600, 0o700, 0o700));
    p.run(&["cases", "log", ID, "--kind", "note", "--note", "x"]).done();
    assert_eq!(mode(&p.case(ID)), 0o600);
}

#[test]
fn wipe_removes_all_that_is_stored_and_lists_it_first() {
    let p = Place::with_a_case();
    fs::write(p.path("data/draft.toml"), "broken").expect("a draft");
    fs::write(p.path("data/cases/x.toml.broken-1"), "broken").expect("set aside");
    fs::write(p.path("data/cases/.kotowari-own-abc"), "left behind").expect("a leftover");
    p.file("config.toml", "[sender]\nname = \"山田 花子\"\n[look]\ncolors = \"never\"\n");
    let asked = p.run(&["wipe"]);
    asked.ended(1, &["消していません"]);
    for part in ["draft.toml", "x.toml.broken-1", ID, "config.toml"] {
        assert!(asked.err.contains(part), "{part} is not listed in\n{}", asked.err);
    }
    assert!(p.case(ID).exists());
    fs::write(p.path("data/cases/mine.txt"), "mine").expect("somebody's file");
    p.run(&["wipe", "--yes"]).done();
    assert_eq!(names(&p.path("data")), BTreeSet::from(["cases".to_owned()]));
    assert_eq!(names(&p.path("data/cases")), BTreeSet::from(["mine.txt".to_owned()]));
    assert_eq!(
        fs::read_to_string(p.path("config.toml")).expect("kept"),
        "[look]\ncolors = \"never\"\n"
    );
    fs::remove_file(p.path("data/cases/mine.txt")).expect("removed");
    assert!(p.run(&["wipe", "--yes"]).done().contains("保存されているものはありません"));
    let q = Place::with_a_case();
    q.run(&["wipe", "--yes"]).done();
    assert!(!q.path("data").exists());
}

/// What lies where it would without the variables of now is named, and stays.
#[cfg(target_os = "linux")]
#[test]
fn wipe_names_what_lies_elsewhere() {
    let p = Place::with_a_case();
    for folder in [".config/kotowari", ".local/share/kotowari/cases"] {
        fs::create_dir_all(p.path(folder)).expect("a folder");
    }
    let config = p.path(".config/kotowari/config.toml");
    fs::write(&config, "[sender]\nname = \"山田 花子\"\n").expect("a file");
    for command in [&["wipe", "--yes"][..], &["cases", "places"]] {
        let run = p.run(command);
        let named = run.done().lines().filter(|l| l.contains("今は使っていない")).count();
        assert_eq!(named, 2, "{}", run.out);
    }
    assert!(config.exists());
    fs::write(&config, "[look]\ntheme = \"dark\"\n").expect("a file");
    fs::remove_dir_all(p.path(".local/share/kotowari")).expect("a folder");
    let wiped = p.run(&["wipe", "--yes"]);
    assert!(!wiped.done().contains("今は使っていない"), "nothing personal: {}", wiped.out);
}

/// What one wrote beside one's own data goes with it, and the words of the example stay.
#[test]
fn comments_beside_what_is_personal_are_wiped() {
    let p = Place::new();
    let text = "# mine\n[sender]\nname = \"山田 花子\"\n# 山田 花子 090-1234-5678\n\n\
        [look]\n# 暗い部屋\ntheme = \"dark\"\n";
    p.file("config.toml", text);
    p.run(&["wipe", "--yes"]).done();
    let left = fs::read_to_string(p.path("config.toml")).expect("what is not personal");
    assert!(!left.contains("山田") && left.contains("暗い部屋"), "{left}");
}

/// A name without a folder is one of here.
#[test]
fn what_lies_here_is_wiped_by_its_name() {
    let p = Place::new();
    p.file("other.toml", "[sender]\nname = \"山田 花子\"\n");
    let wiped = p.run(&["wipe", "--yes", "--config", "other.toml"]);
    assert!(wiped.done().contains("other.toml") && wiped.err.is_empty(), "{}", wiped.err);
    assert!(!p.path("other.toml").exists());
}

#[cfg(unix)]
#[test]
fn wipe_empties_what_a_link_leads_to_and_says_where_something_stays() {
    use std::os::unix::fs::symlink;
    let identity = "[sender]\nname = \"山田 花子\"\n";
    for (rest, links) in [("", 1), ("", 3), ("[look]\ncolors = \"never\"\n", 1)] {
        let p = Place::new();
        fs::create_dir(p.path("dotfiles")).expect("a folder");
        let real = p.file("dotfiles/real.toml", format!("{identity}{rest}"));
        let mut last = PathBuf::from("dotfiles/real.toml");
        for n in 1..links {
            let link = PathBuf::from(format!("link-{n}"));
            symlink(&last, p.path("").join(&link)).expect("a link");
            last = link;
        }
        symlink(&last, p.path("config.toml")).expect("a link");
        let named = p.run(&["cases", "places"]);
        assert!(named.done().contains(&format!(" → {real}（設定）")), "{}", named.out);
        let asked = p.run(&["wipe"]);
        asked.ended(1, &["消していません", &real]);
        let wiped = p.run(&["wipe", "--yes"]);
        assert!(wiped.done().contains("氏名や登録情報を消しました") && wiped.out.contains(&real));
        assert_eq!(fs::read_to_string(&real).expect("kept"), rest);
        assert!(p.path("config.toml").is_symlink(), "the link is the user's");
        assert!(p.run(&["wipe", "--yes"]).done().contains("保存されているものはありません"));
    }
    // Under another name the same file stays, and that is said.
    for rest in ["", "[look]\ncolors = \"never\"\n"] {
        let p = Place::with_a_case();
        p.file("config.toml", format!("{identity}{rest}"));
        fs::hard_link(p.path("config.toml"), p.path("backup.toml")).expect("a second name");
        fs::hard_link(p.case(ID), p.path("case.toml")).expect("a second name");
        p.run(&["wipe", "--yes"])
            .ended(1, &["config.toml は消しましたが", &format!("{ID}.toml は消しましたが")]);
        assert!(fs::read_to_string(p.path("backup.toml")).expect("there").contains("花子"));
        assert!(!p.case(ID).exists());
        let config = fs::read_to_string(p.path("config.toml")).unwrap_or_default();
        assert!(!config.contains("花子"), "{config}");
    }
    // Where the link of a case led to is not known to be ours; what is not ours among the cases
    // stays. Both are said.
    let p = Place::with_a_case();
    fs::rename(p.case(ID), p.path("elsewhere.toml")).expect("moved");
    symlink(p.path("elsewhere.toml"), p.case(ID)).expect("a link");
    let backup = p.case(ID).with_extension("toml~");
    fs::write(&backup, "花子").expect("a file");
    let sub = p.case(ID).with_file_name("sub");
    fs::create_dir(&sub).expect("a folder");
    fs::write(sub.join("x.toml"), "花子").expect("a file");
    let named = p.run(&["cases", "places"]);
    assert_eq!(named.done().matches("置いたものではありません").count(), 2, "{}", named.out);
    assert!(named.out.contains("elsewhere.toml（記録）"), "{}", named.out);
    fs::remove_dir_all(&sub).expect("removed");
    let wiped = p.run(&["wipe", "--yes"]);
    assert_eq!(wiped.done().matches("消していません（").count(), 2, "{}", wiped.out);
    assert!(wiped.out.contains("elsewhere.toml") && wiped.out.contains("toml~"), "{}", wiped.out);
    assert!(!p.case(ID).exists() && p.path("elsewhere.toml").exists() && backup.exists());
    for command in [&["wipe", "--yes"][..], &["cases", "places"]] {
        let again = p.run(command);
        assert!(again.done().contains("toml~（") || again.out.contains("toml~\n"), "{}", again.out);
        assert!(!again.err.contains("保存されているものはありません"), "{}", again.err);
    }
    // A folder is none of ours, whatever it is called.
    let p = Place::with_a_case();
    let folder = p.case(ID).with_file_name("zz.toml");
    fs::create_dir(&folder).expect("a folder");
    let named = p.run(&["cases", "places"]);
    assert!(named.done().contains("zz.toml（kotowari が置いたものでは"), "{}", named.out);
    let wiped = p.run(&["wipe", "--yes"]);
    assert_eq!(wiped.done().matches("消していません（").count(), 1, "{}", wiped.out);
    assert!(folder.exists() && !p.case(ID).exists());
    // Nor is what no record of ours is called; it is named as far as it can be read.
    #[cfg(target_os = "linux")]
    {
        use std::os::unix::ffi::OsStrExt as _;
        let p = Place::with_a_case();
        let name = std::ffi::OsStr::from_bytes(b"\xff\xfe.toml");
        let other = p.case(ID).with_file_name(name);
        fs::write(&other, "花子").expect("written");
        let said = "\u{fffd}\u{fffd}.toml（kotowari が置いたものでは";
        let named = p.run(&["cases", "places"]);
        assert!(named.done().contains(said), "{}", named.out);
        let wiped = p.run(&["wipe", "--yes"]);
        assert_eq!(wiped.done().matches("消していません（").count(), 1, "{}", wiped.out);
        assert!(other.exists());
    }
    // Nobody holds a lock that is something else.
    let p = Place::with_a_case();
    fs::remove_file(p.path("data/.lock")).expect("removed");
    symlink("nowhere", p.path("data/.lock")).expect("a link");
    p.run(&["wipe", "--yes"]).done();
    assert!(!p.path("data").exists());
    // Beside the configuration, too.
    let p = Place::new();
    p.file("config.toml", "[sender]\nname = \"山田 花子\"\n");
    for copy in ["config.toml~", ".config.toml.swp", "config.toml.bak"] {
        p.file(copy, "花子");
    }
    p.file("other.toml", "");
    let named = p.run(&["cases", "places"]);
    assert_eq!(named.done().matches("置いたものではありません").count(), 3, "{}", named.out);
    let wiped = p.run(&["wipe", "--yes"]);
    assert_eq!(wiped.done().matches("消していません（").count(), 3, "{}", wiped.out);
    // Links in a circle, and one that leads nowhere.
    let p = Place::with_a_case();
    symlink("config.toml", p.path("config.toml")).expect("a link");
    p.run(&["wipe", "--yes"]).ended(1, &["config.toml"]);
    assert!(!p.path("data").exists());
    fs::remove_file(p.path("config.toml")).expect("removed");
    symlink("nowhere.toml", p.path("config.toml")).expect("a link");
    assert!(p.run(&["wipe", "--yes"]).done().contains("保存されているものはありません"));
}

/// What one place makes impossible keeps no other from being wiped, and each is said. Windows
/// always knows its places.
#[cfg(unix)]
#[test]
fn wipe_tries_everything() {
    let p = Place::with_a_case();
    fs::create_dir(p.path("xdg")).expect("a folder");
    fs::rename(p.path("data"), p.path("xdg/kotowari")).expect("moved");
    let wipe = |set: &[(&str, &Path)]| {
        let mut c = p.command(FRIDAY, &["wipe", "--yes"]);
        for name in
            ["HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "KOTOWARI_CONFIG", "KOTOWARI_DATA_DIR"]
        {
            c.env_remove(name);
        }
        finish(c.envs(set.iter().copied()).output().expect("the program runs"))
    };
    // Where the configuration is nobody knows.
    let run = wipe(&[("XDG_DATA_HOME", &p.path("xdg"))]);
    run.ended(1, &["KOTOWARI_CONFIG"]);
    assert!(run.out.contains(ID) && !p.path("xdg/kotowari").exists(), "{}", run.out);
    // Where the data is nobody knows.
    let config = p.file("config.toml", "[sender]\nname = \"山田 花子\"\n");
    let run = wipe(&[("KOTOWARI_CONFIG", Path::new(&config))]);
    run.ended(1, &["KOTOWARI_DATA_DIR"]);
    assert!(!Path::new(&config).exists(), "{}", run.out);
    wipe(&[]).ended(1, &["KOTOWARI_CONFIG", "KOTOWARI_DATA_DIR"]);
    // The customary way to say that there is none.
    let p = Place::with_a_case();
    p.run(&["wipe", "--yes", "--config", "/dev/null"]).done();
    assert!(!p.path("data").exists());
}

/// What another instance holds up is removed all the same; it may write once more, and that is
/// said.
#[cfg(unix)]
#[test]
fn wipe_does_not_wait_for_another_instance() {
    use rustix::fs::{FlockOperation, flock};
    let p = Place::with_a_case();
    let lock = fs::File::open(p.path("data/.lock")).expect("the lock");
    flock(&lock, FlockOperation::LockExclusive).expect("ours");
    let run = p.run(&["wipe", "--yes"]);
    run.ended(1, &["もう一度 kotowari wipe"]);
    assert!(run.out.contains(ID) && !p.path("data").exists(), "{}", run.out);
}

#[cfg(unix)]
#[test]
fn rights_behind_a_link_are_the_users() {
    use std::os::unix::fs::{PermissionsExt as _, symlink};
    let mode = |path: &Path| fs::metadata(path).expect("there").permissions().mode() & 0o7777;
    let give = |path: &Path, mode| {
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).expect("rights");
    };
    let p = Place::with_a_case();
    let team = p.path("team");
    fs::rename(p.path("data/cases"), &team).expect("moved");
    symlink(&team, p.path("data/cases")).expect("a link");
    give(&team, 0o2775);
    let listed = p.run(&["cases"]);
    assert!(listed.done().contains(ID) && listed.err.contains("chmod 700"), "{}", listed.err);
    assert_eq!(mode(&team), 0o2775);
    // A folder of ours that is a link itself.
    fs::rename(p.path("data"), p.path("kotowari")).expect("moved");
    fs::create_dir(p.path("real")).expect("a folder");
    fs::rename(p.path("kotowari"), p.path("real/kotowari")).expect("moved");
    symlink(p.path("real/kotowari"), p.path("kotowari")).expect("a link");
    give(&p.path("real/kotowari"), 0o755);
    let mut c = p.command(FRIDAY, &["cases"]);
    finish(c.env("KOTOWARI_DATA_DIR", p.path("kotowari")).output().expect("the program runs"))
        .done();
    assert_eq!(mode(&p.path("real/kotowari")), 0o755);
    // The configuration; without a link it is put right.
    let p = Place::with_a_case();
    let real = p.file("dotfile", "[sender]\nname = \"山田 花子\"\n");
    symlink(&real, p.path("config.toml")).expect("a link");
    give(Path::new(&real), 0o644);
    let said = p.run(&["due"]);
    assert!(said.err.contains("chmod 600") && mode(Path::new(&real)) == 0o644, "{}", said.err);
    fs::remove_file(p.path("config.toml"))
        .and_then(|()| fs::rename(&real, p.path("config.toml")))
        .expect("moved");
    let said = p.run(&["due"]);
    assert!(
        said.err.contains("0600 に直しました") && mode(&p.path("config.toml")) == 0o600,
        "{}",
        said.err
    );
}

#[test]
fn a_time_before_the_calendar_begins_is_refused() {
    let p = Place::with_a_case();
    let before = fs::read_to_string(p.case(ID)).expect("a case");
    for at in [
        "0000-01-01T00:00:00Z", "0001-01-01T00:00:00+09:00", "1867-12-31T23:59:59+09:00",
        "1000-01-01", "0000-01-01", "1600-02-29 10:00", "1867/12/31", "-0001-01-01T00:00:00Z",
    ] {
        let at = format!("--at={at}");
        p.run(&["cases", "log", ID, "--kind", "note", &at]).ended(2, &["--at: "]);
        p.run(&["cases", "sent", ID, &at]).ended(2, &["--at: "]);
    }
    p.run(&["cases", "done", ID, "--on", "1000-01-01"]).ended(2, &["--on: "]);
    assert_eq!(fs::read_to_string(p.case(ID)).expect("a case"), before);
}

#[test]
fn what_cannot_be_removed_keeps_nothing_else() {
    let p = Place::with_a_case();
    p.file("data/draft-2.toml", "broken");
    fs::create_dir(p.path("data/cases/20261120-dir.toml")).expect("a folder");
    let broken = p.file("config.toml", "[sender]\nname = \"山田 花子\"\n[look\n");
    let run = p.run(&["wipe", "--yes"]);
    // The folder is none of ours.
    assert!(run.done().contains("消していません（") && run.out.contains("20261120-dir.toml"));
    assert!(run.out.contains(ID) && run.out.contains("draft-2.toml"), "{}", run.out);
    assert!(!p.case(ID).exists() && !p.path("data/draft-2.toml").exists());
    // Personal data cannot be told apart from the rest.
    assert!(run.out.contains("設定として読めない") && !Path::new(&broken).exists(), "{}", run.out);
    // A file that held nothing but what is personal goes as a whole.
    let config = p.file("config.toml", "[sender]\nname = \"山田 花子\"\n");
    assert!(p.run(&["wipe", "--yes"]).out.contains("消しました："));
    assert!(!Path::new(&config).exists());
}

#[cfg(unix)]
#[test]
fn a_configuration_with_personal_data_is_for_its_owner_alone() {
    use std::os::unix::fs::PermissionsExt as _;
    let p = Place::with_a_case();
    for (text, mode) in
        [("[look]\ncolors = \"never\"\n", 0o644), ("[sender]\nname = \"山田 花子\"\n", 0o600)]
    {
        let config = p.file("config.toml", text);
        fs::set_permissions(&config, fs::Permissions::from_mode(0o644)).expect("rights");
        let run = p.run(&["cases"]);
        run.done();
        assert_eq!(fs::metadata(&config).expect("there").permissions().mode() & 0o777, mode);
        assert_eq!(run.err.contains("0600 に直しました"), mode == 0o600, "{}", run.err);
    }
}

#[test]
fn only_a_hash_can_be_kept() {
    let p = Place::new();
    let (head, letter) = COPIED.split_once("subject = ").expect("a letter");
    assert!(letter.contains("text = "));
    let (head, tail) = head.split_once("answers").expect("answers");
    let tail = tail.split_once("\n\n").expect("events").1;
    let hash = "ab".repeat(32);
    let file = p.file("in.toml", format!("{head}\n{tail}sha256 = \"{hash}\"\n"));
    p.run(&["cases", "import", &file]).done();
    p.run(&["cases", "sent", ID]).done();
    p.run(&["cases", "show", ID, "--letter", "1"]).ended(2, &["sha256 だけ"]);
    assert!(p.run(&["cases", "export", ID]).done().contains(&hash));
    assert!(!fs::read_to_string(p.case(ID)).expect("the case").contains("山田"));
}

/// Two instances at once: whatever each of them notes is there in the end.
#[test]
fn two_at_once_lose_nothing() {
    const EACH: usize = 25;
    let p = Place::with_a_case();
    let loop_of = |who: &str| {
        for i in 1..=EACH {
            let note = format!("{who}-{i}");
            p.run(&["cases", "log", ID, "--kind", "note", "--note", &note]).done();
        }
    };
    std::thread::scope(|s| {
        s.spawn(|| loop_of("a"));
        s.spawn(|| loop_of("b"));
    });
    let shown = p.json("2026-11-20", &["cases", "show", ID, "--format", "json"]);
    let notes: BTreeSet<&str> = shown["events"]
        .as_array()
        .expect("events")
        .iter()
        .filter_map(|e| e["note"].as_str())
        .collect();
    for who in ["a", "b"] {
        for i in 1..=EACH {
            assert!(notes.contains(format!("{who}-{i}").as_str()), "{who}-{i} is lost");
        }
    }
    assert_eq!(names(&p.path("data/cases")).len(), 1, "no temporary file is left");
}

/// Two that store a new case of the same name at once get two names.
#[test]
fn two_new_ones_at_once_are_two() {
    let p = Place::new();
    let files: Vec<String> = (0..6)
        .map(|i| p.file(&format!("{i}.toml"), COPIED.replace("佐藤 様", &format!("{i} 様"))))
        .collect();
    let runs: Vec<Child> = files
        .iter()
        .map(|f| p.command(FRIDAY, &["cases", "import", f]).spawn().expect("a run"))
        .collect();
    for run in runs {
        finish(run.wait_with_output().expect("it ends")).done();
    }
    assert_eq!(names(&p.path("data/cases")).len(), 6);
    assert_eq!(
        p.json("2026-11-20", &["cases", "--format", "json"]).as_array().map(Vec::len),
        Some(6)
    );
}

#[test]
fn nothing_hidden_reaches_the_terminal() {
    let p = Place::new();
    let hostile = COPIED
        .replace("service_name = \"アポプラス薬剤師\"", "service_name = \"\\u001b[2J\\u202e名\"")
        .replace("letter = 1", "letter = 1\nnote = \"\\u001b]0;x\\u0007\\n\\u009b2J\"")
        .replace("退会いたします。", "退会\\u001b[31mいたします。");
    let file = p.file("in.toml", &hostile);
    p.run(&["cases", "import", &file]).done();
    for args in [
        &["cases"][..],
        &["cases", "show", ID],
        &["cases", "show", ID, "--letter", "1"],
        &["cases", "export", ID],
    ] {
        let run = p.run(args);
        run.ended(0, &[]);
        assert!(!run.out.contains('\u{202E}'));
    }
    p.run(&["cases", "log", ID, "--kind", "note", "--note", "a\u{1b}[31mb"]).done();
    assert!(!fs::read_to_string(p.case(ID)).expect("the case").contains('\u{1b}'));
}

#[test]
fn a_letter_is_not_sent_before_it_was_made() {
    let p = Place::with_a_case();
    let early = COPIED.replace("2026-11-20T10:00:10+09:00", "2026-11-19T10:00:10+09:00");
    fs::write(p.case(ID), early).expect("a case");
    p.run(&["check"])
        .ended(1, &["event[1].at: 文面を作った日時（2026年11月20日（金）10:00）より前です"]);
    // Of two letters the one that is meant counts.
    let second =
        COPIED.split_once("[[letter]]").expect("a letter").1.replace("2026-11-20T", "2026-11-25T");
    fs::write(p.case(ID), format!("{COPIED}[[letter]]{second}")).expect("a case");
    p.on("2026-11-26", &["cases", "sent", ID, "--at", "11/24"])
        .ended(2, &["2026年11月25日（水）10:00から"]);
    p.on("2026-11-26", &["cases", "sent", ID, "--letter", "1", "--at", "11/24 14:00"]).done();
    p.on("2026-11-26", &["cases", "done", ID, "--on", "11/24 14:00"]).done();
    let log = |more: &[&str]| {
        p.on("2026-11-26", &[&["cases", "log", ID, "--kind", "call"], more].concat())
    };
    for number in ["abc", "110", &"1".repeat(300)] {
        log(&["--number", number]).ended(2, &["--number: "]);
    }
    log(&["--person", "佐藤\n鈴木"]).ended(2, &["--person: おひとりの"]);
    log(&["--number", "非通知"]).done();
    log(&["--number", "０３-1234-5678"]).done();
    assert!(fs::read_to_string(p.case(ID)).expect("a case").contains("number = \"03-1234-5678\""));
}

#[test]
fn what_is_said_of_many_files_has_an_end() {
    let p = Place::with_a_case();
    for n in 2..260 {
        fs::write(p.case(&format!("{ID}-{n}")), "x = y").expect("a file");
    }
    let run = p.run(&["cases"]);
    assert_eq!(run.err.lines().count(), 202, "{}", run.err);
    assert!(run.err.ends_with("間違いが多いので、200 個だけ示します\n"), "{}", run.err);
    let run = p.run(&["cases", "show", "2026"]);
    assert!(run.err.ends_with(" ほか 239 件\n") && run.err.len() < 2000, "{}", run.err);
    let run = finish(p.command(&"9".repeat(5000), &["cases"]).output().expect("the program runs"));
    assert!(run.code == 2 && run.err.len() < 1000, "{}", run.err);
}

#[cfg(unix)]
#[test]
fn the_rights_of_what_lies_behind_a_link_stay() {
    use std::os::unix::fs::{PermissionsExt as _, symlink};
    let p = Place::with_a_case();
    let team = p.path("team");
    fs::rename(p.path("data/cases"), &team).expect("a folder");
    symlink(&team, p.path("data/cases")).expect("a link");
    let set = |mode: u32, path: &Path| {
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).expect("rights");
    };
    let file = team.join(format!("{ID}.toml"));
    set(0o775, &team);
    set(0o664, &file);
    let run = p.run(&["cases"]);
    assert!(
        run.done().contains(ID) && run.err.contains("chmod 600 で直してください"),
        "{}",
        run.err
    );
    assert_eq!(fs::metadata(&file).expect("a file").permissions().mode() & 0o777, 0o664);
}

/// What an agent may write, with their name.
const DONE: &str = "担当の佐藤です。\n11月26日付で退会手続きが完了いたしました。\n";

#[test]
fn a_reply_is_read_without_a_case_and_leaves_nothing() {
    let p = Place::new();
    let run = p.fed("2026-11-27", &["cases", "read", "-", "--format", "json"], DONE.as_bytes());
    let read: serde_json::Value = serde_json::from_str(run.done()).expect("JSON");
    let keys: Vec<_> = read.as_object().expect("an object").keys().map(String::as_str).collect();
    let fixed = [
        "because", "deadline", "done_on", "kept", "kept_until", "kinds", "person", "promised_by",
        "sure", "unclear",
    ];
    assert_eq!(keys, fixed);
    assert_eq!(read["kinds"], serde_json::json!(["done"]));
    assert_eq!(read["done_on"], "2026-11-26");
    assert_eq!(read["person"], "佐藤");
    assert_eq!(read["because"], serde_json::json!(["11月26日付で退会手続きが完了いたしました。"]));
    // Days are counted from the day on which it came.
    let promise = "退会のご依頼を受け付けました。3営業日以内にご連絡いたします。\n";
    let file = p.file("reply.txt", promise);
    let args = ["cases", "read", "-", &file, "--received", "11/24", "--format", "json"];
    assert_eq!(p.json("2026-11-27", &args)["promised_by"], "2026-11-27");
    let head = "From: sato@example.jp\r\nDate: Wed, 25 Nov 2026 18:00:00 +0900\r\n\r\n";
    let file = p.file("reply.eml", format!("\u{feff}{head}{promise}"));
    let args = ["cases", "read", "-", &file, "--format", "json"];
    assert_eq!(p.json("2026-11-27", &args)["promised_by"], "2026-11-30");
    p.on("2026-11-24", &args).ended(2, &["11月24日", "--received"]);
    // One that no day has is not the day on which it came.
    for date in ["Thu, 3 Dec 2030 23:30:00 +0900", "Thu, 25 Nov 2026 18:00:00 +0900"] {
        let file = p.file("reply.eml", format!("Date: {date}\r\n\r\n{promise}"));
        p.on("2026-11-27", &["cases", "read", "-", &file]).ended(2, &["曜日", "--received"]);
    }
    let yes = ["cases", "read", "-", &file, "--yes"];
    p.on("2026-11-27", &yes).ended(2, &["記録の id"]);
    assert_eq!(names(&p.path("data")), BTreeSet::new());
}

#[test]
fn a_reply_is_stored_once_and_only_where_that_is_agreed_to() {
    let p = Place::with_a_case();
    p.on("2026-11-27", &["cases", "sent", ID, "--at", "2026-11-20T11:00"]).done();
    let before = fs::read(p.case(ID)).expect("a case");
    let promise = "退会の件、承知いたしました。12月4日までに登録情報を削除いたします。\n";
    let read = |more: &[&str], text: &str| {
        p.fed("2026-11-27", &[&["cases", "read", ID][..], more].concat(), text.as_bytes())
    };
    let told = read(&[], promise);
    assert!(told.done().contains("2026年12月4日（金）まで待つ"), "{}", told.out);
    told.ended(0, &["記録していません（記録するには --yes"]);
    assert_eq!(fs::read(p.case(ID)).expect("a case"), before, "stored unasked");
    assert!(read(&["--yes"], promise).done().contains("記録しました"));
    let due = &p.json("2026-11-27", &["cases", "show", ID, "--format", "json"])["due"];
    assert_eq!((&due["on"], &due["what"]), (&"2026-12-04".into(), &"completion".into()));
    let once = fs::read(p.case(ID)).expect("a case");
    read(&["--yes"], promise).ended(0, &["同じ内容が、もう記録されています"]);
    // The user decides in doubtful cases.
    read(&["--yes"], "お話しした件は、佐藤が対応いたしました。\n")
        .ended(2, &["はっきりしない", "cases log"]);
    read(&["--yes"], "よろしくお願いいたします。\n").ended(2, &["cases log"]);
    assert_eq!(fs::read(p.case(ID)).expect("a case"), once);
    let json = read(&["--yes", "--format", "json"], DONE);
    serde_json::from_str::<serde_json::Value>(json.done()).expect("JSON alone");
    let case = p.json("2026-11-27", &["cases", "show", ID, "--format", "json"]);
    assert_eq!((&case["state"], &case["due"]), (&"done".into(), &serde_json::Value::Null));
    let last = &case["events"].as_array().expect("events").last().expect("one")["on"];
    assert_eq!(last, "2026-11-26");
    p.run(&["wipe", "--yes"]).done();
    assert_eq!(names(&p.path("data/cases")), BTreeSet::new());
}

/// Waiting for another instance is reported within a second, with how to end it.
#[test]
fn a_wait_for_another_instance_is_told() {
    use std::io::{BufRead as _, BufReader, Read as _};
    let p = Place::with_a_case();
    let lock = fs::File::create(p.path("data/.lock")).expect("a lock");
    lock.lock().expect("held");
    let args = ["cases", "log", ID, "--kind", "note", "--note", "話した"];
    let mut child = p.command(FRIDAY, &args).spawn().expect("the program runs");
    let mut err = BufReader::new(child.stderr.take().expect("a pipe"));
    let mut said = String::new();
    err.read_line(&mut said).expect("a line");
    assert!(said.contains("待ちます") && said.contains("Ctrl-C"), "{said}");
    drop(lock);
    err.read_to_string(&mut said).expect("text");
    assert!(child.wait().expect("it ends").success() && said.lines().count() == 1, "{said}");
}

/// The day of an interview that goes on can be noted anew, and stands in the calendar and in the
/// list of what is due.
#[test]
fn an_interview_on_another_day_is_noted() {
    let p = Place::new();
    let two = "[[answers.selections]]\nemployer = \"みなと薬局\"\nstage = \"applied\"\n\
        date = 2026-12-04\nwish = \"keep\"\n[[answers.selections]]\nemployer = \"さくら薬局\"\n\
        stage = \"applied\"\nwish = \"keep\"\n";
    let text = COPIED.replace("channel = \"mail\"\n'''", &format!("channel = \"mail\"\n{two}'''"));
    p.file(&format!("data/cases/{ID}.toml"), text);
    let log = |more: &[&str]| {
        p.on("2026-11-27", &[&["cases", "log", ID, "--kind", "moved"][..], more].concat())
    };
    log(&["--to", "12/10 14:00"]).ended(2, &["--employer", "さくら薬局"]);
    log(&["--employer", "みなと"]).ended(2, &["--to"]);
    log(&["--employer", "みなと", "--to", "11/26"]).ended(2, &["--to"]);
    log(&["--employer", "みなと", "--to", "12/10 14:00"]).done();
    let shown = p.on("2026-12-09", &["cases", "show", ID]);
    assert!(shown.done().contains("みなと薬局 2026年12月10日（木）14:00"), "{}", shown.out);
    assert!(p.on("2026-12-09", &["due"]).done().contains("2026年12月10日（木）14:00"));
    p.on("2026-12-09", &["due", "--ics", "x.ics"]).done();
    let ics = fs::read_to_string(p.path("x.ics")).expect("a calendar");
    assert!(ics.contains("DTSTART;TZID=Asia/Tokyo:20261210T140000"), "{ics}");
    p.on("2026-11-27", &["cases", "undo", ID]).done();
    let shown = p.on("2026-11-27", &["cases", "show", ID]);
    assert!(shown.done().contains("みなと薬局 2026年12月4日（金）"), "{}", shown.out);
    // Nothing goes on in most cases.
    let p = Place::with_a_case();
    let args = ["cases", "log", ID, "--kind", "moved", "--to", "12/10"];
    p.on("2026-11-27", &args).ended(2, &["続ける選考が"]);
}

/// A backup that was cut off is named as what it is, and not as answers.
#[test]
fn a_torn_backup_is_no_file_of_answers() {
    let p = Place::new();
    let torn = "version = 1\nkind = \"kotowari-cases\"\n[[case]]\nid = \"a\"\n\
        service = \"doda\"\ngoal = \"pause\"\nanswers = \"\"\"\nservice = ";
    let file = p.file("backup.toml", torn);
    let run = p.on("2026-11-27", &["cases", "import", &file]);
    run.ended(2, &["backup.toml:", "途中で切れています"]);
    assert!(!run.err.contains("答えのファイル"), "{}", run.err);
}

/// A letter below a reply is no part of it, also where nothing marks it.
#[test]
fn the_letter_of_the_case_is_not_the_reply() {
    let p = Place::with_a_case();
    let args = ["cases", "read", ID, "--format", "json"];
    let letter = "佐藤 様\n\n退会いたします。\n山田 花子\n";
    // Programs break its lines anew.
    for letter in [letter, "佐藤 様\n退会いた\nします。\n山田\n花子\n"] {
        let run = p.fed("2026-11-27", &args, format!("承りました。\n\n{letter}").as_bytes());
        let read: serde_json::Value = serde_json::from_str(run.done()).expect("JSON");
        assert_eq!(read["kinds"], serde_json::json!(["receipt"]));
        assert_eq!((&read["sure"], &read["unclear"]), (&true.into(), &serde_json::json!([])));
    }
    let quoted = "> 退会手続きが完了いたしました。\n";
    p.fed("2026-11-27", &args, quoted.as_bytes()).ended(2, &["返信の文がありません"]);
    let early = "Date: Thu, 19 Nov 2026 09:00:00 +0900\n\n承りました。\n";
    p.fed("2026-11-27", &args, early.as_bytes()).ended(2, &["文面を作った", "--received"]);
}

#[test]
fn a_reply_that_can_not_be_read_is_named_and_nothing_of_it_quoted() {
    let p = Place::with_a_case();
    let (jis, ..) = encoding_rs::SHIFT_JIS.encode("秘密の返信です。退会手続きが完了しました。");
    let (wide, ..) = encoding_rs::ISO_2022_JP.encode("秘密の返信です。");
    let coded = "Content-Type: text/plain\nContent-Transfer-Encoding: base64\n\n56eY5a+G\n";
    let html = "Content-Type: text/html\nSubject: 秘密\n\n<p>秘密</p>\n";
    let printable = "=E9=80=80=E4=BC=9A=E3=81=AE=E3=81=94=E4=BE=9D=E9=A0=BC=E3=82=92\n";
    let long = "秘密".repeat(600_000);
    for (bytes, says) in [
        (&*jis, "UTF-8 ではありません（1行目"),
        (&*wide, "UTF-8 ではありません"),
        (coded.as_bytes(), "符号化"),
        (html.as_bytes(), "符号化"),
        (printable.as_bytes(), "符号化"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "UTF-8 ではありません（2行目"),
        (long.as_bytes(), "大きすぎます"),
        (b"", "返信の文がありません"),
    ] {
        let run = p.fed("2026-11-27", &["cases", "read", ID, "--yes"], bytes);
        run.ended(2, &[says]);
        assert!(!run.err.contains("秘密") && run.out.is_empty(), "{}", run.err);
    }
    p.on("2026-11-27", &["cases", "read", ID, "none.txt"]).ended(2, &["ファイルがありません"]);
}

/// A reply that asks something is to be answered, and says so wherever the case is shown.
#[test]
fn what_a_reply_asks_is_what_is_to_be_done() {
    for (asks, answer, what) in [
        (
            "手続きのため、本人確認書類の写しを12月4日までにお送りください。",
            "identity_wanted",
            "本人確認",
        ),
        ("退会の理由を12月4日までにお聞かせいただけますでしょうか。", "question", "質問"),
    ] {
        let p = Place::with_a_case();
        p.run(&["cases", "sent", ID]).done();
        let text = format!("お世話になっております。みなとキャリアの佐藤です。\n{asks}\n");
        let run = p.fed("2026-11-27", &["cases", "read", ID, "--yes"], text.as_bytes());
        assert!(run.done().contains(what), "{}", run.out);
        let shown = p.json("2026-11-27", &["cases", "show", ID, "--format", "json"]);
        let event = &shown["events"].as_array().expect("events")[2];
        assert_eq!((&event["answer"], &event["deadline"]), (&answer.into(), &"2026-12-04".into()));
        assert_eq!(shown["next"]["step"], "answer");
        for args in [&["cases", "show", ID][..], &["due"], &["cases"]] {
            let run = p.on("2026-11-27", args);
            assert!(run.done().contains(asks.trim_end_matches('。')), "{args:?}: {}", run.out);
            assert!(run.out.contains("12月4日") || run.out.contains("2026-12-04"), "{}", run.out);
        }
        p.on("2026-11-30", &["cases", "log", ID, "--kind", "replied"]).done();
        assert!(p.on("2026-11-30", &["due"]).done().contains(NONE_DUE));
    }
}

/// What came back has reached nobody: the same is sent another way, and nothing is waited for
/// until then.
#[test]
fn a_letter_that_came_back_is_sent_another_way() {
    let p = Place::with_a_case();
    p.run(&["cases", "sent", ID]).done();
    let bounced = "This is the mail system. Undelivered Mail Returned to Sender: user unknown\n";
    let run = p.fed("2026-11-21", &["cases", "read", ID, "--yes"], bounced.as_bytes());
    assert!(run.done().contains("届いていない"), "{}", run.out);
    let shown = p.json("2026-11-21", &["cases", "show", ID, "--format", "json"]);
    assert_eq!((&shown["state"], &shown["next"]["step"]), (&"bounced".into(), &"resend".into()));
    for args in [&["due"][..], &["cases", "show", ID]] {
        assert!(p.on("2026-11-24", args).done().contains("ほかの方法で送る"), "{args:?}");
    }
    // The address was wrong: sent once more, it is waited for as ever.
    p.on("2026-11-24", &["cases", "sent", ID]).done();
    let shown = p.json("2026-11-24", &["cases", "show", ID, "--format", "json"]);
    assert_eq!((&shown["state"], &shown["next"]["step"]), (&"sent".into(), &"wait".into()));
}

/// Nothing is stored of a reply that it does not say: neither what is complete, nor when, nor the
/// day on which it came.
#[test]
fn a_reply_is_stored_as_what_it_says_and_no_more() {
    let p = Place::with_a_case();
    p.run(&["cases", "sent", ID]).done();
    let read = |more: &[&str], text: &str| {
        p.fed("2026-11-27", &[&["cases", "read", ID][..], more].concat(), text.as_bytes())
    };
    let last = || {
        let case = p.json("2026-11-27", &["cases", "show", ID, "--format", "json"]);
        let events = case["events"].as_array().expect("events");
        (case["state"].clone(), events.last().expect("one").clone())
    };
    let bare = read(&[], "お手続きが完了しました。\n");
    assert!(
        bare.done().contains("何がいつ済んだのか") && !bare.out.contains("：完了"),
        "{}",
        bare.out
    );
    read(&["--yes"], "お手続きが完了しました。\n").ended(2, &["はっきりしない"]);
    let moved = "高橋が異動となりましたため、今後は伊藤が担当いたします。\n";
    assert!(read(&["--yes"], moved).done().contains("これからの担当：伊藤"));
    assert!(last().1["note"].as_str().is_some_and(|n| n.contains("これからの担当：伊藤")));
    let done = "Date: the day before\n\n退会手続きが完了しました。\n";
    let run = read(&["--yes"], done);
    assert!(run.err.contains("（the day before）を読めない"), "{}", run.err);
    let (state, event) = last();
    assert_eq!(
        (state, &event["kind"], &event["on"]),
        ("done".into(), &"done".into(), &serde_json::Value::Null)
    );
}

/// The record of a refusal says whom and of which day; when the employer knows of it, it is over.
#[test]
fn a_refusal_is_over_when_the_employer_was_told() {
    let p = Place::with_a_case();
    let selections = "[[answers.selections]]\nemployer = \"みなと薬局\"\nwish = \"decline\"\n\
        stage = \"first_interview\"\ndate = 2026-12-03\n[[answers.selections]]\n\
        employer = \"うみ薬局\"\nstage = \"applied\"\nwish = \"keep\"\n";
    let text = fs::read_to_string(p.case(ID)).expect("a case");
    let text = text.replace("goal = \"withdraw\"", "goal = \"decline\"");
    let mail = "channel = \"mail\"\n";
    let text = text.replacen(mail, &format!("{mail}{selections}"), 1);
    fs::write(p.case(ID), text).expect("a case");
    p.run(&["cases", "sent", ID]).done();
    let shown = p.run(&["cases", "show", ID]);
    assert!(shown.done().contains("辞退：みなと薬局 2026年12月3日（木）"), "{}", shown.out);
    assert!(shown.out.contains("続ける選考：うみ薬局\n"), "{}", shown.out);
    // With a day, it is told on the day before and on its own.
    let kept = "wish = \"keep\"\n";
    let text = fs::read_to_string(p.case(ID)).expect("a case");
    let dated = text.replacen(kept, &format!("{kept}date = \"2026-12-11 18:30\"\n"), 1);
    fs::write(p.case(ID), dated).expect("a case");
    let line = "続ける選考：うみ薬局 2026年12月11日（金）18:30";
    for (day, told) in [("2026-12-10", true), ("2026-12-11", true), ("2026-12-12", false)] {
        assert_eq!(p.on(day, &["due"]).done().contains(line), told, "{day}");
    }
    assert!(p.on("2026-11-20", &["cases"]).done().contains(line));
    fs::write(p.case(ID), text).expect("a case");
    let told = "先方へ、選考辞退の旨をお伝えいたしました。\n";
    p.fed("2026-11-24", &["cases", "read", ID, "--yes"], told.as_bytes()).done();
    let shown = p.on("2026-11-24", &["cases", "show", ID]);
    assert!(shown.done().contains("状態：先方に伝わった"), "{}", shown.out);
    assert!(shown.out.matches("先方に伝わった").count() == 2, "{}", shown.out);
    assert!(p.on("2026-12-20", &["due"]).done().contains(NONE_DUE));
}
