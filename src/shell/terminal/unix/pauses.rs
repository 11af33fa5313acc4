//! Times in which the terminal is not ours: Ctrl-Z, and other programs that run in it.

use super::Tty;
use crate::shell::scratch::Scratch;
use crate::shell::terminal::common::gone;
use rustix::event::{PollFd, PollFlags, poll};
use rustix::process::{Signal, kill_current_process_group};
use std::io;
use std::process::{Command, ExitStatus};
use std::sync::Arc;
use std::sync::atomic::Ordering::SeqCst;
use std::sync::mpsc::{TryRecvError, channel};
use std::time::{Duration, Instant};

/// How long a continued background process runs before it stops again.
const BREATH: Duration = Duration::from_millis(50);

impl Tty {
    /// Ctrl-Z: gives the terminal back, stops this process group as the shell expects, and enters
    /// again when continued. The next frame must redraw everything (the size may have changed as
    /// well).
    /// Errors: the process can't be stopped, or not be continued in the foreground.
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
    /// By SIGTTOU: SIGTSTP is caught here, and SIGSTOP would stop for ever where no shell is there
    /// to go on with us.
    pub(super) fn stop(&mut self) -> io::Result<()> {
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
            // Continued in the background, by `bg` or by a shell that ends the job. Stopping again
            // at once would leave the guard thread no time to see a SIGTERM.
            std::thread::sleep(BREATH);
        }
        Err(io::Error::other(text!("terminal.background")))
    }

    /// What is removed whatever way this process ends, save SIGKILL.
    pub(in crate::shell) fn scratch(&self) -> Scratch {
        self.shared.scratch.clone()
    }

    /// Lends the terminal to an external editor and enters again. The next frame must redraw
    /// everything. Ctrl-C typed there is not ours.
    ///
    /// The editor is waited for in a thread of its own, so that a signal for this process need not
    /// wait for its end.
    /// Errors: the terminal is gone, or this process has to end before the editor has.
    pub(in crate::shell) fn with_released(
        &mut self,
        mut editor: Command,
    ) -> io::Result<io::Result<ExitStatus>> {
        self.listen()?;
        refuse!(self.shared.ends(), gone(&io::ErrorKind::Interrupted.into()));
        self.leave();
        self.shared.waits();
        self.shared.released.store(true, SeqCst);
        let (tell, told) = channel();
        let shared = Arc::clone(&self.shared);
        let started = std::thread::Builder::new().name("editor".into()).spawn(move || {
            let _ = tell.send(editor.status());
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
        if !self.shared.ends() {
            self.shared.take_back();
            if self.enter().is_err() {
                self.shared.lost();
            }
        }
        result
    }
}
