//! What is stored, key by key: the case after copying, the first screen, the second letter, the
//! draft, handing over.

mod support;

use chrono::{DateTime, FixedOffset};
use kotowari::app::effect::Exit;
use kotowari::app::shelf::Shelf;
use kotowari::app::{App, Start};
use kotowari::config::{Config, Save};
use kotowari::domain::answers::{Answers, Value};
use kotowari::domain::case::draft::Draft;
use kotowari::domain::case::{
    CaseRecord, FollowUp, KeptText, LetterRecord, Means, PlanStep, State, What, Word as _,
};
use kotowari::domain::goal::Goal;
use std::collections::BTreeMap;
use support::{Driver, SIZE, complete, one, only, selection};

fn at(time: &str) -> DateTime<FixedOffset> {
    DateTime::parse_from_rfc3339(time).expect("a moment")
}

fn agreed() -> Config {
    Config { save: Save::Always, ..Config::default() }
}

/// A walk that ends in the review, with storing agreed to.
fn review(goal: &str, channel: &str) -> Driver {
    let mut answers = complete(goal, channel);
    for id in ["sender.handler", "sender.handler_email"] {
        answers.set(id, one(""));
    }
    Driver::with(SIZE, Start { answers, ..Start::default() }, agreed())
}

/// The program as it starts with what another one left.
fn later(cases: &[CaseRecord], draft: Option<&Draft>, today: &str) -> Driver {
    let shelf = Shelf { cases: cases.to_vec(), drafts: only(draft), broken: Vec::new() };
    let mut d = Driver::with(SIZE, Start { shelf, ..Start::default() }, agreed());
    d.app.session.today = today.parse().expect("a day");
    d.world.cases = cases.to_vec();
    d.world.drafts = only(draft);
    d.world.now = Some(at(&format!("{today}T09:30:00+09:00")));
    // The first screen was chosen before the day was known.
    d.app.screen = kotowari::app::screens::Screen::Start(d.app.start());
    d
}

#[test]
fn copied_is_not_sent() {
    let mut d = review("withdraw", "mail");
    d.press("enter");
    assert_eq!(d.at(), "after");
    assert!(
        d.frame().contains("まだ送っていません")
            && d.frame().contains("記録しました：アポプラス薬剤師 退会する"),
        "{}",
        d.frame()
    );
    assert_eq!(d.world.cases.len(), 1);
    assert_eq!(d.world.cases[0].state(), State::Copied);
    // Copied twice, stored once.
    d.press("c");
    assert_eq!((d.world.cases.len(), d.world.cases[0].letters.len()), (1, 1));
    d.press("y");
    assert!(d.frame().contains("送った：2026年11月20日（金）10:00、メール"), "{}", d.frame());
    assert_eq!(d.world.cases[0].state(), State::Sent);
    d.press("enter");
    assert_eq!(d.end, Some(Exit::Done(None)));
    assert_eq!(d.world.cases[0].letters.len(), 1);
}

/// They made contact on that day: a letter can answer it since then, and nothing is late.
#[test]
fn the_day_of_a_contact_is_no_due_date() {
    let mut d = review("withdraw", "mail");
    d.press("enter y enter");
    let mut case = d.world.cases.remove(0);
    let (person, number) = (String::new(), String::new());
    let contact = What::Contacted { means: Means::Call, person, number };
    case.log(at("2026-11-27T10:00:00+09:00"), contact, "");
    let mut d = later(&[case], None, "2026-12-02");
    let since = "続きの手紙を書けます";
    for keys in ["", "=case1"] {
        d.press(keys);
        let frame = d.frame();
        let missed = frame.contains("期限：") || frame.contains("期限を過ぎ");
        assert!(frame.contains(since) && !missed, "{frame}");
    }
}

/// Whoever waits for an interview waits from the day on which the letter is stored.
#[test]
fn an_interview_is_watched_before_the_sending_is_noted() {
    let mut answers = complete("decline", "mail");
    let row = support::declined("みなと薬局", "first_interview", "2026-11-26", "");
    answers.set("selections", Value::Entries(vec![row]));
    for id in ["sender.handler", "sender.handler_email"] {
        answers.set(id, one(""));
    }
    let start = Start { answers, ..Start::default() };
    let mut d = Driver::with(SIZE, start, agreed());
    d.press("enter enter n");
    let d = later(&d.world.cases, None, "2026-11-25");
    let frame = d.frame();
    assert!(frame.contains("2026年11月25日（水） 辞退が先方に伝わったという返事"), "{frame}");
    assert!(frame.contains("次：手紙を送り"), "{frame}");
}

/// The later request counts: the older one demands nothing more, says so, and is over when the user
/// says it.
#[test]
fn a_request_rests_once_one_that_goes_further_was_sent() {
    let mut d = review("reduce_contact", "mail");
    d.press("enter y enter");
    let old = d.world.cases.remove(0);
    let mut d = review("withdraw", "mail");
    d.app.session.today = "2026-11-24".parse().expect("a day");
    d.world.now = Some(at("2026-11-24T10:00:00+09:00"));
    d.press("enter y enter");
    let mut cases = vec![old, d.world.cases.remove(0)];
    let mut d = later(&cases, None, "2026-12-09");
    let rests = "2026年11月24日（火）に頼んだ「退会する」が、このお願いに代わりました";
    assert_eq!(d.frame().matches("期限を過ぎています").count(), 1, "{}", d.frame());
    assert!(d.frame().replace("\n     ", "").contains(rests), "{}", d.frame());
    let id = cases[0].id.to_string();
    d.press(if d.app.open_cases()[0].0.id.as_str() == id { "=case1" } else { "=case2" });
    assert!(
        d.frame().contains("に頼んだ「退会する」が") && !d.frame().contains("期限："),
        "{}",
        d.frame()
    );
    d.press("enter");
    assert_eq!(d.at(), "log", "{}", d.frame());
    d.press("enter enter");
    assert!(d.frame().contains("状態：取りやめ"), "{}", d.frame());
    assert_eq!(d.world.cases.iter().filter(|c| c.is_open()).count(), 1);
    // While the later one is not sent, the older one goes on.
    cases[1].events.retain(|e| !matches!(e.what, What::Sent { .. }));
    let d = later(&cases, None, "2026-12-09");
    assert!(!d.frame().contains("は休む"), "{}", d.frame());
}

/// A case for each service and goal: what was asked before the goal was changed stays what it was.
#[test]
fn another_goal_is_another_case() {
    let mut d = review("reduce_contact", "mail");
    d.press("enter y esc");
    let first = d.world.cases[0].clone();
    d.change("goal").press("=pause");
    let to_review = |d: &mut Driver| {
        d.until("review", "enter");
    };
    to_review(&mut d);
    d.press("home enter");
    assert!(d.frame().contains("まだ送っていません"), "{}", d.frame());
    let about: Vec<(&str, State)> =
        d.world.cases.iter().map(|c| (c.goal.id(), c.state())).collect();
    assert_eq!(about, [("reduce_contact", State::Sent), ("pause", State::Copied)]);
    assert_eq!(d.world.cases[0].letters, first.letters, "as it was");
    // The same letter changed again stands in its own record for the one that was not sent; the
    // first goal's, which was sent, stays beside the changed one.
    let copied = d.world.cases[1].letters[0].sha256();
    d.press("esc t enter");
    assert_eq!(d.world.cases.len(), 2);
    assert_eq!((d.world.cases[0].letters.len(), d.world.cases[1].letters.len()), (1, 1));
    assert_ne!(d.world.cases[1].letters[0].sha256(), copied);
    d.press("esc").change("goal").press("=reduce_contact");
    to_review(&mut d);
    d.press("home enter");
    assert_eq!(d.world.cases.len(), 2);
    assert_eq!((d.world.cases[0].letters.len(), d.world.cases[1].letters.len()), (2, 1));

    // The same where storing is agreed to only at the end.
    let mut d = Driver::answered(complete("reduce_contact", "mail"));
    d.press("enter y esc").change("goal").press("=pause");
    to_review(&mut d);
    d.press("home enter enter n y");
    let about: Vec<(&str, State)> =
        d.world.cases.iter().map(|c| (c.goal.id(), c.state())).collect();
    assert_eq!(about, [("reduce_contact", State::Sent), ("pause", State::Copied)], "{}", d.frame());
}

/// What a later letter quotes is what was sent.
#[test]
fn a_letter_that_is_not_used_leaves_the_answers_of_the_one_before() {
    let mut d = review("pause", "mail");
    d.press("enter y esc");
    let sent = d.world.cases[0].answers.clone();
    d.change("resume").press("'2027-09' enter home enter");
    assert!(d.at() == "after" && d.world.cases[0].answers != sent, "{}", d.frame());
    d.press("enter x");
    assert_eq!((d.world.cases[0].letters.len(), &d.world.cases[0].answers), (1, &sent));
}

/// What a letter is quoted by is what was sent: one that was changed before that was never a letter
/// of its own.
#[test]
fn a_letter_changed_before_it_is_sent_is_one_letter() {
    let mut d = review("withdraw", "mail");
    d.press("enter esc").change("reason").press("=job_found");
    let text = d.until("review", "enter").letter();
    d.press("home enter y enter");
    let case = &d.world.cases[0];
    assert_eq!((d.world.cases.len(), case.letters.len(), case.state()), (1, 1, State::Sent));
    assert_eq!(case.letters[0].whole().as_deref(), Some(&*text));
    assert_eq!(case.events.len(), 2, "one copy, one sending");
    // The title too is that of the letter which was sent, where an older record has both.
    let mut case = case.clone();
    let mut unsent = case.letters[0].clone();
    unsent.kept =
        KeptText::Text { subject: "送らなかった件名".to_owned(), text: String::new() };
    case.letters.insert(0, unsent);
    for e in &mut case.events {
        if let What::Sent { letter, .. } = &mut e.what {
            *letter = 2;
        }
    }
    let mut d = later(&[case], None, "2026-12-10");
    d.press("=case1 enter").until("review", "enter");
    let follows = d.letter();
    assert!(!follows.contains("送らなかった件名"), "{follows}");
    assert!(follows.contains("「退会と個人情報の消去のお願い（山田 花子）」の件名"), "{follows}");
}

#[test]
fn the_third_call_in_vain_leads_to_the_same_in_writing() {
    let mut d = review("withdraw", "phone");
    d.press("enter enter n y");
    let mut d = later(&d.world.cases.clone(), None, "2026-11-24");
    d.press("=case1");
    assert!(d.frame().contains("次にすること（Enter）：台本"), "{}", d.frame());
    for _ in 0..3 {
        d.press("b enter enter");
        assert_eq!(d.at(), "case", "{}", d.frame());
    }
    assert!(d.frame().contains("電話がつながらなかった"), "{}", d.frame());
    assert!(d.frame().contains("次にすること（Enter）：電話がつながらないので"), "{}", d.frame());
    // Only the way is asked; the letter belongs to the case.
    d.press("enter");
    assert_eq!(d.at(), "channel", "{}", d.frame());
    // Of who writes, what a form may have and a call has not.
    d.press("=form enter");
    assert_eq!(d.at(), "review", "{}", d.frame());
    d.press("enter y enter");
    let case = &d.world.cases[0];
    assert_eq!((d.world.cases.len(), case.letters.len(), case.state()), (1, 2, State::Sent));
    assert_eq!(case.letters[1].channel.id(), "form");
}

#[test]
fn every_letter_of_a_case_can_be_read() {
    let mut d = review("withdraw", "mail");
    d.press("enter y enter");
    let mut d = later(&d.world.cases.clone(), None, "2026-12-08");
    d.press("enter enter enter y enter");
    let mut d = later(&d.world.cases.clone(), None, "2026-11-28");
    d.press("=case1 l");
    assert!(
        d.frame().contains("（2／2、左右のキー") && d.frame().contains("再度のお願い"),
        "{}",
        d.frame()
    );
    d.press("right left");
    assert!(d.frame().contains("（1／2、") && !d.frame().contains("再度のお願い"), "{}", d.frame());
    d.press("left right");
    assert!(d.frame().contains("（2／2、"), "{}", d.frame());
    d.press("esc");
    assert_eq!(d.at(), "case");
}

#[test]
fn nothing_is_stored_before_a_yes() {
    let answers = complete("withdraw", "phone");
    let mut d = Driver::answered(answers.clone());
    d.resize(90, 60).press("enter t");
    assert_eq!(d.at(), "log");
    // The time is offered; with whom, what was promised, and what was said.
    d.press("enter '佐藤' enter '11/30' enter '月末までに、とのこと' enter");
    assert_eq!(d.at(), "after");
    let frame = d.frame();
    assert!(
        frame.contains(
            "電話で伝えた：2026年11月20日（金）10:00、相手 佐藤、約束 2026年11月30日（月）"
        ),
        "{frame}"
    );
    assert!(!frame.contains("まだ電話していません"), "{frame}");
    assert!(d.world.cases.is_empty() && d.world.draft().is_none() && d.world.saved.is_empty());
    d.press("enter");
    assert!(d.frame().contains("保存しますか"), "{}", d.frame());
    d.press("y");
    assert_eq!(d.end, Some(Exit::Done(None)));
    assert!(d.world.saved[0].agreed);
    let case = &d.world.cases[0];
    assert_eq!(case.state(), State::Sent);
    assert!(case.events.iter().any(
        |e| matches!(&e.what, What::Sent { person, promised_by: Some(_), .. } if person == "佐藤")
            && e.note.contains("月末")
    ));

    // No: nothing at all.
    let mut d = Driver::answered(answers.clone());
    d.press("enter y enter n");
    assert_eq!(d.end, Some(Exit::Done(None)));
    assert!(d.world.cases.is_empty() && d.world.saved.is_empty());

    // --no-save: not even asked.
    let mut d = Driver::with(SIZE, Start { answers, no_save: true, ..Start::default() }, agreed());
    d.press("enter y enter");
    assert_eq!(d.end, Some(Exit::Done(None)));
    assert!(d.world.cases.is_empty() && d.world.saved.is_empty());
}

/// What is said after the box leads to what was chosen, and not to a letter that was sent.
#[test]
fn what_is_said_of_a_dropped_letter_drops_it() {
    for channel in ["mail", "phone"] {
        let mut d = Driver::answered(complete("withdraw", channel));
        d.press("enter enter x enter");
        let says = d.app.notice.clone().unwrap_or_default();
        let keys: Vec<&str> =
            ["Enter", "x", "y", "n"].into_iter().filter(|key| says.contains(key)).collect();
        assert_eq!(keys, ["Enter", "x", "y", "n"], "{says}");
        d.press("enter x n");
        assert_eq!(d.end, Some(Exit::Done(None)), "{}", d.frame());
        assert!(d.app.session.sent.is_none());
    }
}

