//! Message → state, next screen, effects.

mod done;
mod leave;
mod letter;
mod overlay;
mod walk;

use super::App;
use super::clock::other_day;
use super::effect::Effect;
use super::letter_view::LetterView;
use super::msg::Msg;
use super::overlay::Overlay;
use super::screens::Screen;
use super::screens::after::After;
use super::screens::case::Case;
use super::screens::question::field::Field;
use crate::input::key::{Code, Key, TermEvent};
use crate::input::keymap::{Intent, Mode};
use crate::text::clean;

/// Lines that a page key scrolls.
const PAGE: usize = 8;

/// The notice about characters removed from the input.
fn removed_notice(marks: &[String]) -> Option<String> {
    let shown: Vec<&str> = marks.iter().map(String::as_str).take(5).collect();
    (!marks.is_empty()).then(|| format!("{}{}", text!("notice.removed"), shown.join(" ")))
}

impl App {
    /// Takes a message; what is returned is for the shell to carry out, in order.
    pub fn update(&mut self, msg: Msg) -> Vec<Effect> {
        self.take_in(msg);
        self.effects()
    }

    pub(super) fn take_in(&mut self, msg: Msg) {
        self.mark_copied();
        match msg {
            Msg::Time { now, real } => {
                return self.tell_time(now, real);
            }
            Msg::Shown => {
                self.unseen = false;
                // Other notices come first.
                self.new_day &= self.notice.is_none();
                self.redated = false;
                return;
            }
            Msg::OtherDay(there) => {
                let words = other_day(self.session.today, there);
                self.notice.get_or_insert(words);
            }
            Msg::Term(event) => self.event(event),
            Msg::Done(outcome) => self.done(outcome),
        }
        if self.new_day {
            let words = self.new_day_words();
            self.notice.get_or_insert(words);
        }
    }

    /// The effects collected so far.
    pub(in crate::app) fn effects(&mut self) -> Vec<Effect> {
        std::mem::take(&mut self.effects)
    }

    pub(in crate::app) fn emit(&mut self, effect: Effect) {
        self.effects.push(effect);
    }

    fn event(&mut self, event: TermEvent) {
        match event {
            TermEvent::Resize(c, r) => {
                self.size = (c, r);
                self.peek = None;
            }
            TermEvent::Suspend => self.emit(Effect::Suspend),
            TermEvent::Continued => {}
            TermEvent::Unopened => self.unopened(),
            TermEvent::End(code) => self.end(code),
            // A terminal whose mouse another program has left on reports it unasked.
            TermEvent::Mouse(_) if !self.config.mouse => {}
            // Nobody could see its effect.
            TermEvent::Mouse(_) | TermEvent::Paste(_) if self.too_small() => {}
            TermEvent::Mouse(mouse) => self.mouse(mouse),
            TermEvent::Ambiguous(how) => self.ambiguous = how,
            TermEvent::Paste(text) => self.paste(&text),
            TermEvent::Key(key) => match self.resolve(key) {
                // Suspending leaves the notice in place: the user has not reacted to it.
                Some(Intent::Suspend) => self.emit(Effect::Suspend),
                Some(intent) if intent != Intent::Quit && self.too_small() => {}
                Some(intent) if self.is_idle(intent) => {}
                Some(intent) => {
                    // An input method sends its text at once: its rest must not hide the notice.
                    if !(self.unseen && matches!(intent, Intent::Insert(_))) {
                        self.notice = None;
                    }
                    self.opening = false;
                    self.intent(intent);
                    if let Intent::Insert(c) = intent {
                        let marks = clean::clean(c.encode_utf8(&mut [0; 4]), true).removed;
                        if let Some(says) = removed_notice(&marks) {
                            (self.notice, self.unseen) = (Some(says), true);
                        }
                    }
                }
                None => {}
            },
        }
    }

    /// What a key means now. While a choice is being typed, every letter belongs to its name.
    fn resolve(&self, key: Key) -> Option<Intent> {
        if let (None, None, Screen::Question(q)) = (&self.overlay, &self.letter, &self.screen)
            && matches!(&q.field, Field::Choice { sought, hits, .. }
                if !sought.is_empty() && !hits.is_empty())
            && let Code::Char(c) = key.code
            && c.is_alphabetic()
            && !key.ctrl
            && !key.alt
        {
            return Some(Intent::Seek(c));
        }
        let mode = self.mode();
        self.keymap.resolve(key, mode)
    }

    /// Whether the help does not name what a key means here, and nothing says why.
    fn is_idle(&self, intent: Intent) -> bool {
        let mode = self.mode();
        let words = matches!(intent, Intent::Insert(_) | Intent::Seek(_) | Intent::Digit(_));
        let says = matches!(mode, Mode::Case | Mode::After) || intent == Intent::Limit;
        !words && !says && !self.helps(mode)(intent)
    }

