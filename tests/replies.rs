//! Replies as agents write them (`tests/data/replies/`, in words of our own), and what each is read
//! as.

use chrono::NaiveDate;
use kotowari::domain::answers::Value;
use kotowari::domain::calendar::OfficeCalendar;
use kotowari::domain::case::again::second_letter;
use kotowari::domain::case::reply::{About, Reading, take};
use kotowari::domain::case::{
    AnswerKind, CaseRecord, FollowUp, KeptText, LetterRecord, When, Word,
};
use kotowari::domain::content::Content;
use kotowari::domain::deadline::Deadlines;
use kotowari::domain::goal::Goal;
use serde::Deserialize;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Corpus {
    reply: Vec<Sample>,
}

/// A reply and what it is read as; what is left out is not said.
#[derive(Default, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Sample {
    about: String,
    text: String,
    /// The goal; None: no case is known.
    goal: Option<String>,
    received: Option<String>,
    /// What else the case answers, as in a file.
    #[serde(default)]
    answers: String,
    /// The employers that the case declines.
    #[serde(default)]
    declined: Vec<String>,
    /// The selections in full.
    #[serde(default)]
    selections: String,
    #[serde(skip)]
    unnamed: bool,
    kinds: Vec<String>,
    sure: bool,
    done_on: Option<String>,
    promised_by: Option<String>,
    deadline: Option<String>,
    #[serde(default)]
    person: String,
    kept: Option<String>,
    kept_until: Option<String>,
    /// They are going to call where the user works.
    #[serde(default)]
    work_call: bool,
}

/// Replies to one case that are not to be believed.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Doubtful {
    about: String,
    goal: String,
    #[serde(default)]
    answers: String,
    #[serde(default)]
    declined: Vec<String>,
    /// The same in full.
    #[serde(default)]
    selections: String,
    /// Only a sum of the letter is kept.
    #[serde(default)]
    unnamed: bool,
    #[serde(default)]
    unsure: bool,
    texts: Vec<String>,
}

/// The case that a reply is about.
fn case(sample: &Sample) -> Option<CaseRecord> {
    sample.goal.as_deref().map(|goal| {
        let on = NaiveDate::from_ymd_opt(2026, 11, 20).expect("a day");
        let mut case =
            CaseRecord::new(on, "minato", "みなとキャリア", Goal::parse(goal).expect("a goal"));
        let at = on.and_hms_opt(1, 0, 0).expect("a time").and_utc();
        let letter = LetterRecord {
            made: at.into(),
            channel: kotowari::domain::channel::Channel::Mail,
            tone: "standard".to_owned(),
            follow_up: None,
            deadlines: Deadlines::default(),
            kept: KeptText::Hash(String::new()),
        };
        case.add_letter(letter, None);
        let selection = |name: &String| {
            format!("[[answers.selections]]\nemployer = \"{name}\"\nwish = \"decline\"\n")
        };
        let selections: String = sample.declined.iter().map(selection).collect();
        let sender =
            "[sender]\nname = \"山田 花子\"\nemail = \"hanako@example.jp\"\nhandler = \"佐藤\"";
        let answers = format!("{}\n{selections}{}", sample.answers, sample.selections);
        case.answers = (!sample.unnamed).then(|| format!("{sender}\n[answers]\n{answers}"));
        case
    })
}

fn read(sample: &Sample) -> Reading {
    let case = case(sample);
    let (office, content) = (OfficeCalendar::default(), Content::builtin());
    let about = About { case: case.as_ref(), office, content: &content, beside: &[] };
    let text = take(&sample.text, about).expect("it is plain");
    let received = sample.received.as_deref().unwrap_or("2026-11-27");
    text.reading(received.parse().expect("a day"))
}

fn corpus() -> Vec<Sample> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/replies");
    let files = fs::read_dir(folder).expect("the replies").map(|e| e.expect("a file").path());
    files
        .flat_map(|path| {
            let text = fs::read_to_string(&path).expect("a file");
            let read: Corpus =
                toml::from_str(&text).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
            read.reply
        })
        .collect()
}

/// What a reading says, a line each.
fn told(r: &Reading) -> Vec<String> {
    let kinds: Vec<&str> = r.kinds.iter().map(|k| k.id()).collect();
    let day = |on: Option<NaiveDate>| on.map(|on| on.to_string()).unwrap_or_default();
    vec![
        format!("kinds {}", kinds.join(" ")),
        format!("sure {}", r.sure),
        format!("done_on {}", day(r.done_on)),
        format!("promised_by {}", day(r.promised_by)),
        format!("deadline {}", day(r.deadline)),
        format!("person {}", r.person),
        format!("kept {}", r.kept.as_deref().unwrap_or_default()),
        format!("kept_until {}", day(r.kept_until)),
        format!("work_call {}", r.work_call),
    ]
}

