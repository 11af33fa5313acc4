//! J, K, L: what the channel, a weekday and a rare character ask for.

use super::letter::AuditedLetter;
use super::text::days;
use super::told::Breaches;
use crate::domain::calendar::weekday_ja;
use crate::domain::channel::Channel;
use crate::domain::words::{self, has};

pub(super) fn check(l: &AuditedLetter<'_>, found: &mut Breaches) {
    match l.channel {
        Channel::Phone => {
            let said = l.bare.split('「').skip(1).filter_map(|s| s.split_once('」'));
            for (s, _) in said.filter(|(s, _)| has(s, words::WRITTEN_ONLY)) {
                found.add("J1", text!("audit.j1", word = s));
            }
        }
        Channel::Form => {
            let lost = |c: &char| matches!(c, '〜' | '～' | '①'..='⑳' | '㈱');
            if let Some(c) = l.title.chars().chain(l.bare.chars()).find(lost) {
                found.add("J2", text!("audit.j2", sign = c));
            }
            if !l.heading().contains(l.name) && !l.title.contains(l.name) {
                found.add("J3", text!("audit.j3.title"));
            }
        }
        Channel::Mail if !l.subject.contains(l.name) => found.add("J3", text!("audit.j3.subject")),
        Channel::Mail | Channel::Post | Channel::Message => {}
    }
    for (d, _) in days(l.text) {
        let right = d.date(l.today).map(weekday_ja);
        if d.weekday.is_some_and(|w| right.is_none_or(|r| !r.starts_with(w))) {
            found.add("K", text!("audit.k", month = d.month, day = d.day));
        }
    }
    rare(l, found);
}

fn rare(l: &AuditedLetter<'_>, found: &mut Breaches) {
    let in_name = || words::RARE_CHARACTERS.iter().filter(|r| l.name.contains(r.0));
    for (c, note) in in_name().filter(|_| l.is_written()) {
        if !l.flat.contains(&words::RARE_NOTE.replace("{sign}", c)) {
            found.add("L1", text!("audit.l1.missing", sign = c));
        } else if !l.flat.contains(note) {
            found.add("L1", text!("audit.l1.wrong", sign = c));
        }
    }
    let varied = l.name.contains(|c| matches!(c, '\u{E0100}'..='\u{E01EF}'));
    if l.flat.contains("※「") && in_name().next().is_none() && !varied {
        found.add("L1", text!("audit.l1.needless"));
    }
}
