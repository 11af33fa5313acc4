//! What is handed to other programs, read by other people's parsers: Python's email and urllib,
//! Python's icalendar, and zbar. And whatever is typed, nothing of it becomes a header or a field.

#[path = "support/program.rs"]
mod program;
#[path = "support/ran.rs"]
mod ran;
#[path = "support/tools.rs"]
mod tools;

use chrono::{DateTime, FixedOffset, NaiveDate, TimeZone as _, Utc};
use kotowari::domain::handover::eml::{Mailbox, Message, eml};
use kotowari::domain::handover::ics::{IcsEntry, ics};
use kotowari::domain::handover::mailto::{LIMIT, mailto, mailto_without_body};
use kotowari::domain::handover::qr::{QrStyle, qr, tel_uri};
use kotowari::domain::handover::{addr_spec, crlf, one_line};
use kotowari::domain::letter::form::characters;
use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;
use ran::{GOOD, Place, finish};
use serde_json::{Value, json};
use std::io::Write as _;
use std::process::{Command, Stdio};

/// What people type, what gets lost on the way, and what would like to be a header.
const NAUGHTY: [&str; 32] = [
    "",
    " ",
    "山田 花子",
    "\u{20BB7}葛\u{E0100} ﾔﾏﾀﾞﾊﾅｺ",
    "👩‍👩‍👧 é e\u{301} \u{202E}abc",
    "退会\r\nBcc: evil@example.jp",
    "退会\nBcc: evil@example.jp",
    "退会\rBcc: evil@example.jp",
    "x\r\n\r\nA body of its own",
    "x\r\n Bcc: evil@example.jp",
    "x\u{85}Bcc: evil@example.jp",
    "x\u{2028}Bcc: evil@example.jp\u{2029}",
    "x\u{B}Bcc: y\u{C}Bcc: z\u{0}\u{1B}[31m\u{7F}",
    "=?utf-8?b?QmNj?= =?us-ascii?q?a?=",
    "a?cc=evil@example.jp&bcc=evil@example.jp#x",
    "100%0D%0ABcc: %41 + b",
    "evil@example.jp, b",
    "\"x\" <evil@example.jp>",
    "x> <evil@example.jp",
    "a;b:c,d.e@f\\g(h)[i]'j'",
    "Mr. O'Hara (home)",
    "a  b   c",
    "tab\there",
    "x\nEND:VEVENT\nBEGIN:VEVENT",
    "x\r\nATTENDEE:mailto:evil@example.jp",
    "会議、A;B,C: \"D\"\r\n二行目\n三行目",
    "BEGIN:VALARM",
    "ends with a backslash \\",
    "日本語の、とても長い件名です。折り返しのところで字が切れてはいけません。𠮷野家・葛󠄀飾区・ﾊﾝｶｸｶﾅ。もっと、もっと長く続きます。",
    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
    "many short words that have to be folded somewhere because a line of a mail or of a calendar is not as long as this one is",
    "a+b@example.jp",
];

/// Addresses: two good ones, some that carriers gave out, and tricks.
const ADDRESSES: [&str; 10] = [
    "hanako@example.jp", "a+b-c_d@sub.example.co.jp", "a..b@docomo.example.jp",
    "a.@ezweb.example.jp", "a@example.jp,evil@example.jp", "a@example.jp?bcc=evil@example.jp",
    "a\"<evil@example.jp>@example.jp", "a@example.jp\r\nBcc: evil@example.jp", "花子@example.jp",
    "nobody",
];

fn noon() -> DateTime<FixedOffset> {
    let japan = FixedOffset::east_opt(9 * 3600).expect("an offset");
    japan.with_ymd_and_hms(2026, 12, 1, 12, 0, 0).single().expect("a time")
}

/// Random texts, the same in every run: control characters and line breaks among them.
fn random(n: usize) -> Vec<String> {
    let mut runner = TestRunner::deterministic();
    let text = text();
    (0..n).map(|_| text.new_tree(&mut runner).expect("a text").current()).collect()
}

