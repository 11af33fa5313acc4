use super::*;
use crate::domain::typed::as_typed;
use crate::input::key::Key;

/// Stands for a while in which nothing comes.
const LATE: &str = "…";

fn feed<P: AsRef<[u8]>>(
    decoder: &mut Decoder,
    pieces: impl IntoIterator<Item = P>,
) -> Vec<TerminalReport> {
    let mut out = Vec::new();
    for piece in pieces {
        match piece.as_ref() {
            piece if piece == LATE.as_bytes() => decoder.give_up(&mut out),
            piece => decoder.feed(piece, &mut out),
        }
    }
    out
}

fn words(told: &TerminalReport) -> String {
    match told {
        TerminalReport::Event(TermEvent::Key(Key { code, ctrl, alt })) => {
            let held = [(ctrl, "ctrl+"), (alt, "alt+")].into_iter().filter(|(is, _)| **is);
            let held: String = held.map(|(_, name)| name).collect();
            match code {
                Code::Char(c) => format!("{held}{c}"),
                code => format!("{held}{code:?}"),
            }
        }
        TerminalReport::Event(TermEvent::Paste(text)) => format!("<{text}>"),
        TerminalReport::Event(TermEvent::Mouse(mouse)) => format!("{mouse:?}"),
        TerminalReport::Event(other) => panic!("{other:?}"),
        TerminalReport::Cursor(row, column) => format!("{row};{column}"),
    }
}

/// The decoded events in words, followed by the remaining patience.
fn told<P: AsRef<[u8]>>(pieces: impl IntoIterator<Item = P>) -> String {
    let mut decoder = Decoder::default();
    let told = feed(&mut decoder, pieces);
    let waits = decoder.patience().map(|time| format!("{}ms", time.as_millis()));
    told.iter().map(words).chain(waits).collect::<Vec<_>>().join(" ")
}

/// Each of these texts in pieces of one byte, of some and as a whole.
fn in_pieces(text: &str, expected: &str) {
    for size in [1, 2, 3, 4, 5, 20, 100] {
        assert_eq!(told(text.as_bytes().chunks(size)), expected, "{text:?} in {size}");
    }
}

#[test]
fn keys_after_alt_and_a_sign_do_not_vanish_in_an_answer() {
    for sign in ['P', ']', '^', '_'] {
        assert_eq!(told([&format!("\x1b{sign}"), LATE]), format!("alt+{sign}"));
        for rest in ["y", "山", "\r", "\x03", "\x1b[A"] {
            let expected = format!("alt+{sign} {}", told([rest]));
            assert_eq!(told([format!("\x1b{sign}{rest}")]), expected, "{rest:?}");
        }
    }
    // A reply that pauses between two bytes is not one; in one piece it is waited for.
    for sign in ["P1", "]1;", "_G"] {
        let keys = |s: &str| s.chars().flat_map(|c| [' ', c]).collect::<String>();
        let (alt, rest) = sign.split_at(1);
        let typed = format!("{rest}a1");
        let pieces = [format!("\x1b{alt}")].into_iter().chain(typed.chars().map(String::from));
        assert_eq!(told(pieces.clone()), "20ms", "{sign}");
        let late = pieces.chain([LATE.to_owned()]);
        assert_eq!(told(late), format!("alt+{alt}{}", keys(&typed)), "{sign}");
        assert_eq!(told([format!("\x1b{sign}a1")]), "1000ms", "{sign}");
    }
    // An incomplete reply ends at the first control key; a complete one yields nothing.
    for begun in ["\x1b]1;2", "\x1bP1$r0", "\x1b_Gi=1"] {
        for end in ["", "\x1b\\", "\x07"] {
            assert_eq!(told([format!("{begun}{end}\x03")]), "ctrl+c", "{begun:?}");
        }
    }
    let mut decoder = Decoder::default();
    feed(&mut decoder, [format!("\x1b]1;{}", "x".repeat(2 * LONGEST_ANSWER))]);
    assert!(decoder.bytes.len() <= LONGEST_ANSWER);
    assert_eq!(told(["\x1b]11;rgb:ffff/ffff/ffff\x07y"]), "y");
}

#[test]
fn what_terminals_send() {
    as_typed("keys", |bytes| Ok::<_, &str>(told([bytes])));
    assert_eq!(told([b"\xff\xc3(a"]), "( a");
}

#[test]
fn keys_in_pieces_are_whole() {
    in_pieces(
        "\x1b[1;5A葛\u{e0100}\x1b[200~あ\r\x1b[201~\x1bOP\x1b[24;3R",
        "ctrl+Up 葛 \u{e0100} <あ\r> F(1) 24;3",
    );
    // What was typed after Alt with a bracket does not vanish in it.
    in_pieces("\x1b[2027-04", "alt+[ 2 0 2 7 - 0 4");
    in_pieces("\x1b[090-1234-5678", "alt+[ 0 9 0 - 1 2 3 4 - 5 6 7 8");
    in_pieces("\x1b[09012345678", "alt+[ 0 9 0 1 2 3 4 5 6 7 8");
    // Nor does a shorter number, whatever follows it.
    in_pieces("\x1b[12\r", "alt+[ 1 2 Enter");
    in_pieces("\x1b[12月", "alt+[ 1 2 月");
}

