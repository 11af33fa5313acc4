//! Input of a question before it is an answer: typed, marked or selected.

use super::entries::{List, hours_fields};
use super::find::Find;
use super::typing::{FieldReply, named, step, typed, written};
use crate::domain::answers::{Entry, Value};
use crate::domain::calendar;
use crate::domain::flow::spec::{DateRule, Kind, Question};
use crate::domain::hours::{Span, clock};
use crate::domain::validate::{self, TODAY, WHEN_I_ASK};
use crate::input::keymap::{Intent, Mode};
use crate::text::edit::EditBuffer;
use crate::text::width::Room;
use chrono::{Days, NaiveDate};

#[derive(Debug, Clone)]
pub enum Field {
    /// One choice: the selected row, of how many.
    Choice {
        at: usize,
        of: usize,
        /// The text typed to get there, and the rows that match it.
        sought: String,
        hits: Vec<usize>,
    },
    /// One choice of many, found by typing.
    Find(Find),
    Choices {
        at: usize,
        marked: Vec<bool>,
    },
    /// Text of this kind; the arrows move a date or a month.
    Typed(Kind, EditBuffer),
    List(List),
    Together {
        /// The form, which is the only one of its list.
        list: List,
        /// Something was missing when opened, or was changed since: every empty field is visited.
        through: bool,
    },
}

fn by_day(b: &mut EditBuffer, intent: Intent, today: NaiveDate, rule: DateRule) -> FieldReply {
    // An empty birth date starts in the middle of a working life, not today.
    let start = if rule == DateRule::Past { calendar::add_months(today, -12 * 36) } else { today };
    let now = calendar::parse_day(b.text(), today, validate::year(rule)).ok();
    let moved = match (intent, now) {
        (Intent::Up | Intent::Down | Intent::PageUp | Intent::PageDown, None) => Some(start),
        (Intent::Up, Some(d)) => d.checked_add_days(Days::new(1)),
        (Intent::Down, Some(d)) => d.checked_sub_days(Days::new(1)),
        (Intent::PageUp, Some(d)) => Some(calendar::add_months(d, 1)),
        (Intent::PageDown, Some(d)) => Some(calendar::add_months(d, -1)),
        _ => return typed(b, intent),
    };
    if let Some(d) = moved {
        b.set_text(&d.to_string());
    }
    FieldReply::Taken
}

fn by_month(b: &mut EditBuffer, intent: Intent, today: NaiveDate) -> FieldReply {
    use chrono::Datelike;
    let first = |(y, m)| NaiveDate::from_ymd_opt(y, m, 1);
    let now = calendar::parse_month(b.text(), today).ok().and_then(first);
    let by = match intent {
        Intent::Up => 1,
        Intent::Down => -1,
        Intent::PageUp => 12,
        Intent::PageDown => -12,
        _ => return typed(b, intent),
    };
    let d = now.map_or_else(|| calendar::add_months(today, 1), |d| calendar::add_months(d, by));
    b.set_text(&format!("{:04}-{:02}", d.year(), d.month()));
    FieldReply::Taken
}

fn mark(at: &mut usize, marked: &mut [bool], intent: Intent) -> FieldReply {
    let n = marked.len();
    match intent {
        Intent::Toggle => marked[*at] = !marked[*at],
        Intent::Digit(d) if usize::from(d) <= n => {
            *at = usize::from(d) - 1;
            marked[*at] = !marked[*at];
        }
        Intent::Next => return FieldReply::Submit,
        Intent::Digit(_) => return FieldReply::Taken,
        _ => return step(at, n, intent),
    }
    FieldReply::Taken
}

