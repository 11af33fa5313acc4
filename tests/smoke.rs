//! The real program in a real pseudo-terminal: whole walks, every way out, and what it leaves
//! behind.
#![cfg(unix)]

#[path = "support/pty.rs"]
#[expect(dead_code, reason = "shared with tests of a terminal that behaves badly")]
mod pty;

use kotowari::domain::content::Content;
use pty::{ANSWERS, ASKED, DAY, Home, Tui, lives, start, wait};
use rustix::process::{Pid, Signal, kill_process};
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::Stdio;

const EXE: &str = env!("CARGO_BIN_EXE_kotowari");
const NOTHING: [&str; 0] = [];
/// U+20BB7 stands outside the BMP; the second name has a variation selector.
const NAME: &str = "\u{20bb7}山 葛\u{e0100}子";

/// The beginning of a text of the program, short enough for one line of any screen here.
fn beginning(text: &str) -> String {
    text.chars().take(12).collect()
}

fn says(key: &str) -> String {
    beginning(Content::builtin().text(key))
}

/// Waits for the question `id`.
#[track_caller]
fn at(t: &Tui, id: &str) {
    let content = Content::builtin();
    let question = content.flow().get(id).expect("a question");
    // Those that stand on one screen are told apart by the field that has the focus.
    if question.page.is_empty() {
        t.wait_text(&beginning(&question.title));
    } else {
        t.wait_text(&format!("> {}", question.label));
    }
}

/// Answers the question on the screen and waits for the next one.
#[track_caller]
fn go(t: &mut Tui, typed: &str, keys: &str, next: &str) {
    t.send(typed);
    t.keys(keys);
    at(t, next);
}

#[track_caller]
fn at_review(t: &Tui) {
    t.wait_text("手紙ができました");
}

fn wizard(home: &Home) -> Tui {
    home.tui(EXE, &["--today", DAY], &[], 24, 80)
}

/// Starts with complete answers: at the review.
fn review(home: &Home, more: &[&str], env: &[(&str, &str)]) -> Tui {
    let answers = home.write("answers.toml", ANSWERS);
    let args: Vec<_> =
        ["--answers", &answers, "--today", DAY].iter().chain(more).copied().collect();
    let t = home.tui(EXE, &args, env, 24, 80);
    at_review(&t);
    t
}

/// The program has ended with `code` and given everything back.
#[track_caller]
fn ended(t: &mut Tui, code: u32) {
    assert_eq!(t.wait_exit(), code, "{}", t.text());
    assert_eq!(t.left_behind(), NOTHING, "{}", t.text());
    assert_eq!(t.questions(), NOTHING);
}

/// All characters but blanks, and without the gutter of the letter.
fn dense(text: &str) -> String {
    // The sides of its frame, and the marks of what changed.
    let bare = |line: &str| {
        line.trim().trim_matches(['|', '│']).trim_start().trim_start_matches("+ ").to_owned()
    };
    // Nor the line below the subject.
    let rule = |line: &String| !line.trim().is_empty() && line.trim().chars().all(|c| c == '-');
    text.lines().map(bare).filter(|l| !rule(l)).collect::<String>().split_whitespace().collect()
}

fn mode(path: &Path) -> u32 {
    path.metadata().expect("a file").permissions().mode() & 0o777
}

/// Makes a script that can be started.
fn script(home: &Home, name: &str, text: &str) -> String {
    let path = home.write(name, &format!("#!/bin/sh\n{text}\n"));
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).expect("permissions");
    path
}

/// Types the identity, from the name to the review.
#[track_caller]
fn identify(t: &mut Tui, birth_date: bool) {
    at(t, "sender.name");
    go(t, NAME, "enter", "sender.reading");
    if birth_date {
        go(t, "ﾔﾏﾀﾞ ﾊﾅｺ", "enter", "sender.birth_date");
        go(t, "H2.4.1", "enter", "sender.email");
    } else {
        go(t, "ﾔﾏﾀﾞ ﾊﾅｺ", "enter", "sender.email");
    }
    go(t, "hanako@example.jp", "enter", "sender.phone");
    go(t, "090-1234-5678", "enter", "sender.handler");
    go(t, "", "enter", "sender.handler_email");
    t.keys("enter");
    at_review(t);
}

/// From the first screen to the review, without anything optional.
#[track_caller]
fn walk_to_review(t: &mut Tui) {
    at(t, "service");
    go(t, "", "enter", "goal");
    go(t, "", "4", "requests");
    go(t, "", "enter", "selections");
    go(t, "", "enter", "channel");
    go(t, "", "1", "sender.name");
    identify(t, true);
}

mod walk {
    use super::*;

    #[test]
    fn leaving_a_service_from_the_first_key_to_a_clean_terminal() {
        let home = Home::new();
        let before = home.files();
        let mut t = home.tui(EXE, &[], &[], 24, 80);
        at(&t, "service");
        assert!(t.alternate_screen() && t.bracketed_paste() && !t.settings_restored());
        go(&mut t, "", "enter", "goal");
        go(&mut t, "", "4", "requests");
        go(&mut t, "", "enter", "selections");
        t.keys("a");
        t.send("みなと葛\u{e0100}薬局\r");
        t.keys("1 enter enter 1 enter enter");
        t.wait_text("1. みなと葛\u{e0100}薬局／");
        go(&mut t, "", "enter", "channel");
        go(&mut t, "", "1", "sender.name");
        identify(&mut t, true);

        // Tall enough for the whole letter under the review.
        t.resize(120, 80);
        t.wait_text("登録メール：hanako@example.jp");
        at_review(&t);
        let shown = dense(&t.text());
        t.keys("c");
        t.wait_text("端末にコピーを依頼しました");
        let copied = t.clipboard();
        let [letter] = copied.as_slice() else { panic!("{} copies", copied.len()) };
        for part in
            [NAME, "みなと葛\u{e0100}薬局", "ヤマダ ハナコ", "1990年4月1日", "hanako@example.jp"]
        {
            assert!(letter.contains(part), "{part:?} is missing in:\n{letter}");
        }
        assert!(letter.starts_with("件名：") && !letter.contains('〔'), "{letter}");
        assert!(shown.contains(&dense(letter)), "shown:\n{shown}\ncopied:\n{}", dense(letter));

        t.keys("enter");
        t.wait_text(&says("ask.sent"));
        t.keys("n");
        t.wait_text(&says("ask.save"));
        t.keys("n");
        ended(&mut t, 0);
        assert_eq!(home.files(), before, "nothing may be stored without a yes");
    }

    #[test]
    fn a_form_by_keyboard_gives_its_fields_one_by_one() {
        let home = Home::new();
        let mut t = wizard(&home);
        at(&t, "service");
        go(&mut t, "", "enter", "goal");
        go(&mut t, "", "3", "resume");
        go(&mut t, "2027-04", "enter", "plan");
        go(&mut t, "", "enter", "channel");
        go(&mut t, "", "2", "sender.name");
        identify(&mut t, false);
        for i in 1..=5 {
            t.keys("n");
            // With the body the page after copying opens.
            t.wait_text(&if i < 5 { format!("（{i}/5）") } else { "（本文）".to_owned() });
            t.wait_text("端末にコピーを依頼しました");
        }
        let copied = t.clipboard();
        let [name, reading, email, phone, body] = copied.as_slice() else {
            panic!("{} copies", copied.len())
        };
        assert_eq!(
            [name, reading, email, phone],
            [NAME, "ヤマダ ハナコ", "hanako@example.jp", "090-1234-5678"]
        );
        assert!(body.contains("2027年4月") && body.lines().count() > 5, "{body}");
        t.keys("C-c y");
        ended(&mut t, 130);
    }

    #[test]
    fn going_back_keeps_what_was_typed() {
        let home = Home::new();
        let mut t = wizard(&home);
        at(&t, "service");
        go(&mut t, "", "enter", "goal");
        go(&mut t, "", "2", "wishes");
        go(&mut t, "", "1 enter", "must_have");
        t.send("土日のいずれかは休み");
        t.wait_text("> 土日のいずれかは休み");
        go(&mut t, "", "esc", "wishes");
        t.wait_text("[x]");
        go(&mut t, "", "enter", "must_have");
        t.wait_text("> 土日のいずれかは休み");
    }

    #[test]
    fn the_letter_stands_beside_on_a_wide_terminal_and_behind_tab_on_a_narrow_one() {
        let home = Home::new();
        let mut t =
            home.tui(EXE, &["--goal", "pause", "--service", "apoplus-pharmacist"], &[], 40, 120);
        at(&t, "resume");
        t.wait_text("〔氏名〕");
        // The terminal itself cuts the old frame: what stands at its new right edge tells of the
        // new one.
        t.resize(24, 80);
        t.wait_for("the new footer", |s| {
            s.contents().lines().last().is_some_and(|l| l.contains("Enter"))
                && !s.contents().contains('〔')
        });
        t.keys("tab");
        t.wait_text("〔氏名〕");
        t.keys("tab");
        t.wait_for("no letter", |s| !s.contents().contains("〔氏名〕"));
        at(&t, "resume");
    }
}

mod redirected {
    use super::*;

    /// Runs `line` in a shell in the terminal, at the review; copies and leaves.
    #[track_caller]
    fn through_the_shell(home: &Home, line: &str) -> (Tui, String) {
        let answers = home.write("answers.toml", ANSWERS);
        let line = line
            .replace("KOTOWARI", &format!("'{EXE}' --answers '{answers}' --today {DAY} --no-save"));
        let mut t = home.tui("sh", &["-c", &line], &[], 24, 80);
        at_review(&t);
        assert!(t.alternate_screen());
        t.keys("c");
        t.wait_text("端末にコピーを依頼しました");
        t.keys("enter");
        ended(&mut t, 0);
        let letter = home.letter(EXE, &answers);
        assert_eq!(t.clipboard(), [letter.trim_end_matches('\n')]);
        (t, letter)
    }