/// A message stands below a box, and what was at its end is still there.
#[test]
fn a_box_leaves_the_row_of_a_message_free() {
    let mut d = review("withdraw", "mail");
    d.press("enter y enter");
    for (columns, rows) in [(80, 24), (60, 20)] {
        let mut d = later(&d.world.cases.clone(), None, "2026-11-24");
        d.resize(columns, rows).press("=case1 l end");
        let frame = d.frame();
        let last = |frame: &str| {
            let lines: Vec<&str> = frame.lines().collect();
            let end = lines.iter().rposition(|l| l.contains(['╰', '+'])).expect("a border below");
            (end, lines[end - 1].trim().to_owned())
        };
        let (_, end) = last(&frame);
        d.press("c");
        let says = d.app.notice.clone().expect("that it was copied");
        let (now, still) = last(&d.frame());
        let text = |line: &str| line.trim_matches(['│', '|', '^', 'v', ' ']).to_owned();
        assert_eq!(text(&still), text(&end), "{}", d.frame());
        let start: String = says.chars().take(6).collect();
        let frame = d.frame();
        let lines: Vec<&str> = frame.lines().collect();
        let at = lines.iter().rposition(|l| l.contains(&start)).expect("the message");
        assert!(at > now, "{}", d.frame());
    }
}

/// Nothing keeps a half-filled form: leaving asks once.
#[test]
fn a_form_that_is_filled_in_is_not_left_without_a_word() {
    let mut d = review("withdraw", "mail");
    d.press("enter y enter");
    let cases = d.world.cases.clone();
    let asks = |d: &Driver| d.frame().contains("入力した内容が失われます");
    let mut d = later(&cases, None, "2026-11-24");
    d.press("=case1 m ctrl+c");
    assert_eq!(d.end, Some(Exit::Left(130)), "nothing was typed");
    for paste in [false, true] {
        let mut d = later(&cases, None, "2026-11-24");
        d.press("=case1 m");
        if paste {
            d.paste("折り返しの電話を待つ");
        } else {
            d.press("enter '折り返しの電話を待つ'");
        }
        d.press("ctrl+c");
        assert!(d.end.is_none() && asks(&d), "{}", d.frame());
        d.press("n");
        assert_eq!(d.at(), "log");
        // What was given up, or is stored, is not lost.
        d.press("esc esc");
        assert_eq!(d.at(), "start");
        d.press("esc");
        assert_eq!(d.end, Some(Exit::Left(0)), "{}", d.frame());
    }
}

#[test]
fn what_cannot_be_stored_is_said_and_leaving_stays_possible() {
    let mut d = review("pause", "mail");
    d.world.stores = Err("ディスクがいっぱいです".to_owned());
    d.press("enter");
    assert_eq!(d.frame().matches("ディスクがいっぱいです").count(), 1, "{}", d.frame());
    assert_eq!(d.world.copied.len(), 1, "the letter is copied all the same");
    d.press("y enter");
    assert!(d.end.is_none(), "one reads what went wrong first");
    d.press("enter");
    assert_eq!(d.end, Some(Exit::Failed(None)));

    // What was in the way for a moment loses nothing.
    let mut d = review("pause", "mail");
    d.world.stores = Err("ほかの kotowari が書き込みをしています".to_owned());
    d.press("enter");
    assert!(d.world.cases.is_empty());
    d.world.stores = Ok(());
    d.press("y enter");
    assert_eq!((d.end.clone(), d.world.cases.len()), (Some(Exit::Done(None)), 1), "{}", d.frame());
}

#[test]
fn the_answer_does_not_come_and_the_second_letter_is_ready() {
    let mut d = review("withdraw", "mail");
    d.press("enter y enter");
    let cases = d.world.cases.clone();

    // Within the wait: the service is asked as ever, the case stands below.
    let mut d = later(&cases, None, "2026-11-24");
    assert_eq!(d.at(), "start");
    let frame = d.frame();
    assert!(
        frame.contains("> 1 アポプラス薬剤師")
            && frame.contains(" アポプラス薬剤師 退会する（送信済み）"),
        "{frame}"
    );
    assert!(!frame.contains("期限を過ぎて"), "{frame}");
    d.press("=case1");
    assert_eq!(d.at(), "case");
    assert!(d.frame().contains(" 7 *"), "{}", d.frame());
    d.press("enter");
    assert!(d.frame().contains("まだ返事を待つ期間"), "{}", d.frame());
    d.press("esc");
    assert_eq!(d.at(), "start");
    // A new letter to the same service: the old digits.
    d.press("=apoplus-pharmacist");
    assert_eq!(d.at(), "goal");
    d.press("esc");
    assert_eq!(d.at(), "start");

    // Past it: the case is what the cursor stands on, two Enters lead to the letter.
    let mut d = later(&cases, None, "2026-12-08");
    assert!(
        d.frame().contains("> ") && d.frame().contains("（期限を過ぎています）"),
        "{}",
        d.frame()
    );
    d.press("enter enter");
    assert_eq!(d.at(), "review");
    assert!(
        d.letter().starts_with("件名：退会と個人情報の消去についての再度のお願い"),
        "{}",
        d.letter()
    );
    assert!(d.letter().contains("「退会と個人情報の消去のお願い（山田 花子）」"), "{}", d.letter());
    d.press("enter y enter");
    assert_eq!(d.world.cases.len(), 1, "the same case");
    assert_eq!((d.world.cases[0].letters.len(), d.world.cases[0].state()), (2, State::Sent));

    // They answer, it is done: thanks.
    let cases = d.world.cases.clone();
    let mut d = later(&cases, None, "2026-12-11");
    d.press("=case1 d");
    assert_eq!(d.at(), "log");
    d.press("enter enter '鈴木' enter enter");
    assert_eq!(d.at(), "case");
    assert!(d.frame().contains("状態：完了"), "{}", d.frame());
    d.press("enter");
    assert!(
        d.frame().contains("残ると言われた情報"),
        "only what is not known yet is asked: {}",
        d.frame()
    );
    d.press("enter");
    // Whoever did it is the one whom the thanks go to.
    assert!(d.letter().contains("アポプラス薬剤師\n鈴木 様\n"), "{}", d.letter());
    d.press("enter y enter");
    let mut d = later(&d.world.cases.clone(), None, "2026-12-14");
    assert_eq!(d.at(), "start", "the screen is opened by the test");
    // Nothing is left to do; what is over can be read.
    assert!(!d.frame().contains("続きの記録"), "{}", d.frame());
    assert!(d.frame().contains("終わった記録"), "{}", d.frame());
    assert!(d.frame().contains("アポプラス薬剤師 退会する（完了）"), "{}", d.frame());
    d.press("=case1");
    assert!(d.at() == "case" && d.frame().contains("状態：完了"), "{}", d.frame());
    d.press("esc =apoplus-pharmacist");
    assert_eq!(d.at(), "goal");
}

#[test]
fn a_second_letter_left_unfinished_stays_with_its_case() {
    let mut d = review("withdraw", "mail");
    d.press("enter y enter");
    let mut d = later(&d.world.cases.clone(), None, "2026-12-08");
    // Choosing another kind of letter, then leaving.
    d.press("enter n =no_receipt ctrl+c");
    let draft = d.world.draft().expect("a draft");
    assert_eq!(draft.case.as_ref(), Some(&d.world.cases[0].id));
    let mut d = later(&d.world.cases.clone(), Some(&draft), "2026-11-28");
    d.press("enter");
    d.until("review", "enter");
    d.press("enter y enter");
    assert_eq!((d.world.cases.len(), d.world.cases[0].letters.len()), (1, 2), "{}", d.frame());
    // The case was removed meanwhile: a letter of its own.
    let mut d = later(&[], Some(&draft), "2026-11-28");
    d.press("enter");
    assert!(d.app.session.case.is_none() && d.at() != "start");
}

/// Who only looks leaves nothing behind: neither the letter that is ready nor the question which
/// one it is to be.
#[test]
fn what_was_only_looked_at_is_no_draft() {
    for (goal, channel) in [("withdraw", "phone"), ("pause", "mail"), ("reduce_contact", "form")] {
        let mut d = review(goal, channel);
        d.press("enter y enter");
        for keys in ["n", "enter", "enter tab esc", "enter e esc"] {
            let mut d = later(&d.world.cases, None, "2026-12-10");
            d.press("=case1").press(keys);
            d.press("ctrl+c");
            assert!(d.world.draft().is_none() && d.end.is_some(), "{goal} {keys}: {}", d.frame());
        }
        // What is chosen is the user's, and so is how the letter speaks.
        let phone = channel == "phone";
        for keys in ["n 1", "enter t", "enter e '改' esc"].iter().filter(|k| !phone || k.len() < 4)
        {
            let mut d = later(&d.world.cases, None, "2026-12-10");
            d.press("=case1").press(keys).press("ctrl+c");
            assert!(d.world.draft().is_some(), "{goal} {keys}: {}", d.frame());
        }
    }
}

/// What was left unfinished does not stand before what is to be done today.
#[test]
fn what_is_due_comes_before_drafts() {
    let mut d = Driver::with(SIZE, Start::default(), agreed());
    d.press("=apoplus-pharmacist =pause enter ctrl+c");
    let draft = d.world.draft();
    let mut d = review("withdraw", "mail");
    d.press("enter y enter");
    let rows = |d: &Driver| {
        let place = |words: &str| d.frame().find(words).unwrap_or_else(|| panic!("{}", d.frame()));
        let selected = d.frame().lines().find(|l| l.starts_with(" >")).map(str::to_owned);
        (place("退会する（送信済み）") < place("書きかけを続ける"), selected.unwrap_or_default())
    };
    let (first, selected) = rows(&later(&d.world.cases, draft.as_ref(), "2026-11-24"));
    assert!(!first && selected.contains("書きかけを続ける"), "{selected}");
    let (first, selected) = rows(&later(&d.world.cases, draft.as_ref(), "2026-12-10"));
    assert!(first && selected.contains("退会する（送信済み）"), "{selected}");
}

/// Nor what a later request has overtaken, which is still there.
#[test]
fn a_draft_for_whom_one_has_left_is_not_offered_first() {
    let mut d = Driver::with(SIZE, Start::default(), agreed());
    d.press("=apoplus-pharmacist =pause enter ctrl+c");
    let mut draft = d.world.draft().expect("a draft");
    draft.saved = at("2026-11-19T10:00:00+09:00");
    let mut d = review("withdraw", "mail");
    d.press("enter y enter");
    let mut cases = d.world.cases;
    let done = What::Done { on: None, person: String::new() };
    cases[0].log(at("2026-11-24T10:00:00+09:00"), done, "");
    let d = later(&cases, Some(&draft), "2026-11-25");
    let place = |words: &str| d.frame().find(words).unwrap_or_else(|| panic!("{}", d.frame()));
    assert!(place("退会する（完了）") < place("書きかけを続ける"), "{}", d.frame());
    assert!(d.frame().contains("（今の記録と合わない）"), "{}", d.frame());
    assert!(!d.is_on("書きかけを続ける"), "{}", d.frame());
}

/// How one wants to be contacted was said once, and is offered to whoever was told.
#[test]
fn another_request_keeps_the_rule_of_contact() {
    let mut d = review("reduce_contact", "mail");
    d.press("enter y enter");
    let mut d = later(&d.world.cases, None, "2026-12-10");
    d.press("=apoplus-pharmacist =change_handler");
    d.until("means", "enter");
    assert!(d.is_on("メールだけ"), "{}", d.frame());
    // Whoever wants no calls is not told to make one.
    let mut d = review("reduce_contact", "mail");
    d.change("channel");
    assert!(d.frame().contains("電話を控えてほしいと頼む"), "{}", d.frame());
    let mut d = review("reduce_contact", "mail");
    d.resize(80, 60);
    d.press("enter y");
    assert!(d.frame().contains("返事の目安は"), "{}", d.frame());
    assert!(!d.frame().contains("電話で確かめ"), "{}", d.frame());
}

/// The letter that goes on with one that is stored takes from its record what it knows.
#[test]
fn a_letter_that_goes_on_with_another_finds_its_record() {
    let mut d = review("reduce_contact", "mail");
    d.press("enter y enter");
    let mut d = later(&d.world.cases, None, "2026-12-10");
    d.press("=apoplus-pharmacist =follow_up");
    assert_eq!((d.at(), &d.app.session.case), ("follow_up", &Some(d.world.cases[0].id.clone())));
    d.press("=no_receipt");
    assert_eq!(d.at(), "review", "{}", d.frame());
    assert!(d.letter().contains("11月20日（金）に"), "{}", d.letter());
    // Of another service nothing is known.
    d = later(&d.world.cases, None, "2026-12-10");
    d.press("'mynavi' enter =follow_up");
    assert!(d.at() == "follow_up" && d.app.session.case.is_none(), "{}", d.frame());
}

/// On the first screen every letter begins a name, also one that is a key elsewhere; and the
/// selection is always on the screen.
#[test]
fn the_first_screen_takes_letters_and_shows_its_selection() {
    let mut d = review("withdraw", "mail");
    d.press("enter y enter");
    let mut cases = Vec::new();
    for n in 0..30 {
        let mut c = d.world.cases[0].clone();
        c.id = kotowari::domain::case::CaseId::parse(&format!("20261110-{n}")).expect("an id");
        cases.push(c);
    }
    for name in ["recruit", "qol", "doda"] {
        let mut d = later(&d.world.cases, None, "2026-12-10");
        d.type_text(name);
        assert!(d.frame().contains(&format!("> {name}")), "{}", d.frame());
    }
    let mut d = later(&cases, None, "2026-12-10");
    d.press("home");
    let mut seen = Vec::new();
    for _ in 0..40 {
        d.press("pagedown");
        let kotowari::app::screens::Screen::Start(s) = &d.app.screen else { panic!() };
        seen.push(s.at);
        assert!(d.frame().lines().any(|l| l.starts_with(" >")), "{}", d.frame());
    }
    assert!(seen.windows(2).all(|w| w[0] <= w[1]) && seen[1] < seen[3], "{seen:?}");
}

/// Of those that fit alike the one comes first that the user has to do with, then its kind.
#[test]
fn those_that_one_has_to_do_with_are_found_first() {
    let first = |cases: &[CaseRecord]| {
        let mut d = later(cases, None, "2026-12-10");
        d.type_text("れば").press("enter");
        d.app.session.answers.one("service").unwrap_or_default().to_owned()
    };
    let of = |service: &str| {
        let mut a = complete("withdraw", "mail");
        a.set("service", one(service));
        let mut d = Driver::with(SIZE, Start { answers: a, ..Start::default() }, agreed());
        d.until("review", "enter");
        d.press("enter y enter");
        d.world.cases
    };
    assert_eq!(first(&of("levwell-pharma")), "levwell-pharma");
    assert_eq!(first(&of("apoplus-pharmacist")), "levwell-pharma");
    assert_eq!(first(&of("levwell-kango")), "levwell-kango");
}

/// What became of it is asked with what is likely selected.
#[test]
fn another_letter_begins_with_what_is_likely() {
    let mut d = review("withdraw", "mail");
    d.press("enter y enter");
    let mut d = later(&d.world.cases, None, "2026-11-24");
    d.press("=case1 n");
    assert!(d.is_on("返事がない"), "{}", d.frame());
    d.press("esc o down 1 enter enter enter enter");
    assert_eq!((d.at(), d.world.cases[0].events.len()), ("case", 3), "{}", d.frame());
    d.press("n");
    assert!(d.is_on("まだ連絡がくる"), "{}", d.frame());
}

