//! Bytes from a terminal → events. Pure; what is not finished stays in here, and [`Decoder::patience`] says for how long.
//! What can be told only by its next byte (a character, a sequence with parameters) waits for that one however long it takes.
//!
//! Our own, because a library that waits without limit for the rest of `ESC [` swallows the next key, and because the answer
//! to a question has to be told from a key (see [`Told::Cursor`]).

mod sequences;

use crate::input::key::{Code, TermEvent};
pub(super) use sequences::Told;
use sequences::{Step, application, key, sequence};
use std::time::Duration;

/// Escape alone may be the beginning of a key that comes in two pieces: over SSH they are as far apart as its packets, and 100 ms
/// is what vim and its like allow for it. An Escape that acts after a tenth of a second still seems to act at once.
const ESCAPE: Duration = Duration::from_millis(100);
/// The rest of what looks like Alt with a bracket or an O so far, over a slow line.
const REST: Duration = Duration::from_secs(1);
/// The rest of a paste.
const PASTE: Duration = Duration::from_secs(1);
const PASTE_END: &[u8] = b"\x1b[201~";

/// What was read and not understood yet.
#[derive(Default)]
pub(super) struct Decoder {
    bytes: Vec<u8>,
    paste: Option<Vec<u8>>,
    /// The end of the paste did not come in time: Ctrl-C and Esc lead out of it.
    stalled: bool,
}

impl Decoder {
    /// Takes bytes; all that is complete goes to `out`, in order.
    pub(super) fn feed(&mut self, new: &[u8], out: &mut Vec<Told>) {
        if self.stalled && matches!(new, b"\x03" | b"\x1b") {
            self.stalled = false;
            self.paste = None;
        }
        self.bytes.extend_from_slice(new);
        self.take(out, false);
        // Typed twice it leads out of any paste.
        self.interrupted(2, out);
    }

    /// How long the rest of what has begun may take; `None`: as long as it does, or nothing has begun.
    pub(super) fn patience(&self) -> Option<Duration> {
        match &self.paste {
            Some(text) => {
                let told = self.stalled && text.len() == begun(text) && self.bytes.is_empty();
                (!told).then_some(PASTE)
            }
            None => match self.bytes.as_slice() {
                // What another program has asked for comes in one piece.
                [0x1b] | [0x1b, b']' | b'P' | b'_'] => Some(ESCAPE),
                // Nothing; the beginning of a character; or parameters, which can belong to nothing else, not even after a long
                // while: typed as keys, those of a paste that begins would answer the question.
                []
                | [0x80..=0xff, ..]
                | [0x1b, 0x80..=0xff, ..]
                | [0x1b, b'[', 0x20..=0x3f, ..]
                | [0x1b, 0x1b, b'[', 0x20..=0x3f, ..] => None,
                _ => Some(REST),
            },
        }
    }