fn text() -> impl Strategy<Value = String> {
    let part = prop_oneof![
        4 => any::<String>(),
        3 => proptest::sample::select(NAUGHTY.to_vec()).prop_map(str::to_owned),
        3 => proptest::sample::select(vec![
            "\r\n", "\n", "\r", "\r\n\r\n", "\r\n ", "Bcc: e@x.jp", "=?", "?=", ",", ";", "\\",
            "退", "𠮷",
        ])
            .prop_map(str::to_owned),
    ];
    proptest::collection::vec(part, 0..6).prop_map(|parts| parts.concat())
}

/// Runs a script that reads JSON and writes JSON.
fn ask(python: &str, script: &str, question: &Value) -> Vec<Value> {
    let script = format!(
        "import sys, json\nquestion = json.load(sys.stdin)\n{script}\njson.dump(answer, sys.stdout)"
    );
    let mut child = Command::new(python)
        .args(["-I", "-X", "utf8", "-c", &script])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("Python starts");
    child
        .stdin
        .take()
        .expect("a pipe")
        .write_all(question.to_string().as_bytes())
        .expect("it reads");
    let out = child.wait_with_output().expect("it ends");
    assert!(out.status.success(), "the script failed");
    serde_json::from_slice(&out.stdout).expect("a list")
}

/// The header section, unfolded: names and values. Panics if it is not made of ASCII lines that end
/// in CRLF.
fn headers(mail: &str) -> Vec<(&str, String)> {
    let (head, body) = mail.split_once("\r\n\r\n").expect("an empty line");
    assert!(mail.is_ascii());
    for line in mail.split("\r\n") {
        // An address is one word, up to its quoted part's end.
        let most = if line.contains('@') || line.starts_with(" <\"") { 998 } else { 78 };
        assert!(
            line.len() <= most && !line.contains(['\r', '\n']),
            "{} octets: {line:?}",
            line.len()
        );
    }
    assert!(body.split("\r\n").all(|l| l.len() <= 76));
    let mut out: Vec<(&str, String)> = Vec::new();
    for line in head.split("\r\n") {
        if line.starts_with([' ', '\t']) {
            let (_, value) = out.last_mut().expect("a header to go on with");
            value.push_str(line);
        } else {
            let (name, value) = line.split_once(": ").expect("a name");
            out.push((name, value.to_owned()));
        }
    }
    out
}

// -------------------------------------------------------------------------------------------------
// mail

// Names come from the module's older half: the newer one, in Python 3.11, puts blanks between the
// encoded words of a long name (RFC 2047 §6.2 says that they are none) and evens out those that are
// typed.
const READ_MAIL: &str = r#"
import email, email.policy, email.utils
from email.header import decode_header, make_header
def one(text):
    m = email.message_from_bytes(text.encode("ascii"), policy=email.policy.default)
    raw = email.message_from_bytes(text.encode("ascii"))
    def people(h):
        if h not in m:
            return []
        (name, _), = email.utils.getaddresses(["".join(raw[h].splitlines())])
        a, = m[h].addresses
        return [[str(make_header(decode_header(name))), a.username + "@" + a.domain]]
    return {
        "keys": m.keys(),
        "subject": m["Subject"],
        "from": people("From"), "to": people("To"), "cc": people("Cc"),
        "date": m["Date"].datetime.isoformat(),
        "body": m.get_content(),
        "charset": m.get_content_charset(),
        "unsent": m["X-Unsent"],
        "defects": [repr(d) for d in m.defects] + [repr(d) for h in m.keys() for d in m[h].defects],
    }
answer = [one(q) for q in question]
"#;

