//! Keys and reports that are sequences of bytes: `ESC O`, `ESC [`.

use crate::input::key::{Code, Key, Mouse, TermEvent};

/// Keys are never longer.
const LONGEST: usize = 64;

#[derive(Debug, PartialEq, Eq)]
pub(in crate::shell) enum TerminalReport {
    Event(TermEvent),
    /// The terminal says where its cursor is: row and column from 1.
    Cursor(u16, u16),
}

#[derive(Debug)]
pub(super) enum Decoded {
    Told(TerminalReport),
    PasteBegins,
    /// Not for us: a release, a report, a key that has no name here.
    Nothing,
}

pub(super) fn key(code: Code, ctrl: bool, alt: bool) -> Decoded {
    Decoded::Told(TerminalReport::Event(TermEvent::Key(Key { code, ctrl, alt })))
}

/// `ESC O` and a letter: also the keys of a keypad left in its application mode.
pub(super) fn application(b: u8) -> Decoded {
    let code = match b {
        // The keypad's ASCII, moved up by 64.
        b'j'..=b'y' => return key(Code::Char(char::from(b - 64)), false, false),
        b'X' => Code::Char('='),
        b' ' => Code::Char(' '),
        b'I' => Code::Tab,
        b'M' => Code::Enter,
        _ => match lettered(b) {
            Some(code) => code,
            None => return Decoded::Nothing,
        },
    };
    key(code, b.is_ascii_lowercase(), false)
}

/// Keys by the final letter of their sequence.
fn lettered(b: u8) -> Option<Code> {
    Some(match b {
        b'A' | b'a' => Code::Up,
        b'B' | b'b' => Code::Down,
        b'C' | b'c' => Code::Right,
        b'D' | b'd' => Code::Left,
        b'H' => Code::Home,
        b'F' => Code::End,
        b'P'..=b'S' => Code::F(b - b'P' + 1),
        _ => return None,
    })
}

/// No number in a sequence is longer; that of the last character has seven digits.
const DIGITS: usize = 7;

/// Input that starts like parameters but cannot be any was typed after Alt with a bracket: a phone
/// number, or a date, whose hyphen ends parameters (ECMA-48 §5.4).
fn typed(parameters: &[u8]) -> bool {
    let long = |run: &[u8]| run.len() > DIGITS;
    parameters.split(|b| !b.is_ascii_digit()).any(long)
        || parameters.windows(2).any(|w| w[0] < 0x30 && w[1] >= 0x30)
}

/// Whether that is all of what may have been typed after Alt with a bracket so far.
pub(super) fn number(parameters: &[u8]) -> bool {
    !parameters.is_empty() && parameters.iter().all(u8::is_ascii_digit)
}

/// `ESC [`, parameters, a final byte.
pub(super) fn sequence(bytes: &[u8]) -> Option<(usize, Decoded)> {
    // The Linux console's F1 to F5.
    if bytes.get(2) == Some(&b'[') {
        return bytes.get(3).map(|b| match b {
            b'A'..=b'E' => (4, key(Code::F(b - b'A' + 1), false, false)),
            _ => (3, Decoded::Nothing),
        });
    }
    let end = bytes.iter().skip(2).position(|b| !(0x20..=0x3f).contains(b)).map(|at| at + 2);
    if typed(&bytes[2..end.unwrap_or(bytes.len())]) {
        return Some((2, key(Code::Char('['), false, true)));
    }
    let Some(end) = end else {
        return (bytes.len() > LONGEST).then_some((bytes.len(), Decoded::Nothing));
    };
    let (parameters, last) = (&bytes[2..end], bytes[end]);
    if !(0x40..=0x7e).contains(&last) {
        // A key after a number: both were typed. Escape and Ctrl-C abort the sequence.
        if number(parameters) && !matches!(last, 0x1b | 3) {
            return Some((2, key(Code::Char('['), false, true)));
        }
        // No key looks like this; what broke it off is read anew.
        return Some((end, Decoded::Nothing));
    }
    if last == b'M' && parameters.is_empty() {
        // A mouse report of the old kind: three more bytes, none of them a control.
        if let Some(at) = bytes.iter().skip(end + 1).take(3).position(|b| *b < 0x20) {
            return Some((end + 1 + at, Decoded::Nothing));
        }
        return (bytes.len() >= end + 4).then_some((end + 4, Decoded::Nothing));
    }
    Some((end + 1, named(parameters, last)))
}

