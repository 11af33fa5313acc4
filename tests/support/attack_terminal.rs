//! One life of the real program in a real pseudo-terminal, in which anything may happen. What must
//! stay true is checked at its end.

use crate::pty::{ANSWERS, Home, Tui};
use rustix::process::Signal;
use std::fmt::Write as _;
use std::os::unix::fs::PermissionsExt as _;
use std::time::{Duration, Instant};

/// How long the program may take to leave; a second, and what a busy machine needs.
const SOON: Duration = Duration::from_secs(5);
/// At most so many things happen in a life.
const LIFE: u64 = 90;

#[path = "rng.rs"]
mod rng;
pub(crate) use rng::Rng;

impl Rng {
    fn below(&mut self, n: u64) -> u64 {
        self.next() % n.max(1)
    }
    fn size(&mut self, from: u16, below: u16) -> u16 {
        from + u16::try_from(self.below(u64::from(below - from))).unwrap_or(0)
    }
    fn of<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        let at = usize::try_from(self.below(all.len() as u64)).unwrap_or(0);
        &all[at]
    }
}

const KEYS: [&str; 48] = [
    "enter", "enter", "enter", "enter", "esc", "tab", "backtab", "backspace", "delete", "up",
    "down", "down", "left", "right", "home", "end", "pageup", "pagedown", "space", "f1", "f5", "?",
    "j", "k", "1", "2", "3", "4", "c", "s", "b", "n", "e", "v", "w", "y", "t", "g", "m", "q", "p",
    "M-x", "M-]", "M-P", "C-u", "C-w", "C-l", "C-a",
];
const TEXTS: [&str; 16] = [
    "山田 花子", "\u{20BB7}葛\u{E0100}", "ﾔﾏﾀﾞ ﾊﾅｺ", "1990-04-01", "hanako@example.jp",
    "090-1234-5678", "2026/2/30", "\u{1b}[2J\u{1b}]0;x\u{7}", "\u{202e}\u{2028}\u{9b}31m",
    "a\u{301}\u{301}\u{301}", "👨\u{200D}👩\u{200D}👧", "{{ 7*7 }}{% raw %}", "../../etc/passwd",
    "~/x", "\r\n\r\n", "\0\u{7f}",
];
/// Pieces of what terminals send, whole and broken.
const BYTES: [&[u8]; 20] = [
    b"\x1b", b"\x1b[", b"\x1bO", b"\x1b[1;", b"\x1b[200~", b"\x1b[201~", b"\x1b]",
    b"\x1b]11;rgb:0/0/0\x1b\\", b"\x1bP1$r0m\x1b\\", b"\x1b_G", b"\x1b[5;1R", b"\x1b[<0;3;3M",
    b"\x1b[M   ", b"\xe5", b"\xe5\xb1", b"\xff\xfe", b"\xf0\x9f", b"\x1b[99;5u", b"\x1b[27;5;99~",
    b"\x1b[;;;;;;;;;;;;;;",
];

/// What went wrong in which life.
pub(crate) struct Failure {
    seed: u64,
    why: String,
    story: String,
}

impl std::fmt::Display for Failure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "life {}: {}\n{}", self.seed, self.why, self.story)
    }
}

struct Life<'a> {
    rng: Rng,
    t: Tui,
    home: &'a Home,
    story: String,
    /// The terminal takes nothing just now.
    still: bool,
    /// Something was done while it took nothing: a key that it turns into a signal makes it drop
    /// what is on its way out, in the middle of a sequence.
    dropped: bool,
}

