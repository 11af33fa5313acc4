//! Every kind of screen, at any size.

#![expect(dead_code, reason = "every test file uses another part of this")]

use super::support::{Driver, GOALS, complete, date, many, one, selection};
use chrono::DateTime;
use kotowari::app::Start;
use kotowari::app::screens::Screen;
use kotowari::app::shelf::Shelf;
use kotowari::config::{Config, Save};
use kotowari::domain::answers::{Answers, Entry, Value};

pub(crate) const WIDE: (u16, u16) = (120, 40);
pub(crate) const MEDIUM: (u16, u16) = (80, 24);
pub(crate) const NARROW: (u16, u16) = (60, 20);
pub(crate) const FLAT: (u16, u16) = (40, 12);

/// The program on a question, with everything before it answered and nothing after it.
pub(crate) fn on(question: &str, goal: &str, size: (u16, u16)) -> Driver {
    let mut answers = complete(goal, "mail");
    let probe = Driver::answered(answers.clone());
    let path: Vec<String> = {
        let walk = probe.app.session.walk(probe.app.content());
        walk.steps.iter().map(|s| s.question.id.clone()).collect()
    };
    let at = path.iter().position(|id| id == question).expect("a question of this goal");
    for id in &path[at..] {
        answers.remove(id);
    }
    let mut d = with(size, answers);
    // What most people leave as it is has been answered as such.
    for id in &path[at..] {
        d.app.session.answers.remove(id);
    }
    d.app.session.seen.extend(path.iter().take(at).cloned());
    d.open(question);
    d
}

/// The program on a question, everything answered: where going back to it would take long.
fn opened(question: &str, answers: Answers, size: (u16, u16)) -> Driver {
    let mut d = with(size, answers);
    d.open(question);
    d
}

pub(crate) fn with(size: (u16, u16), answers: Answers) -> Driver {
    Driver::with(size, Start { answers, ..Start::default() }, Config::default())
}

pub(crate) fn review(goal: &str, channel: &str, size: (u16, u16)) -> Driver {
    with(size, complete(goal, channel))
}

/// A review with a block, something worth saying, and both kinds of dates.
pub(crate) fn blocked(size: (u16, u16)) -> Driver {
    let mut a = complete("withdraw", "mail");
    a.remove("sender.phone");
    a.set("effective", one("2026-11-23"));
    let rows = vec![
        selection("みなと薬局", "first_interview", "2026-11-24", "decline"),
        selection("ひかり病院", "final_interview", "", "keep"),
    ];
    a.set("selections", Value::Entries(rows));
    let mut d = with(size, a);
    // The open question comes first; from there one can look at the letter, and go back to the
    // review over the rest.
    assert_eq!(d.at(), "sender.phone");
    d.app.screen =
        kotowari::app::screens::Screen::Review(kotowari::app::screens::review::Review::default());
    d
}

/// Answers for a second letter: what it asks follows from what came of the first.
pub(crate) fn second(kind: &str) -> Answers {
    let mut a = complete("withdraw", "mail");
    for (id, v) in [
        ("follow_up", kind),
        ("first_date", "2026-11-13"),
        ("first_channel", "mail"),
        ("first_subject", "退会および個人情報の消去のお願い（山田 花子）"),
        ("receipt_date", "2026-11-16"),
        ("receipt_kind", "reply"),
        ("asked_on", "2026-11-17"),
        ("done_date", "2026-11-19"),
        ("done_by", "鈴木"),
        ("kept", "求職管理簿の記載（2028年11月まで）"),
        ("obstacle", "none"),
        ("undone_reply", "open"),
    ] {
        a.set(id, one(v));
    }
    a.set("undone", many(&["stop_mail"]));
    let row = [("date", "2026-11-16"), ("means", "call"), ("detail", "12:40ごろ")];
    let row = Entry(row.map(|(k, v)| (k.to_owned(), v.to_owned())).into());
    a.set("contacts", Value::Entries(vec![row]));
    let row = [
        ("question", "退会の理由をお聞かせください。"),
        ("answer", "別のサービスで活動することにしました"),
    ];
    let row = Entry(row.map(|(k, v)| (k.to_owned(), v.to_owned())).into());
    a.set("asked", Value::Entries(vec![row]));
    a
}

/// Every second letter.
pub(crate) const SECONDS: [&str; 8] = [
    "no_receipt", "no_completion", "still_contacted", "held_back", "partly_done",
    "other_procedure", "question", "confirm",
];

fn agreed() -> Config {
    Config { save: Save::Always, ..Config::default() }
}

/// Cases, a draft and a file that can't be read.
fn shelf() -> Shelf {
    let mut shelf =
        Shelf { broken: vec!["cases/x.toml:3: 読めません".to_owned()], ..Shelf::default() };
    for (goal, channel) in [("withdraw", "form"), ("pause", "mail"), ("reduce_contact", "phone")] {
        let start = Start { answers: complete(goal, channel), ..Start::default() };
        let mut d = Driver::with(MEDIUM, start, agreed());
        d.press("enter y enter");
        shelf.cases.append(&mut d.world.cases);
    }
    let mut d = Driver::with(MEDIUM, Start::default(), agreed());
    d.press("=apoplus-pharmacist =pause enter =none '山田 花' ctrl+c y");
    shelf.drafts = std::mem::take(&mut d.world.drafts);
    assert_eq!((shelf.cases.len(), shelf.drafts.len()), (3, 1));
    shelf
}

