//! Texts and files that mean no good, through every way in and out. Nothing but text comes out,
//! nothing typed becomes a header, a field or a place of its own, and what can't be read is refused
//! with a reason, soon and in little memory.
//!
//! Proved elsewhere: mistakes of people and scripts (`bad_input`), whatever is pressed
//! (`properties`, `attack`), deaths and disks that fail or may only be read (`faults`), links,
//! pipes and rights in the folder of cases (`cases`), other people's parsers on mails, links and
//! calendars (`handover`), and terminals that are closed, also under nohup, or missing (`smoke`).

#[path = "support/attack.rs"]
#[expect(dead_code, reason = "its random numbers and its idea of what is harmless")]
mod attack;
#[path = "support/program.rs"]
mod program;
#[path = "support/ran.rs"]
mod ran;
mod support;

use attack::{Rng, harmless};
use chrono::{DateTime, Utc};
use kotowari::app::msg::Msg;
use kotowari::config::Config;
use kotowari::domain::answers::{Answers, Value};
use kotowari::domain::calendar::OfficeCalendar;
use kotowari::domain::case::table::FileError;
use kotowari::domain::case::{CaseId, archive, draft, file};
use kotowari::domain::content::{Content, UserAssets};
use kotowari::domain::deadline::Deadlines;
use kotowari::domain::document::Document;
use kotowari::domain::flow::spec::Kind;
use kotowari::domain::goal::Goal;
use kotowari::domain::handover::{eml, ics, mailto};
use kotowari::domain::{answers_file, case};
use kotowari::input::key::TermEvent;
use kotowari::input::keymap::{parse_key, show_key};
use kotowari::text::clean;
use kotowari::text::edit::EditBuffer;
use naughty_strings::BLNS;
#[cfg(unix)]
use ran::finish;
use ran::{Place, Run, answers};
use std::fs;
use std::path::Path;
#[cfg(unix)]
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};
use support::{CHANNELS, Driver, GOALS, complete, many, one, parse, selection, today};

/// What the public list lacks: what would be a header, a field, a line or a template of its own,
/// and what hides.
const MORE: [&str; 14] = [
    "退会\r\nBcc: evil@example.jp",
    "x\nEND:VEVENT\r\nBEGIN:VEVENT",
    "a?bcc=evil@example.jp&body=x",
    "=?utf-8?b?QmNj?=",
    "{{ 7 * 7 }}{% for x in [1] %}{{ x }}{% endfor %}{# x #}",
    "{{ sender.name }}",
    "〔氏名〕",
    "\u{1b}]52;c;aGk=\u{7}\u{1b}[2J\u{9b}31m",
    "\u{202E}\u{2066}\u{200B}\u{FEFF}\u{2028}\u{2029}\u{85}\u{0}",
    "\u{FDD0}\u{FFFF}\u{E0001}\u{AD}",
    "a\tb\u{b}c\u{c}d\u{7f}",
    "\"\"\"\n[sender]\nname = 1\n'''",
    "か\u{3099}\u{3099}\u{3099}\u{3099}\u{3099}\u{3099}\u{3099}\u{3099}",
    "𠮷葛\u{E0100}👨\u{200D}👩\u{200D}👧ｶﾞ",
];

fn naughty() -> impl Iterator<Item = &'static str> {
    BLNS.iter().copied().chain(MORE)
}

#[track_caller]
fn is_harmless(text: &str, from: &str) {
    if let Err(why) = harmless(text) {
        panic!("{why}: of {from:?} came {text:?}");
    }
}

/// A string as TOML writes it.
fn quoted(text: &str) -> String {
    toml_edit::Value::from(text).to_string()
}

/// Everything in which a letter leaves: as text, as a mail, as a link, as the fields of a form, as
/// an entry of a calendar.
fn check_outputs(content: &Content, answers: &Answers, from: &str) {
    let doc = Document::new(content, answers, None, today(), OfficeCalendar::default())
        .proofread(OfficeCalendar::default());
    let plan = &doc.plan;
    is_harmless(&plan.all(), from);
    for f in &plan.fields {
        is_harmless(&f.value, from);
    }
    for f in &doc.findings {
        is_harmless(&f.message, from);
    }
    let of = |id: &str| doc.walk.one(id).unwrap_or_default();
    let subject = plan.subject.clone().unwrap_or_default();
    let mailbox = |name, address| Some(eml::Mailbox { name, address });
    let mail = eml::eml(&eml::Message {
        from: mailbox(of("sender.name"), "hanako@example.jp"),
        to: mailbox(of("sender.handler"), "sato@example.jp"),
        cc: None,
        subject: &subject,
        date: DateTime::default(),
        body: &plan.body,
    });
    check_mail(&mail.expect("good addresses"), from);
    for link in [
        mailto::mailto(Some(of("sender.handler_email")), None, Some(&subject), &plan.body),
        mailto::mailto_without_body(None, Some(of("sender.email")), Some(&subject)),
    ] {
        check_link(&link, from);
    }
    check_calendar(of("service_name"), &plan.body, from);
}

