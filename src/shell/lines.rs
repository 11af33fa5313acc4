//! Lines of standard input, and the signals that come while one is waited for.

use crate::app::plain::MAX_LINE;
pub(super) use input::Input;
use std::io;
use std::process::{Command, ExitStatus};
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::sync::mpsc::{Sender, channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

pub(super) const INTERRUPT: usize = 2;

pub(super) enum Heard {
    /// A line, without its end.
    Line(String),
    /// A line longer than [`MAX_LINE`], skipped.
    TooLong,
    NoText,
    End,
    Signal(usize),
}

#[derive(Default)]
struct Lines {
    buffer: Vec<u8>,
    /// The rest of an overlong line is being skipped.
    skipping: bool,
}

impl Lines {
    fn next(&mut self) -> Option<Heard> {
        while let Some(end) = self.buffer.iter().position(|b| *b == b'\n') {
            let heard = self.take(end + 1);
            if heard.is_some() {
                return heard;
            }
        }
        // Over the limit before its end: the rest is skipped.
        if self.skipping || self.buffer.len() > MAX_LINE {
            self.buffer.clear();
            if !std::mem::replace(&mut self.skipping, true) {
                return Some(Heard::TooLong);
            }
        }
        None
    }

    /// The last line, which may lack its end.
    fn rest(&mut self) -> Heard {
        let all = self.buffer.len();
        let last = if all > 0 { self.take(all) } else { None };
        last.unwrap_or(Heard::End)
    }

    /// Takes out a complete line; None for the rest of an overlong one.
    fn take(&mut self, length: usize) -> Option<Heard> {
        let rest = self.buffer.split_off(length);
        let mut line = std::mem::replace(&mut self.buffer, rest);
        if std::mem::take(&mut self.skipping) {
            return None;
        }
        // A file made on Windows may be piped in; no key of a terminal sends that CR.
        line.truncate(
            line.strip_suffix(b"\r\n").or(line.strip_suffix(b"\n")).map_or(line.len(), <[u8]>::len),
        );
        Some(match String::from_utf8(line) {
            Ok(line) if line.len() > MAX_LINE => Heard::TooLong,
            Ok(line) => Heard::Line(line),
            Err(_) => Heard::NoText,
        })
    }
}

/// Whether another program, an editor, has the terminal: Ctrl-C, which reaches both, is for it.
#[derive(Clone, Default)]
struct Lent(Arc<Mutex<Option<Tell>>>);

/// How the editor has ended; None: this program has to end before.
type Tell = Sender<Option<io::Result<ExitStatus>>>;

impl Lent {
    /// Waits for the editor; None if this program has to end before. `last`: the last signal.
    fn run(&self, mut editor: Command, last: &AtomicUsize) -> Option<io::Result<ExitStatus>> {
        let (tell, told) = channel();
        *self.lock() = Some(tell.clone());
        let started = || {
            std::thread::Builder::new()
                .name("editor".into())
                .spawn(move || tell.send(Some(editor.status())))
        };
        // Checked after the line above, so that a later signal is reported.
        let goes_on = [0, INTERRUPT].contains(&last.load(SeqCst));
        let ended = match goes_on.then(started) {
            Some(Ok(_)) => told.recv().ok().flatten(),
            Some(Err(e)) => Some(Err(e)),
            None => None,
        };
        *self.lock() = None;
        ended
    }

    fn is_lent(&self) -> bool {
        self.lock().is_some()
    }

    /// This program has to end.
    fn stop(&self) {
        if let Some(tell) = self.lock().take() {
            let _ = tell.send(None);
        }
    }

    fn lock(&self) -> MutexGuard<'_, Option<Tell>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(unix)]
mod input {
    use super::{Heard, Lent, Lines};
    use crate::shell::terminal::GRACE;
    use rustix::event::{PollFd, PollFlags, poll};
    use rustix::io::Errno;
    use signal_hook::SigId;
    use signal_hook::consts::{SIGHUP, SIGINT, SIGQUIT, SIGTERM};
    use signal_hook::iterator::Signals;
    use signal_hook::{flag, low_level};
    use std::io;
    use std::os::unix::net::UnixStream;
    use std::process::{Command, ExitStatus};
    use std::sync::Arc;
    use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::SeqCst};

    /// Standard input, and the signals that end the program while it waits there.
    pub(in crate::shell) struct Input {
        lines: Lines,
        ended: bool,
        /// The last signal; 0: none.
        told: Arc<AtomicUsize>,
        woken: UnixStream,
        /// Ctrl-C has come and was not listened to yet: the next one ends a program that is at
        /// work, whatever it does.
        unheard: Arc<AtomicBool>,
        hears: Option<SigId>,
        lent: Lent,
    }

    impl Input {
        pub(in crate::shell) fn new() -> io::Result<Self> {
            let (woken, waker) = UnixStream::pair()?;
            woken.set_nonblocking(true)?;
            let (told, unheard) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicBool::new(false)));
            // In this order: the first one does not end it.
            flag::register_conditional_shutdown(SIGINT, 130, Arc::clone(&unheard))?;
            let hears = Some(flag::register(SIGINT, Arc::clone(&unheard))?);
            for signal in [SIGINT, SIGTERM, SIGHUP, SIGQUIT] {
                // Stored before waking the reader.
                let number = usize::try_from(signal).unwrap_or_default();
                flag::register_usize(signal, Arc::clone(&told), number)?;
                low_level::pipe::register(signal, waker.try_clone()?)?;
            }
            let lent = Lent::default();
            let guard = Signals::new([SIGTERM, SIGHUP, SIGQUIT])?;
            let theirs = lent.clone();
            std::thread::Builder::new().name("guard".into()).spawn(move || ends(guard, &theirs))?;
            Ok(Self { lines: Lines::default(), ended: false, told, woken, unheard, hears, lent })
        }

        /// Ignores Ctrl-C and Ctrl-\ received so far.
        pub(in crate::shell) fn forget_interrupts(&mut self) {
            for signal in [SIGINT, SIGQUIT] {
                let number = usize::try_from(signal).unwrap_or_default();
                let _ = self.told.compare_exchange(number, 0, SeqCst, SeqCst);
            }
        }

        /// Runs an editor; None if this program has to end before it has.
        pub(in crate::shell) fn lend(&mut self, editor: Command) -> Option<io::Result<ExitStatus>> {
            self.hears.take().map(low_level::unregister);
            let ended = self.lent.run(editor, &self.told);
            if ended.is_some() {
                self.forget_interrupts();
            }
            self.hears = flag::register(SIGINT, Arc::clone(&self.unheard)).ok();
            ended
        }

        pub(in crate::shell) fn next(&mut self) -> io::Result<Heard> {
            self.unheard.store(false, SeqCst);
            loop {
                let told = self.told.load(SeqCst);
                if told != 0 {
                    return Ok(Heard::Signal(told));
                }
                if let Some(heard) = self.lines.next() {
                    return Ok(heard);
                }
                if self.ended {
                    return Ok(self.lines.rest());
                }
                self.read()?;
            }
        }

        fn read(&mut self) -> io::Result<()> {
            let stdin = rustix::stdio::stdin();
            let mut fds =
                [PollFd::new(&stdin, PollFlags::IN), PollFd::new(&self.woken, PollFlags::IN)];
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
                // Even if the terminal is gone.
                Ok(0) | Err(Errno::IO) => self.ended = true,
                Ok(n) => self.lines.buffer.extend_from_slice(piece.get(..n).unwrap_or_default()),
                Err(Errno::INTR | Errno::AGAIN) => {}
                Err(e) => return Err(e.into()),
            }
            Ok(())
        }
    }

    /// Makes sure that a termination signal is obeyed whatever the program is doing: cleanly, which
    /// keeps half-typed text, or by force.
    fn ends(mut guard: Signals, lent: &Lent) {
        for signal in guard.forever() {
            if signal == SIGQUIT && lent.is_lent() {
                continue;
            }
            lent.stop();
            std::thread::sleep(GRACE);
            low_level::exit(128 + signal);
        }
    }
}

