//! The wizard line by line: reads lines from standard input, shows what [`Plain`] says, and obeys
//! its effects.
//!
//! What is said goes to standard output if that is a terminal, else to standard error, so that
//! standard output stays for the letter. The terminal's settings are left alone: it echoes and
//! edits the line by itself. No escape sequence is ever sent, so a clipboard that only OSC 52
//! reaches counts as none.

use super::clock::Clock;
use super::display::{ClipboardOptions, Desktop, Display};
use super::lines::{Heard, INTERRUPT, Input};
use super::runner::{Ports, Stores, perform};
use super::say::{Failure, say};
use super::scratch::Scratch;
use super::trouble::{advice, says};
use super::wizard_store::WizardStore;
use super::{clipboard, ports, upkeep};
use crate::app::App;
use crate::app::clock::other_day;
use crate::app::effect::{Effect, Exit, Target};
use crate::app::msg::{Copied, Outcome};
use crate::app::plain::{Plain, Turn};
use crate::app::screens::Screen;
use std::collections::VecDeque;
use std::io::{self, IsTerminal, Write};
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::sync::mpsc;
use std::time::Duration;

/// Whether the terminal has no screen, as far as the environment says.
pub(super) fn without_screen() -> bool {
    let term = std::env::var_os("TERM").unwrap_or_default();
    // On Windows the variable is usually unset.
    term == "dumb" || (cfg!(unix) && term.is_empty())
}

/// Whether somebody can answer on standard input: a terminal or a pipe, no file or `/dev/null`.
pub(super) fn can_ask() -> bool {
    if io::stdin().is_terminal() {
        return true;
    }
    #[cfg(unix)]
    {
        use rustix::fs::{FileType, fstat};
        fstat(rustix::stdio::stdin()).is_ok_and(|s| {
            matches!(FileType::from_raw_mode(s.st_mode), FileType::Fifo | FileType::Socket)
        })
    }
    #[cfg(windows)]
    winapi_util::file::typ(io::stdin()).is_ok_and(|of| of.is_pipe())
}

pub(super) struct LineMode {
    pub(super) keeper: WizardStore,
    pub(super) clock: Clock,
    pub(super) wish: ClipboardOptions,
    /// Line mode was not asked for: explain it.
    pub(super) fallback: bool,
}

pub(super) fn run(app: App, lines: LineMode) -> Result<Exit, Failure> {
    upkeep::tidy();
    let mut plain = Plain::new(app);
    // A QR code is only useful on a screen.
    plain.pictures =
        !without_screen() && (io::stdout().is_terminal() || io::stderr().is_terminal());
    plain.copies = Display::from_env(lines.wish).desktop == Desktop::Here;
    let heard = Input::new().map_err(|e| Failure::outside(e.to_string()))?;
    let mut world = World { lines, heard };
    let ended = ask(&mut plain, &mut world);
    if ended.is_err() {
        // The output is gone: the user can't be told anything.
        for effect in plain.leave(1).effects {
            if matches!(effect, Effect::SaveDraft(_)) {
                let _ = perform(effect, &mut world);
            }
        }
    }
    ended
}

fn greet(plain: &mut Plain, lines: &LineMode) -> Result<(), Failure> {
    plain.time(lines.clock.told());
    if let Some(there) = lines.clock.other_day() {
        show(&format!("{}\n", other_day(plain.app.session.today, there)))?;
    }
    if lines.fallback {
        show(&format!("{}\n", text!("plain.fallback")))?;
    }
    Ok(())
}

