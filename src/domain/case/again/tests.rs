use super::super::sent::contact;
use super::super::tests_support::mailed;
use super::super::{Keep, Means, NextStep, Rules};
use super::*;
use crate::domain::answers_file::parse;
use crate::domain::answers_toml::to_toml;
use crate::domain::calendar::OfficeCalendar;
use crate::domain::channel::Channel;
use crate::domain::document::Document;
use chrono::{DateTime, FixedOffset};

/// A case whose letter was made then from these answers.
fn begun(content: &Content, made: DateTime<FixedOffset>, answers: &str) -> CaseRecord {
    let text = format!(
        "service = \"apoplus-pharmacist\"\n{answers}\n[sender]\nname = \"山田 花子\"\n\
         reading = \"ヤマダ ハナコ\"\nbirth_date = 1990-04-01\nemail = \"hanako@example.jp\"\n\
         phone = \"090-1234-5678\"\nhandler = \"佐藤\"\n"
    );
    let today = made.date_naive();
    let a = parse("x", &text, content, today).unwrap_or_else(|wrong| panic!("{wrong:?}")).answers;
    let first = Document::new(content, &a, None, today, OfficeCalendar::default());
    let goal = a.goal().expect("a goal");
    let mut record = CaseRecord::new(today, "apoplus-pharmacist", "アポプラス薬剤師", goal);
    let letter = LetterRecord::new(made, &first.plan, "standard", None, Keep::Letter);
    record.add_letter(letter, Some(to_toml(&a, content.flow())));
    let sent = What::Sent { letter: 1, how: a.channel(), person: String::new(), promised_by: None };
    record.log(made, sent, "");
    record
}

#[test]
fn a_pause_is_told_again_with_its_day() {
    let content = Content::builtin();
    let day = |d| NaiveDate::from_ymd_opt(2026, 11, d).expect("a day");
    for (from, says) in [("today", "11月20日（金）から"), ("2026-11-25", "11月25日（水）から")]
    {
        let answers = format!(
            "goal = \"pause\"\nchannel = \"mail\"\n[answers]\npause_from = \"{from}\"\n\
             resume = \"2027-04\"\nexceptions = \"none\"\npause_scope = [\"offers\", \"mail\"]"
        );
        let record = begun(&content, at("2026-11-20T10:00:00+09:00"), &answers);
        let again = second_letter(&record, Some(FollowUp::NoReceipt), &content, day(27));
        let doc = Document::new(&content, &again, None, day(27), OfficeCalendar::default());
        assert!(doc.walk.complete(), "{:?}", doc.findings);
        for says in [says, "2027年4月", "求人のご紹介（急ぎの求人も含みます）とメール配信"]
        {
            assert!(doc.plan.body.contains(says), "{says} in {}", doc.plan.body);
        }
    }
}

#[test]
fn selections_are_told_again_without_what_is_over() {
    let content = Content::builtin();
    let answers = "goal = \"withdraw\"\nchannel = \"mail\"\n[answers]\n\
        requests = [\"erase\", \"stop_use\"]\nselections = [\n\
        { employer = \"みなと薬局\", stage = \"first_interview\", date = 2026-11-25, \
        wish = \"keep\" },\n\
        { employer = \"ひかり病院\", stage = \"first_interview\", date = 2026-11-26, \
        wish = \"decline\" },\n\
        { employer = \"あおば薬局\", stage = \"first_interview\", wish = \"decline\" },\n]";
    let record = begun(&content, at("2026-11-20T10:00:00+09:00"), answers);
    let today = december(1).date_naive();
    let again = second_letter(&record, Some(FollowUp::NoReceipt), &content, today);
    let doc = Document::new(&content, &again, None, today, OfficeCalendar::default());
    assert!(doc.walk.complete(), "{:?}", doc.findings);
    let body = &doc.plan.body;
    for says in [
        "・個人情報の消去（選考が終わってから）",
        "（続ける選考と辞退のご連絡に必要な分を除く）",
        "・あおば薬局様の選考の辞退",
        "みなと薬局様の選考は、前にお伝えしたとおり続けて受けます",
    ] {
        assert!(body.contains(says), "{says} in {body}");
    }
    assert!(!body.contains("ひかり病院") && !body.contains("11月25日"), "{body}");
}

