//! Frame → bytes. One string a frame, for one write; nothing is ever asked of the terminal.
//!
//! ratatui's own back end moves the cursor after every wide character and resets four attributes on
//! every frame: for Japanese text that is nearly half of the bytes. Hence this small one. After
//! characters whose width terminals disagree on it still moves the cursor, so that such a terminal
//! is wrong by one cell and not by a line.

use super::theme::COLOURS;
use crate::text::clean::does_something;
use crate::text::width::{Ambiguous, grapheme_width, is_unsure, sure_cluster};
use ratatui::buffer::{Buffer, Cell, CellDiffOption};
use ratatui::layout::{Position, Rect};
use ratatui::style::{Color, Modifier};
use std::fmt::Write;
use std::num::NonZeroU16;

/// Remembers what the terminal shows.
#[derive(Debug, Default)]
pub struct Painter {
    /// None: nothing is known, the next frame is complete.
    shown: Option<Buffer>,
    cursor: Option<Position>,
    /// Where the cursor waits while it is hidden.
    parked: Option<Position>,
    at: Option<Position>,
    ambiguous: Ambiguous,
    /// The next complete frame ends with the question how wide an ambiguous character is.
    asks: bool,
}

/// Printed to see how wide the terminal draws it.
const PROBE: &str = "○";
/// Cells that may have changed by it.
const PROBED: u16 = 4;

type Look = (Color, Color, Modifier);
const PLAIN: Look = (Color::Reset, Color::Reset, Modifier::empty());

impl Painter {
    /// A painter whose first frame asks for the width of ambiguous characters at its end.
    pub fn asking() -> Self {
        Self { asks: true, ..Self::default() }
    }
    /// Forgets what is shown: the next frame is complete. Not whether the cursor is seen: a
    /// terminal that was resized shows it as before.
    pub fn forget(&mut self) {
        *self = Self { ambiguous: self.ambiguous, cursor: self.cursor, ..Self::default() };
    }
    /// Draws for a terminal of this kind from now on.
    pub fn suit(&mut self, ambiguous: Ambiguous) {
        let before = std::mem::replace(&mut self.ambiguous, ambiguous);
        // What was drawn while nothing was known is right for narrow ones.
        if before != ambiguous && Ambiguous::Wide == before.max(ambiguous) {
            self.forget();
        }
    }
    /// Where the cursor waits in a frame that hides it: an input method that was left on draws
    /// there, and what reads or enlarges the screen follows it.
    pub fn park(&mut self, at: Position) {
        self.parked = Some(at);
    }
    /// The bytes that turn what is shown into `next`, the cursor there or hidden; "" if none do.
    pub fn paint(&mut self, mut next: Buffer, cursor: Option<Position>) -> String {
        let was_shown = self.cursor.is_some();
        let mut out = String::new();
        // The cursor would be seen running over the screen.
        let hide = if was_shown { "\x1b[?25l" } else { "" };
        reserve(&mut next, self.ambiguous);
        let columns = next.area.width;
        if let Some(shown) = self.shown.take().filter(|s| s.area == next.area) {
            let mut cells = shown.diff_iter(&next).peekable();
            if cells.peek().is_some() {
                out.push_str(hide);
            }
            encode(&mut out, cells, columns, self.ambiguous);
        } else {
            out.push_str("\x1b[m\x1b[H\x1b[2J");
            out.push_str(hide);
            encode(&mut out, symbols(&next, 0), columns, self.ambiguous);
            if std::mem::take(&mut self.asks) {
                ask(&mut out, &next, self.ambiguous);
            }
        }
        let painted = !out.is_empty();
        if cursor.is_none() && !painted {
            out.push_str(hide);
        }
        let at = cursor.or(self.parked);
        if let Some(p) = at.filter(|_| painted || self.at != at) {
            go(&mut out, p.x, p.y);
        }
        if cursor.is_some() && (!was_shown || painted) {
            out.push_str("\x1b[?25h");
        }
        self.at = at;
        self.shown = Some(next);
        self.cursor = cursor;
        out
    }
}

