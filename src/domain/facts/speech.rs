//! Rewrites spoken style in the user's own words as a letter would say it. Meaning is preserved,
//! and sentences that are already in letter style stay unchanged.

use crate::domain::words::{self, ends, has};
use crate::text::sound::is_kanji;
use std::collections::BTreeMap;
use std::iter;
use std::sync::LazyLock;

/// How much is rewritten.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::domain) struct Rewriting {
    /// A letter, and neither a message nor speech: wishes are worded as one words them on paper.
    pub(in crate::domain) letter: bool,
    /// Only the reader can have done what it tells.
    pub(in crate::domain) favours: bool,
    /// It is a request. Statements stay as they are if they are polite.
    pub(in crate::domain) asks: bool,
}

/// Rewrites the user's text sentence by sentence. `known` are the people called 様 in the letter.
/// Quotations stay, and so do questions without a question ending.
pub(in crate::domain) fn written(text: &str, style: Rewriting, known: &[&str]) -> String {
    let (mut text, quoted) = unquoted(&widened(text));
    for name in known.iter().filter(|n| !n.is_empty()) {
        let spoken = format!("{name}{}", words::SPOKEN_HONORIFIC);
        text = text.replace(&spoken, &format!("{name}{}", words::HONORIFIC));
    }
    let text = titled(&text);
    let said: String = text.split_inclusive(STOPS).map(|s| one(s, style)).collect();
    let mut quoted = quoted.into_iter();
    said.split_inclusive(QUOTED)
        .map(|part| match part.strip_suffix(QUOTED) {
            Some(part) => part.to_owned() + &quoted.next().unwrap_or_default(),
            None => part.to_owned(),
        })
        .collect()
}

/// A text whose brackets around Japanese are those of Japanese: 26日（木）.
fn widened(text: &str) -> String {
    let around: Vec<char> = iter::once(' ').chain(text.chars()).chain([' ']).collect();
    let of = |w: &[char]| match w {
        [_, '(', next] if !next.is_ascii() => '（',
        [last, ')', _] if !last.is_ascii() => '）',
        [_, c, _] => *c,
        _ => ' ',
    };
    around.windows(3).map(of).collect()
}

/// A text in which persons that are named go by the honorific of letters.
fn titled(text: &str) -> String {
    let mut parts = text.split(words::SPOKEN_HONORIFIC).peekable();
    let mut said = String::new();
    while let Some(part) = parts.next() {
        said.push_str(part);
        let name = part.ends_with(is_kanji) && !ends(part, words::NO_NAMES);
        if parts.peek().is_some() {
            said.push_str(if name { words::HONORIFIC } else { words::SPOKEN_HONORIFIC });
        }
    }
    said
}

const STOPS: [char; 5] = ['。', '！', '？', '!', '?'];
/// Placeholder for a quotation: a noncharacter that no text contains.
const QUOTED: char = '\u{FDD1}';

/// A text with a mark for each quotation in it, and the quotations.
fn unquoted(text: &str) -> (String, Vec<String>) {
    let (mut bare, mut quoted, mut depth) = (String::new(), Vec::new(), 0_usize);
    for c in text.chars() {
        if matches!(c, '「' | '『') {
            if depth == 0 {
                bare.push(QUOTED);
                quoted.push(String::new());
            }
            depth += 1;
        }
        match quoted.last_mut().filter(|_| depth > 0) {
            Some(of) => of.push(c),
            None => bare.push(c),
        }
        if matches!(c, '」' | '』') {
            depth = depth.saturating_sub(1);
        }
    }
    (bare, quoted)
}

/// All forms that a text may take in a letter; the original first.
pub(in crate::domain) fn ways(text: &str) -> impl Iterator<Item = String> {
    let all = [true, false];
    let styles = all.into_iter().flat_map(move |letter| {
        let of = move |favours| all.map(|asks| Rewriting { letter, favours, asks });
        all.into_iter().flat_map(of)
    });
    iter::once(text.to_owned()).chain(styles.map(|style| written(text, style, &[])))
}

/// Whether a line of the user's is in a letter, in one of its possible forms.
pub(in crate::domain) fn stands(line: &str, is_in: impl Fn(&str) -> bool) -> bool {
    ways(line.trim()).any(|way| is_in(without_order(&way)))
}

/// A request without the end that a soft letter words in its own way.
pub(in crate::domain) fn without_order(line: &str) -> &str {
    let bare = line.trim_end_matches('。');
    words::ORDER_ENDS.iter().find_map(|end| bare.strip_suffix(end)).unwrap_or(bare)
}