/// The same, as it is meant.
fn meant(s: &Sample) -> Vec<String> {
    let text = |of: &Option<String>| of.clone().unwrap_or_default();
    vec![
        format!("kinds {}", s.kinds.join(" ")),
        format!("sure {}", s.sure),
        format!("done_on {}", text(&s.done_on)),
        format!("promised_by {}", text(&s.promised_by)),
        format!("deadline {}", text(&s.deadline)),
        format!("person {}", s.person),
        format!("kept {}", text(&s.kept)),
        format!("kept_until {}", text(&s.kept_until)),
        format!("work_call {}", s.work_call),
    ]
}

/// A refusal of a part is no proposal to stay, and to agree to a pause is to pause.
#[test]
fn what_follows_is_what_they_said() {
    use kotowari::domain::case::AnswerKind;
    let noted = |goal: &str, text: &str| {
        let sample =
            Sample { text: text.to_owned(), goal: Some(goal.to_owned()), ..Sample::default() };
        read(&sample).event().and_then(|(_, parts)| parts.answer)
    };
    let rest = "お世話になっております。個人情報の消去は、社内規定により致しかねます。";
    assert_eq!(noted("withdraw", rest), Some(AnswerKind::Refused));
    let all = "お世話になっております。退会は致しかねます。";
    assert_eq!(noted("withdraw", all), Some(AnswerKind::Refused));
    let agreed = "お世話になっております。休止の件、承知いたしました。";
    assert_eq!(noted("pause", agreed), Some(AnswerKind::Accepted));
    let part = "お世話になっております。12月1日よりお電話を停止いたします。";
    let scope = "pause_scope = [\"offers\", \"calls\"]\npause_from = 2026-12-01".to_owned();
    let sample = Sample {
        text: part.to_owned(),
        goal: Some("pause".to_owned()),
        answers: scope,
        ..Sample::default()
    };
    let answer = read(&sample).event().and_then(|(_, parts)| parts.answer);
    assert_eq!(answer, Some(AnswerKind::Receipt));
    let later = "休止の件、承知いたしました。4月1日ごろに改めてご連絡いたします。";
    assert_eq!(noted("pause", later), Some(AnswerKind::Accepted));
    let looks = "休止の件、承知いたしました。確認のうえ、改めてご連絡いたします。";
    assert_eq!(noted("pause", looks), Some(AnswerKind::Receipt));
}

/// What they want by a day stands with that day in the event, whatever else they say.
#[test]
fn a_day_that_they_name_is_a_detail_of_the_event() {
    let wanted = |text: &str| {
        let goal = Some("withdraw".to_owned());
        let sample = Sample { text: text.to_owned(), goal, ..Sample::default() };
        let parts = read(&sample).event().map(|(_, parts)| parts).unwrap_or_default();
        (parts.answer, parts.deadline.map(|on| on.to_string()).unwrap_or_default())
    };
    for (answer, text) in [
        (
            AnswerKind::Identity,
            "承知いたしました。手続きのため、12月10日までに本人確認書類をお送りください",
        ),
        (AnswerKind::Question, "退会の手続きを進めます。12月10日までに同意書をご返送ください。"),
        (
            AnswerKind::OtherProcedure,
            "承知いたしました。お手続きは、マイページより12月10日までに申請をお願いいたします。",
        ),
        (
            AnswerKind::Refused,
            "個人情報の消去はいたしかねます。ご異議は12月10日までにお知らせください。",
        ),
        (
            AnswerKind::Question,
            "メール配信は停止いたしました。退会は、12月10日までにマイページからお手続きください。",
        ),
        (
            AnswerKind::Question,
            "このメールは自動返信です。お問い合わせを受け付けました。12月10日までにご返信ください。",
        ),
    ] {
        assert_eq!(wanted(text), (Some(answer), "2026-12-10".to_owned()), "{text}");
    }
}

/// Nothing that they wrote is lost, and a question stands there with what it is about.
#[test]
fn what_is_noted_is_all_that_they_wrote() {
    let text = "お世話になっております。さくら薬局様の面接は、12月10日（木）18時に変更のお願いが来ております。\
        ご都合はいかがでしょうか。退会は12月14日までに完了いたします。職務経歴書は2年間保管いたします。";
    let sample =
        Sample { text: text.to_owned(), goal: Some("withdraw".to_owned()), ..Sample::default() };
    let at = "2026-11-27".parse().map(kotowari::domain::case::When::On).expect("a day");
    let noted = read(&sample).noted(at, None).expect("an event");
    assert_eq!(
        noted.note.lines().collect::<Vec<_>>(),
        [
            "さくら薬局様の面接は、12月10日（木）18時に変更のお願いが来ております。\
             ご都合はいかがでしょうか。",
            "退会は12月14日までに完了いたします。",
            "職務経歴書は2年間保管いたします。",
        ]
    );
}

