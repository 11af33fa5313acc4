//! Text as a terminal shows it and people type it: widths, line breaks, editing, cleaning.
//!
//! All functions here are pure and take any text; none of them panics.

pub mod clean;
pub mod edit;
pub mod sound;
pub mod width;
pub mod wrap;
