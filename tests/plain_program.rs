//! The real program line by line: on pipes, in a terminal without a screen, and how it is left.
#![cfg(unix)]

#[path = "support/pty.rs"]
#[expect(dead_code, reason = "most of it reads screens")]
mod pty;

use pty::{ANSWERS, DAY, Home, Tui, start, wait};
use rustix::process::Signal;
use std::io::Write as _;
use std::os::unix::fs::PermissionsExt as _;
use std::process::{Command, Output, Stdio};

const EXE: &str = env!("CARGO_BIN_EXE_kotowari");

/// The lines that give [`ANSWERS`], up to the review.
const LINES: &str = "apoplus-pharmacist\nwithdraw\nerase stop_mail\na\n\u{20bb7}葛\u{e0100}薬局\n\
    1\n\n1\n\n\n1\n山田 花子\nﾔﾏﾀﾞ ﾊﾅｺ\nH2.4.1\nhanako@example.jp\n\
                     090-1234-5678\n\u{20bb7}葛\u{e0100}\n\n1\n２\n\n";

/// Runs it with these bytes as standard input.
fn piped(home: &Home, args: &[&str], env: &[(&str, &str)], input: &[u8]) -> Output {
    let mut command = home.command(EXE);
    command.args(args).args(["--today", DAY]).envs(env.iter().copied());
    feed(&mut command, input)
}

/// Runs it on a day, with these lines as standard input.
fn on(home: &Home, day: &str, lines: &str) -> Output {
    feed(home.command(EXE).args(["--plain", "--today", day]), lines.as_bytes())
}

/// A home where storing was agreed to.
fn agreed() -> Home {
    let home = Home::new();
    home.write(".config/kotowari/config.toml", "[privacy]\nsave = \"always\"\n");
    home
}

/// The text of the only stored case.
#[track_caller]
fn only_case(home: &Home) -> String {
    let files = home.files();
    let cases: Vec<&String> = files.iter().filter(|f| f.contains("/cases/2026")).collect();
    assert_eq!(cases.len(), 1, "{files:?}");
    home.read(cases[0])
}

fn feed(command: &mut Command, input: &[u8]) -> Output {
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = start(|| command.spawn()).expect("the program starts");
    let mut stdin = child.stdin.take().expect("a pipe");
    // What it does not read any more breaks the pipe.
    let _ = stdin.write_all(input);
    drop(stdin);
    child.wait_with_output().expect("its end")
}

fn said(out: &Output) -> String {
    let said = String::from_utf8(out.stderr.clone()).expect("UTF-8");
    assert!(!said.chars().any(|c| c.is_control() && c != '\n'), "{said:?}");
    said
}

#[test]
fn a_pipe_gives_the_letter_of_the_letter_command() {
    let home = Home::new();
    let answers = home.write("answers.toml", ANSWERS);
    let wanted = home.letter(EXE, &answers);
    for end in ["p\nn\n", "c\n\nn\n"] {
        let out = piped(&home, &["--plain"], &[], (LINES.to_owned() + end).as_bytes());
        assert_eq!(out.status.code(), Some(0), "{}", said(&out));
        assert_eq!(String::from_utf8(out.stdout.clone()).expect("UTF-8"), wanted);
        assert!(said(&out).contains("次にすること") == end.starts_with('c'), "{}", said(&out));
    }
    let out = piped(&home, &["--plain", "--no-save", "--answers", &answers], &[], b"p\n");
    assert_eq!(out.status.code(), Some(0), "{}", said(&out));
    assert_eq!(String::from_utf8(out.stdout).expect("UTF-8"), wanted);
    assert_eq!(home.files(), ["answers.toml", "tmp"]);
}

/// What the walk does not ask is a mistake here as it is in `letter`.
#[test]
fn answers_that_have_no_place_are_mistakes() {
    let home = Home::new();
    let answers = home.write(
        "answers.toml",
        &ANSWERS.replace("[answers]\n", "[answers]\npause_from = 2030-01-01\n"),
    );
    let out = piped(&home, &["--plain", "--no-save", "--answers", &answers], &[], b"p\n");
    assert_eq!(out.status.code(), Some(2));
    let why = String::from_utf8_lossy(&out.stderr).into_owned();
    assert!(why.contains("answers.pause_from: この手紙では尋ねない"), "{why}");
}