fn named(parameters: &[u8], last: u8) -> Decoded {
    let text = std::str::from_utf8(parameters).unwrap_or_default();
    if let Some(report) = text.strip_prefix('<').filter(|_| last == b'M') {
        return mouse(report);
    }
    if text.starts_with(['<', '=', '>', '?']) {
        return Decoded::Nothing;
    }
    let mut fields = text.split(';').map(|f| f.split(':').map(|n| n.parse::<u32>().ok()));
    let mut next = || fields.next().map(|mut f| (f.next().flatten(), f.next().flatten()));
    let (first, second, third) = (next(), next(), next());
    let number = |field: Option<(Option<u32>, _)>| field.and_then(|f| f.0);
    let first = number(first);
    // In the second field: modifiers, and what happened to the key (3: it was released).
    if second.and_then(|s| s.1) == Some(3) {
        return Decoded::Nothing;
    }
    let second = number(second);
    let bits = second.unwrap_or(1).saturating_sub(1);
    let (shift, alt, ctrl) = (bits & 1 > 0, bits & 2 > 0, bits & 4 > 0 || last == b'^');
    let code = match last {
        b'Z' => Code::BackTab,
        // F3 with modifiers looks like a cursor in the first row: it is never asked there.
        b'R' => match (first, second) {
            (Some(row), Some(column)) if row != 1 || column > 16 => {
                let small = |n| u16::try_from(n).unwrap_or(u16::MAX);
                return Decoded::Told(TerminalReport::Cursor(small(row), small(column)));
            }
            _ => Code::F(3),
        },
        b'u' => return character(first, shift, ctrl, alt),
        b'~' | b'^' | b'@' => match first.unwrap_or(0) {
            1 | 7 => Code::Home,
            3 => Code::Delete,
            4 | 8 => Code::End,
            5 => Code::PageUp,
            6 => Code::PageDown,
            27 => return character(number(third), shift, ctrl, alt),
            200 => return Decoded::PasteBegins,
            n => match n {
                11..=15 => function(n - 10),
                17..=21 => function(n - 11),
                23 | 24 => function(n - 12),
                _ => return Decoded::Nothing,
            },
        },
        _ => match lettered(last) {
            Some(code) => code,
            None => return Decoded::Nothing,
        },
    };
    key(code, ctrl, alt)
}

/// Button, column, row. With Shift, Alt or Control it is the terminal's (Shift selects text).
fn mouse(report: &str) -> Decoded {
    let mut numbers = report.split(';').map(|n| n.parse::<u16>().ok());
    let mut next = || numbers.next().flatten();
    let (Some(button), Some(x), Some(y)) = (next(), next(), next()) else {
        return Decoded::Nothing;
    };
    let mouse = match button {
        0 => Mouse::Press(x.saturating_sub(1), y.saturating_sub(1)),
        64 => Mouse::WheelUp,
        65 => Mouse::WheelDown,
        _ => return Decoded::Nothing,
    };
    Decoded::Told(TerminalReport::Event(TermEvent::Mouse(mouse)))
}

fn function(n: u32) -> Code {
    Code::F(u8::try_from(n).unwrap_or(0))
}

/// A key told by its code point, by terminals that another program left in such a mode.
fn character(code: Option<u32>, shift: bool, ctrl: bool, alt: bool) -> Decoded {
    let Some(c) = code.and_then(char::from_u32) else { return Decoded::Nothing };
    let code = match keypad(c) {
        '\r' => Code::Enter,
        '\t' if shift => Code::BackTab,
        '\t' => Code::Tab,
        '\u{1b}' => Code::Esc,
        '\u{7f}' => Code::Backspace,
        // Codes of keys without a character (Shift alone, media keys) lie in private use.
        c if c.is_control() || ('\u{E000}'..='\u{F8FF}').contains(&c) => return Decoded::Nothing,
        c if ctrl => Code::Char(c.to_ascii_lowercase()),
        c if shift => Code::Char(c.to_ascii_uppercase()),
        c => Code::Char(c),
    };
    key(code, ctrl, alt)
}

/// The character of a key of the keypad where it is told by its own code point (kitty's protocol).
fn keypad(c: char) -> char {
    let at = u32::from(c).checked_sub(0xE037).and_then(|at| usize::try_from(at).ok());
    at.and_then(|at| "0123456789./*-+\r=,".chars().nth(at)).unwrap_or(c)
}
