//! Keys and what they mean. Pure: tested without a terminal.

pub mod intent;
pub mod key;
pub mod keymap;
