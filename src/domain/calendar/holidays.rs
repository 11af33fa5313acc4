//! Business days, and public holidays, computed from the rules of the Act on National Holidays
//! (国民の祝日に関する法律, 1948 Act No. 178, "the Act" below) with its amendments and the five
//! one-off acts. Own code because none of the crates fits: jpholiday asks for a newer compiler than
//! this program, koyomi ends in 2018, `holiday_jp` asks a server.

use super::days::{FIRST_YEAR, LAST_YEAR};
use chrono::{Datelike, NaiveDate, Weekday};

/// The name of the public holiday on `d`, or `None` on any other day.
/// Days made a holiday by art. 3(2) of the Act are called 振替休日, those by art. 3(3) 休日. Covers
/// 1948-07-20 (the Act takes effect) onward. The equinox days, which are fixed only in the February
/// before, come from the customary approximation: an estimate, and absent after 2199.
pub fn holiday(d: NaiveDate) -> Option<&'static str> {
    if let Some(name) = national_holiday(d) {
        return Some(name);
    }
    if is_substitute(d) {
        return Some(text!("holiday.substitute"));
    }
    is_between(d).then_some(text!("holiday.between"))
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
        (1959, 4, 10) | (1993, 6, 9) => Some(text!("holiday.wedding")),
        // 1989 Act No. 4.
        (1989, 2, 24) => Some(text!("holiday.funeral")),
        // 2018 Act No. 99. It counts as a national holiday for art. 3, hence 4/30 and 5/2.
        (2019, 5, 1) => Some(text!("holiday.accession")),
        // 1990 Act No. 24; 2018 Act No. 99.
        (1990, 11, 12) | (2019, 10, 22) => Some(text!("holiday.enthronement")),
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
        1 if day == 1 => Some(text!("holiday.new_year")),
        1 if (y < 2000 && day == 15) || (y >= 2000 && monday(2)) => {
            Some(text!("holiday.coming_of_age"))
        }
        2 if y >= 1967 && day == 11 => Some(text!("holiday.foundation")),
        2 if y >= 2020 && day == 23 => Some(text!("holiday.emperor")),
        3 if Some(day) == spring_equinox(y) => Some(text!("holiday.spring")),
        4 if day == 29 => Some(match y {
            ..=1988 => text!("holiday.emperor"),
            1989..=2006 => text!("holiday.greenery"),
            _ => text!("holiday.showa"),
        }),
        5 if day == 3 => Some(text!("holiday.constitution")),
        5 if y >= 2007 && day == 4 => Some(text!("holiday.greenery")),
        5 if day == 5 => Some(text!("holiday.children")),
        7 if olympic => match (y, day) {
            (2020, 23) | (2021, 22) => Some(text!("holiday.sea")),
            (2020, 24) | (2021, 23) => Some(text!("holiday.sports")),
            _ => None,
        },
        7 if ((1996..=2002).contains(&y) && day == 20) || (y >= 2003 && monday(3)) => {
            Some(text!("holiday.sea"))
        }
        8 if olympic => {
            matches!((y, day), (2020, 10) | (2021, 8)).then_some(text!("holiday.mountain"))
        }
        8 if y >= 2016 && day == 11 => Some(text!("holiday.mountain")),
        9 if Some(day) == autumn_equinox(y) => Some(text!("holiday.autumn")),
        9 if ((1966..=2002).contains(&y) && day == 15) || (y >= 2003 && monday(3)) => {
            Some(text!("holiday.aged"))
        }
        10 if olympic => None,
        10 if ((1966..=1999).contains(&y) && day == 10) || (y >= 2000 && monday(2)) => {
            Some(if y >= 2020 {
                text!("holiday.sports")
            } else {
                text!("holiday.physical_education")
            })
        }
        11 if day == 3 => Some(text!("holiday.culture")),
        11 if day == 23 => Some(text!("holiday.labour")),
        12 if (1989..=2018).contains(&y) && day == 23 => Some(text!("holiday.emperor")),
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
pub(super) fn spring_equinox(y: i32) -> Option<u32> {
    match y {
        1949..=1979 => equinox(20_835_700, y, 1983),
        1980..=2099 => equinox(20_843_100, y, 1980),
        2100..=2199 => equinox(21_851_000, y, 1980),
        _ => None,
    }
}

/// Day of September of 秋分の日.
pub(super) fn autumn_equinox(y: i32) -> Option<u32> {
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

/// Days on which an office is closed besides weekends and public holidays.
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
    pub fn is_business_day(self, d: NaiveDate) -> bool {
        let weekend = matches!(d.weekday(), Weekday::Sat | Weekday::Sun);
        let year_end = self.year_end && matches!((d.month(), d.day()), (12, 29..) | (1, ..=3));
        !weekend && !year_end && holiday(d).is_none()
    }

    /// The `n`th business day after `from`. The first day does not count (Civil Code art. 140); `n`
    /// = 0 gives `from` itself, business day or not. Ends with [`LAST_YEAR`].
    pub fn add_business_days(self, from: NaiveDate, n: u32) -> NaiveDate {
        let mut left = n;
        let mut day = from;
        while left > 0 && day.year() <= LAST_YEAR {
            let Some(next) = day.succ_opt().filter(|x| x.year() <= LAST_YEAR) else { break };
            day = next;
            if day.year() < FIRST_YEAR {
                // Before any known calendar: no reason to walk a quarter of a million years.
                let Some(first) = NaiveDate::from_ymd_opt(FIRST_YEAR, 1, 1) else { break };
                day = first;
            }
            if self.is_business_day(day) {
                left -= 1;
            }
        }
        day
    }

    /// How many business days lie after `a` up to and including `b`; the negative of the same from
    /// `b` to `a` when `b` is earlier. Counts from [`FIRST_YEAR`] to [`LAST_YEAR`].
    pub fn business_days_between(self, a: NaiveDate, b: NaiveDate) -> i64 {
        if b < a {
            return -self.business_days_between(b, a);
        }
        let mut count = 0;
        let mut day =
            NaiveDate::from_ymd_opt(FIRST_YEAR - 1, 12, 31).map_or(a, |first| a.max(first));
        while day < b {
            let Some(next) = day.succ_opt().filter(|x| x.year() <= LAST_YEAR) else { break };
            day = next;
            count += i64::from(self.is_business_day(day));
        }
        count
    }

    pub fn business_day_before(self, d: NaiveDate) -> NaiveDate {
        let mut earlier = std::iter::successors(d.pred_opt(), NaiveDate::pred_opt);
        earlier.find(|e| self.is_business_day(*e)).unwrap_or(d)
    }

    /// `d` itself if it is a business day, else the first one after it: where a period ends whose
    /// last day is a holiday (Civil Code art. 142).
    pub fn next_business_day(self, d: NaiveDate) -> NaiveDate {
        if self.is_business_day(d) { d } else { self.add_business_days(d, 1) }
    }
}

/// Whether government offices are open on `d`: not a Saturday, Sunday, public holiday, nor
/// 29 December to 3 January (行政機関の休日に関する法律 art. 1). See [`OfficeCalendar`].
pub fn is_business_day(d: NaiveDate) -> bool {
    OfficeCalendar::default().is_business_day(d)
}
