//! Days, weeks, months and years that are counted from today.

use super::error::DateError;
use chrono::{Datelike, Days, NaiveDate};

/// Days from today on, below 0 those before it.
pub(super) fn day_word(text: &str) -> Option<i64> {
    Some(match text {
        "今日" | "本日" | "当日" | "即日" | "今日中" | "本日中" | "今すぐ" | "直ちに"
        | "きょう" | "ほんじつ" | "TODAY" => 0,
        "明日" | "あした" | "あす" | "みょうにち" | "翌日" | "TOMORROW" => 1,
        "明後日" | "あさって" | "みょうごにち" | "翌々日" => 2,
        "明々後日" | "明明後日" | "しあさって" => 3,
        "昨日" | "きのう" | "さくじつ" | "前日" | "YESTERDAY" => -1,
        "一昨日" | "おととい" | "おとつい" | "いっさくじつ" => -2,
        _ => return None,
    })
}

/// Days of a year that have a name of their own: month and day.
pub(super) fn named_day(text: &str) -> Option<(u32, u32)> {
    Some(match text {
        "元日" | "元旦" | "がんじつ" | "がんたん" => (1, 1),
        "大晦日" | "大みそか" | "おおみそか" => (12, 31),
        _ => return None,
    })
}

/// Months of a year that have a name of their own.
pub(super) fn named_month(text: &str) -> Option<&'static str> {
    Some(match text {
        "年明け" | "年始" | "年初" | "年頭" | "正月" | "お正月" => "1月",
        "年度末" => "3月",
        "年度初め" | "新年度" => "4月",
        "年末" => "12月",
        _ => return None,
    })
}

pub(super) fn week_word(text: &str) -> Option<i64> {
    Some(match text {
        "今週" | "こんしゅう" => 0,
        "来週" | "翌週" | "らいしゅう" => 1,
        "再来週" | "さらいしゅう" => 2,
        "先週" | "前週" | "せんしゅう" => -1,
        "先々週" | "先先週" => -2,
        _ => return None,
    })
}

pub(super) fn month_word(text: &str) -> Option<i32> {
    Some(match text {
        "今月" | "当月" | "本月" | "こんげつ" => 0,
        "来月" | "翌月" | "らいげつ" => 1,
        "再来月" | "翌々月" | "さらいげつ" => 2,
        "先月" | "前月" | "せんげつ" => -1,
        "先々月" | "先先月" => -2,
        _ => return None,
    })
}

/// `来年4月` as `2027年4月`, `昨年12/1` as `2025/12/1`, `去年の年末` as `2025年12月末`, `来年の元日` as
/// `2027年1月1日`. `None` if no such word stands there.
pub(super) fn in_named_year(text: &str, today: NaiveDate) -> Option<String> {
    let years = [
        ("再来年", 2),
        ("一昨年", -2),
        ("おととし", -2),
        ("来年", 1),
        ("翌年", 1),
        ("今年", 0),
        ("本年", 0),
        ("ことし", 0),
        ("昨年", -1),
        ("去年", -1),
        ("前年", -1),
    ];
    let (rest, by) = years.iter().find_map(|(word, by)| Some((text.strip_prefix(word)?, by)))?;
    let rest = rest.strip_prefix('の').unwrap_or(rest);
    let y = today.year() + by;
    if let Some((m, d)) = named_day(rest) {
        return Some(format!("{y:04}年{m}月{d}日"));
    }
    match rest {
        "末" | "年末" => return Some(format!("{y:04}年12月末")),
        "初め" | "はじめ" | "始め" | "頭" => return Some(format!("{y:04}年1月")),
        // A school year differs from a calendar year.
        _ if !rest.starts_with("年度") && !rest.starts_with("新年度") => {}
        _ => return None,
    }
    if let Some(month) = named_month(rest) {
        return Some(format!("{y:04}年{month}"));
    }
    // The year takes the mark that the month has.
    let mark =
        rest.chars().find(|c| !c.is_ascii_digit()).filter(|c| "-/.".contains(*c)).unwrap_or('年');
    rest.starts_with(|c: char| c.is_ascii_digit()).then(|| format!("{y:04}{mark}{rest}"))
}

pub(super) fn after(day: NaiveDate, n: i64) -> Result<NaiveDate, DateError> {
    let days = Days::new(n.unsigned_abs());
    if n < 0 { day.checked_sub_days(days) } else { day.checked_add_days(days) }
        .ok_or(DateError::OutOfRange)
}

#[derive(Clone, Copy)]
pub(super) enum CalendarUnit {
    Day,
    Week,
    Month,
}

/// `+7`, `7日後`, `1週間後`, `3か月前`, `半年後`: how many of what from today on, below 0 before it.
pub(super) fn distance(text: &str) -> Option<(Result<i64, DateError>, CalendarUnit)> {
    let (count, sign) = if let Some(rest) = text.strip_prefix('+') {
        (rest, 1)
    } else if let Some(rest) = text.strip_suffix('前') {
        (rest, -1)
    } else {
        (["後", "のち", "先"].iter().find_map(|behind| text.strip_suffix(behind))?, 1)
    };
    if count == "半年" {
        return Some((Ok(6 * sign), CalendarUnit::Month));
    }
    let at = count.find(|c: char| !c.is_ascii_digit()).unwrap_or(count.len());
    let (number, unit) = count.split_at_checked(at)?;
    let (unit, times) = match unit {
        "日" | "日間" => (CalendarUnit::Day, 1),
        "" if text.starts_with('+') => (CalendarUnit::Day, 1),
        "週" | "週間" => (CalendarUnit::Week, 1),
        "か月" | "カ月" | "ヵ月" | "ヶ月" | "ケ月" | "ヵ月間" | "か月間" | "ヶ月間" | "箇月"
        | "個月" | "月" => (CalendarUnit::Month, 1),
        "年" | "年間" => (CalendarUnit::Month, 12),
        _ => return None,
    };
    if number.is_empty() {
        return None;
    }
    // Too many digits for the number is too far away.
    let n = number.parse::<i64>().ok().and_then(|n| n.checked_mul(sign * times));
    Some((n.ok_or(DateError::OutOfRange), unit))
}
