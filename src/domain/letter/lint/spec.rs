//! What a file of `assets/lint/` holds, and what can be wrong with it. `build.rs` reads this file
//! too: it makes the Rust of `tables` and `domain::words` from the same types, and refuses to build
//! them from files with a mistake.

use crate::domain::problem::{Problem, line_of};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use toml::Spanned;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Weight {
    /// The letter should not leave like this.
    Block,
    /// Most likely a mistake.
    Warn,
    /// Could be better.
    Hint,
}

/// A string with its place in the file.
type Word = Spanned<String>;

#[derive(Debug, Deserialize, Default)]
#[serde(default, deny_unknown_fields)]
pub struct LintFile {
    /// Rules by id, each with one sentence about it.
    pub rules: BTreeMap<Word, String>,
    /// What is said, by name.
    pub says: BTreeMap<Word, Says>,
    /// What a letter has to say.
    pub element: Vec<Element>,
    /// What a withdrawal can ask for.
    pub request: Vec<Request>,
    /// What a reply can say.
    pub reply: Vec<Reply>,
    /// What words of one's own may wish for.
    pub wish: Vec<Wish>,
    /// Phrases by name that a rule reads in a way of its own.
    pub phrases: BTreeMap<Word, Vec<Phrase>>,
    /// Texts by name, to be put into what is said.
    pub texts: BTreeMap<Word, String>,
    /// Words by name.
    pub words: BTreeMap<Word, Vec<Word>>,
    /// Words with what stands for each, by name.
    pub pairs: BTreeMap<Word, Vec<(Word, Word)>>,
    /// Words with a number each, by name.
    pub counts: BTreeMap<Word, Vec<(Word, usize)>>,
    /// Words by a key, by name.
    pub keyed: BTreeMap<Word, BTreeMap<Word, Vec<Word>>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Says {
    /// Its rule, if its name is another one.
    pub rule: Option<Word>,
    pub weight: Weight,
    /// What was found; `{word}` is the phrase.
    pub message: String,
    pub why: String,
    /// What to do instead; a phrase may have its own.
    #[serde(default)]
    pub suggestion: String,
    /// Phrases that are found wherever they stand.
    pub phrases: Option<Vec<Phrase>>,
    /// Whether the phrases may be spoken.
    #[serde(default)]
    pub written: bool,
    /// Whether the phrases say nothing where the sentence denies them.
    #[serde(default)]
    pub deniable: bool,
    /// Whether it is about something that a letter has to say, as an element is.
    #[serde(default)]
    pub missing: bool,
    /// The question whose answer it is about; "" where it is about the text.
    #[serde(default)]
    pub question: String,
}

/// A phrase that should not stand in a letter.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Phrase {
    pub find: Word,
    /// What to write instead.
    #[serde(default)]
    pub instead: String,
    /// What makes it right when it stands just before.
    #[serde(default)]
    pub unless_after: Vec<Word>,
    /// What makes it right when it stands just after.
    #[serde(default)]
    pub unless_before: Vec<Word>,
}

/// Something that a letter has to say. It is there if one sentence has a word of each group, for
/// one of several lists of groups.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Element {
    /// The goal, or `*` for all, second letters too.
    pub goal: Word,
    pub rule: Word,
    pub weight: Weight,
    /// Groups in any sentence.
    pub said: Option<Vec<Vec<Group>>>,
    /// Groups in what is decided or asked for: not in a question about it.
    pub decided: Option<Vec<Vec<Group>>>,
    /// A function of `seen.rs` instead of groups.
    pub seen: Option<Word>,
    pub message: String,
    pub why: String,
    pub suggestion: String,
}

/// Words of which one has to stand there.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub enum Group {
    /// By the name in `words`.
    Named(String),
    /// As they are.
    Words(Vec<String>),
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Request {
    pub id: Word,
    pub name: String,
    pub words: Vec<Word>,
    /// Whether the words alone say it; else something has to be stopped.
    #[serde(default)]
    pub alone: bool,
}

/// What a sentence of a reply can say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sign {
    AutoReply,
    Receipt,
    /// They answer later.
    Promised,
    /// They will do it.
    Accepted,
    Done,
    /// A part of it is done.
    Partly,
    /// It is not done yet.
    Open,
    /// Something is kept.
    Kept,
    HeldBack,
    OtherProcedure,
    IdentityWanted,
    Refused,
    /// They are going to call.
    Calls,
    /// They are going to call where the user works.
    WorkCall,
    /// They have called, and nobody answered.
    Called,
    /// An interview is on another day.
    Moved,
    /// An interview does not take place.
    CalledOff,
    /// The consultant stays who it is.
    Stays,
    /// Another one is it.
    Succeeded,
    Question,
    Sales,
    /// They ask why the user left.
    Survey,
    Bounce,
    OutOfOffice,
    Transfer,
    /// It is the letter itself.
    Own,
}