impl Field {
    /// A field that shows this value, else the question's default.
    pub fn new(q: &Question, given: Option<&Value>, today: NaiveDate) -> Self {
        let given = given.cloned().or_else(|| q.default.as_ref().map(Value::from));
        let one = given.as_ref().and_then(Value::one).unwrap_or_default();
        let many = given.as_ref().and_then(Value::many).unwrap_or_default();
        match q.kind {
            Kind::Choice if q.choices_from.is_some() => Self::Find(Find::new(q, one)),
            Kind::Choice => Self::Choice {
                at: q.choice.iter().position(|c| c.value == one).unwrap_or(0),
                of: q.choice.len() + q.detour.len(),
                hits: (0..q.choice.len() + q.detour.len()).collect(),
                sought: String::new(),
            },
            Kind::Choices => Self::Choices {
                at: 0,
                marked: q.choice.iter().map(|c| many.contains(&c.value)).collect(),
            },
            Kind::Text | Kind::LongText | Kind::Date | Kind::Month => {
                let day = today.to_string();
                let shown = match (q.kind, one) {
                    (Kind::Date, TODAY) => &day,
                    (Kind::Month, WHEN_I_ASK) => "",
                    _ => one,
                };
                Self::Typed(q.kind, EditBuffer::new(shown, q.kind == Kind::LongText))
            }
            Kind::Entries => {
                let rows = match given {
                    Some(Value::Entries(v)) => v,
                    _ => Vec::new(),
                };
                let mut list = List::new(rows, q.field.clone());
                list.needed = !q.optional;
                list.at = list.next();
                Self::List(list)
            }
            Kind::Hours => {
                let rows = many
                    .iter()
                    .filter_map(|s| Span::parse(s).ok())
                    .map(|s| span_to_entry(&s))
                    .collect();
                Self::List(List::new(rows, hours_fields()))
            }
        }
    }

