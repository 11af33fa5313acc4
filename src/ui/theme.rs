//! The few styles of the program. Whatever has a colour has a mark or a place, too.

use crate::text::width::Ambiguous;
use ratatui::style::{Modifier, Style};
use ratatui::symbols::{border, line};
use ratatui::widgets::Block;
use std::cmp::Ordering;

pub use ratatui::style::Color;
use ratatui::style::Color::{
    Black, Blue, Cyan, DarkGray, Gray, Green, LightBlue, LightCyan, LightGreen, LightMagenta,
    LightRed, LightYellow, Magenta, Red, White, Yellow,
};

/// The terminal's own colours, by their names in a theme file: it knows what can be read on its
/// background. In the order of their numbers.
pub const COLOURS: [(&str, Color); 16] = [
    ("black", Black),
    ("red", Red),
    ("green", Green),
    ("yellow", Yellow),
    ("blue", Blue),
    ("magenta", Magenta),
    ("cyan", Cyan),
    ("white", Gray),
    ("bright_black", DarkGray),
    ("bright_red", LightRed),
    ("bright_green", LightGreen),
    ("bright_yellow", LightYellow),
    ("bright_blue", LightBlue),
    ("bright_magenta", LightMagenta),
    ("bright_cyan", LightCyan),
    ("bright_white", White),
];

/// The few colours from which all styles follow, by [`Palette::KEYS`]; `None`: that of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Palette {
    colours: [Option<Color>; 7],
    /// No colour at all: what would have one is underlined or has its mark alone.
    pub mono: bool,
}

/// The themes: name, colours, and those of the ground that it is drawn on; none where it must suit
/// light text on black as well as black on white.
pub const THEMES: [(&str, Palette, &[Color]); 4] = [
    // Those of the sixteen colours that most palettes make readable on dark and on light
    // backgrounds. Yellow is not: it is used as a ground only.
    ("terminal", Palette::of([LightBlue, Red, Yellow, Green, Magenta, Cyan]), &[]),
    (
        "dark",
        Palette::of([LightCyan, LightRed, LightYellow, LightGreen, LightMagenta, Cyan]),
        &[Black],
    ),
    ("light", Palette::of([Blue, Red, Yellow, Green, Magenta, Cyan]), &[Gray, White]),
    ("mono", Palette::MONO, &[]),
];

impl Default for Palette {
    fn default() -> Self {
        THEMES[0].1
    }
}

impl Palette {
    pub const MONO: Self = Self { colours: [None; 7], mono: true };
    /// Accent: titles, keys, borders. Warn: what to look at before it goes wrong. Blank: a blank in
    /// the letter. Changed: what the last answer changed. Quiet: remarks, what keys do.
    pub const KEYS: [&str; 7] = ["accent", "error", "warn", "good", "blank", "changed", "quiet"];

    /// A theme of all keys but the last, which is grey on every ground.
    const fn of(c: [Color; 6]) -> Self {
        let quiet = Some(Color::DarkGray);
        let own = [Some(c[0]), Some(c[1]), Some(c[2]), Some(c[3]), Some(c[4]), Some(c[5])];
        let [accent, error, warn, good, blank, changed] = own;
        Self { colours: [accent, error, warn, good, blank, changed, quiet], mono: false }
    }
    pub fn named(name: &str) -> Option<Self> {
        THEMES.iter().find(|(n, ..)| *n == name).map(|(_, palette, _)| *palette)
    }
    pub fn set(&mut self, key: &str, colour: Color) {
        for (of, place) in Self::KEYS.iter().zip(&mut self.colours) {
            if *of == key {
                *place = Some(colour);
            }
        }
    }
    /// Pairs that mean different things in one place and have one colour.
    pub fn alike(&self) -> Vec<(&'static str, &'static str)> {
        let placed = Self::KEYS.into_iter().zip(self.colours);
        let all: Vec<_> = placed.filter(|(key, _)| !["accent", "quiet"].contains(key)).collect();
        let pairs =
            all.iter().enumerate().flat_map(|(i, a)| all[i + 1..].iter().map(move |b| (a, b)));
        pairs.filter(|(a, b)| a.1.is_some() && a.1 == b.1).map(|(a, b)| (a.0, b.0)).collect()
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
        let [accent, error, warn, good, blank, changed, quiet] = palette.colours;
        let under = plain.add_modifier(Modifier::UNDERLINED);
        let coloured = |style: Style, c: Option<Color>| c.map_or(style, |c| style.fg(c));
        // On a ground of the accent stands the terminal's own background colour, dark or light.
        let selected = coloured(plain, accent).add_modifier(Modifier::REVERSED);
        let ground = |c: Option<Color>| c.map(|c| plain.fg(Color::Black).bg(c));
        // Faint black is black on most terminals; without colours its place alone tells it.
        let dim = coloured(plain, quiet);
        Self {
            header: selected,
            title: bold,
            key: coloured(bold, accent),
            selected,
            hint: plain,
            error: coloured(bold, error),
            warn: ground(warn).unwrap_or(bold),
            // Bold would make the bright one of it, which nobody reads on white.
            good: if palette.mono { bold } else { coloured(plain, good) },
            blank: if palette.mono { under } else { coloured(bold, blank) },
            changed: coloured(plain, changed),
            dim,
            frame: coloured(plain, accent),
            // Also without colours: on a dark ground a camera would read the negative of it.
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
        for (name, palette, _) in THEMES {
            assert_eq!(palette.alike(), [], "{name}");
        }
        assert_eq!(Palette::named("pink"), None);
        for (i, (name, c)) in COLOURS.iter().enumerate() {
            assert!(COLOURS.iter().skip(i + 1).all(|(n, o)| n != name && o != c));
        }
    }
}
