//! What a page says, whoever says it: the full screen gives each role its mark, style and place,
//! lines say one after the other.

use super::page::Page;
use super::theme::Theme;
use ratatui::style::Style;
use ratatui::text::Span;
use std::cmp::Ordering;
use std::mem::discriminant;

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
    /// What is due, before, on or after today.
    Due(Ordering),
    Next,
    /// What is rarely needed.
    Detail,
    /// One of several that are done in this order, from 1.
    Step(usize),
    /// A part of the letter that is pasted by itself.
    Part(Part),
    /// What can be chosen: its name, and a note on it.
    Choice(Choice),
    /// The place of what is typed or listed, which each voice asks for in its own way.
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
    /// From 1.
    pub n: usize,
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

/// A text on a page, and what it is there for.
#[derive(Clone, PartialEq, Eq)]
pub struct Said {
    pub role: Role,
    /// What the text is said of, where several are.
    pub label: String,
    pub text: String,
}

// The text may hold what was typed.
shows!(Debug Said, it, "Said({:?})", it.role);

impl Role {
    pub fn says(self, text: impl Into<String>) -> Said {
        Said { role: self, label: String::new(), text: text.into() }
    }
}

impl Said {
    pub fn gap() -> Self {
        Role::Gap.says("")
    }
    pub fn of(self, label: impl Into<String>) -> Self {
        Self { label: label.into(), ..self }
    }
    /// What stands before it on the full screen, and how it looks; `pad`: what its label lacks.
    fn look(&self, theme: &Theme, pad: &str) -> (Vec<Span<'static>>, Style) {
        let (lead, style) = match self.role {
            Role::Hint => (theme.bar(), theme.hint),
            Role::Aside => (theme.bar(), theme.dim),
            Role::Title => ("", theme.title),
            Role::Item => ("  ", theme.plain),
            Role::Note => ("  ", theme.hint),
            Role::Caution => ("  ", theme.warn),
            Role::Warning => ("! ", theme.error),
            Role::Success => (theme.done(), theme.good),
            Role::Due(when) => ("", theme.due(when)),
            Role::Next => ("", theme.good),
            Role::Detail => ("  ", theme.dim),
            Role::Step(n) => (&*format!("{n:>2}. "), theme.plain),
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
    pub fn say(&mut self, said: impl IntoIterator<Item = Said>) {
        let theme = self.theme;
        let width = |s: &str| theme.ambiguous.width(s);
        let all: Vec<Said> = said.into_iter().collect();
        let weighs = |s: &Said| matches!(s.role, Role::Gain(_) | Role::Loss(_));
        for some in all.chunk_by(|a, b| weighs(a) && weighs(b)) {
            let said = &some[0];
            // Labels of one kind stand in one column.
            let like = |s: &&Said| discriminant(&s.role) == discriminant(&said.role);
            let widest = all.iter().filter(like).map(|s| width(&s.label)).max().unwrap_or(0);
            let pad = " ".repeat(widest - width(&said.label));
            let (lead, style) = said.look(&theme, &pad);
            let room = self.columns.saturating_sub(lead.iter().map(|s| width(&s.content)).sum());
            match said.role {
                Role::Gap => self.gap(),
                Role::Gain(_) | Role::Loss(_) => self.compare(some),
                Role::Hint | Role::Aside => {
                    self.quoted(theme.bar(), theme.bar(), &said.text, style);
                }
                Role::Part(part) if part.begins => {
                    let text = theme.ambiguous.truncate(&said.text, room.max(4));
                    self.led(lead, &text, style);
                }
                _ => self.led(lead, &said.text, style),
            }
        }
    }
}
