//! Never frozen, never unbounded: the real program against files, locks, templates, terminals and
//! clocks that are made to keep it busy. Ctrl-C twice leaves, the terminal is given back, and the
//! memory stays small.
#![cfg(target_os = "linux")]

#[path = "support/pty.rs"]
#[expect(dead_code, reason = "shared with tests that use more of it")]
mod pty;
#[path = "support/tools.rs"]
#[expect(dead_code, reason = "shared with tests that ask other programs")]
mod tools;

use kotowari::domain::content::Content;
use pty::{ANSWERS, DAY, Home, Tui, interrupted, start, wait};
use rustix::fs::{FlockOperation, flock};
use rustix::process::Signal;
use std::fmt::Write as _;
use std::os::unix::fs::PermissionsExt as _;
use std::time::{Duration, Instant};

const EXE: &str = env!("CARGO_BIN_EXE_kotowari");
const NOTHING: [&str; 0] = [];
/// Ctrl-C twice leaves within a second.
const SOON: Duration = Duration::from_secs(1);
/// In kB.
const MEMORY: usize = 100_000;
const STORING: &str = "[privacy]\nsave = \"always\"\n";
const STORED: &str = ".local/share/kotowari";

fn says(key: &str) -> String {
    Content::builtin().text(key).chars().take(12).collect()
}

fn question(id: &str) -> String {
    Content::builtin().flow().get(id).expect("a question").title.chars().take(12).collect()
}

/// Ctrl-C twice leaves, and everything is given back.
#[track_caller]
fn leaves(t: &mut Tui) {
    if let Some(kilobytes) = t.memory() {
        assert!(kilobytes < MEMORY, "{kilobytes} kB");
    }
    let start = Instant::now();
    t.send("\x03\x03");
    assert_eq!(t.wait_exit(), 130, "{}", t.text());
    assert!(start.elapsed() < SOON, "{:?}", start.elapsed());
    assert_eq!(t.left_behind(), NOTHING, "{}", t.text());
}

fn review(home: &Home, env: &[(&str, &str)]) -> Tui {
    let answers = home.write("answers.toml", ANSWERS);
    let t = home.tui(EXE, &["--answers", &answers, "--today", DAY], env, 24, 80);
    t.wait_text("手紙ができました");
    t
}

fn wizard(home: &Home, env: &[(&str, &str)]) -> Tui {
    let t = home.tui(EXE, &[], env, 24, 80);
    t.wait_text(&question("service"));
    t
}

#[test]
fn a_lock_that_somebody_holds_freezes_nobody() {
    let home = Home::new();
    home.write(".config/kotowari/config.toml", STORING);
    let lock = home.write(&format!("{STORED}/.lock"), "");
    let held = std::fs::File::open(lock).expect("the lock");
    flock(&held, FlockOperation::LockExclusive).expect("locked");
    let mut t = wizard(&home, &[]);
    t.keys("enter");
    t.wait_text(&question("goal"));
    t.keys("4");
    t.wait_text(&question("requests"));
    t.keys("enter");
    t.wait_text(&question("selections"));
    // While it waits for the other one it reads no keys: what it shows next comes after it.
    t.keys("enter");
    t.wait_text(&question("channel"));
    leaves(&mut t);
    // The answers are stored all the same.
    assert!(home.files().contains(&format!("{STORED}/draft.toml")), "{:?}", home.files());
}

/// A pipe in place of the lock is not opened, which would wait for its other end.
#[test]
fn a_pipe_as_the_lock_freezes_nobody() {
    let home = Home::new();
    home.write(".config/kotowari/config.toml", STORING);
    std::fs::create_dir_all(home.path(STORED)).expect("a folder");
    let pipe = home.path(&format!("{STORED}/.lock"));
    let made = start(|| std::process::Command::new("mkfifo").arg(&pipe).status());
    assert!(made.expect("mkfifo").success());
    for args in [&[][..], &["--plain"]] {
        let mut t = home.tui(EXE, args, &[], 24, 80);
        t.wait_text(&question("service"));
        if args.is_empty() {
            leaves(&mut t);
        } else {
            t.send("\u{4}");
            assert_eq!(t.wait_exit(), 130, "{}", t.text());
        }
    }
    let mut t = review(&home, &[]);
    t.keys("enter");
    t.wait_text("記録は残っていません");
    leaves(&mut t);
}

