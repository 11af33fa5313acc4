//! What lies over a screen, in a box of its own.

use super::form::input;
use crate::app::App;
use crate::app::overlay::{Ask, Overlay, Prompt};
use crate::app::said::Voice;
use crate::app::screens::Screen;
use crate::app::screens::question::field::Field;
use crate::domain::document::Document;
use crate::input::keymap::{Intent, Mode};
use crate::text::edit::EditBuffer;
use crate::ui::page::{Hits, Page};
use crate::ui::said::Role;
use crate::ui::theme::{Palette, Theme};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Modifier;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Clear, Widget as _};

/// Columns of a box on a screen of this size, its border and air included.
fn columns(size: (u16, u16), most: u16) -> u16 {
    size.0.saturating_sub(4).min(most)
}

/// Columns beside a box that are too few to show anything.
const STRIP: u16 = 8;
/// Lines that a code needs around itself on a screen on which nothing else of its box is cut.
const AROUND_A_CODE: usize = 9;
/// Widest box, and widest help.
const BOX: u16 = 76;
const HELP: u16 = 112;
fn widest(o: &Overlay) -> u16 {
    match o {
        Overlay::Help { .. } => HELP,
        Overlay::Read { .. } => 84,
        _ => BOX,
    }
}

fn reading(text: &str, theme: &Theme, room: usize) -> Page {
    let mut page = theme.page(room);
    page.text("", text, theme.plain);
    page
}

/// Columns for the keys in the help, and the least that must be left for what they do.
const KEYS: usize = 22;
const SAYS: usize = 16;

/// Where a key stands in the help: of this screen, what changes a text, what moves, of all screens.
fn group(of: Mode, intent: Intent) -> usize {
    match intent {
        // In a list and in a case it undoes an action.
        Intent::Undo if !of.types() => 0,
        _ if intent.edits() => 1,
        Intent::Left | Intent::Right | Intent::Help | Intent::Suspend | Intent::Quit => 2,
        _ if intent.goes_up_or_down() => 2,
        _ => 0,
    }
}

impl App {
    /// The keys of a mode in groups, what each does, and what else there is to know. On two columns
    /// where there is room.
    fn help(&self, of: Mode, theme: &Theme, room: usize) -> Page {
        let mut groups: [Vec<(String, String)>; 3] = Default::default();
        // 0 stands for the tenth, and for what is not listed where one looks for a service.
        let digits = match self.numbered(of) {
            0 => None,
            1..10 if of != Mode::Find => Some("1 - 9"),
            _ => Some("0 - 9"),
        };
        groups[0].extend(digits.map(|d| (d.to_owned(), text!("help.digits").to_owned())));
        if of == Mode::Find {
            groups[0].extend(self.several_help());
        }
        let seeks = match of {
            Mode::Choice => Some(text!("help.seek")),
            Mode::Start => Some(text!("help.find")),
            _ => None,
        };
        groups[0].extend(seeks.map(|says| (text!("help.letters").to_owned(), says.to_owned())));
        let picks = of == Mode::Form && self.chooses();
        let helps = self.helps(of);
        for (key, action, intent) in self.keymap.list(of, false) {
            // A choice field takes no text.
            if picks && group(of, intent) == 1 {
                continue;
            }
            if helps(intent) {
                let (key, says) = (theme.arrows(&key), self.key_text(of, action));
                let rows = &mut groups[group(of, intent)];
                // Keys with the same action share a row.
                match rows.iter_mut().find(|row| row.1 == says) {
                    Some(row) => row.0 = format!("{} / {key}", row.0),
                    None => rows.push((key, says)),
                }
            }
        }
        let two = room >= 2 * (KEYS + SAYS) + 4;
        let column = if two { (room - 4) / 2 } else { room };
        let pages = [0, 1, 2].map(|g| self.help_group(g, &groups[g], theme, column));
        let [mut page, typing, moving] = pages;
        let mut beside = typing;
        if !beside.lines.is_empty() {
            beside.gap();
        }
        beside.lines.extend(moving.lines);
        if two {
            page.beside(0, column + 4, beside.lines);
        } else {
            if !page.lines.is_empty() {
                page.gap();
            }
            page.lines.extend(beside.lines);
        }
        page.gap();
        page.text("", text!("help.more"), theme.dim);
        page
    }

