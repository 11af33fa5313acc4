//! Drives the program line by line, in-process: lines in, what is said and effects out.

use crate::support::{World, only, place, today};
use chrono::{DateTime, FixedOffset, NaiveDate};
use kotowari::app::effect::Exit;
use kotowari::app::plain::{Plain, SIZE, Turn};
use kotowari::app::screens::Screen;
use kotowari::app::shelf::Shelf;
use kotowari::app::{App, Start};
use kotowari::config::{Config, Save};
use kotowari::domain::answers::Answers;
use kotowari::domain::case::CaseRecord;
use kotowari::domain::case::draft::Draft;
use kotowari::domain::content::Content;
use kotowari::shell::runner::perform;
use std::collections::VecDeque;
use std::ops::{ControlFlow, Deref, DerefMut};
use std::rc::Rc;

/// The program and an outside that records.
pub(crate) struct Lines {
    pub(crate) plain: Plain,
    /// All that was said.
    pub(crate) all: String,
    /// What the last line brought.
    pub(crate) said: String,
    pub(crate) end: Option<Exit>,
    pub(crate) world: World,
}

impl Deref for Lines {
    type Target = World;
    fn deref(&self) -> &World {
        &self.world
    }
}

impl DerefMut for Lines {
    fn deref_mut(&mut self) -> &mut World {
        &mut self.world
    }
}

impl Lines {
    pub(crate) fn new() -> Self {
        Self::with(Start::default(), Config::default())
    }

    pub(crate) fn answered(answers: Answers) -> Self {
        Self::with(Start { answers, ..Start::default() }, Config::default())
    }

    pub(crate) fn with(start: Start, config: Config) -> Self {
        Self::on(start, config, today(), None)
    }

    /// The program as it starts with what another one left, on that day at half past nine; storing
    /// is agreed to.
    pub(crate) fn later(cases: &[CaseRecord], draft: Option<&Draft>, today: &str) -> Self {
        let shelf = Shelf { cases: cases.to_vec(), drafts: only(draft), broken: Vec::new() };
        let now =
            DateTime::parse_from_rfc3339(&format!("{today}T09:30:00+09:00")).expect("a moment");
        let config = Config { save: Save::Always, ..Config::default() };
        let start = Start { shelf, ..Start::default() };
        let mut lines = Self::on(start, config, now.date_naive(), Some(now));
        lines.cases = cases.to_vec();
        lines.drafts = only(draft);
        lines
    }

    fn on(
        start: Start,
        config: Config,
        today: NaiveDate,
        now: Option<DateTime<FixedOffset>>,
    ) -> Self {
        let start = Start { file_name: "letter.txt".to_owned(), lines: true, ..start };
        let mut app = App::new(Rc::new(Content::builtin()), config, today, start, SIZE);
        app.session.now = now;
        let mut lines = Self {
            plain: Plain::new(app),
            all: String::new(),
            said: String::new(),
            end: None,
            world: World::new(),
        };
        let turn = lines.plain.open();
        lines.obey(turn);
        lines
    }

    fn obey(&mut self, turn: Turn) {
        self.said.clear();
        let mut queue = VecDeque::from([turn]);
        while let Some(turn) = queue.pop_front() {
            self.said.push_str(&turn.says);
            for effect in turn.effects {
                match perform(effect, &mut self.world).expect("a world without errors") {
                    ControlFlow::Continue(outcome) => queue.push_back(self.plain.done(outcome)),
                    ControlFlow::Break(exit) => self.end = Some(exit),
                }
            }
        }
        self.all.push_str(&self.said);
    }

    /// Types lines.
    #[track_caller]
    pub(crate) fn type_lines(&mut self, lines: &[&str]) -> &mut Self {
        for l in lines {
            assert!(self.end.is_none(), "a line after the end: {l}");
            let turn = self.plain.line(l);
            self.obey(turn);
        }
        self
    }

    /// Types a line.
    #[track_caller]
    pub(crate) fn line(&mut self, line: &str) -> &mut Self {
        self.type_lines(&[line])
    }

    pub(crate) fn eof(&mut self) -> &mut Self {
        let turn = self.plain.end();
        self.obey(turn);
        self
    }

    /// Types a line and looks for words in what comes of it.
    #[track_caller]
    pub(crate) fn says(&mut self, line: &str, words: &[&str]) -> &mut Self {
        self.line(line);
        for w in words {
            assert!(self.said.contains(w), "{w} is not in:\n{}", self.said);
        }
        self
    }

    /// The id of the question that is asked, or the name of the screen.
    pub(crate) fn at(&self) -> String {
        match &self.plain.app.screen {
            Screen::Review(_) if self.plain.unsettled() => "usual".to_owned(),
            screen => place(screen).to_owned(),
        }
    }

    pub(crate) fn letter(&self) -> String {
        self.plain.app.session.document(self.plain.app.content()).plan.all()
    }
}

/// Nothing but text, line ends and what stands in them.
#[track_caller]
pub(crate) fn only_text(said: &str) {
    let bad: Vec<char> = said.chars().filter(|c| c.is_control() && *c != '\n').collect();
    assert!(bad.is_empty(), "{bad:?}");
    assert!(!said.contains(['│', '─', '┌', '█']), "frames");
}
