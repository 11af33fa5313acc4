//! A mail as a file that mail programs open as a draft: RFC 5322 with MIME (RFC 2045, 2047).
//!
//! The encodings come from email-encoding, the part of lettre that does just that. The crates that
//! build whole messages do more than a draft wants: they ask the clock for a Message-ID (with the
//! name of this machine in it), refuse a mail without recipients, or bring thirty dependencies for
//! host names.

use super::{addr_spec, crlf, one_line};
use chrono::{DateTime, Datelike, FixedOffset};
use email_encoding::body::base64;
use email_encoding::headers::writer::EmailWriter;
use email_encoding::headers::{quoted_string, rfc2047};
use std::fmt::{self, Write};

/// The longest subject or name that is written without encoding: it stays on one line of 78 (RFC
/// 5322 §2.1.1) with the name of its header, also if it has no blank to fold at.
const MAX_PLAIN: usize = 60;

/// A name and an address, as typed. Personal, hence no `Debug`; the same goes for [`Message`].
#[derive(Clone, Copy)]
pub struct Mailbox<'a> {
    pub name: &'a str,
    pub address: &'a str,
}

#[derive(Clone, Copy)]
pub struct Message<'a> {
    /// None leaves it to the mail program, which puts its own account there.
    pub from: Option<Mailbox<'a>>,
    /// None leaves it to the user.
    pub to: Option<Mailbox<'a>>,
    pub cc: Option<Mailbox<'a>>,
    pub subject: &'a str,
    /// When it was written. Mail programs replace it on sending.
    pub date: DateTime<FixedOffset>,
    /// The body, with any kind of line breaks.
    pub body: &'a str,
}

/// An address that cannot stand in a header. Says which, not what it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BadAddress {
    /// `From`, `To` or `Cc`.
    pub header: &'static str,
}

shows!(Display BadAddress, it, text!("eml.address"), header = it.header);

impl std::error::Error for BadAddress {}

/// The mail as a file: ASCII, CRLF line ends, no line beyond 78 characters but for one long
/// address.
///
/// `X-Unsent: 1` makes Outlook open it as a draft; the others offer to edit any message as new.
/// There is no Message-ID: it is optional (RFC 5322 §3.6.4), and the program that sends gives one.
/// The body is in base64, the shortest form of Japanese, and comes back byte for byte but for its
/// line breaks, which are CRLF (RFC 2045 §6.8).
/// Errors: [`BadAddress`]: see [`addr_spec`].
///
/// # Panics
/// Never: writing to a text does not fail.
pub fn eml(draft: &Message<'_>) -> Result<String, BadAddress> {
    let mut out = String::new();
    // A year is four digits there (RFC 5322 §3.3).
    if (1900..=9999).contains(&draft.date.year()) {
        let date = draft.date.format("%a, %-d %b %Y %H:%M:%S %z").to_string();
        header(&mut out, "Date", |w| w.write_str(&date));
    }
    for (name, mailbox) in [("From", draft.from), ("To", draft.to), ("Cc", draft.cc)] {
        let Some(m) = mailbox else { continue };
        let spec = addr_spec(m.address).ok_or(BadAddress { header: name })?;
        header(&mut out, name, |w| write_mailbox(w, &one_line(m.name), &spec));
    }
    header(&mut out, "Subject", |w| write_subject(w, &one_line(draft.subject)));
    out.push_str("X-Unsent: 1\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n");
    out.push_str("Content-Transfer-Encoding: base64\r\n\r\n");
    base64::encode(crlf(draft.body).as_bytes(), &mut out).expect("a String takes everything");
    out.push_str("\r\n");
    Ok(out)
}

fn header(out: &mut String, name: &str, write: impl FnOnce(&mut EmailWriter<'_>) -> fmt::Result) {
    out.extend([name, ": "]);
    let mut writer = EmailWriter::new(out, name.len() + 2, 0, false);
    write(&mut writer).expect("a String takes everything");
    drop(writer);
    out.push_str("\r\n");
}

/// `name <address>` (RFC 5322 §3.4). All but letters, digits and blanks is encoded.
fn write_mailbox(w: &mut EmailWriter<'_>, name: &str, spec: &str) -> fmt::Result {
    if name.is_empty() {
        return w.write_str(spec);
    }
    if name.len() <= MAX_PLAIN && name.chars().all(|c| c.is_ascii_alphanumeric() || c == ' ') {
        quoted_string::encode(name, w)?;
    } else {
        rfc2047::encode(name, w)?;
    }
    w.space();
    w.folding().write_str(&format!("<{spec}>"))
}

/// An ASCII subject is written unencoded, unless it could be taken for encoded (RFC 2047 §5).
fn write_subject(w: &mut EmailWriter<'_>, subject: &str) -> fmt::Result {
    if subject.len() <= MAX_PLAIN && subject.is_ascii() && !subject.contains("=?") {
        w.folding().write_str(subject)
    } else {
        rfc2047::encode(subject, w)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::TimeZone;

    fn draft() -> Message<'static> {
        let zone = FixedOffset::east_opt(9 * 3600).expect("an offset");
        Message {
            from: Some(Mailbox { name: "Hanako Yamada", address: "hanako@example.jp" }),
            to: None,
            cc: None,
            subject: "Hello",
            date: zone.with_ymd_and_hms(2026, 12, 1, 12, 0, 0).single().expect("a time"),
            body: "one\ntwo",
        }
    }

    #[test]
    fn the_whole_file() {
        let want = "Date: Tue, 1 Dec 2026 12:00:00 +0900\r\n\
            From: \"Hanako Yamada\" <hanako@example.jp>\r\n\
            Subject: Hello\r\n\
            X-Unsent: 1\r\n\
            MIME-Version: 1.0\r\n\
            Content-Type: text/plain; charset=utf-8\r\n\
            Content-Transfer-Encoding: base64\r\n\
            \r\n\
            b25lDQp0d28=\r\n";
        assert_eq!(eml(&draft()).as_deref(), Ok(want));
    }

    #[test]
    fn a_bad_address_is_named_by_its_header_alone() {
        let bad = Some(Mailbox { name: "", address: "taro@example.jp>\r\nBcc: x@example.jp" });
        let e = eml(&Message { cc: bad, ..draft() }).expect_err("a refusal");
        assert_eq!(e, BadAddress { header: "Cc" });
        assert!(!format!("{e} {e:?}").contains("taro"));
    }
}
