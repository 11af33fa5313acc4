//! Moving through a run: choosing the services, turning to a letter, skipping, storing.

use super::App;
use super::effect::Effect;
use super::run::{Mark, Run};
use super::screens::Screen;
use super::screens::question::field::Field;
use super::screens::question::find::Pick;
use super::screens::run::Overview;
use super::session::Session;

impl App {
    /// Looks for several services; those of the run are marked.
    pub(super) fn find_several(&mut self) {
        let picks = self.begun();
        self.find_service();
        if let Some(Field::Find(f)) = self.screen.field_mut() {
            f.mark_several(picks);
            f.direct = true;
        }
    }

    /// Leaves the choice of several services: back to where it was opened, or away from letters.
    pub(super) fn not_several(&mut self) {
        let mut direct = false;
        if let Some(Field::Find(f)) = self.screen.field_mut() {
            self.picked = f.several.take().unwrap_or_default();
            f.at = 0;
            direct = f.direct;
        }
        if self.run.is_some() && self.session.answers.get("goal").is_some() {
            return self.back();
        }
        self.run = None;
        if direct && self.greets() {
            self.greet();
        }
    }

    /// The services marked before, even if no letter was begun.
    fn begun(&self) -> Vec<Pick> {
        if self.picked.is_empty() { self.picks() } else { self.picked.clone() }
    }

    /// The row that leads to several services, or continues with the chosen ones.
    pub(super) fn several(&mut self) {
        let begun = self.begun();
        let Some(Field::Find(f)) = self.screen.field_mut() else { return };
        match f.several.clone() {
            None => f.mark_several(begun),
            Some(picks) if picks.is_empty() => self.tell(text!("run.none.go")),
            Some(picks) => {
                self.picked.clear();
                self.begin_run(&picks);
            }
        }
    }

    /// To the letter before or after the one on the screen.
    pub(super) fn turn(&mut self, forward: bool) {
        let Some(run) = &self.run else { return };
        let n = run.legs.len();
        let to = if forward { run.at + 1 } else { run.at + n - 1 } % n;
        self.show_letter(to);
    }

    /// All letters of the run, each with its goal and progress.
    pub(super) fn overview(&mut self) {
        self.park();
        let of = self.run.as_ref().filter(|r| !r.planned).map_or(0, |r| r.legs.len());
        // The first letter's goal applies to all unless the user says otherwise.
        (1..of).for_each(|i| self.share(i));
        if let Some(run) = &self.run {
            let from = std::mem::replace(&mut self.screen, Screen::Run(Overview::open(run)));
            self.listed_from = Some(from).filter(Screen::shows_letter);
        }
    }

    pub(super) fn skip_or_not(&mut self, i: usize) {
        let Some(leg) = self.run.as_mut().and_then(|r| r.legs.get_mut(i)) else { return };
        leg.mark = match leg.mark {
            Mark::Open => Mark::Skipped,
            Mark::Skipped => Mark::Open,
            over @ (Mark::Handed | Mark::Done) => {
                self.notice = Some(text!("run.over").to_owned());
                over
            }
        };
        self.keep_draft();
    }

    /// The letter on its review is left out, or taken in again.
    pub(super) fn skip_here(&mut self) {
        let at = self.leg_at();
        if self.leg_mark(at) == Mark::Open {
            return self.skip();
        }
        if self.leg_mark(at) == Mark::Skipped {
            self.tell(text!("run.restored"));
        }
        self.skip_or_not(at);
    }

    pub(in crate::app) fn leg_at(&self) -> usize {
        self.run.as_ref().map_or(0, |r| r.at)
    }

    pub(in crate::app) fn leg_mark(&self, i: usize) -> Mark {
        self.run.as_ref().and_then(|r| r.legs.get(i)).map(|l| l.mark).unwrap_or_default()
    }

    /// Whether this letter of the run is left out, as the user wants it.
    pub(super) fn left_out_of_run(&self, i: usize) -> bool {
        let copied = self.run.as_ref().map(|r| r.copied(i, &self.copied));
        let failed = matches!(copied, None | Some(super::msg::Copied::Failed(_)));
        self.leg_mark(i) == Mark::Skipped && !failed
    }

    /// The case that asks for the same goes on instead of a letter of the run.
    pub(super) fn rather_skip(&mut self) {
        self.skip();
        self.tell(text!("run.skipped_case"));
    }

    pub(super) fn skip(&mut self) {
        let Some(run) = &mut self.run else { return };
        let at = run.at;
        let left = run.legs.get_mut(at).filter(|l| !l.mark.is_over()).map(|leg| {
            leg.mark = Mark::Skipped;
            self.session.document(&self.content).service_name().to_owned()
        });
        self.next_letter();
        if let Some(name) = left {
            self.notice = Some(if matches!(self.screen, Screen::Run(_)) {
                text!("run.skipped.last", name)
            } else {
                text!("run.skipped", name)
            });
        }
        self.keep_draft();
    }

    fn next_letter(&mut self) {
        match self.run.as_ref().and_then(Run::next_open) {
            Some(next) => self.show_letter(next),
            None => self.overview(),
        }
    }

    /// The letter on the screen is done: it is stored if agreed to, and the next one follows.
    pub(super) fn letter_done(&mut self) {
        let orders = self.store_letter();
        let Some(run) = &mut self.run else { return };
        run.leaving = orders;
        if orders == 0 {
            self.after_letter();
        }
    }

    /// The walks whose letters are written: all legs of this run that are done.
    pub(super) fn letters(&self) -> Vec<&Session> {
        let Some(run) = &self.run else { return vec![&self.session] };
        let done = |i: &usize| {
            run.legs.get(*i).is_some_and(|l| l.mark.is_over()) || *i == run.at && self.copied_last()
        };
        (0..run.legs.len()).filter(done).map(|i| self.leg(i)).collect()
    }

    /// Whether the goal is asked for all letters of a run.
    pub(in crate::app) fn shares_goal(&self) -> bool {
        let first = self.run.as_ref().is_some_and(|r| !r.planned && r.at == 0);
        // Once it is set, a new choice applies to the first letter only.
        first && self.session.answers.get("goal").is_none()
    }

    /// Whether a letter of the run is still to be written, besides the one just copied.
    pub(super) fn writes_more(&self) -> bool {
        let open = |run: &Run| {
            let here = |i: usize| i == run.at && self.copied_last();
            (0..).zip(&run.legs).any(|(i, l)| l.mark == Mark::Open && !here(i))
        };
        self.run.as_ref().is_some_and(open)
    }

    /// Whether a letter was being stored before the next one follows; then it does.
    pub(super) fn goes_on(&mut self) -> bool {
        let Some(run) = self.run.as_mut().filter(|r| r.leaving > 0) else { return false };
        run.leaving -= 1;
        run.leaving == 0
    }

    /// The letter is where it belongs.
    pub(super) fn after_letter(&mut self) {
        // A letter that is nowhere yet can be copied again.
        let (lost, mark) = (self.nowhere(), self.written());
        let profile =
            (self.stores() && self.is_new(&self.session)).then(|| self.profile(&self.session));
        if let Some(leg) = self.run.as_mut().and_then(|r| r.legs.get_mut(r.at)) {
            leg.mark = if lost { Mark::Skipped } else { mark };
        }
        self.next_letter();
        self.keep_draft();
        if let Some(profile) = profile {
            self.saving = Some(profile.clone());
            self.emit(Effect::Save(profile));
        }
    }
}
