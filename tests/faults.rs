//! What is stored survives whatever happens to the program: it is killed at every system call that
//! could change a file, and every such call fails once. Afterwards the file is the old one or the
//! new one, never half of it, and the next run goes on. Nor does a killed program leave anything of
//! the user's where `cases places` does not name it and `wipe` does not remove it.
//!
//! Needs strace, which stops the real program at the call. A missing tool is said aloud and the
//! test passes; with `KOTOWARI_TEST_STRICT=1` it fails instead.

#![cfg(target_os = "linux")]

#[path = "support/program.rs"]
mod program;
#[path = "support/pty.rs"]
#[expect(dead_code, reason = "shared with tests that use more of it")]
mod pty;
#[path = "support/ran.rs"]
mod ran;
#[path = "support/tools.rs"]
#[expect(dead_code, reason = "shared with tests that ask other programs")]
mod tools;

use clap::builder::ValueParser;
use kotowari::shell::cli::Cli;
use pty::{Tui, start};
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::os::unix::fs::PermissionsExt as _;
use std::os::unix::process::ExitStatusExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// Every call by which a file comes, changes or goes, under all the names that systems have for it.
/// Those that a machine does not know are passed over (`?`).
const CALLS: [&str; 27] = [
    "openat", "open", "creat", "write", "pwrite64", "writev", "copy_file_range", "sendfile",
    "fsync", "fdatasync", "rename", "renameat", "renameat2", "link", "linkat", "symlink",
    "symlinkat", "unlink", "unlinkat", "rmdir", "mkdir", "mkdirat", "truncate", "ftruncate",
    "fchmod", "fchmodat", "flock",
];

/// Those around another program, which changes files itself.
const AROUND: [&str; 5] = ["vfork", "clone", "clone3", "wait4", "waitid"];

/// Words that stand in nothing but what is the user's: answers, letters, notes, identity.
const WORDS: [&str; 6] =
    ["花子", "佐藤", "退会いたします", "言われたこと", "hanako@example.jp", "みなと薬局"];

/// Files that the user has made, or has told the program to make.
const THEIRS: [&str; 7] = [
    "in.toml", "answers.toml", "all.toml", "out", "new", "kotowari-20261120.txt",
    "kotowari-20261120-2.txt",
];

const ID: &str = "20261120-s-withdraw";

const CASE: &str = r#"version = 1
id = "20261120-s-withdraw"
service = "s"
service_name = "サービス"
goal = "withdraw"

[[event]]
at = 2026-11-20T10:00:10+09:00
kind = "copied"

[[letter]]
made = 2026-11-20T10:00:00+09:00
channel = "mail"
tone = "standard"
follow_up = ""
subject = "退会のお願い"
text = """
佐藤 様

退会いたします。
"""
"#;

const ARCHIVE: &str = "version = 1\nkind = \"kotowari-cases\"\n[[draft]]\n\
    saved = 2026-11-20T10:00:00+09:00\n\
                       answers = \"goal = 'pause'\"\n[draft.texts]\n\"sender.name\" = \"山田 花子\"\n";

fn answers() -> String {
    ran::GOOD.replace("[answers]", "handler = \"佐藤\"\n[answers]")
}

const LOG: [&str; 9] = [
    "cases", "log", ID, "--kind", "note", "--at", "2026-11-20T11:00:00+09:00", "--note",
    "言われたこと",
];

const READ: [&str; 6] = ["cases", "read", ID, "--received", "2026-11-20", "--yes"];
const REPLY: &str = "11月20日付で退会手続きが完了いたしました。\n";

/// A run of the program that is killed, or in which a call fails, again and again.
struct Deed {
    args: &'static [&'static str],
    /// Standard input.
    input: &'static str,
    /// Where.
    place: fn() -> Place,
}

/// What every command does. One that is missing here, an option to write a file that no deed uses,
/// and a command that is said to write nothing and does all fail below.
fn deeds() -> (Vec<Deed>, Vec<&'static [&'static str]>) {
    const AT: &str = "2026-11-20T11:00:00+09:00";
    let deed = |args, place| Deed { args, input: "", place };
    let out = &["letter", "--answers", "answers.toml", "--output", "out"];
    let new = &["letter", "--answers", "answers.toml", "--output", "new"];
    let writing = vec![
        Deed { args: &WALK, input: WALKED, place: before_a_walk },
        deed(out, with_everything),
        deed(new, with_everything),
        deed(&LOG, with_everything),
        deed(&["cases", "sent", ID, "--at", AT, "--note", "言われたこと"], with_everything),
        deed(&["cases", "done", ID, "--on", "2026-11-20", "--person", "佐藤"], with_everything),
        Deed { args: &READ, input: REPLY, place: with_everything },
        deed(&["cases", "undo", ID], with_everything),
        deed(&["cases", "set", ID, "--due", "2026-12-01"], with_everything),
        deed(&["cases", "remove", ID, "--yes"], with_everything),
        deed(&["cases", "export", "--all", "--output", "out"], with_everything),
        deed(&["due", "--ics", "out"], with_a_due_day),
        deed(&["cases", "import", "all.toml"], with_an_archive),
        deed(&["registrations", "add", "doda", "--handler", "佐藤 花子"], with_everything),
        deed(&["registrations", "remove", "recruit-agent", "--yes"], with_everything),
        deed(&["wipe", "--yes"], behind_a_link),
    ];
    let reading: Vec<&[&str]> = vec![
        &["letter", "--answers", "answers.toml"],
        &["flow"],
        &["services"],
        &["check", "answers.toml"],
        &["cases"],
        &["cases", "list"],
        &["cases", "show", ID],
        &["cases", "export", ID],
        &["cases", "places"],
        &["registrations"],
        &["registrations", "list"],
        &["registrations", "show", "recruit-agent"],
        &["due"],
        &["completions", "bash"],
        &["man"],
    ];
    (writing, reading)
}