#[test]
fn the_same_request_twice_is_said_also_with_answers() {
    let home = agreed();
    let answers = home.write("answers.toml", ANSWERS);
    let twice = "同じお願いが、まだ続いています";
    let run = |lines: &str| {
        said(&piped(&home, &["--plain", "--answers", &answers], &[], lines.as_bytes()))
    };
    assert!(!run("c\ny\n\n").contains(twice));
    assert!(run("").contains(twice));
    only_case(&home);
}

/// Where no clipboard takes the letter, it has left all the same once that is said.
#[test]
fn what_was_said_to_be_sent_is_kept_or_that_it_is_not_is_said() {
    for end in ["c\ny\nquit\n", "c\ny\n", "\ny\nquit\n"] {
        let home = agreed();
        let answers = home.write("answers.toml", ANSWERS);
        let out = piped(&home, &["--plain", "--answers", &answers], &[], end.as_bytes());
        assert_eq!(out.status.code(), Some(130), "{}", said(&out));
        assert!(
            said(&out).contains("送った：") && !said(&out).contains("残していません"),
            "{}",
            said(&out)
        );
        let case = only_case(&home);
        assert!(case.contains("kind = \"sent\"") && case.contains("[[letter]]"), "{case}");
    }
    let home = Home::new();
    let answers = home.write("answers.toml", ANSWERS);
    let out = piped(&home, &["--plain", "--answers", &answers], &[], b"c\ny\n");
    assert_eq!(out.status.code(), Some(130));
    let last = said(&out).lines().last().unwrap_or_default().to_owned();
    assert!(last.contains("記録は残していません。"), "{last}");
    assert_eq!(home.files(), ["answers.toml", "tmp"]);
}

/// Answers without a sender are completed from what is stored, by every door.
#[test]
fn what_is_stored_completes_the_answers() {
    let home = Home::new();
    let config = "[privacy]\nsave = \"always\"\n[sender]\nname = \"山田 花子\"\n\
        reading = \"ヤマダ ハナコ\"\nbirth_date = 1990-04-02\n\
                  email = \"main@example.jp\"\nphone = \"090-1111-1111\"\n\
                  [registration.apoplus-pharmacist]\nemail = \"apo@example.jp\"\n\
                  handler = \"佐藤\"\nhandler_email = \"sato@example.jp\"\n";
    home.write(".config/kotowari/config.toml", config);
    let answers = home.write(
        "answers.toml",
        "service = \"apoplus-pharmacist\"\ngoal = \"withdraw\"\nchannel = \"mail\"\n[answers]\n\
            requests = [\"erase\"]\nreason = \"none\"\n",
    );
    let wanted = home.letter(EXE, &answers);
    assert!(wanted.contains("佐藤 様") && wanted.contains("apo@example.jp"), "{wanted}");
    let out = piped(&home, &["--plain", "--answers", &answers], &[], b"p\n");
    assert_eq!(out.status.code(), Some(0), "{}", said(&out));
    assert_eq!(String::from_utf8(out.stdout.clone()).expect("UTF-8"), wanted);
    assert!(said(&out).contains("sender.handler"), "{}", said(&out));
}

