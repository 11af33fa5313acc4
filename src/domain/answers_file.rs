//! An answers file (TOML) → answers, with every mistake of the file at once.

mod any_day;
mod reached;
pub mod several;

use super::answers::{Answers, Entry, Value};
use super::content::Content;
use super::facts::short;
use super::flow::graph::Flow;
use super::flow::spec::{FieldSpec, Format, Kind, Question};
use super::flow::walk::{self, Walk};
use super::manner::{self, DETAIL, LIMIT, limit};
use super::problem::Problem;
use super::toml_reader::{Reader, TomlText};
use super::validate;
use crate::text::clean;
use any_day::{on_any_day, readable_day, with_any_day};
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// Keys at the top of the file.
const TOP: [&str; 8] =
    ["service", "service_name", "goal", "channel", "tone", DETAIL, "sender", "answers"];

/// The table for values that differ between several services.
const ONE_OF: &str = "registration";

#[derive(Debug, Default)]
pub struct Parsed {
    pub answers: Answers,
    /// Corrections that the user should know of (removed control characters).
    pub notes: Vec<Problem>,
    /// The line and key of each answer in the file.
    lines: BTreeMap<String, (usize, String)>,
    /// The table that the letter comes from; "" if the file is about one letter.
    table: String,
    /// Keys that belong in the table of one letter.
    apart: BTreeSet<String>,
    /// The questions whose answers could not be read.
    bad: BTreeSet<String>,
    /// A syntax error may have hidden an answer, so open questions can't be reported.
    torn: bool,
    /// Part of the file could not be read.
    lost: bool,
    /// Shared answers that not every letter has to ask for.
    shared: BTreeSet<String>,
}

/// Reads an answers file.
/// Errors: every mistake: syntax, unknown keys, wrong types, unknown choices, days that aren't.
pub fn parse(
    file: &str,
    text: &str,
    content: &Content,
    today: NaiveDate,
) -> Result<Parsed, Vec<Problem>> {
    let (mut made, problems) = Parser::read(file, text, content, today, Parser::one);
    made.settle(content.flow(), today);
    if problems.is_empty() { Ok(made) } else { Err(problems) }
}

/// Whether the text has a key that only answers files have (configurations have `[sender]` too).
pub fn looks_like_one(text: &str) -> bool {
    let source = TomlText::new(text);
    let (_, table) = Reader::parse("", &source);
    let own = |(k, v): (&Spanned<std::borrow::Cow<'_, str>>, &Spanned<DeValue<'_>>)| match k
        .get_ref()
        .as_ref()
    {
        "sender" => false,
        // In a configuration it is one table of tables.
        ONE_OF => matches!(v.get_ref(), DeValue::Array(_)),
        key => TOP.contains(&key),
    };
    table.get_ref().iter().any(own)
}

fn removed(cleaned: &clean::Cleaned) -> String {
    let marks: Vec<&str> = cleaned.removed.iter().map(String::as_str).take(5).collect();
    text!("answers.removed", marks = marks.join(" "))
}

/// The choice that a value names.
/// Errors: unknown; for a service, similar ones are listed.
pub fn service_or_choice(
    q: &Question,
    v: &Value,
    content: &Content,
    today: NaiveDate,
) -> Result<Value, String> {
    if let (Some(_), Value::One(id)) = (&q.choices_from, v)
        && content.service(id).is_none()
    {
        return Err(content.unknown_service(id) + text!("service.or_other"));
    }
    validate::check(q, v, today)
}

impl Parsed {
    /// Reads days that depend on other answers, once those are known.
    fn settle(&mut self, flow: &Flow, today: NaiveDate) {
        for q in flow.questions().filter(|q| q.past_when.is_some()) {
            let checked = |v: &Value| validate::check(&walk::here(q, &self.answers), v, today).ok();
            if let Some(read) = self.answers.get(&q.id).and_then(checked) {
                self.answers.set(&q.id, read);
            }
        }
    }

