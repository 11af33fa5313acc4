mod asked;
mod days;

use super::super::tests_support::{RULES, mailed};
use super::super::{AnswerKind, Letter, Means, OwnDue};
use super::*;
use crate::domain::channel::Channel;
use crate::domain::deadline::Deadlines;
use crate::domain::goal::Goal;
use chrono::{DateTime, FixedOffset};

fn at(text: &str) -> DateTime<FixedOffset> {
    DateTime::parse_from_rfc3339(&format!("{text}:00+09:00")).expect("a moment")
}
fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}
fn letter(follow_up: Option<FollowUp>) -> Letter {
    Letter { follow_up, ..mailed(at("2026-11-20T10:00")) }
}
fn case() -> CaseRecord {
    let mut c = CaseRecord::new(day("2026-11-20"), "s", "S", Goal::Withdraw);
    c.letters.push(letter(None));
    c
}
fn sent(letter: usize, how: Channel) -> What {
    What::Sent { letter, how, person: String::new(), promised_by: None }
}
fn told(answer: AnswerKind, promised_by: Option<&str>) -> What {
    let promised_by = promised_by.map(day);
    What::Answer { answer, person: String::new(), promised_by, deadline: None }
}
fn answer(answer: AnswerKind) -> What {
    told(answer, None)
}
fn contacted() -> What {
    What::Contacted { means: Means::Call, person: String::new(), number: String::new() }
}
fn done(on: &str) -> What {
    What::Done { on: Some(day(on)), person: String::new() }
}
fn due(c: &CaseRecord) -> Option<(String, &'static str)> {
    c.due(RULES).map(|d| (d.on.to_string(), d.what.id()))
}
fn step(c: &CaseRecord, on: &str) -> Step {
    c.next_step(RULES, day(on))
}
#[test]
fn the_third_call_that_nobody_answers_leads_to_the_written_way() {
    let mut c = case();
    c.letters[0].channel = Channel::Phone;
    c.log(at("2026-11-20T10:00"), What::Copied { letter: 1 }, "");
    for hour in [11, 13] {
        c.log(at(&format!("2026-11-20T{hour}:00")), What::NotReached, "");
        assert_eq!((c.state(), step(&c, "2026-11-20")), (State::Copied, Step::Call), "{hour}");
    }
    c.log(at("2026-11-24T10:00"), What::NotReached, "");
    assert_eq!((step(&c, "2026-11-24"), due(&c)), (Step::Write, None));
    // In writing, the request starts over.
    c.letters.push(Letter { made: at("2026-11-24T11:00"), ..letter(None) });
    assert_eq!(step(&c, "2026-11-24"), Step::Send);
    // Reached after all.
    c.letters.pop();
    c.log(at("2026-11-24T15:00"), sent(1, Channel::Phone), "");
    assert_eq!(step(&c, "2026-11-24"), Step::SecondLetter(FollowUp::AfterCall));
}

/// Of a letter that was only dropped nobody says that the request was taken back.
#[test]
fn a_letter_that_was_dropped_is_called_that() {
    let mut c = case();
    c.log(at("2026-11-20T10:00"), What::Copied { letter: 1 }, "");
    let mut sent_first = c.clone();
    sent_first.log(at("2026-11-20T10:01"), sent(1, Channel::Mail), "");
    for c in [&mut c, &mut sent_first] {
        c.log(at("2026-11-20T10:02"), What::GivenUp, "");
    }
    let states = (c.state_ja(), sent_first.state_ja());
    assert_eq!(states, (text!("state.dropped").to_owned(), State::GivenUp.ja().to_owned()));
}