#[test]
fn python_reads_the_mail_as_it_was_written() {
    let Some(python) = tools::python("email", "python3") else { return };
    let mut cases: Vec<(String, String, &str)> = Vec::new();
    for (i, n) in NAUGHTY.iter().enumerate() {
        cases.push((
            (*n).to_owned(),
            NAUGHTY[(i + 5) % NAUGHTY.len()].to_owned(),
            ADDRESSES[i % 7],
        ));
    }
    let texts = random(200);
    cases.extend(
        texts.chunks(2).enumerate().map(|(i, t)| (t[0].clone(), t[1].clone(), ADDRESSES[i % 7])),
    );
    let mails: Vec<String> = cases
        .iter()
        .map(|(name, subject, address)| {
            eml(&Message {
                from: Some(Mailbox { name: "山田 花子", address: "hanako@example.jp" }),
                to: Some(Mailbox { name, address }),
                cc: Some(Mailbox { name: subject, address: "copy@example.jp" }),
                subject,
                date: noon(),
                body: name,
            })
            .expect("good addresses")
        })
        .collect();
    let answers = ask(python, READ_MAIL, &json!(mails));
    assert_eq!(answers.len(), cases.len());
    for ((name, subject, address), a) in cases.iter().zip(&answers) {
        assert_eq!(a["subject"], one_line(subject), "{subject:?}");
        assert_eq!(a["from"], json!([["山田 花子", "hanako@example.jp"]]));
        assert_eq!(a["to"], json!([[one_line(name), address]]), "{name:?}");
        assert_eq!(a["cc"], json!([[one_line(subject), "copy@example.jp"]]), "{subject:?}");
        assert_eq!(a["date"], "2026-12-01T12:00:00+09:00");
        assert_eq!(a["body"], crlf(name), "{name:?}");
        assert_eq!((&a["charset"], &a["unsent"]), (&json!("utf-8"), &json!("1")));
        assert_eq!(a["defects"], json!([]), "{name:?} {subject:?}");
    }
}

#[test]
fn a_mail_needs_nobody() {
    let draft = Message { from: None, to: None, cc: None, subject: "", date: noon(), body: "" };
    let mail = eml(&draft).expect("a mail");
    let names: Vec<_> = headers(&mail).into_iter().map(|(n, _)| n).collect();
    let rest = ["MIME-Version", "Content-Type", "Content-Transfer-Encoding"];
    assert_eq!(names, [&["Date", "Subject", "X-Unsent"][..], &rest].concat());
}

// -------------------------------------------------------------------------------------------------
// link

const READ_LINK: &str = r#"
from urllib.parse import urlsplit, unquote, parse_qsl
def one(link):
    u = urlsplit(link)
    strict = dict(strict_parsing=bool(u.query), errors="strict")
    fields = parse_qsl(u.query, keep_blank_values=True, **strict)
    return [u.scheme, u.netloc, u.fragment, unquote(u.path, errors="strict"), fields]
answer = [one(q) for q in question]
"#;

#[test]
fn python_reads_the_fields_of_a_link_as_they_were_given() {
    let Some(python) = tools::python("urllib", "python3") else { return };
    let texts = random(120);
    let naughty = NAUGHTY.iter().map(|n| (*n).to_owned());
    let texts: Vec<String> = naughty.chain(texts).collect();
    let mut links = Vec::new();
    let mut want = Vec::new();
    for (i, t) in texts.iter().enumerate() {
        let (to, cc) = (ADDRESSES[i % ADDRESSES.len()], ADDRESSES[(i / 10) % ADDRESSES.len()]);
        let body = &texts[(i + 1) % texts.len()];
        let subject = one_line(t);
        let mut fields = Vec::new();
        fields.extend(addr_spec(cc).map(|cc| json!(["cc", cc])));
        fields.extend((!subject.is_empty()).then(|| json!(["subject", subject])));
        let link = mailto(Some(to), Some(cc), Some(t), body).or_else(|e| {
            assert!(e.length > LIMIT);
            mailto_without_body(Some(to), Some(cc), Some(t))
        });
        let Ok(link) = link else { continue };
        if link.contains("body=") {
            fields.push(json!(["body", crlf(body)]));
        }
        let known = |b: u8| b.is_ascii_alphanumeric() || b"-._~%@&=?:".contains(&b);
        assert!(link.len() <= LIMIT && link.bytes().all(known), "{link}");
        links.push(link);
        want.push(json!(["mailto", "", "", addr_spec(to).unwrap_or_default(), fields]));
    }
    assert!(
        links.len() > 100 && want.iter().any(|w| w[4].as_array().is_some_and(|f| f.len() == 3))
    );
    assert_eq!(ask(python, READ_LINK, &json!(links)), want);
}

// -------------------------------------------------------------------------------------------------
// calendar

