//! What the review says: whether the letter is ready, what was found, what comes next, how it is
//! written and where it goes, the answers.

use super::answers;
use crate::app::App;
use crate::app::said::{Voice, sheet_title};
use crate::app::screens::question::words::answer_words;
use crate::domain::calendar::{self, format_ja};
use crate::domain::case::{CaseRecord, Event, NextStep as Next, What};
use crate::domain::channel::Channel;
use crate::domain::document::Document;
use crate::domain::flow::spec::{Kind, Question};
use crate::domain::gate::Level;
use crate::domain::goal::Goal;
use crate::domain::manner::{DETAIL, DETAILS, TONES, manner_of};
use crate::domain::service::NAME;
use crate::domain::word::Word;
use crate::input::keymap::{Intent, Mode};
use crate::ui::said::{Role, Said};
use chrono::NaiveDate;

/// `beside`: the letter stands there.
pub fn page(app: &App, doc: &Document<'_>, voice: Voice, beside: bool) -> Vec<Said> {
    let mut out = match voice {
        Voice::Keys => app.ready_on_screen(doc, beside),
        Voice::Lines => {
            [vec![Role::Title.says(text!("review.title"))], app.ready_said(doc)].concat()
        }
    };
    let copy = [Said::gap(), Role::Way.says(app.first_copy(doc)), Said::gap()];
    out.extend(copy.into_iter().filter(|_| voice == Voice::Keys));
    out.extend(
        (1..).zip(&doc.findings).map(|(n, f)| {
            Role::Found { n, blocks: f.level == Level::Block }.says(f.shown(&doc.walk))
        }),
    );
    if !doc.findings.is_empty() {
        let jump = Role::Note.says(text!("plain.jump"));
        out.push(if voice == Voice::Lines { jump } else { Said::gap() });
    }
    out.push(Role::Field.says(""));
    out.extend(what_next(app, doc));
    out.extend(switches(app, doc));
    out.extend(goes_to(doc));
    out.extend(app.session.edited.as_ref().map(|_| Role::Note.says(text!("review.edited"))));
    if voice == Voice::Keys {
        out.push(Said::gap());
        out.extend(answered(app, doc));
    }
    out
}

/// The answers, those that most keep apart.
fn answered(app: &App, doc: &Document<'_>) -> Vec<Said> {
    let (asked, usual) = answers(&doc.walk);
    let mut out = Vec::new();
    for (title, ids) in [(text!("review.answers"), asked), (text!("review.usual"), usual)] {
        out.extend((!ids.is_empty()).then(|| Role::Title.says(title)));
        let steps = ids.iter().filter_map(|id| doc.walk.step(id));
        out.extend(steps.map(|step| {
            let words = app.listed_answer(&doc.walk, step);
            Role::Answer.says(words).of(&step.question.label)
        }));
        out.extend((!ids.is_empty()).then(Said::gap));
    }
    out
}

/// What comes after copying, in order.
fn what_next(app: &App, doc: &Document<'_>) -> Vec<Said> {
    let phone = doc.plan.channel.spoken();
    let (kept, asked) = if phone {
        (text!("review.then.called"), text!("review.then.called.asked"))
    } else {
        (text!("review.then.sent"), text!("review.then.sent.asked"))
    };
    // If nothing is kept, nothing can be noted.
    let said = app.keeps().then(|| if app.stores() { kept } else { asked }.to_owned());
    let day = |d| calendar::format_ja(d);
    // Nobody answers on a day that is closed.
    let open = |day: &NaiveDate| app.session.office.is_business_day(*day);
    let call = doc.plan.calls.filter(|day| !phone && open(day));
    let call = call.map(|d| text!("review.then.call", call_by = day(d)));
    let answer_by = day(doc.plan.answer_by());
    let wait = if phone {
        text!("review.then.promised", answer_by)
    } else {
        text!("review.then.wait", answer_by)
    };
    let wait = Some(wait).filter(|_| doc.plan.waits);
    let first = app.content.text(&format!("review.then.{}", doc.plan.channel)).to_owned();
    let near = !phone && doc.finds("phone_first");
    let before = near.then(|| {
        let number = doc.service.and_then(|s| s.desk_contact(Channel::Phone));
        let number = number.map(|c| text!("sign.then", text = c.noted()));
        format!("{}{}", text!("review.then.call_first"), number.unwrap_or_default())
    });
    // What is done is not listed as still to come.
    let (before, first, said) = match app.sent_words().filter(|_| app.stands_sent()) {
        Some(done) => (None, done, None),
        None => (before, first, said),
    };
    let step = |(n, step): (usize, String)| {
        Role::Step(n).says(step).of(if n == 1 { text!("review.then") } else { "" })
    };
    (1..).zip([before, Some(first), said, call, wait].into_iter().flatten()).map(step).collect()
}

/// How it is written, all that it can be, what it is in brackets; and the key that changes it.
fn switches(app: &App, doc: &Document<'_>) -> Vec<Said> {
    let keys = app.keymap.list(Mode::Review, false);
    let switch = |label: &str, text: String, (from, to): (usize, usize), intent| {
        let key = keys.iter().find(|k| k.2 == intent).map_or("", |k| &k.0);
        Said { key: key.to_owned(), ..Role::Switch { from, to }.says(text).of(label) }
    };
    let manner = |id: &str, words: &[&str], intent| {
        let t = |key: &str| app.content.text(&format!("review.{id}{key}")).to_owned();
        let now = manner_of(&app.session.answers, id);
        let (mut text, mut on) = (String::new(), (0, 0));
        for word in words {
            let (from, said) = (text.len(), t(&format!(".{word}")));
            let stands = *word == now;
            let said = if stands { format!("[{said}]") } else { format!(" {said} ") };
            text.push_str(&said);
            on = if stands { (from, text.len()) } else { on };
        }
        switch(&t(""), text, on, intent)
    };
    let limit = || {
        let none = || text!("review.limit.none").to_owned();
        let now = doc.limit.map_or_else(none, |n| text!("review.limit", n));
        switch(text!("key.limit"), format!(" {now}"), (0, 0), Intent::Limit)
    };
    let detail = app.session.has_lengths(&app.content);
    let detail = detail.then(|| manner(DETAIL, &DETAILS, Intent::Detail));
    let limit = doc.plan.channel.filled_in().then(limit);
    [Some(manner("tone", &TONES, Intent::Tone)), detail, limit].into_iter().flatten().collect()
}

