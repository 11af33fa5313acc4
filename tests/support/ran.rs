//! Runs of the program in a folder of their own: files for it, what it is given and what it says.

#![expect(dead_code, reason = "every test file uses another part of this")]

use crate::program::program;
use std::fs;
use std::io::Write as _;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

/// The day of most runs.
pub(crate) const FRIDAY: &str = "2026-11-20";

/// An answers file that gives a letter.
pub(crate) const GOOD: &str = r#"service = "apoplus-pharmacist"
goal = "withdraw"
channel = "mail"

[sender]
name = "山田 花子"
reading = "ヤマダ ハナコ"
birth_date = 1990-04-01
email = "hanako@example.jp"
phone = "090-1234-5678"

[answers]
requests = ["erase", "stop_use", "stop_third_party", "stop_offers", "stop_mail", "stop_calls"]
reason = "other_service"
effective = "today"

[[answers.selections]]
employer = "みなと薬局"
stage = "first_interview"
date = 2026-12-03
wish = "decline"
"#;

/// An answers file for this service and goal, without what [`GOOD`] answers of its own.
pub(crate) fn answers(service: &str, goal: &str, answers: &str) -> String {
    let sender = GOOD.split("[answers]").next().expect("a sender");
    sender
        .replace("birth_date = 1990-04-01\n", "")
        .replace("apoplus-pharmacist", service)
        .replace("withdraw", goal)
        + "[answers]\n"
        + answers
}

/// A folder of its own, with the data in `data/`.
pub(crate) struct Place(pub(crate) tempfile::TempDir);

/// What a run gave.
pub(crate) struct Run {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

pub(crate) fn finish(o: Output) -> Run {
    let text = |b: Vec<u8>| String::from_utf8(b).expect("UTF-8 on both outputs");
    let code = o.status.code().expect("no signal");
    Run { code, out: text(o.stdout), err: text(o.stderr) }
}

impl Run {
    #[track_caller]
    pub(crate) fn done(&self) -> &str {
        assert_eq!(self.code, 0, "{}", self.err);
        &self.out
    }
    #[track_caller]
    pub(crate) fn says(&self, words: &[&str]) {
        for s in words {
            assert!(self.err.contains(s), "{s} is not said in\n{}", self.err);
        }
    }
}

impl Place {
    pub(crate) fn new() -> Self {
        Self(tempfile::tempdir().expect("a folder"))
    }
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }
    /// A file, in folders that are made where they are not there.
    pub(crate) fn file(&self, name: &str, text: impl AsRef<[u8]>) -> String {
        let path = self.path(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(&path, text).expect("a file");
        path.into_os_string().into_string().expect("a name in UTF-8")
    }
    pub(crate) fn command(&self, today: &str, args: &[&str]) -> Command {
        let mut c = program(self.0.path());
        c.arg(format!("--today={today}")).args(args).current_dir(self.0.path());
        c.env("TZ", "Asia/Tokyo");
        c.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        c
    }
    pub(crate) fn on(&self, today: &str, args: &[&str]) -> Run {
        finish(self.command(today, args).output().expect("the program runs"))
    }
    pub(crate) fn run(&self, args: &[&str]) -> Run {
        self.on(FRIDAY, args)
    }
    /// Exit code, standard output, standard error.
    pub(crate) fn told(&self, args: &[&str]) -> (i32, String, String) {
        let run = self.run(args);
        (run.code, run.out, run.err)
    }
    /// With this on standard input.
    pub(crate) fn fed(&self, today: &str, args: &[&str], input: &[u8]) -> Run {
        let mut child =
            self.command(today, args).stdin(Stdio::piped()).spawn().expect("the program runs");
        // It may refuse before it has read all.
        let _ = child.stdin.take().expect("a pipe").write_all(input);
        finish(child.wait_with_output().expect("it ends"))
    }
    /// A letter from answers that are written to a file first.
    pub(crate) fn letter(&self, answers: &str, more: &[&str]) -> Run {
        let file = self.file("answers.toml", answers);
        self.run(&[&["letter", "--answers", &file], more].concat())
    }
}

/// Keeps the expectation at the top met in a file that uses everything else.
fn used_by_nobody() {}
