//! How the page after copying looks.

use super::After;
use crate::app::App;
use crate::app::msg::Copied;
use crate::domain::case::How;
use crate::domain::delivery::AfterFacts;
use crate::domain::document::Document;
use crate::ui::page::Page;
use crate::ui::theme::Theme;
use ratatui::layout::Rect;

/// The page after copying.
#[must_use]
pub fn page(app: &App, a: &After, doc: &Document<'_>, theme: &Theme, area: Rect) -> Page {
    let t = |k| app.content.text(k);
    let columns = usize::from(area.width).saturating_sub(2).min(88);
    let mut page = Page { scroll: a.scroll, ..theme.page() };
    match &a.copied {
        Copied::Confirmed => {
            page.text("", t("copied.confirmed"), theme.good, columns);
            page.text("", t("copied.confirmed.note"), theme.dim, columns);
        }
        Copied::Handed => {
            page.text("", t("copied.handed"), theme.good, columns);
            page.text("", t("copied.handed.note"), theme.hint, columns);
        }
        Copied::Failed(why) => {
            page.text("! ", t("copied.failed"), theme.error, columns);
            page.text("  ", why, theme.dim, columns);
            page.text("  ", t("copied.failed.note"), theme.hint, columns);
        }
    }
    if let Some(path) = &a.path {
        page.text("", &format!("{}{path}", t("notice.written")), theme.good, columns);
    }
    if app.print {
        page.text("", t("notice.print"), theme.dim, columns);
    }
    page.gap();
    let phone = doc.plan.channel == "phone";
    page.text("", t(if phone { "after.asks.phone" } else { "after.asks" }), theme.title, columns);
    match app.sent_words() {
        Some(line) => page.text("  ", &line, theme.good, columns),
        None if phone => page.text("  ", t("after.not_sent.phone"), theme.hint, columns),
        None => page.text("  ", t("after.not_sent"), theme.hint, columns),
    }
    if let Some(id) = app.session.case.as_ref().filter(|_| app.session.recorded.is_some()) {
        page.text("  ", &format!("{}{id}", t("after.stored")), theme.dim, columns);
    }
    page.gap();
    page.text("", t("after.now"), theme.title, columns);
    let facts = AfterFacts {
        walk: &doc.walk,
        plan: &doc.plan,
        service: doc.service,
        phone_first: doc.findings.iter().any(|f| f.rule == "phone_first"),
    };
    for (i, line) in facts.lines(app.content.after()).iter().enumerate() {
        page.text(&format!("{:>2}. ", i + 1), line, theme.plain, columns);
    }
    if !doc.plan.fields.is_empty() {
        page.gap();
        page.text("", t("after.fields"), theme.hint, columns);
        for (i, f) in doc.plan.fields.iter().enumerate() {
            let next = app.session.field_copied % doc.plan.fields.len() == i;
            let line = format!("{} {}. {}", if next { ">" } else { " " }, i + 1, f.label);
            page.text("", &line, theme.plain, columns);
        }
    }
    page.gap();
    let last = match &app.session.sent {
        _ if app.run.is_some() => "run.after",
        Some(s) if s.how == How::Phone => "after.done.phone",
        Some(_) => "after.done",
        None if phone => "after.sent.phone",
        None => "after.sent",
    };
    page.text("", t(last), theme.dim, columns);
    page
}
