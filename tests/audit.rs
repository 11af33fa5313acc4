//! The measurable rules of a letter: the models in `letters/models` keep them, and each rule is
//! seen broken.

mod support;

use chrono::{Days, NaiveDate};
use kotowari::domain::answers::{Answers, Entry, Value};
use kotowari::domain::calendar::OfficeCalendar;
use kotowari::domain::content::Content;
use kotowari::domain::document::Document;
use kotowari::domain::letter::audit::{AnswerSource, Size, WrittenLetter, check};
use kotowari::domain::letter::foreign;
use kotowari::domain::letter::lint::lint;
use kotowari::domain::manner::tone_of;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use support::{complete, date, many, one, selection, today};

/// A letter with its answers: commented TOML above the text, the day of writing in the first line.
#[derive(Clone)]
struct Model {
    today: NaiveDate,
    answers: Answers,
    subject: String,
    body: String,
}

/// The answers in the user's own words.
const OWN: [&str; 16] = [
    "sender.name", "sender.reading", "sender.handler", "service_name", "call_person", "done_by",
    "thanks_text", "note", "own_requests", "must_have", "job_type", "region", "salary", "changed",
    "lesson", "kept",
];

impl AnswerSource for Model {
    fn today(&self) -> NaiveDate {
        self.today
    }
    fn get(&self, id: &str) -> Option<&Value> {
        self.answers.get(id)
    }
    fn own_words(&self) -> Vec<&str> {
        let rows = self.entries("selections").iter().map(|e| e.get("employer"));
        let contacts = self.entries("contacts").iter().map(|e| e.get("detail"));
        OWN.iter().filter_map(|id| self.one(id)).chain(rows).chain(contacts).collect()
    }
}

fn plain(v: &toml::Value) -> String {
    match v {
        toml::Value::String(s) => s.clone(),
        toml::Value::Datetime(d) => d.to_string(),
        _ => panic!("a text or a day"),
    }
}

fn value(v: &toml::Value) -> Value {
    let row = |t: &toml::Table| Entry(t.iter().map(|(k, v)| (k.clone(), plain(v))).collect());
    match v.as_array() {
        Some(all) if all.iter().any(toml::Value::is_table) => {
            Value::Entries(all.iter().filter_map(toml::Value::as_table).map(row).collect())
        }
        Some(all) => Value::Many(all.iter().map(plain).collect()),
        None => Value::One(plain(v)),
    }
}

impl Model {
    fn read(text: &str) -> Self {
        let (head, text) = text.split_once("\n\n").expect("a head and a text");
        let day = head.get(3..13).expect("a day").parse().expect("a day");
        let told: String = head
            .lines()
            .filter_map(|l| l.strip_prefix("# "))
            .fold(String::new(), |all, l| all + l + "\n");
        let mut answers = Answers::default();
        for (id, v) in &told.parse::<toml::Table>().expect("answers") {
            let prefix = if id == "sender" { "sender." } else { "" };
            match v.as_table() {
                Some(t) => {
                    t.iter().for_each(|(k, v)| answers.set(&format!("{prefix}{k}"), value(v)));
                }
                None => answers.set(id, value(v)),
            }
        }
        let mut model = Self { today: day, answers, subject: String::new(), body: String::new() };
        model.say(text);
        model
    }

    /// The model of this name.
    fn of(name: &str) -> Self {
        Self::read(&fs::read_to_string(folder().join(name).with_extension("txt")).expect("a model"))
    }

    fn say(&mut self, text: &str) {
        let (subject, body) =
            text.strip_prefix("件名：").and_then(|t| t.split_once('\n')).unwrap_or(("", text));
        (self.subject, self.body) = (subject.to_owned(), body.trim_matches('\n').to_owned());
    }

    /// The same with other words: each pair once.
    fn with(mut self, changes: &[(&str, &str)]) -> Self {
        let subject = if self.subject.is_empty() {
            String::new()
        } else {
            format!("件名：{}\n", self.subject)
        };
        let mut text = subject + &self.body;
        for (old, new) in changes {
            assert!(text.contains(old), "{old}");
            text = text.replacen(old, new, 1);
        }
        self.say(&text);
        self
    }

    fn answering(mut self, id: &str, value: Value) -> Self {
        self.answers.set(id, value);
        self
    }

    fn check(&self) -> (Vec<(&'static str, String)>, Size) {
        let tone = self.one("tone").expect("a tone");
        let service = self.one("service_name").expect("a service");
        let office = OfficeCalendar::default();
        let (breaches, size) = check(&WrittenLetter {
            told: self,
            tone,
            subject: &self.subject,
            body: &self.body,
            service,
            office,
        });
        (breaches.into_iter().map(|b| (b.rule, b.what)).collect(), size)
    }

    /// The ids of the rules that it breaks.
    fn breaks(&self) -> BTreeSet<&'static str> {
        self.check().0.into_iter().map(|b| b.0).collect()
    }
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/letters/models")
}

