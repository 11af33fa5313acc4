//! How the page after copying looks.

use super::After;
use crate::app::App;
use crate::app::msg::Copied;
use crate::domain::document::Document;
use crate::text::wrap::wrap;
use crate::ui::page::Page;
use crate::ui::theme::Theme;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

/// The page after copying.
pub fn page(app: &App, a: &After, doc: &Document<'_>, theme: &Theme, area: Rect) -> Page {
    let t = |k| app.content.text(k);
    let columns = usize::from(area.width).saturating_sub(2).min(88);
    let mut page = Page { scroll: a.scroll, ..theme.page() };
    done(&mut page, app, a, theme, columns);
    page.gap();
    let phone = doc.plan.channel == "phone";
    page.text("", t(if phone { "after.asks.phone" } else { "after.asks" }), theme.title, columns);
    match app.sent_words() {
        Some(line) => page.text("  ", &line, theme.good, columns),
        None if phone && app.keeps() => {
            page.text("  ", text!("after.not_sent.phone"), theme.hint, columns);
        }
        None if phone => page.text("  ", text!("after.not_sent.phone.unkept"), theme.hint, columns),
        None => page.text("  ", text!("after.not_sent"), theme.hint, columns),
    }
    if let Some(line) = app.stored_as() {
        page.text("  ", &line, theme.dim, columns);
    }
    page.gap();
    parts(&mut page, app, doc, theme, columns);
    page.text("", text!("after.now"), theme.title, columns);
    for (i, line) in app.after_steps(doc).iter().enumerate() {
        page.text(&format!("{:>2}. ", i + 1), line, theme.plain, columns);
    }
    if app.run.is_some() {
        page.gap();
        let sent = app.session.sent.is_some();
        page.text("", t(if sent { "run.after.sent" } else { "run.after" }), theme.dim, columns);
    }
    page
}

/// What has just been done with the letter.
fn done(page: &mut Page, app: &App, a: &After, theme: &Theme, columns: usize) {
    if let Some((part, how)) = &app.last_copy {
        if let Copied::Failed(why) = how {
            page.text("! ", how.says(), theme.error, columns);
            page.text("  ", why, theme.dim, columns);
        } else {
            page.text(
                theme.done(),
                &text!("sign.with", name = how.says(), words = part),
                theme.good,
                columns,
            );
        }
        let style = if *how == Copied::Confirmed { theme.dim } else { theme.hint };
        page.text("  ", how.note(), style, columns);
    }
    if let Some(path) = &a.path {
        page.text("", &format!("{}{path}", text!("notice.written")), theme.good, columns);
    }
    if let Some(why) = &app.unstored {
        page.text("! ", &text!("bye.unstored", why), theme.error, columns);
    }
    if app.print {
        page.text("", text!("notice.print"), theme.dim, columns);
    }
}

/// The fields that are pasted one by one, and which are.
fn parts(page: &mut Page, app: &App, doc: &Document<'_>, theme: &Theme, columns: usize) {
    let parts = doc.plan.parts();
    if parts.is_empty() {
        return;
    }
    page.text("", text!("after.parts"), theme.title, columns);
    let widest = parts.iter().map(|f| theme.ambiguous.width(f.label)).max().unwrap_or(0);
    for (i, f) in parts.iter().enumerate() {
        let gone = app.session.copied_parts.contains(f.id);
        let next = app.session.field_copied % parts.len() == i;
        let pad = " ".repeat(widest - theme.ambiguous.width(f.label));
        let room = columns.saturating_sub(widest + 12).max(4);
        let value = f.value.lines().next().unwrap_or_default();
        // Of the body a line is enough; the others are held against what stands in the mail.
        let lines: Vec<String> = if f.id == "text" {
            vec![theme.ambiguous.truncate(value, room)]
        } else {
            let lines = wrap(value, theme.ambiguous.room(room)).into_iter();
            lines.map(|r| value.get(r).unwrap_or_default().to_owned()).collect()
        };
        for (n, value) in lines.into_iter().enumerate() {
            let value = Span::styled(value, theme.dim);
            let indent = widest + 4 + theme.ambiguous.width(theme.done());
            let lead = if n > 0 {
                vec![Span::raw(" ".repeat(indent))]
            } else {
                vec![
                    Span::styled(if next { "> " } else { "  " }, theme.key),
                    Span::styled(if gone { theme.done() } else { theme.not_done() }, theme.good),
                    Span::raw(format!("{}{pad}  ", f.label)),
                ]
            };
            page.push(Line::from([lead, vec![value]].concat()));
        }
    }
    page.gap();
}