#[test]
fn nothing_waits_for_ever() {
    let wait = |time: Duration| format!("{}ms", time.as_millis());
    for (begun, time, late) in [
        ("\x1b", ESCAPE, "Esc"),
        ("\x1b[", REST, "alt+["),
        ("\x1bO", REST, "alt+O"),
        ("\x1b[12", NUMBER, "alt+[ 1 2"),
        ("\x1b[2027", NUMBER, "alt+[ 2 0 2 7"),
        ("\x1b[200~ab", PASTE, "<ab>"),
    ] {
        assert_eq!(told([begun]), wait(time), "{begun:?}");
        assert_eq!(told([begun, LATE]), late, "{begun:?}");
    }
    assert_eq!(told(["\x1b\x1b", LATE]), "Esc Esc");
    assert_eq!(told(["a\x1b]", LATE]), "a alt+]");
    assert_eq!(told(["\x1b]11;rgb", LATE]), "");
    assert_eq!(told([&format!("\x1b[{}", "1;".repeat(50)), LATE]), "");
    // A paste that has begun is waited for, however late the rest of its mark comes.
    for begun in ["\x1b[2", "\x1b[20", "\x1b[200"] {
        assert_eq!(told([begun]), "", "{begun:?}");
    }
}

/// No time limit decides what the next byte can: a short timer would type the rest as keys.
#[test]
fn what_its_next_byte_decides_waits_for_it() {
    for (begun, rest, expected) in [
        (&b"\x1b[20"[..], &b"0~q\rw\x1b[201~"[..], "<q\rw>"),
        (b"\x1b[1;", b"5A", "ctrl+Up"),
        (b"\xe5\xb1", b"\xb1", "山"),
        (b"\xf0\xa0", b"\xae\xb7", "𠮷"),
    ] {
        assert_eq!(told([begun]), "", "{begun:?}");
        assert_eq!(told([begun, rest]), expected);
    }
    // What does not go on is dropped for what comes instead.
    assert_eq!(told([&b"\xe5\xb1"[..], b"a\x1b[20\x03"]), "a ctrl+c");
}

#[test]
fn a_paste_is_one_event_whatever_is_in_it_and_can_be_left() {
    let late = LATE.as_bytes();
    let paste = |text: &str| format!("\x1b[200~{text}\x1b[201~");
    let text = "一\r\n\x03\x1b[A\x1b[20";
    assert_eq!(told([paste(text) + "x"]), format!("<{text}> x"));
    // A character of a late paste stays whole, and its rest is not a key.
    assert_eq!(told([b"\x1b[200~a\xe5\xb1", late, b"\xb1\x1b[201~"]), "<a> <山>");
    let pieces = ["\x1b[200~ab", LATE, "\rc"];
    assert_eq!(told(pieces), format!("<ab> {}ms", PASTE.as_millis()));
    assert_eq!(told(pieces.into_iter().chain([LATE, "\x03"])), "<ab> <\rc> ctrl+c");
    // Two Ctrl-C abort it at once; one waits no longer than the rest does.
    for pieces in [
        &["\x1b[200~ab", "\x03", "\x03"][..],
        &["\x1b[200~ab", "\x03\x03"],
        &["\x1b[200~ab\x03\x03"],
    ] {
        assert_eq!(told(pieces), "<ab> ctrl+c ctrl+c", "{pieces:?}");
    }
    assert_eq!(told(["\x1b[200~ab\x03", LATE]), "<ab> ctrl+c");
    // In the text of one it is text.
    assert_eq!(told(["\x1b[200~a\x03", "b\x03", "\x03c\x1b[201~"]), "<a\u{3}b\u{3}\u{3}c>");
}

/// What the house holds of a paste is bounded, and neither its end nor two Ctrl-C are missed.
#[test]
fn a_paste_that_is_too_long_is_not_kept_whole() {
    for (ends, last) in [(&["\x1b[201~x"][..], "x"), (&["\x03", "\x03"], "ctrl+c")] {
        let mut decoder = Decoder::default();
        feed(&mut decoder, ["\x1b[200~"]);
        let piece = "山".repeat(10_000);
        for _ in 0..100 {
            assert_eq!(feed(&mut decoder, [&piece]), []);
            let kept = decoder.paste.as_ref().map_or(0, Vec::len);
            assert!(kept <= LONGEST_PASTE + 1 + piece.len());
        }
        let out = feed(&mut decoder, ends);
        let TerminalReport::Event(TermEvent::Paste(text)) = &out[0] else { panic!("no paste") };
        assert!(text.len() > crate::text::edit::LONGEST);
        assert_eq!((words(&out[1]).as_str(), decoder.paste), (last, None));
    }
}

/// What the configuration refuses is what the decoder never tells, and nothing else.
#[test]
fn a_control_byte_is_the_key_that_it_is_said_to_come_as() {
    for c in (b'@'..=b'_').chain([b'?']) {
        let key = Key::ctrl(char::from(c).to_ascii_lowercase());
        let byte = if c == b'?' { 0x7f } else { c & 0x1f };
        let out = feed(&mut Decoder::default(), [&[byte][..], LATE.as_bytes()]);
        let [TerminalReport::Event(TermEvent::Key(told))] = out.as_slice() else {
            panic!("{out:?}")
        };
        assert_eq!(key.arrives(), Some(*told), "Ctrl-{}", char::from(c));
        assert_eq!(told.arrives(), Some(*told));
    }
}
