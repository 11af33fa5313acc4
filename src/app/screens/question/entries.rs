//! A list of entries and the form of one: add, change, remove; nothing half-typed is lost.

use super::typing::{FieldReply, named, step, typed};
use crate::domain::answers::Entry;
use crate::domain::flow::spec::{Choice, FieldSpec, Kind};
use crate::domain::hours::DAYS;
use crate::input::keymap::Intent;
use crate::text::clean::ascii_key;
use crate::text::edit::EditBuffer;
use std::collections::{BTreeMap, BTreeSet};

pub fn hours_fields() -> Vec<FieldSpec> {
    let field = |id: &str, kind, label: &str| FieldSpec {
        id: id.to_owned(),
        kind,
        label: label.to_owned(),
        ..FieldSpec::default()
    };
    // Common working hours as a default, replaced by typing.
    let time = |id: &str, label: &str, example: &str, usual: &str| FieldSpec {
        example: example.to_owned(),
        default: usual.to_owned(),
        ..field(id, Kind::Text, label)
    };
    let day = |(value, label): &(&str, &str)| Choice::new(value, label);
    vec![
        FieldSpec {
            choice: DAYS.iter().map(day).collect(),
            default: DAYS[0].0.to_owned(),
            ..field("day", Kind::Choice, text!("hours.field.day"))
        },
        time("from", text!("hours.field.from"), text!("hours.example.from"), "9:00"),
        time("to", text!("hours.field.to"), text!("hours.example.to"), "18:00"),
    ]
}

/// The list: its rows, then "add", then "go on".
#[derive(Debug, Clone, Default)]
pub struct List {
    pub rows: Vec<Entry>,
    pub fields: Vec<FieldSpec>,
    /// The selected line: a row, `rows.len()` = add, one more = go on.
    pub at: usize,
    pub form: Option<Form>,
    /// Forms that were left half-typed, by the row that they change (None: a new entry).
    pub parked: BTreeMap<Option<usize>, Form>,
    /// Removed rows with their positions for undo, the latest last.
    pub removed: Vec<Removed>,
    /// An entry opened by itself: back returns to where it was opened.
    pub direct: bool,
    /// An empty list is not an answer: the line for continuing is missing.
    pub needed: bool,
}

#[derive(Debug, Clone)]
pub enum Removed {
    Row(usize, Entry),
    /// A form that was left half-typed.
    Half(Form),
}

#[derive(Debug, Clone)]
pub struct Form {
    /// The row that is changed; None: a new one.
    pub row: Option<usize>,
    pub at: usize,
    pub values: Vec<FormValue>,
    pub error: Option<String>,
    /// Default values that nobody has touched: typing or pasting replaces them.
    pub offered: BTreeSet<usize>,
    /// Something was typed or pasted into it.
    pub typed: bool,
    /// The address of somebody else was taken out of it.
    pub parted: bool,
    /// Letters typed to find a choice by its name.
    sought: String,
    /// The choice before the first digit.
    was: Option<usize>,
}

#[derive(Debug, Clone)]
pub enum FormValue {
    Text(EditBuffer),
    /// The chosen one; None: nothing chosen yet.
    Choice(Option<usize>),
}

impl FormValue {
    /// A field with this in it.
    pub fn of(f: &FieldSpec, raw: &str) -> Self {
        match f.kind {
            Kind::Choice => Self::Choice(f.choice.iter().position(|c| c.value == raw)),
            _ => Self::Text(EditBuffer::new(raw, false)),
        }
    }
    /// What is typed; "" where it is chosen.
    pub fn text(&self) -> &str {
        if let Self::Text(b) = self { b.text() } else { "" }
    }
}

impl Form {
    /// A form with the focus on one of its fields.
    pub fn new(
        row: Option<usize>,
        at: usize,
        values: Vec<FormValue>,
        offered: BTreeSet<usize>,
    ) -> Self {
        let (error, typed, parted, sought, was) = (None, false, false, String::new(), None);
        Self { row, at, values, error, offered, typed, parted, sought, was }
    }
    /// One in which whatever is filled in is an offer.
    fn offering(row: Option<usize>, values: Vec<FormValue>) -> Self {
        let filled = (0..).zip(&values).filter(|(_, v)| !v.text().is_empty());
        let offered = filled.map(|(i, _)| i).collect();
        Self::new(row, 0, values, offered)
    }
}

impl List {
    pub fn new(rows: Vec<Entry>, fields: Vec<FieldSpec>) -> Self {
        Self { at: rows.len() + 1, rows, fields, ..Self::default() }
    }