/// A sign is there if a sentence has a word of each group, one behind the other, for one of several
/// lists of groups, and no word of the lists that are named in `unless`. A name with `+` before it
/// stands directly behind the group before.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reply {
    pub sign: Spanned<Sign>,
    /// Whether each clause is read by itself.
    #[serde(default)]
    pub clause: bool,
    pub said: Vec<Vec<Group>>,
    #[serde(default)]
    pub unless: Vec<Word>,
}

/// The same of a sentence of one's own, and the answers beside which it can't be meant.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wish {
    pub against: Vec<Word>,
    pub said: Vec<Vec<Group>>,
    #[serde(default)]
    pub unless: Vec<Word>,
}

const NO_WORDS: &str = "an empty list";

/// The mistakes of a file, as they are found.
struct Found<'a> {
    path: &'a str,
    text: &'a str,
    problems: Vec<Problem>,
}

impl Found<'_> {
    fn add(&mut self, at: &Word, message: impl fmt::Display) {
        let line = line_of(self.text, at.span().start);
        self.problems.push(Problem::new(self.path, line, at.get_ref(), message.to_string()));
    }

    /// A list that has words, each once.
    fn list<'w>(&mut self, of: &Word, words: impl IntoIterator<Item = &'w Word>) {
        let mut seen = BTreeSet::new();
        for w in words {
            if w.get_ref().is_empty() {
                self.add(of, "has an empty string");
            } else if !seen.insert(w.get_ref()) {
                self.add(w, "stands here twice");
            }
        }
        if seen.is_empty() {
            self.add(of, NO_WORDS);
        }
    }

    /// Lists of groups that have words, and names that exist.
    fn ways(&mut self, at: &Word, ways: &[&Vec<Vec<Group>>], words: &BTreeSet<&String>) {
        let groups = ways.iter().copied().flatten().flatten();
        let mut none = ways.iter().any(|w| w.is_empty() || w.iter().any(Vec::is_empty));
        for g in groups {
            match g {
                Group::Words(of) => none |= of.is_empty() || of.iter().any(String::is_empty),
                Group::Named(name) => {
                    let name = name.strip_prefix('+').unwrap_or(name);
                    if !words.iter().any(|w| w.as_str() == name) {
                        self.add(at, text_of_missing(name));
                    }
                }
            }
        }
        if none {
            self.add(at, NO_WORDS);
        }
    }

    /// What a sentence can say: groups, and names of what it may not have.
    fn sentence(
        &mut self,
        at: &Word,
        said: &Vec<Vec<Group>>,
        unless: &[Word],
        words: &BTreeSet<&String>,
    ) {
        self.ways(at, &[said], words);
        for list in unless.iter().filter(|list| !words.contains(list.get_ref())) {
            self.add(list, text_of_missing(list.get_ref()));
        }
    }

    /// Phrases that can each be found, with exceptions that can each apply. The first that stands
    /// at a place is the one that is found there.
    fn phrases(&mut self, of: &Word, phrases: &[Phrase]) {
        self.list(of, phrases.iter().map(|p| &p.find));
        for (i, p) in phrases.iter().enumerate() {
            let find = p.find.get_ref();
            let shorter = phrases.iter().take(i).map(|q| (q, q.find.get_ref())).find(|(q, s)| {
                *s != find
                    && find.starts_with(s.as_str())
                    && q.unless_after.is_empty()
                    && q.unless_before.is_empty()
            });
            if let Some((_, s)) = shorter {
                self.add(&p.find, format!("is never found: {s:?} above is found first"));
            }
            let ends: fn(&str, &str) -> bool = |long, short| long.ends_with(short);
            let begins: fn(&str, &str) -> bool = |long, short| long.starts_with(short);
            for (exceptions, holds) in [(&p.unless_after, ends), (&p.unless_before, begins)] {
                for x in exceptions {
                    if x.get_ref().is_empty() {
                        self.add(&p.find, "is never found: an exception is empty");
                        continue;
                    }
                    let wider = exceptions.iter().find(|y| {
                        !y.get_ref().is_empty()
                            && y.span() != x.span()
                            && holds(x.get_ref(), y.get_ref())
                            && (x.get_ref() != y.get_ref() || y.span().start < x.span().start)
                    });
                    if let Some(y) = wider {
                        self.add(x, format!("is no exception beside {:?}", y.get_ref()));
                    }
                }
            }
        }
    }
}

