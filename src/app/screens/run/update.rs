//! Keys on the overview of several letters.

use crate::app::App;
use crate::app::run::Mark;
use crate::app::screens::Screen;
use crate::input::keymap::Intent;

impl App {
    pub(in crate::app) fn on_run(&mut self, intent: Intent) {
        let Screen::Run(o) = &mut self.screen else { return };
        match intent {
            Intent::Digit(d) if usize::from(d) <= o.of => {
                let i = usize::from(d) - 1;
                o.at = i;
                self.open_of_run(i);
            }
            Intent::Next if o.at < o.of => {
                let i = o.at;
                self.open_of_run(i);
            }
            Intent::Next => self.go_on_with_run(),
            Intent::Remove => {
                let i = o.at;
                self.skip_or_not(i);
            }
            Intent::Add => self.find_several(),
            Intent::Back => match self.listed_from.take() {
                Some(letter) => self.screen = letter,
                None => self.find_several(),
            },
            _ => o.step(intent),
        }
    }

    /// Opens a letter of the run; while the goals are not settled, its goal.
    fn open_of_run(&mut self, i: usize) {
        let Some(run) = &mut self.run else { return };
        if run.planned {
            self.show_letter(i);
        } else {
            // Each keeps its goal: only the opened one gets another.
            for leg in &mut run.legs {
                leg.shared.remove("goal");
            }
            self.switch(i);
            self.share(i);
            self.open("goal");
        }
    }

    /// On from the overview: the questions, the letters that are still to be written, the end.
    fn go_on_with_run(&mut self) {
        let Some(run) = &mut self.run else { return };
        run.planned = true;
        // What the list showed stays: another goal for one letter is not that of the others.
        for leg in &mut run.legs {
            leg.shared.remove("goal");
        }
        let open = |i: &usize| run.legs.get(*i).is_some_and(|l| l.mark == Mark::Open);
        let unasked = (0..run.legs.len()).filter(open).find(|i| !run.legs[*i].begun);
        // Otherwise the one where the user left, or the next one.
        match unasked.or(Some(run.at).filter(open)).or_else(|| run.next_open()) {
            Some(i) => {
                self.show_letter(i);
                self.keep_draft();
            }
            None => self.finish(),
        }
    }
}