    pub fn last(&self) -> usize {
        if self.needed && self.rows.is_empty() { 0 } else { self.rows.len() + 1 }
    }

    /// The first row with a gap to fill in, else the last line.
    pub fn next(&self) -> usize {
        let open =
            |e: &Entry, f: &FieldSpec| !f.optional && e.get(&f.id).is_empty() && f.when.holds(e);
        let gap = self.rows.iter().position(|e| self.fields.iter().any(|f| open(e, f)));
        gap.unwrap_or_else(|| self.last())
    }

    /// The text under the cursor, if a text field of the form has the focus.
    pub fn buffer(&mut self) -> Option<&mut EditBuffer> {
        let form = self.form.as_mut()?;
        match form.values.get_mut(form.at) {
            Some(FormValue::Text(b)) => Some(b),
            _ => None,
        }
    }

    pub fn asked(&self, form: &Form) -> Vec<usize> {
        let entry = self.raw(form);
        let asked = self.fields.iter().enumerate().filter(|(_, f)| f.when.holds(&entry));
        asked.map(|(i, _)| i).collect()
    }

    /// Whether the field must be filled in and is not.
    pub fn needs(&self, at: usize, values: &[FormValue]) -> bool {
        let empty = |v: &FormValue| matches!(v, FormValue::Text(_)) && v.text().trim().is_empty();
        values.get(at).is_some_and(empty) && self.fields.get(at).is_some_and(|f| !f.optional)
    }

    /// Typing or pasting next replaces the default in the focused field, if untouched.
    pub fn replace_offer(&mut self) {
        if let Some(form) = &mut self.form
            && form.offered.remove(&form.at)
            && let Some(FormValue::Text(b)) = form.values.get_mut(form.at)
        {
            b.give_way();
        }
    }

    pub fn update(&mut self, intent: Intent) -> FieldReply {
        if self.form.is_some() {
            return self.in_form(intent);
        }
        match intent {
            Intent::Add => self.open(None),
            Intent::Next if self.at < self.rows.len() => self.open(Some(self.at)),
            Intent::Next if self.at == self.rows.len() => self.open(None),
            Intent::Next => return FieldReply::Submit,
            Intent::Remove => self.remove(),
            Intent::Undo => match self.removed.pop() {
                Some(Removed::Row(at, entry)) => {
                    let at = at.min(self.rows.len());
                    self.shift(at, true);
                    self.rows.insert(at, entry);
                    self.at = at;
                }
                Some(Removed::Half(form)) => {
                    self.at = form.row.unwrap_or(self.rows.len());
                    self.parked.insert(form.row, form);
                }
                None => {}
            },
            Intent::Digit(d) if usize::from(d) <= self.rows.len() => {
                self.at = usize::from(d) - 1;
                self.open(Some(self.at));
            }
            Intent::Digit(_) => {}
            // Text can only go into an entry.
            Intent::Seek(c) if !c.is_ascii() => {
                self.open(None);
                return self.in_form(Intent::Insert(c));
            }
            _ => {
                let lines = self.last() + 1;
                return step(&mut self.at, lines, intent);
            }
        }
        FieldReply::Taken
    }

    fn row(&self) -> Option<usize> {
        (self.at < self.rows.len()).then_some(self.at)
    }

    /// Whether the selected line has a form that was left half-typed.
    pub fn is_half_typed(&self) -> bool {
        self.at <= self.rows.len() && self.parked.contains_key(&self.row())
    }

    /// Discards half-typed text on the selected line, else removes the entry.
    fn remove(&mut self) {
        let row = self.row();
        if self.at <= self.rows.len()
            && let Some(form) = self.parked.remove(&row)
        {
            self.removed.push(Removed::Half(form));
        } else if let Some(i) = row {
            self.removed.push(Removed::Row(i, self.rows.remove(i)));
            self.shift(i, false);
        }
    }

    /// Moves drafts along when a row is inserted or removed before them.
    fn shift(&mut self, from: usize, up: bool) {
        let moved = |row: usize| {
            if row < from {
                row
            } else if up {
                row + 1
            } else {
                row.saturating_sub(1)
            }
        };
        self.parked = std::mem::take(&mut self.parked)
            .into_iter()
            .map(|(row, mut form)| {
                form.row = row.map(moved);
                (form.row, form)
            })
            .collect();
    }

    pub fn open(&mut self, row: Option<usize>) {
        if let Some(form) = self.parked.remove(&row) {
            return self.form = Some(form);
        }
        self.form = Some(self.opened(row));
    }

