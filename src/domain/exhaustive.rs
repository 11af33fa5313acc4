//! The proof: every path of the flow with every choice, every channel and every tone gives a letter
//! that the gate lets out and that says what was answered (`kotowari check --exhaustive`).

use super::answers::{Answers, Value};
use super::answers_toml::to_toml;
use super::calendar::OfficeCalendar;
use super::condition::Values;
use super::content::Content;
use super::document::Document;
use super::facts::speech;
use super::flow::graph::Flow;
use super::flow::spec::{Detour, Format, Kind, Question};
use super::flow::walk::Walk;
use super::gate::Level;
use super::letter::lint::{Lint, Weight};
use super::letter::{audit, form};
use super::manner::{DETAIL, DETAILS, LIMIT, TONES, tone_of};
use crate::domain::goal::Goal;
use chrono::NaiveDate;
use samples::{extras, variants};
use std::collections::{BTreeMap, BTreeSet};

pub(in crate::domain) mod samples;

#[derive(Debug, Default)]
pub struct Report {
    pub letters: usize,
    /// Paths that the gate refused, as it should: their answers contradict each other.
    pub refused: usize,
    /// The size of the letters, by kind: (letters, characters, lines, 「お願い」), and the most of each.
    pub sizes: BTreeMap<String, Sizes>,
    /// How many letters go beyond a measure of size or repetition ([`MEASURES`]), by rule.
    pub measures: BTreeMap<&'static str, usize>,
    /// What went wrong, each kind twice, at most [`MOST`].
    pub failures: Vec<BadLetter>,
}

#[derive(Debug, Default, Clone, Copy)]
pub struct Sizes {
    pub letters: usize,
    /// Characters as the audit counts them: the sum, and the longest letter.
    pub characters: (usize, usize),
    pub lines: (usize, usize),
    pub requests: (usize, usize),
}

impl Sizes {
    fn add(&mut self, other: Self) {
        self.letters += other.letters;
        for (mine, more) in [
            (&mut self.characters, other.characters),
            (&mut self.lines, other.lines),
            (&mut self.requests, other.requests),
        ] {
            *mine = (mine.0 + more.0, mine.1.max(more.1));
        }
    }
}

/// A letter that should not have come out so.
#[derive(Debug)]
pub struct BadLetter {
    pub what: String,
    /// An answers file that reproduces it (generated entries, nobody's data).
    pub answers: String,
}

/// Limits of size and repetition that hold for realistic answers. In the product of all answers a
/// few letters exceed them, at most one in [`SHARE`] per rule.
pub const MEASURES: [&str; 9] = ["A1", "A2", "A3", "A4", "B1", "B2", "B3", "B4", "H2"];
pub const SHARE: usize = 50;

/// Whether two messages differ by their numbers only.
fn alike(a: &str, b: &str) -> bool {
    let words = |s: &str| {
        s.split(|c: char| c.is_ascii_digit())
            .filter(|w| !w.is_empty())
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    words(a) == words(b)
}

pub const MOST: usize = 60;

/// Answers of a first letter that a later one repeats: their product is covered by the first
/// letters, so here they take turns.
const TOLD: [&str; 9] = [
    "means", "frequency", "no_call", "urgent_offers", "first_from", "resume", "pause_scope",
    "exceptions", "selections",
];

/// Additional parts of a contact rule; their product is walked only for less contact.
const SHARED: [&str; 2] = ["no_call", "urgent_offers"];

/// Whether a question is asked where an earlier letter is quoted, or another goal's rule holds.
fn tells_again(walk: &Walk<'_>, q: &Question) -> bool {
    let shared = || walk.goal() != Some(Goal::ReduceContact) || walk.one("follow_up").is_some();
    // A refusal is nothing but its selections.
    let refusal = walk.goal() == Some(Goal::Decline);
    let again = walk.step("first_date").is_some() && TOLD.contains(&q.id.as_str()) && !refusal;
    again || SHARED.contains(&q.id.as_str()) && shared()
}

struct Exploration<'a> {
    content: &'a Content,
    today: NaiveDate,
    report: Report,
}

/// Questions answered before the work is split: enough for many pieces.
const PIECE: usize = 4;

/// A beginning of walks, and how many questions it has answered: work that can be done apart.
pub type Subtree = (Answers, usize);

