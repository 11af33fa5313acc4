//! How the review looks: whether it is ready, what was found, what comes next, the answers, the
//! letter (where it does not stand beside them).

use super::{Review, answers, rows};
use crate::app::App;
use crate::app::said::{goes_to, sheet_title};
use crate::domain::calendar;
use crate::domain::document::Document;
use crate::domain::gate::Level;
use crate::domain::manner::{DETAIL, DETAILS, TONES, manner_of};
use crate::input::keymap::Intent;
use crate::ui::page::{Page, digit, line_width, nth};
use crate::ui::said::Role;
use crate::ui::theme::Theme;
use chrono::NaiveDate;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

/// Most lines of the letter's beginning, and the rows that are left to all else before it.
const MOST: usize = 6;
const REST: usize = 15;

/// The page of the review. Its targets are the rows, in order.
pub fn page(
    app: &App,
    r: &Review,
    doc: &Document<'_>,
    theme: &Theme,
    area: Rect,
    beside: bool,
) -> Page {
    let height = usize::from(area.height);
    let mut page = above(app, r, doc, theme, area, (beside, 0));
    if beside {
        return page;
    }
    // Answers can be changed here and the letter can't, so if both don't fit side by side the
    // letter comes below, with its beginning shown before Enter copies it.
    let blocked = doc.findings.iter().any(|f| f.level == Level::Block);
    let rows = height.saturating_sub(REST).min(MOST);
    if !blocked && page.lines.len() + MOST > height {
        page = above(app, r, doc, theme, area, (beside, rows));
    }
    page.lines.extend(app.sheet(doc, theme, page.columns));
    page
}

/// All but the whole letter, with so many lines of its beginning.
fn above(
    app: &App,
    r: &Review,
    doc: &Document<'_>,
    theme: &Theme,
    area: Rect,
    (beside, begins): (bool, usize),
) -> Page {
    let mut page = Page { scroll: r.scroll, ..theme.page_in(area) };
    let rows = rows(doc);
    let at = r.at.min(rows.len() - 1);
    let mut n = 0;
    // Each row in its turn: drawn by the caller, selected here.
    let mut row = |page: &mut Page, start: usize, keys: Option<Intent>| {
        let here = n == at && app.letter.is_none();
        let steps = n.abs_diff(at);
        let way = if n < at { Intent::Up } else { Intent::Down };
        let keys =
            keys.map_or_else(|| [vec![way; steps], vec![Intent::Next]].concat(), |k| vec![k]);
        if here {
            page.select(start, theme.selected);
            page.focus = 0..0;
            if let Some(first) = page.lines.get_mut(start).and_then(|l| l.spans.first_mut()) {
                let text = first.content.strip_prefix(' ').map(|rest| format!(">{rest}"));
                first.content = text.unwrap_or_else(|| first.content.to_string()).into();
            }
        }
        page.target(start, keys);
        n += 1;
    };
    let read = if beside { text!("review.read") } else { text!("review.read.tab") };
    let remarks = doc.findings.iter().any(|f| f.level != Level::Block);
    let ready = app.ready_said(doc).into_iter().map(|mut said| {
        said.text += match said.role {
            Role::Success if !app.stands_sent() && remarks => text!("review.read.remarks"),
            Role::Success if !app.stands_sent() => read,
            Role::Warning if remarks => text!("review.remarks"),
            _ => "",
        };
        said
    });
    page.say(ready);
    page.gap();
    let start = page.lines.len();
    page.text("  ", &app.first_copy(doc), theme.plain);
    row(&mut page, start, Some(Intent::Next).filter(|_| at == 0));
    page.gap();
    findings(&mut page, doc, &mut row);
    beginning(&mut page, app, doc, begins);
    what_next(&mut page, app, doc);
    manners(&mut page, app, doc);
    page.gap();
    answered(&mut page, app, doc, &mut row);
    debug_assert_eq!(page.targets.len(), rows.len());
    page
}

