//! Explains syntax errors to people who have never heard of TOML: what is there, and what to write
//! instead.

use super::toml_statement::{assigned, closed, heading, outside, plain_key, text_end};
use crate::text::clean;
use toml::de::DeTable;

/// Marks of an input method that look like those of TOML, with the right one.
const QUOTES: [char; 21] = [
    '“', '”', '„', '‟', '＂', '「', '」', '『', '』', '‘', '’', '｢', '｣', '〝', '〟', '″', '′',
    '＇', '`', '´', '❝',
];
const WIDE: [(char, char); 12] = [
    ('【', '['),
    ('】', ']'),
    ('〔', '['),
    ('〕', ']'),
    ('＝', '='),
    ('［', '['),
    ('］', ']'),
    ('＃', '#'),
    ('，', ','),
    ('、', ','),
    ('｛', '{'),
    ('｝', '}'),
];

/// The explanation of a parser `message` about a statement, and its offset.
pub(super) fn in_words(said: &str, message: &str) -> (usize, String) {
    let here = |words: &str| (0, words.to_owned());
    let control =
        |c: char| c.is_control() && c != '\t' && c != '\n' || matches!(c, '\u{2028}' | '\u{2029}');
    let plain = said.trim_end_matches(['\r', '\n']);
    if let Some(c) = plain.chars().find(|c| control(*c) && *c != '\r').or_else(|| {
        let bare = plain.replace("\r\n", "\n");
        bare.chars().find(|c| control(*c))
    }) {
        return here(&text!("toml.words.control", code = format!("U+{:04X}", u32::from(c))));
    }
    let first = said.lines().next().unwrap_or_default();
    let bare = outside(first);
    if let Some(code) = clean::clean(&bare, false).removed.first() {
        return here(&text!("toml.words.control", code));
    }
    if let Some(name) = heading(said) {
        return here(&heading_words(bare.trim(), name));
    }
    let wide = |bare: &str| WIDE.iter().find(|(wide, _)| bare.contains(*wide)).copied();
    let wide_words = |(wide, plain): (char, char)| text!("toml.words.wide", wide, plain);
    let Some((key, value)) = assigned(said) else {
        return match wide(&bare) {
            Some(found) => here(&wide_words(found)),
            None => here(text!("toml.words.no_sign")),
        };
    };
    if let Some(found) = wide(key) {
        return here(&wide_words(found));
    }
    if key.contains('\u{3000}') {
        return here(text!("toml.words.wide_space"));
    }
    if key.trim().is_empty() {
        return here(text!("toml.words.no_key"));
    }
    if DeTable::parse(&format!("{key}=0")).is_err() {
        return here(text!("toml.words.key"));
    }
    let value = value.trim_matches([' ', '\t', '\r', '\n']);
    match value.chars().next() {
        None | Some('#') => here(text!("toml.words.no_value")),
        Some('=') => here(text!("toml.words.two_signs")),
        Some('"' | '\'') => here(&quoted_words(value)),
        Some('[' | '{' | '［' | '｛') => {
            let begins = said.find(value).unwrap_or_default();
            let (at, words) = list_words(value, message);
            (begins + at, words)
        }
        Some(c) if QUOTES.contains(&c) => here(text!("toml.words.wide_quotes")),
        Some(c) if wide_digit(c).is_some() && value.chars().all(numeric) => {
            here(&text!("toml.words.wide", wide = c, plain = wide_digit(c).unwrap_or(c)))
        }
        Some(_) if dated(value) => here(text!("toml.bad_date")),
        Some(_) => here(text!("toml.words.no_quotes")),
    }
}

fn heading_words(bare: &str, name: &str) -> String {
    if let Some((wide, plain)) = WIDE.iter().find(|(wide, _)| bare.contains(*wide)) {
        return text!("toml.words.wide", wide, plain);
    }
    let (example, closes) =
        if bare.starts_with("[[") { ("[[registration]]", "]]") } else { ("[sender]", "]") };
    // Its remark has become dots.
    if bare.trim_end_matches(['.', ' ']).ends_with(closes) && plain_key(name).is_none() {
        return text!("toml.words.heading").to_owned();
    }
    text!("toml.words.header", example, closes)
}

