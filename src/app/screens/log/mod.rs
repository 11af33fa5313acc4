//! The form of an event: what happened, when, with whom, what was said.

pub mod update;
pub mod view;

use crate::app::screens::question::entries::{FormValue, List};
use crate::domain::case::bundle::CALLED;
use crate::domain::case::moment::Possible;
use crate::domain::case::stamp::SHOWN;
use crate::domain::case::{AnswerKind, CaseId, CaseRecord, Event, Kind, Means, What, Word};
use crate::domain::channel::Channel;
use crate::domain::condition::{Condition, Values};
use crate::domain::content::Content;
use crate::domain::flow::spec::{Choice, DateRule, FieldSpec, Format, Kind as FieldKind};
use crate::domain::goal::Goal;
use chrono::{DateTime, FixedOffset};
use std::collections::BTreeMap;

/// What a reply can be, and what can become of an interview, and the field that asks for it.
const AMONG: [&[Kind]; 2] = [
    &[Kind::Answer, Kind::AutoReply, Kind::PartlyDone, Kind::Done],
    &[Kind::Moved, Kind::CalledOff],
];
const KIND: &str = "kind";

/// What such an event may be instead; nothing if it can be no other.
fn among(kind: Kind) -> &'static [Kind] {
    AMONG.into_iter().find(|of| of.contains(&kind)).unwrap_or_default()
}

#[derive(Debug)]
pub struct Log {
    /// The case; None: the letter that was just copied.
    pub case: Option<CaseId>,
    pub kind: Kind,
    /// The letter that it is about, from 1, unless the form asks for it.
    pub letter: usize,
    /// Its name, where there are several.
    about: String,
    name: &'static str,
    /// When each of its letters was made, by their numbers; the first moment that is possible.
    made: Vec<(usize, Option<DateTime<FixedOffset>>)>,
    /// The letter was read out on the phone, so the channel is not asked.
    pub called: bool,
    /// The form. It is the only one of its list.
    pub list: List,
    /// The note that was filled in, as it was read.
    noted: Option<String>,
}

fn choices<W: Word>() -> Vec<Choice> {
    W::ALL.iter().map(|(_, id, ja)| Choice::new(id, ja)).collect()
}

/// Any answer except those that contain no promise.
fn answers_that_wait() -> Condition {
    let none = AnswerKind::ALL.iter().filter(|(kind, ..)| !kind.waits());
    let named = none.map(|(_, id, _)| (*id).to_owned()).collect();
    Condition(BTreeMap::from([("answer".to_owned(), Values { named, not: true })]))
}

fn one_letter((n, name): &(usize, String)) -> Choice {
    Choice::new(&n.to_string(), name)
}

/// The letters that an event can be about, from 1, named if there are several: for a sending the
/// unsent ones, else the latest.
pub fn letters(record: &CaseRecord, kind: Kind) -> Vec<(usize, String)> {
    if !kind.takes().contains(&"letter") {
        return Vec::new();
    }
    let of = record.letters.len();
    let name = |n: usize| if of > 1 { record.letter_name(n) } else { String::new() };
    let sent = |n: usize| {
        record.events.iter().any(|e| matches!(e.what, What::Sent { letter, .. } if letter == n))
    };
    let open: Vec<_> = (1..=of).filter(|n| !sent(*n)).map(|n| (n, name(n))).collect();
    if open.is_empty() { vec![(record.latest_letter(), name(of))] } else { open }
}