#[test]
fn a_case_that_can_not_be_stored_now_is_said() {
    let home = Home::new();
    home.write(".config/kotowari/config.toml", STORING);
    let lock = home.write(&format!("{STORED}/.lock"), "");
    let held = std::fs::File::open(lock).expect("the lock");
    flock(&held, FlockOperation::LockExclusive).expect("locked");
    let mut t = review(&home, &[]);
    t.keys("enter");
    t.wait_text("ほかの kotowari が書き込み");
    // Whatever else is said, that stays in sight, and is the last word on the normal screen.
    let lost = "記録は残っていません";
    t.keys("y");
    t.wait_text("送った：");
    t.wait_text(lost);
    // Leaving is tried once more, and then possible.
    t.send("\r\r\r");
    assert_eq!(t.wait_exit(), 1);
    assert!(t.text().replace('\n', "").contains(lost), "{}", t.text());

    // Held for a moment only: it is stored after all.
    let mut t = review(&home, &[]);
    t.keys("enter");
    t.wait_text(lost);
    drop(held);
    t.keys("y");
    t.wait_text("送った：");
    t.keys("enter");
    assert_eq!(t.wait_exit(), 0, "{}", t.text());
    let stored =
        home.files().into_iter().filter(|f| f.starts_with(&format!("{STORED}/cases/"))).count();
    assert_eq!(stored, 1);
}

/// It ends within moments although its terminal takes nothing.
#[track_caller]
fn ends_before_a_still_terminal(t: &mut Tui) {
    let start = Instant::now();
    t.send("\x03");
    t.send("\x03");
    while t.runs() {
        assert!(start.elapsed() < SOON, "still there");
        std::thread::sleep(Duration::from_millis(5));
    }
    assert!(t.settings_restored());
    t.stand_still(false);
    t.wait_exit();
}

/// A terminal that takes nothing: the program itself can do nothing but wait for it.
#[test]
fn a_terminal_that_stands_still_keeps_nobody() {
    let home = Home::new();
    let mut t = wizard(&home, &[]);
    t.claim_size(300, 1000);
    t.stand_still(true);
    let mut written = (None, 0);
    while written.1 < 40 {
        t.signal(Signal::WINCH);
        std::thread::sleep(Duration::from_millis(10));
        let now = t.io("wchar");
        written = (now, if now == written.0 { written.1 + 1 } else { 0 });
    }
    ends_before_a_still_terminal(&mut t);
}

#[test]
fn a_zone_that_is_no_file_is_not_read() {
    let home = Home::new();
    let empty = home.write("zone", "");
    for zone in ["/dev/zero", ":/dev/zero", "/dev/stdin", "Nowhere/Land", "", &empty] {
        let mut t = home.tui("env", &[&format!("TZ={zone}"), EXE], &[], 24, 80);
        t.wait_text(&question("service"));
        leaves(&mut t);
    }
}

#[test]
fn a_terminal_may_say_any_size() {
    let home = Home::new();
    let mut t = wizard(&home, &[]);
    let before = t.bytes_seen();
    t.claim_size(20_000, 20_000);
    t.wait_more(before);
    t.claim_size(u16::MAX, u16::MAX);
    t.keys("down up");
    leaves(&mut t);
}

/// A new size repaints wholly, also one that is the old one again.
#[test]
fn a_paste_without_an_end_keeps_nobody() {
    let home = Home::new();
    let mut t = wizard(&home, &[]);
    t.send("\x1b[200~葵");
    leaves(&mut t);
}

/// Neither what is typed without an end nor a sequence that has none is kept whole, and Ctrl-C
/// behind it is heard.
#[test]
fn a_flood_keeps_nobody() {
    let home = Home::new();
    for flood in ["j", "\0", "\x1b[1;1;1;1;1;1;1;1", "\x1bPqqqqqqqq"] {
        let mut t = review(&home, &[]);
        let (first, rest) = flood.split_at(2.min(flood.len()));
        t.send(first);
        t.send(&if rest.is_empty() { first } else { rest }.repeat(500_000 / flood.len()));
        leaves(&mut t);
    }
}

