use super::*;
use crate::domain::case::{KeptText, LetterRecord, What};
use crate::domain::channel::Channel;
use crate::domain::deadline::Deadlines;
use crate::domain::goal::Goal;
use chrono::{DateTime, NaiveDate};

type Outcome = Result<(), Box<dyn std::error::Error>>;

fn new(name: &str) -> CaseRecord {
    let on = NaiveDate::from_ymd_opt(2026, 11, 20).unwrap_or_default();
    let mut c = CaseRecord::new(on, "s", name, Goal::Withdraw);
    c.letters.push(LetterRecord {
        made: DateTime::default(),
        channel: Channel::Mail,
        tone: "standard".to_owned(),
        follow_up: None,
        deadlines: Deadlines::default(),
        kept: KeptText::Text {
            subject: "件名".to_owned(), text: format!("{name} 様\n\n本文\n")
        },
    });
    c
}

#[test]
fn a_damaged_case_is_named_and_the_rest_is_there() -> Outcome {
    let place = tempfile::tempdir()?;
    let cases = Cases::at(place.path().to_owned());
    let a = cases.create(&new("A"))?;
    let b = cases.create(&new("B"))?;
    let text = std::fs::read_to_string(cases.path(&a.id))?;
    let damaged = text.replace("goal = ", "gaol = ");
    std::fs::write(cases.path(&a.id), &damaged)?;
    std::fs::write(cases.folder().join("20261120-copy.toml"), &text)?;
    std::fs::write(cases.folder().join("notes.txt"), "mine")?;
    let (listing, _) = cases.newest()?;
    assert!(listing.cases == [b]);
    let found: Vec<_> = listing.broken.iter().map(|p| (p.line, p.key.as_str())).collect();
    assert_eq!(found, [(3, "id"), (1, "goal"), (6, "gaol")]);
    assert!(cases.change(&a.id, |c| c.log(DateTime::default(), What::Note, "x")).is_err());
    assert_eq!(std::fs::read_to_string(cases.path(&a.id))?, damaged, "left alone");
    assert!(cases.wipe().failed.is_empty());
    assert_eq!(data_folder::names(&cases.folder())?, ["notes.txt"], "what is not ours stays");
    Ok(())
}
