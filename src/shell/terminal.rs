//! The real terminal: raw mode, the alternate screen, events, and giving all of it back on every way out.
//!
//! Nothing waits for an answer of the terminal, so a silent one cannot delay a frame or a key. Every way out (the normal
//! end, an error, a panic, a signal, a closed window, Ctrl-Z, an external editor) goes through one restoring path. A signal that
//! ends the program is told to its core as an event, so that what is half-typed can be kept; the guard thread sees to it that the
//! terminal is given back before, and that the end comes.
//! The console of Windows, with the same methods, is in `super::console`.

use std::io;

#[cfg(unix)]
pub use unix::{Tty, survive_file_limit};

/// Alternate screen, bracketed paste, cursor hidden, and the keypad as digits, whatever a program before has left: sent in the
/// same write as the first frame.
pub(super) const ENTER: &[u8] = b"\x1b[?1049h\x1b[?2004h\x1b[?25l\x1b>";
/// The reverse, attributes first so that nothing coloured is left on the main screen.
pub(super) const LEAVE: &[u8] = b"\x1b[0m\x1b[?2004l\x1b[?1049l\x1b[?25h";

/// The mouse, asked for with ENTER if the user wants it, and given up with LEAVE.
pub(super) const MOUSE_ON: &[u8] = b"\x1b[?1000h\x1b[?1006h";
pub(super) const MOUSE_OFF: &[u8] = b"\x1b[?1006l\x1b[?1000l";

/// The text for a panic: where it happened, never what was typed (the payload may quote a letter).
fn panic_text(place: Option<(&str, u32)>) -> String {
    let place = place.map_or_else(|| "不明".to_owned(), |(file, line)| format!("{file}:{line}"));
    format!(
        "kotowari: 不具合のため終了しました（場所 {place}）。\n\
         この場所を、README にある連絡先へお知らせください。書いた内容は表示も送信もしていません。"
    )
}

/// A panic tells its place and ends the program, without a memory image; `around` puts right before that what has to be.
pub(super) fn on_panic(around: impl Fn(&dyn Fn()) + Send + Sync + 'static) {
    std::panic::set_hook(Box::new(move |info| {
        use std::io::Write as _;
        around(&|| {
            let text = panic_text(info.location().map(|l| (l.file(), l.line())));
            let _ = writeln!(io::stderr(), "{text}");
        });
        std::process::exit(101);
    }));
}

/// A larger screen is drawn on up to here: a wall of screens has less, and a terminal can say anything.
const LARGEST: (u16, u16) = (1000, 300);

/// The size when the terminal does not tell it: what the environment says, else the classic one.
pub(super) fn size_or_default(told: Option<(u16, u16)>, var: impl Fn(&str) -> Option<String>) -> (u16, u16) {
    let number = |name| var(name).and_then(|v| v.trim().parse::<u16>().ok()).filter(|n| *n > 0);
    let (columns, rows) = told.unwrap_or((0, 0));
    let columns = if columns > 0 { columns } else { number("COLUMNS").unwrap_or(80) };
    let rows = if rows > 0 { rows } else { number("LINES").unwrap_or(24) };
    (columns.min(LARGEST.0), rows.min(LARGEST.1))
}

