use super::super::NextStep;
use super::super::tests_support::{RULES, mailed};
use super::*;
use crate::domain::case::{OwnDue, Rules};
use crate::domain::channel::Channel;
use crate::domain::word::Word as _;

fn at(day: u32) -> DateTime<FixedOffset> {
    let text = format!("2026-11-{day:02}T10:00:00+09:00");
    DateTime::parse_from_rfc3339(&text).expect("a moment")
}

fn made(c: &mut CaseRecord, day: u32) {
    c.letters.push(mailed(at(day)));
}

fn sent(c: &mut CaseRecord, day: u32) {
    let (how, person) = (Channel::Mail, String::new());
    let letter = c.letters.len();
    c.log(at(day), What::Sent { letter, how, person, promised_by: None }, "");
}

fn case(goal: &str, day: u32) -> CaseRecord {
    let goal = Goal::parse(goal).expect("a goal");
    let mut c = CaseRecord::new(at(day).date_naive(), "s", "S", goal);
    made(&mut c, day);
    sent(&mut c, day);
    c
}

fn rests(c: &CaseRecord, all: &[&CaseRecord]) -> Option<Goal> {
    let instead = Latest::of(all.iter().copied()).instead_of(c);
    let rules = Rules { instead, ..RULES };
    match c.next_step(rules.on(at(28).date_naive())) {
        NextStep::Rests(instead) => {
            assert_eq!(c.all_due(rules), []);
            Some(instead.goal)
        }
        _ => None,
    }
}

#[test]
fn a_request_rests_once_a_later_one_takes_its_place() {
    for (before, after, expected) in [
        ("reduce_contact", "pause", true),
        ("change_handler", "withdraw", true),
        ("pause", "withdraw", true),
        ("withdraw", "pause", true),
        ("withdraw", "withdraw", true),
        ("withdraw", "resume", true),
        ("reduce_contact", "resume", false),
        ("withdraw", "reduce_contact", false),
        ("decline", "withdraw", false),
    ] {
        let (old, new) = (case(before, 2), case(after, 9));
        let found = rests(&old, &[&old, &new]);
        assert_eq!(found, expected.then_some(new.goal), "{before} {after}");
        assert_eq!(rests(&new, &[&old, &new]), None, "{before} {after}");
    }
}

#[test]
fn what_is_not_sent_or_is_another_service_takes_no_place() {
    let (old, new) = (case("pause", 2), case("withdraw", 9));
    let mut unsent = new.clone();
    unsent.events.clear();
    let mut dropped = new.clone();
    dropped.log(at(10), What::GivenUp, "");
    let elsewhere = CaseRecord { service: "t".to_owned(), ..new.clone() };
    for other in [&unsent, &dropped, &elsewhere] {
        assert_eq!(rests(&old, &[&old, other]), None);
    }
    // The older case continues if the user writes in it or sets its due day.
    let mut on = old.clone();
    made(&mut on, 12);
    assert_eq!(rests(&on, &[&on, &new]), None);
    let own = CaseRecord { own_due: Some(OwnDue::Days(3)), ..old };
    assert_eq!(rests(&own, &[&own, &new]), None);
}

#[test]
fn who_comes_back_has_not_left() {
    let (left, back) = (case("withdraw", 2), case("resume", 9));
    assert_eq!(leaving([&left]).map(|c| &c.id), Some(&left.id));
    assert_eq!(leaving([&left, &back]), None);
    let mut dropped = left.clone();
    dropped.log(at(3), What::GivenUp, "");
    assert_eq!(leaving([&dropped]), None);
    assert!(Goal::Pause.stays() && !Goal::Resume.stays() && !Goal::Withdraw.stays());
}