fn goes_to(doc: &Document<'_>) -> impl Iterator<Item = Said> {
    let (to, cc) = (text!("review.to"), text!("review.cc"));
    let desk = doc.to_the_desk() && doc.plan.to.is_none();
    let to = doc.plan.to.as_ref().map(|address| format!("{to}{address}"));
    let cc = doc.plan.cc.as_ref().map(|address| format!("{cc}{address}"));
    let desk = desk.then(|| [text!("review.to"), text!("review.to.desk")].concat());
    // Who is registered no longer has no mail of theirs to answer.
    let answers = doc.plan.channel.mailed()
        && doc.plan.to.is_none()
        && desk.is_none()
        && doc.walk.one("data_kept") != Some("erased");
    let answers = answers.then(|| [text!("review.to"), text!("review.to.answer")].concat());
    to.into_iter().chain(cc).chain(desk).chain(answers).map(|line| Role::Item.says(line))
}

impl App {
    /// What there is to do about it, too.
    fn ready_on_screen(&self, doc: &Document<'_>, beside: bool) -> Vec<Said> {
        let read = if beside { text!("review.read") } else { text!("review.read.tab") };
        let remarks = doc.findings.iter().any(|f| f.level != Level::Block);
        let mut ready = self.ready_said(doc);
        for said in &mut ready {
            said.text += match said.role {
                Role::Success if !self.stands_sent() && remarks => text!("review.read.remarks"),
                Role::Success if !self.stands_sent() => read,
                Role::Warning if remarks => text!("review.remarks"),
                _ => "",
            };
        }
        ready
    }

    /// Whether the letter is ready; before a call, whether somebody is there.
    fn ready_said(&self, doc: &Document<'_>) -> Vec<Said> {
        let blocks = doc.findings.iter().filter(|f| f.level == Level::Block).count();
        let phone = doc.plan.channel.spoken();
        let ready = match blocks {
            0 if self.stands_sent() && phone => Role::Success.says(text!("review.sent.phone")),
            0 if self.stands_sent() => Role::Success.says(text!("review.sent")),
            0 => Role::Success.says(text!("review.ready", what = sheet_title(doc.plan.channel))),
            n => Role::Warning.says(text!("review.blocked", n)),
        };
        let skipped = self.run.as_ref().is_some_and(|r| self.left_out_of_run(r.at));
        let changed = if phone { text!("review.changed.phone") } else { text!("review.changed") };
        let cautions = [
            skipped.then(|| text!("review.skipped").to_owned()),
            self.changed_since_sent().then(|| changed.to_owned()),
            self.left_out(doc),
            self.asked_beside(),
            self.other_way().map(|was| text!("review.other_way", was = was.ja())),
            self.firmer().then(|| text!("review.firmer").to_owned()),
        ];
        let cautions = cautions.into_iter().flatten().map(|words| Role::Caution.says(words));
        let desk = if phone { self.desk_lines(doc.service, doc.walk.goal()) } else { Vec::new() };
        let desk = desk.into_iter().map(|line| Role::Note.says(line));
        [ready].into_iter().chain(cautions).chain(desk).collect()
    }
    /// What else was asked of the same service and is still waited for: a first letter says nothing
    /// of it, and two that differ are read against each other.
    fn asked_beside(&self) -> Option<String> {
        let s = &self.session;
        if s.case.is_some() || s.answers.reaches("follow_up") {
            return None;
        }
        let (goal, here) = (s.answers.goal(), s.place());
        let waits = |c: &&CaseRecord| {
            // A refusal is a matter of its own.
            let other = Some(c.goal) != goal && !c.declines() && goal != Some(Goal::Decline);
            let step = || c.next_step(self.rules(c));
            c.place() == here && other && matches!(step(), Next::Wait(_) | Next::Crossed(_))
        };
        let c = self.shelf.cases.iter().rfind(waits)?;
        let sent = |e: &&Event| matches!(e.what, What::Sent { .. });
        let day = format_ja(c.events.iter().rfind(sent)?.at.day());
        Some(text!("review.beside", day, about = self.about_case(c)))
    }
    /// What was typed in this walk and no longer stands in the letter, since another answer has
    /// taken it off the way.
    fn left_out(&self, doc: &Document<'_>) -> Option<String> {
        let s = &self.session;
        let off = |q: &&Question| {
            matches!(q.kind, Kind::Text | Kind::LongText | Kind::Entries | Kind::Hours)
                && s.seen.contains(&q.id)
                && doc.walk.step(&q.id).is_none()
                && q.id != NAME
                && !q.id.starts_with("sender.")
        };
        let words = |q: &Question| {
            let value = s.answers.get(&q.id).filter(|v| !v.is_empty())?;
            let words = answer_words(self, q, value);
            Some(text!("review.left_out.one", label = q.label, words))
        };
        let all: Vec<String> =
            self.content.flow().questions().filter(off).filter_map(words).collect();
        let what = all.join(text!("sign.comma"));
        (!all.is_empty()).then(|| text!("review.left_out", what))
    }
}
