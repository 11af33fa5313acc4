//! Bytes from a terminal → events. Pure; what is not finished stays in here, and
//! [`Decoder::patience`] says for how long. What can be told only by its next byte (a character, a
//! sequence with parameters) waits for that one however long it takes; a bare number does so for
//! some seconds.
//!
//! Our own, because a library that waits without limit for the rest of `ESC [` swallows the next
//! key, and because a terminal's answer has to be told from a key ([`TerminalReport::Cursor`]).

mod sequences;

use crate::input::key::{Code, TermEvent};
pub(super) use sequences::TerminalReport;
use sequences::{Decoded, application, key, number, sequence};
use std::time::Duration;

/// Escape alone may be the beginning of a key that comes in two pieces: over SSH they are as far
/// apart as its packets, and 100 ms is what vim and its like allow for it. An Escape that acts
/// after a tenth of a second still seems to act at once.
const ESCAPE: Duration = Duration::from_millis(100);
/// The rest of what looks like Alt with a bracket or an O so far, over a slow line.
const REST: Duration = Duration::from_secs(1);
/// The rest of what may be a number typed after Alt with a bracket: no line is so slow that a
/// sequence stops for longer between its bytes.
const NUMBER: Duration = Duration::from_secs(3);
/// The next byte of an answer whose last one came alone: on a slow serial line they are a
/// millisecond or so apart, keys are not, however fast one types.
const TYPED: Duration = Duration::from_millis(20);
const PASTE: Duration = Duration::from_secs(1);
/// Longer pastes fit nowhere; only enough is kept to reject them as too long.
const LONGEST_PASTE: usize = 2_000_000;
const PASTE_END: &[u8] = b"\x1b[201~";
/// The prefixes of the number that begins a paste.
const BEGINS_PASTE: [&[u8]; 3] = [b"2", b"20", b"200"];

#[derive(Default)]
pub(super) struct Decoder {
    bytes: Vec<u8>,
    paste: Option<Vec<u8>>,
    /// How many of the bytes at the end came one at a time, as keys do.
    single: usize,
    /// The end of the paste did not come in time: Ctrl-C and Esc lead out of it.
    stalled: bool,
}

impl Decoder {
    /// Takes bytes; all that is complete goes to `out`, in order.
    pub(super) fn feed(&mut self, new: &[u8], out: &mut Vec<TerminalReport>) {
        if self.stalled && matches!(new, b"\x03" | b"\x1b") {
            self.stalled = false;
            self.paste = None;
        }
        self.single = if new.len() == 1 { self.single + 1 } else { 0 };
        self.bytes.extend_from_slice(new);
        self.take(out, false);
        // Pressed twice, it ends any paste.
        self.interrupted(2, out);
    }

    /// How long the rest of what has begun may take; `None`: any time, or nothing has begun.
    pub(super) fn patience(&self) -> Option<Duration> {
        match &self.paste {
            Some(text) => {
                let told = self.stalled && text.len() == begun(text) && self.bytes.is_empty();
                (!told).then_some(PASTE)
            }
            None => match self.bytes.as_slice() {
                // What another program has asked for comes in one piece.
                [0x1b] | [0x1b, b']' | b'P' | b'_'] => Some(ESCAPE),
                [0x1b, b']' | b'P' | b'_', ..] if self.single > 0 => Some(TYPED),
                [0x1b, b'[', rest @ ..] | [0x1b, 0x1b, b'[', rest @ ..] if number(rest) => {
                    // What follows a paste that begins would answer the question.
                    (!BEGINS_PASTE.contains(&rest)).then_some(NUMBER)
                }
                // Nothing; the beginning of a character; or parameters, which can belong to nothing
                // else, not even after a long while: typed as keys, those of a paste that begins
                // would answer the question.
                []
                | [0x80..=0xff, ..]
                | [0x1b, 0x80..=0xff, ..]
                | [0x1b, b'[', 0x20..=0x3f, ..]
                | [0x1b, 0x1b, b'[', 0x20..=0x3f, ..] => None,
                _ => Some(REST),
            },
        }
    }

    /// The rest did not come: decodes what is there.
    pub(super) fn give_up(&mut self, out: &mut Vec<TerminalReport>) {
        if self.interrupted(1, out) {
            return;
        }
        if let Some(text) = &mut self.paste {
            // Still a paste: what comes late must not be taken for keys.
            self.stalled = true;
            text.append(&mut self.bytes);
            let rest = text.split_off(text.len() - begun(text));
            if !text.is_empty() {
                out.push(pasted(text));
            }
            *text = rest;
        } else {
            self.take(out, true);
        }
    }

