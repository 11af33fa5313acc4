//! The letters. `letters/*.txt` hold what would leave the program for chosen answers, to be read by people;
//! `KOTOWARI_ACCEPT=1 cargo test --test letters` writes them anew. Beside them, every combination of choices is rendered.

mod support;

use chrono::NaiveDate;
use kotowari::domain::answers::{Answers, Entry, Value};
use kotowari::domain::calendar::OfficeCalendar;
use kotowari::domain::content::Content;
use kotowari::domain::document::Document;
use kotowari::domain::flow::spec::{Kind, Question};
use kotowari::domain::flow::walk::{State, Step, Walk};
use kotowari::domain::gate::Level;
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use support::{complete, many, one, selection, today};

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

/// A chosen case: the name of its file, its answers.
type Case = (&'static str, Answers);

fn withdrawals() -> Vec<Case> {
    let by_stage = |wish| {
        selections(&[
            ("みなと薬局", "applied", "", wish),
            ("あおば薬局", "document_screening", "", wish),
            ("さくら調剤薬局", "first_interview", "2026-12-03", wish),
            ("ひかり病院", "final_interview", "2026-12-10", wish),
            ("つばさドラッグ", "offer", "", wish),
        ])
    };
    let [name, _] = handler();
    let mut out = vec![
        ("withdraw-mail", case("withdraw", "mail", &[])),
        ("withdraw-form", case("withdraw", "form", &[])),
        ("withdraw-mail-handler", case("withdraw", "mail", &handler())),
        ("withdraw-form-handler", case("withdraw", "form", &handler())),
        ("withdraw-mail-handler-name-only", case("withdraw", "mail", std::slice::from_ref(&name))),
        ("withdraw-mail-decline", case("withdraw", "mail", &[("selections", by_stage("decline"))])),
        ("withdraw-form-keep", case("withdraw", "form", &[("selections", by_stage("keep"))])),
        ("withdraw-mail-hold", case("withdraw", "mail", &[("selections", by_stage("hold"))])),
        (
            "withdraw-mail-mixed-selections",
            case(
                "withdraw",
                "mail",
                &[
                    (
                        "selections",
                        selections(&[
                            ("みなと薬局", "first_interview", "2026-11-26", "decline"),
                            ("ひかり病院", "final_interview", "", "keep"),
                            ("あおば薬局", "applied", "", "hold"),
                        ]),
                    ),
                    name.clone(),
                ],
            ),
        ),
        ("withdraw-mail-only-stop-use", case("withdraw", "mail", &[("requests", many(&["stop_use"]))])),
        ("withdraw-form-only-stop-use", case("withdraw", "form", &[("requests", many(&["stop_use"]))])),
        ("withdraw-mail-only-erase", case("withdraw", "mail", &[("requests", many(&["erase"]))])),
        ("withdraw-mail-only-calls", case("withdraw", "mail", &[("requests", many(&["stop_calls"]))])),
        (
            "withdraw-form-no-data",
            case("withdraw", "form", &[("requests", many(&["stop_offers", "stop_mail", "stop_calls"]))]),
        ),
        ("withdraw-mail-later", case("withdraw", "mail", &[("effective", one("2026-12-25"))])),
        (
            "withdraw-mail-other-service",
            case("withdraw", "mail", &[("service", one("other")), ("service_name", one("みなとキャリア"))]),
        ),
    ];
    for (file, reason) in [
        ("withdraw-mail-reason-other-service", "other_service"),
        ("withdraw-mail-reason-job-found", "job_found"),
        ("withdraw-form-reason-too-much-contact", "too_much_contact"),
        ("withdraw-mail-reason-resting", "resting"),
        ("withdraw-form-reason-privacy", "privacy"),
    ] {
        let channel = if file.contains("form") { "form" } else { "mail" };
        out.push((file, case("withdraw", channel, &[("reason", one(reason))])));
    }
    out
}

fn pauses() -> Vec<Case> {
    let [name, _] = handler();
    vec![
        ("pause-mail", case("pause", "mail", &[])),
        ("pause-form", case("pause", "form", &handler())),
        (
            "pause-mail-until-a-day",
            case(
                "pause",
                "mail",
                &[("pause_from", one("2026-12-01")), ("resume", one("2027-04-05")), name.clone()],
            ),
        ),
        ("pause-form-when-i-ask", case("pause", "form", &[("resume", one("when_i_ask"))])),
        ("pause-mail-rare-offers", case("pause", "mail", &[("exceptions", one("rare_offers"))])),
        ("pause-mail-only-mailings", case("pause", "mail", &[("pause_scope", many(&["mail"]))])),
    ]
}

fn contact_rules() -> Vec<Case> {
    let [name, mail] = handler();
    vec![
        ("change-mail", case("change_handler", "mail", &[])),
        ("change-form-handler", case("change_handler", "form", &handler())),
        (
            "change-mail-everything",
            case(
                "change_handler",
                "mail",
                &[
                    (
                        "wishes",
                        many(&[
                            "field_expert",
                            "listens",
                            "fewer_offers",
                            "written",
                            "long_view",
                            "workplace_facts",
                        ]),
                    ),
                    ("must_have", one("土日のいずれかは休みであること\n夜間の呼び出しがないこと")),
                    ("job_type", one("調剤薬局、正社員")),
                    ("region", one("横浜市内、通勤40分以内")),
                    ("salary", one("年収500万円以上")),
                    ("means", one("mail_first")),
                    ("frequency", one("biweekly")),
                    ("no_call", many(&["weekday 09:00-18:00"])),
                    ("urgent_offers", one("keep")),
                    name.clone(),
                    mail,
                ],
            ),
        ),
        (
            "change-form-phone-ok",
            case("change_handler", "form", &[("means", one("phone_ok")), ("wishes", many(&["written"]))]),
        ),
        ("reduce-mail", case("reduce_contact", "mail", &[])),
        ("reduce-form", case("reduce_contact", "form", &handler())),
        (
            "reduce-mail-mail-first-weekly",
            case(
                "reduce_contact",
                "mail",
                &[
                    ("means", one("mail_first")),
                    ("frequency", one("weekly")),
                    ("urgent_offers", one("keep")),
                    ("no_call", many(&["weekday 09:00-18:00", "sat 09:30-12:00"])),
                    name.clone(),
                ],
            ),
        ),
        (
            "reduce-form-phone-ok-biweekly",
            case("reduce_contact", "form", &[("means", one("phone_ok")), ("frequency", one("biweekly"))]),
        ),
        (
            "reduce-mail-when-i-ask",
            case(
                "reduce_contact",
                "mail",
                &[("frequency", one("when_i_ask")), ("no_call", many(&["everyday 21:00-24:00"]))],
            ),
        ),
        (
            "reduce-form-other-service",
            case(
                "reduce_contact",
                "form",
                &[("service", one("other")), ("service_name", one("みなとキャリア"))],
            ),
        ),
    ]
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
    line(&mut out, "Answer by", &plan.answer_by.to_string());
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
    let tail = old.iter().rev().zip(new.iter().rev()).take(rest).take_while(|(a, b)| a == b).count();
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
    for (name, answers) in withdrawals().into_iter().chain(pauses()).chain(contact_rules()) {
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
    assert!(wrong.is_empty(), "letters differ (KOTOWARI_ACCEPT=1 accepts them):\n{wrong}");
    let there: BTreeSet<PathBuf> =
        fs::read_dir(folder()).expect("the letters").map(|e| e.expect("a file").path()).collect();
    assert_eq!(there, files, "a file that belongs to no case");
}

#[test]
fn a_difference_is_shown_where_it_is() {
    assert_eq!(difference("a\nb\nc\n", "a\nx\nc\n"), "@@ line 2\n- b\n+ x\n");
    assert_eq!(difference("", "a\n"), "@@ line 1\n+ a\n");
    assert_eq!(difference("a\na\n", "a\n"), "@@ line 2\n- a\n");
}

/// The variants of an answer to a question that are worth telling apart; None leaves it unanswered.
fn variants(q: &Question) -> Vec<Option<Value>> {
    let given = |v: &str| vec![Some(one(v))];
    let maybe = |v: &str| vec![None, Some(one(v))];
    match q.kind {
        Kind::Choice => q.choice.iter().map(|c| Some(one(&c.value))).collect(),
        Kind::Choices => {
            let all: Vec<&str> = q.choice.iter().map(|c| c.value.as_str()).collect();
            let single = all.iter().map(|v| many(&[v]));
            [many(&[]), many(&all)].into_iter().chain(single).map(Some).collect()
        }
        Kind::Date if q.id == "sender.birth_date" => given("1990-04-01"),
        Kind::Date => vec![Some(one("today")), Some(one("2026-12-25"))],
        Kind::Month => ["2027-04", "2027-04-05", "when_i_ask"].into_iter().map(|v| Some(one(v))).collect(),
        Kind::Hours => vec![None, Some(many(&["weekday 09:00-18:00", "sat 13:00-15:30"]))],
        Kind::Entries => {
            let rows = |wish| {
                selections(&[
                    ("みなと薬局", "offer", "", wish),
                    ("ひかり病院", "applied", "2026-12-10", wish),
                ])
            };
            vec![None, Some(rows("decline")), Some(rows("keep")), Some(rows("hold"))]
        }
        Kind::Text | Kind::LongText => match q.id.as_str() {
            "sender.name" => given("山田 花子"),
            "sender.reading" => given("ヤマダ ハナコ"),
            "sender.email" => given("hanako@example.jp"),
            "sender.phone" => given("090-1234-5678"),
            "service_name" => given("みなとキャリア"),
            "sender.handler" => maybe("佐藤"),
            "must_have" => maybe("土日のいずれかは休みであること"),
            // Told apart by the cases above; here they follow the condition that comes first.
            "job_type" | "region" | "salary" | "sender.handler_email" => vec![None],
            other => panic!("say here what is answered to {other}"),
        },
    }
}

/// Answers the questions on the path one by one, each in all its variants.
fn every_letter(content: &Content, answers: &Answers, from: usize, visit: &mut impl FnMut(&Answers)) {
    let walk = Walk::new(content.flow(), answers, today());
    let Some(step) = walk.steps.get(from) else {
        assert!(walk.ends);
        visit(answers);
        return;
    };
    if answers.get(&step.question.id).is_some() {
        every_letter(content, answers, from + 1, visit);
        return;
    }
    for v in variants(step.question) {
        let mut next = answers.clone();
        if let Some(v) = v {
            next.set(&step.question.id, v);
        }
        every_letter(content, &next, from + 1, visit);
    }
}

/// The words that show a request in a letter.
const SAYS: [(&str, &[&str]); 6] = [
    ("erase", &["個人情報を消去", "個人情報の消去"]),
    ("stop_use", &["利用の停止", "利用を停止"]),
    ("stop_third_party", &["第三者への提供を停止"]),
    ("stop_offers", &["求人のご紹介の停止"]),
    ("stop_mail", &["配信を止めて"]),
    ("stop_calls", &["お電話やSMS"]),
];

struct Seen<'a> {
    doc: &'a Document<'a>,
    goal: &'a str,
    mail: bool,
}

impl Seen<'_> {
    fn body(&self) -> &str {
        &self.doc.plan.body
    }
    fn has(&self, what: &str) {
        assert!(self.body().contains(what), "no {what} in\n{}", self.body());
    }
    fn lines_from(&self, heading: &str) -> Vec<&str> {
        self.body().lines().skip_while(|l| *l != heading).skip(1).take_while(|l| !l.is_empty()).collect()
    }

    /// Nothing left open and nothing that belongs to the making of the letter.
    fn nothing_left_over(&self) {
        let whole = self.doc.plan.all();
        for mark in
            ["\u{FDD0}", "\u{FDD1}", "〔", "〕", "{{", "}}", "{%", "\t", "\n\n\n", "。。", "、、", " \n"]
        {
            assert!(!whole.contains(mark), "{mark:?} in\n{whole}");
        }
        assert!(!whole.chars().any(|c| c.is_control() && c != '\n'), "{whole:?}");
        assert_eq!(self.body().trim(), self.body(), "no empty line at either end");
    }

    /// What every complete letter has (T1 to T7).
    fn complete(&self) {
        let plan = &self.doc.plan;
        let request = match self.goal {
            "withdraw" => "退会",
            "pause" => "一時停止",
            "change_handler" => "担当者変更",
            _ => "ご連絡の方法",
        };
        let head = if self.mail { plan.subject.as_deref() } else { self.body().lines().next() };
        assert!(head.is_some_and(|h| h.contains(request) && h.contains("山田 花子")), "{head:?}");
        assert_eq!(plan.subject.is_some(), self.mail);
        let service = match self.doc.walk.one("service") {
            Some("other") => "みなとキャリア",
            _ => "アポプラス薬剤師",
        };
        let skip = if self.mail { 0 } else { 2 };
        let to: Vec<&str> = self.body().lines().skip(skip).take(2).collect();
        let person = match (self.doc.walk.one("sender.handler"), self.goal) {
            (Some(name), "withdraw" | "pause" | "reduce_contact") => format!("{name} 様"),
            _ => "ご担当者様".to_owned(),
        };
        assert_eq!(to, [service, person.as_str()], "\n{}", self.body());
        self.has("氏名：山田 花子（ヤマダ ハナコ）");
        self.has("登録メールアドレス：hanako@example.jp");
        self.has("登録電話番号：090-1234-5678");
        assert_eq!(
            self.body().contains("生年月日：1990年4月1日"),
            self.goal == "withdraw",
            "\n{}",
            self.body()
        );
        self.has("お名前");
        self.has("上記の登録メールアドレスに");
        self.has("3営業日以内");
        self.has("どうぞよろしくお願いいたします。");
        assert!(self.body().ends_with("\n\n山田 花子\nhanako@example.jp"), "\n{}", self.body());
        if !self.mail {
            let values: Vec<&str> = plan.fields.iter().map(|f| f.value.as_str()).collect();
            let expected = ["山田 花子", "ヤマダ ハナコ", "hanako@example.jp", "090-1234-5678", self.body()];
            assert_eq!(values, expected);
        }
    }

    /// Each request has a number of its own, and there is no other.
    fn withdrawal(&self) {
        let asked = self.doc.walk.many("requests");
        let has = |r: &str| asked.iter().any(|a| a == r);
        let lines = self.lines_from("【お願いしたいこと】");
        let own = asked.iter().filter(|a| !matches!(a.as_str(), "erase" | "stop_use")).count();
        let expected = 1 + usize::from(has("erase") || has("stop_use")) + own;
        assert_eq!(lines.len(), expected, "{lines:?}");
        for (i, l) in lines.iter().enumerate() {
            assert!(l.starts_with(&format!("{}. ", i + 1)), "{l}");
        }
        for (request, says) in SAYS {
            let said = lines.iter().any(|l| says.iter().any(|s| l.contains(s)));
            assert_eq!(said, has(request), "{request}: {lines:?}");
        }
        self.has("完了日");
        self.has("付で、");
        let none = "応募中・選考中の案件はありません";
        let rows = self.doc.walk.entries("selections");
        assert_eq!(self.body().contains(none), rows.is_empty());
        for row in rows {
            self.has(&format!("・{}／", row.get("employer")));
        }
        let lines = self.lines_from("【応募・選考中の案件】");
        let wishes: Vec<&str> = rows.iter().map(|r| r.get("wish")).collect();
        let says = |w: &str| lines.iter().filter(|l| l.contains(w)).count();
        let count = |w: &str| wishes.iter().filter(|x| **x == w).count();
        assert_eq!(says("先方への連絡を"), count("decline"), "{lines:?}");
        assert_eq!(says("続けて受けること"), count("keep"), "{lines:?}");
        assert_eq!(says("いったん止めて"), count("hold"), "{lines:?}");
        let kept = has("erase") || has("stop_use");
        assert_eq!(self.body().contains("法令により保存が必要なもの"), kept);
        self.has("本人確認の方法");
    }

    fn pause(&self) {
        self.has("退会ではありません");
        let lines = self.lines_from("【お願いしたいこと】");
        let scope = self.doc.walk.many("pause_scope");
        for (value, says) in
            [("offers", "求人のご紹介を停止"), ("mail", "配信も止めて"), ("calls", "お電話やSMS")]
        {
            assert_eq!(lines.iter().any(|l| l.contains(says)), scope.iter().any(|s| s == value), "{lines:?}");
        }
        let from = if self.doc.walk.one("pause_from") == Some("today") {
            "2026年11月20日（金）"
        } else {
            "2026年12月25日（金）"
        };
        self.has(from);
        self.has(match self.doc.walk.one("resume") {
            Some("2027-04") => "2027年4月です",
            Some("when_i_ask") => "再開の時期は決めておりません",
            _ => "2027年4月5日（月）です",
        });
        let rare = self.doc.walk.one("exceptions") == Some("rare_offers");
        assert_eq!(self.body().contains("例外として"), rare);
    }

    fn contact_rule(&self) {
        let lines = self.lines_from("【今後のご連絡について】");
        let walk = &self.doc.walk;
        let means = match walk.one("means") {
            Some("mail_only") => "メールのみ",
            Some("mail_first") => "はじめにメール",
            _ => "どちらでも",
        };
        let often = match walk.one("frequency") {
            Some("monthly") => "月に1回",
            Some("biweekly") => "2週間に1回",
            Some("weekly") => "週に1回",
            _ => "お尋ねしたとき",
        };
        for says in ["手段：", means, "回数：", often, "急ぎの求人："] {
            assert_eq!(lines.iter().filter(|l| l.contains(says)).count(), 1, "{says}: {lines:?}");
        }
        let hours = !walk.many("no_call").is_empty();
        assert_eq!(
            lines.iter().any(|l| l.contains("平日の9:00から18:00まで、土曜日の13:00から15:30まで")),
            hours
        );
        assert_eq!(lines.len(), 3 + usize::from(hours) + usize::from(self.goal == "reduce_contact"));
    }

    fn change(&self) {
        self.contact_rule();
        let lines = self.lines_from("【希望する支援】");
        assert_eq!(lines.len(), self.doc.walk.many("wishes").len(), "{lines:?}");
        let condition = self.doc.walk.one("must_have").is_some();
        assert_eq!(self.body().contains("譲れない条件："), condition);
        assert_eq!(self.body().contains("【希望条件】"), condition, "a heading without anything below it");
    }
}

