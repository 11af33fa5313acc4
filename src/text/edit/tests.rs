use super::*;
use crate::domain::typed::as_typed;
use proptest::prelude::*;

fn typed(text: &str, multiline: bool) -> EditBuffer {
    let mut b = EditBuffer::new("", multiline);
    for c in text.chars() {
        b.insert(c.encode_utf8(&mut [0; 4]));
    }
    b
}

#[test]
fn clusters() {
    let mut b = EditBuffer::new("葛\u{E0100}城か\u{3099}", false);
    assert_eq!(b.text(), "葛\u{E0100}城が");
    assert!(b.backspace());
    assert_eq!(b.text(), "葛\u{E0100}城");
    assert!(b.left());
    assert_eq!(b.cursor(), "葛\u{E0100}".len());
    assert!(b.backspace());
    assert_eq!((b.text(), b.cursor()), ("城", 0));
    assert!(!b.backspace() && !b.left());
    assert!(b.right() && !b.right() && !b.delete());
}

#[test]
fn joining_input() {
    // One character at a time, as an input method sends it.
    assert_eq!(typed("葛\u{E0100}", false).text(), "葛\u{E0100}");
    let family = "👨\u{200D}👩\u{200D}👧";
    let mut b = typed(family, false);
    assert_eq!(b.text(), family);
    assert!(b.backspace());
    assert_eq!(b.text(), "");
    assert_eq!(typed("か\u{3099}", false).text(), "が");
    // Put in before a selector that then belongs to it.
    let mut b = EditBuffer::new("\u{E0100}x", false);
    b.set_cursor(0);
    b.insert("葛");
    assert_eq!(b.cursor(), "葛\u{E0100}".len());
    // A mark after a line end has nothing to join.
    let mut b = EditBuffer::new("a\n", true);
    b.insert("\u{3099}");
    assert_eq!(b.text(), "a\n\u{3099}");
}

#[test]
fn single_line() {
    let mut b = EditBuffer::new("東京都\n港区\n", false);
    assert_eq!(b.text(), "東京都 港区");
    assert!(!b.insert("\n"));
    assert!(b.insert("\r\n芝\r\n\x1B[31m1"));
    assert_eq!(b.text(), "東京都 港区芝 1");
}

#[test]
fn lines() {
    let mut b = EditBuffer::new("abc\ndef", true);
    b.set_cursor(5);
    assert!(b.home());
    assert_eq!(b.cursor(), 4);
    assert!(b.end());
    assert_eq!(b.cursor(), 7);
    b.set_cursor(1);
    assert!(b.kill_to_end());
    assert_eq!(b.text(), "a\ndef");
    assert!(b.kill_to_end());
    assert_eq!(b.text(), "adef");
    assert!(b.kill_to_end() && !b.kill_to_end());
    assert_eq!(b.text(), "a");
}

#[test]
fn the_start_of_a_line_goes_and_comes_back() {
    let mut b = EditBuffer::new("一行目\n二行目", true);
    b.left();
    assert!(b.kill_to_start() && !b.kill_to_start());
    assert_eq!(b.text(), "一行目\n目");
    assert!(b.undo());
    assert_eq!(b.text(), "一行目\n二行目");
}

#[test]
fn layouts() {
    as_typed("layout", |typed| {
        let mut parts = typed.splitn(3, ' ');
        let mut number = || parts.next().and_then(|n| n.parse().ok()).expect("a number");
        let (cells, cursor) = (number(), number());
        let mut b = EditBuffer::new(parts.next().unwrap_or_default(), true);
        b.set_cursor(cursor);
        let l = b.layout(cells);
        Ok::<_, &str>(format!("{} {} {}", l.lines.len(), l.row, l.col))
    });
}

#[test]
fn up_and_down() {
    let mut b = EditBuffer::new("漢字かな\nab\n漢字かな", true);
    b.set_cursor(9);
    assert_eq!(b.layout(20).col, 6);
    assert!(b.down(20));
    assert_eq!(b.layout(20).col, 2);
    // The column wished for is kept across the short line.
    assert!(b.down(20));
    assert_eq!((b.layout(20).row, b.layout(20).col), (2, 6));
    assert!(!b.down(20));
    assert!(b.page(20, 10, false));
    assert_eq!((b.layout(20).row, b.layout(20).col), (0, 6));
    assert!(!b.up(20));
    // A column in the middle of a wide character: before it.
    let mut b = EditBuffer::new("abc\n漢字", true);
    b.set_cursor(3);
    assert!(b.down(20));
    assert_eq!(b.layout(20).col, 2);
}