/// A call that is to be made has its number, and one key says that it was made.
#[test]
fn a_case_of_a_call_says_where_to_call() {
    let mut d = review("withdraw", "phone");
    d.press("enter n");
    let mut d = later(&d.world.cases, None, "2026-11-24");
    d.press("=case1");
    assert!(
        d.frame().contains("0120-332-290") && d.frame().contains("t 電話した"),
        "{}",
        d.frame()
    );
    d.press("t enter enter enter enter");
    assert_eq!((d.at(), d.world.cases[0].state()), ("case", State::Sent), "{}", d.frame());
    assert!(!d.frame().contains("0120-332-290"), "{}", d.frame());
    d.press("n");
    assert!(d.is_on("電話で頼んだ"), "{}", d.frame());
}

/// The same once more of the same service: what is open is said, and offered.
#[test]
fn what_was_asked_for_already_is_said() {
    let mut d = review("withdraw", "mail");
    d.press("enter y enter");
    let cases = d.world.cases.clone();
    let asked = "同じお願いが、まだ続いています";
    let choose = |d: &mut Driver, goal: &str| {
        let kotowari::app::screens::Screen::Question(q) = &d.app.screen else {
            panic!("at {}", d.at())
        };
        assert_eq!(q.id, "goal");
        let goals = &d.app.content().entry().get("goal").expect("the question").choice;
        let at = goals.iter().position(|c| c.value == goal).expect("a goal");
        d.press(&(at + 1).to_string());
    };
    let mut d = later(&cases, None, "2026-11-24");
    d.press("=apoplus-pharmacist");
    choose(&mut d, "pause");
    assert!(!d.frame().contains(asked), "another goal: {}", d.frame());
    d.press("esc");
    choose(&mut d, "withdraw");
    let frame = d.frame();
    assert!(
        frame.contains(asked) && frame.contains("アポプラス薬剤師 退会する（送信済み）"),
        "{frame}"
    );
    d.press("y");
    assert_eq!(d.at(), "case");
    assert!(d.world.drafts.is_empty(), "nothing was typed, and nothing is left of it");
    // Back is back to the question, which asks again.
    d.press("esc =apoplus-pharmacist");
    choose(&mut d, "withdraw");
    assert!(d.frame().contains("Esc 前の質問に戻る"), "{}", d.frame());
    d.press("esc");
    assert!(d.at() == "goal" && !d.frame().contains(asked), "{}", d.frame());
    // Whoever wants another letter all the same is not asked twice.
    d.press("esc =apoplus-pharmacist");
    choose(&mut d, "withdraw");
    assert!(d.frame().contains(asked));
    d.press("n");
    assert_eq!(d.at(), "requests", "{}", d.frame());
    d.press("esc");
    choose(&mut d, "withdraw");
    assert!(!d.frame().contains(asked), "{}", d.frame());
    // Started further in, and with everything answered.
    let shelf = Shelf { cases: cases.clone(), ..Shelf::default() };
    let start = Start { answers: complete("withdraw", "mail"), shelf, ..Start::default() };
    let mut d = Driver::with(SIZE, start.clone(), agreed());
    assert!(d.at() == "review" && d.frame().contains(asked), "{}", d.frame());
    d.press("n enter y enter");
    assert_eq!((d.end, d.world.cases.len()), (Some(Exit::Done(None)), 1));
    // What is over is no hindrance.
    let mut over = cases;
    let done = What::Done { on: "2026-11-24".parse().ok(), person: String::new() };
    over[0].log(at("2026-11-24T10:00:00+09:00"), done, "");
    let shelf = Shelf { cases: over, ..Shelf::default() };
    let d = Driver::with(SIZE, Start { shelf, ..start }, agreed());
    assert!(d.app.overlay.is_none(), "{}", d.frame());
}

/// Of a call: who was spoken to and what was promised; then the same in writing.
#[test]
fn a_call_has_its_words_and_its_next_step() {
    let mut d = review("withdraw", "phone");
    d.resize(90, 60).press("enter");
    let frame = d.frame();
    assert!(frame.contains("電話しましたか") && frame.contains("まだ電話していません"), "{frame}");
    d.press("t enter '佐藤様' enter '12/4' enter enter");
    assert!(!d.frame().contains("まだ"), "{}", d.frame());
    d.press("i enter enter");
    let cases = d.world.cases.clone();
    assert_eq!(cases[0].state_ja(), "電話で伝えた");
    let (_, ics) = d.world.written.last().expect("a date");
    assert!(ics.contains("20261204T090000"), "the promised day: {ics}");
    let mut d = later(&cases, None, "2026-11-24");
    d.press("=case1");
    let frame = d.frame();
    assert!(frame.contains("期限：2026年12月4日（金） 済んだという知らせ"), "{frame}");
    let known = d
        .app
        .content()
        .flow()
        .get("follow_up")
        .is_some_and(|q| q.choice.iter().any(|c| c.value == "after_call"));
    d.press("enter");
    if known {
        let a = &d.app.session.answers;
        let said = ["follow_up", "call_date", "call_time", "call_person", "promised_by"]
            .map(|id| a.one(id));
        let wanted = ["after_call", "2026-11-20", "10:00", "佐藤", "2026-12-04"].map(Some);
        assert_eq!(said, wanted);
        assert_ne!(a.one("channel"), Some("phone"), "in writing");
        // Also one that has passed is taken where it is typed.
        d.open("promised_by").press("ctrl+a ctrl+k '11/23'");
        assert!(d.frame().contains("= 2026年11月23日（月）"), "{}", d.frame());
    } else {
        assert!(d.frame().contains("まだ返事を待つ期間"), "{}", d.frame());
    }
}

/// A case in which they have asked something, in these words.
fn asked(note: &str) -> Vec<CaseRecord> {
    use kotowari::domain::case::AnswerKind;
    let mut d = review("withdraw", "mail");
    d.press("enter y enter");
    let mut cases = d.world.cases;
    let (answer, person) = (AnswerKind::Question, "田中".to_owned());
    let asks = What::Answer { answer, person, promised_by: None, deadline: None };
    cases[0].log(at("2026-11-24T10:00:00+09:00"), asks, note);
    cases
}

#[test]
fn what_they_asked_is_answered_one_by_one() {
    let note = "退会の理由をお聞かせください。\n退会の件、承知しました。\n番号はどちらでしょうか？";
    let mut d = later(&asked(note), None, "2026-11-25");
    // What is still to be answered is selected.
    d.press("=case1 enter").press("enter enter '別のサービスにしました' enter");
    d.press("enter enter '0312345678のほうです' enter enter");
    assert_eq!(d.at(), "review", "{}", d.frame());
    // They go on by the day that the first letter named: the answer sets none of its own.
    assert!(!d.frame().contains("まで待ちます"), "{}", d.frame());
    let told = d.app.session.document(d.app.content()).plan.body;
    for part in [
        "田中 様",
        "11月24日（火）にお尋ねをいただきました。",
        "・「退会の理由をお聞かせください」\n　別のサービスにしました。\n",
        "・「番号はどちらでしょうか？」\n　0312345678のほうです。\n",
    ] {
        assert!(told.contains(part), "{part}: {told}");
    }
    d.press("enter y enter");
    assert_eq!(d.world.cases[0].letters[1].follow_up, Some(FollowUp::Question));
    let mut d = later(&d.world.cases.clone(), None, "2026-11-26");
    d.press("=case1");
    assert!(!d.frame().contains("質問への返事を待"), "{}", d.frame());
}

/// That there is none is an answer too; and what is left midway is gone on with.
#[test]
fn answers_to_questions_survive_leaving() {
    let cases = asked("退会の理由をお聞かせください。\n選考中の企業様はございますか？");
    let mut d = later(&cases, None, "2026-11-25");
    d.press("=case1 enter").press("enter enter 'ありません' enter ctrl+c");
    let draft = d.world.drafts[0].draft.clone();
    let mut d = later(&cases, Some(&draft), "2026-11-25");
    assert!(d.frame().contains("書きかけを続ける：アポプラス薬剤師"), "{}", d.frame());
    d.press("2");
    assert!(d.frame().contains("選考中の企業様はございますか"), "{}", d.frame());
    assert!(d.frame().contains("ありません"), "{}", d.frame());
}

#[test]
fn what_was_noted_in_a_call_is_offered_for_the_letter_after_it() {
    let mut d = review("withdraw", "phone");
    d.press("enter t enter '佐藤様' enter '12/4' enter '退会証明を送る' enter enter");
    let mut d = later(&d.world.cases.clone(), None, "2026-11-24");
    d.press("=case1 enter").open("own_requests");
    assert!(d.frame().contains("退会証明を送る"), "{}", d.frame());
}

#[test]
fn an_event_that_cannot_be_stored_stays_in_its_form() {
    let mut d = review("withdraw", "mail");
    d.press("enter y enter");
    let mut d = later(&d.world.cases.clone(), None, "2026-11-24");
    d.world.stores = Err("ディスクがいっぱいです".to_owned());
    d.press("=case1 t enter enter '佐藤' enter enter '折り返す' enter");
    assert_eq!(d.at(), "log");
    let frame = d.frame();
    assert!(frame.contains("ディスクがいっぱいです") && frame.contains("折り返す"), "{frame}");
    d.world.stores = Ok(());
    d.press("enter");
    assert!(d.at() == "case" && d.frame().contains("折り返す"), "{}", d.frame());
    assert_eq!(d.world.cases[0].events.len(), 3);
}

/// What somebody else noted meanwhile is told when something is noted here.
#[test]
fn what_was_noted_elsewhere_is_said() {
    let mut d = review("withdraw", "mail");
    d.press("enter y enter");
    let mut d = later(&d.world.cases.clone(), None, "2026-11-24");
    d.press("=case1");
    let mine = d.world.cases[0].events[0].clone();
    d.world.cases[0].events.push(mine);
    d.world.cases[0].events.last_mut().expect("an event").note = "ほか".to_owned();
    d.press("t enter enter '佐藤' enter enter '折り返す' enter");
    assert!(d.frame().contains("ほかでも書き込まれて"), "{}", d.frame());
}

#[test]
fn a_pause_has_a_plan() {
    let mut d = review("pause", "mail");
    d.press("enter y");
    assert_eq!(d.world.cases[0].plan.len(), 1);
    assert_eq!(d.world.cases[0].plan[0].on.to_string(), "2027-04-01");
    let mut d = later(&d.world.cases.clone(), None, "2027-04-01");
    d.press("=case1");
    assert!(
        d.frame().contains("期限：2027年4月1日（木）")
            && d.frame().contains("この日の予定に取りかかる（また利用する）"),
        "{}",
        d.frame()
    );
    assert!(d.frame().contains("[ 1]+") && d.frame().contains("これからの予定"), "{}", d.frame());
    // The plan's letter is begun with what is known of the sender.
    d.press("enter enter");
    assert_eq!(d.at(), "resume_from");
    assert!(d.app.session.answers.get("sender.name").is_some() && d.app.session.case.is_none());
}

/// Also of a case that is there already: a day, and the next letter or another that is named.
#[test]
fn another_step_can_be_planned_later() {
    let mut d = review("pause", "mail");
    d.press("enter y enter");
    let mut d = later(&d.world.cases.clone(), None, "2026-11-24");
    d.press("=case1 f '2027-02-01' enter");
    assert!(d.frame().contains("2027年2月1日（月） 退会する"), "{}", d.frame());
    assert!(
        d.frame().contains("予定を立てました：2027年2月1日（月）（退会する）"),
        "{}",
        d.frame()
    );
    d.press("f '2027-03-01 跳ぶ' enter");
    assert!(
        d.frame().contains("2027-03-01 跳ぶ") && d.frame().contains("しばらく休む"),
        "{}",
        d.frame()
    );
    d.press("ctrl+u '2027-03-01　担当' enter");
    let steps: Vec<_> = d.world.cases[0].plan.iter().map(PlanStep::goal_id).collect();
    assert_eq!(steps, ["resume", "withdraw", "change_handler"]);
    let mut d = later(&d.world.cases.clone(), None, "2027-02-01");
    d.press("=case1");
    assert!(
        d.frame().contains("期限：2027年2月1日（月）")
            && d.frame().contains("この日の予定に取りかかる（退会する）"),
        "{}",
        d.frame()
    );
    d.press("enter enter");
    assert_eq!(d.at(), "requests");
}

/// What is over says so: its letter is read and copied, and no day is set that nothing would come
/// of.
#[test]
fn a_finished_case_asks_for_nothing() {
    let mut d = review("reduce_contact", "mail");
    d.press("enter y enter");
    let done = |d: &Driver| d.world.cases[0].state();
    let mut d = later(&d.world.cases.clone(), None, "2026-11-24");
    d.press("=case1 d enter enter enter enter");
    assert_eq!((d.at(), done(&d)), ("case", State::Done), "{}", d.frame());
    let frame = d.frame();
    assert!(!frame.contains("期限：") && frame.contains("お礼と確認の手紙も書けます"), "{frame}");
    for key in ["u", "i"] {
        d.press(key);
        assert!(d.app.overlay.is_none() && d.app.notice.is_some(), "{key}: {}", d.frame());
    }
    for key in ["up", "down", "j", "k", "pageup", "pagedown"] {
        d.resize(120, 60).press(key);
        assert_eq!(d.app.notice, None, "{key}: what fits does not move");
    }
    d.press("l");
    assert!(d.frame().contains("ご連絡の方法"), "{}", d.frame());
    d.press("c");
    assert!(d.world.copied.last().is_some_and(|t| t.contains("ご連絡を減らしていただきたく")));
}

/// A plan is done with its letter: who looks at it and goes back has it still.
#[test]
fn a_plan_ends_with_its_letter() {
    let done = |cases: &[CaseRecord]| {
        cases[0].events.iter().filter(|e| matches!(e.what, What::PlanDone { .. })).count()
    };
    for (goal, day) in [("pause", "2027-04-01"), ("change_handler", "2026-12-11")] {
        let mut d = review(goal, "form");
        d.press("enter y enter");
        let mut cases = d.world.cases.clone();
        if goal == "change_handler" {
            // Of another goal than a pause, a step is the user's own.
            let on = day.parse().expect("a day");
            cases[0].plan = vec![PlanStep { on, goal: Some(Goal::Pause), note: String::new() }];
        }
        let planned = cases[0].plan[0].goal;
        let mut d = later(&cases, None, day);
        d.press("=case1 enter");
        assert!(!matches!(d.at(), "case" | "start"), "{}", d.frame());
        d.press("esc");
        assert_eq!((d.at(), done(&d.world.cases)), ("case", 0), "{goal}");
        assert!(d.frame().contains("の予定に取りかかる"), "{}", d.frame());
        d.press("enter");
        for (id, value) in [("changed", "落ち着きました"), ("lesson", "回数を先に決めます")]
        {
            d.app.session.answers.set(id, one(value));
        }
        d.until("review", "enter");
        assert_eq!(d.at(), "review", "{}", d.frame());
        assert_eq!(done(&d.world.cases), 0);
        d.press("enter");
        assert_eq!(
            (d.at(), d.world.cases.len(), done(&d.world.cases)),
            ("after", 2, 1),
            "{}",
            d.frame()
        );
        assert_eq!(Some(d.world.cases[1].goal), planned);
        // What is noted of the other case does not take the place of this one.
        d.press("y enter");
        assert_eq!((d.world.cases[1].state(), d.end), (State::Sent, Some(Exit::Done(None))));
        assert_eq!(done(&d.world.cases), 1);
    }
}

