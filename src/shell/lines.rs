//! Lines of standard input, and the signals that come while one is waited for.

use crate::app::plain::MAX_LINE;
pub(super) use input::Input;

/// Ctrl-C.
pub(super) const INTERRUPT: usize = 2;

/// What standard input gives.
pub(super) enum Heard {
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

#[cfg(unix)]
mod input {
    use super::{Heard, MAX_LINE, take_line};
    use rustix::event::{PollFd, PollFlags, poll};
    use rustix::io::Errno;
    use signal_hook::SigId;
    use signal_hook::consts::{SIGHUP, SIGINT, SIGQUIT, SIGTERM};
    use signal_hook::{flag, low_level};
    use std::io;
    use std::os::unix::net::UnixStream;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::SeqCst};

    /// Standard input, and the signals that end the program while it waits there.
    pub(in crate::shell) struct Input {
        buffer: Vec<u8>,
        /// The rest of a line that is too long.
        skipping: bool,
        ended: bool,
        /// The last signal; 0: none.
        told: Arc<AtomicUsize>,
        woken: UnixStream,
        /// Ctrl-C has come and was not listened to yet: the next one ends a program that is at work, whatever it does.
        unheard: Arc<AtomicBool>,
        /// What sets it.
        hears: Option<SigId>,
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
                // The number first: whoever wakes up finds it.
                let number = usize::try_from(signal).unwrap_or_default();
                flag::register_usize(signal, Arc::clone(&told), number)?;
                low_level::pipe::register(signal, waker.try_clone()?)?;
            }
            Ok(Self { buffer: Vec::new(), skipping: false, ended: false, told, woken, unheard, hears })
        }

        /// Passes over the Ctrl-C and Ctrl-\ that came so far.
        pub(in crate::shell) fn forget_interrupts(&mut self) {
            for signal in [SIGINT, SIGQUIT] {
                let number = usize::try_from(signal).unwrap_or_default();
                let _ = self.told.compare_exchange(number, 0, SeqCst, SeqCst);
            }
        }

        /// Does something during which Ctrl-C is meant for another program, although it reaches this one, too.
        pub(in crate::shell) fn lend<T>(&mut self, work: impl FnOnce() -> T) -> T {
            self.hears.take().map(low_level::unregister);
            let done = work();
            self.forget_interrupts();
            self.hears = flag::register(SIGINT, Arc::clone(&self.unheard)).ok();
            done
        }

        pub(in crate::shell) fn next(&mut self) -> io::Result<Heard> {
            self.unheard.store(false, SeqCst);
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

#[cfg(windows)]
mod input {
    use super::{Heard, INTERRUPT, MAX_LINE, take_line};
    use crate::shell::console_signals;
    use std::io::{self, BufRead as _};
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
    use std::sync::mpsc::{Receiver, Sender, channel};
    use std::thread;

    /// Standard input, and the signals that end the program while it waits there. Reading goes on in a thread of its own, a line
    /// when one is wanted: nothing else could be heard meanwhile.
    pub(in crate::shell) struct Input {
        ask: Sender<()>,
        asked: bool,
        /// `None`: a signal.
        news: Receiver<Option<io::Result<Heard>>>,
        /// The last signal; 0: none.
        told: Arc<AtomicUsize>,
    }

    impl Input {
        pub(in crate::shell) fn new() -> io::Result<Self> {
            let (ask, asked) = channel();
            let (tell, news) = channel();
            let told = Arc::new(AtomicUsize::new(0));
            let (last, wake) = (Arc::clone(&told), tell.clone());
            console_signals::listen(move |code| {
                last.store(usize::from(code) - 128, SeqCst);
                let _ = wake.send(None);
            })?;
            thread::Builder::new().name("lines".into()).spawn(move || {
                let mut lines = Lines::default();
                while asked.recv().is_ok() && tell.send(Some(lines.next())).is_ok() {}
            })?;
            Ok(Self { ask, asked: false, news, told })
        }

        /// Passes over the Ctrl-C that came so far.
        pub(in crate::shell) fn forget_interrupts(&mut self) {
            let _ = self.told.compare_exchange(INTERRUPT, 0, SeqCst, SeqCst);
        }

        /// Does something during which Ctrl-C is meant for another program, although it reaches this one, too.
        pub(in crate::shell) fn lend<T>(&mut self, work: impl FnOnce() -> T) -> T {
            let done = work();
            self.forget_interrupts();
            done
        }

        pub(in crate::shell) fn next(&mut self) -> io::Result<Heard> {
            let lost = || io::Error::from(io::ErrorKind::BrokenPipe);
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

    #[derive(Default)]
    struct Lines {
        buffer: Vec<u8>,
        /// The rest of a line that is too long.
        skipping: bool,
    }

    impl Lines {
        fn next(&mut self) -> io::Result<Heard> {
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
