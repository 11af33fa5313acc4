//! The letter, edited in place: the subject is the first line, the body follows after an empty one.

mod update;
pub mod view;

use crate::domain::delivery::{SUBJECT, whole};
use crate::domain::letter::lint::{Part, Place};
use crate::text::edit::EditBuffer;

/// Colons allowed after the subject label.
const COLONS: [char; 2] = ['：', ':'];

#[derive(Debug)]
pub struct Edit {
    pub buffer: EditBuffer,
    pub subject: bool,
}

impl Edit {
    /// Opens the text with the cursor at the start of the body. The label of a subject stays.
    pub fn open(subject: Option<&str>, body: &str) -> Self {
        let mut buffer = EditBuffer::new(&whole(subject, body), true);
        buffer.fix(subject.map_or(0, |_| SUBJECT.len()));
        buffer.set_cursor(buffer.text().len() - body.len());
        Self { buffer, subject: subject.is_some() }
    }
    /// The line of the cursor, from 0.
    pub fn line(&self) -> usize {
        let before = self.buffer.text().get(..self.buffer.cursor()).unwrap_or_default();
        before.matches('\n').count()
    }
    pub fn go_to_line(&mut self, line: usize) {
        let at = self.buffer.text().split_inclusive('\n').take(line).map(str::len).sum();
        self.buffer.set_cursor(at);
    }
    /// Puts the cursor on the words of a finding, else at the beginning of its line.
    pub fn go_to(&mut self, place: Place, found: &str) {
        let above = if self.subject { 2 } else { 0 };
        let line = match place.part {
            Part::Subject => 0,
            Part::Body => place.line.saturating_sub(1) + above,
        };
        let mut lines = self.buffer.text().split_inclusive('\n');
        let mut at: usize = lines.by_ref().take(line).map(str::len).sum();
        let mut text = lines.next().unwrap_or_default();
        if let Some(subject) = text.strip_prefix(SUBJECT).filter(|_| self.subject && line == 0) {
            (at, text) = (at + SUBJECT.len(), subject);
        }
        self.buffer.set_cursor(at + text.find(found).unwrap_or(0));
    }
    /// The edited text: subject, body.
    pub fn read(&self) -> (String, String) {
        part(self.buffer.text(), self.subject).unwrap_or_default()
    }
}

/// The reverse of [`whole`]; None if it does not begin with the subject although there is one.
pub fn part(text: &str, subject: bool) -> Option<(String, String)> {
    let text = text.trim_matches('\n');
    if !subject {
        return Some((String::new(), text.to_owned()));
    }
    let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
    let line = first.trim_start().strip_prefix(SUBJECT.trim_end_matches(COLONS))?;
    let line = line.trim_start().strip_prefix(COLONS)?;
    Some((line.trim().to_owned(), rest.trim_matches('\n').to_owned()))
}
