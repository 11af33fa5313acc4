//! After copying: what happened, what to do now.

pub mod update;
pub mod view;

use crate::app::msg::Copied;

/// The screen's state.
#[derive(Debug)]
pub struct After {
    /// How the copy went.
    pub copied: Copied,
    /// Lines scrolled.
    pub scroll: usize,
    /// The text changed since: what is on the clipboard may be older.
    pub path: Option<String>,
}
