//! Where the statements of a text of TOML begin and end, also where they can't be read.

use std::ops::Range;

/// Deeper nesting than any of our files has is refused before it is walked.
pub(super) const MAX_DEPTH: usize = 8;

/// Opening brackets of a heading, including mistyped ones.
pub(super) const BRACKETS: [char; 4] = ['[', '［', '【', '〔'];
/// A dotted key as it may be quoted. What can't be one of ours may be personal: not quoted.
pub(super) fn nameable(key: &str) -> String {
    let plain = |part: &&str| {
        let name =
            part.strip_suffix(']').and_then(|p| p.split_once('[')).map_or(*part, |(name, n)| {
                if n.bytes().all(|b| b.is_ascii_digit()) { name } else { "" }
            });
        let bare = |b: u8| b.is_ascii_alphanumeric() || b == b'_' || b == b'-';
        name.len() <= 40
            && name.starts_with(|c: char| c.is_ascii_alphabetic())
            && name.bytes().all(bare)
    };
    key.split('.').take_while(plain).take(MAX_DEPTH).collect::<Vec<_>>().join(".")
}

/// A bare key, dotted perhaps, that can be one of ours.
pub(super) fn plain_key(key: &str) -> Option<String> {
    let key: String =
        key.split('.').map(|p| p.trim().trim_matches('"')).collect::<Vec<_>>().join(".");
    Some(nameable(&key)).filter(|k| *k == key && !k.is_empty())
}

/// The part before the `=` of a statement, if it can be a key of ours.
pub(super) fn key_of(said: &str) -> Option<String> {
    plain_key(assigned(said)?.0.trim())
}

/// A statement at its `=`.
pub(super) fn assigned(said: &str) -> Option<(&str, &str)> {
    let at = outside(said.lines().next().unwrap_or_default()).find('=')?;
    Some((said.get(..at)?, said.get(at + 1..)?))
}

/// The text between the brackets of a heading, even if they are unclosed or the wrong kind.
pub(super) fn heading(said: &str) -> Option<&str> {
    let line = said.trim_start().lines().next()?;
    let bare = outside(line);
    if bare.contains('=') {
        return None;
    }
    if let Some(inner) = line.strip_prefix(BRACKETS) {
        let inner = inner.trim_start_matches(BRACKETS);
        let end = inner.find([']', '］', '】', '〕', '#']).unwrap_or(inner.len());
        return Some(inner.get(..end)?.trim_matches([' ', '\t', '\r', '\u{3000}']));
    }
    let name =
        bare.trim_end_matches(['.', ' ', '\r']).strip_suffix([']', '］'])?.trim_end_matches(']');
    line.get(..name.len()).map(str::trim).filter(|name| plain_key(name).is_some())
}

/// Whether a heading begins one of several tables of its name.
pub(super) fn is_row(said: &str) -> bool {
    said.trim_start().strip_prefix(BRACKETS).is_some_and(|rest| rest.starts_with(BRACKETS))
}

/// Whether a line looks like a heading or an entry, so that the previous value is unclosed.
fn begins_anew(line: &str, in_braces: bool) -> bool {
    let line = line.trim();
    if let Some(inner) = line.strip_prefix('[') {
        let inner = inner.strip_prefix('[').unwrap_or(inner);
        let name = inner.split(']').next().unwrap_or_default();
        return plain_key(name)
            .is_some_and(|n| !["true", "false", "inf", "nan"].contains(&n.as_str()));
    }
    !in_braces && line.split_once('=').is_some_and(|(key, _)| plain_key(key.trim()).is_some())
}

pub(super) fn statement_at(text: &str, at: usize) -> Range<usize> {
    let mut range = statement(text, 0);
    while range.end <= at && range.end < text.len() {
        range = statement(text, range.end);
    }
    range
}