    /// The rest did not come: what is there counts as it stands.
    pub(super) fn give_up(&mut self, out: &mut Vec<Told>) {
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
    fn interrupted(&mut self, times: usize, out: &mut Vec<Told>) -> bool {
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

    fn take(&mut self, out: &mut Vec<Told>, last: bool) {
        let bytes = std::mem::take(&mut self.bytes);
        let mut rest = bytes.as_slice();
        while !rest.is_empty() {
            if let Some(text) = &mut self.paste {
                let end = rest.windows(PASTE_END.len()).position(|w| w == PASTE_END);
                let Some(end) = end else {
                    let begun = (1..PASTE_END.len()).rev().find(|n| rest.ends_with(&PASTE_END[..*n]));
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
            let Some((used, step)) = one(rest, last) else { break };
            match step {
                Step::Told(told) => out.push(told),
                Step::PasteBegins => self.paste = Some(Vec::new()),
                Step::Nothing => {}
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

fn pasted(text: &[u8]) -> Told {
    Told::Event(TermEvent::Paste(String::from_utf8_lossy(text).into_owned()))
}

/// The first thing in `bytes` and its length; `None`: its end is missing. `last`: it will not come.
fn one(bytes: &[u8], last: bool) -> Option<(usize, Step)> {
    if bytes.first() != Some(&0x1b) {
        return single(bytes, last, false);
    }
    let alone = |c| (2, key(Code::Char(c), false, true));
    match bytes.get(1) {
        None => last.then(|| (1, key(Code::Esc, false, false))),
        Some(b'[') => sequence(bytes).or_else(|| {
            last.then(|| if bytes.len() == 2 { alone('[') } else { (bytes.len(), Step::Nothing) })
        }),
        Some(b'O') => match bytes.get(2) {
            None => last.then(|| alone('O')),
            Some(b) => Some((3, application(*b))),
        },
        Some(b @ (b']' | b'P' | b'_')) => match answer(*b, &bytes[2..]) {
            Answer::Ends(at) => Some((at + 2, Step::Nothing)),
            Answer::None => Some(alone(char::from(*b))),
            Answer::Begins if last && bytes.len() == 2 => Some(alone(char::from(*b))),
            Answer::Begins => last.then_some((bytes.len(), Step::Nothing)),
        },
        Some(0x1b) => match bytes.get(2) {
            // Alt with an arrow, as some terminals send it.
            Some(b'[' | b'O') => one(&bytes[1..], last).map(|(n, step)| (n + 1, with_alt(step))),
            None if !last => None,
            _ => Some((1, key(Code::Esc, false, false))),
        },
        Some(_) => single(&bytes[1..], last, true).map(|(n, step)| (n + 1, step)),
    }
}

/// An answer to somebody else's question, as far as it is there.
#[derive(Debug, PartialEq, Eq)]
enum Answer {
    /// It ends here, or something that can't stand in one breaks it off.
    Ends(usize),
    /// Its end may still come.
    Begins,
    /// There is none: Alt with a key, and more keys.
    None,
}

/// Longer answers than this nobody gives.
const LONGEST_ANSWER: usize = 64 * 1024;

/// Looks for an answer in what follows `ESC ]`, `ESC P` or `ESC _`. Keys typed after Alt with one of these must not vanish in it:
/// it has to begin as answers do, and a key that is no text ends it.
fn answer(kind: u8, body: &[u8]) -> Answer {
    let among = |from: usize, set: &[std::ops::RangeInclusive<u8>]| {
        let rest = body.get(from..).unwrap_or_default();
        from + rest.iter().take_while(|b| set.iter().any(|s| s.contains(*b))).count()
    };
    // How long the beginning is, and whether the byte behind it belongs there.
    let (head, fits): (usize, fn(u8) -> bool) = match kind {
        b']' => (among(0, &[b'0'..=b'9']), |b| b == b';'),
        b'P' => (among(0, &[0x20..=0x3f]), |b| b.is_ascii_alphabetic() || matches!(b, b'|' | b'{')),
        _ => (0, |b| b == b'G'),
    };
    let Some(behind) = body.get(head) else { return Answer::Begins };
    if !fits(*behind) || (head == 0 && kind != b'_') {
        return Answer::None;
    }
    let end = body.iter().position(|b| *b < 0x20 || *b == 0x7f);
    match end.map(|at| (at, body[at], body.get(at + 1))) {
        Some((at, 7, _)) => Answer::Ends(at + 1),
        Some((at, 0x1b, Some(b'\\'))) => Answer::Ends(at + 2),
        Some((_, 0x1b, None)) => Answer::Begins,
        Some((at, ..)) => Answer::Ends(at),
        None if body.len() > LONGEST_ANSWER => Answer::Ends(body.len()),
        None => Answer::Begins,
    }
}

fn with_alt(step: Step) -> Step {
    match step {
        Step::Told(Told::Event(TermEvent::Key(k))) => key(k.code, k.ctrl, true),
        other => other,
    }
}

/// A character or a control key.
fn single(bytes: &[u8], last: bool, alt: bool) -> Option<(usize, Step)> {
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
                _ => Step::Nothing,
            },
            Err(e) if e.error_len().is_none() && !last => return None,
            Err(_) => return Some((1, Step::Nothing)),
        },
    };
    Some((there.len(), step))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::key::{Key, Mouse};

    fn read(pieces: &[&str]) -> (Vec<Told>, Option<Duration>) {
        let (mut decoder, mut out) = (Decoder::default(), Vec::new());
        for p in pieces {
            decoder.feed(p.as_bytes(), &mut out);
        }
        (out, decoder.patience())
    }

    fn late(text: &str) -> Vec<Told> {
        let (mut decoder, mut out) = (Decoder::default(), Vec::new());
        decoder.feed(text.as_bytes(), &mut out);
        decoder.give_up(&mut out);
        assert_eq!(decoder.patience(), None, "{text:?}");
        out
    }

    fn keys(told: &[Told]) -> Vec<Key> {
        told.iter()
            .map(|t| match t {
                Told::Event(TermEvent::Key(k)) => *k,
                other => panic!("{other:?}"),
            })
            .collect()
    }

    fn plain(codes: &[Code]) -> Vec<Key> {
        codes.iter().map(|c| Key::plain(*c)).collect()
    }

    fn with(code: Code, ctrl: bool, alt: bool) -> Vec<Key> {
        vec![Key { code, ctrl, alt }]
    }

    #[test]
    fn keys_after_alt_and_a_sign_do_not_vanish_in_an_answer() {
        let alt = |c| Told::Event(TermEvent::Key(Key { code: Code::Char(c), ctrl: false, alt: true }));
        let typed = |text: &str| {
            let (told, _) = read(&[text]);
            told
        };
        for sign in ['P', ']', '^', '_'] {
            assert_eq!(late(&format!("\x1b{sign}")), [alt(sign)], "{sign}");
            for rest in ["y", "山", "\r", "\x03", "\x1b[A"] {
                let told = typed(&format!("\x1b{sign}{rest}"));
                let mut expected = vec![alt(sign)];
                expected.extend(typed(rest));
                assert_eq!(told, expected, "{sign}{rest:?}");
            }
        }
        let ctrl_c = typed("\x03");
        // What looks like an answer ends where a key is no text; an answer in full says nothing.
        for begun in ["\x1b]1;2", "\x1bP1$r0", "\x1b_Gi=1"] {
            assert_eq!(typed(&format!("{begun}\x03")), ctrl_c, "{begun:?}");
            assert_eq!(typed(&format!("{begun}\x1b\\\x03")), ctrl_c, "{begun:?}");
            assert_eq!(typed(&format!("{begun}\x07\x03")), ctrl_c, "{begun:?}");
        }
        let flood = format!("\x1b]1;{}", "x".repeat(2 * LONGEST_ANSWER));
        let (mut decoder, mut out) = (Decoder::default(), Vec::new());
        decoder.feed(flood.as_bytes(), &mut out);
        assert!(decoder.bytes.len() <= LONGEST_ANSWER);
        assert_eq!(typed("\x1b]11;rgb:ffff/ffff/ffff\x07y"), typed("y"));
    }

    #[test]
    fn what_terminals_send() {
        for (bytes, codes) in [
            ("\x1b[A\x1bOB\x1b[C\x1bOD", &[Code::Up, Code::Down, Code::Right, Code::Left][..]),
            ("\x1b[H\x1b[1~\x1b[7~\x1bOH", &[Code::Home; 4]),
            ("\x1b[F\x1b[4~\x1b[8~\x1bOF", &[Code::End; 4]),
            ("\x1b[3~\x1b[5~\x1b[6~", &[Code::Delete, Code::PageUp, Code::PageDown]),
            ("\x1bOP\x1b[11~\x1b[[A\x1b[P", &[Code::F(1); 4]),
            ("\x1b[15~\x1b[17~\x1b[21~\x1b[24~\x1bOR", &[5, 6, 10, 12, 3].map(Code::F)),
            ("\r\n\t\x1b[Z\x7f", &[Code::Enter, Code::Enter, Code::Tab, Code::BackTab, Code::Backspace]),
            ("a山\u{20bb7}\u{e0100}", &['a', '山', '\u{20bb7}', '\u{e0100}'].map(Code::Char)),
            ("\x1b[97u\x1b[97;2u\x1b[27;1;97~", &['a', 'A', 'a'].map(Code::Char)),
            ("\x1bOp\x1bOq\x1bOy\x1bOn\x1bOm\x1bOX", &['0', '1', '9', '.', '-', '='].map(Code::Char)),
            ("\x1b[57399u\x1b[57408u\x1b[57412u\x1b[57416u", &['0', '9', '-', ','].map(Code::Char)),
            ("\x1bOM\x1b[57414u\x1bOI", &[Code::Enter, Code::Enter, Code::Tab]),
        ] {
            let (told, patience) = read(&[bytes]);
            assert_eq!((keys(&told), patience), (plain(codes), None), "{bytes:?}");
        }
        for (bytes, expected) in [
            ("\x03", with(Code::Char('c'), true, false)),
            ("\x08", with(Code::Char('h'), true, false)),
            ("\x1br", with(Code::Char('r'), false, true)),
            ("\x1b\r", with(Code::Enter, false, true)),
            ("\x1b[1;5A", with(Code::Up, true, false)),
            ("\x1b[1;3D", with(Code::Left, false, true)),
            ("\x1b\x1b[A", with(Code::Up, false, true)),
            ("\x1b[1;2R", with(Code::F(3), false, false)),
            ("\x1b[99;5u", with(Code::Char('c'), true, false)),
        ] {
            assert_eq!(keys(&read(&[bytes]).0), expected, "{bytes:?}");
        }
    }

    #[test]
    fn what_is_no_key_is_nothing() {
        for bytes in [
            "\x1b[I\x1b[O",
            "\x1b[?62;22c",
            "\x1b]11;rgb:0000/0000/0000\x1b\\",
            "\x1bP>|xterm(379)\x1b\\",
            "\x1b[97;1:3u",
            "\x1b[57441u",
            "\x1b[M !!",
            "\u{85}",
        ] {
            assert_eq!(read(&[bytes]), (Vec::new(), None), "{bytes:?}");
        }
        let (mut decoder, mut out) = (Decoder::default(), Vec::new());
        decoder.feed(b"\xff\xc3(a", &mut out);
        assert_eq!(keys(&out), plain(&[Code::Char('('), Code::Char('a')]));
    }

    #[test]
    fn keys_in_pieces_are_whole() {
        let text = "\x1b[1;5A葛\u{e0100}\x1b[200~あ\r\x1b[201~\x1bOP\x1b[24;3R";
        let whole = read(&[text]);
        assert_eq!(whole.1, None);
        for size in 1..6 {
            let (mut decoder, mut out) = (Decoder::default(), Vec::new());
            for piece in text.as_bytes().chunks(size) {
                decoder.feed(piece, &mut out);
            }
            assert_eq!((out, decoder.patience()), whole, "pieces of {size}");
        }
    }

    #[test]
    fn nothing_waits_for_ever() {
        assert_eq!(read(&["\x1b"]).1, Some(ESCAPE));
        assert_eq!(read(&["\x1b["]).1, Some(REST));
        assert_eq!(read(&["\x1bO"]).1, Some(REST));
        assert_eq!(keys(&late("\x1b")), plain(&[Code::Esc]));
        assert_eq!(keys(&late("\x1b\x1b")), plain(&[Code::Esc; 2]));
        assert_eq!(keys(&late("\x1b[")), with(Code::Char('['), false, true));
        assert_eq!(keys(&late("\x1bO")), with(Code::Char('O'), false, true));
        assert_eq!(
            keys(&late("a\x1b]")),
            [plain(&[Code::Char('a')]), with(Code::Char(']'), false, true)].concat()
        );
        assert_eq!(late("\x1b]11;rgb"), []);
        assert_eq!(late(&format!("\x1b[{}", "1".repeat(100))), []);
        // What breaks a sequence off is a key of its own.
        assert_eq!(keys(&read(&["\x1b[1;\rj"]).0), plain(&[Code::Enter, Code::Char('j')]));
    }

    /// No time limit decides what the next byte can: a timer that is too short would type the rest as keys.
    #[test]
    fn what_its_next_byte_decides_waits_for_it() {
        for (begun, rest, expected) in [
            (
                "\x1b[20".as_bytes(),
                "0~q\rw\x1b[201~".as_bytes(),
                Told::Event(TermEvent::Paste("q\rw".into())),
            ),
            (b"\x1b[1;", b"5A", Told::Event(TermEvent::Key(Key { code: Code::Up, ctrl: true, alt: false }))),
            (b"\xe5\xb1", b"\xb1", Told::Event(TermEvent::Key(Key::plain(Code::Char('山'))))),
            (b"\xf0\xa0", b"\xae\xb7", Told::Event(TermEvent::Key(Key::plain(Code::Char('𠮷'))))),
        ] {
            let (mut decoder, mut out) = (Decoder::default(), Vec::new());
            decoder.feed(begun, &mut out);
            assert_eq!((out.len(), decoder.patience()), (0, None), "{begun:?}");
            decoder.feed(rest, &mut out);
            assert_eq!((out, decoder.patience()), (vec![expected], None), "{begun:?}");
        }
        // What does not go on is dropped for what comes instead.
        let (mut decoder, mut out) = (Decoder::default(), Vec::new());
        decoder.feed(b"\xe5\xb1", &mut out);
        decoder.feed(b"a\x1b[20\x03", &mut out);
        assert_eq!(keys(&out), [plain(&[Code::Char('a')]), with(Code::Char('c'), true, false)].concat());
    }

    #[test]
    fn a_character_of_a_late_paste_stays_whole() {
        let (mut decoder, mut out) = (Decoder::default(), Vec::new());
        let paste = |t: &str| Told::Event(TermEvent::Paste(t.to_owned()));
        decoder.feed(b"\x1b[200~a\xe5\xb1", &mut out);
        decoder.give_up(&mut out);
        assert_eq!((out.remove(0), decoder.patience()), (paste("a"), None));
        decoder.feed(b"\xb1\x1b[201~", &mut out);
        assert_eq!((out, decoder.patience()), (vec![paste("山")], None));
    }

    #[test]
    fn a_paste_is_one_event_whatever_is_in_it() {
        let text = "一\r\n\x03\x1b[A\x1b[20";
        let whole = format!("\x1b[200~{text}\x1b[201~x");
        let (told, _) = read(&[&whole]);
        let paste = |t: &str| Told::Event(TermEvent::Paste(t.to_owned()));
        assert_eq!(told.first(), Some(&paste(text)));
        assert_eq!(keys(&told[1..]), plain(&[Code::Char('x')]));
    }

    #[test]
    fn a_paste_without_an_end_is_shown_and_can_be_left() {
        let (mut decoder, mut out) = (Decoder::default(), Vec::new());
        let paste = |t: &str| Told::Event(TermEvent::Paste(t.to_owned()));
        decoder.feed(b"\x1b[200~ab", &mut out);
        assert_eq!((out.len(), decoder.patience()), (0, Some(PASTE)));
        decoder.give_up(&mut out);
        assert_eq!((out.remove(0), decoder.patience()), (paste("ab"), None));
        // Its late rest is no key.
        decoder.feed(b"\rc", &mut out);
        assert_eq!((out.len(), decoder.patience()), (0, Some(PASTE)));
        decoder.give_up(&mut out);
        assert_eq!(out.remove(0), paste("\rc"));
        decoder.feed(b"\x03", &mut out);
        assert_eq!(keys(&out), with(Code::Char('c'), true, false));
    }

    #[test]
    fn ctrl_c_twice_leads_out_of_a_paste_at_once() {
        let paste = |t: &str| Told::Event(TermEvent::Paste(t.to_owned()));
        let ctrl_c = || Told::Event(TermEvent::Key(Key::ctrl('c')));
        for pieces in
            [&["\x1b[200~ab", "\x03", "\x03"][..], &["\x1b[200~ab", "\x03\x03"], &["\x1b[200~ab\x03\x03"]]
        {
            let (mut decoder, mut out) = (Decoder::default(), Vec::new());
            for piece in pieces {
                decoder.feed(piece.as_bytes(), &mut out);
            }
            assert_eq!(out, [paste("ab"), ctrl_c(), ctrl_c()], "{pieces:?}");
            assert_eq!(decoder.patience(), None);
        }
        // Once, it waits no longer than the rest does.
        let (mut decoder, mut out) = (Decoder::default(), Vec::new());
        decoder.feed(b"\x1b[200~ab\x03", &mut out);
        decoder.give_up(&mut out);
        assert_eq!(out, [paste("ab"), ctrl_c()]);
        // In the text of one it is text.
        let (mut decoder, mut out) = (Decoder::default(), Vec::new());
        for piece in ["\x1b[200~a\x03", "b\x03", "\x03c\x1b[201~"] {
            decoder.feed(piece.as_bytes(), &mut out);
        }
        assert_eq!(out, [paste("a\u{3}b\u{3}\u{3}c")]);
    }

    #[test]
    fn the_mouse() {
        let mouse = |m| Told::Event(TermEvent::Mouse(m));
        let (told, _) =
            read(&["\x1b[<0;3;5M\x1b[<0;3;5m\x1b[<64;1;1M\x1b[<65;80;24M\x1b[<4;1;1M\x1b[<2;9;9M\x1b[<0;;M"]);
        assert_eq!(told, [mouse(Mouse::Press(2, 4)), mouse(Mouse::WheelUp), mouse(Mouse::WheelDown)]);
    }

    #[test]
    fn answers_are_told_from_keys() {
        assert_eq!(read(&["\x1b[24;3R"]).0, [Told::Cursor(24, 3)]);
        assert_eq!(read(&["\x1b[1;80R"]).0, [Told::Cursor(1, 80)]);
    }
}
