//! What the program says about its own arguments is Japanese throughout: help, manual, scripts for
//! shells, complaints.

#[path = "support/program.rs"]
mod program;

use std::path::Path;
use std::process::Stdio;

/// Words that clap would say.
const CLAPS: [&str; 24] = [
    "Usage", "usage", "Options", "OPTIONS]", "Commands", "COMMAND", "Arguments", "Print",
    "possible", "Possible", "default", "error", "invalid", "unexpected", "unrecognized",
    "required", "provided", "tip:", "For more", "similar", "cannot", "subcommand", "is not in",
    "value is",
];

/// Code, standard output, standard error.
fn run(args: &[&str]) -> (Option<i32>, String, String) {
    let mut c = program::program(Path::new("/nonexistent"));
    c.args(args).stdin(Stdio::null());
    let out = c.output().expect("the program runs");
    let text = |b: Vec<u8>| String::from_utf8(b).expect("UTF-8");
    (out.status.code(), text(out.stdout), text(out.stderr))
}

#[track_caller]
fn japanese(what: &str, said: &str) {
    for word in CLAPS {
        assert!(!said.contains(word), "{what}: {word:?} in\n{said}");
    }
}

#[test]
fn wrong_arguments_are_said_in_japanese_with_what_would_be_right() {
    for (args, says) in [
        (&["--fly"][..], &["--fly という指定はありません", "使い方：kotowari [オプション]"][..]),
        (&["--plian"], &["--plian という指定はありません", "近いもの：--plain"]),
        (&["fly"], &["fly というコマンドはありません"]),
        (&["lettre"], &["lettre というコマンドはありません", "近いもの：letter"]),
        (&["letter"], &["必要な指定がありません：--answers <FILE>", "使い方：kotowari letter"]),
        (&["letter", "--answers"], &["--answers には値が必要です"]),
        (
            &["letter", "--answers", "x", "--format", "poem"],
            &["--format に「poem」は使えません（選べるもの：text json eml）"],
        ),
        (
            &["--today", "2026-02-30", "check"],
            &["--today に「2026-02-30」は使えません（2026年2月30日という日はありません。"],
        ),
        (
            &["--today", "soon", "check"],
            &["--today に「soon」は使えません（日付として読めません。"],
        ),
        (&["--color", "pink"], &["--color に「pink」は使えません（"]),
        (&["--ambiguous", "both"], &["--ambiguous に「both」は使えません（"]),
        (&["--plain=yes"], &["--plain に「yes」は付けられません"]),
        (&["--goal", "pause", "--goal", "resume"], &["--goal は一度しか指定できません"]),
        (&["cases", "set", "x"], &["必要な指定がありません：", "--due"]),
        (
            &["cases", "set", "x", "--due", "2026-12-01", "--no-due"],
            &["--due は --no-due と一緒に指定できません"],
        ),
        (
            &["cases", "set", "x", "--due-days", "many"],
            &["--due-days に「many」は使えません（1 から 365"],
        ),
        (&["cases", "show", "x", "--letter", "-1"], &["-1"]),
        (&["completions", "dos"], &["<SHELL> に「dos」は使えません（選べるもの：bash"]),
        (&["help", "fly"], &["fly というコマンドはありません"]),
    ] {
        let (code, out, err) = run(args);
        assert_eq!((code, out.as_str()), (Some(2), ""), "{args:?}\n{err}");
        for s in says {
            assert!(err.contains(s), "{args:?}: {s} is not in\n{err}");
        }
        assert!(
            err.starts_with("kotowari: ") && err.ends_with("くわしくは kotowari --help\n"),
            "{args:?}\n{err}"
        );
        japanese(&format!("{args:?}"), &err);
    }
}

