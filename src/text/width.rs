//! How many terminal cells a text takes.
//!
//! The numbers are those with which ratatui places what it draws, so that a cursor or a cut
//! computed here meets the drawn character. Characters of ambiguous width (○, ①, Greek) count one,
//! unless [`Ambiguous::Wide`] says that the terminal draws them two columns wide.

use super::ambiguous::is_ambiguous;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// How many columns the terminal gives to characters of ambiguous width. Passed to whatever
/// measures or draws: two screens of one program may differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Ambiguous {
    /// Not known yet; measured as one, and the program draws none of them itself.
    #[default]
    Unsure,
    /// One, as most terminals do.
    Narrow,
    /// Two, as terminals set for East Asian text do (`xterm -cjk_width`, `mlterm --ac=2`).
    Wide,
}

impl Ambiguous {
    pub fn cluster(self, g: &str) -> usize {
        self.taken(g, grapheme_width(g))
    }
    /// [`Self::cluster`] where the width on a narrow terminal is known.
    pub(crate) fn taken(self, g: &str, narrow: usize) -> usize {
        if self == Self::Wide && narrow == 1 && is_unsure(g) { 2 } else { narrow }
    }
    /// Cells that `s` takes on one line, like [`width`].
    pub fn width(self, s: &str) -> usize {
        clusters(s).map(|(_, g, narrow)| self.taken(g, narrow)).sum()
    }
    /// `s` if it fits into `cells`, else as many whole grapheme clusters as leave room for `…`,
    /// then that: ASCII where its width is not known to be one. Never more than `cells`.
    pub fn truncate(self, s: &str, cells: usize) -> String {
        let (cut, dots) = if self == Self::Narrow { ("…", 1) } else { ("..", 2) };
        let mut used = 0;
        // One pass: `keep` is where the text would be cut, should it turn out too long.
        let mut keep = 0;
        for (at, g, narrow) in clusters(s) {
            used += self.taken(g, narrow);
            if used > cells {
                let end: String = cut.chars().take(cells.min(dots)).collect();
                return s.get(..keep).unwrap_or_default().to_owned() + &end;
            }
            if used + dots <= cells {
                keep = at + g.len();
            }
        }
        s.to_owned()
    }
    /// So many cells of such a terminal.
    pub fn room(self, cells: usize) -> Room {
        Room { cells, ambiguous: self }
    }
}

/// Room for text: cells, and what characters of ambiguous width take of them. A bare number is a
/// room of a terminal where they are narrow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Room {
    pub cells: usize,
    pub ambiguous: Ambiguous,
}

impl From<usize> for Room {
    fn from(cells: usize) -> Self {
        Self { cells, ambiguous: Ambiguous::Unsure }
    }
}

/// Whether terminals disagree on the width of this cluster because of its character alone.
pub fn is_unsure(g: &str) -> bool {
    g.chars().next().is_some_and(is_ambiguous)
}

/// The cells of a character that is sure: the same on all terminals, and parted from every other
/// such character. `None`: the tables of Unicode have to be asked. Nearly all of our text is ASCII,
/// kana and kanji, and is drawn several times faster.
pub(crate) fn sure(c: char) -> Option<usize> {
    match c {
        ' '..='~' => Some(1),
        '\u{3000}'..='\u{3029}'
        | '\u{3041}'..='\u{3096}'
        | '\u{30A1}'..='\u{30FE}'
        | '\u{4E00}'..='\u{9FFF}'
        | '\u{FF01}'..='\u{FF5E}' => Some(2),
        _ => None,
    }
}

/// The cells of a cluster that is one sure character.
pub(crate) fn sure_cluster(g: &str) -> Option<usize> {
    let mut chars = g.chars();
    let cells = sure(chars.next()?)?;
    chars.next().is_none().then_some(cells)
}

