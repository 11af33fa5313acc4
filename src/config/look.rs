//! `[look]`: what the screen looks like.

use super::{Config, each};
use crate::domain::toml_reader::Reader;
use toml::Spanned;
use toml::de::DeValue;

/// When colours are used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Colors {
    /// Unless `NO_COLOR` is set.
    #[default]
    Auto,
    /// Never.
    Never,
}

/// How wide characters of ambiguous width are drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Ambiguity {
    /// The terminal is asked, once; one that does not answer draws them narrow.
    #[default]
    Auto,
    /// One column.
    Narrow,
    /// Two columns.
    Wide,
}

impl Ambiguity {
    /// Its word in the configuration and on the command line.
    ///
    /// # Errors
    /// The words that there are.
    pub fn parse(word: &str) -> Result<Self, &'static str> {
        match word {
            "auto" => Ok(Self::Auto),
            "narrow" => Ok(Self::Narrow),
            "wide" => Ok(Self::Wide),
            _ => Err("auto か narrow か wide を書いてください"),
        }
    }
}

impl Config {
    pub(super) fn look(&mut self, r: &mut Reader<'_>, v: &Spanned<DeValue<'_>>) {
        each(r, "look", v, &["colors", "ambiguous"], |r, key, name, v| {
            let Some(word) = r.string(key, v) else { return };
            if name == "ambiguous" {
                match Ambiguity::parse(&word) {
                    Ok(a) => self.ambiguous = a,
                    Err(m) => r.problem(v.span(), key, m),
                }
                return;
            }
            match word.as_str() {
                "auto" => self.colors = Colors::Auto,
                "never" => self.colors = Colors::Never,
                _ => r.problem(v.span(), key, "auto か never を書いてください"),
            }
        });
    }
}
