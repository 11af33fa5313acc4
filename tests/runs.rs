//! Several letters in one sitting: chosen together, asked once, read one by one; nothing is lost,
//! nothing leaves unseen.

mod support;

use kotowari::domain::answers::Value;
use kotowari::domain::word::Word as _;

use kotowari::app::Start;
use kotowari::app::effect::Exit;
use kotowari::app::run::Mark;
use kotowari::app::shelf::Shelf;
use kotowari::config::{Config, Save};
use kotowari::domain::case::draft::StoredDraft;
use kotowari::domain::case::{CaseRecord, State};
use kotowari::text::width::width;
use support::{Driver, SIZE, complete};

fn agreed() -> Config {
    let text = "[sender]\nname = \"山田 花子\"\nreading = \"ヤマダ ハナコ\"\nbirth_date = 1990-04-01\n\
        email = \"hanako@example.jp\"\n\
                phone = \"090-1234-5678\"\n[registration.bizreach]\nhandler = \"鈴木\"\n\
                email = \"work@example.jp\"\n";
    Config { save: Save::Always, ..Config::parse("config.toml", text).expect("a configuration") }
}

fn with(cases: Vec<CaseRecord>, drafts: Vec<StoredDraft>, config: Config) -> Driver {
    let shelf = Shelf { cases: cases.clone(), drafts: drafts.clone(), ..Shelf::default() };
    let mut d = Driver::with(SIZE, Start { shelf, ..Start::default() }, config);
    (d.world.cases, d.world.drafts) = (cases, drafts);
    d
}

/// Chooses these services together, from the first screen.
fn choose(d: &mut Driver, queries: &[&str]) {
    d.press("'+'");
    for q in queries {
        d.press(&format!("'{q}' enter"));
    }
    d.press("enter");
}

/// Goes on with what is offered, up to the review or a place that is named.
fn on(d: &mut Driver, to: &str) {
    d.until(to, "enter");
}

fn services(d: &Driver) -> Vec<String> {
    let n = d.app.run().map_or(0, |r| r.legs.len());
    (0..n).map(|i| d.app.leg(i).answers.one("service").unwrap_or_default().to_owned()).collect()
}

/// The number of one registration is not told to the next service.
#[test]
fn each_registration_has_its_own_number() {
    let mut config = agreed();
    let first = config.registration.get_mut("bizreach").expect("registered");
    first.insert("phone".to_owned(), "090-2222-2222".to_owned());
    let mut d = with(Vec::new(), Vec::new(), config);
    choose(&mut d, &["びずりーち", "doda"]);
    d.press("=withdraw enter");
    on(&mut d, "review");
    let phones: Vec<_> = (0..2).map(|i| d.app.leg(i).answers.one("sender.phone")).collect();
    assert_eq!(phones, [Some("090-2222-2222"), Some("090-1234-5678")]);
}

#[test]
fn several_are_chosen_by_typing_and_unchosen() {
    let mut d = Driver::new();
    d.press("'+'");
    assert!(
        d.frame().contains("どのサービスに書きますか") && d.frame().contains("まだ選んでいません"),
        "{}",
        d.frame()
    );
    d.press("'doda' enter 'びずりーち' enter 'みなとキャリア' enter");
    assert!(d.frame().contains("選んだもの：doda、ビズリーチ、みなとキャリア"), "{}", d.frame());
    // Typed once more it stays; the key that takes characters away takes the last one off, and
    // marks are taken off in the list.
    d.press("'doda' enter");
    assert!(d.frame().contains("選んだもの：doda、ビズリーチ、みなとキャリア"), "{}", d.frame());
    d.press("backspace backspace backspace 'びずりーち' enter");
    assert!(d.frame().contains("選んだもの：ビズリーチ\n"), "{}", d.frame());
    d.press("enter");
    assert_eq!((d.at(), services(&d).len()), ("goal", 0), "one alone is no run: {}", d.frame());
    assert_eq!(d.app.session.answers.one("service"), Some("bizreach"));
    let mut d = Driver::new();
    d.press("'+' enter");
    assert!(d.frame().contains("[x] 1 アポプラス薬剤師"), "{}", d.frame());
    d.press("esc 'bizreach' enter");
    assert_eq!(d.app.session.answers.one("service"), Some("bizreach"), "back to one");
}

