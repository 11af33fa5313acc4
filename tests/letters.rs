//! The letters. `letters/*.txt` hold what would leave the program for chosen answers, to be read by
//! people; `KOTOWARI_ACCEPT=1 cargo test --test letters` writes them anew. Beside them, every
//! combination of choices is rendered.

mod support;

use chrono::NaiveDate;
use kotowari::domain::answers::{Answers, Entry, Value};
use kotowari::domain::answers_file::Parsed;
use kotowari::domain::calendar::{OfficeCalendar, format_ja};
use kotowari::domain::content::Content;
use kotowari::domain::deadline;
use kotowari::domain::document::Document;
use kotowari::domain::flow::spec::{Kind, Question};
use kotowari::domain::flow::walk::{State, Step, Walk};
use kotowari::domain::gate::Level;
use kotowari::domain::letter::audit::{WrittenLetter, check};
use kotowari::domain::manner::{TONES, tone_of};
use kotowari::domain::validate;
use kotowari::domain::word::Word as _;
use kotowari::text::width::width;
use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use support::{CHANNELS, GOALS, complete, declined, many, one, selection, today};

const OFFICE: OfficeCalendar = OfficeCalendar { year_end: true };

type Changes<'a> = &'a [(&'a str, Value)];

fn case(goal: &str, channel: &str, changes: Changes<'_>) -> Answers {
    let mut a = complete(goal, channel);
    for (id, v) in changes {
        a.set(id, v.clone());
    }
    a
}

fn selections(rows: &[(&str, &str, &str, &str)]) -> Value {
    Value::Entries(rows.iter().map(|(e, s, d, w)| selection(e, s, d, w)).collect())
}

fn handler() -> [(&'static str, Value); 2] {
    [("sender.handler", one("佐藤")), ("sender.handler_email", one("sato@example.jp"))]
}

fn with_tone(tone: &str, goal: &str, channel: &str, changes: Changes<'_>) -> Answers {
    let mut a = case(goal, channel, changes);
    a.set("tone", one(tone));
    a
}

fn contacts(rows: &[(&str, &str, &str)]) -> Value {
    let row = |&(date, means, detail): &(&str, &str, &str)| {
        let of = [("date", date), ("means", means), ("detail", detail)];
        Entry(of.map(|(k, v)| (k.to_owned(), v.to_owned())).into())
    };
    Value::Entries(rows.iter().map(row).collect())
}

fn questions() -> Value {
    let row = |of: (&str, &str)| {
        Entry(
            [("question", of.0), ("answer", of.1)]
                .map(|(k, v)| (k.to_owned(), v.to_owned()))
                .into(),
        )
    };
    Value::Entries(vec![
        row((
            "差し支えなければ、理由をお聞かせいただけますでしょうか。",
            "家の事情で、しばらく動けなくなりました",
        )),
        row(("ご登録の電話番号の下4桁をお教えください。", "5678です。")),
    ])
}

/// A second letter: what it asks follows from what came of the first.
fn second(kind: &str, goal: &str, channel: &str, tone: &str, changes: Changes<'_>) -> Answers {
    let mut a = case(goal, channel, changes);
    a.set("tone", one(tone));
    a.set("follow_up", one(kind));
    for (id, v) in [
        ("first_date", one("2026-11-13")),
        ("first_channel", one("mail")),
        ("first_subject", one("退会および個人情報の消去のお願い（山田 花子）")),
        ("receipt_date", one("2026-11-16")),
        ("receipt_kind", one("reply")),
        ("done_date", one("2026-11-19")),
        ("done_by", one("鈴木")),
        ("kept", one("求職管理簿の記載（2028年11月まで）")),
        ("obstacle", one("none")),
        ("undone_reply", one("open")),
        ("first_from", one("2026-11-13")),
        ("asked_on", one("2026-11-17")),
        ("asked", questions()),
    ] {
        if a.get(id).is_none() {
            a.set(id, v);
        }
    }
    if a.get("contacts").is_none() {
        a.set(
            "contacts",
            contacts(&[("2026-11-17", "call", "12:40ごろ"), ("2026-11-18", "mail", "")]),
        );
    }
    a
}

/// An answer as the data of the letters has it.
fn given(v: &toml::Value) -> Value {
    let text = |v: &toml::Value| v.as_str().expect("a text").to_owned();
    let row = |row: &toml::Table| Entry(row.iter().map(|(k, v)| (k.clone(), text(v))).collect());
    match v {
        toml::Value::Array(rows) if rows.iter().any(toml::Value::is_table) => {
            Value::Entries(rows.iter().filter_map(toml::Value::as_table).map(row).collect())
        }
        toml::Value::Array(all) => Value::Many(all.iter().map(text).collect()),
        one => Value::One(text(one)),
    }
}

/// The chosen letters: the name of the file, and the answers.
fn accepted() -> Vec<(String, Answers)> {
    let all: BTreeMap<String, toml::Table> =
        toml::from_str(include_str!("data/letters.toml")).expect("letters");
    let answers = |of: toml::Table| {
        let told: BTreeMap<&str, Value> = of.iter().map(|(k, v)| (k.as_str(), given(v))).collect();
        let one = |id: &str| of.get(id).and_then(toml::Value::as_str);
        let (goal, channel) =
            one("of").and_then(|of| of.split_once(' ')).expect("goal and channel");
        let changes: Vec<_> = told.into_iter().filter(|(id, _)| *id != "of").collect();
        match one("follow_up") {
            Some(kind) => second(kind, goal, channel, one("tone").unwrap_or("standard"), &changes),
            None => case(goal, channel, &changes),
        }
    };
    all.into_iter().map(|(name, of)| (name, answers(of))).collect()
}

/// All that would leave the program, as a page to read.
fn delivery(doc: &Document<'_>) -> String {
    let mut out = String::new();
    let plan = &doc.plan;
    let line = |out: &mut String, name: &str, v: &str| {
        let _ = writeln!(out, "{name}: {v}");
    };
    for f in doc.findings.iter().filter(|f| f.level == Level::Say) {
        line(&mut out, "Note", &f.message);
    }
    line(&mut out, "Answer by", &plan.answer_by().to_string());
    for (name, v) in [("To", &plan.to), ("Cc", &plan.cc), ("Subject", &plan.subject)] {
        if let Some(v) = v {
            line(&mut out, name, v);
        }
    }
    for f in &plan.fields {
        let v = if f.value == plan.body { "(the body)" } else { &f.value };
        line(&mut out, f.label, v);
    }
    format!("{out}\n{}\n", plan.body)
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/letters")
}

/// The part in which two texts differ, `-` as accepted, `+` as it is now.
fn difference(old: &str, new: &str) -> String {
    let (old, new): (Vec<&str>, Vec<&str>) = (old.lines().collect(), new.lines().collect());
    let head = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
    let rest = old.len().min(new.len()) - head;
    let tail =
        old.iter().rev().zip(new.iter().rev()).take(rest).take_while(|(a, b)| a == b).count();
    let part = |sign: &str, lines: &[&str]| {
        lines[head..lines.len() - tail].iter().flat_map(|l| [sign, l, "\n"]).collect::<String>()
    };
    format!("@@ line {}\n{}{}", head + 1, part("- ", &old), part("+ ", &new))
}

#[test]
fn letters_are_as_accepted() {
    let content = Content::builtin();
    let accept = std::env::var_os("KOTOWARI_ACCEPT").is_some();
    let mut wrong = String::new();
    let mut files = BTreeSet::new();
    for (name, answers) in accepted() {
        let doc = Document::new(&content, &answers, None, today(), OFFICE);
        let blocks: Vec<_> = doc.findings.iter().filter(|f| f.level == Level::Block).collect();
        assert!(blocks.is_empty(), "{name}: {blocks:?}");
        let text = delivery(&doc);
        let file = folder().join(format!("{name}.txt"));
        assert!(files.insert(file.clone()), "{name} twice");
        if accept {
            fs::create_dir_all(folder()).expect("the folder of letters");
            fs::write(&file, &text).expect("a letter");
            continue;
        }
        let accepted = fs::read_to_string(&file).unwrap_or_default();
        if accepted != text {
            let _ = writeln!(wrong, "{}\n{}", file.display(), difference(&accepted, &text));
        }
    }
    assert!(files.len() >= 60, "only {} letters", files.len());
    assert!(wrong.is_empty(), "letters differ (KOTOWARI_ACCEPT=1 accepts them):\n{wrong}");
    let there: BTreeSet<PathBuf> = fs::read_dir(folder())
        .expect("the letters")
        .map(|e| e.expect("a file").path())
        .filter(|p| p.is_file())
        .collect();
    assert_eq!(there, files, "a file that belongs to no case");
}

/// A short reason of a refusal is said where it was answered, in every way of sending and in every
/// tone, and nowhere else.
#[test]
fn a_refusal_says_its_reason_where_there_is_one() {
    let one_of = |reason: &str| {
        Value::Entries(vec![declined("さくら", "first_interview", "2026-12-10", reason)])
    };
    let two = Value::Entries(vec![
        declined("さくら", "applied", "", "commute"),
        declined("あおば", "applied", "", "work"),
    ]);
    for (channel, tone) in
        ["mail", "form", "post", "phone", "message"].into_iter().flat_map(|c| TONES.map(|t| (c, t)))
    {
        for goal in ["decline", "withdraw"] {
            let text = |list: Value| said(&with_tone(tone, goal, channel, &[("selections", list)]));
            let with = text(one_of("commute"));
            assert_eq!(
                with.matches("通勤の負担").count(),
                if channel == "phone" { 2 } else { 1 },
                "{goal} {channel} {tone}\n{with}"
            );
            for silent in ["", "none"] {
                let without = text(one_of(silent));
                assert!(
                    !without.contains("判断") && !without.contains("のため　"),
                    "{goal} {channel} {tone}\n{without}"
                );
                assert!(!without.contains("書かない"), "{goal} {channel} {tone}\n{without}");
            }
            let both = text(two.clone());
            assert!(
                both.contains("通勤の負担") && both.contains("仕事の内容"),
                "{goal} {channel} {tone}\n{both}"
            );
        }
    }
    // What goes on is not declined, and has no reason; that is said.
    let mut kept = declined("さくら", "applied", "", "commute");
    kept.0.insert("wish".to_owned(), "keep".to_owned());
    let answers = case("withdraw", "mail", &[("selections", Value::Entries(vec![kept]))]);
    let content = Content::builtin();
    let doc = Document::new(&content, &answers, None, today(), OFFICE);
    assert!(!doc.plan.body.contains("通勤"), "{}", doc.plan.body);
    assert!(doc.findings.iter().any(|f| f.rule == "reason_unsaid"), "{:?}", doc.findings);
}

/// A phone script has the state of each selection at hand.
#[test]
fn a_script_has_the_selections_at_hand() {
    let list = selections(&[
        ("みなと薬局", "first_interview", "2026-12-03", "decline"),
        ("ひかり病院", "offer", "", "keep"),
    ]);
    let content = Content::builtin();
    for goal in ["withdraw", "decline"] {
        let answers = case(goal, "phone", &[("selections", list.clone())]);
        let doc = Document::new(&content, &answers, None, today(), OFFICE);
        let back = doc
            .plan
            .body
            .split("【聞かれたら】")
            .nth(1)
            .and_then(|t| t.split('【').next())
            .unwrap_or_default();
        for line in [
            "・選考の状況",
            "　みなと薬局　一次面接　12月3日　辞退する",
            "　ひかり病院　内定　続けたい",
        ] {
            assert!(back.lines().any(|l| l == line), "{line}\n{}", doc.plan.body);
        }
    }
    let mut answers = case("withdraw", "phone", &[]);
    let none = said(&answers);
    assert_eq!(none.matches("応募中や選考中のところは、ありません").count(), 1, "{none}");
    // Not before it is known.
    answers.remove("selections");
    assert!(!said(&answers).contains("選考中の案件"));
}

#[test]
fn who_gave_a_birth_date_is_found_by_it() {
    for goal in ["pause", "change_handler", "reduce_contact", "decline"] {
        for channel in ["mail", "form", "post"] {
            let mut answers = case(goal, channel, &[]);
            answers.remove("sender.birth_date");
            has(&answers, &["登録メール"], &["生年月日"]);
            answers.set("sender.birth_date", one("1990-04-01"));
            has(&answers, &["生年月日：1990年4月1日登録メール"], &[]);
        }
        let mut answers = case(goal, "message", &[]);
        answers.set("sender.birth_date", one("1990-04-01"));
        has(&answers, &[], &["1990年"]);
    }
}

#[test]
fn a_note_that_thanks_stands_with_the_thanks() {
    let own = |note: &str, goal: &str, channel: &str, tone: &str| {
        with_tone(tone, goal, channel, &[("note", one(note)), ("thanks", many(&["advice"]))])
    };
    let thanks = "夜勤明けに合わせてお話を聞いていただけたことが、とても心強かったです。";
    let tired = "親の介護が始まりました。";
    let led = "担当の方には感謝しています。ただ、希望と合わない求人が続いています。";
    for (goal, channel, tone) in
        [("withdraw", "mail", "soft"), ("withdraw", "form", "standard"), ("pause", "mail", "soft")]
    {
        let whole = tired.to_owned() + thanks;
        let told = if tone == "soft" {
            "相談に乗っていただき、心より感謝しております。夜勤明けに"
        } else {
            "相談に乗っていただき、ありがとうございました。夜勤明けに"
        };
        has(&own(thanks, goal, channel, tone), &[told], &[]);
        has(
            &own(&whole, goal, channel, tone),
            &["親の介護が始まりました", told],
            &["始まりました。夜勤明けに"],
        );
        has(&own(led, goal, channel, tone), &["感謝しています。ただ、"], &[]);
    }
}

#[test]
fn a_note_that_ends_a_letter_stands_at_its_end() {
    let own =
        |note: &str, goal: &str, tone: &str| with_tone(tone, goal, "mail", &[("note", one(note))]);
    let again = "またご縁がありましたら、どうぞよろしくお願いいたします。";
    let later = "落ち着きましたら、またお世話になりたいと考えております。";
    let sorry = "急なお願いで申し訳ございません。";
    for goal in ["withdraw", "pause", "change_handler", "reduce_contact"] {
        for tone in ["soft", "standard"] {
            let end = |says: &str| format!("{says}山田花子（");
            let well = "どうぞよろしくお願いいたします。";
            has(&own(again, goal, tone), &[&end(again)], &[&[again, well].concat()]);
            has(&own(later, goal, tone), &[&end(&[later, well].concat())], &[]);
            let asked = "急なお願いで申し訳ございませんが、どうぞよろしくお願いいたします。";
            has(&own(sorry, goal, tone), &[&end(asked)], &[sorry]);
            // What comes before it stands where it belongs.
            let both = format!("親の介護が始まりました。{later}");
            has(
                &own(&both, goal, tone),
                &["親の介護が始まりました", &end(&[later, well].concat())],
                &[&both],
            );
        }
    }
    // How one answered is no matter of the refusal, which keeps its own words.
    let late = "途中から返事が遅くなってしまい、本当に申し訳ございませんでした。";
    let entry = Value::Entries(vec![declined("みなと薬局", "interview", "2026-12-10 10:00", "")]);
    let lately =
        with_tone("soft", "withdraw", "form", &[("selections", entry), ("note", one(late))]);
    let end = format!("{late}どうぞよろしくお願いいたします。山田花子（");
    has(&lately, &[&end, "辞退いたしたく存じます。せっかくの機会をいただきながら"], &[]);
    // A wish that names the workplace is not the decision to stay.
    let wish = "今の薬局で在宅の仕事を続けたいと気づきました。";
    let wished =
        with_tone("soft", "withdraw", "mail", &[("reason", one("staying")), ("note", one(wish))]);
    let stays = format!("{wish}そのため、今の職場で働き続けることにいたしました。");
    has(&wished, &[&stays], &["つきましては"]);
    let plans = "これからは、紙の仕事に長く関われる会社を探していきたいと考えています。";
    let end = format!("{plans}これからもどうぞよろしくお願い");
    has(&own(plans, "decline", "soft"), &[&end], &[]);
    has(&own(again, "decline", "standard"), &[again], &["これからも"]);
}

#[test]
fn several_refusals_are_named_before_what_is_said_of_them() {
    let list = selections(&[
        ("さくら", "first_interview", "2026-12-04", "decline"),
        ("あおば", "document_screening", "", "decline"),
    ]);
    let note = one("どちらも通勤に1時間半かかり、続けるのが難しいと思いました。");
    let own = [("selections", list), ("note", note)];
    let says = ["書類選考どちらも通勤に1時間半かかり、", "申し訳ございません。"];
    for channel in ["mail", "form"] {
        has(&case("decline", channel, &own), &says, &["ご連絡いたしました。どちらも"]);
    }
}

/// The rules that every letter is held to. In full every request has its line, and a form's own
/// limit is no matter of style. What a letter says of these answers, without the ends of its lines.
/// Looks for what a letter says, and for what it does not.
fn has(a: &Answers, says: &[&str], not: &[&str]) {
    let text = said(a);
    assert!(says.iter().all(|s| text.contains(s)), "no {says:?}\n{text}");
    assert!(not.iter().all(|s| !text.contains(s)), "{not:?} in\n{text}");
}

fn said(answers: &Answers) -> String {
    dense(&Document::new(&Content::builtin(), answers, None, today(), OFFICE).letter.body())
}

#[test]
fn refusals_are_told_apart_by_day_and_stage() {
    let two = selections(&[
        ("さくら", "offer", "", "decline"),
        ("あおば", "first_interview", "2026-12-04", "decline"),
    ]);
    for channel in ["mail", "form", "post", "message"] {
        let text = said(&case("withdraw", channel, &[("selections", two.clone())]));
        assert!(text.contains("あおば様の一次面接と、さくら様の内定"), "{channel}\n{text}");
    }
    let alike =
        selections(&[("さくら", "applied", "", "decline"), ("あおば", "applied", "", "decline")]);
    let text = said(&case("withdraw", "mail", &[("selections", alike)]));
    assert!(text.contains("さくら様、あおば様の選考は、辞退いたします"), "{text}");
}

/// The letter has marks of its own.
#[test]
fn a_list_of_ones_own_leaves_its_marks() {
    for mark in ["・", "- ", "①", "2. ", "（２）", "二、", "● "] {
        let own = one(&format!("履歴書の返却\n{mark}控えの送付"));
        let text = said(&case("withdraw", "mail", &[("own_requests", own)]));
        assert!(text.contains("また、控えの送付も、お願い"), "{mark}\n{text}");
    }
    let own = one("3.5万円の件は、書面でお知らせください");
    let text = said(&case("withdraw", "mail", &[("own_requests", own)]));
    assert!(text.contains("3.5万円の件は"), "{text}");
}

#[test]
fn an_offer_that_came_today_is_no_appointment() {
    let list = selections(&[("みなと薬局", "offer", "2026-11-20", "decline")]);
    for channel in CHANNELS {
        let text = said(&case("decline", channel, &[("selections", list.clone())]));
        assert!(!text.contains("内定の時刻") && !text.contains("直前"), "{channel}\n{text}");
    }
}

/// A user who stays does not say goodbye in a second letter, and a third one does not threaten.
#[test]
fn who_stays_goes_on_well() {
    let thanks = [("thanks", many(&["advice"])), handler()[0].clone()];
    for goal in ["pause", "reduce_contact"] {
        let text = said(&second("no_receipt", goal, "mail", "standard", &thanks));
        assert!(text.contains("乗っていただき、ありがとうございます。どうぞ"), "{text}");
        for (kind, channel) in [("no_receipt", "form"), ("still_contacted", "post")] {
            let round = [("round", one("3")), ("second_date", one("2026-11-17"))];
            let text = said(&second(kind, goal, channel, "firm", &round));
            assert!(!text.contains("労働局"), "{goal} {kind}\n{text}");
        }
    }
    let call = [("receipt_kind", one("call")), ("promised_day", one("2026-11-18"))];
    for channel in CHANNELS {
        let text = said(&second("no_completion", "withdraw", channel, "standard", &call));
        assert!(text.contains("お電話で") && !text.contains("受け付けの"), "{channel}\n{text}");
    }
    let old = [("first_date", one("2026-05-11"))];
    let text = said(&second("no_completion", "withdraw", "mail", "standard", &old));
    assert!(text.contains("2026年5月11日（月）に、") && !text.contains("先日"), "{text}");
}

/// A refusal is said before its thanks, and they are said in whichever letter.
#[test]
fn a_refusal_by_phone_is_thanked_for_once() {
    let list = selections(&[("みなと薬局", "first_interview", "2026-12-04", "decline")]);
    let own = one("練習に付き合っていただきました");
    let own = [("selections", list), ("thanks_text", own)];
    let first = said(&case("decline", "phone", &own));
    let again = said(&second("no_completion", "decline", "phone", "soft", &own));
    for text in [&first, &again] {
        assert_eq!(text.matches("付き合っていただきました").count(), 1, "{text}");
    }
    assert!(first.find("付き合って") > first.find("辞退いたします"), "{first}");
}

#[test]
fn others_are_told_once() {
    let own = one("佐藤さん以外にも連絡をくださる方がいたら、その方にも伝えておいてください");
    for channel in ["mail", "form", "phone"] {
        let text = said(&case("reduce_contact", channel, &[("own_requests", own.clone())]));
        assert!(text.contains("その方にも") && !text.contains("社内で"), "{channel}\n{text}");
    }
}

/// A wish that they don't call is asked for as a letter asks, and the rule that bans calls stands:
/// it is dropped only where own words say when they are welcome.
#[test]
fn what_is_not_to_be_done_is_kept_away() {
    let off = "（お電話とSMSは、お控えください）";
    let kindly = "お控えくださいますようお願いいたします。";
    for (own, told) in [
        ("勤務先の薬局には電話しないでほしいです", format!("勤務先の薬局へのお電話は{kindly}")),
        ("薬局に電話をかけないでほしい", format!("薬局へのお電話は{kindly}")),
        ("夜は連絡しないで欲しいです", format!("夜のご連絡は{kindly}")),
        ("佐伯様以外の方からは電話しないでほしい", format!("佐伯様以外の方からのお電話は{kindly}")),
        ("もう電話はしないでもらいたいです", format!("今後のお電話は{kindly}")),
        ("勤務中は電話しないでください", "勤務中のお電話はお控えください。".to_owned()),
        ("平日の昼は電話に出られません", "平日の昼は電話に出られません。".to_owned()),
    ] {
        let text = said(&case("reduce_contact", "mail", &[("own_requests", one(own))]));
        assert!(text.contains(&told) && text.contains(off), "{own}\n{text}");
    }
    let welcome = one("19時以降なら電話でもかまいません");
    let text = said(&case("reduce_contact", "mail", &[("own_requests", welcome)]));
    assert!(!text.contains(off), "{text}");
}

#[test]
fn what_is_named_or_stops_short_is_asked_for() {
    let things = [("own_requests", one("履歴書の返却\n返却は書留で\n電話しないで"))];
    let text = said(&case("withdraw", "mail", &things));
    assert!(
        text.contains("履歴書の返却も、お願いいたします。返却は書留でお願いいたします。"),
        "{text}"
    );
    assert!(text.contains("また、お電話はお控えください。"), "{text}");
    // As one writes a list; what only tells stays a sentence of the writer's.
    let listed = [("own_requests", one("登録の電話番号を消す\n二度と連絡しない\n夜は電話に出る"))];
    let text = said(&case("withdraw", "mail", &listed));
    for line in ["登録の電話番号を消していただけますと", "夜は電話に出ます。"]
    {
        assert!(text.contains(line), "{line}\n{text}");
    }
    assert!(!text.contains("二度とご連絡"), "{text}");
    // A soft letter asks, and offers what may be done in a case that may come.
    let own = one("書類は郵送してください\n急ぐ場合は、夫の携帯にかけてください");
    let text = said(&case("withdraw", "mail", &[("tone", one("soft")), ("own_requests", own)]));
    assert!(text.contains("郵送していただけないでしょうか。"), "{text}");
    assert!(text.contains("夫の携帯におかけください。"), "{text}");
}

#[test]
fn own_words_stand_with_what_they_are_about_and_nothing_is_said_twice() {
    // What the letter asks for anyway is not asked for twice; another way of telling is.
    let own = [("own_requests", one("終わったらメールで連絡をください"))];
    let text = said(&case("withdraw", "mail", &own));
    assert!(!text.contains("終わったら") && text.contains("お手続きの完了日"), "{text}");
    let own = [("own_requests", one("終わったら書面でお知らせください"))];
    let text = said(&case("withdraw", "mail", &own));
    assert!(text.contains("終わったら書面でお知らせください。"), "{text}");
    let own = [("own_requests", one("登録は続けます。日勤の求人なら見たいです"))];
    let text = said(&case("pause", "mail", &own));
    assert!(text.contains("日勤の求人なら拝見したく存じます。"), "{text}");
    assert!(!text.contains("登録は続けます"), "{text}");
    let own = [("note", one("落ち着いたら私からLINEします"))];
    let text = said(&case("pause", "message", &own));
    assert!(!text.contains("そのときは、私から"), "{text}");
    // Agreements made in a call are part of the list; what it left open follows it.
    let own = [
        ("own_requests", one("電話は土曜の午前だけ\n違うところがあれば返信をください")),
        ("note", one("電話が遠く、書類の件が聞き取れなかった")),
    ];
    let text = said(&second("after_call", "withdraw", "mail", "standard", &own));
    let listed = text.find("・お電話は土曜の午前だけ").expect("an item");
    assert!(text.find("聞き取れませんでした。").is_some_and(|at| at > listed), "{text}");
    assert!(!text.contains("違うところがあれば"), "{text}");
    // Remarks about contacts follow the list of them.
    let own = [("note", one("18日は夜9時の電話で、子どもが起きた"))];
    let text = said(&second("still_contacted", "withdraw", "mail", "standard", &own));
    assert!(
        text.contains("11月18日（水）：メール18日は夜9時の電話で、子どもが起きました。"),
        "{text}"
    );
    // An apology stands with the refusal that it is for, and a refusal is told once.
    let entry = Value::Entries(vec![declined("みなと薬局", "interview", "2026-12-10 10:00", "")]);
    let own = [
        ("selections", entry),
        ("thanks_text", one("履歴書を直してくださったのに、申し訳ないです")),
        ("note", one("駐在は二年は無理なので、辞退します")),
        ("own_requests", one("先方にもお礼を伝えてください")),
    ];
    let text = said(&case("decline", "mail", &own));
    let refusal = "ご連絡いたしました。駐在は二年は無理なためです。履歴書を直してくださったのに、申し訳ございません。";
    assert!(text.contains(refusal), "{text}");
    assert!(
        text.contains("お伝えいただけますでしょうか。先方にもお礼をお伝えください。"),
        "{text}"
    );
}

#[test]
fn own_words_about_a_selection_stand_with_it() {
    let entries = selections(&[
        ("株式会社みなと薬局", "first_interview", "2026-12-10", "decline"),
        ("あおば医院", "first_interview", "2026-12-11", "keep"),
    ]);
    for (own, refused) in [
        ("みなと薬局さんには手書きのお手紙も出すと伝えてください", true),
        ("応募先に渡した履歴書は破棄してもらってください", true),
        ("あおば医院の面接に持っていくものを教えてください", false),
    ] {
        let own = [("selections", entries.clone()), ("own_requests", one(own))];
        let text = said(&case("decline", "mail", &own));
        let own = ["手書きの", "履歴書は", "お教えください"];
        let at = own.iter().find_map(|w| text.find(w)).expect("own words");
        let kept = text.find("■続けて受ける選考").expect("a heading");
        assert_eq!(at < kept, refused, "{text}");
    }
}

#[test]
fn a_refusal_names_one_day() {
    let soon = selections(&[("みなと薬局", "first_interview", "2026-11-27", "decline")]);
    let with = |channel, day: &str| {
        let own = [("selections", soon.clone()), ("reply_by", one(day))];
        said(&case("decline", channel, &own))
    };
    let text = with("phone", "2026-11-26");
    assert!(text.contains("11月26日の木曜日までに、先方へ伝わったか"), "{text}");
    for channel in ["mail", "form", "post"] {
        for (day, told) in [("2026-11-24", "11月24日（火）"), ("2026-11-26", "11月26日（木）")]
        {
            let text = with(channel, day);
            assert_eq!(text.matches("までに").count(), 1, "{channel}\n{text}");
            assert!(text.contains(&format!("{told}までに")), "{channel}\n{text}");
        }
    }
}

#[test]
fn who_answered_is_answered() {
    let [name, mail] = handler();
    let to = |a: &Answers| {
        let content = Content::builtin();
        let doc = Document::new(&content, a, None, today(), OFFICE);
        (said(a), doc.plan.to)
    };
    for (kind, id) in [
        ("after_call", "call_person"),
        ("no_completion", "replied_by"),
        ("held_back", "replied_by"),
        ("partly_done", "replied_by"),
        ("other_procedure", "replied_by"),
        ("confirm", "done_by"),
    ] {
        let own = [(id, one("早川")), name.clone(), mail.clone()];
        for channel in ["mail", "form"] {
            let (text, to) = to(&second(kind, "withdraw", channel, "standard", &own));
            assert!(text.contains("早川様お世話"), "{kind} {channel}\n{text}");
            assert!(!text.contains("早川様に") && !text.contains("早川様）"), "{kind}\n{text}");
            // The consultant's address is nobody else's.
            assert_eq!(to, None, "{kind} {channel}");
        }
        let own = [(id, one("")), name.clone(), mail.clone()];
        let (text, to) = to(&second(kind, "withdraw", "mail", "standard", &own));
        assert!(text.contains("佐藤様お世話") && to.is_some(), "{kind}\n{text}");
    }
    // An agreement is a list item, however it is worded.
    for own in ["書類も消してもらう", "書類も消してもらいます", "書類も消していただきます"]
    {
        let own = [("own_requests", one(own))];
        let text = said(&second("after_call", "withdraw", "mail", "standard", &own));
        assert!(text.contains("・書類も消していただく"), "{text}");
    }
}

#[test]
fn a_note_stands_as_it_was_written() {
    for channel in ["mail", "form", "post"] {
        let with = |note: &str| said(&case("pause", channel, &[("note", one(note))]));
        let text = with("再開したら、また日勤を希望します。");
        assert!(!text.contains("つきましては"), "{channel}\n{text}");
        assert!(
            text.contains("休むことにいたしました。再開したら、また日勤を希望します。登録は"),
            "{channel}\n{text}"
        );
        let text = with("来週は出張でメールを見られません。");
        assert!(
            text.contains("見られません。そのため、転職活動をしばらく休む"),
            "{channel}\n{text}"
        );
        let text = with("家の事情で遠方へ移ることになりました");
        // What happened is the reason, and stands before what follows from it.
        let reason = "家の事情で遠方へ移ることになりました。そのため、転職活動をしばらく休むことに";
        assert!(text.contains(reason), "{channel}\n{text}");
        // What asks for something does not come between the news and the request; what tells
        // something does, in however many sentences.
        for (note, asks) in [
            ("書類は郵送でお送りください", true),
            ("来週は出張です。メールを見られません。", false),
        ] {
            let text = with(note);
            let asked =
                text.find("すべて止めて").or_else(|| text.find("止めて")).expect("the request");
            let at = text.find(note).expect("the note");
            assert_eq!(at > asked, asks, "{channel}\n{text}");
        }
    }
    // In a second letter it is part of the story, before the list of what came; what is none of it
    // stands after what is asked.
    let change = [("note", one("受付番号はA-20418です"))];
    let text = said(&second("still_contacted", "withdraw", "mail", "standard", &change));
    assert!(text.contains("お送りしました。受付番号はA-20418です。"), "{text}");
    let change = [("note", one("家族の看病をしております"))];
    for kind in ["after_call", "confirm"] {
        let text = said(&second(kind, "withdraw", "mail", "standard", &change));
        assert!(text.find("・退会") < text.find("家族の看病"), "{kind}\n{text}");
    }
    for kind in ["no_receipt", "no_completion", "still_contacted"] {
        let text = said(&second(kind, "withdraw", "mail", "standard", &change));
        let asked = text
            .find("家族の看病をしております。改めて、")
            .or_else(|| text.find("家族の看病をしております。恐れ入りますが、改めて、"));
        assert!(asked < text.find("・退会") && asked.is_some(), "{kind}\n{text}");
    }
    // What somebody did is no reason of what is asked; what changed in their life is.
    for (note, cause) in [
        ("先週、担当の方のお話を伺いました", false),
        ("先日は求人票をお送りくださいました", false),
        ("父の介護が始まりました", true),
        ("母が入院しました", true),
        ("先月、転居いたしました", true),
    ] {
        for (goal, channel) in [("pause", "mail"), ("pause", "message"), ("resume", "mail")] {
            let text = said(&case(goal, channel, &[("note", one(note))]));
            let led = ["そのため、", "つきましては、"]
                .iter()
                .any(|so| text.contains(&format!("{note}。{so}")));
            assert_eq!(led, cause, "{goal} {channel}\n{text}");
        }
    }
}

/// Answers are told as they were given: whom thanks belong to, the order of events, exceptions.
#[test]
fn nothing_is_told_that_was_not_so() {
    // A refusal has one reason.
    let mut row = selection("みなと薬局", "applied", "", "decline");
    row.0.insert("reason".to_owned(), "terms".to_owned());
    let own = [("reason", one("job_found")), ("selections", Value::Entries(vec![row]))];
    for channel in ["mail", "form", "post", "message"] {
        has(&case("decline", channel, &own), &["条件面で希望と合わないため"], &["勤務先が決まり"]);
    }
    // The person who took the call is not the one who helped; a consultant to be replaced is not
    // the reader.
    let call = [
        ("sender.handler", one("永井")),
        ("call_person", one("片山")),
        ("thanks", many(&["offers"])),
    ];
    let text = second("after_call", "pause", "form", "standard", &call);
    has(&text, &["片山様", "永井様には、", "その旨、お伝えください"], &["片山様には"]);
    let call = [("sender.handler", one("永井")), ("call_person", one(""))];
    let text = second("after_call", "change_handler", "mail", "standard", &call);
    has(&text, &["ご担当者様"], &["永井様お世話"]);
    // What may still come.
    let rare = [("pause_scope", many(&["offers", "calls"])), ("exceptions", one("rare_offers"))];
    for kind in ["confirm", "still_contacted", "no_completion"] {
        let text = second(kind, "pause", "mail", "standard", &rare);
        has(&text, &["（条件に合う、めったに募集の出ない求人を除く）"], &[]);
    }
    let taken = [("selections", selections(&[("みなと薬局", "offer", "", "keep")]))];
    for channel in ["mail", "form", "post", "message", "phone"] {
        for detail in ["short", "full"] {
            let mut a = case("withdraw", channel, &taken);
            a.set("detail", one(detail));
            has(&a, &["入社の手続きが済むま"], &["選考が終わ", "選考に必要な分"]);
        }
    }
    let keep = [
        ("selections", selections(&[("みなと薬局", "final_interview", "2026-12-17", "keep")])),
        ("requests", many(&["erase", "stop_use"])),
        ("detail", one("full")),
    ];
    has(&case("withdraw", "mail", &keep), &["利用の停止（続ける選考に必要な分を除く）"], &[]);
    has(
        &second("after_call", "withdraw", "mail", "standard", &keep),
        &["停止（続ける選考に必要な分を除く）"],
        &[],
    );
    // The receipt came before the second letter.
    let round =
        [("round", one("3")), ("second_date", one("2026-11-18")), ("second_channel", one("form"))];
    for kind in ["no_completion", "still_contacted"] {
        for channel in ["mail", "message"] {
            let text = said(&second(kind, "withdraw", channel, "standard", &round));
            let days = ["11月13日", "11月16日", "11月18日（"].map(|day| text.find(day));
            assert!(days.is_sorted() && days[0].is_some(), "{kind} {channel}\n{text}");
        }
    }
    // A user who wants messages only is not asked to write a mail; unwanted LINE messages are to
    // stop.
    let alone = [("means", one("message_only"))];
    has(&case("reduce_contact", "mail", &alone), &["LINEかSMSでお知らせ"], &["このメールへ"]);
    let line = [("contacts", contacts(&[("2026-11-18", "line", "")]))];
    has(
        &second("still_contacted", "withdraw", "mail", "standard", &line),
        &["お電話・SMS・LINEの停止"],
        &[],
    );
    // Nor does the paper say less than the mail.
    let keep = [
        ("selections", selections(&[("みなと薬局", "final_interview", "2026-12-17", "keep")])),
        ("requests", many(&["erase", "stop_use"])),
    ];
    has(&case("withdraw", "post", &keep), &["（続ける選考に必要な分を除く）"], &[]);
    has(&case("withdraw", "phone", &keep), &["選考に必要な分を除いて、利用も"], &[]);
    // An agreement made on the phone is confirmed in a message too.
    let rule = [("frequency", one("weekly")), ("no_call", many(&["weekday 09:00-18:00"]))];
    let text = second("after_call", "change_handler", "message", "standard", &rule);
    has(&text, &["週に1回まで", "・お電話：とくに平日9時から18時まではお受けできません"], &[]);
    // A refusal that was asked for before is pressing just before its day.
    let soon = [("selections", selections(&[("みなと薬局", "offer", "2026-11-22", "decline")]))];
    for kind in ["no_receipt", "no_completion", "held_back"] {
        has(&second(kind, "decline", "mail", "standard", &soon), &["本日中に、"], &[]);
    }
    // A proposal that came before the second letter is told before it.
    let held = [
        ("round", one("3")),
        ("held_date", one("2026-11-17")),
        ("second_date", one("2026-11-18")),
        ("second_channel", one("phone")),
    ];
    let text = said(&second("no_completion", "withdraw", "mail", "standard", &held));
    let days = ["11月13日", "11月16日", "11月17日", "11月18日（"].map(|day| text.find(day));
    assert!(days.is_sorted() && days[0].is_some(), "{text}");
    // The new consultant is not the previous one.
    let open = [
        ("sender.handler", one("日下")),
        ("first_subject", one("")),
        ("undone", many(&["contact_means", "notice"])),
    ];
    let text = second("partly_done", "change_handler", "mail", "standard", &open);
    has(&text, &["ご担当の変更をお願いしました。"], &["今は日下様", "新しくご担当くださる方"]);
}

/// A rule in own words alone is asked for again in a sentence, and listed where it is confirmed.
/// Causes come before consequences: a change before an urgent refusal, statements about a refusal
/// before requests, the past before the future.
#[test]
fn what_is_told_comes_before_what_is_asked() {
    let order = |a: &Answers, says: &[&str]| {
        let text = said(a);
        let at = |s: &&str| text.find(*s).unwrap_or_else(|| panic!("no {s}\n{text}"));
        let found: Vec<usize> = says.iter().map(at).collect();
        assert!(found.is_sorted(), "{says:?}\n{text}");
        assert!(says.iter().all(|s| text.matches(*s).count() == 1), "{says:?}\n{text}");
    };
    let near = selections(&[("みなと薬局", "first_interview", "2026-11-25", "decline")]);
    let news = "知人の紹介で転職先が決まりました。";
    for tone in ["soft", "standard", "firm"] {
        let mut a = case("withdraw", "mail", &[("selections", near.clone()), ("note", one(news))]);
        a.set("tone", one(tone));
        order(&a, &["決まりました。そのため、11月25日", "を辞退いたしたく", "退会いた"]);
    }
    let own = "先方へのお返事の期限は、11月30日です。\n残念で、申し訳ない気持ちです。\n先方にお礼をお伝えください。";
    let a = case("decline", "mail", &[("selections", near), ("own_requests", one(own))]);
    order(
        &a,
        &[
            "辞退いたしたく", "期限は", "残念で", "先方へお伝えいただけ", "お礼を",
            "お済みになりましたら、",
        ],
    );
    let again =
        [("resume", one("2027-06")), ("own_requests", one("6月に入ったら私から連絡します"))];
    order(
        &case("pause", "mail", &again),
        &["再開は2027年6月を考えております。6月に入ったら", "ご返信"],
    );
    let own = "勤め先は言いたくありません\n書類は返してください";
    let a = case("withdraw", "phone", &[("own_requests", one(own))]);
    order(&a, &["返していただけますか。", "【聞かれたら】", "・勤め先は言いたくありません：「"]);
    let past = [("note", one("3月に急に止めて、ご迷惑をおかけしました。"))];
    order(&case("resume", "mail", &past), &["ご迷惑をおかけしました。", "再開したく"]);
}

/// What the letter says anyway is cut from own words: the cause stays, in one sentence with what
/// follows from it; a line that is said by the rule or the request stands instead of it.
#[test]
fn own_words_say_nothing_twice() {
    let with = |goal: &str, channel: &str, tone: &str, own: &[(&str, &str)]| {
        let mut a = case(goal, channel, &[]);
        a.set("tone", one(tone));
        for (id, v) in own {
            a.set(id, one(v));
        }
        a
    };
    let note = "今の会社の切り替えで3月末まで忙しくなるので、4月になったらこちらから連絡します。";
    let own = [
        ("note", note),
        ("resume", "2027-04"),
        ("own_requests", "退会はしないので、登録はそのままにしておいてください"),
    ];
    let a = with("pause", "mail", "standard", &own);
    has(
        &a,
        &[
            "3月末まで忙しくなりますので、転職活動をしばらく休む",
            "再開は2027年4月を考えております。",
        ],
        &["4月になったら", "退会は", "そのままに"],
    );
    // Another month than the one that was answered is told.
    let own = [("note", "忙しくなるので、2月に一度連絡します。"), ("resume", "2027-04")];
    has(&with("pause", "mail", "standard", &own), &["2月に一度"], &[]);
    let own = [("note", "来年2月に出産予定なので、育休が終わるまで休みたいです")];
    has(&with("pause", "mail", "standard", &own), &["育休が終わるまで"], &[]);
    let own = [
        ("frequency", "weekly"),
        ("means", "mail_first"),
        ("from_hour", "18:30"),
        ("urgent_offers", "any"),
        (
            "own_requests",
            "求人は週に1回くらいまとめて送ってください\n急ぎの電話だけは平日の18時半以降なら出られます",
        ),
    ];
    has(
        &with("reduce_contact", "mail", "soft", &own),
        &[
            "お急ぎのお電話だけは平日の18時半以降でしたら出られます。",
            "週に1回くらいまとめてお送りいただけないでしょうか",
        ],
        &["回数は", "18時30分"],
    );
    let own = [
        ("reason", "job_found"),
        ("note", "別の会社から内定をもらい、26日(木)に受けると返事をしました。"),
    ];
    has(
        &with("withdraw", "mail", "standard", &own),
        &["内定をいただき、26日（木）にお受けすると返事をしました。つきましては、"],
        &["勤務先が決まり"],
    );
    for (tone, right) in [
        ("standard", "個人情報の消去（履歴書と職務経歴書を含みます）"),
        ("firm", "履歴書と職務経歴書を含みます）"),
    ] {
        let own = [("own_requests", "履歴書と職務経歴書も削除してください")];
        has(&with("withdraw", "mail", tone, &own), &[right], &["削除してください"]);
    }
    let own = [(
        "note",
        "経理と伝えていますが、営業事務の求人が続けて届いています。サービスはこれからも使いたいです。",
    )];
    has(
        &with("change_handler", "form", "standard", &own),
        &[
            "担当者の変更をお願いしたく、ご連絡いたしました。経理とお伝えしていますが、",
            "届いています。",
        ],
        &["これからも使い"],
    );
    let own = [("own_requests", "転勤のない求人があれば、引き続き紹介してください")];
    has(
        &with("decline", "mail", "standard", &own),
        &[
            "登録はこのまま続けますので、転勤のない求人がありましたら、引き続きご紹介ください。これからも",
        ],
        &[],
    );
}

/// Contact that goes on after all was said to be done asks for no second withdrawal.
#[test]
fn a_withdrawal_that_was_done_is_not_asked_for_again() {
    let done = |requests: &[&str]| {
        let told = [("receipt_kind", one("done")), ("requests", many(requests))];
        second("still_contacted", "withdraw", "mail", "standard", &told)
    };
    let told = "退会手続き完了のお知らせをいただきましたが、その後も";
    let a = done(&["stop_mail", "stop_calls"]);
    has(&a, &[told, "改めて、メール配信とお電話・SMSの停止をお願いいたします。"], &["・退会"]);
    has(&done(&["erase", "stop_mail"]), &[told, "・メール配信の停止・個人情報の消去"], &["・退会"]);
}

/// A reason that the note tells is not told by a choice as well.
#[test]
fn a_reason_is_told_once() {
    let note = "10月に訪問看護ステーションに就職が決まりました";
    for tone in ["soft", "standard", "firm"] {
        let own = [("reason", one("job_found")), ("note", one(note)), ("tone", one(tone))];
        let text = said(&case("withdraw", "mail", &own));
        assert!(text.contains("決まりました。つきましては、"), "{text}");
        assert!(!text.contains("勤務先が決まり"), "{text}");
    }
    let mut row = selection("みなと薬局", "interview", "2026-12-10", "decline");
    row.0.insert("reason".to_owned(), "commute".to_owned());
    let note = ("note", one("家族と話した結果、片道1時間は難しいということになりました"));
    let text = said(&case("decline", "mail", &[("selections", Value::Entries(vec![row])), note]));
    assert!(text.contains("片道1時間") && !text.contains("通勤の負担"), "{text}");
    // What a contact came by is told once.
    let mut call = Entry::default();
    for (id, value) in [("date", "2026-11-18"), ("means", "call"), ("detail", "求人紹介の電話")]
    {
        call.0.insert(id.to_owned(), value.to_owned());
    }
    let came = ("contacts", Value::Entries(vec![call]));
    let text = said(&second("still_contacted", "withdraw", "mail", "standard", &[came]));
    assert!(text.contains("お電話（求人紹介）"), "{text}");
    // Thanks name a person once.
    let own = [
        ("sender.handler", one("佐藤")),
        ("thanks", many(&["offers"])),
        ("thanks_text", one("佐藤様にはよくしていただき、ありがとうございました")),
    ];
    let text = said(&case("withdraw", "mail", &own));
    assert_eq!(text.matches("佐藤様には").count(), 1, "{text}");
}

/// A user's own deadline in a firm second letter is the day of completion.
#[test]
fn a_day_of_ones_own_is_the_day_of_completion() {
    let by = [("reply_by", one("2026-12-14"))];
    let text = said(&second("still_contacted", "withdraw", "mail", "firm", &by));
    assert!(
        text.contains(
            "12月14日（月）までに、済んでいるものは完了日を、まだのものは予定日を、このメール"
        ),
        "{text}"
    );
    let text = said(&second("no_receipt", "withdraw", "mail", "firm", &by));
    assert!(text.contains("12月14日（月）までに、完了日を"), "{text}");
    let text = said(&second("no_receipt", "withdraw", "mail", "firm", &[]));
    assert!(text.contains("完了の予定日を"), "{text}");
}

/// What weighs most of calls that go on is that they came at hours that had been closed.
#[test]
fn calls_at_closed_hours_are_told_as_such() {
    let told = |calls: &[(&str, &str, &str)], more: Changes<'_>| {
        let rule = [
            ("means", one("mail_first")),
            ("no_call", many(&["weekday 09:00-18:30"])),
            ("contacts", contacts(calls)),
        ];
        said(&second(
            "still_contacted",
            "reduce_contact",
            "mail",
            "standard",
            &[&rule, more].concat(),
        ))
    };
    let closed = "お受けできないとお伝えした時間帯でした。";
    let two = [("2026-11-17", "call", "10時20分"), ("2026-11-18", "call", "午後1時ごろ")];
    let text = told(&two, &[]);
    assert!(text.contains("次のとおりお電話をいただいております"), "{text}");
    assert!(text.contains("・11月17日（火）10時20分・11月18日（水）午後1時ごろ"), "{text}");
    assert!(text.contains(&format!("いずれも、{closed}")), "{text}");
    let text = told(&two[..1], &[]);
    assert!(text.contains(&format!("にお電話をいただいております。{closed}")), "{text}");
    // A record tells who called as well, and the number.
    let text = told(&[("2026-11-18", "call", "13:05、05012345678、野村様")], &[]);
    assert!(text.contains(closed), "{text}");
    // A mail among them is no call, and is told by its means.
    let mail = ("2026-11-19", "mail", "");
    let text = told(&[two[0], mail], &[]);
    assert!(
        text.contains("・11月17日（火）：お電話（10時20分）・11月19日（木）：メール"),
        "{text}"
    );
    assert!(text.contains(&format!("お電話は、{closed}")), "{text}");
    // Nothing of the kind: a Saturday, an evening, an hour that nobody wrote, one's own words.
    let own = ("note", one("仕事中の時間帯のお電話で困っています"));
    for (call, own) in [
        (("2026-11-14", "call", "10時20分"), None),
        (("2026-11-17", "call", "19時"), None),
        (("2026-11-17", "call", ""), None),
        (two[0], Some(own)),
    ] {
        let text = told(&[two[0], call], &own.into_iter().collect::<Vec<_>>());
        assert!(!text.contains(closed), "{text}");
    }
}

/// That no selection continues is repeated if it was said, and not if it was only implied.
#[test]
fn a_second_letter_tells_of_no_selections_what_was_answered() {
    let none = "選考中のところはございません";
    let answered = second("no_receipt", "withdraw", "mail", "standard", &[]);
    assert!(said(&answered).contains(none));
    let mut silent = answered;
    silent.assume("selections", Value::Entries(Vec::new()));
    assert!(!said(&silent).contains(none));
}

#[test]
fn a_rule_in_own_words_is_asked_for_again() {
    let own = [
        ("means", one("any")),
        ("frequency", one("any")),
        ("urgent_offers", one("any")),
        ("own_requests", one("求人は、週に1回おまとめください")),
    ];
    for (kind, says, not) in [
        ("no_receipt", "先日お願いした方法でのご連絡をお願いいたします。", "ご連絡は、お願いした"),
        (
            "still_contacted",
            "先日お願いした方法でのご連絡をお願いいたします。",
            "ご連絡は、お願いした",
        ),
        ("confirm", "手段：お願いした方法で", "先日お願いした方法"),
    ] {
        let text = said(&second(kind, "reduce_contact", "mail", "standard", &own));
        assert!(text.contains(says) && !text.contains(not), "{kind}\n{text}");
        assert!(text.contains("求人は、週に1回おまとめください。"), "{kind}\n{text}");
    }
}

/// A line that another one holds word for word is a line of its own all the same.
#[test]
fn no_own_line_is_lost_in_another() {
    let own = "先方へは、よろしくお伝えください\nよろしくお伝えください";
    let entry = selections(&[("みなと薬局", "first_interview", "2026-11-26", "decline")]);
    let change = [("selections", entry), ("own_requests", one(own))];
    let text = said(&case("withdraw", "mail", &change));
    assert_eq!(text.matches("よろしくお伝えください。").count(), 2, "{text}");
}

/// Further requests are in every letter, a sentence each, no longer than three lines.
#[test]
fn own_requests_are_in_every_letter() {
    let content = Content::builtin();
    for goal in GOALS {
        for channel in ["mail", "form", "phone", "post", "message"] {
            let text =
                said(&case(goal, channel, &[("own_requests", one("一つめです\n\n二つめです。"))]));
            for line in ["一つめです。", "二つめです。"] {
                assert_eq!(text.matches(line).count(), 1, "{goal} {channel}\n{text}");
            }
        }
    }
    let q = content.flow().get("own_requests").expect("a question");
    assert!(validate::check(q, &one("一\n二\n三"), today()).is_ok());
    assert!(validate::check(q, &one("一\n二\n三\n四"), today()).is_err_and(|e| e.contains('3')));
}

/// A user who speaks of leaving, in any field, is not said to stay.
#[test]
fn who_will_leave_does_not_stay() {
    let row = selections(&[("みなと薬局", "first_interview", "2026-12-03", "decline")]);
    let told = |changes: Changes<'_>| {
        let mut all = vec![("selections", row.clone())];
        all.extend_from_slice(changes);
        said(&case("decline", "mail", &all))
    };
    let stays = "これからもどうぞ";
    assert!(told(&[]).contains(stays));
    for (id, words) in [
        ("note", "選考がすべて終わりましたら、退会いたします"),
        ("note", "活動を終えます。選考のあとで退会いたします"),
        ("own_requests", "選考が終わりましたら、退会の手続きもお願いいたします"),
    ] {
        let text = told(&[(id, one(words))]);
        assert!(text.contains("退会") && !text.contains(stays), "{text}");
    }
}

/// The time that stands with the day of an interview is kept, and said.
#[test]
fn a_time_stays_with_its_day() {
    let content = Content::builtin();
    let q = content.flow().get("selections").expect("a question");
    let read = |date: &str| {
        let row = Value::Entries(vec![declined("みなと薬局", "interview", date, "")]);
        match validate::check(q, &row, today()) {
            Ok(Value::Entries(rows)) => rows[0].get("date").to_owned(),
            other => panic!("{date}: {other:?}"),
        }
    };
    for date in [
        "2026-12-03 15:00", "2026-12-03T15:00:00", "12/3 15時", "12月3日（木）午後3時",
        "１２月３日の15時00分",
    ] {
        assert_eq!(read(date), "2026-12-03 15:00", "{date}");
    }
    for date in ["2026-12-03", "12/3", "令和8年12月3日"] {
        assert_eq!(read(date), "2026-12-03", "{date}");
    }
    // An offer was made on a day that is behind us; it is not late.
    let offer = selections(&[("みなと薬局", "offer", "2026-11-18", "decline")]);
    let answers = case("decline", "mail", &[("selections", offer)]);
    let doc = Document::new(&content, &answers, None, today(), OFFICE).proofread(OFFICE);
    assert!(doc.findings.iter().all(|f| f.rule != "past_date"));
    assert!(
        doc.plan.body.contains("11月18日（水）にいただいたみなと薬局様の内定"),
        "{}",
        doc.plan.body
    );
}

/// What the program writes of a refusal is never refused, whatever stage it is at.
#[test]
fn a_refusal_at_every_stage_is_a_decision() {
    let content = Content::builtin();
    for stage in ["applied", "first_interview", "final_interview", "offer"] {
        for channel in ["mail", "form", "phone", "post", "message"] {
            for (tone, detail) in [("soft", "full"), ("standard", "short"), ("firm", "short")] {
                for names in [&["みなと薬局"][..], &["みなと薬局", "あおば病院"]] {
                    let all: Vec<_> = names.iter().map(|n| (*n, stage, "", "decline")).collect();
                    let more = [
                        ("selections", selections(&all)),
                        ("detail", one(detail)),
                        ("tone", one(tone)),
                    ];
                    let answers = case("decline", channel, &more);
                    let doc =
                        Document::new(&content, &answers, None, today(), OFFICE).proofread(OFFICE);
                    let stops: Vec<_> =
                        doc.findings.iter().filter(|f| f.level == Level::Block).collect();
                    assert!(stops.is_empty(), "{stage} {channel} {tone}: {:?}", stops.len());
                }
            }
        }
    }
}

#[test]
fn before_an_interview_the_employer_may_want_to_hear_it_from_the_person() {
    let entry = |day: &str| selections(&[("みなと薬局", "first_interview", day, "decline")]);
    let near = said(&case("decline", "phone", &[("selections", entry("2026-11-24"))]));
    let far = said(&case("decline", "phone", &[("selections", entry("2026-12-24"))]));
    assert!(near.contains("先方へご自分で") && !far.contains("先方へご自分で"), "{near}");
}

#[test]
fn less_contact_begins_on_the_day_that_was_answered() {
    for (channel, says) in [
        ("mail", "本日11月20日（金）からは、"),
        ("form", "本日11月20日（金）からは、"),
        ("post", "2026年11月20日（金）からの、ご連絡方法の変更を"),
        ("phone", "今日からの、ご連絡の回数と方法"),
        ("message", "本日11月20日（金）からは、"),
    ] {
        let text = said(&case("reduce_contact", channel, &[("contact_from", one("2026-11-20"))]));
        assert!(text.contains(says), "{channel}\n{text}");
        let silent = said(&case("reduce_contact", channel, &[]));
        assert!(!silent.contains(says), "{channel}\n{silent}");
    }
}

/// Erased data is registered anew: there is nothing to resume.
#[test]
fn who_was_erased_registers_anew() {
    let content = Content::builtin();
    for channel in ["mail", "form", "post", "message", "phone"] {
        for tone in ["soft", "standard", "firm"] {
            let mut answers = case("resume", channel, &[("data_kept", one("erased"))]);
            answers.set("tone", one(tone));
            let doc = Document::new(&content, &answers, None, today(), OFFICE);
            let text = format!("{:?}\n{}", doc.plan.subject, dense(&doc.letter.body()));
            assert!(text.contains("再登録"), "{channel} {tone}\n{text}");
            assert!(!text.contains("再開"), "{channel} {tone}\n{text}");
        }
    }
}

/// A contact rule without means still states frequency, hours or urgent offers, or one of these.
#[test]
fn less_contact_needs_no_means() {
    let content = Content::builtin();
    let none =
        || vec![("means", one("any")), ("frequency", one("any")), ("urgent_offers", one("any"))];
    let hours = ("no_call", many(&["weekday 09:00-18:00"]));
    for (more, says, not) in [
        (vec![("frequency", one("monthly"))], "月に1回まで", "急ぎ"),
        (
            vec![("frequency", one("when_i_ask"))],
            "私からご連絡したときに、お返事をいただければ十分",
            "急ぎ",
        ),
        (vec![hours.clone()], "平日9時から18時", "回まで"),
        (vec![("urgent_offers", one("stop"))], "急ぎの求人", "回まで"),
        (
            vec![("frequency", one("weekly")), hours, ("urgent_offers", one("keep"))],
            "週に1回まで",
            "メールだけ",
        ),
    ] {
        let all: Vec<_> = none().into_iter().chain(more).collect();
        for channel in ["mail", "form", "post", "message", "phone"] {
            for tone in ["soft", "standard", "firm"] {
                let mut answers = case("reduce_contact", channel, &all);
                answers.set("tone", one(tone));
                let doc = Document::new(&content, &answers, None, today(), OFFICE);
                let text = dense(&doc.letter.body());
                assert!(!doc.walk.steps.is_empty() && doc.walk.complete(), "{channel}");
                assert!(doc.findings.iter().all(|f| f.level != Level::Block), "{:?}", doc.findings);
                assert!(text.contains(says) && !text.contains(not), "{channel} {tone}\n{text}");
                assert!(!text.contains("手段"), "{channel} {tone}\n{text}");
            }
        }
        for channel in ["mail", "message", "phone"] {
            let text = said(&second("no_receipt", "reduce_contact", channel, "standard", &all));
            let again = says.replace("、お返事をいただければ十分", "").replace("ときに", "とき");
            assert!(text.contains(&again), "{channel}\n{text}");
        }
    }
    let doc = |a: &Answers| {
        Document::new(&Content::builtin(), a, None, today(), OFFICE)
            .findings
            .iter()
            .any(|f| f.level == Level::Block && f.question.as_deref() == Some("frequency"))
    };
    assert!(doc(&case("reduce_contact", "mail", &none())), "nothing is asked for");
    // A file that leaves the rest out asks for no more.
    let answers = case("reduce_contact", "mail", &[("means", one("any"))]);
    let mut file = Parsed::default();
    file.answers = answers;
    file.answers.retain(|id| !["frequency", "urgent_offers"].contains(&id));
    file.fill_absent(content.flow(), today());
    let left_out = ["frequency", "urgent_offers"].map(|id| file.answers.one(id));
    assert_eq!(left_out, [Some("any"); 2]);
}

#[test]
fn a_message_has_a_line_for_each_part_of_the_rule() {
    let answers = case("reduce_contact", "message", &[("no_call", many(&["weekday 09:00-18:00"]))]);
    let body = Document::new(&Content::builtin(), &answers, None, today(), OFFICE).letter.body();
    assert_eq!(body.lines().filter(|l| l.starts_with('・')).count(), 4, "{body}");
}

/// From the third letter on the article stands over what is still open of the data, and over
/// nothing else.
#[test]
fn the_article_is_named_for_what_is_open() {
    for (open, asked) in [
        (&["stop_mail"][..], None),
        (&["stop_mail", "erase"], Some("個人情報の消去は、退会に伴い")),
        (&["stop_third_party"], Some("第三者への提供の停止は、退会に伴い")),
    ] {
        let more = [
            ("follow_up", one("partly_done")),
            ("tone", one("firm")),
            ("undone", many(open)),
            ("round", one("3")),
        ];
        assert!(!said(&case("withdraw", "mail", &more[..3])).contains("第35条"));
        let text = said(&case("withdraw", "mail", &more));
        assert_eq!(text.contains("第35条"), asked.is_some(), "{text}");
        assert!(asked.is_none_or(|a| text.contains(a)), "{text}");
    }
}

#[test]
fn what_a_robot_sent_is_no_receipt_and_a_day_that_was_named_is_told() {
    for channel in ["mail", "form", "post", "phone", "message"] {
        for kind in ["no_completion", "still_contacted"] {
            let auto = [("receipt_kind", one("auto"))];
            let text = said(&second(kind, "withdraw", channel, "standard", &auto));
            assert!(
                text.contains("自動返信をいただ")
                    && !text.contains("受け付けの")
                    && !text.contains("受け付けていただきました"),
                "{kind} {channel}\n{text}"
            );
        }
        let broken = [("promised_day", one("2026-11-19"))];
        for goal in ["withdraw", "pause", "change_handler", "reduce_contact", "decline", "resume"] {
            let text = said(&second("no_completion", goal, channel, "standard", &broken));
            let day = text.find("11月19日");
            let open = text.find("お知らせがまだ届いていないよう");
            assert!(text.contains("とのことでした"), "{goal} {channel}\n{text}");
            assert!(day.is_some() && day < open, "{goal} {channel}\n{text}");
        }
        let held = [
            ("round", one("3")),
            ("second_date", one("2026-11-18")),
            ("second_channel", one("mail")),
            ("held_date", one("2026-11-17")),
        ];
        for kind in ["no_receipt", "no_completion", "still_contacted", "partly_done"] {
            let text = said(&second(kind, "withdraw", channel, "standard", &held));
            let says = text.find("ご提案をいただきましたが、気持ちは変わりません。");
            let before = text.find("11月18日");
            assert!(says.is_some() && says < before, "{kind} {channel}\n{text}");
        }
    }
}

#[test]
fn renewed_contact_is_told_after_the_receipt() {
    for channel in ["mail", "form", "post", "phone", "message"] {
        let text = said(&second("still_contacted", "withdraw", channel, "standard", &[]));
        let (receipt, contact) = (text.find("11月16日"), text.find("その後も"));
        assert!(receipt.is_some() && receipt < contact, "{channel}\n{text}");
        let none = [("receipt_date", one(""))];
        let text = said(&second("still_contacted", "withdraw", channel, "standard", &none));
        assert!(!text.contains("受け付けの"), "{channel}\n{text}");
    }
}

#[test]
fn a_call_is_put_in_writing_with_the_day_it_was_about() {
    let told = [("effective", one("2026-11-20")), ("call_date", one("2026-11-20"))];
    for channel in ["mail", "form", "phone"] {
        let text = said(&second("after_call", "withdraw", channel, "standard", &told));
        assert!(
            text.contains("11月20日") && !text.contains("本日11月20日（金）付"),
            "{channel}\n{text}"
        );
        assert!(!text.contains("今日付"), "{channel}\n{text}");
    }
}

#[test]
fn whoever_wants_messages_is_not_written_to() {
    for goal in ["change_handler", "reduce_contact", "resume"] {
        let text = said(&case(goal, "phone", &[("means", one("message_only"))]));
        assert!(
            text.contains("お返事は、LINEかSMSで") && !text.contains("メールで"),
            "{goal}\n{text}"
        );
    }
}

#[test]
fn thanks_for_everything_repeat_nothing() {
    let all = many(&["advice", "interview_prep", "scheduling", "offers"]);
    for goal in GOALS {
        for channel in CHANNELS {
            let text = said(&case(goal, channel, &[("thanks", all.clone())]));
            assert!(text.matches("いつも").count() < 3, "{goal} {channel}\n{text}");
            for word in ["相談に乗って", "求人をお探し", "面接の準備", "日程のご調整"]
            {
                assert_eq!(text.matches(word).count(), 1, "{word}: {goal} {channel}\n{text}");
            }
        }
    }
    let text = said(&case("withdraw", "phone", &[("thanks", many(&["scheduling", "offers"]))]));
    assert!(text.contains("「これまで求人をお探しいただきました。面接の日程のご調整にもお力添えいただき、ありがとうございました。」"), "{text}");
}

#[test]
fn what_is_told_more_of_a_reason_stands_behind_it() {
    let own = |note: &str| {
        said(&case("withdraw", "mail", &[("reason", one("job_found")), ("note", one(note))]))
    };
    let more = "勤め先は、病院の採用ページから自分で応募して決まりました。";
    let text = own(more);
    let (reason, behind) = (text.find("このたび勤務先が決まりましたので、"), text.find(more));
    assert!(reason.is_some() && reason < behind, "{text}");
    // What tells it whole needs no other reason.
    let whole = "病院への入職が決まりました。";
    assert!(own(whole).contains(whole) && !own(whole).contains("勤務先が決まり"), "{}", own(whole));
}

#[test]
fn why_something_was_asked_in_a_call_stands_before_what_was() {
    let call = |note: &str| {
        let answers = [("follow_up", one("after_call")), ("call_date", one("2026-11-19"))];
        let mut answers = case("withdraw", "mail", &answers);
        answers.set("note", one(note));
        said(&answers)
    };
    let text = call("今の職場で働き続けることにいたしました。");
    assert!(text.contains("働き続けることにいたしました。行き違いのないよう、"), "{text}");
    let text = call("残る情報の件は、まだ伺っておりません。");
    assert!(text.find("・退会") < text.find("残る情報の件は"), "{text}");
}

#[test]
fn what_changed_is_called_that() {
    let text = said(&case("resume", "mail", &[("changed", one("薬剤師の資格を取りました。"))]));
    // A sentence comes before the paragraph about the registration.
    let told = "薬剤師の資格を取りました。以前の登録情報が残っておりましたら、この内容を加えてお使いいただき、";
    assert!(text.contains(told), "{text}");
    // A fragment needs a label.
    let text = said(&case("resume", "mail", &[("changed", one("勤務地は横浜市内"))]));
    assert!(text.contains("・前回からの変更：勤務地は横浜市内"), "{text}");
    let expert = |job: &str| {
        said(&case(
            "change_handler",
            "mail",
            &[("wishes", many(&["field_expert"])), ("job_type", one(job))],
        ))
    };
    // The wish is in the words of the choice; which field is among the conditions.
    for job in ["正社員、調剤薬局", "病院の常勤薬剤師", "パート"] {
        let text = expert(job);
        assert!(text.contains("希望する分野に詳しい方"), "{text}");
        assert!(text.contains(&format!("職種・働き方：{job}")), "{text}");
    }
}

#[test]
fn a_field_that_is_none_is_pointed_out() {
    let content = Content::builtin();
    for (job, missing) in [("", true), ("正社員、駅近く", true), ("正社員、調剤薬局", false)]
    {
        let wishes = many(&["field_expert"]);
        let a = case("change_handler", "mail", &[("wishes", wishes), ("job_type", one(job))]);
        let doc = Document::new(&content, &a, None, today(), OFFICE);
        assert_eq!(doc.findings.iter().any(|f| f.rule == "no_field"), missing, "{job}");
    }
}

#[test]
fn a_pause_is_answered_before_its_end() {
    let day = |resume: &str| {
        let a = case("pause", "mail", &[("resume", one(resume))]);
        deadline::reply_by(&Walk::new(Content::builtin().flow(), &a, today()), OFFICE)
    };
    assert_eq!(day("2027-04"), NaiveDate::from_ymd_opt(2026, 11, 30));
    assert_eq!(day("2026-11-27"), NaiveDate::from_ymd_opt(2026, 11, 26));
    assert_eq!(day("2026-11-21"), None);
}

#[test]
fn accepted_letters_keep_every_rule() {
    let content = Content::builtin();
    let mut wrong = String::new();
    for (name, answers) in accepted().into_iter().filter(|(_, a)| a.one("form_limit").is_none()) {
        let doc = Document::new(&content, &answers, None, today(), OFFICE);
        let (breaches, _) = check(&WrittenLetter {
            told: &doc.walk,
            tone: tone_of(&answers),
            subject: doc.plan.subject.as_deref().unwrap_or_default(),
            body: &doc.plan.body,
            service: doc.service_name(),
            office: OFFICE,
        });
        let full = answers.one("detail") == Some("full");
        let counts = |rule: &str| !(full && matches!(rule, "A1" | "A2" | "H2"));
        for b in breaches.iter().filter(|b| counts(b.rule)) {
            let _ = writeln!(wrong, "{name}: {} {}", b.rule, b.what);
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

/// A form that counts characters gets what it takes, and never less than the requests, the day, the
/// sender, thanks and a closing.
#[test]
fn a_form_is_cut_between_its_sentences() {
    let content = Content::builtin();
    let write = |limit: Option<&str>, goal: &str, tone: &str| {
        let mut a = with_tone(tone, goal, "form", &[]);
        if let Some(n) = limit {
            a.set("form_limit", one(n));
        }
        Document::new(&content, &a, None, today(), OFFICE).plan
    };
    for (goal, tone) in GOALS.into_iter().flat_map(|g| TONES.map(|t| (g, t))) {
        let whole = write(None, goal, tone);
        let mut before = whole.body.chars().count();
        for limit in ["500", "400", "300", "50"] {
            let plan = write(Some(limit), goal, tone);
            let size = plan.body.chars().count();
            assert!(size <= before, "{goal} {tone} {limit}: {size} after {before}");
            before = size;
            let lines: Vec<&str> = plan.body.lines().collect();
            let says = |what: &str| lines.iter().any(|l| l.contains(what));
            let thanks = ["ありがとうございま", "感謝して", "感謝を申し", "お礼申し上げます"]
                .iter()
                .any(|t| says(t));
            assert!(thanks, "{goal} {tone} {limit}\n{}", plan.body);
            assert!(says("よろしく"), "{goal} {tone} {limit}\n{}", plan.body);
            for identity in ["山田 花子（ヤマダ ハナコ）", "hanako@example.jp", "090-1234-5678"]
            {
                assert!(says(identity), "{goal} {tone} {limit} {identity}\n{}", plan.body);
            }
            let day = if goal == "withdraw" { "12月7日（月）" } else { "11月30日（月）" };
            assert!(says(day), "{goal} {tone} {limit} {day}\n{}", plan.body);
            let asks: &[&str] = match goal {
                "withdraw" => &[
                    "11月20日（金）付", "個人情報の消去", "第三者への提供の停止", "求人のご紹介",
                    "メール配信", "お電話・SMS",
                ],
                "pause" => &["11月20日（金）から", "求人のご紹介", "メール配信", "お電話"],
                "change_handler" => &["担当者の変更", "希望する分野に詳しい方", "月に1回まで"],
                "reduce_contact" => &["メールだけ", "月に1回まで", "急ぎの求人"],
                "resume" => &["11月20日（金）から", "月に1回まで"],
                _ => &["みなと薬局様", "一次面接", "12月3日（木）"],
            };
            for ask in asks {
                assert!(says(ask), "{goal} {tone} {limit}: no {ask}\n{}", plan.body);
            }
            // Whatever begins as a sentence ends as one; every heading has something below it.
            for (i, line) in lines.iter().enumerate() {
                assert!(!line.ends_with(['、', '（', '・']), "{goal} {tone} {limit}: {line}");
                assert!(
                    line.matches('（').count() == line.matches('）').count(),
                    "{goal} {tone}: {line}"
                );
                if line.starts_with('■') {
                    assert!(
                        lines.get(i + 1).is_some_and(|l| !l.is_empty()),
                        "{goal} {tone}: {line}"
                    );
                }
            }
        }
    }
}

#[test]
fn a_difference_is_shown_where_it_is() {
    assert_eq!(difference("a\nb\nc\n", "a\nx\nc\n"), "@@ line 2\n- b\n+ x\n");
    assert_eq!(difference("", "a\n"), "@@ line 1\n+ a\n");
    assert_eq!(difference("a\na\n", "a\n"), "@@ line 2\n- a\n");
}

/// The variants of an answer to a question that are worth telling apart; None leaves it unanswered.
/// A list is always answered: an open one is a blank of its own.
fn variants(q: &Question) -> Vec<Option<Value>> {
    let given = |v: &str| vec![Some(one(v))];
    let maybe = |v: &str| vec![None, Some(one(v))];
    match q.kind {
        // No letter says it.
        Kind::Choice if q.private => given("none"),
        Kind::Choice => q.distinct().map(|c| Some(one(&c.value))).collect(),
        Kind::Choices => {
            let all: Vec<&str> = q.choice.iter().map(|c| c.value.as_str()).collect();
            let single = all.iter().map(|v| many(&[v]));
            [many(&[]), many(&all)].into_iter().chain(single).map(Some).collect()
        }
        Kind::Date if q.id == "sender.birth_date" => given("1990-04-01"),
        Kind::Date => vec![Some(one("today")), Some(one("2026-12-25"))],
        Kind::Month => {
            ["2027-04", "2027-04-05", "when_i_ask"].into_iter().map(|v| Some(one(v))).collect()
        }
        Kind::Hours => {
            vec![Some(many(&[])), Some(many(&["weekday 09:00-18:00", "sat 13:00-15:30"]))]
        }
        Kind::Entries => {
            let rows = |wish| {
                selections(&[
                    ("みなと薬局", "offer", "", wish),
                    ("ひかり病院", "applied", "2026-12-10", wish),
                ])
            };
            let none = Value::Entries(Vec::new());
            vec![Some(none), Some(rows("decline")), Some(rows("keep")), Some(rows("hold"))]
        }
        Kind::Text | Kind::LongText => match q.id.as_str() {
            "sender.name" => given("山田 花子"),
            "sender.reading" => given("ヤマダ ハナコ"),
            "sender.email" => given("hanako@example.jp"),
            "sender.phone" => given("090-1234-5678"),
            "service_name" => given("みなとキャリア"),
            "sender.handler" => maybe("佐藤"),
            "must_have" => maybe("土日のいずれかは休みであること"),
            // An empty answer says that nothing has changed.
            "changed" => vec![Some(one("")), Some(one("勤務地は横浜市内に限ります"))],
            "lesson" => maybe("ご紹介の前に、希望条件を確かめていただけること"),
            // Told apart by the cases above; here they follow the condition that comes first.
            "job_type" | "region" | "salary" | "sender.handler_email" => vec![None],
            other => panic!("say here what is answered to {other}"),
        },
    }
}

/// Answers the questions on the path one by one, each in all its variants; those of the contact
/// rule in turn, where `rule` counts the letters so far, because their own product is walked
/// elsewhere.
fn every_letter(
    content: &Content,
    answers: &Answers,
    from: usize,
    rule: Option<&Cell<usize>>,
    visit: &mut impl FnMut(&Answers),
) {
    let walk = Walk::new(content.flow(), answers, today());
    let Some(step) = walk.steps.get(from) else {
        assert!(walk.ends);
        visit(answers);
        return;
    };
    let id = &step.question.id;
    if answers.get(id).is_some() {
        every_letter(content, answers, from + 1, rule, visit);
        return;
    }
    let mut all = variants(&walk.asked(step.question));
    if let Some(n) = rule.filter(|_| CONTACT.contains(&id.as_str())) {
        n.set(n.get() + 1);
        let i = n.get() % all.len();
        all = vec![all.swap_remove(i)];
    }
    for v in all {
        let mut next = answers.clone();
        if let Some(v) = v {
            next.set(id, v);
        }
        every_letter(content, &next, from + 1, rule, visit);
    }
}

/// The questions of the contact rule.
const CONTACT: [&str; 4] = ["means", "frequency", "no_call", "urgent_offers"];

/// How many letters stand for a whole product in [`some_letters`].
const ROUNDS: usize = 64;

/// Letters in which every variant of every question comes at least once, each time with others.
fn some_letters(content: &Content, start: &Answers, visit: &mut impl FnMut(&Answers)) {
    let mut seen: BTreeMap<String, (BTreeSet<usize>, usize)> = BTreeMap::new();
    for round in 0..ROUNDS {
        let (mut answers, mut at) = (start.clone(), 0);
        loop {
            let walk = Walk::new(content.flow(), &answers, today());
            let Some(id) = walk.steps.get(at).map(|s| s.question.id.clone()) else { break };
            let question = &walk.asked(content.flow().get(&id).expect("a question")).into_owned();
            if answers.get(&question.id).is_none() {
                let all = variants(question);
                // As many rounds as there are variants visit each once; the next so many begin at
                // another one.
                let i = (round + (round / all.len() + 1) * at) % all.len();
                let (seen, of) = seen.entry(question.id.clone()).or_default();
                seen.insert(i);
                *of = all.len();
                if let Some(v) = all.get(i).cloned().flatten() {
                    answers.set(&question.id, v);
                }
            }
            at += 1;
        }
        visit(&answers);
    }
    for (id, (seen, of)) in seen {
        assert_eq!(seen.len(), of, "{id} was not answered in every way");
    }
}

/// The words that show a request in a letter, or in a script.
const SAYS: [(&str, &[&str]); 7] = [
    ("erase", &["個人情報の消去"]),
    ("stop_use", &["利用の停止", "利用と第三者", "利用も", "利用を止め"]),
    ("stop_third_party", &["第三者"]),
    ("stop_offers", &["求人のご紹介", "求人の紹介"]),
    ("stop_mail", &["メール配信", "メールの配信"]),
    ("stop_calls", &["お電話・SMS", "電話とSMS"]),
    ("stop_line", &["LINE"]),
];

/// The article behind what is asked about personal data, and the one behind the ways in which it is
/// asked.
fn grounds() -> [String; 2] {
    ["appi-35-5", "appi-37-1"].map(|key| Content::law()[key].article.clone())
}

/// The same text without line ends and blanks, which paper adds to.
fn dense(text: &str) -> String {
    text.split_whitespace().collect()
}

struct Seen<'a> {
    doc: &'a Document<'a>,
    goal: &'a str,
    channel: &'a str,
    tone: &'a str,
    /// The text before it is broken into the lines of a page.
    text: String,
}

impl<'a> Seen<'a> {
    fn new(doc: &'a Document<'a>, goal: &'a str, tone: &'a str) -> Self {
        Self { doc, goal, channel: doc.plan.channel.id(), tone, text: doc.letter.body() }
    }
    fn has(&self, what: &str) {
        assert!(self.text.contains(what), "no {what} in\n{}", self.text);
    }
    fn lacks(&self, what: &str) {
        assert!(!self.text.contains(what), "{what} in\n{}", self.text);
    }
    fn on_the_phone(&self) -> bool {
        self.channel == "phone"
    }
    fn lines_from(&self, heading: &str) -> Vec<&str> {
        self.text
            .lines()
            .skip_while(|l| *l != heading)
            .skip(1)
            .take_while(|l| !l.is_empty())
            .collect()
    }

    /// Nothing left open and nothing that belongs to the making of the letter.
    fn nothing_left_over(&self) {
        let whole = self.doc.plan.all();
        for mark in [
            "\u{FDD0}", "\u{FDD1}", "〔", "〕", "{{", "}}", "{%", "\t", "\n\n\n", "。。", "、、",
            " \n",
        ] {
            assert!(!whole.contains(mark), "{mark:?} in\n{whole}");
        }
        for word in ["違法", "義務", "訴え", "〇〇", "○○"] {
            assert!(!whole.contains(word), "{word} in\n{whole}");
        }
        assert!(!whole.chars().any(|c| c.is_control() && c != '\n'), "{whole:?}");
        let body = &self.doc.plan.body;
        if self.channel == "post" {
            assert_eq!(dense(body), dense(&self.text), "paper adds and loses nothing");
            assert_eq!(body.trim_matches(['\n', ' ']), body, "no empty line at either end");
            for line in body.lines() {
                assert!(width(line) <= 76, "{} cells: {line}", width(line));
            }
        } else {
            assert_eq!(body.trim(), body, "no empty line at either end");
            assert_eq!(*body, self.text);
        }
    }

    /// The law by name for a firm withdrawal alone, each article once; a script has it as an answer
    /// at most.
    fn law(&self) {
        let asked = self.doc.walk.many("requests");
        let data =
            ["erase", "stop_use", "stop_third_party"].iter().any(|d| asked.iter().any(|a| a == d));
        let firm = self.tone == "firm" && self.goal == "withdraw" && data;
        if firm && self.on_the_phone() {
            let named = self.text.lines().filter(|l| l.contains("法律") || l.contains("第35条"));
            assert!(named.into_iter().all(|l| l.starts_with('・')), "\n{}", self.text);
            return;
        }
        for article in &grounds() {
            assert_eq!(
                self.text.matches(article).count(),
                usize::from(firm),
                "{article}\n{}",
                self.text
            );
        }
        let law = self.text.matches("個人情報の保護に関する法律").count();
        assert_eq!(law, usize::from(firm), "\n{}", self.text);
        // 希望条件 is a word of the trade and no article of law.
        let articles = self.text.replace("条件", "").matches('条').count();
        assert_eq!(articles, if firm { grounds().len() } else { 0 }, "\n{}", self.text);
    }

    /// What every complete letter has, in the way of its channel. Only a desk is asked who handled
    /// it.
    fn complete(&self) {
        let plan = &self.doc.plan;
        assert_eq!(plan.subject.is_some(), self.channel == "mail");
        assert_eq!(!plan.fields.is_empty(), self.channel == "form");
        for identity in ["山田 花子（ヤマダ ハナコ）", "hanako@example.jp", "090-1234-5678"]
        {
            assert_eq!(self.text.matches(identity).count(), 1, "{identity}\n{}", self.text);
        }
        assert_eq!(self.text.contains("1990年4月1日"), self.goal == "withdraw", "\n{}", self.text);
        let desk = self.doc.walk.one("sender.handler").is_none();
        let asked = match self.goal {
            "change_handler" => true,
            "withdraw" | "resume" => desk,
            _ => false,
        };
        assert_eq!(self.text.contains("お名前"), asked || self.on_the_phone(), "\n{}", self.text);
        self.law();
        match self.channel {
            "phone" => self.script(),
            "post" => self.page(),
            _ => self.message(),
        }
    }

    fn service(&self) -> &str {
        match self.doc.walk.one("service") {
            Some("other") => "みなとキャリア",
            _ => "アポプラス薬剤師",
        }
    }

    fn request(&self) -> &str {
        match (self.goal, self.doc.walk.one("data_kept")) {
            ("withdraw", _) => "退会",
            ("pause", _) => "停止のお願い",
            ("change_handler", _) => "担当者変更",
            ("reduce_contact", _) if self.tone == "firm" => "ご連絡方法の変更",
            ("reduce_contact", _) => match self.doc.walk.one("frequency") {
                Some("weekly" | "biweekly" | "monthly") => "ご連絡の方法と回数",
                _ => "今後のご連絡方法",
            },
            ("resume", Some("erased")) => "再登録",
            ("resume", _) => "再開",
            _ => "辞退の",
        }
    }

    /// A day as this channel writes it.
    fn day(&self, day: NaiveDate) -> String {
        let whole = format_ja(day);
        match self.channel {
            "post" => whole,
            "phone" => {
                let date = whole.replace("2026年", "");
                date.split('（').next().unwrap_or_default().to_owned()
            }
            _ => whole.replace("2026年", ""),
        }
    }

    /// The addressee, the reply that is asked for by one day, one thank, and a closing: in every
    /// letter that is read.
    fn letter(&self, head: usize) {
        let walk = &self.doc.walk;
        let to: Vec<&str> = self.text.lines().skip(head).take(2).collect();
        let person = match (walk.one("sender.handler"), self.goal) {
            (Some(name), goal) if goal != "change_handler" => format!("{name} 様"),
            _ => "ご担当者様".to_owned(),
        };
        assert_eq!(to, [self.service(), person.as_str()], "\n{}", self.text);
        // After erasure the service has no address any more.
        self.has(match (self.channel, walk.one("data_kept"), walk.one("means")) {
            ("form" | "post", Some("erased"), _) => "下記のメールアドレスへ",
            (_, _, Some("message_only")) => "LINEかSMSで",
            ("mail", ..) => "このメールへ",
            _ => "登録メールアドレスへ",
        });
        let by = self.day(deadline::reply_by(walk, OFFICE).expect("a day"));
        self.has(&format!("{by}までに"));
        let thanks: usize = [
            "ありがとうござい", "感謝しております", "感謝を申し上げます", "にお礼申し",
            "に、お礼申し", "厚くお礼申し", "心より、お礼申し",
        ]
        .iter()
        .map(|t| self.text.matches(t).count())
        .sum();
        assert_eq!(thanks, 1, "thanks\n{}", self.text);
        self.has("よろしく");
        if self.tone == "firm" {
            for cushion in ["お手数", "お忙しいところ", "勝手ながら", "恐れ入り"]
            {
                self.lacks(cushion);
            }
        }
    }

    fn message(&self) {
        let plan = &self.doc.plan;
        let head =
            if self.channel == "mail" { plan.subject.as_deref() } else { self.text.lines().next() };
        assert!(
            head.is_some_and(|h| h.contains(self.request()) && h.contains("山田 花子")),
            "{head:?}"
        );
        self.letter(if self.channel == "mail" { 0 } else { 2 });
        let soft = self.text.contains("いつもお世話になっております。");
        assert_eq!(soft, self.tone == "soft" && self.goal != "resume", "\n{}", self.text);
        let birth = if self.goal == "withdraw" { "生年月日：1990年4月1日\n" } else { "" };
        let now = self.registered();
        let identity = format!(
            "\n\n山田 花子（ヤマダ ハナコ）\n{birth}{now}メール：hanako@example.jp\n{now}電話：090-1234-5678"
        );
        assert!(self.text.ends_with(&identity), "\n{}", self.text);
        if self.channel == "form" {
            let values: Vec<&str> = plan.fields.iter().map(|f| f.value.as_str()).collect();
            let expected =
                ["山田 花子", "ヤマダ ハナコ", "hanako@example.jp", "090-1234-5678", &self.text];
            assert_eq!(values, expected);
        }
    }

    /// Date, addressee, sender, title, 拝啓 … 敬具, 記 … 以上.
    fn page(&self) {
        assert_eq!(self.text.lines().next(), Some("2026年11月20日"), "\n{}", self.text);
        self.letter(2);
        let body = &self.doc.plan.body;
        let lines: Vec<&str> = body.lines().collect();
        let at = |what: &str| {
            let found: Vec<usize> = lines
                .iter()
                .enumerate()
                .filter(|(_, l)| l.trim() == what)
                .map(|(i, _)| i)
                .collect();
            assert_eq!(found.len(), 1, "{what} stands in one line of its own\n{body}");
            found[0]
        };
        let ends =
            |l: &&str| ["のお願い", "のご連絡", "の請求"].iter().any(|e| l.trim().ends_with(e));
        let title = lines.iter().position(ends).expect("a title");
        assert!(lines[title].contains(self.request()), "{}", lines[title]);
        let salute = lines.iter().position(|l| l.starts_with("拝啓　")).expect("a salutation");
        let sender = at("山田 花子（ヤマダ ハナコ）");
        let order = [at("2026年11月20日"), sender, title, salute, at("敬具"), at("記"), at("以上")];
        assert!(order.is_sorted(), "{order:?}\n{body}");
        assert_eq!(order[6], lines.len() - 1, "nothing below 以上\n{body}");
        for i in [order[0], order[1], order[4], order[6]] {
            assert!(width(lines[i]) >= 75, "at the right edge: {}", lines[i]);
        }
        for i in [title, order[5]] {
            let left = width(lines[i]) - width(lines[i].trim());
            let right = 76 - width(lines[i]);
            assert!(left.abs_diff(right) <= 2, "in the middle: {}", lines[i]);
        }
        // What the record is found by stands below 記.
        let now = self.registered();
        assert!(at(&format!("{now}メール：hanako@example.jp")) > order[5]);
        assert!(at(&format!("{now}電話：090-1234-5678")) > order[5]);
    }

    /// Erased means not registered.
    fn registered(&self) -> &'static str {
        if self.doc.walk.one("data_kept") == Some("erased") { "" } else { "登録" }
    }

    /// A script: who calls and why, what is asked, what may be said to it, reading back, notes.
    fn script(&self) {
        let headings: Vec<&str> = self.text.lines().filter(|l| l.starts_with('【')).collect();
        let expected =
            ["【つながったら】", "【替わったら】", "【聞かれたら】", "【切る前に】", "【控え】"];
        assert_eq!(headings, expected);
        let open = self.lines_from("【つながったら】").join("");
        assert!(open.contains(self.service()) && open.contains("山田 花子と申します"), "{open}");
        let gist: &[&str] = match (self.goal, self.doc.walk.one("data_kept")) {
            ("withdraw", _) => &["退会の件"],
            ("pause", _) => &["休止の件", "ご連絡の件"],
            ("change_handler", _) => &["担当の変更の件"],
            ("reduce_contact", _) => &["ご連絡の方法の件"],
            ("resume", Some("erased")) => &["再登録の件"],
            ("resume", _) => &["再開の件"],
            _ => &["辞退の件"],
        };
        assert!(gist.iter().any(|g| open.contains(g)), "{open}");
        for line in self.lines_from("【替わったら】") {
            assert!(line.starts_with(['「', '・', '　']), "no speech: {line}");
        }
        let asks = self.lines_from("【切る前に】").join("");
        for ask in ["この内容で、お願いできますか", "曜日までに、", "お名前を"]
        {
            assert!(asks.contains(ask), "{ask}: {asks}");
        }
        let procedure = !["reduce_contact", "decline"].contains(&self.goal);
        assert_eq!(asks.contains("ほかに、必要な手続き"), procedure, "{asks}");
        let by = self.day(deadline::reply_by(&self.doc.walk, OFFICE).expect("a day"));
        assert!(asks.contains(&format!("{by}の")), "{by}: {asks}");
        for line in ["話した日時：", "話した方："] {
            assert!(self.lines_from("【控え】").contains(&line), "{line}\n{}", self.text);
        }
    }

    /// Each request is said, none that was not marked, and the numbers of the list follow each
    /// other.
    fn withdrawal(&self) {
        let asked = self.doc.walk.many("requests");
        let has = |r: &str| asked.iter().any(|a| a == r);
        for (request, says) in SAYS {
            let said = says.iter().any(|s| self.text.contains(s));
            assert_eq!(said, has(request), "{request}\n{}", self.text);
        }
        let numbers: Vec<&str> =
            self.text.lines().filter_map(|l| l.split_once(". ")).map(|(n, _)| n).collect();
        let counted: Vec<String> = (1..=numbers.len()).map(|n| n.to_string()).collect();
        assert_eq!(numbers, counted, "\n{}", self.text);
        let from = match self.doc.walk.one("effective") {
            Some("today") if self.on_the_phone() => "今日、11月20日付で退会".to_owned(),
            Some("today") => format!("{}付で退会", self.day(today())),
            _ => format!("{}付で退会", self.day(support::date(2026, 12, 25))),
        };
        self.has(&from);
        self.selections();
        let none = self.doc.walk.entries("selections").is_empty();
        if self.on_the_phone() {
            self.has("完了日か予定日");
            assert_eq!(
                self.text.contains("応募中や選考中のところは、ありません"),
                none,
                "\n{}",
                self.text
            );
        } else {
            self.has(if self.tone == "firm" { "完了日" } else { "お手続きの完了日" });
            let said = self.text.contains("選考中のところはございません");
            let others = self.text.contains("ほかに応募中・選考中のところはございません");
            let short = self.doc.walk.one("detail") != Some("full");
            let silent = !none && self.tone != "firm" && short;
            let mut selections = self.doc.walk.entries("selections").iter();
            let expected = selections.all(|e| e.get("wish") == "decline") && !silent;
            assert_eq!((said, others), (expected, expected && !none), "\n{}", self.text);
            let kept = ["法令により", "保存期限", "残る情報"].iter().any(|w| self.text.contains(w));
            // To a short letter that is not firm it is one thing more.
            assert_eq!(kept, has("erase") && (self.tone == "firm" || !short), "\n{}", self.text);
        }
    }

    /// Each selection has its name and its wish.
    fn selections(&self) {
        let rows = self.doc.walk.entries("selections");
        for row in rows {
            self.has(&format!("{}様", row.get("employer")));
        }
        if self.on_the_phone() {
            return;
        }
        let count = |w: &str| rows.iter().filter(|r| r.get("wish") == w).count();
        for (wish, says) in [
            ("decline", vec!["申し訳ございません"]),
            ("keep", vec!["予定どおり受け", "引き続き"]),
            ("hold", vec!["いったん保留"]),
        ] {
            // Once, however many they are.
            let said: usize = says.iter().map(|s| self.text.matches(s).count()).sum();
            assert_eq!(said, count(wish).min(1), "{wish}\n{}", self.text);
        }
        // What goes on needs its data until it is over.
        let data = self
            .doc
            .walk
            .many("requests")
            .iter()
            .any(|r| r == "erase" || r.starts_with("stop_use") || r == "stop_third_party");
        let said = self.text.contains("選考が終わるまでは");
        assert!(said || !(data && count("keep") > 0), "\n{}", self.text);
        assert!(!said || count("keep") > 0, "\n{}", self.text);
    }

    fn pause(&self) {
        self.lacks("退会いた");
        for (value, says) in [("offers", "求人"), ("mail", "メール"), ("calls", "電話")] {
            if self.doc.walk.many("pause_scope").iter().any(|s| s == value) {
                self.has(says);
            }
        }
        match self.doc.walk.one("pause_from") {
            Some("today") if self.on_the_phone() => self.has("今日から"),
            Some("today") => self.has(&format!("{}から", self.day(today()))),
            _ => self.has(&format!("{}から", self.day(support::date(2026, 12, 25)))),
        }
        self.has(match self.doc.walk.one("resume") {
            Some("2027-04") => "2027年4月",
            // After a pause of one kind of contact there is nothing to return to.
            Some("when_i_ask") => "私からご連絡",
            _ => "2027年4月5日",
        });
        let rare = self.doc.walk.one("exceptions") == Some("rare_offers");
        let offers = self.doc.walk.many("pause_scope").iter().any(|s| s == "offers");
        assert_eq!(self.text.contains("めったに募集の出ない"), rare && offers, "\n{}", self.text);
    }

    fn contact_rule(&self) {
        let walk = &self.doc.walk;
        let means = [
            ("mail_only", "メールだけ"),
            ("mail_first", "まずメールで"),
            (
                "phone_ok",
                if self.on_the_phone() {
                    "メールでも電話でも"
                } else {
                    "メール、またはお電話"
                },
            ),
            ("message_only", "LINE"),
        ];
        for (value, says) in means {
            assert_eq!(
                self.text.contains(says),
                walk.one("means") == Some(value),
                "{says}\n{}",
                self.text
            );
        }
        let often = [("monthly", "月に1回"), ("biweekly", "2週間に1回"), ("weekly", "週に1回")];
        for (value, says) in often {
            let asked = walk.one("frequency") == Some(value);
            assert_eq!(self.text.contains(says), asked, "{says}\n{}", self.text);
        }
        if walk.one("frequency") == Some("when_i_ask") {
            self.has("私からご連絡した");
        }
        // Another consultant may be all that is wanted.
        let rule = self.goal == "reduce_contact" || walk.one("means") != Some("any");
        let urgent = usize::from(rule && walk.one("urgent_offers") != Some("any"));
        assert_eq!(self.text.matches("急ぎの求人").count(), urgent, "\n{}", self.text);
        let hours = rule && !walk.many("no_call").is_empty();
        for span in ["平日9時から18時まで", "土曜日13時から15時30分まで"] {
            assert_eq!(self.text.contains(span), hours, "{span}\n{}", self.text);
        }
    }

    fn change(&self) {
        self.contact_rule();
        let wishes = [
            ("field_expert", "に詳しい"),
            ("listens", "希望条件をよく確かめ"),
            ("fewer_offers", "数を絞って"),
            ("written", "文章でのやり取り"),
            ("long_view", "長い目で"),
            ("workplace_facts", "職場の様子"),
        ];
        for (value, says) in wishes {
            let asked = self.doc.walk.many("wishes").iter().any(|w| w == value);
            assert_eq!(self.text.contains(says), asked, "{says}\n{}", self.text);
        }
        let condition = self.doc.walk.one("must_have").is_some();
        assert_eq!(
            self.text.contains("土日のいずれかは休みであること"),
            condition,
            "\n{}",
            self.text
        );
        let present = self.doc.walk.one("sender.handler").is_some();
        assert_eq!(self.text.contains("佐藤様"), present, "\n{}", self.text);
    }

    fn resume(&self) {
        self.contact_rule();
        let walk = &self.doc.walk;
        self.has(&match walk.one("resume_from") {
            Some("today") if self.on_the_phone() => "今日から".to_owned(),
            Some("today") => format!("{}から", self.day(today())),
            _ => format!("{}から", self.day(support::date(2026, 12, 25))),
        });
        let lesson = walk.one("lesson").is_some();
        assert_eq!(
            self.text.contains("ご紹介の前に、希望条件を確かめていただけ"),
            lesson,
            "\n{}",
            self.text
        );
        let changed = walk.one("changed").is_some_and(|c| !c.is_empty());
        assert_eq!(self.text.contains("勤務地は横浜市内に限ります"), changed, "\n{}", self.text);
        let erased = ["消去していただいて", "消していただき"].iter().any(|e| self.text.contains(e));
        assert_eq!(erased, walk.one("data_kept") == Some("erased"), "\n{}", self.text);
    }

    fn decline(&self) {
        self.selections();
        // Only selections are declined, the registration stays; whoever has work, stops looking or
        // goes elsewhere says nothing of it.
        let stops = matches!(
            self.doc.walk.one("reason"),
            Some("job_found" | "resting" | "staying" | "other_service")
        );
        if !self.on_the_phone() {
            let on = ["これからもどうぞよろしく", "これからもお力添え"];
            assert_eq!(on.iter().any(|w| self.text.contains(w)), !stops, "{}", self.text);
        }
        self.lacks("退会");
    }

    /// Whether the answers contradict each other, which no letter may leave with.
    fn contradicts(&self) -> bool {
        let walk = &self.doc.walk;
        let wish = |w: &str| walk.entries("selections").iter().any(|e| e.get("wish") == w);
        let ends = matches!(walk.one("reason"), Some("job_found" | "resting" | "staying"));
        match self.goal {
            "decline" => !wish("decline"),
            "withdraw" => ends && (wish("keep") || wish("hold")),
            "reduce_contact" => {
                let open = [("frequency", "any"), ("urgent_offers", "any")];
                matches!(walk.one("means"), Some("phone_ok" | "any"))
                    && open.iter().all(|(id, v)| walk.one(id) == Some(*v))
                    && walk.many("no_call").is_empty()
            }
            _ => false,
        }
    }
}

/// How many letters of a product were complete, how many of these contradict themselves, how many
/// have a blank.
#[derive(Debug, Default, PartialEq, Eq)]
struct Count {
    whole: usize,
    contradict: usize,
    open: usize,
}

/// Looks at one letter of a product.
fn look(content: &Content, answers: &Answers, goal: &str, count: &mut Count) {
    let doc = Document::new(content, answers, None, today(), OFFICE);
    let tone = answers.one("tone").unwrap_or("standard");
    let open = |s: &&Step<'_>| matches!(s.state, State::Invalid(_) | State::Missing);
    let unmarked: Vec<&str> =
        doc.walk.steps.iter().filter(open).map(|s| s.question.id.as_str()).collect();
    let seen = Seen::new(&doc, goal, tone);
    let blocks = doc.findings.iter().filter(|f| f.level == Level::Block);
    let blocks: Vec<(&str, Option<&str>)> =
        blocks.map(|f| (f.rule, f.question.as_deref())).collect();
    if unmarked.is_empty() {
        count.whole += 1;
        let contradicts = seen.contradicts();
        count.contradict += usize::from(contradicts);
        assert_eq!(!blocks.is_empty(), contradicts, "{blocks:?}\n{}", seen.text);
        let at = if goal == "reduce_contact" { "frequency" } else { "selections" };
        assert!(blocks.iter().all(|b| *b == ("contradiction", Some(at))), "{blocks:?}");
        if contradicts {
            return;
        }
        seen.nothing_left_over();
        seen.complete();
        match goal {
            "withdraw" => seen.withdrawal(),
            "pause" => seen.pause(),
            "change_handler" => seen.change(),
            "reduce_contact" => seen.contact_rule(),
            "resume" => seen.resume(),
            _ => seen.decline(),
        }
        return;
    }
    // A list that needs at least one mark and has none: the letter renders, and the gate names the
    // question.
    count.open += 1;
    assert!(
        unmarked.iter().all(|u| blocks.iter().any(|(_, q)| *q == Some(u))),
        "{unmarked:?}: {blocks:?}"
    );
}

fn begin(goal: &str, channel: &str, tone: &str) -> Answers {
    let mut start = Answers::default();
    for (id, v) in [("goal", goal), ("channel", channel), ("tone", tone)] {
        start.set(id, one(v));
    }
    start
}

/// Renders every combination of a goal by mail and by form in the tone that nobody has to choose,
/// and looks at each letter.
fn every_combination(goal: &str) -> Count {
    let content = Content::builtin();
    let mut count = Count::default();
    for channel in ["mail", "form"] {
        let start = begin(goal, channel, "standard");
        let letters = Cell::new(0);
        let rule = (goal == "resume").then_some(&letters);
        every_letter(&content, &start, 0, rule, &mut |answers| {
            look(&content, answers, goal, &mut count);
        });
    }
    println!("{goal}: {count:?}");
    count
}

// Before everything else, in each product: 2 services × 2 channels × with and without a consultant.
const EACH: usize = 2 * 2 * 2;
// 4 means × with and without hours × 3 for urgent offers; of each as many as there are frequencies.
const RULE: usize = 4 * 2 * 3;

fn reasons() -> usize {
    Content::builtin().flow().get("reason").expect("a question").choice.len()
}

#[test]
fn every_withdrawal_is_complete() {
    // 9 marks (none is one of them); 4 states of selections; the reasons; 2 days. Three reasons
    // contradict two states of selections.
    let expected =
        Count { whole: EACH * 9 * 4 * reasons() * 2, contradict: EACH * 9 * 2 * 3 * 2, open: 0 };
    assert_eq!(every_combination("withdraw"), expected);
}

#[test]
fn every_pause_is_complete() {
    // 2 days; 3 ends; 4 marks (and none); 2 exceptions.
    let expected = Count { whole: EACH * 2 * 3 * 4 * 2, contradict: 0, open: EACH * 2 * 3 * 2 };
    assert_eq!(every_combination("pause"), expected);
}

#[test]
fn every_change_of_consultant_is_complete() {
    // 8 marks (none is one of them), with and without a condition, and a rule or none.
    let expected = Count { whole: EACH * 8 * 2 * (RULE * 5 + 1), contradict: 0, open: 0 };
    assert_eq!(every_combination("change_handler"), expected);
}

#[test]
fn every_contact_rule_is_complete() {
    assert_eq!(
        every_combination("reduce_contact"),
        // Of no means there are as many rules as of each. Calls welcome or no means, no number, no
        // hours, and nothing on urgent offers: nothing is asked for.
        Count { whole: EACH * 5 * 2 * 3 * 5, contradict: EACH * 2, open: 0 }
    );
}

#[test]
fn every_return_is_complete() {
    // 2 days; 3 states of the old data; with and without a change, with and without a lesson. The
    // contact rule goes in turn.
    let expected = Count { whole: EACH * 2 * 3 * 2 * 2, contradict: 0, open: 0 };
    assert_eq!(every_combination("resume"), expected);
}

#[test]
fn every_decline_is_complete() {
    // 4 states of selections, the reasons. Without any the question is open; a letter that declines
    // none of them contradicts itself.
    let expected = Count { whole: EACH * 3, contradict: EACH * 2, open: EACH };
    let Count { whole, contradict, open } = expected;
    let n = reasons();
    let expected = Count { whole: whole * n, contradict: contradict * n, open: open * n };
    assert_eq!(every_combination("decline"), expected);
}

/// The other channels and tones: every answer comes at least once in each.
#[test]
fn every_channel_and_tone_is_complete() {
    let content = Content::builtin();
    let mut pairs = 0;
    for goal in GOALS {
        for (channel, tone) in CHANNELS.into_iter().flat_map(|c| TONES.map(|t| (c, t))) {
            if tone == "standard" && matches!(channel, "mail" | "form") {
                continue; // in full above
            }
            let mut count = Count::default();
            some_letters(&content, &begin(goal, channel, tone), &mut |a| {
                look(&content, a, goal, &mut count);
            });
            assert_eq!(count.whole + count.open, ROUNDS);
            assert!(count.whole > count.contradict, "{goal} {channel} {tone}: {count:?}");
            pairs += 1;
        }
    }
    assert_eq!(pairs, 6 * (4 * 3 - 2));
}

/// Who is called; a script contains every answer that the letter has.
#[test]
fn a_script_says_what_was_answered() {
    let content = Content::builtin();
    let script = |goal: &str, changes: Changes<'_>| {
        let a = case(goal, "phone", changes);
        Document::new(&content, &a, None, today(), OFFICE).plan.body
    };
    let [name, _] = handler();
    for goal in GOALS {
        let text = script(goal, std::slice::from_ref(&name));
        // As with a letter: whoever is to be changed is not asked for.
        let asked = text.contains("担当の佐藤様はいらっしゃいますか");
        assert_eq!(asked, goal != "change_handler", "{text}");
    }
    let data = ["unknown", "kept", "erased"].map(|v| script("resume", &[("data_kept", one(v))]));
    assert!(data[0] != data[1] && data[1] != data[2] && data[0] != data[2], "\n{}", data[0]);
    for (scope, offers) in [("offers", true), ("mail", false), ("calls", false)] {
        let text = script("pause", &[("pause_scope", many(&[scope]))]);
        let spoken = text.lines().filter(|l| l.starts_with('「')).collect::<String>();
        assert_eq!(spoken.contains("求人"), offers, "{scope}\n{text}");
    }
}

/// The first line of a mail greets; thanks come after it, in every tone.
#[test]
fn a_mail_begins_with_its_greeting() {
    let content = Content::builtin();
    for (goal, tone) in GOALS.into_iter().flat_map(|g| TONES.map(|t| (g, t))) {
        let a = with_tone(tone, goal, "mail", &[]);
        let doc = Document::new(&content, &a, None, today(), OFFICE);
        let greeting = doc.plan.body.lines().nth(3).unwrap_or_default();
        let expected = match (goal, tone) {
            ("resume", _) => "ご無沙汰しております。",
            (_, "soft") => "いつもお世話になっております。",
            _ => "お世話になっております。",
        };
        assert!(greeting.starts_with(expected), "{goal} {tone}\n{}", doc.plan.body);
    }
}

/// An unanswered question for a list is no "none": it stands in the letter as a blank, and keeps it
/// from leaving.
#[test]
fn open_selections_are_a_blank_and_block() {
    let content = Content::builtin();
    for (channel, tone) in CHANNELS.into_iter().flat_map(|c| TONES.map(|t| (c, t))) {
        let mut a = with_tone(tone, "withdraw", channel, &[]);
        a.remove("selections");
        let doc = Document::new(&content, &a, None, today(), OFFICE);
        assert!(dense(&doc.plan.body).contains("〔選考中の案件〕"), "{}", doc.plan.body);
        assert!(!doc.plan.body.contains("ところはございません"), "{}", doc.plan.body);
        let blocks: Vec<_> = doc.findings.iter().filter(|f| f.level == Level::Block).collect();
        assert_eq!(blocks.len(), 1, "{blocks:?}");
        assert_eq!((blocks[0].rule, blocks[0].question.as_deref()), ("blank", Some("selections")));
        let mut parsed = Parsed::default();
        parsed.answers = a;
        parsed.fill_absent(content.flow(), today());
        let doc = Document::new(&content, &parsed.answers, None, today(), OFFICE);
        let says = if channel == "phone" {
            "応募中や選考中のところは、ありません"
        } else {
            "選考中のところはございません"
        };
        assert!(dense(&doc.plan.body).contains(&dense(says)), "{}", doc.plan.body);
        assert!(doc.findings.is_empty(), "{:?}", doc.findings);
    }
    // A decline without any says so itself.
    let mut a = case("decline", "mail", &[]);
    a.remove("selections");
    let doc = Document::new(&content, &a, None, today(), OFFICE);
    let blocks: Vec<_> = doc.findings.iter().filter(|f| f.level == Level::Block).collect();
    assert!(blocks.iter().any(|f| f.question.as_deref() == Some("selections")), "{blocks:?}");
}

/// An interview that is near is phoned about where something about it changes; what goes on as
/// planned needs no call.
#[test]
fn only_what_changes_is_phoned_about_first() {
    let content = Content::builtin();
    for (wish, expected) in [("decline", true), ("hold", true), ("keep", false)] {
        let near = selections(&[("ひかり病院", "first_interview", "2026-11-24", wish)]);
        let a = case("withdraw", "mail", &[("selections", near)]);
        let doc = Document::new(&content, &a, None, today(), OFFICE);
        assert_eq!(doc.findings.iter().any(|f| f.rule == "phone_first"), expected, "{wish}");
    }
}

/// A refusal that can't wait names its day also where no day for the answer was wished.
#[test]
fn a_day_that_was_not_wished_is_told_of() {
    let content = Content::builtin();
    for goal in ["withdraw", "decline"] {
        for (day, told) in [("2026-11-25", true), ("2026-12-24", false)] {
            let rows = selections(&[("ひかり病院", "first_interview", day, "decline")]);
            let a = case(goal, "mail", &[("selections", rows), ("reply_by", one("none"))]);
            let doc = Document::new(&content, &a, None, today(), OFFICE);
            let found = doc.findings.iter().find(|f| f.rule == "reply_unsaid");
            let says = found.is_some_and(|f| f.message.contains("「なし」"));
            assert_eq!(says, told, "{goal} {day} {:?}", doc.findings);
            assert_eq!(doc.plan.body.contains("までに、先方へ"), told, "{}", doc.plan.body);
        }
    }
}

/// A letter grows from the first answer on: at every step it renders, and its blanks are those that
/// are still to be asked.
#[test]
fn a_growing_letter_names_what_is_missing() {
    let content = Content::builtin();
    for (goal, channel) in GOALS.into_iter().flat_map(|g| CHANNELS.map(|c| (g, c))) {
        let full = complete(goal, channel);
        let ids: Vec<String> = Walk::new(content.flow(), &full, today())
            .steps
            .iter()
            .map(|s| s.question.id.clone())
            .collect();
        let mut a = Answers::default();
        let mut before = usize::MAX;
        for id in &ids {
            if let Some(v) = full.get(id) {
                a.set(id, v.clone());
            }
            let doc = Document::new(&content, &a, None, today(), OFFICE);
            let blanks = doc.letter.blanks();
            assert!(!blanks.contains(id), "{id} was answered");
            if id != "service" {
                // From the goal on the sections stand, so that blanks only disappear.
                assert!(blanks.len() <= before, "{goal} after {id}: {blanks:?}");
                before = blanks.len();
            }
            for b in &blanks {
                let label = &content.flow().get(b).expect("a question").label;
                assert!(doc.plan.all().contains(&format!("〔{label}〕")), "{label}");
            }
        }
        assert_eq!(before, 0, "{goal}");
    }
}

/// The names of days in a letter are those of its days, also over the end of a year.
#[test]
fn days_are_written_with_their_weekdays() {
    let content = Content::builtin();
    let day = |y, m, d| NaiveDate::from_ymd_opt(y, m, d).expect("a day");
    for (now, effective, says) in [
        (day(2026, 12, 30), "today", "本日12月30日（水）付で"),
        (day(2026, 12, 30), "2027-01-04", "、2027年1月4日（月）付で"),
        (day(2028, 2, 28), "2028-02-29", "、2月29日（火）付で"),
    ] {
        let a = case("withdraw", "mail", &[("effective", one(effective))]);
        let doc = Document::new(&content, &a, None, now, OFFICE);
        assert!(doc.plan.body.contains(says), "{says}\n{}", doc.plan.body);
    }
}

/// A name is written as it was given, whatever its characters.
#[test]
fn names_are_never_changed() {
    let content = Content::builtin();
    for name in [
        "髙橋 𠮷子", "葛\u{E0100}城 神\u{FA19}", "山﨑　花子", "Smith John",
        "山田（旧姓：みなと）花子",
    ] {
        let a =
            case("withdraw", "form", &[("sender.name", one(name)), ("sender.handler", one(name))]);
        let doc = Document::new(&content, &a, None, today(), OFFICE);
        let signed = doc.plan.body.split("\n\n").last().unwrap_or_default();
        assert!(signed.starts_with(&format!("{name}（ヤマダ ハナコ")), "{signed}");
        assert!(doc.plan.body.contains(&format!("{name} 様")));
        assert_eq!(doc.plan.fields[0].value, name);
    }
    // What looks like a template is text.
    let a = case("withdraw", "mail", &[("sender.name", one("{{ today }} {% if x %}"))]);
    let doc = Document::new(&content, &a, None, today(), OFFICE);
    assert!(doc.plan.body.contains("{{ today }} {% if x %}（ヤマダ ハナコ）"));
    let row: Entry = selection("{{ desk }}", "offer", "", "decline");
    let a = case("withdraw", "mail", &[("selections", Value::Entries(vec![row]))]);
    let doc = Document::new(&content, &a, None, today(), OFFICE);
    assert!(doc.plan.body.contains("{{ desk }}様"), "{}", doc.plan.body);
}

/// After an erasure second letters call it a new registration, too.
#[test]
fn who_was_erased_is_registered_anew_in_second_letters() {
    let content = Content::builtin();
    for kind in ["no_receipt", "no_completion", "confirm", "after_call"] {
        for channel in ["mail", "form", "phone", "post", "message"] {
            if (kind, channel) == ("after_call", "phone") {
                continue;
            }
            let erased = [("data_kept", one("erased")), ("call_date", one("2026-11-18"))];
            let a = second(kind, "resume", channel, "standard", &erased);
            let text = Document::new(&content, &a, None, today(), OfficeCalendar::default());
            let text = text.plan.all();
            assert!(text.contains("再登録"), "{kind} {channel}: {text}");
            let other = ["活動の再開", "活動再開", "活動を再開"];
            assert!(!other.iter().any(|w| text.contains(w)), "{kind} {channel}: {text}");
            let stays = kind != "confirm" && text.contains("に登録しております");
            assert!(!stays, "{kind} {channel}: {text}");
        }
    }
}
