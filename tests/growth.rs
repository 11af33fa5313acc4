//! Ten times as much takes about ten times as long: nothing that somebody may make large is gone
//! through again for each of its parts. `cargo bench --bench scale` has the figures; here what is
//! quadratic (a hundred times) is told from noise.

#[path = "support/spent.rs"]
mod spent;
mod support;

use chrono::DateTime;
use kotowari::app::msg::Msg;
use kotowari::app::shelf::Shelf;
use kotowari::app::{App, Start};
use kotowari::config::Config;
use kotowari::domain::answers_file;
use kotowari::domain::calendar::OfficeCalendar;
use kotowari::domain::case::reply::{About, take};
use kotowari::domain::case::{CaseRecord, KeptText, LetterRecord, file};
use kotowari::domain::channel::Channel;
use kotowari::domain::content::Content;
use kotowari::domain::deadline::Deadlines;
use kotowari::domain::facts::never_equal;
use kotowari::domain::goal::Goal;
use kotowari::input::key::{Code, Key, TermEvent};
use kotowari::shell::cases::Cases;
use kotowari::text::clean::clean;
use kotowari::text::wrap::wrap;
use spent::spent;
use std::hint::black_box;
use std::rc::Rc;
use std::time::{Duration, Instant};
use support::{Driver, complete, today};

/// Linear is 10, quadratic 100.
const FAIR: f64 = 35.0;
/// A paste of 100 kB, with the keys and the frame after it, in a build without optimisation on a
/// busy machine; with optimisation it is some milliseconds.
const PASTE: Duration = Duration::from_secs(5);

/// The work of the best of a few: noise only adds.
fn best<T>(mut run: impl FnMut() -> T) -> Duration {
    (0..5)
        .map(|_| {
            let start = spent();
            black_box(run());
            spent().saturating_sub(start)
        })
        .min()
        .expect("a few")
}

/// The time at `n` and at ten times that. What is quadratic is so every time; a busy machine is
/// not.
#[track_caller]
fn grows_fairly(what: &str, n: usize, mut at: impl FnMut(usize) -> Duration) {
    let mut seen = Vec::new();
    for _ in 0..3 {
        let (small, large) = (at(n), at(n * 10));
        if large.as_secs_f64() / small.as_secs_f64().max(1e-9) < FAIR {
            return;
        }
        seen.push((small, large));
    }
    panic!("{what}: at {n} and at ten times that: {seen:?}");
}

#[test]
fn texts_grow_fairly() {
    for unit in [
        "お世話になっております。\n", "あ", "a", "\u{301}", "👩\u{200D}", "🇯🇵", "\u{1b}[", "\r",
        "（",
    ] {
        let text = |n: usize| unit.repeat(n / unit.len());
        grows_fairly(&format!("wrap {unit:?}"), 3_000, |n| best(|| wrap(&text(n), 66)));
        grows_fairly(&format!("clean {unit:?}"), 3_000, |n| best(|| clean(&text(n), true)));
    }
}

#[test]
fn a_large_paste_is_taken_at_once() {
    for unit in ["お世話になっております。\n", "あ", "\u{301}", "👩\u{200D}"] {
        let mut d = Driver::answered(complete("withdraw", "mail"));
        d.press("e");
        let text = unit.repeat(100_000 / unit.len());
        let start = Instant::now();
        let mut events = vec![TermEvent::Paste(text)];
        events.extend(
            [Code::Left, Code::Backspace, Code::Up, Code::Char('あ')]
                .map(Key::plain)
                .map(TermEvent::Key),
        );
        for e in events {
            d.app.update(Msg::Term(e));
        }
        black_box(d.app.view());
        assert!(start.elapsed() < PASTE, "{unit:?}: {:?}", start.elapsed());
    }
}

#[test]
fn mistakes_grow_fairly() {
    let content = Content::builtin();
    for unit in ["k = 1\n", "= =\n", "[a]\n", "\"\"\"", "[[answers.selections]]\n"] {
        grows_fairly(&format!("mistakes {unit:?}"), 4_000, |n| {
            let text = unit.repeat(n / unit.len());
            best(|| answers_file::parse("x", &text, &content, today()).err())
        });
    }
}

