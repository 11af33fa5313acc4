//! kotowari.
pub mod app;
pub mod config;
pub mod domain;
pub mod input;
pub mod shell;
pub mod text;
pub mod ui;
