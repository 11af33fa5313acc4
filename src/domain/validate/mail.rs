//! Mail addresses: also the odd ones of carriers, and domains in Japanese.

use super::label::{COLONS, unlabelled};
use std::borrow::Cow;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The longest part before the `@`, and the longest address (RFC 5321 §4.5.3.1).
const MAX_LOCAL: usize = 64;
const MAX_ADDRESS: usize = 254;
/// The longest label of a domain (RFC 1035 §2.3.4).
const MAX_LABEL: usize = 63;

/// An address in its normal form, without a display name, brackets or quotes. A Japanese domain is
/// kept as written; [`ascii`] gives its other form.
pub(super) fn email(line: &str) -> Result<String, String> {
    let wrong = |why: &str| Err(text!("validate.mail", why));
    let plain: String = line.nfkc().collect();
    let plain = unlinked(plain.trim());
    let bare = bare(&plain);
    let remark = |d: &str| !d.starts_with('[') && d.ends_with([')', ']', '】', '」']);
    if bare.rsplit_once('@').is_some_and(|(_, domain)| remark(domain)) {
        return wrong(text!("validate.mail.remark"));
    }
    if bare.matches('@').count() > 1 && bare.contains([',', ';', '、', '/', ' ', '\u{3000}']) {
        return wrong(text!("validate.mail.two"));
    }
    let Some((local, domain)) = bare.rsplit_once('@') else {
        return wrong(text!("validate.mail.no_at"));
    };
    let quoted =
        local.strip_prefix('"').and_then(|l| l.strip_suffix('"')).filter(|l| !l.is_empty());
    let local = quoted.unwrap_or(local);
    if local.is_empty() {
        return wrong(text!("validate.mail.no_local"));
    }
    if bare.chars().any(char::is_whitespace) {
        return wrong(text!("validate.mail.space"));
    }
    if local.len() > MAX_LOCAL {
        return wrong(text!("validate.mail.long_local"));
    }
    if !local.is_ascii() {
        return wrong(text!("validate.mail.wide_local"));
    }
    if quoted.is_none() && local.contains('@') {
        return wrong(text!("validate.mail.two_ats"));
    }
    // RFC 5322 §3.2.3. Dots may be anywhere: carriers issued `a..b.@`.
    if !local.chars().all(|c| c.is_ascii_alphanumeric() || "!#$%&'*+-/=?^_`{|}~.".contains(c)) {
        return wrong(text!("validate.mail.bad_local"));
    }
    // What an input method makes of the full-stop key.
    let domain = domain.replace('。', ".");
    if !domain.contains('.') {
        return wrong(text!("validate.mail.no_dot"));
    }
    let domain = if domain.is_ascii() { domain } else { domain.to_lowercase().nfc().collect() };
    let domain = as_read(&domain);
    let Some(host) = host(&domain) else {
        return wrong(text!("validate.mail.bad_domain"));
    };
    if local.len() + 1 + host.len() > MAX_ADDRESS {
        return wrong(text!("validate.mail.long"));
    }
    Ok(format!("{local}@{domain}"))
}

/// The address of a link (RFC 6068 §2), which may have any of its bytes as `%2B`.
fn unlinked(text: &str) -> Cow<'_, str> {
    const LINK: &str = "mailto:";
    let Some((_, link)) =
        text.split_at_checked(LINK.len()).filter(|(s, _)| s.eq_ignore_ascii_case(LINK))
    else {
        return Cow::Borrowed(text);
    };
    let link = link.split('?').next().unwrap_or(link);
    let mut bytes = Vec::new();
    let mut rest = link.as_bytes();
    while let [first, behind @ ..] = rest {
        let code = behind.get(..2).and_then(|c| std::str::from_utf8(c).ok());
        let byte = code.and_then(|c| u8::from_str_radix(c, 16).ok()).filter(|_| *first == b'%');
        bytes.push(byte.unwrap_or(*first));
        rest = behind.get(if byte.is_some() { 2 } else { 0 }..).unwrap_or_default();
    }
    String::from_utf8(bytes).map_or(Cow::Borrowed(link), Cow::Owned)
}

