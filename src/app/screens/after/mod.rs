//! After copying: what happened, what to do now.

mod update;
pub mod view;

#[derive(Debug, Default)]
pub struct After {
    pub scroll: usize,
    pub path: Option<String>,
}
