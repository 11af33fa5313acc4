//! A date as text: one form of each character, and the weekday at its end.

use chrono::Weekday;
use unicode_normalization::UnicodeNormalization;

/// Longest input looked at, in characters; no way of writing a date comes near.
const MAX_INPUT: usize = 40;

/// NFKC without white space, dashes of every kind as `-`, kanji numerals as digits, letters in
/// capitals. White space and commas between two numbers are a mark. `None` if empty or too long.
pub(super) fn normal(input: &str) -> Option<String> {
    if input.chars().nth(MAX_INPUT * 2).is_some() {
        return None;
    }
    let folded: String = input.nfkc().collect();
    let chars: Vec<char> = digits(folded.trim())
        .chars()
        .map(|c| match c {
            // What an input method makes of the minus and full-stop keys.
            'ー' | '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' | '─' => '-',
            '。' => '.',
            '〜' => '~',
            '[' | '【' | '〔' | '〈' => '(',
            ']' | '】' | '〕' | '〉' => ')',
            c => c.to_ascii_uppercase(),
        })
        .collect();
    let mut out = String::new();
    let mut gap = None;
    for c in chars {
        if c.is_whitespace() {
            gap = gap.or(Some('-'));
        } else if matches!(c, ',' | '、' | '・' | '･')
            && out.ends_with(|c: char| c.is_ascii_digit())
        {
            gap = Some('.');
        } else {
            if let Some(mark) = gap.take() {
                let number = out.ends_with(|c: char| c.is_ascii_digit()) && c.is_ascii_digit();
                // A comma inside `(月・祝)` is not a separator, and white space next to a mark is
                // ignored.
                match (number, mark) {
                    (true, mark) => out.push(mark),
                    (false, '.') => out.push('・'),
                    _ => {}
                }
            }
            out.push(c);
        }
    }
    if gap == Some('.') {
        out.push('・');
    }
    // Without the label of a form, the age, and the end of a sentence.
    let bare =
        LABELS.iter().find_map(|l| out.strip_prefix(l)).unwrap_or(&out).trim_start_matches(':');
    let bare = bare
        .strip_suffix('.')
        .filter(|b| b.ends_with('日') || b.matches('.').count() == 2)
        .unwrap_or(bare);
    let bare = bare.strip_prefix("西暦").unwrap_or(bare);
    let out = aged(bare).unwrap_or(bare).to_owned();
    (!out.is_empty() && out.chars().nth(MAX_INPUT).is_none()).then_some(out)
}

/// Labels before a day that was copied with it.
const LABELS: [&str; 4] = ["生年月日", "誕生日", "日付", "日時"];

/// A birth date without the age after it: `(36歳)`, `(満36才)`.
fn aged(text: &str) -> Option<&str> {
    let (day, age) = text.strip_suffix(')')?.rsplit_once('(')?;
    let age = age.trim_start_matches('満').strip_suffix(['歳', '才'])?;
    age.bytes().all(|b| b.is_ascii_digit()).then_some(day)
}

/// A text with its kanji numerals as digits: 二十五 and 二五 as 25. What only contains one (一昨日) stays.
pub fn digits(text: &str) -> String {
    let numeral = |c: char| "〇零○一二三四五六七八九十百千壱壹弐貳参參拾廿卅".find(c).and(Some(c));
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        if numeral(c).is_none() {
            out.push(c);
            continue;
        }
        let mut run = String::from(c);
        while let Some(c) = chars.next_if(|c| numeral(*c).is_some()) {
            run.push(c);
        }
        if chars.peek() == Some(&'昨') {
            out.push_str(&run);
        } else {
            out.push_str(&number(&run));
        }
    }
    out
}

