//! The letter on real clipboards: an X server, a Wayland compositor and a multiplexer, each started
//! by its test, all without a screen. What counts is what another program pastes after the wizard
//! and its terminal are gone.
//!
//! A missing tool is said aloud and the test passes; with `KOTOWARI_TEST_STRICT=1` it fails
//! instead.
#![cfg(target_os = "linux")]

#[path = "support/pty.rs"]
#[expect(dead_code, reason = "the harness is shared with the smoke tests")]
mod pty;
#[path = "support/tools.rs"]
#[expect(dead_code, reason = "no Python here")]
mod tools;

use kotowari::shell::clipboard::KEEPER_ARG;
use pty::{ANSWERS, DAY, Home, Tui, lives, start, wait};
use rustix::process::{Pid, Signal, kill_process, kill_process_group};
use std::io::{BufRead as _, BufReader, Write as _};
use std::os::unix::fs::PermissionsExt as _;
use std::os::unix::net::UnixListener;
use std::os::unix::process::CommandExt as _;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use tools::have;

/// The program under test; another build of it, such as a static one, if the environment says so
/// when this is compiled.
const EXE: &str = match option_env!("KOTOWARI_TEST_EXE") {
    Some(exe) => exe,
    None => env!("CARGO_BIN_EXE_kotowari"),
};
const CONFIRMED: &str = "クリップボードにコピーしました";
const HANDED: &str = "端末にコピーを依頼しました";

/// A program in the background with a process group of its own. Dropping it ends the group.
struct Server(Child);

impl Server {
    fn start(command: &mut Command) -> Self {
        Self(
            start(|| command.process_group(0).stdin(Stdio::null()).stderr(Stdio::null()).spawn())
                .expect("a server"),
        )
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if let Some(group) = i32::try_from(self.0.id()).ok().and_then(Pid::from_raw) {
            let _ = kill_process_group(group, Signal::KILL);
        }
        let _ = self.0.wait();
    }
}

/// A display of its own: what the environment must say, how to paste, how to copy something else.
struct Display {
    server: Server,
    home: Home,
    env: Vec<(&'static str, String)>,
    paste: &'static [&'static str],
    /// Which kinds are offered, and the option that asks for one.
    kinds: &'static [&'static str],
    kind: &'static str,
    copy: &'static [&'static str],
    primary: &'static [&'static str],
}

impl Display {
    fn x11() -> Option<Self> {
        if !have(&[("Xvfb", "xvfb"), ("xclip", "xclip")]) || !may_look() {
            return None;
        }
        let home = Home::new();
        let mut command = home.command("Xvfb");
        command
            .args(["-displayfd", "1", "-nolisten", "tcp", "-screen", "0", "64x64x8"])
            .stdout(Stdio::piped());
        let mut server = Server::start(&mut command);
        let mut number = String::new();
        let out = server.0.stdout.take().expect("a pipe");
        BufReader::new(out).read_line(&mut number).expect("the number of the display");
        assert!(!number.trim().is_empty(), "Xvfb did not start");
        Some(Self {
            server,
            home,
            env: vec![("DISPLAY", format!(":{}", number.trim()))],
            paste: &["xclip", "-selection", "clipboard", "-o"],
            kinds: &["xclip", "-selection", "clipboard", "-o", "-t", "TARGETS"],
            kind: "-t",
            copy: &["xclip", "-selection", "clipboard", "-i"],
            primary: &["xclip", "-selection", "primary", "-o"],
        })
    }

