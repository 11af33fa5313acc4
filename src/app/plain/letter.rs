//! The letter as it stands now, and why each of its paragraphs is there.

use super::Plain;
use super::words::Which;
use crate::app::letter_view;
use crate::app::said::sheet_title;
use crate::app::screens::Screen;
use crate::domain::answers::Answers;
use crate::domain::document::Document;
use crate::domain::letter::blank;
use crate::domain::letter::render::SUBJECT;

impl Plain {
    fn writes(&self) -> bool {
        match &self.app.screen {
            Screen::Question(_) | Screen::Review(_) | Screen::Edit(_) | Screen::After(_) => true,
            Screen::Log(l) => l.case.is_none(),
            Screen::Start(_) | Screen::Case(_) | Screen::Mine(_) | Screen::Run(_) => false,
        }
    }

    /// The answers; while questions are open, with what is stored of the sender.
    fn answers(&self) -> Answers {
        let s = &self.app.session;
        if matches!(self.app.screen, Screen::Question(_)) {
            s.with_known(s.answers.clone())
        } else {
            s.answers.clone()
        }
    }

    fn document<'a>(&'a self, answers: &'a Answers) -> Document<'a> {
        let s = &self.app.session;
        Document::new(&self.app.content, answers, s.edited.as_ref(), s.today, s.office).at(s.clock)
    }

    /// The letter as it stands now, its blanks named; of a stored case the one that was kept.
    pub(super) fn letter(&mut self) {
        if !self.writes() {
            return self.kept_letter(None);
        }
        let answers = self.answers();
        let doc = self.document(&answers);
        let (text, blanks) = (doc.plan.all(), doc.blank_labels().join(text!("sign.comma")));
        self.say("");
        if self.app.session.edited.is_some() {
            self.say(text!("letter.edited"));
        } else if !blanks.is_empty() {
            self.say(&format!("{}{blanks}", text!("letter.blanks")));
        }
        let what = sheet_title(self.app.session.answers.channel());
        self.say_all(&[
            text!("plain.letter.from", what),
            text,
            text!("plain.letter.to", what),
            String::new(),
        ]);
    }

    /// The reasons for the paragraphs. Without a number they are listed by their first lines: all
    /// reasons would be a hundred lines.
    pub(super) fn why(&mut self, which: Which) {
        if !self.writes() {
            return self.say(text!("plain.no_letter"));
        }
        let answers = self.answers();
        let (content, doc) = (&self.app.content, self.document(&answers));
        // Without a subject line the subject is not part of the letter.
        let subject = doc.plan.subject.is_some();
        let paragraphs: Vec<_> =
            doc.letter.paragraphs.iter().filter(|p| subject || p.section != SUBJECT).collect();
        let of = paragraphs.len();
        if matches!(which, Which::One(n) if n > of) {
            let words = text!("plain.why.no_such", n = of);
            drop(doc);
            return self.wrong(&words);
        }
        let mut lines = vec![String::new()];
        if self.app.session.edited.is_some() {
            lines.push(text!("plain.why.edited").to_owned());
        }
        for (n, p) in (1..).zip(paragraphs) {
            if matches!(which, Which::One(only) if only != n) {
                continue;
            }
            let text = blank::plain(doc.flow, &p.text);
            if which == Which::List {
                let text = text.lines().next().unwrap_or_default();
                lines.push(text!("plain.why.paragraph", n, text));
                continue;
            }
            lines.push(text!("plain.why.paragraph", n, text));
            let why = letter_view::why(content, &doc.walk, p);
            if why.is_empty() {
                lines.push(text!("plain.why.none").to_owned());
            }
            lines.extend(why);
        }
        drop(doc);
        if which == Which::List {
            lines.push(text!("plain.why.list").to_owned());
        }
        lines.push(String::new());
        self.say_all(&lines);
    }
}
