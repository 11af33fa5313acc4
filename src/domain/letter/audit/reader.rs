//! G: whom it goes to, and how they are thanked.

use super::letter::{AuditedLetter, LineRole};
use super::text::{count, first};
use super::told::Breaches;
use crate::domain::facts::own_words;
use crate::domain::goal::Goal;
use crate::domain::words::{self, ends, has};

/// Whether it asks who is in charge: 「ご対応くださった方のお名前」, 「ご担当の方のお名前」.
fn asks_who(text: &str) -> bool {
    text.match_indices(words::WHOSE_NAME).any(|(at, _)| {
        let before = text.get(..at).unwrap_or_default();
        let before = before.strip_suffix('の').unwrap_or(before);
        let bare = words::WHO_DID.iter().find_map(|s| before.strip_suffix(s)).unwrap_or(before);
        ends(bare, words::WHO_ACTS)
    })
}

pub(super) fn check(l: &AuditedLetter<'_>, found: &mut Breaches) {
    let person = l.person();
    if person.is_some() {
        if asks_who(l.text) {
            found.add("G1", text!("audit.g1.name"));
        }
        if !l.again && l.says(words::AT_A_DESK) {
            found.add("G1", text!("audit.g1.desk"));
        }
    } else if l.is_written()
        && matches!(l.goal, Some(Goal::Withdraw | Goal::ChangeHandler))
        && !l.flat.contains(words::WHOSE_NAME)
    {
        found.add("G2", text!("audit.g2"));
    }
    if l.on_screen() && !has(&l.flat, words::GREETING) {
        found.add("G3", text!("audit.g3"));
    }
    thanks(l, person.as_deref(), found);
    if let Some(p) = person {
        let by = |t: &str| words::TOLD_BY.iter().any(|w| t.contains(&format!("{p}{w}")));
        let told = |t: &str| by(t) && !t.contains(words::UNTIL_THEN);
        if l.of(LineRole::Item).any(|i| told(i.text)) {
            found.add("G8", text!("audit.g8"));
        }
    }
}

fn thanks(l: &AuditedLetter<'_>, person: Option<&str>, found: &mut Breaches) {
    // Thanks in the user's own words are exempt.
    let own = l.told.one("thanks_text").is_some()
        || l.told.one("note").is_some_and(|note| !own_words::thanks_in(note).0.is_empty());
    if !l.again && !l.spoken() && !own && !has(&l.flat, words::THANKING) {
        found.add("G4", text!("audit.g4"));
    }
    let most = if l.spoken() { 3 } else { 1 };
    let n = count(&l.quoteless, words::THANKS_COUNTED);
    if n > most {
        found.add("G5", text!("audit.g5", n, most));
    }
    let general = l.told.many("thanks").is_empty() && !own;
    if !l.again
        && l.goal != Some(Goal::Decline)
        && !l.firm
        && general
        && let (Some(thanks), Some(news)) =
            (first(&l.flat, words::THANKING), first(&l.flat, words::NEWS))
        && thanks > news
    {
        found.add("G6", text!("audit.g6"));
    }
    if l.soft && !l.again && l.is_written() && !own {
        let named = |s: &str| person.is_some_and(|p| s.contains(p)) && has(s, words::THANKS_TO_ONE);
        if person.is_some() && !l.sentences().any(named) {
            found.add("G7", text!("audit.g7.person"));
        }
        if !l.flat.contains(words::HEARTILY) {
            found.add("G7", text!("audit.g7.heart"));
        }
    }
}