/// Headers as they were meant, and no other; lines of ASCII that end in CRLF.
fn check_mail(mail: &str, from: &str) {
    let (head, body) = mail.split_once("\r\n\r\n").expect("an empty line");
    let names: Vec<&str> = head
        .split("\r\n")
        .filter(|l| !l.starts_with([' ', '\t']))
        .map(|l| l.split_once(": ").map_or(l, |(name, _)| name))
        .collect();
    let want = [
        "Date", "From", "To", "Subject", "X-Unsent", "MIME-Version", "Content-Type",
        "Content-Transfer-Encoding",
    ];
    assert_eq!(names, want, "{from:?}");
    assert!(
        mail.is_ascii() && !mail.replace("\r\n", "").contains(|c: char| c.is_control()),
        "{from:?}"
    );
    let base64 = |c: char| c.is_ascii_alphanumeric() || "+/=\r\n".contains(c);
    assert!(body.chars().all(base64), "{from:?}");
}

/// One address at most, and each field once.
fn check_link(link: &Result<String, mailto::TooLong>, from: &str) {
    let Ok(link) = link else { return };
    let url = |c: char| c.is_ascii_alphanumeric() || "-._~%@:?&=".contains(c);
    assert!(link.chars().all(url), "{from:?}: {link}");
    let fields: Vec<&str> =
        link.split(['?', '&']).skip(1).filter_map(|f| f.split('=').next()).collect();
    let mut known = fields.clone();
    known.retain(|f| ["cc", "subject", "body"].contains(f));
    known.dedup();
    assert_eq!(fields, known, "{from:?}: {link}");
    assert!(
        link.matches('=').count() == fields.len() && link.matches('?').count() <= 1,
        "{from:?}: {link}"
    );
}

/// Each property once and none that was typed; no line is split, none is too long.
fn check_calendar(summary: &str, description: &str, from: &str) {
    let due = ics::IcsEntry {
        id: "20261120-x".to_owned(),
        day: today(),
        time: None,
        summary: summary.to_owned(),
        description: description.to_owned(),
    };
    let calendar = ics::ics(&[due], DateTime::<Utc>::default());
    let lines: Vec<&str> =
        calendar.strip_suffix("\r\n").expect("a last line").split("\r\n").collect();
    assert!(lines.iter().all(|l| l.len() <= 75 && !l.contains(['\r', '\n'])), "{from:?}");
    let names: Vec<&str> = lines
        .iter()
        .filter(|l| !l.starts_with(' '))
        .filter_map(|l| l.split([':', ';']).next())
        .filter(|n| *n != "DESCRIPTION")
        .collect();
    let want = [
        "BEGIN", "VERSION", "PRODID", "BEGIN", "TZID", "BEGIN", "DTSTART", "TZOFFSETFROM",
        "TZOFFSETTO", "END", "END", "BEGIN", "UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY",
        "CLASS", "TRANSP", "BEGIN", "ACTION", "TRIGGER", "END", "END", "END",
    ];
    assert_eq!(names, want, "{from:?}");
    assert!(!calendar.contains(|c: char| c.is_control() && !"\r\n\t".contains(c)), "{from:?}");
}

/// An answers file with this string at every key that takes text: those that refuse it are named,
/// the others make a letter.
#[test]
fn every_key_of_an_answers_file_takes_any_string() {
    let content = Content::builtin();
    let texts: Vec<&str> = content
        .flow()
        .questions()
        .filter(|q| matches!(q.kind, Kind::Text | Kind::LongText))
        .map(|q| q.id.as_str())
        .collect();
    assert!(texts.len() > 10, "{texts:?}");
    let mut made = 0;
    for (i, text) in naughty().enumerate() {
        let mut answers = complete(GOALS[i % GOALS.len()], CHANNELS[i % CHANNELS.len()]);
        answers.set("service", one("other"));
        answers.set("service_name", one("みなと転職"));
        if GOALS[i % GOALS.len()] == "decline" {
            answers.set(
                "selections",
                Value::Entries(vec![selection(
                    &clean::clean(text, false).text,
                    "offer",
                    "",
                    "decline",
                )]),
            );
        }
        for id in &texts {
            let key = answers_file::key_of(id);
            let pair = format!("{key}={text}");
            let mut parsed = answers_file::Parsed::default();
            match answers_file::several::set(&mut parsed, "--set", &pair, &content, today()) {
                Ok(()) => {
                    if let Some(value) = parsed.answers.get(id).cloned() {
                        answers.set(id, value);
                    } else {
                        let says = clean::clean(text, true).text.chars().any(char::is_alphanumeric);
                        assert!(!says, "blanks and signs alone are no answer");
                    }
                }
                // Said without the text itself, where that is more than a letter.
                Err(p) => assert!(text.len() < 4 || !p.message.contains(text), "{p}"),
            }
            for n in &parsed.notes {
                is_harmless(&n.message, text);
            }
            let (group, name) = key.split_once('.').unwrap_or(("", &key));
            let head = if group.is_empty() { String::new() } else { format!("[{group}]\n") };
            let parsed = answers_file::parse(
                "x",
                &format!("{head}{name} = {}\n", quoted(text)),
                &content,
                today(),
            );
            match parsed {
                Ok(p) => {
                    if let Some(Value::One(read)) = p.answers.get(id) {
                        is_harmless(read, text);
                    }
                }
                Err(wrong) => {
                    assert!(wrong.iter().all(|p| p.key == key && p.line > 0), "{wrong:?}");
                }
            }
        }
        check_outputs(&content, &answers, text);
        made += 1;
    }
    assert!(made > 400, "{made}");
}