/// Options and arguments that take a path and write nothing there; the configuration gets the
/// identity, in the walk.
const READ_ONLY: [(&str, &str); 6] = [
    ("cases read", "file"),
    ("", "answers"),
    ("", "config"),
    ("letter", "answers"),
    ("check", "paths"),
    ("cases import", "file"),
];

/// A folder of its own, with the data in `data/`.
struct Place(tempfile::TempDir);

impl Place {
    fn new() -> Self {
        let p = Self(tempfile::tempdir().expect("a folder"));
        fs::write(p.path("in.toml"), CASE).expect("a file");
        fs::create_dir(p.path("tmp")).expect("a folder for temporary files");
        p
    }
    /// Another one with the same files.
    fn copy(&self) -> Self {
        let p = Self(tempfile::tempdir().expect("a folder"));
        p.fill_from(self);
        p
    }
    fn fill_from(&self, other: &Self) {
        let all = other.0.path().join(".");
        let copied = start(|| Command::new("cp").arg("-a").arg(all).arg(self.0.path()).status());
        assert!(copied.expect("cp").success());
    }
    /// Makes it what the other one is: what lies here is named by its whole path.
    fn become_again(&self, other: &Self) {
        for e in fs::read_dir(self.0.path()).expect("a folder") {
            let path = e.expect("an entry").path();
            let removed = if path.is_dir() && !path.is_symlink() {
                fs::remove_dir_all(&path)
            } else {
                fs::remove_file(&path)
            };
            removed.expect("an empty place");
        }
        self.fill_from(other);
    }
    fn with_a_case() -> Self {
        let p = Self::new();
        let run = p.run(&["cases", "import", "in.toml"]);
        assert!(run.status.success(), "{}", said(&run));
        p
    }
    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }
    fn case(&self) -> PathBuf {
        self.path("data/cases").join(format!("{ID}.toml"))
    }
    fn read(&self) -> Option<String> {
        fs::read_to_string(self.case()).ok()
    }
    fn command(&self, program: &str, args: &[&str]) -> Command {
        let mut c = program::at_home(program, self.0.path());
        c.args(args).current_dir(self.0.path());
        c.env("TMPDIR", self.path("tmp")).env("EDITOR", self.path("editor"));
        for name in ["DISPLAY", "WAYLAND_DISPLAY", "VISUAL"] {
            c.env_remove(name);
        }
        c.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        c
    }
    fn run(&self, args: &[&str]) -> Output {
        let all = [&["--today", "2026-11-20"], args].concat();
        let mut command = self.command(env!("CARGO_BIN_EXE_kotowari"), &all);
        start(|| command.stdin(Stdio::null()).spawn())
            .and_then(std::process::Child::wait_with_output)
            .expect("the program runs")
    }
    /// The program with something done to it at a system call; not to the programs that it starts.
    fn injected(&self, call: &str, what: &str, args: &[&str], input: &str) -> Output {
        let (trace, inject) = (format!("trace=?{call}"), format!("inject=?{call}:{what}"));
        self.traced(&["-o", "/dev/null", "-e", &trace, "-e", &inject], args, input)
    }
    fn traced(&self, how: &[&str], args: &[&str], input: &str) -> Output {
        let exe = [env!("CARGO_BIN_EXE_kotowari"), "--today", "2026-11-20"];
        let mut command = self.command("strace", &[&["-qq"], how, &exe, args].concat());
        let mut child = start(|| command.stdin(Stdio::piped()).spawn()).expect("strace runs");
        // A killed program reads no further.
        let _ = child.stdin.take().expect("a pipe").write_all(input.as_bytes());
        child.wait_with_output().expect("its end")
    }
    /// The calls of a run that may change a file, each with its number among those of its name;
    /// what the run left stays.
    fn changes(&self, args: &[&str], input: &str) -> (Output, Vec<(String, usize)>) {
        let log = tempfile::NamedTempFile::new().expect("a file");
        let trace = format!("trace={}", watched());
        let run =
            self.traced(&["-o", log.path().to_str().expect("UTF-8"), "-e", &trace], args, input);
        (run, changing(&fs::read_to_string(log.path()).expect("a trace")))
    }
    /// Every file and folder below, and whether it holds one of [`WORDS`].
    fn all(&self) -> Vec<(String, bool)> {
        let (mut out, mut folders) = (Vec::new(), vec![self.0.path().to_owned()]);
        while let Some(folder) = folders.pop() {
            for e in fs::read_dir(folder).expect("a folder") {
                let e = e.expect("an entry");
                let kind = e.file_type().expect("a kind");
                if kind.is_dir() {
                    folders.push(e.path());
                }
                let bytes =
                    if kind.is_file() { fs::read(e.path()).expect("a file") } else { Vec::new() };
                let text = String::from_utf8_lossy(&bytes);
                let name = e
                    .path()
                    .strip_prefix(self.0.path())
                    .expect("below")
                    .to_string_lossy()
                    .into_owned();
                out.push((name, WORDS.iter().any(|w| text.contains(w))));
            }
        }
        out
    }
    /// What holds something of the user's and is not in a file of their own making.
    fn holding(&self) -> Vec<String> {
        self.all()
            .into_iter()
            .filter(|(n, holds)| *holds && !THEIRS.contains(&n.as_str()))
            .map(|(n, _)| n)
            .collect()
    }
    /// `wipe` leaves nothing of the user's.
    fn wipes_all(&self, at: &str) {
        let wiped = self.run(&["wipe", "--yes"]);
        assert!(wiped.status.success(), "{at}: {}", said(&wiped));
        assert_eq!(self.holding(), [""; 0], "{at}: {}", said_out(&wiped));
        assert!(!self.path("data").exists(), "{at}");
    }
    /// All that holds something of the user's is named; `wipe` leaves nothing of it, at once and
    /// after the next start, which tidies up.
    fn nothing_is_hidden(&self, at: &str) {
        // Wherever temporary files are by then.
        let mut places = self.command(env!("CARGO_BIN_EXE_kotowari"), &["cases", "places"]);
        let run =
            start(|| places.env("TMPDIR", self.path("data")).output()).expect("the program runs");
        let named = said_out(&run);
        let paths = named.lines().filter_map(|l| l.rsplit_once('（'));
        let paths: Vec<&str> =
            paths.map(|(p, _)| p.rsplit_once(" → ").map_or(p, |(_, to)| to)).collect();
        for file in self.holding() {
            let path = self.path(&file);
            assert!(
                paths.iter().any(|p| path.starts_with(p)),
                "{at}: {file} is not named in\n{named}"
            );
        }
        let scratch =
            |p: &Self| p.all().into_iter().map(|(n, _)| n).find(|n| n.contains("kotowari-scratch"));
        let as_left = self.copy();
        self.wipes_all(at);
        assert_eq!(scratch(self), None, "{at}: wipe has left it");
        self.become_again(&as_left);
        self.run(&["--plain"]);
        assert_eq!(scratch(self), None, "{at}: the next start has left it");
        self.wipes_all(at);
    }
    /// Every file with its text, but those that are on their way to a name or in another program's
    /// hands. Figures are alike: a time is that of the run.
    fn texts(&self) -> BTreeMap<String, String> {
        let passing = |name: &str| {
            ["kotowari-scratch", ".kotowari-own-", ".lock"].iter().any(|n| name.contains(n))
        };
        let names = self.all().into_iter().map(|(n, _)| n).filter(|n| !passing(n));
        let text =
            |n: &String| fs::read(self.path(n)).map(|b| String::from_utf8_lossy(&b).into_owned());
        let alike = |c: char| if c.is_ascii_digit() { '0' } else { c };
        names.filter_map(|n| text(&n).ok().map(|t| (n, t.chars().map(alike).collect()))).collect()
    }
    /// What tells two states of the folder apart, whatever temporary files are called.
    fn state(&self) -> String {
        let unnamed = |n: &str| {
            ["kotowari-scratch-", ".kotowari-own-"]
                .iter()
                .find_map(|p| {
                    let (before, after) = n.split_once(p)?;
                    Some(format!("{before}{p}{}", after.get(6..).unwrap_or_default()))
                })
                .unwrap_or_else(|| n.to_owned())
        };
        let mut all: Vec<_> =
            self.all().into_iter().map(|(n, holds)| (unnamed(&n), holds)).collect();
        all.sort();
        format!("{all:?}{:?}", self.texts())
    }
    /// The files of the data folder.
    fn files(&self) -> BTreeSet<String> {
        let mut out = BTreeSet::new();
        for folder in ["data", "data/cases"] {
            for e in fs::read_dir(self.path(folder)).into_iter().flatten() {
                let path = e.expect("an entry").path();
                if path.is_file() {
                    out.insert(path.file_name().expect("a name").to_string_lossy().into_owned());
                }
            }
        }
        out
    }
}

