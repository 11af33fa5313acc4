//! D: what comes before what.

use super::letter::{AuditedLetter, AuditedLine, LineRole};
use super::text::{head, is_item};
use super::told::Breaches;
use crate::domain::words::{self, has};

fn is_warm(line: &str) -> bool {
    has(line, words::WARM_CLOSING)
}

fn asks_kindly(line: &str) -> bool {
    line.split_once(words::KINDLY).is_some_and(|(_, rest)| has(rest, words::ASKS_KINDLY))
}

pub(super) fn check(l: &AuditedLetter<'_>, found: &mut Breaches) {
    if !l.again && !l.spoken() {
        let most = if l.channel.on_paper() { 5 } else { 3 };
        if !l.said.iter().take(most).any(|x| has(x.text, words::DECISION)) {
            found.add("D1", text!("audit.d1", most));
        }
        if l.wished("decline") && !has(&l.flat, words::APOLOGY) {
            found.add("D3", text!("audit.d3"));
        }
    }
    if !l.again {
        urgent(l, found);
    }
    if l.on_screen() {
        frame(l, found);
    }
    if l.says(words::JUST_BEFORE) && !l.is_near() {
        found.add("D9", text!("audit.d9"));
    }
    wishes(l, found);
}

fn urgent(l: &AuditedLetter<'_>, found: &mut Breaches) {
    if l.urgent.is_empty() {
        return;
    }
    let leaving = l.flat.find(words::LEAVING_ON).unwrap_or(usize::MAX);
    for d in &l.urgent {
        if l.find(d.employer).is_none_or(|at| at > leaving) {
            found.add("D2", text!("audit.d2", employer = d.employer));
        }
    }
    // Where no business day is left, it is today.
    if !has(&l.flat, words::UNTIL_OR_TODAY) {
        found.add("D4", text!("audit.d4"));
    }
    if l.is_written() && !l.heading().contains(words::DECLINING) {
        found.add("D5", text!("audit.d5"));
    }
}

/// Greeting, list, closing, identity.
fn frame(l: &AuditedLetter<'_>, found: &mut Breaches) {
    let at = |is: &dyn Fn(&str) -> bool| l.said.iter().position(|x| is(x.text));
    let closing = at(&|x| asks_kindly(x) || is_warm(x));
    let greeting = at(&|x| has(x, words::GREETING));
    let identity = at(&|x| x.starts_with(words::REGISTERED_MAIL));
    let places: Vec<usize> =
        [greeting, at(&is_item), closing, identity].into_iter().flatten().collect();
    if !places.is_sorted() {
        found.add("D6", text!("audit.d6"));
    }
    if l.said.last().is_some_and(|x| x.role != LineRole::Identity) {
        found.add("D7", text!("audit.d7"));
    }
    let last = l.of(LineRole::Prose).next_back();
    if let Some(AuditedLine { text, .. }) =
        last.filter(|x| !asks_kindly(x.text) && !is_warm(x.text))
    {
        found.add("D8", text!("audit.d8", text = head(text)));
    }
}

fn wishes(l: &AuditedLetter<'_>, found: &mut Breaches) {
    let wished: Vec<&str> =
        words::WISH_HEADINGS.iter().filter(|w| l.wished(w.0)).map(|w| w.1).collect();
    if wished.len() < 2 || l.again || !l.is_written() {
        return;
    }
    let places: Vec<Option<usize>> = wished.iter().map(|h| l.flat.find(h)).collect();
    for (heading, _) in wished.iter().zip(&places).filter(|(_, at)| at.is_none()) {
        found.add("D10", text!("audit.d10", heading));
    }
    // Declining comes first in the table.
    if !l.urgent.is_empty() && places.iter().flatten().min() != places.iter().flatten().next() {
        found.add("D10", text!("audit.d10.urgent"));
    }
}
