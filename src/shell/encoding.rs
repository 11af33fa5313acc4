//! Detects the encoding of a file that is not UTF-8. Only certain results are named.

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Encoding {
    Utf8,
    Utf16,
    ShiftJis,
    Other,
    NoText,
    /// Only null bytes: a file whose writing was cut off by a power failure.
    Nulls,
}

/// Magic numbers of PDF, Word and archives, older Word, pictures.
const NO_TEXT: [&[u8]; 9] = [
    b"%PDF-", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"\x89PNG", b"\xff\xd8\xff", b"GIF8",
    b"\x1f\x8b", b"7z\xbc\xaf", b"{\\rtf",
];
/// Escape sequences of ISO-2022-JP.
const ESCAPES: [&[u8]; 3] = [b"\x1b$B", b"\x1b$@", b"\x1b(J"];

/// Valid UTF-8 with at most a few stray null bytes counts as UTF-8.
pub(super) fn of(bytes: &[u8]) -> Encoding {
    let nulls = bytes.split(|b| *b == 0).count() - 1;
    let marked = bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]);
    if NO_TEXT.iter().any(|head| bytes.starts_with(head)) {
        Encoding::NoText
    } else if nulls > 0 && nulls == bytes.len() {
        Encoding::Nulls
    } else if (marked || nulls * 8 > bytes.len()) && utf16(bytes, marked) {
        Encoding::Utf16
    } else if ESCAPES.iter().any(|escape| bytes.windows(3).any(|w| w == *escape)) {
        Encoding::Other
    } else if nulls > 4 && nulls * 8 > bytes.len() {
        let utf32 =
            bytes.len().is_multiple_of(4) && nulls * 2 >= bytes.len() && nulls < bytes.len();
        if utf32 { Encoding::Other } else { Encoding::NoText }
    } else if std::str::from_utf8(bytes).is_ok() {
        Encoding::Utf8
    } else if shift_jis(bytes) && !euc_jp(bytes) {
        Encoding::ShiftJis
    } else {
        Encoding::Other
    }
}

/// Whether the bytes are UTF-16, with or without a byte order mark, that reads as Japanese text.
fn utf16(bytes: &[u8], marked: bool) -> bool {
    let little = |pair: &[u8]| u16::from_le_bytes([pair[0], pair[1]]);
    let big = |pair: &[u8]| u16::from_be_bytes([pair[0], pair[1]]);
    let reads = |units: &dyn Fn(&[u8]) -> u16| {
        let text: Result<String, _> =
            char::decode_utf16(bytes.chunks_exact(2).map(units)).collect();
        text.is_ok_and(|text| {
            text.chars().all(plain) && (marked || text.chars().any(|c| c.is_ascii()))
        })
    };
    bytes.len() >= 2 && bytes.len().is_multiple_of(2) && (reads(&little) || reads(&big))
}

fn plain(c: char) -> bool {
    matches!(
        c,
        '\u{feff}' | '\t' | '\n' | '\r' | ' '..='~' | '\u{a0}'..='\u{ff}' | '\u{2000}'..='\u{303f}'
            | '\u{3041}'..='\u{30ff}' | '\u{3200}'..='\u{33ff}' | '\u{3400}'..='\u{9fff}'
            | '\u{f900}'..='\u{faff}' | '\u{ff01}'..='\u{ffee}' | '\u{20000}'..
    )
}

/// Whether all bytes are printable ASCII, half-width kana or pairs of `Shift_JIS` that are in use,
/// and some pair is there.
fn shift_jis(bytes: &[u8]) -> bool {
    let (mut bytes, mut pairs) = (bytes.iter(), 0);
    while let Some(b) = bytes.next() {
        match b {
            b'\t' | b'\n' | b'\r' | 0x20..=0x7e | 0xa1..=0xdf => {}
            0x81..=0x84 | 0x87..=0x9f | 0xe0..=0xea | 0xed | 0xee | 0xfa..=0xfc => {
                match bytes.next() {
                    Some(0x40..=0x7e | 0x80..=0xfc) => pairs += 1,
                    _ => return false,
                }
            }
            _ => return false,
        }
    }
    pairs > 0
}

/// Whether all bytes are ASCII or pairs of EUC-JP.
fn euc_jp(bytes: &[u8]) -> bool {
    let mut bytes = bytes.iter();
    while let Some(b) = bytes.next() {
        let pair = match b {
            0..=0x7f => true,
            0x8e => matches!(bytes.next(), Some(0xa1..=0xdf)),
            0xa1..=0xfe => matches!(bytes.next(), Some(0xa1..=0xfe)),
            _ => false,
        };
        if !pair {
            return false;
        }
    }
    true
}

/// A text as it was before an editor of another system saved it: without a byte order mark, and
/// with LF at the end of each line, whether it got CR LF, once or again, or CR alone. What is
/// counted, compared or hashed must not depend on the system on which a file was last saved.
pub(super) fn plain_lines(mut text: String) -> String {
    if let Some(rest) = text.strip_prefix('\u{feff}') {
        text = String::from(rest);
    }
    if !text.contains('\r') {
        return text;
    }
    if !text.contains('\n') {
        return text.replace('\r', "\n");
    }
    while text.contains("\r\n") {
        text = text.replace("\r\n", "\n");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_editors_write_is_told_apart() {
        let wide: Vec<u8> = "name = \"山田\"".encode_utf16().flat_map(u16::to_le_bytes).collect();
        // 山田 in Shift_JIS.
        let jis = b"name = \"\x8eR\x93c\"\n";
        for (bytes, is) in [
            (&b"name = \"x\"\0"[..], Encoding::Utf8),
            ("name = \"山田\"".as_bytes(), Encoding::Utf8),
            (&[&[0xff, 0xfe][..], &wide].concat(), Encoding::Utf16),
            (&wide, Encoding::Utf16),
            (jis, Encoding::ShiftJis),
            (b"name = \"\xff\"", Encoding::Other),
            // 山田 in EUC-JP and in ISO-2022-JP.
            (b"name = \"\xbb\xb3\xc5\xc4\"\n", Encoding::Other),
            (b"name = \"\x1b$B;3ED\x1b(B\"\n", Encoding::Other),
            // Half-width kana of Shift_JIS may be kanji of EUC-JP.
            (b"name = \"\xd4\xcf\xc0\xde\"\n", Encoding::Other),
            (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", Encoding::NoText),
            (b"PK\x03\x04\x14\x00\x06\x00", Encoding::NoText),
            (&[0; 100], Encoding::Nulls),
            (b"name = \"x\"\0\0\0", Encoding::Utf8),
            (b"n\0\0\0a\0\0\0m\0\0\0", Encoding::Other),
            (b"\xff\xfe\0\0n\0\0\0", Encoding::Other),
            (b"", Encoding::Utf8),
        ] {
            assert_eq!(of(bytes), is, "{bytes:?}");
        }
    }
}