fn said_out(run: &Output) -> String {
    String::from_utf8_lossy(&run.stdout).into_owned()
}

fn said(run: &Output) -> String {
    String::from_utf8_lossy(&run.stderr).into_owned()
}

/// Whether strace is here and may trace.
fn strace() -> bool {
    let run = Command::new("strace")
        .args(["-o", "/dev/null", "-e", "inject=getpid:signal=KILL", "true"])
        .output();
    let there = run.is_ok_and(|o| o.status.success());
    if !there {
        let strict = std::env::var_os("KOTOWARI_TEST_STRICT").is_some_and(|v| v == "1");
        assert!(!strict, "strace is missing or may not trace");
        eprintln!("skipped: strace is not installed, or may not trace here");
    }
    there
}

/// The calls to look at, for strace.
fn watched() -> String {
    CALLS.iter().chain(&AROUND).map(|c| format!("?{c}")).collect::<Vec<_>>().join(",")
}

/// The calls of a trace that may change a file or stand around another program.
fn changing(trace: &str) -> Vec<(String, usize)> {
    let mut out = Vec::new();
    let mut counts = BTreeMap::new();
    for line in trace.lines() {
        let Some((call, rest)) = line.split_once('(') else { continue };
        let count = counts.entry(call.to_owned()).or_insert(0);
        *count += 1;
        let changes = match call {
            "open" | "openat" => {
                ["O_WRONLY", "O_RDWR", "O_CREAT", "O_TRUNC"].iter().any(|f| rest.contains(f))
                    && !["/dev/null", "/dev/tty"].iter().any(|d| rest.contains(d))
            }
            // What goes to the terminal or a pipe changes no file.
            "write" | "writev" | "pwrite64" => {
                !["0,", "1,", "2,"].iter().any(|fd| rest.starts_with(fd))
            }
            _ => true,
        };
        if changes {
            out.push((call.to_owned(), *count));
        }
    }
    out
}

