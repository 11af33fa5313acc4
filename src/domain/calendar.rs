//! The Japanese calendar: public holidays, business days, and dates as people write them.
//!
//! Holidays are computed from the rules of the Act on National Holidays
//! (国民の祝日に関する法律, 1948 Act No. 178, "the Act" below) with its amendments and the five
//! one-off acts. Own code because none of the crates fits: jpholiday asks for a newer compiler than
//! this program, koyomi ends in 2018, `holiday_jp` asks a server.
//!
//! Nothing here reads a clock: "today" is always handed in.

use std::fmt;

use chrono::{Datelike, Days, Months, NaiveDate, Weekday};
use unicode_normalization::UnicodeNormalization;

/// First year that [`parse_date`] and [`parse_month`] take.
pub const FIRST_YEAR: i32 = 1868;
/// Last year that [`parse_date`] and [`parse_month`] take, and where business-day counting stops.
pub const LAST_YEAR: i32 = 2200;

/// `day`, or the first or last one that dates may be written with, where a clock is that far off: what is stored has to be
/// readable again.
#[must_use]
pub fn within(day: NaiveDate) -> NaiveDate {
    let first = NaiveDate::from_ymd_opt(FIRST_YEAR, 1, 1).unwrap_or(day);
    let last = NaiveDate::from_ymd_opt(LAST_YEAR, 12, 31).unwrap_or(day);
    day.clamp(first, last)
}

/// Longest input looked at, in characters; no way of writing a date comes near.
const MAX_INPUT: usize = 40;

// ---------------------------------------------------------------------------------------------
// Holidays

/// The name of the public holiday on `d`, or `None` on any other day.
///
/// Days made a holiday by art. 3(2) of the Act are called 振替休日, those by art. 3(3) 休日.
/// Covers 1948-07-20 (the Act takes effect) onward. The equinox days, which are fixed only in the
/// February before, come from the customary approximation: an estimate for coming years, and
/// absent after 2199.
#[must_use]
pub fn holiday(d: NaiveDate) -> Option<&'static str> {
    if let Some(name) = national_holiday(d) {
        return Some(name);
    }
    if is_substitute(d) {
        return Some("振替休日");
    }
    is_between(d).then_some("休日")
}

/// The holidays of art. 2 of the Act and of the one-off acts, without art. 3(2) and (3).
fn national_holiday(d: NaiveDate) -> Option<&'static str> {
    let (y, m, day) = (d.year(), d.month(), d.day());
    if y < 1948 || (y == 1948 && (m, day) < (7, 20)) {
        return None;
    }
    one_off_holiday(y, m, day).or_else(|| yearly_holiday(d))
}

/// Days that a special act made a holiday in one year only.
fn one_off_holiday(y: i32, m: u32, d: u32) -> Option<&'static str> {
    match (y, m, d) {
        // 1959 Act No. 16; 1993 Act No. 32.
        (1959, 4, 10) | (1993, 6, 9) => Some("結婚の儀"),
        // 1989 Act No. 4.
        (1989, 2, 24) => Some("大喪の礼"),
        // 2018 Act No. 99. It counts as a national holiday for art. 3, hence 4/30 and 5/2.
        (2019, 5, 1) => Some("天皇の即位の日"),
        // 1990 Act No. 24; 2018 Act No. 99.
        (1990, 11, 12) | (2019, 10, 22) => Some("即位礼正殿の儀"),
        _ => None,
    }
}

/// The holidays that art. 2 of the Act lists, by the wording in force in the year of `d`.
fn yearly_holiday(d: NaiveDate) -> Option<&'static str> {
    let (y, m, day) = (d.year(), d.month(), d.day());
    // Day of the nth Monday ("Happy Monday", 1998 Act No. 141 and 2001 Act No. 59).
    let monday = |n: u32| d.weekday() == Weekday::Mon && (day - 1) / 7 + 1 == n;
    // The Olympic special measures act (2015 Act No. 33) moved three holidays in 2020 and 2021.
    let olympic = matches!(y, 2020 | 2021);
    match m {
        1 if day == 1 => Some("元日"),
        1 if (y < 2000 && day == 15) || (y >= 2000 && monday(2)) => Some("成人の日"),
        2 if y >= 1967 && day == 11 => Some("建国記念の日"),
        2 if y >= 2020 && day == 23 => Some("天皇誕生日"),
        3 if Some(day) == spring_equinox(y) => Some("春分の日"),
        4 if day == 29 => Some(match y {
            ..=1988 => "天皇誕生日",
            1989..=2006 => "みどりの日",
            _ => "昭和の日",
        }),
        5 if day == 3 => Some("憲法記念日"),
        5 if y >= 2007 && day == 4 => Some("みどりの日"),
        5 if day == 5 => Some("こどもの日"),
        7 if olympic => match (y, day) {
            (2020, 23) | (2021, 22) => Some("海の日"),
            (2020, 24) | (2021, 23) => Some("スポーツの日"),
            _ => None,
        },
        7 if ((1996..=2002).contains(&y) && day == 20) || (y >= 2003 && monday(3)) => Some("海の日"),
        8 if olympic => matches!((y, day), (2020, 10) | (2021, 8)).then_some("山の日"),
        8 if y >= 2016 && day == 11 => Some("山の日"),
        9 if Some(day) == autumn_equinox(y) => Some("秋分の日"),
        9 if ((1966..=2002).contains(&y) && day == 15) || (y >= 2003 && monday(3)) => Some("敬老の日"),
        10 if olympic => None,
        10 if ((1966..=1999).contains(&y) && day == 10) || (y >= 2000 && monday(2)) => {
            Some(if y >= 2020 { "スポーツの日" } else { "体育の日" })
        }
        11 if day == 3 => Some("文化の日"),
        11 if day == 23 => Some("勤労感謝の日"),
        12 if (1989..=2018).contains(&y) && day == 23 => Some("天皇誕生日"),
        _ => None,
    }
}

