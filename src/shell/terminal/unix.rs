//! The terminal of Unix.

mod guard;
mod pauses;
mod shared;

use crate::input::key::TermEvent;
use crate::shell::decode::{Decoder, TerminalReport};
use crate::shell::scratch::Scratch;
use crate::shell::terminal::common::{environment, gone, on_panic, opening, size_or_default};
use crate::text::width::Ambiguous;
use guard::{before_ctrl_c, guard};
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;
use rustix::termios::{OptionalActions, tcgetattr, tcgetwinsize, tcsetattr};
pub use shared::survive_file_limit;
use shared::{ERRORS, NEWS, Shared, Side};
use signal_hook::consts::{
    SIGALRM, SIGCONT, SIGHUP, SIGINT, SIGPROF, SIGQUIT, SIGTERM, SIGTSTP, SIGUSR1, SIGUSR2,
    SIGVTALRM, SIGWINCH, SIGXCPU,
};
use signal_hook::iterator::backend::SignalDelivery;
use signal_hook::iterator::exfiltrator::SignalOnly;
use std::cell::Cell;
use std::io;
use std::os::unix::net::UnixStream;
use std::sync::atomic::{AtomicBool, AtomicU8, AtomicU64, Ordering::SeqCst};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// How long to wait for a terminal's reply.
const ANSWER: Duration = Duration::from_millis(300);

/// Events after which what still comes has to wait for an answer to them.
const BURST: usize = 4096;

/// Idle time after which deferred work is done.
const PAUSE: Duration = Duration::from_secs(1);

/// How long an answer that may be on its way is waited for when the screen is already given back:
/// the shell would take it for typing. A line with more delay than this shows it all the same; that
/// is the price of leaving at once.
const STRAY: Duration = Duration::from_millis(50);

/// The signals of job control, and those that end a process by default and have no other use here.
const CAUGHT: [i32; 12] = [
    SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGUSR1, SIGUSR2, SIGALRM, SIGVTALRM, SIGPROF, SIGXCPU,
    SIGTSTP, SIGCONT,
];

/// The terminal this process runs in. Dropping it gives the terminal back.
pub struct Tty {
    shared: Arc<Shared>,
    pending_enter: bool,
    told: Cell<(u16, u16)>,
    /// The size may have changed unnoticed: no listener yet, or the process was stopped.
    unsure: bool,
    /// Becomes readable when the size changes, and when the guard thread has something to say.
    news: Option<UnixStream>,
    decoder: Decoder,
    /// Decoded but not delivered yet.
    early: Vec<TermEvent>,
    errors: u8,
    /// The first frame asks for the width of ambiguous characters.
    asks: bool,
    /// When the terminal was asked for the width of ambiguous characters, until it has answered.
    asked: Option<Instant>,
}

shows!(Debug Tty, it, "Tty(pending_enter: {})", it.pending_enter);

