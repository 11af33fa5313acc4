//! A reply as plain text or as a mail: its header fields, and the lines that the agent wrote.

use super::chat::Chat;
use super::marks::listed;
use super::name::{in_name, name, squeezed};
pub(super) use super::sentence::Sentence;
use super::sentence::{ENDS, is_rule, sentences};
use crate::domain::words::{self, begins, ends, has};
use crate::text::sound::is_hiragana;
use std::collections::BTreeSet;
use unicode_normalization::UnicodeNormalization;

/// Characters that are read at most.
const MOST: usize = 10_000;
/// Few surnames are longer, in characters.
const SURNAME: usize = 3;
/// Lines that may name the addressee.
const HEAD: usize = 4;
/// Shorter lines of the user's letter can be in any mail.
const ANYBODYS: usize = 6;

#[derive(Default)]
pub(super) struct Mail {
    pub(super) from: String,
    pub(super) to: String,
    pub(super) date: String,
    /// The subject it replies to; "" if none, or if it is that of the user's letter.
    pub(super) answered: String,
    /// Its own subject; "" if none.
    pub(super) subject: String,
    /// Why not all of it can be read: it is longer than [`MOST`], or a chat between strangers.
    pub(super) unread: Vec<&'static str>,
    /// Its header says that a program sent it.
    pub(super) auto: bool,
    /// Its subject, unless that is the letter's, and what they wrote.
    pub(super) sentences: Vec<Sentence>,
    lines: Vec<String>,
}

// Replies are personal: sizes only.
shows!(Debug Mail, it, "Mail({} sentences)", it.sentences.len());

impl Mail {
    /// `letters` are the user's own, which it may quote; `own` is what the user is called.
    /// Errors: it is encoded (base64, quoted-printable), which is not decoded here.
    pub(super) fn read(text: &str, letters: &[&str], own: &[String]) -> Result<Self, String> {
        let Chat { text, who: from, date, torn } = Chat::read(text, own);
        let unread = torn.then_some(text!("reply.torn")).into_iter().collect();
        let mut mail = Self { from, date, unread, ..Self::default() };
        let lines: Vec<&str> = text.lines().collect();
        let mut subject = String::new();
        let start = mail.head(&lines, &mut subject)?;
        // Quoted-printable, copied without its header.
        if text.matches("=E3=8").nth(2).is_some() {
            return Err(text!("reply.coded").to_owned());
        }
        let own = OwnLetters::of(letters);
        let theirs = own.without(&theirs(lines.get(start..).unwrap_or_default()));
        mail.lines = theirs.iter().map(|l| l.trim().to_owned()).collect();
        subject.trim().clone_into(&mut mail.subject);
        let plain = squeezed(&subject);
        let answered = unanswered(&plain);
        if own.lines.contains(answered) {
        } else if answered == plain {
            mail.sentences.extend((!subject.is_empty()).then(|| Sentence::new(&subject)));
        } else {
            answered.clone_into(&mut mail.answered);
        }
        let (body, below) = theirs.split_at(signature(&theirs));
        mail.sentences.extend(sentences(body));
        let named = |line: &&str| line.chars().any(char::is_alphanumeric);
        let below = below.iter().copied().filter(named);
        mail.sentences.extend(below.map(|l| Sentence { below: true, ..Sentence::new(l) }));
        let mut length = 0;
        let read = mail.sentences.iter().take_while(|s| {
            length += s.text.chars().count();
            length <= MOST
        });
        let read = read.count();
        mail.unread.extend((read < mail.sentences.len()).then_some(text!("reply.cut")));
        mail.sentences.truncate(read);
        Ok(mail)
    }

