//! How long the way to a finished letter is, in keys.

mod support;

use kotowari::app::Start;
use kotowari::config::{Config, Save};
use kotowari::domain::answers_file::parse;
use kotowari::domain::answers_toml::to_toml;
use kotowari::domain::calendar::OfficeCalendar;
use kotowari::domain::content::Content;
use kotowari::domain::document::Document;
use kotowari::domain::flow::walk::Walk;
use support::{Driver, GOALS, SENDER, SIZE, complete, many, today};

/// The program of somebody who has agreed to storing, and has written before.
fn known() -> Driver {
    let mut config = Config { save: Save::Always, ..Config::default() };
    for (id, value) in SENDER {
        let key = id.trim_start_matches("sender.").to_owned();
        config.sender.insert(key, value.to_owned());
    }
    Driver::with(SIZE, Start::default(), config)
}

/// Presses keys and counts them; text in quotes is typing and counts nothing.
fn count(d: &mut Driver, keys: &str) -> usize {
    d.press(keys);
    keys.split('\'').step_by(2).map(|part| part.split_whitespace().count()).sum()
}

/// Leaving, by mail, with nothing under way: to the copied letter and on to the end.
#[test]
fn leaving_takes_nine_keys_with_a_profile() {
    let mut d = known();
    let to_the_letter = count(&mut d, "=apoplus-pharmacist =withdraw enter enter enter enter");
    assert_eq!(d.at(), "review", "{}", d.frame());
    let all = to_the_letter + count(&mut d, "enter");
    assert_eq!(d.at(), "after");
    assert_eq!((to_the_letter, all), (6, 7));
    let letter = d.world.copied.last().expect("a letter");
    for (_, value) in SENDER.iter().filter(|(id, _)| *id != "sender.birth_date") {
        assert!(letter.contains(value), "{value}\n{letter}");
    }
    // The subject by itself is one key more, that it was sent another. Leaving is the tenth; by
    // then the letter is gone.
    let subject = all + count(&mut d, "n");
    assert_eq!(
        d.world.copied.last().expect("a subject"),
        "退会と個人情報の消去のお願い（山田 花子）"
    );
    let sent = subject + count(&mut d, "y");
    assert!(d.frame().contains("送った："), "{}", d.frame());
    let left = sent + count(&mut d, "enter");
    assert!(d.end.is_some(), "{}", d.frame());
    assert_eq!((subject, sent, left), (8, 9, 10));
}

/// Who said that calls come at work has the hours of work at hand; they are typed over.
#[test]
fn calls_at_work_lead_to_their_hours() {
    let mut d = known();
    d.press("=apoplus-pharmacist =hurts =calls_at_work enter enter enter");
    assert!(d.at() == "frequency" && d.is_on("月に1回まで"), "{}", d.frame());
    d.press("enter");
    assert_eq!(d.at(), "no_call");
    assert_eq!(count(&mut d, "enter enter enter enter enter"), 5);
    let hours = |d: &Driver| d.app.session.answers.get("no_call").cloned();
    assert_eq!(hours(&d), Some(many(&["weekday 09:00-18:00"])));
    assert_eq!(d.at(), "urgent_offers");
    // What is there already is not offered again, and what was only opened is not half-typed.
    d.press("esc a");
    assert!(!d.frame().contains("18:00"), "{}", d.frame());
    d.press("esc 1 down '10' enter");
    d.paste("19:30");
    d.press("enter enter");
    assert_eq!(hours(&d), Some(many(&["weekday 10:00-19:30"])));
    // Who said nothing of the kind goes on with one key.
    let mut d = known();
    d.press("=apoplus-pharmacist =reduce_contact enter enter");
    assert_eq!(d.at(), "no_call");
    d.press("a esc down enter");
    assert_eq!((d.at(), hours(&d)), ("urgent_offers", Some(many(&[]))));
}

#[test]
fn leaving_takes_at_most_twenty_keys_without_one() {
    let mut d = Driver::new();
    let keys = count(
        &mut d,
        "=apoplus-pharmacist =withdraw enter enter enter '山田 花子' enter 'ヤマダ ハナコ' enter '1990-4-1' enter \
         'hanako@example.jp' enter '090-1234-5678' enter enter enter enter",
    );
    assert_eq!(d.at(), "after", "{}", d.frame());
    assert_eq!(keys, 13);
}

