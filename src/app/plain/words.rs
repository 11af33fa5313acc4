//! What a typed line means: a command, a number, a choice, or a text.

use crate::text::{clean::fold, sound::is_hiragana};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Command {
    Back,
    Help,
    Letter,
    Why(Which),
    Quit,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Which {
    /// None was named: list them.
    List,
    /// This one, from 1.
    One(usize),
    All,
}

pub(super) fn command(line: &str) -> Option<Command> {
    let words = [
        (text!("plain.says.back"), Command::Back),
        (text!("plain.says.help"), Command::Help),
        (text!("plain.says.letter"), Command::Letter),
        (text!("plain.says.quit"), Command::Quit),
    ];
    meant(line, words).or_else(|| why(&fold(line.trim())).map(Command::Why))
}

/// Whether a line is one of these words, which blanks divide.
pub(super) fn is(line: &str, words: &str) -> bool {
    let plain = fold(line.trim());
    words.split(' ').any(|word| fold(word) == plain)
}

pub(super) fn meant<'w, T>(line: &str, of: impl IntoIterator<Item = (&'w str, T)>) -> Option<T> {
    of.into_iter().find(|(words, _)| is(line, words)).map(|(_, what)| what)
}

/// The rest of the line after the first of these words.
fn behind<'l>(plain: &'l str, words: &str) -> Option<&'l str> {
    words.split(' ').find_map(|word| plain.strip_prefix(&*fold(word)))
}

fn why(plain: &str) -> Option<Which> {
    let rest = behind(plain, text!("plain.says.why"))?;
    match rest.trim() {
        "" => Some(Which::List),
        all if is_all(all) => Some(Which::All),
        n => number(n).map(Which::One),
    }
}

pub(super) fn letter_number(line: &str) -> Option<usize> {
    behind(&fold(line.trim()), text!("plain.says.letter")).and_then(number)
}

pub(super) fn is_all(line: &str) -> bool {
    is(line, text!("plain.says.all"))
}

/// Whether a line says that there is nothing to say.
pub(super) fn is_none(line: &str) -> bool {
    is(line, text!("plain.says.none"))
}

pub(super) fn is_end(line: &str) -> bool {
    matches!(fold(line.trim()).as_str(), "" | ".")
}

/// A line as text. A backslash (or the yen sign on its key) escapes a line that would be a command.
pub(super) fn literal(line: &str) -> &str {
    let sign = ['\\', '\u{ff3c}', '\u{a5}', '\u{ffe5}'];
    let Some(rest) = line.trim_start().strip_prefix(sign) else { return line };
    let word = rest.trim_start_matches(sign);
    let reserved =
        command(word).is_some() || is_none(word) || (is_end(word) && !word.trim().is_empty());
    if reserved { rest } else { line }
}

/// A number from 1, also `１`, `1.` and `1番`.
pub(super) fn number(item: &str) -> Option<usize> {
    let plain = fold(item.trim());
    let digits = plain.strip_suffix(['.', '番']).unwrap_or(&plain);
    let only = !digits.is_empty() && digits.len() < 5 && digits.bytes().all(|b| b.is_ascii_digit());
    digits.parse().ok().filter(|n| only && *n > 0)
}

/// A row that can be chosen: its value and what the user reads.
pub(super) type Row = (String, String);

/// The row that is meant: by its number, its value or its label.
pub(super) fn pick(item: &str, rows: &[Row]) -> Option<usize> {
    if let Some(n) = number(item) {
        return (n <= rows.len()).then(|| n - 1);
    }
    let plain = fold(item.trim());
    rows.iter().position(|(value, label)| {
        !plain.is_empty() && (fold(value) == plain || fold(label) == plain)
    })
}

/// [`pick`], or the only row that begins so: 退会 for 退会する, or that has its stem: 減らす for
/// 連絡を減らしてもらう. A single letter may be a slip.
pub(super) fn begun(item: &str, rows: &[Row]) -> Option<usize> {
    let item = item.trim();
    let stem = item.strip_suffix(is_hiragana).filter(|s| !s.chars().all(is_hiragana));
    only(item, rows).or_else(|| only(stem?, rows)).or_else(|| bare(item, rows))
}

/// The only row that is the same figure without its hiragana: 月1回 for 月に1回まで.
fn bare(item: &str, rows: &[Row]) -> Option<usize> {
    let bare = |s: &str| fold(s).chars().filter(|c| !is_hiragana(*c)).collect::<String>();
    let item = bare(item);
    let mut all = (0..).zip(rows).filter(|(_, (_, label))| bare(label) == item).map(|(i, _)| i);
    let figure = item.chars().count() > 1 && item.chars().any(|c| c.is_ascii_digit());
    let first = all.next().filter(|_| figure);
    first.filter(|_| all.next().is_none())
}

