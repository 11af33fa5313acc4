//! The real terminal: raw mode, the alternate screen, events, and giving all of it back on every
//! way out.
//!
//! Nothing waits for an answer of the terminal, so a silent one cannot delay a frame or a key.
//! Every way out (the normal end, an error, a panic, a signal, a closed window, Ctrl-Z, an external
//! editor) goes through one restoring path. A signal that ends the program is told to its core as
//! an event, so that what is half-typed can be kept; the guard thread sees to it that the terminal
//! is given back before, and that the end comes. The console of Windows, with the same methods, is
//! in `super::console`.

mod common;
#[cfg(unix)]
mod unix;

pub(super) use common::*;
#[cfg(unix)]
pub use unix::{Tty, survive_file_limit};
