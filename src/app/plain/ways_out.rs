//! The review, the page after copying, and what is asked over them.

use super::words;
use super::{Plain, Turn};
use crate::app::overlay::{Ask, Overlay, Prompt};
use crate::app::said::Voice;
use crate::app::screens::{Screen, after, review};
use crate::domain::channel::Channel;
use crate::domain::letter::lint::{Lint, Part};
use crate::input::keymap::{Intent, Mode, action};
use crate::ui::said::{Role, Said};

const REVIEW: &[Mode] = &[Mode::Review];
const AFTER: &[Mode] = &[Mode::After];
const BOTH: &[Mode] = &[Mode::Review, Mode::After];

/// What can be typed beside a letter, in the order in which it is listed; an empty line does the
/// first thing. Then where, and what the list says of it, if that is more than what its key says.
const WAYS: [(&str, Intent, &[Mode], &str); 23] = [
    ("", Intent::Next, BOTH, ""),
    (text!("plain.says.sent"), Intent::LogSent, AFTER, ""),
    (text!("plain.says.sent_at"), Intent::LogSentAt, AFTER, text!("plain.way.sent_at")),
    (text!("plain.says.undo"), Intent::Undo, AFTER, text!("plain.way.undo")),
    (text!("plain.says.copy"), Intent::Copy, BOTH, text!("key.copy")),
    (text!("plain.says.subject"), Intent::CopySubject, BOTH, text!("plain.way.subject")),
    (text!("plain.says.body"), Intent::CopyBody, BOTH, text!("plain.way.body")),
    (text!("plain.says.field"), Intent::CopyField, BOTH, text!("plain.way.field")),
    (text!("plain.says.limit"), Intent::Limit, REVIEW, text!("plain.way.limit")),
    (text!("plain.says.answers"), Intent::Jump, REVIEW, text!("plain.way.answers")),
    (text!("plain.says.edit"), Intent::EditExternal, REVIEW, text!("plain.way.edit")),
    (text!("plain.says.regenerate"), Intent::Regenerate, REVIEW, ""),
    (text!("plain.says.tone"), Intent::Tone, REVIEW, text!("plain.way.tone")),
    (text!("plain.says.detail"), Intent::Detail, REVIEW, text!("plain.way.detail")),
    (text!("plain.says.mail"), Intent::MailProgram, AFTER, text!("plain.way.mail")),
    (text!("plain.says.write"), Intent::Write, BOTH, ""),
    (text!("plain.says.calendar"), Intent::Ics, AFTER, text!("plain.way.ics")),
    ("r qr", Intent::Qr, AFTER, text!("plain.way.qr")),
    (text!("plain.says.print"), Intent::Print, BOTH, text!("plain.way.print")),
    ("]", Intent::NextLetter, BOTH, ""),
    ("[", Intent::LastLetter, BOTH, ""),
    ("o", Intent::Letters, BOTH, ""),
    ("x", Intent::Skip, REVIEW, ""),
];

fn ways(mode: Mode) -> impl Iterator<Item = (&'static str, Intent)> {
    WAYS.iter().filter(move |way| way.2.contains(&mode)).map(|way| (way.0, way.1))
}

/// What an empty line says to whether it was sent.
const LATER: &str = "n";

impl Plain {
    /// Says the review, with the letter, and the ways out.
    pub(super) fn review(&mut self) {
        let doc = self.app.session.reviewed(&self.app.content);
        let said = review::said::page(&self.app, &doc, Voice::Lines, false);
        drop(doc);
        self.say("");
        self.say_those(said);
        self.menu();
    }

    pub(super) fn menu(&mut self) {
        let ways = self.ways_said(Mode::Review);
        self.say_all(&[vec![text!("plain.menu").to_owned()], ways].concat());
    }

