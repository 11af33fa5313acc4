//! What a page says, whoever says it: the full screen gives each role its mark and style.

use super::page::Page;
use super::theme::Theme;
use ratatui::style::Style;
use std::cmp::Ordering;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
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
}

/// A text on a page, and what it is there for.
#[derive(Clone, PartialEq, Eq)]
pub struct Said {
    pub role: Role,
    pub text: String,
}

// The text may hold what was typed.
shows!(Debug Said, it, "Said({:?})", it.role);

impl Role {
    pub fn says(self, text: impl Into<String>) -> Said {
        Said { role: self, text: text.into() }
    }
    /// What stands before it on the full screen, and how it looks.
    fn look(self, theme: &Theme) -> (&'static str, Style) {
        match self {
            Self::Title => ("", theme.title),
            Self::Text => ("", theme.plain),
            Self::Item => ("  ", theme.plain),
            Self::Note => ("  ", theme.hint),
            Self::Caution => ("  ", theme.warn),
            Self::Warning => ("! ", theme.error),
            Self::Success => (theme.done(), theme.good),
            Self::Due(when) => ("", theme.due(when)),
            Self::Next => ("", theme.good),
            Self::Detail => ("  ", theme.dim),
        }
    }
}

impl Page {
    pub fn say(&mut self, said: impl IntoIterator<Item = Said>) {
        for Said { role, text } in said {
            let (lead, style) = role.look(&self.theme);
            self.text(lead, &text, style);
        }
    }
}