/// The beginnings of all walks, first letters and second ones.
pub fn pieces(content: &Content, today: NaiveDate) -> Vec<Subtree> {
    let run = Exploration { content, today, report: Report::default() };
    let mut out = Vec::new();
    for start in starts(content.flow()) {
        run.pieces(&start, 0, &mut out);
    }
    out
}

/// Walks one beginning to every end. Each subtree counts its own letters, so the result does not
/// depend on the thread. `today` decides what is past; it should be a business day.
pub fn run(content: &Content, today: NaiveDate, (answers, at): &Subtree) -> Report {
    let mut run = Exploration { content, today, report: Report::default() };
    run.from(answers, *at);
    run.report
}

impl Report {
    /// Takes in what came of another piece: each kind of failure twice, at most [`MOST`].
    pub fn add(&mut self, other: Self) {
        self.letters += other.letters;
        self.refused += other.refused;
        for (rule, n) in other.measures {
            *self.measures.entry(rule).or_default() += n;
        }
        for (kind, sizes) in other.sizes {
            self.sizes.entry(kind).or_default().add(sizes);
        }
        for f in other.failures {
            let known = self.failures.iter().filter(|k| alike(&k.what, &f.what)).count();
            if known < 2 && self.failures.len() < MOST {
                self.failures.push(f);
            }
        }
    }
}

/// Where walks begin: the straight path, and the detours that change the letter. A detour that only
/// leads to a goal would give the same letters again.
pub fn starts(flow: &Flow) -> Vec<Answers> {
    let detours = flow.questions().filter(|q| !q.each_detour).flat_map(|q| &q.detour);
    let telling = detours.filter(|d| flow.get(&d.to).is_some_and(|q| q.kind == Kind::Choice));
    let open = |d: &Detour| {
        let mut a = Answers::default();
        a.open(&d.to);
        a
    };
    std::iter::once(Answers::default()).chain(telling.map(open)).chain(given(flow)).collect()
}

/// Starting points that only a stored case can provide: some edges need an answer from further on.
fn given(flow: &Flow) -> Vec<Answers> {
    let mut out = Vec::new();
    for e in flow.questions().flat_map(|q| &q.next) {
        let behind = reach(flow, &e.to);
        for (id, values) in e.when.0.iter().filter(|(id, _)| behind.contains(id.as_str())) {
            let all = |id: &str, values: &Values| {
                let known =
                    flow.get(id).map_or(&[][..], |q| &q.choice).iter().map(|c| c.value.clone());
                if values.not {
                    known.filter(|v| values.allow(v)).collect()
                } else {
                    values.named.clone()
                }
            };
            for v in all(id, values).into_iter().filter(|v| !v.is_empty()) {
                let mut a = Answers::default();
                for (id, values) in &e.when.0 {
                    a.set(id, Value::One(all(id, values).into_iter().next().unwrap_or_default()));
                }
                a.set(id, Value::One(v));
                out.push(a);
            }
        }
    }
    out
}

/// The questions that can come from this one on.
fn reach<'a>(flow: &'a Flow, from: &'a str) -> BTreeSet<&'a str> {
    let (mut seen, mut next) = (BTreeSet::new(), vec![from]);
    while let Some(id) = next.pop() {
        if seen.insert(id) {
            next.extend(flow.get(id).iter().flat_map(|q| &q.next).map(|e| e.to.as_str()));
        }
    }
    seen
}