    fn wayland() -> Option<Self> {
        if !have(&[("sway", "sway"), ("wl-paste", "wl-clipboard"), ("setpriv", "util-linux")])
            || !may_look()
        {
            return None;
        }
        let home = Home::new();
        let config = home.write("sway", "xwayland disable\n");
        let runtime = home.path("run");
        std::fs::create_dir(&runtime).expect("a folder");
        let mode = |path: &Path, mode| {
            std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode))
                .expect("permissions");
        };
        mode(&runtime, 0o700);
        let mut command = if rustix::process::getuid().is_root() {
            // sway refuses to run as root; its clients may.
            mode(&home.path(""), 0o755);
            std::os::unix::fs::chown(&runtime, Some(65534), Some(65534)).expect("another owner");
            let mut command = home.command("setpriv");
            command.args(["--reuid=65534", "--regid=65534", "--clear-groups", "sway"]);
            command
        } else {
            home.command("sway")
        };
        command
            .args(["-c", &config])
            .env("XDG_RUNTIME_DIR", &runtime)
            .envs([
                ("WLR_BACKENDS", "headless"),
                ("WLR_LIBINPUT_NO_DEVICES", "1"),
                ("WLR_RENDERER", "pixman"),
                ("LIBSEAT_BACKEND", "noop"),
            ])
            .stdout(Stdio::null());
        let server = Server::start(&mut command);
        let runtime = runtime.into_os_string().into_string().expect("UTF-8");
        let socket = || {
            let names = std::fs::read_dir(&runtime).expect("a folder").flatten();
            let names = names.map(|e| e.file_name().to_string_lossy().into_owned());
            names.into_iter().find(|n| n.starts_with("wayland-") && !n.contains('.'))
        };
        wait("the compositor's socket", || socket().is_some());
        let name = socket().expect("just seen");
        Some(Self {
            server,
            home,
            env: vec![("XDG_RUNTIME_DIR", runtime), ("WAYLAND_DISPLAY", name)],
            paste: &["wl-paste", "--no-newline"],
            kinds: &["wl-paste", "--list-types"],
            kind: "--type",
            copy: &["wl-copy"],
            primary: &["wl-paste", "--no-newline", "--primary"],
        })
    }

    fn env(&self) -> Vec<(&str, &str)> {
        self.env.iter().map(|(k, v)| (*k, v.as_str())).collect()
    }

    fn command(&self, words: &[&str]) -> Command {
        let (program, args) = words.split_first().expect("a program");
        let mut command = self.home.command(program);
        command.args(args).envs(self.env());
        command
    }

    /// What another program pastes; empty when there is nothing.
    fn pasted(&self, words: &[&str]) -> String {
        let words = [&["timeout", "20"], words].concat();
        let out = start(|| {
            self.command(&words)
                .stdin(Stdio::null())
                .stdout(Stdio::piped())
                .stderr(Stdio::null())
                .spawn()
        })
        .and_then(Child::wait_with_output)
        .expect("a pasting program");
        String::from_utf8(out.stdout).expect("UTF-8")
    }

    /// Another program copies `text`, and stays for it as all of them do.
    fn copy_elsewhere(&self, words: &[&str], text: &str) {
        let mut child = start(|| {
            self.command(words)
                .stdin(Stdio::piped())
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .spawn()
        })
        .expect("a copying program");
        child.stdin.take().expect("a pipe").write_all(text.as_bytes()).expect("a text");
        child.wait().expect("its end"); // it goes on in the background
    }

    /// The keepers of this display.
    fn keepers(&self) -> Vec<u32> {
        let (name, value) = self.env.last().expect("a display");
        // A keeper is told so that only a socket of this machine is tried.
        let value = if *name == "DISPLAY" { format!("unix/{value}") } else { value.clone() };
        let home = format!("HOME={}", self.home.path("").to_string_lossy().trim_end_matches('/'));
        keepers(&[format!("{name}={value}"), home])
    }

    /// The wizard at the review, with complete answers.
    fn review(&self, more: &[(&str, &str)]) -> (Tui, String) {
        let env: Vec<_> = self.env().into_iter().chain(more.iter().copied()).collect();
        review(&self.home, ANSWERS, &env)
    }
}

impl Drop for Display {
    fn drop(&mut self) {
        // Keepers look only now and then whether the display is still there: end this test's own
        // ones.
        for pid in self.keepers() {
            if let Some(pid) = i32::try_from(pid).ok().and_then(Pid::from_raw) {
                let _ = kill_process(pid, Signal::KILL);
            }
        }
    }
}

/// Whether the keepers of a display can be told from others: by their environment, which is private
/// to them in a build for users.
fn may_look() -> bool {
    let may = rustix::process::geteuid().is_root() || option_env!("KOTOWARI_TEST_EXE").is_none();
    if !may {
        let strict = std::env::var_os("KOTOWARI_TEST_STRICT").is_some_and(|v| v == "1");
        assert!(!strict, "only the superuser may look into a keeper");
        eprintln!("skipped: only the superuser may look into a keeper");
    }
    may
}