#[test]
fn shared_questions_are_asked_once_and_the_letters_read_one_by_one() {
    let mut d = with(Vec::new(), Vec::new(), agreed());
    choose(&mut d, &["doda", "bizreach", "みなとキャリア"]);
    assert_eq!(services(&d), ["doda", "bizreach", "other"]);
    assert_eq!(d.at(), "goal");
    d.press("=withdraw");
    assert_eq!(d.at(), "run");
    assert!(d.frame().contains("3通の手紙で、それぞれ何を頼みますか"), "{}", d.frame());
    assert!(
        d.frame().contains("ビズリーチ（退会する）"),
        "what is asked of the first is asked of all\n{}",
        d.frame()
    );
    // One of them is asked for something milder.
    d.press("3 =reduce_contact");
    assert!(d.frame().contains("みなとキャリア（連絡を減らして"), "{}", d.frame());
    d.press("enter");
    let mut asked = Vec::new();
    for _ in 0..60 {
        let at = d.at().to_owned();
        if at == "review" {
            break;
        }
        asked.push((d.app.run().map_or(9, |r| r.at), at.clone()));
        d.press(match at.as_str() {
            // The form of what is known: to the consultant.
            "sender.handler" if d.app.run().is_some_and(|r| r.at == 0) => "'佐藤' enter enter",
            _ => "enter",
        });
    }
    let of = |leg: usize| {
        asked.iter().filter(|(l, _)| *l == leg).map(|(_, id)| id.as_str()).collect::<Vec<_>>()
    };
    assert!(of(0).contains(&"requests") && of(0).contains(&"sender.handler"), "{:?}", of(0));
    for once in [
        "goal", "requests", "reason", "effective", "sender.name", "sender.reading", "sender.phone",
        "extras",
    ] {
        assert!(!of(1).contains(&once), "{once} again: {:?}", of(1));
    }
    for each in ["selections", "channel", "sender.handler_email"] {
        assert!(of(1).contains(&each), "{each}: {:?}", of(1));
    }
    assert!(of(2).contains(&"means") && !of(2).contains(&"sender.name"), "{:?}", of(2));
    // What only those who leave are asked for goes into no other letter.
    let born = |leg: usize| d.app.leg(leg).answers.one("sender.birth_date");
    assert_eq!([0, 1, 2].map(born), [Some("1990-04-01"), Some("1990-04-01"), None]);
    // The letters, one by one.
    assert!(d.frame().contains("1/3通目") && d.frame().contains("doda"), "{}", d.frame());
    assert!(
        d.letter().contains("佐藤 様") && d.letter().contains("hanako@example.jp"),
        "{}",
        d.letter()
    );
    d.press("]");
    assert!(
        d.letter().contains("鈴木 様") && d.letter().contains("work@example.jp"),
        "{}",
        d.letter()
    );
    d.press("]");
    assert!(
        d.letter().contains("みなとキャリア") && !d.letter().contains("退会"),
        "{}",
        d.letter()
    );
    d.press("] enter");
    assert_eq!((d.at(), d.world.copied.len()), ("after", 1), "copied one, after a look at it");
    // Seen from another one, or in the list, it is copied too.
    d.press("o");
    assert!(!d.frame().contains("0通は済み"), "{}", d.frame());
    assert!(d.app.run().is_some_and(|r| r.legs[0].mark.is_over()), "{}", d.frame());
    d.press("1");
    d.press("enter ]");
    assert!(d.app.run().is_some_and(|r| r.legs[0].mark.is_over()), "{}", d.frame());
    d.press("[");
    d.press("enter");
    assert_eq!(d.at(), "after");
    d.press("y enter");
    assert_eq!(d.at(), "review");
    assert!(d.frame().contains("2/3通目"), "{}", d.frame());
    d.press("x");
    assert!(d.frame().contains("3/3通目"), "left out: {}", d.frame());
    d.press("enter enter");
    assert!(d.frame().contains("送りましたか"), "{}", d.frame());
    d.press("enter");
    assert_eq!(d.at(), "run");
    let marks: Vec<Mark> = d.app.run().expect("a run").legs.iter().map(|l| l.mark).collect();
    assert_eq!(marks, [Mark::Done, Mark::Skipped, Mark::Done]);
    // Taken in again, and done.
    d.press("2 enter enter enter");
    assert_eq!(d.at(), "run");
    d.press("enter");
    assert_eq!(d.end, Some(Exit::Done(None)), "{}", d.frame());
    let found: Vec<(&str, &str)> =
        d.world.cases.iter().map(|c| (c.service_name.as_str(), c.goal.id())).collect();
    assert_eq!(
        found,
        [("doda", "withdraw"), ("みなとキャリア", "reduce_contact"), ("ビズリーチ", "withdraw")]
    );
    assert_eq!(d.world.cases[0].state(), State::Sent);
    assert!(d.world.drafts.is_empty(), "nothing is left to be gone on with");
    let names: Vec<&str> = d.world.saved.iter().map(|p| p.service.as_str()).collect();
    assert!(names.contains(&"doda") && names.contains(&"own-1"), "{names:?}");
}

#[test]
fn an_answer_is_changed_for_all_or_for_one() {
    let mut d = with(Vec::new(), Vec::new(), agreed());
    choose(&mut d, &["doda", "bizreach"]);
    d.press("=withdraw enter");
    on(&mut d, "review");
    let reasons = |d: &Driver| {
        [0, 1].map(|i| d.app.leg(i).answers.one("reason").unwrap_or_default().to_owned())
    };
    assert_eq!(reasons(&d), ["none", "none"]);
    // At the review of the second: for this one alone.
    d.press("]");
    d.app.session.from_review = true;
    d.app.session.answers.set("reason", support::one("resting"));
    d.press("[");
    assert_eq!(reasons(&d), ["none", "resting"]);
    // Among the questions of the first: for those that have it from there.
    let mut d = with(Vec::new(), Vec::new(), agreed());
    choose(&mut d, &["doda", "bizreach"]);
    d.press("=withdraw enter");
    on(&mut d, "review");
    d.press("esc");
    while d.at() != "requests" {
        d.press("esc");
    }
    d.press("=stop_line enter");
    let line = |i| match d.app.leg(i).answers.get("requests") {
        Some(Value::Many(all)) => all.iter().any(|r| r == "stop_line"),
        _ => false,
    };
    assert!(line(0) && line(1), "for all that have it from there");
}

