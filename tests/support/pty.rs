//! Drives the real program in a real pseudo-terminal and reads its screen.
//!
//! The terminal behind it never answers a question by itself, so a program that waits for an answer
//! fails here. Nothing sleeps to synchronise: every wait is for a state, has a limit, and shows the
//! screen when it is not reached.
#![cfg(unix)]

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use rustix::fd::OwnedFd;
use rustix::fs::{Mode, OFlags};
use rustix::process::{Pid, Signal, kill_process};
use rustix::termios::{LocalModes, OptionalActions, SpecialCodeIndex, tcgetattr, tcsetattr};
use std::fmt::Write as _;
use std::io::{Read as _, Write as _};
use std::num::NonZeroU16;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, mpsc};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// How long a state may take to come.
pub(crate) const LIMIT: Duration = Duration::from_secs(20);

/// Taken out of the program's environment: no clipboard of the developer's own desktop, no outer
/// multiplexer, no folders, look or editor of the developer's own.
const HIDDEN: [&str; 25] = [
    "BASH_ENV", "ENV", "EDITOR", "VISUAL", "NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE",
    "KOTOWARI_TEST_PANIC", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_RUNTIME_DIR",
    "XDG_STATE_HOME", "DISPLAY", "WAYLAND_DISPLAY", "XAUTHORITY", "TMUX", "STY", "SSH_CONNECTION",
    "SSH_CLIENT", "SSH_TTY", "COLUMNS", "LINES", "KOTOWARI_CONFIG", "KOTOWARI_DATA_DIR",
];

/// A complete answers file. Its names hold what is lost most easily: U+20BB7 (outside the BMP), a
/// variation selector, half-width kana.
pub(crate) const ANSWERS: &str = r#"
service = "apoplus-pharmacist"
goal = "withdraw"
channel = "mail"

[sender]
name = "山田 花子"
reading = "ﾔﾏﾀﾞ ﾊﾅｺ"
birth_date = 1990-04-01
email = "hanako@example.jp"
phone = "090-1234-5678"
handler = "\U00020BB7葛\U000E0100"

[answers]
requests = ["erase", "stop_mail"]
reason = "other_service"
effective = "today"

[[answers.selections]]
employer = "\U00020BB7葛\U000E0100薬局"
stage = "applied"
wish = "decline"
"#;

/// The question how wide an ambiguous character is: asked once, behind the first frame.
pub(crate) const ASKED: &str = "○\x1b[6n";

/// A Tuesday without anything near it; the programs under test get it as their day.
pub(crate) const DAY: &str = "2026-12-01";

/// Held while a process starts or a terminal opens. Between making a descriptor and marking it as
/// not inheritable another thread's process would get it, and a terminal held by a stranger never
/// hangs up.
static STARTING: Mutex<()> = Mutex::new(());

/// Starts a process while no other thread does.
pub(crate) fn start<T>(how: impl FnOnce() -> T) -> T {
    let _one = lock(&STARTING);
    how()
}

/// A home folder of its own, gone at the end. `tmp` in it is the folder for temporary files.
pub(crate) struct Home {
    place: tempfile::TempDir,
    root: String,
    tmp: String,
}

impl Home {
    pub(crate) fn new() -> Self {
        let place = tempfile::tempdir().expect("a temporary folder");
        let text = |path: PathBuf| path.into_os_string().into_string().expect("a path in UTF-8");
        let tmp = place.path().join("tmp");
        std::fs::create_dir(&tmp).expect("a folder for temporary files");
        Self { root: text(place.path().to_owned()), tmp: text(tmp), place }
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.place.path().join(name)
    }

    /// Writes a file into it; returns its path as text.
    pub(crate) fn write(&self, name: &str, text: &str) -> String {
        let path = self.path(name);
        let folder = path.parent().expect("a folder");
        std::fs::create_dir_all(folder).and_then(|()| std::fs::write(&path, text)).expect("a file");
        path.into_os_string().into_string().expect("a path in UTF-8")
    }

