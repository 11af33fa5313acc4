//! A reply as text or as a mail: what is said above it, and what of it is theirs.

use crate::domain::words::{self, begins, ends, has};
use std::collections::BTreeSet;
use unicode_normalization::UnicodeNormalization;

/// No sentence that says something is longer, in characters; the rest of it is another one.
const LONGEST: usize = 400;
/// What a line may begin with that goes on with a sentence.
const OPENS: [char; 12] = ['「', '（', '(', '『', '、', '。', '）', ')', '」', '』', '〜', '～'];
/// What a line ends with that is over.
const ENDS: [char; 8] = ['。', '】', '：', ':', '!', '！', '?', '？'];
/// Lines that count as the head of a reply.
const HEAD: usize = 4;
/// Shorter lines may stand in any letter.
const ANYBODYS: usize = 6;

#[derive(Default)]
pub(super) struct Mail {
    pub(super) from: String,
    /// The addresses that it was sent to, as its head has them.
    pub(super) to: String,
    pub(super) date: String,
    /// It says that a program sent it.
    pub(super) auto: bool,
    /// Its subject, unless it is that of the letter, and what they wrote.
    pub(super) sentences: Vec<Sentence>,
    lines: Vec<String>,
}

// Replies are personal: sizes only.
shows!(Debug Mail, it, "Mail({} sentences)", it.sentences.len());

pub(super) struct Sentence {
    /// As it stands there.
    pub(super) raw: String,
    /// As words are compared.
    pub(super) text: String,
    /// It is the name and the address below a mail.
    pub(super) below: bool,
}

impl Sentence {
    fn new(raw: &str) -> Self {
        Self {
            raw: raw.trim().to_owned(),
            text: squeezed(raw.trim().trim_end_matches('。')) + "。",
            below: false,
        }
    }
    /// Without its end.
    pub(super) fn bare(&self) -> &str {
        self.text.trim_end_matches(['。', '!'])
    }
    pub(super) fn clauses(&self) -> Vec<&str> {
        let breaks = words::REPLY_BREAKS.iter();
        let places = breaks.flat_map(|b| self.text.match_indices(b)).map(|(at, b)| at + b.len());
        let mut out = Vec::new();
        let mut from = 0;
        for at in places.collect::<BTreeSet<_>>().into_iter().chain([self.text.len()]) {
            out.extend(self.text.get(from..at).filter(|clause| !clause.is_empty()));
            from = at;
        }
        out
    }
}

/// In half width, without white space but between Latin words.
pub(super) fn squeezed(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut gap = false;
    for c in text.nfkc() {
        if c.is_whitespace() {
            gap = true;
            continue;
        }
        if gap && c.is_ascii() && out.ends_with(|c: char| c.is_ascii()) {
            out.push(' ');
        }
        gap = false;
        out.push(c);
    }
    out
}

impl Mail {
    /// Reads it; `letters` are the user's own, whose lines are nobody's reply.
    /// Errors: it is coded as mails are sent, which is not read here.
    pub(super) fn read(text: &str, letters: &[&str]) -> Result<Self, String> {
        let lines: Vec<&str> = text.lines().collect();
        let mut mail = Self::default();
        let mut subject = String::new();
        let start = mail.head(&lines, &mut subject)?;
        // Bytes as three characters each.
        if text.matches("=E3=8").nth(2).is_some() {
            return Err(text!("reply.coded").to_owned());
        }
        let own: BTreeSet<String> = letters
            .iter()
            .flat_map(|l| l.lines())
            .map(squeezed)
            .filter(|l| l.chars().count() >= ANYBODYS)
            .collect();
        let theirs = theirs(lines.get(start..).unwrap_or_default(), &own);
        mail.lines = theirs.iter().map(|l| l.trim().to_owned()).collect();
        let answers = squeezed(&subject).starts_with(words::REPLY_ANSWER_OF);
        if !subject.is_empty() && !answers && !own.contains(&squeezed(&subject)) {
            mail.sentences.push(Sentence::new(&subject));
        }
        let (body, below) = theirs.split_at(signature(&theirs));
        mail.sentences.extend(sentences(body));
        let named = |line: &&str| line.chars().any(char::is_alphanumeric);
        let below = below.iter().copied().filter(named);
        mail.sentences.extend(below.map(|l| Sentence { below: true, ..Sentence::new(l) }));
        Ok(mail)
    }

    /// Reads the head of a mail, or of what was copied from one; the line behind it.
    fn head(&mut self, lines: &[&str], subject: &mut String) -> Result<usize, String> {
        // Passed on, the head stands below a mark.
        let above = |l: &&&str| l.trim().is_empty() || is_mark(&squeezed(l));
        let blank = lines.iter().take_while(above).count();
        let known = [
            words::REPLY_FROM,
            words::REPLY_SUBJECT,
            words::REPLY_DATE,
            words::REPLY_TO,
            words::REPLY_HEADS,
        ]
        .concat();
        let mut at = blank;
        let mut found = false;
        for line in lines.iter().skip(blank) {
            let folded = at > blank && line.starts_with([' ', '\t']) && !line.trim().is_empty();
            let plain: String = line.nfkc().collect();
            let named = plain.split_once(':').map(|(name, _)| name).filter(|n| is_field(n));
            if named.is_none() && !folded && !begins(plain.trim(), &known) {
                break;
            }
            at += 1;
            found |= begins(plain.trim(), &known);
            self.field(&plain, subject)?;
        }
        Ok(if found { at } else { blank })
    }

