//! A file about several services: what holds for all, and a table for each with what differs.

use super::set::{id_of, set};
use super::{ONE_OF, Parsed, Parser, key_of, manner};
use crate::domain::answers::Value;
use crate::domain::content::Content;
use crate::domain::flow::graph::{Flow, START};
use crate::domain::flow::spec::{Kind, Question};
use crate::domain::manner::DETAIL;
use crate::domain::problem::Problem;
use crate::domain::registration::{self, REGISTRATION};
use crate::domain::service::{NAME, OTHER};
use crate::domain::validate::MAX_ENTRIES;
use crate::text::clean::fold;
use chrono::NaiveDate;
use std::collections::BTreeSet;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// Keys of such a table: some of those at the top of a file; beside them, what is used at that
/// service, as it stands in the configuration.
const IN_ONE: [&str; 7] = [START, NAME, "goal", "channel", "tone", DETAIL, "answers"];

/// Reads an answers file that may be about several services: what stands above the
/// `[[registration]]` tables holds for all, what stands in one for that one.
/// Every mistake is told beside what could be read, also one service twice.
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

/// Whether an answer can't hold for all of so many letters: it names a service, or is about one.
fn apart(flow: &Flow, id: &str, letters: usize) -> bool {
    [START, NAME].contains(&id) || letters > 1 && flow.get(id).is_some_and(|q| q.of_one)
}

/// What a file about one or several services gave.
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

    /// Which service a table is about, by its id or any of its names.
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
