//! The time, as the core is told it: anew with each message, so that a letter begun before midnight
//! is dated with the day on which it leaves.

use super::App;
use super::overlay::{Ask, Overlay, Prompt};
use super::screens::{Screen, review};
use super::session::Session;
use crate::domain::calendar::format_ja;
use crate::input::keymap::Intent;
use chrono::{DateTime, FixedOffset, NaiveDate};

impl App {
    /// Takes the time in Japan; `real`: the day was not given, so the hours of a desk can be told.
    pub(super) fn tell_time(&mut self, now: DateTime<FixedOffset>, real: bool) {
        let new = self.session.today != now.date_naive();
        let shown = matches!(self.screen, Screen::Review(_) | Screen::After(_));
        let letter = |s: &Session| (s.document(&self.content).plan.all(), s.lines(&self.content));
        let before = (new && shown).then(|| letter(&self.session));
        self.session.today = now.date_naive();
        self.session.now = Some(now);
        self.session.clock = real.then(|| now.naive_local());
        self.new_day |= new;
        if let Some((text, lines)) = before
            && text != letter(&self.session).0
        {
            // What has changed is marked.
            self.session.before = Some(lines);
            self.redated = true;
        }
    }

    pub(super) fn new_day_words(&self) -> String {
        let day = format_ja(self.session.today);
        if self.redated { text!("notice.new_day.text", day) } else { text!("notice.new_day", day) }
    }

    /// Whether a letter would leave as nobody has read it, since the day has changed.
    pub(super) fn leaves_unread(&self, intent: Intent) -> bool {
        const COPIES: [Intent; 7] = [
            Intent::Copy,
            Intent::CopySubject,
            Intent::CopyBody,
            Intent::CopyField,
            Intent::Write,
            Intent::MailProgram,
            Intent::EditExternal,
        ];
        let copies = COPIES.contains(&intent);
        self.redated
            && match (&self.overlay, &self.screen) {
                (Some(Overlay::Prompt(Prompt::Path, _)), _) => intent == Intent::Next,
                (
                    Some(Overlay::Ask(Ask::CopyAnyway(_) | Ask::WriteAnyway | Ask::PrintAnyway)),
                    _,
                ) => matches!(intent, Intent::Next | Intent::Yes),
                (None, Screen::Review(_)) => copies || intent == Intent::Next,
                (None, Screen::After(_)) => copies || intent == Intent::Next && self.print,
                _ => false,
            }
    }

    /// Back to the review, which says that the letter is another one.
    pub(super) fn read_anew(&mut self) {
        (self.overlay, self.letter) = (None, None);
        self.screen = Screen::Review(review::Review::default());
        self.notice = Some(self.new_day_words());
    }
}

/// The notice that the machine's date differs from Japan's.
pub fn other_day(today: NaiveDate, there: NaiveDate) -> String {
    text!("notice.other_day", day = format_ja(today), there = format_ja(there))
}
