//! The decision tree: every path ends in the review, every question is reached, hidden answers stay
//! hidden.

mod support;

use kotowari::domain::answers::{Answers, Value};
use kotowari::domain::calendar::OfficeCalendar;
use kotowari::domain::content::Content;
use kotowari::domain::document::Document;
use kotowari::domain::flow::graph::Flow;
use kotowari::domain::flow::spec::{FlowFile, Kind, Question};
use kotowari::domain::flow::walk::Walk;
use kotowari::domain::follow_up::FollowUp;
use kotowari::domain::goal::Goal;
use kotowari::domain::word::Word as _;
use std::collections::{BTreeMap, BTreeSet};
use support::{CHANNELS, GOALS, complete, many, one, selection, today};

/// Walks on from `answers`, branching at every choice; calls `end` with the ids and the answers of
/// each finished path.
fn paths(flow: &Flow, answers: &Answers, end: &mut impl FnMut(&[String], &Answers)) {
    let walk = Walk::new(flow, answers, today());
    let open = walk
        .steps
        .iter()
        .find(|s| s.question.kind == Kind::Choice && answers.get(&s.question.id).is_none());
    if let Some(step) = open {
        for c in walk.asked(step.question).distinct() {
            let mut next = answers.clone();
            next.set(&step.question.id, one(&c.value));
            paths(flow, &next, end);
        }
    } else {
        assert!(walk.ends, "stops at {:?}", walk.steps.last().map(|s| &s.question.id));
        end(&walk.steps.iter().map(|s| s.question.id.clone()).collect::<Vec<_>>(), answers);
    }
}

#[test]
fn the_built_in_flow_has_no_mistakes() {
    assert_eq!(Content::builtin().flow().mistakes(), []);
}

/// Second letters: each channel after each channel of the first, for each goal that a kind goes
/// with. What was asked is told again: contact rules, exceptions of a pause, old data of coming
/// back. What was said on the phone has no other channel, and goes with every goal.
fn second_letters(n: &dyn Fn(&str) -> usize, rule: usize, less: usize) -> usize {
    let (three, both) = (1 + 1 + n("data_kept"), n("exceptions") + rule + less);
    let kinds = [
        three + both,                                // no answer
        three + both,                                // no end
        1 + both,                                    // still contacted: no resume, no decline
        1 + 1 + both,                                // held back: no resume
        (1 + both) * n("undone_reply"),              // partly done: no resume, no decline
        (1 + n("data_kept") + both) * n("obstacle"), // another procedure: no decline
        three + both,                                // a question
        three + both,                                // done
    ];
    let all_paths = 2 * n("channel");
    let again = all_paths * n("first_channel");
    kinds.iter().sum::<usize>() * again + (three + both) * all_paths
}

