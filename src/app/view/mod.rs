//! The whole screen: header, the question or review, the letter beside it, notice, keys.

pub(in crate::app) mod compare;
mod letter;
pub(in crate::app) mod month;
mod overlay;
mod peek;

use super::screens::question::field::Field;
use super::screens::{Screen, after, case, edit, log, mine, question, review, run, start};
use super::{App, WIDE};
use crate::config::Colors;
use crate::domain::document::{Document, flow_for};
use crate::domain::flow::walk::Walk;
use crate::input::keymap::{Intent, Mode};
use crate::text::wrap::wrap;
use crate::ui::page::{Hits, Page, put, put_line};
use crate::ui::painter::area;
use crate::ui::theme::{Palette, Theme};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Span};
use ratatui::widgets::{Clear, Widget as _};

/// Below this nothing useful can be shown.
pub const SMALLEST: (u16, u16) = (36, 10);

/// A frame: cells and cursor.
#[derive(Debug)]
pub struct Frame {
    /// The cells.
    pub buffer: Buffer,
    /// The real cursor, where text is typed; the input method draws there.
    pub cursor: Option<Position>,
    /// Where it waits while it is hidden: at what is selected.
    pub parked: Position,
    hits: Hits,
}

impl Frame {
    /// The keys that a click at this place stands for.
    #[must_use]
    pub fn hit(&self, x: u16, y: u16) -> Option<Vec<Intent>> {
        let found = self.hits.iter().find(|(place, _)| place.contains(Position::new(x, y)));
        found.map(|(_, keys)| keys.clone())
    }
}

/// Columns of the question side and of the letter side (0: behind Tab).
#[must_use]
pub fn split((columns, _): (u16, u16)) -> (u16, u16) {
    if columns < WIDE {
        return (columns, 0);
    }
    let left = (columns * 45 / 100).clamp(44, 66);
    (left, (columns - left - 3).min(letter::LETTER))
}

impl App {
    /// Whether the letter stands beside the screen.
    #[must_use]
    pub(super) fn beside(&self) -> bool {
        let right = split(self.size).1;
        // The review shows the lines of a letter by post as they are copied: below it where they don't fit beside it.
        let by_post = || {
            matches!(self.screen, Screen::Review(_)) && self.session.answers.one("channel") == Some("post")
        };
        right > 0 && (usize::from(right) >= letter::PAPER || !by_post())
    }

    /// Whether the screen is too small to show what a key would do.
    #[must_use]
    pub(super) fn too_small(&self) -> bool {
        self.size.0 < SMALLEST.0 || self.size.1 < SMALLEST.1
    }

    /// The body of the screen, and the columns of [`split`].
    fn places(&self) -> (Rect, u16, u16) {
        let (w, h) = self.size;
        let top = if h > 16 { 2 } else { 1 };
        let (left, right) = split(self.size);
        let right = if self.beside() { right } else { 0 };
        (Rect::new(0, top, w, h.saturating_sub(top + 2)), left, right)
    }

    /// Lines by which the review or the page after copying can be scrolled.
    #[must_use]
    pub fn most_scroll(&self) -> usize {
        let (body, left, right) = self.places();
        let theme = Theme::new(&Palette::MONO, self.ambiguous);
        let doc = self.session.reviewed(&self.content);
        let main = if right > 0 { Rect { width: left, ..body } } else { body };
        let lines = match &self.screen {
            Screen::Review(r) => review::view::page(self, r, &doc, &theme, main, right > 0).lines.len(),
            Screen::After(a) => after::view::page(self, a, &doc, &theme, main).lines.len(),
            Screen::Case(c) => case::view::page(self, c, &theme, body).lines.len(),
            _ => 0,
        };
        lines.saturating_sub(usize::from(body.height))
    }

