//! What a Windows console tells the programs in it: Ctrl-C, Ctrl-Break, its window closed, the user
//! logged off.

use std::io;
use std::sync::Arc;
use std::task::{Context, Poll, Wake, Waker};
use std::thread::{self, Thread};
use tokio::signal::windows::{ctrl_break, ctrl_c, ctrl_close, ctrl_logoff, ctrl_shutdown};

/// The codes with which a program ends, as on other systems.
pub(super) const INTERRUPTED: u8 = 130;
pub(super) const HUNG_UP: u8 = 129;
pub(super) const TERMINATED: u8 = 143;

struct Unpark(Thread);

impl Wake for Unpark {
    fn wake(self: Arc<Self>) {
        self.0.unpark();
    }
}

/// Tells `tell` the exit code that belongs to each signal, in a thread of its own, from now on.
/// None of them ends the program by itself any more; after a close or a logoff the system ends it
/// within five seconds, which is the time to keep what is begun.
///
/// The window's end needs a handler that does not return, and such a handler needs `unsafe`:
/// tokio's is used, without its runtime.
pub(super) fn listen(mut tell: impl FnMut(u8) + Send + 'static) -> io::Result<()> {
    let mut heard = (ctrl_c()?, ctrl_break()?, ctrl_close()?, ctrl_logoff()?, ctrl_shutdown()?);
    let wait = move || {
        let waker = Waker::from(Arc::new(Unpark(thread::current())));
        let mut context = Context::from_waker(&waker);
        let mut came = |what: Poll<Option<()>>, code| {
            let some = matches!(what, Poll::Ready(Some(())));
            if some {
                tell(code);
            }
            some
        };
        loop {
            let again = [
                came(heard.0.poll_recv(&mut context), INTERRUPTED),
                came(heard.1.poll_recv(&mut context), INTERRUPTED),
                came(heard.2.poll_recv(&mut context), HUNG_UP),
                came(heard.3.poll_recv(&mut context), TERMINATED),
                came(heard.4.poll_recv(&mut context), TERMINATED),
            ];
            if !again.contains(&true) {
                thread::park();
            }
        }
    };
    thread::Builder::new().name("signals".into()).spawn(wait).map(drop)
}
