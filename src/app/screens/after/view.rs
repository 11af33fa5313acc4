//! How the page after copying looks.

use super::After;
use crate::app::App;
use crate::app::said::Voice;
use crate::domain::document::Document;
use crate::text::wrap::wrap;
use crate::ui::page::{Page, Role};
use crate::ui::theme::Theme;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

pub fn page(app: &App, a: &After, doc: &Document<'_>, theme: &Theme, area: Rect) -> Page {
    let mut page = Page { scroll: a.scroll, ..theme.page_in(area) };
    page.say(app.copy_said());
    let written = a.path.as_ref().map(|path| format!("{}{path}", text!("notice.written")));
    page.say(written.map(|words| Role::Success.says(words)));
    page.say(app.kept_said());
    page.gap();
    let phone = doc.plan.channel.spoken();
    page.text("", if phone { text!("after.asks.phone") } else { text!("after.asks") }, theme.title);
    page.say([app.sent_said(Voice::Keys)]);
    page.gap();
    parts(&mut page, app, doc);
    page.text("", text!("after.now"), theme.title);
    for (i, line) in app.after_steps(doc).iter().enumerate() {
        page.text(&format!("{:>2}. ", i + 1), line, theme.plain);
    }
    if app.run.is_some() {
        page.gap();
        let on = match app.session.sent {
            None => text!("run.after"),
            Some(_) if app.writes_more() => text!("run.after.sent"),
            Some(_) => text!("run.after.last"),
        };
        page.text("", on, theme.dim);
    }
    page
}

fn parts(page: &mut Page, app: &App, doc: &Document<'_>) {
    let theme = page.theme;
    let parts = app.part_rows(doc);
    if parts.is_empty() {
        return;
    }
    page.text("", text!("after.parts"), theme.title);
    let widest = parts.iter().map(|f| theme.ambiguous.width(f.label)).max().unwrap_or(0);
    let indent = widest + 4 + theme.ambiguous.width(theme.done());
    for f in &parts {
        let pad = " ".repeat(widest - theme.ambiguous.width(f.label));
        let room = page.columns.saturating_sub(indent).max(4);
        let value = f.value.lines().next().unwrap_or_default();
        // One line of the body is enough, in a mail the first after the address; the other fields
        // are compared with the mail's text.
        let lines: Vec<String> = if f.id == "text" {
            let address = usize::from(doc.plan.channel.mailed());
            let from = f.value.split("\n\n").nth(address).unwrap_or_default();
            vec![theme.ambiguous.truncate(from.lines().next().unwrap_or(value), room)]
        } else {
            let lines = wrap(value, theme.ambiguous.room(room)).into_iter();
            lines.map(|r| value.get(r).unwrap_or_default().to_owned()).collect()
        };
        for (n, value) in lines.into_iter().enumerate() {
            let value = Span::styled(value, theme.dim);
            let lead = if n > 0 {
                vec![Span::raw(" ".repeat(indent))]
            } else {
                vec![
                    Span::styled(if f.here { "> " } else { "  " }, theme.key),
                    Span::styled(if f.gone { theme.done() } else { theme.not_done() }, theme.good),
                    Span::raw(format!("{}{pad}  ", f.label)),
                ]
            };
            page.push(Line::from([lead, vec![value]].concat()));
        }
    }
    page.gap();
}