/// Keys to the copied letter by mail for whom the program knows, what is filled in taken as it is.
#[test]
fn no_goal_takes_more_keys_than_its_questions() {
    let keys = |goal: &str| {
        let mut d = known();
        let mut keys = count(&mut d, &format!("=apoplus-pharmacist ={goal}"));
        while d.at() != "after" {
            let entry = "enter 'みなと薬局' enter 3 enter '12/24' enter enter enter enter";
            keys += match d.at() {
                "selections" if goal == "decline" => count(&mut d, entry),
                "channel" => count(&mut d, "=mail"),
                _ => count(&mut d, "enter"),
            };
            assert!(keys < 40, "{goal}: {}", d.frame());
        }
        keys
    };
    assert_eq!(
        GOALS.map(|goal| (goal, keys(goal))),
        [
            ("withdraw", 7),
            ("pause", 7),
            ("change_handler", 10),
            ("reduce_contact", 9),
            ("resume", 11),
            ("decline", 13),
        ]
    );
}

/// Another consultant: what is asked, screen by screen.
#[test]
fn another_consultant_takes_at_most_ten_questions() {
    let mut d = known();
    d.press("=apoplus-pharmacist =change_handler");
    let mut asked = vec!["service".to_owned(), "goal".to_owned()];
    while d.at() != "review" {
        asked.push(d.at().to_owned());
        assert!(asked.len() < 20, "{asked:?}");
        d.press("enter");
    }
    let questions = [
        "service", "goal", "wishes", "must_have", "means", "frequency", "no_call", "channel",
        "sender.handler",
    ];
    assert_eq!(asked, questions);
}

/// What was passed over is in the letter as most people want it, and is asked line by line all the
/// same.
#[test]
fn what_is_passed_over_is_answered() {
    let mut d = known();
    d.press("=apoplus-pharmacist =withdraw enter enter enter enter enter");
    let letter = d.world.copied.last().expect("a letter").clone();
    assert!(letter.contains("本日11月20日（金）付で退会いたしたく"), "{letter}");
    let mut d = known();
    d.press("=apoplus-pharmacist =resume");
    while d.at() != "review" {
        d.press(if d.at() == "changed" || d.at() == "lesson" {
            "'落ち着きました' enter"
        } else {
            "enter"
        });
    }
    let one = |id: &str| d.app.session.answers.one(id).map(str::to_owned);
    assert_eq!(
        one("means").as_deref(),
        Some("mail_first"),
        "who comes back wants to hear of something"
    );
    assert_eq!(
        one("urgent_offers").as_deref(),
        Some("any"),
        "nothing is said that nobody asked for"
    );
}

/// What most people leave as it is may be missing in an answers file, too: the wizard and the
/// command make the same of it.
#[test]
fn what_is_passed_over_may_be_left_out_of_a_file() {
    let content = Content::builtin();
    for goal in GOALS {
        let mut answers = complete(goal, "mail");
        let whole = Driver::answered(answers.clone()).letter();
        let usual: Vec<String> = {
            let walk = Walk::new(content.flow(), &answers, today());
            walk.steps
                .iter()
                .filter(|s| walk.is_usual(s.question))
                .map(|s| s.question.id.clone())
                .collect()
        };
        assert!(!usual.is_empty(), "{goal}");
        for id in &usual {
            answers.remove(id);
        }
        if goal == "resume" {
            // Whoever comes back wants to hear of something.
            assert_eq!(Walk::new(content.flow(), &answers, today()).missing().count(), 1);
        }
        let text = to_toml(&answers, content.flow());
        let mut parsed = parse("x", &text, &content, today()).expect("good answers");
        parsed.fill_absent(content.flow(), today());
        let doc =
            Document::new(&content, &parsed.answers, None, today(), OfficeCalendar::default());
        assert!(doc.walk.complete(), "{goal}: {:?}", doc.findings);
        let mut d = Driver::with(
            SIZE,
            Start { answers: answers.clone(), ..Start::default() },
            Config::default(),
        );
        while d.at() != "review" {
            // What may stay open is asked where nothing behind it was answered.
            d.press("enter");
        }
        assert_eq!(d.letter(), doc.plan.all(), "{goal}");
        // These say nothing of urgent offers, unless it is answered.
        if !matches!(goal, "resume" | "change_handler") {
            assert_eq!(d.letter(), whole, "{goal}");
        }
    }
}