    /// Ends a paste at whose end Ctrl-C was typed, at least so often: whether there was one.
    fn interrupted(&mut self, times: usize, out: &mut Vec<TerminalReport>) -> bool {
        let Some(text) = &mut self.paste else { return false };
        let typed = text.iter().rev().take_while(|b| **b == 3).count();
        if typed < times || !self.bytes.is_empty() {
            return false;
        }
        text.truncate(text.len() - typed);
        if !text.is_empty() {
            out.push(pasted(text));
        }
        (self.paste, self.stalled, self.bytes) = (None, false, vec![3; typed]);
        self.take(out, true);
        true
    }

    fn take(&mut self, out: &mut Vec<TerminalReport>, last: bool) {
        let bytes = std::mem::take(&mut self.bytes);
        let mut rest = bytes.as_slice();
        while !rest.is_empty() {
            if let Some(text) = &mut self.paste {
                if text.len() > LONGEST_PASTE {
                    // But for its last byte: it may be the first of two Ctrl-C.
                    text.drain(LONGEST_PASTE..text.len() - 1);
                }
                let end = rest.windows(PASTE_END.len()).position(|w| w == PASTE_END);
                let Some(end) = end else {
                    let begun =
                        (1..PASTE_END.len()).rev().find(|n| rest.ends_with(&PASTE_END[..*n]));
                    let (now, later) = rest.split_at(rest.len() - begun.unwrap_or(0));
                    text.extend_from_slice(now);
                    rest = later;
                    break;
                };
                text.extend_from_slice(&rest[..end]);
                out.push(pasted(text));
                self.paste = None;
                self.stalled = false;
                rest = &rest[end + PASTE_END.len()..];
                continue;
            }
            // Bytes that came key by key after Alt and a sign are keys, whatever reply they
            // resemble.
            let typed = last && rest.len() <= self.single + 2;
            let Some((used, step)) = one(rest, last, typed) else { break };
            match step {
                Decoded::Told(told) => out.push(told),
                Decoded::PasteBegins => self.paste = Some(Vec::new()),
                Decoded::Nothing => {}
            }
            rest = rest.get(used..).unwrap_or_default();
        }
        self.bytes = rest.to_vec();
    }
}

/// The bytes at the end of a text that begin a character and don't end it.
fn begun(text: &[u8]) -> usize {
    let last = text.utf8_chunks().last().map_or(&[][..], |chunk| chunk.invalid());
    let waits = std::str::from_utf8(last).is_err_and(|e| e.error_len().is_none());
    if waits { last.len() } else { 0 }
}

fn pasted(text: &[u8]) -> TerminalReport {
    TerminalReport::Event(TermEvent::Paste(String::from_utf8_lossy(text).into_owned()))
}

/// The first thing in `bytes` and its length; `None`: its end is missing. `last`: it will not come.
/// `typed`: no answer of a terminal.
fn one(bytes: &[u8], last: bool, typed: bool) -> Option<(usize, Decoded)> {
    if bytes.first() != Some(&0x1b) {
        return single(bytes, last, false);
    }
    let alone = |c| (2, key(Code::Char(c), false, true));
    match bytes.get(1) {
        None => last.then(|| (1, key(Code::Esc, false, false))),
        Some(b'[') => sequence(bytes).or_else(|| {
            if bytes.len() > LONGEST_SEQUENCE {
                return Some((bytes.len(), Decoded::Nothing));
            }
            let keys = bytes.len() == 2 || number(&bytes[2..]);
            last.then(|| if keys { alone('[') } else { (bytes.len(), Decoded::Nothing) })
        }),
        Some(b'O') => match bytes.get(2) {
            None => last.then(|| alone('O')),
            Some(b) => Some((3, application(*b))),
        },
        Some(b @ (b']' | b'P' | b'_')) => match answer(*b, &bytes[2..]) {
            ForeignReply::Ends(at) => Some((at + 2, Decoded::Nothing)),
            ForeignReply::None => Some(alone(char::from(*b))),
            ForeignReply::Begins if last && (typed || bytes.len() == 2) => {
                Some(alone(char::from(*b)))
            }
            ForeignReply::Begins => last.then_some((bytes.len(), Decoded::Nothing)),
        },
        Some(0x1b) => match bytes.get(2) {
            // Alt with an arrow, as some terminals send it.
            Some(b'[' | b'O') => {
                one(&bytes[1..], last, typed).map(|(n, step)| (n + 1, with_alt(step)))
            }
            None if !last => None,
            _ => Some((1, key(Code::Esc, false, false))),
        },
        Some(_) => single(&bytes[1..], last, true).map(|(n, step)| (n + 1, step)),
    }
}

