use super::*;
use proptest::prelude::*;

fn multi(s: &str) -> String {
    clean(s, true).text
}
fn single(s: &str) -> String {
    clean(s, false).text
}

#[test]
fn line_ends() {
    assert_eq!(multi("a\r\nb\r\n"), "a\nb\n");
    assert_eq!(multi("a\rb\r\rc"), "a\nb\n\nc");
    // CR LF as some terminals send it.
    assert_eq!(multi("a\r\rb\r\r\r\rc\r\r"), "a\nb\n\nc\n");
    assert_eq!(multi("a\r\r\nb"), "a\nb");
    assert_eq!(multi("a\u{2028}b"), "a\nb");
    assert_eq!(single("\n東京都\r\n  港区 \n\n芝\n"), "東京都 港区 芝");
    assert_eq!(single(" a  b "), " a  b ");
    assert_eq!(single("\n"), "");
    assert_eq!(single("a\tb"), "a b");
}

#[test]
fn sequences() {
    for (s, text, removed) in [
        ("\x1B[31m赤\x1B[0m", "赤", vec!["␛[31m", "␛[0m"]),
        ("a\x07b\x08\x7F", "ab", vec!["␇", "␈", "␡"]),
        ("\x1B]0;題\x07本文", "本文", vec!["␛]0;題␇"]),
        ("\x1B]52;c;QQ==\x1B\\本文", "本文", vec!["␛]52;c;QQ==␛\\"]),
        ("\u{9D}8;;x\u{9C}本文", "本文", vec!["<U+009D>8;;x<U+009C>"]),
        ("\u{9B}2J本文", "本文", vec!["<U+009B>2J"]),
        ("\x1BPq#0\x1B\\本文", "本文", vec!["␛Pq#0␛\\"]),
        ("\x1BcA\x1B(B", "A", vec!["␛c", "␛(B"]),
        ("\u{85}x\u{80}", "x", vec!["U+0085", "U+0080"]),
        ("\x1B[201~x", "x", vec!["␛[201~"]),
        ("a\u{202E}b", "ab", vec!["U+202E"]),
        (
            "\u{E0041}a\u{FEFF}\u{FFFE}\u{FDD0}\u{10FFFF}",
            "a",
            vec!["U+E0041", "U+FEFF", "U+FFFE", "U+FDD0", "U+10FFFF"],
        ),
        // Unfinished: only the first character goes.
        ("\x1B]0;長い手紙\n続き", "]0;長い手紙\n続き", vec!["␛"]),
        ("\x1B[2026年", "[2026年", vec!["␛"]),
        ("\x1B", "", vec!["␛"]),
        ("\x1B漢", "漢", vec!["␛"]),
        ("\x1B[", "[", vec!["␛"]),
        ("\u{9B}漢", "漢", vec!["U+009B"]),
        // Nested: the inner one ends the outer one.
        ("\x1B]\x1B[31m0", "0", vec!["␛]", "␛[31m"]),
        ("\x1B\x1B[31m[31m", "[31m", vec!["␛", "␛[31m"]),
        ("\x1B\u{200B}[31m", "[31m", vec!["␛", "U+200B"]),
    ] {
        let got = clean(s, true);
        assert_eq!(got.text, text, "{s:?}");
        assert_eq!(got.removed, removed, "{s:?}");
    }
}

#[test]
fn names_stay() {
    for s in [
        "葛\u{E0100}城", "辻\u{E0101}", "\u{FA19}\u{2F800}\u{FA11}髙", "❤\u{FE0F}",
        "👨\u{200D}👩\u{200D}👧", "㈱ ①　ｶﾞ", "\u{E000}",
    ] {
        assert_eq!(clean(s, false), Cleaned { text: s.to_owned(), removed: vec![] }, "{s:?}");
    }
    assert_eq!(single("か\u{3099}\u{FA19}は\u{309A}"), "が\u{FA19}ぱ");
    assert_eq!(single("山\u{200D}田a\u{200C}b"), "山田ab");
    assert_eq!(single("👩\u{200D}\u{200D}👧"), "👩\u{200D}👧");
    // A character at a time, as an input method sends it.
    assert_eq!(single("\u{200D}"), "\u{200D}");
    assert_eq!(single("\u{E0100}"), "\u{E0100}");
}

