//! The proof: every path of the flow with every choice, every channel and every tone gives a letter that the gate lets out and
//! that says what was answered. Used by `kotowari check --exhaustive` and by CI.

use super::answers::{Answers, Entry, Value};
use super::answers_file::TONES;
use super::answers_toml::to_toml;
use super::calendar::OfficeCalendar;
use super::content::Content;
use super::document::{Document, LIMIT};
use super::flow::graph::Flow;
use super::flow::spec::{DateRule, Detour, FieldSpec, Format, Kind, Question};
use super::flow::walk::Walk;
use super::gate::Level;
use super::letter::form;
use super::letter::lint::{Lint, Weight};
use chrono::{Days, NaiveDate};
use std::collections::BTreeSet;

/// What came of it.
#[derive(Debug, Default)]
pub struct Report {
    /// Letters that were written.
    pub letters: usize,
    /// Paths that the gate refused, as it should: their answers contradict each other.
    pub refused: usize,
    /// What went wrong, each kind twice, at most [`MOST`].
    pub failures: Vec<Failure>,
}

/// A letter that should not have come out so.
#[derive(Debug)]
pub struct Failure {
    /// What is wrong.
    pub what: String,
    /// An answers file that reproduces it (generated entries, nobody's data).
    pub answers: String,
}

/// More failures than this tell nothing new.
pub const MOST: usize = 20;

/// Generated entries: ordinary, short, long, and characters that many programs lose. Which one is used follows from the number of
/// the letter, so that all meet all questions without multiplying the paths.
const NAMES: [&str; 4] = ["山田 花子", "李", "𠮷田 葛󠄀髙﨑", "勘解由小路 アレクサンドリーナ真理子"];
const READINGS: [&str; 4] =
    ["ヤマダ ハナコ", "リ", "ヨシダ クズタカサキ", "カデノコウジ アレクサンドリーナマリコ"];
const TEXTS: [&str; 4] = [
    "土日のいずれかは休みであること",
    "夜勤なし",
    "髙島駅から徒歩10分以内、①か②の薬局",
    "通勤は片道四十分までとし、在宅の仕事に週に二日ほど関われること。調剤の経験を生かせる職場を望みます。",
];
const EMPLOYERS: [&str; 4] =
    ["みなと薬局", "葵", "𠮷祥寺ひかり病院", "医療法人社団みどり会あおば総合病院薬剤部"];

/// Rules that are right about generated names: their characters are rare on purpose.
const OWN_DATA: [&str; 2] = ["form_character", "form_ambiguous"];

/// What a first letter asks, and a letter that quotes one tells again: the product of these answers is walked in the first ones.
const TOLD: [&str; 8] =
    ["means", "frequency", "no_call", "urgent_offers", "first_from", "resume", "pause_scope", "exceptions"];

/// Whether a question is asked on the walk of a letter that quotes an earlier one.
fn tells_again(walk: &Walk<'_>, q: &Question) -> bool {
    walk.step("first_date").is_some() && TOLD.contains(&q.id.as_str())
}

struct Run<'a> {
    content: &'a Content,
    today: NaiveDate,
    report: Report,
}

/// How many questions a piece of the work has answered: enough that the pieces are many, and no more.
const PIECE: usize = 4;

/// A beginning of walks, and how many questions it has answered: work that can be done apart.
pub type Piece = (Answers, usize);

/// The beginnings of all walks, first letters and second ones.
#[must_use]
pub fn pieces(content: &Content, today: NaiveDate) -> Vec<Piece> {
    let run = Run { content, today, report: Report::default() };
    let mut out = Vec::new();
    for start in starts(content.flow()) {
        run.pieces(&start, 0, &mut out);
    }
    out
}

/// Walks on from one beginning to every end. Every piece counts its letters from the start, so that it gives the same ones
/// whoever takes it. `today` decides what is past; it should be a business day.
#[must_use]
pub fn run(content: &Content, today: NaiveDate, (answers, at): &Piece) -> Report {
    let mut run = Run { content, today, report: Report::default() };
    run.from(answers, *at);
    run.report
}

impl Report {
    /// Takes in what came of another piece: each kind of failure twice, at most [`MOST`].
    pub fn add(&mut self, other: Self) {
        self.letters += other.letters;
        self.refused += other.refused;
        for f in other.failures {
            let known = self.failures.iter().filter(|k| k.what == f.what).count();
            if known < 2 && self.failures.len() < MOST {
                self.failures.push(f);
            }
        }
    }
}

/// Where the walks begin: the straight path, and the detours that change the letter. One that only leads to a goal (a list of
/// choices, as in the triage) gives the letters of that goal again.
#[must_use]
pub fn starts(flow: &Flow) -> Vec<Answers> {
    let detours = flow.questions().flat_map(|q| &q.detour);
    let telling = detours.filter(|d| flow.get(&d.to).is_some_and(|q| q.kind == Kind::Choice));
    let open = |d: &Detour| {
        let mut a = Answers::default();
        a.open(&d.to);
        a
    };
    std::iter::once(Answers::default()).chain(telling.map(open)).chain(given(flow)).collect()
}