/// Art. 3(2) of the Act: the day after a holiday on a Sunday (1973 Act No. 10, from 12 April
/// 1973); since 2007 (2005 Act No. 43) the next day that is not itself a national holiday.
/// `d` must not be a national holiday.
fn is_substitute(d: NaiveDate) -> bool {
    let Some(start) = NaiveDate::from_ymd_opt(1973, 4, 12) else { return false };
    if d < start {
        return false;
    }
    let mut before = d.pred_opt();
    while let Some(p) = before.filter(|&p| national_holiday(p).is_some()) {
        if p.weekday() == Weekday::Sun {
            return p >= start;
        }
        if d.year() < 2007 {
            return false;
        }
        before = p.pred_opt();
    }
    false
}

/// Art. 3(3) of the Act: a day between two national holidays (1985 Act No. 103, from 27 December
/// 1985). Until 2006 not if it is a Sunday. `d` must be neither national holiday nor substitute.
fn is_between(d: NaiveDate) -> bool {
    let national = |x: Option<NaiveDate>| x.and_then(national_holiday).is_some();
    d.year() >= 1986
        && (d.year() >= 2007 || d.weekday() != Weekday::Sun)
        && national(d.pred_opt())
        && national(d.succ_opt())
}

/// Day of March of 春分の日.
fn spring_equinox(y: i32) -> Option<u32> {
    match y {
        1949..=1979 => equinox(20_835_700, y, 1983),
        1980..=2099 => equinox(20_843_100, y, 1980),
        2100..=2199 => equinox(21_851_000, y, 1980),
        _ => None,
    }
}

/// Day of September of 秋分の日.
fn autumn_equinox(y: i32) -> Option<u32> {
    match y {
        1948..=1979 => equinox(23_258_800, y, 1983),
        1980..=2099 => equinox(23_248_800, y, 1980),
        2100..=2199 => equinox(24_248_800, y, 1980),
        _ => None,
    }
}

/// The customary formula, in millionths of a day: a base, the part of a day by which the tropical
/// year exceeds 365 days for each year from 1980, less the leap days (the quotient cut off towards
/// zero, which is why years before 1980 count theirs from 1983).
fn equinox(base: i32, y: i32, leap_from: i32) -> Option<u32> {
    let since = y - 1980;
    let day = (base + 242_194 * since).div_euclid(1_000_000) - (y - leap_from) / 4;
    u32::try_from(day).ok()
}

// ---------------------------------------------------------------------------------------------
// Business days

/// Which days an office is closed besides Saturdays, Sundays and public holidays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OfficeCalendar {
    /// Closed from 29 December to 3 January, as government offices are (行政機関の休日に関する
    /// 法律 art. 1(1)(iii)).
    pub year_end: bool,
}

impl Default for OfficeCalendar {
    fn default() -> Self {
        Self { year_end: true }
    }
}

impl OfficeCalendar {
    /// Whether the office is open on `d`.
    #[must_use]
    pub fn is_business_day(self, d: NaiveDate) -> bool {
        let weekend = matches!(d.weekday(), Weekday::Sat | Weekday::Sun);
        let year_end = self.year_end && matches!((d.month(), d.day()), (12, 29..) | (1, ..=3));
        !weekend && !year_end && holiday(d).is_none()
    }

    /// The `n`th business day after `from`. The first day does not count (Civil Code art. 140);
    /// `n` = 0 gives `from` itself, business day or not. Counts no further than the end of
    /// [`LAST_YEAR`].
    #[must_use]
    pub fn add_business_days(self, from: NaiveDate, n: u32) -> NaiveDate {
        let mut left = n;
        let mut day = from;
        while left > 0 && day.year() <= LAST_YEAR {
            let Some(next) = day.succ_opt().filter(|x| x.year() <= LAST_YEAR) else { break };
            day = next;
            if day.year() < FIRST_YEAR {
                // Before any calendar known here: no reason to walk a quarter of a million years.
                let Some(first) = NaiveDate::from_ymd_opt(FIRST_YEAR, 1, 1) else { break };
                day = first;
            }
            if self.is_business_day(day) {
                left -= 1;
            }
        }
        day
    }

    /// How many business days lie after `a` up to and including `b`; the negative of the same
    /// from `b` to `a` when `b` is earlier. Days outside [`FIRST_YEAR`]..=[`LAST_YEAR`] are not
    /// counted.
    #[must_use]
    pub fn business_days_between(self, a: NaiveDate, b: NaiveDate) -> i64 {
        if b < a {
            return -self.business_days_between(b, a);
        }
        let mut count = 0;
        let mut day = match NaiveDate::from_ymd_opt(FIRST_YEAR - 1, 12, 31) {
            Some(first) => a.max(first),
            None => a,
        };
        while day < b {
            let Some(next) = day.succ_opt().filter(|x| x.year() <= LAST_YEAR) else { break };
            day = next;
            count += i64::from(self.is_business_day(day));
        }
        count
    }

    /// `d` itself if it is a business day, else the first one after it: where a period ends whose
    /// last day is a holiday (Civil Code art. 142).
    #[must_use]
    pub fn next_business_day(self, d: NaiveDate) -> NaiveDate {
        if self.is_business_day(d) { d } else { self.add_business_days(d, 1) }
    }
}

