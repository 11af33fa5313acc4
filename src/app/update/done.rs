//! What became of the effects.

use crate::app::msg::{Copied, Outcome};
use crate::app::screens::review::{self, CopyPart};
use crate::app::screens::{Screen, after, edit};
use crate::app::{App, Copying, LastCopy};
use crate::domain::case::CaseRecord;
use crate::input::keymap::Mode;
use crate::text::clean;

impl App {
    pub(in crate::app) fn done(&mut self, outcome: Outcome) {
        let of_draft = matches!(outcome, Outcome::Draft(_));
        match outcome {
            Outcome::Copied(c) => self.was_copied(c),
            Outcome::Written(Ok(path)) => {
                // A calendar entry is not a letter.
                self.session.out |= path.extension().is_none_or(|e| e != "ics");
                let shown = clean::visible(&path.display().to_string());
                self.overlay = None;
                if matches!(self.screen, Screen::Review(_)) {
                    return self.was_written(shown);
                }
                // The page after copying keeps it visible; elsewhere it is said once.
                if let Screen::After(a) = &mut self.screen {
                    // Where it can be seen, however far the page is scrolled.
                    a.scroll = 0;
                    a.path = Some(shown);
                } else {
                    self.notice = Some(format!("{}{shown}", text!("notice.written")));
                }
            }
            Outcome::Case(Ok(record)) => self.case_is(record),
            Outcome::Draft(Ok(Some(kept))) => self.kept(*kept),
            Outcome::Saved(result) if self.saving.is_some() => {
                if let Some(profile) = self.saving.take() {
                    self.saved(&profile, result);
                }
            }
            Outcome::Saved(Ok(())) | Outcome::Draft(Ok(None)) => self.go_on_leaving(),
            Outcome::Saved(Err(e)) | Outcome::Case(Err(e)) | Outcome::Draft(Err(e)) => {
                self.leaving.draft_lost = of_draft && self.half().is_some();
                self.not_stored(e);
            }
            Outcome::Wiped(why) => {
                self.forget_stored();
                self.not_stored(why);
            }
            // Whatever was copied since, what is pasted there is the body.
            Outcome::Opened(Err(e)) => {
                self.copy(CopyPart::Again);
                if let Some(copying) = &mut self.copying {
                    copying.says = e + text!("sign.stop");
                }
            }
            Outcome::Written(Err(e)) | Outcome::Edited(Err(e)) => self.notice = Some(e),
            Outcome::Edited(Ok(text)) => self.was_edited(&text.0),
            Outcome::Opened(Ok(())) => self.session.out = true,
            Outcome::Resumed => {}
        }
    }

    /// A case was stored, or removed.
    fn case_is(&mut self, record: Option<Box<CaseRecord>>) {
        self.noting = None;
        self.store_error = self.store_error.take().filter(|_| !self.leaving.todo.is_empty());
        if record.as_ref().is_some_and(|record| self.noted_elsewhere(record)) {
            self.tell(text!("notice.noted_elsewhere"));
        }
        if let Some(record) = record {
            self.stored(*record);
        }
        if self.goes_on() {
            self.after_letter();
        } else if !self.leaving.todo.is_empty() {
            // The rest is done in order; the last effect leaves.
            self.leaving.todo.splice(0..0, self.effects.drain(..));
            self.go_on_leaving();
        }
    }

    /// The mail program did not open after all. If the user did something since, nothing changes;
    /// otherwise the body is copied again.
    pub(super) fn unopened(&mut self) {
        let why = text!("ports.no_mail_program").to_owned();
        if self.opening && self.mode() == Mode::After {
            return self.done(Outcome::Opened(Err(why)));
        }
        self.tell(why);
    }

    /// A letter in a file, or printed, is as good as copied.
    fn was_written(&mut self, path: String) {
        self.anew();
        self.last_copy = None;
        self.screen = Screen::After(after::After { path: Some(path), ..Default::default() });
        self.store_letter();
    }

    /// A text that differs from the sent one has not been sent.
    fn anew(&mut self) {
        if self.is_another_letter() {
            self.session.sent = None;
            self.session.copied_at = None;
            self.session.copied_surely = false;
            self.session.shown_at = None;
            self.session.asked_sent = false;
        }
        if self.session.sent.is_none() {
            self.sent_before();
        }
        self.session.shown_at = self.session.shown_at.or_else(|| Some(self.now()));
    }

    fn was_copied(&mut self, c: Copied) {
        let Some(Copying { part, label, shown, id, says }) = self.copying.take() else {
            return;
        };
        let words = c.says();
        let left = !matches!(c, Copied::Failed(_));
        let body = part == CopyPart::Body || id == "text";
        if !self.on_shelf() {
            // What line mode did not copy it has shown, to be taken by hand.
            if (left || self.lasting) && !id.is_empty() {
                self.session.copied_parts.insert(id);
                if part == CopyPart::All {
                    // The whole of a mail begins with its subject.
                    self.session.copied_parts.insert("subject");
                }
            }
            // The next one follows also where none can be copied; those left out come round again.
            if !id.is_empty() && (left || self.lasting || part == CopyPart::Field) {
                self.session.copied_part = Some(id);
            }
            self.last_copy = Some(self.copied_now(label, c.clone()));
        }
        // With its body the letter is copied, whichever key did it.
        let whole = matches!(part, CopyPart::Main | CopyPart::All)
            || body && matches!(self.screen, Screen::Review(_));
        if whole && !self.on_shelf() {
            let sure = c == Copied::Confirmed;
            self.copied = c;
            self.anew();
            self.session.copied_surely |= sure;
            self.session.copied_at = left.then(|| self.now()).or(self.session.copied_at);
            self.screen = Screen::After(after::After::default());
            if left {
                self.store_letter();
            }
        } else {
            let why = if let Copied::Failed(why) = &c {
                text!("sign.brackets", words = why)
            } else {
                String::new()
            };
            self.notice = Some(says + &text!("notice.copied", what = shown, words, why));
        }
    }

    fn copied_now(&self, part: &'static str, how: Copied) -> LastCopy {
        let doc = self.session.document(&self.content);
        let parts = doc.plan.parts();
        let gone = parts.iter().filter(|f| self.session.copied_parts.contains(f.id)).count();
        let service = doc.service_name().to_owned();
        let spoken = doc.plan.channel.spoken();
        LastCopy { service, part, spoken, how, gone, of: parts.len() }
    }

    fn was_edited(&mut self, text: &str) {
        let subject = self.session.document(&self.content).plan.subject;
        let mut cleaned = clean::clean(text, true);
        let cut = crate::text::edit::cut(&mut cleaned.text);
        let parts = edit::part(&cleaned.text, subject.is_some());
        let titled = parts.is_some();
        // Without its label a line of the letter would become the title.
        let body = || cleaned.text.trim_matches('\n').to_owned();
        let (subject, body) = parts.unwrap_or_else(|| (subject.unwrap_or_default(), body()));
        let edited = if cut {
            text!("notice.edited.cut")
        } else if !titled {
            text!("notice.edited.untitled")
        } else if self.stands(&subject, &body) {
            text!("notice.edited.same")
        } else {
            text!("notice.edited")
        };
        self.screen = Screen::Review(review::Review::default());
        let removed = super::removed_notice(&cleaned.removed);
        self.notice = Some(
            edited.to_owned() + &removed.map_or_else(String::new, |r| text!("sign.next", text = r)),
        );
        self.keep_edit((subject, body));
    }
}
