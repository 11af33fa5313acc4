use super::*;
use crate::domain::calendar::tests::{day, read, today};
use crate::domain::calendar::{parse_month, parse_year};
use crate::domain::typed::as_typed;

#[test]
fn days_and_months_as_people_write_them() {
    for (name, year) in [
        ("day", Year::Next),
        ("day_next", Year::Next),
        ("day_last", Year::Last),
        ("day_nearest", Year::Nearest),
        ("day_open", Year::Open),
        ("day_written", Year::Written),
    ] {
        as_typed(name, |s| {
            let read = parse_day(s, today(), year);
            read.map(|d| d.to_string()).map_err(|e| format!("{e:?}"))
        });
    }
    as_typed("month", |s| {
        let read = parse_month(s, today());
        read.map(|(y, m)| format!("{y}-{m:02}")).map_err(|e| format!("{e:?}"))
    });
    as_typed("year", |s| parse_year(s).map(|y| y.to_string()).ok_or("no year"));
    assert_eq!(parse_month("来月", day(2027, 1, 31)), Ok((2027, 2)));
    assert_eq!(parse_day("2/29", day(2028, 3, 5), Year::Last), Ok(day(2028, 2, 29)));
    assert_eq!(parse_day("2/29", day(2028, 2, 28), Year::Last), Ok(day(2024, 2, 29)));
    assert_eq!(parse_day("2月末", day(2028, 2, 28), Year::Last), Ok(day(2027, 2, 28)));
    assert_eq!(read(&"1".repeat(1_000_000)), Err(DateError::Unreadable));
}

#[test]
fn what_may_be_meant_has_an_end() {
    as_typed("day_within", |typed| {
        let [from, to, text] = typed.splitn(3, ' ').collect::<Vec<_>>()[..] else {
            panic!("{typed}")
        };
        let day = |text: &str| text.parse().expect("a day");
        let read = parse_day(text, today(), Year::Within(day(from), day(to)));
        read.map(|d| d.to_string()).map_err(|e| format!("{e:?}"))
    });
}

#[test]
fn a_weekday_that_does_not_fit_is_said() {
    let wrong = read("2026/12/1(水)").expect_err("a Tuesday");
    assert_eq!(wrong, DateError::WrongWeekday { date: day(2026, 12, 1), given: Weekday::Wed });
    assert_eq!(
        wrong.to_string(),
        "2026年12月1日は水曜日ではなく火曜日です。日付か曜日を直すか、曜日なしで書いてください。"
    );
}

#[test]
fn era_borders() {
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
