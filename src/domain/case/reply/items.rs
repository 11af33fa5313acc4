//! What the note of a reply contains for the next letter: questions, refusals, what they keep.

use super::mail::Sentence;
use super::marks::listed;
use super::signs::is_said;
use crate::domain::letter::lint::spec::Sign;
use crate::domain::words::{self, ends, has};

/// Maximum length of the name of something they keep, in characters.
const LONGEST: usize = 24;

/// The lines of a note that ask for something, a call to the user's workplace first; its first line
/// if none does. Each item of an announced list counts, the announcement does not.
pub(in crate::domain::case) fn questions(note: &str) -> Vec<String> {
    let asks = |line: &str| {
        let text = Sentence::new(line).text;
        is_said(&text, &[Sign::Question, Sign::IdentityWanted]) || is_about_work(line)
    };
    let mut all: Vec<&str> = Vec::new();
    let mut announced = false;
    let mut lines = note.lines().peekable();
    while let Some(line) = lines.next() {
        let item = listed(line);
        if item.is_none() {
            announced = lines.peek().is_some_and(|next| listed(next).is_some())
                && has(line, words::REPLY_BELOW_THIS)
                && (asks(line) || has(line, words::REPLY_WANTED));
        }
        let asked =
            if announced { item } else { Some(item.unwrap_or(line)).filter(|_| asks(line)) };
        all.extend(asked);
    }
    all.sort_by_key(|line| !is_about_work(line));
    if all.is_empty() {
        all.extend(note.lines().next());
    }
    all.into_iter().map(str::to_owned).collect()
}

/// Whether a line is about a call to where the user works.
pub(in crate::domain::case) fn is_about_work(line: &str) -> bool {
    Sentence::new(line).clauses().iter().any(|clause| is_said(clause, &[Sign::WorkCall]))
}

/// The open parts of a request according to a note.
#[derive(Default)]
#[expect(clippy::struct_excessive_bools, reason = "what a note says of several things")]
pub(in crate::domain::case) struct Rest {
    /// The parts that are refused, or are still to come; by the ids of the question.
    pub(in crate::domain::case) parts: Vec<&'static str>,
    pub(in crate::domain::case) refused: bool,
    /// A part of it is reported done.
    pub(in crate::domain::case) done: bool,
    /// That is the leaving, and no word of the data.
    pub(in crate::domain::case) only_left: bool,
    pub(in crate::domain::case) keeps: bool,
    /// What they keep, by its name, and how long; "" if that names nothing.
    pub(in crate::domain::case) kept: String,
}

impl Rest {
    pub(in crate::domain::case) fn of(note: &str) -> Self {
        let mut rest = Self::default();
        for s in note.lines().map(Sentence::new) {
            let clauses = s.clauses();
            let says = |sign: Sign| clauses.iter().any(|c| is_said(c, &[sign]));
            let (refused, kept) = (is_said(&s.text, &[Sign::Refused]), says(Sign::Kept));
            rest.refused |= refused;
            if says(Sign::Done) {
                let data = has(&s.text, words::REPLY_DATA) || has(&s.text, words::REPLY_ERASES);
                let left = !data && has(&s.text, words::REPLY_CORE);
                rest.only_left = left && (rest.only_left || !rest.done);
                rest.done = true;
            }
            let open =
                |c: &&&str| !is_said(c, &[Sign::Done]) && (refused || is_said(c, &[Sign::Open]));
            for clause in clauses.iter().filter(open) {
                let of = words::REPLY_PARTS.iter().filter(|(_, any)| has(clause, any));
                for (id, _) in of {
                    if !rest.parts.contains(id) {
                        rest.parts.push(id);
                    }
                }
            }
            rest.keeps |= kept;
            if kept && rest.kept.is_empty() {
                rest.kept = named(&s.text).unwrap_or_default();
            }
        }
        rest
    }
}

/// What a sentence says is kept, and for how long, if it is more specific than "everything".
fn named(text: &str) -> Option<String> {
    let heads = words::REPLY_TOPICS.iter().flat_map(|mark| text.match_indices(mark));
    let thing = |at: usize| {
        let last = text.get(..at)?.rsplit('、').next()?;
        let behind = words::REPLY_BASES.iter().filter_map(|by| Some(last.rsplit_once(by)?.1));
        let head = behind.min_by_key(|rest| rest.len()).unwrap_or(last);
        let head = head.trim_start_matches(words::REPLY_POLITE);
        let fits = ends(head, words::REPLY_THINGS)
            && !words::REPLY_DATA.contains(&head)
            && head.chars().count() <= LONGEST;
        fits.then(|| (at, head.to_owned()))
    };
    let (_, thing) = heads.filter_map(|(at, _)| thing(at)).min()?;
    let until = words::REPLY_LASTS.iter().find_map(|end| {
        let (before, _) = text.split_once(end)?;
        let inside = |c: char| c.is_ascii_digit() || words::REPLY_OF_DAYS.contains(c);
        let span = before
            .rsplit(|c| !inside(c))
            .next()
            .filter(|s| s.contains(|c: char| c.is_ascii_digit()))?;
        let before = before.strip_suffix(span)?;
        let from = words::REPLY_FROM_DONE.iter().chain(words::REPLY_FROM_NOW);
        let from = from.filter(|from| before.ends_with(*from)).max_by_key(|from| from.len());
        Some(format!("{}{span}{end}", from.unwrap_or(&"")))
    });
    Some(match until {
        Some(until) => text!("again.kept", thing, until),
        None => thing,
    })
}
