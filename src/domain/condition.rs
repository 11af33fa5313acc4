//! The whole condition language of the assets: "this id has one of these values", all entries must hold.

use serde::Deserialize;
use std::collections::BTreeMap;

/// Anything that conditions can ask. An id without a value has the one value "".
pub trait Lookup {
    /// Whether one of the values of `id` is among `allowed`.
    fn is_one_of(&self, id: &str, allowed: &[String]) -> bool;
}

/// Whether one of `values` is among `allowed`; no values at all stand for the one value "".
pub fn any_of(values: &[String], allowed: &[String]) -> bool {
    if values.is_empty() {
        allowed.iter().any(String::is_empty)
    } else {
        values.iter().any(|v| allowed.contains(v))
    }
}

/// A table id → allowed values.
#[derive(Debug, Clone, Default, Deserialize, PartialEq, Eq)]
#[serde(transparent)]
pub struct Condition(pub BTreeMap<String, Vec<String>>);

impl Condition {
    /// Whether every entry holds; an empty condition always does.
    pub fn holds(&self, of: &dyn Lookup) -> bool {
        self.0.iter().all(|(id, allowed)| of.is_one_of(id, allowed))
    }
}