const READ_CALENDAR: &str = r#"
import icalendar
def one(text):
    c = icalendar.Calendar.from_ical(text.encode("utf-8"))
    e, = c.walk("VEVENT")
    a, = c.walk("VALARM")
    return {
        "parts": [p.name for p in c.walk()],
        "uid": e["UID"], "stamp": e.decoded("DTSTAMP").isoformat(),
        "start": e.decoded("DTSTART").isoformat(), "end": e.decoded("DTEND").isoformat(),
        "summary": e["SUMMARY"], "description": e.get("DESCRIPTION", ""),
        "action": a["ACTION"], "alarm": a["DESCRIPTION"],
        "trigger": a.decoded("TRIGGER").total_seconds(),
        "errors": [str(x) for p in c.walk() for x in p.errors],
    }
answer = [one(q) for q in question]
"#;

fn calendar(summary: &str, description: &str, id: &str) -> String {
    let due = IcsEntry {
        id: id.to_owned(),
        day: NaiveDate::from_ymd_opt(2026, 12, 31).expect("a day"),
        time: None,
        summary: summary.to_owned(),
        description: description.to_owned(),
    };
    ics(&[due], Utc.with_ymd_and_hms(2026, 12, 1, 3, 4, 5).single().expect("a time"))
}

/// What a calendar shows of a description: line breaks as `\n`, no control characters but the tab.
fn shown(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace(['\r', '\u{85}', '\u{2028}', '\u{2029}'], "\n");
    text.chars().filter(|c| matches!(c, '\n' | '\t') || !c.is_control()).collect()
}

/// The content lines, unfolded, with what comes before the value. Panics at a line of more than 75
/// octets.
fn content_lines(calendar: &str) -> Vec<(String, String)> {
    let lines = calendar.strip_suffix("\r\n").expect("CRLF at the end");
    for l in lines.split("\r\n") {
        assert!(l.len() <= 75 && !l.contains(['\r', '\n']), "{} octets: {l:?}", l.len());
    }
    let unfolded = lines.replace("\r\n ", "");
    unfolded
        .split("\r\n")
        .map(|l| l.split_once(':').expect("a name"))
        .map(|(n, v)| (n.into(), v.into()))
        .collect()
}

/// TEXT as RFC 5545 §3.3.11 says, one character after the other.
fn unescaped(value: &str) -> String {
    let mut out = String::new();
    let mut chars = value.chars();
    while let Some(c) = chars.next() {
        out.push(match c {
            '\\' => match chars.next().expect("something escaped") {
                'n' => '\n',
                c @ ('\\' | ';' | ',') => c,
                c => panic!("\\{c}"),
            },
            ';' | ',' => panic!("a bare {c}"),
            c => c,
        });
    }
    out
}

#[test]
fn python_reads_the_calendar_as_it_was_written() {
    let Some(python) = tools::python("icalendar", "python3-icalendar") else { return };
    let naughty = NAUGHTY.iter().map(|n| (*n).to_owned());
    // The module undoes escapes by one replacement after the other, and through percent signs: it
    // loses track where a backslash or a percent sign was typed.
    // `nothing_typed_becomes_a_line_of_a_calendar` reads those.
    let texts: Vec<String> =
        naughty.chain(random(150)).filter(|t| !t.contains(['\\', '%'])).collect();
    let pairs: Vec<(&String, &String)> = texts.iter().zip(texts.iter().cycle().skip(7)).collect();
    let calendars: Vec<String> = pairs.iter().map(|(s, d)| calendar(s, d, "20261201-1")).collect();
    let answers = ask(python, READ_CALENDAR, &json!(calendars));
    assert!(answers.len() > 80, "{}", answers.len());
    for ((summary, description), a) in pairs.iter().zip(&answers) {
        assert_eq!(a["parts"], json!(["VCALENDAR", "VTIMEZONE", "STANDARD", "VEVENT", "VALARM"]));
        assert_eq!(a["summary"], one_line(summary), "{summary:?}");
        assert_eq!(a["alarm"], one_line(summary));
        assert_eq!(a["description"], shown(description), "{description:?}");
        assert_eq!((&a["uid"], &a["action"]), (&json!("20261201-1@kotowari"), &json!("DISPLAY")));
        assert_eq!(
            (&a["start"], &a["end"]),
            (&json!("2026-12-31T09:00:00+09:00"), &json!("2026-12-31T09:15:00+09:00"))
        );
        assert_eq!(a["stamp"], "2026-12-01T03:04:05+00:00");
        // Before the start: Outlook passes over any other. In the morning of that day.
        assert_eq!(a["trigger"], -15.0 * 60.0);
        assert_eq!(a["errors"], json!([]));
    }
}