    /// Reads the header of a mail, also one that was copied with it; returns the first line after
    /// it.
    fn head(&mut self, lines: &[&str], subject: &mut String) -> Result<usize, String> {
        // In a forwarded mail the header follows a mark.
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
            let named = plain.split_once(':').filter(|(name, _)| {
                name.starts_with(|c: char| c.is_ascii_uppercase())
                    && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
            });
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
            // Encoded words (RFC 2047) are not decoded.
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

    /// The addressee, as its first lines name them.
    pub(super) fn addressed(&self) -> Option<String> {
        let head = self.lines.iter().filter(|l| !l.is_empty()).take(HEAD);
        let named = |l: &String| {
            let line = squeezed(l);
            let titled = words::HONORIFICS.iter().find_map(|h| line.strip_suffix(h))?;
            name(titled).map(str::to_owned)
        };
        head.into_iter().find_map(named)
    }

    /// The addresses in its header and its text, in small letters.
    pub(super) fn addresses(&self) -> Vec<String> {
        let lines = self.lines.iter().chain([&self.from]);
        let inside = |c: char| c.is_ascii_alphanumeric() || "@.-_+".contains(c);
        let words = lines.flat_map(|line| line.split(move |c| !inside(c)));
        words.filter(|w| w.contains('@')).map(str::to_ascii_lowercase).collect()
    }

    /// The successor's name, and the sentence that says so.
    pub(super) fn successor(&self) -> Option<(&str, &str)> {
        self.sentences.iter().find_map(|s| Some((successor(&s.text)?, s.text.as_str())))
    }

    /// The writer's name; "" if nobody is named. `service`: what the service is called.
    pub(super) fn person(&self, service: &[String]) -> String {
        let katakana = |c: char| ('ァ'..='ヺ').contains(&c) || c == 'ー';
        let real = |n: &String| {
            let part =
                |s: &String| n.contains(s.as_str()) || s.contains(n) && n.chars().all(katakana);
            !service.iter().any(part)
        };
        let said = self.sentences.iter().take(5).filter_map(|s| introduced(&s.raw));
        let said = said.map(str::to_owned).find(real);
        let below = self.sentences.iter().rev().filter(|s| s.below);
        let signed = || below.filter_map(|s| signed(&s.raw)).find(real);
        let said = said.or_else(|| self.in_charge()).or_else(|| self.sender());
        said.filter(real).or_else(signed).unwrap_or_default()
    }

    /// Names from the signature, the introduction and the header: one from any other sentence may
    /// be anybody's.
    pub(super) fn signers(&self) -> Vec<String> {
        let below = || self.sentences.iter().filter(|s| s.below);
        let signed = below().any(|s| has(&s.text, words::REPLY_BELOW));
        let names = below().filter(|_| signed).filter_map(|s| name(s.bare()));
        // Without text before it, the word need not be a name.
        let said = self
            .sentences
            .iter()
            .take(5)
            .filter_map(|s| introduced(&s.raw).filter(|name| !s.bare().starts_with(name)));
        names.chain(said).map(str::to_owned).chain(self.in_charge()).chain(self.sender()).collect()
    }

    fn in_charge(&self) -> Option<String> {
        let line = |l: &String| {
            let line = squeezed(l);
            let charge = words::REPLY_CHARGE.iter().find_map(|c| line.split_once(c))?.1;
            name(charge).map(str::to_owned)
        };
        self.lines.iter().rev().take(15).find_map(line)
    }

    /// The name in the From field: all of it, or the last word, after the company's name.
    pub(super) fn sender(&self) -> Option<String> {
        let shown = shown(&self.from);
        let whole = name(&squeezed(shown)).map(str::to_owned);
        whole.or_else(|| name(shown.split_whitespace().last()?).map(str::to_owned))
    }
}

/// The display name of an address field.
pub(super) fn shown(field: &str) -> &str {
    let before = field.split('<').next().unwrap_or_default();
    if before.contains('@') { "" } else { before.trim_matches(['"', ' ']) }
}

/// The name in a line of a signature: all of it, or the part after the company's name.
fn signed(line: &str) -> Option<String> {
    let (first, last) = line.split_once(char::is_whitespace).unwrap_or(("", line));
    if line.contains([':', '：']) {
        return None;
    }
    let whole = if first.chars().count() <= SURNAME { squeezed(line) } else { squeezed(last) };
    name(&whole).map(str::to_owned)
}

/// The subject without `Re:`.
fn unanswered(subject: &str) -> &str {
    let mark =
        |s: &&str| s.get(..3).is_some_and(|m| m.eq_ignore_ascii_case(words::REPLY_ANSWER_OF));
    let mut rest = subject;
    while mark(&rest) {
        rest = rest.get(3..).unwrap_or_default().trim_start();
    }
    rest
}

/// The user's own letters, which may be quoted below a reply.
struct OwnLetters {
    lines: BTreeSet<String>,
    /// Each letter as one line, because mail programs wrap quotations anew, and where its lines
    /// ended.
    whole: Vec<(String, BTreeSet<usize>)>,
}

/// Common characters from which on a line counts as quoted from the letter.
const OWN: usize = 12;

impl OwnLetters {
    fn of(letters: &[&str]) -> Self {
        let lines = letters.iter().flat_map(|l| l.lines()).map(squeezed);
        let lines = lines.filter(|l| l.chars().count() >= ANYBODYS).collect();
        let whole = |letter: &&str| {
            let mut whole = String::new();
            let mut ends = BTreeSet::new();
            for line in letter.lines() {
                whole += &squeezed(line);
                ends.insert(whole.len());
            }
            (whole, ends)
        };
        Self { lines, whole: letters.iter().map(whole).collect() }
    }

