//! Times of day and hours without calls, as people write them: `9:00`, `午後3時半`; `weekday
//! 09:00-18:00`, 「平日 9:00〜18:00」.

mod time;
pub mod week;

use std::collections::BTreeSet;
use time::normal;
pub use time::{ago, behind, marked, marked_among, minutes, seconds};

/// The words for days, with what the user reads. The first is stored, the second shown.
pub const DAYS: [(&str, &str); 11] = [
    ("weekday", text!("hours.weekday")),
    ("weekend", text!("hours.weekend")),
    ("everyday", text!("hours.everyday")),
    ("mon", text!("hours.mon")),
    ("tue", text!("hours.tue")),
    ("wed", text!("hours.wed")),
    ("thu", text!("hours.thu")),
    ("fri", text!("hours.fri")),
    ("sat", text!("hours.sat")),
    ("sun", text!("hours.sun")),
    ("holiday", text!("hours.holiday")),
];

/// The days of the week as [`DAYS`] has them, by their first character.
const WEEK: [(char, &str); 7] = [
    ('月', "mon"),
    ('火', "tue"),
    ('水', "wed"),
    ('木', "thu"),
    ('金', "fri"),
    ('土', "sat"),
    ('日', "sun"),
];

/// Other words for days; longer ones first.
const OTHER_DAYS: [(&str, &[&str]); 13] = [
    ("毎朝", &["everyday"]),
    ("休日", &["weekend", "holiday"]),
    ("週末", &["weekend"]),
    ("土日", &["weekend"]),
    ("平日", &["weekday"]),
    ("毎日", &["everyday"]),
    ("全日", &["everyday"]),
    ("連日", &["everyday"]),
    ("いつも", &["everyday"]),
    ("祝祭日", &["holiday"]),
    ("祭日", &["holiday"]),
    ("祝日", &["holiday"]),
    ("祝", &["holiday"]),
];

/// Words for "every day" after other days.
const EACH: [&str; 3] = ["全日", "毎日", "いつも"];

/// What words for times of day consist of.
const OF_TIMES: &str =
    "時分半午前後正深夜早朝夕昼方晩終日中間の翌台頃ころごあたり過すぎからまで以降より零くらい";

/// Days in English, in full or abbreviated; the word of [`DAYS`] is their prefix.
const ENGLISH: [&str; 11] = [
    "mondays", "tuesdays", "wednesdays", "thursdays", "fridays", "saturdays", "sundays",
    "weekdays", "weekends", "holidays", "everyday",
];

pub const DAY_END: u16 = 24 * 60;

/// A span of time on certain days; times are minutes from midnight, `from < to <= 24:00`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Span {
    /// A word of [`DAYS`].
    pub day: String,
    pub from: u16,
    pub to: u16,
}

