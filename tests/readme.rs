//! The README says what the program does.

use kotowari::domain::content::Content;
use kotowari::domain::flow::draw;

const README: &str = include_str!("../README.md");

#[test]
fn the_flow_is_the_one_that_is_walked() {
    let drawn = draw::mermaid(Content::builtin().flow());
    assert!(README.contains(&drawn), "replace the mermaid block of README.md by:\n{drawn}");
}
