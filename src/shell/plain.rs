//! The wizard line by line: reads lines from standard input, shows what [`Plain`] says, and obeys its effects.
//!
//! What is said goes to standard output if that is a terminal, else to standard error, so that standard output stays for the
//! letter. The terminal's settings are left alone: it echoes and edits the line by itself. No escape sequence is ever sent, so
//! a clipboard that only OSC 52 reaches counts as none.

use super::clock::Clock;
use super::commands::Failure;
use super::display::Display;
use super::scratch::{self, Scratch};
use super::{clipboard, ports, terminal};
use crate::app::App;
use crate::app::effect::{Effect, Exit};
use crate::app::msg::{Copied, Outcome};
use crate::app::plain::{MAX_LINE, Plain, Turn};
use crate::app::screens::Screen;
use std::collections::VecDeque;
use std::io::{self, IsTerminal, Write};
use std::path::PathBuf;

/// Whether the terminal has no screen, as far as the environment says.
pub(super) fn without_screen() -> bool {
    let term = std::env::var_os("TERM").unwrap_or_default();
    // Where there is no such variable by custom, its absence says nothing.
    term == "dumb" || (cfg!(unix) && term.is_empty())
}

/// Whether somebody can answer on standard input: a terminal, or the end of a pipe. A file or `/dev/null` is no one.
pub(super) fn can_ask() -> bool {
    if io::stdin().is_terminal() {
        return true;
    }
    #[cfg(unix)]
    {
        use rustix::fs::{FileType, fstat};
        fstat(rustix::stdio::stdin())
            .is_ok_and(|s| matches!(FileType::from_raw_mode(s.st_mode), FileType::Fifo | FileType::Socket))
    }
    #[cfg(not(unix))]
    false
}

/// The world that the program is asked in.
pub(super) struct Lines {
    /// The configuration file; Err: why there is none.
    pub(super) config: Result<PathBuf, String>,
    /// What time it is.
    pub(super) clock: Clock,
    /// What is wanted of the clipboard.
    pub(super) wish: clipboard::Wish,
    /// It was not asked for: say why it is so.
    pub(super) fallback: bool,
}

/// Runs the program to its end; how it ended, and 130 where it was left.
///
/// # Errors
/// Standard input can't be read, or what is said can't be shown.
pub(super) fn run(app: App, lines: &Lines) -> Result<Exit, Failure> {
    keep_panics_quiet();
    scratch::tidy();
    let mut plain = Plain::new(app);
    // A code for a phone's camera needs somebody who looks at a screen.
    plain.pictures = !without_screen() && (io::stdout().is_terminal() || io::stderr().is_terminal());
    let ended = ask(&mut plain, lines);
    if ended.is_err() {
        // Nobody sees any more what is said.
        for effect in plain.leave(1).effects {
            if let Effect::SaveDraft(draft) = effect {
                let _ = ports::keep_draft(&draft);
            }
        }
    }
    ended
}

/// What time it is, for the core; whether another day has begun.
fn tell_time(plain: &mut Plain, lines: &Lines) -> bool {
    plain.app.tell_time(lines.clock.now(), lines.clock.day.is_none())
}

fn ask(plain: &mut Plain, lines: &Lines) -> Result<Exit, Failure> {
    let mut heard = input::Input::new().map_err(|e| Failure::outside(e.to_string()))?;
    let echoed = io::stdin().is_terminal();
    tell_time(plain, lines);
    if let Some(there) = lines.clock.other_day() {
        show(&format!("{}\n", plain.app.other_day_words(there)))?;
    }
    if lines.fallback {
        show(&format!("{}\n", plain.app.content.text("plain.fallback")))?;
    }
    let mut turn = plain.open();
    loop {
        let mut queue = VecDeque::from([turn]);
        let mut kept = false;
        while let Some(Turn { says, effects }) = queue.pop_front() {
            show(&says)?;
            for effect in effects {
                let outcome = match effect {
                    Effect::Copy(text) => Outcome::Copied(copy(&text.0, lines.wish)),
                    Effect::Write(to, text) => Outcome::Written(ports::write(&to, &text.0)),
                    Effect::EditExternal(text) => {
                        // A signal is seen when the editor has ended, so nothing ends before this.
                        let scratch = Scratch::default();
                        let edited = ports::edit(&text.0, "", &scratch);
                        scratch.remove();
                        // A Ctrl-C for the editor has reached this process, too.
                        heard.forget_interrupts();
                        Outcome::Edited(edited)
                    }
                    Effect::Save(profile) => Outcome::Saved(ports::save(lines.config.as_deref(), &profile)),
                    Effect::Case(order) => Outcome::Case(ports::case(order)),
                    Effect::SaveDraft(draft) => {
                        let stored = ports::keep_draft(&draft);
                        kept = stored.is_ok();
                        Outcome::Draft(stored.map(|number| Some(Box::new(draft.kept(number)))))
                    }
                    Effect::RemoveDraft(over) => {
                        Outcome::Draft(over.number.map_or(Ok(()), ports::remove_draft).map(|()| None))
                    }
                    Effect::Open(address) => Outcome::Opened(ports::open(&address.0)),
                    Effect::Suspend => Outcome::Resumed,
                    Effect::Exit(exit) => {
                        if matches!(exit, Exit::Left(_)) {
                            say_kept(plain, kept);
                        }
                        return Ok(exit);
                    }
                };
                queue.push_back(plain.done(outcome));
            }
        }
        let line = heard.next().map_err(|e| Failure::outside(format!("標準入力を読めません（{e}）")))?;
        if !echoed || matches!(line, Heard::End | Heard::Signal(_)) {
            // Where no terminal has shown what was typed, it has not ended the line either.
            show("\n")?;
        }
        if tell_time(plain, lines) {
            show(&format!("{}\n", plain.app.new_day_words()))?;
        }
        turn = match line {
            Heard::Line(l) => plain.line(&l),
            Heard::TooLong => plain.too_long(),
            Heard::NoText => plain.no_text(),
            Heard::End => plain.end(),
            // Where nobody types there is nobody to ask.
            Heard::Signal(INTERRUPT) if echoed => {
                heard.forget_interrupts();
                plain.interrupt()
            }
            Heard::Signal(number) => plain.leave(u8::try_from(128 + number).unwrap_or(130)),
        };
    }
}