    /// What can be typed here, and what each does.
    fn ways_said(&self, mode: Mode) -> Vec<String> {
        let app = &self.app;
        let doc = app.session.document(&app.content);
        let possible = app.possible(mode);
        let phone = doc.service.is_some_and(|s| s.desk_contact(Channel::Phone).is_some());
        let there = |intent| match intent {
            Intent::Qr => phone && self.pictures,
            // Its prompt says so.
            Intent::Next => mode == Mode::Review,
            // The answers, whatever is selected.
            Intent::Jump => true,
            intent => possible(intent),
        };
        let row = |&(words, intent, _, says): &(&str, Intent, _, &str)| {
            let says = match intent {
                Intent::Next if self.copies => app.first_copy(&doc),
                Intent::Next => text!("plain.menu.by_hand").to_owned(),
                // Its parts are listed above.
                Intent::CopyField if doc.plan.channel.mailed() && mode == Mode::After => {
                    self.key_says(mode, intent)
                }
                Intent::CopyField if doc.plan.channel.mailed() => {
                    text!("plain.way.parts").to_owned()
                }
                Intent::Write if doc.mailable() => text!("plain.way.file.mail").to_owned(),
                Intent::Print if mode == Mode::Review => text!("plain.menu.print").to_owned(),
                Intent::Print if app.prints() => text!("plain.way.no_print").to_owned(),
                Intent::LogSentAt if app.session.sent.is_none() => self.key_says(mode, intent),
                _ if says.is_empty() => self.key_says(mode, intent),
                _ => says.to_owned(),
            };
            let key = words.split(' ').find(|word| !word.is_empty());
            format!("{} {says}", key.unwrap_or("Enter"))
        };
        WAYS.iter().filter(|way| way.2.contains(&mode) && there(way.1)).map(row).collect()
    }

    fn key_says(&self, mode: Mode, intent: Intent) -> String {
        self.app.key_text(mode, action(mode, intent))
    }

    pub(super) fn in_review(&mut self, line: &str) {
        match words::number(line) {
            Some(n) => self.jump(n),
            None => self.way(line, Mode::Review),
        }
    }

    fn way(&mut self, line: &str, mode: Mode) {
        match words::meant(line, ways(mode)) {
            Some(Intent::Jump) => self.list_answers(),
            Some(Intent::Print) if mode == Mode::Review => self.app.print_out(),
            Some(intent) => self.app.intent(intent),
            None => self.wrong(text!("plain.not_a_way")),
        }
    }

    fn jump(&mut self, n: usize) {
        let doc = self.app.session.reviewed(&self.app.content);
        let of = doc.findings.len();
        let place = match doc.findings.get(n - 1) {
            None if of == 0 => {
                drop(doc);
                return self.wrong(text!("plain.not_a_way"));
            }
            None => return self.not_a_row(of, &n.to_string()),
            Some(f) if f.question.is_some() => None,
            Some(f) => {
                let all = f.lint.as_ref().is_some_and(Lint::of_all);
                Some(f.place.map(|place| (place, all)))
            }
        };
        drop(doc);
        if let Some(place) = place {
            // The linter's findings are about the text, not about an answer.
            self.say(&match place {
                Some((_, true)) => text!("plain.in_body").to_owned(),
                Some((p, _)) if p.part == Part::Body => {
                    text!("plain.in_line", n = p.line)
                }
                Some(_) => text!("plain.in_subject").to_owned(),
                None => text!("plain.no_question").to_owned(),
            });
            return;
        }
        if let Ok(n) = u8::try_from(n) {
            self.app.intent(Intent::Digit(n));
        }
    }

    pub(super) fn after(&mut self) {
        let doc = self.app.session.reviewed(&self.app.content);
        let said = after::said::page(&self.app, &doc, Voice::Lines);
        drop(doc);
        self.say("");
        self.say_those(said);
        self.after_menu();
    }

    /// Says what can be done after copying, in a line: most of it is needed by few.
    pub(super) fn after_menu(&mut self) {
        let back = text!("plain.way.back").to_owned();
        let ways = [self.ways_said(Mode::After), vec![back]].concat();
        self.say(&ways.join(text!("sign.comma")));
    }

    /// Whether a line may send the letter off: behind the copied one some only note something.
    pub(super) fn would_send(&self, line: &str) -> bool {
        use Intent::{Ics, LogSent, LogSentAt, Next, Qr, Undo};
        match &self.app.screen {
            _ if self.app.overlay.is_some() => false,
            Screen::Review(_) => true,
            Screen::After(_) => match words::meant(line, ways(Mode::After)) {
                Some(Next) => self.app.prints(),
                Some(intent) => !matches!(intent, Ics | LogSent | LogSentAt | Qr | Undo),
                None => false,
            },
            _ => false,
        }
    }

    pub(super) fn in_after(&mut self, line: &str) {
        self.way(line, Mode::After);
    }

    /// Ctrl-C: asks once where something would be lost, as on the full screen.
    pub fn interrupt(&mut self) -> Turn {
        self.keep_long();
        self.app.intent(Intent::Quit);
        self.settle()
    }

