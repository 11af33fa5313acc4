//! After copying: what happened, what to do now.

pub mod view;

use crate::app::msg::Copied;

/// The screen's state.
#[derive(Debug)]
pub struct After {
    /// How the copy went.
    pub copied: Copied,
    /// What was copied.
    pub part: String,
    /// Lines scrolled.
    pub scroll: usize,
    /// The file that the letter was written to.
    pub path: Option<String>,
}
