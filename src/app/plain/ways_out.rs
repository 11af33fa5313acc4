//! The review, the page after copying, and what is asked over them.

use super::words;
use super::{Plain, Turn};
use crate::app::overlay::{Ask, Overlay, Prompt};
use crate::app::said::{Voice, goes_to};
use crate::app::screens::Screen;
use crate::domain::channel::Channel;
use crate::domain::gate::Level;
use crate::domain::letter::lint::{Lint, Part};
use crate::input::keymap::Intent;

/// Commands beside a letter; an empty line does the first thing.
const EVERYWHERE: [(&str, Intent); 9] = [
    ("", Intent::Next),
    (text!("plain.says.copy"), Intent::Copy),
    (text!("plain.says.subject"), Intent::CopySubject),
    (text!("plain.says.body"), Intent::CopyBody),
    (text!("plain.says.field"), Intent::CopyField),
    (text!("plain.says.write"), Intent::Write),
    ("]", Intent::NextLetter),
    ("[", Intent::LastLetter),
    ("o", Intent::Letters),
];

const IN_REVIEW: [(&str, Intent); 6] = [
    (text!("plain.says.edit"), Intent::EditExternal),
    (text!("plain.says.regenerate"), Intent::Regenerate),
    (text!("plain.says.tone"), Intent::Tone),
    (text!("plain.says.detail"), Intent::Detail),
    (text!("plain.says.limit"), Intent::Limit),
    ("x", Intent::Skip),
];

const IN_AFTER: [(&str, Intent); 7] = [
    (text!("plain.says.print"), Intent::Print),
    (text!("plain.says.sent"), Intent::LogSent),
    (text!("plain.says.sent_at"), Intent::LogSentAt),
    (text!("plain.says.undo"), Intent::Undo),
    ("r qr", Intent::Qr),
    (text!("plain.says.mail"), Intent::MailProgram),
    (text!("plain.says.calendar"), Intent::Ics),
];

/// What an empty line says to whether it was sent.
const LATER: &str = "n";

/// Answers to a question on top of the screen.
fn answers(ask: &Ask) -> impl Iterator<Item = (Intent, &'static str, &'static str)> {
    let all = [
        (Intent::Yes, "y", "yes"),
        (Intent::No, "n", "no"),
        (Intent::GiveUp, "x", "drop"),
        (Intent::Back, "back", "back"),
    ];
    let of = ask.answers();
    all.into_iter().filter(move |answer| of.contains(&answer.0))
}

impl Plain {
    /// Says the review: what was found, where it goes, the letter, and the ways out.
    pub(super) fn review(&mut self) {
        let mut lines = vec![String::new(), text!("review.title").to_owned()];
        let doc = self.app.session.reviewed(&self.app.content);
        lines.extend(self.app.ready_said(&doc).into_iter().map(|said| said.text));
        for (i, f) in doc.findings.iter().enumerate() {
            let weight = if f.level == Level::Block {
                text!("plain.block").to_owned()
            } else {
                text!("plain.remark").to_owned()
            };
            lines.push(format!("{}. {weight}{}", i + 1, f.shown(&doc.walk)));
        }
        if !doc.findings.is_empty() {
            lines.push(text!("plain.jump").to_owned());
        }
        lines.extend(goes_to(&doc));
        drop(doc);
        self.say_all(&lines);
        self.letter();
        self.menu();
    }

    pub(super) fn menu(&mut self) {
        let channel = self.app.session.answers.channel();
        let main = self.app.first_copy(&self.app.session.document(&self.app.content));
        let main = if self.copies { &main } else { text!("plain.menu.by_hand") };
        let lengths = self.app.session.has_lengths(&self.app.content);
        let rows = [
            (true, "Enter", main),
            (true, "c", text!("key.copy")),
            (channel.mailed(), "s", text!("plain.menu.subject")),
            (true, "b", text!("plain.menu.body")),
            (channel.mailed(), "n", text!("plain.menu.parts")),
            (channel.filled_in(), "n", text!("plain.menu.field")),
            (channel.filled_in(), "l", text!("plain.menu.limit")),
            (true, "a", text!("plain.menu.answers")),
            (true, "e", text!("plain.menu.edit")),
            (self.app.session.edited.is_some(), "g", text!("key.regenerate")),
            (true, "t", text!("plain.menu.tone")),
            (lengths, "d", text!("plain.menu.detail")),
            (true, "w", text!("plain.menu.write")),
            (true, "p", text!("plain.menu.print")),
        ];
        let rows = rows.iter().filter(|row| row.0).map(|(_, key, does)| format!("{key} {does}"));
        let mut lines = vec![text!("plain.menu").to_owned()];
        lines.extend(rows);
        lines.extend(self.app.run.is_some().then(|| text!("plain.menu.run").to_owned()));
        self.say_all(&lines);
    }

    pub(super) fn in_review(&mut self, line: &str) {
        if let Some(n) = words::number(line) {
            return self.jump(n);
        }
        if words::is(line, text!("plain.says.answers")) {
            return self.list_answers();
        }
        if words::is(line, text!("plain.says.print")) {
            return self.app.print_out();
        }
        self.way(line, &IN_REVIEW);
    }

