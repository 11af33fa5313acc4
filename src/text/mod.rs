//! Text as a terminal shows it and people type it: widths, line breaks, editing, cleaning.
//!
//! All functions here are pure and take any text; none of them panics.

pub mod clean;
pub mod edit;
pub mod sound;
pub mod width;
pub mod wrap;

/// `say` applied to a text; "" stays "".
pub fn said(of: &str, say: impl FnOnce(&str) -> String) -> String {
    if of.is_empty() { String::new() } else { say(of) }
}