#[test]
fn each_reply_is_read_as_it_is_meant() {
    let all = corpus();
    let mut wrong = Vec::new();
    for s in &all {
        let read = read(s);
        let differs = told(&read).into_iter().zip(meant(s)).filter(|(is, should)| is != should);
        for (is, should) in differs {
            let (because, doubts) = (&read.because, &read.doubts);
            wrong.push(format!("{}: {is}, not {should}\n    {because:?} {doubts:?}", s.about));
        }
    }
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), all.len(), wrong.join("\n"));
    let kinds: BTreeSet<&String> = all.iter().flat_map(|s| &s.kinds).collect();
    assert_eq!(kinds.len(), 17, "{kinds:?}");
    assert!(all.len() >= 60, "{}", all.len());
}

/// The texts of a file, each as a reply to its case.
fn texts(file: &str) -> Vec<(Sample, bool)> {
    #[derive(Deserialize)]
    struct All {
        doubtful: Vec<Doubtful>,
    }
    let all: All = toml::from_str(file).expect("the replies");
    let samples = |of: Doubtful| {
        let Doubtful { about, goal, answers, declined, selections, unnamed, unsure, texts } = of;
        let sample = Sample {
            about,
            goal: Some(goal),
            received: Some("2026-11-30".to_owned()),
            answers,
            declined,
            selections,
            unnamed,
            ..Sample::default()
        };
        texts.into_iter().map(move |text| (Sample { text, ..sample.clone() }, unsure))
    };
    all.doubtful.into_iter().flat_map(samples).collect()
}

#[test]
fn what_is_not_understood_is_never_complete_for_sure() {
    let mut wrong = Vec::new();
    for (sample, unsure) in texts(include_str!("data/doubtful.toml")) {
        let r = read(&sample);
        let complete = r.kinds.iter().any(|k| k.id() == "done");
        if r.sure && (unsure || complete) {
            wrong.push(format!("{}: {:?}: {}", sample.about, r.kinds, sample.text));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn usual_sentences_are_understood() {
    let all = texts(include_str!("data/understood.toml"));
    let doubts = all.iter().flat_map(|(sample, _)| read(sample).doubts).collect::<Vec<_>>();
    assert!(doubts.is_empty(), "{}", doubts.join("\n"));
}

/// A reply, and what the next letter has of it.
#[derive(Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Followed {
    about: String,
    text: String,
    event: String,
    undone: Vec<String>,
    undone_reply: String,
    kept: String,
    asked: Vec<String>,
    /// The answer prefilled for the first question.
    answer: String,
    employer: String,
    to: String,
}

#[test]
fn the_next_letter_has_what_they_said() {
    #[derive(Deserialize)]
    struct All {
        reply: Vec<Followed>,
    }
    let all: All = toml::from_str(include_str!("data/followed.toml")).expect("the replies");
    let kept = |name: &str, on: &str| {
        format!("[[answers.selections]]\nemployer = \"{name}\"\ndate = {on}\nwish = \"keep\"\n")
    };
    let content = Content::builtin();
    let mut wrong = Vec::new();
    for f in all.reply {
        let sample = Sample {
            text: f.text.clone(),
            goal: Some("withdraw".to_owned()),
            answers: "requests = [\"erase\", \"stop_use\", \"stop_offers\", \"stop_mail\"]"
                .to_owned(),
            selections: kept("みなと薬局", "2026-12-02") + &kept("ひかり病院", "2026-12-03"),
            ..Sample::default()
        };
        let (reading, mut record) = (read(&sample), case(&sample).expect("a case"));
        let at = "2026-11-27".parse().map(When::On).expect("a day");
        let event = reading.noted(at, Some(&record)).expect("an event");
        let answer = event.what.parts().answer;
        let (asks, id) = (answer.is_some_and(AnswerKind::asks), answer.map(Word::id));
        let id = id.unwrap_or(event.what.kind().id()).to_owned();
        record.log(event.at, event.what, &event.note);
        let kind = match id.as_str() {
            _ if asks => FollowUp::Question,
            "done" => FollowUp::Confirm,
            _ => FollowUp::PartlyDone,
        };
        let a = second_letter(&record, Some(kind), &content, at.day());
        let one = |id: &str| a.one(id).unwrap_or_default().to_owned();
        let rows = match a.get("asked") {
            Some(Value::Entries(rows)) => rows.clone(),
            _ => Vec::new(),
        };
        let is = Followed {
            about: f.about.clone(),
            text: f.text.clone(),
            event: id,
            undone: a.many("undone").into_iter().map(str::to_owned).collect(),
            undone_reply: one("undone_reply"),
            kept: one("kept"),
            asked: rows.iter().map(|row| row.get("question").to_owned()).collect(),
            answer: rows.first().map(|row| row.get("answer").to_owned()).unwrap_or_default(),
            employer: reading.employer,
            to: reading.to,
        };
        if is != f {
            wrong.push(format!("{}\n is {is:#?}", f.about));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
