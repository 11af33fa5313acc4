//! A reply that is pasted into the form of an answer: read, and put into its fields.

use super::App;
use super::effect::Private;
use super::overlay::Ask;
use super::screens::Screen;
use crate::domain::case::moment;
use crate::domain::case::reply::{self, About, Reading};
use crate::domain::case::{CaseId, Event, Kind};
use crate::input::intent::{Intent, Mode};
use crate::text::clean::{brief, clean};

/// Maximum length quoted of a sentence that was not understood, in characters.
const QUOTED: usize = 30;

impl App {
    /// Reads a pasted reply; false: it is not a reply and is inserted as text.
    pub(super) fn read_reply(&mut self, text: &str) -> bool {
        let (None, None, Screen::Log(l)) = (&self.overlay, &self.letter, &self.screen) else {
            return false;
        };
        // Terminals paste line ends as they send Enter.
        let text = clean(text, true).text;
        let several = text.lines().filter(|l| !l.trim().is_empty()).nth(1).is_some();
        // A line is a reply, too, if it says something, but behind one it is a word for its note.
        let whole = several || !l.was_read();
        let case = l.case.clone().filter(|_| whole && l.kind == Kind::Answer);
        let Some(record) = case.and_then(|id| self.case(&id)).cloned() else { return false };
        let when = l.possible(self.now(), self.session.clock.is_some());
        let typed = l.list.form.as_ref().map(|form| l.list.read(form));
        let beside = self.config.beside(&record, &self.content, &self.shelf.cases);
        let office = self.session.office;
        let about = About { case: Some(&record), office, content: &self.content, beside: &beside };
        let read = match reply::take(&text, about) {
            Ok(read) => read,
            Err(_) if !several => return false,
            Err(why) => {
                self.notice = Some(why);
                return true;
            }
        };
        let dated = moment::parse(read.date(), &when).ok();
        let typed = typed.and_then(|entry| moment::parse(entry.get("at"), &when).ok());
        let at = dated.or(typed).unwrap_or(when.now.into());
        let reading = read.reading(at.day());
        let Some(event) = reading.noted(at, Some(&record)) else {
            if !several {
                return false;
            }
            let (what, none) = (reading.said(), text!("reply.nothing"));
            let mut told = text!("sign.with", name = what, words = none);
            if !reading.addressee.is_empty() {
                let (name, value) = (text!("reply.addressee"), reading.addressee);
                told += text!("sign.stop");
                told += &text!("reply.line", name, value);
            }
            self.tell(told);
            return true;
        };
        self.fill_read(&record.id, reading, &event);
        true
    }

    /// The form of what was read, filled in, and what was not understood beside it.
    fn fill_read(&mut self, id: &CaseId, reading: Reading, event: &Event) {
        self.log_screen(id, event.what.kind());
        if let Screen::Log(form) = &mut self.screen {
            form.fill(event);
            form.asks_kind();
        }
        let mut told = text!("notice.read", what = reading.said());
        // Of an interview another form tells, in which it is asked whose it is.
        let here = event.what.kind().takes().contains(&"employer");
        let keys = self.keymap.list(Mode::Case, false);
        let moved = keys.iter().find(|k| k.2 == Intent::LogMoved && !here);
        let moved = moved.filter(|_| !reading.employer.is_empty());
        let beside = moved.map(|(key, ..)| text!("reply.moved.by", key)).or_else(|| {
            let value = brief(reading.doubts.first()?, QUOTED);
            Some(text!("reply.line", name = text!("reply.unclear"), value))
        });
        told += &beside.map_or_else(String::new, |words| format!("{}{words}", text!("sign.stop")));
        self.notice = Some(told);
        let other = [reading.another, reading.addressee].into_iter().find(|name| !name.is_empty());
        if let Some(name) = other {
            self.ask(Ask::OtherAgent(Private(name)));
        }
    }
}