#[test]
fn of_a_call_the_promised_day_counts_and_a_letter_repeats_it() {
    let mut c = case();
    c.letters[0].channel = Channel::Phone;
    assert_eq!(step(&c, "2026-11-20"), Step::Call);
    c.log(at("2026-11-20T10:00"), What::Copied { letter: 1 }, "");
    assert_eq!(
        (c.state_ja(), step(&c, "2026-11-20")),
        ("まだ話していない・コピー済み".to_owned(), Step::Call)
    );
    let called = |promised_by| What::Sent {
        letter: 1,
        how: Channel::Phone,
        person: "佐藤".to_owned(),
        promised_by,
    };
    // Without a promise the usual time for the completion: they know of it.
    c.log(at("2026-11-20T14:00"), called(None), "");
    assert_eq!(
        (c.state_ja(), due(&c)),
        ("電話で伝えた".to_owned(), Some(("2026-12-07".to_owned(), "completion")))
    );
    let promised = Some(day("2026-11-28"));
    c.log(at("2026-11-20T14:05"), called(promised), "");
    let until = Some(("2026-11-28".to_owned(), "completion"));
    assert_eq!(
        (due(&c), step(&c, "2026-11-20")),
        (until.clone(), Step::SecondLetter(FollowUp::AfterCall))
    );
    assert_eq!(step(&c, "2026-11-28"), Step::SecondLetter(FollowUp::AfterCall));
    assert_eq!(step(&c, "2026-11-29"), Step::SecondLetter(FollowUp::NoCompletion));
    // The letter is no new request: what was promised is waited for.
    c.letters.push(letter(Some(FollowUp::AfterCall)));
    assert_eq!(step(&c, "2026-11-21"), Step::Send);
    c.log(at("2026-11-21T10:00"), sent(2, Channel::Mail), "");
    let mut dues = c.all_due(RULES).into_iter().map(|d| (d.on.to_string(), d.what.id()));
    assert_eq!(dues.next_back(), until);
    assert_eq!(step(&c, "2026-11-22"), Step::Wait(day("2026-11-26")));
    assert_eq!(step(&c, "2026-11-29"), Step::SecondLetter(FollowUp::NoCompletion));
    // What they write afterwards counts as ever, and so does a date of one's own.
    c.own_due = Some(OwnDue::Days(2));
    assert_eq!(due(&c), Some(("2026-11-25".to_owned(), "completion")));
    c.log(at("2026-11-27T10:00"), done("2026-11-26"), "");
    assert_eq!(step(&c, "2026-11-30"), Step::SecondLetter(FollowUp::Confirm));
}

#[test]
fn the_day_that_an_answer_promises_is_waited_for() {
    let call = What::Call {
        number: String::new(),
        person: String::new(),
        promised_by: Some(day("2026-12-20")),
    };
    let until = Some(("2026-12-20".to_owned(), "completion"));
    for (what, then) in [
        (told(AnswerKind::Accepted, Some("2026-12-20")), FollowUp::NoCompletion),
        (told(AnswerKind::Receipt, Some("2026-12-20")), FollowUp::NoCompletion),
        (told(AnswerKind::Partly, Some("2026-12-20")), FollowUp::PartlyDone),
        (call, FollowUp::NoCompletion),
    ] {
        let mut c = case();
        c.log(at("2026-11-20T10:00"), sent(1, Channel::Mail), "");
        c.log(at("2026-11-24T10:00"), what, "");
        assert_eq!((c.state(), due(&c)), (State::Answered, until.clone()), "{then:?}");
        assert_eq!(step(&c, "2026-12-20"), Step::Wait(day("2026-12-20")));
        assert_eq!(step(&c, "2026-12-21"), Step::SecondLetter(then));
        // What they say later without a day takes none back; a new letter begins anew.
        c.log(at("2026-11-25T10:00"), told(AnswerKind::Accepted, None), "");
        assert_eq!(due(&c), until);
        c.letters.push(letter(Some(FollowUp::NoCompletion)));
        c.log(at("2026-11-26T10:00"), sent(2, Channel::Mail), "");
        assert_ne!(due(&c), until);
    }
    // To have it is not to have told whoever waits for an interview.
    let mut c = case();
    c.letters[0].deadlines = Deadlines { answer_by: None, call_by: Some(day("2026-11-24")) };
    c.log(at("2026-11-20T10:00"), sent(1, Channel::Mail), "");
    c.log(at("2026-11-20T11:00"), told(AnswerKind::Receipt, None), "");
    assert_eq!(due(&c), Some(("2026-11-24".to_owned(), "told")));
    c.log(at("2026-11-20T12:00"), told(AnswerKind::Accepted, None), "");
    assert_eq!(due(&c).map(|d| d.1), Some("completion"));
}