    /// Draws the state. Pure: the same state gives the same frame.
    #[must_use]
    pub fn view(&self) -> Frame {
        let mut buffer = Buffer::empty(area(self.size));
        let palette = if self.config.colors == Colors::Never { Palette::MONO } else { self.config.palette };
        let theme = Theme::new(&palette, self.ambiguous);
        if self.too_small() {
            let mut page = theme.page();
            page.text("", self.content.text("too_small"), theme.plain, usize::from(self.size.0));
            page.draw(buffer.area, &mut buffer);
            return Frame { buffer, cursor: None, parked: Position::ORIGIN, hits: Hits::new() };
        }
        let answers = self.preview();
        let (body, left, right) = self.places();
        // What is stored has nothing to do with the letter of the walk.
        let stored = matches!(
            self.screen,
            Screen::Start(_) | Screen::Case(_) | Screen::Log(_) | Screen::Mine(_) | Screen::Run(_)
        );
        let right = if stored { 0 } else { right };
        let needs_doc =
            !stored && (right > 0 || self.letter.is_some() || !matches!(self.screen, Screen::Question(_)));
        let doc = needs_doc.then(|| {
            let edited = self.session.edited.as_ref();
            let doc = Document::new(&self.content, &answers, edited, self.session.today, self.session.office);
            let leaves = matches!(self.screen, Screen::Review(_) | Screen::After(_));
            if leaves { self.session.read_through(doc, &answers) } else { doc }
        });
        let bare =
            doc.is_none().then(|| Walk::new(flow_for(&self.content, &answers), &answers, self.session.today));
        let Some(walk) = doc.as_ref().map(|d| &d.walk).or(bare.as_ref()) else {
            return Frame { buffer, cursor: None, parked: Position::ORIGIN, hits: Hits::new() };
        };
        self.header(walk, &theme, &mut buffer);

        let beside = right > 0 && !matches!(self.screen, Screen::Edit(_));
        let main = if beside { Rect { width: left, ..body } } else { body };
        let mut cursor = None;
        let mut parked = Position::new(body.x, body.y);
        let mut hits = Hits::new();
        let mut draw = |page: &Page, place: Rect, buffer: &mut Buffer| {
            parked = page.parked(place);
            page.draw(place, buffer)
        };
        let letter_only = self.letter.is_some() && !beside;
        if !letter_only {
            cursor = match &self.screen {
                Screen::Question(_) | Screen::Start(_) | Screen::Mine(_) | Screen::Run(_) => {
                    let page = self.peeked(self.listed(walk, &theme, main));
                    hits.extend(page.hits(inset(main)));
                    draw(&page, inset(main), &mut buffer)
                }
                Screen::Review(r) => {
                    let doc = doc.as_ref();
                    doc.and_then(|d| {
                        let page = review::view::page(self, r, d, &theme, main, beside);
                        hits.extend(page.hits(inset(main)));
                        draw(&page, inset(main), &mut buffer)
                    })
                }
                Screen::Edit(e) => {
                    draw(&edit::view::page(self, e, &theme), edit::view::place(body), &mut buffer)
                }
                Screen::Case(c) => draw(&case::view::page(self, c, &theme, main), inset(main), &mut buffer),
                Screen::Log(l) => {
                    let page = log::view::page(self, l, &theme, main);
                    hits.extend(page.hits(inset(main)));
                    draw(&page, inset(main), &mut buffer)
                }
                Screen::After(a) => {
                    let doc = doc.as_ref();
                    doc.and_then(|d| {
                        draw(&after::view::page(self, a, d, &theme, main), inset(main), &mut buffer)
                    })
                }
            };
        }
        if let Some(doc) = doc.as_ref().filter(|_| beside || letter_only) {
            let place = if beside { Rect::new(left + 2, body.y, right + 1, body.height) } else { body };
            if beside {
                for y in body.y..body.y + body.height {
                    buffer.set_string(left, y, "|", theme.dim);
                }
            }
            let selected = self.letter_pane(doc, &theme, place, &mut buffer);
            if self.letter.is_some() {
                parked = selected;
            }
        }
        // What has not the focus takes no keys, and so no clicks.
        if self.letter.is_some() {
            cursor = None;
            hits.clear();
        }
        if self.overlay.is_some() {
            hits.clear();
        }
        self.footer(&theme, &mut buffer, &mut hits);
        if let Some(o) = &self.overlay {
            (cursor, parked) = self.over(o, doc.as_ref(), &theme, &mut buffer, &mut hits);
        }
        Frame { buffer, cursor, parked, hits }
    }