    #[test]
    fn a_file_gets_the_letter_alone() {
        let home = Home::new();
        let (t, letter) = through_the_shell(&home, "KOTOWARI > letter.txt");
        assert_eq!(home.read("letter.txt"), letter);
        assert!(!t.text().contains("件名"), "{}", t.text());
    }

    #[test]
    fn a_pipe_gets_the_letter_alone() {
        let home = Home::new();
        let (_, letter) = through_the_shell(&home, "KOTOWARI | cat > letter.txt");
        assert_eq!(home.read("letter.txt"), letter);
    }

    #[test]
    fn a_pipe_back_to_the_terminal_comes_after_the_interface() {
        let home = Home::new();
        let (t, letter) = through_the_shell(&home, "KOTOWARI | cat");
        let last = letter.lines().rfind(|l| !l.trim().is_empty()).expect("a line");
        assert!(dense(&t.text()).ends_with(&dense(last)), "{}", t.text());
    }

    /// A letter forced past the gate is printed, and the exit code says so.
    #[test]
    fn an_incomplete_letter_is_3() {
        let home = Home::new();
        let answers = home.write("answers.toml", &ANSWERS.replace("effective = \"today\"", ""));
        let line = format!(
            "'{EXE}' --answers '{answers}' --today {DAY} --no-save > letter.txt; echo code=$?"
        );
        let mut t = home.tui("sh", &["-c", &line], &[], 24, 80);
        at_review(&t);
        t.keys("e C-home C-k");
        t.wait_text("手紙を直す");
        t.keys("esc");
        t.wait_text("件名が空です");
        t.keys("c");
        t.wait_text(&says("ask.copy_anyway"));
        t.keys("y");
        t.wait_text("端末にコピーを依頼しました");
        t.keys("enter");
        ended(&mut t, 0);
        assert!(t.text().contains("code=3"), "{}", t.text());
        assert!(home.read("letter.txt").starts_with("件名：\n"), "{}", home.read("letter.txt"));
    }

    #[test]
    fn standard_input_is_not_needed() {
        let home = Home::new();
        let (_, letter) =
            through_the_shell(&home, "KOTOWARI < /dev/null 2> errors.txt | cat > letter.txt");
        assert_eq!((home.read("letter.txt"), home.read("errors.txt")), (letter, String::new()));
    }

    #[test]
    fn without_any_terminal_it_says_so() {
        let home = Home::new();
        let mut command = home.command("setsid");
        command.args(["-w", EXE]).stdin(Stdio::null());
        let out = match start(|| command.output()) {
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => {
                eprintln!("skipped: setsid is missing (Debian package util-linux)");
                return;
            }
            out => out.expect("the program starts"),
        };
        assert_eq!(out.status.code(), Some(1));
        assert!(String::from_utf8_lossy(&out.stderr).contains("端末が見つかりません"));
        assert!(out.stdout.is_empty());
    }
}

mod ways_out {
    use super::*;

    #[test]
    fn ctrl_c_on_the_first_screen_leaves_at_once() {
        let home = Home::new();
        let mut t = wizard(&home);
        at(&t, "service");
        t.keys("C-c");
        ended(&mut t, 130);
    }

    #[test]
    fn ctrl_c_asks_once_when_something_would_be_lost() {
        let home = Home::new();
        let mut t = wizard(&home);
        at(&t, "service");
        t.keys("0");
        at(&t, "service_name");
        t.send("薬剤師");
        t.wait_text("> 薬剤師");
        t.keys("C-c");
        t.wait_text(&says("ask.quit"));
        t.keys("n");
        t.wait_for("the field", |s| {
            s.contents().contains("> 薬剤師") && !s.contents().contains(&says("ask.quit"))
        });
        t.keys("C-c");
        t.wait_text(&says("ask.quit"));
        t.keys("C-c");
        ended(&mut t, 130);
    }

    /// From every kind of place: a field, a list, a form, the letter, the review, the editor, a
    /// path, a page after copying.
    #[test]
    fn twice_ctrl_c_leaves_a_clean_terminal_from_everywhere() {
        let home = Home::new();
        home.write(".config/kotowari/config.toml", "[input]\nmouse = true\n");
        let answers = home.write("answers.toml", ANSWERS);
        for keys in ["esc esc esc esc", "esc tab", "tab down", "?", "e x", "w x", "l", "c", "v"] {
            let args = ["--answers", &answers, "--today", DAY];
            let mut t = home.tui(EXE, &args, &[("VISUAL", "true")], 24, 80);
            at_review(&t);
            t.keys(keys);
            t.keys("C-c C-c");
            ended(&mut t, 130);
            assert_eq!(
                t.with(vt100::Screen::mouse_protocol_mode),
                vt100::MouseProtocolMode::None,
                "{keys}"
            );
        }
    }

    /// The walk up to a month that is typed half, with storing agreed to.
    fn half_typed(home: &Home) -> Tui {
        home.write(".config/kotowari/config.toml", "[privacy]\nsave = \"always\"\n");
        let mut t = wizard(home);
        at(&t, "service");
        go(&mut t, "", "1", "goal");
        go(&mut t, "", "3", "resume");
        t.send("2027-0");
        t.wait_text("> 2027-0");
        t
    }

    #[track_caller]
    fn half_typed_is_kept(home: &Home) {
        let draft = home.read(".local/share/kotowari/draft.toml");
        assert!(draft.contains("resume = \"2027-0\""), "{draft}");
    }