/// Typed text is never run as a template and appears in the letter unchanged.
#[test]
fn nothing_typed_is_a_template() {
    let content = Content::builtin();
    let mut a = complete("change_handler", "mail");
    for id in ["must_have", "region"] {
        a.set(id, one("{{ 7 * 7 }}{% if 1 %}x{% endif %}{# y #}"));
    }
    a.set("wishes", many(&["field_expert"]));
    let doc = Document::new(&content, &a, None, today(), OfficeCalendar::default());
    assert_eq!(
        doc.plan.body.matches("{{ 7 * 7 }}{% if 1 %}x{% endif %}{# y #}").count(),
        2,
        "{}",
        doc.plan.body
    );
    assert!(!doc.plan.body.contains("49"));
}

/// Pasted and typed into every kind of text on the screen.
#[test]
fn every_text_on_the_screen_takes_any_string() {
    let at = |goal: &str, missing: &str| {
        let mut a = complete(goal, "mail");
        a.remove(missing);
        let mut d = Driver::answered(a);
        assert_eq!(d.at(), missing);
        d.press("x");
        d
    };
    let mut review = Driver::answered(complete("withdraw", "mail"));
    review.press("w");
    let mut edit = Driver::answered(complete("withdraw", "mail"));
    edit.press("e");
    let mut form = Driver::answered({
        let mut a = complete("decline", "mail");
        a.remove("selections");
        a
    });
    form.press("a");
    let mut long = Driver::answered(complete("change_handler", "mail"));
    while long.at() != "must_have" {
        long.press("esc");
    }
    let mut fields = vec![
        at("withdraw", "sender.name"),
        at("withdraw", "sender.birth_date"),
        long,
        form,
        review,
        edit,
    ];
    for (i, text) in naughty().enumerate() {
        for d in &mut fields {
            for e in parse("ctrl+a ctrl+k").into_iter().chain([TermEvent::Paste(text.to_owned())]) {
                assert!(d.app.update(Msg::Term(e)).is_empty());
            }
            // Now and then: the frame is what costs.
            if i % 8 == 0 {
                d.burst("left delete backspace ctrl+u")
                    .resize(36 + u16::try_from(i % 60).expect("small"), 24);
                for cell in &d.app.view().buffer.content {
                    assert!(
                        !cell.symbol().chars().any(char::is_control),
                        "{text:?}: {:?}",
                        cell.symbol()
                    );
                }
            }
        }
    }
}

/// Services and wording of one's own: what hides something is refused and named; what is taken
/// makes harmless letters.
#[test]
fn a_service_or_a_paragraph_hides_nothing() {
    let (mut taken, mut refused) = (0, 0);
    for text in naughty().step_by(10).chain(MORE) {
        let service = format!(
            "id = \"minato\"\nname = {0}\ndesk = {1}\naliases = [{0}]\nanswer_business_days = 3\n\
                note = {0}\n",
            quoted(text),
            quoted(&format!("{text} 様"))
        );
        let letter = format!("[[paragraph]]\nid = \"closing.leave\"\ntext = {}\n", quoted(text));
        let content = Content::with_own(UserAssets {
            services: vec![("s.toml".to_owned(), service)],
            letters: vec![("l.toml".to_owned(), letter)],
            unread: Vec::new(),
        });
        let wrong = content.own_mistakes();
        for p in &wrong {
            is_harmless(&clean::visible(&p.to_string()), text);
        }
        refused += usize::from(!wrong.is_empty());
        let mut answers = complete("withdraw", "mail");
        if content.service("minato").is_some() {
            answers.set("service", one("minato"));
            taken += 1;
        }
        check_outputs(&content, &answers, text);
    }
    assert!(taken > 20 && refused > 5, "{taken} taken, {refused} refused");
}

/// Ids are names of files, and stay in their folder.
#[test]
fn no_string_is_an_id_that_leaves_the_folder() {
    let content = Content::builtin();
    for text in
        naughty().chain(["..", "../x", "/etc/passwd", "a/../b", "C:\\x", "con", "a\\b", ".lock"])
    {
        if let Some(id) = CaseId::parse(text) {
            let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
            assert!(id.as_str().bytes().all(plain), "{id}");
        }
        let id = CaseId::propose(today(), text, text);
        assert!(CaseId::parse(id.as_str()).is_some(), "{id}");
        assert!(CaseId::parse(id.numbered(9999).as_str()).is_some());
        assert!(content.service(text).is_none() || text == "other");
    }
}