/// The beginnings that a stored case gives: an edge that asks for an answer which is only given behind it is taken by nobody else.
fn given(flow: &Flow) -> Vec<Answers> {
    let mut out = Vec::new();
    for e in flow.questions().flat_map(|q| &q.next) {
        let behind = reach(flow, &e.to);
        for (id, values) in e.when.0.iter().filter(|(id, _)| behind.contains(id.as_str())) {
            for v in values.iter().filter(|v| !v.is_empty()) {
                let mut a = Answers::default();
                for (id, values) in &e.when.0 {
                    a.set(id, Value::One(values.first().cloned().unwrap_or_default()));
                }
                a.set(id, Value::One(v.clone()));
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

impl Run<'_> {
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
                self.letter(&answers);
                // The short form, in the tones by turns.
                if answers.one("channel") == Some("form") && self.report.letters % TONES.len() == 1 {
                    answers.set(LIMIT, Value::One("50".to_owned()));
                    self.letter(&answers);
                }
            }
            return;
        };
        for value in self.answers_to(answers, &walk, step.question, self.report.letters / TONES.len()) {
            let mut next = answers.clone();
            next.set(&step.question.id, value);
            self.from(&next, at + 1);
        }
    }

    /// The answers with which the walk goes on. What a second letter tells again is filled in where the letter is written.
    fn answers_to(&self, answers: &Answers, walk: &Walk<'_>, q: &Question, n: usize) -> Vec<Value> {
        if let Some(given) = answers.get(&q.id) {
            return vec![given.clone()];
        }
        let mut all = variants(&walk.asked(q), n, self.today);
        if tells_again(walk, q) {
            all.truncate(1);
        }
        all
    }

    /// The answers with what a second letter tells again, all of it by turns.
    fn told(&self, answers: &Answers, walk: &Walk<'_>) -> Answers {
        let (mut answers, n) = (answers.clone(), self.report.letters);
        for (at, step) in walk.steps.iter().enumerate().filter(|(_, s)| tells_again(walk, s.question)) {
            let mut all = variants(&walk.asked(step.question), n, self.today);
            // As many letters as there are answers give each once; the next so many begin at another one.
            let turn = (n + (n / all.len() + 1) * at) % all.len();
            answers.set(&step.question.id, all.swap_remove(turn));
        }
        answers
    }

    fn letter(&mut self, answers: &Answers) {
        let office = OfficeCalendar::default();
        let doc = Document::new(self.content, answers, None, self.today, office).proofread(office);
        self.report.letters += 1;
        // Contradictions are part of the product of all answers; that the gate names them is right.
        if doc.findings.iter().any(|f| f.rule == "contradiction" && f.level == Level::Block) {
            self.report.refused += 1;
            return;
        }
        let mut wrong: Vec<String> = doc
            .findings
            .iter()
            // A hint of the linter may be what the sender wants; a warning in a letter of ours is our mistake.
            .filter(|f| {
                let ours = |l: &Lint| l.weight == Weight::Warn && !OWN_DATA.contains(&l.rule);
                f.level == Level::Block || f.lint.as_ref().is_some_and(ours)
            })
            // The limit that asks for the short form is one that no letter keeps.
            .filter(|f| f.rule != "length" || answers.one(LIMIT).is_none())
            .map(|f| format!("{}: {}", f.rule, f.message))
            .collect();
        let whole = doc.plan.all();
        // Lines may be broken on paper; what was answered is looked for without them.
        let form = doc.plan.channel == "form";
        let flat = |s: &str| {
            let s = s.replace(['\n', '\u{3000}'], "");
            if form { form::replace(&s, &[]).0 } else { s }
        };
        let all = flat(&whole);
        for step in &doc.walk.steps {
            let q = step.question;
            let says: Vec<String> = match (q.kind, answers.get(&q.id)) {
                (Kind::Text | Kind::LongText, Some(Value::One(s))) if q.id != "sender.handler_email" => {
                    vec![s.clone()]
                }
                (Kind::Entries, Some(Value::Entries(rows))) => {
                    rows.iter().map(|e| e.get("employer").to_owned()).collect()
                }
                _ => Vec::new(),
            };
            if says.iter().any(|s| !all.contains(&flat(s))) {
                wrong.push(format!("{} の答えが文面にありません", q.id));
            }
        }
        for mark in ["〔", "{{", "{%", "\u{FDD0}", "\n\n\n", "。。", "、、", "（）"] {
            if whole.contains(mark) {
                wrong.push(format!("文面に「{}」があります", mark.escape_unicode()));
            }
        }
        // The same mistake in a thousand letters is one mistake; two of them show what they have in common.
        let what = wrong.join("、");
        if !what.is_empty() && self.report.failures.iter().filter(|f| f.what == what).count() < 2 {
            self.report.failures.push(Failure { what, answers: to_toml(answers, self.content.flow()) });
        }
    }
}

