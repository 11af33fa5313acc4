//! The README says what the program does.

mod support;

use kotowari::domain::answers::Value;
use kotowari::domain::answers_file::{self, TONES};
use kotowari::domain::calendar::OfficeCalendar;
use kotowari::domain::content::Content;
use kotowari::domain::document::{Document, LIMIT, characters};
use kotowari::domain::flow::draw;
use support::today;

const README: &str = include_str!("../README.md");

#[test]
fn the_flow_is_the_one_that_is_walked() {
    let drawn = draw::mermaid(Content::builtin().flow());
    assert!(README.contains(&drawn), "replace the mermaid block of README.md by:\n{drawn}");
}

/// The limits that the README gives as examples are kept by the letter of its own sample, in every tone.
#[test]
fn the_sample_fits_into_the_form_beside_it() {
    let content = Content::builtin();
    let sample = README
        .split("```toml\n")
        .filter_map(|t| t.split("```").next())
        .find(|t| t.contains("[[answers.selections]]"))
        .expect("the sample of an answers file");
    let limits: Vec<&str> = README
        .split("form_limit = ")
        .skip(1)
        .map(|t| t.split(|c: char| !c.is_ascii_digit()).next().unwrap_or_default())
        .collect();
    assert_eq!(limits.len(), 2, "{limits:?}");
    for (tone, limit) in limits.iter().flat_map(|l| TONES.map(|t| (t, *l))) {
        let mut parsed = answers_file::parse("README.md", sample, &content, today()).expect("answers");
        for (id, v) in [("channel", "form"), ("tone", tone), (LIMIT, limit)] {
            parsed.answers.set(id, Value::One(v.to_owned()));
        }
        parsed.fill_absent(content.flow(), today());
        let office = OfficeCalendar { year_end: true };
        let doc = Document::new(&content, &parsed.answers, None, today(), office);
        let n = characters(&doc.plan.body);
        assert!(n <= limit.parse().expect("a number"), "{tone}: {n} of {limit}\n{}", doc.plan.body);
    }
}