impl Span {
    /// Reads `weekday 09:00-18:00`, or a text that means one span.
    /// Errors: an unknown day, a time that does not exist, an end that is not after the start;
    /// several spans.
    pub fn parse(text: &str) -> Result<Self, String> {
        let mut all = Self::parse_all(text)?;
        match (all.pop(), all.is_empty()) {
            (Some(one), true) => Ok(one),
            _ => Err(wrong()),
        }
    }
    /// Parses spans as people write them: 「平日 9:00〜18:00」「土日終日」「月・水 9時から12時まで、13時以降」. Times without
    /// a day belong to the day before them, or to every day if there is none. A day alone is the
    /// whole day.
    /// Errors: the unreadable part, and what to write instead.
    pub fn parse_all(text: &str) -> Result<Vec<Self>, String> {
        let text = normal(text);
        if ONCE.iter().any(|word| text.contains(word)) || is_dated(&text) {
            return Err(text!("hours.once").to_owned());
        }
        // 昼休み and 夜間 mean different hours to different people.
        let timeless = !text.trim().is_empty() && !text.contains(|c: char| c.is_ascii_digit());
        let unread = |why| if timeless { text!("hours.no_hours").to_owned() } else { why };
        let mut spans: Vec<(Vec<&'static str>, u16, u16)> = Vec::new();
        let mut days: Vec<&'static str> = Vec::new();
        for part in parts(&text) {
            // The question itself says that nobody should call then.
            let part = NEVER.iter().find_map(|end| part.trim().strip_suffix(end)).unwrap_or(part);
            let (mut named, mut times) = split_days(part.trim())?;
            if let (true, Some((before, behind))) = (named.is_empty(), days_behind(times)) {
                // Days after several times apply to all of those.
                let open = spans.iter_mut().rev().take_while(|(on, ..)| on.is_empty());
                open.for_each(|(on, ..)| on.clone_from(&behind));
                (times, named) = (before, behind);
            }
            if !named.is_empty() {
                days = named;
            }
            let times = times.trim();
            // 平日（9:00〜18:00）: what opened it went with the day.
            let closed = times.strip_suffix(')').filter(|t| !t.contains('('));
            let times = closed.unwrap_or(times).trim_end();
            // A day without times means the whole day.
            let (from, to) = match times {
                "" if days.is_empty() => return Err(unread(wrong())),
                "" => (0, DAY_END),
                times => range(times).map_err(|why| {
                    unread(if is_strange(times) { text!("hours.word").to_owned() } else { why })
                })?,
            };
            spans.push((days.clone(), from, to));
        }
        let mut out = Vec::new();
        for (days, from, to) in spans {
            let on = if days.is_empty() { vec!["everyday"] } else { days };
            for day in &on {
                // 9〜6時 is hardly meant as a night.
                if to < from && *day == "everyday" && from > DAY_END / 2 {
                    // Over midnight the next day counts like this one.
                    out.push(Self { day: (*day).to_owned(), from, to: DAY_END });
                    out.extend((to > 0).then(|| Self { day: (*day).to_owned(), from: 0, to }));
                } else {
                    out.push(Self::new(day, from, to)?);
                }
            }
        }
        if out.is_empty() { Err(unread(wrong())) } else { Ok(out) }
    }
    /// Spans that say the same once: those of a day that meet are one, and covered ones go.
    pub fn joined(spans: &[Self]) -> Vec<Self> {
        let mut out: Vec<Self> = Vec::new();
        for span in spans {
            let mut span = span.clone();
            let mut at = out.len();
            while let Some(met) =
                out.iter().position(|o| o.day == span.day && o.from <= span.to && span.from <= o.to)
            {
                let other = out.remove(met);
                (span.from, span.to) = (span.from.min(other.from), span.to.max(other.to));
                at = met;
            }
            out.insert(at.min(out.len()), span);
        }
        let wide = out.clone();
        out.retain(|s| {
            !wide.iter().any(|w| {
                w.day != s.day && covers(&w.day, &s.day) && w.from <= s.from && s.to <= w.to
            })
        });
        out
    }
    /// Puts a span together from a day's word and two times.
    pub fn from_parts(day: &str, from: &str, to: &str) -> Result<Self, String> {
        refuse!(!DAYS.iter().any(|(d, _)| *d == day), unknown_day());
        Self::new(day, minutes(from)?, minutes(to)?)
    }
    fn new(day: &str, from: u16, to: u16) -> Result<Self, String> {
        refuse!(from >= to, text!("hours.backward"));
        Ok(Self { day: day.to_owned(), from, to })
    }
    pub fn to_answer(&self) -> String {
        format!("{} {}-{}", self.day, time(self.from), time(self.to))
    }
    /// For people: 「平日の9:00から18:00まで」. A wave dash would turn into another character in some forms.
    pub fn to_ja(&self) -> String {
        let day = ja(&self.day);
        let of = if self.day == "everyday" { "" } else { text!("letter.days_of") };
        text!("letter.span", day, of, from = clock(self.from), to = clock(self.to))
    }
}

/// Whether a word for days means another one too; both are of [`DAYS`].
pub fn covers(wide: &str, day: &str) -> bool {
    match wide {
        "everyday" => true,
        "weekday" => ["weekday", "mon", "tue", "wed", "thu", "fri"].contains(&day),
        "weekend" => ["weekend", "sat", "sun"].contains(&day),
        wide => wide == day,
    }
}

/// Replaces a complete set of weekdays with the word for it.
pub fn gather<'a>(days: &mut Vec<&'a str>, word: &'a str) {
    let of = |day: &str| is_week_day(day) && covers(word, day);
    if WEEK.iter().filter(|(_, day)| of(day)).all(|(_, day)| days.contains(day)) {
        let first = days.iter().position(|day| of(day)).unwrap_or_default();
        days.insert(first, word);
        days.retain(|day| !of(day));
    }
}

