//! The one reader of days: everything that [`crate::domain::calendar`] knows, followed by a time or
//! a UTC offset.

use super::calendar::{DateError, Year, parse_day};
use super::case::stamp::JAPAN;
use super::hours;
use super::words;
use chrono::{DateTime, FixedOffset, NaiveDate, Timelike as _};
use unicode_normalization::UnicodeNormalization;

/// Reads a day as people write it. A time may follow, which is ignored; a moment in another zone is
/// converted to the day in Japan.
/// Errors: a [`DateError`] that says what to write instead.
pub fn read(raw: &str, today: NaiveDate, year: Year) -> Result<NaiveDate, DateError> {
    // As long as any date with a time.
    refuse!(raw.chars().nth(LONGEST).is_some(), DateError::Unreadable);
    let text = parts_of_days(&raw.nfkc().collect::<String>());
    let text = text.trim();
    if let Some(at) = with_offset(text) {
        return parse_day(&at.with_timezone(&JAPAN).date_naive().to_string(), today, year);
    }
    if let Some(wrong) = misnamed(text) {
        return Err(wrong);
    }
    let text = without_japan(text);
    let part = before_part(text, words::PARTS_OF_DAY);
    let day = |text: &str| parse_day(text, today, year);
    let whole = match day(part.unwrap_or(text)) {
        // 「12/5 14:00頃」 is an approximate time, not an approximate day.
        Err(e @ (DateError::Unreadable | DateError::NoDay)) => e,
        read => return read,
    };
    let readable = |day: &Result<NaiveDate, DateError>| !matches!(day, Err(DateError::Unreadable));
    if let Some(day) =
        before_time(text, hours::is_time).map(|(before, ())| day(before)).find(readable)
    {
        return day;
    }
    // A day followed by an hour that does not exist.
    let hour = |text: &str| {
        (text.starts_with(|c: char| c.is_ascii_digit()) && text.contains(['時', ':'])).then_some(())
    };
    let wrong = before_time(text, hour).any(|(before, ())| readable(&day(before)));
    let one = |one: &str| readable(&day(one.trim_end()));
    let several = ['〜', '~', 'か', 'と', '、', ',']
        .iter()
        .any(|or| text.split_once(*or).is_some_and(|(before, _)| one(before)))
        || text.split_once('-').is_some_and(|(before, _)| before.contains('/') && one(before));
    Err(match (wrong, several) {
        (true, _) => DateError::NoSuchTime,
        (_, true) => DateError::NoDay,
        _ => whole,
    })
}

/// The time after a day, in minutes; converted to Japanese time if it has an offset.
pub fn time_behind(raw: &str, today: NaiveDate) -> Option<u16> {
    let text = parts_of_days(&raw.nfkc().collect::<String>());
    let text = text.trim();
    if let Some(at) = with_offset(text) {
        return u16::try_from(at.with_timezone(&JAPAN).num_seconds_from_midnight() / 60).ok();
    }
    let text = without_japan(text);
    let day = |text: &str| parse_day(text, today, Year::Nearest).is_ok();
    hours::behind(text, hours::begins)
        .find(|(before, _)| !day(text) && day(before))
        .map(|(_, minutes)| minutes)
}

/// Whether a day comes with a time, or with a part of today that may still be ahead.
pub fn with_time(raw: &str, today: NaiveDate) -> bool {
    let text = parts_of_days(&raw.nfkc().collect::<String>());
    let text = text.trim();
    let day = |text: &str| parse_day(text, today, Year::Nearest);
    if with_offset(text).is_some() {
        return true;
    }
    let text = without_japan(text);
    let part = before_part(text, words::LATER_PARTS);
    part.is_some_and(|text| day(text) == Ok(today))
        || day(text).is_err()
            && before_time(text, hours::is_time).any(|(before, ())| day(before).is_ok())
}

/// [`hours::behind`], but only if the text can contain an hour: replies are searched for days at
/// every character, and hardly any has one.
fn before_time<T>(text: &str, time: impl Fn(&str) -> Option<T>) -> impl Iterator<Item = (&str, T)> {
    let any = text.contains([':', '時', '正', '午', 'm', 'M']);
    hours::behind(if any { text } else { "" }, time)
}

/// No day that people write in a sentence is longer, in characters.
const IN_SENTENCE: usize = 20;