/// A completion that names the leaving alone confirms nothing of the data.
#[test]
fn what_nobody_said_is_not_confirmed() {
    let content = Content::builtin();
    let answers = "goal = \"withdraw\"\nchannel = \"mail\"\n[answers]\n\
        requests = [\"erase\", \"stop_use\", \"stop_mail\"]\nselections = []";
    let day = NaiveDate::from_ymd_opt(2026, 11, 27).expect("a day");
    let left = "退会の手続きが完了いたしました。";
    for (note, erased) in [
        (left, false),
        ("退会の手続きと個人情報の削除が完了いたしました。", true),
        (&format!("{left}\nご登録情報も消去いたしました。"), true),
        ("ご依頼の件、すべて完了いたしました。", true),
        ("", true),
    ] {
        let mut record = begun(&content, at("2026-11-20T10:00:00+09:00"), answers);
        let done = What::Done { on: Some(day), person: String::new() };
        record.log(at("2026-11-27T10:00:00+09:00"), done, note);
        let thanks = second_letter(&record, Some(FollowUp::Confirm), &content, day);
        assert_eq!(thanks.many("requests").contains(&"erase"), erased, "{note}");
        let doc = Document::new(&content, &thanks, None, day, OfficeCalendar::default());
        assert!(doc.walk.complete(), "{:?}", doc.findings);
        let item = doc.plan.body.lines().any(|l| l.starts_with('・') && l.contains("消去"));
        assert_eq!(item, erased, "{}", doc.plan.body);
    }
}

fn at(text: &str) -> DateTime<FixedOffset> {
    DateTime::parse_from_rfc3339(text).expect("a moment")
}
fn december(day: u32) -> DateTime<FixedOffset> {
    at(&format!("2026-12-{day:02}T10:00:00+09:00"))
}
fn letter(day: u32, follow_up: Option<FollowUp>) -> LetterRecord {
    LetterRecord { follow_up, ..mailed(december(day)) }
}
fn sent(letter: usize, how: Channel) -> What {
    What::Sent { letter, how, person: String::new(), promised_by: None }
}

/// The person who answered the pause is the consultant on return, unless another one was named.
#[test]
fn who_answered_a_pause_is_written_to_on_coming_back() {
    let content = Content::builtin();
    let today = december(10).date_naive();
    let back = |goal| {
        let mut record = CaseRecord::new(today, "doda", "doda", goal);
        record.letters = vec![letter(1, None)];
        record.log(december(1), sent(1, Channel::Mail), "");
        let person = "山口 様".to_owned();
        let answer = AnswerKind::Accepted;
        let said = What::Answer { answer, person, promised_by: None, deadline: None };
        record.log(december(2), said, "");
        let a = other_letter(&record, Some(Goal::Resume), &content, today);
        a.one("sender.handler").map(str::to_owned)
    };
    assert_eq!(back(Goal::Pause).as_deref(), Some("山口"));
    assert_eq!(back(Goal::Withdraw), None, "what is erased has nobody to look after it");
}

