//! A case as the text of its file (TOML), and back.

use super::event::Event;
use super::file_read;
use super::plan::PlanStep;
use super::record::{CaseId, CaseRecord, KeptText, LetterRecord, OwnDue};
use super::stamp::stamp;
use super::strange::strange;
use super::table::{FileError, VERSION, date, day, list, read, table, text, written};
use crate::domain::answers::{Answers, Value};
use crate::domain::answers_file;
use crate::domain::content::Content;
use crate::domain::problem::Problem;
use crate::domain::toml_reader::{Reader, TomlText};
use crate::domain::word::Word;
use chrono::NaiveDate;
use toml::Spanned;
use toml::de::DeValue;
use toml_edit::{Table, value};

const HEADER: &str = concat!(text!("case.file_head"), "\n");

/// Reads the file of a case.
/// Errors: a newer version; else every mistake: syntax, unknown keys, wrong types, unknown words,
/// details that do not fit.
pub fn parse(file: &str, text: &str) -> Result<CaseRecord, FileError> {
    read(file, text, file_read::case)
}

/// Whether a text looks like the file of a case, and not like answers or a configuration.
pub fn looks_like_one(text: &str) -> bool {
    let source = TomlText::new(text);
    let (_, table) = Reader::parse("", &source);
    ["version", "event", "letter", "id"]
        .iter()
        .filter(|k| table.get_ref().contains_key(**k))
        .count()
        > 1
}

/// Every mistake of the file of a case, also in the answers that it holds.
pub fn check(file: &str, text: &str, content: &Content, today: NaiveDate) -> Vec<Problem> {
    let record = match parse(file, text) {
        Ok(record) => record,
        Err(e) => return e.problems(),
    };
    let source = TomlText::new(text);
    let (mut reader, table) = Reader::parse(file, &source);
    for found in strange(&record, content, today) {
        let top = table.get_ref();
        let row = found.row.and_then(|(rows, i)| top.get(rows)?.get_ref().as_array()?.get(i));
        let of = row.map_or(Some(top), |row| row.get_ref().as_table());
        let at = of.and_then(|t| t.get(found.field)).map(Spanned::span);
        let at = at.or(row.map(Spanned::span)).unwrap_or_default();
        reader.problem(at, &found.key(), found.why);
    }
    let mut early = std::mem::take(&mut reader.problems);
    let Some((key, at)) = table.get_ref().get_key_value("answers") else { return early };
    let DeValue::String(answers) = at.get_ref() else { return early };
    let wrong = match answers_file::parse(file, answers, content, today) {
        Err(wrong) => wrong,
        Ok(read) => {
            early.extend(others(&record, &read.answers).map(|(key, why)| {
                let at = table.get_ref().get(key).map(|v| reader.line(v.span()));
                Problem::new(file, at.unwrap_or_default(), key, why)
            }));
            return early;
        }
    };
    // The text begins after the opening quotes; TOML drops a line break right there.
    let opens =
        text.get(at.span()).is_some_and(|t| t.get(3..).is_some_and(|t| t.starts_with('\n')));
    let before = reader.line(key.span()) - usize::from(!opens);
    let place = |p: Problem| Problem {
        line: before + p.line,
        key: if p.key.is_empty() { "answers".to_owned() } else { p.key },
        ..p
    };
    debug_assert_eq!(record.answers.as_deref(), Some(answers.as_ref()));
    early.into_iter().chain(wrong.into_iter().map(place)).collect()
}

