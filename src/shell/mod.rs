//! The outside: arguments, terminal, clipboard, files, the clock. The only part that does anything.

mod case_cli;
mod case_commands;
mod case_log;
mod case_read;
mod case_show;
pub mod cases;
mod check;
pub mod cli;
pub mod clipboard;
pub mod clock;
pub mod commands;
#[cfg(windows)]
mod console;
#[cfg(windows)]
mod console_modes;
#[cfg(windows)]
mod console_signals;
mod decode;
pub mod display;
mod drafts;
mod fresh;
pub mod hardening;
mod keeper;
mod letter;
mod lines;
mod load;
mod locks;
mod own;
pub mod paths;
pub mod places;
mod plain;
pub mod ports;
#[cfg(any(windows, test))]
mod records;
mod registrations;
pub mod runner;
pub mod say;
mod scratch;
mod services;
pub mod store;
pub mod terminal;
mod trouble;
mod upkeep;
mod usage;
pub mod user_files;
mod values;
pub mod wizard;

#[cfg(windows)]
pub use console::Tty;
#[cfg(unix)]
pub use terminal::Tty;