/// The statement that begins at the beginning of a line, with its end of line: a heading, an entry
/// with its whole value, a remark, nothing. What has no end goes as far as something else begins.
pub(super) fn statement(text: &str, from: usize) -> Range<usize> {
    let rest = text.get(from..).unwrap_or_default();
    let line_end =
        |at: usize| rest.get(at..).and_then(|r| r.find('\n')).map_or(rest.len(), |n| at + n + 1);
    let first = rest.lines().next().unwrap_or_default();
    if heading(first).is_some() {
        return from..from + line_end(0);
    }
    // Where the value has begun, brackets count.
    let mut at = outside(first).find('=').map_or(0, |at| at + 1);
    let mut open: Vec<u8> = Vec::new();
    while let Some(b) = rest.as_bytes().get(at) {
        match b {
            b'#' => at = line_end(at).saturating_sub(1).max(at + 1),
            b'"' | b'\'' => {
                let quotes = if *b == b'"' { "\"\"\"" } else { "'''" };
                if rest.get(at..).is_some_and(|r| r.starts_with(quotes)) {
                    match text_end(rest, at, quotes) {
                        Ok(end) => at = end,
                        Err(end) => return from..from + end,
                    }
                } else {
                    at += closed(rest.get(at..).unwrap_or_default())
                        .unwrap_or_else(|open| open)
                        .max(1);
                }
            }
            b'[' | b'{' if at > 0 => {
                open.push(*b);
                at += 1;
            }
            b']' | b'}' => {
                open.pop();
                at += 1;
            }
            b'\n' => {
                at += 1;
                let next = rest.get(at..).and_then(|r| r.lines().next()).unwrap_or_default();
                if open.is_empty() || begins_anew(next, open.contains(&b'{')) {
                    return from..from + at;
                }
            }
            _ => at += 1,
        }
    }
    from..text.len()
}

/// Where a multi-line string that begins there ends; Err if something else begins before.
pub(super) fn text_end(rest: &str, at: usize, quotes: &str) -> Result<usize, usize> {
    let quote = quotes.as_bytes().first().copied().unwrap_or(b'"');
    let bytes = rest.as_bytes();
    let mut end = at + 3;
    loop {
        match bytes.get(end) {
            None => return Err(no_end(rest, at, rest.len())),
            Some(b'\\') if quote == b'"' => end += 2,
            Some(b) if *b == quote => {
                let run = bytes.iter().skip(end).take(5).take_while(|b| **b == quote).count();
                if run < 3 {
                    end += run;
                    continue;
                }
                // Behind a key and its sign these quotes open a text.
                let line = bytes.get(at..end).and_then(|t| t.rsplit(|b| *b == b'\n').next());
                let line = rest.get(end - line.map_or(0, <[u8]>::len)..end).unwrap_or_default();
                let opens = line
                    .trim()
                    .strip_suffix('=')
                    .is_some_and(|key| plain_key(key.trim()).is_some());
                let same_line = line.len() == end - at;
                return if opens && !same_line {
                    Err(no_end(rest, at, end - line.len()))
                } else {
                    Ok(end + run)
                };
            }
            Some(_) => end += 1,
        }
    }
}

/// Where an unclosed string is assumed to end: at the next heading, else where it must have ended.
fn no_end(rest: &str, from: usize, to: usize) -> usize {
    let mut at = from;
    let body = rest.get(from..to).unwrap_or_default();
    for (i, line) in body.split_inclusive('\n').enumerate() {
        if i > 0 && line.starts_with('[') && begins_anew(line, true) {
            return at;
        }
        at += line.len();
    }
    to
}

/// Whether the value of a statement is a text of several lines without an end.
pub(super) fn open_text(said: &str) -> bool {
    let value = assigned(said).map_or("", |(_, v)| v.trim());
    ["\"\"\"", "'''"].iter().any(|q| value.starts_with(q) && text_end(value, 0, q).is_err())
}

/// Length of the single-line string at the start of `text`; Err: it is not closed.
pub(super) fn closed(text: &str) -> Result<usize, usize> {
    let quote = text.bytes().next().unwrap_or(b'"');
    let mut escaped = false;
    for (i, b) in text.bytes().enumerate().skip(1) {
        match b {
            b'\n' => return Err(i),
            _ if escaped => escaped = false,
            b'\\' if quote == b'"' => escaped = true,
            b if b == quote => return Ok(i + 1),
            _ => {}
        }
    }
    Err(text.len())
}

/// A line with quoted text and comments replaced by dots of the same length.
pub(super) fn outside(line: &str) -> String {
    let (mut out, mut at) = (String::with_capacity(line.len()), 0);
    while let Some(c) = line.get(at..).and_then(|r| r.chars().next()) {
        let length = match c {
            '#' => line.len() - at,
            '"' | '\'' => closed(line.get(at..).unwrap_or_default()).unwrap_or_else(|open| open),
            c => {
                out.push(c);
                at += c.len_utf8();
                continue;
            }
        };
        out.extend(std::iter::repeat_n('.', length));
        at += length;
    }
    out
}