/// Asks for the width of an ambiguous character and wipes it out again. In the last row: an answer
/// that names the first one looks like a key, F3 with modifiers.
fn ask(out: &mut String, next: &Buffer, ambiguous: Ambiguous) {
    let Rect { width, height, .. } = next.area;
    if width < 8 || height < 2 {
        return;
    }
    // Whole characters: written over one of which a half is left, Alacritty wipes the new one out.
    let whole = |x: &u16| next[(*x, height - 1)].diff_option != CellDiffOption::Skip;
    let end = (PROBED..width).find(whole).unwrap_or(width);
    let _ = write!(out, "\x1b[{height};1H{PROBE}\x1b[6n\x1b[{height};1H\x1b[{end}X");
    let again = symbols(next, height - 1).filter(|(x, ..)| *x < end);
    encode(out, again, width, ambiguous);
}

/// What is to be written on an empty screen from this row on.
fn symbols(frame: &Buffer, from: u16) -> impl Iterator<Item = (u16, u16, &Cell)> {
    let seen = |cell: &Cell| cell.diff_option != CellDiffOption::Skip && *cell != Cell::EMPTY;
    let cells = (from..frame.area.height).flat_map(|y| (0..frame.area.width).map(move |x| (x, y)));
    cells.map(|(x, y)| (x, y, &frame[(x, y)])).filter(move |(.., cell)| seen(cell))
}

/// Makes a frame ready for ratatui's comparison, which has to know what cells a wide symbol covers.
/// They are not written, and are once it is gone, even if empty: they show its second half.
fn reserve(next: &mut Buffer, ambiguous: Ambiguous) {
    let columns = usize::from(next.area.width.max(1));
    for row in next.content.chunks_mut(columns) {
        let mut covered = 0;
        for x in 0..row.len() {
            if covered > 0 {
                row[x].diff_option = CellDiffOption::Skip;
                covered -= 1;
                continue;
            }
            // The last gate: whatever got so far, nothing but text reaches the terminal.
            let symbol = row[x].symbol();
            if sure_cluster(symbol).is_none() && symbol.chars().any(does_something) {
                let marks = "?".repeat(usize::from(known(symbol).0));
                row[x].set_symbol(&marks);
            }
            let symbol = row[x].symbol();
            let (mut width, sure) = known(symbol);
            // An ambiguous one covers the cell behind it where the terminal draws it so, and only
            // if room was left there: what was placed by other counts is not eaten.
            let room = || row.get(x + 1).is_some_and(|c| c.symbol() == " ");
            if !sure && width == 1 && ambiguous == Ambiguous::Wide && is_unsure(symbol) && room() {
                width = 2;
            }
            if let Some(wide) = NonZeroU16::new(width).filter(|w| w.get() > 1) {
                row[x].diff_option = CellDiffOption::ForcedWidth(wide);
                covered = width - 1;
            }
        }
    }
}

pub fn area((columns, rows): (u16, u16)) -> Rect {
    Rect::new(0, 0, columns, rows)
}

fn encode<'a>(
    out: &mut String,
    changes: impl Iterator<Item = (u16, u16, &'a Cell)>,
    columns: u16,
    ambiguous: Ambiguous,
) {
    let mut look = PLAIN;
    let mut at = None;
    for (x, y, cell) in changes {
        if at != Some((x, y)) {
            go(out, x, y);
        }
        let want = (cell.fg, cell.bg, cell.modifier);
        if want != look {
            style(out, look, want);
            look = want;
        }
        let symbol = cell.symbol();
        let (width, sure) = known(symbol);
        if sure || ambiguous == Ambiguous::Narrow && is_line(symbol) {
            out.push_str(symbol);
            at = Some((x + width, y));
            continue;
        }
        // A width that depends on the terminal: it is told again where the next cell is.
        at = None;
        if ambiguous == Ambiguous::Wide && width == 1 {
            if x + 1 >= columns {
                // It would be drawn in the next line.
                out.push(' ');
                continue;
            }
            if cell.diff_option != CellDiffOption::None {
                // Should this one be narrow after all, a blank in its style is behind it.
                out.push_str("  ");
                go(out, x, y);
            }
        }
        out.push_str(symbol);
    }
    if look != PLAIN {
        out.push_str("\x1b[m");
    }
}

/// The cells of a symbol as most terminals draw it, and whether all of them do.
fn known(symbol: &str) -> (u16, bool) {
    let cells = |width: usize| u16::try_from(width.max(1)).unwrap_or(1);
    match sure_cluster(symbol) {
        Some(width) => (cells(width), true),
        None => {
            (cells(grapheme_width(symbol)), !is_unsure(symbol) && symbol.chars().skip(1).all(sits))
        }
    }
}

