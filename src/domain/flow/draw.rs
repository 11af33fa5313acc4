//! The decision tree for people and programs: text, Mermaid, JSON.

use super::graph::Flow;
use super::spec::{Choice, Detour, FieldSpec, Kind, Question, REVIEW};
use crate::domain::condition::{Condition, Values};
use serde_json::{Value, json};
use std::fmt::Write;

fn kind(k: Kind) -> String {
    serde_json::to_value(k).ok().and_then(|v| v.as_str().map(str::to_owned)).unwrap_or_default()
}

/// A condition in short; all answers that a question has are "any".
fn condition(flow: &Flow, when: &Condition) -> String {
    let one = |(id, values): (&String, &Values)| {
        let any = flow.get(id).is_some_and(|q| {
            !q.choice.is_empty() && q.choice.iter().all(|c| values.allow(&c.value))
        });
        if any && !values.allow("") {
            return text!("flow.answered", id);
        }
        let named: Vec<&str> = values
            .named
            .iter()
            .map(|v| if v.is_empty() { text!("flow.none") } else { v })
            .collect();
        format!("{id} {} {}", if values.not { "≠" } else { "=" }, named.join("|"))
    };
    when.0.iter().map(one).collect::<Vec<_>>().join(", ")
}

/// One question a block: id, kind, title, choices, edges with their conditions.
pub fn text(flow: &Flow) -> String {
    let mut out = String::new();
    for q in flow.questions() {
        let optional = if q.optional { text!("flow.optional") } else { "" };
        let _ = writeln!(out, "{} ({}{optional}): {}", q.id, kind(q.kind), q.title);
        for c in &q.choice {
            let when = condition(flow, &c.when);
            let when = if when.is_empty() { String::new() } else { format!("  [{when}]") };
            let _ = writeln!(out, "    {} = {}{when}", c.value, c.label);
        }
        for d in &q.detour {
            let _ = writeln!(out, "    ({}) -> {}", d.label, d.to);
        }
        for f in &q.field {
            let choices: Vec<&str> = f.choice.iter().map(|c| c.value.as_str()).collect();
            let kind = kind(f.kind);
            let _ = write!(out, "    .{} ({kind}) {} {}", f.id, f.label, choices.join(" "));
            let when = condition(flow, &f.when);
            let _ = if when.is_empty() { writeln!(out) } else { writeln!(out, "  [{when}]") };
        }
        for e in &q.next {
            let when = condition(flow, &e.when);
            let when = if when.is_empty() { String::new() } else { format!("  [{when}]") };
            let _ = writeln!(out, "    -> {}{when}", e.to);
        }
    }
    out
}

pub fn mermaid(flow: &Flow) -> String {
    let id = |s: &str| s.replace('.', "_");
    let mut out = String::from("flowchart TD\n");
    for q in flow.questions() {
        let _ = writeln!(out, "    {}[\"{}\"]", id(&q.id), q.label);
    }
    let _ = writeln!(out, "    {REVIEW}([\"{}\"])", text!("review.title"));
    for q in flow.questions() {
        for d in &q.detour {
            let _ = writeln!(out, "    {} -.->|{}| {}", id(&q.id), d.label, id(&d.to));
        }
        for e in &q.next {
            let when = condition(flow, &e.when);
            let arrow = if when.is_empty() { "-->".to_owned() } else { format!("-->|{when}|") };
            let _ = writeln!(out, "    {} {arrow} {}", id(&q.id), id(&e.to));
        }
    }
    out
}

pub fn json(flow: &Flow) -> Value {
    let questions: Vec<_> = flow.questions().map(question).collect();
    json!({ "start": super::graph::START, "end": REVIEW, "questions": questions })
}

fn question(q: &Question) -> Value {
    let all = |values: &mut dyn Iterator<Item = Value>| values.collect::<Vec<_>>();
    let choice = |c: &Choice| json!({ "value": c.value, "label": c.label, "when": c.when.0 });
    let field = |f: &FieldSpec| {
        let choice = |c: &Choice| json!({ "value": c.value, "label": c.label });
        json!({
            "id": f.id, "kind": f.kind, "label": f.label, "optional": f.optional,
            "when": f.when.0, "choices": all(&mut f.choice.iter().map(choice)),
        })
    };
    let detour = |d: &Detour| json!({ "to": d.to, "label": d.label });
    json!({
        "id": q.id, "kind": q.kind, "title": q.title, "label": q.label, "optional": q.optional,
        "choices": all(&mut q.choice.iter().map(choice)),
        "detours": all(&mut q.detour.iter().map(detour)),
        "fields": all(&mut q.field.iter().map(field)),
        "next": all(&mut q.next.iter().map(|e| json!({ "to": e.to, "when": e.when.0 }))),
    })
}
