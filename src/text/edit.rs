//! The text of an input field: cursor, editing by grapheme cluster, undo.

use std::collections::VecDeque;
use std::ops::Range;

use unicode_normalization::char::canonical_combining_class;
use unicode_segmentation::{GraphemeCursor, UnicodeSegmentation};

use super::clean::clean;
use super::width::Room;
use super::wrap::wrap;

/// Maximum length in bytes: far more than any letter, and each key processes all of it.
pub const LONGEST: usize = 100_000;
const MAX_UNDO: usize = 200;

/// A text with a cursor in it.
///
/// The cursor is a byte offset and always on a border between grapheme clusters, so a name never
/// loses its variation selector or a kana its voiced mark. What is put in goes through
/// [`clean`]: the text holds no control character but `\n`, and that only if it is
/// multi-line. Call `clean` before, if what it took out is to be shown.
///
/// Methods that move or change return whether anything changed.
#[derive(Clone, Default)]
pub struct EditBuffer {
    text: String,
    cursor: usize,
    multiline: bool,
    /// The column that up and down try to keep, in cells.
    wished: Option<usize>,
    undo: VecDeque<Change>,
    redo: Vec<Change>,
    /// Whether the next edit may join the last step.
    open: bool,
    /// The next insertion replaces the whole text.
    gives_way: bool,
    /// Length of the fixed prefix: the cursor never enters it, and it cannot be deleted.
    fixed: usize,
}

// Lengths only: the text is personal.
shows!(
    Debug EditBuffer, it,
    "EditBuffer {{ len: {}, cursor: {}, undo: {}, redo: {} }}",
    it.text.len(), it.cursor, it.undo.len(), it.redo.len()
);

/// How a text is shown and where its cursor is; see [`EditBuffer::layout`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Layout {
    /// The rows, as byte ranges of the text; never empty.
    pub lines: Vec<Range<usize>>,
    /// The row of the cursor, an index into `lines`.
    pub row: usize,
    /// The column of the cursor in cells, less than the width asked for (0 at widths 0 and 1).
    pub col: usize,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum ChangeKind {
    Type,
    Backspace,
    Delete,
    Other,
}

/// One step: at `at`, `removed` was replaced by `inserted`.
#[derive(Clone)]
struct Change {
    kind: ChangeKind,
    at: usize,
    removed: String,
    inserted: String,
    cursor_before: usize,
    cursor_after: usize,
}

/// Cuts a text to what can be edited; whether it was longer.
pub fn cut(text: &mut String) -> bool {
    let long = text.len() > LONGEST;
    if long {
        let end = text.char_indices().map(|(at, _)| at).take_while(|at| *at <= LONGEST).last();
        text.truncate(end.unwrap_or(0));
    }
    long
}

impl EditBuffer {
    /// A buffer with `text` (cleaned), the cursor at its end. Line ends stay if `multiline`.
    pub fn new(text: &str, multiline: bool) -> Self {
        let mut text = clean(text, multiline).text;
        cut(&mut text);
        Self { cursor: text.len(), text, multiline, ..Self::default() }
    }

    /// A line that is only offered, unless it is empty: see [`Self::give_way`].
    pub fn offering(text: &str) -> Self {
        let mut line = Self::new(text, false);
        line.gives_way = !line.text.is_empty();
        line
    }

    /// The first `bytes` of the text stay as they are. What is set as a whole leaves nothing fixed.
    pub fn fix(&mut self, bytes: usize) {
        self.fixed = bytes;
        self.set_cursor(self.cursor);
    }

    /// Whether the next insertion replaces the whole text.
    pub fn gives_way(&self) -> bool {
        self.gives_way
    }

    pub fn text(&self) -> &str {
        &self.text
    }

    /// Where the cursor is: a byte offset into the text.
    pub fn cursor(&self) -> usize {
        self.cursor
    }

    /// Replaces the whole text and puts the cursor at its end. Can be undone.
    pub fn set_text(&mut self, text: &str) -> bool {
        let text = clean(text, self.multiline).text;
        self.wished = None;
        if text == self.text {
            let moved = self.cursor != self.text.len();
            self.cursor = self.text.len();
            self.open = false;
            return moved;
        }
        self.replace(ChangeKind::Other, 0..self.text.len(), text)
    }

    /// The text is only an offer: the next insertion replaces it, as one undo step.
    pub fn give_way(&mut self) {
        self.gives_way = true;
    }