/// Runs a command again and again, killing it at each call that could change a file; `check` looks
/// at what is left each time. Says how many deaths there were.
fn kill_everywhere(
    args: &[&str],
    setup: impl Fn() -> Place,
    check: impl Fn(&Place, &str),
) -> usize {
    let old = setup();
    let done = old.copy();
    let (run, calls) = done.changes(args, "");
    assert_eq!(run.status.code(), Some(0), "{}", said(&run));
    check(&done, "done");
    for (call, n) in &calls {
        let p = old.copy();
        let run = p.injected(call, &format!("signal=KILL:when={n}"), args, "");
        let at = format!("killed at {call} {n}");
        assert!(run.status.signal().is_some(), "{at}: {:?}", run.status);
        check(&p, &at);
    }
    calls.len()
}

/// What a command leaves when nothing happens to it.
fn after(args: &[&str], p: &Place) -> Option<String> {
    let run = p.run(args);
    assert!(run.status.success(), "{}", said(&run));
    p.read()
}

#[test]
fn a_change_is_whole_or_not_at_all() {
    if !strace() {
        return;
    }
    let old = Place::with_a_case().read();
    let new = after(&LOG, &Place::with_a_case());
    assert!(old.is_some() && new.is_some() && old != new);
    let deaths = kill_everywhere(&LOG, Place::with_a_case, |p, at| {
        let found = p.read();
        assert!(found == old || found == new, "{at}: {found:?}");
        // The next run works, has it noted at the latest now, and removes what was left behind.
        after(&LOG, p);
        let notes = p.read().map_or(0, |t| t.matches("言われたこと").count());
        assert_eq!(notes, if found == new { 2 } else { 1 }, "{at}");
        let files = BTreeSet::from([format!("{ID}.toml"), ".lock".to_owned()]);
        assert_eq!(p.files(), files, "{at}");
    });
    assert!(deaths > 5, "only {deaths} deaths");
}

#[test]
fn a_new_case_is_whole_or_not_there() {
    if !strace() {
        return;
    }
    let args = ["cases", "import", "in.toml"];
    let new = after(&args, &Place::new());
    let deaths = kill_everywhere(&args, Place::new, |p, at| {
        let found = p.read();
        assert!(found.is_none() || found == new, "{at}: {found:?}");
        assert_eq!(after(&args, p), new, "{at}");
        // Going on after an interruption makes no second one.
        let files = p.files();
        assert!(files.len() == 2, "{at}: {files:?}");
    });
    assert!(deaths > 5, "only {deaths} deaths");
}

#[test]
fn what_is_set_aside_is_never_lost() {
    if !strace() {
        return;
    }
    let args = ["cases", "import", "in.toml"];
    let damaged = || {
        let p = Place::with_a_case();
        fs::write(p.case(), "damaged").expect("damage");
        p
    };
    let new = after(&args, &Place::new());
    kill_everywhere(&args, damaged, |p, at| {
        let aside = |p: &Place| {
            p.files().iter().filter(|f| f.contains(".broken-")).all(|f| {
                fs::read_to_string(p.path("data/cases").join(f)).is_ok_and(|t| t == "damaged")
            })
        };
        let found = p.read();
        let there = p.files().iter().any(|f| f.contains(".broken-"));
        match found.as_deref() {
            Some("damaged") => {}
            None => assert!(there, "{at}: it is gone"),
            found => assert!(found == new.as_deref() && there, "{at}: {found:?}"),
        }
        assert_eq!(after(&args, p), new, "{at}");
        assert!(aside(p) && p.files().iter().any(|f| f.contains(".broken-")), "{at}");
    });
}

#[test]
fn a_draft_is_whole_or_not_there() {
    if !strace() {
        return;
    }
    let setup = || {
        let p = Place::new();
        fs::write(p.path("in.toml"), ARCHIVE).expect("an archive");
        p
    };
    let args = ["cases", "import", "in.toml"];
    let draft = |p: &Place| fs::read_to_string(p.path("data/draft.toml")).ok();
    let done = setup();
    after(&args, &done);
    let new = draft(&done);
    assert!(new.is_some());
    kill_everywhere(&args, setup, |p, at| {
        assert!(draft(p).is_none() || draft(p) == new, "{at}");
        after(&args, p);
        assert_eq!(draft(p), new, "{at}");
        assert_eq!(
            p.files(),
            BTreeSet::from(["draft.toml".to_owned(), ".lock".to_owned()]),
            "{at}"
        );
    });
}

/// As many calls that wait for the disk for many cases as for one.
#[test]
fn removing_all_waits_for_the_disk_once_a_folder() {
    if !strace() {
        return;
    }
    let waits = |cases: usize| {
        let p = Place::new();
        let stored = p.path("data/cases");
        fs::create_dir_all(&stored).expect("a folder");
        for n in 1..=cases {
            let id = if n == 1 { ID.to_owned() } else { format!("{ID}-{n}") };
            fs::write(stored.join(format!("{id}.toml")), CASE.replace(ID, &id)).expect("a case");
        }
        let (run, calls) = p.changes(&["wipe", "--yes"], "");
        assert!(run.status.success() && !p.path("data").exists(), "{}", said(&run));
        calls
            .iter()
            .filter(|(call, _)| matches!(call.as_str(), "fsync" | "fdatasync" | "sync"))
            .count()
    };
    assert_eq!(waits(12), waits(1));
}

