//! How long things take, and how that grows: `cargo bench --bench scale`. Each is measured at 1x,
//! 10x and 100x; the growth from one to the next is printed, 10 being what is fair. What grows
//! faster, or makes one wait for a key longer than a frame of a screen takes, is marked and makes
//! the run fail.
//!
//! A harness of its own: what matters is the growth, which those there are do not print, and they
//! would be forty more crates.

use chrono::{DateTime, NaiveDate};
use kotowari::app::msg::Msg;
use kotowari::app::screens::{Screen, edit};
use kotowari::app::shelf::Shelf;
use kotowari::app::{App, Start};
use kotowari::config::Config;
use kotowari::domain::answers::{Answers, Value};
use kotowari::domain::calendar::OfficeCalendar;
use kotowari::domain::case::{CaseRecord, KeptText, LetterRecord, What, file};
use kotowari::domain::channel::Channel;
use kotowari::domain::check;
use kotowari::domain::content::Content;
use kotowari::domain::deadline::Deadlines;
use kotowari::domain::document::Document;
use kotowari::domain::facts::Facts;
use kotowari::domain::flow::walk::Walk;
use kotowari::domain::goal::Goal;
use kotowari::domain::letter::lint;
use kotowari::domain::manner::{Manner, detail_of, tone_of};
use kotowari::domain::service::Service;
use kotowari::domain::service::find::Finder;
use kotowari::domain::{answers_file, answers_toml};
use kotowari::input::key::{Code, Key, TermEvent};
use kotowari::shell::cases::Cases;
use kotowari::text::clean::clean;
use kotowari::text::edit::EditBuffer;
use kotowari::text::wrap::wrap;
use kotowari::ui::painter::Painter;
use std::fmt::Write as _;
use std::hint::black_box;
use std::path::Path;
use std::process::ExitCode;
use std::rc::Rc;
use std::time::{Duration, Instant};

/// A frame of a screen that is drawn sixty times a second.
const FRAME: Duration = Duration::from_millis(16);
/// Ten times as much may take this many times as long: noise and caches are in it.
const FAIR: f64 = 15.0;
/// Below this the clock and the allocator are what is measured.
const NOISE: Duration = Duration::from_micros(100);

const SENTENCE: &str = "お世話になっております。貴社サービス（みなと薬剤師ナビ）に登録しております、山田花子と申します。\n";

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 20).expect("a day")
}

/// Japanese text of about so many bytes.
fn japanese(bytes: usize) -> String {
    SENTENCE.repeat(bytes.div_ceil(SENTENCE.len()))
}

/// How long something took.
struct Took {
    /// In the middle: what one waits.
    median: Duration,
    /// At best: noise only adds, so growth is told from this.
    best: Duration,
}

/// As many runs as fit into some time, five at least. What `make` makes is not measured.
fn measured<T, R>(mut make: impl FnMut() -> T, mut run: impl FnMut(T) -> R) -> Took {
    let (begun, mut times) = (Instant::now(), Vec::new());
    while times.len() < 5 || (begun.elapsed() < Duration::from_millis(300) && times.len() < 2_000) {
        let input = make();
        let start = Instant::now();
        let out = black_box(run(black_box(input)));
        times.push(start.elapsed());
        drop(out);
    }
    times.sort();
    Took { median: times[times.len() / 2], best: times[0] }
}

/// Prints the results and counts failures.
#[derive(Default)]
struct Report {
    wrong: usize,
}

impl Report {
    /// One that does not grow.
    fn once(&mut self, what: &str, key: bool, took: Took) {
        self.line(what, key, &[took]);
    }
    /// One at 1x, 10x and 100x.
    fn grown(&mut self, what: &str, key: bool, mut at: impl FnMut(usize) -> Took) {
        let took = [at(1), at(10), at(100)];
        self.line(what, key, &took);
    }
    fn line(&mut self, what: &str, key: bool, took: &[Took]) {
        let mut line = format!("{what:<44}");
        for t in took {
            let _ = write!(line, " {:>9.3}", t.median.as_secs_f64() * 1e3);
        }
        for pair in took.windows(2) {
            let growth = pair[1].best.as_secs_f64() / pair[0].best.as_secs_f64().max(1e-9);
            let _ = write!(line, " {growth:>6.1}x");
            if growth > FAIR && pair[1].best > NOISE {
                line.push_str(" GROWS");
                self.wrong += 1;
            }
        }
        if key && took.last().is_some_and(|t| t.median > FRAME) {
            line.push_str(" SLOW");
            self.wrong += 1;
        }
        println!("{line}");
    }
}