fn quoted_words(value: &str) -> String {
    let unclosed_text = |quotes: &str| text!("toml.words.unclosed_text", quotes);
    for quotes in ["\"\"\"", "'''"] {
        if value.starts_with(quotes) {
            let Ok(end) = text_end(value, 0, quotes) else { return unclosed_text(quotes) };
            let behind = value.get(end..).unwrap_or_default().trim();
            let words = if behind.is_empty() {
                text!("toml.words.backslash")
            } else {
                text!("toml.words.behind")
            };
            return words.to_owned();
        }
    }
    let end = match closed(value) {
        Ok(end) => end,
        Err(_) if value.ends_with(QUOTES) => return text!("toml.words.wide_quotes").to_owned(),
        Err(_) => return text!("toml.words.unclosed").to_owned(),
    };
    let behind = value.get(end..).unwrap_or_default().trim_matches([' ', '\t']);
    let words = match behind.chars().next() {
        None | Some('#') => text!("toml.words.backslash"),
        Some('＃') => return text!("toml.words.wide", wide = '＃', plain = '#'),
        Some('\u{3000}') => text!("toml.words.wide_space"),
        Some(_) if value.starts_with('\'') => text!("toml.words.behind_single"),
        Some(_) => text!("toml.words.behind"),
    };
    words.to_owned()
}

/// What is wrong with a list or an inline table, and on which of its lines.
fn list_words(value: &str, message: &str) -> (usize, String) {
    let mut at = 0;
    for line in value.split_inclusive('\n') {
        let bare = outside(line);
        if let Some((wide, plain)) = WIDE.iter().find(|(wide, _)| bare.contains(*wide)) {
            return (at, text!("toml.words.wide", wide, plain));
        }
        if bare.contains(QUOTES) {
            return (at, text!("toml.words.wide_quotes").to_owned());
        }
        if bare.contains('\u{3000}') {
            return (at, text!("toml.words.wide_space").to_owned());
        }
        if ends_open(line) {
            let words = if line.trim_end().trim_end_matches([',', ']', '}', ' ']).ends_with(QUOTES)
            {
                text!("toml.words.wide_quotes")
            } else {
                text!("toml.words.unclosed")
            };
            return (at, words.to_owned());
        }
        let key =
            |part: &str| part.split_once('=').is_some_and(|(k, _)| plain_key(k.trim()).is_none());
        if bare.split([',', '[', '{']).any(key) {
            return (at, text!("toml.words.key").to_owned());
        }
        if unquoted(&bare) {
            return (at, text!("toml.words.no_quotes").to_owned());
        }
        at += line.len();
    }
    let escape = message.contains("escape") || message.contains("unicode");
    let words = match value.starts_with('{') {
        _ if escape => text!("toml.words.backslash"),
        _ if message.starts_with("duplicate key") => text!("toml.words.twice"),
        true => text!("toml.words.braces"),
        false => text!("toml.words.list"),
    };
    (0, words.to_owned())
}

/// Whether a string begins on a line that does not end there.
fn ends_open(line: &str) -> bool {
    let mut at = 0;
    let bytes = line.as_bytes();
    while let Some(b) = bytes.get(at) {
        match b {
            b'#' => return false,
            b'"' | b'\'' => match closed(line.get(at..).unwrap_or_default()) {
                Ok(length) => at += length,
                Err(_) => return true,
            },
            _ => at += 1,
        }
    }
    false
}

/// Whether a list or an inline table contains unquoted text.
fn unquoted(bare: &str) -> bool {
    bare.split([',', '[', ']', '{', '}']).any(|part| {
        let word = part.rsplit('=').next().unwrap_or(part).trim();
        let in_quotes = word.starts_with('.');
        let named = !part.contains('=') && plain_key(word).is_some() && bare.contains('{');
        word.starts_with(char::is_alphabetic)
            && !in_quotes
            && !named
            && !["true", "false", "inf", "nan"].contains(&word)
    })
}

/// Whether a value was meant as a date: a year and a hyphen (phone numbers have three digits
/// there), or numbers with date separators.
fn dated(value: &str) -> bool {
    let (year, rest) = value.split_once('-').unwrap_or_default();
    let hyphens = year.len() == 4
        && year.bytes().all(|b| b.is_ascii_digit())
        && rest.starts_with(|c: char| c.is_ascii_digit());
    let digits = |c: char| c.is_ascii_digit();
    let marked =
        value.contains(['/', '年']) && value.starts_with(digits) || value.split('.').count() == 3;
    let of_a_date = |c: char| {
        c.is_ascii_digit() || matches!(c, '/' | '.' | '-' | ':' | ' ' | '年' | '月' | '日')
    };
    hyphens || marked && value.split('#').next().is_some_and(|v| v.chars().all(of_a_date))
}

fn wide_digit(c: char) -> Option<char> {
    let n = u32::from(c).checked_sub(u32::from('０')).filter(|n| *n < 10)?;
    char::from_digit(n, 10)
}

fn numeric(c: char) -> bool {
    c.is_ascii_digit() || wide_digit(c).is_some() || matches!(c, '-' | '－' | '.')
}