#[test]
fn leaving_after_a_selection_says_what_is_left() {
    let content = Content::builtin();
    let today = december(2).date_naive();
    let mut record = CaseRecord::new(today, "doda", "doda", Goal::Withdraw);
    record.letters = vec![letter(1, None)];
    let selection = |employer: &str, on: &str, wish: &str| {
        format!(
            "[[answers.selections]]\nemployer = \"{employer}\"\nstage = \"first_interview\"\n\
             date = {on}\nwish = \"{wish}\"\n"
        )
    };
    record.answers = Some(format!(
        "service = \"doda\"\ngoal = \"withdraw\"\n[answers]\neffective = \"today\"\n{}{}",
        selection("みどり病院", "2026-12-08", "decline"),
        selection("あおば薬局", "2026-12-10", "keep"),
    ));
    record.log(december(1), sent(1, Channel::Mail), "");
    let part = || What::PartlyDone { person: String::new() };
    let left = |a: &Answers| match a.get("selections") {
        Some(Value::Entries(all)) => {
            all.iter().map(|e| e.get("employer").to_owned()).collect::<Vec<_>>()
        }
        _ => Vec::new(),
    };
    record.log(december(2), part(), "あおば薬局様の選考は継続できません。");
    let again = second_letter(&record, Some(FollowUp::PartlyDone), &content, today);
    assert_eq!(left(&again), ["みどり病院", "あおば薬局"]);
    record.log(december(2), part(), "みどり病院様に辞退をお伝えしました。");
    let again = second_letter(&record, Some(FollowUp::PartlyDone), &content, today);
    assert_eq!(left(&again), ["あおば薬局"]);
    let a = after_selection(&record, &content, today);
    assert_eq!((left(&a), a.one("effective")), (vec!["あおば薬局".to_owned()], Some("2026-12-11")));
    assert!(a.one("note").is_some_and(|n| n.contains("12月1日（火）にお願いした退会の日を")));
    let a = after_selection(&record, &content, december(20).date_naive());
    assert_eq!(a.one("effective"), None, "it is asked");
    // If the user leaves after an interview, no selection continues.
    let answers = record.answers.take().unwrap_or_default();
    record.answers = Some(answers.replace("\"today\"", "\"2026-12-14\""));
    for (day, goes_on) in [(12, vec!["あおば薬局".to_owned()]), (18, vec![])] {
        let today = december(day).date_naive();
        let again = second_letter(&record, Some(FollowUp::PartlyDone), &content, today);
        assert_eq!(left(&again), goes_on, "{day}");
    }
}

#[test]
fn leaving_waits_for_what_is_to_go_on() {
    let content = Content::builtin();
    let today = december(2).date_naive();
    let mut record = CaseRecord::new(today, "doda", "doda", Goal::Withdraw);
    record.letters = vec![letter(1, None)];
    record.log(december(1), sent(1, Channel::Mail), "");
    let note = "みどり病院様の件、先方に辞退をお伝えいたしました。\n\
                なお退会された場合、あおば薬局様の選考は継続できません。";
    record.log(december(2), What::PartlyDone { person: String::new() }, note);
    assert!(record.was_told("みどり病院") && !record.was_told("あおば薬局"));
    let step = |record: &CaseRecord, wish: &str| {
        let mut c = record.clone();
        c.answers = Some(format!("[[answers.selections]]\nwish = \"{wish}\"\n"));
        c.next_step(Rules::new(&c, &content, OfficeCalendar::default(), today))
    };
    assert_eq!(step(&record, "keep"), NextStep::Postpone);
    assert_eq!(step(&record, "decline"), NextStep::SecondLetter(FollowUp::PartlyDone));
    record.letters.push(letter(2, None));
    record.log(december(2), sent(2, Channel::Mail), "");
    assert!(matches!(step(&record, "keep"), NextStep::Wait(_)), "it was asked for");
}

#[test]
fn after_the_promised_day_a_letter_is_written_and_no_script() {
    let content = Content::builtin();
    let (office, promised) = (OfficeCalendar::default(), december(8).date_naive());
    let made = december(1);
    let answers = "goal = \"withdraw\"\nchannel = \"phone\"\n[answers]\neffective = \"none\"\n\
        requests = [\"erase\", \"stop_mail\"]";
    for (person, promise) in
        [("鈴木", Some(promised)), ("", Some(promised)), ("鈴木", None), ("", None)]
    {
        let mut record = begun(&content, made, answers);
        let (how, person) = (Channel::Phone, person.to_owned());
        record.log(
            made,
            What::Sent { letter: 1, how, person: person.clone(), promised_by: promise },
            "",
        );
        for day in [9, 10, 16, 17, 28] {
            let today = december(day).date_naive();
            let kind = Some(FollowUp::NoCompletion);
            let mut again = second_letter(&record, kind, &content, today);
            assert_eq!(again.one("channel"), None, "asked");
            for channel in ["form", "mail"] {
                again.set("channel", Value::One(channel.to_owned()));
                let doc = Document::new(&content, &again, None, today, office);
                assert!(doc.walk.complete(), "{:?}", doc.findings);
                let to = if person.is_empty() { "佐藤" } else { &*person };
                let body = &doc.plan.body;
                assert!(body.contains(&format!("{to} 様\n")), "{body}");
                assert_eq!(body.contains("12月8日"), promise.is_some(), "{body}");
                assert!(person.is_empty() || body.contains("鈴木"), "{body}");
            }
        }
    }
}