fn ask(plain: &mut Plain, world: &mut World) -> Result<Exit, Failure> {
    let echoed = io::stdin().is_terminal();
    greet(plain, &world.lines)?;
    let mut turn = plain.open();
    loop {
        let mut queue = VecDeque::from([turn]);
        let mut kept: Result<bool, String> = Ok(false);
        while let Some(Turn { says: said, effects }) = queue.pop_front() {
            show(&said)?;
            for effect in effects {
                let saves = matches!(effect, Effect::SaveDraft(_));
                let exit = match perform(effect, world).map_err(|e| Failure::outside(says(&e)))? {
                    ControlFlow::Continue(outcome) => {
                        kept = is_kept(&outcome).filter(|_| saves).unwrap_or(kept);
                        queue.push_back(plain.done(outcome));
                        continue;
                    }
                    ControlFlow::Break(exit) => exit,
                };
                let ends = match &kept {
                    Err(why) => plain.app.lost_draft(why.clone(), exit),
                    Ok(_) => Some(exit),
                };
                if let Some(exit) = ends {
                    last_words(plain, &exit, kept.ok());
                    return Ok(exit);
                }
                queue = VecDeque::from([plain.stay()]);
                break;
            }
        }
        let line = world
            .heard
            .next()
            .map_err(|e| Failure::outside(text!("say.no_input", why = advice(&e))))?;
        if !echoed || matches!(line, Heard::End | Heard::Signal(_)) {
            // Without a terminal nothing has echoed the line end.
            show("\n")?;
        }
        show(&plain.time(world.lines.clock.told()))?;
        turn = match line {
            Heard::Line(l) => plain.line(&l),
            Heard::TooLong => plain.too_long(),
            Heard::NoText => plain.no_text(),
            Heard::End => plain.end(),
            // Without a terminal nobody can be asked.
            Heard::Signal(INTERRUPT) if echoed => {
                world.heard.forget_interrupts();
                plain.interrupt()
            }
            Heard::Signal(number) => plain.leave(u8::try_from(128 + number).unwrap_or(130)),
        };
    }
}

/// Whether a draft was stored; None if the outcome is about something else.
fn is_kept(outcome: &Outcome) -> Option<Result<bool, String>> {
    match outcome {
        Outcome::Draft(Ok(_)) => Some(Ok(true)),
        Outcome::Draft(Err(why)) | Outcome::Wiped(why) => Some(Err(why.clone())),
        _ => None,
    }
}

struct World {
    lines: LineMode,
    heard: Input,
}

impl Ports for World {
    fn stores(&mut self) -> &mut impl Stores {
        &mut self.lines.keeper
    }
    fn open(&mut self, address: &str) -> Result<(), String> {
        let (tell, told) = mpsc::channel();
        ports::open(address, move || _ = tell.send(()))?;
        match told.recv_timeout(OPENING) {
            Ok(()) => Err(text!("ports.no_mail_program").to_owned()),
            Err(_) => Ok(()),
        }
    }
    fn copy(&mut self, text: &str) -> Copied {
        let mut never = |_: &[u8]| Err(io::ErrorKind::Unsupported.into());
        let (wish, display) = (self.lines.wish, Display::from_env(self.lines.wish));
        match clipboard::copy(text, &display, wish, &mut never) {
            // Nothing was handed over: the terminal's clipboard is not for line mode.
            Copied::Failed(_) if display.desktop == Desktop::None => {
                Copied::Failed(text!("clipboard.lines").to_owned())
            }
            copied => copied,
        }
    }
    fn write(&mut self, to: &Target, text: &str) -> Result<PathBuf, String> {
        ports::write(to, text)
    }
    fn edit(&mut self, text: &str) -> Result<String, String> {
        let scratch = Scratch::default();
        let edited = ports::edit(text, "", &scratch, |editor| {
            self.heard.lend(editor).ok_or_else(|| text!("editor.not_awaited").to_owned())
        });
        scratch.remove();
        edited
    }
}

fn show(text: &str) -> Result<(), Failure> {
    if text.is_empty() {
        return Ok(());
    }
    let stdout = io::stdout();
    let shown = if stdout.is_terminal() {
        let mut out = stdout.lock();
        out.write_all(text.as_bytes()).and_then(|()| out.flush())
    } else {
        io::stderr().lock().write_all(text.as_bytes())
    };
    shown.map_err(|e| Failure::outside(text!("say.no_screen", why = advice(&e))))
}

/// How long to wait for a failing mail program: it can't be reported later, between lines.
const OPENING: Duration = Duration::from_secs(2);

/// The messages at the end. `kept`: whether a draft was stored, None if storing failed.
fn last_words(plain: &Plain, exit: &Exit, kept: Option<bool>) {
    match (exit, kept) {
        (Exit::Left(_), Some(_)) if matches!(plain.app.screen, Screen::Log(_)) => {
            say(text!("plain.not_logged"));
        }
        (Exit::Left(_), Some(_)) => plain.app.farewell(true).iter().for_each(say),
        // What was stored last has not been reported yet.
        (Exit::Done(_) | Exit::Failed(_), _) if io::stderr().is_terminal() => {
            plain.app.farewell(false).iter().for_each(say);
        }
        (Exit::Left(_) | Exit::Failed(_), _) => {
            plain.app.unstored_said().iter().for_each(say);
        }
        (Exit::Done(_) | Exit::Incomplete(_), _) => {}
    }
}
