//! What they ask by a day, and what they said before.

use super::*;

/// What they want by a day they want until they have it, and a receipt takes back nothing.
#[test]
fn a_receipt_ends_neither_a_question_with_a_day_nor_what_they_said_before() {
    let asks = What::Answer {
        answer: AnswerKind::Identity,
        person: String::new(),
        promised_by: None,
        deadline: Some(day("2026-12-04")),
    };
    let promised_by = Some(day("2026-12-20"));
    let call = What::Call { number: String::new(), person: String::new(), promised_by };
    let partly = What::PartlyDone { person: String::new() };
    for next in [answer(AnswerKind::Receipt), call, partly] {
        let mut c = case();
        c.log(at("2026-11-20T10:00"), sent(1, Channel::Mail), "");
        c.log(at("2026-11-25T10:00"), asks.clone(), "");
        c.log(at("2026-11-26T10:00"), next.clone(), "");
        assert_eq!(step(&c, "2026-11-26").id(), "answer", "{next:?}");
        assert!(c.all_due(RULES).iter().any(|d| d.on == day("2026-12-04")), "{next:?}");
        c.log(at("2026-11-27T10:00"), What::Replied, "");
        assert_ne!(step(&c, "2026-11-27").id(), "answer", "{next:?}");
    }
    for (said, letter) in [
        (AnswerKind::HeldBack, FollowUp::HeldBack),
        (AnswerKind::OtherProcedure, FollowUp::OtherProcedure),
    ] {
        let mut c = case();
        c.log(at("2026-11-20T10:00"), sent(1, Channel::Mail), "");
        c.log(at("2026-11-25T10:00"), answer(said), "");
        c.log(at("2026-11-26T10:00"), answer(AnswerKind::Receipt), "");
        assert_eq!(step(&c, "2026-11-26"), Step::SecondLetter(letter));
        c.log(at("2026-11-27T10:00"), What::Replied, "");
        c.log(at("2026-11-28T10:00"), answer(AnswerKind::Receipt), "");
        assert_eq!(step(&c, "2026-11-28").id(), "wait");
    }
}