/// A pause can be the first of two steps: its day opens the letter of leaving, with what is known.
#[test]
fn a_pause_can_be_planned_to_end_in_leaving() {
    let mut d = Driver::with(SIZE, Start::default(), agreed());
    d.press("=apoplus-pharmacist =pause '2027-04' enter");
    assert_eq!(d.at(), "plan");
    // Passed over with one key.
    d.press("enter");
    assert_eq!((d.at(), d.app.session.answers.one("plan")), ("channel", Some("none")));
    d.press("esc =withdraw");
    assert!(d.at() == "plan_on" && d.frame().contains("2027-04-01"), "{}", d.frame());
    d.press("enter");
    assert_eq!(d.at(), "channel");
    // A day before the pause is over is said where it is answered.
    d.press("esc ctrl+a ctrl+k '2027-03-01' enter");
    assert!(d.at() == "plan_on" && d.frame().contains("! 再開の予定"), "{}", d.frame());
    d.press("ctrl+a ctrl+k '2027-04-01' enter");
    assert_eq!(d.at(), "channel");

    let plan = |plan_on: &str| {
        let mut answers = complete("pause", "mail");
        for (id, v) in [("plan", "withdraw"), ("plan_on", plan_on), ("sender.handler", "佐藤")] {
            answers.set(id, one(v));
        }
        answers.set("sender.handler_email", one(""));
        let mut d = Driver::with(SIZE, Start { answers, ..Start::default() }, agreed());
        assert!(!d.letter().contains("退会"), "it is nobody else's business: {}", d.letter());
        d.press("enter y enter");
        d.world.cases
    };
    let steps = |cases: &[CaseRecord]| -> Vec<(String, String)> {
        cases[0].plan.iter().map(|p| (p.on.to_string(), p.goal_id().to_owned())).collect()
    };
    let step = |on: &str, goal: &str| (on.to_owned(), goal.to_owned());
    assert_eq!(
        steps(&plan("2027-05-10")),
        [step("2027-04-01", "resume"), step("2027-05-10", "withdraw")],
        "coming back is thought of first"
    );
    let cases = plan("2027-04-01");
    assert_eq!(steps(&cases), [step("2027-04-01", "withdraw")]);
    let mut d = later(&cases, None, "2027-04-01");
    d.press("=case1");
    assert!(d.frame().contains("この日の予定に取りかかる（退会する）"), "{}", d.frame());
    d.press("enter enter");
    assert_eq!(d.at(), "requests");
    let one = |id: &str| d.app.session.answers.one(id).map(str::to_owned);
    assert_eq!(one("goal").as_deref(), Some("withdraw"));
    assert_eq!(one("sender.handler").as_deref(), Some("佐藤"));
    assert_eq!(one("service").as_deref(), Some("apoplus-pharmacist"));
    // The pause is over: nobody is advised to pause first, and the letter says that there was one.
    assert!(!d.frame().contains("期間を決めた休止が先"), "{}", d.frame());
    d.app.session.answers.set("sender.birth_date", support::one("1990-04-01"));
    for _ in 0..10 {
        if d.at() != "review" {
            d.press("enter");
        }
    }
    assert_eq!(d.at(), "review", "{}", d.frame());
    let paused = "2026年11月20日（金）にご連絡の休止をお願いし、これまでお待ちいただきました。";
    assert!(d.letter().contains(paused), "{}", d.letter());
    // What the program tells of the pause does not stop the letter that was planned with it.
    let checked = d.app.session.reviewed(d.app.content());
    assert!(!kotowari::domain::gate::blocked(&checked.findings), "{}", d.frame());
}

/// The refusal of an interview is asked after by phone: where, is filled in.
#[test]
fn a_call_that_asks_after_a_refusal_has_its_number() {
    let mut answers = complete("decline", "mail");
    let Some(Value::Entries(all)) = answers.get("selections").cloned() else {
        panic!("no selections")
    };
    let mut all = all;
    all[0].0.insert("date".to_owned(), "2026-11-25".to_owned());
    answers.set("selections", Value::Entries(all));
    let mut d = Driver::with(SIZE, Start { answers, ..Start::default() }, agreed());
    d.press("enter y enter");
    let mut d = later(&d.world.cases.clone(), None, "2026-11-24");
    d.press("=case1");
    assert!(d.frame().contains("辞退が先方に伝わったかを電話で確かめる"), "{}", d.frame());
    assert!(d.frame().contains("0120-332-290"), "{}", d.frame());
    d.press("enter");
    assert!(d.at() == "log" && d.frame().contains("0120-332-290"), "{}", d.frame());
}

/// A third letter goes firmer by itself, and says so above everything else; not where one has
/// changed that.
#[test]
fn a_firmer_letter_says_that_it_is() {
    let mut d = review("withdraw", "mail");
    d.press("enter y enter");
    let mut d = later(&d.world.cases.clone(), None, "2026-12-08");
    d.press("enter enter");
    let says = "前のときより、調子を一段強めてあります";
    assert!(d.at() == "review" && !d.frame().contains(says), "{}", d.frame());
    d.press("enter y enter");
    let mut d = later(&d.world.cases.clone(), None, "2026-12-16");
    d.press("=case1 enter");
    let near_the_top = |d: &Driver| d.frame().lines().take(8).any(|l| l.contains(says));
    assert!(d.at() == "review" && near_the_top(&d), "{}", d.frame());
    // So does one that goes another way.
    assert!(d.frame().contains("前のとき（メール）とは、送り方を変えてあります"), "{}", d.frame());
    d.press("t t");
    assert!(!d.frame().contains(says), "{}", d.frame());
    d.press("t");
    assert!(near_the_top(&d), "{}", d.frame());
}

/// What is to be read out is read first; that it was told is noted from there.
#[test]
fn the_record_of_a_call_opens_its_script() {
    let mut d = review("withdraw", "phone");
    d.press("enter");
    let mut d = later(&d.world.cases.clone(), None, "2026-11-20");
    d.press("=case1 enter");
    assert!(d.frame().contains("【つながったら】"), "{}", d.frame());
    d.press("esc t");
    assert_eq!(d.at(), "log", "{}", d.frame());
}

/// What is in the cases needs no draft beside it, however one leaves; what is not stays.
#[test]
fn ctrl_c_on_the_last_page_leaves_one_record() {
    let unfinished = || {
        let mut d = review("withdraw", "mail");
        d.press("t");
        d.change("reason").press("=other_service");
        assert!(d.at() == "review" && d.world.draft().is_some(), "{}", d.frame());
        d
    };
    let mut d = unfinished();
    d.press("c");
    assert_eq!(d.world.cases.len(), 1);
    d.press("ctrl+c");
    assert_eq!(d.end, Some(Exit::Left(130)));
    assert!(d.world.drafts.is_empty() && d.world.cases.len() == 1);
    // A signal, and the form of when it was sent.
    let mut d = unfinished();
    d.press("c t ctrl+c");
    assert!(d.world.drafts.is_empty() && d.world.cases.len() == 1, "{:?}", d.end);
    // Not stored: the draft is all that there is.
    let mut d = unfinished();
    d.world.stores = Err("ディスクがいっぱいです".to_owned());
    d.press("c ctrl+c");
    assert!(d.world.drafts.len() == 1 && d.world.cases.is_empty());
}

#[test]
fn dates_removal_and_export() {
    let mut d = review("withdraw", "form");
    d.press("enter y enter");
    let mut d = later(&d.world.cases.clone(), None, "2026-11-24");
    d.press("=case1 u ctrl+a ctrl+k '12/1' enter");
    assert!(d.frame().contains("2026年12月1日（火） 自分で決めた日"), "{}", d.frame());
    d.press("u ctrl+a ctrl+k 'いつか' enter");
    assert!(d.frame().contains("期限（日付か"), "what was typed is kept: {}", d.frame());
    d.press("esc u ctrl+a ctrl+k '5' enter");
    assert!(
        d.frame().contains("2026年11月30日"),
        "five business days, a holiday between: {}",
        d.frame()
    );
    d.press("e enter");
    let (path, text) = d.world.written.last().cloned().expect("a file");
    assert!(
        path.to_string_lossy().ends_with(".txt")
            && text.contains("sha256")
            && text.contains("出来事"),
        "{text}"
    );
    d.press("i enter");
    let (path, text) = d.world.written.last().cloned().expect("a file");
    assert!(
        path.to_string_lossy().ends_with(".ics")
            && text.contains("DTSTART;TZID=Asia/Tokyo:20261130T090000"),
        "{text}"
    );
    d.press("delete n");
    assert_eq!(d.world.cases.len(), 1);
    d.press("delete y");
    assert!(d.world.cases.is_empty());
    assert_eq!(d.at(), "start");
}

#[test]
fn an_unfinished_walk_is_kept_and_offered() {
    let mut d = Driver::with(SIZE, Start::default(), agreed());
    d.press("=apoplus-pharmacist =pause enter");
    assert!(d.world.draft().is_some(), "after every answer");
    d.press("=none =mail '山田 花'");
    let saved = d.world.draft().expect("a draft");
    assert!(!format!("{saved:?}").contains("山田"));
    // Ctrl-C: what is half-typed is kept as well.
    d.press("ctrl+c y");
    assert_eq!(d.end, Some(Exit::Left(130)));
    let draft = d.world.draft().expect("a draft");
    assert_eq!(draft.texts.get("sender.name").map(String::as_str), Some("山田 花"));

    let mut d = later(&[], Some(&draft), "2026-11-21");
    assert!(d.frame().contains("書きかけを続ける：アポプラス薬剤師"), "{}", d.frame());
    d.press("enter");
    assert_eq!(d.at(), "sender.name");
    assert!(d.frame().contains("  山田 花"), "{}", d.frame());
    d.press(
        "'子' enter 'ヤマダ ハナコ' enter 'h@example.jp' enter '090-1234-5678' enter \
        enter enter enter",
    );
    d.finish();
    assert_eq!(d.end, Some(Exit::Done(None)), "{}", d.frame());
    assert!(d.world.draft().is_none(), "the walk came to its end");
    // Given up.
    let mut d = later(&[], Some(&draft), "2026-11-21");
    d.press("delete y");
    assert!(d.world.draft().is_none() && !d.frame().contains("書きかけ"), "{}", d.frame());
    // Without an agreement nothing is kept.
    let mut d = Driver::new();
    d.press("=apoplus-pharmacist =pause enter enter ctrl+c");
    assert!(d.world.draft().is_none());
}

#[test]
fn marks_and_the_line_of_the_editor_are_kept() {
    let mut d = Driver::with(SIZE, Start::default(), agreed());
    d.press("=apoplus-pharmacist =withdraw");
    assert_eq!(d.at(), "requests");
    d.press("=erase =stop_third_party ctrl+c");
    let mut d = later(&[], d.world.draft().as_ref(), "2026-11-21");
    d.press("enter");
    assert_eq!(d.at(), "requests");
    let ticked = ["個人情報の消去", "利用の停止", "第三者", "求人の紹介"].map(|l| d.ticks(l));
    assert_eq!(ticked, [false, true, false, true], "{}", d.frame());
    // None of them is an answer, too.
    d.press("=stop_use =stop_offers =stop_mail =stop_calls ctrl+c");
    let mut d = later(&[], d.world.draft().as_ref(), "2026-11-21");
    d.press("enter");
    assert!(!d.frame().contains("[x]"), "{}", d.frame());

    let line = |d: &Driver| match &d.app.screen {
        kotowari::app::screens::Screen::Edit(e) => Some(e.line()),
        _ => None,
    };
    let mut d = review("withdraw", "mail");
    d.press("e down down ctrl+c");
    let mut d = later(&[], d.world.draft().as_ref(), "2026-11-21");
    d.press("enter ctrl+c");
    let mut d = later(&[], d.world.draft().as_ref(), "2026-11-21");
    d.press("enter e");
    assert_eq!(line(&d), Some(4), "{}", d.frame());
    d.press("esc e");
    assert_eq!(line(&d), Some(2), "the start of the letter\n{}", d.frame());
}

/// What a link of the mail program says, field by field.
fn fields(link: &str) -> Vec<(String, String)> {
    let decoded = |text: &str| {
        let mut bytes = Vec::new();
        let mut rest = text.bytes();
        while let Some(b) = rest.next() {
            let mut digit =
                || rest.next().and_then(|d| char::from(d).to_digit(16)).expect("a digit");
            bytes.push(if b == b'%' {
                u8::try_from(digit() * 16 + digit()).expect("a byte")
            } else {
                b
            });
        }
        String::from_utf8(bytes).expect("UTF-8")
    };
    let link = link.strip_prefix("mailto:").expect("a mail");
    let (to, rest) = link.split_once('?').unwrap_or((link, ""));
    let rest =
        rest.split('&').filter_map(|f| f.split_once('=')).map(|(k, v)| (k.to_owned(), decoded(v)));
    std::iter::once(("to".to_owned(), decoded(to))).chain(rest).collect()
}

/// The mail program gets all of the letter where that fits, and is told of truthfully: what goes
/// with it, and what is pasted.
#[test]
fn the_mail_program_gets_the_letter() {
    let mut a = complete("withdraw", "mail");
    a.set("sender.handler_email", one("sato@example.jp"));
    let with = |answers: Answers| {
        let mut d = Driver::with((100, 40), Start { answers, ..Start::default() }, agreed());
        assert_eq!(d.at(), "review", "{}", d.frame());
        d.press("enter");
        d
    };
    let mut d = with(a.clone());
    d.press("n m");
    let link = d.world.opened.last().expect("a link").clone();
    let says = d.frame();
    assert!(link.len() <= kotowari::domain::handover::mailto::LIMIT, "{}", link.len());
    let of =
        |link: &str, key: &str| fields(link).into_iter().find(|(k, _)| k == key).map(|(_, v)| v);
    assert_eq!(of(&link, "to").as_deref(), Some("sato@example.jp"));
    assert_eq!(of(&link, "subject").as_deref(), Some("退会と個人情報の消去のお願い（山田 花子）"));
    let body = d.app.session.document(d.app.content()).plan.body.clone();
    if cfg!(windows) {
        assert!(of(&link, "body").is_none() && says.contains("本文は長くて入らない"), "{says}");
    } else {
        assert_eq!(of(&link, "body"), Some(body.replace('\n', "\r\n")));
        assert!(
            says.contains("宛先・件名・本文を入れて、メールソフトを開きます。送ったら"),
            "{says}"
        );
        assert_eq!(d.world.copied.len(), 2, "nothing needs to be pasted");
    }
    // Too long for a link: the body is copied again, whatever was copied last, and that is said.
    let row = |n| {
        selection(
            &format!("みなと薬局 第{n}中央総合医療センター正門前店"),
            "document_screening",
            "",
            "decline",
        )
    };
    a.set("selections", Value::Entries((1..=20).map(row).collect()));
    let mut d = with(a);
    d.press("n m");
    let link = d.world.opened.last().expect("a link").clone();
    assert!(
        of(&link, "body").is_none() && of(&link, "to").as_deref() == Some("sato@example.jp"),
        "{link}"
    );
    let body = d.app.session.document(d.app.content()).plan.body.clone();
    assert_eq!(d.world.copied.last(), Some(&body));
    let says = d.frame().replace('\n', "");
    assert!(
        says.contains("宛先・件名を入れて、メールソフトを開きます。本文は長くて入らないので"),
        "{says}"
    );
    // The mail beside a form goes to the consultant.
    let mut a = complete("reduce_contact", "form");
    let mut d = with(a.clone());
    d.press("m");
    assert!(d.world.opened.is_empty(), "nobody to write to");
    a.set("sender.handler_email", one("sato@example.jp"));
    let mut d = with(a);
    d.press("m");
    let link = d.world.opened.last().expect("a link").clone();
    assert_eq!(
        (of(&link, "to").as_deref(), of(&link, "cc").as_deref()),
        (Some("sato@example.jp"), None)
    );
    assert!(of(&link, "subject").is_some_and(|s| s.contains("山田")), "{link}");
    assert!(d.frame().contains("宛先・件名・本文を入れて") || cfg!(windows), "{}", d.frame());
}

