//! Characters that forms lose, and the length of the text.
//!
//! Mail and paper carry all of Unicode. Older forms store JIS X 0208 (`Shift_JIS`, `EUC-JP`,
//! `ISO-2022-JP` proper) and turn the rest into `?`, among it the vendors' extensions ① ㈱ 髙 﨑,
//! which only some products know.
//!
//! **Why a table of our own** (`jis0208.txt`, a row of the standard a line; 8 kB in the program):
//! an encoder from `encoding_rs` takes all of that crate's tables with it (one `Encoder` type
//! serves every encoding), and follows the WHATWG, where ①, 髙 and ～ belong to `EUC-JP` and 〜
//! doesn't. `tests/lint.rs` holds the table against that crate, so that the two can't drift apart.

use super::finding::{Lint, Part, Place};
use super::tables::say;
use super::text::LintedText;
use crate::domain::letter::form::pair;
use crate::domain::words;
use std::collections::HashSet;

/// A bit for each character of the first plane that JIS X 0208 has.
static JIS: [u64; 1024] = bits(include_bytes!("jis0208.txt"));

/// Reads three-byte and two-byte UTF-8 at compile time; the table has no other.
const fn bits(text: &[u8]) -> [u64; 1024] {
    let mut out = [0; 1024];
    let mut i = 0;
    while i < text.len() {
        let b = text[i] as usize;
        let (code, len) = if b < 0x80 {
            (0, 1)
        } else if b < 0xE0 {
            ((b & 0x1F) << 6 | (text[i + 1] as usize & 0x3F), 2)
        } else {
            (
                (b & 0x0F) << 12
                    | (text[i + 1] as usize & 0x3F) << 6
                    | (text[i + 2] as usize & 0x3F),
                3,
            )
        };
        if code > 0 {
            out[code / 64] |= 1 << (code % 64);
        }
        i += len;
    }
    out
}

fn in_jis(c: char) -> bool {
    usize::try_from(u32::from(c))
        .ok()
        .and_then(|c| JIS.get(c / 64).map(|w| w >> (c % 64) & 1 == 1))
        .unwrap_or(false)
}

pub(super) fn check(letter: &LintedText<'_>, out: &mut Vec<Lint>) {
    if letter.input.channel.filled_in() {
        let mut seen = HashSet::new();
        for (place, line) in &letter.lines {
            for c in line.chars().filter(|c| !matches!(c, ' '..='~')) {
                // Blanks have a finding of their own; what the letter explains is known.
                let known = || matches!(c, '\u{FDD0}' | '\u{FDD1}') || explained(letter, c);
                if seen.insert(c) && !known() {
                    character(letter, *place, c, out);
                }
            }
        }
    }
    length(letter, out);
}

/// Whether a note says what the character is: 「※「𠮷」は上が「土」の字です」.
fn explained(letter: &LintedText<'_>, c: char) -> bool {
    let quoted = words::QUOTED.replace("{word}", c.encode_utf8(&mut [0; 4]));
    let notes = |line: &str| line.split('※').skip(1).any(|note| note.starts_with(&quoted));
    letter.lines.iter().any(|(_, line)| notes(line))
}

fn character(letter: &LintedText<'_>, place: Place, c: char, out: &mut Vec<Lint>) {
    let code = format!("U+{:04X}", u32::from(c));
    // Invisible characters are named by their code alone.
    let shown = if c.is_control() || c.is_whitespace() || invisible(c) {
        words::INVISIBLE.to_owned()
    } else {
        words::QUOTED.replace("{word}", c.encode_utf8(&mut [0; 4]))
    };
    let of = |table: &[(&str, &'static str)]| {
        table.iter().find(|(all, _)| all.contains(c)).map(|(_, to)| *to)
    };
    let surely = |instead| words::SURELY.replace("{instead}", instead);
    let (say, suggestion) = if let Some(instead) = of(words::AMBIGUOUS) {
        (say::FORM_AMBIGUOUS, surely(instead))
    } else if in_jis(c) {
        return;
    } else {
        let suggestion = if let Some(common) = of(words::NAME_CHARACTERS) {
            words::IN_NAME.replace("{common}", common)
        } else if letter.input.sender.is_some_and(|s| s.contains(c)) {
            words::IN_OWN_NAME.to_owned()
        } else if matches!(c, '\u{FF61}'..='\u{FF9F}') {
            words::HALF_WIDTH.to_owned()
        } else if let Some(instead) = of(words::BETTER_CHARACTERS) {
            surely(instead)
        } else if matches!(c, '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}') {
            words::SELECTOR.to_owned()
        } else if u32::from(c) >= 0x1F000 {
            words::EMOJI.to_owned()
        } else {
            words::OTHER_CHARACTER.to_owned()
        };
        (say::FORM_CHARACTER, suggestion)
    };
    out.push(say.with(place, &[("{word}", &shown), ("{code}", &code), ("{instead}", &suggestion)]));
}

fn invisible(c: char) -> bool {
    matches!(
        c,
        '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}'
            | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{E0100}'..='\u{E01EF}'
            | '\u{300}'..='\u{36F}' | '\u{3099}' | '\u{309A}'
    )
}

fn length(letter: &LintedText<'_>, out: &mut Vec<Lint>) {
    let Some(limit) = letter.input.limit else { return };
    let body = letter.input.body;
    // As browsers count: a character like 𠮷 is two.
    let chars = body.encode_utf16().count();
    // Forms count an end of line as one character or as two (CR LF).
    let most = chars + body.matches('\n').count() - body.matches("\r\n").count();
    let place = Place { part: Part::Body, line: 1 };
    let (chars_said, most_said, limit_said) =
        (chars.to_string(), most.to_string(), limit.to_string());
    if chars > limit {
        let pair = pair(body).map_or_else(String::new, |c| {
            words::COUNTED_TWICE.replace("{word}", c.encode_utf8(&mut [0; 4]))
        });
        let values = [("{length}", &*chars_said), ("{pair}", &pair), ("{limit}", &limit_said)];
        out.push(say::LENGTH.with(place, &values));
    } else if most > limit {
        let values = [("{length}", &*most_said), ("{limit}", &limit_said)];
        out.push(say::LENGTH_WITH_BREAKS.with(place, &values));
    }
}
