//! What a letter has to say: each element taken out of a letter of ours is missed, through every
//! channel, and the whole letter lacks nothing. Elements are looked for in what the letter says:
//! subject and title name the matter, they ask for nothing.

mod support;

use kotowari::domain::answers::{Answers, Value};
use kotowari::domain::calendar::OfficeCalendar;
use kotowari::domain::content::Content;
use kotowari::domain::document::{Document, Edited};
use kotowari::domain::gate::{self, Level};
use kotowari::domain::letter::foreign;
use kotowari::domain::letter::lint::{FOLLOW_UP, LintInput, Weight, lint};
use kotowari::domain::word::Word as _;
use support::{CHANNELS, complete, many, one, selection, today};

const OFFICE: OfficeCalendar = OfficeCalendar { year_end: true };

fn letter(goal: &str, channel: &str, tone: &str) -> Answers {
    let like = if matches!(goal, "resume" | "decline") { "reduce_contact" } else { goal };
    let mut a = complete(like, channel);
    a.set("goal", one(goal));
    a.set("extras", one("done"));
    a.set("tone", one(tone));
    a.set("resume_from", one("today"));
    a.set("data_kept", one("unknown"));
    a.set("changed", one("在宅の仕事もしたい"));
    a.set("lesson", one(""));
    if goal == "decline" {
        let row = selection("みなと薬局", "first_interview", "2026-12-03", "decline");
        a.set("selections", Value::Entries(vec![row]));
        a.set("reason", one("other_service"));
    }
    a
}

