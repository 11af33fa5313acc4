//! A: how much there is to read.

use super::letter::{AuditedLetter, LineRole};
use super::text::{head, sentences, trim, without_quotes};
use super::told::Breaches;
use crate::domain::channel::Channel;
use crate::domain::goal::Goal;
use crate::domain::word::Word;
use crate::domain::words;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Size {
    /// The kind of letter whose bounds apply: `withdraw mail`, `second mail`, `message`.
    pub kind: String,
    /// Characters without names, the user's own words and quotations.
    pub characters: usize,
    pub lines: usize,
    /// How often it says 「お願い」.
    pub requests: usize,
}

/// The least and the most characters, and the most lines, of a kind of letter.
type Bounds = (usize, usize, usize);

/// The kinds of which there is a measure.
const BOUNDS: [(&str, Bounds); 15] = [
    ("message", (80, 220, 6)),
    ("second mail", (180, 540, 24)),
    ("second form", (180, 560, 26)),
    ("withdraw mail", (240, 500, 19)),
    ("withdraw form", (240, 540, 20)),
    ("withdraw phone", (350, 760, 34)),
    ("withdraw post", (240, 560, 26)),
    ("pause mail", (200, 480, 18)),
    ("pause form", (200, 520, 19)),
    ("change mail", (220, 580, 24)),
    ("change form", (220, 580, 24)),
    ("reduce mail", (160, 460, 16)),
    ("reduce form", (160, 500, 17)),
    ("decline mail", (140, 320, 13)),
    ("decline form", (140, 340, 14)),
];

pub(super) fn check(l: &AuditedLetter<'_>, found: &mut Breaches) -> Size {
    let goal = l.goal.map_or("other", Goal::id);
    let kind = match l.channel {
        Channel::Message => "message".to_owned(),
        channel if l.again => format!("second {channel}"),
        channel => format!("{} {channel}", goal.split('_').next().unwrap_or_default()),
    };
    let bounds = BOUNDS.iter().find(|(of, _)| *of == kind);
    let characters = l.counted.chars().filter(|c| *c != '\n').count();
    if let Some(&(_, (least, most, lines))) = bounds {
        let firm = usize::from(l.firm);
        let rows = l.told.entries("selections").len() + l.told.entries("asked").len();
        // Several wishes may have a line each.
        let changes = l.is_first(Goal::ChangeHandler) && !l.channel.chat();
        let wishes = if changes { l.told.many("wishes").len() } else { 0 };
        let most = most + 80 * firm + 140 * rows;
        // So may additional requests.
        let own = l.told.one("own_requests").map_or(0, |text| text.lines().count());
        let lines = lines + 3 * firm + 5 * rows + own + if wishes > 1 { wishes } else { 0 };
        if !(least..=most).contains(&characters) {
            found.add("A1", text!("audit.a1", characters, least, most));
        }
        if l.height > lines {
            found.add("A2", text!("audit.a2", n = l.height, most = lines));
        }
    }
    let longest = if l.spoken() { 45 } else { 80 };
    for line in l.of(LineRole::Prose) {
        // Quotations do not count towards the letter's length.
        let unquoted = !l.spoken() && line.text.contains('「');
        let bare = unquoted.then(|| sentences(&without_quotes(line.text, "")));
        for s in bare.as_ref().unwrap_or(&line.sentences) {
            let n = s.chars().count();
            if n > longest {
                found.add("A3", text!("audit.a3", n, most = longest, text = head(s)));
            }
        }
    }
    for item in l.of(LineRole::Item).filter(|_| !l.spoken()) {
        let (n, most) =
            (item.text.chars().count(), if item.text.ends_with('。') { 80 } else { 56 });
        if n > most {
            found.add("A4", text!("audit.a4", n, most, text = head(item.text)));
        }
    }
    if l.channel.on_paper() {
        for line in l.body.lines().filter(|x| x.ends_with('。') && !x.starts_with('\u{3000}')) {
            if trim(line).chars().count() < 5 {
                found.add("A5", text!("audit.a5", line = trim(line)));
            }
        }
    }
    Size {
        kind,
        characters,
        lines: l.height,
        requests: l.quoteless.matches(words::REQUEST).count(),
    }
}