/// Whether government offices are open on `d`: not a Saturday, Sunday, public holiday, nor
/// 29 December to 3 January (行政機関の休日に関する法律 art. 1). See [`OfficeCalendar`].
#[must_use]
pub fn is_business_day(d: NaiveDate) -> bool {
    OfficeCalendar::default().is_business_day(d)
}

// ---------------------------------------------------------------------------------------------
// Writing

/// The weekday of `d` as one character, 月 to 日.
#[must_use]
pub fn weekday_ja(d: NaiveDate) -> &'static str {
    weekday_name(d.weekday())
}

const fn weekday_name(w: Weekday) -> &'static str {
    match w {
        Weekday::Mon => "月",
        Weekday::Tue => "火",
        Weekday::Wed => "水",
        Weekday::Thu => "木",
        Weekday::Fri => "金",
        Weekday::Sat => "土",
        Weekday::Sun => "日",
    }
}

/// `2026年12月1日（火）`.
#[must_use]
pub fn format_ja(d: NaiveDate) -> String {
    format!("{}（{}）", DayJa(d), weekday_ja(d))
}

/// `2027年4月`. The numbers are written as they are.
#[must_use]
pub fn format_month_ja(y: i32, m: u32) -> String {
    format!("{y}年{m}月")
}

/// `d` moved by `n` months; a day that the month lacks becomes its last day. Stays at the ends of
/// what a date can hold.
#[must_use]
pub fn add_months(d: NaiveDate, n: i32) -> NaiveDate {
    let months = Months::new(n.unsigned_abs());
    if n >= 0 {
        d.checked_add_months(months).unwrap_or(NaiveDate::MAX)
    } else {
        d.checked_sub_months(months).unwrap_or(NaiveDate::MIN)
    }
}

/// The same day a year before; `d` itself where that is before the first day that dates may be written with.
#[must_use]
pub fn a_year_before(d: NaiveDate) -> NaiveDate {
    let before = add_months(d, -12);
    if before == within(before) { before } else { d }
}

/// A day without its weekday, `2026年12月1日`.
struct DayJa(NaiveDate);

impl fmt::Display for DayJa {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}年{}月{}日", self.0.year(), self.0.month(), self.0.day())
    }
}

// ---------------------------------------------------------------------------------------------
// Eras

struct Era {
    name: &'static str,
    letter: char,
    /// Year, month, day of the first and the last day.
    first: (i32, u32, u32),
    last: Option<(i32, u32, u32)>,
    /// The western year is this plus the year of the era.
    base: i32,
}

/// Newest first. The day of a change belongs to the new era here. Meiji begins with its sixth
/// year: before 1873 its months and days are those of the old lunar calendar (太政官布告 No. 337
/// of 1872), which cannot be taken over by adding to the year.
const ERAS: [Era; 5] = [
    Era { name: "令和", letter: 'R', first: (2019, 5, 1), last: None, base: 2018 },
    Era { name: "平成", letter: 'H', first: (1989, 1, 8), last: Some((2019, 4, 30)), base: 1988 },
    Era { name: "昭和", letter: 'S', first: (1926, 12, 25), last: Some((1989, 1, 7)), base: 1925 },
    Era { name: "大正", letter: 'T', first: (1912, 7, 30), last: Some((1926, 12, 24)), base: 1911 },
    Era { name: "明治", letter: 'M', first: (1873, 1, 1), last: Some((1912, 7, 29)), base: 1867 },
];

impl Era {
    fn holds(&self, ymd: (i32, u32, u32)) -> bool {
        ymd >= self.first && self.last.is_none_or(|last| ymd <= last)
    }
    /// Like [`Self::holds`] for any day of the month.
    fn holds_month(&self, ym: (i32, u32)) -> bool {
        ym >= (self.first.0, self.first.1) && self.last.is_none_or(|(ly, lm, _)| ym <= (ly, lm))
    }
}

/// `令和8年`, `令和元年` for the day, if an era is known for it.
fn era_year(y: i32, m: u32, d: u32) -> Option<String> {
    let era = ERAS.iter().find(|e| e.holds((y, m, d)))?;
    Some(match y - era.base {
        1 => format!("{}元年", era.name),
        n => format!("{}{n}年", era.name),
    })
}

// ---------------------------------------------------------------------------------------------
// Reading

/// Why a date or month could not be taken. `Display` gives a Japanese sentence that says what is
/// wrong and what to write instead; it never repeats the input.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum DateError {
    /// Not a date in any accepted form.
    Unreadable,
    /// Not a month in any accepted form.
    UnreadableMonth,
    /// A year of fewer than four digits and no era: 26/12/1 may be 2026 or 平成26年.
    ShortYear,
    /// No such day. `y` is `None` when no year was written.
    NoSuchDay {
        /// Western year, if one was written.
        y: Option<i32>,
        /// Month as written, 1 to 12.
        m: u32,
        /// Day as written.
        d: u32,
    },
    /// The month is not 1 to 12.
    NoSuchMonth {
        /// Month as written.
        m: u32,
    },
    /// The weekday written is not that of the day.
    WrongWeekday {
        /// The day that was read.
        date: NaiveDate,
        /// The weekday that was written.
        given: Weekday,
    },
    /// The day lies outside the era that was written.
    OutOfEra {
        /// The era, 令和 to 明治.
        era: &'static str,
        /// Western year of what was written.
        y: i32,
        /// Month, 1 to 12.
        m: u32,
        /// Day; `None` when a month was read.
        d: Option<u32>,
    },
    /// Not within [`FIRST_YEAR`]..=[`LAST_YEAR`].
    OutOfRange,
}

