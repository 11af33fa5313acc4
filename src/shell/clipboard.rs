//! Putting a text on the clipboard so that it is still there when the program and its terminal are
//! gone.
//!
//! On X11 and Wayland a clipboard is a promise: whoever copied must stay and hand the text out. So
//! a second process, the keeper (this same program started with [`KEEPER_ARG`]), takes the text and
//! stays. Elsewhere the system keeps it. Without a display, or over SSH, the terminal is asked by
//! OSC 52, which it never confirms.

use super::display::{ClipboardOptions, Desktop, Display, Osc52};
use crate::app::msg::Copied;
use crossterm::{Command as _, clipboard::CopyToClipboard};
use std::io;
use std::process::ExitCode;
use std::time::Duration;

/// The hidden argument that makes the program a keeper.
pub const KEEPER_ARG: &str = "__keep-clipboard";

/// The longest text given to a terminal: tmux drops 1 MB without a word. Letters are smaller.
const MOST: usize = 700_000;

/// GNU screen passes a device control string on in pieces of this size.
const SCREEN_CHUNK: usize = 76;

/// A clock that goes on while the machine sleeps.
fn now() -> Duration {
    #[cfg(any(target_os = "linux", target_os = "android"))]
    {
        use rustix::time::{ClockId, clock_gettime};
        Duration::try_from(clock_gettime(ClockId::Boottime)).unwrap_or_default()
    }
    #[cfg(not(any(target_os = "linux", target_os = "android")))]
    {
        let now = std::time::SystemTime::now();
        now.duration_since(std::time::UNIX_EPOCH).unwrap_or_default()
    }
}

/// A sleep is paused while the machine sleeps: waits are cut to this length, the clock read again.
const LOOK: Duration = Duration::from_secs(5);

/// From now on child processes inherit only the three standard streams. Descriptors opened here are
/// close-on-exec anyway, but the caller may have passed some (`9> lock`, `3>&1 | cat`), and a
/// keeper would hold them for hours.
#[cfg(unix)]
pub(super) fn hand_on_nothing() {
    close_fds::set_fds_cloexec_threadsafe(3, &[]);
}

/// Copies `text` by the best way `display` offers: the desktop's clipboard, else OSC 52 through
/// `osc52`, which must write and flush the bytes to the terminal while the program still runs.
/// Takes 3 seconds at most (a display that does not answer), then goes on to the next way.
pub fn copy(
    text: &str,
    display: &Display,
    wish: ClipboardOptions,
    osc52: &mut dyn FnMut(&[u8]) -> io::Result<()>,
) -> Copied {
    if display.desktop == Desktop::Here && desktop::copy(text, wish) {
        return Copied::Confirmed;
    }
    let Some(bytes) = osc52_bytes(text, display.terminal) else {
        let cause = match display.desktop {
            Desktop::Here => text!("clipboard.dead"),
            Desktop::None => text!("clipboard.none"),
            Desktop::Network => {
                text!("clipboard.network")
            }
        };
        return Copied::Failed(text!("clipboard.failed", cause));
    };
    if text.len() > MOST {
        return Copied::Failed(text!("clipboard.too_long").into());
    }
    match osc52(&bytes) {
        Ok(()) => Copied::Handed,
        Err(_) => Copied::Failed(text!("clipboard.refused").into()),
    }
}

/// The whole sequence for `terminal`; `None` if it would be useless.
fn osc52_bytes(text: &str, terminal: Osc52) -> Option<Vec<u8>> {
    let mut plain = String::new();
    CopyToClipboard::to_clipboard_from(text).write_ansi(&mut plain).ok()?;
    match terminal {
        Osc52::None => None,
        Osc52::Plain => Some(plain.into_bytes()),
        // tmux takes the plain form with `set-clipboard on`, the wrapped one with
        // `allow-passthrough on`.
        Osc52::Tmux => {
            let wrapped = plain.replace('\x1b', "\x1b\x1b");
            Some(format!("{plain}\x1bPtmux;{wrapped}\x1b\\").into_bytes())
        }
        // The inner sequence ends with BEL: an ST would end the string around it.
        Osc52::Screen => {
            let inner = plain.strip_suffix("\x1b\\").unwrap_or(&plain).to_owned() + "\x07";
            let chunks = inner.as_bytes().chunks(SCREEN_CHUNK);
            Some(chunks.flat_map(|chunk| [b"\x1bP", chunk, b"\x1b\\"].concat()).collect())
        }
    }
}

