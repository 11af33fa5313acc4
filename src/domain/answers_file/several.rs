//! A file about several services: what holds for all, and a table for each with what differs. And
//! one answer from the command line, read by the rules of a file.

use super::{LIMIT, ONE_OF, Parsed, Parser, key_of, manner};
use crate::domain::answers::{Answers, Value};
use crate::domain::content::Content;
use crate::domain::flow::graph::{Flow, START};
use crate::domain::flow::spec::{Kind, Question};
use crate::domain::manner::DETAIL;
use crate::domain::problem::Problem;
use crate::domain::registration::{self, REGISTRATION};
use crate::domain::service::{NAME, OTHER};
use crate::domain::validate::{MAX_ENTRIES, says_nothing};
use crate::text::clean::fold;
use chrono::NaiveDate;
use std::collections::BTreeSet;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// Keys of such a table: some of those at the top of a file, and the details used at that service,
/// as in the configuration.
const IN_ONE: [&str; 7] = [START, NAME, "goal", "channel", "tone", DETAIL, "answers"];

/// Parses an answers file that may cover several services: keys above the `[[registration]]` tables
/// apply to all, keys in one only to it. Reports every mistake along with the readable part; a
/// service listed twice is one.
pub fn parse_all(file: &str, text: &str, content: &Content, today: NaiveDate) -> Several {
    let (mut made, problems) = Parser::read(file, text, content, today, |p, table| {
        let several = table.contains_key(ONE_OF);
        let mut letters = if several { p.several(table) } else { vec![p.one(table)] };
        // A service typed in by name has no id.
        for one in letters
            .iter_mut()
            .filter(|p| p.answers.one(START).is_none() && p.answers.one(NAME).is_some())
        {
            one.answers.set(START, Value::One(OTHER.to_owned()));
        }
        // A key that is not known may have been meant for any answer.
        let torn = p.reader.problems.len() > p.slips;
        for one in &mut letters {
            one.settle(content.flow(), today);
            one.torn |= torn;
            one.lost |= torn;
            one.doubt(content.flow(), &p.reader.problems);
        }
        Several { letters, several, problems: Vec::new() }
    });
    made.problems = problems;
    made
}

/// Reads the answers of a draft, as far as they go: entries may have gaps.
pub fn parse_draft(text: &str, content: &Content, today: NaiveDate) -> Answers {
    let (mut made, _) = Parser::read("", text, content, today, |p, table| {
        p.gaps = true;
        p.one(table)
    });
    made.settle(content.flow(), today);
    made.answers
}

/// Whether an answer can't hold for all of so many letters: it names a service, or is about one.
fn apart(flow: &Flow, id: &str, letters: usize) -> bool {
    [START, NAME].contains(&id) || letters > 1 && flow.get(id).is_some_and(|q| q.of_one)
}

/// The result of a file about one or several services.
#[derive(Debug, Default)]
pub struct Several {
    pub letters: Vec<Parsed>,
    /// The file has tables for them, if only one.
    pub several: bool,
    pub problems: Vec<Problem>,
}

impl Several {
    /// Sets `KEY=VALUE` in each of the letters, see [`set`].
    /// Errors: those of [`set`]; what holds for one of several letters alone.
    pub fn set(
        &mut self,
        from: &str,
        pair: &str,
        content: &Content,
        today: NaiveDate,
    ) -> Result<(), Problem> {
        let (key, raw) = pair.split_once('=').unwrap_or_default();
        let letters = self.letters.len();
        if letters > 1 && !raw.trim().is_empty() && apart(content.flow(), id_of(key), letters) {
            return Err(Problem::new(from, 0, key, text!("answers.several.apart")));
        }
        self.letters.iter_mut().try_for_each(|parsed| set(parsed, from, pair, content, today))
    }
    /// Answers to questions that no walk, or the one that they were given for, reaches.
    pub fn unreached(&self, file: &str, flow: &Flow, today: NaiveDate) -> Vec<Problem> {
        let mut out: Vec<Problem> =
            self.letters.iter().flat_map(|p| p.unreached(file, flow, today)).collect();
        let asked: Option<Vec<_>> = self.letters.iter().map(|p| p.asked(flow, today)).collect();
        if let (Some(first), Some(asked)) = (self.letters.first(), asked) {
            let nowhere = |id: &&String| {
                let mut all = asked.iter().zip(&self.letters);
                all.all(|(asked, p)| !p.shared.contains(*id) || !asked.contains(*id))
            };
            out.extend(first.shared.iter().filter(nowhere).map(|id| first.not_asked(file, id)));
        }
        out
    }
}