#[test]
fn handing_over() {
    let mut d = review("withdraw", "mail");
    d.press("enter m");
    let address = d.world.opened.last().expect("an address").clone();
    assert!(address.starts_with("mailto:?subject="), "nobody's address is known: {address}");
    assert!(
        d.frame().contains("を入れて、メールソフトを開きます。宛先は入っていません。"),
        "{}",
        d.frame()
    );
    d.press("i enter");
    let (path, calendar) = d.world.written.last().cloned().expect("a file");
    assert!(path.ends_with("kotowari-20261120.ics"), "{}", path.display());
    // The day that the letter itself asks for.
    assert!(d.letter().contains("12月7日（月）までに"), "{}", d.letter());
    assert!(calendar.contains("DTSTART;TZID=Asia/Tokyo:20261207T090000"), "{calendar}");
    d.press("r");
    assert!(d.frame().contains("0120-332-290") && d.frame().contains('█'), "{}", d.frame());
    d.press("esc w ctrl+a ctrl+k 'letter.eml' enter");
    let (_, mail) = d.world.written.last().cloned().expect("a file");
    assert!(mail.contains("X-Unsent: 1\r\n") && mail.contains("\r\nFrom: "), "{mail}");
    // A form is no mail.
    let mut d = review("withdraw", "form");
    d.press("enter m");
    assert!(
        d.world.opened.is_empty() && d.frame().contains("メールの下書きにできません"),
        "{}",
        d.frame()
    );
}

#[test]
fn what_could_not_be_read_is_said() {
    let shelf =
        Shelf { broken: vec!["cases/x.toml:3: 読めません".to_owned()], ..Shelf::default() };
    let d = Driver::with(SIZE, Start { shelf, ..Start::default() }, agreed());
    assert!(
        d.frame().contains("読めない記録があります") && d.frame().contains("x.toml:3"),
        "{}",
        d.frame()
    );
}

#[test]
fn only_the_hash_is_kept_where_the_user_wants_that() {
    let config = Config { keep: kotowari::domain::case::Keep::Hash, ..agreed() };
    let start = Start { answers: complete("withdraw", "mail"), ..Start::default() };
    let mut d = Driver::with(SIZE, start, config);
    d.press("enter y enter");
    let text = kotowari::domain::case::file::to_toml(&d.world.cases[0]);
    assert!(!text.contains("山田") && text.contains("sha256"), "{text}");
    // The second letter asks again who writes.
    let mut d = later(&d.world.cases.clone(), None, "2026-12-08");
    d.press("enter enter");
    assert_eq!(d.app.session.answers.one("follow_up"), Some("no_receipt"));
    assert_eq!(d.app.session.answers.get("goal"), Some(&one("withdraw")));
    assert_eq!(d.at(), "requests");
}

#[test]
fn the_first_screen_costs_nothing_where_nothing_is_stored() {
    let d = Driver::new();
    assert_eq!(d.at(), "service");
    let _: &App = &d.app;
}

#[test]
fn every_unfinished_letter_stays() {
    let mut d = Driver::with(SIZE, Start::default(), agreed());
    d.press("=apoplus-pharmacist =pause enter ctrl+c");
    let mut d = later(&[], d.world.draft().as_ref(), "2026-11-21");
    // Another letter, begun in spite of the first; and a third, begun from the middle of the
    // second.
    d.press("=other '乙キャリア' enter enter =mail_only enter");
    assert!(d.app.session.answers.one("goal").is_some(), "{}", d.frame());
    while d.at() != "start" {
        d.press("esc");
    }
    assert_eq!(d.app.open_cases().len() + d.app.drafts().len(), 2, "{}", d.frame());
    d.press("=apoplus-pharmacist");
    assert_eq!(d.at(), "goal", "a walk of its own");
    d.press("=change_handler =field_expert enter ctrl+c y");
    assert_eq!(d.world.drafts.len(), 3);
    let mut d = reopened(&d);
    let frame = d.frame();
    for about in [
        "アポプラス薬剤師 しばらく休む",
        "乙キャリア 連絡を減らしてもらう",
        "アポプラス薬剤師 担当者を替えてもらう",
    ] {
        assert!(frame.contains(&format!("書きかけを続ける：{about}")), "{about}\n{frame}");
    }
    // One is finished: the others stay.
    let goals = |d: &Driver| {
        let mut goals: Vec<String> =
            d.app.drafts().iter().map(|k| k.draft.answers.clone()).collect();
        goals.sort();
        goals
    };
    let before = goals(&d);
    d.press("enter esc");
    assert_eq!(goals(&d), before, "opening one changes none");
    while d.at() != "start" {
        d.press("esc");
    }
    d.press("home down down down down down delete y");
    assert_eq!((d.world.drafts.len(), goals(&d).len()), (2, 2));
}

/// The program as it starts with what that one left.
fn reopened(d: &Driver) -> Driver {
    let mut next = later(&d.world.cases, None, "2026-11-28");
    next.world.drafts.clone_from(&d.world.drafts);
    next.app.shelf.drafts.clone_from(&d.world.drafts);
    next.app.screen = kotowari::app::screens::Screen::Start(next.app.start());
    next
}

#[test]
fn a_finished_letter_takes_only_its_own_draft_along() {
    let mut d = Driver::with(SIZE, Start::default(), agreed());
    d.press("=apoplus-pharmacist =pause ctrl+c");
    let left = d.world.draft();
    // A letter that never was a draft: with answers given beforehand.
    let start = Start { answers: complete("withdraw", "mail"), ..Start::default() };
    let mut d = Driver::with(SIZE, start, agreed());
    d.world.drafts = only(left.as_ref());
    d.press("enter y enter");
    assert_eq!((d.world.cases.len(), d.world.draft()), (1, left));
}

#[test]
fn back_from_a_second_letter_is_its_case() {
    let mut d = review("withdraw", "mail");
    d.press("enter y enter");
    let mut d = later(&d.world.cases.clone(), None, "2026-12-08");
    d.press("enter n");
    assert_eq!(d.at(), "follow_up");
    d.press("esc");
    assert_eq!((d.at(), d.world.draft()), ("case", None));
    // Answered, typed, and then back: it is kept, and the next letter is not one of this case.
    d.press("n =held_back");
    assert!(d.at() != "follow_up" && d.at() != "case");
    while d.at() != "case" {
        d.press("esc");
    }
    let draft = d.world.draft().expect("a draft");
    assert_eq!(draft.case.as_ref(), Some(&d.world.cases[0].id));
    d.press("esc");
    assert!(
        d.frame().contains("書きかけを続ける：アポプラス薬剤師 引き止めへの返事"),
        "{}",
        d.frame()
    );
    d.press("=apoplus-pharmacist");
    assert!(d.at() == "goal" && d.app.session.case.is_none(), "{}", d.at());
    d.press("ctrl+c y");

    // The letter that is ready: all the way back.
    let mut d = later(&d.world.cases.clone(), None, "2026-12-08");
    d.press("enter enter");
    assert_eq!(d.at(), "review");
    d.until("case", "esc");
    assert_eq!(d.at(), "case");
}

#[test]
fn what_was_noted_can_be_taken_back() {
    let mut d = review("pause", "mail");
    d.press("enter y enter");
    let cases = d.world.cases.clone();
    let mut d = later(&cases, None, "2026-11-24");
    // Noted last, although it happened before the rest.
    d.press(
        "=case1 d ctrl+a ctrl+k '11/20' enter ctrl+a ctrl+k '11/20' enter '佐藤' \
        enter '担当から' enter",
    );
    assert!(d.frame().contains("状態：完了"), "{}", d.frame());
    // Which one goes is seen before: the one that was noted last, wherever it stands.
    let frame = d.frame();
    let lines: Vec<&str> = frame.lines().map(str::trim).collect();
    let marked = lines.iter().position(|l| l.contains("Ctrl-U で取り消し")).expect("a mark");
    assert!(lines[marked + 1] == "担当から" && marked > 8, "{frame}");
    d.press("ctrl+u");
    let frame = d.frame();
    assert!(
        frame.contains("取り消しますか")
            && frame.contains("相手 佐藤")
            && frame.contains("担当から"),
        "{frame}"
    );
    d.press("n");
    assert_eq!(d.world.cases[0].events.len(), 3);
    d.press("ctrl+u y");
    assert!(d.frame().contains("状態：送信済み"), "{}", d.frame());
    assert_eq!(d.world.cases, cases);
    // A plan that is not wanted any more, and its return.
    d.press("x");
    assert!(
        !d.frame().contains("これからの予定\n") && d.world.cases[0].open_plan().is_empty(),
        "{}",
        d.frame()
    );
    d.press("x");
    assert!(d.frame().contains("これからの予定はありません"), "{}", d.frame());
    d.press("ctrl+u y ctrl+u y ctrl+u y ctrl+u");
    assert!(d.world.cases[0].events.is_empty() && d.world.cases[0].open_plan().len() == 1);
    assert!(d.at() == "case" && d.frame().contains("まだ何も記録していません"), "{}", d.frame());
}

/// Where one is registered, one sees what became of a request, and gets to its record and back.
#[test]
fn a_registration_leads_to_its_record() {
    let mut d = review("withdraw", "mail");
    d.press("enter y enter");
    let mut case = d.world.cases.remove(0);
    let second = LetterRecord { made: at("2026-11-27T10:00:00+09:00"), ..case.letters[0].clone() };
    case.letters.push(second);
    let (number, person) = (String::new(), String::new());
    let call = What::Call { number, person, promised_by: None };
    case.log(at("2026-11-30T10:00:00+09:00"), call, "");
    let mut d = later(&[case], None, "2026-12-02");
    d.press("=mine");
    let frame = d.frame();
    let after = "そのあと：2026年11月27日（金） 手紙 2、2026年11月30日（月） 電話のメモ";
    assert!(frame.contains(after) && frame.contains("  o 記録  "), "{frame}");
    d.press("o");
    assert!(d.at() == "case" && d.frame().contains("状態："), "{}", d.frame());
    d.press("esc");
    assert_eq!(d.frame(), frame);
    d.press("down o");
    assert!(d.at() == "mine" && !d.frame().contains("  o 記録  "), "{}", d.frame());
    d.press("esc =case1 esc");
    assert_eq!(d.at(), "start", "back to where it was opened");
}

/// What a leaving asks of the sender is not told by a pause that comes of it.
#[test]
fn another_goal_takes_along_what_it_asks() {
    let mut d = review("withdraw", "mail");
    assert!(d.app.session.answers.one("sender.birth_date").is_some());
    d.change("goal").press("=pause");
    let answers = &d.app.session.answers;
    assert_eq!((answers.one("goal"), answers.one("sender.birth_date")), (Some("pause"), None));
    assert!(answers.one("sender.name").is_some() && answers.one("sender.email").is_some());
}

/// A letter that its record opens with nothing left to ask leads back to it, and a change is kept.
#[test]
fn back_from_a_letter_that_follows_is_back_to_its_record() {
    let mut d = review("reduce_contact", "mail");
    d.press("enter y enter");
    let mut d = later(&d.world.cases, None, "2026-12-10");
    d.press("=case1 enter");
    assert_eq!(d.at(), "review", "{}", d.frame());
    d.press("esc");
    assert_eq!((d.at(), d.world.drafts.len()), ("case", 0), "{}", d.frame());
    d.press("enter t esc");
    assert_eq!((d.at(), d.world.drafts.len()), ("case", 1), "{}", d.frame());
}

/// What was copied is not sent: a letter that goes on with it is written once it is.
#[test]
fn nothing_follows_a_letter_that_never_left() {
    for channel in ["mail", "phone"] {
        let mut d = review("withdraw", channel);
        d.press("enter enter n");
        let mut d = later(&d.world.cases, None, "2026-11-24");
        d.press("=case1");
        assert!(channel != "mail" || d.frame().contains("n 答えを直す"), "{}", d.frame());
        // It is written anew, from its answers, and stays the one letter of its case.
        d.press("n");
        assert_eq!(d.at(), "review", "{}", d.frame());
        d.press("t enter esc esc");
        assert_eq!((d.at(), d.world.cases.len()), ("case", 1), "{}", d.frame());
        let letters = &d.world.cases[0].letters;
        assert_eq!((letters.len(), letters[0].tone.as_str()), (1, "soft"));
        let noted = if channel == "mail" { "s" } else { "t" };
        d.press(&format!("{noted} enter enter enter enter"));
        assert_eq!((d.at(), d.world.cases[0].state()), ("case", State::Sent), "{}", d.frame());
        d.press("n");
        assert_eq!(d.at(), "follow_up", "{}", d.frame());
        // Beside the question stands the letter that its selected answer leads to.
        d.resize(120, 40).press("home");
        assert!(channel != "mail" || d.frame().contains("再度のお願い"), "{}", d.frame());
        d.press("down down");
        assert!(d.frame().contains("件名：ご連絡の停止と"), "{}", d.frame());
    }
    // What was given up before it was sent never left either.
    let mut d = review("withdraw", "mail");
    d.press("enter enter x");
    assert_eq!(d.world.cases[0].state(), State::GivenUp);
    let said = d.app.farewell(false).unwrap_or_default();
    assert!(
        said.contains("記録は")
            && said.contains("本文は、クリップボードに")
            && !said.contains("目安"),
        "{said}"
    );
    assert!(said.contains("この手紙は使わないことにしたので、返事は待ちません。"), "{said}");
    // Its answers begin another letter, of a case of its own.
    let mut d = later(&d.world.cases, None, "2026-11-24");
    d.press("=case1 enter");
    assert!(d.frame().contains("n で答えを直して、新しく書けます"), "{}", d.frame());
    d.press("n");
    assert_eq!(d.at(), "review", "{}", d.frame());
    d.press("enter y");
    let states: Vec<State> = d.world.cases.iter().map(CaseRecord::state).collect();
    assert_eq!(states, [State::GivenUp, State::Sent], "{}", d.frame());
}