#[test]
fn dates_are_counted_in_business_days() {
    let mut c = case();
    // A Friday; the Monday after it is a holiday.
    c.log(at("2026-11-20T10:00"), sent(1, Channel::Mail), "");
    assert_eq!(due(&c), Some(("2026-11-26".to_owned(), "receipt")));
    assert_eq!(step(&c, "2026-11-26"), Step::Wait(day("2026-11-26")));
    assert_eq!(step(&c, "2026-11-27"), Step::SecondLetter(FollowUp::NoReceipt));
    let mut post = case();
    post.log(at("2026-11-20T10:00"), sent(1, Channel::Post), "");
    assert_eq!(due(&post), Some(("2026-12-01".to_owned(), "receipt")));
    c.log(at("2026-11-24T10:00"), What::AutoReply, "");
    assert_eq!(due(&c), Some(("2026-12-08".to_owned(), "completion")));
    assert_eq!(step(&c, "2026-12-09"), Step::SecondLetter(FollowUp::NoCompletion));
    // The end of the year: closed, or by the setting only on the holiday itself.
    let mut c = case();
    c.log(at("2026-12-25T10:00"), sent(1, Channel::Form), "");
    assert_eq!(due(&c), Some(("2027-01-05".to_owned(), "receipt")));
    let open = Rules { office: OfficeCalendar { year_end: false }, ..RULES };
    assert_eq!(c.due(open).map(|d| d.on), Some(day("2026-12-30")));
}

