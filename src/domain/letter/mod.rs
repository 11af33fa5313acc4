//! The letter: paragraphs as data, rendered from the facts.

pub mod audit;
pub mod blank;
pub mod foreign;
pub mod form;
pub mod lint;
pub mod paper;
pub mod render;
pub mod spec;
pub(super) mod syntax;