#[cfg(windows)]
mod input {
    use super::{Heard, INTERRUPT, Lent, Lines};
    use crate::shell::console_signals::{self, INTERRUPTED};
    use crate::shell::terminal::GRACE;
    use std::io::{self, BufRead as _};
    use std::process::{Command, ExitStatus};
    use std::sync::Arc;
    use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::SeqCst};
    use std::sync::mpsc::{Receiver, Sender, channel};
    use std::thread;

    /// Standard input, and the signals that end the program while it waits there. Reading goes on
    /// in a thread of its own, a line when one is wanted: nothing else could be heard meanwhile.
    pub(in crate::shell) struct Input {
        ask: Sender<()>,
        asked: bool,
        /// `None`: a signal.
        news: Receiver<Option<io::Result<Heard>>>,
        /// The last signal; 0: none.
        told: Arc<AtomicUsize>,
        /// Ctrl-C has come and was not listened to yet: the next one ends a program that is at
        /// work, whatever it does.
        unheard: Arc<AtomicBool>,
        lent: Lent,
    }

    impl Input {
        pub(in crate::shell) fn new() -> io::Result<Self> {
            let (ask, asked) = channel();
            let (tell, news) = channel();
            let told = Arc::new(AtomicUsize::new(0));
            let (last, wake) = (Arc::clone(&told), tell.clone());
            let (unheard, lent) = (Arc::new(AtomicBool::new(false)), Lent::default());
            let (once, theirs) = (Arc::clone(&unheard), lent.clone());
            console_signals::listen(move |code| {
                let interrupted = code == INTERRUPTED;
                if interrupted && theirs.is_lent() {
                    return;
                }
                last.store(usize::from(code) - 128, SeqCst);
                let _ = wake.send(None);
                theirs.stop();
                if !interrupted {
                    thread::sleep(GRACE);
                }
                if !interrupted || once.swap(true, SeqCst) {
                    std::process::exit(i32::from(code));
                }
            })?;
            thread::Builder::new().name("lines".into()).spawn(move || {
                let mut lines = Lines::default();
                while asked.recv().is_ok() && tell.send(Some(read(&mut lines))).is_ok() {}
            })?;
            Ok(Self { ask, asked: false, news, told, unheard, lent })
        }

        /// Ignores Ctrl-C received so far.
        pub(in crate::shell) fn forget_interrupts(&mut self) {
            let _ = self.told.compare_exchange(INTERRUPT, 0, SeqCst, SeqCst);
        }

        /// Runs an editor; None if this program has to end before it has.
        pub(in crate::shell) fn lend(&mut self, editor: Command) -> Option<io::Result<ExitStatus>> {
            self.lent.run(editor, &self.told)
        }

        pub(in crate::shell) fn next(&mut self) -> io::Result<Heard> {
            let lost = || io::Error::from(io::ErrorKind::BrokenPipe);
            self.unheard.store(false, SeqCst);
            loop {
                let told = self.told.load(SeqCst);
                if told != 0 {
                    return Ok(Heard::Signal(told));
                }
                if !std::mem::replace(&mut self.asked, true) {
                    self.ask.send(()).map_err(|_| lost())?;
                }
                if let Some(heard) = self.news.recv().map_err(|_| lost())? {
                    self.asked = false;
                    return heard;
                }
            }
        }
    }

    fn read(lines: &mut Lines) -> io::Result<Heard> {
        let mut stdin = io::stdin().lock();
        loop {
            if let Some(heard) = lines.next() {
                return Ok(heard);
            }
            let read = stdin.fill_buf()?;
            let n = read.len();
            if n == 0 {
                return Ok(lines.rest());
            }
            lines.buffer.extend_from_slice(read);
            stdin.consume(n);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn heard(pieces: &[&[u8]]) -> Vec<String> {
        let mut lines = Lines::default();
        let mut out = Vec::new();
        let mut note = |h: Heard| match h {
            Heard::Line(text) => out.push(text),
            Heard::TooLong => out.push("<too long>".to_owned()),
            Heard::NoText => out.push("<no text>".to_owned()),
            Heard::End | Heard::Signal(_) => out.push("<end>".to_owned()),
        };
        for piece in pieces {
            lines.buffer.extend_from_slice(piece);
            while let Some(h) = lines.next() {
                note(h);
            }
        }
        note(lines.rest());
        out
    }

    #[test]
    fn lines_are_cut_wherever_the_pieces_are() {
        assert_eq!(heard(&["一\r\n二\n".as_bytes(), b"", b"three"]), ["一", "二", "three"]);
        assert_eq!(heard(&[b"a", b"b\n", b"\n"]), ["ab", "", "<end>"]);
        assert_eq!(heard(&[b"\xff\n", b"x"]), ["<no text>", "x"]);
    }

    #[test]
    fn a_line_past_the_limit_is_passed_over_to_its_end() {
        let long = vec![b'x'; MAX_LINE + 1];
        assert_eq!(heard(&[&long, &long, b"tail\nnext\n"]), ["<too long>", "next", "<end>"]);
        assert_eq!(heard(&[&long]), ["<too long>", "<end>"]);
        let whole = [long.as_slice(), b"\nnext"].concat();
        assert_eq!(heard(&[&whole]), ["<too long>", "next"]);
    }
}
