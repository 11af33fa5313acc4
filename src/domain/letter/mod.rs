//! The letter: paragraphs as data, rendered from the facts.

pub mod blank;
pub mod render;
pub mod spec;
