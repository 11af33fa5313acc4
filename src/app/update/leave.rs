//! Leaving: questions beforehand, storing, messages afterwards.

use crate::app::effect::{CaseOrder, Effect, Exit, OldDraft, Private};
use crate::app::msg::Copied;
use crate::app::overlay::{Ask, Keep};
use crate::app::run::Mark;
use crate::app::screens::Screen;
use crate::app::screens::after::After;
use crate::app::session::Session;
use crate::app::{App, LastCopy};
use crate::config::{Profile, Save};
use crate::domain::calendar::format_ja;
use crate::domain::case::{CaseRecord, Due, DueWhat, What};
use crate::domain::gate;

/// Separator between several letters on standard output.
const APART: &str = "\n\n----\n\n";
/// Maximum number of unsent letters named.
const NAMED: usize = 3;
/// The smallest exit code of a shell for Ctrl-C.
const CTRL_C: u8 = 130;

impl App {
    /// Ctrl-C asks once if something would be lost, or could be stored; the second always leaves.
    pub(in crate::app) fn quit(&mut self) {
        let asked = matches!(self.asked(), Some(Ask::Quit(_) | Ask::Save(..)));
        if asked { self.quit_with(CTRL_C) } else { self.leave_with(CTRL_C) }
    }

    /// Leaves with this code, after asking any open question.
    pub(in crate::app) fn leave_with(&mut self, code: u8) {
        match self.before_leaving(code) {
            Some(ask) => self.ask(ask),
            None => self.quit_with(code),
        }
    }

    /// The question before leaving with this code. Whether a letter was sent matters more than text
    /// typed since; typed text can be kept once there is a walk to resume.
    fn before_leaving(&self, code: u8) -> Option<Ask> {
        let (over, loses) = (self.finished(), self.would_lose());
        let keeps = if over {
            !loses
        } else {
            // Choices are quickly repeated, so leaving asks nothing; but Ctrl-C may be a slip.
            let begun = loses || code == CTRL_C && self.session.before.is_some();
            self.gave_out() || begun && self.half().is_some()
        };
        if keeps && self.asks_to_store() {
            return Some(self.ask_to_store(Some(code)));
        }
        (loses || self.fills_in()).then_some(Ask::Quit(code))
    }

    /// Whether a letter has left the program, or is said to be sent, of which nothing is stored:
    /// however its answers came here, it may be sent still.
    fn gave_out(&self) -> bool {
        let unstored = |s: &Session| {
            !s.unstored.is_empty() || s.is_somewhere() && s.stored_letter.is_none() && !s.dropped
        };
        self.legs().any(unstored)
    }

    /// Whether the form of an event or a registration has typed text, which no draft stores.
    fn fills_in(&self) -> bool {
        let here = match &self.screen {
            Screen::Log(l) => l.list.typed(),
            Screen::Mine(m) => m.list.typed(),
            _ => false,
        };
        here || !self.half_mine.is_empty()
    }

    fn ask_to_store(&self, code: Option<u8>) -> Ask {
        let phone = self.session.answers.channel().spoken() && self.run.is_none();
        let keep = match code {
            Some(_) if self.midway() && self.half().is_some() => Keep::Draft,
            _ if self.session.dropped => Keep::Nothing,
            _ if phone => Keep::Call,
            _ => Keep::Letter,
        };
        Ask::Save(code, keep)
    }

    /// Whether leaving now leaves something unfinished, of which nothing was said.
    fn midway(&self) -> bool {
        !self.finished() && self.session.unstored.is_empty()
    }

    /// Whether to ask if it was sent: only if that is stored, and not again because storing failed.
    pub(in crate::app) fn asks_whether_sent(&self) -> bool {
        let answered =
            self.session.asked_sent && (self.store_error.is_some() || self.asks_to_store());
        self.session.sent.is_none() && !answered && self.keeps()
    }

    /// Nobody has said yet whether anything may be stored.
    pub(in crate::app) fn asks_to_store(&self) -> bool {
        self.config.save == Save::Ask && !self.no_save
    }

    /// Leaves midway: the walk is kept if the user agreed to storing, including half-typed text.
    /// What a case holds already needs no draft.
    pub(in crate::app) fn quit_with(&mut self, code: u8) {
        // What failed on leaving is retried, as at a normal end.
        if self.leaving.failed && self.stores() && self.leaving.todo.is_empty() {
            return self.store_and_leave(self.leaving.agreed, Some(code));
        }
        self.keep_draft();
        if self.finished() && self.letters().iter().all(|s| self.record(s).is_empty()) {
            self.emit(Effect::RemoveDraft(self.end_of_walk()));
        }
        self.emit(Effect::Exit(Exit::Left(code)));
    }