    #[test]
    fn what_is_half_typed_outlives_a_signal() {
        for (signal, code) in [(Signal::TERM, 143), (Signal::HUP, 129)] {
            let home = Home::new();
            let mut t = half_typed(&home);
            t.signal(signal);
            ended(&mut t, code);
            half_typed_is_kept(&home);
        }
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn what_is_half_typed_outlives_a_closed_terminal() {
        let home = Home::new();
        let mut t = half_typed(&home);
        t.close();
        assert_eq!(t.wait_exit(), 129);
        half_typed_is_kept(&home);
    }

    /// The letter that an external editor has open does not stay, and neither does what the editor
    /// put beside it.
    #[cfg(target_os = "linux")]
    #[test]
    fn no_letter_stays_where_an_editor_was_open() {
        for end in [Some((Signal::TERM, 143)), Some((Signal::HUP, 129)), None] {
            let home = Home::new();
            let editor =
                script(&home, "editor", "cp \"$1\" \"$1~\"; printf 'EDITOR> '; read -r line");
            let mut t = review(&home, &[], &[("VISUAL", &editor)]);
            t.keys("v");
            t.wait_text("EDITOR>");
            assert!(home.files().iter().any(|f| f.starts_with("tmp/") && f.ends_with(".txt~")));
            if let Some((signal, code)) = end {
                t.signal(signal);
                ended(&mut t, code);
            } else {
                t.close();
                assert_eq!(t.wait_exit(), 129);
            }
            let left: Vec<_> = home.files().into_iter().filter(|f| f.starts_with("tmp/")).collect();
            assert_eq!(left, NOTHING);
        }
    }

    /// Both at once, as a terminal that is closed by a session manager gets them; and a signal in
    /// the middle of input.
    #[test]
    fn signals_while_typing_leave_a_clean_terminal() {
        for (signal, code) in [(Signal::TERM, 143), (Signal::HUP, 129)] {
            let home = Home::new();
            let mut t = review(&home, &[], &[]);
            t.keys("e");
            t.wait_text("手紙を直す");
            t.send("長い文を打っている途中\x1b[");
            t.wait_text("途中");
            t.signal(signal);
            t.signal(Signal::TERM);
            let ended_with = t.wait_exit();
            assert!(ended_with == code || ended_with == 143, "{ended_with}");
            assert_eq!(t.left_behind(), NOTHING, "{}", t.text());
        }
    }

    #[test]
    fn esc_on_the_first_screen_leaves_with_0() {
        let home = Home::new();
        let mut t = wizard(&home);
        at(&t, "service");
        t.keys("esc");
        ended(&mut t, 0);
    }

    #[test]
    fn signals_from_outside_leave_a_clean_terminal() {
        for (signal, code) in
            [(Signal::TERM, 143), (Signal::HUP, 129), (Signal::INT, 130), (Signal::QUIT, 131)]
        {
            let home = Home::new();
            let mut t = wizard(&home);
            at(&t, "service");
            t.signal(signal);
            ended(&mut t, code);
        }
    }

    /// The text of a panic may quote a letter, so it stays inside.
    #[cfg(debug_assertions)] // the environment variable works in debug builds alone
    #[test]
    fn a_panic_gives_the_terminal_back_and_tells_no_text() {
        let home = Home::new();
        let mut t = home.tui(EXE, &[], &[("KOTOWARI_TEST_PANIC", "1")], 24, 80);
        ended(&mut t, 101);
        assert!(t.text().contains(".rs:") && t.text().contains("README"), "{}", t.text());
        assert!(t.sent_out("\x1b[?1049h"), "it must have drawn before");
        assert!(!t.sent_out("SECRET"));
    }

    fn signal(pid: u32, signal: Signal) {
        let pid = i32::try_from(pid).ok().and_then(Pid::from_raw).expect("a process id");
        kill_process(pid, signal).expect("a signal");
    }

    /// The wizard among the children of a shell, or the shell itself where it has become the
    /// wizard.
    fn wizard_under(pid: u32) -> u32 {
        let children = std::fs::read_to_string(format!("/proc/{pid}/task/{pid}/children"));
        children.ok().and_then(|c| c.split_whitespace().next()?.parse().ok()).unwrap_or(pid)
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_closed_terminal_ends_it() {
        let scripts = [
            "exec KOTOWARI",
            "trap '' HUP; exec KOTOWARI",
            "trap '' HUP; KOTOWARI; exit 77",
            "nohup KOTOWARI 2> /dev/null < /dev/tty > /dev/tty; exit 78",
            // It replaces all three streams: something has to hold the terminal until the program
            // opens it.
            "exec nohup KOTOWARI 5< /dev/tty 2> /dev/null < /dev/tty > /dev/tty",
            "KOTOWARI | cat > letter.txt",
        ];
        for script in scripts {
            let home = Home::new();
            let mut t = home.tui("sh", &["-c", &script.replace("KOTOWARI", EXE)], &[], 24, 80);
            at(&t, "service");
            let pid = wizard_under(t.pid());
            let words = std::fs::read(format!("/proc/{pid}/cmdline")).expect("a program");
            assert_eq!(words.split(|b| *b == 0).next(), Some(EXE.as_bytes()), "{script}");
            t.close();
            // It would read the end of its input for ever if nothing told it.
            wait(script, || !lives(pid));
            if script.starts_with("exec") || script.contains("; exec") {
                assert_eq!(t.wait_exit(), 129, "{script}");
            }
        }
    }

    #[test]
    fn ctrl_z_and_fg_under_job_control() {
        let home = Home::new();
        let env = [("PS1", "PROMPT> "), ("HISTFILE", "/dev/null")];
        let mut t = home.tui("bash", &["--norc", "--noprofile", "-i"], &env, 24, 80);
        let prompt = |t: &Tui, after: &str| {
            t.wait_for(after, |s| {
                let text = s.contents();
                !s.alternate_screen()
                    && text.contains(after)
                    && text.trim_end().ends_with("PROMPT>")
            });
        };
        prompt(&t, "");
        t.send(&format!("'{EXE}' --today {DAY}\r"));
        at(&t, "service");
        t.keys("0");
        at(&t, "service_name");
        t.send("薬剤師");
        t.wait_text("> 薬剤師");
        t.keys("C-z");
        prompt(&t, "Stopped");
        t.send("stty -a | grep -o ' icanon'\r");
        prompt(&t, "\n icanon");
        t.send("fg\r");
        t.wait_for("the field again", |s| {
            s.alternate_screen() && s.contents().contains("> 薬剤師")
        });
        t.send("課");
        t.wait_text("> 薬剤師課");

        // Stopped once more, continued in the background: it stops again, and a signal still ends
        // it.
        t.keys("C-z");
        prompt(&t, "Stopped");
        // The shell may hand the terminal over just when the job stops for want of it (150).
        t.send("clear; kill %1; fg; c=$?; while [ $c = 150 ]; do fg; c=$?; done; echo code=$c\r");
        prompt(&t, "code=143");
        assert!(t.cursor_shown());
        t.send("exit\r");
        t.wait_exit();
    }

    /// A shell with job control, and the wizard in it at the name of the service.
    fn under_a_shell(home: &Home) -> Tui {
        let env = [("PS1", "PROMPT> "), ("HISTFILE", "/dev/null")];
        let mut t = home.tui("bash", &["--norc", "--noprofile", "-i"], &env, 24, 80);
        at_prompt(&t, "");
        t.send(&format!("'{EXE}' --today {DAY}\r"));
        at(&t, "service");
        t.keys("0");
        at(&t, "service_name");
        t.send("薬剤師");
        t.wait_text("> 薬剤師");
        t
    }

    /// The shell waits, below `after`.
    #[track_caller]
    fn at_prompt(t: &Tui, after: &str) {
        t.wait_for(after, |s| {
            let text = s.contents();
            !s.alternate_screen() && text.contains(after) && text.trim_end().ends_with("PROMPT>")
        });
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_stop_from_outside_is_ctrl_z() {
        let home = Home::new();
        let mut t = under_a_shell(&home);
        signal(wizard_under(t.pid()), Signal::TSTP);
        at_prompt(&t, "Stopped");
        assert!(t.cursor_shown());
        t.send("stty -a | grep -o ' icanon'\r");
        at_prompt(&t, "\n icanon");
        t.send("fg\r");
        t.wait_for("the field again", |s| {
            s.alternate_screen() && s.contents().contains("> 薬剤師")
        });
        assert!(t.raw_mode());
        t.send("課");
        t.wait_text("> 薬剤師課");
        t.keys("C-c C-c");
        at_prompt(&t, "");
    }

    /// Nobody can catch SIGSTOP: what happened to the terminal meanwhile is mended when it goes on.
    #[cfg(target_os = "linux")]
    #[test]
    fn what_a_stop_did_to_the_terminal_is_mended() {
        let home = Home::new();
        let mut t = wizard(&home);
        at(&t, "service");
        t.keys("0");
        at(&t, "service_name");
        t.send("薬剤師");
        t.wait_text("> 薬剤師");
        t.signal(Signal::STOP);
        let stopped = || {
            let stat =
                std::fs::read_to_string(format!("/proc/{}/stat", t.pid())).unwrap_or_default();
            stat.rsplit(") ").next().is_some_and(|rest| rest.starts_with('T'))
        };
        wait("the stop", stopped);
        t.settings_of_a_shell();
        assert!(!t.raw_mode());
        let before = String::from_utf8_lossy(&t.raw()).matches("\x1b[2J").count();
        t.signal(Signal::CONT);
        wait("a whole frame", || {
            String::from_utf8_lossy(&t.raw()).matches("\x1b[2J").count() > before
        });
        assert!(t.raw_mode());
        t.send("課");
        t.wait_text("> 薬剤師課");
        t.signal(Signal::TERM);
        ended(&mut t, 143);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn ctrl_z_in_an_external_editor_stops_both() {
        let home = Home::new();
        let editor = script(
            &home,
            "editor",
            "printf 'EDITOR> '; read -r line; printf '%s\\n' \"$line\" >> \"$1\"",
        );
        let answers = home.write("answers.toml", ANSWERS);
        let env = [("PS1", "PROMPT> "), ("HISTFILE", "/dev/null"), ("VISUAL", &editor)];
        let mut t = home.tui("bash", &["--norc", "--noprofile", "-i"], &env, 24, 80);
        at_prompt(&t, "");
        t.send(&format!("'{EXE}' --answers '{answers}' --today {DAY} --no-save\r"));
        at_review(&t);
        t.keys("v");
        t.wait_text("EDITOR>");
        t.keys("C-z");
        at_prompt(&t, "Stopped");
        t.send("fg\r");
        // Typed before that, the Enter would stay a carriage return.
        wait("the editor's settings", || !t.raw_mode());
        t.send("追伸です。\r");
        t.wait_for("the review", vt100::Screen::alternate_screen);
        t.wait_text(&says("notice.edited"));
        t.keys("C-c C-c");
        at_prompt(&t, "");
    }

    #[test]
    fn a_terminal_resized_while_stopped_is_filled_after_fg() {
        let home = Home::new();
        let env = [("PS1", "PROMPT> "), ("HISTFILE", "/dev/null")];
        let mut t = home.tui("bash", &["--norc", "--noprofile", "-i"], &env, 24, 80);
        t.wait_text("PROMPT>");
        t.send(&format!("'{EXE}' --today {DAY} --goal pause --service apoplus-pharmacist\r"));
        at(&t, "resume");
        t.keys("C-z");
        t.wait_for("the shell", |s| !s.alternate_screen() && s.contents().contains("Stopped"));
        t.resize(40, 120);
        t.send("fg\r");
        t.wait_for("the letter beside the question", |s| {
            s.alternate_screen() && s.contents().contains("〔氏名〕")
        });
    }
}

mod first_frame {
    use super::*;

    #[test]
    fn keys_typed_before_the_start_are_kept() {
        let home = Home::new();
        let line =
            format!("echo GO; until [ -e go ]; do sleep 0.02; done; exec '{EXE}' --today {DAY}");
        let mut t = home.tui("sh", &["-c", &line], &[], 24, 80);
        t.wait_text("GO");
        // Line feeds, as the terminal makes them of Enter while no program has it in raw mode.
        t.send("\n32027");
        t.wait_text("2027");
        home.write("go", "");
        at(&t, "resume");
        t.wait_text("> 2027");
        t.send("-04");
        t.wait_text("> 2027-04");
    }

    #[test]
    fn nothing_goes_before_it_and_nothing_is_asked() {
        let home = Home::new();
        let t = home.tui(EXE, &[], &[], 24, 80);
        at(&t, "service");
        let raw = String::from_utf8(t.raw()).expect("UTF-8");
        assert!(raw.starts_with("\x1b[?1049h\x1b[?2004h\x1b[?25l"), "{:?}", raw.get(..80));
        assert_eq!(t.questions(), NOTHING);
    }

    /// The whole frame goes first, in the same write; then one question, wiped out again at once.
    #[test]
    fn the_width_is_asked_behind_it_without_a_trace() {
        let home = Home::new();
        let mut t = home.tui(EXE, &["--service", "apoplus-pharmacist"], &[], 24, 80);
        at(&t, "goal");
        t.settle();
        // As where they are wide: until the answer frames are made of plain signs.
        let told =
            home.tui(EXE, &["--service", "apoplus-pharmacist", "--ambiguous", "wide"], &[], 24, 80);
        at(&told, "goal");
        told.settle();
        let raw = String::from_utf8(t.raw()).expect("UTF-8");
        let (frame, rest) = raw.split_once("\x1b[24;1H○\x1b[6n").expect("the question");
        // Then the hidden cursor goes to what is selected, here as there.
        let (whole, parked) = (String::from_utf8(told.raw()).expect("UTF-8"), "\x1b[5;2H");
        assert_eq!(Some(frame), whole.strip_suffix(parked), "all of the frame before the question");
        assert!(rest.ends_with(parked), "{rest:?}");
        assert_eq!(told.text(), t.text());
        assert!(!rest.contains("\x1b[6n"), "{rest:?}");
        // Nor is it asked again: not for another frame, and not for another size.
        t.keys("down");
        t.wait_text("> 2");
        t.resize(40, 160);
        t.wait_text("〔氏名〕"); // the letter stands beside the question
        t.settle();
        assert_eq!(String::from_utf8_lossy(&t.raw()).matches("\x1b[6n").count(), 1);
        // Nor where the width is told. (A dumb terminal gets no screen at all:
        // tests/plain_program.rs.)
        let t =
            home.tui(EXE, &["--service", "apoplus-pharmacist", "--ambiguous", "wide"], &[], 24, 80);
        at(&t, "goal");
        t.settle();
        assert!(!t.sent_out(ASKED));
    }

    /// The reviewed letter has a ※ or an ①, which stands two columns from what follows once the
    /// answer has come.
    #[test]
    fn an_answer_is_no_key_and_changes_the_layout_however_late_it_comes() {
        let home = Home::new();
        for (answer, columns, late) in
            [("\x1b[24;3R", 2, false), ("\x1b[24;2R", 1, false), ("\x1b[24;3R", 2, true)]
        {
            let mut t = home.tui(EXE, &["--service", "other", "--today", DAY], &[], 24, 80);
            at(&t, "service_name");
            if !late {
                t.send(answer);
            }
            t.send("①×");
            t.wait_text("> ①");
            if late {
                t.send(answer);
            }
            let (row, end) = (t.with(|s| s.cursor_position().0), 3 + 2 * columns);
            t.wait_for("the cursor behind both", |s| s.cursor_position() == (row, end));
            // A second answer, or one that nobody asked for, is nothing at all.
            t.send("\x1b[24;2R\x1b[12;40Rx");
            t.wait_for("the next key", |s| s.cursor_position() == (row, end + 1));
            t.wait_for("nothing else", |s| {
                !s.contents().contains(';') && !s.contents().contains("4R")
            });
            t.keys("C-c");
            t.wait_text(&says("ask.quit"));
            t.keys("C-c");
            ended(&mut t, 130);
        }
    }

    /// Left before the terminal has answered: the screen is given back at once, and the answer is
    /// waited for a moment behind that, or the shell would take it for typing. The moment is short,
    /// so on a busy machine it may be missed.
    #[test]
    fn an_answer_on_its_way_does_not_reach_the_shell() {
        let home = Home::new();
        let line =
            format!("'{EXE}' --today {DAY}; echo CODE=$?; IFS= read -r typed; echo \"<$typed>\"");
        let tried = (0..5).any(|_| {
            let mut t = home.tui("sh", &["-c", &line], &[], 24, 80);
            at(&t, "service");
            t.send("\x03");
            t.wait_bytes("\x1b[?1049l");
            t.send("\x1b[24;2R");
            t.wait_text("CODE=130");
            t.send("next\r");
            t.wait_text("next>");
            assert_eq!(t.wait_exit(), 0);
            t.text().contains("<next>")
        });
        assert!(tried);
    }

    /// A terminal that never answers: the best of some tries, since other programs may be in the
    /// way.
    #[test]
    fn a_silent_terminal_delays_no_way_out() {
        let home = Home::new();
        let quickest = (0..5).map(|_| {
            let mut t = wizard(&home);
            t.wait_bytes(ASKED);
            let start = std::time::Instant::now();
            t.keys("C-c");
            t.wait_exit();
            start.elapsed().as_millis()
        });
        assert!(quickest.min().is_some_and(|ms| ms < 200));
    }

    /// The kernel counts the write calls of a process; the files are Linux's.
    #[cfg(target_os = "linux")]
    #[test]
    fn every_frame_is_one_write() {
        let home = Home::new();
        let mut t = home.tui(EXE, &[], &[], 24, 80);
        at(&t, "service");
        t.settle();
        let Some(first) = t.io("syscw") else {
            eprintln!("skipped: this kernel does not count write calls (/proc/PID/io)");
            return;
        };
        assert_eq!(first, 1, "write calls up to the first frame");
        for (key, text, count) in [("down", "> 2", 2), ("up", "> 1", 3)] {
            t.keys(key);
            t.wait_text(text);
            t.settle();
            assert_eq!(t.io("syscw"), Some(count), "write calls after {key}");
        }
    }

    #[test]
    fn a_burst_longer_than_the_readers_buffer_arrives_whole() {
        let home = Home::new();
        let mut t =
            home.tui(EXE, &["--goal", "pause", "--service", "other", "--today", DAY], &[], 40, 80);
        at(&t, "service_name");
        let name = "山田花子".repeat(300);
        t.send(&name);
        t.send("終");
        t.wait_text("終");
        let shown = t.text();
        assert!(shown.matches("花子").count() > 100, "{shown}");
        t.keys("home");
        t.wait_text("> 山田花子山田花子");
    }
}

mod sizes {
    use super::*;

    #[test]
    fn every_size_shows_the_question() {
        for (rows, cols) in [(24, 80), (20, 60), (40, 120), (10, 36), (60, 200)] {
            let home = Home::new();
            let mut t = home.tui(EXE, &[], &[], rows, cols);
            at(&t, "service");
            t.keys("enter");
            at(&t, "goal");
            t.keys("C-c");
            ended(&mut t, 130);
        }
    }

    #[test]
    fn too_small_is_said_and_a_single_cell_is_survived() {
        for (rows, cols) in [(9, 80), (24, 35), (5, 20), (1, 1), (1, 200), (200, 1)] {
            let home = Home::new();
            let mut t = home.tui(EXE, &[], &[], rows, cols);
            t.wait_bytes("\x1b[?1049h");
            if cols >= 20 && rows >= 5 {
                t.wait_text("小さすぎます");
            }
            t.resize(24, 80);
            at(&t, "service");
            t.keys("C-c");
            ended(&mut t, 130);
        }
    }

    #[test]
    fn where_nothing_can_be_shown_no_key_does_anything_but_leave() {
        let home = Home::new();
        let mut t = review(&home, &[], &[]);
        t.resize(5, 20);
        t.wait_text("小さすぎます");
        t.keys("c w enter y e x");
        t.paste("写す");
        t.resize(24, 80);
        at_review(&t);
        assert_eq!(t.clipboard(), NOTHING);
        t.resize(5, 20);
        t.wait_text("小さすぎます");
        t.keys("C-c C-c");
        ended(&mut t, 130);
    }

    /// Down to a single cell and back: the same screen as before.
    #[track_caller]
    fn shrink(t: &mut Tui) {
        // Where the cursor is hidden, its place means nothing.
        let cursor = |s: &vt100::Screen| (!s.hide_cursor()).then(|| s.cursor_position());
        let look = |s: &vt100::Screen| {
            s.contents()
                .lines()
                .map(|l| l.trim_end().to_owned())
                .collect::<Vec<_>>()
                .join("\n")
                .trim_end()
                .to_owned()
        };
        t.settle();
        let before = t.with(|s| (look(s), cursor(s)));
        for (rows, cols) in [(1, 1), (10, 36), (1, 80), (24, 2)] {
            let bytes = t.bytes_seen();
            t.resize(rows, cols);
            t.wait_more(bytes);
        }
        t.resize(24, 80);
        t.wait_for("the screen from before", |s| (look(s), cursor(s)) == before);
    }

    #[test]
    fn every_kind_of_screen_survives_any_resize() {
        let home = Home::new();
        let mut t = home.tui(EXE, &["--today", DAY], &[("VISUAL", "true")], 24, 80);
        at(&t, "service");
        shrink(&mut t);
        t.keys("?");
        t.wait_text(&says("help.title"));
        shrink(&mut t);
        t.keys("q");
        go(&mut t, "", "enter", "goal");
        go(&mut t, "", "4", "requests");
        shrink(&mut t);
        go(&mut t, "", "enter", "selections");
        shrink(&mut t);
        t.keys("a");
        t.send("みなと薬局");
        t.wait_text("  みなと薬局");
        shrink(&mut t);
        t.keys("enter 2 enter enter 3 enter");
        t.wait_text("1. みなと薬局／");
        shrink(&mut t);
        go(&mut t, "", "enter", "channel");
        shrink(&mut t);
        t.keys("C-c");
        t.wait_text(&says("ask.save.draft"));
        shrink(&mut t);
        t.keys("esc");
        let no = says("ask.save.draft.no");
        t.wait_for("the question before", |s| !s.contents().contains(&no));
        go(&mut t, "", "1", "sender.name");
        t.send("山田");
        t.wait_text("  山田");
        shrink(&mut t);
        t.keys("tab");
        t.wait_text("空欄");
        shrink(&mut t);
        t.keys("tab C-a C-k");
        t.wait_for("an empty field", |s| !s.contents().contains("  山田"));
        identify(&mut t, true);
        shrink(&mut t);
        t.keys("w");
        t.wait_text(&says("prompt.path"));
        shrink(&mut t);
        t.keys("esc"); // and nothing right behind it: that would be another key
        t.wait_for("the review", |s| !s.contents().contains(&says("prompt.path")));
        t.keys("e");
        t.wait_text("手紙を直す");
        shrink(&mut t);
        t.keys("esc");
        at_review(&t);
        t.keys("enter");
        t.wait_text("端末にコピーを依頼しました");
        shrink(&mut t);
        t.keys("enter");
        t.wait_text(&says("ask.sent"));
        t.keys("n");
        t.wait_text(&says("ask.save"));
        shrink(&mut t);
        t.keys("n");
        ended(&mut t, 0);
    }

    #[test]
    fn the_screens_of_what_is_stored_survive_too() {
        let home = Home::new();
        home.write(".config/kotowari/config.toml", "[privacy]\nsave = \"always\"\n");
        let mut t = review(&home, &[], &[]);
        t.keys("enter");
        t.wait_text("端末にコピーを依頼しました");
        t.keys("y");
        t.wait_text("送った：");
        t.keys("enter");
        ended(&mut t, 0);

        let mut t = wizard(&home);
        t.wait_text(&says("start.title"));
        shrink(&mut t);
        t.keys("2");
        t.wait_text(&says("case.events"));
        shrink(&mut t);
        t.keys("right");
        t.wait_text("2027年1月");
        t.keys("pagedown");
        t.wait_for("the mark of what is above", |s| s.contents().contains('^'));
        shrink(&mut t);
        t.keys("a");
        t.wait_text("返事の内容");
        shrink(&mut t);
        t.keys("esc");
        t.wait_text(&says("case.events"));
        t.keys("u");
        t.wait_text(&says("prompt.due"));
        shrink(&mut t);
        t.keys("esc");
        t.wait_for("the case", |s| !s.contents().contains(&says("prompt.due")));
        t.keys("delete");
        t.wait_text(&says("ask.remove_case"));
        shrink(&mut t);
        t.keys("C-c");
        ended(&mut t, 130);

        // Nothing is stored yet: files that are written would be counted as frames.
        let fresh = Home::new();
        let mut t = review(&fresh, &[], &[]);
        t.keys("enter");
        t.wait_text("端末にコピーを依頼しました");
        t.keys("t");
        t.wait_text("相手の名前");
        // The time that is offered goes on with the clock.
        t.keys("C-a C-k");
        t.send("9:00");
        t.wait_text("  9:00");
        shrink(&mut t);
        t.keys("esc");
        t.wait_text("端末にコピーを依頼しました");
        t.keys("r");
        t.wait_text(&says("qr.title"));
        shrink(&mut t);
        t.keys("esc");
        t.wait_text("端末にコピーを依頼しました");
        t.keys("C-c");
        t.wait_text(&says("ask.save"));
        t.keys("C-c");
        ended(&mut t, 130);

        // What each step gains and costs, and the same once more before leaving a service.
        let mut t = home.tui(EXE, &["--no-save", "--today", DAY], &[], 24, 80);
        at(&t, "service");
        go(&mut t, "", "enter", "goal");
        go(&mut t, "", "7", "hurts");
        t.keys("2 enter");
        t.wait_text(&says("compare.gain"));
        shrink(&mut t);
        t.keys("C-c");
        ended(&mut t, 130);
    }

    #[test]
    fn the_other_goals_screens_survive_too() {
        let home = Home::new();
        let mut t = home.tui(
            EXE,
            &["--goal", "change_handler", "--service", "apoplus-pharmacist"],
            &[],
            24,
            80,
        );
        at(&t, "wishes");
        go(&mut t, "", "1 enter", "must_have");
        t.send("土日のいずれかは休み");
        t.keys("M-enter");
        t.send("通勤は40分以内");
        t.wait_text("通勤は40分以内");
        shrink(&mut t);
        t.keys("enter");
        t.wait_text("どの分野に詳しい方");
        go(&mut t, "", "enter", "means");
        go(&mut t, "", "enter", "frequency");
        go(&mut t, "", "enter", "no_call");
        t.keys("a");
        // Hours that differ from those offered: the old ones are no sign that the keys were read.
        t.keys("1 enter 8 : 3 0");
        t.wait_text("8:30");
        shrink(&mut t);
        let mut t =
            home.tui(EXE, &["--goal", "pause", "--service", "apoplus-pharmacist"], &[], 24, 80);
        at(&t, "resume");
        t.send("2027-04");
        t.wait_text("2027年4月");
        shrink(&mut t);
    }
}

mod typing {
    use super::*;

    /// The cursor is shown, in the row of `from` and `columns` right of it.
    #[track_caller]
    fn cursor_at(t: &Tui, from: (u16, u16), columns: u16) {
        let place = (from.0, from.1 + columns);
        t.wait_for(&format!("the cursor at {place:?}"), |s| {
            !s.hide_cursor() && s.cursor_position() == place
        });
    }

    /// Hidden, it stands beside what is selected: an input method that was left on draws there, and
    /// magnifiers follow it.
    #[test]
    fn the_hidden_cursor_waits_at_what_is_selected() {
        let home = Home::new();
        let selected = |t: &Tui, what: &str| {
            t.wait_for(what, |s| {
                let (row, column) = s.cursor_position();
                let line = s.rows(column, 80 - column).nth(usize::from(row)).unwrap_or_default();
                s.hide_cursor() && line.starts_with(what)
            });
        };
        let mut t = wizard(&home);
        at(&t, "service");
        go(&mut t, "", "enter", "goal");
        selected(&t, "> 1");
        t.keys("down");
        selected(&t, "> 2");
        t.keys("?");
        selected(&t, &says("help.here"));
        t.keys("q");
        selected(&t, "> 2");
        t.keys("up 4");
        at(&t, "requests");
        selected(&t, "> ");
        t.keys("tab");
        selected(&t, "> 件名：");
    }

    #[test]
    fn the_real_cursor_stands_at_the_insertion_point_of_a_field() {
        let home = Home::new();
        let mut t = wizard(&home);
        at(&t, "service");
        t.wait_for("a cursor", |s| !s.hide_cursor());
        go(&mut t, "", "enter", "goal");
        assert!(!t.cursor_shown(), "nothing is typed in a list");
        go(&mut t, "", "esc", "service");
        go(&mut t, "", "0", "service_name");
        t.wait_for("a cursor", |s| !s.hide_cursor());
        let start = t.cursor();
        // Kanji take two columns, also outside the BMP and with a variation selector; half-width
        // kana take one each.
        for (typed, columns) in
            [("山", 2), ("\u{20bb7}", 4), ("葛\u{e0100}", 6), ("ﾀﾞ", 8), ("a", 9)]
        {
            t.send(typed);
            cursor_at(&t, start, columns);
        }
        for (key, columns) in [
            ("left", 8),
            ("left", 6),
            ("left", 4),
            ("left", 2),
            ("home", 0),
            ("right", 2),
            ("end", 9),
        ] {
            t.keys(key);
            cursor_at(&t, start, columns);
        }
        // A name does not lose its variant to Backspace: the whole character goes.
        t.keys("backspace backspace backspace");
        cursor_at(&t, start, 4);
        t.wait_text("> 山\u{20bb7}");
    }

    #[test]
    fn the_real_cursor_follows_in_a_form_and_in_the_editor() {
        let home = Home::new();
        let mut t =
            home.tui(EXE, &["--goal", "withdraw", "--service", "apoplus-pharmacist"], &[], 24, 80);
        at(&t, "requests");
        go(&mut t, "", "enter", "selections");
        t.keys("a");
        t.wait_for("a cursor", |s| !s.hide_cursor());
        let start = t.cursor();
        t.send("みなと薬局");
        cursor_at(&t, start, 10);
        t.keys("left left");
        cursor_at(&t, start, 6);

        let mut t = review(&home, &[], &[]);
        t.keys("e C-home");
        // Behind the label, which is none of the subject.
        t.wait_for("the subject", |s| !s.hide_cursor() && s.cursor_position().0 == 2);
        let start = t.cursor();
        t.send("御");
        cursor_at(&t, start, 2);
        t.wait_text("件名：御");
        t.send("\x1f");
        cursor_at(&t, start, 0);
        // The label can't be entered.
        t.keys("left left left");
        t.send("用");
        cursor_at(&t, start, 2);
        t.wait_text("件名：用");
    }

    /// Every kind of field: the cursor goes with each character and back over it, whatever it is
    /// made of.
    #[test]
    fn the_real_cursor_follows_in_every_kind_of_field() {
        let home = Home::new();
        let started = |goal: &str, first: &str| {
            let args = ["--goal", goal, "--service", "apoplus-pharmacist", "--today", DAY];
            let t = home.tui(EXE, &args, &[], 24, 80);
            at(&t, first);
            t
        };
        let mut longer = started("change_handler", "wishes");
        go(&mut longer, "", "1 enter", "must_have");
        let month = started("pause", "resume");
        let mut hours = started("reduce_contact", "means");
        go(&mut hours, "", "enter", "frequency");
        go(&mut hours, "", "enter", "no_call");
        hours.keys("a down");
        let mut path = review(&home, &[], &[]);
        path.keys("w C-a C-k");
        let form = ANSWERS.replace("channel = \"mail\"", "channel = \"form\"");
        let form = home.write("form.toml", &form);
        let mut limit = home.tui(EXE, &["--answers", &form, "--today", DAY], &[], 24, 80);
        at_review(&limit);
        limit.keys("l");
        for (kind, t) in [
            ("long text", longer),
            ("month", month),
            ("hours", hours),
            ("path", path),
            ("limit", limit),
        ] {
            let mut t = t;
            t.wait_for(kind, |s| !s.hide_cursor());
            // The answer to the keys before shows nothing but the cursor: typing and wiping out
            // makes sure that it came.
            t.send("q");
            t.wait_for(kind, |s| s.contents().contains('q'));
            t.keys("backspace");
            t.wait_for(kind, |s| !s.contents().contains('q'));
            let start = t.cursor();
            for (typed, columns) in
                [("葛\u{e0100}", 2), ("か\u{3099}", 4), ("\u{20bb7}", 6), ("1", 7)]
            {
                t.send(typed);
                cursor_at(&t, start, columns);
            }
            for columns in [6, 4, 2, 0] {
                t.keys("left");
                cursor_at(&t, start, columns);
            }
            t.keys("end");
            for columns in [6, 4, 2, 0] {
                t.keys("backspace");
                cursor_at(&t, start, columns);
            }
        }
    }

    #[test]
    fn what_is_edited_in_place_is_what_is_copied() {
        let home = Home::new();
        let mut t = review(&home, &[], &[]);
        t.keys("e");
        t.wait_text("手紙を直す");
        t.keys("C-home end");
        t.send("（葛\u{e0100}）");
        t.wait_text("（葛\u{e0100}）");
        t.keys("esc");
        at_review(&t);
        t.keys("c");
        t.wait_text("端末にコピーを依頼しました");
        let letter = home.letter(EXE, "answers.toml");
        let (subject, rest) = letter.split_once('\n').expect("a subject");
        assert_eq!(t.clipboard(), [format!("{subject}（葛\u{e0100}）\n{}", rest.trim_end())]);
    }

    #[test]
    fn a_paste_is_cleaned_said_once_and_stays_one_line() {
        for line_end in ["\r", "\r\n", "\n", "\r\r"] {
            let home = Home::new();
            let mut t = wizard(&home);
            at(&t, "service");
            go(&mut t, "", "0", "service_name");
            t.paste(&format!("薬剤師{line_end}相談\x1b]0;TITLE\x07室\x1b[35m\u{202e}{line_end}"));
            t.wait_text("> 薬剤師 相談室");
            let notice = says("notice.removed");
            t.wait_text(&notice);
            assert_eq!(t.text().matches(&notice).count(), 1, "{}", t.text());
            at(&t, "service_name"); // the line ends were no Enter
            for harmful in ["\x1b]0;", "\x07", "\x1b[35m\u{202e}", "\u{202e}"] {
                assert!(!t.sent_out(harmful), "{harmful:?} reached the terminal");
            }
            t.send("二");
            t.wait_for("the notice gone", |s| !s.contents().contains(&notice));
            t.wait_text("> 薬剤師 相談室二");
        }
    }

    /// How often the program gave up the processor by itself: not at all while nothing happens.
    #[cfg(target_os = "linux")]
    fn rests(pid: u32) -> String {
        let read = |task: std::fs::DirEntry| {
            std::fs::read_to_string(task.path().join("status")).unwrap_or_default()
        };
        let tasks =
            std::fs::read_dir(format!("/proc/{pid}/task")).expect("threads").flatten().map(read);
        tasks
            .flat_map(|t| {
                t.lines()
                    .filter(|l| l.contains("ctxt_switches"))
                    .map(str::to_owned)
                    .collect::<Vec<_>>()
            })
            .collect()
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn the_beginning_of_a_key_swallows_nothing_and_keeps_nobody_awake() {
        let home = Home::new();
        for begun in ["\x1b[", "\x1bO", "\x1b[1;", "\x1b]", "\u{5c71}\x1b[", "\x1b[200~"] {
            let mut t = wizard(&home);
            at(&t, "service");
            go(&mut t, "", "enter", "goal");
            t.send(begun);
            // Longer than the rest of a key, or of a paste, is waited for.
            std::thread::sleep(std::time::Duration::from_millis(1500));
            let before = rests(t.pid());
            std::thread::sleep(std::time::Duration::from_millis(300));
            assert_eq!(rests(t.pid()), before, "{begun:?}");
            if begun == "\x1b[200~" {
                t.keys("C-c");
                ended(&mut t, 130);
                continue;
            }
            t.keys("down");
            t.wait_text("> 2");
            // In two pieces, as over a slow line.
            t.send("\x1b");
            t.send("[");
            t.send("A");
            t.wait_text("> 1");
            at(&t, "goal");
        }
    }

    /// Off by itself: the terminal's own selection of text must work.
    #[test]
    fn the_mouse_is_asked_for_only_if_it_is_wanted_and_given_back() {
        use vt100::{MouseProtocolEncoding as Encoding, MouseProtocolMode as Mode};
        let home = Home::new();
        let mut t = wizard(&home);
        at(&t, "service");
        assert!(!t.sent_out("\x1b[?1000") && !t.sent_out("\x1b[?1006"));
        go(&mut t, "", "enter", "goal");
        // Reports that another program's setting brings mean nothing.
        t.send("\x1b[<0;6;6M\x1b[<0;6;6m\x1b[<65;1;1M");
        t.keys("?");
        t.wait_text(&says("help.title"));
        t.keys("q");
        at(&t, "goal");
        t.wait_text("> 1");
        t.keys("C-c");
        ended(&mut t, 130);
        home.write(".config/kotowari/config.toml", "[input]\nmouse = true\n");
        let mut t = wizard(&home);
        at(&t, "service");
        go(&mut t, "", "enter", "goal");
        t.send("\x1b[<65;1;1M");
        t.wait_text("> 2");
        t.send("\x1b[<0;6;5M\x1b[<0;6;5m"); // the first choice
        at(&t, "means");
        let mode = |s: &vt100::Screen| (s.mouse_protocol_mode(), s.mouse_protocol_encoding());
        assert_eq!(t.with(mode), (Mode::PressRelease, Encoding::Sgr));
        t.signal(Signal::TERM);
        ended(&mut t, 143);
        assert_eq!(t.with(mode), (Mode::None, Encoding::Default));
    }

    /// A pause of any length inside a character loses nothing of it.
    #[test]
    fn a_character_in_pieces_arrives_whole() {
        let home = Home::new();
        let mut t = wizard(&home);
        at(&t, "service");
        go(&mut t, "", "0", "service_name");
        for byte in "山".bytes() {
            t.send_bytes(&[byte]);
            // Longer than what is waited for the rest of a key; nothing on the screen tells that it
            // is over.
            std::thread::sleep(std::time::Duration::from_millis(200));
        }
        t.wait_text("> 山");
    }

    #[test]
    fn bytes_that_are_no_text_are_left_out_of_a_paste_and_said() {
        let home = Home::new();
        let mut t = wizard(&home);
        at(&t, "service");
        go(&mut t, "", "0", "service_name");
        t.send_bytes(b"\x1b[200~abc\xff\xfe\x80def\x1b[201~");
        t.wait_text("> abcdef");
        t.wait_text(&says("notice.removed"));
        t.wait_text("U+FFFD");
    }

    #[test]
    fn a_paste_into_a_menu_chooses_nothing() {
        let home = Home::new();
        let mut t = wizard(&home);
        at(&t, "service");
        go(&mut t, "", "enter", "goal");
        t.paste("\r\n2\x03\x1b");
        t.keys("down");
        t.wait_text("> 2");
        at(&t, "goal");
    }
}

mod editor {
    use super::*;

    #[test]
    fn the_users_editor_has_the_terminal_and_its_text_is_copied() {
        let home = Home::new();
        let editor = script(
            &home,
            "editor",
            "ls -l \"$2\" | cut -c1-10 > mode; printf 'EDITOR> '; read -r line; printf '\\n%s\\n' \"$line\" >> \"$2\"",
        );
        let mut t =
            review(&home, &[], &[("VISUAL", &format!("'{editor}' --wait")), ("EDITOR", "false")]);
        let before = home.files();
        t.keys("v");
        t.wait_for("the editor", |s| !s.alternate_screen() && s.contents().contains("EDITOR>"));
        assert!(t.settings_restored() && t.cursor_shown() && !t.bracketed_paste());
        t.send("追伸：郵送の書類は要りません。\r");
        t.wait_for("the review", vt100::Screen::alternate_screen);
        t.wait_text(&says("notice.edited"));
        assert_eq!(home.read("mode").trim(), "-rw-------", "the letter is private");
        t.keys("c");
        t.wait_text("端末にコピーを依頼しました");
        let letter = home.letter(EXE, "answers.toml");
        let [copied] = &t.clipboard()[..] else { panic!("not copied once") };
        assert_eq!(dense(copied), dense(&letter) + "追伸：郵送の書類は要りません。");
        assert!(copied.contains("\n追伸"), "{copied}");
        let after: Vec<_> = home.files().into_iter().filter(|f| f != "mode").collect();
        assert_eq!(after, before, "the temporary file is gone");
    }

    #[test]
    fn it_gets_the_terminal_also_where_the_streams_are_redirected() {
        let home = Home::new();
        let editor = script(
            &home,
            "editor",
            "printf 'EDITOR> '; read -r line; printf '%s\\n' \"$line\" >> \"$1\"",
        );
        let answers = home.write("answers.toml", ANSWERS);
        for streams in ["> letter.txt", "< /dev/null", "< /dev/null > letter.txt"] {
            let line = format!("'{EXE}' --answers '{answers}' --today {DAY} {streams}");
            let mut t = home.tui("sh", &["-c", &line], &[("VISUAL", &editor)], 24, 80);
            at_review(&t);
            t.keys("v");
            t.wait_for("the editor", |s| !s.alternate_screen() && s.contents().contains("EDITOR>"));
            t.send("追伸です。\r");
            t.wait_for("the review", vt100::Screen::alternate_screen);
            t.wait_text(&says("notice.edited"));
            t.keys("enter");
            t.wait_text("端末にコピーを依頼しました");
            assert!(t.clipboard().iter().any(|c| c.ends_with("追伸です。")), "{streams}");
        }
    }

    /// Whatever the umask is, and also where the editor saves by a new file; a killed wizard leaves
    /// nothing that is not known.
    #[test]
    fn the_editors_folder_is_private_known_and_tidied() {
        let home = Home::new();
        let editor = script(
            &home,
            "editor",
            "cp \"$1\" \"$1.new\"; mv \"$1.new\" \"$1\"; printf 'EDITOR> '; read -r line",
        );
        let answers = home.write("answers.toml", ANSWERS);
        for umask in ["000", "022", "077"] {
            let line = format!("umask {umask}; exec '{EXE}' --answers '{answers}' --today {DAY}");
            let mut t = home.tui("sh", &["-c", &line], &[("VISUAL", &editor)], 24, 80);
            at_review(&t);
            t.keys("v");
            t.wait_text("EDITOR>");
            let of = |files: Vec<String>| files.into_iter().find(|f| f.starts_with("tmp/"));
            let folder = of(home.files()).expect("a folder");
            let mode = home.path(&folder).metadata().expect("there").permissions().mode();
            assert_eq!(mode & 0o7777, 0o700, "umask {umask}");
            t.signal(Signal::KILL);
            let pid = t.pid();
            wait("the wizard's end", || !lives(pid));
            t.close();
            let places =
                home.command(EXE).args(["cases", "places"]).output().expect("the program runs");
            assert!(String::from_utf8_lossy(&places.stdout).contains(&folder), "{places:?}");
            let mut next = home.tui(EXE, &["--answers", &answers, "--today", DAY], &[], 24, 80);
            at_review(&next);
            wait("nothing left", || of(home.files()).is_none());
            next.keys("C-c");
            assert_eq!(next.wait_exit(), 130);
        }
    }

    #[test]
    fn ctrl_c_in_the_editor_is_the_editors() {
        let home = Home::new();
        let editor = script(
            &home,
            "editor",
            "trap 'echo INTERRUPTED' INT; printf 'EDITOR> '; read -r a; printf 'AGAIN> '; read -r line; exit 0",
        );
        let mut t = review(&home, &[], &[("VISUAL", &editor)]);
        t.keys("v");
        t.wait_text("EDITOR>");
        t.keys("C-c");
        t.wait_text("INTERRUPTED");
        t.send("\r\r");
        t.wait_for("the review", vt100::Screen::alternate_screen);
        at_review(&t);
    }

    #[test]
    fn an_editor_that_fails_or_is_missing_is_said_and_the_text_kept() {
        let home = Home::new();
        let failing = script(&home, "failing", ": > \"$1\"; exit 3");
        for (visual, said) in [
            (failing.as_str(), "エディタが失敗を返した"),
            ("/nonexistent/editor", "が見つかりません"),
            ("", "VISUAL か EDITOR"),
            ("'", "読めません"),
        ] {
            let mut t = review(&home, &[], &[("VISUAL", visual)]);
            t.keys("v");
            t.wait_for(said, |s| s.alternate_screen() && s.contents().contains(said));
            at_review(&t);
            t.keys("c");
            t.wait_text("端末にコピーを依頼しました");
            assert_eq!(t.clipboard(), [home.letter(EXE, "answers.toml").trim_end()]);
        }
    }

    #[test]
    fn what_is_left_out_of_its_text_is_said() {
        let home = Home::new();
        let editor = script(&home, "editor", "printf '\\033[31mX\\342\\200\\256Y\\n' >> \"$1\"");
        let mut t = review(&home, &[], &[("VISUAL", &editor)]);
        t.keys("v");
        t.wait_text(&says("notice.edited"));
        t.wait_text("U+202E");
        t.keys("enter");
        t.wait_text("端末にコピーを依頼しました");
        assert!(t.clipboard().iter().all(|c| c.ends_with("XY")));
    }

    #[test]
    fn an_emptied_letter_is_stopped_at_the_gate() {
        let home = Home::new();
        let editor = script(&home, "editor", ": > \"$1\"");
        let mut t = review(&home, &[], &[("VISUAL", &editor)]);
        t.keys("v");
        t.wait_text(&says("notice.edited.untitled"));
        t.keys("enter");
        t.wait_text(&says("ask.copy_anyway"));
        t.keys("enter"); // Enter twice never copies
        t.wait_for("the review", |s| !s.contents().contains(&says("ask.copy_anyway")));
        assert_eq!(t.clipboard(), NOTHING);
    }
}

mod stored {
    use super::*;

    const CONFIG: &str = ".config/kotowari/config.toml";
    const CASES: &str = ".local/share/kotowari/cases";

    #[track_caller]
    fn copy_and_finish(t: &mut Tui) {
        copy_and_leave(t);
        t.wait_text(&says("ask.sent"));
        t.keys("n");
    }

    /// The same where nothing is kept, and so nothing is asked.
    #[track_caller]
    fn copy_and_leave(t: &mut Tui) {
        t.keys("enter");
        t.wait_text("端末にコピーを依頼しました");
        t.keys("enter");
    }

    #[test]
    fn identity_is_stored_after_a_yes_for_the_owner_alone_and_offered_again() {
        let home = Home::new();
        let mut t = wizard(&home);
        walk_to_review(&mut t);
        copy_and_finish(&mut t);
        t.wait_text(&says("ask.save"));
        assert_eq!(home.files(), ["tmp"]);
        t.keys("y");
        ended(&mut t, 0);
        let case = home.files().into_iter().find(|f| f.starts_with(CASES) && f.contains(".toml"));
        let case = case.expect("the case of the letter");
        assert_eq!(
            (mode(&home.path(CONFIG)), mode(&home.path(&case)), mode(&home.path(CASES))),
            (0o600, 0o600, 0o700)
        );
        assert!(
            home.read(&case).contains("subject") && !home.read(&case).contains("kind = \"sent\""),
            "copied is not sent"
        );
        assert_eq!(mode(&home.path(".config/kotowari")), 0o700);
        let stored = home.read(CONFIG);
        assert!(stored.contains(NAME) && stored.contains("1990-04-01"), "{stored}");
        assert!(!stored.contains("件名"), "the letter is in its case: {stored}");

        let mut t = wizard(&home);
        at(&t, "service");
        go(&mut t, "", "enter", "goal");
        go(&mut t, "", "3", "resume");
        go(&mut t, "", "enter", "plan");
        go(&mut t, "", "enter", "channel");
        go(&mut t, "", "1", "sender.handler");
        t.wait_text(&says("together.known"));
        t.wait_text(NAME);
        t.wait_for("the reading", |s| dense(&s.contents()).contains("ヤマダハナコ"));
        t.wait_text("hanako@example.jp");
        t.wait_text("090-1234-5678");
        t.keys("enter");
        at_review(&t);
        copy_and_finish(&mut t);
        // Nothing new: nothing is asked.
        ended(&mut t, 0);
        assert_eq!(home.read(CONFIG), stored);
    }

    /// The question about the plan of a pause, where everything may be stored.
    fn planning(home: &Home) -> Tui {
        home.write(CONFIG, "[privacy]\nsave = \"always\"\n");
        let mut t = wizard(home);
        at(&t, "service");
        go(&mut t, "", "1", "goal");
        go(&mut t, "", "3", "resume");
        go(&mut t, "", "enter", "plan");
        t
    }

    /// Killed once this is in its draft, and gone on with.
    fn killed_with(home: &Home, mut t: Tui, kept: &str) -> Tui {
        let draft = home.path(".local/share/kotowari/draft.toml");
        wait(kept, || std::fs::read_to_string(&draft).is_ok_and(|t| t.contains(kept)));
        t.signal(Signal::KILL);
        t.wait_exit();
        let mut t = wizard(home);
        t.wait_text("書きかけを続ける");
        go(&mut t, "", "enter", "plan");
        t
    }

    #[test]
    fn a_killed_walk_is_offered_again() {
        let home = Home::new();
        let t = planning(&home);
        let mut t = killed_with(&home, t, "pause_from = \"today\"");
        t.keys("C-c y");
        assert_eq!(t.wait_exit(), 130);
    }

    /// Nor does what is written in the background, or on leaving, bring back what was wiped.
    #[test]
    fn a_walk_that_was_wiped_stays_gone() {
        let home = Home::new();
        let mut t = planning(&home);
        wait("the draft", || home.path(".local/share/kotowari/draft.toml").exists());
        let mut wipe = home.command(EXE);
        wipe.args(["wipe", "--yes"]);
        assert!(start(|| wipe.output()).expect("the program starts").status.success());
        go(&mut t, "", "esc", "resume");
        t.send("2027年3");
        t.wait_text("すべて消されました");
        t.keys("C-c");
        t.wait_text("書きかけの内容を、このパソコン");
        t.keys("n");
        assert_eq!(t.wait_exit(), 130);
        let left = |f: &String| f.contains("share/kotowari") || f.ends_with("config.toml");
        assert_eq!(home.files().into_iter().find(left), None);
    }

    /// Typed text that was not yet submitted is saved once typing pauses.
    #[test]
    fn a_half_typed_answer_outlives_the_program() {
        let home = Home::new();
        let mut t = planning(&home);
        go(&mut t, "", "esc", "resume");
        t.send("2027年3");
        t.wait_text("2027年3");
        let mut t = killed_with(&home, t, "2027年3");
        go(&mut t, "", "esc", "resume");
        t.wait_text("2027年3");
        t.keys("C-c");
        let _ = t.wait_exit();
    }

    #[test]
    fn without_saving_nothing_is_asked_or_written() {
        let home = Home::new();
        let mut t = home.tui(EXE, &["--no-save", "--today", DAY], &[], 24, 80);
        walk_to_review(&mut t);
        copy_and_leave(&mut t);
        ended(&mut t, 0);
        assert_eq!(home.files(), ["tmp"]);

        let config = "[privacy]\nsave = \"never\"\n";
        home.write(CONFIG, config);
        let mut t = review(&home, &[], &[]);
        copy_and_leave(&mut t);
        ended(&mut t, 0);
        assert_eq!(home.read(CONFIG), config);
    }

    #[test]
    fn a_place_that_cannot_be_written_is_said_and_leaving_stays_possible() {
        let home = Home::new();
        // /proc takes no files, not even from root.
        let mut t = review(&home, &[], &[("KOTOWARI_CONFIG", "/proc/kotowari/config.toml")]);
        copy_and_finish(&mut t);
        t.wait_text(&says("ask.save"));
        t.keys("y");
        t.wait_text("書けません");
        assert!(t.alternate_screen());
        t.keys("enter");
        t.wait_text(&says("ask.sent"));
        t.keys("n");
        // The exit code tells it, too.
        ended(&mut t, 1);
    }

    #[test]
    fn a_broken_configuration_is_told_whole_before_the_terminal_is_touched() {
        let home = Home::new();
        let text = "[sender]\nname = 3\nemail = \"nobody\"\nnick = \"x\\u001b[31m\"\n[look]\n\
            colors = \"pink\"\n\
            [keys.review]\ncopy = [\"e\"]\n[\"\\u001b[35m\"]\n";
        home.write(CONFIG, text);
        let mut t = wizard(&home);
        assert_eq!(t.wait_exit(), 2);
        assert_eq!(t.left_behind(), NOTHING);
        assert!(!t.raw().contains(&0x1b), "{}", String::from_utf8_lossy(&t.raw()));
        // Lines longer than the terminal are wrapped by it.
        let said = dense(&t.text());
        for mistake in [
            ":2:sender.name:", ":3:sender.email:", ":4:sender.nick:", ":6:look.colors:",
            ":8:keys.review.copy:", ":9:",
        ] {
            assert!(
                said.contains(&format!("config.toml{mistake}")),
                "{mistake} is missing in:\n{said}"
            );
        }
    }

    /// Accounts of services have `/dev/null` for a home, and `--config /dev/null` means none.
    #[test]
    fn no_place_for_a_configuration_is_none() {
        let home = Home::new();
        for (args, env) in
            [(&[][..], &[("HOME", "/dev/null")][..]), (&["--config", "/dev/null"], &[])]
        {
            let mut t = home.tui(EXE, args, env, 24, 80);
            at(&t, "service");
            t.keys("C-c");
            ended(&mut t, 130);
        }
    }

    #[test]
    fn a_broken_answers_file_is_told_whole_before_the_terminal_is_touched() {
        let home = Home::new();
        let text = "service = \"nowhere\"\ngoal = \"withdraw\"\n[sender]\n\
            birth_date = \"1990-02-30\"\n\
            [answers]\nrequests = \"erase\"\nreason = \"because\"\nmood = 1\n";
        let answers = home.write("answers.toml", text);
        let mut t = home.tui(EXE, &["--answers", &answers], &[], 24, 80);
        assert_eq!(t.wait_exit(), 2);
        assert_eq!(t.left_behind(), NOTHING);
        assert!(!t.raw().contains(&0x1b));
        let said = dense(&t.text());
        for mistake in [":1:service:", ":4:sender.birth_date:", ":6:", ":7:", ":8:"] {
            assert!(
                said.contains(&format!("answers.toml{mistake}")),
                "{mistake} is missing in:\n{said}"
            );
        }
    }

    #[test]
    fn the_letter_is_written_to_a_file_and_never_over_one() {
        let home = Home::new();
        let mut t = review(&home, &[], &[]);
        for name in ["kotowari-20261201.txt", "kotowari-20261201-2.txt"] {
            t.keys("w");
            t.wait_text(&says("prompt.path"));
            t.wait_text("> kotowari-20261201.txt");
            t.keys("enter");
            // In full, so that it is found again from anywhere; too long for a line, it goes on in
            // the next.
            let whole = home.path(name);
            let said =
                dense(&format!("{}{}", Content::builtin().text("notice.written"), whole.display()));
            t.wait_for(&said, |s| dense(&s.contents()).contains(&said));
            assert_eq!(home.read(name), home.letter(EXE, "answers.toml"));
            assert_eq!(mode(&home.path(name)), 0o600);
        }
    }

    #[test]
    fn a_folder_that_is_missing_is_said_and_not_made() {
        let home = Home::new();
        let mut t = review(&home, &[], &[]);
        let before = home.files();
        t.keys("w C-a C-k");
        t.send("~/手紙/葛\u{e0100}.txt\r");
        t.wait_text("場所がありません");
        t.wait_text("> ~/手紙/葛\u{e0100}.txt");
        assert_eq!(home.files(), before, "a slip of the keyboard makes no folders");
        // The user's own folder, and its permissions, are the user's own.
        std::fs::create_dir(home.path("手紙")).expect("a folder");
        std::fs::set_permissions(home.path("手紙"), std::fs::Permissions::from_mode(0o755))
            .expect("permissions");
        t.keys("enter");
        wait("the file", || home.path("手紙/葛\u{e0100}.txt").exists());
        assert_eq!(mode(&home.path("手紙/葛\u{e0100}.txt")), 0o600);
        assert_eq!(mode(&home.path("手紙")), 0o755);
    }

    #[test]
    fn a_folder_that_cannot_be_written_is_said() {
        let home = Home::new();
        let locked = home.path("locked");
        std::fs::create_dir(&locked).expect("a folder");
        std::fs::set_permissions(&locked, std::fs::Permissions::from_mode(0o500))
            .expect("permissions");
        // Permissions don't bind root: /proc takes no files from anybody.
        let root = std::fs::write(locked.join("probe"), "").is_ok();
        let folder = if root { "/proc" } else { "locked" };
        let mut t = review(&home, &[], &[]);
        t.keys("w C-a C-k");
        t.send(&format!("{folder}/letter.txt\r"));
        t.wait_text("/letter.txt に書けません（");
        // The typed text is still there to be corrected.
        t.wait_text(&format!("> {folder}/letter.txt "));
        t.keys("esc");
        t.wait_for("the review", |s| !s.contents().contains(&says("prompt.path")));
        // Of a name that is too long the reason is seen.
        t.keys("w C-a C-k");
        t.send(&format!("{}.txt\r", "a".repeat(300)));
        t.wait_text("aaa.txt に書けません（");
        t.keys("esc");
        t.wait_for("the review", |s| !s.contents().contains(&says("prompt.path")));
        t.keys("w enter");
        t.wait_text(Content::builtin().text("notice.written"));
        assert!(home.path("kotowari-20261201.txt").exists());
    }
}

mod look {
    use super::*;

    /// Whether a colour was ever set (SGR 30 to 49 and 90 to 107).
    fn coloured(t: &Tui) -> bool {
        let raw = String::from_utf8_lossy(&t.raw()).into_owned();
        raw.split("\x1b[").skip(1).any(|rest| {
            let end = rest.find(|c: char| !c.is_ascii_digit() && c != ';').unwrap_or(rest.len());
            let (codes, rest) = rest.split_at(end);
            let colour = |code: &str| {
                code.parse::<u8>().is_ok_and(|n| (30..=49).contains(&n) || (90..=107).contains(&n))
            };
            rest.starts_with('m') && codes.split(';').any(colour)
        })
    }

    #[test]
    fn no_color_is_obeyed_on_every_screen() {
        for (env, expected) in [(&[][..], true), (&[("NO_COLOR", "1")][..], false)] {
            let home = Home::new();
            let mut t = home.tui(EXE, &["--today", DAY], env, 40, 120);
            walk_to_review(&mut t);
            t.keys("enter");
            t.wait_text("端末にコピーを依頼しました");
            t.keys("enter");
            t.wait_text(&says("ask.sent"));
            t.keys("n");
            t.wait_text(&says("ask.save"));
            t.keys("n");
            ended(&mut t, 0);
            assert_eq!(coloured(&t), expected, "{env:?}");
        }
    }

    #[test]
    fn flag_configuration_and_environment_in_this_order() {
        let home = Home::new();
        let config = |text: &str| home.write(".config/kotowari/config.toml", text);
        for (look, args, env, expected) in [
            ("", &[][..], &[("CLICOLOR", "0")][..], false),
            ("", &[], &[("CLICOLOR", "0"), ("CLICOLOR_FORCE", "1")], true),
            ("", &["--color", "always"], &[("NO_COLOR", "1")], true),
            ("", &["--color", "never"], &[("CLICOLOR_FORCE", "1")], false),
            ("colors = \"always\"", &[], &[("NO_COLOR", "1")], true),
            ("colors = \"always\"", &["--color=auto"], &[("NO_COLOR", "1")], false),
            ("colors = \"never\"", &[], &[("CLICOLOR_FORCE", "1")], false),
            ("theme = \"mono\"", &[], &[], false),
            ("theme = \"light\"", &[], &[], true),
        ] {
            config(&format!("[look]\n{look}\n"));
            let mut t = home.tui(EXE, &[args, &["--today", DAY]].concat(), env, 24, 120);
            at(&t, "service");
            t.keys("enter"); // the letter beside the question shows what has changed
            at(&t, "goal");
            t.settle();
            assert_eq!(coloured(&t), expected, "{look} {args:?} {env:?}");
            t.keys("C-c");
            t.wait_exit();
        }
    }

    #[test]
    fn a_theme_file_is_used_and_a_broken_one_told_whole() {
        let home = Home::new();
        home.write(".config/kotowari/config.toml", "[look]\ntheme = \"file\"\n");
        let theme = |text: &str| home.write(".config/kotowari/theme.toml", text);
        theme("base = \"dark\"\naccent = \"bright_blue\"\n");
        let t = wizard(&home);
        at(&t, "service");
        assert!(t.sent_out("\x1b[1;94m"), "{:?}", String::from_utf8_lossy(&t.raw()));
        theme(
            "base = \"dark\"\nerror = \"pink\"\nblank = \"bright_green\"\n\
                good = \"bright_green\"\nfont = \"x\"\n",
        );
        let mut t = wizard(&home);
        assert_eq!(t.wait_exit(), 2);
        let said = dense(&t.text());
        for mistake in ["theme.toml:2:error:", "theme.toml:3:blank:", "theme.toml:5:font:"] {
            assert!(said.contains(mistake), "{mistake} is missing in:\n{said}");
        }
        assert!(!t.raw().contains(&0x1b));
        // `check` finds the same.
        let mut check = home.command(EXE);
        let out = start(|| check.arg("check").output()).expect("the program starts");
        let said = String::from_utf8(out.stderr).expect("UTF-8");
        assert!(said.contains("theme.toml:2: error") && out.status.code() == Some(1), "{said}");
        std::fs::remove_file(home.path(".config/kotowari/theme.toml")).expect("a file");
        let mut t = wizard(&home);
        assert_eq!(t.wait_exit(), 2);
        assert!(dense(&t.text()).contains("theme.toml:ファイルがありません"), "{}", t.text());
    }

    #[test]
    fn a_terminal_without_a_clipboard_says_so_and_what_to_do() {
        // One without a screen is asked line by line (tests/plain_program.rs).
        let home = Home::new();
        let mut t = review(&home, &["--no-save"], &[("TERM", "linux")]);
        t.keys("enter");
        t.wait_text("コピーできませんでした");
        t.wait_text(&says("copied.failed.note"));
        assert_eq!(t.clipboard(), NOTHING);
        // One of the ways offered: print it on leaving.
        t.keys("p");
        t.wait_text(&says("notice.print"));
        t.keys("enter");
        ended(&mut t, 0);
        let letter = home.letter(EXE, "answers.toml");
        let last = letter.lines().rfind(|l| !l.trim().is_empty()).expect("a line");
        assert!(dense(&t.text()).ends_with(&dense(last)), "{}", t.text());
    }
}