#[test]
fn an_interruption_loses_nothing() {
    let mut d = with(Vec::new(), Vec::new(), agreed());
    choose(&mut d, &["doda", "bizreach", "みなとキャリア"]);
    d.press("=withdraw enter");
    on(&mut d, "review");
    d.press("enter enter enter");
    assert!(d.frame().contains("2/3通目"), "{}", d.frame());
    d.press("ctrl+c");
    assert_eq!(d.end, Some(Exit::Left(130)));
    assert_eq!((d.world.cases.len(), d.world.drafts.len()), (1, 1));
    let mut d = with(d.world.cases.clone(), d.world.drafts.clone(), agreed());
    let frame = d.frame();
    assert!(frame.contains("まとめて書く3通（dodaほか2件）"), "{frame}");
    assert!(frame.contains("済んだ手紙1通、コピー前2通"), "{frame}");
    d.press("=draft");
    assert_eq!(d.at(), "run");
    let marks: Vec<Mark> = d.app.run().expect("a run").legs.iter().map(|l| l.mark).collect();
    assert_eq!(marks, [Mark::Done, Mark::Open, Mark::Open]);
    assert_eq!(d.frame().matches("[コピー前]").count(), 2, "{}", d.frame());
    d.press("enter");
    on(&mut d, "review");
    d.press("enter enter enter");
    on(&mut d, "review");
    d.press("enter enter enter enter");
    assert_eq!(d.end, Some(Exit::Done(None)), "{}", d.frame());
    assert_eq!((d.world.cases.len(), d.world.drafts.len()), (3, 0));
}

/// What one letter asks for instead is not asked of the others, however far one goes back; and
/// leaving them asks.
#[test]
fn another_goal_of_one_letter_is_not_that_of_the_others() {
    let mut d = Driver::new();
    choose(&mut d, &["doda", "bizreach", "あぽぷらす"]);
    d.press("=reduce_contact enter esc =pause esc esc esc");
    assert!(d.frame().contains("Esc 終了"), "{}", d.frame());
    d.press("esc");
    assert!(d.end.is_none() && d.frame().contains("書きかけの内容を"), "{}", d.frame());
    d.press("esc '+' end enter");
    let frame = d.frame();
    let goals = ["（しばらく休む）", "（連絡を減らしてもらう）"].map(|g| frame.matches(g).count());
    assert_eq!(goals, [1, 2], "{frame}");
}

/// What stands on a way that was left again, or was ticked where less was offered, is in no other
/// letter: it is asked there.
#[test]
fn only_what_a_letter_comes_by_holds_for_the_next() {
    let requests = |d: &Driver, i: usize| match d.app.leg(i).walk(d.app.content()).get("requests") {
        Some(Value::Many(all)) => all.clone(),
        _ => Vec::new(),
    };
    let all = ["erase", "stop_use", "stop_third_party", "stop_offers", "stop_mail", "stop_calls"];
    // The first is a withdrawal for a while, with less ticked; then it asks for fewer calls.
    let mut d = with(Vec::new(), Vec::new(), agreed());
    choose(&mut d, &["doda", "bizreach"]);
    d.press("=withdraw enter");
    assert_eq!(d.at(), "requests");
    d.press("=stop_third_party =stop_offers enter").until("goal", "esc");
    d.press("=reduce_contact").until("run", "esc").press("2");
    let mut asked = Vec::new();
    while d.at() != "review" {
        asked.push((d.app.run().map_or(9, |r| r.at), d.at().to_owned()));
        d.press("enter");
    }
    assert!(asked.contains(&(1, "requests".to_owned())), "{asked:?}");
    assert_eq!((requests(&d, 0), requests(&d, 1)), (Vec::new(), all.map(String::from).to_vec()));
    // The same where the first may only ask for one thing of that question.
    let mut d = with(Vec::new(), Vec::new(), agreed());
    choose(&mut d, &["doda", "bizreach"]);
    d.press("=reduce_contact 2 =withdraw enter").until("sender.handler", "enter");
    d.app.session.answers.set("requests", support::many(&["stop_line"]));
    on(&mut d, "review");
    assert_eq!(requests(&d, 0), ["stop_line"]);
    assert_eq!(requests(&d, 1), all);
}

/// An answer that came from the letter before says so where it is asked, and nothing announces a
/// question that has its answer.
#[test]
fn an_answer_of_the_letter_before_is_called_one() {
    let (same, later) = ("前のサービスと同じ答えが入っています", "このあとでたずねます");
    let mut d = with(Vec::new(), Vec::new(), agreed());
    choose(&mut d, &["doda", "bizreach"]);
    d.press("=reduce_contact 2 =change_handler enter");
    assert!(d.at() == "means" && !d.frame().contains(same), "{}", d.frame());
    on(&mut d, "must_have");
    assert!(d.frame().contains(later), "{}", d.frame());
    // Another letter with a rule of its own asks for it anew.
    on(&mut d, "means");
    assert!(!d.frame().contains(same) && d.is_on("まずメール"), "{}", d.frame());
    on(&mut d, "review");
    d.press("]").change("means");
    assert!(!d.frame().contains(same), "answered here: {}", d.frame());
    let mut alone = Driver::new();
    alone.press("=apoplus-pharmacist =change_handler").until("must_have", "enter");
    assert!(alone.frame().contains(later), "{}", alone.frame());
}

