//! How many terminal cells a text takes.
//!
//! The numbers are those with which ratatui places what it draws, so that a cursor or a cut
//! computed here meets the drawn character. Characters of ambiguous width (○, ①, Greek) count one.

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// Put at the end of a text that was cut. ASCII, because the width of `…` depends on the terminal.
const CUT: &str = "..";

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
    // One pass: `keep` is where the text would be cut, should it turn out too long.
    let mut used = 0;
    let mut keep = 0;
    for (at, g) in s.grapheme_indices(true) {
        used += grapheme_width(g);
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