/// A case that holds such strings wherever it takes text is stored, read back and shown.
#[test]
fn a_case_holds_any_string_and_shows_it_harmlessly() {
    use case::{CaseRecord, KeptText, LetterRecord, PlanStep};
    let p = place();
    let mut kept = 0;
    for (n, texts) in naughty().collect::<Vec<_>>().chunks(80).enumerate() {
        let mut record = CaseRecord::new(today(), "other", texts[0], Goal::Withdraw);
        for text in texts {
            // As the program itself takes texts in.
            let text = clean::clean(text, true).text;
            record.letters.push(LetterRecord {
                made: DateTime::default(),
                channel: kotowari::domain::channel::Channel::Mail,
                tone: "standard".to_owned(),
                follow_up: None,
                deadlines: Deadlines::default(),
                kept: KeptText::Text { subject: text.replace('\n', " "), text: text.clone() },
            });
            let what =
                case::What::Call { number: text.clone(), person: text.clone(), promised_by: None };
            record.log(DateTime::default(), what, &text);
            record.plan.push(PlanStep { on: today(), goal: Some(Goal::Pause), note: text });
            kept += 1;
        }
        // Planned steps count once something was sent.
        let sent = case::What::Sent {
            letter: 1,
            how: kotowari::domain::channel::Channel::Mail,
            person: String::new(),
            promised_by: None,
        };
        record.log(DateTime::default(), sent, "");
        let toml = file::to_toml(&record);
        assert!(file::parse("x", &toml) == Ok(record.clone()), "{n}");
        let back = archive::Archive { cases: vec![record], drafts: Vec::new() };
        assert!(archive::parse("x", &archive::to_toml(&back)) == Ok(back));
        fs::write(p.path(&format!("in{n}.toml")), toml).expect("a file");
        p.run(&["cases", "import", &format!("in{n}.toml")]).ended(&[0]);
    }
    assert!(kept > 400);
    for args in [
        &["cases"][..],
        &["cases", "--format", "json"],
        &["due"],
        &["due", "--format", "json"],
        &["cases", "show", "20261120-other-withdraw"],
        &["cases", "show", "20261120-other-withdraw", "--format", "json"],
        &["cases", "export", "20261120-other-withdraw"],
    ] {
        let run = p.run(args);
        run.ended(&[0]);
        assert!(run.out.len() > 100 || args == ["due"], "{args:?}: {}", run.out);
    }
    for id in ["..", "../in0", "/etc/passwd", "*", "a/b", "20261120-other-withdraw.toml", ""] {
        for args in [
            &["cases", "show", id][..],
            &["cases", "remove", id, "--yes"],
            &["cases", "log", id, "--kind", "note"],
        ] {
            p.run(args).ended(&[1, 2]);
        }
    }
    assert!(p.path("in0.toml").exists());
}

// -------------------------------------------------------------------------------------------------
// bombs

/// About this many bytes each; as the largest that is read (1 MiB) they would take a build without
/// optimisation too long.
const BOMB: usize = 100_000;
/// For all of them. What counts through the file for each mistake needs minutes.
const PATIENCE: Duration = Duration::from_secs(60);

/// Files that are made to keep a reader busy: (what, text).
fn bombs() -> Vec<(&'static str, String)> {
    let times = |unit: &str| unit.repeat(BOMB / unit.len());
    let numbered = |line: fn(usize) -> String| (0..BOMB / 10).map(line).collect::<String>();
    vec![
        ("brackets", times("[")),
        ("arrays", format!("a = {}1{}", times("["), times("]"))),
        ("tables in a line", format!("a = {}1{}", times("{b="), times("}"))),
        ("dots", times("a.") + "b = 1"),
        ("keys", numbered(|i| format!("k{i} = 1\n"))),
        ("the same key", times("a = 1\n")),
        ("tables", numbered(|i| format!("[t{i}]\n"))),
        ("the same table", times("[a]\n")),
        ("rubbish", times("= = =\n")),
        ("quotes", times("\"\"\"")),
        ("single quotes", times("'''")),
        ("an open string", format!("a = \"{}", times("\\u0041"))),
        ("a long list", format!("goal = [{}]", times("\"x\", "))),
        ("a long word", format!("goal = \"{}\"", times("あ"))),
        ("events", format!("version = 1\nid = \"x\"\n{}", times("[[event]]\n"))),
        ("cases", format!("version = 1\nkind = \"kotowari-cases\"\n{}", times("[[case]]\n"))),
        ("rows", format!("[answers]\n{}", times("[[answers.selections]]\n"))),
        ("wishes", format!("[answers]\nwishes = [\n{}]", times("\"x\",\n"))),
        ("senders", format!("[sender]\n{}", numbered(|i| format!("n{i} = 1\n")))),
        ("keys of keys", format!("[keys.review]\n{}", numbered(|i| format!("n{i} = [\"x\"]\n")))),
        ("paragraphs", times("[[paragraph]]\nid = \"closing.stay\"\ntext = \"x\"\n")),
        (
            "a template",
            format!(
                "[[paragraph]]\nid = \"closing.stay\"\ntext = \"{{{{ {}1{} }}}}\"\n",
                times("("),
                times(")")
            ),
        ),
        ("carriage returns", times("\r")),
        ("zeros", times("\0")),
    ]
}