    fn field(&mut self, line: &str, subject: &mut String) -> Result<(), String> {
        let line = line.trim();
        let lower = line.to_ascii_lowercase();
        if lower.starts_with("content-") && has(&lower, words::REPLY_CODED) {
            return Err(text!("reply.coded").to_owned());
        }
        self.auto |= lower.starts_with("auto-submitted:") && !lower.ends_with("no")
            || lower.starts_with("precedence:") && lower.contains("auto");
        let value = |of: &[&str]| {
            let value = of.iter().find_map(|head| line.strip_prefix(head))?.trim();
            // Coded words are not read here.
            (!value.contains("=?")).then(|| value.to_owned())
        };
        if let Some(from) = value(words::REPLY_FROM) {
            self.from = from;
        } else if let Some(date) = words::REPLY_DATE.iter().find_map(|h| line.strip_prefix(h)) {
            date.trim().clone_into(&mut self.date);
        } else if let Some(to) = value(words::REPLY_TO) {
            self.to = to;
        } else if let Some(of) = value(words::REPLY_SUBJECT) {
            *subject = of;
        }
        Ok(())
    }

    /// To whom it is written, as its head names them.
    pub(super) fn addressed(&self) -> Option<String> {
        let head = self.lines.iter().filter(|l| !l.is_empty()).take(HEAD);
        let named = |l: &String| {
            let line = squeezed(l);
            let titled = words::HONORIFICS.iter().find_map(|h| line.strip_suffix(h))?;
            name(titled).map(str::to_owned)
        };
        head.into_iter().find_map(named)
    }

    /// Who has taken over, by name.
    pub(super) fn successor(&self) -> Option<&str> {
        self.sentences.iter().find_map(|s| successor(&s.text))
    }

    /// Whose turn it is from now on, else who writes, by name; "" if nobody says.
    pub(super) fn person(&self) -> String {
        let sentences = || self.sentences.iter();
        let said =
            self.successor().or_else(|| sentences().take(5).find_map(|s| introduced(&s.raw)));
        let signed = || {
            let line = |l: &String| {
                let line = squeezed(l);
                let charge = words::REPLY_CHARGE.iter().find_map(|c| line.split_once(c))?.1;
                name(charge).map(str::to_owned)
            };
            self.lines.iter().rev().take(15).find_map(line)
        };
        let from = || {
            let shown = self.from.split('<').next().unwrap_or_default().trim_matches(['"', ' ']);
            name(&squeezed(shown)).map(str::to_owned)
        };
        said.map(str::to_owned).or_else(signed).or_else(from).unwrap_or_default()
    }
}

/// The name of a field of a mail, in Latin letters: `Return-Path`.
fn is_field(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_uppercase())
        && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
}

/// 「みなとキャリアの佐藤です」, 「担当の佐藤と申します」.
pub(super) fn introduced(text: &str) -> Option<&str> {
    let text = text.trim_end_matches('。');
    let before = words::REPLY_SELF.iter().find_map(|w| text.strip_suffix(w))?;
    before.rsplit(['の', '、', ' ', '\u{3000}']).next().and_then(name)
}

/// 「担当が高橋から伊藤に変わりました」, 「伊藤が担当いたします」, 「後任の伊藤より」
fn successor(text: &str) -> Option<&str> {
    let turned = words::REPLY_TURNED.iter().filter_map(|w| Some(text.split_once(w)?.0));
    // Also days turn into others.
    let turned = turned.filter(|t| has(t, words::REPLY_IN_CHARGE));
    let before =
        turned.chain(words::REPLY_SUCCEEDS.iter().filter_map(|w| Some(text.split_once(w)?.0)));
    let mut before = before.filter_map(|t| name(t.rsplit(|c| !in_name(c)).next()?));
    let behind = words::REPLY_SUCCESSORS.iter().filter_map(|w| Some(text.split_once(w)?.1));
    let mut behind = behind.filter_map(|t| {
        let (found, rest) = t.split_at_checked(t.find(|c| !in_name(c))?)?;
        // No beginning of another word.
        begins(rest, words::REPLY_BEHIND_NAMES).then(|| name(found)).flatten()
    });
    before.next().or_else(|| behind.next())
}

/// A text that can be a surname, or a whole name.
fn name(text: &str) -> Option<&str> {
    ((1..=8).contains(&text.chars().count())
        && text.chars().all(in_name)
        && !has(text, words::REPLY_NO_PERSON)
        && !has(text, words::NO_NAME))
    .then_some(text)
}