/// Every mistake of all files: (path, text, what was read).
pub fn mistakes(files: &[(&str, &str, &LintFile)]) -> Vec<Problem> {
    let all = || files.iter().map(|(_, _, file)| file);
    let rules: BTreeSet<&String> =
        all().flat_map(|f| f.rules.keys().map(Spanned::get_ref)).collect();
    let words: BTreeSet<&String> =
        all().flat_map(|f| f.words.keys().map(Spanned::get_ref)).collect();
    let said = all().flat_map(|f| f.says.iter().map(|(name, s)| s.rule.as_ref().unwrap_or(name)));
    let used: BTreeSet<&String> = said
        .chain(all().flat_map(|f| f.element.iter().map(|e| &e.rule)))
        .map(Spanned::get_ref)
        .collect();
    let mut taken = BTreeSet::new();
    let mut problems = Vec::new();
    for (path, text, file) in files {
        let mut found = Found { path, text, problems: Vec::new() };
        names(file, &mut taken, &mut found);
        for rule in file.rules.keys().filter(|r| !used.contains(r.get_ref())) {
            found.add(rule, "nothing is found by this rule");
        }
        for (name, s) in &file.says {
            says(name, s, &rules, &mut found);
        }
        for e in &file.element {
            element(e, &rules, &words, &mut found);
        }
        for r in &file.request {
            found.list(&r.id, &r.words);
        }
        for r in &file.reply {
            let name = format!("{:?}", r.sign.get_ref());
            let at = Spanned::new(r.sign.span(), name.to_ascii_lowercase());
            found.sentence(&at, &r.said, &r.unless, &words);
        }
        for w in &file.wish {
            match w.against.first() {
                Some(at) => found.sentence(at, &w.said, &w.unless, &words),
                None => found.problems.push(Problem::new(path, 0, "against", NO_WORDS)),
            }
        }
        for (name, phrases) in &file.phrases {
            found.phrases(name, phrases);
        }
        let keyed = file.keyed.values().flatten();
        for (name, list) in file.words.iter().chain(keyed) {
            found.list(name, list);
        }
        for (name, pairs) in &file.pairs {
            found.list(name, pairs.iter().map(|p| &p.0));
        }
        for (name, counts) in &file.counts {
            found.list(name, counts.iter().map(|c| &c.0));
        }
        for (name, _) in file.texts.iter().filter(|(_, text)| text.is_empty()) {
            found.add(name, "an empty string");
        }
        problems.extend(found.problems);
    }
    problems.sort();
    problems
}

/// Names become names in Rust, each once.
fn names<'f>(
    file: &'f LintFile,
    taken: &mut BTreeSet<(&'static str, &'f String)>,
    found: &mut Found<'_>,
) {
    let lists = file.words.keys().chain(file.texts.keys()).chain(file.phrases.keys());
    let lists = lists
        .chain(file.pairs.keys())
        .chain(file.counts.keys())
        .chain(file.keyed.keys())
        .map(|k| ("words", k));
    let rules = file.rules.keys().map(|k| ("rules", k));
    for (kind, name) in rules.chain(file.says.keys().map(|k| ("says", k))).chain(lists) {
        if !taken.insert((kind, name.get_ref())) {
            found.add(name, "another one has this name");
        }
        is_name(name, found);
    }
}

fn says(name: &Word, says: &Says, rules: &BTreeSet<&String>, found: &mut Found<'_>) {
    let rule = says.rule.as_ref().unwrap_or(name);
    if !rules.contains(rule.get_ref()) {
        found.add(rule, "a rule that is not in [rules]");
    }
    complete(name, &[&says.message, &says.why], found);
    let Some(phrases) = &says.phrases else { return complete(name, &[&says.suggestion], found) };
    if !says.message.contains("{word}") {
        found.add(name, "no {word} in its message");
    }
    for p in phrases.iter().filter(|p| p.instead.is_empty() && says.suggestion.is_empty()) {
        found.add(&p.find, "has no instead");
    }
    found.phrases(name, phrases);
}

fn is_name(name: &Word, found: &mut Found<'_>) {
    let n = name.get_ref();
    if n.is_empty() || !n.chars().all(|c| c.is_ascii_lowercase() || c == '_') {
        found.add(name, "names have small letters and _ only");
    }
}

fn complete(name: &Word, texts: &[&String], found: &mut Found<'_>) {
    if texts.iter().any(|t| t.is_empty()) {
        found.add(name, "message, why and suggestion may not be empty");
    }
}

fn element(
    e: &Element,
    rules: &BTreeSet<&String>,
    words: &BTreeSet<&String>,
    found: &mut Found<'_>,
) {
    if !rules.contains(e.rule.get_ref()) {
        found.add(&e.rule, "a rule that is not in [rules]");
    }
    complete(&e.rule, &[&e.message, &e.why, &e.suggestion], found);
    let ways = [e.said.as_ref(), e.decided.as_ref()];
    if ways.iter().flatten().count() + usize::from(e.seen.is_some()) != 1 {
        found.add(&e.rule, "needs exactly one of said, decided, seen");
    }
    if let Some(seen) = &e.seen {
        is_name(seen, found);
    }
    found.ways(&e.rule, &ways.into_iter().flatten().collect::<Vec<_>>(), words);
}

fn text_of_missing(name: &str) -> String {
    format!("{name} is not in [words]")
}
