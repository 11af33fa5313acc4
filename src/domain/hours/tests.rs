use super::*;

#[test]
fn what_is_not_read_is_refused_for_its_own_reason() {
    for (text, why) in [
        ("祝日以外", text!("hours.except")),
        ("平日（祝日を除く） 9-18", text!("hours.except")),
        ("平日、土日祝 9-18", text!("hours.both")),
        ("平日 22:00-7:00", text!("hours.backward")),
        ("9:00", text!("hours.wrong")),
    ] {
        assert_eq!(Span::parse_all(text).expect_err(text), why, "{text}");
    }
    for (says, texts) in [
        (
            text!("hours.no_hours"),
            &["昼休み", "夜間", "平日の夜", "仕事中", "平日 勤務時間中", "朝と夕方", "いろいろ"][..],
        ),
        (
            text!("hours.once"),
            &[
                "第2土曜", "第2・第4土曜 9:00〜12:00", "隔週水曜 9-12", "月末",
                "12月5日 9:00〜12:00", "12/5 9:00〜12:00", "１２／５",
            ],
        ),
    ] {
        for text in texts {
            assert_eq!(Span::parse_all(text).err().as_deref(), Some(says), "{text}");
        }
    }
}

#[test]
fn what_is_said_twice_is_joined() {
    let joined = |texts: &[&str]| -> Vec<String> {
        let spans: Vec<Span> = texts.iter().map(|t| Span::parse(t).expect("a span")).collect();
        Span::joined(&spans).iter().map(Span::to_answer).collect()
    };
    let many = ["平日 9-18", "平日 12-13", "月曜 10-17", "平日 9-18", "土曜 9-12"];
    assert_eq!(joined(&many), ["weekday 09:00-18:00", "sat 09:00-12:00"]);
    assert_eq!(
        joined(&["平日 9-12", "土曜 9-12", "平日 11-15"]),
        ["weekday 09:00-15:00", "sat 09:00-12:00"]
    );
    let apart =
        ["weekday 09:00-18:00", "mon 10:00-20:00", "weekday 20:00-21:00", "holiday 09:00-18:00"];
    assert_eq!(joined(&apart), apart);
}

#[test]
fn times_as_people_write_them() {
    for (text, h, m) in [
        ("9", 9, 0),
        ("9:00", 9, 0),
        ("09:05", 9, 5),
        ("0930", 9, 30),
        ("９：３０", 9, 30),
        ("9時", 9, 0),
        ("9時半", 9, 30),
        ("18時30分", 18, 30),
        ("十八時三十分", 18, 30),
        ("午後3時半", 15, 30),
        ("午後３時", 15, 0),
        ("午前9時", 9, 0),
        ("午後0時", 12, 0),
        ("午後12時", 12, 0),
        ("午後13時", 13, 0),
        ("3:00 PM", 15, 0),
        ("3pm", 15, 0),
        ("am 9:00", 9, 0),
        ("正午", 12, 0),
        ("0時", 0, 0),
        ("24時", 24, 0),
        ("24:00", 24, 0),
        ("18時頃", 18, 0),
        ("18時以降", 18, 0),
        ("18:30過ぎ", 18, 30),
        ("19:00〜", 19, 0),
        ("19時～", 19, 0),
        ("夜9時", 21, 0),
        ("夜の9時半", 21, 30),
        ("夜22時", 22, 0),
        ("夜12時", 24, 0),
        ("深夜1時", 1, 0),
        ("深夜11時", 23, 0),
        ("深夜零時", 0, 0),
        ("朝7時", 7, 0),
        ("早朝5時", 5, 0),
        ("昼12時", 12, 0),
        ("昼の1時", 13, 0),
        ("夕方5時", 17, 0),
    ] {
        assert_eq!(minutes(text), Ok(h * 60 + m), "{text}");
    }
    for text in [
        "", "25時", "24:01", "9:60", "9:5:99", "午前13時", "夜", "夜3時", "昼9時", "以降", "9:",
        "九", "-1", "1 7:30", "9時時",
    ] {
        let read = minutes(text);
        assert!(read.is_err() || ["9:", "九"].contains(&text), "{text}: {read:?}");
    }
    assert_eq!(seconds("17:30:15"), Ok(17 * 3600 + 30 * 60 + 15));
}

