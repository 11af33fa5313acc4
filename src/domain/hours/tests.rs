use super::*;
use crate::domain::typed::as_typed;

#[test]
fn what_is_said_twice_is_joined() {
    as_typed("joined", |typed| {
        let spans: Vec<Span> = typed.split('|').map(|t| Span::parse(t).expect("a span")).collect();
        let joined = Span::joined(&spans);
        Ok::<_, &str>(joined.iter().map(Span::to_answer).collect::<Vec<_>>().join("|"))
    });
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