/// A line without an end costs what it is long, not that for each of its rows.
#[test]
fn a_long_line_takes_little_memory() {
    let home = Home::new();
    let editor = home.write("editor", "#!/bin/sh\nyes あ | head -n 60000 | tr -d '\\n' > \"$1\"\n");
    std::fs::set_permissions(&editor, std::fs::Permissions::from_mode(0o755)).expect("permissions");
    let mut t = review(&home, &[("VISUAL", &editor)]);
    t.keys("v");
    t.wait_text(&says("notice.edited.cut"));
    leaves(&mut t);
}

#[test]
fn every_new_size_repaints() {
    let home = Home::new();
    let mut t = wizard(&home, &[]);
    // Somebody listens for new sizes from the first key on.
    t.keys("down");
    t.wait_text("> 2");
    t.settle();
    for _ in 0..3 {
        let before = t.bytes_seen();
        t.signal(Signal::WINCH);
        t.wait_more(before);
        t.settle();
        let new = t.raw().split_off(before);
        assert!(pty::contains(&new, b"\x1b[H\x1b[2J"), "{}", String::from_utf8_lossy(&new));
    }
    leaves(&mut t);
}

#[test]
fn keys_after_alt_and_a_sign_do_not_vanish() {
    let home = Home::new();
    for sign in ["P", "]", "^", "_"] {
        let mut t = wizard(&home, &[]);
        t.send(&format!("\x1b{sign}"));
        leaves(&mut t);
    }
}

#[test]
fn an_error_of_the_terminal_is_not_its_end() {
    if !tools::have(&[("strace", "strace")]) {
        return;
    }
    for (call, when) in [("read", 1), ("write", 2)] {
        let home = Home::new();
        let line = format!(
            "exec strace -f -qq -o /dev/null -P \"$(tty)\" -e trace={call} -e inject={call}:error=EIO:when={when} '{EXE}'"
        );
        let mut t = home.tui("sh", &["-c", &line], &[], 24, 80);
        t.wait_text(&question("service"));
        t.keys("down");
        t.wait_text("> 2");
        t.keys("up");
        t.wait_text("> 1");
        t.send("\x03\x03");
        assert_eq!(t.wait_exit(), 130, "{call}: {}", t.text());
        assert_eq!(t.left_behind(), NOTHING, "{call}: {}", t.text());
    }
}

#[test]
fn a_file_that_may_not_grow_is_said() {
    let home = Home::new();
    let answers = home.write("answers.toml", ANSWERS);
    let line = format!("ulimit -f 0; exec '{EXE}' --answers '{answers}' --today {DAY}");
    let mut t = home.tui("sh", &["-c", &line], &[], 24, 80);
    t.wait_text("手紙ができました");
    t.keys("w");
    t.wait_text("kotowari-2026");
    t.keys("enter");
    t.wait_text("書けません");
    leaves(&mut t);
}

#[test]
fn every_signal_that_ends_a_program_gives_the_terminal_back() {
    for signal in
        [Signal::USR1, Signal::USR2, Signal::ALARM, Signal::XCPU, Signal::VTALARM, Signal::PROF]
    {
        let home = Home::new();
        let mut t = wizard(&home, &[]);
        // Caught once the first frame is out and the thread for it runs.
        t.keys("down");
        t.wait_text("> 2");
        t.signal(signal);
        assert_eq!(t.wait_exit(), 128 + u32::try_from(signal.as_raw()).expect("a number"));
        assert_eq!(t.left_behind(), NOTHING, "{signal:?}");
    }
}

#[test]
fn an_own_template_that_grows_without_end_is_named() {
    for text in [
        "{% set a=['x']*1000 %}{% set b=[a]*1000 %}{% set c=[b]*1000 %}{{ c|join }}".to_owned(),
        format!("{{{{ 1{} }}}}", "+1".repeat(29_000)),
    ] {
        let home = Home::new();
        home.write(".config/kotowari/config.toml", "");
        home.write(
            ".config/kotowari/letters/long.toml",
            &format!("[[paragraph]]\nid = \"closing.leave\"\ntext = \"{text}\"\n"),
        );
        let mut t = review(&home, &[]);
        t.wait_text(&says("notice.own_broken"));
        leaves(&mut t);
    }
}