#[test]
fn the_end_of_input_leaves_nothing_unless_that_was_agreed_to() {
    let home = Home::new();
    let before = home.files();
    let some = "1\n3\n2027-04\n";
    let out = piped(&home, &["--plain"], &[], some.as_bytes());
    assert_eq!(out.status.code(), Some(130));
    assert!(out.stdout.is_empty() && said(&out).contains("書きかけは保存していません"));
    // Of a letter that was finished and put nowhere, that is said too.
    let out = piped(&home, &["--plain"], &[], (LINES.to_owned() + "\nquit\nquit\n").as_bytes());
    assert!(said(&out).ends_with("この手紙の文面は、保存していません。\n"), "{}", said(&out));
    assert_eq!(home.files(), before);

    let config = home.write("config.toml", "[privacy]\nsave = \"always\"\n");
    let data = home.path("data");
    let data = data.to_str().expect("UTF-8");
    let args = ["--plain", "--config", &config];
    let env = [("KOTOWARI_DATA_DIR", data)];
    let out = piped(&home, &[&args[..], &["--no-save"]].concat(), &env, some.as_bytes());
    assert!(out.status.code() == Some(130) && !home.path("data").exists());
    let out = piped(&home, &args, &env, (some.to_owned() + "1\n1\n山田").as_bytes());
    assert_eq!(out.status.code(), Some(130));
    assert!(said(&out).contains("書きかけを保存しました"), "{}", said(&out));
    let draft = home.read("data/draft.toml");
    assert!(draft.contains("2027-04") && draft.contains("山田"), "{draft}");
    let mode = home.path("data/draft.toml").metadata().expect("a file").permissions().mode();
    assert_eq!(mode & 0o777, 0o600);

    // What is stored is offered, unless nothing is to be kept: then nothing is opened that could be
    // changed.
    let kept = home.files();
    let offer = "書きかけを続ける";
    let out = piped(&home, &args, &env, b"");
    assert!(said(&out).contains(offer), "{}", said(&out));
    let out = piped(&home, &[&args[..], &["--no-save"]].concat(), &env, some.as_bytes());
    assert!(out.status.code() == Some(130) && !said(&out).contains(offer), "{}", said(&out));
    assert_eq!(home.files(), kept);
}

#[test]
fn what_is_no_line_of_text_is_refused_and_the_rest_goes_on() {
    let home = Home::new();
    let mut input = b"1\r\n3\r\n2027-04\n\n1\n".to_vec();
    input.extend(vec![b'x'; 300_000]);
    input.extend(b"\n\xff\xfe\n\x1b[31mab\x07\n");
    let out = piped(&home, &["--plain"], &[], &input);
    let said = said(&out);
    for words in ["一行が長すぎる", "UTF-8 の文字ではない", "取り除きました：␛[31m ␇", "答え：ab"]
    {
        assert_eq!(said.matches(words).count(), 1, "{words}: {said}");
    }
    assert_eq!(out.status.code(), Some(130));
}

#[test]
fn a_letter_printed_although_it_is_blocked_ends_with_3() {
    let home = Home::new();
    let answers = home.write("answers.toml", ANSWERS);
    let editor =
        home.write("editor", "#!/bin/sh\nprintf '件名：お願い\\n\\n〔氏名〕\\n' > \"$1\"\n");
    std::fs::set_permissions(&editor, std::fs::Permissions::from_mode(0o755)).expect("permissions");
    let out = piped(
        &home,
        &["--plain", "--no-save", "--answers", &answers],
        &[("EDITOR", &editor)],
        b"e\np\ny\n",
    );
    assert_eq!(out.status.code(), Some(3), "{}", said(&out));
    assert_eq!(String::from_utf8(out.stdout).expect("UTF-8"), "件名：お願い\n\n〔氏名〕\n");
}

/// Without any terminal: asked on standard error if somebody is at the other end of a pipe.
#[test]
fn without_a_terminal_it_asks_by_itself_where_somebody_can_answer() {
    let home = Home::new();
    for term in ["xterm", "dumb", ""] {
        let mut command = home.command("setsid");
        command.args(["-w", EXE]).env("TERM", term);
        let out = match start(|| command.stdin(Stdio::null()).output()) {
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => {
                eprintln!("skipped: setsid is missing (Debian package util-linux)");
                return;
            }
            out => out.expect("the program starts"),
        };
        assert_eq!(out.status.code(), Some(1), "TERM={term}");
        assert!(said(&out).contains("端末が見つかりません"));
        let mut command = home.command("setsid");
        command.args(["-w", EXE]).env("TERM", term);
        let out = feed(&mut command, b"1\n");
        assert_eq!(out.status.code(), Some(130), "TERM={term}");
        assert_eq!(said(&out).contains("端末の画面を使えないため"), term == "xterm");
        assert!(said(&out).contains("答え：アポプラス薬剤師"));
    }
}

