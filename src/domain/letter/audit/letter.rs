//! A letter taken apart: title, address, and the lines of what it says.

use super::text::{self, trim};
use super::told::{AnswerSource, WrittenLetter};
use crate::domain::answers::Entry;
use crate::domain::calendar::OfficeCalendar;
use crate::domain::channel::Channel;
use crate::domain::facts::speech;
use crate::domain::follow_up::FollowUp;
use crate::domain::goal::Goal;
use crate::domain::letter::form;
use crate::domain::validate::date_of;
use crate::domain::word::Word;
use crate::domain::words::{self, begins, ends, exchanged, has};
use crate::text::sound::is_hiragana;
use chrono::NaiveDate;
use std::cmp::Reverse;

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum LineRole {
    Item,
    /// The sender: name, birth date, address, number.
    Identity,
    /// 【…】, ■…, and the marks of a letter on paper: 敬具, 記, 以上.
    Mark,
    Prose,
}

pub(super) struct AuditedLine<'a> {
    pub(super) text: &'a str,
    pub(super) role: LineRole,
    /// Of prose: its sentences.
    pub(super) sentences: Vec<String>,
}

pub(super) struct Declined<'a> {
    pub(super) employer: &'a str,
    /// When: today or later.
    pub(super) date: NaiveDate,
}

pub(super) struct AuditedLetter<'a> {
    pub(super) told: &'a dyn AnswerSource,
    pub(super) channel: Channel,
    pub(super) goal: Option<Goal>,
    pub(super) follow_up: Option<FollowUp>,
    /// It comes after another one.
    pub(super) again: bool,
    pub(super) soft: bool,
    pub(super) firm: bool,
    pub(super) office: OfficeCalendar,
    pub(super) today: NaiveDate,
    pub(super) name: &'a str,
    /// The text as it leaves, with the line breaks of paper.
    pub(super) body: &'a str,
    /// The text as it leaves, without the line breaks of paper.
    pub(super) text: &'a str,
    pub(super) subject: &'a str,
    /// The first line of a form, that of a letter on paper; "" elsewhere.
    pub(super) title: &'a str,
    /// How many lines are not empty.
    pub(super) height: usize,
    address: Option<&'a str>,
    /// The lines after the addressee.
    pub(super) said: Vec<AuditedLine<'a>>,
    /// [`Self::said`] as one line.
    pub(super) flat: String,
    /// [`Self::flat`] with 「」 for each quotation, except in scripts for the phone.
    pub(super) quoteless: String,
    /// [`Self::flat`] without the user's own words.
    pub(super) bare: String,
    /// What counts as written by the program, a line each: without quotations and the user's own
    /// words, a form's title included.
    pub(super) counted: String,
    /// The user's own words, the longest first.
    pub(super) own: Vec<String>,
    /// Refusals due within a week and not past.
    pub(super) urgent: Vec<Declined<'a>>,
    pub(super) first_declined: Option<NaiveDate>,
}

/// The user's own words that a letter may repeat, in pieces as they may occur in a line.
fn own_words(letter: &WrittenLetter<'_>, form: bool) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for whole in letter.told.own_words().into_iter().chain([letter.service]) {
        // The first of several conditions may occur alone.
        let part = whole.split(['、', '（', '／']).next();
        for piece in whole.lines().chain(part).map(trim) {
            // A single character occurs in unrelated words.
            if piece.chars().nth(1).is_some() {
                // Only sentences may be reworded; names and addresses are not.
                let sentence = piece.chars().nth(8).is_some() && piece.contains(is_hiragana);
                for way in speech::ways(piece).take(if sentence { usize::MAX } else { 1 }) {
                    // Requests may be worded differently.
                    let way = speech::without_order(&way).to_owned();
                    if form {
                        out.push(form::replace(&way, &[]).0);
                    }
                    out.push(way);
                }
            }
        }
    }
    out.sort_by_key(|w| Reverse(w.len()));
    out.dedup();
    out
}

fn replaced(text: &str, words: &[String], with: &str) -> String {
    words.iter().fold(text.to_owned(), |text, w| exchanged(text, w, with))
}

/// Whether a line begins with what only the block at the end begins with.
fn identifies(line: &str, name: &str) -> bool {
    let named = line.strip_prefix(name).filter(|_| !name.is_empty());
    begins(line, words::IDENTITY_HEADS)
        || named.is_some_and(|rest| rest.is_empty() || rest.starts_with('（'))
}

fn line<'a>(text: &'a str, name: &str) -> AuditedLine<'a> {
    let role = if text::is_item(text) {
        LineRole::Item
    } else if identifies(text, name) {
        LineRole::Identity
    } else if text.starts_with(['【', '■']) || words::PAPER_MARKS.contains(&trim(text)) {
        LineRole::Mark
    } else {
        LineRole::Prose
    };
    let sentences = if role == LineRole::Prose { text::sentences(text) } else { Vec::new() };
    AuditedLine { text, role, sentences }
}

/// The title, the line of the address, and what follows it.
fn apart<'a>(
    channel: Channel,
    all: &[&'a str],
    name: &str,
) -> (&'a str, Option<&'a str>, Vec<AuditedLine<'a>>) {
    let mut title = match all.first() {
        Some(l) if channel.filled_in() && l.starts_with('【') => *l,
        _ => "",
    };
    let rest = all.get(usize::from(!title.is_empty())..).unwrap_or_default();
    let addressed = channel.is_letter();
    let at = rest
        .iter()
        .position(|l| addressed && (l.ends_with('様') || l.ends_with(words::OFFICE_TITLE)));
    let mut said = Vec::new();
    for l in rest.iter().skip(at.map_or(0, |i| i + 1)) {
        let set_in = l.chars().take_while(|c| *c == '\u{3000}').count() >= 6;
        if channel.on_paper() && set_in && ends(l, words::PAPER_TITLE_ENDS) {
            title = l;
        } else {
            said.push(line(l, name));
        }
    }
    (title, at.and_then(|i| rest.get(i)).copied(), said)
}