    /// Puts `text` (cleaned) in at the cursor. The cursor comes after it, and after what follows
    /// if that joins its last cluster. A combining mark is composed with the cluster before it.
    pub fn insert(&mut self, text: &str) -> bool {
        let typed = text.chars().nth(1).is_none();
        let mut new = clean(text, self.multiline).text;
        if self.gives_way && !new.is_empty() && new.len() <= LONGEST {
            let kind = if typed { ChangeKind::Type } else { ChangeKind::Other };
            self.gives_way = false;
            return self.replace(kind, 0..self.text.len(), new);
        }
        let mut start = self.cursor;
        if new.chars().next().is_some_and(|c| canonical_combining_class(c) != 0) {
            let base = self.before(self.cursor);
            let cluster = self.slice(base..self.cursor);
            if !cluster.contains('\n') {
                new = clean(&format!("{cluster}{new}"), self.multiline).text;
                start = base;
            }
        }
        if new.is_empty() || self.text.len() - (self.cursor - start) + new.len() > LONGEST {
            return false;
        }
        let kind = if typed && start == self.cursor { ChangeKind::Type } else { ChangeKind::Other };
        self.replace(kind, start..self.cursor, new)
    }

    pub fn fits(&self, text: &str) -> bool {
        let kept = if self.gives_way { 0 } else { self.text.len() };
        kept + text.len() <= LONGEST
    }

    pub fn backspace(&mut self) -> bool {
        self.replace(ChangeKind::Backspace, self.before(self.cursor)..self.cursor, String::new())
    }

    pub fn delete(&mut self) -> bool {
        self.replace(ChangeKind::Delete, self.cursor..self.after(self.cursor), String::new())
    }

    /// Removes from the cursor to the end of the line; at its end, the line end.
    pub fn kill_to_end(&mut self) -> bool {
        let end = self.line_end();
        let end = if end == self.cursor { self.after(end) } else { end };
        self.replace(ChangeKind::Other, self.cursor..end, String::new())
    }

    pub fn kill_to_start(&mut self) -> bool {
        // Taken back, the cursor is where it was.
        let start = self.line_start();
        self.replace(ChangeKind::Other, start..self.cursor, String::new())
    }

    pub fn left(&mut self) -> bool {
        self.go(self.before(self.cursor))
    }

    pub fn right(&mut self) -> bool {
        self.go(self.after(self.cursor))
    }

    /// To the start of the logical line, not of the displayed row.
    pub fn home(&mut self) -> bool {
        self.go(self.line_start())
    }

    /// To the end of the logical line, not of the displayed row.
    pub fn end(&mut self) -> bool {
        self.go(self.line_end())
    }

    /// To the start of the text.
    pub fn top(&mut self) -> bool {
        self.go(0)
    }

    /// To the end of the text.
    pub fn bottom(&mut self) -> bool {
        self.go(self.text.len())
    }

    /// To byte `at`, or the nearest border between clusters before it.
    pub fn set_cursor(&mut self, at: usize) -> bool {
        let mut at = at.min(self.text.len());
        while !self.text.is_char_boundary(at) {
            at -= 1;
        }
        if !self.is_border(at) {
            at = self.before(at);
        }
        self.go(at)
    }

    /// One row up, as shown in `room`, in the column where that began. `false` on the first.
    pub fn up(&mut self, room: impl Into<Room>) -> bool {
        self.vertical(room.into(), 1, false)
    }

    /// One row down; see [`Self::up`]. `false` on the last row.
    pub fn down(&mut self, room: impl Into<Room>) -> bool {
        self.vertical(room.into(), 1, true)
    }

    /// `rows` rows (at least one) down or up, at most to the last or first; see [`Self::up`].
    pub fn page(&mut self, room: impl Into<Room>, rows: usize, down: bool) -> bool {
        self.vertical(room.into(), rows.max(1), down)
    }

    /// Takes the last step back. Characters typed one after another are one step up to a blank, a
    /// 、 or 。, a line end or a movement; so are characters removed one after another.
    pub fn undo(&mut self) -> bool {
        let Some(edit) = self.undo.pop_back() else { return false };
        self.splice(edit.at, edit.inserted.len(), &edit.removed);
        self.cursor = edit.cursor_before;
        self.redo.push(edit);
        self.open = false;
        self.wished = None;
        true
    }

    /// Does again what [`Self::undo`] took back, until something else is changed.
    pub fn redo(&mut self) -> bool {
        let Some(edit) = self.redo.pop() else { return false };
        self.splice(edit.at, edit.removed.len(), &edit.inserted);
        self.cursor = edit.cursor_after;
        self.undo.push_back(edit);
        self.open = false;
        self.wished = None;
        true
    }

    /// The rows of the text in `room` and the place of the cursor in them.
    ///
    /// Between two rows of one line the cursor is at the start of the second. At the end of a line
    /// that fills its row it gets an empty row of its own after it, where the next character will
    /// go. Among blanks that hang over the end of a row it stays in the last column.
    pub fn layout(&self, room: impl Into<Room>) -> Layout {
        let room = room.into();
        let Room { cells, ambiguous } = room;
        let mut lines = wrap(&self.text, room);
        // The last row that starts at or before the cursor.
        let mut row = lines.partition_point(|r| r.start <= self.cursor).saturating_sub(1);
        let line = lines.get(row).cloned().unwrap_or_default();
        let mut col = ambiguous.width(self.slice(line.start..self.cursor));
        if col >= cells.max(1) && self.cursor >= line.end {
            row += 1;
            col = 0;
            lines.insert(row, self.cursor..self.cursor);
        }
        Layout { lines, row, col: col.min(cells.saturating_sub(1)) }
    }

