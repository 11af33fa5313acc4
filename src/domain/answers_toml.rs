//! Answers → the text of an answers file (TOML), which [`super::answers_file::parse`] reads back.

use super::answers::{Answers, Entry, Value};
use super::answers_file::key_of;
use super::flow::graph::Flow;
use super::flow::spec::{FieldSpec, Kind};
use super::manner::{DETAIL, LIMIT};
use chrono::NaiveDate;
use toml_edit::{Array, ArrayOfTables, Datetime, DocumentMut, Item, Table, value};

/// The text of an answers file with these answers, in the order of the questions. Reading it gives
/// the same answers, provided that they are in their normal form (see [`super::validate::check`]).
/// What answers no question of the flow is left out.
pub fn to_toml(answers: &Answers, flow: &Flow) -> String {
    let mut doc = DocumentMut::new();
    let mut groups = [("sender", Table::new()), ("answers", Table::new())];
    let manner =
        ["tone", DETAIL].into_iter().filter_map(|key| Some((key, value(answers.one(key)?))));
    let asked = flow.questions().filter_map(|q| {
        let item = match (answers.get(&q.id)?, q.kind) {
            (Value::One(v), Kind::Date | Kind::Month) => day(v),
            (Value::One(v), _) => value(v),
            (Value::Many(v), _) => value(v.iter().collect::<Array>()),
            (Value::Entries(v), _) if v.is_empty() => value(Array::new()),
            (Value::Entries(v), _) => {
                Item::ArrayOfTables(v.iter().map(|e| entry(e, &q.field)).collect::<ArrayOfTables>())
            }
        };
        Some((q.id.as_str(), item))
    });
    let limit =
        answers.one(LIMIT).map(|n| (LIMIT, n.parse::<i64>().map_or_else(|_| value(n), value)));
    for (id, item) in asked.chain(manner).chain(limit) {
        let key = key_of(id);
        match key.split_once('.') {
            Some((group, name)) => {
                if let Some((_, table)) = groups.iter_mut().find(|(g, _)| *g == group) {
                    table.insert(name, item);
                }
            }
            None => {
                doc.insert(&key, item);
            }
        }
    }
    for (name, table) in groups {
        if !table.is_empty() {
            doc.insert(name, Item::Table(table));
        }
    }
    doc.to_string()
}

/// A day as a date of TOML; a word, a month or anything else as it is.
fn day(v: &str) -> Item {
    // Only an exact day: the TOML parser would accept other things too.
    let exact = v.parse::<NaiveDate>().is_ok_and(|d| d.to_string() == v);
    match v.parse::<Datetime>() {
        Ok(d) if exact => value(d),
        _ => value(v),
    }
}

