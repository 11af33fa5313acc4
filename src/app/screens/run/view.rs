//! How the letters of a run look.

use super::Overview;
use crate::app::App;
use crate::app::msg::Copied;
use crate::app::run::{Mark, Run};
use crate::domain::goal::Goal;
use crate::domain::word::Word;
use crate::input::keymap::Intent;
use crate::text::said;
use crate::ui::page::{self, Page};
use crate::ui::theme::Theme;
use ratatui::layout::Rect;

/// A letter of the run in words: to whom, what is asked, how far it is.
pub fn words(app: &App, run: &Run, i: usize) -> (String, &'static str) {
    let s = app.leg(i);
    let doc = s.document(&app.content);
    let goal = doc.walk.goal().map_or("", Goal::ja);
    let channel = doc.walk.step("channel").and_then(|step| {
        let v = doc.walk.one("channel")?;
        step.question
            .choice
            .iter()
            .find(|c| c.value == v)
            .map(|c| text!("sign.and", text = c.label))
    });
    let channel = channel.unwrap_or_default();
    let about = said(goal, |goal| text!("run.about", goal, channel));
    let mark = match run.legs.get(i).map(|l| l.mark).unwrap_or_default() {
        Mark::Handed | Mark::Done if s.sent.as_ref().is_some_and(|s| s.how.spoken()) => {
            text!("run.mark.told")
        }
        Mark::Handed | Mark::Done if s.sent.is_some() => text!("run.mark.sent"),
        Mark::Handed | Mark::Done => text!("run.mark.done"),
        Mark::Skipped if matches!(run.copied(i, &app.copied), Copied::Failed(_)) => {
            text!("run.mark.failed")
        }
        Mark::Skipped => text!("run.mark.skipped"),
        Mark::Open if s.sent.is_some() => text!("run.mark.changed"),
        Mark::Open if run.begun(i) => text!("run.mark.written"),
        Mark::Open => text!("run.mark.open"),
    };
    (format!("{}{about}", doc.service_name()), mark)
}

pub fn title(run: &Run) -> String {
    let (n, done) = (run.legs.len(), run.done());
    if run.planned { text!("run.title", n, done) } else { text!("run.title.plan", n) }
}

pub fn way_on(run: &Run) -> &'static str {
    if run.legs.iter().all(|l| l.mark != Mark::Open) {
        text!("run.end")
    } else if run.planned {
        text!("run.go_on")
    } else {
        text!("run.go")
    }
}

pub fn page(app: &App, o: &Overview, theme: &Theme, area: Rect) -> Page {
    let mut page = theme.page_in(area);
    let Some(run) = &app.run else { return page };
    page.text("", &title(run), theme.title);
    page.gap();
    let rows: Vec<_> = (0..run.legs.len()).map(|i| words(app, run, i)).collect();
    let width = |mark: &str| theme.ambiguous.width(mark);
    let widest = rows.iter().map(|(_, mark)| width(mark)).max().unwrap_or(0);
    for (i, (about, mark)) in rows.into_iter().enumerate() {
        let here = o.at == i;
        let start = page.lines.len();
        let (sign, pad) = (if here { ">" } else { " " }, " ".repeat(widest - width(mark)));
        let lead = format!("{sign} {} {}{pad}", page::digit(i), mark);
        page.text(&lead, &about, theme.plain);
        page.row(start, here, vec![page::nth(i)]);
    }
    page.gap();
    let here = o.at == run.legs.len();
    page.entry(here, way_on(run), &[], vec![Intent::End, Intent::Next]);
    page.tail = here;
    page.gap();
    page.advice(if run.planned { text!("run.hint") } else { text!("run.hint.plan") });
    page
}
