//! The letter to other programs: the mail program, a draft, the number for a phone's camera.

use super::App;
use super::effect::{Effect, Private, Target};
use super::overlay::Overlay;
use super::screens::review::CopyPart;
use crate::domain::calendar::format_ja;
use crate::domain::case::{CaseRecord, NextStep};
use crate::domain::channel::Channel;
use crate::domain::desk_hours;
use crate::domain::document::Document;
use crate::domain::goal::Goal;
use crate::domain::handover::mailto::{mailto, mailto_without_body};
use crate::domain::handover::qr::{QrStyle, qr, tel_uri};
use crate::domain::service::Service;
use crate::text::width::Ambiguous;

impl App {
    /// Opens the letter in the mail program. A kanji takes nine characters in the link, so a long
    /// letter goes without its body.
    pub(super) fn mail_program(&mut self) {
        let doc = self.session.document(&self.content);
        if !doc.mailable() {
            return self.tell(text!("notice.no_mail"));
        }
        let (plan, subject) = (&doc.plan, self.mail_subject(&doc));
        let (to, cc) = match (plan.to.as_deref(), plan.cc.as_deref()) {
            // A form's letter goes to nobody else but the consultant.
            (None, to) if plan.channel.filled_in() => (to, None),
            both => both,
        };
        let whole = mailto(to, cc, Some(&subject), &plan.body).ok();
        let fits = whole.is_some();
        let Some(address) = whole.or_else(|| mailto_without_body(to, cc, Some(&subject)).ok())
        else {
            return self.tell(text!("notice.no_mail"));
        };
        let parts = [
            to.map(|_| text!("part.to")),
            cc.map(|_| text!("part.cc")),
            Some(text!("part.subject")).filter(|_| !subject.is_empty()),
            Some(text!("part.body")).filter(|_| fits),
        ];
        let parts: Vec<&str> = parts.into_iter().flatten().collect();
        let mut says = text!("notice.mail", parts = parts.join(text!("sign.dot")));
        says += if to.is_none() && cc.is_none() { text!("notice.mail.no_to") } else { "" };
        if fits {
            let asked = plan.channel.mailed() && self.asks_whether_sent();
            says += if asked { text!("notice.mail.sent") } else { "" };
            self.notice = Some(says);
        } else {
            // Another part may have been copied since; what is pasted there is the body.
            self.copy(CopyPart::Again);
            if let Some(copying) = &mut self.copying {
                copying.says = format!("{says}{}", text!("notice.mail.no_body"));
            }
        }
        self.emit(Effect::Open(Private(address)));
        self.opening = true;
    }

    fn mail_subject(&self, doc: &Document<'_>) -> String {
        doc.mail_subject(&self.content, &self.session.answers, self.session.office)
    }

    pub(super) fn as_mail(&mut self, to: Target) {
        let doc = self.session.document(&self.content);
        if !doc.mailable() {
            return self.tell(text!("notice.no_mail"));
        }
        match doc.as_mail(&self.mail_subject(&doc), self.now()) {
            Ok(mail) => self.emit(Effect::Write(to, Private(mail))),
            Err(e) => self.tell(e.to_string()),
        }
    }

    /// Where to call, or where to find that, and whether somebody is there.
    pub fn desk_lines(&self, service: Option<&Service>, goal: Option<Goal>) -> Vec<String> {
        let words = text!("review.number");
        let number = service.and_then(|s| s.desk_contact(Channel::Phone)).map(|c| {
            let from = c.provenance(self.session.today) + c.confirm();
            words
                .replace("{phone}", &c.value)
                .replace("{hours}", &c.hours)
                .replace("{source}", &from)
        });
        // A request for another consultant does not go to the present one.
        let unknown = match goal {
            Some(Goal::ChangeHandler) => text!("notice.no_phone.desk"),
            _ => text!("notice.no_phone"),
        };
        let number = number.unwrap_or_else(|| unknown.to_owned());
        let now = self.session.clock.and_then(|now| {
            let office = self.session.office;
            let known = service.and_then(|s| desk_hours::desk(s, now, office));
            let doubt = |day| text!("desk.doubtful", day = format_ja(day));
            known
                .map(|d| desk_hours::says(&d))
                .or_else(|| desk_hours::doubted(now, office).map(doubt))
        });
        std::iter::once(number).chain(now).collect()
    }

    /// The same for a case whose next step is a call.
    pub fn desk_of_case(&self, r: &CaseRecord) -> Vec<String> {
        let step = r.next_step(self.rules(r));
        let calls =
            matches!(step, NextStep::Call | NextStep::Phone | NextStep::AskAgain | NextStep::Write);
        let service = self.content.service(&r.service);
        if calls { self.desk_lines(service, Some(r.goal)) } else { Vec::new() }
    }

    pub(super) fn show_qr(&mut self) {
        let doc = self.session.document(&self.content);
        let phone = doc.service.and_then(|s| s.desk_contact(Channel::Phone));
        let lines = phone.and_then(|p| self.qr_lines(&p.value, false));
        match (phone, lines) {
            (Some(p), Some(lines)) => self.overlay = Some(Overlay::Qr(lines, p.value.clone(), 0)),
            _ => self.notice = Some(text!("notice.no_phone").to_owned()),
        }
    }

    /// A phone number as a code; `inverted`: for light characters on a dark ground.
    pub(super) fn qr_lines(&self, number: &str, inverted: bool) -> Option<Vec<String>> {
        // Half blocks are of ambiguous width.
        let style =
            if self.ambiguous == Ambiguous::Wide { QrStyle::Ascii } else { QrStyle::HalfBlocks };
        qr(&tel_uri(number)?, style, inverted)
    }
}