    /// The page of a screen on which something is chosen.
    fn listed(&self, walk: &Walk<'_>, theme: &Theme, place: Rect) -> Page {
        match &self.screen {
            Screen::Question(q) => question::view::page(self, q, walk, theme, place),
            Screen::Start(s) => start::view::page(self, s, theme, place),
            Screen::Mine(m) => mine::view::page(self, m, theme, place),
            Screen::Run(o) => run::view::page(self, o, theme, place),
            _ => theme.page(),
        }
    }

    fn header(&self, walk: &Walk<'_>, theme: &Theme, buf: &mut Buffer) {
        let t = |k| self.content.text(k);
        let label = |id: &str, v: &str| {
            let q = walk.step(id).map(|s| s.question);
            q.and_then(|q| q.choice.iter().find(|c| c.value == v)).map(|c| c.label.clone())
        };
        let mut path = vec!["kotowari".to_owned()];
        path.extend(
            walk.one("service_name")
                .map(str::to_owned)
                .or_else(|| walk.one("service").and_then(|v| label("service", v))),
        );
        path.extend(walk.one("goal").and_then(|v| label("goal", v)));
        if let Some(run) = &self.run {
            let (at, of, done) = (run.at + 1, run.legs.len(), run.done());
            let of = t("run.of").replace("{at}", &at.to_string()).replace("{of}", &of.to_string());
            path.insert(1, of.replace("{done}", &done.to_string()));
        }
        let mut count = String::new();
        match &self.screen {
            Screen::Question(q) => {
                if let Some(i) = walk.position(&q.id) {
                    path.push(walk.steps[i].question.label.clone());
                    let more = if walk.ends { "" } else { "+" };
                    count = format!("{}/{}{more}", i + 1, walk.steps.len());
                }
            }
            Screen::Review(_) => path.push(t("review.title").to_owned()),
            Screen::Edit(_) => path.push(t("edit.title").to_owned()),
            Screen::After(_) => path.push(t("after.title").to_owned()),
            Screen::Run(_) => path = vec!["kotowari".to_owned(), t("run.header").to_owned()],
            Screen::Mine(_) => path = vec!["kotowari".to_owned(), t("mine.header").to_owned()],
            Screen::Start(_) => path = vec!["kotowari".to_owned(), t("start.header").to_owned()],
            Screen::Case(_) | Screen::Log(_) => {
                path = vec!["kotowari".to_owned(), t("start.header").to_owned(), t("case.header").to_owned()];
            }
        }
        let w = usize::from(self.size.0);
        let width = |s: &str| theme.ambiguous.width(s);
        let room = w.saturating_sub(width(&count) + 3);
        // Where it is tight, the question matters more than what leads to it.
        while path.len() > 1 && width(&path.join(" › ")) > room {
            path.remove(0);
        }
        let path = theme.ambiguous.truncate(&path.join(" › "), room);
        let gap = " ".repeat(w.saturating_sub(width(&path) + width(&count) + 2));
        put(buf, (0, 0), &format!(" {path}{gap}{count} "), theme.header, self.size.0, theme.ambiguous);
    }

    /// Whether a key of a mode has anything to do now.
    #[must_use]
    pub fn possible(&self, mode: Mode, intent: Intent) -> bool {
        let channel = self.session.answers.one("channel").unwrap_or("mail");
        match intent {
            Intent::CopySubject | Intent::MailProgram => channel == "mail",
            Intent::CopyField | Intent::Limit => channel == "form",
            Intent::Regenerate if mode == Mode::Review => self.session.edited.is_some(),
            // Where one is registered there is no letter.
            Intent::Letter => !matches!(self.screen, Screen::Mine(_)),
            Intent::NextLetter | Intent::LastLetter | Intent::Letters | Intent::Skip => self.run.is_some(),
            // In a list only: there it puts the removed entry back.
            Intent::Undo => mode != Mode::List || self.removed(),
            _ => true,
        }
    }