#[test]
fn an_event_without_description_has_none() {
    let lines = content_lines(&calendar("返事の期限", "", "1"));
    // That of the reminder.
    assert_eq!(lines.iter().filter(|(n, _)| n == "DESCRIPTION").count(), 1, "{lines:?}");
}

// -------------------------------------------------------------------------------------------------
// anything

proptest! {
    #![proptest_config(ProptestConfig {
        failure_persistence: None,
        cases: 300,
        ..ProptestConfig::default()
    })]

    #[test]
    fn nothing_typed_becomes_a_header(
        name in text(), subject in text(), body in text(),
        address in prop_oneof![any::<String>(), text(), text().prop_map(|t| t + "@example.jp")],
    ) {
        let m = Some(Mailbox { name: &name, address: &address });
        let draft = Message { from: m, to: m, cc: m, subject: &subject, date: noon(), body: &body };
        match eml(&draft) {
            Err(e) => {
                prop_assert_eq!(e.header, "From");
                prop_assert!(addr_spec(&address).is_none());
            }
            Ok(mail) => {
                let found = headers(&mail);
                let names: Vec<&str> = found.iter().map(|(n, _)| *n).collect();
                prop_assert_eq!(
                    names,
                    [
                        "Date", "From", "To", "Cc", "Subject", "X-Unsent", "MIME-Version",
                        "Content-Type", "Content-Transfer-Encoding",
                    ]
                );
                prop_assert_eq!(&found[5].1, "1");
            }
        }
    }

    #[test]
    fn nothing_typed_becomes_a_line_of_a_calendar(
        summary in text(), description in text(), id in text()
    ) {
        let found = content_lines(&calendar(&summary, &format!("x{description}"), &id));
        let names: Vec<&str> = found.iter().map(|(n, _)| n.as_str()).collect();
        prop_assert_eq!(names, [
            "BEGIN", "VERSION", "PRODID", "BEGIN", "TZID", "BEGIN", "DTSTART", "TZOFFSETFROM",
            "TZOFFSETTO", "END", "END", "BEGIN", "UID", "DTSTAMP", "DTSTART;TZID=Asia/Tokyo",
            "DTEND;TZID=Asia/Tokyo",
            "SUMMARY", "DESCRIPTION", "CLASS", "TRANSP", "BEGIN", "ACTION", "DESCRIPTION",
            "TRIGGER",
            "END", "END", "END",
        ]);
        prop_assert_eq!(unescaped(&found[12].1), one_line(&format!("{id}@kotowari")));
        prop_assert_eq!(unescaped(&found[16].1), one_line(&summary));
        prop_assert_eq!(unescaped(&found[17].1), shown(&format!("x{description}")));
    }

    #[test]
    fn a_number_is_digits_or_nothing(number in any::<String>()) {
        if let Some(uri) = tel_uri(&number) {
            let digits = uri.strip_prefix("tel:0").expect("a national number");
            prop_assert!(digits.bytes().all(|b| b.is_ascii_digit()));
        }
    }
}

// -------------------------------------------------------------------------------------------------
// QR code

