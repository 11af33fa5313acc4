//! Answers in a dialog over the screen.

use crate::app::App;
use crate::app::effect::{CaseOrder, Effect, Private};
use crate::app::overlay::{Ask, Keep, Overlay, Prompt};
use crate::app::screens::{Screen, question, review};
use crate::config::Save;
use crate::domain::case::Kind;
use crate::input::keymap::Intent;
use crate::text::edit::EditBuffer;

impl App {
    pub(in crate::app) fn in_overlay(&mut self, overlay: Overlay, intent: Intent) {
        match overlay {
            Overlay::Help { under, .. } if intent == Intent::Back => {
                self.overlay = under.map(|o| *o);
            }
            Overlay::Read { .. } | Overlay::Qr(..) if intent == Intent::Back => {}
            Overlay::Read { number, .. } if intent == Intent::Copy => {
                self.overlay = Some(overlay);
                if let Screen::Case(c) = &self.screen {
                    self.copy_kept(&c.id.clone(), number);
                }
            }
            Overlay::Read { number, .. } if matches!(intent, Intent::Left | Intent::Right) => {
                self.overlay = Some(overlay);
                self.read_other(number, intent);
            }
            Overlay::Help { .. } | Overlay::Read { .. } | Overlay::Qr(..) => {
                let mut o = overlay;
                let most = self.most_over(&o);
                o.scroll(intent, most);
                self.overlay = Some(o);
            }
            Overlay::Prompt(Prompt::Limit, b) if intent == Intent::Next => self.limited(b),
            Overlay::Prompt(Prompt::Path, b) if intent == Intent::Next => self.write_where(b),
            Overlay::Prompt(prompt, b) if intent == Intent::Next => {
                self.prompted(prompt, b.clone());
                if matches!(self.effects.last(), Some(Effect::Write(..))) {
                    self.overlay = Some(Overlay::Prompt(prompt, b));
                }
            }
            Overlay::Prompt(..) if intent == Intent::Back => {}
            Overlay::Prompt(prompt, mut b) => {
                question::typing::typed(&mut b, intent);
                self.overlay = Some(Overlay::Prompt(prompt, b));
            }
            Overlay::Ask(ask) => self.in_ask(ask, intent),
        }
    }

    fn in_ask(&mut self, ask: Ask, intent: Intent) {
        if matches!(intent, Intent::Up | Intent::Down | Intent::Next) {
            let at = self.asked_at(&ask);
            let last = ask.answers().len() - 1;
            let to = intent.moved(at, last, last);
            let chosen = ask.answers().get(at).filter(|_| intent == Intent::Next);
            // Enter alone would lead in a circle: what ends it is said.
            let undecided = match &ask {
                Ask::Save(None, keep) if chosen == Some(&Intent::Back) => Some(*keep),
                _ => None,
            };
            self.ask_at = chosen.is_none().then_some(to);
            self.ask(ask);
            if let Some(answer) = chosen {
                self.intent(*answer);
                if let Some(keep) = undecided {
                    // A letter that is not sent was dropped in the box before this one.
                    let says = match keep {
                        Keep::Nothing => text!("notice.drop_or_not"),
                        _ => text!("notice.save_or_not"),
                    };
                    self.tell(says);
                }
            }
            return;
        }
        match intent {
            Intent::Yes => self.yes(&ask),
            Intent::No => self.no(&ask),
            Intent::GiveUp => match &ask {
                Ask::Sent { .. } => self.drop_letter(),
                Ask::TakeBack(event, _) => self.take_back_before(event),
                _ => self.ask(ask),
            },
            // Back to the question that opened the box, which asks again.
            Intent::Back if matches!(ask, Ask::OpenCase { .. } | Ask::SkipFor { .. }) => {
                self.session.told_of = None;
                self.intent(Intent::Back);
            }
            Intent::Back if matches!(ask, Ask::OtherAgent(_)) => self.no(&ask),
            // Back to the previous screen without a decision.
            Intent::Back => self.session.dropped = false,
            _ => self.ask(ask),
        }
    }

    pub(in crate::app) fn ask(&mut self, ask: Ask) {
        self.overlay = Some(Overlay::Ask(ask));
    }

    fn write_where(&mut self, b: EditBuffer) {
        let to = self.target(Prompt::Path, b.text().trim());
        // The prompt stays until the file is written, so that a typo can be corrected in place.
        self.overlay = Some(Overlay::Prompt(Prompt::Path, b));
        if to.path.as_os_str().is_empty() {
            return;
        }
        if to.path.extension().is_some_and(|e| e.eq_ignore_ascii_case("eml")) {
            return self.as_mail(to);
        }
        let text = self.session.document(&self.content).plan.all();
        self.emit(Effect::Write(to, Private(text + "\n")));
    }

    pub(in crate::app) fn asked_at(&self, ask: &Ask) -> usize {
        let harmless = || ask.answers().iter().position(|i| *i == ask.harmless());
        self.ask_at.or_else(harmless).unwrap_or(0)
    }

    pub(in crate::app) fn yes(&mut self, ask: &Ask) {
        match ask {
            Ask::CopyAnyway(part) => self.copy(*part),
            Ask::WriteAnyway => self.ask_file(Prompt::Path),
            Ask::PrintAnyway => {
                self.print = true;
                self.finish();
            }
            Ask::Regenerate => {
                self.session.edited = None;
                self.screen = Screen::Review(review::Review::default());
                self.tell(text!("notice.regenerated"));
            }
            Ask::Save(code, _) => {
                // Agreed once: from now on it is not asked again.
                self.config.save = Save::Always;
                self.store_and_leave(true, *code);
            }
            Ask::OpenCase { case, .. } => self.rather_open(&case.clone()),
            Ask::SkipFor { .. } => self.rather_skip(),
            Ask::AllDone(case) => {
                self.rather_open(case);
                self.log_screen(case, Kind::Done);
            }
            Ask::Forget(number) => self.forget(*number),
            Ask::TakeBack(event, _) => {
                let Screen::Case(c) = &self.screen else { return };
                self.emit(Effect::Case(CaseOrder::TakeBack(c.id.clone(), event.clone())));
            }
            Ask::RemoveCase => {
                let Screen::Case(c) = &self.screen else { return };
                let id = c.id.clone();
                self.shelf.cases.retain(|c| c.id != id);
                self.compare_cases();
                self.greet();
                self.emit(Effect::Case(CaseOrder::Remove(id)));
            }
            Ask::Unregister => self.unregister(),
            // The form stays filled in with it.
            Ask::OtherAgent(_) => {}
            Ask::Nowhere => self.finish(),
            Ask::Sent { .. } => {
                self.session.asked_sent = true;
                self.sent_now();
                // A letter stored only now is stored once, at the end.
                let stores = |e: &Effect| {
                    matches!(e, Effect::Case(CaseOrder::Create(_) | CaseOrder::Letters(..)))
                };
                self.effects.retain(|e| !stores(e));
                self.finish();
            }
            Ask::Quit(code) => self.quit_with(*code),
        }
    }

    pub(in crate::app) fn no(&mut self, ask: &Ask) {
        match ask {
            Ask::Save(code, _) => self.emit(self.leave(*code)),
            Ask::Regenerate => self.keep_as_edited(),
            Ask::OtherAgent(_) => self.intent(Intent::Back),
            // Answered "later": the case stays marked as not sent.
            Ask::Sent { .. } => {
                self.session.asked_sent = true;
                self.finish();
            }
            _ => {}
        }
    }
}
