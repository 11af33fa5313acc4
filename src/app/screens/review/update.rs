//! Keys on the review.

use crate::app::App;
use crate::app::effect::{Effect, Private};
use crate::app::overlay::{Ask, Overlay, Prompt};
use crate::app::screens::Screen;
use crate::app::screens::review::{self, CopyPart};
use crate::domain::answers::Value;
use crate::domain::gate::Finding;
use crate::domain::manner::{DETAIL, DETAILS, TONES, manner_of};
use crate::input::keymap::Intent;
use crate::text::edit::EditBuffer;
use std::rc::Rc;

impl App {
    pub(in crate::app) fn on_review(&mut self, intent: Intent) {
        match intent {
            // A selection out of sight is scrolled into view first.
            Intent::Next if self.shows_row() => {}
            Intent::Next | Intent::Jump | Intent::Digit(_) => self.at_row(intent),
            Intent::Copy => self.copy_or_ask(CopyPart::All),
            Intent::CopySubject => self.copy_or_ask(CopyPart::Subject),
            Intent::CopyBody => self.copy_or_ask(CopyPart::Body),
            Intent::CopyField => self.copy_or_ask(CopyPart::Field),
            Intent::Write if self.blocked() => self.ask(Ask::WriteAnyway),
            Intent::Write => self.ask_file(Prompt::Path),
            Intent::Edit => {
                let found = self.selected_finding();
                self.open_editor(found.as_ref());
            }
            Intent::EditExternal => {
                let text = self.session.document(&self.content).plan.all();
                self.emit(Effect::EditExternal(Private(text)));
            }
            Intent::Regenerate if self.session.edited.is_some() => self.ask(Ask::Regenerate),
            Intent::Tone => self.next_word("tone", &TONES),
            Intent::Detail => self.next_word(DETAIL, &DETAILS),
            Intent::Limit => self.ask_limit(),
            Intent::NextLetter => self.turn(true),
            Intent::LastLetter => self.turn(false),
            Intent::Letters => self.overview(),
            Intent::Skip => self.skip_here(),
            Intent::Back => {
                // A letter opened from its case with nothing left to ask.
                let began = self.session.from_case.as_ref().is_some_and(|f| f.at.is_empty());
                if !(began && self.back_to_case())
                    && let Some(id) = self.session.last_question(&self.content)
                {
                    self.open(&id);
                }
            }
            _ if intent.goes_up_or_down() => self.step_review(intent),
            _ => {}
        }
    }

    /// What the selected row is there for, or that of a digit.
    fn at_row(&mut self, intent: Intent) {
        let doc = self.session.reviewed(&self.content);
        let Screen::Review(r) = &mut self.screen else { return };
        let rows = review::rows(&doc);
        if let Intent::Digit(d) = intent {
            let found = review::ReviewRow::Found(usize::from(d) - 1);
            let Some(at) = rows.iter().position(|row| *row == found) else { return };
            // Coming back, the selection is where it was.
            r.at = at;
        }
        match rows.into_iter().nth(r.at).unwrap_or(review::ReviewRow::Copy) {
            review::ReviewRow::Copy if intent == Intent::Next => self.copy_or_ask(CopyPart::Main),
            review::ReviewRow::Copy => {}
            review::ReviewRow::Answer(id) => self.jump(&id, None),
            review::ReviewRow::Found(i) => {
                let found = &doc.findings[i];
                match found.question.as_ref().filter(|id| doc.walk.step(id).is_some()) {
                    Some(id) => self.jump(id, found.entry),
                    // A finding without a question is in the text.
                    None => self.open_editor(Some(found)),
                }
            }
        }
    }

    fn selected_finding(&self) -> Option<Finding> {
        let Screen::Review(r) = &self.screen else { return None };
        let doc = self.session.reviewed(&self.content);
        match review::rows(&doc).get(r.at) {
            Some(review::ReviewRow::Found(i)) => doc.findings.get(*i).cloned(),
            _ => None,
        }
    }

    fn copy_or_ask(&mut self, part: CopyPart) {
        if self.blocked() {
            return self.ask(Ask::CopyAnyway(part));
        }
        self.copy(part);
    }

    /// The next word of a manner: tone or length.
    fn next_word(&mut self, id: &str, words: &[&str]) {
        let content = Rc::clone(&self.content);
        if self.session.edited.is_some() {
            let words = match id {
                DETAIL => text!("notice.detail_edited"),
                _ => text!("notice.tone_edited"),
            };
            return self.notice = Some(words.to_owned());
        }
        let now = manner_of(&self.session.answers, id);
        // Backwards: to the milder one first.
        let before = words.iter().take_while(|w| **w != now).last();
        let next = before.or(words.last()).copied().unwrap_or_default();
        let letter = |s: &crate::app::session::Session| s.document(&content).plan.all();
        let before = letter(&self.session);
        self.leave_review();
        self.session.answer(&content, id, Value::One(next.to_owned()));
        self.back_to_review();
        let same = letter(&self.session) == before;
        let words = if same { "notice.switch.same".into() } else { format!("notice.{id}.{next}") };
        self.notice = Some(content.text(&words).to_owned());
    }

    fn ask_limit(&mut self) {
        let doc = self.session.document(&self.content);
        if !doc.plan.channel.filled_in() {
            return self.tell(text!("notice.no_limit"));
        }
        let now = doc.limit.map_or_else(String::new, |n| n.to_string());
        self.overlay = Some(Overlay::Prompt(Prompt::Limit, EditBuffer::offering(&now)));
    }

    /// Moves through the review by displayed pages.
    fn step_review(&mut self, intent: Intent) {
        let page = self.laid_out();
        if let (Screen::Review(r), Some((page, height))) = (&mut self.screen, page) {
            review::step(r, &page, height, intent);
        }
    }

    /// Brings the selected row of the review into sight; false: it is.
    fn shows_row(&mut self) -> bool {
        match (self.laid_out(), &mut self.screen) {
            (Some((page, height)), Screen::Review(r)) => review::show(r, &page, height),
            _ => false,
        }
    }
}
