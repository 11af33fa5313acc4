//! What the letters of a run say.

use crate::app::App;
use crate::app::msg::Copied;
use crate::app::run::{Mark, Run};
use crate::app::said::Voice;
use crate::domain::goal::Goal;
use crate::domain::word::Word;
use crate::text::said;
use crate::ui::page::digit;
use crate::ui::said::{Role, Said};

/// A letter of the run in words: to whom, what is asked, how far it is.
fn words(app: &App, run: &Run, i: usize) -> (String, &'static str) {
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

fn title(run: &Run) -> String {
    let (n, done) = (run.legs.len(), run.done());
    if run.planned { text!("run.title", n, done) } else { text!("run.title.plan", n) }
}

fn way_on(run: &Run) -> &'static str {
    if run.legs.iter().all(|l| l.mark != Mark::Open) {
        text!("run.end")
    } else if run.planned {
        text!("run.go_on")
    } else {
        text!("run.go")
    }
}

/// The letters, the way on, and what else can be done.
pub fn page(app: &App, run: &Run, voice: Voice) -> Vec<Said> {
    let row = |i: usize| {
        let (about, mark) = words(app, run, i);
        // Past the digits no key of the screen chooses it.
        let key = if voice == Voice::Keys { digit(i).to_owned() } else { (i + 1).to_string() };
        Said { key, ..Role::Row.says(about).of(mark) }
    };
    let hint = match (voice, run.planned) {
        (Voice::Keys, true) => text!("run.hint"),
        (Voice::Keys, false) => text!("run.hint.plan"),
        (Voice::Lines, true) => text!("plain.run.hint"),
        (Voice::Lines, false) => text!("plain.run.hint.plan"),
    };
    let way = [Said::gap(), Role::Way.says(way_on(run)), Said::gap(), Role::Hint.says(hint)];
    let title = [Role::Title.says(title(run)), Said::gap()];
    title.into_iter().chain((0..run.legs.len()).map(row)).chain(way).collect()
}