/// Everything that is known stands on one screen, where it can be changed; Enter takes it.
#[test]
fn the_known_is_one_screen() {
    let mut d = known();
    d.press("=apoplus-pharmacist =withdraw enter enter enter");
    // The cursor is at what was never filled in.
    assert_eq!(d.at(), "sender.handler");
    let frame = d.frame();
    assert!(frame.contains("この内容でよいですか"), "{frame}");
    assert!(frame.contains("Enter この内容で進む"), "{frame}");
    for (_, value) in SENDER {
        assert!(frame.contains(value), "{value}\n{frame}");
    }
    // The phone is another one here: typing replaces it, and what is wrong keeps one there.
    d.press("up '03-12' enter");
    assert_eq!(d.at(), "sender.phone", "{}", d.frame());
    assert!(d.frame().contains("! 登録電話番号"), "{}", d.frame());
    d.press("ctrl+a ctrl+k '03-1234-5678' enter");
    // Who is in the form goes on to what is empty below.
    assert_eq!(d.at(), "sender.handler");
    d.press("'佐藤' enter enter");
    assert_eq!(d.at(), "review");
    assert!(d.letter().contains("佐藤 様"), "{}", d.letter());
    assert!(d.letter().contains("03-1234-5678"), "{}", d.letter());
}

/// What is half-typed in the form is there again, whichever way one left it.
#[test]
fn the_form_keeps_what_is_typed() {
    let mut d = Driver::new();
    d.press("=apoplus-pharmacist =withdraw enter enter enter '山田 花子' enter 'ヤマダ' esc");
    assert_eq!(d.at(), "channel");
    d.press("enter");
    let frame = d.frame();
    assert!(frame.contains("山田 花子") && frame.contains("ヤマダ"), "{frame}");
}

#[test]
fn a_choice_is_found_by_typing() {
    let mut d = Driver::new();
    d.press("=apoplus-pharmacist").type_text("zz");
    assert!(d.frame().contains("「zz」に合うものはありません"), "{}", d.frame());
    for (typed, row) in [
        ("退会", "退会する"),
        ("やめる", "退会する"),
        ("taikai", "退会する"),
        ("itai", "選考を辞退する"),
        ("休", "しばらく休む"),
        ("ことわる", "選考を辞退する"),
        ("辞退", "選考を辞退する"),
        ("まだ", "まだ決めていない"),
    ] {
        let mut d = Driver::new();
        d.press("=apoplus-pharmacist").type_text(typed);
        let frame = d.frame();
        assert!(
            d.at() == "goal" && d.is_on(row) && frame.contains(&format!("さがす：{typed}")),
            "{frame}"
        );
        // The others are gone until it is cleared.
        assert!(!frame.contains("連絡を減らしてもらう"), "{frame}");
        assert!(d.press("esc").frame().contains("連絡を減らしてもらう"), "{}", d.frame());
    }
    // What fits nothing changes nothing, and the next letter begins anew; keys stay keys.
    let mut d = Driver::new();
    d.press("=apoplus-pharmacist").type_text("退z休");
    assert!(d.is_on("しばらく休む") && d.frame().contains("さがす：休"), "{}", d.frame());
    d.press("esc up");
    assert!(d.is_on("担当者を替えてもらう") && !d.frame().contains("さがす："), "{}", d.frame());
    d.type_text("退").press("enter");
    assert_eq!(d.at(), "requests");
    // Among what was found one moves, and chooses by the number that stands there.
    let mut d = Driver::new();
    d.press("=apoplus-pharmacist").type_text("退").press("1 down up");
    assert!(d.at() == "goal" && d.is_on("退会する"), "{}", d.frame());
    d.press("=withdraw");
    assert_eq!(d.at(), "requests");
    // That nothing fits is said where it is seen, and how to clear it.
    let mut d = Driver::sized((60, 20));
    d.press("=apoplus-pharmacist").type_text("ぬ");
    let frame = d.frame();
    assert!(frame.contains("「ぬ」に合うものはありません（Esc で消して"), "{frame}");
    assert!(frame.contains("Esc 入力を消す"), "{frame}");
    // Nothing is taken that is not there.
    d.press("enter enter");
    assert!(d.at() == "goal" && d.frame().contains("「ぬ」に合うものは"), "{}", d.frame());
    d.press("esc");
    assert!(d.at() == "goal" && !d.frame().contains("合うものはありません"), "{}", d.frame());
    d.press("esc");
    assert_eq!(d.at(), "service");
}

/// An offer came on a day; nobody waits for one then, as for an interview.
#[test]
fn of_an_offer_the_day_is_asked_on_which_it_came() {
    let mut d = Driver::new();
    d.press("=apoplus-pharmacist =decline enter 'みなと薬局' enter =first_interview");
    assert!(d.frame().contains("面接などの日時"), "{}", d.frame());
    d.press("up down =offer enter");
    let frame = d.frame();
    assert!(frame.contains("> 内定を受けた日") && !frame.contains("面接などの日時"), "{frame}");
    assert!(frame.contains("例：2026-11-13"), "{frame}");
}