    /// The form of a row when opened. A new one has the usual values, unless listed already.
    fn opened(&self, row: Option<usize>) -> Form {
        let form = self.form_of(row, row.and_then(|i| self.rows.get(i)));
        let listed = row.is_none() && self.rows.contains(&self.raw(&form));
        if listed { self.form_of(row, Some(&Entry::default())) } else { form }
    }

    /// Keeps a form that was left half-typed, with this in it.
    pub fn park(&mut self, row: Option<usize>, entry: &Entry) {
        let form = Form { offered: BTreeSet::new(), ..self.form_of(row, Some(entry)) };
        self.parked.insert(row, form);
    }

    /// A form for a row with this entry; None: with the defaults.
    fn form_of(&self, row: Option<usize>, entry: Option<&Entry>) -> Form {
        let raw = |f: &FieldSpec| entry.map_or(f.default.clone(), |e| e.get(&f.id).to_owned());
        let values = self.fields.iter().map(|f| FormValue::of(f, &raw(f)));
        Form::offering(row, values.collect())
    }

    pub fn place(&self, field: &str) -> Option<usize> {
        self.fields.iter().position(|f| f.id == field)
    }

    pub fn put(&mut self, field: &str, raw: &str) {
        if let (Some(at), Some(form)) = (self.place(field), &mut self.form) {
            form.values[at] = FormValue::of(&self.fields[at], raw);
        }
    }

    /// Says what is wrong with a field of the form, and moves there to have it corrected.
    pub fn refuse(&mut self, at: Option<usize>, why: String) {
        if let Some(form) = &mut self.form {
            (form.at, form.error) = (at.unwrap_or(form.at), Some(why));
        }
    }

    pub fn go_to(&mut self, at: usize, field: &str) {
        if at >= self.rows.len() {
            return;
        }
        self.close();
        self.at = at;
        self.open(Some(at));
        let place = self.place(field);
        let asked = self.form.as_ref().map_or_else(Vec::new, |form| self.asked(form));
        // A field that is not asked follows from those above it.
        let place = asked.into_iter().rfind(|i| place.is_some_and(|p| *i <= p));
        if let (Some(form), Some(place)) = (&mut self.form, place) {
            form.at = place;
        }
        self.direct = true;
    }

    fn in_form(&mut self, intent: Intent) -> FieldReply {
        if matches!(intent, Intent::Insert(_)) {
            self.replace_offer();
        }
        let asked = self.form.as_ref().map_or_else(Vec::new, |form| self.asked(form));
        let Some(form) = self.form.as_mut() else { return FieldReply::Pass };
        if matches!(intent, Intent::Insert(_)) {
            form.typed = true;
        } else {
            form.sought.clear();
        }
        // An error belongs to its field.
        if matches!(intent, Intent::Up | Intent::Down | Intent::Next) {
            form.error = None;
        }
        match intent {
            Intent::Back => {
                self.close();
                return if std::mem::take(&mut self.direct) {
                    FieldReply::Pass
                } else {
                    FieldReply::Taken
                };
            }
            Intent::Up => form.at = asked.into_iter().rfind(|i| *i < form.at).unwrap_or(form.at),
            Intent::Down => form.at = asked.into_iter().find(|i| *i > form.at).unwrap_or(form.at),
            Intent::Next => match asked.into_iter().find(|i| *i > form.at) {
                Some(below) => form.at = below,
                None => return FieldReply::Submit,
            },
            _ => {
                form.error = None;
                form.offered.remove(&form.at);
                let choices = self.fields.get(form.at).map_or(&[][..], |f| &f.choice);
                let below = asked.into_iter().find(|i| *i > form.at);
                let writes =
                    below.and_then(|i| self.fields.get(i)).is_some_and(|f| f.choice.is_empty());
                return match form.values.get_mut(form.at) {
                    Some(FormValue::Text(b)) => typed(b, intent),
                    Some(FormValue::Choice(at)) => {
                        if !pick(at, (&mut form.sought, &mut form.was), choices, intent) {
                            let says = if writes {
                                text!("entries.choose.on")
                            } else {
                                text!("entries.choose")
                            };
                            form.error = Some(says.to_owned());
                        }
                        FieldReply::Taken
                    }
                    None => FieldReply::Pass,
                };
            }
        }
        FieldReply::Taken
    }

    /// Whether a form, open or left half-typed, has typed text.
    pub fn typed(&self) -> bool {
        self.parked.values().chain(&self.form).any(|form| form.typed)
    }