/// What people read of a word of [`DAYS`]; "" for another text.
pub fn ja(day: &str) -> &'static str {
    DAYS.iter().find(|(d, _)| *d == day).map_or("", |d| d.1)
}

/// A minute of the day as people write it: `9:00`.
pub fn clock(minute: u16) -> String {
    format!("{}:{:02}", minute / 60, minute % 60)
}

/// Minutes from midnight → `09:00`.
pub fn time(minutes: u16) -> String {
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}

/// Whether a word precedes the time that is not part of it: 日勤 8:30-17:30.
fn is_strange(times: &str) -> bool {
    let other = |c: char| c.is_alphabetic() && !c.is_ascii() && !OF_TIMES.contains(c);
    times.contains(other) || times.starts_with(['前', '後', '明'])
}

fn wrong() -> String {
    text!("hours.wrong").to_owned()
}

fn unknown_day() -> String {
    let all: Vec<_> = DAYS.iter().map(|d| d.0).collect();
    text!("hours.days", all = all.join(" "))
}

/// The parts of a text that are spans of their own. A mark between two days parts nothing.
fn parts(text: &str) -> Vec<&str> {
    let mut out = Vec::new();
    let (mut start, mut inside) = (0, false);
    for (at, c) in text.char_indices() {
        inside = c == '(' || inside && c != ')';
        // A blank too, where another day has other hours.
        let next = || text.get(at + 1..).filter(|n| n.contains(|c: char| c.is_ascii_digit()));
        let parts = !inside && matches!(c, ',' | '、' | ';' | '/' | 'と' | '\n')
            || c == ' '
                && next().is_some_and(|next| {
                    let span = text.get(start..at).is_some_and(is_whole);
                    day_word(next).is_some()
                        || span && next.starts_with(|c: char| c.is_ascii_digit())
                });
        let Some(part) = text.get(start..at).filter(|_| parts) else {
            continue;
        };
        if part.contains(|c: char| c.is_ascii_digit())
            || WHOLE.iter().chain(&HALVES).any(|w| part.contains(w))
        {
            out.push(part);
            start = at + c.len_utf8();
        }
    }
    out.extend(text.get(start..).filter(|p| !p.trim().is_empty()));
    out
}

/// Whether the span has both ends.
fn is_whole(part: &str) -> bool {
    split_days(part.trim()).is_ok_and(|(_, times)| range(times).is_ok()) && !part.ends_with('-')
}

/// Splits the days off the front of a span: a word of [`DAYS`], or words for days with or without
/// marks between them, also from one day of the week to another.
fn split_days(part: &str) -> Result<(Vec<&'static str>, &str), String> {
    refuse!(EXCEPT.iter().any(|word| part.contains(word)), text!("hours.except"));
    let mut days: Vec<&'static str> = Vec::new();
    let mut rest = part.trim_start_matches('(').trim_start_matches("毎週");
    while let Some((named, more)) = day_word(rest) {
        let till = ["-", "から", "to "].iter().find_map(|to| more.trim_start().strip_prefix(to));
        let last = till.and_then(|to| week_day(to.trim_start()));
        match (named.as_slice(), last) {
            ([from], Some((to, behind))) if is_week_day(from) => {
                days.extend(from_to(from, to));
                rest = behind;
            }
            _ => {
                days.extend(named);
                rest = more;
            }
        }
        let marks = ['・', '、', ',', '/', 'と', 'や', ' ', '(', ')'];
        let next = rest.trim_start_matches(marks);
        let and = ["および", "及び", "and "].iter().find_map(|and| next.strip_prefix(and));
        let next = and.unwrap_or(next);
        // After a day, 全日 and 毎日 do not name more days: "the whole day", "each of them".
        if let Some(behind) = EACH.iter().find_map(|each| next.strip_prefix(each)) {
            rest = if behind.trim().is_empty() { WHOLE[0] } else { behind };
            break;
        }
        match day_word(next) {
            // 「土日祝、平日 9-18」: nobody knows whether the hours are those of both.
            Some(_) if rest.starts_with(['、', ',']) && days.iter().any(|d| !is_week_day(d)) => {
                return Err(text!("hours.both").to_owned());
            }
            Some(_) => rest = next,
            None => {}
        }
    }
    // Monday to Friday become "weekday", which leaves out holidays: they are not office days.
    for word in ["everyday", "weekday", "weekend"] {
        gather(&mut days, word);
    }
    let mut seen = BTreeSet::new();
    days.retain(|day| seen.insert(*day));
    let rest = behind_days(rest.trim_start_matches(['・', '、', ',', '/']));
    // A word that is not a day, separated from days and times.
    let time = |c: char| c.is_ascii_digit() || "-午正深早朝夜昼終24零ap時".contains(c);
    if days.is_empty()
        && !rest.is_empty()
        && !rest.starts_with(time)
        && !WHOLE.iter().any(|w| rest.starts_with(w))
    {
        return Err(if rest.contains(|c: char| c.is_ascii_digit()) {
            unknown_day()
        } else {
            text!("hours.no_hours").to_owned()
        });
    }
    Ok((days, rest))
}

