//! Taking out of a text what must not reach a terminal, a file or the clipboard, and forms of
//! text to compare by.

use std::fmt::Write as _;

use unicode_normalization::UnicodeNormalization;

/// Longest mark for one thing taken out, in characters.
const MAX_MARK: usize = 40;
/// Most marks kept; a binary file would give millions.
const MAX_MARKS: usize = 200;

/// What [`clean`] gives.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Cleaned {
    /// The text without what was taken out.
    pub text: String,
    /// A visible mark for each thing taken out, in order: `␛[31m`, `␇`, `U+202E`. At most 200, each
    /// of at most 42 characters; safe to show.
    pub removed: Vec<String>,
}

impl std::fmt::Debug for Cleaned {
    /// Lengths only: the text is personal.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Cleaned")
            .field("len", &self.text.len())
            .field("removed", &self.removed.len())
            .finish()
    }
}

/// Makes a text that was typed, pasted or read safe to keep and to show.
///
/// - Line ends of every kind become `\n`. A terminal may send CR LF as CR CR, so when every
///   run of CR has an even length two of them make one line end. Unless `multiline`, line ends
///   with the blanks around them become one space, and nothing at either end.
/// - Whole terminal control sequences and all control characters but `\n` go; a tab becomes a
///   space. Of a sequence that is not complete only its first character goes, so nobody's text is
///   swallowed by it.
/// - Bidirectional controls, invisible characters and noncharacters go. Variation selectors stay
///   (names need them), joiners stay except beside ASCII, blanks, kana and kanji.
/// - The rest is brought to NFC, except CJK compatibility ideographs, which NFC would turn into
///   other characters (神 U+FA19 in a name).
///
/// Cleaning twice changes nothing more. Sequences are scanned here and not with
/// strip-ansi-escapes, which swallows everything behind an unfinished one and says nothing of what
/// it took.
pub fn clean(text: &str, multiline: bool) -> Cleaned {
    let mut removed = Vec::new();
    let text = strip(&line_feeds(text), &mut removed);
    let mut text = nfc(&if multiline { text } else { one_line(&text) });
    // NFC may move a mark beside a joiner, and a joiner that goes may let two characters compose: until nothing changes.
    loop {
        let next = nfc(&joiners(&text, &mut removed));
        if next == text {
            break;
        }
        text = next;
    }
    Cleaned { text: if multiline { text } else { one_line(&text) }, removed }
}

/// `text` with every character that has no shape of its own as a mark: control characters as
/// their pictures (`␛`), others as `<U+202E>`. For messages that must quote a value.
pub fn visible(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\0'..='\x1F' | '\x7F' => out.push(picture(c)),
            c if is_hidden(c) => {
                // Writing to a String cannot fail.
                let _ = write!(out, "<U+{:04X}>", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out
}

/// A JSON text with `\u` escapes for all characters that have no shape of their own; JSON has them in its strings only.
pub fn escaped(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    for c in json.chars() {
        if c == '\x7F' || is_hidden(c) || is_joiner(c) {
            for unit in c.encode_utf16(&mut [0; 2]) {
                // Writing to a String cannot fail.
                let _ = write!(out, "\\u{unit:04x}");
            }
        } else {
            out.push(c);
        }
    }
    out
}

/// A form to search and compare by: NFKC, small letters, katakana as hiragana, no variation
/// selectors. Not for showing.
pub fn fold(text: &str) -> String {
    text.nfkc()
        .filter(|&c| !is_variation_selector(c))
        .flat_map(char::to_lowercase)
        .map(|c| match c {
            'ァ'..='ヶ' | 'ヽ' | 'ヾ' => {
                u32::from(c).checked_sub(0x60).and_then(char::from_u32).unwrap_or(c)
            }
            c => c,
        })
        .collect()
}

/// The character a key stands for in a menu: full-width digits, letters, signs and the
/// ideographic space become their plain forms; anything that NFKC does not turn into exactly one
/// other character stays.
pub fn ascii_key(c: char) -> char {
    let mut forms = std::iter::once(c).nfkc();
    match (forms.next(), forms.next()) {
        (Some(plain), None) => plain,
        _ => c,
    }
}

/// Brings line ends to `\n`.
fn line_feeds(text: &str) -> String {
    if !text.contains('\r') {
        return text.to_owned();
    }
    // Lengths of the runs of CR that no LF ends: odd ones show that a CR is a line end by itself.
    let mut pairs = true;
    let mut run = 0usize;
    for c in text.chars().chain(std::iter::once('\0')) {
        if c == '\r' {
            run += 1;
        } else {
            pairs &= c == '\n' || run.is_multiple_of(2);
            run = 0;
        }
    }
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        if c != '\r' {
            out.push(c);
            continue;
        }
        let mut run = 1;
        while chars.next_if_eq(&'\r').is_some() {
            run += 1;
        }
        if chars.next_if_eq(&'\n').is_some() {
            out.push('\n');
        } else {
            out.extend(std::iter::repeat_n('\n', if pairs { run / 2 } else { run }));
        }
    }
    out
}

/// Takes out control sequences, control characters and hidden characters. Every character is
/// either passed on or dropped on its own account, so what is left cannot form a new sequence.
fn strip(text: &str, removed: &mut Vec<String>) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let mut len = c.len_utf8();
        match c {
            // With Unicode's own line and paragraph separators.
            '\n' | '\u{2028}' | '\u{2029}' => out.push('\n'),
            '\t' => out.push(' '),
            c if c.is_control() => {
                len = sequence(rest).unwrap_or(len);
                note(removed, &visible_control(rest.get(..len).unwrap_or_default()));
            }
            c if is_hidden(c) => note(removed, &code_point(c)),
            c => out.push(c),
        }
        rest = rest.get(len..).unwrap_or_default();
    }
    out
}