impl Parsed {
    /// Drops a choice that was given twice: it could be either.
    fn doubt(&mut self, flow: &Flow, problems: &[Problem]) {
        let last = |key: &str| key.rsplit('.').next().unwrap_or_default().to_owned();
        let wrong: BTreeSet<String> = problems.iter().map(|p| last(&p.key)).collect();
        let chosen = |q: &&Question| matches!(q.kind, Kind::Choice | Kind::Choices);
        let named = |q: &&Question| self.lost && wrong.contains(&last(&q.id));
        let doubted: Vec<_> = flow.questions().filter(chosen).filter(named).collect();
        for q in doubted {
            self.answers.remove(&q.id);
            self.bad.insert(q.id.clone());
        }
    }
}

impl Parser<'_> {
    /// One table a service: as many as anybody writes to; a letter each takes time.
    fn tables<'r, 't>(
        &mut self,
        rows: &'r Spanned<DeValue<'t>>,
    ) -> Option<&'r [Spanned<DeValue<'t>>]> {
        let tables = self.reader.tables(ONE_OF, ONE_OF, rows)?;
        if tables.is_empty() {
            self.reader.problem(rows.span(), ONE_OF, text!("answers.several.one"));
        }
        if tables.len() > MAX_ENTRIES {
            let many = text!("validate.too_many", most = MAX_ENTRIES);
            self.reader.problem(rows.span(), ONE_OF, many);
            return None;
        }
        Some(tables)
    }

    fn several(&mut self, table: &DeTable<'_>) -> Vec<Parsed> {
        self.top(table, &[ONE_OF]);
        let base = std::mem::take(&mut self.out);
        let Some(rows) = table.get(ONE_OF) else { return Vec::new() };
        let Some(tables) = self.tables(rows) else { return Vec::new() };
        for id in base.answers.ids().filter(|id| apart(self.flow, id, tables.len())) {
            let said = base.answers.get(id).is_some_and(|v| !v.is_empty());
            if said {
                let (line, key) = (base.line(id), key_of(id));
                let wrong = Problem::new(&self.file, line, &key, text!("answers.several.apart"));
                self.reader.problems.push(wrong);
                self.slips += 1;
            }
        }
        let own = self.flow.questions().map(|q| q.id.clone());
        let own: BTreeSet<String> = own.filter(|id| apart(self.flow, id, MAX_ENTRIES)).collect();
        let mut letters: Vec<Parsed> = Vec::new();
        for (i, row) in tables.iter().enumerate() {
            let here = format!("{ONE_OF}[{}]", i + 1);
            let Some(table) = self.reader.table(&here, row) else { continue };
            self.out = Parsed {
                answers: base.answers.clone(),
                lines: base.lines.clone(),
                table: here.clone(),
                apart: own.clone(),
                bad: base.bad.clone(),
                torn: base.torn,
                lost: base.lost,
                shared: base.answers.ids().map(str::to_owned).collect(),
                notes: if i == 0 { base.notes.clone() } else { Vec::new() },
            };
            // A service typed in by name has no id, and vice versa.
            for (given, other) in [("service", "service_name"), ("service_name", "service")] {
                if table.contains_key(given) {
                    self.out.answers.remove(other);
                }
            }
            self.one_of(&here, table);
            let one = std::mem::take(&mut self.out);
            let service = self.service_of(&one);
            if service.is_some() && letters.iter().any(|p| self.service_of(p) == service) {
                self.reader.problem(row.span(), &here, text!("answers.several.twice"));
                self.slips += 1;
            }
            letters.push(one);
        }
        letters
    }

    /// The service that a table is about, by its id or any of its names.
    fn service_of(&self, p: &Parsed) -> Option<String> {
        if let Some(id) = p.answers.one(START).filter(|id| *id != OTHER) {
            return Some(id.to_owned());
        }
        let name = p.answers.one(NAME)?;
        Some(self.content.named_service(name).map_or_else(|| fold(name), str::to_owned))
    }

    fn one_of(&mut self, here: &str, table: &DeTable<'_>) {
        let flow = self.flow;
        let used = |name: &&str| {
            flow.get(&format!("sender.{name}")).filter(|q| registration::of_one(&q.id))
        };
        for (k, v) in table {
            let (name, key): (&str, String) = (k.get_ref(), format!("{here}.{}", k.get_ref()));
            let question =
                used(&name).or_else(|| flow.get(name).filter(|_| IN_ONE.contains(&name)));
            if let Some(q) = question {
                self.out.shared.remove(&q.id);
                self.answer(q, &key, k.span(), v);
            } else if name == "answers" {
                let shared = std::mem::take(&mut self.out);
                self.answers(&key, v);
                let given = std::mem::replace(&mut self.out, shared);
                for id in given.answers.ids() {
                    self.out.shared.remove(id);
                    if let Some(value) = given.answers.get(id) {
                        self.out.answers.set(id, value.clone());
                    }
                }
                self.out.lines.extend(given.lines);
                self.out.bad.extend(given.bad);
                self.out.torn |= given.torn;
                self.out.notes.extend(given.notes);
            } else if let Some(words) = manner::words(name) {
                self.manner(words, name, &key, v);
            } else {
                let used = REGISTRATION.into_iter().filter(|name| used(name).is_some());
                let known: Vec<&str> = IN_ONE.into_iter().chain(used).collect();
                self.reader.unknown(k.span(), &key, &known);
            }
        }
    }
}