/// Of several letters it is said which one was sent, and asked where that is open. One whose copy
/// is taken back is gone.
#[test]
fn it_is_known_which_letter_was_sent() {
    let mut d = review("withdraw", "mail");
    d.press("enter y enter");
    let mut d = later(&d.world.cases, None, "2026-12-08");
    d.press("=case1 enter enter enter n");
    let cases = d.world.cases.clone();
    assert_eq!(cases[0].letters.len(), 2);
    let mut d = later(&cases, None, "2026-12-09");
    d.press("=case1 s");
    assert!(d.frame().contains("送った（手紙 2）"), "{}", d.frame());
    assert!(!d.frame().contains("どの手紙"), "{}", d.frame());
    d.press("esc ctrl+u");
    assert!(d.frame().contains("手紙 2 も、この記録から消えます"), "{}", d.frame());
    d.press("y");
    assert_eq!(d.world.cases[0].letters.len(), 1);
    d.press("ctrl+u");
    assert!(!d.frame().contains("消えます"), "a letter that was sent stays: {}", d.frame());
    d.press("n");
    // Neither was sent, as far as anybody has noted.
    let mut open = cases;
    open[0].events.retain(|e| !matches!(e.what, What::Sent { .. }));
    let mut d = later(&open, None, "2026-12-09");
    d.press("=case1 s down");
    assert!(d.frame().contains("> どの手紙") && d.frame().contains("< 手紙 2 >"), "{}", d.frame());
    // Each can be sent only after it was made itself.
    d.press("up ctrl+u").type_text("12/7 12:00").press("enter");
    assert!(d.at() == "log" && d.frame().contains("文面を作った2026年12月8日"), "{}", d.frame());
    d.press("down left up ctrl+u").type_text("12/7 12:00").press("enter");
    assert!(!d.frame().contains("! "), "{}", d.frame());
    d.press("enter enter enter enter");
    let sent = |e: &kotowari::domain::case::Event| match e.what {
        What::Sent { letter, .. } => Some(letter),
        _ => None,
    };
    let sent: Vec<usize> = d.world.cases[0].events.iter().filter_map(sent).collect();
    assert_eq!((d.at(), sent), ("case", vec![1]), "{}", d.frame());
    let at = d.world.cases[0].events.last().map(|e| e.at.shown());
    assert_eq!(at.as_deref(), Some("2026-12-07 12:00"));
}

#[test]
fn a_letter_changed_by_hand_is_kept() {
    let change = |keys: &str| {
        let mut d = review("pause", "mail");
        d.press("e down down down down").type_text("追記しました。").press(keys);
        let draft = d.world.draft().expect("a draft");
        assert!(!format!("{draft:?}{:?}", d.app).contains("追記"));
        let mut d = later(&[], Some(&draft), "2026-11-20");
        d.press("enter");
        assert!(
            d.at() == "review" && d.letter().contains("追記しました。"),
            "{keys}: {}",
            d.frame()
        );
        d
    };
    // Closed, left alone; and in the middle of it.
    change("esc");
    change("ctrl+c");
    let mut d = change("esc ctrl+c");
    d.press("g y ctrl+c");
    assert_eq!(d.end, Some(Exit::Left(130)));
    assert_eq!(d.world.draft().expect("a draft").edited, None, "given up");
}

/// It names days that were counted from the day on which it was made.
#[test]
fn an_old_letter_is_copied_with_a_word() {
    let mut d = review("reduce_contact", "mail");
    d.press("enter n ctrl+c");
    let cases = d.world.cases.clone();
    let says = "2026年11月20日（金）に作った文面です";
    for (day, sent, said) in [
        ("2026-11-20", "", false),
        ("2026-11-25", "", true),
        ("2026-11-25", "s enter enter enter enter ", false),
    ] {
        let mut d = later(&cases, None, day);
        d.press(&format!("=case1 {sent}c"));
        assert_eq!(d.frame().contains(says), said, "{day} {sent}: {}", d.frame());
        assert!(d.frame().contains("コピー"), "{}", d.frame());
    }
}

#[test]
fn what_came_before_the_first_letter_did_not_follow_it() {
    let mut d = review("reduce_contact", "mail");
    d.press("enter y enter");
    // A call before the request, as a file may hold it, and one after it: the letter complains of
    // the second alone.
    let mut cases = d.world.cases.clone();
    let before =
        chrono::DateTime::parse_from_rfc3339("2026-11-19T09:00:00+09:00").expect("a moment");
    let call = What::Contacted { means: Means::Call, person: String::new(), number: String::new() };
    cases[0].log(before, call, "");
    let mut d = later(&cases, None, "2026-12-01");
    d.press("enter o ctrl+a ctrl+k").type_text("11/19 9:00").press("enter");
    assert!(d.frame().contains("文面を作った2026年11月20日"), "{}", d.frame());
    d.press("home ctrl+a ctrl+k").type_text("11/30 9:00").press("enter 1 enter enter enter enter");
    assert_eq!(d.at(), "case", "{}", d.frame());
    d.press("enter");
    let letter = d.letter();
    assert!(letter.contains("11月30日") && !letter.contains("11月19日"), "{letter}");
    // Typed in all the same, it is named.
    assert!(!d.app.blocked(), "{}", d.frame());
    d.app.session.answers.set("first_date", one("2026-12-01"));
    assert!(d.app.blocked() && d.frame().contains("より前です"), "{}", d.frame());
}

#[test]
fn the_copy_has_its_own_time() {
    let answers = complete("withdraw", "mail");
    let mut d = Driver::answered(answers);
    d.press("enter");
    d.world.now = Some(at("2026-11-20T10:05:00+09:00"));
    d.press("y");
    d.world.now = Some(at("2026-11-20T10:30:00+09:00"));
    d.press("enter y");
    let times: Vec<_> =
        d.world.cases[0].events.iter().map(|e| (e.what.kind().id(), e.at.stamp())).collect();
    assert_eq!(times[0], ("copied", "2026-11-20T10:00:00+09:00".to_owned()));
    assert_eq!(times[1], ("sent", "2026-11-20T10:05:00+09:00".to_owned()));
    assert_eq!(d.world.cases[0].letters[0].made.to_rfc3339(), "2026-11-20T10:00:00+09:00");
}

#[test]
fn the_day_is_that_of_each_message() {
    let mut d = review("withdraw", "mail");
    d.world.now = Some(at("2026-11-20T23:58:00+09:00"));
    d.press("down");
    assert!(!d.frame().contains("日付が変わりました"), "{}", d.frame());
    // The letter was begun the day before: it is dated with the day on which it leaves, and so are
    // its case and its due date.
    d.world.now = Some(at("2026-11-21T00:05:00+09:00"));
    d.press("up");
    assert!(d.frame().contains("日付が変わりました。今日の日付は2026年11月21日"), "{}", d.frame());
    d.press("enter y");
    let copied = d.world.copied.last().expect("copied");
    assert!(copied.contains("11月21日") && !copied.contains("11月20日"), "{copied}");
    let case = &d.world.cases[0];
    assert!(case.id.as_str().starts_with("20261121-"), "{}", case.id);
    assert_eq!(case.letters[0].made.to_rfc3339(), "2026-11-21T00:05:00+09:00");
    assert_eq!(case.events[0].at.day().to_string(), "2026-11-21");
}

/// What leaves has been read: where midnight changes the letter, the key that would send it off
/// leads back to the review once, on each way out.
#[test]
fn a_letter_that_midnight_changed_is_read_before_it_leaves() {
    for (before, key) in [
        ("", "enter"),
        ("", "c"),
        ("", "n"),
        ("w", "enter"),
        ("enter", "b"),
        ("enter esc", "enter"),
        ("enter", "w"),
    ] {
        let mut d = review("withdraw", "mail");
        d.world.now = Some(at("2026-11-20T23:58:00+09:00"));
        d.press(&format!("down up {before}"));
        let copied = d.world.copied.len();
        d.world.now = Some(at("2026-11-21T00:05:00+09:00"));
        // Keys that come together have seen nothing of it either.
        d.burst(&format!("{key} {key}"));
        assert_eq!(d.at(), "review", "{before} {key}: {}", d.frame());
        assert!(d.frame().contains("文面の日付も変わった"), "{before} {key}: {}", d.frame());
        assert!(d.world.copied.len() == copied && d.world.written.is_empty(), "{before} {key}");
        d.press("tab");
        let marked = d.frame().lines().any(|l| l.contains("+ ") && l.contains("11月21日"));
        assert!(marked, "{before} {key}: {}", d.frame());
        d.press("tab enter");
        assert!(d.world.copied.last().is_some_and(|c| c.contains("11月21日")), "{before} {key}");
    }
    // That it was sent is noted all the same.
    let mut d = review("withdraw", "mail");
    d.world.now = Some(at("2026-11-20T23:58:00+09:00"));
    d.press("enter");
    d.world.now = Some(at("2026-11-21T00:05:00+09:00"));
    d.press("y");
    assert!(d.at() == "after" && d.world.cases[0].state() == State::Sent, "{}", d.frame());
}

#[test]
fn what_was_noted_by_another_clock_has_the_day_of_japan() {
    let at = |t: &str| {
        kotowari::domain::case::second(DateTime::parse_from_rfc3339(t).expect("a moment"))
            .to_rfc3339()
    };
    for (noted, shown) in [
        ("2026-11-25T17:30:00Z", "2026-11-26T02:30:00+09:00"),
        ("2026-11-25T22:00:00-05:00", "2026-11-26T12:00:00+09:00"),
        ("2026-11-26T00:30:00+14:00", "2026-11-25T19:30:00+09:00"),
    ] {
        assert_eq!(at(noted), shown);
    }
}

/// What was sent is the text as it was then, whoever agrees to storing only at the end.
#[test]
fn what_was_sent_before_it_may_be_stored_is_not_what_was_written_after_it() {
    let mut d = Driver::answered(complete("withdraw", "mail"));
    let first = d.letter();
    d.press("enter y esc t enter");
    assert!(d.frame().contains("まだ送っていません"), "{}", d.frame());
    assert_ne!(first, d.letter());
    d.press("enter n y");
    let case = &d.world.cases[0];
    assert_eq!((d.world.cases.len(), case.letters.len()), (1, 2));
    let sent = |e: &&kotowari::domain::case::Event| matches!(e.what, What::Sent { .. });
    let sent: Vec<_> = case.events.iter().filter(sent).map(|e| e.what.parts().letter).collect();
    assert_eq!((sent, case.unsent()), (vec![Some(1)], true));
    assert_ne!(case.letters[0].sha256(), case.letters[1].sha256());

    // Changed and not copied again, it is no letter of the case; that it was sent is asked about
    // before all else.
    let mut d = Driver::answered(complete("withdraw", "mail"));
    d.press("enter y esc t ctrl+c");
    assert!(d.frame().contains("保存しますか"), "{}", d.frame());
    d.press("y");
    assert_eq!(d.end, Some(Exit::Left(130)));
    let case = &d.world.cases[0];
    assert_eq!((case.letters.len(), case.unsent(), case.state()), (1, false, State::Sent));
}

/// Whichever key has copied its body, the letter is copied: what follows is asked and kept.
#[test]
fn the_body_is_the_letter_whichever_key_copies_it() {
    for (channel, keys) in [("mail", "b"), ("form", "b"), ("mail", "n n"), ("mail", "s b")] {
        let mut d = review("withdraw", channel);
        d.press(keys);
        assert_eq!((d.at(), d.world.cases.len()), ("after", 1), "{channel} {keys}: {}", d.frame());
        d.press("ctrl+c");
        assert!(
            d.app.farewell(false).unwrap_or_default().contains("記録は"),
            "{channel}: {}",
            d.app.farewell(false).unwrap_or_default()
        );
    }
    // The subject alone is none.
    let mut d = review("withdraw", "mail");
    d.press("s");
    assert_eq!((d.at(), d.world.cases.len()), ("review", 0));
}

#[test]
fn a_name_that_was_typed_is_not_asked_for_again() {
    let mut d = Driver::new();
    d.press("'みなとキャリア' enter");
    assert_eq!(d.at(), "goal", "{}", d.frame());
    assert!(d.frame().contains("手紙の宛名は「みなとキャリア」"), "{}", d.frame());
    d.press("esc");
    assert_eq!(d.at(), "service_name");
    // What can be no name is asked for, with why.
    let mut d = Driver::new();
    d.press("'info@example.jp' enter");
    assert_eq!(d.at(), "service_name", "{}", d.frame());
}

/// What stands in a list, and in a form of it, is kept like any other text.
#[test]
fn a_half_filled_entry_is_kept() {
    let mut d = Driver::with(SIZE, Start::default(), agreed());
    d.press("=apoplus-pharmacist =withdraw enter a 'みなと薬局' enter =first_interview ctrl+c");
    assert_eq!(d.end, Some(Exit::Left(130)), "{}", d.frame());
    assert!(d.app.farewell(false).unwrap_or_default().contains("書きかけを保存"));
    let draft = d.world.drafts[0].draft.clone();
    let mut d = later(&[], Some(&draft), "2026-11-20");
    d.press("=draft");
    assert_eq!(d.at(), "selections", "{}", d.frame());
    assert!(d.frame().contains("書きかけ"), "{}", d.frame());
    d.press("a");
    assert!(d.frame().contains("みなと薬局"), "{}", d.frame());
    // A list whose entries are all there, and that was not gone on from.
    d.press("enter =applied enter enter =hold enter");
    assert!(d.frame().contains("1. みなと薬局"), "{}", d.frame());
    d.press("ctrl+c");
    let draft = d.world.drafts[0].draft.clone();
    let mut d = later(&[], Some(&draft), "2026-11-20");
    d.press("=draft");
    assert!(
        d.frame().contains("1. みなと薬局") && !d.frame().contains("書きかけ"),
        "{}",
        d.frame()
    );
    // Removed, it does not come back.
    d.press("up up d ctrl+c");
    let draft = d.world.drafts[0].draft.clone();
    let mut d = later(&[], Some(&draft), "2026-11-20");
    d.press("=draft");
    assert!(!d.frame().contains("みなと薬局"), "{}", d.frame());
}

/// On the day of a plan nothing is decided yet: what was planned is selected, and all else can be
/// done.
#[test]
fn the_day_of_a_plan_leaves_the_choice() {
    let mut answers = complete("pause", "mail");
    answers.set("resume", one("2027-02"));
    answers.set("plan", one("withdraw"));
    answers.set("plan_on", one("2027-02-01"));
    let mut d = Driver::with(SIZE, Start { answers, ..Start::default() }, agreed());
    d.press("enter y enter");
    let cases = d.world.cases.clone();
    let mut d = later(&cases, None, "2027-02-01");
    d.press("=case1 enter");
    assert!(d.at() == "goal" && d.is_on("退会する"), "{}", d.frame());
    assert!(d.frame().contains("予定していた日です"), "{}", d.frame());
    d.press("esc");
    assert_eq!(d.at(), "case");
    // Coming back instead: the letter tells of the pause, and the plan is done with.
    d.press("enter =resume");
    assert_eq!(d.app.session.answers.one("first_date"), Some("2026-11-20"));
    for _ in 0..12 {
        if d.at() != "review" {
            d.press("enter");
        }
    }
    d.press("enter y enter");
    assert!(d.world.cases[0].open_plan().is_empty(), "{:?}", d.world.cases[0].open_plan());
}