/// A case of which nobody has said that it was sent.
fn unsent() -> Shelf {
    let start = Start { answers: complete("withdraw", "mail"), ..Start::default() };
    let mut d = Driver::with(MEDIUM, start, agreed());
    d.press("enter enter n");
    Shelf { cases: d.world.cases, ..Shelf::default() }
}

/// The program as it starts where these are stored.
fn stored(shelf: &Shelf, size: (u16, u16)) -> Driver {
    let mut d = Driver::with(size, Start { shelf: shelf.clone(), ..Start::default() }, agreed());
    d.world.cases.clone_from(&shelf.cases);
    d.world.drafts.clone_from(&shelf.drafts);
    d.world.now = DateTime::parse_from_rfc3339("2026-12-01T09:30:00+09:00").ok();
    // The first screen was chosen before the day was known.
    d.app.session.today = date(2026, 12, 1);
    d.app.screen = Screen::Start(d.app.start());
    assert_eq!(d.at(), "start");
    d
}

/// Every kind of screen in some state.
pub(crate) fn every_screen(size: (u16, u16)) -> Vec<(String, Driver)> {
    let mut out: Vec<(String, Driver)> = Vec::new();
    for goal in GOALS {
        let probe = Driver::answered(complete(goal, "mail"));
        let walk = probe.app.session.walk(probe.app.content());
        for s in &walk.steps {
            let id = &s.question.id;
            let known = out.iter().any(|(n, _)| n == id);
            if !known {
                out.push((id.clone(), on(id, goal, size)));
            }
        }
    }
    for kind in SECONDS {
        let probe = Driver::answered(second(kind));
        let walk = probe.app.session.walk(probe.app.content());
        for s in &walk.steps {
            let id = &s.question.id;
            let known = out.iter().any(|(n, _)| n == id);
            if !known {
                out.push((id.clone(), opened(id, second(kind), size)));
            }
        }
    }
    let mut add = |name: &str, mut d: Driver, keys: &str| {
        d.press(keys);
        out.push((name.to_owned(), d));
    };
    add("service_name", Driver::sized(size), "=other 'みなと転職'");
    add("hurts", Driver::sized(size), "=apoplus-pharmacist 7 2 down space");
    add("compared", Driver::sized(size), "=apoplus-pharmacist 7 2 9 enter down");
    add("all compared", Driver::sized(size), "=apoplus-pharmacist 7 1 2 3 4 5 6 7 8 9 enter");
    add("contacts", opened("contacts", second("still_contacted"), size), "a '11/17' enter 1 enter");
    let shelf = shelf();
    add("stored", stored(&shelf, size), "");
    add("draft", stored(&shelf, size), "home down down");
    add("registrations", stored(&shelf, size), "=mine");
    add("registration", stored(&shelf, size), "=mine a 'みなと'");
    add("several", stored(&shelf, size), "'+' 'doda' enter 'みなとキャリア' enter");
    add("run", stored(&shelf, size), "'+' 'doda' enter 'みなとキャリア' enter enter =pause");
    add("case", stored(&shelf, size), "=case1 enter esc");
    add("month", stored(&shelf, size), "=case2 right right right right pagedown");
    add("case with a plan", stored(&shelf, size), "=case3 pagedown down");
    add("log", stored(&shelf, size), "=case2 a");
    add("contact", stored(&shelf, size), "=case1 o enter 'メモ'");
    add("due", stored(&shelf, size), "=case2 u");
    add("unsent case", stored(&unsent(), size), "=case1");
    add("export", stored(&shelf, size), "=case2 e");
    add("calendar", stored(&shelf, size), "=case2 i");
    add("remove", stored(&shelf, size), "=case2 delete");
    add("forget", stored(&shelf, size), "home down down down down d");
    add("help of a case", stored(&shelf, size), "=case2 ? down down");
    add("sent at", review("withdraw", "phone", size), "enter t");
    add("number", review("withdraw", "phone", size), "enter r");
    add("save", review("withdraw", "mail", size), "enter enter");
    add("mail", review("pause", "mail", size), "enter n s");
    add("limit", review("pause", "form", size), "l 'x' enter");
    add("regenerate", review("pause", "mail", size), "e 'x' esc g");
    add("form", on("selections", "withdraw", size), "a 'みなと薬局' enter '3' enter '11/26' enter");
    add("hours", on("no_call", "reduce_contact", size), "a '1' enter '25' enter 'x' enter");
    add("letter", on("reason", "withdraw", size), "tab end");
    add("review", review("withdraw", "form", size), "");
    add("blocked", blocked(size), "down");
    add("edit", review("pause", "mail", size), "e pagedown 'あ' end");
    add("after", review("pause", "form", size), "enter down");
    add("review by phone", review("change_handler", "phone", size), "");
    add("review by post", review("resume", "post", size), "tab pagedown");
    add("after a call", review("decline", "phone", size), "enter");
    add("after a letter by post", review("withdraw", "post", size), "enter");
    add(
        "removed",
        on("selections", "withdraw", size),
        "a 'みなと薬局' enter 1 enter enter 1 enter up up d",
    );
    add("help", on("reason", "withdraw", size), "? down");
    add(
        "path",
        review("withdraw", "mail", size),
        "w 'ながいながいながいながいながいながいながいながいなまえ'",
    );
    add("ask", blocked(size), "c");
    add("quit", on("sender.name", "pause", size), "'x' ctrl+c");
    out
}

/// Keeps the expectation at the top met in a file that uses everything else.
fn used_by_nobody() {}
