//! What is stored survives whatever happens to the program: it is killed at every system call that could change a file, and
//! every such call fails once. Afterwards the file is the old one or the new one, never half of it, and the next run goes on.
//! Nor does a killed program leave anything of the user's where `cases places` does not name it and `wipe` does not remove it.
//!
//! Needs strace, which stops the real program at the call. A missing tool is said aloud and the test passes; with
//! `KOTOWARI_TEST_STRICT=1` it fails instead.

#![cfg(target_os = "linux")]

#[path = "support/program.rs"]
#[expect(dead_code, reason = "the program is started by others here, too")]
mod program;

use std::collections::BTreeSet;
use std::fs;
use std::io::Write as _;
use std::os::unix::process::ExitStatusExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// Every call by which a file comes, changes or goes, under all the names that systems have for it. Those that a machine does
/// not know are passed over (`?`).
const CALLS: [&str; 24] = [
    "openat",
    "open",
    "creat",
    "write",
    "pwrite64",
    "writev",
    "fsync",
    "fdatasync",
    "rename",
    "renameat",
    "renameat2",
    "link",
    "linkat",
    "symlink",
    "symlinkat",
    "unlink",
    "unlinkat",
    "rmdir",
    "mkdir",
    "mkdirat",
    "ftruncate",
    "fchmod",
    "flock",
    "close",
];

/// Those after which a file with something in it has come, gone or got another name, and those around another program: what
/// is left differs between them, and there are few enough to go through a whole walk of the wizard at each.
const TURNS: [&str; 19] = [
    "fsync",
    "rename",
    "renameat",
    "renameat2",
    "link",
    "linkat",
    "symlink",
    "symlinkat",
    "unlink",
    "unlinkat",
    "rmdir",
    "mkdir",
    "mkdirat",
    "flock",
    "vfork",
    "clone",
    "clone3",
    "wait4",
    "waitid",
];

/// Words that stand in nothing but what is the user's: answers, letters, notes, identity.
const WORDS: [&str; 5] = ["花子", "退会いたします", "言われたこと", "hanako@example.jp", "みなと薬局"];

const ANSWERS: &str = r#"
service = "apoplus-pharmacist"
goal = "withdraw"
channel = "mail"

[sender]
name = "山田 花子"
reading = "ヤマダ ハナコ"
birth_date = 1990-04-01
email = "hanako@example.jp"
phone = "090-1234-5678"
handler = "佐藤"

[answers]
requests = ["erase", "stop_mail"]
reason = "other_service"
effective = "today"

[[answers.selections]]
employer = "みなと薬局"
stage = "applied"
wish = "decline"
"#;

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

const ARCHIVE: &str = "version = 1\nkind = \"kotowari-cases\"\n[[draft]]\nsaved = 2026-11-20T10:00:00+09:00\n\
                       answers = \"goal = 'pause'\"\n[draft.texts]\n\"sender.name\" = \"山田 花子\"\n";

const LOG: [&str; 9] =
    ["cases", "log", ID, "--kind", "note", "--at", "2026-11-20T11:00:00+09:00", "--note", "言われたこと"];

/// A folder of its own, with the data in `data/`.
struct Place(tempfile::TempDir);

