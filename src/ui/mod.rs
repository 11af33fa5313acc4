//! Drawing: styles, pages of lines, and the bytes for the terminal. Pure; knows ratatui, not the
//! terminal.

pub mod page;
pub mod painter;
pub mod said;
pub mod theme;