    /// Whether both hold the same content, ignoring cursors.
    pub fn same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Choice { at: a, .. }, Self::Choice { at: b, .. }) => a == b,
            (Self::Find(a), Self::Find(b)) => a.query.text() == b.query.text() && a.at == b.at,
            (Self::Choices { marked: a, .. }, Self::Choices { marked: b, .. }) => a == b,
            (Self::Typed(of, a), Self::Typed(kind, b)) => of == kind && a.text() == b.text(),
            (Self::List(a), Self::List(b)) => {
                let idle = |l: &List| l.form.is_none() && l.parked.is_empty();
                a.rows == b.rows && idle(a) && idle(b)
            }
            _ => false,
        }
    }

    pub fn mode(&self) -> Mode {
        match self {
            Self::Choice { .. } => Mode::Choice,
            Self::Find(_) => Mode::Find,
            Self::Choices { .. } => Mode::Choices,
            Self::Typed(Kind::LongText, _) => Mode::LongText,
            Self::Typed(Kind::Date | Kind::Month, _) => Mode::Date,
            Self::Typed(..) => Mode::Text,
            Self::List(l) if l.form.is_none() => Mode::List,
            Self::List(_) | Self::Together { .. } => Mode::Form,
        }
    }

    pub fn buffer(&mut self) -> Option<&mut EditBuffer> {
        match self {
            Self::Typed(_, b) => Some(b),
            Self::Find(f) => Some(&mut f.query),
            Self::List(list) | Self::Together { list, .. } => list.buffer(),
            _ => None,
        }
    }

    /// Takes a key. `room`: in which a longer text is wrapped; `rule`: which days can be.
    pub fn update(
        &mut self,
        intent: Intent,
        room: Room,
        today: NaiveDate,
        rule: DateRule,
    ) -> FieldReply {
        match self {
            Self::Choice { at, of, hits, sought } => {
                let typed = !sought.is_empty();
                let chooses = matches!(intent, Intent::Next | Intent::Digit(_));
                if intent == Intent::Back || hits.is_empty() && !chooses {
                    sought.clear();
                    *hits = (0..*of).collect();
                }
                // As in the search for a service, Esc first clears the typed text.
                if typed && intent == Intent::Back {
                    return FieldReply::Taken;
                }
                choice(at, hits, intent)
            }
            Self::Find(f) => f.update(intent),
            Self::Choices { at, marked } => mark(at, marked, intent),
            Self::Typed(Kind::LongText, b) => written(b, intent, room, 1),
            Self::Typed(Kind::Date, b) => by_day(b, intent, today, rule),
            Self::Typed(Kind::Month, b) => by_month(b, intent, today),
            Self::Typed(_, b) => typed(b, intent),
            Self::List(l) => l.update(intent),
            Self::Together { list, .. } if intent == Intent::Next || intent == Intent::Back => {
                if let Some(form) = &mut list.form {
                    form.error = None;
                }
                if intent == Intent::Next { FieldReply::Submit } else { FieldReply::Pass }
            }
            Self::Together { list, .. } => list.update(intent),
        }
    }

    /// Keeps the choices whose name contains the typed text or whose reading begins with it; if
    /// there are none, a reading that contains it, so that a mistyped key costs nothing. Text that
    /// matches nothing starts over.
    pub fn seek(&mut self, c: char, q: &Question) {
        let Self::Choice { at, hits, sought, .. } = self else { return };
        if hits.is_empty() {
            sought.clear();
        }
        sought.push(c);
        let names = || {
            let choices = q.choice.iter().map(|c| (c.label.as_str(), c.reading.as_str()));
            choices.chain(q.detour.iter().map(|d| (d.label.as_str(), "")))
        };
        *hits = named(sought, false, names()).collect();
        if hits.is_empty() {
            *hits = named(sought, true, names()).collect();
        }
        *at = hits.first().copied().unwrap_or(*at);
    }

    /// The text sought among the choices, and whether nothing matches.
    pub fn sought(&self) -> Option<String> {
        match self {
            Self::Choice { sought: text, hits, .. } if !text.is_empty() => {
                Some(if hits.is_empty() {
                    text!("choice.missed", text)
                } else {
                    text!("choice.sought", text)
                })
            }
            _ => None,
        }
    }

    /// A list with the entry that is being typed in it; None: nothing is typed into one.
    pub fn entered(&self) -> Option<Self> {
        let Self::List(list) = self else { return None };
        let form = list.form.as_ref().filter(|form| form.typed)?;
        let (mut list, entry) = (list.clone(), list.read(form));
        list.store(entry);
        Some(Self::List(list))
    }

    pub fn value(&self, q: &Question, today: NaiveDate) -> Result<Value, String> {
        let raw = match self {
            Self::Choice { at, .. } => {
                Value::One(q.choice.get(*at).map(|c| c.value.clone()).unwrap_or_default())
            }
            Self::Find(f) => Value::One(
                q.choice.get(f.choice(q.choice.len())).map(|c| c.value.clone()).unwrap_or_default(),
            ),
            Self::Choices { marked, .. } => Value::Many(
                q.choice
                    .iter()
                    .zip(marked)
                    .filter(|(_, m)| **m)
                    .map(|(c, _)| c.value.clone())
                    .collect(),
            ),
            Self::Typed(_, b) => Value::One(b.text().to_owned()),
            // Question by question: see `Question::parts`.
            Self::Together { .. } => return Err(String::new()),
            Self::List(l) => {
                if !l.parked.is_empty() {
                    return Err(text!("list.half").to_owned());
                }
                if q.kind == Kind::Hours {
                    let spans: Result<Vec<_>, _> = l.rows.iter().map(entry_to_span).collect();
                    Value::Many(spans?.iter().map(Span::to_answer).collect())
                } else {
                    Value::Entries(l.rows.clone())
                }
            }
        };
        match validate::check(q, &raw, today)? {
            Value::One(d) if q.today && d == today.to_string() => Ok(Value::One(TODAY.to_owned())),
            value => Ok(value),
        }
    }
}

pub fn span_to_entry(s: &Span) -> Entry {
    Entry(
        [("day", s.day.clone()), ("from", clock(s.from)), ("to", clock(s.to))]
            .map(|(k, v)| (k.to_owned(), v))
            .into(),
    )
}

pub fn entry_to_span(e: &Entry) -> Result<Span, String> {
    Span::from_parts(e.get("day"), e.get("from"), e.get("to"))
}

/// Of the rows that are shown: a digit chooses one, it selects and goes on.
fn choice(at: &mut usize, shown: &[usize], intent: Intent) -> FieldReply {
    match intent {
        Intent::Digit(d) if shown.contains(&(usize::from(d) - 1)) => {
            *at = usize::from(d) - 1;
            FieldReply::Submit
        }
        Intent::Next if shown.is_empty() => FieldReply::Taken,
        Intent::Next => FieldReply::Submit,
        _ => {
            let mut row = shown.iter().position(|row| row == at).unwrap_or(0);
            let reply = step(&mut row, shown.len(), intent);
            *at = shown.get(row).copied().unwrap_or(*at);
            reply
        }
    }
}