impl Life<'_> {
    fn tell(&mut self, what: &str) {
        let _ = writeln!(self.story, "  {what}");
    }

    /// Something happens.
    fn act(&mut self) {
        self.dropped |= self.still;
        let rng = &mut self.rng;
        match rng.below(40) {
            0..=19 => {
                let key = *rng.of(&KEYS);
                self.tell(key);
                self.t.keys(key);
            }
            20..=22 => {
                let text = *rng.of(&TEXTS);
                self.tell(&format!("type {text:?}"));
                self.t.send(text);
            }
            23..=24 => {
                let text = rng.of(&TEXTS).repeat(usize::try_from(1 + rng.below(300)).unwrap_or(1));
                self.tell(&format!("paste {} bytes", text.len()));
                self.t.paste(&text);
            }
            25..=28 => {
                let bytes = *rng.of(&BYTES);
                self.tell(&format!("bytes {}", bytes.escape_ascii()));
                self.t.send_bytes(bytes);
            }
            29..=31 => {
                let (rows, cols) = (rng.size(1, 60), rng.size(1, 180));
                self.tell(&format!("size {rows}x{cols}"));
                self.t.resize(rows, cols);
            }
            32 => {
                self.tell("size beyond all");
                self.t.claim_size(20_000, 20_000);
            }
            33 => {
                self.tell("WINCH");
                self.t.signal(Signal::WINCH);
            }
            34 => {
                self.tell("STOP, CONT");
                self.t.signal(Signal::STOP);
                self.t.send("j");
                self.t.signal(Signal::CONT);
            }
            35 => {
                self.tell("TSTP, CONT");
                self.t.signal(Signal::TSTP);
                self.t.signal(Signal::CONT);
            }
            36 => {
                self.tell("C-z, CONT");
                self.t.keys("C-z");
                self.pause();
                self.t.signal(Signal::CONT);
            }
            37 => {
                self.still = !self.still;
                self.tell(if self.still { "stands still" } else { "goes on" });
                self.t.stand_still(self.still);
            }
            _ => self.pause(),
        }
    }

    /// A moment without anything: keys come apart.
    fn pause(&mut self) {
        let moment = self.rng.below(150);
        std::thread::sleep(Duration::from_millis(moment));
    }

    /// Ctrl-C until it leaves; a paste that nobody ends is waited for.
    fn leave(&mut self) -> Result<(), String> {
        self.t.stand_still(false);
        if let Ok(pid) = i32::try_from(self.t.pid())
            && self.t.runs()
        {
            let _ = rustix::process::Pid::from_raw(pid)
                .map(|p| rustix::process::kill_process(p, Signal::CONT));
        }
        // The end of a paste, or of half a key, that may be open.
        if self.t.runs() {
            self.t.send("\x1b[201~");
        }
        let start = Instant::now();
        let mut next = start;
        while self.t.runs() {
            if start.elapsed() > SOON {
                return Err(format!("it does not leave; the screen:\n{}", self.t.text()));
            }
            if Instant::now() >= next {
                self.t.send("\x03");
                next = Instant::now() + Duration::from_millis(400);
            }
            std::thread::sleep(Duration::from_millis(5));
        }
        Ok(())
    }

    /// What must be true when it has left.
    fn left(&mut self, storing: bool) -> Result<(), String> {
        let code = self.t.wait_exit();
        if !matches!(code, 0 | 1 | 3 | 130) {
            return Err(format!("exit code {code}; the screen:\n{}", self.t.text()));
        }
        let behind = self.t.left_behind();
        if !behind.is_empty() && !self.dropped {
            return Err(format!("left behind: {behind:?}"));
        }
        let raw = self.t.raw();
        if let Some(sequence) = unknown(&raw).filter(|_| !self.dropped) {
            return Err(format!("an unknown sequence went out: {sequence}"));
        }
        if self.t.sent_out("不具合") {
            return Err(format!("a panic; the screen:\n{}", self.t.text()));
        }
        let files = self.home.files();
        // A write that a second Ctrl-C cuts off leaves what the next start removes.
        let cut = |f: &str| code != 130 && f.contains(".kotowari-");
        let litter = files.iter().find(|f| f.starts_with("tmp/") || cut(f));
        if let Some(file) = litter {
            return Err(format!("a temporary file stays: {file}"));
        }
        let stored = files.iter().find(|f| f.starts_with(".local/share/kotowari/"));
        match stored {
            // After a yes it may store: y is among the keys. Without one nothing can be there.
            Some(file)
                if !storing
                    && !self
                        .story
                        .lines()
                        .any(|l| matches!(l.trim(), "y" | "enter" | "1" | "2")) =>
            {
                Err(format!("stored without a yes: {file}"))
            }
            _ => Ok(()),
        }
    }
}