/// The days after the times, if nothing else follows, and the times: 「9時から18時（平日）」.
fn days_behind(text: &str) -> Option<(&str, Vec<&'static str>)> {
    text.char_indices().skip(1).find_map(|(at, _)| {
        let (times, behind) = text.split_at_checked(at)?;
        let (days, rest) = split_days(behind).ok()?;
        let only = !days.is_empty() && rest.trim_matches([' ', ')']).is_empty();
        let times = times.trim_end_matches([' ', '(', '、', ',']);
        // 終日 does not contain Sunday.
        (only && range(times).is_ok()).then_some((times, days))
    })
}

/// The days of the first word of a text, and the rest.
fn day_word(text: &str) -> Option<(Vec<&'static str>, &str)> {
    let other =
        OTHER_DAYS.iter().find_map(|(w, days)| Some((days.to_vec(), text.strip_prefix(w)?)));
    other.or_else(|| english(text).or_else(|| week_day(text)).map(|(day, rest)| (vec![day], rest)))
}

/// An English word for days at the front of a text: `mon`, `Monday`, `weekdays`.
fn english(text: &str) -> Option<(&'static str, &str)> {
    let end = text.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(text.len());
    let (word, rest) = text.split_at_checked(end)?;
    let of = |day: &&str| {
        word.starts_with(*day) && ENGLISH.iter().any(|e| e.starts_with(*day) && e.starts_with(word))
    };
    let day = DAYS.iter().map(|(day, _)| *day).find(of)?;
    Some((day, rest.strip_prefix('.').unwrap_or(rest)))
}

/// A day of the week at the front of a text: 月, 月曜, 月曜日, `mon`; not 日中.
fn week_day(text: &str) -> Option<(&'static str, &str)> {
    if let Some(found) = english(text) {
        return Some(found).filter(|(day, _)| is_week_day(day));
    }
    let (sign, day) = WEEK.iter().find(|(k, _)| text.starts_with(*k))?;
    let rest = text.strip_prefix(*sign)?;
    let rest = rest.strip_prefix("曜日").or_else(|| rest.strip_prefix('曜')).unwrap_or(rest);
    (!rest.starts_with('中')).then_some((*day, rest))
}

fn is_week_day(day: &str) -> bool {
    WEEK.iter().any(|(_, d)| *d == day)
}

/// The days of a week from one to another, over its end as well: 金〜月.
fn from_to(from: &str, to: &str) -> Vec<&'static str> {
    let days = WEEK.iter().cycle().map(|(_, d)| *d).skip_while(|d| *d != from).take(7);
    let upto = days.clone().position(|d| d == to).unwrap_or_default();
    days.take(upto + 1).collect()
}

fn behind_days(rest: &str) -> &str {
    let rest = ALONE.iter().find_map(|word| rest.strip_prefix(word)).unwrap_or(rest);
    rest.trim_start_matches(['の', 'は', ':', ' ', '\u{3000}', ')', '('])
}

/// Phrases for times without calls; longer ones first.
const NEVER: [&str; 14] = [
    "は仕事です", "は仕事中", "は勤務中", "は勤務", "のみ", "だけ", "は不可", "不可", "はng", "ng",
    "は無理", "は出られません", "は避けてください", "は控えてください",
];
/// What says that a day is meant alone.
const ALONE: [&str; 2] = ["のみ", "だけ"];