/// The grapheme clusters of `s`: the byte that each begins at, its text, ratatui's cells.
pub(crate) fn clusters(s: &str) -> impl Iterator<Item = (usize, &str, usize)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let rest = s.get(at..)?;
        let mut chars = rest.chars();
        let first = chars.next()?;
        let alone = sure(first).filter(|_| chars.next().is_none_or(|c| sure(c).is_some()));
        let (cluster, cells) = if let Some(cells) = alone {
            (rest.get(..first.len_utf8())?, cells)
        } else {
            let cluster = rest.graphemes(true).next()?;
            (cluster, grapheme_width(cluster))
        };
        let start = at;
        at += cluster.len();
        Some((start, cluster, cells))
    })
}

/// Cells that one grapheme cluster takes. Clusters with a control character are never drawn: 0.
pub(crate) fn grapheme_width(g: &str) -> usize {
    if let Some(cells) = sure_cluster(g) {
        return cells;
    }
    if g.chars().any(char::is_control) {
        return 0;
    }
    // Terminals give the half-width voiced marks a cell of their own, although they are
    // combining characters to Unicode and so add nothing to the width of their cluster.
    UnicodeWidthStr::width(g) + g.chars().filter(|c| matches!(c, '\u{FF9E}' | '\u{FF9F}')).count()
}

/// Cells that `s` takes on one line. Control characters, line ends among them, count nothing.
pub fn width(s: &str) -> usize {
    Ambiguous::Narrow.width(s)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::typed::as_typed;
    use proptest::prelude::*;
    use ratatui::buffer::{Buffer, CellWidth};
    use ratatui::layout::Rect;
    use ratatui::style::Style;

    #[test]
    fn widths() {
        as_typed("width", |text| Ok::<_, &str>(width(text).to_string()));
    }

    #[test]
    fn cuts() {
        as_typed("cut", |typed| {
            let (cells, text) = typed.split_once(' ').ok_or("no columns")?;
            Ok::<_, &str>(Ambiguous::Unsure.truncate(text, cells.parse().expect("columns")))
        });
        // Where it is known to take one column.
        let sign = |cells| Ambiguous::Narrow.truncate("漢字かな", cells);
        assert_eq!([sign(7), sign(6), sign(1), sign(8)], ["漢字か…", "漢字…", "…", "漢字かな"]);
    }

    #[test]
    fn ambiguous_characters_take_two_columns_where_the_terminal_is_set_so() {
        let wide = Ambiguous::Wide;
        assert_eq!((wide.width("○①…─αЖé"), Ambiguous::Narrow.width("○①…─αЖé")), (14, 7));
        // What is sure stays as it is.
        let text = "aあｶﾞ葛\u{E0100}か\u{3099}👨‍👩‍👧";
        assert_eq!(wide.width(text), width(text));
        assert_eq!(wide.truncate("①②③④", 6), "①②..");
        assert_eq!(wide.truncate("①②③④", 8), "①②③④");
    }

    #[test]
    fn sure_characters_are_what_unicode_says() {
        for c in ('\0'..=char::MAX).filter(|c| sure(*c).is_some()) {
            let s = c.to_string();
            assert_eq!(
                (sure(c), is_ambiguous(c)),
                (Some(UnicodeWidthStr::width(s.as_str())), false),
                "{c}"
            );
            assert!(["a", "0", " ", "あ", "ア", "漢", "、", "！"].iter().all(|other| {
                [s.clone() + other, (*other).to_owned() + &s]
                    .iter()
                    .all(|t| t.graphemes(true).count() == 2)
            }));
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
        fn clusters_are_those_of_unicode(
            s in "([a ~あー漢（　]|[👨👩🇯🇵]|\r|\n|\\PC\
                |[\u{E0100}\u{3099}\u{309A}\u{200D}\u{FE0F}\u{20E3}\u{FF9E}]){0,12}"
        ) {
            let unicode = s.grapheme_indices(true).map(|(at, g)| (at, g, grapheme_width(g)));
            prop_assert!(clusters(&s).eq(unicode));
        }

        #[test]
        fn never_wider(s in any::<String>(), cells in 0usize..40) {
            for how in [Ambiguous::Unsure, Ambiguous::Narrow, Ambiguous::Wide] {
                let cut = how.truncate(&s, cells);
                prop_assert!(how.width(&cut) <= cells);
                prop_assert_eq!(cut == s, how.width(&s) <= cells);
            }
        }
    }
}