    /// The letter is not sent: that is noted in its case, and nothing else is stored.
    pub(in crate::app) fn drop_letter(&mut self) {
        if let (Some(id), Some((letter, _))) =
            (self.session.case.clone(), &self.session.stored_letter)
        {
            let before = self.session.answered_before.clone().map(Private);
            // The previous request remains valid.
            self.emit(if *letter > 1 {
                Effect::Case(CaseOrder::Unused(id, *letter, before))
            } else {
                self.noting(&id, What::GivenUp)
            });
        }
        if let Some(run) = &mut self.run {
            // It was copied, but the user skipped it.
            run.legs[run.at].mark = Mark::Open;
            return self.skip();
        }
        self.session.dropped = true;
        if self.asks_to_store() {
            return self.ask(self.ask_to_store(None));
        }
        self.emit(Effect::RemoveDraft(self.end_of_walk()));
        self.emit(self.leave(None));
    }

    /// The walk on the screen, of which no draft shall be left.
    pub(in crate::app) fn end_of_walk(&self) -> OldDraft {
        OldDraft {
            nth: Some(self.session.nth),
            number: self.session.stored_draft.as_ref().map(|k| k.number),
        }
    }

    /// What could not be stored: everything, or a part.
    pub fn unstored_said(&self) -> Option<String> {
        let some = self.letters().iter().any(|s| s.stored_letter.is_some());
        self.store_error.as_ref().map(|why| {
            if self.leaving.draft_lost && self.session.stored_draft.is_some() {
                text!("bye.draft_old", why)
            } else if self.leaving.draft_lost {
                text!("bye.draft_lost", why)
            } else if some {
                text!("bye.unstored.rest", why)
            } else {
                text!("bye.unstored", why)
            }
        })
    }

    /// The draft could not be kept on leaving: the first time the program says so and stays, the
    /// second time it ends and says so afterwards.
    pub fn lost_draft(&mut self, why: String, exit: Exit) -> Option<Exit> {
        let again = std::mem::replace(&mut self.leaving.failed, true);
        self.tell(text!("notice.draft_lost", why = &why));
        self.store_error = Some(why);
        self.leaving.draft_lost = true;
        again.then_some(match exit {
            Exit::Done(letter) => Exit::Failed(letter),
            Exit::Left(0) => Exit::Left(1),
            exit => exit,
        })
    }

    /// Nobody can be asked any more: keep what can be kept and end.
    pub(in crate::app) fn end(&mut self, code: u8) {
        self.quit_with(code);
        self.leaving.failed = true;
    }

    /// What was copied, where the record is, when an answer is due: shown after leaving. `midway`:
    /// nothing was finished.
    pub fn farewell(&self, midway: bool) -> Option<String> {
        let letters = self.letters();
        let unstored = self.unstored_said();
        let writes = matches!(
            self.screen,
            Screen::Question(_) | Screen::Review(_) | Screen::Edit(_) | Screen::Run(_)
        );
        let open = writes || self.writes_more();
        let open = open && !self.finished() && (midway || !self.print);
        // In line mode the earlier output is still there.
        let begun =
            self.lasting || self.session.typed || self.session.answers != self.session.began;
        let kept = match self.session.stored_draft {
            _ if !open || self.leaving.draft_lost => None,
            Some(_) => Some(text!("plain.kept").to_owned()),
            None => begun.then(|| text!("plain.kept.not").to_owned()),
        };
        let nothing = |s: &&Session| {
            let parts = !s.copied_parts.is_empty() && !self.lasting;
            !parts && s.stored_letter.is_none() && !s.is_somewhere()
        };
        if letters.iter().all(nothing) {
            // A letter that was finished and put nowhere is gone.
            let gone = matches!(self.screen, Screen::After(_)) && midway;
            return unstored.or(kept).or(gone.then(|| text!("bye.text_gone").to_owned()));
        }
        let mut parts: Vec<String> = self.last_copied_said().into_iter().collect();
        if let Screen::After(After { path: Some(path), .. }) = &self.screen {
            parts.push(text!("bye.written", path));
        }
        parts.extend(unstored);
        if self.asks_to_store() {
            parts.push(text!("bye.nothing_kept").to_owned());
        }
        let stored: Vec<&crate::domain::case::CaseId> = letters
            .iter()
            .filter(|s| s.stored_letter.is_some())
            .filter_map(|s| s.case.as_ref())
            .collect();
        match stored.as_slice() {
            [] => {}
            [id] => parts.push(text!("bye.case", about = self.named(id))),
            several => parts.push(text!("bye.cases", n = several.len())),
        }
        parts.extend(self.unsent_said(&letters));
        parts.extend(self.skipped_said());
        parts.extend(self.due_said(&letters));
        parts.extend(kept);
        Some(parts.concat())
    }

