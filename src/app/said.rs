//! What the full screen and the lines say in the same words.

use super::msg::Copied;
use super::overlay::{Ask, Prompt};
use super::screens::question::entries::List;
use super::screens::question::words::answer_words;
use super::screens::start::StartRow;
use super::{App, LastCopy};
use crate::domain::case::{CaseId, CaseRecord, Due, DueWhat};
use crate::domain::channel::Channel;
use crate::domain::document::Document;
use crate::domain::flow::graph::START;
use crate::domain::flow::spec::Detour;
use crate::domain::flow::walk::{Step, Walk};
use crate::domain::gate::Level;
use crate::domain::word::Word;
use crate::input::keymap::{Intent, Mode, action};
use crate::ui::page::digit;
use crate::ui::said::{Role, Said};
use std::cmp::Ordering;

/// What says how to go on: a key, or a word that is typed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Voice {
    Keys,
    Lines,
}

impl App {
    /// What a prompt says of what is typed there.
    pub fn prompt_note(&self, prompt: Prompt) -> String {
        let mail = prompt == Prompt::Path && self.session.document(&self.content).mailable();
        let draft = if mail { text!("path.mail") } else { "" };
        format!("{draft}{}", self.content.text(&format!("{}.note", prompt.text())))
    }

    /// What was asked of the same service before goes on in its own record.
    pub fn goes_on_here(&self) -> Option<String> {
        let s = &self.session;
        let begins = s.case.is_none() && s.from_case.is_none() && self.run.is_none();
        let here = s.place();
        let open = |c: &&CaseRecord| c.place() == here && c.is_open() && c.has_left();
        let c = self.shelf.cases.iter().rfind(open).filter(|_| begins)?;
        Some(text!("goal.goes_on", goal = c.goal.ja()))
    }
    /// What is asked over the screen, what stands in the way, and the answers.
    pub fn ask_said(&self, ask: &Ask, doc: Option<&Document<'_>>, voice: Voice) -> Vec<Said> {
        let says = |key: &str| self.content.text(key).to_owned();
        let asks = match (ask, voice) {
            // The keys of the full screen are not mentioned there.
            (Ask::Quit(_), Voice::Lines) => text!("plain.quit").to_owned(),
            _ => says(ask.text()),
        };
        let anyway = matches!(ask, Ask::CopyAnyway(_) | Ask::WriteAnyway | Ask::PrintAnyway);
        let blocks = doc.filter(|_| anyway).map(|doc| {
            let blocks = doc.findings.iter().filter(|f| f.level == Level::Block).take(6);
            blocks.map(|f| Role::Block.says(f.shown(&doc.walk))).collect::<Vec<_>>()
        });
        let blocks = blocks.map(|all| [vec![Said::gap()], all].concat()).unwrap_or_default();
        let keys = self.keymap.list(Mode::Ask, false);
        let answer = |intent: &Intent| {
            let key = match (voice, intent) {
                (Voice::Keys, _) => keys.iter().find(|k| k.2 == *intent)?.0.clone(),
                (_, Intent::Yes) => "y".to_owned(),
                (_, Intent::No) => "n".to_owned(),
                (_, Intent::GiveUp) => "x".to_owned(),
                _ => "back".to_owned(),
            };
            let text = says(&format!("{}.{}", ask.text(), action(Mode::Ask, *intent)));
            Some(Said { key, ..Role::Reply(*intent).says(text) })
        };
        [Role::Title.says(asks)]
            .into_iter()
            .chain(self.about(ask).into_iter().map(|line| Role::Item.says(line)))
            .chain(blocks)
            .chain([Said::gap()])
            .chain(ask.answers().iter().filter_map(answer))
            .collect()
    }
    pub fn first_copy(&self, doc: &Document<'_>) -> String {
        let key = match doc.plan.channel {
            Channel::Mail if doc.plan.to.is_none() => "review.copy.mail.bare",
            channel => &format!("review.copy.{channel}"),
        };
        self.content.text(key).to_owned()
    }
    pub fn start_row(&self, row: &StartRow) -> String {
        let choices = || self.content.entry().get(START).map(|q| q.choice.as_slice());
        match row {
            StartRow::Service(id) => {
                let label = choices().unwrap_or_default().iter().find(|c| c.value == *id);
                label.map_or(id, |c| &c.label).clone()
            }
            StartRow::Own(name) => name.0.clone(),
            StartRow::Find => text!("start.find").to_owned(),
            StartRow::Several => text!("run.several").to_owned(),
            StartRow::Mine => text!("start.mine").to_owned(),
            StartRow::Draft(_, about, _) => format!("{}{}", text!("start.draft"), about.0),
            StartRow::Case(id) | StartRow::Over(id) => {
                self.case(id).map_or_else(String::new, |c| self.about_case(c))
            }
        }
    }
    /// Whether the letter is printed at the end.
    pub fn prints(&self) -> bool {
        self.print
    }
    pub fn copy_said(&self) -> Vec<Said> {
        let Some(LastCopy { service, part, how, .. }) = &self.last_copy else { return Vec::new() };
        let part = match &self.run {
            Some(_) => text!("run.part", name = service, part),
            None => (*part).to_owned(),
        };
        let words = text!("sign.with", name = how.says(), words = part);
        let (said, note) = match how {
            Copied::Failed(why) => {
                (vec![Role::Warning.says(words), Role::Detail.says(why)], Role::Note)
            }
            Copied::Confirmed => (vec![Role::Success.says(words)], Role::Detail),
            Copied::Handed => (vec![Role::Success.says(words)], Role::Note),
        };
        said.into_iter().chain([note.says(how.note())]).collect()
    }
    /// What stands behind a date that is due: its own day still belongs to the wait.
    pub fn due_mark(&self, due: &Due) -> &str {
        match due.compared(self.session.today) {
            // It is since then that something can be done.
            _ if due.is_turn() => "",
            // Nobody was told until when a receipt is waited for.
            Ordering::Less if matches!(due.what, DueWhat::Word) => {
                text!("case.late.usual")
            }
            Ordering::Less => text!("case.late"),
            Ordering::Equal => text!("case.today"),
            Ordering::Greater => "",
        }
    }
    /// What a stored case is about; of one that is not on the shelf, its id.
    pub(super) fn named(&self, id: &CaseId) -> String {
        self.case(id).map_or_else(|| id.to_string(), |r| self.about_case(r))
    }
    pub fn about_case(&self, r: &CaseRecord) -> String {
        format!("{} {}", r.service_name, r.goal.ja())
    }
    /// An answer in a list of answers; what was added to one is named, in rows of its own.
    pub fn listed_answer(&self, walk: &Walk<'_>, step: &Step<'_>) -> String {
        let q = step.question;
        let added =
            |d: &&Detour| d.when.holds(walk) && walk.get(&d.to).is_some_and(|v| !v.is_empty());
        // What a record knows was not added here.
        let known = |d: &&Detour| walk.get(&d.to) == self.session.began.get(&d.to);
        let added = |d: &&Detour| added(d) && !known(d);
        let added = q.detour.iter().filter(|_| q.each_detour).filter(added);
        let added: Vec<&str> =
            added.filter_map(|d| walk.step(&d.to)).map(|s| s.question.label.as_str()).collect();
        match walk.get(&q.id).filter(|_| !q.each_detour) {
            Some(value) => {
                // Nobody was asked it here.
                let over = self.run.as_ref().is_some_and(|r| r.holds_over(&q.id));
                let same = if over && !q.private && !q.id.starts_with("sender.") {
                    text!("run.held")
                } else {
                    ""
                };
                answer_words(self, q, value) + same
            }
            None if !added.is_empty() => added.join(text!("sign.comma")),
            None if step.question.optional => text!("plain.none").to_owned(),
            None => text!("review.open").to_owned(),
        }
    }
}