fn only(item: &str, rows: &[Row]) -> Option<usize> {
    let plain = fold(item.trim());
    let begins =
        |(value, label): &Row| fold(value).starts_with(&*plain) || fold(label).starts_with(&*plain);
    let holds = |(_, label): &Row| fold(label).contains(&*plain);
    pick(item, rows).or_else(|| {
        if plain.chars().count() < 2 || number(item).is_some() {
            return None;
        }
        let any = rows.iter().any(begins);
        let fits = |row: &Row| if any { begins(row) } else { holds(row) };
        let mut all = (0..).zip(rows).filter(|(_, row)| fits(row)).map(|(i, _)| i);
        all.next().filter(|_| all.next().is_none())
    })
}

/// What stands between the items of a line.
fn apart(c: char) -> bool {
    c.is_whitespace() || matches!(c, ',' | '、' | '，' | ';' | '；')
}

/// How an item of a line selects a row: [`pick`], [`begun`].
type Told = fn(&str, &[Row]) -> Option<usize>;

/// The rows that are meant, separated by commas or blanks; None: something is no row.
pub(super) fn picks(line: &str, rows: &[Row], told: Told) -> Option<Vec<usize>> {
    // A label may have blanks of its own.
    if let Some(one) = told(line, rows) {
        return Some(vec![one]);
    }
    line.split(apart).filter(|item| !item.is_empty()).map(|item| told(item, rows)).collect()
}

/// The first item of a line that is no row.
pub(super) fn no_row<'a>(line: &'a str, rows: &[Row]) -> &'a str {
    line.split(apart)
        .filter(|item| !item.is_empty())
        .find(|item| begun(item, rows).is_none())
        .unwrap_or(line)
}

/// An excerpt of the input that shows which part is meant.
pub(super) fn part(text: &str) -> String {
    const MOST: usize = 20;
    let text = text.trim();
    let cut: String = text.chars().take(MOST).collect();
    if text.chars().count() > MOST { cut + "…" } else { cut }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Entry {
    Add,
    /// This one, from 0.
    Change(usize),
    /// This one; None: what is half-typed of a new one.
    Remove(Option<usize>),
    Undo,
    Done,
}

/// The row whose record is to be opened, from 0.
pub(super) fn record(line: &str) -> Option<usize> {
    let plain = fold(line.trim());
    number(behind(&plain, text!("plain.says.record"))?).map(|n| n - 1)
}

pub(super) fn list(line: &str) -> Option<Entry> {
    let plain = fold(line.trim());
    if plain.is_empty() {
        return Some(Entry::Done);
    }
    let words = [(text!("plain.says.add"), Entry::Add), (text!("plain.says.undo"), Entry::Undo)];
    if let Some(entry) = meant(line, words) {
        return Some(entry);
    }
    if let Some(n) = number(&plain) {
        return Some(Entry::Change(n - 1));
    }
    let rest = behind(&plain, text!("plain.says.delete"))?;
    if rest.is_empty() {
        return Some(Entry::Remove(None));
    }
    number(rest).map(|n| Entry::Remove(Some(n - 1)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::typed::as_typed;

    #[test]
    fn commands_and_lines_of_lists() {
        as_typed("command", |line| command(line).map(|c| format!("{c:?}")).ok_or("none"));
        as_typed("literal", |line| Ok::<_, String>(literal(line).to_owned()));
        as_typed("list_line", |line| list(line).map(|e| format!("{e:?}")).ok_or("none"));
        as_typed("record_line", |line| record(line).map(|n| n.to_string()).ok_or("none"));
        assert_eq!(
            (letter_number("手紙２"), letter_number("letter"), letter_number("letters 2")),
            (Some(2), None, None)
        );
    }

    fn row((value, label): (&str, &str)) -> Row {
        (value.to_owned(), label.to_owned())
    }

    #[test]
    fn a_row_is_known_by_its_number_value_label_or_stem() {
        let rows = [
            ("a", "連絡を減らしてもらう"),
            ("b", "しばらく休む"),
            ("c", "退会する"),
            ("d", "月に1回まで"),
        ];
        let rows = rows.map(row);
        as_typed("stem", |line| begun(line, &rows).map(|i| (i + 1).to_string()).ok_or("none"));
        let rows = [("mail", "メール"), ("phone", "電話・SMS"), ("two", "二 つ")].map(row);
        as_typed("rows", |line| {
            let picked = picks(line, &rows, begun).ok_or("none")?;
            let picked = picked.iter().map(|i| (i + 1).to_string());
            Ok::<_, &str>(picked.collect::<Vec<_>>().join(" "))
        });
        assert_eq!((picks("mai", &rows, pick), pick("", &rows)), (None, None));
        let two = [("", "退会する"), ("", "退会を待つ")].map(row);
        assert_eq!((begun("退会", &two), begun("退会す", &two)), (None, Some(0)));
    }
}