/// In a terminal, started without `--plain`. A folder, a device or the home folder is no name for a
/// file: into the folder, or nowhere, and never beside it.
#[test]
fn a_letter_goes_into_a_folder_and_beside_nothing() {
    let home = Home::new();
    let answers = home.write("answers.toml", ANSWERS);
    std::fs::create_dir_all(home.path("書類")).expect("a folder");
    std::os::unix::fs::symlink("書類", home.path("link")).expect("a link");
    let before = home.files();
    let name = "kotowari-20261201.txt";
    for (typed, there) in [
        ("~/書類/", Some("書類/kotowari-20261201.txt")),
        ("~/書類", Some("書類/kotowari-20261201-2.txt")),
        ("./link", Some("書類/kotowari-20261201-3.txt")),
        ("書類/.", Some("書類/kotowari-20261201-4.txt")),
        ("~", Some(name)),
        ("~/", Some("kotowari-20261201-2.txt")),
        (".", Some("kotowari-20261201-3.txt")),
        ("~/手紙.txt", Some("手紙.txt")),
        ("手紙.txt", Some("手紙-2.txt")),
        ("/dev/null", None),
        ("/dev/null/", None),
        ("無い/", None),
        ("無い/手紙.txt", None),
        ("~/無い/", None),
        ("~/書類/無い/", None),
        ("~/書類//無い//", None),
        ("手紙.txt/", None),
    ] {
        let was = home.files();
        let input = format!("w\n{typed}\nback\nquit\nquit\n");
        let args = ["--plain", "--no-save", "--answers", &answers];
        let out = piped(&home, &args, &[], input.as_bytes());
        let said = said(&out);
        let new: Vec<String> = home.files().into_iter().filter(|f| !was.contains(f)).collect();
        assert_eq!(new, there.into_iter().collect::<Vec<_>>(), "{typed}: {said}");
        assert_eq!(said.contains("保存しました"), there.is_some(), "{typed}: {said}");
    }
    assert_eq!(home.files().len(), before.len() + 9);
    let was = home.files();
    for folder in ["~/無い/", "無い/", "~/書類/無い/"] {
        let out = piped(&home, &["letter", "--answers", &answers, "--output", folder], &[], b"");
        assert_eq!((out.status.code(), home.files()), (Some(1), was.clone()), "{folder}");
        assert!(said(&out).contains("場所がありません"), "{}", said(&out));
    }
    assert!(!std::path::Path::new("/dev/null-2").exists());
}

fn dumb(home: &Home, args: &[&str], term: &str) -> Tui {
    let args = [args, &["--today", DAY]].concat();
    home.tui(EXE, &args, &[("TERM", term)], 24, 80)
}

/// Nothing but text went out, and the terminal is as it was.
#[track_caller]
fn plain_end(t: &mut Tui, code: u32) {
    assert_eq!(t.wait_exit(), code, "{}", t.text());
    assert!(!t.raw().contains(&0x1b), "{}", String::from_utf8_lossy(&t.raw()));
    assert_eq!(t.left_behind(), [""; 0]);
}

#[test]
fn a_terminal_without_a_screen_is_asked_line_by_line() {
    // An empty value takes the variable away.
    for term in ["dumb", ""] {
        let home = Home::new();
        let mut t = dumb(&home, &[], term);
        t.wait_bytes("番号か名前 [1]：");
        for (line, next) in
            [("1", "どうしたいですか"), ("3", "再開は、いつ"), ("2027-04", "予定を入れて")]
        {
            t.send(&format!("{line}\n"));
            t.wait_bytes(next);
        }
        t.send("letter\n");
        t.wait_bytes("手紙はここまで");
        // The end of input, at the beginning of a line.
        t.send("\u{4}");
        plain_end(&mut t, 130);
        assert!(t.sent_out("書きかけは保存していません"));
    }
}

#[test]
fn a_letter_in_a_terminal_that_has_no_clipboard() {
    let home = Home::new();
    let answers = home.write("answers.toml", ANSWERS);
    let mut t = dumb(&home, &["--plain", "--no-save", "--answers", &answers], "xterm-256color");
    t.wait_bytes("文字か、Enter で次へ：");
    t.send("c\n");
    t.wait_bytes("全文：写して使ってください");
    t.wait_bytes("Enter で終える：");
    t.send("w\n\n");
    t.wait_bytes("保存しました：");
    t.send("\n");
    plain_end(&mut t, 0);
    assert_eq!(home.read("kotowari-20261201.txt"), home.letter(EXE, &answers));
    assert!(t.clipboard().is_empty());
}