    /// The keys for several services where one looks for a service.
    fn several_help(&self) -> Vec<(String, String)> {
        let row = |key: &str, says: &str| (key.to_owned(), says.to_owned());
        match self.screen.several() {
            Some(_) => vec![row("+", text!("key.find.go_on")), row("Space", text!("key.toggle"))],
            None => vec![row("+", text!("key.start.add"))],
        }
    }

    /// Which keys the help lists. Where a case waits, going on says so and does nothing else.
    pub fn helps(&self, of: Mode) -> impl Fn(Intent) -> bool + '_ {
        let waits = self.shown_case().filter(|_| of == Mode::Case).is_some_and(|r| self.waits(r));
        let possible = self.possible(of);
        move |intent| possible(intent) && !(waits && intent == Intent::Next)
    }

    /// How many rows digits choose from.
    fn numbered(&self, of: Mode) -> usize {
        match (of, &self.screen) {
            (Mode::Form, _) => self.chosen_from(),
            (Mode::Review, _) => self.session.reviewed(&self.content).findings.len(),
            (Mode::Find, _) => 1,
            (Mode::Choice | Mode::Choices | Mode::List, Screen::Question(q)) => match &q.field {
                Field::Choice { of, .. } => *of,
                Field::Choices { marked, .. } => marked.len(),
                Field::List(l) => l.rows.len(),
                _ => 0,
            },
            (Mode::List, Screen::Mine(m)) => m.agents.len(),
            // 0 is always there.
            (Mode::Start, _) => 10,
            (Mode::Run, _) => self.run.as_ref().map_or(0, |run| run.legs.len()),
            _ => 0,
        }
    }

    fn help_group(
        &self,
        group: usize,
        rows: &[(String, String)],
        theme: &Theme,
        room: usize,
    ) -> Page {
        let mut page = theme.page(room);
        if rows.is_empty() {
            return page;
        }
        let title = self.content.text(["help.here", "help.typing", "help.moving"][group]);
        page.text("", title, theme.title);
        for (keys, says) in rows {
            let taken = theme.ambiguous.width(keys);
            if room < KEYS + SAYS {
                // Below each other, where both do not fit beside each other.
                page.text("", keys, theme.key);
                page.text("  ", says, theme.plain);
                continue;
            }
            let pad = " ".repeat(KEYS.max(taken + 1) - taken);
            page.led(vec![Span::styled(format!("{keys}{pad}"), theme.key)], says, theme.plain);
        }
        page
    }

    /// A phone number as a code. With little room the code comes first: half of one is no use.
    fn code(&self, lines: &[String], number: &str, theme: &Theme, room: usize) -> Page {
        let mut page = theme.page(room);
        page.text("", &format!("{}{number}", text!("qr.title")), theme.title);
        let air = usize::from(self.size.1) > lines.len() + AROUND_A_CODE;
        if air {
            page.gap();
        }
        // Dark on light whatever the terminal's own colours are: cameras want it so.
        for line in lines {
            page.push(modules(line, theme));
        }
        if air {
            page.gap();
        }
        page.text("", text!("qr.note"), theme.dim);
        page
    }

    /// What can be scrolled over the screen with the keys of a mode.
    pub(super) fn scrolled_over(&self, mode: Mode) -> Option<&Overlay> {
        match &self.overlay {
            Some(Overlay::Help { under, .. }) if mode == Mode::Read => under.as_deref(),
            other => other.as_ref(),
        }
    }

    /// Lines by which the help, or a letter that is read, can be scrolled.
    pub(in crate::app) fn most_over(&self, o: &Overlay) -> usize {
        let theme = Theme::new(&Palette::MONO, self.ambiguous);
        let room = usize::from(columns(self.size, widest(o))).saturating_sub(4);
        // The next key takes the notice away: what it covers is no reason to scroll further.
        let rows = usize::from(self.size.1.saturating_sub(4));
        let page = match o {
            Overlay::Help { of, .. } => self.help(*of, &theme, room),
            Overlay::Read { text, .. } => reading(&text.0, &theme, room),
            Overlay::Qr(lines, number, _) => self.code(lines, number, &theme, room),
            _ => return 0,
        };
        page.lines.len().saturating_sub(rows)
    }

    fn over_page(
        &self,
        o: &Overlay,
        doc: Option<&Document<'_>>,
        theme: &Theme,
        room: usize,
    ) -> Page {
        match o {
            Overlay::Help { of, scroll, .. } => {
                Page { scroll: *scroll, ..self.help(*of, theme, room) }
            }
            Overlay::Read { text, scroll, .. } => {
                Page { scroll: *scroll, ..reading(&text.0, theme, room) }
            }
            Overlay::Ask(ask) => self.ask_page(ask, doc, theme.page(room)),
            Overlay::Qr(lines, number, scroll) => {
                Page { scroll: *scroll, ..self.code(lines, number, theme, room) }
            }
            Overlay::Prompt(prompt, b) => self.prompt_page(*prompt, b, theme.page(room)),
        }
    }

    fn ask_page(&self, ask: &Ask, doc: Option<&Document<'_>>, mut page: Page) -> Page {
        let at = ask.answers().get(self.asked_at(ask));
        for (role, lines) in page.rows(self.ask_said(ask, doc, Voice::Keys)) {
            if let Role::Reply(intent) = role {
                page.choice(lines, Some(&intent) == at, vec![intent]);
            }
        }
        page
    }

    fn prompt_page(&self, prompt: Prompt, b: &EditBuffer, mut page: Page) -> Page {
        let theme = page.theme;
        page.text("", self.content.text(prompt.text()), theme.title);
        page.gap();
        input(&mut page, (b, b.gives_way()), "");
        page.gap();
        page.text("", &self.prompt_note(prompt), theme.dim);
        page
    }

    /// Draws an overlay; returns where its cursor stands, and where it waits if it is hidden.
    pub(super) fn over(
        &self,
        o: &Overlay,
        doc: Option<&Document<'_>>,
        theme: &Theme,
        buf: &mut Buffer,
        hits: &mut Hits,
    ) -> (Option<Position>, Position) {
        let (w, h) = self.size;
        let columns = columns(self.size, widest(o));
        let mut page = self.over_page(o, doc, theme, usize::from(columns).saturating_sub(4));
        // The notice stands below the box. The end of a text stays in sight when one comes.
        let notice = self.notice_rows();
        if page.scroll > 0 && page.scroll >= self.most_over(o) {
            page.scroll += usize::from(notice);
        }
        let most = h.saturating_sub(2 + notice);
        let rows = u16::try_from(page.lines.len()).unwrap_or(h).saturating_add(2).min(most);
        let top = ((h - rows) / 2).min(h.saturating_sub(1 + notice + rows));
        let place = Rect::new((w - columns) / 2, top, columns, rows);
        // A strip of text left beside the box would look like part of it.
        let strip = if w - columns <= STRIP { Rect { x: 0, width: w, ..place } } else { place };
        Clear.render(strip, buf);
        // A wide character that reaches into the box would hide its border.
        for y in place.y..place.y + place.height {
            if let Some(before) = place.x.checked_sub(1)
                && theme.ambiguous.width(buf[(before, y)].symbol()) > 1
            {
                buf[(before, y)].set_symbol(" ");
            }
        }
        let title = match o {
            Overlay::Help { .. } => Span::styled(format!(" {} ", text!("help.title")), theme.title),
            Overlay::Read { title, .. } => Span::styled(format!(" {title} "), theme.title),
            _ => Span::raw(""),
        };
        theme.block().title(title).render(place, buf);
        // The column before the border is for scroll marks.
        let inside = Rect::new(place.x + 2, place.y + 1, columns - 3, rows - 2);
        hits.extend(page.hits(inside));
        (page.draw(inside, buf), page.parked(inside))
    }
}

/// A line of a QR code. `#` is drawn as a filled cell: the sign itself is too thin for a camera.
fn modules(line: &str, theme: &Theme) -> Line<'static> {
    let filled = theme.paper.add_modifier(Modifier::REVERSED);
    let mut out = Line::default();
    let chars: Vec<char> = line.chars().collect();
    for run in chars.chunk_by(|a, b| (*a == '#') == (*b == '#')) {
        let text: String = run.iter().map(|c| if *c == '#' { ' ' } else { *c }).collect();
        out.push_span(Span::styled(
            text,
            if run.first() == Some(&'#') { filled } else { theme.paper },
        ));
    }
    out
}