/// Living processes that are keepers and have all of `env` in their environment.
fn keepers(env: &[String]) -> Vec<u32> {
    processes()
        .into_iter()
        .filter(|(pid, words)| {
            let has = |vars: &[u8], v: &String| vars.split(|b| *b == 0).any(|e| e == v.as_bytes());
            words.get(1).is_some_and(|w| w == KEEPER_ARG)
                && lives(*pid)
                && std::fs::read(format!("/proc/{pid}/environ"))
                    .is_ok_and(|vars| env.iter().all(|v| has(&vars, v)))
        })
        .map(|(pid, _)| pid)
        .collect()
}

/// All processes with their arguments.
fn processes() -> Vec<(u32, Vec<String>)> {
    let entries = std::fs::read_dir("/proc").expect("/proc").flatten();
    let pids = entries.filter_map(|e| e.file_name().to_str()?.parse().ok());
    let words = |pid: u32| {
        let line = std::fs::read(format!("/proc/{pid}/cmdline")).ok()?;
        Some((
            pid,
            line.split(|b| *b == 0).map(|w| String::from_utf8_lossy(w).into_owned()).collect(),
        ))
    };
    pids.filter_map(words).collect()
}

/// The wizard at the review, and the letter that it must give.
#[track_caller]
fn review(home: &Home, answers: &str, env: &[(&str, &str)]) -> (Tui, String) {
    let answers = home.write("answers.toml", answers);
    let letter = home.letter(EXE, &answers).trim_end_matches('\n').to_owned();
    assert!(letter.contains('\u{20bb7}') && letter.contains("葛\u{e0100}"), "{letter}");
    let t = home.tui(EXE, &["--answers", &answers, "--today", DAY, "--no-save"], env, 24, 80);
    t.wait_text("手紙ができました");
    (t, letter)
}

/// Ends the wizard from the page after the copy, and closes its terminal.
#[track_caller]
fn end(mut t: Tui) {
    t.keys("enter");
    assert_eq!(t.wait_exit(), 0);
    t.close();
}

/// Copied, ended, closed; then pasted by another program.
fn outlives_program_and_terminal(display: &Display) {
    let (mut t, letter) = display.review(&[]);
    t.keys("c");
    t.wait_text(CONFIRMED);
    let copied = t.clipboard();
    assert!(copied.is_empty(), "no second copy through the terminal");
    // Arguments show in `ps` to everybody.
    let secret = letter.lines().next().expect("a subject");
    for (pid, words) in processes() {
        assert!(
            !words.iter().any(|w| w.contains(secret) || w.contains("山田 花子")),
            "argument of {pid}"
        );
    }
    end(t);
    assert_eq!(display.pasted(display.paste), letter);
    assert_eq!(display.pasted(display.primary), "", "the mouse selection is the user's");
    // Clipboard managers are asked not to keep it.
    assert!(display.pasted(display.kinds).lines().any(|kind| kind == HINT));
    assert_eq!(display.pasted(&[display.paste, &[display.kind, HINT]].concat()), "secret");
}

/// What clipboard managers look for.
const HINT: &str = "x-kde-passwordManagerHint";

/// Killed, terminal and all, the moment it says that it has copied.
fn outlives_a_closed_window(display: &Display) {
    let (mut t, letter) = display.review(&[]);
    t.keys("c");
    t.wait_text(CONFIRMED);
    t.close();
    let pid = t.pid();
    wait("the wizard's end", || !lives(pid));
    assert_eq!(display.pasted(display.paste), letter);
}

/// A keeper with a text, started as the wizard does it; None: the display took longer than a keeper
/// waits.
fn keeper(display: &Display, text: &str) -> Option<Child> {
    let mut keeper = display.command(&[EXE, KEEPER_ARG, "1"]);
    let mut keeper =
        start(|| keeper.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()).expect("a keeper");
    keeper.stdin.take().expect("its input").write_all(text.as_bytes()).expect("a text");
    let mut said = String::new();
    BufReader::new(keeper.stdout.take().expect("its output")).read_line(&mut said).expect("a word");
    if said == "OK\n" {
        return Some(keeper);
    }
    let _ = keeper.wait();
    None
}

