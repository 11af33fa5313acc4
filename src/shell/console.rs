//! The console of Windows: its modes, its records, and giving both back on every way out. The same
//! methods as the terminal of the other systems.
//!
//! Keys come as records and not as bytes, because only records tell of a new size. They are turned
//! into bytes and decoded like those of any terminal, see [`super::console_keys`].

use super::console_keys::{self, KeyRecord, Units};
use super::console_modes::Shared;
use super::console_signals::{self, INTERRUPTED};
use super::decode::{Decoder, TerminalReport};
use super::scratch::Scratch;
use super::terminal::{GRACE, environment, gone, on_panic, opening, size_or_default};
use crate::input::key::TermEvent;
use crate::text::width::Ambiguous;
use crossterm_winapi::{Console, InputRecord};
use std::io;
use std::process::{Command, ExitStatus};
use std::sync::Arc;
use std::sync::atomic::Ordering::SeqCst;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::{Duration, Instant};

/// How long after an Enter more of a paste may come.
const BURST: Duration = Duration::from_millis(15);
/// How often to poll for it.
const GLANCE: Duration = Duration::from_millis(2);
/// Idle time after which half-typed input is saved.
const PAUSE: Duration = Duration::from_secs(1);
/// How long to wait for a pending answer about widths before leaving the screen.
const STRAY: Duration = Duration::from_millis(50);
enum News {
    Records(io::Result<Vec<InputRecord>>),
    /// Records that were already read and decoded.
    Taken(Vec<u8>, Vec<TermEvent>),
    /// The program has to end with this code.
    End(u8),
}

#[expect(clippy::struct_excessive_bools, reason = "facts that do not depend on each other")]
pub struct Tty {
    shared: Arc<Shared>,
    pending_enter: bool,
    told: (u16, u16),
    /// Requests records; none are read in between, so that an editor gets its own input.
    ask: Option<Sender<()>>,
    asked_for_records: bool,
    tell: Sender<News>,
    news: Receiver<News>,
    units: Units,
    decoder: Decoder,
    /// Arrived while [`Tty::rests`] was checking.
    come: Option<News>,
    /// Decoded but not delivered yet.
    early: Vec<TermEvent>,
    asks: bool,
    asked: bool,
}

shows!(Debug Tty, it, "Tty(pending_enter: {})", it.pending_enter);

impl Tty {
    /// Finds the console, also where standard input or output is redirected. Changes nothing yet.
    /// Errors: there is none (the text, in Japanese, tells what to do).
    pub fn open() -> io::Result<Self> {
        let shared = Shared::open()?;
        let (tell, news) = channel();
        Ok(Self {
            shared: Arc::new(shared),
            pending_enter: false,
            told: (0, 0),
            ask: None,
            asked_for_records: false,
            come: None,
            tell,
            news,
            units: Units::default(),
            decoder: Decoder::default(),
            early: Vec::new(),
            asks: false,
            asked: false,
        })
    }

    /// Columns and rows, 80x24 when unknown.
    pub fn size(&self) -> (u16, u16) {
        size_or_default(crossterm::terminal::size().ok(), environment)
    }

    /// Makes a panic give the console back, and starts the threads that read the console and hear
    /// its signals. A signal that ends the program: the console is given back and the letter of an
    /// editor removed at once, then the core is told, so that it keeps what is half-typed. Should
    /// it hang, the end comes without it. Does nothing when they run already.
    fn guard(&mut self) -> io::Result<()> {
        if self.ask.is_some() {
            return Ok(());
        }
        let shared = Arc::clone(&self.shared);
        on_panic(move |tell| {
            shared.restore();
            shared.scratch.remove();
            tell();
        });
        let (shared, tell) = (Arc::clone(&self.shared), self.tell.clone());
        console_signals::listen(move |code| {
            // Ctrl-C inside the external editor reaches every program of the console.
            if code == INTERRUPTED && shared.released.load(SeqCst) {
                return;
            }
            let _ = shared.ending.compare_exchange(0, code, SeqCst, SeqCst);
            {
                let _lock = shared.lock();
                shared.restore();
            }
            shared.scratch.remove_soon();
            let _ = tell.send(News::End(code));
            thread::sleep(GRACE);
            std::process::exit(i32::from(shared.ending.load(SeqCst)));
        })?;
        let (ask, asked) = channel();
        let (console, tell) = (Console::from(self.shared.input.clone()), self.tell.clone());
        thread::Builder::new().name("keys".into()).spawn(move || {
            while asked.recv().is_ok() {
                let records = console.read_single_input_event().and_then(|first| {
                    let mut all = vec![first];
                    all.extend(console.read_console_input()?);
                    Ok(all)
                });
                if tell.send(News::Records(records)).is_err() {
                    return;
                }
            }
        })?;
        self.ask = Some(ask);
        Ok(())
    }