    pub(crate) fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path(name)).expect(name)
    }

    /// Everything in it, folders too, as sorted relative paths.
    pub(crate) fn files(&self) -> Vec<String> {
        let mut found = Vec::new();
        let mut folders = vec![self.place.path().to_owned()];
        while let Some(folder) = folders.pop() {
            let entries = match std::fs::read_dir(&folder) {
                Ok(entries) => entries,
                // The program under test tidies up while this looks.
                Err(e) if e.kind() == std::io::ErrorKind::NotFound => continue,
                Err(e) => panic!("{}: {e}", folder.display()),
            };
            for entry in entries.flatten() {
                let path = entry.path();
                let name = path.strip_prefix(self.place.path()).expect("a path inside").to_owned();
                found.push(name.into_os_string().into_string().expect("a name in UTF-8"));
                if entry.file_type().is_ok_and(|t| t.is_dir()) {
                    folders.push(path);
                }
            }
        }
        found.sort();
        found
    }

    /// The environment that leads here, and what is added to it.
    fn env<'a>(&'a self, more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
        [("HOME", self.root.as_str()), ("TMPDIR", &self.tmp), ("TZ", "JST-9")]
            .iter()
            .chain(more)
            .copied()
            .collect()
    }

    /// Starts `exe` here, in a terminal.
    pub(crate) fn tui(
        &self,
        exe: &str,
        args: &[&str],
        env: &[(&str, &str)],
        rows: u16,
        cols: u16,
    ) -> Tui {
        Tui::spawn_in(self.place.path(), exe, args, &self.env(env), rows, cols)
    }

    /// A command here, without a terminal, in the same environment.
    pub(crate) fn command(&self, exe: &str) -> Command {
        let mut command = Command::new(exe);
        command.current_dir(self.place.path());
        for name in HIDDEN {
            command.env_remove(name);
        }
        command.envs(self.env(&[])).envs(open_to_tests());
        command
    }

    /// What `exe letter` writes for an answers file.
    #[track_caller]
    pub(crate) fn letter(&self, exe: &str, answers: &str) -> String {
        let mut command = self.command(exe);
        command.args(["letter", "--answers", answers, "--today", DAY]);
        let out = start(|| command.output()).expect("the program starts");
        assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
        String::from_utf8(out.stdout).expect("UTF-8")
    }
}

/// What lets a build for tests be looked into by who is not the superuser; who is sees the program
/// as users get it.
fn open_to_tests() -> Option<(&'static str, &'static str)> {
    (!rustix::process::geteuid().is_root()).then_some(("KOTOWARI_TEST_OPEN", "1"))
}

/// Waits for something that nothing tells of: a process, a file. Looks every few milliseconds.
#[track_caller]
pub(crate) fn wait(what: &str, there: impl Fn() -> bool) {
    let end = Instant::now() + LIMIT;
    while !there() {
        assert!(Instant::now() < end, "never came: {what}");
        std::thread::sleep(Duration::from_millis(5));
    }
}

/// What the system tells of a process under that name.
fn status(pid: u32, name: &str) -> Option<String> {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).ok()?;
    let told = status.lines().find_map(|l| l.strip_prefix(name)?.strip_prefix(':'))?;
    Some(told.trim().to_owned())
}

/// The most memory that a process has had so far, in kB.
pub(crate) fn memory(pid: u32) -> Option<usize> {
    status(pid, "VmHWM")?.strip_suffix(" kB")?.parse().ok()
}

/// Whether an interruption waits for a process that has not taken it yet: a second one of that
/// time is none.
pub(crate) fn interrupted(pid: u32) -> bool {
    let waits = |mask: String| {
        let mask = u64::from_str_radix(&mask, 16).expect("a mask");
        mask & 1 << (Signal::INT.as_raw() - 1) != 0
    };
    ["SigPnd", "ShdPnd"].iter().filter_map(|name| status(pid, name)).any(waits)
}

