//! How many terminal cells a text takes.
//!
//! The numbers are those with which ratatui places what it draws, so that a cursor or a cut
//! computed here meets the drawn character. Characters of ambiguous width (○, ①, Greek) count one,
//! unless [`Ambiguous::Wide`] says that the terminal draws them two columns wide.

use super::ambiguous::is_ambiguous;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// Put at the end of a text that was cut. ASCII, because the width of `…` depends on the terminal.
const CUT: &str = "..";

/// How many columns the terminal gives to characters of ambiguous width. Passed to whatever measures
/// or draws: two screens of one program may differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Ambiguous {
    /// One, as most terminals do.
    #[default]
    Narrow,
    /// Two, as terminals set for East Asian text do (`xterm -cjk_width`, `mlterm --ac=2`).
    Wide,
}

impl Ambiguous {
    /// Cells that one grapheme cluster takes.
    #[must_use]
    pub fn cluster(self, g: &str) -> usize {
        let narrow = grapheme_width(g);
        if self == Self::Wide && narrow == 1 && is_unsure(g) { 2 } else { narrow }
    }
    /// Cells that `s` takes on one line, like [`width`].
    #[must_use]
    pub fn width(self, s: &str) -> usize {
        match self {
            Self::Narrow => width(s),
            Self::Wide => s.graphemes(true).map(|g| self.cluster(g)).sum(),
        }
    }
    /// Cuts like [`truncate`].
    #[must_use]
    pub fn truncate(self, s: &str, cells: usize) -> String {
        cut(s, cells, |g| self.cluster(g))
    }
    /// So many cells of such a terminal.
    #[must_use]
    pub fn room(self, cells: usize) -> Room {
        Room { cells, ambiguous: self }
    }
    /// `s` with a blank behind each cluster that takes a cell more than ratatui knows of, so that what follows is
    /// placed right; `None`: nothing of that kind is in it.
    #[must_use]
    pub fn padded(self, s: &str) -> Option<String> {
        if self == Self::Narrow || s.is_ascii() || !s.chars().any(is_ambiguous) {
            return None;
        }
        let mut out = String::with_capacity(s.len() + 8);
        for g in s.graphemes(true) {
            out.push_str(g);
            if self.cluster(g) > grapheme_width(g) {
                out.push(' ');
            }
        }
        Some(out)
    }
}

/// Room for text: cells, and what characters of ambiguous width take of them. A bare number is a
/// room of a terminal where they are narrow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Room {
    /// Cells.
    pub cells: usize,
    /// The terminal's way.
    pub ambiguous: Ambiguous,
}

impl From<usize> for Room {
    fn from(cells: usize) -> Self {
        Self { cells, ambiguous: Ambiguous::Narrow }
    }
}

/// Whether terminals disagree on the width of this cluster because of its character, not its composition.
#[must_use]
pub fn is_unsure(g: &str) -> bool {
    g.chars().next().is_some_and(is_ambiguous)
}

/// Cells that one grapheme cluster takes. Clusters with a control character are never drawn: 0.
pub(crate) fn grapheme_width(g: &str) -> usize {
    if g.chars().any(char::is_control) {
        return 0;
    }
    // Terminals give the half-width voiced marks a cell of their own, although they are
    // combining characters to Unicode and so add nothing to the width of their cluster.
    UnicodeWidthStr::width(g) + g.chars().filter(|c| matches!(c, '\u{FF9E}' | '\u{FF9F}')).count()
}

/// Cells that `s` takes on one line. Control characters, line ends among them, count nothing.
#[must_use]
pub fn width(s: &str) -> usize {
    s.graphemes(true).map(grapheme_width).sum()
}

/// `s` if it fits into `cells`, else as many whole grapheme clusters as leave room for `..`, then
/// `..`. The result never takes more than `cells`.
#[must_use]
pub fn truncate(s: &str, cells: usize) -> String {
    cut(s, cells, grapheme_width)
}