    /// Which part of which letter was copied; None: nothing.
    fn last_copied_said(&self) -> Option<String> {
        let LastCopy { service, part, spoken, how, gone, of } = self.last_copy.as_ref()?;
        let failed = matches!(how, Copied::Failed(_));
        let name = if *spoken {
            text!("run.part", name = service, part)
        } else {
            text!("bye.letter", name = service)
        };
        let what = match (*gone, *of) {
            _ if *spoken => name,
            (0 | 1, _) if !failed => text!("bye.part", name, part),
            (n, of) => text!("bye.parts", name, of, n),
        };
        let left = || {
            let several = *gone > 1;
            if several { text!("bye.copied.last", what, part) } else { text!("bye.copied", what) }
        };
        match how {
            // Line mode counts what it has shown.
            Copied::Failed(_) if *gone == 0 || self.lasting => None,
            Copied::Failed(_) => Some(text!("bye.copied.some", what)),
            Copied::Confirmed => Some(left()),
            // A script is read aloud and a discarded letter abandoned: neither is pasted.
            Copied::Handed if *spoken || self.session.dropped => {
                Some(text!("bye.handed.unused", what))
            }
            Copied::Handed => Some(text!("bye.handed", what)),
        }
    }

    /// Says that the letter is still to be sent, or which of several, as far as known.
    fn unsent_said(&self, letters: &[&Session]) -> Option<String> {
        let unsent = letters.iter().filter(|s| s.sent.is_none());
        if self.run.is_none() {
            let s = unsent.clone().find(|s| s.stored_letter.is_some() && !self.session.dropped)?;
            let spoken = s.answers.channel().spoken();
            let says = if spoken { text!("bye.unsaid") } else { text!("bye.unsent.one") };
            return Some(says.to_owned());
        }
        let names = self.services_of(unsent.copied());
        (self.keeps() && !names.is_empty()).then(|| text!("bye.unsent", names))
    }

    /// Which letters of a run were left out: those stored nowhere, and those whose record says so.
    fn skipped_said(&self) -> Option<String> {
        let of = self.run.as_ref().filter(|_| self.finished()).map_or(0, |r| r.legs.len());
        let skipped = (0..of).filter(|i| self.left_out_of_run(*i)).map(|i| self.leg(i));
        let (kept, gone): (Vec<&Session>, Vec<_>) =
            skipped.partition(|s| s.stored_letter.is_some());
        let [kept, gone] = [kept, gone].map(|those| self.services_of(those.into_iter()));
        let said = [
            (!kept.is_empty()).then(|| text!("bye.unused", names = kept)),
            (!gone.is_empty()).then(|| text!("bye.skipped", names = gone)),
        ];
        said.iter().any(Option::is_some).then(|| said.into_iter().flatten().collect())
    }