/// The first control sequence that the program has no business to send; None: there is none.
fn unknown(raw: &[u8]) -> Option<String> {
    let mut at = 0;
    while let Some(b) = raw.get(at) {
        let rest = raw.get(at..).unwrap_or_default();
        let length = match b {
            0x1b => match sequence(rest) {
                Some(n) => n,
                None => {
                    return Some(
                        rest.iter()
                            .take(24)
                            .copied()
                            .collect::<Vec<_>>()
                            .escape_ascii()
                            .to_string(),
                    );
                }
            },
            b'\t' | b'\r' | b'\n' | 0x08 | 0x07 | 0x20..=0x7e | 0x80..=0xff => 1,
            // Outside raw mode the terminal itself echoes a tab, and `^C` and the like as text.
            _ => {
                return Some(
                    rest.iter().take(24).copied().collect::<Vec<_>>().escape_ascii().to_string(),
                );
            }
        };
        at += length;
    }
    None
}

/// The length of a known sequence at the beginning.
fn sequence(bytes: &[u8]) -> Option<usize> {
    match bytes.get(1)? {
        b'[' => {
            let end = bytes.iter().skip(2).position(|b| (0x40..=0x7e).contains(b))? + 2;
            let parameters = bytes.get(2..end)?;
            let known = match bytes[end] {
                b'H' | b'J' | b'K' | b'X' | b'C' | b'D' | b'A' | b'B' | b'G' | b'd' | b'm' => {
                    parameters.iter().all(|b| b.is_ascii_digit() || matches!(b, b';' | b':'))
                }
                b'n' => parameters == b"6",
                b'h' | b'l' => ["?1049", "?2004", "?25", "?1000", "?1006"]
                    .iter()
                    .any(|p| p.as_bytes() == parameters),
                _ => false,
            };
            known.then_some(end + 1)
        }
        // The keypad sends digits.
        b'>' => Some(2),
        // A copy, handed to the terminal.
        b']' => {
            bytes.starts_with(b"\x1b]52;c;").then_some(())?;
            let end = bytes.windows(2).position(|w| w[0] == 7 || w == b"\x1b\\")?;
            Some(if bytes[end] == 7 { end + 1 } else { end + 2 })
        }
        _ => None,
    }
}

/// Lives one life; how much happened in it.
pub(crate) fn live(exe: &str, seed: u64) -> Result<usize, Failure> {
    let mut rng = Rng::new(seed);
    let home = Home::new();
    let storing = rng.below(3) == 0;
    if storing {
        home.write(".config/kotowari/config.toml", "[privacy]\nsave = \"always\"\n");
    }
    let editor = home.write("editor", "#!/bin/sh\necho '追伸' >> \"$1\"\n");
    let runnable = std::fs::Permissions::from_mode(0o755);
    std::fs::set_permissions(&editor, runnable).expect("permissions");
    let answers = home.write("answers.toml", ANSWERS);
    let args: &[&str] = match rng.below(4) {
        0 => &["--answers", &answers],
        1 => &["--goal", "withdraw"],
        2 => &["--no-save"],
        _ => &[],
    };
    let (rows, cols) = (rng.size(3, 50), rng.size(10, 150));
    let env = [("VISUAL", editor.as_str()), ("PATH", "/usr/bin:/bin")];
    let t = home.tui(exe, args, &env, rows, cols);
    let story = format!("  {args:?} in {rows}x{cols}, storing {storing}\n");
    let mut life = Life { rng, t, home: &home, story, still: false, dropped: false };
    // Before raw mode Ctrl-C is a signal that ends it as any other program.
    let begun = Instant::now();
    while !life.t.alternate_screen() && life.t.runs() && begun.elapsed() < 4 * SOON {
        std::thread::sleep(Duration::from_millis(5));
    }
    let many = life.rng.below(LIFE);
    let (mut done, mut wrong) = (0, None);
    while done < many && life.t.runs() {
        life.act();
        done += 1;
    }
    let end = life.leave().and_then(|()| life.left(storing));
    if let Err(why) = end {
        wrong = Some(why);
    }
    match wrong {
        None => Ok(usize::try_from(done).unwrap_or(0)),
        Some(why) => Err(Failure { seed, why, story: std::mem::take(&mut life.story) }),
    }
}