/// After the time that was chosen the clipboard is empty, unless somebody else has copied.
fn emptied_after_its_time(display: &Display) {
    // On a busy machine a display may need more than the three seconds of a keeper.
    let mut keeper =
        (0..5).find_map(|_| keeper(display, "手紙")).expect("a keeper that holds the text");
    assert!(keeper.wait().expect("its end").success());
    assert_eq!(display.pasted(display.paste), "", "nothing is left of it");
}

/// Two copies leave one keeper, another program's copy none.
fn keepers_make_way(display: &Display) {
    let (mut t, letter) = display.review(&[]);
    t.keys("c");
    t.wait_text(CONFIRMED);
    assert_eq!(display.keepers().len(), 1);
    let first = display.keepers();
    t.keys("b");
    t.wait_text("本文：");
    t.wait_text(CONFIRMED);
    wait("one keeper, the second", || {
        let now = display.keepers();
        now.len() == 1 && now != first
    });
    let body = letter.split_once("\n\n").expect("a subject and a body").1;
    assert_eq!(display.pasted(display.paste), body);
    end(t);
    assert_eq!(display.keepers().len(), 1);
    display.copy_elsewhere(display.copy, "別の文章");
    wait("no keeper", || display.keepers().is_empty());
    assert_eq!(display.pasted(display.paste), "別の文章");
}

/// Subject and body of a mail, the fields of a form.
fn parts_one_by_one(display: &Display) {
    let (mut t, letter) = display.review(&[]);
    let (subject, body) = letter.split_once("\n\n").expect("a subject and a body");
    let subject = subject.strip_prefix("件名：").expect("a subject");
    let said = [format!("件名：{CONFIRMED}"), format!("{CONFIRMED}（本文）")];
    for ((key, part), said) in [("s", subject), ("b", body)].into_iter().zip(said) {
        t.keys(key);
        t.wait_text(&said);
        assert_eq!(display.pasted(display.paste), part);
    }
    t.keys("C-c");
    assert_eq!(t.wait_exit(), 130);

    let answers = ANSWERS.replace("channel = \"mail\"", "channel = \"form\"");
    let (mut t, letter) = review(&display.home, &answers, &display.env());
    let fields =
        ["山田 花子", "ヤマダ ハナコ", "hanako@example.jp", "090-1234-5678", &letter, "山田 花子"];
    for (i, field) in fields.into_iter().enumerate() {
        t.keys("n");
        // With the body the page after copying opens.
        t.wait_text(&match i {
            4 => format!("{CONFIRMED}（本文）"),
            _ => format!("（{}/5）：{CONFIRMED}", i % 5 + 1),
        });
        assert_eq!(display.pasted(display.paste), field);
    }
}

mod x11 {
    use super::*;

    #[test]
    fn the_letter_outlives_program_and_terminal() {
        let Some(display) = Display::x11() else { return };
        display.copy_elsewhere(&["xclip", "-selection", "primary", "-i"], "選んだ文字");
        let (mut t, letter) = display.review(&[]);
        t.keys("c");
        t.wait_text(CONFIRMED);
        end(t);
        assert_eq!(display.pasted(display.paste), letter);
        let as_utf8 = ["xclip", "-selection", "clipboard", "-o", "-t", "UTF8_STRING"];
        assert_eq!(display.pasted(&as_utf8), letter);
        assert_eq!(
            display.pasted(display.primary),
            "選んだ文字",
            "the mouse selection is the user's"
        );
    }

    #[test]
    fn no_argument_and_no_second_way_tells_the_text() {
        let Some(display) = Display::x11() else { return };
        outlives_program_and_terminal(&display);
    }