    fn way(&mut self, line: &str, more: &[(&str, Intent)]) {
        if let Some(intent) = words::meant(line, EVERYWHERE.iter().chain(more).copied()) {
            return self.app.intent(intent);
        }
        self.wrong(text!("plain.not_a_way"));
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
        let mut lines = vec![String::new(), text!("after.now").to_owned()];
        let items = self.app.after_steps(&doc);
        lines.extend(items.iter().enumerate().map(|(i, l)| format!("{}. {l}", i + 1)));
        let parts = self.app.part_rows(&doc);
        if !parts.is_empty() {
            lines.push(text!("plain.fields").to_owned());
        }
        for (i, f) in parts.iter().enumerate() {
            let mark = if f.gone { text!("plain.part.gone") } else { "" };
            lines.push(format!("{}. {}{mark}", i + 1, f.label));
        }
        drop(doc);
        self.say_all(&lines);
        self.say_those(self.app.kept_said());
        self.say_those([self.app.sent_said(Voice::Lines)]);
        self.after_menu();
    }

    /// Says what can be done after copying, in a line: most of it is needed by few.
    pub(super) fn after_menu(&mut self) {
        let channel = self.app.session.answers.channel();
        let (mail, form) = (channel == Channel::Mail, channel == Channel::Form);
        let sent = self.app.session.sent.is_some();
        let doc = self.app.session.document(&self.app.content);
        let file =
            if doc.mailable() { text!("plain.after.file.mail") } else { text!("plain.after.file") };
        let phone = doc.service.is_some_and(|s| s.desk_contact(Channel::Phone).is_some());
        drop(doc);
        let prints = self.app.prints();
        let ways = [
            // Whether it was sent is asked right above.
            (sent, text!("plain.after.sent_at")),
            (sent, text!("plain.after.undo")),
            (true, text!("plain.after.copy")),
            (mail, text!("plain.after.parts")),
            (mail, text!("plain.after.subject")),
            (mail || form, text!("plain.after.body")),
            (mail, text!("plain.after.mail")),
            (form, text!("plain.after.field")),
            (true, file),
            (true, text!("plain.after.ics")),
            (phone && self.pictures, text!("plain.after.qr")),
            (prints, text!("plain.after.no_print")),
            (!prints, text!("plain.after.print")),
            (true, text!("plain.after.back")),
            (self.app.run.is_some(), text!("plain.after.run")),
        ];
        let ways: Vec<&str> = ways.iter().filter(|way| way.0).map(|way| way.1).collect();
        self.say(&ways.join(text!("sign.comma")));
    }

    /// Whether a line may send the letter off: behind the copied one some only note something.
    pub(super) fn would_send(&self, line: &str) -> bool {
        use Intent::{Ics, LogSent, LogSentAt, Next, Qr, Undo};
        let after = || EVERYWHERE.iter().chain(&IN_AFTER).copied();
        match &self.app.screen {
            _ if self.app.overlay.is_some() => false,
            Screen::Review(_) => true,
            Screen::After(_) => match words::meant(line, after()) {
                Some(Next) => self.app.prints(),
                Some(intent) => !matches!(intent, Ics | LogSent | LogSentAt | Qr | Undo),
                None => false,
            },
            _ => false,
        }
    }

    pub(super) fn in_after(&mut self, line: &str) {
        self.way(line, &IN_AFTER);
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
                let ask = ask.clone();
                let t = |key: &str| self.app.content.text(key).to_owned();
                let mut lines = vec![String::new()];
                if matches!(ask, Ask::CopyAnyway(_) | Ask::WriteAnyway | Ask::PrintAnyway) {
                    let doc = self.app.session.reviewed(&self.app.content);
                    let blocks = doc.findings.iter().filter(|f| f.level == Level::Block);
                    lines.extend(
                        blocks
                            .take(6)
                            .map(|f| format!("{}{}", text!("plain.block"), f.shown(&doc.walk))),
                    );
                }
                // The keys of the full screen are not mentioned here.
                lines.push(if matches!(ask, Ask::Quit(_)) {
                    text!("plain.quit").to_owned()
                } else {
                    t(ask.text())
                });
                lines.extend(self.app.about(&ask));
                for (_, key, action) in answers(&ask) {
                    lines.push(format!("{key} {}", t(&format!("{}.{action}", ask.text()))));
                }
                self.say_all(&lines);
                let keys = answers(&ask).filter(|a| a.0 != Intent::Back).map(|a| a.1);
                let keys = keys.collect::<Vec<_>>().join(text!("plain.ask.or"));
                // As on the screen, it can be answered later.
                let now = if matches!(ask, Ask::Sent { .. }) { LATER } else { "" };
                self.ask(&keys, now);
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
        let review = [text!("plain.says.answers"), text!("plain.says.print")];
        for (ways, own) in [(&IN_REVIEW[..], &review[..]), (&IN_AFTER, &[])] {
            let mut taken = BTreeSet::new();
            let ways = EVERYWHERE.iter().chain(ways).map(|(words, _)| words);
            for word in ways.chain(&commands).chain(own).flat_map(|words| words.split(' ')) {
                assert!(taken.insert(fold(word)), "{word}");
            }
        }
    }
}
