//! The whole condition language of the assets: "this id has one of these values", all entries must hold.

use serde::Deserialize;
use std::collections::BTreeMap;

/// Anything that conditions can ask: the values of an id. An id without a value has the one value "".
pub trait Lookup {
    /// The values of `id`; never empty.
    fn values(&self, id: &str) -> Vec<String>;
}

/// A table id → allowed values.
#[derive(Debug, Clone, Default, Deserialize, PartialEq, Eq)]
#[serde(transparent)]
pub struct Condition(pub BTreeMap<String, Vec<String>>);

impl Condition {
    /// Whether every entry holds; an empty condition always does.
    pub fn holds(&self, of: &dyn Lookup) -> bool {
        self.0.iter().all(|(id, allowed)| of.values(id).iter().any(|v| allowed.contains(v)))
    }
}
