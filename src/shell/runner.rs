//! Obeys the core's effects and feeds back what came of them. Generic over [`Ports`], so that tests drive it without a
//! terminal.

use crate::app::App;
use crate::app::effect::{Effect, Exit};
use crate::app::msg::{Copied, Msg, Outcome};
use crate::config::Profile;
use crate::input::key::TermEvent;
use crate::ui::painter::Painter;
use chrono::{NaiveDate, NaiveDateTime};
use std::io;
use std::path::{Path, PathBuf};

/// What the runner needs of the world.
pub trait Ports {
    /// Shows a frame, in one write.
    ///
    /// # Errors
    /// The terminal is gone.
    fn show(&mut self, frame: &str) -> io::Result<()>;
    /// Whether the first frame asks the terminal how wide it draws ambiguous characters.
    fn asks_width(&self) -> bool {
        false
    }
    /// The day in the user's zone, told once after the first frame; None: the program was started with the right one.
    fn today(&mut self) -> Option<NaiveDate> {
        None
    }
    /// The time in Japan, asked after each wait; None: it plays no part (the day was given).
    fn clock(&mut self) -> Option<NaiveDateTime> {
        None
    }
    /// Waits for events and takes all that are there.
    ///
    /// # Errors
    /// The terminal is gone.
    fn events(&mut self, out: &mut Vec<TermEvent>) -> io::Result<()>;
    /// Copies a text.
    fn copy(&mut self, text: &str) -> Copied;
    /// Writes a letter to a new file; returns the path used.
    ///
    /// # Errors
    /// What to tell the user.
    fn write(&mut self, path: &Path, text: &str) -> Result<PathBuf, String>;
    /// Lets the user edit a text.
    ///
    /// # Errors
    /// What to tell the user.
    fn edit(&mut self, text: &str) -> Result<String, String>;
    /// Stores identity.
    ///
    /// # Errors
    /// What to tell the user.
    fn save(&mut self, profile: &Profile) -> Result<(), String>;
    /// Stops until the shell continues us.
    ///
    /// # Errors
    /// The terminal is gone.
    fn suspend(&mut self) -> io::Result<()>;
}

/// Runs the program to its end.
///
/// # Errors
/// The terminal is gone.
pub fn run(app: &mut App, ports: &mut impl Ports) -> io::Result<Exit> {
    let mut painter = if ports.asks_width() { Painter::asking() } else { Painter::default() };
    let mut events = Vec::new();
    loop {
        let frame = app.view();
        painter.suit(app.ambiguous);
        let bytes = painter.paint(frame.buffer, frame.cursor);
        if !bytes.is_empty() {
            ports.show(&bytes)?;
        }
        if let Some(today) = ports.today() {
            app.session.today = today;
        }
        ports.events(&mut events)?;
        app.session.clock = ports.clock();
        // All that arrived together is handled in order, and drawn once.
        for e in events.drain(..) {
            let mut queue: std::collections::VecDeque<Effect> = app.update(Msg::Term(e)).into();
            while let Some(effect) = queue.pop_front() {
                let outcome = match effect {
                    Effect::Copy(text) => Outcome::Copied(ports.copy(&text.0)),
                    Effect::Write(path, text) => Outcome::Written(ports.write(&path, &text.0)),
                    Effect::EditExternal(text) => {
                        painter.forget();
                        Outcome::Edited(ports.edit(&text.0))
                    }
                    Effect::Save(profile) => Outcome::Saved(ports.save(&profile)),
                    Effect::Suspend => {
                        ports.suspend()?;
                        painter.forget();
                        Outcome::Resumed
                    }
                    Effect::Exit(exit) => return Ok(exit),
                };
                queue.extend(app.update(Msg::Done(outcome)));
            }
        }
    }
}
