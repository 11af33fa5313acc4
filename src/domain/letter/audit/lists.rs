//! H: lists and headings.

use super::letter::{AuditedLetter, AuditedLine, LineRole};
use super::text::head;
use super::told::Breaches;
use crate::domain::goal::Goal;
use crate::domain::words::{self, begins};

pub(super) fn check(l: &AuditedLetter<'_>, found: &mut Breaches) {
    let most = if l.spoken() { 5 } else { 0 };
    let headings = l.said.iter().filter(|x| x.text.starts_with('【')).count();
    if headings > most {
        found.add("H6", text!("audit.h6", n = headings, most));
    }
    if l.spoken() {
        return;
    }
    // A second line of an item's own text goes on with it. On paper every paragraph is set in.
    let goes_on = |x: &AuditedLine<'_>| !l.channel.on_paper() && x.text.starts_with('\u{3000}');
    let said: Vec<&AuditedLine<'_>> = l.said.iter().filter(|x| !goes_on(x)).collect();
    let runs = said.chunk_by(|a, b| a.role == b.role);
    let lists: Vec<&[&AuditedLine<'_>]> =
        runs.filter(|r| r.first().is_some_and(|x| x.role == LineRole::Item)).collect();
    for list in &lists {
        let first = head(list[0].text);
        if list.len() == 1 {
            found.add("H1", text!("audit.h1", first));
        }
        if list.len() > 6 {
            found.add("H2", text!("audit.h2", n = list.len(), first));
        }
        // What ends in the user's own words ends as they wrote it.
        let mut ends = list.iter().filter(|i| !l.own.iter().any(|own| i.text.ends_with(own)));
        let whole = ends.clone().filter(|i| i.text.ends_with('。')).count();
        if whole != 0 && ends.any(|i| !i.text.ends_with('。')) {
            found.add("H4", text!("audit.h4", first));
        }
    }
    // Wishes for another consultant may be a separate list besides conditions and contact.
    let most = if l.is_first(Goal::ChangeHandler) { 3 } else { 2 };
    if lists.len() > most {
        found.add("H3", text!("audit.h3", n = lists.len(), most));
    }
    if let Some(n) = points(&l.flat)
        && !lists.iter().any(|list| list.len() == n)
    {
        found.add("H5", text!("audit.h5", n));
    }
}

/// How many points are announced: 「次の4点をお願い」.
fn points(text: &str) -> Option<usize> {
    text.match_indices(words::POINTS).find_map(|(at, sign)| {
        let rest = text.get(at + sign.len()..)?;
        let n = text.get(..at)?.chars().next_back()?.to_digit(10)?;
        begins(rest, words::PAPER_TITLE_ENDS).then_some(n as usize)
    })
}