/// What one letter asks for is asked in one that asks for something else, filled in; unasked it is
/// in none, and between letters that ask for the same it is marked on the review.
#[test]
fn the_rule_of_one_letter_is_asked_in_another() {
    let mut d = with(Vec::new(), Vec::new(), agreed());
    choose(&mut d, &["doda", "bizreach"]);
    d.press("=change_handler 2 =reduce_contact enter").until("frequency", "enter");
    d.press("=biweekly");
    let mut asked = Vec::new();
    while d.at() != "review" {
        let at = d.at().to_owned();
        if d.app.run().is_some_and(|r| r.at == 1) {
            if at == "frequency" {
                assert!(
                    d.frame().contains("前のサービスと同じ答えが入っています"),
                    "{}",
                    d.frame()
                );
                assert!(d.frame().contains("> 3"), "{}", d.frame());
            }
            // Nothing was said of hours.
            assert!(at != "no_call" || !d.frame().contains("前の手紙で伝えた"), "{}", d.frame());
            asked.push(at);
        }
        d.press("enter");
    }
    for id in ["means", "frequency", "no_call", "urgent_offers"] {
        assert!(asked.contains(&id.to_owned()), "{id}: {asked:?}");
    }
    // What is not asked is not taken over: the urgent offers of the other one.
    let mut d = with(Vec::new(), Vec::new(), agreed());
    choose(&mut d, &["doda", "bizreach"]);
    d.press("=reduce_contact 2 =change_handler enter").until("urgent_offers", "enter");
    d.press("=stop");
    on(&mut d, "review");
    let urgent = |d: &Driver| d.app.session.answers.one("urgent_offers").map(str::to_owned);
    assert_eq!(urgent(&d).as_deref(), Some("stop"));
    d.press("]");
    assert_eq!(urgent(&d).as_deref(), Some("any"), "{}", d.letter());
    assert!(!d.letter().contains("急ぎの求人"), "{}", d.letter());
    // The same is asked for: taken over, and marked.
    let mut d = with(Vec::new(), Vec::new(), agreed());
    choose(&mut d, &["doda", "bizreach"]);
    d.press("=reduce_contact enter");
    on(&mut d, "review");
    d.resize(80, 60);
    assert!(!d.frame().contains("（前の手紙と同じ）"), "{}", d.frame());
    d.press("]");
    assert!(d.frame().contains("メールだけ（前の手紙と同じ）"), "{}", d.frame());
}

#[test]
fn the_same_goal_with_an_open_case_is_said_and_left_out() {
    let mut d = with(Vec::new(), Vec::new(), agreed());
    d.press("=other 'doda' enter =withdraw");
    on(&mut d, "review");
    d.press("enter enter");
    let mut d = with(d.world.cases.clone(), Vec::new(), agreed());
    choose(&mut d, &["doda", "bizreach"]);
    d.press("=withdraw enter");
    assert!(d.frame().contains("この手紙は飛ばしますか"), "{}", d.frame());
    d.press("y");
    on(&mut d, "review");
    assert!(d.letter().contains("ビズリーチ"), "{}", d.letter());
    d.press("enter enter enter enter");
    assert_eq!(d.end, Some(Exit::Done(None)), "{}", d.frame());
    assert_eq!(d.world.cases.len(), 2);
}

/// A letter that will not be sent after all is left out; the others follow.
#[test]
fn a_letter_that_is_never_sent_ends_nothing() {
    let mut d = with(Vec::new(), Vec::new(), agreed());
    choose(&mut d, &["doda", "bizreach"]);
    d.press("=withdraw enter");
    on(&mut d, "review");
    d.press("enter enter down enter");
    assert_eq!((d.at(), d.end.clone()), ("review", None), "{}", d.frame());
    assert!(d.frame().contains("2/2通目"), "{}", d.frame());
    let marks: Vec<Mark> = d.app.run().expect("a run").legs.iter().map(|l| l.mark).collect();
    assert_eq!(marks, [Mark::Skipped, Mark::Open]);
    // Its record stands, and the last words say so.
    d.press("enter y enter");
    assert_eq!(d.at(), "run", "{}", d.frame());
    let bye = d.app.farewell(false).unwrap_or_default();
    assert!(bye.contains("取りやめとして記録に残っています：doda。"), "{bye}");
    assert!(!bye.contains("残していません"), "{bye}");
    // On the list itself the list is not what one goes to.
    let mut d = with(Vec::new(), Vec::new(), agreed());
    choose(&mut d, &["doda", "bizreach"]);
    d.press("=withdraw enter");
    on(&mut d, "review");
    d.press("x x");
    assert_eq!(d.at(), "run", "{}", d.frame());
    assert!(d.frame().contains("その行で x を押すと"), "{}", d.frame());
    assert!(!d.frame().contains("手紙の一覧"), "{}", d.frame());
    d.press("home");
    assert!(d.frame().contains("x 飛ばさない"), "{}", d.frame());
}

/// The first of two letters on its review; nobody has said whether anything may be stored.
fn two_without_an_agreement() -> Driver {
    let config = Config { save: Save::Ask, ..agreed() };
    let mut d = with(Vec::new(), Vec::new(), config);
    choose(&mut d, &["doda", "bizreach"]);
    d.press("=withdraw enter");
    on(&mut d, "review");
    d
}

#[test]
fn without_an_agreement_it_is_asked_once_for_all() {
    let mut d = two_without_an_agreement();
    d.press("enter enter enter enter enter enter");
    assert_eq!(d.at(), "run");
    assert!(d.world.cases.is_empty(), "nothing was stored yet");
    d.press("enter y");
    assert_eq!(d.end, Some(Exit::Done(None)), "{}", d.frame());
    assert_eq!(d.world.cases.len(), 2);
}