/// A piece of a frame: drawn only where the terminal has shown how wide it draws it.
fn is_line(symbol: &str) -> bool {
    let mut chars = symbol.chars();
    matches!((chars.next(), chars.next()), (Some('\u{2500}'..='\u{257F}'), None))
}

/// Whether a character that follows another one in its cluster takes the same room everywhere:
/// none. Joined emoji don't, nor do half-width voiced marks, which take a cell of their own except
/// where Unicode is followed to the letter.
fn sits(c: char) -> bool {
    matches!(
        c,
        '\u{E0100}'..='\u{E01EF}' | '\u{3099}' | '\u{309A}' | '\u{0300}'..='\u{036F}'
    )
}

fn style(out: &mut String, now: Look, want: Look) {
    let mut codes: Vec<u8> = Vec::new();
    let from = if now.2 != want.2 && now != PLAIN
        || (want.0 == Color::Reset && now.0 != want.0)
        || (want.1 == Color::Reset && now.1 != want.1)
    {
        codes.push(0);
        PLAIN
    } else {
        now
    };
    for (m, code) in [
        (Modifier::BOLD, 1),
        (Modifier::DIM, 2),
        (Modifier::ITALIC, 3),
        (Modifier::UNDERLINED, 4),
        (Modifier::REVERSED, 7),
    ] {
        if want.2.contains(m) && !from.2.contains(m) {
            codes.push(code);
        }
    }
    if want.0 != from.0 {
        codes.extend(color(want.0, 30));
    }
    if want.1 != from.1 {
        codes.extend(color(want.1, 40));
    }
    out.push_str("\x1b[");
    for (i, code) in codes.into_iter().enumerate() {
        if i > 0 {
            out.push(';');
        }
        number(out, code.into());
    }
    out.push('m');
}

fn go(out: &mut String, x: u16, y: u16) {
    out.push_str("\x1b[");
    number(out, y + 1);
    out.push(';');
    number(out, x + 1);
    out.push('H');
}

/// A frame has a hundred numbers, and `write!` takes ten times as long for each.
fn number(out: &mut String, n: u16) {
    if n > 9 {
        number(out, n / 10);
    }
    out.extend(char::from_digit(u32::from(n % 10), 10));
}

/// The theme uses the terminal's own colours only; the bright ones stand 60 further on.
fn color(c: Color, base: u8) -> Option<u8> {
    let number = COLOURS.iter().position(|(_, known)| *known == c)?;
    let number = base + u8::try_from(number).ok()?;
    Some(if number < base + 8 { number } else { number + 60 - 8 })
}

#[cfg(test)]
mod tests {
    use super::*;
    use ratatui::buffer::CellWidth;
    use ratatui::style::Style;

    fn frame(text: &str, style: Style) -> Buffer {
        let mut b = Buffer::empty(area((20, 2)));
        b.set_string(0, 0, text, style);
        b
    }

    #[test]
    fn nothing_but_text_reaches_the_terminal() {
        let mut next = Buffer::empty(area((8, 1)));
        for (x, symbol) in ["\u{2028}", "\u{9b}", "\x1b", "\u{202e}", "a\u{200b}", "葛\u{e0100}"]
            .iter()
            .enumerate()
        {
            next[(u16::try_from(x).unwrap_or(0), 0)].set_symbol(symbol);
        }
        let out = Painter::default().paint(next, None);
        let text = out.replace("\x1b[", "");
        assert!(!text.chars().any(does_something), "{out:?}");
        assert!(out.contains("?????") && out.contains("葛\u{e0100}"), "{out:?}");
    }

    #[test]
    fn wide_characters_need_no_moves() {
        let mut p = Painter::default();
        let out = p.paint(frame("退会する", Style::new()), None);
        assert_eq!(out, "\x1b[m\x1b[H\x1b[2J\x1b[1;1H退会する");
    }

    #[test]
    fn ambiguous_widths_are_followed_by_a_move() {
        let mut p = Painter::default();
        let out = p.paint(frame("①x", Style::new()), None);
        assert!(out.ends_with("①\x1b[1;2Hx"), "{out:?}");
    }