    /// Says what is asked over the screen, and asks for the answer.
    pub(super) fn over(&mut self) {
        match &self.app.overlay {
            Some(Overlay::Ask(ask)) => {
                let now = if matches!(ask, Ask::Sent { .. }) { LATER } else { "" };
                let doc = self.app.session.reviewed(&self.app.content);
                let said = self.app.ask_said(ask, Some(&doc), Voice::Lines);
                drop(doc);
                let reply = |said: &Said| match said.role {
                    Role::Reply(intent) if intent != Intent::Back => Some(said.key.clone()),
                    _ => None,
                };
                let keys: Vec<String> = said.iter().filter_map(reply).collect();
                self.say("");
                self.say_those(said);
                // As on the screen, it can be answered later.
                self.ask(&keys.join(text!("plain.ask.or")), now);
            }
            Some(Overlay::Prompt(prompt, b)) => {
                let (prompt, now) = (*prompt, b.text().to_owned());
                let note = self.app.prompt_note(prompt);
                let says = self.app.content.text(prompt.text()).to_owned();
                let mut lines = vec![String::new(), says, note];
                // An empty line takes what stands there, so emptiness needs a word.
                if matches!(prompt, Prompt::Due | Prompt::Limit) {
                    lines.push(text!("plain.empty").to_owned());
                }
                self.say_all(&lines);
                self.ask(text!("plain.ask.text"), &now);
            }
            Some(Overlay::Qr(lines, number, _)) => {
                let rows = lines.len().to_string();
                let words = format!("{}{number}", text!("qr.title"));
                self.say_all(&[String::new(), words, text!("plain.qr", n = rows)]);
                self.ask(text!("plain.ask.qr"), "");
            }
            Some(Overlay::Help { .. } | Overlay::Read { .. }) | None => {}
        }
    }

    pub(super) fn in_overlay(&mut self, line: &str) {
        if let Some(Overlay::Prompt(_, b)) = &mut self.app.overlay {
            if words::is_none(line) {
                b.set_text("");
            } else if !line.trim().is_empty() {
                b.set_text(words::literal(line));
            }
            return self.app.intent(Intent::Next);
        }
        if let Some(Overlay::Qr(_, number, _)) = &self.app.overlay {
            let number = number.clone();
            return self.in_qr(line, &number);
        }
        let words = [
            (text!("plain.says.yes"), Intent::Yes),
            (text!("plain.says.no"), Intent::No),
            (text!("plain.says.drop"), Intent::GiveUp),
        ];
        let Some(Overlay::Ask(ask)) = self.app.overlay.clone() else { return };
        match words::meant(line, words).filter(|intent| ask.answers().contains(intent)) {
            Some(intent) => self.app.intent(intent),
            None if line.trim().is_empty() && matches!(ask, Ask::Sent { .. }) => {
                self.app.intent(Intent::No);
            }
            None if matches!(ask, Ask::TakeBack(_, true)) => self.wrong(text!("plain.take_back")),
            None if ask.answers().contains(&Intent::GiveUp) => {
                self.wrong(text!("plain.yes_no_or_drop"));
            }
            None => self.wrong(text!("plain.yes_or_no")),
        }
    }

    /// Prints the QR code, or skips it. Only the reader knows which colour is the light one.
    fn in_qr(&mut self, line: &str, number: &str) {
        let inverted = match words::number(line) {
            Some(n @ (1 | 2)) => n == 1,
            _ if line.trim().is_empty() => return self.app.intent(Intent::Back),
            _ => return self.wrong(text!("plain.ask.qr")),
        };
        self.say_all(&self.app.qr_lines(number, inverted).unwrap_or_default());
        self.app.intent(Intent::Back);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::clean::fold;
    use std::collections::BTreeSet;

    /// A changed word in `ja.toml` must not collide with another.
    #[test]
    fn a_word_means_one_thing() {
        let commands = [
            text!("plain.says.back"),
            text!("plain.says.help"),
            text!("plain.says.letter"),
            text!("plain.says.quit"),
            text!("plain.says.why"),
        ];
        for mode in [Mode::Review, Mode::After] {
            let mut taken = BTreeSet::new();
            let ways = ways(mode).map(|(words, _)| words);
            for word in ways.chain(commands).flat_map(|words| words.split(' ')) {
                assert!(taken.insert(fold(word)), "{word}");
            }
        }
    }
}
