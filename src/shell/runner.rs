//! Obeys the core's effects and feeds back what came of them. Generic over [`Ports`], so that tests
//! drive it without a terminal.

use crate::app::App;
use crate::app::effect::{CaseOrder, DraftToSave, Effect, Exit, Private, Target};
use crate::app::msg::{Copied, Msg, Outcome};
use crate::config::Profile;
use crate::domain::case::CaseRecord;
use crate::input::key::TermEvent;
use crate::ui::painter::Painter;
use chrono::NaiveDate;
use std::collections::VecDeque;
use std::io;
use std::ops::ControlFlow;
use std::path::PathBuf;

pub trait Stores {
    /// Stores a case or changes one; returns it as it is stored, None if it was removed.
    fn case(&mut self, order: CaseOrder) -> Result<Option<Box<CaseRecord>>, String>;
    /// Keeps an unfinished walk; returns the number of its file.
    fn keep_draft(&mut self, draft: &DraftToSave) -> Result<u32, String>;
    fn remove_draft(&mut self, number: u32) -> Result<(), String>;
    fn save(&mut self, profile: &Profile) -> Result<(), String>;
    /// Whether all that was stored was removed since the start: nothing is stored then.
    fn is_wiped(&self) -> bool {
        false
    }
}

/// What effects need, on a screen and in line mode.
pub trait Ports {
    fn stores(&mut self) -> &mut impl Stores;
    fn open(&mut self, address: &str) -> Result<(), String>;
    fn copy(&mut self, text: &str) -> Copied;
    /// Writes a letter to a new file; returns the path used.
    fn write(&mut self, to: &Target, text: &str) -> Result<PathBuf, String>;
    fn edit(&mut self, text: &str) -> Result<String, String>;
    /// Stops until the shell continues us.
    fn suspend(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// What the full screen needs besides.
pub trait Terminal: Ports {
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
    fn time(&mut self) -> Option<Msg> {
        None
    }
    /// Waits a moment for events; whether none came.
    fn rests(&mut self) -> bool {
        false
    }
    /// Waits for events and takes all that are there.
    fn events(&mut self, out: &mut Vec<TermEvent>) -> io::Result<()>;
}

fn keep(draft: DraftToSave, ports: &mut impl Ports) -> Outcome {
    let number = ports.stores().keep_draft(&draft);
    let kept = number.map(|number| Some(Box::new(draft.kept(number))));
    Outcome::Draft(kept).unless_wiped(|| ports.stores().is_wiped())
}

/// Carries out an effect; returns its outcome, or the end of the program.
pub fn perform(effect: Effect, ports: &mut impl Ports) -> io::Result<ControlFlow<Exit, Outcome>> {
    let outcome = match effect {
        Effect::Save(profile) => Outcome::Saved(ports.stores().save(&profile)),
        Effect::Case(order) => Outcome::Case(ports.stores().case(order)),
        Effect::SaveDraft(draft) => keep(*draft, ports),
        Effect::RemoveDraft(over) => {
            let removed = over.number.map_or(Ok(()), |n| ports.stores().remove_draft(n));
            Outcome::Draft(removed.map(|()| None))
        }
        Effect::Copy(text) => Outcome::Copied(ports.copy(&text.0)),
        Effect::Write(to, text) => Outcome::Written(ports.write(&to, &text.0)),
        Effect::EditExternal(text) => Outcome::Edited(ports.edit(&text.0).map(Private)),
        Effect::Open(address) => Outcome::Opened(ports.open(&address.0)),
        Effect::Suspend => {
            ports.suspend()?;
            Outcome::Resumed
        }
        Effect::Exit(exit) => return Ok(ControlFlow::Break(exit)),
    };
    Ok(ControlFlow::Continue(outcome.unless_wiped(|| ports.stores().is_wiped())))
}

/// The full screen at work.
struct Shown<'a, P> {
    app: &'a mut App,
    ports: &'a mut P,
    painter: Painter,
    /// The disk is slow: drafts are written after the frame that shows the change.
    later: Option<Box<DraftToSave>>,
}

impl<P: Terminal> Shown<'_, P> {
    /// [`perform`] for the full screen: forgets the frame where another program has drawn, and puts
    /// off storing a draft until the next frame is shown.
    fn obey(&mut self, mut effect: Effect) -> io::Result<ControlFlow<Exit, Option<Outcome>>> {
        match effect {
            Effect::EditExternal(_) | Effect::Suspend => self.painter.forget(),
            Effect::SaveDraft(draft) => {
                let nth = draft.nth;
                // A draft of another walk has no later version to wait for.
                match self.later.replace(draft).filter(|old| old.nth != nth) {
                    Some(other) => effect = Effect::SaveDraft(other),
                    None => return Ok(ControlFlow::Continue(None)),
                }
            }
            Effect::RemoveDraft(over) => {
                self.later = self.later.take().filter(|d| Some(d.nth) != over.nth);
            }
            _ => {}
        }
        Ok(match perform(effect, self.ports)? {
            ControlFlow::Break(exit) => ControlFlow::Break(exit),
            ControlFlow::Continue(outcome) => ControlFlow::Continue(Some(outcome)),
        })
    }