    /// A keeper writes nothing, and nothing is there when it is killed.
    #[test]
    fn a_killed_keeper_leaves_nothing() {
        let Some(display) = Display::x11() else { return };
        let (mut t, letter) = display.review(&[]);
        t.keys("c");
        t.wait_text(CONFIRMED);
        for pid in display.keepers() {
            let pid = i32::try_from(pid).ok().and_then(Pid::from_raw).expect("a process");
            kill_process(pid, Signal::KILL).expect("its end");
        }
        end(t);
        let subject = letter.lines().next().expect("a line");
        assert_eq!(display.home.files(), ["answers.toml", "tmp"]);
        assert!(!display.home.read("answers.toml").contains(subject));
    }

    #[test]
    fn the_letter_outlives_a_closed_window() {
        let Some(display) = Display::x11() else { return };
        outlives_a_closed_window(&display);
    }

    #[test]
    fn it_is_emptied_after_its_time() {
        let Some(display) = Display::x11() else { return };
        emptied_after_its_time(&display);
    }

    #[test]
    fn a_keeper_makes_way_for_the_next_copy() {
        let Some(display) = Display::x11() else { return };
        keepers_make_way(&display);
    }

    #[test]
    fn parts_are_copied_one_by_one() {
        let Some(display) = Display::x11() else { return };
        parts_one_by_one(&display);
    }

    /// A keeper holds private text: it must not outlive what it serves. It looks every five
    /// seconds.
    #[test]
    fn a_keeper_ends_with_its_display() {
        let Some(mut display) = Display::x11() else { return };
        let (mut t, _) = display.review(&[]);
        t.keys("c");
        t.wait_text(CONFIRMED);
        end(t);
        assert_eq!(display.keepers().len(), 1);
        display.server.0.kill().expect("the server's end");
        wait("no keeper", || display.keepers().is_empty());
    }

    /// A program that stays for hours must not keep a terminal, a file or a folder of its parent's
    /// open, nor show the letter.
    #[test]
    fn a_keeper_inherits_nothing_and_shows_nothing() {
        let Some(display) = Display::x11() else { return };
        let (mut t, letter) = display.review(&[]);
        t.keys("c");
        t.wait_text(CONFIRMED);
        let [pid] = display.keepers()[..] else { panic!("not one keeper") };
        let read = |name: &str| std::fs::read(format!("/proc/{pid}/{name}")).expect(name);
        let link = |name: &str| std::fs::read_link(format!("/proc/{pid}/{name}")).expect(name);
        assert_eq!(link("cwd"), Path::new("/"));
        assert_eq!(link("fd/2"), Path::new("/dev/null"));
        for fd in std::fs::read_dir(format!("/proc/{pid}/fd")).expect("descriptors").flatten() {
            let Ok(to) = std::fs::read_link(fd.path()) else { continue };
            let to = to.to_string_lossy().into_owned();
            let own = ["pipe:", "socket:", "anon_inode:", "/dev/null"]
                .iter()
                .any(|kind| to.starts_with(kind));
            assert!(own, "{:?} is {to}", fd.file_name());
        }
        let stat = String::from_utf8(read("stat")).expect("UTF-8");
        let fields: Vec<&str> = stat.rsplit(") ").next().expect("fields").split(' ').collect();
        // Session and process group of its own; no controlling terminal.
        assert_eq!(
            (fields[2], fields[3], fields[4]),
            (&*pid.to_string(), &*pid.to_string(), "0"),
            "{stat}"
        );
        for place in ["cmdline", "environ"] {
            let shown = String::from_utf8_lossy(&read(place)).into_owned();
            let secret = |l: &str| l.chars().count() > 5 && shown.contains(l);
            assert!(!letter.lines().any(secret) && !shown.contains("山田"), "{place}: {shown}");
        }
        end(t);
    }

    /// An update while the program runs puts another file where it was started from.
    #[test]
    fn a_program_whose_file_is_gone_still_copies() {
        let Some(display) = Display::x11() else { return };
        let copy = display.home.path("kotowari");
        std::fs::copy(EXE, &copy).expect("a copy of the program");
        let answers = display.home.write("answers.toml", ANSWERS);
        let exe = copy.to_str().expect("UTF-8");
        let args = ["--answers", &answers, "--today", DAY, "--no-save"];
        let mut t = display.home.tui(exe, &args, &display.env(), 24, 80);
        t.wait_text("手紙ができました");
        std::fs::remove_file(&copy).expect("gone");
        t.keys("c");
        t.wait_text(CONFIRMED);
        end(t);
        let letter = display.home.letter(EXE, &answers);
        assert_eq!(display.pasted(display.paste), letter.trim_end_matches('\n'));
    }