/// Whether a process is there, and not a mere entry that its parent has not collected yet.
pub(crate) fn lives(pid: u32) -> bool {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
    // The name before the state is in brackets and may hold anything.
    stat.rsplit(") ").next().is_some_and(|rest| !rest.is_empty() && !rest.starts_with(['Z', 'X']))
}

#[derive(Default)]
struct Caught {
    clipboard: Vec<Vec<u8>>,
}

impl vt100::Callbacks for Caught {
    fn copy_to_clipboard(&mut self, _: &mut vt100::Screen, _selection: &[u8], data: &[u8]) {
        self.clipboard.push(data.to_vec());
    }
}

struct State {
    parser: vt100::Parser<Caught>,
    raw: Vec<u8>,
    ended: bool,
}

/// A program in a pseudo-terminal. Dropping it ends the program.
pub(crate) struct Tui {
    state: Arc<Mutex<State>>,
    changed: mpsc::Receiver<()>,
    closing: Arc<AtomicBool>,
    /// The terminal stands still: it takes nothing that the program writes.
    still: Arc<AtomicBool>,
    reader: Option<JoinHandle<()>>,
    writer: Option<Box<dyn std::io::Write + Send>>,
    master: Option<Box<dyn MasterPty + Send>>,
    child: Box<dyn Child + Send + Sync>,
    settings_before: String,
    exit: Option<u32>,
}

/// The side of the terminal that programs have.
fn open_tty(name: PathBuf) -> OwnedFd {
    let flags = OFlags::RDWR | OFlags::NOCTTY | OFlags::CLOEXEC;
    rustix::fs::open(name, flags, Mode::empty()).expect("the terminal's other side")
}

fn above_zero(n: u16) -> NonZeroU16 {
    NonZeroU16::new(n).expect("rows and columns above 0")
}

fn settings_of(master: &dyn MasterPty) -> String {
    // Asked on the master side, Linux tells the settings of the terminal side.
    format!("{:?}", master.get_termios().expect("terminal settings"))
}

