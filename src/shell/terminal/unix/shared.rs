//! State for restoring the terminal, shared by everything that may do so.

use crate::shell::scratch::Scratch;
use crate::shell::terminal::common::closing;
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::fd::{AsFd, BorrowedFd, OwnedFd};
use rustix::io::Errno;
use rustix::net::{SendFlags, send};
use rustix::process::getpgrp;
use rustix::termios::{OptionalActions, Termios, isatty, tcgetattr, tcgetpgrp, tcsetattr};
use signal_hook::consts::SIGXFSZ;
use signal_hook::iterator::backend::SignalDelivery;
use signal_hook::iterator::exfiltrator::SignalOnly;
use std::io;
use std::os::unix::net::UnixStream;
use std::sync::atomic::{AtomicBool, AtomicU8, AtomicU64, Ordering::SeqCst};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, TryLockError};
use std::time::{Duration, Instant};

/// How long a way out waits for a frame that is being written, or a terminal stopped by Ctrl-S.
pub(super) const PATIENCE: Duration = Duration::from_millis(200);

/// After this many errors in a row the terminal counts as gone.
pub(super) const ERRORS: u8 = 3;

/// What wakes `Tty::wait` besides a new size, of which `signal_hook` tells by another byte.
pub(super) const NEWS: u8 = b'n';

/// The exit code of a program whose terminal is gone: that of SIGHUP.
const HUNG_UP: u8 = 129;

pub(super) type Signals = SignalDelivery<UnixStream, SignalOnly>;

/// One side of the terminal: a standard stream, or `/dev/tty` where that stream is redirected.
pub(super) enum Side {
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
    pub(super) fn open(standard: BorrowedFd<'static>) -> io::Result<Self> {
        if isatty(standard) {
            return Ok(Self::Standard(standard));
        }
        let tty = std::fs::OpenOptions::new()
            .read(true)
            .write(true)
            .open(device())
            .map_err(|e| io::Error::new(e.kind(), text!("terminal.none")))?;
        Ok(Self::Opened(tty.into()))
    }
}

/// The controlling terminal, by its generic name.
#[cfg(not(target_os = "macos"))]
pub(super) fn device() -> &'static str {
    "/dev/tty"
}
/// The controlling terminal. macOS cannot poll its generic name, so a lone Escape or a resize would
/// wait for the next key: the specific name is used if a standard stream still refers to it.
#[cfg(target_os = "macos")]
pub(super) fn device() -> std::path::PathBuf {
    use std::os::unix::ffi::OsStringExt as _;
    [rustix::stdio::stdin(), rustix::stdio::stdout(), rustix::stdio::stderr()]
        .into_iter()
        .find_map(|stream| rustix::termios::ttyname(stream, Vec::new()).ok())
        .map_or_else(
            || "/dev/tty".into(),
            |name| std::ffi::OsString::from_vec(name.into_bytes()).into(),
        )
}

/// State for restoring the terminal, shared with the panic hook and the guard thread.
pub(super) struct Shared {
    pub(super) input: Side,
    pub(super) output: Side,
    /// The settings to give back, read at the last `Tty::enter` (they may change during a stop).
    pub(super) original: Mutex<Option<Termios>>,
    pub(super) raw: AtomicBool,
    /// The enter sequence was written.
    pub(super) drawn: AtomicBool,
    pub(super) mouse: AtomicBool,
    /// Another program has the terminal.
    pub(super) released: AtomicBool,
    /// It has ended; the guard thread clears both after the signals meant for it.
    pub(super) taking_back: AtomicBool,
    pub(super) waker: Mutex<Option<UnixStream>>,
    pub(super) news: Mutex<Option<UnixStream>>,
    /// The exit code with which the program has to end, 0 if it need not; then nothing is written.
    pub(super) ending: AtomicU8,
    pub(super) stop_asked: AtomicBool,
    /// A mail program was called and did not open.
    pub(super) unopened: AtomicBool,
    /// The process was continued; the terminal may have changed meanwhile.
    pub(super) continued: AtomicBool,
    /// It stops itself, and `Tty::stop` handles the continuation.
    pub(super) stopping: AtomicBool,
    pub(super) scratch: Scratch,
    /// Held while a frame is written, and for ever by a panic.
    pub(super) drawing: Mutex<()>,
    /// Since when the program is at work, in milliseconds from `began`; 0: it waits for events.
    pub(super) at_work: AtomicU64,
    pub(super) began: Instant,
    /// Input read ahead by the guard thread. Held while reading the terminal.
    pub(super) ahead: Mutex<Vec<u8>>,
    /// The guard thread has to be told that the program is at work.
    pub(super) guard_rests: AtomicBool,
}

