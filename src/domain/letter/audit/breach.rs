//! What is found.

/// A rule that a letter does not keep.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Breach {
    pub rule: &'static str,
    pub what: String,
}

#[derive(Default)]
pub(super) struct Found(pub(super) Vec<Breach>);

impl Found {
    pub(super) fn add(&mut self, rule: &'static str, what: impl Into<String>) {
        self.0.push(Breach { rule, what: what.into() });
    }
}