/// Complete answers for leaving.
fn answers(content: &Content) -> Answers {
    let text = "service = \"apoplus-pharmacist\"\ngoal = \"withdraw\"\nchannel = \"mail\"\n\
        [sender]\nname = \"山田 花子\"\n\
        reading = \"ヤマダ ハナコ\"\nbirth_date = 1990-04-01\nemail = \"hanako@example.jp\"\n\
        phone = \"090-1234-5678\"\n\
        [answers]\nrequests = [\"erase\", \"stop_use\", \"stop_mail\"]\n\
        reason = \"other_service\"\neffective = \"today\"\n";
    let mut parsed = answers_file::parse("x", text, content, today()).expect("good answers");
    parsed.fill_absent(content.flow(), today());
    parsed.answers
}

fn app(content: &Rc<Content>, size: (u16, u16)) -> App {
    let start = Start { answers: answers(content), ..Start::default() };
    App::new(Rc::clone(content), Config::default(), today(), start, size)
}

/// The program with a text of so many bytes in its editor.
fn editing(content: &Rc<Content>, size: (u16, u16), bytes: usize) -> App {
    let mut app = app(content, size);
    let mut screen = edit::Edit::open(Some("退会のお願い"), "");
    screen.buffer.set_text(&japanese(bytes));
    screen.buffer.set_cursor(bytes / 2);
    app.screen = Screen::Edit(screen);
    app
}

fn key(app: &mut App, code: Code) {
    black_box(app.update(Msg::Term(TermEvent::Key(Key::plain(code)))));
}

/// A case with a letter of its own, 2.8 kB as a file.
fn case(n: usize, content: &Content) -> CaseRecord {
    let answers = answers(content);
    let plan = Document::new(content, &answers, None, today(), OfficeCalendar::default()).plan;
    let mut c = CaseRecord::new(today(), &format!("s{n}"), "みなと薬剤師ナビ", Goal::Withdraw);
    let kept = KeptText::Text { subject: plan.subject.unwrap_or_default(), text: plan.body };
    let (made, channel, tone) = (DateTime::default(), Channel::Mail, "standard".to_owned());
    let letter = LetterRecord {
        made,
        channel,
        tone,
        follow_up: None,
        deadlines: Deadlines::default(),
        kept,
    };
    c.add_letter(letter, Some(answers_toml::to_toml(&answers, content.flow())));
    c.log(DateTime::default(), What::Copied { letter: 1 }, "");
    c.log(DateTime::default(), What::AutoReply, "受け付けました");
    c
}

/// Writes this many cases into a folder.
fn cases(at: &Path, n: usize, content: &Content) -> Cases {
    let folder = at.join("cases");
    std::fs::create_dir_all(&folder).expect("a folder");
    let mut record = case(0, content);
    for i in 0..n {
        record.id = CaseRecord::new(today(), &format!("s{i}"), "", Goal::Withdraw).id;
        let path = folder.join(format!("{}.toml", record.id));
        std::fs::write(&path, file::to_toml(&record)).expect("a file");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600))
                .expect("rights");
        }
    }
    Cases::at(at.to_owned())
}

fn services(n: usize) -> Vec<Service> {
    let one = |i: usize| {
        let text = format!(
            "id = \"s{i}\"\nname = \"サービス第{i}号\"\ndesk = \"ご担当者様\"\nanswer_business_days = 3\n\
                aliases = [\"ＳＥＲＶＩＣＥ{i}\", \"ｻｰﾋﾞｽ{i}\"]"
        );
        toml::from_str(&text).expect("a service")
    };
    (0..n).map(one).collect()
}