    /// It would hold the streams of `kotowari | mail …` open otherwise, and the pipe would never
    /// end.
    #[test]
    fn a_pipe_ends_although_a_keeper_stays() {
        let Some(display) = Display::x11() else { return };
        let answers = display.home.write("answers.toml", ANSWERS);
        let line = format!(
            "'{EXE}' --answers '{answers}' --today {DAY} --no-save 2>&1 | cat > letter.txt"
        );
        let mut t = display.home.tui("sh", &["-c", &line], &display.env(), 24, 80);
        t.wait_text("手紙ができました");
        t.keys("c");
        t.wait_text(CONFIRMED);
        t.keys("enter");
        assert_eq!(t.wait_exit(), 0);
        assert_eq!(display.keepers().len(), 1);
        assert_eq!(display.home.read("letter.txt"), display.home.letter(EXE, &answers));
    }

    /// What the caller has handed on beyond the three streams (a lock, a copy of its output) is not
    /// held for hours either.
    #[test]
    fn a_keeper_holds_nothing_of_the_callers() {
        let Some(display) = Display::x11() else { return };
        let answers = display.home.write("answers.toml", ANSWERS);
        let line = format!(
            "'{EXE}' --answers '{answers}' --today {DAY} --no-save 3> lock 9>&1 > /dev/tty | cat > nothing.txt"
        );
        let mut t = display.home.tui("sh", &["-c", &line], &display.env(), 24, 80);
        t.wait_text("手紙ができました");
        t.keys("c");
        t.wait_text(CONFIRMED);
        let [pid] = display.keepers()[..] else { panic!("not one keeper") };
        let lock = display.home.path("lock");
        for fd in std::fs::read_dir(format!("/proc/{pid}/fd")).expect("descriptors").flatten() {
            assert!(
                std::fs::read_link(fd.path()).map_or(true, |to| to != lock),
                "{:?}",
                fd.file_name()
            );
        }
        t.keys("enter");
        assert_eq!(t.wait_exit(), 0, "the pipe has ended");
        assert_eq!(display.keepers(), [pid]);
    }

    #[test]
    fn over_ssh_the_terminal_is_asked_and_no_keeper_started() {
        let Some(display) = Display::x11() else { return };
        for (name, value) in
            [("SSH_CONNECTION", "192.0.2.1 50000 192.0.2.2 22"), ("SSH_TTY", "/dev/pts/9")]
        {
            let (mut t, letter) = display.review(&[(name, value)]);
            t.keys("c");
            t.wait_text(HANDED);
            assert_eq!(t.clipboard(), [letter]);
            assert!(display.keepers().is_empty(), "{name}");
            assert_eq!(display.pasted(display.paste), "");
            end(t);
        }
    }
}

mod wayland {
    use super::*;

    #[test]
    fn the_letter_outlives_program_and_terminal() {
        let Some(display) = Display::wayland() else { return };
        outlives_program_and_terminal(&display);
        let as_utf8 = ["wl-paste", "--no-newline", "--type", "text/plain;charset=utf-8"];
        let letter = display.home.letter(EXE, "answers.toml");
        assert_eq!(display.pasted(&as_utf8), letter.trim_end_matches('\n'));
    }

    #[test]
    fn the_letter_outlives_a_closed_window() {
        let Some(display) = Display::wayland() else { return };
        outlives_a_closed_window(&display);
    }

    #[test]
    fn it_is_emptied_after_its_time() {
        let Some(display) = Display::wayland() else { return };
        emptied_after_its_time(&display);
    }

    #[test]
    fn a_keeper_makes_way_for_the_next_copy() {
        let Some(display) = Display::wayland() else { return };
        keepers_make_way(&display);
    }

    #[test]
    fn parts_are_copied_one_by_one() {
        let Some(display) = Display::wayland() else { return };
        parts_one_by_one(&display);
    }
}

mod without_a_display {
    use super::*;