/// No key and no report of a terminal has more bytes.
const LONGEST_SEQUENCE: usize = 1024;

/// A terminal's answer to a question of another program.
#[derive(Debug, PartialEq, Eq)]
enum ForeignReply {
    /// It ends here, or is cut off by a byte that cannot be part of it.
    Ends(usize),
    Begins,
    /// Not an answer: Alt with a key, then other keys.
    None,
}

/// No answer is longer.
const LONGEST_ANSWER: usize = 64 * 1024;

/// Looks for a reply in what follows `ESC ]`, `ESC P` or `ESC _`. Keys typed after Alt with one of
/// these must not be swallowed: a reply has to begin like one, and a control key ends it.
fn answer(kind: u8, body: &[u8]) -> ForeignReply {
    let among = |from: usize, set: &[std::ops::RangeInclusive<u8>]| {
        let rest = body.get(from..).unwrap_or_default();
        from + rest.iter().take_while(|b| set.iter().any(|s| s.contains(*b))).count()
    };
    // Length of the prefix, and whether the byte after it is allowed there.
    let (head, fits): (usize, fn(u8) -> bool) = match kind {
        b']' => (among(0, &[b'0'..=b'9']), |b| b == b';'),
        b'P' => (among(0, &[0x20..=0x3f]), |b| b.is_ascii_alphabetic() || matches!(b, b'|' | b'{')),
        _ => (0, |b| b == b'G'),
    };
    let Some(behind) = body.get(head) else { return ForeignReply::Begins };
    if !fits(*behind) || (head == 0 && kind != b'_') {
        return ForeignReply::None;
    }
    let end = body.iter().position(|b| *b < 0x20 || *b == 0x7f);
    match end.map(|at| (at, body[at], body.get(at + 1))) {
        Some((at, 7, _)) => ForeignReply::Ends(at + 1),
        Some((at, 0x1b, Some(b'\\'))) => ForeignReply::Ends(at + 2),
        Some((_, 0x1b, None)) => ForeignReply::Begins,
        Some((at, ..)) => ForeignReply::Ends(at),
        None if body.len() > LONGEST_ANSWER => ForeignReply::Ends(body.len()),
        None => ForeignReply::Begins,
    }
}

fn with_alt(step: Decoded) -> Decoded {
    match step {
        Decoded::Told(TerminalReport::Event(TermEvent::Key(k))) => key(k.code, k.ctrl, true),
        other => other,
    }
}

fn single(bytes: &[u8], last: bool, alt: bool) -> Option<(usize, Decoded)> {
    let first = *bytes.first()?;
    let length = match first {
        0xC2..=0xDF => 2,
        0xE0..=0xEF => 3,
        0xF0..=0xF4 => 4,
        _ => 1,
    };
    let there = bytes.get(..length.min(bytes.len())).unwrap_or_default();
    let step = match first {
        // Return; an Enter typed before raw mode arrives as a line feed, which is also Ctrl+J.
        b'\r' | b'\n' => key(Code::Enter, false, alt),
        b'\t' => key(Code::Tab, false, alt),
        0x7f => key(Code::Backspace, false, alt),
        0 => key(Code::Char(' '), true, alt),
        1..=26 => key(Code::Char(char::from(first - 1 + b'a')), true, alt),
        28..=31 => key(Code::Char(char::from(b"456_"[usize::from(first - 28)])), true, alt),
        _ => match std::str::from_utf8(there) {
            Ok(text) => match text.chars().next() {
                Some(c) if !c.is_control() => key(Code::Char(c), false, alt),
                _ => Decoded::Nothing,
            },
            Err(e) if e.error_len().is_none() && !last => return None,
            Err(_) => return Some((1, Decoded::Nothing)),
        },
    };
    Some((there.len(), step))
}

#[cfg(test)]
mod tests;
