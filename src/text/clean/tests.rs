use super::*;
use crate::domain::typed::as_typed;
use proptest::prelude::*;

#[test]
fn what_does_something_goes_and_names_stay() {
    as_typed("cleaned", |text| {
        let Cleaned { text, removed } = clean(text, true);
        Ok::<_, &str>([vec![text], removed].concat().join(" "))
    });
    as_typed("cleaned_line", |text| Ok::<_, &str>(clean(text, false).text));
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
    assert_eq!("１ｙＱ　／aあ㈱①".chars().map(ascii_key).collect::<String>(), "1yQ /aあ㈱1");
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
