//! What the parser of TOML says, in the words of somebody who has never heard of TOML: what stands there, and what to write instead.
//! Its own words are English and name what a grammar expects; most mistakes can be told from the line.

/// The deepest nesting that any of our files needs, with room; deeper ones are refused before they are walked.
pub(super) const MAX_DEPTH: usize = 8;

/// Marks of an input method that look like those of TOML, with the right one.
const QUOTES: [char; 10] = ['“', '”', '„', '＂', '「', '」', '『', '』', '‘', '’'];
const WIDE: [(char, char); 8] =
    [('＝', '='), ('［', '['), ('］', ']'), ('＃', '#'), ('，', ','), ('、', ','), ('｛', '{'), ('｝', '}')];

/// What is wrong at a place in the text of which the parser says `message`, and where that begins.
pub(super) fn in_words(text: &str, at: usize, message: &str) -> (usize, String) {
    let line = line_at(text, at);
    let says = |start: &str| message.starts_with(start);
    let here = |words: &str| (at, words.to_owned());
    if says("cannot recurse") {
        return (at, text!("toml.too_deep", most = MAX_DEPTH));
    }
    if says("duplicate key") {
        return here(text!("toml.words.twice"));
    }
    if let Some(c) = line.chars().find(|c| c.is_control() && *c != '\t') {
        return (at, text!("toml.words.control", code = format!("U+{:04X}", u32::from(c))));
    }
    // A text or a list without an end is noticed far below.
    for quotes in ["\"\"\"", "'''"] {
        if text.matches(quotes).count() % 2 == 1 {
            let begins = text.rfind(quotes).unwrap_or(at);
            return (begins, text!("toml.words.unclosed_text", quotes));
        }
    }
    let (bare, start) = (outside(line), line.trim_start());
    let (key, value) = line.split_once('=').map_or((line, None), |(key, v)| (key, Some(v.trim())));
    if let Some((wide, plain)) = WIDE.iter().find(|(wide, _)| bare.contains(*wide)) {
        return (at, text!("toml.words.wide", wide, plain));
    }
    if value.map_or(bare.contains(QUOTES), |v| v.starts_with(QUOTES) || v.ends_with(QUOTES)) {
        return here(text!("toml.words.wide_quotes"));
    }
    if bare.contains('\u{3000}') {
        return here(text!("toml.words.wide_space"));
    }
    if says("unclosed array")
        || says("unclosed inline")
        || says("missing comma")
        || says("extra comma")
        || says("unexpected `=` in array")
    {
        let before = text.get(..at).unwrap_or_default();
        let begins = before.rfind("= [").max(before.rfind("=[")).unwrap_or(at);
        return (begins, text!("toml.words.list").to_owned());
    }
    if says("missing escaped value") || says("too few unicode") || message.contains("unicode hexadecimal") {
        return here(text!("toml.words.backslash"));
    }
    here(match value {
        None if start.starts_with('[') => text!("toml.words.header"),
        // A key alone, or a line of a text that was closed too early.
        None => text!("toml.words.no_sign"),
        Some(_) if !key.is_ascii() => text!("toml.words.key"),
        Some("") => text!("toml.words.no_value"),
        Some(v) if v.starts_with(['"', '\'']) && open(v) => text!("toml.words.unclosed"),
        Some(v) if v.starts_with(['"', '\'']) => text!("toml.words.behind"),
        Some(_) if message.contains("key") => text!("toml.words.key"),
        Some(v) if dated(v) => text!("toml.bad_date"),
        Some(_) => text!("toml.words.no_quotes"),
    })
}

/// Whether a value was meant as a date: a year and its hyphen, where a telephone number has three digits.
fn dated(value: &str) -> bool {
    let (year, rest) = value.split_once('-').unwrap_or_default();
    year.len() == 4
        && year.bytes().all(|b| b.is_ascii_digit())
        && rest.starts_with(|c: char| c.is_ascii_digit())
}

/// Whether what is wrong there is a list, a text or a heading without an end, so that what follows can't be told from it.
pub(super) fn swallows(text: &str, at: usize, message: &str) -> bool {
    let line = line_at(text, at).trim_start();
    message.starts_with("unclosed")
        || message.starts_with("missing comma")
        || line.starts_with(['[', '［']) && !line.contains('=')
        || ["\"\"\"", "'''"].iter().any(|quotes| text.matches(quotes).count() % 2 == 1)
}

/// The line of a place.
fn line_at(text: &str, at: usize) -> &str {
    // The end of a line belongs to it, and so does the end of the text.
    let at = (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or_default();
    let before = text.get(..at).unwrap_or_default();
    let before = if at == text.len() { before.trim_end_matches('\n') } else { before };
    let from = before.rfind('\n').map_or(0, |n| n + 1);
    text.get(from..).and_then(|rest| rest.split('\n').next()).unwrap_or_default()
}

/// A line without what stands between quotes, and without its comment.
fn outside(line: &str) -> String {
    let (mut out, mut quote) = (String::new(), None);
    for c in line.chars() {
        match (quote, c) {
            (None, '#') => break,
            (None, '"' | '\'') => quote = Some(c),
            (None, c) => out.push(c),
            (Some(q), c) if q == c => quote = None,
            (Some(_), _) => {}
        }
    }
    out
}

/// Whether a text begins there that does not end in its line.
fn open(value: &str) -> bool {
    let quote = value.chars().next().unwrap_or('"');
    let mut rest = value.chars().skip(1);
    let mut escaped = false;
    rest.all(|c| {
        let ends = c == quote && !escaped;
        escaped = c == '\\' && !escaped && quote == '"';
        !ends
    })
}
