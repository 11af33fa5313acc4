//! What the first screen says of its rows, and below them.

use super::{StartList, StartRow};
use crate::app::App;
use crate::app::said::Voice;
use crate::domain::case::CaseRecord;
use crate::domain::case::stamp::in_words;
use crate::domain::flow::graph::START;
use crate::domain::word::Word;
use crate::ui::said::{Role, Said};

pub fn row(app: &App, s: &StartList, i: usize, voice: Voice) -> Vec<Said> {
    let Some(row) = s.rows.get(i) else { return Vec::new() };
    // Past the digits no key of the screen chooses it.
    let short = |key: &String| voice == Voice::Lines || key.len() == 1;
    let key = Some(s.mark(i)).filter(short).unwrap_or_else(|| " ".to_owned());
    let says = |text: String| Said { key: key.clone(), ..Role::Row.says(text) };
    let with = |name: String, c: &CaseRecord| text!("sign.with", name, words = c.state_ja());
    let case = row.case().and_then(|id| app.case(id));
    match (row, case) {
        (StartRow::Case(_), Some(c)) => {
            let alone = voice == Voice::Lines;
            let same = |i: Option<usize>| !alone && i.is_some_and(|i| same_service(app, s, i, c));
            let (before, after) = (same(i.checked_sub(1)), same(Some(i + 1)));
            // Requests to one service are listed below its name.
            let title = (after && !before).then(|| Role::Item.says(&c.service_name));
            let name = if after || before { c.goal.ja().to_owned() } else { app.about_case(c) };
            title.into_iter().chain([says(with(name, c))]).chain(standing(app, c)).collect()
        }
        // And how it ended.
        (StartRow::Over(_), Some(c)) => vec![says(with(app.start_row(row), c))],
        (StartRow::Draft(number, _, inside), _) => {
            let forget = match voice {
                Voice::Keys => text!("start.forget").to_owned(),
                Voice::Lines => text!("plain.draft.note", n = key),
            };
            let saved = app.draft(*number).map(|d| in_words(d.draft.saved));
            let saved = saved.map(|day| text!("start.saved", day) + &forget);
            let inside = Some(inside.0.clone()).filter(|inside| !inside.is_empty());
            let under = [inside, saved].into_iter().flatten();
            let under = under.map(|text| Role::Under(None).says(text));
            [says(app.start_row(row))].into_iter().chain(under).collect()
        }
        _ => vec![says(app.start_row(row))],
    }
}

fn same_service(app: &App, s: &StartList, i: usize, c: &CaseRecord) -> bool {
    let Some(StartRow::Case(id)) = s.rows.get(i) else { return false };
    app.case(id).is_some_and(|o| o.service == c.service && o.service_name == c.service_name)
}

/// What is due of a case, what to do next, and the selections that go on.
fn standing(app: &App, c: &CaseRecord) -> Vec<Said> {
    let today = app.session.today;
    let due = c.due_of_step(app.rules(c)).map(|due| {
        let line = app.due_line(&due) + app.due_mark(&due);
        Role::Under(Some(due.compared(today))).says(line)
    });
    let next = Role::Under(None).says(text!("start.next", next = app.next_words(c)));
    let kept = c.kept_ahead(&app.content, today);
    let kept = kept.into_iter().map(|(_, line)| Role::Under(None).says(line));
    due.into_iter().chain([next]).chain(kept).collect()
}

/// The hint of the question, and what could not be read.
pub fn below(app: &App) -> Vec<Said> {
    let hint = app.content.entry().get(START).and_then(|q| q.hint.first());
    let mut out = vec![Said::gap()];
    out.extend(hint.map(|hint| Role::Hint.says(&hint.text)));
    if !app.shelf.broken.is_empty() {
        out.extend([Said::gap(), Role::Warning.says(text!("start.broken"))]);
        out.extend(app.shelf.broken.iter().take(3).map(|line| Role::Detail.says(line)));
    }
    out
}