/// A letter that is left out says so on its review, is taken in again there, and is named at the
/// end.
#[test]
fn a_letter_that_is_left_out_is_told() {
    let mut d = with(Vec::new(), Vec::new(), agreed());
    choose(&mut d, &["doda", "bizreach"]);
    d.press("=withdraw enter");
    on(&mut d, "review");
    d.press("x [");
    assert!(d.frame().contains("飛ばしてあります"), "{}", d.frame());
    assert!(d.frame().contains("x 飛ばさない"), "{}", d.frame());
    d.press("x");
    assert_eq!(marks(&d), [Mark::Open, Mark::Open], "{}", d.frame());
    assert!(d.frame().contains("1/2通目") && !d.frame().contains("飛ばしてあります"));
    d.press("x enter y enter");
    assert_eq!((d.at(), marks(&d)), ("run", vec![Mark::Skipped, Mark::Done]), "{}", d.frame());
    // What is sent is not left out.
    d.press("2 x");
    assert_eq!((d.at(), marks(&d)), ("review", vec![Mark::Skipped, Mark::Done]), "{}", d.frame());
    d.press("o enter");
    let bye = d.app.farewell(false).expect("something was done");
    assert!(bye.contains("飛ばした手紙は、残していません：doda。"), "{bye}");
}

/// Whatever was said before storing was agreed to on the way out holds afterwards.
#[test]
fn what_was_said_before_an_agreement_is_there_after_it() {
    let again = |d: &Driver| with(d.world.cases.clone(), d.world.drafts.clone(), agreed());
    // Sent, and left at the next letter, in the list, on the page after copying, or left out.
    for (keys, skipped) in
        [("y enter", false), ("y enter o", false), ("y", false), ("y enter ] x", true)]
    {
        let mut d = two_without_an_agreement();
        d.press("enter").press(keys).press("ctrl+c y");
        let (cases, drafts) = (d.world.cases.len(), d.world.drafts.len());
        assert_eq!((d.end.clone(), cases), (Some(Exit::Left(130)), 1), "{keys}\n{}", d.frame());
        assert_eq!(d.world.cases[0].state(), State::Sent, "{keys}");
        if skipped && drafts == 0 {
            continue;
        }
        assert_eq!(drafts, 1, "{keys}");
        let mut d = again(&d);
        d.press("=draft");
        assert!(d.frame().contains("[送信済み] doda"), "{keys}\n{}", d.frame());
        d.press("1");
        assert!(d.app.stands_sent(), "{keys}\n{}", d.frame());
        d.press("enter enter");
        assert_eq!(d.world.cases.len(), 1, "{keys}: the same letter, the same record");
    }
    // Changed after that it is a second letter of the same record.
    let mut d = two_without_an_agreement();
    d.press("enter y esc").change("reason").press("=other_service ctrl+c y");
    assert_eq!((d.world.cases.len(), d.world.drafts.len()), (1, 1), "{}", d.frame());
    let mut d = again(&d);
    d.press("=draft");
    assert!(d.frame().contains("[送ったあと変更] doda"), "{}", d.frame());
    d.press("1 enter y");
    let letters: Vec<usize> = d.world.cases.iter().map(|c| c.letters.len()).collect();
    assert_eq!(letters, [2], "{}", d.frame());
    // The same of a letter alone.
    let config = Config { save: Save::Ask, ..agreed() };
    let mut d = with(Vec::new(), Vec::new(), config);
    d.press("=other 'doda' enter =withdraw");
    on(&mut d, "review");
    d.press("enter y esc").change("reason").press("=other_service ctrl+c y");
    assert_eq!((d.world.cases.len(), d.world.drafts.len()), (1, 1), "{}", d.frame());
    let mut d = again(&d);
    d.press("=draft");
    on(&mut d, "review");
    d.press("enter y");
    let letters: Vec<usize> = d.world.cases.iter().map(|c| c.letters.len()).collect();
    assert_eq!(letters, [2], "{}", d.frame());
}

#[test]
fn answers_given_beforehand_begin_at_the_letters() {
    let mut more = complete("reduce_contact", "form");
    more.set("service", support::one("doda"));
    let start = Start {
        answers: complete("withdraw", "mail"),
        more: vec![more],
        print: true,
        ..Start::default()
    };
    let mut d = Driver::with(SIZE, start, Config { save: Save::Never, ..Config::default() });
    assert_eq!(d.at(), "review");
    assert!(d.frame().contains("1/2通目"), "{}", d.frame());
    d.press("enter enter enter enter enter");
    let Some(Exit::Done(Some(letters))) = &d.end else { panic!("{:?}\n{}", d.end, d.frame()) };
    assert!(
        letters.0.contains("アポプラス薬剤師")
            && letters.0.contains("doda")
            && letters.0.contains("\n----\n")
    );
    assert_eq!(d.world.copied.len(), 2);
}

#[test]
fn where_one_is_registered_is_chosen_from_the_beginning() {
    let text = "[registration.doda]\n[registration.own-1]\nservice_name = \"みなとキャリア\"\n\
        [registration.bizreach]\n";
    let config = Config::parse("config.toml", text).expect("a configuration");
    let mut d = with(Vec::new(), Vec::new(), config);
    d.press("'+'");
    assert!(d.frame().contains("選んだもの：ビズリーチ、doda、みなとキャリア"), "{}", d.frame());
    // One of them less.
    d.press("backspace enter");
    assert_eq!(services(&d), ["bizreach", "doda"]);
}