#[test]
fn a_letter_that_is_too_large_does_not_come_back_from_the_editor() {
    let home = Home::new();
    let editor = home.write("editor", "#!/bin/sh\nyes あ | head -c 4000000 > \"$1\"\n");
    std::fs::set_permissions(&editor, std::fs::Permissions::from_mode(0o755)).expect("permissions");
    let mut t = review(&home, &[("VISUAL", &editor)]);
    t.keys("v");
    t.wait_text("大きすぎます");
    // What can't all be edited here comes back as far as it can, since its file is gone.
    home.write("editor", "#!/bin/sh\nyes あ | head -c 150000 > \"$1\"\n");
    t.keys("v");
    t.wait_text(&says("notice.edited.cut"));
    t.keys("e");
    t.paste(&"あ\n".repeat(30_000));
    t.wait_text(&says("notice.too_long"));
    // Two characters to the eye.
    t.paste(&format!("あ{}い", "\u{301}".repeat(700_000)));
    t.paste(&"あ".repeat(10_000_000));
    t.wait_text(&says("notice.too_long"));
    leaves(&mut t);
}

/// More cases than anybody has: the newest are shown, and that there are more is said.
#[test]
fn many_cases_fit_on_the_first_screen() {
    let home = Home::new();
    let mut case = String::new();
    for n in 0..1_500 {
        case.clear();
        let id = format!("20261101-s{n}-withdraw");
        let _ = write!(
            case,
            "version = 1\nid = \"{id}\"\nservice = \"s\"\nservice_name = \"みなと{n}\"\n\
                goal = \"withdraw\"\n"
        );
        home.write(&format!("{STORED}/cases/{id}.toml"), &case);
    }
    let mut t = home.tui(EXE, &["--today", DAY], &[], 24, 80);
    t.wait_text("みなと");
    leaves(&mut t);
    assert!(t.text().contains("古い記録 500 件"), "{}", t.text());
}

/// A clock that jumps under the real program: what is copied after midnight is dated with the new
/// day.
#[test]
fn the_clock_moves_under_the_program() {
    if !tools::have(&[("faketime", "faketime")]) {
        return;
    }
    let home = Home::new();
    let time = home.write("time", "2026-12-01 14:58:00");
    let answers = home.write("answers.toml", ANSWERS);
    let library = std::process::Command::new("sh")
        .args(["-c", "ls /usr/lib/*/faketime/libfaketime.so.1 | head -1"])
        .output()
        .expect("a shell");
    let library = String::from_utf8_lossy(&library.stdout).trim().to_owned();
    // In UTC, and half a day behind the letter's desk.
    let env = [
        ("LD_PRELOAD", library.as_str()),
        ("FAKETIME_TIMESTAMP_FILE", &time),
        ("FAKETIME_NO_CACHE", "1"),
        ("FAKETIME_DONT_FAKE_MONOTONIC", "1"),
        ("TZ", "UTC0"),
    ];
    let mut t = home.tui(EXE, &["--answers", &answers, "--no-save"], &env, 24, 80);
    t.wait_text("手紙ができました");
    t.keys("c");
    t.wait_text("端末にコピーを依頼しました");
    let dated = |t: &Tui, day: &str| t.clipboard().last().is_some_and(|c| c.contains(day));
    assert!(dated(&t, "12月1日"), "{:?}", t.clipboard());
    t.keys("esc");
    t.wait_text("手紙ができました");
    home.write("time", "2026-12-01 15:05:00");
    // What leaves has been read: first it is shown as it is now.
    t.keys("c");
    t.wait_text("日付が変わりました");
    assert!(dated(&t, "12月1日"), "{:?}", t.clipboard());
    t.keys("c");
    wait("a letter of the new day", || dated(&t, "12月2日"));
    // The machine is still at the day before.
    leaves(&mut t);
}