    #[test]
    fn a_terminal_that_draws_them_wide_gets_room_and_a_move() {
        let mut p = Painter::default();
        p.suit(Ambiguous::Wide);
        let out = p.paint(frame("① x", Style::new()), None);
        assert!(out.ends_with("\x1b[1;1H  \x1b[1;1H①\x1b[1;3Hx"), "{out:?}");
        // Nothing is written over its second half, and all of it goes.
        assert_eq!(p.paint(frame("① y", Style::new()), None), "\x1b[1;3Hy");
        assert_eq!(p.paint(frame("a  y", Style::new()), None), "\x1b[1;1Ha  y");
        // Placed by someone who did not know: no neighbour is eaten.
        let out = p.paint(frame("①b", Style::new()), None);
        assert!(out.starts_with("\x1b[1;1H①\x1b[1;2Hb"), "{out:?}");
        // In the last column it would be drawn in the next line.
        let out = p.paint(frame(&format!("{}①", " ".repeat(19)), Style::new()), None);
        assert!(!out.contains('①'), "{out:?}");
    }

    #[test]
    fn joined_emoji_are_followed_by_a_move() {
        for s in ["👨\u{200D}👩\u{200D}👧", "☎\u{FE0F}", "🇯🇵", "ｶﾞ"] {
            let out = Painter::default().paint(frame(&format!("{s}x"), Style::new()), None);
            assert!(out.ends_with("\x1b[1;3Hx"), "{out:?}");
        }
        for s in ["葛\u{E0100}", "か\u{3099}"] {
            let out = Painter::default().paint(frame(&format!("{s}x"), Style::new()), None);
            assert!(out.ends_with(&format!("{s}x")), "{out:?}");
        }
    }

    #[test]
    fn a_half_width_voiced_mark_is_not_wiped_out_by_what_stood_there() {
        let mut p = Painter::default();
        p.paint(frame("ABCD", Style::new()), None);
        assert_eq!(p.paint(frame("ｶﾞD", Style::new()), None), "\x1b[1;1Hｶﾞ\x1b[1;3HD ");
    }

    #[test]
    fn the_question_comes_last_and_once_and_leaves_the_row_as_it_was() {
        let text = |b: &mut Buffer| b.set_string(1, 1, "進む", Style::new());
        let mut b = frame("あ", Style::new());
        text(&mut b);
        let plain = Painter::default().paint(b.clone(), None);
        let mut p = Painter::asking();
        let out = p.paint(b.clone(), None);
        let rest = out.strip_prefix(&plain).expect("the frame comes first");
        assert_eq!(rest, "\x1b[2;1H○\x1b[6n\x1b[2;1H\x1b[5X\x1b[2;2H進む");
        p.forget();
        assert_eq!(p.paint(b, None), plain);
    }

    #[test]
    fn the_widths_agree_with_ratatui() {
        for c in (' '..='\u{FFFF}').filter(|c| !c.is_control()) {
            let s = c.to_string();
            assert_eq!(known(&s).0, s.as_str().cell_width().max(1), "{c:?}");
        }
    }

    #[test]
    fn nothing_changed_is_nothing_written() {
        let mut p = Painter::default();
        let at = Some(Position::new(3, 0));
        p.paint(frame("あ", Style::new()), at);
        assert_eq!(p.paint(frame("あ", Style::new()), at), "");
    }

    #[test]
    fn a_hidden_cursor_waits_where_it_is_parked() {
        let mut p = Painter::default();
        p.park(Position::new(1, 1));
        assert!(p.paint(frame("a", Style::new()), None).ends_with("a\x1b[2;2H"));
        assert_eq!(p.paint(frame("a", Style::new()), None), "");
        assert_eq!(p.paint(frame("b", Style::new()), None), "\x1b[1;1Hb\x1b[2;2H");
        assert_eq!(
            p.paint(frame("b", Style::new()), Some(Position::new(3, 0))),
            "\x1b[1;4H\x1b[?25h"
        );
        p.park(Position::new(1, 0));
        assert_eq!(p.paint(frame("b", Style::new()), None), "\x1b[?25l\x1b[1;2H");
    }

    #[test]
    fn attributes_are_given_back() {
        let mut p = Painter::default();
        let out =
            p.paint(frame("a", Style::new().fg(Color::Red).add_modifier(Modifier::BOLD)), None);
        assert!(out.ends_with("\x1b[1;31ma\x1b[m"), "{out:?}");
    }
}
