//! Random events through the real core: no panic, and what must stay true stays true. `cargo run
//! --release --example attack` does the same for as long as one likes.

#[path = "support/attack.rs"]
mod attack;
mod support;

use attack::{Rng, live};
use kotowari::domain::content::Content;
use std::collections::BTreeSet;
use std::rc::Rc;

/// Number of events; in an unoptimised build they take seconds.
const EVENTS: usize = 5_000;

#[test]
fn nothing_that_happens_breaks_what_must_stay_true() {
    let content = Rc::new(Content::builtin());
    let mut seeds = Rng::new(20_261_120);
    let (mut events, mut places) = (0, BTreeSet::new());
    while events < EVENTS {
        match live(&content, seeds.next()) {
            Ok(lived) => {
                events += lived.events.max(1);
                places.extend(lived.places);
            }
            Err(failure) => panic!("{failure}"),
        }
    }
    // It gets everywhere: what is never reached is not attacked.
    for place in [
        "review", "edit", "after", "letter", "help", "prompt.path", "ask.save", "ask.copy_anyway",
        "sender.name",
    ] {
        assert!(places.contains(place), "never at {place}: {places:?}");
    }
}