impl Place {
    fn new() -> Self {
        let p = Self(tempfile::tempdir().expect("a folder"));
        fs::write(p.path("in.toml"), CASE).expect("a file");
        fs::create_dir(p.path("tmp")).expect("a folder for temporary files");
        p
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
        self.command(env!("CARGO_BIN_EXE_kotowari"), &all).output().expect("the program runs")
    }
    /// The program with something done to it at a system call; not to the programs that it starts.
    fn injected(&self, call: &str, what: &str, args: &[&str], input: &str) -> Output {
        let (trace, inject) = (format!("trace=?{call}"), format!("inject=?{call}:{what}"));
        let exe = env!("CARGO_BIN_EXE_kotowari");
        let first = ["-qq", "-o", "/dev/null", "-e", &trace, "-e", &inject, exe, "--today", "2026-11-20"];
        let mut command = self.command("strace", &[&first[..], args].concat());
        let mut child = command.stdin(Stdio::piped()).spawn().expect("strace runs");
        // A killed program reads no further.
        let _ = child.stdin.take().expect("a pipe").write_all(input.as_bytes());
        child.wait_with_output().expect("its end")
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
                let bytes = if kind.is_file() { fs::read(e.path()).expect("a file") } else { Vec::new() };
                let text = String::from_utf8_lossy(&bytes);
                let name =
                    e.path().strip_prefix(self.0.path()).expect("below").to_string_lossy().into_owned();
                out.push((name, WORDS.iter().any(|w| text.contains(w))));
            }
        }
        out
    }
    /// What holds something of the user's and is not in a file of their own making.
    fn holding(&self, theirs: &[&str]) -> Vec<String> {
        self.all()
            .into_iter()
            .filter(|(n, holds)| *holds && !theirs.contains(&n.as_str()))
            .map(|(n, _)| n)
            .collect()
    }
    /// All that holds something of the user's is named; the next start tidies up, and `wipe` leaves nothing.
    fn nothing_is_hidden(&self, theirs: &[&str], at: &str) {
        let named = said_out(&self.run(&["cases", "places"]));
        let paths = named.lines().filter_map(|l| l.rsplit_once('（'));
        let paths: Vec<&str> = paths.map(|(p, _)| p.rsplit_once(" → ").map_or(p, |(_, to)| to)).collect();
        for file in self.holding(theirs) {
            let path = self.path(&file);
            assert!(paths.iter().any(|p| path.starts_with(p)), "{at}: {file} is not named in\n{named}");
        }
        let scratch = |p: &Self| p.all().into_iter().map(|(n, _)| n).find(|n| n.contains("kotowari-scratch"));
        self.run(&["--plain"]);
        assert_eq!(scratch(self), None, "{at}: the next start has left it");
        let wiped = self.run(&["wipe", "--yes"]);
        assert!(wiped.status.success(), "{at}: {}", said(&wiped));
        assert_eq!(self.holding(theirs), [""; 0], "{at}: {}", said_out(&wiped));
        assert!(!self.path("data").exists(), "{at}");
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
    let run =
        Command::new("strace").args(["-o", "/dev/null", "-e", "inject=getpid:signal=KILL", "true"]).output();
    let there = run.is_ok_and(|o| o.status.success());
    if !there {
        let strict = std::env::var_os("KOTOWARI_TEST_STRICT").is_some_and(|v| v == "1");
        assert!(!strict, "strace is missing or may not trace");
        eprintln!("skipped: strace is not installed, or may not trace here");
    }
    there
}

/// Runs a command again and again, killing it at the first, second, … call of every kind, until it comes through; `check`
/// looks at what is left each time. Says how many deaths there were.
fn kill_everywhere(args: &[&str], setup: impl Fn() -> Place, check: impl Fn(&Place, &str)) -> usize {
    kill_at(&CALLS, args, "", setup, check)
}

/// The same at some calls, with something to read on standard input.
fn kill_at(
    calls: &[&str],
    args: &[&str],
    input: &str,
    setup: impl Fn() -> Place,
    check: impl Fn(&Place, &str),
) -> usize {
    let mut deaths = 0;
    for call in calls {
        for n in 1.. {
            let p = setup();
            let run = p.injected(call, &format!("signal=KILL:when={n}"), args, input);
            let at = format!("killed at {call} {n}");
            check(&p, &at);
            if run.status.signal().is_none() {
                assert_eq!(run.status.code(), Some(0), "{at}: {}", said(&run));
                break;
            }
            deaths += 1;
        }
    }
    deaths
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
    assert!(deaths > 20, "only {deaths} deaths");
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
    assert!(deaths > 20, "only {deaths} deaths");
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
            p.files()
                .iter()
                .filter(|f| f.contains(".broken-"))
                .all(|f| fs::read_to_string(p.path("data/cases").join(f)).is_ok_and(|t| t == "damaged"))
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
        assert_eq!(p.files(), BTreeSet::from(["draft.toml".to_owned(), ".lock".to_owned()]), "{at}");
    });
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
        assert_eq!(fs::read_to_string(p.path("config.toml")).expect("the configuration"), kept, "{at}");
    });
}

