//! How cases are shown: lines and JSON.

use super::say::{Failure, pretty, pretty_list, print_all};
use super::values::OutputFormat;
use crate::domain::calendar::{OfficeCalendar, format_ja};
use crate::domain::case::beside::Latest;
use crate::domain::case::{
    CaseRecord, Due, DueWhat, Event, KeptText, NextStep, OwnDue, Rules, Word, bundle, stamp,
};
use crate::domain::content::Content;
use crate::text::clean::visible;
use chrono::NaiveDate;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// What is needed to evaluate a case: the rules, and the other requests to the same service.
pub(super) struct CaseContext<'a> {
    pub(super) content: &'a Content,
    office: OfficeCalendar,
    today: NaiveDate,
    latest: Latest<'a>,
}

impl<'a> CaseContext<'a> {
    pub(super) fn new(
        content: &'a Content,
        office: OfficeCalendar,
        today: NaiveDate,
        cases: impl IntoIterator<Item = &'a CaseRecord>,
    ) -> Self {
        Self { content, office, today, latest: Latest::of(cases) }
    }
    pub(super) fn rules(&self, record: &CaseRecord) -> Rules {
        let rules = Rules::new(record, self.content, self.office, self.today);
        rules.beside(self.latest.instead_of(record))
    }
}

/// A case with its state and due dates as of today.
pub(super) struct View<'a> {
    pub(super) record: &'a CaseRecord,
    pub(super) due: Option<Due>,
    next: NextStep,
    /// The due day that belongs to the next step.
    of_step: Option<Due>,
    today: NaiveDate,
    content: &'a Content,
}

impl<'a> View<'a> {
    pub(super) fn new(record: &'a CaseRecord, known: &CaseContext<'a>) -> Self {
        let (rules, content) = (known.rules(record), known.content);
        let of_step = record.due_of_step(rules);
        Self {
            record,
            due: of_step.clone(),
            of_step,
            next: record.next_step(rules),
            today: known.today,
            content,
        }
    }

    /// A view for each due date up to that day.
    pub(super) fn each_due(
        record: &'a CaseRecord,
        known: &CaseContext<'a>,
    ) -> impl Iterator<Item = Self> {
        let due = record.all_due(known.rules(record));
        let due = due.into_iter().filter(move |d| d.is_for(known.today));
        due.map(move |due| Self { due: Some(due), ..Self::new(record, known) })
    }

    /// There is nothing left to do.
    pub(super) fn is_over(&self) -> bool {
        matches!(self.next, NextStep::Nothing | NextStep::Rests(_))
    }

    fn next_ja(&self) -> String {
        self.next.words(self.today, format_ja)
    }

    /// One line per due day; once per case also the next step and the selections that continue.
    fn lines(&self, tells: bool) -> String {
        let due = self.due.as_ref().map_or_else(
            || text!("cases.no_due").to_owned(),
            |d| format!("{}  {}", d.on, d.what.words()),
        );
        let r = self.record;
        let next = |next| text!("cases.next", next) + "\n";
        let kept = r.kept_ahead(self.content, self.today).map(|(_, line)| format!("    {line}\n"));
        let more = || next(self.next_ja()) + &kept.collect::<String>();
        let more = if tells { more() } else { String::new() };
        text!(
            "cases.row",
            due,
            state = r.state_ja(),
            service = visible(&r.service_name),
            goal = r.goal.ja(),
            id = r.id
        ) + "\n"
            + &more
    }

    /// Request, state and due date in one line, and below it the id, which is as long.
    pub(super) fn brief(&self) -> String {
        let due = self
            .due
            .as_ref()
            .map_or_else(String::new, |d| format!("  {} {}", d.on, d.what.words()));
        let r = self.record;
        format!("    {}  {}{due}\n      {}\n", r.goal.ja(), r.state_ja(), r.id)
    }

    pub(super) fn short_json(&self) -> Value {
        let r = self.record;
        let due = self.due.as_ref().map(|d| {
            let kind = if let DueWhat::Letter(kind) = &d.what { Some(kind.id()) } else { None };
            let plan = if let DueWhat::Plan(p) = &d.what { Some(p.goal_id()) } else { None };
            json!({ "on": d.on.to_string(), "what": d.what.id(), "follow_up": kind, "goal": plan })
        });
        let mut next = json!({ "step": self.next.id(), "text": self.next_ja() });
        match &self.next {
            NextStep::Wait(until) | NextStep::Crossed(until) => {
                next["until"] = json!(until.to_string());
            }
            NextStep::SecondLetter(kind) => next["follow_up"] = json!(kind.id()),
            NextStep::Answer(asked) => next["until"] = json!(asked.by.map(|on| on.to_string())),
            NextStep::Plan(p) => next["goal"] = json!(p.goal_id()),
            NextStep::Rests(i) => next["goal"] = json!(i.goal.id()),
            NextStep::Send
            | NextStep::Call
            | NextStep::Write
            | NextStep::Resend
            | NextStep::Phone
            | NextStep::AskAgain
            | NextStep::Postpone
            | NextStep::Nothing => {}
        }
        json!({
            "id": r.id.as_str(),
            "service": r.service,
            "service_name": r.service_name,
            "goal": r.goal.id(),
            "state": r.state().id(),
            "due": due,
            "next": next,
            "letters": r.letters.len(),
        })
    }