#[test]
fn marks_are_bounded() {
    let got = clean(&"\x07".repeat(10_000), true);
    assert_eq!((got.text.len(), got.removed.len()), (0, MAX_MARKS));
    let got = clean(&format!("\x1B]{}\x07", "x".repeat(10_000)), true);
    assert!(got.removed.iter().all(|m| m.chars().count() <= MAX_MARK + 2));
    assert_eq!(format!("{:?}", clean("山田", true)), "Cleaned { len: 6, removed: 0 }");
}

#[test]
fn long_texts_take_no_time() {
    for unit in [
        "\x1B]", "\u{9D}", "\x1B[", "\x1B(", "\u{9D}a\n", "\r", "\u{200D}", "か\u{3099}",
        "\u{3099}", "\n ",
    ] {
        let text = unit.repeat(200_000 / unit.len());
        let start = std::time::Instant::now();
        let _ = clean(&text, false);
        // Far above what it takes; a quadratic run would take minutes.
        assert!(start.elapsed().as_secs() < 5, "{unit:?}");
    }
}

#[test]
fn shows() {
    assert_eq!(visible("a\n\x1B[0m\u{202E}漢\u{9B}\x7F\t"), "a␊␛[0m<U+202E>漢<U+009B>␡␉");
}

#[test]
fn json_says_what_it_holds_in_ascii_where_it_shows_nothing() {
    let text = "\x07\u{7F}\u{202E}\u{2028}漢\u{E0041}\u{FEFF}葛\u{E0100}";
    let value = serde_json::json!({ "a\u{9B}": text });
    let text = escaped(&format!("{value:#}\n"));
    assert!(!text.chars().any(|c| c != '\n' && (c.is_control() || is_hidden(c))), "{text:?}");
    assert!(text.contains("漢") && text.contains("葛\u{E0100}"));
    assert_eq!(serde_json::from_str::<serde_json::Value>(&text).ok(), Some(value));
}

#[test]
fn folds() {
    assert_eq!(fold("ＡＢＣ ｶﾞクヽ"), "abc がくゝ");
    assert_eq!(fold("タイショク"), fold("たいしょく"));
    assert_eq!(fold("葛\u{E0100}城"), "葛城");
    for (c, plain) in [
        ('１', '1'),
        ('ｙ', 'y'),
        ('Ｑ', 'Q'),
        ('　', ' '),
        ('／', '/'),
        ('a', 'a'),
        ('あ', 'あ'),
        ('㈱', '㈱'),
        ('①', '1'),
    ] {
        assert_eq!(ascii_key(c), plain);
    }
}

proptest! {
    #[test]
    fn nothing_harmful_is_left(
        s in "([\x00-\x1F\x7F\u{80}-\u{9F}]|[\\[\\]P\\\\;0-9mx]|[ぁ-ん]|\u{3099}|\u{200B}|\u{200D}\
            |\u{E0100}|\u{FA19}|👩|\u{202E}|\\PC){0,40}",
        multiline: bool,
    ) {
        let got = clean(&s, multiline);
        prop_assert!(!got.text.chars().any(|c| c != '\n' && (c.is_control() || is_hidden(c))));
        prop_assert!(multiline || !got.text.contains('\n'));
        let mut removed = got.removed.iter().flat_map(|m| m.chars());
        prop_assert!(!removed.any(|c| c.is_control() || is_hidden(c)));
        prop_assert_eq!(&clean(&got.text, multiline).text, &got.text);
        prop_assert!(!visible(&s).chars().any(char::is_control));
        // Variation selectors outside sequences are never lost.
        let count = |t: &str| t.chars().filter(|&c| is_variation_selector(c)).count();
        if !s.chars().any(char::is_control) {
            prop_assert_eq!(count(&s), count(&got.text));
        }
    }

    #[test]
    fn any_text(s in any::<String>(), c in any::<char>()) {
        let _ = (clean(&s, true), clean(&s, false), visible(&s), fold(&s), ascii_key(c));
    }
}