#[test]
fn no_file_keeps_us_busy() {
    let start = Instant::now();
    let content = Content::builtin();
    for (what, text) in bombs() {
        let began = Instant::now();
        let answers = answers_file::parse("x", &text, &content, today()).err().map(|p| p.len());
        let config = Config::parse("x", &text).err().map(|p| p.len());
        let problems = |e: FileError| e.problems().len();
        let one_case = file::parse("x", &text).err().map(problems);
        let a_draft = draft::parse("x", &text).err().map(problems);
        let all = archive::parse("x", &text).err().map(problems);
        for (of, found) in [
            ("answers", answers),
            ("configuration", config),
            ("case", one_case),
            ("draft", a_draft),
            ("archive", all),
        ] {
            let found = found.unwrap_or_else(|| panic!("{what}: taken as {of}"));
            // Named, and not ten thousand times.
            assert!((1..=201).contains(&found), "{what}: {found} mistakes as {of}");
        }
        let (service, letter) =
            (vec![("s".to_owned(), text.clone())], vec![("l".to_owned(), text)]);
        let own = Content::with_own(UserAssets {
            services: service,
            letters: letter,
            unread: Vec::new(),
        });
        assert!(own.own_mistakes().len() >= 2, "{what}");
        eprintln!("{what}: {:?}", began.elapsed());
    }
    assert!(start.elapsed() < PATIENCE, "{:?}", start.elapsed());
}

// -------------------------------------------------------------------------------------------------
// the program itself

fn good(goal: &str) -> String {
    let wishes = "means = \"mail_only\"\nfrequency = \"monthly\"\nurgent_offers = \"stop\"\n";
    answers("apoplus-pharmacist", goal, wishes)
}

/// With good answers in it.
fn place() -> Place {
    let p = Place::new();
    p.file("good.toml", good("reduce_contact"));
    p
}

/// A line of shell in which `KOTOWARI` is the program.
#[cfg(unix)]
fn shell(p: &Place, line: &str) -> Run {
    let mut c = program::at_home("sh", p.0.path());
    let program = format!("'{}' --today 2026-11-20", env!("CARGO_BIN_EXE_kotowari"));
    c.args(["-c", &line.replace("KOTOWARI", &program)]).current_dir(p.0.path());
    c.stdin(Stdio::null());
    finish(c.output().expect("a shell"))
}

impl Run {
    /// Ended with one of these codes, by its own will, and with nothing raw on either output.
    #[track_caller]
    fn ended(&self, codes: &[i32]) {
        assert!(codes.contains(&self.code), "{}: {}\n{}", self.code, self.out, self.err);
        assert!(!self.err.contains("panicked"), "{}", self.err);
        is_harmless(&self.out, "a run");
        is_harmless(&self.err, "a run");
    }
    #[cfg(unix)]
    #[track_caller]
    fn refused(&self, says: &str) {
        self.ended(&[1, 2]);
        assert!(self.err.contains(says), "{says} is not said in\n{}", self.err);
    }
}

