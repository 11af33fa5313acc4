//! What a step gains and costs, side by side.

use crate::domain::triage::{GentleStep, Point, weighed};
use crate::text::{width::Ambiguous, wrap::wrap};
use crate::ui::page::Page;
use ratatui::text::Span;

/// Below this width of a column the two stand below each other.
const NARROW: usize = 24;

/// Draws both lists, whole: what weighs most stands first, and `*` marks what speaks to what hurts.
pub(in crate::app) fn draw(page: &mut Page, step: &GentleStep, hurts: &[String]) {
    let (theme, columns) = (page.theme, page.columns);
    let (gain, loss) = (text!("compare.gain"), text!("compare.loss"));
    let half = columns.saturating_sub(3) / 2;
    legend(page, step, hurts);
    if half < NARROW {
        page.cramped = true;
        page.text("", gain, theme.title);
        push(page, lines("+", &step.gain, hurts, columns, theme.ambiguous));
        page.gap();
        page.text("", loss, theme.title);
        push(page, lines("-", &step.loss, hurts, columns, theme.ambiguous));
        page.compared = page.lines.len();
        return;
    }
    let left = lines("+", &step.gain, hurts, half, theme.ambiguous);
    let right = lines("-", &step.loss, hurts, half, theme.ambiguous);
    let pad = |s: &str| " ".repeat((half + 3).saturating_sub(theme.ambiguous.width(s)));
    page.push(Span::styled(format!("{gain}{}{loss}", pad(gain)), theme.title));
    for i in 0..left.len().max(right.len()) {
        let (l, r) =
            (left.get(i).cloned().unwrap_or_default(), right.get(i).cloned().unwrap_or_default());
        page.push(Span::styled(format!("{l}{}{r}", pad(&l)), theme.plain));
    }
    page.compared = page.lines.len();
}

/// What the mark says, where there is one: above the lists, whose end may be out of sight.
fn legend(page: &mut Page, step: &GentleStep, hurts: &[String]) {
    let marked =
        |points: &[Point]| weighed(points, hurts).first().is_some_and(|(_, speaks)| *speaks);
    if marked(&step.gain) || marked(&step.loss) {
        page.text("", text!("compare.speaks"), page.theme.dim);
    }
}

fn push(page: &mut Page, lines: Vec<String>) {
    for l in lines {
        page.push(Span::styled(l, page.theme.plain));
    }
}

fn lines(
    sign: &str,
    points: &[Point],
    hurts: &[String],
    columns: usize,
    ambiguous: Ambiguous,
) -> Vec<String> {
    let width = |s: &str| ambiguous.width(s);
    let mut out: Vec<String> = Vec::new();
    for (p, speaks) in weighed(points, hurts) {
        let lead = format!("{}{sign} ", if speaks { "*" } else { " " });
        let parts = wrap(&p.text, ambiguous.room(columns.saturating_sub(width(&lead)).max(2)));
        for (i, r) in parts.into_iter().enumerate() {
            let lead = if i == 0 { lead.clone() } else { " ".repeat(width(&lead)) };
            out.push(format!("{lead}{}", p.text.get(r).unwrap_or_default()));
        }
    }
    out
}