impl Tty {
    /// Finds the terminal: standard output and input where they are one, else `/dev/tty`, so that
    /// `kotowari > letter.txt` works. Changes nothing yet.
    /// Errors: no terminal at all (the text, in Japanese, tells what to do).
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
            unopened: AtomicBool::new(false),
            stopping: AtomicBool::new(false),
            scratch: Scratch::default(),
            drawing: Mutex::new(()),
            at_work: AtomicU64::new(0),
            began: Instant::now(),
            ahead: Mutex::new(Vec::new()),
            guard_rests: AtomicBool::new(false),
        };
        Ok(Self {
            shared: Arc::new(shared),
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

    /// Makes panics and signals give the terminal back, and starts the thread that answers signals,
    /// a closed terminal, and Ctrl-C while the program is at work. Does nothing when it runs
    /// already. No signal is caught before somebody answers it: until then each does what it does
    /// to any program, and the terminal is untouched. A panic ends the process with 101: an abort
    /// could leave a memory image with the letter on the disk.
    fn guard(&self) -> io::Result<()> {
        let mut waker = self.shared.waker.lock().unwrap_or_else(PoisonError::into_inner);
        if waker.is_some() {
            return Ok(());
        }
        let shared = Arc::clone(&self.shared);
        on_panic(move |tell| {
            let _lock = shared.restore();
            shared.scratch.remove();
            tell();
        });
        let (read, write) = UnixStream::pair()?;
        *waker = Some(write.try_clone()?);
        let signals = SignalDelivery::with_pipe(read, write, SignalOnly, CAUGHT)?;
        let shared = Arc::clone(&self.shared);
        std::thread::Builder::new().name("guard".into()).spawn(move || guard(&shared, signals))?;
        Ok(())
    }

    /// Guards the terminal, makes it raw, and puts the enter sequence in front of the next frame.
    /// Started in the background, it stops until it is continued in the foreground, as other
    /// programs do.
    /// Errors: the terminal refuses its new settings: it is gone, or this is a background process
    /// that nobody continues.
    pub fn enter(&mut self) -> io::Result<()> {
        self.guard()?;
        if !self.shared.foreground() {
            self.stop()?;
        }
        let _lock = self.shared.drawing.lock().unwrap_or_else(PoisonError::into_inner);
        if self.shared.ends() {
            return Ok(());
        }
        let mut raw = tcgetattr(&self.shared.input).map_err(|e| gone(&e.into()))?;
        if !self.shared.raw.load(SeqCst) {
            *self.shared.original.lock().unwrap_or_else(PoisonError::into_inner) =
                Some(raw.clone());
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

    /// Writes one frame (or any other bytes for the terminal) whole, in one system call where the
    /// terminal takes it; the first one after [`Tty::enter`] carries the enter sequence. Once the
    /// program has to end, nothing is written; that the terminal is gone is told by
    /// [`Tty::read_events`].
    pub fn write_frame(&mut self, bytes: &[u8]) {
        let _lock = self.shared.drawing.lock().unwrap_or_else(PoisonError::into_inner);
        if self.shared.ends() {
            return;
        }
        if std::mem::take(&mut self.pending_enter) {
            self.shared.drawn.store(true, SeqCst);
            self.shared.write(&opening(self.shared.mouse.load(SeqCst), bytes));
        } else {
            self.shared.write(bytes);
        }
    }

    /// Gives the terminal back: main screen, cursor, attributes, paste mode, settings. Repeatable.
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

    /// Makes the first frame ask for the width of ambiguous characters, unless it knows none.
    pub fn ask_width(&mut self) {
        self.asks = !matches!(environment("TERM").as_deref(), None | Some("" | "dumb"));
    }

    pub fn asks(&self) -> bool {
        self.asks
    }

    pub fn asked(&mut self) {
        self.asked = self.asks.then(Instant::now);
    }

    /// A reply that arrives late would be typed into the next program. Short, and only if the
    /// program ends within a moment of its start; keys typed meanwhile are kept.
    fn await_answer(&mut self) {
        let may_come =
            self.asked.is_some_and(|asked| asked.elapsed() < ANSWER) && !self.shared.ends();
        let (end, mut out) = (Instant::now() + STRAY, Vec::new());
        while may_come && self.asked.is_some() && !self.shared.has_ahead() && Instant::now() < end {
            let left = end.saturating_duration_since(Instant::now());
            match self.wait(Some(left)) {
                Ok(Woken { input: true, .. }) if self.read(&mut out) => {}
                _ => break,
            }
        }
        self.early.append(&mut out);
    }

    /// Waits a moment; returns whether nothing happened. Not while an answer is incomplete.
    pub fn rests(&mut self) -> bool {
        if self.decoder.patience().is_some() || !self.early.is_empty() || self.listen().is_err() {
            return false;
        }
        self.shared.waits();
        let woken = self.wait(Some(PAUSE));
        self.shared.works();
        matches!(woken, Ok(Woken { input: false, news: false }))
    }

    /// What tells the program, from another thread, that a mail program did not open.
    pub fn opener(&self) -> impl FnOnce() + Send + 'static {
        let shared = Arc::clone(&self.shared);
        move || {
            shared.unopened.store(true, SeqCst);
            shared.wake();
        }
    }

    /// Waits for something to happen, then appends to `out` all that is there, in order. `out` may
    /// stay as it was (an unknown key).
    pub fn read_events(&mut self, out: &mut Vec<TermEvent>) -> io::Result<()> {
        self.shared.waits();
        let read = self.read_on(out);
        self.shared.works();
        read
    }

    fn read_on(&mut self, out: &mut Vec<TermEvent>) -> io::Result<()> {
        self.listen()?;
        // Read after the listener is installed, so that no change is missed.
        if std::mem::take(&mut self.unsure) {
            self.resized(out, false);
        }
        out.append(&mut self.early);
        self.notices(out);
        while out.is_empty() {
            let woken = self.wait(self.decoder.patience())?;
            if woken.input {
                // A burst longer than the terminal's buffer comes in pieces. What never ends is
                // answered in between.
                while self.read(out)
                    && out.len() < BURST
                    && (out.is_empty() || !self.shared.has_ahead())
                    && self.wait(Some(Duration::ZERO))?.input
                {}
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
            // Non-blocking: a full pipe wakes as well.
            write.set_nonblocking(true)?;
            signal_hook::low_level::pipe::register(SIGWINCH, write.try_clone()?)?;
            *self.shared.news.lock().unwrap_or_else(PoisonError::into_inner) = Some(write);
            self.news = Some(read);
        }
        Ok(())
    }

    /// Reads the wake-up bytes; returns whether one was a new size.
    fn heard(&self) -> bool {
        let mut told = [0; 64];
        let read = self.news.as_ref().and_then(|news| rustix::io::read(news, &mut told).ok());
        told.iter().take(read.unwrap_or(0)).any(|b| *b != NEWS)
    }

    /// Events from the guard thread. The end comes last, after what was typed before it.
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
        if self.shared.unopened.swap(false, SeqCst) {
            out.push(TermEvent::Unopened);
        }
        let code = self.shared.ending.load(SeqCst);
        if code != 0 {
            out.push(TermEvent::End(code));
        }
    }

    /// Waits for input or news, at most this long.
    fn wait(&self, limit: Option<Duration>) -> io::Result<Woken> {
        if self.shared.has_ahead() {
            return Ok(Woken { input: true, news: false });
        }
        let limit = limit.and_then(|d| Timespec::try_from(d).ok());
        let input = PollFd::new(&self.shared.input, PollFlags::IN);
        let mut fds = match &self.news {
            Some(news) => vec![input, PollFd::new(news, PollFlags::IN)],
            None => vec![input],
        };
        // A hang-up counts as input: reading reports it. So does a device that cannot be polled
        // (macOS has some): reading it blocks.
        while let Err(e) = poll(&mut fds, limit.as_ref()) {
            refuse!(e != Errno::INTR, gone(&e.into()));
        }
        let woken = |at: usize| fds.get(at).is_some_and(|fd| !fd.revents().is_empty());
        Ok(Woken { input: woken(0), news: woken(1) })
    }

    /// Reads once; false if the terminal is gone. While earlier keys are being handled, a later
    /// Ctrl-C stays in the read-ahead buffer, where the guard thread finds it.
    fn read(&mut self, out: &mut Vec<TermEvent>) -> bool {
        let shared = Arc::clone(&self.shared);
        let mut ahead = shared.ahead.lock().unwrap_or_else(PoisonError::into_inner);
        let mut told = Vec::new();
        if !ahead.is_empty() {
            let bytes = std::mem::take(&mut *ahead);
            let (now, later) = bytes.split_at(before_ctrl_c(&bytes));
            later.clone_into(&mut ahead);
            self.decoder.feed(now, &mut told);
            self.tell(told, out);
            return true;
        }
        let mut buffer = [0; 4096];
        match rustix::io::read(&self.shared.input, &mut buffer) {
            Ok(n) if n > 0 => {
                self.errors = 0;
                let bytes = buffer.get(..n).unwrap_or_default();
                let (now, later) = bytes.split_at(before_ctrl_c(bytes));
                later.clone_into(&mut ahead);
                self.decoder.feed(now, &mut told);
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

    fn tell(&mut self, told: Vec<TerminalReport>, out: &mut Vec<TermEvent>) {
        for t in told {
            match t {
                TerminalReport::Event(event) => out.push(event),
                // Behind the probe in the first column: 2, or 3 where it took two columns.
                TerminalReport::Cursor(_, column) => {
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

    /// Reads the size. `changed`: it has changed, perhaps back again, and the screen is damaged.
    fn resized(&self, out: &mut Vec<TermEvent>, changed: bool) {
        let before = self.told.get();
        let (columns, rows) = self.size();
        if changed || (columns, rows) != before {
            out.push(TermEvent::Resize(columns, rows));
        }
    }
}

impl Drop for Tty {
    fn drop(&mut self) {
        self.leave();
    }
}

/// Why a wait ended; neither on a timeout.
struct Woken {
    input: bool,
    news: bool,
}