impl Tui {
    /// Starts `exe` with `args` in `folder`, in a terminal of `rows` x `cols`. `env` is added to
    /// this process's environment without [`HIDDEN`]; the caller gives `HOME` there. An empty value
    /// removes the variable.
    pub(crate) fn spawn_in(
        folder: &Path,
        exe: &str,
        args: &[&str],
        env: &[(&str, &str)],
        rows: u16,
        cols: u16,
    ) -> Self {
        let size = PtySize { rows, cols, pixel_width: 0, pixel_height: 0 };
        let starting = lock(&STARTING);
        let pair = native_pty_system().openpty(size).expect("a pseudo-terminal");
        let mut command = CommandBuilder::new(exe);
        command.args(args);
        command.cwd(folder);
        command.env("TERM", "xterm-256color");
        for name in HIDDEN {
            command.env_remove(name);
        }
        for (name, value) in env {
            if value.is_empty() {
                command.env_remove(name);
            } else {
                command.env(name, value);
            }
        }
        if let Some((name, value)) = open_to_tests() {
            command.env(name, value);
        }
        let settings_before = settings_of(&*pair.master);
        let child = pair.slave.spawn_command(command).expect("the program starts");
        drop(pair.slave); // or the reader never sees the end
        let mut source = pair.master.try_clone_reader().expect("a reader");
        let writer = pair.master.take_writer().expect("a writer");
        drop(starting);
        let parser = vt100::Parser::new_with_callbacks(
            above_zero(rows),
            above_zero(cols),
            0,
            Caught::default(),
        );
        let state = Arc::new(Mutex::new(State { parser, raw: Vec::new(), ended: false }));
        let closing = Arc::new(AtomicBool::new(false));
        let still = Arc::new(AtomicBool::new(false));
        let (tell, changed) = mpsc::channel();
        let reader = {
            let (state, closing, still) =
                (Arc::clone(&state), Arc::clone(&closing), Arc::clone(&still));
            std::thread::spawn(move || {
                let mut buffer = [0; 8192];
                while !closing.load(SeqCst) {
                    while still.load(SeqCst) {
                        std::thread::sleep(Duration::from_millis(5));
                    }
                    match source.read(&mut buffer) {
                        Ok(n) if n > 0 => {
                            let new = buffer.get(..n).unwrap_or_default();
                            let mut state = lock(&state);
                            state.raw.extend_from_slice(new);
                            state.parser.process(new);
                        }
                        Err(e) if e.kind() == std::io::ErrorKind::Interrupted => {}
                        _ => break,
                    }
                    let _ = tell.send(());
                }
                lock(&state).ended = true;
                let _ = tell.send(());
            })
        };
        Self {
            state,
            changed,
            closing,
            still,
            reader: Some(reader),
            writer: Some(writer),
            master: Some(pair.master),
            child,
            settings_before,
            exit: None,
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        lock(&self.state)
    }

    /// Types `text` as it is, in one write.
    pub(crate) fn send(&mut self, text: &str) {
        self.send_bytes(text.as_bytes());
    }

    /// Sends bytes that need not be text.
    pub(crate) fn send_bytes(&mut self, bytes: &[u8]) {
        let writer = self.writer.as_mut().expect("the terminal is open");
        writer.write_all(bytes).and_then(|()| writer.flush()).expect("typing");
    }

    /// Gives the terminal the settings it had before the start, as a shell does with that of a
    /// stopped job.
    pub(crate) fn settings_of_a_shell(&self) {
        let other_side =
            self.master.as_ref().and_then(|m| m.tty_name()).map(open_tty).expect("a terminal");
        let mut settings = tcgetattr(&other_side).expect("terminal settings");
        settings.local_modes |= LocalModes::ICANON | LocalModes::ECHO | LocalModes::ISIG;
        tcsetattr(&other_side, OptionalActions::Now, &settings).expect("new terminal settings");
    }

    /// Whether keys reach the program one by one and unseen.
    pub(crate) fn raw_mode(&self) -> bool {
        let other_side =
            self.master.as_ref().and_then(|m| m.tty_name()).map(open_tty).expect("a terminal");
        let modes = tcgetattr(&other_side).expect("terminal settings").local_modes;
        !modes.intersects(LocalModes::ICANON | LocalModes::ECHO)
    }

    /// Presses keys by name, separated by spaces: `"down down enter"`. Names: enter, esc, tab,
    /// backtab, backspace, delete, up, down, left, right, home, end, pageup, pagedown, space, f1 to
    /// f12, `C-x` (Control), `M-x` (Alt); a single character stands for itself.
    pub(crate) fn keys(&mut self, names: &str) {
        for name in names.split_whitespace() {
            self.send(&key_bytes(name));
        }
    }

    /// Pastes as a terminal does, in brackets.
    pub(crate) fn paste(&mut self, text: &str) {
        self.send(&format!("\x1b[200~{text}\x1b[201~"));
    }

    /// Changes the terminal's size.
    pub(crate) fn resize(&mut self, rows: u16, cols: u16) {
        self.state().parser.set_size(above_zero(rows), above_zero(cols));
        let size = PtySize { rows, cols, pixel_width: 0, pixel_height: 0 };
        self.master.as_ref().expect("the terminal is open").resize(size).expect("a new size");
    }

    /// Makes the terminal take nothing more, as a hung connection does, or go on.
    pub(crate) fn stand_still(&self, still: bool) {
        self.still.store(still, SeqCst);
    }

    /// Tells the program of a size that no screen here has.
    pub(crate) fn claim_size(&mut self, rows: u16, cols: u16) {
        let size = PtySize { rows, cols, pixel_width: 0, pixel_height: 0 };
        self.master.as_ref().expect("the terminal is open").resize(size).expect("a new size");
    }

    /// Whether the program still runs.
    pub(crate) fn runs(&mut self) -> bool {
        self.exit.is_none() && self.child.try_wait().is_ok_and(|status| status.is_none())
    }

    /// The most memory that the program has had so far, in kB.
    pub(crate) fn memory(&self) -> Option<usize> {
        memory(self.pid())
    }

    /// Asks the screen something. `ask` must not call back into this.
    pub(crate) fn with<T>(&self, ask: impl FnOnce(&vt100::Screen) -> T) -> T {
        ask(self.state().parser.screen())
    }

    /// Waits until the screen is as wanted; fails with the screen after [`LIMIT`], or when the
    /// program has ended without it.
    #[track_caller]
    pub(crate) fn wait_for(&self, what: &str, wanted: impl Fn(&vt100::Screen) -> bool) {
        self.wait_until(what, |state| wanted(state.parser.screen()));
    }

    /// Waits until the screen contains `text`.
    #[track_caller]
    pub(crate) fn wait_text(&self, text: &str) {
        self.wait_for(text, |screen| screen.contents().contains(text));
    }

    /// Waits until the screen contains `text`, or the program has ended without it: then false.
    #[track_caller]
    pub(crate) fn comes_to(&self, text: &str) -> bool {
        let there = |state: &State| state.parser.screen().contents().contains(text);
        self.wait_until(text, |state| state.ended || there(state));
        there(&self.state())
    }

    /// Waits until the output so far (raw bytes) contains `bytes`.
    #[track_caller]
    pub(crate) fn wait_bytes(&self, bytes: &str) {
        self.wait_until(bytes, |state| contains(&state.raw, bytes.as_bytes()));
    }

    /// Waits until all that the program has written so far is on the screen: a frame of some
    /// kilobytes comes in pieces. Only for a program that writes nowhere else. Where the system
    /// does not count, it just returns.
    #[track_caller]
    pub(crate) fn settle(&self) {
        let written = || self.io("wchar");
        if written().is_some() {
            wait("the whole frame", || written() == Some(self.bytes_seen()));
        }
    }

    /// What Linux counts of the program's reads and writes: `wchar` bytes written, `syscw` write
    /// calls.
    pub(crate) fn io(&self, what: &str) -> Option<usize> {
        let io = std::fs::read_to_string(format!("/proc/{}/io", self.pid())).ok()?;
        io.lines().find_map(|l| l.strip_prefix(what)?.strip_prefix(": ")?.parse().ok())
    }

    /// Waits until more than `bytes` bytes have come in all.
    #[track_caller]
    pub(crate) fn wait_more(&self, bytes: usize) {
        self.wait_until("more output", |state| state.raw.len() > bytes);
    }

    #[track_caller]
    fn wait_until(&self, what: &str, wanted: impl Fn(&State) -> bool) {
        let end = Instant::now() + LIMIT;
        loop {
            let ended = {
                let state = self.state();
                if wanted(&state) {
                    return;
                }
                state.ended
            };
            assert!(!ended, "the program ended before {what:?}; the screen:\n{}", self.picture());
            let left = end.saturating_duration_since(Instant::now());
            assert!(!left.is_zero(), "never saw {what:?}; the screen:\n{}", self.picture());
            let _ = self.changed.recv_timeout(left);
        }
    }

    /// The screen with a frame around it and the cursor's place, for messages.
    fn picture(&self) -> String {
        let mut out = String::new();
        for line in self.text().lines() {
            let _ = writeln!(out, "| {line}");
        }
        let (row, col) = self.cursor();
        let _ = write!(
            out,
            "cursor row {row}, column {col}; alternate screen: {}",
            self.alternate_screen()
        );
        out
    }

    /// The screen's text; the main screen's after the program has left the alternate one.
    pub(crate) fn text(&self) -> String {
        self.with(vt100::Screen::contents)
    }

    /// Row and column of the cursor, from 0.
    pub(crate) fn cursor(&self) -> (u16, u16) {
        self.with(vt100::Screen::cursor_position)
    }

    /// Whether the cursor is shown.
    pub(crate) fn cursor_shown(&self) -> bool {
        !self.with(vt100::Screen::hide_cursor)
    }

    /// Whether the alternate screen is on.
    pub(crate) fn alternate_screen(&self) -> bool {
        self.with(vt100::Screen::alternate_screen)
    }

    /// Whether pastes are asked for in brackets.
    pub(crate) fn bracketed_paste(&self) -> bool {
        self.with(vt100::Screen::bracketed_paste)
    }

    /// How many bytes the program has written to the terminal.
    pub(crate) fn bytes_seen(&self) -> usize {
        self.state().raw.len()
    }

    /// All bytes the program has written to the terminal.
    pub(crate) fn raw(&self) -> Vec<u8> {
        self.state().raw.clone()
    }

    /// Whether `bytes` went out at any time.
    pub(crate) fn sent_out(&self, bytes: &str) -> bool {
        contains(&self.state().raw, bytes.as_bytes())
    }

    /// Questions found in the output (attributes, keyboard protocol, colours, mode reports) that
    /// the program must never ask. The one that it asks is [`ASKED`].
    pub(crate) fn questions(&self) -> Vec<&'static str> {
        const QUESTIONS: [&str; 8] = [
            "\x1b[5n", "\x1b[c", "\x1b[0c", "\x1b[>c", "\x1b[?u", "\x1b[>q", "\x1b]10;?",
            "\x1b]11;?",
        ];
        let state = self.state();
        QUESTIONS.into_iter().filter(|q| contains(&state.raw, q.as_bytes())).collect()
    }

