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
#[cfg(any(windows, test))]
mod console_keys;
#[cfg(windows)]
mod console_modes;
#[cfg(windows)]
mod console_signals;
mod data_folder;
mod decode;
pub mod display;
mod drafts;
mod fresh;
pub mod hardening;
mod letter;
mod lines;
mod load;
mod locks;
pub mod paths;
mod plain;
pub mod ports;
mod registrations;
pub mod runner;
pub mod say;
mod scratch;
mod services;
pub mod store;
pub mod stored_files;
pub mod terminal;
mod trouble;
mod upkeep;
mod usage;
pub mod user_files;
mod values;
pub mod wizard;
mod wizard_store;

#[cfg(windows)]
pub use console::Tty;
#[cfg(unix)]
pub use terminal::Tty;