#[test]
fn removing_all_can_be_gone_on_with() {
    if !strace() {
        return;
    }
    let config = "[sender]\nname = \"山田 花子\"\n[look]\ncolors = \"never\"\n";
    let kept = "[look]\ncolors = \"never\"\n";
    let setup = || {
        let p = Place::with_a_case();
        fs::write(p.path("config.toml"), config).expect("a configuration");
        p
    };
    let old = setup().read();
    kill_everywhere(&["wipe", "--yes"], setup, |p, at| {
        assert!(p.read().is_none() || p.read() == old, "{at}");
        let found = fs::read_to_string(p.path("config.toml")).expect("the configuration");
        assert!(found == config || found == kept, "{at}: {found}");
        after(&["wipe", "--yes"], p);
        assert!(!p.path("data").exists(), "{at}");
        assert_eq!(
            fs::read_to_string(p.path("config.toml")).expect("the configuration"),
            kept,
            "{at}"
        );
    });
}

/// A place with all that the program knows of the user: identity, a registration, a case, a draft.
fn with_everything() -> Place {
    let p = Place::with_a_case();
    fs::write(p.path("drafts.toml"), ARCHIVE).expect("an archive");
    let run = p.run(&["cases", "import", "drafts.toml"]);
    assert!(run.status.success(), "{}", said(&run));
    fs::remove_file(p.path("drafts.toml")).expect("removed");
    fs::write(
        p.path("config.toml"),
        "[sender]\nname = \"山田 花子\"\n\n[registration.recruit-agent]\nhandler = \"佐藤\"\n",
    )
    .expect("a configuration");
    fs::set_permissions(p.path("config.toml"), fs::Permissions::from_mode(0o600)).expect("rights");
    fs::write(p.path("answers.toml"), answers()).expect("a file");
    fs::write(p.path("out"), "before").expect("a file");
    p
}

/// The same with a day until when an answer is due.
fn with_a_due_day() -> Place {
    let p = with_everything();
    let run = p.run(&["cases", "set", ID, "--due", "2026-12-01"]);
    assert!(run.status.success(), "{}", said(&run));
    // Only an older calendar gives way.
    let head = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//kotowari//kotowari//JA\r\n";
    fs::write(p.path("out"), head).expect("a file");
    p
}

/// The same with the configuration behind a link.
fn behind_a_link() -> Place {
    let p = with_everything();
    fs::create_dir(p.path("dotfiles")).expect("a folder");
    fs::rename(p.path("config.toml"), p.path("dotfiles/config.toml")).expect("moved");
    std::os::unix::fs::symlink("dotfiles/config.toml", p.path("config.toml")).expect("a link");
    p
}

/// Nothing but what somebody exported.
fn with_an_archive() -> Place {
    let p = Place::new();
    let run = with_everything().run(&["cases", "export", "--all"]);
    fs::write(p.path("all.toml"), run.stdout).expect("an archive");
    p
}

/// The wizard is asked to keep everything, and has an editor that leaves a backup beside the
/// letter.
fn before_a_walk() -> Place {
    let p = Place::new();
    fs::write(p.path("answers.toml"), answers()).expect("a file");
    fs::write(p.path("editor"), "#!/bin/sh\ncp \"$1\" \"$1~\"\nsed -i 's/退会/退会/' \"$1\"\n")
        .expect("an editor");
    fs::set_permissions(p.path("editor"), fs::Permissions::from_mode(0o755)).expect("rights");
    fs::create_dir(p.path("dotfiles")).expect("a folder");
    std::os::unix::fs::symlink("dotfiles/config.toml", p.path("config.toml")).expect("a link");
    fs::write(p.path("dotfiles/config.toml"), "[privacy]\nsave = \"always\"\n")
        .expect("a configuration");
    p
}

/// The walk without a screen; Enter takes what is offered, also after something failed. It starts
/// the editor, writes a file, copies, and keeps a draft, a case and the identity.
const WALK: [&str; 3] = ["--plain", "--answers", "answers.toml"];
const WALKED: &str = "e\nw\n\n\nn\n\n\n";

/// The same on a screen: what has to stand there, and the keys.
const SCREEN_WALK: [(&str, &str); 6] = [
    ("手紙ができました", "v"),
    ("変えたところはありません", "w"),
    ("フォルダーを書くと", "enter"),
    ("保存しました", "enter"),
    ("記録しました", "enter"),
    ("送らない（", "n"),
];

/// After a walk all of it is there.
fn walked(p: &Place) {
    let config = fs::read_to_string(p.path("dotfiles/config.toml")).expect("the configuration");
    assert!(config.contains("花子"), "{config}");
    assert!(p.path("kotowari-20261120.txt").exists(), "no letter was written");
    assert_eq!(fs::read_dir(p.path("data/cases")).expect("cases").count(), 1);
}

/// The commands that the arguments lead to, below `at`.
fn led_to<'a>(tree: &'a clap::Command, args: &[&str]) -> (String, &'a clap::Command) {
    let (mut at, mut path) = (tree, Vec::new());
    for word in args {
        let Some(next) = at.find_subcommand(word) else { break };
        path.push(*word);
        at = next;
    }
    (path.join(" "), at)
}

/// Every command that can be run by itself, by its path.
fn commands<'a>(at: &'a clap::Command, path: &str, out: &mut BTreeMap<String, &'a clap::Command>) {
    if !at.is_subcommand_required_set() {
        out.insert(path.to_owned(), at);
    }
    for next in at.get_subcommands() {
        commands(next, format!("{path} {}", next.get_name()).trim(), out);
    }
}

/// A new command, or a new way to write a file, comes with a run of it that is killed and fails.
#[test]
fn every_command_is_tried() {
    let tree = Cli::tree();
    let (writing, reading) = deeds();
    let runs = || writing.iter().map(|d| d.args).chain(reading.iter().copied());
    let tried: BTreeSet<String> = runs().map(|args| led_to(&tree, args).0).collect();
    let mut known = BTreeMap::new();
    commands(&tree, "", &mut known);
    assert_eq!(tried, known.keys().cloned().collect());
    let is_path = ValueParser::path_buf().type_id();
    for (path, command) in &known {
        for arg in command.get_arguments().filter(|a| a.get_value_parser().type_id() == is_path) {
            let id = arg.get_id().as_str();
            let flag = format!("--{id}");
            let written = writing
                .iter()
                .any(|d| led_to(&tree, d.args).0 == *path && d.args.contains(&&*flag));
            assert!(
                written || READ_ONLY.contains(&(path, id)),
                "kotowari {path} {flag}: no deed writes there, and it is not known to be read only"
            );
        }
    }
}