/// A hundred megabytes in place of each of our files are refused for their size, in little memory.
#[cfg(target_os = "linux")]
#[test]
fn a_huge_file_is_refused_unread() {
    let p = place();
    let huge = |name: &str| {
        let path = p.path(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::File::create(&path).and_then(|f| f.set_len(100 << 20)).expect("a sparse file");
        path
    };
    // The program itself, unoptimised and with what tells where its code is from, is a part of
    // this. Time is that of the processor: how busy the machine is says nothing of the program.
    let little = "ulimit -v 400000; ulimit -t 30; KOTOWARI";
    huge("huge.toml");
    for args in [
        "letter --answers huge.toml",
        "check huge.toml",
        "--config huge.toml letter --answers good.toml",
    ] {
        shell(&p, &format!("{little} {args}")).refused("大きすぎます");
    }
    shell(&p, &format!("{little} cases import huge.toml")).refused("大きすぎます");
    huge("services/a.toml");
    huge("letters/a.toml");
    let run = shell(&p, &format!("{little} letter --answers good.toml"));
    run.ended(&[0]);
    assert_eq!(run.err.matches("大きすぎます").count(), 2, "{}", run.err);
    huge("data/cases/20261120-a.toml");
    huge("data/draft.toml");
    shell(&p, &format!("{little} cases")).refused("大きすぎます");
    shell(&p, &format!("{little} due")).refused("大きすぎます");
    shell(&p, &format!("{little} check")).refused("大きすぎます");
    // Named and left alone.
    for name in ["data/cases/20261120-a.toml", "data/draft.toml", "services/a.toml"] {
        assert_eq!(fs::metadata(p.path(name)).expect("still there").len(), 100 << 20, "{name}");
    }
}

/// As much of it as is read at all, of what is dearest to read.
#[cfg(target_os = "linux")]
#[test]
fn the_largest_file_of_quotes_is_refused_soon() {
    let p = place();
    for quotes in ["\"\"\"", "'''"] {
        p.file("quotes.toml", quotes.repeat((1 << 20) / 3));
        for args in [
            "letter --answers quotes.toml",
            "check quotes.toml",
            "--config quotes.toml letter --answers good.toml",
            "cases import quotes.toml",
        ] {
            let run = shell(&p, &format!("ulimit -v 400000; ulimit -t 30; KOTOWARI {args}"));
            run.refused("quotes.toml");
        }
    }
}

/// What it is, and what makes it.
#[cfg(unix)]
type Make<'a> = (&'a str, &'a dyn Fn(&Path));

/// Something else in the place of our files and folders: nobody waits for a pipe, nothing is lost,
/// the letter is still made where it does not depend on it.
#[cfg(unix)]
#[test]
fn what_stands_in_for_our_files_is_said() {
    use std::os::unix::fs::symlink;
    let pipe =
        |path: &Path| assert!(Command::new("mkfifo").arg(path).status().expect("mkfifo").success());
    let make: [Make<'_>; 5] = [
        ("a pipe", &pipe),
        ("a file", &|p| fs::write(p, "theirs").expect("a file")),
        ("a link to nothing", &|p| symlink("nowhere", p).expect("a link")),
        ("a link to itself", &|p| symlink(p.file_name().expect("a name"), p).expect("a link")),
        ("a device", &|p| symlink("/dev/zero", p).expect("a link")),
    ];
    for (what, make) in make {
        for folder in ["services", "letters"] {
            let p = place();
            make(&p.path(folder));
            p.run(&["letter", "--answers", "good.toml"]).ended(&[0]);
            // The same inside of the folder, under a name that counts.
            let p = place();
            fs::create_dir(p.path(folder)).expect("a folder");
            make(&p.path(&format!("{folder}/a.toml")));
            let run = p.run(&["letter", "--answers", "good.toml"]);
            run.ended(&[0]);
            // A link to nothing is nothing; whatever else stands there is named.
            let named = run.err.contains("a.toml");
            assert!(named || what == "a link to nothing", "{what} in {folder}: {}", run.err);
        }
        // The data folder, the folder of cases, the draft, the lock.
        for name in ["data", "data/cases", "data/draft.toml", "data/.lock"] {
            let p = place();
            fs::create_dir_all(p.path(name).parent().expect("a folder")).expect("a folder");
            make(&p.path(name));
            let before = fs::symlink_metadata(p.path(name)).expect("there").file_type();
            for args in [
                &["cases"][..],
                &["due"],
                &["cases", "export", "--all"],
                &["cases", "import", "good.toml"],
            ] {
                p.run(args).ended(&[0, 1, 2]);
            }
            let after = fs::symlink_metadata(p.path(name)).expect("still there").file_type();
            assert_eq!(before, after, "{what} as {name}");
            if what == "a file" {
                assert_eq!(fs::read_to_string(p.path(name)).expect("theirs"), "theirs", "{name}");
            }
        }
    }
}

/// The clock of the machine is wrong, or so it was given.
#[test]
fn no_day_is_too_early_or_too_late() {
    let p = place();
    let (range, no_date) = ("1868年から2200年まで", "日付として読めません");
    for (day, says) in [
        ("0001-01-01", range),
        ("1867-12-31", range),
        ("2201-01-01", range),
        ("-262143-01-01", no_date),
        ("+262142-12-31", no_date),
    ] {
        let refused = p.on(day, &["letter", "--answers", "good.toml"]);
        assert!(refused.code == 2 && refused.err.contains(says), "{day}: {}", refused.err);
    }
    for day in ["1868-01-01", "1970-01-01", "2100-12-31", "2200-12-31"] {
        for args in [
            &["letter", "--answers", "good.toml"][..],
            &["letter", "--answers", "good.toml", "--channel", "post"],
            &["letter", "--answers", "good.toml", "--channel", "phone", "--format", "json"],
        ] {
            p.on(day, args).ended(&[0, 3]);
        }
        let mail = p.on(day, &["letter", "--answers", "good.toml", "--format", "eml"]);
        assert!(mail.code == 0 && mail.out.contains("\r\n\r\n"), "{day}: {}", mail.err);
        for args in [&["check", "good.toml"][..], &["due"], &["cases"]] {
            p.on(day, args).ended(&[0, 1]);
        }
    }
}

/// Nobody listens, or the disk behind a redirection is full: said where it can be, with a code of
/// ours, and the work is done.
#[cfg(target_os = "linux")]
#[test]
fn outputs_that_take_nothing_are_no_panic() {
    let p = place();
    for args in [
        "letter --answers good.toml",
        "letter --answers gone.toml",
        "letter --answers good.toml --output out.txt",
        "check",
        "cases",
        "cases places",
        "due",
        "services",
        "services nowhere",
        "wipe",
        "--help",
        "--version",
        "--wrong",
    ] {
        let all = shell(&p, &format!("KOTOWARI {args}"));
        for full in
            [">/dev/full", "2>/dev/full", ">/dev/full 2>/dev/full", ">&- 2>&-", "<&- >&- 2>&-"]
        {
            let run = shell(&p, &format!("KOTOWARI {args} {full}"));
            run.ended(&[0, 1, 2, 3]);
            if full.starts_with(">/dev/full") && all.code == 0 && !all.out.is_empty() {
                assert_eq!(run.code, 1, "{args} {full}: what is lost is no success");
            } else if full == "2>/dev/full" {
                assert_eq!((run.code, &run.out), (all.code, &all.out), "{args} {full}");
            }
        }
        // A reader that has gone away before anything is written.
        let gone = shell(&p, &format!("{{ KOTOWARI {args}; echo $? >&2; }} 2>code | :"));
        gone.ended(&[0]);
        let said = fs::read_to_string(p.path("code")).expect("the code");
        assert!(!said.contains("panicked"), "{args}: {said}");
    }
    assert!(p.path("out.txt").exists(), "the work is done all the same");
    // What can't be said keeps nothing from being removed.
    fs::create_dir_all(p.path("data/cases")).expect("a folder");
    fs::write(p.path("config.toml"), "[sender]\nname = \"山田 花子\"\n").expect("a file");
    fs::write(p.path("data/draft.toml"), "x").expect("a file");
    assert_eq!(shell(&p, "KOTOWARI wipe --yes >/dev/full 2>/dev/full").code, 1);
    assert!(!p.path("data/draft.toml").exists());
    assert!(!p.path("config.toml").exists());
}

/// Without a home there is no configuration and no place for cases; a letter is made all the same.
#[cfg(unix)]
#[test]
fn without_a_home_the_letter_is_made() {
    let p = place();
    let bare = "env -i PATH=/usr/bin:/bin KOTOWARI";
    let run = shell(&p, &format!("{bare} letter --answers good.toml"));
    run.ended(&[0]);
    assert!(run.out.starts_with("件名："), "{}", run.out);
    shell(&p, &format!("{bare} cases")).refused("HOME");
    shell(&p, &format!("{bare} check good.toml")).ended(&[0]);
    for home in [
        "HOME=",
        "HOME=relative",
        "HOME=/dev/null",
        "HOME=/proc/nowhere XDG_CONFIG_HOME=also/relative",
    ] {
        let run = shell(&p, &format!("env -i {home} KOTOWARI letter --answers good.toml"));
        assert!(run.code == 0 || run.err.contains("読めません"), "{home}: {}", run.err);
        shell(&p, &format!("env -i {home} KOTOWARI cases import good.toml")).ended(&[1, 2]);
    }
    assert!(!p.path("relative").exists() && !p.path("also").exists());
}

// -------------------------------------------------------------------------------------------------
// mutations

const CONFIG: &str = "[sender]\nname = \"山田 花子\"\nbirth_date = 1990-04-01\n\
    [registration.apoplus-pharmacist]\n\
    handler = \"佐藤\"\n[defaults]\nchannel = \"form\"\n[look]\ncolors = \"never\"\n[privacy]\n\
    save = \"ask\"\n[cases]\n\
    keep = \"hash\"\n[office]\nyear_end = true\n[keys.review]\ncopy = [\"c\", \"ctrl+x\"]\n";

/// Rounds for each kind of file; in a build without optimisation they take seconds.
const ROUNDS: usize = 500;

/// Pieces that mean something to one of the readers.
const PIECES: [&str; 24] = [
    "\"", "'", "\"\"\"", "[", "]", "[[", "{", "}", "=", ".", "#", "\n", "\\", "\\u0000",
    "\u{1b}[31m", "\u{202E}", "あ", "0", "-1", "2026-02-30", "true", "{{", "%}", "\r\n",
];

/// The text with a few places changed: characters lost, doubled, replaced; lines moved; pieces put
/// in.
fn mutated(text: &str, rng: &mut Rng) -> String {
    let mut chars: Vec<char> = text.chars().collect();
    for _ in 0..=rng.below(4) {
        let at = rng.below(chars.len() + 1);
        let end = (at + rng.below(12)).min(chars.len());
        match rng.below(6) {
            0 => drop(chars.drain(at..end)),
            1 => {
                let piece: Vec<char> = chars[at..end].to_vec();
                chars.splice(at..at, piece);
            }
            2 => {
                let to = rng.below(chars.len() + 1 - (end - at));
                let piece: Vec<char> = chars.drain(at..end).collect();
                chars.splice(to..to, piece);
            }
            3 => {
                if let Some(c) = chars.get_mut(at) {
                    *c = char::from_u32(u32::try_from(rng.below(0x300)).expect("small"))
                        .unwrap_or('\u{FFFD}');
                }
            }
            _ => {
                let piece = rng.pick(&PIECES);
                chars.splice(at..at, piece.chars());
            }
        }
    }
    chars.into_iter().collect()
}

/// Real files, mutated, through every reader of ours: none panics, and what is said of them is
/// harmless and has its place.
#[test]
fn no_mutation_of_a_real_file_panics() {
    let content = Content::builtin();
    let asset = |name: &str| {
        fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(name))
            .expect("a file of the repository")
    };
    let selection = "\n[[answers.selections]]\nemployer = \"みなと\"\nstage = \"offer\"\n\
        wish = \"keep\"\ndate = 2026-12-01\n";
    let answers = good("withdraw") + "no_call = [\"weekday 09:00-18:00\"]" + selection;
    let mut record =
        case::CaseRecord::new(today(), "apoplus-pharmacist", "アポプラス薬剤師", Goal::Withdraw);
    record.answers = Some(answers.clone());
    record.log(
        DateTime::parse_from_rfc3339("2026-11-20T10:00:00+09:00").expect("a moment"),
        case::What::Call { number: "1".to_owned(), person: "佐藤".to_owned(), promised_by: None },
        "メモ\n二",
    );
    record.plan.push(case::PlanStep {
        on: today(),
        goal: Some(Goal::Pause),
        note: "メモ".to_owned(),
    });
    let a_draft = draft::Draft {
        run: None,
        saved: DateTime::default(),
        answers: answers.clone(),
        opened: None,
        texts: [("sender.name".to_owned(), "山".to_owned())].into(),
        case: None,
        edited: None,
    };
    let all = archive::Archive { cases: vec![record.clone()], drafts: vec![a_draft.clone()] };
    let seeds = [
        answers,
        CONFIG.to_owned(),
        file::to_toml(&record),
        draft::to_toml(&a_draft),
        archive::to_toml(&all),
        asset("assets/services/apoplus-pharmacist.toml"),
        "[[paragraph]]\nid = \"closing.stay\"\n\
            text = \"{% if no_call %}{{ no_call | join('、') }}{% endif %}\"\n"
            .to_owned(),
    ];
    let mut rng = Rng::new(20_261_120);
    let mut read = [0; 7];
    for round in 0..ROUNDS * seeds.len() {
        let kind = round % seeds.len();
        let text = mutated(&seeds[kind], &mut rng);
        let lines = text.lines().count().max(1);
        let own = |services: bool| {
            let files = vec![("x".to_owned(), text.clone())];
            let none = Vec::new();
            let (services, letters) = if services { (files, none) } else { (none, files) };
            let own = Content::with_own(UserAssets { services, letters, unread: Vec::new() });
            let wrong = own.own_mistakes();
            if wrong.is_empty() {
                // Taken: then every letter is made with it.
                let doc = complete("change_handler", "mail");
                is_harmless(
                    &Document::new(&own, &doc, None, today(), OfficeCalendar::default()).plan.all(),
                    &text,
                );
            }
            wrong
        };
        let wrong = match kind {
            0 => answers_file::parse("x", &text, &content, today()).err().unwrap_or_default(),
            1 => Config::parse("x", &text).err().unwrap_or_default(),
            2 => file::check("x", &text, &content, today()),
            3 => draft::parse("x", &text).err().map(FileError::problems).unwrap_or_default(),
            4 => archive::parse("x", &text).err().map(FileError::problems).unwrap_or_default(),
            // The rules for a whole content cost more than reading a file.
            5 if round % 4 == 0 => own(true),
            6 if round % 4 == 0 => own(false),
            _ => continue,
        };
        read[kind] += usize::from(wrong.is_empty());
        for p in &wrong {
            is_harmless(&clean::visible(&p.to_string()), &text);
            assert!(p.line <= lines + 1, "{p} of {lines} lines in {text:?}");
        }
    }
    // Some mutations leave a good file: the readers were not all stopped at the first character.
    assert!(read.iter().all(|n| *n > 0), "{read:?}");
}