impl Exploration<'_> {
    /// The beginnings of all walks: so many answers, or whole walks that are shorter.
    fn pieces(&self, answers: &Answers, at: usize, out: &mut Vec<(Answers, usize)>) {
        let walk = Walk::new(self.content.flow(), answers, self.today);
        let Some(step) = walk.steps.get(at).filter(|_| at < PIECE) else {
            out.push((answers.clone(), at));
            return;
        };
        for value in self.answers_to(answers, &walk, step.question, at) {
            let mut next = answers.clone();
            next.set(&step.question.id, value);
            self.pieces(&next, at + 1, out);
        }
    }

    fn from(&mut self, answers: &Answers, at: usize) {
        if self.report.failures.len() >= MOST {
            return;
        }
        let walk = Walk::new(self.content.flow(), answers, self.today);
        let Some(step) = walk.steps.get(at) else {
            for tone in TONES {
                let mut answers = self.told(answers, &walk);
                answers.set("tone", Value::One(tone.to_owned()));
                if self.report.letters % 4 == 3 {
                    answers.set(DETAIL, Value::One(DETAILS[1].to_owned()));
                }
                self.letter(&answers);
                // The short form, in the tones by turns.
                if answers.channel().filled_in() && self.report.letters % TONES.len() == 1 {
                    answers.set(LIMIT, Value::One("50".to_owned()));
                    self.letter(&answers);
                }
            }
            return;
        };
        for value in
            self.answers_to(answers, &walk, step.question, self.report.letters / TONES.len())
        {
            let mut next = answers.clone();
            next.set(&step.question.id, value);
            self.from(&next, at + 1);
        }
    }

    /// The answers with which the walk goes on. What a second letter repeats is filled in later.
    fn answers_to(&self, answers: &Answers, walk: &Walk<'_>, q: &Question, n: usize) -> Vec<Value> {
        if let Some(given) = answers.get(&q.id) {
            return vec![given.clone()];
        }
        let mut all = variants(&walk.asked(q), n, self.today);
        if tells_again(walk, q) || q.private {
            all.truncate(1);
        }
        all
    }

    /// The answers with what a second letter repeats, in turns, and the user's own words.
    fn told(&self, answers: &Answers, walk: &Walk<'_>) -> Answers {
        let (mut answers, n) = (answers.clone(), self.report.letters);
        extras(&mut answers, walk, n, self.today);
        for (at, step) in
            walk.steps.iter().enumerate().filter(|(_, s)| tells_again(walk, s.question))
        {
            let mut all = variants(&walk.asked(step.question), n, self.today);
            // After as many letters as there are answers, start the next round with another one.
            let turn = (n + (n / all.len() + 1) * at) % all.len();
            answers.set(&step.question.id, all.swap_remove(turn));
        }
        answers
    }

    fn letter(&mut self, answers: &Answers) {
        let office = OfficeCalendar::default();
        let doc = Document::new(self.content, answers, None, self.today, office).proofread(office);
        self.report.letters += 1;
        // The product of all answers has contradictions; that the gate reports them is right.
        if doc.findings.iter().any(|f| f.rule == "contradiction" && f.level == Level::Block) {
            self.report.refused += 1;
            return;
        }
        let mut wrong = found(&doc, answers);
        // A form's limit cuts what the rules require; the gate checks the rest.
        if answers.one(LIMIT).is_none() {
            self.audit(&doc, answers, office, &mut wrong);
        }
        wrong.extend(unsaid(&doc, answers));
        // Two examples of the same mistake show what they have in common.
        let what = wrong.join(text!("sign.comma"));
        let known = || self.report.failures.iter().filter(|f| alike(&f.what, &what)).count();
        if !what.is_empty() && known() < 2 {
            self.report
                .failures
                .push(BadLetter { what, answers: to_toml(answers, self.content.flow()) });
        }
    }

    fn audit(
        &mut self,
        doc: &Document<'_>,
        answers: &Answers,
        office: OfficeCalendar,
        wrong: &mut Vec<String>,
    ) {
        let (breaches, size) = audit::check(&audit::WrittenLetter {
            told: &doc.walk,
            tone: tone_of(answers),
            subject: doc.plan.subject.as_deref().unwrap_or_default(),
            body: &doc.plan.body,
            service: doc.service_name(),
            office,
        });
        // The full form has a line for every request.
        let full = answers.one(DETAIL) == Some(DETAILS[1]);
        // A message with many requests may be long.
        let much = doc.plan.channel.chat()
            && (doc.walk.many("wishes").len() > 1 || doc.walk.many("thanks").len() > 1);
        let counted =
            |rule: &str| !(full && matches!(rule, "A1" | "A2" | "H2") || much && rule == "A1");
        for b in breaches.iter().filter(|b| counted(b.rule)) {
            if MEASURES.contains(&b.rule) {
                *self.report.measures.entry(b.rule).or_default() += 1;
            } else {
                wrong.push(format!("{}: {}", b.rule, b.what));
            }
        }
        if !full {
            let one = |n| (n, n);
            self.report.sizes.entry(size.kind).or_default().add(Sizes {
                letters: 1,
                characters: one(size.characters),
                lines: one(size.lines),
                requests: one(size.requests),
            });
        }
    }
}

/// What the gate and the linter find that they should not.
fn found(doc: &Document<'_>, answers: &Answers) -> Vec<String> {
    doc.findings
        .iter()
        // Hints may match what the sender wants; a warning on our own letter is our mistake.
        .filter(|f| {
            let ours = |l: &Lint| l.weight == Weight::Warn;
            f.level == Level::Block || f.lint.as_ref().is_some_and(ours)
        })
        // The limit that triggers the short form is exceeded by every letter.
        .filter(|f| !matches!(f.rule, "length" | "wavering") || answers.one(LIMIT).is_none())
        .map(|f| format!("{}: {}", f.rule, f.message))
        .collect()
}

