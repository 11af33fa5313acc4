//! C: each fact once.

use super::letter::AuditedLetter;
use super::text::{count, days, without_quotes};
use super::told::Breaches;
use crate::domain::channel::Channel;
use crate::domain::deadline::NO_DATE;
use crate::domain::follow_up::FollowUp;
use crate::domain::goal::Goal;
use crate::domain::words;

/// Occurrences of a reading as a whole word: a short one is part of many words.
fn readings(text: &str, reading: &str) -> usize {
    let kana = |c: char| matches!(c, 'ァ'..='ヺ' | 'ー');
    let alone = |(at, _): &(usize, &str)| {
        let before = text.get(..*at).unwrap_or_default();
        let behind = text.get(at + reading.len()..).unwrap_or_default();
        !before.ends_with(kana) && !behind.starts_with(kana)
    };
    text.match_indices(reading).filter(alone).count()
}

pub(super) fn check(l: &AuditedLetter<'_>, found: &mut Breaches) {
    let message = l.channel.chat();
    for (id, what) in
        [("sender.email", text!("field.email")), ("sender.phone", text!("field.phone"))]
    {
        let n = l.told.one(id).map(|s| l.text.matches(s).count());
        if let Some(n) = n.filter(|n| *n != usize::from(!message)) {
            found.add("C1", text!("audit.c1", what, n));
        }
    }
    if let Some(reading) = l.told.one("sender.reading") {
        if reading == l.name {
            if l.text.contains(&format!("（{reading}）")) {
                found.add("C2", text!("audit.c2.same"));
            }
        } else if !message {
            let n = readings(l.text, reading);
            if n != 1 {
                found.add("C2", text!("audit.c2", n));
            }
        }
    }
    names(l, found);
    if l.is_first(Goal::Withdraw) && !l.spoken() {
        for &(id, asks) in words::ASKED_ONCE {
            let (n, wanted) = (count(&l.bare, asks), usize::from(l.chose("requests", id)));
            if n != wanted {
                found.add("C4", text!("audit.c4", word = asks[0], n, wanted));
            }
        }
        let n =
            days(&l.flat).filter(|(d, rest)| d.bracketed && rest.starts_with(words::AS_OF)).count();
        if n != usize::from(l.told.one("effective") != Some(NO_DATE)) {
            found.add("C5", text!("audit.c5", n));
        }
    }
    let asked = l.chose("requests", "stop_line");
    let open = l.chose("undone", "stop_line");
    let by_line = || l.told.entries("contacts").iter().any(|e| e.get("means") == "line");
    let may = asked || message || l.told.one("means") == Some("message_only") || by_line();
    if l.says(&["LINE"]) && !may && !open {
        found.add("C6", text!("audit.c6.unasked"));
    }
    // Things that are done, or of which only the method is asked, are not requested again.
    let told =
        [FollowUp::PartlyDone, FollowUp::OtherProcedure, FollowUp::Question, FollowUp::Confirm];
    let once = !open && l.follow_up.is_some_and(|kind| told.contains(&kind));
    if asked && !once && !l.says(&["LINE"]) {
        found.add("C6", text!("audit.c6.missing"));
    }
}

fn names(l: &AuditedLetter<'_>, found: &mut Breaches) {
    if l.name.is_empty() {
        return;
    }
    let most = match l.channel {
        Channel::Form => 3,
        Channel::Message => 1,
        Channel::Mail | Channel::Phone | Channel::Post => 2,
    };
    let n = if l.spoken() {
        l.text.matches(l.name).count()
    } else {
        without_quotes(l.text, "").matches(l.name).count()
    };
    if n > most {
        found.add("C3", text!("audit.c3", n, most));
    }
}

#[cfg(test)]
mod tests {
    use super::readings;

    #[test]
    fn a_short_reading_is_not_found_in_other_words() {
        assert_eq!(readings("キャリアの李（リ）、リスト", "リ"), 1);
        assert_eq!(readings("（ミヤケ トモコ）、ミヤケ トモコです", "ミヤケ トモコ"), 2);
    }
}
