//! How a search looks.

use super::{Find, ROWS, said};
use crate::app::App;
use crate::app::said::Voice;
use crate::app::view::form::input;
use crate::domain::flow::spec::Question as Spec;
use crate::input::keymap::Intent;
use crate::ui::page::Page;
use crate::ui::said::{Role, Said};
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use std::ops::Range;

/// So many rows hold the question, what is typed, an example and the first row that is found.
const ROWS_FOR_AN_EXAMPLE: u16 = 9;

/// On fewer rows the ways on follow the list without a gap.
const ROWS_FOR_A_GAP: u16 = 17;

/// So many services can be told from each other.
const FEW: usize = 5;

/// Fewer columns tell nothing of a company.
const LEAST: usize = 8;

/// A row is one line: what it says beside its name is one column, cut at the edge.
fn row(page: &mut Page, mut said: Said, beside: usize) {
    let theme = page.theme;
    let width = |s: &str| theme.ambiguous.width(s);
    let signs = if matches!(said.role, Role::Choice(c) if c.marked.is_some()) { 8 } else { 4 };
    let room = page.columns.saturating_sub(signs);
    said.label = theme.ambiguous.truncate(&said.label, room);
    let (mut spans, style) = said.look(&theme, "");
    let gap = beside.saturating_sub(width(&said.label)) + 2;
    let left = room.saturating_sub(width(&said.label) + gap);
    if !said.text.is_empty() && left >= LEAST {
        let note = theme.ambiguous.truncate(&said.text, left);
        spans.push(Span::styled(format!("{}{note}", " ".repeat(gap)), style));
    }
    page.push(Line::from(spans));
}

/// How many rows fit between the lines above and below and a short hint; on a low screen more.
fn room(f: &Find, height: usize) -> usize {
    match &f.several {
        Some(_) => height.saturating_sub(15).max(height.saturating_sub(11).min(FEW)),
        None => height.saturating_sub(13),
    }
}

/// The rows on a page of this height; `left`: it says what is left out.
fn shown(app: &App, f: &Find, height: u16, left: bool) -> Range<usize> {
    let room = room(f, usize::from(height)).saturating_sub(usize::from(left));
    // More rows than digits, but not at the cost of what is said below them.
    let room = room.min(room.saturating_sub(4).max(ROWS));
    f.window(if app.peek.is_some() { room.max(ROWS) } else { room })
}

/// How many rows have a digit on a page of this height.
pub(in crate::app) fn numbered(app: &App, f: &Find, height: u16) -> usize {
    let left = said::above(app, f).get(1).is_some_and(|said| said.role == Role::Note);
    said::digits(f, &shown(app, f, height, left)).len()
}

pub(in crate::app::screens::question) fn find(
    page: &mut Page,
    spec: &Spec,
    f: &Find,
    app: &App,
    area: Rect,
) {
    // On the smallest screens an example would push the question off.
    let example = if area.height < ROWS_FOR_AN_EXAMPLE { "" } else { text!("find.example") };
    input(page, (&f.query, false), example);
    page.gap();
    let above = said::above(app, f);
    let left_out = above.get(1).is_some_and(|said| said.role == Role::Note);
    page.say(above);
    let shown = shown(app, f, area.height, left_out);
    // One column for all results, so that it stands still while the selection moves.
    let labels = f.hits.iter().filter_map(|i| spec.choice.get(*i)).map(|c| c.label.as_str());
    let beside = labels.map(|l| page.theme.ambiguous.width(l)).max().unwrap_or(0);
    // Where all of it just fits without it, no line is empty.
    let tight = area.height < ROWS_FOR_A_GAP;
    let mut places = shown.clone().chain(f.hits.len()..);
    for said in said::rows(app, spec, f, shown, Voice::Keys) {
        let start = page.lines.len();
        match said.role {
            Role::Choice(_) => {
                let at = places.next().unwrap_or_default();
                row(page, said, if at < f.hits.len() { beside } else { 0 });
                let to = if at < f.at { Intent::Up } else { Intent::Down };
                let mut keys = vec![to; at.abs_diff(f.at)];
                keys.push(Intent::Next);
                page.choice(start..page.lines.len(), at == f.at && app.letter.is_none(), keys);
            }
            Role::Gap if tight => {}
            _ => _ = page.say([said]),
        }
    }
}