    fn footer(&self, theme: &Theme, buf: &mut Buffer, hits: &mut Hits) {
        let (w, h) = self.size;
        if let Some(n) = &self.notice {
            // Whole, over the last rows of the body if need be: its end often says what to do.
            let lines: Vec<_> =
                wrap(n, theme.ambiguous.room(usize::from(w).saturating_sub(2))).into_iter().take(3).collect();
            let rows = u16::try_from(lines.len()).unwrap_or(1);
            let top = h.saturating_sub(1 + rows);
            Clear.render(Rect::new(0, top, w, rows), buf);
            for (y, r) in (top..).zip(lines) {
                put(buf, (1, y), n.get(r).unwrap_or_default(), theme.good, w - 1, theme.ambiguous);
            }
        }
        let width = |s: &str| theme.ambiguous.width(s);
        let wide = self.beside();
        let keys =
            self.keymap.list(self.mode(), true).into_iter().filter(|k| self.possible(self.mode(), k.2));
        let keys: Vec<_> = keys.collect();
        let mut line = Line::default();
        let mut used = 1;
        // The way back and the help are always there; the others give way to them.
        let pinned = |i: &Intent| matches!(i, Intent::Back | Intent::Help);
        let mut kept: usize = keys
            .iter()
            .filter(|k| pinned(&k.2))
            .map(|k| width(&k.0) + width(&self.key_text(self.mode(), k.1)) + 3)
            .sum();
        for (key, action, intent) in &keys {
            // The two directions of a movement are one entry.
            let other = |i| keys.iter().find(|k| k.2 == i).map(|k| format!("{key}/{}", k.0));
            let (key, action) = match intent {
                Intent::Down | Intent::Right => continue,
                Intent::Up => (other(Intent::Down).unwrap_or_default(), "move"),
                Intent::Left => (other(Intent::Right).unwrap_or_default(), "pick"),
                Intent::Letter if wide && self.letter.is_none() => (key.clone(), "letter_beside"),
                _ => (key.clone(), *action),
            };
            let says = self.key_text(self.mode(), action);
            let cells = width(&key) + 1 + width(&says) + 2;
            if pinned(intent) {
                kept = kept.saturating_sub(cells);
            } else if used + cells + kept > usize::from(w) {
                continue;
            }
            if !matches!(intent, Intent::Up | Intent::Left) {
                let place = |n: usize| u16::try_from(n).unwrap_or(w);
                hits.push((Rect::new(place(used), h - 1, place(cells), 1), vec![*intent]));
            }
            used += cells;
            line.push_span(Span::styled(key, theme.title));
            line.push_span(Span::styled(format!(" {says}  "), theme.dim));
        }
        put_line(buf, (1, h - 1), &line, w - 1, theme.ambiguous);
    }

    /// Whether an entry was removed that can be put back.
    fn removed(&self) -> bool {
        match &self.screen {
            Screen::Question(q) => matches!(&q.field, Field::List(l) if l.removed.is_some()),
            Screen::Mine(m) => m.removed.is_some(),
            _ => false,
        }
    }

    /// What a key does, in words: those of the mode, else those that hold everywhere.
    pub(in crate::app) fn key_text(&self, mode: Mode, action: &str) -> String {
        let name = Mode::NAMES.iter().find(|(m, _)| *m == mode).map_or("", |(_, n)| n);
        if mode == Mode::After && action == "next" && self.run.is_some() {
            return self.content.text("run.next").to_owned();
        }
        let own = format!("key.{name}.{action}");
        let general = format!("key.{action}");
        let text = self.content.text(&own);
        if text == own { self.content.text(&general).to_owned() } else { text.to_owned() }
    }
}

/// One column of air on the left; the one on the right, which no text uses, is for the marks of a page that goes on.
fn inset(r: Rect) -> Rect {
    Rect { x: r.x + 1, width: r.width.saturating_sub(1), ..r }
}
