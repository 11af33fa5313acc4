use super::*;
use crate::domain::typed::as_typed;

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
fn times_and_hours_as_people_write_them() {
    as_typed("time", |text| minutes(text).map(time));
    as_typed("hours", |text| {
        let spans = Span::parse_all(text)?;
        Ok::<_, String>(spans.iter().map(Span::to_answer).collect::<Vec<_>>().join("|"))
    });
    assert_eq!(seconds("17:30:15"), Ok(17 * 3600 + 30 * 60 + 15));
}
