//! The numbers of a date: years, months and days, and the marks between them.

use super::days::{FIRST_YEAR, LAST_YEAR};
use super::eras::{ERAS, Era};
use super::error::DateError;

/// Words after a day that do not change it.
pub(super) const BEHIND: [&str; 12] = [
    "付けで", "付で", "付け", "付", "をもって", "から", "より", "以降", "以後", "~", "生まれ", "生",
];

/// The reading of a day with its year in both ways, if they agree; None: it has one.
pub(super) fn read_twice<T: PartialEq>(
    text: &str,
    read: impl Fn(&str) -> Result<T, DateError>,
) -> Option<Result<T, DateError>> {
    let (one, other) = both_years(text)?;
    let both = read(&one).and_then(|one| Ok((one, read(&other)?)));
    Some(
        both.and_then(|(one, other)| if one == other { Ok(one) } else { Err(DateError::TwoYears) }),
    )
}

/// A day with its year in both ways, 「1990年（平成2年）4月1日」「平成2（1990）年4月1日」, as two days with one each.
fn both_years(text: &str) -> Option<(String, String)> {
    let (before, rest) = text.split_once('(')?;
    let (inside, behind) = rest.split_once(')')?;
    let other = inside.trim_end_matches('年');
    // Neither a weekday nor a day.
    if !other.ends_with(|c: char| c.is_ascii_digit() || c == '元') || inside.contains(['月', '日'])
    {
        return None;
    }
    // The rest of the date follows the brackets, or precedes them.
    let beside = if behind.is_empty() { before.split_once('年')?.1 } else { behind };
    let mark = if beside.starts_with(['年', '-', '/', '.']) { "" } else { "年" };
    Some((format!("{before}{behind}"), format!("{other}{mark}{beside}")))
}

pub(super) fn in_range(y: i32) -> Result<i32, DateError> {
    if (FIRST_YEAR..=LAST_YEAR).contains(&y) { Ok(y) } else { Err(DateError::OutOfRange) }
}

/// A number and the character after it, `\0` at the end. 元 has no number.
#[derive(Clone, Copy)]
pub(super) struct DateNumber {
    pub(super) value: Option<u32>,
    pub(super) digits: usize,
    pub(super) end: char,
}

/// Cuts `2026年12月1日` into its numbers. `None` if anything else is between them.
pub(super) fn fields(text: &str) -> Option<Vec<DateNumber>> {
    let mut out = Vec::new();
    let mut chars = text.chars().peekable();
    while chars.peek().is_some() {
        if out.len() == 3 {
            return None;
        }
        let mut field = DateNumber { value: None, digits: 0, end: '\0' };
        if chars.next_if_eq(&'元').is_none() {
            let mut value = 0;
            while let Some(digit) = chars.peek().and_then(|c| c.to_digit(10)) {
                chars.next();
                field.digits += 1;
                if field.digits > 8 {
                    return None;
                }
                value = value * 10 + digit;
            }
            if field.digits == 0 {
                return None;
            }
            field.value = Some(value);
        }
        if let Some(end) = chars.next() {
            if !matches!(end, '年' | '月' | '日' | '-' | '/' | '.') {
                return None;
            }
            field.end = end;
            // A separator that separates nothing.
            if matches!(end, '-' | '/' | '.') && chars.peek().is_none() {
                return None;
            }
        }
        out.push(field);
    }
    Some(out)
}

/// Splits an era, by name or capital letter, off the front.
pub(super) fn split_era(text: &str) -> (Option<&'static Era>, &str) {
    for era in &ERAS {
        let short = || {
            let rest = era.name.chars().next().and_then(|c| text.strip_prefix(c))?;
            rest.starts_with(|c: char| c.is_ascii_digit() || c == '元').then_some(rest)
        };
        let rest =
            text.strip_prefix(era.name).or_else(|| text.strip_prefix(era.letter)).or_else(short);
        if let Some(rest) = rest {
            // `R.8.12.1`, `R 8 12 1`
            return (Some(era), rest.strip_prefix(['.', '-', '/']).unwrap_or(rest));
        }
    }
    (None, text)
}

pub(super) fn era_to_year(era: &Era, field: DateNumber) -> Option<i32> {
    let n = match field {
        DateNumber { value: None, .. } => 1,
        DateNumber { value: Some(n), digits: 1..=3, .. } => n,
        DateNumber { .. } => return None,
    };
    Some(era.base + i32::try_from(n).ok()?)
}

/// `None` if it cannot be a year at all.
pub(super) fn western_year(field: DateNumber) -> Option<Result<i32, DateError>> {
    match field.digits {
        4 => i32::try_from(field.value?).ok().map(Ok),
        1..=3 => Some(Err(DateError::ShortYear)),
        _ => None,
    }
}

pub(super) fn valid_month(m: u32) -> Result<u32, DateError> {
    if (1..=12).contains(&m) { Ok(m) } else { Err(DateError::NoSuchMonth { m }) }
}

/// `None` if it is not a number of one or two digits.
pub(super) fn month_number(field: DateNumber) -> Option<Result<u32, DateError>> {
    Some(valid_month(short_number(field)?))
}

pub(super) fn short_number(field: DateNumber) -> Option<u32> {
    field.value.filter(|_| (1..=2).contains(&field.digits))
}