    fn paste(&mut self, raw: &str) {
        // Bytes that were not UTF-8 arrive as U+FFFD and are dropped, whoever produced them.
        let text: String = raw.chars().filter(|c| *c != char::REPLACEMENT_CHARACTER).collect();
        let mut marks = clean::clean(&text, true).removed;
        if text.len() < raw.len() {
            marks.insert(0, "U+FFFD".to_owned());
        }
        if let (None, Screen::Start(_)) = (&self.overlay, &self.screen) {
            self.find_service();
        }
        if self.read_reply(&text) {
            return;
        }
        self.know_near();
        let taken = match (&mut self.overlay, &mut self.letter, &mut self.screen) {
            (Some(Overlay::Prompt(_, b)), _, _) => Some(b),
            (None, None, Screen::Question(q)) => {
                q.replace_offer();
                q.field.buffer()
            }
            (None, None, Screen::Edit(e)) => Some(&mut e.buffer),
            (None, None, screen) => screen.list_mut().and_then(|list| {
                list.replace_offer();
                list.buffer()
            }),
            _ => None,
        };
        if let Some(b) = taken {
            if !b.fits(&text) {
                return self.tell(text!("notice.too_long"));
            }
            b.insert(&text);
            if let Screen::Question(q) = &mut self.screen {
                q.look(&self.content);
                q.worked_on(self.session.from_review);
            }
            // Dialogs and the forms of events and registrations are not part of the walk.
            if self.overlay.is_none() {
                if let Some(form) = self.screen.list_mut().and_then(|list| list.form.as_mut()) {
                    form.typed = true;
                }
                self.session.typed |= matches!(self.screen, Screen::Question(_) | Screen::Edit(_));
            }
            self.notice = removed_notice(&marks);
        }
    }

    pub(super) fn intent(&mut self, intent: Intent) {
        if self.leaves_unread(intent) {
            return self.read_anew();
        }
        let peek = self.peek.take();
        match intent {
            _ if peek.is_some_and(|top| self.takes_unseen(intent, top)) => return,
            Intent::PageUp | Intent::PageDown if self.pages() => {
                self.peek = peek;
                let to = self.paged(intent == Intent::PageDown);
                // After the end of the page the key moves through the list of results.
                if self.mode() == Mode::Find && to.is_none_or(|to| to == peek.unwrap_or(0)) {
                    self.peek = None;
                } else {
                    self.peek = to;
                    return;
                }
            }
            Intent::Quit => return self.quit(),
            Intent::Suspend => return self.emit(Effect::Suspend),
            Intent::Help if self.mode() != Mode::Help => {
                let of = self.mode();
                let under = self.overlay.take().map(Box::new);
                return self.overlay = Some(Overlay::Help { of, scroll: 0, under });
            }
            // The key that has called it up.
            Intent::Help => return self.intent(Intent::Back),
            _ => {}
        }
        if let Some(o) = self.overlay.take() {
            // Another box starts over.
            if !matches!(intent, Intent::Up | Intent::Down | Intent::Next) {
                self.ask_at = None;
            }
            return self.in_overlay(o, intent);
        }
        if let Some(view) = &mut self.letter {
            let doc = self.session.document(&self.content);
            match (intent, view.question(&doc)) {
                (Intent::Letter | Intent::Back, _) => self.letter = None,
                (Intent::Jump, Some(id)) => self.jump(&id, None),
                _ => view.scroll(&doc, intent),
            }
            return;
        }
        if intent == Intent::Letter && !self.is_stored() {
            return self.letter = Some(LetterView { at: 0 });
        }
        self.on_screen(intent);
    }

    /// Scrolls the page, no further than it is long, so that the way back is as short as the way
    /// there.
    pub(super) fn scroll(&mut self, intent: Intent) {
        let most = self.most_scroll();
        if let Screen::After(After { scroll, .. }) | Screen::Case(Case { scroll, .. }) =
            &mut self.screen
        {
            *scroll = intent.moved(*scroll, PAGE, most);
        }
    }

    fn on_screen(&mut self, intent: Intent) {
        match &self.screen {
            Screen::Question(_) => self.on_question(intent),
            Screen::Start(_) => self.on_start(intent),
            Screen::Case(_) => self.on_case(intent),
            Screen::Log(_) => self.on_log(intent),
            Screen::Mine(_) => self.on_mine(intent),
            Screen::Run(_) => self.on_run(intent),
            Screen::Review(_) => self.on_review(intent),
            Screen::Edit(_) => self.on_edit(intent),
            Screen::After(_) => self.on_after(intent),
        }
    }

    pub(in crate::app) fn tell(&mut self, notice: impl Into<String>) {
        self.notice = Some(notice.into());
    }
}
