//! Days that exist, whether they make sense today or not.

use crate::domain::calendar;
use crate::domain::flow::spec::{DateRule, FieldSpec, Kind, Question};
use crate::domain::validate;
use chrono::NaiveDate;

/// A field that accepts every existing day. Implausible days are reported by the gate with
/// everything else: yesterday's answer has to be readable today, even with a wrong clock.
pub(super) fn on_any_day(f: &FieldSpec) -> FieldSpec {
    FieldSpec { rule: DateRule::Any, ..f.clone() }
}

pub(super) fn with_any_day(q: &Question) -> Question {
    Question { field: q.field.iter().map(on_any_day).collect(), ..q.clone() }
}

/// Whether an answer to a question about a day or a month exists in the calendar.
pub(super) fn readable_day(q: &Question, raw: &str, today: NaiveDate) -> bool {
    let any = Question { rule: DateRule::Any, ..q.clone() };
    validate::date(&any, raw, today).is_ok()
        || (q.kind == Kind::Month && calendar::parse_month(raw, today).is_ok())
}