#[test]
fn no_mutation_of_a_key_or_a_paste_panics() {
    let mut rng = Rng::new(7);
    let keys = ["ctrl+c", "alt+enter", "f12", "space", "pageup", "ctrl+alt+x", "あ", "?"];
    for _ in 0..5_000 {
        let seed = rng.pick(&keys);
        let key = mutated(seed, &mut rng);
        if let Some(k) = parse_key(&key) {
            is_harmless(&show_key(k), &key);
        }
    }
    let mut buffer = EditBuffer::new("", true);
    for text in naughty() {
        for _ in 0..2 {
            let text = mutated(text, &mut rng);
            for multiline in [false, true] {
                let cleaned = clean::clean(&text, multiline);
                is_harmless(&cleaned.text, &text);
                cleaned.removed.iter().for_each(|mark| is_harmless(mark, &text));
                assert_eq!(clean::clean(&cleaned.text, multiline).text, cleaned.text, "{text:?}");
            }
            buffer.insert(&text);
            buffer.set_cursor(rng.below(buffer.text().len() + 1));
            is_harmless(buffer.text(), &text);
            let at = buffer.layout(1 + rng.below(90));
            assert!(at.row < at.lines.len());
            check_calendar(&text, &text, &text);
            let mail = eml::eml(&eml::Message {
                from: Some(eml::Mailbox { name: &text, address: "a@example.jp" }),
                to: Some(eml::Mailbox { name: &text, address: "b@example.jp" }),
                cc: None,
                subject: &text,
                date: DateTime::default(),
                body: &text,
            });
            check_mail(&mail.expect("good addresses"), &text);
            check_link(&mailto::mailto(Some(&text), Some(&text), Some(&text), &text), &text);
        }
        if buffer.text().len() > 20_000 {
            buffer.set_text("");
        }
    }
}