/// The interviews that are called off, those that are still to come.
fn declined(told: &dyn AnswerSource, today: NaiveDate) -> Vec<Declined<'_>> {
    told.entries("selections")
        .iter()
        .filter(|e| e.get("wish") == "decline")
        .filter_map(|e: &Entry| {
            let date = date_of(e.get("date"), today).filter(|d| *d >= today)?;
            Some(Declined { employer: e.get("employer"), date })
        })
        .collect()
}

impl<'a> AuditedLetter<'a> {
    /// Takes a letter apart. `text` is its body without the breaks of paper.
    pub(super) fn new(letter: &'a WrittenLetter<'a>, channel: Channel, text: &'a str) -> Self {
        let told = letter.told;
        let name = told.one("sender.name").unwrap_or_default();
        let today = told.today();
        let follow_up = told.one("follow_up").and_then(FollowUp::parse);
        let all: Vec<&str> = text.lines().filter(|l| !trim(l).is_empty()).collect();
        let (title, address, said) = apart(channel, &all, name);
        let flat: String = said.iter().map(|l| trim(l.text)).collect();
        let form = channel.filled_in();
        let mut lines: Vec<&str> = said.iter().map(|l| trim(l.text)).collect();
        if form {
            lines.insert(0, title);
        }
        let own = own_words(letter, form);
        let (quoteless, counted) = if channel.spoken() {
            (flat.clone(), lines.join("\n"))
        } else {
            let quoteless =
                said.iter().map(|l| text::without_quotes(trim(l.text), "「」")).collect();
            (quoteless, text::without_quotes(&lines.join("\n"), ""))
        };
        let declined = declined(told, today);
        let first_declined = declined.iter().map(|d| d.date).min();
        let within_a_week = |d: &Declined<'_>| (d.date - today).num_days() <= 7;
        Self {
            told,
            channel,
            goal: told.one("goal").and_then(Word::parse),
            follow_up,
            again: follow_up.is_some(),
            soft: letter.tone == "soft",
            firm: letter.tone == "firm",
            office: letter.office,
            today,
            name,
            body: letter.body,
            text,
            subject: letter.subject,
            title,
            height: all.len(),
            address,
            bare: replaced(&flat, &own, ""),
            counted: replaced(&counted, &own, ""),
            said,
            flat,
            quoteless,
            own,
            urgent: declined.into_iter().filter(within_a_week).collect(),
            first_declined,
        }
    }

    /// Sent on its own, to be read as a whole: mail, form, post.
    pub(super) fn is_written(&self) -> bool {
        self.channel.is_letter()
    }
    /// Mail or form.
    pub(super) fn on_screen(&self) -> bool {
        self.channel.in_parts()
    }
    pub(super) fn spoken(&self) -> bool {
        self.channel.spoken()
    }
    pub(super) fn is_first(&self, goal: Goal) -> bool {
        !self.again && self.goal == Some(goal)
    }
    pub(super) fn heading(&self) -> &'a str {
        if self.subject.is_empty() { self.title } else { self.subject }
    }
    /// What it says after the address, as lines of one role.
    pub(super) fn of(&self, role: LineRole) -> impl DoubleEndedIterator<Item = &AuditedLine<'a>> {
        self.said.iter().filter(move |l| l.role == role)
    }
    /// The sentences except list items, headings and identity.
    pub(super) fn sentences(&self) -> impl Iterator<Item = &str> {
        self.said.iter().flat_map(|l| &l.sentences).map(String::as_str)
    }
    pub(super) fn chose(&self, id: &str, value: &str) -> bool {
        self.told.many(id).iter().any(|v| v == value)
    }
    pub(super) fn wished(&self, wish: &str) -> bool {
        self.told.entries("selections").iter().any(|e| e.get("wish") == wish)
    }
    /// A declined selection is at most three days away.
    pub(super) fn is_near(&self) -> bool {
        self.urgent.iter().any(|d| (d.date - self.today).num_days() <= 3)
    }
    pub(super) fn day(&self, id: &str) -> Option<NaiveDate> {
        self.told.one(id).and_then(|s| date_of(s, self.today))
    }
    /// The person it goes to, as it writes them: 「桐山様」. None at a desk.
    pub(super) fn person(&self) -> Option<String> {
        let a = self.address.filter(|a| a.ends_with('様') && !a.ends_with(words::DESK))?;
        Some(a.replace([' ', '\u{3000}'], ""))
    }
    pub(super) fn without_own(&self, text: &str) -> String {
        replaced(text, &self.own, "")
    }
    /// The letter without quotations, with a gap in place of each of the user's own words.
    pub(super) fn with_gaps(&self) -> String {
        replaced(&self.quoteless, &self.own, "\0")
    }
    /// Position of the user's words, as this channel writes them.
    pub(super) fn find(&self, words: &str) -> Option<usize> {
        let flat: String = words.lines().map(trim).collect();
        let at = self.flat.find(&flat);
        if at.is_none() && self.channel.filled_in() {
            return self.flat.find(&form::replace(&flat, &[]).0);
        }
        at
    }
    /// Whether the letter itself, title and subject aside, says one of these.
    pub(super) fn says(&self, any: &[&str]) -> bool {
        has(&self.bare, any)
    }
}