/// Length in bytes of the complete control sequence at the start of `text` (ECMA-48), if there
/// is one. Never looks past the next ESC, C1 control or line end, so scanning stays linear.
fn sequence(text: &str) -> Option<usize> {
    let mut chars = text.char_indices();
    let (_, first) = chars.next()?;
    let kind = match first {
        '\x1B' => match chars.next()?.1 {
            // The 7-bit form of a C1 control: ESC [ is CSI.
            c @ '@'..='_' => char::from_u32(u32::from(c) + 0x40)?,
            ' '..='/' => {
                // Intermediate bytes, then a final one: ESC ( B.
                let (at, last) = chars.find(|&(_, c)| !matches!(c, ' '..='/'))?;
                return matches!(last, '0'..='~').then_some(at + 1);
            }
            '`'..='~' | '0'..='?' => return Some(2),
            _ => return None,
        },
        c => c,
    };
    let body = chars.as_str();
    let start = text.len() - body.len();
    match kind {
        // CSI: parameters and intermediates, then a final byte.
        '\u{9B}' => {
            let (at, last) = chars.find(|&(_, c)| !matches!(c, ' '..='?'))?;
            matches!(last, '@'..='~').then_some(at + 1)
        }
        // DCS, SOS, OSC, PM, APC: a string up to BEL or ST. Another sequence ends it too.
        '\u{90}' | '\u{98}' | '\u{9D}'..='\u{9F}' => {
            let (at, last) = chars.find(|&(_, c)| {
                matches!(c, '\n' | '\x07' | '\x18' | '\x1A' | '\x1B' | '\u{80}'..='\u{9F}')
            })?;
            match last {
                '\n' => None,
                '\x1B' if chars.as_str().starts_with('\\') => Some(at + 2),
                '\x07' | '\x18' | '\x1A' => Some(at + 1),
                '\u{9C}' => Some(at + 2),
                _ => Some(at),
            }
        }
        '\u{80}'..='\u{9F}' => Some(start),
        _ => None,
    }
}

/// Drops joiners where they join nothing. A neighbour that is missing may still come: input
/// methods send an emoji one character at a time.
fn joiners(text: &str, removed: &mut Vec<String>) -> String {
    if !text.contains(is_joiner) {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut before = None;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        if is_joiner(c)
            && (before.is_some_and(joins_nothing) || chars.peek().copied().is_some_and(joins_nothing))
        {
            note(removed, &code_point(c));
            continue;
        }
        out.push(c);
        before = Some(c);
    }
    out
}

fn is_joiner(c: char) -> bool {
    matches!(c, '\u{200C}' | '\u{200D}')
}

fn joins_nothing(c: char) -> bool {
    c.is_ascii()
        || c.is_whitespace()
        || is_joiner(c)
        || matches!(c, '\u{3001}'..='\u{30FF}' | '\u{3400}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}'
            | '\u{FF00}'..='\u{FFEF}' | '\u{20000}'..='\u{3FFFF}')
}