    /// A display that takes connections and never says a word.
    fn silent_display() -> (UnixListener, String, std::path::PathBuf) {
        let folder = Path::new("/tmp/.X11-unix");
        let _ = std::fs::create_dir(folder);
        // Far above the numbers that servers take by themselves; by process, since test runs may
        // overlap.
        let first = 2000 + std::process::id() % 20_000;
        (first..first + 100)
            .find_map(|number| {
                let path = folder.join(format!("X{number}"));
                Some((UnixListener::bind(&path).ok()?, format!(":{number}"), path))
            })
            .expect("a free display number")
    }

    #[test]
    fn a_display_that_never_answers_is_given_up_within_4_seconds() {
        let (listener, display, path) = silent_display();
        let home = Home::new();
        let (mut t, letter) = review(&home, ANSWERS, &[("DISPLAY", &display)]);
        let pressed = Instant::now();
        t.keys("c");
        t.wait_text(HANDED);
        let took = pressed.elapsed();
        drop(listener);
        let _ = std::fs::remove_file(path);
        assert!(took < Duration::from_secs(4), "took {took:?}");
        assert_eq!(t.clipboard(), [letter]);
        // It stays usable, and nothing is left of the attempt.
        let home_is = format!("HOME={}", home.path("").to_string_lossy().trim_end_matches('/'));
        wait("no keeper", || {
            keepers(&[format!("DISPLAY=unix/{display}"), home_is.clone()]).is_empty()
        });
        t.keys("esc");
        t.wait_text("手紙ができました");
        t.keys("w");
        t.wait_text("> kotowari-20261201.txt");
        t.keys("enter");
        wait("the file", || home.path("kotowari-20261201.txt").exists());
    }

    #[test]
    fn a_display_that_is_not_there_is_given_up() {
        let home = Home::new();
        // No server can have such a number: its port would be above 65535.
        let (mut t, letter) = review(&home, ANSWERS, &[("DISPLAY", ":64000")]);
        t.keys("c");
        t.wait_text(HANDED);
        assert_eq!(t.clipboard(), [letter]);
        end(t);
    }

    /// Nothing goes over a network, be it this machine's own, unless the configuration asks for it.
    #[test]
    fn a_display_over_tcp_is_left_alone_unless_it_is_asked_for() {
        let server = std::net::TcpListener::bind(("127.0.0.1", 0)).expect("a port");
        server.set_nonblocking(true).expect("no waiting");
        let port = server.local_addr().expect("an address").port();
        // The first display has port 6000.
        let Some(number) = port.checked_sub(6000) else { return };
        let heard = || server.accept().is_ok();
        for display in
            [format!("localhost:{number}"), format!("127.0.0.1:{number}.0"), format!(":{number}")]
        {
            let home = Home::new();
            let (mut t, letter) = review(&home, ANSWERS, &[("DISPLAY", &display)]);
            t.keys("c");
            t.wait_text(HANDED);
            assert_eq!(t.clipboard(), [letter]);
            end(t);
            assert!(!heard(), "{display}");
        }
        let home = Home::new();
        home.write(".config/kotowari/config.toml", "[privacy]\ntcp_display = true\n");
        let display = format!("127.0.0.1:{number}");
        let (mut t, _) = review(&home, ANSWERS, &[("DISPLAY", &display)]);
        t.keys("c");
        wait("a connection", heard);
        t.wait_text(HANDED);
        end(t);
    }

