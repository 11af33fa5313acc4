//! The days of a letter after a call, and of a second letter.

use super::*;

#[test]
fn the_letter_after_a_call_has_a_day_of_its_own() {
    let mut c = case();
    let promised_by = Some(day("2026-12-11"));
    let call = What::Sent { letter: 1, how: Channel::Phone, person: String::new(), promised_by };
    c.log(at("2026-11-20T10:00"), call, "");
    c.letters.push(letter(Some(FollowUp::AfterCall)));
    c.log(at("2026-11-20T11:00"), sent(2, Channel::Mail), "");
    let all = |c: &CaseRecord| -> Vec<(String, DueWhat)> {
        c.all_due(RULES).into_iter().map(|d| (d.on.to_string(), d.what)).collect()
    };
    let done = ("2026-12-11".to_owned(), DueWhat::Completion);
    assert_eq!(all(&c), [("2026-11-26".to_owned(), DueWhat::Word), done.clone()]);
    assert_eq!(step(&c, "2026-11-26"), Step::Wait(day("2026-11-26")));
    assert_eq!(step(&c, "2026-11-27"), Step::AskAgain);
    assert_eq!(step(&c, "2026-12-12"), Step::SecondLetter(FollowUp::NoCompletion));
    let shown = |on: &str| c.due_of_step(RULES, day(on)).map(|d| d.what);
    assert_eq!(shown("2026-12-11"), Some(DueWhat::Word));
    assert_eq!(shown("2026-12-12"), Some(DueWhat::Completion));
    // A robot has not read it; a word, in writing or on the phone, is one.
    c.log(at("2026-11-20T11:01"), What::AutoReply, "");
    assert_eq!(all(&c).len(), 2);
    let called = What::Call { number: String::new(), person: String::new(), promised_by: None };
    for word in [answer(AnswerKind::Receipt), called] {
        let mut c = c.clone();
        c.log(at("2026-11-24T10:00"), word, "");
        assert_eq!(all(&c), std::slice::from_ref(&done));
        assert_eq!(step(&c, "2026-11-27"), Step::Wait(day("2026-12-11")));
    }
}

#[test]
fn silence_after_a_letter_about_the_rest_leads_to_the_rest_again() {
    let mut c = case();
    c.log(at("2026-11-20T10:00"), sent(1, Channel::Mail), "");
    c.log(at("2026-11-24T10:00"), What::PartlyDone { person: String::new() }, "");
    let again = Step::SecondLetter(FollowUp::PartlyDone);
    assert_eq!(step(&c, "2026-11-24"), again);
    c.letters.push(letter(Some(FollowUp::PartlyDone)));
    c.log(at("2026-11-24T15:00"), sent(2, Channel::Mail), "");
    assert_eq!(due(&c), Some(("2026-11-27".to_owned(), "receipt")));
    assert_eq!(step(&c, "2026-11-30"), again);
    // That they have it is no completion.
    c.log(at("2026-11-25T15:00"), answer(AnswerKind::Receipt), "");
    let (on, what) = due(&c).expect("it is waited for");
    assert_eq!((what, step(&c, &on)), ("completion", Step::Wait(day(&on))));
    assert_eq!(step(&c, "2027-01-20"), again);
}

#[test]
fn after_a_second_letter_its_day_is_waited_for() {
    let mut c = case();
    c.letters[0].deadlines.answer_by = Some(day("2026-12-08"));
    c.log(at("2026-11-20T10:00"), sent(1, Channel::Mail), "");
    assert_eq!(step(&c, "2026-11-27"), Step::SecondLetter(FollowUp::NoReceipt));
    c.letters
        .push(Letter { deadlines: c.letters[0].deadlines, ..letter(Some(FollowUp::NoReceipt)) });
    c.log(at("2026-11-27T10:00"), sent(2, Channel::Mail), "");
    assert_eq!((due(&c), step(&c, "2026-12-08")), receipt_by("2026-12-08"));
}