#[test]
fn up_and_down_past_full_rows() {
    let mut b = EditBuffer::new("abcd\nabcd\nabcdabcd", true);
    for row in (0..4).rev() {
        assert!(b.up(4), "{row}");
        assert_eq!(b.layout(4).row, row);
    }
    assert!(!b.up(4));
    let mut b = EditBuffer::new("abcdefgh", true);
    b.set_cursor(3);
    assert!(b.down(4));
    assert_eq!(b.cursor(), 7);
}

#[test]
fn undo_by_runs() {
    let mut b = typed("お世話になります。田中", true);
    assert!(b.undo());
    assert_eq!(b.text(), "お世話になります。");
    assert!(b.undo());
    assert_eq!((b.text(), b.cursor()), ("", 0));
    assert!(!b.undo());
    assert!(b.redo() && b.redo() && !b.redo());
    assert_eq!((b.text(), b.cursor()), ("お世話になります。田中", b.text().len()));
    b.backspace();
    b.backspace();
    assert!(b.undo());
    assert_eq!(b.text(), "お世話になります。田中");
    b.left();
    b.insert("x");
    b.left();
    b.insert("y");
    assert!(b.undo());
    assert_eq!(b.text(), "お世話になります。田x中");
    b.insert("!");
    assert!(!b.redo());
    b.set_text("");
    assert!(b.undo());
    assert_eq!(b.text(), "お世話になります。田!x中");
}

#[test]
fn pasted_text_is_one_step() {
    let mut b = typed("ab", true);
    b.insert("長い。文");
    b.insert("c");
    assert!(b.undo() && b.undo());
    assert_eq!(b.text(), "ab");
}

#[test]
fn debug_shows_no_text() {
    let shown = format!("{:?}", typed("山田", false));
    assert!(!shown.contains('山') && shown.contains("len: 6"), "{shown}");
}

#[test]
fn cursor_snaps() {
    let mut b = EditBuffer::new("葛\u{E0100}城", false);
    for at in 0..7 {
        b.set_cursor(at);
        assert_eq!(b.cursor(), 0);
    }
    b.set_cursor(usize::MAX);
    assert_eq!(b.cursor(), b.text().len());
}

/// What may be typed at once.
const TYPED: &str = "([a-z \n　]|[ぁ-ん]|葛|\u{E0100}|\u{3099}|👨|\u{200D}|🇯|🇵|\\PC|\x1B){0,4}";

proptest! {
    #[test]
    fn any_keys(
        ops in prop::collection::vec((0u8..16, TYPED, 0usize..40), 0..60),
        multiline: bool,
        cells in 0usize..9,
    ) {
        let mut b = EditBuffer::new("", multiline);
        let mut undone = 0u32;
        for (op, s, n) in ops {
            let before = (b.text().to_owned(), b.cursor());
            let changed = match op {
                0..=3 => b.insert(&s),
                4 => b.backspace(),
                5 => b.delete(),
                6 => b.left(),
                7 => b.right(),
                8 => b.up(cells),
                9 => b.down(cells),
                10 => b.page(cells, n, n % 2 == 0),
                11 => b.set_cursor(n),
                12 => b.kill_to_end(),
                13 => { undone += 1; b.undo() }
                14 => b.redo(),
                _ => if n % 2 == 0 { b.home() } else { b.end() },
            };
            prop_assert_eq!(changed, before != (b.text().to_owned(), b.cursor()), "op {}", op);
            let borders: Vec<usize> =
                b.text().grapheme_indices(true).map(|(i, _)| i).chain([b.text().len()]).collect();
            prop_assert!(borders.contains(&b.cursor()));
            let l = b.layout(cells);
            prop_assert!(l.row < l.lines.len());
            prop_assert!(l.col < cells.max(1));
            prop_assert!(multiline || !b.text().contains('\n'));
            prop_assert!(!b.text().chars().any(|c| c != '\n' && c.is_control()));
            for r in &l.lines {
                prop_assert!(b.text().get(r.clone()).is_some());
            }
        }
        // All the way back and forth again.
        let end = b.text().to_owned();
        while b.redo() {}
        let last = b.text().to_owned();
        while b.undo() {}
        prop_assert_eq!(b.text(), "");
        while b.redo() {}
        prop_assert_eq!(b.text(), &last);
        prop_assert!(undone > 0 || end == last);
    }

    #[test]
    fn rows_go_one_at_a_time(text in "([a-c ]|[あ-お]|\n){0,30}", cells in 2usize..8) {
        let mut b = EditBuffer::new(&text, true);
        let mut row = b.layout(cells).row;
        while b.up(cells) {
            prop_assert_eq!(b.layout(cells).row + 1, row);
            row -= 1;
        }
        prop_assert_eq!(row, 0);
        while b.down(cells) {
            row += 1;
            prop_assert_eq!(b.layout(cells).row, row);
        }
        prop_assert_eq!(row + 1, wrap(&text, cells).len());
    }
}
