//! The documentation says what the program does.

mod support;

use kotowari::domain::answers::Value;
use kotowari::domain::answers_file::{self};
use kotowari::domain::calendar::OfficeCalendar;
use kotowari::domain::content::Content;
use kotowari::domain::document::Document;
use kotowari::domain::flow::draw;
use kotowari::domain::letter::form::characters;
use kotowari::domain::manner::{LIMIT, TONES};
use support::{date, today};

const README: &str = include_str!("../README.md");
const CONTRIBUTING: &str = include_str!("../CONTRIBUTING.md");
const USAGE: &str = include_str!("../docs/usage.md");
const FLOW: &str = include_str!("../docs/flow.md");

const OFFICE: OfficeCalendar = OfficeCalendar { year_end: true };

/// What stands between this line and the end of its code block.
fn block<'a>(text: &'a str, opening: &str) -> impl Iterator<Item = &'a str> {
    text.split(opening).skip(1).filter_map(|t| t.split("```").next())
}

#[test]
fn the_flow_is_the_one_that_is_walked() {
    let drawn = draw::mermaid(Content::builtin().flow());
    assert!(FLOW.contains(&drawn), "replace the mermaid block of docs/flow.md by:\n{drawn}");
}

/// A newcomer reads each in one go: so many lines, so wide.
#[test]
fn what_a_newcomer_reads_is_short() {
    for (name, text, most, wide) in [
        ("README.md", README, 150, usize::MAX),
        ("CHANGELOG.md", include_str!("../CHANGELOG.md"), 100, 160),
        ("CONTRIBUTING.md", CONTRIBUTING, usize::MAX, 100),
    ] {
        assert!(text.lines().count() <= most, "{name}: {} lines", text.lines().count());
        let long: Vec<_> = text.lines().filter(|l| l.chars().count() > wide).collect();
        assert!(long.is_empty(), "{name}: past {wide} characters: {long:#?}");
    }
}

/// Each file that a document links to is there.
#[test]
fn links_lead_somewhere() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut seen = 0;
    for (folder, text) in [
        (root.to_owned(), README),
        (root.join("docs"), USAGE),
        (root.to_owned(), include_str!("../ARCHITECTURE.md")),
        (root.to_owned(), CONTRIBUTING),
        (root.to_owned(), include_str!("../SECURITY.md")),
    ] {
        for target in text.split("](").skip(1).filter_map(|t| t.split(')').next()) {
            let file = target.split('#').next().unwrap_or_default();
            if file.is_empty() || file.starts_with("http") {
                continue;
            }
            seen += 1;
            assert!(folder.join(file).exists(), "{target}");
        }
    }
    assert!(seen > 15, "{seen} links");
}

/// The letter that the README shows is the one that these answers make.
#[test]
fn the_letter_of_the_readme_is_written_today() {
    let content = Content::builtin();
    let answers = "service = \"apoplus-pharmacist\"\ngoal = \"withdraw\"\nchannel = \"mail\"\n\
        [sender]\n\
        name = \"山田 花子\"\nreading = \"ヤマダ ハナコ\"\nbirth_date = 1990-04-01\n\
        email = \"hanako@example.jp\"\n\
        phone = \"090-1234-5678\"\nhandler = \"佐藤\"\n[answers]\n\
        requests = [\"erase\", \"stop_use\", \
        \"stop_third_party\", \"stop_offers\", \"stop_mail\", \"stop_calls\"]\n\
        reason = \"other_service\"\n\
        effective = \"today\"\nthanks = [\"advice\"]\nselections = []\n";
    let day = date(2026, 12, 1);
    let mut parsed = answers_file::parse("README.md", answers, &content, day).expect("answers");
    parsed.fill_absent(content.flow(), day);
    let doc = Document::new(&content, &parsed.answers, None, day, OFFICE);
    let letter =
        format!("件名：{}\n\n{}\n", doc.plan.subject.as_deref().unwrap_or_default(), doc.plan.body);
    assert!(block(README, "```\n").any(|b| b == letter), "the README should show\n{letter}");
}

/// The limits that are given as examples are kept by the letter of the sample, in every tone.
#[test]
fn the_sample_fits_into_the_form_beside_it() {
    let content = Content::builtin();
    let sample =
        block(USAGE, "```toml\n").find(|t| t.contains("[[answers.selections]]")).expect("a sample");
    let limits: Vec<&str> = USAGE
        .split("form_limit = ")
        .skip(1)
        .map(|t| t.split(|c: char| !c.is_ascii_digit()).next().unwrap_or_default())
        .collect();
    assert_eq!(limits.len(), 2, "{limits:?}");
    for (tone, limit) in limits.iter().flat_map(|l| TONES.map(|t| (t, *l))) {
        let mut parsed =
            answers_file::parse("usage.md", sample, &content, today()).expect("answers");
        for (id, v) in [("channel", "form"), ("tone", tone), (LIMIT, limit)] {
            parsed.answers.set(id, Value::One(v.to_owned()));
        }
        parsed.fill_absent(content.flow(), today());
        let doc = Document::new(&content, &parsed.answers, None, today(), OFFICE);
        let n = characters(&doc.plan.body);
        assert!(n <= limit.parse().expect("a number"), "{tone}: {n} of {limit}\n{}", doc.plan.body);
    }
}
