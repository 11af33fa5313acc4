//! Drawing: styles, pages of lines, the bytes for the terminal. Pure; knows ratatui alone.

mod compare;
pub mod page;
pub mod painter;
pub mod said;
pub mod theme;
