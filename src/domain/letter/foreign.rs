//! A letter of which only the text is known: its channel and goal, by its beginning.

use super::lint::{FOLLOW_UP, LintInput, goal_of, holds};
use crate::domain::calendar::OfficeCalendar;
use crate::domain::channel::Channel;
use crate::domain::words::{self, begins, has};
use chrono::NaiveDate;

pub struct Foreign<'a> {
    /// The subject, if it begins with one.
    pub subject: Option<&'a str>,
    pub subject_line: usize,
    pub body: String,
    /// Number of lines before the body.
    pub skipped: usize,
    pub channel: Channel,
    /// The goal; [`FOLLOW_UP`] for a second letter; "" if none is named: no elements are required.
    pub goal: &'static str,
}

impl Foreign<'_> {
    /// The text as input for the linter. The answers are unknown: the text is compared with itself.
    pub fn input(&self, today: NaiveDate, office: OfficeCalendar) -> LintInput<'_> {
        LintInput {
            subject: self.subject,
            body: &self.body,
            channel: self.channel,
            goal: self.goal,
            today,
            office,
            ..LintInput::default()
        }
    }
}

// Letters are personal: sizes only.
shows!(Debug Foreign<'_>, it, "Foreign({}, {}, {} bytes)", it.goal, it.channel, it.body.len());

/// This many non-empty lines are the beginning: on paper, date, addressee and greeting come first.
const HEAD: usize = 12;

/// A line of so many characters that ends in the middle of a sentence goes on in the next one.
const BROKEN: usize = 20;

pub fn read(text: &str) -> Foreign<'_> {
    let blank = text.lines().take_while(|l| l.trim().is_empty()).count();
    let first = text.lines().nth(blank).unwrap_or_default().trim();
    let subject = words::SUBJECT_HEADS.iter().find_map(|s| first.strip_prefix(s)).map(str::trim);
    let skipped = if subject.is_some() {
        blank + 1 + text.lines().skip(blank + 1).take_while(|l| l.trim().is_empty()).count()
    } else {
        0
    };
    let body = text.lines().skip(skipped).collect::<Vec<_>>().join("\n");
    let channel = match () {
        () if subject.is_some() => Channel::Mail,
        () if text.contains(words::SALUTATION) => Channel::Post,
        () if begins(first, words::SCRIPT_HEADS) => Channel::Phone,
        // Sentences from the first line to the last, without address, title and signature.
        () if first.contains('。') && text.trim_end().ends_with(['。', '！', '!', '？', '?']) => {
            Channel::Message
        }
        () => Channel::Form,
    };
    let head = unbroken(text);
    let title = |l: &str| !l.contains('。') && has(l, words::SECOND_TITLE);
    let call = |l: &str| words::SECOND_CALL.iter().any(|pattern| holds(l, pattern));
    let again = head.iter().any(|l| title(l) || call(l));
    let goal =
        if again { FOLLOW_UP } else { head.iter().find_map(|l| goal_of(l)).unwrap_or_default() };
    Foreign { subject, subject_line: blank + 1, body, skipped, channel, goal }
}

/// The beginning, with the sentences put together that a mail program has broken into lines.
fn unbroken(text: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let (mut goes_on, mut seen) = (false, 0);
    for line in text.lines().map(str::trim) {
        if line.is_empty() {
            goes_on = false;
            continue;
        }
        seen += 1;
        // The last header is read to its end.
        if seen > HEAD && !goes_on {
            break;
        }
        match out.last_mut().filter(|_| goes_on) {
            Some(before) => before.push_str(line),
            None => out.push(line.to_owned()),
        }
        goes_on = line.chars().count() >= BROKEN && !line.ends_with(['。', '】', '）', '：']);
    }
    out
}