/// What people write, and the spans; "" where it is refused.
const HOURS: &[(&str, &str)] = &[
    ("weekday 09:00-18:00", "weekday 09:00-18:00"),
    ("平日 9:00〜18:00", "weekday 09:00-18:00"),
    ("平日9:00～18:00", "weekday 09:00-18:00"),
    ("平日の9時から18時まで", "weekday 09:00-18:00"),
    ("平日は午前9時〜午後6時", "weekday 09:00-18:00"),
    ("平日 午後1〜5時", "weekday 13:00-17:00"),
    ("月〜金 9:00-18:00", "weekday 09:00-18:00"),
    ("月曜日から金曜日", "weekday 00:00-24:00"),
    ("月曜から水曜 9-12時", "mon 09:00-12:00|tue 09:00-12:00|wed 09:00-12:00"),
    ("金〜月 9-18", "fri 09:00-18:00|weekend 09:00-18:00|mon 09:00-18:00"),
    ("9時から18時まで", "everyday 09:00-18:00"),
    ("毎日 21時以降", "everyday 21:00-24:00"),
    ("毎日 22:00〜7:00", "everyday 22:00-24:00|everyday 00:00-07:00"),
    ("土日終日", "weekend 00:00-24:00"),
    ("土日祝 終日", "weekend 00:00-24:00|holiday 00:00-24:00"),
    ("土・日・祝日は終日", "weekend 00:00-24:00|holiday 00:00-24:00"),
    ("終日", "everyday 00:00-24:00"),
    ("水曜日 午前中", "wed 00:00-12:00"),
    ("月・水・金 9:00-12:00", "mon 09:00-12:00|wed 09:00-12:00|fri 09:00-12:00"),
    ("火〜木 9:00-12:00", "tue 09:00-12:00|wed 09:00-12:00|thu 09:00-12:00"),
    ("平日 9:00-12:00、13:00-18:00", "weekday 09:00-12:00|weekday 13:00-18:00"),
    ("平日 9:00-18:00, 土曜日 9:00-12:00", "weekday 09:00-18:00|sat 09:00-12:00"),
    ("平日 8時前", "weekday 00:00-08:00"),
    ("夜22時以降", "everyday 22:00-24:00"),
    ("毎日 22:00〜翌7:00", "everyday 22:00-24:00|everyday 00:00-07:00"),
    ("夜10時から翌朝7時まで", "everyday 22:00-24:00|everyday 00:00-07:00"),
    ("毎日 9:00〜翌10:00", ""),
    ("土日", "weekend 00:00-24:00"),
    ("土日祝", "weekend 00:00-24:00|holiday 00:00-24:00"),
    ("土祝 10-12", "sat 10:00-12:00|holiday 10:00-12:00"),
    ("日祝", "sun 00:00-24:00|holiday 00:00-24:00"),
    ("祝", "holiday 00:00-24:00"),
    ("平日・祝日 9-18", "weekday 09:00-18:00|holiday 09:00-18:00"),
    ("平日と土曜 9-18", "weekday 09:00-18:00|sat 09:00-18:00"),
    ("土曜及び日曜の午前", "weekend 00:00-12:00"),
    ("火、木 13時以降", "tue 13:00-24:00|thu 13:00-24:00"),
    ("祝日", "holiday 00:00-24:00"),
    ("holiday 9:00-18:00", "holiday 09:00-18:00"),
    ("水曜日", "wed 00:00-24:00"),
    ("平日 9:00-18:00、土日祝", "weekday 09:00-18:00|weekend 00:00-24:00|holiday 00:00-24:00"),
    ("土日祝、平日 9:00-18:00", ""),
    ("平日、土日祝 9-18", ""),
    ("祝日以外", ""),
    ("平日（祝日を除く） 9-18", ""),
    ("月〜日 9-18", "everyday 09:00-18:00"),
    ("日〜土", "everyday 00:00-24:00"),
    ("平日と土日 9-18", "weekday 09:00-18:00|weekend 09:00-18:00"),
    ("mon-fri 9-18", "weekday 09:00-18:00"),
    ("Mon-Fri 9:00-18:00", "weekday 09:00-18:00"),
    ("Mon. to Wed. 9-12", "mon 09:00-12:00|tue 09:00-12:00|wed 09:00-12:00"),
    ("Sat, Sun", "weekend 00:00-24:00"),
    ("saturday and holidays 9am-5pm", "sat 09:00-17:00|holiday 09:00-17:00"),
    ("weekdays 9-18", "weekday 09:00-18:00"),
    ("平日 18:00-0:00", "weekday 18:00-24:00"),
    ("平日 18:00〜24時", "weekday 18:00-24:00"),
    ("平日 18時から翌0時まで", "weekday 18:00-24:00"),
    ("18:00-0:00", "everyday 18:00-24:00"),
    ("money 9-18", ""),
    ("平日9-12と13-18", "weekday 09:00-12:00|weekday 13:00-18:00"),
    ("平日9-18と土曜9-12", "weekday 09:00-18:00|sat 09:00-12:00"),
    ("月曜日午前、火曜日午後", "mon 00:00-12:00|tue 12:00-24:00"),
    ("平日(月〜金)9-18", "weekday 09:00-18:00"),
    ("平日のみ 9-18", "weekday 09:00-18:00"),
    ("毎週火曜 9-12", "tue 09:00-12:00"),
    ("土日は不可", "weekend 00:00-24:00"),
    ("平日 18時以降はNG", "weekday 18:00-24:00"),
    ("9am to 5pm", "everyday 09:00-17:00"),
    ("weekday 9:00 to 18:00", "weekday 09:00-18:00"),
];

#[test]
fn hours_as_people_write_them() {
    for (text, spans) in HOURS {
        let read = Span::parse_all(text)
            .map(|v| v.iter().map(Span::to_answer).collect::<Vec<_>>().join("|"));
        if spans.is_empty() {
            assert!(read.is_err(), "{text}: {read:?}");
        } else {
            assert_eq!(read.as_deref(), Ok(*spans), "{text}");
        }
    }
    for text in ["", "平日 18:00-9:00", "平日 9:00-25:00", "昼休み", "9:00-9:00", "平日 9:00"]
    {
        assert!(Span::parse_all(text).is_err(), "{text}");
    }
}
