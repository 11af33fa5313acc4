//! Keys after copying.

use crate::app::App;
use crate::app::overlay::{Ask, Prompt};
use crate::app::screens::Screen;
use crate::app::screens::review::{self, CopyPart};
use crate::input::keymap::Intent;

impl App {
    pub(in crate::app) fn on_after(&mut self, intent: Intent) {
        let keeps = self.keeps();
        match intent {
            Intent::Copy => self.copy(CopyPart::All),
            Intent::CopySubject => self.copy(CopyPart::Subject),
            Intent::CopyBody => self.copy(CopyPart::Body),
            Intent::CopyField => self.copy(CopyPart::Field),
            Intent::Write => self.ask_file(Prompt::Path),
            Intent::Print => {
                self.print = !self.print;
                self.tell(if self.print {
                    text!("notice.print")
                } else {
                    text!("notice.no_print")
                });
            }
            Intent::Back => self.screen = Screen::Review(review::Review::default()),
            Intent::Next if self.nowhere() && !self.lasting => self.ask(Ask::Nowhere),
            Intent::Next if self.asks_whether_sent() => {
                self.ask(Ask::Sent { phone: self.session.answers.channel().spoken() });
            }
            Intent::Next => self.finish(),
            Intent::NextLetter => self.turn(true),
            Intent::LastLetter => self.turn(false),
            Intent::Letters => self.overview(),
            Intent::LogSent | Intent::LogSentAt if !keeps => self.tell(text!("notice.unkept")),
            Intent::LogSent => self.sent_now(),
            Intent::LogSentAt => self.sent_form(),
            Intent::Undo => self.unsay_sent(),
            Intent::MailProgram => self.mail_program(),
            Intent::Ics => self.ask_file(Prompt::Ics),
            Intent::Qr => self.show_qr(),
            _ => self.scroll(intent),
        }
    }
}
