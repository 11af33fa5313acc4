//! What several commands take.

use clap::ValueEnum;
use std::str::FromStr;

/// Text or JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// 文章
    Text,
    /// JSON
    Json,
}

pub(super) fn number<N: FromStr>(word: &str) -> Result<N, String> {
    word.parse().map_err(|_| "0 以上の整数を書いてください".to_owned())
}
