//! The review: what blocks, what to know, and the ways out.

pub mod update;
pub mod view;

/// The screen's state.
#[derive(Debug, Default)]
pub struct Review {
    /// The selected finding.
    pub at: usize,
    /// Lines scrolled.
    pub scroll: usize,
}