    fn vertical(&mut self, room: Room, rows: usize, down: bool) -> bool {
        let Layout { lines, row, col } = self.layout(room);
        let target = if down {
            row.saturating_add(rows).min(lines.len().saturating_sub(1))
        } else {
            row.saturating_sub(rows)
        };
        let Some(line) = lines.get(target).cloned().filter(|_| target != row) else {
            return false;
        };
        let wished = self.wished.unwrap_or(col);
        let mut at = line.start;
        let mut used = 0;
        for (offset, g) in self.slice(line.clone()).grapheme_indices(true) {
            at = line.start + offset;
            used += room.ambiguous.cluster(g);
            if used > wished {
                break;
            }
            // The end of a row that another row continues, or that is full, is shown on the next
            // row: going there would leave the row aimed at.
            let end = at + g.len();
            let shown_below = end == line.end
                && (used >= room.cells
                    || lines.get(target + 1).is_some_and(|next| next.start == end));
            if !shown_below {
                at = end;
            }
        }
        self.go(at);
        self.wished = Some(wished);
        true
    }

    fn go(&mut self, at: usize) -> bool {
        let at = at.max(self.fixed);
        let moved = at != self.cursor;
        self.cursor = at;
        self.open = false;
        self.gives_way = false;
        self.wished = None;
        moved
    }

    fn line_start(&self) -> usize {
        self.slice(0..self.cursor).rfind('\n').map_or(self.fixed, |at| at + 1)
    }

    fn line_end(&self) -> usize {
        let rest = self.slice(self.cursor..self.text.len());
        self.cursor + rest.find('\n').unwrap_or(rest.len())
    }

    fn slice(&self, range: Range<usize>) -> &str {
        self.text.get(range).unwrap_or_default()
    }

    fn is_border(&self, at: usize) -> bool {
        // The whole text is at hand, so the cursor never asks for more of it.
        GraphemeCursor::new(at, self.text.len(), true).is_boundary(&self.text, 0).unwrap_or(true)
    }

    fn before(&self, at: usize) -> usize {
        let mut border = GraphemeCursor::new(at, self.text.len(), true);
        border.prev_boundary(&self.text, 0).ok().flatten().unwrap_or(0).max(self.fixed)
    }

    fn after(&self, at: usize) -> usize {
        let mut border = GraphemeCursor::new(at, self.text.len(), true);
        border.next_boundary(&self.text, 0).ok().flatten().unwrap_or(self.text.len())
    }

    /// Every change but undo and redo. `false` if there is nothing to change.
    fn replace(&mut self, kind: ChangeKind, range: Range<usize>, inserted: String) -> bool {
        self.wished = None;
        self.gives_way = false;
        let removed = self.slice(range.clone()).to_owned();
        if removed == inserted {
            return false;
        }
        let cursor_before = self.cursor;
        self.splice(range.start, removed.len(), &inserted);
        // What stood on both sides may have joined.
        let end = range.start + inserted.len();
        self.cursor = if self.is_border(end) { end } else { self.after(end) };
        self.redo.clear();
        let edit = Change {
            kind,
            at: range.start,
            removed,
            inserted,
            cursor_before,
            cursor_after: self.cursor,
        };
        let joined = self.open && self.undo.back_mut().is_some_and(|last| last.join(&edit));
        if !joined {
            if self.undo.len() >= MAX_UNDO {
                self.undo.pop_front();
            }
            self.undo.push_back(edit);
        }
        self.open = kind != ChangeKind::Other;
        true
    }

    fn splice(&mut self, at: usize, len: usize, with: &str) {
        let end = at + len;
        // Always so; asked because `replace_range` would panic.
        if self.text.is_char_boundary(at) && self.text.is_char_boundary(end) {
            self.text.replace_range(at..end, with);
        }
    }
}

impl Change {
    /// Takes `next` into this step if both are one run of typing or removing.
    fn join(&mut self, next: &Change) -> bool {
        if self.kind != next.kind || next.cursor_before != self.cursor_after {
            return false;
        }
        let joined = match next.kind {
            ChangeKind::Type => {
                let ended = self.inserted.ends_with([' ', '\u{3000}', '、', '。', '\n']);
                let goes_on = !ended && next.at == self.at + self.inserted.len();
                if goes_on {
                    self.inserted.push_str(&next.inserted);
                }
                goes_on
            }
            ChangeKind::Backspace if next.at + next.removed.len() == self.at => {
                self.removed.insert_str(0, &next.removed);
                self.at = next.at;
                true
            }
            ChangeKind::Delete if next.at == self.at => {
                self.removed.push_str(&next.removed);
                true
            }
            _ => false,
        };
        if joined {
            self.cursor_after = next.cursor_after;
        }
        joined
    }
}

#[cfg(test)]
mod tests;