    /// Fills in what an answers file may omit, question by question along the path: `absent` from
    /// the flow, nothing for optional questions (no selections, no hours, no text), and the usual
    /// answer where the full screen skips the question. Skips questions whose answer may be in an
    /// unreadable part.
    pub fn fill_absent(&mut self, flow: &Flow, today: NaiveDate) {
        if self.lost {
            return;
        }
        let absent = |_: &Answers, walk: &Walk<'_>, q: &Question| {
            let meant = q.absent_when.as_ref().is_none_or(|when| when.holds(walk));
            Some(match (q.absent.as_ref().filter(|_| meant), q.optional, q.kind) {
                (Some(absent), _, _) => Value::One(absent.clone()),
                (None, true, Kind::Entries) => Value::Entries(Vec::new()),
                (None, true, Kind::Hours | Kind::Choices) => Value::Many(Vec::new()),
                (None, true, _) => Value::One(String::new()),
                (None, false, _) => {
                    let from = walk.default_from(q).map(Value::One);
                    from.or_else(|| walk.usual_answer(q))?
                }
            })
        };
        walk::answer_open(&mut self.answers, flow, today, absent, Answers::assume);
    }

    /// The line on which a question was answered, 0 if it was not in the file.
    pub fn line(&self, id: &str) -> usize {
        self.lines.get(id).map_or(0, |(line, _)| *line)
    }
    /// The key of a question, as it stands in the file or would.
    pub fn key(&self, id: &str) -> String {
        let key = || match self.table.as_str() {
            "" => key_of(id),
            table if self.apart.contains(id) => {
                format!("{table}.{}", key_of(id).trim_start_matches("sender."))
            }
            _ => key_of(id),
        };
        self.lines.get(id).map_or_else(key, |(_, key)| key.clone())
    }
    /// Whether a question is open because the file has no answer, rather than a reported mistake.
    pub fn leaves_open(&self, id: &str) -> bool {
        !self.torn && !self.bad.contains(id)
    }
}

/// The key of a question as it stands in an answers file.
pub fn key_of(id: &str) -> String {
    if TOP.contains(&id) || id.starts_with("sender.") {
        id.to_owned()
    } else {
        format!("answers.{id}")
    }
}

struct Parser<'a> {
    reader: Reader,
    flow: &'a Flow,
    content: &'a Content,
    today: NaiveDate,
    out: Parsed,
    /// How many of the mistakes are invalid answers.
    slips: usize,
    file: String,
    /// Entries may have gaps, as in a draft.
    gaps: bool,
}

impl<'a> Parser<'a> {
    /// Runs `work` on a file; returns its result and every mistake.
    fn read<T>(
        file: &str,
        text: &'a str,
        content: &'a Content,
        today: NaiveDate,
        work: impl FnOnce(&mut Self, &DeTable<'_>) -> T,
    ) -> (T, Vec<Problem>) {
        let source = TomlText::new(text);
        let (reader, table) = Reader::parse(file, &source);
        let mut p = Self {
            reader,
            flow: content.flow(),
            content,
            today,
            out: Parsed::default(),
            slips: 0,
            file: file.to_owned(),
            gaps: false,
        };
        let made = work(&mut p, table.get_ref());
        p.reader.problems.sort();
        (made, p.reader.problems)
    }
    fn one(&mut self, table: &DeTable<'_>) -> Parsed {
        self.top(table, &[]);
        std::mem::take(&mut self.out)
    }
    fn top(&mut self, table: &DeTable<'_>, but: &[&str]) {
        let mut stray = Vec::new();
        for (k, v) in table.iter().filter(|(k, _)| !but.contains(&k.get_ref().as_ref())) {
            let key: &str = k.get_ref();
            match key {
                "sender" => {
                    self.group(key, v, |q| q.id.starts_with("sender.").then(|| q.id.clone()));
                }
                "answers" => self.answers(key, v),
                _ => {
                    match (manner::words(key), self.flow.get(key).filter(|_| TOP.contains(&key))) {
                        (Some(words), _) => self.manner(words, key, key, v),
                        (None, Some(q)) => self.answer(q, key, k.span(), v),
                        (None, None) => match self.home(key) {
                            Some(home) => {
                                self.misplaced(home, key, k.span(), v);
                                stray.push((home, k.span(), key));
                            }
                            None => self.reader.unknown(k.span(), key, &TOP),
                        },
                    }
                }
            }
        }
        self.reader.headless(stray);
    }

    /// The table that a key belongs to; "" is the top of the file.
    fn home(&self, key: &str) -> Option<&'static str> {
        let asked = |id: &str| self.flow.get(id).is_some();
        let tables = [("", TOP.contains(&key)), ("sender", asked(&format!("sender.{key}")))];
        let found = tables.into_iter().chain([("answers", asked(key))]).find(|(_, is)| *is);
        found.map(|(table, _)| table)
    }

