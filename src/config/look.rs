//! `[look]` and the theme file: what the screen looks like.

use crate::domain::problem::Problem;
use crate::domain::toml_group::{Group, judged};
use crate::domain::toml_reader::{Reader, TomlText};
use crate::domain::word::{Word, words};
use crate::text::width::Ambiguous;
use crate::ui::theme::{COLOURS, Palette, THEMES};
use std::collections::BTreeMap;

words! {
    #[derive(Default)]
    Colors {
        /// As the environment says; see [`Colors::decide`].
        #[default]
        Auto "auto",
        Always "always",
        Never "never",
    }
}

impl Colors {
    pub fn read(word: &str) -> Result<Self, &'static str> {
        Self::parse(word).ok_or(text!("config.color"))
    }
    /// Precedence: the user's setting, `NO_COLOR`, `CLICOLOR_FORCE`, `CLICOLOR=0`, `TERM=dumb`.
    pub fn decide(self, var: impl Fn(&str) -> Option<String>) -> Self {
        let set = |name| var(name).filter(|v| !v.is_empty());
        let colored = match self {
            Self::Auto if set("NO_COLOR").is_some() => false,
            Self::Auto if set("CLICOLOR_FORCE").is_some_and(|v| v != "0") => true,
            Self::Auto => {
                set("CLICOLOR").is_none_or(|v| v != "0") && set("TERM").is_none_or(|t| t != "dumb")
            }
            fixed => return fixed,
        };
        if colored { Self::Always } else { Self::Never }
    }
}

words! {
    /// How wide characters of ambiguous width are drawn.
    #[derive(Default)]
    Ambiguity {
        /// The terminal is asked once; without an answer they are narrow.
        #[default]
        Auto "auto",
        Narrow "narrow",
        Wide "wide",
    }
}

impl From<Ambiguity> for Ambiguous {
    fn from(set: Ambiguity) -> Self {
        match set {
            Ambiguity::Wide => Self::Wide,
            Ambiguity::Auto => Self::Unsure,
            Ambiguity::Narrow => Self::Narrow,
        }
    }
}

impl Ambiguity {
    pub fn read(word: &str) -> Result<Self, &'static str> {
        Self::parse(word).ok_or(text!("config.width"))
    }
}

/// The name that selects [`THEME_FILE`].
pub(super) const FILE: &str = "file";
pub const THEME_FILE: &str = "theme.toml";

pub(super) fn themes() -> String {
    THEMES.map(|(name, ..)| name).join(text!("config.or"))
}

/// Reads a theme file: `base`, and colours that replace those of the base. All styles follow from
/// them.
/// Errors: unknown keys and names, colours that could not be told apart or seen.
pub fn theme(file: &str, text: &str) -> Result<Palette, Vec<Problem>> {
    let source = TomlText::new(text);
    let (mut r, table) = Reader::parse(file, &source);
    let mut g = Group::top(&mut r, &table, []);
    let known = |word: &str| match Palette::named(word) {
        Some(_) => Ok(word.to_owned()),
        None => Err(text!("config.base", themes = themes())),
    };
    let base = g.maybe("base", judged(known)).unwrap_or_else(|| "terminal".to_owned());
    let mut colours = BTreeMap::new();
    for name in Palette::KEYS {
        g.maybe(name, |r, key, v| {
            let word = r.string(key, v)?;
            let colour = COLOURS.iter().find(|(n, _)| *n == word).map(|(_, colour)| *colour);
            let names = COLOURS.map(|(name, _)| name).join(" ");
            let colour = r.judge(key, v, colour.ok_or(text!("config.colors", names)))?;
            colours.insert(name, (colour, v.span()))
        });
    }
    drop(g);
    let mut palette = Palette::named(&base).unwrap_or_default();
    for (key, (colour, span)) in &colours {
        let ground = THEMES.iter().find(|t| t.0 == base).map_or(&[][..], |t| t.2);
        if base == "mono" {
            r.problem(span.clone(), key, text!("config.base.mono"));
        } else if ground.contains(colour) {
            r.problem(span.clone(), key, text!("config.base.unseen", base));
        }
        palette.set(key, *colour);
    }
    // Colours with different meanings must differ; the user can only change their own entries.
    for (a, b) in palette.alike() {
        if let Some((_, span)) = colours.get(b).or_else(|| colours.get(a)) {
            r.problem(span.clone(), b, text!("config.base.alike", a, b));
        }
    }
    r.done(Some(palette))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;
    use crate::domain::typed::as_typed;
    use crate::ui::theme::Color;

    #[test]
    fn the_users_word_counts_more_than_the_environment() {
        as_typed("colors", |vars| {
            let vars: Vec<_> = vars.split_whitespace().filter_map(|v| v.split_once('=')).collect();
            let var = |n: &str| vars.iter().find(|v| v.0 == n).map(|v| v.1.to_owned());
            assert_eq!(Colors::Always.decide(var), Colors::Always);
            assert_eq!(Colors::Never.decide(var), Colors::Never);
            Ok::<_, &str>(format!("{:?}", Colors::Auto.decide(var)))
        });
    }

    #[test]
    fn a_theme_file_changes_what_it_names() {
        let changed = theme("theme.toml", "base = \"light\"\naccent = \"bright_blue\"\n");
        let light = Palette::named("light").expect("a theme");
        let mut blue = light;
        blue.set("accent", Color::LightBlue);
        assert_eq!(changed, Ok(blue));
        assert_eq!(theme("theme.toml", ""), Ok(Palette::default()));
    }

    #[test]
    fn what_could_not_be_read_or_told_apart_is_refused_with_its_line() {
        as_typed("theme", |text| {
            let found = theme("theme.toml", text).expect_err("mistakes");
            let found: Vec<_> = found.iter().map(|p| format!("{} {}", p.line, p.key)).collect();
            Ok::<_, &str>(found.join(", "))
        });
    }

    #[test]
    fn the_words_of_look() {
        let c = Config::parse(
            "x",
            "[look]\ncolors = \"always\"\nambiguous = \"wide\"\ntheme = \"dark\"\n",
        )
        .expect("valid");
        assert_eq!((c.colors, c.ambiguous, c.own_theme), (Colors::Always, Ambiguity::Wide, false));
        assert_eq!(Some(c.palette), Palette::named("dark"));
        assert!(Config::parse("x", "[look]\ntheme = \"file\"\n").expect("valid").own_theme);
        let wrong =
            Config::parse("x", "[look]\ntheme = \"pink\"\nambiguous = 1\n").expect_err("two");
        assert_eq!(wrong.len(), 2);
    }
}