/// A place with all that the program knows of the user: identity, a case, a draft, behind a link where `linked`.
fn with_everything(linked: bool) -> Place {
    let p = Place::with_a_case();
    fs::write(p.path("drafts.toml"), ARCHIVE).expect("an archive");
    let run = p.run(&["cases", "import", "drafts.toml"]);
    assert!(run.status.success(), "{}", said(&run));
    fs::remove_file(p.path("drafts.toml")).expect("removed");
    let real = if linked { "dotfiles/config.toml" } else { "config.toml" };
    if linked {
        fs::create_dir(p.path("dotfiles")).expect("a folder");
        std::os::unix::fs::symlink(real, p.path("config.toml")).expect("a link");
    }
    fs::write(p.path(real), "[sender]\nname = \"山田 花子\"\n").expect("a configuration");
    p
}

/// Every command that writes, killed at each turn.
#[test]
fn nothing_of_the_user_is_hidden_after_a_killed_command() {
    if !strace() {
        return;
    }
    let answers = |p: &Place| fs::write(p.path("answers.toml"), ANSWERS).expect("a file");
    let plain = || with_everything(false);
    let linked = || with_everything(true);
    let with_output = || {
        let p = with_everything(false);
        answers(&p);
        fs::write(p.path("out"), "before").expect("a file");
        p
    };
    let importing = || {
        let p = Place::new();
        let all = with_everything(false);
        let run = all.run(&["cases", "export", "--all"]);
        fs::write(p.path("all.toml"), run.stdout).expect("an archive");
        p
    };
    let theirs = ["in.toml", "answers.toml", "all.toml", "out"];
    let killed = |args: &[&str], setup: &dyn Fn() -> Place| {
        let deaths = kill_at(&TURNS, args, "", setup, |p, at| p.nothing_is_hidden(&theirs, at));
        assert!(deaths > 3, "only {deaths} deaths of {args:?}");
    };
    killed(&LOG, &plain);
    killed(&["wipe", "--yes"], &linked);
    killed(&["cases", "import", "all.toml"], &importing);
    killed(&["cases", "remove", ID, "--yes"], &plain);
    killed(&["cases", "export", "--all", "--output", "out"], &with_output);
    killed(&["letter", "--answers", "answers.toml", "--output", "out"], &with_output);
}

/// The wizard: it writes a file, starts the editor, keeps a draft, a case and the identity, and is killed at each turn.
#[test]
fn nothing_of_the_user_is_hidden_after_a_killed_wizard() {
    use std::os::unix::fs::PermissionsExt as _;
    if !strace() {
        return;
    }
    let setup = || {
        let p = Place::new();
        fs::write(p.path("answers.toml"), ANSWERS).expect("a file");
        let editor = "#!/bin/sh\ncp \"$1\" \"$1~\"\nsed -i 's/退会/退会/' \"$1\"\n";
        fs::write(p.path("editor"), editor).expect("an editor");
        fs::set_permissions(p.path("editor"), fs::Permissions::from_mode(0o755)).expect("rights");
        fs::create_dir(p.path("dotfiles")).expect("a folder");
        std::os::unix::fs::symlink("dotfiles/config.toml", p.path("config.toml")).expect("a link");
        fs::write(p.path("dotfiles/config.toml"), "[privacy]\nsave = \"always\"\n").expect("a configuration");
        p
    };
    let args = ["--plain", "--answers", "answers.toml"];
    let input = "e\nw\n\nc\n\n";
    let theirs = ["in.toml", "answers.toml", "kotowari-20261120.txt"];
    // Without an accident all of it is there.
    let done = setup();
    let run = done.injected("getpid", "signal=CONT:when=1", &args, input);
    assert_eq!(run.status.code(), Some(0), "{}", said(&run));
    let config = fs::read_to_string(done.path("dotfiles/config.toml")).expect("the configuration");
    assert!(config.contains("花子") && done.path("kotowari-20261120.txt").exists(), "{}", said(&run));
    assert_eq!(fs::read_dir(done.path("data/cases")).expect("cases").count(), 1);
    done.nothing_is_hidden(&theirs, "done");
    let deaths = kill_at(&TURNS, &args, input, setup, |p, at| p.nothing_is_hidden(&theirs, at));
    assert!(deaths > 30, "only {deaths} deaths");
}