/// Ctrl-C.
const INTERRUPT: usize = 2;

/// What standard input gives.
enum Heard {
    /// A line, without its end.
    Line(String),
    /// A line past [`MAX_LINE`], passed over.
    TooLong,
    /// A line that is not UTF-8.
    NoText,
    /// Nothing more.
    End,
    /// A signal that ends the program.
    Signal(usize),
}

/// The next line of what was read: taken out, with its end.
fn take_line(buffer: &mut Vec<u8>, at: usize, skipping: &mut bool) -> Option<Heard> {
    let rest = buffer.split_off(at);
    let mut line = std::mem::replace(buffer, rest);
    if std::mem::take(skipping) {
        return None;
    }
    // A file made on Windows may be piped in; no key of a terminal sends that CR.
    line.truncate(line.strip_suffix(b"\r\n").or(line.strip_suffix(b"\n")).map_or(line.len(), <[u8]>::len));
    Some(match String::from_utf8(line) {
        Ok(line) if line.len() > MAX_LINE => Heard::TooLong,
        Ok(line) => Heard::Line(line),
        Err(_) => Heard::NoText,
    })
}

fn show(text: &str) -> Result<(), Failure> {
    if text.is_empty() {
        return Ok(());
    }
    let stdout = io::stdout();
    let shown = if stdout.is_terminal() {
        let mut out = stdout.lock();
        out.write_all(text.as_bytes()).and_then(|()| out.flush())
    } else {
        io::stderr().lock().write_all(text.as_bytes())
    };
    shown.map_err(|e| Failure::outside(format!("画面に書けません（{e}）")))
}

fn copy(text: &str, wish: clipboard::Wish) -> Copied {
    let mut never = |_: &[u8]| Err(io::ErrorKind::Unsupported.into());
    match clipboard::copy(text, &Display::from_env(wish), wish, &mut never) {
        clipboard::Copied::Confirmed => Copied::Confirmed,
        clipboard::Copied::Handed => Copied::Handed,
        clipboard::Copied::Failed(why) => Copied::Failed(why),
    }
}

/// Says whether what was begun is kept.
fn say_kept(plain: &Plain, kept: bool) {
    let key = match plain.app.screen {
        // There is nothing to be gone on with.
        Screen::After(_) | Screen::Case(_) | Screen::Start(_) | Screen::Mine(_) => return,
        Screen::Log(_) => "plain.not_logged",
        _ if kept => "plain.kept",
        _ => "plain.kept.not",
    };
    // Standard error may be closed by now.
    let _ = writeln!(io::stderr(), "{}", plain.app.content.text(key));
}

/// A panic says where it happened, never what was typed, and leaves no memory image behind.
fn keep_panics_quiet() {
    std::panic::set_hook(Box::new(|info| {
        let text = terminal::panic_text(info.location().map(|l| (l.file(), l.line())));
        let _ = writeln!(io::stderr(), "{text}");
        std::process::exit(101);
    }));
}