/// Whom something was asked that is waited for is not chosen by itself either.
#[test]
fn what_is_waited_for_is_not_chosen() {
    let text = "[registration.doda]\n[registration.bizreach]\n[registration.own-1]\n\
        service_name = \"みなとキャリア\"\n";
    let parsed = Config::parse("config.toml", text).expect("a configuration");
    let config = Config { registration: parsed.registration, ..agreed() };
    let mut answers = complete("reduce_contact", "mail");
    answers.set("service", Value::One("bizreach".to_owned()));
    let mut d = Driver::with(SIZE, Start { answers, ..Start::default() }, config.clone());
    for (keys, says) in [("enter", None), ("y enter", Some("選んでいません：ビズリーチ"))]
    {
        d.press(keys);
        let mut later = with(d.world.cases.clone(), Vec::new(), config.clone());
        later.press("'+'");
        let frame = later.frame();
        assert!(frame.contains(says.unwrap_or("選んだもの：")), "{frame}");
        assert_eq!(frame.contains("選んでいません"), says.is_some(), "{frame}");
    }
}

/// What one has asked to leave is not chosen by itself; whoever chooses it all the same and asks as
/// one does who stays is asked first.
#[test]
fn what_was_left_is_not_chosen_and_asked_about() {
    let text = "[registration.doda]\n[registration.bizreach]\n[registration.own-1]\n\
        service_name = \"みなとキャリア\"\n";
    let parsed = Config::parse("config.toml", text).expect("a configuration");
    let config = Config { registration: parsed.registration, ..agreed() };
    let mut d = with(Vec::new(), Vec::new(), config.clone());
    d.press("=doda =withdraw");
    on(&mut d, "review");
    d.press("enter y enter");
    let cases = d.world.cases;
    let mut d = with(cases.clone(), Vec::new(), config.clone());
    d.press("'+'");
    assert!(d.frame().contains("選んだもの：ビズリーチ、みなとキャリア\n"), "{}", d.frame());
    assert!(
        d.frame().contains("頼んだことが続いているので、選んでいません：doda"),
        "{}",
        d.frame()
    );
    d.press("'doda' enter");
    assert!(!d.frame().contains("選んでいません"), "{}", d.frame());
    d.press("enter =pause enter");
    for _ in 0..60 {
        if d.app.overlay.is_some() {
            break;
        }
        d.press("enter");
    }
    assert!(d.frame().contains("退会のお願いと食い違います"), "{}", d.frame());
    d.press("y");
    assert_eq!(marks(&d), [Mark::Open, Mark::Open, Mark::Skipped]);
    // A letter alone.
    for goal in ["pause", "reduce_contact", "change_handler"] {
        let mut d = with(cases.clone(), Vec::new(), config.clone());
        d.press(&format!("=doda ={goal}"));
        assert!(d.frame().contains("退会のお願いと食い違います"), "{goal}: {}", d.frame());
        d.press("n");
        assert!(d.app.overlay.is_none(), "said once");
    }
    for goal in ["resume", "decline"] {
        let mut d = with(cases.clone(), Vec::new(), config.clone());
        d.press(&format!("=doda ={goal}"));
        assert!(d.app.overlay.is_none(), "{goal}: {}", d.frame());
    }
}

fn marks(d: &Driver) -> Vec<Mark> {
    d.app.run().expect("a run").legs.iter().map(|l| l.mark).collect()
}

/// A letter that is changed after it was sent is to be sent once more: the list says so, and the
/// end asks for it. What was sent stays as it was stored.
#[test]
fn a_letter_changed_after_it_was_sent_is_to_be_sent() {
    for save in [Save::Always, Save::Ask] {
        let mut d = with(Vec::new(), Vec::new(), Config { save, ..agreed() });
        choose(&mut d, &["doda", "bizreach"]);
        d.press("=withdraw enter");
        on(&mut d, "review");
        d.press("enter y enter");
        assert!(d.frame().contains("2/2通目"), "{}", d.frame());
        // Also where it is tight; and what was sent is not left out.
        d.resize(60, 20).press("e");
        assert!(d.frame().lines().next().is_some_and(|l| l.contains("2/2通目")), "{}", d.frame());
        d.press("esc o up up x");
        assert!(d.frame().contains("コピーか送信が済んだ手紙です"), "{}", d.frame());
        d.press("esc [").resize(80, 24);
        let sent = d.letter();
        // Another tone, and back: the one that was sent.
        d.press("t");
        assert!(d.frame().contains("変えた手紙は、まだ送っていません"), "{}", d.frame());
        d.press("t t o");
        assert_eq!((marks(&d), d.app.leg(0).sent.is_some()), (vec![Mark::Done, Mark::Open], true));
        // An answer.
        d.press("esc").change("reason").press("=resting");
        assert_ne!(d.letter(), sent);
        d.press("o");
        assert!(d.frame().contains("[送ったあと変更]"), "{}", d.frame());
        assert_eq!(marks(&d), [Mark::Open, Mark::Open]);
        d.press("2 enter y enter");
        assert_eq!(d.at(), "review", "{}", d.frame());
        assert!(d.frame().contains("1/2通目"), "{}", d.frame());
        d.press("enter");
        assert!(d.frame().contains("まだ送っていません"), "{}", d.frame());
        d.press("enter");
        assert!(d.frame().contains("送りましたか"), "{}", d.frame());
        d.press("n enter");
        if save == Save::Ask {
            d.press("y");
        }
        assert_eq!(d.end, Some(Exit::Done(None)), "{}", d.frame());
        let case = d.world.cases.iter().find(|c| c.service == "doda").expect("a case");
        assert_eq!((case.letters.len(), case.state(), case.unsent()), (2, State::Sent, true));
        assert_eq!(case.letters[0].whole(), Some(sent));
    }
}

