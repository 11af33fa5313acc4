//! After copying: what happened, what to do now.

pub mod view;

/// The screen's state.
#[derive(Debug, Default)]
pub struct After {
    /// Lines scrolled.
    pub scroll: usize,
    /// The file that the letter was written to.
    pub path: Option<String>,
}
