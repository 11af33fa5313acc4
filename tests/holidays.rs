//! The computed holidays against an independent public list, day by day.

use std::collections::BTreeSet;

use chrono::{Datelike, NaiveDate};
use kotowari::domain::calendar::holiday;

const LIST: &str = include_str!("data/jp-holidays-1980-2050.txt");

#[test]
fn every_day_from_1980_to_2050_agrees_with_the_list() {
    let mut listed = BTreeSet::new();
    for line in LIST.lines().filter(|l| !l.starts_with('#')) {
        let mut words = line.split_whitespace();
        let year: i32 = words.next().expect("a year").parse().expect("a number");
        for word in words {
            let n: u32 = word.parse().expect("a number");
            listed.insert(NaiveDate::from_ymd_opt(year, n / 100, n % 100).expect("a day"));
        }
    }
    let years: BTreeSet<i32> = listed.iter().map(Datelike::year).collect();
    assert_eq!(years.len(), 71, "the list holds every year once");

    let first = NaiveDate::from_ymd_opt(1980, 1, 1).expect("a day");
    let computed: BTreeSet<NaiveDate> =
        first.iter_days().take_while(|d| d.year() <= 2050).filter(|&d| holiday(d).is_some()).collect();
    let wrong: Vec<_> = listed.symmetric_difference(&computed).collect();
    assert!(wrong.is_empty(), "differs on {wrong:?}");
}