/// An argument that is no text is named as such, and nothing of it is quoted.
#[cfg(unix)]
#[test]
fn an_argument_that_is_no_text_is_said() {
    use std::os::unix::ffi::OsStrExt as _;
    let bytes = std::ffi::OsStr::from_bytes(b"--goal=\xff");
    let out =
        program::program(Path::new("/nonexistent")).arg(bytes).output().expect("the program runs");
    let err = String::from_utf8(out.stderr).expect("UTF-8");
    assert_eq!(out.status.code(), Some(2), "{err}");
    assert!(err.contains("UTF-8 ではない"), "{err}");
}

#[test]
fn help_is_japanese_at_every_level() {
    let mut asked = vec![Vec::new()];
    let mut seen = 0;
    while let Some(words) = asked.pop() {
        let words: Vec<&str> = words;
        for flag in ["--help", "-h"] {
            let (code, out, err) = run(&[&words[..], &[flag]].concat());
            assert_eq!((code, err.as_str()), (Some(0), ""), "{words:?}");
            assert!(
                out.contains("使い方：kotowari") && out.contains("使い方を表示する"),
                "{words:?}\n{out}"
            );
            japanese(&format!("{words:?} {flag}"), &out);
            seen += 1;
        }
        let (_, out, _) = run(&[&words[..], &["-h"]].concat());
        let commands = out.split_once("コマンド：\n").map_or("", |(_, rest)| rest);
        for line in commands.lines().take_while(|l| !l.trim().is_empty()) {
            let name = line.split_whitespace().next().expect("a name");
            if name != "help" {
                let name: &'static str = String::leak(name.to_owned());
                asked.push([&words[..], &[name]].concat());
            }
        }
    }
    assert!(seen > 30, "{seen}");
    let (_, out, _) = run(&["help", "cases", "log"]);
    japanese("help", &out);
    assert_eq!(run(&["--version"]).1, format!("kotowari {}\n", env!("CARGO_PKG_VERSION")));
}

/// The manual names no page that is not there: it is one page, with every command and each of its
/// options in it.
#[test]
fn the_manual_is_one_page_with_every_command() {
    let (code, out, err) = run(&["man"]);
    assert_eq!((code, err.as_str()), (Some(0), ""));
    let plain = out.replace('\\', "");
    assert!(!plain.contains("(1)"), "{plain}");
    assert_eq!(plain.matches(".TH ").count(), 1);
    let sections: Vec<&str> = plain.lines().filter_map(|l| l.strip_prefix(".SH ")).collect();
    for command in [
        "letter", "flow", "services", "check", "cases", "cases log", "cases sent", "due", "wipe",
        "man",
    ] {
        assert!(
            sections.contains(&format!("kotowari {command}").as_str()),
            "{command}: {sections:?}"
        );
    }
    for words in ["--promised-by", "--exit-code", "--set", "例：", "終了コード："] {
        assert!(plain.contains(words), "{words}\n{plain}");
    }
}

#[test]
fn scripts_for_shells_and_the_manual_describe_in_japanese() {
    for (args, own) in [
        (&["completions", "fish"][..], "使い方を表示する"),
        (&["completions", "zsh"], "版を表示する"),
        (&["completions", "powershell"], "使い方を表示する"),
        (&["completions", "elvish"], "使い方を表示する"),
        (&["man"], "使い方を表示する"),
    ] {
        let (code, out, _) = run(args);
        assert_eq!(code, Some(0));
        assert!(out.contains(own), "{args:?}\n{out}");
        for word in ["Print help", "Print version", "Print this", "(see "] {
            assert!(!out.contains(word), "{args:?}: {word}\n{out}");
        }
    }
}

/// The manual tells the days that the program counts with.
#[test]
fn the_manual_tells_the_days_of_today() {
    use kotowari::domain::periods::{ANSWER, COMPLETION, POST};
    let manual = std::fs::read_to_string("docs/usage.md").expect("the manual");
    let by_post = ANSWER + POST;
    let days = format!(
        "受け付けの返事は{ANSWER}日、郵便は{by_post}日、受け付けから完了まで{COMPLETION}日"
    );
    assert!(manual.contains(&days), "{days}");
}