    /// A tmux server of its own; dropping it ends it.
    struct Tmux<'a> {
        home: &'a Home,
        socket: String,
        config: String,
    }

    impl Tmux<'_> {
        /// Runs a command of tmux; what it says, if it succeeds.
        fn run(&self, words: &[&str]) -> Option<String> {
            let mut command = self.home.command("tmux");
            command
                .args(["-u", "-S", &self.socket, "-f", &self.config])
                .args(words)
                .stdin(Stdio::null());
            let out = start(|| command.env("TERM", "xterm-256color").output()).expect("tmux");
            out.status.success().then(|| String::from_utf8(out.stdout).expect("UTF-8"))
        }

        fn shows(&self, text: &str) -> bool {
            self.run(&["capture-pane", "-p"]).is_some_and(|pane| pane.contains(text))
        }
    }

    impl Drop for Tmux<'_> {
        fn drop(&mut self) {
            self.run(&["kill-server"]);
        }
    }

    /// What reaches the terminal around a multiplexer: decoded copies, when the wizard in it has
    /// said that it handed one over.
    fn through(home: &Home, program: &str, args: &[&str], env: &[(&str, &str)]) -> Vec<String> {
        let mut t = home.tui(program, args, env, 24, 80);
        t.wait_text("手紙ができました");
        t.keys("c");
        t.wait_text(HANDED);
        let end = Instant::now() + Duration::from_secs(2);
        while t.clipboard().is_empty() && Instant::now() < end {
            std::thread::sleep(Duration::from_millis(10));
        }
        let found = t.clipboard();
        t.keys("enter");
        t.wait_exit();
        found
    }

    #[test]
    fn screen_passes_it_on_to_the_terminal_around_it() {
        if !have(&[("screen", "screen")]) {
            return;
        }
        let home = Home::new();
        let answers = home.write("answers.toml", ANSWERS);
        let folder = home.path("screens");
        std::fs::create_dir(&folder).expect("a folder");
        std::fs::set_permissions(&folder, std::fs::Permissions::from_mode(0o700))
            .expect("permissions");
        let folder = folder.into_os_string().into_string().expect("UTF-8");
        let rc = home.write("screenrc", "startup_message off\ndefutf8 on\n");
        let args = ["-U", "-c", &rc, EXE, "--answers", &answers, "--today", DAY, "--no-save"];
        let env = [("SCREENDIR", folder.as_str()), ("LC_ALL", "C.UTF-8")];
        let letter = home.letter(EXE, &answers);
        assert_eq!(through(&home, "screen", &args, &env), [letter.trim_end_matches('\n')]);
    }

    #[test]
    fn tmux_passes_it_on_where_the_user_lets_it() {
        if !have(&[("tmux", "tmux")]) {
            return;
        }
        let home = Home::new();
        let answers = home.write("answers.toml", ANSWERS);
        let letter = home.letter(EXE, &answers);
        let socket = home.path("tmux.sock").into_os_string().into_string().expect("UTF-8");
        let line = format!("exec '{EXE}' --answers '{answers}' --today {DAY} --no-save");
        for (config, passed) in [
            ("set -s set-clipboard external\nset -g allow-passthrough on\n", true),
            // As tmux comes: the wizard can't know, which is why it says "asked" and never
            // "copied".
            ("set -s set-clipboard external\nset -g allow-passthrough off\n", false),
        ] {
            let config = home.write("tmux.conf", &format!("{config}set -g status off\n"));
            let _server = Tmux { home: &home, socket: socket.clone(), config: config.clone() };
            let args = ["-u", "-S", &socket, "-f", &config, "new-session", &line];
            let found = through(&home, "tmux", &args, &[("LC_ALL", "C.UTF-8")]);
            let expected =
                if passed { vec![letter.trim_end_matches('\n').to_owned()] } else { Vec::new() };
            assert_eq!(found, expected, "{config}");
        }
    }

    #[test]
    fn tmux_takes_it_into_its_buffer() {
        if !have(&[("tmux", "tmux")]) {
            return;
        }
        let home = Home::new();
        let answers = home.write("answers.toml", ANSWERS);
        let socket = home.path("tmux.sock").into_os_string().into_string().expect("UTF-8");
        let config = home.write("tmux.conf", "set -s set-clipboard on\nset -g status off\n");
        let tmux = Tmux { home: &home, socket, config };
        let line = format!("exec '{EXE}' --answers '{answers}' --today {DAY} --no-save");
        tmux.run(&["new-session", "-d", "-x", "80", "-y", "24", &line]).expect("a session");
        wait("the review", || tmux.shows("手紙ができました"));
        tmux.run(&["send-keys", "c"]).expect("a key");
        wait("the copy", || tmux.shows(HANDED));
        wait("the buffer", || tmux.run(&["show-buffer"]).is_some());
        let letter = home.letter(EXE, &answers);
        assert_eq!(tmux.run(&["show-buffer"]).as_deref(), Some(letter.trim_end_matches('\n')));
    }
}