/// The rules that say something is missing from this text, as part of that letter.
fn missing(doc: &Document<'_>, body: &str, known: bool) -> Vec<&'static str> {
    let requests = doc.walk.many("requests").to_vec();
    let follow_up = doc.walk.one("follow_up").is_some();
    let found = lint(&LintInput {
        subject: doc.plan.subject.as_deref(),
        body,
        channel: doc.plan.channel,
        goal: if follow_up { FOLLOW_UP } else { doc.walk.one("goal").expect("a goal") },
        // As in the review, or as in `kotowari check letter.txt`.
        service: known.then_some("アポプラス薬剤師"),
        sender: known.then_some("山田 花子"),
        requests: if known { &requests } else { &[] },
        today: today(),
        office: OFFICE,
        ..LintInput::default()
    });
    found.into_iter().filter(|l| l.missing).map(|l| l.rule).collect()
}

/// The body without the paragraphs that have one of these words. On paper and in a list a paragraph
/// goes on in indented lines.
fn without(body: &str, words: &[&str]) -> String {
    let mut paragraphs: Vec<String> = Vec::new();
    let mut open = false;
    for line in body.lines() {
        let title = line.starts_with('【') || line.trim().is_empty();
        let item = line.contains('：')
            || line.starts_with('・')
            || line.starts_with(|c: char| c.is_ascii_digit());
        let goes_on = open
            && !title
            && !item
            && !paragraphs.last().is_some_and(|p| p.ends_with(['。', '」']));
        match paragraphs.last_mut().filter(|_| goes_on) {
            Some(p) => p.push_str(line.trim_start()),
            None => paragraphs.push(line.to_owned()),
        }
        open = !title && line.chars().count() > 20;
    }
    let kept =
        paragraphs.iter().filter(|p| p.starts_with('【') || !words.iter().any(|w| p.contains(w)));
    kept.cloned().collect::<Vec<_>>().join("\n")
}

/// (goal, what names the paragraphs that are taken out, the element that is missed then).
const ELEMENTS: [(&str, &[&str], &str); 25] = [
    ("withdraw", &["退会"], "missing_decision"),
    ("withdraw", &["日付で", "日（金）付で", "本日付"], "missing_date"),
    (
        "withdraw",
        &["ところはございません", "ところは、ありません", "選考は、ありません"],
        "missing_selections",
    ),
    ("withdraw", &["消去"], "missing_request"),
    ("withdraw", &["第三者"], "missing_request"),
    ("withdraw", &["求人のご紹介", "求人の紹介"], "missing_request"),
    ("withdraw", &["メール配信", "メールの配信"], "missing_request"),
    ("withdraw", &["お電話・SMS", "電話とSMS"], "missing_request"),
    ("withdraw", &["完了日", "終わった日"], "missing_completion"),
    ("withdraw", &["お名前"], "missing_person"),
    ("pause", &["休むことに", "お休みしたい", "止めて", "休止の期間"], "missing_decision"),
    ("pause", &["日（金）から", "今日から"], "missing_date"),
    ("pause", &["再開"], "missing_resume"),
    ("pause", &["紹介", "配信", "SMS"], "missing_scope"),
    ("pause", &["登録は", "登録の内容"], "missing_registration"),
    ("change_handler", &["担当を替え", "変更をお願い"], "missing_decision"),
    ("change_handler", &["新しいご担当の方のお名前", "お名前"], "missing_person"),
    ("reduce_contact", &["連絡", "手段", "回数", "電話"], "missing_decision"),
    ("reduce_contact", &["メールだけ", "メールでいただけ"], "missing_means"),
    ("reduce_contact", &["月に1回"], "missing_frequency"),
    ("decline", &["辞退"], "missing_decision"),
    ("decline", &["みなと薬局"], "missing_employer"),
    ("decline", &["みなと薬局"], "missing_stage"),
    ("resume", &["再開したく", "再開したい"], "missing_decision"),
    ("resume", &["メールだけ", "メールでいただけ"], "missing_contact_rule"),
];

#[test]
fn what_is_taken_out_is_missed() {
    let content = Content::builtin();
    let mut wrong = Vec::new();
    for channel in CHANNELS {
        for tone in ["soft", "standard", "firm"] {
            for (goal, words, rule) in ELEMENTS {
                let a = letter(goal, channel, tone);
                let doc = Document::new(&content, &a, None, today(), OFFICE);
                for known in [true, false] {
                    let whole = missing(&doc, &doc.plan.body, known);
                    // A soft letter does not speak of selections that there are not.
                    let silent = |r: &&str| {
                        *r == "missing_thanks"
                            || (*r == "missing_selections" && (goal, tone) == ("withdraw", "soft"))
                    };
                    if !whole.iter().all(silent) {
                        wrong.push(format!("{goal} {channel} {tone}: whole, but {whole:?}"));
                    }
                    // Requests are known from answers only; in a bare text the subject mentions the
                    // erasure.
                    if rule == "missing_request" && !known {
                        continue;
                    }
                    let body = without(&doc.plan.body, words);
                    let found = missing(&doc, &body, known);
                    if !found.contains(&rule) {
                        wrong.push(format!(
                            "{goal} {channel} {tone} {words:?}: no {rule}, {found:?}\n{body}"
                        ));
                    }
                }
            }
        }
    }
    wrong.sort();
    wrong.dedup();
    assert!(wrong.is_empty(), "{} of them\n{}", wrong.len(), wrong.join("\n"));
}

/// The sender, in every goal and channel: the name, and what identifies the registration.
#[test]
fn who_writes_is_missed() {
    let content = Content::builtin();
    for channel in CHANNELS {
        for goal in ["withdraw", "pause", "change_handler", "reduce_contact", "decline", "resume"] {
            let a = letter(goal, channel, "standard");
            let doc = Document::new(&content, &a, None, today(), OFFICE);
            let whole = doc.plan.body.as_str();
            for known in [true, false] {
                let nobody =
                    whole.lines().filter(|l| !l.contains("山田")).collect::<Vec<_>>().join("\n");
                let found = missing(&doc, &nobody, known);
                assert!(found.contains(&"missing_name"), "{goal} {channel}: {found:?}\n{nobody}");
                let block = without(whole, &["生年月日：", "登録メール", "登録電話", "本人確認："]);
                let found = missing(&doc, &block, known);
                assert!(
                    found.contains(&"missing_identity"),
                    "{goal} {channel}: {found:?}\n{block}"
                );
            }
        }
    }
}

/// The defect that began it: the subject is no sentence, and 「到着から3営業日以内」 is no day of leaving.
#[test]
fn a_subject_alone_asks_for_nothing() {
    let content = Content::builtin();
    let a = letter("withdraw", "mail", "standard");
    let doc = Document::new(&content, &a, None, today(), OFFICE);
    let cut = without(&doc.plan.body, &["退会いたしたく"]);
    assert!(cut.contains("12月7日（月）までに"), "{cut}");
    assert_eq!(
        missing(&doc, &cut, false),
        ["missing_decision", "missing_date", "missing_selections"]
    );
}

#[test]
fn a_second_letter_without_the_day_of_the_first() {
    let content = Content::builtin();
    let mut count = 0;
    for goal in ["withdraw", "pause", "change_handler", "reduce_contact", "decline", "resume"] {
        for follow_up in ["no_receipt", "held_back", "confirm"] {
            for channel in CHANNELS {
                let mut a = letter(goal, channel, "standard");
                a.set("follow_up", one(follow_up));
                a.set("first_date", one("2026-11-13"));
                a.set("first_channel", one("mail"));
                a.set("first_subject", one("先日のお願い"));
                a.set("done_date", one("2026-11-19"));
                a.set("undone", many(&["stop_mail"]));
                let doc = Document::new(&content, &a, None, today(), OFFICE);
                if !doc.walk.complete() {
                    continue;
                }
                count += 1;
                let whole = missing(&doc, &doc.plan.body, true);
                assert!(
                    whole.is_empty(),
                    "{goal} {follow_up} {channel}: {whole:?}\n{}",
                    doc.plan.body
                );
                let cut = without(&doc.plan.body, &["11月13日"]);
                let found = missing(&doc, &cut, true);
                assert!(
                    found.contains(&"missing_first"),
                    "{goal} {follow_up} {channel}: {found:?}\n{cut}\n{}",
                    doc.plan.body
                );
            }
        }
    }
    assert!(count > 50, "{count} letters");
}

/// A letter of ours, given as nothing but text: its channel and goal are seen, and nothing is wrong
/// with it.
#[test]
fn the_text_alone_tells_what_it_is() {
    let content = Content::builtin();
    let mut wrong = Vec::new();
    for channel in CHANNELS {
        for tone in ["soft", "standard", "firm"] {
            for goal in
                ["withdraw", "pause", "change_handler", "reduce_contact", "decline", "resume"]
            {
                for (follow_up, handler, name) in [
                    ("", "", "山田 花子"),
                    ("", "佐藤", "李"),
                    ("", "髙橋", "勘解由小路 アレクサンドリーナ真理子"),
                    ("no_receipt", "佐藤", "𠮷田 葛󠄀髙﨑"),
                    ("still_contacted", "", "Anna Smith"),
                    ("confirm", "エリザベス", "さくら ひなの"),
                ] {
                    let mut a = letter(goal, channel, tone);
                    a.set("sender.name", one(name));
                    a.set("sender.handler", one(handler));
                    a.set("follow_up", one(follow_up));
                    a.set("first_date", one("2026-11-13"));
                    a.set("first_channel", one("mail"));
                    a.set("first_subject", one("先日のお願い（山田 花子）"));
                    a.set("done_date", one("2026-11-19"));
                    let doc = Document::new(&content, &a, None, today(), OFFICE);
                    if !doc.walk.complete() {
                        continue;
                    }
                    let (subject, body) = (doc.plan.subject.as_deref(), &doc.plan.body);
                    let text =
                        subject.map_or_else(|| body.clone(), |s| format!("件名：{s}\n\n{body}"));
                    let read = foreign::read(&text);
                    let meant = if follow_up.is_empty() { goal } else { FOLLOW_UP };
                    if (read.channel.id(), read.goal, read.body.trim_end())
                        != (channel, meant, body.trim_end())
                    {
                        wrong
                            .push(format!("{goal} {channel} {tone} {follow_up}: read as {read:?}"));
                    }
                    let input = read.input(today(), OFFICE);
                    for l in lint(&input) {
                        let rare = matches!(l.rule, "form_character" | "form_ambiguous");
                        if !rare && l.weight != Weight::Hint {
                            wrong.push(format!(
                                "{goal} {channel} {tone} {follow_up} {name}: {l:?}\n{text}"
                            ));
                        }
                    }
                }
            }
        }
    }
    wrong.sort();
    wrong.dedup();
    assert!(wrong.is_empty(), "{} of them\n{}", wrong.len(), wrong.join("\n"));
}

/// A letter of ours without its subject, as in a reply or a chat, also with its lines broken.
#[test]
fn a_reply_without_a_subject_tells_what_it_is() {
    let content = Content::builtin();
    let mut wrong = Vec::new();
    for channel in ["mail", "message"] {
        for tone in ["soft", "standard", "firm"] {
            for goal in
                ["withdraw", "pause", "change_handler", "reduce_contact", "decline", "resume"]
            {
                for scope in [&["offers"][..], &["mail"], &["calls"], &["offers", "mail", "calls"]]
                {
                    let mut a = letter(goal, channel, tone);
                    a.set("sender.handler", one("佐藤"));
                    if goal == "pause" {
                        a.set("pause_scope", many(scope));
                    }
                    let doc = Document::new(&content, &a, None, today(), OFFICE);
                    assert!(doc.walk.complete(), "{goal} {channel}");
                    let body = &doc.plan.body;
                    let mut broken = String::new();
                    for line in body.lines() {
                        for (n, c) in line.chars().enumerate() {
                            if n > 0 && n % 30 == 0 {
                                broken.push('\n');
                            }
                            broken.push(c);
                        }
                        broken.push('\n');
                    }
                    let plain = if channel == "message" { "message" } else { "form" };
                    for (text, lines) in [(body, "whole"), (&broken, "broken")] {
                        let read = foreign::read(text);
                        if read.goal != goal || read.channel.id() != plain {
                            wrong.push(format!(
                                "{goal} {scope:?} {channel} {tone} {lines}: {read:?}\n{text}"
                            ));
                        }
                        let found = lint(&read.input(today(), OFFICE));
                        if lines == "whole" && found.iter().any(|l| l.weight == Weight::Block) {
                            wrong.push(format!(
                                "{goal} {scope:?} {channel} {tone}: {found:?}\n{text}"
                            ));
                        }
                    }
                }
            }
        }
    }
    wrong.dedup();
    assert!(wrong.is_empty(), "{} of them\n{}", wrong.len(), wrong.join("\n"));
}

/// What blocks the letter of these answers, as it would leave.
fn blocks(content: &Content, a: &Answers) -> Vec<&'static str> {
    let doc = Document::new(content, a, None, today(), OFFICE).proofread(OFFICE);
    assert_eq!(gate::blocked(&doc.findings), doc.findings.iter().any(|f| f.level == Level::Block));
    doc.findings.iter().filter(|f| f.level == Level::Block).map(|f| f.rule).collect()
}