#[test]
fn own_wording_grows_fairly() {
    let content = Content::builtin();
    for unit in ["{'a':", "['a',", "[", "'a' ", "a=='b' "] {
        grows_fairly(&format!("own wording {unit:?}"), 20_000, |n| {
            let text = format!("{{{{ {} }}}}", unit.repeat(n / unit.len()));
            best(|| never_equal(content.flow(), &text))
        });
    }
}

#[test]
fn replies_grow_fairly() {
    let (content, office) = (Content::builtin(), OfficeCalendar::default());
    for unit in ["火曜日", "明日 ", "3日以内に", "まで", "12月10日までに、", "様\n", "です。"]
    {
        grows_fairly(&format!("reply {unit:?}"), 900, |n| {
            let text = unit.repeat(n / unit.len());
            let about = About { case: None, office, content: &content, beside: &[] };
            best(|| take(&text, about).expect("it is plain").reading(today()))
        });
    }
}

/// Stored cases are not scanned again for each new one.
#[test]
fn an_import_grows_fairly() {
    let new = |i| CaseRecord::new(today(), &format!("s{i}"), "みなと", Goal::Withdraw);
    let all: Vec<_> = (0..2_000).map(new).collect();
    grows_fairly("an import", 200, |n| {
        let place = tempfile::tempdir().expect("a folder");
        let cases = Cases::at(place.path().to_owned());
        let start = spent();
        let (done, _) = cases.import(&all[..n]).expect("an import");
        assert_eq!(done.len(), n);
        spent().saturating_sub(start)
    });
}

#[test]
fn a_list_of_cases_grows_fairly() {
    let place = tempfile::tempdir().expect("a folder");
    let mut record = CaseRecord::new(today(), "s", "みなと", Goal::Withdraw);
    record.letters.push(LetterRecord {
        made: chrono::DateTime::default(),
        channel: Channel::Mail,
        tone: "standard".to_owned(),
        follow_up: None,
        deadlines: Deadlines::default(),
        kept: KeptText::Text {
            subject: "退会のお願い".to_owned(),
            text: "退会いたします。\n".repeat(100),
        },
    });
    grows_fairly("cases", 20, |n| {
        let data = place.path().join(n.to_string());
        std::fs::create_dir_all(data.join("cases")).expect("a folder");
        let cases = Cases::at(data);
        for i in 0..n {
            record.id = CaseRecord::new(today(), &format!("s{i}"), "", Goal::Withdraw).id;
            std::fs::write(cases.path(&record.id), file::to_toml(&record)).expect("a file");
        }
        best(|| assert_eq!(cases.list().expect("a list").cases.len(), n))
    });
}

/// The first screen looks the same however much is stored.
#[test]
fn a_key_on_the_first_screen_does_not_wait_for_all_cases() {
    let kept = || KeptText::Text { subject: "お願い".to_owned(), text: "本文".to_owned() };
    grows_fairly("a key and a frame over so many cases", 300, |n| {
        let case = |i: usize| {
            let mut c =
                CaseRecord::new(today(), &format!("s{i}"), "みなと薬剤師ナビ", Goal::Withdraw);
            let (made, channel, tone) = (DateTime::default(), Channel::Mail, "standard".to_owned());
            c.add_letter(
                LetterRecord {
                    made,
                    channel,
                    tone,
                    follow_up: None,
                    deadlines: Deadlines::default(),
                    kept: kept(),
                },
                None,
            );
            c
        };
        let shelf = Shelf { cases: (0..n).map(case).collect(), ..Shelf::default() };
        let mut app = App::new(
            Rc::new(Content::builtin()),
            Config::default(),
            today(),
            Start { shelf, ..Start::default() },
            (80, 24),
        );
        app.update(Msg::Term(TermEvent::Key(Key::plain(Code::End))));
        best(|| {
            app.update(Msg::Term(TermEvent::Key(Key::plain(Code::Up))));
            app.view()
        })
    });
}
