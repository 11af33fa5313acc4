//! Which question comes next: the specification as data, the graph, and the walk through it.

pub mod draw;
pub mod graph;
pub mod spec;
pub mod walk;