/// Back at the first screen, what was typed in the form is part of what is offered there.
#[test]
fn what_is_typed_is_kept_on_the_way_to_the_first_screen() {
    let text = "[registration.bizreach]\nhandler = \"鈴木\"\n";
    let config = Config { save: Save::Always, ..Config::parse("config.toml", text).expect("one") };
    let mut d = with(Vec::new(), Vec::new(), config);
    d.press("=bizreach =pause");
    on(&mut d, "sender.name");
    d.press("'山田 花子' enter");
    d.until("start", "esc");
    d.press("=draft");
    assert!(d.at() == "sender.name" && d.frame().contains("山田 花子"), "{}", d.frame());
}

/// What leaving gains and costs is said where it is asked for, and once.
#[test]
fn one_that_is_left_is_compared_among_others() {
    let mut d = with(Vec::new(), Vec::new(), agreed());
    choose(&mut d, &["doda", "bizreach", "en-agent"]);
    // The first one asks for a rest, the others leave: the step is weighed at the first of them.
    d.press("=pause 2 =withdraw 3 =withdraw enter");
    let mut weighed = Vec::new();
    for _ in 0..60 {
        if d.frame().contains("得られること") {
            weighed.extend(d.app.run().map(|r| r.at));
        }
        if d.at() == "review" {
            if d.frame().contains("3/3通目") {
                assert_eq!(weighed, [1]);
                return;
            }
            d.press("']'");
        }
        d.press("enter");
    }
    panic!("{weighed:?} {}", d.frame());
}

/// Left at any place, it goes on there: what was sent is known to be, and nothing is asked again.
#[test]
fn a_sitting_goes_on_where_it_was_left() {
    let to = |keys: &str| {
        let mut d = with(Vec::new(), Vec::new(), agreed());
        choose(&mut d, &["doda", "bizreach"]);
        d.press("=withdraw enter");
        on(&mut d, "review");
        d.press(keys);
        let (cases, drafts) = (d.world.cases.clone(), d.world.drafts.clone());
        let mut d = with(cases, drafts, agreed());
        d.app.session.today = support::date(2026, 11, 24);
        d.world.now = chrono::DateTime::parse_from_rfc3339("2026-11-24T10:00:00+09:00").ok();
        d.press("=draft");
        assert_eq!(d.at(), "run", "{keys}: {}", d.frame());
        d
    };
    for (keys, mark, shown) in [
        // The program was killed after it: nothing was pressed to leave.
        ("enter", Mark::Done, "[未送信]"),
        ("enter ctrl+c", Mark::Done, "[未送信]"),
        ("enter y ctrl+c", Mark::Done, "[送信済み] doda"),
        ("enter y enter ctrl+c", Mark::Done, "[送信済み] doda"),
        ("enter y esc t ctrl+c", Mark::Open, "[送ったあと変更] doda"),
    ] {
        let mut d = to(keys);
        let frame = d.frame().replace("]  ", "] ");
        assert!(frame.contains(shown), "{keys}: {frame}");
        assert_eq!(marks(&d), [mark, Mark::Open], "{keys}");
        d.press("enter");
        let at = if mark == Mark::Open { "1/2通目" } else { "2/2通目" };
        assert_eq!(d.at(), "review", "{keys}: nothing is asked again\n{}", d.frame());
        assert!(d.frame().contains(at), "{keys}: {}", d.frame());
        if mark == Mark::Done {
            d.press("enter y enter enter");
            assert_eq!(d.end, Some(Exit::Done(None)), "{keys}: {}", d.frame());
            let of: Vec<usize> = d.world.cases.iter().map(|c| c.letters.len()).collect();
            assert_eq!((of, d.world.drafts.len()), (vec![1, 1], 0), "{keys}: stored once");
        }
    }
    // At the second, while the first is still to be copied.
    let mut d = to("] ctrl+c");
    d.press("enter");
    assert!(d.at() == "review" && d.frame().contains("2/2通目"), "{}", d.frame());
}

#[test]
fn there_is_a_way_back_from_everywhere_and_beside() {
    let mut d = with(Vec::new(), Vec::new(), agreed());
    choose(&mut d, &["doda", "bizreach"]);
    d.press("=withdraw enter");
    on(&mut d, "review");
    d.press("enter enter enter o");
    assert_eq!(d.at(), "run");
    // Another one beside: what is done stays done.
    d.press("'+'");
    assert!(d.frame().contains("選んだもの：doda、ビズリーチ"), "{}", d.frame());
    d.press("'みなとキャリア' enter enter");
    let marks: Vec<Mark> = d.app.run().expect("a run").legs.iter().map(|l| l.mark).collect();
    assert_eq!(marks, [Mark::Done, Mark::Open, Mark::Open]);
    // Away from all of them: they are kept, and another letter can be written.
    d.press("esc esc");
    assert_eq!(d.at(), "start", "{}", d.frame());
    d.press("=bizreach");
    assert_eq!((d.at(), d.app.run().is_some()), ("goal", false));
    assert_eq!(d.world.drafts.len(), 1);
    assert_eq!(d.world.drafts[0].draft.run.as_ref().map(|r| r.legs.len()), Some(3));
}