#[test]
fn the_days_that_the_letter_names_are_waited_for() {
    let mut c = case();
    c.goal = Goal::ReduceContact;
    c.letters[0].deadlines.answer_by = Some(day("2026-11-30"));
    c.log(at("2026-11-20T10:00"), sent(1, Channel::Mail), "");
    // Nobody asks again before the day that they named, and an automatic reply does not move
    // it.
    assert_eq!((due(&c), step(&c, "2026-11-30")), receipt_by("2026-11-30"));
    c.log(at("2026-11-20T10:01"), What::AutoReply, "");
    assert_eq!(due(&c), Some(("2026-11-30".to_owned(), "completion")));
    assert_eq!(step(&c, "2026-12-01"), Step::SecondLetter(FollowUp::NoCompletion));
    c.events.pop();
    c.log(at("2026-11-25T10:00"), contacted(), "");
    assert_eq!(step(&c, "2026-11-25"), Step::SecondLetter(FollowUp::StillContacted));
    // The answer to a withdrawal is further away: whether it arrived is asked before.
    c.events.pop();
    c.letters[0].deadlines.answer_by = Some(day("2026-12-08"));
    assert_eq!((due(&c), step(&c, "2026-11-26")), receipt_by("2026-11-26"));
    c.log(at("2026-11-24T10:00"), What::AutoReply, "");
    assert_eq!(due(&c), Some(("2026-12-08".to_owned(), "completion")));
}
fn receipt_by(on: &str) -> (Option<(String, &'static str)>, Step) {
    (Some((on.to_owned(), "receipt")), Step::Wait(day(on)))
}

#[test]
fn who_waits_for_an_interview_is_told_in_time() {
    let mut c = case();
    c.letters[0].deadlines =
        Deadlines { answer_by: Some(day("2026-12-08")), call_by: Some(day("2026-11-25")) };
    c.log(at("2026-11-20T10:00"), sent(1, Channel::Mail), "");
    let told = Some(("2026-11-25".to_owned(), "told"));
    assert_eq!((due(&c), step(&c, "2026-11-24")), (told.clone(), Step::Wait(day("2026-11-25"))));
    assert_eq!(step(&c, "2026-11-25"), Step::Phone);
    c.log(at("2026-11-20T10:01"), What::AutoReply, "");
    assert_eq!((due(&c), step(&c, "2026-11-26")), (told.clone(), Step::Phone));
    // Whoever waits does so before the sending is noted, of the letter as it was made last.
    let mut unsent = c.clone();
    unsent.events.clear();
    unsent.log(at("2026-11-20T10:00"), What::Copied { letter: 1 }, "");
    assert_eq!((due(&unsent), step(&unsent, "2026-11-26")), (told, Step::Send));
    let dates = |c: &CaseRecord| c.dates(RULES).into_iter().next();
    let date = dates(&unsent).map(|d| (d.day, d.description));
    assert_eq!(date, Some((day("2026-11-25"), format!("{}（kotowari）。", Step::Send.ja()))));
    unsent.letters.push(letter(None));
    assert_eq!(due(&unsent), None);
    // A call or an answer settles it.
    for settles in [
        What::Call { number: String::new(), person: "佐藤".to_owned(), promised_by: None },
        answer(AnswerKind::Accepted),
    ] {
        let mut c = c.clone();
        c.log(at("2026-11-25T10:00"), settles, "");
        assert_eq!(due(&c), Some(("2026-12-08".to_owned(), "completion")));
    }
    // Sent after that day: at once.
    c.events.clear();
    c.log(at("2026-11-26T10:00"), sent(1, Channel::Mail), "");
    assert_eq!(
        (due(&c), step(&c, "2026-11-26")),
        (Some(("2026-11-26".to_owned(), "told")), Step::Phone)
    );
    // Of a call nobody is told anew.
    c.events.clear();
    c.log(at("2026-11-20T10:00"), sent(1, Channel::Phone), "");
    assert_eq!(due(&c), Some(("2026-12-08".to_owned(), "completion")));
}

#[test]
fn the_users_own_date_wins_until_something_happens_after_it() {
    let mut c = case();
    c.own_due = Some(OwnDue::On(day("2026-12-10")));
    assert_eq!(due(&c), Some(("2026-12-10".to_owned(), "own")));
    c.log(at("2026-11-20T10:00"), sent(1, Channel::Mail), "");
    assert_eq!(due(&c), Some(("2026-12-10".to_owned(), "own")));
    assert_eq!(step(&c, "2026-12-10"), Step::Wait(day("2026-12-10")));
    assert_eq!(step(&c, "2026-12-11"), Step::SecondLetter(FollowUp::NoReceipt));
    c.log(at("2026-12-11T10:00"), What::AutoReply, "");
    assert_eq!(due(&c), Some(("2026-12-25".to_owned(), "completion")));
    c.own_due = Some(OwnDue::Days(1));
    assert_eq!(due(&c), Some(("2026-12-14".to_owned(), "completion")));
    // It says until when what came is answered, not that it is waited for.
    let mut held = c.clone();
    held.log(at("2026-12-14T09:00"), answer(AnswerKind::HeldBack), "");
    held.own_due = Some(OwnDue::On(day("2026-12-18")));
    assert_eq!(due(&held), Some(("2026-12-18".to_owned(), "letter")));
    assert_eq!(step(&held, "2026-12-15"), Step::SecondLetter(FollowUp::HeldBack));
    c.log(at("2026-12-14T10:00"), done("2026-12-14"), "");
    assert_eq!(due(&c), None);
}

#[test]
fn contact_that_crosses_with_the_letter_is_waited_out() {
    // Sent on a Friday; the Monday after it is a holiday.
    let mut c = case();
    c.log(at("2026-11-20T10:00"), sent(1, Channel::Mail), "");
    for crosses in ["2026-11-20T10:30", "2026-11-24T18:00"] {
        c.log(at(crosses), contacted(), "");
        assert_eq!(due(&c), Some(("2026-11-26".to_owned(), "receipt")), "{crosses}");
        assert_eq!(step(&c, "2026-11-24"), Step::Crossed(day("2026-11-26")), "{crosses}");
    }
    // Whoever writes all the same finds it selected; the wait over, nobody has answered.
    assert_eq!(c.likely(), FollowUp::StillContacted);
    assert_eq!(step(&c, "2026-11-27"), Step::SecondLetter(FollowUp::NoReceipt));
    c.log(at("2026-11-25T09:00"), contacted(), "");
    assert_eq!(step(&c, "2026-11-25"), Step::SecondLetter(FollowUp::StillContacted));
    // A letter by post is not there yet.
    let mut c = case();
    c.log(at("2026-11-20T10:00"), sent(1, Channel::Post), "");
    c.log(at("2026-11-25T10:00"), contacted(), "");
    assert!(matches!(step(&c, "2026-11-25"), Step::Crossed(_)), "{:?}", step(&c, "2026-11-25"));
}

#[test]
fn renewed_contact_is_written_of_at_once() {
    let mut c = case();
    c.log(at("2026-11-20T10:00"), sent(1, Channel::Mail), "");
    c.log(at("2026-11-25T10:00"), contacted(), "");
    assert_eq!(due(&c), Some(("2026-11-25".to_owned(), "letter")));
    assert_eq!(step(&c, "2026-11-25"), Step::SecondLetter(FollowUp::StillContacted));
    // An automatic reply changes nothing, an answer does; so does a date of one's own.
    c.log(at("2026-11-25T11:00"), What::AutoReply, "");
    assert_eq!(step(&c, "2026-11-25"), Step::SecondLetter(FollowUp::StillContacted));
    let mut waits = c.clone();
    waits.own_due = Some(OwnDue::On(day("2026-11-30")));
    assert_eq!(step(&waits, "2026-11-30"), Step::Wait(day("2026-11-30")));
    assert_eq!(step(&waits, "2026-12-01"), Step::SecondLetter(FollowUp::StillContacted));
    c.log(at("2026-11-26T10:00"), answer(AnswerKind::Accepted), "");
    assert_eq!(
        (step(&c, "2026-11-26"), c.likely()),
        (Step::Wait(day("2026-12-10")), FollowUp::NoCompletion)
    );
    c.log(at("2026-11-27T10:00"), contacted(), "");
    assert_eq!(step(&c, "2026-11-27"), Step::SecondLetter(FollowUp::StillContacted));
    // Who looks for somebody is to be contacted.
    let mut other = c.clone();
    other.goal = Goal::Resume;
    assert_eq!(step(&other, "2026-11-27"), Step::Wait(day("2026-12-10")));
    c.log(at("2026-11-28T10:00"), done("2026-11-28"), "");
    assert_eq!((due(&c), step(&c, "2026-11-28")), (None, Step::SecondLetter(FollowUp::Confirm)));
    c.log(at("2026-12-05T10:00"), contacted(), "");
    assert_eq!(due(&c), Some(("2026-12-05".to_owned(), "letter")));
    assert_eq!(step(&c, "2026-12-05"), Step::SecondLetter(FollowUp::StillContacted));
}

fn part_done() -> What {
    What::PartlyDone { person: String::new() }
}

#[test]
fn contact_after_a_part_is_done_is_not_waited_out() {
    for part in [told(AnswerKind::Partly, Some("2026-12-18")), part_done()] {
        let mut c = case();
        c.log(at("2026-11-20T10:00"), sent(1, Channel::Mail), "");
        c.log(at("2026-12-04T10:00"), part, "");
        assert_ne!(step(&c, "2026-12-09"), Step::SecondLetter(FollowUp::StillContacted));
        c.log(at("2026-12-09T10:00"), contacted(), "");
        assert_eq!(due(&c), Some(("2026-12-09".to_owned(), "letter")));
        assert_eq!(step(&c, "2026-12-09"), Step::SecondLetter(FollowUp::StillContacted));
    }
}

#[test]
fn a_pause_that_nobody_planned_takes_no_place_of_a_letter() {
    let mut c = case();
    c.goal = Goal::ChangeHandler;
    let goal = Some(Goal::Pause);
    c.plan.push(PlanStep { on: day("2026-12-04"), goal, note: "変わらなければ".to_owned() });
    c.log(at("2026-11-20T10:00"), sent(1, Channel::Mail), "");
    assert_eq!(step(&c, "2026-12-04"), Step::SecondLetter(FollowUp::NoReceipt));
    // Whoever asked for another consultant is called by the present one.
    c.log(at("2026-12-04T10:00"), contacted(), "");
    assert_eq!(step(&c, "2026-12-04"), Step::SecondLetter(FollowUp::StillContacted));
    c.letters.push(letter(Some(FollowUp::StillContacted)));
    c.log(at("2026-12-04T11:00"), sent(2, Channel::Mail), "");
    assert!(matches!(step(&c, "2026-12-05"), Step::Wait(_)), "{:?}", step(&c, "2026-12-05"));
    let all: Vec<_> = c.all_due(RULES).into_iter().map(|d| d.what.id()).collect();
    assert_eq!(all, ["receipt"]);
    assert_eq!(step(&c, "2026-12-20"), Step::SecondLetter(FollowUp::NoReceipt));
    // Once a third letter has not helped either, it is the next step.
    let mut third = c.clone();
    third.letters.push(letter(Some(FollowUp::NoReceipt)));
    third.log(at("2026-12-20T11:00"), sent(3, Channel::Mail), "");
    assert!(matches!(step(&third, "2026-12-21"), Step::Wait(_)));
    assert!(matches!(step(&third, "2027-01-20"), Step::Plan(_)));
    // What users plan themselves has its day.
    let own = PlanStep { on: day("2026-12-18"), goal, note: String::new() };
    c.plan.push(own.clone());
    assert_eq!(step(&c, "2026-12-20"), Step::Plan(own));
}

#[test]
fn a_second_letter_begins_a_new_wait_and_thanks_do_not() {
    let mut c = case();
    c.log(at("2026-11-20T10:00"), sent(1, Channel::Mail), "");
    c.log(at("2026-11-24T10:00"), answer(AnswerKind::HeldBack), "");
    c.letters.push(letter(Some(FollowUp::HeldBack)));
    assert!(c.unsent());
    assert_eq!(step(&c, "2026-11-24"), Step::Send);
    c.log(at("2026-11-24T15:00"), sent(2, Channel::Mail), "");
    assert_eq!((c.state(), due(&c)), (State::Sent, Some(("2026-11-27".to_owned(), "receipt"))));
    c.log(at("2026-11-25T15:00"), done("2026-11-25"), "");
    c.letters.push(letter(Some(FollowUp::Confirm)));
    assert_eq!(step(&c, "2026-11-25"), Step::Send);
    c.log(at("2026-11-25T16:00"), sent(3, Channel::Mail), "");
    assert_eq!((c.state(), step(&c, "2026-11-25")), (State::Done, Step::Nothing));
}

#[test]
fn the_order_in_which_things_are_noted_does_not_matter() {
    let mut c = case();
    c.log(at("2026-11-20T12:00"), What::AutoReply, "");
    assert_eq!(c.state(), State::Acknowledged);
    assert!(!c.unsent(), "a reply shows that it arrived");
    c.log(at("2026-11-20T12:01"), sent(1, Channel::Mail), "");
    assert_eq!(c.state(), State::Acknowledged);
    c.log(at("2026-11-19T12:00"), What::Copied { letter: 1 }, "");
    assert_eq!(c.state(), State::Acknowledged);
}

#[test]
fn a_plan_is_due_on_its_day_also_after_the_end() {
    let mut c = case();
    let next = PlanStep { on: day("2027-04-01"), goal: Some(Goal::Withdraw), note: String::new() };
    c.plan.push(next.clone());
    c.log(at("2026-11-20T10:00"), sent(1, Channel::Mail), "");
    assert_eq!(due(&c), Some(("2026-11-26".to_owned(), "receipt")));
    // Dropped, and planned again for the same day.
    c.log(at("2026-11-20T11:00"), What::PlanDone { on: next.on }, "");
    assert!(c.open_plan().is_empty());
    c.plan.push(next.clone());
    assert_eq!(c.open_plan(), [&next]);
    c.log(at("2026-11-25T10:00"), done("2026-11-25"), "");
    c.letters.push(letter(Some(FollowUp::Confirm)));
    c.log(at("2026-11-25T11:00"), sent(2, Channel::Mail), "");
    assert_eq!(due(&c), Some(("2027-04-01".to_owned(), "plan")));
    assert_eq!(step(&c, "2027-03-31"), Step::Wait(day("2027-04-01")));
    assert_eq!(step(&c, "2027-04-01"), Step::Plan(next));
    let mut gone = c.clone();
    gone.log(at("2026-12-01T10:00"), What::GivenUp, "");
    assert_eq!((due(&gone), step(&gone, "2027-05-01")), (None, Step::Nothing));
    c.log(at("2027-04-01T10:00"), What::PlanDone { on: day("2027-04-01") }, "");
    assert_eq!((due(&c), step(&c, "2027-05-01")), (None, Step::Nothing));
}

#[test]
fn what_they_ask_is_answered_and_what_was_due_stays() {
    let asks = |answer, by: Option<&str>| What::Answer {
        answer,
        person: String::new(),
        promised_by: None,
        deadline: by.map(day),
    };
    let all = |c: &CaseRecord| -> Vec<(String, &'static str)> {
        c.all_due(RULES).iter().map(|d| (d.on.to_string(), d.what.id())).collect()
    };
    let mut c = case();
    c.log(at("2026-11-20T10:00"), sent(1, Channel::Mail), "");
    c.log(at("2026-11-24T10:00"), told(AnswerKind::Accepted, Some("2026-12-18")), "");
    let before = all(&c);
    let words = "ご登録のメールアドレスをお知らせください。\n生年月日もお願いします。";
    c.log(at("2026-11-25T10:00"), asks(AnswerKind::Identity, Some("2026-12-04")), words);
    let asked = vec![("2026-12-04".to_owned(), "asked")];
    assert_eq!(all(&c), [asked, before.clone()].concat());
    let to_do = step(&c, "2026-11-25");
    assert_eq!((to_do.id(), c.state()), ("answer", State::Answered));
    for part in ["本人確認", "12月4日", "ご登録のメールアドレスをお知らせください。"]
    {
        assert!(to_do.ja().contains(part), "{}", to_do.ja());
    }
    assert!(c.due(RULES).is_some_and(|d| d.is_for(day("2026-11-25"))));
    c.log(at("2026-11-26T10:00"), What::Replied, "");
    assert_eq!((all(&c), step(&c, "2026-11-26")), (before, Step::Wait(day("2026-12-18"))));

    // Nor does it end that they held back, or that they made contact all the same.
    for (what, letter) in [
        (answer(AnswerKind::HeldBack), FollowUp::HeldBack),
        (contacted(), FollowUp::StillContacted),
    ] {
        let mut c = case();
        c.log(at("2026-11-20T10:00"), sent(1, Channel::Mail), "");
        c.log(at("2026-11-27T10:00"), what, "");
        c.log(at("2026-11-30T10:00"), asks(AnswerKind::Question, None), "");
        assert_eq!(step(&c, "2026-11-30").id(), "answer");
        c.log(at("2026-11-30T11:00"), What::Replied, "");
        assert_eq!(step(&c, "2026-11-30"), Step::SecondLetter(letter));
    }
    // Asked before anything else: they have it, and go on once they are answered.
    let mut c = case();
    c.log(at("2026-11-20T10:00"), sent(1, Channel::Mail), "");
    c.log(at("2026-11-25T10:00"), asks(AnswerKind::Question, None), "");
    assert_eq!((c.state(), step(&c, "2026-12-20").id()), (State::Answered, "answer"));
    c.log(at("2026-12-01T10:00"), What::Replied, "");
    assert_eq!(due(&c), Some(("2026-12-15".to_owned(), "completion")));
}

#[test]
fn a_promise_moves_a_planned_step() {
    let mut c = CaseRecord::new(day("2026-11-20"), "s", "S", Goal::Pause);
    c.letters.push(letter(None));
    c.plan =
        vec![PlanStep { on: day("2026-12-10"), goal: Some(Goal::Withdraw), note: String::new() }];
    c.log(at("2026-11-20T10:00"), sent(1, Channel::Mail), "");
    c.log(at("2026-11-24T10:00"), told(AnswerKind::Accepted, Some("2026-12-18")), "");
    let days: Vec<_> = c.all_due(RULES).iter().map(|d| d.on.to_string()).collect();
    assert_eq!(days, ["2026-12-18", "2026-12-18"]);
    assert_eq!(step(&c, "2026-12-11"), Step::Wait(day("2026-12-18")));
    assert_eq!(step(&c, "2026-12-18").id(), "plan");
    // Done, the plan is what it was.
    c.log(at("2026-12-01T10:00"), done("2026-12-01"), "");
    assert_eq!(step(&c, "2026-12-10").id(), "plan");
}
