//! The letters that a case keeps: read and copied.

use super::effect::{Effect, Private};
use super::overlay::Overlay;
use super::said::sheet_title;
use super::screens::Screen;
use super::screens::review::CopyPart;
use super::{App, Copying};
use crate::domain::calendar::format_ja;
use crate::domain::case::stamp::in_words;
use crate::domain::case::{CaseId, KeptText};
use crate::domain::delivery::whole;
use crate::input::keymap::Intent;

impl App {
    pub(super) fn read_letter(&mut self, id: &CaseId, number: usize) {
        if let Some((number, mut title, text)) = self.kept_or_said(id, number) {
            let of = self.case(id).map_or(0, |r| r.letters.len());
            if of > 1 {
                title += &text!("sheet.number", n = number, of);
            }
            self.overlay = Some(Overlay::Read { title, text, number, scroll: 0 });
        }
    }

    pub(super) fn copy_kept(&mut self, id: &CaseId, number: usize) {
        let Some((number, label, text)) = self.kept_or_said(id, number) else { return };
        // A letter not sent on its day names days counted from then.
        let unsent = self.case(id).filter(|r| r.unsent() && number == r.letters.len());
        let made = unsent.and_then(|r| r.letters.get(number - 1)).map(|l| l.made.date_naive());
        let made = made.filter(|made| *made < self.session.today).map(format_ja);
        let says = made.map_or_else(String::new, |day| text!("notice.old_letter", day));
        self.copying = Some(Copying { part: CopyPart::All, shown: label, label: "", id: "", says });
        self.emit(Effect::Copy(text));
    }

    /// Shows the letter before the one that is read, or the one after it.
    pub(super) fn read_other(&mut self, number: usize, intent: Intent) {
        let Screen::Case(c) = &self.screen else { return };
        let id = c.id.clone();
        self.read_letter(
            &id,
            if intent == Intent::Left { number.saturating_sub(1) } else { number + 1 },
        );
    }

    /// The letter of a case with this number, from 1, or the nearest that there is: its number,
    /// what it is called, and its text.
    pub(super) fn kept_letter(
        &self,
        id: &CaseId,
        number: usize,
    ) -> Option<(usize, String, Private)> {
        let letters = self.case(id).map_or(&[][..], |r| &r.letters);
        let of = letters.len();
        let number = number.clamp(1, of.max(1));
        let letter = letters.get(number - 1)?;
        let KeptText::Text { subject, text } = &letter.kept else { return None };
        let title = format!("{} {}", sheet_title(letter.channel), in_words(letter.made));
        let subject = Some(subject.as_str()).filter(|s| !s.is_empty());
        Some((number, title, Private(whole(subject, text))))
    }

    /// As [`Self::kept_letter`], with a notice if there is none.
    fn kept_or_said(&mut self, id: &CaseId, number: usize) -> Option<(usize, String, Private)> {
        let kept = self.kept_letter(id, number);
        if kept.is_none() {
            self.tell(text!("notice.no_letter"));
        }
        kept
    }
}