#[cfg(unix)]
mod input {
    use super::{Heard, MAX_LINE, take_line};
    use rustix::event::{PollFd, PollFlags, poll};
    use rustix::io::Errno;
    use signal_hook::consts::{SIGHUP, SIGINT, SIGQUIT, SIGTERM};
    use std::io;
    use std::os::unix::net::UnixStream;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};

    /// Standard input, and the signals that end the program while it waits there.
    pub(super) struct Input {
        buffer: Vec<u8>,
        /// The rest of a line that is too long.
        skipping: bool,
        ended: bool,
        /// The last signal; 0: none.
        told: Arc<AtomicUsize>,
        woken: UnixStream,
    }

    impl Input {
        pub(super) fn new() -> io::Result<Self> {
            let (woken, waker) = UnixStream::pair()?;
            woken.set_nonblocking(true)?;
            let told = Arc::new(AtomicUsize::new(0));
            for signal in [SIGINT, SIGTERM, SIGHUP, SIGQUIT] {
                // The number first: whoever wakes up finds it.
                let number = usize::try_from(signal).unwrap_or_default();
                signal_hook::flag::register_usize(signal, Arc::clone(&told), number)?;
                signal_hook::low_level::pipe::register(signal, waker.try_clone()?)?;
            }
            Ok(Self { buffer: Vec::new(), skipping: false, ended: false, told, woken })
        }

        /// Passes over the Ctrl-C and Ctrl-\ that came so far.
        pub(super) fn forget_interrupts(&mut self) {
            for signal in [SIGINT, SIGQUIT] {
                let number = usize::try_from(signal).unwrap_or_default();
                let _ = self.told.compare_exchange(number, 0, SeqCst, SeqCst);
            }
        }

        pub(super) fn next(&mut self) -> io::Result<Heard> {
            loop {
                let told = self.told.load(SeqCst);
                if told != 0 {
                    return Ok(Heard::Signal(told));
                }
                if let Some(end) = self.buffer.iter().position(|b| *b == b'\n') {
                    match take_line(&mut self.buffer, end + 1, &mut self.skipping) {
                        Some(heard) => return Ok(heard),
                        None => continue,
                    }
                }
                // The line is over its limit before its end is there: what comes of it is not kept.
                if self.skipping || self.buffer.len() > MAX_LINE {
                    self.buffer.clear();
                    if !std::mem::replace(&mut self.skipping, true) {
                        return Ok(Heard::TooLong);
                    }
                }
                if self.ended {
                    let all = self.buffer.len();
                    // A last line may lack its end.
                    let last =
                        if all > 0 { take_line(&mut self.buffer, all, &mut self.skipping) } else { None };
                    return Ok(last.unwrap_or(Heard::End));
                }
                self.read()?;
            }
        }

        /// Waits for input or a signal.
        fn read(&mut self) -> io::Result<()> {
            let stdin = rustix::stdio::stdin();
            let mut fds = [PollFd::new(&stdin, PollFlags::IN), PollFd::new(&self.woken, PollFlags::IN)];
            match poll(&mut fds, None) {
                Ok(_) | Err(Errno::INTR) => {}
                Err(e) => return Err(e.into()),
            }
            let (input, signal) = (fds[0].revents(), fds[1].revents());
            if !signal.is_empty() {
                let mut passed = [0; 64];
                let _ = rustix::io::read(&self.woken, &mut passed);
                return Ok(());
            }
            if input.is_empty() {
                return Ok(());
            }
            let mut piece = [0; 8192];
            match rustix::io::read(stdin, &mut piece) {
                // Also where the terminal is gone.
                Ok(0) | Err(Errno::IO) => self.ended = true,
                Ok(n) => self.buffer.extend_from_slice(piece.get(..n).unwrap_or_default()),
                Err(Errno::INTR | Errno::AGAIN) => {}
                Err(e) => return Err(e.into()),
            }
            Ok(())
        }
    }
}

#[cfg(not(unix))]
mod input {
    use super::{Heard, MAX_LINE, take_line};
    use std::io::{self, BufRead as _};

    /// Standard input.
    pub(super) struct Input {
        buffer: Vec<u8>,
        skipping: bool,
    }

    impl Input {
        #[expect(clippy::unnecessary_wraps, reason = "elsewhere signals have to be listened to")]
        pub(super) fn new() -> io::Result<Self> {
            Ok(Self { buffer: Vec::new(), skipping: false })
        }

        /// Nothing comes here but lines.
        #[expect(clippy::unused_self, reason = "elsewhere signals are kept here")]
        pub(super) fn forget_interrupts(&mut self) {}

        pub(super) fn next(&mut self) -> io::Result<Heard> {
            let mut stdin = io::stdin().lock();
            loop {
                let read = stdin.fill_buf()?;
                if read.is_empty() {
                    let all = self.buffer.len();
                    let last =
                        if all > 0 { take_line(&mut self.buffer, all, &mut self.skipping) } else { None };
                    return Ok(last.unwrap_or(Heard::End));
                }
                let end = read.iter().position(|b| *b == b'\n');
                let taken = end.map_or(read.len(), |e| e + 1);
                self.buffer.extend_from_slice(read.get(..taken).unwrap_or_default());
                stdin.consume(taken);
                let all = self.buffer.len();
                if end.is_some() {
                    if let Some(heard) = take_line(&mut self.buffer, all, &mut self.skipping) {
                        return Ok(heard);
                    }
                } else if self.skipping || all > MAX_LINE {
                    self.buffer.clear();
                    if !std::mem::replace(&mut self.skipping, true) {
                        return Ok(Heard::TooLong);
                    }
                }
            }
        }
    }
}