/// Answers that the letter does not mention, and leftovers of templates.
fn unsaid(doc: &Document<'_>, answers: &Answers) -> Vec<String> {
    let mut wrong = Vec::new();
    let whole = doc.plan.all();
    // Lines may be broken on paper, so answers are looked for without line breaks.
    let form = doc.plan.channel.filled_in();
    let flat = |s: &str| {
        let s = s.replace(['\n', '\u{3000}'], "");
        if form { form::replace(&s, &[]).0 } else { s }
    };
    let all = flat(&whole);
    for step in &doc.walk.steps {
        let q = step.question;
        let says: Vec<String> = match (q.kind, answers.get(&q.id)) {
            // A short message is addressed to someone who knows the sender.
            _ if q.id == "service_name" && doc.plan.channel.chat() => Vec::new(),
            // A second letter goes to whoever answered the first.
            _ if q.id == "sender.handler" && doc.walk.one("follow_up").is_some() => Vec::new(),
            (Kind::Text | Kind::LongText, Some(Value::One(s)))
                if q.id != "sender.handler_email"
                    && !matches!(q.format, Format::Time | Format::Third) =>
            {
                s.lines().map(str::to_owned).collect()
            }
            (Kind::Entries, Some(Value::Entries(rows))) => {
                rows.iter().map(|e| e.get("employer").to_owned()).collect()
            }
            _ => Vec::new(),
        };
        if says.iter().any(|s| !speech::stands(s, |way| all.contains(&flat(way)))) {
            wrong.push(text!("proof.unsaid", id = q.id));
        }
    }
    for mark in ["〔", "{{", "{%", "\u{FDD0}", "\n\n\n", "。。", "、、", "（）"] {
        if whole.contains(mark) {
            wrong.push(text!("proof.mark", mark = mark.escape_unicode()));
        }
    }
    wrong
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::words::begins;

    /// Letters of each day over the turn of two years, which no single day has all of.
    const DAYS: usize = 62;
    const LETTERS: usize = 3;
    /// The house rules about days; what the linter finds may be about one as well.
    const OF_DAYS: [&str; 6] = ["D2", "D4", "D9", "E4", "E5", "E8"];

    /// A number that looks drawn, and is the same at every run.
    fn drawn(seed: usize, among: usize) -> usize {
        let mixed = (seed + 1).wrapping_mul(0x9E37_79B1);
        (mixed >> 8 ^ mixed >> 17) % among
    }

    #[test]
    fn the_samples_make_sound_letters_on_every_day() {
        let content = Content::builtin();
        let first = NaiveDate::from_ymd_opt(2026, 12, 1).expect("a day");
        let starts = starts(content.flow());
        let mut failed = Vec::new();
        for (n, today) in first.iter_days().take(DAYS).enumerate() {
            let mut run = Exploration { content: &content, today, report: Report::default() };
            for k in 0..LETTERS {
                let mut seed = (n * LETTERS + k) * 1009;
                let mut draw = |among: usize| {
                    seed += 1;
                    drawn(seed, among)
                };
                let mut answers = starts[draw(starts.len())].clone();
                // Those that say something of their own, as each third does.
                run.report.letters = 3 * draw(1 << 12);
                let mut at = 0;
                loop {
                    let walk = Walk::new(content.flow(), &answers, today);
                    let Some(step) = walk.steps.get(at) else { break };
                    let mut all = run.answers_to(&answers, &walk, step.question, draw(1 << 8));
                    let value = all.swap_remove(draw(all.len()));
                    let id = step.question.id.clone();
                    answers.set(&id, value);
                    at += 1;
                }
                let walk = Walk::new(content.flow(), &answers, today);
                let mut answers = run.told(&answers, &walk);
                answers.set("tone", Value::One(TONES[k % TONES.len()].to_owned()));
                run.letter(&answers);
            }
            let of_days =
                |what: &str| what.starts_with(char::is_lowercase) || begins(what, &OF_DAYS);
            let failures = run.report.failures.iter().filter(|f| of_days(&f.what));
            failed.extend(failures.map(|f| format!("{today}: {}\n{}", f.what, f.answers)));
        }
        assert!(failed.is_empty(), "{}", failed.join("\n"));
    }
}
