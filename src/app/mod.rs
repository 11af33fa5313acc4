//! The functional core: messages in, state changed, effects out. It never sees the terminal, the
//! clock, files or the clipboard.

mod again;
mod case_letters;
mod case_plan;
pub mod case_work;
mod cases;
pub mod clock;
pub mod ctx;
mod drafts;
pub mod effect;
mod half_typed;
mod handover;
pub mod letter_view;
mod mouse;
pub mod msg;
pub mod overlay;
pub mod plain;
mod profile;
mod registered;
mod reply;
pub mod run;
mod run_legs;
mod run_turns;
pub mod said;
pub mod screens;
pub mod session;
pub mod shelf;
pub mod update;
pub mod view;
mod wiped;

use crate::config::{Config, Profile};
use crate::domain::answers::Answers;
use crate::domain::case::CaseId;
use crate::domain::case::beside::Instead;
use crate::domain::content::Content;
use crate::input::keymap::{Keymap, Mode};
use crate::text::clean::visible;
use crate::text::width::Ambiguous;
use ctx::Ctx;
use letter_view::LetterView;
use overlay::Overlay;
use screens::Screen;
use session::Session;
use shelf::Shelf;
use std::collections::BTreeMap;
use std::rc::Rc;

#[derive(Debug, Clone, Default)]
pub struct Start {
    pub answers: Answers,
    /// The answers of the other letters, if there are several.
    pub more: Vec<Answers>,
    /// Store nothing, ask nothing about storing.
    pub no_save: bool,
    /// The final letter goes to standard output at the end.
    pub print: bool,
    /// Shown first if there is anything to go on with.
    pub shelf: Shelf,
    /// Where a letter is written to unless another path is typed; empty: a name with the date.
    pub file_name: String,
    /// Line mode: one question at a time, and earlier output stays readable.
    pub lines: bool,
}

#[derive(Debug, Clone)]
pub struct Copying {
    pub part: screens::review::CopyPart,
    pub label: &'static str,
    /// The same, with its place among the parts.
    pub shown: String,
    /// Its id among the parts that are pasted one after the other; "" if it is not one.
    pub id: &'static str,
    pub says: String,
}

/// The last copy, and how much of the letter has been copied.
#[derive(Debug)]
struct LastCopy {
    service: String,
    part: &'static str,
    /// The part is read aloud and pasted nowhere.
    spoken: bool,
    how: msg::Copied,
    gone: usize,
    of: usize,
}

#[derive(Debug)]
#[expect(clippy::struct_excessive_bools, reason = "facts that do not depend on each other")]
pub struct App {
    pub(in crate::app) content: Rc<Content>,
    pub config: Config,
    pub(in crate::app) keymap: Keymap,
    pub session: Session,
    /// The letters of the run, if there is more than one.
    pub(in crate::app) run: Option<run::Run>,
    pub screen: Screen,
    /// The services that were marked for several letters when that was left.
    picked: Vec<screens::question::find::Pick>,
    /// The page of a letter from which the list of all letters was called up.
    listed_from: Option<Screen>,
    /// The row of the registrations from which the case was opened.
    mine_at: Option<usize>,
    /// What was left half-typed among the registrations.
    half_mine: screens::mine::HalfMine,
    pub overlay: Option<Overlay>,
    /// The selected answer in a box; None: the harmless one.
    ask_at: Option<usize>,
    /// The letter has the focus.
    pub(in crate::app) letter: Option<LetterView>,
    /// A line above the footer, until the next key.
    pub notice: Option<String>,
    copying: Option<Copying>,
    last_copy: Option<LastCopy>,
    /// The mail program was called, and nothing was done since.
    opening: bool,
    /// The notice names characters removed from the input, and no frame has shown it yet.
    unseen: bool,
    /// Another day has begun, and no notice has told it yet.
    new_day: bool,
    /// The letter that was read has changed with the day, and no frame has shown it yet.
    redated: bool,
    /// The first visible line of a page longer than the screen, until the next key.
    peek: Option<usize>,
    size: (u16, u16),
    pub shelf: Shelf,
    /// The cases whose place a later request has taken.
    instead: BTreeMap<CaseId, Instead>,
    copied: msg::Copied,
    /// The form of an event that is being stored.
    noting: Option<screens::log::Log>,
    leaving: effect::Leaving,
    /// What the outside is asked for by the message that is being taken, in order.
    effects: Vec<effect::Effect>,
    ambiguous: Ambiguous,
    pub(in crate::app) no_save: bool,
    /// Output stays readable after the end, as in line mode, the letter too.
    lasting: bool,
    saving: Option<Profile>,
    /// Something that was to be stored was not: the exit code tells it.
    store_error: Option<String>,
    print: bool,
    file_name: String,
}