#[test]
fn a_person_is_told_that_nothing_is_due() {
    let home = Home::new();
    let mut t = dumb(&home, &["due"], "xterm-256color");
    t.wait_bytes("期限の来たものはありません");
    plain_end(&mut t, 0);
    // A calendar is no list of what is due.
    let mut t = dumb(&home, &["due", "--ics", "-"], "xterm-256color");
    t.wait_bytes("カレンダーは空です");
    plain_end(&mut t, 0);
    assert!(!t.sent_out("期限の来たもの"));
    // A timer has the exit code, and hears nothing.
    let out =
        home.command(EXE).args(["due", "--exit-code", "--today", DAY]).output().expect("it runs");
    assert!(out.stdout.is_empty() && out.stderr.is_empty(), "{}", said(&out));
}

#[test]
fn the_whole_life_of_a_case() {
    let home = agreed();
    // Written, copied (there is no clipboard here), sent: not before it was there, as in the case
    // later.
    let out = on(
        &home,
        DAY,
        &(LINES.to_owned() + "c\nt\n1868-01-01\n2/29\n先週の金曜\n昨日\n今日\n\n\n\n\n"),
    );
    assert_eq!(said(&out).matches("までの日時にしてください").count(), 4, "{}", said(&out));
    assert_eq!(out.status.code(), Some(0), "{}", said(&out));
    assert!(said(&out).contains("送った：2026年12月1日（火）"), "{}", said(&out));
    assert!(only_case(&home).contains("\nkind = \"sent\"\n"), "{}", only_case(&home));
    // Waiting; then past the date, and the second letter with two Enters.
    let out = on(&home, "2026-12-03", "2\nquit\n");
    assert!(out.status.code() == Some(130) && out.stdout.is_empty());
    assert!(
        said(&out).contains("期限：2026年12月15日（火） 返事（あと 8 営業日）"),
        "{}",
        said(&out)
    );
    let out = on(&home, "2026-12-16", "\n\nc\ny\n\n");
    assert_eq!(out.status.code(), Some(0), "{}", said(&out));
    let letter = String::from_utf8(out.stdout).expect("UTF-8");
    assert!(
        letter.starts_with("件名：") && letter.contains("についての再度のお願い（山田 花子）"),
        "{letter}"
    );
    // They answer, then they have done it; the end of input keeps what was noted.
    let out = on(&home, "2026-12-17", "2\n返事が届いた\n\n1\n\n\n\n\n");
    assert!(
        out.status.code() == Some(130) && said(&out).contains("状態：返事あり"),
        "{}",
        said(&out)
    );
    let out = on(&home, "2026-12-18", "2\n完了した\n\n昨日\n鈴木\n\n\n\n\nc\ny\n\n");
    assert_eq!(out.status.code(), Some(0), "{}", said(&out));
    assert!(String::from_utf8_lossy(&out.stdout).contains("鈴木 様"));
    let case = only_case(&home);
    assert!(
        case.matches("kind = \"sent\"").count() == 3 && case.contains("kind = \"done\""),
        "{case}"
    );
    // Nothing is left to do: the first question is all that there is.
    let out = on(&home, "2026-12-21", "");
    assert!(out.status.code() == Some(130) && !said(&out).contains("続きの記録"), "{}", said(&out));
}

#[test]
fn the_end_of_input_at_every_prompt_of_a_case() {
    let home = agreed();
    let out = on(&home, DAY, &(LINES.to_owned() + "c\ny\n\n"));
    assert_eq!(out.status.code(), Some(0), "{}", said(&out));
    let before = only_case(&home);
    let lines = ["2", "電話のメモ", "昨日", "03-1234-5678", "佐藤"];
    for n in 0..=lines.len() {
        let some = lines[..n].join("\n") + if n > 0 { "\n" } else { "" };
        let out = on(&home, "2026-12-03", &some);
        assert_eq!(out.status.code(), Some(130), "{n}");
        assert_eq!(
            said(&out).contains("入れかけの出来事は記録していません"),
            n >= 2,
            "{n}: {}",
            said(&out)
        );
        assert!(!said(&out).contains("書きかけ"), "nothing was being written: {}", said(&out));
        assert_eq!(only_case(&home), before, "{n}");
    }
    // The last line need not have an end.
    let out =
        on(&home, "2026-12-03", "2\n電話のメモ\n昨日\n03-1234-5678\n佐藤\n\n折り返すとのこと");
    assert!(
        out.status.code() == Some(130)
            && said(&out).contains("記録しました：2026年12月2日（水） 電話")
    );
    assert!(only_case(&home).contains("折り返すとのこと"));
}