/// Renders every combination of a goal and looks at each letter; gives how many were complete and how many can't leave.
fn every_combination(goal: &str) -> (usize, usize) {
    let content = Content::builtin();
    let (mut whole, mut blocked) = (0, 0);
    let mut start = Answers::default();
    start.set("goal", one(goal));
    every_letter(&content, &start, 0, &mut |answers| {
        let doc = Document::new(&content, answers, None, today(), OFFICE);
        let open = |s: &&Step<'_>| matches!(s.state, State::Invalid(_) | State::Missing);
        let unmarked: Vec<&str> =
            doc.walk.steps.iter().filter(open).map(|s| s.question.id.as_str()).collect();
        let seen = Seen { doc: &doc, goal, mail: doc.plan.channel == "mail" };
        if unmarked.is_empty() {
            whole += 1;
            seen.nothing_left_over();
            seen.complete();
            match goal {
                "withdraw" => seen.withdrawal(),
                "pause" => seen.pause(),
                "change_handler" => seen.change(),
                _ => seen.contact_rule(),
            }
            return;
        }
        // A list that needs at least one mark and has none: the letter renders, and the gate names the question.
        blocked += 1;
        let blocks = doc.findings.iter().filter(|f| f.level == Level::Block);
        let named: Vec<&str> = blocks.filter_map(|f| f.question.as_deref()).collect();
        assert!(unmarked.iter().all(|u| named.contains(u)), "{unmarked:?}: {named:?}");
    });
    println!("{goal}: {whole} complete letters, {blocked} that cannot leave");
    (whole, blocked)
}