#[test]
fn a_day_that_is_another_one_here_is_said() {
    if !tools::have(&[("faketime", "faketime")]) {
        return;
    }
    let home = Home::new();
    let answers = home.write("answers.toml", ANSWERS);
    let run = |zone: &str, time: &str| {
        let mut c = home.command("faketime");
        // The time is written as the clock of that zone shows it.
        c.args(["-f", time, "env", &format!("TZ={zone}"), EXE, "letter", "--answers", &answers]);
        c.env("TZ", "UTC0");
        start(|| c.output()).expect("the program runs")
    };
    let (there, here) = ("@2026-12-01 16:00:00", "@2026-12-02 01:00:00");
    for (zone, time, said) in [("UTC0", there, true), ("JST-9", here, false), ("", there, true)] {
        let out = run(zone, time);
        let (letter, words) =
            (String::from_utf8_lossy(&out.stdout), String::from_utf8_lossy(&out.stderr));
        assert!(letter.contains("12月2日"), "{zone}: {letter}{words}");
        assert_eq!(words.contains("日本の暦で"), said, "{zone}: {words}");
    }
}

/// Until all is loaded the terminal is as it was, and each signal does what it does to any program:
/// whatever holds up the start, here another one's lock for a moment, can be left. What is typed
/// meanwhile is there afterwards.
#[test]
fn the_start_can_be_left_whatever_it_waits_for() {
    let home = Home::new();
    home.write(".config/kotowari/config.toml", STORING);
    let lock = home.write(&format!("{STORED}/.lock"), "");
    let held = std::fs::File::open(&lock).expect("the lock");
    flock(&held, FlockOperation::LockExclusive).expect("locked");
    let waits = |t: &Tui| {
        let folder = format!("/proc/{}/fd", t.pid());
        std::fs::read_dir(folder).is_ok_and(|mut fds| {
            fds.any(|fd| fd.is_ok_and(|fd| fd.path().read_link().is_ok_and(|to| to == *lock)))
        })
    };
    let drawn = |t: &Tui| pty::contains(&t.raw(), b"\x1b[?1049h");
    for stops in [None, Some(Signal::TERM), Some(Signal::HUP)] {
        // A busy machine may be past the moment before it is seen.
        let left = (0..20).any(|_| {
            let mut t = home.tui(EXE, &["--service", "doda"], &[], 24, 80);
            wait("the lock", || waits(&t) || drawn(&t));
            match stops {
                None => t.send("\x03\x03"),
                Some(signal) => t.signal(signal),
            }
            t.wait_exit();
            assert_eq!(t.left_behind(), NOTHING, "{}", t.text());
            !drawn(&t)
        });
        assert!(left, "{stops:?}");
    }
    let mut t = home.tui(EXE, &[], &[], 24, 80);
    wait("the lock", || waits(&t) || drawn(&t));
    t.keys("down");
    t.wait_text("> 2");
    leaves(&mut t);
}

/// A disk that never answers: one call on a folder of ours does not come back. That it was called
/// is told by a file.
const HANGS: &str = r#"
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>
static void hang(const char *call, const char *path) {
    const char *named = getenv("HANGS");
    if (!named || strcmp(named, call) || !strstr(path, "kotowari-scratch-")) return;
    close(creat(getenv("HANGS_AT"), 0600));
    for (;;) pause();
}
int mkdir(const char *path, mode_t mode) {
    hang("mkdir", path);
    return syscall(SYS_mkdirat, AT_FDCWD, path, mode);
}
int unlinkat(int folder, const char *path, int flags) {
    hang("unlinkat", path);
    return syscall(SYS_unlinkat, folder, path, flags);
}
"#;