/// The keeper: takes the text from standard input, says `OK` on standard output when the clipboard
/// really holds it, and stays until something else is copied, the display is gone, or its time is
/// over (12 hours, unless less was asked for). Returns its exit code; on systems that keep the
/// clipboard themselves there is nothing to do.
pub fn keeper_main() -> ExitCode {
    // A number of seconds, and no more: arguments show in `ps`.
    let given = std::env::args().nth(2).and_then(|s| s.parse().ok()).map(Duration::from_secs);
    desktop::keep(given)
}

/// Windows and macOS keep the text themselves.
#[cfg(any(not(unix), target_os = "macos"))]
mod desktop {
    use super::{ClipboardOptions, Duration, ExitCode, KEEPER_ARG, LOOK, now};
    use arboard::Set;
    use std::borrow::Cow;
    use std::io::{Read as _, Write as _};
    use std::process::{Command, Stdio};

    /// Larger than any letter.
    const MAX_TEXT: u64 = 16 * 1024 * 1024;

    #[cfg(windows)]
    const DETACHED_PROCESS: u32 = 0x0000_0008;

    /// Whether the clipboard holds `text` now, as read back.
    pub(super) fn copy(text: &str, wish: ClipboardOptions) -> bool {
        // Windows stores line ends its own way, so they don't count.
        let same = |got: &str| got.lines().eq(text.lines());
        arboard::Clipboard::new()
            .and_then(|mut clipboard| {
                unrecorded(clipboard.set()).text(system_lines(text))?;
                clipboard.get_text()
            })
            .is_ok_and(|got| {
                let held = same(&got);
                if let Some(clear) = wish.clear.filter(|_| held) {
                    clear_later(text, clear);
                }
                held
            })
    }

