//! How the letters of a run look.

use super::Overview;
use crate::app::App;
use crate::app::msg::Copied;
use crate::app::run::{Mark, Run};
use crate::input::keymap::Intent;
use crate::ui::page::{self, Page};
use crate::ui::theme::Theme;
use ratatui::layout::Rect;

/// A letter of the run in words: to whom, what is asked, how far it is.
pub fn words(app: &App, run: &Run, i: usize) -> (String, &'static str) {
    let s = app.leg(i);
    let doc = s.document(&app.content);
    let goal = doc.walk.one("goal").map_or_else(String::new, |g| app.goal_label(g));
    let channel = doc.walk.step("channel").and_then(|step| {
        let v = doc.walk.one("channel")?;
        step.question
            .choice
            .iter()
            .find(|c| c.value == v)
            .map(|c| text!("sign.and", text = c.label))
    });
    let about = if goal.is_empty() {
        String::new()
    } else {
        text!("run.about", goal, channel = channel.unwrap_or_default())
    };
    let mark = match run.legs.get(i).map(|l| l.mark).unwrap_or_default() {
        Mark::Handed | Mark::Done if s.sent.is_some() => "run.mark.sent",
        Mark::Handed | Mark::Done => "run.mark.done",
        Mark::Skipped if matches!(run.copied(i, &app.copied), Copied::Failed(_)) => {
            "run.mark.failed"
        }
        Mark::Skipped => "run.mark.skipped",
        Mark::Open if s.sent.is_some() => "run.mark.changed",
        Mark::Open => "run.mark.open",
    };
    (format!("{}{about}", doc.service_name()), mark)
}

pub fn way_on(run: &Run) -> &'static str {
    if run.legs.iter().all(|l| l.mark != Mark::Open) {
        "run.end"
    } else if run.planned {
        "run.go_on"
    } else {
        "run.go"
    }
}

pub fn page(app: &App, o: &Overview, theme: &Theme, area: Rect) -> Page {
    let t = |k| app.content.text(k);
    let mut page = theme.page_in(area);
    let Some(run) = &app.run else { return page };
    let (n, done) = (run.legs.len().to_string(), run.done().to_string());
    let title = if run.planned { "run.title" } else { "run.title.plan" };
    page.text("", &t(title).replace("{n}", &n).replace("{done}", &done), theme.title);
    page.gap();
    let rows: Vec<_> = (0..run.legs.len()).map(|i| words(app, run, i)).collect();
    let width = |mark: &str| theme.ambiguous.width(app.content.text(mark));
    let widest = rows.iter().map(|(_, mark)| width(mark)).max().unwrap_or(0);
    for (i, (about, mark)) in rows.into_iter().enumerate() {
        let here = o.at == i;
        let start = page.lines.len();
        let (sign, pad) = (if here { ">" } else { " " }, " ".repeat(widest - width(mark)));
        let lead = format!("{sign} {} {}{pad}", page::digit(i), t(mark));
        page.text(&lead, &about, theme.plain);
        page.row(start, here, vec![page::nth(i)]);
    }
    page.gap();
    let here = o.at == run.legs.len();
    let start = page.lines.len();
    page.text(if here { "> " } else { "  " }, t(way_on(run)), theme.plain);
    page.row(start, here, vec![Intent::End, Intent::Next]);
    page.tail = here;
    page.gap();
    let hint = if run.planned { "run.hint" } else { "run.hint.plan" };
    page.advice(t(hint));
    page
}