/// A run of kanji numerals as digits.
pub(super) fn number(run: &str) -> String {
    // Registers and certificates write 壱弐参拾, which nobody makes into another number with a stroke.
    let plain = |c: char| match c {
        '壱' | '壹' => '一',
        '弐' | '貳' => '二',
        '参' | '參' => '三',
        '拾' => '十',
        c => c,
    };
    // Old registers have one character for twenty, and one for thirty.
    let run = run.replace('廿', "二十").replace('卅', "三十");
    let run: String = run.chars().map(plain).collect();
    let digit = |c: char| {
        "一二三四五六七八九".chars().zip(1u32..).find(|(k, _)| *k == c).map_or(0, |(_, n)| n)
    };
    let unit = |c: char| {
        [('十', 10), ('百', 100), ('千', 1000)].into_iter().find(|(k, _)| *k == c).map(|(_, n)| n)
    };
    if !run.chars().any(|c| unit(c).is_some()) {
        return run.chars().map(|c| digit(c).to_string()).collect();
    }
    let (mut sum, mut before) = (0u32, None);
    for c in run.chars() {
        match unit(c) {
            Some(n) => sum = sum.saturating_add(before.take().unwrap_or(1) * n),
            // Two digits without a unit between them: not a number that anybody says.
            None if before.is_some() => return run,
            None => before = Some(digit(c)),
        }
    }
    sum.saturating_add(before.unwrap_or(0)).to_string()
}

/// The words after a day: weekday, holiday.
pub(super) struct DaySuffix<'a> {
    pub(super) rest: &'a str,
    pub(super) weekday: Option<Weekday>,
    pub(super) holiday: bool,
}

/// Words for a holiday in brackets; longer ones first.
const HOLIDAY: [&str; 4] = ["振替休日", "振休", "祝日", "祝"];

/// Takes a weekday off the end: `(火)`, `(火曜日)`, `(月・祝)`, `(祝)`, `火曜日`, `12/1火`. `None` if there are
/// brackets with something else in them.
pub(super) fn split_weekday(text: &str) -> Option<DaySuffix<'_>> {
    let named = |rest, day| Some(DaySuffix { rest, weekday: Some(day), holiday: false });
    if let Some(open) = text.strip_suffix(')') {
        let (rest, inside) = open.rsplit_once('(')?;
        let off = HOLIDAY.iter().find_map(|word| inside.strip_suffix(word));
        let day =
            off.unwrap_or_else(|| inside.trim_end_matches('休')).trim_end_matches(['・', '/', ',']);
        let day = day.trim_end_matches("曜日").trim_end_matches('曜');
        let weekday = match day {
            "" => off.map(|_| None)?,
            day => Some(english(day).or_else(|| {
                let mut chars = day.chars();
                chars.next().and_then(weekday_from).filter(|_| chars.next().is_none())
            })?),
        };
        return Some(DaySuffix { rest, weekday, holiday: off.is_some() });
    }
    if let Some(open) = text.strip_suffix("曜日").or_else(|| text.strip_suffix('曜')) {
        let (at, c) = open.char_indices().next_back()?;
        return named(open.get(..at)?, weekday_from(c)?);
    }
    // 月 and 日 end the preceding number, too.
    if let Some((at, c)) = text.char_indices().next_back()
        && let (Some(rest), Some(day)) = (text.get(..at), weekday_from(c))
        && (rest.ends_with(['日', '週'])
            || (!matches!(c, '月' | '日') && rest.ends_with(|c: char| c.is_ascii_digit())))
    {
        return named(rest, day);
    }
    Some(DaySuffix { rest: text, weekday: None, holiday: false })
}

/// `TUE`, `TUESDAY`.
pub(super) fn english(text: &str) -> Option<Weekday> {
    text.trim_end_matches('.').parse().ok()
}

pub(super) fn weekday_from(c: char) -> Option<Weekday> {
    Some(match c {
        '月' => Weekday::Mon,
        '火' => Weekday::Tue,
        '水' => Weekday::Wed,
        '木' => Weekday::Thu,
        '金' => Weekday::Fri,
        '土' => Weekday::Sat,
        '日' => Weekday::Sun,
        _ => return None,
    })
}
