//! What a case says: where it stands, its letters, what happened, what is planned.

use crate::app::App;
use crate::app::said::Voice;
use crate::domain::calendar::{OfficeCalendar, format_ja, holiday};
use crate::domain::case::{CaseRecord, Event, KeptText, LetterRecord, PlanStep, State, bundle};
use crate::input::keymap::{Intent, Mode};
use crate::ui::said::{Role, Said};
use chrono::{Datelike, NaiveDate};

/// Up to so many days ahead, days off before a date are listed.
const NEAR: i64 = 31;

/// `latest`: so many events; the others on demand.
pub fn page(app: &App, r: &CaseRecord, voice: Voice, latest: usize) -> Vec<Said> {
    let lines = voice == Voice::Lines;
    let letters =
        (1..).zip(&r.letters).filter(|_| lines).map(|(n, l)| Role::Text.says(letter(n, l)));
    let plan = plan(app, r);
    let gap = (!plan.is_empty()).then(Said::gap);
    let keys = app.keymap.list(Mode::Case, true);
    let undo = keys.iter().find(|k| k.2 == Intent::Undo && !lines);
    let undo = undo.map_or_else(String::new, |k| text!("case.take_back", key = k.0));
    let id = Role::Detail.says(format!("{}{}", text!("case.id"), r.id));
    [Role::Title.says(app.about_case(r))]
        .into_iter()
        .chain(standing(app, r, voice))
        .chain([Said::gap(), Role::Field.says("")])
        .chain(letters)
        .chain(events(r, &undo, latest))
        .chain(gap)
        .chain(plan)
        .chain([Said::gap(), id])
        .collect()
}

/// Where a case stands: its state, what is due, what to do next, and whom to call for that.
pub fn standing(app: &App, r: &CaseRecord, voice: Voice) -> Vec<Said> {
    let (today, rules) = (app.session.today, app.rules(r));
    let due = r.due_of_step(rules).map(|due| {
        let (mut line, mut off) = (app.due_line(&due) + app.due_mark(&due), None);
        // In place of a calendar.
        if voice == Voice::Lines && due.on > today {
            line +=
                &text!("plain.case.left", n = rules.office.business_days_between(today, due.on));
            let closed = closed(today, due.on, rules.office).join(text!("sign.comma"));
            off = Some(closed).filter(|closed| !closed.is_empty());
        }
        let off = off.map(|days| Role::Text.says(format!("{}{days}", text!("plain.case.closed"))));
        [Some(Role::Due(due.compared(today)).says(line)), off].into_iter().flatten()
    });
    let next = match voice {
        Voice::Keys => app.next_words(r),
        // Read aloud, a script has nothing above to refer to.
        Voice::Lines => app.step_words(&r.next_step(rules)),
    };
    let lead = match voice {
        // Where one waits, Enter does nothing about it.
        Voice::Keys if !app.waits(r) => text!("case.next"),
        _ => text!("plain.case.next"),
    };
    let next = format!("{lead}{next}");
    let named = r.named(&app.content, today).into_iter().map(|line| Role::Text.says(line));
    [Role::Text.says(format!("{}{}", text!("case.state"), r.state_ja()))]
        .into_iter()
        .chain(named)
        .chain(due.into_iter().flatten())
        .chain([Role::Next.says(next)])
        .chain(app.desk_of_case(r).into_iter().map(|line| Role::Note.says(line)))
        .collect()
}
/// What is planned in a case, and what its list is called: the days count from the sending.
fn plan(app: &App, r: &CaseRecord) -> Vec<Said> {
    let open = r.open_plan();
    let unsent = r.state() < State::Sent;
    let title = if unsent { text!("case.plan.unsent") } else { text!("case.plan") };
    let line = |p: &PlanStep| {
        let late = if p.on < app.session.today { text!("case.late.usual") } else { "" };
        let line = format!("{} {}", format_ja(p.on), p.words());
        Role::Item.says(line.trim_end().to_owned() + late)
    };
    let title = (!open.is_empty()).then(|| Role::Title.says(title));
    title.into_iter().chain(open.into_iter().map(line)).collect()
}
/// What happened, the newest first, since the next step follows from it; `undo`: how the latest of
/// it is taken back.
pub fn events(r: &CaseRecord, undo: &str, latest: usize) -> Vec<Said> {
    let all = r.in_order();
    let before = all.len().saturating_sub(latest);
    let mut out = vec![Role::Title.says(text!("case.events"))];
    out.extend(all.is_empty().then(|| Role::Detail.says(text!("case.none"))));
    for e in all.into_iter().rev().take(latest) {
        let mut said = event(e, r);
        // The last noted event, which need not be the latest.
        if r.events.last().is_some_and(|last| std::ptr::eq(last, e)) {
            undo.clone_into(&mut said[0].key);
        }
        out.extend(said);
    }
    out.extend((before > 0).then(|| Role::Note.says(text!("plain.case.before", n = before))));
    out
}

pub fn event(e: &Event, r: &CaseRecord) -> Vec<Said> {
    let note = bundle::plain(&e.note);
    let said = Role::Event.says(bundle::describe(e, r)).of(e.at.in_words());
    [said].into_iter().chain(note.lines().map(|l| Role::Memo.says(l))).collect()
}

pub fn letter(n: usize, l: &LetterRecord) -> String {
    let (kind, how) = l.words();
    let title = match &l.kept {
        KeptText::Text { subject, .. } if !subject.is_empty() => {
            text!("plain.case.subject", title = subject)
        }
        _ => String::new(),
    };
    text!("plain.case.letter", n, kind, how, day = format_ja(l.made.date_naive()), title)
}

/// The days off on weekdays before a date that is near: in place of a calendar.
fn closed(from: NaiveDate, to: NaiveDate, office: OfficeCalendar) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    if (to - from).num_days() > NEAR {
        return out;
    }
    for d in from.iter_days().take_while(|d| *d <= to) {
        let words = match holiday(d) {
            Some(name) => format!("{} {name}", format_ja(d)),
            None if d.weekday().number_from_monday() < 6 && !office.is_business_day(d) => {
                text!("plain.case.year_end").to_owned()
            }
            None => continue,
        };
        if out.last() != Some(&words) {
            out.push(words);
        }
    }
    out
}
