//! What is handed to another program: a mail program, a calendar, a phone. Pure text; nothing is
//! opened or written here.
//!
//! One file a format. Nothing that a user typed can become a header, a field or a component of its
//! own: line breaks are taken out of what has to be one line ([`one_line`]), addresses are checked
//! ([`addr_spec`]), and the rest is encoded or escaped.

pub mod eml;
pub mod ics;
pub mod mailto;
pub mod qr;

use super::validate::ascii;

/// The longest addr-spec: a path is 256 octets with its angle brackets (RFC 5321 §4.5.3.1.3).
const MAX_ADDRESS: usize = 254;

/// A text as one line: line breaks (also U+2028 and U+2029) and other control characters become
/// spaces; trimmed. For subjects and names, where a line break would start another header.
pub fn one_line(text: &str) -> String {
    let flat: String = text
        .replace("\r\n", " ")
        .chars()
        .map(|c| if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}') { ' ' } else { c })
        .collect();
    flat.trim().to_owned()
}

/// A text with CRLF for every line break, whichever it had.
pub fn crlf(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\r', "\n").replace('\n', "\r\n")
}

/// An address as RFC 5322 §3.4.1 writes it, or None if it is none: no `@`, a domain that is no host
/// name, control or non-ASCII characters before it, too long. A domain in Japanese is written in
/// ASCII.
///
/// A local part that is no dot-atom is quoted, so it stays one address whatever is in it. Carriers
/// in Japan have given out such addresses (`a..b@`, `a.@`), and people still have them.
pub fn addr_spec(address: &str) -> Option<String> {
    let address = ascii(address.trim())?;
    let (local, domain) = address.rsplit_once('@')?;
    let label = |l: &str| !l.is_empty() && l.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    if local.is_empty()
        || !local.chars().all(|c| matches!(c, ' '..='~'))
        || !domain.split('.').all(label)
    {
        return None;
    }
    // RFC 5322 §3.2.3, atext.
    let atext = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-/=?^_`{|}~".contains(c);
    let dot_atom = local.split('.').all(|atom| !atom.is_empty() && atom.chars().all(atext));
    let spec = if dot_atom {
        format!("{local}@{domain}")
    } else {
        // RFC 5322 §3.2.4: inside quotes only these two need a backslash.
        let quoted = local.replace('\\', r"\\").replace('"', "\\\"");
        format!("\"{quoted}\"@{domain}")
    };
    (spec.len() <= MAX_ADDRESS).then_some(spec)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::typed::as_typed;

    #[test]
    fn addresses_are_themselves_quoted_or_none() {
        as_typed("addr_spec", |typed| addr_spec(typed).ok_or("none"));
        assert_eq!(addr_spec(&format!("{}@example.jp", "a".repeat(300))), None);
    }

    #[test]
    fn one_line_has_no_break_and_keeps_the_rest() {
        assert_eq!(
            one_line(" 退会の\r\nお願い\u{85}\u{2028}（\u{20BB7}野）\t\n"),
            "退会の お願い  （\u{20BB7}野）"
        );
        assert_eq!(one_line("葛\u{E0100}ﾊﾅｺ"), "葛\u{E0100}ﾊﾅｺ");
    }
}
