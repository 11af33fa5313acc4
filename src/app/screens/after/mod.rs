//! After copying: what happened, what to do now.

pub mod view;

#[derive(Debug, Default)]
pub struct After {
    pub scroll: usize,
    /// The file that the letter was written to.
    pub path: Option<String>,
}