/// Where the answers of a case differ from what it says itself.
fn others<'a>(
    record: &'a CaseRecord,
    answers: &'a Answers,
) -> impl Iterator<Item = (&'static str, String)> + 'a {
    let said = [("service", record.service.as_str()), ("goal", record.goal.id())];
    said.into_iter().filter_map(|(key, word)| match answers.get(key) {
        Some(Value::One(other)) if other != word => {
            Some((key, text!("case.other_answer", word = other)))
        }
        _ => None,
    })
}

pub fn to_toml(record: &CaseRecord) -> String {
    let mut doc = table([("version", Some(value(VERSION)))]);
    doc.extend(case_table(record));
    HEADER.to_owned() + &written(doc)
}

/// A case, everything but the version.
pub(super) fn case_table(record: &CaseRecord) -> Table {
    let (due, days) = match record.own_due {
        Some(OwnDue::On(on)) => (Some(on), None),
        Some(OwnDue::Days(days)) => (None, Some(days)),
        None => (None, None),
    };
    let plan = |p: &PlanStep| {
        table([("on", Some(day(p.on))), ("goal", text(p.goal_id())), ("note", text(&p.note))])
    };
    table([
        ("id", Some(value(record.id.as_str()))),
        ("service", Some(value(&record.service))),
        ("service_name", Some(value(&record.service_name))),
        ("goal", Some(value(record.goal.id()))),
        ("due", due.map(day)),
        ("due_days", days.map(|days| value(i64::from(days)))),
        // Events are looked up, so they precede the letters. TOML requires the answers above both.
        ("plan", list(record.plan.iter().map(plan))),
        ("event", list(record.events.iter().map(event_table))),
        ("letter", list(record.letters.iter().map(letter_table))),
        ("answers", record.answers.as_ref().map(value)),
    ])
}

fn event_table(e: &Event) -> Table {
    let p = e.what.parts();
    table([
        ("at", Some(date(&e.at.stamp()))),
        ("kind", text(e.what.kind().id())),
        ("letter", p.letter.map(|n| value(i64::try_from(n).unwrap_or(i64::MAX)))),
        ("how", p.how.map(|w| value(w.id()))),
        ("answer", p.answer.map(|w| value(w.id()))),
        ("means", p.means.map(|w| value(w.id()))),
        ("on", p.on.map(day)),
        ("promised_by", p.promised_by.map(day)),
        ("deadline", p.deadline.map(day)),
        ("person", text(&p.person)),
        ("number", text(&p.number)),
        ("employer", text(&p.employer)),
        ("to", text(&p.to)),
        ("note", text(&e.note)),
    ])
}

fn letter_table(l: &LetterRecord) -> Table {
    let (subject, text, hash) = match &l.kept {
        KeptText::Text { subject, text } => (Some(subject), Some(text), None),
        KeptText::Hash(hash) => (None, None, Some(hash)),
    };
    table([
        ("made", Some(date(&stamp(l.made)))),
        ("channel", Some(value(l.channel.id()))),
        ("tone", Some(value(&l.tone))),
        ("follow_up", Some(value(l.follow_up.map_or("", Word::id)))),
        ("answer_by", l.deadlines.answer_by.map(day)),
        ("call_by", l.deadlines.call_by.map(day)),
        ("subject", subject.map(value)),
        ("text", text.map(value)),
        ("sha256", hash.map(value)),
    ])
}

/// Whether two cases are equal apart from their ids.
pub fn same(a: &CaseRecord, b: &CaseRecord) -> bool {
    let named = |r: &CaseRecord, id: &CaseId| CaseRecord { id: id.clone(), ..r.clone() };
    named(a, &b.id) == *b
}

#[cfg(test)]
mod tests {
    use super::super::event::Kind;
    use super::super::tests_support::{drawn, record};
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(drawn(200))]
        #[test]
        fn what_is_written_is_read(r in record()) {
            let text = to_toml(&r);
            let back = parse("x.toml", &text);
            prop_assert_eq!(back.as_ref().err(), None, "{}", text);
            // Debug hides personal data, so the text shows the difference.
            prop_assert!(back.as_ref() == Ok(&r), "{}", text);
            prop_assert_eq!(to_toml(&r), text);
        }
    }

    const GOOD: &str = r#"version = 1
id = "20261120-s-withdraw"
service = "s"
service_name = "S"
goal = "withdraw"
due_days = 5

[[event]]
at = 2026-11-20T10:00:00+09:00
kind = "sent"
how = "phone"
person = "佐藤"