fn document(report: &mut Report, content: &Rc<Content>) {
    let office = OfficeCalendar::default();
    report.once(
        "assets: flow, letters, texts loaded",
        false,
        measured(Content::builtin, |c| {
            black_box((
                c.flow().questions().len(),
                c.templates().paragraphs().len(),
                c.services().count(),
            ));
            c
        }),
    );
    report.once("assets: everything checked", false, measured(|| (), |()| check::mistakes()));
    let a = answers(content);
    report.once(
        "walk",
        true,
        measured(|| (), |()| Walk::new(content.flow(), &a, today()).steps.len()),
    );
    report.once(
        "facts",
        true,
        measured(
            || Walk::new(content.flow(), &a, today()),
            |walk| {
                Facts::new(
                    content.flow(),
                    &walk,
                    content.service("apoplus-pharmacist"),
                    Manner { tone: tone_of(&a), detail: detail_of(&a), cut: 0 },
                    Content::law_names(),
                    office,
                )
            },
        ),
    );
    report.once(
        "letter",
        true,
        measured(|| (), |()| Document::new(content, &a, None, today(), office).plan.all()),
    );
    let read =
        || Document::new(content, &a, None, today(), office).proofread(office).findings.len();
    report.once("letter and linter", true, measured(|| (), |()| read()));
    report.grown("linter, 1 kB to 100 kB of letter", false, |n| {
        let body = japanese(n * 1_000);
        measured(
            || (),
            |()| {
                lint::lint(&lint::LintInput {
                    subject: Some("退会のお願い（山田 花子）"),
                    body: &body,
                    channel: Channel::Mail,
                    goal: "withdraw",
                    service: Some("みなと薬剤師ナビ"),
                    sender: Some("山田 花子"),
                    handler: Some("佐藤"),
                    requests: &[],
                    told: lint::KnownAnswers::default(),
                    today: today(),
                    office,
                    limit: None,
                })
            },
        )
    });
    report.grown("selections, 1 to 100, to the letter", false, |n| {
        let mut a = a.clone();
        let row = || {
            let fields = [
                ("employer", "みなと薬局"),
                ("stage", "offer"),
                ("date", "2026-12-03"),
                ("wish", "decline"),
            ];
            kotowari::domain::answers::Entry(
                fields.map(|(k, v)| (k.to_owned(), v.to_owned())).into(),
            )
        };
        // As many as the program takes; what is more, it refuses.
        a.set("selections", Value::Entries((0..n).map(|_| row()).collect()));
        measured(|| (), |()| Document::new(content, &a, None, today(), office).plan.all())
    });
}

fn screen(report: &mut Report, content: &Rc<Content>) {
    for size in [(80, 24), (200, 60)] {
        let mut question =
            App::new(Rc::clone(content), Config::default(), today(), Start::default(), size);
        question.session.seen.clear();
        report.once(
            &format!("first question, {}x{}", size.0, size.1),
            true,
            measured(|| (), |()| question.view()),
        );
        let review = app(content, size);
        report.once(
            &format!("review, {}x{}", size.0, size.1),
            true,
            measured(|| (), |()| review.view()),
        );
        let frame = || {
            let f = review.view();
            (f.buffer, f.cursor, Painter::default())
        };
        let painted =
            measured(frame, |(buffer, cursor, mut painter)| painter.paint(buffer, cursor));
        report.once(&format!("a whole frame as bytes, {}x{}", size.0, size.1), true, painted);
        report.grown(
            &format!("frame of the editor, 1 to 100 kB, {}x{}", size.0, size.1),
            true,
            |n| {
                let app = editing(content, size, n * 1_000);
                measured(|| (), |()| app.view())
            },
        );
    }
    for (what, code) in
        [("a letter", Code::Char('あ')), ("down", Code::Down), ("backspace", Code::Backspace)]
    {
        report.grown(&format!("key and frame in the editor, {what}, 1 to 100 kB"), true, |n| {
            let mut app = editing(content, (80, 24), n * 1_000);
            measured(
                || (),
                |()| {
                    key(&mut app, code);
                    app.view()
                },
            )
        });
    }
}