    /// Guards the console, makes it raw, and puts the enter sequence in front of the next frame.
    pub fn enter(&mut self) -> io::Result<()> {
        self.guard()?;
        let _lock = self.shared.lock();
        if self.shared.ends() {
            return Ok(());
        }
        self.asks &= self.shared.enter()?;
        self.pending_enter = true;
        Ok(())
    }

    /// Writes one frame whole; the first one after [`Tty::enter`] carries the enter sequence. Once
    /// the program has to end, nothing is written; that the console is gone is told by
    /// [`Tty::read_events`].
    pub fn write_frame(&mut self, bytes: &[u8]) {
        let _lock = self.shared.lock();
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

    pub fn leave(&mut self) {
        self.pending_enter = false;
        // An answer that is still on its way would be typed into whatever has the console next.
        if std::mem::take(&mut self.asked) && !self.shared.ends() {
            let (mut bytes, mut told, mut out) = (Vec::new(), Vec::new(), Vec::new());
            let _ = self.more(STRAY, &mut bytes, &mut out);
            self.decoder.feed(&bytes, &mut told);
            self.tell(told, &mut out);
            self.early.append(&mut out);
        }
        let _lock = self.shared.lock();
        self.shared.restore();
    }

    /// Asks for the mouse from the next [`Tty::enter`] on.
    pub fn use_mouse(&mut self) {
        self.shared.mouse.store(true, SeqCst);
    }

    /// Makes the first frame ask for the width of ambiguous characters, if this console answers.
    pub fn ask_width(&mut self) {
        self.asks = self.shared.answers();
    }

    pub fn asks(&self) -> bool {
        self.asks
    }

    pub fn asked(&mut self) {
        self.asked = self.asks;
    }

    /// Windows does not report that no mail program opened.
    pub fn opener(&self) -> impl FnOnce() + Send + 'static {
        || {}
    }

    /// Whether no input comes for a moment; input that comes is kept for [`Tty::read_events`].
    pub fn rests(&mut self) -> bool {
        let open = self.decoder.patience().is_some() || !self.early.is_empty();
        let end = Instant::now() + PAUSE;
        while !open && self.come.is_none() && self.ask_for_records().is_ok() {
            let left = end.saturating_duration_since(Instant::now());
            match self.news.recv_timeout(left).map(|news| self.came(news)) {
                Ok(News::Records(Ok(records))) => {
                    let (mut bytes, mut told) = (Vec::new(), Vec::new());
                    self.take(&records, &mut bytes, &mut told);
                    // Key releases and focus changes don't count.
                    if !(bytes.is_empty() && told.is_empty()) {
                        self.come = Some(News::Taken(bytes, told));
                    }
                }
                Ok(news) => self.come = Some(news),
                Err(why) => return why == RecvTimeoutError::Timeout,
            }
        }
        false
    }

    /// Waits for something to happen, then appends to `out` all that is there, in order.
    pub fn read_events(&mut self, out: &mut Vec<TermEvent>) -> io::Result<()> {
        out.append(&mut self.early);
        while out.is_empty() {
            let mut bytes = Vec::new();
            if let Some(patience) = self.decoder.patience() {
                let mut told = Vec::new();
                if self.more(patience, &mut bytes, out)? {
                    self.decoder.feed(&bytes, &mut told);
                } else {
                    self.decoder.give_up(&mut told);
                }
                self.tell(told, out);
                continue;
            }
            match self.next()? {
                News::End(code) => {
                    out.push(TermEvent::End(code));
                    continue;
                }
                News::Records(records) => {
                    self.take(&records.map_err(|e| gone(&e))?, &mut bytes, out);
                }
                News::Taken(taken, mut told) => {
                    bytes = taken;
                    out.append(&mut told);
                }
            }
            // Behind the end of a line more of a paste may come.
            while bytes.ends_with(b"\r") || console_keys::is_paste(&bytes) {
                if !self.more(BURST, &mut bytes, out)? {
                    break;
                }
            }
            if console_keys::is_paste(&bytes) {
                bytes = console_keys::bracketed(&bytes);
            }
            let mut told = Vec::new();
            self.decoder.feed(&bytes, &mut told);
            self.tell(told, out);
        }
        Ok(())
    }