fn models() -> Vec<(String, Model)> {
    let mut files: Vec<PathBuf> =
        fs::read_dir(folder()).expect("the models").map(|e| e.expect("a file").path()).collect();
    files.sort();
    let name = |p: &PathBuf| p.file_stem().expect("a name").to_string_lossy().into_owned();
    files.iter().map(|p| (name(p), Model::of(&name(p)))).collect()
}

#[test]
fn the_models_keep_every_rule() {
    let models = models();
    assert_eq!(models.len(), 19);
    let wrong: Vec<String> = models
        .iter()
        .flat_map(|(name, m)| m.check().0.into_iter().map(move |b| format!("{name}: {b:?}")))
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn the_size_is_that_of_what_the_program_says() {
    let (_, size) = Model::of("01-withdraw-mail-consultant").check();
    let kind = "withdraw mail".to_owned();
    assert_eq!(size, Size { kind, characters: 421, lines: 15, requests: 2 });
    let kind = |name| Model::of(name).check().1.kind;
    assert_eq!(kind("15-short-line-withdraw"), "message");
    assert_eq!(kind("12-again-no-completion-form"), "second form");
    // Names and own words of any length do not count.
    let long = Model::of("17-decline-mail-two-selections");
    let other = "株式会社アオバリンクホールディングス東日本営業本部";
    let mut rows = long.entries("selections").to_vec();
    rows[0].0.insert("employer".to_owned(), other.to_owned());
    let longer = long.clone().answering("selections", Value::Entries(rows));
    let longer = longer.with(&[("\n株式会社アオバリンク様", &format!("\n{other}様"))]);
    assert_eq!(longer.check().1.characters, long.check().1.characters);
}

/// Rule, model, and the words that break it.
type Mutation = (String, String, Vec<(String, String)>);

#[derive(serde::Deserialize)]
struct Broken {
    broken: Vec<Mutation>,
}

#[test]
fn every_rule_is_seen_broken() {
    let named = Content::law()
        .iter()
        .fold(include_str!("data/audit.toml").to_owned(), |text, (key, law)| {
            text.replace(&format!("{{law.{key}}}"), &law.article)
        });
    let broken: Broken = toml::from_str(&named).expect("mutations");
    let breaks = |name: &str, changes: &[(String, String)]| {
        let changes: Vec<_> = changes.iter().map(|(from, to)| (&**from, &**to)).collect();
        Model::of(name).with(&changes).breaks()
    };
    let wrong: Vec<String> = broken
        .broken
        .iter()
        .map(|(rule, name, changes)| (rule, name, breaks(name, changes)))
        .filter(|(rule, _, found)| !found.contains(rule.as_str()))
        .map(|(rule, name, found)| format!("{rule} in {name}: {found:?}"))
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
    let rules: BTreeSet<&str> = broken.broken.iter().map(|b| b.0.as_str()).collect();
    assert_eq!(rules.len(), 62, "{rules:?}");
}

/// The decline of example 17 as if its interview were on another day.
fn decline_on(day: NaiveDate) -> Model {
    let m = Model::of("17-decline-mail-two-selections");
    let mut rows = m.entries("selections").to_vec();
    rows[0].0.insert("date".to_owned(), day.to_string());
    m.answering("selections", Value::Entries(rows))
}

#[test]
fn a_selection_that_is_past_is_not_urgent() {
    // An answer by the fifth business day is asked for, as of any letter that is not urgent.
    let past = decline_on(date(2026, 12, 1));
    assert!(past.breaks().contains("E8"), "{:?}", past.check().0);
    let mended = past.with(&[("12月4日（金）までに", "12月9日（水）までに")]);
    assert!(mended.breaks().is_empty(), "{:?}", mended.check().0);
    // Nothing near excuses haste.
    assert!(mended.with(&[("誠に申し訳", "直前となり、申し訳")]).breaks().contains("D9"));
    // Today it is.
    let now = decline_on(date(2026, 12, 2)).with(&[("12月4日（金）までに", "本日中に")]);
    assert!(now.breaks().is_empty(), "{:?}", now.check().0);
}

#[test]
fn an_answer_to_a_decline_comes_before_the_interview() {
    // Written on the last Friday before the new year; the fifth business day is 8 January.
    let at = |m: Model, day: &str| {
        let mut m = m.with(&[
            ("12月9日（水）", "1月6日（水）"),
            ("12月4日（金）までに", &format!("{day}までに")),
        ]);
        m.today = date(2026, 12, 25);
        m.breaks()
    };
    let m = || decline_on(date(2027, 1, 6));
    assert_eq!(at(m(), "1月5日（火）"), BTreeSet::new());
    assert_eq!(at(m(), "1月4日（月）"), BTreeSet::from(["E8"]));
    assert_eq!(at(m(), "1月6日（水）"), BTreeSet::from(["E8"]));
    // A later interview leaves it where it is.
    assert_eq!(at(decline_on(date(2027, 1, 12)), "1月5日（火）"), BTreeSet::from(["E8"]));
    assert_eq!(at(decline_on(date(2027, 1, 12)), "1月4日（月）"), BTreeSet::from(["E8"]));
}

/// A second letter about an interview in a week asks for its answer on any day that is before it.
#[test]
fn a_second_letter_of_a_decline_asks_in_time() {
    let again = |day: &str| {
        let m = decline_on(date(2026, 12, 9)).answering("follow_up", one("no_receipt"));
        let found = m.with(&[("12月4日（金）までに", &format!("{day}までに"))]).breaks();
        found.into_iter().filter(|r| r.starts_with('E')).collect::<Vec<_>>()
    };
    for day in ["12月3日（木）", "12月4日（金）", "12月8日（火）"] {
        assert!(again(day).is_empty(), "{day}");
    }
    assert_eq!(again("12月2日（水）"), ["E8"]);
    assert_eq!(again("12月9日（水）"), ["E8"]);
}

#[test]
fn the_day_of_the_answer_is_the_one_that_was_wished() {
    let m = || Model::of("09-reduce-contact-mail");
    let day = |m: Model| m.answering("reply_by", one("2026-12-18"));
    assert_eq!(day(m()).breaks(), BTreeSet::from(["E8"]));
    let change = [("12月10日（木）までに", "12月18日（金）までに")];
    assert_eq!(day(m().with(&change)).breaks(), BTreeSet::new());
    let none = |m: Model| m.answering("reply_by", one("none"));
    assert_eq!(none(m()).breaks(), BTreeSet::from(["E4"]));
    assert_eq!(none(m().with(&[("12月10日（木）までに、", "")])).breaks(), BTreeSet::new());
}

/// As texts from elsewhere they are read as what they are, and nothing is said of them.
#[test]
fn the_models_pass_without_a_word() {
    for (name, model) in models() {
        let Model { today, subject, body, .. } = model;
        let text = if subject.is_empty() { body } else { format!("件名：{subject}\n\n{body}") };
        let read = foreign::read(&text);
        let found = lint(&read.input(today, OfficeCalendar::default()));
        assert!(!read.goal.is_empty() && found.is_empty(), "{name}: {read:?} {found:#?}");
    }
}

#[test]
fn what_corrects_the_models_is_right_as_well() {
    let who = [
        ("とご対応くださった方のお名前", ""),
        (
            "お忙しいところ恐れ入りますが",
            "差し支えなければ、ご担当の方のお名前もお聞かせください。お忙しいところ恐れ入りますが",
        ),
    ];
    assert_eq!(Model::of("02-withdraw-form").with(&who).breaks(), BTreeSet::new());
    // A soft letter thanks before it asks.
    let thanks = "早瀬様には、いつも親身に相談に乗っていただき、面接の準備まで丁寧にお力添えいただきましたこと、心より感謝しております。";
    let early = thanks.replace("心より感謝", "心より深く感謝");
    let first = format!("です。\n{early}\n\nこのたび勤務先が");
    let early = [
        (thanks, "どうぞよろしくお願い申し上げます。"),
        ("です。\n\nこのたび勤務先が", first.as_str()),
    ];
    assert_eq!(Model::of("04-withdraw-mail-soft-job-found").with(&early).breaks(), BTreeSet::new());
    // Wishes on lines of their own, beside two other lists.
    let wishes = [(
        "今後は、在宅対応のある調剤薬局に詳しく、希望条件をよく確かめたうえでご紹介くださる方に、ご相談したく存じます。",
        "今後は、次のような方にご相談したく存じます。\n・在宅対応のある調剤薬局に詳しい方\n・希望条件をよく確かめたうえでご紹介くださる方",
    )];
    assert_eq!(Model::of("08-change-consultant-form").with(&wishes).breaks(), BTreeSet::new());
    // A second letter asks again before it asks how far it is, and quotes the whole subject.
    let again = [
        ("「退会と個人情報の消去のお願い」", "「退会と個人情報の消去のお願い（𠮷本 一真）」"),
        (
            "状況をお聞かせください。",
            "改めて、退会の手続きと個人情報の消去を進めてくださいますようお願いいたします。",
        ),
    ];
    assert_eq!(Model::of("12-again-no-completion-form").with(&again).breaks(), BTreeSet::new());
}

#[test]
fn own_words_break_no_rule() {
    let own = |words: &str| {
        let m = Model::of("04-withdraw-mail-soft-job-found");
        let mut rows = m.entries("selections").to_vec();
        rows[0].0.insert("employer".to_owned(), words.to_owned());
        let m = m.answering("selections", Value::Entries(rows));
        m.with(&[("つばめ薬局", words), ("つばめ薬局", words)]).breaks()
    };
    // A street with 「条」, a name with LINE, a word that no letter uses.
    for words in ["北24条薬局", "LINEヤフー株式会社", "祝日薬局", "保留", "株式会社すべて"]
    {
        assert_eq!(own(words), BTreeSet::new(), "{words}");
    }
    let note = "先日の件は、保留ではなく、LINEでお伝えしたとおりです。";
    let m = Model::of("02-withdraw-form").answering("note", one(note));
    assert_eq!(m.breaks(), BTreeSet::from(["I5"]), "it has to stand there");
    let said = m.with(&[("お手数ですが、あわせて", &format!("{note}\nお手数ですが、あわせて"))]);
    assert_eq!(said.breaks(), BTreeSet::new());
}

#[test]
fn answers_that_a_letter_may_not_miss() {
    let m = || Model::of("02-withdraw-form");
    let thanked = m().answering("thanks", many(&["offers"]));
    assert!(thanked.breaks().contains("I5"));
    let own = m().answering("thanks_text", one("引っ越しの相談まで聞いていただきました。"));
    assert_eq!(own.breaks(), BTreeSet::from(["I5"]));
    let line = m().answering("requests", many(&["erase", "stop_line"]));
    assert!(line.breaks().is_superset(&BTreeSet::from(["C4", "C6"])));
    // Hours that leave both ends of the day free need no 「以降」.
    let hours =
        |h: &[&str]| Model::of("18-reduce-contact-mail-hours").answering("no_call", many(h));
    let without = [(
        "平日19時以降にお願いいたします（土日は受けられません）",
        "お願いいたします（平日9時から19時までは出られません）",
    )];
    assert_eq!(hours(&["weekday 09:00-19:00"]).with(&without).breaks(), BTreeSet::new());
    assert_eq!(hours(&["weekday 00:00-19:00"]).with(&without).breaks(), BTreeSet::from(["I8"]));
    assert_eq!(hours(&[]).breaks(), BTreeSet::from(["I2"]));
    assert_eq!(hours(&[]).answering("from_hour", one("19:00")).breaks(), BTreeSet::new());
}

/// The path through the questions tells the same as a list of answers, and knows which are own
/// words.
#[test]
fn a_walk_is_asked_like_a_list_of_answers() {
    let content = Content::builtin();
    let mut answers = complete("withdraw", "mail");
    let near = (today() + Days::new(3)).to_string();
    answers.set(
        "selections",
        Value::Entries(vec![selection("みなと薬局", "first_interview", &near, "decline")]),
    );
    let office = OfficeCalendar::default();
    let doc = Document::new(&content, &answers, None, today(), office);
    let told: &dyn AnswerSource = &doc.walk;
    assert_eq!(told.today(), today());
    assert_eq!(told.one("goal"), Some("withdraw"));
    assert_eq!(told.entries("selections").len(), 1);
    assert!(!told.many("requests").is_empty() && told.one("no_such_id").is_none());
    let own = told.own_words();
    assert!(own.contains(&"みなと薬局") && own.contains(&"山田 花子"), "{}", own.len());
    assert!(!own.contains(&"hanako@example.jp") && !own.contains(&"090-1234-5678"));
    let subject = doc.plan.subject.as_deref().unwrap_or_default();
    let service = "アポプラス薬剤師";
    let letter = |body| {
        let tone = tone_of(&answers);
        let (found, size) = check(&WrittenLetter { told, tone, subject, body, service, office });
        assert_eq!(size.kind, "withdraw mail");
        found.into_iter().map(|b| b.rule).collect::<BTreeSet<_>>()
    };
    let body = doc.plan.body.as_str();
    assert!(!letter(body).contains("K"));
    let wrong = body.replace("（月）", "（木）").replace("（火）", "（木）");
    assert!(letter(&wrong).contains("K"));
    // A blank page breaks much and harms nothing.
    for empty in ["", "\n", "【", "「", "月", "1月日（", "様", "\u{3000}"] {
        assert!(letter(empty).len() > 5);
    }
}