#[test]
fn a_sample_for_a_name_is_no_name() {
    let content = Content::builtin();
    for channel in CHANNELS {
        for (key, value) in [
            ("sender.name", "〇〇"),
            ("sender.name", "○○ 花子"),
            ("sender.name", "氏名"),
            ("sender.handler", "〇〇"),
        ] {
            let mut a = letter("withdraw", channel, "standard");
            a.set(key, one(value));
            let found = blocks(&content, &a);
            // An invalid name is rejected on input, before the letter is checked.
            let refused = found.contains(&"sample") || found.contains(&"invalid");
            assert!(refused, "{channel} {key} {value}: {found:?}");
        }
        // An address may look like anything.
        let mut a = letter("withdraw", channel, "standard");
        a.set("sender.email", one("xxx@example.jp"));
        assert_eq!(blocks(&content, &a), Vec::<&str>::new(), "{channel}");
    }
}

#[test]
fn one_is_not_declined_for_a_job_and_another_kept() {
    let content = Content::builtin();
    for (reason, wish, stopped) in [
        ("job_found", "keep", true),
        ("resting", "keep", true),
        ("job_found", "hold", true),
        ("job_found", "decline", false),
        ("other_service", "keep", false),
    ] {
        let mut a = letter("decline", "mail", "standard");
        let row = |name, wish| selection(name, "first_interview", "2026-12-03", wish);
        a.set(
            "selections",
            Value::Entries(vec![row("みなと薬局", "decline"), row("あおば薬局", wish)]),
        );
        a.set("reason", one(reason));
        assert_eq!(blocks(&content, &a).contains(&"contradiction"), stopped, "{reason} {wish}");
    }
}