/// How the letter begins, a paragraph after the other.
fn beginning(page: &mut Page, app: &App, doc: &Document<'_>, rows: usize) {
    if rows == 0 {
        return;
    }
    let theme = page.theme;
    let title = text!("review.begins", what = sheet_title(doc.plan.channel));
    page.text("  ", &title, theme.title);
    let end = page.lines.len() + rows;
    let lead = format!("  {}", theme.bar());
    let text = app.letter_text(doc);
    for paragraph in text.split("\n\n").filter(|p| !p.trim().is_empty()).take(rows) {
        let lines: Vec<&str> = paragraph.lines().map(str::trim).collect();
        page.quoted(&lead, &lead, &lines.join(" "), theme.plain);
    }
    page.lines.truncate(end);
    page.gap();
}

fn findings(
    page: &mut Page,
    doc: &Document<'_>,
    row: &mut impl FnMut(&mut Page, usize, Option<Intent>),
) {
    let theme = page.theme;
    for (i, f) in doc.findings.iter().enumerate() {
        let start = page.lines.len();
        let (mark, style) =
            if f.level == Level::Block { ("!", theme.error) } else { ("*", theme.warn) };
        let text = if f.level == Level::Block { theme.error } else { theme.plain };
        let number = Span::styled(format!(" {} ", digit(i)), text);
        let lead = vec![Span::raw("  "), Span::styled(mark, style), number];
        page.led(lead, &f.shown(&doc.walk), text);
        row(page, start, Some(nth(i)));
    }
    if !doc.findings.is_empty() {
        page.gap();
    }
}

/// The answers, those that most keep apart.
fn answered(
    page: &mut Page,
    app: &App,
    doc: &Document<'_>,
    row: &mut impl FnMut(&mut Page, usize, Option<Intent>),
) {
    let theme = page.theme;
    let (asked, usual) = answers(&doc.walk);
    let labels = asked
        .iter()
        .chain(&usual)
        .filter_map(|id| doc.walk.step(id))
        .map(|s| s.question.label.as_str());
    let widest = labels.map(|l| theme.ambiguous.width(l)).max().unwrap_or(0).min(page.columns / 2);
    for (title, ids) in [(text!("review.answers"), asked), (text!("review.usual"), usual)] {
        if ids.is_empty() {
            continue;
        }
        page.text("", title, theme.title);
        for id in ids {
            let Some(step) = doc.walk.step(&id) else { continue };
            let label = theme.ambiguous.truncate(&step.question.label, widest);
            let pad = " ".repeat(widest + 2 - theme.ambiguous.width(&label).min(widest));
            let start = page.lines.len();
            let words = app.listed_answer(&doc.walk, step);
            page.text(&format!("  {label}{pad}"), &words, theme.plain);
            row(page, start, None);
        }
        page.gap();
    }
}

fn what_next(page: &mut Page, app: &App, doc: &Document<'_>) {
    let mut lead = format!("  {}  ", text!("review.then"));
    let phone = doc.plan.channel.spoken();
    let (kept, asked) = if phone {
        (text!("review.then.called"), text!("review.then.called.asked"))
    } else {
        (text!("review.then.sent"), text!("review.then.sent.asked"))
    };
    // If nothing is kept, nothing can be noted.
    let said = app.keeps().then(|| if app.stores() { kept } else { asked }.to_owned());
    let day = |d| calendar::format_ja(d);
    // Nobody answers on a day that is closed.
    let open = |day: &NaiveDate| app.session.office.is_business_day(*day);
    let call = doc.plan.calls.filter(|day| !phone && open(day));
    let call = call.map(|d| text!("review.then.call", call_by = day(d)));
    let answer_by = day(doc.plan.answer_by());
    let wait = if phone {
        text!("review.then.promised", answer_by)
    } else {
        text!("review.then.wait", answer_by)
    };
    let wait = Some(wait).filter(|_| doc.plan.waits);
    let first = app.content.text(&format!("review.then.{}", doc.plan.channel)).to_owned();
    let near = !phone && doc.findings.iter().any(|f| f.rule == "phone_first");
    let before = near.then(|| {
        let number = doc.service.and_then(|s| s.desk_contact("phone"));
        let number = number.map(|c| text!("sign.then", text = c.noted()));
        format!("{}{}", text!("review.then.call_first"), number.unwrap_or_default())
    });
    // What is done is not listed as still to come.
    let (before, first, said) = match app.sent_words().filter(|_| app.stands_sent()) {
        Some(done) => (None, done, None),
        None => (before, first, said),
    };
    for (i, step) in [before, Some(first), said, call, wait].into_iter().flatten().enumerate() {
        page.text(&format!("{lead}{}. ", i + 1), &step, page.theme.hint);
        lead = " ".repeat(page.theme.ambiguous.width(&lead));
    }
}