    /// What the program copied by OSC 52, decoded.
    pub(crate) fn clipboard(&self) -> Vec<String> {
        let state = self.state();
        let decode =
            |data: &Vec<u8>| String::from_utf8(base64(data)).expect("UTF-8 on the clipboard");
        state.parser.callbacks().clipboard.iter().map(decode).collect()
    }

    /// The process id of the program.
    pub(crate) fn pid(&self) -> u32 {
        self.child.process_id().expect("a running program")
    }

    /// Sends the program (only it, not its group) a signal.
    pub(crate) fn signal(&self, signal: Signal) {
        let pid = i32::try_from(self.pid()).ok().and_then(Pid::from_raw).expect("a process id");
        kill_process(pid, signal).expect("a signal");
    }

    /// Whether the terminal's settings are those from before the start.
    pub(crate) fn settings_restored(&self) -> bool {
        self.settings_before == settings_of(&**self.master.as_ref().expect("the terminal is open"))
    }

    /// All that a program must give back: settings, main screen, cursor, paste mode. Empty when it
    /// did.
    pub(crate) fn left_behind(&self) -> Vec<&'static str> {
        let mut left = Vec::new();
        for (what, there) in [
            ("terminal settings", !self.settings_restored()),
            ("alternate screen", self.alternate_screen()),
            ("hidden cursor", !self.cursor_shown()),
            ("bracketed paste", self.bracketed_paste()),
            ("attributes", self.with(|s| !s.attributes_formatted_is_plain())),
        ] {
            if there {
                left.push(what);
            }
        }
        left
    }

    /// Closes the terminal, as a closed window does. The program gets a hang-up.
    pub(crate) fn close(&mut self) {
        self.closing.store(true, SeqCst);
        let Some(master) = self.master.take() else { return };
        let Some(name) = master.tty_name() else { return };
        let other_side = open_tty(name);
        // The library's writer would type Enter and the end-of-input key on being dropped, unless
        // there is no such key.
        let mut settings = tcgetattr(&other_side).expect("terminal settings");
        settings.special_codes[SpecialCodeIndex::VEOF] = 0;
        tcsetattr(&other_side, OptionalActions::Now, &settings).expect("new terminal settings");
        self.writer = None;
        // The reading thread holds the terminal open too and waits for output: give it some.
        let _ = rustix::io::write(&other_side, b"\0");
        if let Some(reader) = self.reader.take() {
            let _ = reader.join();
        }
    }

    /// Waits for the program's end and all of its output; its exit code (128 + number after a
    /// signal).
    #[track_caller]
    pub(crate) fn wait_exit(&mut self) -> u32 {
        if let Some(code) = self.exit {
            return code;
        }
        let end = Instant::now() + LIMIT;
        let status = loop {
            if let Some(status) = self.child.try_wait().expect("the program's state") {
                break status;
            }
            if Instant::now() > end {
                let _ = self.child.kill();
                panic!("the program did not end; the screen:\n{}", self.picture());
            }
            // Nothing tells of the end of a process; output or its end makes this look sooner.
            let _ = self.changed.recv_timeout(Duration::from_millis(5));
        };
        if let (Some(reader), true) = (self.reader.take(), self.master.is_some()) {
            // A process left behind may still hold the terminal: the output counts as read after
            // the limit then.
            while !reader.is_finished() && Instant::now() < end {
                let _ = self.changed.recv_timeout(Duration::from_millis(5));
            }
        }
        let code = status.signal().map_or(status.exit_code(), |_| 128 + status.exit_code());
        self.exit = Some(code);
        code
    }
}