impl fmt::Display for DateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::Unreadable => f.write_str(
                "日付として読めません。「2026年12月1日」「2026/12/1」「12/1」のように書いてください。",
            ),
            Self::UnreadableMonth => f.write_str(
                "年月として読めません。「2027年4月」「2027/4」「4月」のように書いてください。",
            ),
            Self::ShortYear => f.write_str(
                "何年か決められません。西暦を4けたで（例: 2026/12/1）、または元号をつけて（例: R8.12.1）書いてください。",
            ),
            Self::NoSuchDay { y, m, d } => {
                // Without a year February is taken at its longest.
                let last = last_day(y.unwrap_or(2000), m);
                if let Some(y) = y {
                    write!(f, "{y}年")?;
                }
                write!(f, "{m}月{d}日という日はありません。")?;
                match last {
                    Some(last) => write!(f, "1日から{last}日までで書いてください。"),
                    None => f.write_str("日付を確かめてください。"),
                }
            }
            Self::NoSuchMonth { m } => {
                write!(f, "{m}月という月はありません。1月から12月までで書いてください。")
            }
            Self::WrongWeekday { date, given } => write!(
                f,
                "{}は{}曜日ではなく{}曜日です。日付か曜日を直すか、曜日なしで書いてください。",
                DayJa(date),
                weekday_name(given),
                weekday_ja(date),
            ),
            Self::OutOfEra { era, y, m, d } => write_out_of_era(f, era, y, m, d),
            Self::OutOfRange => {
                write!(f, "{FIRST_YEAR}年から{LAST_YEAR}年までで書いてください。")
            }
        }
    }
}

fn write_out_of_era(f: &mut fmt::Formatter<'_>, name: &str, y: i32, m: u32, d: Option<u32>) -> fmt::Result {
    if let Some(era) = ERAS.iter().find(|e| e.name == name) {
        let (fy, fm, fd) = era.first;
        if name == "明治" && y < 1873 {
            return f
                .write_str("明治5年までは旧暦のため換算できません。西暦（例: 1880/4/1）で書いてください。");
        }
        write!(f, "{name}は{fy}年{fm}月{fd}日から")?;
        match era.last {
            Some((ly, lm, ld)) => write!(f, "{ly}年{lm}月{ld}日までです。")?,
            None => f.write_str("です。")?,
        }
    }
    if let Some(right) = era_year(y, m, d.unwrap_or(1)) {
        write!(f, "「{right}{m}月")?;
        if let Some(d) = d {
            write!(f, "{d}日")?;
        }
        f.write_str("」の間違いではないか確かめ、")?;
    }
    f.write_str("元号を直すか、西暦で書いてください。")
}

impl std::error::Error for DateError {}

/// Reads a day as people write it.
///
/// Takes full-width forms, and: `2026-12-01`, `2026/12/1`, `2026.12.1`, `20261201`,
/// `2026年12月1日`; the same with an era (`令和8年12月1日`, `R8.12.1`, 元年, 明治 to 令和); without a
/// year (`12/1`, `12月1日`) the next such day from `today` on; 今日 明日 明後日 昨日 一昨日 and their
/// kana; `+7`, `7日後` or `3日前`. A weekday may follow in brackets or as `火曜日`, and must be right.
///
/// # Errors
/// A [`DateError`] that says what to write instead.
pub fn parse_date(input: &str, today: NaiveDate) -> Result<NaiveDate, DateError> {
    let text = normal(input).ok_or(DateError::Unreadable)?;
    let (text, weekday) = split_weekday(&text).ok_or(DateError::Unreadable)?;
    let date = match relative_days(text) {
        Some(n) => {
            let n = n?;
            let days = Days::new(n.unsigned_abs());
            let day = if n < 0 { today.checked_sub_days(days) } else { today.checked_add_days(days) };
            day.ok_or(DateError::OutOfRange)?
        }
        None => written_day(text, today)?,
    };
    if !(FIRST_YEAR..=LAST_YEAR).contains(&date.year()) {
        return Err(DateError::OutOfRange);
    }
    match weekday {
        Some(given) if given != date.weekday() => Err(DateError::WrongWeekday { date, given }),
        _ => Ok(date),
    }
}

/// Reads a month as people write it: year and month (1 to 12).
///
/// Takes full-width forms, and: `2027-04`, `2027/4`, `2027.4`, `202704`, `2027年4月`, with an era
/// `令和9年4月` or `R9.4`; `4月` is the next such month, this month included; 今月 来月 再来月.
///
/// # Errors
/// A [`DateError`] that says what to write instead.
pub fn parse_month(input: &str, today: NaiveDate) -> Result<(i32, u32), DateError> {
    let bad = DateError::UnreadableMonth;
    let text = normal(input).ok_or(bad)?;
    let ahead = match text.as_str() {
        "今月" | "こんげつ" => Some(0),
        "来月" | "らいげつ" | "翌月" => Some(1),
        "再来月" | "さらいげつ" => Some(2),
        _ => None,
    };
    let (y, m) = if let Some(n) = ahead {
        let d = add_months(today, n);
        (d.year(), d.month())
    } else {
        let (era, rest) = split_era(&text);
        let parts = fields(rest).ok_or(bad)?;
        match (era, parts.as_slice()) {
            (Some(era), [y @ Field { end: '年' | '-' | '/' | '.', .. }, m @ Field { .. }])
                if month_end(*y, *m) =>
            {
                let y = era_to_year(era, *y).ok_or(bad)?;
                let m = month_number(*m).ok_or(bad)??;
                if !era.holds_month((y, m)) {
                    return Err(DateError::OutOfEra { era: era.name, y, m, d: None });
                }
                (y, m)
            }
            (None, [y @ Field { end: '年' | '-' | '/' | '.', .. }, m]) if month_end(*y, *m) => {
                let y = western_year(*y).ok_or(bad)??;
                (y, month_number(*m).ok_or(bad)??)
            }
            (None, [Field { value: Some(v), digits: 6, end: '\0' }]) => {
                let m = v % 100;
                let y = i32::try_from(v / 100).map_err(|_| bad)?;
                (y, valid_month(m)?)
            }
            (None, [m @ Field { end: '月', .. }]) => {
                let m = month_number(*m).ok_or(bad)??;
                (if m < today.month() { today.year() + 1 } else { today.year() }, m)
            }
            _ => return Err(bad),
        }
    };
    if (FIRST_YEAR..=LAST_YEAR).contains(&y) { Ok((y, m)) } else { Err(DateError::OutOfRange) }
}