/// What a camera sees: a picture of the lines on a terminal with room around them, dark signs on
/// light or light ones on dark.
fn picture(lines: &[String], style: QrStyle, inverted: bool) -> String {
    const DOTS: usize = 6;
    let modules: Vec<Vec<bool>> = match style {
        QrStyle::HalfBlocks => lines
            .iter()
            .flat_map(|l| {
                ["▀█", "▄█"].map(|full| l.chars().map(|c| full.contains(c)).collect::<Vec<_>>())
            })
            .collect(),
        QrStyle::Ascii => lines
            .iter()
            .map(|l| {
                let cells: Vec<char> = l.chars().collect();
                cells.chunks(2).map(|c| c == ['#', '#']).collect()
            })
            .collect(),
    };
    let (wide, high) = (modules[0].len() + 4, modules.len() + 4);
    let dark = |x: usize, y: usize| {
        let sign = x
            .checked_sub(2)
            .zip(y.checked_sub(2))
            .and_then(|(x, y)| modules.get(y)?.get(x))
            .copied();
        sign.unwrap_or(false) != inverted
    };
    let mut out = format!("P1\n{} {}\n", wide * DOTS, high * DOTS);
    for y in 0..high * DOTS {
        out.extend((0..wide * DOTS).map(|x| if dark(x / DOTS, y / DOTS) { "1 " } else { "0 " }));
        out.push('\n');
    }
    out
}

