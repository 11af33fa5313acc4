//! Key records of a Windows console → the bytes that a terminal would send, which [`super::decode`]
//! understands. Pure.
//!
//! A console that translates keys itself (`ENABLE_VIRTUAL_TERMINAL_INPUT`) delivers those bytes
//! already, a UTF-16 unit a record. An older one names keys by number. Both kinds are taken here,
//! record by record, so that neither has to be asked for.

#[derive(Debug, Clone, Copy, Default)]
pub(super) struct KeyRecord {
    /// Pressed, else released.
    pub(super) down: bool,
    /// How often, when it is held.
    pub(super) repeat: u16,
    /// The virtual key code; 0 for translated input.
    pub(super) key: u16,
    /// One UTF-16 unit; 0: the key has no character.
    pub(super) unit: u16,
    pub(super) state: u32,
}

const ANY_ALT: u32 = 0x0003;
const ANY_CTRL: u32 = 0x000c;
const SHIFT: u32 = 0x0010;
/// The key is not on the numeric keypad.
const ENHANCED: u32 = 0x0100;

const BACK: u16 = 0x08;
const TAB: u16 = 0x09;
const MENU: u16 = 0x12;
const DELETE: u16 = 0x2e;

/// The half of a character outside the basic plane that came first.
#[derive(Debug, Default)]
pub(super) struct Units(Option<u16>);

impl Units {
    pub(super) fn take(&mut self, record: &KeyRecord, out: &mut Vec<u8>) {
        // Alt with digits composes a character that comes with the release of Alt. Consoles paste
        // what the keyboard can't type the same way.
        let composed = !record.down && record.key == MENU && record.unit != 0;
        if !record.down && !composed {
            return;
        }
        for _ in 0..record.repeat.max(1) {
            if record.unit == 0 {
                named(record, out);
            } else {
                self.unit(record, composed, out);
            }
        }
    }

    fn unit(&mut self, record: &KeyRecord, composed: bool, out: &mut Vec<u8>) {
        let high = self.0.take();
        match record.unit {
            high @ 0xd800..0xdc00 => self.0 = Some(high),
            unit => {
                let pair = high.into_iter().chain([unit]);
                // A lone surrogate is dropped.
                let Some(c) = char::decode_utf16(pair).find_map(Result::ok) else { return };
                let (alt, ctrl) = (record.state & ANY_ALT != 0, record.state & ANY_CTRL != 0);
                // Control and Alt together are AltGr, which is how a character is typed.
                if alt && !composed && (!ctrl || c.is_control()) {
                    out.push(0x1b);
                }
                match (record.key, c) {
                    (BACK, _) => out.push(0x7f),
                    (TAB, '\t') if record.state & SHIFT != 0 => out.extend(b"\x1b[Z"),
                    _ => out.extend(c.encode_utf8(&mut [0; 4]).bytes()),
                }
            }
        }
    }
}

fn named(record: &KeyRecord, out: &mut Vec<u8>) {
    let (alt, ctrl, shift) =
        (record.state & ANY_ALT != 0, record.state & ANY_CTRL != 0, record.state & SHIFT != 0);
    // With Alt, the keypad composes a character.
    if alt && record.state & ENHANCED == 0 && matches!(record.key, 0x21..=0x2e) {
        return;
    }
    let modifiers = 1 + u8::from(shift) + 2 * u8::from(alt) + 4 * u8::from(ctrl);
    let (number, last) = match record.key {
        0x21 => (5, '~'),
        0x22 => (6, '~'),
        0x23 => (1, 'F'),
        0x24 => (1, 'H'),
        0x25 => (1, 'D'),
        0x26 => (1, 'A'),
        0x27 => (1, 'C'),
        0x28 => (1, 'B'),
        DELETE => (3, '~'),
        0x70..=0x7b => {
            const NUMBERS: [u8; 12] = [11, 12, 13, 14, 15, 17, 18, 19, 20, 21, 23, 24];
            (NUMBERS[usize::from(record.key - 0x70)], '~')
        }
        _ => return,
    };
    out.extend(format!("\x1b[{number};{modifiers}{last}").bytes());
}

/// Whether what came in one go holds lines of text that nobody types so fast: a paste, on a console
/// that does not say so. Its Enter keys must not answer questions.
pub(super) fn is_paste(bytes: &[u8]) -> bool {
    let text = |b: &u8| *b >= 0x20 && *b != 0x7f;
    let only_text = bytes.iter().all(|b| text(b) || matches!(b, b'\r' | b'\n' | b'\t'));
    let goes_on = bytes.windows(2).any(|w| matches!(w[0], b'\r' | b'\n') && text(&w[1]));
    only_text && goes_on && bytes.windows(2).any(|w| w.iter().all(text))
}

