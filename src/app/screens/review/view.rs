//! How the review looks: findings first, then where it goes, then (where it does not stand beside) the letter.

use super::Review;
use crate::app::App;
use crate::domain::desk;
use crate::domain::document::{DETAIL, Document, manner_of};
use crate::domain::gate::{self, Level};
use crate::input::keymap::Intent;
use crate::ui::page::Page;
use crate::ui::theme::Theme;
use ratatui::layout::Rect;
use ratatui::text::Span;

/// The page of the review.
#[must_use]
pub fn page(app: &App, r: &Review, doc: &Document<'_>, theme: &Theme, area: Rect, beside: bool) -> Page {
    let t = |k| app.content.text(k);
    let columns = usize::from(area.width).saturating_sub(2).min(88);
    let mut page = Page { scroll: r.scroll, ..theme.page() };
    let blocks = doc.findings.iter().filter(|f| f.level == Level::Block).count();
    if blocks > 0 {
        page.text("! ", &t("review.blocked").replace("{n}", &blocks.to_string()), theme.error, columns);
    } else {
        let ready = if doc.plan.channel == "phone" { t("review.ready.phone") } else { t("review.ready") };
        page.text("", ready, theme.good, columns);
    }
    if doc.plan.channel == "phone"
        && let (Some(now), Some(service)) = (app.session.clock, doc.service)
        && let Some(desk) = desk::desk(service, now, app.session.office)
    {
        page.text("", &desk::says(&desk), theme.hint, columns);
    }
    page.gap();
    for (i, f) in doc.findings.iter().enumerate() {
        let here = i == r.at;
        let start = page.lines.len();
        let mark = if f.level == Level::Block { "!" } else { "*" };
        let lead = format!("{}{mark} {} ", if here { ">" } else { " " }, i + 1);
        let style = if f.level == Level::Block { theme.error } else { theme.hint };
        page.text(&lead, &f.message, style, columns);
        page.target(start, vec![Intent::Digit(u8::try_from(i + 1).unwrap_or(u8::MAX))]);
        if here && r.scroll == 0 {
            page.focus = start..page.lines.len();
        }
    }
    if !doc.findings.is_empty() {
        page.text("  ", t("review.jump"), theme.dim, columns);
        page.gap();
    }
    let to = doc.plan.to.as_ref().map(|a| (t("review.to"), a));
    let cc = doc.plan.cc.as_ref().map(|a| (t("review.cc"), a));
    for (label, address) in to.into_iter().chain(cc) {
        page.text("", &format!("{label}{address}"), theme.plain, columns);
    }
    let of = |id: &str| {
        let key = format!("review.{id}.{}", manner_of(&app.session.answers, id));
        app.content.text(&key).to_owned()
    };
    let manner = t("review.manner").replace("{tone}", &of("tone")).replace("{detail}", &of(DETAIL));
    page.text("", &manner, theme.dim, columns);
    if app.session.edited.is_some() && beside {
        page.text("", t("review.edited"), theme.hint, columns);
    }
    if !beside {
        page.text("", t("review.more"), theme.dim, columns);
        page.push(Span::styled("-".repeat(columns), theme.dim));
        page.lines.extend(app.letter_page(doc, theme, columns).lines);
    } else if !gate::blocked(&doc.findings) {
        page.gap();
        page.text("", t("review.read"), theme.dim, columns);
    }
    page
}
