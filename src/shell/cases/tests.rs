use super::super::places::PlaceKind;
use super::*;
use crate::domain::case::{Kept, Letter, What};
use crate::domain::deadline::Deadlines;
use chrono::{DateTime, NaiveDate};

type Outcome = Result<(), Box<dyn std::error::Error>>;

fn new(name: &str) -> CaseRecord {
    let on = NaiveDate::from_ymd_opt(2026, 11, 20).unwrap_or_default();
    let mut c = CaseRecord::new(on, "s", name, "withdraw");
    c.letters.push(Letter {
        made: DateTime::default(),
        channel: "mail".to_owned(),
        tone: "standard".to_owned(),
        follow_up: None,
        deadlines: Deadlines::default(),
        kept: Kept::Text { subject: "件名".to_owned(), text: format!("{name} 様\n\n本文\n") },
    });
    c
}

#[test]
fn a_case_goes_through_its_life() -> Outcome {
    let place = tempfile::tempdir()?;
    let cases = Cases::at(place.path().join("data"));
    assert!(
        cases.newest()?.0.cases.is_empty()
            && cases.places().0.is_empty()
            && !cases.remove_draft(1)?
    );
    assert!(!place.path().join("data").exists(), "looking makes nothing");
    let a = cases.create(&new("A"))?;
    let b = cases.create(&new("B"))?;
    assert_eq!((a.id.as_str(), b.id.as_str()), ("20261120-s-withdraw", "20261120-s-withdraw-2"));
    // Two that hold the old state change different things: both stay.
    cases.change(&a.id, |c| c.log(DateTime::default(), What::AutoReply, "一"))?;
    let now = cases.change(&a.id, |c| c.log(DateTime::default(), What::Note, "二"))?;
    assert_eq!(now.events.len(), 2);
    assert!(cases.newest()?.0.cases == [now, b.clone()]);
    assert_eq!(cases.resolve("20261120-s-withdraw")?, a.id);
    assert!(matches!(cases.resolve("2026"), Err(CaseError::Several(ids)) if ids.len() == 2));
    for none in ["", "x", "../x", "20261120-s-withdraw-3"] {
        assert!(matches!(cases.resolve(none), Err(CaseError::NoSuch)), "{none}");
    }
    assert!(cases.remove(&b.id)? && !cases.remove(&b.id)?);
    assert_eq!(cases.places().0.len(), 2);
    assert!(cases.wipe().failed.is_empty());
    assert!(!place.path().join("data").exists());
    Ok(())
}

#[test]
fn importing_replaces_nothing() -> Outcome {
    let place = tempfile::tempdir()?;
    let cases = Cases::at(place.path().to_owned());
    let a = cases.create(&new("A"))?;
    let other = CaseRecord { service_name: "other".to_owned(), ..a.clone() };
    let both = [a.clone(), other];
    let second = a.id.numbered(2);
    let (first, _) = cases.import(&both)?;
    assert_eq!(
        first,
        [Imported::Same(a.id.clone()), Imported::Renamed(a.id.clone(), second.clone())]
    );
    let (again, _) = cases.import(&both)?;
    assert_eq!(again, [Imported::Same(a.id.clone()), Imported::Same(second)]);
    // What can't be read gives way, and stays.
    std::fs::write(cases.path(&a.id), b"\xff")?;
    let (_, aside) = cases.import(std::slice::from_ref(&a))?;
    assert_eq!(std::fs::read(aside.first().ok_or("nothing set aside")?)?, b"\xff");
    std::fs::write(cases.path(&a.id), "version = 2\n")?;
    let (got, aside) = cases.import(std::slice::from_ref(&a))?;
    assert_eq!(got, [Imported::New(a.id.clone())]);
    assert_eq!(
        std::fs::read_to_string(aside.first().ok_or("nothing set aside")?)?,
        "version = 2\n"
    );
    assert!(cases.places().0.iter().any(|p| p.kind == PlaceKind::SetAside));
    Ok(())
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
    assert_eq!(own::names(&cases.folder())?, ["notes.txt"], "what is not ours stays");
    Ok(())
}