/// Whether the month that follows the year `y` ends the way the year began: 年…月, or `/…`.
fn month_end(y: Field, m: Field) -> bool {
    if y.end == '年' { matches!(m.end, '月' | '\0') } else { m.end == '\0' }
}

/// NFKC without white space, dashes of every kind as `-`, letters in capitals. `None` if empty or
/// too long.
fn normal(input: &str) -> Option<String> {
    if input.chars().nth(MAX_INPUT * 2).is_some() {
        return None;
    }
    let out: String = input
        .nfkc()
        .filter(|c| !c.is_whitespace())
        .map(|c| match c {
            // What an input method makes of the minus and full-stop keys.
            'ー' | '‐' | '‑' | '–' | '—' | '―' | '−' => '-',
            '。' => '.',
            c => c.to_ascii_uppercase(),
        })
        .collect();
    (!out.is_empty() && out.chars().nth(MAX_INPUT).is_none()).then_some(out)
}

/// Takes a weekday off the end: `(火)`, `(火曜日)`, `(月・祝)`, `火曜日`. `None` if there are
/// brackets with something else in them.
fn split_weekday(text: &str) -> Option<(&str, Option<Weekday>)> {
    if let Some(open) = text.strip_suffix(')') {
        let (rest, inside) = open.rsplit_once('(')?;
        let inside = inside
            .trim_end_matches(['祝', '休'])
            .trim_end_matches(['・', '/', ','])
            .trim_end_matches("曜日")
            .trim_end_matches('曜');
        let mut chars = inside.chars();
        let day = weekday_from(chars.next()?)?;
        return chars.next().is_none().then_some((rest, Some(day)));
    }
    let Some(open) = text.strip_suffix("曜日").or_else(|| text.strip_suffix('曜')) else {
        return Some((text, None));
    };
    let (at, c) = open.char_indices().next_back()?;
    Some((open.get(..at)?, Some(weekday_from(c)?)))
}

fn weekday_from(c: char) -> Option<Weekday> {
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

/// Days from today on, below 0 those before it, if `text` is a word or a number for that.
fn relative_days(text: &str) -> Option<Result<i64, DateError>> {
    let n = match text {
        "今日" | "本日" | "きょう" | "ほんじつ" => 0,
        "明日" | "あした" | "あす" | "みょうにち" | "翌日" => 1,
        "明後日" | "あさって" | "みょうごにち" => 2,
        "昨日" | "きのう" | "さくじつ" => -1,
        "一昨日" | "おととい" | "いっさくじつ" => -2,
        _ => {
            let (digits, sign) = if let Some(rest) = text.strip_prefix('+') {
                (rest.strip_suffix('日').unwrap_or(rest), 1)
            } else if let Some(rest) = text.strip_suffix("日前") {
                (rest, -1)
            } else {
                (text.strip_suffix("日後")?, 1)
            };
            if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
                return Some(Err(DateError::Unreadable));
            }
            // Too many digits for the number is too far away.
            return Some(digits.parse::<i64>().map(|n| sign * n).map_err(|_| DateError::OutOfRange));
        }
    };
    Some(Ok(n))
}

/// A number and the character after it, `\0` at the end. 元 has no number.
#[derive(Clone, Copy)]
struct Field {
    value: Option<u32>,
    digits: usize,
    end: char,
}