/// What was chosen together is kept on leaving, and that is said.
#[test]
fn leaving_a_sitting_says_what_is_kept() {
    for keys in ["ctrl+c", "enter ctrl+c"] {
        let mut d = with(Vec::new(), Vec::new(), agreed());
        choose(&mut d, &["doda", "bizreach"]);
        d.press("=withdraw enter").press(keys);
        let said = d.app.farewell(false).unwrap_or_default();
        assert_eq!(said.contains("書きかけ"), !d.world.drafts.is_empty(), "{keys}: {said}");
    }
}

/// Whose letter is on the clipboard, where the records are, and what is still to be sent.
#[test]
fn leaving_after_several_letters_says_what_leaving_after_one_says() {
    let mut d = two_without_an_agreement();
    d.press("enter y enter enter");
    assert!(d.frame().contains("（ビズリーチへの本文）"), "{}", d.frame());
    d.press("enter n enter y");
    assert_eq!((d.end.clone(), d.world.cases.len()), (Some(Exit::Done(None)), 2), "{}", d.frame());
    let said = d.app.farewell(false).unwrap_or_default();
    for words in [
        "ビズリーチへの手紙の本文は、クリップボードに",
        "記録（2件）は、最初の画面から",
        "まだ送っていないもの：ビズリーチ。",
        "2026年12月7日（月）まで",
    ] {
        assert!(said.contains(words), "{words}: {said}");
    }
    assert!(width(&said) <= 3 * 80, "{said}");
}

/// The list of the letters leads back to the page from which it was called up.
#[test]
fn back_from_the_list_is_back_to_the_letter() {
    let mut d = with(Vec::new(), Vec::new(), agreed());
    choose(&mut d, &["doda", "bizreach"]);
    d.press("=withdraw enter");
    on(&mut d, "review");
    d.press("o esc");
    assert_eq!(d.at(), "review", "{}", d.frame());
    d.press("enter o");
    let frame = d.frame();
    let starts: Vec<_> = ["doda（", "ビズリーチ（"]
        .map(|name| frame.lines().find_map(|l| l.split_once(name).map(|(before, _)| width(before))))
        .into();
    assert!(starts[0].is_some() && starts[0] == starts[1], "in columns: {frame}");
    d.press("esc");
    assert_eq!(d.at(), "after", "{}", d.frame());
    let keys = d.frame().lines().last().unwrap_or_default().to_owned();
    assert!(keys.contains("o 一覧") && keys.matches("次の手紙").count() == 1, "{keys}");
    d.press("enter enter enter");
    let keys = d.frame().lines().last().unwrap_or_default().to_owned();
    assert!(keys.contains("Enter 手紙の一覧へ"), "the last one: {keys}");
    // While they are planned, it is back to the services.
    let mut d = with(Vec::new(), Vec::new(), agreed());
    choose(&mut d, &["doda", "bizreach"]);
    d.press("=withdraw enter").resize(56, 20);
    let first = d.frame().lines().next().unwrap_or_default().to_owned();
    assert!(first.contains("1/2通目 › doda › 依頼の内容"), "where it is tight: {first}");
    let mut d = with(Vec::new(), Vec::new(), agreed());
    choose(&mut d, &["doda", "bizreach"]);
    d.press("=withdraw esc");
    assert_eq!(d.at(), "service", "{}", d.frame());
}

/// What is left out is named; what is still to be written is kept, and that is said.
#[test]
fn leaving_a_letter_out_and_leaving_in_the_middle_are_told() {
    let mut d = with(Vec::new(), Vec::new(), agreed());
    choose(&mut d, &["doda", "bizreach"]);
    d.press("=withdraw enter");
    on(&mut d, "review");
    d.press("] x");
    assert!(d.frame().contains("ビズリーチへの手紙は飛ばしました"), "{}", d.frame());
    assert_eq!(d.app.run().map(|r| r.at), Some(0));
    d.press("ctrl+c");
    assert!(
        d.app.farewell(false).unwrap_or_default().contains("書きかけを保存しました"),
        "{}",
        d.app.farewell(false).unwrap_or_default()
    );
    // Also where one of them is copied, and from the list.
    for keys in ["enter ctrl+c", "enter enter ctrl+c", "enter o ctrl+c"] {
        let mut d = with(Vec::new(), Vec::new(), agreed());
        choose(&mut d, &["doda", "bizreach"]);
        d.press("=withdraw enter");
        on(&mut d, "review");
        d.press(keys);
        let says = d.app.farewell(false).unwrap_or_default();
        assert!(
            says.contains("書きかけを保存しました") && says.contains("クリップボード"),
            "{keys}: {says}"
        );
    }
}

/// A digit chooses a row that is seen with it, and no other one.
#[test]
fn a_digit_without_a_row_chooses_nothing() {
    for several in ["", "+ "] {
        let mut d = Driver::new();
        d.press(several);
        let last = (1..=9).rfind(|n| d.frame().contains(&format!("{n} "))).expect("a row");
        assert!(last < 9, "{}", d.frame());
        let before = d.frame();
        d.press(&(last + 1).to_string());
        assert_eq!(d.at(), "service", "{}", d.frame());
        assert!(d.frame().contains("その番号の行はありません"), "{}", d.frame());
        assert_eq!(d.frame().contains("[x]"), before.contains("[x]"));
        d.press(&last.to_string());
        assert_eq!(d.at() == "goal", several.is_empty(), "{}", d.frame());
        assert_eq!(d.frame().contains("[x]"), !several.is_empty(), "{}", d.frame());
    }
}