/// Days that are named to be left out: which the others are, holidays among them, nobody says.
const EXCEPT: [&str; 4] = ["以外", "除く", "除き", "除いて"];

/// Days that are not those of every week.
const ONCE: [&str; 6] = ["第", "隔週", "毎月", "月末", "月初", "翌週"];

/// Whether a day of a month is named: 「12月5日」, `12/5`.
fn is_dated(text: &str) -> bool {
    text.match_indices(['月', '/']).any(|(at, sign)| {
        let ends = text.get(..at).is_some_and(|t| t.ends_with(|c: char| c.is_ascii_digit()));
        let rest = text.get(at + sign.len()..).unwrap_or_default();
        let day = rest.trim_start_matches(|c: char| c.is_ascii_digit());
        ends && day.len() < rest.len() && (sign == "月" || !day.starts_with([':', '-', '時']))
    })
}

const WHOLE: [&str; 6] = ["終日", "1日中", "一日中", "24時間", "全日", "いつでも"];
const HALVES: [&str; 2] = ["午前", "午後"];

/// Whether a text is unambiguously a time or a time span.
pub fn is_time(text: &str) -> Option<()> {
    let span = || range(&normal(text)).is_ok() && normal(text).contains([':', '時', '午']);
    (marked(text).is_some() || span()).then_some(())
}

/// The start of a time or a time span: 「14:00〜15:00」. 午後 alone is not a time.
pub fn begins(text: &str) -> Option<u16> {
    is_time(text)?;
    if HALVES.contains(&normal(text).trim_end_matches('中')) {
        return None;
    }
    let span = || range(&normal(text)).ok().map(|(from, _)| from).filter(|from| *from > 0);
    minutes(text).ok().or_else(span)
}

/// The two ends of 「9:00〜18:00」「9時から18時まで」「18時以降」「12時台」「終日」.
fn range(times: &str) -> Result<(u16, u16), String> {
    let times = times.trim().trim_end_matches("の間").trim_end_matches("のあいだ");
    if WHOLE.contains(&times) {
        return Ok((0, DAY_END));
    }
    match times {
        "午前中" | "午前" => return Ok((0, 12 * 60)),
        "午後" | "午後中" => return Ok((12 * 60, DAY_END)),
        _ => {}
    }
    if let Some(hour) = times.strip_suffix('台') {
        let from = minutes(hour)?;
        let whole = from % 60 == 0 && from < DAY_END;
        return if whole { Ok((from, from + 60)) } else { Err(wrong()) };
    }
    if let Some(from) =
        ["以降", "から", "-", "すぎ", "過ぎ"].iter().find_map(|t| times.strip_suffix(t))
    {
        return Ok((minutes(from)?, DAY_END));
    }
    let until = ["まで", "以前", "より前", "前"]
        .iter()
        .find_map(|t| times.strip_suffix(t))
        .unwrap_or(times);
    let ends = ["から", "-", " to "].iter().find_map(|to| until.split_once(to));
    let Some((from, to)) = ends else {
        return if until == times { Err(wrong()) } else { Ok((0, minutes(until)?)) };
    };
    if from.trim().is_empty() {
        return Ok((0, minutes(to)?));
    }
    // 翌7時 is another day: an end that is the earlier one.
    let (next_day, to) =
        match to.trim().strip_prefix("翌日").or_else(|| to.trim().strip_prefix('翌')) {
            Some(rest) => (true, rest.trim_start_matches('の')),
            None => (false, to),
        };
    // 午後1〜5時 are both in the afternoon; 9〜18時 are hours as well.
    let half = ["午後", "午前"].into_iter().find(|h| from.contains(h) && !to.contains("午"));
    let to = match half {
        Some("午後") if minutes(to)? < 12 * 60 => format!("午後{}", to.trim()),
        _ => to.to_owned(),
    };
    let (from, to) = (minutes(from)?, minutes(&to)?);
    // 18:00-0:00: midnight is the end of that day.
    let to = if to == 0 && from > 0 { DAY_END } else { to };
    if next_day && to >= from && to != DAY_END { Err(wrong()) } else { Ok((from, to)) }
}

#[cfg(test)]
mod tests;