    fn next(&mut self) -> io::Result<News> {
        if let Some(news) = self.come.take() {
            return Ok(news);
        }
        self.ask_for_records()?;
        let news = self.news.recv().map_err(|_| lost())?;
        Ok(self.came(news))
    }

    fn ask_for_records(&mut self) -> io::Result<()> {
        if !self.shared.ends() && !std::mem::replace(&mut self.asked_for_records, true) {
            self.ask.as_ref().and_then(|ask| ask.send(()).ok()).ok_or_else(lost)?;
        }
        Ok(())
    }

    fn came(&mut self, news: News) -> News {
        self.asked_for_records &= matches!(news, News::End(_));
        news
    }

    /// Takes input that comes within this time; false if none does.
    fn more(
        &mut self,
        limit: Duration,
        bytes: &mut Vec<u8>,
        out: &mut Vec<TermEvent>,
    ) -> io::Result<bool> {
        if self.asked_for_records {
            return Ok(false);
        }
        let (console, end) = (Console::from(self.shared.input.clone()), Instant::now() + limit);
        loop {
            let records = console.read_console_input().map_err(|e| gone(&e))?;
            let before = (bytes.len(), out.len());
            self.take(&records, bytes, out);
            if before != (bytes.len(), out.len()) {
                return Ok(true);
            }
            if Instant::now() >= end || self.shared.ends() {
                return Ok(false);
            }
            thread::sleep(GLANCE);
        }
    }

    /// Turns keys into bytes and reports a new size.
    fn take(&mut self, records: &[InputRecord], bytes: &mut Vec<u8>, out: &mut Vec<TermEvent>) {
        for record in records {
            match record {
                InputRecord::KeyEvent(k) => {
                    let record = KeyRecord {
                        down: k.key_down,
                        repeat: k.repeat_count,
                        key: k.virtual_key_code,
                        unit: k.u_char,
                        state: state(k.control_key_state),
                    };
                    self.units.take(&record, bytes);
                }
                InputRecord::WindowBufferSizeEvent(_) => {
                    // Consoles report it several times.
                    let (columns, rows) = self.size();
                    if std::mem::replace(&mut self.told, (columns, rows)) != (columns, rows) {
                        out.push(TermEvent::Resize(columns, rows));
                    }
                }
                _ => {}
            }
        }
    }

    fn tell(&mut self, told: Vec<TerminalReport>, out: &mut Vec<TermEvent>) {
        for t in told {
            match t {
                TerminalReport::Event(event) => out.push(event),
                // Behind the probe in the first column: 2, or 3 where it took two columns.
                TerminalReport::Cursor(_, column) => {
                    if std::mem::take(&mut self.asked) && column == 3 {
                        out.push(TermEvent::Ambiguous(Ambiguous::Wide));
                    }
                }
            }
        }
    }

    /// Windows has no job control.
    pub fn suspend(&mut self) -> io::Result<()> {
        Ok(())
    }

    /// What is removed whatever way this process ends, unless it is killed.
    pub(in crate::shell) fn scratch(&self) -> Scratch {
        self.shared.scratch.clone()
    }

    /// Lends the console to an external editor and enters again. Ctrl-C typed there is not ours.
    /// Errors: the console is gone afterwards.
    pub(in crate::shell) fn with_released(
        &mut self,
        mut editor: Command,
    ) -> io::Result<io::Result<ExitStatus>> {
        self.leave();
        self.shared.released.store(true, SeqCst);
        let result = editor.status();
        self.shared.released.store(false, SeqCst);
        self.enter()?;
        Ok(result)
    }
}

/// The thread that reads the console is gone.
fn lost() -> io::Error {
    gone(&io::ErrorKind::BrokenPipe.into())
}

/// The modifiers of a record. The library keeps the number to itself and answers for one bit each.
fn state(keys: crossterm_winapi::ControlKeyState) -> u32 {
    (0..9).map(|bit| 1 << bit).filter(|bit| keys.has_state(*bit)).sum()
}

impl Drop for Tty {
    fn drop(&mut self) {
        self.leave();
    }
}
