//! The form of an event: what happened, when, with whom, what was said.

pub mod update;
pub mod view;

use crate::app::screens::question::entries::{Form, FormValue, List};
use crate::domain::case::bundle::CALLED;
use crate::domain::case::moment::Possible;
use crate::domain::case::stamp::SHOWN;
use crate::domain::case::{AnswerKind, CaseId, How, Kind, Means, Word};
use crate::domain::content::Content;
use crate::domain::flow::spec::{Choice, FieldSpec, Format, Kind as FieldKind};
use crate::text::edit::EditBuffer;
use chrono::{DateTime, FixedOffset};

#[derive(Debug)]
pub struct Log {
    /// The case; None: the letter that was just copied.
    pub case: Option<CaseId>,
    pub kind: Kind,
    /// The letter that it is about, from 1.
    pub letter: usize,
    /// When it can have happened, as known when the form was opened; now is told anew.
    pub when: Possible,
    /// What was read out was told on the phone: how is not asked.
    pub called: bool,
    /// The form. It is the only one of its list.
    pub list: List,
}

fn choices<W: Word>() -> Vec<Choice> {
    let choice = |(_, id, ja): &(W, &str, &str)| Choice {
        value: (*id).to_owned(),
        label: (*ja).to_owned(),
        ..Choice::default()
    };
    W::ALL.iter().map(choice).collect()
}

fn fields(kind: Kind, how: Option<How>, content: &Content) -> Vec<FieldSpec> {
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
        // When it was told; the day on which it was done is another field.
        text!("log.at.done").clone_into(&mut at.label);
    }
    let mut fields = vec![at];
    // Nothing is promised where a letter only leaves; and a script is read out on the phone.
    let called = how == Some(How::Phone);
    let asked = |n: &&&str| match **n {
        "letter" => false,
        "promised_by" => kind != Kind::Sent || called,
        "how" => !called,
        _ => true,
    };
    for name in kind.takes().iter().filter(asked) {
        fields.push(match *name {
            "how" => field("how", choices::<How>(), false),
            "answer" => field("answer", choices::<AnswerKind>(), false),
            "means" => field("means", choices::<Means>(), false),
            "on" => FieldSpec { kind: FieldKind::Date, ..field("on", Vec::new(), false) },
            "promised_by" => {
                FieldSpec { kind: FieldKind::Date, ..field("promised_by", Vec::new(), true) }
            }
            "person" => FieldSpec { format: Format::Handler, ..field("person", Vec::new(), true) },
            "number" => FieldSpec { format: Format::Caller, ..field("number", Vec::new(), true) },
            other => field(other, Vec::new(), true),
        });
    }
    // Of a mere note the text is all there is.
    fields.push(field("note", Vec::new(), kind != Kind::Note));
    fields
}

impl Log {
    /// An empty form, the time filled in.
    pub fn open(
        case: Option<CaseId>,
        kind: Kind,
        letter: usize,
        how: Option<How>,
        when: Possible,
        content: &Content,
    ) -> Self {
        let now = when.now;
        let fields = fields(kind, how, content);
        let values: Vec<FormValue> = fields
            .iter()
            .map(|f| {
                if f.kind == FieldKind::Choice {
                    let known = how.filter(|_| f.id == "how").map(Word::id);
                    return FormValue::Choice(
                        f.choice.iter().position(|c| Some(c.value.as_str()) == known),
                    );
                }
                let offered = match f.id.as_str() {
                    "at" => now.format(SHOWN).to_string(),
                    "on" => now.date_naive().to_string(),
                    _ => String::new(),
                };
                FormValue::Text(EditBuffer::new(&offered, false))
            })
            .collect();
        let filled = |(i, v): (usize, &FormValue)| {
            matches!(v, FormValue::Text(b) if !b.text().is_empty()).then_some(i)
        };
        let offered = values.iter().enumerate().filter_map(filled).collect();
        let form = Form::new(None, 0, values, offered);
        let mut list = List::new(Vec::new(), fields);
        list.form = Some(form);
        Self { case, kind, letter, when, called: how == Some(How::Phone), list }
    }

    /// Fills in a field, to be typed over.
    pub fn offer(&mut self, id: &str, value: &str) {
        let at = self.list.fields.iter().position(|f| f.id == id);
        if let (Some(at), Some(form)) = (at, &mut self.list.form) {
            form.values[at] = FormValue::Text(EditBuffer::new(value, false));
            form.offered.insert(at);
        }
    }

    /// When it can have happened; `real`: it is now by the clock.
    pub fn possible(&self, now: DateTime<FixedOffset>, real: bool) -> Possible {
        Possible::new(self.when.made, now, real)
    }

    pub fn title(&self) -> &'static str {
        let called = self.list.fields.iter().any(|f| f.id == "promised_by");
        if called && self.kind == Kind::Sent { CALLED } else { self.kind.ja() }
    }
}