fn one(whole: &str, style: Rewriting) -> String {
    let sentence = whole.trim_end_matches(STOPS);
    let stop = whole.strip_prefix(sentence).unwrap_or_default();
    if stop.contains(['？', '?']) {
        return whole.to_owned();
    }
    let heads = if style.favours { words::SPOKEN_HEADS } else { &[] };
    let opening = words::SPOKEN_OPENINGS
        .iter()
        .chain(heads)
        .find_map(|(spoken, instead)| Some((*instead, sentence.strip_prefix(spoken)?)));
    let (opening, rest) = opening.unwrap_or(("", sentence));
    let mut said = format!("{opening}{rest}");
    let others = |said: &str| {
        let said = words::without(said, words::NOBODIES);
        has(&said, words::OTHERS)
    };
    let favours = if style.favours && !others(&said) { words::SPOKEN_FAVOURS } else { &[] };
    for (spoken, instead) in words::SPOKEN_WORDS.iter().chain(favours) {
        said = exchanged(said, spoken, instead);
    }
    let said = FINALS.instead(&said).unwrap_or(said);
    let reworded = style.letter && (style.asks || !is_polite(&said));
    let said = if reworded && style.favours { honoured(said) } else { said };
    let said = if reworded { clauses(&said) } else { said };
    let polite = is_polite(&said);
    let wish = WISHES.instead(&said).filter(|_| style.letter);
    let plain = || ENDS.instead(&said).filter(|_| !polite);
    wish.or_else(plain).unwrap_or(said) + stop
}

/// A sentence with one expression replaced. Past acts are not orders: 教えてくださいました.
fn exchanged(said: String, spoken: &str, instead: &str) -> String {
    if !said.contains(spoken) || !ends(spoken, words::ORDER_ENDS) {
        return words::exchanged(said, spoken, instead);
    }
    let mut parts = said.split(spoken);
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |before, behind| {
        let told = behind.starts_with(words::DONE_FOR_ME);
        before + if told { spoken } else { instead } + behind
    })
}

fn is_polite(sentence: &str) -> bool {
    ends(sentence, words::POLITE_ENDS)
}