#[test]
fn every_path_ends_in_the_review_and_asks_nothing_twice() {
    let content = Content::builtin();
    let flow = content.flow();
    let mut reached = BTreeSet::new();
    let mut goals: BTreeMap<String, usize> = BTreeMap::new();
    let mut walked = 0;
    let mut seconds = 0;
    let mut end = |ids: &[String], answers: &Answers| {
        reached.extend(ids.iter().cloned());
        if ids.iter().any(|i| i == "hurts") {
            return; // The paths of the straight way again.
        }
        if ids.iter().any(|i| i == "thanks") {
            return; // What may be added is beside every path.
        }
        if ids.iter().any(|i| i == "follow_up") {
            seconds += 1;
            return;
        }
        walked += 1;
        let once: BTreeSet<&String> = ids.iter().collect();
        assert_eq!(once.len(), ids.len(), "{ids:?}");
        // Nothing is mailed to the consultant by phone or by post, and a change of consultant goes
        // to the desk.
        let mailed = matches!(answers.one("channel"), Some("mail" | "form"));
        let to_desk = answers.one("goal") == Some("change_handler");
        let last = if mailed && !to_desk { "sender.handler_email" } else { "sender.handler" };
        let end: Vec<&str> = ids.iter().rev().take(2).map(String::as_str).collect();
        assert_eq!(end, ["extras", last], "the sender's questions, then what may be added");
        // A goal by its own first question: the contact rule and the selections are shared, so they
        // come last here.
        let own = ["requests", "pause_from", "wishes", "resume_from", "means", "selections"];
        let goal =
            own.iter().find(|id| ids.iter().any(|i| i == *id)).expect("a goal's own question");
        *goals.entry((*goal).to_owned()).or_default() += 1;
    };
    paths(flow, &Answers::default(), &mut end);
    for detour in ["hurts", "follow_up"] {
        let mut a = Answers::default();
        a.open(detour);
        if detour == "hurts" {
            a.set(detour, many(&["mails"]));
        }
        paths(flow, &a, &mut end);
    }
    // Everything that may be added at once: each question is on the path where it is offered, and
    // nowhere else.
    let extras = flow.get("extras").expect("a question");
    assert!(extras.each_detour && !extras.detour.is_empty());
    for (goal, follow_up) in
        [("pause", None), ("reduce_contact", None), ("withdraw", Some("no_completion"))]
    {
        let mut a = complete(goal, "mail");
        a.set("first_channel", one("mail"));
        if let Some(kind) = follow_up {
            a.set("follow_up", one(kind));
            a.set("receipt_date", one("2026-11-16"));
        }
        a.set("thanks", many(&["advice"]));
        a.set("requests", many(&["stop_line"]));
        for (id, v) in [
            ("thanks_text", "面接の練習にお付き合いいただきました"),
            ("note", "家の事情で、遠方へ移ることになりました"),
            ("own_requests", "書類は、郵送でお送りください"),
            ("reply_by", "2026-12-10"),
            ("from_hour", "19:00"),
            ("contact_from", "2026-12-01"),
            ("round", "3"),
            ("replied_by", "田中"),
        ] {
            a.set(id, one(v));
        }
        let walk = Walk::new(flow, &a, today());
        for d in extras.detour.iter().filter(|d| d.to != "requests" || goal != "withdraw") {
            let leads =
                extras.detour.iter().any(|other| other.to == d.to && other.when.holds(&walk));
            assert_eq!(walk.step(&d.to).is_some(), leads, "{goal}: {}", d.to);
        }
        paths(flow, &a, &mut end);
    }
    let all: BTreeSet<String> = flow.questions().map(|q| q.id.clone()).collect();
    assert_eq!(reached, all, "every question is reached by some path");
    // A path is a combination of single choices, for a known service and another one. No means is
    // a contact rule of its own where less contact is asked for, and else none at all.
    let n = |id: &str| flow.get(id).expect("a question").choice.len();
    let all_paths = 2 * n("channel");
    let less = n("means") * n("frequency") * n("urgent_offers");
    let rule = less / n("means") * (n("means") - 1) + 1;
    let expected = [
        ("means", all_paths * less),
        ("pause_from", all_paths * n("exceptions") * n("plan")),
        ("requests", all_paths * n("reason")),
        ("resume_from", all_paths * n("data_kept") * rule),
        ("selections", all_paths * n("reason")),
        ("wishes", all_paths * rule),
    ];
    assert_eq!(goals, expected.map(|(k, v)| (k.to_owned(), v)).into());
    assert_eq!(seconds, second_letters(&n, rule, less));
    assert_eq!(walked, goals.values().sum::<usize>());
}

#[test]
fn a_birth_date_is_asked_for_a_withdrawal_only() {
    let content = Content::builtin();
    for goal in GOALS {
        let answers = complete(goal, "mail");
        let walk = Walk::new(content.flow(), &answers, today());
        assert!(
            walk.complete(),
            "{goal}: {:?}",
            walk.missing().map(|s| &s.question.id).collect::<Vec<_>>()
        );
        assert_eq!(walk.step("sender.birth_date").is_some(), goal == "withdraw", "{goal}");
        assert!(walk.step("service_name").is_none(), "{goal}");
    }
}

#[test]
fn the_way_before_the_goal_is_the_same_in_the_short_flow() {
    let content = Content::builtin();
    for service in ["apoplus-pharmacist", "other"] {
        let mut a = Answers::default();
        a.set("service", one(service));
        let ids = |flow: &Flow| -> Vec<String> {
            Walk::new(flow, &a, today()).steps.iter().map(|s| s.question.id.clone()).collect()
        };
        assert_eq!(ids(content.entry()), ids(content.flow()));
    }
}

fn letter(content: &Content, answers: &Answers) -> String {
    Document::new(content, answers, None, today(), OfficeCalendar { year_end: true }).plan.all()
}

