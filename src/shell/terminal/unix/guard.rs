//! The guard thread: waits for signals, a hang-up, and Ctrl-C while the program is busy.

use super::shared::{Shared, Signals};
use crate::input::key::{Key, TermEvent};
use crate::shell::decode::{Decoder, TerminalReport};
use crate::shell::terminal::common::GRACE;
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::fd::AsFd;
use rustix::io::Errno;
use rustix::process::{Signal, getpid, kill_process};
use signal_hook::consts::{SIGCONT, SIGINT, SIGQUIT, SIGTSTP};
use std::sync::PoisonError;
use std::sync::atomic::Ordering::SeqCst;
use std::time::Duration;

/// How long the program may be busy before another thread looks for Ctrl-C.
pub(super) const AT_WORK: Duration = Duration::from_millis(150);

/// How long a busy program may take to end by itself.
pub(super) const LAST_BREATH: Duration = Duration::from_millis(100);

/// Read-ahead limit for a busy program. Beyond it only Ctrl-C counts.
pub(super) const AHEAD: usize = 64 * 1024;

const CTRL_C: u8 = 3;

/// Length of the input up to and including its next Ctrl-C.
pub(super) fn before_ctrl_c(bytes: &[u8]) -> usize {
    let next = bytes.iter().skip(1).position(|b| *b == CTRL_C);
    next.map_or(bytes.len(), |at| at + 1)
}

/// Waits at most this long for a signal, a hang-up or, if `read`, input; returns the terminal's
/// state. None: polling failed.
fn waited(
    shared: &Shared,
    signals: &mut Signals,
    watch_terminal: &mut bool,
    read: bool,
    limit: Option<Duration>,
) -> Option<PollFlags> {
    let events = if read { PollFlags::IN } else { PollFlags::empty() };
    let mut fds = [
        PollFd::from_borrowed_fd(signals.get_read().as_fd(), PollFlags::IN),
        PollFd::new(&shared.input, events),
    ];
    let fds = if *watch_terminal { &mut fds[..] } else { &mut fds[..1] };
    let limit = limit.and_then(|d| Timespec::try_from(d).ok());
    match poll(fds, limit.as_ref()) {
        Ok(_) | Err(Errno::INTR) => {}
        Err(_) => return None,
    }
    let seen = fds.get(1).map_or(PollFlags::empty(), PollFd::revents);
    if seen.contains(PollFlags::NVAL) {
        *watch_terminal = false; // macOS can't poll some terminal devices
        return Some(PollFlags::empty());
    }
    Some(seen)
}

/// Restores the terminal, tells the core so that it saves half-typed text, and kills the program if
/// that takes longer than `grace`.
fn end(shared: &Shared, grace: Duration) -> ! {
    drop(shared.restore());
    shared.scratch.remove_soon();
    shared.wake();
    std::thread::sleep(grace);
    signal_hook::low_level::exit(i32::from(shared.ending.load(SeqCst)))
}

/// Waits for a signal or a hang-up, which is told even where SIGHUP does not come (a parent under
/// `nohup`); and reads the terminal while the program is at work for so long that it seems not to
/// answer: Ctrl-C twice ends it. What else is typed meanwhile is kept for it. Sleeps while the
/// program waits for events.
///
/// A signal that ends the program: the terminal is given back and the letter of an editor removed
/// at once, then the core is told. Should it hang, the end comes without it.
pub(super) fn guard(shared: &Shared, mut signals: Signals) {
    let mut watch_terminal = true;
    loop {
        let since = shared.at_work.load(SeqCst);
        if since == 0 {
            shared.guard_rests.store(true, SeqCst);
            if shared.at_work.load(SeqCst) != 0 {
                continue;
            }
        }
        let busy = shared.began.elapsed().saturating_sub(Duration::from_millis(since));
        let (read, limit) = match AT_WORK.checked_sub(busy) {
            _ if since == 0 => (false, None),
            Some(left) if !left.is_zero() => (false, Some(left)),
            _ => (true, Some(LAST_BREATH)),
        };
        let Some(seen) = waited(shared, &mut signals, &mut watch_terminal, read, limit) else {
            return;
        };
        heed(shared, &mut signals, seen.intersects(PollFlags::HUP | PollFlags::ERR));
        if read && !look_ahead(shared, since, seen == PollFlags::IN) {
            std::thread::sleep(LAST_BREATH);
        }
    }
}

/// Answers the signals that have come, and a hang-up.
fn heed(shared: &Shared, signals: &mut Signals, hung_up: bool) {
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
        end(shared, GRACE);
    }
    if told.contains(&SIGCONT) {
        // SIGCONT cancels a pending stop.
        shared.stop_asked.store(false, SeqCst);
        // A stop of our own handles this itself; an editor redraws itself.
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

/// Looks for two Ctrl-C in what was typed while the program has been busy, and reads more if
/// available; false: reading is not possible now.
fn look_ahead(shared: &Shared, since: u64, more: bool) -> bool {
    let mut ahead = shared.ahead.lock().unwrap_or_else(PoisonError::into_inner);
    if !more && ahead.is_empty() {
        return true;
    }
    let ours = shared.raw.load(SeqCst) && !shared.released.load(SeqCst) && shared.foreground();
    if !ours || shared.at_work.load(SeqCst) != since {
        return false;
    }
    let mut buffer = [0; 4096];
    if more {
        match rustix::io::read(&shared.input, &mut buffer) {
            Ok(n) if n > 0 => {
                let full = ahead.len() > AHEAD;
                let new = buffer.get(..n).unwrap_or_default();
                ahead.extend(new.iter().filter(|b| !full || **b == CTRL_C));
            }
            _ => return false,
        }
    }
    let (mut decoder, mut told) = (Decoder::default(), Vec::new());
    decoder.feed(&ahead, &mut told);
    let ctrl_c = TerminalReport::Event(TermEvent::Key(Key::ctrl('c')));
    if told.iter().filter(|t| **t == ctrl_c).count() > 1 {
        drop(ahead);
        shared.end(130);
        end(shared, LAST_BREATH);
    }
    true
}
