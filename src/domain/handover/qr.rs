//! A phone number for the phone in the other hand: `tel:` links and QR codes in characters.

use qrcodegen::{QrCode, QrCodeEcc};
use unicode_normalization::UnicodeNormalization;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum QrStyle {
    /// Two modules, one above the other, in a column: space, `▀`, `▄`, `█`. Square and small. These
    /// characters are East Asian ambiguous (UAX #11): two columns wide, they tear it apart.
    HalfBlocks,
    /// A module in two columns, `##` or two spaces, for those terminals. The screen shows each `#`
    /// cell in reverse video: the sign itself is too thin for cameras.
    Ascii,
}

impl QrStyle {
    /// Light modules around the code. ISO/IEC 18004 asks for four; in the tall style two keep it
    /// within 25 lines, and cameras read it.
    const fn quiet(self) -> i32 {
        match self {
            Self::HalfBlocks => 4,
            Self::Ascii => 2,
        }
    }
}

/// A text as a QR code, from the top line down; all lines have the same number of characters.
///
/// What is drawn are the dark modules, right for dark characters on a light ground. `inverted`
/// draws the light ones instead, the border too, for light characters on a dark ground: there a
/// code is dark on light only so.
///
/// None for an empty text and for one that no code can hold (beyond 2,331 octets).
pub fn qr(text: &str, style: QrStyle, inverted: bool) -> Option<Vec<String>> {
    if text.is_empty() {
        return None;
    }
    // The level goes up by itself where it costs no room.
    let code = QrCode::encode_text(text, QrCodeEcc::Medium).ok()?;
    let quiet = style.quiet();
    let (first, end) = (-quiet, code.size() + quiet);
    // Outside the code every module is light.
    let drawn = |x: i32, y: i32| code.get_module(x, y) != inverted;
    let lines = match style {
        QrStyle::HalfBlocks => (first..end)
            .step_by(2)
            .map(|y| {
                let cell = |x| match (drawn(x, y), y + 1 < end && drawn(x, y + 1)) {
                    (false, false) => ' ',
                    (true, false) => '▀',
                    (false, true) => '▄',
                    (true, true) => '█',
                };
                (first..end).map(cell).collect()
            })
            .collect(),
        QrStyle::Ascii => (first..end)
            .map(|y| (first..end).map(|x| if drawn(x, y) { "##" } else { "  " }).collect())
            .collect(),
    };
    Some(lines)
}

/// A Japanese phone number as a link that a phone dials, or None if it is none.
///
/// In: 10 or 11 digits that begin with 0, in full or half width, with hyphens, blanks and brackets
/// anywhere; `+81` instead of the 0 is read too. Out: `tel:` and the digits.
///
/// The national form, not `tel:+81…`: numbers such as 0120 and 0570, which these services have, are
/// not reachable as +81 numbers, and the reader of a Japanese letter is in Japan. RFC 3966 §5.1.5
/// wants `;phone-context=+81` after a national number; it is left out because dialers take it for
/// part of the number or refuse it, while all of them dial plain digits.
pub fn tel_uri(number: &str) -> Option<String> {
    let mut digits = String::new();
    for (i, c) in number.trim().nfkc().enumerate() {
        match c {
            '0'..='9' => digits.push(c),
            '+' if i == 0 => digits.push(c),
            // Blanks, brackets, and what people use as a hyphen (minus, the long mark).
            ' ' | '(' | ')' | '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' | 'ー' => {}
            _ => return None,
        }
    }
    if let Some(rest) = digits.strip_prefix("+81") {
        // "+81 (0)3-…" is written too.
        digits = format!("0{}", rest.strip_prefix('0').unwrap_or(rest));
    }
    let good =
        digits.starts_with('0') && matches!(digits.len(), 10 | 11) && !digits.starts_with("00");
    good.then(|| format!("tel:{digits}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::typed::as_typed;

    #[test]
    fn numbers_become_links() {
        as_typed("tel_uri", |number| tel_uri(number).ok_or("none"));
    }

    #[test]
    fn a_code_is_a_rectangle_with_its_border() {
        let half = qr("tel:0120332290", QrStyle::HalfBlocks, false).expect("a code");
        // 21 modules and 4 on both sides: 29, two to a line.
        assert_eq!(half.len(), 15);
        assert!(half.iter().all(|l| l.chars().count() == 29));
        assert!(half[0].chars().all(|c| c == ' ') && half[14].chars().all(|c| c == ' '));
        let other = qr("tel:0120332290", QrStyle::HalfBlocks, true).expect("a code");
        assert!(other[0].chars().all(|c| c == '█'));
        // The unused half of the last line is blank.
        assert!(other[14].chars().all(|c| c == '▀'));
        let ascii = qr("tel:0120332290", QrStyle::Ascii, false).expect("a code");
        assert_eq!(ascii.len(), 25);
        assert!(ascii.iter().all(|l| l.len() == 50));
    }

    #[test]
    fn what_no_code_holds_is_none() {
        assert_eq!(qr("", QrStyle::Ascii, false), None);
        assert!(qr(&"あ".repeat(777), QrStyle::HalfBlocks, false).is_some());
        assert_eq!(qr(&"あ".repeat(778), QrStyle::HalfBlocks, false), None);
    }
}