pub(super) fn id_of(key: &str) -> &str {
    key.trim().strip_prefix("answers.").unwrap_or(key.trim())
}

/// A value without quotes around nothing, which is how a file writes none.
fn filled(raw: &str) -> &str {
    if ["\"\"", "''"].contains(&raw.trim()) { "" } else { raw }
}

/// Sets `KEY=VALUE` from the command line: keys as in the file (`goal`, `sender.name`,
/// `answers.reason` or `reason`). The value is read as one of a file is, without quotes; lists are
/// parted by commas, or written as in TOML (`[{ employer = "…", … }]`).
/// Errors: an unknown key, or a value that is not valid for it. `from`: the option that gave it.
pub fn set(
    parsed: &mut Parsed,
    from: &str,
    pair: &str,
    content: &Content,
    today: NaiveDate,
) -> Result<(), Problem> {
    let wrong = |key: &str, message: String| Problem::new(from, 0, key, message);
    let (key, raw) =
        pair.split_once('=').ok_or_else(|| wrong(pair, text!("answers.set").to_owned()))?;
    let (id, raw) = (id_of(key), filled(raw));
    let quoted = |s: &str| toml_edit::Value::from(s).to_string();
    let list = || {
        raw.split([',', '、', '，'])
            .map(str::trim)
            .filter(|s| !s.is_empty())
            .map(quoted)
            .collect::<Vec<_>>()
            .join(",")
    };
    let value = match content.flow().get(id).map(|q| q.kind) {
        None if manner::words(id).is_none() && id != LIMIT => {
            return Err(wrong(key, text!("answers.set.key").to_owned()));
        }
        Some(Kind::Entries) if raw.trim().is_empty() || says_nothing(raw) => "[]".to_owned(),
        Some(Kind::Entries) if !raw.trim_start().starts_with('[') => {
            return Err(wrong(key, text!("answers.set.list").to_owned()));
        }
        Some(Kind::Entries) => raw.trim().to_owned(),
        Some(Kind::Choices | Kind::Hours) if raw.trim_start().starts_with('[') => {
            raw.trim().to_owned()
        }
        // A list of quoted lines; plain text may start with a bracket too.
        Some(Kind::LongText) if raw.trim_start().starts_with("[\"") => raw.trim().to_owned(),
        Some(Kind::Choices) => format!("[{}]", list()),
        // Commas part hours too, but the first ones may say the days of the next.
        Some(Kind::Hours) if raw.trim().is_empty() => "[]".to_owned(),
        Some(Kind::Hours) => format!("[{}]", quoted(raw)),
        _ => quoted(raw),
    };
    let full = key_of(id);
    let line = format!("{full} = {value}");
    let (given, found) = Parser::read(from, &line, content, today, Parser::one);
    if let Some(first) = found.into_iter().next() {
        // A wrong answer is not a missing one.
        parsed.bad.extend(given.bad);
        parsed.torn |= given.torn;
        let inside = first.key.strip_prefix(full.as_str()).unwrap_or_default();
        return Err(wrong(&format!("{key}{inside}"), first.message));
    }
    parsed.notes.extend(given.notes.into_iter().map(|n| wrong(key, n.message)));
    parsed.lines.remove(id);
    // A blank is not an answer, as in a file.
    match given.answers.get(id) {
        Some(value) => parsed.answers.set(id, value.clone()),
        None => parsed.answers.remove(id),
    }
    parsed.settle(content.flow(), today);
    Ok(())
}
