//! What a page says, whoever says it: the full screen gives each role its mark, style and place,
//! lines say one after the other.

use super::page::{Page, digit, line_width};
use super::theme::Theme;
use crate::input::keymap::Intent;
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use std::cmp::Ordering;
use std::collections::HashMap;
use std::mem::{Discriminant, discriminant};
use std::ops::Range;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Air between two parts, where there is a screen.
    Gap,
    /// What the page, or what is below it, is about.
    Title,
    Text,
    /// A part of what the title is about.
    Item,
    Note,
    /// What to look at before it goes wrong.
    Caution,
    Warning,
    Success,
    /// What keeps the letter back.
    Block,
    /// An answer to what is asked.
    Reply(Intent),
    /// What is due, before, on or after today.
    Due(Ordering),
    Next,
    /// What is rarely needed.
    Detail,
    /// One of several that are done in this order, from 1.
    Step(usize),
    /// A part of the letter that is pasted by itself.
    Part(Part),
    /// The way on.
    Way,
    /// What is wrong or doubtful at a place, from 1.
    Found {
        n: usize,
        blocks: bool,
    },
    /// How something is, of all that it can be, and the key that changes it; from and to which
    /// byte of the text that stands.
    Switch {
        from: usize,
        to: usize,
    },
    /// What happened, by its day, and what was noted of it.
    Event,
    Memo,
    /// A question in a word, and what was answered.
    Answer,
    /// A row of a list by the key that chooses it, and what there is to say of it: when it is due.
    Row,
    Under(Option<Ordering>),
    /// What can be chosen: its name, and a note on it.
    Choice(Choice),
    /// The place of what is typed, listed or read, which each voice has in its own way.
    Field,
    /// What is worth knowing before one answers, and the same of something beside the question.
    Hint,
    Aside,
    /// What a choice gains or costs, below the title of its list; whether it is about what hurts.
    Gain(bool),
    Loss(bool),
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Choice {
    /// Where several can be chosen.
    pub marked: Option<bool>,
    pub best: bool,
    /// It leads around the choices.
    pub around: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part {
    /// Its place in the order in which they are pasted, from 1.
    pub n: usize,
    pub gone: bool,
    /// It was copied last.
    pub here: bool,
    /// One line of its beginning is enough.
    pub begins: bool,
}

/// Below this width an event does not fit beside its day.
const EVEN: usize = 50;

/// A text on a page, and what it is there for.
#[derive(Clone, PartialEq, Eq)]
pub struct Said {
    pub role: Role,
    /// What the text is said of, where several are.
    pub label: String,
    pub text: String,
    /// The key that does it.
    pub key: String,
}

// The text may hold what was typed.
shows!(Debug Said, it, "Said({:?})", it.role);

impl Role {
    pub fn says(self, text: impl Into<String>) -> Said {
        Said { role: self, label: String::new(), text: text.into(), key: String::new() }
    }
    /// Whether it can be selected.
    fn is_row(self) -> bool {
        matches!(self, Self::Way | Self::Found { .. } | Self::Answer | Self::Row | Self::Reply(_))
    }
}

impl Said {
    pub fn gap() -> Self {
        Role::Gap.says("")
    }
    pub fn of(self, label: impl Into<String>) -> Self {
        Self { label: label.into(), ..self }
    }
    /// What shares a column of labels.
    fn column(&self) -> Discriminant<Role> {
        discriminant(if self.is_switch() { &Role::Step(0) } else { &self.role })
    }
    fn is_switch(&self) -> bool {
        matches!(self.role, Role::Switch { .. })
    }
    /// What stands before it on the full screen, and how it looks; `pad`: what its label lacks.
    pub fn look(&self, theme: &Theme, pad: &str) -> (Vec<Span<'static>>, Style) {
        let (lead, style) = match self.role {
            Role::Hint => (theme.bar(), theme.hint),
            Role::Aside => (theme.bar(), theme.dim),
            Role::Title => ("", theme.title),
            Role::Item | Role::Way => ("  ", theme.plain),
            Role::Note => ("  ", theme.hint),
            Role::Caution => ("  ", theme.warn),
            Role::Warning | Role::Block => ("! ", theme.error),
            Role::Reply(_) => (&*format!("  {:<3}  ", self.key), theme.plain),
            Role::Success => (theme.done(), theme.good),
            Role::Due(when) => ("", theme.due(when)),
            Role::Next => ("", theme.good),
            Role::Detail => ("  ", theme.dim),
            Role::Step(n) if self.label.is_empty() && pad.is_empty() => {
                (&*format!("{n:>2}. "), theme.plain)
            }
            Role::Step(n) => (&*format!("  {}{pad}  {n}. ", self.label), theme.hint),
            Role::Row => (&*format!("  {} {}{pad}", self.key, self.label), theme.plain),
            Role::Under(due) => ("    ", due.map_or(theme.dim, |due| theme.due(due))),
            Role::Memo => ("      ", theme.dim),
            Role::Answer | Role::Event => (&*format!("  {}{pad}  ", self.label), theme.plain),
            Role::Found { n, blocks } => {
                let (mark, style) = if blocks { ("!", theme.error) } else { ("*", theme.warn) };
                let text = if blocks { theme.error } else { theme.plain };
                let n = Span::styled(format!(" {} ", digit(n - 1)), text);
                return (vec![Span::raw("  "), Span::styled(mark, style), n], text);
            }
            Role::Choice(c) => {
                let (mark, style) = match c.marked {
                    Some(true) => ("[x] ", theme.key),
                    Some(false) => ("[ ] ", theme.plain),
                    None => ("", theme.plain),
                };
                let key = Span::styled(format!("{} ", self.key), theme.dim);
                let name = Span::raw(self.label.clone());
                return (vec![Span::raw("  "), Span::styled(mark, style), key, name], theme.dim);
            }
            Role::Part(part) => {
                let here = Span::styled(if part.here { "> " } else { "  " }, theme.key);
                let gone = if part.gone { theme.done() } else { theme.not_done() };
                let name = Span::raw(format!("{}{pad}  ", self.label));
                return (vec![here, Span::styled(gone, theme.good), name], theme.dim);
            }
            _ => ("", theme.plain),
        };
        (vec![Span::styled(lead.to_owned(), style)], style)
    }
}

impl Page {
    /// Draws what is said; returns the lines of each.
    pub fn say(&mut self, said: impl IntoIterator<Item = Said>) -> Vec<Range<usize>> {
        let theme = self.theme;
        let width = |s: &str| theme.ambiguous.width(s);
        let mut all: Vec<Said> = said.into_iter().collect();
        for said in all.iter_mut().filter(|said| said.role == Role::Answer) {
            said.label = theme.ambiguous.truncate(&said.label, self.columns / 2);
        }
        // Labels of one kind stand in one column.
        let mut widest = HashMap::new();
        for said in &all {
            let most: &mut usize = widest.entry(said.column()).or_default();
            *most = (*most).max(width(&said.label));
        }
        let mut drawn = Vec::new();
        for (i, said) in all.iter().enumerate() {
            let start = self.lines.len();
            let pad = " ".repeat(widest[&said.column()] - width(&said.label));
            let (lead, style) = said.look(&theme, &pad);
            match said.role {
                Role::Gap => self.gap(),
                Role::Field => {}
                Role::Gain(_) | Role::Loss(_) => {
                    let weighs = |s: &&Said| matches!(s.role, Role::Gain(_) | Role::Loss(_));
                    if i == 0 || !weighs(&&all[i - 1]) {
                        let lists: Vec<&Said> = all[i..].iter().take_while(weighs).collect();
                        self.compare(&lists);
                    }
                }
                Role::Hint | Role::Aside => {
                    self.quoted(theme.bar(), theme.bar(), &said.text, style);
                }
                Role::Switch { from, to } => {
                    let after = i > 0 && all[i - 1].is_switch();
                    self.switch(said, from..to, &pad, after);
                }
                Role::Event => {
                    if self.columns < EVEN {
                        self.text("  ", &format!("{}  {}", said.label, said.text), style);
                    } else {
                        self.led(lead, &said.text, style);
                    }
                    if !said.key.is_empty() {
                        self.end(&said.key);
                    }
                }
                Role::Part(part) if part.begins => {
                    let taken = lead.iter().map(|s| width(&s.content)).sum();
                    let room = self.columns.saturating_sub(taken).max(4);
                    self.led(lead, &theme.ambiguous.truncate(&said.text, room), style);
                }
                _ => self.led(lead, &said.text, style),
            }
            drawn.push(start..self.lines.len());
        }
        drawn
    }
    /// The same for the rows that can be chosen, each with what there is to say of it.
    pub fn rows(&mut self, said: Vec<Said>) -> Vec<(Role, Range<usize>)> {
        let roles: Vec<Role> = said.iter().map(|said| said.role).collect();
        let mut rows: Vec<(Role, Range<usize>)> = Vec::new();
        for (role, lines) in roles.into_iter().zip(self.say(said)) {
            match (role, rows.last_mut()) {
                (Role::Under(_), Some((_, row))) => row.end = lines.end,
                _ if role.is_row() => rows.push((role, lines)),
                _ => {}
            }
        }
        rows
    }
    /// Says what a key does behind a row, or below it.
    fn end(&mut self, key: &str) {
        let theme = self.theme;
        let fits = |l: &&mut Line<'_>| {
            line_width(l, theme.ambiguous) + theme.ambiguous.width(key) <= self.columns
        };
        match self.lines.last_mut().filter(fits) {
            Some(line) => line.push_span(Span::styled(key.to_owned(), theme.dim)),
            None => self.text("     ", key, theme.dim),
        }
    }
    /// Draws a switch, beside the one before it if it fits there.
    fn switch(&mut self, said: &Said, on: Range<usize>, pad: &str, after: bool) {
        let theme = self.theme;
        let (before, rest) = said.text.split_at_checked(on.start).unwrap_or((&said.text, ""));
        let (on, behind) = rest.split_at_checked(on.len()).unwrap_or((rest, ""));
        let line = |pad: &str| {
            Line::from(vec![
                Span::styled(format!("  {}{pad}  ", said.label), theme.dim),
                Span::styled(before.to_owned(), theme.plain),
                Span::styled(on.to_owned(), theme.key),
                Span::styled(behind.to_owned(), theme.plain),
                Span::styled(format!("  {}", said.key), theme.key),
                Span::styled(text!("review.switch"), theme.dim),
            ])
        };
        let wide = |line: &Line<'_>| line_width(line, theme.ambiguous);
        let beside = Line::from([vec![Span::raw("  ")], line("").spans].concat());
        let fits = |last: &&mut Line<'_>| after && wide(last) + wide(&beside) <= self.columns;
        match self.lines.last_mut().filter(fits) {
            Some(last) => last.spans.extend(beside.spans),
            None => self.push(line(pad)),
        }
    }
}
