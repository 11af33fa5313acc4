//! What the rules ask of a text: dates, numbers, sentences, quotations.

use crate::domain::calendar::nearest_day;
use crate::domain::words;
use chrono::NaiveDate;

/// Spaces and indentation at both ends do not count.
pub(super) fn trim(line: &str) -> &str {
    line.trim_matches([' ', '\u{3000}'])
}

pub(super) fn count(text: &str, any: &[&str]) -> usize {
    any.iter().map(|w| text.matches(w).count()).sum()
}

pub(super) fn first(text: &str, any: &[&str]) -> Option<usize> {
    any.iter().filter_map(|w| text.find(w)).min()
}

pub(super) fn head(text: &str) -> String {
    text.chars().take(30).collect()
}

/// Whether a line is one of a list: 「・」 or 「1. 」.
pub(super) fn is_item(line: &str) -> bool {
    let rest = line.trim_start_matches(|c: char| c.is_ascii_digit());
    line.starts_with('・') || (rest.len() < line.len() && rest.starts_with(". "))
}

/// The sentences of a line, without the brackets of what is quoted.
pub(super) fn sentences(line: &str) -> Vec<String> {
    let bare = line.replace(['「', '」'], "");
    bare.split_inclusive('。').map(trim).filter(|s| !s.is_empty()).map(str::to_owned).collect()
}

/// The text with `instead` for each quotation 「…」.
pub(super) fn without_quotes(text: &str, instead: &str) -> String {
    if !text.contains('「') {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut open = None;
    for c in text.chars() {
        match (c, open) {
            ('「', _) => open = Some(out.len()),
            ('」', Some(start)) => {
                out.truncate(start);
                out.push_str(instead);
                open = None;
                continue;
            }
            _ => {}
        }
        out.push(c);
    }
    out
}

/// Lines that were broken for paper are joined again.
pub(super) fn unwrapped(body: &str, paper: bool) -> String {
    if !paper {
        return body.to_owned();
    }
    let mut out: Vec<String> = Vec::new();
    for line in body.lines() {
        let begins = line.is_empty()
            || is_item(line)
            || words::PARAGRAPH_HEADS.iter().any(|s| line.starts_with(s));
        match out.last_mut() {
            Some(last)
                if !begins
                    && last.chars().count() >= 30
                    // A paragraph is set in: what is not goes on, also where a line happens to end
                    // with a sentence.
                    && (!last.ends_with('。') || last.starts_with('\u{3000}'))
                    && !last.starts_with("\u{3000}\u{3000}\u{3000}") =>
            {
                last.push_str(line);
            }
            _ => out.push(line.to_owned()),
        }
    }
    out.join("\n")
}

/// A day that a text names.
pub(super) struct Named<'a> {
    year: Option<i32>,
    pub(super) month: u32,
    pub(super) day: u32,
    pub(super) weekday: Option<char>,
    /// The weekday stands in brackets, and nothing else.
    pub(super) bracketed: bool,
    /// Where the day begins and ends, weekday and year included.
    pub(super) span: (usize, usize),
    pub(super) rest: &'a str,
}

fn digits_before(text: &str) -> &str {
    let kept = text.trim_end_matches(|c: char| c.is_ascii_digit()).len();
    text.get(kept..).unwrap_or_default()
}

fn digits_behind(text: &str) -> &str {
    let left = text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    text.get(..text.len() - left).unwrap_or_default()
}

/// Every 「12月1日」 of the text.
pub(super) fn days(text: &str) -> impl Iterator<Item = Named<'_>> {
    text.match_indices('月').filter_map(move |(at, sign)| {
        let before = text.get(..at)?;
        let behind = text.get(at + sign.len()..)?;
        let (month, day) = (digits_before(before), digits_behind(behind));
        let after = behind.get(day.len()..)?.strip_prefix('日')?;
        let year = before.get(..at - month.len())?.strip_suffix('年').map(digits_before);
        let start = at - month.len() - year.map_or(0, |y| y.len() + '年'.len_utf8());
        let mut next = after.chars();
        let (weekday, bracketed) = match (next.next(), next.next(), next.next()) {
            (Some('（'), Some(w), Some('）')) => (Some(w), true),
            (Some('（' | '・' | 'の'), Some(w), Some('曜')) => (Some(w), false),
            _ => (None, false),
        };
        let rest = if weekday.is_some() { next.as_str() } else { after };
        Some(Named {
            year: year.and_then(|y| y.parse().ok()),
            month: month.parse().ok()?,
            day: day.parse().ok()?,
            weekday,
            bracketed,
            span: (start, text.len() - rest.len()),
            rest,
        })
    })
}

impl Named<'_> {
    pub(super) fn date(&self, today: NaiveDate) -> Option<NaiveDate> {
        nearest_day(self.year, self.month, self.day, today)
    }
}

/// Whether a number stands before this sign: 「9時」.
pub(super) fn numbered(text: &str, sign: char) -> bool {
    text.match_indices(sign)
        .any(|(at, _)| text.get(..at).is_some_and(|t| t.ends_with(|c: char| c.is_ascii_digit())))
}

/// How many articles of a law are named: 「第35条」.
pub(super) fn articles(text: &str) -> usize {
    let named = |(at, _): &(usize, &str)| {
        let before = text.get(..*at).unwrap_or_default();
        let number = digits_before(before);
        !number.is_empty() && before.strip_suffix(number).is_some_and(|t| t.ends_with('第'))
    };
    text.match_indices('条').filter(named).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotations_are_taken_out() {
        assert_eq!(without_quotes("あ「い」う「え", ""), "あう「え");
        assert_eq!(without_quotes("「あ「い」う」", "「」"), "「あ「」う」");
    }

    #[test]
    fn days_are_found_with_what_stands_around_them() {
        let today = NaiveDate::from_ymd_opt(2026, 12, 20).expect("a day");
        let text = "2026年12月1日（火）までに、1月5日に、3月の、2月30日・月曜、12月22日の火曜日";
        let found: Vec<_> = days(text).map(|d| (d.date(today), d.weekday, d.bracketed)).collect();
        let on = |y, m, d| NaiveDate::from_ymd_opt(y, m, d);
        assert_eq!(
            found,
            [
                (on(2026, 12, 1), Some('火'), true),
                (on(2027, 1, 5), None, false),
                (None, Some('月'), false),
                (on(2026, 12, 22), Some('火'), false),
            ]
        );
        let first = days(text).next().expect("a day");
        assert_eq!(text.get(first.span.0..first.span.1), Some("2026年12月1日（火）"));
        assert!(first.rest.starts_with("までに"));
    }

    #[test]
    fn numbers_before_a_sign() {
        assert!(numbered("平日9時から", '時') && !numbered("その時", '時'));
        assert_eq!(articles("第35条第5項、法第36条、三十条、九条"), 2);
    }
}