    /// The lines that quote no letter.
    fn without<'t>(&self, lines: &[&'t str]) -> Vec<&'t str> {
        let plain: Vec<String> = lines.iter().map(|l| squeezed(l)).collect();
        let mut out = Vec::new();
        let mut at = 0;
        while let Some(line) = lines.get(at) {
            let run = self.run(plain.get(at..).unwrap_or_default());
            if run == 0 {
                out.push(*line);
            }
            at += run.max(1);
        }
        out
    }

    /// How many lines from here on quote a letter.
    fn run(&self, lines: &[String]) -> usize {
        let Some(first) = lines.first().filter(|l| !l.is_empty()) else { return 0 };
        let mut most = usize::from(self.lines.contains(first));
        for (whole, ends) in &self.whole {
            for (from, _) in whole.match_indices(first.as_str()) {
                let mut to = from;
                for (at, line) in lines.iter().enumerate() {
                    let there = whole.get(to..).is_some_and(|rest| rest.starts_with(line.as_str()));
                    if !there {
                        break;
                    }
                    to += line.len();
                    let said = whole.get(from..to).unwrap_or_default();
                    // A sentence of theirs may begin like one of the letter.
                    let over = ends.contains(&to) || said.ends_with('。');
                    if over && at > 0 && said.chars().count() >= OWN {
                        most = most.max(at + 1);
                    }
                }
            }
        }
        most
    }
}

/// 「みなとキャリアの佐藤です」, 「担当の佐藤と申します」.
fn introduced(text: &str) -> Option<&str> {
    let text = text.trim_end_matches('。');
    let before = words::REPLY_SELF.iter().find_map(|w| text.strip_suffix(w))?;
    let last = before.rsplit(['の', '、', ' ', '\u{3000}']).next()?;
    // 「…を担当いたします伊藤と申します」
    let bare = words::REPLY_ENDED.iter().filter_map(|end| Some(last.rsplit_once(end)?.1));
    name(bare.min_by_key(|bare| bare.len()).unwrap_or(last))
}

/// 「担当が高橋から伊藤に変わりました」, 「伊藤が担当いたします」, 「後任の伊藤より」
fn successor(text: &str) -> Option<&str> {
    let turned = words::REPLY_TURNED.iter().filter_map(|w| Some(text.split_once(w)?.0));
    // Days change as well.
    let turned = turned.filter(|t| has(t, words::REPLY_IN_CHARGE));
    let before =
        turned.chain(words::REPLY_SUCCEEDS.iter().filter_map(|w| Some(text.split_once(w)?.0)));
    let mut before = before.filter_map(|t| name(t.rsplit(|c| !in_name(c)).next()?));
    let behind = words::REPLY_SUCCESSORS.iter().filter_map(|w| Some(text.split_once(w)?.1));
    let mut behind = behind.filter_map(|t| {
        let (found, rest) = t.split_at_checked(t.find(|c| !in_name(c))?)?;
        // Otherwise it may be the beginning of another word.
        begins(rest, words::REPLY_BEHIND_NAMES).then(|| name(found)).flatten()
    });
    before.next().or_else(|| behind.next())
}

/// The lines that the agent wrote: no quotation, no echo of a form.
fn theirs<'t>(lines: &[&'t str]) -> Vec<&'t str> {
    let mut out: Vec<&str> = Vec::new();
    let mut written = false;
    let mut at = 0;
    while let Some(line) = lines.get(at) {
        let plain = squeezed(line);
        at += 1;
        let quoted = plain.starts_with(['>', '|']);
        if is_break(&plain, lines.get(at..).unwrap_or_default()) {
            let rest = lines.get(at..).unwrap_or_default();
            let next = rest.iter().find(|l| !l.trim().is_empty()).copied().unwrap_or_default();
            // In a forwarded mail the reply follows; after a quotation with `>` they may go on.
            if written && !squeezed(next).starts_with('>') {
                break;
            }
        } else if is_echo(&plain) {
            let end = |l: &&str| {
                let plain = squeezed(l);
                plain.starts_with('※') || is_rule(&plain)
            };
            at += lines.iter().skip(at).position(end).unwrap_or(lines.len());
        } else if !quoted {
            written |= !plain.is_empty();
            out.push(line);
        }
    }
    out
}

/// Whether the mail that is answered begins here: with a mark, with 「… wrote:」, or with its header.
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

/// 「【お問い合わせ内容】」: the user's own input follows.
fn is_echo(plain: &str) -> bool {
    let bare = plain.trim_start_matches(|c: char| !c.is_alphanumeric());
    words::REPLY_ECHOES.iter().filter_map(|e| bare.strip_prefix(e)).any(|behind| {
        behind.is_empty() || behind.starts_with([':', '】', ']', '〕', '》', '>', '-', '='])
    })
}

/// The line at which the signature begins.
fn signature(lines: &[&str]) -> usize {
    let mut at = lines.len();
    for (place, line) in lines.iter().enumerate().rev() {
        let plain = squeezed(line);
        if plain.is_empty() || is_rule(&plain) {
            continue;
        }
        if has(&plain, words::REPLY_FOOTERS) {
            at = place;
            continue;
        }
        let name = plain.chars().any(in_name)
            && !plain.ends_with(is_hiragana)
            && !has(&plain, words::REPLY_JOINS);
        if line.trim_end().ends_with(ENDS)
            || ends(&plain, words::HONORIFICS)
            || has(&plain, words::REPLY_NOT_BELOW)
            || listed(line).is_some()
            || !(name || has(&plain, words::REPLY_BELOW))
        {
            break;
        }
        at = place;
    }
    at
}