fn fields(
    kind: Kind,
    called: bool,
    letters: &[(usize, String)],
    content: &Content,
) -> Vec<FieldSpec> {
    let field = |id: &str, choice: Vec<Choice>, optional: bool| FieldSpec {
        id: id.to_owned(),
        kind: if choice.is_empty() { FieldKind::Text } else { FieldKind::Choice },
        label: content.text(&format!("log.{id}")).to_owned(),
        optional,
        choice,
        ..FieldSpec::default()
    };
    let mut at = field("at", Vec::new(), false);
    if kind == Kind::Done {
        // When they told us; the day on which it was done is another field.
        text!("log.at.done").clone_into(&mut at.label);
    }
    let mut fields = vec![at];
    // Sending a letter promises nothing, and a script is read out on the phone.
    let asked = |n: &&&str| match **n {
        "letter" => letters.len() > 1,
        "promised_by" => kind != Kind::Sent || called,
        "how" => !called,
        _ => true,
    };
    for name in kind.takes().iter().filter(asked) {
        fields.push(match *name {
            "letter" => field("letter", letters.iter().map(one_letter).collect(), false),
            "how" => field("how", choices::<Channel>(), false),
            "answer" => field("answer", choices::<AnswerKind>(), false),
            "means" => field("means", choices::<Means>(), false),
            "employer" => field("employer", Vec::new(), false),
            "to" => FieldSpec {
                kind: FieldKind::Date,
                timed: true,
                rule: DateRule::NotPast,
                ..field("to", Vec::new(), false)
            },
            "on" => FieldSpec { kind: FieldKind::Date, ..field("on", Vec::new(), false) },
            "promised_by" => FieldSpec {
                kind: FieldKind::Date,
                when: answers_that_wait(),
                ..field("promised_by", Vec::new(), true)
            },
            "deadline" => {
                FieldSpec { kind: FieldKind::Date, ..field("deadline", Vec::new(), true) }
            }
            "person" => FieldSpec { format: Format::Handler, ..field("person", Vec::new(), true) },
            "number" => FieldSpec { format: Format::Caller, ..field("number", Vec::new(), true) },
            other => field(other, Vec::new(), true),
        });
    }
    // A note is nothing but its text.
    fields.push(field("note", Vec::new(), kind != Kind::Note));
    fields
}

impl Log {
    /// An empty form, the time filled in.
    pub fn open(
        case: Option<CaseId>,
        kind: Kind,
        letters: Vec<(usize, String)>,
        how: Option<Channel>,
        now: DateTime<FixedOffset>,
        made: impl Fn(Option<usize>) -> Option<DateTime<FixedOffset>>,
        content: &Content,
    ) -> Self {
        // With several letters the channel is asked, because not all need be read out.
        let called = how.is_some_and(Channel::spoken) && letters.len() < 2;
        let mut fields = fields(kind, called, &letters, content);
        let letter = letters.last().map_or(1, |(n, _)| *n);
        for f in &mut fields {
            f.default = match f.id.as_str() {
                "how" => how.map_or_else(String::new, |how| how.id().to_owned()),
                "letter" => letter.to_string(),
                "at" => now.format(SHOWN).to_string(),
                "on" => now.date_naive().to_string(),
                _ => continue,
            };
        }
        let mut list = List::new(Vec::new(), fields);
        list.open(None);
        let asked = letters.len() > 1;
        let made = match letters.as_slice() {
            [] => vec![(letter, made(None))],
            several => several.iter().map(|(n, _)| (*n, made(Some(*n)))).collect(),
        };
        let about = letters.into_iter().next().map(|(_, name)| name).filter(|_| !asked);
        let (about, name) = (about.unwrap_or_default(), kind.ja());
        Self { case, kind, letter, about, name, made, called, list, noted: None }
    }

    pub fn of_goal(mut self, goal: Goal) -> Self {
        self.name = self.kind.named(goal);
        if self.name != self.kind.ja() {
            let on = self.list.fields.iter_mut().filter(|f| f.id == "on");
            on.for_each(|f| text!("log.on.told").clone_into(&mut f.label));
        }
        self
    }

    /// Asks whose interview it is: one of these, the first unless another is chosen.
    pub fn of_selections(mut self, employers: &[String]) -> Self {
        if let (Some(at), Some(first)) = (self.list.place("employer"), employers.first()) {
            let choice = employers.iter().map(|name| Choice::new(name, name)).collect();
            let field = &mut self.list.fields[at];
            (field.kind, field.choice) = (FieldKind::Choice, choice);
            self.list.put("employer", first);
        }
        self
    }