#[test]
fn every_withdrawal_is_complete() {
    // Services, consultants, channels 2 each; 7 marks (and none); 4 states of selections; 6 reasons; 2 days.
    assert_eq!(every_combination("withdraw"), (8 * 7 * 4 * 6 * 2, 8 * 4 * 6 * 2));
}

#[test]
fn every_pause_is_complete() {
    assert_eq!(every_combination("pause"), (8 * 2 * 3 * 4 * 2, 8 * 2 * 3 * 2));
}

#[test]
fn every_change_of_consultant_is_complete() {
    // 7 marks (and none), with and without a condition, the contact rule: 3 means, 4 frequencies, hours, urgent offers.
    assert_eq!(every_combination("change_handler"), (8 * 7 * 2 * 48, 8 * 2 * 48));
}

#[test]
fn every_contact_rule_is_complete() {
    assert_eq!(every_combination("reduce_contact"), (8 * 48, 0));
}

/// A letter grows from the first answer on: at every step it renders, and its blanks are those that are still to be asked.
#[test]
fn a_growing_letter_names_what_is_missing() {
    let content = Content::builtin();
    for goal in ["withdraw", "pause", "change_handler", "reduce_contact"] {
        let full = complete(goal, "mail");
        let ids: Vec<String> =
            Walk::new(content.flow(), &full, today()).steps.iter().map(|s| s.question.id.clone()).collect();
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
        (day(2026, 12, 30), "today", "本日、2026年12月30日（水）付で"),
        (day(2026, 12, 30), "2027-01-04", "\n2027年1月4日（月）付で"),
        (day(2028, 2, 28), "2028-02-29", "\n2028年2月29日（火）付で"),
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
    for name in
        ["髙橋 𠮷子", "葛\u{E0100}城 神\u{FA19}", "山﨑　花子", "Smith John", "山田（旧姓：みなと）花子"]
    {
        let a = case("withdraw", "form", &[("sender.name", one(name)), ("sender.handler", one(name))]);
        let doc = Document::new(&content, &a, None, today(), OFFICE);
        assert!(doc.plan.body.ends_with(&format!("{name}\nhanako@example.jp")));
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
    assert!(doc.plan.body.contains("・{{ desk }}／内定"));
}