/// The folder for temporary files does not answer, when the letter for the editor is written or
/// when it is removed: no editor runs then, and Ctrl-C is for this program, as is every signal.
#[test]
fn the_way_to_an_editor_and_back_can_be_left() {
    if !tools::have(&[("cc", "gcc")]) {
        return;
    }
    let home = Home::new();
    let (source, library) = (home.write("hangs.c", HANGS), home.path("hangs.so"));
    let built = start(|| {
        std::process::Command::new("cc")
            .args(["-shared", "-fPIC", "-o"])
            .arg(&library)
            .arg(source)
            .status()
    });
    assert!(built.expect("a compiler").success());
    let library = library.to_str().expect("a path in UTF-8");
    for (plain, call) in
        [false, true].into_iter().flat_map(|p| ["mkdir", "unlinkat"].map(|c| (p, c)))
    {
        for (stops, burst) in [
            (None, ""),
            (None, "\x03"),
            (None, "\x03\x03"),
            (Some(Signal::TERM), ""),
            (Some(Signal::HUP), ""),
        ] {
            let home = Home::new();
            let at = home.path("hangs");
            let env = [
                ("VISUAL", "true"),
                ("LD_PRELOAD", library),
                ("HANGS", call),
                ("HANGS_AT", at.to_str().expect("a path in UTF-8")),
            ];
            let answers = home.write("answers.toml", ANSWERS);
            let mut args = vec!["--answers", &answers, "--today", DAY];
            args.extend(plain.then_some("--plain"));
            let mut t = home.tui(EXE, &args, &env, 24, 80);
            t.wait_text(if plain { "Enter で次へ：" } else { "手紙ができました" });
            // What comes in one burst with the key counts as well.
            let burst = if plain || stops.is_some() { "" } else { burst };
            t.send(&format!("{}{burst}", if plain { "e\r" } else { "v" }));
            wait("the disk that hangs", || at.exists());
            let start = Instant::now();
            if let Some(signal) = stops {
                t.signal(signal);
            } else if burst.is_empty() {
                t.send("\x03");
                // Two that come at once are one signal.
                wait("the first Ctrl-C", || !plain || t.sent_out("^C") && !interrupted(t.pid()));
                t.send("\x03");
            } else if burst.len() < 2 {
                t.send("\x03");
            }
            let code = 128 + stops.map_or(2, |s| u32::try_from(s.as_raw()).expect("a number"));
            assert_eq!(t.wait_exit(), code, "{call}: {}", t.text());
            assert!(start.elapsed() < SOON, "{call}: {:?}", start.elapsed());
            assert_eq!(t.left_behind(), NOTHING, "{call}: {}", t.text());
        }
    }
}

/// Plain mode: Ctrl-C twice ends it while it works.
#[test]
fn plain_mode_leaves_too() {
    let home = Home::new();
    let mut t = home.tui(EXE, &["--plain"], &[], 24, 80);
    t.wait_text(&question("service"));
    t.stand_still(true);
    for _ in 0..200 {
        t.send("?\r");
    }
    ends_before_a_still_terminal(&mut t);
}

/// A file written up to its limit can be read again; beyond it, writing fails and the old file
/// stays.
#[test]
fn one_limit_for_writing_and_reading() {
    let home = Home::new();
    let id = "20261101-s-withdraw";
    home.write(
        &format!("{STORED}/cases/{id}.toml"),
        &format!(
            "version = 1\nid = \"{id}\"\nservice = \"s\"\nservice_name = \"みなと\"\n\
                goal = \"withdraw\"\n"
        ),
    );
    let note = "x".repeat(120_000);
    let run = |args: &[&str]| {
        let mut c = home.command(EXE);
        c.args(["--today", DAY]).args(args);
        start(|| c.output()).expect("the program runs")
    };
    let mut taken = 0;
    let refused = loop {
        let out = run(&["cases", "log", id, "--kind", "note", "--note", &note]);
        if !out.status.success() {
            break String::from_utf8_lossy(&out.stderr).into_owned();
        }
        taken += 1;
        assert!(taken < 40, "never refused");
    };
    assert!(taken > 5 && refused.contains("長すぎるので、保存していません"), "{taken} {refused}");
    let shown = run(&["cases", "show", id]);
    assert_eq!(String::from_utf8_lossy(&shown.stdout).matches(&note).count(), taken);
    let backup = home.path("all.toml").into_os_string().into_string().expect("UTF-8");
    assert!(run(&["cases", "export", "--all", "--output", &backup]).status.success());
    let out = run(&["cases", "import", &backup]);
    assert!(String::from_utf8_lossy(&out.stdout).contains("同じものがあります"), "{out:?}");
}