    /// Fills in a default, replaced by typing.
    pub fn offer(&mut self, id: &str, value: &str) {
        self.list.put(id, value);
        if let (Some(at), Some(form)) = (self.list.place(id), &mut self.list.form) {
            form.offered.insert(at);
        }
    }

    /// Fills in the known details of an event of this kind, for Enter to accept.
    pub fn fill(&mut self, event: &Event) {
        let Some(form) = &mut self.list.form else { return };
        let parts = event.what.parts();
        for (f, value) in self.list.fields.iter().zip(&mut form.values) {
            let known = match f.id.as_str() {
                KIND => continue,
                "at" => event.at.shown(),
                "note" => event.note.clone(),
                id => parts.text(id),
            };
            *value = FormValue::of(f, &known);
        }
        form.offered.clear();
        form.typed = true;
        form.at = form.values.len().saturating_sub(1);
        self.noted = Some(event.note.clone());
    }

    /// Asks what it is, too: a reply that was read may be something else.
    pub fn asks_kind(&mut self) {
        let asked = self.list.place(KIND);
        let Some(form) = self.list.form.as_mut().filter(|_| asked.is_none()) else { return };
        let among = among(self.kind);
        let Some(at) = among.iter().position(|kind| *kind == self.kind) else { return };
        let choice = |kind: &Kind| Choice::new(kind.id(), kind.ja());
        self.list.fields.insert(
            1,
            FieldSpec {
                id: KIND.to_owned(),
                kind: FieldKind::Choice,
                label: text!("log.kind").to_owned(),
                choice: among.iter().map(choice).collect(),
                ..FieldSpec::default()
            },
        );
        form.values.insert(1, FormValue::Choice(Some(at)));
        form.offered.clear();
        form.at += 1;
    }

    /// Whether it was read from a pasted reply.
    pub fn was_read(&self) -> bool {
        self.noted.is_some()
    }

    /// Another kind chosen in the form, if any.
    pub fn other_kind(&self) -> Option<Kind> {
        let at = self.list.place(KIND)?;
        let Some(FormValue::Choice(Some(chosen))) = self.list.form.as_ref()?.values.get(at) else {
            return None;
        };
        among(self.kind).get(*chosen).copied().filter(|kind| *kind != self.kind)
    }

    /// Takes over the content of the form of another kind.
    pub fn take_over(&mut self, from: Self) {
        self.asks_kind();
        let (Some(form), Some(old)) = (&mut self.list.form, from.list.form) else { return };
        for (f, value) in self.list.fields.iter().zip(&mut form.values) {
            let known = from.list.fields.iter().zip(&old.values).find(|(g, _)| g.id == f.id);
            if let Some((_, known)) = known.filter(|_| f.id != KIND) {
                *value = known.clone();
            }
        }
        (form.typed, form.at) = (true, 1);
        self.noted = from.noted;
    }

    /// When it can have happened; `real`: it is now by the clock.
    pub fn possible(&self, now: DateTime<FixedOffset>, real: bool) -> Possible {
        Possible::new(self.made(), now, real)
    }

    /// When the letter was made that it is about, as far as that is chosen.
    fn made(&self) -> Option<DateTime<FixedOffset>> {
        let chosen = self.list.form.as_ref().map(|form| self.list.read(form));
        let chosen = chosen.and_then(|entry| entry.get("letter").parse().ok());
        let n: usize = chosen.unwrap_or(self.letter);
        self.made.iter().find(|(of, _)| *of == n).and_then(|(_, made)| *made)
    }

    pub fn title(&self) -> String {
        let called = self.list.place("promised_by").is_some();
        let name = if called && self.kind == Kind::Sent { CALLED } else { self.name };
        match self.about.as_str() {
            "" => name.to_owned(),
            letter => text!("sign.with", name, words = letter),
        }
    }
}