    /// Leaves the form; typed text is kept for the next time.
    fn close(&mut self) {
        let Some(form) = self.form.take() else { return };
        let (read, before) = (self.read(&form), self.raw(&self.opened(form.row)));
        let empty = read.0.values().all(String::is_empty);
        let mut asked = self.fields.iter().filter(|f| f.when.holds(&read));
        if !empty && asked.any(|f| before.get(&f.id) != read.get(&f.id)) {
            self.parked.insert(form.row, form);
        }
    }

    /// The entry as typed in a form, unchecked; fields not asked are empty.
    pub fn read(&self, form: &Form) -> Entry {
        let mut entry = self.raw(form);
        for f in self.fields.iter().filter(|f| !f.when.holds(&entry)).collect::<Vec<_>>() {
            entry.0.insert(f.id.clone(), String::new());
        }
        entry
    }

    fn raw(&self, form: &Form) -> Entry {
        let value = |(f, v): (&FieldSpec, &FormValue)| {
            let v = match v {
                FormValue::Text(b) => b.text().trim().to_owned(),
                FormValue::Choice(c) => {
                    c.and_then(|i| f.choice.get(i)).map(|c| c.value.clone()).unwrap_or_default()
                }
            };
            (f.id.clone(), v)
        };
        Entry(self.fields.iter().zip(&form.values).map(value).collect())
    }

    /// Puts a checked entry into the list and closes the form.
    pub fn store(&mut self, entry: Entry) {
        let Some(form) = self.form.take() else { return };
        match form.row.filter(|i| *i < self.rows.len()) {
            Some(i) => self.rows[i] = entry,
            None => self.rows.push(entry),
        }
        self.at = self.next();
    }
}

/// The choice that a digit means; 0 means the tenth.
fn of_digit(c: char, of: usize) -> Option<usize> {
    let digit = ascii_key(c).to_digit(10).map(|d| if d == 0 { 10 } else { d as usize });
    digit.filter(|d| (1..=of).contains(d)).map(|d| d - 1)
}

/// Left, right, space, digits and names choose; returns whether the key chose. A time or date typed
/// here by mistake must not choose by its later digits. Any other key does nothing.
fn pick(
    at: &mut Option<usize>,
    (sought, was): (&mut String, &mut Option<usize>),
    of: &[Choice],
    intent: Intent,
) -> bool {
    let names = || of.iter().map(|c| (&*c.label, &*c.reading));
    let find = |text: &str| named(text, false, names()).next();
    let digit = |c: &char| ascii_key(*c).is_ascii_digit();
    if let Intent::Insert(c) = intent {
        let picks = digit(&c) || ascii_key(c) == ' ';
        let number = sought.chars().all(|c| digit(&c));
        // A second digit corrects the first; a third makes it a time, which belongs elsewhere.
        let time = matches!(ascii_key(c), ':' | '時');
        if number && !sought.is_empty() && (time || digit(&c)) {
            sought.push(c);
            let second = sought.chars().nth(2).is_none().then(|| of_digit(c, of.len())).flatten();
            *at = second.or(*was);
            return second.is_some();
        }
        // A word that matches no name is dropped at a digit; a time or date part has at most this
        // many digits.
        let over = if picks {
            number
                || sought.chars().all(char::is_alphabetic) && find(sought).is_none()
                || sought.chars().rev().take(2).filter(digit).count() == 2
        } else {
            number && c.is_alphabetic()
        };
        if over {
            sought.clear();
        }
        if sought.is_empty() {
            *was = *at;
        }
        let begins = sought.is_empty();
        if !begins || !picks {
            sought.push(c);
            let found = find(sought);
            *at = found.or(*at);
            if found.is_none() && begins && !c.is_alphabetic() {
                sought.clear();
            }
            return found.is_some();
        }
        sought.extend(Some(c).filter(digit));
    }
    let (chosen, chooses) = stepped(*at, of.len(), intent);
    *at = chosen;
    chooses
}

/// Where a key leads from here, and whether it selects.
fn stepped(at: Option<usize>, of: usize, intent: Intent) -> (Option<usize>, bool) {
    let last = of.saturating_sub(1);
    let to = match (intent, at) {
        (Intent::Right, Some(i)) => Some((i + 1).min(last)),
        (Intent::Insert(' ' | '\u{3000}'), Some(i)) => Some(if i == last { 0 } else { i + 1 }),
        (Intent::Left, Some(i)) => Some(i.saturating_sub(1)),
        (Intent::Home, _) | (Intent::Right | Intent::Insert(' ' | '\u{3000}'), None) => Some(0),
        (Intent::End, _) | (Intent::Left, None) => Some(last),
        (Intent::Insert(c), now) => {
            let picked = of_digit(c, of);
            return (picked.or(now), picked.is_some());
        }
        (_, now) => now,
    };
    (to, true)
}