/// Without what mail programs write around an address: `山田 <a@b.jp>`, `"a@b.jp"`.
fn bare(text: &str) -> &str {
    // Copying a sentence or a list often includes its final punctuation.
    let text = text.trim_end_matches(['.', ',', ';', '。', '、']);
    let text = text.rsplit_once('<').and_then(|(_, t)| t.strip_suffix('>')).unwrap_or(text).trim();
    // A label may precede a colon.
    let text =
        if text.contains("://") { text } else { unlabelled(text, COLONS, |l| !l.contains('@')) };
    let around = [('"', '"'), ('\'', '\''), ('(', ')'), ('「', '」')];
    let inside = around.iter().find_map(|(a, b)| text.trim().strip_prefix(*a)?.strip_suffix(*b));
    inside.filter(|t| !t.contains('"')).unwrap_or(text).trim()
}

/// The address in ASCII, as headers and links need it. None if the domain cannot exist.
pub fn ascii(address: &str) -> Option<String> {
    let (local, domain) = address.rsplit_once('@')?;
    if domain.is_ascii() {
        Some(address.to_owned())
    } else {
        Some(format!("{local}@{}", host(domain)?))
    }
}

/// How a letter writes an address: a domain in Japanese in both forms, for every program.
pub fn both_forms(address: &str) -> String {
    match ascii(address).filter(|a| a != address) {
        Some(ascii) => text!("sign.with", name = address, words = ascii),
        None => address.to_owned(),
    }
}

/// A domain in ASCII, if it can exist: letters, digits and inner hyphens, the end no number.
fn host(domain: &str) -> Option<String> {
    // What the last label is called has one script: 「jp様」 is jp, and how somebody is addressed.
    let last = domain.rsplit('.').next().unwrap_or_default();
    if last.contains(|c: char| c.is_ascii()) && last.contains(|c: char| c >= '\u{3000}') {
        return None;
    }
    let labels: Option<Vec<String>> = domain.split('.').map(label).collect();
    let labels = labels?;
    let last = labels.last()?;
    (last.len() > 1 && !last.bytes().all(|b| b.is_ascii_digit())).then(|| labels.join("."))
}

fn label(text: &str) -> Option<String> {
    let inside = |c: char| {
        if c.is_ascii() {
            c.is_ascii_alphanumeric() || c == '-'
        } else {
            c.is_alphanumeric() || c == '・' || is_combining_mark(c)
        }
    };
    if text.is_empty() || text.starts_with('-') || text.ends_with('-') || !text.chars().all(inside)
    {
        return None;
    }
    let ascii = if text.is_ascii() {
        text.to_owned()
    } else {
        format!("xn--{}", punycode::encode(text).ok()?)
    };
    (ascii.len() <= MAX_LABEL).then_some(ascii)
}

/// A domain with its labels decoded (`例え` for `xn--r8jz45g`), if they round-trip.
fn as_read(domain: &str) -> String {
    let read = |of: &str| {
        let of = of.to_ascii_lowercase();
        let decoded = punycode::decode(of.strip_prefix("xn--")?).ok();
        decoded.filter(|l| label(l).is_some_and(|back| back == of))
    };
    let labels = domain.split('.').map(|of| read(of).unwrap_or_else(|| of.to_owned()));
    labels.collect::<Vec<_>>().join(".")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::typed::as_typed;

    #[test]
    fn as_people_write_them() {
        as_typed("mail", |typed| {
            email(typed).inspect_err(|said| assert!(said.contains("name@example.jp"), "{said}"))
        });
    }

    #[test]
    fn a_part_that_is_too_long_is_said() {
        let long = |before, of| email(&format!("{}@{}.jp", "a".repeat(before), "b".repeat(of)));
        assert!(long(64, 63).is_ok());
        assert!(long(65, 7).is_err_and(|said| said.contains("64文字")));
        assert!(long(1, 64).is_err_and(|said| said.contains("ドメイン")));
    }

    #[test]
    fn punycode_as_others_write_it() {
        as_typed("punycode", |label| {
            let ascii = punycode::encode(label).map_err(|()| "none")?;
            assert_eq!(punycode::decode(&ascii).as_deref(), Ok(label));
            Ok::<_, &str>(ascii)
        });
        assert_eq!(both_forms("a@例え.jp"), "a@例え.jp（a@xn--r8jz45g.jp）");
        assert_eq!(both_forms("a@example.jp"), "a@example.jp");
    }
}
