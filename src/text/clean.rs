//! Taking out of a text what must not reach a terminal, file or clipboard, and forms to compare by.

use std::fmt::Write as _;

use unicode_normalization::UnicodeNormalization;

/// Longest mark for one thing taken out, in characters.
const MAX_MARK: usize = 40;
/// Most marks kept; a binary file would give millions.
const MAX_MARKS: usize = 200;

#[derive(Clone, PartialEq, Eq, Default)]
pub struct Cleaned {
    /// The cleaned text.
    pub text: String,
    /// A visible mark for each thing taken out, in order: `␛[31m`, `␇`, `U+202E`. At most 200, each
    /// of at most 42 characters; safe to show.
    pub removed: Vec<String>,
}

// Lengths only: the text is personal.
shows!(
    Debug Cleaned, it,
    "Cleaned {{ len: {}, removed: {} }}", it.text.len(), it.removed.len()
);

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
/// Cleaning twice changes nothing more. Sequences are scanned here and not with strip-ansi-escapes,
/// which swallows all behind an unfinished one and does not say what.
pub fn clean(text: &str, multiline: bool) -> Cleaned {
    let mut removed = Vec::new();
    let text = strip(&line_feeds(text), &mut removed);
    let mut text = nfc(&if multiline { text } else { one_line(&text) });
    // NFC may move a mark next to a joiner, and without the joiner two marks may compose: repeat
    // until stable.
    loop {
        let next = nfc(&joiners(&text, &mut removed));
        if next == text {
            break;
        }
        text = next;
    }
    Cleaned { text: if multiline { text } else { one_line(&text) }, removed }
}

/// `text` with every invisible character made visible: control characters as their pictures (`␛`),
/// others as `<U+202E>`. For messages that must quote a value.
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

/// The beginning of a text, in so many characters.
pub fn brief(text: &str, most: usize) -> String {
    let mut short: String = visible(text).chars().take(most).collect();
    if text.chars().count() > most {
        short.push('…');
    }
    short
}

/// A JSON text with `\u` escapes for all characters without a shape; only its strings have any.
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

/// The character that a key means in a menu: full-width digits, letters, signs and the ideographic
/// space become ASCII; characters that NFKC does not map to exactly one other stay.
pub fn ascii_key(c: char) -> char {
    let mut forms = std::iter::once(c).nfkc();
    match (forms.next(), forms.next()) {
        (Some(plain), None) => plain,
        _ => c,
    }
}

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
            && (before.is_some_and(joins_nothing)
                || chars.peek().copied().is_some_and(joins_nothing))
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
    matches!(
        c,
        '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}' | '\u{180B}'..='\u{180D}' | '\u{180F}'
    )
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

/// Whether a character changes a terminal, or the order of the text, and shows nothing.
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
mod tests;
