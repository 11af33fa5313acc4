//! The computed holidays against independent public lists, day by day.

use std::collections::BTreeSet;

use chrono::{Datelike, NaiveDate};
use kotowari::domain::calendar::holiday;

const LISTS: [&str; 2] = [
    include_str!("data/jp-holidays-1980-2050.txt"),
    include_str!("data/jp-holidays-2051-2099.txt"),
];

#[test]
fn every_day_from_1980_to_2099_agrees_with_the_lists() {
    let mut listed = BTreeSet::new();
    for line in LISTS.iter().flat_map(|l| l.lines()).filter(|l| !l.starts_with('#')) {
        let mut words = line.split_whitespace();
        let year: i32 = words.next().expect("a year").parse().expect("a number");
        for word in words {
            let n: u32 = word.parse().expect("a number");
            listed.insert(NaiveDate::from_ymd_opt(year, n / 100, n % 100).expect("a day"));
        }
    }
    let years: BTreeSet<i32> = listed.iter().map(Datelike::year).collect();
    assert_eq!(years.len(), 120, "the lists hold every year once");

    let first = NaiveDate::from_ymd_opt(1980, 1, 1).expect("a day");
    let computed: BTreeSet<NaiveDate> = first
        .iter_days()
        .take_while(|d| d.year() <= 2099)
        .filter(|&d| holiday(d).is_some())
        .collect();
    let wrong: Vec<_> = listed.symmetric_difference(&computed).collect();
    assert!(wrong.is_empty(), "differs on {wrong:?}");
}
