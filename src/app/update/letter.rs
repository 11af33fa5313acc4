//! The letter: editing it, copying it, its length limit, and the way back to the review.

use crate::app::effect::{Effect, Private};
use crate::app::overlay::{Overlay, Prompt};
use crate::app::screens::review::{self, CopyPart};
use crate::app::screens::{Screen, edit};
use crate::app::{App, Copying};
use crate::domain::answers::Value;
use crate::domain::delivery::FormField;
use crate::domain::document::Edited;
use crate::domain::gate::{self, Finding};
use crate::domain::manner::{LIMIT, limit};
use crate::text::edit::EditBuffer;

impl App {
    /// To the review, at the row from which it was left.
    pub(in crate::app) fn back_to_review(&mut self) {
        let Some(left) = self.session.left_review.take() else {
            return self.screen = Screen::Review(review::Review::default());
        };
        let doc = self.session.reviewed(&self.content);
        let at = review::row_again(&review::rows(&doc), &left, gate::blocked(&doc.findings));
        drop(doc);
        self.screen = Screen::Review(review::Review { at, scroll: left.scroll });
        let Some((page, height)) = self.laid_out() else { return };
        if let (Screen::Review(r), Some((row, _))) = (&mut self.screen, page.targets.get(at)) {
            let top = if at <= 1 { 0 } else { row.start };
            r.scroll = left.scroll.min(top).max(row.end.saturating_sub(height));
        }
    }

    /// Remembers where on the review one is.
    pub(in crate::app) fn leave_review(&mut self) {
        if let Screen::Review(r) = &self.screen {
            let doc = self.session.reviewed(&self.content);
            let row = review::rows(&doc).into_iter().nth(r.at);
            let (blocked, found) = (gate::blocked(&doc.findings), doc.findings.len());
            self.session.left_review =
                row.map(|row| review::Left { row, scroll: r.scroll, blocked, found });
        }
    }

    /// Opens the editor at a finding, or where an unfinished walk left it.
    pub(in crate::app) fn open_editor(&mut self, found: Option<&Finding>) {
        let doc = self.session.document(&self.content);
        let mut screen = edit::Edit::open(doc.plan.subject.as_deref(), &doc.plan.body);
        let at = found.and_then(|f| f.place);
        match (at, self.session.edited_at.take()) {
            (Some(place), _) => {
                let words = found.and_then(|f| f.lint.as_ref()).map_or("", |l| &l.found);
                screen.go_to(place, words);
            }
            (None, Some(line)) => screen.go_to_line(line),
            (None, None) => {}
        }
        self.leave_review();
        self.screen = Screen::Edit(screen);
    }

    pub(in crate::app) fn keep_edit(&mut self, text: (String, String)) {
        if let Some(edited) = self.edited(text) {
            self.session.edited = Some(edited);
        }
        self.keep_draft();
    }

    /// The edit, based on the text that the answers give now; None if nothing was ever changed.
    /// Only looking does not mean that the text fits later answers.
    pub(in crate::app) fn edited(&self, (subject, body): (String, String)) -> Option<Edited> {
        let doc = self.session.document(&self.content);
        if self.stands(&subject, &body) {
            return self.session.edited.clone();
        }
        let first = self.session.edited.as_ref().map_or(&doc.base, |e| &e.first).clone();
        Some(Edited { subject, body, base: doc.base, first, meant: false })
    }

    /// The user keeps the edited text whatever the answers are now.
    pub(in crate::app) fn keep_as_edited(&mut self) {
        let base = self.session.document(&self.content).base;
        if let Some(edited) = &mut self.session.edited {
            (edited.base, edited.meant) = (base, true);
        }
        self.screen = Screen::Review(review::Review::default());
        self.keep_draft();
    }

    /// Whether this is the current letter.
    pub(super) fn stands(&self, subject: &str, body: &str) -> bool {
        let doc = self.session.document(&self.content);
        doc.plan.body == body && doc.plan.subject.as_deref().unwrap_or_default() == subject
    }

    /// The next part after the last copied one that was not copied yet.
    fn next_part(&self, parts: &[FormField]) -> Option<usize> {
        let s = &self.session;
        let last = parts.iter().position(|f| s.copied_part == Some(f.id));
        let from = last.map_or(0, |i| i + 1);
        let mut round = (from..from + parts.len()).map(|i| i % parts.len());
        let left = round.clone().find(|i| !s.copied_parts.contains(parts[*i].id));
        left.or_else(|| round.next())
    }

    pub(in crate::app) fn copy(&mut self, part: CopyPart) {
        let doc = self.session.document(&self.content);
        let plan = &doc.plan;
        let mut shown = None;
        let whole = if plan.channel.spoken() { text!("part.script") } else { text!("part.all") };
        let (text, label, id) = match part {
            // Without other parts, the body is the whole letter.
            CopyPart::Main if plan.parts().is_empty() => (plan.body.clone(), whole, ""),
            CopyPart::Body if plan.parts().is_empty() => {
                // It was already copied when this page opened.
                if matches!(self.screen, Screen::After(_)) {
                    return self.tell(text!("notice.no_fields"));
                }
                (plan.body.clone(), whole, "")
            }
            CopyPart::Main | CopyPart::Body | CopyPart::Again => {
                (plan.body.clone(), text!("part.body"), "text")
            }
            CopyPart::All => (plan.all(), whole, "text"),
            CopyPart::Subject => {
                // A subject that was removed in the editor can't be copied.
                let Some(subject) = plan.subject.as_ref().filter(|s| !s.trim().is_empty()) else {
                    return self.tell(text!("notice.no_subject"));
                };
                (subject.clone(), text!("part.subject"), "subject")
            }
            CopyPart::Field => {
                let parts = plan.parts();
                let n = parts.len();
                let Some(i) = self.next_part(&parts) else {
                    return self.tell(text!("notice.no_fields"));
                };
                let f = &parts[i];
                shown = Some(text!("after.part_of", label = f.label, at = i + 1, n));
                (f.value.clone(), f.label, f.id)
            }
        };
        let shown = shown.unwrap_or_else(|| label.to_owned());
        self.copying = Some(Copying { part, label, shown, id, says: String::new() });
        self.emit(Effect::Copy(Private(text)));
    }

    /// Takes the longest text that the form takes; an empty one lifts the limit.
    pub(in crate::app) fn limited(&mut self, b: EditBuffer) {
        // The findings change with it: keep the selected row, not its index.
        self.leave_review();
        if b.text().trim().is_empty() {
            self.session.answers.remove(LIMIT);
        } else {
            match limit(b.text()) {
                Ok(n) => self.session.answer(&self.content, LIMIT, Value::One(n)),
                Err(e) => {
                    self.notice = Some(e);
                    return self.overlay = Some(Overlay::Prompt(Prompt::Limit, b));
                }
            }
        }
        self.back_to_review();
    }

    pub fn blocked(&self) -> bool {
        gate::blocked(&self.session.reviewed(&self.content).findings)
    }
}
