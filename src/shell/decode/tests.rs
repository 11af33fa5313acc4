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
        (
            "\r\n\t\x1b[Z\x7f",
            &[Code::Enter, Code::Enter, Code::Tab, Code::BackTab, Code::Backspace],
        ),
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
        "\x1b[I\x1b[O", "\x1b[?62;22c", "\x1b]11;rgb:0000/0000/0000\x1b\\",
        "\x1bP>|xterm(379)\x1b\\", "\x1b[97;1:3u", "\x1b[57441u", "\x1b[M !!", "\u{85}",
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
    assert_eq!(late(&format!("\x1b[{}", "1;".repeat(50))), []);
    // What was typed after Alt with a bracket does not vanish in it.
    for text in ["2027-04", "090-1234-5678", "09012345678"] {
        let chars: Vec<Code> = text.chars().map(Code::Char).collect();
        let told = [with(Code::Char('['), false, true), plain(&chars)].concat();
        for size in [1, 20] {
            let (mut decoder, mut out) = (Decoder::default(), Vec::new());
            for piece in format!("\x1b[{text}").as_bytes().chunks(size) {
                decoder.feed(piece, &mut out);
            }
            assert_eq!((keys(&out), decoder.patience()), (told.clone(), None), "{text}");
        }
    }
    // What breaks a sequence off is a key of its own.
    assert_eq!(keys(&read(&["\x1b[1;\rj"]).0), plain(&[Code::Enter, Code::Char('j')]));
}

/// A number that is shorter than those of a telephone, too, whatever comes behind it, or nothing.
#[test]
fn a_number_behind_a_stray_alt_with_a_bracket_is_typed() {
    let chars = |text: &str| plain(&text.chars().map(Code::Char).collect::<Vec<_>>());
    let bracket = with(Code::Char('['), false, true);
    for number in ["12", "2027"] {
        let (mut decoder, mut out) = (Decoder::default(), Vec::new());
        decoder.feed(format!("\x1b[{number}").as_bytes(), &mut out);
        assert_eq!((out.len(), decoder.patience()), (0, Some(NUMBER)));
        decoder.give_up(&mut out);
        assert_eq!(keys(&out), [bracket.clone(), chars(number)].concat());
        assert_eq!(decoder.patience(), None);
    }
    for (text, behind) in [("12\r", vec![Code::Enter]), ("12月", vec![Code::Char('月')])] {
        for size in [1, 20] {
            let (mut decoder, mut out) = (Decoder::default(), Vec::new());
            for piece in format!("\x1b[{text}").as_bytes().chunks(size) {
                decoder.feed(piece, &mut out);
            }
            let told = [bracket.clone(), chars("12"), plain(&behind)].concat();
            assert_eq!((keys(&out), decoder.patience()), (told, None), "{text}");
        }
    }
    // A paste that has begun is none, however late the rest of its mark comes.
    for begun in ["\x1b[2", "\x1b[20", "\x1b[200"] {
        assert_eq!(read(&[begun]).1, None, "{begun:?}");
    }
}

/// No time limit decides what the next byte can: a timer that is too short would type the rest as
/// keys.
#[test]
fn what_its_next_byte_decides_waits_for_it() {
    for (begun, rest, expected) in [
        (
            "\x1b[20".as_bytes(),
            "0~q\rw\x1b[201~".as_bytes(),
            Told::Event(TermEvent::Paste("q\rw".into())),
        ),
        (
            b"\x1b[1;",
            b"5A",
            Told::Event(TermEvent::Key(Key { code: Code::Up, ctrl: true, alt: false })),
        ),
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
    assert_eq!(
        keys(&out),
        [plain(&[Code::Char('a')]), with(Code::Char('c'), true, false)].concat()
    );
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

/// What the house holds of a paste is bounded, and neither its end nor two Ctrl-C are missed.
#[test]
fn a_paste_that_is_too_long_is_not_kept_whole() {
    for (end, last) in [("\x1b[201~x", Code::Char('x')), ("\x03", Code::Char('c'))] {
        let (mut decoder, mut out) = (Decoder::default(), Vec::new());
        decoder.feed(b"\x1b[200~", &mut out);
        let piece = "山".repeat(10_000);
        for _ in 0..100 {
            decoder.feed(piece.as_bytes(), &mut out);
            let kept = decoder.paste.as_ref().map_or(0, Vec::len);
            assert!(kept <= LONGEST_PASTE + 1 + piece.len());
        }
        for _ in 0..if end.len() == 1 { 2 } else { 1 } {
            decoder.feed(end.as_bytes(), &mut out);
        }
        let Told::Event(TermEvent::Paste(text)) = out.remove(0) else { panic!("no paste") };
        assert!(text.len() > crate::text::edit::LONGEST);
        let Told::Event(TermEvent::Key(key)) = out[0] else { panic!("no key") };
        assert_eq!((key.code, decoder.paste), (last, None));
    }
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
    for pieces in [
        &["\x1b[200~ab", "\x03", "\x03"][..],
        &["\x1b[200~ab", "\x03\x03"],
        &["\x1b[200~ab\x03\x03"],
    ] {
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
    let (told, _) = read(&[
        "\x1b[<0;3;5M\x1b[<0;3;5m\x1b[<64;1;1M\x1b[<65;80;24M\x1b[<4;1;1M\x1b[<2;9;9M\x1b[<0;;M",
    ]);
    assert_eq!(told, [mouse(Mouse::Press(2, 4)), mouse(Mouse::WheelUp), mouse(Mouse::WheelDown)]);
}

#[test]
fn answers_are_told_from_keys() {
    assert_eq!(read(&["\x1b[24;3R"]).0, [Told::Cursor(24, 3)]);
    assert_eq!(read(&["\x1b[1;80R"]).0, [Told::Cursor(1, 80)]);
}

#[test]
fn a_control_key_ends_a_mouse_report() {
    for begun in ["\x1b[M", "\x1b[M !"] {
        let (told, patience) = read(&[begun, "\x03\x03"]);
        assert_eq!(keys(&told), with(Code::Char('c'), true, false).repeat(2), "{begun:?}");
        assert_eq!(patience, None);
    }
}

/// What the configuration refuses is what the decoder never tells, and nothing else.
#[test]
fn a_control_byte_is_the_key_that_it_is_said_to_come_as() {
    let told = |bytes: &[u8]| {
        let (mut decoder, mut out) = (Decoder::default(), Vec::new());
        decoder.feed(bytes, &mut out);
        decoder.give_up(&mut out);
        match out.as_slice() {
            [Told::Event(TermEvent::Key(key))] => *key,
            other => panic!("{bytes:?}: {other:?}"),
        }
    };
    for c in (b'@'..=b'_').chain([b'?']) {
        let key = Key::ctrl(char::from(c).to_ascii_lowercase());
        let byte = if c == b'?' { 0x7f } else { c & 0x1f };
        assert_eq!(key.arrives(), Some(told(&[byte])), "Ctrl-{}", char::from(c));
        assert_eq!(told(&[byte]).arrives(), Some(told(&[byte])));
    }
}