fn entry(e: &Entry, fields: &[FieldSpec]) -> Table {
    let known = fields.iter().filter_map(|f| {
        let v = e.0.get(&f.id)?;
        Some((f.id.as_str(), if f.kind == Kind::Date { day(v) } else { value(v) }))
    });
    known.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::answers_file::parse;
    use crate::domain::content::Content;
    use crate::domain::flow::spec::Question;
    use crate::domain::manner::TONES;
    use crate::domain::validate;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    fn today() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, 20).expect("a day")
    }

    fn text() -> impl Strategy<Value = String> {
        let piece = prop_oneof![
            3 => prop::sample::select(vec![
                "山田", "\n", "\"", "\"\"\"", "'", "'''", "\\", "\\u0041", "#", "=", "[", ".", "\t",
                "　",
                "葛\u{E0100}", "ｶﾞ", "\u{1b}[31m", "👨\u{200D}👩", "\u{202E}", "1990-04-01", "today",
                "[answers]", "\u{FA19}",
            ]).prop_map(str::to_owned),
            1 => any::<String>(),
        ];
        prop::collection::vec(piece, 0..6).prop_map(|v| v.concat())
    }

    /// Raw answers of any kind for a question; the test keeps those that are valid, normalised.
    fn raw(q: &Question) -> BoxedStrategy<Value> {
        let ids = |v: &[crate::domain::flow::spec::Choice]| {
            v.iter().map(|c| c.value.clone()).collect::<Vec<_>>()
        };
        let days = prop::sample::select(vec![
            "2026-12-01", "today", "2027-04", "when_i_ask", "1990-04-01", "", "2028-02-29",
        ]);
        let lines = prop_oneof![
            text(),
            prop::sample::select(vec![
                "hanako@example.jp", "090-1234-5678", "ヤマダ ハナコ", "佐藤"
            ])
            .prop_map(str::to_owned)
        ];
        match q.kind {
            Kind::Choice => prop::sample::select(ids(&q.choice)).prop_map(Value::One).boxed(),
            Kind::Choices => prop::sample::subsequence(ids(&q.choice), 0..=q.choice.len())
                .prop_map(Value::Many)
                .boxed(),
            Kind::Text | Kind::LongText => lines.prop_map(Value::One).boxed(),
            Kind::Date | Kind::Month => days.prop_map(|d| Value::One(d.to_owned())).boxed(),
            Kind::Hours => prop::collection::vec(Just("weekday 09:00-18:00".to_owned()), 0..3)
                .prop_map(Value::Many)
                .boxed(),
            Kind::Entries => {
                let field = |f: &FieldSpec| match f.kind {
                    Kind::Choice => prop::sample::select(ids(&f.choice)).boxed(),
                    Kind::Date => {
                        prop::sample::select(vec!["2026-12-01", ""]).prop_map(str::to_owned).boxed()
                    }
                    _ => text().boxed(),
                };
                let fields: Vec<_> =
                    q.field.iter().map(|f| (Just(f.id.clone()), field(f))).collect();
                let entry = fields.prop_map(|v| Entry(v.into_iter().collect::<BTreeMap<_, _>>()));
                prop::collection::vec(entry, 0..4).prop_map(Value::Entries).boxed()
            }
        }
    }

    fn answers() -> impl Strategy<Value = Answers> {
        let content = Content::builtin();
        let all: Vec<_> = content
            .flow()
            .questions()
            .map(|q| (Just(q.clone()), prop::option::of(raw(q))))
            .collect();
        (all, prop::option::of(prop::sample::select(TONES.to_vec()))).prop_map(|(all, tone)| {
            let mut a = Answers::default();
            for (q, v) in all {
                // Applied twice: a stored value is normalised, and normalising must be stable.
                if let Some(Ok(v)) = v.map(|v| {
                    validate::check(&q, &v, today()).and_then(|v| validate::check(&q, &v, today()))
                }) {
                    a.set(&q.id, v);
                }
            }
            if let Some(t) = tone {
                a.set("tone", Value::One(t.to_owned()));
            }
            a
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig {
            cases: 150,
            failure_persistence: None,
            ..ProptestConfig::default()
        })]
        #[test]
        fn what_is_written_is_read(a in answers()) {
            let content = Content::builtin();
            let text = to_toml(&a, content.flow());
            let back = parse("x", &text, &content, today());
            prop_assert!(back.is_ok(), "{:?}\n{}", back.err(), text);
            prop_assert!(back.is_ok_and(|p| p.answers == a && p.notes.is_empty()), "{}", text);
        }
    }

    #[test]
    fn it_reads_as_people_write_it() {
        let content = Content::builtin();
        let mut a = Answers::default();
        for (id, v) in [
            ("service", "other"),
            ("service_name", "みなと転職"),
            ("goal", "withdraw"),
            ("tone", "soft"),
        ] {
            a.set(id, Value::One(v.to_owned()));
        }
        a.set("sender.birth_date", Value::One("1990-04-01".to_owned()));
        a.set("effective", Value::One("today".to_owned()));
        a.set("requests", Value::Many(vec!["erase".to_owned()]));
        a.set("must_have", Value::One("一行目\n二行目".to_owned()));
        let row = Entry(
            [
                ("employer".to_owned(), "みなと薬局".to_owned()),
                ("date".to_owned(), "2026-12-03".to_owned()),
            ]
            .into(),
        );
        a.set("selections", Value::Entries(vec![row]));
        a.set("nowhere", Value::One("x".to_owned()));
        let expected = "service = \"other\"\nservice_name = \"みなと転職\"\ngoal = \"withdraw\"\n\
            tone = \"soft\"\n\n\
            [sender]\nbirth_date = 1990-04-01\n\n[answers]\nrequests = [\"erase\"]\n\
            effective = \"today\"\n\
            must_have = \"\"\"\n一行目\n二行目\"\"\"\n\n\
            [[answers.selections]]\nemployer = \"みなと薬局\"\ndate = 2026-12-03\n";
        assert_eq!(to_toml(&a, content.flow()), expected);
        assert_eq!(to_toml(&Answers::default(), content.flow()), "");
    }
}
