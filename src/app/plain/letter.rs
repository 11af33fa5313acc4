//! The letter as it stands now, and why each of its paragraphs is there.

use super::Plain;
use crate::app::letter_view;
use crate::app::screens::Screen;
use crate::domain::letter::blank;

impl Plain {
    /// Whether a letter is being written.
    fn writes(&self) -> bool {
        match &self.app.screen {
            Screen::Question(_) | Screen::Review(_) | Screen::Edit(_) | Screen::After(_) => true,
            Screen::Log(l) => l.case.is_none(),
            Screen::Start(_) | Screen::Case(_) => false,
        }
    }

    /// The letter as it stands now, its blanks named; of a stored case the one that was kept.
    pub(super) fn letter(&mut self) {
        if !self.writes() {
            return self.kept_letter(None);
        }
        let doc = self.app.session.document(&self.app.content);
        let (text, blanks) = (doc.plan.all(), doc.blank_labels().join("、"));
        self.say("");
        if self.app.session.edited.is_some() {
            let words = self.t("letter.edited");
            self.say(&words);
        } else if !blanks.is_empty() {
            let words = format!("{}{blanks}", self.t("letter.blanks"));
            self.say(&words);
        }
        let lines = [self.t("plain.letter.from"), text, self.t("plain.letter.to"), String::new()];
        self.say_all(&lines);
    }

    /// Why the paragraphs are there: of all of them, each named by its first line, or of one, which is said whole.
    pub(super) fn why(&mut self, only: Option<usize>) {
        if !self.writes() {
            let words = self.t("plain.no_letter");
            return self.say(&words);
        }
        let content = &self.app.content;
        let doc = self.app.session.document(content);
        let of = doc.letter.paragraphs.len();
        let mut lines = Vec::new();
        if self.app.session.edited.is_some() {
            lines.push(self.t("plain.why.edited"));
        }
        if only.is_none() {
            lines.push(self.t("plain.why.all"));
        }
        for (i, p) in
            doc.letter.paragraphs.iter().enumerate().filter(|(i, _)| only.is_none_or(|n| n == i + 1))
        {
            let text = blank::plain(doc.flow, &p.text);
            let shown = if only.is_some() { &text } else { text.lines().next().unwrap_or_default() };
            lines.push(format!("{}. {shown}", i + 1));
            let why = letter_view::why(content, p);
            if why.is_empty() {
                lines.push(self.t("plain.why.none"));
            }
            lines.extend(why);
        }
        drop(doc);
        if lines.is_empty() {
            let words = self.t("plain.why.no_such").replace("{n}", &of.to_string());
            return self.wrong(&words);
        }
        self.say("");
        self.say_all(&lines);
        self.say("");
    }
}
