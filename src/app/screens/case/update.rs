//! Keys on a case.

use crate::app::App;
use crate::app::overlay::{Ask, Overlay, Prompt};
use crate::app::screens::{Screen, case};
use crate::domain::case::{CaseRecord, Event, What};
use crate::input::keymap::{Intent, Mode};
use crate::text::edit::EditBuffer;

impl App {
    pub(in crate::app) fn on_case(&mut self, intent: Intent) {
        if !self.possible(Mode::Case)(intent) {
            return self.notice = self.of_no_use(intent).map(str::to_owned);
        }
        // A conversation counts as telling them.
        let intent = match intent {
            Intent::LogCall if self.shown_case().is_some_and(|r| r.unsent() && r.is_call()) => {
                Intent::LogSent
            }
            other => other,
        };
        let Screen::Case(c) = &mut self.screen else { return };
        let id = c.id.clone();
        match intent {
            Intent::Left => c.turn(-1),
            Intent::Right => c.turn(1),
            Intent::Next => self.next_of(&id),
            Intent::Again => self.again(&id, None),
            Intent::Undo => {
                // The last noted event, not the last in time.
                match self.case(&id).and_then(|r| r.events.len().checked_sub(1)) {
                    Some(last) => self.ask_take_back(last),
                    None => self.notice = Some(text!("case.none").to_owned()),
                }
            }
            Intent::SkipPlan => {
                let next = self.case(&id).and_then(|r| r.open_plan().first().map(|p| p.on));
                let Some(on) = next else { return };
                self.emit(self.noting(&id, What::PlanDropped { on }));
            }
            Intent::Due => {
                let now =
                    self.case(&id).and_then(|r| r.due(self.rules(r))).map(|d| d.on.to_string());
                let text = EditBuffer::offering(&now.unwrap_or_default());
                self.overlay = Some(Overlay::Prompt(Prompt::Due, text));
            }
            Intent::Plan => {
                self.overlay = Some(Overlay::Prompt(Prompt::Plan, EditBuffer::new("", false)));
            }
            Intent::Export => self.ask_file(Prompt::Export),
            Intent::Ics => self.ask_file(Prompt::Ics),
            Intent::Read => self.read_letter(&id, usize::MAX),
            Intent::Copy => self.copy_kept(&id, usize::MAX),
            Intent::Remove => self.ask(Ask::RemoveCase),
            Intent::Back => self.leave_case(),
            _ => match case::noted(intent) {
                Some(kind) => self.log_screen(&id, kind),
                None => self.scroll(intent),
            },
        }
    }

    /// Why a key does nothing in the case on the screen.
    fn of_no_use(&self, intent: Intent) -> Option<&'static str> {
        let can = self.possible(Mode::Case);
        Some(match intent {
            Intent::SkipPlan => text!("notice.no_plan"),
            Intent::Ics if can(Intent::Due) => text!("notice.no_due"),
            Intent::Ics | Intent::Due if can(Intent::Plan) => text!("notice.over.due"),
            Intent::Ics | Intent::Due | Intent::Plan => text!("notice.over"),
            Intent::LogReplied => text!("notice.unasked"),
            Intent::LogMoved => text!("notice.none_kept"),
            Intent::LogReply | Intent::LogBounced | Intent::LogSent
                if self.shown_case().is_some_and(CaseRecord::is_call) =>
            {
                text!("notice.no_bounce")
            }
            Intent::LogReply | Intent::LogBounced | Intent::LogNotReached
                if self.shown_case().is_some_and(|r| !r.has_left()) =>
            {
                text!("notice.unsent")
            }
            Intent::LogReply | Intent::LogBounced => text!("notice.arrived"),
            _ => return None,
        })
    }

    /// Asks whether to take back the event at this index.
    fn ask_take_back(&mut self, at: usize) {
        let Some(event) = self.shown_case().and_then(|r| r.events.get(at)).cloned() else { return };
        let others = self.shown_case().is_some_and(|r| r.events.len() > 1);
        self.ask(Ask::TakeBack(Box::new(event), others));
    }

    /// Offers the event noted before this one; after the first, the last.
    pub(in crate::app) fn take_back_before(&mut self, event: &Event) {
        let Some(record) = self.shown_case() else { return };
        let at = record.events.iter().rposition(|e| e == event);
        let before = at.and_then(|at| at.checked_sub(1));
        self.ask_take_back(before.unwrap_or_else(|| record.events.len().saturating_sub(1)));
    }
}