/// Line ends, with the blanks around them, to one space; to nothing at the ends.
fn one_line(text: &str) -> String {
    if !text.contains('\n') {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut parts = text.split('\n').peekable();
    // Blanks are cut only on the sides where a line end was.
    let mut first = true;
    while let Some(part) = parts.next() {
        let part = if first { part } else { part.trim_start() };
        let part = if parts.peek().is_some() { part.trim_end() } else { part };
        first = false;
        if !part.is_empty() {
            if !out.is_empty() {
                out.push(' ');
            }
            out.push_str(part);
        }
    }
    out
}

/// NFC of everything between the CJK compatibility ideographs.
fn nfc(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for part in text.split_inclusive(is_compatibility_ideograph) {
        match part.char_indices().next_back().filter(|&(_, c)| is_compatibility_ideograph(c)) {
            Some((at, c)) => {
                out.extend(part.get(..at).unwrap_or_default().nfc());
                out.push(c);
            }
            None => out.extend(part.nfc()),
        }
    }
    out
}

fn is_compatibility_ideograph(c: char) -> bool {
    matches!(c, '\u{F900}'..='\u{FAFF}' | '\u{2F800}'..='\u{2FA1F}')
}

fn is_variation_selector(c: char) -> bool {
    matches!(c, '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}' | '\u{180B}'..='\u{180D}' | '\u{180F}')
}

/// Characters that show nothing or change how others show, without being control characters of
/// the terminal: Unicode's default-ignorable code points without variation selectors and joiners,
/// the bidirectional and annotation controls, noncharacters; and the C1 controls.
fn is_hidden(c: char) -> bool {
    let code = u32::from(c);
    matches!(
        c,
        '\u{80}'..='\u{9F}'
            | '\u{AD}'
            | '\u{34F}'
            | '\u{61C}'
            | '\u{115F}' | '\u{1160}' | '\u{3164}' | '\u{FFA0}'
            | '\u{17B4}' | '\u{17B5}'
            | '\u{180E}'
            | '\u{200B}' | '\u{200E}' | '\u{200F}'
            | '\u{2028}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}'
            | '\u{FEFF}'
            | '\u{FFF0}'..='\u{FFFB}'
            | '\u{FDD0}'..='\u{FDEF}'
            | '\u{1BCA0}'..='\u{1BCA3}'
            | '\u{1D173}'..='\u{1D17A}'
            | '\u{E0000}'..='\u{E00FF}'
            | '\u{E01F0}'..='\u{E0FFF}'
    ) || code & 0xFFFE == 0xFFFE
}

/// Whether a character does something to a terminal, or to the order of the text, instead of showing something.
pub fn does_something(c: char) -> bool {
    c.is_control() || is_hidden(c)
}

/// The picture of a C0 control or DEL.
fn picture(c: char) -> char {
    let code = if c == '\x7F' { 0x21 } else { u32::from(c) };
    char::from_u32(0x2400 + code).unwrap_or('?')
}

fn code_point(c: char) -> String {
    format!("U+{:04X}", u32::from(c))
}

/// The mark for a control character or sequence.
fn visible_control(text: &str) -> String {
    let mut chars = text.chars();
    match (chars.next(), chars.next()) {
        (Some(c), None) if !c.is_ascii() => code_point(c),
        _ => visible(text),
    }
}

fn note(removed: &mut Vec<String>, mark: &str) {
    if removed.len() < MAX_MARKS {
        let cut = mark.char_indices().nth(MAX_MARK);
        removed.push(match cut.and_then(|(at, _)| mark.get(..at)) {
            Some(part) => format!("{part}.."),
            None => mark.to_owned(),
        });
    }
}

#[cfg(test)]
mod tests {
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
            "葛\u{E0100}城",
            "辻\u{E0101}",
            "\u{FA19}\u{2F800}\u{FA11}髙",
            "❤\u{FE0F}",
            "👨\u{200D}👩\u{200D}👧",
            "㈱ ①　ｶﾞ",
            "\u{E000}",
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
            "\x1B]",
            "\u{9D}",
            "\x1B[",
            "\x1B(",
            "\u{9D}a\n",
            "\r",
            "\u{200D}",
            "か\u{3099}",
            "\u{3099}",
            "\n ",
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
        let value =
            serde_json::json!({ "a\u{9B}": "\x07\u{7F}\u{202E}\u{2028}漢\u{E0041}\u{FEFF}葛\u{E0100}" });
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
            s in "([\x00-\x1F\x7F\u{80}-\u{9F}]|[\\[\\]P\\\\;0-9mx]|[ぁ-ん]|\u{3099}|\u{200B}|\u{200D}|\u{E0100}|\u{FA19}|👩|\u{202E}|\\PC){0,40}",
            multiline: bool,
        ) {
            let got = clean(&s, multiline);
            prop_assert!(!got.text.chars().any(|c| c != '\n' && (c.is_control() || is_hidden(c))));
            prop_assert!(multiline || !got.text.contains('\n'));
            prop_assert!(!got.removed.iter().flat_map(|m| m.chars()).any(|c| c.is_control() || is_hidden(c)));
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
}
