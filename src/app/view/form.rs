//! How the form of an entry looks, or that of several questions, and a text that is being typed.

use crate::app::App;
use crate::app::said::Voice;
use crate::app::screens::question::entries::{Form, FormValue, List};
use crate::app::screens::question::said::field;
use crate::app::screens::question::words::left_open;
use crate::domain::flow::spec::FieldSpec;
use crate::input::keymap::Intent;
use crate::text::edit::EditBuffer;
use crate::text::width::Ambiguous;
use crate::ui::page::{Page, nth};
use crate::ui::said::Said;
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use std::cmp::Ordering;

/// Choices in rows, each of them whole.
fn packed(all: &[String], room: usize, ambiguous: Ambiguous) -> Vec<String> {
    let mut rows: Vec<String> = Vec::new();
    for choice in all {
        match rows
            .last_mut()
            .filter(|row| ambiguous.width(row) + 2 + ambiguous.width(choice) <= room)
        {
            Some(row) => {
                row.push_str("  ");
                row.push_str(choice);
            }
            None => rows.push(choice.clone()),
        }
    }
    rows
}

struct Shown<'a> {
    f: &'a FieldSpec,
    /// What there is to say of it.
    below: Vec<Said>,
    lead: String,
    here: bool,
    /// What is typed replaces what stands in it.
    offered: bool,
    /// The form says what is wrong.
    wrong: bool,
}

fn typed(page: &mut Page, said: &Shown<'_>, b: &EditBuffer) {
    let theme = page.theme;
    let width = |s: &str| theme.ambiguous.width(s);
    let f = said.f;
    let start = page.lines.len();
    let room = page.columns.saturating_sub(width(&said.lead)).max(4);
    let layout = b.layout(theme.ambiguous.room(room));
    for (n, r) in layout.lines.iter().enumerate() {
        let text = b.text().get(r.clone()).unwrap_or_default().to_owned();
        let lead = if n == 0 { said.lead.clone() } else { " ".repeat(width(&said.lead)) };
        page.push(Line::from(vec![Span::styled(lead, theme.dim), Span::raw(text)]));
    }
    if said.here {
        page.select(start..page.lines.len(), theme.selected);
        // What is typed next takes the place of what is underlined.
        let offered = page.lines.iter_mut().skip(start).filter(|_| said.offered);
        for text in offered.filter_map(|line| line.spans.last_mut()) {
            text.style = Style::new().underlined();
        }
        page.cursor = Some((start + layout.row, width(&said.lead) + layout.col));
    }
    // The form says what is wrong, and what is offered is read where the focus is.
    let told = if said.here { said.wrong } else { said.offered };
    let says = if b.text().is_empty() { said.here } else { !told };
    if says {
        // Below the cursor, where an input method draws.
        let lead = " ".repeat(width(&said.lead));
        for below in &said.below {
            page.text(&lead, &below.text, theme.dim);
        }
    } else if f.optional
        && b.text().is_empty()
        && let Some(line) = page.lines.last_mut()
    {
        line.push_span(Span::styled(left_open(f), theme.dim));
    }
}

fn chosen(page: &mut Page, said: &Shown<'_>, at: Option<usize>) {
    let theme = page.theme;
    let width = |s: &str| theme.ambiguous.width(s);
    let f = said.f;
    let chosen = at.and_then(|i| f.choice.get(i)).map_or("", |c| c.label.as_str());
    // How to choose is said where the focus is.
    let text = match (chosen, said.here, f.optional) {
        ("", true, true) => format!("{}{}", text!("form.choose"), text!("form.optional")),
        ("", true, false) => text!("form.choose").to_owned(),
        ("", false, true) => text!("form.optional").to_owned(),
        ("", false, false) => text!("form.unset").to_owned(),
        _ => format!("< {chosen} >"),
    };
    let start = page.lines.len();
    let style = if chosen.is_empty() { theme.dim } else { theme.plain };
    page.led(vec![Span::styled(said.lead.clone(), theme.dim)], &text, style);
    if said.here {
        page.select(start..page.lines.len(), theme.selected);
        let all: Vec<String> =
            said.below.iter().map(|said| format!("{} {}", said.key, said.label)).collect();
        let indent = width(&said.lead).min(6);
        for row in packed(&all, page.columns.saturating_sub(indent), theme.ambiguous) {
            page.push(Span::styled(format!("{}{row}", " ".repeat(indent)), theme.dim));
        }
    }
}

pub(in crate::app) fn form_page(page: &mut Page, app: &App, l: &List, form: &Form) {
    let theme = page.theme;
    let width = |s: &str| theme.ambiguous.width(s);
    let (asked, entry) = (l.asked(form), l.read(form));
    let widest = l.fields.iter().map(|f| width(f.named(&entry).0)).max().unwrap_or(0);
    let place = |of: usize| asked.iter().position(|i| *i == of).unwrap_or(0);
    for (i, (f, v)) in l.fields.iter().zip(&form.values).enumerate() {
        if !asked.contains(&i) {
            continue;
        }
        let here = i == form.at;
        let start = page.lines.len();
        let (label, rule) = f.named(&entry);
        let pad = " ".repeat(widest - width(label));
        let lead = format!("{} {label}{pad}  ", if here { ">" } else { " " });
        let offered = form.offered.contains(&i);
        let below = field(app, f, rule, v, Voice::Keys);
        let said = Shown { f, below, lead, here, offered, wrong: form.error.is_some() };
        match v {
            FormValue::Text(b) => typed(page, &said, b),
            FormValue::Choice(at) => chosen(page, &said, *at),
        }
        // To this field, from the one that has the focus.
        let to = if i < form.at { Intent::Up } else { Intent::Down };
        page.target(start, vec![to; place(i).abs_diff(place(form.at))]);
        if here {
            // Below the field, where it is visible however long the field is.
            if let Some(e) = &form.error {
                page.text("! ", e, theme.error);
            }
            page.focus = start..page.lines.len();
        }
    }
}

/// The text with the cursor in it; while it is empty, an example below it. `offered`: what is typed
/// replaces it, so it looks selected.
pub(in crate::app) fn input(page: &mut Page, (b, offered): (&EditBuffer, bool), example: &str) {
    let theme = page.theme;
    let layout = b.layout(theme.ambiguous.room(page.columns.saturating_sub(2)));
    let first = page.lines.len();
    for (i, r) in layout.lines.iter().enumerate() {
        let lead = if i == 0 { "> " } else { "  " };
        let text = b.text().get(r.clone()).unwrap_or_default().to_owned();
        let text = Span::styled(text, theme.typed(offered));
        page.push(Line::from(vec![Span::styled(lead, theme.key), text]));
    }
    // Not inside the field, because an input method draws at the cursor.
    if b.text().is_empty() && !example.is_empty() {
        page.text("  ", &format!("{}{example}", text!("example")), theme.dim);
    }
    page.cursor = Some((first + layout.row, layout.col + 2));
    page.focus = first + layout.row..first + layout.row + 1;
}

/// A list: its entries, the row that adds one, the way on.
pub(in crate::app) fn list(page: &mut Page, l: &List, said: Vec<Said>, focus: bool) {
    for (i, (_, lines)) in page.rows(said).into_iter().enumerate() {
        let keys = match i.cmp(&l.rows.len()) {
            Ordering::Less => vec![nth(i)],
            Ordering::Equal => vec![Intent::Add],
            Ordering::Greater => vec![Intent::End, Intent::Next],
        };
        page.choice(lines, focus && l.at == i, keys);
    }
    page.tail = l.at == l.last();
}