    fn json(&self) -> Value {
        let r = self.record;
        let mut out = self.short_json();
        out["own_due"] = match r.own_due {
            Some(OwnDue::On(on)) => json!({ "on": on.to_string() }),
            Some(OwnDue::Days(days)) => json!({ "business_days": days }),
            None => Value::Null,
        };
        let plan = |p: &crate::domain::case::PlanStep| {
            let open = r.open_plan().contains(&p);
            json!({ "on": p.on.to_string(), "goal": p.goal_id(), "note": p.note, "open": open })
        };
        out["plan"] = r.plan.iter().map(plan).collect();
        out["events"] = r.events.iter().map(event_json).collect();
        out["letters"] = r
            .letters
            .iter()
            .map(|l| {
                json!({
                    "made": stamp(l.made),
                    "channel": l.channel.id(),
                    "tone": l.tone,
                    "follow_up": l.follow_up.map(Word::id),
                    "sha256": l.sha256(),
                    "text": l.whole(),
                })
            })
            .collect();
        out["answers"] = json!(r.answers);
        out
    }

    pub(super) fn show(&self, format: OutputFormat) -> String {
        if format == OutputFormat::Json {
            return pretty(&self.json());
        }
        let r = self.record;
        let due = self.due.as_ref().filter(|d| !d.is_turn()).map_or_else(
            || text!("plain.none").to_owned(),
            |d| format!("{} {}", format_ja(d.on), d.what.words()),
        );
        let mut out = text!(
            "cases.head",
            id = r.id,
            service = visible(&r.service_name),
            goal = r.goal.ja(),
            state = r.state_ja(),
            due,
            next = self.next_ja()
        ) + "\n";
        for line in r.named(self.content, self.today) {
            out += &(line + "\n");
        }
        // Writing to a String cannot fail.
        for p in r.open_plan() {
            let _ = writeln!(out, text!("cases.plan"), on = format_ja(p.on), what = p.words());
        }
        if !r.events.is_empty() {
            out.push('\n');
        }
        // The newest first, as on the screen.
        for e in r.in_order().into_iter().rev() {
            let _ = writeln!(out, "{}  {}", e.at.shown(), bundle::describe(e, r));
            for line in bundle::plain(&e.note).lines() {
                let _ = writeln!(out, "    {line}");
            }
        }
        if !r.letters.is_empty() {
            out.push_str(concat!("\n", text!("cases.letters"), "\n"));
        }
        for (i, l) in r.letters.iter().enumerate() {
            let (kind, how) = l.words();
            let made = l.made.format("%Y-%m-%d %H:%M");
            let _ = write!(out, "{}  {made}  {kind}  {how}", i + 1);
            // By it one is known that was not kept.
            if let KeptText::Hash(hash) = &l.kept {
                let _ = write!(out, "  sha256 {}…", hash.get(..16).unwrap_or(hash));
            }
            out.push('\n');
        }
        out
    }
}

fn event_json(e: &Event) -> Value {
    let parts = e.what.parts();
    let kind = e.what.kind();
    let mut out = json!({ "at": e.at.stamp(), "kind": kind.id(), "note": e.note });
    for name in kind.takes() {
        out[*name] = match *name {
            "letter" => json!(parts.letter),
            name @ ("person" | "number" | "employer" | "to") => json!(parts.text(name)),
            name => json!(Some(parts.text(name)).filter(|text| !text.is_empty())),
        };
    }
    out
}

/// Prints cases one by one in the given order: the text of thousands is never in memory at once.
pub(super) fn list(views: &[View<'_>], format: OutputFormat) -> Result<u8, Failure> {
    match format {
        OutputFormat::Text => {
            // The step is listed under its own day.
            let mut tells = BTreeMap::new();
            for (i, v) in views.iter().enumerate() {
                let at = tells.entry(v.record.id.as_str()).or_insert(i);
                if v.due == v.of_step {
                    *at = i;
                }
            }
            let tells = |i: usize, v: &View<'_>| tells.get(v.record.id.as_str()) == Some(&i);
            print_all(views.iter().enumerate().map(|(i, v)| v.lines(tells(i, v))))
        }
        OutputFormat::Json => print_all(pretty_list(views.iter().map(View::short_json))),
    }
}
