//! Frame → bytes. One string a frame, for one write; nothing is ever asked of the terminal.
//!
//! ratatui's own back end moves the cursor after every wide character and resets four attributes on every frame: for
//! Japanese text that is nearly half of the bytes. Hence this small one. After characters whose width terminals disagree on
//! it still moves the cursor, so that such a terminal is wrong by one cell and not by a line.

use ratatui::buffer::{Buffer, Cell, CellWidth};
use ratatui::layout::{Position, Rect};
use ratatui::style::{Color, Modifier};
use std::fmt::Write;
use unicode_width::UnicodeWidthStr;

/// Remembers what the terminal shows.
#[derive(Debug, Default)]
pub struct Painter {
    /// None: nothing is known, the next frame is complete.
    shown: Option<Buffer>,
    cursor: Option<Position>,
}

type Look = (Color, Color, Modifier);
const PLAIN: Look = (Color::Reset, Color::Reset, Modifier::empty());

impl Painter {
    /// Forgets what is shown: the next frame is complete.
    pub fn forget(&mut self) {
        *self = Self::default();
    }
    /// The bytes that turn what is shown into `next`, the cursor at `cursor` or hidden; empty if nothing differs.
    pub fn paint(&mut self, next: Buffer, cursor: Option<Position>) -> String {
        let shown = self.shown.take().filter(|s| s.area == next.area);
        let was_shown = self.cursor.is_some();
        let mut out = String::new();
        let cells = if let Some(s) = &shown {
            changed(s, &next)
        } else {
            out.push_str("\x1b[m\x1b[H\x1b[2J");
            written(&next)
        };
        if !cells.is_empty() && was_shown {
            // The cursor would be seen running over the screen.
            out.push_str("\x1b[?25l");
        }
        encode(&mut out, cells.into_iter());
        let painted = !out.is_empty();
        if let Some(p) = cursor {
            if painted || self.cursor != cursor {
                let _ = write!(out, "\x1b[{};{}H", p.y + 1, p.x + 1);
            }
            if !was_shown || painted {
                out.push_str("\x1b[?25h");
            }
        } else if was_shown && !painted {
            out.push_str("\x1b[?25l");
        }
        self.shown = Some(next);
        self.cursor = cursor;
        out
    }
}

/// The cells that differ. Where a wide character gives way to a narrow one, the cell behind it is written too, even if it was
/// and is empty: it still shows the wide one's second half.
fn changed<'a>(shown: &Buffer, next: &'a Buffer) -> Vec<(u16, u16, &'a Cell)> {
    let cells = |c: &Cell| sure_width(c.symbol()).unwrap_or_else(|| c.cell_width());
    let mut out = Vec::new();
    let (mut covered, mut stale) = (0_u16, 0_u16);
    for (i, (old, new)) in shown.content.iter().zip(&next.content).enumerate() {
        let differs = old != new || stale > 0;
        if differs && covered == 0 {
            let (x, y) = next.pos_of(i);
            out.push((x, y, new));
        }
        if differs || covered > 0 {
            let width = if covered == 0 { cells(new) } else { covered };
            covered = width.saturating_sub(1);
            stale = stale.max(cells(old)).max(width).saturating_sub(1);
        } else if cells(new) > 1 {
            covered = 1;
            stale = 0;
        }
    }
    out
}

/// The cells of a first frame that are not empty. Comparing with an empty screen cell by cell takes three times as long.
fn written(next: &Buffer) -> Vec<(u16, u16, &Cell)> {
    let mut out = Vec::new();
    let mut covered = 0;
    // Once: the constant would be made, compared and dropped anew for every cell.
    let empty = Cell::EMPTY;
    for (i, cell) in next.content.iter().enumerate() {
        if covered > 0 {
            covered -= 1;
        } else if *cell != empty {
            covered = sure_width(cell.symbol()).unwrap_or_else(|| cell.cell_width()).saturating_sub(1);
            let (x, y) = next.pos_of(i);
            out.push((x, y, cell));
        }
    }
    out
}

/// A screen of this size.
#[must_use]
pub fn area((columns, rows): (u16, u16)) -> Rect {
    Rect::new(0, 0, columns, rows)
}

fn encode<'a>(out: &mut String, cells: impl Iterator<Item = (u16, u16, &'a Cell)>) {
    let mut look = PLAIN;
    let mut at = None;
    for (x, y, cell) in cells {
        if at != Some((x, y)) {
            let _ = write!(out, "\x1b[{};{}H", y + 1, x + 1);
        }
        let want = (cell.fg, cell.bg, cell.modifier);
        if want != look {
            style(out, look, want);
            look = want;
        }
        let symbol = cell.symbol();
        out.push_str(symbol);
        // None: a width that depends on the terminal; it is told again where the next cell is.
        at = sure_width(symbol).map(|w| (x + w, y));
    }
    if look != PLAIN {
        out.push_str("\x1b[m");
    }
}

/// The cells of a symbol where all terminals agree on them. Nearly all of our text is ASCII, kana or kanji: for those the
/// tables of widths need not be asked.
fn sure_width(symbol: &str) -> Option<u16> {
    let mut chars = symbol.chars();
    match (chars.next(), chars.next()) {
        (Some(' '..='~'), None) => Some(1),
        (
            Some(
                '\u{3001}'..='\u{3029}'
                | '\u{3041}'..='\u{3096}'
                | '\u{30A1}'..='\u{30FE}'
                | '\u{4E00}'..='\u{9FFF}',
            ),
            None,
        ) => Some(2),
        _ => {
            let w = UnicodeWidthStr::width(symbol);
            (w == UnicodeWidthStr::width_cjk(symbol)).then(|| u16::try_from(w.max(1)).unwrap_or(1))
        }
    }
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
    let codes: Vec<String> = codes.iter().map(u8::to_string).collect();
    let _ = write!(out, "\x1b[{}m", codes.join(";"));
}

/// The theme uses the terminal's own colours only.
fn color(c: Color, base: u8) -> Option<u8> {
    Some(match c {
        Color::Black => base,
        Color::Red => base + 1,
        Color::Green => base + 2,
        Color::Yellow => base + 3,
        Color::Blue => base + 4,
        Color::Magenta => base + 5,
        Color::Cyan => base + 6,
        Color::Gray => base + 7,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use ratatui::style::Style;

    fn frame(text: &str, style: Style) -> Buffer {
        let mut b = Buffer::empty(area((20, 2)));
        b.set_string(0, 0, text, style);
        b
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
    fn the_short_cut_agrees_with_the_tables() {
        for c in (' '..='\u{FFFF}').filter(|c| !c.is_control()) {
            let s = c.to_string();
            if let Some(w) = sure_width(&s) {
                assert_eq!(w, s.as_str().cell_width().max(1), "{c:?}");
            }
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
    fn attributes_are_given_back() {
        let mut p = Painter::default();
        let out = p.paint(frame("a", Style::new().fg(Color::Red).add_modifier(Modifier::BOLD)), None);
        assert!(out.ends_with("\x1b[1;31ma\x1b[m"), "{out:?}");
    }
}