/// Every call fails once, as on a full or a failing disk: it is said at once in Japanese, with 1, and nothing is lost.
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
            assert_eq!(p.files(), BTreeSet::from([format!("{ID}.toml"), ".lock".to_owned()]), "{at}");
            after(&LOG, &p);
        }
    }
    assert!(refused >= 4, "only {refused} failures");
}

/// No crash leaves a letter in a core file, and no other program of the user's may look into the memory: from before anything
/// is read, in the program and in the keeper of the clipboard.
#[test]
fn memory_is_private_before_anything_is_read() {
    if !strace() {
        return;
    }
    let p = Place::new();
    fs::write(p.path("answers.toml"), ANSWERS).expect("a file");
    for (args, first) in [
        (&["letter", "--answers", "answers.toml"][..], "answers.toml"),
        (&["__keep-clipboard", "1"][..], "read(0,"),
        (&["--plain"][..], "read(0,"),
    ] {
        let trace = p.path("trace");
        let exe = env!("CARGO_BIN_EXE_kotowari");
        let traced =
            ["-o", trace.to_str().expect("UTF-8"), "-e", "trace=prctl,prlimit64,?setrlimit,openat,read", exe];
        p.command("strace", &[&traced[..], args].concat()).output().expect("strace runs");
        let calls = fs::read_to_string(&trace).expect("a trace");
        let at = |what: &str| calls.lines().position(|l| l.contains(what));
        let read = at(first).unwrap_or_else(|| panic!("{first} is not in\n{calls}"));
        assert!(at("PR_SET_DUMPABLE, SUID_DUMP_DISABLE").is_some_and(|n| n < read), "{calls}");
        assert!(at("RLIMIT_CORE, {rlim_cur=0").is_some_and(|n| n < read), "{calls}");
    }
}

/// A shell in a mount namespace of its own, where anybody may mount; None, said aloud: not allowed here.
fn mounted(p: &Place, script: &str) -> Option<Output> {
    let allowed = Command::new("unshare").args(["-rm", "mount", "-t", "tmpfs", "none", "/mnt"]).output();
    if !allowed.is_ok_and(|o| o.status.success()) {
        eprintln!("skipped: no mount namespaces here (the failing calls above stand in for the disk)");
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
         KOTOWARI_DATA_DIR=full/data LOG && exit 9; code=$?; cat full/data/cases/*.toml; ls -A full/data/cases | wc -l; exit $code",
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
    let p = with_everything(false);
    let script = "mount --bind data data; mount -o remount,ro,bind data; EXE wipe --yes";
    let script = script.replace("EXE", &format!("'{}'", env!("CARGO_BIN_EXE_kotowari")));
    let Some(run) = mounted(&p, &script) else { return };
    assert_eq!(run.status.code(), Some(1), "{}", said(&run));
    assert!(said_out(&run).contains("config.toml") && !p.path("config.toml").exists(), "{}", said_out(&run));
    for part in [ID, "draft.toml", "書き込めない場所です"] {
        assert!(said(&run).contains(part), "{part} is not said in\n{}", said(&run));
    }
    assert!(p.case().exists() && !said_out(&run).contains(ID));
}

#[test]
fn a_place_that_can_only_be_read_is_said_at_once() {
    let p = Place::with_a_case();
    let old = p.read();
    let script = "mkdir ro; mount --bind data ro; mount -o remount,ro,bind ro; export KOTOWARI_DATA_DIR=ro\n\
                  EXE cases >/dev/null; LOG";
    let script = script.replace("EXE", &format!("'{}' --today 2026-11-20", env!("CARGO_BIN_EXE_kotowari")));
    let Some(run) = mounted(&p, &script) else { return };
    assert_eq!(run.status.code(), Some(1), "{}", said(&run));
    assert!(said(&run).contains("書き込めない場所です"), "{}", said(&run));
    assert_eq!(p.read(), old);
}

/// A folder without the right to write; nothing to see for the superuser, who has all rights.
#[test]
fn a_folder_without_rights_is_said_at_once() {
    use std::os::unix::fs::PermissionsExt as _;
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