/// An archive as large as one may be, of one case without end and of many small ones: refused or
/// read, in little memory.
#[test]
fn an_archive_takes_little_memory() {
    let home = Home::new();
    let head = "version = 1\nkind = \"kotowari-cases\"\n";
    let event = "[[case.event]]\nat = 2026-11-01T10:00:00+09:00\nkind = \"note\"\nnote = \"x\"\n";
    let case = |n: usize| {
        format!(
            "[[case]]\nversion = 1\nid = \"20261101-s{n}-withdraw\"\nservice = \"s\"\n\
                service_name = \"みなと\"\ngoal = \"withdraw\"\n"
        )
    };
    let long = format!("{head}{}{}", case(0), event.repeat(60_000_000 / event.len()));
    let deep = format!("{head}x = {}", "[".repeat(60_000_000));
    let heads = format!("{head}{}", "[[case]]\n".repeat(4_000_000));
    let all = [("long.toml", &long), ("deep.toml", &deep), ("heads.toml", &heads)];
    for (name, text) in all {
        let archive = home.write(name, text);
        let mut command = home.command(EXE);
        command.args(["cases", "import", &archive]).stdout(std::process::Stdio::null());
        let mut child = start(|| command.stderr(std::process::Stdio::null()).spawn())
            .expect("the program runs");
        let (begun, mut most) = (Instant::now(), 0);
        while child.try_wait().expect("its state").is_none() {
            assert!(begun.elapsed() < pty::LIMIT * 3, "{name}: still there");
            most = pty::memory(child.id()).unwrap_or(most);
            std::thread::sleep(Duration::from_millis(2));
        }
        assert!(most > 0 && most < MEMORY, "{name}: {most} kB");
    }
}

/// What an imported case holds does nothing to a terminal, in JSON, in lines and on the screen.
#[test]
fn what_a_case_holds_does_nothing_to_a_terminal() {
    let home = Home::new();
    let id = "20261101-s-withdraw";
    let hostile = "\\u009B31m\\u007F\\u202E\\u2028\\u001B]0;x\\u0007";
    home.write(
        &format!("{STORED}/cases/{id}.toml"),
        &format!(
            "version = 1\nid = \"{id}\"\nservice = \"s\"\nservice_name = \"みなと{hostile}\"\n\
                goal = \"withdraw\"\n\
             [[event]]\nat = 2026-11-01T10:00:00+09:00\nkind = \"note\"\nnote = \"{hostile}\"\n"
        ),
    );
    let harmful = |c: char| c != '\n' && kotowari::text::clean::does_something(c);
    for args in [
        &["cases", "--format", "json"][..],
        &["cases", "show", id, "--format", "json"],
        &["due", "--format", "json"],
        &["cases"],
        &["cases", "show", id],
        &["cases", "export", id],
    ] {
        let mut c = home.command(EXE);
        c.args(["--today", DAY]).args(args);
        let out = start(|| c.output()).expect("the program runs");
        let text = String::from_utf8(out.stdout).expect("UTF-8");
        assert!(!text.contains(harmful), "{args:?}: {text:?}");
        if args.contains(&"json") {
            let json: serde_json::Value = serde_json::from_str(&text).expect("JSON");
            assert!(json.to_string().contains("みなと") || args[0] == "due", "{json}");
        }
    }
    // In a file they are written as what they are.
    let mut t = home.tui(EXE, &["cases", "export", "--all"], &[], 24, 80);
    t.wait_bytes("\\U0000202E");
    assert_eq!(t.wait_exit(), 0);
    assert!(!t.sent_out("\u{9b}") && !t.sent_out("\u{202e}"));
    let mut t = home.tui(EXE, &["--today", DAY], &[], 24, 80);
    t.wait_text("みなと");
    // The case is the last row, the page of registrations the one before it.
    t.keys("end up enter");
    t.wait_text("記録だけ");
    t.keys("esc");
    t.wait_text(&says("start.title"));
    t.keys("end enter");
    t.wait_text(id);
    t.settle();
    let raw = String::from_utf8(t.raw()).expect("UTF-8");
    let text = raw.replace('\u{1b}', "");
    assert!(!text.contains(|c: char| !matches!(c, '\r' | '\u{8}') && harmful(c)), "{text:?}");
    leaves(&mut t);
}
