//! kotowari: a terminal wizard that writes courteous requests to job-placement agents. The map, the
//! ways through it and what must stay true are in `ARCHITECTURE.md`.

// They panic where nobody listens: a closed pipe, a full disk. See `shell::say`.
#![deny(clippy::print_stdout, clippy::print_stderr)]

// `text!("key")`: a text of `assets/ui/ja.toml`, see `build.rs`.
include!(concat!(env!("OUT_DIR"), "/text.rs"));

/// What `Debug` or `Display` says of a value, which it names first. Nothing personal.
macro_rules! shows {
    ($what:ident $of:ty, $it:pat, $($said:tt)+) => {
        impl std::fmt::$what for $of {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                let $it = self;
                write!(f, $($said)+)
            }
        }
    };
}

/// Ends a function with an error where something is so.
macro_rules! refuse {
    ($when:expr, $error:expr) => {
        if $when {
            return Err($error.into());
        }
    };
}

pub mod app;
pub mod config;
pub mod domain;
pub mod input;
pub mod shell;
pub mod text;
pub mod ui;