/// Less contact, asked for by a form; they called all the same.
fn called_after(content: &Content) -> CaseRecord {
    let answers = "goal = \"reduce_contact\"\nchannel = \"form\"\n[answers]\n\
        means = \"mail_only\"\nfrequency = \"monthly\"\nurgent_offers = \"stop\"";
    let mut record = begun(content, at("2026-11-20T10:00:00+09:00"), answers);
    record.log(at("2026-11-20T10:05:00+09:00"), sent(1, Channel::Form), "");
    let number = "03-0000-0000".to_owned();
    let called = What::Contacted { means: Means::Call, person: String::new(), number };
    record.log(at("2026-11-26T12:40:00+09:00"), called, "");
    record
}

#[test]
fn a_case_gives_a_whole_second_letter() {
    let content = Content::builtin();
    let today = NaiveDate::from_ymd_opt(2026, 11, 27).expect("a day");
    let office = OfficeCalendar::default();
    let mut record = called_after(&content);
    let again = second_letter(&record, Some(FollowUp::StillContacted), &content, today);
    let doc = Document::new(&content, &again, None, today, office);
    assert!(
        doc.walk.complete(),
        "{:?}",
        doc.walk.missing().map(|s| &s.question.id).collect::<Vec<_>>()
    );
    for says in [
        "11月20日（金）に",
        "「ご連絡の方法と回数についてのお願い（登録は継続） 山田 花子」",
        "11月26日（木）",
    ] {
        assert!(doc.plan.body.contains(says), "{says} in {}", doc.plan.body);
    }
    // A line that is too long is cut at the end.
    let (number, person) = ("03-0000-0000".to_owned(), "あ".repeat(120));
    let called = What::Contacted { means: Means::Call, person, number };
    let event =
        Event { at: at("2026-11-26T12:40:00+09:00").into(), what: called, note: String::new() };
    let detail =
        |e: &Event, reader| contact(e, reader).expect("a contact").get("detail").to_owned();
    assert_eq!(detail(&event, None), "12:40、03-0000-0000");
    // Readers know that it was they who called; somebody else is named.
    let what =
        What::Contacted { means: Means::Call, person: "佐藤".to_owned(), number: String::new() };
    let event = Event { what, ..event };
    assert_eq!(detail(&event, Some("佐藤 健一")), "12:40");
    assert_eq!(detail(&event, Some("高橋")), "12:40、佐藤様");
    // A name noted with 様 is the same name: the letter adds it once.
    let done = What::Done { on: Some(today), person: "佐藤様".to_owned() };
    record.log(at("2026-11-27T09:00:00+09:00"), done, "");
    let thanks = second_letter(&record, Some(FollowUp::Confirm), &content, today);
    assert_eq!(thanks.one("done_by"), Some("佐藤"));
    // A request to resume refers to a pause or a withdrawal only, not to other requests.
    assert!(other_letter(&record, Some(Goal::Resume), &content, today).one("first_date").is_none());
    record.goal = Goal::Pause;
    let back = other_letter(&record, Some(Goal::Resume), &content, today);
    let quoted = ["first_date", "first_channel", "first_subject"].map(|id| back.one(id));
    let title = "【ご連絡の方法と回数についてのお願い（登録は継続）】山田 花子";
    assert_eq!(quoted, [Some("2026-11-20"), Some("form"), Some(title)]);
    assert!(
        other_letter(&record, Some(Goal::Withdraw), &content, today).one("first_date").is_none()
    );
    record.goal = Goal::ReduceContact;
    // Only a hash: unknown details are asked.
    record.answers = None;
    let again = second_letter(&record, Some(FollowUp::NoReceipt), &content, today);
    assert_eq!(again.one("service"), Some("apoplus-pharmacist"));
    assert!(again.one("sender.name").is_none());
    let other = other_letter(&record, Some(Goal::Pause), &content, today);
    assert_eq!((other.one("goal"), other.one("means")), (Some("pause"), None));
}
