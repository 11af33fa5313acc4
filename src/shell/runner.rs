//! Obeys the core's effects and feeds back what came of them. Generic over [`Ports`], so that tests
//! drive it without a terminal.

use crate::app::App;
use crate::app::effect::{CaseOrder, Effect, Exit, Keeping, Target};
use crate::app::msg::{Copied, Msg, Outcome};
use crate::config::Profile;
use crate::domain::case::CaseRecord;
use crate::input::key::TermEvent;
use crate::ui::painter::Painter;
use chrono::{DateTime, FixedOffset, NaiveDate};
use std::collections::VecDeque;
use std::io;
use std::ops::ControlFlow;
use std::path::PathBuf;

/// What the runner needs of the world.
pub trait Ports {
    /// Shows a frame, in one write.
    fn show(&mut self, frame: &str) -> io::Result<()>;
    /// Whether the first frame asks the terminal how wide it draws ambiguous characters.
    fn asks_width(&self) -> bool {
        false
    }
    /// The day that the machine shows, if it is not Japan's; asked once, after the first frame.
    fn other_day(&mut self) -> Option<NaiveDate> {
        None
    }
    /// The time in Japan, asked after each wait.
    fn now(&mut self) -> Option<DateTime<FixedOffset>> {
        None
    }
    /// Whether the clock says when the desk is open: not where the day was given.
    fn clock_counts(&self) -> bool {
        false
    }
    /// Stores a case or changes one; returns it as it is stored, None if it was removed.
    fn case(&mut self, order: CaseOrder) -> Result<Option<Box<CaseRecord>>, String>;
    /// Keeps an unfinished walk; returns the number of its file.
    fn keep_draft(&mut self, draft: &Keeping) -> Result<u32, String>;
    fn remove_draft(&mut self, number: u32) -> Result<(), String>;
    /// Opens an address in the program that is there for it.
    fn open(&mut self, address: &str) -> Result<(), String>;
    /// Waits a moment for events; whether none came.
    fn rests(&mut self) -> bool {
        false
    }
    /// Waits for events and takes all that are there.
    fn events(&mut self, out: &mut Vec<TermEvent>) -> io::Result<()>;
    fn copy(&mut self, text: &str) -> Copied;
    /// Writes a letter to a new file; returns the path used.
    fn write(&mut self, to: &Target, text: &str) -> Result<PathBuf, String>;
    fn edit(&mut self, text: &str) -> Result<String, String>;
    fn save(&mut self, profile: &Profile) -> Result<(), String>;
    /// Whether all that was stored was removed since the start: nothing is stored then.
    fn is_wiped(&mut self) -> bool {
        false
    }
    /// Stops until the shell continues us.
    fn suspend(&mut self) -> io::Result<()>;
}

fn keep(ports: &mut impl Ports, draft: Keeping) -> Outcome {
    let kept = ports.keep_draft(&draft).map(|number| Some(Box::new(draft.kept(number))));
    Outcome::Draft(kept).unless_wiped(|| ports.is_wiped())
}

/// Does what the core wants done; what came of it, if that is told, or the end. `later`: what is
/// kept once the frame is shown.
fn obey(
    effect: Effect,
    ports: &mut impl Ports,
    painter: &mut Painter,
    later: &mut Option<Box<Keeping>>,
) -> io::Result<ControlFlow<Exit, Option<Outcome>>> {
    let outcome = match effect {
        Effect::Copy(text) => Outcome::Copied(ports.copy(&text.0)),
        Effect::Write(to, text) => Outcome::Written(ports.write(&to, &text.0)),
        Effect::EditExternal(text) => {
            painter.forget();
            Outcome::Edited(ports.edit(&text.0))
        }
        Effect::Save(profile) => Outcome::Saved(ports.save(&profile)),
        Effect::Case(order) => Outcome::Case(ports.case(order)),
        Effect::SaveDraft(draft) => {
            // What another walk has left has no later version.
            match later
                .replace(draft)
                .filter(|old| later.as_ref().is_some_and(|d| d.walk != old.walk))
            {
                Some(other) => keep(ports, *other),
                None => return Ok(ControlFlow::Continue(None)),
            }
        }
        Effect::RemoveDraft(over) => {
            *later = later.take().filter(|d| Some(d.walk) != over.walk);
            Outcome::Draft(over.number.map_or(Ok(()), |n| ports.remove_draft(n)).map(|()| None))
        }
        Effect::Open(address) => Outcome::Opened(ports.open(&address.0)),
        Effect::Suspend => {
            ports.suspend()?;
            painter.forget();
            Outcome::Resumed
        }
        Effect::Exit(exit) => return Ok(ControlFlow::Break(exit)),
    };
    Ok(ControlFlow::Continue(Some(outcome.unless_wiped(|| ports.is_wiped()))))
}

