//! What the rules ask of a text: dates, numbers, sentences, quotations.

use crate::domain::letter::lint::{WrittenDay, dates};
use crate::domain::words;

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

/// Whether a line is a list item: 「・」 or 「1. 」.
pub(super) fn is_item(line: &str) -> bool {
    let rest = line.trim_start_matches(|c: char| c.is_ascii_digit());
    line.starts_with('・') || (rest.len() < line.len() && rest.starts_with(". "))
}

/// The sentences of a line, without quoted brackets.
pub(super) fn sentences(line: &str) -> Vec<String> {
    let bare = line.replace(['「', '」'], "");
    bare.split_inclusive('。').map(trim).filter(|s| !s.is_empty()).map(str::to_owned).collect()
}

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
                    // Paragraphs are indented: an unindented line continues, even after a full
                    // sentence.
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

/// Every 「12月1日」 of the text, and the text after it.
pub(super) fn days(text: &str) -> impl Iterator<Item = (WrittenDay, &str)> {
    dates(text).into_iter().filter(|d| !d.bare).map(|mut d| {
        let rest = text.get(d.end..).unwrap_or_default();
        // 「12月22日の火曜日」, 「12月22日・火曜」
        if let Some((day, _)) = rest.strip_prefix(['の', '・']).and_then(|r| r.split_once('曜'))
        {
            d.weekday = d.weekday.or_else(|| day.parse().ok());
        }
        (d, rest)
    })
}

/// Whether a number precedes this sign: 「9時」.
pub(super) fn numbered(text: &str, sign: char) -> bool {
    text.match_indices(sign)
        .any(|(at, _)| text.get(..at).is_some_and(|t| t.ends_with(|c: char| c.is_ascii_digit())))
}

/// The articles of a law that are named: 「第35条」, 「第35条第5項」.
pub(super) fn articles(text: &str) -> impl Iterator<Item = &str> {
    let digits = |s: &str| s.len() - s.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let part = move |rest: &str, unit: char| {
        let n = '第'.len_utf8() + digits(rest.strip_prefix('第')?);
        let numbered = n > '第'.len_utf8() && rest.get(n..)?.starts_with(unit);
        numbered.then_some(n + unit.len_utf8())
    };
    text.match_indices('第').filter_map(move |(at, _)| {
        let rest = text.get(at..)?;
        let article = part(rest, '条')?;
        let paragraph = rest.get(article..).and_then(|rest| part(rest, '項')).unwrap_or(0);
        rest.get(..article + paragraph)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::NaiveDate;

    #[test]
    fn quotations_are_taken_out() {
        assert_eq!(without_quotes("あ「い」う「え", ""), "あう「え");
        assert_eq!(without_quotes("「あ「い」う」", "「」"), "「あ「」う」");
    }

    #[test]
    fn days_are_found_with_what_stands_around_them() {
        let today = NaiveDate::from_ymd_opt(2026, 12, 20).expect("a day");
        let text = "2026年12月1日（火）までに、1月5日に、3月の、2月30日・月曜、12月22日の火曜日";
        let found: Vec<_> =
            days(text).map(|(d, _)| (d.date(today), d.weekday, d.bracketed)).collect();
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
        let (first, rest) = days(text).next().expect("a day");
        assert_eq!(text.get(first.at..first.end), Some("2026年12月1日（火）"));
        assert!(rest.starts_with("までに"));
    }

    #[test]
    fn numbers_before_a_sign() {
        assert!(numbered("平日9時から", '時') && !numbered("その時", '時'));
        assert_eq!(
            articles("第35条第5項、法第36条、三十条、第三条").collect::<Vec<_>>(),
            ["第35条第5項", "第36条"]
        );
    }
}