fn first_screen(session: &mut Session, ctx: &Ctx<'_>) -> Screen {
    let screen = screens::first(session, ctx);
    mark_seen(session, &screen, ctx.content);
    screen
}

/// Counts the questions on the screen as shown.
fn mark_seen(session: &mut Session, screen: &Screen, content: &Content) {
    if let Screen::Question(q) = screen {
        session.seen.extend(q.parts().into_iter().map(|(id, _)| id));
    } else {
        // Everything was given beforehand: nothing optional is asked again.
        let walk = session.walk(content);
        session.seen = walk.steps.iter().map(|s| s.question.id.clone()).collect();
    }
}

impl App {
    /// A new walk. `today` is the day in Japan.
    ///
    /// # Panics
    /// If the configuration's keys collide; parsing the configuration has refused that.
    pub fn new(
        content: Rc<Content>,
        config: Config,
        today: chrono::NaiveDate,
        mut start: Start,
        size: (u16, u16),
    ) -> Self {
        let mut session = Session::new(start.answers, today, config.office);
        let ambiguous = Ambiguous::from(config.ambiguous);
        let screen = first_screen(&mut session, &Ctx::new(&content, &config, size, ambiguous));
        let registered = !start.no_save && !config.registration.is_empty();
        let greets = session.answers.is_empty() && (registered || !start.shelf.is_empty());
        start.shelf.cases.sort_by(|a, b| a.id.cmp(&b.id));
        let mut app = Self {
            shelf: start.shelf,
            instead: BTreeMap::new(),
            copied: msg::Copied::Handed,
            noting: None,
            leaving: effect::Leaving::default(),
            effects: Vec::new(),
            content,
            keymap: Keymap::new(&config.bindings).expect("checked when the file was read"),
            config,
            session,
            run: None,
            screen,
            picked: Vec::new(),
            listed_from: None,
            mine_at: None,
            half_mine: Vec::new(),
            overlay: None,
            ask_at: None,
            letter: None,
            notice: None,
            copying: None,
            last_copy: None,
            opening: false,
            unseen: false,
            new_day: false,
            redated: false,
            peek: None,
            size,
            ambiguous,
            no_save: start.no_save,
            lasting: start.lines,
            saving: None,
            store_error: None,
            print: start.print,
            file_name: start.file_name,
        };
        app.compare_cases();
        app.session.known = app.known();
        app.begin_with(start.more);
        if greets {
            app.greet();
        } else {
            app.tell_of_open_case();
        }
        Self { notice: app.own_broken().or(app.notice), ..app }
    }

    /// The first mistake in the user's own files.
    fn own_broken(&self) -> Option<String> {
        let any = self.content.own_files() > 0;
        let broken = if any { self.content.own_mistakes() } else { Vec::new() };
        let words = text!("notice.own_broken", n = broken.len());
        broken.first().map(|first| words + &visible(&first.to_string()))
    }

    pub fn content(&self) -> &Rc<Content> {
        &self.content
    }

    pub fn keymap(&self) -> &Keymap {
        &self.keymap
    }

    pub fn run(&self) -> Option<&run::Run> {
        self.run.as_ref()
    }

    /// The letter, if it has the focus.
    pub fn letter(&self) -> Option<&LetterView> {
        self.letter.as_ref()
    }

    /// Nothing is stored.
    pub fn no_save(&self) -> bool {
        self.no_save
    }

    pub fn ctx(&self) -> Ctx<'_> {
        Ctx::new(&self.content, &self.config, self.size, self.ambiguous)
    }

    /// The question of a dialog, also while the help covers it.
    pub fn asked(&self) -> Option<&overlay::Ask> {
        let on_top = match &self.overlay {
            Some(Overlay::Help { under, .. }) => under.as_deref(),
            other => other.as_ref(),
        };
        match on_top {
            Some(Overlay::Ask(ask)) => Some(ask),
            _ => None,
        }
    }

    pub fn mode(&self) -> Mode {
        if let Some(o) = &self.overlay {
            return o.mode();
        }
        if self.letter.is_some() {
            return Mode::Letter;
        }
        self.screen.mode()
    }
}