/// Back at an earlier goal the letter that was sent is that one, and stays sent.
#[test]
fn a_letter_that_was_sent_stays_sent_while_another_goal_is_tried() {
    let to_review = |d: &mut Driver| {
        d.until("review", "enter");
    };
    let there_and_back = |d: &mut Driver| {
        d.press("enter y esc").change("goal").press("=pause");
        to_review(d);
        d.press("home enter esc").change("goal").press("=reduce_contact");
        to_review(d);
        d.press("home enter");
    };
    let mut d = review("reduce_contact", "mail");
    there_and_back(&mut d);
    assert!(!d.frame().contains("まだ送っていません"), "{}", d.frame());
    let case = &d.world.cases[0];
    assert_eq!((case.letters.len(), case.state()), (1, State::Sent), "{}", d.frame());
    assert!(!case.unsent());
    // The same where storing is agreed to only at the end.
    let mut d = Driver::answered(complete("reduce_contact", "mail"));
    there_and_back(&mut d);
    d.press("enter y");
    let sent: Vec<_> = d.world.cases.iter().filter(|c| c.goal == Goal::ReduceContact).collect();
    assert_eq!(sent.len(), 1, "{}", d.frame());
    assert_eq!((sent[0].letters.len(), sent[0].state()), (1, State::Sent), "{}", d.frame());
}

/// What was noted since takes a draft off its place: it is named for that, and is not what Enter
/// goes on with.
#[test]
fn an_overtaken_draft_waits_at_the_side() {
    let mut d = review("withdraw", "mail");
    d.press("enter y enter");
    let mut d = later(&d.world.cases, None, "2026-12-09");
    d.press("=case1 enter t ctrl+c");
    let draft = d.world.draft();
    assert!(draft.is_some(), "{}", d.frame());
    let mut d = later(&d.world.cases, draft.as_ref(), "2026-12-09");
    assert!(d.frame().contains("再度のお願い") || d.frame().contains("届いたか"), "{}", d.frame());
    assert!(!d.frame().contains("今の記録と合わない"), "{}", d.frame());
    let answered = What::Answer {
        answer: kotowari::domain::case::AnswerKind::Accepted,
        person: String::new(),
        promised_by: None,
        deadline: None,
    };
    let mut cases = d.world.cases.clone();
    cases[0].log(at("2026-12-08T10:00:00+09:00"), answered, "");
    d = later(&cases, draft.as_ref(), "2026-12-09");
    assert!(d.frame().contains("今の記録と合わない"), "{}", d.frame());
    let selected = d.frame().lines().find(|l| l.starts_with(" >")).unwrap_or_default().to_owned();
    assert!(!selected.contains("書きかけ"), "{}", d.frame());
    d.press("=draft");
    assert!(
        d.frame().contains("このあとに記録") || d.frame().contains("合わないところ"),
        "{}",
        d.frame()
    );
}

/// So does a first letter that was begun anew and is stored since then.
#[test]
fn a_draft_of_what_was_asked_since_waits_at_the_side() {
    let mut d = review("withdraw", "mail");
    d.press("t ctrl+c");
    let draft = d.world.draft().expect("a draft");
    assert!(later(&[], Some(&draft), "2026-12-01").frame().contains("書きかけ"));
    let mut cases = {
        let mut d = review("withdraw", "mail");
        d.press("enter y enter");
        d.world.cases
    };
    for (made, stays) in [("2026-11-01T10:00:00+09:00", true), ("2026-11-30T10:00:00+09:00", false)]
    {
        cases[0].letters[0].made = at(made);
        let d = later(&cases, Some(&draft), "2026-12-01");
        assert_eq!(!d.frame().contains("今の記録と合わない"), stays, "{}", d.frame());
    }
}

/// What stands as due is what Enter leads to, and the letter in its place has its key.
#[test]
fn the_record_says_what_its_key_does() {
    let mut d = review("reduce_contact", "mail");
    d.press("enter y enter");
    let mut cases = d.world.cases.clone();
    let c = &mut cases[0];
    let mut second = c.letters[0].clone();
    second.follow_up = Some(FollowUp::StillContacted);
    second.made = at("2026-11-25T10:00:00+09:00");
    c.letters.push(second);
    let sent = What::Sent {
        letter: 2,
        how: kotowari::domain::channel::Channel::Mail,
        person: String::new(),
        promised_by: None,
    };
    c.log(at("2026-11-25T11:00:00+09:00"), sent, "");
    let (means, person, number) = (Means::Call, String::new(), String::new());
    c.log(at("2026-12-14T10:00:00+09:00"), What::Contacted { means, person, number }, "");
    c.plan = vec![PlanStep {
        on: "2026-12-14".parse().expect("a day"),
        goal: Some(Goal::Pause),
        note: String::new(),
    }];
    let mut d = later(&cases, None, "2026-12-14");
    d.press("=case1");
    assert!(!d.frame().contains("続きの手紙を書けます"), "{}", d.frame());
    assert!(d.frame().contains("期限：2026年12月14日（月）"), "{}", d.frame());
    assert!(d.frame().lines().last().is_some_and(|l| l.contains("n ")), "{}", d.frame());
}

/// A pause that is stored keeps what is registered, and is what one comes back from; another
/// service knows nothing of it.
#[test]
fn who_comes_back_after_a_pause_is_not_asked_about_it() {
    let mut d = review("pause", "mail");
    d.press("enter y enter");
    let cases = d.world.cases.clone();
    let known = |d: &Driver| {
        let one = |id| d.app.session.answers.one(id).map(str::to_owned);
        (one("data_kept"), one("first_date"), one("first_channel"))
    };
    let some = |v: &str| Some(v.to_owned());
    let mut d = later(&cases, None, "2027-02-01");
    d.press("=apoplus-pharmacist =resume");
    assert_eq!(known(&d), (some("kept"), some("2026-11-20"), some("mail")), "{}", d.frame());
    d.until("means", "enter");
    assert!(!d.frame().contains("残っていますか"), "{}", d.frame());
    let mut d = later(&cases, None, "2027-02-01");
    d.press("=other 'doda' enter =resume");
    assert_eq!(known(&d), (None, None, None), "{}", d.frame());
}

/// A reply that is pasted where an answer is noted is read there; Enter keeps what was understood.
#[test]
fn a_pasted_reply_fills_the_form_of_an_answer() {
    let mut d = review("withdraw", "mail");
    d.press("enter y enter");
    let mut d = later(&d.world.cases, None, "2026-11-27");
    d.press("=case1 a");
    assert!(d.frame().contains("貼り付けると"), "{}", d.frame());
    d.paste(
        "山田 花子 様\r\rお世話になっております。アポプラス薬剤師の田中です。\r\
         退会の件、承知いたしました。12月4日までに手続きを完了いたします。\r\
         よろしくお願いいたします。\r田中 太郎\r",
    );
    assert!(d.frame().contains("読み取り："), "{}", d.frame());
    assert!(d.frame().contains("2026-12-04"), "{}", d.frame());
    d.press("enter");
    assert_eq!(d.at(), "case", "{}", d.frame());
    let event = d.world.cases[0].events.last().expect("an answer").clone();
    let What::Answer { promised_by, person, .. } = &event.what else { panic!("{event:?}") };
    assert_eq!(promised_by.map(|on| on.to_string()).as_deref(), Some("2026-12-04"));
    assert!(person.contains("田中"), "{person}");
    // One line is read, too, and not before the day that was typed.
    d.press("a ctrl+u 'おととい'");
    d.paste("承知いたしました。退会のお手続きを進めます");
    assert!(d.frame().contains("引き受けるという返事"), "{}", d.frame());
    d.press("esc a ctrl+u 'おととい'");
    d.paste("承知いたしました。手続きのため、12月10日までに本人確認書類をお送りください");
    d.press("enter");
    let event = d.world.cases[0].events.last().expect("an answer").clone();
    let What::Answer { answer, deadline, .. } = &event.what else { panic!("{event:?}") };
    assert_eq!(
        (answer.id(), event.at.day().to_string().as_str()),
        ("identity_wanted", "2026-11-25")
    );
    assert_eq!(deadline.map(|on| on.to_string()).as_deref(), Some("2026-12-10"));
    assert!(d.frame().contains("12月10日"), "{}", d.frame());
    // What says nothing is typed in as it is, and what cannot be read says so and fills nothing in.
    d.press("a");
    let before = d.world.cases[0].events.len();
    d.paste("昨日");
    assert!(!d.frame().contains("読み取り"), "{}", d.frame());
    d.paste("明日は晴れるでしょう。\n傘は要りません。\n");
    assert_eq!((d.at(), d.world.cases[0].events.len()), ("log", before), "{}", d.frame());
    // What was not understood is told beside what is filled in.
    d.resize(120, 40);
    d.paste("退会手続きが完了しました。\n会員カードの色は、青から緑へと変わりました。\n");
    assert!(d.frame().contains("会員カードの色は"), "{}", d.frame());
}

/// A reply in which another agent of the user's is named, and not this one, is not taken without
/// being asked.
#[test]
fn a_reply_of_another_agent_is_asked_about() {
    let mut d = review("withdraw", "mail");
    d.press("enter y enter");
    let mut cases = d.world.cases;
    let mut d = review("pause", "mail");
    d.press("enter y enter");
    let mut other = d.world.cases.remove(0);
    (other.service, other.service_name) = ("other".to_owned(), "みなとキャリア相談室".to_owned());
    cases.push(other);
    let done = "退会の件、承知いたしました。\n12月4日までに手続きを完了いたします。\n";
    for from in ["みなとキャリア相談室 鈴木", "doda", "suzuki@doda.jp"] {
        let mut d = later(&cases, None, "2026-11-27");
        d.press("=case1");
        if d.frame().contains("みなと") {
            d.press("esc =case2");
        }
        d.press("a");
        let before: usize = d.world.cases.iter().map(|c| c.events.len()).sum();
        d.paste(&format!("{done}{from}\n"));
        let frame = d.frame();
        let asked = d.app.content().text("ask.other_agent").to_owned();
        let head: String = asked.chars().take(12).collect();
        assert!(frame.contains(&head) && frame.contains("アポプラス薬剤師"), "{from}\n{frame}");
        // Enter, and going back, do not take it.
        for key in ["enter", "esc"] {
            d.press(key);
            assert_eq!(d.at(), "case", "{}", d.frame());
            d.press("a").paste(&format!("{done}{from}\n"));
        }
        assert_eq!(d.world.cases.iter().map(|c| c.events.len()).sum::<usize>(), before);
        d.press("y");
        assert_eq!(d.at(), "log", "{}", d.frame());
        d.press("enter");
        assert_eq!(d.world.cases.iter().map(|c| c.events.len()).sum::<usize>(), before + 1);
    }
}

/// A draft that goes leaves the selection on what it was on, or where one begins.
#[test]
fn the_selection_stands_on_what_it_stood_on() {
    let mut d = Driver::with(SIZE, Start::default(), agreed());
    d.press("=apoplus-pharmacist =withdraw enter ctrl+c");
    let draft = d.world.drafts[0].draft.clone();
    let mut d = review("pause", "mail");
    d.press("enter y");
    let mut d = later(&d.world.cases.clone(), Some(&draft), "2026-11-20");
    assert!(d.is_on("書きかけを続ける"), "{}", d.frame());
    d.press("delete y");
    assert!(!d.frame().contains("書きかけを続ける"), "{}", d.frame());
    d.press("enter");
    assert_eq!(d.at(), "goal", "{}", d.frame());
    // What was found and mended is gone from the list: the next Enter copies.
    let mut d = review("withdraw", "form");
    d.press("l ctrl+u").type_text("300").press("enter");
    assert!(d.app.blocked(), "{}", d.frame());
    d.press("1 esc l ctrl+u").type_text("2000").press("enter enter");
    assert_eq!(d.at(), "after", "{}", d.frame());
}

/// On a large screen what is due stands in a calendar beside the cases, and a case shows what was
/// written.
#[test]
fn what_is_free_on_a_large_screen_is_used() {
    let mut d = review("withdraw", "mail");
    d.press("enter y enter");
    let mut d = later(&d.world.cases, None, "2026-11-24");
    let small = d.frame();
    assert!(!small.contains("  7 *"), "{small}");
    d.resize(120, 40);
    assert!(d.frame().contains("  7 *"), "{}", d.frame());
    // Beside the rows stands what is known of the one that is selected, also while nothing is due.
    d.press("down down down down");
    assert!(d.frame().contains("件名：退会"), "{}", d.frame());
    d.press("home down");
    assert!(d.frame().contains("登録は残し、期間を決めて"), "{}", d.frame());
    let config = Config {
        registration: BTreeMap::from([(
            "doda".to_owned(),
            BTreeMap::from([("handler".to_owned(), "佐藤".to_owned())]),
        )]),
        ..agreed()
    };
    let mut new = Driver::with((120, 40), Start::default(), config);
    assert!(new.at() == "start" && new.frame().contains("担当 佐藤"), "{}", new.frame());
    new.resize(80, 24);
    assert!(!new.frame().contains("担当 佐藤"), "{}", new.frame());
    // Where services are looked for, the letter has nothing to say yet.
    let mut new = Driver::sized((120, 40));
    for words in ["apo-mjob.com", "手紙で頼めること", "登録は残し、期間を決めて"]
    {
        assert!(new.frame().contains(words), "{words}\n{}", new.frame());
    }
    new.press("tab");
    assert!(new.frame().contains("〔氏名〕と申します"), "{}", new.frame());
    // The form of an event stands above what it follows.
    d.press("=case1 a");
    assert!(d.frame().contains("件名：退会"), "{}", d.frame());
    d.press("esc esc");
    d.press("=case1");
    assert!(d.frame().contains("件名：退会") && d.frame().contains("l で全文"), "{}", d.frame());
    d.resize(120, 60);
    assert!(d.frame().contains("生年月日") && !d.frame().contains("で全文"), "{}", d.frame());
    d.resize(120, 20);
    assert!(!d.frame().contains("件名："), "{}", d.frame());
}

/// A letter that says nothing of another one that is still waited for names it.
#[test]
fn a_second_first_letter_is_told_of_the_first() {
    let mut d = review("reduce_contact", "mail");
    d.press("enter y enter");
    let shelf = Shelf { cases: d.world.cases, drafts: Vec::new(), broken: Vec::new() };
    let start = |goal: &str| Start {
        answers: complete(goal, "mail"),
        shelf: shelf.clone(),
        ..Start::default()
    };
    let note = "この文面はそれに触れません";
    let d = Driver::with(SIZE, start("pause"), agreed());
    assert!(d.frame().contains("2026年11月20日") && d.frame().contains(note), "{}", d.frame());
    let d = Driver::with(SIZE, start("decline"), agreed());
    assert!(!d.frame().contains(note), "{}", d.frame());
}

/// A request to leave that was sent, with a selection that goes on.
fn keeping() -> Vec<CaseRecord> {
    use kotowari::domain::answers::{Entry, Value};
    let mut answers = complete("withdraw", "mail");
    let kept = [
        ("employer", "あおば薬局"),
        ("stage", "first_interview"),
        ("date", "2026-12-08"),
        ("wish", "keep"),
    ];
    let kept = kept.map(|(id, v)| (id.to_owned(), v.to_owned()));
    answers.set("selections", Value::Entries(vec![Entry(kept.into())]));
    let mut d = Driver::with(SIZE, Start { answers, ..Start::default() }, agreed());
    d.until("review", "enter");
    d.press("enter y enter");
    d.world.cases
}