/// What only reads makes no call that could change a file.
#[test]
fn a_command_that_reads_changes_nothing() {
    if !strace() {
        return;
    }
    let p = with_everything();
    let before = p.texts();
    for args in deeds().1 {
        let (run, calls) = p.changes(args, "");
        assert_eq!(run.status.code(), Some(0), "{args:?}: {}", said(&run));
        assert_eq!(calls, [], "{args:?}");
    }
    assert_eq!(p.texts(), before);
}

/// What a deed finds, and what it leaves when nothing happens.
struct Ends {
    old: BTreeMap<String, String>,
    new: BTreeMap<String, String>,
    /// A walk stores what it has on its way: whole too, but neither of the two.
    between: bool,
    /// The states that have been looked at.
    seen: HashSet<String>,
}

impl Ends {
    fn new(old: &Place, new: &Place, between: bool) -> Self {
        Self { old: old.texts(), new: new.texts(), between, seen: HashSet::new() }
    }
    /// Each file is the old one or the new one; nothing else is there, and nothing of the user's is
    /// hidden.
    fn check(&mut self, p: &Place, at: &str) {
        if !self.seen.insert(p.state()) {
            return;
        }
        let found = p.texts();
        for name in found.keys().chain(self.old.keys()).chain(self.new.keys()) {
            let is = found.get(name);
            let stored = self.between && name.starts_with("data/");
            // After an error about durability the user writes another file.
            let new = self.new.get(&name.replace("-2.txt", ".txt"));
            let known =
                is == self.old.get(name) || is == self.new.get(name) || (is.is_some() && is == new);
            assert!(known || stored, "{at}: {name} is {is:?}");
        }
        if self.between {
            let run = p.run(&["cases", "export", "--all"]);
            assert!(run.status.success(), "{at}: {}", said(&run));
        }
        p.nothing_is_hidden(at);
    }
}

/// Every command that writes, killed at every call that could change a file and around every other
/// program.
#[test]
fn a_killed_command_leaves_whole_files_and_hides_nothing() {
    if !strace() {
        return;
    }
    for deed in deeds().0 {
        let place = (deed.place)();
        let done = place.copy();
        let (run, calls) = done.changes(deed.args, deed.input);
        assert_eq!(run.status.code(), Some(0), "{:?}: {}", deed.args, said(&run));
        if deed.args == WALK {
            walked(&done);
        }
        let mut ends = Ends::new(&place, &done, deed.args == WALK);
        assert!(ends.old != ends.new && calls.len() > 3, "{:?}: {calls:?}", deed.args);
        for (call, n) in calls {
            let p = place.copy();
            let run = p.injected(&call, &format!("signal=KILL:when={n}"), deed.args, deed.input);
            let at = format!("{:?} killed at {call} {n}", deed.args);
            assert!(run.status.signal().is_some(), "{at}: {:?}", run.status);
            ends.check(&p, &at);
        }
        ends.check(&done, &format!("{:?} done", deed.args));
    }
}

/// How a call fails.
fn failure(call: &str) -> &'static str {
    match call {
        "write" | "pwrite64" | "writev" | "mkdir" | "mkdirat" | "openat" | "open"
        | "copy_file_range" => "ENOSPC",
        "rename" | "renameat" | "renameat2" => "EROFS",
        "unlink" | "unlinkat" | "rmdir" | "fchmod" | "fchmodat" | "link" | "linkat" | "symlink"
        | "symlinkat" => "EACCES",
        "flock" => "ENOLCK",
        _ => "EIO",
    }
}

/// Every command that writes, with every such call failing once.
#[test]
fn a_failing_call_leaves_whole_files_and_hides_nothing() {
    if !strace() {
        return;
    }
    for deed in deeds().0 {
        let place = (deed.place)();
        let done = place.copy();
        let (_, calls) = done.changes(deed.args, deed.input);
        let mut ends = Ends::new(&place, &done, deed.args == WALK);
        for (call, n) in calls.iter().filter(|(call, _)| !AROUND.contains(&call.as_str())) {
            let p = place.copy();
            let error = failure(call);
            let run = p.injected(call, &format!("error={error}:when={n}"), deed.args, deed.input);
            let at = format!("{:?}, {error} at {call} {n}", deed.args);
            let (code, words) = (run.status.code(), said(&run));
            assert!(matches!(code, Some(0 | 1)), "{at}: {:?} {words}", run.status);
            // The walk goes on and says on its way what could not be done.
            if deed.args != WALK {
                assert!(code == Some(1) || p.texts() == ends.new, "{at}: {words}");
                assert!(code == Some(0) || words.contains("ません"), "{at}: {words}");
                assert!(!WORDS.iter().any(|w| words.contains(w)), "{at}: {words}");
            }
            ends.check(&p, &at);
        }
    }
}

