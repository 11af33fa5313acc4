//! How many terminal cells a text takes.
//!
//! The numbers are those with which ratatui places what it draws, so that a cursor or a cut
//! computed here meets the drawn character. Characters of ambiguous width (○, ①, Greek) count one,
//! unless [`Ambiguous::Wide`] says that the terminal draws them two columns wide.

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// How many columns the terminal gives to characters of ambiguous width. Passed to whatever
/// measures or draws: two screens of one program may differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Ambiguous {
    /// Not known yet; measured as one, and the program itself draws none.
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
    /// A room of this many cells on such a terminal.
    pub fn room(self, cells: usize) -> Room {
        Room { cells, ambiguous: self }
    }
}

/// Room for text: a number of cells and the width of ambiguous characters. A bare number means a
/// terminal where they are narrow.
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

/// The width of a cluster that consists of one unambiguous character.
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

/// The characters whose width Unicode leaves open (East Asian Width "Ambiguous"): one column to
/// most terminals, two to those that are set for East Asian text. A table of its own, because
/// unicode-width's idea of them is not the terminals' one: it leaves out Greek, Cyrillic and
/// accented letters, which `xterm -cjk_width` and `mlterm --ac=2` draw two columns wide.
///
/// First and last of each run, one after the other, in order. Combining marks and format characters
/// take no column anywhere and are left out; so is private use, whose looks only its font knows.
/// From EastAsianWidth.txt of Unicode 14.
const RUNS: [u32; 346] = [
    0x00A1, 0x00A1, 0x00A4, 0x00A4, 0x00A7, 0x00A8, 0x00AA, 0x00AA, 0x00AE, 0x00AE, 0x00B0, 0x00B4,
    0x00B6, 0x00BA, 0x00BC, 0x00BF, 0x00C6, 0x00C6, 0x00D0, 0x00D0, 0x00D7, 0x00D8, 0x00DE, 0x00E1,
    0x00E6, 0x00E6, 0x00E8, 0x00EA, 0x00EC, 0x00ED, 0x00F0, 0x00F0, 0x00F2, 0x00F3, 0x00F7, 0x00FA,
    0x00FC, 0x00FC, 0x00FE, 0x00FE, 0x0101, 0x0101, 0x0111, 0x0111, 0x0113, 0x0113, 0x011B, 0x011B,
    0x0126, 0x0127, 0x012B, 0x012B, 0x0131, 0x0133, 0x0138, 0x0138, 0x013F, 0x0142, 0x0144, 0x0144,
    0x0148, 0x014B, 0x014D, 0x014D, 0x0152, 0x0153, 0x0166, 0x0167, 0x016B, 0x016B, 0x01CE, 0x01CE,
    0x01D0, 0x01D0, 0x01D2, 0x01D2, 0x01D4, 0x01D4, 0x01D6, 0x01D6, 0x01D8, 0x01D8, 0x01DA, 0x01DA,
    0x01DC, 0x01DC, 0x0251, 0x0251, 0x0261, 0x0261, 0x02C4, 0x02C4, 0x02C7, 0x02C7, 0x02C9, 0x02CB,
    0x02CD, 0x02CD, 0x02D0, 0x02D0, 0x02D8, 0x02DB, 0x02DD, 0x02DD, 0x02DF, 0x02DF, 0x0391, 0x03A1,
    0x03A3, 0x03A9, 0x03B1, 0x03C1, 0x03C3, 0x03C9, 0x0401, 0x0401, 0x0410, 0x044F, 0x0451, 0x0451,
    0x2010, 0x2010, 0x2013, 0x2016, 0x2018, 0x2019, 0x201C, 0x201D, 0x2020, 0x2022, 0x2024, 0x2027,
    0x2030, 0x2030, 0x2032, 0x2033, 0x2035, 0x2035, 0x203B, 0x203B, 0x203E, 0x203E, 0x2074, 0x2074,
    0x207F, 0x207F, 0x2081, 0x2084, 0x20AC, 0x20AC, 0x2103, 0x2103, 0x2105, 0x2105, 0x2109, 0x2109,
    0x2113, 0x2113, 0x2116, 0x2116, 0x2121, 0x2122, 0x2126, 0x2126, 0x212B, 0x212B, 0x2153, 0x2154,
    0x215B, 0x215E, 0x2160, 0x216B, 0x2170, 0x2179, 0x2189, 0x2189, 0x2190, 0x2199, 0x21B8, 0x21B9,
    0x21D2, 0x21D2, 0x21D4, 0x21D4, 0x21E7, 0x21E7, 0x2200, 0x2200, 0x2202, 0x2203, 0x2207, 0x2208,
    0x220B, 0x220B, 0x220F, 0x220F, 0x2211, 0x2211, 0x2215, 0x2215, 0x221A, 0x221A, 0x221D, 0x2220,
    0x2223, 0x2223, 0x2225, 0x2225, 0x2227, 0x222C, 0x222E, 0x222E, 0x2234, 0x2237, 0x223C, 0x223D,
    0x2248, 0x2248, 0x224C, 0x224C, 0x2252, 0x2252, 0x2260, 0x2261, 0x2264, 0x2267, 0x226A, 0x226B,
    0x226E, 0x226F, 0x2282, 0x2283, 0x2286, 0x2287, 0x2295, 0x2295, 0x2299, 0x2299, 0x22A5, 0x22A5,
    0x22BF, 0x22BF, 0x2312, 0x2312, 0x2460, 0x24E9, 0x24EB, 0x254B, 0x2550, 0x2573, 0x2580, 0x258F,
    0x2592, 0x2595, 0x25A0, 0x25A1, 0x25A3, 0x25A9, 0x25B2, 0x25B3, 0x25B6, 0x25B7, 0x25BC, 0x25BD,
    0x25C0, 0x25C1, 0x25C6, 0x25C8, 0x25CB, 0x25CB, 0x25CE, 0x25D1, 0x25E2, 0x25E5, 0x25EF, 0x25EF,
    0x2605, 0x2606, 0x2609, 0x2609, 0x260E, 0x260F, 0x261C, 0x261C, 0x261E, 0x261E, 0x2640, 0x2640,
    0x2642, 0x2642, 0x2660, 0x2661, 0x2663, 0x2665, 0x2667, 0x266A, 0x266C, 0x266D, 0x266F, 0x266F,
    0x269E, 0x269F, 0x26BF, 0x26BF, 0x26C6, 0x26CD, 0x26CF, 0x26D3, 0x26D5, 0x26E1, 0x26E3, 0x26E3,
    0x26E8, 0x26E9, 0x26EB, 0x26F1, 0x26F4, 0x26F4, 0x26F6, 0x26F9, 0x26FB, 0x26FC, 0x26FE, 0x26FF,
    0x273D, 0x273D, 0x2776, 0x277F, 0x2B56, 0x2B59, 0x3248, 0x324F, 0xFFFD, 0xFFFD, 0x1F100,
    0x1F10A, 0x1F110, 0x1F12D, 0x1F130, 0x1F169, 0x1F170, 0x1F18D, 0x1F18F, 0x1F190, 0x1F19B,
    0x1F1AC,
];

pub(super) fn is_ambiguous(c: char) -> bool {
    let c = u32::from(c);
    let at = RUNS.partition_point(|end| *end < c);
    // Before an end at an odd place lies the inside of a run; the beginning of one belongs to it.
    at % 2 == 1 || RUNS.get(at) == Some(&c)
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
        // Unambiguous characters keep their width.
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

    #[test]
    fn the_table_is_in_order() {
        assert!(RUNS.is_sorted());
        assert!(RUNS.chunks(2).zip(RUNS.chunks(2).skip(1)).all(|(a, b)| a[1] < b[0]));
    }

    #[test]
    fn members() {
        for c in "○①…─│■→※“×★℃Ⅲ—―●·αЖé".chars() {
            assert!(is_ambiguous(c), "{c}");
        }
        for c in "a~あ漢〇、ｶ　‹›\u{E0100}\u{3099}\u{FE0F}".chars() {
            assert!(!is_ambiguous(c), "{c:?}");
        }
    }
}
