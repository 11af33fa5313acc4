//! `mailto:` links (RFC 6068).

use super::{addr_spec, crlf, one_line};

/// The longest link that is handed over, in characters. RFC 6068 names no limit, programs do:
/// Windows passes at most 2,083 (`INTERNET_MAX_URL_LENGTH` in wininet.h) to the mail program and
/// cuts off the rest without a word. Elsewhere nothing on the way is known to cut; a mail program
/// that is a web page gets the link in a request line, of which every server should take 8,000 (RFC
/// 9112 §3), and that page's own address is a part of it. A letter that ends in the middle is worse
/// than none.
///
/// A kanji takes nine characters of it; see [`mailto_without_body`].
pub const LIMIT: usize = if cfg!(windows) { 2_000 } else { 7_500 };

/// The link would be longer than programs take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TooLong {
    /// How long it would be, in characters (all ASCII).
    pub length: usize,
    pub limit: usize,
}

shows!(Display TooLong, it, text!("mailto.too_long"), length = it.length, limit = it.limit);

impl std::error::Error for TooLong {}

/// A link that opens a mail with everything in it.
///
/// In: addresses as typed, the subject, the body with any kind of line breaks. Out: the link, pure
/// ASCII; line breaks of the body are CRLF (RFC 6068 §5). Everything but unreserved characters (RFC
/// 3986 §2.3) and the `@` of an address is encoded, so `?`, `&`, `=` and `,` in a field stay in it.
/// An address that is none ([`addr_spec`]) is left out: the mail program asks.
/// Errors: [`TooLong`] beyond [`LIMIT`].
pub fn mailto(
    to: Option<&str>,
    cc: Option<&str>,
    subject: Option<&str>,
    body: &str,
) -> Result<String, TooLong> {
    link(to, cc, subject, Some(&crlf(body)))
}

/// A link that opens a mail with its addresses and subject; the body is pasted there. For letters
/// that [`mailto`] finds too long.
/// Errors: [`TooLong`]: the subject alone is beyond [`LIMIT`].
pub fn mailto_without_body(
    to: Option<&str>,
    cc: Option<&str>,
    subject: Option<&str>,
) -> Result<String, TooLong> {
    link(to, cc, subject, None)
}

fn link(
    to: Option<&str>,
    cc: Option<&str>,
    subject: Option<&str>,
    body: Option<&str>,
) -> Result<String, TooLong> {
    let address = |a: Option<&str>| {
        let spec = addr_spec(a?)?;
        let (local, domain) = spec.rsplit_once('@')?;
        Some(format!("{}@{domain}", encode(local)))
    };
    let fields = [
        ("cc", address(cc)),
        ("subject", subject.map(|s| encode(&one_line(s))).filter(|s| !s.is_empty())),
        ("body", body.map(encode).filter(|b| !b.is_empty())),
    ];
    let mut url = format!("mailto:{}", address(to).unwrap_or_default());
    let mut mark = '?';
    for (name, value) in fields {
        if let Some(value) = value {
            url.push(mark);
            url.extend([name, "=", &value]);
            mark = '&';
        }
    }
    if url.len() > LIMIT { Err(TooLong { length: url.len(), limit: LIMIT }) } else { Ok(url) }
}

/// UTF-8, percent-encoded but for the unreserved characters of RFC 3986 §2.3; `+` would be a space.
fn encode(text: &str) -> String {
    const HEX: [char; 16] =
        ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'A', 'B', 'C', 'D', 'E', 'F'];
    let mut out = String::with_capacity(text.len() * 3);
    for b in text.bytes() {
        if b.is_ascii_alphanumeric() || b"-._~".contains(&b) {
            out.push(char::from(b));
        } else {
            out.extend(['%', HEX[usize::from(b >> 4)], HEX[usize::from(b & 15)]]);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_encoded_and_absent_ones_left_out() {
        assert_eq!(mailto(None, None, None, "").as_deref(), Ok("mailto:"));
        let url = mailto(Some("a+b@x.jp"), Some("c@x.jp"), Some("A&b?c=d, 退"), "一\n二\r三\r\n四");
        let want = "mailto:a%2Bb@x.jp?cc=c@x.jp&subject=A%26b%3Fc%3Dd%2C%20%E9%80%80\
                    &body=%E4%B8%80%0D%0A%E4%BA%8C%0D%0A%E4%B8%89%0D%0A%E5%9B%9B";
        assert_eq!(url.as_deref(), Ok(want));
        assert_eq!(mailto(None, None, Some("s"), "").as_deref(), Ok("mailto:?subject=s"));
        // RFC 6068 §6.1.
        assert_eq!(
            mailto_without_body(Some("not@me@example.org"), None, None).as_deref(),
            Ok("mailto:%22not%40me%22@example.org")
        );
    }

    #[test]
    fn a_field_adds_no_other() {
        let url = mailto(
            Some("a@x.jp?bcc=e@x.jp"),
            Some("b@x.jp&bcc=e@x.jp"),
            Some("s\r\nBcc: e@x.jp"),
            "b",
        );
        assert_eq!(
            url.as_deref(),
            Ok("mailto:%22a%40x.jp%3Fbcc%3De%22@x.jp\
            ?cc=%22b%40x.jp%26bcc%3De%22@x.jp&subject=s%20Bcc%3A%20e%40x.jp&body=b")
        );
    }

    #[test]
    fn the_limit_is_exact_and_the_short_link_remains() {
        let base = "mailto:a@x.jp?body=".len();
        let body = "b".repeat(LIMIT - base);
        assert_eq!(mailto(Some("a@x.jp"), None, None, &body).map(|u| u.len()), Ok(LIMIT));
        let long = mailto(Some("a@x.jp"), None, None, &format!("{body}b"));
        assert_eq!(long, Err(TooLong { length: LIMIT + 1, limit: LIMIT }));
        // Nine characters a kanji.
        assert_eq!(mailto(None, None, None, "退").map(|u| u.len()), Ok("mailto:?body=".len() + 9));
        assert!(mailto_without_body(Some("a@x.jp"), None, Some("退会のお願い")).is_ok());
        assert!(mailto_without_body(None, None, Some(&"退".repeat(LIMIT / 9))).is_err());
    }
}
