//! The outside: arguments, terminal, clipboard, files, the clock. The only part that does anything.

mod case_cli;
mod case_commands;
mod case_show;
mod case_time;
pub mod cases;
mod check;
pub mod cli;
pub mod clipboard;
pub mod clock;
pub mod commands;
#[cfg(unix)]
mod decode;
pub mod display;
mod drafts;
pub mod hardening;
mod letter;
mod own;
pub mod paths;
pub mod places;
mod plain;
pub mod ports;
mod registrations;
pub mod runner;
pub mod say;
mod scratch;
mod services;
pub mod store;
pub mod terminal;
mod upkeep;
mod usage;
pub mod user_files;
pub mod wizard;