/// The answers to a question that are worth telling apart; `n` turns over those of which only the text differs.
#[must_use]
pub fn variants(q: &Question, n: usize, today: NaiveDate) -> Vec<Value> {
    let one = |s: &str| Value::One(s.to_owned());
    let turn = |of: [&str; 4]| vec![one(of[n % 4])];
    let optional = |v: Vec<Value>| if q.optional { [vec![one("")], v].concat() } else { v };
    match q.kind {
        Kind::Choice => q.choice.iter().map(|c| one(&c.value)).collect(),
        Kind::Choices => {
            let all: Vec<String> = q.choice.iter().map(|c| c.value.clone()).collect();
            let single = all.iter().map(|v| Value::Many(vec![v.clone()])).collect();
            [vec![Value::Many(all)], single].concat()
        }
        Kind::Date if q.rule == DateRule::Past => vec![one("1990-04-01")],
        Kind::Date if q.rule == DateRule::NotFuture => {
            // What came of the first letter came after it.
            let earlier = if q.id == "first_date" { 50 } else { 0 };
            optional(vec![one(&(today - Days::new(earlier + [9, 1, 40, 15][n % 4])).to_string())])
        }
        // Empty by turns: each alone would double the paths.
        Kind::Date if q.optional && n.is_multiple_of(2) => vec![one("")],
        Kind::Date if q.optional => vec![one(&(today + Days::new(14)).to_string())],
        Kind::Date if n.is_multiple_of(2) => vec![one("today")],
        Kind::Date => vec![one(&(today + Days::new(14)).to_string())],
        Kind::Month => {
            let later = today + Days::new(150);
            vec![one(&later.format("%Y-%m").to_string()), one(&later.to_string()), one("when_i_ask")]
        }
        Kind::Hours => vec![
            Value::Many(Vec::new()),
            Value::Many(vec!["weekday 09:00-18:00".to_owned(), "sat 13:00-15:30".to_owned()]),
        ],
        Kind::Entries => {
            // By wish, where there is one; else by the first choice.
            let by =
                q.field.iter().find(|f| f.id == "wish").or(q.field.iter().find(|f| f.kind == Kind::Choice));
            let values: Vec<&str> =
                by.map(|f| f.choice.iter().map(|c| c.value.as_str()).collect()).unwrap_or_default();
            let by = by.map_or("", |f| f.id.as_str());
            let rows =
                |w: &&str| Value::Entries((0..2).map(|i| entry(&q.field, (by, w), n + i, today)).collect());
            [vec![Value::Entries(Vec::new()); usize::from(q.optional)], values.iter().map(rows).collect()]
                .concat()
        }
        Kind::LongText => optional(turn(TEXTS)),
        Kind::Text => match q.format {
            Format::Name => turn(NAMES),
            Format::Reading => turn(READINGS),
            Format::Email if q.optional => {
                vec![one(["", "sato@example.jp", "s@a.example.jp", ""][n % 4])]
            }
            Format::Email => {
                turn(["hanako@example.jp", "h@a.jp", "hanako+job@mail.example.co.jp", "h_1@example.jp"])
            }
            Format::Phone => turn(["090-1234-5678", "0312345678", "060-1234-5678", "+81 90 1234 5678"]),
            Format::Handler => optional(turn(["佐藤", "林", "髙橋", "エリザベス"])),
            // Each alone would double the paths; the letter treats them alike.
            Format::Free if q.optional => vec![one(["", TEXTS[0], TEXTS[1], TEXTS[2]][n % 4])],
            Format::Free | Format::Office => {
                turn(["みなとキャリア", "葵", "𠮷祥寺薬剤師ナビ", "全国医療福祉専門職キャリア支援センター"])
            }
        },
    }
}

fn entry(fields: &[FieldSpec], (by, value): (&str, &str), n: usize, today: NaiveDate) -> Entry {
    let value = |f: &FieldSpec| match f.kind {
        Kind::Choice if f.id == by => value.to_owned(),
        Kind::Choice => f.choice.get(n % f.choice.len().max(1)).map(|c| c.value.clone()).unwrap_or_default(),
        Kind::Date if n.is_multiple_of(3) && f.optional => String::new(),
        // What is under way lies ahead, what has come lies behind.
        Kind::Date if f.optional => (today + Days::new(20)).to_string(),
        Kind::Date => (today - Days::new(1 + (n % 5) as u64)).to_string(),
        _ if f.optional => ["", "13:05、090-0000-0000"][n % 2].to_owned(),
        _ => EMPLOYERS[n % 4].to_owned(),
    };
    Entry(fields.iter().map(|f| (f.id.clone(), value(f))).collect())
}
