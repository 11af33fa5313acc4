//! Which encoding a file has that is not in UTF-8: what Japanese editors write, so that it can be called by its name.

/// What a text was saved in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Encoding {
    Utf8,
    Utf16,
    ShiftJis,
    Other,
}

/// Tells by the bytes; what is UTF-8 and has no more null characters than a slip is nothing else.
pub(super) fn of(bytes: &[u8]) -> Encoding {
    let nulls = bytes.split(|b| *b == 0).count() - 1;
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) || nulls * 8 > bytes.len() {
        Encoding::Utf16
    } else if std::str::from_utf8(bytes).is_ok() {
        Encoding::Utf8
    } else if shift_jis(bytes) {
        Encoding::ShiftJis
    } else {
        Encoding::Other
    }
}

/// Whether all bytes are ASCII, half-width kana or pairs of `Shift_JIS`, and some pair is there.
fn shift_jis(bytes: &[u8]) -> bool {
    let (mut bytes, mut pairs) = (bytes.iter(), 0);
    while let Some(b) = bytes.next() {
        match b {
            0..=0x7f | 0xa1..=0xdf => {}
            0x81..=0x9f | 0xe0..=0xfc => match bytes.next() {
                Some(0x40..=0x7e | 0x80..=0xfc) => pairs += 1,
                _ => return false,
            },
            _ => return false,
        }
    }
    pairs > 0
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
            (b"", Encoding::Utf8),
        ] {
            assert_eq!(of(bytes), is, "{bytes:?}");
        }
    }
}
