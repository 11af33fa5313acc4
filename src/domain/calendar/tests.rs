use super::eras::era_year;
use super::holidays::{autumn_equinox, spring_equinox};
use super::*;
use crate::domain::typed::as_typed;
use chrono::{Datelike, NaiveDate};
use proptest::prelude::*;

pub(super) fn day(y: i32, m: u32, d: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(y, m, d).expect("test date")
}
pub(super) fn today() -> NaiveDate {
    day(2026, 11, 22)
}
pub(super) fn read(s: &str) -> Result<NaiveDate, DateError> {
    parse_day(s, today(), Year::Next)
}

#[test]
fn holidays_of_known_years() {
    as_typed("holiday", |d| holiday(d.parse().expect("a day")).map(str::to_owned).ok_or("none"));
    for d in [NaiveDate::MIN, NaiveDate::MAX] {
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
                let errors = [parse_day(s, today, Year::Next).err(), parse_month(s, today).err()];
                for e in errors.into_iter().flatten() {
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
