//! A key as the program sees it: no terminal library, no escape sequences.

use crate::text::width::Ambiguous;
use std::fmt;

/// What was pressed, without its modifiers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Code {
    /// A character, as typed (shift is already in it).
    Char(char),
    /// Return, also Ctrl+J: an Enter typed before raw mode arrives as a line feed.
    Enter,
    Esc,
    Tab,
    BackTab,
    Backspace,
    Delete,
    Up,
    Down,
    Left,
    Right,
    Home,
    End,
    PageUp,
    PageDown,
    F(u8),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Key {
    pub code: Code,
    pub ctrl: bool,
    /// With Alt (or after Esc within one read).
    pub alt: bool,
}

impl Key {
    pub const fn plain(code: Code) -> Self {
        Self { code, ctrl: false, alt: false }
    }
    pub const fn ctrl(c: char) -> Self {
        Self { code: Code::Char(c), ctrl: true, alt: false }
    }
    /// The key that a terminal sends for it, as several share a byte; None: that without Control.
    pub fn arrives(self) -> Option<Self> {
        let as_key = |code| Some(Self { code, ctrl: false, ..self });
        let as_ctrl = |c| Some(Self { code: Code::Char(c), ..self });
        match self.code {
            Code::Esc => Some(Self::plain(Code::Esc)),
            Code::Enter | Code::Tab | Code::BackTab | Code::Backspace => as_key(self.code),
            Code::Char(c) if self.ctrl => match c {
                'i' => as_key(Code::Tab),
                'j' | 'm' => as_key(Code::Enter),
                '[' | '3' => as_key(Code::Esc).and_then(Self::arrives),
                '?' | '8' => as_key(Code::Backspace),
                '@' | '2' => as_ctrl(' '),
                '\\' => as_ctrl('4'),
                ']' => as_ctrl('5'),
                '^' => as_ctrl('6'),
                '/' | '7' => as_ctrl('_'),
                ' ' | '_' | '4'..='6' | 'a'..='z' => Some(self),
                _ => None,
            },
            _ => Some(self),
        }
    }
}

/// What the mouse did, where the terminal is asked to tell it. Columns and rows from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mouse {
    /// The first button was pressed at this column and row.
    Press(u16, u16),
    /// The wheel was turned away from the user.
    WheelUp,
    /// The wheel was turned towards the user.
    WheelDown,
}

/// What a terminal can tell the program.
#[derive(Clone, PartialEq, Eq)]
pub enum TermEvent {
    Key(Key),
    Paste(String),
    Resize(u16, u16),
    Mouse(Mouse),
    /// The answer to how wide ambiguous characters are drawn.
    Ambiguous(Ambiguous),
    /// A request to stop that did not come from the keyboard, like Ctrl-Z.
    Suspend,
    /// Resumed after a stop from outside: the screen may show anything.
    Continued,
    /// The mail program that was called has not opened.
    Unopened,
    /// A signal or a closed terminal ends the program now, with this exit code.
    End(u8),
}

impl fmt::Debug for TermEvent {
    /// Typed and pasted text is personal: only its kind is printed.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Key(Key { code: Code::Char(_), .. }) => f.write_str("Key(Char)"),
            Self::Key(k) => write!(f, "Key({k:?})"),
            Self::Paste(t) => write!(f, "Paste({} bytes)", t.len()),
            Self::Resize(c, r) => write!(f, "Resize({c}, {r})"),
            Self::Mouse(m) => write!(f, "Mouse({m:?})"),
            Self::Ambiguous(a) => write!(f, "Ambiguous({a:?})"),
            Self::Suspend => f.write_str("Suspend"),
            Self::Continued => f.write_str("Continued"),
            Self::Unopened => f.write_str("Unopened"),
            Self::End(code) => write!(f, "End({code})"),
        }
    }
}