/// Cuts `2026年12月1日` into its numbers. `None` if anything else is between them.
fn fields(text: &str) -> Option<Vec<Field>> {
    let mut out = Vec::new();
    let mut chars = text.chars().peekable();
    while chars.peek().is_some() {
        if out.len() == 3 {
            return None;
        }
        let mut field = Field { value: None, digits: 0, end: '\0' };
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
fn split_era(text: &str) -> (Option<&'static Era>, &str) {
    for era in &ERAS {
        if let Some(rest) = text.strip_prefix(era.name).or_else(|| text.strip_prefix(era.letter)) {
            // `R.8.12.1`
            return (Some(era), rest.strip_prefix('.').unwrap_or(rest));
        }
    }
    (None, text)
}

fn era_to_year(era: &Era, field: Field) -> Option<i32> {
    let n = match field {
        Field { value: None, .. } => 1,
        Field { value: Some(n), digits: 1..=3, .. } => n,
        Field { .. } => return None,
    };
    Some(era.base + i32::try_from(n).ok()?)
}

/// `None` if it cannot be a year at all.
fn western_year(field: Field) -> Option<Result<i32, DateError>> {
    match field.digits {
        4 => i32::try_from(field.value?).ok().map(Ok),
        1..=3 => Some(Err(DateError::ShortYear)),
        _ => None,
    }
}

fn valid_month(m: u32) -> Result<u32, DateError> {
    if (1..=12).contains(&m) { Ok(m) } else { Err(DateError::NoSuchMonth { m }) }
}

/// `None` if it is not a number of one or two digits.
fn month_number(field: Field) -> Option<Result<u32, DateError>> {
    Some(valid_month(short_number(field)?))
}

fn short_number(field: Field) -> Option<u32> {
    field.value.filter(|_| (1..=2).contains(&field.digits))
}

fn last_day(y: i32, m: u32) -> Option<u32> {
    let first = NaiveDate::from_ymd_opt(y, m, 1)?;
    Some(add_months(first, 1).pred_opt()?.day())
}

fn day_of(y: i32, m: u32, d: u32) -> Result<NaiveDate, DateError> {
    if !(FIRST_YEAR..=LAST_YEAR).contains(&y) {
        return Err(DateError::OutOfRange);
    }
    NaiveDate::from_ymd_opt(y, m, d).ok_or(DateError::NoSuchDay { y: Some(y), m, d })
}

fn written_day(text: &str, today: NaiveDate) -> Result<NaiveDate, DateError> {
    let bad = DateError::Unreadable;
    let (era, rest) = split_era(text);
    let parts = fields(rest).ok_or(bad)?;
    // The marks between the numbers must belong together.
    let marks: Vec<char> = parts.iter().map(|p| p.end).collect();
    match (parts.as_slice(), marks.as_slice()) {
        ([y, m, d], ['年', '月', '日' | '\0'] | ['-', '-', '\0'] | ['/', '/', '\0'] | ['.', '.', '\0']) => {
            let year = match era {
                Some(era) => era_to_year(era, *y).ok_or(bad)?,
                None => western_year(*y).ok_or(bad)??,
            };
            let m = month_number(*m).ok_or(bad)??;
            let d = short_number(*d).ok_or(bad)?;
            let date = day_of(year, m, d)?;
            match era {
                Some(era) if !era.holds((year, m, d)) => {
                    Err(DateError::OutOfEra { era: era.name, y: year, m, d: Some(d) })
                }
                _ => Ok(date),
            }
        }
        ([m, d], ['月', '日' | '\0'] | ['-' | '/' | '.', '\0']) if era.is_none() => {
            let m = month_number(*m).ok_or(bad)??;
            let d = short_number(*d).ok_or(bad)?;
            next_such_day(m, d, today)
        }
        ([Field { value: Some(v), digits: 8, .. }], ['\0']) if era.is_none() => {
            let y = i32::try_from(v / 10_000).map_err(|_| bad)?;
            let m = valid_month(v / 100 % 100)?;
            day_of(y, m, v % 100)
        }
        _ => Err(bad),
    }
}

/// The next `m`/`d` from `today` on. 29 February comes at the latest after eight years.
fn next_such_day(m: u32, d: u32, today: NaiveDate) -> Result<NaiveDate, DateError> {
    (0..=8)
        .filter_map(|n| NaiveDate::from_ymd_opt(today.year().checked_add(n)?, m, d))
        .find(|&x| x >= today)
        .ok_or(DateError::NoSuchDay { y: None, m, d })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(y: i32, m: u32, d: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(y, m, d).expect("test date")
    }
    fn today() -> NaiveDate {
        day(2026, 11, 22)
    }
    fn read(s: &str) -> Result<NaiveDate, DateError> {
        parse_date(s, today())
    }

    #[test]
    fn holidays_of_known_years() {
        for (d, name) in [
            (day(2026, 5, 6), "振替休日"),
            (day(2026, 9, 21), "敬老の日"),
            (day(2026, 9, 22), "休日"),
            (day(2026, 9, 23), "秋分の日"),
            (day(2027, 3, 21), "春分の日"),
            (day(2027, 3, 22), "振替休日"),
            (day(2019, 4, 30), "休日"),
            (day(2019, 5, 1), "天皇の即位の日"),
            (day(2019, 5, 2), "休日"),
            (day(2020, 7, 23), "海の日"),
            (day(2020, 7, 24), "スポーツの日"),
            (day(2021, 8, 8), "山の日"),
            (day(2021, 8, 9), "振替休日"),
            (day(1988, 5, 4), "休日"),
            (day(1948, 9, 23), "秋分の日"),
            (day(2099, 9, 23), "秋分の日"),
        ] {
            assert_eq!(holiday(d), Some(name), "{d}");
        }
        for d in [
            day(1948, 1, 1),
            day(1973, 2, 12),
            day(1985, 5, 4),
            day(2019, 12, 23),
            day(2020, 10, 12),
            day(2021, 8, 11),
            day(2026, 11, 24),
            NaiveDate::MIN,
            NaiveDate::MAX,
        ] {
            assert_eq!(holiday(d), None, "{d}");
        }
    }

    #[test]
    fn equinox_days_stay_where_the_sun_is() {
        for y in 1949..=2199 {
            assert!(spring_equinox(y).is_some_and(|d| (19..=22).contains(&d)), "{y}");
            assert!(autumn_equinox(y).is_some_and(|d| (22..=24).contains(&d)), "{y}");
        }
    }

    #[test]
    fn business_days() {
        let office = OfficeCalendar::default();
        assert!(!is_business_day(day(2026, 12, 29)));
        assert!(OfficeCalendar { year_end: false }.is_business_day(day(2026, 12, 29)));
        assert!(!OfficeCalendar { year_end: false }.is_business_day(day(2027, 1, 1)));
        // Sunday; the Monday after is 勤労感謝の日.
        assert_eq!(office.next_business_day(today()), day(2026, 11, 24));
        assert_eq!(office.next_business_day(day(2026, 11, 24)), day(2026, 11, 24));
        assert_eq!(office.add_business_days(day(2026, 11, 20), 1), day(2026, 11, 24));
        assert_eq!(office.add_business_days(day(2026, 12, 28), 1), day(2027, 1, 4));
        assert_eq!(office.add_business_days(today(), 0), today());
        assert_eq!(office.business_days_between(day(2026, 12, 25), day(2027, 1, 5)), 3);
        assert_eq!(office.business_days_between(day(2027, 1, 5), day(2026, 12, 25)), -3);
        for n in [1, 5, 40, 300] {
            let end = office.add_business_days(today(), n);
            assert_eq!(office.business_days_between(today(), end), i64::from(n));
        }
    }

    #[test]
    fn far_dates_end() {
        let office = OfficeCalendar::default();
        assert!(office.add_business_days(day(2199, 1, 1), u32::MAX).year() == LAST_YEAR);
        assert_eq!(office.add_business_days(NaiveDate::MAX, 3), NaiveDate::MAX);
        assert!(office.add_business_days(NaiveDate::MIN, 1).year() == FIRST_YEAR);
        assert_eq!(office.business_days_between(NaiveDate::MIN, day(1868, 2, 1)), 20);
        assert_eq!(office.business_days_between(day(2300, 1, 1), NaiveDate::MAX), 0);
    }

    #[test]
    fn reads_every_form() {
        for s in [
            "2026-12-01",
            "2026/12/1",
            "2026.12.1",
            "20261201",
            "2026年12月1日",
            "２０２６年１２月１日",
            "２０２６／１２／１",
            " 2026 年 12 月 1 日 ",
            "2026年12月1日(火)",
            "2026年12月1日（火）",
            "2026/12/1（火曜日）",
            "2026年12月1日火曜日",
            "12/1",
            "12月1日",
            "12-1",
            "12/1(火)",
            "１２／１",
            "令和8年12月1日",
            "R8.12.1",
            "r8/12/1",
            "Ｒ８．１２．１",
            "㋿8年12月1日",
            "R.8.12.1",
            "+9",
            "9日後",
            "＋９",
            "2026ー12ー01",
            "2026年12月1日㈫",
            "2026−12−1",
            "12月1日（火・祝）",
        ] {
            assert_eq!(read(s), Ok(day(2026, 12, 1)), "{s}");
        }
        for (s, d) in [
            ("今日", today()),
            ("きょう", today()),
            ("明日", day(2026, 11, 23)),
            ("あした", day(2026, 11, 23)),
            ("明後日", day(2026, 11, 24)),
            ("昨日", day(2026, 11, 21)),
            ("きのう", day(2026, 11, 21)),
            ("おととい", day(2026, 11, 20)),
            ("３日前", day(2026, 11, 19)),
            ("11/22", today()),
            ("11/21", day(2027, 11, 21)),
            ("2/29", day(2028, 2, 29)),
            ("H2/4/1", day(1990, 4, 1)),
            ("S60.4.1", day(1985, 4, 1)),
            ("昭和60年4月1日", day(1985, 4, 1)),
            ("令和元年5月1日", day(2019, 5, 1)),
            ("平成31年4月30日", day(2019, 4, 30)),
            ("平成元年1月8日", day(1989, 1, 8)),
            ("昭和64年1月7日", day(1989, 1, 7)),
            ("昭和元年12月25日", day(1926, 12, 25)),
            ("T15.12.24", day(1926, 12, 24)),
            ("大正元年7月30日", day(1912, 7, 30)),
            ("明治45年7月29日", day(1912, 7, 29)),
            ("M6.1.1", day(1873, 1, 1)),
        ] {
            assert_eq!(read(s), Ok(d), "{s}");
        }
    }

    #[test]
    fn says_what_is_wrong() {
        let bad = DateError::Unreadable;
        for s in [
            "",
            "　",
            "abc",
            "2026",
            "2026/12",
            "2026/12/",
            "2026年12月",
            "2026-12/1",
            "2026/12/1(休)",
            "2026/12/1()",
            "2026/12/1(",
            ")",
            "曜日",
            "曜",
            "火曜日",
            "+",
            "日後",
            "+x",
            "12345678901",
            "2026/12/001",
            "元年5月1日",
            "令和",
            "R",
            "令和8",
            "令和2026年12月1日",
            "R20261201",
            "1/2/3/4",
            "2026年12月1日ごろ",
            "١٢/١",
        ] {
            assert_eq!(read(s), Err(bad), "{s}");
        }
        assert_eq!(read(&"1".repeat(1_000_000)), Err(bad));
        assert_eq!(read("26/12/1"), Err(DateError::ShortYear));
        assert_eq!(read("2026/2/30"), Err(DateError::NoSuchDay { y: Some(2026), m: 2, d: 30 }));
        assert_eq!(read("20270229"), Err(DateError::NoSuchDay { y: Some(2027), m: 2, d: 29 }));
        assert_eq!(read("2/30"), Err(DateError::NoSuchDay { y: None, m: 2, d: 30 }));
        assert_eq!(read("2026/12/0"), Err(DateError::NoSuchDay { y: Some(2026), m: 12, d: 0 }));
        assert_eq!(read("13/1"), Err(DateError::NoSuchMonth { m: 13 }));
        assert_eq!(read("1867/12/31"), Err(DateError::OutOfRange));
        assert_eq!(read("2201/1/1"), Err(DateError::OutOfRange));
        assert_eq!(read("+99999999999999999999"), Err(DateError::OutOfRange));
        assert_eq!(read("+18446744073709551615"), Err(DateError::OutOfRange));
        let wrong = read("2026/12/1(水)").expect_err("a Tuesday");
        assert_eq!(wrong, DateError::WrongWeekday { date: day(2026, 12, 1), given: Weekday::Wed });
        assert_eq!(
            wrong.to_string(),
            "2026年12月1日は水曜日ではなく火曜日です。日付か曜日を直すか、曜日なしで書いてください。"
        );
    }

    #[test]
    fn era_borders() {
        for s in [
            "令和元年4月30日",
            "平成31年5月1日",
            "平成元年1月7日",
            "昭和64年1月8日",
            "昭和元年12月24日",
            "大正15年12月25日",
            "大正元年7月29日",
            "明治45年7月30日",
            "明治5年12月2日",
            "昭和100年4月1日",
            "令和0年1月1日",
        ] {
            assert!(matches!(read(s), Err(DateError::OutOfEra { .. })), "{s}");
        }
        let text = read("平成31年5月1日").expect_err("not Heisei").to_string();
        assert_eq!(
            text,
            "平成は1989年1月8日から2019年4月30日までです。「令和元年5月1日」の間違いではないか確かめ、元号を直すか、西暦で書いてください。"
        );
        assert!(read("明治5年1月1日").expect_err("lunar").to_string().contains("旧暦"));
    }

    #[test]
    fn messages_do_not_repeat_the_input() {
        let long = "山田太郎".repeat(30);
        let text = read(&long).expect_err("no date").to_string();
        assert!(!text.contains("山田"));
        assert_eq!(
            read("2026/2/30").expect_err("no such day").to_string(),
            "2026年2月30日という日はありません。1日から28日までで書いてください。"
        );
        assert!(read("2/30").expect_err("no such day").to_string().starts_with("2月30日"));
    }

    #[test]
    fn reads_months() {
        let month = |s: &str| parse_month(s, today());
        for s in [
            "2027-04",
            "2027/4",
            "2027.4",
            "202704",
            "2027年4月",
            "２０２７年４月",
            "4月",
            "４月",
            "令和9年4月",
            "R9.4",
            "R9/4",
        ] {
            assert_eq!(month(s), Ok((2027, 4)), "{s}");
        }
        assert_eq!(month("11月"), Ok((2026, 11)));
        assert_eq!(month("今月"), Ok((2026, 11)));
        assert_eq!(month("来月"), Ok((2026, 12)));
        assert_eq!(month("再来月"), Ok((2027, 1)));
        assert_eq!(parse_month("来月", day(2027, 1, 31)), Ok((2027, 2)));
        assert_eq!(month("平成31年4月"), Ok((2019, 4)));
        assert_eq!(month("令和元年5月"), Ok((2019, 5)));
        assert_eq!(month("昭和64年1月"), Ok((1989, 1)));
        assert!(matches!(month("平成31年5月"), Err(DateError::OutOfEra { d: None, .. })));
        assert_eq!(month("13月"), Err(DateError::NoSuchMonth { m: 13 }));
        assert_eq!(month("202713"), Err(DateError::NoSuchMonth { m: 13 }));
        assert_eq!(month("27/4"), Err(DateError::ShortYear));
        assert_eq!(month("9999/4"), Err(DateError::OutOfRange));
        for s in ["", "2027", "4", "2027年4月1日", "2027/4/", "2027/4月", "令和4月", "あ"] {
            assert_eq!(month(s), Err(DateError::UnreadableMonth), "{s}");
        }
    }

    #[test]
    fn writes() {
        assert_eq!(format_ja(day(2026, 12, 1)), "2026年12月1日（火）");
        assert_eq!(format_month_ja(2027, 4), "2027年4月");
        assert_eq!(weekday_ja(today()), "日");
    }

    #[test]
    fn months_are_clamped() {
        assert_eq!(add_months(day(2026, 11, 30), 3), day(2027, 2, 28));
        assert_eq!(add_months(day(2028, 3, 31), -1), day(2028, 2, 29));
        assert_eq!(add_months(today(), i32::MAX), NaiveDate::MAX);
        assert_eq!(add_months(today(), i32::MIN), NaiveDate::MIN);
        assert_eq!(add_months(NaiveDate::MAX, 1), NaiveDate::MAX);
    }

    #[test]
    fn every_day_is_read_back() {
        let mut d = day(FIRST_YEAR, 1, 1);
        while d.year() <= LAST_YEAR {
            assert_eq!(read(&format_ja(d)), Ok(d));
            let (y, m, n) = (d.year(), d.month(), d.day());
            if let Some(era) = era_year(y, m, n) {
                assert_eq!(read(&format!("{era}{m}月{n}日")), Ok(d));
            } else {
                assert!(y < 1873);
            }
            d = d.succ_opt().expect("far from the end");
        }
    }

    proptest! {
        #[test]
        fn any_text(s in any::<String>(), t in "([0-9０-９]|[年月日元/.()（）+RHSTM-]|令和|平成|火|曜){0,12}") {
            for s in [&s, &t] {
                for today in [today(), NaiveDate::MIN, NaiveDate::MAX] {
                    for e in [parse_date(s, today).err(), parse_month(s, today).err()].into_iter().flatten() {
                        assert!(e.to_string().ends_with('。'));
                    }
                }
            }
        }

        #[test]
        fn any_day(n in i32::MIN..i32::MAX, months: i32) {
            let d = NaiveDate::from_num_days_from_ce_opt(n % 90_000_000).expect("within the range");
            let _ = (holiday(d), is_business_day(d), format_ja(d), add_months(d, months));
        }
    }
}