/// The entries of a list by their numbers, with what there is to say of each; on the screen also
/// the rows that add one and go on.
pub fn listed(
    l: &List,
    rows: impl Iterator<Item = (String, Vec<Said>)>,
    [add, done, empty]: [&str; 3],
    voice: Voice,
) -> Vec<Said> {
    let lines = voice == Voice::Lines;
    let half = |row| match l.parked.contains_key(&row) {
        true if lines => text!("plain.parked"),
        true => text!("list.parked"),
        false => "",
    };
    let row = |key: &str, text: String| Said { key: key.to_owned(), ..Role::Row.says(text) };
    let mut out = Vec::new();
    for (i, (text, under)) in rows.enumerate() {
        let key = match digit(i) {
            _ if lines => (i + 1).to_string(),
            // Past the digits no key of the screen chooses it.
            " " => "  ".to_owned(),
            digit => format!("{digit}."),
        };
        out.push(row(&key, text + half(Some(i))));
        out.extend(under);
    }
    let add = format!("{add}{}", half(None));
    if lines {
        out.extend(out.is_empty().then(|| Role::Note.says(empty)));
        out.extend(l.parked.contains_key(&None).then(|| Role::Note.says(add)));
        return out;
    }
    out.push(row("+", add));
    out.extend((l.last() > l.rows.len()).then(|| Role::Way.says(done)));
    let removed = [Said::gap(), Role::Detail.says(text!("list.removed"))];
    out.extend(removed.into_iter().filter(|_| !l.removed.is_empty()));
    out
}

pub fn sheet_title(channel: Channel) -> &'static str {
    match channel {
        Channel::Phone => text!("sheet.phone"),
        Channel::Message => text!("sheet.message"),
        Channel::Mail | Channel::Form | Channel::Post => text!("sheet.title"),
    }
}