    /// Stores the pending draft and ends the program, unless the draft would be lost.
    fn end(&mut self, exit: Exit) -> Option<Exit> {
        match self.later.take().map(|draft| keep(*draft, self.ports)) {
            Some(Outcome::Draft(Err(why))) => return self.app.lost_draft(why, exit),
            Some(Outcome::Wiped(why)) => {
                self.app.update(Msg::Done(Outcome::Wiped(why.clone())));
                return self.app.lost_draft(why, exit);
            }
            Some(kept) => drop(self.app.update(Msg::Done(kept))),
            None => {}
        }
        Some(exit)
    }

    /// Stores the pending draft while the user can still act on what comes of it.
    /// True if that failed.
    fn loses(&mut self) -> bool {
        let Some(draft) = self.later.take() else { return false };
        let kept = keep(*draft, self.ports);
        let lost = matches!(kept, Outcome::Draft(Err(_)) | Outcome::Wiped(_));
        self.app.update(Msg::Done(kept));
        lost
    }

    /// Passes an event to the core and carries out the effects; the end of the program, if so.
    fn meet(&mut self, e: TermEvent) -> io::Result<Option<Exit>> {
        // A terminal rearranges its contents on every resize.
        if matches!(e, TermEvent::Continued | TermEvent::Resize(..)) {
            self.painter.forget();
        }
        let mut queue = VecDeque::from(self.app.update(Msg::Term(e)));
        while let Some(effect) = queue.pop_front() {
            match self.obey(effect)? {
                ControlFlow::Break(exit) => {
                    if let Some(exit) = self.end(exit) {
                        return Ok(Some(exit));
                    }
                }
                ControlFlow::Continue(None) => {}
                ControlFlow::Continue(Some(outcome)) => {
                    if matches!(outcome, Outcome::Wiped(_)) {
                        self.later = None;
                    }
                    queue.extend(self.app.update(Msg::Done(outcome)));
                }
            }
        }
        Ok(None)
    }
}

pub fn run(app: &mut App, ports: &mut impl Terminal) -> io::Result<Exit> {
    let painter = if ports.asks_width() { Painter::asking() } else { Painter::default() };
    let mut on = Shown { app, ports, painter, later: None };
    let mut events = Vec::new();
    let (mut begun, mut typed) = (false, false);
    loop {
        let frame = on.app.view();
        on.painter.suit(on.app.ctx().ambiguous);
        on.painter.park(frame.parked);
        let bytes = on.painter.paint(frame.buffer, frame.cursor);
        if !bytes.is_empty() {
            on.ports.show(&bytes)?;
        }
        on.app.update(Msg::Shown);
        if on.loses() {
            continue;
        }
        if !std::mem::replace(&mut begun, true)
            && let Some(there) = on.ports.other_day()
        {
            on.app.update(Msg::OtherDay(there));
            continue;
        }
        // Half-typed input is saved once the user pauses.
        if std::mem::take(&mut typed) && on.app.stores() && on.ports.rests() {
            on.later = on.app.unkept();
            continue;
        }
        on.ports.events(&mut events)?;
        typed = true;
        if let Some(time) = on.ports.time() {
            on.app.update(time);
        }
        // Events that arrived together are handled in order and drawn once.
        for e in events.drain(..) {
            if let Some(exit) = on.meet(e)? {
                return Ok(exit);
            }
        }
    }
}
