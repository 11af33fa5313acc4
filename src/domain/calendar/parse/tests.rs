use super::*;
use crate::domain::calendar::tests::{day, read, today};
use crate::domain::calendar::{parse_month, parse_year};

#[test]
fn reads_every_form() {
    for s in [
        "2026-12-01", "2026/12/1", "2026.12.1", "20261201", "2026年12月1日",
        "２０２６年１２月１日", "２０２６／１２／１", " 2026 年 12 月 1 日 ", "2026年12月1日(火)",
        "2026年12月1日（火）", "2026/12/1（火曜日）", "2026年12月1日火曜日", "12/1", "12月1日",
        "12-1", "12/1(火)", "１２／１", "令和8年12月1日", "R8.12.1", "r8/12/1", "Ｒ８．１２．１",
        "㋿8年12月1日", "R.8.12.1", "+9", "9日後", "＋９", "2026ー12ー01", "2026年12月1日㈫",
        "2026−12−1",
    ] {
        assert_eq!(read(s), Ok(day(2026, 12, 1)), "{s}");
    }
    for (s, d) in [
        ("今日", today()),
        ("きょう", today()),
        ("11月23日（月・祝）", day(2026, 11, 23)),
        ("明日", day(2026, 11, 23)),
        ("あした", day(2026, 11, 23)),
        ("明後日", day(2026, 11, 24)),
        ("昨日", day(2026, 11, 21)),
        ("きのう", day(2026, 11, 21)),
        ("おととい", day(2026, 11, 20)),
        ("３日前", day(2026, 11, 19)),
        ("11/22", today()),
        // It has just gone by: nobody means the one in a year.
        ("11/21", day(2026, 11, 21)),
        ("10/22", day(2026, 10, 22)),
        ("10/21", day(2027, 10, 21)),
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
    // It is called what it is not.
    for s in ["12月1日（祝）", "12月1日（火・祝）", "2026-12-01(祝日)", "12/1（振休）"]
    {
        assert_eq!(read(s), Err(DateError::NoHoliday), "{s}");
    }
}

/// Sunday, 22 November 2026.
#[test]
fn reads_what_people_write_beyond_that() {
    for (s, d) in [
        ("2026 12 1", day(2026, 12, 1)),
        ("1990 4 1", day(1990, 4, 1)),
        ("1990　04　01", day(1990, 4, 1)),
        ("1990、4、1", day(1990, 4, 1)),
        ("1990, 4, 1", day(1990, 4, 1)),
        ("1990・4・1", day(1990, 4, 1)),
        ("H2 4 1", day(1990, 4, 1)),
        ("平2.4.1", day(1990, 4, 1)),
        ("昭60年4月1日", day(1985, 4, 1)),
        ("令元.5.1", day(2019, 5, 1)),
        ("㍻2年4月1日", day(1990, 4, 1)),
        ("西暦1990年4月1日", day(1990, 4, 1)),
        ("平成二年四月一日", day(1990, 4, 1)),
        ("昭和六十四年一月七日", day(1989, 1, 7)),
        ("一九九〇年四月一日", day(1990, 4, 1)),
        ("千九百九十年十二月三十一日", day(1990, 12, 31)),
        ("二〇二六年一二月一日", day(2026, 12, 1)),
        ("2026年12月1日 火", day(2026, 12, 1)),
        ("12/1火", day(2026, 12, 1)),
        ("12/1(Tue)", day(2026, 12, 1)),
        ("12/1【火】", day(2026, 12, 1)),
        ("2026/4/1（水）", day(2026, 4, 1)),
        ("12月1日付", day(2026, 12, 1)),
        ("12月1日付け", day(2026, 12, 1)),
        ("12月1日から", day(2026, 12, 1)),
        ("12月1日以降", day(2026, 12, 1)),
        ("12/1～", day(2026, 12, 1)),
        ("12/1〜", day(2026, 12, 1)),
        ("即日", today()),
        ("直ちに", today()),
        ("12月1日をもって", day(2026, 12, 1)),
        ("1990年4月1日生", day(1990, 4, 1)),
        ("平成2年4月1日生まれ", day(1990, 4, 1)),
        ("平成弐年四月壱日", day(1990, 4, 1)),
        ("昭和六拾参年壱弐月参拾壱日", day(1988, 12, 31)),
        ("1990年4月1日（36歳）", day(1990, 4, 1)),
        ("生年月日：平成2年4月1日（満36才）", day(1990, 4, 1)),
        ("1990.04.01.", day(1990, 4, 1)),
        ("2026年12月1日。", day(2026, 12, 1)),
    ] {
        assert_eq!(read(s), Ok(d), "{s}");
    }
}

/// Sunday, 22 November 2026.
#[test]
fn reads_what_is_counted_from_today() {
    for (s, d) in [
        ("1週間後", day(2026, 11, 29)),
        ("一週間後", day(2026, 11, 29)),
        ("２週間前", day(2026, 11, 8)),
        ("1か月後", day(2026, 12, 22)),
        ("三ヶ月後", day(2027, 2, 22)),
        ("半年後", day(2027, 5, 22)),
        ("1年後", day(2027, 11, 22)),
        ("来週月曜日", day(2026, 11, 23)),
        ("来週の月曜", day(2026, 11, 23)),
        ("来週（月）", day(2026, 11, 23)),
        ("来週日", day(2026, 11, 29)),
        ("再来週水曜日", day(2026, 12, 2)),
        ("今週金曜日", day(2026, 11, 20)),
        ("先週の金曜日", day(2026, 11, 13)),
        ("次の日曜日", day(2026, 11, 29)),
        ("今度の火曜日", day(2026, 11, 24)),
        ("しあさって", day(2026, 11, 25)),
        ("一昨日", day(2026, 11, 20)),
        ("来月1日", day(2026, 12, 1)),
        ("来月の10日", day(2026, 12, 10)),
        ("先月末", day(2026, 10, 31)),
        ("月末", day(2026, 11, 30)),
        ("今月末日", day(2026, 11, 30)),
        ("来月末", day(2026, 12, 31)),
        ("2月末", day(2027, 2, 28)),
        ("2028年2月末日", day(2028, 2, 29)),
        ("年末", day(2026, 12, 31)),
        ("来年4月1日", day(2027, 4, 1)),
        ("来年の4/1", day(2027, 4, 1)),
        ("昨年12月1日", day(2025, 12, 1)),
        ("今年12月1日(火)", day(2026, 12, 1)),
    ] {
        assert_eq!(read(s), Ok(d), "{s}");
    }
}

/// Sunday, 22 November 2026.
#[test]
fn what_is_left_out_is_the_nearest_that_can_be_meant() {
    // A day without a year is the next one, the last one, or none.
    for (s, next, last) in [
        ("2/29", day(2028, 2, 29), day(2024, 2, 29)),
        ("11/22", today(), today()),
        ("12/24", day(2026, 12, 24), day(2025, 12, 24)),
        ("１０月２１日", day(2027, 10, 21), day(2026, 10, 21)),
        ("9月末", day(2027, 9, 30), day(2026, 9, 30)),
        // What has just gone by is not taken for another year: the question says that it has. What
        // lies behind is never still to come.
        ("11/23", day(2026, 11, 23), day(2025, 11, 23)),
        ("12/1", day(2026, 12, 1), day(2025, 12, 1)),
        ("11月末", day(2026, 11, 30), day(2025, 11, 30)),
        ("１１月２１日", day(2026, 11, 21), day(2026, 11, 21)),
        ("10月末", day(2026, 10, 31), day(2026, 10, 31)),
        ("2028/3/5", day(2028, 3, 5), day(2028, 3, 5)),
    ] {
        assert_eq!(parse_day(s, today(), Year::Next), Ok(next), "{s}");
        assert_eq!(parse_day(s, today(), Year::Last), Ok(last), "{s}");
    }
    assert_eq!(parse_day("2/29", day(2028, 3, 5), Year::Last), Ok(day(2028, 2, 29)));
    assert_eq!(parse_day("2/29", day(2028, 2, 28), Year::Last), Ok(day(2024, 2, 29)));
    assert_eq!(parse_day("2月末", day(2028, 2, 28), Year::Last), Ok(day(2027, 2, 28)));
}

/// The nearest one, among those that can be meant; a slip over the end of them is none.
#[test]
fn what_may_be_meant_has_an_end() {
    let within = |from, to| Year::Within(from, to);
    for (s, year, d) in [
        ("11/20", Year::Nearest, day(2026, 11, 20)),
        ("11/25", Year::Nearest, day(2026, 11, 25)),
        ("1/15", Year::Nearest, day(2027, 1, 15)),
        ("日曜日", Year::Nearest, today()),
        ("土曜日", Year::Nearest, day(2026, 11, 21)),
        ("土曜日", Year::Open, day(2026, 11, 28)),
        ("（木）", Year::Open, day(2026, 11, 26)),
        ("日曜日", Year::Open, today()),
        ("11/20", Year::Open, day(2026, 11, 20)),
        ("土曜日", Year::Last, day(2026, 11, 21)),
        ("金曜日", Year::Next, day(2026, 11, 27)),
        ("金曜", Year::Last, day(2026, 11, 20)),
        ("（土）", Year::Next, day(2026, 11, 28)),
        ("1日", Year::Next, day(2026, 12, 1)),
        ("一日", Year::Last, day(2026, 11, 1)),
        ("22日", Year::Next, today()),
        ("31日", Year::Next, day(2026, 12, 31)),
        ("25日（水）", Year::Next, day(2026, 11, 25)),
        ("元日", Year::Next, day(2027, 1, 1)),
        ("大晦日", Year::Next, day(2026, 12, 31)),
        ("11/20", within(day(2026, 11, 20), today()), day(2026, 11, 20)),
        ("1/10", within(day(2025, 11, 20), today()), day(2026, 1, 10)),
        ("12/1", within(day(2025, 11, 20), day(2026, 12, 1)), day(2026, 12, 1)),
    ] {
        assert_eq!(parse_day(s, today(), year), Ok(d), "{s}");
    }
    for (s, from, to) in [
        ("11/23", day(2025, 11, 1), today()),
        ("12/1", day(2025, 11, 1), today()),
        ("11/19", day(2026, 11, 20), today()),
        ("2025-11-21", day(2026, 11, 20), today()),
        ("月曜日", day(2026, 11, 20), today()),
        ("1日", day(2026, 11, 20), today()),
        ("11/23（月）", day(2025, 11, 1), today()),
    ] {
        assert_eq!(
            parse_day(s, today(), within(from, to)),
            Err(DateError::Outside { from, to }),
            "{s}"
        );
    }
    // That the weekday does not fit is said first, wherever the day lies.
    for (s, date) in [("11/23（火）", day(2026, 11, 23)), ("2025-11-21（火）", day(2025, 11, 21))]
    {
        let read = parse_day(s, today(), within(day(2026, 11, 1), today()));
        assert_eq!(read, Err(DateError::WrongWeekday { date, given: Weekday::Tue }), "{s}");
    }
}

#[test]
fn a_year_may_be_written_in_both_ways_or_alone() {
    for s in [
        "1990年（平成2年）4月1日",
        "平成2(1990)年4月1日",
        "平成2年（1990年）4月1日",
        "1990（平成2）年4月1日生",
        "平成2年4月1日（1990年）",
        "1990(H2)/4/1",
        "１９９０年（平成二年）四月一日（日）",
    ] {
        assert_eq!(parse_day(s, today(), Year::Written), Ok(day(1990, 4, 1)), "{s}");
    }
    assert_eq!(read("1990年（平成3年）4月1日"), Err(DateError::TwoYears));
    assert_eq!(parse_month("2027年（令和9年）4月", today()), Ok((2027, 4)));
    for (s, y) in
        [("2024", 2024), ("2024年", 2024), ("令和5年", 2023), ("R5", 2023), ("平成元年", 1989)]
    {
        assert_eq!(parse_year(s), Some(y), "{s}");
    }
    for s in ["", "24", "令和", "平成40年", "2024/4", "5年", "9999"] {
        assert_eq!(parse_year(s), None, "{s}");
    }
    for s in ["4/1", "4月1日", "今日", "昨年4月1日", "来月1日", "1日", "金曜日", "元日", "3月末"]
    {
        assert_eq!(parse_day(s, today(), Year::Written), Err(DateError::NoYear), "{s}");
    }
}

#[test]
fn what_may_be_two_things_is_none() {
    for s in [
        "十十月一日", "12月初め", "来週末", "春", "12/1/2026", "1/2/3", "来週か再来週",
        "二、三日後", "2026年13月1日",
    ] {
        assert!(read(s).is_err(), "{s}");
    }
}

#[test]
fn says_what_is_wrong() {
    let bad = DateError::Unreadable;
    for s in [
        "", "　", "abc", "2026", "2026/12/", "2026-12/1", "2026/12/1(休)", "2026/12/1()",
        "2026/12/1(", ")", "曜日", "曜", "+", "日後", "+x", "12345678901", "2026/12/001",
        "元年5月1日", "令和", "R", "令和8", "令和2026年12月1日", "R20261201", "1/2/3/4", "١٢/١",
    ] {
        assert_eq!(read(s), Err(bad), "{s}");
    }
    assert_eq!(read(&"1".repeat(1_000_000)), Err(bad));
    for s in [
        "2026/12", "2026年12月", "12月", "2026年12月1日ごろ", "2週間以内", "連休明け", "来年4月",
        "H2年4月", "来週", "今月", "3か月後の",
    ] {
        assert_eq!(read(s), Err(if s.ends_with('の') { bad } else { DateError::NoDay }), "{s}");
    }
    for s in
        ["来週中", "年内", "年明け", "12月上旬", "12月初め", "今月中", "来月の半ば", "翌営業日"]
    {
        assert_eq!(read(s), Err(DateError::NoDay), "{s}");
    }
    assert_eq!(parse_day("4/1", today(), Year::Written), Err(DateError::NoYear));
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
        "令和元年4月30日", "平成31年5月1日", "平成元年1月7日", "昭和64年1月8日",
        "昭和元年12月24日", "大正15年12月25日", "大正元年7月29日", "明治45年7月30日",
        "明治5年12月2日", "昭和100年4月1日", "令和0年1月1日",
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
        "2027-04", "2027/4", "2027.4", "202704", "2027年4月", "２０２７年４月", "4月", "４月",
        "令和9年4月", "R9.4", "R9/4",
    ] {
        assert_eq!(month(s), Ok((2027, 4)), "{s}");
    }
    for s in [
        "来年4月", "来年の4月", "2027年4月頃", "2027年4月ごろ", "４月頃", "四月", "二〇二七年四月",
        "令9.4", "2027 4", "5か月後", "五ヶ月後", "4月上旬", "4月初め", "4月末頃", "4月中",
        "4月中旬頃", "2027年4月の下旬", "2027年4月以降", "来年4月から",
    ] {
        assert_eq!(month(s), Ok((2027, 4)), "{s}");
    }
    for s in ["半年後", "半年", "6か月", "６ヶ月間"] {
        assert_eq!(month(s), Ok((2027, 5)), "{s}");
    }
    assert_eq!(month("1年後"), Ok((2027, 11)));
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
fn until_a_day_is_that_day_and_until_a_month_none() {
    for s in ["12月4日まで", "12/4まで", "12月4日（金）までに", "2026-12-04まで"] {
        assert_eq!(read(s), Ok(day(2026, 12, 4)), "{s}");
    }
    assert!(parse_month("4月まで", today()).is_err(), "it is over then, or goes on");
}
