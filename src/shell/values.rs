//! What several commands take.

use clap::ValueEnum;
use std::str::FromStr;

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// 文章
    Text,
    Json,
}

pub(super) fn number<N: FromStr>(word: &str) -> Result<N, String> {
    word.parse().map_err(|_| text!("cli.number").to_owned())
}
