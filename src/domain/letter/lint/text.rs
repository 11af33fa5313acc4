//! The letter as the rules see it: lines, unwrapped paragraphs, sentences.

use super::finding::{LintInput, Part, Place};
use crate::domain::words::{self, begins, ends};

/// The longest label with its colon.
const LABEL: usize = 12;

/// A line this long that ends in the middle of a sentence was wrapped; the next one continues it.
const WRAPPED: usize = 25;

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum UnitRole {
    /// It names the matter or the reader (subject, title, heading, addressee) and does not say it.
    Name,
    Said,
    /// Not part of the letter: prepared answers on the phone, notes.
    Aside,
}

/// A paragraph: one line, or several that were wrapped by hand or for paper.
pub(super) struct Unit {
    part: Part,
    pub(super) role: UnitRole,
    pub(super) text: String,
    /// The lines as (offset in the text, number).
    starts: Vec<(usize, usize)>,
    /// A list item (・, 1., ①) or its indented continuation.
    pub(super) item: bool,
}

impl Unit {
    pub(super) fn place(&self, at: usize) -> Place {
        let i = self.starts.partition_point(|(start, _)| *start <= at).saturating_sub(1);
        Place { part: self.part, line: self.starts.get(i).map_or(1, |s| s.1) }
    }
    /// Whether it has this line.
    pub(super) fn holds(&self, place: Place) -> bool {
        self.part == place.part && self.starts.iter().any(|(_, line)| *line == place.line)
    }
    pub(super) fn in_body(&self) -> bool {
        self.part == Part::Body
    }
    /// The sentences with their offsets, without final punctuation.
    pub(super) fn sentences(&self) -> impl Iterator<Item = (usize, &str)> {
        let base = self.text.as_ptr() as usize;
        self.text
            .split(['。', '！', '？', '!', '?'])
            .map(move |s| (s.as_ptr() as usize - base, s))
            .filter(|(_, s)| !s.trim().is_empty())
    }
}

pub(super) struct LintedText<'a> {
    pub(super) input: &'a LintInput<'a>,
    /// Subject and body as paragraphs; empty lines left out.
    pub(super) units: Vec<Unit>,
    pub(super) lines: Vec<(Place, &'a str)>,
    /// How many of `lines` belong to the addressee: `lines[to.0..to.1]`.
    pub(super) to: (usize, usize),
    /// The service's name: as given, else as the text has it.
    pub(super) service: Option<String>,
    /// The sender's name: as given, else as the text has it.
    pub(super) sender: Option<String>,
}

impl<'a> LintedText<'a> {
    pub(super) fn new(input: &'a LintInput<'a>) -> Self {
        let subject = input
            .subject
            .iter()
            .flat_map(|s| s.lines())
            .map(|l| (Place { part: Part::Subject, line: 1 }, l));
        let body = input
            .body
            .lines()
            .enumerate()
            .map(|(i, l)| (Place { part: Part::Body, line: i + 1 }, l.trim_end_matches('\r')));
        let lines: Vec<(Place, &str)> = subject.chain(body).collect();
        let mut units = units(&lines);
        let to = addressee(&lines);
        assign(&mut units, &lines, to);
        Self { input, units, lines, to, service: None, sender: None }
    }

    pub(super) fn addressee(&self) -> impl Iterator<Item = &(Place, &'a str)> {
        self.lines.iter().skip(self.to.0).take(self.to.1 - self.to.0)
    }
    pub(super) fn sentences(&self) -> impl Iterator<Item = (Place, &str)> {
        self.units.iter().flat_map(|u| u.sentences().map(|(at, s)| (u.place(at), s)))
    }
    /// The sentences of the letter itself: no subject, title, addressee, or notes to the writer.
    pub(super) fn said(&self) -> impl Iterator<Item = (Place, &str)> {
        let units = self.units.iter().filter(|u| u.role == UnitRole::Said);
        units.flat_map(|u| u.sentences().map(|(at, s)| (u.place(at), s)))
    }
    pub(super) fn has(&self, what: &str) -> bool {
        self.units.iter().any(|u| u.text.contains(what))
    }
    pub(super) fn has_any(&self, what: &[&str]) -> bool {
        what.iter().any(|w| self.has(w))
    }
}

