//! The modes of a Windows console, and what is needed to give it back on every way out.

use super::scratch::Scratch;
use super::terminal::{closing, gone};
use crossterm_winapi::{Console, ConsoleMode, Handle};
use std::io;
use std::sync::atomic::{AtomicBool, AtomicU8, Ordering::SeqCst};
use std::sync::{Mutex, MutexGuard, PoisonError};

// Modes of the input.
const WINDOW_INPUT: u32 = 0x0008;
const MOUSE_INPUT: u32 = 0x0010;
const INSERT_MODE: u32 = 0x0020;
const QUICK_EDIT: u32 = 0x0040;
const EXTENDED_FLAGS: u32 = 0x0080;
const VIRTUAL_TERMINAL_INPUT: u32 = 0x0200;
// Modes of the output.
const PROCESSED_OUTPUT: u32 = 0x0001;
const WRAP_AT_EOL_OUTPUT: u32 = 0x0002;
const VIRTUAL_TERMINAL_PROCESSING: u32 = 0x0004;
const DISABLE_NEWLINE_AUTO_RETURN: u32 = 0x0008;

/// The system accepts at least this much per call.
const PIECE: usize = 16 * 1024;

/// What it takes to give the console back, shared with the panic hook and the thread for signals.
pub(super) struct Shared {
    pub(super) input: Handle,
    output: Handle,
    /// The original modes of input and output.
    original: Mutex<Option<(u32, u32)>>,
    pub(super) drawn: AtomicBool,
    pub(super) mouse: AtomicBool,
    /// Another program has the console.
    pub(super) released: AtomicBool,
    /// The exit code with which the program has to end, 0 if it need not; then nothing is written.
    pub(super) ending: AtomicU8,
    pub(super) scratch: Scratch,
    /// Held while a frame is written.
    drawing: Mutex<()>,
}

impl Shared {
    /// Finds the console, also where standard input or output is redirected. Changes nothing yet.
    pub(super) fn open() -> io::Result<Self> {
        let none = |e: io::Error| io::Error::new(e.kind(), text!("terminal.none"));
        let (input, output) = (
            Handle::current_in_handle().map_err(none)?,
            Handle::current_out_handle().map_err(none)?,
        );
        // A device that is not a console has no mode.
        ConsoleMode::from(input.clone()).mode().map_err(none)?;
        ConsoleMode::from(output.clone()).mode().map_err(none)?;
        Ok(Self {
            input,
            output,
            original: Mutex::new(None),
            drawn: AtomicBool::new(false),
            mouse: AtomicBool::new(false),
            released: AtomicBool::new(false),
            ending: AtomicU8::new(0),
            scratch: Scratch::default(),
            drawing: Mutex::new(()),
        })
    }

    pub(super) fn answers(&self) -> bool {
        let mode = ConsoleMode::from(self.input.clone()).mode();
        mode.is_ok_and(|mode| mode & VIRTUAL_TERMINAL_INPUT != 0)
    }

    /// Sets the modes that the screen needs; whether it translates keys. The caller holds the lock.
    pub(super) fn enter(&self) -> io::Result<bool> {
        let (input, output) =
            (ConsoleMode::from(self.input.clone()), ConsoleMode::from(self.output.clone()));
        let before = (input.mode().map_err(|e| gone(&e))?, output.mode().map_err(|e| gone(&e))?);
        self.original.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(before);
        // Text is selected with the mouse, and pasted, unless the program itself wants the mouse.
        let mouse = if self.mouse.load(SeqCst) {
            EXTENDED_FLAGS | MOUSE_INPUT
        } else {
            before.0 & (EXTENDED_FLAGS | QUICK_EDIT | INSERT_MODE)
        };
        // A console before Windows 10 knows no such input; then keys come by number.
        let translated = input.set_mode(mouse | WINDOW_INPUT | VIRTUAL_TERMINAL_INPUT).is_ok();
        if !translated {
            input.set_mode(mouse | WINDOW_INPUT).map_err(|e| gone(&e))?;
        }
        let drawing = PROCESSED_OUTPUT | WRAP_AT_EOL_OUTPUT | VIRTUAL_TERMINAL_PROCESSING;
        output
            .set_mode(drawing | DISABLE_NEWLINE_AUTO_RETURN)
            .or_else(|_| output.set_mode(drawing))
            .map_err(|e| {
                let words = text!("terminal.too_old");
                self.restore();
                io::Error::new(e.kind(), words)
            })?;
        Ok(translated)
    }

    pub(super) fn lock(&self) -> MutexGuard<'_, ()> {
        self.drawing.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Writes everything. A lost console is noticed by reading.
    pub(super) fn write(&self, bytes: &[u8]) {
        let text = String::from_utf8_lossy(bytes);
        let console = Console::from(self.output.clone());
        let mut rest: &str = &text;
        while !rest.is_empty() {
            let end = (1..=PIECE.min(rest.len())).rev().find(|&at| rest.is_char_boundary(at));
            let (now, later) = rest.split_at(end.unwrap_or(rest.len()));
            if console.write_char_buffer(now.as_bytes()).is_err() {
                return;
            }
            rest = later;
        }
    }

    /// Idempotent. Never blocks: after a panic within a frame its own lock is still held.
    pub(super) fn restore(&self) {
        if self.drawn.swap(false, SeqCst) {
            self.write(&closing(self.mouse.load(SeqCst)));
        }
        if let Some((input, output)) =
            self.original.lock().unwrap_or_else(PoisonError::into_inner).take()
        {
            let _ = ConsoleMode::from(self.input.clone()).set_mode(input);
            let _ = ConsoleMode::from(self.output.clone()).set_mode(output);
        }
    }

    pub(super) fn ends(&self) -> bool {
        self.ending.load(SeqCst) != 0
    }
}
