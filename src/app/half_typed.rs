//! Half-typed input as texts of a draft and back: a line as it is, a list entry by entry.

use super::screens::question::entries::List;
use super::screens::question::field::Field;
use crate::domain::answers::{Entry, Value};
use crate::domain::flow::spec::{Kind, Question};
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// Behind the number of the entry that a form changes; alone: a new one.
const FORM: char = '+';

/// Between the choices that are marked.
const MARK: char = ' ';

/// The content of this question's field, by key, without mere selections.
pub(super) fn texts(q: &Question, field: &Field) -> Vec<(String, String)> {
    match field {
        Field::Typed(_, b) => vec![(q.id.clone(), b.text().to_owned())],
        Field::Choices { marked, .. } if marked.len() == q.choice.len() => {
            let all = q.choice.iter().zip(marked).filter(|(_, marked)| **marked);
            let ids: Vec<&str> = all.map(|(c, _)| c.value.as_str()).collect();
            vec![(q.id.clone(), ids.join(&MARK.to_string()))]
        }
        Field::List(list) => list_texts(&q.id, list),
        _ => Vec::new(),
    }
}

fn list_texts(id: &str, list: &List) -> Vec<(String, String)> {
    // Also for a list that was emptied: its former entries must not come back.
    let mut out = vec![(id.to_owned(), String::new())];
    let mut put = |place: &str, entry: &Entry| {
        let filled = entry.0.iter().filter(|(_, v)| !v.is_empty());
        out.extend(filled.map(|(field, v)| (format!("{id}.{place}.{field}"), v.clone())));
    };
    for (i, row) in list.rows.iter().enumerate() {
        put(&(i + 1).to_string(), row);
    }
    for form in list.parked.values().chain(&list.form) {
        let row = form.row.map_or_else(String::new, |i| (i + 1).to_string());
        put(&format!("{row}{FORM}"), &list.read(form));
    }
    out
}

/// The field of a question restored from its texts; None if there are none.
pub(super) fn field(
    q: &Question,
    texts: &BTreeMap<String, String>,
    today: NaiveDate,
) -> Option<Field> {
    let text = texts.get(&q.id)?;
    match q.kind {
        Kind::Text | Kind::LongText | Kind::Date | Kind::Month => {
            Some(Field::new(q, Some(&Value::One(text.clone())), today))
        }
        Kind::Choices => {
            let marked = text.split(MARK).filter(|id| !id.is_empty()).map(str::to_owned);
            Some(Field::new(q, Some(&Value::Many(marked.collect())), today))
        }
        Kind::Entries | Kind::Hours => {
            let Field::List(mut list) = Field::new(q, None, today) else { return None };
            let mut entries: BTreeMap<&str, Entry> = BTreeMap::new();
            for (key, value) in texts {
                let place = key.strip_prefix(&q.id).and_then(|k| k.strip_prefix('.'));
                if let Some((place, field)) = place.and_then(|k| k.split_once('.')) {
                    let entry = entries.entry(place).or_default();
                    entry.0.insert(field.to_owned(), value.clone());
                }
            }
            let (forms, mut rows): (Vec<_>, Vec<_>) =
                entries.into_iter().partition(|(place, _)| place.ends_with(FORM));
            let number = |place: &str| place.parse::<usize>().ok();
            rows.sort_by_key(|(place, _)| number(place));
            list.rows = rows.into_iter().map(|(_, entry)| entry).collect();
            list.at = list.last();
            for (place, entry) in forms {
                let row = number(place.trim_end_matches(FORM)).and_then(|n| n.checked_sub(1));
                list.park(row.filter(|i| *i < list.rows.len()), &entry);
            }
            Some(Field::List(list))
        }
        Kind::Choice => None,
    }
}
