//! The law, as letters name it, and what can be wrong with a template that names things.

use crate::domain::facts;
use crate::domain::flow::graph::Flow;
use crate::domain::letter::render::Templates;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

/// An article of law, in our words.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Law {
    pub law: String,
    pub article: String,
    pub says: String,
    /// A day on which it was in force (the date of the copy).
    pub in_force_on: String,
    pub source: String,
    pub checked_on: String,
}

impl Law {
    /// The fields that a template can name.
    pub const IN_TEMPLATES: [&'static str; 2] = ["law", "article"];
}

/// Wrong names in a template: unknown ones, impossible values, mentions of the law.
pub(in crate::domain) fn misnamed(
    (templates, id): (&Templates, &str),
    template: &str,
    names: &BTreeSet<String>,
    flow: &Flow,
    law: &BTreeMap<String, Law>,
) -> Vec<String> {
    let used = templates.names(id);
    let unknown = used.difference(names).map(|name| text!("check.unknown_name", name));
    let never = facts::never_equal(flow, template).into_iter();
    let never = never.map(|(id, value)| text!("check.never_equal", id, value));
    unknown.chain(never).chain(law_mistakes(template, law)).collect()
}

/// Wrong references to the law; `law['appi-36'].article` is right.
fn law_mistakes(template: &str, law: &BTreeMap<String, Law>) -> Vec<String> {
    fn quoted(rest: &str) -> Option<(&str, &str)> {
        let rest = rest.trim_start();
        let quote = rest.chars().next().filter(|c| matches!(c, '\'' | '"'))?;
        let (word, rest) = rest.get(1..)?.split_once(quote)?;
        Some((word, rest.trim_start().strip_prefix(']')?))
    }
    let asked = |rest: &str| {
        let (key, rest) = quoted(rest).ok_or(text!("check.law"))?;
        refuse!(!law.contains_key(key), text!("check.no_law", law = key));
        let field = match rest.strip_prefix('.') {
            Some(rest) => rest.split(|c: char| !c.is_alphanumeric() && c != '_').next(),
            None => rest.strip_prefix('[').and_then(quoted).map(|(field, _)| field),
        };
        let field = field.unwrap_or_default();
        if Law::IN_TEMPLATES.contains(&field) {
            return Ok(());
        }
        Err(text!(
            "check.law.field",
            key,
            field,
            known = Law::IN_TEMPLATES.join(text!("sign.comma"))
        ))
    };
    template.split("law[").skip(1).filter_map(|rest| asked(rest).err()).collect()
}