fn cut(s: &str, cells: usize, width: impl Fn(&str) -> usize) -> String {
    // One pass: `keep` is where the text would be cut, should it turn out too long.
    let mut used = 0;
    let mut keep = 0;
    for (at, g) in s.grapheme_indices(true) {
        used += width(g);
        if used > cells {
            let dots = CUT.get(..CUT.len().min(cells)).unwrap_or_default();
            return s.get(..keep).unwrap_or_default().to_owned() + dots;
        }
        if used + CUT.len() <= cells {
            keep = at + g.len();
        }
    }
    s.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use ratatui::buffer::{Buffer, CellWidth};
    use ratatui::layout::Rect;
    use ratatui::style::Style;

    #[test]
    fn widths() {
        for (s, cells) in [
            ("", 0),
            ("abc", 3),
            ("かな漢字", 8),
            ("〇𠮷髙㈱㎡", 10),
            ("　～－ー", 8),
            ("ｶﾅ", 2),
            ("ｶﾞ", 2),
            ("ﾊﾟｰﾄ", 4),
            ("葛\u{E0100}飾", 4),
            ("か\u{3099}", 2),
            ("○①…─│■→※", 8),
            ("αβ", 2),
            ("\u{200B}", 0),
            ("a\nb\u{7}", 2),
        ] {
            assert_eq!(width(s), cells, "{s:?}");
        }
    }

    #[test]
    fn cuts() {
        assert_eq!(truncate("漢字", 4), "漢字");
        assert_eq!(truncate("漢字かな", 7), "漢字..");
        assert_eq!(truncate("漢字かな", 6), "漢字..");
        assert_eq!(truncate("漢字かな", 5), "漢..");
        assert_eq!(truncate("葛\u{E0100}飾区役所", 4), "葛\u{E0100}..");
        assert_eq!(truncate("漢字かな", 2), "..");
        assert_eq!(truncate("漢字かな", 1), ".");
        assert_eq!(truncate("漢字かな", 0), "");
        assert_eq!(truncate("", 0), "");
    }

    #[test]
    fn ambiguous_characters_take_two_columns_where_the_terminal_is_set_so() {
        let wide = Ambiguous::Wide;
        assert_eq!((wide.width("○①…─αЖé"), Ambiguous::Narrow.width("○①…─αЖé")), (14, 7));
        // What is sure stays as it is.
        assert_eq!(wide.width("aあｶﾞ葛\u{E0100}か\u{3099}👨‍👩‍👧"), width("aあｶﾞ葛\u{E0100}か\u{3099}👨‍👩‍👧"));
        assert_eq!(wide.truncate("①②③④", 6), "①②..");
        assert_eq!(wide.truncate("①②③④", 8), "①②③④");
        assert_eq!(wide.padded("第①回…です"), Some("第① 回… です".to_owned()));
        assert_eq!((wide.padded("第一回です"), Ambiguous::Narrow.padded("①")), (None, None));
        for s in ["第①回…です", "×é漢", "Ⅲ\u{3099}"] {
            assert_eq!(width(&wide.padded(s).expect("ambiguous")), wide.width(s), "{s}");
        }
    }

    proptest! {
        #[test]
        fn same_as_drawn(s in "[a-z 　-ヿ一-鿿ｦ-ﾟ\u{E0100}\u{3099}\u{200D}👨👩○]{0,12}") {
            prop_assert_eq!(
                width(&s),
                s.graphemes(true).map(|g| usize::from(g.cell_width())).sum::<usize>()
            );
            let mut buffer = Buffer::empty(Rect::new(0, 0, 80, 1));
            let (end, _) = buffer.set_stringn(0, 0, &s, 80, Style::default());
            prop_assert_eq!(width(&s), usize::from(end));
        }

        #[test]
        fn never_wider(s in any::<String>(), cells in 0usize..40) {
            let cut = truncate(&s, cells);
            prop_assert!(width(&cut) <= cells);
            prop_assert_eq!(cut == s, width(&s) <= cells);
        }
    }
}