/// The result for the longest readable suffix, never splitting a day; `read` also gets the rest.
pub fn at_end<T>(text: &str, read: impl Fn(&str, &str) -> Option<T>) -> Option<T> {
    let starts: Vec<usize> =
        text.char_indices().rev().take(IN_SENTENCE).map(|(at, _)| at).collect();
    let read = |at: &usize| text.split_at_checked(*at).and_then(|(before, day)| read(before, day));
    starts.iter().rev().find_map(read)
}

/// The result for the longest readable prefix; `read` also gets the rest.
pub fn at_start<T>(text: &str, read: impl Fn(&str, &str) -> Option<T>) -> Option<T> {
    let ends: Vec<usize> =
        text.char_indices().take(IN_SENTENCE).map(|(at, c)| at + c.len_utf8()).collect();
    let read = |at: &usize| text.split_at_checked(*at).and_then(|(day, behind)| read(day, behind));
    ends.iter().rev().find_map(read)
}

fn before_part<'t>(text: &'t str, parts: &[&str]) -> Option<&'t str> {
    let before = parts.iter().find_map(|p| text.strip_suffix(p))?;
    Some(before.trim_end_matches(['の', ' ']))
}

/// More characters have no date and time.
const LONGEST: usize = 80;

/// 今朝 and 昨夜 as a day and a part of it; a compact timestamp (`20261201T083000Z`) with separators.
pub fn parts_of_days(text: &str) -> String {
    let text = marked_moment(text.trim()).unwrap_or_else(|| text.to_owned());
    words::DAY_AND_PART.iter().fold(text, |text, (word, is)| text.replace(word, is))
}

fn marked_moment(text: &str) -> Option<String> {
    let (day, rest) = text.split_once(['T', 't'])?;
    let length = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
    let (time, zone) = rest.split_at_checked(length).filter(|(t, _)| [4, 6].contains(&t.len()))?;
    let day = NaiveDate::parse_from_str(day, "%Y%m%d").ok().filter(|_| day.len() == 8)?;
    let (hour, minutes) = time.split_at_checked(2)?;
    let (minute, second) = minutes.split_at_checked(2)?;
    let second = if second.is_empty() { "00" } else { second };
    Some(format!("{day}T{hour}:{minute}:{second}{zone}"))
}

/// A day and a time without the offset of Japan, by whose clock they are read anyway.
pub fn without_japan(text: &str) -> &str {
    let behind = |offset: &&str| text.strip_suffix(*offset).map(str::trim_end);
    let bare = words::JAPAN_TIME.iter().find_map(behind);
    bare.filter(|t| t.contains([':', '時'])).unwrap_or(text)
}

/// A moment that says how far its clock is from that of Greenwich.
pub fn with_offset(text: &str) -> Option<DateTime<FixedOffset>> {
    if !text.contains(':') {
        return None;
    }
    let japan = text.strip_suffix("JST").map(|t| format!("{} +0900", t.trim_end()));
    let text = japan.as_deref().unwrap_or(text);
    let forms = [
        "%Y-%m-%dT%H:%M:%S%.f%#z", "%Y-%m-%dT%H:%M%#z", "%Y-%m-%d %H:%M:%S%.f %#z",
        "%Y-%m-%d %H:%M %#z",
    ];
    let slashes = text.replace('/', "-");
    let read = |form| DateTime::parse_from_str(&slashes, form).ok();
    forms.into_iter().find_map(read).or_else(|| DateTime::parse_from_rfc2822(text).ok())
}

/// The date of a mail whose weekday is another one.
fn misnamed(text: &str) -> Option<DateError> {
    let (weekday, rest) = text.split_once(',')?;
    let date = DateTime::parse_from_rfc2822(rest).ok()?.date_naive();
    Some(DateError::WrongWeekday { date, given: weekday.parse().ok()? })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::hours::time;
    use crate::domain::typed::as_typed;

    #[test]
    fn a_day_and_its_hour_are_read_wherever_they_stand() {
        let today = NaiveDate::from_ymd_opt(2026, 11, 27).expect("a day");
        as_typed("day_and_time", |text| {
            let read = read(text, today, Year::Nearest);
            read.map(|d| d.to_string()).map_err(|e| format!("{e:?}"))
        });
        as_typed("time_behind", |text| time_behind(text, today).map(time).ok_or("no hour"));
    }
}
