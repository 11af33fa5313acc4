//! Files as people write them: what they say, and on which line.

use crate::domain::condition::WRITTEN;
use crate::domain::problem::{Problem, line_of};
use crate::text::clean;
use serde::de::DeserializeOwned;

/// Parses a file; a mistake is collected with its line.
pub(in crate::domain) fn parse<T: DeserializeOwned>(
    path: &str,
    text: &str,
    found: &mut Vec<Problem>,
) -> Option<T> {
    match toml::from_str::<T>(text) {
        Ok(v) => Some(v),
        Err(e) => {
            let line = e.span().map_or(0, |s| line_of(text, s.start));
            let message = format!("読めません（{}）", in_words(e.message()));
            found.push(Problem { file: path.to_owned(), line, key: String::new(), message });
            None
        }
    }
}

/// What the parser says, for people. It names what it expected and quotes nothing of the text but keys.
fn in_words(message: &str) -> String {
    let quoted: Vec<&str> = message.split('`').skip(1).step_by(2).collect();
    let (first, rest) = quoted.split_first().map_or(("", &[][..]), |(first, rest)| (*first, rest));
    let known =
        if rest.is_empty() { String::new() } else { format!("（使えるもの：{}）", rest.join(" ")) };
    match message {
        m if m.contains(WRITTEN) => "条件は [ \"…\" ] か { not = [ \"…\" ] } と書きます".to_owned(),
        m if m.starts_with("missing field") => format!("{first} がありません"),
        m if m.starts_with("unknown field") => format!("{first} という項目はありません{known}"),
        m if m.starts_with("unknown variant") => format!("「{first}」は使えません{known}"),
        m if m.starts_with("invalid type") => {
            "値の種類が違います。文字は \"…\"、並びは [ … ] です".to_owned()
        }
        m if m.contains("date") && !m.starts_with("duplicate") => {
            "暦にない日付か、日付の書き方ではありません（例：2026-12-01）".to_owned()
        }
        m if m.starts_with("duplicate key") => "同じキーが二度あります".to_owned(),
        m => m.replace('\n', "、"),
    }
}

/// The line on which a key is set, 0 if none is.
pub(in crate::domain) fn line_with(text: &str, key: &str) -> usize {
    let sets = |l: &str| l.trim_start().strip_prefix(key).is_some_and(|r| r.trim_start().starts_with('='));
    text.lines().position(sets).map_or(0, |i| i + 1)
}

/// What is said of a text that [`hides`] something.
pub(super) const HIDES: &str = "制御文字や目に見えない文字は使えません";

/// Whether a text has something that a reader does not see: control characters, directions, what has no width.
pub(super) fn hides(text: &str) -> bool {
    text.contains(|c: char| c.is_control() && c != '\n') || !clean::clean(text, true).removed.is_empty()
}