pub(super) fn environment(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

pub(super) fn gone(cause: &io::Error) -> io::Error {
    io::Error::new(cause.kind(), "端末との接続が切れました。もう一度起動してください")
}

#[cfg(unix)]
mod unix {
    use super::{ENTER, LEAVE, MOUSE_OFF, MOUSE_ON, environment, gone, io, on_panic, size_or_default};
    use crate::input::key::{Key, TermEvent};
    use crate::shell::decode::{Decoder, Told};
    use crate::shell::scratch::Scratch;
    use crate::text::width::Ambiguous;
    use rustix::event::{PollFd, PollFlags, Timespec, poll};
    use rustix::fd::{AsFd, BorrowedFd, OwnedFd};
    use rustix::io::Errno;
    use rustix::process::{Signal, getpgrp, getpid, kill_current_process_group, kill_process};
    use rustix::termios::{OptionalActions, Termios, isatty, tcgetattr, tcgetpgrp, tcgetwinsize, tcsetattr};
    use signal_hook::consts::{
        SIGALRM, SIGCONT, SIGHUP, SIGINT, SIGPROF, SIGQUIT, SIGTERM, SIGTSTP, SIGUSR1, SIGUSR2, SIGVTALRM,
        SIGWINCH, SIGXCPU, SIGXFSZ,
    };
    use signal_hook::iterator::backend::SignalDelivery;
    use signal_hook::iterator::exfiltrator::SignalOnly;
    use std::cell::Cell;
    use std::os::unix::net::UnixStream;
    use std::sync::atomic::{AtomicBool, AtomicU8, AtomicU64, Ordering::SeqCst};
    use std::sync::mpsc::{TryRecvError, channel};
    use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError, TryLockError};
    use std::thread::Thread;
    use std::time::{Duration, Instant};

    /// How long a way out waits for a frame that is being written, and for a terminal stopped by Ctrl-S.
    const PATIENCE: Duration = Duration::from_millis(200);

    /// How long a continued background process runs before it stops again.
    const BREATH: Duration = Duration::from_millis(50);

    /// An answer that has not come so long after the question is not on its way any more.
    const ANSWER: Duration = Duration::from_millis(300);
    /// How long an answer that may be on its way is waited for when the screen is already given back: the shell would take it
    /// for typing. A line with more delay than this shows it all the same; that is the price of leaving at once.
    const STRAY: Duration = Duration::from_millis(50);

    /// How long the program may take to keep what is half-typed once a signal ends it.
    const GRACE: Duration = Duration::from_secs(1);

    /// How long the program may be at work before somebody else looks whether Ctrl-C is typed.
    const AT_WORK: Duration = Duration::from_millis(150);
    /// How long a program that is left in the middle of its work may take to come to its end by itself.
    const LAST_BREATH: Duration = Duration::from_millis(100);
    /// More is not read ahead for a program that is at work.
    const AHEAD: usize = 64 * 1024;
    /// So many errors in a row, and a terminal that is there counts as gone.
    const ERRORS: u8 = 3;

    /// The signals that end a program unless somebody catches them, and that nobody needs here.
    const ENDING: [i32; 10] =
        [SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGUSR1, SIGUSR2, SIGALRM, SIGVTALRM, SIGPROF, SIGXCPU];

    /// One side of the terminal: a standard stream, or `/dev/tty` where that stream is redirected.
    enum Side {
        Standard(BorrowedFd<'static>),
        Opened(OwnedFd),
    }

    impl AsFd for Side {
        fn as_fd(&self) -> BorrowedFd<'_> {
            match self {
                Self::Standard(fd) => *fd,
                Self::Opened(fd) => fd.as_fd(),
            }
        }
    }

    impl Side {
        fn open(standard: BorrowedFd<'static>) -> io::Result<Self> {
            if isatty(standard) {
                return Ok(Self::Standard(standard));
            }
            let tty = std::fs::OpenOptions::new().read(true).write(true).open(device()).map_err(|e| {
                io::Error::new(e.kind(), "端末が見つかりません。端末の画面から直接起動してください")
            })?;
            Ok(Self::Opened(tty.into()))
        }
    }

    /// The terminal of this process, by the name that stands for whichever it is.
    #[cfg(not(target_os = "macos"))]
    fn device() -> &'static str {
        "/dev/tty"
    }
    /// The terminal of this process. macOS can't poll the name that stands for whichever it is, so that a lone Escape and a new
    /// size would wait for the next key: by its own name, if a standard stream still leads there.
    #[cfg(target_os = "macos")]
    fn device() -> std::path::PathBuf {
        use std::os::unix::ffi::OsStringExt as _;
        [rustix::stdio::stdin(), rustix::stdio::stdout(), rustix::stdio::stderr()]
            .into_iter()
            .find_map(|stream| rustix::termios::ttyname(stream, Vec::new()).ok())
            .map_or_else(|| "/dev/tty".into(), |name| std::ffi::OsString::from_vec(name.into_bytes()).into())
    }

    /// What is needed to give the terminal back, shared with the panic hook and the guard thread.
    struct Shared {
        input: Side,
        output: Side,
        /// The settings to give back, read at the last [`Tty::enter`] (they may change while a job is stopped).
        original: Mutex<Option<Termios>>,
        /// Raw mode is on.
        raw: AtomicBool,
        /// The enter sequence went out.
        drawn: AtomicBool,
        /// It asks for the mouse.
        mouse: AtomicBool,
        /// Another program has the terminal.
        released: AtomicBool,
        /// It has ended; the guard thread clears both when it has passed over the signals that were meant for it.
        taking_back: AtomicBool,
        /// Wakes the guard thread.
        waker: Mutex<Option<UnixStream>>,
        /// Wakes [`Tty::read_events`].
        news: Mutex<Option<UnixStream>>,
        /// The exit code with which the program has to end now; 0: it need not. From then on nothing is written.
        ending: AtomicU8,
        /// Somebody else asks this process to stop.
        stop_asked: AtomicBool,
        /// It was stopped and goes on, and whatever happened to the terminal meanwhile nobody told.
        continued: AtomicBool,
        /// It stops itself: [`Tty::stop`] knows when it goes on.
        stopping: AtomicBool,
        /// What an external editor edits.
        scratch: Scratch,
        /// Held while a frame is written, and for ever by a panic.
        drawing: Mutex<()>,
        /// Since when the program is at work, in milliseconds from `began`; 0: it waits for events.
        at_work: AtomicU64,
        began: Instant,
        /// What was typed meanwhile, read by the watching thread. Whoever reads the terminal holds this.
        ahead: Mutex<Vec<u8>>,
        /// The watching thread.
        watcher: OnceLock<Thread>,
        /// It sleeps until it is woken.
        watcher_rests: AtomicBool,
    }

    impl Shared {
        /// Whether the terminal is ours to change. One that can't tell has no job control.
        fn foreground(&self) -> bool {
            tcgetpgrp(&self.input).map_or(true, |group| group == getpgrp())
        }

        /// Never waits for ever: a panic in the middle of a frame comes here with its own lock held.
        fn hold(&self) -> Option<MutexGuard<'_, ()>> {
            let end = Instant::now() + PATIENCE;
            loop {
                match self.drawing.try_lock() {
                    Ok(guard) => return Some(guard),
                    Err(TryLockError::Poisoned(poisoned)) => return Some(poisoned.into_inner()),
                    Err(TryLockError::WouldBlock) if Instant::now() < end => {
                        std::thread::sleep(Duration::from_millis(2));
                    }
                    Err(TryLockError::WouldBlock) => return None,
                }
            }
        }

        /// The other program has ended. A Ctrl-C that was meant for it may still lie there unseen by the guard thread.
        fn take_back(&self) {
            let waker = self.waker.lock().unwrap_or_else(PoisonError::into_inner);
            if let Some(waker) = &*waker {
                self.taking_back.store(true, SeqCst);
                let _ = rustix::io::write(waker, b"w");
                let end = Instant::now() + PATIENCE;
                while self.taking_back.load(SeqCst) && Instant::now() < end {
                    std::thread::sleep(Duration::from_millis(1));
                }
            }
            self.released.store(false, SeqCst);
        }

        /// Idempotent. The caller keeps the returned lock for as long as no other frame may go out.
        fn restore(&self) -> Option<MutexGuard<'_, ()>> {
            let lock = self.restore_screen();
            if self.foreground() && self.raw.swap(false, SeqCst) {
                let original = self.original.lock().unwrap_or_else(PoisonError::into_inner);
                if let Some(original) = &*original {
                    let _ = tcsetattr(&self.input, OptionalActions::Now, original);
                }
            }
            lock
        }

        /// The half of it that is seen; what is typed still echoes nothing.
        fn restore_screen(&self) -> Option<MutexGuard<'_, ()>> {
            let lock = self.hold();
            // In the background the terminal belongs to the shell, and touching it would stop this process.
            // A terminal stopped by Ctrl-S would block the write; its settings can be given back all the same.
            if self.foreground()
                && self.drawn.swap(false, SeqCst)
                && wait_writable(self.output.as_fd(), Some(PATIENCE))
            {
                let mouse = if self.mouse.load(SeqCst) { MOUSE_OFF } else { b"" };
                let _ = write_all(self.output.as_fd(), &mut &[mouse, LEAVE].concat()[..]);
            }
            lock
        }

        /// The program waits for events.
        fn waits(&self) {
            self.at_work.store(0, SeqCst);
        }

        /// The program is at work.
        fn works(&self) {
            let now = u64::try_from(self.began.elapsed().as_millis()).unwrap_or(u64::MAX);
            self.at_work.store(now.max(1), SeqCst);
            if self.watcher_rests.swap(false, SeqCst)
                && let Some(watcher) = self.watcher.get()
            {
                watcher.unpark();
            }
        }

        /// Whether the terminal still answers.
        fn there(&self) -> bool {
            tcgetattr(&self.input).is_ok()
        }

        /// The program has to end, by what came first.
        fn end(&self, code: u8) {
            let _ = self.ending.compare_exchange(0, code, SeqCst, SeqCst);
        }

        fn ends(&self) -> bool {
            self.ending.load(SeqCst) != 0
        }

        /// The terminal is gone, or seems to be: the end is that of a hang-up, whether its signal comes or is ignored by order of
        /// `nohup`. It is given back all the same, should it be there after all.
        fn lost(&self) {
            self.end(HUNG_UP);
        }

        /// Writes all of it; a terminal that is still there is tried again.
        fn write(&self, bytes: &[u8]) {
            let mut left = bytes;
            for _ in 0..ERRORS {
                if write_all(self.output.as_fd(), &mut left).is_ok() {
                    return;
                }
                if !self.there() {
                    break;
                }
            }
            self.lost();
        }

        fn wake(&self) {
            if let Some(news) = &*self.news.lock().unwrap_or_else(PoisonError::into_inner) {
                let _ = rustix::io::write(news, &[NEWS]);
            }
        }
    }

    /// Makes a file that may not grow further (`ulimit -f`) an error of the write and not the end of the program, which would leave
    /// the terminal as it is.
    pub fn survive_file_limit() {
        // Should it fail, all is as it was.
        let _ = signal_hook::flag::register(SIGXFSZ, Arc::default());
    }

    fn wait_writable(fd: BorrowedFd<'_>, limit: Option<Duration>) -> bool {
        let limit = limit.and_then(|d| Timespec::try_from(d).ok());
        let mut fds = [PollFd::from_borrowed_fd(fd, PollFlags::OUT)];
        match poll(&mut fds, limit.as_ref()) {
            Ok(n) => n > 0,
            Err(e) => e == Errno::INTR,
        }
    }

    /// Writes what is left of `bytes`.
    fn write_all(fd: BorrowedFd<'_>, bytes: &mut &[u8]) -> io::Result<()> {
        while !bytes.is_empty() {
            match rustix::io::write(fd, bytes) {
                Ok(0) => return Err(io::ErrorKind::WriteZero.into()),
                Ok(n) => *bytes = bytes.get(n..).unwrap_or_default(),
                Err(Errno::INTR) => {}
                Err(Errno::AGAIN) => {
                    wait_writable(fd, None);
                }
                Err(e) => return Err(e.into()),
            }
        }
        Ok(())
    }

    /// The exit code of a program whose terminal is gone: that of SIGHUP.
    const HUNG_UP: u8 = 129;

    type Signals = SignalDelivery<UnixStream, SignalOnly>;

    /// The terminal this process runs in. Dropping it gives the terminal back.
    pub struct Tty {
        shared: Arc<Shared>,
        signals: Mutex<Option<Signals>>,
        pending_enter: bool,
        /// The size told last.
        told: Cell<(u16, u16)>,
        /// The size may have changed without a word: nobody listened yet, or this process was stopped.
        unsure: bool,
        /// Becomes readable when the size changes, and when the guard thread has something to say.
        news: Option<UnixStream>,
        decoder: Decoder,
        /// Decoded and not told yet.
        early: Vec<TermEvent>,
        /// Errors in a row.
        errors: u8,
        /// The first frame asks for the width of ambiguous characters.
        asks: bool,
        /// When the terminal was asked for the width of ambiguous characters, until it has answered.
        asked: Option<Instant>,
    }

    impl std::fmt::Debug for Tty {
        fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.debug_struct("Tty").field("pending_enter", &self.pending_enter).finish_non_exhaustive()
        }
    }

    impl Tty {
        /// Finds the terminal: standard output and input where they are one, else `/dev/tty`, so that
        /// `kotowari > letter.txt` works. Changes nothing yet.
        ///
        /// # Errors
        /// No terminal at all (the text, in Japanese, tells what to do).
        pub fn open() -> io::Result<Self> {
            let output = Side::open(rustix::stdio::stdout())?;
            let input = Side::open(rustix::stdio::stdin())?;
            let shared = Shared {
                input,
                output,
                original: Mutex::new(None),
                raw: AtomicBool::new(false),
                drawn: AtomicBool::new(false),
                mouse: AtomicBool::new(false),
                released: AtomicBool::new(false),
                taking_back: AtomicBool::new(false),
                waker: Mutex::new(None),
                news: Mutex::new(None),
                ending: AtomicU8::new(0),
                stop_asked: AtomicBool::new(false),
                continued: AtomicBool::new(false),
                stopping: AtomicBool::new(false),
                scratch: Scratch::default(),
                drawing: Mutex::new(()),
                at_work: AtomicU64::new(0),
                began: Instant::now(),
                ahead: Mutex::new(Vec::new()),
                watcher: OnceLock::new(),
                watcher_rests: AtomicBool::new(false),
            };
            Ok(Self {
                shared: Arc::new(shared),
                signals: Mutex::new(None),
                pending_enter: false,
                told: Cell::default(),
                unsure: false,
                news: None,
                decoder: Decoder::default(),
                early: Vec::new(),
                errors: 0,
                asks: false,
                asked: None,
            })
        }

        /// Columns and rows; a terminal that does not know gets `COLUMNS`/`LINES`, else 80x24.
        pub fn size(&self) -> (u16, u16) {
            let told = tcgetwinsize(&self.shared.output).ok().map(|s| (s.ws_col, s.ws_row));
            self.told.set(size_or_default(told, environment));
            self.told.get()
        }

        /// Makes panics and the signals that end a program give the terminal back. Call it before [`Tty::enter`].
        /// A signal is kept until [`Tty::spawn_guard_thread`] looks at it. A panic ends the process with 101: an
        /// abort could leave a memory image with the letter on the disk.
        ///
        /// # Errors
        /// The signal handlers can't be registered.
        pub fn install_guards(&self) -> io::Result<()> {
            let (read, write) = UnixStream::pair()?;
            *self.shared.waker.lock().unwrap_or_else(PoisonError::into_inner) = Some(write.try_clone()?);
            let signals = SignalDelivery::with_pipe(read, write, SignalOnly, ENDING)?;
            *self.signals.lock().unwrap_or_else(PoisonError::into_inner) = Some(signals);
            let shared = Arc::clone(&self.shared);
            on_panic(move |tell| {
                let _lock = shared.restore();
                shared.scratch.remove();
                tell();
            });
            Ok(())
        }

        /// Starts the threads that answer signals and a closed terminal, and Ctrl-C while the program is at work; catches the
        /// signals of job control from then on. After the first frame: they are not needed for it. Does nothing when it runs already or without
        /// [`Tty::install_guards`]. They sleep until something happens.
        ///
        /// # Errors
        /// The thread can't be started.
        pub fn spawn_guard_thread(&mut self) -> io::Result<()> {
            let slot = self.signals.get_mut().unwrap_or_else(PoisonError::into_inner);
            if let Some(signals) = slot.take() {
                let shared = Arc::clone(&self.shared);
                signals.handle().add_signal(SIGTSTP)?;
                signals.handle().add_signal(SIGCONT)?;
                std::thread::Builder::new().name("guard".into()).spawn(move || guard(&shared, signals))?;
                let shared = Arc::clone(&self.shared);
                let watcher =
                    std::thread::Builder::new().name("watch".into()).spawn(move || watch(&shared))?;
                // It was started once: this is the first.
                let _ = self.shared.watcher.set(watcher.thread().clone());
            }
            Ok(())
        }

        /// Raw mode, and the enter sequence put in front of the next frame. Started in the background, it stops until
        /// it is continued in the foreground, as other programs do.
        ///
        /// # Errors
        /// The terminal refuses its new settings: it is gone, or this is a background process that nobody continues.
        pub fn enter(&mut self) -> io::Result<()> {
            if !self.shared.foreground() {
                self.stop()?;
            }
            let _lock = self.shared.drawing.lock().unwrap_or_else(PoisonError::into_inner);
            if self.shared.ends() {
                return Ok(());
            }
            let mut raw = tcgetattr(&self.shared.input).map_err(|e| gone(&e.into()))?;
            if !self.shared.raw.load(SeqCst) {
                *self.shared.original.lock().unwrap_or_else(PoisonError::into_inner) = Some(raw.clone());
                self.shared.raw.store(true, SeqCst);
            }
            raw.make_raw();
            // Not `Flush`: keys typed before the start are kept.
            tcsetattr(&self.shared.input, OptionalActions::Now, &raw).map_err(|e| gone(&e.into()))?;
            self.pending_enter = true;
            self.unsure = true;
            self.shared.works();
            Ok(())
        }

        /// Writes one frame (or any other bytes for the terminal) whole, in one system call where the terminal takes
        /// it; the first one after [`Tty::enter`] carries the enter sequence. Once the program has to end, nothing is
        /// written; that the terminal is gone is told by [`Tty::read_events`].
        pub fn write_frame(&mut self, bytes: &[u8]) {
            let _lock = self.shared.drawing.lock().unwrap_or_else(PoisonError::into_inner);
            if self.shared.ends() {
                return;
            }
            if std::mem::take(&mut self.pending_enter) {
                self.shared.drawn.store(true, SeqCst);
                let mouse = if self.shared.mouse.load(SeqCst) { MOUSE_ON } else { b"" };
                self.shared.write(&[ENTER, mouse, bytes].concat());
            } else {
                self.shared.write(bytes);
            }
        }

        /// Whether the terminal takes anything now; one that stands still would keep the first frame for ever.
        pub fn takes(&self) -> bool {
            wait_writable(self.shared.output.as_fd(), Some(Duration::ZERO))
        }

        /// Gives the terminal back: main screen, cursor, attributes, paste mode, settings. Harmless when repeated.
        pub fn leave(&mut self) {
            self.pending_enter = false;
            drop(self.shared.restore_screen());
            self.await_answer();
            drop(self.shared.restore());
        }

        /// Asks for the mouse from the next [`Tty::enter`] on.
        pub fn use_mouse(&mut self) {
            self.shared.mouse.store(true, SeqCst);
        }

        /// Makes the first frame ask for the width of ambiguous characters, unless this terminal knows no questions.
        pub fn ask_width(&mut self) {
            self.asks = !matches!(environment("TERM").as_deref(), None | Some("" | "dumb"));
        }

        /// Whether the first frame asks.
        pub fn asks(&self) -> bool {
            self.asks
        }

        /// The first frame is out.
        pub fn asked(&mut self) {
            self.asked = self.asks.then(Instant::now);
        }

        /// An answer that is still on its way would be typed into whatever has the terminal next. Short, and only for a
        /// program that is left within a moment of its start; what is typed meanwhile is kept.
        fn await_answer(&mut self) {
            let may_come = self.asked.is_some_and(|asked| asked.elapsed() < ANSWER) && !self.shared.ends();
            let (end, mut out) = (Instant::now() + STRAY, Vec::new());
            while may_come && self.asked.is_some() && Instant::now() < end {
                let left = end.saturating_duration_since(Instant::now());
                match self.wait(Some(left)) {
                    Ok(Woken { input: true, .. }) if self.read(&mut out) => {}
                    _ => break,
                }
            }
            self.early.append(&mut out);
        }

        /// Waits for something to happen, then appends to `out` all that is there, in order. `out` may stay as it
        /// was (an unknown key).
        ///
        /// # Errors
        /// Nothing can be waited for.
        pub fn read_events(&mut self, out: &mut Vec<TermEvent>) -> io::Result<()> {
            self.shared.waits();
            let read = self.read_on(out);
            self.shared.works();
            read
        }

        fn read_on(&mut self, out: &mut Vec<TermEvent>) -> io::Result<()> {
            self.listen()?;
            // Only now that somebody listens for new sizes is a look at the size the last one.
            if std::mem::take(&mut self.unsure) {
                self.resized(out, false);
            }
            out.append(&mut self.early);
            self.notices(out);
            while out.is_empty() {
                let woken = self.wait(self.decoder.patience())?;
                if woken.input {
                    // A burst longer than the terminal's own buffer comes in pieces.
                    while self.read(out) && self.wait(Some(Duration::ZERO))?.input {}
                } else if !woken.news {
                    let mut told = Vec::new();
                    self.decoder.give_up(&mut told);
                    self.tell(told, out);
                }
                if woken.news {
                    let new_size = self.heard();
                    self.resized(out, new_size);
                }
                self.notices(out);
            }
            Ok(())
        }

        /// Makes [`Shared::wake`] and new sizes wake [`Tty::wait`].
        fn listen(&mut self) -> io::Result<()> {
            if self.news.is_none() {
                let (read, write) = UnixStream::pair()?;
                // A full pipe wakes as well: whoever writes must never wait.
                write.set_nonblocking(true)?;
                signal_hook::low_level::pipe::register(SIGWINCH, write.try_clone()?)?;
                *self.shared.news.lock().unwrap_or_else(PoisonError::into_inner) = Some(write);
                self.news = Some(read);
            }
            Ok(())
        }

        /// Takes what woke us; whether the size was among it.
        fn heard(&self) -> bool {
            let mut told = [0; 64];
            let read = self.news.as_ref().and_then(|news| rustix::io::read(news, &mut told).ok());
            told.iter().take(read.unwrap_or(0)).any(|b| *b != NEWS)
        }

        /// What the guard thread has to say. The end comes last: what was typed before it counts.
        fn notices(&mut self, out: &mut Vec<TermEvent>) {
            if self.shared.continued.swap(false, SeqCst) {
                // Another program may have changed the settings and drawn over the screen.
                if self.enter().is_err() {
                    self.shared.lost();
                }
                out.push(TermEvent::Continued);
            }
            if self.shared.stop_asked.swap(false, SeqCst) {
                out.push(TermEvent::Suspend);
            }
            let code = self.shared.ending.load(SeqCst);
            if code != 0 {
                out.push(TermEvent::End(code));
            }
        }

        /// Waits for input or news, at most so long.
        fn wait(&self, limit: Option<Duration>) -> io::Result<Woken> {
            if !self.shared.ahead.lock().unwrap_or_else(PoisonError::into_inner).is_empty() {
                return Ok(Woken { input: true, news: false });
            }
            let limit = limit.and_then(|d| Timespec::try_from(d).ok());
            let input = PollFd::new(&self.shared.input, PollFlags::IN);
            let mut fds = match &self.news {
                Some(news) => vec![input, PollFd::new(news, PollFlags::IN)],
                None => vec![input],
            };
            // A hang-up counts as input: reading tells of it. So does a device that can't be polled (macOS has such
            // ones): reading it waits.
            while let Err(e) = poll(&mut fds, limit.as_ref()) {
                if e != Errno::INTR {
                    return Err(gone(&e.into()));
                }
            }
            let woken = |at: usize| fds.get(at).is_some_and(|fd| !fd.revents().is_empty());
            Ok(Woken { input: woken(0), news: woken(1) })
        }

        /// Reads once what is there; false: the terminal is gone.
        fn read(&mut self, out: &mut Vec<TermEvent>) -> bool {
            let shared = Arc::clone(&self.shared);
            let mut ahead = shared.ahead.lock().unwrap_or_else(PoisonError::into_inner);
            let mut told = Vec::new();
            if !ahead.is_empty() {
                self.decoder.feed(&std::mem::take(&mut *ahead), &mut told);
                self.tell(told, out);
                return true;
            }
            let mut buffer = [0; 4096];
            match rustix::io::read(&self.shared.input, &mut buffer) {
                Ok(n) if n > 0 => {
                    self.errors = 0;
                    self.decoder.feed(buffer.get(..n).unwrap_or_default(), &mut told);
                    self.tell(told, out);
                    true
                }
                Err(Errno::INTR | Errno::AGAIN) => true,
                Err(_) if self.errors < ERRORS && self.shared.there() => {
                    self.errors += 1;
                    true
                }
                _ => {
                    self.shared.lost();
                    false
                }
            }
        }

        fn tell(&mut self, told: Vec<Told>, out: &mut Vec<TermEvent>) {
            for t in told {
                match t {
                    Told::Event(event) => out.push(event),
                    // Behind the probe in the first column: 2, or 3 where it took two columns.
                    Told::Cursor(_, column) => {
                        let width = match column {
                            2 => Ambiguous::Narrow,
                            3 => Ambiguous::Wide,
                            _ => Ambiguous::Unsure,
                        };
                        if self.asked.take().is_some() && width != Ambiguous::Unsure {
                            out.push(TermEvent::Ambiguous(width));
                        }
                    }
                }
            }
        }

        /// Looks at the size; `changed`: it has changed, and be it there and back, which leaves the screen damaged.
        fn resized(&self, out: &mut Vec<TermEvent>, changed: bool) {
            let before = self.told.get();
            let (columns, rows) = self.size();
            if changed || (columns, rows) != before {
                out.push(TermEvent::Resize(columns, rows));
            }
        }

        /// Ctrl-Z: gives the terminal back, stops this process group as the shell expects, and enters again when
        /// continued. The next frame must redraw everything (the size may have changed as well).
        ///
        /// # Errors
        /// The process can't be stopped, or not be continued in the foreground.
        pub fn suspend(&mut self) -> io::Result<()> {
            self.leave();
            self.shared.waits();
            self.stop()?;
            if self.enter().is_err() {
                self.shared.lost();
            }
            Ok(())
        }

        /// Stops this process group until it is continued in the foreground, or has to end.
        ///
        /// By SIGTTOU: SIGTSTP is caught here, and SIGSTOP would stop for ever where no shell is there to go on with us.
        fn stop(&mut self) -> io::Result<()> {
            self.spawn_guard_thread()?; // a SIGTERM for the stopped job needs its answer
            let mut ignored = 0;
            while ignored < 20 {
                let start = Instant::now();
                self.shared.stopping.store(true, SeqCst);
                kill_current_process_group(Signal::TTOU)?;
                let stopped = start.elapsed() >= BREATH;
                if !stopped {
                    // No SIGCONT will come.
                    self.shared.stopping.store(false, SeqCst);
                }
                // Without job control the system ignores the signal; the terminal is ours then.
                if self.shared.foreground() || self.shared.ends() {
                    return Ok(());
                }
                ignored = if stopped { 0 } else { ignored + 1 };
                // Continued in the background, by `bg` or by a shell that ends the job. Stopping again at once would
                // leave the guard thread no time to see a SIGTERM.
                std::thread::sleep(BREATH);
            }
            Err(io::Error::other("端末を使えません。端末の前面で起動し直してください"))
        }

        /// Lends the terminal to `work` (an external editor) and enters again. The next frame must redraw everything.
        /// Ctrl-C typed there is not ours. What is in the scratch is removed whatever way this process ends, save SIGKILL.
        ///
        /// `work` runs in a thread of its own, so that a signal for this process need not wait for its end.
        ///
        /// # Errors
        /// The terminal is gone, or this process has to end before `work` has.
        pub(in crate::shell) fn with_released<T: Send + 'static>(
            &mut self,
            work: impl FnOnce(&Scratch) -> T + Send + 'static,
        ) -> io::Result<T> {
            self.listen()?;
            self.leave();
            self.shared.waits();
            self.shared.released.store(true, SeqCst);
            let (tell, told) = channel();
            let shared = Arc::clone(&self.shared);
            let started = std::thread::Builder::new().name("editor".into()).spawn(move || {
                let _ = tell.send(work(&shared.scratch));
                shared.wake();
            });
            let result = started.and_then(|_| {
                loop {
                    match told.try_recv() {
                        Ok(result) => return Ok(result),
                        Err(TryRecvError::Empty) if !self.shared.ends() => {}
                        Err(_) => return Err(gone(&io::ErrorKind::Interrupted.into())),
                    }
                    let mut fds: Vec<_> =
                        self.news.iter().map(|news| PollFd::new(news, PollFlags::IN)).collect();
                    let _ = poll(&mut fds, None);
                    self.heard();
                }
            });
            self.shared.scratch.remove();
            if !self.shared.ends() {
                self.shared.take_back();
                if self.enter().is_err() {
                    self.shared.lost();
                }
            }
            result
        }
    }

    impl Drop for Tty {
        fn drop(&mut self) {
            self.leave();
        }
    }

    /// Why a wait ended; neither: its time is over.
    struct Woken {
        input: bool,
        news: bool,
    }

    /// Waits for a signal or a hang-up, which is told even where SIGHUP does not come (a parent under `nohup`).
    ///
    /// A signal that ends the program: the terminal is given back and the letter of an editor removed at once, then the
    /// core is told, so that it keeps what is half-typed. Should it hang, the end comes without it.
    fn guard(shared: &Shared, mut signals: Signals) {
        let mut watch_terminal = true;
        loop {
            let hung_up = {
                let mut fds = [
                    PollFd::from_borrowed_fd(signals.get_read().as_fd(), PollFlags::IN),
                    PollFd::new(&shared.input, PollFlags::empty()),
                ];
                let fds = if watch_terminal { &mut fds[..] } else { &mut fds[..1] };
                match poll(fds, None) {
                    Ok(_) | Err(Errno::INTR) => {}
                    Err(_) => return,
                }
                let seen = fds.get(1).map_or(PollFlags::empty(), PollFd::revents);
                if seen.contains(PollFlags::NVAL) {
                    watch_terminal = false; // macOS can't poll some terminal devices
                }
                watch_terminal && seen.intersects(PollFlags::HUP | PollFlags::ERR)
            };
            let taking_back = shared.taking_back.load(SeqCst);
            let released = shared.released.load(SeqCst);
            let told: Vec<_> = signals.pending().collect();
            let last = told.iter().find_map(|signal| match *signal {
                // Ctrl-C inside the external editor reaches the whole foreground group.
                SIGINT | SIGQUIT if released => None,
                SIGTSTP | SIGCONT => None,
                other => Some(128 + u8::try_from(other).unwrap_or(0)),
            });
            if hung_up || last.is_some() {
                if let Some(code) = last {
                    shared.end(code);
                }
                if hung_up {
                    shared.lost();
                }
                drop(shared.restore());
                shared.scratch.remove();
                shared.wake();
                std::thread::sleep(GRACE);
                signal_hook::low_level::exit(i32::from(shared.ending.load(SeqCst)));
            }
            if told.contains(&SIGCONT) {
                // It takes back a stop that has not come about.
                shared.stop_asked.store(false, SeqCst);
                // Whoever stops itself knows that it goes on; an editor draws itself anew.
                if !shared.stopping.swap(false, SeqCst) && !released {
                    shared.continued.store(true, SeqCst);
                    shared.wake();
                }
            } else if told.contains(&SIGTSTP) {
                if released {
                    // Ctrl-Z inside the external editor: the shell waits for this process to stop, too.
                    let _ = kill_process(getpid(), Signal::TTOU);
                } else {
                    shared.stop_asked.store(true, SeqCst);
                    shared.wake();
                }
            }
            if taking_back {
                shared.released.store(false, SeqCst);
                shared.taking_back.store(false, SeqCst);
            }
        }
    }

    /// What wakes [`Tty::wait`] besides a new size, of which `signal_hook` tells by another byte.
    const NEWS: u8 = b'n';

    /// Reads the terminal while the program is at work for so long that it seems not to answer: Ctrl-C twice ends it. What else
    /// is typed meanwhile is kept for it. Sleeps while the program waits for events.
    fn watch(shared: &Shared) {
        loop {
            let since = shared.at_work.load(SeqCst);
            if since == 0 {
                shared.watcher_rests.store(true, SeqCst);
                if shared.at_work.load(SeqCst) == 0 {
                    std::thread::park();
                }
                continue;
            }
            let busy = shared.began.elapsed().saturating_sub(Duration::from_millis(since));
            if let Some(left) = AT_WORK.checked_sub(busy).filter(|left| !left.is_zero()) {
                std::thread::park_timeout(left);
                continue;
            }
            if !look_ahead(shared, since) {
                std::thread::sleep(LAST_BREATH);
            }
        }
    }

    /// Reads what is typed to a program that is at work since then; false: there is nothing to be read.
    fn look_ahead(shared: &Shared, since: u64) -> bool {
        let limit = Timespec::try_from(LAST_BREATH).ok();
        let mut fds = [PollFd::new(&shared.input, PollFlags::IN)];
        let seen = poll(&mut fds, limit.as_ref()).map_or(PollFlags::empty(), |_| fds[0].revents());
        if seen != PollFlags::IN {
            return seen.is_empty();
        }
        let mut ahead = shared.ahead.lock().unwrap_or_else(PoisonError::into_inner);
        let ours = shared.raw.load(SeqCst) && !shared.released.load(SeqCst) && shared.foreground();
        if !ours || shared.at_work.load(SeqCst) != since || ahead.len() > AHEAD {
            return false;
        }
        let mut buffer = [0; 4096];
        match rustix::io::read(&shared.input, &mut buffer) {
            Ok(n) if n > 0 => ahead.extend_from_slice(buffer.get(..n).unwrap_or_default()),
            _ => return false,
        }
        let (mut decoder, mut told) = (Decoder::default(), Vec::new());
        decoder.feed(&ahead, &mut told);
        let ctrl_c = Told::Event(TermEvent::Key(Key::ctrl('c')));
        if told.iter().filter(|t| **t == ctrl_c).count() > 1 {
            drop(ahead);
            shared.end(130);
            drop(shared.restore());
            shared.scratch.remove();
            shared.wake();
            std::thread::sleep(LAST_BREATH);
            signal_hook::low_level::exit(i32::from(shared.ending.load(SeqCst)));
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_size_comes_from_the_environment_or_is_classic() {
        assert_eq!(size_or_default(Some((120, 40)), |_| None), (120, 40));
        assert_eq!(size_or_default(Some((0, 0)), |_| None), (80, 24));
        assert_eq!(size_or_default(None, |n| (n == "COLUMNS").then(|| "100".into())), (100, 24));
        assert_eq!(size_or_default(None, |_| Some("0".into())), (80, 24));
        assert_eq!(size_or_default(Some((20_000, 20_000)), |_| None), LARGEST);
        assert_eq!(size_or_default(None, |_| Some("65535".into())), LARGEST);
    }

    #[test]
    fn a_panic_text_tells_the_place_only() {
        let text = panic_text(Some(("src/a.rs", 7)));
        assert!(text.contains("src/a.rs:7") && text.contains("README"));
    }
}