/// The wizard on a screen, killed likewise.
#[test]
fn a_killed_wizard_hides_nothing() {
    if !strace() {
        return;
    }
    let place = before_a_walk();
    let walk = |p: &Place, how: &[&str]| {
        let path = |name: &str| p.path(name).into_os_string().into_string().expect("UTF-8");
        let (home, config, data, tmp, editor) =
            (path(""), path("config.toml"), path("data"), path("tmp"), path("editor"));
        let env = [
            ("HOME", home.as_str()),
            ("KOTOWARI_CONFIG", &config),
            ("KOTOWARI_DATA_DIR", &data),
            ("TMPDIR", &tmp),
            ("VISUAL", &editor),
            ("TZ", "JST-9"),
        ];
        let exe =
            [env!("CARGO_BIN_EXE_kotowari"), "--today", "2026-11-20", "--answers", "answers.toml"];
        let args = [&["-qq"], how, &exe].concat();
        let mut t = Tui::spawn_in(p.0.path(), "strace", &args, &env, 24, 80);
        for (seen, keys) in SCREEN_WALK {
            if !t.comes_to(seen) {
                break;
            }
            t.keys(keys);
        }
        t.wait_exit()
    };
    let log = tempfile::NamedTempFile::new().expect("a file");
    let done = place.copy();
    let trace = format!("trace={}", watched());
    let code = walk(&done, &["-o", log.path().to_str().expect("UTF-8"), "-e", &trace]);
    assert_eq!(code, 0);
    walked(&done);
    let mut ends = Ends::new(&place, &done, true);
    ends.check(&done, "done");
    // Opening and writing change what nobody sees until a call after them gives it a name.
    let turns = |call: &str| !matches!(call, "open" | "openat" | "write" | "fchmod");
    for (call, n) in changing(&fs::read_to_string(log.path()).expect("a trace")) {
        if turns(&call) {
            let p = place.copy();
            let (trace, inject) =
                (format!("trace={call}"), format!("inject={call}:signal=KILL:when={n}"));
            let code = walk(&p, &["-o", "/dev/null", "-e", &trace, "-e", &inject]);
            let at = format!("killed at {call} {n}");
            assert!(code > 128, "{at}: {code}");
            ends.check(&p, &at);
        }
    }
}

/// The keeper of the clipboard holds the letter and writes nothing.
#[test]
fn the_keeper_changes_no_file() {
    if !strace() || !tools::have(&[("Xvfb", "xvfb")]) {
        return;
    }
    let mut server = Command::new("Xvfb");
    server
        .args(["-displayfd", "1", "-nolisten", "tcp", "-screen", "0", "64x64x8"])
        .stdout(Stdio::piped())
        .stderr(Stdio::null());
    let mut server = start(|| server.spawn()).expect("Xvfb");
    let mut number = String::new();
    BufReader::new(server.stdout.take().expect("a pipe"))
        .read_line(&mut number)
        .expect("a display");
    let p = Place::new();
    let before = p.state();
    let log = p.path("trace");
    let trace = format!("trace={}", watched());
    let args = [
        "-f",
        "-qq",
        "-o",
        log.to_str().expect("UTF-8"),
        "-e",
        &trace,
        env!("CARGO_BIN_EXE_kotowari"),
        "__keep-clipboard",
        "1",
    ];
    let mut command = p.command("strace", &args);
    command.env("DISPLAY", format!(":{}", number.trim())).stdin(Stdio::piped());
    let mut child = start(|| command.spawn()).expect("strace runs");
    child.stdin.take().expect("a pipe").write_all("退会いたします".as_bytes()).expect("the letter");
    let run = child.wait_with_output().expect("its end");
    let _ = server.kill();
    let _ = server.wait();
    assert!(run.status.success(), "it held the text: {run:?}");
    // Each line begins with the thread.
    let trace = fs::read_to_string(&log).expect("a trace");
    let lines: Vec<_> =
        trace.lines().filter_map(|l| Some(l.split_once(' ')?.1.trim_start())).collect();
    let calls: Vec<_> = changing(&lines.join("\n"))
        .into_iter()
        .map(|(call, _)| call)
        .filter(|c| !AROUND.contains(&c.as_str()))
        .collect();
    fs::remove_file(&log).expect("removed");
    assert_eq!(p.state(), before);
    let files = ["openat", "open", "creat", "rename", "link", "unlink", "mkdir"];
    assert!(!calls.iter().any(|c| files.iter().any(|f| c.starts_with(f))), "{calls:?}");
}

/// Every call fails once, as on a full or a failing disk: it is said at once in Japanese, with 1,
/// and nothing is lost.
#[test]
fn a_failing_disk_is_said_at_once() {
    if !strace() {
        return;
    }
    let old = Place::with_a_case().read();
    let new = after(&LOG, &Place::with_a_case());
    let mut refused = 0;
    for (call, error) in [
        ("write", "ENOSPC"),
        ("write", "EDQUOT"),
        ("fsync", "EIO"),
        ("rename", "ENOSPC"),
        ("renameat", "EROFS"),
        ("renameat2", "EROFS"),
    ] {
        for n in 1..=2 {
            let p = Place::with_a_case();
            let run = p.injected(call, &format!("error={error}:when={n}"), &LOG, "");
            let (found, at) = (p.read(), format!("{call} {n} {error}"));
            assert!(found == old || found == new, "{at}: {found:?}");
            if run.status.code() == Some(0) {
                assert_eq!(found, new, "{at}");
            } else {
                assert_eq!(run.status.code(), Some(1), "{at}");
                assert!(said(&run).contains("書けません"), "{at}: {}", said(&run));
                assert!(!said(&run).contains("言われたこと"), "{at}");
                refused += 1;
            }
            // No temporary file stays where the program itself could remove it.
            assert_eq!(
                p.files(),
                BTreeSet::from([format!("{ID}.toml"), ".lock".to_owned()]),
                "{at}"
            );
            after(&LOG, &p);
        }
    }
    assert!(refused >= 4, "only {refused} failures");
}