#[test]
fn answers_of_another_goal_never_reach_the_letter() {
    let content = Content::builtin();
    for goal in GOALS {
        for channel in CHANNELS.into_iter().chain(["message"]) {
            let clean = complete(goal, channel);
            let mut full = clean.clone();
            // Everything that any other goal was told, and a name for a service that is not
            // "other".
            let mut add = |id: &str, v: Value| {
                if Walk::new(content.flow(), &clean, today()).step(id).is_none() {
                    full.set(id, v);
                }
            };
            add("service_name", one("みなと転職"));
            add("requests", many(&["erase"]));
            add(
                "selections",
                Value::Entries(vec![selection("みなと薬局", "offer", "2026-12-01", "decline")]),
            );
            add("reason", one("privacy"));
            add("effective", one("2026-12-24"));
            add("pause_from", one("2026-12-25"));
            add("resume", one("2027-05"));
            add("pause_scope", many(&["mail"]));
            add("exceptions", one("rare_offers"));
            add("wishes", many(&["written"]));
            add("must_have", one("土曜日は休みたい"));
            add("region", one("川崎市内"));
            add("means", one("phone_ok"));
            add("frequency", one("weekly"));
            add("no_call", many(&["mon 09:00-12:00"]));
            add("urgent_offers", one("keep"));
            add("resume_from", one("2026-12-25"));
            add("data_kept", one("erased"));
            add("changed", one("勤務地は鎌倉市内に限ります"));
            add("lesson", one("事前にご相談いただけること"));
            add("sender.handler_email", one("sato@example.jp"));
            assert_ne!(full, clean, "{goal}");
            assert_eq!(letter(&content, &full), letter(&content, &clean), "{goal} by {channel}");
        }
    }
}

#[test]
fn a_changed_early_answer_keeps_the_later_ones_that_still_apply() {
    let content = Content::builtin();
    let mut a = complete("withdraw", "form");
    a.set("goal", one("pause"));
    let walk = Walk::new(content.flow(), &a, today());
    assert_eq!(walk.one("channel"), Some("form"));
    assert_eq!(walk.one("sender.name"), Some("山田 花子"));
    assert_eq!(walk.one("reason"), None, "off the path");
    let missing: Vec<&str> = walk.missing().map(|s| s.question.id.as_str()).collect();
    assert_eq!(missing, ["pause_from", "resume", "pause_scope", "exceptions"]);
    // And back: nothing was lost.
    a.set("goal", one("withdraw"));
    assert_eq!(letter(&content, &a), letter(&content, &complete("withdraw", "form")));
}

#[test]
fn an_answer_that_is_no_longer_valid_counts_as_missing() {
    let content = Content::builtin();
    let mut a = complete("withdraw", "mail");
    a.set("effective", one("2026-11-19"));
    let walk = Walk::new(content.flow(), &a, today());
    assert_eq!(walk.one("effective"), None);
    assert_eq!(walk.missing().map(|s| s.question.id.as_str()).collect::<Vec<_>>(), ["effective"]);
}

fn flow(questions: &str) -> Flow {
    let file: FlowFile = toml::from_str(questions).expect("a flow");
    Flow::new(file.question)
}

fn question(id: &str, next: &str) -> String {
    format!(
        "[[question]]\nid = \"{id}\"\nkind = \"text\"\ntitle = \"t\"\nlabel = \"l\"\n\
            next = {next}\n"
    )
}

/// The ids that a broken graph is blamed for.
fn blamed(questions: &[String]) -> Vec<(String, String)> {
    flow(&questions.concat()).mistakes()
}

fn ids(found: &[(String, String)]) -> Vec<&str> {
    found.iter().map(|(id, _)| id.as_str()).collect()
}

#[test]
fn a_sound_small_graph_has_no_mistakes() {
    let found = blamed(&[
        question("service", "[{ when = { service = [\"x\"] }, to = \"b\" }, { to = \"review\" }]"),
        question("b", "[{ to = \"review\" }]"),
    ]);
    assert_eq!(found, []);
}

#[test]
fn a_cycle_is_found() {
    let found = blamed(&[
        question("service", "[{ to = \"a\" }]"),
        question("a", "[{ to = \"b\" }]"),
        question("b", "[{ when = { a = [\"x\"] }, to = \"review\" }, { to = \"a\" }]"),
    ]);
    assert_eq!(ids(&found), ["a"], "{found:?}");
    assert!(found[0].1.contains('輪'), "{found:?}");
}

#[test]
fn an_edge_to_nowhere_is_found() {
    let found = blamed(&[question("service", "[{ to = \"gone\" }]")]);
    assert!(found.iter().any(|(id, m)| id == "service" && m.contains("gone")), "{found:?}");
}

#[test]
fn an_unreachable_question_is_found() {
    let found = blamed(&[
        question("service", "[{ to = \"review\" }]"),
        question("island", "[{ to = \"review\" }]"),
    ]);
    assert_eq!(ids(&found), ["island"], "{found:?}");
}

