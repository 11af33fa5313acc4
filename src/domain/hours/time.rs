//! A time of day as people write it.

use crate::domain::calendar;
use crate::text::clean;
use std::ops::RangeInclusive;

/// Minutes from midnight: `9`, `9:00`, `0900`, `830`, `9時`, `9時半`, `18時30分`, `午後3時半`, `3:00 PM`,
/// 正午, also in full-width digits and kanji numerals.
/// Errors: not a time of day up to 24:00.
pub fn minutes(text: &str) -> Result<u16, String> {
    let seconds = seconds(text)? / 60;
    u16::try_from(seconds).map_err(|_| no_time())
}

fn no_time() -> String {
    text!("hours.no_time").to_owned()
}

/// Seconds from midnight, as [`minutes`] but also `17:30:15`.
pub fn seconds(text: &str) -> Result<u32, String> {
    let plain = normal(text);
    let plain = calendar::exactly(plain.trim_end_matches('.'));
    // A time from which on something holds.
    let plain = ["以降", "から", "過ぎ", "すぎ"]
        .iter()
        .find_map(|t| plain.strip_suffix(t))
        .or_else(|| plain.strip_suffix('-').filter(|t| t.contains([':', '時'])))
        .unwrap_or(plain)
        .trim();
    match plain {
        "正午" => return Ok(12 * 3600),
        "零時" | "深夜零時" | "午前零時" => return Ok(0),
        _ => {}
    }
    let (plain, part) = part_of_day(plain);
    let text = plain
        .trim()
        .replace("時半", ":30")
        .replacen('時', ":", 1)
        .replacen('分', ":", 1)
        .replacen('秒', "", 1);
    let compact = matches!(text.len(), 3 | 4) && text.bytes().all(|b| b.is_ascii_digit());
    let parts: Vec<&str> = if compact {
        let (hours, minutes) = text.split_at_checked(text.len() - 2).unwrap_or_default();
        vec![hours, minutes]
    } else {
        text.strip_suffix(':').unwrap_or(&text).split(':').map(str::trim).collect()
    };
    let number = |s: &&str| {
        let good = !s.is_empty() && s.len() <= 2 && s.bytes().all(|b| b.is_ascii_digit());
        good.then(|| s.parse::<u32>().ok()).flatten().ok_or_else(no_time)
    };
    let numbers: Vec<u32> = parts.iter().map(number).collect::<Result<_, _>>()?;
    let (h, m, s) = match numbers.as_slice() {
        [h] => (*h, 0, 0),
        [h, m] => (*h, *m, 0),
        [h, m, s] => (*h, *m, *s),
        _ => return Err(no_time()),
    };
    // 午後12時 is noon, and 午後0時 too; 午後13時 says it twice; 午前12時 is midnight, or noon: nobody knows.
    let h = match part {
        Some(hours) => [h, h + 12]
            .into_iter()
            .find(|h| hours.iter().any(|r| r.contains(h)))
            .ok_or_else(no_time)?,
        None => h,
    };
    let total = h * 3600 + m * 60 + s;
    refuse!(m > 59 || s > 59 || total > 24 * 3600, no_time());
    Ok(total)
}

/// The minutes that somebody counts back from now: `10分前`, `1時間前`, `1時間半ほど前`.
pub fn ago(text: &str) -> Option<i64> {
    let plain = normal(text);
    let span = plain.strip_suffix('前')?;
    let span = span.strip_suffix("ほど").unwrap_or_else(|| calendar::exactly(span));
    let number = |n: &str| n.trim().parse::<u16>().ok().map(i64::from);
    let (hours, rest) = match span.split_once("時間") {
        Some((hours, rest)) => (Some(number(hours)?), rest.trim()),
        None => (None, span),
    };
    let minutes = match (rest, hours) {
        ("", Some(_)) => 0,
        ("半", Some(_)) => 30,
        (rest, _) => number(rest.strip_suffix('分')?)?,
    };
    Some(hours.unwrap_or(0) * 60 + minutes)
}

/// The seconds of a text that can only be a time of day: a bare number may be anything.
pub fn marked(text: &str) -> Option<u32> {
    let plain = normal(text);
    let marked = plain.contains([':', '時', '正']) || plain.contains("am") || plain.contains("pm");
    seconds(text).ok().filter(|_| marked)
}

/// The first such time among what a list names.
pub fn marked_among(list: &str) -> Option<u32> {
    list.split(['、', ',', '，']).find_map(marked)
}

/// Folded, with kanji numerals as digits and one kind of dash.
pub(super) fn normal(text: &str) -> String {
    calendar::digits(&clean::fold(text.trim()))
        .chars()
        .map(|c| match c {
            '〜' | '~' | '～' | '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' | 'ー' | '─' => {
                '-'
            }
            c => c,
        })
        .collect()
}

/// A time at the end of a text and the text before it; the longest time first.
pub fn behind<T>(text: &str, time: impl Fn(&str) -> Option<T>) -> impl Iterator<Item = (&str, T)> {
    let parting = ['T', ' ', '\u{3000}', '、', ','];
    text.char_indices().skip(1).filter_map(move |(at, _)| {
        let (before, behind) = text.split_at_checked(at)?;
        let time = time(behind.trim_start_matches(parting))?;
        Some((before.trim_end_matches(parting).trim_end_matches('の'), time))
    })
}

/// What says which half of the day is meant, and the hours that it can be; longer words first.
const PARTS: [(&str, &[RangeInclusive<u32>]); 16] = [
    ("午前", &[0..=11]),
    ("午後", &[12..=24]),
    ("a.m", &[0..=11]),
    ("p.m", &[12..=24]),
    ("am", &[0..=11]),
    ("pm", &[12..=24]),
    ("早朝", &[3..=8]),
    ("朝", &[3..=11]),
    ("お昼", &[11..=15]),
    ("昼", &[11..=15]),
    ("夕方", &[15..=19]),
    ("夕", &[15..=19]),
    ("深夜", &[22..=24, 0..=5]),
    ("夜中", &[22..=24, 0..=5]),
    ("夜間", &[17..=24]),
    ("夜", &[17..=24]),
];

/// Takes 午前, 午後, am, pm, 夜 off a time: the hours that it can be.
fn part_of_day(text: &str) -> (&str, Option<&'static [RangeInclusive<u32>]>) {
    for (w, hours) in &PARTS {
        if let Some(rest) = text.strip_prefix(w).or_else(|| text.strip_suffix(w)) {
            return (rest.trim_matches([' ', '.', 'の']), Some(hours));
        }
    }
    (text, None)
}