/// No crash leaves a letter in a core file, and no other program of the user's may look into the
/// memory: from before anything is read, in the program and in the keeper of the clipboard.
#[test]
fn memory_is_private_before_anything_is_read() {
    if !strace() {
        return;
    }
    let p = Place::new();
    fs::write(p.path("answers.toml"), answers()).expect("a file");
    for (args, first) in [
        (&["letter", "--answers", "answers.toml"][..], "answers.toml"),
        (&["__keep-clipboard", "1"][..], "read(0,"),
        (&["--plain"][..], "read(0,"),
    ] {
        let trace = p.path("trace");
        let exe = env!("CARGO_BIN_EXE_kotowari");
        let traced = [
            "-o",
            trace.to_str().expect("UTF-8"),
            "-e",
            "trace=prctl,prlimit64,?setrlimit,openat,read",
            exe,
        ];
        p.command("strace", &[&traced[..], args].concat()).output().expect("strace runs");
        let calls = fs::read_to_string(&trace).expect("a trace");
        let at = |what: &str| calls.lines().position(|l| l.contains(what));
        let read = at(first).unwrap_or_else(|| panic!("{first} is not in\n{calls}"));
        assert!(at("PR_SET_DUMPABLE, SUID_DUMP_DISABLE").is_some_and(|n| n < read), "{calls}");
        assert!(at("RLIMIT_CORE, {rlim_cur=0").is_some_and(|n| n < read), "{calls}");
    }
}

/// A shell in a mount namespace of its own, where anybody may mount; None, said aloud: not allowed
/// here.
fn mounted(p: &Place, script: &str) -> Option<Output> {
    let allowed =
        Command::new("unshare").args(["-rm", "mount", "-t", "tmpfs", "none", "/mnt"]).output();
    if !allowed.is_ok_and(|o| o.status.success()) {
        eprintln!(
            "skipped: no mount namespaces here (the failing calls above stand in for the disk)"
        );
        return None;
    }
    let exe = env!("CARGO_BIN_EXE_kotowari");
    let quoted: Vec<String> = LOG.iter().map(|a| format!("'{a}'")).collect();
    let script = script.replace("LOG", &format!("'{exe}' --today 2026-11-20 {}", quoted.join(" ")));
    Some(p.command("unshare", &["-rm", "sh", "-ec", &script]).output().expect("a shell"))
}

#[test]
fn a_full_disk_loses_nothing() {
    let p = Place::with_a_case();
    let old = p.read();
    let Some(run) = mounted(
        &p,
        "mkdir full; mount -t tmpfs -o size=64k none full; cp -a data full/\n\
         cat /dev/zero > full/filler 2>/dev/null || true\n\
         KOTOWARI_DATA_DIR=full/data LOG && exit 9; code=$?; cat full/data/cases/*.toml; \
            ls -A full/data/cases | wc -l; exit $code",
    ) else {
        return;
    };
    assert_eq!(run.status.code(), Some(1), "{}", said(&run));
    assert!(said(&run).contains("空き容量がありません"), "{}", said(&run));
    assert_eq!(String::from_utf8_lossy(&run.stdout), old.expect("the case") + "1\n");
}

/// The configuration goes, and it is said; each case that can't go is named.
#[test]
fn wipe_goes_on_where_the_data_can_only_be_read() {
    let p = with_everything();
    let script = "mount --bind data data; mount -o remount,ro,bind data; EXE wipe --yes";
    let script = script.replace("EXE", &format!("'{}'", env!("CARGO_BIN_EXE_kotowari")));
    let Some(run) = mounted(&p, &script) else { return };
    assert_eq!(run.status.code(), Some(1), "{}", said(&run));
    assert!(
        said_out(&run).contains("config.toml") && !p.path("config.toml").exists(),
        "{}",
        said_out(&run)
    );
    for part in [ID, "draft.toml", "書き込めない場所です"] {
        assert!(said(&run).contains(part), "{part} is not said in\n{}", said(&run));
    }
    assert!(p.case().exists() && !said_out(&run).contains(ID));
}

#[test]
fn a_place_that_can_only_be_read_is_said_at_once() {
    let p = Place::with_a_case();
    let old = p.read();
    let script = "mkdir ro; mount --bind data ro; mount -o remount,ro,bind ro; \
        export KOTOWARI_DATA_DIR=ro\n\
                  EXE cases >/dev/null; LOG";
    let script =
        script.replace("EXE", &format!("'{}' --today 2026-11-20", env!("CARGO_BIN_EXE_kotowari")));
    let Some(run) = mounted(&p, &script) else { return };
    assert_eq!(run.status.code(), Some(1), "{}", said(&run));
    assert!(said(&run).contains("書き込めない場所です"), "{}", said(&run));
    assert_eq!(p.read(), old);
}

/// A folder without the right to write; nothing to see for the superuser, who has all rights.
#[test]
fn a_folder_without_rights_is_said_at_once() {
    let p = Place::with_a_case();
    let old = p.read();
    let folder: &Path = &p.path("data/cases");
    fs::set_permissions(folder, fs::Permissions::from_mode(0o500)).expect("rights");
    if fs::write(folder.join("probe"), "").is_ok() {
        eprintln!("skipped: run by the superuser, whom no rights stop");
        return;
    }
    let run = p.run(&LOG);
    fs::set_permissions(folder, fs::Permissions::from_mode(0o700)).expect("rights");
    assert_eq!(run.status.code(), Some(1), "{}", said(&run));
    assert!(said(&run).contains("権限がありません"), "{}", said(&run));
    assert_eq!(p.read(), old);
}