/// The end, unless a draft is lost by it: nobody waits for a frame any more.
fn end(
    exit: Exit,
    app: &mut App,
    ports: &mut impl Ports,
    later: &mut Option<Box<Keeping>>,
) -> Option<Exit> {
    match later.take().map(|draft| keep(ports, *draft)) {
        Some(Outcome::Draft(Err(why))) => return app.lost_draft(why, exit),
        Some(Outcome::Wiped(why)) => {
            app.update(Msg::Done(Outcome::Wiped(why.clone())));
            return app.lost_draft(why, exit);
        }
        Some(kept) => drop(app.update(Msg::Done(kept))),
        None => {}
    }
    Some(exit)
}

/// Tells what came of a draft; whether it could not be kept.
fn lost(app: &mut App, kept: Outcome) -> bool {
    let lost = matches!(kept, Outcome::Draft(Err(_)) | Outcome::Wiped(_));
    app.update(Msg::Done(kept));
    lost
}

/// Hands an event to the core, and does all that follows from it; the end, if that follows.
fn meet(
    e: TermEvent,
    app: &mut App,
    ports: &mut impl Ports,
    painter: &mut Painter,
    later: &mut Option<Box<Keeping>>,
) -> io::Result<Option<Exit>> {
    // A terminal rearranges what it shows when it changes its size, also when it changes it back.
    if matches!(e, TermEvent::Continued | TermEvent::Resize(..)) {
        painter.forget();
    }
    let mut queue = VecDeque::from(app.update(Msg::Term(e)));
    while let Some(effect) = queue.pop_front() {
        match obey(effect, ports, painter, later)? {
            ControlFlow::Break(exit) => {
                if let Some(exit) = end(exit, app, ports, later) {
                    return Ok(Some(exit));
                }
            }
            ControlFlow::Continue(None) => {}
            ControlFlow::Continue(Some(outcome)) => {
                if matches!(outcome, Outcome::Wiped(_)) {
                    *later = None;
                }
                queue.extend(app.update(Msg::Done(outcome)));
            }
        }
    }
    Ok(None)
}

pub fn run(app: &mut App, ports: &mut impl Ports) -> io::Result<Exit> {
    let mut painter = if ports.asks_width() { Painter::asking() } else { Painter::default() };
    let mut events = Vec::new();
    // The disk is slow: what is kept in case of an accident is written when the user already sees
    // what they did.
    let mut later: Option<Box<Keeping>> = None;
    let (mut begun, mut typed) = (false, false);
    loop {
        let frame = app.view();
        painter.suit(app.ambiguous);
        painter.park(frame.parked);
        let bytes = painter.paint(frame.buffer, frame.cursor);
        if !bytes.is_empty() {
            ports.show(&bytes)?;
        }
        app.unseen = false;
        // Said while there is something left to do about it.
        if let Some(draft) = later.take()
            && lost(app, keep(ports, *draft))
        {
            continue;
        }
        if !std::mem::replace(&mut begun, true)
            && let Some(there) = ports.other_day()
        {
            app.say_other_day(there);
            continue;
        }
        // What is half-typed is kept too, once the hands rest.
        if std::mem::take(&mut typed) && app.stores() && ports.rests() {
            later = app.unkept();
            continue;
        }
        ports.events(&mut events)?;
        typed = true;
        let new_day = ports.now().is_some_and(|now| app.tell_time(now, ports.clock_counts()));
        // All that arrived together is handled in order, and drawn once.
        for e in events.drain(..) {
            if let Some(exit) = meet(e, app, ports, &mut painter, &mut later)? {
                return Ok(exit);
            }
        }
        if new_day {
            app.say_new_day();
        }
    }
}
