//! After copying: what happened, what to do now.

pub mod said;
mod update;
pub mod view;

#[derive(Debug, Default)]
pub struct After {
    pub scroll: usize,
    pub path: Option<String>,
}