/// What a hand may do to a letter in the review.
#[test]
fn an_edit_is_read_with_the_answers() {
    let content = Content::builtin();
    let mut a = letter("withdraw", "mail", "standard");
    a.set("sender.handler", one("佐藤"));
    let doc = Document::new(&content, &a, None, today(), OFFICE);
    let (subject, body) = (doc.plan.subject.clone().expect("a subject"), doc.plan.body.clone());
    let base = doc.base.clone();
    let edit = |old: &str, new: &str| {
        assert!(body.contains(old), "{old}");
        let edited = Edited {
            subject: subject.clone(),
            body: body.replace(old, new),
            base: base.clone(),
            first: base.clone(),
            meant: false,
        };
        let doc = Document::new(&content, &a, Some(&edited), today(), OFFICE).proofread(OFFICE);
        doc.findings.iter().map(|f| f.rule).collect::<Vec<_>>()
    };
    assert!(edit("佐藤 様", "斉藤 様").contains(&"handler_other"));
    assert!(
        edit("ところはございません", "ところはございません。みなと薬局の選考を辞退いたします")
            .contains(&"contradiction")
    );
    assert!(edit("本日11月20日（金）付で", "").contains(&"missing_date"));
    // The gate names what has gone by its question; the linter does not say it again.
    let found = edit("登録電話：090-1234-5678", "");
    assert!(found.contains(&"identity") && !found.contains(&"missing_identity"), "{found:?}");
}