#[test]
fn a_dead_end_is_found() {
    let none = blamed(&[question("service", "[]")]);
    assert_eq!(ids(&none), ["service"], "no edge at all: {none:?}");
    let guarded =
        blamed(&[question("service", "[{ when = { service = [\"x\"] }, to = \"review\" }]")]);
    assert_eq!(ids(&guarded), ["service"], "an edge that need not hold: {guarded:?}");
}

#[test]
fn edges_of_a_choice_must_cover_its_values() {
    let choice = |values: &str| {
        question("service", "[{ when = { service = [\"a\"] }, to = \"review\" }]")
            .replace("\"text\"", "\"choice\"")
            + values
    };
    let one = "[[question.choice]]\nvalue = \"a\"\nlabel = \"a\"\n";
    let two = one.replace("\"a\"", "\"b\"");
    assert_eq!(blamed(&[choice(one)]), []);
    assert_eq!(ids(&blamed(&[choice(&format!("{one}{two}"))])), ["service"]);
    assert_eq!(ids(&blamed(&[choice("")])).first(), Some(&"service"), "no choices at all");
}

#[test]
fn a_double_id_and_a_condition_on_nothing_are_found() {
    let twice = blamed(&[
        question("service", "[{ to = \"review\" }]"),
        question("service", "[{ to = \"review\" }]"),
    ]);
    assert_eq!(ids(&twice), ["service"], "{twice:?}");
    let found = blamed(&[question(
        "service",
        "[{ when = { nobody = [\"x\"] }, to = \"review\" }, { to = \"review\" }]",
    )]);
    assert!(found.iter().any(|(id, m)| id == "service" && m.contains("nobody")), "{found:?}");
}

/// A walk over a broken graph ends all the same.
#[test]
fn a_walk_over_a_cycle_ends() {
    let f = flow(
        &[question("service", "[{ to = \"a\" }]"), question("a", "[{ to = \"service\" }]")]
            .concat(),
    );
    let answers = Answers::default();
    let walk = Walk::new(&f, &answers, today());
    assert!(!walk.ends);
    assert!(walk.steps.len() <= 3);
}

/// The words of the questions: each says what it asks, and every list of entries has its two lines.
#[test]
fn every_question_has_its_words() {
    let content = Content::builtin();
    for q in content.flow().questions() {
        let Question { id, title, label, hint, .. } = q;
        assert!(!title.is_empty() && !label.is_empty() && !hint.is_empty(), "{id}");
        assert!(hint.last().is_some_and(|h| h.when.0.is_empty()), "{id}: a hint for every case");
        assert!(!label.contains(['〔', '〕']), "{id}");
        if matches!(q.kind, Kind::Entries | Kind::Hours) {
            assert!(!q.empty.is_empty() && !q.add.is_empty(), "{id}");
        }
    }
}

#[test]
fn a_field_asks_only_what_stands_above_it() {
    let list = |when: &str| {
        let field = |id: &str, more: &str| {
            format!("[[question.field]]\nid = \"{id}\"\nkind = \"choice\"\nlabel = \"l\"\n{more}\n")
        };
        question("service", "[{ to = \"review\" }]").replace("\"text\"", "\"entries\"")
            + &field("wish", "choice = [{ value = \"no\", label = \"n\" }]")
            + &field("why", &format!("optional = true\nwhen = {{ {when} }}"))
            + &field("more", "")
    };
    assert_eq!(blamed(&[list("wish = [\"no\", \"\"]")]), []);
    for (when, named) in
        [("goal = [\"no\"]", "goal"), ("more = [\"\"]", "more"), ("wish = [\"yes\"]", "yes")]
    {
        let found = blamed(&[list(when)]);
        assert_eq!(ids(&found), ["service"], "{when}");
        assert!(found[0].1.contains(named), "{found:?}");
    }
}

/// The letter that comes next in a case is one that can be written about what was asked there.
#[test]
fn every_second_letter_is_about_a_goal_that_it_can_be_about() {
    let content = Content::builtin();
    let goal = content.flow().get("goal").expect("a question");
    for (of, id, _) in Goal::ALL {
        for (kind, ..) in FollowUp::ALL {
            let mut answers = Answers::default();
            answers.set("service", one("apoplus-pharmacist"));
            answers.set("follow_up", one(kind.of_goal(*of).id()));
            let walk = Walk::new(content.flow(), &answers, today());
            assert!(walk.asked(goal).choice.iter().any(|c| c.value == *id), "{id} {}", kind.id());
        }
    }
}
