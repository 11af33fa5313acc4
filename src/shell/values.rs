//! Arguments of several commands.

use clap::{Args, ValueEnum};
use std::path::{Path, PathBuf};
use std::str::FromStr;

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum OutputFormat {
    /// 文章
    Text,
    Json,
}

pub(super) fn number<N: FromStr>(word: &str) -> Result<N, String> {
    word.parse().map_err(|_| text!("cli.number").to_owned())
}

/// Where a command writes what it gives.
#[derive(Debug, Clone, Args)]
pub struct Output {
    #[arg(long, value_name = "FILE")]
    pub output: Option<PathBuf>,
}

impl Output {
    pub fn file(&self) -> Option<&Path> {
        self.output.as_deref().filter(|p| *p != Path::new("-"))
    }
}