#[test]
fn a_case_in_a_terminal_without_a_screen() {
    let home = agreed();
    let answers = home.write("answers.toml", ANSWERS);
    for (term, offered) in [("dumb", false), ("xterm-256color", true)] {
        let mut t = dumb(&home, &["--plain", "--answers", &answers], term);
        if offered {
            t.wait_bytes("同じお願いが、まだ続いています");
            t.send("n\n");
        }
        t.wait_bytes("文字か、Enter で次へ：");
        t.send("c\n");
        t.wait_bytes("Enter で終える：");
        assert_eq!(t.sent_out("QRコード"), offered, "{term}: {}", t.text());
        t.send("r\n");
        t.wait_bytes("Enter 出さずに戻る：");
        t.send("1\n");
        t.wait_bytes("█");
        t.send("t\n今\n\n佐藤\n\n");
        t.wait_bytes("、メール、相手 佐藤");
        assert!(t.sent_out("送った：2026年12月1日（火）"), "{term}: {}", t.text());
        t.send("\n");
        plain_end(&mut t, 0);
    }
    // By itself where the terminal has no screen; Ctrl-D in the middle of an event.
    let mut t = dumb(&home, &[], "dumb");
    t.wait_bytes("3. アポプラス薬剤師 退会する（送信済み）");
    t.send("3\n");
    t.wait_bytes("番号か文字（? で一覧） [1]：");
    t.send("また連絡\n");
    t.wait_bytes("など） [");
    t.send("\u{4}");
    plain_end(&mut t, 130);
    assert!(t.sent_out("入れかけの出来事は記録していません"));
}

#[test]
fn signals_leave_with_their_number() {
    let home = Home::new();
    let mut t = dumb(&home, &["--plain"], "xterm-256color");
    t.wait_bytes("番号か名前 [1]：");
    // The terminal drops what is on its way out when it turns the key into a signal: what is said
    // then is looked for below.
    t.keys("C-c");
    plain_end(&mut t, 130);
    for (signal, code) in [(Signal::INT, 130), (Signal::TERM, 143), (Signal::HUP, 129)] {
        let mut t = dumb(&home, &["--plain"], "xterm-256color");
        t.wait_bytes("番号か名前 [1]：");
        t.signal(signal);
        plain_end(&mut t, code);
        assert!(code != 130 || t.sent_out("書きかけは保存していません"), "{}", t.text());
    }
}

/// Also while an editor has the terminal: what is half-typed is kept, and nothing of the letter.
#[test]
fn a_signal_does_not_wait_for_the_editor() {
    let home = agreed();
    let open = home.path("open");
    let editor = home.write("editor", "#!/bin/sh\necho $$ > \"$OPEN\"\nexec sleep 60\n");
    std::fs::set_permissions(&editor, std::fs::Permissions::from_mode(0o755)).expect("permissions");
    let answers = home.write("answers.toml", ANSWERS);
    let env = [("VISUAL", editor.as_str()), ("OPEN", open.to_str().expect("UTF-8"))];
    for (signal, code) in [(Signal::TERM, 143), (Signal::HUP, 129)] {
        let args = ["--plain", "--answers", &answers, "--today", DAY];
        let mut t = home.tui(EXE, &args, &env, 24, 80);
        t.wait_bytes("文字か、Enter で次へ：");
        t.send("e\n");
        wait("the editor", || std::fs::read_to_string(&open).is_ok_and(|pid| pid.ends_with('\n')));
        t.signal(signal);
        let pid = t.pid();
        wait("the end", || !pty::lives(pid));
        assert!(!home.files().iter().any(|f| f.starts_with("tmp/")), "{:?}", home.files());
        let draft = home.path(".local/share/kotowari/draft.toml");
        std::fs::remove_file(&draft).expect("what was half-typed");
        let editor = std::fs::read_to_string(&open).expect("its number");
        let editor = editor.trim().parse().ok().and_then(rustix::process::Pid::from_raw);
        std::fs::remove_file(&open).expect("a file");
        rustix::process::kill_process(editor.expect("a number"), Signal::KILL).expect("the editor");
        plain_end(&mut t, code);
    }
}