impl Drop for Tui {
    fn drop(&mut self) {
        if self.exit.is_none() {
            let _ = self.child.kill();
            let _ = self.child.wait();
        }
    }
}

/// Whether a vt100 screen's current attributes are the plain ones.
trait Plain {
    fn attributes_formatted_is_plain(&self) -> bool;
}

impl Plain for vt100::Screen {
    fn attributes_formatted_is_plain(&self) -> bool {
        self.fgcolor() == vt100::Color::Default
            && self.bgcolor() == vt100::Color::Default
            && !(self.bold() || self.dim() || self.italic() || self.underline() || self.inverse())
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

pub(crate) fn contains(all: &[u8], part: &[u8]) -> bool {
    all.windows(part.len()).any(|w| w == part)
}

/// What a terminal sends for a key.
fn key_bytes(name: &str) -> String {
    let known = match name {
        "enter" => "\r",
        "esc" => "\x1b",
        "tab" => "\t",
        "backtab" => "\x1b[Z",
        "backspace" => "\x7f",
        "delete" => "\x1b[3~",
        "up" => "\x1b[A",
        "down" => "\x1b[B",
        "right" => "\x1b[C",
        "left" => "\x1b[D",
        "home" => "\x1b[H",
        "end" => "\x1b[F",
        "C-home" => "\x1b[1;5H",
        "pageup" => "\x1b[5~",
        "pagedown" => "\x1b[6~",
        "space" => " ",
        "f1" => "\x1bOP",
        "f2" => "\x1bOQ",
        "f3" => "\x1bOR",
        "f4" => "\x1bOS",
        "f5" => "\x1b[15~",
        "f6" => "\x1b[17~",
        "f7" => "\x1b[18~",
        "f8" => "\x1b[19~",
        "f9" => "\x1b[20~",
        "f10" => "\x1b[21~",
        "f11" => "\x1b[23~",
        "f12" => "\x1b[24~",
        _ => "",
    };
    if !known.is_empty() {
        return known.to_owned();
    }
    if let Some(rest) = name.strip_prefix("M-") {
        return format!("\x1b{}", key_bytes(rest));
    }
    let single = |text: &str| {
        let mut chars = text.chars();
        chars.next().filter(|_| chars.next().is_none())
    };
    match (name.strip_prefix("C-").and_then(single), single(name)) {
        (Some(c), _) if c.is_ascii() => char::from(c.to_ascii_uppercase() as u8 & 0x1f).to_string(),
        (_, Some(c)) => c.to_string(),
        _ => panic!("no key is named {name:?}"),
    }
}

/// Decodes base64 (standard alphabet); other characters are skipped.
fn base64(data: &[u8]) -> Vec<u8> {
    let (mut out, mut bits, mut held) = (Vec::new(), 0u32, 0u32);
    for byte in data {
        let value = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            _ => continue,
        };
        bits = bits << 6 | u32::from(value);
        held += 6;
        if held >= 8 {
            held -= 8;
            out.push(u8::try_from(bits >> held & 0xff).unwrap_or_default());
        }
    }
    out
}