fn in_name(c: char) -> bool {
    let hiragana = ('ぁ'..='ゖ').contains(&c);
    c.is_alphabetic() && !c.is_ascii() && !hiragana || c == '々'
}

/// The lines that they wrote: without what they quote, and what was sent in a form.
fn theirs<'t>(lines: &[&'t str], own: &BTreeSet<String>) -> Vec<&'t str> {
    let mut out: Vec<&str> = Vec::new();
    let mut at = 0;
    while let Some(line) = lines.get(at) {
        let plain = squeezed(line);
        at += 1;
        let quoted = plain.starts_with(['>', '|']);
        if is_break(&plain, lines.get(at..).unwrap_or_default()) {
            let rest = lines.get(at..).unwrap_or_default();
            let next = rest.iter().find(|l| !l.trim().is_empty()).copied().unwrap_or_default();
            let written = out.iter().any(|l| !l.trim().is_empty());
            // Passed on, the reply stands below; under a marked quotation they may go on.
            if written && !squeezed(next).starts_with('>') {
                break;
            }
        } else if is_echo(&plain) {
            let end = |l: &&str| {
                let plain = squeezed(l);
                plain.starts_with('※') || is_rule(&plain)
            };
            at += lines.iter().skip(at).position(end).unwrap_or(lines.len());
        } else if !quoted && !own.contains(&plain) {
            out.push(line);
        }
    }
    out
}

/// Whether what was answered begins here: by its mark, by 「… wrote:」, by a head of its own.
fn is_break(plain: &str, rest: &[&str]) -> bool {
    let head = || {
        begins(plain, words::REPLY_FROM)
            && rest.iter().take(4).any(|l| begins(&squeezed(l), words::REPLY_SUBJECT))
    };
    is_mark(plain) || ends(plain, words::REPLY_WROTE) || head()
}

/// `-----Original Message-----`.
fn is_mark(plain: &str) -> bool {
    has(&plain.replace(' ', ""), words::REPLY_QUOTES)
}

/// 「【お問い合わせ内容】」: what follows is the user's own.
fn is_echo(plain: &str) -> bool {
    let bare = plain.trim_start_matches(|c: char| !c.is_alphanumeric());
    words::REPLY_ECHOES.iter().filter_map(|e| bare.strip_prefix(e)).any(|behind| {
        behind.is_empty() || behind.starts_with([':', '】', ']', '〕', '》', '>', '-', '='])
    })
}

fn is_rule(plain: &str) -> bool {
    plain.chars().count() >= 4 && plain.chars().all(|c| !c.is_alphanumeric())
}

/// Where the name and the address below a mail begin.
fn signature(lines: &[&str]) -> usize {
    let mut at = lines.len();
    for (place, line) in lines.iter().enumerate().rev() {
        let plain = squeezed(line);
        if plain.is_empty() || is_rule(&plain) {
            continue;
        }
        let hiragana = |c: char| ('ぁ'..='ゖ').contains(&c);
        let name = plain.chars().any(in_name)
            && !plain.ends_with(hiragana)
            && !has(&plain, words::REPLY_JOINS);
        if line.trim_end().ends_with(ENDS)
            || ends(&plain, words::HONORIFICS)
            || has(&plain, words::REPLY_NOT_BELOW)
            || !(name || has(&plain, words::REPLY_BELOW))
        {
            break;
        }
        at = place;
    }
    at
}

/// The sentences. A line goes on in the next one, since what it denies may stand there, unless it
/// is over by its end, or by what the next one begins with.
fn sentences(lines: &[&str]) -> Vec<Sentence> {
    let mut paragraphs: Vec<String> = Vec::new();
    let mut goes_on = false;
    for line in lines.iter().map(|l| l.trim()) {
        if line.is_empty() {
            // A comma goes on below an empty line too.
            goes_on &= paragraphs.last().is_some_and(|p| p.ends_with('、'));
            continue;
        }
        let apart = line.starts_with(|c: char| !c.is_alphanumeric() && !OPENS.contains(&c));
        let over = |p: &str| ends(p, words::REPLY_ENDED) && begins(line, words::REPLY_OPENS);
        match paragraphs.last_mut().filter(|p| goes_on && !apart && !over(p)) {
            Some(before) => before.push_str(line),
            None => paragraphs.push(line.to_owned()),
        }
        let ended = line.ends_with(ENDS)
            || ends(line, words::HONORIFICS)
            || ends(line, words::REPLY_GREETINGS);
        goes_on = !ended && !is_rule(line);
    }
    let mut out = Vec::new();
    for part in paragraphs.iter().flat_map(|p| p.split_inclusive(['。', '！', '？', '!', '?'])) {
        let chars: Vec<char> = part.trim().chars().collect();
        let pieces = chars.chunks(LONGEST).map(|c| Sentence::new(&c.iter().collect::<String>()));
        out.extend(pieces.filter(|s| s.text.chars().any(char::is_alphanumeric)));
    }
    out
}
