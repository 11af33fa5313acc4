//! What a key does here, in words.

use crate::app::App;
use crate::app::run::Mark;
use crate::app::said::sheet_title;
use crate::app::screens::Screen;
use crate::app::screens::question::entries::List;
use crate::app::screens::question::field::Field;
use crate::domain::case::CaseRecord;
use crate::domain::flow::graph::START;
use crate::domain::flow::spec::Kind;
use crate::domain::gate::Level;
use crate::input::keymap::{MODES, Mode};
use std::cmp::Ordering;

impl App {
    /// What leads to what is written, under the name that it has on its frame.
    fn written_text(&self, mode: Mode, action: &str) -> Option<String> {
        if mode != Mode::Letter && matches!(action, "letter" | "letter_beside") {
            let what = sheet_title(self.session.answers.channel());
            let to = |what| text!("key.letter_beside", what);
            return Some(if action == "letter" { what.to_owned() } else { to(what) });
        }
        if let (Mode::Case, "read" | "copy") = (mode, action) {
            let last = self.shown_case().and_then(|r| r.letters.last());
            let what = sheet_title(last.map(|l| l.channel).unwrap_or_default());
            return Some(if action == "read" {
                text!("key.read", what)
            } else {
                text!("key.case.copy", what)
            });
        }
        None
    }

    /// What a key does in words that only this place has.
    fn own_text(&self, mode: Mode, action: &str) -> Option<String> {
        if let Some(said) = self.event_text(mode, action) {
            return Some(said.to_owned());
        }
        if let Some(said) = self.written_text(mode, action) {
            return Some(said);
        }
        if mode == Mode::After && action == "next" && self.run.is_some() {
            let to = if self.writes_more() { text!("run.next") } else { text!("run.to_list") };
            return Some(to.to_owned());
        }
        // Back from choosing several services is back to choosing one, unless letters have begun.
        let begun = self.run.is_some() && self.session.answers.get("goal").is_some();
        let several = self.screen.several().is_some();
        let first = matches!(&self.screen, Screen::Question(q) if q.id == START)
            && several == begun
            && !self.greets();
        let looks = match self.screen.field() {
            Some(Field::Find(f)) => !f.is_blank(),
            Some(Field::Choice { sought, .. }) => !sought.is_empty(),
            _ => false,
        };
        if looks && matches!(mode, Mode::Find | Mode::Choice) && action == "back" {
            return Some(text!("key.find.clear").to_owned());
        }
        // Also where the help tells of it.
        if first
            && action == "back"
            && matches!(mode, Mode::Find | Mode::Choice)
            && self.letter.is_none()
        {
            return Some(text!("key.start.back").to_owned());
        }
        // The text of the box, up to its bracket.
        if let Some(ask) = self.asked().filter(|_| mode == Mode::Ask) {
            let key = format!("{}.{action}", ask.text());
            let says = self.content.text(&key);
            // For what is not asked, the key has its general meaning.
            if says != key {
                return Some(says.split('（').next().unwrap_or(says).to_owned());
            }
        }
        None
    }

    /// What a key notes, in the words of a call, and of a refusal.
    fn event_text(&self, mode: Mode, action: &str) -> Option<&'static str> {
        let case = self.shown_case().filter(|_| mode == Mode::Case);
        let phone = || self.session.answers.channel().spoken();
        match (mode, action) {
            (_, "call") if case.is_some_and(|r| r.unsent() && r.is_call()) => {
                Some(text!("key.called"))
            }
            (_, "again") if case.is_some_and(CaseRecord::can_be_rewritten) => {
                Some(text!("key.rewrite"))
            }
            (_, "done") if case.is_some_and(CaseRecord::declines) => Some(text!("event.told")),
            (Mode::After, "sent") if phone() => Some(text!("key.called")),
            _ => None,
        }
    }

    /// What a key does where the same key does several things.
    fn action_here<'a>(&self, mode: Mode, action: &'a str) -> &'a str {
        let on_row = |l: &List| match l.at.cmp(&l.rows.len()) {
            Ordering::Less => "change",
            Ordering::Equal => "new",
            Ordering::Greater => "go_on",
        };
        let skips = |mark| if mark == Mark::Skipped { "unskip" } else { "skip" };
        match (&self.screen, action) {
            (Screen::Question(q), "next") if mode == Mode::List => match &q.field {
                Field::List(l) => on_row(l),
                _ => "go_on",
            },
            (Screen::Mine(m), "next") if mode == Mode::List => {
                if m.list.at > m.list.rows.len() {
                    "close"
                } else if m.agents.get(m.list.at).is_some_and(|a| a.key.is_none()) {
                    // Known from its records alone: it is taken in.
                    "new"
                } else {
                    on_row(&m.list)
                }
            }
            (Screen::Run(o), "remove") if mode == Mode::Run => skips(self.leg_mark(o.at)),
            (Screen::Review(_), "skip") if mode == Mode::Review => {
                skips(self.leg_mark(self.leg_at()))
            }
            (Screen::Mine(_), "next") if mode == Mode::Form => "save",
            (Screen::Log(_), "next") if mode == Mode::Form => "note",
            (Screen::Question(q), "next") if mode == Mode::Form => match &q.field {
                Field::List(l) if l.form.as_ref().is_some_and(|f| f.row.is_some()) => "change",
                // It takes the whole form, from whatever field.
                Field::Together { through: false, .. } => "together",
                _ => "next",
            },
            (Screen::Question(q), "next") if mode == Mode::Find => match &q.field {
                Field::Find(f) if f.several.is_none() => "next",
                Field::Find(f) if f.at_several() => "go_on",
                _ => "toggle",
            },
            (_, "left" | "right") if mode == Mode::Form && self.chooses() => "pick",
            (Screen::Review(r), "next") if mode == Mode::Review => {
                let doc = self.session.reviewed(&self.content);
                let found = r.at.checked_sub(1).and_then(|i| doc.findings.get(i)).map(|f| f.level);
                match found {
                    _ if r.at == 0 => "copy_first",
                    // A remark need not be an error.
                    Some(Level::Say) => "look",
                    _ => "mend",
                }
            }
            _ => action,
        }
    }

    /// What a key does, in words: those of the place, else of the mode, else those of all.
    pub(in crate::app) fn key_text(&self, mode: Mode, action: &str) -> String {
        if let Some(text) = self.own_text(mode, action) {
            return text;
        }
        let name = MODES.iter().find(|(m, ..)| *m == mode).map_or("", |(_, n, _)| n);
        // A form of several questions is a question; the others end with an entry, or an event.
        let name = match (mode, self.screen.field()) {
            (Mode::Form, Some(Field::Together { .. })) => "text",
            (Mode::Date, Some(Field::Typed(Kind::Month, _))) => "month",
            _ => name,
        };
        let action = self.action_here(mode, action);
        let own = format!("key.{name}.{action}");
        let general = format!("key.{action}");
        let text = self.content.text(&own);
        if text == own { self.content.text(&general).to_owned() } else { text.to_owned() }
    }
}