fn text(report: &mut Report, content: &Rc<Content>) {
    report.grown("wrap, 1 kB to 100 kB", false, |n| {
        let text = japanese(n * 1_000);
        measured(|| (), |()| wrap(&text, 66).len())
    });
    report.grown("wrap, one line of 1 kB to 100 kB", false, |n| {
        let text = japanese(n * 1_000).replace('\n', "");
        measured(|| (), |()| wrap(&text, 66).len())
    });
    report.grown("clean, 1 kB to 100 kB", false, |n| {
        let text = japanese(n * 1_000);
        measured(|| (), |()| clean(&text, true))
    });
    report.grown("clean, nothing but ESC, 1 kB to 100 kB", false, |n| {
        let text = "\u{1b}".repeat(n * 1_000);
        measured(|| (), |()| clean(&text, true))
    });
    report.grown("paste into a text, 1 kB to 100 kB", true, |n| {
        let text = japanese(n * 1_000);
        measured(
            || EditBuffer::new("前", true),
            |mut b| {
                b.insert(&text);
                b
            },
        )
    });
    report.grown("paste into the editor and frame, 1 to 100 kB", true, |n| {
        let text = japanese(n * 1_000);
        measured(
            || editing(content, (80, 24), 1_000),
            |mut app| {
                app.update(Msg::Term(TermEvent::Paste(text.clone())));
                let frame = app.view();
                (app, frame)
            },
        )
    });
    for (what, unit) in
        [("marks", "\u{301}"), ("joined", "👩\u{200D}"), ("flags", "🇯🇵"), ("no blanks", "a")]
    {
        report.grown(&format!("paste, key and frame, {what}, 1 to 100 kB"), true, |n| {
            let text = unit.repeat(n * 1_000 / unit.len());
            measured(
                || editing(content, (80, 24), 1_000),
                |mut app| {
                    app.update(Msg::Term(TermEvent::Paste(text.clone())));
                    key(&mut app, Code::Left);
                    key(&mut app, Code::Backspace);
                    let frame = app.view();
                    (app, frame)
                },
            )
        });
    }
    report.grown("typed without a pause, 100 to 10,000 letters", false, |n| {
        measured(
            || EditBuffer::new("", true),
            |mut b| {
                for _ in 0..n * 100 {
                    b.insert("あ");
                }
                b
            },
        )
    });
}

fn stored(report: &mut Report, content: &Rc<Content>) {
    report.grown("search, 100 to 10,000 services", true, |n| {
        let all = services(n * 100);
        let finder = Finder::new(all.iter());
        measured(|| (), |()| finder.find("サービス第99号").records.len())
    });
    let place = tempfile::tempdir().expect("a folder");
    report.grown("cases listed and sorted, 100 to 10,000", false, |n| {
        let stored = cases(&place.path().join(n.to_string()), n * 100, content);
        measured(|| (), |()| stored.list().expect("a listing").cases.len())
    });
    report.grown("key and frame, 100 to 10,000 cases on the first screen", true, |n| {
        let listed = cases(&place.path().join(format!("start{n}")), n * 100, content)
            .list()
            .expect("a listing");
        let shelf = Shelf { cases: listed.cases, ..Shelf::default() };
        let start = Start { shelf, ..Start::default() };
        let mut app = App::new(Rc::clone(content), Config::default(), today(), start, (80, 24));
        measured(
            || (),
            |()| {
                key(&mut app, Code::Down);
                app.view()
            },
        )
    });
    let text = file::to_toml(&case(0, content));
    println!("  one case is {} bytes", text.len());
    report.once(
        "one case read",
        true,
        measured(|| (), |()| file::parse("x", &text).expect("a case")),
    );
}

fn main() -> ExitCode {
    // What cargo adds to the arguments (`--bench`) means nothing here; a word chooses a group.
    let chosen: Vec<String> = std::env::args().skip(1).filter(|a| !a.starts_with('-')).collect();
    let wanted = |group: &str| chosen.is_empty() || chosen.iter().any(|c| c == group);
    let content = Rc::new(Content::builtin());
    let mut report = Report::default();
    println!(
        "{:<44} {:>9} {:>9} {:>9} {:>7} {:>7}",
        "milliseconds (median)", "1x", "10x", "100x", "growth", "growth"
    );
    if wanted("document") {
        document(&mut report, &content);
    }
    if wanted("screen") {
        screen(&mut report, &content);
    }
    if wanted("text") {
        text(&mut report, &content);
    }
    if wanted("stored") {
        stored(&mut report, &content);
    }
    println!("{} marked", report.wrong);
    if report.wrong == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
