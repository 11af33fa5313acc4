//! kotowari: a terminal wizard that writes courteous requests to job-placement agents.
//!
//! # The map
//!
//! ```text
//! interaction:  terminal event → input::key → input::keymap (Key × Mode → Intent) → app::update
//!               → app::screens::*::update → Reply → session, next screen, Effects
//!               → shell::runner carries them out → Msg::Done → … → app::view → one write
//! line by line: line → app::plain (field or Intent) → the same App → Effects → shell::plain
//! document:     answers → flow::walk → facts → letter → delivery (domain::document)
//! case:         letters and events → state, due dates, next step (domain::case, shell::cases)
//! ```
//!
//! Both meet in [`app::session`]. Where things are:
//! - [`domain`]: questions, answers, what follows from them, the letter, the gate;
//!   [`domain::case`]: what became of a letter; [`domain::handover`]: mail, calendar and QR code.
//!   Its data is in `assets/`, the user's own is laid over it ([`domain::content`]).
//! - [`text`]: width, wrapping, editing, cleaning of Japanese text.
//! - [`input`]: keys and what they mean.
//! - [`config`]: the user's settings.
//! - [`ui`]: styles, pages, and the bytes of a frame.
//! - [`app`]: the functional core: state, messages, effects, screens; [`app::shelf`] is where walks
//!   and stored cases meet.
//! - [`shell`]: the outside: arguments, terminal, clipboard, files, the clock.
//!
//! Imports go one way: `main → shell → app → config → ui → input → text`; `domain` is a second leaf
//! beside `text`. `tests/boundaries.rs` fails on a step in the wrong direction.
//!
//! # What must stay true
//! - Only answers (and a hand edit of the letter) are kept; everything else is computed again when
//!   it is needed.
//! - Where we are is derived by replaying the answers. Later answers survive a change of an earlier
//!   one; those that the path no longer reaches do not exist for the letter.
//! - Going back is always possible, also from an invalid field, and keeps what was typed.
//! - The gate runs before every way out; passing a block takes a second, explicit step.
//! - Copied is not sent: a case says so only when the user does. Its state is derived from its
//!   events, never stored.
//! - A stored file is the old one or the new one, never half of it; one that can't be read is named
//!   and never deleted.
//! - Today is an argument. Effects are plain values. Idle costs nothing: no ticks, no polling.
//! - What the user typed reaches neither logs, panics, `Debug` nor error texts.

// They panic where nobody listens: a closed pipe, a full disk. See `shell::say`.
#![deny(clippy::print_stdout, clippy::print_stderr)]

// `text!("key")`: a text of `assets/ui/ja.toml`, see `build.rs`.
include!(concat!(env!("OUT_DIR"), "/text.rs"));

pub mod app;
pub mod config;
pub mod domain;
pub mod input;
pub mod shell;
pub mod text;
pub mod ui;