#[test]
fn a_declined_interview_is_phoned_about_in_time() {
    let mut c = case();
    c.letters[0].deadlines.call_by = Some(day("2026-12-07"));
    c.log(at("2026-11-20T10:00"), sent(1, Channel::Mail), "");
    let all: Vec<String> = c.all_due(RULES).iter().map(|d| d.on.to_string()).collect();
    assert_eq!(all, ["2026-11-26", "2026-12-07"]);
    let write = Step::SecondLetter(FollowUp::NoReceipt);
    assert_eq!(step(&c, "2026-12-04"), write);
    for on in ["2026-12-07", "2026-12-08"] {
        assert_eq!(step(&c, on), Step::Phone, "{on}");
        assert_eq!(c.due_of_step(RULES, day(on)).map(|d| d.what), Some(DueWhat::Told), "{on}");
    }
    assert_eq!(step(&c, "2026-12-09"), write);
    c.log(at("2026-12-01T10:00"), answer(AnswerKind::Accepted), "");
    assert_ne!(step(&c, "2026-12-07"), Step::Phone);
}

#[test]
fn what_is_agreed_to_is_not_waited_for() {
    let mut c = case();
    c.goal = Goal::Pause;
    let resume = PlanStep { on: day("2027-02-01"), goal: Some(Goal::Resume), note: String::new() };
    c.plan.push(resume);
    c.log(at("2026-11-20T10:00"), sent(1, Channel::Mail), "");
    c.log(at("2026-11-24T10:00"), answer(AnswerKind::Accepted), "");
    assert_eq!(step(&c, "2026-12-20"), Step::Wait(day("2027-02-01")));
    assert_eq!(due(&c), Some(("2027-02-01".to_owned(), "plan")));
    // The request is over, with nothing to thank for.
    let mut less = c.clone();
    (less.goal, less.plan) = (Goal::ReduceContact, Vec::new());
    let stands = |c: &CaseRecord| (c.state(), c.is_open(), due(c).is_some());
    assert_eq!(stands(&less), (State::Done, false, false));
    assert_eq!(step(&less, "2026-12-20"), Step::Nothing);
    less.log(at("2026-12-21T10:00"), contacted(), "");
    assert_eq!(stands(&less), (State::Done, true, true));
    c.log(at("2026-12-21T10:00"), contacted(), "");
    assert_eq!(step(&c, "2026-12-21"), Step::SecondLetter(FollowUp::StillContacted));
    // Data is erased by somebody, and what was promised has its day.
    let mut c = case();
    c.log(at("2026-11-20T10:00"), sent(1, Channel::Mail), "");
    c.log(at("2026-11-24T10:00"), answer(AnswerKind::Accepted), "");
    assert_eq!(due(&c).map(|d| d.1), Some("completion"));
}

#[test]
fn what_is_said_after_it_was_done_can_take_that_back() {
    for (said, follows) in [
        (answer(AnswerKind::HeldBack), Step::SecondLetter(FollowUp::HeldBack)),
        (answer(AnswerKind::OtherProcedure), Step::SecondLetter(FollowUp::OtherProcedure)),
        (answer(AnswerKind::Partly), Step::SecondLetter(FollowUp::PartlyDone)),
        (part_done(), Step::SecondLetter(FollowUp::PartlyDone)),
        // A receipt that comes late is none.
        (answer(AnswerKind::Receipt), Step::SecondLetter(FollowUp::Confirm)),
        (answer(AnswerKind::Accepted), Step::SecondLetter(FollowUp::Confirm)),
    ] {
        let mut c = case();
        c.log(at("2026-11-20T10:00"), sent(1, Channel::Mail), "");
        c.log(at("2026-11-26T10:00"), done("2026-11-26"), "");
        c.log(at("2026-11-27T10:00"), said.clone(), "");
        assert_eq!(step(&c, "2026-11-27"), follows, "{said:?}");
        let open = !matches!(follows, Step::SecondLetter(FollowUp::Confirm));
        assert_eq!((c.state() < State::Done, c.odd().len()), (open, usize::from(open)));
        // What came before it was done speaks against nothing.
        c.take_back(&c.events[2].clone());
        c.log(at("2026-11-24T10:00"), said, "");
        assert_eq!((c.state(), c.odd()), (State::Done, Vec::<String>::new()));
    }
    let mut c = case();
    c.log(at("2026-11-20T10:00"), sent(1, Channel::Mail), "");
    c.log(at("2026-11-26T10:00"), done("2026-11-26"), "");
    c.log(at("2026-11-26T11:00"), contacted(), "");
    assert_eq!((c.state(), c.odd().len()), (State::Done, 1));
}
