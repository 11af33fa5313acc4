//! The few styles of the program. Colour is never the only sign: every coloured thing has a mark or
//! a place of its own.

use crate::text::width::Ambiguous;
use ratatui::style::{Modifier, Style};
use ratatui::symbols::{border, line};
use ratatui::widgets::Block;
use std::cmp::Ordering;

pub use ratatui::style::Color;

/// The terminal's own colours, by their names in a theme file: it knows what can be read on its
/// background. In the order of their numbers.
pub const COLOURS: [(&str, Color); 16] = [
    ("black", Color::Black),
    ("red", Color::Red),
    ("green", Color::Green),
    ("yellow", Color::Yellow),
    ("blue", Color::Blue),
    ("magenta", Color::Magenta),
    ("cyan", Color::Cyan),
    ("white", Color::Gray),
    ("bright_black", Color::DarkGray),
    ("bright_red", Color::LightRed),
    ("bright_green", Color::LightGreen),
    ("bright_yellow", Color::LightYellow),
    ("bright_blue", Color::LightBlue),
    ("bright_magenta", Color::LightMagenta),
    ("bright_cyan", Color::LightCyan),
    ("bright_white", Color::White),
];

/// The few colours from which all styles follow; `None`: that of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Palette {
    /// Titles, keys, borders.
    pub accent: Option<Color>,
    pub error: Option<Color>,
    /// What to look at before it goes wrong.
    pub warn: Option<Color>,
    pub good: Option<Color>,
    /// A blank in the letter.
    pub blank: Option<Color>,
    /// What the last answer changed.
    pub changed: Option<Color>,
    /// Remarks, what keys do.
    pub quiet: Option<Color>,
    /// No colour at all: what would have one is underlined or has its mark alone.
    pub mono: bool,
}

impl Default for Palette {
    /// Those of the sixteen colours that most palettes make readable on dark and on light
    /// backgrounds. Yellow is not: it is used as a ground only.
    fn default() -> Self {
        Self {
            accent: Some(Color::LightBlue),
            error: Some(Color::Red),
            warn: Some(Color::Yellow),
            good: Some(Color::Green),
            blank: Some(Color::Magenta),
            changed: Some(Color::Cyan),
            quiet: Some(Color::DarkGray),
            mono: false,
        }
    }
}

impl Palette {
    pub const MONO: Self = Self {
        accent: None,
        error: None,
        warn: None,
        good: None,
        blank: None,
        changed: None,
        quiet: None,
        mono: true,
    };
    pub const KEYS: [&str; 7] = ["accent", "error", "warn", "good", "blank", "changed", "quiet"];

    pub fn named(name: &str) -> Option<Self> {
        let of = |accent, error, warn, good, blank, changed| Self {
            accent: Some(accent),
            error: Some(error),
            warn: Some(warn),
            good: Some(good),
            blank: Some(blank),
            changed: Some(changed),
            quiet: Some(Color::DarkGray),
            mono: false,
        };
        Some(match name {
            "terminal" => Self::default(),
            "dark" => of(
                Color::LightCyan,
                Color::LightRed,
                Color::LightYellow,
                Color::LightGreen,
                Color::LightMagenta,
                Color::Cyan,
            ),
            "light" => of(
                Color::Blue,
                Color::Red,
                Color::Yellow,
                Color::Green,
                Color::Magenta,
                Color::Cyan,
            ),
            "mono" => Self::MONO,
            _ => return None,
        })
    }
    /// Replaces the colour of a key.
    pub fn set(&mut self, key: &str, colour: Color) {
        let place = match key {
            "accent" => &mut self.accent,
            "error" => &mut self.error,
            "warn" => &mut self.warn,
            "good" => &mut self.good,
            "blank" => &mut self.blank,
            "changed" => &mut self.changed,
            "quiet" => &mut self.quiet,
            _ => return,
        };
        *place = Some(colour);
    }
    /// Pairs that mean different things in one place and have one colour.
    pub fn alike(&self) -> Vec<(&'static str, &'static str)> {
        let all = [
            ("error", self.error),
            ("warn", self.warn),
            ("good", self.good),
            ("blank", self.blank),
            ("changed", self.changed),
        ];
        let mut out = Vec::new();
        for (i, (a, one)) in all.iter().enumerate() {
            out.extend(
                all.iter()
                    .skip(i + 1)
                    .filter(|(_, o)| one.is_some() && o == one)
                    .map(|(b, _)| (*a, *b)),
            );
        }
        out
    }
}

