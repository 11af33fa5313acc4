//! What the page after copying says, below what came of copying.

use crate::app::App;
use crate::app::said::Voice;
use crate::domain::delivery::{AfterFacts, FormField};
use crate::domain::document::Document;
use crate::ui::said::{Part, Role, Said};

pub fn page(app: &App, doc: &Document<'_>, voice: Voice) -> Vec<Said> {
    let phone = doc.plan.channel.spoken();
    let asks = if phone { text!("after.asks.phone") } else { text!("after.asks") };
    let steps = (1..).zip(app.after_steps(doc)).map(|(n, step)| Role::Step(n).says(step));
    let on = match (&app.session.sent, voice) {
        // The prompt says so.
        (_, Voice::Lines) => "",
        (None, _) => text!("run.after"),
        (Some(_), _) if app.writes_more() => text!("run.after.sent"),
        (Some(_), _) => text!("run.after.last"),
    };
    let on =
        app.run.as_ref().filter(|_| !on.is_empty()).map(|_| [Said::gap(), Role::Detail.says(on)]);
    let asked = [Said::gap(), Role::Title.says(asks), app.sent_said(voice), Said::gap()];
    app.kept_said()
        .into_iter()
        .chain(asked)
        .chain(app.parts_said(doc, voice))
        .chain([Role::Title.says(text!("after.now"))])
        .chain(steps)
        .chain(on.into_iter().flatten())
        .collect()
}

impl App {
    fn after_steps(&self, doc: &Document<'_>) -> Vec<String> {
        let facts = AfterFacts {
            walk: &doc.walk,
            plan: &doc.plan,
            service: doc.service,
            phone_first: doc.finds("phone_first"),
            sent: self.session.sent.is_some(),
            promised: self.session.sent.as_ref().and_then(|s| s.promised_by),
            kept: self.session.stored_letter.is_some(),
            records: self.keeps(),
        };
        facts.lines(self.content.after())
    }
    /// What is kept of the letter: not at all and why, by what name, and what is printed.
    fn kept_said(&self) -> Vec<Said> {
        let id = self.session.case.as_ref().filter(|_| self.session.stored_letter.is_some());
        let unstored = self.unstored_said();
        [
            unstored.map(|words| Role::Warning.says(words)),
            id.map(|id| Role::Detail.says(format!("{}{}", text!("after.stored"), self.named(id)))),
            self.print.then(|| Role::Detail.says(text!("notice.print"))),
        ]
        .into_iter()
        .flatten()
        .collect()
    }
    /// Whether the letter was sent: that is the user's word, copying is not.
    pub fn sent_said(&self, voice: Voice) -> Said {
        if let Some(words) = self.sent_words() {
            return Role::Success.says(words);
        }
        let phone = self.session.answers.channel().spoken();
        Role::Note.says(match (voice, phone, self.keeps()) {
            (Voice::Keys, false, true) => text!("after.not_sent"),
            (Voice::Keys, false, false) => text!("after.not_sent.unkept"),
            (Voice::Keys, true, true) => text!("after.not_sent.phone"),
            (Voice::Keys, true, false) => text!("after.not_sent.phone.unkept"),
            (Voice::Lines, false, true) => text!("plain.not_sent"),
            (Voice::Lines, false, false) => text!("plain.not_sent.unkept"),
            (Voice::Lines, true, true) => text!("plain.not_sent.phone"),
            (Voice::Lines, true, false) => text!("plain.not_sent.phone.unkept"),
        })
    }
    /// What is pasted, in this order.
    fn parts_said(&self, doc: &Document<'_>, voice: Voice) -> Vec<Said> {
        let parts = doc.plan.parts();
        let title = match voice {
            _ if parts.is_empty() => return Vec::new(),
            Voice::Keys => text!("after.parts"),
            Voice::Lines => text!("plain.fields"),
        };
        let row = |(n, f): (usize, FormField)| {
            let begins = f.id == "text";
            let (gone, here) =
                (self.session.copied_parts.contains(f.id), self.session.copied_part == Some(f.id));
            // Of the body, in a mail, what comes first after the address; the other fields are
            // compared with the mail's text.
            let address = usize::from(doc.plan.channel.mailed());
            let from = f.value.split("\n\n").nth(address).filter(|_| begins).unwrap_or(&f.value);
            let text = from.lines().next().unwrap_or_default();
            Role::Part(Part { n, gone, here, begins }).says(text).of(f.label)
        };
        let rows = (1..).zip(parts).map(row);
        [Role::Title.says(title)].into_iter().chain(rows).chain([Said::gap()]).collect()
    }
}
