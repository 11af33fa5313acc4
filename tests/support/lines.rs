//! Drives the program line by line, in-process: lines in, what is said and effects out.

use crate::support::{keep, only, store, today};
use chrono::{DateTime, FixedOffset, NaiveDate};
use kotowari::app::effect::{Effect, Exit};
use kotowari::app::msg::{Copied, Outcome};
use kotowari::app::plain::{Plain, SIZE, Turn};
use kotowari::app::screens::Screen;
use kotowari::app::shelf::Shelf;
use kotowari::app::{App, Start};
use kotowari::config::{Config, Profile, Save};
use kotowari::domain::answers::Answers;
use kotowari::domain::case::CaseRecord;
use kotowari::domain::case::draft::{Draft, Stored};
use kotowari::domain::content::Content;
use std::collections::VecDeque;
use std::path::PathBuf;
use std::rc::Rc;

/// The program and an outside that records.
pub(crate) struct Lines {
    pub(crate) plain: Plain,
    /// All that was said.
    pub(crate) all: String,
    /// What the last line brought.
    pub(crate) said: String,
    pub(crate) end: Option<Exit>,
    pub(crate) copied: Vec<String>,
    pub(crate) copies: Copied,
    pub(crate) written: Vec<(PathBuf, String)>,
    pub(crate) edits: Result<String, String>,
    pub(crate) saved: Vec<Profile>,
    pub(crate) cases: Vec<CaseRecord>,
    pub(crate) drafts: Vec<Stored>,
    pub(crate) opened: Vec<String>,
    /// How the storing of a draft or a case goes.
    pub(crate) stores: Result<(), String>,
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
            copied: Vec::new(),
            copies: Copied::Confirmed,
            written: Vec::new(),
            edits: Err("no editor".to_owned()),
            saved: Vec::new(),
            cases: Vec::new(),
            drafts: Vec::new(),
            opened: Vec::new(),
            stores: Ok(()),
        };
        let turn = lines.plain.open();
        lines.obey(turn);
        lines
    }

    /// The only draft.
    pub(crate) fn draft(&self) -> Option<Draft> {
        assert!(self.drafts.len() < 2, "several drafts");
        self.drafts.first().map(|d| d.draft.clone())
    }

    fn obey(&mut self, turn: Turn) {
        self.said.clear();
        let mut queue = VecDeque::from([turn]);
        while let Some(turn) = queue.pop_front() {
            self.said.push_str(&turn.says);
            for effect in turn.effects {
                let outcome = match effect {
                    Effect::Copy(t) => {
                        self.copied.push(t.0);
                        Outcome::Copied(self.copies.clone())
                    }
                    Effect::Write(to, t) => {
                        self.written.push((to.path.clone(), t.0));
                        Outcome::Written(Ok(to.path))
                    }
                    Effect::EditExternal(_) => Outcome::Edited(self.edits.clone()),
                    Effect::Save(p) => {
                        self.saved.push(p);
                        Outcome::Saved(Ok(()))
                    }
                    Effect::Case(order) => Outcome::Case(
                        self.stores.clone().and_then(|()| store(&mut self.cases, order)),
                    ),
                    Effect::SaveDraft(draft) => {
                        let stored = self.stores.clone().map(|()| keep(&mut self.drafts, &draft));
                        Outcome::Draft(stored.map(|number| Some(Box::new(draft.kept(number)))))
                    }
                    Effect::RemoveDraft(over) => {
                        self.drafts.retain(|d| Some(d.number) != over.number);
                        Outcome::Draft(Ok(None))
                    }
                    Effect::Open(address) => {
                        self.opened.push(address.0);
                        Outcome::Opened(Ok(()))
                    }
                    Effect::Suspend => Outcome::Resumed,
                    Effect::Exit(exit) => {
                        self.end = Some(exit);
                        continue;
                    }
                };
                queue.push_back(self.plain.done(outcome));
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
            Screen::Question(q) => q.id.clone(),
            Screen::Review(_) if self.plain.unsettled() => "usual".to_owned(),
            Screen::Review(_) => "review".to_owned(),
            Screen::Edit(_) => "edit".to_owned(),
            Screen::After(_) => "after".to_owned(),
            Screen::Start(_) => "start".to_owned(),
            Screen::Case(_) => "case".to_owned(),
            Screen::Log(_) => "log".to_owned(),
            Screen::Mine(_) => "mine".to_owned(),
            Screen::Run(_) => "run".to_owned(),
        }
    }

    pub(crate) fn letter(&self) -> String {
        self.plain.app.session.document(&self.plain.app.content).plan.all()
    }
}

/// Nothing but text, line ends and what stands in them.
#[track_caller]
pub(crate) fn only_text(said: &str) {
    let bad: Vec<char> = said.chars().filter(|c| c.is_control() && *c != '\n').collect();
    assert!(bad.is_empty(), "{bad:?}");
    assert!(!said.contains(['│', '─', '┌', '█']), "frames");
}