/// Styles by role; all from the terminal's own 16 colours.
#[derive(Debug, Clone, Copy)]
pub struct Theme {
    /// The program's name at the top.
    pub header: Style,
    pub title: Style,
    /// Keys, and the mark of what is selected.
    pub key: Style,
    /// The selected row; `>` stands before it.
    pub selected: Style,
    /// Advice; `|` or `=` stands before it.
    pub hint: Style,
    /// What is wrong; `!` stands before it.
    pub error: Style,
    /// The mark of what to look at; its text is plain.
    pub warn: Style,
    /// What went well; [`Theme::done`] stands before it.
    pub good: Style,
    /// A blank in the letter; it stands in brackets.
    pub blank: Style,
    /// What the last answer changed; `+` stands before it.
    pub changed: Style,
    /// Remarks, what keys do.
    pub dim: Style,
    pub frame: Style,
    /// Dark on light, whatever the terminal's own colours are: for a camera.
    pub paper: Style,
    pub plain: Style,
    pub ambiguous: Ambiguous,
}

/// Frames of plain signs, for terminals that may draw the others two columns wide.
const PLAIN_FRAME: border::Set<'static> = border::Set {
    top_left: "+",
    top_right: "+",
    bottom_left: "+",
    bottom_right: "+",
    vertical_left: "|",
    vertical_right: "|",
    horizontal_top: "-",
    horizontal_bottom: "-",
};

impl Theme {
    pub fn new(palette: &Palette, ambiguous: Ambiguous) -> Self {
        let plain = Style::new();
        let bold = plain.add_modifier(Modifier::BOLD);
        let under = plain.add_modifier(Modifier::UNDERLINED);
        let coloured = |style: Style, c: Option<Color>| c.map_or(style, |c| style.fg(c));
        // On a ground of the accent stands the terminal's own background colour: readable on dark
        // and on light ones.
        let selected = coloured(plain, palette.accent).add_modifier(Modifier::REVERSED);
        let ground = |c: Option<Color>| c.map(|c| plain.fg(Color::Black).bg(c));
        // Faint black is black on most terminals; without colours its place alone tells it.
        let dim = coloured(plain, palette.quiet);
        Self {
            header: selected,
            title: bold,
            key: coloured(bold, palette.accent),
            selected,
            hint: plain,
            error: coloured(bold, palette.error),
            warn: ground(palette.warn).unwrap_or(bold),
            // Bold would make the bright one of it, which nobody reads on white.
            good: if palette.mono { bold } else { coloured(plain, palette.good) },
            blank: if palette.mono { under } else { coloured(bold, palette.blank) },
            changed: coloured(plain, palette.changed),
            dim,
            frame: coloured(plain, palette.accent),
            // Also without colours: what a camera reads is a picture, and on a dark ground it would
            // be its negative.
            paper: plain.fg(Color::Black).bg(Color::White),
            plain,
            ambiguous,
        }
    }
    pub fn due(&self, when: Ordering) -> Style {
        match when {
            Ordering::Less => self.error,
            Ordering::Equal => self.warn,
            Ordering::Greater => self.hint,
        }
    }
    /// Text in a field; what is typed replaces it while it is only offered.
    pub fn typed(&self, offered: bool) -> Style {
        if offered { self.selected } else { self.plain }
    }
    /// Whether frames are drawn with lines; else with plain signs.
    pub fn lines(&self) -> bool {
        self.ambiguous == Ambiguous::Narrow
    }
    pub fn block(&self) -> Block<'static> {
        Block::bordered().border_set(self.border()).border_style(self.frame)
    }
    pub fn border(&self) -> border::Set<'static> {
        if self.lines() { border::ROUNDED } else { PLAIN_FRAME }
    }
    /// The sign of a rule, and of the part of it that is done.
    pub fn rule(&self) -> (&'static str, &'static str) {
        if self.lines() { (line::HORIZONTAL, line::THICK_HORIZONTAL) } else { ("-", "=") }
    }
    /// A key as it is named, its arrow drawn where it can be.
    pub fn arrows(&self, key: &str) -> String {
        if !self.lines() {
            return key.to_owned();
        }
        let arrows = [
            (text!("keys.up"), "↑"),
            (text!("keys.down"), "↓"),
            (text!("keys.left"), "←"),
            (text!("keys.right"), "→"),
        ];
        arrows.iter().fold(key.to_owned(), |key, (name, sign)| key.replace(name, sign))
    }
    pub fn bar(&self) -> &'static str {
        if self.lines() { "│ " } else { "| " }
    }
    /// The mark of what went well.
    pub fn done(&self) -> &'static str {
        if self.lines() { "✓ " } else { "OK " }
    }
    /// As wide as [`Theme::done`].
    pub fn not_done(&self) -> &'static str {
        if self.lines() { "  " } else { "   " }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn built_in_themes_tell_apart_what_differs() {
        for name in ["terminal", "dark", "light", "mono"] {
            assert_eq!(Palette::named(name).expect("a theme").alike(), [], "{name}");
        }
        assert_eq!(Palette::named("pink"), None);
        for (i, (name, c)) in COLOURS.iter().enumerate() {
            assert!(COLOURS.iter().skip(i + 1).all(|(n, o)| n != name && o != c));
        }
    }
}