    /// Also reads a key under the wrong heading: answers that depend on it are not reported too.
    fn misplaced(&mut self, home: &str, key: &str, at: Range<usize>, v: &Spanned<DeValue<'_>>) {
        let id = if home == "sender" { format!("sender.{key}") } else { key.to_owned() };
        if let Some(q) = self.flow.get(&id) {
            self.answer(q, key, at, v);
        }
    }

    /// Reads the answers that are neither at the top nor in `[sender]`.
    fn answers(&mut self, key: &str, v: &Spanned<DeValue<'_>>) {
        self.group(key, v, |q| {
            (!q.id.contains('.') && !TOP.contains(&q.id.as_str())).then(|| q.id.clone())
        });
    }

    fn manner(&mut self, words: &[&'static str], name: &str, key: &str, v: &Spanned<DeValue<'_>>) {
        let Some(s) = self.reader.string(key, v) else { return };
        if words.contains(&s.as_str()) {
            self.out.shared.remove(name);
            self.out.answers.set(name, Value::One(s));
        } else {
            self.slips += 1;
            self.reader.problem(v.span(), key, manner::other(words, &s));
        }
    }

    fn group(
        &mut self,
        name: &str,
        v: &Spanned<DeValue<'_>>,
        of: impl Fn(&Question) -> Option<String>,
    ) {
        let Some(table) = self.reader.table(name, v) else { return };
        let flow = self.flow;
        let ids: Vec<String> = flow.questions().filter_map(of).collect();
        let mut stray = Vec::new();
        for (k, v) in table {
            let key = format!("{name}.{}", k.get_ref());
            if name != "sender" && **k.get_ref() == *LIMIT {
                let before = self.reader.problems.len();
                let raw = match v.get_ref() {
                    DeValue::Integer(n) => Some(n.to_string()),
                    DeValue::String(s) => Some(s.to_string()),
                    other => {
                        self.reader.wrong_type(v.span(), &key, text!("toml.is.integer"), other);
                        None
                    }
                };
                match raw.map(|r| limit(&r)) {
                    Some(Ok(n)) => self.out.answers.set(LIMIT, Value::One(n)),
                    Some(Err(m)) => self.reader.problem(v.span(), &key, m),
                    None => {}
                }
                self.slips += self.reader.problems.len().saturating_sub(before);
                continue;
            }
            let id = if name == "sender" { &key } else { &**k.get_ref() };
            if let Some(q) = flow.get(id).filter(|_| ids.iter().any(|i| i == id)) {
                self.answer(q, &key, k.span(), v);
            } else if let Some(home) =
                self.home(k.get_ref()).filter(|_| ["sender", "answers"].contains(&name))
            {
                self.misplaced(home, k.get_ref(), k.span(), v);
                stray.push((home, k.span(), &**k.get_ref()));
            } else {
                let known: Vec<&str> = ids.iter().map(|id| short(id)).collect();
                self.reader.unknown(k.span(), &key, &known);
            }
        }
        self.reader.headless(stray);
    }

    fn answer(&mut self, q: &Question, key: &str, span: Range<usize>, v: &Spanned<DeValue<'_>>) {
        let (before, at) = (self.reader.problems.len(), span.clone());
        self.read_answer(q, key, span, v);
        let slips = self.reader.problems.len().saturating_sub(before);
        if slips > 0 {
            self.slips += slips;
            self.out.bad.insert(q.id.clone());
            self.out.lines.insert(q.id.clone(), (self.reader.line(at), key.to_owned()));
            // What is asked after a choice depends on it.
            self.out.torn |= q.kind == Kind::Choice;
        }
    }

    fn value(&mut self, q: &Question, key: &str, v: &Spanned<DeValue<'_>>) -> Option<Value> {
        // Numbers may be written without quotes.
        if let DeValue::Integer(n) = v.get_ref()
            && (q.kind == Kind::Choice || q.format == Format::Third)
        {
            return Some(Value::One(n.to_string()));
        }
        match q.kind {
            Kind::Choice => self.reader.string(key, v).map(Value::One),
            Kind::Text => self.text(key, v).map(Value::One),
            Kind::LongText => self.lines(key, v).map(Value::One),
            Kind::Date | Kind::Month => self.reader.date_or_string(key, v).map(Value::One),
            Kind::Choices => self.choices(q, key, v),
            Kind::Hours => self.hours(key, v),
            Kind::Entries => self.entries(q, key, v),
        }
    }

    fn read_answer(
        &mut self,
        q: &Question,
        key: &str,
        span: Range<usize>,
        v: &Spanned<DeValue<'_>>,
    ) {
        let Some(value) = self.value(q, key, v) else { return };
        // An empty list is an answer, and not the usual one.
        let (q, open) = (&with_any_day(q), q.default.is_none());
        match service_or_choice(q, &value, self.content, self.today) {
            Ok(read) => {
                if let (Format::Handler | Format::Office, Value::One(raw), Value::One(name)) =
                    (q.format, &value, &read)
                    && let Some(taken) = validate::title_taken(raw, name)
                {
                    self.note(v.span(), key, taken);
                }
                if let (Value::One(raw), Value::One(read)) = (&value, &read)
                    && validate::signs_left_out(raw, read)
                {
                    self.note(v.span(), key, text!("answers.signs"));
                }
                self.out.lines.insert(q.id.clone(), (self.reader.line(span), key.to_owned()));
                // Which day is meant may depend on an answer that is read later.
                let kept = if q.past_when.is_some() { value } else { read };
                self.out.answers.set(&q.id, kept);
            }
            // An empty field is not a mistake of the file: it is reported as missing.
            Err(_) if matches!(v.get_ref(), DeValue::String(s) if s.trim().is_empty()) => {
                if q.absent.is_some() && q.today {
                    self.note(v.span(), key, text!("answers.today"));
                }
            }
            Err(_) if matches!(v.get_ref(), DeValue::Array(a) if a.is_empty() && open) => {}
            // A valid day that makes no sense is reported by the gate.
            Err(_)
                if matches!(q.kind, Kind::Date | Kind::Month)
                    && matches!(&value, Value::One(raw) if readable_day(q, raw, self.today)) =>
            {
                self.out.lines.insert(q.id.clone(), (self.reader.line(span), key.to_owned()));
                self.out.answers.set(&q.id, value);
            }
            Err(_) if self.gaps && q.kind == Kind::Entries => self.out.answers.set(&q.id, value),
            Err(m) => self.reader.problem(v.span(), key, m),
        }
    }

    fn choices(&mut self, q: &Question, key: &str, v: &Spanned<DeValue<'_>>) -> Option<Value> {
        let list = self.reader.strings(key, v)?;
        // Known fields are kept, so that dependent ones are read as well.
        let mut many = Vec::new();
        for (n, (span, word)) in (1..).zip(list) {
            if q.choice.iter().any(|c| c.value == word) {
                many.push(word);
            } else {
                let m = validate::choose(&q.choice, &word);
                self.reader.problem(span, &format!("{key}[{n}]"), m);
            }
        }
        Some(Value::Many(many))
    }

    fn hours(&mut self, key: &str, v: &Spanned<DeValue<'_>>) -> Option<Value> {
        let list = self.reader.strings(key, v)?;
        let mut good = true;
        for (span, s) in &list {
            if let (false, Err(m)) = (validate::says_nothing(s), super::hours::Span::parse_all(s)) {
                good = false;
                self.reader.problem(span.clone(), key, m);
            }
        }
        good.then(|| Value::Many(list.into_iter().map(|(_, s)| s).collect()))
    }

    fn entries(&mut self, q: &Question, key: &str, v: &Spanned<DeValue<'_>>) -> Option<Value> {
        let rows = self.reader.tables(key, &format!("answers.{}", q.id), v)?;
        let before = self.reader.problems.len();
        let mut out = Vec::new();
        for (i, row) in rows.iter().enumerate() {
            let here = format!("{key}[{}]", i + 1);
            let Some(table) = self.reader.table(&here, row) else { continue };
            let mut entry = Entry::default();
            for (k, v) in table {
                let key = format!("{here}.{}", k.get_ref());
                let Some(f) = q.field.iter().find(|f| f.id == **k.get_ref()) else {
                    let known: Vec<&str> = q.field.iter().map(|f| f.id.as_str()).collect();
                    self.reader.unknown(k.span(), &key, &known);
                    continue;
                };
                let raw = match f.kind {
                    Kind::Date => self.reader.date_or_string(&key, v),
                    _ => self.text(&key, v),
                };
                let read = |raw: String| {
                    // Which day is meant is decided by the field's own rule.
                    validate::field(f, &raw, self.today)
                        .or_else(|_| validate::field(&on_any_day(f), &raw, self.today))
                };
                match raw.map(read) {
                    Some(Ok(value)) => {
                        entry.0.insert(f.id.clone(), value);
                        continue;
                    }
                    Some(Err(m)) => self.reader.problem(v.span(), &key, m),
                    None => {}
                }
                self.reader.take(key);
            }
            let needed = |f: &&FieldSpec| !f.optional && f.when.holds(&entry);
            for f in q.field.iter().filter(|f| needed(f) && entry.get(&f.id).is_empty()) {
                self.reader.absent(
                    row.span(),
                    &format!("{here}.{}", f.id),
                    text!("answers.needed", label = f.label),
                );
            }
            out.push(entry);
        }
        (self.gaps || self.reader.problems.len() == before).then_some(Value::Entries(out))
    }

    fn text(&mut self, key: &str, v: &Spanned<DeValue<'_>>) -> Option<String> {
        // Line breaks carry more than spaces do: whoever reads the text joins them.
        self.reader.string(key, v).map(|s| self.clean(key, v.span(), &s))
    }
    fn lines(&mut self, key: &str, v: &Spanned<DeValue<'_>>) -> Option<String> {
        self.reader.lines(key, v).map(|s| self.clean(key, v.span(), &s))
    }

    /// Removes control characters and escape sequences, and notes it.
    fn clean(&mut self, key: &str, span: Range<usize>, raw: &str) -> String {
        let cleaned = clean::clean(raw, true);
        if !cleaned.removed.is_empty() {
            self.note(span, key, removed(&cleaned));
        }
        cleaned.text
    }

    fn note(&mut self, span: Range<usize>, key: &str, message: impl Into<String>) {
        let line = self.reader.line(span);
        self.out.notes.push(Problem::new(&self.file, line, key, message));
    }
}