/// What is to go on stands in the record, with its day in the calendar.
#[test]
fn what_goes_on_stands_in_the_record() {
    let mut d = later(&keeping(), None, "2026-11-24");
    d.press("=case1");
    let frame = d.frame();
    assert!(frame.contains("続ける選考：あおば薬局 2026年12月8日（火）"), "{frame}");
    d.resize(120, 40);
    assert!(d.frame().contains("  8 +"), "{}", d.frame());
    // The same on the first screen, while it is not over.
    d.press("esc");
    for says in ["  8 +", "続ける選考：あおば薬局 2026年12月8日（火）"] {
        assert!(d.at() == "start" && d.frame().contains(says), "{}", d.frame());
    }
    let d = later(&d.world.cases.clone(), None, "2026-12-09");
    assert!(!d.frame().contains("続ける選考"), "{}", d.frame());
    // So do a planned step and the day of leaving.
    let mut cases = d.world.cases.clone();
    let on = "2026-12-14".parse().expect("a day");
    cases[0].plan.push(PlanStep { on, goal: Some(Goal::Withdraw), note: String::new() });
    let answers = cases[0].answers.take().expect("answers");
    cases[0].answers = Some(answers.replace("effective = \"today\"", "effective = 2026-12-16"));
    let mut d = later(&cases, None, "2026-12-09");
    d.press("=case1");
    assert!(d.frame().contains("退会の日付：2026年12月16日（水）"), "{}", d.frame());
    d.resize(120, 40);
    assert!(d.frame().contains(" 14 +") && d.frame().contains(" 16 +"), "{}", d.frame());
    cases[0].own_due = Some(kotowari::domain::case::OwnDue::On(on));
    let mut d = later(&cases, None, "2026-12-09");
    d.resize(120, 40);
    assert!(d.frame().contains(" 14 *") && d.frame().contains(" 16 +"), "{}", d.frame());
}

/// A pasted notice of an interview leads to the form that tells of it, and is no promise.
#[test]
fn a_pasted_notice_of_an_interview_fills_its_form() {
    let cases = keeping();
    let paste = |text: &str| {
        let mut d = later(&cases, None, "2026-11-24");
        d.resize(120, 40);
        d.press("=case1 a").paste(text);
        d
    };
    let moved =
        "あおば薬局様の面接ですが、12月8日（火）14時から12月10日（木）15時30分に変更となりました。";
    let mut d = paste(&format!("お世話になっております。\n{moved}\n"));
    assert!(d.frame().contains("2026-12-10 15:30"), "{}", d.frame());
    d.press("enter");
    assert!(
        d.frame().contains("続ける選考：あおば薬局 2026年12月10日（木）15:30"),
        "{}",
        d.frame()
    );
    let mut d =
        paste("お世話になっております。\nあおば薬局様の面接は、先方のご都合で中止となりました。\n");
    d.press("enter");
    assert!(d.at() == "case" && !d.frame().contains("続ける選考"), "{}", d.frame());
    assert!(d.frame().contains("面接が中止になった（あおば薬局）"), "{}", d.frame());
    // Beside a promise it is told where that goes.
    let promise = "退会の件、承知いたしました。12月4日までに手続きを完了いたします。";
    let mut d = paste(&format!("{promise}\nなお、{moved}\n"));
    assert!(d.frame().contains("h を押して"), "{}", d.frame());
    d.press("enter");
    let promised = d.world.cases[0].events.last().expect("an answer").what.parts().promised_by;
    assert_eq!(promised.map(|on| on.to_string()).as_deref(), Some("2026-12-04"));
    // By hand, either can be told.
    d.press("h right");
    assert!(d.frame().contains("面接が中止になった"), "{}", d.frame());
}

/// A reply to somebody else is not taken, and it is said to whom it is.
#[test]
fn a_reply_to_somebody_else_is_not_taken() {
    let mut d = review("withdraw", "mail");
    d.press("enter y enter");
    let mut d = later(&d.world.cases, None, "2026-11-27");
    d.press("=case1 a").paste("三好 健太 様\n退会のお手続きが11月24日に完了いたしました。\n");
    let frame = d.frame().replace(['\n', ' '], "");
    assert!(frame.contains("三好") && frame.contains("返事の内容（未選択）"), "{frame}");
}

/// The registrations tell where one rests, as they tell where one has left.
#[test]
fn a_pause_is_told_among_the_registrations() {
    let mut d = review("pause", "mail");
    d.press("enter y enter");
    let mut cases = d.world.cases.clone();
    let done = What::Done { on: None, person: String::new() };
    cases[0].log(at("2026-11-25T10:00:00+09:00"), done, "");
    let config = Config {
        registration: BTreeMap::from([("apoplus-pharmacist".to_owned(), BTreeMap::new())]),
        ..agreed()
    };
    for (cases, says) in [(d.world.cases, "（休止の手続き中）"), (cases, "（休止中）")]
    {
        let shelf = Shelf { cases, ..Shelf::default() };
        let mut d = Driver::with(SIZE, Start { shelf, ..Start::default() }, config.clone());
        d.press("=mine");
        assert!(d.frame().contains(&format!("アポプラス薬剤師{says}")), "{}", d.frame());
    }
}

/// A list of registrations that is longer than the screen is paged by the key that is named for it.
#[test]
fn a_long_list_of_registrations_is_paged() {
    let ids = ["apoplus-pharmacist", "doda", "jac", "green", "apuro", "bizreach", "hupro"];
    let registration = ids.map(|id| (id.to_owned(), BTreeMap::new())).into();
    let config = Config { registration, ..agreed() };
    let mut d = Driver::with((80, 14), Start::default(), config);
    d.press("=mine");
    let first = d.frame();
    assert!(first.contains("PageDown"), "{first}");
    d.press("pagedown");
    assert_ne!(d.frame(), first);
    d.press("pageup");
    assert_eq!(d.frame(), first);
}

/// While an entry is typed the letter does not say that there is none.
#[test]
fn an_entry_that_is_being_typed_counts() {
    let mut answers = complete("withdraw", "mail");
    answers.remove("selections");
    let mut d = Driver::with((120, 40), Start { answers, ..Start::default() }, agreed());
    d.open("selections");
    let none = "選考中のところは";
    d.press("+");
    d.type_text("あおば薬局");
    assert!(!d.frame().replace('\n', "").contains(none), "{}", d.frame());
    d.press("down '2'");
    assert!(!d.frame().contains(none) && d.frame().contains("あおば薬局"), "{}", d.frame());
    // Nor where it was said before.
    let answers = complete("withdraw", "mail");
    let mut d = Driver::with((120, 40), Start { answers, ..Start::default() }, agreed());
    d.open("selections");
    assert!(d.frame().contains(none), "{}", d.frame());
    d.press("+").type_text("あ");
    assert!(!d.frame().contains(none), "{}", d.frame());
}

/// Who comes back is written to as they asked for before.
#[test]
fn who_comes_back_is_written_to_as_before() {
    let mut cases = Vec::new();
    for goal in ["reduce_contact", "withdraw"] {
        let mut d = review(goal, "mail");
        d.press("enter y enter");
        cases.extend(d.world.cases);
    }
    let means = complete("reduce_contact", "mail").one("means").map(str::to_owned);
    cases.sort_by(|a, b| a.id.cmp(&b.id));
    let mut d = later(&cases, None, "2026-12-20");
    d.press("=apoplus-pharmacist =resume");
    // How they were to write is offered; how often was asked of another time, and nothing of it
    // stands in the letter without a word.
    let rule = |d: &Driver| ["means", "frequency"].map(|id| d.app.session.answers.get(id).cloned());
    assert_eq!(rule(&d), [None, None], "{}", d.frame());
    d.until("means", "enter").press("enter");
    assert_eq!(d.at(), "frequency");
    assert_eq!(d.app.session.answers.one("means").map(str::to_owned), means, "{}", d.frame());
    d.press("enter");
    assert_eq!(d.app.session.answers.one("urgent_offers"), Some("any"), "{}", d.frame());
    assert_eq!(d.app.session.answers.one("frequency"), Some("any"), "{}", d.frame());
}

/// At which hours somebody is at work is no matter of one service: said once, it is offered.
#[test]
fn hours_said_before_are_offered_to_another_service() {
    let mut d = review("reduce_contact", "mail");
    let hours = Value::Many(vec!["weekday 08:30-19:00".to_owned()]);
    d.app.session.answers.set("no_call", hours.clone());
    d.press("enter y enter");
    let mut answers = Answers::default();
    for (id, v) in [("goal", "reduce_contact"), ("means", "mail_only")] {
        answers.set(id, one(v));
    }
    answers.set("service", one("levwell-pharma"));
    let shelf = Shelf { cases: d.world.cases.clone(), ..Shelf::default() };
    let mut d = Driver::with(SIZE, Start { answers, shelf, ..Start::default() }, agreed());
    assert_eq!(d.at(), "frequency");
    assert!(d.app.session.answers.get("no_call").is_none());
    d.press("enter");
    let frame = d.frame();
    let says = ["平日の8:30から19:00まで", "前の手紙で伝えた時間帯"];
    assert!(says.iter().all(|s| frame.contains(s)), "{frame}");
    d.press("enter");
    assert_eq!(d.app.session.answers.get("no_call"), Some(&hours));
}

/// What the reader of replies has filled in is kept as it is, whatever its length.
#[test]
fn a_long_reply_is_kept_in_its_lines() {
    let mut d = review("withdraw", "mail");
    d.press("enter y enter");
    let mut d = later(&d.world.cases, None, "2026-11-24");
    d.press("=case1 a");
    let again = "退会とのこと、大変残念に存じます。今一度ご検討いただけませんでしょうか。";
    let long = "とくに、みなと薬局様のご面接につきましては、先方も高橋様にお会いできるのを心待ちに\
                しており、このままお断りするのは忍びなく、もう一度だけお考え直しいただけませんか。";
    d.paste(&format!(
        "山田様\n{again}\n{long}\n退会の前に一度お電話でお話を伺えますと幸いです。\n"
    ));
    d.press("enter");
    assert_eq!(d.at(), "case", "{}", d.frame());
    let note = &d.world.cases[0].events.last().expect("the reply").note;
    assert!(note.chars().count() > 120 && note.contains('\n'), "{note}");
}

/// What goes on beside the request stands in the record and in its calendar, at its hour.
#[test]
fn an_interview_that_goes_on_stands_in_the_calendar() {
    let mut answers = complete("withdraw", "mail");
    let row = selection("あおば薬局", "second_interview", "2026-12-10 10:00", "keep");
    answers.set("selections", Value::Entries(vec![row]));
    for id in ["sender.handler", "sender.handler_email"] {
        answers.set(id, one(""));
    }
    let mut d = Driver::with(SIZE, Start { answers, ..Start::default() }, agreed());
    d.press("enter y enter");
    let mut d = later(&d.world.cases, None, "2026-11-24");
    d.press("=case1");
    assert!(d.frame().contains("あおば薬局 2026年12月10日（木）10:00"), "{}", d.frame());
    d.press("i enter");
    let (_, ics) = d.world.written.last().expect("a calendar");
    let unfolded = ics.replace("\r\n ", "");
    let says = ["DTSTART;TZID=Asia/Tokyo:20261210T100000", "続けて受ける選考：あおば薬局"];
    assert!(says.iter().all(|s| unfolded.contains(s)), "{ics}");
    let mut d = later(&d.world.cases.clone(), None, "2026-12-11");
    d.press("=case1 i enter");
    assert!(!d.world.written.last().expect("a calendar").1.contains("20261210"), "it is over");
}

/// What a reply was read as can be another kind: the form asks, and keeps what stands in it.
#[test]
fn what_was_read_can_be_called_something_else() {
    let mut d = review("withdraw", "mail");
    d.press("enter y enter");
    let mut d = later(&d.world.cases, None, "2026-11-27");
    d.press("=case1 a").resize(80, 40);
    d.paste("退会の件、承知いたしました。12月4日までに手続きを完了いたします。\n田中 太郎\n");
    assert!(d.frame().contains("何の知らせ"), "{}", d.frame());
    d.press("up up up up up up down").press("'完了'");
    assert!(d.frame().contains("完了した日"), "{}", d.frame());
    assert!(d.frame().contains("手続きを完了いた"), "the note\n{}", d.frame());
    d.press("enter enter enter enter");
    assert_eq!(d.at(), "case", "{}", d.frame());
    let event = d.world.cases[0].events.last().expect("an event").clone();
    assert!(matches!(event.what, What::Done { .. }), "{event:?}");
    assert!(event.note.contains("手続きを完了いたします"), "{}", event.note);
    // Everything is recorded: leaving asks nothing.
    d.press("esc esc");
    assert!(d.end.is_some(), "{}", d.frame());
}

/// Where nothing is left to be asked for, the way to the form that ends it is named.
#[test]
fn nothing_left_to_be_done_is_noted_as_done() {
    let mut d = review("withdraw", "mail");
    d.press("enter y enter");
    let mut d = later(&d.world.cases, None, "2026-11-27");
    d.press("=case1 p enter enter enter");
    assert_eq!(d.at(), "case", "{}", d.frame());
    d.press("enter").until("undone", "enter");
    assert!(d.frame().contains("すべて済んでいたら"), "{}", d.frame());
    d.press("enter");
    assert!(d.frame().contains("完了を記録しますか"), "{}", d.frame());
    d.press("n");
    assert_eq!(d.at(), "undone", "{}", d.frame());
    d.press("enter enter");
    assert_eq!(d.at(), "log", "{}", d.frame());
    assert!(d.frame().contains("完了した日"), "{}", d.frame());
    d.press("enter enter enter enter");
    assert_eq!(d.world.cases[0].state(), State::Done, "{}", d.frame());
}

/// The memo of a contact is offered where words of one's own are asked for, and only there.
#[test]
fn the_memo_of_a_contact_is_offered_for_the_letter() {
    let mut d = review("withdraw", "mail");
    d.press("enter y enter");
    let mut d = later(&d.world.cases, None, "2026-12-10");
    d.press("=case1 o").press("down 1 down down down").type_text("調剤の手が止まりました");
    d.press("enter");
    assert_eq!(d.at(), "case", "{}", d.frame());
    d.press("n =still_contacted").until("review", "enter");
    assert!(!d.letter().contains("調剤の手"), "{}", d.letter());
    d.change("extras").press("=note");
    assert!(d.frame().contains("調剤の手が止まりました"), "{}", d.frame());
    assert!(d.frame().contains("記録に残したメモ"), "{}", d.frame());
}

/// What is said on the phone comes back from nowhere, and the key for that says so.
#[test]
fn a_call_is_no_letter_that_comes_back() {
    for (channel, at) in [("phone", "case"), ("mail", "log")] {
        let mut d = review("withdraw", channel);
        d.press("enter y enter");
        for key in ["v", "r"] {
            let mut d = later(&d.world.cases.clone(), None, "2026-11-21");
            d.press("=case1").press(key);
            assert_eq!(d.at(), at, "{}", d.frame());
            assert_eq!(d.frame().contains("届かずに戻ることもありません"), channel == "phone");
        }
    }
}

/// A new letter to a service says that what was asked of it before goes on, and where.
#[test]
fn what_was_asked_before_is_named_where_a_letter_begins() {
    let mut d = review("reduce_contact", "mail");
    d.press("enter y enter");
    let mut d = later(&d.world.cases.clone(), None, "2026-11-24");
    let says = "前に頼んだこと（連絡を減らしてもらう）が続いています";
    d.press("=apoplus-pharmacist");
    assert!(d.at() == "goal" && d.frame().contains(says), "{}", d.frame());
    d.press("esc =other 'doda' enter");
    assert!(d.at() == "goal" && !d.frame().contains(says), "{}", d.frame());
}