    /// The text with the line ends that programs of the system expect: on Windows both.
    fn system_lines(text: &str) -> Cow<'_, str> {
        if cfg!(windows) { text.replace('\n', "\r\n").into() } else { text.into() }
    }

    /// Asks clipboard histories, local or in a cloud, to leave the text out.
    #[cfg(windows)]
    fn unrecorded(set: Set<'_>) -> Set<'_> {
        use arboard::SetExtWindows as _;
        set.exclude_from_history().exclude_from_cloud().exclude_from_monitoring()
    }
    #[cfg(target_os = "macos")]
    fn unrecorded(set: Set<'_>) -> Set<'_> {
        use arboard::SetExtApple as _;
        set.exclude_from_history()
    }

    /// Leaves a process behind that empties the clipboard, if it still holds our text then.
    fn clear_later(text: &str, after: Duration) {
        let Ok(program) = std::env::current_exe() else { return };
        let mut keeper = Command::new(program);
        keeper.arg(KEEPER_ARG).arg(after.as_secs().to_string());
        keeper.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
        #[cfg(unix)]
        super::hand_on_nothing();
        // Without the console it would end with its window.
        #[cfg(windows)]
        std::os::windows::process::CommandExt::creation_flags(&mut keeper, DETACHED_PROCESS);
        if let Ok(mut keeper) = keeper.spawn()
            && let Some(mut stdin) = keeper.stdin.take()
        {
            let _ = stdin.write_all(text.as_bytes());
        }
    }

    pub(super) fn keep(clear: Option<Duration>) -> ExitCode {
        // A session of its own: the hang-up of the wizard's terminal does not reach it.
        #[cfg(unix)]
        let _ = rustix::process::setsid();
        let Some(clear) = clear else { return ExitCode::SUCCESS };
        let mut text = String::new();
        if std::io::stdin().take(MAX_TEXT).read_to_string(&mut text).is_err() {
            return ExitCode::FAILURE;
        }
        let end = now() + clear;
        while now() < end {
            std::thread::sleep(end.saturating_sub(now()).min(LOOK));
        }
        let same = |got: &str| got.lines().eq(text.lines());
        let cleared = arboard::Clipboard::new().and_then(|mut clipboard| {
            if same(&clipboard.get_text()?) { clipboard.clear() } else { Ok(()) }
        });
        if cleared.is_ok() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
    }
}

#[cfg(all(unix, not(target_os = "macos")))]
mod desktop {
    use super::{ClipboardOptions, Duration, ExitCode, KEEPER_ARG, LOOK, now};
    use crate::shell::display::without_network;
    use arboard::{Clipboard, SetExtLinux as _};
    use std::io::{Read as _, Write as _};
    use std::os::unix::process::CommandExt as _;
    use std::path::Path;
    use std::process::{Command, Stdio};
    use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
    use std::thread;

    /// How long a display may take to accept the text.
    const READY: Duration = Duration::from_secs(3);
    /// No keeper holds a private letter longer than this.
    const LIFE: Duration = Duration::from_secs(12 * 60 * 60);
    /// How often the keeper looks whether the display holds the text, until it does for the first
    /// time. From then on it looks whether the display is still there, since on X11 nothing tells
    /// it.
    const FIRST_LOOKS: Duration = Duration::from_millis(10);
    /// Larger than any letter; limits the memory of a misused keeper.
    const MAX_TEXT: u64 = 16 * 1024 * 1024;
    /// The only message a keeper sends.
    const OK: &[u8] = b"OK\n";

    /// Whether a keeper holds `text` now, as read back by it. Never takes longer than [`READY`].
    pub(super) fn copy(text: &str, wish: ClipboardOptions) -> bool {
        // Linux starts the very same program, even if its file was replaced or removed meanwhile.
        let same = Path::new("/proc/self/exe");
        let program = if same.exists() { Ok(same.to_owned()) } else { std::env::current_exe() };
        let Ok(program) = program else { return false };
        // Nothing of this process is left open in the keeper: an inherited stream would keep
        // `kotowari | cat` or an SSH session waiting. Arguments show in `ps`, so the text goes
        // through the pipe.
        super::hand_on_nothing();
        let mut keeper = Command::new(program);
        if let (false, Ok(display)) = (wish.tcp_display, std::env::var("DISPLAY")) {
            match without_network(&display) {
                Some(local) => keeper.env("DISPLAY", local),
                None => keeper.env_remove("DISPLAY"),
            };
        }
        let keeper = keeper
            .arg0("kotowari")
            .arg(KEEPER_ARG)
            .args(wish.clear.map(|c| c.as_secs().to_string()))
            .current_dir("/")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn();
        let Ok(mut keeper) = keeper else { return false };
        let (Some(mut stdin), Some(stdout)) = (keeper.stdin.take(), keeper.stdout.take()) else {
            return false;
        };
        let text = text.to_owned();
        let (tell, told) = channel();
        let started = thread::Builder::new().name("copy".into()).spawn(move || {
            let mut answer = Vec::new();
            let result = stdin.write_all(text.as_bytes());
            drop(stdin);
            let _ = result.and_then(|()| stdout.take(OK.len() as u64).read_to_end(&mut answer));
            let _ = tell.send(answer);
        });
        let held = started.is_ok() && told.recv_timeout(READY).is_ok_and(|answer| answer == OK);
        if !held {
            let _ = keeper.kill();
        }
        // Collects the keeper whenever it ends, or it would stay a zombie while this program runs.
        let collector = thread::Builder::new().name("keeper".into()).spawn(move || {
            let _ = keeper.wait();
        });
        drop(collector);
        held
    }

    enum News {
        /// Read back: the clipboard holds the text.
        Holds,
        /// The clipboard holds something else or can't be asked.
        Lost,
        /// Serving the text has ended: another copy replaced it, or it failed.
        Ended,
    }

    pub(super) fn keep(clear: Option<Duration>) -> ExitCode {
        // A session of its own: the hang-up of the wizard's terminal does not reach it.
        let _ = rustix::process::setsid();
        let mut text = String::new();
        match std::io::stdin().take(MAX_TEXT).read_to_string(&mut text) {
            Ok(n) if n > 0 => {}
            _ => return ExitCode::FAILURE,
        }
        let (tell, told) = channel();
        let (give, look) = ((text.clone(), tell.clone()), (text, tell));
        // Both threads may hang on a display that never answers: the time limits are kept here.
        thread::spawn(move || {
            // Not `wait_until`: on Wayland it returns at once and the text is lost.
            // Whoever keeps a history of the clipboard is asked to leave it out.
            let _ = Clipboard::new().and_then(|mut clipboard| {
                clipboard.set().wait().exclude_from_history().text(give.0)
            });
            let _ = give.1.send(News::Ended);
        });
        thread::spawn(move || watch(&look.0, &look.1));
        let mut said = false;
        let mut end = now() + READY;
        let ended = |said| if said { ExitCode::SUCCESS } else { ExitCode::FAILURE };
        loop {
            let left = end.saturating_sub(now());
            if left.is_zero() {
                return ended(said);
            }
            match told.recv_timeout(left.min(LOOK)) {
                Ok(News::Holds) if !said => {
                    // Not `println!`, which panics on a closed pipe.
                    let mut out = std::io::stdout();
                    if out.write_all(OK).and_then(|()| out.flush()).is_err() {
                        return ExitCode::FAILURE;
                    }
                    said = true;
                    end = now() + clear.map_or(LIFE, |c| c.min(LIFE));
                }
                Ok(News::Holds) | Err(RecvTimeoutError::Timeout) => {}
                Ok(News::Lost) if !said => {}
                Ok(News::Lost | News::Ended) | Err(RecvTimeoutError::Disconnected) => {
                    return ended(said);
                }
            }
        }
    }

    /// Reads the clipboard back, frequently until it first holds `text`, then occasionally.
    fn watch(text: &str, tell: &Sender<News>) {
        let mut pause = FIRST_LOOKS;
        loop {
            thread::sleep(pause);
            let holds = Clipboard::new()
                .and_then(|mut clipboard| clipboard.get_text())
                .is_ok_and(|got| got == text);
            if holds {
                pause = LOOK;
            }
            if tell.send(if holds { News::Holds } else { News::Lost }).is_err() {
                return;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shell::display::tests::display;

    fn sent(text: &str, display: Display) -> (Copied, Vec<u8>) {
        let mut out = Vec::new();
        let result = copy(text, &display, ClipboardOptions::default(), &mut |bytes| {
            out.extend_from_slice(bytes);
            Ok(())
        });
        (result, out)
    }

    #[test]
    fn without_a_desktop_the_terminal_is_handed_the_text() {
        let (result, bytes) =
            sent("あ", Display { desktop: Desktop::None, terminal: Osc52::Plain });
        assert_eq!(result, Copied::Handed);
        assert_eq!(bytes, b"\x1b]52;c;44GC\x1b\\");
    }

    #[test]
    fn tmux_gets_the_plain_and_the_wrapped_form() {
        let plain = "\x1b]52;c;44GC\x1b\\";
        let wrapped = "\x1bPtmux;\x1b\x1b]52;c;44GC\x1b\x1b\\\x1b\\";
        let terminal = display(&["TMUX", "STY"], "tmux-256color").terminal;
        assert_eq!(osc52_bytes("あ", terminal), Some(format!("{plain}{wrapped}").into_bytes()));
    }

    #[test]
    fn screen_gets_chunks_that_join_to_the_sequence() {
        let terminal = display(&["STY"], "screen").terminal;
        let bytes = String::from_utf8(osc52_bytes(&"字".repeat(100), terminal).unwrap_or_default())
            .unwrap_or_default();
        let chunks: Vec<&str> = bytes.split("\x1b\\").filter(|c| !c.is_empty()).collect();
        assert!(chunks.iter().all(|c| c.starts_with("\x1bP") && c.len() <= SCREEN_CHUNK + 2));
        let inner: String = chunks.iter().filter_map(|c| c.strip_prefix("\x1bP")).collect();
        assert!(
            inner.starts_with("\x1b]52;c;5a2X")
                && inner.ends_with('\x07')
                && inner.len() == 7 + 400 + 1
        );
    }

    #[test]
    fn what_a_terminal_would_drop_is_not_called_handed_over() {
        let display = Display { desktop: Desktop::None, terminal: Osc52::Tmux };
        assert_eq!(sent(&"あ".repeat(MOST / 3), display).0, Copied::Handed);
        let (result, bytes) = sent(&"あ".repeat(MOST / 3 + 1), display);
        assert!(
            matches!(&result, Copied::Failed(why) if why.contains("長すぎ")) && bytes.is_empty()
        );
    }

    #[cfg(all(unix, not(target_os = "macos")))]
    #[test]
    fn a_network_that_was_not_asked_for_is_named() {
        let (result, _) = sent("秘密", display(&["DISPLAY=localhost:50"], "linux"));
        assert!(
            matches!(&result, Copied::Failed(why) if why.contains("tcp_display")),
            "{result:?}"
        );
    }

    #[test]
    fn no_way_is_told_and_says_what_to_do() {
        for term in ["dumb", "linux"] {
            let (result, bytes) = sent("秘密", display(&["SSH_TTY"], term));
            assert!(
                matches!(&result, Copied::Failed(why) if why.contains("保存") && !why.contains("秘密"))
            );
            assert!(bytes.is_empty());
        }
        let failed = copy(
            "秘密",
            &display(&["SSH_TTY"], "xterm"),
            ClipboardOptions::default(),
            &mut |_| Err(io::ErrorKind::BrokenPipe.into()),
        );
        assert!(matches!(failed, Copied::Failed(_)));
    }
}