/// How it is written, and where it goes.
fn manners(page: &mut Page, app: &App, doc: &Document<'_>) {
    let theme = page.theme;
    // Below what happens next, with the same indent, in one line if they fit.
    let label = theme.ambiguous.width(text!("review.then"));
    let width = |l: &Line<'_>| line_width(l, theme.ambiguous);
    let mut tone = manner(app, &theme, "tone", &TONES, label);
    let detail = manner(app, &theme, DETAIL, &DETAILS, 0);
    if !app.session.has_lengths(&app.content) {
        page.push(tone);
    } else if width(&tone) + width(&detail) + 2 <= page.columns {
        tone.push_span(Span::raw("  "));
        tone.spans.extend(detail.spans);
        page.push(tone);
    } else {
        page.push(tone);
        page.push(manner(app, &theme, DETAIL, &DETAILS, label));
    }
    if doc.plan.channel.filled_in() {
        page.push(limit(app, doc, &theme, label));
    }
    for line in goes_to(doc) {
        page.text("  ", &line, theme.plain);
    }
    if app.session.edited.is_some() {
        page.text("  ", text!("review.edited"), theme.hint);
    }
}

/// How many characters the form takes, and the key that says so.
fn limit(app: &App, doc: &Document<'_>, theme: &Theme, label: usize) -> Line<'static> {
    let pad = " ".repeat(label.saturating_sub(theme.ambiguous.width(text!("key.limit"))));
    let now = doc
        .limit
        .map_or_else(|| text!("review.limit.none").to_owned(), |n| text!("review.limit", n));
    let mut line = Line::from(Span::styled(format!("  {}{pad}  ", text!("key.limit")), theme.dim));
    line.push_span(Span::styled(format!(" {now}"), theme.plain));
    switch(&mut line, app, theme, Intent::Limit);
    line
}

/// The key that changes what the line says.
fn switch(line: &mut Line<'static>, app: &App, theme: &Theme, intent: Intent) {
    let keys = app.keymap.list(crate::input::keymap::Mode::Review, false);
    if let Some((key, ..)) = keys.iter().find(|k| k.2 == intent) {
        line.push_span(Span::styled(format!("  {key}"), theme.key));
        line.push_span(Span::styled(text!("review.switch").to_owned(), theme.dim));
    }
}

/// A switch behind a label of so many columns: all that it can be, what it is in brackets, its key.
fn manner(app: &App, theme: &Theme, id: &str, words: &[&str], label: usize) -> Line<'static> {
    let now = manner_of(&app.session.answers, id);
    let t = |key: &str| app.content.text(&format!("review.{id}{key}")).to_owned();
    let pad = " ".repeat(label.saturating_sub(theme.ambiguous.width(&t(""))));
    let mut line = Line::from(Span::styled(format!("  {}{pad}  ", t("")), theme.dim));
    for word in words {
        let on = *word == now;
        let text = t(&format!(".{word}"));
        let shown = if on { format!("[{text}]") } else { format!(" {text} ") };
        line.push_span(Span::styled(shown, if on { theme.key } else { theme.plain }));
    }
    switch(&mut line, app, theme, if id == DETAIL { Intent::Detail } else { Intent::Tone });
    line
}