impl Shared {
    /// Whether the terminal is ours to change. One that can't tell has no job control.
    pub(super) fn foreground(&self) -> bool {
        tcgetpgrp(&self.input).map_or(true, |group| group == getpgrp())
    }

    /// Never blocks for ever: after a panic within a frame its own lock is still held.
    pub(super) fn hold(&self) -> Option<MutexGuard<'_, ()>> {
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

    /// The other program has ended. A Ctrl-C that was meant for it may still lie there unseen.
    pub(super) fn take_back(&self) {
        self.taking_back.store(true, SeqCst);
        self.wake_guard();
        let end = Instant::now() + PATIENCE;
        while self.taking_back.load(SeqCst) && Instant::now() < end {
            std::thread::sleep(Duration::from_millis(1));
        }
        self.released.store(false, SeqCst);
    }

    fn wake_guard(&self) {
        if let Some(waker) = &*self.waker.lock().unwrap_or_else(PoisonError::into_inner) {
            // Sent, not written: it never blocks, and only frames are written.
            let _ = send(waker, b"w", SendFlags::DONTWAIT);
        }
    }

    /// Idempotent. The caller keeps the returned lock for as long as no other frame may go out.
    pub(super) fn restore(&self) -> Option<MutexGuard<'_, ()>> {
        let lock = self.restore_screen();
        if self.foreground() && self.raw.swap(false, SeqCst) {
            let original = self.original.lock().unwrap_or_else(PoisonError::into_inner);
            if let Some(original) = &*original {
                let _ = tcsetattr(&self.input, OptionalActions::Now, original);
            }
        }
        lock
    }

    /// Restores the visible part; echo stays off.
    pub(super) fn restore_screen(&self) -> Option<MutexGuard<'_, ()>> {
        let lock = self.hold();
        // In the background the terminal belongs to the shell, and touching it would stop this
        // process. A terminal stopped by Ctrl-S would block the write; its settings can be given
        // back all the same.
        if self.foreground()
            && self.drawn.swap(false, SeqCst)
            && wait_writable(self.output.as_fd(), Some(PATIENCE))
        {
            let _ =
                write_all(self.output.as_fd(), &mut closing(self.mouse.load(SeqCst)).as_slice());
        }
        lock
    }

    pub(super) fn has_ahead(&self) -> bool {
        !self.ahead.lock().unwrap_or_else(PoisonError::into_inner).is_empty()
    }

    pub(super) fn waits(&self) {
        self.at_work.store(0, SeqCst);
    }

    pub(super) fn works(&self) {
        let now = u64::try_from(self.began.elapsed().as_millis()).unwrap_or(u64::MAX);
        self.at_work.store(now.max(1), SeqCst);
        if self.guard_rests.swap(false, SeqCst) {
            self.wake_guard();
        }
    }

    pub(super) fn there(&self) -> bool {
        tcgetattr(&self.input).is_ok()
    }

    /// Makes the program end; the first code counts.
    pub(super) fn end(&self, code: u8) {
        let _ = self.ending.compare_exchange(0, code, SeqCst, SeqCst);
    }

    pub(super) fn ends(&self) -> bool {
        self.ending.load(SeqCst) != 0
    }

    /// The terminal is gone, or seems to be: the end is that of a hang-up, whether its signal comes
    /// or is ignored by order of `nohup`. It is given back all the same, should it be there after
    /// all.
    pub(super) fn lost(&self) {
        self.end(HUNG_UP);
    }

    /// Writes everything, retrying while the terminal exists.
    pub(super) fn write(&self, bytes: &[u8]) {
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

    pub(super) fn wake(&self) {
        if let Some(news) = &*self.news.lock().unwrap_or_else(PoisonError::into_inner) {
            let _ = rustix::io::write(news, &[NEWS]);
        }
    }
}

/// Makes a file that may not grow further (`ulimit -f`) an error of the write and not the end of
/// the program, which would leave the terminal as it is.
pub fn survive_file_limit() {
    let _ = signal_hook::flag::register(SIGXFSZ, Arc::default());
}

pub(super) fn wait_writable(fd: BorrowedFd<'_>, limit: Option<Duration>) -> bool {
    let limit = limit.and_then(|d| Timespec::try_from(d).ok());
    let mut fds = [PollFd::from_borrowed_fd(fd, PollFlags::OUT)];
    match poll(&mut fds, limit.as_ref()) {
        Ok(n) => n > 0,
        Err(e) => e == Errno::INTR,
    }
}

pub(super) fn write_all(fd: BorrowedFd<'_>, bytes: &mut &[u8]) -> io::Result<()> {
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