/// Wraps such a paste in the sequences of bracketed paste.
pub(super) fn bracketed(bytes: &[u8]) -> Vec<u8> {
    [b"\x1b[200~", bytes, b"\x1b[201~"].concat()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::key::{Code, Key, TermEvent};
    use crate::shell::decode::{Decoder, TerminalReport};

    const LEFT_ALT: u32 = 0x0002;
    const RIGHT_ALT: u32 = 0x0001;
    const LEFT_CTRL: u32 = 0x0008;

    fn press(key: u16, unit: u16, state: u32) -> KeyRecord {
        KeyRecord { down: true, repeat: 1, key, unit, state }
    }

    fn bytes(records: &[KeyRecord]) -> Vec<u8> {
        let (mut units, mut out) = (Units::default(), Vec::new());
        for record in records {
            units.take(record, &mut out);
        }
        out
    }

    fn typed(records: &[KeyRecord]) -> Vec<Key> {
        let mut told = Vec::new();
        let mut decoder = Decoder::default();
        decoder.feed(&bytes(records), &mut told);
        decoder.give_up(&mut told);
        let key = |t| match t {
            TerminalReport::Event(TermEvent::Key(k)) => Some(k),
            _ => None,
        };
        told.into_iter().filter_map(key).collect()
    }

    /// Pressed and released, a record for each UTF-16 unit, as a console does it.
    fn halves(text: &str) -> Vec<KeyRecord> {
        let both = |unit| [press(0, unit, 0), KeyRecord { down: false, ..press(0, unit, 0) }];
        text.encode_utf16().flat_map(both).collect()
    }

    #[test]
    fn characters_outside_the_basic_plane_come_whole() {
        assert_eq!(bytes(&halves("𠮷田😀a")), "𠮷田😀a".as_bytes());
        // A lone surrogate is dropped, and what follows is kept.
        assert_eq!(bytes(&[press(0, 0xd842, 0), press(0, u16::from(b'a'), 0)]), b"a");
        assert_eq!(bytes(&[press(0, 0xdfb7, 0), press(0, u16::from(b'a'), 0)]), b"a");
    }

    #[test]
    fn an_alt_code_is_the_character_that_comes_with_the_release_of_alt() {
        let alt = |down, unit| KeyRecord { down, repeat: 1, key: MENU, unit, state: LEFT_ALT };
        // The keypad's digits: arrows and their like without NumLock.
        let digits = [press(0x26, 0, LEFT_ALT), press(0x68, 0, LEFT_ALT)];
        let records = [&[alt(true, 0)], &digits[..], &[alt(false, 0x3042)]].concat();
        assert_eq!(typed(&records), [Key::plain(Code::Char('あ'))]);
        // Pasted so, in halves.
        let halves: Vec<KeyRecord> =
            "𠮷".encode_utf16().flat_map(|u| [alt(true, 0), alt(false, u)]).collect();
        assert_eq!(bytes(&halves), "𠮷".as_bytes());
        assert_eq!(bytes(&[alt(true, 0), alt(false, 0)]), b"");
    }

    #[test]
    fn alt_gr_types_and_alt_alone_is_kept() {
        let at = u16::from(b'@');
        assert_eq!(typed(&[press(0x51, at, LEFT_CTRL | RIGHT_ALT)]), [Key::plain(Code::Char('@'))]);
        let alt_x = Key { code: Code::Char('x'), ctrl: false, alt: true };
        assert_eq!(typed(&[press(0x58, u16::from(b'x'), LEFT_ALT)]), [alt_x]);
        assert_eq!(typed(&[press(0x43, 3, LEFT_CTRL)]), [Key::ctrl('c')]);
    }

    #[test]
    fn keys_without_a_character_are_known_by_number() {
        let codes = [
            (0x21, Code::PageUp),
            (0x22, Code::PageDown),
            (0x23, Code::End),
            (0x24, Code::Home),
            (0x25, Code::Left),
            (0x26, Code::Up),
            (0x27, Code::Right),
            (0x28, Code::Down),
            (DELETE, Code::Delete),
            (0x70, Code::F(1)),
            (0x74, Code::F(5)),
            (0x7b, Code::F(12)),
        ];
        for (key, code) in codes {
            assert_eq!(typed(&[press(key, 0, ENHANCED)]), [Key::plain(code)]);
        }
        let alt_up = Key { code: Code::Up, ctrl: false, alt: true };
        assert_eq!(typed(&[press(0x26, 0, ENHANCED | LEFT_ALT)]), [alt_up]);
        for (key, unit, state, code) in [
            (BACK, 8, 0, Code::Backspace),
            (TAB, 9, 0, Code::Tab),
            (TAB, 9, SHIFT, Code::BackTab),
            (0x0d, 13, 0, Code::Enter),
            (0x1b, 27, 0, Code::Esc),
        ] {
            assert_eq!(typed(&[press(key, unit, state)]), [Key::plain(code)]);
        }
        // Shift alone, a release, a key that nobody has a name for.
        let release = KeyRecord { down: false, ..press(0x0d, 13, 0) };
        assert!(typed(&[press(0x10, 0, SHIFT), release, press(0x2d, 0, ENHANCED)]).is_empty());
    }

    #[test]
    fn a_held_key_counts_as_often_as_it_says() {
        assert_eq!(bytes(&[KeyRecord { repeat: 3, ..press(0, u16::from(b'a'), 0) }]), b"aaa");
    }

    #[test]
    fn lines_that_come_at_once_are_a_paste_and_typing_is_none() {
        for paste in ["山田\r花子", "a1\rb", "\r次の行", "山田\r花子\r", "お世話に\n\nなります"]
        {
            assert!(is_paste(paste.as_bytes()), "{paste:?}");
            let mut told = Vec::new();
            Decoder::default().feed(&bracketed(paste.as_bytes()), &mut told);
            assert_eq!(told, [TerminalReport::Event(TermEvent::Paste(paste.to_owned()))]);
        }
        // Typed, also ahead: a word and Enter, digits that choose, arrows.
        for typed in ["山田\r", "\r", "1\r2\r", "\r\r", "\x1b[B\rab\rcd", "abc", "\x03\rab"] {
            assert!(!is_paste(typed.as_bytes()), "{typed:?}");
        }
    }
}