/// A request, its honorific form, and the endings that may follow either.
type Honoured = (String, String, &'static [(&'static str, &'static str)]);

static HONOURED: LazyLock<Vec<Honoured>> = LazyLock::new(|| {
    let acts = words::READER_ACTS.iter().flat_map(|act| {
        let of = format!("{}{act}", words::HONOURING);
        let verb = (format!("{act}{}", words::DOING), of.clone(), words::FAVOUR_ENDS);
        [verb, ((*act).to_owned(), of, words::FAVOUR_NOUN_ENDS)]
    });
    let verbs = words::READER_VERBS.iter();
    let verbs = verbs.map(|(te, of)| ((*te).to_owned(), (*of).to_owned(), words::FAVOUR_ENDS));
    acts.chain(verbs).collect()
});

/// A sentence in which what the reader is asked to do goes by the form that honours it.
fn honoured(said: String) -> String {
    HONOURED.iter().fold(said, |said, (act, of, ends)| {
        if !said.contains(act.as_str()) {
            return said;
        }
        let mut told = String::new();
        let mut rest = said.as_str();
        while let Some((before, behind)) = rest.split_once(act) {
            let noun = of.starts_with(words::HONOURING) && before.ends_with(is_kanji);
            let free = !noun && !before.ends_with(['ご', 'お']);
            let end =
                ends.iter().find_map(|(end, instead)| Some((*instead, behind.strip_prefix(end)?)));
            let (said, after) = end.filter(|_| free).map_or_else(
                || (act.clone(), behind),
                |(instead, after)| (format!("{of}{instead}"), after),
            );
            told = told + before + &said;
            rest = after;
        }
        told + rest
    })
}

/// A sentence whose clauses are all as polite as the last one.
pub(in crate::domain) fn clauses(said: &str) -> String {
    words::JOINTS.iter().fold(said.to_owned(), |said, (joint, attributive)| {
        let mut parts: Vec<String> = said.split(joint).map(str::to_owned).collect();
        let last = parts.pop().unwrap_or_default();
        let polite = |part: String| {
            let noun = part.strip_suffix(attributive).filter(|_| !attributive.is_empty());
            let verb = || WISHES.instead(&part).or_else(|| ENDS.instead(&part));
            match noun {
                Some(noun) => format!("{noun}{}{joint}", words::COPULA),
                None if is_polite(&part) => part + joint,
                None => {
                    verb()
                        .filter(|told| ends(told, words::CLAUSE_ENDS))
                        .unwrap_or_else(|| part.clone())
                        + joint
                }
            }
        };
        parts.into_iter().map(polite).collect::<String>() + &last
    })
}

/// Sentence endings and their replacements, indexed by their last character.
struct Ends(BTreeMap<char, Vec<(String, String)>>);

static WISHES: LazyLock<Ends> = LazyLock::new(|| {
    // 休みたい wishes, 風邪みたい does not.
    let seeming = verbs().filter(|v| v.polite.ends_with(words::SEEMING));
    let wishes = seeming.flat_map(|v| behind(&v.polite, words::WISH_ENDS));
    let good = words::GOOD_THINGS.iter().flat_map(|what| behind(what, words::GOOD_ENDS));
    Ends::new(behind("", words::SPOKEN_WISHES).into_iter().chain(wishes).chain(good))
});

static FINALS: LazyLock<Ends> =
    LazyLock::new(|| Ends::new(behind("", words::SPOKEN_FINALS).into_iter()));

static ENDS: LazyLock<Ends> = LazyLock::new(|| {
    let adjectives = words::ADJECTIVES.iter().flat_map(|a| behind(a, &[("", words::COPULA)]));
    let stems = words::STEMS.iter().flat_map(|stem| behind(stem, words::STEM_ENDS));
    let told = |v: Verb| {
        let plain = [v.plain, v.past].into_iter().chain(v.not);
        let polite = words::STEM_ENDS.iter().map(|(_, end)| format!("{}{end}", v.polite));
        let forms: Vec<_> = plain.zip(polite).collect();
        forms.into_iter().chain(behind(&v.joined, words::JOINED_ENDS))
    };
    let listed = behind("", words::SPOKEN_ENDS).into_iter();
    Ends::new(listed.chain(adjectives).chain(stems).chain(verbs().flat_map(told)))
});

/// Endings and replacements after a stem.
fn behind(stem: &str, ends: &[(&str, &str)]) -> Vec<(String, String)> {
    ends.iter().map(|(end, instead)| (format!("{stem}{end}"), format!("{stem}{instead}"))).collect()
}

impl Ends {
    fn new(pairs: impl Iterator<Item = (String, String)>) -> Self {
        let mut by: BTreeMap<char, Vec<(String, String)>> = BTreeMap::new();
        for (end, instead) in pairs {
            if let Some(last) = end.chars().next_back() {
                by.entry(last).or_default().push((end, instead));
            }
        }
        Self(by)
    }
    /// The sentence with its longest known ending replaced.
    fn instead(&self, sentence: &str) -> Option<String> {
        let of = self.0.get(&sentence.chars().next_back()?)?;
        let fits = |(end, instead): &(String, String)| {
            let kept = sentence.strip_suffix(end.as_str())?;
            Some((end.len(), format!("{kept}{instead}")))
        };
        of.iter().filter_map(fits).max_by_key(|(length, _)| *length).map(|(_, said)| said)
    }
}

/// A verb of five rows: 休む, 休み-, 休んだ, 休まない and 休まなかった, 休んで-.
struct Verb {
    plain: String,
    polite: String,
    past: String,
    not: [String; 2],
    joined: String,
}

fn verbs() -> impl Iterator<Item = Verb> {
    words::VERBS.iter().filter_map(|plain| {
        let (_, rows) = words::VERB_ROWS.iter().find(|(end, _)| plain.ends_with(end))?;
        let &[not, polite, past, joined] = *rows else { return None };
        let base = plain.chars().next_back().and_then(|last| plain.strip_suffix(last))?;
        let with = |end: &str| format!("{base}{end}");
        let [_, _, (never, _), (was_not, _), ..] = words::STEM_ENDS else { return None };
        Some(Verb {
            plain: (*plain).to_owned(),
            polite: with(polite),
            past: with(past),
            not: [with(not) + never, with(not) + was_not],
            joined: with(joined),
        })
    })
}

#[cfg(test)]
mod tests {
    use super::{Rewriting, written};
    use crate::domain::typed::as_typed;

    #[test]
    fn what_is_told_as_one_speaks_is_written_as_in_a_letter() {
        let letter = Rewriting { letter: true, favours: false, asks: true };
        for (name, style) in [
            ("letter", letter),
            ("letter_asks", Rewriting { favours: true, ..letter }),
            ("letter_thanks", Rewriting { favours: true, asks: false, ..letter }),
        ] {
            as_typed(name, |told| Ok::<_, String>(written(told, style, &["佐伯"])));
        }
        let speech = Rewriting { letter: false, ..letter };
        assert_eq!(written("また担当してほしい。", speech, &[]), "また担当していただきたいです。");
    }
}