#[test]
fn zbar_reads_the_code_from_the_screen() {
    if !tools::have(&[("zbarimg", "zbar-tools")]) {
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let uri = tel_uri("０１２０－３３２－２９０").expect("a number");
    assert_eq!(uri, "tel:0120332290");
    for text in [uri.as_str(), "tel:09012345678", "mailto:a@example.jp?subject=%E9%80%80%E4%BC%9A"]
    {
        for style in [QrStyle::HalfBlocks, QrStyle::Ascii] {
            for inverted in [false, true] {
                let lines = qr(text, style, inverted).expect("a code");
                let file = folder.path().join("code.pbm");
                std::fs::write(&file, picture(&lines, style, inverted)).expect("a picture");
                let out = Command::new("zbarimg")
                    .args(["--quiet", "--raw"])
                    .arg(&file)
                    .stdin(Stdio::null())
                    .output()
                    .expect("zbarimg runs");
                let read = String::from_utf8_lossy(&out.stdout).trim_end().to_owned();
                assert_eq!(read, text, "{style:?} inverted: {inverted}");
            }
        }
    }
}

// -------------------------------------------------------------------------------------------------
// the program

/// Good answers, with a consultant whose name is lost most easily.
fn answers() -> String {
    let head = GOOD.split("\n[answers]").next().expect("a sender");
    head.to_owned()
        + "handler = \"\\U00020BB7葛\\U000E0100\"\n\n[answers]\n"
        + "requests = [\"erase\", \"stop_mail\"]\n"
        + "reason = \"other_service\"\neffective = \"today\"\n"
}

/// `kotowari letter` on answers: exit code, standard output, standard error.
fn letter(p: &Place, answers: &str, today: &[&str], more: &[&str]) -> (i32, String, String) {
    p.file("answers.toml", answers);
    let mut c = program::program(p.0.path());
    c.args(today).args(["letter", "--answers", "answers.toml"]).args(more);
    let run = finish(c.current_dir(p.0.path()).stdin(Stdio::null()).output().expect("it runs"));
    (run.code, run.out, run.err)
}

const DAY: [&str; 2] = ["--today", "2026-12-01"];

#[test]
fn the_letter_is_the_same_as_a_mail() {
    let Some(python) = tools::python("email", "python3") else { return };
    let folder = Place::new();
    let handler = ["--set", "sender.handler_email=sato@example.jp"];
    for (more, to) in [
        (&["--channel", "mail"][..], ""),
        (&handler, "to"),
        (&[&["--channel", "form"][..], &handler].concat(), "cc"),
    ] {
        let (code, mail, err) =
            letter(&folder, &answers(), &DAY, &[more, &["--format", "eml"]].concat());
        assert_eq!(code, 0, "{err}");
        headers(&mail);
        let (_, plan, _) =
            letter(&folder, &answers(), &DAY, &[more, &["--format", "json"]].concat());
        let plan: Value = serde_json::from_str(&plan).expect("JSON");
        let read = ask(python, READ_MAIL, &json!([mail])).remove(0);
        assert_eq!(read["body"], crlf(plan["body"].as_str().expect("a body")));
        // A form has none of its own: the mail beside it has that of the letter as a mail.
        assert_eq!(read["subject"], "退会と個人情報の消去のお願い（山田 花子）");
        assert_eq!(read["from"], json!([["山田 花子", "hanako@example.jp"]]));
        let handler = json!([["\u{20BB7}葛\u{E0100}様", "sato@example.jp"]]);
        // A mail goes to the consultant; of a form the consultant gets a copy.
        for (header, there) in [("to", to == "to"), ("cc", to == "cc")] {
            assert_eq!(read[header], if there { handler.clone() } else { json!([]) }, "{header}");
        }
        assert_eq!(read["date"], "2026-12-01T12:00:00+09:00");
        let keys = read["keys"].as_array().expect("names");
        assert!(keys.iter().all(|k| k != "Message-ID"), "{keys:?}");
        // Into a file, byte for byte the same.
        let (code, out, _) = letter(
            &folder,
            &answers(),
            &DAY,
            &[more, &["--format", "eml", "--output", "letter.eml"]].concat(),
        );
        assert_eq!((code, out.as_str()), (0, ""));
        assert_eq!(std::fs::read_to_string(folder.path("letter.eml")).expect("a file"), mail);
    }
}

#[test]
fn without_a_day_the_mail_is_of_now() {
    let folder = Place::new();
    let (code, mail, err) = letter(&folder, &answers(), &[], &["--format", "eml"]);
    assert_eq!(code, 0, "{err}");
    let (_, date) = headers(&mail).remove(0);
    let date = DateTime::parse_from_rfc2822(&date).expect("a date");
    assert!((Utc::now() - date.to_utc()).num_minutes().abs() < 5, "{date}");
}

#[test]
fn what_is_no_mail_says_what_to_do_instead() {
    let folder = Place::new();
    // A request for another consultant bypasses the present one: no copy.
    let change =
        GOOD.split("[answers]").next().expect("a part").replace("withdraw", "change_handler");
    let change =
        change.lines().filter(|l| !l.starts_with("birth_date")).collect::<Vec<_>>().join("\n");
    let good = answers();
    let cases = [
        (&good, "phone", "電話の台本はメールにできません。--format text で出すか、--channel mail"),
        (&good, "post", "郵便の手紙はメールにできません。--format text で出すか、--channel mail"),
        (
            &good,
            "message",
            "LINE・SMSの文面はメールにできません。--format text で出すか、--channel mail",
        ),
        (&good, "form", "--set sender.handler_email=…"),
        (
            &change,
            "form",
            "フォームの文面はメールにできません。--format text で出すか、--channel mail",
        ),
    ];
    for (answers, channel, says) in cases {
        let (code, out, err) =
            letter(&folder, answers, &DAY, &["--channel", channel, "--format", "eml"]);
        assert_eq!((code, out.as_str()), (2, ""), "{channel}: {err}");
        assert!(err.contains(says), "{err}");
    }
}

/// Browsers count UTF-16 units (`maxlength`), and an end of line is sent as two characters: what
/// the program says fits does fit.
#[test]
fn a_form_is_filled_as_browsers_count() {
    assert_eq!(characters("a\n\u{20bb7}"), 5);
    let folder = Place::new();
    let answers = answers()
        .replace("山田 花子", "\u{20bb7}田 \u{20bb7}子")
        .replace("ヤマダ ハナコ", "ヨシダ ヨシコ");
    let body = |limit: &str| {
        let answers = answers.replace("[answers]\n", &format!("[answers]\nform_limit = {limit}\n"));
        let (code, out, err) =
            letter(&folder, &answers, &DAY, &["--channel", "form", "--format", "json"]);
        let body = serde_json::from_str::<Value>(&out)
            .ok()
            .and_then(|v| v["body"].as_str().map(str::to_owned));
        (code, body.unwrap_or_default(), err)
    };
    let (_, short, _) = body("364");
    let length = short.encode_utf16().count() + short.matches('\n').count();
    assert!(
        length > short.chars().count() + short.matches('\n').count(),
        "its names count as two each: {short}"
    );
    let (code, fits, said) = body(&length.to_string());
    assert_eq!((code, &fits), (0, &short), "{said}");
    assert!(said.contains(&format!("「\u{20bb7}」などを2文字と数えて{length}文字")), "{said}");
    let (_, _, said) = body(&(length - 1).to_string());
    assert!(said.contains(&format!("{length}文字")) && said.contains("超え"), "{said}");
}