    /// The services of these letters, the first of them by name.
    fn services_of<'a>(&self, letters: impl Iterator<Item = &'a Session>) -> String {
        let names: Vec<String> =
            letters.map(|s| s.document(&self.content).service_name().to_owned()).collect();
        let others = names.len().saturating_sub(NAMED);
        let others = if others > 0 { text!("run.others", n = others) } else { String::new() };
        names.get(..NAMED).unwrap_or(&names).join(text!("sign.comma")) + &others
    }

    /// Until when an answer is due. Past days are left out, and so are unsent letters, unless
    /// nothing is stored that could tell it later.
    fn due_said(&self, letters: &[&Session]) -> Option<String> {
        let waits = |c: &CaseRecord| c.due(self.rules(c));
        let due = |s: &&Session| match (&s.stored_letter, &s.case) {
            (Some(_), Some(id)) => self.case(id).and_then(waits),
            // Sent, but not stored.
            _ => self.record(s).into_iter().find_map(|order| match order {
                CaseOrder::Create(c) if s.sent.is_some() => waits(&c),
                _ => None,
            }),
        };
        let ahead = |d: &Due| d.on >= self.session.today && !d.is_turn();
        let dues: Vec<_> = letters.iter().filter_map(|s| Some((due(s)?, s))).collect();
        let dues: Vec<_> = dues.into_iter().filter(|(d, _)| ahead(d)).collect();
        if let Some((due, of)) = dues.iter().min_by_key(|(d, _)| d.on) {
            let (day, what) = (format_ja(due.on), due.what.words());
            let one = dues.iter().all(|(d, _)| d == due);
            // A date set by the user is not one by which the service answers.
            let own = matches!(due.what, DueWhat::Plan(_) | DueWhat::Own);
            return Some(match () {
                () if own => text!("bye.due.day", day, what),
                () if one => text!("bye.due", day, what),
                () => {
                    let doc = of.document(&self.content);
                    text!("bye.due.first", name = doc.service_name(), day, what)
                }
            });
        }
        if self.session.dropped {
            return Some(text!("bye.dropped").to_owned());
        }
        let plans = letters.iter().map(|s| s.document(&self.content).plan);
        let plans = plans.filter(|p| !self.keeps() && !p.channel.spoken());
        let day = plans.map(|p| p.answer_by()).min()?;
        Some(text!("bye.due.if_sent", day = format_ja(day)))
    }

    pub(in crate::app) fn print_out(&mut self) {
        if self.blocked() {
            return self.ask(Ask::PrintAnyway);
        }
        self.print = true;
        self.finish();
    }

    pub(in crate::app) fn finish(&mut self) {
        if self.run.is_some() && !matches!(self.screen, Screen::Run(_)) {
            return self.letter_done();
        }
        if self.asks_to_store() {
            return self.ask(self.ask_to_store(None));
        }
        let agreed = self.leaving.failed && self.leaving.agreed;
        if self.stores() { self.store_and_leave(agreed, None) } else { self.emit(self.leave(None)) }
    }

    /// Stores everything outstanding in order, then leaves; `code`: the exit code after Ctrl-C.
    pub(in crate::app) fn store_and_leave(&mut self, agreed: bool, code: Option<u8>) {
        let mut todo = Vec::new();
        // What failed before is tried again now.
        self.store_error = None;
        self.leaving.agreed = agreed;
        let midway = code.is_some() && self.midway();
        let mut written = self.letters();
        // A changed letter of a run has to be written again even if it was sent.
        for s in self.legs().filter(|s| self.run.is_some() && !s.unstored.is_empty()) {
            if !written.iter().any(|w| std::ptr::eq(*w, s)) {
                written.push(s);
            }
        }
        if midway && agreed && written.is_empty() {
            written.push(&self.session);
        }
        for s in written {
            if agreed || self.is_new(s) {
                todo.push(Effect::Save(Profile { agreed, ..self.profile(s) }));
            }
            let whole = !s.dropped && (!midway || s.is_somewhere());
            todo.extend(self.record(s).into_iter().filter(|_| whole).map(Effect::Case));
        }
        if self.finished() {
            todo.push(Effect::RemoveDraft(self.end_of_walk()));
        }
        todo.push(self.leave(code));
        self.leaving.todo = todo;
        self.go_on_leaving();
    }

    pub(in crate::app) fn go_on_leaving(&mut self) {
        let todo = &mut self.leaving.todo;
        match (!todo.is_empty()).then(|| todo.remove(0)) {
            // Only now is it known whether storing succeeded, and in which cases the letters are.
            Some(Effect::Exit(exit)) => {
                self.keep_draft();
                self.emit(match exit {
                    Exit::Done(_) | Exit::Failed(_) => self.leave(None),
                    exit => Effect::Exit(exit),
                });
            }
            next => self.effects.extend(next),
        }
    }

    /// A storing error is reported once and storing is retried later and on leaving; at the second
    /// failure the program stores what it can and ends, because leaving must stay possible.
    pub(in crate::app) fn not_stored(&mut self, why: String) {
        let leaving = !self.leaving.todo.is_empty();
        if leaving && self.leaving.failed {
            self.store_error = Some(why);
            // The draft is the only copy of what was not stored.
            self.leaving.todo.retain(|e| !matches!(e, Effect::RemoveDraft(_)));
            return self.go_on_leaving();
        }
        self.leaving.todo.clear();
        self.leaving.failed |= leaving;
        // Asking again shows the error again, once if the page shows it too.
        let seen = matches!(&self.screen, Screen::After(a) if a.scroll == 0) && !self.lasting;
        let first = self.store_error.as_ref() != Some(&why) && !seen;
        if leaving || self.noting.is_some() || first {
            self.notice = Some(why.clone());
        }
        self.store_error = Some(why);
        // The form stays filled in, so that storing can be retried.
        if let Some(form) = self.noting.take() {
            self.screen = Screen::Log(form);
        }
    }

    /// The end, with the letter for standard output if it is wanted there.
    pub(in crate::app) fn leave(&self, code: Option<u8>) -> Effect {
        if let Some(code) = code {
            return Effect::Exit(Exit::Left(code));
        }
        let failed = self.store_error.is_some() || self.nowhere();
        if !self.print {
            return Effect::Exit(if failed { Exit::Failed(None) } else { Exit::Done(None) });
        }
        let docs: Vec<_> = self.letters().into_iter().map(|s| s.reviewed(&self.content)).collect();
        let letter = Private(docs.iter().map(|d| d.plan.all()).collect::<Vec<_>>().join(APART));
        // Printed although something blocks: a script must be able to tell.
        let blocked = docs.iter().any(|d| gate::blocked(&d.findings));
        Effect::Exit(if blocked {
            Exit::Incomplete(letter)
        } else if failed {
            Exit::Failed(Some(letter))
        } else {
            Exit::Done(Some(letter))
        })
    }
}