/// The first block of lines with a title of respect: at most five, in four paragraphs.
fn addressee(lines: &[(Place, &str)]) -> (usize, usize) {
    // 「・ご対応くださった方：佐藤 様」 addresses nobody.
    let titled = |l: &str| ends(l.trim(), words::HONORIFICS) && !l.contains('：') && !is_item(l);
    let mut at = lines.iter().take_while(|(p, _)| p.part == Part::Subject).count();
    for _ in 0..4 {
        let rest = || lines.iter().map(|(_, l)| l.trim());
        at += rest().skip(at).take_while(|l| l.is_empty()).count();
        let len =
            rest().skip(at).take(5).take_while(|l| !l.is_empty() && !l.contains('。')).count();
        if rest().skip(at).take(len).any(titled) {
            return (at, at + len);
        }
        at += rest().skip(at).take_while(|l| !l.is_empty()).count();
    }
    (0, 0)
}

fn assign(units: &mut [Unit], lines: &[(Place, &str)], to: (usize, usize)) {
    let addressed =
        |place: Place| lines.iter().skip(to.0).take(to.1 - to.0).any(|(p, _)| *p == place);
    let mut role = UnitRole::Said;
    for u in units {
        let text = u.text.trim();
        let heading =
            text.starts_with('【') && !text.contains('。') && !text.contains(words::POLITE_END);
        if heading {
            role = if begins(text, words::ASIDES) { UnitRole::Aside } else { UnitRole::Said };
        }
        let title = !u.item && !text.contains('。') && ends(text, words::TITLE_ENDS);
        let names = u.part == Part::Subject || heading || title || addressed(u.place(0));
        // A stage direction of a script: （担当の方に替わったら）.
        let remark = text.starts_with('（') && text.ends_with('）');
        u.role = match () {
            () if names => UnitRole::Name,
            () if remark => UnitRole::Aside,
            () => role,
        };
    }
}

/// The digit that a character is, in either width.
pub(super) fn digit(c: char) -> Option<u32> {
    c.to_digit(10).or_else(|| u32::from(c).checked_sub(u32::from('０')).filter(|d| *d < 10))
}

pub(super) fn is_digit(c: char) -> bool {
    digit(c).is_some()
}

fn is_item(line: &str) -> bool {
    let l = line.trim_start();
    let digits = l.trim_start_matches(is_digit);
    l.starts_with([
        '・', '●', '■', '□', '※', '①', '②', '③', '④', '⑤', '⑥', '⑦', '⑧', '⑨', '-', '*', '－',
    ]) || (digits.len() < l.len() && digits.starts_with(['.', '．', ')', '）', '、', ' ', '　']))
}

fn units(lines: &[(Place, &str)]) -> Vec<Unit> {
    let mut out: Vec<Unit> = Vec::new();
    let (mut wrapped, mut list) = (false, false);
    // A line may end with a quotation and continue with a particle.
    let mut quoted = false;
    for (place, line) in lines {
        if line.trim().is_empty() {
            (wrapped, quoted, list) = (false, false, false);
            continue;
        }
        let item = is_item(line);
        let indented = line.starts_with([' ', '　']);
        list = item || (list && indented);
        let heading = line.starts_with(['【', '■', '〔']);
        // A label starts a new paragraph, however long the line above is.
        let labelled = line.chars().take(LABEL).any(|c| matches!(c, '：' | ':'));
        match out
            .last_mut()
            .filter(|_| !quoted || line.starts_with(|c| matches!(c, 'ぁ'..='ん' | '付')))
            .filter(|u| {
                wrapped && !item && !heading && !labelled && !indented && u.part == place.part
            }) {
            Some(u) => {
                u.starts.push((u.text.len(), place.line));
                u.text.push_str(line.trim());
            }
            None => out.push(Unit {
                part: place.part,
                role: UnitRole::Said,
                text: (*line).to_owned(),
                starts: vec![(0, place.line)],
                item: list,
            }),
        }
        wrapped = line.trim().chars().nth(WRAPPED - 1).is_some()
            && !heading
            && !ends(line.trim_end(), words::HONORIFICS)
            && !line.trim_end().ends_with(['。', '！', '？', '：', '】', '!', '?', ':']);
        quoted = line.trim_end().ends_with(['」', '）']);
    }
    out
}

/// Every occurrence of `pat`: its offset, the text before it and after.
pub(super) fn hits<'t>(
    text: &'t str,
    pat: &'t str,
) -> impl Iterator<Item = (usize, &'t str, &'t str)> {
    text.match_indices(pat).map(move |(i, m)| {
        (i, text.get(..i).unwrap_or_default(), text.get(i + m.len()..).unwrap_or_default())
    })
}

/// The text without white space, to compare names.
pub(super) fn squeezed(s: &str) -> String {
    s.chars().filter(|c| !c.is_whitespace()).collect()
}