/// A draft that cannot be kept is said once; whoever leaves then leaves without it.
#[test]
fn a_draft_that_is_lost_is_said_before_it_ends() {
    let home = agreed();
    // No folder: nothing can be stored there.
    home.write(".local/share/kotowari", "");
    let mut t = dumb(&home, &["--plain"], "dumb");
    t.wait_bytes("サービス");
    t.send("1\napoplus-pharmacist\nwithdraw\nerase\nquit\n");
    t.wait_bytes("書きかけを保存できません");
    t.send("quit\n");
    t.wait_bytes("書きかけは保存できませんでした");
    plain_end(&mut t, 130);
    // Where nobody answers any more it ends at once.
    let home = agreed();
    home.write(".local/share/kotowari", "");
    let out = piped(&home, &["--plain"], &[], b"1\napoplus-pharmacist\nwithdraw\nerase\n");
    assert_eq!(out.status.code(), Some(130), "{}", said(&out));
    assert!(said(&out).contains("書きかけは保存できませんでした"), "{}", said(&out));
    assert!(!said(&out).contains("記録は残っていません"), "{}", said(&out));
}

/// Everything of the user's that is stored: no words of theirs are left after a wipe.
fn stored(home: &Home) -> Vec<String> {
    let stored = |f: &String| f.contains(".local/share/kotowari/") || f.ends_with("config.toml");
    home.files().into_iter().filter(stored).collect()
}

fn wipe(home: &Home) {
    let mut wipe = home.command(EXE);
    wipe.args(["wipe", "--yes"]);
    assert!(start(|| wipe.output()).expect("the program starts").status.success());
    assert_eq!(stored(home), [""; 0]);
}

/// What is wiped while a program is open does not come back through it, whatever it is about to
/// write, until storing is agreed to anew.
#[test]
fn an_open_program_brings_nothing_back_that_was_wiped() {
    let home = agreed();
    let answers = home.write("answers.toml", ANSWERS);
    // A draft, also of who had nothing stored before; leaving stays possible.
    let mut t = dumb(&home, &["--plain"], "dumb");
    t.wait_bytes("サービス");
    t.send("1\napoplus-pharmacist\nwithdraw\n");
    t.wait_bytes("番号（いくつでも");
    wipe(&home);
    t.send("erase\n");
    t.send("quit\n");
    t.wait_bytes("すべて消されました");
    t.send("quit\nn\n");
    t.wait_exit();
    assert_eq!(stored(&home), [""; 0], "{}", t.text());

    // A case, and the registration; then it is agreed to anew.
    home.write(".config/kotowari/config.toml", "[privacy]\nsave = \"always\"\n");
    let mut t = dumb(&home, &["--plain", "--answers", &answers], "dumb");
    t.wait_bytes("文字か、Enter で次へ：");
    t.send("c\n");
    t.wait_bytes("Enter で終える：");
    wipe(&home);
    t.send("y\n");
    t.wait_bytes("すべて消されました");
    assert_eq!(stored(&home), [""; 0], "{}", t.text());
    t.send("\n");
    t.wait_bytes("保存しますか");
    t.send("y\n");
    assert_eq!(t.wait_exit(), 0, "{}", t.text());
    assert!(only_case(&home).contains("kind = \"sent\""));
    assert!(home.read(".config/kotowari/config.toml").contains("save = \"always\""));
}

/// A reply is pasted, ended with Ctrl-D, and stored after a yes.
#[test]
fn a_pasted_reply_is_stored_after_a_yes() {
    let home = agreed();
    let answers = home.write("answers.toml", ANSWERS);
    piped(&home, &["--plain", "--answers", &answers], &[], b"c\ny\n\n");
    for (answer, kept) in [("n", false), ("y", true)] {
        let mut t = home.tui(EXE, &["cases", "read", "2026", "--today", DAY], &[], 24, 80);
        t.wait_text("貼り付け");
        t.send("退会のご依頼を承りました。\n\u{4}");
        t.wait_text("記録しますか");
        t.send(&format!("{answer}\n"));
        assert_eq!(t.wait_exit(), 0, "{}", t.text());
        assert_eq!(only_case(&home).contains("承りました"), kept, "{}", t.text());
    }
}
