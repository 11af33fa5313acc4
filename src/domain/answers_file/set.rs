//! One answer from the command line, read by the rules of a file.

use super::{LIMIT, Parsed, Parser, key_of, manner};
use crate::domain::content::Content;
use crate::domain::flow::spec::Kind;
use crate::domain::problem::Problem;
use crate::domain::validate::says_nothing;
use chrono::NaiveDate;

pub(super) fn id_of(key: &str) -> &str {
    key.trim().strip_prefix("answers.").unwrap_or(key.trim())
}

/// A value without quotes around nothing, which is how a file writes none.
fn filled(raw: &str) -> &str {
    if ["\"\"", "''"].contains(&raw.trim()) { "" } else { raw }
}

/// Sets `KEY=VALUE` from the command line: keys as in the file (`goal`, `sender.name`,
/// `answers.reason` or `reason`). The value is read as one of a file is, without quotes; lists are
/// parted by commas, or written as in TOML (`[{ employer = "…", … }]`).
/// Errors: an unknown key, or a value that is not valid for it. `from`: the option that gave it.
pub fn set(
    parsed: &mut Parsed,
    from: &str,
    pair: &str,
    content: &Content,
    today: NaiveDate,
) -> Result<(), Problem> {
    let wrong = |key: &str, message: String| Problem::new(from, 0, key, message);
    let (key, raw) =
        pair.split_once('=').ok_or_else(|| wrong(pair, text!("answers.set").to_owned()))?;
    let (id, raw) = (id_of(key), filled(raw));
    let quoted = |s: &str| toml_edit::Value::from(s).to_string();
    let list = || {
        raw.split([',', '、', '，'])
            .map(str::trim)
            .filter(|s| !s.is_empty())
            .map(quoted)
            .collect::<Vec<_>>()
            .join(",")
    };
    let value = match content.flow().get(id).map(|q| q.kind) {
        None if manner::words(id).is_none() && id != LIMIT => {
            return Err(wrong(key, text!("answers.set.key").to_owned()));
        }
        Some(Kind::Entries) if raw.trim().is_empty() || says_nothing(raw) => "[]".to_owned(),
        Some(Kind::Entries) if !raw.trim_start().starts_with('[') => {
            return Err(wrong(key, text!("answers.set.list").to_owned()));
        }
        Some(Kind::Entries) => raw.trim().to_owned(),
        Some(Kind::Choices | Kind::Hours) if raw.trim_start().starts_with('[') => {
            raw.trim().to_owned()
        }
        // Lines, each in its quotes; words of one's own may begin with a bracket.
        Some(Kind::LongText) if raw.trim_start().starts_with("[\"") => raw.trim().to_owned(),
        Some(Kind::Choices) => format!("[{}]", list()),
        // Commas part hours too, but the first ones may say the days of the next.
        Some(Kind::Hours) if raw.trim().is_empty() => "[]".to_owned(),
        Some(Kind::Hours) => format!("[{}]", quoted(raw)),
        _ => quoted(raw),
    };
    let full = key_of(id);
    let line = format!("{full} = {value}");
    let (given, found) = Parser::read(from, &line, content, today, Parser::one);
    if let Some(first) = found.into_iter().next() {
        // A wrong answer is not a missing one.
        parsed.bad.extend(given.bad);
        parsed.torn |= given.torn;
        let inside = first.key.strip_prefix(full.as_str()).unwrap_or_default();
        return Err(wrong(&format!("{key}{inside}"), first.message));
    }
    parsed.notes.extend(given.notes.into_iter().map(|n| wrong(key, n.message)));
    parsed.lines.remove(id);
    // A blank is no answer, as in a file.
    match given.answers.get(id) {
        Some(value) => parsed.answers.set(id, value.clone()),
        None => parsed.answers.remove(id),
    }
    parsed.settle(content.flow(), today);
    Ok(())
}