[[letter]]
made = 2026-11-20T09:00:00+09:00
channel = "phone"
tone = "standard"
follow_up = ""
text = """
もしもし
"""
"#;

    #[test]
    fn every_mistake_is_named_with_line_and_key() {
        assert!(parse("x.toml", GOOD).is_ok());
        let bad = GOOD
            .replace("id = \"2", "id = \"../2")
            .replace("due_days = 5", "due_days = -5\ndue = 2026-12-01\nmoon = 1")
            .replace(
                "kind = \"sent\"\nhow = \"phone\"",
                "kind = \"sent\"\nletter = 7\nmeans = \"call\"",
            )
            .replace("made = 2026-11-20T09:00:00+09:00", "made = 2026-11-20T09:00:00")
            .replace("channel = \"phone\"", "channel = 1")
            .replace("follow_up = \"\"", "follow_up = \"again\"\nsha256 = \"秘密\"")
            + "[[plan]]\nnote = \"x\"\n[[event]]\nkind = \"flown\"\n[[event]]\n\
                at = 2026-11-20T10:00:00Z\nkind = \"done\"\non = \"x\"\n";
        let Err(FileError::Wrong(wrong)) = parse("x.toml", &bad) else { panic!("accepted") };
        let found: Vec<(usize, &str)> = wrong.iter().map(|p| (p.line, p.key.as_str())).collect();
        let expected = [
            (2, "id"),
            (6, "due_days"),
            (7, "due"),
            (8, "moon"),
            (10, "event[1].how"),
            (13, "event[1].letter"),
            (14, "event[1].means"),
            (18, "letter[1].made"),
            (19, "letter[1].channel"),
            (21, "letter[1].follow_up"),
            (22, "letter[1].sha256"),
            (26, "plan[1].on"),
            (28, "event[2].at"),
            (29, "event[2].kind"),
            (33, "event[3].on"),
        ];
        for e in expected {
            assert!(found.contains(&e), "{e:?} is not in {wrong:#?}");
        }
        assert!(!format!("{wrong:?}").contains("秘密"));
    }

    #[test]
    fn words_that_no_letter_has_are_named_with_those_that_do() {
        let bad = GOOD
            .replace("goal = \"withdraw\"", "goal = \"quit\"")
            .replace("channel = \"phone\"", "channel = \"fax\"")
            .replace("tone = \"standard\"", "tone = \"山田\"")
            + "[[plan]]\non = 2026-12-01\ngoal = \"move\"\n[[plan]]\non = 2026-12-02\n";
        let Err(FileError::Wrong(wrong)) = parse("x.toml", &bad) else { panic!("accepted") };
        let said: Vec<String> = wrong.iter().map(ToString::to_string).collect();
        for (said, is) in said.iter().zip([
            "x.toml:5: goal: 「quit」という値はありません。reduce_contact change_handler",
            "x.toml:16: letter[1].channel: 「fax」という値はありません。mail form phone",
            "x.toml:17: letter[1].tone: soft standard firm のどれか",
            "x.toml:24: plan[1].goal: 「move」という値は",
        ]) {
            assert!(said.starts_with(is), "{said}");
        }
        assert_eq!(said.len(), 4, "{said:?}");
    }

    #[test]
    fn a_step_called_off_in_an_older_record_is_called_off() {
        let old = GOOD.to_owned()
            + "[[event]]\nat = 2026-11-21T09:00:00+09:00\nkind = \"plan_done\"\non = 2026-12-01\n";
        let event = |text: &str| parse("x.toml", text).expect("reads").events.pop().expect("one");
        assert_eq!(event(&old).what.kind(), Kind::PlanDone);
        let dropped = event(&(old + "note = \"この予定はやめました\"\n"));
        assert_eq!((dropped.what.kind(), dropped.note.as_str()), (Kind::PlanDropped, ""));
    }

    #[test]
    fn a_newer_version_is_said_as_such() {
        let newer = GOOD.replace("version = 1", "version = 2") + "sky = \"blue\"\n";
        let newer = parse("x.toml", &newer).expect_err("newer");
        assert_eq!(newer, FileError::Newer { file: "x.toml".to_owned(), version: 2 });
        for broken in ["a = 1", "version = \"1\"", "version = 0"] {
            let Err(FileError::Wrong(wrong)) = parse("x.toml", broken) else { panic!("{broken}") };
            assert!(wrong.iter().any(|p| p.key == "version"), "{wrong:?}");
        }
    }

    #[test]
    fn mistakes_in_the_answers_have_the_line_of_the_file() {
        let answers = "service = \"nowhere\"\ngoal = \"withdraw\"\n[sender]\nname = 3\n";
        let content = Content::builtin();
        let today = NaiveDate::from_ymd_opt(2027, 1, 1).expect("a day");
        let mut r = parse("x.toml", GOOD).unwrap_or_else(|e| panic!("{e:?}"));
        r.answers = Some(answers.to_owned());
        let text = to_toml(&r);
        let lines: Vec<&str> = check("x.toml", &text, &content, today)
            .iter()
            .map(|p| text.lines().nth(p.line - 1).unwrap_or_default())
            .collect();
        assert_eq!(lines, ["service = \"nowhere\"", "name = 3"], "{text}");
        let inline = GOOD.replace("due_days", "answers = \"goal = 1\"\ndue_days");
        assert_eq!(check("x.toml", &inline, &content, today)[0].line, 6);
        assert_eq!(check("x.toml", GOOD, &content, today), []);
    }

    #[test]
    fn kinds_of_files_are_told_apart() {
        assert!(looks_like_one(GOOD));
        assert!(
            !looks_like_one("service = \"x\"\ngoal = \"y\"")
                && !looks_like_one("[sender]\nname = \"x\"")
        );
    }
}
